"""Vet hur en bit YAML skrivs, och var i en text varje värde står, så att en fil kan ändras utan att resten rörs."""

from __future__ import annotations

import io
import re
import unicodedata
from typing import TYPE_CHECKING, cast

import yaml
import yaml.emitter

from avtalsgenerator.indata import TOMMA, Läsare
from avtalsgenerator.noder import Omfång

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avtalsgenerator.noder import Värde


def läs_omfång(text: str) -> Omfång:
    """Var varje värde i en text står. Texten ska redan ha gått att läsa (``läs_text``) och lämnas som den är."""
    return _omfång(cast("yaml.Node", yaml.compose(text, Loader=Läsare)), text)


def _omfång(nod: yaml.Node, text: str) -> Omfång:
    start, slut = nod.start_mark.index, nod.end_mark.index
    if isinstance(nod, yaml.ScalarNode):
        if nod.style in ("|", ">"):
            behåll = "+" in text[start:slut].partition("\n")[0]
            slut = start + len(re.sub(r"(\r\n|\r|\n)$" if behåll else r"[\r\n]+$", "", text[start:slut]))
        return Omfång(start, slut)
    nycklar: dict[str | int, Omfång] = {}
    if isinstance(nod, yaml.MappingNode):
        nycklar = {unicodedata.normalize("NFC", n.value): _omfång(n, text) for n, _ in nod.value}
        delar = dict(zip(nycklar, (_omfång(v, text) for _, v in nod.value), strict=True))
    else:
        delar = {i: _omfång(n, text) for i, n in enumerate(nod.value)}
    klamrar = bool(cast("yaml.CollectionNode", nod).flow_style)
    return Omfång(start, slut if klamrar else max(d.slut for d in delar.values()), klamrar, delar, nycklar)


RYMS = 120
"""Tecken. Så långt får det som skrivs inom klamrar på en rad vara; är det längre får varje del en egen rad."""


class _Skrivare(yaml.emitter.Emitter):
    """Skriver som filerna ser ut: listor indragna under sin nyckel, raka citattecken bara där de behövs."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def choose_scalar_style(self) -> str:
        stil: str = super().choose_scalar_style()
        return '"' if stil == "'" else stil


def skriv_yaml(värde: Värde, *, klamrar: bool | None = None) -> str:
    """Skriver ett värde som YAML, så att ``läs_text`` ger tillbaka det. Listor och tabeller slutar med radbyte.

    Det yttersta skrivs inom klamrar på en rad om ``klamrar`` är sant, annars på egna rader; det inre så som det ryms.
    """
    ut = io.StringIO()
    skrivare = _Skrivare(ut, allow_unicode=True, width=10**9)
    skrivare.emit(yaml.StreamStartEvent())
    skrivare.emit(yaml.DocumentStartEvent(explicit=False))
    for händelse in _händelser(värde, bool(klamrar)):
        skrivare.emit(händelse)
    skrivare.emit(yaml.DocumentEndEvent(explicit=False))
    skrivare.emit(yaml.StreamEndEvent())
    return ut.getvalue()


def _händelser(värde: Värde, klamrar: bool) -> Iterator[yaml.Event]:
    if isinstance(värde, str):
        yield yaml.ScalarEvent(None, None, (True, True), unicodedata.normalize("NFC", värde), style=_stil(värde))
    elif isinstance(värde, list):
        yield yaml.SequenceStartEvent(None, None, True, flow_style=klamrar)
        for del_ in värde:
            yield from _händelser(del_, klamrar or _ryms(del_))
        yield yaml.SequenceEndEvent()
    else:
        yield yaml.MappingStartEvent(None, None, True, flow_style=klamrar)
        for nyckel, del_ in värde.items():
            yield from _händelser(nyckel, True)
            yield from _händelser(del_, klamrar or _ryms(del_))
        yield yaml.MappingEndEvent()


def _stil(värde: str) -> str | None:
    """Citattecken där ordet annars skulle läsas som något annat, ``|`` för text på flera rader, annars det som går."""
    luft = not värde.strip() or värde.strip() != värde.removesuffix("\n")
    if luft or värde in TOMMA or re.fullmatch("0[0-9]+", värde) or re.search(r"\n *[^\S\n ]", värde):
        return '"'
    return "|" if "\n" in värde else None


def _ryms(värde: Värde) -> bool:
    """Om en lista av ord, eller en tabell av ord och sådana listor, ryms på en rad."""
    if isinstance(värde, str):
        return "\n" not in värde
    inre = list(värde.values()) if isinstance(värde, dict) else värde
    platt = all(isinstance(v, str) or (isinstance(värde, dict) and isinstance(v, list) and _ryms(v)) for v in inre)
    return platt and "\n" not in str(inre) and len(str(värde).replace("'", "")) <= RYMS
