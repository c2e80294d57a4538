"""Husets regler: importernas riktning, filernas storlek, namnen, och det som inte får nå en användare."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import unicodedata
from typing import TYPE_CHECKING

import pytest
from conftest import ROT

import avtalsgenerator

if TYPE_CHECKING:
    from pathlib import Path

PAKET = ROT / "avtalsgenerator"
FILER = sorted(PAKET.rglob("*.py"))
ORDNING = [
    "fel", "noder", "bokstaver", "varden", "indata", "ursprung", "redigera", "modell", "forklaringar", "scheman", "avtalsmapp", "hanvisningar", "lasminne", "register",
    "kalender", "kostnad", "svenska", "behorighet", "per_datum", "textversion", "beslutslage", "skrivelselage",
    "regler", "behorighetskedja", "frister", "kalenderfil",
    "underlag", "loptextxml", "mallstycken", "malltaggar", "mallblock", "malltext", "paket", "malldel", "paragrafer",
    "mallbygge", "mall", "utdata", "mallminne", "utskrift", "fyllning", "granskning", "utkast",
    "dokumentslag", "mallord", "dokument", "mallkontroll", "godkannande", "pdf",
    "antagande", "kontroll", "kedja", "manga", "uppslag", "versioner", "mallarbete", "andringar",
    "export", "mallexport", "utbyte", "utdrag", "visning", "cli", "__main__",
]  # fmt: skip
"""Flödet. En modul får bara importera det som står före den."""
varje_fil = pytest.mark.parametrize("fil", FILER, ids=[str(f.relative_to(PAKET)) for f in FILER])


def spårade_filer() -> list[str]:
    git = ["git", "-c", "core.quotepath=off", "ls-files"]
    svar = subprocess.run(git, cwd=ROT, capture_output=True, text=True, encoding="utf-8", check=False)
    if svar.returncode:
        pytest.skip("inte en utcheckning ur git")
    return svar.stdout.splitlines()


def modul(path: Path) -> str:
    return path.relative_to(PAKET).parts[0].removesuffix(".py")


def importer(fil: Path) -> list[tuple[str, ast.ImportFrom]]:
    """Modulerna i paketet som filen importerar: ``from avtalsgenerator.x import y`` och ``from avtalsgenerator import x``."""
    funna = []
    for nod in ast.walk(ast.parse(fil.read_text(encoding="utf-8"))):
        if isinstance(nod, ast.ImportFrom) and nod.module == "avtalsgenerator":
            funna += [(a.name, nod) for a in nod.names if a.name in ORDNING]
        elif isinstance(nod, ast.ImportFrom) and (nod.module or "").startswith("avtalsgenerator."):
            funna.append((nod.module.split(".")[1], nod))
    return funna


@varje_fil
def test_importerna_pekar_bakåt_i_flödet(fil):
    if fil == PAKET / "__init__.py":
        return
    egen = ORDNING.index(modul(fil))
    for importerad, nod in importer(fil):
        assert ORDNING.index(importerad) <= egen or _bara_för_typer(fil, nod), f"{modul(fil)} importerar {importerad}"


def test_kontrollen_av_importer_ser_båda_sätten_att_skriva(tmp_path):
    (tmp_path / "x.py").write_text("from avtalsgenerator import cli\nfrom avtalsgenerator.visning import y\n", "utf-8")
    assert [namn for namn, _ in importer(tmp_path / "x.py")] == ["cli", "visning"]


def _bara_för_typer(fil: Path, nod: ast.ImportFrom) -> bool:
    träd = ast.parse(fil.read_text(encoding="utf-8"))
    villkor = (n for n in ast.walk(träd) if isinstance(n, ast.If) and ast.unparse(n.test) == "TYPE_CHECKING")
    return any(
        ast.dump(nod) == ast.dump(inre) for v in villkor for inre in ast.walk(v) if isinstance(inre, ast.ImportFrom)
    )


@varje_fil
def test_filer_och_funktioner_är_korta(fil):
    text = fil.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 400
    for nod in ast.walk(ast.parse(text)):
        if isinstance(nod, ast.FunctionDef):
            assert nod.end_lineno - nod.lineno < 50, nod.name


@varje_fil
def test_bara_rätt_fil_öppnar_yaml_rich_och_skriver_filer(fil):
    importerade = {
        (n.module or "").split(".")[0] if isinstance(n, ast.ImportFrom) else a.name.split(".")[0]
        for n in ast.walk(ast.parse(fil.read_text(encoding="utf-8")))
        if isinstance(n, ast.Import | ast.ImportFrom)
        for a in n.names
    }
    ensamma = {
        "yaml": "indata",
        "rich": "visning",
        "click": "cli",
        "markdown_it": "modell",
        "icalendar": "kalenderfil",
        "tempfile": "utdata __main__",
        "shutil": "utdata pdf",  # pdf letar bara upp ett program
        "subprocess": "pdf granskning",  # LibreOffice; git
        "pikepdf": "pdf",
        "distributed": "manga",
    }
    for bibliotek, ägare in ensamma.items():
        assert bibliotek not in importerade or modul(fil) in ägare.split()
    assert modul(fil) == "utdata" or not skrivande_anrop(fil)


def skrivande_anrop(fil: Path) -> list[str]:
    """Anrop som ändrar något på disken."""
    skriver = {"write_text", "write_bytes", "mkdir", "unlink", "rmdir", "rename", "touch", "symlink_to", "chmod"}
    anrop = [n for n in ast.walk(ast.parse(fil.read_text(encoding="utf-8"))) if isinstance(n, ast.Call)]
    namn = [(n, n.func.attr if isinstance(n.func, ast.Attribute) else getattr(n.func, "id", "")) for n in anrop]
    öppnar = [
        n for n, f in namn if f == "open" and any(isinstance(a, ast.Constant) and "w" in str(a.value) for a in n.args)
    ]
    return [f for _, f in namn if f in skriver] + ["open" for _ in öppnar]


def test_kontrollen_av_skrivning_ser_ett_anrop(tmp_path):
    (tmp_path / "x.py").write_text("p.write_bytes(b'x')\nopen(p, 'w')\np.open('wb')\n", "utf-8")
    assert skrivande_anrop(tmp_path / "x.py") == ["write_bytes", "open", "open"]


@varje_fil
def test_ingen_klocka_under_kommandoraden_och_inget_naket_except(fil):
    text = fil.read_text(encoding="utf-8")
    if modul(fil) not in ("cli", "__main__"):
        assert not re.search(r"\.today\(|\.now\(|time\.time\(", text)
    assert "except:" not in text


@varje_fil
def test_varje_modul_börjar_med_vad_den_vet(fil):
    assert ast.get_docstring(ast.parse(fil.read_text(encoding="utf-8")))


@varje_fil
def test_publika_namn_har_docstring(fil):
    for nod in ast.parse(fil.read_text(encoding="utf-8")).body:
        undantag = modul(fil) in ("regler", "cli") and isinstance(nod, ast.FunctionDef) and nod.decorator_list
        if isinstance(nod, ast.FunctionDef | ast.ClassDef) and not nod.name.startswith("_") and not undantag:
            assert ast.get_docstring(nod) or nod.name in ("main",), nod.name


def test_det_som_andra_program_läser_är_ascii_och_text_är_nfc():
    for namn in spårade_filer():
        if not namn.startswith("tests/facit/"):
            assert namn.isascii(), namn
        path = ROT / namn
        if path.suffix in (".py", ".md", ".yaml", ".toml", ".txt", ".po") and path.exists():
            text = path.read_text(encoding="utf-8")
            assert unicodedata.is_normalized("NFC", text), namn


def test_klicks_svenska_texter_är_kompilerade():
    from babel.messages.mofile import read_mo
    from babel.messages.pofile import read_po

    mapp = PAKET / "cli/sprak/sv/LC_MESSAGES"
    with (mapp / "avtal.po").open("rb") as po, (mapp / "avtal.mo").open("rb") as mo:
        kataloger = read_po(po, locale="sv"), read_mo(mo)
    källa, kompilerad = ({tuple(m.id): tuple(m.string) for m in katalog if m.id} for katalog in kataloger)
    assert kompilerad == källa


def test_hjälpen_läser_inte_in_tunga_bibliotek():
    kod = (
        "import sys; from avtalsgenerator.__main__ import main; main(['--help']);"
        "print(sorted({m.split('.')[0] for m in sys.modules} & "
        "{'docx', 'docxtpl', 'jinja2', 'pydantic', 'rich', 'lxml', 'yaml', 'babel', 'holidays', 'stdnum', 'icalendar', 'pikepdf'}))"
    )
    svar = subprocess.run([sys.executable, "-c", kod], capture_output=True, text=True, check=True, encoding="utf-8")
    assert svar.stdout.splitlines()[-1] == "[]"


def test_det_publika_gränssnittet_går_att_nå():
    assert set(dir(avtalsgenerator)) >= {"läs", "ställ_per_datum", "kontrollera", "generera", "gör_dokument"}
    for namn in ("läs", "ställ_per_datum", "kontrollera", "generera", "gör_dokument"):
        assert callable(getattr(avtalsgenerator, namn))
    with pytest.raises(AttributeError):
        avtalsgenerator.finns_inte  # noqa: B018


def test_ingen_mapp_utöver_de_avtalade_på_översta_nivån():
    översta = {namn.split("/")[0] for namn in spårade_filer()}
    assert översta <= {
        "avtalsgenerator", "mallar", "parter", "avtal", "tests", "docs", "prestanda", ".ci", "pyproject.toml", "README.md",
        "CHANGELOG.md", "LICENSE", ".gitignore", ".pre-commit-hooks.yaml",
    }  # fmt: skip
