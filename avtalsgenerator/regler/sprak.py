"""SPR: spår av inläsning, felstavade ord och förkortningar som inte förklaras i det som skrivs ut."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from avtalsgenerator.modell.avtal import MÅNADER
from avtalsgenerator.regler.grund import ALLT, Allvar, Fynd, regel
from avtalsgenerator.regler.stavning import nära, register_över, rättstavat, skiljer_två, är_känt
from avtalsgenerator.regler.utskrivet import utskrivna

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from avtalsgenerator.register import Register
    from avtalsgenerator.regler.grund import Läge

SPÅR = (
    (r"</?(?:p|ul|ol|li|br|b|i|u|em|strong|span|div|h[1-6]|t[rdh]|table)\b[^<>]{0,200}>", "är en HTML-tagg"),
    (r"&(?:nbsp|amp|lt|gt|quot|shy|[ao]uml|aring|#\d+);", "är ett tecken som har blivit kod"),
    (r"\*\*", "är märkning som inte har blivit fet stil"),
    (r"(?<!\S)\|(?!\S)", "är ett lodstreck; troligen ett I"),
    (r"\.{5,}|_{4,}", "är en rad att fylla i, inte text"),
    (r"\t", "hör till en tabell, inte till löpande text"),
    (rf"\b(?:{'|'.join(MÅNADER)})\d+", "saknar mellanslag"),
    (r"\b[Cc]ovid(?: -|- )\d+", "har ett mellanslag för mycket"),
    (r"\b[a-zåäö]+ [,;](?= )", "har mellanslag före skiljetecknet"),
    (r"\b(?!inkl|exkl|resp|forts|prop|moms|ordf|sekr|sign|motsv|sammantr|avd)[a-zåäö]{4,}\. [a-zåäö]{2,}",
     "har en punkt mitt i meningen, eller liten bokstav efter punkt"),
    (r"\bf[é60]r\b", "är troligen ”för”"),
)  # fmt: skip
SPÅR_AV_INLÄSNING = tuple((re.compile(mönster), vad) for mönster, vad in SPÅR)


@regel(
    "SPR08", "Texten har spår av inläsning eller kopiering", Allvar.VARNING, om=ALLT,
    källa="praxis: texten ska läsas igenom innan den lämnas ut",
)  # fmt: skip
def spår_av_inläsning(läge: Läge) -> Iterator[Fynd]:
    for text in utskrivna(läge):
        for mönster, vad in SPÅR_AV_INLÄSNING:
            for ställe, gånger in text.första(mönster):
                flera = f" ({gånger} gånger i texten)" if gånger > 1 else ""
                synligt = ställe.ord_.strip()
                yield Fynd(
                    f"{f'”{synligt}”' if synligt else 'Tabbtecknet'} {vad}{flera}",
                    ställe.plats,
                    "Jämför med originalet och skriv om stället för hand.",
                )


ORDET = re.compile(r"(?<![\w@./-])(?:[^\W\d_]|[06](?=[a-zåäö])){6,40}(?![\w@]|[./]\w)")
FÖLJS_AV_SLAG = re.compile(r" (?:[Kk]ommun|[Ss]tad)s?\b")


@regel(
    "SPR09", "Ordet är nästan ett känt ord eller namn", Allvar.VARNING, om=ALLT, källa="ordet och namnet i underlaget"
)
def nästan_känt(läge: Läge) -> Iterator[Fynd]:
    for text in utskrivna(läge):
        for ställe, _ in text.första(ORDET):
            av_slag = bool(FÖLJS_AV_SLAG.match(ställe.rad, ställe.träff.end()))
            if rätt := rättstavat(ställe.ord_) or _rätt_namn(läge.register, ställe.ord_, av_slag):
                yield Fynd(
                    f"”{ställe.ord_}” är nästan ”{rätt}”",
                    ställe.plats,
                    "Rätta stavningen. Är ordet rätt och källans eget kan det stå kvar.",
                )


KORTASTE_NAMN, KORTASTE_ORGAN = 6, 10
"""Kortare namn liknar för många andra ord."""


def _namn_i(register: Register) -> Iterator[str]:
    """Kommunernas namn, och de långa orden i de andra parternas och organens."""
    for part in register.parter.values():
        if part.slag == "kommun":
            yield from (ord_ for ord_ in part.kortnamn.split() if len(ord_) >= KORTASTE_NAMN)
        andra = [o.namn for o in part.organ] + [part.namn] * (part.slag != "kommun")
        yield from (ord_ for namn in andra for ord_ in namn.split() if len(ord_) >= KORTASTE_ORGAN)


@lru_cache(maxsize=1)
def _kända_namn(register: Register) -> tuple[tuple[str, ...], Mapping[str, tuple[str, ...]]]:
    namn = tuple(dict.fromkeys(_namn_i(register)))
    return namn, register_över(namn)


@lru_cache(maxsize=4096)
def _rätt_namn(register: Register, ord_: str, av_slag: bool) -> str | None:
    """Namnet som ordet nästan är; två bokstäver får skilja om ordet kommun eller stad följer."""
    namn, kända = _kända_namn(register)
    if är_känt(ord_.lower()) or any(n in ord_ or n.startswith(ord_) for n in namn):
        return None
    stammar = (ord_, ord_.removesuffix("s"))
    funna = [rätt for stam in stammar if (rätt := nära(stam, kända))]
    if av_slag:
        funna += [n for n in namn for stam in stammar if skiljer_två(n, stam)]
    return next((rätt for rätt in funna if rätt[0] == ord_[0]), None)


FÖRKORTNING = re.compile(r"(?<![\w(./&-])[A-ZÅÄÖ]{2,5}(?=:s\b|[^\w:/&-]|$|-[a-zåäö])")
_KÄNDA = "AB EU EES FN IT HR TV AI ID PM PR VD GDPR SFS SOU SKR SKL SCB JO JK KL FL OSL LOU SD KD MP FI KF KS SEK EUR"
ALLMÄNT_KÄNDA = frozenset(_KÄNDA.split())


@regel("SPR12", "Förkortningen förklaras inte", Allvar.UPPLYSNING, om=ALLT, källa="Myndigheternas skrivregler")
def oförklarad_förkortning(läge: Läge) -> Iterator[Fynd]:
    texter = list(utskrivna(läge))
    allt = "\n".join(rad for text in texter for rad in text.rader)
    sedda = set(ALLMÄNT_KÄNDA)
    for text in texter:
        for ställe, _ in text.första(FÖRKORTNING):
            kort = ställe.ord_
            rubrik = ställe.rad.isupper() and ställe.rad != kort
            if kort not in sedda and not rubrik and not _förklaras(kort, allt):
                sedda.add(kort)
                yield Fynd(
                    f"{kort} förklaras inte i texten",
                    ställe.plats,
                    f"Skriv ut namnet första gången, med {kort} inom parentes efter, eller skriv ut det överallt.",
                )


def _förklaras(kort: str, allt: str) -> bool:
    """Om förkortningen står inom parentes, följs av en, eller är begynnelsebokstäverna i några ord i rad."""
    ord_för_ord = r"\w*[ -]".join(kort) + r"\w*"
    return bool(
        re.search(rf"\({kort}\)|\b{kort} \(", allt)
        or (len(kort) > len("GR") and re.search(rf"\b{ord_för_ord}", allt, re.IGNORECASE))
    )
