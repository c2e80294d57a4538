"""Vet vilket nummer varje paragraf får i ett fyllt dokument, och sätter det i hänvisningarna till den.

En mall numrerar sina paragrafer med Words rubriknumrering och hänvisar till dem med Words korshänvisningar
(fältet REF till ett bokmärke). När ett villkor tar bort en paragraf får de andra nya nummer; de räknas här, så att
hänvisningarna stämmer också innan Word har uppdaterat fälten.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from lxml import etree

from avtalsgenerator.malldel import BOKMÄRKE, RUBRIK, RUBRIKSLUT, SLUT
from avtalsgenerator.malltext import W, val

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from avtalsgenerator.malldel import Märke

FÖRE, EFTER = "\ue004", "\ue005"
HÄNVISNINGSMÄRKE = re.compile(f"{FÖRE}([^{EFTER}]*){EFTER}")
"""En hänvisning i den fyllda texten, innan numret är satt: bokmärkets namn mellan två märken."""
_REF = re.compile(r"\s*REF\s+(\S+)\s.*\\[rnw]\b", re.DOTALL | re.IGNORECASE)
Ställe: TypeAlias = tuple[int, int]
"""Ett ställe i en skriven del: hur många bitar och hur många värden som står före det."""


@dataclass(frozen=True)
class Paragraf:
    """En paragraf i den fyllda texten: numret, bokmärkena i rubriken, och var texten under rubriken står."""

    nummer: int
    text: str
    """Numret så som Word skriver det: ”§ 17”."""
    bokmärken: tuple[str, ...]
    början: Ställe
    slut: Ställe


def märk_hänvisningar(rot: etree._Element) -> list[str]:
    """Byter resultatet i varje REF-fält mot ett märke med bokmärkets namn. Ger bokmärken vars fält saknar resultat."""
    tomma: list[str] = []
    for enkelt in rot.iter(f"{W}fldSimple"):
        if träff := _REF.match(f"{enkelt.get(f'{W}instr', '')} "):
            tomma += _sätt_text(list(enkelt.iter(f"{W}t")), träff[1])
    for stycke in rot.iter(f"{W}p"):
        instruktion = ""
        resultat: list[etree._Element] | None = None
        for element in stycke.iter(f"{W}instrText", f"{W}fldChar", f"{W}t"):
            slag = element.get(f"{W}fldCharType")
            if element.tag == f"{W}instrText":
                instruktion += element.text or ""
            elif slag == "separate":
                resultat = []
            elif slag == "end":
                if träff := _REF.match(f"{instruktion} "):
                    tomma += _sätt_text(resultat or [], träff[1])
                instruktion, resultat = "", None
            elif element.tag == f"{W}t" and resultat is not None:
                resultat.append(element)
    return tomma


def _sätt_text(texter: list[etree._Element], bokmärke: str) -> list[str]:
    """Sätter märket i fältets första text. Finns ingen text att sätta det i ges bokmärket tillbaka."""
    for nummer, t in enumerate(texter):
        t.text = f"{FÖRE}{bokmärke}{EFTER}" if nummer == 0 else ""
    return [] if texter else [bokmärke]


def dubbla_bokmärken(paragrafer: list[Paragraf]) -> list[str]:
    """Bokmärken som står i mer än en paragraf, så att en hänvisning till dem inte är entydig."""
    alla = [b for p in paragrafer for b in p.bokmärken]
    return [b for b in dict.fromkeys(alla) if alla.count(b) > 1]


@dataclass(frozen=True)
class Rubrikstilar:
    """Formatmallarna för rubriker på översta nivån, och hur numret skrivs (”§ %1”) i dem som numrerar paragrafer."""

    alla: frozenset[str] = frozenset()
    numrerade: Mapping[str, str] = field(default_factory=dict)


def rubrikstilar(delar: Mapping[str, bytes]) -> Rubrikstilar:
    """Läser mallens formatmallar. Bara numreringens översta nivå räknas."""
    if "word/styles.xml" not in delar:
        return Rubrikstilar()
    nummertext = _nummertexter(delar)
    alla, numrerade = set(), {}
    for stil in etree.fromstring(delar["word/styles.xml"]).iter(f"{W}style"):
        id_ = stil.get(f"{W}styleId", "")
        rubriknivå, nivå, lista = (
            stil.find(f"{W}pPr/{W}{n}") for n in ("outlineLvl", f"numPr/{W}ilvl", f"numPr/{W}numId")
        )
        if val(rubriknivå) == "0":
            alla.add(id_)
        if rubriknivå is not None and val(nivå) in ("", "0") and val(lista) in nummertext:
            numrerade[id_] = nummertext[val(lista)]
    return Rubrikstilar(frozenset(alla), numrerade)


def _nummertexter(delar: Mapping[str, bytes]) -> dict[str, str]:
    """Hur numret skrivs på översta nivån i varje lista (numId)."""
    if "word/numbering.xml" not in delar:
        return {}
    rot = etree.fromstring(delar["word/numbering.xml"])
    abstrakta = {
        a.get(f"{W}abstractNumId"): text.get(f"{W}val", "%1")
        for a in rot.iter(f"{W}abstractNum")
        if (text := a.find(f"{W}lvl[@{W}ilvl='0']/{W}lvlText")) is not None
    }
    kopplade = ((n.get(f"{W}numId", ""), val(n.find(f"{W}abstractNumId"))) for n in rot.iter(f"{W}num"))
    return {lista: abstrakta[abstrakt] for lista, abstrakt in kopplade if abstrakt in abstrakta}


def räkna(märken: Sequence[tuple[Märke, int, int]], slut: Ställe) -> list[Paragraf]:
    """Paragraferna i den skrivna texten. En paragraf slutar vid nästa rubrik på översta nivån, annars sist.

    ``märken`` är rubrikerna och bokmärkena i den ordning de skrevs, med ställena där de står.
    """
    svar: list[Paragraf] = []
    öppen: _Öppen | None = None

    def stäng(här: Ställe) -> None:
        if öppen:
            n = len(svar) + 1
            text = öppen.nummertext.replace("%1", str(n))
            svar.append(Paragraf(n, text, tuple(öppen.bokmärken), öppen.början, här))

    for märke, bit, värde in märken:
        if märke.slag in (RUBRIK, SLUT):
            stäng((bit, värde))
            öppen = _Öppen(märke.namn, (bit, värde)) if märke.slag == RUBRIK and märke.namn else None
        elif märke.slag == RUBRIKSLUT and öppen:
            öppen.början = (bit, värde)
        elif märke.slag == BOKMÄRKE and öppen:
            öppen.bokmärken.append(märke.namn)
    stäng(slut)
    return svar


@dataclass
class _Öppen:
    """En paragraf vars slut ännu inte är nått."""

    nummertext: str
    början: Ställe
    bokmärken: list[str] = field(default_factory=list)
