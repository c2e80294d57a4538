"""Det som blir när alla spårade ändringar godkänns eller avvisas är det som domaren säger, vad som än är ändrat."""

import itertools

import pytest
from domare import doma, som_den_är
from hypothesis import given, settings
from lxml import etree
from ordredigering import Utkast
from test_skillnad import block_med_avsnitt, fil, par, skillnad, stycke, stycken, tabell
from wordfil import packa_upp

from avtalsgenerator.granskning.besvarade import besvara, spårade
from avtalsgenerator.granskning.jamforbart import med_text
from avtalsgenerator.malltext import tolka_xml
from avtalsgenerator.paket import packa


def besvarat(innehåll, *, godkänn):
    delar = packa_upp(innehåll)
    rötter = {n: tolka_xml(n, x) for n, x in delar.items() if n.endswith(".xml")}
    for namn in med_text(rötter):
        besvara(rötter[namn], godkänn=godkänn)
        delar[namn] = etree.tostring(rötter[namn], xml_declaration=True, encoding="UTF-8")
    return packa(delar)


def pröva(a, b):
    s = skillnad(a, b)
    for godkänn in (True, False):
        assert som_den_är(besvarat(s.innehåll, godkänn=godkänn)) == doma(s.innehåll, godkänn=godkänn)


@settings(max_examples=80, deadline=None)
@given(par, stycken, stycken)
def test_stycken_och_tabeller(par, sist_a, sist_b):
    """Ett dokument som Word har sparat slutar alltid med ett stycke."""
    a, b = par
    pröva(fil("".join(a) + sist_a), fil("".join(b) + sist_b))


@settings(max_examples=30, deadline=None)
@given(block_med_avsnitt, block_med_avsnitt)
def test_flera_avsnitt(a, b):
    pröva(fil("".join(a) + stycke("sist")), fil("".join(b) + stycke("sist")))


@settings(max_examples=30, deadline=None)
@given(par, par)
def test_sidhuvuden_celler_och_noter(huvud, inne):
    def gör(h, i):
        i_cell = "".join(i) + stycke("slut")
        kropp = tabell([i_cell, "x"]) + stycke("text", '<w:r><w:footnoteReference w:id="1"/></w:r>')
        return fil(kropp, huvud="".join(h) + stycke("huvud"), noter=f'<w:footnote w:id="1">{i_cell}</w:footnote>')

    pröva(gör(huvud[0], inne[0]), gör(huvud[1], inne[1]))


def test_verkliga_dokument(alla):
    namn = sorted({n for _, n in alla if n.startswith(("Tilläggsavtal", "Bilaga 1"))})
    par_av = [[x for (_, n), x in alla.items() if n == vilket][:3] for vilket in namn]
    prövade = [pröva(a, b) for grupp in par_av for a, b in itertools.pairwise(grupp)]
    assert len(prövade) > 3


@pytest.mark.parametrize("vad", ["tillagt", "struket", "form"])
def test_varje_spårad_ändring_har_den_som_gjorde_den_dagen_och_orden(alla, vad):
    utkast = next(x for (_, n), x in alla.items() if n.startswith("Tilläggsavtal Låtsasby"))
    u = Utkast(utkast, spåra=True)
    u.byt_ord("rättigheter och skyldigheter", "åtaganden")
    u.sätt_utseende("Giltighet", b="")
    rot = tolka_xml("x", packa_upp(u.byte())["word/document.xml"])
    orden = {"tillagt": "åtaganden", "struket": "rättigheter och skyldigheter", "form": ""}
    assert [(s.av, s.dag, s.ord_) for s in spårade(rot) if s.slag == vad] == [("Karin Ek", "2026-02-03", orden[vad])]
