"""Vet vad som är ändrat i ett utkast som har kommit tillbaka: uppgifter, mallens text eller bara formen."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from avtalsgenerator.granskning.jamforbart import blocken
from avtalsgenerator.granskning.likhet import Likhet, blocktext, rader, styckena_i
from avtalsgenerator.granskning.parning import Steg, jämför_ord, para
from avtalsgenerator.granskning.rutor import RUTA, para_rutor
from avtalsgenerator.granskning.rutord import PAR, bitarna, egna_ord, i_ruta, med_rutor, nya_ord, ruta_runt
from avtalsgenerator.granskning.sammandrag import Sammandrag, visad_text
from avtalsgenerator.granskning.sparade import utan_märken
from avtalsgenerator.granskning.styckebitar import bitar, har_föremål, notbitar, ord_i, text_i
from avtalsgenerator.granskning.utseende import olika_form, olika_utseende
from avtalsgenerator.malltext import W

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml import etree

    from avtalsgenerator.granskning.jamforbart import Jämförbart
    from avtalsgenerator.granskning.parning import Orddel
    from avtalsgenerator.granskning.rutor import Ruta
    from avtalsgenerator.granskning.sammandrag import Ändring

_SIDDELAR = {f"{W}headerReference": "Sidhuvudet", f"{W}footerReference": "Sidfoten"}


@dataclass(frozen=True)
class Ändratvärde:
    """Ord ur en uppgift som är ändrade på ett ställe. ``rutan_kvar`` är falskt om rutan runt dem är borta.

    Är ``helt`` sant är ett helt stycke i en löpande text borttaget, eller nytt efter stycket ``efter_detta``.
    """

    ruta: Ruta
    plats: str
    rad: str
    efter: str
    rutan_kvar: bool = True
    helt: bool = False
    efter_detta: str = ""

    @property
    def före(self) -> str:
        return self.ruta.text


@dataclass(frozen=True)
class Ändradtext:
    """Ord utanför rutorna som är ändrade, stycket de stod i, och de uppgifter som stod bland orden."""

    ändring: Ändring
    stycke: str
    rutor: tuple[Ruta, ...] = ()


@dataclass(frozen=True)
class Ändradform:
    """En ändring som bara gäller utseendet: var, vilka ord, och vad som är ändrat."""

    plats: str
    ord_: str
    vad: str


@dataclass
class Högar:
    """Ändringarna, i den ordning de står, i tre högar."""

    fakta: list[Ändratvärde] = field(default_factory=list)
    texter: list[Ändradtext] = field(default_factory=list)
    former: list[Ändradform] = field(default_factory=list)


def sortera(
    original: Jämförbart,
    rutor_a: Sequence[Ruta],
    återkommet: Jämförbart,
    rutor_b: Sequence[Ruta],
    löpande: frozenset[str],
) -> Högar:
    """Jämför ett utkast som har kommit tillbaka med originalet. Rutorna är de som ``märk_rutor`` gav.

    ``löpande`` är taggarna på rutor som står runt stycken i löpande texter.
    """
    sorterare = _Sorterare(original, rutor_a, återkommet, rutor_b, löpande)
    sorterare.kör()
    return sorterare.högar


class _Sorterare:
    def __init__(
        self,
        original: Jämförbart,
        rutor_a: Sequence[Ruta],
        återkommet: Jämförbart,
        rutor_b: Sequence[Ruta],
        löpande: frozenset[str],
    ) -> None:
        self.a, self.b = original, återkommet
        self.rutor_a, self.rutor_b, self.löpande = rutor_a, rutor_b, löpande
        self.sammandrag = Sammandrag(original, återkommet)
        self.likhet = Likhet()
        self.högar = Högar()
        self.noter: list[tuple[str, str, str]] = []

    def kör(self) -> None:
        """Brödtexten, sidhuvudena och sidfötterna, och sist noterna."""
        self._behållare(self.a.kropp, self.b.kropp, i_brödtexten=True)
        klara: set[tuple[str, str]] = set()
        for plats, del_a, del_b in self._siddelar():
            if (del_a, del_b) not in klara:
                klara.add((del_a, del_b))
                self.sammandrag.plats = plats
                self._behållare(self.a.rötter.get(del_a), self.b.rötter.get(del_b))
        for slag, id_a, id_b in self.noter:
            self.sammandrag.plats = "Fotnoterna" if slag == "footnotes" else "Slutnoterna"
            self._behållare(self.a.noten(slag, id_a), self.b.noten(slag, id_b))

    def _siddelar(self) -> Iterable[tuple[str, str, str]]:
        """Sidhuvuden och sidfötter avsnitt för avsnitt. Ett avsnitt för mycket jämförs med det sista i det andra."""
        for tagg, plats in _SIDDELAR.items():
            gamla, nya = (_gällande(d, tagg) for d in (self.a, self.b))
            for nr in range(max(len(gamla), len(nya))):
                x, y = (alla[min(nr, len(alla) - 1)] if alla else {} for alla in (gamla, nya))
                for vilken in {**x, **y}:
                    yield plats, x.get(vilken, ""), y.get(vilken, "")

    def _behållare(self, a: etree._Element | None, b: etree._Element | None, *, i_brödtexten: bool = False) -> None:
        block_a, block_b = ([] if x is None else blocken(x) for x in (a, b))
        stycket_före: tuple[Ruta | None, etree._Element | None] = (None, None)
        for s in _med_utbytta(para(block_a, block_b, self.likhet.nyckel, self.likhet.block)):
            från = len(self.sammandrag.ändringar)
            if i_brödtexten:
                self.sammandrag.vid(s.slag, s.a, s.b)
            if från == len(self.sammandrag.ändringar) and self._löpande_stycke(s.a, s.b, *stycket_före):
                stycket_före = (stycket_före[0], s.b if s.b is not None else stycket_före[1])
            elif s.a is None or s.b is None:
                self._helt(s.a, s.b, från)
            elif s.a.tag == f"{W}p":
                stycket_före = (self._stycken(s.a, s.b), s.b)
            else:
                self._tabeller(s.a, s.b)

    def _löpande_stycke(
        self, a: etree._Element | None, b: etree._Element | None, ruta: Ruta | None, före: etree._Element | None
    ) -> bool:
        """Noterar ett stycke som är borttaget ur en löpande text, eller nytt efter ett stycke i den med samma form."""
        s = self.sammandrag
        if a is not None and b is None and (egen := self._löpande(a)):
            self.högar.fakta.append(Ändratvärde(replace(egen, text=text_i(a)), s.plats, s.rad, "", helt=True))
            return True
        if a is not None or b is None or ruta is None or före is None or not text_i(b):
            return False
        if har_föremål(bitar(b)):
            return False
        if b.tag != f"{W}p" or any(olika_form((self.b, före), (self.b, b))):
            return False
        nytt = Ändratvärde(replace(ruta, text=""), s.plats, s.rad, text_i(b), helt=True, efter_detta=text_i(före))
        self.högar.fakta.append(nytt)
        return True

    def _löpande(self, stycke: etree._Element) -> Ruta | None:
        """Rutan, om hela stycket är ord ur en löpande text."""
        rutor = self._rutor_i(stycke, self.rutor_a) if stycke.tag == f"{W}p" else []
        hela = bool(rutor) and "".join(r.text for r in rutor) == text_i(stycke)
        return rutor[0] if hela and {r.tagg for r in rutor} == {rutor[0].tagg} <= self.löpande else None

    def _helt(self, a: etree._Element | None, b: etree._Element | None, från: int, *, rad: bool = False) -> None:
        """Ett stycke, en rad eller en tabell som är borttagen eller ny. Tomma stycken är bara form."""
        block, slag = (a, "bort") if a is not None else (b, "ny")
        if block is None:
            return
        stycken = styckena_i(block)
        for noter in (notbitar(bitar(p)) for p in stycken):
            self.noter += [(x, id_, "") if slag == "bort" else (x, "", id_) for x, id_ in noter]
        text = ", ".join(filter(None, (visad_text(bitar(p)).strip() for p in stycken)))
        if not text and not rad and block.tag == f"{W}p":
            vad = "tomt stycke borttaget" if slag == "bort" else "tomt stycke tillagt"
            self.högar.former.append(Ändradform(self.sammandrag.plats, "", vad))
            return
        rutor = self._rutor_i(block, self.rutor_a if slag == "bort" else self.rutor_b)
        if från == len(self.sammandrag.ändringar):  # en rubrik är redan noterad, som ny eller borttagen paragraf
            vad_ = "rad" if rad else "stycke" if block.tag == f"{W}p" else "tabell"
            self.sammandrag.helt(vad_, slag, text)  # type: ignore[arg-type]
        self._ta_med(från, text if slag == "bort" else "", rutor)

    def _ta_med(self, från: int, stycke: str, rutor: Sequence[Ruta]) -> None:
        """Flyttar det som sammandraget har noterat till högen med text."""
        for ändring in self.sammandrag.ändringar[från:]:
            self.högar.texter.append(Ändradtext(ändring, stycke, tuple(rutor)))

    def _rutor_i(self, block: etree._Element, rutor: Sequence[Ruta]) -> list[Ruta]:
        nummer = dict.fromkeys(k.get(RUTA, "") for k in block.iter(f"{W}r") if k.get(RUTA))
        return [rutor[int(n)] for n in nummer]

    def _stycken(self, a: etree._Element, b: etree._Element) -> Ruta | None:
        """Noterar det som är ändrat i ett stycke. I ett stycke löpande text är varje ändring en ändrad uppgift.

        Ger rutan om stycket är löpande text.
        """
        for vad in olika_form((self.a, a), (self.b, b)):
            self.högar.former.append(Ändradform(self.sammandrag.plats, text_i(b), vad))
        före, rutor_a, rutor_b = len(self.högar.fakta), self._rutor_i(a, self.rutor_a), self._rutor_i(b, self.rutor_b)
        par = para_rutor(rutor_a, rutor_b)
        for x, y in par:
            if x.text != y.text:
                self._fakta(x, y.text)
        nycklar_a = {str(x.nummer): f"{PAR}{n}" for n, (x, _) in enumerate(par)}
        nycklar_b = {str(y.nummer): f"{PAR}{n}" for n, (_, y) in enumerate(par)}
        bitar_a, bitar_b = (utan_märken(bitar(x)) for x in (a, b))
        delar = jämför_ord(ord_i(med_rutor(bitar_a, nycklar_a)), ord_i(med_rutor(bitar_b, nycklar_b)))
        for ord_, vad in olika_utseende(bitar_a, bitar_b):
            self.högar.former.append(Ändradform(self.sammandrag.plats, ord_, vad))
        self._noter(delar)
        borta = {str(r.nummer): r for r in rutor_a if str(r.nummer) not in nycklar_a}
        hela, kvar = self._löpande(a), self._utan_ruta(delar, borta)
        if hela and (kvar or len(par) < max(len(rutor_a), len(rutor_b))):
            del self.högar.fakta[före:]
            if text_i(a) != text_i(b):
                self._fakta(replace(hela, text=text_i(a)), text_i(b))
            kvar = [d for d in kvar if har_föremål(bitarna((*d.a, *d.b)))]
        for del_ in kvar:
            från = len(self.sammandrag.ändringar)
            self.sammandrag.ord_([del_])
            rutor = [borta[n] for n in dict.fromkeys(map(ruta_runt, bitarna(del_.a))) if n in borta]
            self._ta_med(från, text_i(a), rutor)
        return hela

    def _fakta(self, ruta: Ruta, efter: str, *, kvar: bool = True) -> None:
        s = self.sammandrag
        self.högar.fakta.append(Ändratvärde(ruta, s.plats, s.rad, efter, kvar))

    def _utan_ruta(self, delar: Sequence[Orddel], borta: dict[str, Ruta]) -> list[Orddel]:
        """Delarna som gäller text. De som bara gäller ord i en ruta som är borta, eller i en lucka, är uppgifter."""
        text = [d for d in delar if not d.lika and egna_ord(d.a) != egna_ord(d.b)]
        for nummer, ruta in borta.items():
            rör = [n for n, d in enumerate(delar) if any(i_ruta(o, nummer) for o in d.a)]
            omfång = delar[rör[0] : rör[-1] + 1] if rör else []
            olika = [d for d in omfång if not d.lika]
            föremål = har_föremål(bit for d in olika for bit in bitarna((*d.a, *d.b)))
            if olika and not föremål and all(i_ruta(o, nummer) or not o.text.strip() for d in olika for o in d.a):
                self._fakta(ruta, "".join(nya_ord(d, nummer) for d in omfång).strip(), kvar=False)
                text = [d for d in text if not any(d is o for o in olika)]
        return text

    def _noter(self, delar: Sequence[Orddel]) -> None:
        for del_ in delar:
            a, b = (notbitar(bitarna(x)) for x in (del_.a, del_.b))
            if del_.lika:
                self.noter += ((slag, id_a, id_b) for (slag, id_a), (_, id_b) in zip(a, b, strict=True))
            else:
                self.noter += [(slag, id_, "") for slag, id_ in a] + [(slag, "", id_) for slag, id_ in b]

    def _tabeller(self, a: etree._Element, b: etree._Element) -> None:
        for s in para(rader(a), rader(b), self.likhet.radnyckel, self.likhet.rader):
            if s.a is None or s.b is None:
                self._helt(s.a, s.b, len(self.sammandrag.ändringar), rad=True)
                continue
            förut, namn = self.sammandrag.rad, blocktext(next(s.b.iterchildren(f"{W}tc"), s.b))
            par = zip(s.a.iterchildren(f"{W}tc"), s.b.iterchildren(f"{W}tc"), strict=True)
            for nr, (x, y) in enumerate(par):
                self.sammandrag.rad = namn if nr else ""
                self._behållare(x, y)
            self.sammandrag.rad = förut


def _med_utbytta(steg: Sequence[Steg[etree._Element]]) -> list[Steg[etree._Element]]:
    """Stegen, där ett enda borttaget stycke och ett enda nytt på samma plats är ett ändrat: en omskriven rubrik."""
    svar: list[Steg[etree._Element]] = []
    for lika, grupp in groupby(steg, key=lambda s: s.slag == "par"):
        egna = list(grupp)
        a, b = ([x for s in egna if (x := getattr(s, sida)) is not None] for sida in "ab")
        byte = not lika and len(a) == len(b) == 1 and a[0].tag == b[0].tag == f"{W}p"
        svar += [Steg("par", a[0], b[0])] if byte and text_i(a[0]) and text_i(b[0]) else egna
    return svar


def _gällande(dokument: Jämförbart, tagg: str) -> list[dict[str, str]]:
    """Avsnittens sidhuvuden eller sidfötter. Ett avsnitt utan egna har samma som avsnittet före."""
    svar: list[dict[str, str]] = []
    for avsnitt in dokument.kropp.iter(f"{W}sectPr"):
        svar.append({**(svar[-1] if svar else {}), **dokument.siddelar(avsnitt, tagg)})
    return svar
