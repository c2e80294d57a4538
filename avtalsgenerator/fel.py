"""Vet vilka fel som kan hindra verktyget från att göra sitt jobb.

Ett dåligt avtal är ett värde (``Anmärkning``); ett fel är när verktyget inte kan arbeta alls::

    AvtalsgeneratorFel
    ├── Användningsfel      kommandot är fel skrivet                    kod 2
    ├── Underlagsfel        uppgifterna går inte att läsa               kod 3
    │   └── Ändringsfel     de skulle inte gå att läsa efter ändringen  kod 3
    └── Dokumentfel         dokumentet kunde inte göras eller sparas    kod 4
        └── Mallfel         felet sitter i Word-mallen                  kod 4

Koden är programmets slutkod. Alla texter är på svenska och skrivna för den som inte programmerar.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from avtalsgenerator.noder import Plats


class AvtalsgeneratorFel(Exception):
    """Vet vad som gick fel (``str(fel)``) och vad användaren kan göra åt det (``råd``)."""

    slutkod: ClassVar[int] = 70

    def __init__(self, text: str, råd: str = "") -> None:
        super().__init__(text)
        self.råd = råd


_SYSTEMETS_ORD = {
    errno.EACCES: "åtkomst nekas",
    errno.EPERM: "åtkomst nekas",
    errno.ENOENT: "den finns inte",
    errno.EEXIST: "den finns redan",
    errno.ENOTDIR: "en del av sökvägen är ingen mapp",
    errno.EISDIR: "det är en mapp",
    errno.ENOSPC: "disken är full",
    errno.EROFS: "disken är skrivskyddad",
    errno.ENAMETOOLONG: "namnet är för långt",
    errno.EBUSY: "den används av något annat",
}


def systemets_ord(fel: OSError) -> str:
    """Vad systemet svarade, på svenska."""
    return _SYSTEMETS_ORD.get(fel.errno or 0, f"fel {fel.errno}")


class Användningsfel(AvtalsgeneratorFel):
    """Kommandot pekar på något som inte finns eller kombinerar flaggor som inte går ihop."""

    slutkod = 2


@dataclass(frozen=True)
class Läsfel:
    """Ett ställe i uppgifterna som inte går att läsa: var, vad som står där och vad man gör åt det."""

    plats: Plats
    text: str
    råd: str = ""


class Underlagsfel(AvtalsgeneratorFel):
    """Uppgifterna kan inte läsas. Bär alla läsfel, inte bara det första."""

    slutkod = 3

    def __init__(self, läsfel: Iterable[Läsfel]) -> None:
        self.läsfel = tuple(läsfel)
        super().__init__("; ".join(f"{f.plats}: {f.text}" for f in self.läsfel))


class Ändringsfel(Underlagsfel):
    """Uppgifterna går att läsa nu men skulle inte göra det efter ändringen, som därför inte görs."""


class Dokumentfel(AvtalsgeneratorFel):
    """Ett dokument kunde inte göras eller sparas. Inget har skrivits."""

    slutkod = 4


class Fyllningsfel(Exception):
    """Ett villkor eller en slinga i en mall går inte att utföra. Blir ett ``Mallfel`` med stycket (``fyllning``)."""


@dataclass(frozen=True)
class Mallställe:
    """Var i en mall några ord står, så som den ser ut i Word."""

    del_: str
    """Brödtext, sidhuvud, sidfot, fotnot, slutnot eller textruta."""
    rubrik: str = ""
    """Rubriken närmast ovanför."""
    läge: str = ""
    """”stycke 12”, eller ”tabell 2, rad 3, kolumn 1”."""
    nummer: int = 0
    """Styckets nummer bland alla stycken i delens XML, från 0."""
    början: int = 0
    """Ordens första tecken i stycket, från 0."""
    slut: int = 0

    def __str__(self) -> str:
        under = f"under ”{_kort(self.rubrik)}”" if self.rubrik else ""
        return ", ".join(filter(None, (self.del_, under, self.läge)))


@dataclass(frozen=True)
class Mallbrist:
    """Ett fel i en Word-mall: vilken mall, vilket stycke, vad som är fel och vad man gör åt det.

    ``kod`` är regeln som säger det (``avtal regel MAL01``) och ``ställe`` var det står, om de är kända.
    """

    mall: str
    text: str
    stycke: str = ""
    råd: str = ""
    kod: str = ""
    ställe: Mallställe | None = None

    def __str__(self) -> str:
        vad = f"{self.mall}: {self.kod} {self.text}" if self.kod else f"{self.mall}: {self.text}"
        var = f" ({self.ställe})" if self.ställe else ""
        return f"{vad}{var}" + (f"\n    i stycket ”{_kort(self.stycke)}”" if self.stycke.strip() else "")


def _kort(text: str) -> str:
    rent = " ".join(text.split())
    return rent if len(rent) <= LÄNGSTA_CITAT else rent[: LÄNGSTA_CITAT - 1] + "…"


LÄNGSTA_CITAT = 90


class Mallfel(Dokumentfel):
    """Felet sitter i en Word-mall. Bär alla brister, inte bara den första."""

    def __init__(self, brister: Iterable[Mallbrist]) -> None:
        self.brister = tuple(brister)
        råd = list(dict.fromkeys(b.råd for b in self.brister if b.råd))
        if len(råd) > 1 and (med_kod := next((b for b in self.brister if b.kod), None)):
            mall = med_kod.mall.removesuffix(".docx")
            råd = [f"Vad man gör åt vart och ett visas med: avtal mallar kontrollera {mall}"]
        super().__init__("\n".join(map(str, self.brister)), next(iter(råd), ""))
