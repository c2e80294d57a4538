"""Vet hur ett uppdrag utförs, i vilken process som helst: mappen läses en gång och behålls mellan uppdragen.

Ett dokument som redan finns görs en gång till i minnet och jämförs byte för byte, och skrivs bara om det är nytt. Det
kostar ungefär lika mycket som att göra det från början, men kan inte ta fel. En kontrollsumma av allt som kan påverka
dokumentet vore snabbare. Den måste då rymma varje uppgift, mall, godkännande, kommentar i ett tidigare utkast, flagga
och version av programmet och biblioteken; saknas en enda blir ett gammalt dokument kvar utan att någon ser det.
"""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import TYPE_CHECKING

from avtalsgenerator import kedja
from avtalsgenerator.avtalsmapp import Avtalsmapp
from avtalsgenerator.fel import AvtalsgeneratorFel
from avtalsgenerator.lasminne import Läsminne
from avtalsgenerator.manga.markning import kräv_samma
from avtalsgenerator.manga.uppdrag import Brist, Svar
from avtalsgenerator.register import läs_ärende, utan_skräpsamling
from avtalsgenerator.regler import Allvar

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from avtalsgenerator.kedja import Kontroll, Resultat
    from avtalsgenerator.manga.markning import Märke
    from avtalsgenerator.manga.uppdrag import Uppdrag
    from avtalsgenerator.register import Register


_ETT_I_TAGET = threading.Lock()
"""En arbetare i ett kluster kan ha flera trådar; ett dokument görs av en i taget."""


def utför(uppdrag: Uppdrag) -> Svar:
    """Gör uppdragets dokument och sparar dem, alla eller inga. Ett fel blir ett svar, så att inget annat stannar."""
    b = uppdrag.beställning
    try:
        with _ETT_I_TAGET, utan_skräpsamling():
            kontroll = _kontroll(uppdrag.mapp, uppdrag.märke, uppdrag.id, b.dag)
            resultat = kedja.generera_kontrollerat(
                uppdrag.mapp,
                kontroll,
                uppdrag.parter or (None,),
                ut=uppdrag.ut,
                bara=b.bara,
                utkast=b.utkast,
                sida=b.sida,
                pdf=b.pdf,
                ersätt=b.ersätt,
            )
    except AvtalsgeneratorFel as fel:
        return Svar(brist=Brist(fel.slutkod, str(fel), fel.råd))
    return _svar(resultat)


def _svar(resultat: Resultat) -> Svar:
    if resultat.mapp is None:
        koder = dict.fromkeys(a.kod for a in resultat.kontroll.anmärkningar if a.allvar is Allvar.HINDER)
        råd = "Visa hindren med: avtal kontrollera HANDLING. Ett märkt utkast görs ändå med --utkast."
        return Svar(brist=Brist(1, f"hinder {', '.join(koder)}", råd))
    return Svar(
        nya=sum(s.ny for s in resultat.sparade),
        redan=sum(not s.ny for s in resultat.sparade),
        byte=sum(len(d.innehåll) + len(d.intyg) for d in resultat.dokument),
        hinder=resultat.kontroll.antal(Allvar.HINDER),
        obesvarade=resultat.kontroll.antal(Allvar.VARNING),
        varningar=resultat.varningar,
    )


@lru_cache(maxsize=4)
def _kontroll(mapp: Path, märke: Märke, id_: str, dag: date | None) -> Kontroll:
    """Handlingen, kontrollerad en gång också när den har delats i flera uppdrag."""
    ärende = id_ if id_ in minnet(mapp, märke).mapp.idn("beslut") else id_.partition("/")[0]
    register = _register(mapp, märke, ärende)
    läge = kedja.läget(register, id_, dag)
    return kedja.kontrollera_lägen(register, (läge,), lambda läge: kedja.granskat(mapp, läge))


@lru_cache(maxsize=2)
def _register(mapp: Path, märke: Märke, ärende: str) -> Register:
    """Det som ärendet behöver. Alla handlingar i samma avtal delar det; ett beslut har sitt eget."""
    minne = minnet(mapp, märke)
    return läs_ärende(minne.mapp, ärende, minne)


@lru_cache(maxsize=1)
def minnet(mapp: Path, märke: Märke) -> Läsminne:
    """Det som är läst i mappen. Kastar ``Dokumentfel`` om programmet eller uppgifterna är andra än märkets."""
    kräv_samma(mapp, märke)
    return Läsminne(Avtalsmapp(mapp))
