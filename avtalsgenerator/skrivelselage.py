"""Vet vad som gäller för en skrivelse: ärendet den hör till, parten som skriver och partens form för dem."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

if TYPE_CHECKING:
    from datetime import date

    from avtalsgenerator.modell import Avtal, Part, Skrivelse
    from avtalsgenerator.modell.part import Skrivelseform
    from avtalsgenerator.register import Register


@dataclass(frozen=True, eq=False)
class Skrivelseläge:
    """En skrivelse och det som behövs för att pröva den och göra dess dokument."""

    om: ClassVar[Literal["skrivelse"]] = "skrivelse"
    """Vilka regler som prövar läget."""

    register: Register
    skrivelse: Skrivelse
    dag: date

    @property
    def id(self) -> str:
        return self.skrivelse.id

    @property
    def mål(self) -> Skrivelse:
        """Det som prövas."""
        return self.skrivelse

    @property
    def avtal(self) -> Avtal:
        return self.register.avtal[self.skrivelse.avtal]

    @property
    def part(self) -> Part | None:
        """Parten som skriver, om den är känd."""
        return self.register.parter.get(self.skrivelse.part or "")

    @property
    def form(self) -> Skrivelseform | None:
        """Partens form för skrivelser av det här slaget."""
        former = self.part.skrivelseformer if self.part else ()
        return next((f for f in former if f.handling == self.skrivelse.handling), None)
