"""Mallmotorn. Varje fel som docxtpl har tigit om ska antingen bli rätt eller avvisas med mall, stycke och ord."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wordfil import Q, delar, rad, stycke, tabell, text_i

from avtalsgenerator.fel import Mallfel
from avtalsgenerator.fyllning import fyll
from avtalsgenerator.indata import finn_förbjudet
from avtalsgenerator.mall import bygg_mall
from avtalsgenerator.malldel import LÄNGSTA_VÄRDE
from avtalsgenerator.malltext import tolka_xml
from avtalsgenerator.paket import läs_paket, packa
from avtalsgenerator.varden import Lucka


@dataclass(frozen=True)
class Rad:
    namn: Any
    ord_: int = 1


@dataclass(frozen=True)
class Ord:
    titel: Any = "Ale kommun"
    visas: Any = True
    rader: Any = (Rad("Ale"), Rad("Lilla Edet"))

    def hemligt(self):
        return "hemligt"


def fylld(kropp, ord_=None, *, utkast=False, **andra):
    mall = bygg_mall("prov.docx", delar(kropp, **andra))
    return fyll(mall, ord_ or Ord(), utkast=utkast)


def text(kropp, ord_=None, del_="document", **andra):
    return text_i(fylld(kropp, ord_, **andra).delar[f"word/{del_}.xml"])


def brist(kropp, ord_=None, **andra):
    with pytest.raises(Mallfel) as fel:
        fylld(kropp, ord_, **andra)
    return fel.value.brister[0]


# Det en mall kan


def test_ord_villkor_och_slingor():
    kropp = (
        stycke("{{ titel }}{% if visas %} visas{% else %} visas inte{% endif %}.")
        + stycke("{%p for rad in rader %}")
        + stycke("{{ loop.index }} {{ rad.namn }}")
        + stycke("{%p endfor %}")
    )
    assert text(kropp) == "Ale kommun visas.\n1 Ale\n2 Lilla Edet"
    assert text(kropp, Ord(visas=False, rader=())) == "Ale kommun visas inte."


def test_tabellrader_upprepas():
    kropp = tabell(rad("Namn"), rad("{%tr for rad in rader %}"), rad("{{ rad.namn }}"), rad("{%tr endfor %}"))
    assert text(kropp) == "Namn\nAle\nLilla Edet"


def test_en_tagg_som_word_har_delat_läks():
    delad = (
        '<w:p><w:r><w:t>Hej {{ ti</w:t></w:r><w:r><w:rPr><w:lang w:val="sv-SE"/></w:rPr><w:t>tel }}!</w:t></w:r></w:p>'
    )
    assert text(delad) == "Hej Ale kommun!"


def test_hårt_mellanslag_i_en_tagg_gör_inget():
    assert text(stycke("{{\u00a0titel\u00a0}}") + stycke("{%\u00a0if visas\u00a0%}ja{% endif %}")) == "Ale kommun\nja"


def test_samma_mall_kan_fyllas_många_gånger_med_samma_resultat():
    mall = bygg_mall("prov.docx", delar(stycke("{{ titel }}")))
    ett, två, tre = (fyll(mall, Ord(titel=t)).delar for t in ("a", "b", "a"))
    assert packa(ett) == packa(tre) != packa(två)


# Data blir aldrig kod, och kommer ut som den gavs


@pytest.mark.parametrize(
    "värde", ["{{ titel }}", "{% for x in y %}", "{# bort #}", "{_{ x }_}", "{{", "%}", "{%p if x %}"]
)
@pytest.mark.parametrize("del_", ["document", "footnotes", "endnotes", "comments", "header1", "footer2"])
def test_data_blir_aldrig_kod_i_någon_del(värde, del_):
    andra = {del_: stycke("{{ titel }}")} if del_ != "document" else {}
    assert text(stycke("{{ titel }}"), Ord(titel=värde), del_, **andra) == värde


@pytest.mark.parametrize(
    "värde",
    ["Bygg & Miljö", "a < b > c", "\"citat\" och 'apostrof'", "&amp; &lt;", "<w:t>", "§\u00a07 – ”så”", "]]>", "𝔸"],
)
def test_varje_tecken_kommer_ut_som_det_gavs(värde):
    assert text(stycke("x {{ titel }} y"), Ord(titel=värde)) == f"x {värde} y"


@given(st.text(min_size=1).filter(lambda t: finn_förbjudet(t) is None and not set(t) & set("\n\t")))
def test_vilken_text_som_helst_kommer_ut_som_den_gavs(värde):
    assert text(stycke("{{ titel }}"), Ord(titel=värde)) == värde


@pytest.mark.parametrize(
    "värde", [None, True, False, 1.5, Fraction(1, 2), ["a"], ("a",), {"a": 1}, b"a", Rad("x"), object(), len]
)
def test_inget_annat_än_text_och_heltal_skrivs_ut(värde):
    fel = brist(stycke("Part: {{ titel }}"), Ord(titel=värde))
    assert (fel.mall, fel.stycke) == ("prov.docx", "Part: {{ titel }}")


@pytest.mark.parametrize(
    "värde", ["a\nb", "a\tb", "a\x1bb", "a\x00b", "a\u202eb", "a\ufffeb", "\ud800", "\ue000", "a\x07b", "a\x0cb"]
)
def test_tecken_som_skulle_bli_något_annat_i_word_avvisas(värde):
    assert "som inte kan skrivas ut" in brist(stycke("{{ titel }}"), Ord(titel=värde)).text


def test_ett_orimligt_långt_värde_avvisas():
    assert "längre än" in brist(stycke("{{ titel }}"), Ord(titel="x" * (LÄNGSTA_VÄRDE + 1))).text


def test_texten_som_menades_är_den_som_står_i_dokumentet():
    svar = fylld(stycke("Hjälp &amp; {{ titel }}: <ja>"), Ord(titel="a & b"))
    assert svar.menad_text["word/document.xml"] == "Hjälp &amp; a & b: <ja>"
    assert text_i(svar.delar["word/document.xml"]) == "Hjälp &amp; a & b: <ja>"


# Det som saknas


def test_ett_okänt_ord_nämns_med_mall_stycke_och_förslag():
    fel = brist(stycke("Part: {{ titel }}") + stycke("Namn: {{ titell }}"))
    assert (fel.mall, fel.stycke) == ("prov.docx", "Namn: {{ titell }}")
    assert (fel.text, fel.råd) == ("ordet ”titell” finns inte i underlaget", "Menade du ”titel”?")


def test_ett_okänt_ord_i_en_slinga_får_förslag_på_rätt_ord():
    kropp = stycke("{%p for r in rader %}") + stycke("{{ r.namm }}") + stycke("{%p endfor %}")
    assert brist(kropp).text == "ordet ”namm” finns inte i underlaget. Menade du ”namn”?"


def test_alla_ord_som_saknas_nämns_på_en_gång():
    with pytest.raises(Mallfel) as fel:
        fylld(stycke("{{ ett }}") + stycke("{{ två }}"), header1=stycke("{{ tre }}"))
    assert [b.text.split("”")[1] for b in fel.value.brister] == ["ett", "två", "tre"]
    assert [b.stycke for b in fel.value.brister] == ["{{ ett }}", "{{ två }}", "{{ tre }}"]


def test_en_lucka_är_ett_fel_men_syns_i_ett_utkast():
    ord_ = Ord(titel=Lucka("namn"))
    assert brist(stycke("Part: {{ titel }}"), ord_).text == "uppgiften saknas: namn"
    svar = fylld(stycke("Part: {{ titel }}, {{ okänt }}"), ord_, utkast=True)
    ren = text_i(svar.delar["word/document.xml"]).translate({0xE002: None, 0xE003: None})
    assert ren == "Part: [saknas: namn], [saknas: okänt]"


@pytest.mark.parametrize("utkast", [False, True])
def test_ett_villkor_på_en_okänd_uppgift_avvisas_alltid(utkast):
    with pytest.raises(Mallfel, match="uppgiften saknas: namn"):
        fylld(stycke("{% if titel %}x{% endif %}"), Ord(titel=Lucka("namn")), utkast=utkast)
    with pytest.raises(Mallfel, match="”okänt” finns inte"):
        fylld(stycke("{% if okänt %}x{% endif %}"), utkast=utkast)


@pytest.mark.parametrize("värde", ["abc", 3, Lucka("x"), None, {"a": 1}])
def test_bara_listor_kan_upprepas(värde):
    assert "inte en lista" in brist(stycke("{% for x in titel %}{{ x }}{% endfor %}"), Ord(titel=värde)).text


# Mallens text


TEXTFEL = {
    "ensam klammer": ("{ titel }", "en klammer är ensam"),
    "halv tagg": ("{{titel}", "en klammer är ensam"),
    "klammer för mycket": ("{{ titel }}}", "en klammer är ensam"),
    "text bredvid {%p": ("Obs! {%p if visas %}", "bredvid {%p skulle försvinna"),
    "två {%p i ett stycke": ("{%p if visas %}{%p endif %}", "bredvid {%p skulle försvinna"),
    "okänd tagg": ("{% hoppa %}", "går inte att använda"),
    "docxtpl-tagg": ("{%tc for x in rader %}", "går inte att använda"),
    "rich text": ("{{r titel }}", "får bara ett ord stå"),
    "makro": ("{% macro x() %}{% endmacro %}", "går inte att använda"),
    "include": ("{% include 'x' %}", "går inte att använda"),
    "import": ("{% import 'os' as os %}", "går inte att använda"),
    "set": ("{% set x = 1 %}", "går inte att använda"),
    "minus": ("{%- if visas -%}{% endif %}", "går inte att använda"),
    "filter": ("{{ titel|upper }}", "får bara ett ord stå"),
    "räkning": ("{{ 1 + 1 }}", "får bara ett ord stå"),
    "anrop": ("{{ titel.upper() }}", "får bara ett ord stå"),
    "tal": ("{{ 17 }}", "inte tillåtet"),
    "symboltypsnitt": ("\uf0b7 punkt", "symboltypsnitt"),
}


@pytest.mark.parametrize("namn", TEXTFEL)
def test_fel_i_mallens_text_avvisas(namn):
    mallens, väntat = TEXTFEL[namn]
    fel = brist(stycke(mallens))
    assert väntat in fel.text
    assert mallens.split()[0] in fel.stycke


def test_text_bredvid_tr_avvisas():
    assert "bredvid {%tr" in brist(tabell(rad("{%tr for r in rader %}", "Obs!"), rad("x"), rad("{%tr endfor %}"))).text


@pytest.mark.parametrize(
    "kropp", ["{% if visas %}x", "x{% endif %}", "{% for r in rader %}{% if visas %}{% endfor %}{% endif %}"]
)
def test_ett_villkor_utan_slut_avvisas(kropp):
    assert brist(stycke(kropp)).kod == "MAL03"


def test_ord_i_en_del_som_inte_fylls_avvisas():
    alla = delar(stycke("x")) | {"docProps/core.xml": b"<x>{{ titel }}</x>"}
    with pytest.raises(Mallfel, match=r"docProps/core\.xml"):
        bygg_mall("prov.docx", alla)


ANGREPP = [
    "{{ ''.__class__.__mro__ }}", "{{ titel.__class__ }}", "{{ cycler.__init__.__globals__ }}", "{{ self._TemplateReference__context }}",
    "{{ titel|attr('__class__') }}", "{{ 'x' * 10**10 }}", "{{ _fyllning }}", "{{ _fyllning.mall }}", "{{ rader.__len__ }}",
    "{% for i in range(10**9) %}x{% endfor %}", "{% for x in rader recursive %}{{ loop(rader) }}{% endfor %}",
    "{% if titel.__class__ %}x{% endif %}", "{% if hemligt() %}x{% endif %}", "{% if [].append(1) %}x{% endif %}",
    "{{ hemligt }}", "{{ rader.count }}", "{{ titel.format }}", "{{ loop }}", "{% for r in rader %}{{ loop.cycle }}{% endfor %}",
    "{{ [].__class__.__base__.__subclasses__() }}", "{{ titel['__class__'] }}", "{{ titel[0] }}", "{{ rader[0].namn }}",
    "{{ ''|attr('\\x5f\\x5fclass\\x5f\\x5f') }}", "{{ titel.＿＿class＿＿ }}", "{{ titel|safe }}", "{{ titel|format('%s') }}",
    "{{ config }}", "{{ request.application }}", "{{ namespace() }}", "{{ joiner }}", "{{ get_flashed_messages }}",
    "{% raw %}{{ titel }}{% endraw %}", "{% autoescape false %}x{% endautoescape %}", "{% with x = titel %}x{% endwith %}",
    "{% block x %}{% endblock %}", "{% extends 'x' %}", "{% call titel() %}{% endcall %}", "{% filter upper %}x{% endfilter %}",
    "{% do titel.x() %}", "{% print titel %}", "{% break %}", "{# dold #}", "{% if titel.upper().lower %}x{% endif %}",
    "{% for a, b in rader %}x{% endfor %}", "{% for x in rader if x %}y{% endfor %}", "{% for x in rader %}y{% else %}z{% endfor %}",
    "{% for x in 'abc' %}x{% endfor %}", "{% if 1 %}x{% endif %}", "{% if titel in rader %}x{% endif %}", "{{ titel ~ titel }}",
    "{{ titel if visas else titel }}", "{{ (titel,) }}", "{{ titel. namn }}", "{{ titel.hemligt }}", "{{ visas.real }}",
    "{% if titel == 'Ale kommun' %}x{% endif %}", "{% if titel is defined %}x{% endif %}", "{{ lipsum }}", "{{ dict }}",
]  # fmt: skip


@pytest.mark.parametrize("angrepp", ANGREPP)
def test_en_mall_når_aldrig_python(angrepp):
    assert brist(stycke(angrepp)).mall == "prov.docx"


@pytest.mark.parametrize("namn", ["＿fyllning", "\u212ate", "loop", "rader_"])
def test_ett_namn_som_liknar_ett_annat_är_inte_det(namn):
    assert brist(stycke(f"{{{{ {namn} }}}}")).mall == "prov.docx"


def test_ett_djupt_villkor_tar_inte_slut_på_minnet():
    for antal in (60, 400):
        djupt = stycke("{%p if visas %}") * antal + stycke("x") + stycke("{%p endif %}") * antal
        assert brist(djupt).text == "villkoren och slingorna i mallen ligger för djupt i varandra"
    for antal in (60, 3000):
        långt = "{% if " + " or ".join(["visas"] * antal) + " %}x{% endif %}"
        assert "för djupt" in brist(stycke(långt)).text


def test_ett_djupt_träd_i_en_mall_avvisas():
    with pytest.raises(Mallfel, match="inte giltig XML"):
        bygg_mall("prov.docx", delar("<w:p>" * 5000 + "</w:p>" * 5000))


# Word-filen


def test_en_cell_som_töms_av_ett_villkor_får_ett_tomt_stycke():
    cell = f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:tcPr/>{stycke('{%p if visas %}')}{stycke('x')}{stycke('{%p endif %}')}</w:tc></w:tr></w:tbl>"
    from lxml import etree

    rot = etree.fromstring(fylld(cell, Ord(visas=False)).delar["word/document.xml"])
    (tc,) = rot.iter(f"{Q}tc")
    assert tc[-1].tag == f"{Q}p"


def test_en_tabell_utan_rader_avvisas():
    kropp = tabell(rad("{%tr for r in rader %}"), rad("{{ r.namn }}"), rad("{%tr endfor %}"))
    assert "utan rader" in brist(kropp, Ord(rader=())).text


@pytest.mark.parametrize(
    "xml",
    [
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
        b'<!DOCTYPE lolz [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><x>&b;</x>',
        b"<w:document>",
        b"",
    ],
)
def test_farlig_eller_trasig_xml_avvisas(xml):
    with pytest.raises(Mallfel):
        bygg_mall("prov.docx", {"word/document.xml": xml})


def zipfil(tmp_path, poster, **inställning):
    path = tmp_path / "prov.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as arkiv:
        for namn, innehåll in poster:
            arkiv.writestr(namn, innehåll, **inställning)
    return path


TYPER = '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
HEL = [("[Content_Types].xml", TYPER), ("word/document.xml", "<x/>")]


@pytest.mark.parametrize(
    ("poster", "väntat"),
    [
        ([*HEL, ("word/vbaProject.bin", "x")], "makron"),
        ([*HEL, ("../utanför.xml", "x")], "otillåtet namn"),
        ([*HEL, ("/rot.xml", "x")], "otillåtet namn"),
        ([*HEL, ("word/Document.xml", "x")], "samma del två gånger"),
        ([*HEL, ("word/bomb.xml", "0" * 60_000_000)], "orimligt hårt packad"),
        ([*HEL, ("C:/x.xml", "x")], "otillåtet namn"),
        ([*HEL, ("word\\x.xml", "x")], "otillåtet namn"),
        ([*HEL, *((f"word/{n}.xml", "") for n in range(2_001))], "för stor"),
        ([("a.txt", "x")], "inte ett Word-dokument"),
    ],
)
def test_en_mall_som_inte_är_ofarlig_avvisas(tmp_path, poster, väntat):
    with pytest.raises(Mallfel, match=väntat):
        läs_paket(zipfil(tmp_path, poster))


def test_en_för_stor_mall_avvisas(tmp_path, monkeypatch):
    monkeypatch.setattr("avtalsgenerator.paket.STÖRSTA_UPPACKAD", 100)
    with pytest.raises(Mallfel, match="för stor"):
        läs_paket(zipfil(tmp_path, HEL))


@pytest.mark.parametrize(
    ("innehåll", "väntat"),
    [
        (b"", "går inte att öppna"),
        (b"inte en zip", "går inte att öppna"),
        (b"PK\x03\x04trasig", "går inte att öppna"),
        (b"\xd0\xcf\x11\xe0gammal", r"äldre formatet \.doc"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "lösenordsskyddad"),
    ],
)
def test_en_fil_som_inte_är_docx_avvisas(tmp_path, innehåll, väntat):
    path = tmp_path / "prov.docx"
    path.write_bytes(innehåll)
    with pytest.raises(Mallfel, match=väntat):
        läs_paket(path)


def test_en_mall_som_inte_finns_avvisas(tmp_path):
    with pytest.raises(Mallfel, match="går inte att öppna"):
        läs_paket(tmp_path / "saknas.docx")


def test_lösenordsskyddad_mall_avvisas(tmp_path):
    path = zipfil(tmp_path, HEL)
    rå = bytearray(path.read_bytes())
    for märke in (b"PK\x03\x04", b"PK\x01\x02"):
        läge = rå.find(märke)
        rå[läge + (6 if märke == b"PK\x03\x04" else 8)] |= 1
    path.write_bytes(bytes(rå))
    with pytest.raises(Mallfel, match="lösenordsskyddad"):
        läs_paket(path)


def test_samma_delar_ger_samma_byte_oavsett_ordning():
    alla = delar(stycke("x"), header1=stycke("y"))
    omvända = dict(reversed(alla.items()))
    assert packa(alla) == packa(omvända)
    with zipfile.ZipFile(io.BytesIO(packa(alla))) as arkiv:
        assert {i.date_time for i in arkiv.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert arkiv.namelist()[0] == "[Content_Types].xml"


@pytest.mark.parametrize("del_", ["word/embeddings/oleObject1.bin", "word/activeX/activeX1.xml", "word/afchunk.htm"])
def test_det_som_är_inbäddat_avvisas(del_):
    with pytest.raises(Mallfel, match="inbäddad fil"):
        bygg_mall("prov.docx", {**delar(stycke("x")), del_: b"<x/>"})


def test_infogad_text_från_en_annan_fil_avvisas():
    assert "infogad text" in brist(stycke("x") + '<w:altChunk w:id="r1"/>').text


# Det som inte är text får inte försvinna, och inget hemligt eller utifrån får följa med

AVSNITT = "<w:pPr><w:sectPr/></w:pPr>"
IF = "<w:r><w:t>{%p if visas %}</w:t></w:r>"
BILD = "<w:r><w:drawing/></w:r>"


@pytest.mark.parametrize(
    ("kropp", "vad"),
    [
        (f"<w:p>{AVSNITT}{IF}</w:p>", "en avsnittsbrytning i samma stycke som en tagg för hela stycken"),
        (f'<w:p>{IF}<w:r><w:br w:type="page"/></w:r></w:p>', "en brytning i samma stycke som en tagg för hela stycken"),
        (f"<w:p>{IF}{BILD}</w:p>", "en bild i samma stycke som en tagg för hela stycken"),
        (
            f'<w:p>{IF}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>',
            "en fotnot i samma stycke som en tagg för hela stycken",
        ),
        (f'<w:p>{IF}<w:fldSimple w:instr="PAGE"/></w:p>', "ett fält i samma stycke som en tagg för hela stycken"),
        (
            "<w:p><w:r><w:t>{{ ti</w:t></w:r><w:r><w:footnoteReference/></w:r><w:r><w:t>tel }}</w:t></w:r></w:p>",
            "en fotnot står inne i en tagg",
        ),
        (
            f"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{{%tr for rad in rader %}}</w:t></w:r>{BILD}</w:p></w:tc></w:tr></w:tbl>",
            "en bild i samma rad som {%tr",
        ),
    ],
)
def test_en_bild_eller_brytning_som_skulle_försvinna_avvisas(kropp, vad):
    assert brist(kropp + stycke("{%p endif %}")).text.startswith(vad)


def test_ett_fält_bredvid_en_hel_tagg_står_kvar():
    kropp = '<w:p><w:r><w:t>{{ titel }}</w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>'
    assert b"fldSimple" in fylld(kropp).delar["word/document.xml"]


@pytest.mark.parametrize(
    "kropp",
    [
        "<w:p><w:ins><w:r><w:t>fem</w:t></w:r></w:ins></w:p>",
        "<w:p><w:del><w:r><w:delText>tre</w:delText></w:r></w:del></w:p>",
        "<w:p><w:r><w:rPr><w:rPrChange/></w:rPr><w:t>x</w:t></w:r></w:p>",
    ],
)
def test_spårade_ändringar_i_mallen_avvisas(kropp):
    fel = brist(kropp)
    assert (fel.text, fel.råd[:24]) == ("mallen har spårade ändringar", "Godkänn eller avvisa änd")


def test_kommentarer_i_mallen_avvisas():
    assert brist(stycke("x"), comments=f"<w:comment>{stycke('håller detta?')}</w:comment>").text.startswith(
        "mallen har kommentarer"
    )


def test_ett_ord_i_en_alternativtext_avvisas():
    fel = brist('<w:p><w:r><w:t w:descr="{{ titel }}">x</w:t></w:r></w:p>')
    assert "alternativtext" in fel.text


@pytest.mark.parametrize("tagg", ["{%p\u00a0if visas %}", "{%\u00a0p if visas %}", "{%p if\u00a0visas %}"])
def test_hårt_mellanslag_i_en_tagg_för_hela_stycken(tagg):
    if tagg.startswith("{%\u00a0p"):
        assert brist(stycke(tagg) + stycke("{%p endif %}")).stycke
    else:
        assert text(stycke(tagg) + stycke("ja\u00a0tack") + stycke("{%p endif %}")) == "ja\u00a0tack"


def koppling(typ, mål):
    relation = f'<Relationship Id="r" Type="http://x/{typ}" Target="{mål}" TargetMode="External"/>'
    return f"<Relationships>{relation}</Relationships>".encode()


def test_det_som_hämtas_utifrån_avvisas_men_en_länk_får_stå():
    alla = delar(stycke("x"))
    with pytest.raises(Mallfel, match=r"hämtar något utifrån: http://ond\.example/x\.png"):
        bygg_mall("prov.docx", {**alla, "word/_rels/document.xml.rels": koppling("image", "http://ond.example/x.png")})
    assert bygg_mall("prov.docx", {**alla, "word/_rels/document.xml.rels": koppling("hyperlink", "https://x.example/")})


@pytest.mark.parametrize(
    "namn", ["word/settings.xml", "word/_rels/document.xml.rels", "docProps/app.xml", "word/styles.xml"]
)
def test_en_dokumenttyp_avvisas_i_varje_del(namn):
    with pytest.raises(Mallfel, match="DOCTYPE"):
        bygg_mall("prov.docx", {**delar(stycke("x")), namn: b'<!DOCTYPE a SYSTEM "http://ond.example/"><a/>'})


@pytest.mark.parametrize("kodning", ["utf-8", "utf-16"])
def test_en_dokumenttyp_avvisas_i_varje_teckenkodning(kodning):
    with pytest.raises(Mallfel, match="DOCTYPE"):
        tolka_xml("prov.docx", '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'.encode(kodning))


def test_ordet_loop_kan_inte_vara_namn_i_en_slinga():
    kropp = stycke("{%p for loop in rader %}") + stycke("x") + stycke("{%p endfor %}")
    assert brist(kropp).text == "ordet loop kan inte användas i en slinga"


def test_kopplingen_till_en_dokumentmall_följer_inte_med(tmp_path):
    rel = '<Relationships><Relationship Id="r1" Type="http://x/attachedTemplate" Target="file:///C:/x.dotx" TargetMode="External"/></Relationships>'
    inställning = '<w:settings><w:attachedTemplate r:id="r1"/><w:zoom/></w:settings>'
    läst = läs_paket(
        zipfil(tmp_path, [*HEL, ("word/_rels/settings.xml.rels", rel), ("word/settings.xml", inställning)])
    )
    assert b"dotx" not in b"".join(läst.values())
    assert läst["word/settings.xml"] == b"<w:settings><w:zoom/></w:settings>"


def test_en_omdöpt_wordmall_avvisas(tmp_path):
    typer = '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"/></Types>'
    with pytest.raises(Mallfel, match=r"\.dotx"):
        läs_paket(zipfil(tmp_path, [("[Content_Types].xml", typer), ("word/document.xml", "<x/>")]))


def test_en_fil_med_trasig_packning_avvisas(tmp_path):
    path = tmp_path / "prov.docx"
    rå = bytearray(packa({"[Content_Types].xml": b"<Types/>" * 200, "word/document.xml": b"<x/>" * 200}))
    rå[50:70] = b"\xff" * 20
    path.write_bytes(bytes(rå))
    with pytest.raises(Mallfel):
        läs_paket(path)


def test_flera_olika_fel_i_en_mall_hänvisar_till_kommandot_som_visar_vad_man_gör():
    with pytest.raises(Mallfel) as fel:
        fylld(stycke("{ titel }") + stycke("{% if visas %}"))
    assert fel.value.råd == "Vad man gör åt vart och ett visas med: avtal mallar kontrollera prov"
