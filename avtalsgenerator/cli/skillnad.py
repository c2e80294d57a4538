"""``avtal skillnad``: vad som skiljer två versioner av ett dokument."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from avtalsgenerator.cli import Datum, Kommando, avtalsmapp
from avtalsgenerator.cli.fraga import i_dag
from avtalsgenerator.fel import Användningsfel

if TYPE_CHECKING:
    from datetime import date

    from avtalsgenerator.granskning.skillnad import Skillnad


@click.command(cls=Kommando)
@click.argument("a", metavar="A")
@click.argument("b", metavar="[B]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--mot", metavar="VERSION", help="Vad handlingen jämförs med: en revision i git, en mapp, en fil, eller mall"
)
@click.option("--bara", metavar="DOKUMENT", help="Ett annat av handlingens dokument, till exempel signaturlista")
@click.option(
    "--per", metavar="DATUM", type=Datum(), help="Dagen för handlingen, eller för ändringarna mellan två filer"
)
@click.option(
    "--ut",
    metavar="FIL",
    type=click.Path(path_type=Path),
    help="Spara ett dokument med spårade ändringar (.docx) eller en sida med dem (.html) här",
)
@click.option("--ersätt", is_flag=True, help="Skriv över filen om den redan finns")
@click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), metavar="FORMAT", default="text", help="text eller json"
)
@click.pass_context
def kommando(
    ctx: click.Context,
    a: str,
    b: Path | None,
    mot: str | None,
    bara: str | None,
    per: date | None,
    ut: Path | None,
    ersätt: bool,
    format_: str,
) -> int:
    """Visa vad som skiljer två versioner av ett dokument, paragraf för paragraf.

    A och B är Word-filer: den gamla och den nya. Eller så är A en handling, och --mot säger vad den jämförs med: en
    revision i git (till exempel HEAD~1), en annan avtalsmapp, en Word-fil, eller mall för texten i mallen.

    Med --ut FIL.docx sparas den nya texten med skillnaden som Words spårade ändringar. Godkänns alla blir det den nya,
    avvisas alla blir det den gamla. Med --ut FIL.html sparas den som en sida att läsa i webbläsaren.
    """
    from avtalsgenerator import versioner, visning
    from avtalsgenerator.visning.skillnad import visa_skillnad

    if ersätt and ut is None:
        raise click.UsageError("--ersätt används tillsammans med --ut")
    if ut is not None and ut.suffix.lower() not in (".docx", ".html"):
        raise Användningsfel(f"filen kan inte heta {ut.name}", "Låt namnet sluta på .docx eller .html.")
    with visning.arbetar("Jämför"):
        skillnad = _jämför(ctx, a, b, mot, bara, per)
        sparad = versioner.spara_skillnad(skillnad, ut, ersätt=ersätt) if ut and skillnad.ändringar else None
    try:
        visa_skillnad(skillnad, sparad, format_)
    except BaseException as fel:
        if sparad:
            fel.add_note(f"Dokumentet är sparat i {sparad.path}.")
        raise
    return 0


def _jämför(
    ctx: click.Context, a: str, b: Path | None, mot: str | None, bara: str | None, per: date | None
) -> Skillnad:
    from avtalsgenerator import versioner

    if b is not None:
        if mot is not None or bara is not None:
            raise click.UsageError("--mot och --bara hör till en handling; ange antingen två filer eller en handling")
        return versioner.jämför_filer(Path(a), b, per or i_dag())
    if mot is None:
        raise Användningsfel(
            "säg vad det ska jämföras med",
            "Ange en fil till, eller --mot för en handling: en revision i git, en mapp, en fil, eller mall.",
        )
    return versioner.jämför_handling(avtalsmapp(ctx), a, mot, per, bara=bara)
