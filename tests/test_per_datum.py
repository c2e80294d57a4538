"""Vad som gäller en viss dag: parter, perioder, organ och vem som får skriva under."""

from datetime import date

import pytest
from bygg import bygg

from avtalsgenerator import register
from avtalsgenerator.per_datum import avtalsperiod, ställ_per_datum, utträdesdag

AVTAL, TILLÄGG = "konsumentvagledning", "konsumentvagledning/tillagg-latsasby"


def läge(register_, namn=TILLÄGG, dag=None):
    return ställ_per_datum(register_, {**register_.avtal, **register_.handlingar}[namn], dag)


def läst(tmp_path, avvikelse):
    return register.läs(bygg(tmp_path, avvikelse))


def namn(deltaganden):
    return [d.part.id for d in deltaganden]


def test_utan_dag_gäller_underskriftsdagen_och_kostnaden_räknas_från_ikraftträdandet(påhittad):
    ställt = läge(påhittad)
    assert (ställt.dag, ställt.kostnadsdag) == (date(2025, 12, 10), date(2026, 1, 1))
    assert namn(ställt.parter) == ["sagovik", "fabelas", "region-sagolandet", "latsasby"]
    assert namn(ställt.parter_före) == ["sagovik", "fabelas", "region-sagolandet"]
    assert namn(ställt.nya) == ["latsasby"]


def test_en_handling_som_inte_är_undertecknad_ändrar_inte_avtalet(påhittad):
    assert namn(läge(påhittad, AVTAL, date(2027, 1, 1)).parter) == ["sagovik", "fabelas", "region-sagolandet"]


ALLA_HAR_SKRIVIT_UNDER = """avtal/konsumentvagledning/tillagg-latsasby.yaml:
  undertecknat:
    - {part: sagovik, av: [Ture Påhitt, Maja Exempelsson], dag: 2025-12-10}
    - {part: fabelas, av: Ester Dikt, dag: 2025-12-11}
    - {part: region-sagolandet, organ: nämnden för norra Sagolandet, av: Gun Fantasi, dag: 2025-12-12}
    - {part: region-sagolandet, organ: nämnden för södra Sagolandet, av: Nils Låtsas, dag: 2025-12-12}
    - {part: latsasby, av: Siv Sannsaga, dag: 2025-12-15}
"""


@pytest.mark.parametrize(("dag", "med"), [(date(2025, 12, 31), False), (date(2026, 1, 1), True)])
def test_när_alla_har_skrivit_under_blir_den_nya_part_från_första_dagen(tmp_path, dag, med):
    ställt = läge(läst(tmp_path, ALLA_HAR_SKRIVIT_UNDER), AVTAL, dag)
    assert ("latsasby" in namn(ställt.parter)) is med


def test_saknas_en_av_två_nämnders_underskrift_gäller_tillägget_inte(tmp_path):
    rader = [r for r in ALLA_HAR_SKRIVIT_UNDER.splitlines() if "södra" not in r]
    assert "latsasby" not in namn(läge(läst(tmp_path, "\n".join(rader)), AVTAL, date(2026, 1, 1)).parter)


@pytest.mark.parametrize(
    ("gammalt", "nytt"),
    [
        ("av: Ester Dikt", "av: Vera Vaktmästare"),
        ("av: [Ture Påhitt, Maja Exempelsson]", "av: Ture Påhitt"),
        ("dag: 2025-12-15", "dag: 2019-01-01"),
    ],
)
def test_en_underskrift_av_fel_person_av_för_få_eller_fel_dag_räknas_inte(tmp_path, gammalt, nytt):
    assert gammalt in ALLA_HAR_SKRIVIT_UNDER
    ställt = läge(läst(tmp_path, ALLA_HAR_SKRIVIT_UNDER.replace(gammalt, nytt)), AVTAL, date(2026, 1, 1))
    assert "latsasby" not in namn(ställt.parter)


NYBY = """
parter/nyby/part.yaml:
  namn: Nyby kommun
  juridiskt_namn: Nyby kommun
  kortnamn: Nyby
  slag: kommun
  organisationsnummer: 212000-9093
  kretsar: [sagolandet]
  folkmängd: [{dag: 2023-12-31, antal: 7 000}, {dag: 2024-12-31, antal: 7 000}]
avtal/konsumentvagledning/tillagg-nyby.yaml:
  handling: tilläggsavtal
  slag: anslutning
  ansluter: [nyby]
  gäller_från: 2026-01-01
  undertecknas_den: 2025-12-20
  befolkning_per: 2024-12-31
"""


def test_den_som_redan_är_bunden_skriver_under_nästa_tillägg_fast_den_inte_är_part_än(tmp_path):
    ställt = läge(läst(tmp_path, ALLA_HAR_SKRIVIT_UNDER + NYBY), "konsumentvagledning/tillagg-nyby")
    assert "latsasby" in namn(ställt.undertecknande)
    assert set(namn(ställt.parter)) <= set(namn(ställt.undertecknande))


def test_ett_tilläggs_folkmängd_används_först_när_det_gäller(tmp_path):
    register_ = läst(tmp_path, ALLA_HAR_SKRIVIT_UNDER)
    folkmängd = {
        dag: läge(register_, AVTAL, dag).kostnad.poster[0].befolkning_per
        for dag in (date(2025, 12, 31), date(2026, 1, 1))
    }
    assert folkmängd == {date(2025, 12, 31): date(2023, 12, 31), date(2026, 1, 1): date(2024, 12, 31)}


def test_den_handling_som_börjar_gälla_sist_avgör_folkmängden_också_mot_den_som_prövas(tmp_path):
    tidigare = """
avtal/konsumentvagledning/tillagg-nyby.yaml:
  handling: tilläggsavtal
  slag: anslutning
  ansluter: [nyby]
  gäller_från: 2025-07-01
  undertecknas_den: 2026-02-01
  befolkning_per: 2023-12-31
"""
    nyby = NYBY.split("avtal/", maxsplit=1)[0] + tidigare
    ställt = läge(läst(tmp_path, ALLA_HAR_SKRIVIT_UNDER + nyby), "konsumentvagledning/tillagg-nyby")
    assert ställt.kostnadsdag == date(2026, 2, 1)
    assert ställt.befolkningsdag == date(2024, 12, 31)


def test_före_är_räknat_på_den_folkmängd_som_gällde_då(påhittad):
    ställt = läge(påhittad)
    assert ställt.kostnad_före.poster[0].befolkning_per == date(2023, 12, 31)
    assert ställt.kostnad.poster[0].befolkning_per == date(2024, 12, 31)


def test_den_som_går_ur_en_andra_gång_skriver_under_en_gång(tmp_path):
    avvikelse = """
avtal/konsumentvagledning/avtal.yaml:
  parter: [sagovik, {part: fabelas, till: 2025-06-30}, {part: fabelas, från: 2026-01-01}, region-sagolandet]
avtal/konsumentvagledning/ut.yaml: {handling: tilläggsavtal, slag: utträde, utträder: [fabelas], gäller_från: 2027-01-01, begäran_inkom: 2025-12-31}
"""
    assert namn(läge(läst(tmp_path, avvikelse), "konsumentvagledning/ut").undertecknande) == ["fabelas"]


@pytest.mark.parametrize("rad", ["part: region-sagolandet, organ: nämnden för norra Sagolandet", "part: sagovik"])
def test_en_underskrift_hör_till_sitt_block(tmp_path, rad):
    avvikelse = f"avtal/konsumentvagledning/tillagg-latsasby.yaml:\n  undertecknat: [{{{rad}, av: X, dag: 2025-12-10}}]"
    (block,) = [u for u in läge(läst(tmp_path, avvikelse)).underskrifter if u.undertecknat]
    assert block.part.id in rad


@pytest.mark.parametrize(
    ("dag", "period"),
    [
        (date(2024, 12, 31), None),
        (date(2025, 1, 1), (date(2025, 1, 1), date(2027, 12, 31))),
        (date(2027, 12, 31), (date(2025, 1, 1), date(2027, 12, 31))),
        (date(2028, 1, 1), (date(2028, 1, 1), date(2030, 12, 31))),
        (date(2030, 12, 31), (date(2028, 1, 1), date(2030, 12, 31))),
        (date(2031, 1, 1), None),
    ],
)
def test_avtalet_förlängs_en_gång(påhittad, dag, period):
    assert avtalsperiod(påhittad.avtal[AVTAL], dag) == period


def test_det_verkliga_avtalet_förlängs_till_2028(verklig):
    assert avtalsperiod(verklig.avtal["stodcentrum-heder"], date(2024, 6, 1)) == (date(2024, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(("uppsagt", "kvar"), [("2026-12-31", False), ("2027-01-01", True)])
def test_den_som_sagt_upp_i_tid_är_inte_med_i_den_förlängda_perioden(tmp_path, uppsagt, kvar):
    avvikelse = f"avtal/konsumentvagledning/avtal.yaml:\n  uppsägningar: [{{part: fabelas, dag: {uppsagt}}}]"
    påhittad = läst(tmp_path, avvikelse)
    assert "fabelas" in namn(läge(påhittad, AVTAL, date(2027, 12, 31)).parter)
    assert ("fabelas" in namn(läge(påhittad, AVTAL, date(2028, 1, 1)).parter)) is kvar


UTTRÄDE = """avtal/konsumentvagledning/uttrade.yaml:
  {{handling: tilläggsavtal, slag: utträde, utträder: [fabelas], gäller_från: {gäller}, begäran_inkom: {inkom}}}
"""


@pytest.mark.parametrize(
    ("gäller", "inkom", "sista"),
    [
        ("2027-01-01", "2025-12-31", date(2026, 12, 31)),
        ("2027-01-01", "2026-01-01", date(2027, 12, 31)),
        ("2027-02-01", "2025-06-01", date(2026, 12, 31)),
        ("2028-01-01", "2025-12-31", date(2027, 12, 31)),
    ],
)
def test_utträdet_sker_den_begärda_dagen_om_avtalet_tillåter_den(tmp_path, gäller, inkom, sista):
    påhittad = läst(tmp_path, UTTRÄDE.format(gäller=gäller, inkom=inkom))
    assert utträdesdag(påhittad.avtal[AVTAL], påhittad.handlingar[f"{AVTAL}/uttrade"]) == sista
    assert "fabelas" in namn(läge(påhittad, AVTAL, sista).parter)
    assert "fabelas" not in namn(läge(påhittad, AVTAL, sista.replace(year=sista.year + 1, month=1, day=1)).parter)


def test_ett_utträde_utan_begäran_har_ingen_verkan(tmp_path):
    utan = UTTRÄDE.format(gäller="2027-01-01", inkom="").replace(", begäran_inkom: ", "")
    påhittad = läst(tmp_path, utan)
    assert utträdesdag(påhittad.avtal[AVTAL], påhittad.handlingar[f"{AVTAL}/uttrade"]) is None
    assert "fabelas" in namn(läge(påhittad, AVTAL, date(2027, 6, 1)).parter)


def test_vid_utträde_skriver_bara_den_som_går_ur_under(tmp_path):
    påhittad = läst(tmp_path, UTTRÄDE.format(gäller="2027-01-01", inkom="2025-12-31"))
    ställt = läge(påhittad, f"{AVTAL}/uttrade")
    assert [u.part.id for u in ställt.underskrifter] == ["fabelas"]
    assert namn(ställt.parter_före) == ["sagovik", "fabelas", "region-sagolandet"]
    assert namn(ställt.parter) == ["sagovik", "region-sagolandet"]


def test_en_part_som_handlar_genom_två_organ_har_två_underskrifter(påhittad):
    block = [(u.part.id, u.organ.namn) for u in läge(påhittad).underskrifter if u.organ]
    assert block == [
        ("region-sagolandet", "nämnden för norra Sagolandet"),
        ("region-sagolandet", "nämnden för södra Sagolandet"),
    ]


def test_ett_organ_som_upphört_ersätts_av_sin_efterträdare(verklig):
    ställt = läge(verklig, "stodcentrum-heder/tillagg-ale-lilla-edet")
    regionen = [(u.avtalets_organ.namn, u.organ.namn) for u in ställt.underskrifter if u.avtalets_organ]
    assert regionen == [
        ("Göteborgs hälso- och sjukvårdsnämnd", "Delregional nämnd Göteborg"),
        ("Västra hälso- och sjukvårdsnämnden", "Delregional nämnd västra"),
    ]


def test_kostnaden_före_och_efter_skiljer_sig_bara_på_parterna(påhittad):
    ställt = läge(påhittad)
    summa = lambda bild: sum(b.belopp for b in bild.bidrag)  # noqa: E731
    assert summa(ställt.kostnad) == summa(ställt.kostnad_före) == 816_000
    assert ställt.kostnad.belopp_för(påhittad.parter["latsasby"]) > 0
    assert ställt.kostnad_före.för(påhittad.parter["latsasby"]) == ()


def test_den_som_har_del_i_två_poster_betalar_summan(tmp_path):
    avvikelse = """
avtal/konsumentvagledning/avtal.yaml:
  finansiering:
    poster:
      - {parter: kommun, belopp: 600 000 kr, befolkning_per: 2023-12-31, rest_på: sagovik}
      - {part: sagovik, belopp: 200 000 kr}
"""
    ställt = läge(läst(tmp_path, avvikelse), AVTAL, date(2025, 12, 10))
    sagovik, kostnad = ställt.register.parter["sagovik"], ställt.kostnad
    delat, eget = kostnad.för(sagovik)
    assert eget.belopp == 200_000
    assert kostnad.belopp_för(sagovik) == delat.belopp + 200_000


def test_kostnaden_vid_ett_utträde_räknas_när_det_får_verkan(verklig):
    ställt = läge(verklig, "stodcentrum-heder/uttrade-alingsas")
    assert ställt.kostnadsdag == date(2026, 1, 1)
    assert "alingsas" in namn(ställt.parter_före)
    assert "alingsas" not in namn(ställt.parter)
