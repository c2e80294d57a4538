"""Vet vilka slags värden en mall kan få utöver vanlig text, tal, ja/nej och listor: löpande text, och luckor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NoReturn, TypeAlias

from avtalsgenerator.fel import Fyllningsfel

Slag = Literal["stycke", "rubrik", "underrubrik", "punkt", "nummer", "citat"]


@dataclass(frozen=True)
class Bit:
    """Text med samma utseende."""

    text: str
    fet: bool = False
    kursiv: bool = False


@dataclass(frozen=True)
class Stycke:
    """Ett stycke. ``lista`` räknar de numrerade listorna från 1, så att varje lista börjar om på 1; annars 0."""

    slag: Slag
    bitar: tuple[Bit, ...]
    lista: int = 0

    @property
    def text(self) -> str:
        return "".join(b.text for b in self.bitar)


@dataclass(frozen=True)
class Tabell:
    """En tabell; den första raden är rubrikraden."""

    rader: tuple[tuple[tuple[Bit, ...], ...], ...]

    @property
    def text(self) -> str:
        return "".join(b.text for rad in self.rader for cell in rad for b in cell)


Block: TypeAlias = Stycke | Tabell


@dataclass(frozen=True)
class Löptext:
    """Löpande text, färdig att sättas i ett dokument."""

    block: tuple[Block, ...]

    @property
    def text(self) -> str:
        """All text efter varandra."""
        return "".join(b.text for b in self.block)


@dataclass(frozen=True)
class Lucka:
    """En uppgift som inte är känd. I ett utkast syns den som en märkt lucka; annars blir det inget dokument."""

    vad: str

    def __bool__(self) -> NoReturn:
        raise Fyllningsfel(f"uppgiften saknas: {self.vad}")
