"""Vet vad ett samverkansavtal säger: parter, tid, utträde, anslutning, finansiering och underskrifter."""

from __future__ import annotations

import re
from calendar import monthrange
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, PrivateAttr, model_validator

from avtalsgenerator.modell.belopp import Kronor, Procent, procent_mellan
from avtalsgenerator.modell.grund import (
    Belagd,
    Faktum,
    Följd,
    Heltal,
    JaNej,
    Organnamn,
    Partid,
    Text,
    Uppgift,
    mellan,
    unika,
)
from avtalsgenerator.modell.kvittens import Kvitterbar
from avtalsgenerator.modell.loptext import Markdown
from avtalsgenerator.modell.part import Partslag
from avtalsgenerator.modell.tid import Datum, Tidsbunden, Årtal

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


Årsdag = Annotated[tuple[int, int], BeforeValidator(_årsdag)]
"""Månad och dag, skrivet ”31 december”."""

Avrundningsregel = Literal["andel_två_decimaler", "närmaste_hundratal", "krona", "exakt"]


class Avtalspart(Tidsbunden):
    """En part i avtalet. ``genom`` är organen som skriver under var för sig: en part kan ha flera underskrifter."""

    kort_form = "part"
    part: Partid
    genom: Annotated[Följd[Organnamn], unika()] = ()


class Förlängning(Belagd):
    """Avtalet förlängs en gång med ``år`` för den som inte har sagt upp det senast den angivna dagen.

    ``uppsägningar_kontrollerade`` är nej så länge ingen har sett efter om någon part har sagt upp avtalet.
    ``utvärderas_först`` är ja om parterna ska utvärdera verksamheten innan den nya perioden börjar; ``utvärderad`` är
    dagen då det gjordes.
    """

    år: Annotated[Heltal, mellan(1, 100)]
    om_ej_uppsagt_senast: Datum
    uppsägningar_kontrollerade: JaNej = True
    utvärderas_först: JaNej = False
    utvärderad: Datum | None = None


class Avtalstid(Belagd):
    """När avtalet gäller och hur det förlängs."""

    från: Datum
    till: Datum
    förlängning: Förlängning | None = None
    paragraf: Heltal | None = None


class Uppsägning(Belagd):
    """Att en part har sagt upp avtalet, och vilken dag uppsägningen kom in."""

    part: Partid
    dag: Datum


class Utträdesregel(Belagd):
    """Vilken dag på året en part kan gå ur i förtid och hur många månader i förväg begäran ska ha kommit in."""

    per: Årsdag
    varsel_månader: Annotated[Heltal, mellan(0, 120)]
    paragraf: Heltal | None = None


class Anslutningsregel(Belagd):
    """Vilken krets nya parter ska komma från. Anslutning sker genom tilläggsavtal som alla parter skriver under."""

    krets: Partid
    paragraf: Heltal | None = None


class Betalning(Belagd):
    """Till vem bidragen betalas och när. Enda tidpunkt som stöds är första vardagen i januari, årsvis i förskott."""

    mottagare: Partid
    senast: Literal["första vardagen i januari"]
    paragraf: Heltal | None = None


class Betalt(Belagd):
    """Vad en part har betalat, eller fått räkning på, för ett år."""

    part: Partid
    år: Årtal
    belopp: Kronor


class Indexsteg(Belagd):
    """Uppräkningen till ett visst år, som användaren har hämtat ur den publikation avtalet pekar ut."""

    år: Årtal
    procent: Annotated[Procent, procent_mellan(-50, 50)]


class Index(Belagd):
    """Hur beloppen räknas upp. ``basår`` är det första verksamhetsåret, då beloppen är fasta."""

    serie: Text
    basår: Uppgift[Årtal]
    steg: Annotated[Följd[Indexsteg], unika("år")] = ()


class Post(Belagd):
    """En del av finansieringen: en grupp parter som delar ett belopp, en part med eget belopp, eller en insats.

    ``parter`` är det slag av parter som delar, ``part`` en enskild part. ``belopp`` är kronor per år; ``andel``
    är den procentsats avtalet anger. Finns båda är beloppet nyckeln och procentsatsen kontrolleras mot det.
    ``insats`` är något annat än pengar, till exempel en halvtidstjänst.
    """

    parter: Partslag | None = None
    part: Partid | None = None
    belopp: Kronor | None = None
    andel: Annotated[Procent, procent_mellan(0, 100)] | None = None
    insats: Text | None = None
    innefattar: Text | None = None
    befolkning_per: Uppgift[Datum] | None = None
    avrundning: Uppgift[Avrundningsregel] = Uppgift[Avrundningsregel](värde="krona")
    rest_på: Partid | None = None

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
    """Avtalets budget i kronor per år och hur den delas.

    ``fördelningsbilaga`` är den bilaga till avtalet som visar parternas bidrag, om det har en.
    """

    budget: Kronor
    poster: Annotated[Följd[Post], unika("parter", "part")]
    index: Index | None = None
    fördelningsbilaga: Text | None = None
    paragraf: Heltal | None = None


class Styrgruppsplats(Belagd):
    """En plats i styrgruppen: vilken organisation som utser och vilken funktion det gäller."""

    organisation: Text
    funktion: Text


class Avtalstext(Belagd):
    """Det i avtalets text som skiljer ett samarbete från ett annat. Det som saknas blir ingen paragraf i avtalet.

    ``anmäler_oro`` är ja om verksamheten omfattas av socialtjänstens skyldighet att anmäla oro för barn.
    """

    ingress: Markdown | None = None
    uppdrag: Markdown | None = None
    syfte: Markdown | None = None
    målgrupper: Markdown | None = None
    mål: Markdown | None = None
    åtaganden: Markdown | None = None
    kontaktpersoner: Markdown | None = None
    styrgrupp: Markdown | None = None
    inflytande: Markdown | None = None
    uppföljning: Markdown | None = None
    anmäler_oro: JaNej = False


class Radperson(Faktum):
    """Den som enligt avtalets text ska skriva under, med befattning och namn så långt de står där."""

    befattning: Text | None = None
    namn: Text | None = None


class Underskriftsrad(Belagd):
    """Ett underskriftsblock så som det står i avtalets text. ``rubrik`` är namnet på partens rad i dokumentet."""

    part: Partid
    organ: Organnamn | None = None
    rubrik: Text | None = None
    personer: Följd[Radperson] = ()


class Avtal(Kvitterbar):
    """Ett samverkansavtal. Paragrafnumren är avtalets egna, så att tilläggsavtal kan hänvisa rätt.

    ``undertecknas_den`` är dagen då behörigheten prövas om ingen annan dag anges. ``finansiering`` saknas när ingen
    kostnadsnyckel är känd. ``paragrafer`` är hur många paragrafer avtalet har. ``ordagrant`` är nej när
    ``avtalstext`` är återgiven med egna ord: då kan texten skrivas under som ett nytt avtal, men inte ges ut som det
    avtal som gäller.
    """

    namn: Text
    kortnamn: Text
    diarienummer: Text | None = None
    daterat: Datum | None = None
    undertecknas_den: Datum | None = None
    värd: Partid
    parter: Annotated[Följd[Avtalspart], unika("part", "från")]
    avtalstid: Avtalstid
    uppsägningar: Annotated[Följd[Uppsägning], unika("part")] = ()
    utträde: Utträdesregel | None = None
    anslutning: Anslutningsregel | None = None
    ändringar_paragraf: Heltal | None = None
    kontaktperson_paragraf: Heltal | None = None
    finansiering: Finansiering | None = None
    betalning: Betalning | None = None
    betalt: Annotated[Följd[Betalt], unika("part", "år")] = ()
    exemplar: Heltal | None = None
    styrgrupp: Följd[Styrgruppsplats] = ()
    slutredovisning_månader: Heltal | None = None
    paragrafer: Heltal | None = None
    avtalstext: Avtalstext = Avtalstext()
    ordagrant: JaNej = True
    underskrifter: Annotated[Följd[Underskriftsrad], unika("part", "organ")] = ()
    _id: str = PrivateAttr("")

    @property
    def id(self) -> str:
        """Mappens namn under ``avtal/``."""
        return self._id
