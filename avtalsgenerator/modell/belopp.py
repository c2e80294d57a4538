"""Vet vad ett belopp och en procentsats är. Belopp är hela kronor; procent är exakta bråk."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from avtalsgenerator.modell.grund import MELLANSLAG, skrivs

_BELOPP = re.compile(rf"([0-9]{{1,12}}|[0-9]{{1,3}}(?:{MELLANSLAG}[0-9]{{3}}){{1,3}})(?:{MELLANSLAG}*(?:kr|kronor))?")
_PROCENT = re.compile(rf"(-?[0-9]{{1,4}})(?:,([0-9]{{1,9}}))?{MELLANSLAG}*%")


def tolka_belopp(värde: Any) -> Any:
    """``1 500 000``, ``1500000`` och ``1 500 000 kr`` är samma belopp. ``30.000`` och ``1_000`` avvisas."""
    if not isinstance(värde, str):
        return värde
    if not (träff := _BELOPP.fullmatch(värde)):
        raise ValueError(f"skriv beloppet i hela kronor, till exempel 1 500 000; här står ”{värde}”")
    return int(re.sub(MELLANSLAG, "", träff[1]))


def tolka_procent(värde: Any) -> Any:
    """``67 %`` blir 67/100 och ``2,4 %`` blir 24/1000, utan avrundning."""
    if not isinstance(värde, str):
        return värde
    if not (träff := _PROCENT.fullmatch(värde)):
        raise ValueError(f"skriv procent med decimalkomma och %-tecken, till exempel 2,4 %; här står ”{värde}”")
    decimaler = träff[2] or ""
    return Fraction(int(träff[1] + decimaler), 100 * 10 ** len(decimaler))


def procent_mellan(minst: int, högst: int) -> AfterValidator:
    """Märker ett procenttal som ska ligga mellan två gränser, båda inräknade. Annat är en felskrivning."""

    def pröva(andel: Fraction) -> Fraction:
        if not Fraction(minst, 100) <= andel <= Fraction(högst, 100):
            raise ValueError(f"procenttalet ska vara mellan {minst} % och {högst} %")
        return andel

    return AfterValidator(pröva)


Kronor = Annotated[
    int,
    BeforeValidator(tolka_belopp),
    Field(ge=0),
    skrivs(
        f"^(?:{_BELOPP.pattern})$",
        "Skriv beloppet i hela kronor, till exempel 1 500 000 kr.",
        "integer",
        minimum=1000,  # en editor ser ingen skillnad på 30.000 och 30; ett litet belopp skrivs ”30 kr”
        maximum=999_999_999_999,
        examples=["1 500 000 kr"],
    ),
]
"""Hela kronor."""
Procent = Annotated[
    Fraction,
    BeforeValidator(tolka_procent),
    skrivs(f"^(?:{_PROCENT.pattern})$", "Skriv procent med decimalkomma och %-tecken.", examples=["2,4 %"]),
]
"""Ett exakt bråk: 67 % är 67/100."""
