"""Vet vad en kvittens är: att någon har tagit ställning till en varning, när och varför."""

from __future__ import annotations

from typing import Annotated

from avtalsgenerator.modell.granskning import Granskning
from avtalsgenerator.modell.grund import Belagd, Faktum, Följd, Stycketext, Text, unika
from avtalsgenerator.modell.tid import Datum


class Kvittens(Faktum):
    """Svaret på en varning: vilken, vem som har tagit ställning, när och varför."""

    kod: Text
    """Varningens kod, till exempel FRM01."""
    anmärkning: Text
    """Varningens ord, så som kontrollen skrev dem. Säger den något annat senare gäller kvittensen inte längre."""
    motivering: Stycketext
    """Varför handlingen kan skrivas under trots varningen."""
    av: Text
    """Den som har tagit ställning."""
    dag: Datum
    """Dagen då ställning togs."""


class Kvitterbar(Belagd):
    """Något som kontrolleras för sig: ett avtal, en handling, en skrivelse eller ett beslut.

    Dess varningar kan besvaras och dess dokument godkännas.
    """

    kvittenser: Följd[Kvittens] = ()
    """Svaren på varningar."""
    granskningar: Annotated[Följd[Granskning], unika("dokument", "av")] = ()
    """Godkännandena av dokumenten; skrivs av avtal granska --godkänn."""
