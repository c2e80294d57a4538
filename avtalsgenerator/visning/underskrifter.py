"""Vet hur underskrifterna visas: vem som har skrivit under, vilka som återstår och vad som ska skickas till vem."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avtalsgenerator.svenska import uppräkning
from avtalsgenerator.underlag import signaturlista
from avtalsgenerator.visning import Skärm, ord_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avtalsgenerator.per_datum import Avtalsläge
    from avtalsgenerator.underlag.underskrifter import Block


def visa_block(skärm: Skärm, block: Sequence[Block], *, att_skicka: bool) -> None:
    """Varje block: part, vem som skriver under, på vilken grund, hur långt det har kommit och vad som ska skickas."""
    tabell = skärm.tabell(f"Underskrifter ({len(block)})", "Part", "Vem", "Beslut som ger rätten", "Läge")
    for b in block:
        part = f"{b.part}\n  genom {b.genom}" if b.genom else b.part
        vem = "\n".join(f"{ord_(p.befattning)}, {ord_(p.namn)}" for p in b.personer)
        när = f"\n{b.dag}{f', {b.sätt}' if b.sätt else ''}" if b.dag != "–" else ""
        tabell.add_row(part, vem, ord_(b.beslut), f"{b.status}{när}")
    skärm.print(tabell)
    if att_skicka:
        visa_att_skicka(skärm, block)


def visa_att_skicka(skärm: Skärm, block: Sequence[Block]) -> None:
    """Vad som ska skickas till vem; de som får detsamma står tillsammans."""
    skickas: dict[str, list[str]] = {}
    for b in block:
        if b.skickas:
            skickas.setdefault(b.skickas, []).append(b.part)
    if skickas:
        skärm.skriv("Att skicka", "bold")
    for vad, parter in skickas.items():
        skärm.skriv(f"  {vad}")
        skärm.skriv(f"    {uppräkning(dict.fromkeys(parter))}")


def visa_återstår(läge: Avtalsläge) -> None:
    """Hur många som har skrivit under, vilka som återstår och vad som ska skickas till vem."""
    skärm, lista = Skärm(), signaturlista(läge)
    kvar = [b for b in lista.block if b.status != "undertecknad"]
    skärm.skriv()
    if not kvar:
        skärm.skriv(f"Alla har skrivit under: {lista.handling}. Det räknas nu in i avtalet.", "bold")
        return
    skärm.skriv(f"Undertecknat: {len(lista.block) - len(kvar)} av {len(lista.block)}. Återstår:", "bold")
    for b in kvar:
        genom = f" genom {b.genom}" if b.genom else ""
        vem = uppräkning(f"{ord_(p.namn)} ({ord_(p.befattning)})" for p in b.personer)
        skärm.skriv(f"  {b.part}{genom}: {vem if b.status == 'väntar' else b.status}")
    visa_att_skicka(skärm, lista.block)
