"""FIR: det som redan är undertecknat: av rätt personer, tillräckligt många, efter besluten och i rätt block."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avtalsgenerator.regler.beslut import första_gällande
from avtalsgenerator.regler.firmatecknare import RÄTTEN
from avtalsgenerator.regler.grund import Allvar, Fynd, Märke, regel
from avtalsgenerator.svenska import uppräkning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avtalsgenerator.behorighet import Underskriftsgrund
    from avtalsgenerator.modell.underskrift import Undertecknat
    from avtalsgenerator.per_datum import Avtalsläge, Underskrift


def _undertecknade(läge: Avtalsläge) -> Iterator[tuple[Underskrift, Undertecknat, Underskriftsgrund]]:
    for u in läge.underskrifter:
        if u.undertecknat and u.grund_då:
            yield u, u.undertecknat, u.grund_då


@regel("FIR16", "Den som har skrivit under hade inte rätt till det", Allvar.HINDER, källa=RÄTTEN)
def fel_undertecknare(läge: Avtalsläge) -> Iterator[Fynd]:
    for u, tecknat, grund in _undertecknade(läge):
        if obehöriga := [namn for namn in tecknat.av if namn not in grund.kan]:
            rätten = f"rätten hade {uppräkning(sorted(grund.kan))}" if grund.kan else "ingen hade rätten då"
            yield Fynd(
                f"{u.part.namn}: {uppräkning(obehöriga)} skrev under {tecknat.dag}, men {rätten}",
                tecknat.plats("av"),
                "Rätta namnet, lägg till det beslut som ger rätten, eller låt rätt person skriva under.",
                "hade inte rätten",
                vem=u.id,
            )


@regel("FIR17", "För få har skrivit under för parten", Allvar.HINDER, källa=RÄTTEN)
def för_få_underskrifter(läge: Avtalsläge) -> Iterator[Fynd]:
    for u, tecknat, grund in _undertecknade(läge):
        if grund.behörighet and len(tecknat.av) < grund.krävs:
            yield Fynd(
                f"{u.part.namn}: {grund.krävs} ska skriva under men bara {uppräkning(tecknat.av)} har gjort det",
                tecknat.plats("av"),
                "Anteckna underskriften när alla som ska har skrivit under, med allas namn.",
                "för få",
                (Märke(grund.behörighet.plats("sätt"), "så ska parten skriva under"),),
                vem=u.id,
            )


@regel("FIR18", "Parten har skrivit under före sitt beslut", Allvar.HINDER, källa="praxis: beslut före underskrift")
def före_beslutet(läge: Avtalsläge) -> Iterator[Fynd]:
    för_dag = {d.part.id: första_gällande(läge.beslut_av(d)) for d in läge.undertecknande}
    for u, tecknat, _ in _undertecknade(läge):
        beslut = för_dag.get(u.part.id)
        if beslut and beslut.sammanträdesdatum and tecknat.dag < beslut.sammanträdesdatum:
            yield Fynd(
                f"{u.part.namn} skrev under {tecknat.dag} men beslutade {beslut.sammanträdesdatum}",
                tecknat.plats("dag"),
                "Rätta dagen, eller låt parten skriva under på nytt.",
                "före beslutet",
                (Märke(beslut.plats("sammanträdesdatum"), "beslutet"),),
                vem=u.id,
            )


@regel("FIR19", "En anteckning om underskrift hör inte till något block", Allvar.HINDER, källa="handlingens block")
def utan_block(läge: Avtalsläge) -> Iterator[Fynd]:
    använda = [u.undertecknat for u in läge.underskrifter if u.undertecknat]
    for tecknat in läge.mål.undertecknat:
        if not any(tecknat is a for a in använda):
            organ = [u.organ.namn for u in läge.underskrifter if u.part.id == tecknat.part and u.organ]
            vem = läge.register.parter[tecknat.part].namn
            yield Fynd(
                f"{vem} skriver under genom {uppräkning(organ, 'eller')}; anteckningen säger inte vilket"
                if organ
                else f"{vem} ska inte skriva under den här handlingen",
                tecknat.plats("part"),
                "Ange organ." if organ else "Ta bort raden, eller rätta parten.",
                "inget block",
                vem=tecknat.part,
            )
