"""FRM: att det som texten hänvisar till finns: bilagor, paragrafer och lagar som gäller."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from avtalsgenerator.regler.grund import ALLT, Allvar, Fynd, Märke, regel
from avtalsgenerator.regler.utskrivet import utskrivna
from avtalsgenerator.svenska import datum, uppräkning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avtalsgenerator.beslutslage import Beslutsläge
    from avtalsgenerator.noder import Plats
    from avtalsgenerator.per_datum import Avtalsläge
    from avtalsgenerator.regler.grund import Läge
    from avtalsgenerator.regler.utskrivet import Utskriven
    from avtalsgenerator.skrivelselage import Skrivelseläge

HÄNVISAR = re.compile(r"\b[Bb]ilag(?:a|an|orna) (\d{1,2})(?![\d:])(?! (?:till|i) )")
SE_BILAGAN = re.compile(r"\b(?:[Ss]e|[Ee]nligt) (?:bifogad )?bilag(?:a|an|or|orna)\b(?! \d)")
NUMMER = re.compile(r"\b[Bb]ilaga (\d{1,2})\b")
BILAGOR = ("bilagor", "fördelningsbilaga")
"""Fälten som anger bilagor, till skillnad från dem som hänvisar till dem."""


def _texten(läge: Läge) -> list[Utskriven]:
    return [text for text in utskrivna(läge) if text.fält not in BILAGOR]


@regel(
    "FRM09", "Texten hänvisar till en bilaga som inte finns", Allvar.VARNING, om=ALLT,
    källa="praxis: läsaren ska ha det som texten hänvisar till",
)  # fmt: skip
def bilaga_som_inte_finns(läge: Läge) -> Iterator[Fynd]:
    finns = _finns(läge)
    råd = "Lägg till bilagan, rätta numret eller ta bort hänvisningen."
    har = f"här finns bara bilaga {uppräkning(map(str, sorted(finns)))}" if finns else "här finns inga bilagor"
    for text in _texten(läge):
        for ställe, _ in text.första(HÄNVISAR):
            if int(ställe.träff[1]) not in finns:
                yield Fynd(f"Texten hänvisar till {ställe.ord_.lower()}, men {har}", ställe.plats, råd)
        for ställe, _ in text.första(SE_BILAGAN):
            if not finns:
                yield Fynd(f"Texten säger ”{ställe.ord_}”, men {har}", ställe.plats, råd)


@regel(
    "FRM10", "Bilagan nämns inte i texten", Allvar.UPPLYSNING, om=("beslut", "skrivelse"),
    källa="praxis: texten säger vad varje bilaga är till för",
)  # fmt: skip
def bilaga_som_inte_nämns(läge: Beslutsläge | Skrivelseläge) -> Iterator[Fynd]:
    """Bara när texten hänvisar till någon bilaga med nummer: annars räcker uppräkningen av dem.

    En omröstnings bilaga nämns i texten om omröstningen.
    """
    allt = "\n".join(rad for text in _texten(läge) for rad in text.rader)
    nämnda = {int(n) for n in NUMMER.findall(allt)}
    for nummer, (namn, plats) in _numrerade(läge).items() if nämnda else ():
        if nummer not in nämnda and (namn.casefold() not in allt.casefold() or not namn):
            yield Fynd(
                f"Bilaga {nummer} nämns inte i texten", plats, "Hänvisa till bilagan där den behövs, eller ta bort den."
            )


def _finns(läge: Läge) -> set[int]:
    """Numren på de bilagor som finns."""
    if läge.om == "avtal":
        angivna = NUMMER.findall(läge.finansiering.fördelningsbilaga or "")
        return {int(n) for n in angivna} | ({1} if läge.finansiering.poster else set())
    vid_röstning = (o.bilaga or "" for o in läge.protokoll.omröstningar) if läge.om == "beslut" else ()
    return {int(n) for text in vid_röstning for n in NUMMER.findall(text)} | set(_numrerade(läge))


def _numrerade(läge: Beslutsläge | Skrivelseläge) -> dict[int, tuple[str, Plats]]:
    """Bilagorna på sina nummer, med namn och plats. Utan egna nummer räknas de i ordning."""
    mål = läge.protokoll if läge.om == "beslut" else läge.skrivelse
    svar = {}
    for i, text in enumerate(mål.bilagor):
        eget = NUMMER.match(text)
        namn = text[eget.end() :].lstrip(" :.–") if eget else text
        svar[int(eget[1]) if eget else i + 1] = (namn, mål.plats("bilagor", i))
    return svar


@dataclass(frozen=True)
class ErsattLag:
    """En lag som har upphävts, lagen som gäller i stället och från vilken dag. ``känns_igen`` är sätt att hänvisa."""

    lag: str
    ersatt_av: str
    dag: date
    känns_igen: str


ERSATTA_LAGAR = (
    ErsattLag(
        "socialtjänstlagen (2001:453)", "socialtjänstlagen (2025:400)", date(2025, 7, 1),
        r"\(2001:453\)|14 kap\. 1 [a-z]? ?§ (?:SoL|socialtjänstlagen)(?! \()",
    ),
    ErsattLag(
        "förvaltningslagen (1986:223)", "förvaltningslagen (2017:900)", date(2018, 7, 1), r"\(1986:223\)"
    ),
    ErsattLag(
        "kommunallagen (1991:900)", "kommunallagen (2017:725)", date(2018, 1, 1), r"\(1991:900\)"
    ),
    ErsattLag(
        "sekretesslagen (1980:100)", "offentlighets- och sekretesslagen (2009:400)", date(2009, 6, 30), r"\(1980:100\)"
    ),
)  # fmt: skip


@regel(
    "FRM11", "Lagen som texten hänvisar till har ersatts", Allvar.VARNING, om=ALLT,
    källa="den nya lagens övergångsbestämmelser", gäller_från=min(lag.dag for lag in ERSATTA_LAGAR),
)  # fmt: skip
def ersatt_lag(läge: Läge) -> Iterator[Fynd]:
    for lag in ERSATTA_LAGAR:
        if läge.dag < lag.dag:
            continue
        for text in utskrivna(läge):
            for ställe, _ in text.första(re.compile(lag.känns_igen)):
                yield Fynd(
                    f"Texten hänvisar till {lag.lag}, som sedan den {datum(lag.dag)} är ersatt av {lag.ersatt_av}",
                    ställe.plats,
                    "Hänvisa till den nya lagen, och leta upp bestämmelsens nya plats: numret är sällan detsamma.",
                    "ersatt",
                    grund=f"{lag.ersatt_av}, i kraft {lag.dag}",
                )


I_AVTALET = re.compile(
    r"(?<!\d\d-\d\d )(?<!\d\d-\d\d, )(?<!\d{4}, )(?<!\d{4} )(?<!protokoll )(?<!protokollet )(?<!kap\. )"
    r"(?<!§)§ (\d{1,3})\b"
    r"(?![^.;]{0,60}(?:lagen|förordningen|stadgan|protokoll|reglement|tilläggsavtal|ordningen)\b)"
)


@regel(
    "FRM14", "Texten hänvisar till en paragraf som inte finns i avtalet", Allvar.VARNING, källa="avtalets paragrafer"
)
def paragraf_som_inte_finns(läge: Avtalsläge) -> Iterator[Fynd]:
    """En hänvisning till en lag eller ett protokoll är inte till avtalet."""
    finns = läge.avtal.paragrafer
    if not finns:
        return
    for text in utskrivna(läge):
        for ställe, _ in text.första(I_AVTALET):
            if not 1 <= int(ställe.träff[1]) <= finns:
                yield Fynd(
                    f"Texten hänvisar till {ställe.ord_}, men avtalet har § 1–§ {finns}",
                    ställe.plats,
                    "Rätta numret, eller säg vad det är för paragraf om den inte är avtalets.",
                    "finns inte i avtalet",
                    (Märke(läge.avtal.plats("paragrafer"), "avtalets paragrafer"),),
                )
