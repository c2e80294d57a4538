"""Vet vilken version av texten ett beslut gäller: ett kort märke som ändras när det som står i handlingen ändras."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from avtalsgenerator.modell.grund import Belagd, Faktum

if TYPE_CHECKING:
    from avtalsgenerator.per_datum import Avtalsläge

UTANFÖR_TEXTEN = frozenset(
    {*Belagd.model_fields, "kvittenser", "granskningar", "undertecknat", "undertecknas_den", "underskrifter",
     "diarienummer", "uppsägningar", "betalt", "begäran_inkom", "exemplar", "styrgrupp", "ordagrant"}
)  # fmt: skip
"""Det som kan ändras utan att parterna har kommit överens om något annat."""


def version(läge: Avtalsläge) -> str:
    """Märket för det som läget säger, till exempel ”3f9a-12c4”: innehållet, parterna, deras organ och bidrag.

    Vem som skriver under, diarienummer och källor påverkar det inte.
    """
    innehåll = [
        _innehåll(läge.mål),
        [(d.part.id, d.genom) for d in läge.parter],
        [(b.part.id, str(b.belopp)) for b in läge.kostnad.bidrag],
    ]
    märke = hashlib.sha256(json.dumps(innehåll, ensure_ascii=False, default=str).encode()).hexdigest()
    return f"{märke[:4]}-{märke[4:8]}"


def _innehåll(värde: Any) -> Any:
    if isinstance(värde, Faktum):
        fält = (f for f in type(värde).model_fields if f not in UTANFÖR_TEXTEN)
        return {f: _innehåll(getattr(värde, f)) for f in fält if getattr(värde, f) not in (None, ())}
    return [_innehåll(v) for v in värde] if isinstance(värde, tuple) else värde
