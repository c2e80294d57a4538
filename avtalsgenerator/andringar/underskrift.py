"""Vet hur en underskrift antecknas i handlingen, och om den som skrev under hade rätt till det den dagen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from avtalsgenerator import regler
from avtalsgenerator.andringar.grund import kräv_avtal, ändra
from avtalsgenerator.fel import Användningsfel
from avtalsgenerator.kedja import välj_id
from avtalsgenerator.modell import Handling
from avtalsgenerator.per_datum import ställ_per_datum
from avtalsgenerator.redigera import lägg_till, ta_bort
from avtalsgenerator.regler import Allvar
from avtalsgenerator.svenska import uppräkning

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from avtalsgenerator.modell import Avtal, Part
    from avtalsgenerator.modell.grund import Faktum
    from avtalsgenerator.noder import Värde
    from avtalsgenerator.per_datum import Avtalsläge, Underskrift
    from avtalsgenerator.redigera import Ändring
    from avtalsgenerator.register import Register
    from avtalsgenerator.regler import Anmärkning


def finn_mål(register: Register, namn: str) -> Handling | Avtal:
    """Avtalet eller tilläggsavtalet med det id:t; en entydig ändelse räcker. Kastar ``Användningsfel``."""
    kräv_avtal(register)
    alla = [*register.avtal, *register.handlingar]
    return målet(register, välj_id(namn, alla, alla))


def målet(register: Register, id_: str) -> Handling | Avtal:
    """Avtalet eller tilläggsavtalet med just det id:t."""
    return register.avtal[id_] if id_ in register.avtal else register.handlingar[id_]


def läget(register: Register, id_: str, dag: date | None = None) -> Avtalsläge:
    """Läget för det som skrivs under den dagen, eller den dag det ska skrivas under."""
    return ställ_per_datum(register, målet(register, id_), dag)


def partens_block(register: Register, handling: Handling | Avtal, part: Part, dag: str) -> list[Underskrift]:
    """Partens underskriftsblock i handlingen eller avtalet den dagen (2024-01-31; tomt om den inte är känd).

    Kastar ``Användningsfel`` om parten inte ska skriva under handlingen.
    """
    läge = läget(register, handling.id, date.fromisoformat(dag) if dag else None)
    block = [u for u in läge.underskrifter if u.part.id == part.id]
    if not block:
        parter = dict.fromkeys(u.part.id for u in läge.underskrifter)
        raise Användningsfel(f"{part.namn} ska inte skriva under {handling.id}", f"Välj bland: {', '.join(parter)}.")
    return block


def organ_i(u: Underskrift) -> str:
    """Organet så som avtalet nämner det; tomt om parten skriver under utan att något organ nämns."""
    return u.avtalets_organ.namn if u.avtalets_organ else ""


def välj_block(block: Sequence[Underskrift], organ: str) -> Underskrift:
    """Blocket för organet, eller partens enda. Kastar ``Användningsfel`` om det inte finns eller redan är antecknat."""
    for u in block:
        if organ in (organ_i(u), u.organ.namn if u.organ else None) or (len(block) == 1 and not organ):
            return _oantecknat(u)
    genom = [organ_i(u) for u in block if organ_i(u)]
    råd = f"Välj bland: {', '.join(genom)}." if genom else "Skriv kommandot utan --organ."
    raise Användningsfel(f"{block[0].part.namn} skriver inte under genom ”{organ}”", råd)


def _oantecknat(u: Underskrift) -> Underskrift:
    if u.undertecknat:
        raise Användningsfel(
            f"{u.part.namn}: det är redan antecknat att {uppräkning(u.undertecknat.av)} skrev under "
            f"{u.undertecknat.dag} ({u.undertecknat.plats('part')})",
            "Är det fel tas anteckningen bort med --ångra.",
        )
    return u


def anteckna(mapp: Path, handling: Handling | Avtal, u: Underskrift, uppgifter: dict[str, Värde]) -> Ändring:
    """Handlingens fil med en rad till i ``undertecknat``: ``av``, ``dag`` och ``sätt``."""
    rad: dict[str, Värde] = {"part": u.part.id}
    if organ := organ_i(u):
        rad["organ"] = organ
    fil = _fil(handling)
    return ändra(mapp, fil, lambda text: lägg_till(text, ("undertecknat",), {**rad, **uppgifter}, fil))


def ångra(mapp: Path, handling: Handling | Avtal, part: Part, organ: str) -> Ändring:
    """Handlingens fil utan partens anteckning. Kastar ``Användningsfel`` om den inte finns eller är flera."""
    egna = [n for n, u in enumerate(handling.undertecknat) if u.part == part.id and organ in ("", u.organ)]
    if not egna:
        genom = f" genom {organ}" if organ else ""
        raise Användningsfel(f"det är inte antecknat att {part.namn}{genom} har skrivit under {handling.id}")
    if len(egna) > 1:
        genom = ", ".join(handling.undertecknat[n].organ or "" for n in egna)
        raise Användningsfel(f"{part.namn} har skrivit under genom flera organ", f"Ange ett med --organ: {genom}.")
    fil = _fil(handling)
    return ändra(mapp, fil, lambda text: ta_bort(text, ("undertecknat", egna[0]), fil))


def _fil(mål: Handling | Avtal) -> str:
    return f"avtal/{mål.id}{'' if isinstance(mål, Handling) else '/avtal'}.yaml"


def hinder_mot(register: Register, handling: str) -> list[Anmärkning]:
    """Hinder som rör just den senast antecknade underskriften: raden själv, och rätten att skriva under den dagen."""
    tecknat = målet(register, handling).undertecknat[-1]
    läge = läget(register, handling, tecknat.dag)
    block = [u for u in läge.underskrifter if u.undertecknat is tecknat]
    fakta = [tecknat, *(u.grund.behörighet for u in block if u.grund.behörighet)]
    return [a for a in regler.kontrollera(läge) if a.allvar is Allvar.HINDER and _rör(a, fakta)]


def _rör(anmärkning: Anmärkning, fakta: Iterable[Faktum]) -> bool:
    """Om anmärkningen pekar på någon av uppställningarna eller ett fält i den."""
    platser = {f.plats(*stig) for f in fakta for stig in ((), *((fält,) for fält in type(f).model_fields))}
    return any(p in platser for p in (anmärkning.plats, *(m.plats for m in anmärkning.andra)))


def partens_hinder(register: Register, handling: str, part: str) -> list[Anmärkning]:
    """Hinder om partens beslut: att det saknas, inte är fattat eller fattas efter underskriften."""
    läge = läget(register, handling)
    platser = {d.plats for d in läge.undertecknande if d.part.id == part}
    return [
        a
        for a in regler.kontrollera(läge)
        if a.allvar is Allvar.HINDER
        and a.kod.startswith("BES")
        and (a.plats in platser or a.plats.fil.startswith(f"parter/{part}/"))
    ]
