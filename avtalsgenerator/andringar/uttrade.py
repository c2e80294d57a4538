"""Vet vad avtalet säger om den som vill gå ur en viss dag, och vad det i så fall blir för handling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avtalsgenerator import kalender
from avtalsgenerator.fel import Användningsfel
from avtalsgenerator.per_datum import EN_DAG, ställ_per_datum
from avtalsgenerator.svenska import i_ord, paragraf, årsdag

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from avtalsgenerator.modell import Avtal, Part
    from avtalsgenerator.noder import Värde
    from avtalsgenerator.register import Register


@dataclass(frozen=True)
class Besked:
    """Om avtalet tillåter utträde den önskade dagen; annars varför inte, och den tidigaste dag då det går.

    ``tidigast`` saknas om avtalet inte har någon bestämmelse om utträde: då krävs att alla parter är överens.
    """

    regel: str
    """Vad avtalet säger, i en mening."""
    hinder: str = ""
    tidigast: date | None = None
    antagande: str = ""
    """Vad den tidigaste dagen bygger på, om begäran inte har kommit in."""


def avtal_med(register: Register, part: Part, sista: date) -> list[str]:
    """Avtalen som parten är med i den dagen. Kastar ``Användningsfel`` om det inte är något."""
    med = [
        a.id
        for a in register.avtal.values()
        if a.avtalstid.från <= sista and any(d.part.id == part.id for d in ställ_per_datum(register, a, sista).parter)
    ]
    if not med:
        raise Användningsfel(f"{part.namn} är inte part i något avtal {sista}", "Kontrollera parten och dagen.")
    return med


def pröva_utträde(avtal: Avtal, sista: date, inkom: date | None, i_dag: date) -> Besked:
    """Prövar den önskade sista dagen som part mot avtalet. Är begäran inte inkommen räknas från i dag."""
    regel = avtal.utträde
    if regel is None:
        return Besked(f"{avtal.kortnamn} säger inget om utträde", "avtalet har ingen bestämmelse om utträde")
    var = f" ({paragraf(regel.paragraf)})" if regel.paragraf else ""
    säger = (
        f"Enligt avtalet{var} går en part ur den {årsdag(regel.per)}, "
        f"efter en begäran som har kommit in minst {i_ord(regel.varsel_månader)} månader före"
    )
    tidigast = kalender.tidigaste_utträde(inkom or i_dag, regel.per, regel.varsel_månader)
    senast = kalender.minus_månader(sista, regel.varsel_månader)
    hinder = ""
    if sista != kalender.nästa_årsdag(sista, regel.per):
        hinder = f"sista dagen kan inte vara {sista}, utan ska vara den {årsdag(regel.per)}"
    elif inkom and inkom > senast:
        hinder = f"begäran kom in {inkom} men skulle ha kommit in senast {senast}"
    elif inkom is None and i_dag > senast:
        hinder = f"begäran skulle ha kommit in senast {senast}, och det är inte sagt att den har det"
    return Besked(säger, hinder, tidigast, "" if inkom else " om begäran kommer in i dag")


def utträdets_uppgifter(
    part: Part, sista: date, *, förtida: bool, svar: dict[str, str], villkor: Sequence[str]
) -> dict[str, Värde]:
    """Handlingens uppgifter: utträde enligt avtalet, eller en överenskommelse om förtida utträde."""
    uppgifter: dict[str, Värde] = {"slag": "förtida utträde" if förtida else "utträde", "utträder": [part.id]}
    uppgifter |= {"gäller_från": str(sista + EN_DAG), **svar}
    return {**uppgifter, "villkor": list(villkor)}
