"""Vet hur en läkt malldel blir en följd att skriva, och prövar att det som skrivs alltid blir välformad XML.

Varje gren av ett villkor, och varje varv i en slinga, ska lämna samma element öppna som den fann. Då blir dokumentet
välformat hur villkoren än faller ut och hur många varv slingorna än går, och behöver inte tolkas om varje gång.
"""

from __future__ import annotations

import html
import re
from itertools import groupby
from typing import TYPE_CHECKING

from jinja2 import nodes

from avtalsgenerator.fel import Mallbrist
from avtalsgenerator.malldel import (
    BEHÅLLARE,
    BOKMÄRKE,
    HÄNVISNING,
    RUBRIK,
    RUBRIKSLUT,
    SLUT,
    TABELL,
    Båda,
    Gren,
    Inte,
    Malldel,
    Märke,
    Någon,
    Om,
    Ord,
    Rad,
    Slinga,
    Text,
    alla_ord,
)
from avtalsgenerator.paragrafer import HÄNVISNINGSMÄRKE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from avtalsgenerator.malldel import Följd, Nod, Villkor
    from avtalsgenerator.paragrafer import Rubrikstilar

LÖPTEXT = "löptext"
DJUPAST = 50
"""Villkor och slingor i varandra. Fler är ett misstag."""
FÖR_DJUPT = "villkoren och slingorna i mallen ligger för djupt i varandra"
SIST_I_BEHÅLLARE = ("</w:p>", "<w:p/>")
_ELEMENT = re.compile(rf"<(?P<slut>/?)(?P<namn>[\w.:-]+)[^<>]*?(?P<tom>/?)>|{HÄNVISNINGSMÄRKE.pattern}")
_STIL = re.compile(r'<w:p(?: [^>]*)?><w:pPr><w:pStyle w:val="([^"]+)"/>(.*?)</w:pPr>', re.DOTALL)
_BOKMÄRKE = re.compile(r'\bw:name="([^"]+)"')
_BEHÅLLARE = {f"w:{namn}" for namn in ("tc", "hdr", "ftr", "footnote", "endnote", "comment", "txbxContent")}
_RÅD_NIVÅ = "Låt taggarna börja och sluta i samma stycke, eller skriv dem i egna stycken eller rader med {%p och {%tr."


def bygg_del(mall: str, källa: str, träd: nodes.Template, stilar: Rubrikstilar) -> tuple[Malldel, list[Mallbrist]]:
    """Delen, och det som gör att den inte går att använda. ``källa`` har ett av mallens stycken på varje rad."""
    bygge = _Bygge(mall, källa.split("\n"), stilar)
    följd = bygge.följd(träd.body)
    if bygge.öppna and not bygge.brister:
        bygge.brister.append(Mallbrist(mall, "mallens innehåll är inte helt", råd="Spara om mallen i Word."))
    return Malldel(följd, tuple(bygge.mallstycken), bygge.ord_), bygge.brister


class _Bygge:
    def __init__(self, mall: str, rader: list[str], stilar: Rubrikstilar) -> None:
        self.mall, self.rader, self.stilar = mall, rader, stilar
        self.öppna: list[tuple[str, bool]] = []
        """De element som är öppna, ytterst först, och om vart och ett är en rubriks stycke."""
        self.bundna: list[str] = []
        self.mallstycken: dict[str, int] = {}
        self.ord_: dict[str, int] = {}
        self.brister: list[Mallbrist] = []
        self.djup = 0

    def följd(self, noder: Iterable[nodes.Node]) -> Följd:
        return tuple(_i_rader(ny for nod in noder for ny in self._nod(nod)))

    def _nod(self, nod: nodes.Node) -> Iterator[Nod]:
        match nod:
            case nodes.Output():
                for del_ in nod.nodes:
                    if isinstance(del_, nodes.TemplateData):
                        yield from self._text(del_.data.replace("\n", ""))
                    else:
                        yield self._ord(del_)
            case nodes.If():
                yield self._om(nod)
            case nodes.For(target=nodes.Name(name=namn)):
                lista = self._ord(nod.iter)
                self.bundna.append(namn)
                följd = self._gren(nod.body, nod.lineno)
                self.bundna.pop()
                yield Slinga(namn, lista, följd, _storlek(följd), any(o.stig[0] == "loop" for o in alla_ord(följd)))

    def _om(self, nod: nodes.If) -> Om:
        alla = [(n, n.test, n.body) for n in (nod, *nod.elif_)]
        grenar = [Gren(self._villkor(villkor), self._gren(kropp, n.lineno)) for n, villkor, kropp in alla]
        if nod.else_:
            grenar.append(Gren(None, self._gren(nod.else_, nod.lineno)))
        return Om(tuple(grenar))

    def _gren(self, noder: Iterable[nodes.Node], rad: int) -> Följd:
        """Följden i en gren eller ett varv, som ska lämna samma element öppna som den fann."""
        före = list(self.öppna)
        self.djup += 1
        if self.djup > DJUPAST:
            raise RecursionError
        följd = self.följd(noder)
        self.djup -= 1
        if [namn for namn, _ in self.öppna] != [namn for namn, _ in före]:
            text = "ett villkor eller en slinga börjar och slutar inte på samma nivå i mallen"
            self.brister.append(Mallbrist(self.mall, text, self.mallstycke(rad), _RÅD_NIVÅ, "MAL04"))
            self.öppna = före
        return följd

    def _villkor(self, nod: nodes.Node, djup: int = 0) -> Villkor:
        if djup > DJUPAST:
            raise RecursionError
        match nod:
            case nodes.Not():
                return Inte(self._villkor(nod.node, djup + 1))
            case nodes.And():
                return Båda(self._villkor(nod.left, djup + 1), self._villkor(nod.right, djup + 1))
            case nodes.Or():
                return Någon(self._villkor(nod.left, djup + 1), self._villkor(nod.right, djup + 1))
        return self._ord(nod)

    def _ord(self, nod: nodes.Node) -> Ord:
        hela = isinstance(nod, nodes.Filter)
        stig: list[str] = []
        inre = nod.node if isinstance(nod, nodes.Filter) else nod
        while isinstance(inre, nodes.Getattr):
            stig.insert(0, inre.attr)
            inre = inre.node
        assert isinstance(inre, nodes.Name)  # mall.py har redan avvisat allt annat
        stycke = self.mallstycken.setdefault(self.mallstycke(nod.lineno), len(self.mallstycken))
        if inre.name != "loop" and inre.name not in self.bundna:
            self.ord_.setdefault(inre.name, stycke)
        return Ord((inre.name, *stig), stycke, hela)

    def mallstycke(self, rad: int) -> str:
        return mallstycke(self.rader[min(rad, len(self.rader)) - 1])

    def _text(self, xml: str) -> Iterator[Nod]:
        """Fast text, delad där det finns ett märke."""
        sedan = 0
        for träff in _ELEMENT.finditer(xml):
            före, efter = self._märken(xml, träff)
            läge = träff.end() if efter else träff.start()
            if före or efter:
                yield from _fast(xml[sedan:läge])
                yield from (före or efter)
                sedan = träff.end() if träff["namn"] is None else läge
        yield from _fast(xml[sedan:])

    def _märken(self, xml: str, träff: re.Match[str]) -> tuple[list[Märke], list[Märke]]:
        """Märken före och efter ett element. Håller också reda på vilka element som är öppna."""
        namn, sist = träff["namn"], träff[0]
        if namn is None:
            return [Märke(HÄNVISNING, träff[träff.lastindex or 0])], []
        if träff["tom"]:
            return self._märken_vid(namn, träff[0]), []
        if not träff["slut"]:
            rubrik = self._rubrik(xml, träff.start()) if namn == "w:p" else None
            före = [rubrik] if rubrik else self._märken_vid(namn, sist)
            self.öppna.append((namn, rubrik is not None))
            return före, []
        if not self.öppna or self.öppna[-1][0] != namn:
            self.öppna.append((f"/{namn}", False))  # grenen stänger mer än den öppnar
            return [], []
        _, i_rubrik = self.öppna.pop()
        if i_rubrik:
            return [], [Märke(RUBRIKSLUT)]
        if namn in _BEHÅLLARE and not xml[: träff.start()].endswith(SIST_I_BEHÅLLARE):
            return [Märke(BEHÅLLARE, namn)], []
        if namn == "w:tbl" and not xml[: träff.start()].endswith("</w:tr>"):
            return [Märke(TABELL)], []
        return [], []

    def _märken_vid(self, namn: str, element: str) -> list[Märke]:
        if namn == "w:bookmarkStart" and any(rubrik for _, rubrik in self.öppna) and (m := _BOKMÄRKE.search(element)):
            return [Märke(BOKMÄRKE, html.unescape(m[1]))]
        if namn == "w:sectPr" and [n for n, _ in self.öppna] == ["w:document", "w:body"]:
            return [Märke(SLUT)]
        return []

    def _rubrik(self, xml: str, läge: int) -> Märke | None:
        """Märket för en rubrik på översta nivån, med hur dess nummer skrivs om den är en paragraf."""
        träff = _STIL.match(xml, läge)
        if träff is None or not self.stilar.numrerade or träff[1] not in self.stilar.alla:
            return None
        numreras = '<w:numId w:val="0"/>' not in träff[2]
        return Märke(RUBRIK, self.stilar.numrerade.get(träff[1], "") if numreras else "")


def _i_rader(noder: Iterable[Nod]) -> Iterator[Nod]:
    """Text och ord som följer på varandra blir rader. Ett ensamt ord eller en ensam text får vara."""
    for i_rad, grupp in groupby(noder, lambda nod: isinstance(nod, Text) or (isinstance(nod, Ord) and not nod.hela)):
        rad = tuple(grupp)
        delar = tuple(nod for nod in rad if isinstance(nod, Text | Ord))
        yield from (Rad(delar),) if i_rad and len(rad) > 1 and any(isinstance(nod, Ord) for nod in rad) else rad


def _fast(xml: str) -> Iterator[Text]:
    if xml:
        yield Text(xml, html.unescape(re.sub(r"<[^>]*>", "", xml)))


def _storlek(följd: Iterable[Nod]) -> int:
    """Tecken av mallens egna ord i ett varv, när det är som störst."""
    svar = 0
    for nod in följd:
        match nod:
            case Text():
                svar += len(nod.xml)
            case Rad():
                svar += _storlek(nod.delar)
            case Om():
                svar += sum(_storlek(gren.följd) for gren in nod.grenar)
    return svar


def mallstycke(rad: str) -> str:
    """Texten i ett av mallens stycken, med taggarna kvar."""
    return html.unescape(re.sub(r"<[^>]+>", "", rad))
