"""Vet hur ett dokument blir när alla spårade ändringar i det godkänns, eller när alla avvisas.

Ett stycke vars styckemärke försvinner går ihop med nästa stycke. Före en tabell, och sist i en cell eller i texten, kan
märket inte försvinna; där faller stycket bort om det är tomt.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avtalsgenerator.granskning import FÖRFATTARE
from avtalsgenerator.granskning.styckebitar import text_i
from avtalsgenerator.malltext import SPÅRADE, W
from avtalsgenerator.malltext import text_i as all_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml import etree

_IN, _UT = (f"{W}ins", f"{W}moveTo", f"{W}cellIns"), (f"{W}del", f"{W}moveFrom", f"{W}cellDel")
_STRUKNA = {f"{W}delText": f"{W}t", f"{W}delInstrText": f"{W}instrText"}
_I_EGENSKAPER = {f"{W}{namn}" for namn in ("rPr", "trPr", "tcPr", "numPr")}
_FORM = {namn for namn in SPÅRADE if namn.endswith("Change")}
_OMFÅNG = tuple(f"{namn}Range{ände}" for namn in ("moveFrom", "moveTo", "customXmlIns", "customXmlDel",
                "customXmlMoveFrom", "customXmlMoveTo") for ände in ("Start", "End"))  # fmt: skip


@dataclass(frozen=True)
class Spårad:
    """En spårad ändring: vem, vilken dag, och orden som är tillagda eller strukna. En ändrad form har inga ord."""

    av: str
    dag: str
    ord_: str
    slag: str
    """”tillagt”, ”struket” eller ”form”."""


def spårade(rot: etree._Element) -> Iterator[Spårad]:
    """De spårade ändringarna i en del, i ordning, utom de som programmet självt har gjort."""
    for element in rot.iter(*_IN, *_UT, *_FORM):
        if element.get(f"{W}author") == FÖRFATTARE:
            continue
        slag = "form" if element.tag in _FORM else "tillagt" if element.tag in _IN else "struket"
        i_egenskaper = element.getparent() is not None and element.getparent().tag in _I_EGENSKAPER  # type: ignore[union-attr]
        gäller = next(element.iterancestors(f"{W}p", f"{W}tr"), None) if i_egenskaper else element
        ord_ = "" if slag == "form" or gäller is None else _ord(gäller)
        yield Spårad(element.get(f"{W}author", ""), element.get(f"{W}date", "")[:10], ord_, slag)


def _ord(element: etree._Element) -> str:
    strukna = "".join(t.text or "" for t in element.iter(f"{W}delText"))
    return strukna or (text_i(element) if element.tag == f"{W}p" else all_text(element))


def besvara(rot: etree._Element, *, godkänn: bool, av: str = "") -> None:
    """Gör om en del så att alla ändringar är godkända, eller alla avvisade. Med ``av`` bara den författarens.

    Ändrad form på tabeller godkänns alltid.
    """
    bort, kvar = (_UT, _IN) if godkänn else (_IN, _UT)

    def alla(*taggar: str) -> list[etree._Element]:
        return [e for e in rot.iter(*taggar) if not av or e.get(f"{W}author") == av]

    for element in () if godkänn else alla(f"{W}pPrChange", f"{W}rPrChange"):
        _återställ(element)
    for element in alla(*_FORM, *(f"{W}{namn}" for namn in _OMFÅNG)):
        _ta_bort(element)
    borta = alla(*bort)
    _rader(rot, borta)
    for element in borta:
        if not _i_egenskaper(element):
            _ta_bort(element)
    for element in alla(*kvar):
        if _i_egenskaper(element):
            _ta_bort(element)
        else:
            _packa_upp(element)
    märken = set(alla(*bort))
    for stycke in list(rot.iter(f"{W}p")):
        egna = [m for m in stycke.iterfind(f"{W}pPr/{W}rPr/*") if m in märken]
        for märke in egna:
            _ta_bort(märke)
        if egna:
            _slå_ihop(stycke)
    for element in märken:
        _ta_bort(element)


def _återställ(ändring: etree._Element) -> None:
    """Ger ett stycke eller en textkörning den form som stod före en spårad ändring."""
    form = ändring.getparent()
    if form is None or not len(ändring):
        return
    utom = (f"{W}rPr", f"{W}sectPr")
    for element in [e for e in form if e.tag not in utom]:
        form.remove(element)
    for nr, element in enumerate([e for e in ändring[0] if e.tag not in utom]):
        form.insert(nr, element)


def _rader(rot: etree._Element, bort: Sequence[etree._Element]) -> None:
    """Tar bort celler och rader som försvinner, och tabeller som blir tomma."""
    for märke in bort:
        egenskaper = märke.getparent()
        if egenskaper is not None and egenskaper.tag in (f"{W}tcPr", f"{W}trPr"):
            _ta_bort(egenskaper.getparent())
    for rad in list(rot.iter(f"{W}tr")):
        if rad.find(f".//{W}tc") is None:
            _ta_bort(rad)
    for tabell in list(rot.iter(f"{W}tbl")):
        if tabell.find(f".//{W}tr") is None:
            _ta_bort(tabell)


def _i_egenskaper(element: etree._Element) -> bool:
    förälder = element.getparent()
    return förälder is not None and förälder.tag in _I_EGENSKAPER


def _slå_ihop(stycke: etree._Element) -> None:
    """Låter stycket gå ihop med nästa, som behåller sin form."""
    nästa = next((e for e in stycke.itersiblings() if e.tag in (f"{W}p", f"{W}tbl", f"{W}sdt")), None)
    innehåll = [e for e in stycke if e.tag != f"{W}pPr"]
    if nästa is not None and nästa.tag == f"{W}p":
        läge = 1 if nästa.find(f"{W}pPr") is not None else 0
        for nr, e in enumerate(innehåll):
            nästa.insert(läge + nr, e)
        _ta_bort(stycke)
    elif not innehåll and len(stycke.getparent()) > 1:  # type: ignore[arg-type]
        före = stycke.getprevious()
        if nästa is not None or (före is not None and före.tag == f"{W}p"):
            _ta_bort(stycke)


def _packa_upp(element: etree._Element) -> None:
    for inre in element.iter(*_STRUKNA):
        inre.tag = _STRUKNA[inre.tag]
    for inre in list(element):
        element.addprevious(inre)
    _ta_bort(element)


def _ta_bort(element: etree._Element | None) -> None:
    förälder = None if element is None else element.getparent()
    if förälder is not None:
        förälder.remove(element)  # type: ignore[arg-type]
