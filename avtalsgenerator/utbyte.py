"""Vet hur anmärkningar skrivs för GitHub och för program som läser SARIF 2.1.0 (OASIS, 2020).

GitHub läser en rad per anmärkning (”workflow commands”). SARIF är en JSON-fil med reglerna och det som de fann.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from avtalsgenerator import __version__
from avtalsgenerator.kedja import REGLER, Kontroll
from avtalsgenerator.register import Register
from avtalsgenerator.regler import Allvar, Anmärkning, Regel, regelsida, sidans_rader, varför

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from avtalsgenerator.fel import Underlagsfel
    from avtalsgenerator.noder import Plats

GITHUB = {Allvar.HINDER: "error", Allvar.VARNING: "warning", Allvar.UPPLYSNING: "notice"}
SARIF = {Allvar.HINDER: "error", Allvar.VARNING: "warning", Allvar.UPPLYSNING: "note"}
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LÄSFEL = Regel("LÄSFEL", "Uppgifterna går inte att läsa", Allvar.HINDER, "", (), lambda _: ())
"""Koden för det som inte går att läsa. Det är ingen regel: när något inte går att läsa prövas inga regler."""
_LÄSFELETS_SIDA = (
    "En fil i avtalsmappen går inte att läsa, eller pekar på något som inte finns. Då kontrolleras inget annat. "
    "Rätta raden som visas och kontrollera igen."
)


def oläst(fel: Underlagsfel) -> Kontroll:
    """Läsfelen som hinder, för program: inget kunde läsas, så inget annat är prövat."""
    hinder = (
        Anmärkning(LÄSFEL.kod, LÄSFEL.allvar, LÄSFEL.rubrik, f.text, f.plats, "", (), LÄSFEL.källa, f.råd)
        for f in fel.läsfel
    )
    return Kontroll(Register({}, {}, {}, {}, {}, {}), (), tuple(hinder))


def github(kontroll: Kontroll, mapp: PurePath) -> Iterator[str]:
    """En rad per anmärkning som inte är besvarad.

    ``mapp`` är vägen till avtalsmappen från det ställe där steget körs, repots rot.
    """
    for a in (a for a in kontroll.anmärkningar if a.öppen):
        p = a.plats
        egenskaper: dict[str, object] = {"file": (mapp / p.fil).as_posix(), "line": p.rad, "col": p.kolumn}
        if p.slut > p.kolumn:
            egenskaper["endColumn"] = p.slut
        egenskaper["title"] = f"{a.kod} {a.rubrik}"
        skrivna = ",".join(f"{namn}={_egenskap(str(värde))}" for namn, värde in egenskaper.items())
        yield f"::{GITHUB[a.allvar]} {skrivna}::{_data(_meddelande(a))}"


def _data(text: str) -> str:
    """Texten så som GitHub vill ha den efter ``::``. Procenttecknet först, annars tolkas det två gånger."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _egenskap(text: str) -> str:
    """Som ``_data``, och utan de tecken som skiljer egenskaperna åt."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _meddelande(a: Anmärkning) -> str:
    """Vad som är fel och, på en egen rad, vad man gör åt det."""
    return f"{a.text}\nGör så här: {a.råd}" if a.råd else a.text


def sarif(kontroll: Kontroll) -> str:
    """Anmärkningarna som SARIF 2.1.0. Filernas vägar utgår från avtalsmappen, ``%SRCROOT%``."""
    regler = [*(REGLER[kod] for kod in sorted(REGLER)), LÄSFEL]
    nummer = {regel.kod: i for i, regel in enumerate(regler)}
    driver = {
        "name": "avtalsgenerator",
        "semanticVersion": __version__,
        "language": "sv-SE",
        "rules": [_regel(regel) for regel in regler],
    }
    sedda: Counter[str] = Counter()
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "Avtalsmappen."}}},
        "results": [_resultat(a, nummer[a.kod], sedda) for a in kontroll.anmärkningar],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _regel(regel: Regel) -> dict[str, Any]:
    sida = _LÄSFELETS_SIDA if regel is LÄSFEL else regelsida(regel.kod)
    skäl = _LÄSFELETS_SIDA if regel is LÄSFEL else varför(sida)
    svar: dict[str, Any] = {
        "id": regel.kod,
        "shortDescription": {"text": f"{regel.rubrik}."},
        "fullDescription": {"text": skäl, "markdown": skäl},
        "help": {"text": "\n".join(rad for rad, _ in sidans_rader(sida)), "markdown": sida},
        "defaultConfiguration": {"level": SARIF[regel.allvar]},
    }
    return svar | ({"properties": {"källa": regel.källa}} if regel.källa else {})


def _resultat(a: Anmärkning, regelns_nummer: int, sedda: Counter[str]) -> dict[str, Any]:
    avtryck = _avtryck(a)
    sedda[avtryck] += 1
    svar: dict[str, Any] = {
        "ruleId": a.kod,
        "ruleIndex": regelns_nummer,
        "level": SARIF[a.allvar],
        "message": {"text": _mall(_meddelande(a))},
        "locations": [{"physicalLocation": _ställe(a.plats)}],
        "partialFingerprints": {"avtalsgenerator/v1": f"{avtryck}:{sedda[avtryck]}"},
    }
    if a.andra:
        svar["relatedLocations"] = [
            {"id": i, "physicalLocation": _ställe(m.plats)} | ({"message": {"text": _mall(m.text)}} if m.text else {})
            for i, m in enumerate(a.andra)
        ]
    if a.kvittens:
        svar["suppressions"] = [
            {"kind": "external", "justification": f"{a.kvittens.motivering} ({a.kvittens.av} {a.kvittens.dag})"}
        ]
    return svar | ({"properties": {"grund": a.grund}} if a.grund else {})


def _mall(text: str) -> str:
    """Texten som ett meddelande i SARIF, där klamrar annars är platser att fylla i (§ 3.11.5)."""
    return text.replace("{", "{{").replace("}", "}}")


def _ställe(plats: Plats) -> dict[str, Any]:
    region = {"startLine": plats.rad, "startColumn": plats.kolumn}
    if plats.slut > plats.kolumn:
        region["endColumn"] = plats.slut
    return {"artifactLocation": {"uri": quote(plats.fil), "uriBaseId": "%SRCROOT%"}, "region": region}


def _avtryck(a: Anmärkning) -> str:
    """Samma för samma anmärkning fast raderna i filen flyttas, så att den inte räknas som ny.

    Står samma sak om flera rader i en fil skiljs de åt av ett ordningsnummer.
    """
    return hashlib.sha256("\0".join((a.kod, a.plats.fil, a.text)).encode()).hexdigest()[:32]
