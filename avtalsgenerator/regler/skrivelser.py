"""SKR: om skrivelsen är daterad, har det partens form kräver, och om remissens antal går ihop."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from avtalsgenerator.regler.grund import Allvar, Fynd, Märke, regel
from avtalsgenerator.regler.uppgifter import okontrollerat
from avtalsgenerator.svenska import antal, uppräkning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avtalsgenerator.skrivelselage import Skrivelseläge


@regel(
    "SKR01",
    "Skrivelsen saknar dag eller utfärdare",
    Allvar.HINDER,
    om="skrivelse",
    källa="praxis: en handling har dag och avsändare",
)
def utan_dag_eller_utfärdare(läge: Skrivelseläge) -> Iterator[Fynd]:
    s = läge.skrivelse
    saknas = [vad for vad, finns in (("dag", s.dag), ("utfärdare", s.part)) if not finns]
    if s.handling == "yrkande" and not s.av:
        saknas.append("uppgift om vem som yrkar")
    if s.handling == "förslag till fullmäktige" and not s.ort:
        saknas.append("ort")
    if any(p.namn is None for p in s.underskrifter):
        saknas.append("uppgift om vem som skriver under")
    if saknas:
        yield Fynd(
            f"”{s.rubrik}” har ingen {uppräkning(saknas, 'eller')}",
            s.plats("rubrik"),
            "Lägg till uppgiften så som den står i handlingen.",
        )


@regel(
    "SKR02",
    "Skrivelsen saknar ett avsnitt som partens form kräver",
    Allvar.VARNING,
    om="skrivelse",
    källa="partens egen mall för skrivelser",
)
def utan_avsnitt(läge: Skrivelseläge) -> Iterator[Fynd]:
    finns = {a.namn.casefold() for a in läge.skrivelse.avsnitt}
    for nummer, rubrik in enumerate(läge.form.avsnitt if läge.form else ()):
        if läge.form and rubrik.casefold() not in finns:
            yield Fynd(
                f"Avsnittet ”{rubrik}” saknas",
                läge.skrivelse.nyckelplats("avsnitt"),
                "Lägg till avsnittet, eller skriv varför det inte behövs.",
                andra=(Märke(läge.form.plats("avsnitt", nummer), "krävs här"),),
            )


@regel(
    "SKR03",
    "Skrivelsen är återgiven, inte ordagrann",
    Allvar.HINDER,
    om="skrivelse",
    källa="en handling ur ärendet ska återges med sina egna ord",
)
def inte_ordagrann(läge: Skrivelseläge) -> Iterator[Fynd]:
    if not läge.skrivelse.ordagrant:
        yield Fynd(
            f"”{läge.skrivelse.rubrik}” är inlagd i sammandrag med egna ord",
            läge.skrivelse.plats("ordagrant"),
            "Ersätt texterna med handlingens ordalydelse och ta bort raden ”ordagrant: nej”.",
        )


@regel(
    "SKR04", "Svaren på remissen går inte ihop", Allvar.HINDER, om="skrivelse", källa="sammanställningens egna antal"
)
def för_många_svar(läge: Skrivelseläge) -> Iterator[Fynd]:
    remiss = läge.skrivelse.remiss
    if remiss is None:
        return
    if remiss.svarande > remiss.tillfrågade:
        yield Fynd(
            f"{remiss.svarande} har svarat, men bara {remiss.tillfrågade} har tillfrågats",
            remiss.plats("svarande"),
            "Rätta antalet tillfrågade eller antalet svar.",
            andra=(Märke(remiss.plats("tillfrågade"), "tillfrågade"),),
        )
    for fråga in remiss.frågor:
        räknade = sum(s.många or 0 for s in fråga.svar)
        if räknade > remiss.svarande:
            yield Fynd(
                f"{antal(räknade, 'svar', 'svar')} redovisas i ”{fråga.fråga}”, men {remiss.svarande} har svarat",
                fråga.plats("svar"),
                "Räkna om: var och en har en ståndpunkt i varje fråga.",
                andra=(Märke(remiss.plats("svarande"), "så många har svarat"),),
            )


@regel(
    "SKR05",
    "En svarande har två ståndpunkter i samma fråga",
    Allvar.HINDER,
    om="skrivelse",
    källa="sammanställningens egna antal",
)
def två_ståndpunkter(läge: Skrivelseläge) -> Iterator[Fynd]:
    for fråga in läge.skrivelse.remiss.frågor if läge.skrivelse.remiss else ():
        gånger = Counter(namn for svar in fråga.svar for namn in svar.av)
        for namn in (n for n, antal_ in gånger.items() if antal_ > 1):
            yield Fynd(
                f"{namn} räknas två gånger i frågan ”{fråga.fråga}”",
                fråga.plats("svar"),
                "Låt namnet stå vid en av ståndpunkterna.",
            )


@regel(
    "SKR06",
    "Skrivelsen saknar nummer",
    Allvar.VARNING,
    om="skrivelse",
    källa="praxis: varje handling i ärendet bär ärendets nummer",
)
def utan_nummer(läge: Skrivelseläge) -> Iterator[Fynd]:
    s = läge.skrivelse
    if s.diarienummer is None and s.ärende is None:
        yield Fynd(
            f"”{s.rubrik}” har varken diarienummer eller ärendenummer",
            s.plats("rubrik"),
            "Lägg till diarienummer, eller ärende om handlingen bara har dagordningens nummer.",
        )


@regel(
    "SKR07",
    "Uppgiften är inte kontrollerad mot källan",
    Allvar.UPPLYSNING,
    om="skrivelse",
    källa="märkt verifierad: nej",
)
def okontrollerad(läge: Skrivelseläge) -> Iterator[Fynd]:
    return okontrollerat(läge.skrivelse, "skrivelsen")
