"""Mäter hur lång tid ``avtal --help`` tar mot att bara läsa in click. Hela processer, om vartannat, i samma körning.

    python prestanda/uppstart.py [GÅNGER]

Målet är högst 2,5.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

MÅL = 2.5
KOMMANDON = {"import click": ["-c", "import click"], "avtal --help": ["-m", "avtalsgenerator", "--help"]}


def sekunder(args: list[str]) -> float:
    början = time.perf_counter()
    subprocess.run([sys.executable, *args], check=True, capture_output=True)
    return time.perf_counter() - början


def main(gånger: int = 20) -> None:
    for args in KOMMANDON.values():
        sekunder(args)  # värmer filerna
    par = [[sekunder(args) for args in KOMMANDON.values()] for _ in range(gånger)]
    for namn, tider in zip(KOMMANDON, zip(*par, strict=True), strict=True):
        print(f"{namn:<14}{statistics.median(tider) * 1000:6.0f} ms (median av {gånger})")
    kvot = statistics.median(avtal / click for click, avtal in par)
    print(f"{'kvot':<14}{kvot:6.2f}    (mål: högst {MÅL}: {'nått' if kvot <= MÅL else 'INTE nått'})".replace(".", ","))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
