"""Vet hur taggarna i en mall får se ut var för sig: hela klammrar, kända ord och enkla villkor."""

from __future__ import annotations

import ast
import re
import unicodedata
from typing import TYPE_CHECKING

from avtalsgenerator.mallstycken import TAGG, VISA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avtalsgenerator.fel import Mallbrist
    from avtalsgenerator.mallstycken import Mallstycke, Tagg

_LIKNAR = dict.fromkeys("｛﹛❴", "{") | dict.fromkeys("｝﹜❵", "}") | {"％": "%", "﹪": "%"}
"""Tecken som ser ut som dem i en tagg."""
_SLINGA = re.compile(r"(\w+) in ([\w.]+)")
_GODA_MELLANSLAG = " \u00a0\t"
_TAGGRÅD = "Använd if, elif, else, endif, for och endfor; {%p för hela stycken och {%tr för rader."
_MALLRÅD = "En mall kan visa ord, utelämna med if och upprepa med for."


def granska_taggar(stycke: Mallstycke) -> Iterator[Mallbrist]:
    """Det som är fel i styckets taggar, var för sig."""
    if lika := list(_förväxlade(stycke)):
        yield from lika
        return
    utanför = TAGG.sub(lambda m: " " * len(m[0]), stycke.text)
    lösa = [i for i, tecken in enumerate(utanför) if tecken in "{}"]
    if lösa:
        yield stycke.brist(
            "MAL01",
            "en klammer är ensam eller en tagg är inte hel",
            "Skriv ord som {{ ord }} och villkor som {% if ord %}, med båda tecknen i början och slutet.",
            lösa[0],
            lösa[-1] + 1,
        )
    for läge, tecken in enumerate(stycke.text):
        if "\ue000" <= tecken <= "\uf8ff":
            yield stycke.brist(
                "MAL11",
                "stycket innehåller ett tecken ur ett symboltypsnitt",
                "Skriv ett vanligt tecken, eller använd Words punktlista.",
                läge,
                läge + 1,
            )
            break
    for tagg in stycke.taggar:
        if fel := _fel_i(tagg):
            yield tagg.brist("MAL02", *fel)
        elif tagg.nivå and TAGG.sub("", stycke.text, count=1).strip() and tagg.nivå == "p":
            början = "{%p" if tagg.styr else "{{p"
            form = "{%p … %} stå ensam" if tagg.styr else "{{p ord }} stå ensamt"
            yield tagg.brist("MAL05", f"det som står bredvid {början} skulle försvinna", f"Låt {form} i sitt stycke.")


def _förväxlade(stycke: Mallstycke) -> Iterator[Mallbrist]:
    """Tecken i taggar, eller i stället för klamrar, som ser ut som andra eller inte syns."""
    text = stycke.text
    i_tagg = {i: m.span() for m in TAGG.finditer(text) for i in range(*m.span())}
    for läge, tecken in enumerate(text):
        bredvid = {*text[max(0, läge - 1) : läge], *text[läge + 1 : läge + 2]} & set("{}%")
        dolt = unicodedata.category(tecken) == "Cf"
        ovanligt = läge in i_tagg and tecken.isspace() and tecken not in _GODA_MELLANSLAG
        if tecken in _LIKNAR:
            vad = f"tecknet {tecken} ({_namn(tecken)}) ser ut som {_LIKNAR[tecken]}, men är inte det"
        elif (dolt and (läge in i_tagg or bredvid)) or ovanligt:
            vad = f"taggen innehåller ett tecken som inte syns ({_namn(tecken)})"
        else:
            continue
        råd = "Ta bort taggen och skriv den på nytt för hand."
        yield stycke.brist("MAL08", vad, råd, *i_tagg.get(läge, (läge, läge + 1)))


def _namn(tecken: str) -> str:
    return f"U+{ord(tecken):04X}"


def _fel_i(tagg: Tagg) -> tuple[str, str] | None:
    """Vad som är fel i taggen, och rådet; inget om den går att använda."""
    if tagg.text.startswith("{{"):
        if not VISA.fullmatch(tagg.text):
            return f"inom klamrarna i {tagg.text} får bara ett ord stå", "Skriv {{ ord }}."
        skäl = _fel_i_ord(tagg.uttryck)
    elif not tagg.styr:
        return f"taggen {tagg.text} går inte att använda", _TAGGRÅD
    elif tagg.styr in ("if", "elif"):
        skäl = _fel_i_villkor(tagg.uttryck)
    elif tagg.styr == "for":
        skäl = _fel_i_slinga(tagg.uttryck)
    else:
        skäl = f"{tagg.styr} ska stå ensamt, utan {tagg.uttryck}" if tagg.uttryck else ""
    return (skäl, _MALLRÅD) if skäl else None


def _fel_i_ord(ord_: str) -> str:
    delar = ord_.split(".")
    if dolda := [d for d in delar if d.startswith("_")]:
        return f"ordet {dolda[0]} får inte börja med understreck"
    return "" if all(map(str.isidentifier, delar)) else f"uttrycket {ord_} är inte tillåtet i en mall"


def _fel_i_villkor(villkor: str) -> str:
    if not villkor:
        return "villkoret är tomt"
    orden = villkorets_ord(villkor)
    if orden is None:
        return f"villkoret {villkor} är inte tillåtet i en mall: bara ord, and, or, not och parenteser får stå där"
    return next(filter(None, map(_fel_i_ord, orden)), "")


def _fel_i_slinga(uttryck: str) -> str:
    träff = _SLINGA.fullmatch(uttryck)
    if träff is None or not träff[1].isidentifier():
        return "en slinga ska ha formen for x in lista"
    if träff[1] == "loop":
        return "ordet loop kan inte användas i en slinga"
    return next(filter(None, map(_fel_i_ord, träff.groups())), "")


def slingans_ord(uttryck: str) -> tuple[str, str]:
    """Slingans eget ord, och listan som upprepas: ”part” och ”parter” i ``part in parter``."""
    eget, _, lista = uttryck.partition(" in ")
    return eget, lista


def villkorets_ord(villkor: str) -> list[str] | None:
    """Orden i ett villkor, i ordning; inget om det har något annat än ord, and, or, not och parenteser."""
    try:
        träd = ast.parse(villkor, mode="eval")
    except SyntaxError:
        return None
    return _orden(träd.body)


def _orden(nod: ast.expr) -> list[str] | None:
    match nod:
        case ast.BoolOp(values=delar):
            funna = [_orden(d) for d in delar]
            return None if None in funna else [o for f in funna if f for o in f]
        case ast.UnaryOp(op=ast.Not(), operand=inre):
            return _orden(inre)
        case ast.Name(id=namn):
            return [namn]
        case ast.Attribute(value=ägare, attr=namn):
            yttre = _orden(ägare)
            return [f"{yttre[0]}.{namn}"] if yttre and isinstance(ägare, ast.Name | ast.Attribute) else None
    return None
