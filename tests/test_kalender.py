"""Frister: lagens (1930:173) och avtalets. Fallen är hämtade ur underlagets lista över frister."""

from datetime import date, timedelta

import pytest
from bygg import bygg
from conftest import ROT
from hypothesis import given
from hypothesis import strategies as st

from avtalsgenerator import kalender, register
from avtalsgenerator.per_datum import ställ_per_datum


@pytest.mark.parametrize(
    ("frist", "från", "sista"),
    [
        pytest.param(kalender.sista_justeringsdag, date(2019, 5, 23), date(2019, 6, 7), id="6 juni är helgdag"),
        pytest.param(kalender.sista_anslagsdag, date(2019, 6, 3), date(2019, 6, 5), id="tillkännagivande"),
        pytest.param(kalender.sista_anslagsdag, date(2020, 6, 18), date(2020, 6, 22), id="lördag och söndag"),
    ],
)
def test_lagstadgade_dagar_flyttas_till_vardag(frist, från, sista):
    assert frist(från) == sista


def test_göteborgs_protokoll_justerades_i_tid():
    """Sammanträdet 2019-05-23 justerades elva dagar senare."""
    assert date(2019, 6, 3) <= kalender.sista_justeringsdag(date(2019, 5, 23))


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


def test_anslaget_får_tas_ned_först_dagen_efter_den_sista_dagen():
    """Öckerös anslag skulle enligt beviset tas ned 2020-06-18, den sista dagen att överklaga."""
    assert kalender.sista_överklagandedag(date(2020, 5, 28)) + timedelta(days=1) == date(2020, 6, 19)


@pytest.mark.parametrize(
    "anslagen", [("2020-05-28", "2020-06-02", "2020-05-29"), ("2020-06-02",), ("2020-06-02", "2020-05-28")]
)
def test_gemensam_nämnd_räknar_från_den_dag_anslaget_sitter_på_alla_tavlorna(anslagen):
    assert kalender.sista_överklagandedag(*map(date.fromisoformat, anslagen)) == date(2020, 6, 23)


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


def test_den_andra_januari_2021_är_tvetydig_och_räknas_inte_som_vardag():
    """Lördagen är ingen helgdag, men ingen bankdag. Betalningen flyttas till måndagen."""
    lördag = date(2021, 1, 2)
    assert not kalender.är_helgdag(lördag)
    assert not kalender.är_vardag(lördag)
    assert kalender.första_vardagen_i_januari(2021) == date(2021, 1, 4)


@pytest.mark.parametrize(
    "dag",
    [date(2024, 6, 21), date(2024, 12, 24), date(2024, 12, 31), date(2024, 6, 6), date(2024, 5, 9), date(2024, 6, 22)],
)
def test_aftnarna_och_helgdagarna_är_inte_vardagar(dag):
    assert not kalender.är_vardag(dag)


@pytest.mark.parametrize(
    ("dag", "helgdag"),
    [
        pytest.param(date(2019, 5, 12), True, id="söndagen i ett feldaterat beslut"),
        pytest.param(date(2020, 5, 12), False, id="tisdagen som avsågs"),
        pytest.param(date(2024, 6, 6), True, id="nationaldagen"),
        pytest.param(date(2024, 12, 24), True, id="julafton"),
        pytest.param(date(2024, 5, 11), False, id="en vanlig lördag"),
        pytest.param(date(2024, 6, 22), True, id="midsommardagen, en lördag"),
    ],
)
def test_en_lördag_är_ingen_helgdag_men_en_söndag_är_det(dag, helgdag):
    assert kalender.är_helgdag(dag) is helgdag


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


@pytest.mark.parametrize(
    ("inkom", "slut"),
    [
        pytest.param("2022-12-31", date(2023, 12, 31), id="i tid: ingen förlängning"),
        pytest.param("2023-01-01", date(2028, 12, 31), id="för sent: förlängt fem år"),
    ],
)
def test_uppsägning_enligt_paragraf_16_ska_ha_kommit_in_senast_årets_sista_dag(inkom, slut, tmp_path):
    avvikelse = {"avtal/stodcentrum-heder/avtal.yaml": {"uppsägningar": [{"part": "lerum", "dag": inkom}]}}
    läst = register.läs(bygg(tmp_path, avvikelse, ROT))
    läge = ställ_per_datum(läst, läst.avtal["stodcentrum-heder"], date(2023, 6, 1))
    assert {d.till for d in läge.parter if d.part.id == "lerum"} == {slut}


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


@pytest.mark.parametrize(
    ("dag", "per", "årsdag"),
    [
        (date(2023, 12, 31), (12, 31), date(2023, 12, 31)),
        (date(2024, 1, 1), (12, 31), date(2024, 12, 31)),
        (date(2024, 7, 1), (6, 30), date(2025, 6, 30)),
        (date(2023, 1, 1), (2, 29), date(2023, 2, 28)),
    ],
    ids=["dagen själv", "dagen efter", "nästa år", "skottdag i ett vanligt år"],
)
def test_nästa_årsdag_är_dagen_själv_eller_den_närmaste_efter(dag, per, årsdag):
    assert kalender.nästa_årsdag(dag, per) == årsdag


@pytest.mark.parametrize(
    ("dag", "fullmäktige", "början"),
    [
        (date(2022, 10, 14), True, date(2018, 10, 15)),
        (date(2022, 10, 15), True, date(2022, 10, 15)),
        (date(2022, 12, 31), False, date(2019, 1, 1)),
        (date(2023, 1, 1), False, date(2023, 1, 1)),
        (date(2026, 12, 31), False, date(2023, 1, 1)),
        (date(2025, 6, 1), True, date(2022, 10, 15)),
    ],
)
def test_mandatperioden_byter_den_15_oktober_för_fullmäktige_och_vid_årsskiftet_för_styrelser(dag, fullmäktige, början):
    assert kalender.mandatperiodens_början(dag, fullmäktige=fullmäktige) == början
