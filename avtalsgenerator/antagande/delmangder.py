"""Vet vad var och en betalar beroende på vilka av de obestämda parterna som är med: alla fall, inget tyst utelämnat."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from avtalsgenerator.antagande.hypotes import anslutning, om_handlingen
from avtalsgenerator.fel import Användningsfel
from avtalsgenerator.kostnad import räkna, utan_betalare
from avtalsgenerator.regler.villkor import villkor_i
from avtalsgenerator.svenska import tal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from fractions import Fraction

    from avtalsgenerator.kostnad import Kostnadsbild
    from avtalsgenerator.modell import Beslut, Part
    from avtalsgenerator.modell.beslut import Villkor
    from avtalsgenerator.per_datum import Avtalsläge
    from avtalsgenerator.regler import Anmärkning

FLEST = 16
"""Fler obestämda parter än så ger för många fall att räkna: varje part fördubblar dem."""


@dataclass(frozen=True)
class Fall:
    """Ett bidrag, kronor per år, och vilka av de obestämda som då är med."""

    belopp: Fraction
    med: tuple[Part, ...]


@dataclass(frozen=True)
class Spann:
    """Vad en part betalar lägst och högst i de fall där den är med; är flera fall lika är det ett av dem.

    ``alla`` och ``ingen`` är beloppet när alla respektive ingen av de obestämda är med; ``None`` om parten då inte
    är med eller om det inte kan räknas.
    """

    part: Part
    lägst: Fall
    högst: Fall
    alla: Fraction | None
    ingen: Fraction | None


Utfall = Literal["håller", "brister", "inte med", "kan inte räknas"]
UTFALLEN: tuple[Utfall, ...] = ("håller", "brister", "inte med", "kan inte räknas")


@dataclass(frozen=True)
class Takräkning:
    """I hur många fall en högsta kostnad i ett beslut håller."""

    part: Part
    beslut: Beslut
    villkor: Villkor
    fall: Counter[Utfall]


Skäl = Literal["resten har ingen bärare", "folkmängd saknas", "folkmängdens dag saknas"]


@dataclass(frozen=True)
class Delmängder:
    """Alla fall som de obestämda parterna kan ge den dag läget gäller."""

    osäkra: tuple[Part, ...]
    antal: int
    befolkning_per: tuple[date, ...]
    spann: tuple[Spann, ...]
    tak: tuple[Takräkning, ...]
    kan_inte_räknas: Counter[Skäl]
    """Antal fall där bidragen inte kan räknas, efter skäl."""
    saknar_folkmängd: tuple[Part, ...]
    utan_betalare: int
    """Antal räknade fall där en del av budgeten inte har någon som betalar."""
    anmärkningar: tuple[Anmärkning, ...]
    """Skäl till att någon av de obestämda inte får vara med."""

    @property
    def räknade(self) -> int:
        return self.antal - self.kan_inte_räknas.total()


def varje_fall(
    läge: Avtalsläge, osäkra: Sequence[Part], befolkning: date | None = None
) -> Iterator[tuple[tuple[Part, ...], Kostnadsbild]]:
    """Varje delmängd av de obestämda, från ingen till alla, och bidragen när de är med."""
    obestämda = {p.id for p in osäkra}
    fasta = [d.part for d in läge.parter if d.part.id not in obestämda]
    dag = befolkning or läge.befolkningsdag
    for nummer in range(2 ** len(osäkra)):
        med = tuple(p for plats, p in enumerate(osäkra) if nummer >> plats & 1)
        yield med, räkna(läge.finansiering, [*fasta, *med], läge.kostnadsdag.year, dag)


def räkna_delmängder(läge: Avtalsläge, osäkra: Sequence[Part], befolkning: date | None = None) -> Delmängder:
    """Räknar alla fall. Kastar ``Användningsfel`` om de obestämda är fler än ``FLEST``."""
    if len(osäkra) > FLEST:
        raise Användningsfel(
            f"{len(osäkra)} obestämda parter ger {tal(2 ** len(osäkra))} fall; högst {FLEST} parter får vara obestämda",
            "Dela upp frågan: skriv de säkraste som ansluter eller utträder.",
        )
    alla_med, anmärkningar = _alla_med(läge, osäkra)
    tak = tuple(Takräkning(d.part, b, v, Counter()) for d, b, v in villkor_i(alla_med) if v.tål is not None)
    räkning = _Räkning(läge, tak)
    for med, bild in varje_fall(läge, osäkra, befolkning):
        räkning.ta(med, bild)
    ordning = [d.part for d in alla_med.parter if d.part.id in räkning.lägst]
    return Delmängder(
        tuple(osäkra),
        räkning.antal,
        tuple(sorted(räkning.dagar)),
        tuple(räkning.spann(p, tuple(osäkra)) for p in ordning),
        tak,
        räkning.skäl,
        tuple(räkning.saknar.values()),
        räkning.utan_betalare,
        anmärkningar,
    )


def _alla_med(läge: Avtalsläge, osäkra: Sequence[Part]) -> tuple[Avtalsläge, tuple[Anmärkning, ...]]:
    """Läget när alla de obestämda är med, och varför någon av dem som tillkommer inte får vara det."""
    redan = {d.part.id for d in läge.parter}
    nya = [p.id for p in osäkra if p.id not in redan]
    if not nya:
        return läge, ()
    handling = anslutning(läge, nya, "antagande-kanske", gäller_från={"värde": läge.kostnadsdag})
    egna = (läge.handling,) if läge.handling else ()
    ansluter = replace(läge, handling=handling, räknade=(*läge.räknade, *egna))
    anmärkningar = tuple(a for a in om_handlingen(ansluter) if a.kod.startswith("PAR"))
    return replace(läge, räknade=(*läge.räknade, handling)), anmärkningar


@dataclass
class _Räkning:
    """Det som växer fram medan fallen gås igenom."""

    läge: Avtalsläge
    tak: tuple[Takräkning, ...]
    antal: int = 0
    utan_betalare: int = 0
    lägst: dict[str, Fall] = field(default_factory=dict)
    högst: dict[str, Fall] = field(default_factory=dict)
    skäl: Counter[Skäl] = field(default_factory=Counter)
    saknar: dict[str, Part] = field(default_factory=dict)
    dagar: set[date] = field(default_factory=set)
    med_så_många: dict[int, Mapping[str, Fraction]] = field(default_factory=dict)
    """Bidragen i det senaste räknade fallet med så många av de obestämda; entydigt för ingen och alla."""

    def ta(self, med: tuple[Part, ...], bild: Kostnadsbild) -> None:
        self.antal += 1
        self.dagar.update(p.befolkning_per for p in bild.poster if p.befolkning_per)
        skäl = _skäl(bild)
        for t in self.tak:
            t.fall[_utfall(t, bild, skäl)] += 1
        if skäl:
            self.skäl[skäl] += 1
            self.saknar |= {p.id: p for post in bild.poster for p in post.saknad_folkmängd}
            return
        self.utan_betalare += bool(utan_betalare(self.läge.finansiering, bild))
        self.med_så_många[len(med)] = bild.belopp
        for vem, belopp in bild.belopp.items():
            if vem not in self.lägst:
                self.lägst[vem] = self.högst[vem] = Fall(belopp, med)
            elif belopp < self.lägst[vem].belopp:
                self.lägst[vem] = Fall(belopp, med)
            elif belopp > self.högst[vem].belopp:
                self.högst[vem] = Fall(belopp, med)

    def spann(self, part: Part, osäkra: tuple[Part, ...]) -> Spann:
        """Är fallet med alla lika lågt eller högt som det funna nämns det: då är svaret lättare att läsa."""
        ingen, alla = (self.med_så_många.get(n, {}).get(part.id) for n in (0, len(osäkra)))
        funna = self.lägst[part.id], self.högst[part.id]
        lägst, högst = (Fall(f.belopp, osäkra) if f.belopp == alla else f for f in funna)
        return Spann(part, lägst, högst, alla, ingen)


def _skäl(bild: Kostnadsbild) -> Skäl | None:
    """Varför bidragen inte kan räknas, om de inte kan det."""
    for post in bild.poster:
        if post.utan_befolkningsdag:
            return "folkmängdens dag saknas"
        if post.saknad_folkmängd:
            return "folkmängd saknas"
        if post.rest_utan_bärare:
            return "resten har ingen bärare"
    return None


def _utfall(tak: Takräkning, bild: Kostnadsbild, skäl: Skäl | None) -> Utfall:
    tål, belopp = tak.villkor.tål, bild.belopp.get(tak.part.id)
    if skäl:
        return "kan inte räknas"
    if belopp is None or tål is None:
        return "inte med"
    return "håller" if belopp <= tål else "brister"
