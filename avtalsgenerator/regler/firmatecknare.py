"""FIR: vem som får skriva under, på vilken grund och om personen finns den dagen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avtalsgenerator.behorighet import innehavare
from avtalsgenerator.regler.grund import Allvar, Fynd, Märke, regel
from avtalsgenerator.svenska import antal, uppräkning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avtalsgenerator.modell.avtal import Underskriftsrad
    from avtalsgenerator.modell.beslut import Beslut, Underskriftsrätt
    from avtalsgenerator.modell.part import Behörighet
    from avtalsgenerator.per_datum import Avtalsläge, Underskrift

RÄTTEN = "rätten att skriva under kräver ett eget beslut och kan inte delegeras (Kommuninvest, Rätten att underteckna)"
NAMNGIVEN = (
    "rätten är given den som har en viss befattning, så personen ska vara känd (Kommuninvest, Rätten att underteckna)"
)
MYNDIGHETEN = "myndighetens arbetsordning och delegation avgör vem som får företräda den"
STATUS = {"förslag": "inte beslutat", "återremitterat": "återremitterat", "bordlagt": "bordlagt", "upphävt": "upphävt"}


@regel("FIR01", "Ingen namngiven person ska skriva under", Allvar.HINDER, källa=NAMNGIVEN)
def ingen_namngiven(läge: Avtalsläge) -> Iterator[Fynd]:
    for u in läge.underskrifter:
        yield from _rad_utan_namn(u, u.rad) if u.rad else _behörighet_utan_namn(u)


def _rad_utan_namn(u: Underskrift, rad: Underskriftsrad) -> Iterator[Fynd]:
    for nummer, person in enumerate(rad.personer):
        if person.namn and person.befattning is None:
            text = f"{u.vem}: {person.namn} har ingen befattning i underskriftsblocket"
            yield Fynd(text, rad.plats("personer", nummer), "Lägg till befattning.", "här saknas befattning", vem=u.id)
    if None in u.namn:
        kan = [p.namn for p in u.grund.undertecknare if p.namn]
        vem = f"Enligt partens behörighet: {uppräkning(kan)}." if kan else "Ta reda på vem som skriver under."
        text, råd = (f"{u.vem} har ett underskriftsblock utan namn", "Lägg till befattning och namn under personer. ")
        yield Fynd(text, rad.plats(), råd + vem, "här nämns ingen person", vem=u.id)


def _behörighet_utan_namn(u: Underskrift) -> Iterator[Fynd]:
    behörighet = u.grund.behörighet
    if behörighet and not behörighet.undertecknas_av:
        text = f"{u.vem}: behörigheten säger inte vilken befattning som skriver under"
        yield Fynd(
            text, behörighet.plats(), "Lägg till undertecknas_av med den befattning som organet har utsett.", vem=u.id
        )
    for person in u.grund.undertecknare:
        if person.innehav and person.namn is None:
            text = f"{u.vem}: namnet på {person.befattning} är inte känt"
            råd = "Ta reda på vem som har befattningen och lägg till namn."
            yield Fynd(text, person.innehav.plats(), råd, "här saknas namn", vem=u.id)


@regel("FIR02", "Ingen har rätt att skriva under för parten", Allvar.HINDER, källa=RÄTTEN)
def ingen_behörighet(läge: Avtalsläge) -> Iterator[Fynd]:
    for u in läge.underskrifter:
        if u.grund.behörighet is None and not u.grund.andra_tider:
            beslut = läge.register.beslut_om("avtal", läge.avtal.id, u.part.id)
            men = f" (inte heller {uppräkning((b.beteckning() for b in beslut), 'eller')})" if beslut else ""
            yield Fynd(
                f"{u.vem}: inget beslut säger vem som får skriva under{men}",
                u.part.plats("namn"),
                "Lägg till behörighet i partens fil, med det beslut som ger rätten.",
                "ingen behörighet",
                (Märke(u.plats, "underskriften krävs här"),),
                MYNDIGHETEN if u.part.slag == "statlig_myndighet" else "",
                vem=u.id,
            )


@regel("FIR03", "Rätten att skriva under bygger på ett beslut som inte gäller", Allvar.HINDER, källa=RÄTTEN)
def stödet_gäller_inte(läge: Avtalsläge) -> Iterator[Fynd]:
    for u, behörighet, stöd in med_stöd(läge):
        if not stöd.gäller:
            yield Fynd(
                f"{u.vem}: rätten att skriva under bygger på ”{stöd.beteckning()}”, och det är {STATUS[stöd.status]}",
                behörighet.plats("stöd"),
                "Vänta tills beslutet är fattat. Skriv då in status, dag och paragraf i beslutets fil.",
                "det åberopade beslutet",
                (Märke(stöd.plats("status"), f"status är {stöd.status}"),),
                vem=u.id,
            )


def med_stöd(läge: Avtalsläge) -> Iterator[tuple[Underskrift, Behörighet, Beslut]]:
    """Underskrifterna som har en behörighet med ett beslut som stöd."""
    for u in läge.underskrifter:
        if u.grund.behörighet and u.grund.stöd:
            yield u, u.grund.behörighet, u.grund.stöd


@regel(
    "FIR04", "Befattningen är obesatt den dagen", Allvar.HINDER, källa="praxis: den som skriver under har befattningen"
)
def obesatt(läge: Avtalsläge) -> Iterator[Fynd]:
    for u in läge.underskrifter:
        for person in u.grund.undertecknare:
            if person.innehav is None and u.grund.behörighet:
                fält, annars = (
                    ("kontrasigneras_av", "en annan befattning som kontrasignerar")
                    if person.kontrasignerar
                    else ("undertecknas_av", "en ersättare")
                )
                yield Fynd(
                    f"{u.vem}: ingen är {person.befattning} {läge.dag}",
                    u.grund.behörighet.plats(fält),
                    f"Lägg till vem som har befattningen den dagen, eller ange {annars}.",
                    "obesatt den dagen",
                    vem=u.id,
                )


@regel("FIR05", "Två ska skriva under tillsammans men bara en finns", Allvar.HINDER, källa=RÄTTEN)
def för_få(läge: Avtalsläge) -> Iterator[Fynd]:
    for u in läge.underskrifter:
        behörighet = u.grund.behörighet
        finns = {p.namn or p.befattning for p in (u.rad.personer if u.rad else u.grund.undertecknare)}
        if behörighet and finns and len(finns) < u.grund.krävs:
            yield Fynd(
                f"{u.vem} har {antal(len(finns), 'firmatecknare', 'firmatecknare')} men behöver {u.grund.krävs}",
                u.rad.plats("personer") if u.rad else behörighet.plats("undertecknas_av"),
                "Lägg till en person till, eller ändra sätt till ”var för sig” om beslutet tillåter det.",
                "för få",
                (Märke(behörighet.plats("sätt"), "så ska parten skriva under"),),
                vem=u.id,
            )


@regel(
    "FIR06", "Samma person skriver under för två parter", Allvar.VARNING, källa="praxis: ingen bör avtala med sig själv"
)
def för_två_parter(läge: Avtalsläge) -> Iterator[Fynd]:
    sedda: dict[str, Underskrift] = {}
    for u in läge.underskrifter:
        for namn in filter(None, u.namn):
            första = sedda.setdefault(namn, u)
            if första.part.id != u.part.id:
                yield Fynd(
                    f"{namn} skriver under både för {första.part.namn} och för {u.part.namn}",
                    u.plats,
                    "Låt en annan behörig person skriva under för den ena parten.",
                    andra=(Märke(första.plats, "den andra parten"),),
                    vem=u.id,
                )


@regel("FIR07", "Blocken för underskrift är inte de som krävs", Allvar.HINDER, källa="avtalets uppräkning av parter")
def block_saknas(läge: Avtalsläge) -> Iterator[Fynd]:
    använda = [u.rad for u in läge.underskrifter if u.rad]
    for rad in läge.avtal.underskrifter if läge.handling is None and läge.underskrifter else ():
        if not any(rad is a for a in använda):
            vem = läge.register.parter[rad.part].namn
            text = f"{vem} har ett underskriftsblock men är inte part, eller skriver under genom ett annat organ"
            yield Fynd(
                text,
                rad.plats(),
                "Ta bort blocket, eller rätta parten eller organet.",
                "ett block för mycket",
                vem=rad.part,
            )
    for u in läge.underskrifter if läge.handling is None and läge.avtal.underskrifter else ():
        if u.rad is None:
            yield Fynd(
                f"{u.vem} är part men har inget underskriftsblock i avtalet",
                u.plats,
                "Lägg till ett block under underskrifter.",
                "ska skriva under",
                (Märke(läge.avtal.nyckelplats("underskrifter"), "här saknas blocket"),),
                vem=u.id,
            )


@regel("FIR08", "Rätten att skriva under gäller inte den dagen", Allvar.HINDER, källa=RÄTTEN)
def fel_tid(läge: Avtalsläge) -> Iterator[Fynd]:
    for u in läge.underskrifter:
        for b in u.grund.andra_tider if u.grund.behörighet is None else ():
            när = f"från {b.från}" if b.från and b.från > läge.dag else f"till {b.till}"
            råd = "Välj en annan dag för underskriften, eller lägg till den behörighet som gäller då."
            text = f"{u.vem}: rätten att skriva under gäller {när}, inte {läge.dag}"
            if not läge.dagen_är_vald:
                text = f"{u.vem}: rätten att skriva under gäller {när}, men avtalet säger inte när det skrivs under"
                råd = "Lägg till undertecknas_den i avtalets fil."
            yield Fynd(text, b.plats(), råd, vem=u.id)
    for u, behörighet, stöd in med_stöd(läge):
        if stöd.sammanträdesdatum and stöd.sammanträdesdatum > läge.dag:
            text = f"{u.vem}: beslutet som ger rätten fattas {stöd.sammanträdesdatum}, efter underskriften {läge.dag}"
            yield Fynd(text, behörighet.plats("stöd"), "Skriv under efter beslutet.", "fattas senare", vem=u.id)


@regel(
    "FIR09",
    "Den som beslutade är en annan än den som skriver under",
    Allvar.VARNING,
    källa="arbetsordning eller delegation ska visa att båda är behöriga",
)
def annan_beslutsfattare(läge: Avtalsläge) -> Iterator[Fynd]:
    for beslut in läge.register.beslut_om("avtal", läge.avtal.id):
        if beslut.beslutande is None or not beslut.gäller or not any(beslut.med_verkan("ansluter", läge.avtal.id)):
            continue
        for u in (u for u in läge.underskrifter if u.part.id == beslut.part):
            namn = [n for n in u.namn if n]
            if namn and beslut.beslutande not in namn:
                yield Fynd(
                    f"{u.part.namn}: {beslut.beslutande} beslutade men {uppräkning(namn)} ska skriva under",
                    u.plats,
                    "Visa den arbetsordning eller delegation som ger undertecknaren rätten.",
                    "skriver under",
                    (Märke(beslut.plats("beslutande"), "beslutade"),),
                    vem=u.id,
                )


@regel("FIR10", "Behörigheten saknar stöd i ett beslut", Allvar.HINDER, källa=RÄTTEN)
def inget_stöd(läge: Avtalsläge) -> Iterator[Fynd]:
    for u in läge.underskrifter:
        if u.grund.behörighet and u.grund.stöd is None:
            text = f"{u.vem}: behörigheten anger inget beslut som stöd"
            råd = "Lägg till stöd: id för det beslut som ger rätten att skriva under."
            yield Fynd(text, u.grund.behörighet.plats(), råd, "här saknas stöd", vem=u.id)
    for u, behörighet, stöd in med_stöd(läge):
        if stöd.gäller and not _ger_rätt(stöd, läge, u, behörighet):
            yield Fynd(
                f"{u.vem}: ”{stöd.beteckning()}” ger inte den rätt att skriva under som åberopas",
                behörighet.plats("stöd"),
                "Ange det beslut som ger rätten, eller komplettera beslutets verkan.",
                "ger inte rätten",
                (Märke(stöd.plats("beslutssatser"), "beslutets punkter"),),
                vem=u.id,
            )


def _ger_rätt(stöd: Beslut, läge: Avtalsläge, u: Underskrift, behörighet: Behörighet) -> bool:
    rätter = [s.verkan.underskriftsrätt for _, s in stöd.med_verkan("underskriftsrätt", läge.avtal.id) if s.verkan]
    return stöd.part == u.part.id and any(_täcker(r, läge.vad, behörighet) for r in rätter if r)


def _täcker(rätt: Underskriftsrätt, vad: str, behörighet: Behörighet) -> bool:
    """Om beslutets rätt gäller handlingen, organet och alla befattningar som behörigheten räknar upp."""
    åberopade = {*behörighet.undertecknas_av, *behörighet.ersättare} | {behörighet.kontrasigneras_av} - {None}
    return (
        rätt.omfattar in (vad, "allt")
        and rätt.organ in (None, behörighet.organ)
        and (not rätt.befattningar or åberopade <= set(rätt.befattningar))
    )


@regel("FIR11", "Organet kan inte ge rätt att skriva under", Allvar.HINDER, källa=RÄTTEN)
def fel_organ(läge: Avtalsläge) -> Iterator[Fynd]:
    for u, behörighet, stöd in med_stöd(läge):
        organ = u.part.finn_organ(stöd.organ)
        if organ and organ.slag in ("utskott", "tjänsteperson") and u.part.slag != "statlig_myndighet":
            yield Fynd(
                f"{u.vem}: {organ.namn} ({organ.slag}) kan inte ge rätt att skriva under",
                behörighet.plats("stöd"),
                "Ange ett beslut av fullmäktige, styrelse eller nämnd.",
                "åberopas här",
                (Märke(stöd.plats("organ"), "beslutande organ"),),
                vem=u.id,
            )


@regel("FIR12", "Organet finns inte den dagen", Allvar.VARNING, källa="underlagets uppgift om organets tid")
def organet_upphört(läge: Avtalsläge) -> Iterator[Fynd]:
    for u in läge.underskrifter:
        organ = u.avtalets_organ or u.organ
        if organ and not organ.gäller(läge.dag):
            nytt = f" Enligt underlaget har {u.organ.namn} tagit över." if u.organ and u.organ is not organ else ""
            yield Fynd(
                f"{u.part.namn}: {organ.namn} finns inte {läge.dag}.{nytt}",
                organ.plats("namn"),
                "Kontrollera vilket organ som skriver under.",
                f"{organ.från or '…'} – {organ.till or '…'}",
                (Märke(u.plats, "underskriften krävs här"),),
                vem=u.id,
            )


@regel(
    "FIR13",
    "Det är inte bekräftat att personen har kvar befattningen",
    Allvar.VARNING,
    källa="ny mandatperiod 15 oktober (fullmäktige) och 1 januari (styrelser), KL 5 kap. 9 § och 6 kap. 18–19 §§",
)
def obekräftad(läge: Avtalsläge) -> Iterator[Fynd]:
    for u in läge.underskrifter:
        for innehav in u.innehav:
            if innehav.namn and innehav.bekräftad and innehav.bekräftad < läge.dag:
                yield Fynd(
                    f"{u.vem}: {innehav.namn} var {innehav.befattning} {innehav.bekräftad}; "
                    f"om det gäller {läge.dag} är inte bekräftat",
                    innehav.plats("bekräftad"),
                    "Bekräfta och ändra dagen, eller lägg till den som har befattningen nu.",
                    "senast bekräftat",
                    vem=u.id,
                )


@regel("FIR14", "Den som nämns i blocket har inte rätt att skriva under", Allvar.HINDER, källa=RÄTTEN)
def fel_person(läge: Avtalsläge) -> Iterator[Fynd]:
    for u in läge.underskrifter:
        behöriga = {p.namn for p in u.grund.undertecknare if p.namn}
        for nummer, person in enumerate(u.rad.personer if u.rad and behöriga else ()):
            if u.rad and u.grund.behörighet and person.namn and person.namn not in behöriga:
                yield Fynd(
                    f"{u.vem}: {person.namn} ska skriva under, men rätten har {uppräkning(sorted(behöriga))}",
                    u.rad.plats("personer", nummer, "namn"),
                    "Rätta namnet i blocket, eller lägg till det beslut som ger personen rätten.",
                    "har inte rätten",
                    (Märke(u.grund.behörighet.plats(), "behörigheten"),),
                    vem=u.id,
                )


@regel(
    "FIR15", "Två har samma befattning samma dag", Allvar.HINDER, källa="praxis: den som skriver under har befattningen"
)
def två_innehavare(läge: Avtalsläge) -> Iterator[Fynd]:
    for u in läge.underskrifter:
        for person in u.grund.undertecknare:
            organ = u.grund.behörighet.organ if u.grund.behörighet else None
            första, *andra = innehavare(u.part, person.befattning, organ, läge.dag) or (None,)
            if första and andra:
                alla = [i.namn or "en okänd person" for i in (första, *andra)]
                yield Fynd(
                    f"{u.vem}: {uppräkning(alla)} har samma befattning {läge.dag}, {person.befattning}",
                    andra[0].plats("befattning"),
                    "Ange när den ena slutade, eller vilket organ var och en hör till.",
                    "samma befattning",
                    (Märke(första.plats("befattning"), "den första"),),
                    vem=u.id,
                )
