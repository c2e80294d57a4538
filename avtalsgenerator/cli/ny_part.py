"""``avtal ny part``: en ny part."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, get_args

import click

from avtalsgenerator.cli import Kommando, avtalsmapp
from avtalsgenerator.cli.fraga import Frågor, slutflaggor

if TYPE_CHECKING:
    from avtalsgenerator.register import Register


@click.command("part", cls=Kommando, short_help="Lägg upp en part")
@click.argument("id_", metavar="ID")
@click.option("--namn", metavar="NAMN", help="Namnet så som det brukar skrivas, till exempel Göteborgs Stad")
@click.option("--juridiskt-namn", metavar="NAMN", help="Det registrerade namnet, till exempel Göteborgs kommun")
@click.option("--kortnamn", metavar="NAMN", help="Namnet i uppräkningar, till exempel Göteborg")
@click.option("--slag", metavar="SLAG", help="kommun, region, statlig_myndighet eller kommunalförbund")
@click.option("--organisationsnummer", metavar="NUMMER", help="Till exempel 212000-1355")
@click.option("--kommunkod", metavar="KOD", help="Fyra siffror")
@click.option("--krets", metavar="PART", multiple=True, help="Kretsen parten hör till; en gång för varje")
@click.option("--källa", "källa", metavar="TEXT", help="Var uppgifterna kommer från")
@slutflaggor
@click.pass_context
def kommando(ctx: click.Context, /, id_: str, **givna: Any) -> int:
    """Lägg upp en part. ID blir namnet på partens mapp: a–z, siffror och bindestreck, till exempel lilla-edet."""
    from avtalsgenerator import kedja
    from avtalsgenerator.andringar import part
    from avtalsgenerator.visning import andring as visning

    mapp, frågor = avtalsmapp(ctx), Frågor(givna)
    register = kedja.läs(mapp)
    part.kräv_ledigt_id(register, id_)
    svar = _fråga(frågor, register)
    frågor.klart()
    prövad = frågor.pröva(mapp, register, [part.ny_part(register, id_, svar)])
    visning.visa_prövad(prövad)
    frågor.spara(prövad, lambda: visning.visa_nästa(("Lägg upp partens beslut", f"avtal ny beslut {id_}")))
    return 0


def _fråga(f: Frågor, register: Register) -> dict[str, str | list[str]]:
    from avtalsgenerator.andringar.grund import som_fält
    from avtalsgenerator.andringar.part import fel_i_organisationsnummer, fel_i_part, kretsar
    from avtalsgenerator.modell import Part
    from avtalsgenerator.modell.part import Partslag

    fält = partial(som_fält, Part)
    svar: dict[str, str | list[str]] = {}
    namn = svar["namn"] = f.en("namn", "Partens namn, så som det brukar skrivas", fält("namn"))
    svar["juridiskt_namn"] = f.en("juridiskt_namn", "Det registrerade namnet", fält("juridiskt_namn"), förval=namn)
    svar["kortnamn"] = f.en("kortnamn", "Kort namn, för uppräkningar", fält("kortnamn"))
    slag = svar["slag"] = f.en("slag", "Vad är det för slags part?", val=get_args(Partslag))
    nummer = partial(fel_i_organisationsnummer, register)
    svar["organisationsnummer"] = f.en("organisationsnummer", "Organisationsnummer", nummer, krävs=False)
    if f.givna["kommunkod"] or slag == "kommun":
        svar["kommunkod"] = f.en("kommunkod", "Kommunkod", fält("kommunkod"), krävs=False)
    krets, val = partial(fel_i_part, register), kretsar(register)
    svar["kretsar"] = f.flera("krets", "Vilken krets hör parten till?", krets, krävs=False, val=val, fritt=True)
    svar["källa"] = f.en("källa", "Var kommer uppgifterna från?", fält("källa"), krävs=False)
    return svar
