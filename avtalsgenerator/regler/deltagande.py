"""PRO: om det framgår vilka som var med och beslutade, och om de fick vara det: beslutförhet, jäv och ersättare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avtalsgenerator.modell.sammantrade import Person, finns_bland, samma_person
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


@regel(
    "PRO14",
    "Protokollet säger inte vilka som beslutade",
    Allvar.VARNING,
    om="beslut",
    källa="KL 5 kap. 66 § och 4 kap. 27 §",
)
def okända_beslutande(läge: Beslutsläge) -> Iterator[Fynd]:
    b, p = läge.beslut, läge.protokoll
    if b.protokoll is None or p.deltog or läge.fattat_ensam or b.status == "förslag":
        return
    yield Fynd(
        f"”{b.beteckning()}” har ett protokoll som inte säger vilka som var med och beslutade",
        b.nyckelplats("protokoll"),
        "Hämta ledamöter och tjänstgörande ersättare från protokollets första sida. Lägg in dem under sammanträde, "
        "eller som beslutande.",
    )
    for inlägg in p.reservationer:
        yield Fynd(
            "Det går inte att se om den som reserverar sig var med och beslutade",
            inlägg.plats(),
            "Bara den som deltog i beslutet kan reservera sig. Lägg in vilka som var med.",
            "reservationen",
        )


@regel("PRO22", "Organet var inte beslutfört", Allvar.HINDER, om="beslut", källa="KL 5 kap. 45 § och 6 kap. 27 §")
def inte_beslutfört(läge: Beslutsläge) -> Iterator[Fynd]:
    p, dag = läge.protokoll, läge.beslut.sammanträdesdatum
    platser = läge.organ.platser_den(dag) if läge.organ and dag else None
    jäviga = () if läge.i_fullmäktige else tuple(j.namn for j in p.jäv)
    räknade: list[tuple[int, int, Plats]] = []
    if platser and (p.beslutande or p.sammanträde):
        med = [namn for namn in p.deltog if not finns_bland(namn, jäviga)]
        räknade.append((len(med), platser.antal, beslutandes_plats(läge)))
    for o in p.omröstningar:
        alla = o.ledamöter or (platser.antal if platser else o.deltog + o.antal("frånvarande"))
        räknade.append((o.deltog, alla, o.plats("ledamöter")))
    for med_, alla, plats in räknade:
        if alla and 2 * med_ <= alla:
            yield Fynd(
                f"Bara {med_} av {alla} ledamöter var med; fler än hälften krävs",
                plats,
                "Räkna om de närvarande. Var de så få har organet inte kunnat fatta beslutet.",
                "inte fler än hälften",
            )


@regel(
    "PRO23",
    "Den som är jävig har varit med",
    Allvar.HINDER,
    om="beslut",
    källa="KL 5 kap. 47 §, 6 kap. 28 och 30 §§, 7 kap. 4 §",
)
def jävig_deltog(läge: Beslutsläge) -> Iterator[Fynd]:
    for j in läge.protokoll.jäv:
        for namn, gjorde, plats in _deltagande(läge):
            if samma_person(namn, j.namn):
                yield Fynd(
                    f"{j.namn} har anmält jäv men {gjorde}",
                    plats,
                    "Den som är jävig får inte delta i ärendet. Rätta protokollet, eller ta bort jävet om det är fel.",
                    "jävig",
                    (Märke(j.plats("namn"), "anmält jäv"),),
                )
        nämnd = läge.organ and not läge.i_fullmäktige and not läge.fattat_ensam
        if nämnd and not j.lämnade_rummet:
            yield Fynd(
                f"{j.namn} har anmält jäv men lämnade inte rummet",
                j.plats("lämnade_rummet"),
                "I en nämnd får den jäviga inte vara närvarande när ärendet handläggs.",
                "kvar i rummet",
            )


def _deltagande(läge: Beslutsläge) -> Iterator[tuple[str, str, Plats]]:
    """Alla som protokollet säger har gjort något i just det här ärendet: namnet, vad och var det står."""
    b, p = läge.beslut, läge.protokoll
    if b.beslutande and not läge.i_statlig_myndighet:
        yield b.beslutande, "har beslutat", b.plats("beslutande")
    for nummer, namn in enumerate(p.beslutande):
        yield namn, "står bland de beslutande", p.plats("beslutande", nummer)
    for o in p.omröstningar:
        yield from ((r.namn, "har röstat", r.plats("ledamot")) for r in o.röster if r.röst != "frånvarande")
        if o.utslagsröst:
            yield o.utslagsröst.av, "har avgjort med utslagsröst", o.utslagsröst.plats("av")
    for poster, gjorde in ((p.yrkanden, "har yrkat"), (p.reservationer, "har reserverat sig")):
        for post in poster:
            yield from ((namn, gjorde, post.plats("av", nummer)) for nummer, namn in enumerate(post.av))


@regel("PRO24", "Ersättarna stämmer inte med ledamöterna", Allvar.HINDER, om="beslut", källa="KL 5 kap. 66 §")
def fel_ersättare(läge: Beslutsläge) -> Iterator[Fynd]:
    s = läge.protokoll.sammanträde
    jäviga = tuple(j.namn for j in läge.protokoll.jäv)
    ledamöter = s.ledamöter if s else ()
    ersatta: list[str] = []
    for e in s.ersättare if s else ():
        if _hela_mötet(e.för, ledamöter) and not finns_bland(e.för, jäviga):
            yield _ersättarfynd(läge, f"{e.namn} tjänstgör för {e.för}, som själv är med", e.plats("för"))
        if _hela_mötet(e.för, tuple(ersatta)):
            yield _ersättarfynd(läge, f"{e.för} ersätts två gånger, den ena av {e.namn}", e.plats("för"))
        if _hela_mötet(e.namn, ledamöter):
            yield _ersättarfynd(läge, f"{e.namn} står både som ledamot och som ersättare", e.plats("namn"))
        ersatta.append(e.för)


def _hela_mötet(namn: str, andra: tuple[str, ...]) -> bool:
    """Om personen finns bland de andra, båda utan tillägg om vilka §§ det gäller."""
    return any(samma_person(namn, a) and not (Person.ur(namn).tillägg or Person.ur(a).tillägg) for a in andra)


def _ersättarfynd(läge: Beslutsläge, text: str, plats: Plats) -> Fynd:
    return Fynd(
        text,
        plats,
        "Rätta namnet. Gäller det bara en del av sammanträdet skrivs det efter namnet: ”Åke Ärlig (FP), §§ 1–4”.",
        "ersättaren",
        (Märke(beslutandes_plats(läge), "ledamöterna"),),
    )


@regel(
    "PRO25", "Ordföranden finns inte bland de närvarande", Allvar.VARNING, om="beslut", källa="KL 5 kap. 65 och 66 §§"
)
def ordföranden_inte_med(läge: Beslutsläge) -> Iterator[Fynd]:
    p = läge.protokoll
    if p.ordförande and p.deltog and not finns_bland(p.ordförande, p.deltog):
        yield Fynd(
            f"{p.ordförande} är ordförande men står inte bland de närvarande",
            p.plats("ordförande"),
            "Rätta namnet, eller lägg till ordföranden bland dem som var med.",
            "inte bland de närvarande",
            (Märke(beslutandes_plats(läge), "de beslutande"),),
        )


@regel(
    "PRO33",
    "Den som lämnar en anteckning var inte med",
    Allvar.VARNING,
    om="beslut",
    källa="praxis; KL 4 kap. 28 § och 6 kap. 17 § för den som har rätt att närvara",
)
def antecknat_utan_att_vara_med(läge: Beslutsläge) -> Iterator[Fynd]:
    p = läge.protokoll
    närvarande = (*p.deltog, *(p.sammanträde.övriga_ledamöter if p.sammanträde else ()))
    for inlägg in p.anteckningar if p.deltog else ():
        for nummer, namn in _inte_med(inlägg, närvarande):
            if Person.ur(namn).parti:
                yield Fynd(
                    f"{namn} lämnar en anteckning men står inte bland dem som var med",
                    inlägg.plats("av", nummer),
                    "Rätta namnet, eller lägg till den som var med. En ersättare som inte tjänstgjorde står bland "
                    "övriga_ledamöter.",
                    "var inte med",
                    (Märke(beslutandes_plats(läge), "de beslutande"),),
                )
