"""Vet vilket nummer Word skriver framför ett stycke: ”§ 4”, ”4.1”, ”1.” eller en punkt."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from avtalsgenerator.malltext import W, val

if TYPE_CHECKING:
    from collections.abc import Mapping

PUNKT = "•"


@dataclass(frozen=True)
class _Nivå:
    """En nivå i en lista: hur numret skrivs, var den börjar och om den är en punktlista."""

    mönster: str
    start: int
    punkt: bool


@dataclass
class Numrering:
    """Räknar styckena i ett dokument, i den ordning de frågas efter.

    Bara det som mallarna använder räknas: siffror och punkter, flera nivåer, listor som börjar om.
    """

    nivåer: Mapping[str, Mapping[int, _Nivå]]
    """Nivåerna i varje lista (numId)."""
    gemensam: Mapping[str, str]
    """Listor med samma mall räknar tillsammans, om de inte börjar om: numId → nyckeln de räknas under."""
    stilar: Mapping[str, tuple[str, int]]
    """Formatmallar som numrerar: (numId, nivå)."""
    räknade: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def i(cls, delar: Mapping[str, bytes]) -> Numrering:
        """Numreringen i ett dokuments delar."""
        nivåer, gemensam = _listor(delar.get("word/numbering.xml"))
        return cls(nivåer, gemensam, _stilar(delar.get("word/styles.xml")))

    def nummer(self, stycke: etree._Element) -> str:
        """Numret framför stycket; tomt om det inte har något."""
        lista, nivå = self._lista(stycke)
        nivåer = self.nivåer.get(lista, {})
        if nivå not in nivåer:
            return ""
        räknade = self.räknade.setdefault(self.gemensam[lista], {})
        räknade[nivå] = räknade.get(nivå, nivåer[nivå].start - 1) + 1
        for djupare in [n for n in räknade if n > nivå]:
            del räknade[djupare]
        if nivåer[nivå].punkt:
            return PUNKT
        return re.sub(r"%(\d)", lambda m: str(räknade.get(int(m[1]) - 1, nivåer[nivå].start)), nivåer[nivå].mönster)

    def siffra(self, stycke: etree._Element) -> bool:
        """Om stycket står på översta nivån i en lista med siffror eller bokstäver."""
        lista, nivå = self._lista(stycke)
        översta = self.nivåer.get(lista, {}).get(0)
        return nivå == 0 and översta is not None and not översta.punkt

    def _lista(self, stycke: etree._Element) -> tuple[str, int]:
        stil = val(stycke.find(f"{W}pPr/{W}pStyle"))
        lista, nivå = self.stilar.get(stil, ("", 0))
        egen, egen_nivå = (stycke.find(f"{W}pPr/{W}numPr/{W}{n}") for n in ("numId", "ilvl"))
        return val(egen) or lista, int(val(egen_nivå) or nivå)


def _listor(innehåll: bytes | None) -> tuple[dict[str, dict[int, _Nivå]], dict[str, str]]:
    if innehåll is None:
        return {}, {}
    rot = etree.fromstring(innehåll)
    abstrakta = {a.get(f"{W}abstractNumId", ""): _nivåer(a) for a in rot.iter(f"{W}abstractNum")}
    nivåer, gemensam = {}, {}
    for lista in rot.iter(f"{W}num"):
        id_, abstrakt = lista.get(f"{W}numId", ""), val(lista.find(f"{W}abstractNumId"))
        nivåer[id_] = abstrakta.get(abstrakt, {})
        gemensam[id_] = id_ if lista.find(f"{W}lvlOverride/{W}startOverride") is not None else f"mall {abstrakt}"
    return nivåer, gemensam


def _nivåer(abstrakt: etree._Element) -> dict[int, _Nivå]:
    return {
        int(nivå.get(f"{W}ilvl", "0")): _Nivå(
            val(nivå.find(f"{W}lvlText")),
            int(val(nivå.find(f"{W}start")) or 1),
            val(nivå.find(f"{W}numFmt")) == "bullet",
        )
        for nivå in abstrakt.iter(f"{W}lvl")
    }


def _stilar(innehåll: bytes | None) -> dict[str, tuple[str, int]]:
    if innehåll is None:
        return {}
    svar = {}
    for stil in etree.fromstring(innehåll).iter(f"{W}style"):
        lista, nivå = (stil.find(f"{W}pPr/{W}numPr/{W}{n}") for n in ("numId", "ilvl"))
        if val(lista) not in ("", "0"):
            svar[stil.get(f"{W}styleId", "")] = val(lista), int(val(nivå) or 0)
    return svar
