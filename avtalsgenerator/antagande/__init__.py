"""Vet vad som skulle hända om parter anslöt sig eller gick ur. Inget skrivs: allt är hypotetiska handlingar.

tolkning       det användaren skriver → ``Antagande``
jamforelse     antagandena som handlingar i läget → före, efter, villkor, anmärkningar och vem som måste besluta
delmangder     alla fall som obestämda parter kan ge → lägsta och högsta bidrag
formulering    hur svaren sägs
diagram        stapeldiagrammet, i terminalen och som fristående bild
"""

from avtalsgenerator.antagande.jamforelse import Jämförelse, jämför
from avtalsgenerator.antagande.tolkning import Antagande, tolka

__all__ = ["Antagande", "Jämförelse", "jämför", "tolka"]
