"""Vet hur uppgifter ändras: svar → text i filerna → allt läst och kontrollerat så som det skulle bli → sparat.

Kommandona frågar, bygger ändringar (en modul för varje slag) och anropar ``pröva``. Inget i mappen rörs före ``spara``.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from avtalsgenerator import kedja
from avtalsgenerator.fel import Underlagsfel, Ändringsfel
from avtalsgenerator.utdata import spara_ändringar, tänkt_kopia

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from typing import TypeAlias

    from avtalsgenerator.redigera import Ändring
    from avtalsgenerator.register import Register
    from avtalsgenerator.regler import Anmärkning

    _Fynd: TypeAlias = tuple[str, Anmärkning]

__all__ = ["Prövad", "läs_tänkt", "pröva", "spara"]


@dataclass(frozen=True)
class Prövad:
    """En ändring som går att läsa: filerna, uppgifterna så som de blir, och hur anmärkningarna ändras."""

    mapp: Path
    ändringar: tuple[Ändring, ...]
    register: Register
    tillkommer: tuple[Anmärkning, ...]
    försvinner: tuple[Anmärkning, ...]


def pröva(mapp: Path, register: Register, ändringar: Sequence[Ändring]) -> Prövad:
    """Läser och kontrollerar allt så som det skulle bli. ``register`` är uppgifterna så som de är nu.

    Kastar ``Ändringsfel`` om resultatet inte går att läsa. I mappen ändras inget.
    """
    tänkt = läs_tänkt(mapp, ändringar)
    före, efter = _anmärkningar(register), _anmärkningar(tänkt)
    for nyckel in (_sagt, _ställe):
        före, efter = _utöver(före, efter, nyckel), _utöver(efter, före, nyckel)
    return Prövad(mapp, tuple(ändringar), tänkt, _en_gång(efter), _en_gång(före))


def läs_tänkt(mapp: Path, ändringar: Sequence[Ändring]) -> Register:
    """Uppgifterna så som de skulle bli. Kastar ``Ändringsfel`` om de inte går att läsa."""
    with tänkt_kopia(mapp, kedja.MAPPAR, ändringar) as kopia:
        try:
            return kedja.läs(kopia)
        except Underlagsfel as fel:
            raise Ändringsfel(fel.läsfel) from None


def _anmärkningar(register: Register) -> list[_Fynd]:
    """Varje anmärkning med id för det avtal, den handling eller det beslut som den gäller."""
    lägen = kedja.lägen(register) if register.avtal else ()
    return [(läge.id, a) for läge in lägen for a in kedja.kontrollera_lägen(register, (läge,)).anmärkningar]


def _sagt(id_: str, a: Anmärkning) -> tuple[str, ...]:
    """Samma ord om samma sak är samma anmärkning, också på en annan rad."""
    return id_, a.kod, a.text


def _ställe(id_: str, a: Anmärkning) -> tuple[str, ...]:
    """Samma fel på samma ställe är samma anmärkning, också med andra ord."""
    rader = a.plats.källtext.rader
    return id_, a.kod, a.plats.fil, rader[a.plats.rad - 1] if rader else ""


def _utöver(alla: list[_Fynd], kända: list[_Fynd], nyckel: Callable[[str, Anmärkning], object]) -> list[_Fynd]:
    """De anmärkningar som inte redan finns bland de kända."""
    kvar, nya = Counter(nyckel(*fynd) for fynd in kända), []
    for fynd in alla:
        if kvar[nyckel(*fynd)]:
            kvar[nyckel(*fynd)] -= 1
        else:
            nya.append(fynd)
    return nya


def _en_gång(fynd: list[_Fynd]) -> tuple[Anmärkning, ...]:
    return tuple({(a.kod, a.text, a.plats): a for _, a in fynd}.values())


def spara(prövad: Prövad) -> None:
    """Sparar ändringen, alla filer eller inga. Kastar ``Dokumentfel`` om någon har ändrat en av filerna under tiden."""
    spara_ändringar(prövad.mapp, prövad.ändringar)
