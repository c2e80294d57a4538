"""Vet hur bristerna i en mall blir Word-kommentarer vid de ord som de gäller, i en kopia av mallen."""

from __future__ import annotations

import copy
import io
from typing import TYPE_CHECKING

import docx

from avtalsgenerator.granskning import FÖRFATTARE
from avtalsgenerator.granskning.kommentarer import INITIALER, sätt_kommentar
from avtalsgenerator.mallstycken import W, egna_texter
from avtalsgenerator.paket import packa, packa_upp
from avtalsgenerator.regler import MALLREGLER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from docx.document import Document
    from lxml import etree

    from avtalsgenerator.fel import Mallbrist

_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def kommenterad(delar: Mapping[str, bytes], brister: Sequence[Mallbrist], dag: date) -> bytes:
    """En kopia av mallen med bristerna som kommentarer. ``dag`` är kommentarernas dag.

    Bara brödtexten kan ha kommentarer, inte en textruta i den. Det som gäller något annat står vid det första
    stycket, med stället i ord.
    """
    dokument = docx.Document(io.BytesIO(packa(delar)))
    stycken = list(dokument.element.body.getroottree().getroot().iter(f"{W}p"))
    for brist in sorted(brister, key=lambda b: -(b.ställe.början if b.ställe else 0)):
        i_texten = brist.ställe is not None and brist.ställe.del_ == "brödtext"
        ord_ = _orden(stycken[brist.ställe.nummer], brist) if brist.ställe and i_texten else []
        ord_ = ord_ or _första(dokument)
        av = (FÖRFATTARE, INITIALER, f"{dag}T00:00:00Z")
        sätt_kommentar(dokument, ord_[0], ord_[-1], _säger(brist, i_texten=i_texten), av)
    minne = io.BytesIO()
    dokument.save(minne)
    return packa(packa_upp(minne.getvalue()))


def _säger(brist: Mallbrist, *, i_texten: bool) -> list[str]:
    regel = MALLREGLER[brist.kod]
    var = "" if i_texten or brist.ställe is None else f"Det står i {brist.ställe}: ”{brist.stycke}”"
    råd = f"Gör så här: {brist.råd}" if brist.råd else ""
    return [s for s in (f"{regel.allvar.ord_} {brist.kod}: {regel.rubrik}", brist.text, var, råd) if s]


def _orden(stycke: etree._Element, brist: Mallbrist) -> list[etree._Element]:
    """Körningarna med just de ord som bristen gäller, delade där det behövs."""
    if brist.ställe is None:
        return []
    for gräns in (brist.ställe.slut, brist.ställe.början):
        _dela(stycke, gräns)
    svar, läge = [], 0
    for t in egna_texter(stycke):
        körning, längd = t.getparent(), len(t.text or "")
        if körning is not None and läge < brist.ställe.slut and läge + längd > brist.ställe.början:
            svar.append(körning)
        läge += längd
    return svar


def _dela(stycke: etree._Element, gräns: int) -> None:
    """Delar körningen som gränsen går igenom i två, om den bara har text."""
    läge = 0
    for t in egna_texter(stycke):
        text, körning = t.text or "", t.getparent()
        if läge < gräns < läge + len(text) and körning is not None:
            if [e.tag for e in körning if e.tag != f"{W}rPr"] == [f"{W}t"]:
                andra = copy.deepcopy(körning)
                körning.addnext(andra)
                for del_, bit in ((körning, text[: gräns - läge]), (andra, text[gräns - läge :])):
                    (ny,) = del_.iterchildren(f"{W}t")
                    ny.text = bit
                    ny.set(_XML_SPACE, "preserve")
            return
        läge += len(text)


def _första(dokument: Document) -> list[etree._Element]:
    """Första körningen i brödtexten; finns ingen görs en tom först."""
    första = next(dokument.element.body.iter(f"{W}r"), None)
    if första is None:
        första = dokument.add_paragraph().add_run()._r
    return [första]
