"""Vet hur en omröstning gick: vad ja och nej innebar, och hur var och en röstade."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import model_validator

from avtalsgenerator.modell.grund import Belagd, Faktum, Följd, Heltal, JaNej, Text, unika

Röstning = Literal["ja", "nej", "avstår", "frånvarande"]


class Röst(Faktum):
    """En rad i voteringslistan: vem, för vilket parti, på vilken plats och i vilken funktion, och hur hen röstade."""

    ledamot: Text
    """Den som röstade."""
    parti: Text
    """Ledamotens parti."""
    platsnummer: Heltal | None = None
    """Ledamotens plats i salen."""
    funktion: Text | None = None
    """Ledamotens funktion, till exempel ordförande."""
    röst: Röstning
    """Hur ledamoten röstade."""

    @property
    def namn(self) -> str:
        """Ledamoten med parti inom parentes, så som hen står bland de närvarande."""
        return f"{self.ledamot} ({self.parti})"


class Utslagsröst(Faktum):
    """Ordförandens avgörande röst vid lika röstetal (KL 5 kap. 56 §)."""

    av: Text
    """Den som gav utslagsrösten."""
    röst: Literal["ja", "nej"]
    """Rösten som avgjorde."""


class Omröstning(Belagd):
    """En omröstning: vad ja och nej innebar, och hur det gick."""

    slag: Literal["huvudvotering", "votering om motförslag", "votering om återremiss", "votering om bordläggning"] = (
        "huvudvotering"
    )
    """Vad det röstades om."""
    sluten: JaNej = False
    """Ja om omröstningen var sluten, som vid val av personer. Då finns ingen voteringslista (KL 5 kap. 54 §)."""
    ja_innebär: Text
    """Vad en ja-röst innebar."""
    nej_innebär: Text
    """Vad en nej-röst innebar."""
    ja: Heltal | None = None
    """Antalet ja enligt protokollet. Finns voteringslistan räknas antalet ur den och jämförs med det här."""
    nej: Heltal | None = None
    """Antalet nej enligt protokollet. Finns voteringslistan räknas antalet ur den och jämförs med det här."""
    avstår: Heltal | None = None
    """Hur många som avstod."""
    frånvarande: Heltal | None = None
    """Hur många som var frånvarande."""
    ledamöter: Heltal | None = None
    """Hur många ledamöterna är tillsammans."""
    utslagsröst: Utslagsröst | None = None
    """Ordförandens avgörande röst. Den finns bara när rösterna är lika många."""
    bilaga: Text | None = None
    """Bilagan som visar hur var och en röstade."""
    röster: Annotated[Följd[Röst], unika("ledamot", "parti")] = ()
    """Voteringslistan."""

    @model_validator(mode="after")
    def _går_att_räkna(self) -> Omröstning:
        if not self.röster and (self.ja is None or self.nej is None):
            raise ValueError("ange antalen ja och nej, eller voteringslistan i röster")
        if self.sluten and self.röster:
            raise ValueError("en sluten omröstning har ingen voteringslista; ta bort röster eller raden sluten")
        return self

    def antal(self, röst: Röstning) -> int:
        """Hur många som röstade så: räknat ur voteringslistan om den finns."""
        if self.röster:
            return sum(r.röst == röst for r in self.röster)
        angivet: int | None = getattr(self, röst)
        return angivet or 0

    @property
    def deltog(self) -> int:
        """Hur många som var med i omröstningen, också de som avstod."""
        return self.antal("ja") + self.antal("nej") + self.antal("avstår")
