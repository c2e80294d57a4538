"""Dagarna att hålla reda på: rätt dag, rätt grund, och en kalenderfil som går att läsa in."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from bygg import bygg
from conftest import ROT
from hypothesis import given
from hypothesis import strategies as st
from kommando import kör

from avtalsgenerator import kalender, register
from avtalsgenerator.frister import frister, kommande
from avtalsgenerator.kalenderfil import kalenderfil
from avtalsgenerator.per_datum import ställ_per_datum

TILLÄGG = "konsumentvagledning/tillagg-latsasby"
VERKLIGT_TILLÄGG = "stodcentrum-heder/tillagg-ale-lilla-edet"


def läge(läst, id_, dag=None):
    return ställ_per_datum(läst, läst.avtal.get(id_) or läst.handlingar[id_], dag)


def dagar(läge_):
    return {(str(f.dag), f.vad): f for f in frister(läge_)}


def test_avtalet_har_sina_frister_med_paragraf_och_plats(verklig):
    funna = dagar(läge(verklig, "stodcentrum-heder"))
    uppsägning = funna["2022-12-31", "Sista dag att säga upp avtalet före förlängningen"]
    assert uppsägning.grund == "samverkansavtalet §\u00a016"
    rad = uppsägning.plats.källtext.rader[uppsägning.plats.rad - 1]
    assert "om_ej_uppsagt_senast: 2022-12-31" in rad
    assert "fem år, till och med den 31 december 2028" in uppsägning.text.replace("\u00a0", " ")
    assert ("2021-01-01", "Samverkansavtalet börjar gälla") in funna
    assert ("2023-12-31", "Sista dag för parternas utvärdering") in funna
    assert ("2024-01-01", "Ny avtalsperiod börjar") in funna
    assert ("2028-12-31", "Avtalet upphör") in funna
    assert funna["2021-12-31", "Sista dag att begära utträde per den 31\u00a0december\u00a02022"].grund.endswith(
        "§\u00a017"
    )


def test_bidragen_betalas_första_vardagen_i_januari_de_närmaste_åren(verklig):
    betalningar = [f for f in frister(läge(verklig, VERKLIGT_TILLÄGG)) if "betala" in f.vad]
    assert [str(f.dag) for f in betalningar] == ["2024-01-02", "2025-01-02", "2026-01-02"]
    assert betalningar[0].vad == "Sista dag att betala bidraget för 2024"
    assert "Göteborgs Stad" in betalningar[0].text
    mot_slutet = [f for f in frister(läge(verklig, VERKLIGT_TILLÄGG, date(2027, 6, 1))) if "betala" in f.vad]
    assert [str(f.dag) for f in mot_slutet] == ["2028-01-03"]


def test_beslut_med_anslag_kan_överklagas_i_tre_veckor(verklig):
    läge_ = läge(verklig, "stodcentrum-heder")
    om_avtalet = {b.id: b for d in läge_.undertecknande for b in läge_.beslut_av(d)}
    väntat = {kalender.sista_överklagandedag(b.anslag.uppsatt) for b in om_avtalet.values() if b.anslag}
    funna = [f for f in frister(läge_) if "överklaga" in f.vad]
    assert {f.dag for f in funna} == väntat == {date(2020, 6, 18)}
    assert funna[0].vad == "Öckerö: sista dag att överklaga beslutet"
    assert funna[0].grund == "KL 13 kap. 5 §"
    assert sum(f.vad.endswith("beslutar") for f in frister(läge_)) == sum(
        b.gäller and b.sammanträdesdatum is not None for b in om_avtalet.values()
    )


def test_villkoret_om_utvärdering_är_en_dag_att_hålla_reda_på(verklig):
    (utvärdering,) = (f for f in frister(läge(verklig, "stodcentrum-heder")) if "redovisa" in f.vad)
    assert (str(utvärdering.dag), utvärdering.vad) == ("2023-03-31", "Alingsås: sista dag att redovisa utvärderingen")
    assert utvärdering.grund.replace("\u00a0", " ") == "villkoret i kommunstyrelsen 2020-05-11 § 78"
    assert utvärdering.plats.fil == "parter/alingsas/beslut/2020-05-11-ks-78.yaml"


def test_ett_beslut_som_bara_gäller_en_tid_har_sin_sista_dag(tmp_path):
    fil = "parter/fabelas/beslut/2024-10-28-kf-112.yaml"
    mapp = bygg(tmp_path, f"{fil}:\n  beslutssatser[0]: {{villkor: [{{text: Bara ett år., gäller_till: 2025-12-31}}]}}")
    assert ("2025-12-31", "Fabelås: sista dag som beslutet gäller") in dagar(
        läge(register.läs(mapp), "konsumentvagledning")
    )


def test_en_utvärdering_som_är_gjord_är_ingen_dag_att_hålla_reda_på(tmp_path):
    vad = "Sista dag för parternas utvärdering"
    for gjord, väntat in (("", True), (", utvärderad: 2026-05-01", False)):
        avvikelse = (
            f"avtal/konsumentvagledning/avtal.yaml:\n  avtalstid: {{förlängning: {{utvärderas_först: ja{gjord}}}}}"
        )
        mapp = bygg(tmp_path / str(väntat), avvikelse)
        assert (vad in {f.vad for f in frister(läge(register.läs(mapp), "konsumentvagledning"))}) is väntat


def test_tiden_för_överklagande_räknas_från_den_sista_anslagstavlan(tmp_path):
    anslag = "{uppsatt: 2025-11-11, andra_tavlor: [{part: fabelas, uppsatt: 2025-11-13}]}"
    mapp = bygg(tmp_path, f"parter/sagovik/beslut/2025-11-05-ks-201.yaml:\n  anslag: {anslag}")
    funna = dagar(läge(register.läs(mapp), TILLÄGG))
    assert "13\u00a0november" in funna["2025-12-04", "Sagovik: sista dag att överklaga beslutet"].text


def test_ett_utträde_har_sin_sista_dag_och_säger_att_begäran_inte_är_kontrollerad(verklig):
    funna = dagar(läge(verklig, "stodcentrum-heder/uttrade-alingsas"))
    assert not funna["2025-12-31", "Sista dagen som part: Alingsås"].säker
    förtida = dagar(läge(verklig, "stodcentrum-heder/fortida-uttrade-alingsas"))
    assert ("2024-01-31", "Sista dagen som part: Alingsås") in förtida


def test_den_som_har_sagt_upp_avtalet_går_ut_när_perioden_slutar(tmp_path):
    mapp = bygg(tmp_path, "avtal/konsumentvagledning/avtal.yaml:\n  uppsägningar: [{part: fabelas, dag: 2026-05-01}]")
    funna = dagar(läge(register.läs(mapp), "konsumentvagledning"))
    assert ("2027-12-31", "Avtalet upphör för Fabelås") in funna
    assert ("2030-12-31", "Avtalet upphör") in funna


@pytest.mark.parametrize(
    ("status", "vad"),
    [("beslutat", "beslutar"), ("förslag", "behandlar ärendet"), ("bordlagt", "behandlar ärendet"), ("upphävt", None)],
)
def test_ett_sammanträde_säger_om_organet_har_beslutat(status, vad, tmp_path):
    mapp = bygg(tmp_path, f"parter/sagovik/beslut/2025-11-05-ks-201.yaml:\n  status: {status}")
    funna = {f.vad for f in frister(läge(register.läs(mapp), TILLÄGG)) if f.nyckel.startswith("beslut-sagovik")}
    assert funna == ({f"Sagovik: kommunstyrelsen {vad}"} if vad else set())


def test_underskriften_och_starten_är_dagar_i_tillägget(påhittad):
    funna = dagar(läge(påhittad, TILLÄGG))
    assert funna["2025-12-10", "Tilläggsavtalet ska skrivas under"].påminn
    assert not funna["2026-01-01", "Tilläggsavtalet börjar gälla"].påminn
    assert ("2025-12-02", "Sagovik: sista dag att överklaga beslutet") in funna


def test_inget_utträde_kan_begäras_när_avtalet_ändå_upphör_då(påhittad):
    assert any("utträde" in f.vad for f in frister(läge(påhittad, "konsumentvagledning", date(2028, 12, 31))))
    assert not any("utträde" in f.vad for f in frister(läge(påhittad, "konsumentvagledning", date(2029, 1, 1))))


def test_ett_avtal_utan_uppgifter_om_frister_har_bara_sin_början_och_sitt_slut(verklig):
    alvsborg = frister(läge(verklig, "resurscentrum-alvsborg"))
    assert [(str(f.dag), f.säker) for f in alvsborg] == [("2023-10-01", False), ("2025-09-30", False)]


def test_bara_dagar_som_inte_har_varit_visas(påhittad, övningsmapp):
    avtalet = läge(påhittad, "konsumentvagledning", date(2025, 6, 1))
    assert [f for f in frister(avtalet) if f.dag < date(2025, 6, 1)]
    assert all(f.dag >= date(2025, 6, 1) for f in kommande(avtalet))
    visat = kör("visa", "konsumentvagledning", "--per", "2030-12-31", mapp=övningsmapp).ut
    assert "Dagar att hålla reda på" in visat
    assert visat.count("2030-12-31") > 1
    assert (
        "Dagar att hålla reda på" not in kör("visa", "konsumentvagledning", "--per", "2031-01-01", mapp=övningsmapp).ut
    )


def test_json_har_samma_dagar_som_texten(påhittad, övningsmapp):
    svar = json.loads(kör("visa", TILLÄGG, "--format", "json", mapp=övningsmapp).ut)
    assert [(d["dag"], d["vad"]) for d in svar["dagar"]] == [
        (str(f.dag), f.vad) for f in kommande(läge(påhittad, TILLÄGG))
    ]
    assert svar["dagar"][0]["plats"]["fil"] == "avtal/konsumentvagledning/tillagg-latsasby.yaml"


def händelser(byte):
    from icalendar import Calendar

    return {str(h["UID"]): h for h in Calendar.from_ical(byte).walk("VEVENT")}


@pytest.mark.parametrize("id_", ["stodcentrum-heder", VERKLIGT_TILLÄGG, "resurscentrum-stockholm"])
def test_kalenderfilen_går_att_läsa_tillbaka(id_, verklig):
    läge_ = läge(verklig, id_)
    lästa = händelser(kalenderfil(läge_))
    assert len(lästa) == len(frister(läge_))
    for f in frister(läge_):
        händelse = lästa[f"{f.nyckel}@avtalsgenerator"]
        assert händelse["DTSTART"].dt == f.dag
        assert händelse["DTEND"].dt == f.dag + timedelta(days=1)
        assert str(händelse["SUMMARY"]) == f"{f.vad} ({läge_.avtal.kortnamn})"
        assert händelse["SUMMARY"].params["LANGUAGE"] == "sv"
        assert f"{f.plats.fil}:{f.plats.rad}" in händelse["DESCRIPTION"]
        assert f.grund in händelse["DESCRIPTION"]
        påminnelser = [a["TRIGGER"].dt for a in händelse.walk("VALARM")]
        assert påminnelser == ([timedelta(days=-7)] if f.påminn else [])


def test_samma_uppgifter_ger_samma_byte_och_samma_id_också_en_annan_dag(påhittad):
    en_dag, en_annan = läge(påhittad, TILLÄGG), läge(påhittad, TILLÄGG, date(2025, 12, 11))
    assert kalenderfil(en_dag) == kalenderfil(läge(påhittad, TILLÄGG))
    assert set(händelser(kalenderfil(en_annan))) == set(händelser(kalenderfil(en_dag)))


def test_avtalets_dagar_är_desamma_i_avtalets_och_tilläggets_kalender(påhittad):
    i_avtalet = händelser(kalenderfil(läge(påhittad, "konsumentvagledning")))
    i_tillägget = händelser(kalenderfil(läge(påhittad, TILLÄGG)))
    assert "uppsagning.konsumentvagledning@avtalsgenerator" in set(i_avtalet) & set(i_tillägget)


@given(st.dates(date(2019, 1, 1), date(2032, 1, 1)))
def test_vilken_dag_man_än_frågar_är_id_unika_och_fristerna_i_ordning(verklig, dag):
    for id_ in ("stodcentrum-heder", VERKLIGT_TILLÄGG, "stodcentrum-heder/uttrade-alingsas"):
        funna = frister(läge(verklig, id_, dag))
        assert len({f.nyckel for f in funna}) == len(funna)
        assert [f.dag for f in funna] == sorted(f.dag for f in funna)
        begära = [f.dag for f in funna if "begära utträde" in f.vad]
        assert all(d >= dag for d in begära)


def test_kommandot_sparar_kalendern_men_aldrig_över_något_annat(övningsmapp):
    svar = kör("visa", TILLÄGG, "--kalender", "dagar.ics", mapp=övningsmapp)
    assert (svar.kod, svar.fel) == (0, "")
    assert svar.ut.startswith("✓ Sparade 17 dagar i dagar.ics")
    fil = övningsmapp / "dagar.ics"
    assert len(händelser(fil.read_bytes())) == 17
    assert "har redan samma 17 dagar" in kör("visa", TILLÄGG, "--kalender", "dagar.ics", mapp=övningsmapp).ut
    fil.write_bytes(b"annat")
    nekad = kör("visa", TILLÄGG, "--kalender", "dagar.ics", mapp=övningsmapp)
    assert nekad.kod == 4
    assert "här finns redan dagar.ics" in nekad.fel
    assert "--kalender" in nekad.fel
    assert fil.read_bytes() == b"annat"
    assert kör("visa", TILLÄGG, "--kalender", "dagar.ics", "--ersatt", mapp=övningsmapp).kod == 0
    assert len(händelser(fil.read_bytes())) == 17


@pytest.mark.parametrize(
    "args",
    [
        ["visa", "--kalender", "x.ics"],
        ["visa", "sagovik/2025-11-05-ks-201", "--kalender", "x.ics"],
        ["visa", TILLÄGG, "--behörighet", "--kalender", "x.ics"],
        ["visa", TILLÄGG, "--om", "ansluter latsasby 2027-01-01", "--kalender", "x.ics"],
        ["visa", TILLÄGG, "--kalender", "x.txt"],
    ],
)
def test_en_kalender_görs_bara_av_ett_avtal_eller_ett_tillägg(args, övningsmapp):
    svar = kör(*args, mapp=övningsmapp)
    assert svar.kod == 2
    assert not (övningsmapp / args[-1]).exists()


def test_det_verkliga_avtalets_kalender_görs_av_kommandot(tmp_path):
    assert kör("visa", "stodcentrum-heder", "--kalender", str(tmp_path / "ny/heder.ics"), mapp=ROT).kod == 0
    lästa = {h["DTSTART"].dt for h in händelser((tmp_path / "ny/heder.ics").read_bytes()).values()}
    assert {date(2022, 12, 31), date(2023, 3, 31), date(2020, 6, 18)} <= lästa
