"""Vet vilka ord en mall får använda, och vad de betyder i ett visst läge.

En fil för varje slag av dokument. Varje ord är färdig text, ett heltal, ja/nej, en lista av ord, eller en
``Lucka`` när uppgiften inte är känd. Mallen räknar inget och väljer inget annat än att visa eller utelämna.
"""

from avtalsgenerator.underlag.begaran import begäran
from avtalsgenerator.underlag.grund import Gemensamt, Lucka
from avtalsgenerator.underlag.kostnadsfordelning import kostnadsfördelning
from avtalsgenerator.underlag.protokollsutdrag import protokollsutdrag
from avtalsgenerator.underlag.tillaggsavtal import anslutning, förtida_utträde
from avtalsgenerator.underlag.underskrifter import signaturlista, signatursidor

__all__ = [
    "Gemensamt",
    "Lucka",
    "anslutning",
    "begäran",
    "förtida_utträde",
    "kostnadsfördelning",
    "protokollsutdrag",
    "signaturlista",
    "signatursidor",
]
