"""Motorn fyller som docxtpl, del för del, men skriver alltid välformad XML och går aldrig utanför sina gränser."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass, fields, replace
from types import SimpleNamespace
from typing import Any

import pytest
from bygg import bygg
from docxtpl import DocxTemplate
from fall import FALL, läge_för
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2 import Environment
from lxml import etree
from markupsafe import Markup
from wordfil import Q, delar, rad, stycke, tabell, text_i

from avtalsgenerator import paket, register, utskrift
from avtalsgenerator.dokument import finn_mall
from avtalsgenerator.dokumentslag import dokumentslag, mallar
from avtalsgenerator.fel import Mallfel
from avtalsgenerator.fyllning import fyll
from avtalsgenerator.loptextxml import antal_listor, som_xml
from avtalsgenerator.mall import bygg_mall
from avtalsgenerator.malldel import FYLLS
from avtalsgenerator.mallminne import som_json, ur_json
from avtalsgenerator.malltext import W
from avtalsgenerator.paket import packa, packa_upp, packad
from avtalsgenerator.paragrafer import märk_hänvisningar
from avtalsgenerator.varden import Lucka, Löptext

# Lika med docxtpl


def docxtpls(mall: bytes, ord_: Any) -> dict[str, bytes]:
    """Delarna som docxtpl själv gör av samma mall och samma ord."""
    listor = 0

    def skriv(värde: object) -> object:
        nonlocal listor
        if isinstance(värde, Löptext):
            xml = Markup(som_xml(värde, listor))
            listor += antal_listor(värde)
            return xml
        return utskrift.lucka(värde.vad) if isinstance(värde, Lucka) else värde

    mallen, ut = DocxTemplate(io.BytesIO(mall)), io.BytesIO()
    språk = Environment(autoescape=True, finalize=skriv)
    mallen.render({f.name: getattr(ord_, f.name) for f in fields(ord_)}, jinja_env=språk)
    mallen.save(ut)
    return packa_upp(ut.getvalue())


def enhetlig(xml: bytes) -> bytes:
    """XML:en i en form som är lika för lika innehåll, utan paragrafernas nummer i hänvisningarna, som vi sätter."""
    rot = etree.fromstring(xml)
    märk_hänvisningar(rot)
    return etree.tostring(rot, method="c14n", exclusive=True)


def lika_med_docxtpl(mall: bytes, väg: str, ord_: Any) -> None:
    våra = fyll(bygg_mall(väg, packa_upp(mall)), ord_, utkast=True).delar
    deras = docxtpls(mall, ord_)
    for namn in våra:
        if FYLLS.fullmatch(namn) or namn in ("word/styles.xml", "word/settings.xml"):
            assert enhetlig(våra[namn]) == enhetlig(deras[namn]), (väg, namn)


UTTRÄDE = {"handling": "tilläggsavtal", "slag": "utträde", "utträder": ["fabelas", "region-sagolandet"],
           "diarienummer": "1", "begäran_inkom": "2025-12-01", "gäller_från": "2027-01-01"}  # fmt: skip


def test_varje_mall_blir_som_docxtpl_gör_den(verklig, påhittad, undertecknad, tmp_path):
    """Varje mall med orden ur högst två handlingar i varje ärende."""
    med_utträde = register.läs(bygg(tmp_path, {"avtal/konsumentvagledning/uttrade.yaml": UTTRÄDE}))
    läst = {"verklig": verklig, "påhittad": påhittad, "undertecknad": undertecknad, "utträde": med_utträde}
    prövade = Counter()
    for var, namn, dag, _ in (*FALL.values(), ("utträde", "konsumentvagledning/uttrade", None, True)):
        läge = läge_för(läst[var], namn, dag)
        for slag in dokumentslag(läge):
            if prövade[var, slag.mall] < 2:
                prövade[var, slag.mall] += 1
                ord_ = slag.ord_(läge)
                if getattr(ord_, "nya_lydelser", ()):  # docxtpl kan inte sätta in dem
                    ord_ = replace(ord_, nya_lydelser=())
                lika_med_docxtpl(finn_mall(slag.mall, ()).read_bytes(), slag.mall, ord_)
    assert {mall for _, mall in prövade} == {mall for mall, _, _ in mallar()}


@dataclass(frozen=True)
class Post:
    namn: Any
    rader: Any = ()
    visas: Any = True


@dataclass(frozen=True)
class Ord:
    a: Any
    b: Any
    visas: Any
    poster: Any


VÄRDEN = st.one_of(
    st.sampled_from(["Ale", "Hjälp & stöd", "<w:p>", "872\u00a0100 kr", "%s %", "", "{{ a }}", "å" * 300, "]]>"]),
    st.integers(-5, 10**9),
)
POSTER = st.lists(
    st.builds(Post, VÄRDEN, st.lists(st.builds(Post, VÄRDEN), max_size=2).map(tuple), st.booleans()), max_size=3
)
UNDERLAG = st.builds(Ord, VÄRDEN, VÄRDEN, st.booleans(), POSTER.map(tuple))
I_TEXT = st.sampled_from(["x", "{{ a }}", "{{ a }}{{ b }} & ", "{% if visas %}ja {{ a }}{% else %}nej{% endif %}", "100 %",
                          "{% for p in poster %}{{ p.namn }}, {% endfor %}", "{% if not visas and poster %}y{% endif %}",
                          "{% for p in poster %}{{ loop.index }}{% if not loop.last %}; {% endif %}{% endfor %}"])  # fmt: skip


def _om(kropp: str) -> str:
    return stycke("{%p if visas or poster %}") + kropp + stycke("{%p endif %}")


def _slinga(kropp: str) -> str:
    return (
        stycke("{%p for p in poster %}")
        + stycke("{{ p.namn }}{% if p.visas %}!{% endif %}")
        + kropp
        + stycke("{%p endfor %}")
    )


KROPP = st.recursive(
    st.one_of(
        st.lists(I_TEXT, min_size=1, max_size=3).map("".join).map(stycke),
        st.just(tabell(rad("Namn", "Rad"), rad("{%tr for p in poster %}"), rad("{{ p.namn }}", "nr {{ p.namn }} {{ a }}"),
                       rad("{%tr for q in p.rader %}"), rad("{{ q.namn }}", "{{ p.namn }}"), rad("{%tr endfor %}"),
                       rad("{%tr endfor %}"))),
    ),
    lambda inre: st.one_of(inre.map(_om), inre.map(_slinga), st.lists(inre, max_size=3).map("".join)),
    max_leaves=6,
)  # fmt: skip


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(KROPP, UNDERLAG)
def test_vilken_mall_som_helst_blir_som_docxtpl_gör_den_och_texten_är_den_som_menades(kropp, ord_):
    mall = _hel({**delar(kropp), "word/styles.xml": f'<w:styles xmlns:w="{W[1:-1]}"/>'.encode()})
    svar = fyll(bygg_mall("prov.docx", packa_upp(mall)), ord_)
    xml = svar.delar["word/document.xml"]
    assert enhetlig(xml) == enhetlig(docxtpls(mall, ord_)["word/document.xml"])
    assert svar.menad_text["word/document.xml"] == "".join(map(str, etree.fromstring(xml).itertext()))
    assert [u.ord_ for u in svar.utskrivet] == [u.ord_ for u in fyll(_utan_rader(kropp), ord_).utskrivet]


def _utan_rader(kropp: str):
    """Mallen utan den snabba vägen för text och ord som följer på varandra."""
    with pytest.MonkeyPatch.context() as m:
        m.setattr("avtalsgenerator.mallbygge._i_rader", lambda noder: noder)
        return bygg_mall("prov.docx", delar(kropp))


def _hel(alla: dict[str, bytes]) -> bytes:
    """En fil som också python-docx kan öppna."""
    typ = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    pkg, rel = (
        "http://schemas.openxmlformats.org/package/2006",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    )
    return packa({
        **alla,
        "[Content_Types].xml": (
            f'<Types xmlns="{pkg}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{typ}.document.main+xml"/>'
            f'<Override PartName="/word/styles.xml" ContentType="{typ}.styles+xml"/></Types>'
        ).encode(),
        "_rels/.rels": f'<Relationships xmlns="{pkg}/relationships"><Relationship Id="r1" Type="{rel}/officeDocument" Target="word/document.xml"/></Relationships>'.encode(),
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{pkg}/relationships"><Relationship Id="r1" Type="{rel}/styles" Target="styles.xml"/></Relationships>'.encode(),
    })  # fmt: skip


# Välformat av sig självt

OJÄMNA = {
    "i en cell, slut i nästa": tabell(rad("{% if visas %}x", "y{% endif %}")),
    "i ett stycke, slut i en tabell": stycke("{%p if visas %}") + tabell(rad("x{% endif %}")),
    "i en tabell, slut efter den": tabell(rad("{% for p in poster %}x")) + stycke("{%p endfor %}"),
    "i en cell, slut i nästa rad": tabell(rad("a", "{% if visas %}x"), rad("y{% endif %}", "b")),
    "grenar på olika nivå": stycke("{% if visas %}x{% else %}") + stycke("y{% endif %}"),
}


@pytest.mark.parametrize("fall", ["i ett stycke, slut i en tabell", "i en tabell, slut efter den"])
@pytest.mark.parametrize("granskas", [True, False])
def test_en_gren_som_inte_är_jämn_avvisas_utan_uppgifter(fall, granskas, monkeypatch):
    if not granskas:  # bygget prövar det också självt, eftersom det inte tolkar om det som skrivs
        monkeypatch.setattr("avtalsgenerator.mall.granska_text", lambda *_: iter(()))
    with pytest.raises(Mallfel) as fel:
        bygg_mall("prov.docx", delar(OJÄMNA[fall]))
    (brist,) = fel.value.brister
    assert brist.kod == "MAL04"
    assert "visas" in brist.stycke or "poster" in brist.stycke or granskas


@pytest.mark.parametrize("fall", OJÄMNA)
@pytest.mark.parametrize("visas", [True, False])
def test_det_som_inte_avvisas_blir_välformat(fall, visas):
    try:
        mall = bygg_mall("prov.docx", delar(OJÄMNA[fall]))
    except Mallfel:
        return
    etree.fromstring(fyll(mall, Ord("a", "b", visas, (Post("x"),))).delar["word/document.xml"])


@pytest.mark.parametrize("del_", ["header1", "footnotes"])
def test_ett_tömt_sidhuvud_får_det_stycke_som_word_kräver(del_):
    taggar = {"header1": "hdr", "footnotes": "footnote"}
    xml = f'<w:{taggar[del_]} xmlns:w="{W[1:-1]}">{_om(stycke("x"))}</w:{taggar[del_]}>'.encode()
    svar = fyll(bygg_mall("prov.docx", {**delar(stycke("y")), f"word/{del_}.xml": xml}), Ord("", "", False, ()))
    assert [e.tag for e in etree.fromstring(svar.delar[f"word/{del_}.xml"])] == [f"{Q}p"]


# Gränserna


def test_slingor_i_slingor_stoppas_innan_de_fyller_minnet():
    lager = "".join(stycke(f"{{%p for {n} in poster %}}") for n in "abcdef")
    kropp = lager + stycke("x" * 100) + stycke("{%p endfor %}") * 6
    with pytest.raises(Mallfel, match="orimligt stort"):
        fyll(bygg_mall("prov.docx", delar(kropp)), Ord("", "", True, tuple(Post(str(n)) for n in range(100))))


def test_två_tusen_niohundra_parter_ryms():
    kropp = _slinga(stycke("{{ p.namn }}"))
    svar = fyll(bygg_mall("prov.docx", delar(kropp)), Ord("", "", True, tuple(Post(f"Part {n}") for n in range(2900))))
    assert text_i(svar.delar["word/document.xml"]).count("\n") == 2 * 2900 - 1


def test_alla_fel_i_villkor_och_slingor_nämns_på_en_gång():
    kropp = stycke("{% if a %}x{% endif %}") + stycke("{% for p in b %}x{% endfor %}") + stycke("{{ poster }}")
    with pytest.raises(Mallfel) as fel:
        fyll(bygg_mall("prov.docx", delar(kropp)), Ord(Lucka("namn"), "text", True, ()))
    assert [b.text for b in fel.value.brister] == [
        "uppgiften saknas: namn", "det som upprepas med for är inte en lista", "en lista kan inte skrivas ut",
    ]  # fmt: skip


# Sparad och packad


@pytest.mark.parametrize("fall", ["verkligt-tillagg-utkast", "verkligt-avtal-utkast"])
def test_en_mall_är_densamma_efter_att_ha_sparats_som_json(fall, request):
    fixtur, namn, dag, _ = FALL[fall]
    läge = läge_för(request.getfixturevalue(fixtur), namn, dag)
    for slag in dokumentslag(läge):
        mall = bygg_mall("prov.docx", packa_upp(finn_mall(slag.mall, ()).read_bytes()))
        sparade = {n: ur_json(json.loads(json.dumps(som_json(d)))) for n, d in mall.fyllbara.items()}
        assert sparade == mall.fyllbara


def test_packningen_är_en_vanlig_zip_och_densamma_med_och_utan_packade_delar():
    alla = {
        **delar(stycke("å" * 5000)),
        "word/styles.xml": b"<x/>" * 9000,
        "word/media/bild å.png": bytes(range(256)) * 9,
    }
    packade = {namn: packad(namn, innehåll) for namn, innehåll in alla.items()}
    gammal = {**packade, "word/document.xml": packad("word/document.xml", b"<gammal/>")}
    assert packa(alla) == packa(alla, packade) == packa(alla, gammal)
    with zipfile.ZipFile(io.BytesIO(packa(alla))) as arkiv:
        assert arkiv.testzip() is None
        assert {namn: arkiv.read(namn) for namn in arkiv.namelist()} == alla
        assert {i.compress_type for i in arkiv.infolist()} == {zipfile.ZIP_DEFLATED}


def test_ett_annat_packbibliotek_ger_andra_byte_men_samma_innehåll(monkeypatch):
    alla = delar("".join(stycke(f"§ {n}") for n in range(300)))
    vanlig = packa(alla)
    monkeypatch.setattr(paket, "_fort", SimpleNamespace(compressobj=lambda *_: zlib.compressobj(9, zlib.DEFLATED, -15)))
    assert packa(alla) != vanlig
    assert packa_upp(packa(alla)) == packa_upp(vanlig) == alla
