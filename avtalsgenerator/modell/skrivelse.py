"""Vet vad en skrivelse i ärendet säger: tjänsteutlåtande, yrkande, förslag till fullmäktige, remissammanställning."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field, model_validator

from avtalsgenerator.modell.avtal import Radperson
from avtalsgenerator.modell.grund import Belagd, Faktum, Följd, Heltal, JaNej, Partid, Stycketext, Text, Uppgift, unika
from avtalsgenerator.modell.handling import Avtalshandling
from avtalsgenerator.modell.loptext import Markdown
from avtalsgenerator.modell.part import Kontaktperson, Skrivelseslag
from avtalsgenerator.modell.protokoll import STANDARDRUBRIKER
from avtalsgenerator.modell.tid import Datum

TJÄNSTEPERSONENS = ("tjänsteutlåtande", "tjänsteskrivelse", "remissammanställning")
FÄLT_FÖR_SLAG: dict[str, tuple[str, ...]] = {
    "av": ("yrkande",),
    "tillstyrker": ("förslag till fullmäktige",),
    "ort": ("förslag till fullmäktige",),
    "ärende": ("yrkande", *TJÄNSTEPERSONENS),
    "handläggare": TJÄNSTEPERSONENS,
}
"""Fälten som bara några slag av skrivelser skriver ut. Ett annat slag får inte ha dem: de skulle falla bort."""
SKRIVELSESLAG: tuple[str, ...] = get_args(Skrivelseslag)
Uppställning = Literal["förslag_till_beslut", "beslutsunderlag", "bilagor", "skickas_till", "remiss"]
"""De delar av en skrivelse som är listor eller tabeller och visas där avsnittet säger ”visa”."""


class Skrivelseavsnitt(Faktum):
    """Ett avsnitt: en rubrik och en text, eller en av skrivelsens listor på den plats där den ska stå."""

    kort_form = "visa"
    rubrik: Text | None = None
    """Avsnittets rubrik. En lista som visas utan egen rubrik får den vanliga."""
    text: Markdown | None = None
    """Avsnittets text."""
    visa: Uppställning | None = None
    """Listan som visas i stället för en text."""

    @model_validator(mode="after")
    def _en_form(self) -> Skrivelseavsnitt:
        if (self.text is None) == (self.visa is None):
            raise ValueError("ange antingen text, eller visa med namnet på en lista")
        if self.text is not None and self.rubrik is None:
            raise ValueError("ett avsnitt med text ska ha en rubrik")
        return self

    @property
    def namn(self) -> str:
        """Rubriken som skrivs ut."""
        return self.rubrik or STANDARDRUBRIKER.get(self.visa or "", "Svar på remissen")


class Remissvar(Belagd):
    """En ståndpunkt i en fråga: hur många som har den, eller vilka, och varför."""

    ståndpunkt: Text
    """Vad de svarade."""
    antal: Heltal | None = None
    """Hur många som svarade så; utelämnas när källan bara säger ungefär."""
    ungefär: Text | None = None
    """Hur många det är, med källans ord: ”de flesta”."""
    av: Annotated[Följd[Text], unika()] = ()
    """De som svarade så."""
    skäl: Stycketext | None = None
    """Varför de svarade så."""

    @model_validator(mode="after")
    def _en_mängd(self) -> Remissvar:
        if sum((self.antal is not None, self.ungefär is not None, bool(self.av))) != 1:
            raise ValueError("ange precis en av antal, ungefär och av")
        return self

    @property
    def många(self) -> int | None:
        """Hur många; ``None`` om källan bara säger ungefär."""
        return len(self.av) or self.antal


class Remissfråga(Faktum):
    """En fråga i remissen och ståndpunkterna i den. Ingen svarar på två sätt i samma fråga."""

    fråga: Text
    """Frågan som ställdes."""
    svar: Annotated[Följd[Remissvar], unika("ståndpunkt")] = ()
    """Ståndpunkterna i frågan."""


class Remiss(Belagd):
    """En remiss: hur många som tillfrågades, hur många som svarade och vad de svarade fråga för fråga."""

    tillfrågade: Annotated[Heltal, Field(gt=0)]
    """Hur många som tillfrågades."""
    svarande: Heltal
    """Hur många som svarade."""
    frågor: Annotated[Följd[Remissfråga], unika("fråga")]
    """Frågorna, med svaren."""


class Skrivelse(Avtalshandling):
    """En skrivelse i ett ärende: vem som skriver till vem, när och om vad."""

    handling: Skrivelseslag
    """Slaget av skrivelse."""
    part: Partid | None = None
    """Parten som skriver: namnet på dess mapp under parter/."""
    från: Text | None = None
    """Förvaltningen eller organet som skriver."""
    till: Text | None = None
    """Den som skrivelsen är ställd till."""
    rubrik: Text
    """Ärendets rubrik."""
    yrkande: Literal["tilläggsyrkande", "återremissyrkande", "ändringsyrkande", "avslagsyrkande"] | None = None
    """Slaget av yrkande, när skrivelsen är ett yrkande."""
    av: Annotated[Följd[Text], unika()] = ()
    """Partierna eller ledamöterna som yrkar."""
    tillstyrker: Text | None = None
    """Förslaget som ett förslag till fullmäktige bygger på."""
    dag: Uppgift[Datum] | None = None
    """Skrivelsens dag; utelämnas om den inte är känd."""
    ort: Text | None = None
    """Orten som ett förslag till fullmäktige är daterat på."""
    diarienummer: Text | None = None
    """Ärendets diarienummer."""
    ärende: Text | None = None
    """Ärendets nummer på dagordningen."""
    handläggare: Kontaktperson | None = None
    """Handläggaren, med adress och telefon."""
    beslutas_i: Annotated[Följd[Text], unika()] = ()
    """Organen som förslaget till beslut gäller."""
    förslag_till_beslut: Följd[Stycketext] = ()
    """Punkterna i förslaget till beslut."""
    avsnitt: Följd[Skrivelseavsnitt] = ()
    """Avsnitten, i den ordning de kommer i dokumentet."""
    beslutsunderlag: Följd[Text] = ()
    """Handlingarna som förslaget bygger på."""
    bilagor: Följd[Text] = ()
    """Skrivelsens bilagor."""
    skickas_till: Följd[Text] = ()
    """De som ska få beslutet."""
    remiss: Remiss | None = None
    """Remissen och svaren på den."""
    underskrifter: Följd[Radperson] = ()
    """De som skriver under."""
    ordagrant: JaNej = True
    """Nej när texterna är ett sammandrag."""

    @model_validator(mode="after")
    def _allt_visas(self) -> Skrivelse:
        visas = [a.visa for a in self.avsnitt if a.visa]
        for vad in get_args(Uppställning):
            if bool(getattr(self, vad)) != (vad in visas):
                fel = (
                    "finns men visas inte i något avsnitt" if vad not in visas else "visas i ett avsnitt men finns inte"
                )
                raise ValueError(f"{vad} {fel}")
        if dubbla := [v for v in visas if visas.count(v) > 1]:
            raise ValueError(f"{dubbla[0]} visas i två avsnitt")
        for fält, slag in FÄLT_FÖR_SLAG.items():
            if getattr(self, fält) and self.handling not in slag:
                raise ValueError(f"{fält} skrivs inte ut i ett dokument av slaget {self.handling}; ta bort raden")
        if self.beslutas_i and not self.förslag_till_beslut:
            raise ValueError("beslutas_i anges bara när det finns förslag_till_beslut")
        if (self.handling == "yrkande") != (self.yrkande is not None):
            raise ValueError("yrkande anges när handlingen är ett yrkande, och bara då")
        return self
