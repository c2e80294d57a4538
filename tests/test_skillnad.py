"""Skillnaden mellan två dokument: godkänns alla ändringar blir det det nya, avvisas alla blir det det gamla."""

from __future__ import annotations

import itertools
import subprocess
import time
from collections import defaultdict
from datetime import date
from functools import cache
from xml.sax.saxutils import escape

import pytest
from domare import doma, som_den_är
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openxml_audit import OpenXmlValidator
from pdf import gör_pdf
from wordfil import Q, packa_upp

from avtalsgenerator.granskning.jamforbart import jämförbart
from avtalsgenerator.granskning.skillnad import jämför
from avtalsgenerator.paket import packa

DAG = date(2026, 3, 1)
NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
CT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STILAR = "".join(
    f'<w:style w:type="paragraph" w:styleId="{id_}"><w:name w:val="{id_}"/>{form}</w:style>'
    for id_, form in (
        ("Rubrik1", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr>'),
        ("Text", ""),
        ("Punkt", ""),
    )
)
LISTOR = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="§ %1"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


def fil(kropp: str, *, huvud: str = "", noter: str = "", andra: dict[str, str] | None = None) -> bytes:
    """Ett litet Word-dokument, med sidhuvud och fotnoter om de anges."""
    delar = {"styles": f"<w:styles {NS}>{STILAR}</w:styles>", "numbering": f"<w:numbering {NS}>{LISTOR}</w:numbering>"}
    if huvud:
        delar["header1"] = f"<w:hdr {NS}>{huvud}</w:hdr>"
    if noter:
        delar["footnotes"] = f"<w:footnotes {NS}>{noter}</w:footnotes>"
    sidhuvud = '<w:headerReference w:type="default" r:id="header1"/>' if huvud else ""
    delar["document"] = f"<w:document {NS}><w:body>{kropp}<w:sectPr>{sidhuvud}</w:sectPr></w:body></w:document>"
    delar |= andra or {}
    typ = {"document": "document.main", "header1": "header"}
    typer = "".join(
        f'<Override PartName="/word/{n}.xml" ContentType="{CT}.{typ.get(n, n)}+xml"/>' for n in delar if "/" not in n
    )
    kopplingar = "".join(
        f'<Relationship Id="{n}" Type="{REL}/{typ.get(n, n)}" Target="{n}.xml"/>' for n in delar if n != "document"
    )
    paket = "http://schemas.openxmlformats.org/package/2006"
    alla = {f"word/{n}.xml": innehåll for n, innehåll in delar.items()}
    alla["[Content_Types].xml"] = f'<Types xmlns="{paket}/content-types">{typer}</Types>'
    alla["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{paket}/relationships">{kopplingar}</Relationships>'
    alla["_rels/.rels"] = (
        f'<Relationships xmlns="{paket}/relationships"><Relationship Id="d" Type="{REL}/officeDocument"'
        ' Target="word/document.xml"/></Relationships>'
    )
    return packa({n: innehåll.encode() for n, innehåll in alla.items()})


def stycke(*bitar: str | tuple[str, str], stil: str = "") -> str:
    """Ett stycke; en bit som är ett par har ett utseende: ("b", "fet text")."""
    form = f'<w:pPr><w:pStyle w:val="{stil}"/></w:pPr>' if stil else ""
    return f"<w:p>{form}{''.join(map(_körning, bitar))}</w:p>"


def _körning(bit: str | tuple[str, str]) -> str:
    if isinstance(bit, str) and bit.startswith("<"):
        return bit
    utseende, text = ("", bit) if isinstance(bit, str) else (f"<w:rPr><w:{bit[0]}/></w:rPr>", bit[1])
    return f'<w:r>{utseende}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def tabell(*rader: list[str]) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(map(rad, rader))}</w:tbl>"


def rad(celler: list[str]) -> str:
    return (
        "<w:tr>" + "".join(f"<w:tc><w:tcPr/>{c if c.startswith('<') else stycke(c)}</w:tc>" for c in celler) + "</w:tr>"
    )


def skillnad(a: bytes, b: bytes):
    return jämför(jämförbart("A.docx", a), jämförbart("B.docx", b), DAG)


facit = cache(som_den_är)


def pröva(a: bytes, b: bytes):
    """Löftet, och att sammandraget säger något precis när texten skiljer sig."""
    s = skillnad(a, b)
    assert doma(s.innehåll, godkänn=True) == facit(b)
    assert doma(s.innehåll, godkänn=False) == facit(a)
    assert bool(s.ändringar) == (facit(a) != facit(b))
    return s


# Löftet, för allt som programmet gör


@pytest.mark.långsam
def test_löftet_håller_för_varje_par_av_dokument_av_samma_slag(alla):
    """Slag för slag i det verkliga ärendet och i det påhittade, vart och ett mot nästa, och några par mellan dem."""
    slag = defaultdict(list)
    for fall, namn in alla:
        slag[fall.partition("-")[0], namn.removesuffix(".docx").split()[0]].append((fall, namn))
    par = [p for nycklar in slag.values() for p in itertools.pairwise([*nycklar, *nycklar[:1]]) if len(nycklar) > 1]
    par += [
        (slag["verkligt", s][0], nycklar[0])
        for (v, s), nycklar in list(slag.items())
        if v != "verkligt" and slag["verkligt", s]
    ]
    assert len(par) > 110
    for a, b in par:
        try:
            pröva(alla[a], alla[b])
        except AssertionError as fel:
            fel.add_note(f"{a} mot {b}")
            raise


def test_ett_dokument_mot_sig_självt_har_inga_skillnader(alla):
    for innehåll in list(alla.values())[::2]:
        s = pröva(innehåll, innehåll)
        assert not s.ändringar
        assert b"w:author" not in packa_upp(s.innehåll)["word/document.xml"]


# Löftet, för vad som helst

ORDEN = ["Ale", "kommun", "och", "872\u00a0100\u00a0kr", "834\u00a0018\u00a0kr", "§\u00a08", "avtalet,", "å<&>", "å"]
texter = st.lists(st.sampled_from(ORDEN), max_size=6).map(" ".join)
bitar = st.lists(st.one_of(texter, st.tuples(st.sampled_from(["b", "i"]), texter)), max_size=3)
stycken = st.builds(lambda b, s: stycke(*b, stil=s), bitar, st.sampled_from(["", "Text", "Punkt", "Rubrik1"]))
AVSNITT = "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>"
celler = st.lists(stycken, min_size=1, max_size=2).map("".join)
tabeller = st.integers(1, 3).flatmap(
    lambda bredd: st.lists(st.lists(celler, min_size=bredd, max_size=bredd), min_size=1, max_size=4).map(
        lambda rader: tabell(*rader)
    )
)
block = st.lists(st.one_of(stycken, stycken, tabeller), max_size=7)
block_med_avsnitt = st.lists(st.one_of(stycken, stycken, tabeller, st.just(AVSNITT)), max_size=7)


@st.composite
def ändrade(draw):
    """Block, och samma block med några utbytta, borttagna, tillagda eller dubblerade."""
    a = draw(block)
    b = list(a)
    for _ in range(draw(st.integers(0, 4))):
        läge = draw(st.integers(0, len(b)))
        b[läge : läge + draw(st.integers(0, 2))] = draw(
            st.one_of(st.just([]), block.map(lambda x: x[:2]), st.just(b[:1]))
        )
    return a, b


par = st.one_of(ändrade(), st.tuples(block, block))
slut = st.one_of(st.just(""), stycken)


@settings(max_examples=120, deadline=None)
@given(par, slut, slut)
def test_löftet_håller_för_stycken_och_tabeller(par, sist_a, sist_b):
    """Ett dokument kan också sluta med en tabell; då lägger Word till ett stycke."""
    a, b = par
    pröva(fil("".join(a) + sist_a), fil("".join(b) + sist_b))


@settings(max_examples=50, deadline=None)
@given(block_med_avsnitt, block_med_avsnitt)
def test_löftet_håller_när_dokumentet_har_flera_avsnitt(a, b):
    pröva(fil("".join(a) + stycke("sist")), fil("".join(b) + stycke("sist")))


@settings(max_examples=40, deadline=None)
@given(par, par)
def test_löftet_håller_i_sidhuvuden_celler_och_noter(huvud, inne):
    def gör(h, i):
        i_cell = "".join(i) + stycke("slut")
        not_ = f'<w:footnote w:id="1">{i_cell}</w:footnote>'
        kropp = tabell([i_cell, "x"]) + stycke("text", '<w:r><w:footnoteReference w:id="1"/></w:r>')
        return fil(kropp, huvud="".join(h) + stycke("huvud"), noter=not_)

    pröva(gör(huvud[0], inne[0]), gör(huvud[1], inne[1]))


@settings(max_examples=40, deadline=None)
@given(par)
def test_utseendet_på_det_som_står_kvar_och_tillkommer_är_det_nyas(par):
    a, b = (fil("".join(x) + stycke("sist")) for x in par)
    assert list(utseenden(skillnad(a, b).innehåll)) == list(utseenden(b))


def utseenden(innehåll: bytes):
    """Varje tecken som inte är struket, med sitt utseende."""
    rot = etree.fromstring(packa_upp(innehåll)["word/document.xml"])
    for t in rot.iter(f"{Q}t"):
        utseende = t.getparent().find(f"{Q}rPr")
        fet = [etree.QName(e).localname for e in utseende] if utseende is not None else []
        yield from ((tecken, fet) for tecken in t.text or "")


# Words delar, en i taget

FÄLT = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF {0} \\r </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{1}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


def kroppen(innehåll: bytes):
    return etree.fromstring(packa_upp(innehåll)["word/document.xml"])[0]


def ord_(s):
    return [(ä.plats, ä.före, ä.efter) for ä in s.ändringar]


def test_ett_belopp_är_ett_ord_också_när_word_har_delat_det():
    a = fil(stycke("Bidraget är 872", ("b", "\u00a0100\u00a0kr"), " per år."))
    s = pröva(a, fil(stycke("Bidraget är 834\u00a0018\u00a0kr per år.")))
    assert ord_(s) == [("Inledningen", "872\u00a0100\u00a0kr", "834\u00a0018\u00a0kr")]
    (struket,) = kroppen(s.innehåll).iter(f"{Q}del")
    assert [t.text for t in struket.iter(f"{Q}delText")] == ["872", "\u00a0100\u00a0kr"]
    assert struket[1].find(f"{Q}rPr/{Q}b") is not None


def test_varje_ändring_har_dagen_och_programmets_namn_och_ett_eget_nummer():
    s = skillnad(fil(stycke("a b") + tabell(["x"], ["y"])), fil(stycke("a c") + tabell(["x"]) + stycke("ny")))
    märken = [e for e in kroppen(s.innehåll).iter() if e.get(f"{Q}author")]
    assert {(e.get(f"{Q}author"), e.get(f"{Q}date")) for e in märken} == {("avtalsgenerator", "2026-03-01T00:00:00Z")}
    assert len({e.get(f"{Q}id") for e in märken}) == len(märken) > 4


def test_samma_filer_ger_samma_byte(alla):
    a, b = (alla[fall, SIDA] for fall in ("verkligt-tillagg-utkast", "verkligt-tillagg-efter-alingsas-utkast"))
    assert skillnad(a, b).innehåll == skillnad(a, b).innehåll


SIDA = "Tilläggsavtal Ale och Lilla Edet (utkast).docx"


def test_ett_fält_är_ett_ord_och_stryks_helt():
    a, b = (stycke("Enligt ", FÄLT.format("finansiering", nr), " gäller.") for nr in ("§\u00a08", "§\u00a09"))
    s = pröva(fil(a), fil(b))
    assert ord_(s) == [("Inledningen", "§\u00a08", "§\u00a09")]
    (struket,) = kroppen(s.innehåll).iter(f"{Q}del")
    assert [etree.QName(e[-1]).localname for e in struket] == [
        "fldChar",
        "delInstrText",
        "fldChar",
        "delText",
        "fldChar",
    ]


def test_ett_enkelt_fält_kan_strykas_och_är_lika_som_ett_sammansatt():
    enkelt = '<w:fldSimple w:instr=" REF x \\r "><w:r><w:t>§ 8</w:t></w:r></w:fldSimple>'
    assert not pröva(fil(stycke("a", enkelt)), fil(stycke("a", FÄLT.format("x", "§ 8")))).ändringar
    s = pröva(fil(stycke("a", enkelt)), fil(stycke("a")))
    assert [e.tag for e in kroppen(s.innehåll).find(f"{Q}p")[-1].iter(f"{Q}fldSimple")] == []


def test_sidnumret_som_word_räknar_jämförs_inte():
    a, b = (stycke(f'<w:fldSimple w:instr=" PAGE "><w:r><w:t>{n}</w:t></w:r></w:fldSimple>') for n in (1, 7))
    assert not skillnad(fil(a), fil(b)).ändringar


def test_ett_fält_över_flera_stycken_står_kvar_helt():
    början = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    sist = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    a = fil(stycke(början, "Parter") + stycke("Kostnader") + stycke("Tvist", sist))
    b = fil(stycke(början, "Alla") + stycke("Tvist", sist) + stycke("x"))
    lägen = [e.get(f"{Q}fldCharType") for e in kroppen(pröva(a, b).innehåll).iter(f"{Q}fldChar")]
    assert lägen == ["begin", "separate", "end"]


def test_fotnoter_jämförs_och_flyttas_in():
    def med(noter, *nummer):
        hänvisningar = [f'<w:r><w:footnoteReference w:id="{n}"/></w:r>' for n in nummer]
        return fil(stycke("Text", *hänvisningar) + stycke("x"), noter=noter)

    def not_(n, text):
        return f'<w:footnote w:id="{n}">{stycke(text)}</w:footnote>'

    en, två = not_(1, "SCB 2019"), not_(1, "SCB 2020") + not_(2, "Ny not")
    s = pröva(med(en, 1), med(två, 1, 2))
    assert [(ä.plats, ä.före, ä.efter) for ä in s.ändringar] == [
        ("Inledningen", "", "[not]"),
        ("Inledningen, fotnot", "2019", "2020"),
        ("Inledningen, fotnot", "", "Ny not"),
    ]
    pröva(med(två, 1, 2), med(en, 1))
    pröva(med(en, 1), fil(stycke("Text") + stycke("x")))
    pröva(fil(stycke("Helt annat")), med(två, 2, 1))


def test_sidhuvuden_som_tillkommer_och_försvinner():
    utan, med = fil(stycke("x")), fil(stycke("x"), huvud=stycke("Sida") + stycke("Dnr 1"))
    for a, b in ((utan, med), (med, utan)):
        assert {ä.plats for ä in pröva(a, b).ändringar} == {"Sidhuvudet"}


def med_bild(kropp: str, färg: bytes) -> bytes:
    alla = packa_upp(fil(kropp))
    alla["word/media/bild.png"] = färg
    for del_, före, ny in (
        ("[Content_Types].xml", b"</Types>", b'<Default Extension="png" ContentType="image/png"/>'),
        ("word/_rels/document.xml.rels", b"</Relationships>", f'<Relationship Id="b1" Type="{REL}/image" Target="media/bild.png"/>'.encode()),
    ):  # fmt: skip
        alla[del_] = alla[del_].replace(före, ny + före)
    return packa(alla)


def test_en_struken_bild_följer_med_och_en_annan_bild_är_en_skillnad():
    bild = '<w:r><w:drawing><a:blip xmlns:a="urn:a" r:embed="b1"/></w:drawing></w:r>'
    röd, blå, utan = med_bild(stycke("Se ", bild), b"rod"), med_bild(stycke("Se ", bild), b"bla"), fil(stycke("Se "))
    assert not skillnad(röd, röd).ändringar
    assert ord_(skillnad(röd, blå)) == [("Inledningen", "[bild]", "[bild]")]
    upp = packa_upp(skillnad(röd, utan).innehåll)
    id_ = etree.fromstring(upp["word/document.xml"]).find(f".//{Q}del//*[@{{{REL}}}embed]").get(f"{{{REL}}}embed")
    (koppling,) = (k for k in etree.fromstring(upp["word/_rels/document.xml.rels"]) if k.get("Id") == id_)
    assert upp[koppling.get("Target").lstrip("/")] == b"rod"
    assert koppling.get("Target").encode() in upp["[Content_Types].xml"]


def test_formatmallar_och_listor_som_saknas_följer_med():
    stil = '<w:style w:type="paragraph" w:styleId="Egen"><w:name w:val="Egen"/></w:style>'
    lista = LISTOR.replace("§ %1", "%1)").replace('numId="1"', 'numId="9"')
    punkt = '<w:p><w:pPr><w:pStyle w:val="Egen"/><w:numPr><w:numId w:val="9"/></w:numPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>'
    andra = {
        "styles": f"<w:styles {NS}>{STILAR}{stil}</w:styles>",
        "numbering": f"<w:numbering {NS}>{lista}</w:numbering>",
    }
    s = pröva(fil(punkt + stycke("x"), andra=andra), fil(stycke("x")))
    upp = {n: d.decode() for n, d in packa_upp(s.innehåll).items()}
    assert 'w:styleId="Egen"' in upp["word/styles.xml"]
    (nummer,) = kroppen(s.innehåll).iter(f"{Q}numId")
    assert nummer.get(f"{Q}val") == "2"
    assert "%1)" in upp["word/numbering.xml"]
    assert "§ %1" in upp["word/numbering.xml"]


def test_samma_formatmall_med_annat_id_är_ingen_skillnad():
    engelska = STILAR.replace('styleId="Text"', 'styleId="BodyText"')
    a = fil(stycke("x", stil="BodyText"), andra={"styles": f"<w:styles {NS}>{engelska}</w:styles>"})
    assert not skillnad(a, fil(stycke("x", stil="Text"))).ändringar


def test_en_ny_formatmall_spåras():
    s = pröva(fil(stycke("Tvist", stil="Text")), fil(stycke("Tvist", stil="Rubrik1")))
    assert [(ä.vad, ä.före, ä.efter) for ä in s.ändringar] == [("formatmall", "Text", "Rubrik1")]


def test_innehållskontroller_och_kommentarer_jämförs_inte_och_följer_inte_med(alla):
    innehåll = alla["verkligt-tillagg-utkast", SIDA]
    s = skillnad(innehåll, innehåll)
    upp = packa_upp(s.innehåll)
    assert "word/comments.xml" not in upp
    assert b"comment" not in b"".join(upp.values()).lower().replace(b"comments on", b"")
    assert not list(kroppen(s.innehåll).iter(f"{Q}sdt"))
    assert "UTKAST" in "".join(etree.fromstring(upp["word/header1.xml"]).itertext())
    assert "det här återstår" not in "".join(kroppen(s.innehåll).itertext())


def test_länkar_jämförs_med_sina_ord():
    def länk(text):
        return f'<w:hyperlink w:anchor="x">{stycke(text)[5:-6]}</w:hyperlink>'

    s = pröva(fil(stycke("Se ", länk("gamla sidan"))), fil(stycke("Se ", länk("nya sidan"))))
    assert ord_(s) == [("Inledningen", "gamla", "nya")]


def test_ett_bokmärke_i_en_struken_paragraf_finns_kvar_när_ändringen_avvisas():
    mål = '<w:bookmarkStart w:id="7" w:name="tvist"/><w:r><w:t>Tvist</w:t></w:r><w:bookmarkEnd w:id="7"/>'
    s = pröva(fil(stycke(mål, stil="Rubrik1") + stycke("x")), fil(stycke("x")))
    start, slut = kroppen(s.innehåll).iter(f"{Q}bookmarkStart", f"{Q}bookmarkEnd")
    assert start.get(f"{Q}id") == slut.get(f"{Q}id")


# Sammandraget


def test_sammandraget_säger_paragraf_för_paragraf():
    def paragraf(namn, *texter):
        return stycke(namn, stil="Rubrik1") + "".join(map(stycke, texter))

    bidrag = "Bidraget är {} och betalas i förskott varje år."
    a = (
        paragraf("Parter", "Parterna:")
        + tabell(["Part"], ["Göteborg"])
        + paragraf("Bidrag", bidrag.format("872\u00a0100\u00a0kr"))
        + paragraf("Tvist", "Tvister löses.", "I domstol.")
    )
    b = (
        paragraf("Parter", "Parterna:")
        + tabell(["Part"], ["Göteborg"], ["Ale kommun"])
        + paragraf("Syfte", "Nytt.", "Mer.")
        + paragraf("Bidrag", bidrag.format("834\u00a0018\u00a0kr"))
    )
    s = pröva(fil(a + stycke("slut")), fil(b + stycke("slut")))
    assert [(ä.plats, ä.vad, ä.hur, ä.före, ä.efter) for ä in s.ändringar] == [
        ("§ 1", "rad", "tillagt", "", "Ale kommun"),
        ("§ 2", "paragraf", "tillagt", "", "Syfte"),
        ("§ 3", "ord", "ändrat", "872\u00a0100\u00a0kr", "834\u00a0018\u00a0kr"),
        ("§ 3 förut", "paragraf", "borttaget", "Tvist", ""),
    ]
    assert s.nya_nummer == (("§ 2", "§ 3"),)


def test_raden_nämns_vid_ett_ändrat_belopp():
    a, b = (
        tabell(["Part", "Bidrag"], ["Ale", "1"], ["Lerum", x]) for x in ("19\u00a0500\u00a0kr", "19\u00a0350\u00a0kr")
    )
    (ä,) = pröva(fil(a + stycke("")), fil(b + stycke(""))).ändringar
    assert (ä.rad, ä.före, ä.efter) == ("Lerum", "19\u00a0500\u00a0kr", "19\u00a0350\u00a0kr")


def test_två_helt_olika_stycken_blandas_inte_ord_för_ord():
    s = pröva(
        fil(stycke("Avtalet gäller till 2024 och sedan tills vidare.")), fil(stycke("Ny text om något annat och mer."))
    )
    assert len(s.ändringar) == 1


def test_ord_mellan_två_ändringar_står_kvar_men_inte_mellanslag():
    s = pröva(
        fil(stycke("Ale och Lerum betalar varje år i januari.")),
        fil(stycke("Kungälv och Lerum betalar varje år i mars.")),
    )
    assert [(ä.före, ä.efter) for ä in s.ändringar] == [("Ale", "Kungälv"), ("januari", "mars")]
    s = pröva(
        fil(stycke("Parterna betalar i mitten av varje år.")),
        fil(stycke("Parterna betalar den första januari varje år.")),
    )
    assert [(ä.före, ä.efter) for ä in s.ändringar] == [("i mitten av", "den första januari")]


# Word och LibreOffice


def test_word_skulle_inte_vilja_reparera_filen(alla, tmp_path):
    huvud = [n for n in alla if n[1].split()[0] in ("Tilläggsavtal", "Samverkansavtal", "Protokollsutdrag")]
    for nr, (a, b) in enumerate(list(itertools.pairwise(huvud))[::3]):
        path = tmp_path / f"{nr}.docx"
        path.write_bytes(skillnad(alla[a], alla[b]).innehåll)
        svar = OpenXmlValidator().validate(str(path))
        assert [f"{fel.part_uri} {fel.description}" for fel in svar.errors] == [], (a, b)


@pytest.mark.långsam
def test_libreoffice_visar_det_strukna_och_det_nya(alla, tmp_path):
    a, b = (alla[fall, SIDA] for fall in ("verkligt-tillagg-utkast", "verkligt-tillagg-efter-alingsas-utkast"))
    (tmp_path / "s.docx").write_bytes(skillnad(a, b).innehåll)
    gör_pdf([tmp_path / "s.docx"], tmp_path)
    text = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "s.pdf"), "-"], capture_output=True, check=True
    ).stdout
    rak = " ".join(text.decode().split())
    assert "Alingsås kommun 212000-1553" in rak
    assert "2024-01-012026-01-01" in rak
    assert "1615 exemplar" in rak.replace(" 15", "15")


# Stora dokument


def test_tiden_växer_i_takt_med_texten():
    """Tusentals likadana stycken och tomma rader får inte ta orimlig tid."""
    a = [stycke("Samma stycke.") + stycke("") for _ in range(1_000)]
    b = [*a[:450], stycke("Ett nytt."), *a[480:], stycke("Sist.")]
    lång = stycke(" ".join(f"ord{n % 50}" for n in range(4_000)))
    början = time.perf_counter()
    pröva(fil("".join(a) + lång), fil("".join(b) + lång.replace("ord7", "ord8")))
    assert time.perf_counter() - början < 30
