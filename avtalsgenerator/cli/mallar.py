"""``avtal mallar``: Word-mallarna: visa dem, kontrollera dem, jämför dem."""

from __future__ import annotations

import difflib
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

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

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        if args and args[0] in (*ÖVRIGA, "-h", "--help"):
            return super().make_context(info_name, args, parent, **extra)
        _förväxlat(click.Context(self, info_name=info_name, parent=parent), args)
        return self._visa().make_context(info_name, args, parent, **extra)

    def _visa(self) -> click.Command:
        """Det som görs när inget annat är sagt."""
        kommando: click.Command = import_module("avtalsgenerator.cli.mallar_visa").kommando
        return kommando

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.format_help_text(ctx, formatter)
        rader = ["", "Användning:  avtal mallar [MALL]", "             avtal mallar --schema [MAPP] [--ersätt]"]
        rader += ["             avtal mallar KOMMANDO [flaggor]", "", "Kommandon"]
        rader += [f"  {namn:<12} {hjälp}" for namn, hjälp in ÖVRIGA.items()]
        rader += ["", "Flaggor"]
        for flagga in (p for p in self._visa().get_params(ctx) if isinstance(p, click.Option)):
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
