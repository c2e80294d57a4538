"""PRO: om omröstningarna går ihop: antalen, listan, utslagsrösten och vad rösterna räckte till."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, get_args

from avtalsgenerator.modell.omrostning import Röstning
from avtalsgenerator.modell.sammantrade import finns_bland, samma_person
from avtalsgenerator.regler.deltagande import beslutandes_plats
from avtalsgenerator.regler.grund import Allvar, Fynd, Märke, regel
from avtalsgenerator.svenska import antal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avtalsgenerator.beslutslage import Beslutsläge
    from avtalsgenerator.modell.omrostning import Omröstning, Röst

RÖSTER: tuple[Röstning, ...] = get_args(Röstning)
_UPPSKJUTS = re.compile("återremi|bordlägg", re.IGNORECASE)
_AVSLÅS = re.compile(r"avslag|avslå|\binte\b", re.IGNORECASE)


@regel("PRO05", "Rösterna stämmer inte med antalet ledamöter", Allvar.HINDER, om="beslut", källa="KL 5 kap. 67 §")
def fel_antal_röster(läge: Beslutsläge) -> Iterator[Fynd]:
    for o in läge.protokoll.omröstningar:
        summa = sum(o.antal(r) for r in RÖSTER)
        if o.ledamöter is not None and summa != o.ledamöter:
            yield Fynd(
                f"{antal(summa, 'röst', 'röster')} redovisas, men ledamöterna är {o.ledamöter}",
                o.plats("ledamöter"),
                "Räkna om ur voteringslistan: ja, nej, avstår och frånvarande ska tillsammans bli alla ledamöter.",
                "antal ledamöter",
                (Märke(o.nyckelplats("röster") if o.röster else o.plats("ja"), "rösterna"),),
            )


@regel("PRO07", "Protokollets röster är inte voteringslistans", Allvar.HINDER, om="beslut", källa="KL 5 kap. 67 §")
def annat_än_listan(läge: Beslutsläge) -> Iterator[Fynd]:
    for o in läge.protokoll.omröstningar:
        for röst in RÖSTER:
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
                f"{o.deltog} röster redovisas, men bara {len(närvarande)} var med och beslutade",
                o.plats("ja"),
                "Räkna om rösterna, eller lägg till dem som var med.",
                "fler än de beslutande",
                (Märke(beslutandes_plats(läge), "de beslutande"),),
            )


@regel("PRO21", "Det framgår inte hur var och en röstade", Allvar.VARNING, om="beslut", källa="KL 5 kap. 67 § punkt 5")
def ingen_voteringslista(läge: Beslutsläge) -> Iterator[Fynd]:
    for o in läge.protokoll.omröstningar:
        if not (o.röster or o.bilaga or o.sluten):
            yield Fynd(
                f"Omröstningen ({o.slag}) är öppen, men det finns ingen voteringslista",
                o.plats(),
                "Lägg till röster, en rad för varje ledamot, eller bilaga: den bilaga som listan är. Var omröstningen "
                "sluten: lägg till sluten: ja.",
            )


@regel("PRO26", "Två har samma plats i voteringslistan", Allvar.HINDER, om="beslut", källa="KL 5 kap. 67 § punkt 5")
def samma_plats(läge: Beslutsläge) -> Iterator[Fynd]:
    for o in läge.protokoll.omröstningar:
        sedda: dict[int, Röst] = {}
        for röst in o.röster:
            nummer = röst.platsnummer
            if nummer is None:
                continue
            if nummer in sedda:
                yield Fynd(
                    f"{sedda[nummer].namn} och {röst.namn} har båda plats {nummer}",
                    röst.plats("platsnummer"),
                    "Rätta platsen. Är det samma plats har en röst räknats två gånger: ta bort den ena raden.",
                    f"plats {nummer} igen",
                    (Märke(sedda[nummer].plats("platsnummer"), "samma plats"),),
                )
            sedda.setdefault(nummer, röst)


@regel(
    "PRO27",
    "Ärendet avgjordes trots att rösterna räckte för att skjuta upp det",
    Allvar.VARNING,
    om="beslut",
    källa="KL 5 kap. 50–51 §§ och 6 kap. 33 §",
)
def skulle_ha_skjutits_upp(läge: Beslutsläge) -> Iterator[Fynd]:
    fullmäktige = läge.i_fullmäktige
    for o in läge.protokoll.omröstningar if läge.beslut.status in ("beslutat", "upphävt") else ():
        if o.slag not in ("votering om återremiss", "votering om bordläggning"):
            continue
        för = _röst_för_uppskov(o)
        räckte = 3 * o.antal(för) >= o.deltog if fullmäktige else _vann(o, för)
        if o.antal(för) and räckte:
            gräns = "en tredjedel av de närvarande räcker" if fullmäktige else "enkel majoritet räcker"
            andra = (
                " Hade fullmäktige redan skjutit upp ärendet en gång krävdes enkel majoritet." if fullmäktige else ""
            )
            yield Fynd(
                f"{o.antal(för)} av {o.deltog} röstade för att skjuta upp ärendet; {gräns}, men ärendet avgjordes",
                o.plats("slag"),
                f"Räkna om rösterna, eller rätta status till återremitterat eller bordlagt.{andra}",
                f"{för} är för att skjuta upp",
                (Märke(läge.beslut.plats("status"), "status"),),
            )


def _röst_för_uppskov(o: Omröstning) -> Literal["ja", "nej"]:
    """Den röst som betyder att ärendet skjuts upp: den vars innebörd säger det, annars nej som är det vanliga."""
    ja, nej = (_UPPSKJUTS.search(t) and not _AVSLÅS.search(t) for t in (o.ja_innebär, o.nej_innebär))
    return "ja" if ja and not nej else "nej"


def _vann(o: Omröstning, röst: Literal["ja", "nej"]) -> bool:
    ja, nej = o.antal("ja"), o.antal("nej")
    if ja == nej:
        return o.utslagsröst is not None and o.utslagsröst.röst == röst
    return (ja > nej) == (röst == "ja")
