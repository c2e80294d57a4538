"""Vet när ett ord nästan men inte precis är ett känt ord eller namn, och när två namn bara är stavade olika.

Orden är de som ärenden om samverkan är fulla av. Hellre få och säkra svar: ett ord räknas som felstavat bara om det är
en enda bokstav från ett långt känt ord, och inte själv är en form av det.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_KÄNDA_ORD = """
    avtalssamverkan samverkansavtal tilläggsavtal avtalspart medfinansiering uppsägning omförhandling styrgrupp
    kostnadsfördelning fördelningsnyckel finansiering kommunstyrelse kommunfullmäktige regionfullmäktige regionstyrelse
    socialnämnd arbetsutskott kommunalförbund kommunledningskontor stadsledningskontor stadsdirektör kommundirektör
    förbundsstyrelse förvaltning socialtjänst ordförande föredragande firmatecknare delegation
    delegationsordning delegationsbeslut verkställighet diarienummer beslutsunderlag tjänsteutlåtande tjänsteskrivelse
    tilläggsyrkande återremi bordläggning propositionsordning omröstning utslagsröst beslutsgång reservation protokoll
    protokollsanteckning protokollsutdrag paragraf tillkännagivande anslagstavl laglighetsprövning likalydande
    namnförtydligande mandatperiod stödcentrum resurscentrum hedersrelatera förtryck sjukvårdsnämnd yrkesverksam
    vägledning medlemskommun polismyndighet föreslå åberopa kopplat tilltänkt införstå
"""
KÄNDA_ORD = tuple(_KÄNDA_ORD.split())
"""Utan ändelse, där ordet har flera."""
RÄTTA = frozenset(
    ("kopplar", "kopplas", "kopplad", "kopplade", "kopplet", "förslår", "förestå", "förestår", "förestås", "förryckt")
)
"""Ord som är en bokstav från ett känt ord men rätta."""
KÄNDA_FEL = {"uppräkningsenligt": "uppräkning enligt"}
"""Felskrivningar som själva är riktigt bildade ord."""
_MED_PRICKAR = """
    ärende nämnd förslag förvaltning förtryck förening införstå tjänst åtgärd bedömning ansökan ansöka anslöt område
    hälso lämna Göteborg Alingsås Älvsborg Sjuhärad
"""
UTAN_PRICKAR = {"å": "a", "ä": "a", "ö": "o", "Ä": "A"}
_ÄNDELSER = "s n t en ens et ets er ers erna ernas ar arna na nas ns ts"
ÄNDELSER = ("", *_ÄNDELSER.split())
MINST, LÅNGT, LÅNGT_FEL = 6, 14, 2
"""Så många bokstäver måste ett ord ha för att jämföras; från ett långt ord får två bokstäver skilja."""


def _utan_en(ord_: str) -> set[str]:
    return {ord_[:i] + ord_[i + 1 :] for i in range(len(ord_))} | {ord_}


def avstånd(a: str, b: str) -> int:
    """Hur många bokstäver som skiljer: bytta, saknade, tillagda eller omkastade (Damerau och Levenshtein)."""
    förra = rad = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        förrförra, förra, rad = förra, rad, [i]
        for j, y in enumerate(b, 1):
            kostnad = min(förra[j] + 1, rad[j - 1] + 1, förra[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                kostnad = min(kostnad, förrförra[j - 2] + 1)
            rad.append(kostnad)
    return rad[-1]


def register_över(kända: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """De kända orden, på varje form där högst en bokstav är borta, så att ett felstavat ord hittar sitt."""
    svar: dict[str, list[str]] = defaultdict(list)
    for känt in dict.fromkeys(kända):
        for form in _utan_en(känt):
            svar[form].append(känt)
    return {form: tuple(ord_) for form, ord_ in svar.items()}


def nära(ord_: str, kända: Mapping[str, tuple[str, ...]]) -> str | None:
    """Det kända ord som bara en bokstav skiljer från; ``None`` om ordet är känt eller inte liknar något."""
    kandidater = (känt for form in _utan_en(ord_) for känt in kända.get(form, ()))
    return min((k for k in kandidater if k != ord_ and avstånd(k, ord_) == 1), default=None)


def skiljer_två(a: str, b: str) -> bool:
    """Om precis två bokstäver skiljer, och de ändå börjar likadant."""
    return a[:2] == b[:2] and abs(len(a) - len(b)) <= LÅNGT_FEL and avstånd(a, b) == LÅNGT_FEL


_REGISTER = register_över(KÄNDA_ORD)
_LÅNGA = tuple(o for o in KÄNDA_ORD if len(o) >= LÅNGT)


def _inläst(ord_: str) -> re.Pattern[str]:
    """Ordet när minst en prickad bokstav har lästs som d, é, 6 eller 0, ensam eller efter o."""
    delar = [f"(?:{t}|{UTAN_PRICKAR[t]}|o?[dé60]{{1,2}})" if t in UTAN_PRICKAR else t for t in ord_]
    fel = (i for i, t in enumerate(ord_) if t in UTAN_PRICKAR)
    return re.compile("|".join("".join([*delar[:i], "o?[dé60]{1,2}", *delar[i + 1 :]]) for i in fel))


_INLÄSTA = {ord_: _inläst(ord_) for ord_ in _MED_PRICKAR.split()}


@lru_cache(maxsize=4096)
def rättstavat(ord_: str) -> str | None:
    """Det kända ord som ordet troligen är en felstavning av; ``None`` om inget tyder på att det är fel."""
    litet = ord_.lower()
    if litet in KÄNDA_FEL or litet in RÄTTA or len(litet) < MINST:
        return KÄNDA_FEL.get(litet)
    if inläst := next((rätt for rätt, mönster in _INLÄSTA.items() if mönster.search(ord_)), None):
        return inläst
    if är_känt(litet):
        return None
    for ändelse in ÄNDELSER:
        stam = litet.removesuffix(ändelse)
        if stam + ändelse == litet and len(stam) >= MINST and (rätt := nära(stam, _REGISTER)):
            return rätt
        långt = (k for k in _LÅNGA if len(stam) >= LÅNGT and skiljer_två(k, stam))
        if stam + ändelse == litet and (rätt := next(långt, None)):
            return rätt
    return None


def är_känt(ord_: str) -> bool:
    """Om ordet, med gemener, är ett känt ord, en form av det eller en sammansättning med det."""
    return any(känt in ord_ or ord_ in känt for känt in KÄNDA_ORD)


UTTAL = (
    (r"[éèe]", "ä"), (r"ch|ck|q", "k"), (r"c(?=[eiyäö])|z", "s"), (r"c", "k"), (r"x", "ks"), (r"ph", "f"), (r"w", "v"),
    (r"y", "i"), (r"(?<=[dtlrgkn])h", ""), (r"dt", "t"), (r"ld?t\b", "lt"), (r"(.)\1+", r"\1"),
)  # fmt: skip


def uttal(namn: str) -> str:
    """Hur ett namn låter, ungefär: Nicklas och Niklas, Feldt och Fält blir samma."""
    låter = namn.lower()
    for mönster, ljud in UTTAL:
        låter = re.sub(mönster, ljud, låter)
    return låter
