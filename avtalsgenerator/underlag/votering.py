"""Orden i voteringslistan: hur var och en röstade, och antalen räknade ur listan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from avtalsgenerator.modell.omrostning import Röstning
from avtalsgenerator.svenska import sorteringsnyckel, stor_bokstav, tal
from avtalsgenerator.underlag.grund import OmBeslut, om_beslut

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
        rubrik=o.slag.capitalize(),
        bilaga=stor_bokstav(o.bilaga) if o.bilaga else None,
        ja_innebär=o.ja_innebär,
        nej_innebär=o.nej_innebär,
        **{r: tal(o.antal(r)) for r in get_args(Röstning)},
        alla=tal(len(o.röster)),
        utslagsröst=o.utslagsröst.av if o.utslagsröst else None,
        utslag=o.utslagsröst.röst if o.utslagsröst else None,
        partier=tuple(
            Partirad(parti, **{r: tal(_partiets(o, parti, r)) for r in get_args(Röstning)})
            for parti in sorted({x.parti for x in o.röster}, key=sorteringsnyckel)
        ),
        rader=tuple(
            Röstrad(r.ledamot, r.parti, str(r.platsnummer or "–"), r.funktion or "–", r.röst.capitalize())
            for r in o.röster
        ),
    )


def _partiets(o: Omröstning, parti: str, röst: Röstning) -> int:
    return sum(r.parti == parti and r.röst == röst for r in o.röster)
