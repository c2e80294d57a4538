"""Vet om mallens hänvisningar (Words korshänvisningar) går till något som finns och finns kvar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from avtalsgenerator.mallstycken import W, formatmall, val

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml import etree

    from avtalsgenerator.fel import Mallbrist
    from avtalsgenerator.mallblock import Block, Textdel
    from avtalsgenerator.mallstycken import Mallstycke
    from avtalsgenerator.paragrafer import Rubrikstilar

_REF = re.compile(r'\s*(?:REF|PAGEREF|NOTEREF)\s+"?([^\s"\\]+)"?(.*)', re.DOTALL | re.IGNORECASE)
_NUMMER = re.compile(r"\\[rnw]\b", re.IGNORECASE)


@dataclass(frozen=True)
class _Fält:
    """Ett fält: instruktionen, och vilka av styckets tecken som är dess resultat."""

    instruktion: str
    början: int
    slut: int


def granska_hänvisningar(delar: Sequence[Textdel], stilar: Rubrikstilar) -> Iterator[Mallbrist]:
    """Hänvisningar som går till inget, eller till en paragraf som kan falla bort."""
    finns = {b.get(f"{W}name", "") for d in delar for b in d.rot.iter(f"{W}bookmarkStart")}
    paragrafer = {namn: (d, s) for d in delar for s in d.stycken if _är_paragraf(s, stilar) for namn in _bokmärken(s)}
    for del_ in delar:
        for stycke in del_.stycken:
            for fält in _fälten(stycke.element):
                if träff := _REF.match(f"{fält.instruktion} "):
                    namn, numret = träff[1], _NUMMER.search(träff[2]) is not None
                    if namn not in finns or (numret and namn not in paragrafer):
                        yield _död(stycke, fält, namn, finns=namn in finns)
                    elif namn in paragrafer and (
                        villkor := _bara_om(*paragrafer[namn], del_.omgivning(stycke, fält.början))
                    ):
                        rubrik = paragrafer[namn][1].text
                        text = f"hänvisningen går till ”{rubrik}”, som faller bort om inte {villkor} gäller"
                        råd = f"Skriv samma villkor runt hänvisningen: {villkor} … {{% endif %}}."
                        yield stycke.brist("MAL21", text, råd, fält.början, fält.slut)


def _är_paragraf(stycke: Mallstycke, stilar: Rubrikstilar) -> bool:
    egen_lista = val(stycke.element.find(f"{W}pPr/{W}numPr/{W}numId"))
    return formatmall(stycke.element) in stilar.numrerade and egen_lista != "0"


def _bokmärken(stycke: Mallstycke) -> list[str]:
    return [b.get(f"{W}name", "") for b in stycke.element.iter(f"{W}bookmarkStart")]


def _död(stycke: Mallstycke, fält: _Fält, namn: str, *, finns: bool) -> Mallbrist:
    text = f"en hänvisning går till bokmärket {namn}, som inte {'står i en numrerad rubrik' if finns else 'finns'}"
    råd = "Ta bort hänvisningen, eller gör den på nytt i Word (Referenser, Korshänvisning, Stycknummer)."
    return stycke.brist("MAL16", text, råd, fält.början, fält.slut)


def _bara_om(del_: Textdel, rubrik: Mallstycke, runt: tuple[Block, ...]) -> str:
    """Taggen för det första villkor runt rubriken som inte också gäller hänvisningen; tomt om alla gör det."""
    for block in del_.omgivning(rubrik):
        samma = any(b.gren is block.gren or _lika(b, block) for b in runt)
        if block.öppnar.styr == "if" and not samma:
            return block.gren.text.replace("{%p ", "{% ")
    return ""


def _lika(a: Block, b: Block) -> bool:
    """Om två grenar gäller samtidigt: samma villkor, eller det ena med ett led till."""
    if a.gren.styr not in ("if", "elif") or b.gren.styr not in ("if", "elif"):
        return False
    led = a.gren.uttryck.split(" and ") if " or " not in a.gren.uttryck else [a.gren.uttryck]
    return b.gren.uttryck in (a.gren.uttryck, *led)


def _fälten(stycke: etree._Element) -> Iterator[_Fält]:
    """Styckets fält, enkla och sammansatta."""
    läge = 0
    instruktioner: list[str] = []
    början: list[int] = []
    for element in stycke.iter(f"{W}fldSimple", f"{W}fldChar", f"{W}instrText", f"{W}t"):
        if next(element.iterancestors(f"{W}p"), None) is not stycke:
            continue
        slag = element.get(f"{W}fldCharType")
        if element.tag == f"{W}fldSimple":
            längd = sum(len(t.text or "") for t in element.iter(f"{W}t"))
            yield _Fält(element.get(f"{W}instr", ""), läge, läge + längd)
        elif slag == "begin":
            instruktioner.append("")
            början.append(läge)
        elif slag == "end" and instruktioner:
            yield _Fält(instruktioner.pop(), början.pop(), läge)
        elif element.tag == f"{W}instrText" and instruktioner:
            instruktioner[-1] += element.text or ""
        elif element.tag == f"{W}t":
            läge += len(element.text or "")
