"""BES: hur besluten har kommit till: av rätt organ, efter beredning, om samma text och med protokollet justerat."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from avtalsgenerator.regler.grund import Allvar, Fynd, Märke, regel
from avtalsgenerator.svenska import uppräkning
from avtalsgenerator.textversion import version

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from avtalsgenerator.modell.beslut import Beredning, Beslut, Verkan
    from avtalsgenerator.modell.part import Organslag
    from avtalsgenerator.per_datum import Avtalsläge, Deltagande

VÄLJER_SJÄLVA = ("kommun", "region")
"""De som har fullmäktige, styrelse och nämnder enligt kommunallagen."""
BEREDS = "KL 5 kap. 26 och 28 §§"


def _gällande(läge: Avtalsläge) -> Iterator[tuple[Deltagande, Beslut]]:
    for d in läge.undertecknande:
        yield from ((d, b) for b in läge.beslut_av(d) if b.gäller)


def _slag(d: Deltagande, namn: str) -> Organslag | None:
    organ = d.part.finn_organ(namn)
    return organ.slag if organ and d.part.slag in VÄLJER_SJÄLVA else None


@regel(
    "BES13",
    "En tjänsteperson har beslutat i en fråga som kan höra till nämnd eller fullmäktige",
    Allvar.VARNING,
    källa="KL 5 kap. 1–2 §§, 6 kap. 38 § och 7 kap. 5 §",
)
def av_tjänsteperson(läge: Avtalsläge) -> Iterator[Fynd]:
    for d, b in _gällande(läge):
        if _slag(d, b.organ) == "tjänsteperson":
            stöd = f" med stöd av {b.delegation}" if b.delegation else ", och det framgår inte med vilken delegation"
            yield Fynd(
                f"{d.part.namn}: {b.organ} har beslutat ensam{stöd}",
                b.plats("organ"),
                "Be parten visa delegationen, eller låta nämnden eller fullmäktige besluta.",
                "en tjänsteperson",
                vem=d.part.id,
            )


@regel("BES14", "Ett utskott har beslutat utan delegation", Allvar.VARNING, källa="KL 6 kap. 37 och 41–42 §§")
def av_utskott(läge: Avtalsläge) -> Iterator[Fynd]:
    for d, b in _gällande(läge):
        if _slag(d, b.organ) == "utskott" and b.delegation is None:
            yield Fynd(
                f"{d.part.namn}: {b.organ} är ett utskott, och det framgår inte att det fått besluta i frågan",
                b.plats("organ"),
                "Lägg till delegation, eller det beslut som styrelsen eller nämnden har fattat.",
                "ett utskott",
                vem=d.part.id,
            )


@regel(
    "BES15",
    "Beslutet att ingå avtalet är inte fattat av fullmäktige",
    Allvar.UPPLYSNING,
    källa="KL 5 kap. 1–2 §§: ärenden av principiell beskaffenhet eller större vikt",
)
def inte_fullmäktige(läge: Avtalsläge) -> Iterator[Fynd]:
    for d, b in _gällande(läge) if läge.handling is None else ():
        if _slag(d, b.organ) in ("styrelse", "nämnd"):
            yield Fynd(
                f"{d.part.namn} ingår avtalet genom beslut av {b.organ}",
                b.plats("organ"),
                "Bedöm om avtalet är av större vikt för parten. Då ska fullmäktige besluta.",
                vem=d.part.id,
            )


def _godkända(läge: Avtalsläge) -> Iterator[tuple[Deltagande, Beslut, Verkan]]:
    """De verkningar i gällande beslut som avser just det som ska skrivas under."""
    for d, b in _gällande(läge):
        for sats in b.beslutssatser:
            v = sats.verkan
            if v and (v.godkänner == läge.id or läge.avtal.id in (v.ansluter, v.utträder)):
                yield d, b, v


@regel(
    "BES16",
    "Parten godkände en annan text än den som ska skrivas under",
    Allvar.HINDER,
    källa="ett avtal binder när alla har godkänt samma text",
)
def ändrad_text(läge: Avtalsläge) -> Iterator[Fynd]:
    nu = version(läge)
    for d, b, v in _godkända(läge):
        if v.version and v.version != nu:
            yield Fynd(
                f"{d.part.namn} godkände version {v.version}, men texten är nu version {nu}",
                v.plats("version"),
                "Se efter vad som har ändrats. Ändra tillbaka, eller begär ett nytt beslut på den nya texten.",
                "version som godkändes",
                grund=f"{b.beteckning()} gäller den text som organet hade framför sig",
                vem=d.part.id,
            )


@regel(
    "BES17",
    "Det framgår inte vilken text parten godkände",
    Allvar.VARNING,
    källa="ett avtal binder när alla har godkänt samma text",
)
def okänd_text(läge: Avtalsläge) -> Iterator[Fynd]:
    """Sägs bara när någon annan part har uppgett sin version; annars finns det inget att jämföra med."""
    godkända = [*_godkända(läge)]
    for d, b, v in godkända if any(v.version for _, _, v in godkända) else ():
        if v.version is None:
            yield Fynd(
                f"{d.part.namn}: ”{b.beteckning()}” säger inte vilken version av texten som godkändes",
                v.plats(),
                "Jämför med den text som låg till grund för beslutet och lägg till version.",
                "version saknas",
                vem=d.part.id,
            )


def _beredningsdag(läge: Avtalsläge, steg: Beredning) -> date | None:
    return läge.register.beslut[steg.beslut].sammanträdesdatum if steg.beslut else steg.dag


def _organ(läge: Avtalsläge, steg: Beredning) -> str:
    return läge.register.beslut[steg.beslut].organ if steg.beslut else str(steg.organ)


@regel("BES23", "Ärendet bereddes i fel ordning", Allvar.HINDER, källa=f"{BEREDS}: beredning före beslut")
def fel_ordning(läge: Avtalsläge) -> Iterator[Fynd]:
    for d, b in _gällande(läge):
        steg = [(_organ(läge, s), _beredningsdag(läge, s), s.plats()) for s in b.beredning]
        steg = [*steg, (b.organ, b.sammanträdesdatum, b.plats("sammanträdesdatum"))]
        kända = [(organ, dag, plats) for organ, dag, plats in steg if dag]
        for (organ, dag, plats), (nästa, nästa_dag, nästa_plats) in pairwise(kända):
            if dag > nästa_dag:
                yield Fynd(
                    f"{d.part.namn}: {organ} beredde ärendet {dag}, efter att {nästa} hade behandlat det {nästa_dag}",
                    plats,
                    "Rätta dagarna eller ordningen. Är de rätta är beslutet inte berett och måste fattas på nytt.",
                    "efter",
                    (Märke(nästa_plats, "före"),),
                    vem=d.part.id,
                )


@regel("BES24", "Fullmäktiges beslut är inte berett av styrelsen", Allvar.VARNING, källa=BEREDS)
def inte_berett(läge: Avtalsläge) -> Iterator[Fynd]:
    for d, b in _gällande(läge):
        organ = [_organ(läge, s) for s in b.beredning]
        if _slag(d, b.organ) == "fullmäktige" and "styrelse" not in {_slag(d, o) for o in organ}:
            men = f" (bara {uppräkning(organ)})" if organ else ""
            yield Fynd(
                f"{d.part.namn}: det framgår inte att styrelsen har berett ”{b.beteckning()}”{men}",
                b.plats("organ"),
                "Lägg till beredning med styrelsens dag och paragraf, ur protokollet.",
                vem=d.part.id,
            )


@regel("BES25", "Protokollet är inte justerat när handlingen skrivs under", Allvar.VARNING, källa="KL 5 kap. 69 §")
def inte_justerat_än(läge: Avtalsläge) -> Iterator[Fynd]:
    for d, b in _gällande(läge) if läge.dagen_är_vald else ():
        if b.justering and b.justering.dag and b.justering.dag > läge.dag and b.har_fattats(läge.dag):
            yield Fynd(
                f"{d.part.namn}: protokollet justeras {b.justering.dag}, efter underskriften {läge.dag}",
                b.justering.plats("dag"),
                "Vänta med underskriften tills protokollet är justerat.",
                "justeras senare",
                vem=d.part.id,
            )


@regel(
    "BES26",
    "Det går inte att räkna ut när beslutet vinner laga kraft",
    Allvar.UPPLYSNING,
    källa="KL 13 kap. 5 §: tre veckor från att justeringen tillkännagavs",
)
def okänd_laga_kraft(läge: Avtalsläge) -> Iterator[Fynd]:
    for d, b in _gällande(läge):
        justeras_senare = b.justering and b.justering.dag and b.justering.dag > läge.dag
        fattat = b.sammanträdesdatum and b.sammanträdesdatum < läge.dag
        if b.anslag is None and fattat and d.part.slag in VÄLJER_SJÄLVA and not justeras_senare:
            yield Fynd(
                f"{d.part.namn}: det framgår inte när ”{b.beteckning()}” tillkännagavs på anslagstavlan",
                b.plats("sammanträdesdatum"),
                "Lägg till anslag med dagen det sattes upp, ur beviset om tillkännagivande.",
                vem=d.part.id,
            )
