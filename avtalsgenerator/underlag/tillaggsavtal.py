"""Orden i ett tilläggsavtal om anslutning, förtida utträde eller ändring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avtalsgenerator import kalender
from avtalsgenerator.modell.loptext import Löptext, tolka
from avtalsgenerator.svenska import datum, i_ord, paragraf, tal, uppräkning, årsdag
from avtalsgenerator.underlag.grund import (
    FLERTAL,
    OBESTÄMT,
    Gemensamt,
    Lucka,
    gemensamt,
    i_kronor,
    organisationsnummer,
    ändrade_paragrafer,
)

if TYPE_CHECKING:
    from avtalsgenerator.kostnad import Postbild
    from avtalsgenerator.modell import Handling
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
    """”ny part”, ”går ur” eller ”part”."""


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
class Tillägg(Gemensamt):
    """Ord som finns i alla tilläggsavtal som ändrar vilka som är parter."""

    avtalsdatum: str | Lucka
    """Dagen då samverkansavtalet är daterat."""
    parter: tuple[Partsrad, ...]
    """Alla parter, de nya sist."""
    gäller_från: str
    """Första dagen som det nya gäller."""
    delas_från: str
    """Dagen som kostnaderna är räknade för: när ändringen börjar, eller underskriftsdagen om den är senare."""
    avtalet_till: str | Lucka
    """Sista dagen i den avtalsperiod som pågår."""
    finansiering_paragraf: str | None
    """Avtalets bestämmelse om kostnader."""
    ändringar_paragraf: str | None
    """Avtalets bestämmelse om ändringar."""
    grupper: tuple[Kostnadsgrupp, ...]
    """De grupper vars belopp delas på nytt."""
    fördelningsbilaga: str | None
    """Den bilaga till samverkansavtalet som visar parternas bidrag och som den nya ersätter."""
    övriga: str | None
    """De parter som bidrar på annat sätt än genom en grupp, i en uppräkning; deras bidrag ändras inte."""
    prisnivå: str | None
    """Året vars nivå beloppen är i, om avtalet räknar upp dem."""
    med_penna: bool
    """Om handlingen skrivs under på papper."""
    exemplar: str
    """Hur många exemplar som skrivs under."""
    antal_underskrifter: str
    """Hur många underskrifter handlingen har."""


@dataclass(frozen=True)
class Anslutning(Tillägg):
    """Orden i ett tilläggsavtal om anslutning."""

    nya: str
    """De nya parterna i en uppräkning."""
    flera_nya: bool
    """Om de nya parterna är fler än en."""
    anslutning_paragraf: str | None
    """Avtalets bestämmelse om anslutning, ”§ 19”."""
    kontaktperson_paragraf: str | None
    """Avtalets bestämmelse om kontaktpersoner."""
    värd: str
    """Parten som driver verksamheten."""
    betalning: str | None
    """Till vem bidraget betalas."""
    första_år: str
    """Det första år som de nya parterna betalar för."""
    första_betalning: str
    """Dagen då det första bidraget ska vara betalt."""


@dataclass(frozen=True)
class FörtidaUtträde(Tillägg):
    """Orden i en överenskommelse om förtida utträde."""

    utträder: str
    """De som går ur, i en uppräkning."""
    flera: bool
    """Om de som går ur är fler än en."""
    sista_dag: str
    """Den sista dagen som part."""
    utträde_paragraf: str | None
    """Avtalets bestämmelse om utträde, som inte tillämpas."""
    utträdesdag: str | None
    """Den dag på året som avtalet annars tillåter, ”31 december”."""
    varsel: str | None
    """Hur lång tid i förväg avtalet annars kräver, ”tolv månader”."""
    villkor: tuple[Villkor, ...]
    """Vad parterna har kommit överens om för utträdet."""


@dataclass(frozen=True)
class Villkor:
    """Ett villkor för ett förtida utträde, eller i en parts tidigare beslut."""

    text: str
    """Villkoret, som en mening eller några, och beslutet det står i om det är ett sådant."""


@dataclass(frozen=True)
class NyLydelse:
    """En paragraf som får ny lydelse."""

    paragraf: str
    """Paragrafens nummer, ”§ 8”."""
    text: Löptext
    """Den nya lydelsen, att skriva som {{p ändring.text }}."""


@dataclass(frozen=True)
class Ändringsavtal(Tillägg):
    """Orden i ett tilläggsavtal om ändring."""

    ändrade: str
    """De paragrafer som ändras, i en uppräkning."""
    ändringar: tuple[NyLydelse, ...]
    """Paragraferna och deras nya lydelse."""
    nya_kostnader: bool
    """Om ändringen gäller hur kostnaderna delas."""


def ändring(läge: Avtalsläge) -> Ändringsavtal:
    """Orden i mallen ``tillaggsavtal-andring``."""
    handling = handlingen(läge)
    return Ändringsavtal(
        **_tillägg(läge),  # type: ignore[arg-type]
        ändrade=ändrade_paragrafer(handling),
        ändringar=tuple(NyLydelse(paragraf(ä.paragraf), tolka(ä.lydelse)) for ä in handling.ändrar),
        nya_kostnader=any(ä.finansiering for ä in handling.ändrar),
    )


def anslutning(läge: Avtalsläge) -> Anslutning:
    """Orden i mallen ``tillaggsavtal-anslutning``."""
    avtal, år = läge.avtal, _första_betalningsår(läge)
    return Anslutning(
        **_tillägg(läge),  # type: ignore[arg-type]
        nya=uppräkning(d.part.namn for d in läge.nya),
        flera_nya=len(läge.nya) > 1,
        anslutning_paragraf=_paragraf(avtal.anslutning.paragraf if avtal.anslutning else None),
        kontaktperson_paragraf=_paragraf(avtal.kontaktperson_paragraf),
        värd=läge.värd.namn,
        betalning=läge.register.parter[avtal.betalning.mottagare].namn if avtal.betalning else None,
        första_år=str(år),
        första_betalning=datum(kalender.första_vardagen_i_januari(år)),
    )


def förtida_utträde(läge: Avtalsläge) -> FörtidaUtträde:
    """Orden i mallen ``tillaggsavtal-fortida-uttrade``."""
    handling = handlingen(läge)
    return FörtidaUtträde(
        **_tillägg(läge),  # type: ignore[arg-type]
        utträder=uppräkning(läge.register.parter[p].namn for p in handling.utträder),
        flera=len(handling.utträder) > 1,
        **utträdesord(läge),  # type: ignore[arg-type]
        villkor=tuple(Villkor(" ".join(v.split())) for v in handling.villkor),
    )


def handlingen(läge: Avtalsläge) -> Handling:
    """Handlingen som läget gäller. Mallarna i den här modulen väljs bara för en handling."""
    if läge.handling is None:
        raise ValueError("mallen kräver en handling")
    return läge.handling


def avtalsdatum(läge: Avtalsläge) -> str | Lucka:
    """Dagen då samverkansavtalet är daterat."""
    return datum(läge.avtal.daterat) if läge.avtal.daterat else Lucka("dagen då samverkansavtalet daterades")


def utträdesord(läge: Avtalsläge) -> dict[str, str | None]:
    """Sista dagen som part och avtalets regel om utträde, som nyckelord."""
    regel = läge.avtal.utträde
    return {
        "sista_dag": datum(handlingen(läge).sista_dag),
        "utträde_paragraf": _paragraf(regel.paragraf if regel else None),
        "utträdesdag": årsdag(regel.per) if regel else None,
        "varsel": f"{i_ord(regel.varsel_månader)} månader" if regel else None,
    }


def _tillägg(läge: Avtalsläge) -> dict[str, object]:
    """Orden i ``Tillägg`` för ett läge, som nyckelord."""
    avtal, handling, period = läge.avtal, handlingen(läge), läge.avtalsperiod
    finansiering = läge.finansiering
    delade = [bild for bild in läge.kostnad.poster if bild.post.parter and bild.belopp is not None]
    övriga = [b.part.namn for bild in läge.kostnad.poster if bild not in delade for b in bild.bidrag]
    return {
        **gemensamt(läge, ""),
        "avtalsdatum": avtalsdatum(läge),
        "parter": tuple(partsrad(läge, d) for d in läge.undertecknande),
        "gäller_från": datum(handling.gäller_från.värde),
        "delas_från": datum(läge.kostnadsdag),
        "avtalet_till": datum(period[1]) if period else Lucka("avtalsperiodens sista dag"),
        "finansiering_paragraf": _paragraf(finansiering.paragraf),
        "ändringar_paragraf": _paragraf(avtal.ändringar_paragraf),
        "grupper": tuple(_grupp(bild) for bild in delade),
        "fördelningsbilaga": läge.finansiering_före.fördelningsbilaga,
        "övriga": uppräkning(övriga) if övriga else None,
        "prisnivå": str(läge.kostnad.prisnivå) if finansiering.index else None,
        "med_penna": läge.med_penna,
        "exemplar": tal(läge.exemplar),
        "antal_underskrifter": tal(len(läge.underskrifter)),
    }


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
        ställning=_ställning(läge, d),
    )


def _ställning(läge: Avtalsläge, d: Deltagande) -> str:
    if d in läge.nya:
        return "ny part"
    return "går ur" if läge.handling and d.part.id in läge.handling.utträder else "part"


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
