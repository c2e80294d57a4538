"""``avtal regel``: en regels sida."""

from __future__ import annotations

import click

from avtalsgenerator.cli import Kommando


@click.command(cls=Kommando)
@click.argument("kod", metavar="[KOD]", required=False)
def kommando(kod: str | None) -> int:
    """Förklara en kontroll: varför den finns, vad den bygger på och vad som godtas. Utan KOD visas alla."""
    from avtalsgenerator import uppslag, visning
    from avtalsgenerator.regler import MALLREGLER, REGLER

    if kod is None:
        visning.visa_regler([*REGLER.values(), *MALLREGLER.values()])
    else:
        visning.visa_regel(uppslag.regelsida(kod))
    return 0
