"""PRO: om protokollet är justerat, anslaget och rättat så som kommunallagen kräver, och i tid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avtalsgenerator import kalender
from avtalsgenerator.modell.beslut import AnnanTavla
from avtalsgenerator.regler.grund import Allvar, Fynd, Märke, regel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avtalsgenerator.beslutslage import Beslutsläge
    from avtalsgenerator.modell.beslut import Anslagstavla

ANSLAG = "KL 8 kap. 9–12 §§"


def _anslag(läge: Beslutsläge) -> Iterator[tuple[Anslagstavla, str]]:
    """Varje tavla som beslutet är anslaget på, och vad den kallas i ett meddelande."""
    anslag = läge.beslut.anslag
    for tavla in anslag.tavlor if anslag else ():
        hos = f" hos {läge.register.parter[tavla.part].namn}" if isinstance(tavla, AnnanTavla) else ""
        yield tavla, f"Anslaget{hos}"


@regel(
    "PRO09",
    "Anslaget togs ned innan tiden för överklagande hade gått ut",
    Allvar.VARNING,
    om="beslut",
    källa="KL 8 kap. 10 § och 13 kap. 5 §, lag (1930:173) 2 §",
)
def nedtaget_för_tidigt(läge: Beslutsläge) -> Iterator[Fynd]:
    anslag = läge.beslut.anslag
    sista = kalender.sista_överklagandedag(*anslag.dagar) if anslag else None
    for tavla, vad in _anslag(läge):
        if sista and tavla.nedtaget and tavla.nedtaget <= sista:
            sist_uppsatt = max(anslag.tavlor, key=lambda t: t.uppsatt) if anslag else tavla
            yield Fynd(
                f"{vad} togs ned {tavla.nedtaget}, men beslutet kan överklagas till och med {sista}",
                tavla.plats("nedtaget"),
                f"Anslaget ska sitta uppe hela dagen {sista}. Togs det ned för tidigt: sätt upp det igen.",
                f"överklagandetiden går ut {sista}",
                (Märke(sist_uppsatt.plats("uppsatt"), "uppsatt"),),
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


@regel("PRO15", "Protokollet justerades för sent", Allvar.VARNING, om="beslut", källa="KL 5 kap. 69 §")
def för_sent_justerat(läge: Beslutsläge) -> Iterator[Fynd]:
    b, justering = läge.beslut, läge.beslut.justering
    if b.sammanträdesdatum and justering and justering.dag and not justering.omedelbar:
        sista = kalender.sista_justeringsdag(b.sammanträdesdatum)
        if justering.dag > sista:
            yield Fynd(
                f"Protokollet justerades {justering.dag}, men skulle ha justerats senast {sista}",
                justering.plats("dag"),
                "Rätta dagen om den är felskriven. Protokollet ska justeras inom 14 dagar från sammanträdet.",
                f"senast {sista}",
                (Märke(b.plats("sammanträdesdatum"), "sammanträdet"),),
            )


@regel("PRO16", "Protokollet är justerat före sammanträdet", Allvar.HINDER, om="beslut", källa="KL 5 kap. 69 §")
def justerat_före_sammanträdet(läge: Beslutsläge) -> Iterator[Fynd]:
    b, justering = läge.beslut, läge.beslut.justering
    if b.sammanträdesdatum and justering and justering.dag and justering.dag < b.sammanträdesdatum:
        yield Fynd(
            f"Protokollet är justerat {justering.dag}, före sammanträdet {b.sammanträdesdatum}",
            justering.plats("dag"),
            "Rätta någon av dagarna.",
            "före sammanträdet",
            (Märke(b.plats("sammanträdesdatum"), "sammanträdet"),),
        )


@regel("PRO17", "Anslaget sattes upp för sent", Allvar.VARNING, om="beslut", källa=ANSLAG)
def för_sent_anslaget(läge: Beslutsläge) -> Iterator[Fynd]:
    justerat = läge.beslut.justerat_den
    sista = kalender.sista_anslagsdag(justerat) if justerat else None
    for tavla, vad in _anslag(läge):
        if sista and tavla.uppsatt > sista:
            yield Fynd(
                f"{vad} sattes upp {tavla.uppsatt}, men skulle ha satts upp senast {sista}",
                tavla.plats("uppsatt"),
                f"Protokollet justerades {justerat}. Justeringen ska anslås senast den andra dagen därefter. Tiden för "
                "överklagande räknas ändå från den dag anslaget sattes upp.",
                f"senast {sista}",
            )


@regel("PRO18", "Anslaget sattes upp före justeringen", Allvar.HINDER, om="beslut", källa=ANSLAG)
def anslaget_före_justeringen(läge: Beslutsläge) -> Iterator[Fynd]:
    justerat = läge.beslut.justerat_den
    for tavla, vad in _anslag(läge):
        if justerat and tavla.uppsatt < justerat:
            yield Fynd(
                f"{vad} sattes upp {tavla.uppsatt}, innan protokollet var justerat den {justerat}",
                tavla.plats("uppsatt"),
                "Rätta någon av dagarna. Det är justeringen som anslås, så ett tidigare anslag börjar ingen tid.",
                "före justeringen",
            )


@regel(
    "PRO19",
    "Den omedelbara justeringen saknar justerare, paragrafer eller rätt dag",
    Allvar.VARNING,
    om="beslut",
    källa="praxis: texten till vissa §§ justeras på sammanträdet, av den som är utsedd (KL 5 kap. 69 §)",
)
def ofullständig_omedelbar_justering(läge: Beslutsläge) -> Iterator[Fynd]:
    b, p, justering = läge.beslut, läge.protokoll, läge.beslut.justering
    if not justering or not justering.omedelbar:
        return
    if b.protokoll and not p.justerare:
        yield Fynd(
            f"”{b.beteckning()}” är omedelbart justerat, men det framgår inte av vem",
            justering.plats("omedelbar"),
            "Lägg till justerare med namn i protokollet.",
            "omedelbart justerat",
        )
    if p.sammanträde and not p.sammanträde.paragrafer:
        yield Fynd(
            f"”{b.beteckning()}” är omedelbart justerat, men det framgår inte vilka §§ som är det",
            p.sammanträde.plats(),
            "Lägg till paragrafer: de §§ som justerades på sammanträdet. De andra justeras och anslås för sig.",
            "här saknas paragrafer",
        )
    if justering.dag and b.sammanträdesdatum and justering.dag > b.sammanträdesdatum:
        yield Fynd(
            f"Omedelbar justering görs på sammanträdet {b.sammanträdesdatum}, men dagen är {justering.dag}",
            justering.plats("dag"),
            "Ta bort omedelbar om protokollet justerades senare, eller rätta dagen.",
            "efter sammanträdet",
        )


@regel("PRO28", "Rättelsen är daterad före justeringen", Allvar.HINDER, om="beslut", källa="JO 581-2013")
def rättat_före_justeringen(läge: Beslutsläge) -> Iterator[Fynd]:
    justerat = läge.beslut.justerat_den
    for r in läge.protokoll.rättelser:
        if justerat and r.dag and r.dag < justerat:
            yield Fynd(
                f"Rättelsen är gjord {r.dag}, men protokollet justerades först {justerat}",
                r.plats("dag"),
                "Rätta dagen. Det som ändrades före justeringen är ingen rättelse: ta i så fall bort den.",
                "före justeringen",
            )


@regel(
    "PRO30",
    "Beslutet är daterat en söndag eller helgdag",
    Allvar.VARNING,
    om="beslut",
    källa="praxis: sammanträden hålls sällan på helgdagar, så dagen är troligen felskriven",
)
def beslutat_på_en_helgdag(läge: Beslutsläge) -> Iterator[Fynd]:
    dag = läge.beslut.sammanträdesdatum
    if dag and kalender.är_helgdag(dag):
        slag = "söndag" if dag.weekday() == kalender.SÖNDAG else "helgdag"
        yield Fynd(
            f"{dag} är en {slag}",
            läge.beslut.plats("sammanträdesdatum"),
            "Jämför med protokollet; ofta är det året eller dagen som är fel.",
            f"en {slag}",
        )
