"""Vet vad ett fält betyder: texten under fältet i dess klass. Mallarnas ord och scheman förklaras med den."""

from __future__ import annotations

import ast
import inspect
import sys
from functools import lru_cache


def förklaringar(klass: type) -> dict[str, str]:
    """Texten under varje fält i klassen, på en rad. Ärvda fält är inte med."""
    return _i_modulen(klass.__module__).get(klass.__name__, {})


@lru_cache
def _i_modulen(modul: str) -> dict[str, dict[str, str]]:
    """Läses ur källkoden och bara när någon frågar, så att programmet inte startar långsammare för det."""
    träd = ast.parse(inspect.getsource(sys.modules[modul]))
    return {nod.name: _i_klassen(nod) for nod in träd.body if isinstance(nod, ast.ClassDef)}


def _i_klassen(definition: ast.ClassDef) -> dict[str, str]:
    par = zip(definition.body, definition.body[1:], strict=False)
    return {
        fält.target.id: " ".join(str(text.value.value).split())
        for fält, text in par
        if isinstance(fält, ast.AnnAssign)
        and isinstance(fält.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
    }
