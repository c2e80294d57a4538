"""``avtal anslut``: nya parter."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from avtalsgenerator.cli import Kommando, avtalsmapp
from avtalsgenerator.cli.fraga import Frågor, slutflaggor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avtalsgenerator.noder import Värde
    from avtalsgenerator.register import Register


@click.command(cls=Kommando)
@click.argument("part", metavar="PART...", nargs=-1, required=True)
@click.option("--från", "från", metavar="DATUM", help="Första dagen som parterna är med")
@click.option("--avtal", metavar="ID", help="Avtalet, om det finns flera")
@click.option("--befolkning", metavar="DATUM", help="Dagen för den folkmängd som kostnaden delas efter")
@click.option("--undertecknas", metavar="DATUM", help="Dagen då tilläggsavtalet ska skrivas under")
@click.option("--dnr", metavar="NUMMER", help="Diarienummer")
@slutflaggor
@click.pass_context
def kommando(ctx: click.Context, /, part: tuple[str, ...], **givna: Any) -> int:
    """Förbered ett tilläggsavtal där en eller flera PART ansluter sig.

    Visar vilka beslut som behövs och vad som brister. Ett förslag till beslut läggs upp för de organ som har beslutat
    om samarbetet förut; för de andra säger underlaget inte vem som beslutar, och inget hittas på.
    """
    from avtalsgenerator import kedja
    from avtalsgenerator.andringar import handling as nytt
    from avtalsgenerator.andringar.grund import finn_part

    mapp, frågor = avtalsmapp(ctx), Frågor(givna)
    register = kedja.läs(mapp)
    parter = list(dict.fromkeys(finn_part(register, p).id for p in part))
    avtal = frågor.avtal(register, _troliga(register, parter))
    uppgifter = _fråga(frågor, register, avtal, parter)
    frågor.klart()
    nytt.kräv_inte_part(register, avtal, parter, str(uppgifter["gäller_från"]))
    id_ = f"{avtal}/{nytt.namn_av('tillagg', parter)}"
    frågor.lägg_upp(mapp, register, id_, uppgifter)
    return 0


def _troliga(register: Register, parter: Sequence[str]) -> list[str]:
    """Avtalen som alla de nya parterna får ansluta sig till."""
    nya = [register.parter[p] for p in parter]
    return [a.id for a in register.avtal.values() if a.anslutning and all(a.anslutning.krets in p.kretsar for p in nya)]


def _fråga(f: Frågor, register: Register, avtal: str, parter: Sequence[str]) -> dict[str, Värde]:
    """Handlingens uppgifter, utan raden som säger vad den är."""
    from avtalsgenerator.andringar.grund import som_fält
    from avtalsgenerator.modell import Handling

    fält = partial(som_fält, Handling)
    finansiering = register.avtal[avtal].finansiering if avtal else None
    svar: dict[str, Värde] = {"slag": "anslutning", "ansluter": list(parter)}
    svar["gäller_från"] = f.en("från", "Från vilken dag ska de vara med? (2025-01-01)", fält("gäller_från"))
    när = "Vilken dag ska tilläggsavtalet skrivas under?"
    svar["undertecknas_den"] = f.en("undertecknas", när, fält("undertecknas_den"), krävs=False)
    if f.givna["befolkning"] or (finansiering and any(p.parter for p in finansiering.poster)):
        dag = "Vilken dags folkmängd ska kostnaden delas efter? (2023-12-31)"
        svar["befolkning_per"] = f.en("befolkning", dag, fält("befolkning_per"), krävs=False)
    svar["diarienummer"] = f.en("dnr", "Diarienummer", fält("diarienummer"), krävs=False)
    return svar
