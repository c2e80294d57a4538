"""Vet vad ett protokoll säger om ett ärende utöver beslutet: bakgrund, yrkanden, beslutsgång, röster, reservationer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from avtalsgenerator.modell.grund import Belagd, Faktum, Följd, Heltal, Organnamn, Stycketext, Text, unika
from avtalsgenerator.modell.loptext import Markdown

Namn = Annotated[Följd[Text], Field(min_length=1), unika()]

Avsnittsnamn = Literal[
    "beslut", "sammanfattning", "ärendebeskrivning", "barnkonsekvenser", "beredning", "tidigare_behandling",
    "förslag_till_beslut", "yrkanden", "beslutsgång", "omröstningar", "reservationer", "anteckningar", "information",
    "kostnad", "finansiering", "beslutsunderlag", "bilagor", "skickas_till",
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
    "omröstningar": "Omröstning",
    "reservationer": "Reservation",
    "anteckningar": "Anteckning till protokollet",
    "information": "Information",
    "kostnad": "Kostnad",
    "finansiering": "Finansiering",
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
    yrkar: Stycketext


Röstning = Literal["ja", "nej", "avstår", "frånvarande"]


class Röst(Faktum):
    """En rad i voteringslistan: vem, för vilket parti, på vilken plats och i vilken funktion, och hur hen röstade."""

    ledamot: Text
    parti: Text
    platsnummer: Heltal | None = None
    funktion: Text | None = None
    röst: Röstning


class Utslagsröst(Faktum):
    """Ordförandens avgörande röst vid lika röstetal (KL 5 kap. 56 §)."""

    av: Text
    röst: Literal["ja", "nej"]


class Omröstning(Belagd):
    """En omröstning: vad ja och nej innebar, och hur det gick.

    Finns voteringslistan i ``röster`` räknas antalen ur den; ``ja`` och ``nej`` är det som protokollet säger och
    jämförs med listan. ``utslagsröst`` finns bara när rösterna är lika många.
    """

    slag: Literal["huvudvotering", "votering om motförslag", "votering om återremiss"] = "huvudvotering"
    ja_innebär: Text
    nej_innebär: Text
    ja: Heltal | None = None
    nej: Heltal | None = None
    avstår: Heltal | None = None
    frånvarande: Heltal | None = None
    ledamöter: Heltal | None = None
    utslagsröst: Utslagsröst | None = None
    bilaga: Text | None = None
    röster: Annotated[Följd[Röst], unika("ledamot", "parti")] = ()

    @model_validator(mode="after")
    def _går_att_räkna(self) -> Omröstning:
        if not self.röster and (self.ja is None or self.nej is None):
            raise ValueError("ange antalen ja och nej, eller voteringslistan i röster")
        return self

    def antal(self, röst: Röstning) -> int:
        """Hur många som röstade så: räknat ur voteringslistan om den finns."""
        if self.röster:
            return sum(r.röst == röst for r in self.röster)
        angivet: int | None = getattr(self, röst)
        return angivet or 0


class Ersättare(Faktum):
    """En tjänstgörande ersättare, och ledamoten som hen ersätter."""

    namn: Text
    för: Text


class Sammanträde(Belagd):
    """Det som protokollets första sida säger om sammanträdet: plats, tid, närvarande och vilka §§ som justeras."""

    plats_och_tid: Text
    ledamöter: Namn
    ersättare: Annotated[Följd[Ersättare], unika("namn")] = ()
    övriga_ledamöter: Annotated[Följd[Text], unika()] = ()
    tjänstepersoner: Annotated[Följd[Text], unika()] = ()
    paragrafer: Annotated[Följd[Heltal], unika()] = ()


class Inlägg(Belagd):
    """En reservation eller en anteckning till protokollet: av vem eller vilka, och texten om den är skriftlig."""

    av: Namn
    text: Markdown | None = None


class Anteckning(Inlägg):
    """En protokollsanteckning, eller ett särskilt yttrande som lämnas skriftligt."""

    slag: Literal["protokollsanteckning", "särskilt yttrande"] = "protokollsanteckning"


class Protokoll(Belagd):
    """Det som protokollet säger om ärendet (KL 5 kap. 66–68 §§).

    ``beslutande`` är de som var med och beslutade; finns ``sammanträde`` framgår de av det. ``föredragande`` och
    ``övriga_deltagande`` är de som deltog i en myndighets handläggning (förvaltningslagen 31 §).
    """

    sammanfattning: Markdown | None = None
    ärendebeskrivning: Markdown | None = None
    barnkonsekvenser: Markdown | None = None
    beredning: Markdown | None = None
    tidigare_behandling: Markdown | None = None
    förslag_till_beslut: Markdown | None = None
    yrkanden: Följd[Yrkande] = ()
    beslutsgång: Markdown | None = None
    omröstningar: Annotated[Följd[Omröstning], unika("slag", "nej_innebär")] = ()
    reservationer: Följd[Inlägg] = ()
    anteckningar: Följd[Anteckning] = ()
    information: Markdown | None = None
    kostnad: Markdown | None = None
    finansiering: Markdown | None = None
    beslutsunderlag: Följd[Text] = ()
    bilagor: Följd[Text] = ()
    skickas_till: Följd[Text] = ()
    beslutande: Annotated[Följd[Text], unika()] = ()
    ordförande: Text | None = None
    sekreterare: Text | None = None
    justerare: Annotated[Följd[Text], unika()] = ()
    föredragande: Text | None = None
    övriga_deltagande: Annotated[Följd[Text], unika()] = ()
    sammanträde: Sammanträde | None = None

    @property
    def deltog(self) -> tuple[str, ...]:
        """De som var med och beslutade, så långt det är känt."""
        s = self.sammanträde
        return self.beslutande or ((*s.ledamöter, *(e.namn for e in s.ersättare)) if s else ())


class Avsnittsform(Faktum):
    """Ett avsnitt i partens form för protokollsutdrag: vad som visas, och rubriken om den inte är den vanliga."""

    kort_form = "visa"
    visa: Avsnittsnamn
    rubrik: Text | None = None


class Protokollsform(Belagd):
    """Hur en part, eller ett av dess organ, ställer upp sina protokollsutdrag.

    ``sidfot`` är de signaturer som ska stå på varje sida, till exempel ”Justerandes sign” och ”Utdragsbestyrkande”;
    finns de intygas utdraget där, annars sist under orden i ``intygas``.
    """

    organ: Organnamn | None = None
    avsnitt: Annotated[Följd[Avsnittsform], Field(min_length=1), unika("visa")]
    intygas: Text = STANDARDINTYG
    sidfot: Följd[Text] = ()
