"""Vet vad som står i en fil och var: text, listor och tabeller med rad och kolumn, utan att tolka ett enda värde."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Källtext:
    """Vet en fils namn (från avtalsmappen, med /) och dess rader, så att ett fel kan visas där det står."""

    fil: str
    rader: tuple[str, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Plats:
    """Ett ställe i en fil. ``rad`` och ``kolumn`` räknas från 1; ``slut`` är kolumnen efter sista tecknet."""

    källtext: Källtext
    rad: int = 1
    kolumn: int = 1
    slut: int = 1

    @property
    def fil(self) -> str:
        return self.källtext.fil

    @property
    def ord_(self) -> str:
        """Orden på platsen, om den är på en rad som finns."""
        rader = self.källtext.rader
        return rader[self.rad - 1][self.kolumn - 1 : self.slut - 1] if self.rad <= len(rader) else ""

    def märke(self, rad: int) -> str:
        """Det som står före en av filens rader när den visas."""
        return str(rad)

    def __str__(self) -> str:
        return f"{self.fil}:{self.rad}:{self.kolumn}"


class Skalär(str):
    """Ett värde som text, exakt som det är skrivet, med sin plats."""

    __slots__ = ("plats",)
    plats: Plats

    @classmethod
    def på(cls, text: str, plats: Plats) -> Skalär:
        skalär = cls(text)
        skalär.plats = plats
        return skalär


class Lista(list["Nod"]):
    """En lista i filen, med sin plats."""

    def __init__(self, plats: Plats) -> None:
        super().__init__()
        self.plats = plats


class Tabell(dict[str, "Nod"]):
    """Nycklar och värden i filen. ``nycklar`` säger var varje nyckel står."""

    def __init__(self, plats: Plats) -> None:
        super().__init__()
        self.plats = plats
        self.nycklar: dict[str, Plats] = {}


Nod: TypeAlias = Skalär | Lista | Tabell

Värde: TypeAlias = "str | list[Värde] | dict[str, Värde]"
"""En uppgift som ska skrivas: text, en lista eller nycklar med värden, utan plats."""


@dataclass(frozen=True)
class Omfång:
    """Var i en text ett värde börjar och slutar, räknat i tecken från 0; ``slut`` är tecknet efter det sista.

    ``klamrar`` är sant för en lista eller tabell inom [ ] eller { }. ``delar`` är det som ingår, på nyckel eller
    nummer, och ``nycklar`` var varje nyckel står.
    """

    start: int
    slut: int
    klamrar: bool = False
    delar: Mapping[str | int, Omfång] = field(default_factory=dict)
    nycklar: Mapping[str | int, Omfång] = field(default_factory=dict)
