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
    text: Markdown | None = None
    visa: Uppställning | None = None

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
    """En ståndpunkt i en fråga: hur många som har den, eller vilka, och varför.

    ``antal`` utelämnas när källan bara säger ungefär hur många; då återges det i ``ungefär`` (”de flesta”).
    """

    ståndpunkt: Text
    antal: Heltal | None = None
    ungefär: Text | None = None
    av: Annotated[Följd[Text], unika()] = ()
    skäl: Stycketext | None = None

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
    svar: Annotated[Följd[Remissvar], unika("ståndpunkt")] = ()


class Remiss(Belagd):
    """En remiss: hur många som tillfrågades, hur många som svarade och vad de svarade fråga för fråga."""

    tillfrågade: Annotated[Heltal, Field(gt=0)]
    svarande: Heltal
    frågor: Annotated[Följd[Remissfråga], unika("fråga")]


class Skrivelse(Avtalshandling):
    """En skrivelse i ett ärende: vem som skriver till vem, när och om vad.

    ``från`` är förvaltningen eller organet som skriver, ``av`` de partier eller ledamöter som yrkar. ``beslutas_i`` är
    de organ som förslaget till beslut gäller. ``tillstyrker`` är det förslag som förslaget till fullmäktige bygger på.
    ``avsnitt`` kommer i dokumentet i den ordning de står. ``ordagrant`` är nej när texterna är ett sammandrag.
    """

    handling: Skrivelseslag
    part: Partid | None = None
    från: Text | None = None
    till: Text | None = None
    rubrik: Text
    yrkande: Literal["tilläggsyrkande", "återremissyrkande", "ändringsyrkande", "avslagsyrkande"] | None = None
    av: Annotated[Följd[Text], unika()] = ()
    tillstyrker: Text | None = None
    dag: Uppgift[Datum] | None = None
    ort: Text | None = None
    diarienummer: Text | None = None
    ärende: Text | None = None
    handläggare: Kontaktperson | None = None
    beslutas_i: Annotated[Följd[Text], unika()] = ()
    förslag_till_beslut: Följd[Stycketext] = ()
    avsnitt: Följd[Skrivelseavsnitt] = ()
    beslutsunderlag: Följd[Text] = ()
    bilagor: Följd[Text] = ()
    skickas_till: Följd[Text] = ()
    remiss: Remiss | None = None
    underskrifter: Följd[Radperson] = ()
    ordagrant: JaNej = True

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
