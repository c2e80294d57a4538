"""BES: om villkoren i parternas beslut är uppfyllda."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from avtalsgenerator.regler.grund import Allvar, Fynd, Märke, regel
from avtalsgenerator.svenska import angiven_procent, kronor, ungefär_kronor, uppräkning

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from avtalsgenerator.modell import Part
    from avtalsgenerator.modell.avtal import Post
    from avtalsgenerator.modell.beslut import AnnatOrgan, Beslut, Villkor
    from avtalsgenerator.per_datum import Avtalsläge, Deltagande

VILLKORET = "villkoret i partens beslut"
TAKREGEL = "BES03"
VILLKORSREGLER = (TAKREGEL, "BES04", "BES05", "BES06", "BES07", "BES19", "BES20", "BES21", "BES22", "BES28")
"""Reglerna som prövar villkoren i besluten, och det som de räknar med."""


def villkor_i(läge: Avtalsläge) -> Iterator[tuple[Deltagande, Beslut, Villkor]]:
    """Villkoren i de beslut som bär deltagandet, i avtalet och i tillägget, för dem som ska skriva under."""
    for d in läge.undertecknande:
        om_avtalet = läge.register.beslut_om("avtal", läge.avtal.id, d.part.id)
        for b in {b.id: b for b in (*om_avtalet, *läge.beslut_av(d))}.values():
            if b.gäller:
                yield from ((d, b, villkor) for sats in b.beslutssatser for villkor in sats.villkor)


@regel(TAKREGEL, "Kostnaden är högre än beslutet tillåter", Allvar.HINDER, källa=VILLKORET)
def över_taket(läge: Avtalsläge) -> Iterator[Fynd]:
    for d, beslut, villkor in villkor_i(läge):
        belopp = läge.kostnad.belopp_för(d.part)
        tak, tål, gräns = villkor.kostnad_högst, villkor.tål, villkor.väsentligt
        if tak is not None and tål is not None and belopp is not None and belopp > tål:
            för_mycket = f", {angiven_procent((belopp - tak) / tak)} för mycket" if tak else ""
            mått = f"; högst {angiven_procent(gräns.värde)} räknas som oväsentligt" if gräns else ""
            mått += " (en tolkning)" if gräns and not gräns.verifierad else ""
            yield Fynd(
                f"{d.part.namn} ska betala {ungefär_kronor(belopp)} "
                f"men beslutade om högst {kronor(tak)}{för_mycket}{mått}",
                villkor.plats("kostnad_högst"),
                "Begär ett nytt beslut av parten med rätt kostnad. Det gamla får då status upphävt.",
                "taket",
                grund=f"villkoret i {beslut.beteckning()}",
                vem=d.part.id,
            )


@dataclass(frozen=True)
class _Jämförelse:
    """Ett villkor om ett annat organs beslut, och de punkter där de två besluten har samma verkan och inte har det."""

    part: Part
    beslut: Beslut
    villkor: Villkor
    annat: AnnatOrgan
    andra: Beslut | None
    lika: tuple[int, ...]
    olika: tuple[int, ...]


def _om_samma_sak(läge: Avtalsläge, beslut: Beslut) -> Sequence[Beslut]:
    """Besluten om handlingen om beslutet gäller den, annars besluten om avtalet."""
    om_handlingen = läge.register.beslut_om("handling", läge.handling.id) if läge.handling else ()
    return om_handlingen if beslut in om_handlingen else läge.register.beslut_om("avtal", läge.avtal.id)


def _jämförda(läge: Avtalsläge) -> Iterator[_Jämförelse]:
    for d, beslut, villkor in villkor_i(läge):
        yield from _jämför(läge, d.part, beslut, villkor)


def _jämför(läge: Avtalsläge, part: Part, beslut: Beslut, villkor: Villkor) -> Iterator[_Jämförelse]:
    if (annat := villkor.annat_organ) is None:
        return
    ägare = annat.part or beslut.part
    funna = [b for b in _om_samma_sak(läge, beslut) if b.part == ägare and b.organ == annat.organ and b.gäller]
    for andra in (*funna,) or (None,):
        lika = tuple(
            p for p in annat.punkter if andra and _verkan(beslut, p) and _verkan(beslut, p) == _verkan(andra, p)
        )
        olika = tuple(p for p in annat.punkter if p not in lika)
        yield _Jämförelse(part, beslut, villkor, annat, andra, lika, olika)


def _verkan(beslut: Beslut, punkt: int) -> dict[str, object]:
    sats = beslut.beslutssatser[punkt - 1] if 0 < punkt <= len(beslut.beslutssatser) else None
    return sats.verkan.model_dump(exclude={"källa", "verifierad", "version"}) if sats and sats.verkan else {}


def _numrerade(punkter: tuple[int, ...]) -> str:
    return f"{'punkt' if len(punkter) == 1 else 'punkterna'} {uppräkning(map(str, punkter))}"


@regel("BES04", "Villkoret om ett annat organs beslut är inte uppfyllt", Allvar.HINDER, källa=VILLKORET)
def annat_organ_saknas(läge: Avtalsläge) -> Iterator[Fynd]:
    for j in _jämförda(läge):
        if j.andra is None:
            yield Fynd(
                f"{j.part.namn}: ”{j.beslut.beteckning()}” gäller bara om {j.annat.organ} också beslutar",
                j.annat.plats("organ"),
                "Lägg till det andra organets beslut när det är fattat.",
                "inget beslut i underlaget",
                grund=f"villkoret i {j.beslut.beteckning()}",
                vem=j.part.id,
            )


@regel("BES05", "Villkoret om ett annat organs beslut är bara delvis uppfyllt", Allvar.VARNING, källa=VILLKORET)
def delvis_uppfyllt(läge: Avtalsläge) -> Iterator[Fynd]:
    for j in _jämförda(läge):
        if j.andra and j.olika:
            uppfyllt = "uppfylld" if len(j.lika) == 1 else "uppfyllda"
            först = f"{_numrerade(j.lika)} är {uppfyllt} men " if j.lika else ""
            yield Fynd(
                f"{j.part.namn}: {först}{_numrerade(j.olika)} skiljer sig mellan {j.beslut.beteckning()} och "
                f"{j.andra.beteckning()}",
                j.villkor.plats("annat_organ"),
                "Läs båda besluten och bedöm om villkoret är uppfyllt.",
                "villkoret",
                (Märke(j.andra.plats("beslutssatser", j.olika[0] - 1), f"det andra beslutets punkt {j.olika[0]}"),),
                f"villkoret i {j.beslut.beteckning()}",
                vem=j.part.id,
            )


@regel("BES06", "Villkoret om ett annat organs beslut är uppfyllt", Allvar.UPPLYSNING, källa=VILLKORET)
def helt_uppfyllt(läge: Avtalsläge) -> Iterator[Fynd]:
    brister = _ouppfyllda(läge)
    for j in _jämförda(läge):
        if j.andra and not j.olika and j.andra.id not in brister:
            yield Fynd(
                f"{j.part.namn}: villkoret i {j.beslut.beteckning()} är uppfyllt, {_numrerade(j.lika)} har samma "
                f"verkan i {j.andra.beteckning()}",
                j.villkor.plats("annat_organ"),
                "Inget behöver göras.",
                "uppfyllt",
                (Märke(j.andra.plats("beslutssatser", j.lika[0] - 1), f"det andra beslutets punkt {j.lika[0]}"),),
                f"villkoret i {j.beslut.beteckning()}",
                vem=j.part.id,
            )


@regel(
    "BES07",
    "Beslutet bygger på en annan kostnadsmodell än avtalets",
    Allvar.VARNING,
    källa="beslutets underlag mot avtalets finansiering",
)
def annan_kostnadsmodell(läge: Avtalsläge) -> Iterator[Fynd]:
    poster = läge.finansiering.poster
    for d, beslut, villkor in villkor_i(läge):
        if villkor.kostnadsmodell is None:
            continue
        modell = villkor.kostnadsmodell
        beslutat = {"kommun": modell.kommun, "region": modell.region, "statlig_myndighet": modell.statlig_myndighet}
        avtalat = {
            slag: sum((_andel(läge, p) for p in poster if _slag(läge, p) == slag), Fraction(0)) for slag in beslutat
        }
        if beslutat != avtalat:
            yield Fynd(
                f"{d.part.namn} beslutade om {_modell(beslutat)}, men avtalet säger {_modell(avtalat)}",
                villkor.plats("kostnadsmodell"),
                "Begär ett nytt beslut på avtalets modell, eller låt juristen bedöma.",
                "beslutets modell",
                (Märke(läge.finansiering.nyckelplats("poster"), "avtalets modell"),),
                f"underlaget till {beslut.beteckning()}",
                vem=d.part.id,
            )


def _andel(läge: Avtalsläge, post: Post) -> Fraction:
    """Postens del av budgeten: den avtalet anger, annars den som beloppet ger."""
    budget = läge.finansiering.budget
    if post.andel is not None:
        return post.andel
    return Fraction(post.belopp) / budget if post.belopp and budget else Fraction(0)


def _slag(läge: Avtalsläge, post: Post) -> str:
    return post.parter or läge.register.parter[post.part or ""].slag


def _modell(delar: dict[str, Fraction]) -> str:
    return ", ".join(f"{slag.replace('_', ' ')} {angiven_procent(del_)}" for slag, del_ in delar.items())


def _ouppfyllda(läge: Avtalsläge) -> frozenset[str]:
    """Id för de beslut i ärendet vars villkor om ett annat organ inte är uppfyllt, direkt eller i flera led.

    Också beslut av den som inte är part räknas: en part kan ha villkorat sitt beslut av dem. Två beslut som villkorar
    varandra är uppfyllda när båda är fattade: inget av dem väntar på något tredje.
    """
    i_ärendet = {
        b.id: b
        for slag, id_ in (("avtal", läge.avtal.id), ("handling", läge.id))
        for b in läge.register.beslut_om(slag, id_)
        if b.gäller and b.part
    }
    jämförda = [
        j
        for b in i_ärendet.values()
        for sats in b.beslutssatser
        for villkor in sats.villkor
        for j in _jämför(läge, läge.register.parter[b.part], b, villkor)
    ]
    brister = {j.beslut.id for j in jämförda if j.andra is None}
    while nya := {j.beslut.id for j in jämförda if j.andra and j.andra.id in brister} - brister:
        brister |= nya
    return frozenset(brister)


def i_saken(läge: Avtalsläge) -> Iterator[tuple[Deltagande, Beslut, Villkor]]:
    """Villkoren i besluten om just det som ska skrivas under; för ett tillägg alltså inte de om avtalet."""
    for d, beslut, villkor in villkor_i(läge):
        if läge.handling is None or beslut in läge.beslut_av(d):
            yield d, beslut, villkor


@regel("BES19", "Villkoret hänger på ett beslut vars eget villkor inte är uppfyllt", Allvar.HINDER, källa=VILLKORET)
def i_flera_led(läge: Avtalsläge) -> Iterator[Fynd]:
    brister = _ouppfyllda(läge)
    for j in _jämförda(läge):
        if j.andra and j.andra.id in brister:
            yield Fynd(
                f"{j.part.namn}: ”{j.beslut.beteckning()}” gäller bara med {j.andra.beteckning()}, "
                "men det beslutet väntar i sin tur på ett annat som saknas",
                j.annat.plats("organ"),
                "Lägg till det beslut som saknas när det är fattat.",
                "villkoret",
                (Märke(j.andra.plats("organ"), "väntar också"),),
                f"villkoret i {j.beslut.beteckning()}",
                vem=j.part.id,
            )


@regel("BES20", "Beslutet har slutat att gälla", Allvar.HINDER, källa=VILLKORET)
def slutat_gälla(läge: Avtalsläge) -> Iterator[Fynd]:
    for d, beslut, villkor in i_saken(läge):
        if villkor.gäller_till and villkor.gäller_till < läge.dag:
            yield Fynd(
                f"{d.part.namn}: ”{beslut.beteckning()}” gällde till och med {villkor.gäller_till}, inte {läge.dag}",
                villkor.plats("gäller_till"),
                "Begär ett nytt beslut, eller skriv under senast den dagen.",
                "sista dagen",
                grund=f"villkoret i {beslut.beteckning()}",
                vem=d.part.id,
            )


@regel("BES21", "Kostnaden ligger utanför den budget som beslutet anger", Allvar.VARNING, källa=VILLKORET)
def annat_budgetår(läge: Avtalsläge) -> Iterator[Fynd]:
    for d, beslut, villkor in i_saken(läge):
        if villkor.budgetår and villkor.budgetår < läge.kostnadsdag.year:
            yield Fynd(
                f"{d.part.namn} beslutade inom {villkor.budgetår} års budget, men kostnaden räknas för "
                f"{läge.kostnadsdag.year}",
                villkor.plats("budgetår"),
                "Fråga parten om det finns pengar också för det året, eller begär ett nytt beslut.",
                "budgeten",
                grund=f"villkoret i {beslut.beteckning()}",
                vem=d.part.id,
            )


@regel("BES22", "Utvärderingen kommer efter sista dagen att säga upp avtalet", Allvar.VARNING, källa=VILLKORET)
def utvärderas_för_sent(läge: Avtalsläge) -> Iterator[Fynd]:
    förlängning = läge.avtal.avtalstid.förlängning
    if förlängning is None:
        return
    senast = förlängning.om_ej_uppsagt_senast
    for d, beslut, villkor in villkor_i(läge):
        if villkor.utvärderas_senast and villkor.utvärderas_senast > senast:
            yield Fynd(
                f"{d.part.namn} ska ha utvärderat senast {villkor.utvärderas_senast}, men avtalet måste sägas upp "
                f"senast {senast} för att inte förlängas med {förlängning.år} år",
                villkor.plats("utvärderas_senast"),
                "Be parten att utvärdera före den dagen, så att den kan välja.",
                "för sent för att säga upp",
                (Märke(förlängning.plats("om_ej_uppsagt_senast"), "sista dagen"),),
                f"villkoret i {beslut.beteckning()}",
                vem=d.part.id,
            )


ENLIGT_BESLUTET = Fraction(5, 100)
"""Så mycket får kostnaden skilja från det ungefärliga belopp som beslutet räknar med."""


@regel("BES28", "Beslutet räknar med ett annat belopp än avtalet ger", Allvar.VARNING, källa="beslutets underlag")
def annat_belopp(läge: Avtalsläge) -> Iterator[Fynd]:
    for d, beslut, villkor in i_saken(läge):
        belopp, räknat = läge.kostnad.belopp_för(d.part), villkor.räknar_med
        if belopp is not None and räknat and abs(belopp - räknat) > räknat * ENLIGT_BESLUTET:
            yield Fynd(
                f"{d.part.namn} räknade med {kronor(räknat)} per år men ska betala {ungefär_kronor(belopp)}",
                villkor.plats("räknar_med"),
                "Tala om för parten vad kostnaden blir, och fråga om beslutet står fast.",
                "beslutets belopp",
                grund=f"underlaget till {beslut.beteckning()}",
                vem=d.part.id,
            )
