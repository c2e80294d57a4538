"""SPR: hur citat, streck, datum, klockslag, belopp och paragrafer skrivs i det som skrivs ut."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from avtalsgenerator.modell.avtal import MÅNADER
from avtalsgenerator.regler.grund import ALLT, Allvar, Fynd, regel
from avtalsgenerator.regler.utskrivet import utskrivna
from avtalsgenerator.svenska import i_ord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avtalsgenerator.regler.grund import Läge

SKRIVREGLER = "Myndigheternas skrivregler"
MÅNAD = "|".join(MÅNADER)
STOR_MÅNAD = "|".join(m.capitalize() for m in MÅNADER)
ÅR = r"(?:19|20)\d\d"


def _mönster(*delar: str) -> re.Pattern[str]:
    return re.compile("|".join(delar))


def _fynd(läge: Läge, mönster: re.Pattern[str], fel: str, råd: str) -> Iterator[Fynd]:
    """Ett fynd för varje felskrivning i varje uppgift, med antalet ställen om de är flera."""
    for text in utskrivna(läge):
        for ställe, gånger in text.första(mönster):
            flera = f" ({gånger} gånger i texten)" if gånger > 1 else ""
            yield Fynd(f"”{ställe.ord_.strip()}” {fel}{flera}", ställe.plats, råd)


CITATTECKEN = _mönster(r"[\"“„‟«»‘]", r"(?<!\w)'[^']+'(?!\w)")


@regel("SPR01", "Citattecknen är raka eller vända åt fel håll", Allvar.UPPLYSNING, om=ALLT, källa=SKRIVREGLER)
def fel_citattecken(läge: Läge) -> Iterator[Fynd]:
    return _fynd(läge, CITATTECKEN, "är inte ett svenskt citattecken", "Skriv ”…” om citat, och ’…’ om citat i citat.")


STRECK = _mönster(
    r"[\w).,%”]\S{0,30} -{1,3} [\w(”§]\S{0,30}",
    r"\w{1,30}--+\w{1,30}",
    r"\S{0,30} ?— ?\S{0,30}",
    rf"\d{{1,2}} (?:{MÅNAD}) ?-\s?\d{{1,2}}(?:\.| (?:{MÅNAD}))",
    rf"(?<![\w/-])(?<!dnr )(?<![A-ZÅÄÖ] ){ÅR}(?: ?- ?| – ){ÅR}(?![\w-])",
    r"(?<![\w.:])\d{1,2}[.:]\d\d(?: ?- ?| – )\d{1,2}[.:]\d\d(?!\d|[.:]\d)",
    r"(?<![\w.,/-])\d{1,3}(?: ?- ?| – )\d{1,3}(?= (?:år|procent|%|kr|kronor|tkr|mnkr|dagar|veckor|månader|timmar)\b)",
    r"§§ ?\d+(?: ?- ?| – )\d+",
)


@regel("SPR02", "Bindestreck står där det ska vara tankstreck", Allvar.UPPLYSNING, om=ALLT, källa=SKRIVREGLER)
def fel_streck(läge: Läge) -> Iterator[Fynd]:
    return _fynd(
        läge,
        STRECK,
        "har inte rätt streck, eller mellanslag där det inte ska vara något",
        "Skriv tankstreck (–): med mellanslag om en inskjuten tanke, utan i intervall som 2021–2023 och 08.30–12.45.",
    )


DATUM = _mönster(
    rf"(?<!\w)\d{{1,2}}:(?:e|te) (?i:{MÅNAD})\b",
    rf"(?<!\w)0[1-9] (?i:{MÅNAD})\b",
    rf"(?<!\w)\d{{1,2}} (?:{STOR_MÅNAD})\b",
    rf"\b(?i:{MÅNAD}) \d{{1,2}}, {ÅR}(?!\w)",
    r"(?<![\w/])(?<![A-ZÅÄÖ] )0[1-9]/\d\d(?![\w/])",
    rf"(?<![\w/])\d{{1,2}}/(?:1[0-2]|0?[1-9])[-/ ]{ÅR}(?!\w)",
    r"(?<=\bden )\d{1,2}/(?:1[0-2]|0?[1-9])(?![\w/])",
    r"(?<=\bsenast )\d{1,2}/(?:1[0-2]|0?[1-9])(?![\w/])",
    rf"(?<![\w-]){ÅR}-(?:[1-9]-\d{{1,2}}|\d\d-[1-9])(?![\w-])",
)


@regel("SPR03", "Datumet är skrivet så att det kan missförstås", Allvar.VARNING, om=ALLT, källa=SKRIVREGLER)
def fel_datum(läge: Läge) -> Iterator[Fynd]:
    return _fynd(
        läge,
        DATUM,
        "är inte ett datum så som de skrivs",
        "Skriv 5 augusti 2023 i löpande text, och 2023-08-05 i uppräkningar och tabeller.",
    )


KLOCKSLAG = _mönster(r"\b(?:kl\.?|klockan) (?P<ord>\d{1,2}:\d\d)(?!\d|:\d)")
FRÅN_TILL = _mönster(
    r"(?<![\w.:])\d{1,2}:\d\d ?[-–] ?\d{1,2}[.:]\d\d(?!\d|[.:]\d)",
    r"(?<![\w.:])\d{1,2}\.\d\d ?[-–] ?\d{1,2}:\d\d(?!\d|[.:]\d)",
)


@regel("SPR04", "Klockslaget är skrivet med kolon", Allvar.UPPLYSNING, om=ALLT, källa=SKRIVREGLER)
def fel_klockslag(läge: Läge) -> Iterator[Fynd]:
    råd = "Skriv punkt mellan timmar och minuter: klockan 08.30."
    intervall = list(_fynd(läge, FRÅN_TILL, "har kolon i klockslaget", råd))
    yield from intervall
    hela = {(f.plats.fil, f.plats.rad, f.plats.kolumn) for f in intervall}
    for fynd in _fynd(läge, KLOCKSLAG, "har kolon i klockslaget", råd):
        if (fynd.plats.fil, fynd.plats.rad, fynd.plats.kolumn) not in hela:
            yield fynd


ENHET = r"(?:kr|kronor|tkr|mnkr|mdkr|miljoner|procent|%)"
BELOPP = _mönster(
    r"(?<![\w.,])\d{1,3}(?:[.,]\d{3}){2,}(?!\d)",
    r"(?<![\w.,])\d{1,3}[.,]\d{3} ?(?:kr|kronor|:-)(?!\w)",
    rf"(?<![\w.,])\d+(?:\.\d{{1,2}}|, \d+) ?{ENHET}(?!\w)",
    r"(?<![\w.,])(?:\d[\d ,.]*)?(?:[kK][kK]r|[mM]kr|MKR|TKR|Tkr|Mnkr|[kKmMtT]?SEK)(?!\w)",
    r"(?<![\w.,])(?:\d[\d ,.]*)?\d(?:kr|kronor|tkr|mnkr|mdkr|%)(?!\w)",
    r"(?<![\w.,-])\d{5,} (?:kr|kronor)(?!\w)",
    r"(?<![\w.,])\d[\d ]*:-",
)


@regel(
    "SPR05", "Beloppet eller procenttalet är skrivet så att det kan missförstås", Allvar.VARNING, om=ALLT,
    källa=SKRIVREGLER,
)  # fmt: skip
def fel_belopp(läge: Läge) -> Iterator[Fynd]:
    return _fynd(
        läge,
        BELOPP,
        "är inte ett belopp eller procenttal så som de skrivs",
        "Skriv 1 500 000 kr, 2,25 mnkr, 60 tkr och 67 %: mellanslag i tal och före enheten, komma före decimaler.",
    )


PARAGRAF = _mönster(
    r"§§?\d+",
    r"(?<!\w)\d+§§?",
    r"\bkap\.? ?§§? ?\d+",
    r"§§? ?\d+(?:–\d+)? (?:i )?[a-zåäö]*lagen\b",
    r"(?<=\d\d-\d\d )\d+ §(?!§)",
    r"(?<!\w)\d+ § (?:i )?(?:samverkans|tilläggs)?(?:avtalet|protokollet)\b",
    r"\b(?i:avtalets) \d+ §",
)


@regel("SPR06", "Paragraftecknet står inte där det ska", Allvar.UPPLYSNING, om=ALLT, källa=SKRIVREGLER)
def fel_paragraf(läge: Läge) -> Iterator[Fynd]:
    return _fynd(
        läge,
        PARAGRAF,
        "har paragraftecknet på fel ställe eller utan mellanslag",
        "Skriv § 28 om protokoll och avtal och 9 kap. 37 § kommunallagen om lag, med mellanslag.",
    )


TALORD = {i_ord(n): n for n in range(1, 13)} | {"en": 1, "tjugo": 20, "trettio": 30, "hundra": 100}
_ORDEN = "|".join(TALORD)
TVÅ_SÄTT = _mönster(rf"\b(?i:{_ORDEN}) \((?:\d+)\)", rf"(?<![\w.,])\d+ \((?:{_ORDEN})\)")


@regel(
    "SPR07", "Talet är skrivet både med ord och med siffror", Allvar.VARNING, om=ALLT,
    källa="praxis: ett tal skrivs på ett sätt, annars kan de två säga olika",
)  # fmt: skip
def tal_på_två_sätt(läge: Läge) -> Iterator[Fynd]:
    for text in utskrivna(läge):
        for ställe, _ in text.första(TVÅ_SÄTT):
            före, inom = ställe.ord_.lower().rstrip(")").split(" (")
            ord_, siffror = (före, inom) if inom.isdigit() else (inom, före)
            olika = TALORD[ord_] != int(siffror)
            yield Fynd(
                f"”{ställe.ord_}” säger två olika tal" if olika else f"”{ställe.ord_}” säger samma tal två gånger",
                ställe.plats,
                "Ta reda på vilket som är rätt, och skriv bara det." if olika else "Skriv talet på ett av sätten.",
            )
