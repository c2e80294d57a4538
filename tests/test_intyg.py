"""Intyget säger vad ett dokument är gjort av, och ``avtal ursprung`` läser det utan uppgifterna."""

import json
import shutil
from datetime import date

import pytest
import yaml
from bygg import bygg
from conftest import ROT
from fall import läge_för
from kommando import kör
from test_ursprung import ändra

from avtalsgenerator import register
from avtalsgenerator.dokument import gör_dokument
from avtalsgenerator.granskning.ordets_ursprung import DELAR
from avtalsgenerator.malldel import FYLLS

TILLÄGG = "tillagg-latsasby"
DOKUMENT = "Tilläggsavtal Låtsasby.docx"


@pytest.fixture
def gjort(övningsmapp):
    """Mappen med tilläggsavtalets dokument."""
    assert kör("generera", TILLÄGG, "--ut", "ut", mapp=övningsmapp).kod == 0
    return övningsmapp


def ursprung(gjort, *args, fil=DOKUMENT, kod=0):
    svar = kör("ursprung", f"ut/{fil}", *args, mapp=gjort)
    assert svar.kod == kod, svar.fel
    return svar.ut or svar.fel


def test_varje_dokument_får_ett_intyg_bredvid_sig(gjort):
    dokument = {p.stem for p in (gjort / "ut").glob("*.docx")}
    assert {p.stem for p in (gjort / "ut" / "intyg").glob("*.json")} == dokument
    assert len(dokument) == 4


def test_intyget_är_detsamma_byte_för_byte_om_inget_har_ändrats(påhittad):
    läge = läge_för(påhittad, f"konsumentvagledning/{TILLÄGG}")
    assert [d.intyg for d in gör_dokument(läge)] == [d.intyg for d in gör_dokument(läge)]


def test_det_rena_dokumentet_och_utkastet_har_samma_ord_med_samma_ursprung(påhittad):
    läge = läge_för(påhittad, f"konsumentvagledning/{TILLÄGG}")
    for rent, utkast in zip(gör_dokument(läge), gör_dokument(läge, utkast=True), strict=True):
        ett, annat = (json.loads(d.intyg) for d in (rent, utkast))
        assert {k: v for k, v in ett.items() if k != "dokument"} == {k: v for k, v in annat.items() if k != "dokument"}
        assert b"w:sdt" not in rent.innehåll


def test_ett_ord_visas_med_fil_rad_källa_mallens_stycke_och_de_andra_dokumenten(gjort):
    svar = ursprung(gjort, "Låtsasby kommun")
    rad = next(
        n
        for n, r in enumerate((gjort / "parter/latsasby/part.yaml").read_text("utf-8").splitlines(), 1)
        if r.startswith("namn:")
    )
    assert f"→ parter/latsasby/part.yaml:{rad}  namn" in svar
    assert "mallen: {{ nya }} ansluter sig till {{ kortnamn }}" in svar
    assert "också i Bilaga 1 Kostnadsfördelning.docx (1), Signaturlista.docx (2), Signatursidor.docx (2)" in svar
    assert "filen är densamma som när den gjordes" in svar
    assert "uppgifterna är desamma som då" in svar


def test_ett_räknat_belopp_visas_med_uppgifterna_det_är_räknat_ur(gjort):
    svar = ursprung(gjort, "115 425 kr", fil="Bilaga 1 Kostnadsfördelning.docx")
    assert "räknat: bidraget, ur 5 uppgifter" in svar
    assert svar.index("parter/latsasby/part.yaml") < svar.index("avtal/konsumentvagledning/avtal.yaml")


def test_beslutet_bakom_rätten_att_skriva_under_visas(gjort):
    svar = ursprung(gjort, "kommunfullmäktige 2024-10-28", fil="Signatursidor.docx")
    assert "beslut: kommunfullmäktige 2024-10-28 §\u00a0112" in svar


@pytest.mark.parametrize("finansiering", ["{budget: 0 kr, poster: [], index: ''}", ""], ids=["utan poster", "ingen"])
def test_en_summa_utan_poster_kommer_ur_finansieringen_som_är_tom(tmp_path, finansiering):
    mapp = bygg(
        tmp_path, {"avtal/konsumentvagledning/avtal.yaml": {"finansiering": yaml.safe_load(finansiering) or ""}}
    )
    läge = läge_för(register.läs(mapp), "konsumentvagledning", date(2026, 1, 1))
    (plan,) = gör_dokument(läge, bara="betalningsplan", utkast=True)
    intyg = json.loads(plan.intyg)
    (summa,) = {o["ursprung"] for o in intyg["ord"] if o["ord"] == "0\u00a0kr"}
    (uppgift,) = intyg["ursprung"][summa]["uppgifter"]
    assert intyg["uppgifter"][uppgift]["väg"].startswith("avtal/konsumentvagledning/avtal.yaml")


def test_varje_del_som_kan_fyllas_har_ett_namn_på_var_den_visas():
    for del_ in ("document", "header1", "footer2", "footnotes", "endnotes", "comments"):
        assert FYLLS.fullmatch(f"word/{del_}.xml")
        assert any(del_.startswith(början) for början in DELAR)


def test_mallens_egna_ord_sägs_vara_mallens(gjort):
    svar = ursprung(gjort, "rättigheter och skyldigheter")
    assert "I mallen tillaggsavtal-anslutning.docx står: ”Från den dagen gäller" in svar
    assert "Orden är mallens egna. De ändras i mallen." in svar


def test_ord_som_inte_finns_sägs_inte_finnas(gjort):
    assert "Dokumentet har inte orden ”Borduria”." in ursprung(gjort, "Borduria")


def test_utan_ord_visas_alla_ord_ur_uppgifterna(gjort):
    svar = ursprung(gjort)
    assert "→ parter/latsasby/part.yaml:" in svar
    assert svar.count("→") == len(json.loads(ursprung(gjort, "--format", "json"))["ord"])


def test_ändrade_uppgifter_och_ett_ändrat_dokument_sägs(gjort):
    ändra(gjort, "parter/latsasby/part.yaml", "kortnamn", "Låtsas")
    (gjort / "avtal/konsumentvagledning/andring-radgivning.yaml").unlink()
    with (gjort / "ut" / DOKUMENT).open("ab") as fil:
        fil.write(b"\0")
    svar = ursprung(gjort)
    assert "filen har ändrats sedan den gjordes; svaren gäller den som gjordes" in svar
    assert "ändrats sedan dess: avtal/konsumentvagledning/andring-radgivning.yaml, parter/latsasby/part.yaml" in svar


def test_ursprunget_går_att_visa_utan_uppgifterna(gjort, tmp_path):
    annanstans = shutil.copytree(gjort / "ut", tmp_path / "arkiv")
    svar = kör("ursprung", str(annanstans / DOKUMENT), "Låtsasby kommun", mapp=tmp_path)
    assert svar.kod == 0
    assert "parter/latsasby/part.yaml" in svar.ut
    assert "uppgifterna" not in svar.ut


@pytest.mark.parametrize(
    ("gör", "kod", "säger"),
    [
        (lambda m: (m / "ut" / DOKUMENT).unlink(), 2, "finns inte"),
        (lambda m: (m / "ut" / DOKUMENT).write_bytes(b"hej"), 4, "går inte att öppna som ett Word-dokument"),
        (lambda m: shutil.rmtree(m / "ut" / "intyg"), 4, "har inget intyg"),
        (lambda m: (m / "ut/intyg/Tilläggsavtal Låtsasby.json").write_text("{"), 4, "går inte att läsa"),
        (lambda m: (m / "ut/intyg/Tilläggsavtal Låtsasby.json").write_text('{"schema": 99}'), 4, "en annan version"),
    ],
    ids=["ingen fil", "inte Word", "inget intyg", "trasigt intyg", "annan version"],
)
def test_det_som_inte_går_att_läsa_sägs_på_svenska(gjort, gör, kod, säger):
    gör(gjort)
    assert säger in ursprung(gjort, kod=kod)


def test_intyget_skrivs_om_när_bara_uppgifter_som_inte_syns_har_ändrats(gjort):
    ändra(gjort, "parter/latsasby/part.yaml", "kommunkod", "9910")
    före = (gjort / "ut" / DOKUMENT).read_bytes()
    assert kör("generera", TILLÄGG, "--ut", "ut", mapp=gjort).kod == 0
    assert (gjort / "ut" / DOKUMENT).read_bytes() == före
    assert "uppgifterna är desamma som då" in ursprung(gjort)


def test_det_verkliga_beloppet_leder_till_raden_i_underlaget(tmp_path):
    kör("-C", str(ROT), "generera", "tillagg-ale-lilla-edet", "--utkast", "--ut", str(tmp_path))
    svar = kör("-C", str(ROT), "ursprung", str(tmp_path / "Bilaga 1 Kostnadsfördelning (utkast).docx"), "45 150").ut
    assert "→ parter/ale/part.yaml:20  folkmängd[9].antal\n     källa: SCB" in svar
