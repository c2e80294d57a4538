"""Vet hur skillnaden mellan två dokument visas i terminalen: en rad för varje ändring, efter paragraf."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from avtalsgenerator import export
from avtalsgenerator.granskning.skillnad_i_ord import INGA, hur_många, nya_nummer, ändringarna
from avtalsgenerator.versioner import är_sida
from avtalsgenerator.visning import Skärm, kort

if TYPE_CHECKING:
    from avtalsgenerator.granskning.skillnad import Skillnad
    from avtalsgenerator.utdata import Sparad

_SPARAT = {
    "dokument": ("Sparade spårade ändringar i", "De spårade ändringarna finns redan i"),
    "sida": ("Sparade en sida med ändringarna i", "Sidan med ändringarna finns redan i"),
}


def visa_skillnad(skillnad: Skillnad, sparad: Sparad | None, format_: str = "text") -> None:
    """Skillnaderna, och var dokumentet med spårade ändringar, eller sidan med dem, finns."""
    skärm = Skärm()
    if format_ == "json":
        skärm.skriv(export.skillnad_json(skillnad, sparad))
        return
    skärm.skriv(f"{skillnad.gammalt} {skärm.tecken.pil} {skillnad.nytt}", "bold")
    if not skillnad.ändringar:
        skärm.skriv(INGA)
        return
    for plats, text in ändringarna(skillnad, skärm.tecken.pil):
        skärm.print(Text.assemble((f"{plats}:", "cyan"), f" {text}"))
    if nya := nya_nummer(skillnad, skärm.tecken.pil):
        skärm.skriv(nya)
    skärm.skriv()
    skärm.skriv(hur_många(skillnad))
    if sparad is None:
        skärm.skriv("Spara dem med --ut: FIL.docx har dem som spårade ändringar, FIL.html är en sida att läsa")
    else:
        nya, finns = _SPARAT["sida" if är_sida(sparad.path) else "dokument"]
        sparat = nya if sparad.ny else finns
        skärm.skriv(f"{skärm.tecken.klart} {sparat} {kort(sparad.path)}")
