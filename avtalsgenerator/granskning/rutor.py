"""Vet i vilken innehållskontroll varje ord i ett dokument står, och vilka kontroller i två dokument som är samma.

En kontroll kallas här ruta. Märket på textkörningen följer med när dokumentet görs jämförbart och rutan faller bort.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from avtalsgenerator.granskning.jamforbart import med_text
from avtalsgenerator.malltext import W, text_i, val

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml import etree

RUTA = "{urn:avtalsgenerator:utkast}ruta"
"""Attributet på en textkörning: rutans nummer i dokumentet."""
LUCKA = "[saknas: "
"""Så börjar en lucka i ett utkast."""


@dataclass(frozen=True)
class Ruta:
    """En ruta i ett dokument. LibreOffice tar bort taggar och titlar; då är de tomma.

    ``är_lucka`` säger att det inte är en ruta utan en lucka, där en uppgift saknas.
    """

    nummer: int
    tagg: str
    titel: str
    text: str
    är_lucka: bool = False


def märk_rutor(rötter: Mapping[str, etree._Element], *, luckor: bool = False) -> list[Ruta]:
    """Märker varje textkörning som står i en ruta med rutans nummer, och ger rutorna. ``luckor`` tar med luckorna."""
    rutor: list[Ruta] = []
    for del_ in med_text(rötter):
        for sdt in rötter[del_].iter(f"{W}sdt"):
            innehåll = sdt.find(f"{W}sdtContent")
            if innehåll is None or innehåll.find(f"{W}p") is not None or innehåll.find(f"{W}tc") is not None:
                continue
            if sdt.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:  # tömd: Word visar en uppmaning i stället
                innehåll[:] = []
            tagg, titel = (val(sdt.find(f"{W}sdtPr/{W}{namn}")) for namn in ("tag", "alias"))
            rutor.append(Ruta(len(rutor), tagg, titel, text_i(sdt)))
            for körning in innehåll.iter(f"{W}r"):
                körning.set(RUTA, str(rutor[-1].nummer))
        for körning in rötter[del_].iter(f"{W}r") if luckor else ():
            text = text_i(körning)
            if text.startswith(LUCKA) and körning.get(RUTA) is None:
                rutor.append(Ruta(len(rutor), "", text.removeprefix(LUCKA).rstrip("]"), text, är_lucka=True))
                körning.set(RUTA, str(rutor[-1].nummer))
    return rutor


def para_rutor(a: Sequence[Ruta], b: Sequence[Ruta]) -> list[tuple[Ruta, Ruta]]:
    """Rutorna som är samma i två versioner av ett stycke. Utan taggar är det orden, sedan ordningen, som avgör."""
    a = [r for r in a if not r.är_lucka]
    namngivna = all(r.tagg for r in b)
    nycklar_a, nycklar_b = ([r.tagg if namngivna else r.text for r in rutor] for rutor in (a, b))
    par: list[tuple[Ruta, Ruta]] = []
    for slag, i1, i2, j1, j2 in SequenceMatcher(None, nycklar_a, nycklar_b, autojunk=False).get_opcodes():
        if slag == "equal" or (slag == "replace" and not namngivna and i2 - i1 == j2 - j1):
            par += zip(a[i1:i2], b[j1:j2], strict=True)
    return par
