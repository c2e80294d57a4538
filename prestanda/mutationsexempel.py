"""Prövar varje ändring i reglerna mot regelsidornas exempel och det verkliga ärendet, i en process för varje ämne.

    python mutationsexempel.py SVAR.json ÄMNE ...      står i mutmuts mapp mutants/; körs av mutationer.py

Det är samma påståenden som i tests/test_regler.py och tests/test_verkligt_arende.py: ett exempel som avvisas och det
verkliga ärendet ger precis de godkända anmärkningarna, ord för ord, och ett exempel som godtas ger ingen. Men läget
byggs en gång och prövas med tusentals ändringar, i stället för att byggas om för var och en.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from functools import _lru_cache_wrapper
from pathlib import Path
from typing import TYPE_CHECKING

sys.path[:0] = [".", "tests"]
os.environ["MUTANT_UNDER_TEST"] = ""

from bygg import bygg  # noqa: E402
from mutmut.mutation import trampoline  # noqa: E402
from test_regler import exempel  # noqa: E402

from avtalsgenerator import kedja, regler  # noqa: E402
from avtalsgenerator.dokumentslag import rör_läget  # noqa: E402
from avtalsgenerator.regler import REGLER  # noqa: E402
from avtalsgenerator.regler.kvittens import besvara  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from avtalsgenerator.regler.grund import Anmärkning, Läge

LÄNGST = 10
"""Sekunder. En ändring som tar längre tid har gjort en slinga utan slut och räknas som fälld."""
anropade: set[str] = set()
trampoline.record_trampoline_hit = lambda namn, **_: anropade.add(namn)


@dataclass(frozen=True)
class Prov:
    """En regel i ett läge, vad den ska säga där, och vilka funktioner den anropar."""

    kör: Callable[[], list[Anmärkning]]
    väntat: object
    ordagrant: bool
    funktioner: frozenset[str]

    def svar(self) -> object:
        svar = self.kör()
        return svar if self.ordagrant else {a.kod for a in svar if a.öppen}

    def fäller(self) -> bool:
        """Om svaret blir ett annat än det som väntas, eller uteblir."""
        glöm()
        signal.setitimer(signal.ITIMER_REAL, LÄNGST)
        try:
            return self.svar() != self.väntat
        except Exception:  # vilket fel som helst fäller ändringen
            return True
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)


def glöm() -> None:
    """Tömmer det som reglerna minns mellan två frågor; det är räknat med en annan kod."""
    for minne in MINNEN:
        minne.cache_clear()


MINNEN = [
    värde
    for namn, modul in sys.modules.items()
    if namn.startswith("avtalsgenerator.regler")
    for värde in vars(modul).values()
    if isinstance(värde, _lru_cache_wrapper)
]


@contextmanager
def ändrad(namn: str) -> Iterator[None]:
    os.environ["MUTANT_UNDER_TEST"] = namn
    try:
        yield
    finally:
        os.environ["MUTANT_UNDER_TEST"] = ""


def proven(ämne: str) -> Iterator[Prov]:
    """Ämnets regler i varje läge i sidornas exempel och i det verkliga ärendet."""
    koder = sorted(k for k, r in REGLER.items() if r.pröva.__module__.endswith(f".{ämne}"))
    with tempfile.TemporaryDirectory() as mapp:
        for nummer, (kod, vad, yaml) in enumerate(p.values for p in exempel()):
            if kod in koder:
                register = kedja.läs(bygg(Path(mapp, str(nummer)), yaml))
                for läge in kedja.lägen(register):
                    yield from proven_i(läge, ämne, koder, ordagrant=vad == "Avvisas")
    for läge in kedja.lägen(kedja.läs(Path())):
        yield from proven_i(läge, ämne, koder, ordagrant=True)


def proven_i(läge: Läge, ämne: str, koder: list[str], *, ordagrant: bool) -> Iterator[Prov]:
    if ämne == "kvittens":
        funna = [a for r in REGLER.values() if r.prövar(läge) for a in r.anmärkningar(läge)]
        körs = [lambda: besvara(läge, funna)]
    else:
        körs = [lambda r=REGLER[k]: list(r.anmärkningar(läge)) for k in koder if REGLER[k].prövar(läge)]
    for kör in körs:
        rör = lambda kör=kör: [a for a in kör() if rör_läget(a, läge)]  # noqa: E731
        anropade.clear()
        glöm()
        with ändrad("stats"):
            svar = rör()
        väntat = svar if ordagrant else {a.kod for a in svar if a.öppen}
        yield Prov(rör, väntat, ordagrant, frozenset(anropade))


def pröva(ämne: str, fällda: dict[str, bool]) -> None:
    """Fyller på med varje ändring i de funktioner som ämnets prov anropar."""
    alla = sorted(proven(ämne), key=lambda p: not p.ordagrant)
    if any(p.fäller() for p in alla):
        raise SystemExit(f"exemplen i {ämne} ger inte samma svar två gånger")
    for funktion in sorted({f for p in alla for f in p.funktioner}):
        modul, _, namn = funktion.rpartition(".")
        dess = [p for p in alla if funktion in p.funktioner]
        for ändring in vars(sys.modules[modul])[f"mutants_{namn}__mutmut"]:
            if ändring.startswith("x") and not fällda.get(hela := f"{modul}.{ändring}"):
                with ändrad(hela):
                    fällda[hela] = any(p.fäller() for p in dess)


def avbryt(*_: object) -> None:
    raise TimeoutError


def main() -> None:
    signal.signal(signal.SIGALRM, avbryt)
    svar, *ämnen = sys.argv[1:]
    fällda: dict[str, bool] = {}
    for ämne in ämnen or regler.ÄMNEN:
        pröva(ämne, fällda)
        Path(svar).write_text(json.dumps(fällda), encoding="utf-8")


if __name__ == "__main__":
    main()
