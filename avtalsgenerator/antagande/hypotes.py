"""Vet hur ett antagande blir en hypotetisk handling, om det går ihop med avtalet och vad som krävs för det."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from avtalsgenerator import regler
from avtalsgenerator.fel import Användningsfel
from avtalsgenerator.modell import Handling
from avtalsgenerator.modell.handling import TILLÄGGSAVTAL
from avtalsgenerator.per_datum import avtalets_slut, avtalsperiod, utträdesdag

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from avtalsgenerator.antagande.tolkning import Antagande
    from avtalsgenerator.per_datum import Avtalsläge
    from avtalsgenerator.regler import Anmärkning

OM_HANDLINGEN = ("PAR", "EKO", "TID")
"""Reglerna om vad en handling gör."""


@dataclass(frozen=True)
class Begäran:
    """Dagen då en begäran om utträde kommer in, och handlingen som den står i om den redan har kommit in."""

    inkom: date
    handling: Handling | None = None


@dataclass(frozen=True)
class Krav:
    """Vad som krävs för att ett antagande ska bli av: läget om det vore en handling att besluta om och skriva under."""

    antagande: Antagande
    läge: Avtalsläge
    handling: Handling
    begäran: Begäran | None = None
    """Den begäran som ett utträde prövas efter."""
    tidigast: date | None = None
    """Sista dagen som part som avtalet tidigast tillåter med den begäran; ``None`` om det inte tillåter någon."""

    @property
    def enligt_avtalet(self) -> bool:
        """Om det är ett utträde som avtalet tillåter, så att bara den som går ur beslutar."""
        return self.handling.slag == "utträde"


def ställ_krav(
    läge: Avtalsläge, antaganden: Iterable[Antagande], befolkning: date | None, begäran: date | None, idag: date
) -> tuple[Krav, ...]:
    """Kravet för varje antagande, i dagordning; vart och ett prövas i läget efter dem som kommer före.

    Kastar ``Användningsfel`` om någon redan är part eller inte är det.
    """
    krav: list[Krav] = []
    egna = (läge.handling,) if läge.handling else ()
    for a in sorted((a for a in antaganden if a.slag != "kanske"), key=lambda a: str(a.verkan)):
        räknade = (*läge.räknade, *egna, *(k.handling for k in krav))
        nu = replace(läge, handling=None, räknade=räknade, dag=a.verkan or läge.dag, dagen_är_vald=True)
        _pröva_parter(a, nu)
        handling, sökt, tidigast = _handling(a, nu, f"antagande-{len(krav) + 1:02}", befolkning, begäran, idag)
        krav.append(Krav(a, replace(nu, handling=handling), handling, sökt, tidigast))
    return tuple(krav)


def _handling(
    a: Antagande, nu: Avtalsläge, namn: str, befolkning: date | None, begäran: date | None, idag: date
) -> tuple[Handling, Begäran | None, date | None]:
    """Handlingen, begäran om utträde och den dag som avtalet tidigast tillåter med den."""
    gemensamt = {"gäller_från": {"värde": a.verkan}, "befolkning_per": _folkmängdens_dag(nu, befolkning)}
    if a.slag == "ansluter":
        return anslutning(nu, a.parter, namn, **gemensamt), None, None
    sökt = _begäran(a, nu, begäran, idag)
    enligt = _bygg(nu, namn, slag="utträde", utträder=a.parter, begäran_inkom={"värde": sökt.inkom}, **gemensamt)
    tidigast = utträdesdag(nu.avtal, enligt) if nu.avtal.utträde else None
    if tidigast == a.dag:
        return enligt, sökt, tidigast
    slut = min(d.till for d in nu.deltaganden if d.part.id in a.parter and a.dag and d.gäller(a.dag))
    tidigast = tidigast if tidigast and tidigast <= slut else None
    return _bygg(nu, namn, slag="förtida utträde", utträder=a.parter, **gemensamt), sökt, tidigast


def anslutning(läge: Avtalsläge, parter: Iterable[str], namn: str, **fält: Any) -> Handling:
    """En hypotetisk handling där parterna ansluter sig."""
    return _bygg(läge, namn, slag="anslutning", ansluter=tuple({"part": p} for p in parter), **fält)


def _bygg(läge: Avtalsläge, namn: str, **fält: Any) -> Handling:
    handling = Handling.model_validate({"handling": TILLÄGGSAVTAL, **fält})
    handling._id, handling._avtal = f"{läge.avtal.id}/{namn}", läge.avtal.id
    return handling


def _folkmängdens_dag(nu: Avtalsläge, befolkning: date | None) -> dict[str, date] | None:
    """Den valda dagen, annars den som redan gäller; ``None`` om det inte är en och samma för alla."""
    dagar = {befolkning} if befolkning else {b.befolkning_per for b in nu.kostnad.poster if b.befolkning_per}
    return {"värde": dagar.pop()} if len(dagar) == 1 else None


def _begäran(a: Antagande, nu: Avtalsläge, begäran: date | None, idag: date) -> Begäran:
    """Den angivna dagen, annars den begäran som redan har kommit in från alla som går ur, annars idag."""
    if begäran:
        return Begäran(begäran)
    for h in nu.räknade:
        if h.begäran_inkom and h.slag == "utträde" and set(a.parter) <= set(h.utträder):
            return Begäran(h.begäran_inkom.värde, h)
    return Begäran(idag)


def _pröva_parter(a: Antagande, nu: Avtalsläge) -> None:
    if a.dag is None:
        return
    for id_ in a.parter:
        namn = nu.register.parter[id_].namn
        tider = [d for d in nu.deltaganden if d.part.id == id_ and d.från <= d.till]
        nuvarande = next((d for d in tider if d.gäller(a.dag)), None)
        när = ", ".join(f"{d.från}–{d.till}" for d in tider)
        if a.slag == "ansluter" and (redan := nuvarande or next((d for d in tider if d.från > a.dag), None)):
            råd = f"Menade du ”utträder {id_} …”? {namn} är part {när}."
            är = "är redan part" if redan is nuvarande else f"blir redan part {redan.från}, efter"
            raise Användningsfel(f"antagandet ”{a.text}”: {namn} {är} {a.dag}", råd)
        if a.slag == "utträder" and nuvarande is None:
            råd = f"{namn} är part {när}." if när else f"Menade du ”ansluter {id_} …”?"
            raise Användningsfel(f"antagandet ”{a.text}”: {namn} är inte part {a.dag}", råd)
        if a.slag == "utträder" and nuvarande and nuvarande.till == a.dag:
            råd = f"{namn} är part {när}. Välj en tidigare dag."
            raise Användningsfel(f"antagandet ”{a.text}”: {namn} är ändå inte part efter {a.dag}", råd)


def om_handlingen(läge: Avtalsläge) -> tuple[Anmärkning, ...]:
    """Anmärkningarna som en hypotetisk handling själv ger; beslut och underskrifter väntar tills den finns."""
    utan = {(a.kod, a.plats, a.text) for a in regler.kontrollera(replace(läge, handling=None))}
    egna = (a for a in regler.kontrollera(läge) if (a.kod, a.plats, a.text) not in utan)
    return tuple(a for a in egna if a.kod.startswith(OM_HANDLINGEN))


def pröva_ihop(antaganden: Sequence[Antagande]) -> None:
    """Kastar ``Användningsfel`` om en part är både obestämd och bestämd, eller obestämd två gånger."""
    for a in antaganden:
        for b in antaganden if a.slag == "kanske" else ():
            if a is not b and (gemensamma := set(a.parter) & set(b.parter)):
                raise Användningsfel(
                    f"{min(gemensamma)} nämns både i ”{a.text}” och i ”{b.text}”",
                    "En part är antingen obestämd (kanske) eller ansluter eller utträder. Ta bort den ur det ena.",
                )


def pröva_dagar(läge: Avtalsläge, antaganden: Sequence[Antagande]) -> None:
    """Kastar ``Användningsfel`` om en dag ligger utanför avtalstiden. ``läge`` är det som jämförs."""
    tid = f"{läge.avtal.avtalstid.från}–{avtalets_slut(läge.avtal)}"
    for a in antaganden:
        if a.verkan and avtalsperiod(läge.avtal, a.verkan) is None:
            slutar = a.slag == "utträder" and a.dag == avtalets_slut(läge.avtal)
            fel = f"avtalet slutar ändå {a.dag}" if slutar else f"{a.dag} ligger utanför avtalstiden"
            raise Användningsfel(f"antagandet ”{a.text}”: {fel}", f"Avtalet gäller {tid}. Välj en dag i den tiden.")
        if a.slag == "kanske" and a.dag and a.dag > läge.kostnadsdag:
            råd = "Ta bort --per, eller välj en senare dag."
            raise Användningsfel(f"antagandet ”{a.text}” gäller inte än {läge.kostnadsdag}", råd)
    if avtalsperiod(läge.avtal, läge.kostnadsdag) is None:
        raise Användningsfel(f"{läge.kostnadsdag} ligger utanför avtalstiden", f"Avtalet gäller {tid}. Ändra --per.")
