"""Vet hur ord ser ut när de inte ser ut som texten omkring: fetstil, kursiv, färgmarkering och annat som betyder något.

Typsnitt, storlek och språk hör till mallen och skrivs om av varje program som sparar filen; de jämförs inte.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from avtalsgenerator.granskning.inflyttning import formatmallens_namn
from avtalsgenerator.granskning.parning import jämför_ord
from avtalsgenerator.granskning.styckebitar import ord_i
from avtalsgenerator.malltext import W, formatmall, val

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml import etree

    from avtalsgenerator.granskning.jamforbart import Jämförbart
    from avtalsgenerator.granskning.styckebitar import Bit, Textord

_NAMN = {
    "b": "fetstil", "i": "kursiv", "u": "understrykning", "strike": "genomstrykning", "dstrike": "genomstrykning",
    "highlight": "färgmarkering", "caps": "versaler", "smallCaps": "kapitäler", "vanish": "dold text",
    "superscript": "upphöjd text", "subscript": "nedsänkt text",
}  # fmt: skip
_MARGINAL = {"center": "centrerat", "right": "högerställt", "end": "högerställt", "both": "med raka marginaler"}
_AV = ("0", "false", "off", "none")


def olika_utseende(a: Sequence[Bit], b: Sequence[Bit]) -> Iterator[tuple[str, str]]:
    """De ord som är desamma men ser annorlunda ut, och hur: ”fetstil tillagd”."""
    if {x for bit in a for x in _utseende(bit)} | {x for bit in b for x in _utseende(bit)}:
        par = [
            (y.text, _skillnad(x, y))
            for del_ in jämför_ord(ord_i(a), ord_i(b))
            if del_.lika
            for x, y in zip(del_.a, del_.b, strict=True)
        ]
        for vad, grupp in groupby(par, key=lambda p: p[1]):
            ord_ = "".join(text for text, _ in grupp).strip()
            if vad and ord_:
                yield ord_, vad


def olika_form(a: tuple[Jämförbart, etree._Element], b: tuple[Jämförbart, etree._Element]) -> Iterator[str]:
    """Vad som skiljer två styckens form: ”formatmallen Normal → Rubrik 1”, ”punkt i en lista → vanligt stycke”."""
    for vad, förut, nu in zip(("formatmallen ", "", ""), _form(*a), _form(*b), strict=True):
        if förut.casefold() != nu.casefold():
            yield f"{vad}{förut} → {nu}"


def _form(dokument: Jämförbart, stycke: etree._Element) -> tuple[str, str, str]:
    stil = formatmall(stycke)
    i_lista = _gäller(dokument, stycke, stil, "numPr/" + f"{W}numId") not in ("", "0")
    marginal = _gäller(dokument, stycke, stil, "jc")
    return (
        formatmallens_namn(dokument, stil),
        f"punkt i en lista{_nivå(dokument, stycke, stil)}" if i_lista else "vanligt stycke",
        _MARGINAL.get(marginal, "vänsterställt"),
    )


def _nivå(dokument: Jämförbart, stycke: etree._Element, stil: str) -> str:
    """Vilken nivå punkten har, om den inte har den första. Nivån kan höra till formatmallen, som listan pekar ut."""
    listor = dokument.rötter.get("word/numbering.xml")
    formatmallens = () if listor is None or not stil else listor.iter(f"{W}lvl")
    utpekad = next((n.get(f"{W}ilvl", "") for n in formatmallens if val(n.find(f"{W}pStyle")) == stil), "")
    eget = val(stycke.find(f"{W}pPr/{W}numPr/{W}ilvl"))
    nivå = eget or utpekad or _gäller(dokument, stycke, stil, "numPr/" + f"{W}ilvl") or "0"
    return "" if nivå == "0" else f", nivå {int(nivå) + 1}"


def _gäller(dokument: Jämförbart, stycke: etree._Element, stil: str, egenskap: str) -> str:
    """Styckets värde på en egenskap: dess eget, annars formatmallens eller den som den bygger på."""
    stilar = dokument.rötter.get("word/styles.xml")
    ställe: etree._Element | None = stycke
    sedda: set[str] = set()
    while ställe is not None:
        eget = ställe.find(f"{W}pPr/{W}{egenskap}")
        if eget is not None or stilar is None:
            return val(eget)
        if ställe is not stycke:
            stil = val(ställe.find(f"{W}basedOn"))
        ställe = None if stil in sedda else _stil(stilar, stil)
        sedda.add(stil)
    return ""


def _stil(stilar: etree._Element, stil: str) -> etree._Element | None:
    alla = stilar.iterchildren(f"{W}style")
    if stil:
        return next((s for s in alla if s.get(f"{W}styleId") == stil), None)
    return next((s for s in alla if s.get(f"{W}type") == "paragraph" and s.get(f"{W}default") == "1"), None)


def _skillnad(a: Textord, b: Textord) -> str:
    förut, nu = ({x for bit in ord_.bitar for x in _utseende(bit)} for ord_ in (a, b))
    tillagda, borttagna = sorted(nu - förut), sorted(förut - nu)
    return ", ".join([*(f"{namn} tillagd" for namn in tillagda), *(f"{namn} borttagen" for namn in borttagna)])


def _utseende(bit: Bit) -> set[str]:
    egenskaper = None if bit.körning is None else bit.körning.find(f"{W}rPr")
    länk = set() if bit.länk is None else {"länk"}
    return länk if egenskaper is None else länk | {namn for e in egenskaper if (namn := egenskapens_namn(e))}


def egenskapens_namn(egenskap: etree._Element) -> str:
    """Vad en egenskap hos några ord heter; tomt om den inte betyder något eller är avslagen."""
    lokalt, värde = egenskap.tag.rpartition("}")[2], val(egenskap)
    if lokalt == "vertAlign":
        return _NAMN.get(värde, "")
    return _NAMN.get(lokalt, "") if värde not in _AV else ""
