"""``avtal kvittera``: svara på en varning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from avtalsgenerator.cli import Kommando, avtalsmapp
from avtalsgenerator.cli.fraga import Frågor, i_dag, slutflaggor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avtalsgenerator.regler import Anmärkning


@click.command(cls=Kommando)
@click.argument("handling", metavar="HANDLING")
@click.argument("kod", metavar="KOD")
@click.option("--gäller", "gäller", metavar="ORD", help="Några av varningens ord, när flera har samma kod")
@click.option("--alla", is_flag=True, help="Svara på alla varningar med koden")
@click.option("--motivering", metavar="TEXT", help="Varför handlingen kan skrivas under ändå")
@click.option("--av", metavar="NAMN", help="Den som har tagit ställning")
@click.option("--dag", metavar="DATUM", help="Dagen då ställning togs (förval: idag)")
@click.option("--ångra", "ångra", is_flag=True, help="Ta bort svaren på varningar med koden")
@slutflaggor
@click.pass_context
def kommando(ctx: click.Context, /, handling: str, kod: str, ångra: bool, **givna: Any) -> int:
    """Svara på en varning: vem som har tagit ställning till den, när och varför. Ett hinder kan bara rättas.

    HANDLING är det som kontrolleras: ett avtal, en handling, en skrivelse eller ett beslut. KOD är varningens, till
    exempel FRM01. Svaret gäller varningens ord: säger den något annat senare måste den besvaras igen.
    """
    from avtalsgenerator import kedja
    from avtalsgenerator.andringar import kvittens
    from avtalsgenerator.andringar.grund import som_fält
    from avtalsgenerator.modell.kvittens import Kvittens
    from avtalsgenerator.visning import andring as visning

    mapp, frågor = avtalsmapp(ctx), Frågor({**givna, "dag": givna["dag"] or str(i_dag())})
    kontroll = kedja.kontrollera(mapp, handling)
    mål = kontroll.lägen[0].mål
    if ångra:
        frågor.klart()
        ändring = kvittens.ångra(mapp, mål, kod)
    else:
        varningar = _vilka(frågor, kvittens.att_besvara(kontroll, kod))
        skäl, vem = (som_fält(Kvittens, fält) for fält in ("motivering", "av"))
        svar = {
            "motivering": frågor.en("motivering", "Varför kan handlingen skrivas under ändå?", skäl),
            "av": frågor.en("av", "Vem har tagit ställning?", vem),
            "dag": frågor.en("dag", "Vilken dag?", som_fält(Kvittens, "dag")),
        }
        frågor.klart()
        ändring = kvittens.besvara(mapp, mål, varningar, svar)
    prövad = frågor.pröva(mapp, kedja.läs(mapp), [ändring])
    visning.visa_prövad(prövad)
    frågor.spara(prövad, lambda: visning.visa_nästa(("Se vad som återstår", f"avtal kontrollera {mål.id}")))
    return 0


def _vilka(frågor: Frågor, varningar: Sequence[Anmärkning]) -> Sequence[Anmärkning]:
    """Varningarna som svaret gäller: den enda, den som har orden, den som väljs i terminalen, eller alla."""
    from avtalsgenerator.andringar.kvittens import välj

    if frågor.givna["alla"] or (len(varningar) == 1 and frågor.givna["gäller"] is None):
        return varningar
    texter = [" ".join(a.text.split()) for a in varningar]
    ord_ = frågor.en("gäller", "Vilken av dem?", val=texter, fritt=True)
    return [välj(varningar, ord_)] if ord_ else varningar
