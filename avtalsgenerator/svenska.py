"""Vet hur datum, belopp, uppräkningar och genitiv skrivs enligt Myndigheternas skrivregler."""

from __future__ import annotations

import unicodedata
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from avtalsgenerator.kostnad import avrunda
from avtalsgenerator.modell.avtal import MÅNADER

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

HÅRT = "\u00a0"
"""Hårt mellanslag: mellan tusental, före kr och %, efter §."""


def datum(dag: date) -> str:
    """22 augusti 2023, för löpande text. I huvuden och tabeller skrivs ``str(dag)``: 2023-08-22."""
    from babel.dates import format_date

    return format_date(dag, "d MMMM y", locale="sv_SE").replace(" ", HÅRT)


def årsdag(per: tuple[int, int]) -> str:
    """31 december, av månad och dag."""
    return f"{per[1]}{HÅRT}{MÅNADER[per[0] - 1]}"


def tal(antal: int) -> str:
    """579 281, med hårt mellanslag och riktigt minustecken."""
    return f"{antal:,}".replace(",", HÅRT).replace("-", "\u2212")


def kronor(belopp: Fraction | int) -> str:
    """872 100 kr. Ören skrivs bara om de finns. Kastar ``ValueError`` om beloppet inte är hela ören."""
    ören = Fraction(belopp) * 100
    if ören.denominator != 1:
        raise ValueError(f"{float(belopp)} kronor är inte ett helt antal ören")
    hela, resten = divmod(abs(int(ören)), 100)
    minus = "\u2212" if belopp < 0 else ""
    return f"{minus}{tal(hela)}{f',{resten:02}' if resten else ''}{HÅRT}kr"


def ungefär_kronor(belopp: Fraction | int) -> str:
    """Som ``kronor``; ett belopp som inte är hela ören avrundas och sägs vara det. För meddelanden, inte dokument."""
    exakt = (Fraction(belopp) * 100).denominator == 1
    return kronor(belopp) if exakt else f"{kronor(avrunda(Fraction(belopp), Fraction(1, 100)))} (avrundat)"


def ändring(belopp: Fraction | int) -> str:
    """Som ``kronor`` men med plus- eller minustecken."""
    return f"+{kronor(belopp)}" if belopp > 0 else kronor(belopp)


def procent(andel: Fraction, decimaler: int = 2) -> str:
    """58,14 %, avrundat till ``decimaler`` (mitt emellan uppåt)."""
    skala: int = 10**decimaler
    heltal = int(avrunda(andel * 100 * skala))
    hela, resten = divmod(abs(heltal), skala)
    minus = "\u2212" if heltal < 0 else ""
    return f"{minus}{tal(hela)}{f',{resten:0{decimaler}}' if decimaler else ''}{HÅRT}%"


def angiven_procent(andel: Fraction) -> str:
    """67 % och 2,4 %: så många decimaler som behövs, högst fyra."""
    text = procent(andel, 4).removesuffix(f"{HÅRT}%").rstrip("0").rstrip(",")
    return f"{text}{HÅRT}%"


_STIL: dict[str, Literal["standard", "or"]] = {"och": "standard", "eller": "or"}
"""Vad bindeordet heter i babel."""


def uppräkning(namn: Iterable[str], bindeord: Literal["och", "eller"] = "och") -> str:
    """Ale, Lerum och Lilla Edet."""
    from babel.lists import format_list

    return format_list(list(namn), style=_STIL[bindeord], locale="sv_SE")


def genitiv(namn: str) -> str:
    """Ale kommuns, Göteborgs Stads; namn på s, x och z får inget tillägg; förkortningar får kolon (GR:s)."""
    if namn.endswith(")"):
        före, _, förkortning = namn.rpartition(" (")
        return f"{genitiv(före)} ({förkortning}" if före else namn
    if namn[-1:].lower() in ("s", "x", "z"):
        return namn
    return f"{namn}:s" if namn.isupper() else f"{namn}s"


def paragraf(nummer: int) -> str:
    """§ 28, med hårt mellanslag."""
    return f"§{HÅRT}{nummer}"


def stor_bokstav(text: str) -> str:
    """Texten med stor första bokstav; resten som den står, så att namn i den behåller sina."""
    return text[:1].upper() + text[1:]


_ORD = ("noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")


def i_ord(antal_: int) -> str:
    """fem, tolv, 13: små tal skrivs med bokstäver i löpande text."""
    return _ORD[antal_] if 0 <= antal_ < len(_ORD) else tal(antal_)


def antal(tal_: int, ental: str, flertal: str) -> str:
    """1 hinder, 2 varningar."""
    return f"{tal(tal_)} {ental if tal_ == 1 else flertal}"


_ORDNING = {tecken: plats for plats, tecken in enumerate("abcdefghijklmnopqrstuvwxyzåäö")}


def sorteringsnyckel(text: str) -> tuple[tuple[int, int], ...]:
    """Svensk ordning: å, ä och ö sist, stora och små bokstäver lika, siffror före bokstäver."""
    bokstäver = (t if t in _ORDNING else unicodedata.normalize("NFD", t)[0] for t in text.lower())
    return tuple((1, _ORDNING[t]) if t in _ORDNING else (0, ord(t)) for t in bokstäver)
