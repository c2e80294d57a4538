"""Orden i skrivelserna i ett ärende: tjänsteutlåtande, tjänsteskrivelse, yrkande, förslag till fullmäktige, remiss."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avtalsgenerator.modell.loptext import stycken
from avtalsgenerator.svenska import datum, stor_bokstav, tal, uppräkning
from avtalsgenerator.underlag.grund import ur_text
from avtalsgenerator.underlag.protokollsutdrag import Avsnitt
from avtalsgenerator.underlag.tillaggsavtal import på_en_rad
from avtalsgenerator.ursprung import alla_ur, räknat, ur, ur_om
from avtalsgenerator.varden import Bit, Lucka, Löptext, Stycke, Tabell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avtalsgenerator.modell.skrivelse import Remiss, Remissfråga, Remissvar
    from avtalsgenerator.skrivelselage import Skrivelseläge
    from avtalsgenerator.varden import Block


@dataclass(frozen=True)
class Undertecknare:
    """En som skriver under skrivelsen."""

    namn: str | Lucka
    """Namnet."""
    befattning: str | None
    """Befattningen, om den är känd."""


@dataclass(frozen=True)
class Skrivelseord:
    """Orden i en skrivelse."""

    titel: str
    """Dokumentets namn i sidhuvudet och i filens egenskaper."""
    slag: str
    """”Tjänsteutlåtande”, ”Återremissyrkande” …"""
    utfärdare: str | Lucka
    """Partens namn."""
    från: str | None
    """Förvaltningen eller organet som skriver."""
    till: str | None
    """Organet som skrivelsen är ställd till."""
    av: str | Lucka
    """De partier eller ledamöter som yrkar."""
    dag: str | Lucka
    """Dagen, 2023-08-22."""
    ort_och_dag: str | Lucka
    """Orten och dagen i löpande text: ”Göteborg den 20 september 2023”."""
    diarienummer: str | None
    """Ärendets nummer."""
    ärende: str | None
    """Ärendets nummer på dagordningen."""
    handläggare: str | None
    """Handläggarens namn."""
    telefon: str | None
    """Handläggarens telefonnummer."""
    epost: str | None
    """Handläggarens e-postadress."""
    rubrik: str
    """Ärendets rubrik."""
    avsnitt: tuple[Avsnitt, ...]
    """Avsnitten i den ordning de står i skrivelsens fil."""
    underskrifter: tuple[Undertecknare, ...]
    """De som skriver under."""


def skrivelse(läge: Skrivelseläge) -> Skrivelseord:
    """Orden i mallarna ``skrivelse``, ``yrkande`` och ``forslag-till-fullmaktige``."""
    s = läge.skrivelse
    slag = ur_om(s, "yrkande", som=stor_bokstav) or ur(s, "handling", som=stor_bokstav)
    return Skrivelseord(
        titel=f"{slag}: {ur(s, 'rubrik')}",
        slag=slag,
        utfärdare=ur_om(läge.part, "namn") or Lucka("den som har utfärdat skrivelsen"),
        från=ur_om(s, "från"),
        till=ur_om(s, "till"),
        av=uppräkning(alla_ur(s, "av")) or Lucka("vem som yrkar"),
        dag=ur_om(s, "dag") or Lucka("skrivelsens dag"),
        ort_och_dag=f"{ur(s, 'ort')} den {ur(s, 'dag', som=datum)}" if s.ort and s.dag else Lucka("ort och dag"),
        diarienummer=ur_om(s, "diarienummer"),
        ärende=ur_om(s, "ärende"),
        handläggare=ur_om(s.handläggare, "namn"),
        telefon=ur_om(s.handläggare, "telefon"),
        epost=ur_om(s.handläggare, "epost"),
        rubrik=ur(s, "rubrik"),
        avsnitt=tuple(
            Avsnitt(ur_om(a, "rubrik") or a.namn, ur_text(a, "text") if a.text else _lista(läge, a.visa or ""))
            for a in s.avsnitt
        ),
        underskrifter=tuple(
            Undertecknare(ur_om(p, "namn") or Lucka("namn"), ur_om(p, "befattning")) for p in s.underskrifter
        ),
    )


def _lista(läge: Skrivelseläge, vad: str) -> Löptext:
    s = läge.skrivelse
    if vad == "remiss":
        return Löptext(tuple(_remiss(s.remiss))) if s.remiss else Löptext(())
    poster = alla_ur(s, vad)
    if vad != "förslag_till_beslut":
        return stycken(poster, "punkt" if len(poster) > 1 else "stycke")
    return Löptext(
        stycken(_inledning(läge), "stycke").block + stycken(poster, "nummer" if len(poster) > 1 else "stycke").block
    )


def _inledning(läge: Skrivelseläge) -> Iterator[str]:
    """Raden före förslaget: vem som föreslår vad för vem, eller var det ska beslutas."""
    s = läge.skrivelse
    vem = ur_om(s, "från", som=stor_bokstav) or ur_om(läge.part, "namn", som=stor_bokstav)
    if s.tillstyrker and s.till and vem:
        yield f"{vem} tillstyrker {ur(s, 'tillstyrker')} och föreslår att {ur(s, 'till')} beslutar:"
    elif s.beslutas_i:
        yield f"I {uppräkning(alla_ur(s, 'beslutas_i'))}:"


def _remiss(remiss: Remiss) -> Iterator[Block]:
    """Hur många som svarade, och för varje fråga en tabell vars antal går ihop med dem."""
    svarade = f"{ur(remiss, 'svarande', som=tal)} av {ur(remiss, 'tillfrågade', som=tal)} har svarat"
    inte = räknat(
        tal(remiss.tillfrågade - remiss.svarande), "skillnaden", remiss.plats("tillfrågade"), remiss.plats("svarande")
    )
    yield from stycken([f"{svarade}; {inte} har inte gjort det."], "stycke").block
    for fråga in remiss.frågor:
        yield Stycke("rubrik", (Bit(ur(fråga, "fråga")),))
        if fråga.svar:
            yield _svarstabell(fråga, remiss)
        else:
            yield from stycken(["Sammanställningen redovisar inga svar på frågan."], "stycke").block


def _svarstabell(fråga: Remissfråga, remiss: Remiss) -> Tabell:
    rader = [("Ståndpunkt", "Antal", "Skäl"), *((ur(s, "ståndpunkt"), _antal(s), _skäl(s)) for s in fråga.svar)]
    räknade = sum(s.många or 0 for s in fråga.svar)
    if remiss.svarande > räknade:
        rest = "Antalet anges inte" if any(s.ungefär for s in fråga.svar) else "Framgår inte"
        antal = räknat(tal(remiss.svarande - räknade), "de övriga", remiss.plats("svarande"), fråga.plats("svar"))
        rader.append((rest, antal, "–"))
    rader.append(("Alla som har svarat", ur(remiss, "svarande", som=tal), "–"))
    return Tabell(tuple(tuple((Bit(cell),) for cell in rad) for rad in rader))


def _antal(svar: Remissvar) -> str:
    return ur_om(svar, "ungefär") or ur_om(svar, "många", som=tal) or tal(0)


def _skäl(svar: Remissvar) -> str:
    return ": ".join(filter(None, (uppräkning(alla_ur(svar, "av")), ur_om(svar, "skäl", som=på_en_rad)))) or "–"
