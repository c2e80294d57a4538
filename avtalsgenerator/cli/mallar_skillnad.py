"""``avtal mallar skillnad``: vad som skiljer två versioner av en mall."""

from __future__ import annotations

from pathlib import Path

import click

from avtalsgenerator.cli import Kommando
from avtalsgenerator.cli.fraga import i_dag


@click.command(cls=Kommando)
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@click.option(
    "--ut",
    metavar="FIL",
    type=click.Path(path_type=Path),
    help="Spara den nya mallens text med spårade ändringar (.docx) eller en sida med dem (.html) här",
)
@click.option("--ersätt", is_flag=True, help="Skriv över filen om den redan finns")
@click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), metavar="FORMAT", default="text", help="text eller json"
)
@click.pass_context
def kommando(ctx: click.Context, a: str, b: str, ut: Path | None, ersätt: bool, format_: str) -> int:
    """Visa vad som skiljer två mallar: orden, texten, och vilka handlingar i avtalsmappen som det rör.

    A är den gamla och B den nya, som Word-filer eller namn på mallar.
    """
    from avtalsgenerator import mallarbete, versioner, visning
    from avtalsgenerator.fel import Användningsfel
    from avtalsgenerator.visning.mallkontroll import visa_mallskillnad

    if ersätt and ut is None:
        raise click.UsageError("--ersätt används tillsammans med --ut")
    if ut is not None and ut.suffix.lower() not in (".docx", ".html"):
        raise Användningsfel(f"filen kan inte heta {ut.name}", "Låt namnet sluta på .docx eller .html.")
    with visning.arbetar("Jämför"):
        skillnad = mallarbete.jämför(a, b, i_dag(), ctx.obj)
        gör = ut is not None and skillnad.text.ändringar
        sparad = versioner.spara_skillnad(skillnad.text, ut, ersätt=ersätt) if ut is not None and gör else None
    visa_mallskillnad(skillnad, sparad, format_)
    return 0
