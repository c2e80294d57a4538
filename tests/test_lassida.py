"""Sidan att läsa i webbläsaren: hela texten, varje ord ur uppgifterna som en länk, inget hämtat utifrån, och läsbar för alla."""

import json
import re
from itertools import pairwise

import pytest
from fall import FALL, läge_för
from kommando import kör
from lassidor import Sida
from lxml import etree
from wordfil import Q, packa_upp

from avtalsgenerator import regler
from avtalsgenerator.dokument import gör_dokument
from avtalsgenerator.dokumentslag import dokumentslag

UTKAST = [fall for fall, (_, _, _, utkast) in FALL.items() if utkast]


@pytest.fixture(scope="module")
def sidor(verklig):
    """Varje utkast i det verkliga ärendet: (fall, dokument) → (dokumentet, dess sida)."""
    svar = {}
    for fall in UTKAST:
        _, namn, dag, _ = FALL[fall]
        läge = läge_för(verklig, namn, dag)
        anmärkningar = regler.kontrollera(läge)
        for slag in dokumentslag(läge):
            (d,) = gör_dokument(läge, anmärkningar, bara=slag.namn, utkast=True, sida=True)
            svar[fall, slag.namn] = d, d.sida.html().decode()
    return svar


def test_sidorna_är_rätt_byggda_och_varje_länk_leder_någonstans(sidor):
    for vilken, (_, html) in sidor.items():
        sida = Sida(html)
        assert len(sida.idn) == len(set(sida.idn)), vilken
        länkar = [e["href"] for e in sida.alla("a")]
        assert {h[1:] for h in länkar} <= set(sida.idn), vilken
        assert all(h.startswith("#") for h in länkar), vilken


def test_sidan_hämtar_inget_utifrån(sidor):
    for vilken, (_, html) in sidor.items():
        assert not re.search(r"https?:|//[a-z]|url\(|@import|\ssrc=|<link|<img|<iframe", html), vilken
        assert "default-src 'none'" in html


def test_sidan_har_dokumentets_hela_text(sidor):
    """Varje stycke i Word-filen finns på sidan, tecken för tecken; det som bara finns där är numren och sidans egna ord."""
    for vilken, (dokument, html) in sidor.items():
        på_sidan = "".join("".join(Sida(re.sub(r'<a class="not".*?</a>', "", html)).text).split())
        rot = etree.fromstring(packa_upp(dokument.innehåll)["word/document.xml"])
        for p in rot.iter(f"{Q}p"):
            stil = p.find(f"{Q}pPr/{Q}pStyle")
            if stil is None or not stil.get(f"{Q}val").startswith("Utkastrubrik"):
                text = "".join("".join(t.text or "" for t in p.iter(f"{Q}t")).split())
                assert text in på_sidan, vilken


def test_varje_innehållskontroll_är_en_länk_till_sin_uppgift(sidor):
    for vilken, (dokument, html) in sidor.items():
        rot = etree.fromstring(packa_upp(dokument.innehåll)["word/document.xml"])
        rutor = sum(1 for _ in rot.iter(f"{Q}sdt"))
        i_texten = html[html.index("<main") : html.index("</main>")]
        huvud = re.search(r'<p class="dokumenthuvud">.*?</p>', i_texten)[0]
        assert i_texten.count('class="uppgift"') - huvud.count('class="uppgift"') == rutor, vilken


def test_varje_länk_leder_till_just_det_ordets_ursprung(sidor):
    """Två ord kan börja i samma uppgift: andelen och bidraget är båda räknade ur partens folkmängd."""
    for vilken, (dokument, html) in sidor.items():
        main = html[html.index("<main") : html.index("</main>")]
        i_texten = main.split('<p class="dokumenthuvud">')[1].partition("</p>")[2]
        länkar = [int(n) for n in re.findall(r'<a class="uppgift" href="#u(\d+)">', i_texten)]
        intyg = json.loads(dokument.intyg)
        assert länkar == [o["ursprung"] for o in intyg["ord"] if o["del"] == "document.xml"], vilken


def test_varje_kommentar_står_bredvid_i_den_ordning_den_gäller_texten(sidor):
    (_, html) = sidor["verkligt-tillagg-utkast", "tillaggsavtal"]
    nummer = [int(n) for n in re.findall(r'<a class="not"[^>]*>(\d+)</a>', html)]
    assert nummer == list(range(1, len(nummer) + 1))
    assert len(nummer) > 50
    assert [int(n) for n in re.findall(r"<h3><a [^>]*>(\d+)\. ", html)] == nummer


def test_sidan_går_att_läsa_med_skärmläsare(sidor):
    """Språk, titel, en enda huvudrubrik, rubriknivåer utan hopp, tabeller med rubrikceller och en länk förbi det som inte är text."""
    for vilken, (_, html) in sidor.items():
        sida = Sida(html)
        assert sida.alla("html")[0]["lang"] == "sv"
        assert re.search(r"<title>[^<]+ \(utkast\)</title>", html), vilken
        main = html[html.index("<main") : html.index("</main>")]
        nivåer = [int(n) for n in re.findall(r"<h(\d)", main)]
        assert nivåer.count(1) <= 1, vilken
        assert all(efter <= före + 1 for före, efter in pairwise(nivåer)), vilken
        assert all(e.get("scope") == "col" for e in sida.alla("th"))
        assert '<a class="hoppa" href="#text">Till texten</a>' in html


def _ljushet(färg):
    färg = färg.lstrip("#")
    färg = "".join(c * 2 for c in färg) if len(färg) == 3 else färg
    kanaler = (int(färg[i : i + 2], 16) / 255 for i in (0, 2, 4))
    r, g, b = (k / 12.92 if k <= 0.04045 else ((k + 0.055) / 1.055) ** 2.4 for k in kanaler)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def test_texten_har_tillräcklig_kontrast_i_ljust_och_mörkt(sidor):
    """WCAG 2.1, 1.4.3: minst 4,5 gånger mellan text och bakgrund."""
    html = next(iter(sidor.values()))[1]
    ljus, mörk = (dict(re.findall(r"--(\w+): (#\w+)", block)) for block in re.findall(r":root \{([^}]*)\}", html))
    for färger in (ljus, mörk):
        par = [(t, b) for t in ("text", "svag", "lank", "fel", "varning") for b in ("papper", "yta")]
        ändrat = [("ny", "nyyta"), ("struken", "strukenyta")]
        for text, bakgrund in [*par, ("text", "vald"), ("lank", "vald"), ("lucktext", "lucka"), *ändrat]:
            ljusare, mörkare = sorted((_ljushet(färger[text]), _ljushet(färger[bakgrund])), reverse=True)
            assert (ljusare + 0.05) / (mörkare + 0.05) >= 4.5, (text, bakgrund, färger)


def test_uppgifternas_ord_kan_inte_bli_kod(övningsmapp):
    part = övningsmapp / "parter/latsasby/part.yaml"
    part.write_text(part.read_text("utf-8").replace("namn: Låtsasby kommun", 'namn: "<script>&kommun"', 1), "utf-8")
    assert kör("generera", "tillagg-latsasby", "--utkast", "--sida", "--ut", "ut", mapp=övningsmapp).kod == 0
    html = (övningsmapp / "ut/Tilläggsavtal Låtsasby (utkast).html").read_text("utf-8")
    assert "&lt;script&gt;&amp;kommun" in html
    assert html.count("<script>") == 1
    Sida(html)


def test_en_sida_av_ett_färdigt_dokument_görs_inte(övningsmapp):
    svar = kör("generera", "tillagg-latsasby", "--sida", "--ut", "ut", mapp=övningsmapp)
    assert (svar.kod, "Lägg till --utkast." in svar.fel) == (2, True)
    assert not (övningsmapp / "ut").exists()
