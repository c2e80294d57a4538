"""Vet hur dagarna att hålla reda på visas i terminalen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avtalsgenerator.frister import kommande

if TYPE_CHECKING:
    from avtalsgenerator.per_datum import Avtalsläge
    from avtalsgenerator.visning import Skärm


def visa_dagar(skärm: Skärm, läge: Avtalsläge) -> None:
    """De dagar som kommer på eller efter lägets dag; ingenting om det inte finns några."""
    tabell = skärm.tabell("Dagar att hålla reda på", "Dag", "Vad", "Grund")
    tabell.columns[0].no_wrap = True
    for f in kommande(läge):
        tabell.add_row(str(f.dag), f.vad if f.säker else f"{f.vad} (okontrollerad uppgift)", f.grund)
    if tabell.rows:
        skärm.print(tabell)
