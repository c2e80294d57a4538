"""Vet hur en uppställning blir en modell, och säger på svenska var och varför den inte gör det."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from avtalsgenerator.fel import Läsfel, Underlagsfel
from avtalsgenerator.modell.grund import Faktum, plats_i
from avtalsgenerator.noder import Lista, Plats, Skalär, Tabell

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

M = TypeVar("M", bound=Faktum)


def läs_som(modell: type[M], tabell: Tabell) -> M:
    """Tolkar en uppställning som ``modell``. Kastar ``Underlagsfel`` med alla fel i filen, inte bara det första."""
    try:
        return modell.model_validate(tabell)
    except ValidationError as fel:
        raise Underlagsfel(_läsfel(detalj, modell, tabell) for detalj in fel.errors()) from None


def fel_i_fält(modell: type[Faktum], fält: str, tabell: Tabell) -> list[Läsfel]:
    """Vad som är fel med ett fält för sig, oavsett om resten av uppställningen finns."""
    try:
        modell.model_validate(tabell)
    except ValidationError as fel:
        return [_läsfel(detalj, modell, tabell) for detalj in fel.errors() if detalj["loc"][:1] == (fält,)]
    return []


def _läsfel(fel: ErrorDetails, modell: type[Faktum], rot: Tabell) -> Läsfel:
    stig = _stig(fel["loc"], rot)
    plats = plats_i(rot, *stig)
    sist = _namn(stig)
    match fel["type"]:
        case "missing":
            return Läsfel(plats_i(rot, *stig[:-1]), f"{sist} saknas", f"Lägg till en rad ”{sist}: …”.")
        case "extra_forbidden":
            förälder = _nod(rot, stig[:-1])
            plats = förälder.nycklar[sist] if isinstance(förälder, Tabell) else plats
            return Läsfel(plats, f"nyckeln ”{sist}” finns inte här", menade_du(sist, _fält(modell, stig[:-1])))
        case "literal_error":
            val = _val(fel)
            return Läsfel(plats, f"{sist} kan inte vara ”{fel['input']}”", menade_du(str(fel["input"]), val))
        case "value_error":
            return Läsfel(plats, str(fel["ctx"]["error"]))
        case typ:
            return Läsfel(
                plats, f"{sist} ska vara {_FORM.get(typ, 'ett annat slags värde')}, men här står {_vad(plats, fel)}"
            )


FÅ_VAL = 6
"""Är valen inte fler än så räknas alla upp."""
_FORM = {
    "string_type": "ett enda värde",
    "model_type": "en uppställning med ”nyckel: värde”",
    "tuple_type": "en lista, till exempel [ale, lilla-edet]",
    "int_type": "ett tal",
    "greater_than_equal": "noll eller större",
    "greater_than": "större än noll",
    "too_short": "en lista som inte är tom",
}


def _namn(stig: tuple[str | int, ...]) -> str:
    """Fältets namn; för en post i en lista listans namn och postens nummer."""
    if stig and isinstance(stig[-1], int):
        return f"{stig[-2] if len(stig) > 1 else 'listan'}, nummer {stig[-1] + 1},"
    return str(stig[-1]) if stig else ""


def _vad(plats: Plats, fel: ErrorDetails) -> str:
    match fel["input"]:
        case Tabell():
            return "en uppställning"
        case Lista():
            return "en lista"
        case annat:
            return f"”{annat}”"


def _nod(nod: Any, stig: tuple[str | int, ...]) -> Any:
    for steg in stig:
        nod = nod[steg]
    return nod


def _stig(loc: tuple[str | int, ...], rot: Tabell) -> tuple[str | int, ...]:
    """Modellens väg till felet, utan de steg som bara finns i modellen (ett kort skrivet värde)."""
    stig: list[str | int] = []
    nod: Tabell | Lista | Skalär | None = rot
    for steg in loc:
        if isinstance(nod, Skalär):
            break
        stig.append(steg)
        nod = nod[steg] if nod is not None and _finns(nod, steg) else None  # type: ignore[index]
    return tuple(stig)


def _finns(nod: Tabell | Lista | Skalär, steg: str | int) -> bool:
    return steg in nod if isinstance(nod, Tabell) else isinstance(steg, int) and steg < len(nod)


def _fält(modell: type[BaseModel], stig: tuple[str | int, ...]) -> list[str]:
    """Fälten i den modell som stigen leder till."""
    aktuell: type[BaseModel] = modell
    for steg in stig:
        if isinstance(steg, str) and steg in aktuell.model_fields:
            aktuell = _modell_i(aktuell.model_fields[steg].annotation) or aktuell
    return list(aktuell.model_fields)


def _modell_i(typ: Any) -> type[BaseModel] | None:
    if isinstance(typ, type) and issubclass(typ, BaseModel):
        return typ
    return next((m for del_ in get_args(typ) if (m := _modell_i(del_))), None)


def _val(fel: ErrorDetails) -> list[str]:
    förväntat = str(fel["ctx"]["expected"]).replace(" or ", ", ")
    return [v.strip("'") for v in förväntat.split(", ")]


def menade_du(ord_: str, val: list[str]) -> str:
    """Det som ligger närmast ordet bland valen, eller alla val."""
    nära = difflib.get_close_matches(ord_, val, n=1, cutoff=0.6)
    alla = f"Välj bland: {', '.join(val)}."
    if nära:
        return f"Menade du ”{nära[0]}”?" + (f" {alla}" if len(val) <= FÅ_VAL else "")
    return alla
