"""Vet vem en part är, vilka organ och befattningar den har och vem som får skriva under för den."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, Field, PrivateAttr

from avtalsgenerator.modell.grund import (
    Avtalsid,
    Befattningsnamn,
    Belagd,
    Beslutsid,
    Följd,
    Heltal,
    Omfattning,
    Organnamn,
    Partid,
    Text,
    Uppgift,
    unika,
)
from avtalsgenerator.modell.nummer import Kommunkod, Organisationsnummer
from avtalsgenerator.modell.protokoll import Protokollsform
from avtalsgenerator.modell.tid import Datum, Tidsbunden

if TYPE_CHECKING:
    from datetime import date

Partslag = Literal["kommun", "region", "statlig_myndighet", "kommunalförbund"]
Organslag = Literal["fullmäktige", "styrelse", "nämnd", "utskott", "tjänsteperson"]


class Platser(Tidsbunden):
    """Hur många ledamöter ett organ har under en tid."""

    antal: Annotated[Heltal, Field(gt=0)]
    """Hur många ledamöter organet har."""


class Organ(Tidsbunden):
    """Ett organ hos parten. Nämnden är inte parten: parten är den juridiska personen, organet handlar för den."""

    namn: Text
    """Organets namn, så som besluten nämner det."""
    slag: Organslag
    """Vad organet är."""
    platser: Följd[Platser] = ()
    """Hur många ledamöter organet har, och när."""
    efterträds_av: Organnamn | None = None
    """Organet som tog över efter det här."""
    reglemente_från: Datum | None = None
    """Dagen då det reglemente som nu gäller för organet började gälla."""

    def platser_den(self, dag: date) -> Platser | None:
        """Hur många ledamöter organet har den dagen, om det är känt."""
        return next((p for p in self.platser if p.gäller(dag)), None)


class Befattning(Tidsbunden):
    """Vem som har en befattning och när. Personen kan vara okänd."""

    befattning: Text
    """Befattningens namn, till exempel kommundirektör."""
    organ: Organnamn | None = None
    """Organet som befattningen hör till. Det skiljer till exempel ordförandena i två nämnder åt."""
    namn: Text | None = None
    """Personens namn; utelämnas om det inte är känt."""
    bekräftad: Datum | None = None
    """Senaste dag då det är känt att personen hade befattningen. Anges när slutet inte är känt."""
    frånvaro: Följd[Tidsbunden] = ()
    """Tider då personen har förhinder (förfall) och en ersättare skriver under."""


class Behörighet(Tidsbunden):
    """Vem som får skriva under för parten, för vad och med vilket beslut som stöd.

    Rätten att skriva under är inte ett beslut i kommunallagens mening och kan inte delegeras; den behöver ett
    eget beslut (Kommuninvest, ”Rätten att underteckna”).
    """

    avser: Avtalsid
    """Avtalet som rätten gäller: namnet på dess mapp under avtal/."""
    omfattar: Omfattning = "allt"
    """Om rätten gäller själva avtalet, tillägg till det, eller allt."""
    organ: Organnamn | None = None
    """Organet som skriver under enligt rätten; utelämnas om rätten inte är knuten till ett organ."""
    undertecknas_av: Följd[Befattningsnamn] = ()
    """Befattningarna som får skriva under, i turordning."""
    sätt: Literal["var för sig", "två i förening"] = "var för sig"
    """Om en får skriva under ensam, eller två tillsammans."""
    kontrasigneras_av: Befattningsnamn | None = None
    """Befattningen som skriver under utöver de andra (kontrasignerar)."""
    ersättare: Följd[Befattningsnamn] = ()
    """Befattningarna som skriver under när någon har förhinder, i turordning."""
    stöd: Beslutsid | None = None
    """Beslutet som ger rätten: partens mapp, snedstreck och beslutets fil utan ändelse."""


class Folkmängd(Belagd):
    """Antal folkbokförda en viss dag, nästan alltid den 31 december. Källa: SCB."""

    dag: Datum
    """Dagen som antalet gäller."""
    antal: Annotated[Heltal, Field(gt=0)]
    """Hur många som var folkbokförda den dagen."""


class Kontaktperson(Belagd):
    """Den som är länken mellan parten och verksamheten."""

    namn: Text
    """Personens namn."""
    epost: Text | None = None
    """Personens e-postadress."""
    telefon: Text | None = None
    """Personens telefonnummer."""


Skrivelseslag = Literal[
    "tjänsteutlåtande", "tjänsteskrivelse", "yrkande", "förslag till fullmäktige", "remissammanställning"
]


class Skrivelseform(Belagd):
    """De avsnitt som partens skrivelser av ett slag ska ha, med partens rubriker. Regeln SKR02 frågar efter dem."""

    handling: Skrivelseslag
    """Slaget av skrivelse."""
    avsnitt: Annotated[Följd[Text], Field(min_length=1), unika()]
    """Rubrikerna på avsnitten som ska finnas."""


def _utan_cirkel(organ: tuple[Organ, ...]) -> tuple[Organ, ...]:
    efterträdare = {o.namn: o.efterträds_av for o in organ if o.efterträds_av}
    for namn in efterträdare:
        kedja, nästa = [namn], efterträdare.get(namn)
        while nästa and nästa not in kedja:
            kedja.append(nästa)
            nästa = efterträdare.get(nästa)
        if nästa:
            raise ValueError(f"organen efterträder varandra i en cirkel: {', '.join(kedja)}")
    return organ


class Part(Belagd):
    """En part: den juridiska personen, hur den brukar nämnas och vad den är."""

    namn: Text
    """Det vanliga namnet, till exempel Göteborgs Stad."""
    juridiskt_namn: Uppgift[Text]
    """Det registrerade namnet, till exempel Göteborgs kommun."""
    kortnamn: Text
    """Namnet som används i uppräkningar, till exempel Göteborg."""
    slag: Partslag
    """Vad parten är."""
    organisationsnummer: Uppgift[Organisationsnummer] | None = None
    """Organisationsnumret, med bindestreck."""
    kommunkod: Kommunkod | None = None
    """De fyra siffrorna i kommunkoden. Sätt dem inom citattecken, så att en inledande nolla blir kvar."""
    kretsar: Annotated[Följd[Partid], unika()] = ()
    """Kretsarna som parten hör till: namnen på deras mappar under parter/. Avtalet säger vilken krets som får ansluta
    sig."""
    kontaktperson: Kontaktperson | None = None
    """Partens kontaktperson."""
    organ: Annotated[Följd[Organ], unika("namn"), AfterValidator(_utan_cirkel)] = ()
    """Partens organ."""
    befattningar: Annotated[Följd[Befattning], unika("befattning", "organ", "från")] = ()
    """Vilka som har befattningarna, och när."""
    behörighet: Följd[Behörighet] = ()
    """Vilka som får skriva under, för vad, och beslutet som ger rätten."""
    protokollsformer: Annotated[Följd[Protokollsform], unika("organ")] = ()
    """Hur parten, eller vart och ett av dess organ, ställer upp sina protokollsutdrag."""
    skrivelseformer: Annotated[Följd[Skrivelseform], unika("handling")] = ()
    """Avsnitten som partens skrivelser ska ha."""
    folkmängd: Annotated[Följd[Folkmängd], unika("dag")] = ()
    """Folkmängden de dagar som kostnader fördelas efter."""
    _id: str = PrivateAttr("")

    @cached_property
    def id(self) -> str:
        """Mappens namn under ``parter/``."""
        return self._id

    def finn_organ(self, namn: str) -> Organ | None:
        return next((o for o in self.organ if o.namn == namn), None)

    def folkmängd_den(self, dag: date) -> Folkmängd | None:
        return next((f for f in self.folkmängd if f.dag == dag), None)
