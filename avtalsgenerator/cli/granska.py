"""``avtal granska``: det som juristen har ändrat i Word, och det som någon godkänner."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from avtalsgenerator.cli import Kommando, avtalsmapp
from avtalsgenerator.cli.fraga import Frågor, i_dag, inte_i_framtiden, ja_eller_nej, slutflaggor
from avtalsgenerator.fel import Användningsfel

if TYPE_CHECKING:
    from avtalsgenerator.andringar.andrad_uppgift import Ändraduppgift
    from avtalsgenerator.redigera import Ändring
    from avtalsgenerator.regler.grund import Läge

WORDFILER = (".docx", ".docm", ".doc", ".dotx", ".odt", ".pdf")
"""Det som någon kan tänkas skicka tillbaka. Bara .docx går att läsa; de andra avvisas med ett råd."""
_BARA_FIL, _BARA_GODKÄNNANDE = ("mot", "format_"), ("av", "dag", "bara")
"""Flaggorna som hör till en fil som har kommit tillbaka, och till ett godkännande."""


@click.command(cls=Kommando)
@click.argument("vad", metavar="FIL|HANDLING")
@click.option("--mot", metavar="UTKAST.docx", type=click.Path(path_type=Path),
              help="Utkastet som skickades i väg, om FIL har förlorat det")  # fmt: skip
@click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), metavar="FORMAT", help="text eller json, för FIL"
)
@click.option("--godkänn", "godkänn", is_flag=True, help="Godkänn handlingens dokument så som de är nu")
@click.option("--av", metavar="NAMN", help="Den som har läst och godkänner")
@click.option("--dag", metavar="DATUM", help="Dagen då det godkändes (förval: idag)")
@click.option("--bara", metavar="DOKUMENT", help="Ett av dokumenten, till exempel tillaggsavtal")
@click.option("--ångra", "ångra", is_flag=True, help="Ta bort det som NAMN har godkänt")
@slutflaggor
@click.pass_context
def kommando(ctx: click.Context, /, vad: str, godkänn: bool, **givna: Any) -> int:
    """Läs det som juristen har ändrat i ett utkast, eller godkänn en handlings dokument.

    FIL är ett utkast som har kommit tillbaka från Word. Det som är ändrat sorteras i tre högar: uppgifter, som föreslås
    bli ändrade i sina filer; mallens text, för den som äger mallen; och form. Inget ändras utan ett ja.

    HANDLING är ett avtal, en handling, en skrivelse eller ett beslut, och godkänns med --godkänn: vem, när och exakt
    vilken text. Godkännandet gäller dokumenten ord för ord, uppgifterna bakom orden och mallen. Ändras något av det
    senare säger avtal kontrollera vad. En kopia av det som godkändes sparas i mappen granskat/. Signatursidorna och
    signaturlistan visar vem som har skrivit under, och godkänns bara med --bara.
    """
    godkännande = godkänn or givna["ångra"]
    fel = [f for f in (_BARA_FIL if godkännande else _BARA_GODKÄNNANDE) if givna[f] is not None]
    if fel:
        hör_till = "en fil som har kommit tillbaka" if godkännande else "--godkänn och --ångra. Lägg till en av dem"
        raise click.UsageError(f"--{fel[0].rstrip('_')} hör till {hör_till}.", ctx)
    return _godkänn(ctx, vad, **givna) if godkännande else _läs(ctx, Path(vad), givna)


def _läs(ctx: click.Context, fil: Path, givna: dict[str, Any]) -> int:
    from avtalsgenerator import kedja, visning
    from avtalsgenerator.andringar import andrad_uppgift, aterkomst
    from avtalsgenerator.visning.andring import visa_prövad
    from avtalsgenerator.visning.aterkomst import visa_andra_ord, visa_hur_man_sparar, visa_sedan, visa_återkomst

    if fil.suffix.lower() not in WORDFILER:
        raise Användningsfel(
            f"{fil} är ingen Word-fil",
            "Ange ett utkast som har kommit tillbaka, FIL.docx, eller godkänn en handling med --godkänn.",
        )
    frågor = Frågor(givna)
    with visning.arbetar("Läser"):
        g = aterkomst.granska(fil, givna["mot"], ctx.obj)
    visa_återkomst(g, givna["format_"] or "text")
    förslag = [u for u in g.uppgifter if u.efter]
    if not förslag or g.mapp is None or givna["format_"] == "json":
        return 0
    valda = _valda(frågor, förslag)
    if not valda:
        return 0
    prövad = frågor.pröva(g.mapp, kedja.läs(g.mapp), andrad_uppgift.ändringar(g.mapp, valda))
    visa_prövad(prövad)
    visa_andra_ord(aterkomst.andra_ord(g, prövad.register, valda))
    if not (frågor.terminal or frågor.ja or frågor.torr):
        visa_hur_man_sparar()
        return 0
    frågor.spara(prövad, lambda: visa_sedan(g))
    return 0


def _valda(frågor: Frågor, förslag: list[Ändraduppgift]) -> list[Ändraduppgift]:
    """Förslagen som ska prövas: alla, eller de som svaret är ja på när de är flera och någon kan svara."""
    if len(förslag) == 1 or frågor.ja or frågor.torr or not frågor.terminal:
        return förslag
    return [u for u in förslag if ja_eller_nej(f"Ändra ”{u.orden[0][0]}” till ”{u.orden[0][1]}”?")]


def _godkänn(ctx: click.Context, handling: str, **givna: Any) -> int:
    from avtalsgenerator import kedja
    from avtalsgenerator.andringar import granskning
    from avtalsgenerator.visning import andring as visning

    if handling.lower().endswith(".docx"):
        raise click.UsageError(
            f"--godkänn gäller en handling i avtalsmappen, inte filen {handling}. Skriv handlingens namn.", ctx
        )
    mapp, frågor = avtalsmapp(ctx), Frågor({**givna, "dag": givna["dag"] or str(i_dag())})
    if givna["ångra"]:
        _, (läge,) = kedja.ställ(mapp, handling, None)
        ändring = _ångra(frågor, mapp, läge)
    else:
        kontroll = kedja.kontrollera(mapp, handling)
        (läge,) = kontroll.lägen
        slag, hinder = granskning.att_godkänna(kontroll, givna["bara"])
        if hinder:
            visning.visa_stopp(hinder)
            return 1
        ändring = granskning.godkänn(mapp, läge, slag, _svar(frågor, läge))
    prövad = granskning.med_kopior(frågor.pröva(mapp, kedja.läs(mapp), [ändring]), läge)
    visning.visa_prövad(prövad)
    frågor.spara(prövad, lambda: visning.visa_nästa(("Se vad som återstår", f"avtal kontrollera {läge.id}")))
    return 0


def _ångra(frågor: Frågor, mapp: Path, läge: Läge) -> Ändring:
    from avtalsgenerator.andringar import granskning

    av = frågor.en("av", "Vems godkännanden ska tas bort?", val=_kända(läge), fritt=True)
    frågor.klart()
    return granskning.ångra(mapp, läge, av, frågor.givna["bara"])


def _svar(frågor: Frågor, läge: Läge) -> dict[str, str]:
    from avtalsgenerator.andringar.grund import som_fält
    from avtalsgenerator.modell.granskning import Granskning

    vem, dag = (som_fält(Granskning, fält) for fält in ("av", "dag"))
    svar = {
        "av": frågor.en("av", "Vem har läst och godkänner?", vem, val=_kända(läge), fritt=True),
        "dag": frågor.en("dag", "Vilken dag?", inte_i_framtiden(dag)),
    }
    frågor.klart()
    return svar


def _kända(läge: Läge) -> list[str]:
    """De som redan har godkänt något, så att samma person skrivs likadant."""
    return list(dict.fromkeys(g.av for g in läge.mål.granskningar))
