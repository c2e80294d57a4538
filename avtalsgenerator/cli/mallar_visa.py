"""``avtal mallar``: mallarna, vad de gör och vilka ord de får använda, och scheman för uppgifternas filer."""

from __future__ import annotations

from pathlib import Path

import click

from avtalsgenerator.cli import Kommando


@click.command(cls=Kommando)
@click.argument("mall", metavar="[MALL]", required=False)
@click.option(
    "--schema",
    metavar="[MAPP]",
    is_flag=False,
    flag_value="",
    help="Spara scheman för YAML-filerna (förval: avtalsmappens mallar/scheman/)",
)
@click.option("--ersätt", is_flag=True, help="Skriv över scheman som redan finns")
@click.pass_context
def kommando(ctx: click.Context, mall: str | None, schema: str | None, ersätt: bool) -> int:
    """Visa Word-mallarna och vilka dokument de gör. Med MALL visas orden som den mallen får använda.

    Med --schema sparas scheman som en editor kan hjälpa till efter när den ändrar i parter/ och avtal/.
    """
    from avtalsgenerator import uppslag, visning
    from avtalsgenerator.visning import mallar as visning_av_mallar

    if schema is not None and mall is not None:
        raise click.UsageError("--schema gäller YAML-filerna; ange inte någon mall")
    if ersätt and schema is None:
        raise click.UsageError("--ersätt används tillsammans med --schema")
    if schema is not None:
        visning.visa_sparade(uppslag.spara_scheman(Path(schema) if schema else None, ctx.obj, ersätt=ersätt))
    elif mall is None:
        visning_av_mallar.visa_mallar(uppslag.mallar(ctx.obj))
    else:
        visning_av_mallar.visa_mallord(*uppslag.mallens_ord(mall))
    return 0
