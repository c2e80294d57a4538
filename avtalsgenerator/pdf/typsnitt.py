"""Vet om sidorna fick de typsnitt som dokumentet ber om, eller andra för att datorn saknar dem."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree
from pikepdf import Dictionary

from avtalsgenerator.svenska import uppräkning

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from pikepdf import Pdf

LIKA_BREDA = {
    "Calibri": "Carlito",
    "Cambria": "Caladea",
    "Arial": "Liberation Sans",
    "Times New Roman": "Liberation Serif",
    "Courier New": "Liberation Mono",
}
"""Fria typsnitt vars tecken är precis lika breda som Words, så att raderna bryts på samma ställen."""


def ersatta(dokument: bytes, pdf: Pdf) -> str:
    """En varning om typsnitt i dokumentet som saknas i PDF:en, där andra står i stället. Tom om allt är rätt."""
    i_pdf = {_jämförbart(namn): namn for namn in _i_sidorna(pdf)}
    saknas, godkända = [], set()
    for namn in sorted(set(_i_dokumentet(dokument))):
        lika = {n for n in i_pdf if any(n.startswith(_jämförbart(t)) for t in (namn, LIKA_BREDA.get(namn, namn)))}
        godkända |= lika
        if not lika:
            saknas.append(f"{namn} (eller {LIKA_BREDA[namn]})" if namn in LIKA_BREDA else namn)
    andra = sorted({namn.partition("-")[0] for n, namn in i_pdf.items() if n not in godkända})
    if not (saknas and andra):
        return ""
    vad = f"Typsnittet {saknas[0]}" if len(saknas) == 1 else f"Typsnitten {uppräkning(saknas)}"
    return (
        f"{vad} finns inte på datorn. PDF:en är gjord med {uppräkning(andra)} i stället, "
        "så raderna och sidorna kan brytas på andra ställen än i Word."
    )


def _jämförbart(namn: str) -> str:
    return re.sub(r"[\s-]", "", namn).casefold()


def _i_sidorna(pdf: Pdf) -> Iterator[str]:
    """Namnen på typsnitten i PDF:en, utan märket för att bara några av tecknen är med."""
    for sida in pdf.pages:
        for typsnitt in sida.obj.get("/Resources", Dictionary()).get("/Font", Dictionary()).values():
            yield re.sub(r"^[A-Z]{6}\+", "", str(typsnitt.BaseFont).removeprefix("/"))


def _i_dokumentet(dokument: bytes) -> Iterator[str]:
    """Typsnitten i de formatmallar som används, och de som är satta direkt på text."""
    öppet = docx.Document(io.BytesIO(dokument))
    rötter = [öppet.element, *(del_._element for a in öppet.sections for del_ in (a.header, a.footer))]
    formatmallar = {f.get(qn("w:styleId")): f for f in öppet.styles.element.iter(qn("w:style"))}
    förval = [id_ for id_, f in formatmallar.items() if f.get(qn("w:default")) and f.get(qn("w:type")) == "paragraph"]
    använda = set(förval)
    temat = _temat(öppet)
    for rot in rötter:
        använda |= {f.get(qn("w:val")) for f in rot.iter(qn("w:pStyle"), qn("w:rStyle"), qn("w:tblStyle"))}
        yield from _namn(rot.iter(qn("w:rFonts")), temat)
    grund = öppet.styles.element.findall(f"{qn('w:docDefaults')}//{qn('w:rFonts')}")
    for id_ in använda & formatmallar.keys():
        kedja = list(_bygger_på(formatmallar[id_], formatmallar))
        i_kedjan = list(_namn((t for f in kedja for t in f.iter(qn("w:rFonts"))), temat))
        if i_kedjan:
            yield i_kedjan[0]
        elif kedja[0].get(qn("w:type")) == "paragraph":
            yield from _namn(grund, temat)


def _bygger_på(format_: BaseOxmlElement, alla: Mapping[str | None, BaseOxmlElement]) -> Iterator[BaseOxmlElement]:
    """Formatmallen, den som den bygger på, och så vidare."""
    sedda: list[BaseOxmlElement] = []
    nästa: BaseOxmlElement | None = format_
    while nästa is not None and nästa not in sedda:
        sedda.append(nästa)
        grund = nästa.find(qn("w:basedOn"))
        nästa = alla.get(grund.get(qn("w:val"))) if grund is not None else None
    yield from sedda


def _namn(typsnitt: Iterable[etree._Element], temat: Mapping[str, str]) -> Iterator[str]:
    for t in typsnitt:
        tema = t.get(qn("w:asciiTheme"), "")[:5]
        if namn := temat.get(tema) or t.get(qn("w:ascii")):
            yield namn


def _temat(dokument: Document) -> dict[str, str]:
    """Temats typsnitt för rubriker (major) och text (minor)."""
    for koppling in dokument.part.rels.values():
        if koppling.reltype.endswith("/theme"):
            latinska = parse_xml(koppling.target_part.blob).iter(qn("a:latin"))
            par = ((etree.QName(t.getparent()).localname[:5], t.get("typeface", "")) for t in latinska)
            return {var: namn for var, namn in par if var in ("major", "minor")}
    return {}
