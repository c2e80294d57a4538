"""Vet hur ett Word-dokument blir text på en webbsida: rubriker, stycken med sina nummer, listor och tabeller.

Ord ur uppgifterna blir länkar till sitt ursprung, anmärkta ord länkar till anmärkningen och luckor syns.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from avtalsgenerator.granskning.jamforbart import FRAMSIDA, SIDMÄRKE
from avtalsgenerator.granskning.numrering import PUNKT, Numrering
from avtalsgenerator.malltext import W, formatmall, tolka_xml, val

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lxml import etree

_RUBRIK = re.compile(r"heading (\d)", re.IGNORECASE)
HUVUDDEL = "word/document.xml"


class Textsida:
    """Gör HTML av dokumentets delar. ``länk`` ger id:t för det som en innehållskontrolls tagg pekar på."""

    def __init__(self, delar: Mapping[str, bytes], länk: Callable[[str], str]) -> None:
        self._delar = delar
        self._länk = länk
        self._numrering = Numrering.i(delar)
        self._namn = _stilnamn(delar)
        self._öppna: list[str] = []
        self.anmärkta: list[str] = []
        """Kommentarernas id i den ordning de står i texten."""
        self.först: list[str] = []
        """Styckena om utkastet, som står före texten."""

    def brödtext(self) -> str:
        """Texten, från titeln och framåt."""
        rot = tolka_xml(HUVUDDEL, self._delar[HUVUDDEL])
        kropp = rot.find(f"{W}body")
        return "\n".join(self._block(kropp)) if kropp is not None else ""

    def sidhuvud(self) -> str:
        """Texten i det första sidhuvudet, stycke för stycke."""
        namn = next((n for n in sorted(self._delar) if re.fullmatch(r"word/header\d*\.xml", n)), None)
        if namn is None:
            return ""
        alla = tolka_xml(namn, self._delar[namn]).iter(f"{W}p")
        stycken = (self._löpande(p) for p in alla if formatmall(p) != SIDMÄRKE)
        return " · ".join(s for s in stycken if s.strip())

    def _block(self, behållare: etree._Element) -> Iterator[str]:
        lista: list[str] = []
        for element in behållare:
            html, i_lista = self._ett_block(element)
            if not i_lista and lista:
                yield f"<ul>{''.join(lista)}</ul>"
                lista = []
            if i_lista:
                lista.append(f"<li>{html}</li>")
            elif html:
                yield html
        if lista:
            yield f"<ul>{''.join(lista)}</ul>"

    def _ett_block(self, element: etree._Element) -> tuple[str, bool]:
        """Blocket som HTML, och om det är en punkt i en lista."""
        if element.tag == f"{W}tbl":
            return self._tabell(element), False
        if element.tag == f"{W}sdt":
            innehåll = element.find(f"{W}sdtContent")
            return "\n".join(self._block(innehåll)) if innehåll is not None else "", False
        if element.tag != f"{W}p":
            return "", False
        nummer, text = self._numrering.nummer(element), self._löpande(element)
        if not text.strip():
            return "", False
        if nummer == PUNKT:
            return text, True
        namn = self._namn.get(formatmall(element), "")
        före = f'<span class="nummer">{escape(nummer)}</span> ' if nummer else ""
        if namn.casefold() == "title":
            return f"<h1>{före}{text}</h1>", False
        if träff := _RUBRIK.match(namn):
            nivå = min(int(träff[1]) + 1, 6)
            return f"<h{nivå}>{före}{text}</h{nivå}>", False
        if (stil := formatmall(element)) in FRAMSIDA:
            self.först.append(f'<p class="{escape(stil.lower())}">{text}</p>')
            return "", False
        return f"<p>{före}{text}</p>", False

    def _tabell(self, tabell: etree._Element) -> str:
        rader = []
        for rad in tabell.iterchildren(f"{W}tr"):
            rubrik = rad.find(f"{W}trPr/{W}tblHeader") is not None
            märke, läge = ("th", ' scope="col"') if rubrik else ("td", "")
            celler = "".join(f"<{märke}{läge}>{self._cell(c)}</{märke}>" for c in rad.iterchildren(f"{W}tc"))
            rader.append(f"<tr>{celler}</tr>")
        namn = val(tabell.find(f"{W}tblPr/{W}tblDescription"))
        return f'<div class="tabell"><table aria-label="{escape(namn)}">{"".join(rader)}</table></div>'

    def _cell(self, cell: etree._Element) -> str:
        return "<br>".join(filter(None, (self._löpande(p) for p in cell.iter(f"{W}p"))))

    def _löpande(self, stycke: etree._Element) -> str:
        return "".join(self._bitar(stycke))

    def _bitar(self, element: etree._Element) -> Iterator[str]:
        for barn in element:
            if barn.tag == f"{W}sdt":
                yield from self._utpekat(barn)
            elif barn.tag == f"{W}r":
                yield self._körning(barn)
            elif barn.tag in (f"{W}hyperlink", f"{W}fldSimple", f"{W}ins", f"{W}smartTag"):
                yield from self._bitar(barn)
            elif barn.tag == f"{W}commentRangeStart":
                self._öppna.append(barn.get(f"{W}id", ""))
                if len(self._öppna) == 1:
                    yield '<span class="anmarkt">'
            elif barn.tag == f"{W}commentRangeEnd":
                id_ = barn.get(f"{W}id", "")
                self._öppna = [a for a in self._öppna if a != id_]
                if not self._öppna:
                    yield "</span>"
                self.anmärkta.append(id_)
                nummer = len(self.anmärkta)
                yield f'<a class="not" href="#a{id_}" id="v{id_}" aria-label="Anmärkning {nummer}">{nummer}</a>'

    def _utpekat(self, ruta: etree._Element) -> Iterator[str]:
        innehåll = ruta.find(f"{W}sdtContent")
        if innehåll is None:
            return
        text = "".join(self._bitar(innehåll))
        id_ = self._länk(val(ruta.find(f"{W}sdtPr/{W}tag")))
        yield f'<a class="uppgift" href="#{id_}">{text}</a>' if id_ else text

    def _körning(self, körning: etree._Element) -> str:
        text = "".join(
            escape(d.text or "") if d.tag == f"{W}t" else {f"{W}tab": " ", f"{W}br": "<br>"}.get(str(d.tag), "")
            for d in körning
        )
        if not text:
            return ""
        egenskaper = körning.find(f"{W}rPr")
        for namn, märke in (("b", "strong"), ("i", "em"), ("highlight", "mark")):
            del_ = egenskaper.find(f"{W}{namn}") if egenskaper is not None else None
            if del_ is not None and del_.get(f"{W}val") not in ("0", "false", "none"):
                text = f"<{märke}>{text}</{märke}>"
        return text


def _stilnamn(delar: Mapping[str, bytes]) -> dict[str, str]:
    """Formatmallarnas namn; en som bygger på en rubrik räknas som den."""
    rot = tolka_xml("styles.xml", delar["word/styles.xml"])
    namn, bygger_på = {}, {}
    for stil in rot.iter(f"{W}style"):
        id_ = stil.get(f"{W}styleId", "")
        namn[id_], bygger_på[id_] = (val(stil.find(f"{W}{n}")) for n in ("name", "basedOn"))
    return {id_: namn[bas] if _RUBRIK.match(namn.get(bas := bygger_på[id_], "")) else namn[id_] for id_ in namn}
