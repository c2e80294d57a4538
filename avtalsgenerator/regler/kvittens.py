"""KVI: om svaren på varningarna hör till något. De prövas sist, mot det som de andra reglerna har funnit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from avtalsgenerator.regler.grund import REGLER, Allvar, Fynd, Märke, regel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from avtalsgenerator.modell.kvittens import Kvittens
    from avtalsgenerator.regler.grund import Anmärkning, Läge

KVITTENS = "kvittens"
SVARET = "praxis: en varning besvaras av någon som har tagit ställning, före underskrift"


@dataclass(frozen=True)
class Kvittensläge:
    """Ett läge och det som reglerna har sagt om det."""

    om: ClassVar[str] = KVITTENS
    läge: Läge
    anmärkningar: tuple[Anmärkning, ...]
    oprövade: frozenset[str] = frozenset()
    """Koderna för de regler som inte har prövats, så att det inte går att säga om en kvittens svarar på dem."""

    @property
    def dag(self) -> date:
        return self.läge.dag

    def svarar_på(self, k: Kvittens) -> list[Anmärkning]:
        """De anmärkningar som kvittensen är ett svar på: samma kod och samma ord."""
        return [a for a in self.anmärkningar if a.kod == k.kod and _ord(a.text) == _ord(k.anmärkning)]

    @property
    def besvarade(self) -> list[Anmärkning]:
        """Alla anmärkningar, de besvarade med sin kvittens. Ett hinder kan inte besvaras."""
        svar = {id(a): k for k in self.läge.mål.kvittenser for a in self.svarar_på(k)}
        return [a if a.allvar is Allvar.HINDER else replace(a, kvittens=svar.get(id(a))) for a in self.anmärkningar]


def _ord(text: str) -> str:
    """Orden utan skillnad mellan vanliga och hårda mellanslag, så att texten kan kopieras ur en utskrift."""
    return " ".join(text.split())


def besvara(läge: Läge, anmärkningar: Sequence[Anmärkning], oprövade: Iterable[str] = ()) -> list[Anmärkning]:
    """Anmärkningarna med sina kvittenser, och det som är fel på kvittenserna själva."""
    prövat = Kvittensläge(läge, tuple(anmärkningar), frozenset(oprövade))
    egna = (a for r in REGLER.values() if r.prövar(prövat) for a in r.anmärkningar(prövat))
    return [*prövat.besvarade, *egna]


@regel("KVI01", "Kvittensen svarar på en varning som inte finns", Allvar.VARNING, om=KVITTENS, källa=SVARET)
def oanvänd(läge: Kvittensläge) -> Iterator[Fynd]:
    funna = {a.kod for a in läge.anmärkningar}
    for k in läge.läge.mål.kvittenser:
        if k.kod not in funna | läge.oprövade:
            vad = f"{k.kod} har ingen anmärkning här" if k.kod in REGLER else f"regeln {k.kod} finns inte"
            yield Fynd(
                f"Kvittensen av {k.av} {k.dag} behövs inte: {vad}",
                k.plats("kod"),
                "Ta bort kvittensen, eller rätta koden.",
            )


@regel("KVI02", "Varningen har ändrats sedan den kvitterades", Allvar.VARNING, om=KVITTENS, källa=SVARET)
def inaktuell(läge: Kvittensläge) -> Iterator[Fynd]:
    for k in läge.läge.mål.kvittenser:
        nu = [a for a in läge.anmärkningar if a.kod == k.kod]
        if nu and not läge.svarar_på(k):
            yield Fynd(
                f"{k.av} kvitterade {k.dag} en annan lydelse av {k.kod} än den som gäller nu",
                k.plats("anmärkning"),
                "Läs varningen igen. Ta bort kvittensen, eller besvara varningen så som den är nu.",
                "så löd varningen då",
                tuple(Märke(a.plats, "det varningen gäller nu") for a in nu[:1]),
            )


@regel("KVI03", "Ett hinder kan inte kvitteras", Allvar.VARNING, om=KVITTENS, källa=SVARET)
def kvitterat_hinder(läge: Kvittensläge) -> Iterator[Fynd]:
    for k in läge.läge.mål.kvittenser:
        if any(a.allvar is Allvar.HINDER for a in läge.svarar_på(k)):
            yield Fynd(
                f"{k.av} har kvitterat {k.kod}, men det är ett hinder och måste rättas",
                k.plats("kod"),
                "Rätta det som hindret gäller och ta bort kvittensen.",
                "ett hinder",
            )


@regel("KVI04", "Varningen besvarades först efter underskriften", Allvar.VARNING, om=KVITTENS, källa=SVARET)
def för_sent(läge: Kvittensläge) -> Iterator[Fynd]:
    första = min(getattr(läge.läge.mål, "undertecknat", ()), key=lambda u: u.dag, default=None)
    if första is None:
        return
    for k in läge.läge.mål.kvittenser:
        if k.dag > första.dag:
            yield Fynd(
                f"{k.kod} kvitterades {k.dag}, men handlingen började skrivas under {första.dag}",
                k.plats("dag"),
                "Låt den som skrev under ta ställning till varningen i efterhand, och rätta dagen om den är fel.",
                "efter underskriften",
                (Märke(första.plats("dag"), "den första underskriften"),),
            )
