"""Vet i vilken innehållskontroll varje ord i ett dokument står, och vilka kontroller i två dokument som är samma.

En kontroll kallas här ruta. Märket på textkörningen följer med när dokumentet görs jämförbart och rutan faller bort.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from avtalsgenerator.granskning.jamforbart import med_text
from avtalsgenerator.granskning.styckebitar import TECKEN
from avtalsgenerator.malltext import W, text_i, val

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml import etree

RUTA = "{urn:avtalsgenerator:utkast}ruta"
"""Attributet på en textkörning: rutans nummer i dokumentet."""
_HELA = {f"{W}{namn}" for namn in ("p", "tbl", "tr", "tc")}
"""Står sådant i en innehållskontroll är den ingen ruta runt ord: Word har lagt den runt ett stycke eller en rad."""
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
        _skilj_åt(rötter[del_])
        for sdt in rötter[del_].iter(f"{W}sdt"):
            innehåll = sdt.find(f"{W}sdtContent")
            if innehåll is None or any(e.tag in _HELA for e in innehåll):
                continue
            if sdt.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:  # tömd: Word visar en uppmaning i stället
                innehåll[:] = []
            tagg, titel = (val(sdt.find(f"{W}sdtPr/{W}{namn}")) for namn in ("tag", "alias"))
            rutor.append(Ruta(len(rutor), tagg, titel, _text(innehåll)))
            for körning in innehåll.iter(f"{W}r"):
                körning.set(RUTA, str(rutor[-1].nummer))
        for körning in rötter[del_].iter(f"{W}r") if luckor else ():
            text = text_i(körning)
            if text.startswith(LUCKA) and körning.get(RUTA) is None:
                rutor.append(Ruta(len(rutor), "", text.removeprefix(LUCKA).rstrip("]"), text, är_lucka=True))
                körning.set(RUTA, str(rutor[-1].nummer))
    return rutor


def _skilj_åt(rot: etree._Element) -> None:
    """Rutor som står intill varandra sparar LibreOffice som en enda, med de andra som tomma märken i den."""
    for sdt in list(rot.iter(f"{W}sdt")):
        innehåll, skal = sdt.find(f"{W}sdtContent"), sdt.getparent()
        yttre = skal.getparent() if skal is not None and skal.tag == f"{W}sdtContent" else None
        om_ord = yttre is not None and next(yttre.iterancestors(f"{W}p"), None) is not None
        if om_ord and innehåll is not None and sdt.find(f"{W}sdtPr/{W}tag") is None and not _text(innehåll):
            innehåll.extend(list(sdt.itersiblings()))
            yttre.addnext(sdt)  # type: ignore[union-attr]


def _text(innehåll: etree._Element) -> str:
    """Texten i en ruta med sina tabbar och radbrytningar, utan den i textrutor."""
    stycke = next(innehåll.iterancestors(f"{W}p"), None)
    egna = (e for e in innehåll.iter(f"{W}t", *TECKEN) if next(e.iterancestors(f"{W}p"), None) is stycke)
    return "".join(TECKEN.get(e.tag, e.text or "") for e in egna)


def para_rutor(a: Sequence[Ruta], b: Sequence[Ruta]) -> list[tuple[Ruta, Ruta]]:
    """Rutorna som är samma i två versioner av ett stycke. Utan taggar är det orden, sedan ordningen, som avgör."""
    a = [r for r in a if not r.är_lucka]
    namngivna = any(r.tagg for r in b)
    nycklar_a, nycklar_b = ([r.tagg if namngivna else r.text for r in rutor] for rutor in (a, b))
    par: list[tuple[Ruta, Ruta]] = []
    for slag, i1, i2, j1, j2 in SequenceMatcher(None, nycklar_a, nycklar_b, autojunk=False).get_opcodes():
        if slag == "equal" or (slag == "replace" and not namngivna and i2 - i1 == j2 - j1):
            par += zip(a[i1:i2], b[j1:j2], strict=True)
    return par
