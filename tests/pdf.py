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


def kräv_program(*program: str) -> None:
    """Hoppar över testet om något av programmen saknas, men i CI är det ett fel."""
    if saknas := [p for p in program if not shutil.which(p)]:
        hoppa_över(f"{' och '.join(saknas)} är inte installerat")


def hoppa_över(skäl: str) -> None:
    """Hoppar över testet, men i CI är det ett fel."""
    if os.environ.get("CI_KRAVER_ALLT"):
        pytest.fail(skäl)
    pytest.skip(skäl)


def gör_pdf(filer: Sequence[Path], mapp: Path) -> None:
    """Lägger en PDF för varje fil i mappen. En egen profil gör att ett öppet LibreOffice inte stör."""
    kräv_program("soffice", "pdftotext", "pdftoppm")
    profil = f"-env:UserInstallation={(mapp / 'profil').as_uri()}"
    soffice = ["soffice", profil, "--headless", "--convert-to", "pdf", "--outdir", str(mapp), *map(str, filer)]
    subprocess.run(soffice, check=True, capture_output=True, timeout=180)
