"""Vet hur ett utkast bär med sig sitt original: så att det som ändras i Word kan skiljas från det som stod där.

Originalet och intyget ligger packade i en egen del av filen (”custom XML”). Word och LibreOffice lämnar den i fred när
filen sparas, vad den än heter då och vart den än skickas.
"""

from __future__ import annotations

import base64
import binascii
import io
import json
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from avtalsgenerator.fel import Dokumentfel, Mallfel
from avtalsgenerator.granskning.intyg import SCHEMA
from avtalsgenerator.malltext import tolka_xml
from avtalsgenerator.paket import STÖRSTA_UPPACKAD, packa, packa_upp

if TYPE_CHECKING:
    from collections.abc import Mapping

_RUM = "urn:avtalsgenerator:utkast"
_DELEN, _INTYGET = "utkast.docx", "intyg.json"
_KOPPLING = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DOKUMENTETS = "word/_rels/document.xml.rels"
_EGENSKAPSTYP = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"


@dataclass(frozen=True)
class Original:
    """Ett utkast så som det gjordes, och dess intyg."""

    innehåll: bytes
    intyg: Mapping[str, Any]


def med_original(utkast: bytes, intyg: bytes) -> bytes:
    """Utkastet med sig självt och sitt intyg i en egen del."""
    delar = packa_upp(utkast)
    nummer = next(n for n in range(1, len(delar) + 2) if f"customXml/item{n}.xml" not in delar)
    packat = base64.b64encode(packa({_DELEN: utkast, _INTYGET: intyg})).decode("ascii")
    egenskaper = (
        '<ds:datastoreItem ds:itemID="{5F0B6E1D-8C7A-4B0E-9A55-6A1D2F3C4E5B}"'
        ' xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{_RUM}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    nya = {
        f"customXml/item{nummer}.xml": f'<utkast xmlns="{_RUM}">{packat}</utkast>',
        f"customXml/itemProps{nummer}.xml": egenskaper,
        f"customXml/_rels/item{nummer}.xml.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{_KOPPLING}/customXmlProps" Target="itemProps{nummer}.xml"/>'
            "</Relationships>"
        ),
    }
    deklaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    for namn, xml in nya.items():
        delar[namn] = f"{deklaration}{xml}".encode()
    koppling = f'<Relationship Id="rIdOriginal" Type="{_KOPPLING}/customXml" Target="../customXml/item{nummer}.xml"/>'
    delar[_DOKUMENTETS] = _före_slutet(delar[_DOKUMENTETS], koppling)
    typ = f'<Override PartName="/customXml/itemProps{nummer}.xml" ContentType="{_EGENSKAPSTYP}"/>'
    delar["[Content_Types].xml"] = _före_slutet(delar["[Content_Types].xml"], typ)
    return packa(delar)


def _före_slutet(xml: bytes, nytt: str) -> bytes:
    """Elementet sist i rotelementet."""
    före, slut, efter = xml.rpartition(b"</")
    return före + nytt.encode() + slut + efter


def originalet(namn: str, delar: Mapping[str, bytes]) -> Original | None:
    """Originalet i ett dokument; inget om det inte har något. Kastar ``Dokumentfel`` om det inte går att läsa."""
    for del_, innehåll in delar.items():
        if del_.startswith("customXml/") and del_.endswith(".xml") and _RUM.encode() in innehåll:
            try:
                rot = tolka_xml(namn, innehåll)
                if rot.tag == f"{{{_RUM}}}utkast":
                    return _packat_upp(base64.b64decode("".join((rot.text or "").split()), validate=True))
            except (Mallfel, binascii.Error, zipfile.BadZipFile, KeyError, ValueError):
                raise Dokumentfel(
                    f"{namn}: utkastets original, som ska ligga dolt i filen, går inte att läsa",
                    "Ange det utkast som skickades i väg: avtal granska FIL.docx --mot UTKAST.docx",
                ) from None
    return None


def är_utkast_av(delar: Mapping[str, bytes], namn: str, slag: str, part: str | None) -> bool:
    """Om dokumentet är ett utkast av ett visst slag av dokument i en handling, vad filen än heter."""
    return vad_det_är(delar) == (namn, slag, part)


def vad_det_är(delar: Mapping[str, bytes]) -> tuple[str, str, str | None] | None:
    """Handlingen, slaget av dokument och parten som ett utkast gäller; inget om dokumentet inte är ett utkast."""
    try:
        original = originalet("", delar)
    except Dokumentfel:
        return None
    if original is None:
        return None
    gäller = original.intyg["gäller"]
    return gäller["namn"], original.intyg["dokument"]["slag"], gäller["part"]


def _packat_upp(packat: bytes) -> Original:
    with zipfile.ZipFile(io.BytesIO(packat)) as arkiv:
        if sum(post.file_size for post in arkiv.infolist()) > STÖRSTA_UPPACKAD:
            raise ValueError("för stort")
        intyg: dict[str, Any] = json.loads(arkiv.read(_INTYGET))
        if intyg["schema"] != SCHEMA:
            raise ValueError("annan version")
        return Original(arkiv.read(_DELEN), intyg)
