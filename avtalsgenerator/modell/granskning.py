"""Vet vad en granskning är: att någon har läst och godkänt ett dokument, när, och exakt vilket innehåll det hade."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator

from avtalsgenerator.modell.grund import Faktum, Text, skrivs
from avtalsgenerator.modell.tid import Datum

_SUMMA = re.compile("[0-9a-f]{64}")


def _kontrollsumma(värde: str) -> str:
    if not _SUMMA.fullmatch(värde):
        raise ValueError(
            f"en kontrollsumma har 64 tecken, 0–9 och a–f; här står ”{värde}”. Den skrivs av: avtal granska --godkänn"
        )
    return värde


Kontrollsumma = Annotated[
    Text, AfterValidator(_kontrollsumma), skrivs(f"^{_SUMMA.pattern}$", "Låt avtal granska --godkänn skriva summan.")
]


class Granskning(Faktum):
    """Att ett av dokumenten är läst och godkänt: av vem, när, och kontrollsummorna av det som godkändes."""

    dokument: Text
    """Dokumentets namn, så som det skrivs efter --bara: tillaggsavtal."""
    av: Text
    """Den som har godkänt."""
    dag: Datum
    """Dagen då dokumentet godkändes."""
    ord: Kontrollsumma
    """Kontrollsumman av alla ord i dokumentet."""
    uppgifter: Kontrollsumma
    """Kontrollsumman av orden ur uppgifterna och vilka uppgifter de kommer ur."""
    mall: Kontrollsumma
    """Kontrollsumman av mallen, med ord och utseende."""

    @property
    def summor(self) -> tuple[str, str, str]:
        """Det som godkännandet gäller: orden, uppgifterna bakom dem och mallen."""
        return self.ord, self.uppgifter, self.mall
