"""Vet vad som står i filerna i en avtalsmapp, och läser var och en av dem högst en gång.

Samma filer behövs till många ärenden: alla parter till vart och ett av dem. Den som läser ett ärende efter ett annat
ger dem samma minne.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from avtalsgenerator.avtalsmapp import OPLACERADE, Avtalsmapp
from avtalsgenerator.fel import Läsfel, Underlagsfel
from avtalsgenerator.hanvisningar import Pekare, pekare_i
from avtalsgenerator.indata import läs_yaml, nämnda
from avtalsgenerator.modell import Avtal, Beslut, Handling, Part, Skrivelse, läs_som
from avtalsgenerator.modell.handling import TILLÄGGSAVTAL
from avtalsgenerator.modell.skrivelse import SKRIVELSESLAG
from avtalsgenerator.noder import Skalär

if TYPE_CHECKING:
    from avtalsgenerator.modell.grund import Faktum
    from avtalsgenerator.noder import Tabell

MODELLER: dict[str, type[Any]] = {"part": Part, "beslut": Beslut, "avtal": Avtal, "handling": Handling}
"""Det som en hänvisning kan peka på, utom organ och befattningar, som finns hos en part."""


class Läsminne:
    """Det som är läst i en mapp så här långt. Filer som ändras efteråt läses inte om."""

    def __init__(self, mapp: Avtalsmapp) -> None:
        self.mapp = mapp
        self._lästa: dict[tuple[str, str], tuple[Faktum, tuple[Pekare, ...]] | Underlagsfel] = {}
        self._nämnda: dict[tuple[str, str], frozenset[str] | None] = {}

    def läs(self, slag: str, id_: str) -> Faktum:
        """Det som står i filen. Kastar ``Underlagsfel`` om den inte går att läsa, varje gång."""
        return self._läst(slag, id_)[0]

    def pekare(self, slag: str, id_: str) -> tuple[Pekare, ...]:
        """Alla hänvisningar i filen. Kastar ``Underlagsfel`` om den inte går att läsa."""
        return self._läst(slag, id_)[1]

    def kan_nämna(self, slag: str, id_: str, mål: str) -> bool:
        """Om filen nämner ett id, eller kan göra det på ett sätt som inte syns utan att den tolkas."""
        if (slag, id_) not in self._nämnda:
            self._nämnda[slag, id_] = nämnda(self.mapp.filer[slag, id_])
        funna = self._nämnda[slag, id_]
        return funna is None or mål in funna

    def _läst(self, slag: str, id_: str) -> tuple[Faktum, tuple[Pekare, ...]]:
        if (slag, id_) not in self._lästa:
            try:
                läst = self._läs_filen(slag, id_)
                self._lästa[slag, id_] = läst, tuple(pekare_i(läst))
            except Underlagsfel as fel:
                self._lästa[slag, id_] = fel
        svar = self._lästa[slag, id_]
        if isinstance(svar, Underlagsfel):
            raise svar
        return svar

    def _läs_filen(self, slag: str, id_: str) -> Faktum:
        path, ägare = self.mapp.filer[slag, id_], id_.partition("/")[0]
        tabell = läs_yaml(path, self.mapp.namn(path))
        läst: Any = läs_som(_slag(tabell) if slag == "handling" else MODELLER[slag], tabell)
        läst._id = id_
        if slag == "handling":
            läst._avtal = ägare
        elif slag == "beslut":
            läst._part = "" if ägare == OPLACERADE else ägare
        return läst  # type: ignore[no-any-return]


def _slag(tabell: Tabell) -> type[Faktum]:
    """Vad en fil i avtalets mapp är: raden ”handling” säger om den är ett tilläggsavtal eller en skrivelse."""
    handling = tabell.get("handling")
    if handling not in (TILLÄGGSAVTAL, *SKRIVELSESLAG):
        val = f"Välj bland: {', '.join((TILLÄGGSAVTAL, *SKRIVELSESLAG))}."
        if handling is None:
            raise Underlagsfel([Läsfel(tabell.plats, "handling saknas: raden som säger vad filen är", val)])
        vad = f"”{handling}”" if isinstance(handling, Skalär) else "en lista eller uppställning"
        raise Underlagsfel([Läsfel(handling.plats, f"handling kan inte vara {vad}", val)])
    return Skrivelse if handling in SKRIVELSESLAG else Handling
