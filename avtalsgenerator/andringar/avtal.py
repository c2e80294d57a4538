"""Vet hur ett nytt avtal läggs upp: det minsta som går att läsa, och det som är känt därutöver."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avtalsgenerator.andringar.grund import finn_part
from avtalsgenerator.andringar.part import kräv_id
from avtalsgenerator.fel import Användningsfel
from avtalsgenerator.redigera import ny_fil

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from avtalsgenerator.noder import Värde
    from avtalsgenerator.redigera import Ändring
    from avtalsgenerator.register import Register


def kräv_ledigt_id(register: Register, id_: str) -> None:
    """Kastar ``Användningsfel`` om avtalet redan finns, eller om mappen inte kan heta så."""
    kräv_id(id_, "ett avtals id")
    if id_ in register.avtal:
        avtal = register.avtal[id_]
        raise Användningsfel(f"avtalet {id_} finns redan: {avtal.namn} ({avtal.plats()})", "Välj ett annat id.")


def grupper(register: Register, parter: Sequence[str]) -> dict[str, list[str]]:
    """De som kan dela en kostnad, på slaget om det har flera parter, annars på partens id."""
    slag: dict[str, list[str]] = {}
    for id_ in parter:
        slag.setdefault(register.parter[id_].slag, []).append(id_)
    return {s if len(p) > 1 else p[0]: p for s, p in slag.items()}


def nytt_avtal(
    register: Register, id_: str, svar: Mapping[str, str], parter: Sequence[str], poster: Mapping[str, str]
) -> Ändring:
    """Filen för ett nytt avtal. ``poster`` är belopp per år, på slag av parter eller en parts id.

    Det som är tomt är inte känt och lämnas utanför.
    """
    värd = finn_part(register, svar["värd"]).id
    uppgifter: dict[str, Värde] = {"namn": svar["namn"], "kortnamn": svar["kortnamn"]}
    uppgifter |= {f: svar[f] for f in ("diarienummer", "daterat", "undertecknas_den") if svar.get(f)}
    tid: dict[str, Värde] = {"från": svar["från"], "till": svar["till"]}
    if svar.get("förlängning"):
        tid["förlängning"] = {"år": svar["förlängning"], "om_ej_uppsagt_senast": svar["uppsägning"]}
    uppgifter |= {"värd": värd, "parter": list(parter), "avtalstid": tid}
    if svar.get("utträde"):
        uppgifter["utträde"] = {"per": svar["utträde"], "varsel_månader": svar["varsel"]}
    uppgifter |= {"anslutning": {"krets": finn_part(register, svar["krets"]).id}} if svar.get("krets") else {}
    uppgifter |= {"finansiering": _finansiering(register, svar, poster)} if svar.get("budget") else {}
    uppgifter |= {"källa": svar["källa"]} if svar.get("källa") else {}
    return ny_fil(f"avtal/{id_}/avtal.yaml", uppgifter)


def _finansiering(register: Register, svar: Mapping[str, str], poster: Mapping[str, str]) -> Värde:
    delar: list[Värde] = []
    for vem, belopp in poster.items():
        post = {"part": vem, "belopp": belopp}
        if vem not in register.parter:
            rest = finn_part(register, svar["rest"]).id
            post = {"parter": vem, "belopp": belopp, "befolkning_per": svar.get("befolkning", ""), "rest_på": rest}
        delar.append({nyckel: värde for nyckel, värde in post.items() if värde})
    return {"budget": svar["budget"], "poster": delar}
