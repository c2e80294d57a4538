"""Orden i förslagen till beslut om en handling: ett för varje organ, så att alla beslutar om samma text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avtalsgenerator.modell.loptext import stycken
from avtalsgenerator.svenska import datum, stor_bokstav, uppräkning
from avtalsgenerator.textversion import version
from avtalsgenerator.underlag.grund import Gemensamt, beslutet, bidraget, gemensamt, rubrik, ändrade_paragrafer
from avtalsgenerator.underlag.tillaggsavtal import Villkor, prisnivån, på_en_rad, sista_dagen
from avtalsgenerator.underlag.underskrifter import befattningen
from avtalsgenerator.ursprung import räknat, ur
from avtalsgenerator.varden import Lucka, Löptext  # noqa: TC001  (mallord läser klassernas typer)

if TYPE_CHECKING:
    from avtalsgenerator.behorighet import Undertecknare
    from avtalsgenerator.modell import Beslut, Handling, Part
    from avtalsgenerator.per_datum import Avtalsläge, Underskrift


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
    av_tjänsteperson: bool
    """Om det senaste beslutet är fattat av en tjänsteperson, som kanske inte kan besluta i den här frågan."""
    satser: Löptext
    """Punkterna i förslaget, numrerade."""
    undertecknare_känd: bool
    """Om underlaget säger vem som får skriva under."""
    var_med: bool
    """Om parten betalar före ändringen."""
    är_med: bool
    """Om parten betalar efter ändringen."""
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
    alla_beslutar: bool
    """Om alla parter ska besluta om handlingen; ett utträde enligt avtalet beslutas bara av den som går ur."""


def beslutsförslag(läge: Avtalsläge, part: str | None = None) -> Beslutsförslag:
    """Orden i mallen ``beslutsforslag``; med ``part`` bara förslagen till den. Mallen väljs bara för en handling."""
    if läge.handling is None:
        raise ValueError("mallen kräver en handling")
    return Beslutsförslag(
        **gemensamt(läge, "Förslag till beslut"),  # type: ignore[arg-type]
        vad=rubrik(läge),
        gäller_från=ur(läge.handling, "gäller_från", som=datum),
        förslag=tuple(
            _förslag(läge, läge.handling, n, u)
            for n, u in enumerate(läge.underskrifter, 1)
            if part in (None, u.part.id)
        ),
        prisnivå=prisnivån(läge),
        sammanfattning=_sammanfattning(läge, läge.handling),
        alla_beslutar=läge.handling.slag != "utträde",
    )


def _förslag(läge: Avtalsläge, handling: Handling, nummer: int, u: Underskrift) -> Förslag:
    tidigare = _tidigare(läge, handling, u)
    senast = senaste_beslut(läge, handling, u)
    organ = _organet(senast, u)
    slag = o.slag if senast and (o := u.part.finn_organ(senast.organ)) else None
    före, efter = bidraget(läge, läge.kostnad_före, u.part), bidraget(läge, läge.kostnad, u.part)
    befattningar = [_befattning(p, u) for p in u.grund.undertecknare]
    satser = [beslutssats(läge, handling, u.part)]
    if befattningar:
        tillsammans = " tillsammans" if len(befattningar) > 1 else ""
        satser.append(f"För {ur(u.part, 'namn')} skriver den som är {uppräkning(befattningar)} under{tillsammans}.")
    return Förslag(
        nummer=nummer,
        part=ur(u.part, "namn"),
        organ=organ,
        grund=beslutet(senast, senast.beteckning()) if senast else None,
        av_tjänsteperson=slag == "tjänsteperson",
        satser=stycken(satser, "nummer"),
        undertecknare_känd=bool(befattningar),
        var_med=före is not None,
        är_med=efter is not None,
        bidrag_före=före,
        bidrag_efter=efter,
        villkor=tuple(
            Villkor(f"{ur(v, 'text', som=på_en_rad)} ({beslutet(b, b.beteckning())})")
            for b in tidigare
            if not u.organ or b.organ == u.organ.namn
            for sats in b.beslutssatser
            for v in sats.villkor
        ),
    )


def _organet(senast: Beslut | None, u: Underskrift) -> str | None:
    if senast:
        return ur(senast, "organ", som=stor_bokstav)
    return ur(u.organ, "namn", som=stor_bokstav) if u.organ and u.avtalets_organ else None


def _tidigare(läge: Avtalsläge, handling: Handling, u: Underskrift) -> list[Beslut]:
    """Partens gällande beslut om avtalet och om handlingen, i datumordning."""
    om = (*läge.register.beslut_om("avtal", läge.avtal.id), *läge.register.beslut_om("handling", handling.id))
    return [b for b in om if b.part == u.part.id and b.gäller]


def senaste_beslut(läge: Avtalsläge, handling: Handling, u: Underskrift) -> Beslut | None:
    """Partens senaste beslut om samarbetet; skriver parten under genom ett organ, det organets senaste."""
    tidigare = reversed(_tidigare(läge, handling, u))
    return next((b for b in tidigare if u.organ is None or b.organ == u.organ.namn), None)


def _befattning(p: Undertecknare, u: Underskrift) -> str:
    """”ordförande i nämnden för norra Sagolandet”; för en part utan eget organ bara befattningen."""
    befattning = befattningen(p, u.grund)
    return f"{befattning} i {ur(u.organ, 'namn')}" if p.innehav and p.innehav.organ and u.organ else befattning


def beslutssats(läge: Avtalsläge, handling: Handling, part: Part) -> str:
    """Meningen som parten ska besluta: att tilläggsavtalet godkänns, eller att utträde begärs."""
    parter, kort, parten = läge.register.parter, ur(läge.avtal, "kortnamn"), ur(part, "namn")
    if handling.slag == "utträde":
        return f"{parten} begär utträde ur {kort} med den {sista_dagen(handling)} som sista dag."
    ut = uppräkning(ur(parter[p], "namn") for p in handling.utträder)
    nya = uppräkning(ur(parter[a.part], "namn") for a in handling.ansluter)
    vad = {
        "anslutning": f"genom vilket {nya} ansluter sig till {kort}",
        "förtida utträde": f"om att {ut} går ur {kort} i förtid",
        "ändring": f"om ändring av {ändrade_paragrafer(handling)} i avtalet för {kort}",
    }[handling.slag]
    från = ur(handling, "gäller_från", som=datum)
    return f"{parten} godkänner version {textens_version(läge)} av tilläggsavtalet {vad} från och med den {från}."


def textens_version(läge: Avtalsläge) -> str:
    """Märket som säger om två parter har beslutat om samma text."""
    return räknat(version(läge), "textens version", läge.mål.plats(), läge.avtal.plats())


def _sammanfattning(läge: Avtalsläge, handling: Handling) -> str:
    parter = läge.register.parter
    dag = ur(handling, "gäller_från", som=datum)
    if handling.ansluter:
        nya = uppräkning(ur(parter[a.part], "namn") for a in handling.ansluter)
        return f"{nya} ansluter sig till samarbetet från och med den {dag}, och kostnaderna delas på nytt."
    if handling.utträder:
        ut = uppräkning(ur(parter[p], "namn") for p in handling.utträder)
        return f"{ut} går ur samarbetet med den {sista_dagen(handling)} som sista dag, och kostnaderna delas på nytt."
    return f"Samverkansavtalets {ändrade_paragrafer(handling)} får ny lydelse från och med den {dag}."
