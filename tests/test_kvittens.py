"""En kvittens besvarar en varning, och bara den: någon har tagit ställning till just de orden."""

import json
from dataclasses import replace

import pytest
from bygg import bygg
from kommando import kör

from avtalsgenerator import kedja
from avtalsgenerator.modell.inlasning import läs_som
from avtalsgenerator.modell.kvittens import Kvittens
from avtalsgenerator.regler import Allvar

HANDLING = "avtal/konsumentvagledning/tillagg-latsasby.yaml"
VARNING = {HANDLING: {"exemplar": "4"}}
ORDEN = "4 exemplar anges, men 5 underskrifter krävs"


def med_kvittens(tmp_path, **annat):
    kvittens = {"kod": "FRM01", "anmärkning": ORDEN, "motivering": "Nämnderna delar.", "av": "A B", "dag": "2025-12-01"}
    return bygg(tmp_path, {HANDLING: {"exemplar": "4", "kvittenser": [{**kvittens, **annat}]}})


def test_en_besvarad_varning_stoppar_inte_ens_strikt(tmp_path):
    assert kedja.kontrollera(bygg(tmp_path / "a", VARNING)).stoppar(strikt=True)
    kontroll = kedja.kontrollera(med_kvittens(tmp_path / "b"))
    assert not kontroll.stoppar(strikt=True)
    assert [a.kod for a in kontroll.besvarade] == ["FRM01"]
    assert kontroll.antal(Allvar.VARNING) == 0


def test_orden_får_ha_vanliga_mellanslag_där_varningen_har_hårda(tmp_path):
    mapp = bygg(tmp_path, {HANDLING: {"gäller_från": "2025-12-01"}})
    (varning,) = [a for a in kedja.kontrollera(mapp).anmärkningar if a.kod == "TID06"]
    kvittens = Kvittens(
        kod="TID06", anmärkning=varning.text.replace(" ", "\u00a0"), motivering="x", av="x", dag="2025-12-01"
    )
    (läge,) = kedja.ställ(mapp, "tillagg-latsasby", None)[1]
    handling = läge.handling.model_copy(update={"kvittenser": (kvittens,)})
    svar = kedja.regler.kontrollera(replace(läge, handling=handling))
    assert [a.kod for a in svar if not a.öppen] == ["TID06"]


def test_ett_hinder_står_kvar_hur_det_än_kvitteras(tmp_path):
    mapp = bygg(
        tmp_path,
        {
            "parter/latsasby/part.yaml": {"organisationsnummer": ""},
            HANDLING: {
                "kvittenser": [
                    {
                        "kod": "UPG02",
                        "anmärkning": "Låtsasby kommun har inget organisationsnummer",
                        "motivering": "x",
                        "av": "x",
                        "dag": "2025-12-01",
                    }
                ]
            },
        },
    )
    kontroll = kedja.kontrollera(mapp, "tillagg-latsasby")
    assert kontroll.stoppar()
    assert {a.kod for a in kontroll.anmärkningar if a.öppen} == {"UPG02", "KVI03"}


def test_en_varning_i_två_handlingar_är_besvarad_bara_om_den_är_det_i_båda(tmp_path):
    """Okontrollerat organisationsnummer syns i avtalet och i handlingen; bara handlingen har svarat."""
    part = {"parter/fabelas/part.yaml": {"organisationsnummer": {"värde": "212000-9010", "verifierad": "nej"}}}
    orden = "Okontrollerad uppgift: organisationsnumret för Fabelås kommun"
    kvittens = {"kod": "UPG03", "anmärkning": orden, "motivering": "x", "av": "x", "dag": "2025-12-01"}
    mapp = bygg(tmp_path, {**part, HANDLING: {"kvittenser": [kvittens]}})
    assert not [a for a in kedja.kontrollera(mapp, "tillagg-latsasby").anmärkningar if a.öppen]
    assert {a.kod for a in kedja.kontrollera(mapp).anmärkningar if a.öppen} == {"UPG03"}


def test_svaret_visas_i_text_kort_och_json(tmp_path):
    mapp = med_kvittens(tmp_path)
    text = kör("kontrollera", "tillagg-latsasby", mapp=mapp)
    assert f"besvarad FRM01: {ORDEN}" in text.ut
    assert "Nämnderna delar. (A B 2025-12-01)" in text.ut
    assert "1 besvarad" in text.ut
    assert kör("kontrollera", "tillagg-latsasby", "--format", "kort", mapp=mapp).ut.endswith("(besvarad)\n")
    svar = json.loads(kör("kontrollera", "tillagg-latsasby", "--format", "json", mapp=mapp).ut)
    assert svar["fynd"][0]["kvittens"] == {"av": "A B", "dag": "2025-12-01", "motivering": "Nämnderna delar."}
    assert svar["sammanfattning"]["besvarade"] == 1


def test_en_besvarad_varning_står_inte_kvar_att_besvara_efter_generering(tmp_path):
    svar = kör("generera", "tillagg-latsasby", mapp=med_kvittens(tmp_path))
    assert svar.kod == 0
    assert "varning FRM01" not in svar.ut


def test_en_inaktuell_kvittens_sägs_också_när_ett_dokument_görs(tmp_path):
    svar = kör("generera", "tillagg-latsasby", mapp=med_kvittens(tmp_path, anmärkning="något annat"))
    assert "varning KVI02" in svar.ut
    assert "varning FRM01" in svar.ut


@pytest.mark.parametrize("fält", ["kod", "anmärkning", "motivering", "av", "dag"])
def test_en_kvittens_utan_namn_dag_eller_skäl_går_inte_att_läsa(fält):
    from avtalsgenerator.fel import Underlagsfel
    from avtalsgenerator.indata import läs_text

    rader = {"kod": "FRM01", "anmärkning": ORDEN, "motivering": "x", "av": "x", "dag": "2025-12-01"}
    text = "\n".join(f"{k}: {v}" for k, v in rader.items() if k != fält)
    with pytest.raises(Underlagsfel, match=f"{fält} saknas"):
        läs_som(Kvittens, läs_text(text, "x.yaml"))
