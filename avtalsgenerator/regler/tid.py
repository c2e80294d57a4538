"""TID: avtalstid, varsel och ordningen mellan beslut, underskrift och giltighet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avtalsgenerator import kalender
from avtalsgenerator.per_datum import EN_DAG, avtalets_slut, avtalsperiod, utträdesdag
from avtalsgenerator.regler.beslut import första_gällande
from avtalsgenerator.regler.grund import Allvar, Fynd, Märke, i_avtalet, regel
from avtalsgenerator.svenska import genitiv, uppräkning, årsdag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avtalsgenerator.per_datum import Avtalsläge


@regel("TID01", "Avtalstiden slutar innan den börjar", Allvar.HINDER, källa="avtalets bestämmelse om giltighet")
def slutar_före_start(läge: Avtalsläge) -> Iterator[Fynd]:
    tid = läge.avtal.avtalstid
    if tid.till < tid.från:
        yield Fynd(
            f"Avtalet gäller från {tid.från} men slutar {tid.till}",
            tid.plats("till"),
            "Rätta någon av dagarna.",
            "före startdagen",
            (Märke(tid.plats("från"), "startdagen"),),
            i_avtalet(tid.paragraf),
        )


@regel("TID02", "Utträdet sker inte på den dag avtalet kräver", Allvar.HINDER, källa="avtalets bestämmelse om utträde")
def fel_utträdesdag(läge: Avtalsläge) -> Iterator[Fynd]:
    handling, regel_ = läge.handling, läge.avtal.utträde
    if handling is None or handling.slag != "utträde" or regel_ is None:
        return
    sista = handling.sista_dag
    if (sista.month, sista.day) != regel_.per:
        tidigast = utträdesdag(läge.avtal, handling)
        råd = f"Tidigast möjliga utträde är {tidigast}." if tidigast else "Skriv in när begäran kom in."
        yield Fynd(
            f"Sista dagen som part blir {sista}, men utträde kan bara ske den {årsdag(regel_.per)}",
            handling.plats("gäller_från"),
            f"{råd} Vill alla parter något annat krävs en egen överenskommelse.",
            "ger fel dag",
            grund=i_avtalet(regel_.paragraf),
        )


@regel("TID03", "Begäran om utträde har inte kommit in i tid", Allvar.HINDER, källa="avtalets bestämmelse om utträde")
def för_sen_begäran(läge: Avtalsläge) -> Iterator[Fynd]:
    handling, regel_ = läge.handling, läge.avtal.utträde
    if handling is None or handling.slag != "utträde" or regel_ is None:
        return
    sista = handling.sista_dag
    närmast = kalender.nästa_årsdag(sista, regel_.per)
    senast = kalender.minus_månader(närmast, regel_.varsel_månader)
    inkom = handling.begäran_inkom
    if inkom is None:
        yield Fynd(
            "Det framgår inte när begäran om utträde kom in",
            handling.plats("utträder"),
            f"Lägg till begäran_inkom. För ett utträde {närmast} ska den ha kommit in senast {senast}.",
            grund=i_avtalet(regel_.paragraf),
        )
    elif inkom.värde > senast:
        tidigast = utträdesdag(läge.avtal, handling)
        yield Fynd(
            f"Begäran kom in {inkom.värde} men skulle ha kommit in senast {senast} för ett utträde {närmast}",
            inkom.plats("värde"),
            f"Med den begäran är tidigast möjliga utträde {tidigast}.",
            f"mindre än {regel_.varsel_månader} månader före",
            grund=i_avtalet(regel_.paragraf),
        )


@regel("TID04", "Avtalet börjar gälla innan parten har beslutat", Allvar.VARNING, källa="praxis: beslut före giltighet")
def före_beslutet(läge: Avtalsläge) -> Iterator[Fynd]:
    start = läge.avtal.avtalstid
    for d in läge.undertecknande if läge.handling is None else ():
        beslut = första_gällande(läge.beslut_av(d))
        if beslut and beslut.sammanträdesdatum and beslut.sammanträdesdatum > start.från:
            yield Fynd(
                f"Avtalet gäller från {start.från} men {d.part.namn} beslutade först {beslut.sammanträdesdatum}",
                start.plats("från"),
                "Låt avtalet börja gälla efter beslutet, eller skriv ut att det gäller bakåt i tiden.",
                "gäller från",
                (Märke(beslut.plats("sammanträdesdatum"), "beslutet"),),
            )


@regel("TID05", "Dagen ligger utanför avtalstiden", Allvar.HINDER, källa="avtalets bestämmelse om giltighet")
def utanför_avtalstiden(läge: Avtalsläge) -> Iterator[Fynd]:
    tid = läge.avtal.avtalstid
    dagar = (läge.handling.gäller_från.värde, läge.kostnadsdag) if läge.handling else (läge.kostnadsdag,)
    utanför = next((dag for dag in dagar if avtalsperiod(läge.avtal, dag) is None), None)
    if utanför and tid.från <= tid.till:
        yield Fynd(
            f"Avtalet gäller {tid.från}–{avtalets_slut(läge.avtal)}, inte {utanför}",
            läge.mål.plats("gäller_från" if läge.handling else "undertecknas_den"),
            "Välj en dag inom avtalstiden, eller förläng avtalet först.",
            "utanför avtalstiden",
            (Märke(tid.plats("till"), "avtalstiden"),),
            i_avtalet(tid.paragraf),
        )


@regel(
    "TID06",
    "Handlingen skrivs under efter att den ska ha börjat gälla",
    Allvar.VARNING,
    källa="praxis: underskrift först",
)
def bakåt_i_tiden(läge: Avtalsläge) -> Iterator[Fynd]:
    handling = läge.handling
    if handling and läge.dag > handling.gäller_från.värde:
        pengar = "; bidragen räknas först från underskriften" if handling.slag == "anslutning" else ""
        yield Fynd(
            f"Handlingen skrivs under {läge.dag} men ska gälla från {handling.gäller_från.värde}{pengar}",
            handling.plats("gäller_från"),
            "Flytta fram dagen då den börjar gälla, eller låt juristen bedöma om den kan gälla bakåt i tiden.",
            "före underskriften",
        )


@regel("TID07", "Ett utträde som räknas in är inte säkert", Allvar.VARNING, källa="avtalets bestämmelse om utträde")
def osäkert_utträde(läge: Avtalsläge) -> Iterator[Fynd]:
    for h in (läge.handling, *läge.räknade):
        if h and h.slag == "utträde" and h.begäran_inkom and not h.begäran_inkom.verifierad:
            sista = utträdesdag(läge.avtal, h)
            annan = sista != h.sista_dag
            dag = f" och gällde ett utträde före {h.gäller_från.värde}" if annan else ""
            vilka = uppräkning(läge.register.parter[p].namn for p in h.utträder)
            yield Fynd(
                f"{vilka} räknas som part till och med {sista}, men begäran är inte kontrollerad{dag}",
                h.plats("begäran_inkom"),
                "Få dagen bekräftad skriftligt, eller ta bort begäran_inkom så räknas parten med tills vidare.",
                "räknas in här",
                grund=i_avtalet(läge.avtal.utträde.paragraf if läge.avtal.utträde else None),
            )


@regel("TID08", "En uppsägning har ingen verkan", Allvar.VARNING, källa="avtalets bestämmelse om giltighet")
def verkningslös_uppsägning(läge: Avtalsläge) -> Iterator[Fynd]:
    tid = läge.avtal.avtalstid
    senast = tid.förlängning.om_ej_uppsagt_senast if tid.förlängning else None
    for u in läge.avtal.uppsägningar:
        vem = läge.register.parter[u.part].namn
        skäl = ""
        if u.part not in {d.part.id for d in läge.deltaganden}:
            skäl = f"{vem} har sagt upp avtalet men är inte part"
        elif senast is None:
            skäl = f"{vem} har sagt upp avtalet, men det förlängs inte och slutar ändå {tid.till}"
        elif u.dag > senast:
            skäl = f"{genitiv(vem)} uppsägning kom in {u.dag}, efter sista dagen {senast}: avtalet förlängs för parten"
        if skäl:
            råd = "Kontrollera dagen och parten. Ett utträde under avtalstiden läggs upp som en egen handling."
            yield Fynd(skäl, u.plats("dag"), råd, "ingen verkan", grund=i_avtalet(tid.paragraf))


@regel(
    "TID09",
    "Avtalet har gått in i en ny period utan utvärdering",
    Allvar.VARNING,
    källa="avtalets bestämmelse om giltighet",
)
def inte_utvärderat(läge: Avtalsläge) -> Iterator[Fynd]:
    tid = läge.avtal.avtalstid
    f = tid.förlängning
    if f and f.utvärderas_först and läge.kostnadsdag > tid.till and not (f.utvärderad and f.utvärderad <= tid.till):
        när = f"gjordes först {f.utvärderad}" if f.utvärderad else "finns inte i underlaget"
        yield Fynd(
            f"Parterna ska utvärdera verksamheten före den nya perioden {tid.till + EN_DAG}, men utvärderingen {när}",
            f.plats("utvärderad") if f.utvärderad else f.plats("utvärderas_först"),
            "Lägg till utvärderad: dag, eller låt parterna göra utvärderingen nu.",
            grund=i_avtalet(tid.paragraf),
        )


@regel(
    "TID10",
    "Sista dagen att säga upp avtalet ligger inte före förlängningen",
    Allvar.HINDER,
    källa="avtalets bestämmelse om giltighet",
)
def uppsägning_efter_slutet(läge: Avtalsläge) -> Iterator[Fynd]:
    tid = läge.avtal.avtalstid
    if tid.förlängning and tid.från <= tid.till and not tid.från <= tid.förlängning.om_ej_uppsagt_senast <= tid.till:
        yield Fynd(
            f"Avtalet kan sägas upp till {tid.förlängning.om_ej_uppsagt_senast}, men perioden är {tid.från}–{tid.till}",
            tid.förlängning.plats("om_ej_uppsagt_senast"),
            "Rätta dagen: den ska ligga i den första avtalsperioden.",
            "utanför perioden",
            (Märke(tid.plats("till"), "periodens slut"),),
            i_avtalet(tid.paragraf),
        )


@regel(
    "TID11",
    "Två handlingar ändrar samma paragraf samma dag",
    Allvar.HINDER,
    källa="det senare avtalet går före det tidigare; här är inget av dem senare",
)
def ändrar_samma_dag(läge: Avtalsläge) -> Iterator[Fynd]:
    handling = läge.handling
    if handling is None:
        return
    for annan in läge.register.handlingar_till(läge.avtal.id):
        if annan is not handling and annan.gäller_från.värde == handling.gäller_från.värde:
            andras = {ä.paragraf: ä for ä in annan.ändrar}
            for ändring in (ä for ä in handling.ändrar if ä.paragraf in andras):
                yield Fynd(
                    f"Både {handling.id} och {annan.id} ändrar § {ändring.paragraf} från {handling.gäller_från.värde}",
                    ändring.plats("paragraf"),
                    "Slå ihop ändringarna i en handling, eller låt den ena börja gälla senare.",
                    "ändras här",
                    (Märke(andras[ändring.paragraf].plats("paragraf"), "och här"),),
                    i_avtalet(läge.avtal.ändringar_paragraf),
                )
