"""Vet vad ett godkännande gäller: kopian av det som godkändes, och vad som skiljer den från dokumentet nu.

Kopian och dess intyg ligger i avtalsmappen, i ``granskat/HANDLING/MÄRKE/``. Märket är olika för olika innehåll, så att
två godkännanden av olika texter har var sin kopia och två av samma text delar en.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from avtalsgenerator.dokument import gör_dokument
from avtalsgenerator.dokumentslag import dokumentslag
from avtalsgenerator.fel import Dokumentfel
from avtalsgenerator.granskning.intyg import ord_och_vägar, summa, summor_i
from avtalsgenerator.granskning.jamforbart import jämförbart
from avtalsgenerator.granskning.ordets_ursprung import läs_intyg
from avtalsgenerator.granskning.skillnad import jämför
from avtalsgenerator.granskning.skillnad_i_ord import i_ord, var
from avtalsgenerator.regler.granskning import Granskat

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from avtalsgenerator.dokument import Dokument
    from avtalsgenerator.modell.granskning import Granskning
    from avtalsgenerator.regler.grund import Läge

KOPIOR = "granskat"
"""Mappen i avtalsmappen med det som har godkänts."""


@dataclass(frozen=True)
class Kopia:
    """Ett dokument som det var när det godkändes, och dess intyg. ``fil`` är räknad från avtalsmappen."""

    fil: str
    innehåll: bytes
    intyg: Mapping[str, Any]


def kopians_mapp(id_: str, g: Granskning) -> str:
    """Mappen med kopian av det som godkändes, räknad från avtalsmappen."""
    return f"{KOPIOR}/{id_}/{summa(*(x.encode() for x in (g.dokument, *g.summor)))[:8]}"


def läs_kopia(mapp: Path, id_: str, g: Granskning) -> Kopia | None:
    """Kopian av det som godkändes; inget om den saknas, inte går att läsa eller inte längre är det som godkändes."""
    for fil in sorted((mapp / kopians_mapp(id_, g)).glob("*.docx")):
        try:
            innehåll, intyg = fil.read_bytes(), läs_intyg(fil)
            if summa(innehåll) == intyg["dokument"]["sha256"] and summor_i(intyg) == g.summor:
                return Kopia(fil.relative_to(mapp).as_posix(), innehåll, intyg)
        except (Dokumentfel, OSError, LookupError, TypeError):
            continue
    return None


def pröva_godkännanden(mapp: Path, mallmappar: Sequence[Path], läge: Läge) -> tuple[Granskat, ...]:
    """Varje godkännande ställt mot dokumentet så som det blir nu. Kan dokumentet inte göras sägs det, med skälet."""
    granskningar = läge.mål.granskningar
    finns = {s.namn for s in dokumentslag(läge)} if granskningar else set()
    nya = {namn: _gör(läge, namn, mallmappar) for namn in {g.dokument for g in granskningar} & finns}
    return tuple(_ställ_mot(mapp, läge, g, nya.get(g.dokument)) for g in granskningar)


def _gör(läge: Läge, namn: str, mallmappar: Sequence[Path]) -> Dokument | Dokumentfel:
    try:
        return gör_dokument(läge, mallmappar=mallmappar, bara=namn)[0]
    except Dokumentfel as fel:
        return fel


def _ställ_mot(mapp: Path, läge: Läge, g: Granskning, nytt: Dokument | Dokumentfel | None) -> Granskat:
    if nytt is None:
        return Granskat(g, finns=False)
    kopia = läs_kopia(mapp, läge.id, g)
    if isinstance(nytt, Dokumentfel):
        ändrat = [f"det kan inte göras nu ({str(nytt).splitlines()[0]})"]
    else:
        ändrat = list(dict.fromkeys(_vad_som_ändrats(läge, g, kopia, nytt)))
    return Granskat(g, tuple(ändrat), kopia.fil if kopia else "")


def _vad_som_ändrats(läge: Läge, g: Granskning, kopia: Kopia | None, nytt: Dokument) -> Iterator[str]:
    intyg = json.loads(nytt.intyg)
    ord_, uppgifter, mall = (då == nu for då, nu in zip(g.summor, summor_i(intyg), strict=True))
    if not ord_:
        yield from _ändrade_ord(läge, kopia, nytt)
    if not mall:
        yield "orden är desamma men mallen har ändrats" if ord_ else "mallen har ändrats"
    if ord_ and not uppgifter:
        yield _andra_uppgifter(kopia, intyg)


def _ändrade_ord(läge: Läge, kopia: Kopia | None, nytt: Dokument) -> Iterator[str]:
    if kopia is None:
        yield "orden är andra, men vilka går inte att visa: kopian av det som godkändes saknas eller är ändrad"
        return
    try:
        skillnad = jämför(jämförbart(kopia.fil, kopia.innehåll), jämförbart(nytt.filnamn, nytt.innehåll), läge.dag)
    except Dokumentfel as fel:
        yield f"orden är andra, men vilka går inte att visa: {fel}"
        return
    yield from (f"{var(ä)}: {i_ord(ä)}" for ä in skillnad.ändringar)
    if not skillnad.ändringar:
        yield "orden är andra i något som inte visas i texten"


def _andra_uppgifter(kopia: Kopia | None, intyg: Mapping[str, Any]) -> str:
    """Orden är desamma men har ett annat ursprung: det första av dem, och hur många de är."""
    if kopia is None:
        return "orden är desamma men kommer inte längre ur samma uppgifter"
    då, nu = (list(ord_och_vägar(i)) for i in (kopia.intyg, intyg))
    andra = list(dict.fromkeys(par[0] for par in (*då, *nu) if (par in då) != (par in nu)))
    if not andra:
        return "orden är desamma men uppgifterna bakom dem står i en annan ordning"
    fler = f" och {len(andra) - 1} till" if len(andra) > 1 else ""
    return f"orden är desamma men ”{andra[0]}”{fler} kommer inte längre ur samma uppgift"
