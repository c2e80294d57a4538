"""``avtal mallar``: Word-mallarna, vad de gör och vilka ord de får använda."""

from __future__ import annotations

import click

from avtalsgenerator.cli import Kommando


@click.command(cls=Kommando)
@click.argument("mall", metavar="[MALL]", required=False)
@click.pass_context
def kommando(ctx: click.Context, mall: str | None) -> int:
    """Visa Word-mallarna och vilka dokument de gör. Med MALL visas orden som den mallen får använda."""
    from avtalsgenerator import kedja, visning

    if mall is None:
        visning.visa_mallar(kedja.mallar(ctx.obj))
    else:
        visning.visa_mallord(*kedja.mallens_ord(mall))
    return 0
