"""Vet vad en part har beslutat: av vilket organ, när, med vilken verkan och på vilka villkor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, PrivateAttr, model_validator

from avtalsgenerator.modell.belopp import Kronor, Procent, procent_mellan
from avtalsgenerator.modell.grund import (
    Avtalsid,
    Belagd,
    Beslutsid,
    Faktum,
    Följd,
    Handlingsid,
    Heltal,
    JaNej,
    Omfattning,
    Organnamn,
    Partid,
    Stycketext,
    Text,
    Uppgift,
)
from avtalsgenerator.modell.kvittens import Kvitterbar
from avtalsgenerator.modell.protokoll import Protokoll
from avtalsgenerator.modell.tid import Datum, Årtal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

Status = Literal["förslag", "beslutat", "återremitterat", "bordlagt", "upphävt"]


class Underskriftsrätt(Faktum):
    """Vem beslutet ger rätt att skriva under, och för vilket avtal."""

    avser: Avtalsid
    omfattar: Omfattning = "allt"
    organ: Organnamn | None = None
    befattningar: Följd[Text] = ()


class Verkan(Belagd):
    """Den rättsliga verkan av en beslutssats, i en form som reglerna kan läsa. Precis en av dem anges.

    ``uppdrag`` är när organet bara ger någon i uppdrag att ta fram ett avtal: det binder inte parten. Är verkan en
    tolkning av en oklar lydelse märks den ``verifierad: nej``. ``version`` är den version av texten som organet
    godkände, så som den visas av ``avtal visa`` och står i förslaget till beslut.
    """

    ansluter: Avtalsid | None = None
    utträder: Avtalsid | None = None
    godkänner: Handlingsid | None = None
    underskriftsrätt: Underskriftsrätt | None = None
    uppdrag: Avtalsid | None = None
    finansiering: Text | None = None
    version: Text | None = None

    @model_validator(mode="after")
    def _precis_en(self) -> Verkan:
        slag = [fält for fält in type(self).model_fields if fält not in (*Belagd.model_fields, "version")]
        if len(self.model_fields_set & set(slag)) != 1:
            raise ValueError(f"ange precis en verkan, en av: {', '.join(slag)}")
        return self


class AnnatOrgan(Faktum):
    """Villkoret att ett annat organ beslutar likadant i de nämnda punkterna."""

    part: Partid | None = None
    organ: Organnamn
    punkter: Annotated[Följd[Heltal], Field(min_length=1)]


class Kostnadsmodell(Faktum):
    """Den fördelning mellan slag av parter som beslutet bygger på."""

    kommun: Procent
    region: Procent
    statlig_myndighet: Procent


class Villkor(Belagd):
    """Ett villkor för beslutet, i text och om möjligt i en form som reglerna kan pröva.

    ``kostnad_högst`` är kronor per år. ``väsentligt`` är hur mycket taket får överskridas; säger beslutet inte
    det är måttet en tolkning och märks ``verifierad: nej``. ``räknar_med`` är det ungefärliga belopp per år som
    beslutet bygger på, ``budgetår`` det sista år vars budget ska räcka och ``gäller_till`` sista dagen som beslutet
    gäller.
    """

    text: Stycketext
    kostnad_högst: Kronor | None = None
    väsentligt: Uppgift[Annotated[Procent, procent_mellan(0, 100)]] | None = None
    annat_organ: AnnatOrgan | None = None
    kostnadsmodell: Kostnadsmodell | None = None
    utvärderas_senast: Datum | None = None
    räknar_med: Annotated[Kronor, Field(gt=0)] | None = None
    budgetår: Årtal | None = None
    gäller_till: Datum | None = None


class Beslutssats(Faktum):
    """En punkt i beslutet, återgiven i text, med verkan och villkor."""

    text: Stycketext
    verkan: Verkan | None = None
    villkor: Följd[Villkor] = ()


class Justering(Faktum):
    """När och hur protokollet justerades (KL 5 kap. 69 §)."""

    omedelbar: JaNej = False
    dag: Datum | None = None


class Anslag(Faktum):
    """När justeringen tillkännagavs på anslagstavlan, och var protokollet förvaras (KL 8 kap. 9–12 §§).

    ``nedtaget`` är dagen då anslaget togs ned, eller ska tas ned enligt beviset.
    """

    uppsatt: Datum
    nedtaget: Datum | None = None
    förvaringsplats: Text | None = None
    undertecknat_av: Text | None = None


class Beredning(Belagd):
    """Ett organ som har berett ärendet före beslutet, och när. Finns beslutet i underlaget räcker dess id."""

    kort_form = "organ"
    organ: Organnamn | None = None
    dag: Datum | None = None
    paragraf: Heltal | None = None
    beslut: Beslutsid | None = None

    @model_validator(mode="after")
    def _utpekad(self) -> Beredning:
        if (self.organ is None) == (self.beslut is None):
            raise ValueError("ange antingen organ, eller beslut med beslutets id")
        return self


class Beslut(Kvitterbar):
    """Ett beslut, eller ett förslag till beslut, av ett organ hos en part.

    ``diarienummer`` är fri text som aldrig tolkas: varje utfärdare har sin form. ``beslutande`` är namnet på den
    tjänsteperson som beslutat ensam, ``delegation`` punkten i delegationsordningen och ``anmäls_till`` nämnden som
    beslutet anmäls till (KL 6 kap. 40 §). ``känt_genom`` sägs om beslutet bara är känt genom en hänvisning.
    ``beredning`` är de organ som har berett ärendet, i ordning.
    ``ordagrant`` är nej när texterna är ett sammandrag; av dem går det inte att göra ett protokollsutdrag.
    """

    organ: Organnamn
    rubrik: Text
    status: Status
    sammanträdesdatum: Datum | None = None
    paragraf: Heltal | None = None
    beslutsnummer: Text | None = None
    diarienummer: Text | None = None
    beslutande: Text | None = None
    delegation: Text | None = None
    anmäls_till: Text | None = None
    känt_genom: Text | None = None
    justering: Justering | None = None
    anslag: Anslag | None = None
    beredning: Följd[Beredning] = ()
    beslutssatser: Följd[Beslutssats]
    ordagrant: JaNej = True
    protokoll: Protokoll | None = None
    _id: str = PrivateAttr("")
    _part: str = PrivateAttr("")

    @property
    def id(self) -> str:
        """Partens id, snedstreck och filens namn: ``ockero/2020-05-28-sn-33``."""
        return self._id

    @property
    def part(self) -> str:
        """Partens id; tomt om beslutet inte kunnat knytas till någon part."""
        return self._part

    @property
    def gäller(self) -> bool:
        """Om organet faktiskt har beslutat, till skillnad från föreslagit, skjutit upp eller upphävt."""
        return self.status == "beslutat"

    def har_fattats(self, dag: date) -> bool:
        """Om organet har beslutat senast den dagen; okänd dag räknas som ja."""
        return self.gäller and (self.sammanträdesdatum is None or self.sammanträdesdatum <= dag)

    def beteckning(self) -> str:
        """Organ, dag och paragraf: ”socialnämnden 2020-05-28 § 33”. Ett förslag har ingen dag eller paragraf än."""
        nummer = (
            f"§\u00a0{self.paragraf}"
            if self.paragraf
            else (f"nr\u00a0{self.beslutsnummer}" if self.beslutsnummer else "")
        )
        if self.status == "förslag":
            return f"förslag till {self.organ}"
        dag = str(self.sammanträdesdatum) if self.sammanträdesdatum else "(dag okänd)"
        return " ".join(d for d in (self.organ, dag, nummer) if d)

    def med_verkan(self, slag: str, mål: str) -> Iterator[tuple[int, Beslutssats]]:
        """Beslutssatser (räknade från 1) vars verkan ``slag`` gäller ``mål`` (ett avtals- eller handlingsid)."""
        for nummer, sats in enumerate(self.beslutssatser, 1):
            värde = getattr(sats.verkan, slag, None)
            if värde == mål or (isinstance(värde, Underskriftsrätt) and värde.avser == mål):
                yield nummer, sats
