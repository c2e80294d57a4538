"""``avtal skillnad``: två filer, uppgifterna nu och förut, och ett dokument mot sin mall. Inget dåligt skrivs."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile

import pytest
from bygg import GRUND
from domare import doma, som_den_är
from fall import PÅHITTAT
from kommando import kör
from test_skillnad import fil, stycke

from avtalsgenerator import kedja
from avtalsgenerator.dokument import medföljande_mallar

TILLÄGG = f"avtal/{PÅHITTAT}.yaml"


@pytest.fixture
def filer(tmp_path):
    """En mapp med två Word-filer."""
    (tmp_path / "a.docx").write_bytes(fil(stycke("Kostnader", stil="Rubrik1") + stycke("Bidraget är 1\u00a0kr.")))
    (tmp_path / "b.docx").write_bytes(fil(stycke("Kostnader", stil="Rubrik1") + stycke("Bidraget är 2\u00a0kr.")))
    return tmp_path


def test_två_filer_ger_en_rad_för_varje_skillnad(filer):
    svar = kör("skillnad", "a.docx", "b.docx", mapp=filer)
    assert (svar.kod, svar.fel) == (0, "")
    assert svar.ut.replace("\u00a0", " ").splitlines() == [
        "a.docx → b.docx",
        "§ 1: 1 kr → 2 kr",
        "",
        "1 skillnad.",
        "Spara dem med --ut: FIL.docx har dem som spårade ändringar, FIL.html är en sida att läsa",
    ]
    assert sorted(p.name for p in filer.iterdir()) == ["a.docx", "b.docx"]


def test_filen_med_spårade_ändringar_sparas_och_skriver_inte_över(filer):
    kommando = ("skillnad", "a.docx", "b.docx", "--per", "2026-03-01", "--ut", "s.docx")
    svar = kör(*kommando, mapp=filer)
    assert svar.ut.splitlines()[-1] == "✓ Sparade spårade ändringar i s.docx"
    innehåll = (filer / "s.docx").read_bytes()
    assert b"2026-03-01T00:00:00Z" in zipfile.ZipFile(filer / "s.docx").read("word/document.xml")
    assert "finns redan i s.docx" in kör(*kommando, mapp=filer).ut
    svar = kör("skillnad", "b.docx", "a.docx", "--ut", "s.docx", mapp=filer)
    assert (svar.kod, (filer / "s.docx").read_bytes()) == (4, innehåll)
    assert "finns redan s.docx" in svar.fel
    assert kör("skillnad", "b.docx", "a.docx", "--ut", "s.docx", "--ersatt", mapp=filer).kod == 0
    assert doma((filer / "s.docx").read_bytes(), godkänn=True) == som_den_är((filer / "a.docx").read_bytes())


def test_två_filer_med_samma_namn_skiljs_med_sina_mappar(filer):
    (filer / "förut").mkdir()
    shutil.copy(filer / "b.docx", filer / "förut" / "a.docx")
    assert kör("skillnad", "förut/a.docx", "a.docx", mapp=filer).ut.startswith("förut/a.docx → a.docx\n")


def test_utan_dag_är_det_den_dag_som_är(filer):
    kör("skillnad", "a.docx", "b.docx", "--ut", "s.docx", mapp=filer)
    assert b"2026-03-01T" in zipfile.ZipFile(filer / "s.docx").read("word/document.xml")


def test_lika_filer_har_inga_skillnader_och_ger_ingen_fil(filer):
    svar = kör("skillnad", "a.docx", "a.docx", "--ut", "s.docx", mapp=filer)
    assert (svar.kod, svar.ut) == (0, "a.docx → a.docx\nInga skillnader.\n")
    assert not (filer / "s.docx").exists()


def test_för_andra_program(filer):
    svar = json.loads(kör("skillnad", "a.docx", "b.docx", "--format", "json", mapp=filer).ut)
    assert svar["schema"] == 1
    assert svar["sammanfattning"] == {"gammalt": "a.docx", "nytt": "b.docx", "skillnader": 1, "fil": None}
    (ä,) = svar["skillnader"]
    assert ä == {"plats": "§ 1", "vad": "ord", "hur": "ändrat", "före": "1\u00a0kr", "efter": "2\u00a0kr", "rad": None}


# Uppgifterna nu och förut


def ändra(mapp):
    path = mapp / TILLÄGG
    path.write_text(path.read_text(encoding="utf-8").replace("2026-01-01", "2026-07-01"), encoding="utf-8")


def git(mapp, *args):
    namn = ("-c", "user.name=x", "-c", "user.email=x@exempel.se")
    subprocess.run(["git", "-C", str(mapp), *namn, *args], check=True, capture_output=True)


@pytest.fixture
def i_git(övningsmapp):
    """Övningsmappen i en undermapp i git, ändrad efter den senaste incheckningen."""
    git(övningsmapp.parent, "init", "-q")
    git(övningsmapp.parent, "add", övningsmapp.name)
    git(övningsmapp.parent, "commit", "-qm", "x")
    ändra(övningsmapp)
    return övningsmapp


VÄNTAT = "1\u00a0januari\u00a02026 → 1\u00a0juli\u00a02026"


def test_mot_en_revision_i_git(i_git):
    svar = kör("skillnad", "tillagg-latsasby", "--mot", "HEAD", mapp=i_git)
    assert svar.kod == 0
    assert svar.ut.splitlines()[0].endswith("i HEAD → Tilläggsavtal Låtsasby.docx")
    assert VÄNTAT in svar.ut
    status = subprocess.run(
        ["git", "-C", str(i_git), "status", "-s"], capture_output=True, text=True, check=True
    ).stdout
    assert status.split() == ["M", TILLÄGG]


def test_mot_en_annan_mapp_och_ett_annat_av_dokumenten(övningsmapp):
    ändra(övningsmapp)
    svar = kör("skillnad", "tillagg-latsasby", "--mot", str(GRUND), mapp=övningsmapp)
    assert VÄNTAT in svar.ut
    svar = kör("skillnad", "tillagg-latsasby", "--mot", str(GRUND), "--bara", "kostnadsfordelning", mapp=övningsmapp)
    assert svar.kod == 0
    assert svar.ut.splitlines()[0].endswith("→ Bilaga 1 Kostnadsfördelning.docx")


def test_oförändrade_uppgifter_har_inga_skillnader(övningsmapp):
    for namn in ("tillagg-latsasby", "konsumentvagledning", "sagovik/2025-11-05-ks-201"):
        assert kör("skillnad", namn, "--mot", str(GRUND), mapp=övningsmapp).ut.endswith("Inga skillnader.\n")


def test_mot_en_fil_härifrån_eller_från_avtalsmappen(övningsmapp, tmp_path):
    kommando = ("skillnad", "tillagg-latsasby", "--bara", "kostnadsfordelning")
    assert kör("generera", *kommando[1:], "--ut", "ut", mapp=övningsmapp).kod == 0
    fil = "ut/Bilaga 1 Kostnadsfördelning.docx"
    for mapp, här in ((övningsmapp, ()), (tmp_path, ("-C", str(övningsmapp)))):
        svar = kör(*här, *kommando, "--per", "2025-12-11", "--mot", fil, mapp=mapp)
        assert "Sidhuvudet: 2025-12-10 → 2025-12-11" in svar.ut, svar.fel
    svar = kör(*kommando, "--mot", "ut/x.docx", mapp=övningsmapp)
    assert (svar.kod, "finns inte" in svar.fel) == (2, True)


def test_mot_mallen_visas_det_som_är_ifyllt(övningsmapp, tmp_path):
    svar = kör("skillnad", "tillagg-latsasby", "--mot", "mall", "--ut", str(tmp_path / "s.docx"), mapp=övningsmapp)
    assert svar.ut.startswith("mallen tillaggsavtal-anslutning.docx → Tilläggsavtal Låtsasby.docx\n")
    assert "{{ nya }} → Låtsasby kommun" in svar.ut
    mall = (medföljande_mallar() / "tillaggsavtal-anslutning.docx").read_bytes()
    innehåll = (tmp_path / "s.docx").read_bytes()
    assert doma(innehåll, godkänn=False) == som_den_är(mall)
    (ny,) = kedja.generera(övningsmapp, "tillagg-latsasby", bara="tillaggsavtal").dokument
    assert doma(innehåll, godkänn=True) == som_den_är(ny.innehåll)


def test_finns_ett_hinder_är_skillnaden_märkt_som_utkast(övningsmapp, tmp_path):
    path = övningsmapp / "parter/latsasby/part.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("behörighet:", "behörighet: []\nx:"), encoding="utf-8")
    text = path.read_text(encoding="utf-8").split("x:")[0]
    path.write_text(text, encoding="utf-8")
    svar = kör("skillnad", "tillagg-latsasby", "--mot", "mall", "--ut", str(tmp_path / "s.docx"), mapp=övningsmapp)
    assert "(utkast).docx" in svar.ut
    assert "UTKAST" in zipfile.ZipFile(tmp_path / "s.docx").read("word/header1.xml").decode()


# Det som inte går


@pytest.mark.parametrize(
    ("mot", "väntat"),
    [
        ("finns-inte", "varken en mapp eller en revision"),
        ("--flagga", "varken en mapp eller en revision"),
        ("HEAD:avtal", "varken en mapp eller en revision"),
        ("..", "är ingen avtalsmapp"),
    ],
)
def test_en_version_som_inte_finns(i_git, mot, väntat):
    svar = kör("skillnad", "tillagg-latsasby", f"--mot={mot}", mapp=i_git)
    assert (svar.kod, svar.ut) == (2, "")
    assert väntat in svar.fel


def test_en_mapp_utanför_git(övningsmapp, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(övningsmapp.parent))
    svar = kör("skillnad", "tillagg-latsasby", "--mot", "HEAD", mapp=övningsmapp)
    assert svar.kod == 2
    assert "ligger inte i git" in svar.fel


def test_utan_git_på_datorn(i_git, monkeypatch):
    monkeypatch.setenv("PATH", "")
    svar = kör("skillnad", "tillagg-latsasby", "--mot", "HEAD", mapp=i_git)
    assert svar.kod == 2
    assert "git finns inte på den här datorn" in svar.fel


def test_en_handling_som_inte_fanns_och_uppgifter_som_inte_gick_att_läsa(i_git, tmp_path):
    shutil.copy(i_git / TILLÄGG, i_git / "avtal/konsumentvagledning/nytt-namn.yaml")
    svar = kör("skillnad", "nytt-namn", "--mot", "HEAD", mapp=i_git)
    assert (svar.kod, "konsumentvagledning/nytt-namn finns inte i HEAD" in svar.fel) == (2, True)
    shutil.copytree(GRUND, tmp_path / "trasig")
    (tmp_path / "trasig" / TILLÄGG).write_text("handling: [", encoding="utf-8")
    (i_git / "avtal/konsumentvagledning/nytt-namn.yaml").unlink()
    svar = kör("skillnad", "tillagg-latsasby", "--mot", str(tmp_path / "trasig"), mapp=i_git)
    assert (svar.kod, f"i {tmp_path / 'trasig'}: " in svar.fel) == (3, True)


DÅLIGA = {
    "gammal.doc": (b"\xd0\xcf\x11\xe0" + bytes(600), 4, "äldre formatet .doc"),
    "låst.docx": (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), 4, "lösenordsskyddad"),
    "trasig.docx": (b"PK\x03\x04trasig", 4, "går inte att öppna"),
    "text.docx": (b"inte en zip", 4, "går inte att öppna"),
    "tom.docx": (b"", 4, "går inte att öppna"),
}


@pytest.mark.parametrize("namn", DÅLIGA)
def test_en_fil_som_inte_är_ett_word_dokument(filer, namn):
    innehåll, kod, väntat = DÅLIGA[namn]
    (filer / namn).write_bytes(innehåll)
    for args in ((namn, "b.docx"), ("a.docx", namn)):
        svar = kör("skillnad", *args, "--ut", "s.docx", mapp=filer)
        assert (svar.kod, svar.ut) == (kod, "")
        assert väntat in svar.fel
        assert "mall" not in svar.fel
    assert not (filer / "s.docx").exists()


def ändrad_fil(*delar: tuple[str, str | bytes]):
    def skriv(path):
        path.write_bytes(fil(stycke("x")))
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as arkiv:
            for namn, innehåll in delar:
                arkiv.writestr(namn, innehåll)

    return skriv


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("delar", "väntat"),
    [
        ([("word/vbaProject.bin", "x")], "makron"),
        ([("word/bomb.xml", b"0" * 60_000_000)], "orimligt hårt packad"),
        ([("word/document.xml", "<x/>")], "samma del två gånger"),
        ([("../ut.xml", "<x/>")], "otillåtet namn"),
        ([("word/x.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a/>')], "DOCTYPE"),
        ([("word/x.xml", "<trasig")], "inte giltig XML"),
    ],
)
def test_en_fil_som_inte_är_ofarlig(filer, delar, väntat):
    ändrad_fil(*delar)(filer / "ond.docx")
    svar = kör("skillnad", "a.docx", "ond.docx", "--ut", "s.docx", mapp=filer)
    assert (svar.kod, svar.ut) == (4, "")
    assert väntat in svar.fel
    assert not (filer / "s.docx").exists()


@pytest.mark.parametrize(
    ("kropp", "väntat"),
    [
        ("<w:p><w:ins><w:r><w:t>x</w:t></w:r></w:ins></w:p>", "spårade ändringar"),
        ('<w:altChunk r:id="x"/>', "något som inte går att jämföra (altChunk)"),
    ],
)
def test_ett_dokument_som_inte_är_färdigt(filer, kropp, väntat):
    (filer / "c.docx").write_bytes(fil(kropp))
    svar = kör("skillnad", "a.docx", "c.docx", mapp=filer)
    assert svar.kod == 4
    assert väntat in svar.fel


def test_strikt_open_xml_sägs_i_stället_för_att_läsas_som_tomt(filer):
    strikt = fil(
        stycke("x"), andra={"document": '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"/>'}
    )
    (filer / "c.docx").write_bytes(strikt)
    svar = kör("skillnad", "a.docx", "c.docx", mapp=filer)
    assert (svar.kod, "Strict Open XML" in svar.fel) == (4, True)


@pytest.mark.parametrize(
    ("args", "väntat"),
    [
        (("a.docx", "saknas.docx"), "filen saknas.docx finns inte"),
        ((".", "a.docx"), "är en mapp"),
        (("a.docx",), "säg vad det ska jämföras med"),
        (("a.docx", "--mot", "mall"), "en handling ur avtalsmappen, inte en fil"),
        (("a.docx", "b.docx", "--mot", "HEAD"), "antingen två filer eller en handling"),
        (("a.docx", "b.docx", "--ersätt"), "--ersätt används tillsammans med --ut"),
        (("a.docx", "b.docx", "--ut", "s.pdf"), "filen kan inte heta s.pdf"),
    ],
)
def test_ett_felskrivet_kommando(filer, args, väntat, övningsmapp):
    svar = kör("-C", str(övningsmapp), "skillnad", *args, mapp=filer)
    assert (svar.kod, svar.ut) == (2, "")
    assert väntat in svar.fel
