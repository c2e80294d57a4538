"""``avtal granska``: det som juristen har ändrat i Word."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from avtalsgenerator.cli import Kommando
from avtalsgenerator.cli.fraga import Frågor, ja_eller_nej, slutflaggor
from avtalsgenerator.fel import Användningsfel

if TYPE_CHECKING:
    from avtalsgenerator.andringar.granskat import Ändraduppgift


@click.command(cls=Kommando)
@click.argument("vad", metavar="FIL")
@click.option("--mot", metavar="UTKAST.docx", type=click.Path(path_type=Path),
              help="Utkastet som skickades i väg, om filen har förlorat det")  # fmt: skip
@click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), metavar="FORMAT", default="text", help="text eller json"
)
@slutflaggor
@click.pass_context
def kommando(ctx: click.Context, /, vad: str, **givna: Any) -> int:
    """Läs det som juristen har ändrat i ett utkast, och för in det i uppgifterna.

    FIL är ett utkast som har kommit tillbaka från Word. Ändringarna sorteras i tre högar: uppgifter, som föreslås bli
    ändrade i sina filer; mallens text, för den som äger mallen; och form. Inget ändras utan ett ja.
    """
    if Path(vad).suffix.lower() not in (".docx", ".doc", ".docm", ".dotx", ".odt", ".pdf"):
        raise Användningsfel(f"{vad} är ingen Word-fil", "Ange ett utkast som har kommit tillbaka: FIL.docx")
    return _läs(ctx, Path(vad), givna)


def _läs(ctx: click.Context, fil: Path, givna: dict[str, Any]) -> int:
    from avtalsgenerator import kedja, visning
    from avtalsgenerator.andringar import granskat
    from avtalsgenerator.visning.andring import visa_prövad
    from avtalsgenerator.visning.granska import visa_blir, visa_efter_granskning, visa_granskat, visa_hur_man_sparar

    frågor = Frågor(givna)
    with visning.arbetar("Läser"):
        g = granskat.granska(fil, givna["mot"], ctx.obj)
    visa_granskat(g, givna["format_"])
    förslag = [u for u in g.uppgifter if u.efter]
    if not förslag or g.mapp is None or givna["format_"] == "json":
        return 0
    valda = _valda(frågor, förslag)
    if not valda:
        return 0
    prövad = frågor.pröva(g.mapp, kedja.läs(g.mapp), granskat.ändringar(g.mapp, valda))
    visa_prövad(prövad)
    visa_blir(granskat.andra_ord(g, prövad.register, valda))
    if not (frågor.terminal or frågor.ja or frågor.torr):
        visa_hur_man_sparar()
        return 0
    frågor.spara(prövad, lambda: visa_efter_granskning(g))
    return 0


def _valda(frågor: Frågor, förslag: list[Ändraduppgift]) -> list[Ändraduppgift]:
    """Förslagen som ska prövas: alla, eller de som svaret är ja på när de är flera och någon kan svara."""
    if len(förslag) == 1 or frågor.ja or frågor.torr or not frågor.terminal:
        return förslag
    return [u for u in förslag if ja_eller_nej(f"Ändra ”{u.orden[0][0]}” till ”{u.orden[0][1]}”?")]
