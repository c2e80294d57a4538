"""``avtal ny``: en ny part, ett nytt beslut eller ett nytt avtal."""

from __future__ import annotations

from importlib import import_module

import click

SLAG = ("part", "beslut", "avtal")


class Ny(click.Group):
    """Det som kan läggas upp. Bara det som nämns läses in."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(SLAG)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in SLAG:
            ctx.fail(f"”{cmd_name}” går inte att lägga upp. Välj bland: {', '.join(SLAG)}.")
        kommando: click.Command = import_module(f"avtalsgenerator.cli.ny_{cmd_name}").kommando
        return kommando


@click.group(cls=Ny, options_metavar="", subcommand_metavar="VAD [flaggor]")
def kommando() -> None:
    """Lägg upp en part, ett beslut eller ett avtal.

    I en terminal frågas det efter uppgifterna. Det som inte är känt lämnas utanför, och kontrollen säger sedan vad
    som saknas.
    """
