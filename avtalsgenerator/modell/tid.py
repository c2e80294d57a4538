"""Vet vad ett datum är och när något gäller. Datum skrivs 2023-08-22 och är alltid hela dagar."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, model_validator

from avtalsgenerator.modell.grund import Belagd, Heltal, Mellan, skrivs

FÖRSTA_ÅRET, SISTA_ÅRET = 1900, 2199
"""Ett år utanför dem är en felskrivning."""


def tolka_datum(värde: Any) -> Any:
    """``2023-08-22`` blir den dagen. Andra skrivsätt och dagar som inte finns ger ``ValueError``."""
    if not isinstance(värde, str):
        return värde
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", värde):
        raise ValueError(f"skriv datumet som 2023-08-22; här står ”{värde}”")
    try:
        dag = date.fromisoformat(värde)
    except ValueError:
        raise ValueError(f"dagen {värde} finns inte i almanackan") from None
    if not FÖRSTA_ÅRET <= dag.year <= SISTA_ÅRET:
        raise ValueError(f"året ska vara mellan {FÖRSTA_ÅRET} och {SISTA_ÅRET}; här står ”{värde}”")
    return dag


Årtal = Annotated[Heltal, Mellan(FÖRSTA_ÅRET, SISTA_ÅRET)]
Datum = Annotated[
    date,
    BeforeValidator(tolka_datum),
    skrivs(
        "^(?:19|2[01])[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$",
        "Skriv datumet som 2023-08-22.",
        examples=["2023-08-22"],
    ),
]


class Tidsbunden(Belagd):
    """Något som gäller mellan två dagar. Båda dagarna ingår."""

    från: Datum | None = None
    """Första dagen det gäller; utelämnas om den inte är känd."""
    till: Datum | None = None
    """Sista dagen det gäller; utelämnas om slutet inte är känt."""

    @model_validator(mode="after")
    def _ordning(self) -> Tidsbunden:
        if self.från and self.till and self.till < self.från:
            raise ValueError(f"till ({self.till}) är före från ({self.från})")
        return self

    def gäller(self, dag: date) -> bool:
        return (self.från is None or self.från <= dag) and (self.till is None or dag <= self.till)
