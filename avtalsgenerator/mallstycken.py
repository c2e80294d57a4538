"""Vet vilka stycken en mall har, var de står så som man ser det i Word, och vilka taggar som står i dem."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from avtalsgenerator.fel import Mallbrist, Mallställe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXTRUTA = f"{W}txbxContent"
RESERV = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""Words andra form av samma textruta, för gamla program. Det som står i den är redan prövat."""
TAGG = re.compile(r"\{\{(?:(?!\{[{%]).)*?\}\}|\{%(?:(?!\{[{%]).)*?%\}", re.DOTALL)
"""En hel tagg. Den som saknar slut räcker inte in i nästa."""
STYR = re.compile(r"\{%(p |tr )?\s*(if|elif|else|endif|for|endfor)\b([^{}]*)(?<!-)%\}")
VISA = re.compile(r"\{\{(p )?\s*([\w.]+)\s*\}\}")
_RUBRIK = re.compile(r"(?:Rubrik|Heading|Titel|Title)\w*", re.IGNORECASE)
_DELAR = {"document": "brödtext", "hdr": "sidhuvud", "ftr": "sidfot", "footnotes": "fotnot", "endnotes": "slutnot"}


@dataclass(frozen=True)
class Tagg:
    """En tagg i en mall: ``{{ ord }}`` eller ``{% if ord %}``, och var i stycket den står."""

    text: str
    stycke: Mallstycke = field(repr=False)
    början: int
    slut: int

    @cached_property
    def _delar(self) -> tuple[str, str, str]:
        if träff := STYR.fullmatch(self.text):
            return (träff[1] or "").strip(), träff[2], " ".join(träff[3].split())
        träff = VISA.fullmatch(self.text)
        return ((träff[1] or "").strip(), "", träff[2]) if träff else ("", "", "")

    @property
    def nivå(self) -> str:
        """”p” om taggen gäller hela stycken, ”tr” om den gäller tabellrader, annars tomt."""
        return self._delar[0]

    @property
    def styr(self) -> str:
        """if, elif, else, endif, for eller endfor; tomt om taggen visar ett ord."""
        return self._delar[1]

    @property
    def uttryck(self) -> str:
        """Ordet som visas, villkoret, eller ”x in lista”; tomt om taggen inte går att förstå."""
        return self._delar[2]

    @property
    def ställe(self) -> Mallställe:
        return self.stycke.ställe(self.början, self.slut)

    def brist(self, kod: str, text: str, råd: str) -> Mallbrist:
        """En brist i taggen."""
        return self.stycke.brist(kod, text, råd, self.början, self.slut)


@dataclass(frozen=True, eq=False)
class Mallstycke:
    """Ett stycke i en mall: elementet, dess egen text (utan texten i textrutor) och var det står."""

    element: etree._Element
    mall: str
    text: str
    plats: Mallställe
    ruta: etree._Element | None
    """Textrutan som stycket står i, om det står i en."""

    @cached_property
    def taggar(self) -> tuple[Tagg, ...]:
        """Styckets taggar. Ett hårt mellanslag i en tagg räknas som ett vanligt."""
        return tuple(Tagg(m[0].replace("\u00a0", " "), self, *m.span()) for m in TAGG.finditer(self.text))

    def ställe(self, början: int = 0, slut: int = 0) -> Mallställe:
        """Var några av styckets ord står; utan gränser hela stycket."""
        p = self.plats
        return Mallställe(p.del_, p.rubrik, p.läge, p.nummer, början, slut or len(self.text))

    def brist(self, kod: str, text: str, råd: str, början: int = 0, slut: int = 0) -> Mallbrist:
        """En brist i stycket, eller i några av dess ord."""
        return Mallbrist(self.mall, text, self.text, råd, kod, self.ställe(början, slut))


def styckena(mall: str, rot: etree._Element) -> list[Mallstycke]:
    """Styckena i en del av mallen, i ordning, med textrutornas stycken efter det stycke som rutan står i."""
    namn = _DELAR.get(rot.tag.rpartition("}")[2], "brödtext")
    svar: list[Mallstycke] = []
    rubrik, utanför_tabell = "", 0
    celler = dict(_celler(rot))
    for nummer, p in enumerate(rot.iter(f"{W}p")):
        ruta = cell = None
        for förälder in p.iterancestors(TEXTRUTA, f"{W}tc"):
            if förälder.tag == TEXTRUTA:
                ruta = förälder
                break
            cell = cell if cell is not None else förälder
        if ruta is not None and next(ruta.iterancestors(RESERV), None) is not None:
            continue
        text = stycketext(p)
        utanför_tabell += cell is None and ruta is None
        läge = celler.get(cell, "tabell") if cell is not None else f"stycke {utanför_tabell}" if ruta is None else ""
        del_ = namn if ruta is None else "textruta" if namn == "brödtext" else f"textruta i {namn}"
        svar.append(Mallstycke(p, mall, text, Mallställe(del_, rubrik, läge, nummer), ruta))
        if är_rubrik(p) and text.strip():
            rubrik = text
    return svar


def _celler(rot: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    for nummer, tabell in enumerate(rot.iter(f"{W}tbl"), 1):
        for rad, tr in enumerate(inre(tabell, f"{W}tr"), 1):
            for kolumn, tc in enumerate(inre(tr, f"{W}tc"), 1):
                yield tc, f"tabell {nummer}, rad {rad}, kolumn {kolumn}"


def inre(element: etree._Element, namn: str) -> Iterator[etree._Element]:
    """Elementen med ett namn närmast inne i ett annat, också de som står i en innehållskontroll."""
    for barn in element:
        if barn.tag == namn:
            yield barn
        elif barn.tag in (f"{W}sdt", f"{W}sdtContent"):
            yield from inre(barn, namn)


def är_rubrik(stycke: etree._Element) -> bool:
    """Om stycket är en rubrik, efter formatmallens namn eller styckets egen nivå."""
    nivå = stycke.find(f"{W}pPr/{W}outlineLvl")
    return nivå is not None or _RUBRIK.fullmatch(formatmall(stycke)) is not None


def val(element: etree._Element | None) -> str:
    """Värdet i ett element av formen ``<w:… w:val="…"/>``; tomt om det inte finns."""
    return element.get(f"{W}val", "") if element is not None else ""


def formatmall(stycke: etree._Element) -> str:
    """Id:t för styckets formatmall; tomt för den som gäller annars."""
    return val(stycke.find(f"{W}pPr/{W}pStyle"))


def stycketext(stycke: etree._Element) -> str:
    """Styckets egen text, utan texten i textrutor inuti det."""
    return "".join(t.text or "" for t in egna_texter(stycke))


def egna_texter(stycke: etree._Element) -> list[etree._Element]:
    """Textelementen i stycket, utan dem i textrutor inuti det."""
    return [t for t in stycke.iter(f"{W}t") if next(t.iterancestors(f"{W}p"), None) is stycke]


def text_i(element: etree._Element) -> str:
    """All text i ett element, också den i textrutor och innehållskontroller."""
    return "".join(t.text or "" for t in element.iter(f"{W}t"))


def fältens_tecken(stycke: etree._Element) -> set[int]:
    """Vilka av styckets tecken som står i ett fälts resultat, det som Word skriver om när fältet uppdateras."""
    svar: set[int] = set()
    läge = djup = 0
    for element in stycke.iter(f"{W}fldChar", f"{W}t"):
        if next(element.iterancestors(f"{W}p"), None) is not stycke:
            continue
        slag = element.get(f"{W}fldCharType")
        djup += {"begin": 1, "end": -1}.get(slag or "", 0)
        if element.tag == f"{W}t":
            text = element.text or ""
            if djup > 0 or next(element.iterancestors(f"{W}fldSimple"), None) is not None:
                svar |= set(range(läge, läge + len(text)))
            läge += len(text)
    return svar
