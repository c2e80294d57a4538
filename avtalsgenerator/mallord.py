"""Vet vilka ord varje mall får använda, och förklarar dem: läses ur klasserna i ``underlag``.

Texten under varje fält i klassen är ordets förklaring. Den visas av ``avtal mallar`` och står i docs/mallord.md.
"""

from __future__ import annotations

import typing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from avtalsgenerator.forklaringar import förklaringar
from avtalsgenerator.underlag import Gemensamt
from avtalsgenerator.varden import Lucka, Löptext

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Mallord:
    """Ett ord som en mall får använda. ``stig`` är listorna som ordet finns i, ytterst först."""

    stig: tuple[str, ...]
    namn: str
    slag: str
    text: str


def ord_i(klass: type, stig: tuple[str, ...] = ()) -> Iterator[Mallord]:
    """Orden i klassen och i dess listor, utan dem som den ärver av ``Gemensamt`` och som alla mallar om avtal har."""
    sedda: set[str] = set()
    for ägare in (*(k for k in klass.__mro__[-2:0:-1] if k is not Gemensamt), klass):
        yield from _egna_ord(ägare, klass, stig, sedda)


def _egna_ord(ägare: type, klass: type, stig: tuple[str, ...], sedda: set[str]) -> Iterator[Mallord]:
    """Orden som ``ägare`` förklarar, så som ``klass`` har dem, utom dem som redan är sedda."""
    typer = typing.get_type_hints(klass)
    for namn, text in förklaringar(ägare).items():
        if namn in sedda:
            continue
        sedda.add(namn)
        inre = typing.get_args(typer[namn])[0] if typing.get_origin(typer[namn]) is tuple else None
        yield Mallord(stig, namn, _slag(typer[namn]), text)
        if inre:
            yield from ord_i(inre, (*stig, namn))


def _slag(typ: Any) -> str:
    """Vad ordet är och om det kan vara okänt eller utebli."""
    delar = typing.get_args(typ)
    if typing.get_origin(typ) is tuple:
        slag = "lista"
    elif typ is bool:
        slag = "ja/nej"
    elif typ is int:
        slag = "tal"
    else:
        slag = "löpande text" if Löptext in (typ, *delar) else "text"
    slag += ", kan vara okänd" if Lucka in delar else ""
    return slag + (", kan utebli" if type(None) in delar else "")
