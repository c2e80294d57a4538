"""Orden i ett tilläggsavtal om anslutning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avtalsgenerator import kalender
from avtalsgenerator.svenska import datum, paragraf, tal, uppräkning
from avtalsgenerator.underlag.grund import FLERTAL, OBESTÄMT, Gemensamt, Lucka, gemensamt, i_kronor, organisationsnummer

if TYPE_CHECKING:
    from avtalsgenerator.kostnad import Postbild
    from avtalsgenerator.per_datum import Avtalsläge, Deltagande


@dataclass(frozen=True)
class Partsrad:
    """En part i uppräkningen av parter."""

    namn: str
    """Partens namn."""
    juridiskt_namn: str | None
    """Det registrerade namnet, om det är ett annat än det vanliga."""
    genom: str | None
    """Organen som parten handlar genom."""
    organisationsnummer: str | Lucka
    """Partens organisationsnummer."""
    ställning: str
    """”ny part” eller ”part”."""


@dataclass(frozen=True)
class Kostnadsgrupp:
    """En grupp parter som delar ett belopp efter folkmängd."""

    vilka: str
    """”kommunerna”, ”regionerna” …"""
    belopp: str | Lucka
    """Det belopp som gruppen delar, per år."""
    antal: str
    """Hur många som delar, med ordet: ”13 kommuner”."""
    befolkning_per: str | Lucka
    """Dagen för folkmängden."""


@dataclass(frozen=True)
class Anslutning(Gemensamt):
    """Orden i ett tilläggsavtal om anslutning."""

    avtalsdatum: str | Lucka
    """Dagen då samverkansavtalet är daterat."""
    parter: tuple[Partsrad, ...]
    """Alla parter, de nya sist."""
    nya: str
    """De nya parterna i en uppräkning."""
    flera_nya: bool
    """Om de nya parterna är fler än en."""
    gäller_från: str
    """Första dagen med de nya parterna."""
    delas_från: str
    """Dagen som kostnaderna är räknade för: när anslutningen börjar, eller underskriftsdagen om den är senare."""
    avtalet_till: str | Lucka
    """Sista dagen i den avtalsperiod som pågår."""
    anslutning_paragraf: str | None
    """Avtalets bestämmelse om anslutning, ”§ 19”."""
    finansiering_paragraf: str | None
    """Avtalets bestämmelse om kostnader."""
    ändringar_paragraf: str | None
    """Avtalets bestämmelse om ändringar."""
    kontaktperson_paragraf: str | None
    """Avtalets bestämmelse om kontaktpersoner."""
    grupper: tuple[Kostnadsgrupp, ...]
    """De grupper vars belopp delas på nytt."""
    fördelningsbilaga: str | None
    """Den bilaga till samverkansavtalet som visar parternas bidrag och som den nya ersätter."""
    övriga: str | None
    """De parter som bidrar på annat sätt än genom en grupp, i en uppräkning; deras bidrag ändras inte."""
    prisnivå: str | None
    """Året vars nivå beloppen är i, om avtalet räknar upp dem."""
    värd: str
    """Parten som driver verksamheten."""
    betalning: str | None
    """Till vem bidraget betalas."""
    första_år: str
    """Det första år som de nya parterna betalar för."""
    första_betalning: str
    """Dagen då det första bidraget ska vara betalt."""
    med_penna: bool
    """Om handlingen skrivs under på papper."""
    exemplar: str
    """Hur många exemplar som skrivs under."""
    antal_underskrifter: str
    """Hur många underskrifter handlingen har."""


def anslutning(läge: Avtalsläge) -> Anslutning:
    """Orden i mallen ``tillaggsavtal-anslutning``."""
    avtal, handling = läge.avtal, läge.handling
    if handling is None:
        raise ValueError("en anslutning kräver en handling")
    period = läge.avtalsperiod
    år = _första_betalningsår(läge)
    finansiering = avtal.finansiering
    delade = [bild for bild in läge.kostnad.poster if bild.post.parter and bild.belopp is not None]
    övriga = [b.part.namn for bild in läge.kostnad.poster if bild not in delade for b in bild.bidrag]
    return Anslutning(
        **gemensamt(läge, ""),  # type: ignore[arg-type]
        avtalsdatum=datum(avtal.daterat) if avtal.daterat else Lucka("dagen då samverkansavtalet daterades"),
        parter=tuple(partsrad(läge, d) for d in läge.undertecknande),
        nya=uppräkning(d.part.namn for d in läge.nya),
        flera_nya=len(läge.nya) > 1,
        gäller_från=datum(handling.gäller_från.värde),
        delas_från=datum(läge.kostnadsdag),
        avtalet_till=datum(period[1]) if period else Lucka("avtalsperiodens sista dag"),
        anslutning_paragraf=_paragraf(avtal.anslutning.paragraf if avtal.anslutning else None),
        finansiering_paragraf=_paragraf(finansiering.paragraf),
        ändringar_paragraf=_paragraf(avtal.ändringar_paragraf),
        kontaktperson_paragraf=_paragraf(avtal.kontaktperson_paragraf),
        grupper=tuple(_grupp(bild) for bild in delade),
        fördelningsbilaga=finansiering.fördelningsbilaga,
        övriga=uppräkning(övriga) if övriga else None,
        prisnivå=str(läge.kostnad.prisnivå) if finansiering.index else None,
        värd=läge.register.parter[avtal.värd].namn,
        betalning=läge.register.parter[avtal.betalning.mottagare].namn if avtal.betalning else None,
        första_år=str(år),
        första_betalning=datum(kalender.första_vardagen_i_januari(år)),
        med_penna=handling.underskrifter == "penna",
        exemplar=tal(handling.exemplar or len(läge.underskrifter)),
        antal_underskrifter=tal(len(läge.underskrifter)),
    )


def _paragraf(nummer: int | None) -> str | None:
    return paragraf(nummer) if nummer else None


def partsrad(läge: Avtalsläge, d: Deltagande) -> Partsrad:
    """En part så som den räknas upp, med organ och nummer."""
    part = d.part
    organ = [u.organ.namn for u in läge.underskrifter if u.part.id == part.id and u.organ and d.genom]
    juridiskt = part.juridiskt_namn.värde
    return Partsrad(
        namn=part.namn,
        juridiskt_namn=juridiskt if juridiskt != part.namn else None,
        genom=uppräkning(organ) if organ else None,
        organisationsnummer=organisationsnummer(part),
        ställning="ny part" if d in läge.nya else "part",
    )


def _grupp(bild: Postbild) -> Kostnadsgrupp:
    return Kostnadsgrupp(
        vilka=FLERTAL[bild.post.parter or "kommun"],
        belopp=i_kronor(bild.belopp or 0),
        antal=f"{tal(len(bild.deltar))}\u00a0{OBESTÄMT[bild.post.parter or 'kommun']}",
        befolkning_per=datum(bild.befolkning_per) if bild.befolkning_per else Lucka("folkmängdens dag"),
    )


def _första_betalningsår(läge: Avtalsläge) -> int:
    """Det första år vars förskott förfaller när parten är med."""
    start = läge.kostnadsdag
    return start.year if start <= kalender.första_vardagen_i_januari(start.year) else start.year + 1
