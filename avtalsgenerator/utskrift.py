"""Vet hur en malldels följd blir XML, och vilken text det färdiga dokumentet därmed ska innehålla.

Varje värde prövas och skyddas när det skrivs. Texten som menades sparas vid sidan av XML:en, bit för bit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from avtalsgenerator.fel import Mallbrist, Mallfel
from avtalsgenerator.indata import beskriv_tecken, finn_förbjudet
from avtalsgenerator.loptextxml import antal_listor, som_xml
from avtalsgenerator.malldel import BEHÅLLARE, FÄLT, HÄNVISNING, LÄNGSTA_VÄRDE, TABELL, Båda, Inte, Någon, Rad, skyddad
from avtalsgenerator.malltext import menade_du
from avtalsgenerator.ursprung import utan_märken
from avtalsgenerator.varden import Lucka, Löptext, Stycke

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avtalsgenerator.malldel import Malldel, Märke, Slinga, Villkor
    from avtalsgenerator.paragrafer import Paragraf

LUCKA, LUCKSLUT = "\ue002", "\ue003"
"""Märken runt en lucka i ett utkast. De kan inte förekomma i uppgifter (indata) eller mallar (malltext)."""
FLEST_VARV, STÖRSTA_DEL = 500_000, 200_000_000
"""Varv i en dels slingor, och tecken i den. Fler är ett misstag i mallen: slingor i slingor i slingor."""
_INGET_ORD = object()
_SLAG = {type(None): "ordet är tomt i underlaget", bool: "ett ja eller nej kan bara stå i if, inte skrivas ut"}
_BLOCK = re.compile(
    r"</w:p>|<w:p/>|<w:p [^>]*/>|</w:(?:tbl|sdt)>|<w:(?:tc|hdr|ftr|footnote|endnote|comment|txbxContent)[ >]"
)
_RADSLUT = re.compile(r"[\n\t]")
_RAD = re.compile(r"</w:tr>|<w:tbl[ >]")


def lucka(vad: str) -> str:
    """Det som står i ett utkast där en uppgift saknas."""
    return f"{LUCKA}[saknas: {vad}]{LUCKSLUT}"


class _Okänt:
    """Ett ord som mallen använder men underlaget inte har."""

    def __init__(self, ord_: str, ägare: object) -> None:
        self.ord_ = ord_
        val = FÄLT[type(ägare)]
        self.text = f"ordet ”{ord_}” finns inte i underlaget. {menade_du(ord_, sorted(val))}".strip()


@dataclass(frozen=True)
class _Varv:
    """``loop`` i en slinga."""

    index: int
    length: int
    first: bool
    last: bool


@dataclass(slots=True)
class Utskrift:
    """Det som händer medan en del fylls: XML:en, texten som menades, värdena, och det som brister."""

    mall: str
    del_: Malldel
    sammanhang: dict[str, object]
    utkast: bool
    listor: int = 0
    """Numrerade listor som hittills skrivits i dokumentet."""
    ut: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    """Texten i var och en av bitarna i ``ut``."""
    värden: list[tuple[str, int]] = field(default_factory=list)
    """Orden, och numret på mallens stycke som de skrevs i."""
    märken: list[tuple[Märke, int, int]] = field(default_factory=list)
    """Märkena, och hur många bitar och värden som var skrivna dessförinnan."""
    brister: list[Mallbrist] = field(default_factory=list)
    hinder: list[Mallbrist] = field(default_factory=list)
    """Brister som gör att inte ens ett utkast går att göra."""
    varv: int = 0
    tecken: int = 0

    def kör(self) -> None:
        for nod in self.del_.följd:
            nod.skriv(self)

    def slå_upp(self, stig: tuple[str, ...]) -> object:
        värde = self.sammanhang.get(stig[0], _INGET_ORD)
        if värde is _INGET_ORD:
            return _Okänt(stig[0], None)
        for namn in stig[1:]:
            if namn in FÄLT[värde.__class__]:
                värde = getattr(värde, namn)
            elif not isinstance(värde, Lucka):
                return _Okänt(namn, värde)
        return värde

    def värde(self, värde: object, stycke: int) -> None:
        """Skriver ett värde. Bara text, heltal och luckor kan skrivas; allt annat är en brist."""
        if type(värde) is int:
            värde = str(värde)
        if not isinstance(värde, str):
            self._inte_text(värde, stycke)
            return
        ren = utan_märken(värde)
        if (len(ren) > LÄNGSTA_VÄRDE or not ren.isprintable()) and (fel := _fel_i_text(ren)):
            self.lucka("värde", fel, stycke)
            return
        self._skriv(värde if self.utkast else ren, värde, ren, stycke)

    def _skriv(self, märkt: str, värde: str, ren: str, stycke: int) -> None:
        self.ut.append(skyddad(märkt))
        self.text.append(ren)
        self.värden.append((värde, stycke))

    def _inte_text(self, värde: object, stycke: int) -> None:
        match värde:
            case Löptext():
                self.lucka("värde", "löpande text ska stå som {{p ord }} ensamt i ett stycke", stycke)
            case Lucka():
                self.lucka(värde.vad, f"uppgiften saknas: {värde.vad}", stycke)
            case _Okänt():
                self.lucka(värde.ord_, värde.text, stycke)
            case _:
                self.lucka("värde", _SLAG.get(type(värde), "en lista kan inte skrivas ut"), stycke)

    def stycken(self, värde: object, stycke: int) -> None:
        """Löpande text blir hela stycken; allt annat ett enda stycke."""
        fel = ""
        if isinstance(värde, Löptext):
            fel = next((f for f in map(_fel_i_text, _texter(värde)) if f), "")
            if not fel:
                self.ut.append(self._stycken(värde))
                self.text.append(utan_märken(värde.text))
                self.värden.append((värde.text, stycke))
                return
        self._bit("<w:p><w:r><w:t>")
        if fel:
            self.lucka("text", fel, stycke)
        else:
            self.värde(värde, stycke)
        self._bit("</w:t></w:r></w:p>")

    def _stycken(self, text: Löptext) -> str:
        xml = som_xml(text, self.listor)
        self.listor += antal_listor(text)
        return xml if self.utkast else utan_märken(xml)

    def _bit(self, xml: str, text: str = "") -> None:
        self.ut.append(xml)
        self.text.append(text)

    def gäller(self, villkor: Villkor) -> bool:
        match villkor:
            case Inte():
                return not self.gäller(villkor.villkor)
            case Båda():
                return self.gäller(villkor.ett) and self.gäller(villkor.två)
            case Någon():
                return self.gäller(villkor.ett) or self.gäller(villkor.två)
        värde = self.slå_upp(villkor.stig)
        if isinstance(värde, Lucka | _Okänt):
            text = värde.text if isinstance(värde, _Okänt) else f"uppgiften saknas: {värde.vad}"
            self._hindra(text, villkor.stycke)
            return False
        return bool(värde)

    def upprepa(self, slinga: Slinga) -> None:
        lista = self.slå_upp(slinga.lista.stig)
        if not isinstance(lista, tuple):
            text = lista.text if isinstance(lista, _Okänt) else "det som upprepas med for är inte en lista"
            self._hindra(text, slinga.lista.stycke)
            return
        self.varv += len(lista)
        self.tecken += len(lista) * slinga.storlek
        if self.varv > FLEST_VARV or self.tecken > STÖRSTA_DEL:
            self._hindra("slingorna i mallen ger ett orimligt stort dokument", slinga.lista.stycke)
            raise Mallfel(self.hinder)
        ensam = slinga.följd[0] if len(slinga.följd) == 1 else None
        if isinstance(ensam, Rad) and lista and ensam.upprepa(self, slinga.namn, lista):
            return
        före = {namn: self.sammanhang.get(namn, _INGET_ORD) for namn in (slinga.namn, "loop")}
        skrivs = [nod.skriv for nod in slinga.följd]
        for nummer, post in enumerate(lista, 1):
            self.sammanhang[slinga.namn] = post
            if slinga.räknas:
                self.sammanhang["loop"] = _Varv(nummer, len(lista), nummer == 1, nummer == len(lista))
            for skriv in skrivs:
                skriv(self)
        for namn, värde in före.items():
            if värde is _INGET_ORD:
                self.sammanhang.pop(namn, None)
            else:
                self.sammanhang[namn] = värde

    def märk(self, märke: Märke) -> None:
        """En cell som ett villkor har tömt får det tomma stycke som Word kräver; en tabell ska ha en rad."""
        if märke.slag == BEHÅLLARE:
            sist = _sist(self.ut, _BLOCK)
            saknas = not sist.startswith(("</w:p>", "<w:p/", "<w:p ")) if märke.namn == "w:tc" else sist[1:2] != "/"
            if saknas and not sist.startswith("<w:p"):
                self._bit("<w:p/>")
        elif märke.slag == TABELL:
            if _sist(self.ut, _RAD) != "</w:tr>":
                råd = "Ge tabellen en rubrikrad, eller ta bort hela tabellen med {%p if … %}."
                self.hinder.append(Mallbrist(self.mall, "en tabell blir utan rader", råd=råd, kod="MAL23"))
        else:
            self.märken.append((märke, len(self.ut), len(self.värden)))
            if märke.slag == HÄNVISNING:
                self._bit("")

    def lucka(self, vad: str, text: str, stycke: int) -> None:
        if not self.utkast:
            self.brister.append(Mallbrist(self.mall, text, self.del_.mallstycken[stycke]))
        märkt = lucka(vad)
        self._skriv(märkt, märkt, märkt, stycke)

    def brist(self, text: str, råd: str) -> None:
        """En brist i dokumentet som helhet. Ett utkast görs ändå, med bristen bland det som återstår."""
        self.brister.append(Mallbrist(self.mall, text, råd=råd))

    def _hindra(self, text: str, stycke: int) -> None:
        self.hinder.append(Mallbrist(self.mall, text, self.del_.mallstycken[stycke]))

    def byt(self, paragraf: Paragraf, text: Löptext) -> None:
        """En ny lydelse under paragrafens rubrik i stället för den gamla."""
        bitar, värden = slice(paragraf.början[0], paragraf.slut[0]), slice(paragraf.början[1], paragraf.slut[1])
        self.ut[bitar], self.text[bitar] = [self._stycken(text)], [utan_märken(text.text)]
        self.värden[värden] = [(text.text, -1)]


def _sist(bitar: list[str], mönster: re.Pattern[str]) -> str:
    return next((träffar[-1] for bit in reversed(bitar) if (träffar := mönster.findall(bit))), "")


def _texter(text: Löptext) -> Iterator[str]:
    for block in text.block:
        yield from (b.text for b in block.bitar) if isinstance(block, Stycke) else (block.text,)


def _fel_i_text(värde: str) -> str:
    värde = utan_märken(värde)
    läge = finn_förbjudet(värde)
    if läge is None:
        radslut = _RADSLUT.search(värde)
        läge = radslut.start() if radslut else None
    if läge is not None:
        return f"värdet innehåller tecknet {beskriv_tecken(värde[läge])}, som inte kan skrivas ut"
    return f"värdet är längre än {LÄNGSTA_VÄRDE} tecken" if len(värde) > LÄNGSTA_VÄRDE else ""
