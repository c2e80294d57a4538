"""Mäter hur väl testerna vaktar reglerna: ändrar koden på tusentals ställen och ser om något test märker det.

    python prestanda/mutationer.py [DEL ...]      DEL är till exempel regler/tid eller kalender; utan DEL prövas alla

Arbetar i en egen kopia i en tillfällig mapp. Skriver hur många ändringar som fälldes för varje fil, räknar upp de som
överlevde och slutar med 1 om färre än nio av tio fälldes. Kräver mutmut (extra ”utveckling”). Tar en timme för alla.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROT = Path(__file__).parents[1]
DELAR = ["regler", "behorighet", "kostnad", "kalender"]
TESTER = ["test_regler", "test_behorighet", "test_kostnad", "test_kalender", "test_per_datum", "test_kvittens",
          "test_sammantrade", "test_protokoll", "test_form", "test_verkligt_arende", "test_sprak"]  # fmt: skip
MÅL = 0.9

FÖRST = '''
import os
import re


def pytest_collection_modifyitems(items):
    """Testerna av den regel som är ändrad körs först; då fälls de flesta ändringar av det första testet."""
    from avtalsgenerator.regler import REGLER

    ändrad = re.match(r"(?:.*\\.)?(\\w+)\\.x_(\\w+?)__mutmut_", os.environ.get("MUTANT_UNDER_TEST", ""))
    if not ändrad:
        return
    modul, funktion = ändrad.groups()
    egna = {k for k, r in REGLER.items() if r.pröva.__name__ == funktion}
    grannar = {k for k, r in REGLER.items() if r.pröva.__module__.endswith("." + modul)}
    items.sort(key=lambda i: [not any(k in i.name for k in koder) for koder in (egna, grannar)])
'''


def utan_dekoration(källa: str) -> str:
    """``@regel(...)`` flyttas till en rad efter funktionen: mutmut rör inte en funktion som har en dekoration."""
    rader = källa.splitlines(keepends=True)
    for nod in reversed(ast.parse(källa).body):
        if isinstance(nod, ast.FunctionDef) and nod.decorator_list:
            första = nod.decorator_list[0]
            if not (isinstance(första, ast.Call) and getattr(första.func, "id", "") == "regel"):
                continue
            uttryck = ast.get_source_segment(källa, första)
            rader.insert(nod.end_lineno or 0, f"\n\n({uttryck})({nod.name})\n")
            del rader[första.lineno - 1 : nod.lineno - 1]
    return "".join(rader)


def bygg_kopia(mapp: Path, delar: list[str]) -> None:
    """Repot utan historia, med reglerna utan dekoration och mutmut inställt på delarna."""
    undantag = shutil.ignore_patterns(".git", ".venv", "__pycache__", "dokument", ".*_cache")
    shutil.copytree(ROT, mapp, ignore=undantag, dirs_exist_ok=True)
    filer = [fil for del_ in delar for fil in sorted((mapp / "avtalsgenerator").glob(f"{del_}.py"))]
    filer += [fil for del_ in delar for fil in sorted((mapp / "avtalsgenerator" / del_).glob("*.py"))]
    for fil in filer:
        fil.write_text(utan_dekoration(fil.read_text(encoding="utf-8")), encoding="utf-8")
    (mapp / "tests" / "conftest.py").open("a", encoding="utf-8").write(FÖRST)
    vilka = ", ".join(f'"{fil.relative_to(mapp).as_posix()}"' for fil in filer)
    tester = ", ".join(f'"tests/{namn}.py"' for namn in TESTER)
    projekt = mapp / "pyproject.toml"
    projekt.write_text(
        f'{projekt.read_text(encoding="utf-8")}\n[tool.mutmut]\nsource_paths = ["avtalsgenerator"]\n'
        f"only_mutate = [{vilka}]\npytest_add_cli_args_test_selection = [{tester}]\n"
        'pytest_add_cli_args = ["-x", "-q", "-p", "no:cacheprovider"]\n'
        'also_copy = ["mallar", "parter", "avtal", "docs", "prestanda", "README.md", "CHANGELOG.md", ".ci"]\n',
        encoding="utf-8",
    )


def kör(mapp: Path) -> list[tuple[str, str]]:
    """Varje ändring och hur det gick: killed, survived, timeout …"""
    miljö = {**os.environ, "PYTHONPATH": "."}
    subprocess.run(
        [sys.executable, "-m", "mutmut", "run"],
        cwd=mapp,
        env=miljö,
        check=False,
        stdout=(mapp / "mutmut.log").open("wb"),
        stderr=subprocess.STDOUT,
    )
    svar = subprocess.run(
        [sys.executable, "-m", "mutmut", "results", "--all", "true"],
        cwd=mapp, env=miljö, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    return re.findall(r"^\s*(\S+__mutmut_\d+): (\w+)", svar, re.MULTILINE)


def main() -> int:
    delar = sys.argv[1:] or DELAR
    with tempfile.TemporaryDirectory(prefix="mutationer-") as mapp:
        bygg_kopia(Path(mapp), delar)
        svar = kör(Path(mapp))
    fällda, alla = Counter[str](), Counter[str]()
    for namn, hur in svar:
        fil = namn.split(".x")[0].removeprefix("avtalsgenerator.")
        alla[fil] += 1
        fällda[fil] += hur in ("killed", "timeout")
    for fil in sorted(alla):
        print(f"{fil:<28}{fällda[fil]:>5} av {alla[fil]:<5} {fällda[fil] / alla[fil]:.0%}")
    for namn, hur in svar:
        if hur not in ("killed", "timeout"):
            print(f"överlevde: {namn} ({hur})")
    andel = fällda.total() / (alla.total() or 1)
    print(f"tillsammans {fällda.total()} av {alla.total()}, {andel:.1%}")
    return 0 if andel >= MÅL else 1


if __name__ == "__main__":
    sys.exit(main())
