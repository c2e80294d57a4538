"""Vet vad en handling ändrar i ett avtal: vem som ansluter eller går ur, från vilken dag och på vilken grund."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import BeforeValidator, PrivateAttr, model_validator

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

TILLÄGGSAVTAL = "tilläggsavtal"
FÄLT_FÖR_SLAG = {"anslutning": "ansluter", "utträde": "utträder", "förtida utträde": "utträder", "ändring": "ändrar"}


class Anslutande(Faktum):
    """En part som ansluter eller byter organ, och organen som skriver under för den var för sig."""

    kort_form = "part"
    part: Partid
    genom: Annotated[Följd[Organnamn], unika()] = ()


class Ändring(Belagd):
    """Ny lydelse av en paragraf i avtalet, och det i den som tabeller och beräkningar behöver veta.

    ``organ`` är parter som efter ändringen handlar genom andra organ. ``finansiering`` är hela den nya finansieringen.
    Lydelsen är det som gäller; att den nämner uppgifterna prövas av regeln FRM04.
    """

    paragraf: Heltal
    lydelse: Markdown
    organ: Annotated[Följd[Anslutande], unika("part")] = ()
    finansiering: Finansiering | None = None


class Undertecknat(Belagd):
    """Att ett underskriftsblock är undertecknat: för vilken part (och organ), av vem eller vilka och när."""

    part: Partid
    organ: Organnamn | None = None
    av: Annotated[Följd[Text], BeforeValidator(lambda v: (v,) if isinstance(v, str) else v), unika()]
    dag: Datum


class Avtalshandling(Kvitterbar):
    """En fil bredvid ett avtal: ett tilläggsavtal eller en skrivelse i ärendet."""

    _id: str = PrivateAttr("")
    _avtal: str = PrivateAttr("")

    @property
    def id(self) -> str:
        """Avtalets id, snedstreck och filens namn: ``stodcentrum-heder/tillagg-ale-lilla-edet``."""
        return self._id

    @property
    def avtal(self) -> str:
        """Avtalets id."""
        return self._avtal


class Handling(Avtalshandling):
    """Ett tilläggsavtal. ``slag`` säger vad det gör; bara det fält som hör till slaget får finnas.

    ``gäller_från`` är första dagen det nya gäller: vid utträde första dagen parten inte längre är med.
    ``undertecknas_den`` är dagen då behörigheten prövas om ingen annan dag anges. ``befolkning_per`` är dagen
    för den folkmängd som kostnaderna fördelas efter; avtalet säger inte vilken, så den måste anges. Ett utträde följer
    avtalets regel och begärs av den som går ur; ett förtida utträde är en överenskommelse mellan alla parter, och
    ``villkor`` är vad de har kommit överens om för det, till exempel om bidrag som redan är betalda.
    """

    handling: Literal["tilläggsavtal"]
    slag: Literal["anslutning", "utträde", "förtida utträde", "ändring"]
    ansluter: Annotated[Följd[Anslutande], unika("part")] = ()
    utträder: Annotated[Följd[Partid], unika()] = ()
    villkor: Följd[Stycketext] = ()
    ändrar: Annotated[Följd[Ändring], unika("paragraf")] = ()
    gäller_från: Uppgift[Datum]
    undertecknas_den: Datum | None = None
    begäran_inkom: Uppgift[Datum] | None = None
    befolkning_per: Uppgift[Datum] | None = None
    diarienummer: Text | None = None
    underskrifter: Literal["penna", "e-underskrift"] = "penna"
    exemplar: Heltal | None = None
    undertecknat: Annotated[Följd[Undertecknat], unika("part", "organ")] = ()

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
