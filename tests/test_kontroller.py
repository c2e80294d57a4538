"""Innehållskontrollerna i ett utkast: ett ord var, på sin plats, med uppgiftens väg i taggen och ett namn på svenska."""

from dataclasses import dataclass

import pytest
from conftest import ROT
from lxml import etree
from wordfil import Q, delar, rad, stycke, tabell

from avtalsgenerator import register
from avtalsgenerator.fyllning import fyll
from avtalsgenerator.granskning.kontroller import LÄNGST, Utpekare, innehållskontroller
from avtalsgenerator.mall import bygg_mall
from avtalsgenerator.malltext import text_i
from avtalsgenerator.ursprung import räknat, spåra, ur, utan_märken


@dataclass(frozen=True)
class Rad:
    namn: str


@dataclass(frozen=True)
class Ord:
    titel: str
    andra: str
    mening: str
    rader: tuple[Rad, ...]


@pytest.fixture
def utpekat(påhittad):
    """En fylld mall med kontroller: tar mallens kropp och andra delar, ger de färdiga delarna."""
    sagovik, fabelås = (påhittad.parter[p] for p in ("sagovik", "fabelas"))

    def gör(kropp, **andra):
        with spåra() as spår:
            ord_ = Ord(
                ur(sagovik, "namn"),
                ur(fabelås, "organisationsnummer"),
                f"{ur(fabelås, 'namn')} och {ur(sagovik, 'kortnamn')} samverkar.",
                (Rad(ur(sagovik, "namn")), Rad(ur(fabelås, "namn"))),
            )
        fylld = fyll(bygg_mall("mall.docx", delar(kropp, **andra)), ord_, utkast=True)
        utpekare = Utpekare(innehållskontroller(spår, påhittad))
        return {namn: utpekare.peka_ut(fylld.märkta[namn]) for namn in fylld.menad_text}, fylld.menad_text

    return gör


def rutor(del_):
    """Tagg, titel och text för varje kontroll."""
    alla = etree.fromstring(del_).iter(f"{Q}sdt")
    return [(*(r.find(f"{Q}sdtPr/{Q}{n}").get(f"{Q}val") for n in ("tag", "alias")), text_i(r)) for r in alla]


def text(del_):
    return "".join(t.text or "" for t in etree.fromstring(del_).iter(f"{Q}t"))


NAMN = ("parter/sagovik/part.yaml#namn", "Sagovik: namn", "Sagoviks kommun")
NUMMER = ("parter/fabelas/part.yaml#organisationsnummer", "Fabelås: organisationsnummer", "212000-9010")


def test_två_ord_i_samma_textkörning_får_var_sin_kontroll_och_resten_ingen(utpekat):
    svar, menad = utpekat(stycke("Part {{ titel }} ({{ andra }}), här."))
    kropp = svar["word/document.xml"]
    assert rutor(kropp) == [NAMN, NUMMER]
    assert text(kropp) == menad["word/document.xml"] == "Part Sagoviks kommun (212000-9010), här."


def test_ord_hopsatta_till_en_mening_får_var_sin_kontroll(utpekat):
    svar, _ = utpekat(stycke("{{ mening }}"))
    assert [(t, o) for t, _, o in rutor(svar["word/document.xml"])] == [
        ("parter/fabelas/part.yaml#namn", "Fabelås kommun"),
        ("parter/sagovik/part.yaml#kortnamn", "Sagovik"),
    ]
    assert text(svar["word/document.xml"]) == "Fabelås kommun och Sagovik samverkar."


def test_ord_i_en_upprepad_tabellrad_sidhuvud_sidfot_och_fotnot(utpekat):
    svar, _ = utpekat(
        tabell(rad("Part"), rad("{%tr for r in rader %}"), rad("{{ r.namn }}"), rad("{%tr endfor %}")),
        header1=stycke("Huvud {{ titel }}"), footer1=stycke("Fot {{ andra }}"), footnotes=stycke("Not {{ titel }}"),
    )  # fmt: skip
    assert [o for _, _, o in rutor(svar["word/document.xml"])] == ["Sagoviks kommun", "Fabelås kommun"]
    assert rutor(svar["word/header1.xml"]) == [NAMN]
    assert rutor(svar["word/footer1.xml"]) == [NUMMER]
    assert rutor(svar["word/footnotes.xml"]) == [NAMN]


def test_ordets_utseende_och_det_som_står_runt_det_behålls(utpekat):
    kropp = (
        '<w:p><w:r><w:rPr><w:b/></w:rPr><w:tab/><w:t xml:space="preserve">Part {{ titel }}</w:t><w:br/>'
        "<w:t>slut</w:t></w:r></w:p>"
    )
    svar, _ = utpekat(kropp)
    p = etree.fromstring(svar["word/document.xml"]).find(f".//{Q}p")
    assert [etree.QName(e).localname for e in p.iter() if e.tag in (f"{Q}tab", f"{Q}t", f"{Q}br")] == [
        "tab",
        "t",
        "t",
        "br",
        "t",
    ]
    assert all(r.find(f"{Q}rPr/{Q}b") is not None for r in p.iter(f"{Q}r"))


def test_numren_på_kontrollerna_är_unika_i_hela_dokumentet(utpekat):
    svar, _ = utpekat(stycke("{{ titel }} {{ andra }}"), header1=stycke("{{ titel }}"))
    numren = [i.get(f"{Q}val") for d in svar.values() for i in etree.fromstring(d).iter(f"{Q}id")]
    assert len(numren) == len(set(numren)) == 3


def test_en_lång_väg_kortas_till_det_som_word_tillåter_men_skiljs_från_andra():
    verklig = register.läs(ROT)
    with spåra() as spår:
        for h in verklig.handlingar.values():
            ur(h, "gäller_från")
        for p in verklig.parter.values():
            ur(p, "juridiskt_namn")
    alla = innehållskontroller(spår, verklig)
    assert max(len(k.tagg) for k in alla) == LÄNGST
    assert max(len(k.titel) for k in alla) <= LÄNGST
    assert len({k.tagg for k in alla}) == len(alla)


def test_ord_räknade_ur_samma_uppgifter_har_var_sin_tagg(påhittad):
    folkmängd = påhittad.parter["fabelas"].folkmängd
    with spåra() as spår:
        for vad, platser in (("andelen", folkmängd), ("bidraget", folkmängd), ("bidraget", folkmängd[:1])):
            räknat("1", vad, *(f.plats("antal") for f in platser))
    taggar = [k.tagg for k in innehållskontroller(spår, påhittad)]
    assert len(set(taggar)) == 3
    assert all(t.startswith("=parter/fabelas/part.yaml#folkmängd[0].antal ") for t in taggar)


def test_märkena_syns_aldrig_i_ett_dokument(utpekat):
    svar, menad = utpekat(stycke("{{ mening }} {{ titel }}"))
    for del_ in svar.values():
        assert not any("\ue000" <= t <= "\uf8ff" for t in del_.decode())
    assert all(utan_märken(t) == t for t in menad.values())
