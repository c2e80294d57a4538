"""Vet hur ett färdigt Word-dokument blir en PDF att arkivera och läsa upp: PDF/A-2b och PDF/UA-1.

LibreOffice gör sidorna (``libreoffice``), det som brister i dem lagas (``lagning``), och sedan prövas att varje ord ur
dokumentet finns kvar (``ordprov``). Samma dokument ger samma byte.
"""

from __future__ import annotations

import importlib.util
import io
from dataclasses import replace
from typing import TYPE_CHECKING

from avtalsgenerator.dokument import Dokument
from avtalsgenerator.fel import Dokumentfel
from avtalsgenerator.granskning.intyg import pdf_intyg
from avtalsgenerator.pdf.libreoffice import FÖRSÖK_IGEN, PROFIL, finn_soffice, gör_sidor
from avtalsgenerator.svenska import antal
from avtalsgenerator.utdata import arbetsmapp

if TYPE_CHECKING:
    from collections.abc import Sequence


def med_pdf(dokument: Sequence[Dokument]) -> tuple[list[Dokument], tuple[str, ...]]:
    """Dokumenten, vart och ett följt av sin PDF, och varningar om typsnitt som datorn saknar.

    Ett dokument som har en sida att läsa får sin PDF också på den.
    Kastar ``Dokumentfel`` om något som behövs inte är installerat, om LibreOffice inte gör en PDF av varje dokument,
    eller om ord ur dokumentet inte finns i den.
    """
    if importlib.util.find_spec("pikepdf") is None:
        raise Dokumentfel(
            "för att göra PDF behövs Pythonpaketet pikepdf", "Installera det med: pip install 'avtalsgenerator[pdf]'"
        )
    soffice = finn_soffice()
    with arbetsmapp(PROFIL | {f"{i}.docx": d.innehåll for i, d in enumerate(dokument)}) as mapp:
        sidor = gör_sidor(soffice, mapp, [d.filnamn for d in dokument])
    svar, varningar = [], []
    for d, pdf in zip(dokument, sidor, strict=True):
        färdig, varning = _färdig(d, pdf)
        svar += [replace(d, sida=d.sida.med_pdf(färdig.filnamn, färdig.innehåll)) if d.sida else d, färdig]
        varningar.append(varning)
    return svar, tuple(filter(None, dict.fromkeys(varningar)))


def _färdig(dokument: Dokument, pdf: bytes) -> tuple[Dokument, str]:
    """Dokumentets PDF, lagad och prövad, och en varning om den har fel typsnitt."""
    import pikepdf

    from avtalsgenerator.pdf.lagning import laga
    from avtalsgenerator.pdf.ordprov import pröva_orden
    from avtalsgenerator.pdf.typsnitt import ersatta

    try:
        lagad = laga(dokument, pdf)
        with pikepdf.open(io.BytesIO(lagad)) as öppen:
            pröva_orden(dokument, öppen)
            varning, sidor = ersatta(dokument.innehåll, öppen), len(öppen.pages)
    except pikepdf.PdfError:
        raise Dokumentfel(f"LibreOffice gjorde en trasig PDF av {dokument.filnamn}", FÖRSÖK_IGEN) from None
    namn = pdfnamn(dokument.filnamn)
    intyg = pdf_intyg(dokument.intyg, namn, lagad) if dokument.intyg else b""
    return Dokument(namn, lagad, antal(sidor, "sida", "sidor"), intyg), varning


def pdfnamn(filnamn: str) -> str:
    """PDF:ens namn: dokumentets, men .pdf."""
    return f"{filnamn.removesuffix('.docx')}.pdf"
