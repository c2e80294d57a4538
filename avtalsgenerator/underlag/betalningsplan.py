"""Orden i en betalningsplan: vad varje part betalar ett år, till vem och senast vilken dag."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from avtalsgenerator import kalender
from avtalsgenerator.kostnad import postens_belopp
from avtalsgenerator.svenska import angiven_procent, datum, paragraf, sorteringsnyckel, uppräkning
from avtalsgenerator.underlag.grund import Gemensamt, bidraget, bidragets_platser, gemensamt, i_kronor
from avtalsgenerator.underlag.kostnadsfordelning import saknade_år
from avtalsgenerator.underlag.tillaggsavtal import prisnivån
from avtalsgenerator.ursprung import ur, ur_om
from avtalsgenerator.varden import Lucka

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avtalsgenerator.modell import Part
    from avtalsgenerator.per_datum import Avtalsläge


@dataclass(frozen=True)
class Betalning:
    """Vad en part betalar."""

    part: str
    """Partens namn."""
    belopp: str | Lucka
    """Årets bidrag."""


@dataclass(frozen=True)
class Uppräkning:
    """Uppräkningen till ett visst år."""

    år: str
    """Året som beloppen räknas upp till."""
    procent: str
    """Hur mycket de räknas upp, eller ”inte inlagd”."""
    källa: str | None
    """Var procentsatsen kommer från."""


@dataclass(frozen=True)
class Betalningsplan(Gemensamt):
    """Orden i en betalningsplan."""

    år: str
    """Året som betalningen gäller."""
    mottagare: str | Lucka
    """Till vem bidraget betalas."""
    förfallodag: str
    """Sista dagen att betala."""
    betalning_paragraf: str | None
    """Avtalets bestämmelse om betalning, ”§ 9”."""
    betalningar: tuple[Betalning, ...]
    """Parterna som betalar, i bokstavsordning."""
    summa: str | Lucka
    """Allas bidrag tillsammans."""
    utan_betalning: str | None
    """De parter som bidrar på annat sätt än med pengar, i en uppräkning."""
    prisnivå: str | None
    """Året vars nivå beloppen är i, om avtalet räknar upp dem."""
    uppräkningar: tuple[Uppräkning, ...]
    """Ett steg för varje år efter basåret till och med betalningsåret."""
    saknade_steg: str | None
    """De år vars uppräkning inte är inlagd, i en uppräkning."""
    obekräftade: str | None
    """De som planen räknar bort utan att deras begäran om utträde är bekräftad, i en uppräkning."""
    serie: str | None
    """Det index som avtalet räknar upp beloppen efter."""


def betalningsplan(läge: Avtalsläge) -> Betalningsplan:
    """Orden i mallen ``betalningsplan``."""
    år = läge.kostnadsdag.year
    förfaller = kalender.första_vardagen_i_januari(år)
    läge = replace(läge, dag=förfaller)
    betalning, kostnad = läge.avtal.betalning, läge.kostnad
    parter = sorted((d.part for d in läge.parter), key=lambda p: sorteringsnyckel(p.namn))
    betalar = [p for p in parter if _ska_betala(läge, p)]
    kända = [b for p in betalar if (b := kostnad.belopp_för(p)) is not None]
    alla_kända, summa = len(kända) == len(betalar), sum(kända, Fraction(0))
    utan = [ur(p, "namn") for p in parter if p not in betalar]
    obekräftade = [
        ur(läge.register.parter[p], "namn")
        for h in läge.gällande
        if h.slag == "utträde" and h.begäran_inkom and not h.begäran_inkom.verifierad
        for p in h.utträder
    ]
    return Betalningsplan(
        **gemensamt(läge, f"Betalningsplan {år}"),  # type: ignore[arg-type]
        år=str(år),
        mottagare=ur(läge.register.parter[betalning.mottagare], "namn")
        if betalning
        else Lucka("vem bidragen betalas till"),
        förfallodag=datum(förfaller),
        betalning_paragraf=ur_om(betalning, "paragraf", som=paragraf),
        betalningar=tuple(
            Betalning(ur(p, "namn"), bidraget(läge, kostnad, p) or Lucka(f"bidrag för {p.kortnamn}")) for p in betalar
        ),
        summa=i_kronor(summa, "summan av bidragen", *bidragets_platser(läge, kostnad.poster))
        if alla_kända
        else Lucka("summa"),
        utan_betalning=uppräkning(utan) or None,
        prisnivå=prisnivån(läge),
        uppräkningar=tuple(_uppräkningar(läge)),
        saknade_steg=saknade_år(läge),
        obekräftade=uppräkning(obekräftade) or None,
        serie=ur_om(läge.finansiering.index, "serie"),
    )


def _ska_betala(läge: Avtalsläge, part: Part) -> bool:
    """Om någon post i finansieringen gäller parten och är ett belopp, också när det inte kan räknas."""
    f = läge.finansiering
    poster = (p for p in f.poster if part.slag == p.parter or part.id == p.part)
    return any(postens_belopp(p, f.budget) is not None for p in poster)


def _uppräkningar(läge: Avtalsläge) -> Iterator[Uppräkning]:
    index = läge.finansiering.index
    steg = {s.år: s for s in index.steg} if index else {}
    for år in range(index.basår.värde + 1, läge.kostnadsdag.year + 1) if index else ():
        känt = steg.get(år)
        procent = ur_om(känt, "procent", som=angiven_procent) or "inte inlagd"
        yield Uppräkning(ur_om(känt, "år") or str(år), procent, ur_om(känt, "källa"))
