"""Vet hur en ny part läggs upp, och vad som måste stämma med de parter som redan finns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avtalsgenerator.andringar.grund import finn_part, som_fält
from avtalsgenerator.avtalsmapp import OPLACERADE
from avtalsgenerator.bokstaver import som_id
from avtalsgenerator.fel import Användningsfel
from avtalsgenerator.modell import Part
from avtalsgenerator.modell.nummer import kontrollsiffran_stämmer, är_id
from avtalsgenerator.redigera import ny_fil

if TYPE_CHECKING:
    from collections.abc import Mapping

    from avtalsgenerator.noder import Värde
    from avtalsgenerator.redigera import Ändring
    from avtalsgenerator.register import Register


def kräv_id(id_: str, vad: str) -> None:
    """Kastar ``Användningsfel`` om en mapp inte kan heta så. ``vad`` är till exempel ”en parts id”."""
    if not är_id(id_) or id_ == OPLACERADE:
        förslag = f" Kanske {som_id(id_)}?" if är_id(som_id(id_)) and id_ != OPLACERADE else ""
        raise Användningsfel(f"”{id_}” kan inte vara {vad}", f"Använd a–z, siffror och bindestreck.{förslag}")


def kräv_ledigt_id(register: Register, id_: str) -> None:
    """Kastar ``Användningsfel`` om parten redan finns, eller om mappen inte kan heta så."""
    kräv_id(id_, "en parts id")
    if id_ in register.parter:
        part = register.parter[id_]
        raise Användningsfel(f"parten {id_} finns redan: {part.namn} ({part.plats()})", "Välj ett annat id.")


def fel_i_organisationsnummer(register: Register, svar: str) -> str:
    """Vad som är fel med numret; tomt om det duger. Två parter kan inte ha samma."""
    if fel := som_fält(Part, "organisationsnummer")(svar):
        return fel
    if not kontrollsiffran_stämmer(svar):
        return f"kontrollsiffran i {svar} stämmer inte"
    har = [p for p in register.parter.values() if p.organisationsnummer and p.organisationsnummer.värde == svar]
    return f"numret hör till {har[0].namn} ({har[0].id}), som redan finns" if har else ""


def kretsar(register: Register) -> list[str]:
    """Kretsarna som används: id för de parter som andra hör till eller som ett avtal pekar ut."""
    hör_till = {k for p in register.parter.values() for k in p.kretsar}
    return sorted(hör_till | {a.anslutning.krets for a in register.avtal.values() if a.anslutning})


def fel_i_part(register: Register, svar: str) -> str:
    """Vad som är fel med hänvisningen; tomt om parten finns."""
    try:
        finn_part(register, svar)
    except Användningsfel as fel:
        return f"{fel}. {fel.råd}"
    return ""


def ny_part(register: Register, id_: str, svar: Mapping[str, str | list[str]]) -> Ändring:
    """Filen för en ny part. Det som är tomt är inte känt och lämnas utanför."""
    uppgifter: dict[str, Värde] = {nyckel: värde for nyckel, värde in svar.items() if värde}  # type: ignore[misc]
    if krets := svar.get("kretsar"):
        uppgifter["kretsar"] = [finn_part(register, k).id for k in krets]
    return ny_fil(f"parter/{id_}/part.yaml", uppgifter)
