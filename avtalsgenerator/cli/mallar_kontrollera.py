"""``avtal mallar kontrollera``: allt som är fel i mallarna."""

from __future__ import annotations

from pathlib import Path

import click

from avtalsgenerator.cli import Kommando
from avtalsgenerator.cli.fraga import i_dag


@click.command(cls=Kommando)
@click.argument("filer", metavar="[FIL]...", nargs=-1)
@click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), metavar="FORMAT", default="text", help="text eller json"
)
@click.option("--strikt", is_flag=True, help="Låt också varningar ge slutkod 1")
@click.option(
    "--kommentera",
    metavar="UT.docx",
    type=click.Path(path_type=Path),
    help="Spara en kopia av mallen med anmärkningarna som kommentarer i Word",
)
@click.option("--ersätt", is_flag=True, help="Skriv över kopian om den redan finns")
@click.pass_context
def kommando(
    ctx: click.Context, filer: tuple[str, ...], format_: str, strikt: bool, kommentera: Path | None, ersätt: bool
) -> int:
    """Säg allt som är fel i mallarna på en gång: vad, var det står och vad man gör åt det.

    FIL är en Word-fil eller namnet på en mall. Utan FIL kontrolleras alla mallar som avtal mallar visar, de egna i
    avtalsmappens mallar/ först. Inga uppgifter behövs, och inget ändras.
    """
    from avtalsgenerator import mallarbete, visning
    from avtalsgenerator.fel import Mallfel
    from avtalsgenerator.visning.mallkontroll import visa_kommenterad, visa_mallkontroll

    if kommentera is not None and len(filer) != 1:
        raise click.UsageError("--kommentera gäller en mall i taget; ange en FIL")
    if ersätt and kommentera is None:
        raise click.UsageError("--ersätt används tillsammans med --kommentera")
    with visning.arbetar("Kontrollerar"):
        kontroll = mallarbete.kontrollera(filer, ctx.obj)
    if kontroll.prov or format_ == "json":
        visa_mallkontroll(kontroll, format_)
    if kontroll.olästa:
        raise Mallfel(kontroll.olästa)
    if kommentera is not None:
        sparad = mallarbete.spara_kommenterad(filer[0], kontroll, kommentera, i_dag(), ctx.obj, ersätt=ersätt)
        if format_ == "text":
            visa_kommenterad(sparad)
    return 1 if kontroll.stoppar(strikt=strikt) else 0
