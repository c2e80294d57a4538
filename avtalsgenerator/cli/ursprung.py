"""``avtal ursprung``: varifrån orden i ett dokument kommer."""

from __future__ import annotations

from pathlib import Path

import click

from avtalsgenerator.cli import Kommando


@click.command(cls=Kommando)
@click.argument("dokument", metavar="DOKUMENT", type=click.Path(path_type=Path))
@click.argument("text", metavar="[TEXT]", required=False)
@click.option("--format", "format_", metavar="FORMAT", type=click.Choice(["text", "json"]), default="text",
              help="text eller json")  # fmt: skip
@click.pass_context
def kommando(ctx: click.Context, dokument: Path, text: str | None, format_: str) -> int:
    """Visa varifrån orden i ett dokument kommer: uppgiften, källan, beslutet och mallens stycke.

    Utan TEXT visas alla ord ur uppgifterna, och om dokumentet och uppgifterna är som när det gjordes.
    """
    from avtalsgenerator import kedja
    from avtalsgenerator.visning.ursprung import visa_ursprung

    visa_ursprung(kedja.ursprung(dokument, text, ctx.obj), text, format_)
    return 0
