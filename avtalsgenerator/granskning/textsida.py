"""Vet hur ett Word-dokument blir text på en webbsida: rubriker, stycken med sina nummer, listor, tabeller och noter.

Ord ur uppgifterna blir länkar till sitt ursprung, anmärkta ord länkar till anmärkningen och luckor syns. Spårade
ändringar blir tillagd och struken text.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from avtalsgenerator.granskning.andringsmarken import SPÅRAT, klass, märkt, visat_nummer
from avtalsgenerator.granskning.jamforbart import FRAMSIDA, SIDMÄRKE
from avtalsgenerator.granskning.numrering import PUNKT, Numrering
from avtalsgenerator.granskning.sammandrag import FÖREMÅL
from avtalsgenerator.granskning.styckebitar import NOTER, TECKEN
from avtalsgenerator.malltext import W, formatmall, stycketext, tolka_xml, val

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lxml import etree

    from avtalsgenerator.granskning.andringsmarken import Nummer

_RUBRIK = re.compile(r"heading (\d)", re.IGNORECASE)
_SIDDEL = re.compile(r"word/(header|footer)\d*\.xml")
_SIDDELENS_NAMN = {"header": "Sidhuvudet", "footer": "Sidfoten"}
HUVUDDEL = "word/document.xml"


class Textsida:
    """Gör HTML av dokumentets delar.

    ``länk`` ger id:t för det som en innehållskontrolls tagg pekar på. ``nummer`` är styckenas nummer när texten har
    spårade ändringar. ``ovanför`` är nivån på sidans rubrik ovanför texten; utan den är titeln sidans huvudrubrik.
    """

    def __init__(
        self,
        delar: Mapping[str, bytes],
        länk: Callable[[str], str] = lambda _: "",
        *,
        nummer: Nummer | None = None,
        ovanför: int = 0,
    ) -> None:
        self._delar = delar
        self._länk = länk
        self._spårade = nummer
        self._ovanför = ovanför
        self._numrering = Numrering.i(delar)
        self._namn = _stilnamn(delar)
        self._öppna: list[str] = []
        self._noter: list[tuple[str, str]] = []
        self.anmärkta: list[str] = []
        """Kommentarernas id i den ordning de står i texten."""
        self.först: list[str] = []
        """Styckena om utkastet, som står före texten."""

    def brödtext(self) -> str:
        """Texten, från titeln och framåt, med noterna sist."""
        rot = tolka_xml(HUVUDDEL, self._delar[HUVUDDEL])
        kropp = rot.find(f"{W}body")
        return "\n".join([*self._block(kropp), *self._notlista()]) if kropp is not None else ""

    def sidhuvud(self) -> str:
        """Texten i det första sidhuvudet, stycke för stycke."""
        namn = self._första_sidhuvudet()
        return self._siddel(namn) if namn else ""

    def utkastmärke(self) -> str:
        """Raden i sidhuvudet som säger att det är ett utkast; tomt om den inte finns."""
        rötter = [tolka_xml(n, x) for n, x in self._delar.items() if _SIDDEL.fullmatch(n)]
        return next((stycketext(p) for rot in rötter for p in rot.iter(f"{W}p") if formatmall(p) == SIDMÄRKE), "")

    def ändrade_siddelar(self) -> Iterator[tuple[str, str]]:
        """De andra sidhuvuden och sidfötter där något är ändrat: vad de är, och texten."""
        for namn in sorted(self._delar):
            träff = _SIDDEL.fullmatch(namn)
            if träff and namn != self._första_sidhuvudet():
                rot = tolka_xml(namn, self._delar[namn])
                if next(rot.iter(*SPÅRAT), None) is not None:
                    yield _SIDDELENS_NAMN[träff[1]], self._siddel(namn)

    def _första_sidhuvudet(self) -> str:
        return next((n for n in sorted(self._delar) if re.fullmatch(r"word/header\d*\.xml", n)), "")

    def _siddel(self, namn: str) -> str:
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
                lista.append(f"<li{klass(element)}>{html}</li>")
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
        nummer, visat = self._nummer(element)
        text = self._löpande(element)
        if not text.strip():
            return "", False
        före = f'<span class="nummer">{visat}</span> ' if visat else ""
        if nummer == PUNKT:
            return f"{före}{text}", True
        if (stil := formatmall(element)) in FRAMSIDA:
            self.först.append(f'<p class="{escape(stil.lower())}">{text}</p>')
            return "", False
        märke, egen = self._märket(self._namn.get(stil, ""))
        return f"<{märke}{klass(element, egen)}>{före}{text}</{märke}>", False

    def _nummer(self, stycke: etree._Element) -> tuple[str, str]:
        if self._spårade is not None:
            return self._spårade.för(stycke)
        nummer = self._numrering.nummer(stycke)
        return nummer, visat_nummer(nummer)

    def _märket(self, formatmallens_namn: str) -> tuple[str, str]:
        """Märket för ett stycke med en viss formatmall, och dess egen klass."""
        if formatmallens_namn.casefold() == "title":
            return ("p", "titel") if self._ovanför else ("h1", "")
        träff = _RUBRIK.match(formatmallens_namn)
        return (f"h{min(int(träff[1]) + max(self._ovanför, 1), 6)}" if träff else "p"), ""

    def _tabell(self, tabell: etree._Element) -> str:
        rader = []
        for rad in tabell.iterchildren(f"{W}tr"):
            rubrik = rad.find(f"{W}trPr/{W}tblHeader") is not None
            märke, läge = ("th", ' scope="col"') if rubrik else ("td", "")
            celler = "".join(f"<{märke}{läge}>{self._cell(c)}</{märke}>" for c in rad.iterchildren(f"{W}tc"))
            rader.append(f"<tr{klass(rad)}>{celler}</tr>")
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
            elif barn.tag in SPÅRAT:
                yield märkt(SPÅRAT[barn.tag], "".join(self._bitar(barn)))
            elif barn.tag in (f"{W}hyperlink", f"{W}fldSimple", f"{W}smartTag"):
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
        text = "".join(map(self._tecken, körning))
        if not text:
            return ""
        egenskaper = körning.find(f"{W}rPr")
        for namn, märke in (("b", "strong"), ("i", "em"), ("highlight", "mark")):
            del_ = egenskaper.find(f"{W}{namn}") if egenskaper is not None else None
            if del_ is not None and del_.get(f"{W}val") not in ("0", "false", "none"):
                text = f"<{märke}>{text}</{märke}>"
        return text

    def _tecken(self, del_: etree._Element) -> str:
        """En del av en körning. Ett föremål, som en bild, nämns bara där det är tillagt eller struket."""
        if del_.tag in (f"{W}t", f"{W}delText"):
            return escape(del_.text or "")
        if del_.tag in NOTER:
            self._noter.append((NOTER[del_.tag], del_.get(f"{W}id", "")))
            nr, id_ = len(self._noter), self._not_id(len(self._noter))
            return f'<a class="fotnot" href="#{id_}" id="{id_}-vid" aria-label="Not {nr}">{nr}</a>'
        föremål = FÖREMÅL.get(str(del_.tag).removeprefix(W))
        if föremål and next(del_.iterancestors(*SPÅRAT), None) is not None:
            return f"[{föremål}]"
        return {"\t": " ", "\n": "<br>"}.get(tecken := TECKEN.get(str(del_.tag), ""), tecken)

    def _not_id(self, nummer: int) -> str:
        return f"{'not' if self._spårade is None else 'ny-not'}{nummer}"

    def _notlista(self) -> Iterator[str]:
        """Noterna i den ordning de nämns i texten."""
        if not self._noter:
            return
        delar = {slag: next(n for n in sorted(self._delar) if n.startswith(f"word/{slag}")) for slag, _ in self._noter}
        rötter = {slag: tolka_xml(namn, self._delar[namn]) for slag, namn in delar.items()}
        for nr, (slag, id_) in enumerate(self._noter, 1):
            texter = (self._löpande(p) for n in rötter[slag] if n.get(f"{W}id") == id_ for p in n.iter(f"{W}p"))
            länk = f'<a href="#{self._not_id(nr)}-vid" aria-label="Till texten vid not {nr}">{nr}</a>'
            yield f'<p class="nottext" id="{self._not_id(nr)}">{länk} {"<br>".join(filter(None, texter))}</p>'


def _stilnamn(delar: Mapping[str, bytes]) -> dict[str, str]:
    """Formatmallarnas namn; en som bygger på en rubrik räknas som den."""
    rot = tolka_xml("styles.xml", delar["word/styles.xml"])
    namn, bygger_på = {}, {}
    for stil in rot.iter(f"{W}style"):
        id_ = stil.get(f"{W}styleId", "")
        namn[id_], bygger_på[id_] = (val(stil.find(f"{W}{n}")) for n in ("name", "basedOn"))
    return {id_: namn[bas] if _RUBRIK.match(namn.get(bas := bygger_på[id_], "")) else namn[id_] for id_ in namn}
