"""Vet om ett läge håller. ``kontrollera`` prövar alla regler; en ny regel är en funktion och en sida i texter/."""

from __future__ import annotations

from importlib import import_module
from importlib.resources import files
from typing import TYPE_CHECKING

from avtalsgenerator.regler.granskning import GRANSKNING, pröva_granskat
from avtalsgenerator.regler.grund import REGLER, Allvar, Anmärkning, Regel, gruppera
from avtalsgenerator.regler.kvittens import besvara
from avtalsgenerator.regler.mallar import MALLREGLER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from avtalsgenerator.regler.granskning import Granskat
    from avtalsgenerator.regler.grund import Läge

ÄMNEN = (
    "uppgifter", "parter", "firmatecknare", "behorighetstid", "undertecknat", "beslut", "beslutsgang", "villkor",
    "ekonomi", "betalning", "tid", "form", "hanvisningar", "personuppgifter", "avtalstext", "protokoll", "deltagande",
    "omrostning", "justering", "skrivelser", "skrivregler", "sprak", "namn", "granskning", "kvittens",
)  # fmt: skip
for _ämne in ÄMNEN:
    import_module(f"{__name__}.{_ämne}")

__all__ = [
    "MALLREGLER",
    "REGLER",
    "Allvar",
    "Anmärkning",
    "Regel",
    "gruppera",
    "kontrollera",
    "regelsida",
    "sidans_rader",
    "varför",
]


def kontrollera(läge: Läge, granskat: Sequence[Granskat] | None = None) -> list[Anmärkning]:
    """Prövar reglerna som gäller läget den dagen, och kvittenserna mot dem.

    ``granskat`` är godkännandena ställda mot dokumenten; utan dem prövas de inte. Allvarligast först, sedan efter kod
    och plats. En regel som kraschar stoppar.
    """
    alla = [a for r in REGLER.values() if r.prövar(läge) for a in r.anmärkningar(läge)]
    alla += pröva_granskat(läge, granskat or ())
    oprövade = {kod for kod, r in REGLER.items() if granskat is None and r.om == (GRANSKNING,)}
    return sorted(
        besvara(läge, alla, oprövade),
        key=lambda a: (-a.allvar, a.kod, a.plats.fil, a.plats.rad, a.plats.kolumn, a.text),
    )


def regelsida(kod: str) -> str:
    """Regelns sida (Markdown): vad, Varför, Källa, Avvisas, Godtas. Kastar ``KeyError`` för en okänd kod."""
    if kod not in REGLER and kod not in MALLREGLER:
        raise KeyError(kod)
    return files(__name__).joinpath("texter", f"{kod}.md").read_text(encoding="utf-8")


def sidans_rader(sida: str) -> Iterator[tuple[str, bool]]:
    """Regelsidans rader som vanlig text, med exemplen indragna, och om raden är en rubrik."""
    indrag = ""
    for rad in sida.splitlines():
        if rad.startswith("```"):
            indrag = "" if indrag else "    "
        elif rad.startswith("#") and not indrag:
            yield rad.lstrip("# "), True
        else:
            yield f"{indrag}{rad}".rstrip(), False


def varför(sida: str) -> str:
    """Det som står under Varför på en regels sida, på en rad."""
    return " ".join(sida.partition("\n## Varför\n")[2].partition("\n## ")[0].split())
