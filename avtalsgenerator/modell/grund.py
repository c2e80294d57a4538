"""Vet vad en uppgift är: fryst, kontrollerad mot sin modell, och med sin plats i filen kvar.

Allt kommer hit som text (``indata``). Typerna här avgör vad texten betyder, så att samma text alltid
betyder samma sak och ett missförstånd blir ett läsfel i stället för ett annat värde.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Generic, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    WithJsonSchema,
    model_validator,
)
from pydantic_core.core_schema import no_info_after_validator_function

from avtalsgenerator.indata import TEXTFIL
from avtalsgenerator.noder import Källtext, Lista, Plats, Skalär, Tabell

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.functional_validators import ModelWrapValidatorHandler
    from pydantic_core import CoreSchema

T = TypeVar("T")
Följd = Annotated[tuple[T, ...], Field(strict=False)]
"""En lista i YAML, fryst till en tupel."""


class Faktum(BaseModel):
    """En uppställning av uppgifter som vet var i filen den och vart och ett av dess fält står."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    kort_form: ClassVar[str | None] = None
    """Fältet som får skrivas ensamt, utan nyckel: ``212000-1355`` i stället för ``{värde: 212000-1355}``."""
    _rå: Tabell | None = PrivateAttr(None)

    @model_validator(mode="wrap")
    @classmethod
    def _minns_plats(cls, data: Any, handler: ModelWrapValidatorHandler[Faktum]) -> Faktum:
        if cls.kort_form and isinstance(data, Skalär):
            tabell = Tabell(data.plats)
            tabell[cls.kort_form], tabell.nycklar[cls.kort_form] = data, data.plats
            data = tabell
        faktum = handler(data)
        if isinstance(data, Tabell):
            faktum._rå = data
        return faktum

    def plats(self, *stig: str | int) -> Plats:
        """Var ett fält står. ``plats()`` är hela uppställningen, ``plats("ansluter", 1)`` andra värdet i listan.

        Finns fältet inte i filen blir svaret uppställningens egen plats: det är där det skulle ha stått.
        """
        if self._rå is None:
            return Plats(Källtext("(inte läst ur en fil)"))
        return plats_i(self._rå, *stig)

    @property
    def tabell(self) -> Tabell | None:
        """Uppställningen så som den står i filen; inget om den inte är läst ur en."""
        return self._rå

    def nyckelplats(self, fält: str) -> Plats:
        """Var nyckeln framför ett värde står; saknas fältet, uppställningens plats."""
        if self._rå is None or fält not in self._rå.nycklar:
            return self.plats()
        return self._rå.nycklar[fält]


def unika(*fält: str) -> AfterValidator:
    """Märker en lista där två poster inte får ha samma värden i ``fält``: den ena skulle annars tyst gå förlorad."""

    def pröva(poster: tuple[T, ...]) -> tuple[T, ...]:
        sedda: dict[object, T] = {}
        for post in poster:
            nyckel = tuple(getattr(post, f) for f in fält) or (post,)
            if nyckel in sedda:
                värden = " ".join(str(v) for v in nyckel if v is not None)
                rader = [str(p.plats().rad) for p in (sedda[nyckel], post) if isinstance(p, Faktum)]
                raise ValueError(f"”{värden}” står två gånger{', på rad ' + ' och '.join(rader) if rader else ''}")
            sedda[nyckel] = post
        return poster

    return AfterValidator(pröva)


def plats_i(nod: Tabell | Lista | Skalär, *stig: str | int) -> Plats:
    """Följer en stig av nycklar och nummer så långt den går och ger platsen där den slutar."""
    for steg in stig:
        if isinstance(nod, Tabell) and steg in nod:
            nod = nod[str(steg)]
        elif isinstance(nod, Lista) and isinstance(steg, int) and steg < len(nod):
            nod = nod[steg]
        else:
            break
    return nod.plats


def _text(värde: Any) -> Any:
    if isinstance(värde, str):
        if not värde.strip():
            raise ValueError("texten är tom")
        if "\n" in värde.strip() or "\t" in värde:
            raise ValueError("texten ska stå på en rad")
        return värde.strip()
    return värde


def _brödtext(värde: Any) -> Any:
    if isinstance(värde, str):
        if not värde.strip():
            raise ValueError("texten är tom")
        return värde.strip()
    return värde


_INTE_STYCKE = re.compile(r"\n[ \t]*\n|^[ \t]*(?:[-*>]|#+|\d+\.|\|)[ \t]|\*\*", re.MULTILINE)


def _ett_stycke(värde: Any) -> Any:
    värde = _brödtext(värde)
    if isinstance(värde, str) and _INTE_STYCKE.search(värde):
        raise ValueError("texten ska vara ett enda stycke, utan lista, rubrik eller fetstil")
    return värde


def _ja_nej(värde: Any) -> Any:
    if isinstance(värde, str):
        if värde not in ("ja", "nej"):
            raise ValueError(f"skriv ja eller nej; här står ”{värde}”")
        return värde == "ja"
    return värde


MELLANSLAG = r"[ \u00a0\u202f]"
"""Vanligt, hårt och smalt hårt mellanslag: de som skiljer tusental åt."""
_HELTAL = re.compile(rf"[0-9]{{1,9}}|[0-9]{{1,3}}(?:{MELLANSLAG}[0-9]{{3}}){{1,2}}")


def _heltal(värde: Any) -> Any:
    if isinstance(värde, str):
        if not _HELTAL.fullmatch(värde):
            raise ValueError(f"skriv ett helt tal med siffror; här står ”{värde}”")
        return int(re.sub(MELLANSLAG, "", värde))
    return värde


def skrivs(mönster: str, råd: str, *typer: str, **mer: Any) -> WithJsonSchema:
    """Märker en typ med hur den skrivs i filen, för scheman (``scheman``).

    ``typer`` är vad en läsare av YAML 1.2 kan ha gjort av texten; utan dem är den alltid en sträng. Mönstret gäller
    strängar. ``råd`` är det som editorn säger när värdet inte stämmer (``errorMessage``, editorernas eget ord).
    """
    typ = ["string", *typer] if typer else "string"
    return WithJsonSchema({"type": typ, "pattern": mönster, "errorMessage": råd, **mer})


def _eller_fil(text: WithJsonSchema) -> WithJsonSchema:
    """Märker en text som också kan ligga i en egen fil: ``{fil: bakgrund.md}``."""
    vad = "Namnet på en textfil i samma mapp, till exempel bakgrund.md."
    namn = skrivs(f"^{TEXTFIL.pattern}$", f"Skriv n{vad[1:]}", title="Fil", description=vad).json_schema
    fil = {"type": "object", "properties": {"fil": namn}, "required": ["fil"], "additionalProperties": False}
    return WithJsonSchema({"anyOf": [text.json_schema, fil]})


Text = Annotated[str, BeforeValidator(_text), skrivs(r"^\s*\S(?:[^\n\t]*\S)?\s*$", "Skriv texten på en rad.", "number")]
"""En rad text som inte är tom."""
Brödtext = Annotated[
    str, BeforeValidator(_brödtext), _eller_fil(skrivs(r"\S", "Skriv en text, eller ta bort raden.", "number"))
]
"""Löpande text, kan ha flera stycken."""
_STYCKE = (
    r"^(?![\s\S]*(?:\S[ \t]*\n[ \t]*\n\s*\S|\*\*))"  # ingen tom rad inne i texten, ingen fetstil
    r"(?!(?:[\s\S]*\n)?[ \t]*(?:[-*>]|#+|[0-9]+\.|\|)[ \t]\s*\S)[\s\S]*\S"  # ingen rad som är en punkt eller rubrik
)
Stycketext = Annotated[
    str,
    BeforeValidator(_ett_stycke),
    _eller_fil(skrivs(_STYCKE, "Skriv ett enda stycke, utan lista, rubrik eller fetstil.", "number")),
]
"""Ett stycke utan listor, rubriker eller fetstil. Radbyten i filen är bara radbyten."""
JaNej = Annotated[bool, BeforeValidator(_ja_nej), WithJsonSchema({"type": "string", "enum": ["ja", "nej"]})]
"""``ja`` eller ``nej``."""
Heltal = Annotated[
    int,
    BeforeValidator(_heltal),
    skrivs(f"^(?:{_HELTAL.pattern})$", "Skriv ett helt tal med siffror.", "integer", minimum=0, maximum=999_999_999),
]
"""Ett tal noll eller större, mellanslag som tusentalsavgränsare tillåts."""


@dataclass(frozen=True)
class Mellan:
    """Märker ett tal som ska ligga mellan två gränser, båda inräknade. Annat är en felskrivning."""

    minst: int
    högst: int

    def __get_pydantic_core_schema__(self, källa: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return no_info_after_validator_function(self._pröva, handler(källa))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(schema), "minimum": self.minst, "maximum": self.högst}

    def _pröva(self, tal: int) -> int:
        if not self.minst <= tal <= self.högst:
            raise ValueError(f"talet ska vara mellan {self.minst} och {self.högst}; här står {tal}")
        return tal


class Hänvisning:
    """Märker ett fält som pekar på något annat i underlaget.

    ``part``, ``beslut``, ``avtal`` och ``handling`` är id:n; ``organ`` och ``befattning`` är namn hos en part.
    """

    def __init__(self, till: str) -> None:
        self.till = till


Partid = Annotated[Text, Hänvisning("part")]
Beslutsid = Annotated[Text, Hänvisning("beslut")]
Avtalsid = Annotated[Text, Hänvisning("avtal")]
Handlingsid = Annotated[Text, Hänvisning("handling")]
Organnamn = Annotated[Text, Hänvisning("organ")]
Omfattning = Literal["samverkansavtal", "tilläggsavtal", "allt"]
"""Om en rätt att skriva under gäller själva avtalet, tillägg till det, eller båda."""
Befattningsnamn = Annotated[Text, Hänvisning("befattning")]


class Källa(Faktum):
    """Var en uppgift kommer från: ett dokument och rader i det, eller en beskrivning i text."""

    kort_form = "text"
    dokument: Text | None = None
    """Dokumentets namn eller beteckning."""
    rader: Text | None = None
    """Raderna i dokumentet, till exempel 12 eller 12-40."""
    text: Text | None = None
    """Källan i ord."""

    def __str__(self) -> str:
        delar = [self.text, self.dokument, f"rad {self.rader}" if self.rader else None]
        return ", ".join(d for d in delar if d)


class Belagd(Faktum):
    """En uppgift som säger var den kommer från och om någon har kontrollerat den mot källan."""

    källa: Källa | None = None
    """Var uppgiften kommer från: en text, eller ett dokument och rader i det."""
    verifierad: JaNej = True
    """Nej så länge ingen har kontrollerat uppgiften mot källan."""


class Uppgift(Belagd, Generic[T]):
    """Ett värde med källa. Skrivs kort (``212000-1355``) eller långt (``{värde: 212000-1355, källa: …}``)."""

    kort_form = "värde"
    värde: T
    """Själva värdet."""
