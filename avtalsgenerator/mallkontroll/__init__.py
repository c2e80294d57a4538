"""Vet allt som är fel i en mall på en gång, utan uppgifter: det som stoppar den, och det som juristen bör veta.

Det som stoppar säger ``bygg_mall``, med samma kod och samma ord här som när ett dokument görs. Här läggs råden till.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avtalsgenerator.fel import Mallbrist, Mallfel
from avtalsgenerator.granskning.numrering import Numrering
from avtalsgenerator.mall import bygg_mall
from avtalsgenerator.mallblock import läs_del
from avtalsgenerator.malldel import FYLLS
from avtalsgenerator.mallkontroll.form import granska_form, granska_språk, rubriknivåer
from avtalsgenerator.mallkontroll.hanvisningar import granska_hänvisningar
from avtalsgenerator.mallkontroll.ord import granska_ord, mindre_än_förut
from avtalsgenerator.mallkontroll.ordlista import använda, mallens_ordlista
from avtalsgenerator.mallkontroll.slingor import granska_slingor
from avtalsgenerator.malltext import tolka_xml
from avtalsgenerator.noder import Källtext
from avtalsgenerator.paragrafer import rubrikstilar
from avtalsgenerator.regler import Allvar
from avtalsgenerator.regler.grund import Fynd
from avtalsgenerator.regler.mallar import MALLREGLER, Mallplats, Malläge, mallens_anmärkningar
from avtalsgenerator.svenska import uppräkning

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from avtalsgenerator.mallblock import Textdel
    from avtalsgenerator.mallkontroll.ordlista import Ordlista
    from avtalsgenerator.mallord import Mallord
    from avtalsgenerator.regler import Anmärkning


@dataclass(frozen=True)
class Mallprov:
    """Vad en prövning av en mall kom fram till."""

    fil: str
    anmärkningar: tuple[Anmärkning, ...]
    brister: tuple[Mallbrist, ...]
    """Samma sak som anmärkningarna, i samma ordning, med sina ställen."""
    gränssnitt: Mapping[str, str]
    """Orden som mallen använder, och vad vart och ett är, i svensk ordning."""
    känd: bool
    """Om mallens namn är ett som programmet har ord för. Annars prövas inte orden."""

    def stoppar(self, *, strikt: bool = False) -> bool:
        """Om mallen har ett hinder; med ``strikt`` också en varning."""
        return any(a.allvar >= (Allvar.VARNING if strikt else Allvar.HINDER) for a in self.anmärkningar)


def pröva_mall(
    fil: str, delar: Mapping[str, bytes], mall: str, medföljande: Mapping[str, bytes] | None = None
) -> Mallprov:
    """Prövar en mall. ``mall`` är namnet som avgör vilka ord den har, ``medföljande`` delarna i programmets egen.

    Kastar ``Mallfel`` om filen inte går att läsa.
    """
    textdelar = _textdelar(fil, delar)
    lista = mallens_ordlista(mall)
    brister = [*_hinder(fil, delar), *_råd(fil, delar, textdelar, lista)]
    ord_ = använda(textdelar, lista) if lista else {}
    if lista and medföljande is not None:
        brister += _mindre(fil, ord_, medföljande, lista)
    alla: dict[tuple[str, ...], Mallbrist] = {}
    for b in brister:
        alla.setdefault((b.kod, b.text, str(b.ställe), b.stycke), b)
    ordnade = sorted(alla.values(), key=lambda b: (-MALLREGLER[b.kod].allvar, b.kod, _läge(b)))
    fynd = {b.kod: [_fynd(c, fil) for c in ordnade if c.kod == b.kod] for b in ordnade}
    anmärkningar = mallens_anmärkningar(Malläge(fynd))
    gränssnitt = {väg: o.slag for väg, o in ord_.items()}
    return Mallprov(fil, tuple(anmärkningar), tuple(ordnade), gränssnitt, lista is not None)


def _textdelar(fil: str, delar: Mapping[str, bytes]) -> list[Textdel]:
    namn = sorted((n for n in delar if FYLLS.fullmatch(n)), key=lambda n: (n != "word/document.xml", n))
    return [läs_del(fil, tolka_xml(fil, delar[n])) for n in namn]


def _hinder(fil: str, delar: Mapping[str, bytes]) -> tuple[Mallbrist, ...]:
    """Det som gör att mallen inte går att använda. Kastar ``Mallfel`` om filen inte går att läsa."""
    try:
        bygg_mall(fil, delar)
    except Mallfel as fel:
        if any(not b.kod for b in fel.brister):
            raise
        return fel.brister
    return ()


def _råd(fil: str, delar: Mapping[str, bytes], textdelar: list[Textdel], lista: Ordlista | None) -> Iterator[Mallbrist]:
    nivåer, numrering = rubriknivåer(delar), Numrering.i(delar)
    for del_ in textdelar:
        if lista:
            yield from granska_ord(del_, lista)
        yield from granska_form(del_, nivåer)
        yield from granska_slingor(del_, numrering)
    yield from granska_hänvisningar(textdelar, rubrikstilar(delar))
    yield from granska_språk(fil, delar, textdelar)


def _mindre(fil: str, ord_: dict[str, Mallord], medföljande: Mapping[str, bytes], lista: Ordlista) -> list[Mallbrist]:
    saknas = mindre_än_förut(ord_, använda(_textdelar(fil, medföljande), lista))
    if not saknas:
        return []
    text = f"mallen som följer med visar också {uppräkning(saknas)}"
    return [Mallbrist(fil, text, råd="Är det meningen behöver inget göras.", kod="MAL30")]


def gränssnittet(mall: str, delar: Mapping[str, bytes]) -> dict[str, str]:
    """Orden som en mall använder, och vad vart och ett är. Tomt om mallens namn inte är känt."""
    lista = mallens_ordlista(mall)
    return {väg: o.slag for väg, o in använda(_textdelar(mall, delar), lista).items()} if lista else {}


def _läge(brist: Mallbrist) -> tuple[int, int, int]:
    """Mallens ordning: hela filen, brödtexten, sidhuvuden, sidfötter och noter."""
    s = brist.ställe
    ordning = ("brödtext", "textruta", "sidhuvud", "sidfot")
    if s is None:
        return (-1, 0, 0)
    del_ = ordning.index(s.del_) if s.del_ in ordning else len(ordning)
    return (0 if del_ == 1 else del_, s.nummer, s.början)


def _fynd(brist: Mallbrist, fil: str) -> Fynd:
    """Bristen som ett fynd, med stycket att visa och orden som den gäller."""
    ställe = brist.ställe
    rader = (brist.stycke,) if brist.stycke.strip() else ()
    if ställe is None:
        return Fynd(brist.text, Mallplats(Källtext(fil)), brist.råd)
    plats = Mallplats(Källtext(fil, rader), 1, ställe.början + 1, ställe.slut + 1, str(ställe))
    return Fynd(brist.text, plats, brist.råd)
