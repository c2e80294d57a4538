"""Vet hur texten i en Word-mall får se ut: hela taggar, inget bredvid dem som skulle försvinna, ofarlig XML."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from lxml import etree

from avtalsgenerator.fel import Mallbrist, Mallfel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TAGG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_VISA = re.compile(r"\{\{(?:p )?\s*[\w.]+\s*\}\}")
HELA = re.compile(r"\{\{p\s+([\w.]+)\s*\}\}")
"""Ett ord som är löpande text och ersätter hela sitt stycke."""
_STYR = re.compile(r"\{%(?:p |tr )?\s*(?:if|elif|else|endif|for|endfor)\b[^{}]*(?<!-)%\}")


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
    """Det som är fel i mallens stycken och tabellrader, innan något fylls i."""
    if any(element.tag in SPÅRADE for element in rot.iter()):
        yield Mallbrist(
            mall, "mallen har spårade ändringar", råd="Godkänn eller avvisa ändringarna i Word (Granska), och spara."
        )
        return
    if rot.find(f".//{W}comment") is not None:
        yield Mallbrist(
            mall,
            "mallen har kommentarer, som skulle följa med",
            råd="Ta bort kommentarerna i Word (Granska), och spara.",
        )
    for element in rot.iter():
        if any("{{" in värde or "{%" in värde for värde in element.attrib.values()):
            yield Mallbrist(
                mall,
                "ett ord inom klamrar står i en alternativtext eller en egenskap",
                råd="Skriv det i texten i stället.",
            )
    for stycke in rot.iter(f"{W}p"):
        text = stycketext(stycke)
        yield from _stycket(mall, text)
        if re.search(r"\{[{%]p[ \u00a0]", text) and (vad := _annat_i(stycke)):
            yield Mallbrist(
                mall,
                f"{vad} i samma stycke som en tagg för hela stycken skulle försvinna",
                text,
                "Flytta det till ett eget stycke.",
            )
        elif vad := _inne_i_tagg(stycke):
            yield Mallbrist(
                mall, f"{vad} står inne i en tagg och skulle försvinna", text, "Skriv om taggen utan avbrott."
            )
    for rad in rot.iter(f"{W}tr"):
        text = "".join(t.text or "" for t in rad.iter(f"{W}t"))
        if "{%tr" in text and not _ensam(text):
            yield Mallbrist(
                mall, "det som står bredvid {%tr skulle försvinna", text, "Låt {%tr … %} stå ensam i sin tabellrad."
            )
        elif "{%tr" in text and (vad := _annat_i(rad)):
            yield Mallbrist(
                mall, f"{vad} i samma rad som {{%tr skulle försvinna", text, "Flytta det till en annan rad."
            )


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
        if träff := HELA.fullmatch(stycketext(stycke).strip()):
            texter = _egna_texter(stycke)
            for t in texter:
                t.text = ""
            texter[0].text = f"{{{{p {träff[1]}|löptext }}}}"


def rätta_mellanslag(rot: etree._Element) -> None:
    """Ett hårt mellanslag inne i en tagg, som Word gärna sätter, blir ett vanligt. I texten bredvid står det kvar."""
    for stycke in rot.iter(f"{W}p"):
        i_tagg = {i for m in TAGG.finditer(stycketext(stycke)) for i in range(*m.span())}
        läge = 0
        for t in _egna_texter(stycke):
            tecken = t.text or ""
            if "\u00a0" in tecken:
                t.text = "".join(" " if c == "\u00a0" and läge + i in i_tagg else c for i, c in enumerate(tecken))
            läge += len(tecken)


def val(element: etree._Element | None) -> str:
    """Värdet i ett element av formen ``<w:… w:val="…"/>``; tomt om det inte finns."""
    return element.get(f"{W}val", "") if element is not None else ""


def formatmall(stycke: etree._Element) -> str:
    """Id:t för styckets formatmall; tomt för den som gäller annars."""
    return val(stycke.find(f"{W}pPr/{W}pStyle"))


def text_i(element: etree._Element) -> str:
    """All text i ett element, också den i textrutor och innehållskontroller."""
    return "".join(t.text or "" for t in element.iter(f"{W}t"))


def stycketext(stycke: etree._Element) -> str:
    """Styckets egen text, utan texten i textrutor inuti det."""
    return "".join(t.text or "" for t in _egna_texter(stycke))


def _egna_texter(stycke: etree._Element) -> list[etree._Element]:
    return [t for t in stycke.iter(f"{W}t") if next(t.iterancestors(f"{W}p"), None) is stycke]


def _ensam(text: str) -> bool:
    """Om texten är en enda tagg och inget mer."""
    return TAGG.fullmatch(text.strip()) is not None and len(TAGG.findall(text)) == 1


def _stycket(mall: str, text: str) -> Iterator[Mallbrist]:
    text = text.replace("\u00a0", " ")
    utanför = TAGG.sub("", text)
    if "{" in utanför or "}" in utanför:
        yield Mallbrist(
            mall,
            "en klammer är ensam eller en tagg är inte hel",
            text,
            "Skriv ord som {{ ord }} och villkor som {% if ord %}, med båda tecknen i början och slutet.",
        )
    if any("\ue000" <= tecken <= "\uf8ff" for tecken in text):
        yield Mallbrist(
            mall,
            "stycket innehåller ett tecken ur ett symboltypsnitt",
            text,
            "Skriv ett vanligt tecken, eller använd Words punktlista.",
        )
    for tagg in TAGG.findall(text):
        if tagg.startswith("{{") and not _VISA.fullmatch(tagg):
            yield Mallbrist(mall, f"inom klamrarna i {tagg} får bara ett ord stå", text, "Skriv {{ ord }}.")
        if tagg.startswith("{%") and not _STYR.fullmatch(tagg):
            yield Mallbrist(
                mall,
                f"taggen {tagg} går inte att använda",
                text,
                "Använd if, elif, else, endif, for och endfor; {%p för hela stycken och {%tr för rader.",
            )
    if "{{p " in text and not _ensam(text):
        yield Mallbrist(
            mall, "det som står bredvid {{p skulle försvinna", text, "Låt {{p ord }} stå ensamt i sitt stycke."
        )
    if "{%p " in text and not _ensam(text):
        yield Mallbrist(
            mall, "det som står bredvid {%p skulle försvinna", text, "Låt {%p … %} stå ensam i sitt stycke."
        )


def menade_du(ord_: str, val: Iterable[str]) -> str:
    """”Menade du …?” om något ord liknar, annars inget."""
    nära = difflib.get_close_matches(ord_, list(val), n=1, cutoff=0.6)
    return f"Menade du ”{nära[0]}”?" if nära else ""
