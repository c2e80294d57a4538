"""YAML läses som det är skrivet, med rad och kolumn; det som skulle kunna missförstås avvisas."""

import sys
import unicodedata

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from avtalsgenerator.fel import Underlagsfel
from avtalsgenerator.indata import DJUPASTE, STÖRSTA_FIL, _förbjudet, finn_förbjudet, läs_text, läs_yaml
from avtalsgenerator.noder import Lista, Tabell
from avtalsgenerator.utdrag import Tecken, utdrag


def felet(text):
    with pytest.raises(Underlagsfel) as fel:
        läs_text(text, "f.yaml")
    return fel.value.läsfel[0]


@pytest.mark.parametrize(
    "skrivet",
    [
        "nej",
        "no",
        "on",
        "off",
        "true",
        "012345",
        "12:30",
        "1_000",
        "3.10",
        "2023-8-22",
        "212000-1355",
        "1e3",
        "0x1F",
        ".inf",
        "0701234567",
    ],
)
def test_inget_värde_ändrar_betydelse(skrivet):
    assert läs_text(f"a: {skrivet}", "f.yaml")["a"] == skrivet


def test_varje_värde_och_nyckel_vet_sin_plats():
    tabell = läs_text("a: 1\nbb:\n  - x\n  - {c: åäö, d: [1, 2]}\n", "f.yaml")
    assert str(tabell["a"].plats) == "f.yaml:1:4"
    assert str(tabell.nycklar["bb"]) == "f.yaml:2:1"
    inre = tabell["bb"][1]
    assert (inre["c"].plats.kolumn, inre["c"].plats.slut) == (9, 12)
    assert str(inre["d"][1].plats) == "f.yaml:4:21"
    assert isinstance(inre, Tabell)
    assert isinstance(inre["d"], Lista)
    assert (inre["d"].plats.kolumn, inre["d"].plats.slut) == (17, 23)


FEL = {
    "dubbel nyckel": ("a: 1\nb: 2\na: 3", 3, 1, "nyckeln ”a” finns redan på rad 1"),
    "dubbel nyckel skriven på två sätt": ("å: 1\na\u030a: 3", 2, 1, "nyckeln ”å” finns redan på rad 1"),
    "två dokument": ("a: 1\n---\nb: 2", 2, 1, "filen innehåller flera dokument"),
    "python-tagg": ("a: !!python/object/apply:os.system [ls]", 1, 4, "taggen"),
    "egen tagg": ("a: !x 1", 1, 4, "taggen !x"),
    "ankare": ("a: &x 1\nb: *x", 1, 4, "ankare"),
    "alias": ("a: *x", 1, 4, "ankare"),
    "för djupt": ("a: " + "[" * (DJUPASTE + 5), 1, 104, "nivåer"),
    "tom fil": ("", 1, 1, "filen är tom"),
    "bara kommentar": ("# hej\n", 1, 1, "filen är tom"),
    "tomt värde": ("a:\nb: 1", 1, 3, "värdet är tomt"),
    "lista överst": ("- a", 1, 1, "”nyckel: värde”"),
    "kommentar som äter text": ("a: Avtal #5", 1, 10, "läses som en kommentar"),
    "decimalkomma inom klamrar": ("a: {år: 1, procent: 2,4 %}", 1, 23, "delar värdet i två"),
    "tabb som indrag": ("a:\n\tb: 1", 2, 1, "en tabb"),
    "hårt mellanslag som indrag": ("a:\n\u00a0b: 1", 2, 1, "ett hårt mellanslag"),
    "hårt mellanslag efter kolon": ("a:\u00a01", 1, 3, "ett hårt mellanslag"),
    "vänd skrivriktning": ("a: b\u202ec", 1, 5, "U+202E"),
    "nolltecken": ("a: b\x00c", 1, 5, "U+0000"),
    "escapetecken": ("a: b\x1b[31m", 1, 5, "U+001B"),
    "osynligt tecken": ("a: b\u200bc", 1, 5, "U+200B"),
    "icketecken": ("a: b\ufffec", 1, 5, "U+FFFE"),
    "privat tecken": ("a: \uf0b7 punkt", 1, 4, "U+F0B7"),
    "halvt tecken i citat": ('a: "\\ud800"', 1, 7, "YAML"),
    "styrtecken i citat": ('a: "b\\x1bc"', 1, 4, "U+001B"),
    "citat utan slut": ("a: 'b\n", 2, 1, "citattecken är inte avslutat"),
    "parentes utan slut": ("a: [1, 2\n", 2, 1, "inte avslutad"),
    "två kolon": ("a: b: c", 1, 5, "kolon"),
    "kolon saknas": ("a: 1\nb\nc: 2", 2, 1, "kolon"),
    "snabel-a": ("a: @b", 1, 4, "särskild betydelse"),
    "nyckeln är en lista": ("? [a]\n: b", 1, 3, "ska vara ett ord"),
}  # fmt: skip


@pytest.mark.parametrize("namn", FEL)
def test_fel_har_rad_kolumn_och_förklaring(namn):
    text, rad, kolumn, väntat = FEL[namn]
    fel = felet(text)
    assert (fel.plats.rad, fel.plats.kolumn) == (rad, kolumn)
    assert väntat in fel.text


def test_kommentarer_med_mellanslag_är_tillåtna():
    assert läs_text("a: b   # en kommentar\n# en till\nc: 'Avtal #5'", "f.yaml") == {"a": "b", "c": "Avtal #5"}


def test_bomb_av_alias_läses_aldrig_ut():
    bomb = "a: &a [x]\n" + "\n".join(f"{b}: &{b} [*{a}, *{a}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    assert "ankare" in felet(bomb).text


def test_hundratusen_parenteser_fäller_inte_läsaren():
    assert "nivåer" in felet("a: " + "[" * 100_000).text


def test_bom_godtas_och_text_blir_nfc(tmp_path):
    path = tmp_path / "f.yaml"
    path.write_bytes("\ufeffa: Go\u0308teborg\r\nb: x\r\n".encode())
    assert läs_yaml(path, "f.yaml") == {"a": "Göteborg", "b": "x"}


@pytest.mark.parametrize(
    ("innehåll", "väntat"),
    [("a: å".encode("utf-16"), "UTF-16"), ("a: 1\nb: å".encode("cp1252"), "inte sparad som UTF-8")],
)
def test_andra_kodningar_avvisas_med_plats(tmp_path, innehåll, väntat):
    path = tmp_path / "f.yaml"
    path.write_bytes(innehåll)
    with pytest.raises(Underlagsfel, match=väntat) as fel:
        läs_yaml(path, "f.yaml")
    if "UTF-8" in väntat:
        assert str(fel.value.läsfel[0].plats) == "f.yaml:2:4"


def test_för_stor_fil_avvisas_utan_att_läsas(tmp_path):
    path = tmp_path / "f.yaml"
    path.write_bytes(b"a: " + b"x" * STÖRSTA_FIL)
    with pytest.raises(Underlagsfel, match="största tillåtna storlek är 5 MB"):
        läs_yaml(path, "f.yaml")


def test_fil_som_inte_finns_ger_läsfel(tmp_path):
    with pytest.raises(Underlagsfel, match="går inte att öppna"):
        läs_yaml(tmp_path / "f.yaml", "f.yaml")


@given(st.text(min_size=1).filter(lambda t: finn_förbjudet(t) is None and "\t" not in t))
def test_text_inom_citattecken_kommer_ut_som_den_är_skriven(text):
    skriven = yaml.safe_dump({"a": text}, allow_unicode=True, default_style='"', width=10**9)
    assert läs_text(skriven, "f.yaml")["a"] == unicodedata.normalize("NFC", text)


@given(st.text() | st.text("ab:-,{}[]#'\"|>&*!%@~?\\ \n\t", max_size=14))
@example("{;")
@example("[")
def test_vilken_text_som_helst_ger_uppgifter_eller_ett_läsfel_som_går_att_visa(text):
    brister = []
    try:
        läs_text(text, "f.yaml")
    except Underlagsfel as fel:
        brister = fel.läsfel
    assert all(brist.text and list(utdrag(brist.plats, "", (), Tecken(), 80)) for brist in brister)


def test_lång_text_kan_ligga_i_en_egen_fil_bredvid(tmp_path):
    (tmp_path / "lang-text.md").write_text("## Rubrik\r\n\r\nText.\r\n", encoding="utf-8")
    (tmp_path / "a.yaml").write_text("text: {fil: lang-text.md}\nlista: [{fil: lang-text.md}]\n", encoding="utf-8")
    läst = läs_yaml(tmp_path / "a.yaml", "mapp/a.yaml")
    assert läst["text"] == läst["lista"][0] == "## Rubrik\n\nText.\n"
    assert str(läst["text"].plats) == "mapp/lang-text.md:1:1"


@pytest.mark.parametrize(
    ("namn", "väntat"),
    [
        ("finns-inte.md", "filen finns-inte.md finns inte i mappen"),
        ("../b.md", "är ingen textfil bredvid"),
        ("/etc/passwd", "är ingen textfil bredvid"),
        ("b.txt", "är ingen textfil bredvid"),
        ("osynligt.md", "syns inte och får inte stå i uppgifterna"),
    ],
)
def test_en_textfil_som_inte_kan_läsas_sägs_med_plats(tmp_path, namn, väntat):
    (tmp_path / "osynligt.md").write_text("a\u202eb", encoding="utf-8")
    (tmp_path / "a.yaml").write_text(f"text: {{fil: {namn}}}\n", encoding="utf-8")
    with pytest.raises(Underlagsfel) as fel:
        läs_yaml(tmp_path / "a.yaml", "mapp/a.yaml")
    (läsfel,) = fel.value.läsfel
    assert väntat in läsfel.text
    assert läsfel.plats.rad == 1
    assert läsfel.plats.fil == ("mapp/osynligt.md" if namn == "osynligt.md" else "mapp/a.yaml")


def test_inget_tecken_som_syns_är_förbjudet_så_att_synlig_text_inte_behöver_letas_igenom():
    synliga = (chr(kod) for kod in range(sys.maxunicode + 1) if chr(kod).isprintable())
    assert not [t for t in synliga if _förbjudet(t)]
