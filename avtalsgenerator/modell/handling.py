"""Vet vad en handling ändrar i ett avtal: vem som ansluter eller går ur, från vilken dag och på vilken grund."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from typing import Annotated, Literal

from pydantic import PrivateAttr, model_validator

from avtalsgenerator.modell.avtal import Finansiering
from avtalsgenerator.modell.grund import (
    Belagd,
    Faktum,
    Följd,
    Heltal,
    Organnamn,
    Partid,
    Stycketext,
    Text,
    Uppgift,
    unika,
)
from avtalsgenerator.modell.kvittens import Kvitterbar
from avtalsgenerator.modell.loptext import Markdown
from avtalsgenerator.modell.tid import Datum
from avtalsgenerator.modell.underskrift import Sätt, Undertecknat

TILLÄGGSAVTAL = "tilläggsavtal"
FÄLT_FÖR_SLAG = {"anslutning": "ansluter", "utträde": "utträder", "förtida utträde": "utträder", "ändring": "ändrar"}


class Anslutande(Faktum):
    """En part som ansluter eller byter organ."""

    kort_form = "part"
    part: Partid
    """Partens id: namnet på dess mapp under parter/."""
    genom: Annotated[Följd[Organnamn], unika()] = ()
    """Organen som skriver under för parten, var för sig."""


class Ändring(Belagd):
    """Ny lydelse av en paragraf i avtalet, och det i den som tabeller och beräkningar behöver veta.

    Lydelsen är det som gäller; att den nämner uppgifterna prövas av regeln FRM04.
    """

    paragraf: Heltal
    """Paragrafens nummer i avtalet."""
    lydelse: Markdown
    """Hela den nya lydelsen."""
    organ: Annotated[Följd[Anslutande], unika("part")] = ()
    """Parterna som efter ändringen handlar genom andra organ."""
    finansiering: Finansiering | None = None
    """Hela den nya finansieringen."""


class Avtalshandling(Kvitterbar):
    """En fil bredvid ett avtal: ett tilläggsavtal eller en skrivelse i ärendet."""

    _id: str = PrivateAttr("")
    _avtal: str = PrivateAttr("")

    @cached_property
    def id(self) -> str:
        """Avtalets id, snedstreck och filens namn: ``stodcentrum-heder/tillagg-ale-lilla-edet``."""
        return self._id

    @cached_property
    def avtal(self) -> str:
        """Avtalets id."""
        return self._avtal


class Handling(Avtalshandling):
    """Ett tilläggsavtal. Bara det fält som hör till slaget får finnas.

    Ett utträde följer avtalets regel och begärs av den som går ur; ett förtida utträde är en överenskommelse mellan
    alla parter.
    """

    handling: Literal["tilläggsavtal"]
    """Vad filen är."""
    slag: Literal["anslutning", "utträde", "förtida utträde", "ändring"]
    """Vad tilläggsavtalet gör."""
    ansluter: Annotated[Följd[Anslutande], unika("part")] = ()
    """Parterna som ansluter."""
    utträder: Annotated[Följd[Partid], unika()] = ()
    """Parterna som går ur."""
    villkor: Följd[Stycketext] = ()
    """Vad parterna har kommit överens om för ett förtida utträde, till exempel om bidrag som redan är betalda."""
    ändrar: Annotated[Följd[Ändring], unika("paragraf")] = ()
    """Paragraferna som ändras."""
    gäller_från: Uppgift[Datum]
    """Första dagen det nya gäller: vid utträde första dagen parten inte längre är med."""
    undertecknas_den: Datum | None = None
    """Dagen då behörigheten prövas, om ingen annan dag anges."""
    begäran_inkom: Uppgift[Datum] | None = None
    """Dagen då begäran om utträde kom in."""
    befolkning_per: Uppgift[Datum] | None = None
    """Dagen för den folkmängd som kostnaderna fördelas efter. Avtalet säger inte vilken, så den måste anges."""
    diarienummer: Text | None = None
    """Ärendets diarienummer."""
    underskrifter: Sätt = "penna"
    """Om parterna skriver under med penna på papper eller elektroniskt."""
    exemplar: Heltal | None = None
    """Hur många exemplar som skrivs under; utelämnas om det är ett för varje underskrift."""
    undertecknat: Annotated[Följd[Undertecknat], unika("part", "organ")] = ()
    """Underskrifterna som är klara."""

    @model_validator(mode="after")
    def _rätt_fält(self) -> Handling:
        eget = FÄLT_FÖR_SLAG[self.slag]
        for fält in FÄLT_FÖR_SLAG.values():
            if fält == eget and not getattr(self, fält):
                raise ValueError(f"en handling av slaget {self.slag} ska ange {fält}")
            if fält != eget and getattr(self, fält):
                raise ValueError(f"{fält} hör inte till slaget {self.slag}")
        for fält, slag in (("villkor", "förtida utträde"), ("begäran_inkom", "utträde")):
            if getattr(self, fält) and self.slag != slag:
                raise ValueError(f"{fält} hör bara till slaget {slag}")
        return self

    @property
    def är_utträde(self) -> bool:
        return self.slag in ("utträde", "förtida utträde")

    @property
    def sista_dag(self) -> date:
        """Sista dagen som det gamla gäller: vid utträde den sista dagen som part."""
        return self.gäller_från.värde - timedelta(days=1)
