"""Vet hela vägen: mapp → uppgifter → läge → anmärkningar → dokument → filer. Kommandona anropar bara detta.

läs            register          alla filer i mappen, med varje hänvisning kontrollerad
ställ          per_datum         vad som gäller den dagen
kontrollera    regler            vad som är fel
gör_dokument   dokument          mall + underlag → byte
spara          utdata            alla filer eller inga
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from avtalsgenerator import regler
from avtalsgenerator.beslutslage import Beslutsläge
from avtalsgenerator.dokument import gör_dokument, mappnamn, medföljande_mallar, välj_dokument
from avtalsgenerator.fel import Användningsfel
from avtalsgenerator.modell import Beslut
from avtalsgenerator.per_datum import ställ_per_datum
from avtalsgenerator.register import Register, läs
from avtalsgenerator.regler import REGLER, Allvar
from avtalsgenerator.utdata import Sparad, skapa_mapp, spara

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avtalsgenerator.dokument import Dokument
    from avtalsgenerator.modell import Avtal, Handling
    from avtalsgenerator.regler import Anmärkning
    from avtalsgenerator.regler.grund import Läge

__all__ = [
    "REGLER",
    "Kontroll",
    "Resultat",
    "finn_mapp",
    "generera",
    "kontrollera",
    "läs",
    "regelsida",
    "skapa_exempel",
    "ställ",
]

MAPPAR = ("parter", "avtal")
OKÄND_DAG = date(1900, 1, 1)
"""Dagen för ett utkast av ett beslut vars dag inte är känd; den skrivs inte ut."""
EXEMPEL = Path(__file__).parent / "exempel"
"""Det påhittade exempel som följer med programmet."""


@dataclass(frozen=True)
class Kontroll:
    """Resultatet av en kontroll: lägena som prövades, anmärkningarna och vilka regler som inte hade någon."""

    register: Register
    lägen: tuple[Läge, ...]
    anmärkningar: tuple[Anmärkning, ...]

    def antal(self, allvar: Allvar) -> int:
        return sum(a.allvar is allvar for a in self.anmärkningar)

    @property
    def utan_anmärkning(self) -> int:
        """Hur många regler som gick bra."""
        slag = {läge.om for läge in self.lägen}
        return sum(r.om in slag for r in REGLER.values()) - len({a.kod for a in self.anmärkningar})

    def stoppar(self, *, strikt: bool = False) -> bool:
        """Om ett hinder (med ``strikt`` också en varning) gör att handlingen inte kan gå vidare."""
        return any(a.allvar >= (Allvar.VARNING if strikt else Allvar.HINDER) for a in self.anmärkningar)


@dataclass(frozen=True)
class Resultat:
    """Vad ``generera`` gjorde. ``mapp`` saknas om ett hinder gjorde att inget skrevs."""

    kontroll: Kontroll
    mapp: Path | None = None
    dokument: tuple[Dokument, ...] = ()
    sparade: tuple[Sparad, ...] = ()


def finn_mapp(angiven: Path | None, här: Path) -> Path:
    """Avtalsmappen: den angivna, annars närmaste mapp uppåt som har parter/ och avtal/."""
    for mapp in [angiven] if angiven else [här, *här.parents]:
        if all((mapp / m).is_dir() for m in MAPPAR):
            return mapp
    var = f"{angiven} är ingen avtalsmapp" if angiven else "här finns ingen avtalsmapp"
    raise Användningsfel(
        f"{var}: mapparna parter/ och avtal/ saknas",
        "Ange mappen med -C, eller skapa en övningsmapp med: avtal exempel MAPP",
    )


def finn_mål(register: Register, namn: str) -> Avtal | Handling | Beslut:
    """Avtalet, handlingen eller beslutet med det id:t; en entydig ändelse räcker (``tillagg-ale-lilla-edet``)."""
    handlingar = [*register.avtal, *register.handlingar]
    alla: dict[str, Avtal | Handling | Beslut] = {**register.avtal, **register.handlingar, **register.beslut}
    if namn in alla:
        return alla[namn]
    if not namn.strip():
        raise Användningsfel("namnet på handlingen är tomt", f"Välj bland: {', '.join(handlingar)}.")
    träffar = [id_ for id_ in alla if id_.endswith(f"/{namn}")] or [id_ for id_ in alla if id_.endswith(namn)]
    if len(träffar) == 1:
        return alla[träffar[0]]
    if träffar:
        raise Användningsfel(f"”{namn}” kan vara flera handlingar: {', '.join(träffar)}", "Skriv hela namnet.")
    råd = f"Välj bland: {', '.join(handlingar)}. Ett beslut skrivs PART/FIL, som i mappen parter/."
    raise Användningsfel(f"handlingen ”{namn}” finns inte", råd)


def ställ(mapp: Path, namn: str | None, dag: date | None) -> tuple[Register, tuple[Läge, ...]]:
    """Läser mappen och ställer läget för en handling eller ett beslut, eller för allt i mappen om inget anges.

    Besluten prövas för sig bara om de har ett protokoll att göra utdrag ur.
    """
    register = läs(mapp)
    mål: list[Avtal | Handling | Beslut] = [*register.avtal.values(), *register.handlingar.values()]
    if namn is not None:
        mål = [finn_mål(register, namn)]
    elif mål:
        mål += (b for b in register.beslut.values() if b.protokoll)
    if not mål:
        raise Användningsfel(
            f"i {mapp} finns inget avtal", "Lägg avtalet i avtal/NAMN/avtal.yaml, eller prova med: avtal exempel MAPP"
        )
    return register, tuple(_läge(register, m, dag) for m in mål)


def _läge(register: Register, mål: Avtal | Handling | Beslut, dag: date | None) -> Läge:
    if isinstance(mål, Beslut):
        return Beslutsläge(register, mål, dag or mål.sammanträdesdatum or OKÄND_DAG)
    return ställ_per_datum(register, mål, dag)


def kontrollera(mapp: Path, namn: str | None = None, dag: date | None = None) -> Kontroll:
    """Prövar en handling, eller allt i mappen. Samma anmärkning från flera handlingar räknas en gång."""
    register, lägen = ställ(mapp, namn, dag)
    alla = {(a.kod, a.plats, a.text): a for läge in lägen for a in regler.kontrollera(läge)}
    return Kontroll(register, lägen, tuple(sorted(alla.values(), key=lambda a: (-a.allvar, a.kod))))


def generera(
    mapp: Path,
    namn: str,
    dag: date | None = None,
    *,
    ut: Path | None = None,
    bara: str | None = None,
    part: str | None = None,
    utkast: bool = False,
    ersätt: bool = False,
) -> Resultat:
    """Gör handlingens dokument och sparar dem. Ett hinder ger inga dokument, om det inte är ett utkast.

    Kastar ``Användningsfel`` om ``bara`` eller ``part`` inte hör till handlingen, också när ett hinder finns.
    """
    kontroll = kontrollera(mapp, namn, dag)
    (läge,) = kontroll.lägen
    if bara is not None or part is not None:
        välj_dokument(läge, bara, part)
    if kontroll.stoppar() and not utkast:
        return Resultat(kontroll)
    dokument = gör_dokument(
        läge, kontroll.anmärkningar, mallmappar=_egna_mallar(mapp), bara=bara, part=part, utkast=utkast
    )
    målmapp = ut or mapp / "dokument" / mappnamn(läge)
    sparade = spara(målmapp, {d.filnamn: d.innehåll for d in dokument}, ersätt=ersätt)
    return Resultat(kontroll, målmapp, tuple(dokument), tuple(sparade))


def _egna_mallar(mapp: Path) -> Sequence[Path]:
    """Mappens egna mallar går före de medföljande."""
    return [mapp / "mallar"]


def regelsida(kod: str) -> str:
    """Sidan om en regel. Kastar ``Användningsfel`` om koden inte finns."""
    if kod.upper() not in REGLER:
        nära = difflib.get_close_matches(kod.upper(), REGLER, n=1)
        råd = f"Menade du {nära[0]}?" if nära else "Alla koder visas med: avtal regel"
        raise Användningsfel(f"regeln ”{kod}” finns inte", råd)
    return regler.regelsida(kod.upper())


def skapa_exempel(mål: Path) -> None:
    """Skapar en övningsmapp med ett påhittat men färdigt avtal, och mallarna att ändra i."""
    skapa_mapp(mål, {**{m: EXEMPEL / m for m in MAPPAR}, "mallar": medföljande_mallar()})
