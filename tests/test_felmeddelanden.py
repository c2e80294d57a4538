"""Galleriet: varje slags meddelande en användare kan möta, med det som gav det och den godkända texten.

En fil i felmeddelanden/ ser ut så här::

    $ avtal kontrollera tillagg-latsasby
    byt parter/fabelas/part.yaml: slag: kommun => slag: komun
    skriv parter/ny/part.yaml: namn: x
    mall signaturlista: {{ handling }} => {{ handlingen }}
    === 3
    den godkända utskriften

Kör om med GODKANN=1 när en ändring är avsedd, och läs skillnaden i git.
"""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest
from bygg import bygg
from kommando import kör, utan_tid_och_mapp

from avtalsgenerator.dokument import medföljande_mallar
from avtalsgenerator.paket import läs_paket, packa

GALLERI = Path(__file__).parent / "felmeddelanden"
FALL = sorted(GALLERI.glob("*.txt"))


@pytest.mark.parametrize("path", FALL, ids=[p.stem for p in FALL])
def test_meddelandet_är_det_godkända(path, tmp_path):
    uppgift, _, godkänt = path.read_text(encoding="utf-8").partition("\n=== ")
    mapp = bygg(tmp_path / "m")
    kommando, *ändringar = uppgift.splitlines()
    for ändring in ändringar:
        _ändra(mapp, ändring)
    svar = kör(*shlex.split(kommando.removeprefix("$ avtal ")), mapp=mapp)
    text = utan_tid_och_mapp(f"{svar.kod}\n{svar.ut}{svar.fel}", mapp)
    if os.environ.get("GODKANN"):
        path.write_text(f"{uppgift}\n=== {text}", encoding="utf-8")
        return
    assert text == godkänt


def _ändra(mapp: Path, ändring: str) -> None:
    verb, fil, text = re.fullmatch(r"(byt|skriv|mall) ([^:]+): (.*)", ändring).groups()
    path = mapp / fil
    if verb == "mall":
        _ändra_mall(mapp / "mallar" / f"{fil}.docx", *text.split(" => "))
        return
    if verb == "skriv":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.encode().decode("unicode_escape").encode("latin-1").decode(), encoding="utf-8")
        return
    gammalt, nytt = text.split(" => ")
    innehåll = path.read_text(encoding="utf-8")
    assert innehåll.count(gammalt) == 1, f"{gammalt!r} ska finnas precis en gång i {fil}"
    path.write_text(innehåll.replace(gammalt, nytt), encoding="utf-8")


def _ändra_mall(egen: Path, gammalt: str, nytt: str) -> None:
    """En egen mall är den medföljande med en ändring i sin XML, första gången orden står där."""
    egen.parent.mkdir(exist_ok=True)
    delar = läs_paket(egen if egen.exists() else medföljande_mallar() / egen.name)
    text = delar["word/document.xml"].decode()
    assert gammalt in text, f"{gammalt!r} ska finnas i {egen.name}"
    egen.write_bytes(packa({**delar, "word/document.xml": text.replace(gammalt, nytt, 1).encode()}))
