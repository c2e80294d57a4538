"""Gör sidor av dokument med LibreOffice och poppler. Saknas de hoppas testet över, men i CI är det ett fel."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def gör_pdf(filer: Sequence[Path], mapp: Path) -> None:
    """Lägger en PDF för varje fil i mappen. En egen profil gör att ett öppet LibreOffice inte stör."""
    saknas = [program for program in ("soffice", "pdftotext", "pdftoppm") if not shutil.which(program)]
    if saknas and os.environ.get("CI_KRAVER_ALLT"):
        pytest.fail(f"{' och '.join(saknas)} saknas")
    if saknas:
        pytest.skip(f"{' och '.join(saknas)} är inte installerat")
    profil = f"-env:UserInstallation={(mapp / 'profil').as_uri()}"
    soffice = ["soffice", profil, "--headless", "--convert-to", "pdf", "--outdir", str(mapp), *map(str, filer)]
    subprocess.run(soffice, check=True, capture_output=True, timeout=180)
