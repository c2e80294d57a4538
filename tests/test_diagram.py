"""Staplarna: fristående, läsbara utan färg, och ingen text går in i en annan."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from test_antagande import FRÅGAN, om

from avtalsgenerator.antagande.diagram import KANT, TECKENBREDD, TYP, Diagram, Stapel, diagram, svg, tecken

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(params=["före och efter", "lägst och högst", "långa namn"])
def ritad(request, verklig) -> tuple[Diagram, etree._Element]:
    if request.param == "långa namn":
        namn = "Samordningsförbundet för <alla> & envar i Östra och Västra Vidsträckta Häraderna"
        d = Diagram("Rubrik " * 20, "under " * 60, ((namn, (Stapel("före", Fraction(7), "7 kr"), Stapel("efter", None, "inte part"))),))  # fmt: skip
    else:
        d = diagram(om(verklig, *(FRÅGAN if "före" in request.param else ("kanske ale,lilla-edet,boras",))))
    return d, etree.fromstring(svg(d))


def test_bilden_är_fristående_och_läses_upp(ritad):
    d, rot = ritad
    bild = svg(d).decode()
    assert rot.tag == f"{SVG}svg"
    assert (rot.get("lang"), rot.get("role"), rot.get("aria-labelledby")) == ("sv", "img", "titel beskrivning")
    assert rot.findtext(f"{SVG}title") == d.rubrik
    for namn, staplar in d.grupper:
        for s in staplar:
            assert f"{s.serie} {s.text}" in rot.findtext(f"{SVG}desc")
        assert namn in rot.findtext(f"{SVG}desc")
    assert not re.search(r"<script|<image|@import|@font-face|url\(|href|<foreignObject", bild)
    assert bild.count("http") == 1, "bara namnrymden"
    assert {e.tag.removeprefix(SVG) for e in rot} == {"title", "desc", "style", "rect", "text", "line"}
    assert bild == svg(d).decode()


def test_varje_värde_står_som_text_och_ingen_text_går_in_i_en_annan_eller_utanför(ritad):
    d, rot = ritad
    bredd, höjd = (float(rot.get(n)) for n in ("width", "height"))
    lådor = []
    for t in rot.iter(f"{SVG}text"):
        storlek = 18 if "rubrik" in t.get("class") else TYP
        x, y, längd = float(t.get("x")), float(t.get("y")), len(t.text) * storlek * TECKENBREDD
        vänster = x - längd if t.get("text-anchor") == "end" else x
        lådor.append((vänster, y - storlek * 0.8, vänster + längd, y + storlek * 0.25, t.text))
    for v, ö, h, n, text in lådor:
        assert v >= KANT - 1, text
        assert h <= bredd - KANT + 1, text
        assert 0 <= ö < n <= höjd, text
    for i, (v, ö, h, n, text) in enumerate(lådor):
        for v2, ö2, h2, n2, text2 in lådor[i + 1 :]:
            assert h <= v2 or h2 <= v or n <= ö2 or n2 <= ö, (text, text2)
    texter = {t.text for t in rot.iter(f"{SVG}text")}
    assert {f"{s.serie} {s.text}{s.mer}" for _, ss in d.grupper for s in ss} <= texter


def test_staplarna_skiljer_sig_åt_utan_färg_och_tål_mörkt_läge(ritad):
    _, rot = ritad
    stil = rot.findtext(f"{SVG}style")
    ljus, mörk = stil.split("@media (prefers-color-scheme:dark)")
    for del_ in (ljus, mörk):
        fyllning = dict(re.findall(r"\.(yta|ett|tva|ord)\{fill:(#[0-9a-f]{6})", del_))
        ljushet = {k: sum(int(v[i : i + 2], 16) * w for i, w in ((1, 0.2126), (3, 0.7152), (5, 0.0722))) for k, v in fyllning.items()}  # fmt: skip
        assert fyllning["ett"] == fyllning["yta"], "den första stapeln är bara en ram"
        assert abs(ljushet["tva"] - ljushet["yta"]) > 100
        assert abs(ljushet["ord"] - ljushet["yta"]) > 200


def test_staplarnas_längd_står_i_förhållande_till_beloppet(verklig):
    rot = etree.fromstring(svg(diagram(om(verklig, *FRÅGAN))))
    längder = [float(r.get("width")) for r in rot.iter(f"{SVG}rect") if r.get("class") in ("ett", "tva")]
    assert längder[0] == max(längder)
    assert abs(längder[2] / längder[0] - 750_000 / 872_100) < 0.001


@given(
    värde=st.none() | st.fractions(0, 10**7), störst=st.integers(1, 10**7), bredd=st.integers(1, 200),
    delar=st.sampled_from(["#", "▏▎▍▌▋▊▉█"]),
)  # fmt: skip
def test_en_stapel_ryms_och_syns_om_det_finns_något_att_visa(värde, störst, bredd, delar):
    rad = tecken(min(värde, Fraction(störst)) if värde is not None else None, störst, bredd, delar)
    assert len(rad) <= max(1, bredd)
    assert bool(rad) == bool(värde)
    assert set(rad) <= set(delar)
