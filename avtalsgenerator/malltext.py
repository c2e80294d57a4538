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
_VISA = re.compile(r"\{\{\s*[\w.]+\s*\}\}")
_STYR = re.compile(r"\{%(?:p |tr )?\s*(?:if|elif|else|endif|for|endfor)\b[^{}]*(?<!-)%\}")


def tolka_xml(mall: str, innehåll: bytes) -> etree._Element:
    """Tolkar XML strängt: inga entiteter, inget nät, ingen DOCTYPE, ingen lagning av trasiga filer."""
    if b"<!DOCTYPE" in innehåll or b"<!ENTITY" in innehåll:
        raise Mallfel([Mallbrist(mall, "filen har en dokumenttyp (DOCTYPE), som inte får finnas i ett Word-dokument")])
    tolk = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(innehåll, tolk)
    except etree.XMLSyntaxError as fel:
        skäl = f"innehållet är inte giltig XML ({fel.msg})"
        raise Mallfel([Mallbrist(mall, skäl, råd="Öppna mallen i Word och spara om den.")]) from None


def granska_text(mall: str, rot: etree._Element) -> Iterator[Mallbrist]:
    """Det som är fel i mallens stycken och tabellrader, innan något fylls i."""
    for stycke in rot.iter(f"{W}p"):
        yield from _stycket(mall, stycketext(stycke))
    for rad in rot.iter(f"{W}tr"):
        text = "".join(t.text or "" for t in rad.iter(f"{W}t"))
        if "{%tr" in text and not _ensam(text):
            yield Mallbrist(
                mall, "det som står bredvid {%tr skulle försvinna", text, "Låt {%tr … %} stå ensam i sin tabellrad."
            )


def stycketext(stycke: etree._Element) -> str:
    """Styckets egen text, utan texten i textrutor inuti det."""
    return "".join(t.text or "" for t in stycke.iter(f"{W}t") if next(t.iterancestors(f"{W}p"), None) is stycke)


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
    if "{%p " in text and not _ensam(text):
        yield Mallbrist(
            mall, "det som står bredvid {%p skulle försvinna", text, "Låt {%p … %} stå ensam i sitt stycke."
        )


def menade_du(ord_: str, val: Iterable[str]) -> str:
    """”Menade du …?” om något ord liknar, annars inget."""
    nära = difflib.get_close_matches(ord_, list(val), n=1, cutoff=0.6)
    return f"Menade du ”{nära[0]}”?" if nära else ""
