"""En fil ändras bara där den ska: uppgifterna blir de gamla med ändringen, och alla andra rader står kvar som de var."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from conftest import ROT
from hypothesis import given
from hypothesis import strategies as st

from avtalsgenerator.fel import Dokumentfel
from avtalsgenerator.indata import finn_förbjudet, läs_text
from avtalsgenerator.indata.bitar import skriv_yaml
from avtalsgenerator.redigera import BOM, lägg_till, ny_fil, sätt, ta_bort

# Slumpade filer: vilka uppgifter som helst, skrivna på olika sätt

ord_ = st.text(
    st.sampled_from("abåäö ÅÄÖ09:#,-–'\"|>{}[]&*!%@`~?\\é§\u00a0e\n"), min_size=1, max_size=9
) | st.sampled_from(
    ["nej", "2024-01-01", "12 345", "null", "2,4 %", "Avtal #5", "a: b", "- x", "rad 1\nrad 2\n", "😀", "ide\u0301"]
)
text = ord_.map(lambda t: unicodedata.normalize("NFC", t)).filter(
    lambda t: finn_förbjudet(t) is None and ":\u00a0" not in t
)
nyckel = st.sampled_from(["a", "b", "å", "bb", "från", "x y", "e\u0301"]).map(lambda t: unicodedata.normalize("NFC", t))
uppgifter = st.dictionaries(
    nyckel,
    st.recursive(
        text, lambda inre: st.lists(inre, max_size=3) | st.dictionaries(nyckel, inre, max_size=3), max_leaves=6
    ),
    min_size=1,
    max_size=4,
)
kommentar = st.sampled_from(["", "", "", "   # en kommentar", " # { [ - a: b"])
mellanrum = st.sampled_from(["", "", "", "\n", "# ovanför\n", " # lite in\n"])


def _ord(draw, text):
    skrivet = skriv_yaml([text], klamrar=True).strip()[1:-1]
    if text.isascii() and draw(st.booleans()):
        return json.dumps(text)
    return unicodedata.normalize("NFD", skrivet) if "\\" not in skrivet and draw(st.booleans()) else skrivet


def _inom_klamrar(draw, värde):
    if isinstance(värde, str):
        return _ord(draw, värde)
    luft = draw(st.sampled_from(["", " ", "\n      ", " # k\n      "]))
    komma = draw(st.sampled_from([", ", ",\n      ", " ,  "]))
    if isinstance(värde, list):
        delar, (vänster, höger) = [_inom_klamrar(draw, v) for v in värde], "[]"
    else:
        delar, (vänster, höger) = [f"{_ord(draw, k)}: {_inom_klamrar(draw, v)}" for k, v in värde.items()], "{}"
    sist = "," if delar and draw(st.booleans()) else ""
    return vänster + luft + komma.join(delar) + sist + luft + höger


def _rader(draw, värde, indrag, *, fortsätter=False):
    """En samling på egna rader. ``fortsätter`` när den första står på samma rad som ett streck."""
    ut = ""
    for nyckel, del_ in värde.items() if isinstance(värde, dict) else ((None, v) for v in värde):
        början = "-" if nyckel is None else f"{_ord(draw, nyckel)}:"
        före = "" if fortsätter and not ut else draw(mellanrum) + " " * indrag
        ut += före + början + _efter(draw, del_, indrag, nyckel)
    return ut


def _efter(draw, värde, indrag, nyckel):
    """Det som följer på ett kolon eller (utan nyckel) ett streck, med radbyte sist."""
    if isinstance(värde, str) and "\n" in värde and draw(st.booleans()):
        första, _, resten = skriv_yaml({"x": värde}).removeprefix("x:").removesuffix("\n").partition("\n")
        if första.startswith(" |"):
            return f"{första}\n" + "".join(f"{' ' * indrag}{r}\n" if r else "\n" for r in resten.split("\n"))
    if isinstance(värde, str) or not värde or draw(st.booleans()):
        return " " + _inom_klamrar(draw, värde) + draw(kommentar) + "\n"
    if nyckel is None and draw(st.booleans()):
        return " " + _rader(draw, värde, indrag + 2, fortsätter=True)
    minst = 0 if nyckel is not None and isinstance(värde, list) else 1
    return draw(kommentar) + "\n" + _rader(draw, värde, indrag + draw(st.integers(minst, 4)))


@st.composite
def filer(draw):
    """(text, uppgifter) där texten säger just uppgifterna."""
    sagt = draw(uppgifter)
    text = draw(mellanrum) + _rader(draw, sagt, 0) + draw(mellanrum)
    if draw(st.booleans()):
        text = text.removesuffix("\n")
    text = text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))
    return draw(st.sampled_from(["", BOM])) + text, sagt


def stigar(värde, stig=()):
    """Alla vägar till något i uppgifterna."""
    delar = värde.items() if isinstance(värde, dict) else enumerate(värde) if isinstance(värde, list) else ()
    for steg, del_ in delar:
        yield (*stig, steg)
        yield from stigar(del_, (*stig, steg))


def i(uppgifter, stig):
    for steg in stig:
        uppgifter = uppgifter[steg]
    return uppgifter


def läst(text):
    return läs_text(text.removeprefix(BOM), "f.yaml")


def vanlig(värde):
    """En egen kopia att ändra i."""
    return json.loads(json.dumps(värde))


def rader(text):
    return text.split("\n")


def samma_runt_omkring(före, efter):
    """Raderna före och efter det ändrade stället är desamma; svaret är hur många gamla och nya rader som skiljer."""
    a, b = rader(före), rader(efter)
    lika = 0
    while lika < min(len(a), len(b)) and a[lika] == b[lika]:
        lika += 1
    sist = 0
    while sist < min(len(a), len(b)) - lika and a[-1 - sist] == b[-1 - sist]:
        sist += 1
    return a[lika : len(a) - sist], b[lika : len(b) - sist]


@given(filer())
def test_den_slumpade_filen_säger_det_den_ska(fil):
    text, sagt = fil
    assert läst(text) == sagt


@given(uppgifter | st.fixed_dictionaries({"a": uppgifter}))
def test_det_som_skrivs_läses_tillbaka_lika(sagt):
    assert läs_text(skriv_yaml(sagt), "f.yaml") == läs_text(skriv_yaml(sagt, klamrar=True), "f.yaml") == sagt
    assert läst(ny_fil("f.yaml", sagt).efter.decode()) == sagt


nya = st.one_of(
    text, st.just({"part": "ale", "av": ["A, B", "C: D"]}), st.just(["x", "y # z"]), st.just({"x": {"y": "z " * 90}})
)


@given(filer(), nya, st.data())
def test_en_ny_nyckel_rör_inga_andra_rader(fil, värde, data):
    text, sagt = fil
    väntat = vanlig(sagt)
    stig = data.draw(st.sampled_from([(), *(s for s in stigar(sagt) if isinstance(i(sagt, s), dict))]))
    i(väntat, stig)["ny"] = värde
    efter = sätt(text, (*stig, "ny"), värde, "f.yaml")
    assert läst(efter) == väntat
    _bara_tillagt(text, efter)


@given(filer(), nya, st.data())
def test_en_ny_post_rör_inga_andra_rader(fil, post, data):
    text, sagt = fil
    väntat = vanlig(sagt)
    stig = data.draw(st.sampled_from([("undertecknat",), *(s for s in stigar(sagt) if isinstance(i(sagt, s), list))]))
    if stig == ("undertecknat",):
        väntat["undertecknat"] = []
    i(väntat, stig).append(post)
    efter = lägg_till(text, stig, post, "f.yaml")
    assert läst(efter) == väntat
    _bara_tillagt(text, efter)


def _bara_tillagt(före, efter):
    """Allt som stod står kvar i samma ordning: rader har tillkommit, eller tecken på en enda rad."""
    assert efter.startswith(BOM) == före.startswith(BOM)
    assert efter.endswith("\n") == före.endswith("\n")
    assert ("\r\n" in efter) == ("\r\n" in före) or "\n" not in före
    if "\r\n" in före:
        assert efter.count("\r\n") == efter.count("\n")
    borta, nya = samma_runt_omkring(före, efter)
    if len(borta) > 1 or (len(borta) == 1 and borta[0].rstrip("\r") != nya[0].rstrip("\r")):
        assert len(borta) == len(nya) == 1
        gammal, ny = borta[0], nya[0]
        början = next((n for n, (x, y) in enumerate(zip(gammal, ny, strict=False)) if x != y), len(gammal))
        assert ny.endswith(gammal[början:])


@given(filer(), nya, st.data())
def test_ett_ersatt_värde_lämnar_resten_i_fred(fil, värde, data):
    text, sagt = fil
    väntat = vanlig(sagt)
    stig = data.draw(st.sampled_from(list(stigar(sagt))))
    i(väntat, stig[:-1])[stig[-1]] = värde
    try:
        efter = sätt(text, stig, värde, "f.yaml")
    except Dokumentfel:
        assert "#" in text
        assert "\n" in str(värde)  # en kommentar efter värdet får ingen plats i en text på flera rader
        return
    assert läst(efter) == väntat
    assert efter.endswith("\n") == text.endswith("\n")


@given(filer(), st.data())
def test_det_som_tas_bort_är_det_enda_som_försvinner(fil, data):
    text, sagt = fil
    stig = data.draw(st.sampled_from(list(stigar(sagt))))
    while len(stig) > 1 and len(i(sagt, stig[:-1])) == 1:
        stig = stig[:-1]
    if len(stig) == 1 and len(sagt) == 1:
        return
    väntat = vanlig(sagt)
    del i(väntat, stig[:-1])[stig[-1]]
    try:
        efter = ta_bort(text, stig, "f.yaml")
    except Dokumentfel:
        assert re.search(r"\n *#", text)  # en kommentar om nästa post skulle ha försvunnit
        return
    assert läst(efter) == väntat
    assert efter.endswith("\n") or not text.endswith("\n")
    borta, nya = samma_runt_omkring(text, efter)
    kvar = iter("".join(borta))
    assert all(tecken in kvar for tecken in "".join(nya))  # det som står kvar stod där förut, i samma ordning


@given(filer(), st.data())
def test_en_tillagd_post_som_tas_bort_igen_ger_samma_fil(fil, data):
    text, sagt = fil
    listor = [s for s in stigar(sagt) if isinstance(i(sagt, s), list) and i(sagt, s)]
    if not listor:
        return
    stig = data.draw(st.sampled_from(listor))
    post = data.draw(nya)
    efter = lägg_till(text, stig, post, "f.yaml")
    assert ta_bort(efter, (*stig, len(i(sagt, stig))), "f.yaml") == text


# Enskilda fall


@pytest.mark.parametrize(
    ("före", "efter"),
    [
        ("a: 1\nu:\n  - {part: x}   # klar\n# slut\n", "a: 1\nu:\n  - {part: x}   # klar\n  - {part: y, dag: 2024-01-01}\n# slut\n"),
        ("u:\n- part: x\n  dag: 1\nb: 2\n", "u:\n- part: x\n  dag: 1\n- part: y\n  dag: 2024-01-01\nb: 2\n"),
        ("u: [{part: x}]  # k\n", "u: [{part: x}, {part: y, dag: 2024-01-01}]  # k\n"),
        ("u: []\nb: 2", "u: [{part: y, dag: 2024-01-01}]\nb: 2"),
        ("b: 2", "b: 2\nu:\n  - {part: y, dag: 2024-01-01}"),
        ("b: 2\r\n\r\n", "b: 2\r\nu:\r\n  - {part: y, dag: 2024-01-01}\r\n\r\n"),
        ("\ufeffb: 2\n", "\ufeffb: 2\nu:\n  - {part: y, dag: 2024-01-01}\n"),
        ("{b: 2}\n", "{b: 2, u: [{part: y, dag: 2024-01-01}]}\n"),
        ("t: |\n  hej\n\n# k\n", "t: |\n  hej\nu:\n  - {part: y, dag: 2024-01-01}\n\n# k\n"),
    ],
)  # fmt: skip
def test_en_post_får_listans_stil(före, efter):
    post = {"part": "y", "dag": "2024-01-01"}
    assert lägg_till(före, ("u",), post, "f.yaml") == efter
    assert ta_bort(efter, ("u", len(läst(före).get("u", []))), "f.yaml").rstrip() in (
        före.rstrip(),
        före.replace("u: []\n", "").rstrip(),
    )


def test_en_nyckel_längre_ned_skapar_det_som_saknas_på_vägen():
    assert sätt("a: 1\n", ("b", "c"), "x: y", "f.yaml") == 'a: 1\nb: {c: "x: y"}\n'


def test_ett_skrivsätt_som_inte_går_att_ändra_säkert_avvisas():
    with pytest.raises(Dokumentfel, match=r"f\.yaml är skriven så att ändringen inte går att göra säkert") as fel:
        sätt("a: [b: c]\n", ("a", 0, "d"), "e", "f.yaml")
    assert fel.value.råd == "Ändra i filen för hand."


def test_de_verkliga_filerna_ändras_bara_på_en_rad():
    for path in sorted(ROT.glob("avtal/*/*.yaml")) + sorted(ROT.glob("parter/*/*.yaml")):
        text = path.read_text(encoding="utf-8")
        efter = lägg_till(text, ("undertecknat",), {"part": "ale", "av": "X"}, path.name)
        borta, nya = samma_runt_omkring(text, efter)
        assert (borta, nya) == ([], ["undertecknat:", "  - {part: ale, av: X}"])
        assert ta_bort(efter, ("undertecknat", 0), path.name) == text


def test_en_post_vars_streck_står_på_egen_rad_kan_bli_flera_rader():
    text = "a:\n- x\n-\n    b: 1\n    c: 2\n"
    assert sätt(text, ("a", 1), {"d": {"e": "z " * 60}}, "f.yaml") == f'a:\n- x\n-\n    d:\n      e: "{"z " * 60}"\n'
