"""Många dokument på en gång: samma byte som ett i taget, inget tappat, inget dubbelt, och allt som brister sagt."""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import deque
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from importlib.util import find_spec
from threading import Barrier, Event, Thread

import pytest
from bygg import GRUND, bygg
from conftest import ROT
from kommando import kör
from pdf import hoppa_över

from avtalsgenerator import kedja, manga
from avtalsgenerator.fel import Dokumentfel
from avtalsgenerator.manga import Beställning, Planering, Platser, Resultat
from avtalsgenerator.manga.uppdrag import Svar, dela
from avtalsgenerator.utdata import spara

TILLÄGG = "konsumentvagledning/tillagg-latsasby"
HINDER = "parter/fabelas/part.yaml: {behörighet: ''}"


def innehåll(mapp):
    return {p.relative_to(mapp).as_posix(): p.read_bytes() for p in mapp.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def ett_i_taget(tmp_path_factory):
    """Allt i övningsmappen gjort som ett kommando för varje handling."""
    ut = tmp_path_factory.mktemp("ett")
    for läge in kedja.ställ(GRUND, None, None)[1]:
        kedja.generera(GRUND, läge.id, ut=ut / kedja.mappnamn(läge))
    return innehåll(ut)


@pytest.fixture
def plan(tmp_path):
    return Planering(GRUND, tmp_path / "ut").allt(Beställning())


def utför_alla(plan, platser):
    resultat = Resultat(plan)
    for uppdrag, svar in manga._med_nya_försök(plan.uppdrag, platser):
        assert isinstance(svar, Svar | manga.Tappat), svar
        resultat.svar.append((uppdrag, svar))
    return resultat


def test_alla_på_en_gång_blir_samma_byte_som_en_i_taget(ett_i_taget, tmp_path):
    svar = kör("-C", str(GRUND), "generera", "--alla", "--ut", str(tmp_path))
    assert (svar.kod, svar.fel) == (0, "")
    assert innehåll(tmp_path) == ett_i_taget
    assert "Skapade 22 dokument" in svar.ut
    assert "av 10 handlingar" in svar.ut


def test_en_process_som_dödas_mitt_i_tappar_inget_och_gör_inget_dubbelt(ett_i_taget, plan, tmp_path):
    resultat, döda = Resultat(plan), []

    def döda_en(_):
        if not döda:
            döda.append(multiprocessing.active_children()[0])
            os.kill(döda[0].pid, signal.SIGKILL)

    manga.kör(plan, resultat, processer=2, steg=döda_en)
    assert (resultat.slutkod, len(döda)) == (0, 1)
    assert sorted(u.id for u, _ in resultat.svar) == sorted(u.id for u in plan.uppdrag)
    assert innehåll(tmp_path / "ut") == ett_i_taget


class Sprucken(Executor):
    """Dör vid vissa uppdrag, som en process som får slut på minne. Gör annars uppdraget genast."""

    def __init__(self, dödande, utför=lambda u: Svar(nya=u.antal)):
        self.dödande, self.utför, self.död = dödande, utför, False

    def submit(self, fn, uppdrag):
        if self.död:
            raise BrokenExecutor
        framtid = Future()
        self.död = self.död or self.dödande(uppdrag)
        if self.död:
            framtid.set_exception(BrokenExecutor())
        else:
            framtid.set_result(self.utför(uppdrag))
        return framtid


def test_bara_det_uppdrag_som_fäller_sin_process_blir_ogjort(plan):
    resultat = utför_alla(plan, Platser(2, lambda _: nullcontext(Sprucken(lambda u: u.id == TILLÄGG))))
    assert len(resultat.svar) == len(plan.uppdrag)
    assert [u.id for u, s in resultat.svar if isinstance(s, manga.Tappat)] == [TILLÄGG]


def test_går_inga_processer_att_starta_sägs_det_för_alla_utan_att_försöka_i_evighet(plan):
    öppnade = []
    platser = Platser(2, lambda antal: öppnade.append(antal) or nullcontext(Sprucken(lambda _: True)))
    många = replace(plan, uppdrag=plan.uppdrag * 9)
    resultat = utför_alla(många, platser)
    assert len(resultat.svar) == len(många.uppdrag) == 90
    assert all(isinstance(s, manga.Tappat) for _, s in resultat.svar)
    assert len(öppnade) < 20


def test_samma_kommando_igen_lämnar_det_som_är_gjort_i_fred(övningsmapp):
    kör("generera", "--alla", "--bara", "signaturlista", mapp=övningsmapp)
    listor = sorted((övningsmapp / "dokument").rglob("Signaturlista.docx"))
    tider = [p.stat().st_mtime_ns for p in listor]
    listor[0].write_bytes(b"juristens egen")
    listor[1].unlink()
    svar = kör("generera", "--alla", "--bara", "signaturlista", mapp=övningsmapp)
    assert svar.kod == 4
    assert "Skapade 1 dokument" in svar.ut
    assert "Redan gjorda: 1" in svar.ut
    assert "finns redan Signaturlista.docx, med annat innehåll" in svar.ut
    assert listor[0].read_bytes() == b"juristens egen"
    assert listor[2].stat().st_mtime_ns == tider[2]
    assert kör("generera", "--alla", "--bara", "signaturlista", "--ersätt", mapp=övningsmapp).kod == 0
    assert listor[0].read_bytes() != b"juristens egen"


def test_ett_hinder_stoppar_bara_sin_handling_och_sägs_sist(tmp_path):
    mapp = bygg(tmp_path / "m", HINDER)
    svar = kör("generera", "--alla", mapp=mapp)
    assert svar.kod == 1
    assert "hinder FIR02 (3 st)" in svar.ut
    assert "Visa hindren med: avtal kontrollera HANDLING" in svar.ut
    assert not list((mapp / "dokument").glob("*tilläggsavtal*"))
    assert list((mapp / "dokument").glob("*protokollsutdrag*"))
    svar = kör("generera", "--alla", "--bara", "signaturlista", "--utkast", mapp=mapp)
    assert (svar.kod, "Utkasten av 3 handlingar får inte skrivas under" in svar.ut) == (0, True)


def test_oläsliga_uppgifter_stoppar_allt_innan_något_skrivs(tmp_path):
    mapp = bygg(tmp_path / "m")
    (mapp / "parter/fabelas/part.yaml").write_text("namn: [x", encoding="utf-8")
    svar = kör("generera", "--alla", mapp=mapp)
    assert (svar.kod, svar.ut, (mapp / "dokument").exists()) == (3, "", False)


def test_ett_avbrott_säger_hur_mycket_som_är_gjort_och_nästa_gång_görs_resten(övningsmapp, monkeypatch, ett_i_taget):
    riktig, gånger = manga.utför, []

    def avbryt_det_fjärde(uppdrag):
        gånger.append(uppdrag)
        if len(gånger) == 4:
            raise KeyboardInterrupt
        return riktig(uppdrag)

    monkeypatch.setattr(manga, "utför", avbryt_det_fjärde)
    svar = kör("generera", "--alla", mapp=övningsmapp)
    gjorda = len(list((övningsmapp / "dokument").rglob("*.docx")))
    assert svar.kod == 130
    assert (
        svar.fel.strip() == f"Avbrutet. {gjorda} av 22 dokument är gjorda. Samma kommando fortsätter där det slutade."
    )
    svar = kör("generera", "--alla", mapp=övningsmapp)
    assert f"Redan gjorda: {gjorda}" in svar.ut
    assert innehåll(övningsmapp / "dokument") == ett_i_taget


def test_ett_fel_i_programmet_stoppar_inte_de_andra_och_ger_en_felrapport(övningsmapp, monkeypatch):
    riktig = manga.utför

    def fel_i_ett(uppdrag):
        if uppdrag.id == TILLÄGG:
            raise ZeroDivisionError
        return riktig(uppdrag)

    monkeypatch.setattr(manga, "utför", fel_i_ett)
    svar = kör("generera", "--alla", "--bara", "signaturlista", mapp=övningsmapp)
    assert svar.kod == 70
    assert len(list((övningsmapp / "dokument").rglob("*.docx"))) == 2
    assert f"{TILLÄGG}: det blev fel i programmet (ZeroDivisionError)" in svar.ut
    assert "Det som gick bra är sparat." in svar.fel


def test_handlingar_vars_mappar_skulle_heta_likadant_får_var_sin(tmp_path):
    mapp = bygg(tmp_path / "m")
    shutil.copytree(mapp / "avtal/konsumentvagledning", mapp / "avtal/annat")
    for path in (mapp / "avtal/annat").iterdir():
        path.write_text(path.read_text(encoding="utf-8").replace("konsumentvagledning", "annat"), encoding="utf-8")
    svar = kör("generera", "--alla", "--bara", "signaturlista", "--utkast", mapp=mapp)
    assert svar.kod == 0
    mappar = {p.parent.name for p in (mapp / "dokument").rglob("*.docx")}
    assert "2025-12-10 tilläggsavtal Låtsasby (annat tillagg-latsasby)" in mappar
    assert len(mappar) == 6


def test_ändras_uppgifterna_medan_dokumenten_görs_sägs_det(övningsmapp, monkeypatch):
    riktig, mall = manga.utför, övningsmapp / "mallar/ny.docx"

    def medan_någon_ändrar(uppdrag):
        mall.parent.mkdir(exist_ok=True)
        mall.write_bytes(b"x")
        return riktig(uppdrag)

    monkeypatch.setattr(manga, "utför", medan_någon_ändrar)
    svar = kör("generera", "--alla", "--bara", "signaturlista", mapp=övningsmapp)
    assert svar.kod == 4
    assert "uppgifterna eller mallarna ändrades medan dokumenten gjordes" in svar.ut


# en för varje part


def test_part_alla_gör_ett_dokument_för_varje_part_också_när_det_delas(övningsmapp):
    svar = kör("generera", TILLÄGG, "--part", "alla", "--bara", "missiv", "--ut", "ut", mapp=övningsmapp)
    assert svar.kod == 0
    parter = ["Fabelås", "Låtsasby", "Region Sagolandet", "Sagovik"]
    assert sorted(p.name for p in (övningsmapp / "ut").glob("*.docx")) == [f"Missiv {p}.docx" for p in parter]
    hel = Planering(övningsmapp, None).en(TILLÄGG, Beställning(part="alla", bara="missiv"), övningsmapp / "delat")
    delar = list(dela(hel.uppdrag, 2))
    assert [len(d.parter) for d in delar] == [1, 1, 1, 1]
    assert sum(d.antal for d in delar) == hel.antal == 4
    list(manga.gör_alla(deque(delar), manga.Här()))
    assert innehåll(övningsmapp / "delat") == innehåll(övningsmapp / "ut")


def test_det_som_inte_kan_göras_för_en_part_sägs():
    svar = kör("-C", str(GRUND), "generera", TILLÄGG, "--part", "alla", "--bara", "signaturlista")
    assert (svar.kod, "är gemensamt och kan inte göras för en part i taget" in svar.fel) == (2, True)
    svar = kör("-C", str(GRUND), "generera", "--alla", "--part", "finnsinte")
    assert (svar.kod, "parten finnsinte finns inte" in svar.fel) == (2, True)
    svar = kör("-C", str(GRUND), "generera", "--alla", "--bara", "finnsinte")
    assert (svar.kod, "dokumentet ”finnsinte” finns inte" in svar.fel) == (2, True)


def test_flera_kan_spara_i_samma_nya_mapp_samtidigt(tmp_path):
    for gång in range(10):
        mapp, start = tmp_path / str(gång) / "ny", Barrier(4)

        def spara_en(nr, mapp=mapp, start=start):
            start.wait()
            spara(mapp, {f"{nr}.docx": b"%d" % nr}, hör_till={f"intyg/{nr}.json": b"{}"})

        with ThreadPoolExecutor(4) as trådar:
            list(trådar.map(spara_en, range(4)))
        assert len(innehåll(mapp)) == 8


# rader

RADER = [
    ("handling;bara;part;per;utkast", "tillagg-latsasby;missiv;alla;;", "konsumentvagledning;signaturlista;;;ja"),
    ('"Handling","bara","part","per","utkast"', '"tillagg-latsasby",missiv, alla ,,', ",,,,", "konsumentvagledning,signaturlista,,,ja"),
]  # fmt: skip
I_YAML = "- {handling: tillagg-latsasby, bara: missiv, part: alla}\n- {handling: konsumentvagledning, bara: signaturlista, utkast: ja}\n"


def test_rader_ur_excel_och_yaml_blir_samma_uppdrag(tmp_path):
    filer = [(f"{nr}.csv", "\r\n".join(rader), "utf-8-sig" if nr else "utf-8") for nr, rader in enumerate(RADER)]
    planer = []
    for namn, text, kodning in [*filer, ("2.yaml", I_YAML, "utf-8")]:
        (tmp_path / namn).write_text(text, encoding=kodning)
        plan = Planering(GRUND, tmp_path).rader(tmp_path / namn, Beställning())
        assert plan.avvisade == ()
        planer.append([(u.id, u.beställning, u.parter, u.ut.name, u.antal) for u in plan.uppdrag])
    assert planer[0] == planer[1] == planer[2]
    assert [(id_, len(parter), b.utkast) for id_, b, parter, _, _ in planer[0]] == [
        (TILLÄGG, 4, False),
        ("konsumentvagledning", 0, True),
    ]


FEL_RADER = """handling;bara;part;per;utkast
konsumentvagledning;signaturlista;;;
konsumentvagledningg;;;;
konsumentvagledning;signatur;;;
tillagg-latsasby;;sagolandet;;
tillagg-latsasby;signaturlista;alla;;
;missiv;;;
tillagg-latsasby;;;1/12 2025;kanske
"tillagg-latsasby;;;;
tillagg-latsasby;;;;;;extra
konsumentvagledning;signaturlista;;;
sagovik/2025-11-05-ks-201;;;2025-12-01;
sagovik/2025-11-05-ks-201;;;2025-12-02;
"""
VÄNTADE = [
    "r.csv:3:1: handlingen ”konsumentvagledningg” finns inte",
    "r.csv:4:21: dokumentet ”signatur” hör inte till den här handlingen",
    "r.csv:5:19: sagolandet skriver inte under den här handlingen",
    "r.csv:6:18: dokumentet ”signaturlista” är gemensamt och kan inte göras för en part i taget",
    "r.csv:7:1: handling saknas",
    "r.csv:8:20: skriv datumet som 2023-08-22; här står ”1/12 2025”",
    "r.csv:8:30: skriv ja eller nej; här står ”kanske”",
    "r.csv:9:1: citattecknen går inte ihop",
    "r.csv:10:23: ”extra” står i en kolumn utan namn",
    "r.csv:13:1: samma dokument görs redan för en annan dag (per), av r.csv:12:1",
]


def test_varje_fel_rad_sägs_med_rad_och_kolumn_och_stoppar_inte_de_andra(övningsmapp):
    (övningsmapp / "r.csv").write_text(FEL_RADER, encoding="utf-8")
    svar = kör("generera", "--rader", "r.csv", mapp=övningsmapp)
    assert svar.kod == 2
    assert [rad.strip() for rad in svar.ut.splitlines() if rad.strip().startswith("r.csv:")] == VÄNTADE
    assert len(list((övningsmapp / "dokument").rglob("Signaturlista.docx"))) == 1
    assert list((övningsmapp / "dokument").rglob("Protokollsutdrag*.docx"))


@pytest.mark.parametrize(
    ("namn", "text", "kod", "sägs"),
    [
        ("r.csv", "handling;utkats\nx;ja\n", 3, "kolumnen ”utkats” finns inte här\n   → r.csv:1:10"),
        ("r.csv", "handling;utkats\nx;ja\n", 3, "Menade du ”utkast”?"),
        ("r.csv", "handling;bara;bara\n", 3, "kolumnen ”bara” står två gånger"),
        ("r.csv", "bara;part\nx;y\n", 3, "kolumnen handling saknas"),
        ("r.csv", "handling\n", 3, "filen har inga rader"),
        ("r.yaml", "handling: x\n", 3, "filen ska vara en lista av uppställningar"),
        ("r.yaml", "- handling: [x\n", 3, "är inte avslutad"),
        ("r.xlsx", "x", 2, "Spara kalkylbladet som ”CSV UTF-8” i Excel"),
    ],
)
def test_en_fil_med_rader_som_inte_går_att_läsa_stoppar_allt(övningsmapp, namn, text, kod, sägs):
    (övningsmapp / namn).write_text(text, encoding="utf-8")
    svar = kör("generera", "--rader", namn, mapp=övningsmapp)
    assert (svar.kod, svar.ut, (övningsmapp / "dokument").exists()) == (kod, "", False)
    assert sägs in svar.fel


def test_en_okänd_nyckel_i_en_yaml_rad_gäller_bara_den_raden(övningsmapp):
    (övningsmapp / "r.yaml").write_text(I_YAML + "- {handling: x, utkats: ja}\n", encoding="utf-8")
    svar = kör("generera", "--rader", "r.yaml", mapp=övningsmapp)
    assert svar.kod == 2
    assert "r.yaml:3:17: nyckeln ”utkats” finns inte här" in svar.ut
    assert "Skapade 5 dokument" in svar.ut


@pytest.mark.parametrize(
    "flaggor",
    [
        "",
        f"{TILLÄGG} --alla",
        f"{TILLÄGG} --rader r.csv",
        "--alla --rader r.csv",
        "--rader r.csv --bara missiv",
        "--alla --utkast --sida --mot mall",
        "--alla --sida",
        f"{TILLÄGG} --processer 2",
        f"{TILLÄGG} --kluster tcp://x:1",
        "--alla --processer 0",
        "--alla --processer 2 --kluster tcp://x:1",
    ],
)
def test_flaggor_som_säger_emot_varandra_avvisas(flaggor):
    svar = kör("-C", str(GRUND), "generera", *flaggor.split())
    assert (svar.kod, svar.ut, svar.fel[:5]) == (2, "", "fel: ")


# kluster


def kräv_distributed():
    if not find_spec("distributed"):
        hoppa_över("distributed är inte installerat")


@pytest.fixture
def arbetare(tmp_path):
    """Ett kluster på den här datorn: adressen, och två arbetare som var och en är en egen process."""
    kräv_distributed()
    fil, inget = tmp_path / "kluster.json", subprocess.DEVNULL
    dask, gemensamt = [sys.executable, "-m"], ["--scheduler-file", str(fil), "--no-dashboard"]
    schemaläggare = [*dask, "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", *gemensamt]
    en_till = [*dask, "distributed.cli.dask_worker", *gemensamt, "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1"]
    processer = [
        subprocess.Popen(k, stdout=inget, stderr=inget, cwd=tmp_path) for k in (schemaläggare, en_till, en_till)
    ]
    try:
        while not (fil.exists() and fil.stat().st_size):
            time.sleep(0.05)
        yield json.loads(fil.read_text(encoding="utf-8"))["address"], processer[1:]
    finally:
        for p in processer:
            p.kill()
            p.wait()


@pytest.mark.långsam
def test_ett_kluster_där_en_arbetare_dödas_gör_samma_byte_som_en_ensam_dator(arbetare, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(ROT / "prestanda")
    import mangd

    monkeypatch.setattr(mangd, "AVTAL", 1)
    mapp, (adress, processer) = mangd.bygg(tmp_path / "m", 1).path, arbetare
    args = ("-C", str(mapp), "generera", "--alla", "--part", "alla", "--bara", "missiv", "--ut")
    assert kör(*args, str(tmp_path / "ensam")).kod == 0
    med_båda = Event()

    def döda_en():
        while len(list((tmp_path / "ihop").glob("*/*.docx"))) < 10:  # inte i det som håller på att sparas
            time.sleep(0.02)
        processer[0].kill()
        med_båda.set()

    Thread(target=döda_en, daemon=True).start()
    svar = kör(*args, str(tmp_path / "ihop"), "--kluster", adress)
    ensam, ihop = innehåll(tmp_path / "ensam"), innehåll(tmp_path / "ihop")
    assert (svar.kod, svar.fel, med_båda.is_set()) == (0, "", True)
    assert {namn: byte for namn, byte in ihop.items() if "/.avtal-" not in namn} == ensam
    assert sum(map(int, re.findall(r"(?:Skapade|Redan gjorda:) (\d+)", svar.ut))) == len(ensam) / 2 == 49
    plan = Planering(mapp, tmp_path / "sedan").allt(Beställning(bara="missiv"))
    (mapp / "parter/sagolandet/part.yaml").write_text("namn: x", encoding="utf-8")
    andra = replace(plan, uppdrag=tuple(replace(u, märke=replace(u.märke, program="annat")) for u in plan.uppdrag))
    for vilken, skäl in ((plan, "är uppgifterna eller mallarna i .* andra än"), (andra, "är programmet ett annat")):
        with pytest.raises(Dokumentfel, match=rf"arbetaren tcp://.* {skäl}"):
            manga.kör(vilken, Resultat(vilken), kluster=adress)
    assert not (tmp_path / "sedan").exists()


def test_en_adress_där_inget_kluster_svarar_sägs(monkeypatch):
    kräv_distributed()
    monkeypatch.setattr("avtalsgenerator.manga.kluster.TID", "0.3s")
    svar = kör("-C", str(GRUND), "generera", "--alla", "--kluster", "tcp://127.0.0.1:9")
    assert (svar.kod, "klustret tcp://127.0.0.1:9 svarar inte" in svar.fel) == (4, True)
    svar = kör("-C", str(GRUND), "generera", "--alla", "--kluster", "hej://x")
    assert (svar.kod, "hej://x är ingen adress till ett kluster" in svar.fel) == (2, True)


def test_utan_tillägget_sägs_hur_det_installeras(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    svar = kör("-C", str(GRUND), "generera", "--alla", "--kluster", "tcp://127.0.0.1:9")
    assert (svar.kod, "pip install 'avtalsgenerator[kluster]'" in svar.fel) == (2, True)
