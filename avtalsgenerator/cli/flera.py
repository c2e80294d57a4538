"""Vet hur ``avtal generera`` gör många dokument: allt i mappen, raderna i en fil, eller en för varje part."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pathlib import Path

    from avtalsgenerator.manga import Beställning, Plan


@dataclass(frozen=True)
class Urval:
    """Vad som ska göras, och var arbetet görs."""

    handling: str | None
    alla: bool
    rader: Path | None
    ut: Path | None
    processer: int | None
    kluster: str | None


def pröva(urval: Urval, beställning: Beställning, mot: str | None) -> bool:
    """Om det är många dokument som ska göras. Kastar ``UsageError`` om flaggorna säger emot varandra."""
    val = {"HANDLING": urval.handling is not None, "--alla": urval.alla, "--rader": urval.rader is not None}
    valda = [namn for namn, värde in val.items() if värde]
    if not valda:
        raise click.UsageError("Säg vad som ska göras: namnet på en handling, --alla, eller --rader FIL.")
    if len(valda) > 1:
        raise click.UsageError(f"{' och '.join(valda)} kan inte anges tillsammans. Välj det ena.")
    många = urval.handling is None or beställning.part == "alla"
    for flagga, värde in (("--processer", urval.processer), ("--kluster", urval.kluster)):
        if värde is not None and not många:
            raise click.UsageError(f"{flagga} är till för många dokument: --alla, --rader FIL eller --part alla.")
    if urval.processer is not None and (urval.kluster or urval.processer < 1):
        fel = "kan inte anges tillsammans med --kluster." if urval.kluster else "ska vara 1 eller fler."
        raise click.UsageError(f"--processer {fel}")
    if många and mot is not None:
        raise click.UsageError("--mot visar ändringarna i en handling i taget.")
    if många and beställning.sida and not beställning.utkast:
        raise click.UsageError("En sida att läsa görs bara av ett utkast. Lägg till --utkast.")
    i_raden = {"--bara": beställning.bara, "--part": beställning.part, "--per": beställning.dag}
    if urval.rader and (flaggor := [namn for namn, värde in i_raden.items() if värde]):
        raise click.UsageError(f"{', '.join(flaggor)} skrivs i filens kolumner när --rader används.")
    return många


def gör(mapp: Path, urval: Urval, beställning: Beställning) -> int:
    """Gör allt, visar vad som blev gjort och vad som inte blev det, och ger den allvarligaste slutkoden."""
    from avtalsgenerator import manga, visning
    from avtalsgenerator.visning.manga import förlopp, visa_många

    start = time.perf_counter()
    with visning.arbetar("Läser mappen"):
        plan = _planera(mapp, urval, beställning)
    resultat = manga.Resultat(plan)
    try:
        with förlopp(plan.antal) as steg:
            manga.kör(plan, resultat, processer=urval.processer, kluster=urval.kluster, steg=steg)
        visa_många(resultat, time.perf_counter() - start)
    except BaseException as fel:
        if gjorda := resultat.gjorda:
            fel.add_note(f"{gjorda} av {plan.antal} dokument är gjorda. Samma kommando fortsätter där det slutade.")
        raise
    if resultat.programfel:
        resultat.programfel.add_note("Det som gick bra är sparat.")
        raise resultat.programfel
    return resultat.slutkod


def _planera(mapp: Path, urval: Urval, beställning: Beställning) -> Plan:
    from avtalsgenerator.manga import Planering

    planering = Planering(mapp, urval.ut)
    if urval.rader:
        return planering.rader(urval.rader, beställning)
    if urval.handling:
        return planering.en(urval.handling, beställning, urval.ut)
    return planering.allt(beställning)
