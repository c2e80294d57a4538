"""Vet hur styckemärkena spåras så att det blir rätt antal stycken, med rätt form, hur ändringarna än besvaras.

Ett struket styckemärke låter stycket gå ihop med nästa. Det sista styckemärket före en tabell eller ett slut (på en
cell, en not, brödtexten) kan därför inte strykas. Står borttagna eller nya stycken där spåras i stället märket på
stycket före dem, och det sista märket står kvar och byter form.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avtalsgenerator.malltext import W

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

    from avtalsgenerator.granskning.parning import Slag, Steg
    from avtalsgenerator.granskning.sparade import Status


@dataclass(eq=False)
class Blocksteg:
    """Ett steg med stycken eller tabeller, och för stycken hur det sista, styckemärket, spåras.

    ``form`` är stycket som formen hämtas ur. Med ``förut`` har märket kvar sin plats men hade det styckets form.
    """

    slag: Slag
    a: etree._Element | None
    b: etree._Element | None
    märke: Status = "lika"
    form: etree._Element | None = None
    förut: etree._Element | None = None

    @property
    def är_stycke(self) -> bool:
        """Falskt för en tabell."""
        block = self.b if self.b is not None else self.a
        return block is not None and block.tag == f"{W}p"

    @property
    def slutar_avsnitt(self) -> bool:
        """Om stycket bär egenskaperna för ett avsnitt."""
        return any(slutar_avsnitt(x) for x in (self.a, self.b) if x is not None)


def slutar_avsnitt(block: etree._Element) -> bool:
    """Om blocket är ett stycke som bär egenskaperna för ett avsnitt."""
    return block.find(f"{W}pPr/{W}sectPr") is not None


def blocksteg(a: etree._Element | None, b: etree._Element | None) -> Blocksteg:
    """Steget för ett par, något borttaget (``b`` saknas) eller något nytt (``a`` saknas)."""
    if b is None:
        return Blocksteg("bort", a, b, "bort", a)
    return Blocksteg("ny", a, b, "ny", b) if a is None else Blocksteg("par", a, b, "lika", b, a)


def ordna_slut(steg: Sequence[Steg[etree._Element]], *, hel: bool) -> list[Blocksteg]:
    """Stegen med styckemärkena spårade. ``hel`` är falskt om allt är nytt eller allt borttaget."""
    alla = [blocksteg(s.a, s.b) for s in steg]
    if not hel:
        for sista in alla[-1:]:
            sista.märke, sista.förut = "lika", sista.form
        return alla
    ut: list[Blocksteg] = []
    for s in _med_samma_slut(alla):
        if not s.är_stycke:
            _före_gräns(ut)
        ut.append(s)
    _före_gräns(ut)
    return ut


def _lösa(ut: Sequence[Blocksteg]) -> list[Blocksteg]:
    """De borttagna och nya stycken som står sist."""
    antal = 0
    while antal < len(ut) and ut[-1 - antal].är_stycke and ut[-1 - antal].slag != "par":
        antal += 1
    return list(ut[len(ut) - antal :])


def _med_samma_slut(alla: list[Blocksteg]) -> list[Blocksteg]:
    """Står det sist bara borttagna stycken efter en tabell får det sista av dem bära det sista nya stycket.

    Detsamma gäller bara nya. Annars fanns det inget märke som kunde strykas.
    """
    lösa = _lösa(alla)
    före = alla[len(alla) - len(lösa) - 1]
    if not lösa or före.är_stycke or len({s.slag for s in lösa}) > 1:
        return alla
    sista, slag = alla[-1], lösa[0].slag
    andra = [s for s in alla if (s.b if slag == "bort" else s.a) is not None]
    k = andra[-1]
    kvar = blocksteg(k.a, None) if slag == "bort" else blocksteg(None, k.b)
    nya = [kvar if s is k else s for s in alla[:-1] if s is not k or k.slag == "par"]
    par = blocksteg(sista.a, k.b) if slag == "bort" else blocksteg(k.a, sista.b)
    return [*nya, par]


def _före_gräns(ut: list[Blocksteg]) -> None:
    """Ser till att det sista styckemärket före en tabell eller ett slut inte spåras, där det går."""
    lösa = _lösa(ut)
    if not lösa:
        return
    bort, nya = ([s for s in lösa if s.slag == slag] for slag in ("bort", "ny"))
    if bort and nya:
        if not bort[-1].slutar_avsnitt and not nya[-1].slutar_avsnitt:
            ut[:] = [s for s in ut if s is not bort[-1] and s is not nya[-1]]
            ut.append(blocksteg(bort[-1].a, nya[-1].b))
        return
    k = ut[-1 - len(lösa)] if len(ut) > len(lösa) else None
    if k is None or not k.är_stycke or k.slutar_avsnitt or ut[-1].slutar_avsnitt:
        return
    sista = ut[-1]
    if bort:
        k.märke, k.form, k.förut = "bort", k.a, None
        sista.märke, sista.form, sista.förut = "lika", k.b, sista.a
    else:
        k.märke, k.form, k.förut = "ny", k.b, None
        sista.märke, sista.form, sista.förut = "lika", sista.b, k.a
