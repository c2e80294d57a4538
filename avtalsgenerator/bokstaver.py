"""Vet hur ett ord skrivs utan å, ä och ö, för flaggor och namn på filer."""

from __future__ import annotations

import re
import unicodedata


def fäll(ord_: str) -> str:
    """Ordet utan prickar och ringar: ``--utan-färg`` och ``--utan-farg`` är samma flagga."""
    return "".join(t for t in unicodedata.normalize("NFD", ord_) if not unicodedata.combining(t))


def som_id(text: str) -> str:
    """Texten som namn på en fil eller mapp: ”Lilla Edets kommun” blir ”lilla-edets-kommun”."""
    return re.sub(r"[^a-z0-9]+", "-", fäll(text).lower()).strip("-")
