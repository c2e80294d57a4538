"""Orden i ett protokollsutdrag, en paragraf i partens egen form, och i ett beslut som någon har fattat ensam."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avtalsgenerator.modell.loptext import Löptext, stycken, tolka
from avtalsgenerator.modell.protokoll import STANDARDINTYG, Anteckning
from avtalsgenerator.svenska import datum, tal, uppräkning
from avtalsgenerator.underlag.grund import OmBeslut, om_beslut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avtalsgenerator.beslutslage import Beslutsläge
    from avtalsgenerator.modell import Beslut
    from avtalsgenerator.modell.omrostning import Omröstning
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
    """Orden i ett protokollsutdrag, och i ett beslut som någon har fattat ensam."""

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


def vad_beslutet_blir(läge: Beslutsläge) -> str:
    """Ett beslut som någon har fattat ensam blir ett beslut; annars blir det ett utdrag ur protokollet."""
    return "Beslut" if läge.beslut.beslutande else "Protokollsutdrag"


def protokollsutdrag(läge: Beslutsläge) -> Protokollsutdrag:
    """Orden i mallarna ``protokollsutdrag`` och ``beslut``."""
    beslut, protokoll, justering = läge.beslut, läge.protokoll, läge.beslut.justering
    texter = {vad: text for vad, _ in läge.avsnitt if (text := avsnittstext(läge, vad)).block}
    return Protokollsutdrag(
        **om_beslut(läge, vad_beslutet_blir(läge)),  # type: ignore[arg-type]
        beslutsnummer=beslut.beslutsnummer,
        avsnitt=tuple(Avsnitt(rubrik, texter[vad]) for vad, rubrik in läge.avsnitt if vad in texter),
        omedelbart_justerad=bool(justering and justering.omedelbar),
        justerad=str(justering.dag) if justering and justering.dag else None,
        ordförande=protokoll.ordförande,
        sekreterare=protokoll.sekreterare,
        justerare=uppräkning(protokoll.justerare) if protokoll.justerare else None,
        beslutande=beslut.beslutande,
        delegation=beslut.delegation,
        anmäls_till=_anmälan(beslut),
        föredragande=protokoll.föredragande,
        övriga_deltagande=uppräkning(protokoll.övriga_deltagande) if protokoll.övriga_deltagande else None,
        plats_och_tid=protokoll.sammanträde.plats_och_tid if protokoll.sammanträde else None,
        intygas=läge.form.intygas if läge.form else STANDARDINTYG,
        sidfot=tuple(map(Signaturfält, läge.form.sidfot)) if läge.form else (),
    )


def avsnittstext(läge: Beslutsläge, vad: str) -> Löptext:
    """Texten i ett avsnitt; utan block om protokollet inte har det."""
    protokoll = läge.protokoll
    match vad:
        case "beslut":
            satser = [sats.text for sats in läge.beslut.beslutssatser]
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
            poster: tuple[str, ...] = getattr(protokoll, vad)
            return stycken(poster, "punkt" if len(poster) > 1 else "stycke")
    text: str | None = getattr(protokoll, vad)
    return tolka(text) if text else Löptext(())


def _yrkande(yrkande: Yrkande) -> str:
    return f"{uppräkning(yrkande.av)} yrkar {yrkande.yrkar}"


def _jäv(jäv: Jäv) -> str:
    gör = "lämnar rummet medan ärendet handläggs" if jäv.lämnade_rummet else "deltar inte i handläggningen"
    return f"{jäv.namn} anmäler jäv och {gör}.{f' Skäl: {jäv.skäl}' if jäv.skäl else ''}"


def _rättelse(rättelse: Rättelse) -> str:
    dag = f"den {datum(rättelse.dag)}" if rättelse.dag else "en dag som inte är antecknad"
    av = f" av {rättelse.av}" if rättelse.av else ""
    return f"Rättat {dag}{av}: {rättelse.ändring or 'det är inte antecknat vad som ändrades.'}"


def _anmälan(beslut: Beslut) -> str | None:
    anmält = f"anmält den {datum(beslut.anmält)}" if beslut.anmält else None
    return ", ".join(filter(None, (beslut.anmäls_till, anmält))) or None


def _inlägg(inlägg: Inlägg) -> Löptext:
    gör = "reserverar sig mot beslutet"
    if isinstance(inlägg, Anteckning):
        yttrande = inlägg.slag == "särskilt yttrande"
        gör = "lämnar ett särskilt yttrande" if yttrande else "lämnar en anteckning till protokollet"
    slut = ":" if inlägg.text else "."
    inledning = stycken([f"{uppräkning(inlägg.av)} {gör}{slut}"], "stycke")
    return Löptext(inledning.block + (tolka(inlägg.text).block if inlägg.text else ()))


def _omröstning(o: Omröstning) -> Löptext:
    def rader() -> Iterator[str]:
        if o.slag != "huvudvotering":
            yield f"{o.slag.capitalize()}:"
        if o.sluten:
            yield "Omröstningen är sluten."
        yield f"Ja: {o.ja_innebär}"
        yield f"Nej: {o.nej_innebär}"
        övriga = [
            f"{tal(antal)} {ord_}"
            for antal, ord_ in ((o.antal("avstår"), "avstår"), (o.antal("frånvarande"), "är frånvarande"))
            if antal
        ]
        slut = ", " + uppräkning(övriga) if övriga else ""
        yield f"Resultat: {tal(o.antal('ja'))} ja och {tal(o.antal('nej'))} nej{slut}."
        if o.utslagsröst:
            yield f"Rösterna är lika många. {o.utslagsröst.av} avgör med sin utslagsröst, som är {o.utslagsröst.röst}."
        if o.röster or o.bilaga:
            yield f"Hur var och en röstade står i {o.bilaga or 'voteringslistan'}."

    return stycken(rader(), "stycke")
