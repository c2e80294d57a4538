"""PRO: om omröstningarna går ihop: antalen, listan, utslagsrösten och vad rösterna räckte till."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, get_args

from avtalsgenerator.modell.omrostning import Röstning
from avtalsgenerator.modell.sammantrade import finns_bland, samma_person
from avtalsgenerator.regler.deltagande import beslutandes_plats
from avtalsgenerator.regler.grund import Allvar, Fynd, Märke, regel
from avtalsgenerator.svenska import antal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avtalsgenerator.beslutslage import Beslutsläge

RÖSTER: tuple[Röstning, ...] = get_args(Röstning)
_UPPSKJUTS = re.compile("återremi|bordlägg", re.IGNORECASE)
_AVSLÅS = re.compile(r"avslag|avslå|\binte\b", re.IGNORECASE)


@regel("PRO05", "Rösterna stämmer inte med antalet ledamöter", Allvar.HINDER, om="beslut", källa="KL 5 kap. 67 §")
def fel_antal_röster(läge: Beslutsläge) -> Iterator[Fynd]:
    for o in läge.protokoll.omröstningar:
        summa = sum(o.antal(r) for r in RÖSTER)
        if o.ledamöter is not None and summa != o.ledamöter:
            yield Fynd(
                f"{antal(summa, 'röst', 'röster')} är redovisade, men ledamöterna är {o.ledamöter}",
                o.plats("ledamöter"),
                "Räkna om ur voteringslistan: ja, nej, avstår och frånvarande ska tillsammans bli alla ledamöter.",
                "antal ledamöter",
                (Märke(o.nyckelplats("röster") if o.röster else o.plats("ja"), "rösterna"),),
            )


@regel("PRO07", "Protokollets röster är inte voteringslistans", Allvar.HINDER, om="beslut", källa="KL 5 kap. 67 §")
def annat_än_listan(läge: Beslutsläge) -> Iterator[Fynd]:
    for o in läge.protokoll.omröstningar:
        for röst in RÖSTER if o.röster else ():
            angivet = getattr(o, röst)
            if angivet is not None and angivet != o.antal(röst):
                yield Fynd(
                    f"Protokollet säger {angivet} {röst}, men i voteringslistan är de {o.antal(röst)}",
                    o.plats(röst),
                    "Rätta listan eller antalet. Utelämnas antalet räknas det ur listan.",
                    f"i listan {o.antal(röst)}",
                    (Märke(o.nyckelplats("röster"), "voteringslistan"),),
                )


@regel("PRO08", "Utslagsrösten stämmer inte med rösterna", Allvar.HINDER, om="beslut", källa="KL 5 kap. 56 §")
def fel_utslagsröst(läge: Beslutsläge) -> Iterator[Fynd]:
    for o in läge.protokoll.omröstningar:
        ja, nej, utslag = o.antal("ja"), o.antal("nej"), o.utslagsröst
        if ja == nej and utslag is None and not o.sluten:
            yield Fynd(
                f"Det blev {ja} ja och lika många nej, men det framgår inte vem som avgjorde",
                o.plats(),
                "Vid lika röstetal avgör ordföranden. Lägg till utslagsröst: {av: ordförandens namn, röst: ja}.",
            )
        if ja != nej and utslag:
            yield Fynd(
                f"En utslagsröst anges, men rösterna är inte lika många: {ja} ja och {nej} nej",
                o.plats("utslagsröst"),
                "Ta bort utslagsrösten, eller rätta antalen.",
            )
        ordförande = läge.protokoll.ordförande
        if utslag and ordförande and not samma_person(utslag.av, ordförande):
            yield Fynd(
                f"{utslag.av} anges ha utslagsröst, men ordförande är {ordförande}",
                utslag.plats("av"),
                "Bara ordföranden har utslagsröst. Rätta namnet, eller ordföranden.",
                andra=(Märke(läge.protokoll.plats("ordförande"), "ordförande"),),
            )


@regel("PRO10", "Den som röstade var inte med", Allvar.HINDER, om="beslut", källa="KL 5 kap. 66 §")
def röstade_utan_att_delta(läge: Beslutsläge) -> Iterator[Fynd]:
    närvarande = läge.protokoll.deltog
    for o in läge.protokoll.omröstningar:
        for röst in o.röster:
            if röst.röst != "frånvarande" and not finns_bland(röst.namn, närvarande):
                yield Fynd(
                    f"{röst.namn} har röstat men står inte bland de närvarande",
                    röst.plats("ledamot"),
                    "Rätta namnet eller partiet i voteringslistan, eller lägg till den som var med.",
                    "inte bland de närvarande",
                    (Märke(beslutandes_plats(läge), "de beslutande"),),
                )
        if not o.röster and närvarande and o.deltog > len(närvarande):
            yield Fynd(
                f"{antal(o.deltog, 'röst', 'röster')} är redovisade, men bara {len(närvarande)} var med och beslutade",
                o.plats("ja"),
                "Räkna om rösterna, eller lägg till dem som var med.",
                "fler än de beslutande",
                (Märke(beslutandes_plats(läge), "de beslutande"),),
            )
