"""Vet vad som gäller för ett enskilt beslut: parten, organet, protokollet och partens form för protokollsutdrag."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from avtalsgenerator.modell.protokoll import STANDARDFORM, STANDARDRUBRIKER, Protokoll

if TYPE_CHECKING:
    from datetime import date

    from avtalsgenerator.modell import Beslut, Part
    from avtalsgenerator.modell.part import Organ
    from avtalsgenerator.modell.protokoll import Protokollsform
    from avtalsgenerator.register import Register


@dataclass(frozen=True, eq=False)
class Beslutsläge:
    """Ett beslut och det som behövs för att göra dess protokollsutdrag."""

    om: ClassVar[Literal["beslut"]] = "beslut"
    """Vilka regler som prövar läget."""

    register: Register
    beslut: Beslut
    dag: date

    @property
    def id(self) -> str:
        return self.beslut.id

    @property
    def mål(self) -> Beslut:
        """Det som prövas."""
        return self.beslut

    @property
    def part(self) -> Part | None:
        """Parten; saknas om beslutet inte kunnat knytas till någon."""
        return self.register.parter.get(self.beslut.part)

    @property
    def organ(self) -> Organ | None:
        """Organet som har beslutat, så som det står i partens fil."""
        return self.part.finn_organ(self.beslut.organ) if self.part else None

    @property
    def i_fullmäktige(self) -> bool:
        return self.organ is not None and self.organ.slag == "fullmäktige"

    @property
    def fattat_ensam(self) -> bool:
        """Om beslutet är fattat av en tjänsteperson eller myndighetschef, och inte av ledamöter på ett sammanträde."""
        tjänsteperson = self.organ is not None and self.organ.slag == "tjänsteperson"
        return self.beslut.beslutande is not None or tjänsteperson or self.i_statlig_myndighet

    @property
    def i_statlig_myndighet(self) -> bool:
        """Om kommunallagen inte gäller för beslutet."""
        return self.part is not None and self.part.slag == "statlig_myndighet"

    @property
    def protokoll(self) -> Protokoll:
        """Protokollets texter; tomma om bara beslutet är inlagt."""
        return self.beslut.protokoll or Protokoll()

    @property
    def form(self) -> Protokollsform | None:
        """Organets form, annars partens."""
        former = self.part.protokollsformer if self.part else ()
        egna = [f for f in former if f.organ in (None, self.beslut.organ)]
        return max(egna, key=lambda f: f.organ is not None, default=None)

    @property
    def avsnitt(self) -> tuple[tuple[str, str], ...]:
        """Avsnitten i formens ordning: (vad, rubrik)."""
        if self.form is None:
            return tuple((vad, STANDARDRUBRIKER[vad]) for vad in STANDARDFORM)
        return tuple((a.visa, a.rubrik or STANDARDRUBRIKER[a.visa]) for a in self.form.avsnitt)
