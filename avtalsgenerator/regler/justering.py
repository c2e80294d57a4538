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
