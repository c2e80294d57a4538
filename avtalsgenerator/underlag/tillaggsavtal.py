"""Orden i ett tilläggsavtal om anslutning, förtida utträde eller ändring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avtalsgenerator import kalender
from avtalsgenerator.svenska import datum, i_ord, paragraf, tal, uppräkning, årsdag
from avtalsgenerator.underlag.grund import (
    FLERTAL,
    OBESTÄMT,
    Gemensamt,
    gemensamt,
    i_kronor,
    organisationsnummer,
    postens_plats,
    ur_text,
    ändrade_paragrafer,
)
from avtalsgenerator.ursprung import alla_ur, räknat, ur, ur_om
from avtalsgenerator.varden import Lucka, Löptext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from avtalsgenerator.kostnad import Postbild
    from avtalsgenerator.modell import Handling, Part
    from avtalsgenerator.modell.avtal import Avtalstid
    from avtalsgenerator.noder import Plats
    from avtalsgenerator.per_datum import Avtalsläge, Deltagande

FÖRSTA_ÅRET = "det första år vars bidrag förfaller efter anslutningen"


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
        ändringar=tuple(NyLydelse(ur(ä, "paragraf", som=paragraf), ur_text(ä, "lydelse")) for ä in handling.ändrar),
        nya_kostnader=any(ä.finansiering for ä in handling.ändrar),
    )


def anslutning(läge: Avtalsläge) -> Anslutning:
    """Orden i mallen ``tillaggsavtal-anslutning``."""
    avtal, år = läge.avtal, _första_betalningsår(läge)
    return Anslutning(
        **_tillägg(läge),  # type: ignore[arg-type]
        nya=uppräkning(ur(d.part, "namn") for d in läge.nya),
        flera_nya=len(läge.nya) > 1,
        anslutning_paragraf=ur_om(avtal.anslutning, "paragraf", som=paragraf),
        kontaktperson_paragraf=ur_om(avtal, "kontaktperson_paragraf", som=paragraf),
        värd=ur(läge.värd, "namn"),
        betalning=ur(läge.register.parter[avtal.betalning.mottagare], "namn") if avtal.betalning else None,
        första_år=räknat(str(år), FÖRSTA_ÅRET, handlingen(läge).plats("gäller_från")),
        första_betalning=räknat(
            datum(kalender.första_vardagen_i_januari(år)), FÖRSTA_ÅRET, handlingen(läge).plats("gäller_från")
        ),
    )


def förtida_utträde(läge: Avtalsläge) -> FörtidaUtträde:
    """Orden i mallen ``tillaggsavtal-fortida-uttrade``."""
    handling = handlingen(läge)
    return FörtidaUtträde(
        **_tillägg(läge),  # type: ignore[arg-type]
        utträder=uppräkning(ur(läge.register.parter[p], "namn") for p in handling.utträder),
        flera=len(handling.utträder) > 1,
        **utträdesord(läge),  # type: ignore[arg-type]
        villkor=tuple(map(Villkor, alla_ur(handling, "villkor", som=på_en_rad))),
    )


def handlingen(läge: Avtalsläge) -> Handling:
    """Handlingen som läget gäller. Mallarna i den här modulen väljs bara för en handling."""
    if läge.handling is None:
        raise ValueError("mallen kräver en handling")
    return läge.handling


def avtalsdatum(läge: Avtalsläge) -> str | Lucka:
    """Dagen då samverkansavtalet är daterat."""
    return ur_om(läge.avtal, "daterat", som=datum) or Lucka("dagen då samverkansavtalet daterades")


def utträdesord(läge: Avtalsläge) -> dict[str, str | None]:
    """Sista dagen som part och avtalets regel om utträde, som nyckelord."""
    regel = läge.avtal.utträde
    return {
        "sista_dag": sista_dagen(handlingen(läge)),
        "utträde_paragraf": ur_om(regel, "paragraf", som=paragraf),
        "utträdesdag": ur_om(regel, "per", som=årsdag),
        "varsel": ur_om(regel, "varsel_månader", som=månader),
    }


def sista_dagen(handling: Handling) -> str:
    """Den sista dagen som part för dem som går ur."""
    return räknat(datum(handling.sista_dag), "dagen innan handlingen gäller", handling.plats("gäller_från"))


def _tillägg(läge: Avtalsläge) -> dict[str, object]:
    """Orden i ``Tillägg`` för ett läge, som nyckelord."""
    avtal, handling = läge.avtal, handlingen(läge)
    finansiering = läge.finansiering
    delade = [bild for bild in läge.kostnad.poster if bild.post.parter and bild.belopp is not None]
    övriga = [ur(b.part, "namn") for bild in läge.kostnad.poster if bild not in delade for b in bild.bidrag]
    return {
        **gemensamt(läge, ""),
        "avtalsdatum": avtalsdatum(läge),
        "parter": tuple(partsrad(läge, d) for d in läge.undertecknande),
        "gäller_från": ur(handling, "gäller_från", som=datum),
        "delas_från": dagen_för_kostnader(läge),
        "avtalet_till": avtalsperiodens_slut(läge) or Lucka("avtalsperiodens sista dag"),
        "finansiering_paragraf": ur_om(finansiering, "paragraf", som=paragraf),
        "ändringar_paragraf": ur_om(avtal, "ändringar_paragraf", som=paragraf),
        "grupper": tuple(_grupp(läge, bild) for bild in delade),
        "fördelningsbilaga": ur_om(läge.finansiering_före, "fördelningsbilaga"),
        "övriga": uppräkning(övriga) if övriga else None,
        "prisnivå": prisnivån(läge),
        "med_penna": läge.med_penna,
        "exemplar": antal_exemplar(läge),
        "antal_underskrifter": antal_underskrifter(läge),
    }


def dagen_för_kostnader(läge: Avtalsläge) -> str:
    """Dagen som kostnaderna räknas för: när handlingen eller avtalet börjar gälla, eller underskriftsdagen."""
    börjar = läge.handling.plats("gäller_från") if läge.handling else läge.avtal.avtalstid.plats("från")
    return räknat(datum(läge.kostnadsdag), "dagen som kostnaderna räknas för", börjar)


def avtalsperiodens_slut(läge: Avtalsläge) -> str | None:
    """Sista dagen i den avtalsperiod som pågår."""
    period, tid = läge.avtalsperiod, läge.avtal.avtalstid
    return räknat(datum(period[1]), "avtalsperiodens sista dag", *_tidens_platser(tid)) if period else None


def _tidens_platser(tid: Avtalstid) -> Iterator[Plats]:
    yield tid.plats("till")
    if tid.förlängning:
        yield tid.förlängning.plats("år")


def prisnivån(läge: Avtalsläge) -> str | None:
    """Året vars nivå beloppen är i, om avtalet räknar upp dem."""
    if (index := läge.finansiering.index) is None:
        return None
    return räknat(str(läge.kostnad.prisnivå), "årets nivå", index.plats("basår"), index.plats("steg"))


def antal_exemplar(läge: Avtalsläge) -> str:
    """Hur många exemplar som skrivs under."""
    return ur_om(läge.mål, "exemplar", som=tal) or antal_underskrifter(läge)


def antal_underskrifter(läge: Avtalsläge, som: Callable[[int], str] = tal) -> str:
    """Hur många underskrifter handlingen har, så som ``som`` skriver det."""
    return räknat(som(len(läge.underskrifter)), "antalet underskrifter", *parternas_platser(läge))


def parternas_platser(läge: Avtalsläge) -> Iterator[Plats]:
    """Var det står vilka som är parter, och vilka som kommer till eller går ur."""
    yield läge.avtal.plats("parter")
    if läge.handling and läge.handling.ansluter:
        yield läge.handling.plats("ansluter")
    if läge.handling and läge.handling.utträder:
        yield läge.handling.plats("utträder")


def månader(antal: int) -> str:
    """”tolv månader”."""
    return f"{i_ord(antal)} månader"


def på_en_rad(text: str) -> str:
    """Texten utan filens radbrytningar."""
    return " ".join(text.split())


def partsrad(läge: Avtalsläge, d: Deltagande) -> Partsrad:
    """En part så som den räknas upp, med organ och nummer."""
    part = d.part
    organ = [ur(u.organ, "namn") for u in läge.underskrifter if u.part.id == part.id and u.organ and d.genom]
    return Partsrad(
        namn=ur(part, "namn"),
        juridiskt_namn=annat_namn(part),
        genom=uppräkning(organ) if organ else None,
        organisationsnummer=organisationsnummer(part),
        ställning=_ställning(läge, d),
    )


def annat_namn(part: Part) -> str | None:
    """Det registrerade namnet, om det är ett annat än det vanliga."""
    return ur(part, "juridiskt_namn") if part.juridiskt_namn.värde != part.namn else None


def _ställning(läge: Avtalsläge, d: Deltagande) -> str:
    if d in läge.nya:
        return "ny part"
    return "går ur" if läge.handling and d.part.id in läge.handling.utträder else "part"


def _grupp(läge: Avtalsläge, bild: Postbild) -> Kostnadsgrupp:
    slag = bild.post.parter or "kommun"
    antal = f"{tal(len(bild.deltar))}\u00a0{OBESTÄMT[slag]}"
    return Kostnadsgrupp(
        vilka=FLERTAL[slag],
        belopp=i_kronor(bild.belopp or 0, "postens belopp", postens_plats(bild.post)),
        antal=räknat(antal, "antalet som delar", *parternas_platser(läge)),
        befolkning_per=folkmängdens_dag(läge, bild) or Lucka("folkmängdens dag"),
    )


def folkmängdens_dag(läge: Avtalsläge, bild: Postbild) -> str | None:
    """Dagen för folkmängden, så som handlingen eller avtalet anger den."""
    if bild.befolkning_per is None:
        return None
    for handling in filter(None, (läge.handling, *läge.gällande)):
        if handling.befolkning_per and handling.befolkning_per.värde == bild.befolkning_per:
            return ur(handling, "befolkning_per", som=datum)
    return ur(bild.post, "befolkning_per", som=datum)


def _första_betalningsår(läge: Avtalsläge) -> int:
    """Det första år vars förskott förfaller när parten är med."""
    start = läge.kostnadsdag
    return start.year if start <= kalender.första_vardagen_i_januari(start.year) else start.year + 1
