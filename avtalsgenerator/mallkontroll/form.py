"""Vet om en mall är rätt gjord i Word: språk, rubriker, tabeller, bilder och taggarnas utseende."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from avtalsgenerator.fel import Mallbrist
from avtalsgenerator.granskning.utseende import egenskapens_namn
from avtalsgenerator.mallstycken import TAGG, W, egna_texter, formatmall, inre, text_i, val, är_rubrik
from avtalsgenerator.svenska import uppräkning

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from avtalsgenerator.mallblock import Textdel
    from avtalsgenerator.mallstycken import Mallstycke

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_BILD = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_PRYDNAD = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_ANDRA = {"sz": "storlek", "color": "färg", "rFonts": "typsnitt", "rStyle": "teckenformat", "shd": "skuggning"}
"""Egenskaper som betyder något i en tagg, utöver dem som betyder något i löpande text."""
_FÖRVALT = ("1", "true", "on", "auto")
"""Värden som säger detsamma som om inget stod."""


def granska_form(del_: Textdel, nivåer: Mapping[str, int]) -> Iterator[Mallbrist]:
    """Det som är fel med utseendet i en del av mallen. ``nivåer`` är rubriknivån för varje formatmall, från 0."""
    stycken = {s.element: s for s in del_.stycken}
    for stycke in del_.stycken:
        yield from _taggars_form(stycke)
        yield from _bilder(stycke)
        if (
            stycke.ruta is not None
            and stycke.text.strip()
            and (formatmall(stycke.element) in nivåer or är_rubrik(stycke.element))
        ):
            text = "rubriken står i en textruta, så den numreras fel och kommer inte med i Words navigering"
            yield stycke.brist("MAL29", text, "Flytta rubriken ut ur textrutan.")
    yield from _tabeller(del_, stycken)
    yield from _rubriknivåer(del_, nivåer)


def _taggars_form(stycke: Mallstycke) -> Iterator[Mallbrist]:
    """Taggar som byter utseende på vägen eller står i en länk."""
    tecken = [t for t in egna_texter(stycke.element) for _ in t.text or ""]
    for tagg in stycke.taggar:
        körningar = [k for t in dict.fromkeys(tecken[tagg.början : tagg.slut]) if (k := t.getparent()) is not None]
        utseenden = [_utseende(k) for k in körningar]
        olika = {namn for a in utseenden for namn, värde in a.items() if any(b.get(namn) != värde for b in utseenden)}
        if olika and not tagg.nivå:
            vad = uppräkning(sorted(olika))
            text = f"bara en del av {tagg.text} har {vad}: orden får det utseende som taggens början har"
            yield tagg.brist("MAL18", text, "Markera hela taggen i Word och ge den ett enda utseende.")
        if not tagg.styr and any(next(k.iterancestors(f"{W}hyperlink"), None) is not None for k in körningar):
            text = f"{tagg.text} står i en länk, som leder till samma adress vilket ordet än blir"
            yield tagg.brist("MAL19", text, "Ta bort länken i Word (högerklicka, Ta bort hyperlänk).")


def _utseende(körning: etree._Element) -> dict[str, str]:
    """Vad som utmärker en körning, på egenskapens namn. Språk, stavningsmärken och rsid räknas inte."""
    svar = {}
    for egenskap in körning.iterfind(f"{W}rPr/*"):
        namn = egenskapens_namn(egenskap) or _ANDRA.get(egenskap.tag.rpartition("}")[2], "")
        värden = sorted(str(v) for k, v in egenskap.attrib.items() if k != f"{W}hint" and v not in _FÖRVALT)
        if namn and (värden or namn not in _ANDRA.values()):
            svar[namn] = " ".join(värden)
    return svar


def _bilder(stycke: Mallstycke) -> Iterator[Mallbrist]:
    for bild in stycke.element.iter(f"{_DRAWING}docPr"):
        ägare = bild.getparent()
        egen = next(bild.iterancestors(f"{W}p"), None) is stycke.element
        är_bild = ägare is not None and next(ägare.iter(_BILD), None) is not None
        prydnad = any(p.get("val") in ("1", "true") for p in bild.iter(_PRYDNAD))
        if egen and är_bild and not prydnad and not (bild.get("descr") or "").strip():
            råd = "Högerklicka på bilden i Word, Visa alternativtext, och beskriv den eller märk den som dekorativ."
            yield stycke.brist(
                "MAL25", f"bilden {bild.get('name', '')} har ingen alternativtext".replace("  ", " "), råd
            )


def _tabeller(del_: Textdel, stycken: Mapping[etree._Element, Mallstycke]) -> Iterator[Mallbrist]:
    """Tabeller med flera rader, där ingen är märkt som rubrikrad. En enda rad är inte en tabell att läsa i."""
    for tabell in del_.rot.iter(f"{W}tbl"):
        rader = [r for r in inre(tabell, f"{W}tr") if TAGG.sub("", text_i(r)).strip() or "{{" in text_i(r)]
        första = next((stycken[p] for r in rader[:1] for p in r.iter(f"{W}p") if p in stycken), None)
        if första and len(rader) > 1 and rader[0].find(f"{W}trPr/{W}tblHeader") is None:
            råd = "Ställ markören i översta raden, Tabellayout, Upprepa rubrikrader."
            yield första.brist("MAL26", "tabellen har ingen rubrikrad, så den går inte att lyssna på rad för rad", råd)


def _rubriknivåer(del_: Textdel, nivåer: Mapping[str, int]) -> Iterator[Mallbrist]:
    förra = -1
    for stycke in del_.stycken:
        nivå = _nivå(stycke.element, nivåer)
        if nivå is None or stycke.ruta is not None:
            continue
        if nivå > förra + 1:
            efter = f"efter en rubrik på nivå {förra + 1}" if förra >= 0 else "först i dokumentet"
            råd = f"Ge den formatmallen för nivå {förra + 2}, eller lägg till rubriken som saknas."
            yield stycke.brist("MAL27", f"rubriken har nivå {nivå + 1} {efter}", råd)
        förra = nivå


def _nivå(stycke: etree._Element, nivåer: Mapping[str, int]) -> int | None:
    egen = val(stycke.find(f"{W}pPr/{W}outlineLvl"))
    nivå = int(egen) if egen.isdecimal() else nivåer.get(formatmall(stycke))
    return nivå if nivå is not None and nivå < BRÖDTEXT else None


BRÖDTEXT = 9
"""Nivån för ett stycke som inte är en rubrik."""


def rubriknivåer(delar: Mapping[str, bytes]) -> dict[str, int]:
    """Rubriknivån för varje formatmall som är en rubrik, från 0, också ärvd från den som den bygger på."""
    stilar = {s.get(f"{W}styleId", ""): s for s in _stilmallar(delar)}
    svar = {}
    for id_ in stilar:
        stil, sedda = id_, set[str]()
        while stil in stilar and stil not in sedda:
            sedda.add(stil)
            if (nivå := val(stilar[stil].find(f"{W}pPr/{W}outlineLvl"))).isdecimal():
                svar[id_] = int(nivå)
                break
            stil = val(stilar[stil].find(f"{W}basedOn"))
    return {id_: nivå for id_, nivå in svar.items() if nivå < BRÖDTEXT}


def _stilmallar(delar: Mapping[str, bytes]) -> list[etree._Element]:
    return list(etree.fromstring(delar["word/styles.xml"]).iter(f"{W}style")) if "word/styles.xml" in delar else []


def granska_språk(mall: str, delar: Mapping[str, bytes], textdelar: list[Textdel]) -> Iterator[Mallbrist]:
    """Språket i dokumentet, och ord som är märkta med ett annat: Word och skärmläsare läser dem fel."""
    råd = "Markera allt i Word (Ctrl+A), Granska, Språk, Ange korrekturspråk: Svenska (Sverige), och spara."
    förvalt = ""
    if "word/styles.xml" in delar:
        förvalt = _språket(etree.fromstring(delar["word/styles.xml"]), f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    if not förvalt.startswith("sv"):
        vad = f"är {förvalt}" if förvalt else "är inte angivet"
        yield Mallbrist(mall, f"dokumentets språk {vad}", råd=råd, kod="MAL28")
    for del_ in textdelar:
        sedda = set()
        for stycke in del_.stycken:
            läge = 0
            for t in egna_texter(stycke.element):
                text, körning = t.text or "", t.getparent()
                märkt = "" if körning is None else _språket(körning, f"{W}rPr/{W}lang")
                if märkt and not märkt.startswith("sv") and märkt not in sedda and text.strip():
                    sedda.add(märkt)
                    vad = f"orden är märkta som ett annat språk ({märkt})"
                    yield stycke.brist("MAL28", vad, råd, läge, läge + len(text))
                läge += len(text)


def _språket(element: etree._Element, väg: str) -> str:
    return val(element.find(väg))
