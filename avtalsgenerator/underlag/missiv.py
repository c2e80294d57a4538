"""Orden i missivet till en handling som ska skrivas under, och i expedieringen av ett beslut: vem som får vad."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from avtalsgenerator.svenska import datum, paragraf, uppräkning
from avtalsgenerator.underlag.grund import Gemensamt, OmBeslut, gemensamt, om_beslut, rubrik, ändrar_kostnader
from avtalsgenerator.underlag.tillaggsavtal import antal_exemplar
from avtalsgenerator.underlag.underskrifter import godkännande
from avtalsgenerator.ursprung import alla_ur, ur, ur_om
from avtalsgenerator.varden import Lucka

if TYPE_CHECKING:
    from avtalsgenerator.beslutslage import Beslutsläge
    from avtalsgenerator.per_datum import Avtalsläge


@dataclass(frozen=True)
class Mottagare:
    """En part som får handlingen."""

    part: str
    """Partens namn."""
    sidor: str
    """Partens signatursidor: ”signatursida 3 och 4”."""
    beslut: str
    """Partens beslut om handlingen, eller att det återstår."""


@dataclass(frozen=True)
class Missiv(Gemensamt):
    """Orden i missivet till parterna."""

    avsändare: str
    """Parten som driver verksamheten och skickar ut handlingen."""
    vad: str
    """Handlingen som skickas, ”Tilläggsavtal Ale och Lilla Edet”."""
    bilaga: str | None
    """Bilagan som följer med."""
    mottagare: tuple[Mottagare, ...]
    """De som ska skriva under."""
    exemplar: str
    """Hur många exemplar som skrivs under."""
    med_penna: bool
    """Om handlingen skrivs under på papper."""
    gäller_från: str
    """Första dagen som handlingen gäller."""


@dataclass(frozen=True)
class Expediering(OmBeslut):
    """Orden i expedieringen av ett beslut."""

    dag: str | Lucka
    """Dagen för beslutet i löpande text."""
    mottagare: tuple[Adressat, ...]
    """De som får beslutet."""


@dataclass(frozen=True)
class Adressat:
    """En som får beslutet."""

    namn: str
    """Vem det är."""
    får: str
    """Vad som skickas."""


def missiv(läge: Avtalsläge, part: str | None = None) -> Missiv:
    """Orden i mallen ``missiv``; med ``part`` är bara den mottagare."""
    handling = läge.handling
    numrerade = [(nummer, u.part) for nummer, u in enumerate(läge.underskrifter, 1) if part in (None, u.part.id)]
    per_part = ((vem, [n for n, _ in grupp]) for vem, grupp in groupby(numrerade, key=lambda x: x[1]))
    return Missiv(
        **gemensamt(läge, "Missiv"),  # type: ignore[arg-type]
        avsändare=ur(läge.värd, "namn"),
        vad=rubrik(läge) if handling else "samverkansavtalet",
        bilaga="bilaga 1, Kostnadsfördelning" if ändrar_kostnader(läge) else None,
        mottagare=tuple(
            Mottagare(ur(vem, "namn"), f"signatursida {uppräkning(map(str, sidor))}", _beslut(läge, vem.id))
            for vem, sidor in per_part
        ),
        exemplar=antal_exemplar(läge),
        med_penna=läge.med_penna,
        gäller_från=ur(handling, "gäller_från", som=datum) if handling else ur(läge.avtal.avtalstid, "från", som=datum),
    )


def _beslut(läge: Avtalsläge, part: str) -> str:
    beslut = godkännande(läge, part)
    return beslut if isinstance(beslut, str) else "beslut återstår"


def expediering(läge: Beslutsläge) -> Expediering:
    """Orden i mallen ``expediering``."""
    b = läge.beslut
    nummer = ur_om(b, "paragraf", som=paragraf) or ""
    utdrag = "beslutet" if b.beslutande else f"protokollsutdrag {nummer}".strip()
    return Expediering(
        **om_beslut(läge, "Expediering"),  # type: ignore[arg-type]
        dag=ur_om(b, "sammanträdesdatum", som=datum) or Lucka("dagen för beslutet"),
        mottagare=tuple(Adressat(namn, utdrag) for namn in alla_ur(läge.protokoll, "skickas_till")),
    )
