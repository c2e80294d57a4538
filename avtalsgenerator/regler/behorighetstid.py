"""FIR: om rätten att skriva under har hunnit bli för gammal eller getts på ett sätt som inte går, och om jäv."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avtalsgenerator import kalender
from avtalsgenerator.modell.sammantrade import samma_person
from avtalsgenerator.regler.firmatecknare import RÄTTEN, med_stöd
from avtalsgenerator.regler.grund import Allvar, Fynd, Märke, regel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avtalsgenerator.per_datum import Avtalsläge

FÖRTROENDEVALDA = ("ordförande", "ledamot", "råd")
"""Ord som visar att befattningen är ett förtroendeuppdrag (kommunalråd, regionråd) och tar slut med mandatperioden."""


@regel(
    "FIR20",
    "Rätten att skriva under är äldre än organets reglemente",
    Allvar.VARNING,
    källa="fullmäktige bestämmer i reglementet vem som skriver under (Kommuninvest, Rätten att underteckna)",
)
def äldre_än_reglementet(läge: Avtalsläge) -> Iterator[Fynd]:
    for u, behörighet, stöd in med_stöd(läge):
        organ = u.organ or next((o for o in u.part.organ if o.slag == "styrelse" and o.gäller(läge.dag)), None)
        från = organ.reglemente_från if organ else None
        if organ and från and stöd.sammanträdesdatum and stöd.sammanträdesdatum < från <= läge.dag:
            yield Fynd(
                f"{u.vem}: rätten bygger på {stöd.beteckning()}, men {organ.namn} fick nytt reglemente {från}",
                behörighet.plats("stöd"),
                "Se efter om det nya reglementet säger något annat, och ange det som stöd i så fall.",
                "äldre än reglementet",
                (Märke(organ.plats("reglemente_från"), "nytt reglemente"),),
                vem=u.id,
            )


@regel(
    "FIR21",
    "Personen valdes före den mandatperiod som gäller",
    Allvar.VARNING,
    källa="ny mandatperiod 15 oktober (fullmäktige) och 1 januari (styrelser), KL 5 kap. 9 § och 6 kap. 18–19 §§",
)
def ny_mandatperiod(läge: Avtalsläge) -> Iterator[Fynd]:
    for u in läge.underskrifter:
        for i in u.innehav:
            if not i.namn or not i.från or i.till or i.bekräftad or not i.befattning.endswith(FÖRTROENDEVALDA):
                continue
            i_fullmäktige = any(o.namn == i.organ and o.slag == "fullmäktige" for o in u.part.organ)
            börjar = kalender.mandatperiodens_början(läge.dag, fullmäktige=i_fullmäktige)
            if i.från < börjar and u.part.slag in ("kommun", "region"):
                yield Fynd(
                    f"{u.vem}: {i.namn} är {i.befattning} sedan {i.från}, men en ny mandatperiod började {börjar}",
                    i.plats("från"),
                    "Bekräfta att personen har kvar uppdraget och lägg till bekräftad, eller lägg till efterträdaren.",
                    "före mandatperioden",
                    vem=u.id,
                )


@regel("FIR22", "Rätten att skriva under är given genom delegation", Allvar.HINDER, källa=RÄTTEN)
def delegerad(läge: Avtalsläge) -> Iterator[Fynd]:
    for u, behörighet, stöd in med_stöd(läge):
        if stöd.delegation and u.part.slag != "statlig_myndighet":
            yield Fynd(
                f"{u.vem}: ”{stöd.beteckning()}” är fattat med stöd av {stöd.delegation}, "
                "och rätten att skriva under kan inte delegeras",
                behörighet.plats("stöd"),
                "Ange ett beslut som fullmäktige, styrelsen eller nämnden har fattat själv.",
                "ett delegationsbeslut",
                (Märke(stöd.plats("delegation"), "delegationen"),),
                vem=u.id,
            )


@regel(
    "FIR23",
    "Den som skriver under anmälde jäv när parten beslutade",
    Allvar.VARNING,
    källa="KL 6 kap. 28–30 §§: en jävig får inte delta i ärendet",
)
def jävig_undertecknare(läge: Avtalsläge) -> Iterator[Fynd]:
    beslut = {d.part.id: läge.beslut_av(d) for d in läge.undertecknande}
    for u in läge.underskrifter:
        jäviga = [(b, j) for b in beslut[u.part.id] if b.protokoll for j in b.protokoll.jäv]
        for b, j in jäviga:
            if any(namn and samma_person(namn, j.namn) for namn in u.namn):
                yield Fynd(
                    f"{u.vem}: {j.namn} ska skriva under men anmälde jäv i {b.beteckning()}",
                    j.plats("namn"),
                    "Låt en annan behörig person skriva under.",
                    "anmälde jäv",
                    (Märke(u.plats, "ska skriva under"),),
                    vem=u.id,
                )
