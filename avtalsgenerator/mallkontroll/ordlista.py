"""Vet vilka ord en mall får använda och vilka den använder: ordens gränssnitt mot underlaget."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from avtalsgenerator.dokumentslag import mallar
from avtalsgenerator.mallord import Mallord, ord_i
from avtalsgenerator.malltaggar import slingans_ord, villkorets_ord
from avtalsgenerator.svenska import sorteringsnyckel
from avtalsgenerator.underlag import Gemensamt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from avtalsgenerator.mallblock import Block, Textdel
    from avtalsgenerator.mallstycken import Tagg

LOOP = {"index": "tal", "length": "tal", "first": "ja/nej", "last": "ja/nej"}
"""Det som varje slinga vet om sig själv: ``loop.index`` är numret på varvet."""

Räckvidd = dict[str, "tuple[str, ...] | None"]
"""Slingornas egna ord, och listan som vart och ett är en post i; inget om listan inte är känd."""


@dataclass(frozen=True)
class Ordlista:
    """Orden i ett underlag, på listan de finns i och sitt namn."""

    ord_: Mapping[tuple[tuple[str, ...], str], Mallord]

    @classmethod
    def för(cls, klass: type) -> Ordlista:
        gemensamma = ord_i(Gemensamt) if issubclass(klass, Gemensamt) else ()
        return cls({(o.stig, o.namn): o for o in (*gemensamma, *ord_i(klass))})

    def i(self, stig: tuple[str, ...]) -> list[str]:
        """Namnen på orden i en lista, eller på översta nivån."""
        return [namn for s, namn in self.ord_ if s == stig]

    def slå_upp(self, uttryck: str, räckvidd: Räckvidd) -> Mallord | None:
        """Ordet som ett uttryck i en tagg betyder; inget om det inte finns eller är en hel post i en lista."""
        första, _, rest = uttryck.partition(".")
        if första == "loop":
            return Mallord((), uttryck, LOOP[rest], "") if rest in LOOP and räckvidd else None
        if första not in räckvidd:
            return self.ord_.get(((), uttryck))
        stig = räckvidd[första]
        return None if stig is None else self.ord_.get((stig, rest))

    def räckvidd(self, block: Iterable[Block]) -> Räckvidd:
        """Slingornas egna ord inne i några block."""
        svar: Räckvidd = {}
        for b in block:
            if b.öppnar.styr == "for":
                eget, lista = slingans_ord(b.öppnar.uttryck)
                funnet = self.slå_upp(lista, svar)
                är_lista = funnet is not None and funnet.slag == "lista"
                svar[eget] = (*funnet.stig, funnet.namn) if funnet and är_lista else None
        return svar


def taggens_ord(tagg: Tagg) -> list[str]:
    """Orden som en tagg frågar efter: det den visar, villkorets ord eller slingans lista."""
    if tagg.styr in ("if", "elif"):
        return villkorets_ord(tagg.uttryck) or []
    if tagg.styr == "for":
        return [slingans_ord(tagg.uttryck)[1]]
    return [tagg.uttryck] if tagg.uttryck and not tagg.styr else []


@lru_cache
def mallens_ordlista(mall: str) -> Ordlista | None:
    """Orden för mallen med ett visst namn; inget om det inte finns någon sådan mall."""
    return next((Ordlista.för(klass) for namn, klass, _ in mallar() if namn == mall), None)


def använda(delar: Iterable[Textdel], lista: Ordlista) -> dict[str, Mallord]:
    """Orden som en mall använder, i svensk ordning: ``parter[].namn`` är namnet på varje post i listan ``parter``."""
    funna = {väg(o): o for del_ in delar for o in _orden(del_, lista)}
    return dict(sorted(funna.items(), key=lambda par: sorteringsnyckel(par[0])))


def _orden(del_: Textdel, lista: Ordlista) -> Iterator[Mallord]:
    for stycke in del_.stycken:
        for tagg in stycke.taggar:
            räckvidd = lista.räckvidd(del_.omgivning(stycke, tagg.början))
            for uttryck in taggens_ord(tagg):
                if (o := lista.slå_upp(uttryck, räckvidd)) and not o.namn.startswith("loop."):
                    yield o


def väg(o: Mallord) -> str:
    """Ordet med listorna som det finns i."""
    return "".join(f"{lista}[]." for lista in o.stig) + o.namn
