"""Vet vad som skiljer två Word-dokument, och gör ett dokument med skillnaden som Words spårade ändringar.

Godkänns alla ändringar blir det den nya texten, avvisas alla blir det den gamla: ord för ord, stycke för stycke och
cell för cell. Utseendet är det nyas, utom i det som är struket.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from lxml import etree

from avtalsgenerator.granskning.inflyttning import Inflyttning
from avtalsgenerator.granskning.jamforbart import (
    DOKUMENT,
    R,
    blocken,
    sluta_med_stycke,
    slutar_med_tabell,
    textdelar,
    är_sidmärke,
)
from avtalsgenerator.granskning.likhet import Likhet, blocktext, rader
from avtalsgenerator.granskning.numrering import Numrering
from avtalsgenerator.granskning.parning import jämför_ord, para
from avtalsgenerator.granskning.sammandrag import Sammandrag, Ändring
from avtalsgenerator.granskning.sparade import Penna, utan_märken
from avtalsgenerator.granskning.styckebitar import NOTER, bitar, form, notbitar, nothänvisningar, ord_i
from avtalsgenerator.granskning.stycken import ordna_slut
from avtalsgenerator.malltext import W

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from avtalsgenerator.granskning.jamforbart import Jämförbart
    from avtalsgenerator.granskning.sammandrag import Vad
    from avtalsgenerator.granskning.sparade import Status
    from avtalsgenerator.granskning.styckebitar import Bit
    from avtalsgenerator.granskning.stycken import Blocksteg

Oparad: TypeAlias = 'Literal["bort", "ny"]'
_SIDDELAR = {f"{W}headerReference": ("header", "Sidhuvudet"), f"{W}footerReference": ("footer", "Sidfoten")}
_NOTORD = {"footnotes": "fotnot", "endnotes": "slutnot"}


@dataclass(frozen=True)
class Skillnad:
    """Skillnaderna i ordning, de paragrafer som har fått nya nummer, och dokumentet med dem som spårade ändringar."""

    gammalt: str
    nytt: str
    ändringar: tuple[Ändring, ...]
    nya_nummer: tuple[tuple[str, str], ...]
    innehåll: bytes
    nummer: tuple[tuple[str, ...], tuple[str, ...]]
    """Numret på varje stycke i brödtexten, utom i tabeller, i det gamla och i det nya."""


def jämför(gammalt: Jämförbart, nytt: Jämförbart, dag: date) -> Skillnad:
    """Jämför två dokument. ``dag`` står på de spårade ändringarna. Det nya görs om och går inte att jämföra igen."""
    nummer = _numren(gammalt), _numren(nytt)
    jämförare = _Jämförare(gammalt, nytt, dag)
    jämförare.kör()
    s = jämförare.sammandrag
    return Skillnad(gammalt.namn, nytt.namn, tuple(s.ändringar), tuple(s.nya_nummer), nytt.packat(), nummer)


class _Jämförare:
    """Går igenom två dokument, skriver skillnaden i det nya och noterar den."""

    def __init__(self, gammalt: Jämförbart, nytt: Jämförbart, dag: date) -> None:
        self.gammalt, self.nytt = gammalt, nytt
        self.flytt = Inflyttning(gammalt, nytt)
        idn = (e.get(f"{W}id", "") for del_ in textdelar(nytt) for e in nytt.rötter[del_].iter())
        störst = max((int(i) for i in idn if i.isdecimal() and len(i) <= len("999999")), default=0)
        self.penna = Penna(dag, störst, self.flytt.anpassa)
        self.sammandrag = Sammandrag(gammalt, nytt)
        self.noter: dict[tuple[str, str, str], str] = {}
        """Noter att gå igenom → platsen: slag, id i det gamla och id i det nya (tomt om den inte finns där)."""
        self.klara: set[str] = set()
        self.likhet = Likhet()

    def kör(self) -> None:
        """Brödtexten, sidhuvudena och sidfötterna, och sist noterna."""
        sist = [next(iter(d.kropp.iterchildren(f"{W}sectPr")), None) for d in (self.gammalt, self.nytt)]
        kroppar = (self.gammalt.kropp, self.nytt.kropp)
        if not all(map(slutar_med_tabell, kroppar)):
            for kropp in kroppar:
                sluta_med_stycke(kropp)
        self._ersätt(*kroppar, i_brödtexten=True)
        if sist[1] is not None:
            self._siddelar(sist[0], sist[1])
        for (slag, gammal, ny), plats in list(self.noter.items()):
            self.sammandrag.plats = f"{plats}, {_NOTORD[slag]}"
            self._noten(slag, gammal, ny)

    def _ersätt(self, gammal: etree._Element | None, ny: etree._Element, *, i_brödtexten: bool = False) -> None:
        """Sätter in skillnaden mot en gammal behållare i en ny."""
        nya = blocken(ny)
        läge = ny.index(nya[0]) if nya else sum(map(är_sidmärke, ny))
        svar = self._behållare([] if gammal is None else blocken(gammal), nya, i_brödtexten=i_brödtexten)
        for block in nya:
            if block.getparent() is ny:
                ny.remove(block)
        for nr, block in enumerate(svar):
            ny.insert(läge + nr, block)

    def _behållare(
        self, a: Sequence[etree._Element], b: Sequence[etree._Element], *, i_brödtexten: bool = False
    ) -> list[etree._Element]:
        svar = []
        for s in ordna_slut(para(a, b, self.likhet.nyckel, self.likhet.block), hel=bool(a) and bool(b)):
            sagt = i_brödtexten and self.sammandrag.vid(s.slag, s.a, s.b)
            svar.append(self._stycke(s, sagt=sagt) if s.är_stycke else self._tabell(s, sagt=sagt))
        return svar

    def _stycke(self, s: Blocksteg, *, sagt: bool) -> etree._Element:
        if s.a is not None and s.b is not None:
            return self._par(s, s.a, s.b)
        block, status = _det_enda(s.a, s.b)
        self._notera(block, status, "stycke", sagt=sagt)
        if s.märke == status:
            return self.penna.helt(block, status)
        bitar_ = bitar(block) if status == "ny" else utan_märken(bitar(block))
        return self._med_form(s, [(status, bitar_)])

    def _notera(self, block: etree._Element, status: Oparad, vad: Vad, *, sagt: bool) -> None:
        if not sagt:
            self.sammandrag.helt(vad, status, blocktext(block))
        for n in nothänvisningar(block):
            id_ = n.get(f"{W}id", "")
            self._not(NOTER[n.tag], *((id_, "") if status == "bort" else ("", id_)))

    def _not(self, slag: str, gammal: str, ny: str) -> None:
        self.noter.setdefault((slag, gammal, ny), self.sammandrag.plats)

    def _par(self, s: Blocksteg, a: etree._Element, b: etree._Element) -> etree._Element:
        if (avsnitt := b.find(f"{W}pPr/{W}sectPr")) is not None:
            self._siddelar(a.find(f"{W}pPr/{W}sectPr"), avsnitt)
        if self.likhet.nyckel(a) == self.likhet.nyckel(b) and s.märke == "lika":
            self._samma_noter(a, b)
            return b
        if form(a) != form(b):
            self.sammandrag.formändring(a, b)
        delar: list[tuple[Status, list[Bit]]] = []
        olika = jämför_ord(ord_i(utan_märken(bitar(a))), ord_i(bitar(b)))
        self.sammandrag.ord_(olika)
        for del_ in olika:
            gamla, nya = ([bit for o in ord_ for bit in o.bitar] for ord_ in (del_.a, del_.b))
            delar += [("lika", nya)] if del_.lika else [("bort", gamla), ("ny", nya)]
            for x, y in zip(notbitar(gamla), notbitar(nya), strict=True) if del_.lika else ():
                self._not(x[0], x[1], y[1])
            for slag, id_ in () if del_.lika else notbitar(gamla):
                self._not(slag, id_, "")
            for slag, id_ in () if del_.lika else notbitar(nya):
                self._not(slag, "", id_)
        return self._med_form(s, delar)

    def _med_form(self, s: Blocksteg, delar: Sequence[tuple[Status, Sequence[Bit]]]) -> etree._Element:
        ny_form = s.förut is not None and s.form is not None and form(s.förut) != form(s.form)
        former = (None if x is None else x.find(f"{W}pPr") for x in (s.form, s.förut))
        nu, förut = former
        return self.penna.stycke(nu, delar, s.märke, förut=förut, ny_form=ny_form)

    def _samma_noter(self, a: etree._Element, b: etree._Element) -> None:
        for x, y in zip(nothänvisningar(a), nothänvisningar(b), strict=True):
            self._not(NOTER[x.tag], x.get(f"{W}id", ""), y.get(f"{W}id", ""))

    def _tabell(self, s: Blocksteg, *, sagt: bool) -> etree._Element:
        if s.a is None or s.b is None:
            block, status = _det_enda(s.a, s.b)
            self._notera(block, status, "tabell", sagt=sagt)
            return self.penna.helt(block, status)
        if self.likhet.nyckel(s.a) == self.likhet.nyckel(s.b):
            self._samma_noter(s.a, s.b)
            return s.b
        ny = etree.Element(f"{W}tbl")
        ny.extend(copy.deepcopy(e) for e in s.b if e.tag != f"{W}tr")
        for rad in para(rader(s.a), rader(s.b), self.likhet.radnyckel, self.likhet.rader):
            ny.append(self._rad(rad.a, rad.b))
        return ny

    def _rad(self, a: etree._Element | None, b: etree._Element | None) -> etree._Element:
        if a is None or b is None:
            rad, status = _det_enda(a, b)
            self._notera(rad, status, "rad", sagt=False)
            return self.penna.rad(rad, status)
        ny = etree.Element(f"{W}tr")
        ny.extend(copy.deepcopy(e) for e in b if e.tag != f"{W}tc")
        förut, namn = self.sammandrag.rad, blocktext(next(b.iterchildren(f"{W}tc"), b))
        par = zip(a.iterchildren(f"{W}tc"), b.iterchildren(f"{W}tc"), strict=True)
        for nr, (ta, tb) in enumerate(par):
            self.sammandrag.rad = namn if nr else ""
            cell = etree.SubElement(ny, f"{W}tc")
            cell.extend(copy.deepcopy(e) for e in tb.iterchildren(f"{W}tcPr"))
            cell.extend(self._behållare(blocken(ta), blocken(tb)))
        self.sammandrag.rad = förut
        return ny

    def _siddelar(self, a: etree._Element | None, b: etree._Element) -> None:
        """Sidhuvuden och sidfötter i två avsnitt som svarar mot varandra."""
        plats, delar = self.sammandrag.plats, self.flytt.del_
        for tagg, (slag, namn) in _SIDDELAR.items():
            gamla, nya = ({} if x is None else d.siddelar(x, tagg) for d, x in ((self.gammalt, a), (self.nytt, b)))
            for vilken in sorted({*gamla, *nya}):
                if vilken not in nya:
                    nya[vilken], id_ = self.flytt.ny_del(slag)
                    b.insert(0, etree.Element(tagg, {f"{W}type": vilken, f"{R}id": id_}))
                if nya[vilken] in self.klara:
                    continue
                self.klara.add(nya[vilken])
                self.sammandrag.plats, self.sammandrag.rad = namn, ""
                self.flytt.del_ = (gamla.get(vilken, ""), nya[vilken])
                gammal = self.gammalt.rötter[gamla[vilken]] if vilken in gamla else None
                self._ersätt(gammal, self.nytt.rötter[nya[vilken]])
        self.sammandrag.plats, self.flytt.del_ = plats, delar

    def _noten(self, slag: str, gammal: str, ny: str) -> None:
        a_del, b_del = self.gammalt.delen(DOKUMENT, slag), self.flytt.notdel(slag)
        self.flytt.del_ = (a_del, b_del)
        rot = self.nytt.rötter[b_del]
        a, b = self.gammalt.noten(slag, gammal), self.nytt.noten(slag, ny)
        if b is None and a is not None:
            b = etree.SubElement(rot, a.tag, {f"{W}id": self.flytt.noter[slag, gammal]})
        if b is not None:
            self._ersätt(a, b)


def _numren(dokument: Jämförbart) -> tuple[str, ...]:
    numrering = Numrering.i(dokument.delar)
    return tuple(numrering.nummer(p) for p in dokument.kropp.iterchildren(f"{W}p"))


def _det_enda(a: etree._Element | None, b: etree._Element | None) -> tuple[etree._Element, Oparad]:
    """Det som bara finns i det ena dokumentet, och om det är borttaget eller nytt."""
    if a is not None:
        return a, "bort"
    if b is None:
        raise ValueError("ett steg har varken gammalt eller nytt")
    return b, "ny"
