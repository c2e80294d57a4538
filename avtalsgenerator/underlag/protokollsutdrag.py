"""Orden i ett protokollsutdrag, en paragraf i partens egen form, och i ett beslut som någon har fattat ensam."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avtalsgenerator.modell.loptext import stycken
from avtalsgenerator.modell.protokoll import STANDARDINTYG, Anteckning
from avtalsgenerator.svenska import datum, stor_bokstav, tal, uppräkning
from avtalsgenerator.underlag.grund import OmBeslut, om_beslut, ur_text
from avtalsgenerator.ursprung import alla_ur, räknat, ur, ur_om
from avtalsgenerator.varden import Löptext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avtalsgenerator.beslutslage import Beslutsläge
    from avtalsgenerator.modell import Beslut
    from avtalsgenerator.modell.omrostning import Omröstning, Röstning
    from avtalsgenerator.modell.protokoll import Inlägg, Rättelse, Yrkande
    from avtalsgenerator.modell.sammantrade import Jäv


@dataclass(frozen=True)
class Avsnitt:
    """Ett avsnitt i paragrafen."""

    rubrik: str
    """Avsnittets rubrik i partens form."""
    text: Löptext
    """Avsnittets text, att skriva som {{p avsnitt.text }}."""


@dataclass(frozen=True)
class Signaturfält:
    """En signatur som ska stå på varje sida."""

    namn: str
    """Vems signatur det är: ”Justerandes sign”."""


@dataclass(frozen=True)
class Protokollsutdrag(OmBeslut):
    """Orden i ett protokollsutdrag."""

    beslutsnummer: str | None
    """Beslutets nummer, när det inte är en paragraf i ett protokoll."""
    avsnitt: tuple[Avsnitt, ...]
    """Avsnitten i partens ordning."""
    omedelbart_justerad: bool
    """Om paragrafen är omedelbart justerad."""
    justerad: str | None
    """Dagen för justeringen, om den inte är omedelbar."""
    ordförande: str | None
    """Ordförandens namn."""
    sekreterare: str | None
    """Sekreterarens namn."""
    justerare: str | None
    """Justerarnas namn i en uppräkning."""
    beslutande: str | None
    """Den som har beslutat ensam."""
    delegation: str | None
    """Punkten i delegationsordningen som beslutet bygger på."""
    anmäls_till: str | None
    """Nämnden som beslutet anmäls till, och dagen om det är gjort."""
    föredragande: str | None
    """Den som föredrog ärendet."""
    övriga_deltagande: str | None
    """Andra som deltog i den slutliga handläggningen, i en uppräkning."""
    plats_och_tid: str | None
    """Var och när sammanträdet hölls."""
    intygas: str
    """Orden ovanför raden där utdraget intygas."""
    sidfot: tuple[Signaturfält, ...]
    """Signaturerna som ska stå på varje sida."""


@dataclass(frozen=True)
class EnsamtBeslut(Protokollsutdrag):
    """Orden i ett beslut som någon har fattat ensam."""

    beslutande: str
    """Den som har beslutat ensam."""


def vad_beslutet_blir(läge: Beslutsläge) -> str:
    """Ett beslut som någon har fattat ensam blir ett beslut; annars blir det ett utdrag ur protokollet."""
    return "Beslut" if läge.beslut.beslutande else "Protokollsutdrag"


def protokollsutdrag(läge: Beslutsläge) -> Protokollsutdrag:
    """Orden i mallen ``protokollsutdrag``."""
    return Protokollsutdrag(**_orden(läge))  # type: ignore[arg-type]


def ensamt_beslut(läge: Beslutsläge) -> EnsamtBeslut:
    """Orden i mallen ``beslut``."""
    return EnsamtBeslut(**{**_orden(läge), "beslutande": ur(läge.beslut, "beslutande")})  # type: ignore[arg-type]


def _orden(läge: Beslutsläge) -> dict[str, object]:
    beslut, protokoll, justering = läge.beslut, läge.protokoll, läge.beslut.justering
    texter = {vad: text for vad, _ in läge.avsnitt if (text := avsnittstext(läge, vad)).block}
    return om_beslut(läge, vad_beslutet_blir(läge)) | {
        "beslutsnummer": ur_om(beslut, "beslutsnummer"),
        "avsnitt": tuple(Avsnitt(rubrik, texter[vad]) for vad, rubrik in läge.avsnitt if vad in texter),
        "omedelbart_justerad": bool(justering and justering.omedelbar),
        "justerad": ur_om(justering, "dag"),
        "ordförande": ur_om(protokoll, "ordförande"),
        "sekreterare": ur_om(protokoll, "sekreterare"),
        "justerare": uppräkning(alla_ur(protokoll, "justerare")) or None,
        "beslutande": ur_om(beslut, "beslutande"),
        "delegation": ur_om(beslut, "delegation"),
        "anmäls_till": _anmälan(beslut),
        "föredragande": ur_om(protokoll, "föredragande"),
        "övriga_deltagande": uppräkning(alla_ur(protokoll, "övriga_deltagande")) or None,
        "plats_och_tid": ur_om(protokoll.sammanträde, "plats_och_tid"),
        "intygas": ur(läge.form, "intygas") if läge.form else STANDARDINTYG,
        "sidfot": tuple(map(Signaturfält, alla_ur(läge.form, "sidfot"))) if läge.form else (),
    }


def avsnittstext(läge: Beslutsläge, vad: str) -> Löptext:
    """Texten i ett avsnitt; utan block om protokollet inte har det."""
    protokoll = läge.protokoll
    match vad:
        case "beslut":
            satser = [ur(sats, "text") for sats in läge.beslut.beslutssatser]
            return stycken(satser, "nummer" if len(satser) > 1 else "stycke")
        case "yrkanden":
            return stycken(map(_yrkande, protokoll.yrkanden), "stycke")
        case "jäv":
            return stycken(map(_jäv, protokoll.jäv), "stycke")
        case "rättelser":
            return stycken(map(_rättelse, protokoll.rättelser), "stycke")
        case "omröstningar":
            return Löptext(tuple(b for o in protokoll.omröstningar for b in _omröstning(o).block))
        case "reservationer" | "anteckningar":
            return Löptext(tuple(b for inlägg in getattr(protokoll, vad) for b in _inlägg(inlägg).block))
        case "beslutsunderlag" | "bilagor" | "skickas_till":
            poster = alla_ur(protokoll, vad)
            return stycken(poster, "punkt" if len(poster) > 1 else "stycke")
    return ur_text(protokoll, vad) if getattr(protokoll, vad) else Löptext(())


def _yrkande(yrkande: Yrkande) -> str:
    return f"{uppräkning(alla_ur(yrkande, 'av'))} yrkar {ur(yrkande, 'yrkar')}"


def _jäv(jäv: Jäv) -> str:
    gör = "lämnar rummet medan ärendet handläggs" if jäv.lämnade_rummet else "deltar inte i handläggningen"
    skäl = f" Skäl: {ur(jäv, 'skäl')}" if jäv.skäl else ""
    return f"{ur(jäv, 'namn')} anmäler jäv och {gör}.{skäl}"


def _rättelse(rättelse: Rättelse) -> str:
    dag = f"den {ur(rättelse, 'dag', som=datum)}" if rättelse.dag else "en dag som inte är antecknad"
    av = f" av {ur(rättelse, 'av')}" if rättelse.av else ""
    return f"Rättat {dag}{av}: {ur_om(rättelse, 'ändring') or 'det är inte antecknat vad som ändrades.'}"


def _anmälan(beslut: Beslut) -> str | None:
    anmält = f"anmält den {ur(beslut, 'anmält', som=datum)}" if beslut.anmält else None
    return ", ".join(filter(None, (ur_om(beslut, "anmäls_till"), anmält))) or None


def _inlägg(inlägg: Inlägg) -> Löptext:
    gör = "reserverar sig mot beslutet"
    if isinstance(inlägg, Anteckning):
        yttrande = inlägg.slag == "särskilt yttrande"
        gör = "lämnar ett särskilt yttrande" if yttrande else "lämnar en anteckning till protokollet"
    slut = ":" if inlägg.text else "."
    inledning = stycken([f"{uppräkning(alla_ur(inlägg, 'av'))} {gör}{slut}"], "stycke")
    return Löptext(inledning.block + (ur_text(inlägg, "text").block if inlägg.text else ()))


ÖVRIGA_RÖSTER: tuple[tuple[Röstning, str], ...] = (("avstår", "avstår"), ("frånvarande", "är frånvarande"))


def antal_röster(o: Omröstning, röst: Röstning) -> str:
    """Hur många som röstade så: räknat ur voteringslistan om den finns."""
    return räknat(tal(o.antal(röst)), "antalet röster", o.plats("röster" if o.röster else röst))


def _omröstning(o: Omröstning) -> Löptext:
    def rader() -> Iterator[str]:
        if o.slag != "huvudvotering":
            yield f"{ur(o, 'slag', som=stor_bokstav)}:"
        if o.sluten:
            yield "Omröstningen är sluten."
        yield f"Ja: {ur(o, 'ja_innebär')}"
        yield f"Nej: {ur(o, 'nej_innebär')}"
        övriga = [f"{antal_röster(o, röst)} {ord_}" for röst, ord_ in ÖVRIGA_RÖSTER if o.antal(röst)]
        slut = ", " + uppräkning(övriga) if övriga else ""
        yield f"Resultat: {antal_röster(o, 'ja')} ja och {antal_röster(o, 'nej')} nej{slut}."
        if u := o.utslagsröst:
            yield f"Rösterna är lika många. {ur(u, 'av')} avgör med sin utslagsröst, som är {ur(u, 'röst')}."
        if o.röster or o.bilaga:
            yield f"Hur var och en röstade står i {ur_om(o, 'bilaga') or 'voteringslistan'}."

    return stycken(rader(), "stycke")
