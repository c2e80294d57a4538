"""Vet vad ett protokoll säger om ett ärende utöver beslutet: bakgrund, yrkanden, beslutsgång, röster, reservationer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from avtalsgenerator.modell.grund import Belagd, Brödtext, Faktum, Följd, Heltal, Organnamn, Text, unika
from avtalsgenerator.modell.loptext import Markdown

Namn = Annotated[Följd[Text], Field(min_length=1), unika()]

Avsnittsnamn = Literal[
    "beslut", "sammanfattning", "ärendebeskrivning", "barnkonsekvenser", "beredning", "tidigare_behandling",
    "förslag_till_beslut", "yrkanden", "beslutsgång", "omröstning", "reservationer", "anteckningar", "beslutsunderlag",
    "bilagor", "skickas_till",
]  # fmt: skip
"""Avsnitten i en paragraf, med samma ord i protokollet och i partens form."""

STANDARDRUBRIKER: dict[str, str] = {
    "beslut": "Beslut",
    "sammanfattning": "Sammanfattning av ärendet",
    "ärendebeskrivning": "Ärendet",
    "barnkonsekvenser": "Barnkonsekvenser",
    "beredning": "Beredning",
    "tidigare_behandling": "Tidigare behandling",
    "förslag_till_beslut": "Förslag till beslut",
    "yrkanden": "Yrkanden",
    "beslutsgång": "Beslutsgång",
    "omröstning": "Omröstning",
    "reservationer": "Reservation",
    "anteckningar": "Anteckning till protokollet",
    "beslutsunderlag": "Beslutsunderlag",
    "bilagor": "Bilagor",
    "skickas_till": "Beslutet skickas till",
}
STANDARDFORM = tuple(STANDARDRUBRIKER)
"""Ordningen när parten inte har någon egen form."""

STANDARDINTYG = "Rätt utdraget intygar"


class Yrkande(Belagd):
    """Vem eller vilka som yrkade, med parti inom parentes, och vad."""

    av: Namn
    yrkar: Brödtext


class Omröstning(Belagd):
    """En omröstning: vad ja och nej innebar, och hur det gick. Antalen kontrolleras mot hur många som var med."""

    ja_innebär: Text
    nej_innebär: Text
    ja: Heltal
    nej: Heltal
    avstår: Heltal = 0
    frånvarande: Heltal = 0
    ledamöter: Heltal | None = None


class Inlägg(Belagd):
    """En reservation eller en anteckning till protokollet: av vem eller vilka, och texten om den är skriftlig."""

    av: Namn
    text: Markdown | None = None


class Protokoll(Belagd):
    """Det som protokollet säger om ärendet. ``beslutande`` är de som var med och beslutade (KL 5 kap. 66–68 §§)."""

    sammanfattning: Markdown | None = None
    ärendebeskrivning: Markdown | None = None
    barnkonsekvenser: Markdown | None = None
    beredning: Markdown | None = None
    tidigare_behandling: Markdown | None = None
    förslag_till_beslut: Markdown | None = None
    yrkanden: Följd[Yrkande] = ()
    beslutsgång: Markdown | None = None
    omröstning: Omröstning | None = None
    reservationer: Följd[Inlägg] = ()
    anteckningar: Följd[Inlägg] = ()
    beslutsunderlag: Följd[Text] = ()
    bilagor: Följd[Text] = ()
    skickas_till: Följd[Text] = ()
    beslutande: Annotated[Följd[Text], unika()] = ()
    ordförande: Text | None = None
    sekreterare: Text | None = None
    justerare: Annotated[Följd[Text], unika()] = ()


class Avsnittsform(Faktum):
    """Ett avsnitt i partens form för protokollsutdrag: vad som visas, och rubriken om den inte är den vanliga."""

    kort_form = "visa"
    visa: Avsnittsnamn
    rubrik: Text | None = None


class Protokollsform(Belagd):
    """Hur en part, eller ett av dess organ, ställer upp sina protokollsutdrag."""

    organ: Organnamn | None = None
    avsnitt: Annotated[Följd[Avsnittsform], Field(min_length=1), unika("visa")]
    intygas: Text = STANDARDINTYG
