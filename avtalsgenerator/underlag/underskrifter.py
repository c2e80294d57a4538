"""Orden i signatursidor (en sida för varje underskrift) och i signaturlistan (en rad för varje)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avtalsgenerator.svenska import antal, uppräkning
from avtalsgenerator.underlag.grund import Gemensamt, beslutet, gemensamt, genom, organisationsnummer
from avtalsgenerator.underlag.tillaggsavtal import annat_namn, antal_exemplar, antal_underskrifter
from avtalsgenerator.ursprung import alla_ur, räknat, ur, ur_om
from avtalsgenerator.varden import Lucka

if TYPE_CHECKING:
    from avtalsgenerator.behorighet import Underskriftsgrund, Undertecknare
    from avtalsgenerator.per_datum import Avtalsläge, Underskrift


@dataclass(frozen=True)
class Person:
    """En av dem som skriver under i blocket."""

    namn: str | Lucka
    """Namnförtydligandet."""
    befattning: str | Lucka
    """Befattningen som ger rätt att skriva under."""
    roll: str | None
    """”kontrasignerar” eller ”ersätter stadsdirektör”, annars inget."""


@dataclass(frozen=True)
class Block:
    """Ett underskriftsblock."""

    nummer: int
    """Blockets ordningsnummer."""
    part: str
    """Partens namn."""
    juridiskt_namn: str | None
    """Det registrerade namnet, om det är ett annat än det vanliga."""
    organisationsnummer: str | Lucka
    """Partens organisationsnummer."""
    genom: str | None
    """Organet som skriver under för parten."""
    personer: tuple[Person, ...]
    """De som skriver under i blocket: en, eller två i förening."""
    godkännande: str | Lucka
    """Partens beslut om handlingen: organ, dag och paragraf."""
    beslut: str | Lucka
    """Beslutet som ger rätt att skriva under."""
    status: str
    """”undertecknad”, ”ofullständig”, ”väntar” eller ”behörig saknas”."""
    dag: str
    """Dagen då det undertecknades, annars ett tankstreck."""
    sätt: str | None
    """”penna” eller ”e-underskrift”, om det är undertecknat och det är känt hur."""
    skickas: str | None
    """Vad som ska skickas till vem, så länge det inte är undertecknat."""


@dataclass(frozen=True)
class Signatursidor(Gemensamt):
    """Orden i signatursidorna."""

    block: tuple[Block, ...]
    """Ett block för varje underskrift."""
    antal: str
    """Hur många underskrifter handlingen har, också när bara en parts sidor görs."""
    med_penna: bool
    """Om handlingen skrivs under på papper."""


@dataclass(frozen=True)
class Signaturlista(Gemensamt):
    """Orden i signaturlistan."""

    block: tuple[Block, ...]
    """En rad för varje underskrift."""
    antal: str
    """Hur många underskrifter som krävs, med ordet: ”16 underskrifter”."""
    undertecknade: str
    """Hur många som är klara, med ordet: ”2 undertecknade”."""
    återstår: bool
    """Om någon underskrift återstår."""


def signatursidor(läge: Avtalsläge, part: str | None = None) -> Signatursidor:
    """Orden i mallen ``signatursidor``; med ``part`` bara den partens block."""
    block = tuple(_block(läge, n, u) for n, u in enumerate(läge.underskrifter, 1) if part in (None, u.part.id))
    gemensamma = gemensamt(läge, "Signatursidor")
    return Signatursidor(**gemensamma, block=block, antal=antal_underskrifter(läge), med_penna=läge.med_penna)  # type: ignore[arg-type]


def signaturlista(läge: Avtalsläge) -> Signaturlista:
    """Orden i mallen ``signaturlista``."""
    block = tuple(_block(läge, n, u) for n, u in enumerate(läge.underskrifter, 1))
    klara = sum(u.klar for u in läge.underskrifter)
    skrivna = [u.undertecknat.plats() for u in läge.underskrifter if u.undertecknat] or [läge.mål.plats()]
    return Signaturlista(
        **gemensamt(läge, "Signaturlista"),  # type: ignore[arg-type]
        block=block,
        antal=antal_underskrifter(läge, som=lambda n: antal(n, "underskrift", "underskrifter")),
        undertecknade=räknat(antal(klara, "undertecknad", "undertecknade"), "antalet som har skrivit under", *skrivna),
        återstår=klara < len(block),
    )


def _block(läge: Avtalsläge, nummer: int, u: Underskrift) -> Block:
    personer = _personer(u)
    status = _status(u, personer)
    return Block(
        nummer=nummer,
        part=ur(u.part, "namn"),
        juridiskt_namn=annat_namn(u.part),
        organisationsnummer=organisationsnummer(u.part),
        genom=genom(u),
        personer=personer,
        godkännande=godkännande(läge, u.part.id),
        beslut=_beslut(u),
        status=status,
        dag=ur_om(u.undertecknat, "dag") or "–",
        sätt=ur_om(u.undertecknat, "sätt"),
        skickas=None if u.klar else _skickas(läge, u, personer) if status == "väntar" else INGET_ÄN.get(status),
    )


def _status(u: Underskrift, personer: tuple[Person, ...]) -> str:
    if u.undertecknat:
        return "undertecknad" if u.klar else "ofullständig"
    känd = u.grund.behörighet is not None and all(isinstance(p.namn, str) for p in personer)
    return "väntar" if känd else "behörig saknas"


INGET_ÄN = {
    "behörig saknas": "inget än: det är inte känt vem som får skriva under",
    "ofullständig": "inget än: det som är antecknat om underskriften måste rättas",
}
"""Varför inget ska skickas i det läget."""


def _skickas(läge: Avtalsläge, u: Underskrift, personer: tuple[Person, ...]) -> str:
    if not läge.med_penna:
        return f"begäran om e-underskrift till {uppräkning(f'{p.namn} ({p.befattning})' for p in personer)}"
    kontakt, exemplar = u.part.kontaktperson, f"{antal_exemplar(läge)} pappersexemplar"
    if kontakt is None:
        return f"{exemplar} till partens kontaktperson, som inte är känd"
    vägar = ", ".join(filter(None, (ur_om(kontakt, "epost"), ur_om(kontakt, "telefon"))))
    return f"{exemplar} till {ur(kontakt, 'namn')}{f' ({vägar})' if vägar else ''}"


def _personer(u: Underskrift) -> tuple[Person, ...]:
    okänt_namn, okänd_befattning = Lucka("namn"), Lucka("befattning")
    okänd = Person(okänt_namn, okänd_befattning, None)
    if u.undertecknat and u.grund_då:
        känd = {p.namn: p for p in u.grund_då.undertecknare}
        namn = zip(u.undertecknat.av, alla_ur(u.undertecknat, "av"), strict=True)
        return tuple(
            Person(ord_, befattningen(känd[n], u.grund_då) if n in känd else okänd_befattning, None) for n, ord_ in namn
        )
    if u.rad:
        i_raden = (
            Person(ur_om(p, "namn") or okänt_namn, ur_om(p, "befattning") or okänd_befattning, None)
            for p in u.rad.personer
        )
        return tuple(i_raden) or (okänd,)
    if not u.grund.undertecknare:
        return (okänd,)
    return tuple(
        Person(ur_om(p.innehav, "namn") or okänt_namn, befattningen(p, u.grund), _roll(p, u.grund))
        for p in u.grund.undertecknare
    )


def _roll(p: Undertecknare, grund: Underskriftsgrund) -> str | None:
    if p.kontrasignerar:
        return "kontrasignerar"
    return f"ersätter {_nämnd(p.ersätter, grund)}" if p.ersätter else None


def befattningen(p: Undertecknare, grund: Underskriftsgrund) -> str:
    """Befattningen som ger rätten: ur sin egen post hos parten, annars ur behörigheten."""
    return ur_om(p.innehav, "befattning") or _nämnd(p.befattning, grund)


def _nämnd(befattning: str, grund: Underskriftsgrund) -> str:
    """Befattningen, ur den behörighet som nämner den."""
    b = grund.behörighet
    if b and befattning in b.undertecknas_av:
        return ur(b, "undertecknas_av", b.undertecknas_av.index(befattning))
    return ur(b, "kontrasigneras_av") if b and b.kontrasigneras_av == befattning else befattning


def godkännande(läge: Avtalsläge, part: str) -> str | Lucka:
    """Det senaste av partens beslut om handlingen som gäller."""
    beslut = [b for d in läge.undertecknande if d.part.id == part for b in läge.beslut_av(d) if b.gäller]
    valt = max(beslut, key=lambda b: str(b.sammanträdesdatum or ""), default=None)
    return beslutet(valt) if valt else Lucka("beslut om handlingen")


def _beslut(u: Underskrift) -> str | Lucka:
    return beslutet(u.grund.stöd) if u.grund.stöd else Lucka("beslut")
