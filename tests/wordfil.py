"""Gör små Word-filer att pröva mallmotorn med, och läser texten ur färdiga dokument."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NS = f'xmlns:w="{W}"'
Q = f"{{{W}}}"


def stycke(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def rad(*celler: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc><w:tcPr/>{stycke(c)}</w:tc>" for c in celler) + "</w:tr>"


def tabell(*rader: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rader)}</w:tbl>"


def delar(kropp: str, **andra: str) -> dict[str, bytes]:
    """Delarna i en mall. ``andra`` är innehållet i footnotes, endnotes, comments, header1 …"""
    alla = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {NS}><w:body>{kropp}</w:body></w:document>",
    }
    alla |= {f"word/{namn}.xml": f"<w:{namn[:4]} {NS}>{innehåll}</w:{namn[:4]}>" for namn, innehåll in andra.items()}
    return {namn: innehåll.encode() for namn, innehåll in alla.items()}


def text_i(xml: bytes) -> str:
    """Texten i en del, ett stycke per rad."""
    rot = etree.fromstring(xml)
    return "\n".join("".join(t.text or "" for t in p.iter(f"{Q}t")) for p in rot.iter(f"{Q}p"))


def packa_upp(innehåll: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(innehåll)) as arkiv:
        return {namn: arkiv.read(namn) for namn in arkiv.namelist()}


def läsbar(innehåll: bytes) -> str:
    """Ett dokument som text för facit: sidhuvud, brödtext med rubriker och tabeller, sidfot."""
    upp = packa_upp(innehåll)
    avsnitt = []
    for namn in ("word/header1.xml", "word/document.xml", "word/footer1.xml"):
        rot = etree.fromstring(upp[namn])
        behållare = rot.find(f"{Q}body") if namn.endswith("document.xml") else rot
        avsnitt.append(f"--- {namn.removeprefix('word/').removesuffix('.xml')}\n" + "\n".join(_block(behållare)))
    return "\n".join(avsnitt).replace("\u00a0", "·") + "\n"


def kommentarer(innehåll: bytes) -> list[tuple[str, str]]:
    """Kommentarerna i den ordning de står i texten: orden som de gäller, och vad de säger."""
    upp = packa_upp(innehåll)
    if "word/comments.xml" not in upp:
        return []
    säger = {
        k.get(f"{Q}id"): "\n".join("".join(t.text or "" for t in p.iter(f"{Q}t")) for p in k.iter(f"{Q}p"))
        for k in etree.fromstring(upp["word/comments.xml"]).iter(f"{Q}comment")
    }
    öppna: dict[str, str] = {}
    svar = []
    for element in etree.fromstring(upp["word/document.xml"]).iter():
        id_ = element.get(f"{Q}id", "")
        if element.tag == f"{Q}commentRangeStart":
            öppna[id_] = ""
        elif element.tag == f"{Q}commentRangeEnd":
            svar.append((öppna.pop(id_), säger[id_]))
        elif element.tag == f"{Q}t":
            öppna = {k: ord_ + (element.text or "") for k, ord_ in öppna.items()}
    return svar


def _block(behållare: etree._Element) -> Iterator[str]:
    for element in behållare:
        if element.tag == f"{Q}p":
            yield _stycket(element)
        elif element.tag == f"{Q}tbl":
            for tabellrad in element.iter(f"{Q}tr"):
                celler = [
                    " / ".join(filter(None, map(_stycket, cell.iter(f"{Q}p")))) for cell in tabellrad.iter(f"{Q}tc")
                ]
                yield "| " + " | ".join(celler) + " |"


def _stycket(p: etree._Element) -> str:
    stil = p.find(f"{Q}pPr/{Q}pStyle")
    namn = stil.get(f"{Q}val") if stil is not None else ""
    text = "".join(
        "\t" if t.tag == f"{Q}tab" else t.text or "" for t in p.iter(f"{Q}t", f"{Q}tab") if t.getparent().tag == f"{Q}r"
    )
    märke = {"Rubrik": "# ", "Rubrik1": "## ", "Rubrik2": "### ", "Avtalsstycke": "§ ", "Underskriftslinje": "______"}
    return f"{märke.get(namn, '')}{text}"
