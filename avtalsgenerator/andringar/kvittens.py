"""Vet hur en varning besvaras i den fil som kontrolleras, och hur ett svar tas bort."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avtalsgenerator.andringar.grund import ändra
from avtalsgenerator.fel import Användningsfel
from avtalsgenerator.redigera import lägg_till, ta_bort
from avtalsgenerator.regler import Allvar
from avtalsgenerator.svenska import uppräkning

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from avtalsgenerator.kedja import Kontroll
    from avtalsgenerator.modell.kvittens import Kvitterbar
    from avtalsgenerator.noder import Värde
    from avtalsgenerator.redigera import Ändring
    from avtalsgenerator.regler import Anmärkning


def att_besvara(kontroll: Kontroll, kod: str) -> list[Anmärkning]:
    """De öppna varningarna med koden. Kastar ``Användningsfel`` om det inte finns någon, med skälet."""
    öppna = [a for a in kontroll.anmärkningar if a.öppen]
    funna = [a for a in öppna if a.kod == kod.upper()]
    if any(a.allvar is Allvar.HINDER for a in funna):
        raise Användningsfel(f"{kod.upper()} är ett hinder och kan inte besvaras", "Rätta det som hindret gäller.")
    if not funna:
        koder = list(dict.fromkeys(a.kod for a in öppna if a.allvar is Allvar.VARNING))
        råd = f"Varningar att besvara: {', '.join(koder)}." if koder else "Det finns inga varningar att besvara."
        raise Användningsfel(f"här finns ingen obesvarad anmärkning {kod.upper()}", råd)
    return funna


def välj(varningar: Sequence[Anmärkning], ord_: str) -> Anmärkning:
    """Den varning som innehåller orden. Kastar ``Användningsfel`` om ingen eller flera gör det."""
    funna = [a for a in varningar if ord_.casefold() in " ".join(a.text.split()).casefold()]
    if len(funna) == 1:
        return funna[0]
    alla = "\n  ".join(a.text for a in funna or varningar)
    hur_många = f"{len(funna)} varningar säger" if funna else "ingen varning säger"
    raise Användningsfel(f"{hur_många} ”{ord_}”", f"Ange ord som bara en av dem har:\n  {alla}")


def besvara(mapp: Path, mål: Kvitterbar, varningar: Sequence[Anmärkning], svar: dict[str, str]) -> Ändring:
    """Filen med ett svar för varje varning: ``motivering``, ``av`` och ``dag``."""
    fil = mål.plats().fil

    def med_svar(text: str) -> str:
        for a in varningar:
            post: dict[str, Värde] = {"kod": a.kod, "anmärkning": " ".join(a.text.split()), **svar}
            text = lägg_till(text, ("kvittenser",), post, fil)
        return text

    return ändra(mapp, fil, med_svar)


def ångra(mapp: Path, mål: Kvitterbar, kod: str) -> Ändring:
    """Filen utan svaren på varningar med koden. Kastar ``Användningsfel`` om det inte finns något."""
    egna = [n for n, k in enumerate(mål.kvittenser) if k.kod == kod.upper()]
    if not egna:
        koder = uppräkning(dict.fromkeys(k.kod for k in mål.kvittenser))
        raise Användningsfel(
            f"{kod.upper()} är inte besvarad", f"Det som är besvarat: {koder}." if koder else "Inget är besvarat."
        )
    fil = mål.plats().fil

    def utan_svar(text: str) -> str:
        for n in reversed(egna):
            text = ta_bort(text, ("kvittenser", n), fil)
        return text

    return ändra(mapp, fil, utan_svar)
