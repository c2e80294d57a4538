"""En process som fyller avtalet med en motor i Python: ``arbetare.py MOTOR MALL UPPGIFTER``.

För varje rad på stdin fylls avtalet så många gånger som raden säger, och tiden i sekunder svaras. ``text FIL`` sparar
det senaste dokumentet, och ``minne`` svarar med det mesta minne som processen har haft, i KiB.
"""

from __future__ import annotations

import io
import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def docxtpl(mall: Path, ord_: dict[str, Any]) -> Callable[[], bytes]:
    from docxtpl import DocxTemplate

    def fyll() -> bytes:
        dokument, ut = DocxTemplate(mall), io.BytesIO()
        dokument.render(ord_, autoescape=True)
        dokument.save(ut)
        return ut.getvalue()

    return fyll


def avtal(mall: Path, ord_: dict[str, Any]) -> Callable[[], bytes]:
    from dataclasses import make_dataclass

    if os.environ.get("UTAN_ISAL"):
        sys.modules["isal"] = None  # type: ignore[assignment]
    from avtalsgenerator.fyllning import fyll
    from avtalsgenerator.mall import bygg_mall
    from avtalsgenerator.paket import läs_paket, packa

    part = make_dataclass("Part", ord_["parter"][0])
    underlag = make_dataclass("Underlag", ord_)(**{**ord_, "parter": tuple(part(**p) for p in ord_["parter"])})
    byggd = bygg_mall(mall.name, läs_paket(mall))
    return lambda: packa(fyll(byggd, underlag).delar, byggd.packade)


def golv(mall: Path, ord_: dict[str, Any]) -> Callable[[], bytes]:
    """Det som ingen motor kan vara fortare än: delarna kopieras packade, och den fyllda brödtexten packas."""
    fyll = avtal(mall, ord_)
    from avtalsgenerator.paket import packa, packa_upp, packad

    delar = packa_upp(fyll())
    packade = {namn: packad(namn, innehåll) for namn, innehåll in delar.items()}
    del packade["word/document.xml"]
    return lambda: packa(delar, packade)


def mest_minne() -> str:
    """KiB. En process ärver sin förälders mesta minne i getrusage, men inte i /proc, som bara finns i Linux."""
    status = Path("/proc/self/status")
    rader = status.read_text().splitlines() if status.exists() else []
    return next((rad.split()[1] for rad in rader if rad.startswith("VmHWM")), "")


MOTORER = {"docxtpl": docxtpl, "avtal": avtal, "golv": golv}


def main(motor: str, mall: str, uppgifter: str) -> None:
    fyll = MOTORER[motor](Path(mall), json.loads(Path(uppgifter).read_text(encoding="utf-8")))
    dokument = b""
    for rad in sys.stdin:
        vad, _, fil = rad.strip().partition(" ")
        if vad == "text":
            Path(fil).write_bytes(dokument)
            svar: object = "sparad"
        elif vad == "minne":
            svar = mest_minne()
        else:
            början = time.perf_counter()
            for _ in range(int(vad)):
                dokument = fyll()
            svar = time.perf_counter() - början
        print(svar, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
