"""Vet vad som händer runt en slinga eller ett villkor: tomma listor, nummer och stycken som flyter ihop."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from avtalsgenerator.mallblock import i_följd
from avtalsgenerator.mallkontroll.ord import villkor_om
from avtalsgenerator.mallstycken import TAGG, W, inre, är_rubrik
from avtalsgenerator.malltaggar import slingans_ord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from avtalsgenerator.fel import Mallbrist
    from avtalsgenerator.granskning.numrering import Numrering
    from avtalsgenerator.mallblock import Block, Textdel
    from avtalsgenerator.mallstycken import Mallstycke, Tagg


def granska_slingor(del_: Textdel, numrering: Numrering) -> Iterator[Mallbrist]:
    """Det som blir fel runt en slinga eller ett villkor."""
    före = {b.element: a for a, b in pairwise(del_.stycken)}
    for block in del_.block:
        o = block.öppnar
        for a, b in pairwise([o, *block.slut]):
            if i_följd(a, b):
                text = f"{o.text} börjar här och slutar i {b.ställe.läge}: styckena flyter ihop när det inte gäller"
                yield o.brist("MAL24", text, "Skriv {%p … %} i egna stycken, eller låt det sluta i samma stycke.")
        if o.styr == "for" and o.nivå == "p":
            yield from _inledning(del_, block, före.get(o.stycke.element))
    yield from _nummer(del_, numrering)
    yield from _tabeller(del_)


def _nummer(del_: Textdel, numrering: Numrering) -> Iterator[Mallbrist]:
    """Numrerade listor i en slinga som har mer än listan: de räknar vidare från det förra varvet."""
    sedda: set[Mallstycke] = set()
    for block in reversed([b for b in del_.block if b.öppnar.styr == "for" and b.öppnar.nivå == "p"]):
        inne = [s for s in del_.stycken if block in del_.omgivning(s) and _syns(s)]
        listan = [s for s in inne if not är_rubrik(s.element) and numrering.siffra(s.element)]
        if listan and len(listan) < len(inne) and not sedda & set(listan):
            text = "listans nummer börjar inte om för varje varv i slingan, utan fortsätter från det förra"
            råd = "Använd en punktlista, eller skriv punkterna som löpande text i uppgifterna ({{p ord }})."
            yield listan[0].brist("MAL22", text, råd)
            sedda |= set(listan)


def _syns(stycke: Mallstycke) -> bool:
    """Om stycket visar något, och inte bara styr."""
    return bool(TAGG.sub("", stycke.text).strip()) or any(not t.styr for t in stycke.taggar)


def _inledning(del_: Textdel, block: Block, före: Mallstycke | None) -> Iterator[Mallbrist]:
    """Ett stycke som slutar med kolon direkt före en lista som kan vara tom."""
    o = block.öppnar
    if (
        före is None
        or not före.text.rstrip().endswith(":")
        or före.element.getparent() is not o.stycke.element.getparent()
    ):
        return
    lista = slingans_ord(o.uttryck)[1]
    if not villkor_om(del_.omgivning(o.stycke), lista):
        text = f"listan ”{lista}” kan vara tom, och då står ”{_slutet(före.text)}” ensamt kvar"
        yield o.brist("MAL23", text, f"Skriv {{%p if {lista} %}} före inledningen och {{%p endif %}} efter slingan.")


def _slutet(text: str) -> str:
    return text if len(text) <= 40 else f"…{text[-40:]}"


def _tabeller(del_: Textdel) -> Iterator[Mallbrist]:
    """Tabeller som bara har rader ur en slinga: utan poster blir de tabeller utan rader, som Word inte kan öppna."""
    taggar = {}
    for s in del_.stycken:
        for t in s.taggar:
            if t.nivå == "tr":
                taggar[next(s.element.iterancestors(f"{W}tr"), None)] = t
    stycken = {s.element: s for s in del_.stycken}
    for tabell in del_.rot.iter(f"{W}tbl"):
        rader = list(inre(tabell, f"{W}tr"))
        egna = [taggar[r] for r in rader if r in taggar]
        if egna and not any(r not in taggar and not _i_radblock(del_, stycken, r) for r in rader):
            yield from _tom_tabell(del_, egna[0])


def _i_radblock(del_: Textdel, stycken: dict[etree._Element, Mallstycke], rad: etree._Element) -> bool:
    första = next((stycken[p] for p in rad.iter(f"{W}p") if p in stycken), None)
    return första is not None and any(b.öppnar.nivå == "tr" for b in del_.omgivning(första))


def _tom_tabell(del_: Textdel, tagg: Tagg) -> Iterator[Mallbrist]:
    if tagg.styr == "for" and not villkor_om(del_.omgivning(tagg.stycke), lista := slingans_ord(tagg.uttryck)[1]):
        råd = "Ge tabellen en rubrikrad, eller ta bort hela tabellen med {%p if … %}."
        yield tagg.brist("MAL23", f"listan ”{lista}” kan vara tom, och då blir tabellen utan rader", råd)
