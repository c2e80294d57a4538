"""De handlingar som testerna gör alla dokument av: det verkliga ärendet som utkast, det påhittade färdigt."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from avtalsgenerator import regler
from avtalsgenerator.beslutslage import Beslutsläge
from avtalsgenerator.dokument import gör_dokument
from avtalsgenerator.per_datum import ställ_per_datum

if TYPE_CHECKING:
    from avtalsgenerator.register import Register
    from avtalsgenerator.regler.grund import Läge

VERKLIGT, PÅHITTAT = "stodcentrum-heder/tillagg-ale-lilla-edet", "konsumentvagledning/tillagg-latsasby"
FÖRTIDA = "stodcentrum-heder/fortida-uttrade-alingsas"
UTTRÄDE = "stodcentrum-heder/uttrade-alingsas"
PÅHITTAT_BESLUT, VERKLIGT_BESLUT = "sagovik/2025-11-05-ks-201", "alingsas/2020-05-11-ks-78"
FALL = {
    "verkligt-tillagg-utkast": ("verklig", VERKLIGT, None, True),
    "verkligt-tillagg-efter-alingsas-utkast": ("verklig", VERKLIGT, date(2026, 1, 1), True),
    "verkligt-avtal-utkast": ("verklig", "stodcentrum-heder", None, True),
    "verkligt-uttrade-utkast": ("verklig", UTTRÄDE, None, True),
    "verkligt-fortida-utkast": ("verklig", FÖRTIDA, None, True),
    "pahittat-tillagg": ("påhittad", PÅHITTAT, None, False),
    "pahittat-avtal": ("påhittad", "konsumentvagledning", None, False),
    "pahittat-beslut": ("påhittad", PÅHITTAT_BESLUT, None, False),
    "verkligt-beslut-utkast": ("verklig", VERKLIGT_BESLUT, None, True),
}


def läge_för(register: Register, namn: str, dag: date | None = None) -> Läge:
    if namn in register.beslut:
        beslut = register.beslut[namn]
        return Beslutsläge(register, beslut, beslut.sammanträdesdatum)
    return ställ_per_datum(register, {**register.avtal, **register.handlingar}[namn], dag)


def gör_alla(verklig: Register, påhittad: Register) -> dict[tuple[str, str], bytes]:
    """Alla dokument i alla fall: (fall, filnamn) → byte."""
    svar = {}
    for fall, (var, namn, dag, utkast) in FALL.items():
        läge = läge_för({"verklig": verklig, "påhittad": påhittad}[var], namn, dag)
        for d in gör_dokument(läge, regler.kontrollera(läge), utkast=utkast):
            svar[fall, d.filnamn] = d.innehåll
    return svar
