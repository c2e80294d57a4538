"""Orden i underlaget för behörighet: en sida för varje part, med kedjan bakom var och en av dess underskrifter."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from avtalsgenerator.behorighetskedja import Håller, behörighetskedjor
from avtalsgenerator.svenska import antal, datum
from avtalsgenerator.underlag.grund import Gemensamt, gemensamt, genom, organisationsnummer
from avtalsgenerator.underlag.tillaggsavtal import antal_underskrifter
from avtalsgenerator.ursprung import ur
from avtalsgenerator.varden import Lucka  # noqa: TC001  (mallord läser klassernas typer)

if TYPE_CHECKING:
    from avtalsgenerator.behorighetskedja import Kedja, Länk
    from avtalsgenerator.per_datum import Avtalsläge

SLUTSATS = {
    Håller.HÅLLER: "Kedjan håller: inget i underlaget talar emot att den som nämns får skriva under den dagen.",
    Håller.OSÄKER: "Kedjan är osäker: varningarna nedan ska besvaras innan någon skriver under.",
    Håller.BRISTER: "Kedjan brister: ingen kan skriva under för parten förrän det nedan är rättat.",
}


@dataclass(frozen=True)
class Brist:
    """Något som gör att en länk inte håller eller är osäker."""

    text: str
    """Vad som är fel, med regelns kod."""
    råd: str
    """Vad man gör åt det, eller vem som har besvarat varningen."""


@dataclass(frozen=True)
class Länkrad:
    """En länk i kedjan."""

    vad: str
    """Länkens namn: ”Beslut i saken”, ”Person”."""
    uppgift: str
    """Vad underlaget säger."""
    källa: str
    """Filen och raden, och källan som anges där."""
    håller: str
    """”håller”, ”osäker” eller ”brister”."""


@dataclass(frozen=True)
class Kedjeblock:
    """Kedjan bakom en underskrift."""

    nummer: int
    """Underskriftens ordningsnummer."""
    genom: str | None
    """Organet som skriver under för parten."""
    länkar: tuple[Länkrad, ...]
    """Länkarna i ordning."""
    brister: tuple[Brist, ...]
    """Det som reglerna har anmärkt mot kedjan."""
    håller: str
    """”håller”, ”osäker” eller ”brister”: hur den svagaste länken står sig."""
    slutsats: str
    """En mening om kedjan håller."""


@dataclass(frozen=True)
class Partsunderlag:
    """Sidan om en part."""

    part: str
    """Partens namn."""
    juridiskt_namn: str
    """Det registrerade namnet."""
    organisationsnummer: str | Lucka
    """Partens organisationsnummer."""
    kedjor: tuple[Kedjeblock, ...]
    """En kedja för varje underskrift."""


@dataclass(frozen=True)
class Behörighetsunderlag(Gemensamt):
    """Orden i underlaget för behörighet."""

    dag: str
    """Dagen som behörigheten är prövad för, i löpande text."""
    antal: str
    """Hur många underskrifter som krävs, med ordet: ”16 underskrifter”."""
    håller: str
    """Hur många kedjor som håller, med ordet: ”2 kedjor håller”."""
    parterna_var_för_sig: tuple[Partsunderlag, ...]
    """En sida för varje part."""


def behörighetsunderlag(läge: Avtalsläge) -> Behörighetsunderlag:
    """Orden i mallen ``behorighet``."""
    kedjor = behörighetskedjor(läge)
    hela = sum(k.håller is Håller.HÅLLER for k in kedjor)
    numrerade = groupby(enumerate(kedjor, 1), key=lambda nk: nk[1].underskrift.part)
    return Behörighetsunderlag(
        **gemensamt(läge, "Underlag för behörighet"),  # type: ignore[arg-type]
        dag=datum(läge.dag),
        antal=antal_underskrifter(läge, som=lambda n: antal(n, "underskrift", "underskrifter")),
        håller=f"{antal(hela, 'kedja', 'kedjor')} håller",
        parterna_var_för_sig=tuple(
            Partsunderlag(
                ur(part, "namn"),
                ur(part, "juridiskt_namn"),
                organisationsnummer(part),
                tuple(_block(nummer, k) for nummer, k in grupp),
            )
            for part, grupp in numrerade
        ),
    )


def _block(nummer: int, kedja: Kedja) -> Kedjeblock:
    return Kedjeblock(
        nummer,
        genom(kedja.underskrift),
        tuple(_rad(länk) for länk in kedja.länkar),
        tuple(
            Brist(
                f"{a.kod} {a.allvar.ord_}: {a.text}",
                a.råd
                if a.kvittens is None
                else f"Besvarad av {a.kvittens.av} {a.kvittens.dag}: {a.kvittens.motivering}",
            )
            for länk in kedja.länkar
            for a in länk.anmärkningar
        ),
        kedja.håller.ord_,
        SLUTSATS[kedja.håller],
    )


def _rad(länk: Länk) -> Länkrad:
    saknas = "saknas i underlaget"
    return Länkrad(länk.vad, "; ".join(länk.uppgifter) or saknas, "; ".join(länk.källor) or "–", länk.håller.ord_)
