"""Orden i skrivelserna i ett ärende: tjänsteutlåtande, tjänsteskrivelse, yrkande, förslag till fullmäktige, remiss."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avtalsgenerator.modell.loptext import Bit, Löptext, Stycke, Tabell, stycken, tolka
from avtalsgenerator.svenska import datum, stor_bokstav, tal, uppräkning
from avtalsgenerator.underlag.grund import Lucka
from avtalsgenerator.underlag.protokollsutdrag import Avsnitt

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from avtalsgenerator.modell.loptext import Block
    from avtalsgenerator.modell.skrivelse import Remiss, Remissfråga, Remissvar
    from avtalsgenerator.skrivelselage import Skrivelseläge


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
    slag = (s.yrkande or s.handling).capitalize()
    dag: date | None = s.dag.värde if s.dag else None
    utfärdare = läge.part.namn if läge.part else Lucka("den som har utfärdat skrivelsen")
    return Skrivelseord(
        titel=f"{slag}: {s.rubrik}",
        slag=slag,
        utfärdare=utfärdare,
        från=s.från,
        till=s.till,
        av=uppräkning(s.av) if s.av else Lucka("vem som yrkar"),
        dag=str(dag) if dag else Lucka("skrivelsens dag"),
        ort_och_dag=f"{s.ort} den {datum(dag)}" if s.ort and dag else Lucka("ort och dag"),
        diarienummer=s.diarienummer,
        ärende=s.ärende,
        handläggare=s.handläggare.namn if s.handläggare else None,
        telefon=s.handläggare.telefon if s.handläggare else None,
        epost=s.handläggare.epost if s.handläggare else None,
        rubrik=s.rubrik,
        avsnitt=tuple(Avsnitt(a.namn, tolka(a.text) if a.text else _lista(läge, a.visa or "")) for a in s.avsnitt),
        underskrifter=tuple(Undertecknare(p.namn or Lucka("namn"), p.befattning) for p in s.underskrifter),
    )


def _lista(läge: Skrivelseläge, vad: str) -> Löptext:
    s = läge.skrivelse
    if vad == "remiss":
        return Löptext(tuple(_remiss(s.remiss))) if s.remiss else Löptext(())
    poster: tuple[str, ...] = getattr(s, vad)
    if vad != "förslag_till_beslut":
        return stycken(poster, "punkt" if len(poster) > 1 else "stycke")
    return Löptext(
        stycken(_inledning(läge), "stycke").block + stycken(poster, "nummer" if len(poster) > 1 else "stycke").block
    )


def _inledning(läge: Skrivelseläge) -> Iterator[str]:
    """Raden före förslaget: vem som föreslår vad för vem, eller var det ska beslutas."""
    s = läge.skrivelse
    vem = s.från or (läge.part.namn if läge.part else "")
    if s.tillstyrker and s.till and vem:
        yield f"{stor_bokstav(vem)} tillstyrker {s.tillstyrker} och föreslår att {s.till} beslutar:"
    elif s.beslutas_i:
        yield f"I {uppräkning(s.beslutas_i)}:"


def _remiss(remiss: Remiss) -> Iterator[Block]:
    """Hur många som svarade, och för varje fråga en tabell vars antal går ihop med dem."""
    svarade = f"{tal(remiss.svarande)} av {tal(remiss.tillfrågade)} har svarat"
    yield from stycken([f"{svarade}; {tal(remiss.tillfrågade - remiss.svarande)} har inte gjort det."], "stycke").block
    for fråga in remiss.frågor:
        yield Stycke("rubrik", (Bit(fråga.fråga),))
        if fråga.svar:
            yield _svarstabell(fråga, remiss.svarande)
        else:
            yield from stycken(["Sammanställningen redovisar inga svar på frågan."], "stycke").block


def _svarstabell(fråga: Remissfråga, svarande: int) -> Tabell:
    rader = [("Ståndpunkt", "Antal", "Skäl"), *((s.ståndpunkt, _antal(s), _skäl(s)) for s in fråga.svar)]
    räknade = sum(s.många or 0 for s in fråga.svar)
    if svarande > räknade:
        rest = "Antalet anges inte" if any(s.ungefär for s in fråga.svar) else "Framgår inte"
        rader.append((rest, tal(svarande - räknade), "–"))
    rader.append(("Alla som har svarat", tal(svarande), "–"))
    return Tabell(tuple(tuple((Bit(cell),) for cell in rad) for rad in rader))


def _antal(svar: Remissvar) -> str:
    return svar.ungefär or tal(svar.många or 0)


def _skäl(svar: Remissvar) -> str:
    delar = [uppräkning(svar.av) if svar.av else "", " ".join(svar.skäl.split()) if svar.skäl else ""]
    return ": ".join(d for d in delar if d) or "–"
