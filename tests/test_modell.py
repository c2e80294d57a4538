"""Vad texten betyder avgörs av fältet, och ett missförstånd blir ett läsfel med plats."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avtalsgenerator import svenska
from avtalsgenerator.fel import Underlagsfel
from avtalsgenerator.indata import läs_text
from avtalsgenerator.modell import Beslut, Handling, Part, läs_som
from avtalsgenerator.modell.avtal import Förlängning, Post, Utträdesregel
from avtalsgenerator.modell.belopp import tolka_belopp, tolka_procent
from avtalsgenerator.modell.nummer import kontrollsiffran_stämmer, är_id
from avtalsgenerator.modell.tid import tolka_datum

PART = "namn: Ale kommun\njuridiskt_namn: Ale kommun\nkortnamn: Ale\nslag: kommun\n"


def part(tillägg=""):
    return läs_som(Part, läs_text(PART + tillägg, "part.yaml"))


def läsfel(modell, text):
    with pytest.raises(Underlagsfel) as fel:
        läs_som(modell, läs_text(text, "f.yaml"))
    return [(f.plats.rad, f.plats.kolumn, f.text, f.råd) for f in fel.value.läsfel]


@pytest.mark.parametrize("text", ["1 500 000", "1500000", "1 500 000 kr", "1\u00a0500\u00a0000 kronor", "1500000kr"])
def test_samma_belopp_kan_skrivas_på_flera_sätt(text):
    assert tolka_belopp(text) == 1_500_000


@pytest.mark.parametrize("text", ["30.000", "1_000", "1,5", "1 50", "tio", "-5", "1 000,50", "2 250 tkr", "٣"])
def test_tvetydiga_belopp_avvisas(text):
    with pytest.raises(ValueError, match="hela kronor"):
        tolka_belopp(text)


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_belopp_som_skrivs_ut_kan_läsas_tillbaka(kronor):
    assert tolka_belopp(svenska.kronor(kronor)) == kronor


@pytest.mark.parametrize(
    ("text", "väntat"), [("67 %", Fraction(67, 100)), ("2,4 %", Fraction(24, 1000)), ("0,05%", Fraction(5, 10_000))]
)
def test_procent_är_exakta_bråk(text, väntat):
    assert tolka_procent(text) == väntat


@pytest.mark.parametrize("text", ["67", "2.4 %", "0,67", "sextio %", "2, 25 %"])
def test_procent_utan_tecken_eller_med_punkt_avvisas(text):
    with pytest.raises(ValueError, match="decimalkomma"):
        tolka_procent(text)


@pytest.mark.parametrize("text", ["2023-8-22", "22 augusti 2023", "20230822", "2023-08-22T00:00", "i dag"])
def test_datum_skrivs_på_ett_enda_sätt(text):
    with pytest.raises(ValueError, match="2023-08-22"):
        tolka_datum(text)


def test_dagar_som_inte_finns_avvisas():
    with pytest.raises(ValueError, match="finns inte i almanackan"):
        tolka_datum("2023-02-29")
    assert tolka_datum("2024-02-29") == date(2024, 2, 29)


@pytest.mark.parametrize("text", ["1899-12-31", "2200-01-01", "0001-01-01", "9999-12-31"])
def test_år_som_måste_vara_felskrivna_avvisas(text):
    with pytest.raises(ValueError, match="året ska vara mellan 1900 och 2199"):
        tolka_datum(text)
    assert [tolka_datum(t).year for t in ("1900-01-01", "2199-12-31")] == [1900, 2199]


@pytest.mark.parametrize("text", ["2 0 2 1", "12 34", "1234567890", "9" * 5000, "-1", "1,0", "²", "٣", "1_000"])
def test_heltal_som_inte_är_skrivna_som_tal_avvisas(text):
    (fel,) = läsfel(Part, f"{PART}folkmängd: [{{dag: 2019-12-31, antal: '{text}'}}]\n")
    assert "skriv ett helt tal med siffror" in fel[2]


@pytest.mark.parametrize(("skrivet", "tal"), [("31402", 31_402), ("31 402", 31_402), ("100 500 000", 100_500_000)])
def test_heltal_kan_ha_mellanslag_mellan_tusental(skrivet, tal):
    assert part(f"folkmängd: [{{dag: 2019-12-31, antal: {skrivet}}}]\n").folkmängd[0].antal == tal


@pytest.mark.parametrize(("år", "går"), [("0", False), ("1", True), ("100", True), ("101", False)])
def test_en_förlängning_är_ett_till_hundra_år(år, går):
    text = f"{{år: {år}, om_ej_uppsagt_senast: 2022-12-31}}"
    if går:
        assert läs_som(Förlängning, läs_text(text, "f.yaml")).år == int(år)
    else:
        assert "mellan 1 och 100" in läsfel(Förlängning, text)[0][2]


@pytest.mark.parametrize("dag", ["31 juni", "30 februari", "0 maj", "²  december", "31  december", "1 Maj"])
def test_en_utträdesdag_som_inte_finns_avvisas(dag):
    (fel,) = läsfel(Utträdesregel, f"{{per: '{dag}', varsel_månader: 12}}")
    assert fel[2] == f"skriv dagen som ”31 december”; här står ”{dag}”"


@pytest.mark.parametrize("tomt", ["~", "null", "Null", "NULL"])
def test_yaml_tecken_för_inget_blir_inte_ett_namn(tomt):
    with pytest.raises(Underlagsfel, match="värdet är tomt"):
        läs_text(f"namn: {tomt}\n", "f.yaml")


def test_en_orimlig_procentsats_avvisas():
    (fel,) = läsfel(Post, "{part: ale, andel: 101 %}")
    assert fel[2] == "procenttalet ska vara mellan 0 % och 100 %"


def test_en_uppgift_kan_skrivas_kort_eller_med_källa():
    kort = part("organisationsnummer: 212000-1439")
    lång = part("organisationsnummer: {värde: 212000-1439, verifierad: nej, källa: minnesuppgift}")
    assert kort.organisationsnummer.värde == lång.organisationsnummer.värde
    assert kort.organisationsnummer.verifierad
    assert not lång.organisationsnummer.verifierad
    assert str(lång.organisationsnummer.källa) == "minnesuppgift"
    assert str(kort.organisationsnummer.plats()) == "part.yaml:5:22"


def test_uppgifter_är_frysta():
    with pytest.raises(ValueError, match="frozen"):
        part().namn = "Annat"


def test_alla_fel_i_filen_kommer_på_en_gång_med_plats_och_råd():
    fel = läsfel(Part, "namn: a\njuridisktnamn: b\nslag: komun\nkretsar: gr\nkommunkod: 148\nkällor: x\n")
    assert [(f[0], f[2], f[3]) for f in sorted(fel)] == [
        (1, "juridiskt_namn saknas", "Lägg till en rad ”juridiskt_namn: …”."),
        (1, "kortnamn saknas", "Lägg till en rad ”kortnamn: …”."),
        (2, "nyckeln ”juridisktnamn” finns inte här", "Menade du ”juridiskt_namn”?"),
        (
            3,
            "slag kan inte vara ”komun”",
            "Menade du ”kommun”? Välj bland: kommun, region, statlig_myndighet, kommunalförbund.",
        ),
        (4, "kretsar ska vara en lista, till exempel [ale, lilla-edet], men här står ”gr”", ""),
        (5, "kommunkoden har fyra siffror; här står ”148”", ""),
        (6, "nyckeln ”källor” finns inte här", "Menade du ”källa”?"),
    ]


def test_fel_inne_i_en_lista_pekar_på_raden_i_listan():
    text = "namn: a\njuridiskt_namn: a\nkortnamn: a\nslag: kommun\nfolkmängd:\n  - {dag: 2019-12-31, antal: 1_000}\n"
    assert läsfel(Part, text)[0][:3] == (6, 30, "skriv ett helt tal med siffror; här står ”1_000”")


def test_slutet_kan_inte_ligga_före_början():
    text = PART + "befattningar: [{befattning: chef, från: 2021-01-02, till: 2021-01-01}]"
    assert "till (2021-01-01) är före från (2021-01-02)" in läsfel(Part, text)[0][2]


@pytest.mark.parametrize("skrivet", ["no", "false", "Nej", "0"])
def test_ja_och_nej_skrivs_ut(skrivet):
    text = PART + f"organisationsnummer: {{värde: 212000-1439, verifierad: {skrivet}}}"
    assert "skriv ja eller nej" in läsfel(Part, text)[0][2]


def test_en_beslutssats_har_högst_en_verkan():
    text = "organ: KF\nrubrik: x\nstatus: beslutat\nbeslutssatser: [{text: x, verkan: {ansluter: a, utträder: a}}]"
    assert "ange precis en verkan" in läsfel(Beslut, text)[0][2]


def test_en_handling_har_bara_det_fält_som_hör_till_slaget():
    text = "handling: tilläggsavtal\nslag: utträde\nansluter: [ale]\nutträder: [ale]\ngäller_från: 2024-01-01"
    assert "ansluter hör inte till slaget utträde" in läsfel(Handling, text)[0][2]
    text = "handling: tilläggsavtal\nslag: anslutning\ngäller_från: 2024-01-01"
    assert "ska ange ansluter" in läsfel(Handling, text)[0][2]


@pytest.mark.parametrize(
    ("text", "väntat"),
    [
        ("belopp: 10 kr", "antingen parter"),
        ("part: a\nparter: kommun\nbelopp: 10 kr", "antingen parter"),
        ("part: a", "belopp, andel eller insats"),
        ("parter: kommun\nbelopp: 10 kr", "rest_på"),
    ],
)
def test_en_post_ska_gå_att_räkna(text, väntat):
    assert väntat in läsfel(Post, text)[0][2]


def test_utträdesdagen_är_en_dag_på_året():
    regel = läs_som(Utträdesregel, läs_text("per: 31 december\nvarsel_månader: 12", "f.yaml"))
    assert regel.per == (12, 31)
    assert "31 december" in läsfel(Utträdesregel, "per: 31 dec\nvarsel_månader: 12")[0][2]


@pytest.mark.parametrize(
    ("nummer", "stämmer"), [("212000-1355", True), ("232100-0131", True), ("202100-0076", True), ("212000-1354", False)]
)
def test_kontrollsiffran_i_organisationsnumret(nummer, stämmer):
    assert kontrollsiffran_stämmer(nummer) is stämmer


@pytest.mark.parametrize(
    ("text", "duger"),
    [
        ("lilla-edet", True),
        ("2024-ks-28", True),
        ("öckerö", False),
        ("con", False),
        ("a b", False),
        ("../x", False),
        ("a-", False),
        ("", False),
    ],
)
def test_id_fungerar_som_filnamn_överallt(text, duger):
    assert är_id(text) is duger


@pytest.mark.parametrize(
    ("fil", "ändring", "väntat"),
    [
        (
            "tjansteskrivelse-2025-10-06",
            {"av": ["Någon"]},
            "av skrivs inte ut i ett dokument av slaget tjänsteskrivelse",
        ),
        (
            "yrkande-2025-11-05",
            {"handläggare": {"namn": "N"}},
            "handläggare skrivs inte ut i ett dokument av slaget yrkande",
        ),
        ("yrkande-2025-11-05", {"yrkande": ""}, "yrkande anges när handlingen är ett yrkande"),
        ("remiss-2025", {"beslutas_i": ["kommunstyrelsen"]}, "beslutas_i anges bara när det finns förslag_till_beslut"),
        ("remiss-2025", {"bilagor": ["A"]}, "bilagor finns men visas inte i något avsnitt"),
        (
            "remiss-2025",
            {"avsnitt[0]": {"visa": "bilagor", "text": "", "rubrik": ""}},
            "bilagor visas i ett avsnitt men finns inte",
        ),
        ("remiss-2025", {"avsnitt[0]": {"visa": "remiss", "text": "", "rubrik": ""}}, "remiss visas i två avsnitt"),
        ("forslag-fullmaktige-2025-11-05", {"förslag_till_beslut": ["a\n\n- b"]}, "texten ska vara ett enda stycke"),
        ("tillagg-latsasby", {"villkor": ["x"]}, "villkor hör bara till slaget förtida utträde"),
        ("tillagg-latsasby", {"handling": ""}, "handling saknas"),
        ("tillagg-latsasby", {"handling": ["a"]}, "handling kan inte vara en lista"),
        ("tillagg-latsasby", {"handling": "tillägg"}, "handling kan inte vara ”tillägg”"),
    ],
)
def test_en_handling_som_skulle_tappa_något_avvisas(tmp_path, fil, ändring, väntat):
    from bygg import bygg
    from kommando import kör

    svar = kör("kontrollera", mapp=bygg(tmp_path, {f"avtal/konsumentvagledning/{fil}.yaml": ändring}))
    assert svar.kod == 3
    assert väntat in svar.fel
    assert f"avtal/konsumentvagledning/{fil}.yaml:" in svar.fel
