"""Vet vad en part har beslutat: av vilket organ, när, med vilken verkan och på vilka villkor."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
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
    unika,
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
    """Avtalet som rätten gäller: namnet på dess mapp under avtal/."""
    omfattar: Omfattning = "allt"
    """Om rätten gäller själva avtalet, tillägg till det, eller allt."""
    organ: Organnamn | None = None
    """Organet som får rätten."""
    befattningar: Följd[Text] = ()
    """Befattningarna som får rätten."""


class Verkan(Belagd):
    """Den rättsliga verkan av en beslutssats, i en form som reglerna kan läsa. Precis en av dem anges.

    Är verkan en tolkning av en oklar lydelse märks den som inte verifierad.
    """

    ansluter: Avtalsid | None = None
    """Avtalet som parten går med i."""
    utträder: Avtalsid | None = None
    """Avtalet som parten går ur."""
    godkänner: Handlingsid | None = None
    """Tilläggsavtalet som parten godkänner: avtalets mapp, snedstreck och filen utan ändelse."""
    underskriftsrätt: Underskriftsrätt | None = None
    """Vem beslutet ger rätt att skriva under."""
    uppdrag: Avtalsid | None = None
    """Avtalet som organet bara ger någon i uppdrag att ta fram. Det binder inte parten."""
    finansiering: Text | None = None
    """Vad beslutet säger om hur kostnaden betalas."""
    version: Text | None = None
    """Versionen av texten som organet godkände, så som den visas av ”avtal visa” och står i förslaget till beslut."""

    @model_validator(mode="after")
    def _precis_en(self) -> Verkan:
        if len(self.model_fields_set & set(VERKNINGAR)) != 1:
            raise ValueError(f"ange precis en verkan, en av: {', '.join(VERKNINGAR)}")
        return self


VERKNINGAR = tuple(fält for fält in Verkan.model_fields if fält not in (*Belagd.model_fields, "version"))
"""De verkningar en beslutssats kan ha: ansluter, utträder, godkänner …"""


class AnnatOrgan(Faktum):
    """Villkoret att ett annat organ beslutar likadant i de nämnda punkterna."""

    part: Partid | None = None
    """Parten vars organ ska besluta; utelämnas om det är den egna."""
    organ: Organnamn
    """Organet som ska besluta likadant."""
    punkter: Annotated[Följd[Heltal], Field(min_length=1)]
    """Numren på punkterna i beslutet."""


class Kostnadsmodell(Faktum):
    """Den fördelning mellan slag av parter som beslutet bygger på."""

    kommun: Procent
    """Kommunernas andel."""
    region: Procent
    """Regionernas andel."""
    statlig_myndighet: Procent
    """De statliga myndigheternas andel."""


class Villkor(Belagd):
    """Ett villkor för beslutet, i text och om möjligt i en form som reglerna kan pröva."""

    text: Stycketext
    """Villkoret i ord."""
    kostnad_högst: Kronor | None = None
    """Den högsta kostnad per år som beslutet tillåter, i kronor."""
    väsentligt: Uppgift[Annotated[Procent, procent_mellan(0, 100)]] | None = None
    """Hur mycket den högsta kostnaden får överskridas. Säger beslutet inte det är måttet en tolkning, som inte är
    verifierad."""
    annat_organ: AnnatOrgan | None = None
    """Ett annat organ som ska besluta likadant."""
    kostnadsmodell: Kostnadsmodell | None = None
    """Fördelningen som beslutet bygger på."""
    utvärderas_senast: Datum | None = None
    """Dagen då medverkan senast ska vara utvärderad."""
    räknar_med: Annotated[Kronor, Field(gt=0)] | None = None
    """Det ungefärliga belopp per år som beslutet bygger på, i kronor."""
    budgetår: Årtal | None = None
    """Det sista år vars budget ska räcka."""
    gäller_till: Datum | None = None
    """Sista dagen som beslutet gäller."""

    @property
    def tål(self) -> Fraction | None:
        """Den högsta kostnad som villkoret tål, kronor per år: taket och det som räknas som oväsentligt."""
        if self.kostnad_högst is None:
            return None
        return self.kostnad_högst * (1 + (self.väsentligt.värde if self.väsentligt else Fraction(0)))


class Beslutssats(Faktum):
    """En punkt i beslutet, återgiven i text, med verkan och villkor."""

    text: Stycketext
    """Punktens text."""
    verkan: Verkan | None = None
    """Vad punkten innebär, i en form som reglerna kan läsa."""
    villkor: Följd[Villkor] = ()
    """Villkoren för att punkten ska gälla."""


class Justering(Faktum):
    """När och hur protokollet justerades (KL 5 kap. 69 §)."""

    omedelbar: JaNej = False
    """Ja om paragrafen är omedelbart justerad."""
    dag: Datum | None = None
    """Dagen då protokollet justerades."""


class Anslagstavla(Faktum):
    """När anslaget sattes upp på en anslagstavla, och när det togs ned eller ska tas ned enligt beviset."""

    uppsatt: Datum
    """Dagen då anslaget sattes upp."""
    nedtaget: Datum | None = None
    """Dagen då anslaget togs ned, eller ska tas ned enligt beviset."""


class AnnanTavla(Anslagstavla):
    """Anslagstavlan hos en annan part, när beslutet är en gemensam nämnds (KL 9 kap. 32 §)."""

    part: Partid
    """Parten vars anslagstavla det är."""


class Anslag(Anslagstavla):
    """När justeringen tillkännagavs på anslagstavlan, och var protokollet förvaras (KL 8 kap. 9–12 §§)."""

    förvaringsplats: Text | None = None
    """Var protokollet förvaras."""
    undertecknat_av: Text | None = None
    """Den som skriver under beviset."""
    andra_tavlor: Annotated[Följd[AnnanTavla], unika("part")] = ()
    """De andra parternas anslagstavlor, när beslutet är en gemensam nämnds."""

    @property
    def tavlor(self) -> tuple[Anslagstavla, ...]:
        """Den egna anslagstavlan och de andras."""
        return (self, *self.andra_tavlor)

    @property
    def dagar(self) -> tuple[date, ...]:
        """Dagarna då anslaget sattes upp, den egna först; tiden för överklagande räknas från den sista av dem."""
        return tuple(t.uppsatt for t in self.tavlor)


class Beredning(Belagd):
    """Ett organ som har berett ärendet före beslutet. Finns dess beslut i underlaget räcker beslutets id."""

    kort_form = "organ"
    organ: Organnamn | None = None
    """Organet som beredde ärendet."""
    dag: Datum | None = None
    """Dagen då organet behandlade ärendet."""
    paragraf: Heltal | None = None
    """Paragrafens nummer i organets protokoll."""
    beslut: Beslutsid | None = None
    """Organets beslut, om det finns i underlaget: partens mapp, snedstreck och filen utan ändelse."""

    @model_validator(mode="after")
    def _utpekad(self) -> Beredning:
        if (self.organ is None) == (self.beslut is None):
            raise ValueError("ange antingen organ, eller beslut med beslutets id")
        return self


class Beslut(Kvitterbar):
    """Ett beslut, eller ett förslag till beslut, av ett organ hos en part."""

    organ: Organnamn
    """Organet som beslutar."""
    rubrik: Text
    """Ärendets rubrik."""
    status: Status
    """Hur långt beslutet har kommit."""
    sammanträdesdatum: Datum | None = None
    """Dagen för beslutet; utelämnas om den inte är känd."""
    paragraf: Heltal | None = None
    """Paragrafens nummer i protokollet."""
    beslutsnummer: Text | None = None
    """Beslutets nummer, när det inte är en paragraf."""
    diarienummer: Text | None = None
    """Ärendets diarienummer. Det tolkas aldrig: varje utfärdare har sin form."""
    beslutande: Text | None = None
    """Namnet på den tjänsteperson som har beslutat ensam."""
    delegation: Text | None = None
    """Punkten i delegationsordningen som ger rätt att besluta."""
    anmäls_till: Text | None = None
    """Nämnden som beslutet anmäls till (KL 6 kap. 40 §)."""
    anmält: Datum | None = None
    """Dagen då beslutet anmäldes till nämnden."""
    känt_genom: Text | None = None
    """Handlingen som nämner beslutet, när beslutet självt inte finns."""
    justering: Justering | None = None
    """När och hur protokollet justerades."""
    anslag: Anslag | None = None
    """När justeringen tillkännagavs."""
    beredning: Följd[Beredning] = ()
    """De organ som har berett ärendet, i ordning."""
    beslutssatser: Följd[Beslutssats]
    """Beslutets punkter."""
    ordagrant: JaNej = True
    """Nej när texterna är ett sammandrag. Av dem går det inte att göra ett protokollsutdrag."""
    protokoll: Protokoll | None = None
    """Det som protokollet säger om ärendet."""
    _id: str = PrivateAttr("")
    _part: str = PrivateAttr("")

    @cached_property
    def id(self) -> str:
        """Partens id, snedstreck och filens namn: ``ockero/2020-05-28-sn-33``."""
        return self._id

    @cached_property
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

    @property
    def justerat_den(self) -> date | None:
        """Dagen då protokollet justerades; vid omedelbar justering dagen för sammanträdet."""
        if self.justering is None:
            return None
        return self.sammanträdesdatum if self.justering.omedelbar else self.justering.dag

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

    def med_status(self) -> str:
        """Beteckningen, och inom parentes att beslutet är upphävt, bordlagt eller återremitterat."""
        return self.beteckning() + ("" if self.status in ("beslutat", "förslag") else f" ({self.status})")

    def med_verkan(self, slag: str, mål: str) -> Iterator[tuple[int, Beslutssats]]:
        """Beslutssatser (räknade från 1) vars verkan ``slag`` gäller ``mål`` (ett avtals- eller handlingsid)."""
        for nummer, sats in enumerate(self.beslutssatser, 1):
            värde = getattr(sats.verkan, slag, None)
            if värde == mål or (isinstance(värde, Underskriftsrätt) and värde.avser == mål):
                yield nummer, sats
