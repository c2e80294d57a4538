"""Vet hur lika två stycken, tabeller eller rader är, och vad som gör dem till samma."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from avtalsgenerator.granskning.jamforbart import blocken
from avtalsgenerator.granskning.parning import andel_lika, ordmängd
from avtalsgenerator.granskning.sparade import utan_märken
from avtalsgenerator.granskning.styckebitar import bitar, form, text_i
from avtalsgenerator.granskning.stycken import slutar_avsnitt
from avtalsgenerator.malltext import W

if TYPE_CHECKING:
    from collections.abc import Hashable

    from lxml import etree

_SAMMA_BÖRJAN = 0.6
"""Så lika räknas två rader med samma första cell, och två tabeller med samma första rad, om inte mer är lika."""


class Likhet:
    """Jämför block och rader. Det som är läst ur ett block minns den till nästa gång."""

    def __init__(self) -> None:
        self.nyckel = cache(_nyckel)
        self.radnyckel = cache(_radnyckel)
        self._ord = cache(lambda element: ordmängd(blocktext(element)))

    def block(self, a: etree._Element, b: etree._Element) -> float:
        """Hur lika två block är, 0–1. Ett stycke är aldrig likt en tabell, och bara tomma stycken är lika tomma."""
        if a.tag != b.tag or slutar_avsnitt(a) != slutar_avsnitt(b) or bool(self._ord(a)) != bool(self._ord(b)):
            return 0.0
        börjar_lika = a.tag == f"{W}tbl" and [*map(self.radnyckel, rader(a)[:1])] == [
            *map(self.radnyckel, rader(b)[:1])
        ]
        return max(andel_lika(self._ord(a), self._ord(b)), _SAMMA_BÖRJAN if börjar_lika else 0.0)

    def rader(self, a: etree._Element, b: etree._Element) -> float:
        """Hur lika två rader är, 0–1. Rader med olika celler är aldrig lika."""
        if _cellform(a) != _cellform(b):
            return 0.0
        första = [blocktext(next(rad.iterchildren(f"{W}tc"), rad)) for rad in (a, b)]
        börjar_lika = bool(första[0]) and första[0] == första[1]
        return max(andel_lika(self._ord(a), self._ord(b)), _SAMMA_BÖRJAN if börjar_lika else 0.0)


def rader(tabell: etree._Element) -> list[etree._Element]:
    """Tabellens rader."""
    return list(tabell.iterchildren(f"{W}tr"))


def styckena_i(block: etree._Element) -> list[etree._Element]:
    """Styckena i ett block, utan dem i textrutor, som hör till stycket som textrutan står i."""
    return [p for p in block.iter(f"{W}p") if next(p.iterancestors(f"{W}txbxContent"), None) is None]


def blocktext(element: etree._Element) -> str:
    """Texten i ett stycke, eller i en rad, cell eller tabell med ett streck mellan styckena."""
    if element.tag == f"{W}p":
        return text_i(element)
    return ", ".join(filter(None, (text_i(p) for p in element.iter(f"{W}p"))))


def _nyckel(block: etree._Element) -> Hashable:
    """Det som gör att två block är lika."""
    if block.tag == f"{W}tbl":
        return ("tabell", *map(_radnyckel, rader(block)))
    synliga = utan_märken(bitar(block))
    text = "".join(b.tecken for b in synliga)
    return (form(block), slutar_avsnitt(block), text, *(b.nyckel for b in synliga if b.nyckel))


def _radnyckel(rad: etree._Element) -> Hashable:
    celler = rad.iterchildren(f"{W}tc")
    return (_cellform(rad), *(tuple(map(_nyckel, blocken(cell))) for cell in celler))


def _cellform(rad: etree._Element) -> tuple[str, ...]:
    """Hur raden är delad i celler."""
    spann = (cell.find(f"{W}tcPr/{W}gridSpan") for cell in rad.iterchildren(f"{W}tc"))
    return tuple("1" if s is None else s.get(f"{W}val", "1") for s in spann)
