"""``avtal utträde``: en part går ur."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from avtalsgenerator.cli import Kommando, avtalsmapp
from avtalsgenerator.cli.fraga import Frågor, fråga, i_dag, inte_i_framtiden, slutflaggor
from avtalsgenerator.fel import Användningsfel

if TYPE_CHECKING:
    from avtalsgenerator.andringar.uttrade import Besked
    from avtalsgenerator.modell import Avtal, Part
    from avtalsgenerator.noder import Värde
    from avtalsgenerator.register import Register


@click.command("utträde", cls=Kommando)
@click.argument("part", metavar="PART")
@click.option("--per", metavar="DATUM", help="Sista dagen som part")
@click.option("--avtal", metavar="ID", help="Avtalet, om parten är med i flera")
@click.option("--begäran-inkom", "begäran_inkom", metavar="DATUM", help="Dagen då partens begäran kom in")
@click.option("--förtida", "förtida", is_flag=True, help="Alla parter är överens om en annan dag än avtalets")
@click.option("--villkor", metavar="TEXT", multiple=True, help="Vad de är överens om, till exempel om betalda bidrag")
@click.option("--undertecknas", metavar="DATUM", help="Dagen då handlingen ska skrivas under")
@click.option("--dnr", metavar="NUMMER", help="Diarienummer")
@slutflaggor
@click.pass_context
def kommando(ctx: click.Context, /, part: str, **givna: Any) -> int:
    """Förbered en begäran om utträde för PART, eller en överenskommelse om förtida utträde.

    Avtalet avgör vilken dag som går. Vill parten gå ur en annan dag krävs att alla parter är överens (--förtida).
    """
    from avtalsgenerator import kedja
    from avtalsgenerator.andringar.grund import finn_part

    mapp, frågor = avtalsmapp(ctx), Frågor(givna)
    register = kedja.läs(mapp)
    p = finn_part(register, part)
    id_, uppgifter = _vad(frågor, register, p)
    frågor.lägg_upp(mapp, register, id_, uppgifter)
    return 0


def _vad(f: Frågor, register: Register, part: Part) -> tuple[str, dict[str, Värde]]:
    """Handlingens id och uppgifter, sedan avtalet har avgjort om dagen går."""
    from avtalsgenerator.andringar.grund import som_fält
    from avtalsgenerator.andringar.handling import namn_av
    from avtalsgenerator.andringar.uttrade import avtal_med, utträdets_uppgifter
    from avtalsgenerator.modell import Handling

    fält = partial(som_fält, Handling)
    per = f.en("per", "Vilken dag blir den sista som part? (2025-12-31)", fält("undertecknas_den"))
    f.klart()
    sista = date.fromisoformat(per)
    avtal = f.avtal(register, med := avtal_med(register, part, sista))
    f.klart()
    if avtal not in med:
        raise Användningsfel(f"{part.namn} är inte part i {avtal} {sista}", f"Välj bland: {', '.join(med)}.")
    sista, förtida, inkom = _hur(f, register.avtal[avtal], sista)
    svar = {"begäran_inkom": inkom}
    när = "Vilken dag ska handlingen skrivas under?"
    svar["undertecknas_den"] = f.en("undertecknas", när, fält("undertecknas_den"), krävs=False)
    svar["diarienummer"] = f.en("dnr", "Diarienummer", fält("diarienummer"), krävs=False)
    villkor: list[str] = []
    if förtida:
        vad = "Vad är parterna överens om, till exempel om bidrag som är betalda?"
        villkor = f.flera("villkor", vad, fält("villkor", i_lista=True), krävs=False)
    elif f.givna["villkor"]:
        f.fel.append("--villkor hör ihop med --förtida")
    f.klart()
    uppgifter = utträdets_uppgifter(part, sista, förtida=förtida, svar=svar, villkor=villkor)
    return f"{avtal}/{namn_av('fortida-uttrade' if förtida else 'uttrade', [part.id])}", uppgifter


def _hur(f: Frågor, avtal: Avtal, sista: date) -> tuple[date, bool, str]:
    """Sista dagen, om det är en överenskommelse om förtida utträde, och när begäran kom in."""
    from avtalsgenerator.andringar.grund import som_fält
    from avtalsgenerator.andringar.uttrade import pröva_utträde
    from avtalsgenerator.modell import Handling

    if f.givna["förtida"]:
        f.fel += ["--begäran-inkom hör inte ihop med --förtida"] if f.givna["begäran_inkom"] else []
        return sista, True, ""
    inkom = ""
    if avtal.utträde or f.givna["begäran_inkom"]:
        dag = inte_i_framtiden(som_fält(Handling, "begäran_inkom"))
        inkom = f.en("begäran_inkom", "Vilken dag kom partens begäran in?", dag, krävs=False)
        f.klart()
    besked = pröva_utträde(avtal, sista, date.fromisoformat(inkom) if inkom else None, i_dag())
    if not besked.hinder:
        return sista, False, inkom
    sista, förtida = _välj(f, besked, sista)
    return sista, förtida, "" if förtida else inkom


def _välj(f: Frågor, besked: Besked, sista: date) -> tuple[date, bool]:
    """Det avtalet tillåter eller en överenskommelse, när den önskade dagen inte går."""
    if not f.terminal:
        enligt = (
            f"Skriv --per {besked.tidigast} för utträde enligt avtalet{besked.antagande}, eller "
            if besked.tidigast
            else "Skriv "
        )
        råd = f"{enligt}--förtida om alla parter är överens."
        raise Användningsfel(f"{besked.regel}; {besked.hinder}", råd)
    click.echo(f"{besked.regel}. Det går inte: {besked.hinder}.")
    val: dict[str, tuple[date, bool]] = {}
    if besked.tidigast:
        val[f"utträde enligt avtalet, med {besked.tidigast} som sista dag{besked.antagande}"] = besked.tidigast, False
    val[f"överenskommelse mellan alla parter om förtida utträde, med {sista} som sista dag"] = sista, True
    svar = fråga("Vad ska det bli?", val=(*val, "inget"))
    if svar == "inget":
        raise KeyboardInterrupt
    return val[svar]
