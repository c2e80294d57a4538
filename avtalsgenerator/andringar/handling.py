"""Vet hur ett nytt tilläggsavtal läggs upp, och vilka beslut det kräver av parterna."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from avtalsgenerator.andringar import läs_tänkt
from avtalsgenerator.andringar.beslut import organkort
from avtalsgenerator.fel import Användningsfel
from avtalsgenerator.modell.handling import TILLÄGGSAVTAL
from avtalsgenerator.per_datum import ställ_per_datum
from avtalsgenerator.redigera import ny_fil
from avtalsgenerator.textversion import version
from avtalsgenerator.underlag.beslutsforslag import beslutssats, senaste_beslut
from avtalsgenerator.underlag.grund import rubrik
from avtalsgenerator.underlag.underskrifter import godkännande

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from avtalsgenerator.modell import Handling, Part
    from avtalsgenerator.noder import Värde
    from avtalsgenerator.per_datum import Avtalsläge, Underskrift
    from avtalsgenerator.redigera import Ändring
    from avtalsgenerator.register import Register

FLEST_I_NAMN = 4
"""Fler parter än så gör filens namn för långt."""


def namn_av(början: str, parter: Sequence[str]) -> str:
    """Filens namn efter parterna: ``tillagg-ale-lilla-edet``."""
    if len(parter) > FLEST_I_NAMN:
        return f"{början}-{parter[0]}-och-{len(parter) - 1}-till"
    return "-".join((början, *parter))


def ny_handling(register: Register, id_: str, uppgifter: Mapping[str, Värde]) -> Ändring:
    """Filen för ett nytt tilläggsavtal; det som är tomt är inte känt. Kastar ``Användningsfel`` om den redan finns."""
    finns = register.handlingar.get(id_) or register.skrivelser.get(id_)
    if finns:
        raise Användningsfel(f"handlingen {id_} finns redan ({finns.plats()})", f"Se den med: avtal visa {id_}")
    kända = {nyckel: värde for nyckel, värde in uppgifter.items() if värde}
    return ny_fil(f"avtal/{id_}.yaml", {"handling": TILLÄGGSAVTAL, **kända})


def kräv_inte_part(register: Register, avtal: str, parter: Sequence[str], dag: str) -> None:
    """Kastar ``Användningsfel`` om någon redan är part i avtalet den dagen (2024-01-31)."""
    läge = ställ_per_datum(register, register.avtal[avtal], date.fromisoformat(dag))
    for d in läge.parter:
        if d.part.id in parter:
            raise Användningsfel(f"{d.part.namn} är redan part i {läge.avtal.kortnamn} ({d.plats})")


@dataclass(frozen=True)
class Behov:
    """Ett beslut som handlingen kräver. ``organ`` är tomt om det inte är känt vilket organ som beslutar.

    ``förslag`` är sant om ett förslag läggs upp; annars säger ``läge`` vad som redan finns eller varför det inte görs.
    """

    part: Part
    organ: str
    vad: str
    läge: str
    förslag: bool = False


def med_förslag(mapp: Path, ändring: Ändring, id_: str) -> tuple[list[Ändring], list[Behov]]:
    """Handlingens fil, förslagen till beslut om den, och alla beslut som den kräver: ett för varje underskrift.

    Ett förslag läggs bara upp för ett organ som självt har beslutat om samarbetet förut, med samma mening som i
    dokumentet ”Förslag till beslut”. Är organet inte känt hittas inget på.
    """
    register = läs_tänkt(mapp, [ändring])
    handling = register.handlingar[id_]
    läge = ställ_per_datum(register, handling)
    behov = [_behov(läge, handling, u) for u in läge.underskrifter]
    return [ändring, *(_förslag(läge, handling, b) for b in behov if b.förslag)], behov


def _behov(läge: Avtalsläge, handling: Handling, u: Underskrift) -> Behov:
    vad = "begära utträde" if handling.slag == "utträde" else "godkänna"
    if handling.ansluter and any(a.part == u.part.id for a in handling.ansluter):
        vad = "ansluta sig"
    beslut = [b for d in läge.undertecknande if d.part.id == u.part.id for b in läge.beslut_av(d)]
    if any(b.gäller for b in beslut):
        fattat = godkännande(läge, u.part.id)
        return Behov(u.part, beslut[-1].organ, vad, f"beslutat: {fattat}")
    if beslut:
        return Behov(u.part, beslut[-1].organ, vad, f"finns: {beslut[-1].beteckning()} ({beslut[-1].id})")
    senast = senaste_beslut(läge, handling, u)
    if senast is None:
        if u.avtalets_organ and u.organ:
            return Behov(u.part, u.organ.namn, vad, "saknas; organet har inte beslutat förut")
        return Behov(u.part, "", vad, "saknas")
    organ = u.part.finn_organ(senast.organ)
    if organ is None or not organ.gäller(läge.dag):
        return Behov(u.part, "", vad, f"saknas; {senast.organ}, som beslutade förut, finns inte då")
    if organ.slag in ("tjänsteperson", "utskott"):
        return Behov(u.part, "", vad, f"saknas; förut beslutade {organ.namn} ({organ.slag})")
    return Behov(u.part, organ.namn, vad, "förslag läggs upp", förslag=True)


def _förslag(läge: Avtalsläge, handling: Handling, behov: Behov) -> Ändring:
    kort = organkort(läge.register, behov.part, behov.organ)
    godkänner: Värde = {"godkänner": handling.id, "version": version(läge)}
    verkan: Värde = {"utträder": läge.avtal.id} if handling.slag == "utträde" else godkänner
    sats: Värde = {"text": beslutssats(läge, handling, behov.part).replace("\u00a0", " "), "verkan": verkan}
    return ny_fil(
        f"parter/{behov.part.id}/beslut/{kort}-forslag-{handling.id.partition('/')[2]}.yaml",
        {
            "organ": behov.organ,
            "rubrik": rubrik(läge).replace("\u00a0", " "),
            "status": "förslag",
            "beslutssatser": [sats],
            "källa": f"upprättat samtidigt med avtal/{handling.id}.yaml",
        },
    )
