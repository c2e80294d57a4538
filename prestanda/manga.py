"""Mäter hur fort många dokument görs, i en process och i två, och hur långt det är till golvet: att bara skriva.

    python prestanda/manga.py [DOKUMENT] [GÅNGER]

Mappen är påhittad (``mangd.bygg``), så stor att den ger minst så många dokument; utan DOKUMENT 1 000. Först görs
allt en gång i var sin ny process, för tiden med start och för toppminnet. Sedan görs GÅNGER varv om vartannat: i en
process, i två, och golvet, som skriver samma byte till lika många filer i lika många mappar med samma fsync.
Kvoterna är medianer av varven. Slutar med 1 om något dokument saknas.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from mangd import bygg

from avtalsgenerator.manga import Beställning, Plan, Planering, Resultat, kör
from avtalsgenerator.utdata import spara

DOKUMENT, GÅNGER, STEGEN = 1000, 3, (1, 2)
PER_STORLEK = 280
"""Så många dokument ger en mapp av storlek 1, ungefär; de större ger något fler."""


@dataclass(frozen=True)
class Varv:
    """Vad ett varv gav: sekunder, dokument och filernas storlek i byte."""

    sekunder: float
    dokument: int
    byte: int


def gör(plan: Plan, processer: int) -> Varv:
    resultat, början = Resultat(plan), time.perf_counter()
    kör(plan, resultat, processer=processer)
    tid = time.perf_counter() - början
    if resultat.brister:
        raise SystemExit(f"{len(resultat.brister)} handlingar blev inte gjorda: {resultat.brister[0]}")
    return Varv(tid, sum(s.nya for _, s in resultat.svar), sum(s.byte for _, s in resultat.svar))


def golvet(mappar: dict[str, dict[str, bytes]], ut: Path) -> float:
    """Tiden att spara samma filer, utan att göra dem."""
    början = time.perf_counter()
    for namn, filer in mappar.items():
        spara(ut / namn, filer)
    return time.perf_counter() - början


def filerna(ut: Path) -> dict[str, dict[str, bytes]]:
    svar: dict[str, dict[str, bytes]] = {}
    for fil in (p for p in ut.rglob("*") if p.is_file()):
        mapp, _, namn = fil.relative_to(ut).as_posix().partition("/")
        svar.setdefault(mapp, {})[namn] = fil.read_bytes()
    return svar


def från_början(mapp: Path, ut: Path, processer: int) -> tuple[float, str]:
    """Tiden för hela kommandot i en ny process, och det mesta minnet i den och i någon av dem den startade, i MB."""
    kod = (
        "import resource, sys; from avtalsgenerator.__main__ import main\n"
        "if __name__ == '__main__':\n"
        "    kod = main(sys.argv[1:])\n"
        "    alla = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN\n"
        "    topp = [resource.getrusage(v).ru_maxrss // 1024 for v in alla]\n"
        "    print(f'{topp[0]} + {topp[1]}' if topp[1] else topp[0]); sys.exit(kod)"
    )
    args = ["-C", str(mapp), "generera", "--alla", "--ut", str(ut), "--processer", str(processer)]
    with tempfile.TemporaryDirectory() as tillfällig:
        fil = Path(tillfällig, "kommando.py")  # en fil, så att nya processer kan läsa in den
        fil.write_text(kod, encoding="utf-8")
        början = time.perf_counter()
        svar = subprocess.run([sys.executable, str(fil), *args], capture_output=True, text=True, check=False)
    if svar.returncode:
        raise SystemExit(svar.stdout + svar.stderr)
    return time.perf_counter() - början, svar.stdout.splitlines()[-1]


def tal(värde: float, decimaler: int = 1) -> str:
    return f"{värde:.{decimaler}f}".replace(".", ",")


def main(dokument: int = DOKUMENT, gånger: int = GÅNGER) -> int:
    with tempfile.TemporaryDirectory() as tillfällig:
        rot = Path(tillfällig)
        mapp = bygg(rot / "mapp", -(-dokument // PER_STORLEK)).path
        hela = {str(n): från_början(mapp, rot / f"hela{n}", n) for n in STEGEN}
        ut = rot / "ut"
        plan = Planering(mapp, ut).allt(Beställning())
        varv: list[dict[str, Varv]] = []
        for _ in range(gånger):
            ett: dict[str, Varv] = {}
            for n in STEGEN:
                shutil.rmtree(ut, ignore_errors=True)
                ett[str(n)] = gör(plan, n)
            mappar = filerna(ut)
            ett["golvet"] = Varv(golvet(mappar, rot / "golv"), ett["1"].dokument, ett["1"].byte)
            shutil.rmtree(rot / "golv")
            varv.append(ett)
    visa(plan, varv, hela)
    return 0 if all(v[str(n)].dokument == plan.antal for v in varv for n in STEGEN) else 1


def visa(plan: Plan, varv: list[dict[str, Varv]], hela: dict[str, tuple[float, str]]) -> None:
    print(f"{plan.antal} dokument av {len(plan.uppdrag)} handlingar, {tal(varv[0]['1'].byte / 1e6)} MB med intygen")
    print("".join(f"{r:>16}" for r in ("processer", "sekunder", "dokument/s", "MB/s", "hela kommandot", "minne (MB)")))
    for namn in varv[0]:
        tid = median(v[namn].sekunder for v in varv)
        rad = (tal(tid), tal(plan.antal / tid, 0), tal(varv[0][namn].byte / 1e6 / tid))
        i_helhet = (f"{tal(hela[namn][0])} s", hela[namn][1]) if namn in hela else ("–", "–")
        print("".join(f"{v:>16}" for v in (namn, *rad, *i_helhet)))
    if "2" in hela:
        print(
            f"Två processer mot en: {tal(median(v['1'].sekunder / v['2'].sekunder for v in varv), 2)} gånger så fort."
        )
    print(
        f"En process mot golvet: {tal(median(v['1'].sekunder / v['golvet'].sekunder for v in varv))} gånger så länge."
    )


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
