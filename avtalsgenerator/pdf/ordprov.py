"""Vet om varje ord i ett dokument finns kvar i dess PDF, där den som lyssnar får höra det.

Orden läses ur PDF:ens struktur, i läsordning. Numrering som Word räknar fram får tillkomma; sidnummer jämförs inte.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from avtalsgenerator.fel import LÄNGSTA_CITAT, Dokumentfel
from avtalsgenerator.pdf.struktur import innehåll
from avtalsgenerator.pdf.text import Textläsare

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docx.document import Document
    from lxml import etree
    from pikepdf import Pdf

    from avtalsgenerator.dokument import Dokument

_RÄKNAS_OM = {"PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF", "DATE", "TIME"}
"""Fält vars svar beror på sidorna eller klockan."""
_RESERV = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_NOTER = ("/footnotes", "/endnotes")


def pröva_orden(dokument: Dokument, pdf: Pdf) -> None:
    """Kastar ``Dokumentfel`` om en text i dokumentet, eller i sidhuvudet och sidfoten, inte finns i PDF:en."""
    sidor = {sida.obj.objgen: text for sida, text in zip(pdf.pages, map(Textläsare().läs, pdf.pages), strict=True)}
    uppläst = "".join(sidor[sida].märkt.get(nummer, "") for sida, nummer in innehåll(pdf) if sida in sidor)
    runtom = "\0".join(text.omärkt for text in sidor.values())
    öppet = docx.Document(io.BytesIO(dokument.innehåll))
    noter = (parse_xml(r.target_part.blob) for r in öppet.part.rels.values() if r.reltype.endswith(_NOTER))
    rötter = [öppet.element, *noter]
    _kräv(dokument, (bit for rot in rötter for bit in _bitar(rot)), uppläst)
    for huvud in _sidhuvuden(öppet):
        _kräv(dokument, dict.fromkeys(_bitar(huvud)), runtom)


def _sidhuvuden(dokument: Document) -> Iterator[etree._Element]:
    """Sidhuvuden och sidfötter som står på varje sida. De som bara hör till vissa sidor kan sakna sida."""
    for avsnitt in dokument.sections:
        if not (avsnitt.different_first_page_header_footer or dokument.settings.odd_and_even_pages_header_footer):
            yield from (avsnitt.header._element, avsnitt.footer._element)


def _kräv(dokument: Dokument, bitar: Iterable[str], text: str) -> None:
    """Varje bit ska finnas, och på ett eget ställe; den längsta letas upp först.

    Symboler räknas för sig: finns de inte i typsnittet lägger LibreOffice dem sist i raden.
    """
    kvar, symboler = _tätt(text), Counter(_symboler(text))
    for bit in sorted(bitar, key=len, reverse=True):
        symboler.subtract(_symboler(bit))
        if (tät := _tätt(bit)) not in kvar or min(symboler.values(), default=0) < 0:
            början = bit.strip() if len(bit) <= LÄNGSTA_CITAT else f"{bit.strip()[: LÄNGSTA_CITAT - 1]}…"
            raise Dokumentfel(
                f"orden ”{början}” i {dokument.filnamn} kom inte med i PDF:en",
                "Inget har sparats. Gör dokumentet utan --pdf, spara det som PDF i Word, och anmäl felet.",
            )
        kvar = kvar.replace(tät, "\0", 1) if tät else kvar


def _tätt(text: str) -> str:
    """Texten utan symboler och utan det som radbrytning, avstavning och versaler i ett format ändrar."""
    hel = unicodedata.normalize("NFKC", text).casefold()
    return "".join(t for t in re.sub(r"[\s\u00ad\u2010\u2011-]", "", hel) if not _är_symbol(t))


def _symboler(text: str) -> list[str]:
    return list(filter(_är_symbol, unicodedata.normalize("NFKC", text)))


def _är_symbol(tecken: str) -> bool:
    return unicodedata.category(tecken).startswith("S")


def _bitar(rot: etree._Element) -> Iterator[str]:
    """Texten i varje stycke, delad där ett fält som räknas om står."""
    stycken: dict[etree._Element | None, list[str]] = {}
    fält: list[str] = []  # instruktionen i varje öppet fält
    for element in rot.iter(*map(qn, ("w:t", "w:fldChar", "w:instrText"))):
        if next(element.iterancestors(_RESERV), None) is not None:
            continue
        bitar = stycken.setdefault(next(element.iterancestors(qn("w:p")), None), [""])
        if element.tag == qn("w:instrText"):
            fält[-1:] = [f"{fält[-1]}{element.text}"] if fält else []
        elif element.tag == qn("w:fldChar"):
            läge = element.get(qn("w:fldCharType"))
            if läge == "begin":
                fält.append("")
            elif läge == "end" and fält:
                fält.pop()
        elif _räknas_om(fält, element):
            bitar.append("")
        elif not _är_dold(element):
            bitar[-1] += element.text or ""
    for bitar in stycken.values():
        yield from filter(str.strip, bitar)


def _räknas_om(fält: list[str], text: etree._Element) -> bool:
    enkla = [str(f.get(qn("w:instr"))) for f in text.iterancestors(qn("w:fldSimple"))]
    return any(instruktion.split()[:1] and instruktion.split()[0].upper() in _RÄKNAS_OM for instruktion in fält + enkla)


def _är_dold(text: etree._Element) -> bool:
    körning = text.getparent()
    return körning is not None and körning.find(f"{qn('w:rPr')}/{qn('w:vanish')}") is not None
