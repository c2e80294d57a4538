"""``avtal signera``: anteckna en underskrift."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from avtalsgenerator.cli import Kommando, avtalsmapp
from avtalsgenerator.cli.fraga import Frågor, inte_i_framtiden, slutflaggor

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from avtalsgenerator.modell import Avtal, Handling
    from avtalsgenerator.noder import Värde
    from avtalsgenerator.per_datum import Underskrift


@click.command(cls=Kommando)
@click.argument("handling", metavar="HANDLING")
@click.argument("part", metavar="PART")
@click.option("--av", metavar="NAMN", multiple=True, help="Den som skrev under; en gång för var och en")
@click.option("--dag", metavar="DATUM", help="Dagen då det undertecknades")
@click.option("--sätt", "sätt", metavar="SÄTT", help="penna eller e-underskrift")
@click.option("--organ", metavar="ORGAN", help="Organet, när parten skriver under genom flera")
@click.option("--ångra", "ångra", is_flag=True, help="Ta bort anteckningen om partens underskrift")
@slutflaggor
@click.pass_context
def kommando(ctx: click.Context, /, handling: str, part: str, **givna: Any) -> int:
    """Anteckna vem som har skrivit under för en part, när och på vilket sätt.

    Rätten att skriva under prövas den dagen. Hade den som skrev under inte rätten sparas inget.
    """
    from avtalsgenerator import kedja
    from avtalsgenerator.andringar import grund, underskrift
    from avtalsgenerator.visning import andring as visning
    from avtalsgenerator.visning.underskrifter import visa_återstår

    mapp, frågor = avtalsmapp(ctx), Frågor(givna)
    register = kedja.läs(mapp)
    h, p = underskrift.finn_mål(register, handling), grund.finn_part(register, part)
    ångra: bool = givna["ångra"]
    if ångra:
        frågor.klart()
        ändring = underskrift.ångra(mapp, h, p, givna["organ"] or "")
    else:
        dag = frågor.en("dag", "Vilken dag undertecknades det? (2024-01-31)", inte_i_framtiden(_fält("dag")))
        u = _block(frågor, underskrift.partens_block(register, h, p, dag))
        ändring = underskrift.anteckna(mapp, h, u, _uppgifter(frågor, h, u, dag))
    prövad = frågor.pröva(mapp, register, [ändring])
    if not ångra and (hinder := underskrift.hinder_mot(prövad.register, h.id)):
        visning.visa_stopp(hinder)
        return 1
    visning.visa_prövad(prövad)
    if not ångra:
        visning.visa_ändå("Parten har inte beslutat", underskrift.partens_hinder(prövad.register, h.id, p.id))
    frågor.spara(prövad, lambda: visa_återstår(underskrift.läget(prövad.register, h.id)))
    return 0


def _fält(fält: str, *, i_lista: bool = False) -> Callable[[str], str]:
    from avtalsgenerator.andringar.grund import som_fält
    from avtalsgenerator.modell.underskrift import Undertecknat

    return som_fält(Undertecknat, fält, i_lista=i_lista)


def _block(frågor: Frågor, block: Sequence[Underskrift]) -> Underskrift:
    from avtalsgenerator.andringar.underskrift import organ_i, välj_block

    organ: str | None = frågor.givna["organ"]
    if len(block) > 1:
        genom = [organ_i(u) for u in block]
        organ = frågor.en("organ", "Genom vilket organ skrev parten under?", val=genom, fritt=organ is not None)
        if not organ:
            return block[0]
    return välj_block(block, organ or "")


def _uppgifter(frågor: Frågor, handling: Handling | Avtal, u: Underskrift, dag: str) -> dict[str, Värde]:
    """Raden i handlingen, utan part och organ. Ett samverkansavtal skrivs under med penna om inget annat sägs."""
    from avtalsgenerator.modell import Handling
    from avtalsgenerator.svenska import uppräkning

    kända = [p.namn for p in u.grund.undertecknare if p.namn]
    kan = [*kända, *sorted(u.grund.kan - set(kända))]
    if frågor.terminal and not frågor.givna["av"]:
        har = uppräkning(f"{p.namn} ({p.befattning})" for p in u.grund.undertecknare if p.namn)
        click.echo(f"Rätt att skriva under för {u.part.namn} den dagen: {har or 'ingen känd'}.")
    fråga = "Vem skrev under?" if u.grund.krävs == 1 else "Vilka skrev under?"
    namn = frågor.flera("av", fråga, _fält("av", i_lista=True), antal=u.grund.krävs, val=kan, fritt=True)
    val = ("penna", "e-underskrift")
    hur = frågor.en(
        "sätt", "På vilket sätt?", val=val, förval=handling.underskrifter if isinstance(handling, Handling) else "penna"
    )
    frågor.klart()
    return {"av": list(namn) if len(namn) > 1 else namn[0], "dag": dag, "sätt": hur}
