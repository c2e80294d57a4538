"""``avtal visa``: vad som gäller en viss dag."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from avtalsgenerator.cli import Datum, Kommando, avtalsmapp
from avtalsgenerator.fel import Användningsfel


@click.command(cls=Kommando)
@click.argument("handling", metavar="[NAMN]", required=False)
@click.option("--per", metavar="DATUM", type=Datum(), help="Dagen som ska visas")
@click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), metavar="FORMAT", default="text", help="text eller json"
)
@click.option("--behörighet", is_flag=True, help="Visa kedjan bakom varje underskrift, med källa, och var den brister")
@click.option(
    "--om",
    metavar="ANTAGANDE",
    multiple=True,
    help='Vad som händer om, till exempel "ansluter ale 2024-01-01". Går att ange flera gånger',
)
@click.option("--befolkning", metavar="DATUM", type=Datum(), help="Folkmängdens dag i antagandena")
@click.option(
    "--begäran",
    metavar="DATUM",
    type=Datum(),
    help="Dagen då begäran om utträde kommer in (förval: den som finns, eller idag)",
)
@click.option("--bild", metavar="FIL.svg", type=click.Path(path_type=Path), help="Spara staplarna som bild")
@click.option(
    "--kalender",
    metavar="FIL.ics",
    type=click.Path(path_type=Path),
    help="Spara dagarna att hålla reda på som en kalenderfil, i stället för att visa",
)
@click.option("--ersätt", is_flag=True, help="Skriv över en bild eller kalenderfil som redan finns")
@click.pass_context
def kommando(
    ctx: click.Context,
    /,
    handling: str | None,
    per: date | None,
    format_: str,
    behörighet: bool,
    kalender: Path | None,
    **om: Any,
) -> int:
    """Visa parter, andelar och belopp, vilka som ska skriva under och på vilken grund, dagar och dokument.

    NAMN är ett avtal, en handling, en skrivelse eller ett beslut. Utan NAMN visas vad som finns i mappen.

    Med --om visas vad som ändras om parter ansluter sig eller går ur, utan att något skrivs. Ett ANTAGANDE är
    "ansluter PART,PART DATUM", "utträder PART DATUM" (sista dagen som part) eller "kanske PART,PART".
    """
    from avtalsgenerator import kedja, visning
    from avtalsgenerator.beslutslage import Beslutsläge
    from avtalsgenerator.skrivelselage import Skrivelseläge

    mapp = avtalsmapp(ctx)
    if kalender and (behörighet or any(värde for flagga, värde in om.items() if flagga != "ersätt")):
        raise Användningsfel("--kalender går inte att kombinera med --behörighet eller --om", "Visa en sak i taget.")
    if behörighet and any(om.values()):
        raise Användningsfel("--behörighet och --om går inte att kombinera", "Visa en sak i taget.")
    if kalender:
        _spara_kalender(mapp, handling, per, kalender, ersätt=om["ersätt"])
    elif behörighet:
        from avtalsgenerator.visning.behorighet import visa_behörighet

        visa_behörighet(*kedja.behörighet(mapp, handling, per), format_)
    elif any(om.values()):
        _visa_om(mapp, handling, per, format_, **om)
    elif handling is None:
        visning.visa_innehåll(kedja.läs(mapp), format_)
    else:
        _, (läge,) = kedja.ställ(mapp, handling, per)
        granskat = kedja.granskat(mapp, läge)
        if isinstance(läge, Beslutsläge):
            visning.visa_beslut(läge, granskat, format_)
        elif isinstance(läge, Skrivelseläge):
            visning.visa_skrivelse(läge, granskat, format_)
        else:
            visning.visa_läge(läge, granskat, format_)
    return 0


def _spara_kalender(mapp: Path, namn: str | None, per: date | None, fil: Path, *, ersätt: bool) -> None:
    from avtalsgenerator import kedja, visning
    from avtalsgenerator.visning.dagar import visa_kalender

    läge, sparad = kedja.spara_kalender(mapp, namn, per, fil, ersätt=ersätt)
    try:
        visa_kalender(visning.Skärm(), läge, sparad)
    except BaseException as fel:
        fel.add_note(f"Kalendern är sparad i {sparad.path}.")
        raise


def _visa_om(
    mapp: Path,
    namn: str | None,
    per: date | None,
    format_: str,
    *,
    om: tuple[str, ...],
    befolkning: date | None,
    begäran: date | None,
    bild: Path | None,
    ersätt: bool,
) -> None:
    from avtalsgenerator import kedja, visning
    from avtalsgenerator.visning.om import visa_jämförelse

    if not om:
        raise Användningsfel(
            "--befolkning, --begäran, --bild och --ersätt hör ihop med --om (--ersätt också med --kalender)",
            'Lägg till ett antagande, till exempel: --om "ansluter ale 2024-01-01"',
        )
    idag = datetime.now(UTC).astimezone().date()
    with visning.arbetar("Räknar"):
        j = kedja.jämför(mapp, namn, om, idag=idag, per=per, befolkning=befolkning, begäran=begäran)
    if bild:
        kedja.spara_bild(j, bild, ersätt=ersätt)
    visa_jämförelse(j, format_, bild)
