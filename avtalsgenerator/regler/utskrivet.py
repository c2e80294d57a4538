"""Vet vilken text som skrivs ut i ett läges dokument, och på vilken rad och kolumn i filen varje ord i den står."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, get_args

from avtalsgenerator.modell.beslut import Verkan
from avtalsgenerator.modell.grund import Brödtext, Faktum, Hänvisning, Källa, Stycketext, Text
from avtalsgenerator.modell.loptext import Markdown, tolka
from avtalsgenerator.varden import Stycke

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avtalsgenerator.noder import Plats
    from avtalsgenerator.regler.grund import Läge

NUMMER = ("diarienummer", "beslutsnummer", "ärende", "dokument", "epost", "telefon")
"""Det som är en beteckning och inte text: varje utfärdare har sin form."""
INTE_I_DOKUMENTET = ("känt_genom", "granskningar")


@dataclass(frozen=True)
class Ställe:
    """Ett ställe i en text: orden, raden de står på, och hur många gånger samma ord har stått tidigare i uppgiften."""

    ord_: str
    rad: str
    träff: re.Match[str] = field(repr=False)
    uppgift: Plats
    tidigare: int

    @property
    def plats(self) -> Plats:
        """Orden i filen."""
        return _i_filen(self.uppgift, self.ord_, self.tidigare)


@dataclass(frozen=True)
class Utskriven:
    """En uppgift som skrivs ut: stycken, rubriker och celler så som de läses i dokumentet, och var den står i filen."""

    rader: tuple[str, ...]
    plats: Plats
    fält: str = ""

    def sök(self, mönster: re.Pattern[str]) -> Iterator[Ställe]:
        """Varje ställe som passar mönstret. Har mönstret gruppen ”ord” är det den som pekas ut."""
        före: list[str] = []
        for rad in self.rader:
            for träff in mönster.finditer(rad):
                grupp = "ord" if "ord" in mönster.groupindex else 0
                ord_ = träff[grupp]
                tidigare = sum(r.count(ord_) for r in (*före, rad[: träff.start(grupp)]))
                yield Ställe(ord_, rad, träff, self.plats, tidigare)
            före.append(rad)

    def första(self, mönster: re.Pattern[str]) -> Iterator[tuple[Ställe, int]]:
        """Det första stället för varje felskrivning, och hur många gånger den står i uppgiften."""
        if not any(map(mönster.search, self.rader)):  # så är det nästan alltid, och då går det fort
            return
        ställen = list(self.sök(mönster))
        först = {s.ord_: s for s in reversed(ställen)}
        for ord_, gånger in Counter(s.ord_ for s in ställen).items():
            yield först[ord_], gånger


@lru_cache(maxsize=1)
def utskrivna(läge: Läge) -> tuple[Utskriven, ...]:
    """Texterna i handlingen, avtalet, beslutet eller skrivelsen. Beteckningar och hänvisningar räknas inte som text.

    Reglerna prövar ett läge i taget, och många av dem läser texterna.
    """
    return tuple(text for rot in _rötter(läge) for text in _texter_i(rot))


def _rötter(läge: Läge) -> tuple[Faktum, ...]:
    """Ett avtal som gäller visas med lydelsen i de handlingar som har ändrat det."""
    if läge.om == "beslut":
        return (läge.beslut,)
    if läge.om == "skrivelse":
        return (läge.skrivelse,)
    return (läge.handling,) if läge.handling else (läge.avtal, *läge.gällande)


def _texter_i(faktum: Faktum) -> Iterator[Utskriven]:
    for fält, är_markdown in _textfält(type(faktum)).items():
        värden = getattr(faktum, fält)
        for nummer, värde in enumerate(värden if isinstance(värden, tuple) else (värden,)):
            if isinstance(värde, Faktum):
                yield from _texter_i(värde)
            elif isinstance(värde, str):
                rader = _rader(värde) if är_markdown else (" ".join(värde.split()),)
                yield Utskriven(rader, faktum.plats(fält, nummer), fält)


@lru_cache
def _textfält(modell: type[Faktum]) -> dict[str, bool]:
    """Fälten med text i modellen, och i det som ligger i den; sant för dem som är skrivna i Markdown."""
    svar = {}
    for namn, info in modell.model_fields.items():
        märken = [*info.metadata, *_märken(info.annotation)]
        är_text = any(m in märken for m in _TEXT) and not any(isinstance(m, Hänvisning) for m in märken)
        if namn not in (*NUMMER, *INTE_I_DOKUMENTET) and (är_text or _är_uppställning(info.annotation)):
            svar[namn] = _MARKDOWN in märken
    return svar


_TEXT = tuple(get_args(typ)[1] for typ in (Text, Brödtext, Stycketext))
_MARKDOWN = get_args(Markdown)[-1]


def _märken(typ: Any) -> Iterator[Any]:
    yield from getattr(typ, "__metadata__", ())
    for del_ in get_args(typ):
        yield from _märken(del_)


def _är_uppställning(typ: Any) -> bool:
    """Om fältet är uppställningar med egna texter. En källa och en verkan skrivs inte ut."""
    if isinstance(typ, type) and issubclass(typ, Faktum):
        return not issubclass(typ, Källa | Verkan)
    return any(map(_är_uppställning, get_args(typ)))


@lru_cache(maxsize=1024)
def _rader(markdown: str) -> tuple[str, ...]:
    """Varje stycke, rubrik, punkt och cell för sig, med vanliga mellanslag."""
    block = tolka(markdown).block
    celler = (b.text if isinstance(b, Stycke) else "\n".join(_celler(b.rader)) for b in block)
    return tuple(rad for text in celler for rad in text.replace("\u00a0", " ").split("\n"))


def _celler(rader: tuple[tuple[tuple[Any, ...], ...], ...]) -> Iterator[str]:
    return ("".join(bit.text for bit in cell) for rad in rader for cell in rad)


def _i_filen(plats: Plats, ord_: str, tidigare: int) -> Plats:
    """Platsen för orden, sökt i filen från uppgiftens början; uppgiftens egen plats om de inte finns så där."""
    rad, kolumn, rader = plats.rad, plats.kolumn, plats.källtext.rader
    if rad > len(rader):
        return plats
    början = rader[rad - 1][kolumn - 1 : kolumn]
    i_yaml = not plats.fil.endswith(".md")
    if i_yaml and början in ("|", ">"):
        rad, kolumn = rad + 1, 1
    elif i_yaml and början in ("'", '"'):
        kolumn += 1
    text = "\n".join(rader[rad - 1 :])
    mönster = re.compile(r"[\s>*]+".join(map(re.escape, ord_.split())) or re.escape(ord_))
    for nummer, träff in enumerate(mönster.finditer(text, kolumn - 1)):
        if nummer == tidigare:
            *ovanför, på_raden = text[: träff.start()].split("\n")
            från = len(på_raden) + 1
            slut = från + len(träff[0].partition("\n")[0])
            return replace(plats, rad=rad + len(ovanför), kolumn=från, slut=slut)
    return plats
