"""Vet hur juristen granskar ett dokument: vad varje ord bygger på, och vad kontrollerna säger om det."""
