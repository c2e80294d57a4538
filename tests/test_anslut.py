"""``avtal anslut``: tilläggsavtalet förbereds, och inget organ hittas på."""

from __future__ import annotations

import re
import shutil

import pytest
from conftest import ROT
from kommando import kör

from avtalsgenerator import kedja, register
from avtalsgenerator.redigera import schemarad
from avtalsgenerator.textversion import version

HEDER = "stodcentrum-heder/tillagg-ale-lilla-edet"
ANSLUT = ("anslut", "ale", "Lilla Edet", "--från", "2024-01-01", "--befolkning", "2019-12-31")


def filer(mapp):
    return {p.relative_to(mapp).as_posix(): p.read_text(encoding="utf-8") for p in mapp.rglob("*.yaml")}


def nytt(före, mapp):
    return {fil: text for fil, text in filer(mapp).items() if före.get(fil) != text}


@pytest.fixture
def ärendet(tmp_path):
    """Det verkliga ärendet, innan någon har förberett tilläggsavtalet."""
    for mapp in kedja.MAPPAR:
        shutil.copytree(ROT / mapp, tmp_path / mapp)
    (tmp_path / f"avtal/{HEDER}.yaml").unlink()
    return tmp_path


def test_tilläggsavtalet_i_det_verkliga_ärendet_förbereds(ärendet):
    före = filer(ärendet)
    svar = kör(*ANSLUT, "--ja", mapp=ärendet)
    assert svar.kod == 0, svar.fel
    nya = nytt(före, ärendet)
    assert nya.pop(f"avtal/{HEDER}.yaml") == (
        f"{schemarad(f'avtal/{HEDER}.yaml')}\n"
        "handling: tilläggsavtal\nslag: anslutning\nansluter: [ale, lilla-edet]\ngäller_från: 2024-01-01\n"
        "befolkning_per: 2019-12-31\n"
    )
    assert set(nya) == {
        f"parter/{part}/beslut/{organ}-forslag-tillagg-ale-lilla-edet.yaml"
        for part, organ in {
            "harryda": "vfn",
            "kungsbacka": "ks",
            "molndal": "ks",
            "ockero": "sn",
            "alingsas": "ks",
        }.items()
    }
    r = register.läs(ärendet)
    assert {r.beslut[b].status for b in r.beslut if "-forslag-tillagg-" in b} == {"förslag"}
    (sats,) = r.beslut["ockero/sn-forslag-tillagg-ale-lilla-edet"].beslutssatser
    (läge,) = kedja.ställ(ärendet, HEDER, None)[1]
    assert (sats.verkan.godkänner, sats.verkan.version) == (HEDER, version(läge))
    assert sats.text == (
        f"Öckerö kommun godkänner version {sats.verkan.version} av tilläggsavtalet genom vilket Ale kommun och "
        "Lilla Edets kommun ansluter sig till Regionalt stödcentrum heder från och med den 1 januari 2024."
    )


def test_listan_säger_vilka_beslut_som_behövs_och_vilka_organ_som_inte_är_kända(ärendet):
    text = kör(*ANSLUT, "--torr", mapp=ärendet, bredd=160).ut
    assert "Beslut som behövs (16)" in text
    rader = {
        t[1]: t[2] for t in re.finditer(r"^ (.{3,30}?) {2,}(.*?) *$", text.partition("Beslut som")[2], re.MULTILINE)
    }
    assert re.fullmatch(r"inte känt +godkänna +saknas", rader["Göteborgs Stad"])
    assert re.fullmatch(r"inte känt +ansluta sig +saknas", rader["Ale kommun"])
    assert re.fullmatch(
        r"inte känt +godkänna +saknas; förut beslutade kommundirektören \(tjänsteperson\)", rader["Lerums kommun"]
    )
    assert re.fullmatch(r"välfärdsnämnden +godkänna +förslag läggs upp", rader["Härryda kommun"])
    assert "  hinder FIR02: Ingen har rätt att skriva under för parten (15 st)\n" in text
    assert re.search(r"^  \d+ upplysningar$", text, re.MULTILINE)


def test_nästa_steg_går_att_köra(ärendet):
    svar = kör(*ANSLUT, "--ja", mapp=ärendet)
    steg = re.findall(r"avtal ((?:kontrollera|generera) .*)", svar.ut)
    assert len(steg) == 3
    assert [kör(*s.split(), mapp=ärendet).kod for s in steg] == [1, 0, 0]


def test_mötet_mellan_anslut_ny_beslut_och_kontrollera(ärendet):
    assert kör(*ANSLUT, "--ja", mapp=ärendet).kod == 0
    svar = kör("ny", "beslut", "ockero", "--förslag", "sn-forslag-tillagg-ale-lilla-edet", "--status", "beslutat",
               "--dag", "2023-11-08", "--paragraf", "71", "--ja", mapp=ärendet)  # fmt: skip
    assert svar.kod == 0, svar.fel
    assert "Anmärkningar som försvinner (1)\n  hinder BES02: Öckerö kommun" in svar.ut


def test_den_som_har_beslutat_om_avtalet_får_ett_förslag_och_det_okända_lämnas_utanför(övningsmapp):
    före = filer(övningsmapp)
    (övningsmapp / "avtal/konsumentvagledning/tillagg-latsasby.yaml").rename(övningsmapp / "x.txt")
    beslut = {b: t for b, t in före.items() if "tillagg-latsasby}" in t}
    assert len(beslut) == 4
    for fil in beslut:  # besluten nämner handlingen som saknas
        (övningsmapp / fil).unlink()
    part = övningsmapp / "parter/latsasby/part.yaml"
    part.write_text(part.read_text(encoding="utf-8").partition("behörighet:")[0], encoding="utf-8")
    svar = kör(
        "anslut",
        "latsasby",
        "--från",
        "2026-01-01",
        "--undertecknas",
        "2025-12-10",
        "--dnr",
        "KS 1",
        "--ja",
        mapp=övningsmapp,
        bredd=160,
    )
    assert svar.kod == 0, svar.fel
    ny = register.läs(övningsmapp).handlingar["konsumentvagledning/tillagg-latsasby"]
    assert (ny.diarienummer, str(ny.undertecknas_den), ny.befolkning_per) == ("KS 1", "2025-12-10", None)
    assert "hinder EKO03: Tillägget anger inte vilken dags folkmängd" in svar.ut
    assert "✓ Skapade parter/sagovik/beslut/kf-forslag-tillagg-latsasby.yaml" in svar.ut
    rader = [rad for rad in svar.ut.splitlines() if "saknas; organet har inte beslutat förut" in rad]
    assert [rad.split()[0] for rad in rader] == ["Region", "Region"]  # regionens två nämnder


def test_i_en_terminal_frågas_efter_det_som_saknas(ärendet):
    svar = kör("anslut", "ale", mapp=ärendet, svar=["2024-13-01", "2024-01-01", "", "2019-12-31", "", "nej"])
    assert svar.kod == 0, svar.fel
    assert "Fel: dagen 2024-13-01 finns inte i almanackan" in svar.ut
    assert "Vilket avtal?" not in svar.ut  # bara ett av dem har den krets som Ale hör till
    assert not (ärendet / "avtal/stodcentrum-heder/tillagg-ale.yaml").exists()


def test_avtalet_måste_sägas_om_det_inte_är_givet(ärendet):
    svar = kör("anslut", "stockholm", "--från", "2024-01-01", "--ja", mapp=ärendet)
    assert (svar.kod, "Det här saknas: --avtal" in svar.fel) == (2, True)
    svar = kör("anslut", "stockholm", "--från", "2024-01-01", "--avtal", "heder", "--torr", mapp=ärendet)
    assert (svar.kod, "hinder PAR01: Stockholms" in svar.ut) == (0, True)


@pytest.mark.parametrize(
    ("args", "väntat"),
    [
        (["lerum"], "Lerums kommun är redan part i Regionalt stödcentrum heder (avtal/stodcentrum-heder/avtal.yaml:21:5)"),
        (["ale", "lerum"], "Lerums kommun är redan part"),
        (["alé"], "parten ”alé” finns inte\ngör så här: Menade du ale?"),
    ],
)  # fmt: skip
def test_den_som_inte_kan_ansluta_sig_sägs(ärendet, args, väntat):
    svar = kör("anslut", *args, "--från", "2024-01-01", "--avtal", "stodcentrum-heder", "--ja", mapp=ärendet)
    assert (svar.kod, väntat in svar.fel) == (2, True), svar.fel


def test_en_handling_som_redan_finns_skrivs_inte_över(tmp_path):
    for mapp in kedja.MAPPAR:
        shutil.copytree(ROT / mapp, tmp_path / mapp)
    före = filer(tmp_path)
    svar = kör(*ANSLUT, "--ja", mapp=tmp_path)
    assert (svar.kod, nytt(före, tmp_path)) == (2, {})
    assert f"handlingen {HEDER} finns redan (avtal/{HEDER}.yaml:3:1)" in svar.fel


def test_har_en_part_redan_beslutat_läggs_inget_förslag_upp(ärendet):
    svar = kör("ny", "beslut", "ale", "--organ", "kommunstyrelsen", "--organslag", "styrelse", "--status", "beslutat", "--rubrik",
               "R", "--sats", "Ale ansluter sig.", "ansluter=heder", "--dag", "2023-11-01", "--paragraf", "9", "--ja", mapp=ärendet)  # fmt: skip
    assert svar.kod == 0, svar.fel
    text = kör(*ANSLUT, "--torr", mapp=ärendet, bredd=160).ut
    assert re.search(r"Ale kommun +kommunstyrelsen +ansluta sig +beslutat: kommunstyrelsen 2023-11-01 §\u00a09", text)
    assert "parter/ale/" not in text
