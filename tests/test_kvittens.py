"""En kvittens besvarar en varning, och bara den: någon har tagit ställning till just de orden."""

import json
from dataclasses import replace

import pytest
from bygg import bygg
from kommando import kör

from avtalsgenerator import kedja, regler
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
    svar = regler.kontrollera(replace(läge, handling=handling))
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


# kommandot


SVAR = ("--motivering", "Nämnderna delar.", "--av", "A B", "--dag", "2025-12-01", "--ja")


def test_kvittera_besvarar_varningen_och_ångra_tar_bort_svaret_utan_att_röra_resten(tmp_path):
    mapp = bygg(tmp_path, VARNING)
    före = (mapp / HANDLING).read_text(encoding="utf-8")
    svar = kör("kvittera", "tillagg-latsasby", "frm01", *SVAR, mapp=mapp)
    assert svar.kod == 0
    assert f"anmärkning: {ORDEN}" in svar.ut.replace('"', "")
    assert not kedja.kontrollera(mapp).stoppar(strikt=True)
    assert (mapp / HANDLING).read_text(encoding="utf-8").startswith(före.rstrip("\n"))
    assert kör("kvittera", "tillagg-latsasby", "FRM01", "--ångra", "--ja", mapp=mapp).kod == 0
    assert (mapp / HANDLING).read_text(encoding="utf-8") == före


def test_svaret_skrivs_i_den_fil_som_kontrolleras(tmp_path):
    """Ett beslut besvaras i beslutets fil, ett avtal i avtalets."""
    beslut = "parter/sagovik/beslut/2025-11-20-kommundirektor.yaml"
    mapp = bygg(tmp_path, {beslut: {"anmäls_till": ""}})
    assert kör("kvittera", "2025-11-20-kommundirektor", "PRO31", *SVAR, mapp=mapp).kod == 0
    assert "kvittenser:" in (mapp / beslut).read_text(encoding="utf-8")
    assert not kedja.kontrollera(mapp).stoppar(strikt=True)


def test_flera_varningar_med_samma_kod_besvaras_en_i_taget_eller_alla(tmp_path):
    osäkra = {f"befattningar[{n}]": {"bekräftad": "2025-12-09"} for n in (0, 1)}
    mapp = bygg(tmp_path, {"parter/region-sagolandet/part.yaml": osäkra})
    utan_val = kör("kvittera", "tillagg-latsasby", "FIR13", *SVAR, mapp=mapp)
    assert (utan_val.kod, "Det här saknas: --gäller" in utan_val.fel) == (2, True)
    tvetydigt = kör("kvittera", "tillagg-latsasby", "FIR13", "--gäller", "ordförande", *SVAR, mapp=mapp)
    assert (tvetydigt.kod, "2 varningar säger ”ordförande”" in tvetydigt.fel) == (2, True)
    assert kör("kvittera", "tillagg-latsasby", "FIR13", "--gäller", "norra", *SVAR, mapp=mapp).kod == 0
    assert len(kedja.kontrollera(mapp, "tillagg-latsasby").besvarade) == 1
    assert kör("kvittera", "tillagg-latsasby", "FIR13", "--alla", *SVAR, mapp=mapp).kod == 0
    assert len(kedja.kontrollera(mapp, "tillagg-latsasby").besvarade) == 2


@pytest.mark.parametrize(
    ("kod", "text"),
    [("UPG02", "UPG02 är ett hinder och kan inte besvaras"), ("FRM99", "här finns ingen obesvarad anmärkning FRM99")],
)
def test_det_som_inte_kan_besvaras_sägs_med_skälet_och_inget_ändras(kod, text, tmp_path):
    mapp = bygg(tmp_path, {"parter/latsasby/part.yaml": {"organisationsnummer": ""}})
    före = (mapp / HANDLING).read_bytes()
    svar = kör("kvittera", "tillagg-latsasby", kod, *SVAR, mapp=mapp)
    assert (svar.kod, text in svar.fel) == (2, True)
    assert (mapp / HANDLING).read_bytes() == före


def test_torr_visar_svaret_men_sparar_det_inte(tmp_path):
    mapp = bygg(tmp_path, VARNING)
    före = (mapp / HANDLING).read_bytes()
    svar = kör("kvittera", "tillagg-latsasby", "FRM01", *SVAR[:-1], "--torr", mapp=mapp)
    assert (svar.kod, "Inget har ändrats." in svar.ut) == (0, True)
    assert (mapp / HANDLING).read_bytes() == före


def test_det_som_saknas_räknas_upp_på_en_gång(tmp_path):
    svar = kör("kvittera", "tillagg-latsasby", "FRM01", mapp=bygg(tmp_path, VARNING))
    assert svar.kod == 2
    assert "Det här saknas: --motivering, --av, --ja (eller --torr)" in svar.fel
