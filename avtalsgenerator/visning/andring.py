"""Vet hur en ändring av uppgifterna visas: skillnaden fil för fil, anmärkningarna som följer, och det som återstår."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from rich.text import Text

from avtalsgenerator.dokumentslag import BESLUTSFÖRSLAG
from avtalsgenerator.redigera import BOM
from avtalsgenerator.regler import Allvar, gruppera
from avtalsgenerator.svenska import antal
from avtalsgenerator.visning import FÄRG, Skärm, visa_anmärkningar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avtalsgenerator.andringar import Prövad
    from avtalsgenerator.andringar.handling import Behov
    from avtalsgenerator.redigera import Ändring
    from avtalsgenerator.regler import Anmärkning

UPPGIFTER = (".yaml", ".yml")
"""Filer med uppgifter visas rad för rad; av andra filer visas bara namnet."""
RADSTIL = {"+": "green", "-": "red", "@": "cyan"}
RADER_OMKRING = 2
"""Så många oförändrade rader visas omkring en ändring."""


def visa_prövad(prövad: Prövad) -> None:
    """Skillnaden i varje fil, och vilka anmärkningar som tillkommer och försvinner."""
    skärm = Skärm()
    for ändring in prövad.ändringar:
        _visa_skillnad(skärm, ändring)
    if any(not ä.fil.endswith(UPPGIFTER) for ä in prövad.ändringar):
        skärm.skriv()
    if prövad.tillkommer:
        _visa_koder(skärm, "Anmärkningar som tillkommer", prövad.tillkommer)
    if prövad.försvinner:
        _visa_koder(skärm, "Anmärkningar som försvinner", prövad.försvinner)


def _visa_skillnad(skärm: Skärm, ändring: Ändring) -> None:
    if ändring.efter is None or not ändring.fil.endswith(UPPGIFTER):
        skärm.skriv(f"{'Tas bort' if ändring.efter is None else 'Sparas'}: {ändring.fil}", "bold")
        return
    skärm.skriv(f"{'Ny fil' if ändring.före is None else 'Ändras'}: {ändring.fil}", "bold")
    före, efter = (_rader(innehåll) for innehåll in (ändring.före or b"", ändring.efter))
    for rad in list(difflib.unified_diff(före, efter, n=RADER_OMKRING, lineterm=""))[2:]:
        if träff := re.match(r"@@ -\S+ \+(\d+)", rad):
            if ändring.före is not None:
                skärm.skriv(f"  rad {träff[1]}", RADSTIL["@"])
        else:
            skärm.skriv(f"  {rad[0]} {rad[1:]}".rstrip(), RADSTIL.get(rad[0], "dim"))
    skärm.skriv()


def _rader(innehåll: bytes) -> list[str]:
    return innehåll.decode().removeprefix(BOM).splitlines()


def _visa_koder(skärm: Skärm, rubrik: str, anmärkningar: Sequence[Anmärkning]) -> None:
    """En rad för varje kod, och hur många upplysningarna är. Är en anmärkning ensam om sin kod visas vad den säger."""
    skärm.skriv(f"{rubrik} ({len(anmärkningar)})", "bold")
    viktiga = [a for a in anmärkningar if a.allvar > Allvar.UPPLYSNING]
    for grupp in gruppera(sorted(viktiga, key=lambda a: (-a.allvar, a.kod))):
        a = grupp[0]
        vad = a.text if len(grupp) == 1 else f"{a.rubrik} ({len(grupp)} st)"
        skärm.print(Text.assemble((f"  {a.allvar.ord_} {a.kod}:", FÄRG[a.allvar]), f" {vad}"))
    if upplysningar := len(anmärkningar) - len(viktiga):
        skärm.skriv(f"  {antal(upplysningar, 'upplysning', 'upplysningar')}", FÄRG[Allvar.UPPLYSNING])
    skärm.skriv()


def visa_stopp(anmärkningar: Sequence[Anmärkning]) -> None:
    """Hindren som gör att inget sparas."""
    skärm = Skärm()
    visa_anmärkningar(skärm, anmärkningar)
    skärm.skriv(f"Inget har ändrats: {antal(len(anmärkningar), 'hinder', 'hinder')}.", FÄRG[Allvar.HINDER])


def visa_ändå(rubrik: str, anmärkningar: Sequence[Anmärkning]) -> None:
    """Hinder som redan finns och som den som sparar bör känna till."""
    if anmärkningar:
        _visa_koder(Skärm(), rubrik, anmärkningar)


def visa_inget_ändrat() -> None:
    """Att ingenting sparades."""
    Skärm().skriv("Inget har ändrats.")


def visa_sparat(prövad: Prövad) -> None:
    """Vilka filer som sparades."""
    skärm = Skärm()
    for ändring in prövad.ändringar:
        gjort = "Skapade" if ändring.före is None else "Tog bort" if ändring.efter is None else "Ändrade"
        skärm.skriv(f"{skärm.tecken.klart} {gjort} {ändring.fil}")


def visa_nästa(*steg: tuple[str, str]) -> None:
    """Vad man kan göra sedan: vad det ger, och kommandot."""
    skärm = Skärm()
    skärm.skriv()
    skärm.skriv("Nästa steg")
    for vad, kommando in steg:
        skärm.skriv(f"  {vad:<40} {kommando}".rstrip())


def visa_behov(behov: Sequence[Behov]) -> None:
    """Besluten som en ny handling kräver: av vem, om vad, och vad som redan finns."""
    skärm = Skärm()
    tabell = skärm.tabell(f"Beslut som behövs ({len(behov)})", "Part", "Organ", "Ska", "Läge")
    for b in behov:
        tabell.add_row(b.part.namn, b.organ or "inte känt", b.vad, b.läge)
    skärm.print(tabell)


def visa_efter_ny_handling(prövad: Prövad, id_: str) -> None:
    """Vad man gör med en ny handling: ser vad som återstår, och gör förslagen till beslut och handlingen att läsa."""
    hinder = [a for a in prövad.tillkommer if a.allvar is Allvar.HINDER]
    utkast = " --utkast" if BESLUTSFÖRSLAG.rör(hinder) else ""
    visa_nästa(
        ("Se vad som återstår", f"avtal kontrollera {id_}"),
        ("Gör förslag till beslut för alla", f"avtal generera {id_} --bara {BESLUTSFÖRSLAG.namn}{utkast}"),
        ("Gör ett utkast att läsa", f"avtal generera {id_} --utkast"),
    )
