"""Vet var LibreOffice finns och hur det gör sidor av dokument: en start för alla, egen profil, begränsad tid.

LibreOffice säger att allt gick bra också när det inte gjorde någon fil. Därför prövas varje fil.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Any

from avtalsgenerator.fel import Dokumentfel, systemets_ord

if TYPE_CHECKING:
    from collections.abc import Sequence

MILJÖ = "AVTAL_SOFFICE"
"""Miljövariabeln som pekar ut LibreOffice när det inte ligger på ett vanligt ställe."""
START, PER_DOKUMENT = 120, 10
"""Sekunder som LibreOffice får ta på sig att starta, och för varje dokument."""
FÖRSÖK_IGEN = "Inget har sparats. Försök igen, eller gör dokumentet utan --pdf och öppna det i LibreOffice."
_NAMN = ("soffice.com", "soffice") if sys.platform == "win32" else ("soffice", "libreoffice")
_STÄLLEN = {
    "win32": ("C:/Program Files/LibreOffice/program", "C:/Program Files (x86)/LibreOffice/program"),
    "darwin": ("/Applications/LibreOffice.app/Contents/MacOS", "~/Applications/LibreOffice.app/Contents/MacOS"),
}
"""Där LibreOffice läggs utan att hamna på PATH."""
_INSTALLERA = {
    "win32": "Hämta och installera LibreOffice från https://www.libreoffice.org",
    "darwin": "Hämta LibreOffice från https://www.libreoffice.org och lägg det i Program",
}
_INSTALLERA_LINUX = (
    "Installera det med: sudo apt-get install libreoffice-writer-nogui "
    "(så heter det i Debian och Ubuntu; andra system har andra namn)"
)
_VAL = {
    "SelectPdfVersion": "2",  # PDF/A-2b
    "PDFUACompliance": "true",
    "UseTaggedPDF": "true",
    "ExportBookmarks": "true",
    "ExportNotes": "false",  # en kommentar hör till Word-filen
    "ExportFormFields": "false",  # en innehållskontroll skrivs ut som text
}
PROFIL = {
    "profil/user/registrymodifications.xcu": (
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        '<item oor:path="/org.openoffice.Office.Common/Filter/PDF/Export">'
        + "".join(f'<prop oor:name="{n}" oor:op="fuse"><value>{v}</value></prop>' for n, v in _VAL.items())
        + "</item></oor:items>"
    ).encode()
}
"""LibreOffices egen profil, som valen står i. På kommandoraden läses de olika i olika system."""


def finn_soffice() -> str:
    """Programmet som gör PDF. Kastar ``Dokumentfel`` med hur det installeras om det inte finns."""
    if eget := os.environ.get(MILJÖ):
        if program := which(eget):
            return program
        råd = f"Rätta eller ta bort miljövariabeln {MILJÖ}."
        raise Dokumentfel(f"{MILJÖ} pekar på {eget}, som inte är ett program", råd)
    mappar = (None, *(str(Path(m).expanduser()) for m in _STÄLLEN.get(sys.platform, ())))
    for mapp in mappar:
        for namn in _NAMN:
            if program := which(namn, path=mapp):
                return program
    raise Dokumentfel(
        "för att göra PDF behövs LibreOffice, och det finns inte på datorn",
        f"{_INSTALLERA.get(sys.platform, _INSTALLERA_LINUX)}. "
        f"Finns det på ett ovanligt ställe, ange programmet i miljövariabeln {MILJÖ}.",
    )


def gör_sidor(soffice: str, mapp: Path, namn: Sequence[str]) -> list[bytes]:
    """PDF:er av 0.docx, 1.docx … i mappen, så som LibreOffice gör dem med profilen där (``PROFIL``).

    ``namn`` är vad användaren kallar dokumenten.
    Kastar ``Dokumentfel`` om LibreOffice inte startar, inte blir klart i tid eller inte gör en PDF av varje dokument.
    """
    filer = [str(mapp / f"{i}.docx") for i in range(len(namn))]
    profil = f"-env:UserInstallation={(mapp / 'profil').as_uri()}"
    flaggor = ["--headless", "--norestore", "--convert-to", "pdf:writer_pdf_Export", "--outdir", str(mapp)]
    if kod := _kör([soffice, profil, *flaggor, *filer], START + PER_DOKUMENT * len(namn)):
        raise Dokumentfel(f"LibreOffice slutade med fel {kod} och gjorde ingen PDF", FÖRSÖK_IGEN)
    sidor = []
    for i, dokumentets in enumerate(namn):
        pdf = mapp / f"{i}.pdf"
        innehåll = pdf.read_bytes() if pdf.is_file() else b""
        if not innehåll.startswith(b"%PDF-"):
            raise Dokumentfel(f"LibreOffice gjorde ingen PDF av {dokumentets}", FÖRSÖK_IGEN)
        sidor.append(innehåll)
    return sidor


def _kör(kommando: Sequence[str], sekunder: float) -> int:
    """Kör programmet och ger dess slutkod. Blir det inte klart i tid avslutas det och allt som det har startat."""
    try:
        process = subprocess.Popen(
            kommando,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # en egen grupp, så att allt kan avslutas på en gång; i Windows gör taskkill det
        )
    except OSError as fel:
        raise Dokumentfel(
            f"LibreOffice ({kommando[0]}) går inte att starta: {systemets_ord(fel)}", "Installera om LibreOffice."
        ) from None
    try:
        return process.wait(sekunder)
    except subprocess.TimeoutExpired:
        raise Dokumentfel(
            f"LibreOffice blev inte klart på {sekunder:.0f} sekunder och avslutades",
            "Inget har sparats. Försök igen, med färre dokument i taget (--bara).",
        ) from None
    finally:
        if process.returncode != 0:  # också efter en krasch, då det kan ha lämnat något efter sig
            _avsluta(process)


def _avsluta(process: subprocess.Popen[Any]) -> None:
    """Avslutar programmet och allt som det har startat."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
