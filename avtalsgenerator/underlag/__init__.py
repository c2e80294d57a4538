"""Vet vilka ord en mall får använda, och vad de betyder i ett visst läge.

En fil för varje slag av dokument. Varje ord är färdig text, ett heltal, ja/nej, en lista av ord, eller en
``Lucka`` när uppgiften inte är känd. Mallen räknar inget och väljer inget annat än att visa eller utelämna.
"""

from avtalsgenerator.underlag.begaran import begäran, bekräftelse
from avtalsgenerator.underlag.behorighet import behörighetsunderlag
from avtalsgenerator.underlag.beslutsforslag import beslutsförslag
from avtalsgenerator.underlag.betalningsplan import betalningsplan
from avtalsgenerator.underlag.grund import Gemensamt
from avtalsgenerator.underlag.kostnadsfordelning import kostnadsfördelning
from avtalsgenerator.underlag.missiv import expediering, missiv
from avtalsgenerator.underlag.protokollsutdrag import ensamt_beslut, protokollsutdrag
from avtalsgenerator.underlag.sammantrade import anslagsbevis, förstasida
from avtalsgenerator.underlag.samverkansavtal import lydelse, samverkansavtal
from avtalsgenerator.underlag.skrivelser import skrivelse
from avtalsgenerator.underlag.styrgrupp import styrgruppslista
from avtalsgenerator.underlag.tillaggsavtal import anslutning, förtida_utträde, ändring
from avtalsgenerator.underlag.underskrifter import signaturlista, signatursidor
from avtalsgenerator.underlag.votering import voteringslista

__all__ = [
    "Gemensamt",
    "anslagsbevis",
    "anslutning",
    "begäran",
    "behörighetsunderlag",
    "bekräftelse",
    "beslutsförslag",
    "betalningsplan",
    "ensamt_beslut",
    "expediering",
    "förstasida",
    "förtida_utträde",
    "kostnadsfördelning",
    "lydelse",
    "missiv",
    "protokollsutdrag",
    "samverkansavtal",
    "signaturlista",
    "signatursidor",
    "skrivelse",
    "styrgruppslista",
    "voteringslista",
    "ändring",
]
