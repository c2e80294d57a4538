"""Filer sparas alla eller inga, aldrig över något annat utan att någon bett om det."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from avtalsgenerator.fel import Användningsfel, Dokumentfel
from avtalsgenerator.redigera import Ändring
from avtalsgenerator.utdata import skapa_mapp, spara, spara_ändringar, tänkt_kopia


def krascha(monkeypatch, ändelse, vid, fel):
    """Låter det byte av en fil med ändelsen som kommer som nummer ``vid`` gå fel."""
    riktig, gånger = Path.replace, []

    def krasch(self, mål):
        if self.suffix == ändelse:
            gånger.append(mål)
            if len(gånger) == vid:
                raise fel
        return riktig(self, mål)

    monkeypatch.setattr(Path, "replace", krasch)


def innehåll(mapp):
    return {p.relative_to(mapp).as_posix(): p.read_bytes() for p in mapp.rglob("*") if p.is_file()}


def test_nya_filer_sparas_och_mappar_skapas(tmp_path):
    mapp = tmp_path / "dokument" / "2024-01-01 tilläggsavtal"
    svar = spara(mapp, {"a.docx": b"1", "ö.docx": b"2"})
    assert innehåll(tmp_path) == {f"dokument/{mapp.name}/a.docx": b"1", f"dokument/{mapp.name}/ö.docx": b"2"}
    assert [s.ny for s in svar] == [True, True]


def test_en_annan_fil_skrivs_inte_över_utan_ersätt(tmp_path):
    (tmp_path / "b.docx").write_bytes(b"min egen")
    with pytest.raises(Dokumentfel, match=r"finns redan b\.docx, med annat innehåll"):
        spara(tmp_path, {"a.docx": b"1", "b.docx": b"2"})
    assert innehåll(tmp_path) == {"b.docx": b"min egen"}
    spara(tmp_path, {"a.docx": b"1", "b.docx": b"2"}, ersätt=True)
    assert innehåll(tmp_path) == {"a.docx": b"1", "b.docx": b"2"}


def test_samma_innehåll_lämnas_i_fred(tmp_path):
    spara(tmp_path, {"a.docx": b"1"})
    tid = (tmp_path / "a.docx").stat().st_mtime_ns
    assert [s.ny for s in spara(tmp_path, {"a.docx": b"1"})] == [False]
    assert (tmp_path / "a.docx").stat().st_mtime_ns == tid


@pytest.mark.parametrize("kraschar_vid", [1, 2, 3])
@pytest.mark.parametrize("fel", [OSError("disken full"), KeyboardInterrupt()])
def test_går_ett_byte_fel_är_mappen_som_den_var(tmp_path, monkeypatch, kraschar_vid, fel):
    (tmp_path / "a.docx").write_bytes(b"gammal a")
    (tmp_path / "c.docx").write_bytes(b"gammal c")
    före = innehåll(tmp_path)
    krascha(monkeypatch, ".docx", kraschar_vid, fel)
    with pytest.raises((Dokumentfel, KeyboardInterrupt)):
        spara(tmp_path, {"a.docx": b"ny a", "b.docx": b"ny b", "c.docx": b"ny c"}, ersätt=True)
    assert innehåll(tmp_path) == före
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.docx", "c.docx"]


def test_det_som_en_död_process_lämnade_tas_bort_nästa_dygn_och_det_som_pågår_lämnas_i_fred(tmp_path):
    spara(tmp_path, {"a.docx": b"1"})
    gammal, ny = tmp_path / ".avtal-gammal", tmp_path / ".avtal-ny"
    for mapp in (gammal, ny):
        mapp.mkdir()
        (mapp / "a.docx").write_bytes(b"halv")
    dygn_sedan = ny.stat().st_mtime - 25 * 3600
    os.utime(gammal, (dygn_sedan, dygn_sedan))
    spara(tmp_path, {"b.docx": b"2"})
    assert innehåll(tmp_path) == {"a.docx": b"1", "b.docx": b"2", ".avtal-ny/a.docx": b"halv"}


def test_en_misslyckad_körning_lämnar_inga_tomma_mappar(tmp_path, monkeypatch):
    def full_disk(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(Dokumentfel, match="gick inte att spara"):
        spara(tmp_path / "dokument" / "ny", {"a.docx": b"1"})
    assert list(tmp_path.iterdir()) == []


def test_en_fil_som_är_öppen_i_word_nämns_vid_namn(tmp_path, monkeypatch):
    def låst(self, mål):
        raise PermissionError(13, "Permission denied", str(self), None, str(mål))

    (tmp_path / "a.docx").write_bytes(b"gammal")
    monkeypatch.setattr(Path, "replace", låst)
    with pytest.raises(Dokumentfel, match=r"a\.docx kan inte sparas: filen är öppen") as fel:
        spara(tmp_path, {"a.docx": b"ny"}, ersätt=True)
    assert "--ut" in fel.value.råd


def test_en_övningsmapp_skapas_bara_där_det_är_tomt(tmp_path):
    källa = tmp_path / "källa"
    källa.mkdir()
    (källa / "x.yaml").write_text("a: b", encoding="utf-8")
    skapa_mapp(tmp_path / "mål", {"parter": källa})
    assert innehåll(tmp_path / "mål") == {"parter/x.yaml": b"a: b"}
    with pytest.raises(Användningsfel, match="är inte tom"):
        skapa_mapp(tmp_path / "mål", {"parter": källa})
    (tmp_path / "tom").mkdir()
    skapa_mapp(tmp_path / "tom", {"parter": källa})
    assert (tmp_path / "tom/parter/x.yaml").is_file()


def test_en_övningsmapp_som_inte_kan_skapas_lämnar_inget_efter_sig(tmp_path):
    with pytest.raises(Dokumentfel):
        skapa_mapp(tmp_path / "mål", {"parter": tmp_path / "finns inte"})
    assert list(tmp_path.iterdir()) == []


# ändringar i avtalsmappen


@pytest.fixture
def avtalsmapp(tmp_path):
    for namn in ("parter/ale/part.yaml", "avtal/heder/avtal.yaml"):
        (tmp_path / namn).parent.mkdir(parents=True)
        (tmp_path / namn).write_bytes(b"gammal: 1\n")
    return tmp_path


ÄNDRINGAR = [
    Ändring("parter/ale/part.yaml", b"gammal: 1\n", b"ny: 1\n"),
    Ändring("parter/ny/beslut/x.yaml", None, b"ny: 2\n"),
    Ändring("avtal/heder/avtal.yaml", b"gammal: 1\n", b"ny: 3\n"),
]
SPARAT = {ä.fil: ä.efter for ä in ÄNDRINGAR}


def test_ändringar_i_flera_mappar_sparas_tillsammans(avtalsmapp):
    (avtalsmapp / "parter/ale/part.yaml").chmod(0o640)
    spara_ändringar(avtalsmapp, ÄNDRINGAR)
    assert innehåll(avtalsmapp) == SPARAT
    assert {p.name for p in avtalsmapp.iterdir()} == {"parter", "avtal"}
    assert (avtalsmapp / "parter/ale/part.yaml").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("fil", ["avtal/heder/avtal.yaml", "parter/ny/beslut/x.yaml"])
def test_har_någon_annan_ändrat_en_av_filerna_ändras_ingen(avtalsmapp, fil):
    (avtalsmapp / fil).parent.mkdir(parents=True, exist_ok=True)
    (avtalsmapp / fil).write_bytes(b"kollegans: 1\n")
    före = innehåll(avtalsmapp)
    with pytest.raises(Dokumentfel, match=rf"{fil} har ändrats av någon annan sedan den lästes") as fel:
        spara_ändringar(avtalsmapp, ÄNDRINGAR)
    assert (fel.value.råd, fel.value.slutkod) == ("Kör kommandot igen.", 4)
    assert innehåll(avtalsmapp) == före


@pytest.mark.parametrize("kraschar_vid", [1, 2, 3])
@pytest.mark.parametrize("fel", [OSError("disken full"), KeyboardInterrupt()])
def test_går_en_ändring_fel_är_allt_som_det_var(avtalsmapp, monkeypatch, kraschar_vid, fel):
    före, mappar = innehåll(avtalsmapp), sorted(avtalsmapp.rglob("*"))
    krascha(monkeypatch, ".yaml", kraschar_vid, fel)
    with pytest.raises((Dokumentfel, KeyboardInterrupt)):
        spara_ändringar(avtalsmapp, ÄNDRINGAR)
    assert innehåll(avtalsmapp) == före
    assert sorted(avtalsmapp.rglob("*")) == mappar


@pytest.mark.skipif(sys.platform == "win32", reason="länkar kräver särskild rätt i Windows")
def test_en_länk_skrivs_inte_över(avtalsmapp, tmp_path_factory):
    annan = tmp_path_factory.mktemp("annan") / "avtal.yaml"
    annan.write_bytes(b"gammal: 1\n")
    (avtalsmapp / "avtal/heder/avtal.yaml").unlink()
    (avtalsmapp / "avtal/heder/avtal.yaml").symlink_to(annan)
    with pytest.raises(Dokumentfel, match="är en länk till en fil någon annanstans"):
        spara_ändringar(avtalsmapp, ÄNDRINGAR)
    assert annan.read_bytes() == b"gammal: 1\n"


def test_den_tänkta_kopian_har_ändringarna_och_försvinner(avtalsmapp):
    (avtalsmapp / "parter/ale/bild.png").write_bytes(b"x")
    (avtalsmapp / "parter/ale/text.md").write_bytes(b"x")
    före = innehåll(avtalsmapp)
    with tänkt_kopia(avtalsmapp, ["parter", "avtal"], ÄNDRINGAR) as kopia:
        assert innehåll(kopia) == {**SPARAT, "parter/ale/text.md": b"x"}
    assert not kopia.exists()
    assert innehåll(avtalsmapp) == före


BORT = [
    Ändring("parter/ale/part.yaml", b"gammal: 1\n", b"ny: 1\n"),
    Ändring("granskat/a/b/x.docx", b"x", None),
    Ändring("granskat/a/b/intyg/x.json", b"x", None),
]


@pytest.fixture
def med_kopia(avtalsmapp):
    (avtalsmapp / "granskat/a/b/intyg").mkdir(parents=True)
    for fil in ("granskat/a/b/x.docx", "granskat/a/b/intyg/x.json"):
        (avtalsmapp / fil).write_bytes(b"x")
    return avtalsmapp


def test_det_som_tas_bort_försvinner_med_de_mappar_som_blir_tomma(med_kopia):
    (med_kopia / "granskat/a/eget.txt").write_bytes(b"x")
    spara_ändringar(med_kopia, BORT)
    assert set(innehåll(med_kopia)) == {"parter/ale/part.yaml", "avtal/heder/avtal.yaml", "granskat/a/eget.txt"}
    assert not (med_kopia / "granskat/a/b").exists()
    assert (med_kopia / "parter/ale/part.yaml").read_bytes() == b"ny: 1\n"


def test_går_något_fel_finns_det_som_skulle_tas_bort_kvar(med_kopia, monkeypatch):
    före, mappar, ta_bort = innehåll(med_kopia), sorted(med_kopia.rglob("*")), Path.unlink

    def krasch(själv, **mer):
        if själv.suffix == ".json":
            raise OSError("disken full")
        ta_bort(själv, **mer)

    monkeypatch.setattr(Path, "unlink", krasch)
    with pytest.raises(Dokumentfel):
        spara_ändringar(med_kopia, BORT)
    assert innehåll(med_kopia) == före
    assert sorted(med_kopia.rglob("*")) == mappar


def test_det_som_tas_bort_finns_inte_i_den_tänkta_kopian(avtalsmapp):
    with tänkt_kopia(avtalsmapp, ["parter", "avtal"], [Ändring("avtal/heder/avtal.yaml", b"x", None)]) as kopia:
        assert set(innehåll(kopia)) == {"parter/ale/part.yaml"}
