"""Mäter hur väl testerna vaktar reglerna: ändrar koden på tusentals ställen och ser om något test märker det.

    python prestanda/mutationer.py [DEL ...]      DEL är till exempel regler/tid eller kalender; utan DEL prövas alla
    python prestanda/mutationer.py --exempel DEL ...     prövar bara mot regelsidornas exempel; tar en minut

Arbetar i en egen kopia i en tillfällig mapp. Först prövas varje ändring i reglerna mot exemplen på regelsidorna
(mutationsexempel.py), sedan de som står kvar mot resten av testerna. Skriver hur många ändringar som fälldes för
varje fil, räknar upp de som överlevde och slutar med 1 om färre än nio av tio fälldes. Kräver mutmut (extra
”utveckling”).
"""

from __future__ import annotations

import ast
import difflib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from itertools import chain
from pathlib import Path

ROT = Path(__file__).parents[1]
DELAR = ["regler", "behorighet", "kostnad", "kalender"]
TESTER = ["test_regler", "test_behorighet", "test_kostnad", "test_kalender", "test_per_datum", "test_kvittens",
          "test_sammantrade", "test_protokoll", "test_form", "test_verkligt_arende", "test_sprak",
          "test_antagande", "test_godkannande"]  # fmt: skip
STEG = (
    "set_mutant_under_test('mutant_generation')",
    "copy_src_dir()",
    "copy_also_copy_files()",
    "setup_source_paths()",
)
"""Det som mutmut gör innan ändringarna skrivs."""
MÅL = 0.9
PROCESSER = os.cpu_count() or 1
MILJÖ = {**os.environ, "PYTHONPATH": "."}

FÖRST = '''
import gc
import os
import re
from functools import _lru_cache_wrapper

import pytest


@pytest.fixture(autouse=True)
def inget_minne():
    """Det som reglerna minns är räknat med den oförändrade koden, innan mutmut delar sig i processer."""
    for minne in (o for o in gc.get_objects() if isinstance(o, _lru_cache_wrapper)):
        if minne.__module__.startswith("avtalsgenerator.regler"):
            minne.cache_clear()


def pytest_collection_modifyitems(items):
    """Exemplen och det verkliga ärendet har redan prövats, utan att byggas om för varje ändring."""
    sidor = ("test_exemplen_ger", "test_regelns_meddelanden", "test_det_verkliga_ärendets_alla")
    items[:] = [i for i in items if not i.name.startswith(sidor)]
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
    """Repot utan historia, med reglerna utan dekoration och mutmut inställt på delarna.

    Testernas namn skrivs som de är: annars finner mutmut inte dem som har å, ä och ö i sina fall.
    """
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
    pytest, oskyddat = (
        "[tool.pytest.ini_options]\n",
        "disable_test_id_escaping_and_forfeit_all_rights_to_community_support",
    )
    inställt = projekt.read_text(encoding="utf-8").replace(pytest, f"{pytest}{oskyddat} = true\n")
    projekt.write_text(
        f'{inställt}\n[tool.mutmut]\nsource_paths = ["avtalsgenerator"]\n'
        f"only_mutate = [{vilka}]\npytest_add_cli_args_test_selection = [{tester}]\n"
        'pytest_add_cli_args = ["-x", "-q", "-p", "no:cacheprovider"]\n'
        'also_copy = ["mallar", "parter", "avtal", "docs", "prestanda", "README.md", "CHANGELOG.md", ".ci"]\n',
        encoding="utf-8",
    )


def gör_ändringarna(mapp: Path) -> None:
    """Alla ändrade funktioner, i mappen mutants/. Inget prövas än."""
    (mapp / "mutants").mkdir()
    program = f"import mutmut.__main__ as m; {'; '.join(f'm.{steg}' for steg in STEG)}; m.create_mutants({PROCESSER})"
    subprocess.run([sys.executable, "-c", program], cwd=mapp, env=MILJÖ, check=True, capture_output=True)


def mot_exemplen(mapp: Path, ämnen: list[str]) -> dict[str, bool]:
    """Varje ändring som regelsidornas exempel når, och om de fällde den. Ämnena delas mellan datorns processorer."""
    kopia = mapp / "mutants"
    shutil.copy2(ROT / "prestanda" / "mutationsexempel.py", kopia)
    delar = [d for n in range(PROCESSER) if (d := ämnen[n::PROCESSER])]
    pågår = [
        subprocess.Popen([sys.executable, "mutationsexempel.py", f"svar{n}.json", *d], cwd=kopia, env=MILJÖ)
        for n, d in enumerate(delar)
    ]
    if sum(p.wait() != 0 for p in pågår):
        raise SystemExit("exemplen gick inte att pröva")
    svar: dict[str, bool] = {}
    for n in range(len(delar)):
        for namn, fälld in json.loads((kopia / f"svar{n}.json").read_text(encoding="utf-8")).items():
            svar[namn] = svar.get(namn, False) or fälld
    return svar


def mot_testerna(mapp: Path, namn: list[str]) -> set[str]:
    """De av ändringarna som något test fäller."""
    if namn:
        with (mapp / "mutmut.log").open("wb") as logg:
            program = [sys.executable, "-m", "mutmut", "run", *namn]
            gick = subprocess.run(program, cwd=mapp, env=MILJÖ, check=False, stdout=logg, stderr=subprocess.STDOUT)
        if gick.returncode:
            raise SystemExit((mapp / "mutmut.log").read_text(encoding="utf-8", errors="replace")[-3000:])
    program = [sys.executable, "-m", "mutmut", "results", "--all", "true"]
    svar = subprocess.run(program, cwd=mapp, env=MILJÖ, check=True, capture_output=True, text=True).stdout
    return set(re.findall(r"^\s*(\S+__mutmut_\d+): (?:killed|timeout)", svar, re.MULTILINE))


def funktioner(fil: Path) -> dict[str, list[str]]:
    """Varje funktion i en av mutmuts filer, rad för rad utan sin def-rad."""
    källa = fil.read_text(encoding="utf-8")
    rader = källa.splitlines()
    alla = [n for n in ast.walk(ast.parse(källa)) if isinstance(n, ast.FunctionDef)]
    return {n.name: rader[n.lineno : n.end_lineno] for n in alla}


def alla_ändringar(mapp: Path) -> dict[str, str]:
    """Varje ändring och vad den ändrar: ”avtalsgenerator.regler.tid.x_…__mutmut_3” → ”- … + …”."""
    svar = {}
    for fil in sorted((mapp / "mutants" / "avtalsgenerator").rglob("*.py")):
        modul = ".".join(fil.relative_to(mapp / "mutants").with_suffix("").parts).removesuffix(".__init__")
        alla = funktioner(fil) if "__mutmut_orig" in fil.read_text(encoding="utf-8") else {}
        for namn, rader in alla.items():
            före, ändring, nummer = namn.partition("__mutmut_")
            if ändring and nummer != "orig":
                skillnad = difflib.ndiff(alla[f"{före}__mutmut_orig"], rader)
                svar[f"{modul}.{namn}"] = " ".join(" ".join(r.split()) for r in skillnad if r[0] in "+-")
    return svar


def main() -> int:
    bara_exemplen = "--exempel" in sys.argv
    delar = [d for d in sys.argv[1:] if d != "--exempel"] or DELAR
    with tempfile.TemporaryDirectory(prefix="mutationer-") as namn:
        mapp = Path(namn)
        bygg_kopia(mapp, delar)
        gör_ändringarna(mapp)
        alla = alla_ändringar(mapp)
        fällda = {n for n, fälld in mot_exemplen(mapp, ämnen(delar)).items() if fälld} & set(alla)
        if not bara_exemplen:
            fällda |= mot_testerna(mapp, sorted(set(alla) - fällda))
    räkning = Counter(fil(n) for n in alla)
    dess = Counter(fil(n) for n in fällda)
    for n, vad in sorted(alla.items()):
        if n not in fällda:
            print(f"överlevde: {n.removeprefix('avtalsgenerator.')}: {vad}")
    for f, antal in sorted(räkning.items()):
        print(f"{f:<28}{dess[f]:>5} av {antal:<5} {dess[f] / antal:.1%}")
    andel = len(fällda) / (len(alla) or 1)
    print(f"tillsammans {len(fällda)} av {len(alla)}, {andel:.1%}")
    return 0 if andel >= MÅL else 1


def ämnen(delar: list[str]) -> list[str]:
    """De ämnen bland reglerna som delarna är, eller alla om reglerna ska prövas som helhet eller i ett hjälpämne."""
    regler = [d.removeprefix("regler").strip("/") for d in delar if d.startswith("regler")]
    filer = chain.from_iterable((ROT / "avtalsgenerator" / "regler").glob(f"{d or '*'}.py") for d in regler)
    return [f.stem for f in filer if "\n@regel(" in f.read_text(encoding="utf-8")]


def fil(namn: str) -> str:
    return namn.partition(".x")[0].removeprefix("avtalsgenerator.")


if __name__ == "__main__":
    sys.exit(main())
