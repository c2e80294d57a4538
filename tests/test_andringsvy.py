"""Vyerna med ändringarna och med sidorna: inget ord saknas, och sidan är fortfarande en enda fil som alla kan läsa."""

from __future__ import annotations

import base64
import re
import shutil
from itertools import pairwise
from urllib.parse import unquote

import pytest
from bygg import GRUND, bygg
from domare import Stycke, som_den_är
from fall import FALL, PÅHITTAT, VERKLIGT, läge_för
from kommando import kör
from lassidor import Sida, inte_tomma, raderna, spårat
from lxml import etree
from test_skillnad import fil, rad, skillnad, stycke, tabell
from wordfil import Q, packa_upp

from avtalsgenerator.dokument import gör_dokument, medföljande_mallar
from avtalsgenerator.granskning.andringsvy import FANNS_INTE, skillnadssida, ändringsvy
from avtalsgenerator.granskning.jamforbart import jämförbart
from avtalsgenerator.granskning.lassida import Läsida, Vy
from avtalsgenerator.granskning.textsida import Textsida

NOT = '<w:r><w:footnoteReference w:id="1"/></w:r>'


def noten(text):
    return f'<w:footnote w:id="1">{stycke(text)}</w:footnote>'


def paragraf(namn, *texter):
    return stycke(namn, stil="Rubrik1") + "".join(map(stycke, texter))


SMÅ = {
    "en paragraf tillagd, en borttagen och en rad ny": (
        fil(paragraf("Parter", "Parterna:") + tabell(["Part"], ["Ale"]) + paragraf("Bidrag", "872 kr.") + paragraf("Tvist", "I domstol.") + stycke("slut"), huvud=stycke("Dnr 1")),
        fil(paragraf("Parter", "Parterna:") + tabell(["Part"], ["Ale"], ["Lerum <b>"]) + paragraf("Syfte", "Nytt.") + paragraf("Bidrag", "834 kr.") + stycke("slut"), huvud=stycke("Dnr 2")),
    ),
    "stycken sist i en cell, och en tabell borta": (
        fil(tabell(["x"]) + stycke("mitt") + "<w:tbl><w:tblPr/>" + rad([stycke("a") + stycke("b") + stycke("c")]) + "</w:tbl>" + stycke("slut")),
        fil(stycke("mitt") + "<w:tbl><w:tblPr/>" + rad([stycke("a")]) + "</w:tbl>" + stycke("slut") + stycke("och", ("b", " mer"))),
    ),
    "allt nytt": (fil(stycke("")), fil(paragraf("Parter", "Alla.") + tabell(["a", "b"]) + stycke("slut"))),
}  # fmt: skip


@pytest.fixture(scope="module")
def par(verklig, påhittad):
    """Namnet på ett par av dokument → det gamla och det nya."""
    stora = {}
    for namn, register, vad, bara in (
        ("tillägget när Alingsås har gått ur", verklig, VERKLIGT, "tillaggsavtal"),
        ("bilagan när Alingsås har gått ur", verklig, VERKLIGT, "kostnadsfordelning"),
    ):
        dagar = (FALL["verkligt-tillagg-utkast"][2], FALL["verkligt-tillagg-efter-alingsas-utkast"][2])
        lägen = (läge_för(register, vad, dag) for dag in dagar)
        stora[namn] = tuple(gör_dokument(läge, bara=bara, utkast=True)[0].innehåll for läge in lägen)
    mall = (medföljande_mallar() / "tillaggsavtal-anslutning.docx").read_bytes()
    (d,) = gör_dokument(läge_för(påhittad, PÅHITTAT), bara="tillaggsavtal")
    return SMÅ | stora | {"mallen ifylld": (mall, d.innehåll)}


@pytest.fixture(scope="module")
def vyer(par):
    """Paren → skillnaden, och vyns text."""
    svar = {}
    for namn, (a, b) in par.items():
        s = skillnad(a, b)
        svar[namn] = s, ändringsvy(s).html
    return svar


def texten(vy):
    """Sidhuvudet, texten och de andra sidhuvudena och sidfötterna i en vy."""
    huvud, _, resten = vy.split('<div class="text">\n')[1].rpartition("</div>\n</div>")[0].partition("</p>\n")
    text, *fötter = resten.split('<p class="dokumenthuvud">')
    return f"{huvud}</p>", text, [f"<p>{f}" for f in fötter]


def rader_i(innehåll):
    for block in innehåll:
        if isinstance(block, Stycke):
            yield from block.text.split("\n")
        else:
            yield from (text for rad_ in block for cell in rad_ for text in rader_i(cell))


def test_utan_det_strukna_är_texten_den_nya_och_utan_det_tillagda_den_gamla(par, vyer):
    """Stycke för stycke, så som Word visar de två dokumenten."""
    for namn, (_, vy) in vyer.items():
        huvud, text, _ = texten(vy)
        for bort, dokument in zip(("ins", "del"), par[namn], strict=True):
            facit = som_den_är(dokument)
            assert raderna(text, bort) == inte_tomma(rader_i(facit["text"])), (namn, bort)
            if väntat := inte_tomma(rader_i(facit.get("header default", []))):
                assert inte_tomma(" ".join(raderna(huvud, bort)).split("·")) == väntat, (namn, bort)


def test_numren_är_den_nya_textens_och_de_gamla_är_strukna(par, vyer):
    for namn, (_, vy) in vyer.items():
        for bort, dokument in zip(("ins", "del"), par[namn], strict=True):
            ensamt = Textsida(packa_upp(jämförbart("x.docx", dokument).packat())).brödtext()
            assert raderna(texten(vy)[1], bort, nummer=True) == raderna(ensamt, nummer=True), (namn, bort)
    vy = vyer["en paragraf tillagd, en borttagen och en rad ny"][1]
    assert [r for r in raderna(vy, nummer=True) if r.endswith("Bidrag")] == ["§ 2 § 3 Bidrag"]


def i_word(xml):
    """Allt tillagt och struket i en del av Word-filen, i ordning."""
    for e in etree.fromstring(xml).iter(f"{Q}ins", f"{Q}del"):
        if e.find(f"{Q}r") is not None:
            yield etree.QName(e).localname, "".join(t.text or "" for t in e.iter(f"{Q}t", f"{Q}delText"))


def test_varje_tillagt_och_struket_ord_i_word_filen_står_i_sitt_märke(vyer):
    for namn, (s, vy) in vyer.items():
        huvud, text, fötter = texten(vy)
        upp = packa_upp(s.innehåll)
        assert spårat(text) == list(i_word(upp["word/document.xml"])), namn
        sidans = [x for del_ in (huvud, *fötter) for x in spårat(del_)]
        delar = (upp[n] for n in upp if re.match(r"word/(header|footer)", n))
        assert sorted(sidans) == sorted(x for del_ in delar for x in i_word(del_)), namn
    assert sum(len(spårat(vy)) for _, vy in vyer.values()) > 100


def test_varje_ändring_sägs_också_i_ord_för_den_som_lyssnar(vyer):
    for _, vy in vyer.values():
        text = vy.split('<div class="text">')[1]
        for märke, ord_ in (("ins", "tillagt"), ("del", "struket")):
            assert text.count(f"<{märke}>") == text.count(f'<{märke}><span class="dolt"> {ord_}: </span>')
            assert text.count(f"</{märke}>") == text.count(f'<span class="dolt"> (slut på {ord_}) </span></{märke}>')


def test_hela_stycken_rader_och_paragrafer_är_märkta_som_nya_eller_borttagna(vyer):
    vy = vyer["en paragraf tillagd, en borttagen och en rad ny"][1]
    märkta = re.findall(r'<(\w+) class="(tillagd|struken)">(.*?)</\1>', vy)
    assert [(m, k, *(text for _, text in spårat(inne) if "§" not in text)) for m, k, inne in märkta] == [
        ("tr", "tillagd", "Lerum <b>"),
        ("p", "tillagd", "Syfte"),
        ("p", "tillagd", "Nytt."),
        ("p", "struken", "Tvist"),
        ("p", "struken", "I domstol."),
    ]


def test_noter_och_det_som_inte_är_text():
    bild = "<w:r><w:drawing/></w:r>"
    före = fil(stycke("Text", NOT) + stycke("Se "), noter=noten("SCB 2019"))
    nu = fil(stycke("Text", NOT) + stycke("Se ", bild), noter=noten("SCB 2020"))
    vy = ändringsvy(skillnad(före, nu)).html
    assert spårat(texten(vy)[1]) == [("ins", "[bild]"), ("del", "2019"), ("ins", "2020")]
    assert 'href="#ny-not1" id="ny-not1-vid"' in vy
    borta = ändringsvy(skillnad(före, fil(stycke("Text") + stycke("Se ")))).html
    assert [text for märke, text in spårat(texten(borta)[1]) if märke == "del"][-1] == "SCB 2019"
    ensamt = Textsida(packa_upp(nu)).brödtext()
    assert 'href="#not1" id="not1-vid"' in ensamt
    assert raderna(ensamt) == ["Text", "Se", "1 SCB 2020"]


# Sidan som kommandot gör


@pytest.fixture
def ändrad(övningsmapp):
    """Övningsmappen med en annan dag för tillägget."""
    path = övningsmapp / f"avtal/{PÅHITTAT}.yaml"
    path.write_text(path.read_text("utf-8").replace("2026-01-01", "2026-07-01"), "utf-8")
    return övningsmapp


GENERERA = ("generera", "tillagg-latsasby", "--utkast", "--sida", "--ut", "ut")
HTML = "Tilläggsavtal Låtsasby (utkast).html"


def prövad(html):
    """En sida med flera vyer, när den är rätt byggd, hel i sig själv och går att läsa med skärmläsare."""
    sida = Sida(html)
    assert len(sida.idn) == len(set(sida.idn))
    inåt = {e["href"] for e in sida.alla("a") if not e["href"].endswith(".pdf")}
    assert inåt <= {f"#{id_}" for id_ in sida.idn}
    utan_pdf = re.sub(r'data:application/pdf;base64,[^"]*', "", html)
    assert not re.search(r"https?:|//[a-z]|url\(|@import|\ssrc=|<link|<img|<iframe|localStorage|cookie", utan_pdf)
    assert re.search(r"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'[^*\"]*\"", html)
    nivåer = [int(n) for n in re.findall(r"<h(\d)", html)]
    assert nivåer.count(1) == 1
    assert all(efter <= före + 1 for före, efter in pairwise(nivåer))
    return sida


def test_sidan_får_en_vy_med_samma_ord_som_i_terminalen(ändrad):
    assert kör(*GENERERA, "--mot", str(GRUND), mapp=ändrad).kod == 0
    html = (ändrad / "ut" / HTML).read_text("utf-8")
    prövad(html)
    terminal = kör("skillnad", "tillagg-latsasby", "--mot", str(GRUND), mapp=ändrad).ut.splitlines()
    rader = re.findall(r"<(dt|dd)>(.*?)</", html)
    plats, i_vyn = "", []
    for märke, text in rader:
        plats = text if märke == "dt" else plats
        i_vyn += [f"{plats} {text}"] if märke == "dd" else []
    assert i_vyn == terminal[1 : terminal.index("")]
    assert terminal[-2] in html
    bilaga = (ändrad / "ut/Bilaga 1 Kostnadsfördelning (utkast).html").read_text("utf-8")
    assert ("del", "2026-01-01") in spårat(bilaga)


def test_flikarna_följer_mönstret_för_flikar_och_utan_skript_är_de_länkar(ändrad):
    kör(*GENERERA, "--bara", "tillaggsavtal", "--mot", "mall", mapp=ändrad)
    html = (ändrad / "ut" / HTML).read_text("utf-8")
    vyer = re.findall(r'<section class="vy" id="(\w+)" aria-label="(\w+)">', html)
    assert vyer == [("texten", "Texten"), ("andringar", "Ändringar")]
    nav = re.search(r'<nav class="vyval" aria-label="Vyer">(.*?)</nav>', html, re.DOTALL)[1]
    assert re.findall(r'<a href="#(\w+)">(\w+)</a>', nav) == vyer
    mall = re.search(
        r'<template id="flikar"><div class="vyval" role="tablist" aria-label="Vyer">(.*?)</div>', html, re.S
    )
    flikar = re.findall(r'<button type="button" role="tab" id="flik-(\w+)" aria-controls="(\w+)">(\w+)<', mall[1])
    assert flikar == [(id_, id_, namn) for id_, namn in vyer]
    skript = html[html.index("<script>") :]
    for ord_ in ("tabpanel", "aria-labelledby", "aria-selected", "tabIndex", "ArrowRight", "ArrowLeft", "Home", "End"):
        assert ord_ in skript
    assert '<section class="vy" id="texten" hidden' not in html


def test_utan_mot_finns_ingen_vy_och_inga_flikar(övningsmapp):
    kör(*GENERERA, "--bara", "tillaggsavtal", mapp=övningsmapp)
    html = (övningsmapp / "ut" / HTML).read_text("utf-8")
    prövad(html)
    synligt = re.sub(r"<(style|script)>.*?</\1>", "", html, flags=re.DOTALL)
    assert not re.search(r"Ändringar|Sidor|tablist|<nav|object-src|<ins|<del", synligt)


def test_ett_oförändrat_dokument_och_ett_som_inte_fanns_sägs_vara_det(övningsmapp, påhittad):
    kör(*GENERERA, "--bara", "tillaggsavtal", "--mot", str(GRUND), mapp=övningsmapp)
    html = (övningsmapp / "ut" / HTML).read_text("utf-8")
    prövad(html)
    assert re.search(r"Från [^<]+ i [^<]+ till Tilläggsavtal Låtsasby \(utkast\)\.docx\. Inga skillnader\.</p>", html)
    läge = läge_för(påhittad, PÅHITTAT)
    (d,) = gör_dokument(läge, bara="tillaggsavtal", utkast=True, sida=True, förut={})
    assert FANNS_INTE in d.sida.html().decode()


def test_ett_dokument_som_inte_längre_görs_nämns(tmp_path):
    mapp = bygg(tmp_path / "nu", {"avtal/konsumentvagledning/avtal.yaml": {"finansiering": "", "betalning": ""}})
    svar = kör(*GENERERA, "--mot", str(GRUND), mapp=mapp)
    assert (svar.kod, "varning: förut gjordes också kostnadsfordelning;" in svar.ut) == (0, True)
    assert "varning: förut" not in kör(*GENERERA, "--bara", "signaturlista", "--mot", str(GRUND), mapp=mapp).ut


def test_en_part_som_inte_var_med_förut_har_inget_att_jämföra_med(övningsmapp, tmp_path):
    förut = bygg(tmp_path / "förut", {f"avtal/{PÅHITTAT}.yaml": {"ansluter": ["nyby"]}})
    shutil.copytree(förut / "parter/latsasby", förut / "parter/nyby")
    assert kör(*GENERERA, "--part", "latsasby", "--mot", str(förut), mapp=övningsmapp).kod == 0
    (fil_,) = (övningsmapp / "ut").glob("*.html")
    assert FANNS_INTE in fil_.read_text("utf-8")


@pytest.mark.parametrize(
    ("args", "kod", "väntat"),
    [
        (("--mot", "mall"), 2, "lägg till --utkast --sida"),
        (("--utkast", "--mot", "mall"), 2, "lägg till --utkast --sida"),
        (("--sida", "--mot", "mall"), 2, "en sida att läsa görs bara av ett utkast"),
        (("--utkast", "--sida", "--mot", "finns-inte"), 2, "”finns-inte” är ingen mapp, och ingen revision"),
        (("--utkast", "--sida", "--mot", "TRASIG"), 3, "i TRASIG: "),
        (("--utkast", "--sida", "--mot", "mall", "--bara", "x"), 2, "dokumentet ”x” hör inte till"),
        (("--utkast", "--sida", "--mot", "GRUND", "--bara", "x"), 2, "dokumentet ”x” hör inte till"),
    ],
)
def test_det_som_inte_går_ger_ett_fel_och_inga_filer(övningsmapp, tmp_path, args, kod, väntat):
    trasig = tmp_path / "trasig"
    if "TRASIG" in args:
        shutil.copytree(GRUND, trasig)
        (trasig / f"avtal/{PÅHITTAT}.yaml").write_text("handling: [", "utf-8")
    byt = {"TRASIG": str(trasig), "GRUND": str(GRUND)}
    svar = kör("generera", "tillagg-latsasby", "--ut", "ut", *(byt.get(a, a) for a in args), mapp=övningsmapp)
    assert (svar.kod, svar.ut) == (kod, "")
    assert väntat.replace("TRASIG", str(trasig)) in svar.fel
    assert not (övningsmapp / "ut").exists()


# En sida med bara ändringarna


def test_skillnaden_sparas_som_en_sida(tmp_path):
    for namn, innehåll in zip("ab", SMÅ["en paragraf tillagd, en borttagen och en rad ny"], strict=True):
        (tmp_path / f"{namn}.docx").write_bytes(innehåll)
    kommando = ("skillnad", "a.docx", "b.docx", "--ut", "s.html")
    assert kör(*kommando, mapp=tmp_path).ut.splitlines()[-1] == "✓ Sparade en sida med ändringarna i s.html"
    html = (tmp_path / "s.html").read_text("utf-8")
    prövad(html)
    assert "<h1>Ändringar i b.docx</h1>" in html
    assert "UTKAST" not in html
    assert "Nya nummer: § 2 → § 3" in html
    assert kör(*kommando, mapp=tmp_path).ut.splitlines()[-1] == "✓ Sidan med ändringarna finns redan i s.html"
    svar = kör("skillnad", "b.docx", "a.docx", "--ut", "s.html", mapp=tmp_path)
    assert (svar.kod, (tmp_path / "s.html").read_text("utf-8")) == (4, html)


def test_sidan_med_ändringar_i_ett_utkast_är_märkt_som_utkast(vyer):
    html = skillnadssida(vyer["tillägget när Alingsås har gått ur"][0]).decode()
    prövad(html)
    assert '<p class="marke">UTKAST – får inte skrivas under</p>' in html


# Vyn med sidorna


def test_vyn_med_sidorna_har_pdf_en_i_sig_och_en_länk_till_filen_bredvid():
    namn, pdf = "Avtal 50% & <mer> å.pdf", b"%PDF-1.7" + bytes(range(256))
    text = Vy("texten", "Texten", "<h1>Avtal</h1>")
    html = Läsida("Avtal", "", (), (text,)).med_pdf(namn, pdf).html().decode()
    sida = prövad(html)
    (objekt,) = sida.alla("object")
    assert objekt["type"] == "application/pdf"
    assert base64.b64decode(objekt["data"].removeprefix("data:application/pdf;base64,")) == pdf
    assert objekt["title"] == f"Sidorna i {namn}"
    länkar = [e["href"] for e in sida.alla("a") if e["href"].endswith(".pdf")]
    assert [unquote(h) for h in länkar] == [namn, namn]
    i_objektet = re.search(r"<object .*?</object>", html, re.DOTALL)[0]
    assert "Webbläsaren visar inte PDF här." in i_objektet
    assert länkar[0] in i_objektet
    assert re.search(r'<details class="pdf">\s*<summary>[^<]+</summary>\s*<object', html)
    assert '; object-src data:; frame-src data:"' in html
