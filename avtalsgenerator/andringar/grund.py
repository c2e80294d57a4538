"""Vet hur en part, ett avtal och en handling pekas ut i ett kommando, hur ett svar prövas och hur en fil ändras."""

from __future__ import annotations

import difflib
import re
import unicodedata
from typing import TYPE_CHECKING

from avtalsgenerator.fel import Användningsfel
from avtalsgenerator.indata import beskriv_tecken, finn_förbjudet, läs_byte
from avtalsgenerator.kedja import välj_id
from avtalsgenerator.modell.inlasning import fel_i_fält
from avtalsgenerator.noder import Källtext, Lista, Plats, Skalär, Tabell
from avtalsgenerator.redigera import Ändring

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from avtalsgenerator.modell import Handling, Part
    from avtalsgenerator.modell.grund import Faktum
    from avtalsgenerator.register import Register

SVARET = Plats(Källtext("(svaret)"))


def som_fält(modell: type[Faktum], fält: str, *, i_lista: bool = False) -> Callable[[str], str]:
    """En prövning av ett svar mot modellens fält: felet och vad man gör, eller tom text om svaret duger."""

    def pröva(svar: str) -> str:
        if (läge := finn_förbjudet(svar)) is not None:
            return f"tecknet {beskriv_tecken(svar[läge])} får inte stå i uppgifterna"
        tabell, lista = Tabell(SVARET), Lista(SVARET)
        lista.append(Skalär.på(svar, SVARET))
        tabell[fält], tabell.nycklar[fält] = lista if i_lista else lista[0], SVARET
        fel = fel_i_fält(modell, fält, tabell)
        return " ".join(filter(None, (fel[0].text, fel[0].råd))) if fel else ""

    return pröva


def städa(svar: str) -> str:
    """Svaret i sammansatta tecken, med vanliga mellanslag och utan luft omkring."""
    return re.sub(r"[\u00a0\u2007\u202f\t]", " ", unicodedata.normalize("NFC", svar)).strip()


def finn_part(register: Register, namn: str) -> Part:
    """Parten med det id:t eller namnet. Kastar ``Användningsfel`` om den inte finns."""
    if namn in register.parter:
        return register.parter[namn]
    lika = namn.casefold()
    for part in register.parter.values():
        if lika in (part.id, part.namn.casefold(), part.kortnamn.casefold(), part.juridiskt_namn.värde.casefold()):
            return part
    nära = difflib.get_close_matches(lika, list(register.parter), n=1, cutoff=0.6)
    råd = f"Menade du {nära[0]}? " if nära else ""
    raise Användningsfel(f"parten ”{namn}” finns inte", f"{råd}En ny part läggs upp med: avtal ny part ID")


def finn_handling(register: Register, namn: str) -> Handling:
    """Tilläggsavtalet med det id:t; en entydig ändelse räcker. Kastar ``Användningsfel`` om det inte finns."""
    if not register.handlingar:
        raise Användningsfel("mappen har inget tilläggsavtal", "Ett nytt görs med: avtal anslut eller avtal utträde")
    alla = list(register.handlingar)
    return register.handlingar[välj_id(namn, alla, alla)]


def finn_avtal(register: Register, namn: str) -> str:
    """Avtalets id; en entydig ändelse räcker. Kastar ``Användningsfel`` om det inte finns."""
    kräv_avtal(register)
    alla = list(register.avtal)
    return välj_id(namn, alla, alla)


def kräv_avtal(register: Register) -> None:
    """Kastar ``Användningsfel`` om mappen inte har något avtal."""
    if not register.avtal:
        raise Användningsfel("mappen har inget avtal", "Lägg upp det först: avtal ny avtal ID")


def ändra(mapp: Path, fil: str, gör: Callable[[str], str]) -> Ändring:
    """En fil i mappen före och efter ``gör``, som får filens text och ger den nya."""
    före = läs_byte(mapp / fil, Källtext(fil))
    return Ändring(fil, före, gör(före.decode()).encode())
