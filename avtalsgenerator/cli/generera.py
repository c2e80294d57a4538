"""``avtal generera``: dokumenten."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from avtalsgenerator.cli import Datum, Kommando, avtalsmapp
from avtalsgenerator.cli.flera import Urval, gör, pröva

if TYPE_CHECKING:
    from datetime import date

    from avtalsgenerator.manga.uppdrag import Beställning


@click.command(cls=Kommando)
@click.argument("handling", metavar="[HANDLING]", required=False)
@click.option("--alla", is_flag=True, help="Allt i mappen: avtal, handlingar, skrivelser och beslut med protokoll")
@click.option(
    "--rader", metavar="FIL", type=click.Path(path_type=Path), help="Det som står på raderna i en CSV- eller YAML-fil"
)
@click.option("--per", metavar="DATUM", type=Datum(), help="Dagen då handlingen skrivs under")
@click.option("--ut", metavar="MAPP", type=click.Path(path_type=Path), help="Spara här i stället för i dokument/")
@click.option("--bara", metavar="DOKUMENT", help="Ett av dokumenten, till exempel signaturlista")
@click.option(
    "--part",
    metavar="ID",
    help="Det som kan göras för bara den parten, till exempel signatursidor; alla: för var och en",
)
@click.option("--utkast", is_flag=True, help="Gör ett märkt utkast, också om det finns hinder")
@click.option("--sida", is_flag=True, help="Gör också en sida av utkastet att läsa i webbläsaren")
@click.option(
    "--mot", metavar="VERSION", help="Visa på sidan vad som är ändrat: mot en revision i git, en mapp, eller mall"
)
@click.option("--pdf", is_flag=True, help="Spara varje dokument också som PDF")
@click.option("--ersätt", is_flag=True, help="Skriv över dokument som redan finns")
@click.option("--processer", metavar="ANTAL", type=int, help="Så många processer som delar på många dokument")
@click.option("--kluster", metavar="ADRESS", help="Gör dokumenten på flera datorer, med dask (tcp://DATOR:8786)")
@click.pass_context
def kommando(
    ctx: click.Context,
    /,
    handling: str | None,
    alla: bool,
    rader: Path | None,
    per: date | None,
    ut: Path | None,
    mot: str | None,
    processer: int | None,
    kluster: str | None,
    **val: Any,
) -> int:
    """Skapa handlingens dokument: avtalet, signatursidor, signaturlista och bilaga.

    Finns det hinder skapas inga dokument. Med --utkast skapas de ändå, märkta på varje sida.

    Med --sida görs också en sida att läsa. Den visar ändringarna om --mot anges, och sidorna om --pdf anges.

    Med --alla eller --rader görs många på en gång. Det som inte kan göras hindrar inte det andra, och samma kommando
    igen fortsätter där det slutade.
    """
    from avtalsgenerator.manga.uppdrag import Beställning

    if mot is not None and not val["sida"]:
        raise click.UsageError("--mot visas på sidan att läsa; lägg till --utkast --sida")
    urval, beställning = Urval(handling, alla, rader, ut, processer, kluster), Beställning(dag=per, **val)
    många = pröva(urval, beställning, mot)
    mapp = avtalsmapp(ctx)
    return gör(mapp, urval, beställning) if många else _en(mapp, str(handling), beställning, ut, mot)


def _en(mapp: Path, handling: str, b: Beställning, ut: Path | None, mot: str | None) -> int:
    start = time.perf_counter()
    from avtalsgenerator import kedja, visning

    förut = None
    if mot:
        from avtalsgenerator.versioner import dokumenten_förut

        förut = dokumenten_förut(mapp, handling, mot, b.dag, bara=b.bara, part=b.part)
    with visning.arbetar("Gör dokumenten"):
        resultat = kedja.generera(
            mapp,
            handling,
            b.dag,
            ut=ut,
            bara=b.bara,
            part=b.part,
            utkast=b.utkast,
            sida=b.sida,
            pdf=b.pdf,
            ersätt=b.ersätt,
            förut=förut,
        )
    try:
        visning.visa_resultat(resultat, time.perf_counter() - start)
    except BaseException as fel:
        if resultat.mapp:
            fel.add_note(f"Dokumenten är sparade i {resultat.mapp}.")
        raise
    return 0 if resultat.mapp else 1
