"""Vet hur Word-mallarna och deras ord ser ut i terminalen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avtalsgenerator.visning import Skärm, kort

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from avtalsgenerator.dokumentslag import Dokumentslag
    from avtalsgenerator.mallord import Mallord


def visa_mallar(mallar: Sequence[tuple[str, Path, tuple[Dokumentslag, ...]]]) -> None:
    """Mallarna, vad de gör och var de ligger."""
    skärm = Skärm()
    tabell = skärm.tabell("Mallar", "Mall", "Vad den gör")
    tabell.columns[0].no_wrap = True
    for namn, _, gör in mallar:
        tabell.add_row(f"{namn}.docx", "\n".join(s.vad for s in gör))
    skärm.print(tabell)
    for mapp in dict.fromkeys(väg.parent for _, väg, _ in mallar):
        skärm.skriv(f"{sum(väg.parent == mapp for _, väg, _ in mallar)} mallar ligger i {kort(mapp)}")
    skärm.skriv("Orden i en mall visas med: avtal mallar MALL")


def visa_mallord(namn: str, egna: Sequence[Mallord], gemensamma: Sequence[Mallord]) -> None:
    """Orden som en mall får använda. Ord i en lista är indragna under listan."""
    skärm = Skärm()
    for rubrik, ord_ in ((f"Orden i {namn}.docx", egna), ("Ord som alla mallar om avtal har", gemensamma)):
        if ord_:
            tabell = skärm.tabell(rubrik, "Ord", "Slag", "Betyder")
            tabell.columns[0].no_wrap = True
            for o in ord_:
                tabell.add_row("  " * len(o.stig) + o.namn, o.slag, o.text)
            skärm.print(tabell)
