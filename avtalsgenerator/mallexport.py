"""Vet hur det som sägs om mallar skrivs som JSON, för andra program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from avtalsgenerator.export import skillnaden, som_json
from avtalsgenerator.regler import Allvar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from avtalsgenerator.fel import Mallbrist
    from avtalsgenerator.mallarbete import Mallkontroll, Mallskillnad
    from avtalsgenerator.regler import Anmärkning
    from avtalsgenerator.utdata import Sparad


def mallkontroll_json(kontroll: Mallkontroll) -> str:
    """Anmärkningarna på varje mall, med stället i ord, och mallens gränssnitt: orden som den använder."""
    nivåer = [a.allvar for p in kontroll.prov for a in p.anmärkningar]
    return som_json(
        {
            "sammanfattning": {
                "hinder": nivåer.count(Allvar.HINDER),
                "varningar": nivåer.count(Allvar.VARNING),
                "upplysningar": nivåer.count(Allvar.UPPLYSNING),
                "mallar": len(kontroll.prov),
            },
            "mallar": [
                {
                    "fil": p.fil,
                    "orden_prövade": p.känd,
                    "gränssnitt": _orden(p.gränssnitt.items()),
                    "fynd": [_mallfynd(a, b) for a, b in zip(p.anmärkningar, p.brister, strict=True)],
                }
                for p in kontroll.prov
            ],
            "används_inte": list(kontroll.oanvända),
            "olästa": [{"fil": b.mall, "text": b.text, "råd": b.råd} for b in kontroll.olästa],
        }
    )


def _mallfynd(a: Anmärkning, b: Mallbrist) -> dict[str, Any]:
    s = b.ställe
    return {
        "kod": a.kod,
        "nivå": a.allvar.ord_,
        "rubrik": a.rubrik,
        "text": a.text,
        "ställe": {"del": s.del_, "rubrik": s.rubrik or None, "läge": s.läge} if s else None,
        "stycke": b.stycke or None,
        "ord": b.stycke[s.början : s.slut] if s else None,
        "grund": a.grund,
        "råd": a.råd,
    }


def _orden(par: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"ord": ord_, "slag": slag} for ord_, slag in par]


def mallskillnad_json(skillnad: Mallskillnad, sparad: Sparad | None) -> str:
    """Vad som skiljer två mallar: orden, texten som i ``skillnad_json``, och handlingarna som görs av mallen."""
    return som_json(
        {
            "mall": skillnad.mall or None,
            "ord": {
                "nya": _orden(skillnad.nya),
                "borttagna": _orden(skillnad.borta),
                "ändrade": [{"ord": o, "före": f, "efter": e} for o, f, e in skillnad.ändrade],
            },
            **skillnaden(skillnad.text, sparad),
            "handlingar": None if skillnad.skäl or not skillnad.mall else list(skillnad.berör),
        }
    )
