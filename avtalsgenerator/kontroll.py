"""Vet vad en kontroll kom fram till: anmärkningarna, de som är besvarade, och reglerna som gick bra."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from avtalsgenerator import regler
from avtalsgenerator.dokumentslag import hör_till, rör_läget
from avtalsgenerator.regler import REGLER, Allvar
from avtalsgenerator.regler.granskning import GRANSKNING
from avtalsgenerator.regler.kvittens import KVITTENS

if TYPE_CHECKING:
    from collections.abc import Callable

    from avtalsgenerator.register import Register
    from avtalsgenerator.regler import Anmärkning
    from avtalsgenerator.regler.granskning import Granskat
    from avtalsgenerator.regler.grund import Läge

MED_VARJE_DOKUMENT = frozenset({"GRA", "KVI"})
"""Regelfamiljerna om godkännandena och om svaren på varningar."""


@dataclass(frozen=True)
class Kontroll:
    """Resultatet av en kontroll: lägena som prövades, anmärkningarna och vilka regler som inte hade någon.

    ``familjer`` är de regelfamiljer som räknas, när bara vissa dokument görs; annars alla.
    """

    register: Register
    lägen: tuple[Läge, ...]
    anmärkningar: tuple[Anmärkning, ...]
    familjer: frozenset[str] | None = None

    def antal(self, allvar: Allvar) -> int:
        """Hur många anmärkningar av det slaget som inte är besvarade."""
        return sum(a.allvar is allvar and a.öppen for a in self.anmärkningar)

    @property
    def besvarade(self) -> tuple[Anmärkning, ...]:
        """De anmärkningar som någon har kvitterat."""
        return tuple(a for a in self.anmärkningar if not a.öppen)

    @property
    def utan_anmärkning(self) -> int:
        """Hur många regler som gick bra."""
        valda = (r for k, r in REGLER.items() if self.familjer is None or hör_till(k, self.familjer))
        sist = ((GRANSKNING,), (KVITTENS,))
        prövade = {r.kod for r in valda if r.om in sist or any(map(r.prövar, self.lägen))}
        return len(prövade - {a.kod for a in self.anmärkningar})

    def för(self, familjer: frozenset[str]) -> Kontroll:
        """Den del av kontrollen som gäller vissa familjer av regler."""
        familjer |= MED_VARJE_DOKUMENT
        rör = tuple(a for a in self.anmärkningar if hör_till(a.kod, familjer))
        return replace(self, anmärkningar=rör, familjer=familjer)

    def stoppar(self, *, strikt: bool = False) -> bool:
        """Om ett hinder (med ``strikt`` också en varning) gör att handlingen inte kan gå vidare."""
        return any(a.öppen and a.allvar >= (Allvar.VARNING if strikt else Allvar.HINDER) for a in self.anmärkningar)


def kontrollera_lägen(
    register: Register, ställda: tuple[Läge, ...], granska: Callable[[Läge], tuple[Granskat, ...]] | None = None
) -> Kontroll:
    """Prövar lägena med alla regler som rör dem. Utan ``granska`` prövas inte om godkännandena håller.

    Samma anmärkning från flera handlingar räknas en gång, och är besvarad bara om den är det i alla.
    """
    prövade = ((läge, regler.kontrollera(läge, granska(läge) if granska else None)) for läge in ställda)
    funna = [a for läge, anmärkningar in prövade for a in anmärkningar if rör_läget(a, läge)]
    alla = {(a.kod, a.plats, a.text): a for a in sorted(funna, key=lambda a: a.öppen)}
    return Kontroll(register, ställda, tuple(sorted(alla.values(), key=lambda a: (-a.allvar, a.kod))))
