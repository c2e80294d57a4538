"""Vet hur varje slags YAML-fil får se ut, som JSON Schema (utkast 2020-12) för editorer och andra program.

Scheman härleds ur modellerna. De beskriver filen så som en läsare av YAML 1.2 ser den: ``1500000`` är ett tal men
``1 500 000`` en sträng, ``2023-08-22`` och ``ja`` är strängar. Det som hänger ihop mellan fält och filer står inte i
dem; där är ``avtal kontrollera`` domaren. På två punkter är de strängare: ett belopp under 1 000 kronor skrivs med
”kr”, och en text som YAML läser som sant eller falskt (``true``) inom citattecken.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic.json_schema import GenerateJsonSchema

from avtalsgenerator.forklaringar import förklaringar
from avtalsgenerator.modell import Avtal, Beslut, Handling, Part, Skrivelse
from avtalsgenerator.modell.grund import Faktum, Uppgift

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import core_schema

FILSLAG: dict[str, tuple[str, type[Faktum]]] = {
    "part": ("Part", Part),
    "beslut": ("Beslut", Beslut),
    "avtal": ("Avtal", Avtal),
    "tillaggsavtal": ("Tilläggsavtal", Handling),
    "skrivelse": ("Skrivelse", Skrivelse),
}
"""Slagen av filer: schemats namn, dess rubrik och modellen."""
_ASCII = str.maketrans("åäöÅÄÖ", "aaoAAO")


def gör_scheman() -> dict[str, bytes]:
    """Alla scheman: filens namn → innehåll."""
    return {f"{namn}.json": _fil(rubrik, modell) for namn, (rubrik, modell) in FILSLAG.items()}


def _fil(rubrik: str, modell: type[Faktum]) -> bytes:
    schema = modell.model_json_schema(schema_generator=_Skrivare)
    delar = schema.pop("$defs", {})
    uppgifter = {f"#/$defs/{namn}": del_ for namn, del_ in delar.items() if del_.get("title") == Uppgift.__name__}
    egna = {namn: del_ for namn, del_ in delar.items() if f"#/$defs/{namn}" not in uppgifter}
    hela = {"$schema": _Skrivare.schema_dialect, **schema, "title": rubrik, "$defs": dict(sorted(egna.items()))}
    return (json.dumps(_på_plats(hela, uppgifter), ensure_ascii=False, indent=2) + "\n").encode()


def _på_plats(schema: Any, uppgifter: dict[str, Any]) -> Any:
    """Schemat med varje ``Uppgift`` utskriven där den används: den ser olika ut för varje slags värde."""
    if isinstance(schema, list):
        return [_på_plats(del_, uppgifter) for del_ in schema]
    if not isinstance(schema, dict):
        return schema
    inlagd = uppgifter.get(schema.get("$ref", ""), {})
    utan = {nyckel: värde for nyckel, värde in schema.items() if not (inlagd and nyckel == "$ref")}
    return {nyckel: _på_plats(värde, uppgifter) for nyckel, värde in {**inlagd, **utan}.items()}


class _Skrivare(GenerateJsonSchema):
    """Skriver en modell så som den ser ut i en fil: med korta former och förklaringar, utan tomma värden."""

    def normalize_name(self, name: str) -> str:
        return super().normalize_name(name.translate(_ASCII))

    def get_title_from_name(self, name: str) -> str:
        return name.replace("_", " ").capitalize()

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """Ett fält som kan utelämnas skrivs inte som tomt: det avvisas av läsaren."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Det som gäller om fältet utelämnas sägs inte: editorer fyller i det, som om någon hade skrivit det."""
        return self.generate_inner(schema["schema"])

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """Uppställningen, eller det fält som får skrivas ensamt i stället för den."""
        klass = schema["cls"].__pydantic_generic_metadata__["origin"] or schema["cls"]
        uppställning = super().model_schema(schema)
        klasser = [k for k in reversed(klass.__mro__) if issubclass(k, Faktum)]
        texter = {namn: text for k in klasser for namn, text in förklaringar(k).items()}
        fält: dict[str, JsonSchemaValue] = uppställning["properties"]
        för_fältet = {namn: {"title": self.get_title_from_name(namn), "description": texter.get(namn)} for namn in fält}
        egna = {"title": klass.__name__, "description": " ".join((klass.__doc__ or "").split())}
        kort = fält.get(klass.kort_form)
        uppställning["properties"] = {namn: för_fältet[namn] | _utan_namn(del_) for namn, del_ in fält.items()}
        if kort is None:
            return uppställning | egna
        return {**egna, "anyOf": [_utan_namn(kort), _utan_namn(uppställning)]}


def _utan_namn(schema: JsonSchemaValue) -> JsonSchemaValue:
    return {nyckel: värde for nyckel, värde in schema.items() if nyckel not in ("title", "description")}
