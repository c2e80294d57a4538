"""Vet vilka som var med på ett sammanträde, vem som ersatte vem och vem som var jävig."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from avtalsgenerator.modell.grund import Belagd, Faktum, Följd, Heltal, JaNej, Stycketext, Text, unika

Namn = Annotated[Följd[Text], Field(min_length=1), unika()]
_NAMN = re.compile(r"(?P<namn>[^(,]*?) *(?:\((?P<parti>[^()]*)\))? *(?P<tillägg>,.*)?")


@dataclass(frozen=True)
class Person:
    """Ett namn så som det skrivs i protokollet, delat: ”Vera Verklighet (SP), § 4”."""

    namn: str
    parti: str | None
    tillägg: str | None
    """Det som står efter ett komma: vilka §§ personen var med, eller vad hen är."""

    @classmethod
    def ur(cls, text: str) -> Person:
        """Delar texten. Går den inte att dela är hela texten namnet."""
        delar = _NAMN.fullmatch(text)
        return cls(delar["namn"], delar["parti"], delar["tillägg"]) if delar else cls(text, None, None)


def samma_person(ett: str, annat: str) -> bool:
    """Om två namn är samma persons. Partiet jämförs bara om båda har det, tillägget aldrig."""
    a, b = Person.ur(ett), Person.ur(annat)
    return a.namn == b.namn and (a.parti == b.parti or None in (a.parti, b.parti))


def finns_bland(namn: str, andra: tuple[str, ...]) -> bool:
    """Om någon av de andra är samma person."""
    return any(samma_person(namn, annan) for annan in andra)


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


class Jäv(Belagd):
    """En som har anmält jäv i ärendet och därför inte deltog.

    I en nämnd ska den jäviga lämna rummet (KL 6 kap. 30 §); i fullmäktige räcker det att inte delta (5 kap. 47 §).
    """

    namn: Text
    """Den som anmälde jäv, med parti inom parentes."""
    skäl: Stycketext | None = None
    """Varför personen är jävig, om det sägs."""
    lämnade_rummet: JaNej = True
    """Nej om den jäviga var kvar i rummet."""
