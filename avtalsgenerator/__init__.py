"""Gör samverkansavtal, tilläggsavtal och signaturlistor av uppgifter om parter och beslut.

Det som ett annat program behöver::

    from pathlib import Path
    import avtalsgenerator as avtal

    register = avtal.läs(Path("."))
    läge = avtal.ställ_per_datum(register, register.handlingar["stodcentrum-heder/tillagg-ale-lilla-edet"])
    for anmärkning in avtal.kontrollera(läge):
        print(anmärkning.kod, anmärkning.plats, anmärkning.text)
    dokument = avtal.gör_dokument(läge, utkast=True)

Namnen hämtas först när de används, så att kommandoraden startar fort.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_HEMVIST = {
    "läs": "avtalsgenerator.register",
    "ställ_per_datum": "avtalsgenerator.per_datum",
    "kontrollera": "avtalsgenerator.regler",
    "gör_dokument": "avtalsgenerator.dokument",
    "generera": "avtalsgenerator.kedja",
}


def __getattr__(namn: str) -> Any:
    if namn not in _HEMVIST:
        raise AttributeError(namn)
    return getattr(import_module(_HEMVIST[namn]), namn)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HEMVIST])
