"""Vet vad löpande text är: stycken, rubriker, listor, citat och tabeller, skrivna i en liten del av Markdown.

Tillåtet är stycken, ``## rubrik``, ``- punkt``, ``1. punkt``, ``> citat``, tabeller, ``**fet**`` och ``*kursiv*``.
Annat avvisas, så att inget som författaren såg i texten saknas i dokumentet.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator

from avtalsgenerator.modell.grund import Brödtext
from avtalsgenerator.ursprung import byt_tecken
from avtalsgenerator.varden import Bit, Löptext, Stycke, Tabell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

    from avtalsgenerator.varden import Block, Slag

_HÅRDA = re.compile(
    r"(?<=§) (?=\d)|(?<=\d) (?=(?:%|kr|kronor|mnkr|tkr|§)(?!\w))|(?<=\b\d) (?=\d{3}\b)|(?<=\b\d\d) (?=\d{3}\b)"
    r"|(?<=\b\d{3}) (?=\d{3}\b)"
)


def _hårda(text: str) -> str:
    """Texten med hårt mellanslag efter §, före % och kr och i tal, så att de inte delas vid radens slut."""
    return byt_tecken(text, lambda t: _HÅRDA.sub("\u00a0", t))


def stycken(texter: Iterable[str], slag: Slag) -> Löptext:
    """Ett stycke av slaget för varje text, utan att något i texten tolkas."""
    return Löptext(tuple(Stycke(slag, (Bit(_hårda(" ".join(t.split()))),), int(slag == "nummer")) for t in texter))


def tolka(källa: str) -> Löptext:
    """Tolkar Markdown. Kastar ``ValueError`` om texten använder något som inte kan sättas i ett dokument."""
    from markdown_it.tree import SyntaxTreeNode

    return Löptext(tuple(_block(SyntaxTreeNode(_tolk().parse(källa)), källa.split("\n"))))


@cache
def _tolk() -> MarkdownIt:
    """Tolken; den är densamma för alla texter och dyrare att ställa in än att använda."""
    from markdown_it import MarkdownIt

    utan = ["html_block", "html_inline", "code", "autolink", "entity", "reference", "lheading"]
    return MarkdownIt("commonmark").enable("table").disable(utan)


_RUBRIKER: dict[str, Slag] = {"h2": "rubrik", "h3": "underrubrik"}


def _block(rot: SyntaxTreeNode, källrader: list[str]) -> Iterator[Block]:
    listor = 0
    for nod in rot.children:
        match nod.type:
            case "paragraph":
                yield Stycke("stycke", _bitar(nod))
            case "heading" if nod.tag in _RUBRIKER:
                yield Stycke(_RUBRIKER[nod.tag], _bitar(nod))
            case "bullet_list":
                yield from (Stycke("punkt", _ensam(punkt)) for punkt in nod.children)
            case "ordered_list" if nod.attrs.get("start", 1) == 1:
                listor += 1
                yield from (Stycke("nummer", _ensam(punkt), listor) for punkt in nod.children)
            case "blockquote":
                yield from (Stycke("citat", _bitar(_stycke(del_))) for del_ in nod.children)
            case "table":
                _pröva_celler(nod, källrader)
                rader = (rad for del_ in nod.children for rad in del_.children)
                yield Tabell(tuple(tuple(_bitar(cell) for cell in rad.children) for rad in rader))
            case slag:
                raise ValueError(_fel(nod, _OTILLÅTET.get(slag, "något som inte är text")))


_OTILLÅTET = {
    "heading": "en rubrik på fel nivå (använd ## eller ###)",
    "ordered_list": "en numrerad lista som inte börjar på 1",
    "hr": "en linje (---)",
    "fence": "ett kodstycke",
}


def _pröva_celler(tabell: SyntaxTreeNode, källrader: list[str]) -> None:
    """Lika många celler i varje rad. Tolken skulle annars tyst släppa dem som är för många."""
    början, slut = tabell.map or (0, 0)
    antal = {len(re.split(r"(?<!\\)\|", rad.strip().strip("|"))) for rad in källrader[början:slut]}
    if len(antal) != 1:
        raise ValueError(_fel(tabell, "en tabell med olika många celler i raderna"))


def _ensam(punkt: SyntaxTreeNode) -> tuple[Bit, ...]:
    """Texten i en punkt, som ska vara ett enda stycke."""
    if len(punkt.children) != 1:
        raise ValueError(_fel(punkt, "en punkt med flera stycken eller en lista inne i en lista"))
    return _bitar(_stycke(punkt.children[0]))


def _stycke(nod: SyntaxTreeNode) -> SyntaxTreeNode:
    if nod.type != "paragraph":
        raise ValueError(_fel(nod, "en rubrik, lista eller tabell inne i en lista eller ett citat"))
    return nod


def _bitar(nod: SyntaxTreeNode) -> tuple[Bit, ...]:
    bitar: list[Bit] = []
    fet = kursiv = 0
    for t in (barn for inne in nod.to_tokens() if inne.type == "inline" for barn in inne.children or ()):
        match t.type:
            case "strong_open" | "strong_close":
                fet += t.nesting
            case "em_open" | "em_close":
                kursiv += t.nesting
            case "text" | "softbreak":
                if text := t.content if t.type == "text" else " ":
                    bitar.append(Bit(_hårda(text), bool(fet), bool(kursiv)))
            case _:
                raise ValueError(_fel(nod, "en länk, en bild, kod eller en fast radbrytning"))
    return tuple(bitar)


def _fel(nod: SyntaxTreeNode, vad: str) -> str:
    rad = f" på textens rad {nod.map[0] + 1}" if nod.map else ""
    return f"texten innehåller {vad}{rad}; det kan inte sättas i ett dokument"


def _pröva(källa: str) -> str:
    tolka(källa)
    return källa


Markdown = Annotated[Brödtext, AfterValidator(_pröva)]
"""Löpande text som den är skriven; ``tolka`` ger dess block."""
