"""PRO: om det framgår vilka som var med och beslutade, och om de fick vara det: beslutförhet, jäv och ersättare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avtalsgenerator.modell.sammantrade import finns_bland
from avtalsgenerator.regler.grund import Allvar, Fynd, Märke, regel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avtalsgenerator.beslutslage import Beslutsläge
    from avtalsgenerator.modell.protokoll import Inlägg
    from avtalsgenerator.noder import Plats


def beslutandes_plats(läge: Beslutsläge) -> Plats:
    """Var det står vilka som var med: i uppräkningen, på första sidan eller i voteringslistan."""
    p = läge.protokoll
    if p.sammanträde and not p.beslutande:
        return p.sammanträde.plats("ledamöter")
    return p.nyckelplats("beslutande" if p.beslutande else "omröstningar")


@regel("PRO06", "Den som reserverar sig var inte med", Allvar.HINDER, om="beslut", källa="KL 4 kap. 27 §")
def reserverad_utan_att_delta(läge: Beslutsläge) -> Iterator[Fynd]:
    beslutande = läge.protokoll.deltog
    for inlägg in läge.protokoll.reservationer if beslutande else ():
        for nummer, namn in _inte_med(inlägg, beslutande):
            yield Fynd(
                f"{namn} har reserverat sig men står inte bland de beslutande",
                inlägg.plats("av", nummer),
                "Bara den som deltog i beslutet kan reservera sig. Rätta namnet eller de beslutande.",
                "inte bland de beslutande",
                (Märke(beslutandes_plats(läge), "de beslutande"),),
            )


def _inte_med(inlägg: Inlägg, närvarande: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    return ((nummer, namn) for nummer, namn in enumerate(inlägg.av) if not finns_bland(namn, närvarande))
