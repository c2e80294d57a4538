"""``avtal utträde``: avtalet avgör vilken dag som går; annars krävs en överenskommelse."""

from __future__ import annotations

import shutil
from datetime import date

import pytest
from conftest import I_DAG, ROT
from hypothesis import given
from hypothesis import strategies as st
from kommando import kör

from avtalsgenerator import kedja, register, regler
from avtalsgenerator.andringar.uttrade import pröva_utträde
from avtalsgenerator.kalender import minus_månader, nästa_årsdag
from avtalsgenerator.per_datum import ställ_per_datum
from avtalsgenerator.redigera import schemarad

SCHEMARAD = schemarad("avtal/x/y.yaml")


@pytest.fixture
def ärendet(tmp_path):
    for mapp in kedja.MAPPAR:
        shutil.copytree(ROT / mapp, tmp_path / mapp)
    return tmp_path


def handling(mapp, namn):
    return (mapp / f"avtal/stodcentrum-heder/{namn}.yaml").read_text(encoding="utf-8")


def test_ett_utträde_på_avtalets_dag_läggs_upp(ärendet):
    svar = kör("utträde", "lerum", "--per", "2027-12-31", "--begaran-inkom", "2026-02-20", "--ja", mapp=ärendet)
    assert svar.kod == 0, svar.fel
    assert handling(ärendet, "uttrade-lerum") == (
        f"{SCHEMARAD}\n"
        "handling: tilläggsavtal\nslag: utträde\nutträder: [lerum]\ngäller_från: 2028-01-01\nbegäran_inkom: 2026-02-20\n"
    )
    assert "TID02" not in svar.ut
    assert "TID03" not in svar.ut
    läge = kör("visa", "stodcentrum-heder", "--per", "2028-01-01", mapp=ärendet).ut
    assert "Lerums kommun" not in läge


def test_utträdet_ger_ett_förslag_till_det_organ_som_är_känt(ärendet):
    svar = kör("uttrade", "harryda", "--per", "2027-12-31", "--ja", mapp=ärendet)
    assert svar.kod == 0, svar.fel
    (sats,) = register.läs(ärendet).beslut["harryda/vfn-forslag-uttrade-harryda"].beslutssatser
    assert sats.verkan.utträder == "stodcentrum-heder"
    assert sats.text.endswith("begär utträde ur Regionalt stödcentrum heder med den 31 december 2027 som sista dag.")
    assert "hinder TID03: Det framgår inte när begäran om utträde kom in" in svar.ut


@pytest.mark.parametrize(
    ("flaggor", "skäl", "tidigast"),
    [
        (["--per", "2027-06-30"], "sista dagen kan inte vara 2027-06-30, utan ska vara den 31\u00a0december", "2027-12-31"),
        (["--per", "2026-12-31"], "begäran skulle ha kommit in senast 2025-12-31", "2027-12-31"),
        (["--per", "2026-12-31", "--begäran-inkom", "2026-01-15"],
         "begäran kom in 2026-01-15 men skulle ha kommit in senast 2025-12-31", "2027-12-31"),
        (["--per", "2026-06-30", "--begäran-inkom", "2025-12-30"], "sista dagen kan inte vara 2026-06-30", "2026-12-31"),
    ],
)  # fmt: skip
def test_en_dag_som_avtalet_inte_tillåter_ger_den_tidigaste_som_går(ärendet, flaggor, skäl, tidigast):
    svar = kör("utträde", "lerum", *flaggor, "--ja", mapp=ärendet)
    assert svar.kod == 2
    assert skäl in svar.fel
    assert f"Skriv --per {tidigast} för utträde enligt avtalet" in svar.fel
    assert "--förtida om alla parter är överens." in svar.fel
    assert not (ärendet / "avtal/stodcentrum-heder/uttrade-lerum.yaml").exists()


def test_förtida_utträde_är_en_överenskommelse_mellan_alla(ärendet):
    svar = kör("utträde", "lerum", "--per", "2026-06-30", "--fortida", "--villkor", "Betalt bidrag betalas inte tillbaka.",
               "--dnr", "7", "--ja", mapp=ärendet)  # fmt: skip
    assert svar.kod == 0, svar.fel
    assert handling(ärendet, "fortida-uttrade-lerum") == (
        f"{SCHEMARAD}\n"
        "handling: tilläggsavtal\nslag: förtida utträde\nutträder: [lerum]\ngäller_från: 2026-07-01\ndiarienummer: 7\n"
        "villkor: [Betalt bidrag betalas inte tillbaka.]\n"
    )
    assert "Beslut som behövs (13)" in svar.ut
    assert kör("generera", "fortida-uttrade-lerum", "--utkast", mapp=ärendet).kod == 0


@pytest.mark.parametrize(("val", "fil"), [("1", "uttrade-lerum"), ("2", "fortida-uttrade-lerum"), ("3", None)])
def test_i_en_terminal_erbjuds_det_som_går(ärendet, val, fil):
    mer = {"1": ["", "", "ja"], "2": ["", "", "", "ja"], "3": []}[val]
    svar = kör("utträde", "lerum", mapp=ärendet, svar=["2026-06-30", "2199-01-01", "2025-12-30", val, *mer])
    assert "Fel: 2199-01-01 har inte varit än" in svar.ut
    assert (
        "Enligt avtalet (§\u00a017) går en part ur den 31\u00a0december, efter en begäran som har kommit in minst tolv månader före."
        in svar.ut
    )
    assert "  1  utträde enligt avtalet, med 2026-12-31 som sista dag\n" in svar.ut
    assert "  2  överenskommelse mellan alla parter om förtida utträde, med 2026-06-30 som sista dag\n" in svar.ut
    nya = {p.stem for p in (ärendet / "avtal/stodcentrum-heder").glob("*lerum.yaml")}
    assert (svar.kod, nya) == (130 if val == "3" else 0, {fil} - {None})
    if val == "1":
        assert "gäller_från: 2027-01-01\nbegäran_inkom: 2025-12-30\n" in handling(ärendet, fil)


@pytest.mark.parametrize(
    ("args", "väntat"),
    [
        (["ale", "--per", "2027-12-31"], "Ale kommun är inte part i något avtal 2027-12-31"),
        (["polismyndigheten", "--per", "2024-12-31"], "Det här saknas: --avtal"),
        (["boras", "--per", "2025-06-30"], "Resurscentrum Älvsborg säger inget om utträde"),
        (["boras", "--per", "2025-06-30", "--avtal", "heder"], "Borås Stad är inte part i stodcentrum-heder 2025-06-30"),
        (["lerum", "--per", "2026-06-30", "--förtida", "--begäran-inkom", "2025-01-01"], "--begäran-inkom hör inte ihop med --förtida"),
        (["lerum", "--per", "2027-12-31", "--villkor", "x"], "--villkor hör ihop med --förtida"),
        (["alingsas", "--per", "2024-01-31", "--avtal", "heder", "--förtida"], "handlingen stodcentrum-heder/fortida-uttrade-alingsas finns redan"),
    ],
)  # fmt: skip
def test_det_som_inte_går_sägs(ärendet, args, väntat):
    svar = kör("utträde", *args, "--ja", mapp=ärendet)
    assert (svar.kod, väntat in svar.fel) == (2, True), svar.fel


@given(
    sista=st.dates(date(2024, 1, 1), date(2030, 12, 31))
    | st.sampled_from([date(år, 12, 31) for år in range(2024, 2031)]),
    inkom=st.none() | st.dates(date(2022, 1, 1), I_DAG),
)
def test_beskedet_är_detsamma_som_reglernas(verklig, sista, inkom):
    """Det kommandot tillåter ger inget hinder om tiden, och det som det avvisar ger ett."""
    avtal = verklig.avtal["stodcentrum-heder"]
    besked = pröva_utträde(avtal, sista, inkom, I_DAG)
    senast = minus_månader(sista, 12)
    rätt_dag = sista == nästa_årsdag(sista, (12, 31))
    assert (besked.hinder == "") == (rätt_dag and (inkom or I_DAG) <= senast)
    if inkom:
        mall = verklig.handlingar["stodcentrum-heder/uttrade-alingsas"]
        rå = {"handling": "tilläggsavtal", "slag": "utträde", "utträder": ["alingsas"],
              "gäller_från": str(date.fromordinal(sista.toordinal() + 1)), "begäran_inkom": str(inkom)}  # fmt: skip
        h = type(mall).model_validate(_tabell(rå))
        h._id, h._avtal = mall.id, mall.avtal
        koder = {a.kod for a in regler.kontrollera(ställ_per_datum(verklig, h)) if a.kod in ("TID02", "TID03")}
        assert bool(koder) == bool(besked.hinder)
    igen = pröva_utträde(avtal, besked.tidigast, inkom, I_DAG)
    assert (igen.hinder, igen.tidigast) == ("", besked.tidigast)


def _tabell(uppgifter):
    from avtalsgenerator.indata import läs_text
    from avtalsgenerator.indata.bitar import skriv_yaml

    return läs_text(skriv_yaml(uppgifter), "x.yaml")
