"""Anmärkningarna så som andra program läser dem: GitHubs rader, SARIF och läsfel i samma form.

``sarif-2.1.0.json`` är det officiella schemat för SARIF 2.1.0 så som det följer med Microsofts SARIF Multitool 5.7.0 (MIT).
"""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from pathlib import PurePosixPath

import pytest
import yaml
from bygg import bygg
from conftest import ROT
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from kommando import kör

from avtalsgenerator import kedja, uppslag, utbyte
from avtalsgenerator.noder import Källtext, Plats
from avtalsgenerator.regler import REGLER, Allvar, Anmärkning
from avtalsgenerator.regler.grund import Märke

SCHEMA = Draft202012Validator(json.loads((ROT / "tests/sarif-2.1.0.json").read_text(encoding="utf-8")))
OLÄSLIG = "parter/fabelas/part.yaml"


def kontroll(*anmärkningar):
    return kedja.Kontroll(None, (), anmärkningar)


def anmärkning(text="text", råd="råd", allvar=Allvar.HINDER, plats=None, andra=()):
    plats = plats or Plats(Källtext("avtal/a/avtal.yaml"), 3, 5, 9)
    return Anmärkning("BES01", allvar, "Rubrik", text, plats, "", andra, "grund", råd)


def sarif(kontroll):
    logg = json.loads(utbyte.sarif(kontroll))
    assert not list(SCHEMA.iter_errors(logg))
    (run,) = logg["runs"]
    return run


@pytest.fixture(scope="module")
def verklig_run():
    return sarif(kedja.kontrollera(ROT))


@pytest.fixture
def oläslig(övningsmapp):
    path = övningsmapp / OLÄSLIG
    path.write_text(path.read_text(encoding="utf-8") + "okänd_nyckel: x\n", encoding="utf-8")
    return övningsmapp


# github


def test_github_har_en_rad_per_anmärkning_med_plats_rubrik_text_och_råd():
    a = anmärkning("Bidraget är 33 %, inte 30 %", "Rätta det.", plats=Plats(Källtext("avtal/a:b,c.yaml"), 3, 5, 9))
    assert list(utbyte.github(kontroll(a), PurePosixPath("samverkan"))) == [
        "::error file=samverkan/avtal/a%3Ab%2Cc.yaml,line=3,col=5,endColumn=9,title=BES01 Rubrik"
        "::Bidraget är 33 %25, inte 30 %25%0AGör så här: Rätta det."
    ]


@pytest.mark.parametrize(
    ("allvar", "ord_"), [(Allvar.HINDER, "error"), (Allvar.VARNING, "warning"), (Allvar.UPPLYSNING, "notice")]
)
def test_github_skiljer_på_hinder_varning_och_upplysning(allvar, ord_):
    (rad,) = utbyte.github(kontroll(anmärkning(allvar=allvar)), PurePosixPath())
    assert rad.startswith(f"::{ord_} file=avtal/a/avtal.yaml,")


def läs_github(rad):
    """Så som GitHub läser raden: egenskaperna delas vid komma, och sedan tas det skyddade tillbaka."""
    _, egenskaper, data = re.fullmatch(r"::(\w+) (.*?)::(.*)", rad).groups()
    tillbaka = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}
    oskyddad = lambda t: re.sub("|".join(tillbaka), lambda m: tillbaka[m[0]], t)  # noqa: E731
    par = (e.split("=", 1) for e in egenskaper.split(","))
    return {namn: oskyddad(värde) for namn, värde in par}, oskyddad(data)


@given(st.text(), st.text(alphabet=st.characters(exclude_characters="/.")), st.sampled_from(["", "råd % :: ,"]))
def test_vad_som_än_står_i_texten_och_namnet_kommer_fram_helt(text, namn, råd):
    (rad,) = utbyte.github(kontroll(anmärkning(text, råd, plats=Plats(Källtext(f"x{namn}")))), PurePosixPath())
    assert "\n" not in rad
    assert "\r" not in rad
    egenskaper, data = läs_github(rad)
    assert egenskaper == {"file": f"x{namn}", "line": "1", "col": "1", "title": "BES01 Rubrik"}
    assert data == (f"{text}\nGör så här: {råd}" if råd else text)


def test_github_visar_vägen_därifrån_kommandot_körs(oläslig):
    mapp = oläslig.parent
    for args in (["-C", oläslig.name], ["-C", str(oläslig)]):
        svar = kör(*args, "kontrollera", "--format", "github", mapp=mapp)
        assert f"file={oläslig.name}/{OLÄSLIG}," in svar.ut
    assert f"file={OLÄSLIG}," in kör("kontrollera", "--format", "github", mapp=oläslig).ut
    assert f"file={OLÄSLIG}," in kör("kontrollera", "--format", "github", mapp=oläslig / "avtal").ut


def test_github_skriver_inget_när_allt_är_bra(övningsmapp):
    svar = kör("kontrollera", "--format", "github", mapp=övningsmapp)
    assert (svar.kod, svar.ut, svar.fel) == (0, "", "")


# sarif


def test_sarif_följer_schemat_och_har_varje_anmärkning(verklig_run):
    väntat = [(a.kod, a.plats.fil, a.plats.rad, a.plats.kolumn) for a in kedja.kontrollera(ROT).anmärkningar]
    funna = []
    for r in verklig_run["results"]:
        ställe = r["locations"][0]["physicalLocation"]
        region = ställe["region"]
        assert ställe["artifactLocation"]["uriBaseId"] == "%SRCROOT%"
        funna.append((r["ruleId"], ställe["artifactLocation"]["uri"], region["startLine"], region["startColumn"]))
    assert funna == väntat


def test_sarif_utan_anmärkningar_har_en_tom_lista(övningsmapp):
    svar = kör("kontrollera", "--format", "sarif", mapp=övningsmapp)
    assert (svar.kod, svar.fel) == (0, "")
    assert json.loads(svar.ut)["runs"][0]["results"] == []


def test_reglerna_i_sarif_är_regelsidorna(verklig_run):
    regler = verklig_run["tool"]["driver"]["rules"]
    assert [r["id"] for r in regler] == [*sorted(REGLER), "LÄSFEL"]
    nivå = {Allvar.HINDER: "error", Allvar.VARNING: "warning", Allvar.UPPLYSNING: "note"}
    for r in regler[:-1]:
        regel = REGLER[r["id"]]
        assert r["shortDescription"]["text"] == f"{regel.rubrik}."
        assert r["help"]["markdown"] == uppslag.regelsida(regel.kod)
        assert "```" not in r["help"]["text"]
        assert not re.search("^#", r["help"]["text"], re.MULTILINE)
        assert 20 < len(r["fullDescription"]["text"]) < 1024
        assert r["fullDescription"]["text"] in " ".join(uppslag.regelsida(regel.kod).split())
        assert r["defaultConfiguration"]["level"] == nivå[regel.allvar]
        assert r["properties"] == {"källa": regel.källa}


def test_varje_resultat_pekar_på_sin_regel(verklig_run):
    regler = verklig_run["tool"]["driver"]["rules"]
    for r in verklig_run["results"]:
        regel = regler[r["ruleIndex"]]
        assert regel["id"] == r["ruleId"]
        assert regel["defaultConfiguration"]["level"] == r["level"]


def test_kolumnerna_räknas_i_tecken_från_ett(verklig_run):
    assert verklig_run["columnKind"] == "unicodeCodePoints"
    for r in verklig_run["results"]:
        ställe = r["locations"][0]["physicalLocation"]
        region = ställe["region"]
        rad = (ROT / ställe["artifactLocation"]["uri"]).read_text(encoding="utf-8").split("\n")[region["startLine"] - 1]
        utpekat = rad[region["startColumn"] - 1 : region.get("endColumn", len(rad) + 1) - 1]
        assert utpekat
        assert utpekat == utpekat.strip()


def test_andra_ställen_blir_relaterade_platser():
    andra = (
        Märke(Plats(Källtext("parter/a b/part.yaml"), 7, 2, 4), "här står {fem}"),
        Märke(Plats(Källtext("x.yaml"))),
    )
    (resultat,) = sarif(kontroll(anmärkning("fel i {avtalet}", andra=andra)))["results"]
    assert resultat["message"]["text"] == "fel i {{avtalet}}\nGör så här: råd"
    första, andra = resultat["relatedLocations"]
    assert första["message"]["text"] == "här står {{fem}}"
    assert första["physicalLocation"]["artifactLocation"]["uri"] == "parter/a%20b/part.yaml"
    assert första["physicalLocation"]["region"] == {"startLine": 7, "startColumn": 2, "endColumn": 4}
    assert "message" not in andra


def test_avtrycket_är_detsamma_när_raderna_flyttas(tmp_path):
    for mapp in kedja.MAPPAR:
        shutil.copytree(ROT / mapp, tmp_path / mapp)
    före = sarif(kedja.kontrollera(tmp_path))["results"]
    for path in tmp_path.rglob("*.yaml"):
        path.write_text("# en ny rad\n\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    efter = sarif(kedja.kontrollera(tmp_path))["results"]
    assert [r["partialFingerprints"] for r in före] == [r["partialFingerprints"] for r in efter]
    assert [r["locations"] for r in före] != [r["locations"] for r in efter]
    assert len({r["partialFingerprints"]["avtalsgenerator/v1"] for r in före}) == len(före)


@given(st.text(), st.text(), st.integers(1, 10**6))
def test_avtrycket_beror_på_texten_men_inte_på_raden(text, annan, rad):
    def avtryck(t, r):
        return utbyte._avtryck(anmärkning(t, plats=Plats(Källtext("f.yaml"), r)))

    assert avtryck(text, 1) == avtryck(text, rad)
    assert (avtryck(text, 1) == avtryck(annan, 1)) is (text == annan)


# pre-commit


def test_haken_för_pre_commit_kör_ett_kommando_som_finns_för_våra_filer(övningsmapp):
    (hake,) = yaml.safe_load((ROT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    namn, *args = hake["entry"].split()
    skript = tomllib.loads((ROT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    assert namn in skript
    assert kör(*args, mapp=övningsmapp).kod == 0
    for mapp in kedja.MAPPAR:
        for path in (ROT / mapp).rglob("*.*"):
            assert re.search(hake["files"], path.relative_to(ROT).as_posix()), path
    assert not re.search(hake["files"], "avtalsgenerator/exempel/parter/fabelas/part.yaml")


# slutkoder och läsfel


@pytest.mark.parametrize("format_", ["json", "github", "sarif"])
def test_läsfel_kommer_i_samma_form_som_anmärkningar(format_, oläslig):
    avtal = oläslig / "avtal/konsumentvagledning/avtal.yaml"
    avtal.write_text(avtal.read_text(encoding="utf-8").replace("daterat: ", "daterat: i dag "), encoding="utf-8")
    svar = kör("kontrollera", "--format", format_, mapp=oläslig)
    assert (svar.kod, svar.fel) == (3, "")
    rad = len((oläslig / OLÄSLIG).read_text(encoding="utf-8").splitlines())
    if format_ == "json":
        fynd = json.loads(svar.ut)["fynd"]
        assert [(f["kod"], f["nivå"], f["plats"]["fil"]) for f in fynd] == [
            ("LÄSFEL", "hinder", "avtal/konsumentvagledning/avtal.yaml"), ("LÄSFEL", "hinder", OLÄSLIG),
        ]  # fmt: skip
        assert fynd[1]["text"] == "nyckeln ”okänd_nyckel” finns inte här"
        assert json.loads(svar.ut)["sammanfattning"]["hinder"] == 2
        assert json.loads(svar.ut)["sammanfattning"]["kontrollerat"] == []
    elif format_ == "github":
        början = f"::error file={OLÄSLIG},line={rad},col=1,endColumn=13,title=LÄSFEL Uppgifterna går inte att läsa::"
        assert svar.ut.splitlines()[1].startswith(början)
        assert svar.ut.count("\n") == 2
    else:
        logg = json.loads(svar.ut)
        assert not list(SCHEMA.iter_errors(logg))
        (run,) = logg["runs"]
        assert [r["ruleId"] for r in run["results"]] == ["LÄSFEL"] * 2
        assert run["tool"]["driver"]["rules"][run["results"][0]["ruleIndex"]]["id"] == "LÄSFEL"


@pytest.mark.parametrize("format_", ["text", "kort"])
def test_läsfel_för_människor_står_kvar_på_stderr(format_, oläslig):
    svar = kör("kontrollera", "--format", format_, mapp=oläslig)
    assert (svar.kod, svar.ut) == (3, "")
    assert "1 fel i 1 fil. Uppgifterna gick inte att läsa." in svar.fel


@pytest.mark.parametrize("format_", ["text", "kort", "json", "github", "sarif"])
def test_slutkoden_är_densamma_i_varje_format(format_, övningsmapp):
    assert kör("kontrollera", "--format", format_, mapp=ROT).kod == 1
    fil = övningsmapp / "avtal/konsumentvagledning/tillagg-latsasby.yaml"
    fil.write_text(fil.read_text(encoding="utf-8").replace("diarienummer: KS 2025-0402\n", ""), encoding="utf-8")
    assert kör("kontrollera", "--format", format_, mapp=övningsmapp).kod == 0
    assert kör("kontrollera", "--format", format_, "--strikt", mapp=övningsmapp).kod == 1


# kvittenser


def test_en_besvarad_varning_är_undertryckt_i_sarif_och_syns_inte_i_github(tmp_path):
    svar = {
        "kod": "FRM01",
        "anmärkning": "4 exemplar anges, men 5 underskrifter krävs",
        "motivering": "De delar.",
        "av": "A B",
        "dag": "2025-12-01",
    }
    mapp = bygg(tmp_path, {"avtal/konsumentvagledning/tillagg-latsasby.yaml": {"exemplar": "4", "kvittenser": [svar]}})
    besvarad = kedja.kontrollera(mapp)
    assert not [*utbyte.github(besvarad, PurePosixPath())]
    (resultat,) = sarif(besvarad)["results"]
    assert resultat["suppressions"] == [{"kind": "external", "justification": "De delar. (A B 2025-12-01)"}]
