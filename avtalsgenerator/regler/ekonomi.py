"""EKO: att beloppen går ihop och att grunden för dem är angiven."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avtalsgenerator import kalender
from avtalsgenerator.kostnad import postens_belopp, utan_betalare
from avtalsgenerator.regler.grund import Allvar, Fynd, Märke, i_avtalet, regel
from avtalsgenerator.svenska import angiven_procent, kronor, ungefär_kronor, uppräkning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avtalsgenerator.kostnad import Postbild
    from avtalsgenerator.modell.avtal import Post
    from avtalsgenerator.per_datum import Avtalsläge


def _vem(läge: Avtalsläge, post: Post) -> str:
    return läge.register.parter[post.part].namn if post.part else f"parter av slaget {post.parter}"


@regel("EKO01", "Angiven procent ger inte angivet belopp", Allvar.VARNING, källa="avtalets bestämmelse om finansiering")
def procent_mot_belopp(läge: Avtalsläge) -> Iterator[Fynd]:
    finansiering = läge.finansiering
    for post in finansiering.poster:
        if post.belopp is not None and post.andel is not None and post.andel * finansiering.budget != post.belopp:
            ger = ungefär_kronor(post.andel * finansiering.budget)
            yield Fynd(
                f"{angiven_procent(post.andel)} av {ungefär_kronor(finansiering.budget)} är {ger}, "
                f"men beloppet för {_vem(läge, post)} är {ungefär_kronor(post.belopp)}",
                post.plats("andel"),
                "Beloppet används. Ange procentsatsen som avrundad i avtalet, eller rätta den.",
                "stämmer inte",
                (Märke(post.plats("belopp"), "används"),),
                i_avtalet(finansiering.paragraf),
            )


@regel("EKO02", "Posterna blir inte lika med budgeten", Allvar.HINDER, källa="avtalets bestämmelse om finansiering")
def summan_stämmer_inte(läge: Avtalsläge) -> Iterator[Fynd]:
    finansiering = läge.finansiering
    belopp = [b for p in finansiering.poster if (b := postens_belopp(p, finansiering.budget)) is not None]
    if sum(belopp) != finansiering.budget:
        yield Fynd(
            f"Posterna är tillsammans {ungefär_kronor(sum(belopp))}, men budgeten är {kronor(finansiering.budget)}",
            finansiering.plats("budget"),
            "Rätta budgeten eller posterna.",
            "budgeten",
            grund=i_avtalet(finansiering.paragraf),
        )


def _före(läge: Avtalsläge) -> tuple[Postbild, ...]:
    """Posterna så som de var före handlingen; en bilaga visar båda."""
    return läge.kostnad_före.poster if läge.handling else ()


@regel(
    "EKO03",
    "Det framgår inte vilken folkmängd som används",
    Allvar.HINDER,
    källa="fördelningen efter folkmängd kräver en angiven dag",
)
def ingen_befolkningsdag(läge: Avtalsläge) -> Iterator[Fynd]:
    handling = läge.handling
    råd = "Lägg till befolkning_per, till exempel 2023-12-31."
    if handling and handling.slag == "anslutning" and handling.befolkning_per is None:
        if any(p.parter and postens_belopp(p, läge.finansiering.budget) for p in läge.finansiering.poster):
            yield Fynd(
                "Tillägget anger inte vilken dags folkmängd kostnaderna delas efter", handling.plats("handling"), råd
            )
    else:
        for bild in (*läge.kostnad.poster, *_före(läge)):
            if bild.utan_befolkningsdag:
                text = f"Det framgår inte vilken dags folkmängd som delar kostnaden för {_vem(läge, bild.post)}"
                yield Fynd(text, bild.post.plats(), råd)


@regel("EKO04", "Folkmängd saknas för en part", Allvar.HINDER, källa="avtalets bestämmelse om finansiering")
def ingen_folkmängd(läge: Avtalsläge) -> Iterator[Fynd]:
    poster = (*läge.kostnad.poster, *_före(läge))
    for part in {p.id: p for bild in poster for p in bild.saknad_folkmängd}.values():
        yield Fynd(
            f"{part.namn} har ingen folkmängd för den dag som kostnaderna delas efter",
            part.plats("folkmängd"),
            "Lägg till dagens folkmängd med källa (SCB), eller välj en annan dag.",
            grund=i_avtalet(läge.finansiering.paragraf),
        )


@regel(
    "EKO05", "Ingen bär resten när beloppen avrundas", Allvar.HINDER, källa="summan av bidragen ska bli hela beloppet"
)
def rest_utan_bärare(läge: Avtalsläge) -> Iterator[Fynd]:
    for post in {id(b.post): b.post for b in (*läge.kostnad.poster, *_före(läge)) if b.rest_utan_bärare}.values():
        yield Fynd(
            "Parten som ska bära avrundningens rest är inte med och delar",
            post.plats("rest_på"),
            "Ange en annan part i rest_på.",
            "delar inte kostnaden",
        )


@regel("EKO06", "Uppräkningen är inte inlagd", Allvar.VARNING, källa="avtalets bestämmelse om uppräkning")
def ingen_uppräkning(läge: Avtalsläge) -> Iterator[Fynd]:
    index, saknas = läge.finansiering.index, läge.kostnad.saknade_steg
    if index and saknas:
        yield Fynd(
            f"Beloppen är i {läge.kostnad.prisnivå} års nivå; procentsats saknas för {uppräkning(map(str, saknas))}",
            index.plats("serie"),
            "Hämta procentsatserna ur cirkulären och lägg in dem under steg.",
            "index",
            grund=i_avtalet(läge.finansiering.paragraf),
        )


@regel(
    "EKO07",
    "Beloppen går inte att skriva i kronor och ören",
    Allvar.HINDER,
    källa="summan av bidragen ska bli hela beloppet",
)
def bråkdelar(läge: Avtalsläge) -> Iterator[Fynd]:
    for bild in läge.kostnad.poster:
        if any(b.belopp and (b.belopp * 100).denominator != 1 for b in bild.bidrag):
            yield Fynd(
                "Med exakt fördelning blir beloppen bråkdelar av ören",
                bild.post.plats("avrundning"),
                "Välj en avrundning: andel_två_decimaler, närmaste_hundratal eller krona.",
                "avrundar inte",
            )


@regel("EKO08", "Parten ansluter mitt i ett betalningsår", Allvar.VARNING, källa="avtalets bestämmelse om betalning")
def del_av_år(läge: Avtalsläge) -> Iterator[Fynd]:
    handling, betalning = läge.handling, läge.avtal.betalning
    if handling is None or handling.slag != "anslutning" or betalning is None:
        return
    start = handling.gäller_från.värde
    if start > kalender.första_vardagen_i_januari(start.year):
        yield Fynd(
            f"Anslutningen gäller från {start}, men bidraget betalas årsvis i förskott i januari; "
            f"avtalet säger inte vad som betalas för resten av {start.year}",
            handling.plats("gäller_från"),
            "Låt anslutningen börja vid ett årsskifte, eller kom överens om vad som betalas för delen av året.",
            "mitt i året",
            grund=i_avtalet(betalning.paragraf),
        )


@regel(
    "EKO10",
    "Överenskommelsen säger inget om bidrag som redan är betalda",
    Allvar.VARNING,
    källa="avtalets bestämmelse om betalning",
)
def redan_betalt(läge: Avtalsläge) -> Iterator[Fynd]:
    handling, betalning = läge.handling, läge.avtal.betalning
    if handling and betalning and handling.slag == "förtida utträde" and not handling.villkor:
        start = handling.gäller_från.värde
        if start > kalender.första_vardagen_i_januari(start.year):
            yield Fynd(
                f"Bidraget för {start.year} betalas i förskott i januari, men utträdet sker {start}",
                handling.plats("gäller_från"),
                "Kom överens om vad som gäller för pengarna och skriv det under villkor.",
                "mitt i året",
                grund=i_avtalet(betalning.paragraf),
            )


@regel("EKO09", "En del av budgeten har ingen som betalar", Allvar.HINDER, källa="summan av bidragen ska bli budgeten")
def ingen_betalar(läge: Avtalsläge) -> Iterator[Fynd]:
    for post, belopp in utan_betalare(läge.finansiering, läge.kostnad) if läge.avtalsperiod else ():
        yield Fynd(
            f"{ungefär_kronor(belopp)} per år skulle {_vem(läge, post)} betala, men är inte med {läge.kostnadsdag}",
            post.plats(),
            "Kom överens om vem som betalar i stället och ändra finansieringen.",
            "ingen betalar",
            grund=i_avtalet(läge.finansiering.paragraf),
        )


@regel(
    "EKO11",
    "Avtalet säger inte hur kostnaderna delas",
    Allvar.HINDER,
    källa="ett samarbete som kostar behöver en nyckel",
)
def ingen_finansiering(läge: Avtalsläge) -> Iterator[Fynd]:
    if not läge.finansiering.poster:
        yield Fynd(
            f"{läge.avtal.kortnamn} har ingen finansiering i underlaget, så ingen parts bidrag kan räknas",
            läge.avtal.plats("namn"),
            "Lägg till finansiering med budget, poster och fördelningsnyckel när den är känd. Inget gissas.",
            "ingen finansiering",
        )


@regel(
    "EKO12", "En part finns inte i finansieringen", Allvar.VARNING, källa="varje part bidrar med pengar eller en insats"
)
def utan_post(läge: Avtalsläge) -> Iterator[Fynd]:
    for d in läge.parter if läge.finansiering.poster else ():
        if not läge.kostnad.för(d.part) and not any(p.parter == d.part.slag for p in läge.finansiering.poster):
            yield Fynd(
                f"{d.part.namn} är part men ingen post i finansieringen gäller parten",
                d.plats,
                "Lägg till en post för parten: ett belopp, en andel eller en insats.",
                andra=(Märke(läge.finansiering.nyckelplats("poster"), "finansieringen"),),
            )
