"""Vet hur ett nytt beslut läggs upp hos en part, med organet, befattningarna och behörigheten som följer av det."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast, get_args

from avtalsgenerator.andringar.grund import finn_avtal, finn_handling, som_fält, ändra
from avtalsgenerator.bokstaver import fäll, som_id
from avtalsgenerator.fel import Användningsfel
from avtalsgenerator.kedja import välj_id
from avtalsgenerator.modell.beslut import VERKNINGAR, Underskriftsrätt
from avtalsgenerator.modell.grund import Belagd, Omfattning
from avtalsgenerator.modell.nummer import är_id
from avtalsgenerator.redigera import lägg_till, ny_fil, sätt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from avtalsgenerator.modell import Part
    from avtalsgenerator.modell.avtal import Avtalspart
    from avtalsgenerator.modell.handling import Anslutande
    from avtalsgenerator.noder import Värde
    from avtalsgenerator.redigera import Ändring
    from avtalsgenerator.register import Register

INGEN = "ingen"
KORT = {"kommunfullmäktige": "kf", "kommunstyrelsen": "ks", "regionfullmäktige": "rf", "regionstyrelsen": "rs"}
"""Vad organen brukar förkortas till i filens namn. Ett organ som har beslut sedan förut behåller sin förkortning."""


@dataclass(frozen=True)
class NyttBeslut:
    """Svaren om ett nytt beslut. Det som är tomt är inte känt.

    ``satser`` är text och verkan (``tolka_verkan``). ``organslag`` behövs om organet är nytt hos parten,
    ``innehavare`` är vem som har en befattning som beslutet nämner, ``tillsammans`` att de skriver under ihop och
    ``genom`` de organ vars underskrift beslutet gäller, om parten skriver under genom organ.
    """

    organ: str
    rubrik: str
    status: str
    satser: Sequence[tuple[str, dict[str, Värde]]]
    organslag: str = ""
    uppgifter: Mapping[str, str] = field(default_factory=dict)
    """Dag, paragraf, diarienummer, beslutande och källa, på modellens namn."""
    innehavare: Mapping[str, str] = field(default_factory=dict)
    tillsammans: bool = False
    genom: Sequence[str] = ()
    förslag: str = ""
    """Id för det förslag som beslutet är fattat på, och vars fil därför ändras."""


def tolka_verkan(register: Register, text: str) -> dict[str, Värde]:
    """``godkänner=HANDLING`` blir ``{godkänner: id}``; ``ingen`` blir tomt. Kastar ``Användningsfel`` om det inte går.

    Vilken version av texten som godkändes skrivs efter kolon: ``godkänner=HANDLING:3f9a-12c4``.
    En rätt att skriva under skrivs ``underskriftsrätt=AVTAL:BEFATTNING,BEFATTNING``, och om den bara gäller avtalet
    eller tillägg till det ``underskriftsrätt=AVTAL:tilläggsavtal:BEFATTNING``.
    """
    slag_, lika, vad = text.partition("=")
    slag = next((v for v in (INGEN, *VERKNINGAR) if fäll(v) == fäll(slag_.strip())), "")
    if slag == INGEN and not lika:
        return {}
    if slag in ("", INGEN) or not vad.strip():
        alla = ", ".join(f"{v}=…" for v in VERKNINGAR)
        raise Användningsfel(f"”{text}” är ingen verkan", f"Skriv {INGEN}, eller någon av: {alla}")
    if slag == "godkänner":
        handling, _, version = (del_.strip() for del_ in vad.partition(":"))
        return {slag: finn_handling(register, handling).id, **({"version": version} if version else {})}
    return {slag: _mål(register, slag, vad.strip())}


def _mål(register: Register, slag: str, vad: str) -> Värde:
    if slag == "finansiering":
        return vad
    avtal, *resten = (del_.strip() for del_ in vad.split(":"))
    avtal = finn_avtal(register, avtal)
    if slag != "underskriftsrätt":
        return avtal
    rätt: dict[str, Värde] = {"avser": avtal}
    omfattar = next((o for o in get_args(Omfattning) if resten and fäll(o) == fäll(resten[0])), "")
    if omfattar and omfattar != "allt":
        rätt["omfattar"] = omfattar
    befattningar = [b.strip() for del_ in resten[bool(omfattar) :] for b in del_.split(",") if b.strip()]
    if befattningar:
        rätt["befattningar"] = list(befattningar)
    for befattning in befattningar:
        if fel := som_fält(Underskriftsrätt, "befattningar", i_lista=True)(befattning):
            raise Användningsfel(fel)
    return rätt


def rätter(beslut: NyttBeslut) -> list[dict[str, Värde]]:
    """Rätterna att skriva under som beslutet ger."""
    return [r for _, verkan in beslut.satser if isinstance(r := verkan.get("underskriftsrätt"), dict)]


def befattningar_i(beslut: NyttBeslut) -> list[str]:
    """Befattningarna som beslutet ger rätt att skriva under, var och en en gång."""
    return list(dict.fromkeys(str(b) for r in rätter(beslut) for b in r.get("befattningar", [])))


def på_förslag(register: Register, part: Part, namn: str) -> NyttBeslut:
    """Det som ett förslag redan säger. Kastar ``Användningsfel`` om partens förslag med det namnet inte finns."""
    egna = {b.id: b for b in register.beslut.values() if b.part == part.id and b.status == "förslag"}
    if not egna:
        raise Användningsfel(f"{part.namn} har inget förslag till beslut", "Skriv kommandot utan --förslag.")
    beslut = egna[välj_id(namn, list(egna), list(egna))]
    satser = [
        (
            s.text,
            cast(
                "dict[str, Värde]",
                s.verkan.model_dump(mode="json", exclude_unset=True, exclude=set(Belagd.model_fields)),
            ),
        )
        if s.verkan
        else (s.text, {})
        for s in beslut.beslutssatser
    ]
    return NyttBeslut(beslut.organ, beslut.rubrik, beslut.status, satser, förslag=beslut.id)


def nytt_beslut(mapp: Path, register: Register, part: Part, beslut: NyttBeslut) -> list[Ändring]:
    """Beslutets fil, och partens fil om organet är nytt eller om beslutet ger någon rätt att skriva under.

    Ger ett fattat beslut rätt att skriva under läggs behörigheten till hos parten, med beslutet som stöd.
    Kastar ``Användningsfel`` om beslutet redan finns.
    """
    id_ = beslut.förslag or f"{part.id}/{filnamn(register, part, beslut)}"
    if id_ in register.beslut and not beslut.förslag:
        raise Användningsfel(
            f"beslutet {id_} finns redan ({register.beslut[id_].plats()})", "Kontrollera organ, dag och paragraf."
        )
    fil, partfil = f"parter/{part.id}/beslut/{id_.partition('/')[2]}.yaml", f"parter/{part.id}/part.yaml"
    ändring = ändra(mapp, fil, lambda text: _fattat(text, beslut, fil)) if beslut.förslag else _ny(fil, beslut)
    hos_parten = ändra(mapp, partfil, lambda text: _hos_parten(text, part, beslut, id_, partfil))
    return [ändring, *([hos_parten] if hos_parten.före != hos_parten.efter else [])]


def _ny(fil: str, beslut: NyttBeslut) -> Ändring:
    satser: list[Värde] = [{"text": text, **({"verkan": verkan} if verkan else {})} for text, verkan in beslut.satser]
    uppgifter: dict[str, Värde] = {"organ": beslut.organ, "rubrik": beslut.rubrik, "status": beslut.status}
    uppgifter |= {nyckel: värde for nyckel, värde in beslut.uppgifter.items() if värde and nyckel != "källa"}
    källa = {"källa": beslut.uppgifter["källa"]} if beslut.uppgifter.get("källa") else {}
    return ny_fil(fil, {**uppgifter, "beslutssatser": satser, **källa})


def _fattat(text: str, beslut: NyttBeslut, fil: str) -> str:
    """Förslagets fil när organet har tagit ställning till det."""
    for nyckel, värde in {"status": beslut.status, **beslut.uppgifter}.items():
        text = sätt(text, (nyckel,), värde, fil) if värde else text
    return text


def _hos_parten(text: str, part: Part, beslut: NyttBeslut, stöd: str, fil: str) -> str:
    if part.finn_organ(beslut.organ) is None:
        text = lägg_till(text, ("organ",), {"namn": beslut.organ, "slag": beslut.organslag}, fil)
    if beslut.status != "beslutat" or any(b.stöd == stöd for b in part.behörighet):
        return text
    for organ in beslut.genom or [""]:
        for befattning in befattningar_i(beslut):
            text = _med_befattning(text, part, (befattning, organ), beslut.innehavare.get(befattning, ""), fil)
        for rätt in rätter(beslut):
            text = lägg_till(text, ("behörighet",), _behörighet(beslut, rätt, organ, stöd), fil)
    return text


def utan_namn(part: Part, befattning: str) -> bool:
    """Om det inte är känt vem som har befattningen."""
    return not any(b.namn for b in part.befattningar if b.befattning == befattning)


def _med_befattning(text: str, part: Part, vilken: tuple[str, str], namn: str, fil: str) -> str:
    """Partens fil med befattningen (hos organet) och namnet på den som har den, om det inte redan står där."""
    befattning, organ = vilken
    finns = [(n, b) for n, b in enumerate(part.befattningar) if (b.befattning, b.organ or organ) == vilken]
    if not finns:
        ny = {"befattning": befattning, "organ": organ, "namn": namn}
        return lägg_till(text, ("befattningar",), {k: v for k, v in ny.items() if v}, fil)
    okänd = next((n for n, b in finns if b.namn is None), None)
    if namn and okänd is not None:
        return sätt(text, ("befattningar", okänd, "namn"), namn, fil)
    if namn and namn not in {b.namn for _, b in finns}:
        raise Användningsfel(
            f"{befattning} hos {part.namn} är redan {finns[-1][1].namn} ({finns[-1][1].plats('namn')})",
            "Har någon annan tillträtt läggs till och från in i partens fil.",
        )
    return text


def _behörighet(beslut: NyttBeslut, rätt: dict[str, Värde], organ: str, stöd: str) -> dict[str, Värde]:
    """Behörigheten som beslutet ger, från den dag då det fattades."""
    post: dict[str, Värde] = {"avser": rätt["avser"]}
    post |= {"omfattar": rätt["omfattar"]} if "omfattar" in rätt else {}
    post |= {"organ": organ} if organ else {}
    post |= {"undertecknas_av": rätt["befattningar"]} if "befattningar" in rätt else {}
    post |= {"sätt": "två i förening"} if beslut.tillsammans else {}
    post |= {"från": dag} if (dag := beslut.uppgifter.get("sammanträdesdatum")) else {}
    return {**post, "stöd": stöd}


def skriver_under_genom(register: Register, part: Part, beslut: NyttBeslut) -> list[str]:
    """Organen som parten skriver under genom i de avtal som beslutet ger rätt att skriva under."""
    avtal = {str(r["avser"]) for r in rätter(beslut)}
    egna: list[Avtalspart | Anslutande] = [p for a in avtal for p in register.avtal[a].parter]
    for h in (h for h in register.handlingar.values() if h.avtal in avtal):
        egna += [*h.ansluter, *(byte for ä in h.ändrar for byte in ä.organ)]
    genom = [organ for p in egna if p.part == part.id for organ in p.genom]
    organ = [part.finn_organ(o) for o in genom]
    return list(dict.fromkeys([*genom, *(o.efterträds_av for o in organ if o and o.efterträds_av)]))


def filnamn(register: Register, part: Part, beslut: NyttBeslut) -> str:
    """Dagen, organet och paragrafen så långt de är kända: ``2020-05-28-sn-33``, ``ks-28`` eller ``kf-forslag``.

    Utan paragraf får det andra beslutet med samma namn en siffra.
    """
    dag, paragraf = (beslut.uppgifter.get(f, "") for f in ("sammanträdesdatum", "paragraf"))
    sist = paragraf or ("forslag" if beslut.status == "förslag" else "")
    namn = "-".join(filter(None, (dag, organkort(register, part, beslut.organ), sist.replace(" ", ""))))
    namn = namn if är_id(namn) else f"beslut-{namn}".strip("-")
    taget = 1
    while not paragraf and f"{part.id}/{namn}{f'-{taget}' if taget > 1 else ''}" in register.beslut:
        taget += 1
    return f"{namn}-{taget}" if taget > 1 else namn


def organkort(register: Register, part: Part, organ: str) -> str:
    """Organets förkortning i filnamn: den som dess beslut redan har, den brukliga, annars hela namnet."""
    mönster = re.compile(r"(?:\d{4}(?:-\d\d-\d\d)?-)?([a-z]+)-(?:\d+|forslag.*)")
    lika = sorted((b for b in register.beslut.values() if b.organ == organ), key=lambda b: b.part != part.id)
    förut = [t[1] for b in lika if (t := mönster.fullmatch(b.id.partition("/")[2]))]
    return next(iter(förut), KORT.get(organ) or som_id(organ))
