"""EKO: grunden för det som betalas: folkmängdens dag, index, betalda belopp och den som byter samarbete."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from avtalsgenerator import kalender
from avtalsgenerator.kostnad import avrunda, räkna
from avtalsgenerator.regler.grund import Allvar, Fynd, Märke, i_avtalet, regel
from avtalsgenerator.svenska import genitiv, kronor, procent, ungefär_kronor, uppräkning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avtalsgenerator.per_datum import Avtalsläge

HUNDRADELS_PROCENT = Fraction(1, 10_000)
FINANSIERINGEN = "avtalets bestämmelse om finansiering"


@regel("EKO13", "Det betalda beloppet är inte det som fördelningen ger", Allvar.VARNING, källa=FINANSIERINGEN)
def annat_än_fördelningen(läge: Avtalsläge) -> Iterator[Fynd]:
    finansiering = läge.finansiering_före
    for b in läge.avtal.betalt:
        parter = {d.part.id: d.part for d in läge.deltaganden if d.gäller(date(b.år, 1, 1))}
        bild = räkna(finansiering, [*parter.values()], b.år, None)
        ska = bild.belopp_för(läge.register.parter[b.part])
        if ska is not None and ska != b.belopp:
            nivå = f" i {bild.prisnivå} års nivå" if finansiering.index else ""
            saknas = f"; uppräkning saknas för {uppräkning(map(str, bild.saknade_steg))}" if bild.saknade_steg else ""
            yield Fynd(
                f"{läge.register.parter[b.part].namn} betalade {kronor(b.belopp)} för {b.år}, men fördelningen ger "
                f"{ungefär_kronor(ska)}{nivå}{saknas}",
                b.plats("belopp"),
                "Lägg in uppräkningen, eller rätta beloppet och reglera skillnaden med parten."
                if bild.saknade_steg
                else "Rätta beloppet, eller reglera skillnaden med parten.",
                "betalt",
                grund=i_avtalet(finansiering.paragraf),
                vem=b.part,
            )


@regel(
    "EKO14",
    "Parten har bestämt sig för ett annat samarbete men betalar fortfarande här",
    Allvar.VARNING,
    källa="avtalets bestämmelser om utträde och betalning",
)
def dubbel_betalning(läge: Avtalsläge) -> Iterator[Fynd]:
    for d in läge.parter:
        for b in läge.register.beslut_om("avtal", läge.avtal.id):
            if b.part != d.part.id or not b.gäller or not any(b.med_verkan("utträder", läge.avtal.id)):
                continue
            nya = [s.verkan for s in b.beslutssatser if s.verkan and s.verkan.ansluter not in (None, läge.avtal.id)]
            for ny in nya:
                yield Fynd(
                    f"{d.part.namn} har beslutat att gå över till {ny.ansluter}, men är part här till och med {d.till} "
                    "och betalar till dess på båda ställena",
                    ny.plats("ansluter"),
                    "Kom överens om ett förtida utträde, eller låt parten börja i det andra samarbetet först därefter.",
                    "det andra samarbetet",
                    (Märke(d.plats, "part här"),),
                    i_avtalet(läge.avtal.utträde.paragraf if läge.avtal.utträde else None),
                    vem=d.part.id,
                )


@regel("EKO15", "Andelarna som visas blir inte 100 procent", Allvar.UPPLYSNING, källa=FINANSIERINGEN)
def andelarnas_summa(läge: Avtalsläge) -> Iterator[Fynd]:
    for bild in läge.kostnad.poster:
        andelar = [avrunda(b.del_.andel, HUNDRADELS_PROCENT) for b in bild.bidrag if b.del_]
        if len(andelar) > 1 and sum(andelar) != 1:
            bärare = f", och {läge.register.parter[bild.post.rest_på].namn} bär skillnaden" if bild.post.rest_på else ""
            yield Fynd(
                f"De {len(andelar)} andelarna blir {procent(Fraction(sum(andelar)))} när de avrundas. "
                f"Beloppen stämmer ändå{bärare}",
                bild.post.plats("avrundning"),
                "Inget behöver göras, men säg det om någon räknar efter.",
                grund=i_avtalet(läge.finansiering.paragraf),
            )


@regel(
    "EKO16",
    "Två handlingar delar kostnaden efter olika dagars folkmängd samma år",
    Allvar.VARNING,
    källa="fördelningen ska ha samma grund för alla parter",
)
def olika_befolkningsdagar(läge: Avtalsläge) -> Iterator[Fynd]:
    handling = läge.handling
    if handling is None or handling.befolkning_per is None:
        return
    egen, år = handling.befolkning_per, handling.gäller_från.värde.year
    for annan in läge.register.handlingar_till(läge.avtal.id):
        andras = annan.befolkning_per
        if andras and egen.värde != andras.värde and annan.gäller_från.värde.year == år:
            yield Fynd(
                f"Handlingen räknar med folkmängden {egen.värde}, men {annan.id} för samma år med den {andras.värde}",
                handling.plats("befolkning_per"),
                "Välj samma dag i båda.",
                "den här dagen",
                (Märke(annan.plats("befolkning_per"), "en annan dag"),),
            )


@regel("EKO17", "Uppräkningen saknar källa", Allvar.VARNING, källa="avtalets bestämmelse om uppräkning")
def steg_utan_källa(läge: Avtalsläge) -> Iterator[Fynd]:
    index = läge.finansiering.index
    for steg in index.steg if index else ():
        if steg.källa is None and steg.år <= läge.kostnadsdag.year:
            yield Fynd(
                f"Det framgår inte varifrån uppräkningen för {steg.år} är hämtad",
                steg.plats("år"),
                "Lägg till källa: publikationens namn, nummer och dag.",
                grund=i_avtalet(läge.finansiering.paragraf),
            )


@regel(
    "EKO18",
    "Betalningsdagen kan läsas på två sätt",
    Allvar.UPPLYSNING,
    källa="avtalets bestämmelse om betalning; lördag är vardag i strängt språkbruk men inte bankdag",
)
def lördag_den_andra_januari(läge: Avtalsläge) -> Iterator[Fynd]:
    if läge.handling and läge.handling.slag != "anslutning":
        return
    betalning, år = läge.avtal.betalning, läge.kostnadsdag.year
    andra_januari = date(år, 1, 2)
    if betalning and andra_januari.weekday() == LÖRDAG:
        yield Fynd(
            f"Första vardagen i januari {år} räknas här som {kalender.första_vardagen_i_januari(år)}, men "
            f"{andra_januari} är en lördag och kan också menas",
            betalning.plats("senast"),
            f"Skriv {andra_januari} eller senare på fakturan så att ingen betalar för sent.",
            grund=i_avtalet(betalning.paragraf),
        )


LÖRDAG = 5


@regel("EKO19", "En parts del i ett underskott framgår inte", Allvar.UPPLYSNING, källa=FINANSIERINGEN)
def oklar_del_i_underskott(läge: Avtalsläge) -> Iterator[Fynd]:
    for d in läge.parter:
        bidrag = läge.kostnad.för(d.part)
        if bidrag and läge.kostnad.belopp_för(d.part) is None and all(b.post.insats for b in bidrag):
            yield Fynd(
                f"Underskott delas som kostnaderna, men {genitiv(d.part.namn)} bidrag är en insats utan belopp",
                bidrag[0].post.plats("insats"),
                "Kom överens om parten ska bära någon del av ett underskott, och skriv det i avtalet.",
                "inget belopp",
                grund=i_avtalet(läge.finansiering.paragraf),
                vem=d.part.id,
            )
