"""PRO: om ett protokollsutdrag kan göras av beslutet, och om det som protokollet säger går ihop."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from avtalsgenerator import kalender
from avtalsgenerator.modell.omrostning import Röstning
from avtalsgenerator.modell.protokoll import STANDARDFORM, Inlägg
from avtalsgenerator.regler.firmatecknare import STATUS
from avtalsgenerator.regler.grund import Allvar, Fynd, Märke, regel
from avtalsgenerator.regler.uppgifter import okontrollerat
from avtalsgenerator.svenska import antal, uppräkning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avtalsgenerator.beslutslage import Beslutsläge
    from avtalsgenerator.noder import Plats

RÖSTER: tuple[Röstning, ...] = get_args(Röstning)


@regel("PRO01", "Utdraget gäller ett beslut som inte är fattat", Allvar.HINDER, om="beslut", källa="KL 5 kap. 66 §")
def inte_fattat(läge: Beslutsläge) -> Iterator[Fynd]:
    b = läge.beslut
    if b.status == "förslag":
        yield Fynd(
            f"”{b.beteckning()}” är {STATUS[b.status]}, så det finns inget protokoll att göra utdrag ur",
            b.plats("status"),
            "Vänta tills beslutet är fattat. Skriv då in status, dag och paragraf.",
            f"status är {b.status}",
        )


@regel("PRO02", "Utdraget saknar dag eller paragraf", Allvar.HINDER, om="beslut", källa="KL 5 kap. 66 §")
def utan_dag_eller_paragraf(läge: Beslutsläge) -> Iterator[Fynd]:
    b = läge.beslut
    saknas = [
        vad
        for vad, finns in (
            ("sammanträdesdag", b.sammanträdesdatum),
            ("paragraf", b.paragraf or b.beslutsnummer or b.beslutande),
            ("känd part", läge.part),
        )
        if not finns
    ]
    if b.status != "förslag" and saknas:
        yield Fynd(
            f"”{b.rubrik}” har ingen {uppräkning(saknas, 'eller')}",
            b.plats("organ"),
            "Hämta uppgifterna ur protokollet.",
        )


@regel(
    "PRO03",
    "Beslutet är återgivet, inte ordagrant",
    Allvar.HINDER,
    om="beslut",
    källa="ett utdrag ska återge protokollets ord",
)
def inte_ordagrant(läge: Beslutsläge) -> Iterator[Fynd]:
    if not läge.beslut.ordagrant:
        yield Fynd(
            f"”{läge.beslut.beteckning()}” är inlagt i sammandrag med egna ord",
            läge.beslut.plats("ordagrant"),
            "Ersätt texterna med handlingens ordalydelse och ta bort raden ”ordagrant: nej”.",
        )


@regel(
    "PRO04",
    "Partens form visar inte allt i protokollet",
    Allvar.HINDER,
    om="beslut",
    källa="inget får falla bort i ett utdrag",
)
def faller_bort(läge: Beslutsläge) -> Iterator[Fynd]:
    visas = {vad for vad, _ in läge.avsnitt} | {"beslut"}
    for vad in STANDARDFORM:
        if vad not in visas and getattr(läge.protokoll, vad) and läge.form:
            yield Fynd(
                f"Protokollet har {vad.replace('_', ' ')}, men formen för protokollsutdrag har inget sådant avsnitt",
                läge.protokoll.nyckelplats(vad),
                f"Lägg till {vad} bland avsnitten i partens form.",
                "skulle falla bort",
                (Märke(läge.form.nyckelplats("avsnitt"), "partens form"),),
            )


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
        if ja == nej and utslag is None:
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
        if utslag and ordförande and utslag.av != ordförande:
            yield Fynd(
                f"{utslag.av} anges ha utslagsröst, men ordförande är {ordförande}",
                utslag.plats("av"),
                "Bara ordföranden har utslagsröst. Rätta namnet, eller ordföranden.",
                andra=(Märke(läge.protokoll.plats("ordförande"), "ordförande"),),
            )


@regel(
    "PRO09",
    "Anslaget togs ned innan tiden för överklagande hade gått ut",
    Allvar.VARNING,
    om="beslut",
    källa="KL 8 kap. 10 § och 13 kap. 5 §, lag (1930:173) 2 §",
)
def nedtaget_för_tidigt(läge: Beslutsläge) -> Iterator[Fynd]:
    anslag = läge.beslut.anslag
    if anslag and anslag.nedtaget and anslag.nedtaget <= (sista := kalender.sista_överklagandedag(anslag.uppsatt)):
        yield Fynd(
            f"Anslaget togs ned {anslag.nedtaget}, men beslutet kan överklagas till och med {sista}",
            anslag.plats("nedtaget"),
            f"Anslaget ska sitta uppe hela dagen {sista}. Togs det ned för tidigt: sätt upp det igen.",
            f"överklagandetiden går ut {sista}",
            (Märke(anslag.plats("uppsatt"), "uppsatt"),),
        )


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
                (Märke(_beslutandes_plats(läge), "de beslutande"),),
            )


def _beslutandes_plats(läge: Beslutsläge) -> Plats:
    p = läge.protokoll
    return p.sammanträde.plats("ledamöter") if p.sammanträde and not p.beslutande else p.nyckelplats("beslutande")


def _inte_med(inlägg: Inlägg, beslutande: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    return ((nummer, namn) for nummer, namn in enumerate(inlägg.av) if namn not in beslutande)


@regel("PRO10", "Den som röstade var inte med", Allvar.HINDER, om="beslut", källa="KL 5 kap. 66 §")
def röstade_utan_att_delta(läge: Beslutsläge) -> Iterator[Fynd]:
    närvarande = läge.protokoll.sammanträde and läge.protokoll.deltog
    for o in läge.protokoll.omröstningar if närvarande else ():
        for röst in o.röster:
            med = {röst.ledamot, f"{röst.ledamot} ({röst.parti})"} & set(närvarande or ())
            if not med and röst.röst != "frånvarande":
                yield Fynd(
                    f"{röst.ledamot} ({röst.parti}) har röstat men står inte bland de närvarande",
                    röst.plats("ledamot"),
                    "Rätta namnet eller partiet i voteringslistan, eller lägg till den som var med.",
                    "inte bland de närvarande",
                    (Märke(_beslutandes_plats(läge), "de beslutande"),),
                )


@regel("PRO11", "Paragrafen justeras inte vid sammanträdet", Allvar.HINDER, om="beslut", källa="KL 5 kap. 69 §")
def paragrafen_justeras_inte(läge: Beslutsläge) -> Iterator[Fynd]:
    b, s = läge.beslut, läge.protokoll.sammanträde
    if s and s.paragrafer and b.paragraf and b.paragraf not in s.paragrafer:
        yield Fynd(
            f"Beslutet är § {b.paragraf}, men den finns inte bland dem som justeras",
            s.plats("paragrafer"),
            f"Lägg till {b.paragraf} bland paragraferna, annars blir beslutet inte anslaget.",
            "paragrafer som justeras",
            (Märke(b.plats("paragraf"), "beslutets paragraf"),),
        )


@regel("PRO12", "Protokollet är inte justerat", Allvar.HINDER, om="beslut", källa="KL 5 kap. 69 § och 8 kap. 9 §")
def inte_justerat(läge: Beslutsläge) -> Iterator[Fynd]:
    b = läge.beslut
    justerat = b.justering is not None and (b.justering.omedelbar or b.justering.dag is not None)
    if (b.anslag or läge.protokoll.sammanträde) and not justerat:
        yield Fynd(
            f"”{b.beteckning()}” har ett anslag eller en första sida, men ingen uppgift om att det är justerat",
            b.nyckelplats("anslag") if b.anslag else b.plats("organ"),
            "Lägg till justering: {dag: …} eller {omedelbar: ja}. Det är justeringen som anslås.",
        )


@regel(
    "PRO13", "Uppgiften är inte kontrollerad mot källan", Allvar.UPPLYSNING, om="beslut", källa="märkt verifierad: nej"
)
def okontrollerad(läge: Beslutsläge) -> Iterator[Fynd]:
    return okontrollerat(läge.beslut, "beslutet")
