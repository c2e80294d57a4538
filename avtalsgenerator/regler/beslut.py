"""BES: om varje part har beslutat och vad beslutet är värt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avtalsgenerator import kalender
from avtalsgenerator.regler.firmatecknare import STATUS
from avtalsgenerator.regler.grund import Allvar, Fynd, i_avtalet, regel
from avtalsgenerator.svenska import datum, genitiv

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from avtalsgenerator.modell.beslut import Beslut
    from avtalsgenerator.per_datum import Avtalsläge, Deltagande
PARTEN_BESLUTAR = "parten beslutar genom sitt behöriga organ (KL 5 kap. 1–2 §§ och 6 kap. 2–3 §§)"


def första_gällande(beslut: Sequence[Beslut]) -> Beslut | None:
    """Det tidigaste av besluten som gäller och har en känd dag."""
    daterade = [b for b in beslut if b.gäller and b.sammanträdesdatum]
    return min(daterade, key=lambda b: str(b.sammanträdesdatum)) if daterade else None


def _uppdrag(läge: Avtalsläge, d: Deltagande) -> list[Beslut]:
    om_avtalet = läge.register.beslut_om("avtal", läge.avtal.id, d.part.id) if läge.handling is None else ()
    return [b for b in om_avtalet if b.gäller and any(b.med_verkan("uppdrag", läge.avtal.id))]


def _om_vad(läge: Avtalsläge, d: Deltagande) -> str:
    if läge.handling is None or d in läge.nya:
        return "att vara med i avtalet"
    return "att gå ur avtalet" if läge.handling.slag == "utträde" else "att godkänna tilläggsavtalet"


def _kräver_beslut(läge: Avtalsläge, d: Deltagande) -> str:
    if d in läge.nya and läge.avtal.anslutning:
        return i_avtalet(läge.avtal.anslutning.paragraf)
    if läge.handling and läge.handling.slag == "utträde" and läge.avtal.utträde:
        return i_avtalet(läge.avtal.utträde.paragraf)
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
            sista = kalender.sista_överklagandedag(*b.anslag.dagar) if b.anslag else None
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
