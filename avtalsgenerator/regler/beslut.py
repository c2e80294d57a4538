"""BES: om varje part har beslutat, vad beslutet är värt och om villkoren är uppfyllda."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from avtalsgenerator import kalender
from avtalsgenerator.kostnad import postens_belopp
from avtalsgenerator.regler.firmatecknare import STATUS
from avtalsgenerator.regler.grund import Allvar, Fynd, Märke, i_avtalet, regel
from avtalsgenerator.svenska import angiven_procent, datum, genitiv, kronor, ungefär_kronor, uppräkning

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from avtalsgenerator.modell import Part
    from avtalsgenerator.modell.avtal import Post
    from avtalsgenerator.modell.beslut import AnnatOrgan, Beslut, Villkor
    from avtalsgenerator.per_datum import Avtalsläge, Deltagande
PARTEN_BESLUTAR = "parten beslutar genom sitt behöriga organ (KL 5 kap. 1–2 §§ och 6 kap. 2–3 §§)"


def första_gällande(beslut: Sequence[Beslut]) -> Beslut | None:
    """Det tidigaste av besluten som gäller och har en känd dag."""
    daterade = [b for b in beslut if b.gäller and b.sammanträdesdatum]
    return min(daterade, key=lambda b: str(b.sammanträdesdatum)) if daterade else None


def _uppdrag(läge: Avtalsläge, d: Deltagande) -> list[Beslut]:
    om_avtalet = läge.register.beslut_om("avtal", läge.avtal.id) if läge.handling is None else ()
    return [b for b in om_avtalet if b.part == d.part.id and b.gäller and any(b.med_verkan("uppdrag", läge.avtal.id))]


def _om_vad(läge: Avtalsläge, d: Deltagande) -> str:
    if läge.handling is None or d in läge.nya:
        return "att vara med i avtalet"
    return "att gå ur avtalet" if läge.handling.slag == "utträde" else "att godkänna tilläggsavtalet"


def _kräver_beslut(läge: Avtalsläge, d: Deltagande) -> str:
    if d in läge.nya and läge.avtal.anslutning:
        return i_avtalet(läge.avtal.anslutning.paragraf)
    return i_avtalet(läge.avtal.ändringar_paragraf) if läge.handling else ""


@regel("BES01", "Partens beslut saknas", Allvar.HINDER, källa=PARTEN_BESLUTAR)
def beslut_saknas(läge: Avtalsläge) -> Iterator[Fynd]:
    for d in läge.undertecknande:
        if not läge.beslut_av(d) and not _uppdrag(läge, d):
            yield Fynd(
                f"{d.part.namn} har inget beslut om {_om_vad(läge, d)}",
                d.plats,
                "Lägg beslutet i partens mapp beslut/ när det är fattat.",
                "inget beslut i underlaget",
                grund=_kräver_beslut(läge, d),
                vem=d.part.id,
            )


@regel("BES02", "Partens beslut är inte fattat", Allvar.HINDER, källa=PARTEN_BESLUTAR)
def bara_förslag(läge: Avtalsläge) -> Iterator[Fynd]:
    for d in läge.undertecknande:
        beslut = läge.beslut_av(d)
        if beslut and not any(b.gäller for b in beslut):
            b = beslut[-1]
            yield Fynd(
                f"{d.part.namn}: ”{b.beteckning()}” om {_om_vad(läge, d)} är {STATUS[b.status]}",
                b.plats("status"),
                "Ändra status till beslutat när beslutet är fattat, med dag och paragraf.",
                f"status är {b.status}",
                vem=d.part.id,
            )


def villkor_i(läge: Avtalsläge) -> Iterator[tuple[Deltagande, Beslut, Villkor]]:
    """Villkoren i de beslut som bär deltagandet, i avtalet och i tillägget, för dem som ska skriva under."""
    for d in läge.undertecknande:
        om_avtalet = [b for b in läge.register.beslut_om("avtal", läge.avtal.id) if b.part == d.part.id]
        for b in {b.id: b for b in (*om_avtalet, *läge.beslut_av(d))}.values():
            if b.gäller:
                yield from ((d, b, villkor) for sats in b.beslutssatser for villkor in sats.villkor)


@regel("BES03", "Kostnaden är högre än beslutet tillåter", Allvar.HINDER, källa="villkoret i partens beslut")
def över_taket(läge: Avtalsläge) -> Iterator[Fynd]:
    for d, beslut, villkor in villkor_i(läge):
        belopp = läge.kostnad.belopp_för(d.part)
        if villkor.kostnad_högst is None or belopp is None:
            continue
        tak, gräns = villkor.kostnad_högst, villkor.väsentligt
        if belopp > tak * (1 + (gräns.värde if gräns else 0)):
            för_mycket = f", {angiven_procent((belopp - tak) / tak)} för mycket" if tak else ""
            tål = f"; högst {angiven_procent(gräns.värde)} räknas som oväsentligt" if gräns else ""
            tål += " (en tolkning)" if gräns and not gräns.verifierad else ""
            yield Fynd(
                f"{d.part.namn} ska betala {ungefär_kronor(belopp)} "
                f"men beslutade om högst {kronor(tak)}{för_mycket}{tål}",
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
        if (annat := villkor.annat_organ) is None:
            continue
        ägare = annat.part or beslut.part
        funna = [b for b in _om_samma_sak(läge, beslut) if b.part == ägare and b.organ == annat.organ and b.gäller]
        for andra in (*funna,) or (None,):
            lika = tuple(
                p for p in annat.punkter if andra and _verkan(beslut, p) and _verkan(beslut, p) == _verkan(andra, p)
            )
            olika = tuple(p for p in annat.punkter if p not in lika)
            yield _Jämförelse(d.part, beslut, villkor, annat, andra, lika, olika)


def _verkan(beslut: Beslut, punkt: int) -> dict[str, object]:
    sats = beslut.beslutssatser[punkt - 1] if 0 < punkt <= len(beslut.beslutssatser) else None
    return sats.verkan.model_dump(exclude={"källa", "verifierad"}) if sats and sats.verkan else {}


def _numrerade(punkter: tuple[int, ...]) -> str:
    return f"{'punkt' if len(punkter) == 1 else 'punkterna'} {uppräkning(map(str, punkter))}"


@regel(
    "BES04", "Villkoret om ett annat organs beslut är inte uppfyllt", Allvar.HINDER, källa="villkoret i partens beslut"
)
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


@regel(
    "BES05",
    "Villkoret om ett annat organs beslut är bara delvis uppfyllt",
    Allvar.VARNING,
    källa="villkoret i partens beslut",
)
def delvis_uppfyllt(läge: Avtalsläge) -> Iterator[Fynd]:
    for j in _jämförda(läge):
        if j.andra and j.olika:
            först = f"{_numrerade(j.lika)} är uppfylld men " if j.lika else ""
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


@regel(
    "BES06", "Villkoret om ett annat organs beslut är uppfyllt", Allvar.UPPLYSNING, källa="villkoret i partens beslut"
)
def helt_uppfyllt(läge: Avtalsläge) -> Iterator[Fynd]:
    for j in _jämförda(läge):
        if j.andra and not j.olika:
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
    belopp = postens_belopp(post, budget)
    return post.andel if post.andel is not None else belopp / budget if belopp and budget else Fraction(0)


def _slag(läge: Avtalsläge, post: Post) -> str:
    return post.parter or (läge.register.parter[post.part].slag if post.part else "")


def _modell(delar: dict[str, Fraction]) -> str:
    return ", ".join(f"{slag.replace('_', ' ')} {angiven_procent(del_)}" for slag, del_ in delar.items())


@regel(
    "BES08",
    "Ett beslut i ärendet hör inte till någon känd part",
    Allvar.VARNING,
    källa="beslutet måste gå att knyta till en part",
)
def oplacerat(läge: Avtalsläge) -> Iterator[Fynd]:
    for b in läge.register.beslut_om("avtal", läge.avtal.id):
        if not b.part and läge.handling is None:
            yield Fynd(
                f"”{b.beteckning()}” (dnr {b.diarienummer or 'saknas'}) säger inte vilken part det gäller",
                b.plats("organ"),
                "Ta reda på parten och flytta filen till partens mapp beslut/.",
                "vilken kommun?",
            )


@regel("BES09", "Beslutet är ett uppdrag, inte ett godkännande", Allvar.HINDER, källa=PARTEN_BESLUTAR)
def bara_uppdrag(läge: Avtalsläge) -> Iterator[Fynd]:
    for d in läge.undertecknande:
        if not läge.beslut_av(d):
            for b in _uppdrag(läge, d):
                nummer, _ = next(iter(b.med_verkan("uppdrag", läge.avtal.id)))
                yield Fynd(
                    f"{d.part.namn}: ”{b.beteckning()}” ger bara i uppdrag att ta fram ett avtal, det godkänner inget",
                    b.plats("beslutssatser", nummer - 1),
                    "Begär ett beslut som godkänner avtalet.",
                    "ett uppdrag",
                    vem=d.part.id,
                )


@regel("BES10", "Beslutet saknar sammanträdesdag", Allvar.VARNING, källa="praxis: ett beslut anges med organ och dag")
def utan_dag(läge: Avtalsläge) -> Iterator[Fynd]:
    for d in läge.undertecknande:
        for b in läge.beslut_av(d):
            if b.gäller and b.sammanträdesdatum is None:
                yield Fynd(
                    f"{d.part.namn}: det framgår inte vilken dag ”{b.rubrik}” beslutades",
                    b.plats("organ"),
                    "Lägg till sammanträdesdatum ur protokollet.",
                    vem=d.part.id,
                )


@regel(
    "BES11",
    "Beslutet kan fortfarande överklagas",
    Allvar.VARNING,
    källa="KL 13 kap. 5 §, lag (1930:173) om beräkning av lagstadgad tid",
)
def inte_laga_kraft(läge: Avtalsläge) -> Iterator[Fynd]:
    for d in läge.undertecknande:
        for b in läge.beslut_av(d):
            sista = kalender.sista_överklagandedag(b.anslag.uppsatt) if b.anslag else None
            beslutat = b.sammanträdesdatum or (b.anslag.uppsatt if b.anslag else None)
            if b.gäller and b.anslag and sista and beslutat and beslutat <= läge.dag <= sista:
                yield Fynd(
                    f"{genitiv(d.part.namn)} beslut kan överklagas till och med den {datum(sista)}",
                    b.anslag.plats("uppsatt"),
                    "Vänta med underskriften till dess.",
                    "anslaget",
                    vem=d.part.id,
                )


@regel("BES12", "Parten beslutar först efter underskriften", Allvar.HINDER, källa=PARTEN_BESLUTAR)
def efter_underskriften(läge: Avtalsläge) -> Iterator[Fynd]:
    for d in läge.undertecknande if läge.handling else ():
        beslut = första_gällande(läge.beslut_av(d))
        if beslut and beslut.sammanträdesdatum and beslut.sammanträdesdatum > läge.dag:
            yield Fynd(
                f"{d.part.namn} beslutar {beslut.sammanträdesdatum} men handlingen skrivs under {läge.dag}",
                beslut.plats("sammanträdesdatum"),
                "Skriv under när alla parter har beslutat.",
                "efter underskriften",
                grund=_kräver_beslut(läge, d),
                vem=d.part.id,
            )
