"""FRM: handlingens form: exemplar, diarienummer, vilket avtal den ändrar och vad en ny lydelse måste nämna."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from avtalsgenerator.modell.loptext import tolka
from avtalsgenerator.regler.grund import Allvar, Fynd, Märke, regel
from avtalsgenerator.regler.utskrivet import utskrivna
from avtalsgenerator.svenska import angiven_procent, kronor, uppräkning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avtalsgenerator.modell.handling import Ändring
    from avtalsgenerator.per_datum import Avtalsläge


@regel(
    "FRM01",
    "Antalet exemplar stämmer inte med antalet underskrifter",
    Allvar.VARNING,
    källa="avtalets mönster: ett likalydande exemplar för varje underskrift",
)
def fel_antal_exemplar(läge: Avtalsläge) -> Iterator[Fynd]:
    mål = läge.mål
    krävs = len(läge.underskrifter)
    if läge.med_penna and mål.exemplar is not None and mål.exemplar != krävs:
        yield Fynd(
            f"{mål.exemplar} exemplar anges, men {krävs} underskrifter krävs",
            mål.plats("exemplar"),
            f"Ändra till {krävs}, eller ta bort raden så räknas antalet.",
            "antal exemplar",
        )


@regel("FRM02", "Diarienummer saknas", Allvar.VARNING, källa="praxis: varje handling i ärendet bär ärendets nummer")
def inget_diarienummer(läge: Avtalsläge) -> Iterator[Fynd]:
    mål = läge.mål
    if mål.diarienummer is None:
        yield Fynd(
            "Handlingen har inget diarienummer", mål.plats(), "Lägg till diarienummer när ärendet är registrerat."
        )


@regel(
    "FRM03",
    "Samverkansavtalet är inte daterat",
    Allvar.HINDER,
    källa="praxis: ett tillägg säger vilket avtal det ändrar",
)
def odaterat_avtal(läge: Avtalsläge) -> Iterator[Fynd]:
    if läge.handling and läge.avtal.daterat is None:
        yield Fynd(
            f"Tillägget ändrar {läge.avtal.kortnamn}, men det framgår inte vilken dag det avtalet har",
            läge.avtal.plats("namn"),
            "Lägg till daterat i avtalets fil.",
            "avtalet som ändras",
        )


@regel(
    "FRM04",
    "Den nya lydelsen nämner inte det som ändras",
    Allvar.HINDER,
    källa="texten är det som gäller; uppgifterna ska säga detsamma",
)
def lydelse_utan_uppgifterna(läge: Avtalsläge) -> Iterator[Fynd]:
    """Belopp, andelar och organ i ändringens uppgifter ska stå i lydelsen med samma siffror och namn."""
    for ändring in läge.handling.ändrar if läge.handling else ():
        text = " ".join(tolka(ändring.lydelse).text.split())
        saknas = [ord_ for ord_ in _ska_nämnas(ändring) if not _nämns(ord_.replace("\u00a0", " "), text)]
        if saknas:
            yield Fynd(
                f"Lydelsen av § {ändring.paragraf} nämner inte {uppräkning(saknas)}",
                ändring.plats("lydelse"),
                "Skriv in det i lydelsen, eller rätta uppgifterna bredvid den.",
            )


def _nämns(ord_: str, text: str) -> bool:
    """Om ordet står för sig i texten: 600 000 kr nämns inte av 2 600 000 kr."""
    return re.search(rf"(?<![\w,])(?<!\d ){re.escape(ord_)}(?!\w)", text) is not None


def _ska_nämnas(ändring: Ändring) -> Iterator[str]:
    for byte in ändring.organ:
        yield from byte.genom
    if ändring.finansiering:
        yield kronor(ändring.finansiering.budget)
        for post in ändring.finansiering.poster:
            yield from (kronor(post.belopp),) if post.belopp is not None else ()
            yield from (angiven_procent(post.andel),) if post.andel is not None else ()


@regel(
    "FRM05",
    "Det som ändras har inte avtalets paragraf",
    Allvar.VARNING,
    källa="praxis: en ändring pekar ut bestämmelsen den ersätter",
)
def ändrar_fel_paragraf(läge: Avtalsläge) -> Iterator[Fynd]:
    kostnader = läge.avtal.finansiering.paragraf if läge.avtal.finansiering else None
    for ändring in läge.handling.ändrar if läge.handling else ():
        if ändring.finansiering and kostnader and ändring.paragraf != kostnader:
            yield Fynd(
                f"Ny finansiering står i ändringen av § {ändring.paragraf}, men kostnaderna regleras i § {kostnader}",
                ändring.plats("paragraf"),
                f"Ändra § {kostnader}, eller flytta finansieringen till rätt ändring.",
            )


@regel("FRM06", "Paragrafen som ändras finns inte i avtalet", Allvar.HINDER, källa="avtalets paragrafer")
def ändrar_paragraf_som_inte_finns(läge: Avtalsläge) -> Iterator[Fynd]:
    finns = läge.avtal.paragrafer
    for ändring in läge.handling.ändrar if läge.handling else ():
        if finns and not 1 <= ändring.paragraf <= finns:
            yield Fynd(
                f"Ändringen gäller § {ändring.paragraf}, men avtalet har § 1–§ {finns}",
                ändring.plats("paragraf"),
                "Rätta paragrafens nummer.",
                "finns inte i avtalet",
                (Märke(läge.avtal.plats("paragrafer"), "avtalets paragrafer"),),
            )


@regel(
    "FRM07",
    "Exemplar anges fast handlingen skrivs under elektroniskt",
    Allvar.VARNING,
    källa="praxis: en fil som är elektroniskt undertecknad är ett enda original (Digg; umu.se)",
)
def exemplar_av_en_fil(läge: Avtalsläge) -> Iterator[Fynd]:
    handling = läge.handling
    if handling is None or läge.med_penna:
        return
    märke = Märke(handling.plats("underskrifter"), "skrivs under elektroniskt")
    råd = "Ta bort uppgiften: varje part får en kopia av den undertecknade filen."
    if handling.exemplar is not None:
        yield Fynd(
            f"{handling.exemplar} exemplar anges, men en undertecknad fil är ett enda original",
            handling.plats("exemplar"),
            råd,
            "antal exemplar",
            (märke,),
        )
    for text in utskrivna(läge):
        for ställe, _ in text.första(LIKALYDANDE):
            yield Fynd(f"Texten talar om ”{ställe.ord_}”", ställe.plats, råd, andra=(märke,))


LIKALYDANDE = re.compile(r"\blikalydande (?:original)?exemplar\w*")


@regel(
    "FRM08",
    "Underskriften är gjord på ett annat sätt än handlingen anger",
    Allvar.VARNING,
    källa="praxis: penna och elektronisk underskrift blandas inte i samma handling (umu.se)",
)
def blandade_underskrifter(läge: Avtalsläge) -> Iterator[Fynd]:
    handling = läge.handling
    for tecknat in handling.undertecknat if handling else ():
        if handling and tecknat.sätt and tecknat.sätt != handling.underskrifter:
            vem = läge.register.parter[tecknat.part].namn
            yield Fynd(
                f"{vem} har skrivit under med {tecknat.sätt}, men handlingen skrivs under med {handling.underskrifter}",
                tecknat.plats("sätt"),
                f"Låt alla skriva under på samma sätt. Gör alla det, skriv underskrifter: {tecknat.sätt} i handlingen.",
                tecknat.sätt,
                (Märke(handling.plats("underskrifter"), "så ska den skrivas under"),),
            )
