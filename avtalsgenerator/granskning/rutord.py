"""Vet vilka ord i ett stycke som står i en ruta, och låter en ruta som finns i båda versionerna vara ett enda ord."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from avtalsgenerator.granskning.rutor import RUTA
from avtalsgenerator.granskning.styckebitar import har_föremål

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from avtalsgenerator.granskning.parning import Orddel
    from avtalsgenerator.granskning.styckebitar import Bit, Textord

PAR = "ruta "
"""Så börjar nyckeln för en ruta som finns i båda versionerna av ett stycke."""


def med_rutor(bitar_: Sequence[Bit], nycklar: dict[str, str]) -> list[Bit]:
    """Bitarna med orden i var och en av de parade rutorna som en enda bit, som är lika med sin motsvarighet.

    En bild eller en not i rutan hör inte till uppgiften, och står kvar efter den.
    """
    svar: list[Bit] = []
    for nummer, grupp in groupby(bitar_, key=ruta_runt):
        egna = list(grupp)
        if nummer in nycklar:
            if text := _text(egna):
                svar.append(replace(egna[0], slag="fält", text=text, nyckel=nycklar[nummer]))
            svar += (b for b in egna if har_föremål([b]))
        else:
            svar += egna
    return svar


def egna_ord(ord_: Sequence[Textord]) -> list[Hashable]:
    """Orden utom de parade rutorna, som är uppgifter och jämförs för sig."""
    return [o.nyckel for o in ord_ if not any(b.nyckel.startswith(PAR) for b in o.bitar)]


def ruta_runt(bit: Bit) -> str:
    """Numret på rutan som biten står i; tomt om den inte står i någon."""
    return "" if bit.körning is None else bit.körning.get(RUTA, "")


def i_ruta(ord_: Textord, nummer: str) -> bool:
    """Om någon del av ordet står i rutan."""
    return any(ruta_runt(bit) == nummer for bit in ord_.bitar)


def nya_ord(del_: Orddel, nummer: str) -> str:
    """Det som nu står i stället för en rutas ord."""
    nya = del_.b if not del_.lika else [y for x, y in zip(del_.a, del_.b, strict=True) if i_ruta(x, nummer)]
    return "".join(o.text for o in nya)


def bitarna(ord_: Sequence[Textord]) -> list[Bit]:
    """Bitarna som orden består av."""
    return [bit for o in ord_ for bit in o.bitar]


def _text(bitar_: Iterable[Bit]) -> str:
    return "".join(b.text for b in bitar_)
