"""Vet hur många dokument på en gång visas: hur långt det har kommit, och vad som inte blev gjort."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from avtalsgenerator.svenska import antal, tal
from avtalsgenerator.visning import Skärm, kort

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from avtalsgenerator.manga import Resultat
    from avtalsgenerator.manga.uppdrag import Brist


@contextmanager
def förlopp(dokument: int) -> Iterator[Callable[[int], object]]:
    """Hur många av dokumenten som är avklarade och hur länge det är kvar, om det är en terminal."""
    skärm = Skärm(sys.stderr)
    kolumner = (
        TextColumn("Gör dokumenten"),
        BarColumn(),
        TextColumn("{task.completed} av {task.total}, kvar"),
        TimeRemainingColumn(),
    )
    if not skärm.is_terminal:
        yield lambda _: None
        return
    with Progress(*kolumner, console=skärm, transient=True) as visare:
        uppgift = visare.add_task("", total=dokument)
        yield lambda avklarade: visare.advance(uppgift, avklarade)


def visa_många(resultat: Resultat, sekunder: float) -> None:
    """Hur många dokument det blev, var de är, och vad som inte blev gjort och varför."""
    skärm, svar = Skärm(), [s for _, s in resultat.svar]
    gjorda = {u.id for u, s in resultat.svar if not s.brist}
    nya, redan = sum(s.nya for s in svar), sum(s.redan for s in svar)
    av = f"av {antal(len(gjorda), 'handling', 'handlingar')}, {sekunder:.1f} s".replace(".", ",")
    if nya or not (redan or resultat.brister):
        skärm.skriv(f"{skärm.tecken.klart} {f'Skapade {tal(nya)} dokument':<26}{av}")
    if redan:
        skärm.skriv(
            f"{skärm.tecken.klart} {f'Redan gjorda: {tal(redan)}':<26}lika byte för byte, så de lämnades i fred"
        )
    if nya or redan:
        mappar = {u.ut for u, s in resultat.svar if not s.brist}
        skärm.skriv(f"  {kort(min(mappar) if len(mappar) == 1 else min(mappar).parent)}")
    if nya or redan:
        skärm.skriv()
    for text in dict.fromkeys(v for s in svar for v in s.varningar):
        skärm.skriv(f"varning: {text}", "bold yellow")
    _visa_brister(skärm, resultat.brister)
    _visa_kvar(skärm, resultat)


def _visa_brister(skärm: Skärm, brister: Sequence[tuple[str, Brist]]) -> None:
    """Det som inte blev gjort. De med samma råd står tillsammans, de med samma skäl under ett."""
    if not brister:
        return
    skärm.skriv(f"Inte gjorda ({len(brister)})", "bold red")
    per_råd: dict[str, dict[str, list[str]]] = {}
    for vad, brist in brister:
        per_råd.setdefault(brist.råd, {}).setdefault(brist.varför, []).append(vad)
    for råd, per_skäl in per_råd.items():
        for skäl, vilka in per_skäl.items():
            if len(vilka) == 1:
                skärm.skriv(f"  {vilka[0]}: {skäl}")
            else:
                skärm.skriv(f"  {skäl} ({len(vilka)} st)")
                for vad in vilka:
                    skärm.skriv(f"     {vad}")
        if råd:
            skärm.skriv(f"   = gör så här: {råd}")
        skärm.skriv()


def _visa_kvar(skärm: Skärm, resultat: Resultat) -> None:
    gjorda = {u.id: s for u, s in resultat.svar if not s.brist}
    if med_hinder := sum(bool(s.hinder) for s in gjorda.values()):
        av = antal(med_hinder, "handling", "handlingar")
        skärm.skriv(f"Utkasten av {av} får inte skrivas under: hindren står i dem, vid orden de gäller.", "bold red")
    if obesvarade := sum(bool(s.obesvarade) for s in gjorda.values()):
        av = antal(obesvarade, "handling", "handlingar")
        skärm.skriv(f"{av} har varningar att besvara före underskrift. Visa dem med: avtal kontrollera", "bold yellow")
    if resultat.brister:
        skärm.skriv("Rätta det som står ovan och kör samma kommando igen: det som är gjort lämnas i fred.")
    if gjorda:
        skärm.skriv("Läs igenom dokumenten i Word innan de skickas.")
