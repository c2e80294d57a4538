"""Vet det som går att slå upp utan ett ärende: mallarna och deras ord, reglernas sidor, exemplet och schemana."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import TYPE_CHECKING

from avtalsgenerator import kedja, regler
from avtalsgenerator.dokument import finn_mall, medföljande_mallar
from avtalsgenerator.dokumentslag import mallar as dokumentslag_mallar
from avtalsgenerator.fel import Användningsfel
from avtalsgenerator.mallord import ord_i
from avtalsgenerator.regler import MALLREGLER, REGLER
from avtalsgenerator.scheman import gör_scheman
from avtalsgenerator.underlag import Gemensamt
from avtalsgenerator.utdata import skapa_mapp, spara

if TYPE_CHECKING:
    from avtalsgenerator.dokumentslag import Dokumentslag
    from avtalsgenerator.mallord import Mallord
    from avtalsgenerator.utdata import Sparad

EXEMPEL = Path(__file__).parent / "exempel"
"""Det påhittade exempel som följer med programmet."""


def mallar(mapp: Path | None) -> list[tuple[str, Path, tuple[Dokumentslag, ...]]]:
    """Varje mall, filen den läses ur och de dokument den gör, så som ``generera`` hittar dem i samma mapp.

    Utan avtalsmapp visas de medföljande.
    """
    try:
        sök = kedja.egna_mallar(kedja.finn_mapp(mapp, Path.cwd()))
    except Användningsfel:
        if mapp:
            raise
        sök = []
    svar = []
    for namn, _, gör in dokumentslag_mallar():
        svar.append((namn, finn_mall(namn, sök), gör))
    return svar


def mallens_ord(namn: str) -> tuple[str, list[Mallord], list[Mallord]]:
    """Mallens namn, dess egna ord och de som alla mallar om avtal har. Kastar ``Användningsfel`` om den inte finns."""
    klasser = {mall: klass for mall, klass, _ in dokumentslag_mallar()}
    namn = namn.removesuffix(".docx")
    if namn not in klasser:
        nära = difflib.get_close_matches(namn, klasser, n=1)
        råd = f"Menade du {nära[0]}?" if nära else "Alla mallar visas med: avtal mallar"
        raise Användningsfel(f"mallen ”{namn}” finns inte", råd)
    klass = klasser[namn]
    return namn, list(ord_i(klass)), list(ord_i(Gemensamt)) if issubclass(klass, Gemensamt) else []


def regelsida(kod: str) -> str:
    """Sidan om en regel. Kastar ``Användningsfel`` om koden inte finns."""
    koder = [*REGLER, *MALLREGLER]
    if kod.upper() not in koder:
        nära = difflib.get_close_matches(kod.upper(), koder, n=1)
        råd = f"Menade du {nära[0]}?" if nära else "Alla koder visas med: avtal regel"
        raise Användningsfel(f"regeln ”{kod}” finns inte", råd)
    return regler.regelsida(kod.upper())


def skapa_exempel(mål: Path) -> None:
    """Skapar en övningsmapp med ett påhittat men färdigt avtal, och mallarna att ändra i."""
    skapa_mapp(mål, {**{m: EXEMPEL / m for m in kedja.MAPPAR}, "mallar": medföljande_mallar()})


def spara_scheman(ut: Path | None, mapp: Path | None, *, ersätt: bool = False) -> list[Sparad]:
    """Sparar ett schema för varje slags fil i ``ut``, annars i avtalsmappens mallar/scheman/."""
    mål = ut or kedja.finn_mapp(mapp, Path.cwd()) / "mallar" / "scheman"
    return spara(mål, gör_scheman(), ersätt=ersätt, flagga="--schema MAPP")
