"""Orden i en begäran om utträde: den part som går ur skriver till den som tar emot begäran."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avtalsgenerator.svenska import uppräkning
from avtalsgenerator.underlag.grund import Gemensamt, Lucka, gemensamt
from avtalsgenerator.underlag.tillaggsavtal import Partsrad, avtalsdatum, partsrad, utträdesord
from avtalsgenerator.underlag.underskrifter import godkännande

if TYPE_CHECKING:
    from avtalsgenerator.per_datum import Avtalsläge


@dataclass(frozen=True)
class Begäran(Gemensamt):
    """Orden i en begäran om utträde."""

    avtalsdatum: str | Lucka
    """Dagen då samverkansavtalet är daterat."""
    mottagare: str
    """Parten som driver verksamheten och tar emot begäran."""
    utträder: str
    """De som går ur, i en uppräkning."""
    parter: tuple[Partsrad, ...]
    """De som går ur."""
    flera: bool
    """Om de som går ur är fler än en."""
    sista_dag: str
    """Den sista dagen som part enligt begäran."""
    utträde_paragraf: str | None
    """Avtalets bestämmelse om utträde, ”§ 17”."""
    utträdesdag: str | None
    """Den dag på året som avtalet tillåter, ”31 december”."""
    varsel: str | None
    """Hur lång tid i förväg begäran ska ha kommit in, ”12 månader”."""
    beslut: str | Lucka
    """Partens beslut om att gå ur."""


def begäran(läge: Avtalsläge) -> Begäran:
    """Orden i mallen ``begaran-uttrade``."""
    return Begäran(
        **gemensamt(läge, "Begäran om utträde"),  # type: ignore[arg-type]
        avtalsdatum=avtalsdatum(läge),
        mottagare=läge.register.parter[läge.avtal.värd].namn,
        utträder=uppräkning(d.part.namn for d in läge.undertecknande),
        parter=tuple(partsrad(läge, d) for d in läge.undertecknande),
        flera=len(läge.undertecknande) > 1,
        **utträdesord(läge),  # type: ignore[arg-type]
        beslut=godkännande(läge, läge.undertecknande[0].part.id) if läge.undertecknande else Lucka("beslut om utträde"),
    )
