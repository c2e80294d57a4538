"""Vet hur ett antagande skrivs: ”ansluter ale,lilla-edet 2024-01-01”."""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from avtalsgenerator.fel import Användningsfel
from avtalsgenerator.modell.tid import tolka_datum

if TYPE_CHECKING:
    from collections.abc import Mapping

    from avtalsgenerator.modell import Part

Slag = Literal["ansluter", "utträder", "kanske"]
SLAG: dict[str, Slag] = {"ansluter": "ansluter", "utträder": "utträder", "uttrader": "utträder", "kanske": "kanske"}
EXEMPEL = 'Skriv till exempel: --om "ansluter ale,lilla-edet 2024-01-01"'


@dataclass(frozen=True)
class Antagande:
    """Att parter ansluter sig, går ur eller kanske är med.

    ``dag`` är den första dagen som part för den som ansluter och den sista för den som går ur. Bara ett
    ``kanske`` får sakna dag.
    """

    text: str
    slag: Slag
    parter: tuple[str, ...]
    dag: date | None = None

    @property
    def verkan(self) -> date | None:
        """Första dagen som antagandet ändrar något."""
        return self.dag + timedelta(days=1) if self.dag and self.slag == "utträder" else self.dag


def tolka(text: str, parter: Mapping[str, Part]) -> Antagande:
    """Läser ett antagande. Kastar ``Användningsfel`` om det är felskrivet eller nämner en part som inte finns."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    ord_, _, rest = text.partition(" ")
    slag = SLAG.get(ord_.casefold())
    if slag is None:
        nära = difflib.get_close_matches(ord_.casefold(), SLAG, n=1, cutoff=0.5)
        råd = f"Menade du ”{SLAG[nära[0]]}”? {EXEMPEL}" if nära else EXEMPEL
        raise Användningsfel(f"antagandet ”{text}” ska börja med ansluter, utträder eller kanske", råd)
    utan_dag, _, sist = rest.rpartition(" ")
    har_dag = bool(re.fullmatch(r"[0-9][0-9./-]*", sist))
    vilka = _vilka(text, utan_dag if har_dag else rest, parter)
    dag = _dag(text, sist) if har_dag else None
    if dag is None and slag != "kanske":
        vad = "första" if slag == "ansluter" else "sista"
        raise Användningsfel(
            f"antagandet ”{text}” saknar dag", f"Skriv den {vad} dagen som part sist, till exempel 2024-12-31."
        )
    return Antagande(text, slag, vilka, dag)


def _dag(text: str, skriven: str) -> date:
    try:
        dag: date = tolka_datum(skriven)
    except ValueError as fel:
        raise Användningsfel(f"antagandet ”{text}”: {fel}") from None
    return dag


def _vilka(text: str, skrivna: str, parter: Mapping[str, Part]) -> tuple[str, ...]:
    namn = [n.strip() for n in skrivna.split(",") if n.strip()]
    if not namn:
        raise Användningsfel(f"antagandet ”{text}” nämner ingen part", EXEMPEL)
    for n in namn:
        if n not in parter:
            raise Användningsfel(f"antagandet ”{text}”: parten ”{n}” finns inte", _förslag(n, parter))
        if namn.count(n) > 1:
            raise Användningsfel(f"antagandet ”{text}” nämner {n} två gånger", "Nämn varje part en gång.")
    return tuple(namn)


def _förslag(skrivet: str, parter: Mapping[str, Part]) -> str:
    """Den part som troligen avses, skriven rätt."""
    if all(n in parter for n in skrivet.split()):
        return f"Menade du ”{','.join(skrivet.split())}”? Sätt komma mellan parterna."
    kända = {ord_.casefold(): id_ for id_, p in parter.items() for ord_ in (p.namn, p.kortnamn, id_)}
    nära = difflib.get_close_matches(skrivet.casefold(), kända, n=1)
    if not nära:
        return "En part skrivs som mappens namn i parter/, till exempel lilla-edet."
    return f"Menade du ”{kända[nära[0]]}” ({parter[kända[nära[0]]].namn})?"
