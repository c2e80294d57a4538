"""Det byggda paketet fungerar utanför utcheckningen: mallarna, regelsidorna och exemplet följer med."""

from __future__ import annotations

import os
import subprocess
import sys
from email.parser import Parser
from pathlib import Path

import pytest
from conftest import ROT

from avtalsgenerator import __version__, regler
from avtalsgenerator.dokument import medföljande_mallar

pytestmark = pytest.mark.långsam


@pytest.fixture(scope="module")
def installerad(tmp_path_factory):
    """Paketet byggt som hjul och installerat i en egen mapp, som Python hittar före utcheckningen."""
    hjul, mapp = tmp_path_factory.mktemp("hjul"), tmp_path_factory.mktemp("installerad")
    _python("-m", "build", "--wheel", "--no-isolation", "--outdir", hjul, ROT)
    (fil,) = hjul.glob("*.whl")
    _python("-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", mapp, fil)
    return mapp


def _python(*args: str | Path, **mer) -> subprocess.CompletedProcess[str]:
    miljö = {**os.environ, "PYTHONUTF8": "1", **mer.pop("miljö", {})}
    svar = subprocess.run(
        [sys.executable, *map(str, args)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=miljö,
        check=False,
        **mer,
    )
    assert svar.returncode == 0, svar.stdout + svar.stderr
    return svar


def avtal(installerad: Path, här: Path, *args: str) -> str:
    """Kör kommandot ur det installerade paketet i en mapp utanför utcheckningen."""
    return _python("-m", "avtalsgenerator", *args, cwd=här, miljö={"PYTHONPATH": str(installerad)}).stdout


def test_det_är_det_installerade_paketet_som_körs(installerad, tmp_path):
    kod = "import avtalsgenerator; print(avtalsgenerator.__file__)"
    svar = _python("-c", kod, cwd=tmp_path, miljö={"PYTHONPATH": str(installerad)})
    assert Path(svar.stdout.strip()).is_relative_to(installerad)
    assert avtal(installerad, tmp_path, "--version").strip() == f"avtal {__version__}"


def test_en_tom_mapp_blir_exempel_kontroll_och_dokument(installerad, tmp_path):
    avtal(installerad, tmp_path, "exempel", "övning")
    övning = tmp_path / "övning"
    assert avtal(installerad, övning, "kontrollera").startswith("Inga anmärkningar.")
    avtal(installerad, övning, "generera", "tillagg-latsasby")
    assert {f.name for f in övning.glob("dokument/*/*.docx")} == {
        "Tilläggsavtal Låtsasby.docx",
        "Signatursidor.docx",
        "Signaturlista.docx",
        "Bilaga 1 Kostnadsfördelning.docx",
    }


def test_mallarna_i_paketet_är_mallarna_i_utcheckningen(installerad):
    def innehåll(mapp):
        return {f.relative_to(mapp).as_posix(): f.read_bytes() for f in mapp.rglob("*.*") if f.is_file()}

    packade = innehåll(installerad / "avtalsgenerator" / "mallar")
    assert packade == innehåll(medföljande_mallar())
    assert {"avtal.json", "signaturlista.docx"} <= {namn.split("/")[-1] for namn in packade}


def test_varje_regelsida_följer_med(installerad, tmp_path):
    lista = avtal(installerad, tmp_path, "regel")
    for kod in (*regler.REGLER, *regler.MALLREGLER):
        assert kod in lista
    assert "Varför" in avtal(installerad, tmp_path, "regel", "BES01")
    assert "Varför" in avtal(installerad, tmp_path, "regel", "MAL01")


def test_paketet_bär_licens_och_kommandon_men_inga_tester(installerad):
    (info,) = installerad.glob("avtalsgenerator-*.dist-info")
    uppgifter = Parser().parsestr((info / "METADATA").read_text(encoding="utf-8"))
    assert uppgifter["License-Expression"] == "EUPL-1.2"
    assert (info / "licenses" / "LICENSE").is_file()
    assert {f.name.removesuffix(".exe") for f in (installerad / "bin").iterdir()} >= {"avtal", "avtalsgenerator"}
    assert (installerad / "avtalsgenerator" / "py.typed").is_file()
    assert not list(installerad.rglob("test_*"))
