"""Vet hur en underskrift antecknas: för vilken part, av vem, när och på vilket sätt."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator

from avtalsgenerator.modell.grund import Belagd, Följd, Organnamn, Partid, Text, unika
from avtalsgenerator.modell.tid import Datum

_EN_ELLER_FLERA = BeforeValidator(
    lambda v: (v,) if isinstance(v, str) else v, json_schema_input_type=Text | tuple[Text, ...]
)
"""Ett ensamt namn är en lista med ett namn."""

Sätt = Literal["penna", "e-underskrift"]


class Undertecknat(Belagd):
    """Att ett underskriftsblock är undertecknat: för vilken part (och organ), av vem, när och på vilket sätt."""

    part: Partid
    """Partens id: namnet på dess mapp under parter/."""
    organ: Organnamn | None = None
    """Organet som skrev under för parten, om parten har flera block."""
    av: Annotated[Följd[Text], _EN_ELLER_FLERA, unika()]
    """De som skrev under."""
    dag: Datum
    """Dagen då de skrev under."""
    sätt: Sätt | None = None
    """Hur de skrev under; utelämnas om det är så som handlingen säger."""
