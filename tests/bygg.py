"""Bygger en avtalsmapp av den påhittade grunden och en enda avvikelse.

Avvikelsen skrivs som i regelsidorna: en fil per nyckel, och bara det som ändras i den. Ett tomt värde tar bort
nyckeln (eller filen), ``befattningar[0]`` ändrar en post i en lista, och en lista som skrivs ut ersätter den gamla.
"""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any

import yaml

from avtalsgenerator import kedja, uppslag

if TYPE_CHECKING:
    from pathlib import Path

GRUND = uppslag.EXEMPEL
LÄSARE = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
SKRIVARE = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def bygg(mapp: Path, avvikelse: str | dict[str, Any] = "", grund: Path = GRUND) -> Path:
    for del_ in ("parter", "avtal"):
        shutil.copytree(grund / del_, mapp / del_)
    ändringar = yaml.load(avvikelse, LÄSARE) if isinstance(avvikelse, str) else avvikelse
    for fil, ändring in (ändringar or {}).items():
        path = mapp / fil
        if ändring in ("", None):
            path.unlink()
            continue
        gammal = yaml.load(path.read_text(encoding="utf-8"), LÄSARE) if path.exists() else {}
        path.parent.mkdir(parents=True, exist_ok=True)
        ny = yaml.dump(_sammanfoga(gammal, ändring), Dumper=SKRIVARE, allow_unicode=True, sort_keys=False)
        path.write_text(ny, encoding="utf-8")
    return mapp


def _sammanfoga(gammal: Any, ändring: Any) -> Any:
    if not isinstance(ändring, dict) or not isinstance(gammal, dict):
        return ändring
    ny = dict(gammal)
    for nyckel, värde in ändring.items():
        if träff := re.fullmatch(r"(.+)\[(\d+)\]", nyckel):
            lista = list(ny[träff[1]])
            lista[int(träff[2])] = _sammanfoga(lista[int(träff[2])], värde)
            ny[träff[1]] = lista
        elif värde == "":
            del ny[nyckel]
        else:
            ny[nyckel] = _sammanfoga(ny.get(nyckel), värde)
    return ny


def koder(mapp: Path) -> set[str]:
    """Koderna för de anmärkningar som ingen har besvarat."""
    return {a.kod for a in kedja.kontrollera(mapp).anmärkningar if a.öppen}
