"""FRM: handlingens form: exemplar och diarienummer."""

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
    källa="praxis: ett likalydande exemplar för varje underskrift",
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
