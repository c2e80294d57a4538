"""Löpande text: det som skrivs i en liten del av Markdown sätts i Words format, och inget ord går förlorat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from wordfil import Q, delar, stycke, text_i

from avtalsgenerator.fel import Mallfel
from avtalsgenerator.fyllning import fyll
from avtalsgenerator.loptextxml import CELL, FORMAT, RUBRIKCELL, TABELL
from avtalsgenerator.mall import bygg_mall
from avtalsgenerator.modell.loptext import tolka
from avtalsgenerator.varden import Lucka, Stycke

HELT = """Ett **fett** och *kursivt* ord
på två rader.

## Rubrik

1. ett
2. två

- punkt

> citat

| Part | Belopp |
| --- | --- |
| Ale | 45 150 kr |

1. börjar om
"""
STILAR = "".join(f'<w:style w:styleId="{s}"/>' for s in (*FORMAT.values(), TABELL, CELL, RUBRIKCELL))
STILAR = STILAR.replace(
    '"Numreradlista"/>', '"Numreradlista"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
)
NUMRERING = '<w:numbering><w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num></w:numbering>'


@dataclass(frozen=True)
class Ord:
    text: Any
    titel: Any = "Ale & Lerum"


def mall(kropp, **mer):
    format_ = {"word/styles.xml": f"<w:styles>{STILAR}</w:styles>", "word/numbering.xml": NUMRERING}
    ns = ' xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    extra = {
        n: d.replace("<w:styles", f"<w:styles{ns}").replace("<w:numbering>", f"<w:numbering{ns}>").encode()
        for n, d in {**format_, **mer}.items()
    }
    return bygg_mall("prov.docx", {**delar(kropp), **extra})


def fylld(källa, kropp=None):
    return fyll(mall(kropp or stycke("{{p text }}")), Ord(tolka(källa) if isinstance(källa, str) else källa))


def dokument(källa, kropp=None):
    return etree.fromstring(fylld(källa, kropp).delar["word/document.xml"])


def test_varje_slag_av_text_får_sitt_format():
    rot = dokument(HELT)
    sett = [(p.find(f"{Q}pPr/{Q}pStyle"), "".join(t.text for t in p.iter(f"{Q}t"))) for p in rot.iter(f"{Q}p")]
    assert [(s.get(f"{Q}val"), t) for s, t in sett if s is not None] == [
        ("Normal", "Ett fett och kursivt ord på två rader."),
        ("Rubrik2", "Rubrik"),
        ("Numreradlista", "ett"),
        ("Numreradlista", "två"),
        ("Punktlista", "punkt"),
        ("Citat", "citat"),
        ("Tabellrubrik", "Part"),
        ("Tabellrubrik", "Belopp"),
        ("Tabelltext", "Ale"),
        ("Tabelltext", "45\u00a0150\u00a0kr"),
        ("Numreradlista", "börjar om"),
    ]
    assert ["".join(r.itertext()) for r in rot.iter(f"{Q}r") if r.find(f"{Q}rPr/{Q}b") is not None] == ["fett"]
    assert ["".join(r.itertext()) for r in rot.iter(f"{Q}r") if r.find(f"{Q}rPr/{Q}i") is not None] == ["kursivt"]


def test_varje_numrerad_lista_börjar_om_på_ett():
    svar = fylld(HELT, stycke("{{p text }}") + stycke("{{p text }}"))
    rot = etree.fromstring(svar.delar["word/document.xml"])
    nummer = [n.get(f"{Q}val") for n in rot.iter(f"{Q}numId")]
    assert nummer == ["1001", "1001", "1002", "1003", "1003", "1004"]
    numrering = etree.fromstring(svar.delar["word/numbering.xml"])
    nya = [n for n in numrering.iter(f"{Q}num") if int(n.get(f"{Q}numId")) > 1000]
    assert [n.find(f"{Q}abstractNumId").get(f"{Q}val") for n in nya] == ["3"] * 4
    assert all(n.find(f"{Q}lvlOverride/{Q}startOverride").get(f"{Q}val") == "1" for n in nya)


def test_tabellen_har_rubrikrad_och_beskrivning():
    (tabell,) = dokument(HELT).iter(f"{Q}tbl")
    assert tabell.find(f"{Q}tr/{Q}trPr/{Q}tblHeader") is not None
    assert tabell.find(f"{Q}tblPr/{Q}tblDescription").get(f"{Q}val") == "Tabell med kolumnerna Part, Belopp"


@pytest.mark.parametrize("text", ["<w:b/> & {{ titel }}", "{%p if x %}", "a < b", "&amp;"])
def test_text_blir_aldrig_kod(text):
    assert text_i(fylld(text).delar["word/document.xml"]) == text


def test_ett_vanligt_ord_i_ett_eget_stycke_går_också():
    assert text_i(fylld("x", stycke("{{p titel }}")).delar["word/document.xml"]) == "Ale & Lerum"


def test_löpande_text_mitt_i_ett_stycke_avvisas():
    with pytest.raises(Mallfel, match="löpande text ska stå som"):
        fylld("x", stycke("Ärendet: {{ text }}"))


def test_text_bredvid_avvisas():
    with pytest.raises(Mallfel, match=r"bredvid \{\{p skulle försvinna"):
        mall(stycke("Ärendet: {{p text }}"))


def test_en_lucka_syns_i_ett_utkast_och_stoppar_annars():
    with pytest.raises(Mallfel, match="uppgiften saknas: sammanfattning"):
        fylld(Lucka("sammanfattning"))
    svar = fyll(mall(stycke("{{p text }}")), Ord(Lucka("sammanfattning")), utkast=True)
    assert "[saknas: sammanfattning]" in text_i(svar.delar["word/document.xml"])


def test_en_mall_utan_formatmallarna_avvisas():
    with pytest.raises(Mallfel, match="formatmallen Rubrik2 saknas"):
        mall(stycke("{{p text }}"), **{"word/styles.xml": '<w:styles><w:style w:styleId="Normal"/></w:styles>'})


@pytest.mark.parametrize(
    ("källa", "vad"),
    [
        ("# Rubrik", "en rubrik på fel nivå"),
        ("[länk](http://x)", "en länk"),
        ("![bild](x.png)", "en bild"),
        ("`kod`", "kod"),
        ("```\nkod\n```", "ett kodstycke"),
        ("text\n\n---\n", "en linje"),
        ("3. tre", "en numrerad lista som inte börjar på 1"),
        ("- a\n  - b", "en lista inne i en lista"),
        ("1. a\n\n   b", "en punkt med flera stycken"),
        ("> ## x", "inne i en lista eller ett citat"),
        ("a  \nb", "en fast radbrytning"),
        ("| A | B |\n|---|---|\n| 1 | 2 | 3 |", "olika många celler"),
        ("| A | B |\n|---|---|\n| 1 |", "olika många celler"),
    ],
)
def test_det_som_inte_kan_sättas_avvisas_med_rad(källa, vad):
    with pytest.raises(ValueError, match=vad) as fel:
        tolka(källa)
    assert "på textens rad" in str(fel.value)


ORD = st.text("abcåäö§", min_size=1, max_size=6)


@given(st.lists(st.tuples(st.sampled_from(["", "## ", "- ", "1. ", "> "]), st.lists(ORD, min_size=1)), min_size=1))
def test_inget_ord_går_förlorat(stycken):
    källa = "\n\n".join(märke + " ".join(ord_) for märke, ord_ in stycken)
    block = tolka(källa).block
    assert all(isinstance(b, Stycke) for b in block)
    assert " ".join(b.text for b in block).split() == [o for _, ord_ in stycken for o in ord_]
