"""Kommandona så som användaren möter dem: text, slutkoder, och inget skrivet när något är fel."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROT
from kommando import Ström, kör

from avtalsgenerator.regler import MALLREGLER, REGLER

TILLÄGG = "tillagg-latsasby"


def filer(mapp):
    """Filerna i mappen utom intygen, som hör till dokumenten (tests/test_intyg.py)."""
    alla = (p.relative_to(mapp) for p in mapp.rglob("*") if p.is_file())
    return sorted(p.as_posix() for p in alla if p.parent.name != "intyg")


# exempel


def test_exempel_skapar_en_mapp_där_allt_går_att_generera_utan_anmärkning(tmp_path):
    mål = tmp_path / "öva här"
    assert kör("exempel", str(mål)).kod == 0
    assert {p.name for p in mål.iterdir()} == {"parter", "avtal", "mallar"}
    svar = kör("kontrollera", "--strikt", mapp=mål)
    assert (svar.kod, svar.ut) == (0, f"Inga anmärkningar. {len(REGLER)} kontroller gick bra.\n")
    for namn in ("konsumentvagledning", TILLÄGG):
        svar = kör("generera", namn, mapp=mål)
        assert svar.kod == 0
        assert "varning" not in svar.ut
    assert len(filer(mål / "dokument")) == 8


def test_exempel_skriver_inte_i_en_mapp_som_inte_är_tom(tmp_path):
    (tmp_path / "x").write_text("mitt", encoding="utf-8")
    svar = kör("exempel", str(tmp_path))
    assert (svar.kod, filer(tmp_path)) == (2, ["x"])
    assert "finns redan och är inte tom" in svar.fel


# generera


def test_ett_hinder_ger_inga_dokument(tmp_path):
    svar = kör("-C", str(ROT), "generera", "tillagg-ale-lilla-edet", "--ut", str(tmp_path))
    assert (svar.kod, filer(tmp_path)) == (1, [])
    assert "Inga dokument skapades." in svar.ut
    assert "hinder BES01: Partens beslut saknas (15 st)" in svar.ut


def test_ett_utkast_görs_ändå_och_ger_slutkod_0(tmp_path):
    svar = kör("-C", str(ROT), "generera", "tillagg-ale-lilla-edet", "--utkast", "--ut", str(tmp_path))
    assert svar.kod == 0
    assert filer(tmp_path) == [
        "Bilaga 1 Kostnadsfördelning (utkast).docx",
        "Signaturlista (utkast).docx",
        "Signatursidor (utkast).docx",
        "Tilläggsavtal Ale och Lilla Edet (utkast).docx",
    ]
    assert "Utkastet får inte skrivas under: 33 hinder." in svar.ut
    assert "15 parter" in svar.ut
    assert "16 sidor" in svar.ut
    assert "16 rader, 0 undertecknade" in svar.ut


def test_dokumenten_hamnar_i_en_mapp_med_dag_och_handling(övningsmapp):
    assert kör("generera", TILLÄGG, mapp=övningsmapp).kod == 0
    assert {p.parent.name for p in (övningsmapp / "dokument").rglob("*.docx")} == {"2025-12-10 tilläggsavtal Låtsasby"}


def test_en_ändrad_fil_skrivs_inte_över_utan_ersätt(övningsmapp):
    kör("generera", TILLÄGG, mapp=övningsmapp)
    (fil,) = (övningsmapp / "dokument").rglob("Signaturlista.docx")
    fil.write_bytes(b"juristens egen")
    svar = kör("generera", TILLÄGG, mapp=övningsmapp)
    assert (svar.kod, fil.read_bytes()) == (4, b"juristens egen")
    assert "Signaturlista.docx, med annat innehåll" in svar.fel
    assert kör("generera", TILLÄGG, "--ersatt", mapp=övningsmapp).kod == 0
    assert fil.read_bytes() != b"juristens egen"


def test_bara_part_och_per(övningsmapp):
    svar = kör("generera", TILLÄGG, "--bara", "signaturlista", "--per", "2025-12-11", "--ut", "ut", mapp=övningsmapp)
    assert (svar.kod, filer(övningsmapp / "ut")) == (0, ["Signaturlista.docx"])
    svar = kör("generera", TILLÄGG, "--part", "latsasby", "--ut", "ut2", mapp=övningsmapp)
    assert (svar.kod, filer(övningsmapp / "ut2")) == (0, ["Signatursidor Låtsasby.docx"])


def test_ett_fel_i_en_egen_mall_ger_slutkod_4_och_inga_filer(övningsmapp):
    import docx

    from avtalsgenerator.dokument import medföljande_mallar

    (övningsmapp / "mallar").mkdir()
    mall = docx.Document(str(medföljande_mallar() / "signaturlista.docx"))
    mall.add_paragraph("Dnr: {{ diarienumer }}")
    mall.save(str(övningsmapp / "mallar/signaturlista.docx"))
    svar = kör("generera", TILLÄGG, mapp=övningsmapp)
    assert svar.kod == 4
    assert not (övningsmapp / "dokument").exists()
    assert "i stycket ”Dnr: {{ diarienumer }}”" in svar.fel
    assert "gör så här: Menade du ”diarienummer”?" in svar.fel


# kontrollera


def test_kontrollera_ger_1_för_hinder_och_0_för_varningar(övningsmapp):
    fil = övningsmapp / "avtal/konsumentvagledning/tillagg-latsasby.yaml"
    fil.write_text(fil.read_text(encoding="utf-8").replace("diarienummer: KS 2025-0402\n", ""), encoding="utf-8")
    assert kör("kontrollera", mapp=övningsmapp).kod == 0
    assert kör("kontrollera", "--strikt", mapp=övningsmapp).kod == 1
    assert kör("kontrollera", mapp=ROT).kod == 1


def test_kontrollera_kort_har_en_rad_per_anmärkning():
    svar = kör("kontrollera", "uttrade-alingsas", "--format", "kort", mapp=ROT)
    rader = svar.ut.splitlines()
    assert all(re.match(r"[a-z0-9/.-]+\.yaml:\d+:\d+: (hinder|varning|upplysning) [A-Z]{3}\d\d: .+", r) for r in rader)
    assert any("hinder TID02: Sista dagen som part blir 2024-01-31" in r for r in rader)


def test_kontrollera_json_har_avtalad_form():
    svar = json.loads(kör("kontrollera", "uttrade-alingsas", "--format", "json", mapp=ROT).ut)
    assert svar["schema"] == 1
    assert svar["sammanfattning"]["hinder"] == sum(f["nivå"] == "hinder" for f in svar["fynd"]) == 3
    assert svar["sammanfattning"]["kontrollerat"] == [{"id": "stodcentrum-heder/uttrade-alingsas", "per": "2024-02-01"}]
    fynd = next(f for f in svar["fynd"] if f["kod"] == "TID02")
    assert set(fynd) == {"kod", "nivå", "rubrik", "text", "plats", "grund", "råd", "part", "kvittens"}
    assert fynd["plats"] == {"fil": "avtal/stodcentrum-heder/uttrade-alingsas.yaml", "rad": 6, "kolumn": 14}


def test_samma_anmärkning_från_flera_handlingar_visas_en_gång():
    rader = kör("kontrollera", "--format", "kort", mapp=ROT).ut.splitlines()
    assert len(rader) == len(set(rader))


def test_oläsliga_uppgifter_ger_slutkod_3_med_alla_fel(övningsmapp):
    for fil in ("parter/fabelas/part.yaml", "avtal/konsumentvagledning/avtal.yaml"):
        path = övningsmapp / fil
        path.write_text(path.read_text(encoding="utf-8") + "okänd_nyckel: x\n", encoding="utf-8")
    svar = kör("kontrollera", mapp=övningsmapp)
    assert (svar.kod, svar.ut) == (3, "")
    assert svar.fel.count("fel: nyckeln ”okänd_nyckel” finns inte här") == 2
    assert "2 fel i 2 filer. Uppgifterna gick inte att läsa." in svar.fel


# visa


def test_visa_parter_belopp_och_underskrifter():
    text = kör("visa", "tillagg-ale-lilla-edet", mapp=ROT).ut
    assert "Parter (15)" in text
    assert "Underskrifter (16)" in text
    assert re.search(r"Ale kommun \(ny\) +2028-12-31 +31\u00a0402 +3,01\u00a0% +45\u00a0150\u00a0kr", text)
    assert re.search(r"Alingsås kommun +2025-12-31", text)


def test_visa_json():
    svar = json.loads(kör("visa", "stodcentrum-heder", "--per", "2021-03-01", "--format", "json", mapp=ROT).ut)
    göteborg = next(p for p in svar["parter"] if p["id"] == "goteborg")
    assert göteborg["bidrag"] == [{"belopp": 872_100, "andel": 0.5814, "folkmängd": 579_281, "insats": None}]
    block = next(u for u in svar["underskrifter"] if u["part"] == "goteborg")
    assert block["personer"] == [{"befattning": "stadsdirektör", "namn": "Eva Hessman"}]
    assert block["stöd"] == "goteborg/2021-02-25-kf-28"
    assert svar["avtalsperiod"] == {"från": "2021-01-01", "till": "2023-12-31"}


def test_visa_säger_till_om_handlingar_som_inte_räknas_in():
    text = kör("visa", "stodcentrum-heder", "--per", "2025-01-01", mapp=ROT).ut
    assert "Inte inräknat, eftersom alla inte har skrivit under: stodcentrum-heder/tillagg-ale-lilla-edet" in text
    assert "Parter (13)" in text


def test_visa_utan_handling_räknar_upp_det_som_finns():
    assert "2024-01-01  tillagg-ale-lilla-edet " in kör("visa", mapp=ROT, bredd=80).ut
    assert "alingsas/2020-05-11-ks-78 " in kör("visa", mapp=ROT).ut
    assert [h["id"] for h in json.loads(kör("visa", "--format", "json", mapp=ROT).ut)["handlingar"]] == [
        "stodcentrum-heder/fortida-uttrade-alingsas",
        "stodcentrum-heder/tillagg-ale-lilla-edet",
        "stodcentrum-heder/uttrade-alingsas",
    ]


# regel


def test_regel_visar_sidan_och_listan():
    assert kör("regel", "fir02").ut.startswith("FIR02 Ingen har rätt att skriva under för parten\n")
    assert len(kör("regel").ut.splitlines()) == len(REGLER) + len(MALLREGLER)
    svar = kör("regel", "FIR99")
    assert (svar.kod, svar.fel) == (2, "fel: regeln ”FIR99” finns inte\ngör så här: Menade du FIR19?\n")


# hjälp, felskrivning och slutkoder


def test_hjälpen_är_den_avtalade():
    assert kör().ut == kör("--help").ut == (Path(__file__).parent / "facit/hjalp.txt").read_text(encoding="utf-8")


ENGELSKA = re.compile(
    r"\b(usage|options?|error|try|help|missing|argument|invalid|value|such|command|show|exit|this|message|unexpected|"
    r"extra|requires|default|required|is not|one of|choose|does|exist|file|directory|path|aborted|version the|and)\b",
    re.IGNORECASE,
)
FELSKRIVET = [
    ["genererra"], ["generera"], ["generera", "a", "b"], ["generera", "x", "--utkats"], ["generera", "--per"],
    ["generera", "x", "--per", "i går"], ["generera", "x", "--utkast=ja"], ["kontrollera", "--format", "xml"],
    ["kontrollera", "finns-inte"], ["-C", "/finns/inte", "kontrollera"], ["--nej"], ["-x"], ["visa", "stodcentrum", "-C"],
    ["regel", "a", "b"], ["exempel"],
]  # fmt: skip


@pytest.mark.parametrize("args", FELSKRIVET, ids=[" ".join(a) for a in FELSKRIVET])
def test_ett_felskrivet_kommando_förklaras_på_svenska(args):
    svar = kör(*args, mapp=ROT)
    assert (svar.kod, svar.ut) == (2, "")
    assert svar.fel.startswith("fel: ")
    assert not ENGELSKA.search(re.sub(r"--\S+|/finns/inte", "", svar.fel))


@pytest.mark.parametrize(
    "kommando",
    [
        "exempel",
        "kontrollera",
        "generera",
        "visa",
        "signera",
        "regel",
        "ny",
        "ny part",
        "ny beslut",
        "ny avtal",
        "anslut",
        "utträde",
    ],
)
def test_varje_kommandos_hjälp_är_på_svenska(kommando):
    svar = kör(*kommando.split(), "--help")
    assert svar.kod == 0
    assert svar.ut.startswith(f"Användning: avtal {kommando} ")
    assert not ENGELSKA.search(re.sub(r"--\S+|-h, --help", "", svar.ut))


def test_kommandon_och_flaggor_kan_skrivas_utan_prickar(övningsmapp):
    from avtalsgenerator.cli import AVSNITT, fäll

    assert kör("visa", "--utan-farg", mapp=övningsmapp).kod == 0
    assert kör("generera", TILLÄGG, "--ersatt", mapp=övningsmapp).kod == 0
    kommandon = [fäll(namn) for avsnitt in AVSNITT.values() for namn in avsnitt]
    assert len(kommandon) == len(set(kommandon))


def test_inga_två_flaggor_i_ett_kommando_krockar_utan_prickar():
    import click

    from avtalsgenerator.cli import fäll, grupp

    sedda = 0
    ctx = click.Context(grupp)
    alla = [grupp.get_command(ctx, namn) for namn in grupp.list_commands(ctx)]
    alla += [k.get_command(ctx, namn) for k in alla if isinstance(k, click.Group) for namn in k.list_commands(ctx)]
    for kommando in alla:
        flaggor = [fäll(f) for p in (*grupp.params, *kommando.get_params(ctx)) for f in p.opts if f.startswith("-")]
        assert len(flaggor) == len(set(flaggor)), kommando.name
        sedda += len(flaggor)
    assert sedda > 60


def test_mappen_kan_anges_före_och_efter_kommandot(övningsmapp, tmp_path):
    for args in (["-C", str(övningsmapp), "kontrollera"], ["kontrollera", "--mapp", str(övningsmapp)],
                 ["kontrollera", f"--mapp={övningsmapp}"]):  # fmt: skip
        assert kör(*args, mapp=tmp_path).kod == 0


def test_en_entydig_ändelse_räcker_och_en_tvetydig_räknar_upp(övningsmapp):
    assert kör("kontrollera", "latsasby", mapp=övningsmapp).kod == 0
    avtal = övningsmapp / "avtal/konsumentvagledning"
    (avtal / "andra-latsasby.yaml").write_bytes((avtal / "tillagg-latsasby.yaml").read_bytes())
    svar = kör("kontrollera", "latsasby", mapp=övningsmapp)
    assert svar.kod == 2
    assert "konsumentvagledning/andra-latsasby, konsumentvagledning/tillagg-latsasby" in svar.fel


def test_ett_fel_i_programmet_ger_en_rapport_och_ingen_stackspårning(monkeypatch, tmp_path):
    from avtalsgenerator import kedja

    def trasig(*_):
        raise ZeroDivisionError("hemlig uppgift")

    monkeypatch.setattr(kedja, "kontrollera", trasig)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    svar = kör("kontrollera", mapp=ROT)
    assert svar.kod == 70
    assert "Traceback" not in svar.fel
    assert "hemlig uppgift" not in svar.fel
    (rapport,) = tmp_path.glob("avtal-felrapport-*.txt")
    assert str(rapport) in svar.fel
    assert "ZeroDivisionError" in rapport.read_text(encoding="utf-8")


def test_ett_avbrott_säger_att_inget_har_ändrats(monkeypatch):
    from avtalsgenerator import kedja

    def avbruten(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(kedja, "kontrollera", avbruten)
    svar = kör("kontrollera", mapp=ROT)
    assert (svar.kod, svar.ut, svar.fel.strip()) == (130, "", "Avbrutet. Inget har ändrats.")


@pytest.mark.parametrize("kodning", ["cp1252", "cp850", "ascii", "utf-8"])
def test_terminaler_utan_unicode_får_ascii_men_samma_innehåll(kodning):
    text = kör("kontrollera", "uttrade-alingsas", mapp=ROT, ut=Ström(kodning, terminal=True)).ut
    assert ("→" in text) is (kodning == "utf-8")
    assert "TID02" in text
    assert "-->" not in text


def test_till_fil_skrivs_utf8_även_om_systemet_har_något_annat():
    ström = Ström("cp1252")
    svar = kör("visa", "uttrade-alingsas", mapp=ROT, ut=ström)
    assert svar.kod == 0
    assert ström.encoding == "utf-8"


def test_färg_bara_i_terminal_och_inte_med_utan_färg():
    färgad = kör("kontrollera", "uttrade-alingsas", mapp=ROT, ut=Ström(terminal=True)).ut
    assert "\x1b[" in färgad
    assert "\x1b[" not in kör("kontrollera", "uttrade-alingsas", mapp=ROT).ut
    assert "\x1b[" not in kör("--utan-färg", "kontrollera", "uttrade-alingsas", mapp=ROT, ut=Ström(terminal=True)).ut


@pytest.mark.parametrize("bredd", [40, 80, 200])
def test_utdragen_får_plats_i_terminalen(bredd):
    for rad in kör("kontrollera", "stodcentrum-heder", mapp=ROT, bredd=bredd).ut.splitlines():
        if re.match(r" *\d+ │", rad):
            assert len(rad) <= bredd


def test_modulen_kan_köras_direkt():
    import subprocess

    svar = subprocess.run(
        [sys.executable, "-m", "avtalsgenerator", "--version"], capture_output=True, text=True, check=True
    )
    assert re.fullmatch(r"avtal \d+\.\d+\.\d+\n", svar.stdout)


def test_en_smal_terminal_kortar_inga_ord():
    smal = kör("visa", "tillagg-ale-lilla-edet", mapp=ROT, bredd=50).ut
    assert "…" not in smal
    assert "halvtid" in smal


@pytest.mark.parametrize("kommando", ["visa", "kontrollera", "generera"])
def test_ett_tomt_namn_avvisas(kommando, övningsmapp):
    svar = kör(kommando, "", mapp=övningsmapp)
    assert (svar.kod, svar.ut) == (2, "")
    assert "namnet på handlingen är tomt" in svar.fel


@pytest.mark.parametrize("flagga", [("--bara", "fel"), ("--part", "finnsinte")])
def test_ett_felskrivet_val_sägs_före_anmärkningarna(flagga):
    svar = kör("generera", "tillagg-ale-lilla-edet", *flagga, mapp=ROT)
    assert (svar.kod, svar.ut) == (2, "")
    assert "Välj bland:" in svar.fel


def test_en_mapp_utan_avtal_är_inte_utan_anmärkning(tmp_path):
    for mapp in ("parter", "avtal"):
        (tmp_path / mapp).mkdir()
    svar = kör("kontrollera", mapp=tmp_path)
    assert svar.kod == 2
    assert "finns inget avtal" in svar.fel


def test_mappen_kan_skrivas_ihop_med_flaggan(övningsmapp):
    assert kör("kontrollera", f"-C{övningsmapp}").kod == 0


def test_exempel_i_den_tomma_mapp_man_står_i(tmp_path):
    assert kör("exempel", ".", mapp=tmp_path).kod == 0
    assert {p.name for p in tmp_path.iterdir()} == {"parter", "avtal", "mallar"}


def test_det_som_redan_är_sparat_sägs_när_man_avbryter(övningsmapp, monkeypatch):
    from avtalsgenerator import visning

    def avbryt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(visning, "visa_resultat", avbryt)
    svar = kör("generera", TILLÄGG, mapp=övningsmapp)
    assert svar.kod == 130
    assert re.fullmatch(r"\s*Avbrutet\. Dokumenten är sparade i .*\.\n", svar.fel)
    assert list(övningsmapp.glob("dokument/*/*.docx"))


@pytest.mark.skipif(sys.platform == "win32", reason="rör i Windows stängs på annat sätt")
def test_ett_rör_som_stängs_är_inget_fel():
    kod = f"{sys.executable} -m avtalsgenerator visa tillagg-ale-lilla-edet | true; exit ${{PIPESTATUS[0]}}"
    svar = subprocess.run(["bash", "-c", kod], cwd=ROT, capture_output=True, text=True, check=False)
    assert (svar.returncode, svar.stderr) == (0, "")


@pytest.mark.skipif(sys.platform != "linux", reason="bara Linux tillåter sådana argument")
def test_byte_som_inte_är_text_i_ett_argument_ger_ett_meddelande():
    svar = subprocess.run(
        [sys.executable, "-m", "avtalsgenerator", "-C", b"m\xe4pp", "kontrollera"],
        cwd=ROT,
        capture_output=True,
        check=False,
    )
    assert svar.returncode == 2
    assert b"Traceback" not in svar.stderr


@pytest.mark.skipif(
    sys.platform == "win32" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root läser allt"
)
@pytest.mark.parametrize("mapp", ["parter/fabelas", "parter/fabelas/beslut", "avtal"])
def test_en_mapp_som_inte_går_att_läsa_sägs_det_till_om(mapp, övningsmapp):
    (övningsmapp / mapp).chmod(0)
    try:
        svar = kör("kontrollera", mapp=övningsmapp)
    finally:
        (övningsmapp / mapp).chmod(0o755)
    assert svar.kod == 3
    assert "åtkomst nekas" in svar.fel
