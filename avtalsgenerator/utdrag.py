"""Vet hur ett ställe i en fil visas: raderna runt det, och märken under orden det gäller."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from avtalsgenerator.noder import Plats
    from avtalsgenerator.regler.grund import Märke

STÖRSTA_LUCKA = 2
"""Rader mellan två märken som ändå visas; är det fler bryts utdraget med tre punkter."""


@dataclass(frozen=True)
class Tecken:
    """Linjer och pilar, i Unicode eller i ASCII för terminaler som inte kan visa dem."""

    pil: str = "→"
    linje: str = "│"
    punkter: str = "…"
    klart: str = "✓"
    stapel: str = "▏▎▍▌▋▊▉█"
    """En rutas delar i ett stapeldiagram, från den minsta till den hela."""


ASCII = Tecken("->", "|", "...", "OK", "#")


@dataclass(frozen=True)
class _Märke:
    plats: Plats
    text: str
    tecken: str


def utdrag(plats: Plats, text: str, andra: Sequence[Märke], tecken: Tecken, bredd: int) -> Iterator[tuple[str, str]]:
    """Rader att skriva, var och en med ett slag: ``plats``, ``rad`` eller ``märke``.

    ``plats`` märks med ^ och ``andra`` ställen med ~. Ställen i andra filer får egna utdrag.
    """
    märken = [_Märke(plats, text, "^"), *(_Märke(m.plats, m.text, "~") for m in andra)]
    for fil in dict.fromkeys(m.plats.fil for m in märken):
        egna = [m for m in märken if m.plats.fil == fil]
        yield f"   {tecken.pil} {egna[0].plats}", "plats"
        if egna[0].plats.källtext.rader:
            yield from _rader(sorted(egna, key=lambda m: (m.plats.rad, m.plats.kolumn)), tecken, bredd)


def _rader(märken: Sequence[_Märke], tecken: Tecken, bredd: int) -> Iterator[tuple[str, str]]:
    rader = märken[0].plats.källtext.rader
    siffror = len(märken[-1].plats.märke(märken[-1].plats.rad))
    marginal = f"{' ' * siffror} {tecken.linje} "
    plats_kvar = bredd - len(marginal)
    yield marginal.rstrip(), "rad"
    visad = märken[0].plats.rad - 1
    for m in märken:
        if visad < m.plats.rad - 1 - STÖRSTA_LUCKA:
            yield f"{tecken.punkter:>{siffror}} {tecken.linje}", "rad"
            visad = m.plats.rad - 1
        for nummer in range(visad + 1, m.plats.rad + 1):
            synlig, _, _ = _beskär(rader[nummer - 1], m if nummer == m.plats.rad else None, tecken, plats_kvar)
            yield f"{m.plats.märke(nummer):>{siffror}} {tecken.linje} {synlig}".rstrip(), "rad"
        visad = max(visad, m.plats.rad)
        _, kolumn, längd = _beskär(rader[m.plats.rad - 1], m, tecken, plats_kvar)
        yield f"{marginal}{' ' * kolumn}{m.tecken * längd} {m.text}".rstrip(), "märke"
    yield marginal.rstrip(), "rad"


def _beskär(rad: str, märke: _Märke | None, tecken: Tecken, bredd: int) -> tuple[str, int, int]:
    """Så mycket av raden som får plats, och var i det märket hamnar."""
    kolumn = märke.plats.kolumn - 1 if märke else 0
    längd = max(1, märke.plats.slut - märke.plats.kolumn) if märke else 0
    längd = min(längd, max(1, len(rad.rstrip()) - kolumn))
    start = 0
    if kolumn + min(längd, 20) > bredd:
        start = kolumn - bredd // 3
        rad = tecken.punkter + rad[start:]
        kolumn += len(tecken.punkter) - start
    if len(rad) > bredd:
        rad = rad[: bredd - len(tecken.punkter)] + tecken.punkter
    return rad, kolumn, min(längd, max(1, bredd - kolumn))
