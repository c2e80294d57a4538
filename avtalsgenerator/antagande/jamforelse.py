"""Vet vad antaganden ändrar: samma läge med och utan dem, samma dag.

Varje antagande räknas in som en hypotetisk handling, så att bidrag, villkor och anmärkningar kommer ur samma räkning
som för en verklig handling.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from avtalsgenerator import regler
from avtalsgenerator.antagande.delmangder import Delmängder, räkna_delmängder
from avtalsgenerator.antagande.hypotes import Krav, om_handlingen, pröva_dagar, pröva_ihop, ställ_krav
from avtalsgenerator.dokumentslag import rör_läget
from avtalsgenerator.per_datum import ställ_per_datum
from avtalsgenerator.regler.villkor import TAKREGEL, VILLKORSREGLER, villkor_i

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from avtalsgenerator.antagande.tolkning import Antagande
    from avtalsgenerator.modell import Beslut, Part
    from avtalsgenerator.modell.beslut import Villkor
    from avtalsgenerator.noder import Plats
    from avtalsgenerator.per_datum import Avtalsläge, Deltagande
    from avtalsgenerator.regler import Anmärkning


Nycklade: TypeAlias = "dict[tuple[str, Plats, str], Anmärkning]"
"""Anmärkningar efter kod, plats och text: är de lika är det samma."""


@dataclass(frozen=True)
class Rad:
    """En part i jämförelsen. ``före`` och ``efter`` saknas där den inte är part.

    Beloppen är kronor per år: noll för den som inte är part eller bidrar med annat än pengar, ``None`` om de inte kan
    räknas.
    """

    part: Part
    före: Deltagande | None
    efter: Deltagande | None
    belopp_före: Fraction | None
    belopp_efter: Fraction | None

    @property
    def skillnad(self) -> Fraction | None:
        return skillnad(self.belopp_före, self.belopp_efter)

    @property
    def ändring(self) -> Fraction | None:
        """Skillnaden som del av beloppet före; ``None`` om det inte fanns något före."""
        return self.skillnad / self.belopp_före if self.skillnad is not None and self.belopp_före else None


def skillnad(före: Fraction | None, efter: Fraction | None) -> Fraction | None:
    """Hur mycket ett belopp ändras; ``None`` om något av dem inte kan räknas."""
    return None if före is None or efter is None else efter - före


@dataclass(frozen=True)
class Tak:
    """En högsta kostnad i en parts beslut, och vad parten betalar före och efter.

    ``None`` där parten inte är med eller beloppet inte kan räknas.
    """

    part: Part
    beslut: Beslut
    villkor: Villkor
    före: Fraction | None
    efter: Fraction | None

    @property
    def höll(self) -> bool | None:
        return self._tål(self.före)

    @property
    def håller(self) -> bool | None:
        return self._tål(self.efter)

    def _tål(self, belopp: Fraction | None) -> bool | None:
        tål = self.villkor.tål
        return None if belopp is None or tål is None else belopp <= tål


@dataclass(frozen=True)
class Jämförelse:
    """Läget utan antagandena (``före``) och med dem (``efter``), samma dag."""

    antaganden: tuple[Antagande, ...]
    krav: tuple[Krav, ...]
    """Vad som krävs för varje antagande om någon som ansluter eller går ur, i dagordning."""
    före: Avtalsläge
    efter: Avtalsläge
    delmängder: Delmängder | None = None
    """Alla fall som de obestämda parterna kan ge, om det finns några."""

    @property
    def dag(self) -> date:
        """Dagen som jämförs."""
        return self.efter.kostnadsdag

    @property
    def utan_verkan(self) -> tuple[Antagande, ...]:
        """Antaganden som inte har börjat gälla den dagen."""
        return tuple(k.antagande for k in self.krav if k.antagande.verkan and k.antagande.verkan > self.dag)

    @cached_property
    def rader(self) -> tuple[Rad, ...]:
        """Alla som är part före eller efter, i avtalets ordning."""
        före, efter = ({d.part.id: d for d in läge.parter} for läge in (self.före, self.efter))
        return tuple(
            Rad(d.part, f := före.get(id_), e := efter.get(id_), _belopp(self.före, f), _belopp(self.efter, e))
            for id_, d in (före | efter).items()
        )

    @cached_property
    def summa(self) -> tuple[Fraction | None, Fraction | None]:
        """Alla bidrag i pengar, före och efter; ``None`` om något inte kan räknas."""
        return _summa(rad.belopp_före for rad in self.rader), _summa(rad.belopp_efter for rad in self.rader)

    @cached_property
    def tak(self) -> tuple[Tak, ...]:
        """Varje högsta kostnad i de beslut som parternas deltagande bygger på, före eller efter."""
        alla = {
            id(villkor): (d.part, b, villkor) for läge in (self.före, self.efter) for d, b, villkor in villkor_i(läge)
        }
        return tuple(
            Tak(part, b, villkor, self.före.kostnad.belopp_för(part), self.efter.kostnad.belopp_för(part))
            for part, b, villkor in alla.values()
            if villkor.tål is not None
        )

    @cached_property
    def _anmärkningar(self) -> tuple[Nycklade, Nycklade]:
        före, efter = (
            {(a.kod, a.plats, a.text): a for a in regler.kontrollera(läge) if _visas(a, läge)}
            for läge in (self.före, self.efter)
        )
        redan = {(a.kod, a.plats) for a in efter.values()}
        egna = (a for k in self.krav for a in om_handlingen(k.läge) if (a.kod, a.plats) not in redan)
        return före, efter | {(a.kod, a.plats, a.text): a for a in egna}

    @cached_property
    def tillkommer(self) -> tuple[Anmärkning, ...]:
        """Anmärkningar som bara finns med antagandena: i läget, eller om de blir handlingar."""
        före, efter = self._anmärkningar
        return _ordnade(a for nyckel, a in efter.items() if nyckel not in före)

    @cached_property
    def försvinner(self) -> tuple[Anmärkning, ...]:
        """Anmärkningar som bara finns utan antagandena."""
        före, efter = self._anmärkningar
        return _ordnade(a for nyckel, a in före.items() if nyckel not in efter)


def _visas(a: Anmärkning, läge: Avtalsläge) -> bool:
    """Taken visas för sig. Ett avtal som redan gäller prövas inte för underskrift igen, men villkoren i besluten."""
    return a.kod != TAKREGEL and (a.kod in VILLKORSREGLER or rör_läget(a, läge))


def _ordnade(anmärkningar: Iterable[Anmärkning]) -> tuple[Anmärkning, ...]:
    return tuple(sorted(anmärkningar, key=lambda a: (-a.allvar, a.kod)))


def _belopp(läge: Avtalsläge, d: Deltagande | None) -> Fraction | None:
    if d is None:
        return Fraction(0)
    okänt = not läge.finansiering.poster or any(d.part in b.deltar and not b.kan_räknas for b in läge.kostnad.poster)
    return None if okänt else läge.kostnad.belopp.get(d.part.id, Fraction(0))


def _summa(belopp: Iterable[Fraction | None]) -> Fraction | None:
    alla = list(belopp)
    return None if None in alla else sum((b for b in alla if b is not None), Fraction(0))


def jämför(
    läge: Avtalsläge,
    antaganden: Sequence[Antagande],
    *,
    idag: date,
    per: date | None = None,
    befolkning: date | None = None,
    begäran: date | None = None,
) -> Jämförelse:
    """Läget med och utan antagandena, ``per`` en dag eller den första då alla har verkan.

    ``befolkning`` är dagen för folkmängden i antagandena (annars avtalets egen), ``begäran`` dagen då en begäran om
    utträde kommer in (annars den som redan har kommit in, eller ``idag``). Kastar ``Användningsfel`` om ett
    antagande inte går ihop med avtalet eller med ett annat.
    """
    pröva_ihop(antaganden)
    första = max([läge.kostnadsdag, *(a.verkan for a in antaganden if a.verkan)])
    före = läge
    if per is None and första != läge.kostnadsdag:
        före = ställ_per_datum(läge.register, läge.handling or läge.avtal, första)
    pröva_dagar(före, antaganden)
    krav = ställ_krav(läge, antaganden, befolkning, begäran, idag)
    efter = replace(före, räknade=(*före.räknade, *(k.handling for k in krav)))
    osäkra = [läge.register.parter[p] for a in antaganden if a.slag == "kanske" for p in a.parter]
    delmängder = räkna_delmängder(efter, osäkra, befolkning) if osäkra else None
    return Jämförelse(tuple(antaganden), krav, före, efter, delmängder)
