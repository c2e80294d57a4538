"""MAL: om en Word-mall går att använda, och blir som den var tänkt.

Reglerna prövar en mall och inget läge. De heter något här; själva kontrollerna står i ``malltext``, som stoppar en mall
som inte går att använda, och i ``mallkontroll``, som också ger råd.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from avtalsgenerator.noder import Plats
from avtalsgenerator.regler.grund import Allvar, Regel

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from avtalsgenerator.regler.grund import Anmärkning, Fynd

MALL = "mall"
TILLGÄNGLIGHET = "lagen (2018:1937) om tillgänglighet till digital offentlig service, WCAG 2.1"


@dataclass(frozen=True)
class Mallplats(Plats):
    """Ett ställe i en Word-mall. Raden är styckets nummer i filen, som Word inte visar; därför står stället i ord."""

    ställe: str = ""

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.fil, self.ställe)))

    def märke(self, rad: int) -> str:
        return ""


@dataclass(frozen=True)
class Malläge:
    """En mall och det som är fel i den, på regelns kod."""

    om: ClassVar[str] = MALL
    fynd: Mapping[str, Sequence[Fynd]]


MALLREGLER: dict[str, Regel] = {}


def mallens_anmärkningar(läge: Malläge) -> list[Anmärkning]:
    """Fynden som anmärkningar: allvarligast först, sedan efter kod och i mallens ordning."""
    alla: Iterable[Anmärkning] = (a for r in MALLREGLER.values() for a in r.anmärkningar(läge))
    return sorted(alla, key=lambda a: (-a.allvar, a.kod))


def _regel(kod: str, rubrik: str, allvar: Allvar, källa: str) -> None:
    def pröva(läge: Malläge) -> Sequence[Fynd]:
        return läge.fynd.get(kod, ())

    MALLREGLER[kod] = Regel(kod, rubrik, allvar, källa, (MALL,), pröva)


_H, _V, _U = Allvar.HINDER, Allvar.VARNING, Allvar.UPPLYSNING
_SPRÅKET = "mallspråket: en mall visar ord, utelämnar med if och upprepar med for"
_WORD = "så läser Word en fil"
_ORDEN = "orden som underlaget har (docs/mallord.md)"

_regel("MAL01", "En klammer är ensam, eller en tagg är inte hel", _H, _SPRÅKET)
_regel("MAL02", "Taggen går inte att använda", _H, _SPRÅKET)
_regel("MAL03", "Ett villkor eller en slinga är inte hel", _H, _SPRÅKET)
_regel("MAL04", "Ett villkor eller en slinga börjar på ett ställe och slutar på ett annat", _H, _WORD)
_regel("MAL05", "Det som står bredvid taggen skulle försvinna", _H, _SPRÅKET)
_regel("MAL06", "Taggen står i ett fält, eller har något annat än text i sig", _H, _WORD)
_regel("MAL07", "Ett ord står där inget fylls i", _H, _SPRÅKET)
_regel("MAL08", "Tecknet ser ut som ett annat, eller syns inte", _H, _SPRÅKET)
_regel("MAL09", "Mallen har spårade ändringar", _H, _WORD)
_regel("MAL10", "Mallen har kommentarer", _H, _WORD)
_regel("MAL11", "Tecknet hör till ett symboltypsnitt", _H, _WORD)
_regel("MAL12", "Mallen hämtar något utifrån, eller har en annan fil i sig", _H, "en handling ska vara hel i sig själv")
_regel("MAL13", "En formatmall som löpande text behöver saknas", _H, _WORD)
_regel("MAL14", "Ordet finns inte i underlaget", _H, _ORDEN)
_regel("MAL15", "Ordet används som något det inte är", _H, _ORDEN)
_regel("MAL16", "Hänvisningen går till något som inte finns", _H, _WORD)
_regel("MAL17", "Ordet kan utebli men skrivs utan villkor", _V, _ORDEN)
_regel("MAL18", "Taggen har två olika utseenden", _V, _WORD)
_regel("MAL19", "Ordet står i en länk", _V, _WORD)
_regel("MAL20", "Två ord har samma namn", _V, _SPRÅKET)
_regel("MAL21", "Paragrafen som det hänvisas till kan falla bort", _V, _SPRÅKET)
_regel("MAL22", "Numreringen börjar inte om i slingan", _V, _WORD)
_regel("MAL23", "Listan kan vara tom, och då står inledningen ensam", _V, _SPRÅKET)
_regel("MAL24", "Två stycken flyter ihop när villkoret inte gäller", _V, _SPRÅKET)
_regel("MAL25", "Bilden har ingen alternativtext", _V, TILLGÄNGLIGHET)
_regel("MAL26", "Tabellen har ingen rubrikrad", _V, TILLGÄNGLIGHET)
_regel("MAL27", "En rubriknivå hoppas över", _V, TILLGÄNGLIGHET)
_regel("MAL28", "Språket är inte svenska", _V, TILLGÄNGLIGHET)
_regel("MAL29", "En rubrik står i en textruta", _V, _WORD)
_regel(
    "MAL30", "Mallen visar inte allt som den medföljande visar", _U, "mallen med samma namn som följer med programmet"
)
_regel("MAL31", "Villkoret gäller en uppgift som kan vara okänd", _V, _ORDEN)
