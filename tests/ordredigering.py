"""Redigerar ett utkast så som en jurist gör i Word: med och utan spårade ändringar, i och utanför rutorna."""

from __future__ import annotations

import copy
import io
from typing import TYPE_CHECKING, Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

VEM, NÄR = "Karin Ek", "2026-02-03T10:00:00Z"


class Utkast:
    """Ett öppnat dokument. ``rot`` är den del som redigeras: brödtexten, ett sidhuvud eller en sidfot."""

    def __init__(self, innehåll: bytes, *, spåra: bool = False) -> None:
        self.dokument = docx.Document(io.BytesIO(innehåll))
        self.rot: Any = self.dokument.element.body
        self.spåra = spåra
        self._nummer = 9000

    def byte(self) -> bytes:
        minne = io.BytesIO()
        self.dokument.save(minne)
        return minne.getvalue()

    def i_huvudet(self) -> Utkast:
        self.rot = self.dokument.sections[0].header._element
        return self

    def i_foten(self) -> Utkast:
        self.rot = self.dokument.sections[0].footer._element
        return self

    def rutor(self, text: str | None = None) -> list[etree._Element]:
        return [s for s in self.rot.iter(qn("w:sdt")) if text is None or _text(s) == _hårt(text, _text(s))]

    def stycke(self, ord_: str) -> etree._Element:
        return next(p for p in self.rot.iter(qn("w:p")) if ord_ in _text(p).replace("\u00a0", " "))

    def märke(self, namn: str) -> etree._Element:
        self._nummer += 1
        return OxmlElement(f"w:{namn}", attrs={qn("w:id"): str(self._nummer), qn("w:author"): VEM, qn("w:date"): NÄR})

    # i rutor

    def byt_värde(self, förut: str, nu: str, nr: int = 0) -> None:
        """Skriver andra ord i en ruta."""
        ruta = self.rutor(förut)[nr]
        (körning,) = ruta.iter(qn("w:r"))
        self._byt(körning, _text(ruta), nu)

    def töm(self, förut: str, nr: int = 0) -> None:
        """Tar bort orden i en ruta; rutan står kvar."""
        for t in self.rutor(förut)[nr].iter(qn("w:t")):
            t.text = ""

    def ta_bort_ruta(self, text: str, nr: int = 0, *, orden_kvar: bool) -> None:
        ruta = self.rutor(text)[nr]
        if orden_kvar:
            for körning in list(ruta.find(qn("w:sdtContent"))):
                ruta.addprevious(körning)
        ruta.getparent().remove(ruta)

    # i texten

    def byt_ord(self, förut: str, nu: str) -> None:
        """Byter ord i en textkörning utanför rutorna."""
        körning = next(
            r
            for r in self.rot.iter(qn("w:r"))
            if förut in _text(r) and next(r.iterancestors(qn("w:sdt")), None) is None
        )
        self._byt(körning, förut, nu)

    def _byt(self, körning: etree._Element, förut: str, nu: str) -> None:
        före, _, efter = _text(körning).partition(förut)
        nya = [self._körning(körning, före)] if före else []
        if not self.spåra:
            nya.append(self._körning(körning, nu))
        else:
            struket, tillagt = self.märke("del"), self.märke("ins")
            struket.append(self._körning(körning, förut, "w:delText"))
            tillagt.append(self._körning(körning, nu))
            nya += [struket, tillagt] if nu else [struket]
        nya += [self._körning(körning, efter)] if efter else []
        for ny in nya:
            körning.addprevious(ny)
        körning.getparent().remove(körning)

    def _körning(self, mall: etree._Element, text: str, tagg: str = "w:t") -> etree._Element:
        ny = OxmlElement("w:r")
        if (utseende := mall.find(qn("w:rPr"))) is not None:
            ny.append(copy.deepcopy(utseende))
        t = OxmlElement(tagg)
        t.text = text
        t.set(qn("xml:space"), "preserve")
        ny.append(t)
        return ny

    def nytt_stycke(self, efter: str, text: str, stil: str = "") -> None:
        """Ett stycke till efter det som har orden."""
        gammalt = self.stycke(efter)
        nytt = OxmlElement("w:p")
        form = nytt.get_or_add_pPr()
        if (gamla := gammalt.find(qn("w:pPr"))) is not None and not stil:
            form.extend(copy.deepcopy(e) for e in gamla if e.tag in (qn("w:pStyle"), qn("w:numPr")))
        elif stil:
            form.style = stil
        tom = OxmlElement("w:r")
        körning = self._körning(tom, text)
        if self.spåra:
            form.append(OxmlElement("w:rPr"))
            form[-1].append(self.märke("ins"))
            ins = self.märke("ins")
            ins.append(körning)
            körning = ins
        nytt.append(körning)
        gammalt.addnext(nytt)

    def ta_bort_stycke(self, ord_: str) -> None:
        stycke = self.stycke(ord_)
        if not self.spåra:
            stycke.getparent().remove(stycke)
            return
        form = stycke.get_or_add_pPr()
        form.append(OxmlElement("w:rPr"))
        form[-1].append(self.märke("del"))
        for körning in list(stycke.iter(qn("w:r"))):
            self._stryk(körning)

    def _stryk(self, körning: etree._Element) -> None:
        struket = self.märke("del")
        körning.addprevious(struket)
        struket.append(körning)
        for t in körning.iter(qn("w:t")):
            t.tag = qn("w:delText")

    def dela(self, ord_: str) -> None:
        """Delar ett stycke i två där orden börjar."""
        gammalt = self.stycke(ord_)
        nytt = copy.deepcopy(gammalt)
        sedan = False
        for x, y in zip(list(gammalt), list(nytt), strict=True):
            if x.tag == qn("w:pPr"):
                continue
            text = _text(x)
            if not sedan and ord_ in text:
                före, _, efter = text.partition(ord_)
                next(x.iter(qn("w:t"))).text, next(y.iter(qn("w:t"))).text = före, ord_ + efter
                sedan = True
            else:
                (gammalt if sedan else nytt).remove(x if sedan else y)
        gammalt.addnext(nytt)

    def slå_ihop(self, ord_: str) -> None:
        """Låter stycket med orden gå ihop med nästa."""
        stycke = self.stycke(ord_)
        nästa = stycke.getnext()
        if self.spåra:
            form = stycke.get_or_add_pPr()
            form.append(OxmlElement("w:rPr"))
            form[-1].append(self.märke("del"))
            return
        for e in [e for e in nästa if e.tag != qn("w:pPr")]:
            stycke.append(e)
        nästa.getparent().remove(nästa)

    def flytta_stycke(self, ord_: str, efter: str) -> None:
        """Flyttar ett stycke, så som Word spårar en flytt."""
        stycke = self.stycke(ord_)
        nytt = copy.deepcopy(stycke)
        self.stycke(efter).addnext(nytt)
        for p, märke, tagg in ((stycke, "moveFrom", "w:t"), (nytt, "moveTo", "w:t")):
            form = p.get_or_add_pPr()
            form.append(OxmlElement("w:rPr"))
            form[-1].append(self.märke(märke))
            for körning in list(p.iter(qn("w:r"))):
                flytt = self.märke(märke)
                körning.addprevious(flytt)
                flytt.append(körning)
            assert tagg

    # tabeller

    def rad(self, ord_: str) -> etree._Element:
        return next(r for r in self.rot.iter(qn("w:tr")) if ord_ in _text(r).replace("\u00a0", " "))

    def ta_bort_rad(self, ord_: str) -> None:
        rad = self.rad(ord_)
        if not self.spåra:
            rad.getparent().remove(rad)
            return
        rad.get_or_add_trPr().append(self.märke("del"))
        for körning in list(rad.iter(qn("w:r"))):
            self._stryk(körning)

    def ny_rad(self, efter: str, text: str) -> None:
        rad = self.rad(efter)
        ny = copy.deepcopy(rad)
        for sdt in list(ny.iter(qn("w:sdt"))):
            sdt.getparent().remove(sdt)
        for p in ny.iter(qn("w:p")):
            for r in list(p.iter(qn("w:r"))):
                r.getparent().remove(r)
            p.append(self._körning(OxmlElement("w:r"), text))
        if self.spåra:
            ny.get_or_add_trPr().append(self.märke("ins"))
        rad.addnext(ny)

    # form och kommentarer

    def sätt_utseende(self, ord_: str, **egenskaper: str) -> None:
        """Ger en textkörning fetstil, färg eller annat: ``b=""``, ``highlight="yellow"``."""
        körning = next(r for r in self.rot.iter(qn("w:r")) if ord_ in _text(r))
        för = körning.get_or_add_rPr()
        for namn, värde in egenskaper.items():
            egenskap = OxmlElement(f"w:{namn}")
            if värde:
                egenskap.set(qn("w:val"), värde)
            för.append(egenskap)
        if self.spåra:
            ändring = self.märke("rPrChange")
            ändring.append(OxmlElement("w:rPr"))
            för.append(ändring)

    def kommentera(self, ord_: str, text: str) -> None:
        körning = next(r for r in self.rot.iter(qn("w:r")) if ord_ in _text(r))
        element = next(körning.iterancestors(qn("w:sdt")), körning)
        k = self.dokument.part._comments_part.comments.add_comment(text, VEM, "KE")
        k._comment_elm.set(qn("w:date"), NÄR)
        for märke, lägg in (("commentRangeStart", element.addprevious), ("commentRangeEnd", element.addnext)):
            lägg(OxmlElement(f"w:{märke}", attrs={qn("w:id"): str(k.comment_id)}))
        hänvisning = OxmlElement("w:r")
        hänvisning.append(OxmlElement("w:commentReference", attrs={qn("w:id"): str(k.comment_id)}))
        element.getnext().addnext(hänvisning)

    def texter(self) -> Iterator[etree._Element]:
        """Varje text i brödtexten, sidhuvudet och sidfoten."""
        for rot in (
            self.dokument.element.body,
            *(d._element for s in self.dokument.sections for d in (s.header, s.footer)),
        ):
            yield from rot.iter(qn("w:t"))


def _text(element: etree._Element) -> str:
    return "".join(t.text or "" for t in element.iter(qn("w:t")))


def _hårt(sökt: str, finns: str) -> str:
    """Den sökta texten med hårda mellanslag, om den är densamma i övrigt."""
    return finns if finns.replace("\u00a0", " ") == sökt else sökt
