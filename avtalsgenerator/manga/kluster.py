"""Vet hur arbetet delas mellan flera datorer med dask, om det är installerat.

Datorerna ska ha samma program och nå samma avtalsmapp på samma ställe; det prövas på var och en innan något görs.
Inget skickas någon annanstans än till klustret.
"""

from __future__ import annotations

import logging
import warnings
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from avtalsgenerator.fel import Användningsfel, AvtalsgeneratorFel, Dokumentfel
from avtalsgenerator.manga.markning import kräv_samma

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Executor
    from contextlib import AbstractContextManager

    from avtalsgenerator.manga.uppdrag import Uppdrag

TID = "10s"
"""Så länge väntar programmet på att klustret svarar."""


@contextmanager
def i_kluster(
    adress: str, uppdrag: Sequence[Uppdrag]
) -> Iterator[tuple[int, Callable[[int], AbstractContextManager[Executor]], tuple[type[BaseException], ...]]]:
    """Antalet platser i klustret, hur en executor öppnas där, och de fel som betyder att en arbetare dog.

    Kastar ``Användningsfel`` om tillägget inte är installerat eller adressen är felskriven, och ``Dokumentfel`` om
    klustret inte svarar, saknar arbetare eller inte har samma program och uppgifter.
    """
    try:
        from distributed import Client, KilledWorker
        from distributed.comm import CommClosedError
    except ImportError:
        raise Användningsfel(
            "för --kluster behövs ett tillägg som inte är installerat", "Kör: pip install 'avtalsgenerator[kluster]'"
        ) from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # dess egna ord är på engelska
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            klient = Client(adress, timeout=TID, set_as_default=False)
        except ValueError:
            råd = "Skriv adressen som tcp://DATOR:8786, så som dask scheduler skriver den."
            raise Användningsfel(f"{adress} är ingen adress till ett kluster", råd) from None
        except OSError:
            råd = "Kontrollera adressen, och att dask scheduler är startad och går att nå härifrån."
            raise Dokumentfel(f"klustret {adress} svarar inte", råd) from None
    with klient:
        _kräv_samma(klient, uppdrag)
        platser = sum(klient.ncores().values())
        executor = klient.get_executor(pure=False)
        yield platser, lambda _: nullcontext(executor), (BrokenExecutor, KilledWorker, CommClosedError)


def _kräv_samma(klient: Any, uppdrag: Sequence[Uppdrag]) -> None:
    """Kastar ``Dokumentfel`` om någon arbetare har ett annat program eller andra uppgifter, eller om ingen finns."""
    if not klient.ncores():
        raise Dokumentfel("klustret har inga arbetare", "Starta dem med: dask worker ADRESS --nthreads 1")
    for u in uppdrag:
        for arbetare, fel in klient.run(kräv_samma, u.mapp, u.märke, on_error="return").items():
            if isinstance(fel, AvtalsgeneratorFel):
                raise Dokumentfel(f"arbetaren {arbetare}: {fel}", fel.råd)
            if fel is not None:
                råd = "Installera samma version av avtalsgenerator där som här, och starta om arbetaren."
                raise Dokumentfel(f"arbetaren {arbetare} kan inte köra programmet ({type(fel).__name__})", råd)
