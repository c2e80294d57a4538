"""Frister: lagens (1930:173) och avtalets. Fallen är hämtade ur underlagets lista över frister."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avtalsgenerator import kalender


@pytest.mark.parametrize(
    ("från", "dagar", "sista"),
    [
        pytest.param(date(2019, 5, 23), 14, date(2019, 6, 7), id="justering, 6 juni är helgdag"),
        pytest.param(date(2019, 6, 3), 2, date(2019, 6, 5), id="tillkännagivande"),
        pytest.param(date(2020, 6, 18), 2, date(2020, 6, 22), id="tillkännagivande, lördag och söndag"),
    ],
)
def test_lagstadgade_dagar_flyttas_till_vardag(från, dagar, sista):
    assert kalender.sista_dag(från, dagar=dagar) == sista


@pytest.mark.parametrize(
    ("anslaget", "sista"),
    [
        pytest.param(date(2020, 5, 28), date(2020, 6, 18), id="samma veckodag"),
        pytest.param(date(2023, 12, 4), date(2023, 12, 27), id="juldagen och annandagen"),
        pytest.param(date(2020, 12, 10), date(2021, 1, 4), id="nyårsafton till söndag"),
        pytest.param(date(2024, 5, 31), date(2024, 6, 24), id="midsommarafton till söndag"),
    ],
)
def test_överklagandetiden_är_tre_veckor_till_en_vardag(anslaget, sista):
    assert kalender.sista_överklagandedag(anslaget) == sista


@pytest.mark.parametrize(
    ("år", "dag"),
    [
        (2021, date(2021, 1, 4)),
        (2022, date(2022, 1, 3)),
        (2023, date(2023, 1, 2)),
        (2024, date(2024, 1, 2)),
        (2026, date(2026, 1, 2)),
    ],
)
def test_första_vardagen_i_januari(år, dag):
    assert kalender.första_vardagen_i_januari(år) == dag


@pytest.mark.parametrize(
    "dag",
    [date(2024, 6, 21), date(2024, 12, 24), date(2024, 12, 31), date(2024, 6, 6), date(2024, 5, 9), date(2024, 6, 22)],
)
def test_aftnarna_och_helgdagarna_är_inte_vardagar(dag):
    assert not kalender.är_vardag(dag)


def test_en_vanlig_dag_mellan_helger_är_vardag():
    assert kalender.är_vardag(date(2024, 12, 27))
    assert kalender.är_vardag(date(2024, 3, 28))  # skärtorsdagen är ingen helgdag


@pytest.mark.parametrize(
    ("inkom", "utträde"),
    [
        (date(2023, 12, 31), date(2024, 12, 31)),
        (date(2024, 1, 1), date(2025, 12, 31)),
        (date(2024, 1, 15), date(2025, 12, 31)),
    ],
)
def test_utträde_kräver_tolv_månader_till_årets_slut(inkom, utträde):
    assert kalender.tidigaste_utträde(inkom, (12, 31), 12) == utträde


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_tidigaste_utträde_ger_hela_varseltiden_och_är_det_första(inkom, månader):
    utträde = kalender.tidigaste_utträde(inkom, (12, 31), månader)
    assert (utträde.month, utträde.day) == (12, 31)
    assert kalender.minus_månader(utträde, månader) >= inkom
    assert kalender.minus_månader(utträde.replace(year=utträde.year - 1), månader) < inkom


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_nästa_vardag_är_vardag_och_inte_tidigare(dag):
    nästa = kalender.nästa_vardag(dag)
    assert kalender.är_vardag(nästa)
    assert dag <= nästa <= dag + timedelta(days=6)


def test_skottdagen_försvinner_inte():
    assert kalender.plus_år(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert kalender.minus_månader(date(2024, 3, 31), 1) == date(2024, 2, 29)
