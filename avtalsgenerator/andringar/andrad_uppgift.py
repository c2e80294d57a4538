"""Vet hur ord som någon har ändrat i ett dokument blir en ändrad uppgift i sin fil, eller varför det inte går."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from avtalsgenerator.andringar.grund import ändra
from avtalsgenerator.fel import Underlagsfel
from avtalsgenerator.granskning.omvant import enkel, med_stycke, uppgiften, utan_stycke
from avtalsgenerator.indata import läs_källtext, läs_text, läs_yaml
from avtalsgenerator.noder import Skalär, Tabell
from avtalsgenerator.redigera import BOM, sätt
from avtalsgenerator.ursprung import led

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from avtalsgenerator.granskning.hogar import Ändratvärde
    from avtalsgenerator.redigera import Stig, Ändring


@dataclass(frozen=True)
class Ändraduppgift:
    """En uppgift vars ord är ändrade i dokumentet, på ett eller flera ställen."""

    ställen: tuple[Ändratvärde, ...]
    vägar: tuple[str, ...]
    """Vägen till uppgiften; flera om orden är räknade ur flera uppgifter, ingen om uppgiften saknas."""
    räknat: str
    """Vad som är räknat; tomt om uppgiften står som den är."""
    av: int
    """Så många ställen har samma ord i utkastet."""
    rad: int = 0
    """Raden i filen, när uppgiften finns där."""
    före: str = ""
    efter: str = ""
    """Uppgiften så som den står i filen och så som den föreslås bli; tomt om inget kan föreslås."""
    skäl: str = ""
    """Varför inget kan föreslås."""

    @property
    def orden(self) -> list[tuple[str, str]]:
        """Orden förut och nu, var och en en gång."""
        return list(dict.fromkeys((s.före, s.efter) for s in self.ställen))

    @property
    def utbytta(self) -> list[tuple[str, str]]:
        """Som ``orden``, utom hela stycken som är borttagna eller nya."""
        return list(dict.fromkeys((s.före, s.efter) for s in self.ställen if not s.helt))


def inget_förslag(u: Ändraduppgift) -> str:
    """Varför ändringen inte kan bli en ändrad uppgift; tomt om den kanske kan det."""
    if not u.vägar:
        return f"{u.ställen[0].ruta.titel} saknas i uppgifterna; lägg till det där"
    if u.räknat:
        return f"orden är räknade ({u.räknat}); ändra uppgifterna som de är räknade ur"
    if u.orden and all(enkel(före) == enkel(efter) for före, efter in u.orden):
        return "bara mellanrum, radbrytningar eller bindestreck är andra"
    if not all(enkel(efter) for _, efter in u.utbytta):
        return "orden är strukna; ta bort uppgiften i filen om den inte ska gälla, annars ändras mallen"
    if len({enkel(före) for före, _ in u.utbytta}) < len({(enkel(f), enkel(e)) for f, e in u.utbytta}):
        return "orden är ändrade på olika sätt på olika ställen"
    return ""


def föreslagen(u: Ändraduppgift, mapp: Path, orden_nu: Sequence[str], *, löpande: bool) -> Ändraduppgift:
    """Uppgiften med förslag till ändring i filen, eller skälet till att inget föreslås.

    Bara i en löpande text får något annat i uppgiften ha ändrats sedan utkastet gjordes.
    """
    fil, stig = _ställe(u)
    try:
        rå, rad = _rå(mapp, fil, stig)
    except (Underlagsfel, LookupError, TypeError):
        return replace(u, skäl=f"uppgiften finns inte längre i {fil}")
    ny = _med_stycken(_ny_uppgift(rå, u.utbytta), u)
    u = replace(u, rad=rad, före=rå)
    if ny == rå or _redan(u, set(orden_nu)):
        return replace(u, skäl="uppgiften är redan så")
    if ny is not None and (löpande or {enkel(före) for före, _ in u.orden} & set(orden_nu)):
        return replace(u, efter=ny)
    if not orden_nu:
        return replace(u, skäl="uppgiften står inte i dokumentet, så som det blir nu; ändra i filen för hand")
    if ny is not None or not {enkel(före) for före, _ in u.orden} & set(orden_nu):
        return replace(u, skäl=f"uppgiften har ändrats sedan utkastet gjordes, till ”{orden_nu[0]}”")
    return replace(u, skäl="det går inte att säga vilken uppgift som ger de orden; ändra i filen för hand")


def _redan(u: Ändraduppgift, orden_nu: set[str]) -> bool:
    """Om alla nya ord redan står i utkastet som det blir nu, och inga av de gamla."""
    gamla, nya = ({enkel(text) for text in texter if text} for texter in zip(*u.orden, strict=True))
    return bool(orden_nu) and nya <= orden_nu and not gamla & orden_nu


def _ny_uppgift(rå: str, orden: Sequence[tuple[str, str]]) -> str | None:
    """Uppgiften som ger de nya orden: alla ger samma, eller så ändrar de var sin del av en löpande text."""
    nya = {uppgiften(rå, före, efter) for före, efter in orden}
    if not nya:
        return rå
    if len(nya) == 1:
        return nya.pop()
    ny: str | None = rå
    for före, efter in orden:
        ny = uppgiften(ny, före, efter) if ny is not None else None
    return ny


def _med_stycken(rå: str | None, u: Ändraduppgift) -> str | None:
    """Den löpande texten utan de stycken som är borttagna, och med dem som är nya."""
    for s in (s for s in u.ställen if s.helt):
        if rå is not None:
            rå = med_stycke(rå, s.efter_detta, s.efter) if s.efter_detta else utan_stycke(rå, s.före)
    return rå


def _ställe(u: Ändraduppgift) -> tuple[str, Stig]:
    fil, _, stig = u.vägar[0].partition("#")
    return fil, led(stig)


def _rå(mapp: Path, fil: str, stig: Stig) -> tuple[str, int]:
    """Uppgiften så som den står i filen, och raden. En text i en egen fil är hela filen."""
    if not stig:
        return "\n".join(läs_källtext(mapp / fil, fil).rader), 1
    nod, _ = _nod(läs_yaml(mapp / fil, fil), stig)
    if not isinstance(nod, Skalär):
        raise TypeError(fil)
    return str(nod), nod.plats.rad


def _nod(nod: Any, stig: Stig) -> tuple[Any, Stig]:
    """Värdet och hela vägen dit: en uppgift med källa står under ”värde”."""
    for steg in stig:
        nod = nod[steg]
    return (nod["värde"], (*stig, "värde")) if isinstance(nod, Tabell) else (nod, stig)


def ändringar(mapp: Path, uppgifter: Iterable[Ändraduppgift]) -> list[Ändring]:
    """Filerna med de föreslagna uppgifterna i."""
    per_fil: dict[str, list[Ändraduppgift]] = {}
    for u in uppgifter:
        per_fil.setdefault(_ställe(u)[0], []).append(u)

    def gör(text: str, fil: str) -> str:
        for u in per_fil[fil]:
            text = _ersatt(text, u, fil)
        return text

    return [ändra(mapp, fil, partial(gör, fil=fil)) for fil in per_fil]


def _ersatt(text: str, u: Ändraduppgift, fil: str) -> str:
    _, stig = _ställe(u)
    if not stig:
        return u.efter
    _, hela = _nod(läs_text(text.removeprefix(BOM), fil), stig)
    return sätt(text, hela, u.efter, fil)
