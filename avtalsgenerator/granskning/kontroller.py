"""Vet hur ett ord pekas ut i ett utkast: med en av Words innehållskontroller, som bär uppgiftens väg och namn.

Vägen står i kontrollens tagg och ett namn på svenska i dess titel. Word tillåter 64 tecken i var och en.
"""

from __future__ import annotations

import copy
import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.text.run import Run
from lxml import etree

from avtalsgenerator.fyllning import LUCKA, LUCKSLUT
from avtalsgenerator.ursprung import bitar, väg

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from docx.oxml.text.run import CT_R

    from avtalsgenerator.register import Register
    from avtalsgenerator.ursprung import Ursprung

LÄNGST = 64
"""Tecken. Word öppnar inte en kontroll vars tagg eller titel är längre."""
RÄKNAT = "="
"""Står först i taggen för ord som är räknade ur flera uppgifter; sedan följer vägen till den första, och en summa."""
_LUCKOR = re.compile(f"({LUCKA}.*?{LUCKSLUT})")


@dataclass(frozen=True)
class Innehållskontroll:
    """Taggen och titeln för ord med ett visst ursprung, och vägarna till uppgifterna bakom dem."""

    tagg: str
    titel: str
    vägar: tuple[str, ...]


def innehållskontroller(spår: Mapping[Ursprung, int], register: Register) -> tuple[Innehållskontroll, ...]:
    """En kontroll för varje ursprung, i nummerordning."""
    alla = ((u.räknat, tuple(map(väg, u.platser))) for u in spår)
    return tuple(Innehållskontroll(_tagg(r, vägar), _titel(r, vägar, register), vägar) for r, vägar in alla)


@dataclass(frozen=True)
class Bakom:
    """Det som orden med en viss tagg kommer ur. ``räknat`` är tomt om uppgiften står som den är."""

    vägar: tuple[str, ...] = ()
    räknat: str = ""
    löpande: bool = False


def bakom_taggarna(intyg: Mapping[str, Any]) -> dict[str, Bakom]:
    """Det som orden med varje tagg i ett dokument kommer ur, enligt dokumentets intyg."""
    svar = {}
    for u in intyg["ursprung"]:
        vägar, räknat = tuple(intyg["uppgifter"][n]["väg"] for n in u["uppgifter"]), u.get("räknat", "")
        svar[_tagg(räknat, vägar)] = Bakom(vägar, räknat, u.get("löpande", False))
    return svar


def _tagg(räknat: str, vägar: Sequence[str]) -> str:
    """Vägen, för räknade ord med en kontrollsumma av allt de är räknade ur: andelen och bidraget är inte samma ord."""
    if not räknat and len(vägar[0]) <= LÄNGST:
        return vägar[0]
    tagg = f"{RÄKNAT}{vägar[0]}" if räknat else vägar[0]
    summa = hashlib.sha256("\n".join((räknat, *vägar)).encode()).hexdigest()[:8]
    if len(tagg) + 1 + len(summa) <= LÄNGST:
        return f"{tagg} {summa}"
    början, slut = tagg[:16], tagg[16 + len(summa) + 2 - LÄNGST :]
    return f"{början}…{summa}…{slut}"


def _titel(räknat: str, vägar: Sequence[str], register: Register) -> str:
    """”Ale: organisationsnummer”; för det som är räknat ”Ale: bidraget (räknat)”."""
    fil, _, stig = vägar[0].partition("#")
    vad = f"{räknat} (räknat)" if räknat else _i_ord(stig) or "text"
    titel = f"{_ägare(fil, register)}: {vad}"
    return titel if len(titel) <= LÄNGST else f"{titel[: LÄNGST - 1]}…"


def _ägare(fil: str, register: Register) -> str:
    """Vad filen handlar om: partens korta namn, beslutet eller handlingen."""
    rot, id_, *resten = fil.split("/")
    namn = resten[-1].rpartition(".")[0] if resten else id_
    if rot == "parter" and id_ in register.parter:
        kort = register.parter[id_].kortnamn
        return kort if namn == "part" else f"{kort}, beslutet {namn}"
    return "avtalet" if namn == "avtal" else namn


def _i_ord(stig: str) -> str:
    """”befattningar[0].namn” → ”befattningar 1, namn”."""
    numrerad = re.sub(r"\[(\d+)\]", lambda m: f" {int(m[1]) + 1}", stig)
    return numrerad.replace(".", ", ").replace("_", " ")


class Utpekare:
    """Sätter in kontroller i del efter del av ett dokument. Numren på dem är unika i hela dokumentet."""

    def __init__(self, kontroller: Sequence[Innehållskontroll]) -> None:
        self._kontroller = kontroller
        self._senaste = 0

    def peka_ut(self, innehåll: bytes) -> bytes:
        """Delen med varje märkt ord i en innehållskontroll och varje lucka i gult."""
        rot = parse_xml(innehåll)
        for text in list(rot.iter(qn("w:t"))):
            if not (text.text or "").isprintable() and (körning := text.getparent()) is not None:
                self._dela(cast("CT_R", körning), text)
        svar: bytes = etree.tostring(rot, xml_declaration=True, encoding="UTF-8", standalone=True)
        return svar

    def _dela(self, körning: CT_R, text: etree._Element) -> None:
        """Delar textkörningen så att varje utpekat ord får en egen; resten av den behåller sitt utseende."""
        läge = list(körning).index(text)
        före, efter = list(körning)[:läge], list(körning)[läge + 1 :]
        egenskaper = [d for d in före if d.tag == qn("w:rPr")]
        if före := [d for d in före if d.tag != qn("w:rPr")]:
            körning.addprevious(_körning(körning, egenskaper, före))
        for bit, nummer in bitar(text.text or ""):
            for del_ in filter(None, _LUCKOR.split(bit)):
                ny = self._ord(körning, egenskaper, del_)
                körning.addprevious(ny if nummer is None else self._i_kontroll(ny, self._kontroller[nummer]))
        if efter:
            körning.addprevious(_körning(körning, egenskaper, efter))
        körning.getparent().remove(körning)  # type: ignore[union-attr]

    def _ord(self, körning: CT_R, egenskaper: Sequence[etree._Element], bit: str) -> CT_R:
        text = OxmlElement("w:t")
        text.text = bit.strip(LUCKA + LUCKSLUT)
        text.set(qn("xml:space"), "preserve")
        ny = _körning(körning, egenskaper, [text])
        if bit.startswith(LUCKA):
            Run(ny, None).font.highlight_color = WD_COLOR_INDEX.YELLOW  # type: ignore[arg-type]
        return ny

    def _i_kontroll(self, körning: CT_R, kontroll: Innehållskontroll) -> etree._Element:
        self._senaste += 1
        ruta, egenskaper, innehåll = (OxmlElement(f"w:{namn}") for namn in ("sdt", "sdtPr", "sdtContent"))
        for namn, värde in (("alias", kontroll.titel), ("tag", kontroll.tagg), ("id", str(self._senaste))):
            element = OxmlElement(f"w:{namn}")
            element.set(qn("w:val"), värde)
            egenskaper.append(element)
        innehåll.append(körning)
        ruta.extend([egenskaper, innehåll])
        return ruta


def _körning(mall: CT_R, egenskaper: Sequence[etree._Element], delar: Sequence[etree._Element]) -> CT_R:
    """En textkörning som liknar en annan men har ett annat innehåll."""
    ny = OxmlElement("w:r", attrs={str(k): str(v) for k, v in mall.attrib.items()})
    ny.extend([copy.deepcopy(d) for d in (*egenskaper, *delar)])
    return cast("CT_R", ny)
