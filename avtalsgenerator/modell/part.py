"""Vet vem en part är, vilka organ och befattningar den har och vem som får skriva under för den."""

from __future__ import annotations

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


class Organ(Tidsbunden):
    """Ett organ hos parten. Nämnden är inte parten: parten är den juridiska personen, organet handlar för den.

    ``reglemente_från`` är dagen då det reglemente som nu gäller för organet började gälla.
    """

    namn: Text
    slag: Organslag
    efterträds_av: Organnamn | None = None
    reglemente_från: Datum | None = None


class Befattning(Tidsbunden):
    """Vem som har en befattning och när. Personen kan vara okänd; då saknas ``namn``.

    ``organ`` skiljer till exempel ordförandena i två nämnder åt. ``frånvaro`` är tider då personen har
    förhinder (förfall) och en ersättare skriver under. ``bekräftad`` är den senaste dag då det är känt att
    personen hade befattningen; anges när slutet inte är känt.
    """

    befattning: Text
    organ: Organnamn | None = None
    namn: Text | None = None
    bekräftad: Datum | None = None
    frånvaro: Följd[Tidsbunden] = ()


class Behörighet(Tidsbunden):
    """Vem som får skriva under för parten, för vad och med vilket beslut som stöd.

    Rätten att skriva under är inte ett beslut i kommunallagens mening och kan inte delegeras; den behöver ett
    eget beslut (Kommuninvest, ”Rätten att underteckna”). ``omfattar`` skiljer rätten att skriva
    under själva avtalet från rätten att skriva under tillägg.
    """

    avser: Avtalsid
    omfattar: Omfattning = "allt"
    organ: Organnamn | None = None
    undertecknas_av: Följd[Befattningsnamn] = ()
    sätt: Literal["var för sig", "två i förening"] = "var för sig"
    kontrasigneras_av: Befattningsnamn | None = None
    ersättare: Följd[Befattningsnamn] = ()
    stöd: Beslutsid | None = None


class Folkmängd(Belagd):
    """Antal folkbokförda en viss dag, nästan alltid den 31 december. Källa: SCB."""

    dag: Datum
    antal: Annotated[Heltal, Field(gt=0)]


class Kontaktperson(Belagd):
    """Den som är länken mellan parten och verksamheten."""

    namn: Text
    epost: Text | None = None
    telefon: Text | None = None


Skrivelseslag = Literal[
    "tjänsteutlåtande", "tjänsteskrivelse", "yrkande", "förslag till fullmäktige", "remissammanställning"
]


class Skrivelseform(Belagd):
    """De avsnitt som partens skrivelser av ett slag ska ha, med partens rubriker. Regeln SKR02 frågar efter dem."""

    handling: Skrivelseslag
    avsnitt: Annotated[Följd[Text], Field(min_length=1), unika()]


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
    """En part: den juridiska personen, hur den brukar nämnas och vad den är.

    ``namn`` är det vanliga namnet (Göteborgs Stad), ``juridiskt_namn`` det registrerade (Göteborgs kommun),
    ``kortnamn`` det som används i uppräkningar (Göteborg).
    """

    namn: Text
    juridiskt_namn: Uppgift[Text]
    kortnamn: Text
    slag: Partslag
    organisationsnummer: Uppgift[Organisationsnummer] | None = None
    kommunkod: Kommunkod | None = None
    kretsar: Annotated[Följd[Partid], unika()] = ()
    kontaktperson: Kontaktperson | None = None
    organ: Annotated[Följd[Organ], unika("namn"), AfterValidator(_utan_cirkel)] = ()
    befattningar: Annotated[Följd[Befattning], unika("befattning", "organ", "från")] = ()
    behörighet: Följd[Behörighet] = ()
    protokollsformer: Annotated[Följd[Protokollsform], unika("organ")] = ()
    skrivelseformer: Annotated[Följd[Skrivelseform], unika("handling")] = ()
    folkmängd: Annotated[Följd[Folkmängd], unika("dag")] = ()
    _id: str = PrivateAttr("")

    @property
    def id(self) -> str:
        """Mappens namn under ``parter/``."""
        return self._id

    def finn_organ(self, namn: str) -> Organ | None:
        return next((o for o in self.organ if o.namn == namn), None)

    def folkmängd_den(self, dag: date) -> Folkmängd | None:
        return next((f for f in self.folkmängd if f.dag == dag), None)
