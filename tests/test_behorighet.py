"""Kedjan beslut → befattning → person → dag."""

from datetime import date

import pytest
from bygg import bygg

from avtalsgenerator import register
from avtalsgenerator.behorighet import finn_grund

DAG = date(2025, 12, 10)


def grund(tmp_path, avvikelse="", part="fabelas", dag=DAG, organ=None, vad="tilläggsavtal"):
    läst = register.läs(bygg(tmp_path, avvikelse))
    ägare = läst.parter[part]
    return finn_grund(läst, ägare, ägare.finn_organ(organ) if organ else None, "konsumentvagledning", vad, dag)


def vilka(g):
    return [(u.befattning, u.namn) for u in g.undertecknare]


def test_hela_kedjan_följs(tmp_path):
    g = grund(tmp_path)
    assert (g.stöd.id, g.krävs, vilka(g)) == ("fabelas/2024-10-28-kf-112", 1, [("kommundirektör", "Ester Dikt")])


def test_två_i_förening_ger_två_undertecknare(tmp_path):
    g = grund(tmp_path, part="sagovik")
    assert g.krävs == 2
    assert vilka(g) == [("kommunstyrelsens ordförande", "Ture Påhitt"), ("kommundirektör", "Maja Exempelsson")]


def test_är_den_ena_av_två_i_förening_inte_känd_står_befattningen_kvar_obesatt(tmp_path):
    g = grund(tmp_path, "parter/sagovik/part.yaml:\n  befattningar[1]: {till: 2025-12-09}", part="sagovik")
    assert vilka(g) == [("kommunstyrelsens ordförande", "Ture Påhitt"), ("kommundirektör", None)]


def test_kontrasignering_läggs_till_den_som_skriver_under(tmp_path):
    g = grund(tmp_path, "parter/fabelas/part.yaml:\n  behörighet[0]: {kontrasigneras_av: biträdande kommundirektör}")
    assert g.krävs == 2
    assert [(u.namn, u.kontrasignerar) for u in g.undertecknare] == [("Ester Dikt", False), ("Algot Saga", True)]


@pytest.mark.parametrize(
    "avvikelse",
    ["befattningar[0]: {till: 2025-12-09}", "befattningar[0]: {frånvaro: [{från: 2025-12-10, till: 2025-12-10}]}"],
)
def test_ersättaren_skriver_under_vid_vakans_och_förfall(tmp_path, avvikelse):
    (u,) = grund(tmp_path, f"parter/fabelas/part.yaml:\n  {avvikelse}").undertecknare
    assert (u.befattning, u.namn, u.ersätter) == ("biträdande kommundirektör", "Algot Saga", "kommundirektör")


def test_utan_ersättare_är_befattningen_obesatt(tmp_path):
    avvikelse = "parter/fabelas/part.yaml:\n  befattningar[0]: {till: 2025-12-09}\n  behörighet[0]: {ersättare: []}"
    (u,) = grund(tmp_path, avvikelse).undertecknare
    assert (u.innehav, u.namn) == (None, None)


def test_ordföranden_i_rätt_nämnd_skriver_under(tmp_path):
    g = grund(tmp_path, part="region-sagolandet", organ="nämnden för södra Sagolandet")
    assert vilka(g) == [("ordförande", "Nils Låtsas")]


def test_rätten_att_skriva_under_avtalet_räcker_inte_för_tillägg(tmp_path):
    avvikelse = "parter/fabelas/part.yaml:\n  behörighet[0]: {omfattar: samverkansavtal}"
    assert grund(tmp_path / "a", avvikelse).behörighet is None
    assert grund(tmp_path / "b", avvikelse, vad="samverkansavtal").behörighet is not None


def test_en_behörighet_med_gällande_beslut_går_före_ett_förslag(tmp_path):
    avvikelse = """parter/fabelas/part.yaml:
  behörighet:
    - {avser: konsumentvagledning, undertecknas_av: [kommundirektör], från: 2024-10-28, stöd: fabelas/2024-10-28-kf-112}
    - {avser: konsumentvagledning, undertecknas_av: [biträdande kommundirektör], från: 2025-06-01, stöd: fabelas/forslag}
parter/fabelas/beslut/forslag.yaml: {organ: kommunfullmäktige, rubrik: x, status: förslag, beslutssatser: [{text: x}]}
"""
    assert vilka(grund(tmp_path, avvikelse)) == [("kommundirektör", "Ester Dikt")]


def test_den_senaste_av_två_behörigheter_med_gällande_beslut_väljs(tmp_path):
    tidigare = (
        "{avser: konsumentvagledning, undertecknas_av: [biträdande kommundirektör], stöd: fabelas/2024-10-28-kf-112}"
    )
    senare = "{avser: konsumentvagledning, undertecknas_av: [kommundirektör], från: 2024-10-28, stöd: fabelas/2024-10-28-kf-112}"
    for nummer, ordning in enumerate(((tidigare, senare), (senare, tidigare))):
        avvikelse = f"parter/fabelas/part.yaml:\n  behörighet: [{', '.join(ordning)}]"
        assert vilka(grund(tmp_path / str(nummer), avvikelse)) == [("kommundirektör", "Ester Dikt")]


def test_en_behörighet_utan_beslut_har_inget_stöd_men_följs_ändå(tmp_path):
    g = grund(tmp_path, "parter/fabelas/part.yaml:\n  behörighet[0]: {stöd: }")
    assert (g.stöd, vilka(g), g.andra_tider) == (None, [("kommundirektör", "Ester Dikt")], ())


def test_kontrasignering_görs_av_den_som_har_befattningen_i_samma_nämnd(tmp_path):
    avvikelse = "parter/region-sagolandet/part.yaml:\n  behörighet[1]: {kontrasigneras_av: ordförande}"
    g = grund(tmp_path, avvikelse, part="region-sagolandet", organ="nämnden för södra Sagolandet")
    assert vilka(g) == [("ordförande", "Nils Låtsas"), ("ordförande", "Nils Låtsas")]


def test_ersättaren_hämtas_ur_samma_nämnd(tmp_path):
    avvikelse = """parter/region-sagolandet/part.yaml:
  befattningar:
    - {befattning: ordförande, organ: nämnden för södra Sagolandet, namn: Nils Låtsas, till: 2025-12-09}
    - {befattning: vice ordförande, organ: nämnden för norra Sagolandet, namn: Fel Nämnd}
    - {befattning: vice ordförande, organ: nämnden för södra Sagolandet, namn: Rätt Nämnd}
    - {befattning: ordförande, organ: nämnden för norra Sagolandet, namn: Gun Fantasi}
  behörighet[1]: {ersättare: [vice ordförande]}
"""
    g = grund(tmp_path, avvikelse, part="region-sagolandet", organ="nämnden för södra Sagolandet")
    assert vilka(g) == [("vice ordförande", "Rätt Nämnd")]


def test_en_behörighet_för_en_annan_tid_nämns_men_gäller_inte(tmp_path):
    g = grund(tmp_path, dag=date(2024, 10, 27))
    assert (g.behörighet, g.krävs, g.kan) == (None, 1, frozenset())
    assert [b.från for b in g.andra_tider] == [date(2024, 10, 28)]


def test_göteborgs_stadsdirektör_fick_bara_skriva_under_själva_avtalet(verklig):
    göteborg = verklig.parter["goteborg"]
    då = finn_grund(verklig, göteborg, None, "stodcentrum-heder", "samverkansavtal", date(2021, 3, 1))
    assert vilka(då) == [("stadsdirektör", "Eva Hessman")]
    nu = finn_grund(verklig, göteborg, None, "stodcentrum-heder", "tilläggsavtal", date(2024, 1, 1))
    assert (nu.behörighet.organ, nu.stöd.status, nu.undertecknare) == ("socialnämnd Centrum", "förslag", ())
