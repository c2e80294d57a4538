"""Vet vad en kvittens är: att någon har tagit ställning till en varning, när och varför."""

from __future__ import annotations

from avtalsgenerator.modell.grund import Belagd, Faktum, Följd, Stycketext, Text
from avtalsgenerator.modell.tid import Datum


class Kvittens(Faktum):
    """Svaret på en varning: vilken, vem som har tagit ställning, när och varför.

    ``anmärkning`` är varningens ord, så som kontrollen skrev dem. Ändras uppgifterna så att varningen säger något
    annat gäller kvittensen inte längre (regeln KVI02).
    """

    kod: Text
    anmärkning: Text
    motivering: Stycketext
    av: Text
    dag: Datum


class Kvitterbar(Belagd):
    """Något som kontrolleras för sig och vars varningar kan besvaras: avtal, handling, skrivelse eller beslut."""

    kvittenser: Följd[Kvittens] = ()
