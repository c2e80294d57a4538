"""``avtal kontrollera``: anmärkningarna."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from avtalsgenerator.cli import Datum, Kommando, avtalsmapp

if TYPE_CHECKING:
    from datetime import date

FÖR_PROGRAM = ("json", "github", "sarif")
"""Formaten som andra program läser. I dem skrivs också läsfelen på stdout, som hinder."""


@click.command(cls=Kommando)
@click.argument("handling", metavar="[HANDLING]", required=False)
@click.option("--per", metavar="DATUM", type=Datum(), help="Dagen som kontrollen gäller")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "kort", *FÖR_PROGRAM]),
    metavar="FORMAT",
    default="text",
    help="text, kort (en rad per anmärkning), json, github eller sarif",
)
@click.option("--strikt", is_flag=True, help="Låt också varningar ge slutkod 1")
@click.pass_context
def kommando(ctx: click.Context, handling: str | None, per: date | None, format_: str, strikt: bool) -> int:
    """Kontrollera en handling, eller allt i mappen om ingen anges.

    HANDLING är namnet på en fil under avtal/, till exempel tillagg-ale-lilla-edet, eller på ett avtal.
    """
    from avtalsgenerator import kedja, utbyte, visning
    from avtalsgenerator.fel import Underlagsfel

    mapp = avtalsmapp(ctx)
    try:
        kontroll = kedja.kontrollera(mapp, handling, per)
    except Underlagsfel as fel:
        if format_ not in FÖR_PROGRAM:
            raise
        visning.visa_kontroll(utbyte.oläst(fel), format_, mapp)
        return fel.slutkod
    visning.visa_kontroll(kontroll, format_, mapp)
    return 1 if kontroll.stoppar(strikt=strikt) else 0
