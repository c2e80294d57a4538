"""Kostnaden delas exakt, avrundas med en namngiven regel, och summan är alltid hela beloppet."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avtalsgenerator import register, uppslag
from avtalsgenerator.kostnad import Bidrag, Del, Postbild, avrunda, fördela, räkna, utan_betalare
from avtalsgenerator.modell.avtal import Finansiering

ELVA = ("goteborg", "molndal", "kungsbacka", "kungalv", "lerum", "alingsas", "partille", "harryda", "stenungsund", "tjorn",
        "ockero")  # fmt: skip
TOLV = (*(p for p in ELVA if p != "alingsas"), "ale", "lilla-edet")
TRETTON = (*ELVA, "ale", "lilla-edet")
REGLER = ("andel_två_decimaler", "närmaste_hundratal", "krona", "exakt")


def folk(register, vilka, år):
    return {p: register.parter[p].folkmängd_den(date(år, 12, 31)).antal for p in vilka}


def före_rest(register, vilka, år, regel):
    return {d.vem: d.avrundat for d in fördela(1_500_000, folk(register, vilka, år), regel, "goteborg")}


TABELL_2019 = {  # andel i procent, andel_två_decimaler, närmaste_hundratal, krona
    "goteborg": ("58.14", 872_100, 872_100, 872_114),
    "molndal": ("6.96", 104_400, 104_400, 104_428),
    "kungsbacka": ("8.47", 127_050, 127_100, 127_058),
    "kungalv": ("4.65", 69_750, 69_800, 69_759),
    "lerum": ("4.27", 64_050, 64_100, 64_087),
    "alingsas": ("4.16", 62_400, 62_400, 62_358),
    "partille": ("3.94", 59_100, 59_200, 59_150),
    "harryda": ("3.81", 57_150, 57_200, 57_175),
    "stenungsund": ("2.69", 40_350, 40_300, 40_313),
    "tjorn": ("1.61", 24_150, 24_100, 24_112),
    "ockero": ("1.30", 19_500, 19_400, 19_445),
}


def test_elva_kommuner_med_folkmängden_2019_ger_göteborg_872_100_kr(verklig):
    delar = {d.vem: d for d in fördela(1_500_000, folk(verklig, ELVA, 2019), "andel_två_decimaler", "goteborg")}
    for vem, (andel, belopp, _, _) in TABELL_2019.items():
        assert (delar[vem].andel, delar[vem].belopp) == (Fraction(andel) / 100, belopp)
    assert sum(d.andel for d in delar.values()) == 1
    assert all(d.rest == 0 for d in delar.values())


@pytest.mark.parametrize(("regel", "plats"), [("närmaste_hundratal", 2), ("krona", 3)])
def test_andra_avrundningar_ger_tabellens_belopp(verklig, regel, plats):
    assert före_rest(verklig, ELVA, 2019, regel) == {vem: rad[plats] for vem, rad in TABELL_2019.items()}


def test_den_exakta_andelen_är_den_som_står_i_underlaget(verklig):
    delar = {d.vem: d.belopp for d in fördela(1_500_000, folk(verklig, ELVA, 2019), "exakt")}
    assert round(float(delar["goteborg"]), 2) == 872_114.31
    assert sum(delar.values()) == 1_500_000


@pytest.mark.parametrize(
    ("vilka", "år", "regel", "summa_före_rest"),
    [
        (ELVA, 2019, "närmaste_hundratal", 1_500_100),
        (TRETTON, 2019, "andel_två_decimaler", 1_500_150),
        (TRETTON, 2019, "närmaste_hundratal", 1_500_100),
        (TOLV, 2019, "andel_två_decimaler", 1_500_000),
        (TOLV, 2019, "närmaste_hundratal", 1_499_900),
        (TRETTON, 2023, "andel_två_decimaler", 1_500_000),
        (TOLV, 2023, "andel_två_decimaler", 1_499_700),
        (TOLV, 2023, "närmaste_hundratal", 1_499_900),
    ],
)
def test_resten_läggs_öppet_på_värden(verklig, vilka, år, regel, summa_före_rest):
    delar = fördela(1_500_000, folk(verklig, vilka, år), regel, "goteborg")
    assert sum(d.avrundat for d in delar) == summa_före_rest
    assert sum(d.belopp for d in delar) == 1_500_000
    assert {d.vem: d.rest for d in delar if d.rest} == (
        {"goteborg": 1_500_000 - summa_före_rest} if summa_före_rest != 1_500_000 else {}
    )


@pytest.mark.parametrize(
    ("vilka", "år", "ale", "lilla_edet", "göteborg"),
    [
        (TRETTON, 2019, 45_211, 20_313, 834_018),
        (TOLV, 2019, 47_083, 21_154, 868_548),
        (TRETTON, 2023, 45_023, 20_018, 838_983),
        (TOLV, 2023, 46_860, 20_835, 873_219),
    ],
)
def test_bidragen_när_ale_och_lilla_edet_ansluter(verklig, vilka, år, ale, lilla_edet, göteborg):
    delar = före_rest(verklig, vilka, år, "krona")
    assert (delar["ale"], delar["lilla-edet"], delar["goteborg"]) == (ale, lilla_edet, göteborg)


def test_samma_modell_ger_vallentuna_43_976_kr():
    delar = fördela(3_000_000, {"vallentuna": 30_114, "övriga": 2_054_343 - 30_114}, "krona", "övriga")
    assert delar[0].belopp == 43_976


@given(
    total=st.integers(0, 10**9),
    vikter=st.dictionaries(st.text("abcdefgh", min_size=1), st.integers(1, 10**7), min_size=1),
    regel=st.sampled_from(REGLER),
    val=st.data(),
)
def test_summan_är_alltid_hela_beloppet_och_bara_en_bär_resten(total, vikter, regel, val):
    bärare = val.draw(st.sampled_from(sorted(vikter)))
    delar = fördela(total, vikter, regel, bärare)
    assert sum(d.belopp for d in delar) == total
    assert all(d.rest == 0 for d in delar if d.vem != bärare)
    assert [d.vem for d in delar] == list(vikter)
    if regel != "exakt":
        assert all(d.belopp.denominator == 1 for d in delar)


@given(st.fractions(), st.integers(1, 1000) | st.fractions(Fraction(1, 10_000), 1000))
def test_avrundning_är_till_närmaste_och_lika_åt_båda_håll(tal, steg):
    assert abs(avrunda(tal, steg) - tal) <= Fraction(steg) / 2
    assert (avrunda(tal, steg) / steg).denominator == 1
    assert avrunda(-tal, steg) == -avrunda(tal, steg)


def test_mitt_emellan_avrundas_uppåt():
    assert [avrunda(Fraction(x, 2)) for x in (1, 3, 5)] == [1, 2, 3]


@pytest.mark.parametrize("vikter", [{}, {"a": 0}, {"a": -1, "b": 2}])
def test_omöjliga_vikter_avvisas(vikter):
    with pytest.raises(ValueError, match="vikterna"):
        fördela(100, vikter, "krona", "a")


def test_en_rest_utan_bärare_avvisas():
    with pytest.raises(ValueError, match="ingen bär"):
        fördela(100, {"a": 1, "b": 1, "c": 1}, "krona", "d")


def test_uppräkning_steg_för_steg(påhittad):
    finansiering = påhittad.avtal["konsumentvagledning"].finansiering
    parter = [påhittad.parter[p] for p in ("sagovik", "fabelas", "region-sagolandet")]
    for år, regionen in ((2025, 200_000), (2026, 204_000), (2027, 209_100)):
        bild = räkna(finansiering, parter, år, None)
        assert bild.belopp_för(parter[2]) == regionen
        assert (bild.prisnivå, bild.saknade_steg) == (år, ())
    bild = räkna(finansiering, parter, 2029, None)
    assert (bild.prisnivå, bild.saknade_steg) == (2027, (2028, 2029))


def test_en_insats_är_inget_belopp(verklig):
    bild = räkna(verklig.avtal["stodcentrum-heder"].finansiering, [verklig.parter["polismyndigheten"]], 2021, None)
    (bidrag,) = bild.bidrag
    assert bidrag.belopp is None
    assert bidrag.post.insats == "en halvtidstjänst, utöver budgeten"


def test_den_som_har_del_i_en_post_som_inte_kan_räknas_får_ingen_för_låg_summa(tmp_path):
    from bygg import bygg

    from avtalsgenerator import register

    avvikelse = """avtal/konsumentvagledning/avtal.yaml:
  finansiering:
    poster:
      - {parter: kommun, belopp: 500 000 kr, befolkning_per: 1999-12-31, rest_på: sagovik}
      - {part: fabelas, belopp: 100 000 kr}
      - {part: region-sagolandet, belopp: 200 000 kr}"""
    påhittad = register.läs(bygg(tmp_path, avvikelse))
    parter = [påhittad.parter[p] for p in ("sagovik", "fabelas", "region-sagolandet")]
    bild = räkna(påhittad.avtal["konsumentvagledning"].finansiering, parter, 2025, None)
    assert [bild.belopp_för(p) for p in parter] == [None, None, 200_000]
    assert [p.kan_räknas for p in bild.poster] == [False, True, True]


def test_andel_av_budgeten_räknas_när_inget_belopp_anges(tmp_path):
    from bygg import bygg

    from avtalsgenerator import register

    avvikelse = "avtal/konsumentvagledning/avtal.yaml:\n  finansiering:\n    poster[1]: {belopp: }"
    påhittad = register.läs(bygg(tmp_path, avvikelse))
    region = påhittad.parter["region-sagolandet"]
    assert räkna(påhittad.avtal["konsumentvagledning"].finansiering, [region], 2025, None).belopp_för(region) == 200_000


# det som saknas sägs, och inget gissas


SAGOVIK, FABELÅS = "sagovik", "fabelas"
BUDGET = {
    "budget": 800_000,
    "poster": ({"parter": "kommun", "belopp": 600_000, "befolkning_per": {"värde": date(2023, 12, 31)}, "rest_på": SAGOVIK},
               {"part": "region-sagolandet", "belopp": 200_000}),
}  # fmt: skip


def finansiering(post=None, **annat):
    kommunernas, regionens = BUDGET["poster"]
    return Finansiering.model_validate({**BUDGET, "poster": ({**kommunernas, **(post or {})}, regionens), **annat})


@pytest.fixture(scope="module")
def parter():
    alla = register.läs(uppslag.EXEMPEL).parter
    return [alla[p] for p in (SAGOVIK, FABELÅS, "region-sagolandet")]


def test_en_post_som_kan_räknas_har_bidrag_med_folkmängd_och_en_ensam_part_bär_hela(parter):
    f, (sagovik, fabelås, regionen) = finansiering(), parter
    kommunerna, ensam = räkna(f, parter, 2025, None).poster
    dag = date(2023, 12, 31)
    delar = fördela(600_000, {SAGOVIK: 23_870, FABELÅS: 11_544}, "krona", SAGOVIK)
    bidrag = tuple(
        Bidrag(p, f.poster[0], d, p.folkmängd_den(dag)) for p, d in zip((sagovik, fabelås), delar, strict=True)
    )
    assert kommunerna == Postbild(f.poster[0], (sagovik, fabelås), Fraction(600_000), dag, bidrag)
    hela = Bidrag(regionen, f.poster[1], Del("region-sagolandet", 1, Fraction(1), Fraction(200_000)))
    assert ensam == Postbild(f.poster[1], (regionen,), Fraction(200_000), None, (hela,))


@pytest.mark.parametrize(
    ("post", "dag", "saknas"),
    [
        ({"befolkning_per": None}, None, {"utan_befolkningsdag": True}),
        ({"befolkning_per": {"värde": date(2020, 12, 31)}}, date(2020, 12, 31), {"saknad_folkmängd": (0, 1)}),
        ({"rest_på": "latsasby"}, date(2023, 12, 31), {"rest_utan_bärare": True}),
    ],
    ids=["ingen dag", "ingen folkmängd", "ingen som bär resten"],
)
def test_en_post_som_inte_kan_räknas_säger_varför_och_behåller_sitt_belopp(post, dag, saknas, parter):
    f = finansiering(post)
    saknas = {k: tuple(parter[n] for n in v) if k == "saknad_folkmängd" else v for k, v in saknas.items()}
    bild = räkna(f, parter, 2025, None).poster[0]
    assert bild == Postbild(f.poster[0], tuple(parter[:2]), Fraction(600_000), dag, (), **saknas)
    assert not bild.kan_räknas


def test_exakt_fördelning_räknar_upp_utan_att_avrunda(parter):
    index = {"serie": "x", "basår": {"värde": 2025}, "steg": ({"år": 2026, "procent": Fraction(1, 3_000_000)},)}
    exakt = finansiering({"avrundning": {"värde": "exakt"}, "rest_på": None}, index=index)
    assert räkna(exakt, parter, 2026, None).poster[0].belopp == Fraction(600_000) * (1 + Fraction(1, 3_000_000))
    assert räkna(finansiering(index=index), parter, 2026, None).poster[0].belopp == 600_000


def test_belopp_som_ingen_betalar_räknas_ur_andelen_av_budgeten(parter):
    f = finansiering({"belopp": None, "andel": Fraction(3, 4)})
    assert utan_betalare(f, räkna(f, parter[2:], 2025, None)) == [(f.poster[0], Fraction(600_000))]


def test_en_part_utan_invånare_får_noll_och_negativa_vikter_avvisas():
    assert [d.belopp for d in fördela(100, {"a": 0, "b": 1}, "krona", "b")] == [0, 100]
    assert [(d.vikt, d.rest) for d in fördela(100, {"a": 1, "b": 2}, "närmaste_hundratal", "a")] == [(1, 0), (2, 0)]
    assert [(d.vikt, d.rest) for d in fördela(150, {"a": 1, "b": 2}, "närmaste_hundratal", "a")] == [(1, -50), (2, 0)]
    for vikter in ({}, {"a": 0}, {"a": -1, "b": 2}):
        with pytest.raises(ValueError, match=r"^vikterna måste vara noll eller större och tillsammans mer än noll$"):
            fördela(100, vikter, "krona", "a")
    with pytest.raises(ValueError, match=r"^avrundningen lämnar en rest som ingen bär$"):
        fördela(100, {"a": 1, "b": 1, "c": 1}, "krona", "d")
