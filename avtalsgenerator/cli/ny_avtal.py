"""``avtal ny avtal``: ett nytt avtal."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from avtalsgenerator.cli import Kommando, avtalsmapp
from avtalsgenerator.cli.fraga import Frågor, fråga, slutflaggor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avtalsgenerator.register import Register


@click.command("avtal", cls=Kommando, short_help="Lägg upp ett avtal")
@click.argument("id_", metavar="ID")
@click.option("--namn", metavar="NAMN", help="Avtalets hela namn")
@click.option("--kortnamn", metavar="NAMN", help="Det samarbetet kallas i löpande text")
@click.option("--part", metavar="PART", multiple=True, help="En part; en gång för varje, i avtalets ordning")
@click.option("--värd", "värd", metavar="PART", help="Parten som driver verksamheten")
@click.option("--från", "från", metavar="DATUM", help="Avtalets första dag")
@click.option("--till", metavar="DATUM", help="Avtalets sista dag")
@click.option("--dnr", metavar="NUMMER", help="Diarienummer")
@click.option("--daterat", metavar="DATUM", help="Dagen som avtalet är daterat")
@click.option("--undertecknas", metavar="DATUM", help="Dagen då avtalet ska skrivas under")
@click.option("--förlängning", "förlängning", metavar="ÅR", help="Hur många år avtalet förlängs")
@click.option("--uppsägning", "uppsägning", metavar="DATUM", help="Sista dagen att säga upp det före förlängningen")
@click.option("--utträde", "utträde", metavar="DAG", help="Dagen på året då en part kan gå ur: 31 december")
@click.option("--varsel", metavar="MÅNADER", help="Hur långt i förväg begäran om utträde ska ha kommit in")
@click.option("--krets", metavar="PART", help="Kretsen som nya parter ska komma från")
@click.option("--budget", metavar="BELOPP", help="Vad verksamheten kostar per år")
@click.option(
    "--post", metavar="VEM BELOPP", nargs=2, multiple=True, help="Vad en part, eller parter av ett slag, betalar per år"
)
@click.option("--rest", metavar="PART", help="Parten som bär resten när beloppen avrundas")
@click.option("--befolkning", metavar="DATUM", help="Dagen för den folkmängd som kostnaden delas efter")
@click.option("--källa", "källa", metavar="TEXT", help="Var uppgifterna kommer från")
@slutflaggor
@click.pass_context
def kommando(ctx: click.Context, /, id_: str, **givna: Any) -> int:
    """Lägg upp ett avtal. ID blir namnet på avtalets mapp: a–z, siffror och bindestreck.

    Parterna ska redan finnas (avtal ny part). Avtalets texter läggs sedan till i filen.
    """
    from avtalsgenerator import kedja
    from avtalsgenerator.andringar import avtal
    from avtalsgenerator.visning import andring as visning

    mapp, frågor = avtalsmapp(ctx), Frågor(givna)
    register = kedja.läs(mapp)
    avtal.kräv_ledigt_id(register, id_)
    parter = _parter(frågor, register)
    svar = _fråga(frågor, register, parter)
    poster = _poster(frågor, register, parter, svar)
    frågor.klart()
    prövad = frågor.pröva(mapp, register, [avtal.nytt_avtal(register, id_, svar, parter, poster)])
    visning.visa_prövad(prövad)
    nästa = ("Se vad som saknas", f"avtal kontrollera {id_}"), ("Se parterna", f"avtal visa {id_}")
    frågor.spara(prövad, lambda: visning.visa_nästa(*nästa))
    return 0


def _parter(f: Frågor, register: Register) -> list[str]:
    """Parternas id, i den ordning de skrivs."""
    from avtalsgenerator.andringar.grund import finn_part
    from avtalsgenerator.andringar.part import fel_i_part

    namn = f.flera("part", "Vilken är den första parten?", partial(fel_i_part, register))
    return list(dict.fromkeys(finn_part(register, n).id for n in namn if n))


def _fråga(f: Frågor, register: Register, parter: Sequence[str]) -> dict[str, str]:
    from avtalsgenerator.andringar.grund import som_fält
    from avtalsgenerator.andringar.part import fel_i_part, kretsar
    from avtalsgenerator.modell import Avtal
    from avtalsgenerator.modell.avtal import Avtalstid, Finansiering

    fält, part = partial(som_fält, Avtal), partial(fel_i_part, register)
    svar = {"namn": f.en("namn", "Avtalets hela namn", fält("namn"))}
    svar["kortnamn"] = f.en("kortnamn", "Kort namn, för löpande text", fält("kortnamn"))
    svar["värd"] = f.en("värd", "Vilken part driver verksamheten?", part, val=parter, fritt=True)
    svar["från"] = f.en("från", "Avtalets första dag (2025-01-01)", som_fält(Avtalstid, "från"))
    svar["till"] = f.en("till", "Avtalets sista dag (2027-12-31)", som_fält(Avtalstid, "till"))
    for namn, flagga, text in (
        ("diarienummer", "dnr", "Diarienummer"),
        ("daterat", "daterat", "Vilken dag är avtalet daterat?"),
        ("undertecknas_den", "undertecknas", "Vilken dag ska det skrivas under?"),
    ):
        svar[namn] = f.en(flagga, text, fält(namn), krävs=False)
    svar |= _tider(f)
    krets = "Vilken krets ska nya parter komma från?"
    svar["krets"] = f.en("krets", krets, part, krävs=False, val=kretsar(register), fritt=True)
    svar["budget"] = f.en("budget", "Vad kostar verksamheten per år?", som_fält(Finansiering, "budget"), krävs=False)
    svar["källa"] = f.en("källa", "Var kommer uppgifterna från?", fält("källa"), krävs=False)
    return svar


def _tider(f: Frågor) -> dict[str, str]:
    """När avtalet förlängs och när en part kan gå ur; varje uppgift hör ihop med en till."""
    from avtalsgenerator.andringar.grund import som_fält
    from avtalsgenerator.modell.avtal import Förlängning, Utträdesregel

    svar = {}
    for (ett, text), (annat, följd), modell, fält in (
        (("förlängning", "Hur många år förlängs avtalet?"), ("uppsägning", "Vilken dag ska det senast sägas upp?"),
         Förlängning, ("år", "om_ej_uppsagt_senast")),
        (("utträde", "Vilken dag på året kan en part gå ur? (31 december)"), ("varsel", "Hur många månader i förväg?"),
         Utträdesregel, ("per", "varsel_månader")),
    ):  # fmt: skip
        svar[ett] = f.en(ett, text, som_fält(modell, fält[0]), krävs=bool(f.givna[annat]))
        if svar[ett] or f.givna[ett]:
            svar[annat] = f.en(annat, följd, som_fält(modell, fält[1]))
    return svar


def _poster(f: Frågor, register: Register, parter: Sequence[str], svar: dict[str, str]) -> dict[str, str]:
    """Vad var och en betalar: belopp på parternas slag, eller på en part som är ensam om sitt slag."""
    from avtalsgenerator.andringar.avtal import grupper
    from avtalsgenerator.andringar.grund import som_fält
    from avtalsgenerator.modell.avtal import Post

    delar, belopp = grupper(register, parter), som_fält(Post, "belopp")
    poster = dict(f.givna["post"])
    for vem, summa in poster.items():
        f.fel += [] if vem in delar else [f"--post: ”{vem}” delar inte kostnaden. Välj bland: {', '.join(delar)}."]
        f.fel += [f"--post: {brist}"] if (brist := belopp(summa)) else []
    if not svar["budget"]:
        f.fel += ["--post hör ihop med --budget"] if poster else []
        return {}
    for vem, vilka in delar.items() if f.terminal and not poster else ():
        flera = len(vilka) > 1
        vad = f"Vad betalar {f'parterna av slaget {vem} tillsammans' if flera else vem} per år?"
        if summa := fråga(vad, belopp, krävs=False):
            poster[vem] = summa
    if any(len(delar.get(vem, ())) > 1 for vem in poster):
        svar["rest"] = f.en("rest", "Vem bär resten när beloppen avrundas?", val=parter)
        dag = som_fält(Post, "befolkning_per")
        svar["befolkning"] = f.en("befolkning", "Vilken dags folkmängd delas kostnaden efter?", dag, krävs=False)
    return poster
