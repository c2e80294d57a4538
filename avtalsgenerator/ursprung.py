"""Vet varifrån orden i ett dokument kommer: uppgiften i filen, eller uppgifterna som de är räknade ur.

Medan ``spåra`` pågår märks varje ord ur uppgifterna med tecken som inte kan stå i dem. Märkena följer med när orden
sätts ihop till meningar och fylls i en mall. Annars märks inget, och orden är desamma.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from avtalsgenerator.indata.bitar import läs_omfång

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from avtalsgenerator.noder import Omfång, Plats

_BÖRJAN, _SKILJER, _SLUT, _NOLLA = "\ue010", "\ue011", "\ue012", 0xE020
"""Märken ur Unicodes privata område, som inte får stå i uppgifter (indata) eller mallar (malltext).

Mellan början och det som skiljer står ursprungets nummer, skrivet med tio andra privata tecken.
"""
_MÄRKE = re.compile(f"{_BÖRJAN}([\ue020-\ue029]+){_SKILJER}|{_SLUT}")


class HarPlats(Protocol):
    """En uppgift ur en fil (``Faktum``)."""

    def plats(self, *stig: str | int) -> Plats: ...


@dataclass(frozen=True)
class Ursprung:
    """Varifrån några ord i ett dokument kommer.

    ``räknat`` säger vad som är räknat; är det tomt står uppgiften som den är, på den enda platsen.
    """

    platser: tuple[Plats, ...]
    räknat: str = ""
    löpande: bool = False
    """Om orden är en del av en löpande text, som kan ha flera stycken."""


Spår: TypeAlias = "dict[Ursprung, int]"
"""Ursprungen i den ordning de mötts, och deras nummer i märkena."""
_SPÅR: ContextVar[Spår | None] = ContextVar("spår", default=None)


@contextmanager
def spåra(*, på: bool = True) -> Iterator[Spår]:
    """Märker orden som görs under tiden, om det är ``på``."""
    spår: Spår = {}
    märke = _SPÅR.set(spår if på else None)
    try:
        yield spår
    finally:
        _SPÅR.reset(märke)


def ur(
    faktum: HarPlats, fält: str, nummer: int | None = None, *, som: Callable[[Any], str] = str, löpande: bool = False
) -> str:
    """Uppgiftens ord, med ``som`` skrivna för läsaren (``datum``, ``kronor``). ``nummer`` är platsen i en lista."""
    stig: tuple[str | int, ...] = (fält,) if nummer is None else (fält, nummer)
    värde: Any = getattr(faktum, fält) if nummer is None else getattr(faktum, fält)[nummer]
    if hasattr(värde, "värde"):
        stig, värde = (*stig, "värde"), värde.värde
    return _märkt(som(värde), Ursprung((faktum.plats(*stig),), löpande=löpande))


def ur_om(faktum: HarPlats | None, fält: str, *, som: Callable[[Any], str] = str) -> str | None:
    """Som ``ur``; inget om uppgiften inte finns."""
    return None if faktum is None or getattr(faktum, fält) is None else ur(faktum, fält, som=som)


def alla_ur(faktum: HarPlats, fält: str, som: Callable[[Any], str] = str) -> list[str]:
    """Orden i en lista av uppgifter."""
    return [ur(faktum, fält, nummer, som=som) for nummer in range(len(getattr(faktum, fält)))]


def räknat(text: str, vad: str, *platser: Plats) -> str:
    """Ord som är räknade ur flera uppgifter. ``vad`` är några ord om dem: ”parternas antal”."""
    return _märkt(text, Ursprung(tuple(dict.fromkeys(platser)), vad))


def _märkt(text: str, ursprung: Ursprung) -> str:
    spår = _SPÅR.get()
    if spår is None or not text:
        return text
    nummer = "".join(chr(_NOLLA + int(siffra)) for siffra in str(spår.setdefault(ursprung, len(spår))))
    return f"{_BÖRJAN}{nummer}{_SKILJER}{utan_märken(text)}{_SLUT}"


def utan_märken(text: str) -> str:
    """Orden som de ska läsas."""
    return _MÄRKE.sub("", text) if _BÖRJAN in text else text


def rena_byte(xml: bytes) -> bytes:
    """En XML-dels byte utan märken i orden."""
    return utan_märken(xml.decode("utf-8")).encode("utf-8")


def bitar(text: str) -> Iterator[tuple[str, int | None]]:
    """Texten i bitar, var och en med numret på sitt ursprung; utan nummer är den fast text eller hopsatt."""
    nummer, sedan = None, 0
    for träff in _MÄRKE.finditer(text):
        if bit := text[sedan : träff.start()]:
            yield bit, nummer
        sedan = träff.end()
        nummer = int("".join(str(ord(t) - _NOLLA) for t in träff[1])) if träff[1] else None
    if bit := text[sedan:]:
        yield bit, nummer


def byt_tecken(text: str, byt: Callable[[str], str]) -> str:
    """Byter tecken mot tecken i orden, oavsett märken. ``byt`` får inte göra texten längre eller kortare."""
    if _BÖRJAN not in text:
        return byt(text)
    nya = iter(byt(utan_märken(text)))
    return "".join(b if m else "".join(next(nya) for _ in b) for b, m in _delar(text))


def _delar(text: str) -> Iterator[tuple[str, bool]]:
    sedan = 0
    for träff in _MÄRKE.finditer(text):
        yield text[sedan : träff.start()], False
        yield träff[0], True
        sedan = träff.end()
    yield text[sedan:], False


def väg(plats: Plats) -> str:
    """Vägen till det värde som platsen ligger i: ”parter/ale/part.yaml#organisationsnummer”, ”…#befattningar[0].namn”.

    En text i en egen fil har bara filens namn. Saknas uppgiften i filen är vägen den till uppställningen som den hör
    till.
    """
    if not plats.fil.endswith((".yaml", ".yml")):
        return plats.fil
    stig = _innerst(_värden(plats.källtext.rader), plats.rad, plats.kolumn).removesuffix(".värde")
    return f"{plats.fil}#{stig}" if stig else plats.fil


def _innerst(värden: Sequence[tuple[tuple[int, int], tuple[int, int], str]], rad: int, kolumn: int) -> str:
    return next((stig for start, slut, stig in reversed(värden) if start <= (rad, kolumn) <= slut), "")


@lru_cache(maxsize=512)
def _värden(rader: tuple[str, ...]) -> list[tuple[tuple[int, int], tuple[int, int], str]]:
    """Var varje värde i en fil börjar och slutar (rad och kolumn), och vägen dit; det yttre före det inre."""
    början = [0]
    for rad in rader:
        början.append(början[-1] + len(rad) + 1)

    def ställe(läge: int) -> tuple[int, int]:
        rad = bisect_right(början, läge)
        return rad, läge - början[rad - 1] + 1

    def gå(omfång: Omfång, stig: str) -> Iterator[tuple[tuple[int, int], tuple[int, int], str]]:
        yield ställe(omfång.start), ställe(omfång.slut), stig
        for nyckel, del_ in omfång.delar.items():
            yield from gå(del_, f"{stig}[{nyckel}]" if isinstance(nyckel, int) else f"{stig}.{nyckel}".lstrip("."))

    return list(gå(läs_omfång("\n".join(rader)), ""))


def led(stig: str) -> tuple[str | int, ...]:
    """Leden i en väg inom en fil: ”befattningar[0].namn” → befattningar, 0, namn."""
    return tuple(int(d[1:-1]) if d[0] == "[" else d for d in re.findall(r"\[\d+\]|[^.\[\]]+", stig))
