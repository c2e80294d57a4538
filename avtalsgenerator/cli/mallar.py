"""``avtal mallar``: Word-mallarna: visa dem, kontrollera dem, jämför dem."""

from __future__ import annotations

import difflib
from importlib import import_module
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

VISA = "visa"
"""Det som görs när inget annat är sagt."""
ÖVRIGA = {
    "kontrollera": "Säg allt som är fel i mallarna, utan att några uppgifter behövs",
    "skillnad": "Visa vad som skiljer två mallar, och vilka handlingar det rör",
}


class Mallar(click.Group):
    """Det som kan göras med mallarna. Utan något av kommandona visas de."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(ÖVRIGA)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        kommando: click.Command = import_module(f"avtalsgenerator.cli.mallar_{cmd_name}").kommando
        return kommando

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or args[0] not in (*ÖVRIGA, "-h", "--help"):
            _förväxlat(ctx, args)
            args = [VISA, *args]
        return super().parse_args(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.format_help_text(ctx, formatter)
        rader = ["", "Användning:  avtal mallar [MALL]", "             avtal mallar --schema [MAPP] [--ersätt]"]
        rader += ["             avtal mallar KOMMANDO [flaggor]", "", "Kommandon"]
        rader += [f"  {namn:<12} {hjälp}" for namn, hjälp in ÖVRIGA.items()]
        rader += ["", "Flaggor"]
        visa = self.get_command(ctx, VISA)
        flaggor = [p for p in visa.get_params(ctx) if isinstance(p, click.Option)] if visa else []
        for flagga in flaggor:
            if post := flagga.get_help_record(ctx):
                rader.append(f"  {post[0]:<16} {post[1]}")
        formatter.write("\n".join(rader) + "\n")


def _förväxlat(ctx: click.Context, args: Sequence[str]) -> None:
    nära = difflib.get_close_matches(args[0], ÖVRIGA, n=1, cutoff=0.75) if args else []
    if nära:
        ctx.fail(f"Kommandot {args[0]} finns inte. Menade du {nära[0]}?")


@click.group(cls=Mallar)
def kommando() -> None:
    """Visa Word-mallarna och vilka dokument de gör. Med MALL visas orden som den mallen får använda.

    Med --schema sparas scheman som en editor kan hjälpa till efter när den ändrar i parter/ och avtal/.
    """
