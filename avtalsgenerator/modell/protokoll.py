"""Vet vad ett protokoll säger om ett ärende utöver beslutet: bakgrund, yrkanden, beslutsgång, röster, reservationer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from avtalsgenerator.modell.grund import Belagd, Faktum, Följd, Organnamn, Stycketext, Text, unika
from avtalsgenerator.modell.loptext import Markdown
from avtalsgenerator.modell.omrostning import Omröstning
from avtalsgenerator.modell.sammantrade import Jäv, Namn, Sammanträde
from avtalsgenerator.modell.tid import Datum

Avsnittsnamn = Literal[
    "beslut", "rättelser", "sammanfattning", "ärendebeskrivning", "barnkonsekvenser", "beredning",
    "tidigare_behandling", "förslag_till_beslut", "jäv", "yrkanden", "beslutsgång", "omröstningar", "reservationer",
    "anteckningar", "information", "kostnad", "finansiering", "beslutsunderlag", "bilagor", "skickas_till",
]  # fmt: skip
"""Avsnitten i en paragraf, med samma ord i protokollet och i partens form."""

STANDARDRUBRIKER: dict[str, str] = {
    "beslut": "Beslut",
    "rättelser": "Rättelse",
    "sammanfattning": "Sammanfattning av ärendet",
    "ärendebeskrivning": "Ärendet",
    "barnkonsekvenser": "Barnkonsekvenser",
    "beredning": "Beredning",
    "tidigare_behandling": "Tidigare behandling",
    "förslag_till_beslut": "Förslag till beslut",
    "jäv": "Jäv",
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


class Rättelse(Belagd):
    """En rättelse i ett protokoll som redan är justerat: vilken dag, vad som ändrades och av vem.

    Rättelsen ska synas; ingen sida byts ut (JO 581-2013).
    """

    dag: Datum | None = None
    """Dagen då rättelsen gjordes."""
    ändring: Stycketext | None = None
    """Vad som ändrades."""
    av: Text | None = None
    """Den som gjorde rättelsen."""


class Protokoll(Belagd):
    """Det som protokollet säger om ärendet (KL 5 kap. 66–68 §§)."""

    rättelser: Följd[Rättelse] = ()
    """Rättelser som har gjorts efter justeringen. De ska synas; ingen sida byts ut."""
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
    jäv: Annotated[Följd[Jäv], unika("namn")] = ()
    """De som anmälde jäv i ärendet."""
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
        """De som var med och beslutade, så långt det är känt: av uppräkningen, första sidan eller voteringslistorna."""
        if self.beslutande:
            return self.beslutande
        if s := self.sammanträde:
            return (*s.ledamöter, *(e.namn for e in s.ersättare))
        röster = (r for o in self.omröstningar for r in o.röster)
        return tuple(dict.fromkeys(r.namn for r in röster if r.röst != "frånvarande"))


class Avsnittsform(Faktum):
    """Ett avsnitt i partens form för protokollsutdrag: vad som visas, och rubriken om den inte är den vanliga."""

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
