"""``avtal ny beslut``: ett nytt beslut."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, get_args

import click

from avtalsgenerator.cli import Kommando, avtalsmapp
from avtalsgenerator.cli.fraga import Frågor, fråga, ja_eller_nej, slutflaggor

if TYPE_CHECKING:
    from avtalsgenerator.andringar.beslut import NyttBeslut
    from avtalsgenerator.modell import Part
    from avtalsgenerator.noder import Värde
    from avtalsgenerator.register import Register


@click.command("beslut", cls=Kommando, short_help="Lägg upp ett beslut, eller ett förslag till beslut")
@click.argument("part", metavar="PART")
@click.option("--förslag", "förslag", metavar="NAMN", help="Förslaget som beslutet är fattat på; dess fil ändras")
@click.option("--organ", metavar="ORGAN", help="Organet som har beslutat, till exempel kommunstyrelsen")
@click.option("--organslag", metavar="SLAG", help="fullmäktige, styrelse, nämnd, utskott eller tjänsteperson")
@click.option("--status", metavar="STATUS", help="förslag, beslutat, återremitterat, bordlagt eller upphävt")
@click.option("--dag", metavar="DATUM", help="Dagen för sammanträdet eller beslutet")
@click.option("--paragraf", metavar="NUMMER", help="Paragrafen i protokollet")
@click.option("--dnr", metavar="NUMMER", help="Diarienummer")
@click.option("--rubrik", metavar="TEXT", help="Ärendets rubrik")
@click.option("--beslutande", metavar="NAMN", help="Tjänstepersonen, om någon har beslutat ensam")
@click.option(
    "--sats", metavar="TEXT VERKAN", nargs=2, multiple=True,
    help="En beslutssats och vad den innebär: ingen, ansluter=AVTAL, utträder=AVTAL, godkänner=HANDLING[:VERSION], "
    "underskriftsrätt=AVTAL:BEFATTNING, uppdrag=AVTAL eller finansiering=TEXT",
)  # fmt: skip
@click.option("--innehavare", metavar="BEFATTNING NAMN", nargs=2, multiple=True, help="Vem som har en befattning")
@click.option("--tillsammans", is_flag=True, help="De som får skriva under gör det två i förening")
@click.option("--genom", metavar="ORGAN", multiple=True, help="Organet vars underskrift rätten gäller")
@click.option("--källa", "källa", metavar="TEXT", help="Var uppgifterna kommer från")
@slutflaggor
@click.pass_context
def kommando(ctx: click.Context, /, part: str, **givna: Any) -> int:
    """Lägg upp ett beslut som PART har fattat, eller ett förslag.

    Ett nytt organ läggs till hos parten. Ger beslutet rätt att skriva under läggs också behörigheten till, med
    beslutet som stöd.
    """
    from avtalsgenerator import kedja
    from avtalsgenerator.andringar.beslut import filnamn, nytt_beslut
    from avtalsgenerator.andringar.grund import finn_part
    from avtalsgenerator.visning import andring as visning

    mapp, frågor = avtalsmapp(ctx), Frågor(givna)
    register = kedja.läs(mapp)
    p = finn_part(register, part)
    beslut = _fråga(frågor, register, p)
    frågor.klart()
    prövad = frågor.pröva(mapp, register, nytt_beslut(mapp, register, p, beslut))
    visning.visa_prövad(prövad)
    id_ = beslut.förslag or f"{p.id}/{filnamn(register, p, beslut)}"
    frågor.spara(prövad, lambda: visning.visa_nästa(("Se beslutet", f"avtal visa {id_}")))
    return 0


def _fråga(f: Frågor, register: Register, part: Part) -> NyttBeslut:
    from dataclasses import replace

    from avtalsgenerator.andringar.beslut import NyttBeslut, på_förslag
    from avtalsgenerator.andringar.grund import som_fält
    from avtalsgenerator.modell import Beslut
    from avtalsgenerator.modell.beslut import Status

    fält, förslag = partial(som_fält, Beslut), f.givna["förslag"]
    if förslag:
        grund = på_förslag(register, part, förslag)
        f.fel += [
            f"--{flagga} hör inte ihop med --förslag" for flagga in ("organ", "rubrik", "sats") if f.givna[flagga]
        ]
    else:
        grund = NyttBeslut(
            f.en("organ", "Vilket organ?", fält("organ"), val=[o.namn for o in part.organ], fritt=True), "", "", ()
        )
    slag = _organslag(f, part, grund.organ)
    status = f.en(
        "status", "Vad har organet gjort?", val=[s for s in get_args(Status) if not (förslag and s == "förslag")]
    )
    rubrik = grund.rubrik or f.en("rubrik", "Ärendets rubrik", fält("rubrik"))
    uppgifter = {}
    if status != "förslag" or f.givna["dag"] or f.givna["paragraf"]:
        uppgifter["sammanträdesdatum"] = f.en("dag", "Vilken dag? (2024-01-31)", fält("sammanträdesdatum"), krävs=False)
        uppgifter["paragraf"] = f.en("paragraf", "Paragraf i protokollet", fält("paragraf"), krävs=False)
    uppgifter["diarienummer"] = f.en("dnr", "Diarienummer", fält("diarienummer"), krävs=False)
    if slag == "tjänsteperson" or f.givna["beslutande"]:
        uppgifter["beslutande"] = f.en("beslutande", "Vem beslutade?", fält("beslutande"), krävs=False)
    satser = grund.satser or _satser(f, register)
    beslut = replace(grund, rubrik=rubrik, status=status, satser=satser, organslag=slag, uppgifter=uppgifter)
    beslut = replace(beslut, **_underskriftsrätt(f, register, part, beslut))
    uppgifter["källa"] = f.en("källa", "Var kommer uppgifterna från?", fält("källa"), krävs=False)
    return beslut


def _organslag(f: Frågor, part: Part, organ: str) -> str:
    """Vad organet är för slag; det frågas bara om det är nytt hos parten."""
    from avtalsgenerator.modell.part import Organslag

    if not organ or (finns := part.finn_organ(organ)):
        return finns.slag if organ and finns else ""
    return f.en("organslag", f"{organ} är nytt hos {part.namn}. Vad är det?", val=get_args(Organslag))


def _satser(f: Frågor, register: Register) -> list[tuple[str, dict[str, Värde]]]:
    """Beslutssatserna med sin verkan."""
    from avtalsgenerator.andringar.beslut import tolka_verkan
    from avtalsgenerator.andringar.grund import som_fält, städa
    from avtalsgenerator.fel import Användningsfel
    from avtalsgenerator.modell.beslut import Beslutssats

    pröva = som_fält(Beslutssats, "text")
    satser: list[tuple[str, dict[str, Värde]]] = []
    if f.givna["sats"] or not f.terminal:
        f.saknas += [] if f.givna["sats"] else ["--sats"]
        for text, verkan in f.givna["sats"]:
            try:
                satser.append((städa(text), tolka_verkan(register, städa(verkan))))
            except Användningsfel as fel:
                f.fel.append(f"--sats: {fel}. {fel.råd}")
            f.fel += [f"--sats: {brist}"] if (brist := pröva(text)) else []
        return satser
    nästa = "Vad beslutades, en punkt i taget?"
    while text := fråga(nästa, pröva, krävs=not satser, fler=bool(satser)):
        satser.append((text, tolka_verkan(register, _fråga_verkan(register))))
        nästa = "Nästa punkt"
    return satser


INNEBÄR = {
    "ingen": "ingen särskild verkan",
    "ansluter": "parten blir med i ett avtal",
    "utträder": "parten går ur ett avtal",
    "godkänner": "parten godkänner ett tilläggsavtal",
    "underskriftsrätt": "någon får rätt att skriva under",
    "uppdrag": "någon får i uppdrag att ta fram ett avtal",
    "finansiering": "hur det ska betalas",
}
"""Verkan, och vad den kallas i frågan."""


def _fråga_verkan(register: Register) -> str:
    """Vad punkten innebär, så som det skrivs efter --sats."""
    from avtalsgenerator.andringar.grund import som_fält
    from avtalsgenerator.modell.grund import Omfattning
    from avtalsgenerator.modell.part import Befattning

    vad = fråga("Vad innebär punkten?", val=tuple(INNEBÄR.values()))
    slag = next(s for s, text in INNEBÄR.items() if text == vad)
    if slag == "ingen":
        return slag
    if slag == "finansiering":
        return f"{slag}={fråga('Hur ska det betalas?')}"
    if slag == "godkänner":
        return f"{slag}={fråga('Vilket tilläggsavtal?', val=tuple(register.handlingar))}"
    avtal = fråga("Vilket avtal?", val=tuple(register.avtal))
    if slag != "underskriftsrätt":
        return f"{slag}={avtal}"
    omfattar = fråga("Vad får skrivas under?", val=get_args(Omfattning))
    befattningar: list[str] = []
    pröva, nästa = som_fält(Befattning, "befattning"), "Vilken befattning?"
    while befattning := fråga(nästa, pröva, krävs=not befattningar, fler=bool(befattningar)):
        befattningar.append(befattning)
        nästa = "En till?"
    return f"{slag}={avtal}:{omfattar}:{','.join(befattningar)}"


def _underskriftsrätt(f: Frågor, register: Register, part: Part, beslut: NyttBeslut) -> dict[str, Any]:
    """Svaren som bara behövs om beslutet är fattat och ger någon rätt att skriva under."""
    from avtalsgenerator.andringar.beslut import befattningar_i, rätter, skriver_under_genom, utan_namn
    from avtalsgenerator.andringar.grund import som_fält
    from avtalsgenerator.modell.part import Befattning

    nämnda = befattningar_i(beslut)
    innehavare = dict(f.givna["innehavare"])
    if beslut.status != "beslutat" or not rätter(beslut):
        if innehavare or f.givna["tillsammans"] or f.givna["genom"]:
            hör = "hör till ett fattat beslut som ger rätt att skriva under"
            f.fel.append(f"--innehavare, --tillsammans och --genom {hör}")
        return {}
    namn = som_fält(Befattning, "namn")
    f.fel += [f"--innehavare: beslutet nämner inte ”{b}”" for b in innehavare if b not in nämnda]
    f.fel += [f"--innehavare: {brist}" for vem in innehavare.values() if (brist := namn(vem))]
    for befattning in nämnda if f.terminal else ():
        if befattning not in innehavare and utan_namn(part, befattning):
            innehavare[befattning] = fråga(f"Vem är {befattning}?", namn, krävs=False)
    tillsammans = f.givna["tillsammans"]
    if f.terminal and len(nämnda) > 1 and not tillsammans:
        tillsammans = ja_eller_nej("Ska de skriva under tillsammans, två i förening?")
    organ = skriver_under_genom(register, part, beslut)
    genom = [beslut.organ] if beslut.organ in organ and not f.givna["genom"] else []
    if organ and not genom:
        genom = f.flera("genom", "Vilket organs underskrift gäller rätten?", val=organ)
    elif f.givna["genom"] and not organ:
        f.fel.append(f"--genom: {part.namn} skriver inte under genom något organ")
    return {"innehavare": innehavare, "tillsammans": tillsammans, "genom": genom}
