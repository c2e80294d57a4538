"""Orden i styrgruppslistan: vilka organisationer som har en plats i styrgruppen, och för vilken funktion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avtalsgenerator.svenska import antal
from avtalsgenerator.underlag.grund import Gemensamt, gemensamt
from avtalsgenerator.ursprung import räknat, ur

if TYPE_CHECKING:
    from avtalsgenerator.per_datum import Avtalsläge


@dataclass(frozen=True)
class Plats:
    """En plats i styrgruppen."""

    organisation: str
    """Organisationen som utser."""
    funktion: str
    """Funktionen som platsen är för."""


@dataclass(frozen=True)
class Styrgruppslista(Gemensamt):
    """Orden i styrgruppslistan."""

    platser: tuple[Plats, ...]
    """Platserna i avtalets ordning."""
    antal: str
    """Hur många platserna är, med ordet: ”6 platser”."""
    värd: str
    """Parten som driver verksamheten."""


def styrgruppslista(läge: Avtalsläge) -> Styrgruppslista:
    """Orden i mallen ``styrgruppslista``."""
    alla = läge.avtal.styrgrupp
    return Styrgruppslista(
        **gemensamt(läge, "Styrgrupp"),  # type: ignore[arg-type]
        platser=tuple(Plats(ur(p, "organisation"), ur(p, "funktion")) for p in alla),
        antal=räknat(antal(len(alla), "plats", "platser"), "antalet platser", läge.avtal.plats("styrgrupp")),
        värd=ur(läge.värd, "namn"),
    )
