"""Vet hur skillnaden mellan två dokument sägs i ord, lika i terminalen och på en sida: var, och vad som är ändrat."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from avtalsgenerator.granskning.sammandrag import kort
from avtalsgenerator.svenska import antal

if TYPE_CHECKING:
    from avtalsgenerator.granskning.sammandrag import Ändring
    from avtalsgenerator.granskning.skillnad import Skillnad

LÄNGST = 60
"""Tecken av en text som visas. Hela texten finns i dokumentet, på sidan och i JSON."""
INGA = "Inga skillnader."
_NYTT = {
    "ord": "”{}” tillagt", "stycke": "nytt stycke: ”{}”", "rad": "{} tillagd", "tabell": "ny tabell: {}",
    "paragraf": "ny paragraf: {}", "avsnitt": "nytt avsnitt",
}  # fmt: skip
_BORTA = {
    "ord": "”{}” struket", "stycke": "stycke borttaget: ”{}”", "rad": "{} borttagen", "tabell": "tabell borttagen: {}",
    "paragraf": "paragraf borttagen: {}", "avsnitt": "avsnitt borttaget",
}  # fmt: skip
_TOMT = {"ord": "mellanslag", "stycke": "tomt stycke", "rad": "rad utan text", "tabell": "tabell utan text"}


def ändringarna(skillnad: Skillnad, pil: str = "→") -> list[tuple[str, str]]:
    """Var varje ändring är och vad den är: (”§ 8”, ”872 100 kr → 834 018 kr”). Lika efter varandra sägs en gång."""
    svar = []
    for (plats, text), lika in groupby((var(ä), i_ord(ä, pil)) for ä in skillnad.ändringar):
        gånger = len(list(lika))
        svar.append((plats, f"{text} ({gånger} gånger)" if gånger > 1 else text))
    return svar


def nya_nummer(skillnad: Skillnad, pil: str = "→") -> str:
    """De paragrafer som har fått nya nummer; tomt om ingen har det."""
    nya = ", ".join(f"{före} {pil} {efter}" for före, efter in skillnad.nya_nummer)
    return f"Nya nummer: {nya}" if nya else ""


def hur_många(skillnad: Skillnad) -> str:
    """Antalet ändringar: ”10 skillnader.”"""
    return f"{antal(len(skillnad.ändringar), 'skillnad', 'skillnader')}.".capitalize()


def var(ä: Ändring) -> str:
    """Paragrafen eller delen av dokumentet, och raden om det är i en tabell."""
    return f"{ä.plats}, {kort(ä.rad, LÄNGST)}" if ä.rad else ä.plats


def i_ord(ä: Ändring, pil: str = "→") -> str:
    """Vad ändringen är: ”872 100 kr → 834 018 kr”."""
    före, efter = (kort(t, LÄNGST) for t in (ä.före, ä.efter))
    if ä.vad == "formatmall":
        return f"formatmallen {före} {pil} {efter}"
    if ä.hur == "ändrat":
        osynligt = ä.före.split() == ä.efter.split()
        return f"mellanslag eller fält i ”{efter}” ändrat" if osynligt else f"{före} {pil} {efter}"
    mall, text = (_NYTT, efter) if ä.hur == "tillagt" else (_BORTA, före)
    return mall[ä.vad].format(text) if text else f"{_TOMT.get(ä.vad, ä.vad)} {ä.hur}"
