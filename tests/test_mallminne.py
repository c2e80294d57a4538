"""En byggd mall sparas på datorn, men används bara om den säkert är just den mallen och ingen annan kan ha rört den."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from fall import PÅHITTAT, läge_för
from wordfil import delar, stycke

from avtalsgenerator import mall, mallminne
from avtalsgenerator.dokument import gör_dokument, medföljande_mallar
from avtalsgenerator.fel import Mallfel
from avtalsgenerator.mallminne import byggd
from avtalsgenerator.paket import läs_paket

MALL = "signaturlista.docx"
GEMENSAMT = {"fel", "noder", "indata", "ursprung", "varden", "svenska"}
"""Det som inget har med mallar att göra."""
BARA_POSIX = pytest.mark.skipif(sys.platform == "win32", reason="rättigheter som i POSIX")


@pytest.fixture
def minne(tmp_path, monkeypatch):
    """Ett tomt minne. Räknar hur många gånger mallen har byggts."""
    monkeypatch.setenv("AVTAL_CACHE", str(tmp_path / "cache"))
    byggda = []
    bygg_mall = mall.bygg_mall
    monkeypatch.setattr(mall, "bygg_mall", lambda *a: byggda.append(a[0]) or bygg_mall(*a))
    byggd.cache_clear()
    yield tmp_path / "cache", byggda
    byggd.cache_clear()


def hämta(namn=MALL, **ändrade):
    byggd.cache_clear()
    return byggd(namn, tuple({**läs_paket(medföljande_mallar() / MALL), **ändrade}.items()))


def sparad(mapp):
    (fil,) = (mapp / "mallar").iterdir()
    return fil


def test_mallen_byggs_en_gång_och_är_sedan_densamma(minne):
    mapp, byggda = minne
    första, andra = hämta(), hämta()
    assert byggda == [MALL]
    assert första == andra
    assert sparad(mapp).read_bytes().count(b"\n") == 1


def test_en_ändrad_mall_eller_ett_annat_namn_byggs_för_sig(minne):
    _, byggda = minne
    hämta()
    hämta(**{"docProps/app.xml": b"<x/>"})
    hämta("annan.docx")
    assert byggda == [MALL, MALL, "annan.docx"]


def test_en_ändring_i_programmet_gör_att_mallen_byggs_om(minne, monkeypatch):
    _, byggda = minne
    hämta()
    monkeypatch.setattr(mallminne, "_byggare", lambda: b"en annan version")
    hämta()
    assert byggda == [MALL, MALL]


def _annat_ord(fil):
    fil.write_text(fil.read_text("utf-8").replace("<w:t", "<w:x"), "utf-8")


FEL = {
    "ändrad": _annat_ord,
    "tom": lambda fil: fil.write_bytes(b""),
    "avbruten": lambda fil: fil.write_bytes(fil.read_bytes()[:500]),
    "inte json": lambda fil: fil.write_bytes(b"ecbf9b2b\nx"),
    "en mapp": lambda fil: (fil.unlink(), fil.mkdir()),
}


@pytest.mark.parametrize("fel", FEL)
def test_en_trasig_eller_ändrad_fil_används_aldrig(minne, fel):
    mapp, byggda = minne
    rätt = hämta()
    FEL[fel](sparad(mapp))
    assert hämta() == rätt
    assert byggda == [MALL, MALL]


@BARA_POSIX
@pytest.mark.parametrize("vad", ["filen", "mappen"])
def test_det_som_någon_annan_kan_ha_skrivit_används_aldrig(minne, vad):
    mapp, byggda = minne
    hämta()
    fil = sparad(mapp)
    (fil if vad == "filen" else fil.parent).chmod(0o777)
    hämta()
    assert byggda == [MALL, MALL]


@BARA_POSIX
def test_mappen_är_bara_användarens(minne):
    mapp, _ = minne
    hämta()
    assert (mapp / "mallar").stat().st_mode & 0o077 == 0


def test_utan_minne_sparas_inget(minne, monkeypatch, tmp_path):
    _, byggda = minne
    monkeypatch.setenv("AVTAL_CACHE", "")
    monkeypatch.chdir(tmp_path)
    hämta()
    hämta()
    assert byggda == [MALL, MALL]
    assert list(tmp_path.iterdir()) == []


def test_en_mapp_som_inte_går_att_skriva_i_hindrar_inget(minne, monkeypatch, tmp_path):
    (tmp_path / "fil").write_text("x")
    monkeypatch.setenv("AVTAL_CACHE", str(tmp_path / "fil" / "cache"))
    assert hämta().fyllbara


def test_de_äldsta_tas_bort(minne, monkeypatch):
    mapp, _ = minne
    monkeypatch.setattr(mallminne, "FLEST", 2)
    for n in range(4):
        hämta(f"{n}.docx")
    assert len(list((mapp / "mallar").iterdir())) == 2


def test_dokumentet_blir_detsamma_ur_minnet(minne, påhittad):
    _, byggda = minne
    läge = läge_för(påhittad, PÅHITTAT)
    första = gör_dokument(läge, bara="signaturlista")
    byggd.cache_clear()
    andra = gör_dokument(läge, bara="signaturlista")
    assert byggda == [MALL]
    assert första == andra


def test_en_fil_som_inte_är_ett_helt_dokument_avvisas_med_ett_råd(minne):
    with pytest.raises(Mallfel, match="saknar något som ett Word-dokument ska ha") as fel:
        byggd("prov.docx", tuple(delar(stycke("x")).items()))
    assert fel.value.råd == "Öppna filen i Word och spara om den."


def test_allt_som_avgör_hur_en_mall_byggs_räknas():
    paket = Path(mallminne.__file__).parent
    kvar, nådda = {"mall"}, set()
    while kvar:
        modul = kvar.pop()
        nådda.add(modul)
        kod = (paket / f"{modul}.py").read_text("utf-8")
        kvar |= set(re.findall(r"^from avtalsgenerator\.(\w+) import", kod, re.MULTILINE)) - nådda - GEMENSAMT
    assert nådda == set(mallminne._BYGGER)
