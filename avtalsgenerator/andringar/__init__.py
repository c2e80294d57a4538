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
    from collections.abc import Sequence
    from pathlib import Path

    from avtalsgenerator.noder import Plats
    from avtalsgenerator.redigera import Ändring
    from avtalsgenerator.register import Register
    from avtalsgenerator.regler import Anmärkning

__all__ = ["Prövad", "pröva", "spara"]


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
    före = _anmärkningar(register)
    with tänkt_kopia(mapp, kedja.MAPPAR, ändringar) as kopia:
        try:
            tänkt = kedja.läs(kopia)
        except Underlagsfel as fel:
            raise Ändringsfel(fel.läsfel) from None
    efter = _anmärkningar(tänkt)
    return Prövad(mapp, tuple(ändringar), tänkt, _utöver(efter, före), _utöver(före, efter))


def _anmärkningar(register: Register) -> list[tuple[str, Anmärkning]]:
    """Varje anmärkning med id för det avtal, den handling eller det beslut som den gäller."""
    lägen = kedja.lägen(register) if register.avtal else ()
    return [(läge.id, a) for läge in lägen for a in kedja.kontrollera_lägen(register, (läge,)).anmärkningar]


def _utöver(alla: Sequence[tuple[str, Anmärkning]], kända: Sequence[tuple[str, Anmärkning]]) -> tuple[Anmärkning, ...]:
    """De anmärkningar som inte redan fanns. Samma text på en annan rad är samma anmärkning."""
    kvar = Counter((id_, a.kod, a.text) for id_, a in kända)
    nya: dict[tuple[str, str, Plats], Anmärkning] = {}
    for id_, a in alla:
        if kvar[id_, a.kod, a.text]:
            kvar[id_, a.kod, a.text] -= 1
        else:
            nya[a.kod, a.text, a.plats] = a
    return tuple(nya.values())


def spara(prövad: Prövad) -> None:
    """Sparar ändringen, alla filer eller inga. Kastar ``Dokumentfel`` om någon har ändrat en av filerna under tiden."""
    spara_ändringar(prövad.mapp, prövad.ändringar)
