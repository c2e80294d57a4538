"""Vet hur en ändring skrivs som Words spårade ändringar: struket, tillagt, nya och borttagna stycken och rader.

Ett stycke är borttaget när dess styckemärke är struket: då går det ihop med nästa stycke. Därför är det alltid
styckemärket, inte bara orden, som avgör hur många stycken det blir när ändringarna godkänns eller avvisas.
"""

from __future__ import annotations

import copy
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from lxml import etree

from avtalsgenerator.granskning import FÖRFATTARE
from avtalsgenerator.granskning.styckebitar import Bit, bitar
from avtalsgenerator.malltext import W

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

Status = Literal["lika", "bort", "ny"]
_NAMN = {"bort": "del", "ny": "ins"}
_STRUKNA = {f"{W}t": f"{W}delText", f"{W}instrText": f"{W}delInstrText"}
_RUM = "{http://www.w3.org/XML/1998/namespace}space"
_BOKMÄRKE = (f"{W}bookmarkStart", f"{W}bookmarkEnd")


class Penna:
    """Skriver spårade ändringar med en viss dag och ett löpande nummer.

    ``anpassa`` gör om det som är hämtat ur det gamla dokumentet, så att dess bilder och listor följer med.
    """

    def __init__(self, dag: date, nummer: int, anpassa: Callable[[etree._Element], None]) -> None:
        self._dag = f"{dag}T00:00:00Z"
        self.nummer = nummer
        self._anpassa = anpassa

    def _märke(self, namn: str) -> etree._Element:
        self.nummer += 1
        värden = {"id": str(self.nummer), "author": FÖRFATTARE, "date": self._dag}
        return etree.Element(f"{W}{namn}", {f"{W}{k}": v for k, v in värden.items()})

    def stycke(
        self,
        form: etree._Element | None,
        delar: Iterable[tuple[Status, Sequence[Bit]]],
        märke: Status = "lika",
        *,
        förut: etree._Element | None = None,
        ny_form: bool = False,
    ) -> etree._Element:
        """Ett stycke med formen (``w:pPr``), bitarna och hur dess styckemärke är spårat.

        Med ``ny_form`` spåras också att formen förut var ``förut``.
        """
        ny = etree.Element(f"{W}p")
        if form is not None:
            ny.append(copy.deepcopy(form))
        if märke != "lika":
            self._märk_slutet(_formen(ny), märke)
        if ny_form:
            ändring = self._märke("pPrChange")
            gammal = etree.SubElement(ändring, f"{W}pPr")
            utan = (f"{W}rPr", f"{W}sectPr")
            gammal.extend(copy.deepcopy(e) for e in (() if förut is None else förut) if e.tag not in utan)
            self._anpassa(gammal)
            _formen(ny).append(ändring)
        if märke == "bort" and form is not None:
            self._anpassa(ny)
        ny.extend(self._innehåll(delar))
        return ny

    def _märk_slutet(self, form: etree._Element, märke: Status) -> None:
        utseende = form.find(f"{W}rPr")
        if utseende is None:
            utseende = etree.Element(f"{W}rPr")
            avsnitt = form.find(f"{W}sectPr")
            if avsnitt is not None:
                avsnitt.addprevious(utseende)
            else:
                form.append(utseende)
        utseende.insert(0, self._märke(_NAMN[märke]))

    def _innehåll(self, delar: Iterable[tuple[Status, Sequence[Bit]]]) -> list[etree._Element]:
        """Elementen för bitarna: lika står som de är, struket och tillagt i egna element, inne i sina länkar."""
        alla = [("lika" if bit.slag == "märke" else status, bit) for status, bitar_ in delar for bit in bitar_]
        svar: list[etree._Element] = []
        for länk, i_länken in groupby(alla, key=lambda x: x[1].länk):
            mål: list[etree._Element] = []
            for status, grupp in groupby(i_länken, key=lambda x: x[0]):
                mål += self._spårat(status, [bit for _, bit in grupp])
            if länk is None:
                svar += mål
                continue
            skal = etree.Element(länk.tag, dict(länk.attrib))
            if all(e.tag == f"{W}del" for e in mål):
                self._anpassa(skal)
            skal.extend(mål)
            svar.append(skal)
        return svar

    def _spårat(self, status: str, bitar_: Sequence[Bit]) -> list[etree._Element]:
        körningar = _körningar(bitar_, lika=status == "lika")
        if status == "lika":
            return körningar
        element = self._märke(_NAMN[status])
        element.extend(körningar)
        if status == "bort":
            for körning in element.iter(f"{W}r"):
                for inre in körning:
                    inre.tag = _STRUKNA.get(inre.tag, inre.tag)
            self._anpassa(element)
        return [element]

    def helt(self, block: etree._Element, status: Status) -> etree._Element:
        """Ett helt stycke eller en hel tabell, borttagen eller ny."""
        if block.tag == f"{W}p":
            return self.stycke(block.find(f"{W}pPr"), [(status, _med(bitar(block), status))], status)
        ny = etree.Element(block.tag)
        for inre in block:
            ny.append(self.rad(inre, status) if inre.tag == f"{W}tr" else self._kopia(inre, status))
        return ny

    def rad(self, rad: etree._Element, status: Status) -> etree._Element:
        """En hel tabellrad, borttagen eller ny."""
        ny = etree.Element(rad.tag)
        ny.extend(self._kopia(e, status) for e in rad if e.tag in (f"{W}tblPrEx", f"{W}trPr"))
        egenskaper = ny.find(f"{W}trPr")
        if egenskaper is None:
            egenskaper = etree.SubElement(ny, f"{W}trPr")
        egenskaper.append(self._märke(_NAMN[status]))
        for cell in rad.iterchildren(f"{W}tc"):
            ny_cell = etree.SubElement(ny, f"{W}tc")
            for inre in cell:
                block = inre.tag in (f"{W}p", f"{W}tbl")
                ny_cell.append(self.helt(inre, status) if block else self._kopia(inre, status))
        return ny

    def _kopia(self, element: etree._Element, status: Status) -> etree._Element:
        ny = copy.deepcopy(element)
        if status == "bort":
            self._anpassa(ny)
        return ny


def utan_märken(bitar_: Iterable[Bit]) -> list[Bit]:
    """Bitarna utan bokmärken och annat som inte syns."""
    return [b for b in bitar_ if b.slag != "märke"]


def _med(bitar_: Sequence[Bit], status: Status) -> list[Bit]:
    """Bitarna i ett helt stycke. I ett struket stycke står bokmärkena kvar, men inte halva fält."""
    return [b for b in bitar_ if status != "bort" or b.slag != "märke" or b.delar[0].tag in _BOKMÄRKE]


def _formen(stycke: etree._Element) -> etree._Element:
    form = stycke.find(f"{W}pPr")
    if form is None:
        form = etree.Element(f"{W}pPr")
        stycke.insert(0, form)
    return form


def _körningar(bitar_: Sequence[Bit], *, lika: bool) -> list[etree._Element]:
    """Textkörningar för bitarna. Text med samma utseende hålls ihop."""
    svar: list[etree._Element] = []
    senaste = None
    for bit in bitar_:
        if bit.körning is None:
            svar += (ny for e in bit.delar for ny in ([copy.deepcopy(e)] if lika else _som_körningar(e)))
            senaste = None
            continue
        utseende = bit.körning.find(f"{W}rPr")
        nyckel = b"" if utseende is None else etree.tostring(utseende, with_tail=False)
        if senaste != nyckel:
            svar.append(etree.Element(f"{W}r"))
            if utseende is not None:
                svar[-1].append(copy.deepcopy(utseende))
            senaste = nyckel
        _lägg_till(svar[-1], bit)
    return svar


def _lägg_till(körning: etree._Element, bit: Bit) -> None:
    if bit.slag != "text":
        körning.extend(map(copy.deepcopy, bit.delar))
    elif len(körning) and körning[-1].tag == f"{W}t":
        körning[-1].text = (körning[-1].text or "") + bit.text
    else:
        text = etree.SubElement(körning, f"{W}t", {_RUM: "preserve"})
        text.text = bit.text


def _som_körningar(element: etree._Element) -> list[etree._Element]:
    """Ett enkelt fält som de körningar det motsvarar; bara sådana kan vara strukna eller tillagda."""
    if element.tag != f"{W}fldSimple":
        return [copy.deepcopy(element)]
    instruktion = etree.Element(f"{W}r")
    text = etree.SubElement(instruktion, f"{W}instrText", {_RUM: "preserve"})
    text.text = element.get(f"{W}instr", "")
    resultat = [copy.deepcopy(e) for e in element.iterchildren(f"{W}r")]
    return [_fältdel("begin"), instruktion, _fältdel("separate"), *resultat, _fältdel("end")]


def _fältdel(läge: str) -> etree._Element:
    körning = etree.Element(f"{W}r")
    etree.SubElement(körning, f"{W}fldChar", {f"{W}fldCharType": läge})
    return körning
