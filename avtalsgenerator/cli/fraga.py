"""Vet hur ett kommando får sina svar: ur flaggorna, annars genom att fråga i terminalen tills svaret duger.

Utan terminal frågas inget. Då räknas alla flaggor som saknas eller är fel upp på en gång.
"""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from avtalsgenerator.bokstaver import fäll

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from avtalsgenerator.andringar import Prövad
    from avtalsgenerator.noder import Värde
    from avtalsgenerator.redigera import Ändring
    from avtalsgenerator.register import Register

F = TypeVar("F", bound="Callable[..., Any]")


def i_dag() -> date:
    """Dagens datum på den här datorn."""
    return datetime.now(UTC).astimezone().date()


def inte_i_framtiden(pröva: Callable[[str], str]) -> Callable[[str], str]:
    """Prövningen av en dag, med kravet att dagen har varit."""
    return lambda svar: pröva(svar) or (f"{svar} har inte varit än" if date.fromisoformat(svar) > i_dag() else "")


def slutflaggor(kommando: F) -> F:
    """Flaggorna som varje kommando som ändrar uppgifter har."""
    torr = click.option("--torr", is_flag=True, help="Visa vad som skulle ändras, men ändra inget")
    ja = click.option("--ja", is_flag=True, help="Spara utan att fråga")
    return torr(ja(kommando))


class Frågor:
    """Samlar svaren på ett kommandos frågor. ``klart`` anropas när alla är ställda.

    ``givna`` är flaggornas värden på deras namn; ``None`` eller tomt för en som inte är skriven.
    """

    def __init__(self, givna: Mapping[str, Any]) -> None:
        self.givna = givna
        self.terminal = sys.stdin.isatty()
        self.saknas: list[str] = []
        self.fel: list[str] = []
        self.ja, self.torr = bool(givna["ja"]), bool(givna["torr"])

    def en(
        self,
        namn: str,
        fråga: str,
        pröva: Callable[[str], str] | None = None,
        *,
        krävs: bool = True,
        val: Sequence[str] = (),
        fritt: bool = False,
        förval: str = "",
    ) -> str:
        """Svaret på en fråga. Tomt om uppgiften inte är känd, eller om den saknas och inget kan frågas.

        ``namn`` är flaggans. ``val`` är svaren att välja bland; med ``fritt`` duger också andra. ``pröva`` ger felet,
        eller tom text om svaret duger.
        """
        duger, givet = _Duger(pröva, val, fritt=fritt), self.givna[namn]
        if givet is not None:
            return self._givet(namn, givet, duger)
        if not self.terminal:
            self.saknas += [_flagga(namn)] if krävs else []
            return ""
        return _fråga(fråga, duger, krävs=krävs, förval=förval)

    def flera(
        self,
        namn: str,
        fråga: str,
        pröva: Callable[[str], str] | None = None,
        *,
        antal: int | None = None,
        krävs: bool = True,
        val: Sequence[str] = (),
        fritt: bool = False,
    ) -> list[str]:
        """Svaren på en fråga som kan ha flera. Utan ``antal`` frågas det tills svaret är tomt."""
        duger, givna = _Duger(pröva, val, fritt=fritt), self.givna[namn]
        if givna:
            return [self._givet(namn, g, duger) for g in givna]
        if not self.terminal:
            self.saknas += [_flagga(namn)] if krävs else []
            return []
        svar: list[str] = []
        while antal is None or len(svar) < antal:
            nästa = fråga if not svar else "Och?" if antal else "En till?"
            ett = _fråga(nästa, duger, krävs=bool(antal) or (krävs and not svar), visa_val=not svar, fler=bool(svar))
            if not ett:
                break
            svar.append(ett)
        return svar

    def avtal(self, register: Register, troliga: Sequence[str]) -> str:
        """Avtalet som menas: det angivna, det enda, eller det enda troliga; annars frågas det. Tomt om det saknas."""
        from avtalsgenerator.andringar.grund import finn_avtal, kräv_avtal

        kräv_avtal(register)
        if self.givna["avtal"]:
            return finn_avtal(register, self.givna["avtal"])
        möjliga = troliga or list(register.avtal)
        return möjliga[0] if len(möjliga) == 1 else self.en("avtal", "Vilket avtal?", val=möjliga)

    def _givet(self, namn: str, givet: str, duger: _Duger) -> str:
        try:
            return duger(givet)
        except click.UsageError as fel:
            self.fel.append(f"{_flagga(namn)}: {fel.message}")
            return ""

    def klart(self) -> None:
        """Kastar ``UsageError`` med allt som saknas och allt som är fel i flaggorna."""
        obesvarad = not (self.terminal or self.ja or self.torr)
        saknas = [*self.saknas, *(["--ja (eller --torr)"] if obesvarad else [])]
        rader = [f"Det här saknas: {', '.join(saknas)}"] if saknas else []
        if rader or self.fel:
            raise click.UsageError("\n     ".join([*rader, *self.fel]), click.get_current_context(silent=True))

    def pröva(self, mapp: Path, register: Register, ändringar: Sequence[Ändring]) -> Prövad:
        """Prövar ändringen på allt i mappen. Kastar ``Ändringsfel`` om resultatet inte går att läsa."""
        from avtalsgenerator import andringar, visning

        with visning.arbetar("Prövar ändringen"):
            return andringar.pröva(mapp, register, ändringar)

    def lägg_upp(self, mapp: Path, register: Register, id_: str, uppgifter: dict[str, Värde]) -> None:
        """Prövar en ny handling och förslagen till beslut om den, visar vad som behövs och sparar om svaret är ja."""
        from avtalsgenerator.andringar import handling
        from avtalsgenerator.visning import andring as visning

        ändringar, behov = handling.med_förslag(mapp, handling.ny_handling(register, id_, uppgifter), id_)
        prövad = self.pröva(mapp, register, ändringar)
        visning.visa_prövad(prövad)
        visning.visa_behov(behov)
        self.spara(prövad, lambda: visning.visa_efter_ny_handling(prövad, id_))

    def spara(self, prövad: Prövad, visa_sedan: Callable[[], None]) -> None:
        """Sparar om svaret på slutfrågan är ja, och säger vad som hände."""
        from avtalsgenerator import andringar
        from avtalsgenerator.visning import andring as visning

        if self.torr or not (self.ja or ja_eller_nej("Spara?")):
            visning.visa_inget_ändrat()
            return
        andringar.spara(prövad)
        try:
            visning.visa_sparat(prövad)
            visa_sedan()
        except BaseException as fel:
            fel.add_note("Ändringen är sparad.")
            raise


def _flagga(namn: str) -> str:
    return f"--{namn.replace('_', '-')}"


class _Duger:
    """Gör ett skrivet svar till ett värde, eller säger varför det inte duger."""

    def __init__(self, pröva: Callable[[str], str] | None, val: Sequence[str], *, fritt: bool) -> None:
        self.pröva, self.val, self.fritt = pröva, val, fritt

    def __call__(self, svar: str) -> str:
        from avtalsgenerator.andringar.grund import städa

        svar = städa(svar)
        if self.val and svar.isdecimal() and 1 <= int(svar) <= len(self.val):
            return self.val[int(svar) - 1]
        lika = next((v for v in self.val if fäll(v).casefold() == fäll(svar).casefold()), None)
        if lika is not None:
            return lika
        if self.val and not self.fritt:
            raise click.UsageError(f"”{svar}” finns inte. Välj bland: {', '.join(self.val)}.")
        if fel := self.pröva(svar) if self.pröva else "":
            raise click.UsageError(fel)
        return svar


def fråga(
    text: str,
    pröva: Callable[[str], str] | None = None,
    *,
    krävs: bool = True,
    val: Sequence[str] = (),
    fler: bool = False,
) -> str:
    """Svaret på en fråga som hör till en annan flagga, till exempel vad en beslutssats innebär."""
    return _fråga(text, _Duger(pröva, val, fritt=False), krävs=krävs, fler=fler)


def ja_eller_nej(fråga: str) -> bool:
    """Om svaret är ja."""
    return _fråga(f"{fråga} (ja/nej)", _Duger(None, ("ja", "nej"), fritt=False), krävs=True, visa_val=False) == "ja"


def _fråga(
    fråga: str, duger: _Duger, *, krävs: bool, förval: str = "", visa_val: bool = True, fler: bool = False
) -> str:
    """Frågar tills svaret duger. Tomt svar på en fråga som inte krävs betyder att uppgiften inte är känd."""
    for nummer, värde in enumerate(duger.val if visa_val else (), 1):
        click.echo(f"  {nummer}  {värde}")
    okänt = "" if krävs or förval else " (tomt om det inte är någon mer)" if fler else " (tomt om det inte är känt)"

    def svaret(svar: str) -> str:
        return duger(svar) if svar.strip() else ""

    utan_svar = förval or (None if krävs else "")
    suffix = " " if "?" in fråga else ": "
    svar: str = click.prompt(
        f"{fråga}{okänt}", default=utan_svar, show_default=bool(förval), value_proc=svaret, prompt_suffix=suffix
    )
    return svar or (_fråga(fråga, duger, krävs=krävs, förval=förval, visa_val=False) if krävs else "")
