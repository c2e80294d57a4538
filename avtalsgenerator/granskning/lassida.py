"""Vet hur en sida att läsa i webbläsaren är byggd: en enda fil med en eller flera vyer, som inte hämtar något utifrån.

Sidan går att läsa och följa med tangentbord och skärmläsare, i ljust och mörkt. Utan skript står vyerna efter
varandra; med skript blir de flikar.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace
from html import escape
from importlib.resources import files
from string import Template
from urllib.parse import quote


class _Mall(Template):
    """En sida med luckor som skrivs $ord, också med å, ä och ö."""

    idpattern = r"[^\W\d]\w*"


def ifylld(mall: str, **ord_: str) -> str:
    """En av sidans mallar med orden, som redan är HTML, på sina ställen."""
    text = files("avtalsgenerator.granskning").joinpath(mall).read_text(encoding="utf-8")
    return _Mall(text).substitute(ord_)


@dataclass(frozen=True)
class Vy:
    """En av sidans vyer: dess id, det som står på fliken, och innehållet som HTML."""

    id: str
    namn: str
    html: str


@dataclass(frozen=True)
class Läsida:
    """En sida att läsa: titeln, märket om det är ett utkast, raderna om vad den visar, och vyerna."""

    titel: str
    märke: str
    om: tuple[str, ...]
    vyer: tuple[Vy, ...]
    rubrik: str = ""
    """Sidans huvudrubrik, om ingen av vyerna har den."""

    def med_pdf(self, filnamn: str, pdf: bytes) -> Läsida:
        """Sidan med en vy till: dokumentets PDF, som också ligger i en fil bredvid."""
        data = base64.b64encode(pdf).decode()
        html = ifylld("sidvy.html", fil=escape(filnamn), länk=escape(quote(filnamn)), data=data)
        return replace(self, vyer=(*self.vyer, Vy("sidorna", "Sidor", html)))

    def html(self) -> bytes:
        """Sidan som en fil. Samma sida ger samma byte."""
        flera = len(self.vyer) > 1
        rader = [f"<h1>{escape(self.rubrik)}</h1>"] if self.rubrik else []
        rader += [f'<p class="marke">{escape(self.märke)}</p>'] if self.märke else []
        return ifylld(
            "lassida.html",
            titel=escape(self.titel),
            om="\n".join([*rader, *(f"<p>{escape(o)}</p>" for o in self.om)]),
            inbäddat="; object-src data:; frame-src data:" if any(v.id == "sidorna" for v in self.vyer) else "",
            vyval=self._vyval() if flera else "",
            vyer="\n".join(
                f'<section class="vy" id="{v.id}" aria-label="{escape(v.namn)}">\n{v.html}</section>' for v in self.vyer
            ),
        ).encode()

    def _vyval(self) -> str:
        """Länkarna till vyerna, och flikarna som skriptet byter dem mot."""
        länkar = "\n".join(f'<a href="#{v.id}">{escape(v.namn)}</a>' for v in self.vyer)
        flikar = "\n".join(
            f'<button type="button" role="tab" id="flik-{v.id}" aria-controls="{v.id}">{escape(v.namn)}</button>'
            for v in self.vyer
        )
        return ifylld("vyval.html", länkar=länkar, flikar=flikar)
