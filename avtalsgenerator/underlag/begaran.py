"""Orden i en begäran om utträde, och i bekräftelsen av den till alla parter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avtalsgenerator.per_datum import börjar_gälla, utträdesdag
from avtalsgenerator.svenska import datum, uppräkning
from avtalsgenerator.underlag.grund import Gemensamt, gemensamt
from avtalsgenerator.underlag.tillaggsavtal import Partsrad, avtalsdatum, handlingen, partsrad, utträdesord
from avtalsgenerator.underlag.underskrifter import godkännande
from avtalsgenerator.ursprung import räknat, ur, ur_om
from avtalsgenerator.varden import Lucka

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avtalsgenerator.per_datum import Avtalsläge, Deltagande


@dataclass(frozen=True)
class Begäran(Gemensamt):
    """Orden i en begäran om utträde."""

    avtalsdatum: str | Lucka
    """Dagen då samverkansavtalet är daterat."""
    mottagare: str
    """Parten som driver verksamheten och tar emot begäran."""
    utträder: str
    """De som går ur, i en uppräkning."""
    parter: tuple[Partsrad, ...]
    """De som går ur."""
    flera: bool
    """Om de som går ur är fler än en."""
    sista_dag: str
    """Den sista dagen som part enligt begäran."""
    utträde_paragraf: str | None
    """Avtalets bestämmelse om utträde, ”§ 17”."""
    utträdesdag: str | None
    """Den dag på året som avtalet tillåter, ”31 december”."""
    varsel: str | None
    """Hur lång tid i förväg begäran ska ha kommit in, ”tolv månader”."""
    beslut: str | Lucka
    """Partens beslut om att gå ur."""


def begäran(läge: Avtalsläge, part: str | None = None) -> Begäran:
    """Orden i mallen ``begaran-uttrade``; med ``part`` begär bara den att få gå ur."""
    vilka = [d for d in läge.undertecknande if part in (None, d.part.id)]
    return Begäran(
        **gemensamt(läge, "Begäran om utträde"),  # type: ignore[arg-type]
        avtalsdatum=avtalsdatum(läge),
        mottagare=ur(läge.värd, "namn"),
        utträder=uppräkning(ur(d.part, "namn") for d in vilka),
        parter=tuple(partsrad(läge, d) for d in vilka),
        flera=len(vilka) > 1,
        **utträdesord(läge),  # type: ignore[arg-type]
        beslut=_beslut(läge, vilka),
    )


def _beslut(läge: Avtalsläge, vilka: Sequence[Deltagande]) -> str | Lucka:
    """Besluten hos alla som begär att få gå ur; en lucka om någons beslut inte är känt."""
    beslut = [godkännande(läge, d.part.id) for d in vilka]
    kända = [b for b in beslut if isinstance(b, str)]
    return uppräkning(kända) if kända and len(kända) == len(beslut) else Lucka("beslut om utträde")


@dataclass(frozen=True)
class Utträdesbekräftelse(Gemensamt):
    """Orden i värdens bekräftelse till parterna av att någon går ur enligt avtalet."""

    avtalsdatum: str | Lucka
    """Dagen då samverkansavtalet är daterat."""
    avsändare: str
    """Parten som driver verksamheten."""
    utträder: str
    """De som går ur, i en uppräkning."""
    flera: bool
    """Om de som går ur är fler än en."""
    inkom: str | Lucka
    """Dagen då begäran kom in. Dokumentet görs bara när den är kontrollerad."""
    begärd_dag: str
    """Den sista dagen som part enligt begäran."""
    sista_dag: str | Lucka
    """Den sista dagen som part enligt avtalet."""
    annan_dag: bool
    """Om avtalet inte tillåter den begärda dagen."""
    utträde_paragraf: str | None
    """Avtalets bestämmelse om utträde, ”§ 17”."""
    utträdesdag: str | Lucka
    """Den dag på året som avtalet tillåter, ”31 december”."""
    varsel: str | Lucka
    """Hur lång tid i förväg begäran ska ha kommit in."""
    kvar: str
    """De parter som är kvar, i en uppräkning."""
    delas_från: str
    """Första dagen som kostnaderna delas mellan dem som är kvar."""


def bekräftelse(läge: Avtalsläge) -> Utträdesbekräftelse:
    """Orden i mallen ``bekraftelse-uttrade``."""
    handling = handlingen(läge)
    sista = utträdesdag(läge.avtal, handling)
    ord_ = utträdesord(läge)
    fakta = (handling.begäran_inkom, läge.avtal.utträde)
    räknas_ur = (handling.plats("gäller_från"), *(f.plats() for f in fakta if f))
    return Utträdesbekräftelse(
        **gemensamt(läge, "Bekräftelse av utträde"),  # type: ignore[arg-type]
        avtalsdatum=avtalsdatum(läge),
        avsändare=ur(läge.värd, "namn"),
        utträder=uppräkning(ur(läge.register.parter[p], "namn") for p in handling.utträder),
        flera=len(handling.utträder) > 1,
        inkom=ur_om(handling, "begäran_inkom", som=datum) or Lucka("dagen då begäran kom in"),
        begärd_dag=ord_["sista_dag"] or "",
        sista_dag=räknat(datum(sista), "dagen då utträdet får verkan", *räknas_ur)
        if sista
        else Lucka("sista dagen som part"),
        annan_dag=sista is not None and sista != handling.sista_dag,
        utträde_paragraf=ord_["utträde_paragraf"],
        utträdesdag=ord_["utträdesdag"] or Lucka("dagen som avtalet tillåter"),
        varsel=ord_["varsel"] or Lucka("tiden för begäran"),
        kvar=uppräkning(ur(d.part, "kortnamn") for d in läge.parter),
        delas_från=räknat(datum(börjar_gälla(läge.avtal, handling)), "dagen efter utträdet", *räknas_ur),
    )
