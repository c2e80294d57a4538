"""Vet var i ett utkast en anmärkning hör hemma, och skriver den som en Word-kommentar vid orden som den gäller."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from avtalsgenerator.granskning import FÖRFATTARE
from avtalsgenerator.malltext import W, text_i, val
from avtalsgenerator.ursprung import väg

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from docx.document import Document
    from lxml import etree

    from avtalsgenerator.granskning.kontroller import Innehållskontroll
    from avtalsgenerator.regler import Anmärkning

INITIALER = "AG"


@dataclass(frozen=True)
class _Ruta:
    """En innehållskontroll i brödtexten: elementet, vägarna till uppgifterna bakom den, och dess ord."""

    element: etree._Element
    vägar: tuple[str, ...]
    text: str


def kommentera(
    dokument: Document, anmärkningar: Sequence[Anmärkning], kontroller: Sequence[Innehållskontroll], dag: date
) -> list[Anmärkning]:
    """Skriver varje anmärkning vid de ord som den gäller. Ger dem som inte gäller några ord i brödtexten.

    En anmärkning om något som står på flera ställen skrivs vid det första.
    """
    rutor = list(_rutor(dokument, {k.tagg: k for k in kontroller}))
    utan_plats = []
    for a in anmärkningar:
        ruta = _finn(a, rutor)
        if ruta is None:
            utan_plats.append(a)
        else:
            sätt_kommentar(dokument, ruta.element, ruta.element, _ord(a), (FÖRFATTARE, INITIALER, f"{dag}T00:00:00Z"))
    return utan_plats


def _rutor(dokument: Document, kontroller: Mapping[str, Innehållskontroll]) -> Iterator[_Ruta]:
    for element in dokument.element.body.iter(qn("w:sdt")):
        if kontroll := kontroller.get(val(element.find(f"{W}sdtPr/{W}tag"))):
            yield _Ruta(element, kontroll.vägar, text_i(element))


def _finn(a: Anmärkning, rutor: Sequence[_Ruta]) -> _Ruta | None:
    """Orden som anmärkningen pekar på, annars de som står i det den pekar på, annars namnet på den det gäller."""
    platser = (a.plats, *(m.plats for m in a.andra))
    for plats in platser:
        vägen, utpekat = väg(plats), plats.ord_
        träffar = [r for r in rutor if vägen in r.vägar]
        if träffar:
            return next((r for r in träffar if utpekat and utpekat in r.text), träffar[0])
    for vägen in map(väg, platser):
        if "#" in vägen and (inne := [r for r in rutor if any(_ligger_i(v, vägen) for v in r.vägar)]):
            return inne[0]
    parten = f"parter/{a.vem.partition('/')[0]}/part.yaml#namn"
    return next((r for r in rutor if parten in r.vägar), None)


def _ligger_i(väg_: str, yttre: str) -> bool:
    return väg_.startswith((f"{yttre}.", f"{yttre}["))


def _ord(a: Anmärkning) -> list[str]:
    """Kommentarens stycken: regeln, vad som är fel och var, vad det bygger på och vad man gör."""
    svar = f"Besvarad av {a.kvittens.av} {a.kvittens.dag}: {a.kvittens.motivering}" if a.kvittens else ""
    stycken = (
        f"{a.allvar.ord_} {a.kod}: {a.rubrik}",
        f"{a.text} ({a.plats.fil}:{a.plats.rad})",
        svar,
        f"Grund: {a.grund}",
        f"Gör så här: {a.råd}" if a.råd else "",
    )
    return [s for s in stycken if s]


def sätt_kommentar(
    dokument: Document, första: etree._Element, sista: etree._Element, stycken: Sequence[str], av: tuple[str, str, str]
) -> None:
    """Skriver en kommentar från det första elementet till och med det sista. ``av`` är namn, initialer och tid.

    Elementen är textkörningar eller hela kontroller: Word låter inte en kommentar börja inne i en och sluta utanför.
    """
    namn, initialer, tid = av
    kommentar = dokument.part._comments_part.comments.add_comment("\n".join(stycken), namn, initialer)
    kommentar._comment_elm.set(qn("w:date"), tid)
    början, slut, hänvisning = (OxmlElement(f"w:{n}") for n in ("commentRangeStart", "commentRangeEnd", "r"))
    hänvisning.append(OxmlElement("w:commentReference"))
    for element in (början, slut, hänvisning[0]):
        element.set(qn("w:id"), str(kommentar.comment_id))
    första.addprevious(början)
    sista.addnext(hänvisning)
    sista.addnext(slut)
