"""Orden i förslagen till beslut om en handling: ett för varje organ, så att alla beslutar om samma text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avtalsgenerator.svenska import datum, uppräkning
from avtalsgenerator.underlag.grund import Gemensamt, Lucka, gemensamt, i_kronor, rubrik

if TYPE_CHECKING:
    from avtalsgenerator.modell import Handling, Part
    from avtalsgenerator.per_datum import Avtalsläge, Underskrift


@dataclass(frozen=True)
class Sats:
    """En punkt i förslaget."""

    text: str
    """Punktens text."""


@dataclass(frozen=True)
class Villkor:
    """Ett villkor som partens tidigare beslut har."""

    text: str
    """Villkoret, och beslutet det står i."""


@dataclass(frozen=True)
class Förslag:
    """Förslaget till ett organ."""

    nummer: int
    """Förslagets ordningsnummer."""
    part: str
    """Partens namn."""
    organ: str | None
    """Organet som senast beslutade om samarbetet för parten, om det är känt."""
    grund: str | None
    """Beslutet som visar att organet har beslutat förut."""
    satser: tuple[Sats, ...]
    """Punkterna i förslaget."""
    undertecknare_känd: bool
    """Om underlaget säger vem som får skriva under."""
    betalar: bool
    """Om parten bidrar med pengar före eller efter ändringen."""
    var_med: bool
    """Om parten betalar före ändringen."""
    är_med: bool
    """Om parten betalar efter ändringen."""
    är_ny: bool
    """Om parten betalar först efter ändringen."""
    bidrag_före: str | Lucka | None
    """Partens bidrag per år före ändringen."""
    bidrag_efter: str | Lucka | None
    """Partens bidrag per år efter ändringen."""
    villkor: tuple[Villkor, ...]
    """Villkor i partens tidigare beslut, som förslaget ska prövas mot."""


@dataclass(frozen=True)
class Beslutsförslag(Gemensamt):
    """Orden i förslagen till beslut."""

    vad: str
    """Handlingen som förslagen gäller, ”Tilläggsavtal Ale och Lilla Edet”."""
    gäller_från: str
    """Första dagen som handlingen gäller."""
    förslag: tuple[Förslag, ...]
    """Ett förslag för varje organ som ska besluta."""
    prisnivå: str | None
    """Året vars nivå beloppen är i, om avtalet räknar upp dem."""
    sammanfattning: str
    """En mening om vad handlingen gör."""


def beslutsförslag(läge: Avtalsläge) -> Beslutsförslag:
    """Orden i mallen ``beslutsforslag``. Mallen väljs bara för en handling."""
    if läge.handling is None:
        raise ValueError("mallen kräver en handling")
    return Beslutsförslag(
        **gemensamt(läge, "Förslag till beslut"),  # type: ignore[arg-type]
        vad=rubrik(läge),
        gäller_från=datum(läge.handling.gäller_från.värde),
        förslag=tuple(_förslag(läge, läge.handling, n, u) for n, u in enumerate(läge.underskrifter, 1)),
        prisnivå=str(läge.kostnad.prisnivå) if läge.finansiering.index else None,
        sammanfattning=_sammanfattning(läge, läge.handling),
    )


def _förslag(läge: Avtalsläge, handling: Handling, nummer: int, u: Underskrift) -> Förslag:
    tidigare = [b for b in läge.register.beslut_om("avtal", läge.avtal.id) if b.part == u.part.id and b.gäller]
    senast = next((b for b in reversed(tidigare) if u.organ is None or b.organ == u.organ.namn), None)
    före, efter = läge.kostnad_före.belopp_för(u.part), läge.kostnad.belopp_för(u.part)
    befattningar = [p.befattning for p in u.grund.undertecknare]
    satser = [_godkänner(läge, handling, u.part)]
    if befattningar:
        satser.append(f"{uppräkning(befattningar).capitalize()} skriver under för {u.part.namn}.")
    return Förslag(
        nummer=nummer,
        part=u.part.namn,
        organ=senast.organ if senast else u.organ.namn if u.organ else None,
        grund=senast.beteckning() if senast else None,
        satser=tuple(Sats(s) for s in satser),
        undertecknare_känd=bool(befattningar),
        betalar=före is not None or efter is not None,
        var_med=före is not None,
        är_med=efter is not None,
        är_ny=före is None and efter is not None,
        bidrag_före=i_kronor(före) if före is not None else None,
        bidrag_efter=i_kronor(efter) if efter is not None else None,
        villkor=tuple(
            Villkor(f"{' '.join(v.text.split())} ({b.beteckning()})")
            for b in tidigare
            for sats in b.beslutssatser
            for v in sats.villkor
        ),
    )


def _godkänner(läge: Avtalsläge, handling: Handling, part: Part) -> str:
    if handling.slag == "utträde":
        return f"{part.namn} begär utträde ur {läge.avtal.kortnamn} med {datum(handling.sista_dag)} som sista dag."
    från = datum(handling.gäller_från.värde)
    vad = f"{_litet(rubrik(läge))} för {läge.avtal.kortnamn}"
    return f"{part.namn} godkänner {vad}. Det gäller från och med den {från}."


def _litet(text: str) -> str:
    return f"{text[0].lower()}{text[1:]}"


def _sammanfattning(läge: Avtalsläge, handling: Handling) -> str:
    parter = läge.register.parter
    dag = datum(handling.gäller_från.värde)
    if handling.ansluter:
        nya = uppräkning(parter[a.part].namn for a in handling.ansluter)
        return f"{nya} ansluter sig till samarbetet från och med den {dag}, och kostnaderna delas på nytt."
    if handling.utträder:
        ut = uppräkning(parter[p].namn for p in handling.utträder)
        return f"{ut} går ur samarbetet med {datum(handling.sista_dag)} som sista dag, och kostnaderna delas på nytt."
    nummer = uppräkning(f"§\u00a0{ä.paragraf}" for ä in handling.ändrar)
    return f"Samverkansavtalets {nummer} får ny lydelse från och med den {dag}."
