"""Kedjan bakom varje underskrift: vad varje länk vilar på, var det står, och var den brister."""

import json
from datetime import date

import pytest
from bygg import bygg
from kommando import kör

from avtalsgenerator import kedja
from avtalsgenerator.behorighetskedja import LÄNKAR, Håller, behörighetskedjor, länk_för
from avtalsgenerator.regler import REGLER, Allvar, kontrollera

TILLÄGG = "tillagg-latsasby"
PART, BESLUT = "parter/fabelas/part.yaml", "parter/fabelas/beslut/2025-11-11-ks-176.yaml"


def kedjor(mapp, namn=TILLÄGG, dag=None):
    _, alla = kedja.behörighet(mapp, namn, dag)
    return {k.underskrift.id: k for k in alla}


def test_varje_underskrift_har_en_kedja_med_alla_länkar_och_deras_källor(tmp_path):
    alla = kedjor(bygg(tmp_path))
    assert len(alla) == 5
    for k in alla.values():
        assert [länk.vad for länk in k.länkar] == list(LÄNKAR)
        assert all(länk.uppgifter and länk.källor for länk in k.länkar)
        assert k.håller is Håller.HÅLLER
    fabelås = alla["fabelas"].länkar
    assert fabelås[0].uppgifter == ("kommunstyrelsen 2025-11-11 §\u00a0176, dnr 2025.233 KS",)
    assert fabelås[1].uppgifter == ("kommundirektör, var för sig", "enligt kommunfullmäktige 2024-10-28 §\u00a0112")
    assert fabelås[3].uppgifter == ("Ester Dikt, kommundirektör från 2021-08-16",)
    assert fabelås[4].uppgifter == ("prövad för underskrift 2025-12-10",)


@pytest.mark.parametrize(
    ("avvikelse", "länk", "kod"),
    [
        ({BESLUT: {"status": "förslag"}}, "Beslut i saken", "BES02"),
        ({PART: {"behörighet[0]": {"från": "2026-01-01"}}}, "Rätt att skriva under", "FIR08"),
        ({PART: {"behörighet[0]": {"stöd": ""}}}, "Rätt att skriva under", "FIR10"),
        (
            {PART: {"befattningar[0]": {"till": "2025-12-09"}, "behörighet[0]": {"ersättare": ""}}},
            "Befattning",
            "FIR04",
        ),
        ({PART: {"befattningar[0]": {"namn": ""}}}, "Person", "FIR01"),
        ({PART: {"befattningar[0]": {"bekräftad": "2025-12-09"}}}, "Person", "FIR13"),
        ({BESLUT: {"sammanträdesdatum": "2025-12-11"}}, "Dag", "BES12"),
    ],
)
def test_länken_som_brister_är_den_som_felet_gäller(avvikelse, länk, kod, tmp_path):
    alla = kedjor(bygg(tmp_path, avvikelse))
    osäker = REGLER[kod].allvar is Allvar.VARNING
    assert {id_ for id_, k in alla.items() if k.håller is not Håller.HÅLLER} == {"fabelas"}
    brister = [x for x in alla["fabelas"].länkar if kod in {a.kod for a in x.anmärkningar}]
    assert [x.vad for x in brister] == [länk]
    assert brister[0].håller is (Håller.OSÄKER if osäker else Håller.BRISTER)


def test_en_nämnds_brist_drabbar_inte_den_andra_nämndens_underskrift(tmp_path):
    avvikelse = {"parter/region-sagolandet/part.yaml": {"befattningar[0]": {"namn": ""}}}
    alla = kedjor(bygg(tmp_path, avvikelse))
    norra, södra = (f"region-sagolandet/nämnden för {d} Sagolandet" for d in ("norra", "södra"))
    assert alla[norra].håller is Håller.BRISTER
    assert alla[södra].håller is Håller.HÅLLER


def test_en_besvarad_varning_gör_inte_kedjan_osäker(tmp_path):
    osäker = {PART: {"befattningar[0]": {"bekräftad": "2025-12-09"}}}
    mapp = bygg(tmp_path / "a", osäker)
    (varning,) = [a for a in kedja.kontrollera(mapp, TILLÄGG).anmärkningar if a.kod == "FIR13"]
    svar = {"kod": "FIR13", "anmärkning": varning.text, "motivering": "Ringde.", "av": "A B", "dag": "2025-12-09"}
    fil = "avtal/konsumentvagledning/tillagg-latsasby.yaml"
    alla = kedjor(bygg(tmp_path / "b", {**osäker, fil: {"kvittenser": [svar]}}))
    assert alla["fabelas"].håller is Håller.HÅLLER
    assert [a.kod for x in alla["fabelas"].länkar for a in x.anmärkningar] == ["FIR13"]


def test_varje_regel_om_beslut_och_firmatecknare_hör_till_en_länk():
    for kod, regel in REGLER.items():
        if regel.om == "avtal" and kod[:3] in ("FIR", "BES"):
            assert länk_för(kod) in LÄNKAR


def test_kedjan_säger_detsamma_som_kontrollen(verklig):
    """Brister någon länk finns ett hinder som nämner parten, eller en uppgift som saknas; håller allt finns inget."""
    for läge in (kedja.ställ_per_datum(verklig, h) for h in (*verklig.handlingar.values(), *verklig.avtal.values())):
        hinder = {a.vem for a in kontrollera(läge) if a.allvar is Allvar.HINDER and a.kod[:3] in ("FIR", "BES")}
        for k in behörighetskedjor(läge):
            träffad = bool({k.underskrift.id, k.underskrift.part.id} & hinder)
            assert (k.håller is Håller.BRISTER) == (träffad or not all(x.uppgifter for x in k.länkar))


def test_det_verkliga_tillägget_har_ingen_hel_kedja(verklig):
    läge = kedja.ställ_per_datum(verklig, verklig.handlingar["stodcentrum-heder/tillagg-ale-lilla-edet"])
    assert [k.håller for k in behörighetskedjor(läge)] == [Håller.BRISTER] * 16


def test_kommandot_visar_länkarna_i_text_och_json(tmp_path):
    mapp = bygg(tmp_path, {PART: {"befattningar[0]": {"namn": ""}}})
    svar = kör("visa", TILLÄGG, "--behorighet", mapp=mapp)
    assert svar.kod == 0
    assert "2. Fabelås kommun: kedjan brister" in svar.ut
    assert "FIR01 hinder: Fabelås kommun: namnet på kommundirektör är inte känt" in svar.ut
    assert "4 kedjor av 5 håller." in svar.ut
    data = json.loads(kör("visa", TILLÄGG, "--behörighet", "--format", "json", mapp=mapp).ut)
    assert [k["håller"] for k in data["kedjor"]] == ["håller", "brister", "håller", "håller", "håller"]
    assert data["per"] == str(date(2025, 12, 10))


@pytest.mark.parametrize("namn", [(), ("sagovik/2025-11-05-ks-201",)], ids=["inget namn", "ett beslut"])
def test_behörighet_utan_något_att_skriva_under_förklaras(namn, tmp_path):
    svar = kör("visa", *namn, "--behörighet", mapp=bygg(tmp_path))
    assert svar.kod == 2
    assert svar.fel.startswith("fel: ")


def test_underlaget_görs_fast_det_finns_hinder_och_säger_var_kedjan_brister(tmp_path):
    mapp = bygg(tmp_path, {PART: {"befattningar[0]": {"namn": ""}}})
    svar = kör("generera", TILLÄGG, "--bara", "behorighet", mapp=mapp)
    assert svar.kod == 0
    assert "5 underskrifter, 4 kedjor håller" in svar.ut
    assert "Handlingen får inte skrivas under: 1 hinder." in svar.ut
    assert [p.name for p in mapp.glob("dokument/*/*.docx")] == ["Underlag för behörighet.docx"]
