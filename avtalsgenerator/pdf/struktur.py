"""Vet hur en PDF säger vad som är rubrik, stycke och tabell: trädet av märkta delar och vägen från sidan till det."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from pikepdf import Array, Dictionary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pikepdf import ContentStreamInlineImage, ContentStreamInstruction, Object, Pdf

    Rad: TypeAlias = ContentStreamInstruction | ContentStreamInlineImage

_INGEN = (0, 0)
SLAG = {
    "/Document", "/Part", "/Art", "/Sect", "/Div", "/BlockQuote", "/Caption", "/TOC", "/TOCI", "/Index", "/NonStruct",
    "/Private", "/P", "/H", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/L", "/LI", "/Lbl", "/LBody", "/Table", "/TR",
    "/TH", "/TD", "/THead", "/TBody", "/TFoot", "/Span", "/Quote", "/Note", "/Reference", "/BibEntry", "/Code", "/Link",
    "/Annot", "/Ruby", "/Warichu", "/RB", "/RT", "/RP", "/WT", "/WP", "/Figure", "/Formula", "/Form",
}  # fmt: skip
"""PDF:s egna slag av delar. En formatmall i Word kan råka heta likadant (Quote)."""


def taggade(pdf: Pdf) -> Iterator[Object]:
    """Varje märkt del, i läsordning och en överordnad före dem som ligger i den."""
    kö = _barn(pdf.Root.StructTreeRoot)[::-1]
    while kö:
        element = kö.pop()
        if isinstance(element, Dictionary) and "/S" in element:
            yield element
            kö += _barn(element)[::-1]


def innehåll(pdf: Pdf) -> Iterator[tuple[tuple[int, int], int]]:
    """Sida och nummer för varje bit av innehållet, i läsordning. Sidan anges med sitt objekt."""
    kö: list[tuple[Object | int, tuple[int, int]]] = [(barn, _INGEN) for barn in _barn(pdf.Root.StructTreeRoot)[::-1]]
    while kö:
        del_, sida = kö.pop()
        if isinstance(del_, int):
            yield sida, del_
        elif isinstance(del_, Dictionary):
            egen = del_.Pg.objgen if "/Pg" in del_ else sida
            if "/MCID" in del_:
                yield egen, int(del_.MCID)
            else:
                kö += [(barn, egen) for barn in _barn(del_)[::-1]]


def _barn(element: Object) -> list[Object | int]:
    barn = element.get("/K", Array())
    return list(barn) if isinstance(barn, Array) else [barn]


def föräldrar(pdf: Pdf) -> dict[int, Array]:
    """För varje sida, efter dess StructParents: delen som varje nummer på sidan hör till."""
    svar: dict[int, Array] = {}
    kö = [pdf.Root.StructTreeRoot.get("/ParentTree", Dictionary())]
    while kö:
        nod = kö.pop()
        kö += list(nod.get("/Kids", Array()))
        par = list(nod.get("/Nums", Array()))
        for nummer, delar in zip(par[::2], par[1::2], strict=True):
            if isinstance(delar, Array):
                svar[int(nummer)] = delar
    return svar


def utan(element: Object) -> None:
    """Tar bort en del ur trädet."""
    förälder = element.P
    förälder.K = Array([b for b in _barn(förälder) if not (isinstance(b, Dictionary) and b.objgen == element.objgen)])


def märke(rad: Rad) -> int | None:
    """Numret som en del av sidan har i strukturen, om den har något."""
    if str(rad.operator) != "BDC" or not isinstance(rad.operands[1], Dictionary):
        return None
    nummer = rad.operands[1].get("/MCID")
    return None if nummer is None else int(nummer)
