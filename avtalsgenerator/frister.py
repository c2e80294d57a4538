"""Vet vilka dagar som betyder något för ett avtal eller en handling: beslut, frister, betalningar och periodens slut.

Varje dag säger vad den bygger på och var uppgiften står. Inget hittas på: utan uppgift blir det ingen dag.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from avtalsgenerator import kalender
from avtalsgenerator.per_datum import EN_DAG, avtalsperiod, börjar_gälla, utträdesdag
from avtalsgenerator.regler.grund import i_avtalet
from avtalsgenerator.regler.villkor import villkor_i
from avtalsgenerator.svenska import datum, genitiv, i_ord, stor_bokstav, uppräkning

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from avtalsgenerator.modell.avtal import Förlängning
    from avtalsgenerator.modell.grund import Belagd
    from avtalsgenerator.noder import Plats
    from avtalsgenerator.per_datum import Avtalsläge

BETALNINGAR = 3
"""Så många av de närmaste betalningsdagarna räknas upp; fler behöver ingen hålla i huvudet."""
AVTALET = "samverkansavtalet"


@dataclass(frozen=True)
class Frist:
    """En dag att hålla reda på: vad som händer då, varför, och var uppgiften står."""

    nyckel: str
    """Skiljer dagen från alla andra, och är densamma om den flyttas."""
    dag: date
    vad: str
    text: str
    grund: str
    plats: Plats
    säker: bool
    """Falskt om uppgiften är märkt ”verifierad: nej”."""
    påminn: bool = True
    """Om något ska vara gjort den dagen."""


def frister(läge: Avtalsläge) -> tuple[Frist, ...]:
    """Alla dagar, i ordning. För en handling tas avtalets egna dagar med bara om de inte redan har varit."""
    avtalets = (*_avtalstiden(läge), *_utträdet(läge), *_betalningarna(läge))
    egna = (*_underskriften(läge), *_starten(läge), *_besluten(läge), *_villkoren(läge))
    alla = [(läge.avtal.id, f) for f in avtalets if läge.handling is None or f.dag >= läge.dag]
    alla += [(läge.id, f) for f in egna]
    med_id = (replace(f, nyckel=f"{f.nyckel}.{id_}".replace("/", ".")) for id_, f in alla)
    return tuple(sorted(med_id, key=lambda f: (f.dag, f.vad, f.nyckel)))


def kommande(läge: Avtalsläge) -> tuple[Frist, ...]:
    """De dagar som kommer på eller efter lägets dag."""
    return tuple(f for f in frister(läge) if f.dag >= läge.dag)


def _säkert(läge: Avtalsläge, *uppgifter: Belagd) -> bool:
    """Om uppgifterna är kontrollerade, och det som de står i."""
    return all(u.verifierad for u in (läge.avtal, *([läge.handling] if läge.handling else ()), *uppgifter))


def _avtalstiden(läge: Avtalsläge) -> Iterator[Frist]:
    tid = läge.avtal.avtalstid
    slut, var = tid.till, tid.plats("till")
    if f := tid.förlängning:
        yield from _förlängningen(läge, f)
        slut, var = kalender.plus_år(tid.till, f.år), f.plats("år")
    grund = i_avtalet(tid.paragraf) or AVTALET
    yield Frist("slut", slut, "Avtalet upphör", "Avtalstidens sista dag.", grund, var, _säkert(läge, tid))


def _förlängningen(läge: Avtalsläge, f: Förlängning) -> Iterator[Frist]:
    tid = läge.avtal.avtalstid
    grund, säkert = i_avtalet(tid.paragraf) or AVTALET, _säkert(läge, tid, f)
    ny, senast = tid.till + EN_DAG, f.om_ej_uppsagt_senast
    år = f"{i_ord(f.år)} år, till och med den {datum(kalender.plus_år(tid.till, f.år))}"
    vad = "Sista dag att säga upp avtalet före förlängningen"
    text = f"För den som inte har sagt upp avtalet då fortsätter det i {år}."
    yield Frist("uppsagning", senast, vad, text, grund, f.plats("om_ej_uppsagt_senast"), säkert)
    if f.utvärderas_först and f.utvärderad is None:
        vad = "Sista dag för parternas utvärdering"
        text = f"Parterna ska utvärdera verksamheten innan den nya perioden börjar den {datum(ny)}."
        yield Frist("utvardering", tid.till, vad, text, grund, f.plats("utvärderas_först"), säkert)
    text = f"Avtalet fortsätter i {år}, för den som inte har sagt upp det."
    yield Frist("ny-period", ny, "Ny avtalsperiod börjar", text, grund, f.plats("år"), säkert, påminn=False)
    for u in läge.avtal.uppsägningar:
        if u.dag <= senast:
            vem = läge.register.parter[u.part]
            vad, text = (
                f"Avtalet upphör för {vem.kortnamn}",
                f"{genitiv(vem.namn)} uppsägning kom in den {datum(u.dag)}.",
            )
            yield Frist(f"uppsagt-{u.part}", tid.till, vad, text, grund, u.plats("dag"), säkert and u.verifierad)


def _utträdet(läge: Avtalsläge) -> Iterator[Frist]:
    """Sista dag att begära nästa utträde, om den utträdesdagen kommer innan avtalet ändå upphör."""
    regel = läge.avtal.utträde
    if regel is None:
        return
    utträde = kalender.tidigaste_utträde(läge.dag, regel.per, regel.varsel_månader)
    if avtalsperiod(läge.avtal, utträde) and avtalsperiod(läge.avtal, utträde + EN_DAG):
        yield Frist(
            f"uttrade-{utträde}",
            kalender.minus_månader(utträde, regel.varsel_månader),
            f"Sista dag att begära utträde per den {datum(utträde)}",
            "En begäran som kommer in senare ger utträde tidigast ett år efter den dagen.",
            i_avtalet(regel.paragraf) or AVTALET,
            regel.plats("per"),
            _säkert(läge, regel),
        )


def _betalningarna(läge: Avtalsläge) -> Iterator[Frist]:
    """De närmaste betalningsdagarna inom avtalstiden."""
    betalning = läge.avtal.betalning
    if betalning is None:
        return
    första = max(läge.dag, läge.avtal.avtalstid.från)
    dagar = (kalender.första_vardagen_i_januari(första.year + nr) for nr in range(BETALNINGAR + 1))
    mottagare = läge.register.parter[betalning.mottagare].namn
    for dag in islice((d for d in dagar if d >= första and avtalsperiod(läge.avtal, d)), BETALNINGAR):
        yield Frist(
            f"betalning-{dag.year}",
            dag,
            f"Sista dag att betala bidraget för {dag.year}",
            f"Parternas bidrag betalas till {mottagare} senast den första vardagen i januari.",
            i_avtalet(betalning.paragraf) or AVTALET,
            betalning.plats("senast"),
            _säkert(läge, betalning),
        )


def _underskriften(läge: Avtalsläge) -> Iterator[Frist]:
    mål, vad = läge.handling or läge.avtal, _handlingen(läge)
    if dag := mål.undertecknas_den:
        text, plats = "Vem som har rätt att skriva under prövas för den dagen.", mål.plats("undertecknas_den")
        yield Frist("underskrift", dag, f"{stor_bokstav(vad)} ska skrivas under", text, vad, plats, _säkert(läge))


def _handlingen(läge: Avtalsläge) -> str:
    """Det som läget gäller, i bestämd form."""
    return "begäran om utträde" if läge.handling and läge.handling.slag == "utträde" else f"{läge.vad}et"


def _starten(läge: Avtalsläge) -> Iterator[Frist]:
    """Dagen då det börjar gälla; vid ett utträde den sista dagen som part."""
    h, tid = läge.handling, läge.avtal.avtalstid
    if h is None:
        vad, text = "Samverkansavtalet börjar gälla", f"Avtalstiden är först till och med den {datum(tid.till)}."
        grund, plats = i_avtalet(tid.paragraf) or AVTALET, tid.plats("från")
        yield Frist("start", tid.från, vad, text, grund, plats, _säkert(läge, tid), påminn=False)
        return
    start, plats, säkert = börjar_gälla(läge.avtal, h), h.plats("gäller_från"), _säkert(läge, h.gäller_från)
    if not h.är_utträde:
        vad, text = "Tilläggsavtalet börjar gälla", "Det är den första dagen som tilläggsavtalet gäller."
        yield Frist("start", start, vad, text, _handlingen(läge), plats, säkert, påminn=False)
    elif h.slag == "förtida utträde" or utträdesdag(läge.avtal, h):
        vilka = uppräkning(läge.register.parter[p].kortnamn for p in h.utträder)
        vad, text = f"Sista dagen som part: {vilka}", f"Kostnaderna delas av de andra från och med den {datum(start)}."
        regel = läge.avtal.utträde if h.slag == "utträde" else None
        säkert = säkert and (h.begäran_inkom is None or h.begäran_inkom.verifierad)
        grund = (i_avtalet(regel.paragraf) if regel else "") or _handlingen(läge)
        yield Frist("start", start - EN_DAG, vad, text, grund, plats, säkert)


def _besluten(läge: Avtalsläge) -> Iterator[Frist]:
    """Sammanträdena om just detta, och sista dag att överklaga de beslut som har ett anslag."""
    for d in läge.undertecknande:
        for b in läge.beslut_av(d):
            säkert = _säkert(läge, b)
            if b.sammanträdesdatum and b.status != "upphävt":
                vad = f"{d.part.kortnamn}: {b.organ} {'beslutar' if b.gäller else 'behandlar ärendet'}"
                grund, plats = f"{b.beteckning()} ({b.status})", b.plats("sammanträdesdatum")
                yield Frist(
                    f"beslut-{b.id}", b.sammanträdesdatum, vad, f"{b.rubrik}.", grund, plats, säkert, påminn=False
                )
            if b.anslag and b.gäller:
                sist = max(b.anslag.tavlor, key=lambda tavla: tavla.uppsatt)
                vad = f"{d.part.kortnamn}: sista dag att överklaga beslutet"
                text = f"Anslaget om {b.beteckning()} sattes upp den {datum(sist.uppsatt)}."
                dag, plats = kalender.sista_överklagandedag(*b.anslag.dagar), sist.plats("uppsatt")
                yield Frist(f"overklagande-{b.id}", dag, vad, text, "KL 13 kap. 5 §", plats, säkert)


def _villkoren(läge: Avtalsläge) -> Iterator[Frist]:
    """Dagar som en part har satt i villkoren för sitt beslut."""
    for nummer, (d, b, villkor) in enumerate(villkor_i(läge), 1):
        for fält, nyckel, vad in (
            ("utvärderas_senast", "utvardering", "att redovisa utvärderingen"),
            ("gäller_till", "giltighet", "som beslutet gäller"),
        ):
            if dag := getattr(villkor, fält):
                vad, grund = f"{d.part.kortnamn}: sista dag {vad}", f"villkoret i {b.beteckning()}"
                plats, säkert = villkor.plats(fält), _säkert(läge, b, villkor)
                yield Frist(f"{nyckel}-{b.id}-{nummer}", dag, vad, villkor.text, grund, plats, säkert)
