"""Vet vilka dagar som är vardagar och när en frist löper ut. Ingen klocka: alla dagar kommer utifrån.

Lag (1930:173) om beräkning av lagstadgad tid gäller frister i lag, inte av sig själv frister i avtal.
Avtalets frister har därför egna funktioner med avtalets ord.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

VECKOR_FÖR_ÖVERKLAGANDE = 3
"""Kommunallagen (2017:725) 13 kap. 5 §."""
DAGAR_FÖR_JUSTERING, DAGAR_FÖR_ANSLAG = 14, 2
"""Kommunallagen 5 kap. 69 § och 8 kap. 9–12 §§."""
LÖRDAG, SÖNDAG = 5, 6


FÖRSTA_VALÅRET = 1994
"""Sedan dess är mandatperioden fyra år."""


@lru_cache(maxsize=64)
def _helgdagar(år: int) -> frozenset[date]:
    """Allmänna helgdagar och de tre aftnar som lag 1930:173 § 2 likställer med helgdag."""
    from holidays.countries.sweden import Sweden

    return frozenset(Sweden(categories=("public", "de_facto"), years=år))


def är_helgdag(dag: date) -> bool:
    """Söndag, allmän helgdag, midsommarafton, julafton eller nyårsafton; en vanlig lördag är ingen helgdag."""
    return dag.weekday() == SÖNDAG or dag in _helgdagar(dag.year)


def är_vardag(dag: date) -> bool:
    """Varken lördag eller en dag som lag 1930:173 § 2 räknar som helgdag."""
    return dag.weekday() != LÖRDAG and not är_helgdag(dag)


def nästa_vardag(dag: date) -> date:
    """Dagen själv om den är vardag, annars den första vardagen efter."""
    while not är_vardag(dag):
        dag += timedelta(days=1)
    return dag


def sista_dag(från: date, *, veckor: int = 0, dagar: int = 0) -> date:
    """Sista dagen av en lagstadgad frist som räknas från en dag, flyttad till närmaste vardag.

    Källa: lag (1930:173) §§ 1–2. ``från`` räknas inte in; tre veckor från en torsdag slutar på en torsdag.
    """
    return nästa_vardag(från + timedelta(weeks=veckor, days=dagar))


def sista_överklagandedag(anslaget: date, *andra_tavlor: date) -> date:
    """Sista dag att begära laglighetsprövning, räknat från anslaget (KL 13 kap. 5 §).

    En gemensam nämnds beslut anslås på flera tavlor; tiden räknas från den dag anslaget sitter på dem alla.
    """
    return sista_dag(max((anslaget, *andra_tavlor)), veckor=VECKOR_FÖR_ÖVERKLAGANDE)


def sista_justeringsdag(sammanträdet: date) -> date:
    """Sista dag att justera protokollet (KL 5 kap. 69 §)."""
    return sista_dag(sammanträdet, dagar=DAGAR_FÖR_JUSTERING)


def sista_anslagsdag(justerat: date) -> date:
    """Sista dag att tillkännage justeringen på anslagstavlan (KL 8 kap. 9–12 §§)."""
    return sista_dag(justerat, dagar=DAGAR_FÖR_ANSLAG)


def första_vardagen_i_januari(år: int) -> date:
    """Första dagen i januari som är vardag. Lördagar räknas inte som vardag (de är inte bankdagar)."""
    return nästa_vardag(date(år, 1, 1))


def mandatperiodens_början(dag: date, *, fullmäktige: bool) -> date:
    """Första dagen i den mandatperiod som dagen ligger i.

    Fullmäktige tillträder den 15 oktober valåret, styrelse och nämnder den 1 januari året därpå
    (KL 5 kap. 9 § och 6 kap. 18–19 §§). Allmänna val hålls vart fjärde år sedan 1994.
    """
    valår = dag.year - (dag.year - FÖRSTA_VALÅRET) % 4
    tillträde = [date(år, 10, 15) if fullmäktige else date(år + 1, 1, 1) for år in (valår, valår - 4)]
    return next(t for t in tillträde if t <= dag)


def plus_år(dag: date, antal: int) -> date:
    """Samma dag ``antal`` år senare; den 29 februari blir den 28 när året inte är skottår."""
    år = dag.year + antal
    return dag.replace(year=år, day=min(dag.day, monthrange(år, dag.month)[1]))


def minus_månader(dag: date, antal: int) -> date:
    """Samma dag i månaden ``antal`` månader tidigare, eller månadens sista dag om den är kortare."""
    år, månad = divmod(dag.year * 12 + dag.month - 1 - antal, 12)
    return date(år, månad + 1, min(dag.day, monthrange(år, månad + 1)[1]))


def tidigaste_utträde(begäran_inkom: date, per: tuple[int, int], varsel_månader: int) -> date:
    """Första tillåtna sista dag som part: årets utträdesdag, med hela varseltiden efter att begäran kom in.

    Med utträde per den 31 december och 12 månader räcker en begäran den 31 december för utträde nästa
    31 december; en begäran den 15 januari ger utträde först året därpå.
    """
    utträde = nästa_årsdag(begäran_inkom, per)
    while minus_månader(utträde, varsel_månader) < begäran_inkom:
        utträde = nästa_årsdag(utträde + timedelta(days=1), per)
    return utträde


def nästa_årsdag(dag: date, per: tuple[int, int]) -> date:
    """Dagen själv om den är årets (månad, dag) ``per``, annars nästa sådan dag."""
    i_år, nästa = (date(år, per[0], min(per[1], monthrange(år, per[0])[1])) for år in (dag.year, dag.year + 1))
    return i_år if i_år >= dag else nästa
