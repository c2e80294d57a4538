"""UPG: uppgifter som saknas, är felskrivna eller inte kontrollerade."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avtalsgenerator.modell.grund import Belagd, Faktum
from avtalsgenerator.modell.nummer import kontrollsiffran_stämmer
from avtalsgenerator.regler.grund import Allvar, Fynd, regel
from avtalsgenerator.regler.villkor import villkor_i

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avtalsgenerator.per_datum import Avtalsläge


@regel(
    "UPG01", "Organisationsnumret har fel kontrollsiffra", Allvar.HINDER, källa="kontrollsiffran räknas enligt mod 10"
)
def fel_kontrollsiffra(läge: Avtalsläge) -> Iterator[Fynd]:
    for d in läge.undertecknande:
        nummer = d.part.organisationsnummer
        if nummer and not kontrollsiffran_stämmer(nummer.värde):
            yield Fynd(
                f"{d.part.namn} har organisationsnumret {nummer.värde}, men kontrollsiffran stämmer inte",
                nummer.plats("värde"),
                "Jämför med registreringsbeviset och rätta numret.",
                "sista siffran är fel",
            )


@regel("UPG02", "Organisationsnummer saknas", Allvar.HINDER, källa="inget får stå tomt i det som skrivs under")
def inget_organisationsnummer(läge: Avtalsläge) -> Iterator[Fynd]:
    for d in läge.undertecknande:
        if d.part.organisationsnummer is None:
            yield Fynd(
                f"{d.part.namn} har inget organisationsnummer",
                d.part.plats("namn"),
                "Lägg till en rad organisationsnummer i partens fil.",
            )


@regel(
    "UPG03", "Uppgiften är inte kontrollerad mot källan", Allvar.UPPLYSNING, källa="märkt verifierad: nej i underlaget"
)
def inte_verifierad(läge: Avtalsläge) -> Iterator[Fynd]:
    sedda: set[int] = set()
    for faktum, vad in (*_uppgifter_i_dokumenten(läge), *_det_övriga(läge)):
        if not faktum.verifierad and id(faktum) not in sedda:
            sedda.add(id(faktum))
            yield Fynd(
                f"Okontrollerad uppgift: {vad}",
                faktum.plats(),
                "Kontrollera uppgiften och ta bort ”verifierad: nej”.",
                str(faktum.källa or ""),
            )
    förlängning = läge.avtal.avtalstid.förlängning
    if förlängning and not förlängning.uppsägningar_kontrollerade:
        yield Fynd(
            "Okontrollerad uppgift: att ingen part har sagt upp avtalet före förlängningen",
            förlängning.plats("uppsägningar_kontrollerade"),
            "Se efter om någon har sagt upp avtalet, och ändra till ja.",
        )


def _uppgifter_i_dokumenten(läge: Avtalsläge) -> Iterator[tuple[Belagd, str]]:
    """Det som skrivs ut: parternas namn och nummer, organ och personer i blocken, grunden för kostnaderna."""
    for d in läge.undertecknande:
        yield d.part.juridiskt_namn, f"det juridiska namnet för {d.part.namn}"
        if d.part.organisationsnummer:
            yield d.part.organisationsnummer, f"organisationsnumret för {d.part.namn}"
    for u in läge.underskrifter:
        if u.organ:
            yield u.organ, f"namnet på {u.organ.namn} och när organet finns"
        for innehav in u.innehav:
            yield innehav, f"vem som är {innehav.befattning} hos {u.part.namn}"
    if läge.handling:
        yield läge.handling.gäller_från, "dagen då handlingen börjar gälla"
    yield from _i_besluten(läge)
    yield from _kostnadsgrunden(läge)


def _det_övriga(läge: Avtalsläge) -> Iterator[tuple[Belagd, str]]:
    """Resten av avtalet, handlingen, behörigheterna och besluten, med nyckelns namn."""
    yield from _alla_i(läge.avtal, "avtalet")
    if läge.handling:
        yield from _alla_i(läge.handling, "handlingen")
    for d in läge.undertecknande:
        yield d.part, f"uppgifterna om {d.part.namn}"
    for u in läge.underskrifter:
        if u.grund.behörighet:
            yield u.grund.behörighet, f"behörigheten för {u.part.namn}"
    beslut = [b for d in läge.undertecknande for b in läge.beslut_av(d)]
    for b in (*beslut, *(u.grund.stöd for u in läge.underskrifter if u.grund.stöd)):
        yield b, f"beslutet {b.beteckning()}"


def okontrollerat(faktum: Faktum, vad: str) -> Iterator[Fynd]:
    """Ett fynd för varje uppgift i uppställningen som är märkt ”verifierad: nej”."""
    for uppgift, del_ in _alla_i(faktum, vad):
        if not uppgift.verifierad:
            yield Fynd(
                f"Okontrollerad uppgift: {del_}",
                uppgift.plats("verifierad"),
                "Kontrollera uppgiften och ta bort ”verifierad: nej”.",
            )


def _alla_i(faktum: Faktum, vad: str) -> Iterator[tuple[Belagd, str]]:
    """Uppställningen och allt i den. Begäran om utträde har en egen regel (TID07)."""
    if isinstance(faktum, Belagd):
        yield faktum, vad
    for fält in type(faktum).model_fields:
        värde = getattr(faktum, fält)
        for del_ in värde if isinstance(värde, tuple) else (värde,):
            if isinstance(del_, Faktum) and fält != "begäran_inkom":
                yield from _alla_i(del_, fält.replace("_", " "))


def _i_besluten(läge: Avtalsläge) -> Iterator[tuple[Belagd, str]]:
    """Det som är tolkat i partens beslut."""
    for d in läge.undertecknande:
        for beslut in läge.beslut_av(d):
            for _, sats in beslut.med_verkan("ansluter", läge.avtal.id):
                if sats.verkan:
                    yield sats.verkan, f"att {beslut.beteckning()} innebär att {d.part.namn} är med"
    for _, beslut, villkor in villkor_i(läge):
        if villkor.väsentligt:
            yield villkor.väsentligt, f"vad som är väsentligt enligt {beslut.beteckning()}"


def _kostnadsgrunden(läge: Avtalsläge) -> Iterator[tuple[Belagd, str]]:
    handling, finansiering = läge.handling, läge.finansiering
    for post in finansiering.poster:
        if post.befolkning_per and not (handling and handling.befolkning_per):
            yield post.befolkning_per, "dagen för den folkmängd som kostnaderna delas efter"
        yield post.avrundning, "hur bidragen avrundas"
    if handling and handling.befolkning_per:
        yield handling.befolkning_per, "dagen för den folkmängd som kostnaderna delas efter"
    if finansiering.index:
        yield finansiering.index.basår, "det första verksamhetsåret, då beloppen är fasta"
    for bidrag in läge.kostnad.bidrag:
        if bidrag.folkmängd:
            yield bidrag.folkmängd, f"folkmängden i {bidrag.part.namn}"
