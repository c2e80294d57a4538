"""Läser YAML så som en editor gör: enligt YAML 1.2, där tal och ``true`` tolkas men datum, ``ja`` och ``nej`` är text."""

from __future__ import annotations

import re
from typing import Any

import yaml


class Läsare(yaml.SafeLoader):
    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012  (PyYAML:s eget sätt)


HELTAL = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
DECIMALTAL = re.compile(
    r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
ORD = {"": None, "~": None, "true": True, "false": False}
ORD |= {stavat: värde for o, värde in (("null", None), ("true", True), ("false", False))
        for stavat in (o, o.capitalize(), o.upper())}  # fmt: skip


def tolka(text: str) -> Any:
    """Värdet av en text utan citattecken, enligt YAML 1.2 (Core Schema)."""
    if text in ORD:
        return ORD[text]
    if HELTAL.fullmatch(text):
        return int(text, 10) if text.lstrip("+-").isdigit() else int(text, 0)
    return float(text.replace(".inf", "inf").replace(".nan", "nan")) if DECIMALTAL.fullmatch(text) else text


def _skalär(läsare: Läsare, nod: yaml.ScalarNode) -> Any:
    return tolka(nod.value) if nod.style is None else nod.value


Läsare.add_constructor("tag:yaml.org,2002:str", _skalär)


def läs(text: str) -> Any:
    return yaml.load(text, Läsare)
