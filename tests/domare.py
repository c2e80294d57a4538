"""Dömer vad ett Word-dokument med spårade ändringar säger när alla ändringar godkänns, eller när alla avvisas.

Skriven för sig, utan något ur programmet: den läser bara det som Word gör av filen. Ett stycke vars styckemärke
försvinner går ihop med nästa stycke. Ett styckemärke sist i en cell, en not, ett sidhuvud eller texten kan inte
försvinna; före en tabell försvinner det bara om stycket är tomt.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
UTANFÖR = ("Utkastrad", "Utkastrubrik", "Utkastfel", "Utkasttext")
"""Utkastets egna sidor och märke, som inte jämförs."""


@dataclass
class Stycke:
    stil: str
    text: str

    def __repr__(self) -> str:
        return f"{self.stil or '-'}: {self.text!r}"


@dataclass
class Domare:
    """``bort`` är elementet vars innehåll försvinner, ``kvar`` det vars innehåll står kvar."""

    delar: dict[str, bytes]
    bort: str
    kvar: str
    noter: dict[str, dict[str, etree._Element]] = field(default_factory=dict)

    def doma(self) -> dict[str, Any]:
        kopplingar = {}
        rels = self.delar.get("word/_rels/document.xml.rels")
        for k in etree.fromstring(rels) if rels else ():
            if k.get("TargetMode") != "External":
                mål = posixpath.normpath(posixpath.join("/word", k.get("Target"))).lstrip("/")
                kopplingar[k.get("Id")] = (k.get("Type").rsplit("/", 1)[1], mål)
        for slag, mål in kopplingar.values():
            if slag in ("footnotes", "endnotes"):
                self.noter[slag] = {n.get(f"{W}id"): n for n in etree.fromstring(self.delar[mål])}
        kropp = etree.fromstring(self.delar["word/document.xml"])[0]
        if [e.tag for e in kropp if e.tag != f"{W}sectPr"][-1:] != [f"{W}p"]:
            etree.SubElement(kropp, f"{W}p")  # så gör Word när filen öppnas
        svar = {"text": self.behållare(kropp)}
        for e in kropp.findall(f"{W}sectPr/*"):
            if e.tag in (f"{W}headerReference", f"{W}footerReference"):
                slag, mål = kopplingar[e.get(f"{R}id")]
                innehåll = self.behållare(etree.fromstring(self.delar[mål]))
                if any(not isinstance(b, Stycke) or b.text for b in innehåll):
                    svar[f"{slag} {e.get(f'{W}type')}"] = innehåll
        return svar

    def behållare(self, rot: etree._Element) -> list[Any]:
        svar: list[Any] = []
        väntar = None
        for block in self.utan_skal(rot):
            if block.tag == f"{W}tbl":
                rader = [
                    self.rad(r) for r in self.utan_skal(block) if r.tag == f"{W}tr" and not self.radens(r, self.bort)
                ]
                if not rader:
                    continue
                if väntar:
                    svar.append(Stycke("?", väntar))
                väntar = None
                svar.append(rader)
            elif block.tag == f"{W}p":
                stil, text = self.stil(block), self.text(block)
                if stil in UTANFÖR:
                    continue
                text = (väntar or "") + text
                väntar = None
                if block.find(f"{W}pPr/{W}rPr/{W}{self.bort}") is not None:
                    väntar = text
                else:
                    svar.append(Stycke(stil, text))
        if väntar is not None:
            svar.append(Stycke("sist", väntar))
        return svar

    def utan_skal(self, rot: etree._Element) -> list[etree._Element]:
        svar = []
        for e in rot:
            svar += self.utan_skal(e[-1]) if e.tag == f"{W}sdt" else [e]
        return svar

    def radens(self, rad: etree._Element, vad: str) -> bool:
        return rad.find(f"{W}trPr/{W}{vad}") is not None

    def rad(self, rad: etree._Element) -> list[list[Any]]:
        return [self.behållare(cell) for cell in self.utan_skal(rad) if cell.tag == f"{W}tc"]

    def stil(self, stycke: etree._Element) -> str:
        förut = stycke.find(f"{W}pPr/{W}pPrChange/{W}pPr")
        form = förut if förut is not None and self.bort == "ins" else stycke.find(f"{W}pPr")
        stil = form.find(f"{W}pStyle") if form is not None else None
        avsnitt = " (sist i avsnittet)" if stycke.find(f"{W}pPr/{W}sectPr") is not None else ""
        return (stil.get(f"{W}val") if stil is not None else "") + avsnitt

    def text(self, e: etree._Element) -> str:
        if e.tag in (f"{W}{self.bort}", f"{W}pPr", f"{W}rPr", f"{W}sdtPr", f"{W}pict", f"{W}drawing"):
            return ""
        if e.tag in (f"{W}t", f"{W}delText"):
            return e.text or ""
        if e.tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            slag = etree.QName(e).localname.replace("Reference", "s")
            return f"[{self.behållare(self.noter[slag][e.get(f'{W}id')])}]"
        tecken = {f"{W}tab": "\t", f"{W}br": "\n"}.get(e.tag, "")
        return tecken + "".join(map(self.text, e))


def doma(innehåll: bytes, *, godkänn: bool) -> dict[str, Any]:
    """Texten när alla ändringar godkänns eller avvisas: stycken (formatmall och text) och tabeller (rader av celler)."""
    with zipfile.ZipFile(io.BytesIO(innehåll)) as arkiv:
        delar = {n: arkiv.read(n) for n in arkiv.namelist()}
    bort, kvar = ("del", "ins") if godkänn else ("ins", "del")
    return Domare(delar, bort, kvar).doma()


def som_den_är(innehåll: bytes) -> dict[str, Any]:
    """Texten i ett dokument utan spårade ändringar."""
    assert b"<w:ins " not in innehåll
    return doma(innehåll, godkänn=True)
