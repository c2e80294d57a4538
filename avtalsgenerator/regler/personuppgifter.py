"""FRM: personuppgifter som inte ska stå i det som skrivs ut eller anslås."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from avtalsgenerator.modell.nummer import är_personnummer
from avtalsgenerator.regler.grund import ALLT, Allvar, Fynd, regel
from avtalsgenerator.regler.utskrivet import utskrivna

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avtalsgenerator.beslutslage import Beslutsläge
    from avtalsgenerator.regler.grund import Läge

SOM_PERSONNUMMER = re.compile(r"(?<![\w-])(?:(?:19|20)?\d{6}[-+]\d{4}|(?:19|20)\d{10}|[1-9]\d{9})(?![\w-])")


@regel(
    "FRM12", "Texten innehåller ett personnummer", Allvar.HINDER, om=ALLT,
    källa="kommunallagen 8 kap. 10 § 4: personuppgifter publiceras inte i strid med dataskyddet",
)  # fmt: skip
def personnummer_i_texten(läge: Läge) -> Iterator[Fynd]:
    """Numret skrivs inte i anmärkningen: den sparas och skickas vidare."""
    for text in utskrivna(läge):
        for ställe, _ in text.första(SOM_PERSONNUMMER):
            if är_personnummer(ställe.ord_):
                yield Fynd(
                    "Texten innehåller ett personnummer eller samordningsnummer",
                    ställe.plats,
                    "Ta bort numret. Personens namn och uppgift räcker i handlingen.",
                    "numret",
                )


PRIVAT = re.compile(
    r"[\w.+-]{1,64}@(?:gmail|hotmail|outlook|live|yahoo|icloud|me|msn|telia|comhem|bredband|spray|tele2|protonmail|home)"
    r"\.(?:com|se|net|nu|me)\b|\b(?i:hemtelefon|privat telefon|telefon hem|privat mobil)\w*:? ?[\d+][\d -]{6,20}\d"
)


@regel(
    "FRM13", "Protokollet innehåller privat e-post eller telefon", Allvar.VARNING, om="beslut",
    källa="kommunallagen 8 kap. 10 § 4: personuppgifter publiceras inte i strid med dataskyddet",
)  # fmt: skip
def privata_uppgifter(läge: Beslutsläge) -> Iterator[Fynd]:
    for text in utskrivna(läge):
        for ställe, _ in text.första(PRIVAT):
            yield Fynd(
                f"”{ställe.ord_}” är en privat uppgift",
                ställe.plats,
                "Ta bort uppgiften, eller byt den mot en adress i tjänsten.",
            )
