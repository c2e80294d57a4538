"""``avtal exempel``: en övningsmapp."""

from __future__ import annotations

from pathlib import Path

import click

from avtalsgenerator.cli import Kommando


@click.command(cls=Kommando)
@click.argument("mål", metavar="MAPP", type=click.Path(path_type=Path))
def kommando(mål: Path) -> int:
    """Skapa en övningsmapp med ett påhittat avtal som är klart att generera, och mallarna att ändra i."""
    from avtalsgenerator import uppslag, visning

    uppslag.skapa_exempel(mål)
    visning.visa_exempel(mål)
    return 0
