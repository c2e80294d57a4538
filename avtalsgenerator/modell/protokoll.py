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
    """De som yrkade, med parti inom parentes."""
    yrkar: Stycketext
    """Vad de yrkade."""


Röstning = Literal["ja", "nej", "avstår", "frånvarande"]


class Röst(Faktum):
    """En rad i voteringslistan: vem, för vilket parti, på vilken plats och i vilken funktion, och hur hen röstade."""

    ledamot: Text
    """Den som röstade."""
    parti: Text
    """Ledamotens parti."""
    platsnummer: Heltal | None = None
    """Ledamotens plats i salen."""
    funktion: Text | None = None
    """Ledamotens funktion, till exempel ordförande."""
    röst: Röstning
    """Hur ledamoten röstade."""


class Utslagsröst(Faktum):
    """Ordförandens avgörande röst vid lika röstetal (KL 5 kap. 56 §)."""

    av: Text
    """Den som gav utslagsrösten."""
    röst: Literal["ja", "nej"]
    """Rösten som avgjorde."""


class Omröstning(Belagd):
    """En omröstning: vad ja och nej innebar, och hur det gick."""

    slag: Literal["huvudvotering", "votering om motförslag", "votering om återremiss"] = "huvudvotering"
    """Vad det röstades om."""
    ja_innebär: Text
    """Vad en ja-röst innebar."""
    nej_innebär: Text
    """Vad en nej-röst innebar."""
    ja: Heltal | None = None
    """Antalet ja enligt protokollet. Finns voteringslistan räknas antalet ur den och jämförs med det här."""
    nej: Heltal | None = None
    """Antalet nej enligt protokollet. Finns voteringslistan räknas antalet ur den och jämförs med det här."""
    avstår: Heltal | None = None
    """Hur många som avstod."""
    frånvarande: Heltal | None = None
    """Hur många som var frånvarande."""
    ledamöter: Heltal | None = None
    """Hur många ledamöterna är tillsammans."""
    utslagsröst: Utslagsröst | None = None
    """Ordförandens avgörande röst. Den finns bara när rösterna är lika många."""
    bilaga: Text | None = None
    """Bilagan som visar hur var och en röstade."""
    röster: Annotated[Följd[Röst], unika("ledamot", "parti")] = ()
    """Voteringslistan."""

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
    """Den som tjänstgjorde."""
    för: Text
    """Ledamoten som ersattes."""


class Sammanträde(Belagd):
    """Det som protokollets första sida säger om sammanträdet: plats, tid, närvarande och vilka §§ som justeras."""

    plats_och_tid: Text
    """Var och när sammanträdet hölls."""
    ledamöter: Namn
    """Ledamöterna som beslutade."""
    ersättare: Annotated[Följd[Ersättare], unika("namn")] = ()
    """Ersättarna som tjänstgjorde, och för vem."""
    övriga_ledamöter: Annotated[Följd[Text], unika()] = ()
    """Ersättare som inte tjänstgjorde, och andra förtroendevalda som var med."""
    tjänstepersoner: Annotated[Följd[Text], unika()] = ()
    """Tjänstepersoner och andra som var med."""
    paragrafer: Annotated[Följd[Heltal], unika()] = ()
    """Paragraferna som justeras."""


class Inlägg(Belagd):
    """En reservation eller en anteckning till protokollet: av vem eller vilka, och texten om den är skriftlig."""

    av: Namn
    """De som reserverade sig eller lät anteckna något, med parti inom parentes."""
    text: Markdown | None = None
    """Texten, om den är skriftlig."""


class Anteckning(Inlägg):
    """En protokollsanteckning, eller ett särskilt yttrande som lämnas skriftligt."""

    slag: Literal["protokollsanteckning", "särskilt yttrande"] = "protokollsanteckning"
    """Om det är en protokollsanteckning eller ett särskilt yttrande."""


class Protokoll(Belagd):
    """Det som protokollet säger om ärendet (KL 5 kap. 66–68 §§)."""

    sammanfattning: Markdown | None = None
    """Sammanfattningen av ärendet."""
    ärendebeskrivning: Markdown | None = None
    """Vad ärendet gäller och bakgrunden till det."""
    barnkonsekvenser: Markdown | None = None
    """Vad beslutet innebär för barn."""
    beredning: Markdown | None = None
    """Hur ärendet har beretts."""
    tidigare_behandling: Markdown | None = None
    """Hur andra organ har behandlat ärendet."""
    förslag_till_beslut: Markdown | None = None
    """Förslaget som fanns vid sammanträdet."""
    yrkanden: Följd[Yrkande] = ()
    """Vilka som yrkade vad."""
    beslutsgång: Markdown | None = None
    """Vad ordföranden ställde mot varandra och fann."""
    omröstningar: Annotated[Följd[Omröstning], unika("slag", "nej_innebär")] = ()
    """Omröstningarna, i ordning."""
    reservationer: Följd[Inlägg] = ()
    """Reservationerna mot beslutet."""
    anteckningar: Följd[Anteckning] = ()
    """Anteckningar till protokollet och särskilda yttranden."""
    information: Markdown | None = None
    """Information som lämnades vid sammanträdet."""
    kostnad: Markdown | None = None
    """Vad beslutet kostar."""
    finansiering: Markdown | None = None
    """Hur beslutet betalas."""
    beslutsunderlag: Följd[Text] = ()
    """Handlingarna som beslutet bygger på."""
    bilagor: Följd[Text] = ()
    """Protokollets bilagor i ärendet."""
    skickas_till: Följd[Text] = ()
    """De som ska få beslutet."""
    beslutande: Annotated[Följd[Text], unika()] = ()
    """De som var med och beslutade. Finns sammanträdet framgår de av det."""
    ordförande: Text | None = None
    """Ordförandens namn."""
    sekreterare: Text | None = None
    """Sekreterarens namn."""
    justerare: Annotated[Följd[Text], unika()] = ()
    """Namnen på dem som justerade protokollet."""
    föredragande: Text | None = None
    """Den som föredrog ärendet i en myndighet (förvaltningslagen 31 §)."""
    övriga_deltagande: Annotated[Följd[Text], unika()] = ()
    """De andra som deltog i en myndighets slutliga handläggning (förvaltningslagen 31 §)."""
    sammanträde: Sammanträde | None = None
    """Det som protokollets första sida säger."""

    @property
    def deltog(self) -> tuple[str, ...]:
        """De som var med och beslutade, så långt det är känt."""
        s = self.sammanträde
        return self.beslutande or ((*s.ledamöter, *(e.namn for e in s.ersättare)) if s else ())


class Avsnittsform(Faktum):
    """Ett avsnitt i partens form för protokollsutdrag."""

    kort_form = "visa"
    visa: Avsnittsnamn
    """Vad avsnittet visar."""
    rubrik: Text | None = None
    """Avsnittets rubrik, om den inte är den vanliga."""


class Protokollsform(Belagd):
    """Hur en part, eller ett av dess organ, ställer upp sina protokollsutdrag."""

    organ: Organnamn | None = None
    """Organet som formen gäller; utelämnas om den gäller alla partens organ."""
    avsnitt: Annotated[Följd[Avsnittsform], Field(min_length=1), unika("visa")]
    """Avsnitten i den ordning de kommer."""
    intygas: Text = STANDARDINTYG
    """Orden som utdraget intygas under."""
    sidfot: Följd[Text] = ()
    """Signaturerna som ska stå på varje sida, till exempel ”Justerandes sign” och ”Utdragsbestyrkande”. Finns de
    intygas utdraget där, annars sist."""
