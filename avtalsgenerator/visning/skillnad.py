"""Vet hur skillnaden mellan två dokument visas i terminalen: en rad för varje ändring, efter paragraf."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.text import Text

from avtalsgenerator import export
from avtalsgenerator.granskning.sammandrag import kort
from avtalsgenerator.svenska import antal
from avtalsgenerator.visning import Skärm
from avtalsgenerator.visning import kort as kort_väg

if TYPE_CHECKING:
    from avtalsgenerator.granskning.sammandrag import Ändring
    from avtalsgenerator.granskning.skillnad import Skillnad
    from avtalsgenerator.utdata import Sparad

LÄNGST = 60
"""Tecken av en text som visas. Hela texten finns i dokumentet och i JSON."""
_NYTT = {
    "ord": "”{}” tillagt", "stycke": "nytt stycke: ”{}”", "rad": "{} tillagd", "tabell": "ny tabell: {}",
    "paragraf": "ny paragraf: {}", "avsnitt": "nytt avsnitt",
}  # fmt: skip
_BORTA = {
    "ord": "”{}” struket", "stycke": "stycke borttaget: ”{}”", "rad": "{} borttagen", "tabell": "tabell borttagen: {}",
    "paragraf": "paragraf borttagen: {}", "avsnitt": "avsnitt borttaget",
}  # fmt: skip
_TOMT = {"ord": "mellanslag", "stycke": "tomt stycke", "rad": "rad utan text", "tabell": "tabell utan text"}


def visa_skillnad(skillnad: Skillnad, sparad: Sparad | None, format_: str = "text") -> None:
    """Skillnaderna, och var dokumentet med spårade ändringar finns."""
    skärm = Skärm()
    if format_ == "json":
        skärm.skriv(export.skillnad_json(skillnad, sparad))
        return
    skärm.skriv(f"{skillnad.gammalt} {skärm.tecken.pil} {skillnad.nytt}", "bold")
    if not skillnad.ändringar:
        skärm.skriv("Inga skillnader.")
        return
    rader = [(_plats(ä), _i_ord(ä, skärm.tecken.pil)) for ä in skillnad.ändringar]
    for (plats, text), lika in groupby(rader):
        gånger = len(list(lika))
        skärm.print(Text.assemble((f"{plats}:", "cyan"), f" {text}", f" ({gånger} gånger)" if gånger > 1 else ""))
    if skillnad.nya_nummer:
        nya = ", ".join(f"{före} {skärm.tecken.pil} {efter}" for före, efter in skillnad.nya_nummer)
        skärm.skriv(f"Nya nummer: {nya}")
    skärm.skriv()
    skärm.skriv(f"{antal(len(skillnad.ändringar), 'skillnad', 'skillnader')}.".capitalize())
    if sparad is None:
        skärm.skriv("Ett dokument med dem som spårade ändringar sparas med --ut FIL.docx")
    else:
        sparat = "Sparade spårade ändringar i" if sparad.ny else "De spårade ändringarna finns redan i"
        skärm.skriv(f"{skärm.tecken.klart} {sparat} {kort_väg(sparad.path)}")


def _plats(ä: Ändring) -> str:
    return f"{ä.plats}, {kort(ä.rad, LÄNGST)}" if ä.rad else ä.plats


def _i_ord(ä: Ändring, pil: str) -> str:
    """Ändringen på en rad: ”872 100 kr → 834 018 kr”."""
    före, efter = (kort(t, LÄNGST) for t in (ä.före, ä.efter))
    if ä.vad == "formatmall":
        return f"formatmallen {före} {pil} {efter}"
    if ä.hur == "ändrat":
        osynligt = ä.före.split() == ä.efter.split()
        return f"mellanslag eller fält i ”{efter}” ändrat" if osynligt else f"{före} {pil} {efter}"
    mall, text = (_NYTT, efter) if ä.hur == "tillagt" else (_BORTA, före)
    return mall[ä.vad].format(text) if text else f"{_TOMT.get(ä.vad, ä.vad)} {ä.hur}"
