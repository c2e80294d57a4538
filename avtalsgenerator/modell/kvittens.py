"""Vet vad en kvittens är: att någon har tagit ställning till en varning, när och varför."""

from __future__ import annotations

from avtalsgenerator.modell.grund import Belagd, Faktum, Följd, Stycketext, Text
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
    """Något som kontrolleras för sig och vars varningar kan besvaras: avtal, handling, skrivelse eller beslut."""

    kvittenser: Följd[Kvittens] = ()
    """Svaren på varningar."""
