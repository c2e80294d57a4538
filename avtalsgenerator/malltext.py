"""Vet hur texten i en Word-mall får se ut: hela taggar, inget bredvid dem som skulle försvinna, ofarlig XML."""

from __future__ import annotations

import copy
import difflib
import re
from typing import TYPE_CHECKING

from lxml import etree

from avtalsgenerator.fel import Mallbrist, Mallfel
from avtalsgenerator.mallblock import läs_del
from avtalsgenerator.mallstycken import TAGG, W, egna_texter, formatmall, fältens_tecken, stycketext, text_i, val
from avtalsgenerator.malltaggar import granska_taggar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from avtalsgenerator.mallblock import Textdel
    from avtalsgenerator.mallstycken import Mallstycke

_HELA = re.compile(r"\{\{p\s+([\w.]+)\s*\}\}")
"""Ett ord som är löpande text och ersätter hela sitt stycke."""
__all__ = [
    "SPÅRADE", "TAGG", "W", "formatmall", "granska_text", "menade_du", "märk_löptext", "rätta_mellanslag", "stycketext",
    "text_i", "tolka_xml", "utifrån", "val",
]  # fmt: skip


def tolka_xml(mall: str, innehåll: bytes) -> etree._Element:
    """Tolkar XML strängt: inga entiteter, inget nät, ingen DOCTYPE, ingen lagning av trasiga filer."""
    dokumenttyp = "filen har en dokumenttyp (DOCTYPE), som inte får finnas i ett Word-dokument"
    if b"<!DOCTYPE" in innehåll or b"<!ENTITY" in innehåll:
        raise Mallfel([Mallbrist(mall, dokumenttyp)])
    tolk = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        rot = etree.fromstring(innehåll, tolk)
    except etree.XMLSyntaxError as fel:
        skäl = f"innehållet är inte giltig XML ({fel.msg})"
        raise Mallfel([Mallbrist(mall, skäl, råd="Öppna filen i Word och spara om den.")]) from None
    if rot.getroottree().docinfo.internalDTD is not None:  # skriven i en annan teckenkodning
        raise Mallfel([Mallbrist(mall, dokumenttyp)])
    return rot


def utifrån(rot: etree._Element) -> Iterator[str]:
    """Det som en del av en fil hämtar utifrån. En vanlig länk, som någon måste klicka på, hämtar inget."""
    for koppling in rot.iter("{*}Relationship"):
        if koppling.get("TargetMode") == "External" and not str(koppling.get("Type")).endswith("/hyperlink"):
            yield koppling.get("Target", "")


SPÅRADE = {f"{W}{namn}" for namn in ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "tblPrChange",
            "trPrChange", "tcPrChange", "sectPrChange", "cellIns", "cellDel")}  # fmt: skip
_TEXTENS = {f"{W}{namn}" for namn in ("p", "pPr", "r", "rPr", "t", "proofErr", "bookmarkStart", "bookmarkEnd",
            "lastRenderedPageBreak", "tr", "trPr", "tblPrEx", "tc", "tcPr")}  # fmt: skip
"""Det som får stå tillsammans med en tagg som försvinner. Annat, som en bild eller sidbrytning, skulle gå förlorat."""


def granska_text(mall: str, rot: etree._Element) -> Iterator[Mallbrist]:
    """Det som är fel i mallens stycken och tabellrader, innan något fylls i: allt på en gång.

    En mall med spårade ändringar prövas så som den blir när de är godkända.
    """
    if any(element.tag in SPÅRADE for element in rot.iter()):
        råd = "Godkänn eller avvisa ändringarna i Word (Granska), och spara."
        yield Mallbrist(mall, "mallen har spårade ändringar", råd=råd, kod="MAL09")
        rot = _godkänd(rot)
    if rot.find(f".//{W}comment") is not None:
        råd = "Ta bort kommentarerna i Word (Granska), och spara."
        yield Mallbrist(mall, "mallen har kommentarer, som skulle följa med", råd=råd, kod="MAL10")
    del_ = läs_del(mall, rot)
    for stycke in del_.stycken:
        yield from granska_taggar(stycke)
        yield from _annat(stycke)
    yield from _i_egenskaper(mall, del_)
    yield from _raderna(del_)
    yield from del_.brister


def _godkänd(rot: etree._Element) -> etree._Element:
    """En kopia utan det som de spårade ändringarna tar bort."""
    kopia = copy.deepcopy(rot)
    for element in list(kopia.iter(f"{W}del", f"{W}moveFrom")):
        if (ägare := element.getparent()) is not None:
            ägare.remove(element)
    return kopia


def _i_egenskaper(mall: str, del_: Textdel) -> Iterator[Mallbrist]:
    """Taggar i alternativtexter och andra egenskaper, där inget fylls i."""
    stycken = {s.element: s for s in del_.stycken}
    text, råd = "ett ord inom klamrar står i en alternativtext eller en egenskap", "Skriv det i texten i stället."
    for element in del_.rot.iter():
        if any("{{" in värde or "{%" in värde for värde in element.attrib.values()):
            stycke = stycken.get(next(element.iterancestors(f"{W}p"), element))
            yield stycke.brist("MAL07", text, råd) if stycke else Mallbrist(mall, text, råd=råd, kod="MAL07")


def _annat(stycke: Mallstycke) -> Iterator[Mallbrist]:
    """Bilder, fält och brytningar som skulle försvinna med en tagg, och taggar i fält, som Word skriver över."""
    hela = next((t for t in stycke.taggar if t.nivå == "p"), None)
    if hela and (vad := _annat_i(stycke.element)):
        text = f"{vad} i samma stycke som en tagg för hela stycken skulle försvinna"
        yield hela.brist("MAL05", text, "Flytta det till ett eget stycke.")
    elif vad := _inne_i_tagg(stycke.element):
        text = f"{vad} står inne i en tagg och skulle försvinna"
        yield stycke.brist("MAL06", text, "Skriv om taggen utan avbrott.")
    i_fält = fältens_tecken(stycke.element)
    for tagg in stycke.taggar:
        if tagg.början in i_fält and tagg.slut - 1 in i_fält:
            text = f"taggen {tagg.text} står i ett fält, och försvinner när Word uppdaterar fältet"
            yield tagg.brist(
                "MAL06", text, "Skriv taggen i vanlig text, eller gör om fältet till text (Ctrl+Skift+F9)."
            )
    if any("{{" in (i.text or "") or "{%" in (i.text or "") for i in stycke.element.iter(f"{W}instrText")):
        yield stycke.brist("MAL06", "en tagg står i ett fälts instruktion", "Skriv taggen i vanlig text.")


def _raderna(del_: Textdel) -> Iterator[Mallbrist]:
    """Taggar för hela tabellrader: var för sig i sin rad, och bara i en tabell."""
    sedda = set()
    for tagg in (t for s in del_.stycken for t in s.taggar if t.nivå == "tr"):
        rad = next(tagg.stycke.element.iterancestors(f"{W}tr"), None)
        if rad is None:
            råd = "Skriv {%p för hela stycken, eller flytta taggen till en egen rad i tabellen."
            yield tagg.brist("MAL05", f"taggen {tagg.text} står inte i en tabellrad", råd)
        elif rad not in sedda and not _ensam(text_i(rad)):
            råd = "Låt {%tr … %} stå ensam i sin tabellrad."
            yield tagg.brist("MAL05", "det som står bredvid {%tr skulle försvinna", råd)
        elif rad not in sedda and (vad := _annat_i(rad)):
            råd = "Flytta det till en annan rad."
            yield tagg.brist("MAL05", f"{vad} i samma rad som {{%tr skulle försvinna", råd)
        sedda.add(rad)


_VAD = {"sectPr": "en avsnittsbrytning", "br": "en brytning", "drawing": "en bild", "pict": "en bild",
        "footnoteReference": "en fotnot", "endnoteReference": "en slutnot", "fldSimple": "ett fält",
        "fldChar": "ett fält",
        "hyperlink": "en länk", "sdt": "en innehållskontroll", "tab": "en tabb"}  # fmt: skip


def _vad(element: etree._Element) -> str:
    namn = etree.QName(element).localname
    return _VAD.get(namn, f"något annat än text ({namn})")


def _annat_i(element: etree._Element) -> str:
    """Vad som finns i ett stycke eller en rad utöver vanlig text; tomt om det inte finns något."""
    format_ = (f"{W}pPr", f"{W}rPr", f"{W}trPr", f"{W}tcPr", f"{W}tblPrEx")
    for del_ in element.iter():
        i_format = any(f.tag in format_ for f in del_.iterancestors())
        if del_.tag == f"{W}sectPr" or not (i_format or del_.tag in _TEXTENS):
            return _vad(del_)
    return ""


def _inne_i_tagg(stycke: etree._Element) -> str:
    """Vad som står mellan en taggs första och sista tecken utöver text, när Word har delat den; annars tomt."""
    djup = ""
    for del_ in stycke.iter():
        if next(del_.iterancestors(f"{W}p"), stycke) is not stycke or any(
            f.tag == f"{W}rPr" for f in del_.iterancestors()
        ):
            continue
        if djup and del_.tag not in _TEXTENS:
            return _vad(del_)
        if del_.tag == f"{W}t":
            djup = _öppen(djup + (del_.text or ""))
    return ""


def _öppen(text: str) -> str:
    """Slutet av texten från en klammer som inte är stängd; tomt om alla är stängda."""
    rest = TAGG.sub("", text)
    return rest[rest.index("{") :] if "{" in rest else ""


def märk_löptext(rot: etree._Element) -> None:
    """``{{p ord }}`` blir ``{{p ord|löptext }}``, så att mallspråket vet att hela stycket ska ersättas."""
    for stycke in rot.iter(f"{W}p"):
        if träff := _HELA.fullmatch(stycketext(stycke).strip()):
            texter = egna_texter(stycke)
            for t in texter:
                t.text = ""
            texter[0].text = f"{{{{p {träff[1]}|löptext }}}}"


def rätta_mellanslag(rot: etree._Element) -> None:
    """Ett hårt mellanslag inne i en tagg, som Word gärna sätter, blir ett vanligt. I texten bredvid står det kvar."""
    for stycke in rot.iter(f"{W}p"):
        i_tagg = {i for m in TAGG.finditer(stycketext(stycke)) for i in range(*m.span())}
        läge = 0
        for t in egna_texter(stycke):
            tecken = t.text or ""
            if "\u00a0" in tecken:
                t.text = "".join(" " if c == "\u00a0" and läge + i in i_tagg else c for i, c in enumerate(tecken))
            läge += len(tecken)


def _ensam(text: str) -> bool:
    """Om texten är en enda tagg och inget mer."""
    return TAGG.fullmatch(text.strip()) is not None and len(TAGG.findall(text)) == 1


def menade_du(ord_: str, val: Iterable[str]) -> str:
    """”Menade du …?” om något ord liknar, annars inget."""
    nära = difflib.get_close_matches(ord_, list(val), n=1, cutoff=0.6)
    return f"Menade du ”{nära[0]}”?" if nära else ""
