"""GRA: om det som någon har granskat och godkänt fortfarande är det som står i dokumenten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from avtalsgenerator.regler.grund import REGLER, Allvar, Fynd, regel
from avtalsgenerator.svenska import antal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from avtalsgenerator.modell.granskning import Granskning
    from avtalsgenerator.regler.grund import Anmärkning, Läge

GRANSKNING = "granskning"
GODKÄNNANDET = "praxis: den som godkänner en text har läst just den texten"
FLEST_ÄNDRINGAR = 3
"""Så många ändringar sägs; resten räknas."""


@dataclass(frozen=True)
class Granskat:
    """Ett godkännande ställt mot dokumentet så som det blir nu.

    ``ändrat`` är det som skiljer, tomt om godkännandet håller. ``kopia`` är filen med det som godkändes, räknat från
    avtalsmappen; tom om den inte går att läsa. ``finns`` säger om dokumentet alls hör till det som kontrolleras.
    """

    granskning: Granskning
    ändrat: tuple[str, ...] = ()
    kopia: str = ""
    finns: bool = True

    @property
    def håller(self) -> bool:
        """Om dokumentet är precis det som godkändes."""
        return self.finns and not self.ändrat


@dataclass(frozen=True)
class Granskningsläge:
    """Ett läge och dess godkännanden, ställda mot dokumenten."""

    om: ClassVar[str] = GRANSKNING
    läge: Läge
    granskat: tuple[Granskat, ...]

    @property
    def dag(self) -> date:
        return self.läge.dag


def pröva_granskat(läge: Läge, granskat: Sequence[Granskat]) -> list[Anmärkning]:
    """Anmärkningarna om de godkännanden som inte håller."""
    prövat = Granskningsläge(läge, tuple(granskat))
    return [a for r in REGLER.values() if r.prövar(prövat) for a in r.anmärkningar(prövat)]


@regel("GRA01", "Texten har ändrats sedan den granskades", Allvar.VARNING, om=GRANSKNING, källa=GODKÄNNANDET)
def inaktuell(läge: Granskningsläge) -> Iterator[Fynd]:
    for g in läge.granskat:
        if g.finns and g.ändrat:
            p, fler = g.granskning, len(g.ändrat) - FLEST_ÄNDRINGAR
            vad = "; ".join(g.ändrat[:FLEST_ÄNDRINGAR])
            vad += f"; och {antal(fler, 'ändring', 'ändringar')} till" if fler > 0 else ""
            yield Fynd(
                f"Dokumentet {p.dokument} är inte längre som när {p.av} godkände det {p.dag}: {vad}",
                p.plats(),
                _råd(läge, g),
                "det som godkändes",
            )


def _råd(läge: Granskningsläge, g: Granskat) -> str:
    id_, p = läge.läge.id, g.granskning
    hela = f'avtal skillnad {id_} --bara {p.dokument} --per {läge.dag} --mot "{g.kopia}" --ut skillnad.docx'
    return (
        (f"Se alla ändringar: {hela}. " if g.kopia else "")
        + f"Läs det igen och godkänn det på nytt: {_kommando(id_, p)} --godkänn. "
        + f"Gäller godkännandet inte längre, ta bort det: {_kommando(id_, p)} --ångra"
    )


def _kommando(id_: str, p: Granskning) -> str:
    return f'avtal granska {id_} --bara {p.dokument} --av "{p.av}"'


@regel("GRA02", "Dokumentet som granskades finns inte längre", Allvar.VARNING, om=GRANSKNING, källa=GODKÄNNANDET)
def utan_dokument(läge: Granskningsläge) -> Iterator[Fynd]:
    for g in läge.granskat:
        if not g.finns:
            p = g.granskning
            yield Fynd(
                f"{p.av} godkände {p.dag} dokumentet {p.dokument}, som inte görs av {läge.läge.id}",
                p.plats("dokument"),
                f"Rätta namnet, eller ta bort godkännandet: {_kommando(läge.läge.id, p)} --ångra",
            )
