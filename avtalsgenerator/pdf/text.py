"""Vet hur texten på en PDF-sida läses: den märkta delen för del, och den omärkta (sidhuvud och sidfot) för sig."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from avtalsgenerator.pdf.struktur import märke

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pikepdf import Object, Page

    from avtalsgenerator.pdf.struktur import Rad


@dataclass
class Sidtext:
    """Texten på en sida: ``märkt`` efter numret i strukturen, ``omärkt`` i den ordning den skrivs."""

    märkt: dict[int, str] = field(default_factory=dict)
    omärkt: str = ""


@dataclass(frozen=True)
class _Märkning:
    nummer: int | None
    ersatt: bool
    """Om en text har sagts i stället för tecknen."""


class Textläsare:
    """Läser sida efter sida. Typsnitten delas mellan sidorna och läses en gång."""

    def __init__(self) -> None:
        self._tecken: dict[tuple[int, int], tuple[int, dict[bytes, str]]] = {}

    def läs(self, sida: Page) -> Sidtext:
        """Texten på sidan."""
        text = Sidtext()
        self._läs(sida.obj, sida.obj.Resources, [], text)
        return text

    def _läs(self, källa: Object, resurser: Object, öppna: list[_Märkning], text: Sidtext) -> None:
        tecken: tuple[int, dict[bytes, str]] = (1, {})
        botten = len(öppna)
        for rad in pikepdf.parse_content_stream(källa):
            op, värden = str(rad.operator), rad.operands
            if op in ("BMC", "BDC"):
                öppna.append(_märkning(rad, öppna, text))
            elif op == "EMC" and len(öppna) > botten:
                öppna.pop()
            elif op == "Tf":
                tecken = self._tecken_i(resurser.Font[str(värden[0])])
            elif op in ("Tj", "TJ", "'", '"'):
                if not (öppna and öppna[-1].ersatt):
                    _lägg_till(text, öppna, "".join(_avkoda(värden[-1], *tecken)))
            elif op == "Do" and (ritat := resurser.XObject[str(värden[0])]).Subtype == Name.Form:
                self._läs(ritat, ritat.get("/Resources", resurser), öppna, text)

    def _tecken_i(self, typsnitt: Object) -> tuple[int, dict[bytes, str]]:
        if typsnitt.objgen not in self._tecken or typsnitt.objgen == (0, 0):
            karta = typsnitt.get("/ToUnicode")
            self._tecken[typsnitt.objgen] = _teckenkarta(karta.read_bytes()) if karta is not None else (1, {})
        return self._tecken[typsnitt.objgen]


def _märkning(rad: Rad, öppna: Sequence[_Märkning], text: Sidtext) -> _Märkning:
    """Märkningen som raden öppnar. Säger den vad som står i stället för tecknen läggs det till texten."""
    yttre = öppna[-1] if öppna else _Märkning(None, ersatt=False)
    nummer = märke(rad)
    if str(rad.operands[0]) == "/Artifact":
        return _Märkning(None, ersatt=False)
    inre = _Märkning(yttre.nummer if nummer is None else nummer, yttre.ersatt)
    villkor = rad.operands[1] if len(rad.operands) > 1 else None
    if isinstance(villkor, Dictionary) and "/ActualText" in villkor and not yttre.ersatt:
        _lägg_till(text, [inre], str(villkor.ActualText))
        return _Märkning(inre.nummer, ersatt=True)
    return inre


def _lägg_till(text: Sidtext, öppna: Sequence[_Märkning], bit: str) -> None:
    nummer = öppna[-1].nummer if öppna else None
    if nummer is None:
        text.omärkt += bit
    else:
        text.märkt[nummer] = text.märkt.get(nummer, "") + bit


def _avkoda(värde: Object, längd: int, tecken: dict[bytes, str]) -> Iterator[str]:
    for bit in värde if isinstance(värde, Array) else [värde]:
        if isinstance(bit, String):
            koder = bytes(bit)
            for i in range(0, len(koder), längd):
                yield tecken.get(koder[i : i + längd], "")


def _teckenkarta(karta: bytes) -> tuple[int, dict[bytes, str]]:
    """Hur många byte ett tecken har, och vilket tecken varje kod står för."""
    längd = 1
    if spann := re.search(rb"begincodespacerange\s*<([0-9A-Fa-f]+)>", karta):
        längd = len(spann[1]) // 2
    svar = {}
    for del_ in re.findall(rb"beginbfchar(.*?)endbfchar", karta, re.DOTALL):
        for kod, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", del_):
            svar[bytes.fromhex(kod.decode())] = _text(text)
    for del_ in re.findall(rb"beginbfrange(.*?)endbfrange", karta, re.DOTALL):
        for från, till, mål in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(\[.*?\]|<[^>]*>)", del_, re.DOTALL):
            texter = re.findall(rb"<([0-9A-Fa-f]+)>", mål)
            for i in range(int(från, 16), int(till, 16) + 1):
                nummer = i - int(från, 16)
                text = _text(texter[nummer]) if mål.startswith(b"[") else _nästa(_text(texter[0]), nummer)
                svar[i.to_bytes(längd)] = text
    return längd, svar


def _text(hexadecimalt: bytes) -> str:
    return bytes.fromhex(hexadecimalt.decode()).decode("utf-16-be", "replace")


def _nästa(text: str, steg: int) -> str:
    return text[:-1] + chr(ord(text[-1]) + steg)
