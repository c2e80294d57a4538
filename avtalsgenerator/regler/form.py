"""FRM: handlingens form: exemplar, diarienummer och vilket avtal den ändrar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avtalsgenerator.regler.grund import Allvar, Fynd, regel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avtalsgenerator.per_datum import Avtalsläge


@regel(
    "FRM01",
    "Antalet exemplar stämmer inte med antalet underskrifter",
    Allvar.VARNING,
    källa="avtalets mönster: ett likalydande exemplar för varje underskrift",
)
def fel_antal_exemplar(läge: Avtalsläge) -> Iterator[Fynd]:
    mål = läge.handling or läge.avtal
    krävs = len(läge.underskrifter)
    if mål.exemplar is not None and mål.exemplar != krävs:
        yield Fynd(
            f"{mål.exemplar} exemplar anges, men {krävs} underskrifter krävs",
            mål.plats("exemplar"),
            f"Ändra till {krävs}, eller ta bort raden så räknas antalet.",
            "antal exemplar",
        )


@regel("FRM02", "Diarienummer saknas", Allvar.VARNING, källa="praxis: varje handling i ärendet bär ärendets nummer")
def inget_diarienummer(läge: Avtalsläge) -> Iterator[Fynd]:
    mål = läge.handling or läge.avtal
    if mål.diarienummer is None:
        yield Fynd(
            "Handlingen har inget diarienummer", mål.plats(), "Lägg till diarienummer när ärendet är registrerat."
        )


@regel(
    "FRM03",
    "Samverkansavtalet är inte daterat",
    Allvar.HINDER,
    källa="praxis: ett tillägg säger vilket avtal det ändrar",
)
def odaterat_avtal(läge: Avtalsläge) -> Iterator[Fynd]:
    if läge.handling and läge.avtal.daterat is None:
        yield Fynd(
            f"Tillägget ändrar {läge.avtal.kortnamn}, men det framgår inte vilken dag det avtalet har",
            läge.avtal.plats("namn"),
            "Lägg till daterat i avtalets fil.",
            "avtalet som ändras",
        )
