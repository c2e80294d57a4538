"""Vet var ett ord i ett dokument kommer ifrån, och om dokumentet och uppgifterna är som när det gjordes.

Svaret kommer ur intyget, så det går att få långt senare och utan uppgifterna.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from avtalsgenerator.fel import Dokumentfel, Underlagsfel
from avtalsgenerator.granskning.intyg import MAPP, SCHEMA, intygsnamn, summa, uppgiftssumma
from avtalsgenerator.indata import läs_källtext
from avtalsgenerator.malldel import FYLLS
from avtalsgenerator.malltext import W, text_i, tolka_xml
from avtalsgenerator.paket import läs_paket

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


DELAR = {"document": "i texten", "header": "i sidhuvudet", "footer": "i sidfoten", "footnotes": "i en fotnot",
         "endnotes": "i en slutnot", "comments": "i en kommentar"}  # fmt: skip
"""Var i dokumentet varje del som fylls visas, efter namnets början."""


@dataclass(frozen=True)
class Källuppgift:
    """En uppgift bakom ett ord: var den står, källan som anges där, och beslutet som den står i eller bygger på."""

    väg: str
    rad: int
    källa: str
    beslut: str


@dataclass(frozen=True)
class Träff:
    """Ett ord i dokumentet som har ett visst ursprung."""

    ord_: str
    ställen: tuple[tuple[str, int], ...]
    """Var i dokumentet det står och hur många gånger."""
    uppgifter: tuple[Källuppgift, ...]
    räknat: str
    """Vad som är räknat; tomt om uppgiften står som den är."""
    mallstycken: tuple[str, ...]
    andra: tuple[tuple[str, int], ...]
    """Andra dokument i samma mapp där samma uppgift står, och hur många gånger."""


@dataclass(frozen=True)
class Dokumentets:
    """Vad intyget säger om ett dokument, och om det fortfarande stämmer."""

    fil: Path
    intyg: Mapping[str, Any]
    oförändrat: bool
    ändrade_filer: tuple[str, ...] | None
    """Uppgifter som har ändrats eller tagits bort sedan dess; inget om ingen avtalsmapp fanns att jämföra med."""
    träffar: tuple[Träff, ...]
    mallens_egna: tuple[str, ...]
    """Stycken där orden står men där de är mallens fasta text."""


def finn_ursprung(fil: Path, text: str | None, avtalsmapp: Path | None) -> Dokumentets:
    """Läser dokumentet och intyget och söker orden. Utan text visas alla ord ur uppgifterna.

    Uppgifterna jämförs med avtalsmappens, om den finns. Kastar ``Dokumentfel`` om dokumentet eller intyget inte går
    att läsa.
    """
    intyg = läs_intyg(fil)
    dokumentet = fil.with_suffix(".docx")  # en PDF har samma ord som dokumentet den är gjord av
    delar = läs_paket(dokumentet) if dokumentet.is_file() or fil.suffix.lower() != ".pdf" else {}
    sökt = _enkel(text) if text else ""
    träffar = tuple(_träffar(fil, intyg, sökt))
    egna = tuple(s for s in _stycken(fil.name, delar) if sökt and sökt in _enkel(s)) if not träffar else ()
    ändrade = None
    if avtalsmapp:
        ändrade = tuple(f for f, då in intyg["filer"].items() if _summan_nu(avtalsmapp / f, f) != då)
    oförändrat = summa(fil.read_bytes()) == intyg["dokument"]["sha256"]
    return Dokumentets(fil, intyg, oförändrat, ändrade, träffar, egna)


def _summan_nu(path: Path, fil: str) -> str:
    """Kontrollsumman för en fil med uppgifter som den är nu; tom om den inte finns eller inte går att läsa."""
    try:
        return uppgiftssumma(läs_källtext(path, fil))
    except Underlagsfel:
        return ""


def läs_intyg(fil: Path) -> dict[str, Any]:
    """Dokumentets intyg, i mappen intyg/ bredvid det eller direkt bredvid. Kastar ``Dokumentfel``."""
    finns = [p for p in (fil.parent / intygsnamn(fil.name), fil.with_suffix(".json")) if p.is_file()]
    if not finns:
        raise Dokumentfel(
            f"{fil.name} har inget intyg, så det går inte att säga vad det är gjort av",
            f"Lägg intyget i mappen {MAPP}/ bredvid dokumentet, eller gör dokumentet på nytt med: avtal generera",
        )
    try:
        intyg: dict[str, Any] = json.loads(finns[0].read_text(encoding="utf-8"))
        läsbart = intyg["schema"] == SCHEMA
    except (ValueError, KeyError, TypeError, OSError):
        läsbart = False
    if not läsbart:
        råd = "Hämta det på nytt, eller gör dokumentet på nytt med: avtal generera"
        raise Dokumentfel(f"intyget {finns[0].name} går inte att läsa, eller är gjort av en annan version", råd)
    return intyg


def _träffar(fil: Path, intyg: Mapping[str, Any], sökt: str) -> Iterator[Träff]:
    orden: dict[tuple[str, int], list[dict[str, Any]]] = {}
    har = [o for o in intyg["ord"] if sökt in _enkel(o["ord"])]
    for o in har or [o for o in intyg["ord"] if _är_del_av(_enkel(o["ord"]), sökt)]:
        orden.setdefault((o["ord"], o["ursprung"]), []).append(o)
    andra = list(_andra_intyg(fil)) if sökt else []
    for (ord_, nummer), alla in orden.items():
        ursprung = intyg["ursprung"][nummer]
        uppgifter = tuple(_källuppgift(intyg["uppgifter"][n]) for n in ursprung["uppgifter"])
        vägar = {u.väg for u in uppgifter} if not ursprung.get("räknat") else {uppgifter[0].väg}
        yield Träff(
            ord_,
            tuple(Counter(_var(o["del"]) for o in alla).items()),
            uppgifter,
            ursprung.get("räknat", ""),
            tuple(dict.fromkeys(o["mallstycke"] for o in alla)),
            tuple((namn, antal) for namn, annat in andra if (antal := _antal_med(annat, vägar))),
        )


def _är_del_av(ord_: str, mening: str) -> bool:
    """Om orden står i meningen som hela ord."""
    return re.search(rf"(?<!\w){re.escape(ord_)}(?!\w)", mening) is not None


def _källuppgift(u: Mapping[str, Any]) -> Källuppgift:
    return Källuppgift(u["väg"], u["rad"], u.get("källa", ""), u.get("beslut", ""))


def _andra_intyg(fil: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for annan in sorted(fil.parent.glob("*.docx")):
        if annan != fil and not annan.name.startswith("~"):
            try:
                yield annan.name, läs_intyg(annan)
            except Dokumentfel:
                continue  # ett dokument utan intyg är inte gjort av programmet


def _antal_med(intyg: Mapping[str, Any], vägar: set[str]) -> int:
    """Hur många gånger någon av uppgifterna står i ett annat dokument, räknade ord inte medtagna."""
    egna = {n for n, u in enumerate(intyg["uppgifter"]) if u["väg"] in vägar}
    nummer = {n for n, u in enumerate(intyg["ursprung"]) if not u.get("räknat") and egna & set(u["uppgifter"])}
    return sum(o["ursprung"] in nummer for o in intyg["ord"])


def _var(del_: str) -> str:
    return next(vad for början, vad in DELAR.items() if del_.startswith(början))


def _stycken(namn: str, delar: Mapping[str, bytes]) -> Iterator[str]:
    for del_, innehåll in delar.items():
        if FYLLS.fullmatch(del_):
            for stycke in tolka_xml(namn, innehåll).iter(f"{W}p"):
                yield text_i(stycke)


def _enkel(text: str) -> str:
    """Texten som man söker den: hårda mellanslag som vanliga, stora bokstäver som små."""
    return " ".join(text.split()).casefold()
