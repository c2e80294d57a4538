"""Vet vad ett uppdrag är, ett av många: vad som ska göras av en handling, och hur det gick.

Allt här är litet och går att skicka till en annan process eller en annan dator.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from avtalsgenerator.manga.markning import Märke

ALLA = "alla"
"""Skrivs i stället för en parts id när dokumenten ska göras för varje part, en i taget."""
STÖRSTA_DEL = 20
"""Så många parter får ett uppdrag ha när det delas mellan flera processer."""


@dataclass(frozen=True)
class Beställning:
    """Vad som ska göras av en handling. ``part`` är ett id, ``ALLA`` eller inget (handlingen som helhet)."""

    bara: str | None = None
    part: str | None = None
    dag: date | None = None
    utkast: bool = False
    sida: bool = False
    pdf: bool = False
    ersätt: bool = False


@dataclass(frozen=True)
class Uppdrag:
    """En handling att göra dokument av. ``parter`` är de som får var sina; utan dem görs handlingen som helhet.

    ``märke`` är programmet och uppgifterna så som de var när uppdraget planerades. ``antal`` är hur många dokument
    det blir, och ``rad`` var i en fil med rader det står.
    """

    mapp: Path
    märke: Märke
    id: str
    ut: Path
    beställning: Beställning
    antal: int
    parter: tuple[str, ...] = ()
    rad: str = ""


@dataclass(frozen=True)
class Brist:
    """Varför något inte gjordes: slutkoden (``fel``), skälet, och vad man gör åt det."""

    slutkod: int
    varför: str
    råd: str = ""


@dataclass(frozen=True)
class Svar:
    """Hur det gick: dokument som är nya eller ändrade, de som redan var gjorda, och filernas storlek i byte.

    ``hinder`` och ``obesvarade`` är handlingens hinder (i ett utkast) och varningar; ``varningar`` gäller datorn.
    """

    nya: int = 0
    redan: int = 0
    byte: int = 0
    hinder: int = 0
    obesvarade: int = 0
    brist: Brist | None = None
    varningar: tuple[str, ...] = ()


def dela(uppdragen: Iterable[Uppdrag], processer: int) -> Iterator[Uppdrag]:
    """Uppdragen, där ett med många parter är delat i så många delar att alla processer får arbete."""
    for u in uppdragen:
        storlek = min(STÖRSTA_DEL, -(-len(u.parter) // (4 * processer))) if processer > 1 else len(u.parter)
        if storlek >= len(u.parter):
            yield u
            continue
        per_part = u.antal // len(u.parter)
        for start in range(0, len(u.parter), storlek):
            parter = u.parter[start : start + storlek]
            yield replace(u, parter=parter, antal=per_part * len(parter))
