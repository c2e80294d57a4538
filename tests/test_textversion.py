"""Textens version: samma märke när det som står i handlingen är detsamma, ett annat när något ändras."""

from pathlib import Path

import pytest
from bygg import bygg

from avtalsgenerator import kedja
from avtalsgenerator.textversion import version

TILLÄGG = "avtal/konsumentvagledning/tillagg-latsasby.yaml"
AVTAL = "avtal/konsumentvagledning/avtal.yaml"


def märke(mapp: Path, namn="tillagg-latsasby", dag=None):
    (läge,) = kedja.ställ(mapp, namn, dag)[1]
    return version(läge)


@pytest.mark.parametrize(
    "ändring",
    [
        {TILLÄGG: {"gäller_från": "2026-01-02"}},
        {TILLÄGG: {"befolkning_per": "2023-12-31"}},
        {AVTAL: {"finansiering": {"budget": "800 100 kr", "poster[0]": {"belopp": "600 100 kr"}}}},
        {
            "parter/fabelas/part.yaml": {
                "folkmängd": [{"dag": "2023-12-31", "antal": "11 544"}, {"dag": "2024-12-31", "antal": "11 400"}]
            }
        },
    ],
    ids=["dagen", "folkmängdens dag", "beloppet", "en folkmängd som ändrar bidragen"],
)
def test_det_som_parterna_kommer_överens_om_ändrar_versionen(ändring, tmp_path):
    assert märke(bygg(tmp_path / "a", ändring)) != märke(bygg(tmp_path / "b"))


@pytest.mark.parametrize(
    "ändring",
    [
        {TILLÄGG: {"diarienummer": "KS 2025-9"}},
        {TILLÄGG: {"undertecknas_den": "2025-12-11"}},
        {TILLÄGG: {"undertecknat": [{"part": "latsasby", "av": "Siv Sannsaga", "dag": "2025-12-10"}]}},
        {TILLÄGG: {"gäller_från": {"värde": "2026-01-01", "källa": "beslutet"}}},
        {AVTAL: {"betalt": [{"part": "fabelas", "år": "2025", "belopp": "195 584 kr"}]}},
    ],
    ids=["diarienumret", "dagen för underskrift", "en underskrift", "en källa", "en betalning"],
)
def test_det_som_inte_står_i_texten_ändrar_inte_versionen(ändring, tmp_path):
    assert märke(bygg(tmp_path / "a", ändring)) == märke(bygg(tmp_path / "b"))


def test_ny_lydelse_ändrar_versionen(tmp_path):
    ny = {"avtal/konsumentvagledning/andring-radgivning.yaml": {"ändrar": [{"paragraf": "2", "lydelse": "Annat."}]}}
    assert märke(bygg(tmp_path / "a", ny), "andring-radgivning") != märke(bygg(tmp_path / "b"), "andring-radgivning")


def test_avtalet_och_tillägget_har_var_sin_version(tmp_path):
    mapp = bygg(tmp_path)
    assert märke(mapp) != märke(mapp, "konsumentvagledning")
