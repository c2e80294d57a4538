"""Vet vilka uppgifter som finns: parter, beslut, avtal och handlingar. Allt är fryst; okända nycklar avvisas."""

from avtalsgenerator.modell.avtal import Avtal
from avtalsgenerator.modell.beslut import Beslut
from avtalsgenerator.modell.handling import Handling
from avtalsgenerator.modell.inlasning import läs_som
from avtalsgenerator.modell.part import Part
from avtalsgenerator.modell.skrivelse import Skrivelse

__all__ = ["Avtal", "Beslut", "Handling", "Part", "Skrivelse", "läs_som"]
