"""Vet vilka mallar som redan är prövade och byggda på den här datorn, så att samma mall inte byggs varje gång.

En byggd mall sparas som uppgifter, aldrig som kod, i användarens egen mapp för sådant. Den gäller bara för precis samma
mall, samma version av programmet och samma bibliotek, och bara om ingen annan än användaren kan skriva i mappen.
Variabeln ``AVTAL_CACHE`` väljer en annan mapp; är den tom sparas inget.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import stat
import sys
from dataclasses import fields
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from avtalsgenerator.fel import Mallbrist, Mallfel
from avtalsgenerator.malldel import Båda, Gren, Inte, Mall, Malldel, Märke, Någon, Om, Ord, Rad, Slinga, Text
from avtalsgenerator.paket import packa
from avtalsgenerator.utdata import minns

if TYPE_CHECKING:
    from collections.abc import Mapping

_BYGGER = ("loptextxml", "mall", "mallblock", "mallbygge", "malldel", "mallstycken", "malltaggar", "malltext", "paket",
           "paragrafer")  # fmt: skip
"""Det som avgör hur en mall blir byggd. Ändras något av det byggs mallarna om."""
FLEST = 200
"""Byggda mallar som sparas; de äldsta tas bort."""


@lru_cache(maxsize=64)
def byggd(namn: str, delar: tuple[tuple[str, bytes], ...]) -> Mall:
    """Mallen, prövad och byggd en gång för samma innehåll. Kastar ``Mallfel`` om den inte går att använda."""
    alla = dict(delar)
    plats = _plats(namn, alla)
    mall = _minnet(plats, namn, alla) if plats else None
    if mall is None:
        from avtalsgenerator.mall import bygg_mall

        mall = bygg_mall(namn, alla)
        _kräv_öppningsbar(mall)
        if plats:
            minns(plats, _skriv(mall), FLEST)
    return mall


def _kräv_öppningsbar(mall: Mall) -> None:
    """Att filen är ett helt Word-dokument prövas en gång; fyllningen ändrar bara texten i det."""
    import docx
    from docx.opc.exceptions import OpcError

    try:
        docx.Document(io.BytesIO(packa(mall.delar, mall.packade)))
    except (KeyError, ValueError, AttributeError, OpcError) as fel:
        skäl = f"filen saknar något som ett Word-dokument ska ha ({fel})"
        raise Mallfel([Mallbrist(mall.namn, skäl, råd="Öppna filen i Word och spara om den.")]) from None


def cachemapp() -> Path | None:
    """Mappen för det som kan göras om; inget om användaren inte vill ha någon."""
    vald = os.environ.get("AVTAL_CACHE")
    if vald is not None:
        return Path(vald) if vald else None
    hem = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or hem / "AppData/Local") / "avtalsgenerator" / "cache"
    if sys.platform == "darwin":
        return hem / "Library/Caches/avtalsgenerator"
    return Path(os.environ.get("XDG_CACHE_HOME") or hem / ".cache") / "avtalsgenerator"


def _plats(namn: str, delar: Mapping[str, bytes]) -> Path | None:
    """Filen för just den här mallen."""
    try:
        mapp = cachemapp()
        byggare = _byggare()
    except (OSError, RuntimeError):  # ingen hemmapp, eller programmet ligger i en fil
        return None
    if mapp is None:
        return None
    summa = hashlib.sha256(byggare + namn.encode())
    for del_, innehåll in sorted(delar.items()):
        summa.update(f"{del_}\0{len(innehåll)}\0".encode() + innehåll)
    return mapp / "mallar" / f"{summa.hexdigest()}.json"


@cache
def _byggare() -> bytes:
    här = Path(__file__).parent
    kod = b"".join((här / f"{namn}.py").read_bytes() for namn in _BYGGER)
    return hashlib.sha256(kod + "".join(map(version, ("docxtpl", "jinja2", "lxml"))).encode()).digest()


_SLAG = {klass.__name__: klass for klass in (Malldel, Text, Ord, Rad, Inte, Båda, Någon, Gren, Om, Slinga, Märke)}


def som_json(värde: Any) -> Any:
    """Noderna som listor, där det första är nodens slag."""
    if type(värde).__name__ in _SLAG:
        return [type(värde).__name__, *(som_json(getattr(värde, f.name)) for f in fields(värde))]
    return ["", *map(som_json, värde)] if isinstance(värde, tuple) else värde


def ur_json(värde: Any) -> Any:
    """Noderna så som ``som_json`` skrev dem. Kastar ``KeyError``, ``TypeError`` eller ``IndexError`` om de är andra."""
    if not isinstance(värde, list):
        return värde
    slag, delar = värde[0], map(ur_json, värde[1:])
    return _SLAG[slag](*delar) if slag else tuple(delar)


def _skriv(mall: Mall) -> bytes:
    delar = json.dumps({namn: som_json(del_) for namn, del_ in mall.fyllbara.items()}, ensure_ascii=False).encode()
    return hashlib.sha256(delar).hexdigest().encode() + b"\n" + delar


def _minnet(plats: Path, namn: str, delar: Mapping[str, bytes]) -> Mall | None:
    """Mallen så som den sparades. Är filen trasig, eller kan någon annan ha skrivit den, byggs mallen om."""
    try:
        if not (_egen(plats) and _egen(plats.parent)):
            return None
        summa, _, text = plats.read_bytes().partition(b"\n")
        if hashlib.sha256(text).hexdigest().encode() != summa:
            return None
        return Mall(namn, delar, {del_: ur_json(sparad) for del_, sparad in json.loads(text).items()})
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
        return None


def _egen(path: Path) -> bool:
    """Om bara användaren själv kan ändra filen eller mappen. I Windows är mappen alltid användarens egen."""
    if sys.platform == "win32":
        return True
    om = path.stat()
    return om.st_uid == os.getuid() and not om.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
