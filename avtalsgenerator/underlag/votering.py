"""Orden i voteringslistan: hur var och en röstade, och antalen räknade ur listan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from avtalsgenerator.modell.omrostning import Röstning
from avtalsgenerator.svenska import sorteringsnyckel, stor_bokstav, tal
from avtalsgenerator.underlag.grund import OmBeslut, om_beslut
from avtalsgenerator.underlag.protokollsutdrag import antal_röster
from avtalsgenerator.ursprung import räknat, ur, ur_om

if TYPE_CHECKING:
    from avtalsgenerator.beslutslage import Beslutsläge
    from avtalsgenerator.modell.omrostning import Omröstning


@dataclass(frozen=True)
class Röstrad:
    """En ledamot i listan."""

    ledamot: str
    """Ledamotens namn."""
    parti: str
    """Partiets beteckning."""
    platsnummer: str
    """Platsen i salen, eller ett tankstreck."""
    funktion: str
    """Ledamot, ersättare eller ett presidieuppdrag, eller ett tankstreck."""
    röst: str
    """Ja, Nej, Avstår eller Frånvarande."""


@dataclass(frozen=True)
class Partirad:
    """Ett parti, och hur dess ledamöter röstade."""

    parti: str
    """Partiets beteckning."""
    ja: str
    """Hur många som röstade ja."""
    nej: str
    """Hur många som röstade nej."""
    avstår: str
    """Hur många som avstod."""
    frånvarande: str
    """Hur många som var frånvarande."""


@dataclass(frozen=True)
class Votering:
    """En omröstning."""

    rubrik: str
    """”Huvudvotering” eller ”Votering om motförslag”."""
    ja_innebär: str
    """Vad ja innebar."""
    nej_innebär: str
    """Vad nej innebar."""
    ja: str
    """Hur många ja."""
    nej: str
    """Hur många nej."""
    avstår: str
    """Hur många som avstod."""
    frånvarande: str
    """Hur många som var frånvarande."""
    alla: str
    """Hur många ledamöterna är."""
    utslagsröst: str | None
    """Ordföranden som avgjorde vid lika röstetal."""
    utslag: str | None
    """Hur ordföranden avgjorde: ”ja” eller ”nej”."""
    bilaga: str | None
    """Vad listan är för bilaga till protokollet."""
    partier: tuple[Partirad, ...]
    """En rad för varje parti, i bokstavsordning."""
    rader: tuple[Röstrad, ...]
    """En rad för varje ledamot, i listans ordning."""


@dataclass(frozen=True)
class Voteringslista(OmBeslut):
    """Orden i voteringslistan."""

    voteringar: tuple[Votering, ...]
    """Omröstningarna i den ordning de hölls."""


def voteringslista(läge: Beslutsläge) -> Voteringslista:
    """Orden i mallen ``voteringslista``."""
    return Voteringslista(
        **om_beslut(läge, "Voteringslista"),  # type: ignore[arg-type]
        voteringar=tuple(_votering(o) for o in läge.protokoll.omröstningar if o.röster),
    )


def _votering(o: Omröstning) -> Votering:
    return Votering(
        rubrik=ur(o, "slag", som=stor_bokstav),
        bilaga=ur_om(o, "bilaga", som=stor_bokstav),
        ja_innebär=ur(o, "ja_innebär"),
        nej_innebär=ur(o, "nej_innebär"),
        **{r: antal_röster(o, r) for r in get_args(Röstning)},
        alla=räknat(tal(len(o.röster)), "antalet ledamöter", o.plats("röster")),
        utslagsröst=ur_om(o.utslagsröst, "av"),
        utslag=ur_om(o.utslagsröst, "röst"),
        partier=tuple(_partiet(o, parti) for parti in sorted({x.parti for x in o.röster}, key=sorteringsnyckel)),
        rader=tuple(
            Röstrad(
                ur(r, "ledamot"),
                ur(r, "parti"),
                ur_om(r, "platsnummer") or "–",
                ur_om(r, "funktion") or "–",
                ur(r, "röst", som=stor_bokstav),
            )
            for r in o.röster
        ),
    )


def _partiet(o: Omröstning, parti: str) -> Partirad:
    dess = [r for r in o.röster if r.parti == parti]
    platser = [r.plats("röst") for r in dess]
    antal = {
        röst: räknat(tal(sum(r.röst == röst for r in dess)), "partiets röster", *platser) for röst in get_args(Röstning)
    }
    return Partirad(ur(dess[0], "parti"), **antal)
