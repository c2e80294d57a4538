"""Vet hur dagar att hålla reda på skrivs som en kalenderfil (iCalendar, RFC 5545) som Outlook och andra kan läsa in.

Ingen klocka: tiden då filen gjordes är lägets dag, så att samma uppgifter ger samma byte.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from avtalsgenerator.frister import frister

if TYPE_CHECKING:
    from icalendar import Event

    from avtalsgenerator.frister import Frist
    from avtalsgenerator.per_datum import Avtalsläge

PÅMINNELSE = timedelta(days=7)
"""Så långt före en frist påminner kalendern."""
SVENSKA = {"LANGUAGE": "sv"}


def kalenderfil(läge: Avtalsläge) -> bytes:
    """En heldag för varje dag som betyder något i läget, med samma id varje gång så att kalendern känner igen den."""
    from icalendar import Calendar

    fil = Calendar()
    fil.add("prodid", "-//avtalsgenerator//SV")
    fil.add("version", "2.0")
    for frist in frister(läge):
        fil.add_component(_händelse(läge, frist))
    return bytes(fil.to_ical())


def _händelse(läge: Avtalsläge, frist: Frist) -> Event:
    from icalendar import Alarm, Event

    rubrik = f"{frist.vad} ({läge.avtal.kortnamn})"
    text = [frist.text, f"Grund: {frist.grund}.", f"Uppgiften står i {frist.plats.fil}:{frist.plats.rad}."]
    text += [] if frist.säker else ["Uppgiften är inte kontrollerad mot källan."]
    händelse = Event()
    händelse.add("uid", f"{frist.nyckel}@avtalsgenerator")
    händelse.add("dtstamp", datetime.combine(läge.dag, time(), UTC))
    händelse.add("dtstart", frist.dag)
    händelse.add("dtend", frist.dag + timedelta(days=1))
    händelse.add("summary", rubrik, parameters=SVENSKA)
    händelse.add("description", "\n".join(text), parameters=SVENSKA)
    händelse.add("transp", "TRANSPARENT")  # dagen visas som ledig
    if frist.påminn:
        påminnelse = Alarm()
        påminnelse.add("action", "DISPLAY")
        påminnelse.add("trigger", -PÅMINNELSE)
        påminnelse.add("description", rubrik, parameters=SVENSKA)
        händelse.add_component(påminnelse)
    return händelse
