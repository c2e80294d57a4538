"""Vet hur många dokument görs på en gång: i den här processen, i flera, eller på flera datorer.

planera   plan       mappen, raderna eller parterna → uppdrag
utför     arbete     ett uppdrag → dokument på disk, i vilken process som helst
gör_alla  (här)      uppdrag + executor → svar, i den ordning de blir klara

Vilken executor det är märks inte i arbetet. Dör en process görs det som den höll på med om, för sig, en gång.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from avtalsgenerator.manga.arbete import utför
from avtalsgenerator.manga.kluster import i_kluster
from avtalsgenerator.manga.markning import märk
from avtalsgenerator.manga.plan import Plan, Planering
from avtalsgenerator.manga.uppdrag import ALLA, Beställning, Brist, Svar, Uppdrag, dela
from avtalsgenerator.utdata import städa

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

__all__ = ["ALLA", "Beställning", "Plan", "Planering", "Resultat", "gör_alla", "kör"]

T = TypeVar("T")
FÅ = 300
"""Blir dokumenten färre än så går det fortare i en process: varje ny process läser programmet och mappen först."""
Tappar = tuple[type[BaseException], ...]
PROGRAMFEL = 70


@dataclass
class Resultat:
    """Hur det gick: varje uppdrags svar, de rader som avvisades, och det första felet i programmet.

    ``ändrat`` sägs om någon ändrade uppgifterna under tiden.
    """

    plan: Plan
    svar: list[tuple[Uppdrag, Svar]] = field(default_factory=list)
    programfel: BaseException | None = None
    ändrat: Brist | None = None

    @property
    def gjorda(self) -> int:
        """Hur många dokument som är nya eller redan fanns."""
        return sum(s.nya + s.redan for _, s in self.svar)

    @property
    def slutkod(self) -> int:
        """Den allvarligaste bristens slutkod; noll om allt är gjort."""
        return max((b.slutkod for _, b in self.brister), default=0)

    @property
    def brister(self) -> list[tuple[str, Brist]]:
        """Vad som inte gjordes, och varför."""
        ändrat = [(str(u.mapp), self.ändrat) for u in self.plan.uppdrag[:1] if self.ändrat]
        return [*ändrat, *self.plan.avvisade, *((_namn(u), s.brist) for u, s in self.svar if s.brist)]


def _namn(u: Uppdrag) -> str:
    parter = f" ({', '.join(u.parter)})" if u.parter and len(u.parter) < 4 else ""
    return f"{u.rad} {u.id}{parter}".strip()


@dataclass(frozen=True)
class Platser:
    """Där arbetet görs: hur många uppdrag som görs samtidigt, och hur en executor öppnas.

    ``öppna(antal)`` ger en executor med högst så många platser. ``tappar`` är de fel som betyder att den dog, och
    ``städa`` tar bort det som den då kan ha lämnat i en mapp.
    """

    antal: int
    öppna: Callable[[int], AbstractContextManager[Executor]]
    tappar: Tappar = (BrokenExecutor,)
    städa: Callable[[Path], None] = lambda _: None


def kör(
    plan: Plan,
    resultat: Resultat,
    *,
    processer: int | None = None,
    kluster: str | None = None,
    steg: Callable[[int], object] = lambda _: None,
) -> None:
    """Gör planens uppdrag och lägger svaren i resultatet. ``steg`` får veta hur många dokument som är avklarade.

    Kastar ``Dokumentfel`` eller ``Användningsfel`` om klustret inte går att använda; då är inget gjort.
    """
    with _platser(plan, processer, kluster) as platser:
        for uppdrag, svar in _med_nya_försök(dela(plan.uppdrag, platser.antal), platser):
            if isinstance(svar, Svar):
                resultat.svar.append((uppdrag, svar))
            else:
                resultat.programfel = resultat.programfel or svar
                resultat.svar.append((uppdrag, Svar(brist=_brist(svar))))
            steg(uppdrag.antal)
    for u in plan.uppdrag[:1]:
        if märk(u.mapp) != u.märke:
            varför = "uppgifterna eller mallarna ändrades medan dokumenten gjordes, så de kan vara gjorda av olika"
            resultat.ändrat = Brist(4, varför, "Kör samma kommando igen. Det som har blivit annorlunda sägs då.")


def _brist(fel: BaseException) -> Brist:
    if isinstance(fel, Tappat):
        return Brist(4, str(fel), "Kör samma kommando igen. Händer det igen: försök med --processer 1.")
    return Brist(PROGRAMFEL, f"det blev fel i programmet ({type(fel).__name__})", "Anmäl felet, med felrapporten.")


class Tappat(Exception):
    """Processen som gjorde uppdraget dog, två gånger."""


def _med_nya_försök(uppdrag: Iterable[Uppdrag], platser: Platser) -> Iterator[tuple[Uppdrag, Svar | BaseException]]:
    """Alla svar. Det som pågick när en process dog görs om ett i taget, så att det som fäller den inte fäller annat."""
    kö, om, fönster, i_rad = deque(uppdrag), deque[Uppdrag](), 4 * platser.antal, 0
    while kö or om:
        före = len(kö) + len(om)
        with platser.öppna(platser.antal) as executor:
            igen = (yield from gör_alla(om, executor, 1, platser.tappar)) if om else []
            tappade = [] if igen else (yield from gör_alla(kö, executor, fönster, platser.tappar))
        yield from ((u, Tappat("processen som gjorde dokumenten avbröts två gånger")) for u in igen)
        klarade = före - len(kö) - len(om) - len(igen) - len(tappade)
        i_rad = 0 if klarade else i_rad + len(igen)
        om.extend(tappade)
        for u in (*igen, *tappade):
            platser.städa(u.ut)
        if i_rad >= fönster:
            yield from ((u, Tappat("inga processer går att starta")) for u in (*om, *kö))
            return


def gör_alla(
    kö: deque[Uppdrag], executor: Executor, fönster: int = 64, tappar: Tappar = (BrokenExecutor,)
) -> Generator[tuple[Uppdrag, Svar | BaseException], None, list[Uppdrag]]:
    """Ger varje uppdrag i kön och dess svar, eller felet, i den ordning de blir klara.

    Dör executorn, med något av felen i ``tappar``, blir de uppdrag som den höll på med generatorns värde; de som inte
    hade börjat är kvar i kön. Avbryts körningen görs det påbörjade klart innan ``KeyboardInterrupt`` går vidare.
    """
    pågår: dict[Future[Svar], Uppdrag] = {}
    tappade: list[Uppdrag] = []
    avbruten: KeyboardInterrupt | None = None
    try:
        while pågår or (kö and not (tappade or avbruten)):
            try:
                fler = bool(kö) and len(pågår) < fönster and not (tappade or avbruten)
                if fler and (nytt := _lämna(kö, executor, pågår, tappar)):
                    tappade.append(nytt)
                klara, _ = wait(pågår, 0 if fler else None, FIRST_COMPLETED)
            except KeyboardInterrupt as avbrott:
                if avbruten:
                    raise
                avbruten, klara = avbrott, {f for f in pågår if f.cancel()}
            for f in klara:
                u = pågår.pop(f)
                fel = None if f.cancelled() else f.exception()
                if f.cancelled() or isinstance(fel, tappar):
                    tappade.append(u)
                else:
                    yield u, fel or f.result()
    finally:
        for f in pågår:
            f.cancel()
    if avbruten:
        raise avbruten
    return tappade


def _lämna(
    kö: deque[Uppdrag], executor: Executor, pågår: dict[Future[Svar], Uppdrag], tappar: Tappar
) -> Uppdrag | None:
    """Lämnar nästa uppdrag i kön till executorn; ger tillbaka det om den är död."""
    uppdrag = kö.popleft()
    try:
        pågår[executor.submit(utför, uppdrag)] = uppdrag
    except tappar:
        return uppdrag
    return None


@contextmanager
def _platser(plan: Plan, processer: int | None, kluster: str | None) -> Iterator[Platser]:
    """Klustret, så många processer som är begärda, eller så många som lönar sig."""
    if kluster:
        with i_kluster(kluster, plan.uppdrag[:1]) as (antal, öppna, tappar):
            yield Platser(antal, öppna, tappar)
        return
    antal = processer or (antal_kärnor() if plan.antal >= FÅ else 1)
    antal = min(antal, max(1, sum(1 for _ in dela(plan.uppdrag, antal))))
    yield Platser(antal, Processer, städa=städa) if antal > 1 else Platser(1, lambda _: Här())


def antal_kärnor() -> int:
    """Hur många processorkärnor som programmet får använda."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Processer(ProcessPoolExecutor):
    """Nya processer, startade på det sätt som finns i alla system.

    Ctrl-C når alla processer, men bara den som startade dem bryr sig: de gör klart det de har påbörjat.
    """

    def __init__(self, antal: int) -> None:
        super().__init__(antal, multiprocessing.get_context("spawn"), _låt_bli_avbrott)

    def submit(self, fn: Callable[..., T], /, *args: object, **mer: object) -> Future[T]:
        """Framtiden. Startas en process ärver den att Ctrl-C hålls tillbaka, så att den inte hinner avbrytas först."""
        if not hasattr(signal, "pthread_sigmask"):
            return super().submit(fn, *args, **mer)
        förut = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            return super().submit(fn, *args, **mer)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, förut)


def _låt_bli_avbrott() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class Här(Executor):
    """Gör uppdragen i den här processen, ett i taget, så snart de lämnas."""

    def submit(self, fn: Callable[..., T], /, *args: object, **mer: object) -> Future[T]:
        """Framtiden, som redan är klar."""
        svar: Future[T] = Future()
        try:
            svar.set_result(fn(*args, **mer))
        except Exception as fel:
            svar.set_exception(fel)
        return svar
