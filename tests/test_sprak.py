"""Språket i det som skrivs ut: felen hittas på rätt ställe i filen, och det som är rätt skrivet lämnas i fred."""

from __future__ import annotations

import dataclasses
import re
from datetime import date

import pytest
from bygg import GRUND, bygg, koder
from conftest import ROT
from hypothesis import given
from hypothesis import strategies as st

from avtalsgenerator import kedja, register
from avtalsgenerator.dokumentslag import DOKUMENT, dokumentslag
from avtalsgenerator.fel import Underlagsfel
from avtalsgenerator.modell.loptext import tolka
from avtalsgenerator.noder import Källtext, Plats
from avtalsgenerator.regler import skrivregler, sprak, stavning
from avtalsgenerator.regler.grund import Allvar
from avtalsgenerator.regler.stavning import rättstavat, uttal
from avtalsgenerator.regler.utskrivet import Utskriven, utskrivna
from avtalsgenerator.skrivelselage import Skrivelseläge
from avtalsgenerator.svenska import datum, kronor, paragraf, procent

A = "avtal/konsumentvagledning"
SKRIVELSE, AVTAL, BESLUT = (
    f"{A}/tjansteskrivelse-2025-10-06.yaml",
    f"{A}/avtal.yaml",
    "parter/sagovik/beslut/2025-11-05-ks-201.yaml",
)
UR_KÄLLORNA = {
    "Mölnåls stad beslutar att delta.": ("SPR09", "Mölnåls"),
    "Parten är Mölnads Stad.": ("SPR09", "Mölnads"),
    "Övriga tilltänka parter är kommunerna.": ("SPR09", "tilltänka"),
    "Statledningskontoret fick uppdraget.": ("SPR09", "Statledningskontoret"),
    "Kopia går till Statsledningskontoret.": ("SPR09", "Statsledningskontoret"),
    "Det ska kunna återopas mellan parterna.": ("SPR09", "återopas"),
    "Budgeten är 2, 25 mnkr per år.": ("SPR05", "2, 25 mnkr"),
    "Om mål och kvalitet. är under tillsättning.": ("SPR08", "kvalitet. är"),
    "Beloppet ändras med en uppräkningsenligt index.": ("SPR09", "uppräkningsenligt"),
    "Kungälv kommun skriver under.": ("SPR10", "Kungälv kommun"),
    "Härryda Kommun skriver under.": ("SPR10", "Härryda Kommun"),
    "Göteborg stad är värd.": ("SPR10", "Göteborg stad"),
    "Bakom den står Ulricehamnskommun.": ("SPR10", "Ulricehamnskommun"),
    "Det finns ett stödccentrum.": ("SPR09", "stödccentrum"),
    "Det ligger nära koppat till våld.": ("SPR09", "koppat"),
    "Bytet görs 1 februari2024.": ("SPR08", "februari2024"),
    "Verksamheten förslås börja 2012.": ("SPR09", "förslås"),
    "Situationen med Covid -19 dröjde.": ("SPR08", "Covid -19"),
    "Samverkan med Gdéteborgs stads center.": ("SPR09", "Gdéteborgs"),
    "Barnahus tar emot barndrenden.": ("SPR09", "barndrenden"),
    "De är inférstadda i bytet.": ("SPR09", "inférstadda"),
    "Det är fér vuxna.": ("SPR08", "fér"),
    "Fortryck i Boras och Alingsas.": ("SPR09", "Alingsas"),
    "| oktober 2023 startade det.": ("SPR08", "|"),
    "<p>Bakgrund</p>": ("SPR08", "<p>"),
    '<ul style="list-style-type: none">': ("SPR08", '<ul style="list-style-type: none">'),
    "Ja: 60 **Nej: 21": ("SPR08", "**"),
    "..... Paragrafer": ("SPR08", "....."),
    "Summa\t3 mnkr": ("SPR08", "\t"),
    "Bidraget är 30.000 kronor.": ("SPR05", "30.000 kronor"),
    "Tiden är 08.30 – 12:45.": ("SPR04", "08.30 – 12:45"),
    "Kontoret finns i §127.": ("SPR06", "§127"),
}
"""Felen i källorna (LAG 2.4), i korta meningar: koden, och orden som ska pekas ut."""


@pytest.fixture(scope="module")
def fynden(tmp_path_factory):
    """(kod, de utpekade orden) för var och en av källornas fel, i en skrivelse i det verkliga ärendets mapp."""
    mapp = bygg(tmp_path_factory.mktemp("k"), grund=ROT)
    rader = [
        "handling: tjänsteskrivelse",
        "part: goteborg",
        "rubrik: Prov",
        "diarienummer: X 1",
        "dag: 2026-01-01",
        "avsnitt:",
    ]
    for text in UR_KÄLLORNA:
        rader += ["  - rubrik: Avsnitt", "    text: |", f"      {text}"]
    (mapp / "avtal/stodcentrum-heder/prov.yaml").write_text("\n".join(rader) + "\n", encoding="utf-8")
    svar: dict[str, set[tuple[str, str]]] = {text: set() for text in UR_KÄLLORNA}
    for a in kedja.kontrollera(mapp, "stodcentrum-heder/prov").anmärkningar:
        if a.plats.fil.endswith("prov.yaml"):
            rad = a.plats.källtext.rader[a.plats.rad - 1]
            svar.get(rad.strip(), set()).add((a.kod, rad[a.plats.kolumn - 1 : a.plats.slut - 1]))
    return svar


@pytest.mark.parametrize("text", UR_KÄLLORNA)
def test_felen_i_källorna_hittas_och_pekas_ut(fynden, text):
    assert UR_KÄLLORNA[text] in fynden[text]


@pytest.mark.parametrize("tecken", ["\uf0b7", "\uf0fc"])
def test_privata_tecken_stoppas_redan_när_filen_läses(tmp_path, tecken):
    mapp = bygg(tmp_path)
    path = mapp / SKRIVELSE
    path.write_text(path.read_text("utf-8").replace("vill bli part", f"vill {tecken} bli part"), "utf-8")
    with pytest.raises(Underlagsfel, match=r"U\+F0"):
        register.läs(mapp)


@pytest.mark.parametrize("text", ["- \n- två", "a\tb"])
def test_tomma_punkter_och_tabbar_i_en_rubrik_stoppas_redan_när_filen_läses(tmp_path, text):
    avsnitt = {"rubrik": text if "\t" in text else "Prov", "text": text}
    with pytest.raises(Underlagsfel):
        register.läs(bygg(tmp_path, {SKRIVELSE: {"avsnitt[0]": avsnitt}}))


@pytest.mark.parametrize(
    ("fil", "ändring"),
    [
        (AVTAL, {"avtalstext": {"syfte": "Bidraget är 30.000 kr."}}),
        (f"{A}/andring-radgivning.yaml", {"ändrar": [{"paragraf": "2", "lydelse": "Bidraget är 30.000 kr."}]}),
        (BESLUT, {"beslutssatser[1]": {"text": "Bidraget är 30.000 kr."}}),
        (BESLUT, {"protokoll": {"reservationer[0]": {"text": "Bidraget är 30.000 kr."}}}),
        (SKRIVELSE, {"förslag_till_beslut": ["Bidraget är 30.000 kr."]}),
        (SKRIVELSE, {"bilagor": ["Bidraget 30.000 kr", "Fördelning"]}),
    ],
)
def test_samma_regel_prövar_avtal_handlingar_beslut_och_skrivelser(tmp_path, fil, ändring):
    funna = [a for a in kedja.kontrollera(bygg(tmp_path, {fil: ändring})).anmärkningar if a.kod == "SPR05"]
    assert [a.plats.fil for a in funna] == [fil]


YAML_SÄTT = {
    "utan citattecken": "text: Först ett stycke\n  och sedan 30.000 kr i nästa rad.\n",
    "dubbla citattecken": 'text: "Först \\"ett\\" stycke och sedan 30.000 kr."\n',
    "enkla citattecken": "text: 'Först ett stycke och sedan 30.000 kr.'\n",
    "block": "text: |   # 1\n  Först ett stycke.\n\n  - och sedan\n  - **30.000 kr** och 30.000 kr\n",
    "vikt block": "text: >\n  Först ett stycke och sedan\n  30.000\n  kr.\n",
    "tabell": "text: |\n  | a | b |\n  | --- | --- |\n  | x | 30.000 kr |\n",
    "citat": "text: |\n  > Först ett stycke och sedan 30.000\n  > kr.\n",
}


@pytest.mark.parametrize("sätt", YAML_SÄTT)
def test_fyndet_pekar_på_ordet_hur_texten_än_är_skriven(tmp_path, sätt):
    mapp = bygg(tmp_path)
    början = "handling: tjänsteskrivelse\npart: sagovik\nrubrik: Prov\ndiarienummer: X\ndag: 2025-10-06\navsnitt:\n"
    avsnitt = "  - rubrik: Sammanfattning\n    " + YAML_SÄTT[sätt].replace("\n", "\n    ").rstrip() + "\n"
    förslag = "  - {visa: förslag_till_beslut}\nförslag_till_beslut: [Ja.]\n"
    (mapp / f"{A}/prov.yaml").write_text(början + avsnitt + förslag, encoding="utf-8")
    (a,) = [a for a in kedja.kontrollera(mapp, f"{A[6:]}/prov").anmärkningar if a.kod == "SPR05"]
    rad = a.plats.källtext.rader[a.plats.rad - 1]
    assert rad[a.plats.kolumn - 1 : a.plats.slut - 1] in ("30.000 kr", "30.000")
    assert rad.count("30.000", 0, a.plats.kolumn - 1) == 0


def test_fyndet_i_en_textfil_pekar_på_raden_i_den(tmp_path):
    mapp = bygg(tmp_path, {SKRIVELSE: {"avsnitt[0]": {"text": {"fil": "bakgrund.md"}}}})
    (mapp / A / "bakgrund.md").write_text("> Först.\n\nSedan 30.000 kr\noch 40.000 kr.\n", encoding="utf-8")
    platser = [str(a.plats) for a in kedja.kontrollera(mapp).anmärkningar if a.kod == "SPR05"]
    assert platser == [f"{A}/bakgrund.md:3:7", f"{A}/bakgrund.md:4:5"]


def test_samma_fel_flera_gånger_i_en_text_är_ett_fynd(tmp_path):
    mapp = bygg(tmp_path, {AVTAL: {"avtalstext": {"syfte": "Först 67% och sedan 67% och 33%."}}})
    texter = [a.text for a in kedja.kontrollera(mapp).anmärkningar]
    assert [t.split(" är")[0] for t in texter] == ["”67%”", "”33%”"]
    assert "(2 gånger i texten)" in texter[0]


def _prövad(text: str) -> set[str]:
    """Koderna för en text, prövad utan mapp."""
    utskriven = Utskriven((text.replace("\u00a0", " "),), Plats(Källtext("x.md", (text,))), "text")
    mönster = {"SPR01": skrivregler.CITATTECKEN, "SPR02": skrivregler.STRECK, "SPR03": skrivregler.DATUM,
               "SPR04": skrivregler.KLOCKSLAG, "SPR05": skrivregler.BELOPP, "SPR06": skrivregler.PARAGRAF,
               "SPR07": skrivregler.TVÅ_SÄTT}  # fmt: skip
    svar = {kod for kod, m in mönster.items() if list(utskriven.första(m))}
    return svar | {"SPR08" for m, _ in sprak.SPÅR_AV_INLÄSNING if list(utskriven.första(m))}


@given(
    st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.integers(0, 10**12), st.fractions(0, 1), st.integers(1, 999),
    st.sampled_from(["{d} betalas {k}, {p}, enligt {n}.", "Den {d}: {k} ({p}) och {n}", "{n}, {i} och {k}–{k}"]),
)  # fmt: skip
def test_det_som_programmet_skriver_själv_är_rätt_skrivet(dag, belopp, andel, nummer, mall):
    text = mall.format(d=datum(dag), i=dag, k=kronor(belopp), p=procent(andel), n=paragraf(nummer))
    assert _prövad(text) == set()


@given(st.integers(1, 10**9), st.sampled_from(["{:,} kr", "{}kr", "{} kkr", "{} MSEK", "{}%", "{}:-"]))
def test_ett_belopp_med_fel_enhet_eller_avgränsning_hittas_alltid(belopp, form):
    text = form.format(belopp)
    assert ("SPR05" in _prövad(f"Bidraget är {text} per år.")) is (text != f"{belopp} kr" or belopp >= 10_000)


@given(st.text(max_size=200))
def test_ingen_text_fäller_mönstren(text):
    _prövad(text)
    rättstavat(text)


@given(st.text(alphabet="abcåäö é06|<>*._-§()\n", max_size=120))
def test_det_som_går_att_tolka_som_löpande_text_går_att_pröva(text):
    try:
        block = tolka(text).block
    except ValueError:
        return
    for b in block:
        _prövad(b.text)


I_FILEN = {
    "mitt i raden": ("a.yaml", ["rubrik: Den 30.000 kr"], (1, 9), (1, 13, 22)),
    "efter raden före": ("a.yaml", ["x: 30.000 kr", "y: Den 30.000 kr"], (2, 4), (2, 8, 17)),
    "på nästa rad": ("a.yaml", ["x: |", "  Den", "  30.000 kr"], (1, 4), (3, 3, 12)),
    "vikt block": ("a.yaml", ["x: >", "  30.000 kr"], (1, 4), (2, 3, 12)),
    "först i ett block i en lista": ("a.yaml", ["- |", "30.000 kr"], (1, 3), (2, 1, 10)),
    "delat på två rader": ("a.yaml", ["x: Den 30.000", "  kr nu"], (1, 4), (1, 8, 14)),
    "enkla citattecken": ("a.yaml", ["x: '30.000 kr'"], (1, 4), (1, 5, 14)),
    "dubbla citattecken": ("a.yaml", ['x: "30.000 kr"'], (1, 4), (1, 5, 14)),
    "första tecknet": ("a.md", ["30.000 kr"], (1, 1), (1, 1, 10)),
    "citat i en textfil": ("a.md", ["> 30.000", "> kr"], (1, 1), (1, 3, 9)),
    "står inte så i filen": ("a.yaml", ['x: "30\\x2e000 kr"'], (1, 4), (1, 4, 4)),
    "filens rader är inte kända": ("a.yaml", [], (7, 4), (7, 4, 4)),
}
"""Filen, dess rader, var uppgiften börjar, och rad, kolumn och slut för 30.000 kr i den."""


@pytest.mark.parametrize("fall", I_FILEN)
def test_orden_söks_i_filen_från_uppgiftens_början(fall):
    fil, rader, (rad, kolumn), väntat = I_FILEN[fall]
    utskriven = Utskriven(("Den 30.000 kr",), Plats(Källtext(fil, tuple(rader)), rad, kolumn, kolumn), "text")
    ((ställe, gånger),) = utskriven.första(re.compile(r"30\.000 kr"))
    assert (ställe.plats.rad, ställe.plats.kolumn, ställe.plats.slut) == väntat
    assert (ställe.ord_, ställe.rad, gånger) == ("30.000 kr", "Den 30.000 kr", 1)


def test_varje_ställe_vet_hur_många_gånger_orden_har_stått_tidigare():
    utskriven = Utskriven(("67% och 67%", "33%", "67%"), Plats(Källtext("a.md", ("67% och 67%", "33%", "67%"))))
    ställen = list(utskriven.sök(re.compile(r"\d+%")))
    assert [(s.ord_, s.tidigare) for s in ställen] == [("67%", 0), ("67%", 1), ("33%", 0), ("67%", 2)]
    assert [(s.plats.rad, s.plats.kolumn) for s in ställen] == [(1, 1), (1, 9), (2, 1), (3, 1)]
    assert [(s.plats.rad, n) for s, n in utskriven.första(re.compile(r"\d+%"))] == [(1, 3), (2, 1)]
    assert not list(utskriven.första(re.compile("x")))


def test_gruppen_ord_pekas_ut_om_mönstret_har_den():
    (ställe,) = Utskriven(("08:30 klockan 08:30",), Plats(Källtext("a.md", ("08:30 klockan 08:30",)))).sök(
        re.compile(r"klockan (?P<ord>\S+)")
    )
    assert (ställe.ord_, ställe.tidigare, ställe.plats.kolumn) == ("08:30", 1, 15)


@pytest.mark.parametrize(
    ("ord_", "inläst", "annat"),
    [
        ("ärende", ["drende", "érende", "6rende", "odrende", "ddrende"], ["ärende", "arende", "rende", "dende"]),
        ("införstå", ["inférstå", "inf6rsta", "inforst0", "införstod"], ["införstå", "inforsta", "inféstå"]),
    ],
)  # fmt: skip
def test_en_prickad_bokstav_som_är_fel_inläst_hittas(ord_, inläst, annat):
    mönster = stavning._inläst(ord_)
    assert [o for o in (*inläst, *annat) if mönster.fullmatch(o)] == inläst


def test_ett_mönster_är_det_ena_eller_det_andra():
    mönster = skrivregler._mönster("ab", r"c\d")
    assert [t for t in ("ab", "c1", "abc1", "x") if mönster.fullmatch(t)] == ["ab", "c1"]


TECKEN = {
    "citattecken inom citattecken": (["a: b", 'x"y: "\\"a\\""'], (2, 6), '"', (2, 8)),
    "apostrof inom enkla citattecken": (["a: b", "x'y: '''a'"], (2, 6), "'", (2, 7)),
    "lodstreck i ett block": (["x: |", "  | oktober"], (1, 4), "|", (2, 3)),
    "större än i ett vikt block": (["x: >", "  a > b"], (1, 4), ">", (2, 5)),
    "streck i en textfil": (["| a"], (1, 1), "|", (1, 1)),
}
"""Filens rader, var uppgiften börjar, och rad och kolumn för ett tecken i den som också börjar en uppgift i YAML."""


@pytest.mark.parametrize("fall", TECKEN)
def test_tecknet_som_börjar_uppgiften_är_inte_en_del_av_den(fall):
    rader, (rad, kolumn), tecken, väntat = TECKEN[fall]
    fil = "a.md" if "textfil" in fall else "a.yaml"
    utskriven = Utskriven((f"{tecken} a",), Plats(Källtext(fil, tuple(rader)), rad, kolumn))
    (ställe,) = utskriven.sök(re.compile(re.escape(tecken)))
    assert (ställe.plats.rad, ställe.plats.kolumn) == väntat


RÄTTA = """
    kopplar avslutning reglementet författningen handläggarna tilltänkte konsultativ kommunstyrelsens stödcentra åberopat
    förslår arbetsledning socialtjänsten regemente idéer kommittén stödcenter förtryckarna Götheborg
"""


@pytest.mark.parametrize("ord_", RÄTTA.split())
def test_rätta_ord_som_liknar_kända_lämnas_i_fred(ord_):
    assert rättstavat(ord_) is None


@pytest.mark.parametrize(
    ("a", "b"), [("Johan Feldt", "Johan Fält"), ("Niklas Attefjord", "Nicklas Attefjord"), ("Carl Qvist", "Karl Kvist")]
)
def test_namn_som_låter_lika_låter_lika(a, b):
    assert uttal(a) == uttal(b)


def test_olika_namn_låter_olika():
    assert len({uttal(n) for n in ("Anna Berg", "Anna Borg", "Anne Berg", "Erik Nord", "Erika Nord")}) == 5


def test_personen_pekas_ut_på_båda_ställena(tmp_path):
    mapp = bygg(tmp_path, {BESLUT: {"protokoll": {"ordförande": "Thure Påhitt"}}})
    (a,) = [a for a in kedja.kontrollera(mapp).anmärkningar if a.kod == "SPR11"]
    ställen = [a.plats, *(m.plats for m in a.andra)]
    assert [p.fil for p in ställen] == [BESLUT, "parter/sagovik/part.yaml"]
    ord_ = [p.källtext.rader[p.rad - 1][p.kolumn - 1 : p.slut - 1] for p in ställen]
    assert ord_ == ["Thure Påhitt", "Ture Påhitt"]


def test_två_som_röstar_i_samma_lista_är_två_personer(tmp_path):
    röster = [{"ledamot": n, "parti": "SP", "röst": "ja"} for n in ("Vera Verklighet", "Wera Verklighet")]
    ändring = {
        "protokoll": {"omröstningar": [{"ja_innebär": "x", "nej_innebär": "y", "röster": röster}], "sammanträde": ""}
    }
    beslut = "parter/fabelas/beslut/2025-11-11-ks-176.yaml"
    assert "SPR11" not in koder(bygg(tmp_path, {beslut: ändring}))


def test_det_verkliga_ärendet_har_bara_källornas_egna_fel():
    """Texterna är återgivna med egna ord; det som står kvar är titlar, adresser och avtalets underskriftsblock."""
    fynd = [a for a in kedja.kontrollera(ROT).anmärkningar if a.kod[:3] == "SPR"]
    rader = {
        (a.kod, a.plats.källtext.rader[a.plats.rad - 1].strip().split(":")[0])
        for a in fynd
        if a.allvar > Allvar.UPPLYSNING
    }
    assert {kod for kod, _ in rader} == {"SPR09", "SPR10"}
    utpekade = [a.plats.källtext.rader[a.plats.rad - 1] for a in fynd if a.allvar > Allvar.UPPLYSNING]
    assert all("rubrik: " in rad or rad.strip().startswith("- Göteborgs stad,") for rad in utpekade)
    assert {a.kod for a in fynd if a.allvar is Allvar.UPPLYSNING} == {"SPR12"}


def test_det_påhittade_ärendet_är_rätt_skrivet():
    assert not [a for a in kedja.kontrollera(GRUND).anmärkningar if a.kod[:3] == "SPR"]


def test_språket_hör_till_varje_dokument_som_visar_uppgifternas_löpande_text():
    for grupp in DOKUMENT.values():
        for slag in grupp:
            fält = {f.name: str(f.type) for f in dataclasses.fields(slag.ordklass)}
            if any("Löptext" in typ for typ in fält.values()) or "avsnitt" in fält:
                assert "SPR" in slag.familjer, slag.namn


def test_lydelsen_prövas_för_språket_men_inte_för_underskrift(tmp_path):
    mapp = bygg(tmp_path, {AVTAL: {"diarienummer": "", "avtalstext": {"syfte": "Bidraget är 67%."}}})
    koder_då = {a.kod for a in kedja.kontrollera(mapp, "konsumentvagledning", date(2026, 6, 1)).anmärkningar}
    assert koder_då == {"SPR05"}


def test_beteckningar_räknas_inte_som_text(påhittad):
    s = påhittad.skrivelser["konsumentvagledning/tjansteskrivelse-2025-10-06"]
    läge = Skrivelseläge(påhittad, s, s.dag.värde)
    fält = {text.fält for text in utskrivna(läge)}
    assert fält >= {"rubrik", "text", "förslag_till_beslut", "bilagor", "namn", "befattning"}
    assert not fält & {"diarienummer", "epost", "telefon", "källa", "part", "handling"}
    assert dokumentslag(läge)
