"""Vet vad ett samverkansavtal säger: parter, tid, utträde, anslutning, finansiering och underskrifter."""

from __future__ import annotations

import re
from calendar import monthrange
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, PrivateAttr, model_validator

from avtalsgenerator.modell.belopp import Kronor, Procent, procent_mellan
from avtalsgenerator.modell.grund import (
    Belagd,
    Faktum,
    Följd,
    Heltal,
    JaNej,
    Mellan,
    Organnamn,
    Partid,
    Text,
    Uppgift,
    skrivs,
    unika,
)
from avtalsgenerator.modell.kvittens import Kvitterbar
from avtalsgenerator.modell.loptext import Markdown
from avtalsgenerator.modell.part import Partslag
from avtalsgenerator.modell.tid import Datum, Tidsbunden, Årtal
from avtalsgenerator.modell.underskrift import Undertecknat

MÅNADER = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip


SKOTTÅR = 2024


def _årsdag(värde: Any) -> Any:
    if not isinstance(värde, str):
        return värde
    träff = re.fullmatch(rf"([0-9]{{1,2}}) ({'|'.join(MÅNADER)})", värde)
    månad = MÅNADER.index(träff[2]) + 1 if träff else 0
    if not träff or not 1 <= int(träff[1]) <= monthrange(SKOTTÅR, månad)[1]:
        raise ValueError(f"skriv dagen som ”31 december”; här står ”{värde}”")
    return månad, int(träff[1])


Årsdag = Annotated[
    tuple[int, int],
    BeforeValidator(_årsdag),
    skrivs(
        f"^(?:0?[1-9]|[12][0-9]|3[01]) (?:{'|'.join(MÅNADER)})$",
        "Skriv dagen och månaden, till exempel 31 december.",
        examples=["31 december"],
    ),
]
"""Månad och dag, skrivet ”31 december”."""

Avrundningsregel = Literal["andel_två_decimaler", "närmaste_hundratal", "krona", "exakt"]


class Avtalspart(Tidsbunden):
    """En part i avtalet."""

    kort_form = "part"
    part: Partid
    """Partens id: namnet på dess mapp under parter/."""
    genom: Annotated[Följd[Organnamn], unika()] = ()
    """Organen som skriver under var för sig. En part kan ha flera underskrifter."""


class Förlängning(Belagd):
    """Avtalet förlängs en gång för den som inte har sagt upp det i tid."""

    år: Annotated[Heltal, Mellan(1, 100)]
    """Hur många år avtalet förlängs."""
    om_ej_uppsagt_senast: Datum
    """Sista dagen att säga upp avtalet så att det inte förlängs."""
    uppsägningar_kontrollerade: JaNej = True
    """Nej så länge ingen har sett efter om någon part har sagt upp avtalet."""
    utvärderas_först: JaNej = False
    """Ja om parterna ska utvärdera verksamheten innan den nya perioden börjar."""
    utvärderad: Datum | None = None
    """Dagen då utvärderingen gjordes."""


class Avtalstid(Belagd):
    """När avtalet gäller och hur det förlängs."""

    från: Datum
    """Avtalets första dag."""
    till: Datum
    """Avtalets sista dag, om det inte förlängs."""
    förlängning: Förlängning | None = None
    """Hur avtalet förlängs."""
    paragraf: Heltal | None = None
    """Avtalets paragraf om avtalstiden."""


class Uppsägning(Belagd):
    """Att en part har sagt upp avtalet, och vilken dag uppsägningen kom in."""

    part: Partid
    """Parten som har sagt upp avtalet."""
    dag: Datum
    """Dagen då uppsägningen kom in."""


class Utträdesregel(Belagd):
    """När en part kan gå ur i förtid."""

    per: Årsdag
    """Dagen på året då en part kan gå ur, till exempel 31 december."""
    varsel_månader: Annotated[Heltal, Mellan(0, 120)]
    """Hur många månader i förväg begäran ska ha kommit in."""
    paragraf: Heltal | None = None
    """Avtalets paragraf om utträde."""


class Anslutningsregel(Belagd):
    """Vilka nya parter som kan komma med. Anslutning sker genom tilläggsavtal som alla parter skriver under."""

    krets: Partid
    """Kretsen som nya parter ska komma från: namnet på dess mapp under parter/."""
    paragraf: Heltal | None = None
    """Avtalets paragraf om anslutning."""


class Betalning(Belagd):
    """Till vem bidragen betalas och när. Enda tidpunkt som stöds är första vardagen i januari, årsvis i förskott."""

    mottagare: Partid
    """Parten som bidragen betalas till."""
    senast: Literal["första vardagen i januari"]
    """Sista dagen att betala, årsvis i förskott."""
    paragraf: Heltal | None = None
    """Avtalets paragraf om betalning."""


class Betalt(Belagd):
    """Vad en part har betalat, eller fått räkning på, för ett år."""

    part: Partid
    """Partens id: namnet på dess mapp under parter/."""
    år: Årtal
    """Året som betalningen gäller."""
    belopp: Kronor
    """Beloppet i kronor."""


class Indexsteg(Belagd):
    """Uppräkningen till ett visst år, som användaren har hämtat ur den publikation avtalet pekar ut."""

    år: Årtal
    """Året som beloppen räknas upp till."""
    procent: Annotated[Procent, procent_mellan(-50, 50)]
    """Hur mycket beloppen räknas upp från året före."""


class Index(Belagd):
    """Hur beloppen räknas upp."""

    serie: Text
    """Prisindexet som avtalet pekar ut."""
    basår: Uppgift[Årtal]
    """Det första verksamhetsåret, då beloppen är fasta."""
    steg: Annotated[Följd[Indexsteg], unika("år")] = ()
    """Uppräkningarna, ett år i taget."""


class Post(Belagd):
    """En del av finansieringen: en grupp parter som delar ett belopp, en part med eget belopp, eller en insats."""

    parter: Partslag | None = None
    """Slaget av parter som delar på beloppet."""
    part: Partid | None = None
    """Den enskilda part som betalar."""
    belopp: Kronor | None = None
    """Kronor per år."""
    andel: Annotated[Procent, procent_mellan(0, 100)] | None = None
    """Procentsatsen i avtalet. Finns också beloppet är det nyckeln, och procentsatsen kontrolleras mot det."""
    insats: Text | None = None
    """Något annat än pengar, till exempel en halvtidstjänst."""
    innefattar: Text | None = None
    """Vad som ingår i beloppet."""
    befolkning_per: Uppgift[Datum] | None = None
    """Dagen för den folkmängd som beloppet delas efter."""
    avrundning: Uppgift[Avrundningsregel] = Uppgift[Avrundningsregel](värde="krona")
    """Hur andelarna eller beloppen avrundas."""
    rest_på: Partid | None = None
    """Parten som bär skillnaden när beloppen avrundas."""

    @model_validator(mode="after")
    def _en_form(self) -> Post:
        if (self.parter is None) == (self.part is None):
            raise ValueError("ange antingen parter (ett slag som delar) eller part (en enskild)")
        if self.belopp is None and self.andel is None and self.insats is None:
            raise ValueError("ange belopp, andel eller insats")
        if self.parter and self.insats is None and self.rest_på is None and self.avrundning.värde != "exakt":
            raise ValueError("ange rest_på: den part som bär skillnaden när beloppen avrundas")
        return self


class Finansiering(Belagd):
    """Avtalets budget och hur den delas."""

    budget: Kronor
    """Hela budgeten i kronor per år."""
    poster: Annotated[Följd[Post], unika("parter", "part")]
    """Delarna av finansieringen."""
    index: Index | None = None
    """Hur beloppen räknas upp; utelämnas om de är fasta."""
    fördelningsbilaga: Text | None = None
    """Bilagan till avtalet som visar parternas bidrag, om det har en."""
    paragraf: Heltal | None = None
    """Avtalets paragraf om finansiering."""


class Styrgruppsplats(Belagd):
    """En plats i styrgruppen."""

    organisation: Text
    """Organisationen som utser."""
    funktion: Text
    """Funktionen som platsen gäller."""


class Avtalstext(Belagd):
    """Det i avtalets text som skiljer ett samarbete från ett annat. Det som saknas blir ingen paragraf i avtalet."""

    ingress: Markdown | None = None
    """Texten före de andra paragraferna: vad avtalet gäller."""
    uppdrag: Markdown | None = None
    """Vad verksamheten ska göra, och vem som driver den."""
    syfte: Markdown | None = None
    """Vad samarbetet är till för."""
    målgrupper: Markdown | None = None
    """Vilka verksamheten är till för."""
    mål: Markdown | None = None
    """Vad samarbetet ska nå."""
    åtaganden: Markdown | None = None
    """Vad parterna åtar sig."""
    kontaktpersoner: Markdown | None = None
    """Vad som gäller för kontaktpersoner."""
    styrgrupp: Markdown | None = None
    """Vad styrgruppen gör och vilka som ingår i den."""
    inflytande: Markdown | None = None
    """Hur parterna påverkar verksamheten."""
    uppföljning: Markdown | None = None
    """Hur verksamheten följs upp."""
    anmäler_oro: JaNej = False
    """Ja om verksamheten omfattas av socialtjänstens skyldighet att anmäla oro för barn."""


class Radperson(Faktum):
    """Den som skriver under, med befattning och namn så långt de är kända."""

    befattning: Text | None = None
    """Personens befattning."""
    namn: Text | None = None
    """Personens namn."""


class Underskriftsrad(Belagd):
    """Ett underskriftsblock så som det står i avtalets text."""

    part: Partid
    """Partens id: namnet på dess mapp under parter/."""
    organ: Organnamn | None = None
    """Organet som skriver under för parten, om parten har flera block."""
    rubrik: Text | None = None
    """Namnet på partens rad i dokumentet."""
    personer: Följd[Radperson] = ()
    """De som ska skriva under."""


class Avtal(Kvitterbar):
    """Ett samverkansavtal. Paragrafnumren är avtalets egna, så att tilläggsavtal kan hänvisa rätt."""

    namn: Text
    """Avtalets hela namn."""
    kortnamn: Text
    """Verksamhetens korta namn."""
    diarienummer: Text | None = None
    """Ärendets diarienummer."""
    daterat: Datum | None = None
    """Dagen då avtalet är daterat."""
    undertecknas_den: Datum | None = None
    """Dagen då behörigheten prövas, om ingen annan dag anges."""
    värd: Partid
    """Parten som driver verksamheten."""
    parter: Annotated[Följd[Avtalspart], unika("part", "från")]
    """De ursprungliga parterna."""
    avtalstid: Avtalstid
    """När avtalet gäller och hur det förlängs."""
    uppsägningar: Annotated[Följd[Uppsägning], unika("part")] = ()
    """Parterna som har sagt upp avtalet."""
    utträde: Utträdesregel | None = None
    """När en part kan gå ur i förtid."""
    anslutning: Anslutningsregel | None = None
    """Vilka nya parter som kan komma med."""
    ändringar_paragraf: Heltal | None = None
    """Avtalets paragraf om ändringar och tillägg."""
    kontaktperson_paragraf: Heltal | None = None
    """Avtalets paragraf om parter och kontaktpersoner."""
    finansiering: Finansiering | None = None
    """Budgeten och hur den delas; utelämnas när ingen kostnadsnyckel är känd."""
    betalning: Betalning | None = None
    """Till vem bidragen betalas, och när."""
    betalt: Annotated[Följd[Betalt], unika("part", "år")] = ()
    """Det som parter har betalat, för att jämföras med fördelningen."""
    exemplar: Heltal | None = None
    """Hur många exemplar som skrivs under; utelämnas om det är ett för varje underskrift."""
    styrgrupp: Följd[Styrgruppsplats] = ()
    """Platserna i styrgruppen."""
    slutredovisning_månader: Heltal | None = None
    """Hur många månader värden har på sig att lämna en slutredovisning, om avtalet upphör i förtid."""
    paragrafer: Heltal | None = None
    """Hur många paragrafer avtalet har."""
    avtalstext: Avtalstext = Avtalstext()
    """Avtalets texter."""
    ordagrant: JaNej = True
    """Nej när avtalets text är återgiven med egna ord: då kan den skrivas under som ett nytt avtal, men inte ges ut som
    det avtal som gäller."""
    underskrifter: Annotated[Följd[Underskriftsrad], unika("part", "organ")] = ()
    """Underskriftsblocken så som de står i avtalets text."""
    undertecknat: Annotated[Följd[Undertecknat], unika("part", "organ")] = ()
    """Underskrifterna som är gjorda."""
    _id: str = PrivateAttr("")

    @cached_property
    def id(self) -> str:
        """Mappens namn under ``avtal/``."""
        return self._id
