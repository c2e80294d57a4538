"""Vet hur en fil med rader ser ut: en rad för varje handling, i ett kalkylblad (CSV) eller som YAML.

Kalkylbladet är så som Excel sparar det i Sverige: UTF-8 med eller utan märke i början, semikolon eller komma, och
citattecken runt det som behöver det.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from avtalsgenerator.fel import Användningsfel, Läsfel, Underlagsfel
from avtalsgenerator.indata import läs_källtext, läs_lista
from avtalsgenerator.modell.grund import Faktum, JaNej, Text
from avtalsgenerator.modell.inlasning import menade_du
from avtalsgenerator.modell.tid import Datum
from avtalsgenerator.noder import Plats, Skalär, Tabell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from avtalsgenerator.noder import Källtext


class Rad(Faktum):
    """En rad: vilken handling, och vad som ska göras av den."""

    handling: Text
    """Avtalet, handlingen, skrivelsen eller beslutet; en entydig ändelse räcker."""
    bara: Text | None = None
    """Ett av dokumenten."""
    part: Text | None = None
    """En parts id, eller alla."""
    per: Datum | None = None
    """Dagen då handlingen skrivs under."""
    utkast: JaNej | None = None
    """Ja om det är ett utkast."""


def läs_rader(fil: Path) -> list[Tabell | Underlagsfel]:
    """Raderna, med fil, rad och kolumn för varje värde; ett fel i stället för den som inte går att läsa.

    Vad raderna betyder prövas en i taget (``läs_som(Rad, …)``). Kastar ``Användningsfel`` om det inte är CSV eller
    YAML, och ``Underlagsfel`` om filen eller dess rubrikrad inte går att läsa.
    """
    rader: list[Tabell | Underlagsfel]
    match fil.suffix.lower():
        case ".yaml" | ".yml":
            rader = [*läs_lista(fil, str(fil))]
        case ".csv":
            rader = list(_kalkylblad(läs_källtext(fil, str(fil))))
        case _:
            råd = "Spara kalkylbladet som ”CSV UTF-8” i Excel, eller skriv raderna i en fil som slutar på .yaml."
            raise Användningsfel(f"{fil} är ingen fil med rader", råd)
    if not rader:
        raise Underlagsfel([Läsfel(Plats(läs_källtext(fil, str(fil))), "filen har inga rader", "Lägg till en rad.")])
    return rader


def _kalkylblad(källtext: Källtext) -> Iterator[Tabell | Underlagsfel]:
    första = next((nr for nr, rad in enumerate(källtext.rader, 1) if rad.strip(" ;,")), 1)
    tecken = ";" if ";" in källtext.rader[första - 1] else ","
    kolumner = _kolumner(_fält(källtext, första, tecken))
    for nr in range(första + 1, len(källtext.rader) + 1):
        if källtext.rader[nr - 1].strip(f" \t{tecken}"):
            try:
                yield _rad(
                    Plats(källtext, nr, 1, len(källtext.rader[nr - 1]) + 1), _fält(källtext, nr, tecken), kolumner
                )
            except Underlagsfel as fel:
                yield fel


def _rad(plats: Plats, fält: list[Skalär], kolumner: list[str]) -> Tabell:
    """Radens ifyllda fält på sina kolumners namn. Kastar ``Underlagsfel`` om ett fält saknar kolumn."""
    tabell = Tabell(plats)
    for nummer, värde in enumerate(fält):
        if not värde:
            continue
        if nummer >= len(kolumner) or not kolumner[nummer]:
            råd = "Ge kolumnen ett namn i första raden, eller sätt citattecken runt ett värde med skiljetecken i."
            raise Underlagsfel([Läsfel(värde.plats, f"”{värde}” står i en kolumn utan namn", råd)])
        tabell[kolumner[nummer]], tabell.nycklar[kolumner[nummer]] = värde, värde.plats
    if "handling" not in tabell:
        raise Underlagsfel([Läsfel(plats, "handling saknas", "Skriv handlingens namn i kolumnen handling.")])
    return tabell


def _kolumner(rubriker: list[Skalär]) -> list[str]:
    """Kolumnernas namn. Kastar ``Underlagsfel`` om någon inte finns, står två gånger eller saknas."""
    namn, finns = [r.lower() for r in rubriker], list(Rad.model_fields)
    fel = [
        Läsfel(r.plats, f"kolumnen ”{r}” finns inte här", menade_du(n, finns))
        for r, n in zip(rubriker, namn, strict=True)
        if n and n not in finns
    ]
    fel += [
        Läsfel(r.plats, f"kolumnen ”{r}” står två gånger", "Ta bort den ena.")
        for nr, r in enumerate(rubriker)
        if r and namn[nr] in namn[:nr]
    ]
    if "handling" not in namn and not fel:
        fel = [Läsfel(rubriker[0].plats, "kolumnen handling saknas", "Lägg till den i första raden.")]
    if fel:
        raise Underlagsfel(fel)
    return namn


def _fält(källtext: Källtext, nr: int, tecken: str) -> list[Skalär]:
    """Radens fält med sina platser; tomma fält är tom text. Kastar ``Underlagsfel`` om citattecknen inte går ihop."""
    rad, start, svar = källtext.rader[nr - 1], 0, []
    mönster = re.compile(rf'[ \t]*(?:"((?:[^"]|"")*)"|([^"{tecken}]*))[ \t]*(?:{tecken}|$)')
    while start <= len(rad):
        träff = mönster.match(rad, start)
        if träff is None:
            plats = Plats(källtext, nr, start + 1, len(rad) + 1)
            raise Underlagsfel([Läsfel(plats, "citattecknen går inte ihop", "Skriv om fältet utan citattecken.")])
        grupp = 1 if träff[1] is not None else 2
        text = träff[grupp].replace('""', '"').strip()
        början = träff.start(grupp) + 1
        svar.append(Skalär.på(text, Plats(källtext, nr, början, början + len(träff[grupp].rstrip()))))
        if not träff[0].endswith(tecken):
            break
        start = träff.end()
    return svar
