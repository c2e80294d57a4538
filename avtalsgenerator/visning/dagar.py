"""Vet hur dagarna att hålla reda på visas i terminalen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avtalsgenerator.frister import frister, kommande
from avtalsgenerator.svenska import antal

if TYPE_CHECKING:
    from avtalsgenerator.per_datum import Avtalsläge
    from avtalsgenerator.utdata import Sparad
    from avtalsgenerator.visning import Skärm


def visa_dagar(skärm: Skärm, läge: Avtalsläge) -> None:
    """De dagar som kommer på eller efter lägets dag; ingenting om det inte finns några."""
    tabell = skärm.tabell("Dagar att hålla reda på", "Dag", "Vad", "Grund")
    tabell.columns[0].no_wrap = True
    for f in kommande(läge):
        tabell.add_row(str(f.dag), f.vad if f.säker else f"{f.vad} (okontrollerad uppgift)", f.grund)
    if tabell.rows:
        skärm.print(tabell)


def visa_kalender(skärm: Skärm, läge: Avtalsläge, sparad: Sparad) -> None:
    """Att kalenderfilen är sparad, och vad man gör med den."""
    dagar = antal(len(frister(läge)), "dag", "dagar")
    vad = f"Sparade {dagar} i {sparad.path}" if sparad.ny else f"{sparad.path} har redan samma {dagar}"
    skärm.skriv(f"{skärm.tecken.klart} {vad}")
    skärm.skriv("Öppna filen, så frågar kalendern om dagarna ska läggas in.")
