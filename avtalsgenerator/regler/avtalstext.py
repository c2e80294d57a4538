"""TXT: om avtalets text kan visas som det avtal som gäller."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avtalsgenerator.regler.grund import Allvar, Fynd, regel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avtalsgenerator.per_datum import Avtalsläge


@regel(
    "TXT01",
    "Avtalets text är återgiven, inte ordagrann",
    Allvar.HINDER,
    källa="den som läser en lydelse ska kunna lita på orden",
)
def inte_ordagrann(läge: Avtalsläge) -> Iterator[Fynd]:
    if läge.handling is None and not läge.avtal.ordagrant:
        yield Fynd(
            f"Texten i {läge.avtal.kortnamn} är inlagd med egna ord, så lydelsen blir inte det undertecknade avtalets",
            läge.avtal.plats("ordagrant"),
            "Ersätt avtalstext med avtalets ord och ta bort raden ”ordagrant: nej”. Hindret gäller bara lydelsen.",
        )
