"""Vet hur juristen granskar ett dokument: vad varje ord bygger på, och vad kontrollerna säger om det."""

FÖRFATTARE = "avtalsgenerator"
"""Den som kommentarer och spårade ändringar i ett dokument är skrivna av."""
