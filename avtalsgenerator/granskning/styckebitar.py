"""Vet vad ett stycke i Word består av: text, fält, bilder och annat i ordning, och hur det delas i ord.

Word delar ofta ett ord på flera textkörningar. Därför delas stycket först i bitar, och bitarnas text sedan i ord.
"""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from lxml import etree

from avtalsgenerator.malltext import W, val

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Slag = Literal["text", "innehåll", "fält", "element", "märke"]
NOTER = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
"""Hänvisningarna till noter, och delen som noterna står i."""
ANNAT = "\ufffc"
"""Står i texten för det som inte är ett tecken: en bild, ett fält, en nothänvisning."""
TECKEN = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "\u2011", f"{W}softHyphen": "\u00ad"}
"""Elementen som är ett tecken i texten."""
_HÅRT = "\u00a0\u202f"
_ORD = re.compile(
    r"\{\{[^{}]*\}\}|\{%[^{}]*%\}"  # en tagg i en mall
    rf"|§+[{_HÅRT}]?\w+"
    rf"|[\w\u00ad]+(?:[{_HÅRT}\u2011.,:/\-–’'@]+[\w\u00ad]+)*(?:[{_HÅRT}]?%)?"
    r"| +|.",
    re.DOTALL,
)
_RÄKNAS_AV_WORD = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES|SECTION)\b", re.IGNORECASE)
_SÄRSKILDA = re.compile(r' (?:\w+:)?(?:id="_?x?[\d_a-z]*"|(?:spid|gfxdata|anchorId|editId)="[^"]*")| xmlns:\w+="[^"]*"')


@dataclass(frozen=True)
class Bit:
    """En bit av ett stycke.

    ``text`` är det som syns; ``nyckel`` skiljer det som inte är text från annat. ``körning`` är textkörningen med
    bitens utseende, ``länk`` länken den står i, och ``delar`` det den består av när den inte är text.
    """

    slag: Slag
    text: str
    nyckel: str = ""
    körning: etree._Element | None = None
    länk: etree._Element | None = None
    delar: tuple[etree._Element, ...] = ()

    def med(self, text: str) -> Bit:
        """Biten med en annan text."""
        return Bit(self.slag, text, self.nyckel, self.körning, self.länk, self.delar)

    @property
    def tecken(self) -> str:
        """Texten som orden delas efter: ett enda tecken för det som inte är text."""
        ett_tecken = self.slag == "innehåll" and len(self.text) == 1
        return self.text if self.slag in ("text", "märke") or ett_tecken else ANNAT


@dataclass(frozen=True)
class Textord:
    """Ett ord, en följd av mellanslag eller ett annat tecken, och bitarna det består av."""

    bitar: tuple[Bit, ...]

    @property
    def text(self) -> str:
        return "".join(b.text for b in self.bitar)

    @property
    def nyckel(self) -> tuple[str, ...]:
        synliga = [b for b in self.bitar if b.slag != "märke"]
        return ("".join(b.tecken for b in synliga), *(b.nyckel for b in synliga if b.nyckel))


def bitar(stycke: etree._Element) -> list[Bit]:
    """Bitarna i ett stycke, i ordning."""
    return list(_bitar([e for e in stycke if e.tag != f"{W}pPr"]))


def _bitar(element: Sequence[etree._Element], länk: etree._Element | None = None) -> Iterator[Bit]:
    kvar = iter(_delade(element))
    fält: list[etree._Element] = []
    for e in kvar:
        if fält or _fältläge(e) == "begin":
            fält.append(e)
            if _hela(fält):
                yield _fältbit(fält, länk)
                fält = []
        else:
            yield from _en(e, länk)
    for e in fält:  # fältet slutar i ett annat stycke: det som hör till fältet står kvar, texten jämförs
        yield from _en(e, länk)


def _delade(element: Iterable[etree._Element]) -> Iterator[etree._Element]:
    """Elementen, med textkörningar som hör till ett fält delade så att varje fältdel är för sig."""
    for e in element:
        inre = [i for i in e if i.tag != f"{W}rPr"] if e.tag == f"{W}r" else []
        if len(inre) > 1 and any(i.tag in (f"{W}fldChar", f"{W}instrText") for i in inre):
            yield from (_med_bara(e, i) for i in inre)
        else:
            yield e


def _med_bara(körning: etree._Element, inre: etree._Element) -> etree._Element:
    ny = etree.Element(körning.tag)
    ny.extend(copy.deepcopy(d) for d in (körning.find(f"{W}rPr"), inre) if d is not None)
    return ny


def _fältläge(element: etree._Element) -> str:
    tecken = element.find(f"{W}fldChar")
    return tecken.get(f"{W}fldCharType", "") if tecken is not None else ""


def _hela(fält: Sequence[etree._Element]) -> bool:
    lägen = [_fältläge(e) for e in fält]
    return lägen.count("begin") == lägen.count("end")


def _fältbit(fält: Sequence[etree._Element], länk: etree._Element | None) -> Bit:
    instruktion = "".join(i.text or "" for e in fält for i in e.iter(f"{W}instrText"))
    resultat = "".join(t.text or "" for e in fält for t in e.iter(f"{W}t"))
    return Bit("fält", resultat, _fältnyckel(instruktion, resultat), None, länk, tuple(fält))


def _fältnyckel(instruktion: str, resultat: str) -> str:
    """Sidnummer räknar Word om själv, så det som står i filen jämförs inte."""
    namn = " ".join(instruktion.split())
    return f"fält {namn}" if _RÄKNAS_AV_WORD.match(instruktion) else f"fält {namn} = {resultat}"


def _en(element: etree._Element, länk: etree._Element | None) -> Iterator[Bit]:
    if element.tag == f"{W}r":
        yield from _körningens(element, länk)
    elif element.tag == f"{W}hyperlink" and länk is None:
        yield from _bitar(list(element), element)
    elif element.tag == f"{W}fldSimple":
        text = "".join(t.text or "" for t in element.iter(f"{W}t"))
        yield Bit("fält", text, _fältnyckel(element.get(f"{W}instr", ""), text), None, länk, (element,))
    elif etree.QName(element).localname in ("oMath", "oMathPara"):
        yield Bit("element", "".join(map(str, element.itertext())), _identitet(element), None, länk, (element,))
    else:
        yield Bit("märke", "", delar=(element,), länk=länk)


def _körningens(körning: etree._Element, länk: etree._Element | None) -> Iterator[Bit]:
    for inre in körning:
        if inre.tag == f"{W}t":
            if inre.text:
                yield Bit("text", inre.text, "", körning, länk)
        elif inre.tag in (f"{W}fldChar", f"{W}instrText"):
            yield Bit("märke", "", "", None, länk, (_med_bara(körning, inre),))
        elif inre.tag in NOTER:
            yield Bit("innehåll", "", NOTER[inre.tag], körning, länk, (inre,))
        elif inre.tag != f"{W}rPr":
            yield Bit("innehåll", TECKEN.get(inre.tag, ""), _identitet(inre), körning, länk, (inre,))


def _identitet(element: etree._Element) -> str:
    """Det som elementet är, utan id:n som bara gäller i sin egen fil."""
    return _SÄRSKILDA.sub("", etree.tostring(element, encoding="unicode", with_tail=False))


def ord_i(bitar_: Sequence[Bit]) -> list[Textord]:
    """Orden som bitarna bildar. Ett tal med hårda mellanslag, ”872 100 kr”, är ett ord."""
    svar: list[Textord] = []
    kö = list(reversed(bitar_))
    for träff in _ORD.finditer("".join(b.tecken for b in bitar_)):
        behövs, egna = len(träff[0]), []
        while behövs:
            bit = kö.pop()
            if len(bit.tecken) > behövs:
                kö.append(bit.med(bit.text[behövs:]))
                bit = bit.med(bit.text[:behövs])
            behövs -= len(bit.tecken)
            egna.append(bit)
        svar.append(Textord(tuple(egna)))
    if kö:  # märken sist i stycket
        sista = svar.pop() if svar else Textord(())
        svar.append(Textord((*sista.bitar, *reversed(kö))))
    return svar


def text_i(stycke: etree._Element) -> str:
    """Styckets synliga text."""
    return "".join(b.text for b in bitar(stycke))


def har_föremål(bitar_: Iterable[Bit]) -> bool:
    """Om något är annat än text: en bild, en textruta, en not."""
    return any(not b.text and b.slag != "märke" for b in bitar_)


def nothänvisningar(stycke: etree._Element) -> list[etree._Element]:
    """Styckets hänvisningar till noter, i ordning."""
    return list(stycke.iter(*NOTER))


def notbitar(bitar_: Iterable[Bit]) -> list[tuple[str, str]]:
    """Hänvisningarna till noter bland bitarna: delen som noten står i, och notens id."""
    return [(NOTER[b.delar[0].tag], b.delar[0].get(f"{W}id", "")) for b in bitar_ if b.nyckel in NOTER.values()]


def form(stycke: etree._Element) -> tuple[str, str]:
    """Det i styckets form som spåras: formatmallen, och nivån om det är en punkt i en lista."""
    egenskaper = stycke.find(f"{W}pPr")
    if egenskaper is None:
        return ("", "")
    stil, lista, nivå = (egenskaper.find(f"{W}{n}") for n in ("pStyle", "numPr/" + f"{W}numId", "numPr/" + f"{W}ilvl"))
    punkt = "" if lista is None else "0" if lista.get(f"{W}val") == "0" else "punkt"
    return (val(stil), f"{punkt}{val(nivå) or '0'}" if punkt else "")
