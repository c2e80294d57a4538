"""Vet vilka stycken, rader och ord i två versioner som svarar mot varandra."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

from avtalsgenerator.malltext import TAGG

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from avtalsgenerator.granskning.styckebitar import Textord

T = TypeVar("T")
Slag = Literal["par", "bort", "ny"]
LIKT = 0.4
"""Så stor del av orden måste två stycken eller rader ha gemensam för att räknas som samma, ändrat."""
FÖR_OLIKT = 0.25
"""Har två stycken mindre gemensamt än så visas hela det gamla struket och hela det nya tillagt."""
_FLEST_JÄMFÖRELSER = 2_000_000
_STÖRSTA_LUCKA = 100_000


@dataclass
class Steg(Generic[T]):
    """Ett steg från den gamla följden till den nya: ett par, något borttaget eller något nytt."""

    slag: Slag
    a: T | None
    b: T | None


def para(
    a: Sequence[T], b: Sequence[T], nyckel: Callable[[T], Hashable], likhet: Callable[[T, T], float]
) -> list[Steg[T]]:
    """Parar ihop två följder: först det som är lika, sedan det som är mest likt. Ordningen bryts aldrig.

    I en lucka kommer det borttagna före det nya.
    """
    steg: list[Steg[T]] = []
    for slag, i1, i2, j1, j2 in _jämför([nyckel(x) for x in a], [nyckel(x) for x in b]):
        if slag == "equal":
            steg += (Steg("par", x, y) for x, y in zip(a[i1:i2], b[j1:j2], strict=True))
        else:
            steg += _para_lucka(a[i1:i2], b[j1:j2], likhet)
    return steg


def _jämför(a: Sequence[Hashable], b: Sequence[Hashable]) -> Sequence[tuple[str, int, int, int, int]]:
    """Skillnaden mellan två följder. Är mycket i dem likadant tas genvägar, så att tiden inte växer orimligt."""
    i_a, i_b = Counter(a), Counter(b)
    arbete = sum(antal * i_b[x] for x, antal in i_a.items())
    return SequenceMatcher(None, a, b, autojunk=arbete > _FLEST_JÄMFÖRELSER).get_opcodes()


def _para_lucka(a: Sequence[T], b: Sequence[T], likhet: Callable[[T, T], float]) -> list[Steg[T]]:
    """De par som tillsammans är mest lika. En mycket stor lucka paras inte: där är allt omskrivet."""
    par = _bästa_par(a, b, likhet) if 0 < len(a) * len(b) <= _STÖRSTA_LUCKA else []
    steg: list[Steg[T]] = []
    i = j = 0
    for pi, pj in [*par, (len(a), len(b))]:
        steg += (Steg("bort", x, None) for x in a[i:pi])
        steg += (Steg("ny", None, y) for y in b[j:pj])
        if pi < len(a):
            steg.append(Steg("par", a[pi], b[pj]))
        i, j = pi + 1, pj + 1
    return steg


def _bästa_par(a: Sequence[T], b: Sequence[T], likhet: Callable[[T, T], float]) -> list[tuple[int, int]]:
    lika = [[v if (v := likhet(x, y)) >= LIKT else 0.0 for y in b] for x in a]
    bäst = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in reversed(range(len(a))):
        for j in reversed(range(len(b))):
            med = bäst[i + 1][j + 1] + lika[i][j] if lika[i][j] else 0.0
            bäst[i][j] = max(med, bäst[i + 1][j], bäst[i][j + 1])
    par: list[tuple[int, int]] = []
    i = j = 0
    while i < len(a) and j < len(b):
        if lika[i][j] and bäst[i][j] == bäst[i + 1][j + 1] + lika[i][j]:
            par.append((i, j))
            i, j = i + 1, j + 1
        elif bäst[i][j] == bäst[i + 1][j]:
            i += 1
        else:
            j += 1
    return par


def andel_lika(a: frozenset[str], b: frozenset[str]) -> float:
    """Hur stor del av orden som är gemensamma, 0–1. Två tomma är lika."""
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 1.0


def ordmängd(text: str) -> frozenset[str]:
    """Orden i en text, för att jämföra hur lika två är. En malls taggar räknas inte: de blir något annat."""
    return frozenset(re.findall(r"\w+", TAGG.sub(" ", text).casefold()))


@dataclass(frozen=True)
class Orddel:
    """En följd av ord som är lika, strukna, tillagda eller ersatta av andra."""

    a: tuple[Textord, ...]
    b: tuple[Textord, ...]
    lika: bool


def jämför_ord(a: Sequence[Textord], b: Sequence[Textord]) -> list[Orddel]:
    """Skillnaden ord för ord. Mellanslag och skiljetecken mellan två ändrade ord räknas till ändringen."""
    text_a, text_b = ("".join(o.text for o in x) for x in (a, b))
    if andel_lika(ordmängd(text_a), ordmängd(text_b)) < FÖR_OLIKT:
        return [Orddel(tuple(a), tuple(b), lika=False)]
    delar: list[Orddel] = []
    for slag, i1, i2, j1, j2 in _jämför([o.nyckel for o in a], [o.nyckel for o in b]):
        delar.append(Orddel(tuple(a[i1:i2]), tuple(b[j1:j2]), lika=slag == "equal"))
    return _utan_smulor(delar)


def _utan_smulor(delar: Sequence[Orddel]) -> list[Orddel]:
    svar: list[Orddel] = []
    for nr, del_ in enumerate(delar):
        smula = del_.lika and 0 < nr < len(delar) - 1 and all(map(_bara_tecken, del_.b))
        olik = smula or not del_.lika
        if olik and svar and not svar[-1].lika:
            svar[-1] = Orddel(svar[-1].a + del_.a, svar[-1].b + del_.b, lika=False)
        else:
            svar.append(Orddel(del_.a, del_.b, lika=not olik))
    return svar


def _bara_tecken(ord_: Textord) -> bool:
    """Om ordet bara är mellanslag eller skiljetecken."""
    return not re.search(r"\w", ord_.text) and not any(bit.nyckel for bit in ord_.bitar)
