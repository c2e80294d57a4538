"""Vet hur en kostnad delas: exakta bråk, en namngiven avrundning och en rest som alltid bärs av någon.

Summan av delarna är alltid lika med totalen. Belopp är kronor per år.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from avtalsgenerator.modell.avtal import Avrundningsregel, Finansiering, Index, Post
    from avtalsgenerator.modell.part import Folkmängd, Part


def avrunda(tal: Fraction, steg: Fraction | int = 1) -> Fraction:
    """Närmaste jämna ``steg``; mitt emellan avrundas uppåt (från noll räknat)."""
    if tal.numerator < 0:
        return -avrunda(-tal, steg)
    # tal / steg + 1/2 med heltal: samma svar, men flera gånger fortare när många fall räknas
    nämnare = 2 * tal.denominator * steg.numerator
    hela = (2 * tal.numerator * steg.denominator + nämnare // 2) // nämnare
    return Fraction(hela * steg.numerator, steg.denominator)


@dataclass(frozen=True)
class Del:
    """En deltagares del: andelen, beloppet efter avrundning och den rest som lagts på just den delen."""

    vem: str
    vikt: int
    andel: Fraction
    avrundat: Fraction
    rest: Fraction = Fraction(0)

    @property
    def belopp(self) -> Fraction:
        return self.avrundat + self.rest if self.rest else self.avrundat


def fördela(
    total: Fraction | int, vikter: Mapping[str, int], regel: Avrundningsregel, rest_på: str | None = None
) -> tuple[Del, ...]:
    """Delar ``total`` efter ``vikter``. Skillnaden som avrundningen ger läggs på ``rest_på``.

    ``andel_två_decimaler``: andelen avrundas till hundradels procent, beloppet till hel krona. ``krona`` och
    ``närmaste_hundratal`` avrundar beloppet. ``exakt`` avrundar inte och lämnar ingen rest.
    Kastar ``ValueError`` om vikterna inte är positiva eller om resten inte har någon bärare.
    """
    summa = sum(vikter.values())
    if not vikter or min(vikter.values()) < 0 or summa <= 0:
        raise ValueError("vikterna måste vara noll eller större och tillsammans mer än noll")
    delar = [_del(vem, vikt, summa, Fraction(total), regel) for vem, vikt in vikter.items()]
    rest = Fraction(total) - sum(d.avrundat for d in delar)
    if rest and rest_på not in vikter:
        raise ValueError("avrundningen lämnar en rest som ingen bär")
    return tuple(Del(d.vem, d.vikt, d.andel, d.avrundat, rest) if rest and d.vem == rest_på else d for d in delar)


def _del(vem: str, vikt: int, summa: int, total: Fraction, regel: Avrundningsregel) -> Del:
    andel = Fraction(vikt, summa)
    match regel:
        case "andel_två_decimaler":
            andel = avrunda(andel, Fraction(1, 10_000))
            belopp = avrunda(total * andel)
        case "närmaste_hundratal":
            belopp = avrunda(total * andel, 100)
        case "krona":
            belopp = avrunda(total * andel)
        case "exakt":
            belopp = total * andel
    return Del(vem, vikt, andel, belopp)


@dataclass(frozen=True)
class Bidrag:
    """Vad en part bidrar med: ett belopp per år eller en insats."""

    part: Part
    post: Post
    del_: Del | None = None
    folkmängd: Folkmängd | None = None

    @property
    def belopp(self) -> Fraction | None:
        return self.del_.belopp if self.del_ else None


@dataclass(frozen=True)
class Postbild:
    """En post i finansieringen ett visst år: vilka som delar den, beloppet och vad som saknas för att dela det."""

    post: Post
    deltar: tuple[Part, ...]
    belopp: Fraction | None
    """Kronor per år efter uppräkning; ``None`` för en ren insats."""
    befolkning_per: date | None
    bidrag: tuple[Bidrag, ...]
    saknad_folkmängd: tuple[Part, ...] = ()
    utan_befolkningsdag: bool = False
    rest_utan_bärare: bool = False

    @property
    def kan_räknas(self) -> bool:
        """Falskt om något saknas, så att de som delar posten inte får något belopp."""
        return not (self.saknad_folkmängd or self.utan_befolkningsdag or self.rest_utan_bärare)

    @property
    def rest(self) -> Fraction:
        """Det som avrundningen lämnar och ``rest_på`` bär; mindre än noll om avrundningen gav för mycket."""
        return sum((b.del_.rest for b in self.bidrag if b.del_), Fraction(0))


@dataclass(frozen=True)
class Kostnadsbild:
    """Alla parters bidrag ett visst år."""

    poster: tuple[Postbild, ...]
    prisnivå: int
    """Året som beloppen är uppräknade till."""
    saknade_steg: tuple[int, ...] = ()
    """År som avtalet säger ska räknas upp men där ingen procentsats är inlagd."""

    @property
    def bidrag(self) -> tuple[Bidrag, ...]:
        return tuple(b for post in self.poster for b in post.bidrag)

    def för(self, part: Part) -> tuple[Bidrag, ...]:
        """Partens bidrag: ett för varje post som den har del i."""
        return tuple(b for b in self.bidrag if b.part.id == part.id)

    @cached_property
    def belopp(self) -> Mapping[str, Fraction]:
        """Vad var och en av dem som betalar betalar sammanlagt, kronor per år, på partens id.

        Den som har del i en post som inte kan räknas är inte med: summan vore för låg.
        """
        summor: dict[str, Fraction] = {}
        for bidrag in self.bidrag:
            if bidrag.del_:
                vem, belopp = bidrag.del_.vem, bidrag.del_.belopp
                summor[vem] = summor[vem] + belopp if vem in summor else belopp
        for part in (p for post in self.poster if not post.kan_räknas for p in post.deltar):
            summor.pop(part.id, None)
        return summor

    def belopp_för(self, part: Part) -> Fraction | None:
        """Vad parten betalar sammanlagt, kronor per år. ``None`` om den inte betalar eller det inte kan räknas."""
        return self.belopp.get(part.id)


def postens_belopp(post: Post, budget: int) -> Fraction | None:
    """Beloppet som avtalet anger; anger det bara en andel, andelen av budgeten. ``None`` för en ren insats."""
    if post.belopp is not None:
        return Fraction(post.belopp)
    return post.andel * budget if post.andel is not None else None


def utan_betalare(finansiering: Finansiering, bild: Kostnadsbild) -> list[tuple[Post, Fraction]]:
    """De belopp i finansieringen som ingen av parterna är med och betalar, kronor per år."""
    deltar = {id(postbild.post) for postbild in bild.poster}
    saknar = ((p, postens_belopp(p, finansiering.budget)) for p in finansiering.poster if id(p) not in deltar)
    return [(post, belopp) for post, belopp in saknar if belopp]


def räkna(finansiering: Finansiering, parter: Sequence[Part], år: int, befolkning_per: date | None) -> Kostnadsbild:
    """Räknar parternas bidrag ett år. ``befolkning_per`` går före den dag som avtalet anger.

    Det som saknas för att räkna sägs i bilden; inget gissas. En post vars parter inte är med faller bort.
    """
    faktor, prisnivå, saknade_steg = _uppräkning(finansiering.index, år)
    på_id = {part.id: part for part in parter}
    poster = (
        _postbild(p, deltar, _uppräknat(p, finansiering.budget, faktor), befolkning_per)
        for p in finansiering.poster
        if (deltar := {id_: part for id_, part in på_id.items() if part.slag == p.parter or id_ == p.part})
    )
    return Kostnadsbild(tuple(poster), prisnivå, saknade_steg)


def _uppräknat(post: Post, budget: int, faktor: Fraction) -> Fraction | None:
    belopp = postens_belopp(post, budget)
    if belopp is None or post.avrundning.värde == "exakt":
        return belopp and belopp * faktor
    return avrunda(belopp * faktor)


def _postbild(post: Post, på_id: dict[str, Part], belopp: Fraction | None, annan_dag: date | None) -> Postbild:
    deltar = tuple(på_id.values())
    if belopp is None:
        return Postbild(post, deltar, None, None, tuple(Bidrag(p, post) for p in deltar))
    if post.part:
        ensam = Bidrag(deltar[0], post, Del(post.part, 1, Fraction(1), belopp))
        return Postbild(post, deltar, belopp, None, (ensam,))
    dag = annan_dag or (post.befolkning_per.värde if post.befolkning_per else None)
    if dag is None:
        return Postbild(post, deltar, belopp, None, (), utan_befolkningsdag=True)
    folk = {id_: f for id_, p in på_id.items() if (f := p.folkmängd_den(dag))}
    if luckor := tuple(p for id_, p in på_id.items() if id_ not in folk):
        return Postbild(post, deltar, belopp, dag, (), saknad_folkmängd=luckor)
    if post.rest_på not in folk and post.avrundning.värde != "exakt":
        return Postbild(post, deltar, belopp, dag, (), rest_utan_bärare=True)
    delar = fördela(belopp, {id_: f.antal for id_, f in folk.items()}, post.avrundning.värde, post.rest_på)
    bidrag = tuple(Bidrag(p, post, d, folk[d.vem]) for p, d in zip(deltar, delar, strict=True))
    return Postbild(post, deltar, belopp, dag, bidrag)


def _uppräkning(index: Index | None, år: int) -> tuple[Fraction, int, tuple[int, ...]]:
    """Faktorn från basåret till det sista år som har en inlagd procentsats i obruten följd."""
    if index is None:
        return Fraction(1), år, ()
    steg = {s.år: s.procent for s in index.steg}
    faktor, prisnivå = Fraction(1), index.basår.värde
    while prisnivå < år and prisnivå + 1 in steg:
        prisnivå += 1
        faktor *= 1 + steg[prisnivå]
    return faktor, prisnivå, tuple(range(prisnivå + 1, år + 1))
