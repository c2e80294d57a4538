"""Vet hur en spårad ändring ser ut på en sida: tillagt och struket, med ord för den som lyssnar, och rätt nummer."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from avtalsgenerator.granskning.numrering import PUNKT
from avtalsgenerator.malltext import W

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

SPÅRAT = {f"{W}ins": "ins", f"{W}del": "del"}
"""Words märken för tillagt och struket, och sidans."""
ORD = {"ins": "tillagt", "del": "struket"}
_KLASS = {"ins": "tillagd", "del": "struken", "": ""}
_SYNLIGT = tuple(f"{W}{namn}" for namn in ("t", "delText", "drawing", "pict", "object", "sym"))


def märkt(märke: str, html: str) -> str:
    """Tillagd eller struken text. Det som inte syns är ett fält, och sägs vara det."""
    ord_ = ORD[märke]
    före, efter = (f'<span class="dolt">{text}</span>' for text in (f" {ord_}: ", f" (slut på {ord_}) "))
    return f"<{märke}>{före}{html or '[fält]'}{efter}</{märke}>"


def helt(element: etree._Element) -> str:
    """Om hela stycket, raden eller tabellen är ny (”ins”) eller borttagen (”del”), annars tomt."""
    slag = {_närmast(e) for e in element.iter(_SYNLIGT)}
    return slag.pop() if len(slag) == 1 else ""


def klass(element: etree._Element, egen: str = "") -> str:
    """Attributet med den egna klassen, och den som visar i marginalen att hela elementet är nytt eller borttaget."""
    klasser = " ".join(filter(None, (egen, _KLASS[helt(element)])))
    return f' class="{klasser}"' if klasser else ""


def _närmast(element: etree._Element) -> str:
    return next((SPÅRAT[str(e.tag)] for e in element.iterancestors(*SPÅRAT)), "")


def visat_nummer(nummer: str) -> str:
    """Numret så som det visas; en punkt visas av listan."""
    return "" if nummer == PUNKT else escape(nummer)


class Nummer:
    """Räknar upp styckenas nummer i den gamla och den nya texten, medan den spårade gås igenom.

    ``gamla`` och ``nya`` är numren på varje stycke i den gamla och den nya texten, i ordning. Ett stycke vars märke är
    tillagt slutar inte i den gamla texten, och ett vars märke är struket inte i den nya.
    """

    def __init__(self, gamla: Sequence[str], nya: Sequence[str]) -> None:
        self._nummer = {"del": [*gamla, ""], "ins": [*nya, ""]}

    def för(self, stycke: etree._Element) -> tuple[str, str]:
        """Numret som det visas, och som HTML: struket, tillagt eller båda om det är ändrat."""
        hela, märken = helt(stycke), stycke.find(f"{W}pPr/{W}rPr")
        gammalt, nytt = (self._nummer[s][0] for s in ("del", "ins"))
        for sida, andra in (("del", "ins"), ("ins", "del")):
            if (märken is None or märken.find(f"{W}{andra}") is None) and len(self._nummer[sida]) > 1:
                self._nummer[sida].pop(0)
        gammalt, nytt = "" if hela == "ins" else gammalt, "" if hela == "del" else nytt
        siffror = [("del", gammalt), ("ins", nytt)] if gammalt != nytt else []
        delar = [märkt(m, escape(n)) for m, n in siffror if n not in ("", PUNKT)]
        return nytt or gammalt, " ".join(delar) if siffror else visat_nummer(nytt)
