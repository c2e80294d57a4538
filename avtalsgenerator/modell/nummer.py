"""Vet hur organisationsnummer, kommunkoder och id:n ser ut. Om kontrollsiffran stämmer är en regel (UPG01)."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator

from avtalsgenerator.modell.grund import skrivs

_WINDOWS = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)


def _orgnr(värde: Any) -> Any:
    if isinstance(värde, str) and not re.fullmatch(r"[0-9]{6}-[0-9]{4}", värde):
        raise ValueError(f"skriv organisationsnumret som 212000-1355; här står ”{värde}”")
    return värde


def _kommunkod(värde: Any) -> Any:
    if isinstance(värde, str) and not re.fullmatch(r"[0-9]{4}", värde):
        raise ValueError(f"kommunkoden har fyra siffror; här står ”{värde}”")
    return värde


Organisationsnummer = Annotated[
    str,
    BeforeValidator(_orgnr),
    skrivs("^[0-9]{6}-[0-9]{4}$", "Skriv organisationsnumret som 212000-1355.", examples=["212000-1355"]),
]
Kommunkod = Annotated[
    str,
    BeforeValidator(_kommunkod),
    skrivs("^[0-9]{4}$", "Kommunkoden har fyra siffror.", "integer", minimum=0, maximum=9999, examples=["1480"]),
]


def kontrollsiffran_stämmer(organisationsnummer: str) -> bool:
    """Prövar kontrollsiffran (mod 10, ”Luhn”). Räknas av python-stdnum."""
    from stdnum.se import orgnr

    return bool(orgnr.is_valid(organisationsnummer))


def är_personnummer(nummer: str) -> bool:
    """Om numret är ett person- eller samordningsnummer: en dag i almanackan och rätt kontrollsiffra (mod 10).

    Ett organisationsnummer har minst 20 på månadens plats och är därför aldrig det.
    """
    from stdnum import luhn

    siffror = re.sub(r"[-+]", "", nummer)[-10:]
    månad, dag = int(siffror[2:4]), int(siffror[4:6])
    return 1 <= månad <= 12 and (1 <= dag <= 31 or 61 <= dag <= 91) and bool(luhn.is_valid(siffror))


def är_id(text: str) -> bool:
    """Om en mapp eller fil kan heta så på alla datorer: a–z, siffror och bindestreck."""
    return re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", text) is not None and not _WINDOWS.fullmatch(text)
