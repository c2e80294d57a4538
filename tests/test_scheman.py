"""Scheman för YAML-filerna: de är aktuella, förklarar allt, godtar våra filer och säger nej till det som är fel.

Kör om med GODKANN=1 när en ändring av modellen är avsedd.
"""

from __future__ import annotations

import json
import os
import re

import pytest
import yaml12
from conftest import ROT
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from kommando import kör
from pydantic import TypeAdapter, ValidationError

from avtalsgenerator import kedja, uppslag
from avtalsgenerator.fel import Underlagsfel
from avtalsgenerator.indata import läs_text
from avtalsgenerator.modell import avtal, belopp, grund, läs_som, nummer, tid
from avtalsgenerator.scheman import FILSLAG, gör_scheman

SPARADE = ROT / "mallar/scheman"
SCHEMAN = {namn.removesuffix(".json"): json.loads(innehåll) for namn, innehåll in gör_scheman().items()}
PRÖVARE = {namn: Draft202012Validator(schema) for namn, schema in SCHEMAN.items()}
FILER = [
    path
    for avtalsmapp in (ROT, uppslag.EXEMPEL)
    for mapp in kedja.MAPPAR
    for path in sorted((avtalsmapp / mapp).rglob("*.yaml"))
]
varje_schema = pytest.mark.parametrize("namn", SCHEMAN)


def filslag(path):
    """Schemat som gäller en fil."""
    if path.name in ("part.yaml", "avtal.yaml"):
        return path.stem
    if path.parent.name == "beslut":
        return "beslut"
    return (
        "tillaggsavtal" if yaml12.läs(path.read_text(encoding="utf-8"))["handling"] == "tilläggsavtal" else "skrivelse"
    )


def delar(schema):
    """Schemat och alla scheman i det."""
    if isinstance(schema, dict):
        yield schema
    for del_ in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from delar(del_)


# aktuella och fullständiga


def test_de_sparade_är_de_som_modellen_ger():
    if os.environ.get("GODKANN"):
        uppslag.spara_scheman(SPARADE, None, ersätt=True)
    sparade = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in SPARADE.iterdir()}
    assert sparade == SCHEMAN


@varje_schema
def test_schemat_är_ett_giltigt_schema(namn):
    Draft202012Validator.check_schema(SCHEMAN[namn])
    assert SCHEMAN[namn]["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    hänvisningar = {del_["$ref"] for del_ in delar(SCHEMAN[namn]) if isinstance(del_.get("$ref"), str)}
    assert hänvisningar == {f"#/$defs/{del_}" for del_ in SCHEMAN[namn]["$defs"]}
    assert "".join(hänvisningar).isascii()


@varje_schema
def test_varje_uppställning_och_fält_har_namn_och_förklaring(namn):
    for del_ in [SCHEMAN[namn], *SCHEMAN[namn]["$defs"].values()]:
        assert del_["title"]
        assert del_["description"]
    for del_ in delar(SCHEMAN[namn]):
        for fält, schema in del_.get("properties", {}).items():
            assert schema["title"] == fält.replace("_", " ").capitalize()
            assert schema["description"].endswith("."), fält
            assert "``" not in schema["description"], fält


@varje_schema
def test_okända_nycklar_och_tomma_värden_är_förbjudna_överallt(namn):
    for del_ in delar(SCHEMAN[namn]):
        typer = del_.get("type") if isinstance(del_.get("type"), list) else [del_.get("type")]
        assert "null" not in typer
        assert "default" not in del_
        if "properties" in del_ and "type" in del_:
            assert del_["additionalProperties"] is False


@varje_schema
def test_fälten_är_modellens(namn):
    _, modell = FILSLAG[namn]
    assert set(SCHEMAN[namn]["properties"]) == set(modell.model_fields)
    assert set(SCHEMAN[namn]["required"]) == {n for n, f in modell.model_fields.items() if f.is_required()}


# våra filer


@pytest.mark.parametrize("path", FILER, ids=[str(p.relative_to(ROT)) for p in FILER])
def test_varje_fil_följer_sitt_schema(path):
    fel = PRÖVARE[filslag(path)].iter_errors(yaml12.läs(path.read_text(encoding="utf-8")))
    assert [(list(f.absolute_path), f.message) for f in fel] == []


# raden som leder en editor till schemat


def schemarad(path, avtalsmapp):
    """Den första raden i en fil: vägen från filen till dess schema i avtalsmappens mallar/scheman/."""
    upp = "../" * (len(path.relative_to(avtalsmapp).parts) - 1)
    return f"# yaml-language-server: $schema={upp}mallar/scheman/{filslag(path)}.json"


@pytest.mark.parametrize("path", FILER, ids=[str(p.relative_to(ROT)) for p in FILER])
def test_varje_fil_börjar_med_vägen_till_sitt_schema(path):
    avtalsmapp = uppslag.EXEMPEL if path.is_relative_to(uppslag.EXEMPEL) else ROT
    rader = path.read_text(encoding="utf-8").split("\n")
    assert rader[0] == schemarad(path, avtalsmapp)
    assert not any("yaml-language-server" in rad for rad in rader[1:])


def test_vägarna_leder_till_scheman_här_och_i_övningsmappen(tmp_path):
    assert kör("exempel", str(tmp_path / "o")).kod == 0
    övning = sorted((tmp_path / "o").rglob("*.yaml"))
    assert len(övning) == sum(p.is_relative_to(uppslag.EXEMPEL) for p in FILER)
    for path in [*övning, *(p for p in FILER if not p.is_relative_to(uppslag.EXEMPEL))]:
        _, _, väg = path.read_text(encoding="utf-8").split("\n")[0].partition("$schema=")
        assert (path.parent / väg).is_file(), path


# det som är fel

GRUND = {
    "part": "namn: Ale kommun\njuridiskt_namn: Ale kommun\nkortnamn: Ale\nslag: kommun\n",
    "beslut": "organ: kommunstyrelsen\nrubrik: Ärendet\nstatus: beslutat\nbeslutssatser: [{text: Bifall.}]\n",
    "avtal": "namn: Avtalet\nkortnamn: Avtalet\nvärd: ale\nparter: [ale]\navtalstid: {från: 2024-01-01, till: 2024-12-31}\n",
    "tillaggsavtal": "handling: tilläggsavtal\nslag: anslutning\nansluter: [ale]\ngäller_från: 2024-01-01\n",
    "skrivelse": "handling: tjänsteskrivelse\nrubrik: Ärendet\n",
}
FEL = [
    ("part", "organisationsnumer: 212000-1439"),
    ("part", "kommunkod: 14890"),
    ("part", "kommunkod: '148'"),
    ("part", "organisationsnummer: 2120001439"),
    ("part", "organisationsnummer: {värde: 212000-1439, verifierad: no}"),
    ("part", "organisationsnummer: {värde: 212000-1439, verifierad: false}"),
    ("part", "organisationsnummer: {källa: x}"),
    ("part", "källa: {dokument: x, rad: 3}"),
    ("part", "källa: [x]"),
    ("part", "kretsar: gr"),
    ("part", "organ: [{namn: kommunstyrelsen, slag: Styrelse}]"),
    ("part", "folkmängd: [{dag: 2019-12-31, antal: 1_000}]"),
    ("part", "folkmängd: [{dag: 2019-12-31, antal: 12.345}]"),
    ("part", "folkmängd: [{dag: 31 december 2019, antal: 12 345}]"),
    ("part", "folkmängd: [{dag: 2019-12-31}]"),
    ("part", "protokollsformer: [{avsnitt: []}]"),
    ("part", "befattningar: [{befattning: chef, namn: ''}]"),
    ("part", "befattningar: [{befattning: chef, från: 2023-8-22}]"),
    ("part", "befattningar: [{befattning: chef, från: 1823-08-22}]"),
    ("part", "befattningar: [{befattning: chef, frånvaro: [2023-08-22]}]"),
    ("part", "behörighet: [{avser: a, omfattar: avtalet}]"),
    ("part", 'kontaktperson: {namn: "två\\nrader"}'),
    ("beslut", "sammanträdesdatum: 22 augusti 2023"),
    ("beslut", "paragraf: § 28"),
    ("beslut", "paragraf: -1"),
    ("beslut", "ordagrant: falskt"),
    ("beslut", "protokoll: {ärendebeskrivning: {fil: Bakgrund.txt}}"),
    ("beslut", "protokoll: {yrkanden: [{av: [], yrkar: bifall}]}"),
    ("beslut", "protokoll: {yrkanden: [{av: [S], yrkar: '- en punkt'}]}"),
    ("beslut", "protokoll: {yrkanden: [{av: [S], yrkar: 'med **fetstil**'}]}"),
    ("beslut", "protokoll: {yrkanden: [{av: [S], yrkar: \"två\\n\\nstycken\"}]}"),
    ("avtal", "finansiering: {budget: 30.000, poster: []}"),
    ("avtal", "finansiering: {budget: 872.100, poster: []}"),
    ("avtal", "finansiering: {budget: 1 50, poster: []}"),
    ("avtal", "finansiering: {budget: 2 tkr, poster: []}"),
    ("avtal", "finansiering: {budget: 10 kr, poster: [{part: ale, andel: 67}]}"),
    ("avtal", "finansiering: {budget: 10 kr, poster: [{part: ale, andel: 2.4 %}]}"),
    ("avtal", "finansiering: {budget: 10 kr, poster: [], index: {serie: PKV, basår: 20211}}"),
    ("avtal", "finansiering: {budget: 10 kr, poster: [{part: ale, insats: x, avrundning: öre}]}"),
    ("avtal", "utträde: {per: 31 dec, varsel_månader: 12}"),
    ("avtal", "utträde: {per: 31 december, varsel_månader: 121}"),
    ("avtal", "betalning: {mottagare: ale, senast: 31 januari}"),
    ("avtal", "avtalstext: {uppdrag: ''}"),
    ("tillaggsavtal", "undertecknat: [{part: ale, av: {namn: Eva}, dag: 2024-01-01}]"),
    ("tillaggsavtal", "begäran_inkom: {värde: i går}"),
    ("skrivelse", "av: Partiet"),
    ("skrivelse", "remiss: {tillfrågade: 6, svarande: fem, frågor: []}"),
]  # fmt: skip


@varje_schema
def test_det_minsta_som_går_är_giltigt(namn):
    assert PRÖVARE[namn].is_valid(yaml12.läs(GRUND[namn]))
    läs_som(FILSLAG[namn][1], läs_text(GRUND[namn], "f.yaml"))


@pytest.mark.parametrize(("namn", "rad"), FEL, ids=[rad for _, rad in FEL])
def test_det_som_programmet_avvisar_underkänns(namn, rad):
    text = f"{GRUND[namn]}{rad}\n"
    with pytest.raises(Underlagsfel):
        läs_som(FILSLAG[namn][1], läs_text(text, "f.yaml"))
    assert not PRÖVARE[namn].is_valid(yaml12.läs(text))


@pytest.mark.parametrize(
    ("namn", "text"),
    [
        ("part", GRUND["part"].replace("slag: kommun", "slag: komun")),
        ("beslut", GRUND["beslut"].replace("status: beslutat\n", "")),
        ("beslut", GRUND["beslut"].replace("status: beslutat", "status: Beslutat")),
        ("avtal", GRUND["avtal"].replace("2024-01-01", "2024-1-1")),
        ("avtal", GRUND["avtal"].replace("[ale]", "ale")),
        ("tillaggsavtal", GRUND["tillaggsavtal"].replace("gäller_från: 2024-01-01", "gäller_från:")),
        ("skrivelse", GRUND["skrivelse"].replace("tjänsteskrivelse", "tjänstskrivelse")),
    ],
)
def test_en_grund_med_ett_fel_underkänns(namn, text):
    assert text != GRUND[namn]
    assert not PRÖVARE[namn].is_valid(yaml12.läs(text))


# vad som står i filen och vad editorn ser

SIFFROR = st.text(alphabet="0123456789 \u00a0,.%-_krone", max_size=14)
TEXTER = st.text(alphabet="aå1. -*#>|\n", max_size=12)
TYPER = {
    "Heltal": (grund.Heltal, SIFFROR | st.from_regex(grund._HELTAL, fullmatch=True)),
    "Kronor": (belopp.Kronor, SIFFROR | st.from_regex(belopp._BELOPP, fullmatch=True)),
    "Procent": (belopp.Procent, SIFFROR | st.from_regex(belopp._PROCENT, fullmatch=True)),
    "Årtal": (tid.Årtal, st.integers(0, 3000).map(str)),
    "Datum": (tid.Datum, SIFFROR | st.dates().map(str)),
    "Årsdag": (avtal.Årsdag, st.from_regex(f"[0-3]?[0-9] ({'|'.join(avtal.MÅNADER)})", fullmatch=True)),
    "JaNej": (grund.JaNej, st.sampled_from(["ja", "nej", "Ja", "no", "true", "false", "0", ""])),
    "Organisationsnummer": (nummer.Organisationsnummer, st.from_regex("[0-9]{5,6}-?[0-9]{4}", fullmatch=True)),
    "Kommunkod": (nummer.Kommunkod, st.from_regex("[0-9]{3,5}", fullmatch=True)),
    "Text": (grund.Text, TEXTER | SIFFROR),
    "Stycketext": (grund.Stycketext, TEXTER | SIFFROR),
    "Brödtext": (grund.Brödtext, TEXTER | SIFFROR),
}
"""Typerna, och text som skulle kunna stå i dem."""
BARA_I_PROGRAMMET = ("Datum", "Årsdag", "Årtal")
"""Att dagen finns (30 februari), och gränserna för ett tal inom citattecken, går inte att säga i ett schema."""
ADAPTRAR = {namn: TypeAdapter(typ) for namn, (typ, _) in TYPER.items()}
VÄRDEPRÖVARE = {namn: Draft202012Validator(adapter.json_schema()) for namn, adapter in ADAPTRAR.items()}


@pytest.mark.parametrize("namn", TYPER)
@given(data=st.data())
def test_programmet_och_schemat_säger_samma_sak_om_ett_värde(namn, data):
    text = data.draw(TYPER[namn][1])
    prövare = VÄRDEPRÖVARE[namn]
    try:
        ADAPTRAR[namn].validate_python(text)
        godtas = True
    except ValidationError:
        godtas = False
    if namn not in BARA_I_PROGRAMMET or godtas:
        assert prövare.is_valid(text) is godtas  # inom citattecken
    utan_citattecken = yaml12.tolka(text)
    if godtas and not isinstance(utan_citattecken, bool | None):
        litet_belopp = namn == "Kronor" and isinstance(utan_citattecken, int) and utan_citattecken < 1000
        assert prövare.is_valid(utan_citattecken) is not litet_belopp


@given(st.integers(0, 999), st.sampled_from(["kr", " kr", " kronor"]))
def test_ett_litet_belopp_skrivs_med_kronor(belopp_, ord_):
    """En editor ser ingen skillnad på 30.000 och 30; med ordet går det inte att missförstå."""
    prövare = VÄRDEPRÖVARE["Kronor"]
    assert prövare.is_valid(yaml12.tolka(f"{belopp_}{ord_}"))
    assert not prövare.is_valid(yaml12.tolka(f"{belopp_}.000"))


def test_en_editors_läsare_ser_det_som_yaml_1_2_säger():
    läst = yaml12.läs("[2023-08-22, 1 500 000, 1500000, 30.000, ja, no, true, '12', 0120, 1_000, 12:30, 1e3, 0x10]")
    assert läst == ["2023-08-22", "1 500 000", 1_500_000, 30.0, "ja", "no", True, "12", 120, "1_000", "12:30", 1e3, 16]


# kommandot


def test_schema_sparar_i_avtalsmappen_eller_dit_man_säger(övningsmapp, tmp_path):
    for args, mål in (([], övningsmapp / "mallar/scheman"), ([str(tmp_path / "annan")], tmp_path / "annan")):
        svar = kör("mallar", "--schema", *args, mapp=övningsmapp)
        assert (svar.kod, svar.fel) == (0, "")
        assert {p.name: p.read_bytes() for p in mål.iterdir()} == gör_scheman()
        assert svar.ut.count("✓") == len(SCHEMAN)
    assert kör("mallar", "--schema", mapp=övningsmapp).ut.count("(oförändrad)") == len(SCHEMAN)


def test_schema_skriver_inte_över_något_utan_att_någon_ber_om_det(övningsmapp):
    path = övningsmapp / "mallar/scheman/part.json"
    path.parent.mkdir(parents=True)
    path.write_text("mitt", encoding="utf-8")
    svar = kör("mallar", "--schema", mapp=övningsmapp)
    assert (svar.kod, svar.ut, path.read_text(encoding="utf-8")) == (4, "", "mitt")
    assert [p.name for p in path.parent.iterdir()] == ["part.json"]
    assert "Spara någon annanstans med --schema MAPP, eller skriv över med --ersätt." in svar.fel
    assert kör("mallar", "--schema", "--ersätt", mapp=övningsmapp).kod == 0
    assert path.read_bytes() == gör_scheman()["part.json"]


@pytest.mark.parametrize("args", [["signaturlista", "--schema"], ["--ersätt"]])
def test_flaggor_som_inte_hör_ihop_sägs(args, övningsmapp):
    svar = kör("mallar", *args, mapp=övningsmapp)
    assert (svar.kod, svar.ut) == (2, "")
    assert "--schema" in svar.fel
    assert not (övningsmapp / "mallar").exists()


def test_övningsmappen_får_scheman_och_mallarna_störs_inte(tmp_path):
    assert kör("exempel", str(tmp_path / "o")).kod == 0
    fått = {p.name: p.read_bytes() for p in (tmp_path / "o/mallar/scheman").iterdir()}
    assert fått == {p.name: p.read_bytes() for p in SPARADE.iterdir()}
    svar = kör("mallar", mapp=tmp_path / "o")
    assert svar.kod == 0
    assert "json" not in svar.ut
    antal_mallar = len(list((ROT / "mallar").glob("*.docx")))
    assert re.search(rf"^{antal_mallar} mallar ligger i mallar$", svar.ut, re.MULTILINE)
