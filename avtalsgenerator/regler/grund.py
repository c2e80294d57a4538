"""Vet vad en regel och en anmärkning är. En regel är en funktion och en sida i ``texter/``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from datetime import date

    from avtalsgenerator.beslutslage import Beslutsläge
    from avtalsgenerator.modell.kvittens import Kvittens
    from avtalsgenerator.noder import Plats
    from avtalsgenerator.per_datum import Avtalsläge
    from avtalsgenerator.regler.granskning import Granskningsläge
    from avtalsgenerator.regler.kvittens import Kvittensläge
    from avtalsgenerator.regler.mallar import Malläge
    from avtalsgenerator.skrivelselage import Skrivelseläge


class Allvar(IntEnum):
    """Vad som händer: HINDER ger inget dokument, VARNING ska besvaras före underskrift, UPPLYSNING är bra att veta."""

    UPPLYSNING = 1
    VARNING = 2
    HINDER = 3

    @property
    def ord_(self) -> str:
        return self.name.lower()


@dataclass(frozen=True)
class Märke:
    """Ett ställe som visas i anmärkningen, med några ord om vad som står där."""

    plats: Plats
    text: str = ""


@dataclass(frozen=True)
class Fynd:
    """Det en regel säger: vad som är fel, var det står, vad som bör göras och vad mer som hör dit.

    ``grund`` används när regelns källa behöver preciseras (§ i just det avtalet). ``vem`` är id för parten eller
    underskriftsblocket (``Underskrift.id``) som fyndet gäller, om det gäller en av dem.
    """

    text: str
    plats: Plats
    råd: str
    märke: str = ""
    andra: tuple[Märke, ...] = ()
    grund: str = ""
    vem: str = ""


@dataclass(frozen=True)
class Anmärkning:
    """Ett fynd tillsammans med regelns kod, allvar, rubrik och källa."""

    kod: str
    allvar: Allvar
    rubrik: str
    text: str
    plats: Plats
    märke: str
    andra: tuple[Märke, ...]
    grund: str
    råd: str
    vem: str = ""
    kvittens: Kvittens | None = None
    """Svaret på varningen, om någon har tagit ställning till den."""

    @property
    def öppen(self) -> bool:
        """Om den inte är besvarad."""
        return self.kvittens is None


Läge: TypeAlias = "Avtalsläge | Beslutsläge | Skrivelseläge"
Pröva: TypeAlias = Callable[[Any], Iterable[Fynd]]


@dataclass(frozen=True)
class Regel:
    """En kontroll: kod, rubrik som nämner felet, allvar, källa och funktionen som prövar läget."""

    kod: str
    rubrik: str
    allvar: Allvar
    källa: str
    om: tuple[str, ...]
    """Om den prövar ett avtal (med eller utan handling), ett beslut eller en skrivelse."""
    pröva: Pröva = field(repr=False)
    gäller_från: date | None = None
    """Första dagen som regeln gäller, om den inte alltid har gjort det; båda dagarna räknas med."""
    gäller_till: date | None = None

    def prövar(self, läge: Läge | Granskningsläge | Kvittensläge) -> bool:
        """Om regeln gäller lägets slag den dagen."""
        började = self.gäller_från is None or self.gäller_från <= läge.dag
        return läge.om in self.om and började and (self.gäller_till is None or läge.dag <= self.gäller_till)

    @property
    def giltighet(self) -> str:
        """”Gäller från och med 2025-07-01.”; tomt om regeln alltid gäller."""
        delar = (("från", self.gäller_från), ("till", self.gäller_till))
        tid = " ".join(f"{ord_} och med {dag}" for ord_, dag in delar if dag)
        return f"Gäller {tid}." if tid else ""

    def anmärkningar(self, läge: Läge | Granskningsläge | Kvittensläge | Malläge) -> Iterator[Anmärkning]:
        for f in self.pröva(läge):
            yield Anmärkning(
                self.kod,
                self.allvar,
                self.rubrik,
                f.text,
                f.plats,
                f.märke,
                f.andra,
                f.grund or self.källa,
                f.råd,
                f.vem,
            )


REGLER: dict[str, Regel] = {}


ALLT: tuple[str, ...] = ("avtal", "beslut", "skrivelse")
"""För en regel som prövar texten i vilket läge som helst."""


def regel(
    kod: str,
    rubrik: str,
    allvar: Allvar,
    *,
    källa: str,
    om: str | tuple[str, ...] = "avtal",
    gäller_från: date | None = None,
    gäller_till: date | None = None,
) -> Callable[[Pröva], Pröva]:
    """Gör en funktion till en regel. Källan är ett lagrum, en avtalsparagraf eller ”praxis”."""
    slag = (om,) if isinstance(om, str) else om

    def märk(pröva: Pröva) -> Pröva:
        if kod in REGLER:
            raise ValueError(f"koden {kod} används redan")
        REGLER[kod] = Regel(kod, rubrik, allvar, källa, slag, pröva, gäller_från, gäller_till)
        return pröva

    return märk


def i_avtalet(paragraf: int | None) -> str:
    """”samverkansavtalet § 17”; tomt om paragrafen inte är känd, så att regelns egen källa gäller."""
    return f"samverkansavtalet §\u00a0{paragraf}" if paragraf else ""


def gruppera(anmärkningar: Iterable[Anmärkning]) -> list[list[Anmärkning]]:
    """Anmärkningarna kod för kod, i den ordning koderna kommer."""
    grupper: dict[str, list[Anmärkning]] = {}
    for a in anmärkningar:
        grupper.setdefault(a.kod, []).append(a)
    return list(grupper.values())
