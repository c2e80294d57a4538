"""Det som juristen har ändrat i ett utkast kommer tillbaka: som uppgift, som mallens text eller som form. Inget tappas."""

import copy
import random
import shutil
import subprocess

import pytest
from bygg import bygg
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from kommando import kör
from ordredigering import VEM, Utkast

from avtalsgenerator.andringar import aterkomst
from avtalsgenerator.granskning.andras_kommentarer import allas_kommentarer
from avtalsgenerator.granskning.aterkommet import läs_återkommet

TILLÄGG = "konsumentvagledning/tillagg-latsasby"
NAMN = "parter/latsasby/part.yaml#namn"
GÄLLER = "avtal/konsumentvagledning/tillagg-latsasby.yaml#gäller_från"


@pytest.fixture(scope="module")
def mapp(tmp_path_factory):
    """Det påhittade ärendet med utkast av alla dokument, i ut/."""
    mapp = bygg(tmp_path_factory.mktemp("granska") / "m")
    for handling in (TILLÄGG, "konsumentvagledning"):
        assert kör("generera", handling, "--utkast", "--ut", "ut", "--ersätt", mapp=mapp).kod == 0
    return mapp


@pytest.fixture(scope="module")
def utkasten(mapp):
    return {p.name.removesuffix(" (utkast).docx"): p.read_bytes() for p in (mapp / "ut").glob("*.docx")}


@pytest.fixture
def granska(mapp, utkasten, tmp_path):
    """Redigerar ett utkast och granskar det som kommer tillbaka."""

    def gör(redigera, dokument="Tilläggsavtal Låtsasby", *, spåra=False):
        utkast = Utkast(utkasten[dokument], spåra=spåra)
        redigera(utkast)
        return läs(utkast.byte())

    def läs(innehåll):
        fil = tmp_path / "Från juristen.docx"
        fil.write_bytes(innehåll)
        return aterkomst.granska(fil, None, mapp)

    gör.läs = läs
    return gör


def fakta(g):
    return [(u.vägar[0] if u.vägar else "", *u.orden[0], u.efter) for u in g.uppgifter]


def texter(g):
    return [
        (t.ändring.plats.replace("\u00a0", " "), t.ändring.vad, t.ändring.före, t.ändring.efter)
        for t in g.återkommet.högar.texter
    ]


def former(g):
    return [(f.vad, f.ord_) for f in g.återkommet.högar.former]


def inget_annat(g, *, fakta=False, texter=False, former=False):
    h = g.återkommet.högar
    return (fakta or not h.fakta) and (texter or not h.texter) and (former or not h.former)


spåra = pytest.mark.parametrize("spåra", [False, True], ids=["ospårat", "spårat"])


# Uppgifter


@spåra
@pytest.mark.parametrize(
    ("förut", "nu", "väg", "före", "efter"),
    [
        ("1 januari 2026", "1 februari 2026", GÄLLER, "2026-01-01", "2026-02-01"),
        ("1 januari 2026", "2026-02-01", GÄLLER, "2026-01-01", "2026-02-01"),
        ("212000-9028", "212000-9036", "parter/latsasby/part.yaml#organisationsnummer", "212000-9028", "212000-9036"),
        ("§ 14", "§ 15", "avtal/konsumentvagledning/avtal.yaml#anslutning.paragraf", "14", "15"),
        ("2 december 2024", "3 december 2024", "avtal/konsumentvagledning/avtal.yaml#daterat", "2024-12-02", "2024-12-03"),
    ],
)  # fmt: skip
def test_ett_ändrat_värde_föreslås_i_sin_fil(granska, spåra, förut, nu, väg, före, efter):
    g = granska(lambda u: u.byt_värde(förut, nu), spåra=spåra)
    (uppgift,) = g.uppgifter
    assert (uppgift.vägar, uppgift.före, uppgift.efter, uppgift.skäl) == ((väg,), före, efter, "")
    assert inget_annat(g, fakta=True)
    assert g.återkommet.vem(*uppgift.orden[0]) == (f"{VEM} 2026-02-03" if spåra else "")


def test_ett_värde_i_en_tabell_och_ett_i_sidhuvudet(granska):
    g = granska(
        lambda u: (
            u.byt_värde("Sagoviks kommun", "Sagoviks stad"),
            u.i_huvudet().byt_värde("KS 2025-0402", "KS 2026-0001"),
        )
    )
    assert [(u.efter, u.ställen[0].plats) for u in g.uppgifter] == [
        ("Sagoviks stad", "§\u00a01"),
        ("KS 2026-0001", "Sidhuvudet"),
    ]
    assert inget_annat(g, fakta=True)


def test_två_värden_i_samma_stycke(granska):
    def båda(u):
        u.byt_värde("Låtsasby kommun", "Låtsasby stad", 2)
        u.byt_värde("1 januari 2026", "1 mars 2026")

    assert {u.efter for u in granska(båda).uppgifter} == {"Låtsasby stad", "2026-03-01"}


def test_ett_värde_som_är_ändrat_på_ett_av_flera_ställen_sägs_vara_det(granska):
    (u,) = granska(lambda u: u.byt_värde("Låtsasby kommun", "Låtsasby stad")).uppgifter
    assert (u.efter, len(u.ställen), u.av) == ("Låtsasby stad", 1, 4)


def test_ett_värde_som_är_ändrat_lika_på_alla_ställen_är_ett_förslag(granska):
    def alla(u):
        for ruta in u.rutor("Låtsasby kommun"):
            assert ruta is not None
            u.byt_värde("Låtsasby kommun", "Låtsasby stad")

    (u,) = granska(alla).uppgifter
    assert (u.efter, len(u.ställen), u.av) == ("Låtsasby stad", 4, 4)


def test_ett_värde_som_är_ändrat_på_olika_sätt_ger_inget_förslag(granska):
    g = granska(lambda u: (u.byt_värde("Låtsasby kommun", "Ett"), u.byt_värde("Låtsasby kommun", "Två")))
    assert inget_annat(g, fakta=True)
    (u,) = g.uppgifter
    assert (u.efter, u.skäl) == ("", "orden är ändrade på olika sätt på olika ställen")


@spåra
def test_ett_räknat_värde_kan_inte_föras_tillbaka(granska, spåra):
    (u,) = granska(lambda u: u.byt_värde("612 000 kr", "620 000 kr"), spåra=spåra).uppgifter
    assert u.efter == ""
    assert u.räknat == "postens belopp"
    assert "räknade" in u.skäl


def test_ett_tömt_värde_ger_inget_förslag(granska):
    (u,) = granska(lambda u: u.töm("1 januari 2026")).uppgifter
    assert (u.efter, u.orden) == ("", [("1\u00a0januari\u00a02026", "")])
    assert "strukna" in u.skäl


def test_en_tömd_ruta_där_word_visar_en_uppmaning_är_tömd(granska):
    def töm(u):
        ruta = u.rutor("1 januari 2026")[0]
        ruta[0].append(ruta.makeelement(ruta[0].tag.replace("sdtPr", "showingPlcHdr")))
        next(t for t in ruta.iter() if t.tag.endswith("}t")).text = "Klicka här för att ange text."

    (u,) = granska(töm).uppgifter
    assert u.orden[0][1] == ""


@spåra
def test_ord_som_word_har_delat_på_flera_textkörningar_är_samma_ord(granska, spåra):
    def dela(u):
        u.byt_värde("Låtsasby kommun", "Låtsasby nya kommun")
        ruta = u.rutor("Låtsasby nya kommun")[0] if not spåra else None
        if ruta is not None:
            (körning,) = [r for r in ruta.iter() if r.tag.endswith("}r")]
            u._byt(körning, "nya", "nya")

    assert [u.efter for u in granska(dela, spåra=spåra).uppgifter] == ["Låtsasby nya kommun"]


def test_en_ruta_som_är_borta_där_orden_är_omskrivna_är_ändå_uppgiften(granska):
    def skriv_om(u):
        u.ta_bort_ruta("1 januari 2026", orden_kvar=True)
        u.byt_ord("1\u00a0januari\u00a02026", "1 april 2026")

    g = granska(skriv_om)
    (u,) = g.uppgifter
    assert (u.efter, u.ställen[0].rutan_kvar) == ("2026-04-01", False)
    assert [(r.tagg, a, b) for r, a, b in g.återkommet.rutor] == [(GÄLLER, 1, 0)]
    assert inget_annat(g, fakta=True)


def test_en_ruta_som_är_borta_där_orden_står_kvar_sägs_men_ändrar_inget(granska):
    g = granska(lambda u: u.ta_bort_ruta("§ 14", orden_kvar=True))
    assert [(r.text, a, b) for r, a, b in g.återkommet.rutor] == [("§\u00a014", 1, 0)]
    assert inget_annat(g)


def test_en_struken_ruta_är_en_struken_uppgift(granska):
    g = granska(lambda u: u.ta_bort_ruta("§ 14", orden_kvar=False))
    assert [(u.orden[0], u.efter) for u in g.uppgifter] == [(("§\u00a014", ""), "")]


def test_en_ruta_som_står_två_gånger_sägs(granska):
    def kopiera(u):
        ruta = u.rutor("§ 14")[0]
        ruta.addnext(__import__("copy").deepcopy(ruta))

    g = granska(kopiera)
    assert [(r.text, a, b) for r, a, b in g.återkommet.rutor] == [("§\u00a014", 1, 2)]
    assert texter(g) == [("§ 3", "ord", "", "§\u00a014")]


def test_juristens_egen_ruta_är_inte_en_annan_uppgift(granska):
    def byt(u):
        egen = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
        egen[0].append(u._körning(parse_xml(f"<w:r {nsdecls('w')}/>"), "Egen text"))
        next(s for s in u.stycke("är part i samverkansavtalet") if s.tag == qn("w:sdt")).addnext(egen)
        u.ta_bort_ruta("1 januari 2026", orden_kvar=True)

    g = granska(byt)
    assert not g.uppgifter
    assert ["Egen text" in t[3] for t in texter(g)] == [True]


def test_en_löpande_text_ändras_i_det_stycke_som_är_ändrat(granska):
    def byt(u):
        u.byt_värde("på telefon varje vardag,", "på telefon varje helgfri vardag,")
        u.byt_värde("på besök i Sagovik efter bokning.", "på besök efter bokning.")

    (u,) = granska(byt, "Samverkansavtal Sagolandets konsumentvägledning").uppgifter
    assert "på telefon varje helgfri vardag" in u.efter
    assert "på besök efter bokning." in u.efter
    assert u.efter.replace("helgfri ", "").replace("besök efter", "besök i Sagovik efter") == u.före


def test_en_ifylld_lucka_är_en_uppgift_som_saknas(tmp_path):
    mapp = bygg(tmp_path / "m", {"avtal/konsumentvagledning/avtal.yaml": {"daterat": ""}})
    assert kör("generera", TILLÄGG, "--utkast", "--ut", "ut", "--bara", "tillaggsavtal", mapp=mapp).kod == 0
    (fil,) = (mapp / "ut").glob("*.docx")
    u = Utkast(fil.read_bytes())
    lucka = next(t for t in u.texter() if (t.text or "").startswith("[saknas: "))
    vad, lucka.text = lucka.text, "den 2 december 2024"
    fil.write_bytes(u.byte())
    (uppgift,) = aterkomst.granska(fil, None, mapp).uppgifter
    assert uppgift.orden == [(vad, "den 2 december 2024")]
    assert "saknas i uppgifterna" in uppgift.skäl


def test_words_märken_för_vem_som_får_redigera_är_ingen_ändring(granska):
    def skydda(u):
        stycke = u.stycke("Sedan gäller det lika länge")
        stycke.addprevious(u.märke("permStart"))
        stycke.addnext(u.märke("permEnd"))

    assert inget_annat(granska(skydda))


# Mallens text


@spåra
def test_ett_ändrat_ord_i_mallens_text_visas_mot_mallen(granska, spåra):
    g = granska(lambda u: u.byt_ord("rättigheter och skyldigheter", "åtaganden"), spåra=spåra)
    assert texter(g) == [("§ 3", "ord", "rättigheter och skyldigheter", "åtaganden")]
    assert "{% if flera_nya %}" in g.mallstycke(g.återkommet.högar.texter[0].stycke)
    assert inget_annat(g, texter=True)


@spåra
def test_ett_nytt_stycke(granska, spåra):
    g = granska(
        lambda u: u.nytt_stycke("Från den dagen gäller", "Den nya parten svarar för sina handlingar."), spåra=spåra
    )
    assert texter(g) == [("§ 3", "stycke", "", "Den nya parten svarar för sina handlingar.")]
    assert inget_annat(g, texter=True)


@spåra
def test_ett_struket_stycke(granska, spåra):
    g = granska(lambda u: u.ta_bort_stycke("Bidragen från Region Sagolandet ändras inte"), spåra=spåra)
    assert texter(g) == [("§ 4", "stycke", "Bidragen från Region Sagolandet ändras inte.", "")]
    assert [r.text for r in g.återkommet.högar.texter[0].rutor] == ["Region Sagolandet"]
    assert inget_annat(g, texter=True)


@spåra
def test_en_ny_paragraf(granska, spåra):
    g = granska(
        lambda u: u.nytt_stycke("meddelar Sagolandets konsumentvägledning vem det är", "Tvister", "Rubrik1"),
        spåra=spåra,
    )
    assert [(t[1], t[3]) for t in texter(g)] == [("paragraf", "Tvister")]


@spåra
def test_en_ändrad_rubrik(granska, spåra):
    g = granska(lambda u: u.byt_ord("Giltighet", "Giltighetstid"), spåra=spåra)
    assert texter(g) == [("§ 8", "ord", "Giltighet", "Giltighetstid")]


@spåra
def test_en_struken_rad_i_en_tabell(granska, spåra):
    g = granska(lambda u: u.ta_bort_rad("212000-9010"), spåra=spåra)
    assert texter(g) == [("§ 1", "rad", "Fabelås kommun, 212000-9010, part", "")]
    assert inget_annat(g, texter=True)


@spåra
def test_en_ny_rad_i_en_tabell(granska, spåra):
    g = granska(lambda u: u.ny_rad("212000-9010", "Nyby"), spåra=spåra)
    assert texter(g) == [("§ 1", "rad", "", "Nyby, Nyby, Nyby")]


@spåra
def test_ett_ord_i_sidfoten(granska, spåra):
    g = granska(lambda u: u.i_foten().byt_ord("Parter: ", "Parterna: "), spåra=spåra)
    assert texter(g) == [("Sidfoten", "ord", "Parter", "Parterna")]


def test_ett_stycke_som_har_delats_i_två(granska):
    g = granska(lambda u: u.dela("eftersom det har kommit till senare"))
    assert any("eftersom det har kommit till senare" in t[3] for t in texter(g))


@spåra
def test_två_stycken_som_har_gått_ihop(granska, spåra):
    g = granska(lambda u: u.slå_ihop("Bidragen från Region Sagolandet ändras inte"), spåra=spåra)
    assert texter(g) == [
        ("§ 4", "stycke", "Bidragen från Region Sagolandet ändras inte.", ""),
        ("§ 4", "ord", "Beloppen", "Bidragen från Region Sagolandet ändras inte.Beloppen"),
    ]


def test_ett_flyttat_stycke_är_både_struket_och_tillagt(granska):
    g = granska(lambda u: u.flytta_stycke("Sedan gäller det lika länge", "Från den dagen gäller"))
    assert [(t[0], t[1], bool(t[2])) for t in texter(g)] == [("§ 3", "stycke", False), ("§ 8", "stycke", True)]


def test_ord_och_värde_som_är_ändrade_tillsammans_tappar_inget(granska):
    def båda(u):
        u.byt_värde("1 januari 2026", "1 maj 2026")
        u.byt_ord("är part i samverkansavtalet från och med den ", "blir part från den ")

    g = granska(båda)
    assert [u.efter for u in g.uppgifter] == ["2026-05-01"]
    assert "".join(t[3] for t in texter(g)).startswith("blir")


def test_det_som_skrivs_på_utkastets_första_sida_sägs(granska):
    g = granska(lambda u: u.byt_ord("Kontrollerna har inga anmärkningar.", "Vi har inga anmärkningar."))
    assert g.återkommet.på_framsidan == ("Vi har inga anmärkningar. Dokumentet är ändå bara ett utkast.",)
    assert g.återkommet.borta_från_framsidan == (
        "Kontrollerna har inga anmärkningar. Dokumentet är ändå bara ett utkast.",
    )
    assert inget_annat(g)


@spåra
def test_det_som_stryks_på_utkastets_första_sida_sägs(granska, spåra):
    g = granska(lambda u: u.ta_bort_stycke("Kontrollerna har inga anmärkningar."), spåra=spåra)
    assert len(g.återkommet.borta_från_framsidan) == 1
    assert not g.återkommet.oförändrat
    assert inget_annat(g)


def test_det_som_skrivs_i_raden_utkast_sägs(granska):
    g = granska(lambda u: u.i_huvudet().byt_ord("UTKAST", "UTKAST 2, läst av mig"))
    assert g.återkommet.på_framsidan[0].startswith("UTKAST 2, läst av mig")
    assert inget_annat(g)


def test_ett_nytt_avsnitt_och_dess_sidhuvud_syns(granska):
    def dela(u):
        avsnitt = u.dokument.add_section()
        assert avsnitt.header.is_linked_to_previous
        u.dokument.sections[0].different_first_page_header_footer = True

    g = granska(dela)
    assert {f[0] for f in former(g)} == {
        "avsnitt: 1 → 2", "avsnitt med egen förstasida: 0 → 1", "tomt stycke tillagt"}  # fmt: skip
    assert inget_annat(g, former=True)

    def skriv(u):
        u.dokument.add_section().header.is_linked_to_previous = False
        u.dokument.sections[-1].header.paragraphs[0].text = "Hemligt"

    assert ("Sidhuvudet", "stycke", "", "Hemligt") in texter(granska(skriv))


# Det som inte är ord

TEXTRUTA = (
    f"<w:r {nsdecls('w')}><w:pict><w:txbxContent><w:p><w:r><w:t>Bara kommunerna?</w:t></w:r></w:p></w:txbxContent>"
    "</w:pict></w:r>"
)


@pytest.mark.parametrize("var", ["i text", "i en ruta", "i ett nytt stycke"])
def test_orden_i_en_textruta_hör_till_texten(granska, var):
    def rita(u):
        if var == "i ett nytt stycke":
            u.nytt_stycke("Från den dagen gäller", "Se rutan:")
        mål = u.rutor("1 januari 2026")[0][1] if var == "i en ruta" else u.stycke("Se rutan:" if "nytt" in var else "Från den dagen")  # fmt: skip
        mål.append(parse_xml(TEXTRUTA))

    g = granska(rita)
    (text,) = texter(g)
    assert text[3].removeprefix("Se rutan:") == "[textruta: Bara kommunerna?]"
    assert inget_annat(g, texter=True)


@pytest.mark.parametrize("var", ["i text", "i en ruta", "i ett nytt stycke"])
def test_en_ny_fotnot_syns_med_sina_ord(granska, utkasten, var):
    u = Utkast(utkasten["Tilläggsavtal Låtsasby"])
    if var == "i ett nytt stycke":
        u.nytt_stycke("Från den dagen gäller", "Nytt stycke.")
    mål = u.rutor("1 januari 2026")[0][1] if var == "i en ruta" else u.stycke("Nytt stycke." if "nytt" in var else "Från den dagen")  # fmt: skip
    mål.append(parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'))
    noter = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2"><w:p><w:r><w:t>Enligt vem?</w:t></w:r></w:p></w:footnote>'
        "</w:footnotes>"
    )
    del_ = Part(
        PackURI("/word/footnotes.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
        noter.encode(),
        u.dokument.part.package,
    )
    u.dokument.part.relate_to(del_, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes")
    g = granska.läs(u.byte())
    assert ("Fotnoterna", "stycke", "", "Enligt vem?") in texter(g)
    assert any("[not]" in t[3] for t in texter(g))
    assert inget_annat(g, texter=True)


@pytest.mark.parametrize("tecken", ["br", "tab", "softHyphen"])
def test_ett_tecken_i_en_ruta_som_inte_är_ett_ord_sägs_men_föreslås_inte(granska, tecken):
    def skriv(u):
        körning = next(u.rutor("Låtsasby kommun")[0].iter(qn("w:r")))
        körning.append(körning.makeelement(qn(f"w:{tecken}")))

    (u,) = granska(skriv).uppgifter
    assert (u.efter, u.skäl) == ("", "bara mellanrum, radbrytningar eller bindestreck är andra")


def test_ett_hårt_bindestreck_blir_ett_vanligt_i_uppgiften(granska):
    def skriv(u):
        t = next(u.rutor("212000-9028")[0].iter(qn("w:t")))
        t.text = "212000"
        t.addnext(sist := t.makeelement(qn("w:t")))
        sist.text = "9036"
        t.addnext(t.makeelement(qn("w:noBreakHyphen")))

    assert [u.efter for u in granska(skriv).uppgifter] == ["212000-9036"]


# Form


@pytest.mark.parametrize(
    ("egenskap", "vad"),
    [({"b": ""}, "fetstil tillagd"), ({"highlight": "yellow"}, "färgmarkering tillagd"), ({"strike": ""}, "genomstrykning tillagd"), ({"vanish": ""}, "dold text tillagd")],
)  # fmt: skip
def test_ändrat_utseende_är_bara_form(granska, egenskap, vad):
    g = granska(lambda u: u.sätt_utseende("Tilläggsavtalet ändrar bara", **egenskap))
    assert [f[0] for f in former(g)] == [vad]
    assert inget_annat(g, former=True)


def test_spårat_utseende_är_också_form(granska):
    assert [f[0] for f in former(granska(lambda u: u.sätt_utseende("Giltighet", i=""), spåra=True))] == [
        "kursiv tillagd"
    ]


def test_en_annan_nivå_i_en_lista_är_form(granska):
    def sänk(u):
        form = u.stycke(PUNKT).get_or_add_pPr()
        form.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'))

    g = granska(sänk, AVTAL)
    assert [f[0] for f in former(g)] == ["punkt i en lista → punkt i en lista, nivå 2"]
    assert inget_annat(g, former=True)


def test_en_länk_på_ord_som_stod_där_är_form(granska):
    def länka(u):
        körning = next(u.stycke("Från den dagen gäller").iter(qn("w:r")))
        körning.addprevious(länk := parse_xml(f'<w:hyperlink {nsdecls("w")} w:anchor="x"/>'))
        länk.append(körning)

    g = granska(länka)
    assert [f[0] for f in former(g)] == ["länk tillagd"]
    assert inget_annat(g, former=True)


def test_en_annan_formatmall_marginal_och_sidbrytning_är_form(granska):
    def form(u):
        p = u.dokument.paragraphs
        stycke = next(x for x in p if "Sedan gäller det lika länge" in x.text)
        stycke.style = u.dokument.styles["Normal"]
        rubrik = next(x for x in p if x.text == "Betalning")
        rubrik.paragraph_format.page_break_before = True
        next(x for x in p if "utser en kontaktperson" in x.text).alignment = 1

    g = granska(form)
    assert {f[0] for f in former(g)} == {
        "formatmallen Avtalsstycke → Normal", "punkt i en lista, nivå 2 → vanligt stycke", "vänsterställt → centrerat",
        "sidbrytningar: 1 → 2",
    }  # fmt: skip
    assert inget_annat(g, former=True)


# Kommentarer och spårning


def test_kommentarer_visas_med_orden_de_står_vid(granska):
    g = granska(lambda u: (u.kommentera("Giltighet", "Hur länge?"), u.kommentera("Låtsasby kommun", "Rätt namn?")))
    assert [(k.av, k.dag[:10], k.ord_, k.stycken) for k in g.återkommet.kommentarer] == [
        (VEM, "2026-02-03", "Låtsasby kommun", ("Rätt namn?",)),
        (VEM, "2026-02-03", "Giltighet", ("Hur länge?",)),
    ]
    assert inget_annat(g)


def test_en_kommentar_utan_ord_utan_plats_och_i_sidhuvudet_tappas_inte(granska):
    def kommentera(u):
        def ny(text):
            return u.dokument.part._comments_part.comments.add_comment(text, VEM, "KE").comment_id

        def vid(stycke, text):
            körning = parse_xml(f'<w:r {nsdecls("w")}><w:commentReference w:id="{ny(text)}"/></w:r>')
            stycke.append(körning)

        vid(u.stycke("Giltighet"), "på ett ställe")
        ny("utan plats")
        vid(u.i_huvudet().stycke("Dnr"), "i huvudet")

    svar = [(k.stycken, k.stycke[:3]) for k in granska(kommentera).återkommet.kommentarer]
    assert svar == [(("på ett ställe",), "Gil"), (("i huvudet",), "Dnr"), (("utan plats",), "")]


def test_en_kommentar_vid_strukna_ord_har_orden(granska):
    g = granska(lambda u: (u.kommentera("Giltighet", "Varför?"), u.byt_ord("Giltighet", "")), spåra=True)
    assert [k.ord_ for k in g.återkommet.kommentarer] == ["Giltighet"]


def test_två_likadana_kommentarer_från_samma_minut_är_två(granska, utkasten):
    u = Utkast(utkasten["Tilläggsavtal Låtsasby"])
    u.kommentera("Giltighet", "Rätt?")
    u.kommentera("Betalning", "Rätt?")
    delar = {p.partname.lstrip("/"): p.blob for p in u.dokument.part.package.iter_parts()}
    assert [k.ord_ for k in allas_kommentarer([delar, delar])] == ["Betalning", "Giltighet"]


def test_spårade_och_ospårade_ändringar_skiljs_åt(granska):
    def båda(u):
        u.byt_ord("Giltighet", "Giltighetstid")
        u.spåra = False
        u.byt_ord("rättigheter och skyldigheter", "åtaganden")

    g = granska(båda, spåra=True)
    vem = {t.ändring.efter: g.återkommet.vem(t.ändring.före, t.ändring.efter) for t in g.återkommet.högar.texter}
    assert vem == {"åtaganden": "inte spårad", "Giltighetstid": f"{VEM} 2026-02-03"}
    assert g.återkommet.om_spårningen() == "1 ändring är inte spårad."


def test_den_som_har_skrivit_en_bokstav_har_inte_ändrat_alla_ord_med_bokstaven(granska):
    def båda(u):
        u.byt_värde("1 januari 2026", "1 mars 2026")
        bokstav = u.märke("ins")
        bokstav.set(qn("w:author"), "Bo Al")
        bokstav.append(u._körning(parse_xml(f"<w:r {nsdecls('w')}/>"), "a"))
        u.stycke("Giltighet").append(bokstav)

    g = granska(båda, spåra=True)
    assert g.återkommet.vem(*g.uppgifter[0].orden[0]) == f"{VEM} 2026-02-03"
    (t,) = g.återkommet.högar.texter
    assert g.återkommet.vem(t.ändring.före, t.ändring.efter) == "Bo Al 2026-02-03"


# Inget tappas


def test_ett_utkast_som_bara_har_sparats_är_oförändrat(granska, utkasten):
    for namn, innehåll in utkasten.items():
        assert granska.läs(Utkast(innehåll).byte()).återkommet.oförändrat, namn


@pytest.mark.parametrize("frö", range(8))
def test_varje_ord_som_skrivs_någonstans_finns_i_någon_hög(granska, utkasten, frö):
    slump = random.Random(frö)
    namn = slump.choice(sorted(utkasten))
    utkast = Utkast(utkasten[namn])
    texter_ = [t for t in utkast.texter() if (t.text or "").strip() not in ("", "1")]  # sidnumren räknar Word
    skrivna = []
    for nr, t in enumerate(slump.sample(texter_, min(6, len(texter_)))):
        ord_ = f"nyord{nr}x"
        läge = slump.randrange(len(t.text) + 1)
        t.text = f"{t.text[:läge]} {ord_} {t.text[läge:]}"
        skrivna.append(ord_)
    g = granska.läs(utkast.byte())
    h = g.återkommet.högar
    funna = " ".join([*(v.efter for v in h.fakta), *(t.ändring.efter for t in h.texter), *g.återkommet.på_framsidan])
    märken = [o for o in skrivna if o not in funna]
    assert märken == [], [t.text for t in texter_ if any(o in t.text for o in märken)]
    assert {v.ruta.tagg for v in h.fakta} <= {r.tagg for r in g.återkommet.rutor_i_original}


@pytest.mark.parametrize("frö", range(8))
def test_varje_ord_som_stryks_någonstans_finns_i_någon_hög(granska, utkasten, frö):
    slump = random.Random(frö)
    namn = slump.choice(sorted(utkasten))
    utkast = Utkast(utkasten[namn])
    texter_ = [t for t in utkast.texter() if len((t.text or "").split()) > 2]
    borta = []
    for t in slump.sample(texter_, min(5, len(texter_))):
        orden = t.text.split(" ")
        nr = slump.randrange(len(orden))
        borta += [orden.pop(nr)]
        t.text = " ".join(orden)
    g = granska.läs(utkast.byte())
    h = g.återkommet.högar
    funna = " ".join(
        [*(v.före for v in h.fakta), *(t.ändring.före for t in h.texter), *g.återkommet.borta_från_framsidan]
    )
    assert [o for o in borta if o.strip(" ,.:") not in funna] == []


def test_libreoffice_tappar_inget_när_filen_sparas_där(granska, utkasten, tmp_path):
    if not shutil.which("soffice"):
        pytest.skip("kräver LibreOffice")
    redigerade = {
        "orord": utkasten["Tilläggsavtal Låtsasby"],
        "sidor": utkasten["Signatursidor"],
        "bilaga": utkasten["Bilaga 1 Kostnadsfördelning"],
        "andrad": _ändrat(utkasten, spåra=False),
        "sparad": _ändrat(utkasten, spåra=True),
    }
    for namn, innehåll in redigerade.items():
        (tmp_path / f"{namn}.docx").write_bytes(innehåll)
    profil = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
    filer = [str(tmp_path / f"{namn}.docx") for namn in redigerade]
    subprocess.run(
        ["soffice", profil, "--headless", "--convert-to", "docx", "--outdir", str(tmp_path / "lo"), *filer],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    for namn in redigerade:
        g = granska.läs((tmp_path / "lo" / f"{namn}.docx").read_bytes())
        assert g.återkommet.utan_taggar, namn
        if namn in ("andrad", "sparad"):
            assert [u.efter for u in g.uppgifter] == ["2026-02-01"], namn
            assert texter(g) == [("§ 3", "ord", "rättigheter och skyldigheter", "åtaganden")], namn
            assert [(k.av, k.ord_) for k in g.återkommet.kommentarer] == [(VEM, "Giltighet")], namn
        else:
            assert inget_annat(g), namn


def _ändrat(utkasten, *, spåra):
    u = Utkast(utkasten["Tilläggsavtal Låtsasby"], spåra=spåra)
    u.byt_värde("1 januari 2026", "1 februari 2026")
    u.byt_ord("rättigheter och skyldigheter", "åtaganden")
    u.kommentera("Giltighet", "Hur länge?")
    return u.byte()


def test_inget_slag_av_dokument_i_det_verkliga_ärendet_är_ändrat_när_det_bara_har_sparats(alla, tmp_path):
    utkast = {namn: innehåll for (_, namn), innehåll in alla.items() if "(utkast)" in namn}
    slag = {namn.split()[0]: namn for namn in utkast}
    assert len(slag) > 8
    for namn in slag.values():
        fil = tmp_path / namn
        fil.write_bytes(Utkast(utkast[namn]).byte())
        assert läs_återkommet(fil).oförändrat, namn


# Stycken i löpande text

AVTAL = "Samverkansavtal Sagolandets konsumentvägledning"
SKRIVELSE = "konsumentvagledning/tjansteskrivelse-2025-10-06"
PUNKT = "på telefon varje vardag,"
STYCKEN = "Det första stycket.\n\nDet andra stycket.\n\nDet tredje stycket.\n"


@pytest.fixture
def skrivelsen(tmp_path):
    """Redigerar en skrivelse med flera stycken i ett avsnitt."""
    fil = f"avtal/{SKRIVELSE}.yaml"
    mapp = bygg(tmp_path / "m", {fil: {"avsnitt[2]": {"text": STYCKEN}}})

    def gör(redigera, *, spåra=False):
        assert kör("generera", SKRIVELSE, "--utkast", "--ut", "ut", mapp=mapp).kod == 0
        (utkastet,) = (mapp / "ut").glob("*.docx")
        utkast = Utkast(utkastet.read_bytes(), spåra=spåra)
        redigera(utkast)
        utkastet.write_bytes(utkast.byte())
        g = aterkomst.granska(utkastet, None, mapp)
        assert inget_annat(g, fakta=True)
        (uppgift,) = g.uppgifter
        return uppgift.efter

    return gör


@spåra
def test_nya_stycken_i_löpande_text_föreslås_i_uppgiften(skrivelsen, spåra):
    def skriv(u):
        u.nytt_stycke("Det andra stycket", "Ett nytt stycke.")
        u.nytt_stycke("Ett nytt stycke", "Och ett till.")

    assert skrivelsen(skriv, spåra=spåra) == STYCKEN.replace(
        "andra stycket.", "andra stycket.\n\nEtt nytt stycke.\n\nOch ett till."
    )


@spåra
def test_strukna_och_ändrade_stycken_i_löpande_text_föreslås_i_uppgiften(skrivelsen, spåra):
    def skriv(u):
        u.ta_bort_stycke("Det andra stycket")
        u.byt_värde("Det tredje stycket.", "Det sista stycket.")

    assert skrivelsen(skriv, spåra=spåra) == "Det första stycket.\n\nDet sista stycket.\n"


def test_ord_som_hamnar_utanför_rutan_i_löpande_text_hör_till_uppgiften(skrivelsen):
    def skriv(u):
        stycke = u.stycke("Det andra stycket")
        stycke.append(u._körning(stycke.makeelement("x"), " Det är längre."))

    assert skrivelsen(skriv) == STYCKEN.replace("andra stycket.", "andra stycket. Det är längre.")


def test_rutor_som_har_gått_ihop_i_ett_stycke_löpande_text_ändrar_inget(granska):
    def dela_och_slå_ihop(u, slå_ihop):
        ruta = u.rutor(PUNKT)[0]
        u._byt(next(ruta.iter(qn("w:r"))), "varje", "varje" if slå_ihop else "var")
        if not slå_ihop:
            return
        sista = copy.deepcopy(ruta)
        ruta.addnext(sista)
        for r in list(ruta.iter(qn("w:r")))[1:]:
            r.getparent().remove(r)
        körning = next(sista.iter(qn("w:r")))
        körning.getparent().remove(körning)

    g = granska(lambda u: dela_och_slå_ihop(u, slå_ihop=True), AVTAL)
    assert inget_annat(g)


def test_rutor_intill_varandra_som_libreoffice_har_lagt_i_varandra_skiljs_åt(granska):
    def lägg_ihop(u):
        for ruta in u.rutor():
            for namn in ("tag", "alias"):
                ruta[0].remove(ruta[0].find(qn(f"w:{namn}")))
        yttre, inre = u.rutor("1 januari 2026")[0], u.rutor("§ 14")[0]
        yttre.addnext(inre)
        yttre[1].extend([inre, *inre[1]])

    g = granska(lägg_ihop)
    assert not g.uppgifter


@spåra
def test_punkter_som_tillkommer_och_stryks_föreslås_i_uppgiften(granska, spåra):
    ny = granska(lambda u: u.nytt_stycke(PUNKT, "på video efter bokning,"), AVTAL, spåra=spåra)
    assert f"- {PUNKT}\n- på video efter bokning,\n" in ny.uppgifter[0].efter
    struken = granska(lambda u: u.ta_bort_stycke(PUNKT), AVTAL, spåra=spåra)
    (uppgift,) = struken.uppgifter
    assert uppgift.efter == uppgift.före.replace(f"- {PUNKT}\n", "")
    assert inget_annat(ny, fakta=True)
    assert inget_annat(struken, fakta=True)


def test_ett_nytt_stycke_med_annan_form_är_inte_säkert_uppgiftens(granska):
    g = granska(lambda u: u.nytt_stycke(PUNKT, "En rubrik", "Rubrik2"), AVTAL)
    assert not g.uppgifter
    assert [t[3] for t in texter(g)] == ["En rubrik"]
