"""Vet hur skillnaden mellan två dokument blir en vy på en sida: ändringarna i korthet, och texten med dem markerade."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from avtalsgenerator.granskning.andringsmarken import Nummer
from avtalsgenerator.granskning.lassida import Läsida, Vy, ifylld
from avtalsgenerator.granskning.skillnad_i_ord import INGA, hur_många, nya_nummer, ändringarna
from avtalsgenerator.granskning.textsida import Textsida
from avtalsgenerator.paket import packa_upp

if TYPE_CHECKING:
    from avtalsgenerator.granskning.skillnad import Skillnad

FANNS_INTE = "Dokumentet fanns inte förut, så det finns inget att jämföra med."
_RUBRIKNIVÅ = 3
"""Nivån på vyns rubrik ovanför texten."""


def ändringsvy(skillnad: Skillnad | None) -> Vy:
    """Vyn med ändringarna. Utan skillnad fanns dokumentet inte förut."""
    return Vy("andringar", "Ändringar", _kort(FANNS_INTE) if skillnad is None else _innehåll(skillnad))


def skillnadssida(skillnad: Skillnad) -> bytes:
    """En sida med bara ändringarna, märkt om det nya dokumentet är ett utkast."""
    titel = f"Ändringar i {skillnad.nytt}"
    märke = Textsida(packa_upp(skillnad.innehåll)).utkastmärke()
    return Läsida(titel, märke, (), (ändringsvy(skillnad),), rubrik=titel).html()


def _innehåll(skillnad: Skillnad) -> str:
    if not skillnad.ändringar:
        return _kort(f"Från {skillnad.gammalt} till {skillnad.nytt}. {INGA}")
    text = Textsida(packa_upp(skillnad.innehåll), nummer=Nummer(*skillnad.nummer), ovanför=_RUBRIKNIVÅ)
    siddelar = (f'<p class="dokumenthuvud">{namn}: {html}</p>' for namn, html in text.ändrade_siddelar())
    return ifylld(
        "andringsvy.html",
        gammalt=escape(skillnad.gammalt),
        nytt=escape(skillnad.nytt),
        ändringarna=_lista(skillnad),
        hur_många=hur_många(skillnad),
        brödtext=text.brödtext(),
        sidhuvud=text.sidhuvud(),
        siddelar="\n".join(siddelar),
    )


def _kort(text: str) -> str:
    return f'<div class="blad ensam">\n<h2>Ändringar</h2>\n<p>{escape(text)}</p>\n</div>\n'


def _lista(skillnad: Skillnad) -> str:
    """Ändringarna efter paragraf, och de nya numren."""
    rader = ['<dl class="andringar">']
    for plats, på_platsen in groupby(ändringarna(skillnad), key=lambda rad: rad[0]):
        rader.append(f"<dt>{escape(plats)}:</dt>")
        rader += (f"<dd>{escape(text)}</dd>" for _, text in på_platsen)
    nya = nya_nummer(skillnad)
    return "\n".join([*rader, "</dl>", f"<p>{escape(nya)}</p>" if nya else ""])
