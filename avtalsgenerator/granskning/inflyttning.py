"""Vet vad som följer med när något ur ett dokument sätts in i ett annat: bilder, länkar, listor och noter."""

from __future__ import annotations

import copy
import posixpath
from typing import TYPE_CHECKING

from lxml import etree

from avtalsgenerator.granskning.jamforbart import (
    DOKUMENT,
    KOPPLING,
    PAKET,
    TYPER,
    kopplingsattribut,
    kopplingsfil,
    mål_för,
    textdelar,
)
from avtalsgenerator.granskning.styckebitar import NOTER
from avtalsgenerator.malltext import W

if TYPE_CHECKING:
    from collections.abc import Iterable

    from avtalsgenerator.granskning.jamforbart import Jämförbart

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_STILAR, _LISTOR = "word/styles.xml", "word/numbering.xml"
_STILREFERENS = ("pStyle", "rStyle", "tblStyle", "basedOn")


class Inflyttning:
    """Flyttar det som saknas från det gamla dokumentet till det nya. ``del_`` är delen som arbetet gäller, i båda."""

    def __init__(self, från: Jämförbart, till: Jämförbart) -> None:
        self.från, self.till = från, till
        self.del_ = (DOKUMENT, DOKUMENT)
        self.noter: dict[tuple[str, str], str] = {}
        """Slag och id för en not i det gamla dokumentet → dess id i det nya."""
        self._formatmallar = set(_formatmallar(till))
        self._listor: dict[str, str] = {}
        self._bokmärken: dict[str, str] = {}
        self._samma_formatmallar()
        _utan_bokmärken(från, till)

    def anpassa(self, element: etree._Element) -> None:
        """Gör om ett element ur det gamla dokumentet så att det står rätt i det nya."""
        for e in element.iter():
            for attribut in kopplingsattribut(e):
                self._koppla(e.get(attribut, ""))
            lokalt = etree.QName(e).localname
            if lokalt in _STILREFERENS and e.tag.startswith(W):
                self._formatmall(e.get(f"{W}val", ""))
            elif e.tag == f"{W}numId":
                e.set(f"{W}val", self._lista(e.get(f"{W}val", "0")))
            elif e.tag in NOTER:
                e.set(f"{W}id", self._not(NOTER[e.tag], e.get(f"{W}id", "")))
            elif e.tag in (f"{W}bookmarkStart", f"{W}bookmarkEnd"):
                e.set(f"{W}id", self._bokmärken.setdefault(e.get(f"{W}id", ""), str(900_000 + len(self._bokmärken))))

    def ny_del(self, slag: str) -> tuple[str, str]:
        """En ny, tom del (header, footer, footnotes …) i det nya dokumentet: dess namn och kopplingens id."""
        nr = next(i for i in range(1, 10_000) if f"word/{slag}{i}.xml" not in self.till.delar)
        namn, id_ = f"word/{slag}{nr}.xml", f"rId{slag}{nr}"
        rot = {"header": "hdr", "footer": "ftr"}.get(slag, slag)
        self._lägg_till_del(namn, etree.Element(f"{W}{rot}", nsmap={"w": W[1:-1]}), f"{_WORD}.{slag}+xml")
        self._lägg_till_koppling(DOKUMENT, {"Id": id_, "Type": f"{KOPPLING}/{slag}", "Target": f"{slag}{nr}.xml"})
        return namn, id_

    def _lägg_till_del(self, namn: str, rot: etree._Element, typ: str) -> None:
        self.till.rötter[namn] = rot
        self.till.delar[namn] = b""
        etree.SubElement(
            self.till.rötter["[Content_Types].xml"], f"{TYPER}Override", {"PartName": f"/{namn}", "ContentType": typ}
        )

    def _lägg_till_koppling(self, del_: str, egenskaper: dict[str, str]) -> None:
        fil = kopplingsfil(del_)
        if fil not in self.till.rötter:
            self.till.rötter[fil] = etree.Element(f"{PAKET}Relationships", nsmap={None: PAKET[1:-1]})  # type: ignore[dict-item]
        etree.SubElement(self.till.rötter[fil], f"{PAKET}Relationship", egenskaper)

    def _koppla(self, id_: str) -> None:
        """Samma id betyder samma innehåll i båda dokumenten, så bara det som saknas behöver flyttas."""
        från, till = self.del_
        koppling = self.från.kopplingar(från).get(id_)
        if koppling is None or id_ in self.till.kopplingar(till):
            return
        egenskaper = {str(k): str(v) for k, v in koppling.attrib.items()}
        if egenskaper.get("TargetMode") != "External":
            egenskaper["Target"] = "/" + self._kopiera(mål_för(från, koppling), id_)
        self._lägg_till_koppling(till, egenskaper)

    def _kopiera(self, del_: str, id_: str) -> str:
        """Kopierar en del med det som den i sin tur hänvisar till. Ger dess nya namn."""
        bas, ändelse = posixpath.splitext(del_)
        namn = f"{bas}-{id_}{ändelse}"
        if namn in self.till.delar or del_ not in self.från.delar:
            return namn
        self.till.delar[namn] = self.från.delar[del_]
        if del_ in self.från.rötter:
            self.till.rötter[namn] = copy.deepcopy(self.från.rötter[del_])
        self._innehållstyp(del_, namn)
        for inre, koppling in self.från.kopplingar(del_).items():
            egenskaper = {str(k): str(v) for k, v in koppling.attrib.items()}
            if egenskaper.get("TargetMode") != "External":
                egenskaper["Target"] = "/" + self._kopiera(mål_för(del_, koppling), f"{id_}{inre}")
            self._lägg_till_koppling(namn, egenskaper)
        return namn

    def _innehållstyp(self, del_: str, namn: str) -> None:
        gamla, nya = (d.rötter["[Content_Types].xml"] for d in (self.från, self.till))
        ändelse = posixpath.splitext(del_)[1].lstrip(".").lower()
        typ = next((t for t in gamla if t.get("PartName") == f"/{del_}"), None)
        if typ is None:
            typ = next((t for t in gamla if t.get("Extension", "").lower() == ändelse), None)
        if typ is not None:
            etree.SubElement(
                nya, f"{TYPER}Override", {"PartName": f"/{namn}", "ContentType": typ.get("ContentType", "")}
            )

    def _samma_formatmallar(self) -> None:
        """En formatmall som heter lika i båda men har olika id (Rubrik1, Heading1) räknas som samma."""
        namn = {n: id_ for id_, n in _formatmallar(self.till).items()}
        finns = self._formatmallar
        byt = {id_: namn[n] for id_, n in _formatmallar(self.från).items() if id_ not in finns and n in namn}
        for del_ in textdelar(self.från) if byt else ():
            for e in self.från.rötter[del_].iter(*(f"{W}{n}" for n in _STILREFERENS)):
                e.set(f"{W}val", byt.get(e.get(f"{W}val", ""), e.get(f"{W}val", "")))

    def _formatmall(self, id_: str) -> None:
        stilar = self.till.rötter.get(_STILAR)
        stil = _med_id(self.från.rötter.get(_STILAR), "style", "styleId", id_)
        if id_ in self._formatmallar or stilar is None or stil is None:
            return
        self._formatmallar.add(id_)
        ny = copy.deepcopy(stil)
        for bort in ny.findall(f"{W}link") + ny.findall(f"{W}next"):
            ny.remove(bort)
        ny.attrib.pop(f"{W}default", "")
        stilar.append(ny)
        self.anpassa(ny)

    def _lista(self, id_: str) -> str:
        """Listans id i det nya dokumentet. Är listorna desamma i båda behåller den sitt."""
        if id_ == "0" or self.från.delar.get(_LISTOR) == self.till.delar.get(_LISTOR):
            return id_
        if id_ not in self._listor:
            self._listor[id_] = self._kopiera_lista(id_)
        return self._listor[id_]

    def _kopiera_lista(self, id_: str) -> str:
        gamla = self.från.rötter.get(_LISTOR)
        num = _med_id(gamla, "num", "numId", id_)
        abstrakt = num.find(f"{W}abstractNumId") if num is not None else None
        vad = "" if abstrakt is None else abstrakt.get(f"{W}val", "")
        lista = _med_id(gamla, "abstractNum", "abstractNumId", vad)
        if num is None or lista is None:
            return "0"
        if _LISTOR not in self.till.rötter:
            self._lägg_till_del(_LISTOR, etree.Element(f"{W}numbering", nsmap={"w": W[1:-1]}), f"{_WORD}.numbering+xml")
            self._lägg_till_koppling(
                DOKUMENT, {"Id": "rIdListor", "Type": f"{KOPPLING}/numbering", "Target": "numbering.xml"}
            )
        nya = self.till.rötter[_LISTOR]
        lista, num = copy.deepcopy(lista), copy.deepcopy(num)
        nummer = [
            _efter(e.get(f"{W}{attribut}", "") for e in nya.iter(f"{W}{namn}"))
            for namn, attribut in (("abstractNum", "abstractNumId"), ("num", "numId"))
        ]
        lista.set(f"{W}abstractNumId", nummer[0])
        num.set(f"{W}numId", nummer[1])
        for kopplad in num.iter(f"{W}abstractNumId"):
            kopplad.set(f"{W}val", nummer[0])
        for bort in lista.findall(f"{W}nsid"):
            lista.remove(bort)
        nya.insert(len(nya.findall(f"{W}numPicBullet")) + len(nya.findall(f"{W}abstractNum")), lista)
        nya.append(num)
        return nummer[1]

    def _not(self, slag: str, id_: str) -> str:
        if (slag, id_) not in self.noter:
            rot = self.till.rötter[self.notdel(slag)]
            finns = [n.get(f"{W}id", "") for n in rot] + [n for (s, _), n in self.noter.items() if s == slag]
            self.noter[slag, id_] = _efter(finns)
        return self.noter[slag, id_]

    def notdel(self, slag: str) -> str:
        """Delen med noterna i det nya dokumentet. Finns ingen läggs den till, med det gamlas avskiljare."""
        if not self.till.delen(DOKUMENT, slag):
            namn, _ = self.ny_del(slag)
            gammal = self.från.delen(DOKUMENT, slag)
            avskiljare = (n for n in self.från.rötter[gammal] if n.get(f"{W}type")) if gammal else ()
            self.till.rötter[namn].extend(map(copy.deepcopy, avskiljare))
        return self.till.delen(DOKUMENT, slag)


def _formatmallar(dokument: Jämförbart) -> dict[str, tuple[str, str]]:
    """Slaget och namnet på varje formatmall, efter id."""
    rot = dokument.rötter.get(_STILAR)
    svar = {}
    for stil in () if rot is None else rot.iter(f"{W}style"):
        namn = stil.find(f"{W}name")
        svar[stil.get(f"{W}styleId", "")] = (
            stil.get(f"{W}type", ""),
            "" if namn is None else namn.get(f"{W}val", "").lower(),
        )
    return svar


def formatmallens_namn(dokument: Jämförbart, id_: str) -> str:
    """Formatmallens namn så som Word visar det."""
    stil = _med_id(dokument.rötter.get(_STILAR), "style", "styleId", id_)
    namn = None if stil is None else stil.find(f"{W}name")
    return (namn.get(f"{W}val", "") if namn is not None else "") or id_ or "Normal"


def _med_id(rot: etree._Element | None, element: str, attribut: str, id_: str) -> etree._Element | None:
    alla = () if rot is None else rot.iter(f"{W}{element}")
    return next((e for e in alla if e.get(f"{W}{attribut}") == id_), None)


def _efter(nummer: Iterable[str]) -> str:
    """Numret efter det största."""
    return str(max((int(n) for n in nummer if n.isdecimal()), default=0) + 1)


def _utan_bokmärken(från: Jämförbart, till: Jämförbart) -> None:
    """Tar bort de bokmärken i det gamla dokumentet som också finns i det nya, eller som inte ryms i ett stycke."""
    start = f"{W}bookmarkStart"
    finns = {b.get(f"{W}name") for del_ in textdelar(till) for b in till.rötter[del_].iter(start)}
    for del_ in textdelar(från):
        rot = från.rötter[del_]
        hela = {
            b.get(f"{W}id")
            for p in rot.iter(f"{W}p")
            for b in p.iterchildren(start)
            if b.get(f"{W}name") not in finns
            and any(s.get(f"{W}id") == b.get(f"{W}id") for s in p.iterchildren(f"{W}bookmarkEnd"))
        }
        for b in list(rot.iter(start, f"{W}bookmarkEnd")):
            ägare = b.getparent()
            if b.get(f"{W}id") not in hela and ägare is not None:
                ägare.remove(b)
