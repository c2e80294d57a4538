"""Vet vart varje hänvisning i underlaget pekar, och vad den som har skrivit fel kan ha menat."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, get_args

from avtalsgenerator.fel import Läsfel
from avtalsgenerator.modell import Beslut, Part
from avtalsgenerator.modell.grund import Faktum, Hänvisning

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from avtalsgenerator.noder import Plats


@dataclass(frozen=True)
class Pekare:
    """En hänvisning: till vilket slag och id, och var den står."""

    till: str
    id: str
    plats: Plats
    ägare: str | None
    """Parten som ett organ eller en befattning hör till."""


def pekare_i(rot: Faktum) -> Iterator[Pekare]:
    """Alla hänvisningar i en part, ett beslut, ett avtal, en handling eller en skrivelse."""
    ägare = rot.id if isinstance(rot, Part) else rot.part if isinstance(rot, Beslut) else None
    yield from _pekare(rot, ägare or None)


def _pekare(faktum: Faktum, ägare: str | None) -> Iterator[Pekare]:
    egen = getattr(faktum, "part", None)
    if not isinstance(faktum, Beslut) and isinstance(egen, str):
        ägare = egen
    for fält, till in _märkta(type(faktum)).items():
        värden = getattr(faktum, fält)
        for nummer, värde in enumerate(värden if isinstance(värden, tuple) else (värden,)):
            stig: tuple[str | int, ...] = (fält, nummer) if isinstance(värden, tuple) else (fält,)
            if isinstance(värde, Faktum):
                yield from _pekare(värde, ägare)
            elif till and isinstance(värde, str):
                yield Pekare(till, värde, faktum.plats(*stig), ägare)


@cache
def _märkta(modell: type[Faktum]) -> dict[str, str]:
    """Modellens fält, och vad de pekar på (tomt om fältet inte är en hänvisning)."""
    return {
        namn: next((m.till for m in info.metadata if isinstance(m, Hänvisning)), "") or _märke(info.annotation)
        for namn, info in modell.model_fields.items()
    }


def _märke(typ: Any) -> str:
    for märke in getattr(typ, "__metadata__", ()):
        if isinstance(märke, Hänvisning):
            return märke.till
    return next((m for del_ in get_args(typ) if (m := _märke(del_))), "")


_VAD = {
    "part": "parten",
    "beslut": "beslutet",
    "avtal": "avtalet",
    "handling": "handlingen",
    "organ": "organet",
    "befattning": "befattningen",
}


def finns_inte(pekar: Pekare, val: Mapping[str, Plats], hos: str = "") -> Läsfel:
    """Läsfelet om en hänvisning som inte leder någonstans. ``val`` är det den hade kunnat leda till."""
    var = f" hos {hos}" if hos else ""
    return Läsfel(pekar.plats, f"{_VAD[pekar.till]} ”{pekar.id}” finns inte{var}", _förslag(pekar.id, val))


def _förslag(id_: str, val: Mapping[str, Plats]) -> str:
    slutar = [v for v in val if v.endswith(f"/{id_}")]
    if len(slutar) > 1:
        return "Flera slutar så: " + ", ".join(f"{v} ({val[v]})" for v in slutar) + ". Skriv hela namnet."
    nära = slutar or difflib.get_close_matches(id_, list(val), n=1, cutoff=0.5)
    if nära:
        return f"Menade du ”{nära[0]}” ({val[nära[0]]})?"
    return "Lägg upp det först, eller rätta namnet."
