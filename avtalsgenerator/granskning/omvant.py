"""Vet hur ord som någon har skrivit i ett dokument blir en uppgift igen, så som den skrivs i filen.

Först söks det sätt att skriva som gjorde den gamla uppgiften till de gamla orden (ett datum, ett belopp, genitiv).
Sedan läses de nya orden baklänges på samma sätt, och prövas framlänges. Går det inte ihop blir svaret inget.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from avtalsgenerator.modell.avtal import MÅNADER
from avtalsgenerator.modell.belopp import tolka_belopp, tolka_procent
from avtalsgenerator.modell.tid import tolka_datum
from avtalsgenerator.svenska import angiven_procent, datum, genitiv, kronor, paragraf, stor_bokstav, tal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def uppgiften(rå: str, före: str, efter: str) -> str | None:
    """Uppgiften som ger orden ``efter``, när ``rå`` gav orden ``före``. Inget om det inte går att avgöra.

    Är orden bara en del av uppgiften, som ett stycke i en löpande text, byts den delen.
    """
    före, efter = enkel(före), enkel(efter)
    if not efter:
        return None
    for framlänges, baklänges, är_text in _SÄTT:
        if _skrivet(framlänges, rå) == före:
            nya = ((ny, _skrivet(framlänges, ny)) for ny in baklänges(efter, rå))
            return next((ny for ny, ger in nya if ger == efter or (ger and not är_text)), None)
    return _del_av(rå, före, efter)


def utan_stycke(rå: str, stycke: str) -> str | None:
    """Den löpande texten utan ett av sina stycken, eller en av sina punkter."""
    träff = _stycket(rå, stycke)
    if träff is None:
        return None
    före, efter = rå[: träff.start()].rstrip("\n"), rå[träff.end() :].lstrip("\n")
    radbyten = max(träff.start() - len(före), len(rå) - träff.end() - len(efter))
    return (före + "\n" * radbyten + efter).strip("\n") + rå[len(rå.rstrip("\n")) :]


def med_stycke(rå: str, efter: str, nytt: str) -> str | None:
    """Den löpande texten med ett stycke till efter ett annat, eller en punkt till efter en punkt."""
    träff = _stycket(rå, efter)
    if träff is None or träff["märke"] not in ("", "- "):
        return None
    skilj = f"\n{träff['indrag']}{träff['märke']}" if träff["märke"] else f"\n\n{träff['indrag']}"
    return rå[: träff.end()] + skilj + enkel(nytt) + rå[träff.end() :]


def _stycket(rå: str, stycke: str) -> re.Match[str] | None:
    """Ett helt stycke eller en hel punkt i en löpande text, om det står där en enda gång."""
    orden = r"\s+".join(map(re.escape, stycke.split()))
    mönster = rf"^(?P<indrag>[ ]*)(?P<märke>(?:[-*#>]+|\d+\.)[ ]+|){orden}[ ]*$"
    träffar = list(re.finditer(mönster, rå, re.MULTILINE))
    return träffar[0] if len(träffar) == 1 else None


def enkel(text: str) -> str:
    """Orden med vanliga mellanslag och bindestreck, utan luft omkring och utan tecken som bara styr radbrytningen."""
    return " ".join(text.replace("\u2011", "-").replace("\u00ad", "").split())


def _skrivet(framlänges: Callable[[str], str], rå: str) -> str | None:
    try:
        return enkel(framlänges(rå))
    except ValueError:
        return None


def _del_av(rå: str, före: str, efter: str) -> str | None:
    """Texten med orden bytta, om de står där en enda gång som hela ord."""
    if not före:
        return None
    orden = r"\s+".join(map(re.escape, före.split()))
    ställen = list(re.finditer(rf"(?<!\w){orden}(?!\w)", rå))
    if len(ställen) != 1:
        return None
    return rå[: ställen[0].start()] + efter + rå[ställen[0].end() :]


def _samma(efter: str, _: str) -> Iterator[str]:
    yield efter


def _dag(efter: str, _: str) -> Iterator[str]:
    yield efter
    if (träff := re.fullmatch(r"(\d{1,2}) (\w+) (\d{4})", efter.lower())) and träff[2] in MÅNADER:
        yield f"{träff[3]}-{MÅNADER.index(träff[2]) + 1:02}-{int(träff[1]):02}"


def _liten_bokstav(efter: str, rå: str) -> Iterator[str]:
    yield efter[:1].lower() + efter[1:] if rå[:1].islower() else efter


def _siffror(efter: str, rå: str) -> Iterator[str]:
    yield efter if " " in rå.strip() else re.sub(r"\s", "", efter)


def _nummer(efter: str, _: str) -> Iterator[str]:
    yield efter.removeprefix("§").strip()


def _utan_genitiv(efter: str, rå: str) -> Iterator[str]:
    """Namnet utan genitivens s. ”Borås” kan vara både Borås och Borå; då avgör sista ordet, eller ingenting."""
    if efter.endswith(":s"):
        yield efter.removesuffix(":s")
    if efter.endswith("s") and efter[:-1].split()[-1:] == rå.split()[-1:]:
        yield efter[:-1]


_SÄTT: tuple[tuple[Callable[[str], str], Callable[[str, str], Iterator[str]], bool], ...] = (
    (lambda rå: datum(tolka_datum(rå)), _dag, False),
    (lambda rå: str(tolka_datum(rå)), _dag, False),
    (lambda rå: kronor(tolka_belopp(rå)), _samma, False),
    (lambda rå: angiven_procent(tolka_procent(rå)), _samma, False),
    (str, _samma, True),
    (lambda rå: paragraf(int(rå)), _nummer, False),
    (lambda rå: tal(tolka_belopp(rå)), _siffror, False),
    (stor_bokstav, _liten_bokstav, True),
    (genitiv, _utan_genitiv, True),
)
"""Varje sätt att skriva en uppgift i ett dokument, hur orden läses baklänges, och om uppgiften är en text.

En text ska bli precis de nya orden. Ett datum eller ett belopp kan vara skrivet på flera sätt: ”2024-02-01”.
"""
