"""Vet om två datorer har samma program och samma uppgifter: märket är olika så fort något skiljer."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import avtalsgenerator
from avtalsgenerator.dokument import medföljande_mallar
from avtalsgenerator.fel import Dokumentfel, systemets_ord
from avtalsgenerator.godkannande import KOPIOR
from avtalsgenerator.granskning.intyg import summa
from avtalsgenerator.kedja import MAPPAR
from avtalsgenerator.paket import PACKAS_MED

if TYPE_CHECKING:
    from collections.abc import Iterator

ÄNDELSER = (".yaml", ".yml", ".md", ".docx", ".json")
"""Filerna i avtalsmappen som kan påverka ett dokument eller en kontroll."""


@dataclass(frozen=True)
class Märke:
    """Programmet (version, Python, packning av filer och programmets egna filer) och uppgifterna i avtalsmappen."""

    program: str
    uppgifter: str


def märk(mapp: Path) -> Märke:
    """Märket för programmet som körs här och mappen så som den är. Kastar ``Dokumentfel`` om den inte går att läsa."""
    delar = (mapp / m for m in (*MAPPAR, "mallar", KOPIOR))
    return Märke(_programmet(), _filernas_summa(mapp, (p for d in delar for p in d.rglob("*") if p.suffix in ÄNDELSER)))


def kräv_samma(mapp: Path, märke: Märke) -> None:
    """Kastar ``Dokumentfel`` om programmet här, eller uppgifterna, är andra än de som märket gäller."""
    här = f"datorn {platform.node()}" if platform.node() else "den här datorn"
    if not all((mapp / m).is_dir() for m in MAPPAR):
        raise Dokumentfel(
            f"på {här} finns inte avtalsmappen {mapp}", "Dela mappen, så att den finns på samma ställe på alla datorer."
        )
    nu = märk(mapp)
    if nu.program != märke.program:
        raise Dokumentfel(
            f"på {här} är programmet ett annat: {nu.program}; det ska vara {märke.program}",
            "Installera samma version av avtalsgenerator och Python på alla datorer, och starta om arbetarna.",
        )
    if nu.uppgifter != märke.uppgifter:
        raise Dokumentfel(
            f"på {här} är uppgifterna eller mallarna i {mapp} andra än när körningen började",
            "Ändra inget så länge körningen pågår, och kör kommandot igen.",
        )


@cache
def _programmet() -> str:
    paket = Path(avtalsgenerator.__file__).parent
    egna = [*paket.rglob("*.py"), *(paket / "regler").rglob("*.md")]
    filer = _filernas_summa(paket, egna), _filernas_summa(medföljande_mallar(), medföljande_mallar().glob("*.docx"))
    märke = summa(*(f.encode() for f in filer))[:8]
    return f"{avtalsgenerator.__version__} ({märke}), Python {platform.python_version()}, {PACKAS_MED}"


def _filernas_summa(mapp: Path, filer: Iterator[Path] | list[Path]) -> str:
    try:
        delar = [(p.relative_to(mapp).as_posix(), p.read_bytes()) for p in filer if p.is_file()]
    except OSError as fel:
        raise Dokumentfel(
            f"{fel.filename} går inte att läsa: {systemets_ord(fel)}", "Stäng filen i andra program."
        ) from None
    return summa(*(x for namn, innehåll in sorted(delar) for x in (namn.encode(), innehåll)))
