"""``avtal signera``: en underskrift antecknas bara om den som skrev under hade rätt till det den dagen."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import time

import pytest
from bygg import bygg
from conftest import ROT
from kommando import kör

from avtalsgenerator import andringar, kedja

TILLÄGG = "avtal/konsumentvagledning/tillagg-latsasby.yaml"
SIGNERA = ("signera", "tillagg-latsasby")
FABELÅS = (*SIGNERA, "fabelas", "--av", "Ester Dikt", "--dag", "2025-12-10", "--sätt", "penna")


def text(mapp, fil=TILLÄGG):
    return (mapp / fil).read_bytes().decode()


def test_en_underskrift_läggs_till_sist_och_resten_av_filen_står_kvar(övningsmapp):
    före = text(övningsmapp)
    svar = kör(*FABELÅS, "--ja", mapp=övningsmapp)
    assert svar.kod == 0
    assert text(övningsmapp) == före + (
        "undertecknat:\n  - {part: fabelas, av: Ester Dikt, dag: 2025-12-10, sätt: penna}\n"
    )
    assert "Undertecknat: 1 av 5. Återstår:" in svar.ut
    assert (
        "  Sagoviks kommun: Ture Påhitt (kommunstyrelsens ordförande) och Maja Exempelsson (kommundirektör)" in svar.ut
    )
    assert "  5 pappersexemplar till partens kontaktperson, som inte är känd\n" in svar.ut


def test_radslut_och_kommentarer_i_filen_behålls(övningsmapp):
    före = text(övningsmapp).replace("\n", "\r\n") + "# sist\r\n"
    (övningsmapp / TILLÄGG).write_bytes(före.encode())
    assert kör(*FABELÅS, "--ja", mapp=övningsmapp).kod == 0
    rad = "undertecknat:\r\n  - {part: fabelas, av: Ester Dikt, dag: 2025-12-10, sätt: penna}\r\n"
    assert text(övningsmapp) == före.replace("# sist", f"{rad}# sist")


def test_ångra_ger_tillbaka_filen_tecken_för_tecken(övningsmapp):
    före = text(övningsmapp)
    assert kör(*FABELÅS, "--ja", mapp=övningsmapp).kod == 0
    svar = kör(*SIGNERA, "fabelas", "--angra", "--ja", mapp=övningsmapp)
    assert (svar.kod, text(övningsmapp)) == (0, före)
    assert "Undertecknat: 0 av 5" in svar.ut


def test_också_samverkansavtalet_kan_antecknas_som_undertecknat(övningsmapp):
    avtal = "avtal/konsumentvagledning/avtal.yaml"
    före = text(övningsmapp, avtal)
    signera = ("signera", "konsumentvagledning", "fabelas", "--av", "Ester Dikt", "--dag", "2024-12-02")
    svar = kör(*signera, "--sätt", "penna", "--ja", mapp=övningsmapp)
    assert svar.kod == 0, svar.fel
    rad = "undertecknat:\n  - {part: fabelas, av: Ester Dikt, dag: 2024-12-02, sätt: penna}\n"
    assert text(övningsmapp, avtal) == före + rad
    assert "Undertecknat: 1 av 4. Återstår:" in svar.ut
    assert "undertecknad" in kör("visa", "konsumentvagledning", mapp=övningsmapp).ut
    assert kör("signera", "konsumentvagledning", "fabelas", "--ångra", "--ja", mapp=övningsmapp).kod == 0
    assert text(övningsmapp, avtal) == före


def test_den_som_inte_hade_rätten_kan_inte_antecknas_på_samverkansavtalet(övningsmapp):
    före = text(övningsmapp, "avtal/konsumentvagledning/avtal.yaml")
    svar = kör("signera", "konsumentvagledning", "fabelas", "--av", "Nils Nemo", "--dag", "2024-12-02", "--sätt", "penna",
               "--ja", mapp=övningsmapp)  # fmt: skip
    assert (svar.kod, "FIR16" in svar.ut) == (1, True)
    assert text(övningsmapp, "avtal/konsumentvagledning/avtal.yaml") == före


def test_part_och_handling_kan_skrivas_med_namn(övningsmapp):
    assert kör(*SIGNERA[:1], "latsasby", "Fabelås kommun", *FABELÅS[3:], "--torr", mapp=övningsmapp).kod == 0


@pytest.mark.parametrize("slut", [("--torr",), ("--torr", "--ja")])
def test_torr_skriver_inget(övningsmapp, slut):
    före = text(övningsmapp)
    svar = kör(*FABELÅS, *slut, mapp=övningsmapp)
    assert (svar.kod, text(övningsmapp)) == (0, före)
    assert svar.ut.endswith("Inget har ändrats.\n")


@pytest.mark.parametrize(
    ("args", "kod"),
    [
        (["fabelas", "--av", "Algot Saga", "--dag", "2025-12-10"], "FIR16"),
        (["sagovik", "--av", "Ture Påhitt", "--dag", "2025-12-10"], "FIR17"),
        (["fabelas", "--av", "Ester Dikt", "--dag", "2025-11-10"], "FIR18"),
        (["latsasby", "--av", "Siv Sannsaga", "--dag", "2025-10-26"], "FIR16"),
    ],
)
def test_den_som_inte_hade_rätten_den_dagen_antecknas_inte(övningsmapp, args, kod):
    före = text(övningsmapp)
    svar = kör(*SIGNERA, *args, "--sätt", "penna", "--ja", mapp=övningsmapp)
    assert (svar.kod, text(övningsmapp)) == (1, före)
    assert f"hinder {kod}: " in svar.ut
    assert "Inget har ändrats: " in svar.ut.splitlines()[-1]


def test_rätten_måste_bygga_på_ett_beslut_som_gäller(tmp_path):
    mapp = bygg(tmp_path / "m", {"parter/fabelas/beslut/2024-10-28-kf-112.yaml": {"status": "upphävt"}})
    svar = kör(*FABELÅS, "--ja", mapp=mapp)
    assert svar.kod == 1
    assert "hinder FIR03: Fabelås kommun: rätten att skriva under bygger på" in svar.ut


def test_hinder_mot_en_annan_part_stoppar_inte(tmp_path):
    mapp = bygg(tmp_path / "m", {"parter/latsasby/part.yaml": {"behörighet": ""}})
    assert kör(*FABELÅS, "--ja", mapp=mapp).kod == 0


def test_saknas_partens_beslut_sägs_det_men_underskriften_kan_antecknas(tmp_path):
    mapp = bygg(tmp_path / "m", {"parter/fabelas/beslut/2025-11-11-ks-176.yaml": {"status": "förslag"}})
    svar = kör(*FABELÅS, "--ja", mapp=mapp)
    assert svar.kod == 0
    assert "Parten har inte beslutat (1)\n  hinder BES02: Fabelås kommun: " in svar.ut


def test_parten_med_två_nämnder_antecknas_en_nämnd_i_taget(övningsmapp):
    region = (*SIGNERA, "region-sagolandet", "--dag", "2025-12-10", "--sätt", "e-underskrift", "--ja")
    for nummer, (organ, vem) in enumerate((("södra", "Nils Låtsas"), ("norra", "Gun Fantasi")), 1):
        svar = kör(*region, "--organ", f"nämnden för {organ} Sagolandet", "--av", vem, mapp=övningsmapp)
        assert (svar.kod, f"Undertecknat: {nummer} av 5" in svar.ut) == (0, True)
    svar = kör(*SIGNERA, "region-sagolandet", "--ångra", "--ja", mapp=övningsmapp)
    assert (svar.kod, "Ange ett med --organ" in svar.fel) == (2, True)
    svar = kör(*SIGNERA, "region-sagolandet", "--ångra", "--ja", "--organ", "nämnden för norra Sagolandet", mapp=övningsmapp)  # fmt: skip
    assert "nämnden för norra" not in text(övningsmapp)
    assert "nämnden för södra" in text(övningsmapp)


def test_när_alla_har_skrivit_under_räknas_den_nya_parten_in(övningsmapp):
    for part, organ, av in (
        ("sagovik", None, ["Ture Påhitt", "Maja Exempelsson"]), ("fabelas", None, ["Ester Dikt"]),
        ("region-sagolandet", "nämnden för norra Sagolandet", ["Gun Fantasi"]),
        ("region-sagolandet", "nämnden för södra Sagolandet", ["Nils Låtsas"]), ("latsasby", None, ["Siv Sannsaga"]),
    ):  # fmt: skip
        flaggor = [*(f for n in av for f in ("--av", n)), *(("--organ", organ) if organ else ())]
        svar = kör(*SIGNERA, part, *flaggor, "--dag", "2025-12-10", "--sätt", "penna", "--ja", mapp=övningsmapp)
        assert svar.kod == 0, svar.ut + svar.fel
    assert "Alla har skrivit under: Tilläggsavtal Låtsasby, från 2026-01-01. Det räknas nu in i avtalet." in svar.ut
    läge = json.loads(
        kör("visa", "konsumentvagledning", "--per", "2026-02-01", "--format", "json", mapp=övningsmapp).ut
    )
    assert "latsasby" in [p["id"] for p in läge["parter"]]


# i en terminal


def test_i_en_terminal_frågas_bara_efter_det_som_saknas(övningsmapp):
    svar = kör(*SIGNERA, "sagovik", "--sätt", "penna", mapp=övningsmapp, svar=["i går", "2025-12-10", "1", "2", "ja"])
    assert svar.kod == 0
    assert "Fel: skriv datumet som 2023-08-22; här står ”i går”\n" in svar.ut
    assert "sätt?" not in svar.ut
    assert "  - {part: sagovik, av: [Ture Påhitt, Maja Exempelsson], dag: 2025-12-10, sätt: penna}\n" in text(
        övningsmapp
    )


def test_förvalet_är_det_handlingen_säger_och_nej_sparar_inget(övningsmapp):
    före = text(övningsmapp)
    svar = kör(*SIGNERA, "region-sagolandet", mapp=övningsmapp, svar=["2025-12-10", "3", "2", "Nils Låtsas", "", "kanske", "nej"])  # fmt: skip
    assert "Fel: ”3” finns inte. Välj bland: nämnden för norra Sagolandet, nämnden för södra Sagolandet.\n" in svar.ut
    assert "På vilket sätt? [penna]" in svar.ut
    assert "+   - {part: region-sagolandet, organ: nämnden för södra Sagolandet, av: Nils Låtsas, dag: 2025-12-10, sätt: penna}" in svar.ut  # fmt: skip
    assert (svar.kod, text(övningsmapp)) == (0, före)
    assert svar.ut.endswith("Inget har ändrats.\n")


def test_en_dag_som_inte_har_varit_avvisas(övningsmapp):
    svar = kör(
        *SIGNERA, "fabelas", "--av", "Ester Dikt", "--dag", "2199-01-01", "--sätt", "penna", "--ja", mapp=övningsmapp
    )
    assert (svar.kod, "--dag: 2199-01-01 har inte varit än" in svar.fel) == (2, True)


@pytest.mark.parametrize("svar", [[], ["2025-12-10"], ["2025-12-10", "1", "1"]])
def test_den_som_avbryter_har_inte_ändrat_något(övningsmapp, svar):
    före = text(övningsmapp)
    utfall = kör(*SIGNERA, "fabelas", mapp=övningsmapp, svar=svar)
    assert (utfall.kod, text(övningsmapp)) == (130, före)
    assert utfall.fel.strip().endswith("Avbrutet. Inget har ändrats.")


def test_har_någon_annan_ändrat_filen_under_tiden_sparas_inget(övningsmapp, monkeypatch):
    riktig = andringar.spara

    def med_kollega(prövad):
        (övningsmapp / TILLÄGG).write_text(före + "# kollegans\n", encoding="utf-8")
        riktig(prövad)

    före = text(övningsmapp)
    monkeypatch.setattr(andringar, "spara", med_kollega)
    svar = kör(*FABELÅS, "--ja", mapp=övningsmapp)
    assert (svar.kod, text(övningsmapp)) == (4, före + "# kollegans\n")
    assert f"fel: {TILLÄGG} har ändrats av någon annan sedan den lästes\ngör så här: Kör kommandot igen.\n" in svar.fel


# det verkliga ärendet


@pytest.fixture
def ärendet(tmp_path):
    for mapp in kedja.MAPPAR:
        shutil.copytree(ROT / mapp, tmp_path / mapp)
    return tmp_path


def test_göteborgs_förslag_ger_ingen_rätt_att_skriva_under(ärendet):
    args = ("--av", "Eva Hessman", "--dag", "2023-12-01", "--sätt", "penna", "--ja")
    svar = kör("signera", "tillagg-ale-lilla-edet", "goteborg", *args, mapp=ärendet)
    assert svar.kod == 1
    assert "hinder FIR03: Göteborgs Stad genom socialnämnd Centrum: rätten att skriva under bygger på" in svar.ut
    assert "hinder FIR16: Göteborgs Stad: Eva Hessman skrev under 2023-12-01, men ingen hade rätten då" in svar.ut


def test_regionens_nämnd_kan_anges_med_sitt_nya_namn(ärendet):
    args = ("--organ", "Delregional nämnd västra", "--av", "N", "--dag", "2023-12-01", "--sätt", "penna", "--ja")
    svar = kör("signera", "tillagg-ale-lilla-edet", "vastra-gotalandsregionen", *args, mapp=ärendet)
    assert svar.kod == 1
    assert "hinder FIR16" in svar.ut
    assert "FIR19" not in svar.ut


# en riktig terminal


@pytest.mark.skipif(sys.platform == "win32", reason="pty finns inte i Windows")
@pytest.mark.parametrize(
    ("svar", "kod", "sist"),
    [
        (["2025-12-10", "1", "", "ja"], 0, "Undertecknat: 1 av 5. Återstår:"),
        (["2025-12-10", "\x03"], 130, "Avbrutet. Inget har ändrats."),
    ],
)
def test_frågorna_i_en_riktig_terminal(övningsmapp, svar, kod, sist):
    import pty
    import select

    före = text(övningsmapp)
    pid, fd = pty.fork()
    if pid == 0:
        os.chdir(övningsmapp)
        os.environ.update(PYTHONPATH=str(ROT), TERM="dumb", COLUMNS="100")
        os.execv(sys.executable, [sys.executable, "-m", "avtalsgenerator", *SIGNERA, "fabelas"])
    ut, kvar = b"", list(svar)
    while select.select([fd], [], [], 30)[0]:
        try:
            bit = os.read(fd, 4096)
        except OSError:
            break  # kommandot är klart
        ut += bit
        if not bit:
            break
        if kvar and ut.endswith((b"? ", b": ", b") ", b"] ")):
            nästa = kvar.pop(0)
            time.sleep(0.3)  # frågan är skriven strax innan svaret läses
            os.write(fd, nästa.encode() + (b"" if nästa == "\x03" else b"\n"))
    else:
        os.kill(pid, signal.SIGKILL)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == kod, ut.decode()
    assert sist in ut.decode()
    assert (text(övningsmapp) == före) is (kod == 130)
