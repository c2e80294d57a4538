"""Jämför mallmotorn med andra: samma avtal, samma uppgifter, varje motor i sin egen process, om vartannat.

    python prestanda/motor [VARV] [ANTAL PARTER ...]

De andra motorerna hämtas från PyPI och npm till en tillfällig mapp (docxtpl finns redan). En som inte går att hämta
eller köra här nämns och hoppas över. Varje varv låter alla motorer fylla avtalet i en tiondels sekund var, i samma
ordning, och jämför dem med docxtpl i samma varv, så att datorns egen fart inte spelar in. Talen är kvoternas medianer.

Slutar med 1 om något mål i MÅL inte nås.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from avtal import CARBONE, JINJA, KLAMMER, skriv

HÄR = Path(__file__).parent
ANTAL = (14, 290, 2900)
VÅR, SNABB, GOLV, DOCXTPL = "avtal", "avtal + isal", "golv", "docxtpl"
MÅL = {14: (35, 60), 290: (15, 20), 2900: (18, 25)}
"""Antal parter → hur många gånger docxtpl:s fart, utan och med det snabba tillägget."""
MOT = {14: ("den snabbaste andra", 7.0), 290: ("carbone", 2.5), 2900: ("carbone", 1.7)}
"""Antal parter → vilken annan motor, och hur många gånger dess fart."""
MINNE = {14: 40, 2900: 100}
"""MiB som mest."""
KALLT, TUNGT = 1.2, 1.15
"""Hela avtal generera mot ett bart skript med docxtpl, och en mall med 850 kB formatmallar mot en utan."""
VARVETS_TID = 0.1
KRÄVER_VÄRME = 3
"""Varv som inte räknas: Python och JavaScript läser in och kompilerar."""


@dataclass
class Motor:
    """En motor som kan jämföras: hur dess process startas, och vilket skrivsätt dess mall har."""

    namn: str
    kommando: list[str]
    skrivsätt: str = JINJA
    miljö: dict[str, str] = field(default_factory=dict)

    def starta(self, mapp: Path, antal: int, mall: str | None = None) -> subprocess.Popen[str]:
        fil = mapp / f"{mall or self.skrivsätt}.docx"
        return subprocess.Popen(
            [*self.kommando, str(fil), str(mapp / f"{antal}.json")],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=mapp,
            env={**os.environ, **self.miljö},
        )  # fmt: skip


def fråga(process: subprocess.Popen[str], vad: str) -> str:
    assert process.stdin
    assert process.stdout
    try:
        process.stdin.write(f"{vad}\n")
        process.stdin.flush()
    except BrokenPipeError:
        return ""
    return process.stdout.readline().strip()


def motorer(mapp: Path) -> list[Motor]:
    """De motorer som går att köra här, vår först."""

    def python(motor: str, **miljö: str) -> dict[str, Any]:
        return {"kommando": [sys.executable, str(HÄR / "arbetare.py"), motor], "miljö": miljö}

    svar = [Motor(VÅR, **python("avtal", UTAN_ISAL="1")), Motor(DOCXTPL, **python("docxtpl"))]
    svar.append(Motor(GOLV, **python("golv", UTAN_ISAL="1")))
    if _går([sys.executable, "-m", "pip", "install", "--quiet", "--target", str(mapp / "isal"), "isal"]):
        svar.append(Motor(SNABB, **python("avtal", PYTHONPATH=str(mapp / "isal"))))
    for namn in ("rust-docxtpl", "docxtpl-ng"):  # heter docxtpl också de, och får därför var sin miljö
        if _går([sys.executable, "-m", "venv", str(mapp / namn)]) and _går(
            [_python(mapp / namn), "-m", "pip", "install", "--quiet", namn]
        ):
            svar.append(Motor(namn, [_python(mapp / namn), str(HÄR / "arbetare.py"), "docxtpl"]))
    if shutil.which("npm") and _går(["npm", "install", "--silent", "--no-fund", "--no-audit", "--prefix", str(mapp),
                                     "docxtemplater", "pizzip", "easy-template-x", "carbone"]):  # fmt: skip
        shutil.copy(HÄR / "arbetare.js", mapp)
        for namn, skrivsätt in (("docxtemplater", KLAMMER), ("easy-template-x", KLAMMER), ("carbone", CARBONE)):
            svar.append(Motor(namn, ["node", str(mapp / "arbetare.js"), namn], skrivsätt))
    return svar


def _python(miljö: Path) -> str:
    return str(miljö / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


def _går(kommando: list[str]) -> bool:
    svar = subprocess.run(kommando, capture_output=True, text=True, check=False)
    if svar.returncode:
        print(f"Gick inte att hämta: {' '.join(kommando[-1:])}")
    return svar.returncode == 0


def jämför(alla: list[Motor], mapp: Path, antal: int, varv: int) -> dict[str, list[float]]:
    """Varje motors sekunder för ett avtal, varv för varv. En motor som inte klarar avtalet faller bort.

    I ett varv fyller var och en så många avtal att det tar ungefär en tiondels sekund.
    """
    processer = {m.namn: m.starta(mapp, antal) for m in alla}
    tider: dict[str, list[float]] = {m.namn: [] for m in alla}
    gånger = dict.fromkeys(tider, 1)
    for nummer in range(KRÄVER_VÄRME + varv):
        for namn, process in list(processer.items()):
            svar = fråga(process, str(gånger[namn]))
            if not svar:
                print(f"{namn} klarade inte {antal} parter")
                del processer[namn], tider[namn]
                continue
            sekunder = float(svar) / gånger[namn]
            if nummer < KRÄVER_VÄRME:
                gånger[namn] = max(1, round(VARVETS_TID / sekunder))
            else:
                tider[namn].append(sekunder)
    for namn, process in processer.items():
        fråga(process, f"text {mapp / f'{namn}-{antal}.docx'}")
        process.kill()
    return tider


def minne(motor: Motor, mapp: Path, antal: int) -> float:
    """MiB som mest i en egen process som fyller avtalet tio gånger."""
    process = motor.starta(mapp, antal)
    fråga(process, "10")
    svar = fråga(process, "minne")
    process.kill()
    return float(svar) / 1024 if svar else 0.0


def kallt(varv: int) -> float:
    """Hela avtal generera av det verkliga tilläggsavtalet, mot ett skript som fyller samma mall med docxtpl."""
    rot = HÄR.parent.parent
    with tempfile.TemporaryDirectory() as ut:
        vårt = [sys.executable, "-m", "avtalsgenerator", "-C", str(rot), "generera", "tillagg-ale-lilla-edet", "--bara",
                "tillaggsavtal", "--utkast", "--ersätt", "--ut", ut]  # fmt: skip
        bart = [sys.executable, str(HÄR / "bart.py"), ut]
        subprocess.run([*bart, "förbered"], check=True, cwd=rot)
        kvoter = [_sekunder(vårt) / _sekunder(bart) for _ in range(varv + 1)]
    return median(kvoter[1:])


def _sekunder(kommando: list[str]) -> float:
    början = time.perf_counter()
    subprocess.run(kommando, check=True, capture_output=True)
    return time.perf_counter() - början


def main(varv: int = 15, *antal: int) -> int:
    with ExitStack() as stack:
        mapp = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        antal = antal or ANTAL
        skriv(mapp, antal)
        alla = motorer(mapp)
        rader = [pröva(alla, mapp, n, varv) for n in antal]
        nådda = [mål for rad in rader for mål in rad]
        for n in (n for n in MINNE if n in antal):
            egna, deras = (minne(next(m for m in alla if m.namn == namn), mapp, n) for namn in (VÅR, DOCXTPL))
            nådda.append(visa_mål(f"Minne, {n} parter (MiB; docxtpl {deras:.0f})", egna, MINNE[n], högst=True))
        if ANTAL[0] in antal:
            tung = tung_mot_lätt(alla[0], mapp, varv)
            nådda.append(visa_mål("850 kB formatmallar, mot en lätt mall", tung, TUNGT, högst=True))
            nådda.append(visa_mål("Hela avtal generera, kallt, mot ett bart skript", kallt(10), KALLT, högst=True))
    return 0 if all(nådda) else 1


def pröva(alla: list[Motor], mapp: Path, antal: int, varv: int) -> list[bool]:
    tider = jämför(alla, mapp, antal, varv)
    grund = tider[DOCXTPL]
    kvot = {namn: median(g / t for g, t in zip(grund, egna, strict=True)) for namn, egna in tider.items()}
    print(f"\n{antal} parter" + f"{'ms':>31}{'mot docxtpl':>14}{'kB':>8}")
    for namn, egna in sorted(tider.items(), key=lambda post: median(post[1])):
        storlek = (mapp / f"{namn}-{antal}.docx").stat().st_size / 1000
        print(f"  {namn:<28}{median(egna) * 1000:>9.2f}{kvot[namn]:>12.1f} x{storlek:>9.0f}".replace(".", ","))
    nådda = [visa_mål(f"{VÅR} mot docxtpl, {antal} parter", kvot[VÅR], MÅL.get(antal, (1, 1))[0])]
    if SNABB in kvot:
        nådda.append(visa_mål(f"{SNABB} mot docxtpl, {antal} parter", kvot[SNABB], MÅL.get(antal, (1, 1))[1]))
    vem, mål = MOT.get(antal, ("den snabbaste andra", 1.0))
    andra = {
        n: k for n, k in kvot.items() if n not in (VÅR, SNABB, GOLV, DOCXTPL) and vem in (n, "den snabbaste andra")
    }
    if andra:
        snabbast = max(andra, key=lambda n: andra[n])
        mot = median(a / v for a, v in zip(tider[snabbast], tider[VÅR], strict=True))
        nådda.append(visa_mål(f"{VÅR} mot {snabbast}, {antal} parter", mot, mål))
    return nådda


def tung_mot_lätt(motor: Motor, mapp: Path, varv: int) -> float:
    lätt, tung = motor.starta(mapp, ANTAL[0]), motor.starta(mapp, ANTAL[0], f"{JINJA}-tung")
    par = [(float(fråga(tung, "20")), float(fråga(lätt, "20"))) for _ in range(KRÄVER_VÄRME + varv)][KRÄVER_VÄRME:]
    lätt.kill()
    tung.kill()
    return median(t / lätt_tid for t, lätt_tid in par)


def visa_mål(vad: str, tal: float, mål: float, *, högst: bool = False) -> bool:
    nått = tal <= mål if högst else tal >= mål
    gräns = "högst" if högst else "minst"
    print(f"{vad}: {tal:.2f} (mål {gräns} {mål:g}: {'nått' if nått else 'INTE NÅTT'})".replace(".", ","))
    return nått


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
