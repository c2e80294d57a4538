"""Vet hur skillnaden mellan två dokument sägs kort: var den är, räknat i paragrafer, och vad som är ändrat."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from avtalsgenerator.granskning.inflyttning import formatmallens_namn
from avtalsgenerator.granskning.jamforbart import blocken
from avtalsgenerator.granskning.styckebitar import NOTER, form, text_i
from avtalsgenerator.malltext import W, formatmall

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml import etree

    from avtalsgenerator.granskning.jamforbart import Jämförbart
    from avtalsgenerator.granskning.parning import Orddel, Slag
    from avtalsgenerator.granskning.styckebitar import Bit

Vad = Literal["ord", "stycke", "rad", "tabell", "paragraf", "avsnitt", "formatmall"]
Hur = Literal["ändrat", "tillagt", "borttaget"]
_HUR: dict[Slag, Hur] = {"par": "ändrat", "ny": "tillagt", "bort": "borttaget"}
INLEDNING = "Inledningen"
_SKRIVET_NUMMER = re.compile(r"§+\s*\d+(?:\s?[a-z]\b)?|\d{1,3}(?:\.\d{1,3})*\.?(?=\s)")
_LÄNGSTA_NAMN = 50
FÖREMÅL = {"drawing": "bild", "pict": "bild", "AlternateContent": "bild", "object": "objekt", "sym": "tecken"}
"""Det i texten som inte är tecken, och vad det kallas."""


@dataclass(frozen=True)
class Ändring:
    """En skillnad: var den är, vad som är ändrat och hur, texten förut och nu, och raden om den är i en tabell."""

    plats: str
    vad: Vad
    hur: Hur
    före: str
    efter: str
    rad: str = ""


@dataclass(frozen=True)
class _Rubrik:
    namn: str
    """Det som platsen kallas: numret, annars rubrikens text."""
    text: str
    numrerad: bool


@dataclass
class Sammandrag:
    """Samlar skillnaderna medan dokumenten gås igenom. En ny eller borttagen paragraf sägs en gång."""

    gammalt: Jämförbart
    nytt: Jämförbart
    ändringar: list[Ändring] = field(default_factory=list)
    nya_nummer: list[tuple[str, str]] = field(default_factory=list)
    plats: str = INLEDNING
    rad: str = ""
    _hel: Slag = "par"
    """Om det som nu gås igenom hör till en paragraf som redan är sagd som ny eller borttagen."""

    def __post_init__(self) -> None:
        self._rubriker = {**_rubriker(self.gammalt), **_rubriker(self.nytt)}

    def vid(self, slag: Slag, a: etree._Element | None, b: etree._Element | None) -> bool:
        """Noterar var i brödtexten man är. Sant om det redan är sagt att blocket är borttaget eller nytt."""
        gammal, ny = (self._rubriker.get(x) if x is not None else None for x in (a, b))
        rubrik = ny or gammal
        if rubrik is None:
            if slag != self._hel:
                self._hel = "par"
            return self._hel != "par"
        self._hel = slag
        self.plats = rubrik.namn if slag != "bort" else f"{rubrik.namn} förut"
        if slag == "par":
            if gammal and ny and gammal.numrerad and ny.numrerad and gammal.namn != ny.namn:
                self.nya_nummer.append((gammal.namn, ny.namn))
            return False
        self.helt("paragraf" if rubrik.numrerad else "avsnitt", slag, rubrik.text)
        return True

    def helt(self, vad: Vad, slag: Slag, text: str) -> None:
        """Noterar något som är borttaget eller nytt i sin helhet."""
        före, efter = (text, "") if slag == "bort" else ("", text)
        self._lägg_till(vad, slag, före, efter)

    def _lägg_till(self, vad: Vad, slag: Slag, före: str, efter: str) -> None:
        self.ändringar.append(Ändring(self.plats, vad, _HUR[slag], före, efter, self.rad))

    def ord_(self, delar: Sequence[Orddel]) -> None:
        """Noterar de ord som är ändrade i ett stycke."""
        for del_ in delar:
            före, efter = (visad_text(b for o in x for b in o.bitar) for x in (del_.a, del_.b))
            if not del_.lika and (före or efter):
                slag: Slag = "ny" if not före else "bort" if not efter else "par"
                self._lägg_till("ord", slag, före, efter)

    def formändring(self, a: etree._Element, b: etree._Element) -> None:
        """Noterar att ett stycke har fått en annan formatmall, eller blivit en punkt i en lista."""
        former = []
        for dokument, stycke in ((self.gammalt, a), (self.nytt, b)):
            stil, punkt = form(stycke)
            former.append(f"{formatmallens_namn(dokument, stil)}{' som punkt i en lista' if punkt else ''}")
        self._lägg_till("formatmall", "par", *former)


def visad_text(bitar_: Iterable[Bit]) -> str:
    """Texten så som den visas, med namn på det som inte är text och orden i en textruta."""
    return "".join(b.text if b.text or b.slag == "märke" else _föremål(b) for b in bitar_)


def _föremål(bit: Bit) -> str:
    tagg = bit.delar[0].tag
    if tagg in NOTER:
        return "[not]"
    ruta = next(bit.delar[0].iter(f"{W}txbxContent"), None)  # i en bild som finns i två former står orden i båda
    if ruta is not None and (text := " ".join(filter(None, map(text_i, ruta.iter(f"{W}p"))))):
        return f"[textruta: {text}]"
    lokalt = tagg.rpartition("}")[2]
    return f"[{FÖREMÅL.get(lokalt, 'fält' if bit.slag == 'fält' else lokalt)}]"


def _rubriker(dokument: Jämförbart) -> dict[etree._Element, _Rubrik]:
    """Rubrikerna i brödtexten, med de nummer som Word ger dem eller som är skrivna i dem."""
    svar: dict[etree._Element, _Rubrik] = {}
    nummer, stilar = 0, dokument.stilar
    for block in blocken(dokument.kropp):
        stil = formatmall(block) if block.tag == f"{W}p" else ""
        if stil not in stilar.alla and stil not in stilar.numrerade:
            continue
        text = " ".join(text_i(block).split())
        utan_nummer = block.find(f"{W}pPr/{W}numPr/{W}numId[@{W}val='0']") is not None
        if stil in stilar.numrerade and not utan_nummer:
            nummer += 1
            svar[block] = _Rubrik(stilar.numrerade[stil].replace("%1", str(nummer)), text, numrerad=True)
        elif skrivet := _SKRIVET_NUMMER.match(text):
            svar[block] = _Rubrik(skrivet[0], text, numrerad=True)
        elif text:
            svar[block] = _Rubrik(kort(text, _LÄNGSTA_NAMN), text, numrerad=False)
    return svar


def kort(text: str, längst: int) -> str:
    """Texten på en rad, avkortad om den är lång."""
    text = " ".join(text.split(" ")).strip()
    return text if len(text) <= längst else f"{text[: längst - 1].rstrip()}…"
