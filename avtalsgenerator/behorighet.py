"""Vet vilka som tillsammans får binda parten en viss dag: beslut → befattning → person → dag.

Kedjan prövas här; om den håller avgörs av reglerna FIR. Inget hittas på: saknas en länk är den ``None``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from avtalsgenerator.modell.beslut import Beslut
    from avtalsgenerator.modell.part import Befattning, Behörighet, Organ, Part
    from avtalsgenerator.register import Register


@dataclass(frozen=True)
class Undertecknare:
    """Den som ska skriva under i en viss roll. ``innehav`` saknas om ingen har befattningen den dagen."""

    befattning: str
    innehav: Befattning | None
    ersätter: str | None = None
    """Befattningen som har förhinder, när en ersättare skriver under."""
    kontrasignerar: bool = False

    @property
    def namn(self) -> str | None:
        return self.innehav.namn if self.innehav else None


@dataclass(frozen=True)
class Underskriftsgrund:
    """Varför just dessa får skriva under för parten den dagen. ``behörighet`` saknas om ingen regel gäller."""

    behörighet: Behörighet | None
    stöd: Beslut | None
    undertecknare: tuple[Undertecknare, ...]
    krävs: int
    """Hur många som måste skriva under."""
    andra_tider: tuple[Behörighet, ...]
    """Behörigheter för samma avtal som inte gäller den dagen."""
    kan: frozenset[str] = frozenset()
    """Namnen på alla som kan skriva under den dagen, fler än de som krävs om flera kan var för sig."""


def finn_grund(
    register: Register, part: Part, organ: Organ | None, avser: str, vad: str, dag: date
) -> Underskriftsgrund:
    """Följer kedjan för ett underskriftsblock. ``vad`` är ``samverkansavtal`` eller ``tilläggsavtal``.

    Finns flera behörigheter som gäller väljs den vars beslut gäller, och bland dem den senaste.
    """
    rätt_slag = [
        b
        for b in part.behörighet
        if b.avser == avser and b.omfattar in (vad, "allt") and (organ is None or b.organ in (None, organ.namn))
    ]
    gällande = [b for b in rätt_slag if b.gäller(dag)]
    andra = tuple(b for b in rätt_slag if not b.gäller(dag))
    if not gällande:
        return Underskriftsgrund(None, None, (), 1, andra)
    vald = max(gällande, key=lambda b: (_stöd_gäller(register, b), str(b.från or "")))
    stöd = register.beslut[vald.stöd] if vald.stöd else None
    krävs = 2 if vald.sätt == "två i förening" else 1
    namngivna = _ordinarie(part, vald, krävs, dag)
    if vald.kontrasigneras_av:
        innehav = _innehavare(part, vald.kontrasigneras_av, vald.organ, dag)
        namngivna = (*namngivna, Undertecknare(vald.kontrasigneras_av, innehav, kontrasignerar=True))
    alla = (*_lediga(part, vald, dag), *namngivna)
    kan = frozenset(u.namn for u in alla if u.namn)
    return Underskriftsgrund(vald, stöd, namngivna, krävs + bool(vald.kontrasigneras_av), andra, kan)


def _stöd_gäller(register: Register, behörighet: Behörighet) -> bool:
    return behörighet.stöd is not None and register.beslut[behörighet.stöd].gäller


def _ordinarie(part: Part, behörighet: Behörighet, krävs: int, dag: date) -> tuple[Undertecknare, ...]:
    """De första som kan skriva under, i turordning; räcker de inte fylls listan på med obesatta befattningar."""
    lediga = list(_lediga(part, behörighet, dag))
    kan = [u for u in lediga if u.innehav]
    kan_inte = [u for u in lediga if not u.innehav and u.befattning in behörighet.undertecknas_av]
    return tuple((kan + kan_inte)[:krävs])


def _lediga(part: Part, behörighet: Behörighet, dag: date) -> Iterator[Undertecknare]:
    förhindrade: list[str] = []
    for befattning in behörighet.undertecknas_av:
        innehav = _innehavare(part, befattning, behörighet.organ, dag)
        if innehav is None:
            förhindrade.append(befattning)
        yield Undertecknare(befattning, innehav)
    for befattning in behörighet.ersättare:
        innehav = _innehavare(part, befattning, behörighet.organ, dag)
        if innehav and förhindrade:
            yield Undertecknare(befattning, innehav, ersätter=förhindrade.pop(0))


def innehavare(part: Part, befattning: str, organ: str | None, dag: date) -> tuple[Befattning, ...]:
    """De som har befattningen den dagen och inte har förhinder. Är de flera är det oklart vem som avses (FIR15)."""
    return tuple(
        b
        for b in part.befattningar
        if b.befattning == befattning
        and (organ is None or b.organ in (None, organ))
        and b.gäller(dag)
        and not any(f.gäller(dag) for f in b.frånvaro)
    )


def _innehavare(part: Part, befattning: str, organ: str | None, dag: date) -> Befattning | None:
    return next(iter(innehavare(part, befattning, organ, dag)), None)
