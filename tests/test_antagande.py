"""Vad händer om parter ansluter sig eller går ur: antagandena räknas som verkliga handlingar, och inget skrivs."""

from __future__ import annotations

import contextlib
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from bygg import bygg
from hypothesis import given, settings
from hypothesis import strategies as st
from test_kostnad import ELVA

from avtalsgenerator import register
from avtalsgenerator.antagande import jämför, tolka
from avtalsgenerator.antagande.delmangder import FLEST, räkna_delmängder, varje_fall
from avtalsgenerator.antagande.formulering import vad_som_krävs
from avtalsgenerator.fel import Användningsfel
from avtalsgenerator.kostnad import räkna
from avtalsgenerator.per_datum import ställ_per_datum

HEDER, TILLÄGG, PÅHITTAT = "stodcentrum-heder", "stodcentrum-heder/tillagg-ale-lilla-edet", "konsumentvagledning"
IDAG = date(2026, 3, 1)
FRÅGAN = ("ansluter ale,lilla-edet 2024-01-01", "utträder alingsas 2024-12-31")


def om(register_, *antaganden, mål=HEDER, per=None, idag=IDAG, **val):
    läge = ställ_per_datum(register_, {**register_.avtal, **register_.handlingar}[mål], per)
    return jämför(läge, [tolka(a, register_.parter) for a in antaganden], idag=idag, per=per, **val)


def belopp(läge):
    return {p: int(b) for p, b in läge.kostnad.belopp.items() if läge.register.parter[p].slag == "kommun"}


def koder(anmärkningar):
    return {a.kod for a in anmärkningar}


# bidragen: framräknade i förväg, andelen med två decimaler och resten hos Göteborg

TRETTON_2019 = {"ale": 45_150, "alingsas": 59_700, "goteborg": 834_000 - 150, "harryda": 54_750, "kungsbacka": 121_500, "kungalv": 66_750, "lerum": 61_350, "lilla-edet": 20_250, "molndal": 99_900, "partille": 56_550, "stenungsund": 38_550, "tjorn": 23_100, "ockero": 18_600}  # fmt: skip
TRETTON_2023 = {"ale": 45_000, "alingsas": 58_800, "goteborg": 838_950, "harryda": 55_350, "kungsbacka": 118_800, "kungalv": 69_150, "lerum": 60_600, "lilla-edet": 19_950, "molndal": 97_950, "partille": 56_550, "stenungsund": 38_700, "tjorn": 22_350, "ockero": 17_850}  # fmt: skip
TOLV_2019 = {"ale": 47_100, "goteborg": 868_500, "harryda": 57_000, "kungsbacka": 126_600, "kungalv": 69_450, "lerum": 63_750, "lilla-edet": 21_150, "molndal": 103_950, "partille": 58_950, "stenungsund": 40_200, "tjorn": 24_000, "ockero": 19_350}  # fmt: skip
TOLV_2023 = {"ale": 46_800, "goteborg": 873_150 + 300, "harryda": 57_600, "kungsbacka": 123_750, "kungalv": 71_850, "lerum": 63_150, "lilla-edet": 20_850, "molndal": 101_850, "partille": 58_800, "stenungsund": 40_200, "tjorn": 23_250, "ockero": 18_450}  # fmt: skip
TIO_2019 = {"goteborg": 909_900 + 150, "harryda": 59_700, "kungsbacka": 132_600, "kungalv": 72_750, "lerum": 66_900, "molndal": 108_900, "partille": 61_650, "stenungsund": 42_000, "tjorn": 25_200, "ockero": 20_250}  # fmt: skip
TIO_2023 = {"goteborg": 914_550 - 150, "harryda": 60_300, "kungsbacka": 129_600, "kungalv": 75_300, "lerum": 66_150, "molndal": 106_650, "partille": 61_650, "stenungsund": 42_150, "tjorn": 24_450, "ockero": 19_350}  # fmt: skip


@pytest.mark.parametrize(
    ("antaganden", "år", "väntat"),
    [
        (FRÅGAN[:1], 2019, TRETTON_2019),
        (FRÅGAN[:1], 2023, TRETTON_2023),
        (FRÅGAN, 2019, TOLV_2019),
        (FRÅGAN, 2023, TOLV_2023),
        (FRÅGAN[1:], 2019, TIO_2019),
        (FRÅGAN[1:], 2023, TIO_2023),
    ],
)
def test_bidragen_med_antagandena_är_de_framräknade(verklig, antaganden, år, väntat):
    j = om(verklig, *antaganden, befolkning=date(år, 12, 31))
    assert belopp(j.efter) == väntat
    assert belopp(j.före)["goteborg"] == 872_100
    assert j.summa == (2_250_000, 2_250_000)
    (bild,) = (b for b in j.efter.kostnad.poster if b.post.parter)
    assert (bild.befolkning_per, bild.post.rest_på) == (date(år, 12, 31), "goteborg")


def test_utan_vald_dag_används_avtalets_egen_folkmängd(verklig):
    assert belopp(om(verklig, *FRÅGAN).efter) == TOLV_2019


def test_före_och_efter_skillnad_och_procent(verklig):
    rader = {r.part.id: r for r in om(verklig, *FRÅGAN).rader}
    assert len(rader) == 15
    assert (rader["goteborg"].belopp_före, rader["goteborg"].belopp_efter) == (872_100, 868_500)
    assert (rader["goteborg"].skillnad, rader["goteborg"].ändring) == (-3600, Fraction(-3600, 872_100))
    assert (rader["ale"].före, rader["ale"].skillnad, rader["ale"].ändring) == (None, 47_100, None)
    assert (rader["alingsas"].efter, rader["alingsas"].skillnad) == (None, -62_400)


def test_ett_antagande_ger_samma_läge_som_en_undertecknad_handling(påhittad, undertecknad):
    dag = date(2027, 2, 1)
    på_riktigt = ställ_per_datum(undertecknad, undertecknad.avtal[PÅHITTAT], dag)
    antagen = om(påhittad, "ansluter latsasby 2026-01-01", mål=PÅHITTAT, per=dag, befolkning=date(2024, 12, 31)).efter
    assert antagen.kostnad.belopp == på_riktigt.kostnad.belopp
    assert [(d.part.id, d.från, d.till) for d in antagen.parter] == [
        (d.part.id, d.från, d.till) for d in på_riktigt.parter
    ]


def test_den_valda_folkmängden_går_före_den_handling_som_antagandet_jämförs_med(verklig):
    j = om(verklig, FRÅGAN[1], mål=TILLÄGG, befolkning=date(2023, 12, 31))
    assert belopp(j.före) == TRETTON_2019
    assert belopp(j.efter) == TOLV_2023


def test_antaganden_tas_i_dagordning_hur_de_än_skrivs(verklig):
    antaganden = ("utträder ale 2025-12-31", "ansluter ale 2024-01-01", "ansluter ale 2027-01-01")
    j = om(verklig, *antaganden)
    assert [k.antagande.text for k in j.krav] == [antaganden[n] for n in (1, 0, 2)]
    ale = [(d.från.year, d.till.year) for d in j.efter.deltaganden if d.part.id == "ale"]
    assert ale == [(2024, 2025), (2027, 2028)]
    assert j.dag == date(2027, 1, 1)


def test_dagen_är_den_första_då_alla_har_verkan_eller_den_valda(verklig):
    assert om(verklig, *FRÅGAN).dag == date(2025, 1, 1)
    tidigare = om(verklig, *FRÅGAN, per=date(2024, 6, 1))
    assert (tidigare.dag, [a.text for a in tidigare.utan_verkan]) == (date(2024, 6, 1), [FRÅGAN[1]])
    assert belopp(tidigare.efter) == TRETTON_2019


# vem som måste besluta och skriva under


def test_en_anslutning_skrivs_under_av_alla_och_de_nya(verklig):
    (krav,) = om(verklig, FRÅGAN[0]).krav
    assert len({u.part.id for u in krav.läge.underskrifter}) == 15
    assert len(krav.läge.underskrifter) == 16
    assert "samverkansavtalet §\u00a019" in " ".join(vad_som_krävs(krav))


def test_ett_utträde_som_avtalet_tillåter_beslutas_bara_av_den_som_går_ur(verklig):
    krav = om(verklig, *FRÅGAN, begäran=date(2023, 12, 31)).krav[1]
    assert (krav.handling.slag, krav.tidigast) == ("utträde", date(2024, 12, 31))
    assert [u.part.id for u in krav.läge.underskrifter] == ["alingsas"]
    assert "Bara den som går ur beslutar." in " ".join(vad_som_krävs(krav))


def test_annars_sägs_den_tidigaste_dagen_och_att_alla_måste_vara_överens(verklig):
    krav = om(verklig, *FRÅGAN).krav[1]
    text = " ".join(vad_som_krävs(krav))
    assert krav.handling.slag == "förtida utträde"
    assert krav.begäran.inkom == date(2024, 1, 15), "den begäran som redan har kommit in"
    assert krav.tidigast == date(2025, 12, 31)
    assert "Avtalet tillåter inte 2024-12-31 (samverkansavtalet §\u00a017)" in text
    assert "är 2025-12-31 den tidigaste dagen" in text
    assert "överenskommelse om förtida utträde som alla parter beslutar om och skriver under" in text
    assert len(krav.läge.underskrifter) == 16, "Ale och Lilla Edet är då parter"


@given(dag=st.dates(date(2021, 1, 1), date(2028, 12, 30)), begäran=st.dates(date(2020, 6, 1), date(2028, 12, 31)))
@settings(max_examples=60, deadline=None)
def test_avtalet_tillåter_bara_årets_sista_dag_och_tolv_månaders_varsel(verklig, dag, begäran):
    (krav,) = om(verklig, f"utträder lerum {dag}", begäran=begäran).krav
    i_tid = (dag.month, dag.day) == (12, 31) and begäran <= date(dag.year - 1, 12, 31)
    assert krav.enligt_avtalet is i_tid
    assert krav.läge.kostnadsdag == dag + timedelta(days=1)
    assert krav.tidigast is None or krav.tidigast <= date(2028, 12, 31)


def test_utan_begäran_räknas_varslet_från_idag(verklig):
    (krav,) = om(verklig, "utträder lerum 2027-12-31", idag=date(2026, 12, 31)).krav
    assert (krav.enligt_avtalet, krav.begäran.inkom) == (True, date(2026, 12, 31))
    (krav,) = om(verklig, "utträder lerum 2027-12-31", idag=date(2027, 1, 1)).krav
    assert (krav.enligt_avtalet, krav.tidigast) == (False, date(2028, 12, 31))
    (krav,) = om(verklig, "utträder lerum 2027-12-31", idag=date(2028, 1, 1)).krav
    assert krav.tidigast is None
    assert "hinner parten inte gå ur medan avtalet gäller" in " ".join(vad_som_krävs(krav))


def test_utan_bestämmelse_om_utträde_måste_alla_vara_överens(tmp_path):
    r = register.läs(bygg(tmp_path, "avtal/konsumentvagledning/avtal.yaml:\n  utträde:\n  anslutning:"))
    j = om(r, "ansluter latsasby 2026-01-01", "utträder fabelas 2026-12-31", mål=PÅHITTAT, begäran=date(2025, 1, 1))
    ansluter, utträder = (" ".join(vad_som_krävs(k)) for k in j.krav)
    assert "Avtalet säger inget om anslutning." in ansluter
    assert "Avtalet har ingen bestämmelse om utträde." in utträder
    assert "PAR04" in koder(j.tillkommer)


# villkor och anmärkningar


def med_tak(tmp_path, tak):
    fil = "parter/fabelas/beslut/2024-10-28-kf-112.yaml"
    return register.läs(bygg(tmp_path, f"{fil}:\n  beslutssatser[0]:\n    villkor[0]: {{kostnad_högst: {tak} kr}}"))


def test_villkor_som_uppfylls_och_villkor_som_brister(tmp_path):
    r = med_tak(tmp_path / "a", "180 000")
    (tak,) = om(r, "ansluter latsasby 2026-01-01", mål=PÅHITTAT, befolkning=date(2024, 12, 31)).tak
    assert (tak.part.id, tak.före, tak.efter, tak.höll, tak.håller) == ("fabelas", 199_495, 160_789, False, True)
    r = med_tak(tmp_path / "b", "220 000")
    (tak,) = om(r, "utträder region-sagolandet 2025-12-31", mål=PÅHITTAT, per=date(2026, 1, 1)).tak
    assert tak.höll is tak.håller is True, "regionen delar inte kommunernas kostnad"


def test_öckerös_villkor_brister_både_före_och_efter(verklig):
    (tak,) = om(verklig, *FRÅGAN).tak
    assert (tak.part.id, tak.villkor.tål) == ("ockero", 16_500)
    assert (tak.före, tak.höll, tak.efter, tak.håller) == (19_500, False, 19_350, False)


def test_villkor_om_andra_organ_följer_med_parten_som_går_ur(verklig):
    j = om(verklig, "utträder vastra-gotalandsregionen 2024-12-31")
    assert {"BES05", "BES06"} <= koder(j.försvinner)
    assert "EKO09" in koder(j.tillkommer)


def test_anmärkningar_som_tillkommer_och_försvinner(verklig):
    j = om(verklig, "ansluter ale,boras 2024-03-01", "utträder alingsas 2024-02-29")
    nya = {(a.kod, a.text.split(" ")[0]) for a in j.tillkommer}
    assert {("PAR01", "Borås"), ("EKO08", "Anslutningen"), ("EKO10", "Bidraget")} <= nya
    borta = {a.kod: a.text for a in j.försvinner if "Alingsås" in a.text}
    assert borta["UPG03"] == "Okontrollerad uppgift: organisationsnumret för Alingsås kommun"
    assert {"BES22", "EKO14"} <= borta.keys()  # utvärderingen och den dubbla betalningen angår ingen som har gått ur


def test_mot_en_handling_ändras_vilka_som_ska_skriva_under_den(verklig):
    j = om(verklig, "utträder alingsas 2023-12-31", mål=TILLÄGG)
    assert {a.kod for a in j.försvinner if "Alingsås" in a.text} >= {"BES01", "FIR02"}
    assert not any("Alingsås" in a.text for a in j.tillkommer)


def test_när_bäraren_av_resten_går_ur_sägs_det_att_beloppen_inte_kan_räknas(verklig):
    j = om(verklig, "utträder goteborg 2024-12-31")
    assert {r.belopp_efter for r in j.rader if r.part.slag == "kommun" and r.efter} == {None}
    assert j.summa == (2_250_000, None)
    assert "EKO05" in koder(j.tillkommer)


# alla fall


OSÄKRA = (*ELVA, "ale", "lilla-edet", "boras")


@given(osäkra=st.lists(st.sampled_from(OSÄKRA), min_size=1, max_size=4, unique=True), år=st.sampled_from([None, 2023]))
@settings(max_examples=25, deadline=None)
def test_varje_fall_är_detsamma_som_kostnaden_räknad_för_sig_och_som_läget_med_handlingar(verklig, osäkra, år):
    dag, befolkning = date(2025, 1, 1), date(år, 12, 31) if år else None
    läge = om(verklig, FRÅGAN[0], per=dag, befolkning=befolkning).efter
    redan = {d.part.id: d.part for d in läge.parter}
    fall = list(varje_fall(läge, [verklig.parter[p] for p in osäkra], befolkning))
    assert len({frozenset(p.id for p in med) for med, _ in fall}) == len(fall) == 2 ** len(osäkra)
    for med, bild in fall:
        kommer = {p.id: p for p in med if p.id not in redan}
        går = [p for p in osäkra if p in redan and p not in {m.id for m in med}]
        parter = [p for id_, p in (redan | kommer).items() if id_ not in går]
        assert bild.belopp == räkna(läge.finansiering, parter, 2025, befolkning or date(2019, 12, 31)).belopp
        antaganden = [f"utträder {p} 2024-12-31" for p in går] + [f"ansluter {p} 2025-01-01" for p in kommer]
        med_handlingar = om(verklig, FRÅGAN[0], *antaganden, per=dag, befolkning=befolkning).efter
        assert bild.belopp == med_handlingar.kostnad.belopp


@given(osäkra=st.lists(st.sampled_from(OSÄKRA), min_size=1, max_size=5, unique=True))
@settings(max_examples=25, deadline=None)
def test_lägst_och_högst_är_ytterligheterna_bland_fallen_och_inget_fall_är_borta(verklig, osäkra):
    läge = om(verklig, FRÅGAN[0], per=date(2024, 1, 1)).efter
    parter = [verklig.parter[p] for p in osäkra]
    d = räkna_delmängder(läge, parter)
    fall = list(varje_fall(läge, parter))
    räknade = [(med, bild) for med, bild in fall if all(p.kan_räknas for p in bild.poster)]
    assert (d.antal, d.räknade) == (len(fall), len(räknade))
    for s in d.spann:
        alla = [b.belopp[s.part.id] for _, b in räknade if s.part.id in b.belopp]
        assert (s.lägst.belopp, s.högst.belopp) == (min(alla), max(alla))
        for y in (s.lägst, s.högst):
            (bild,) = (b for med, b in räknade if {p.id for p in med} == {p.id for p in y.med})
            assert bild.belopp[s.part.id] == y.belopp
    assert {s.part.id for s in d.spann} == {p for _, b in räknade for p in b.belopp}
    for t in d.tak:
        assert t.fall.total() == d.antal
        utfall = Counter(
            "kan inte räknas" if not all(p.kan_räknas for p in b.poster)
            else "inte med" if "ockero" not in b.belopp
            else "håller" if b.belopp["ockero"] <= 16_500 else "brister"
            for _, b in fall
        )  # fmt: skip
        assert t.fall == utfall


def test_grs_fråga_alla_tretton_kommuner_obestämda(verklig):
    d = om(verklig, f"kanske {','.join((*ELVA, 'ale', 'lilla-edet'))}").delmängder
    spann = {s.part.id: s for s in d.spann}
    assert (d.antal, d.räknade, dict(d.kan_inte_räknas)) == (8192, 4097, {"resten har ingen bärare": 4095})
    assert d.utan_betalare == 1, "när ingen kommun är med"
    assert {p: s.alla for p, s in spann.items() if p in TRETTON_2019} == TRETTON_2019
    assert all(s.lägst.belopp == s.alla for s in spann.values())
    assert (spann["goteborg"].högst.belopp, [p.id for p in spann["goteborg"].högst.med]) == (1_500_000, ["goteborg"])
    assert spann["vastra-gotalandsregionen"].lägst.belopp == spann["vastra-gotalandsregionen"].högst.belopp == 750_000
    (ockero,) = d.tak
    assert dict(ockero.fall) == {"kan inte räknas": 4095, "inte med": 2049, "brister": 2048}


def test_saknad_folkmängd_sägs_och_den_som_inte_får_ansluta_sig_anmärks(verklig):
    utan = replace(
        verklig, parter={**verklig.parter, "boras": verklig.parter["boras"].model_copy(update={"folkmängd": ()})}
    )
    utan.parter["boras"]._id = "boras"
    d = om(utan, "kanske ale,boras").delmängder
    assert dict(d.kan_inte_räknas) == {"folkmängd saknas": 2}
    assert [p.id for p in d.saknar_folkmängd] == ["boras"]
    assert koder(d.anmärkningar) == {"PAR01"}
    assert {s.part.id for s in d.spann} >= {"ale"}
    assert "boras" not in {s.part.id for s in d.spann}


def test_fler_obestämda_än_sexton_nekas(verklig):
    många = [p for p in verklig.parter if p not in ELVA][: FLEST + 1]
    with pytest.raises(Användningsfel, match="131\u00a0072 fall; högst 16 parter får vara obestämda"):
        om(verklig, f"kanske {','.join(många)}")


# hur antaganden skrivs


@given(
    slag=st.sampled_from(["ansluter", "utträder", "uttrader", "kanske", "Utträder"]),
    parter=st.lists(st.sampled_from(OSÄKRA), min_size=1, max_size=5, unique=True),
    dag=st.dates(date(1900, 1, 1), date(2199, 12, 30)),
    komma=st.sampled_from([",", ", ", " ,"]),
)
def test_ett_rätt_skrivet_antagande_läses_som_det_står(verklig, slag, parter, dag, komma):
    a = tolka(f" {slag}  {komma.join(parter)} {dag}", verklig.parter)
    assert (a.parter, a.dag) == (tuple(parter), dag)
    assert a.slag == slag.lower().replace("uttrader", "utträder")


@given(st.text(max_size=30))
def test_vad_som_än_skrivs_blir_det_ett_antagande_eller_ett_fel_i_kommandot(påhittad, text):
    with contextlib.suppress(Användningsfel):
        assert tolka(text, påhittad.parter).parter


def test_sönderdelade_tecken_läses_som_hela(verklig):
    assert tolka("uttra\u0308der lerum 2027-12-31", verklig.parter).slag == "utträder"
