"""``avtal visa``: vad som gäller en viss dag."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from avtalsgenerator.cli import Datum, Kommando, avtalsmapp

if TYPE_CHECKING:
    from datetime import date


@click.command(cls=Kommando)
@click.argument("handling", metavar="[NAMN]", required=False)
@click.option("--per", metavar="DATUM", type=Datum(), help="Dagen som ska visas")
@click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), metavar="FORMAT", default="text", help="text eller json"
)
@click.option("--behörighet", is_flag=True, help="Visa kedjan bakom varje underskrift, med källa, och var den brister")
@click.pass_context
def kommando(ctx: click.Context, handling: str | None, per: date | None, format_: str, behörighet: bool) -> int:
    """Visa parter, andelar och belopp, vilka som ska skriva under, på vilken grund, och vilka dokument som kan göras.

    NAMN är ett avtal, en handling, en skrivelse eller ett beslut. Utan NAMN visas vad som finns i mappen.
    """
    from avtalsgenerator import kedja, visning
    from avtalsgenerator.beslutslage import Beslutsläge
    from avtalsgenerator.skrivelselage import Skrivelseläge

    mapp = avtalsmapp(ctx)
    if behörighet:
        from avtalsgenerator.visning_behorighet import visa_behörighet

        visa_behörighet(*kedja.behörighet(mapp, handling, per), format_)
    elif handling is None:
        visning.visa_innehåll(kedja.läs(mapp), format_)
    else:
        _, (läge,) = kedja.ställ(mapp, handling, per)
        if isinstance(läge, Beslutsläge):
            visning.visa_beslut(läge, format_)
        elif isinstance(läge, Skrivelseläge):
            visning.visa_skrivelse(läge, format_)
        else:
            visning.visa_läge(läge, format_)
    return 0
