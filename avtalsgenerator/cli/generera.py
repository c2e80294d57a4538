"""``avtal generera``: dokumenten."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from avtalsgenerator.cli import Datum, Kommando, avtalsmapp

if TYPE_CHECKING:
    from datetime import date


@click.command(cls=Kommando)
@click.argument("handling", metavar="HANDLING")
@click.option("--per", metavar="DATUM", type=Datum(), help="Dagen då handlingen skrivs under")
@click.option("--ut", metavar="MAPP", type=click.Path(path_type=Path), help="Spara här i stället för i dokument/")
@click.option("--bara", metavar="DOKUMENT", help="Ett av dokumenten, till exempel signaturlista")
@click.option("--part", metavar="ID", help="Gör det som kan göras för bara den parten, till exempel signatursidor")
@click.option("--utkast", is_flag=True, help="Gör ett märkt utkast, också om det finns hinder")
@click.option("--sida", is_flag=True, help="Gör också en sida av utkastet att läsa i webbläsaren")
@click.option(
    "--mot", metavar="VERSION", help="Visa på sidan vad som är ändrat: mot en revision i git, en mapp, eller mall"
)
@click.option("--pdf", is_flag=True, help="Spara varje dokument också som PDF")
@click.option("--ersätt", is_flag=True, help="Skriv över dokument som redan finns")
@click.pass_context
def kommando(
    ctx: click.Context,
    handling: str,
    per: date | None,
    ut: Path | None,
    bara: str | None,
    part: str | None,
    utkast: bool,
    sida: bool,
    mot: str | None,
    pdf: bool,
    ersätt: bool,
) -> int:
    """Skapa handlingens dokument: avtalet, signatursidor, signaturlista och bilaga.

    Finns det hinder skapas inga dokument. Med --utkast skapas de ändå, märkta på varje sida.

    Med --sida görs också en sida att läsa. Den visar ändringarna om --mot anges, och sidorna om --pdf anges.
    """
    start = time.perf_counter()
    from avtalsgenerator import kedja, versioner, visning

    if mot is not None and not sida:
        raise click.UsageError("--mot visas på sidan att läsa; lägg till --utkast --sida")
    mapp = avtalsmapp(ctx)
    with visning.arbetar("Gör dokumenten"):
        resultat = kedja.generera(
            mapp,
            handling,
            per,
            ut=ut,
            bara=bara,
            part=part,
            utkast=utkast,
            sida=sida,
            pdf=pdf,
            ersätt=ersätt,
            förut=versioner.dokumenten_förut(mapp, handling, mot, per, bara=bara, part=part) if mot else None,
        )
    try:
        visning.visa_resultat(resultat, time.perf_counter() - start)
    except BaseException as fel:
        if resultat.mapp:
            fel.add_note(f"Dokumenten är sparade i {resultat.mapp}.")
        raise
    return 0 if resultat.mapp else 1
