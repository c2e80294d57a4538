"""Vet vilka kommandon som finns och hur de skrivs. Varje kommando har en egen fil och läses in först när det körs."""

from __future__ import annotations

import difflib
import gettext
import os
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

gettext.bindtextdomain("avtal", str(Path(__file__).parent / "sprak"))
gettext.textdomain("avtal")

import click  # noqa: E402  (click hämtar sina texter genom gettext; domänen väljs före importen)

from avtalsgenerator import __version__  # noqa: E402
from avtalsgenerator.bokstaver import fäll  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence

AVSNITT: dict[str, dict[str, str]] = {
    "Börja här": {"exempel": "Skapa en övningsmapp med ett färdigt avtal"},
    "Ta fram dokument": {
        "kontrollera": "Kontrollera parter, beslut, andelar och firmatecknare",
        "generera": "Skapa avtal, signatursidor, signaturlista eller utdrag",
        "visa": "Visa parter, andelar och underskrifter ett visst datum",
    },
    "Ändra underlaget": {
        "ny": "Lägg upp en part, ett beslut eller ett avtal",
        "anslut": "Lägg till parter och förbered tilläggsavtalet",
        "utträde": "Avsluta en parts medverkan",
        "signera": "Anteckna vem som har skrivit under, och när",
        "kvittera": "Svara på en varning: vem, när och varför",
    },
    "Granska": {
        "granska": "Läs det som juristen har ändrat i Word, eller godkänn en text",
        "skillnad": "Jämför två versioner av ett dokument",
        "ursprung": "Visa varifrån varje uppgift i ett dokument kommer",
        "regel": "Förklara en kontroll, till exempel FIR01",
    },
    "Verktyg": {"mallar": "Visa, kontrollera och jämför Word-mallarna"},
}
"""Kommandona i den ordning hjälpen visar dem. Ett kommando står här först när det fungerar."""
GEMENSAMMA = ("-C", "--mapp", "--utan-färg")


class Kommando(click.Command):
    """Ett kommando vars flaggor också kan skrivas utan å, ä och ö."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"options_metavar": "[flaggor]", **kwargs})

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, [_med_prickar(a, self.get_params(ctx)) for a in args])


def _med_prickar(arg: str, parametrar: Sequence[click.Parameter]) -> str:
    flagga, lika, värde = arg.partition("=")
    if not flagga.startswith("--"):
        return arg
    for parameter in parametrar:
        for namn in parameter.opts:
            if namn != flagga and fäll(namn) == fäll(flagga):
                return f"{namn}{lika}{värde}"
    return arg


class Grupp(click.Group):
    """Alla kommandon. Bara det som körs läses in, så att hjälpen kommer direkt."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [namn for avsnitt in AVSNITT.values() for namn in avsnitt]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        for namn in self.list_commands(ctx):
            if fäll(namn) == fäll(cmd_name):
                kommando: click.Command = import_module(f"{__name__}.{fäll(namn)}").kommando
                return kommando
        return None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            nära = difflib.get_close_matches(fäll(args[0]), self.list_commands(ctx), n=1, cutoff=0.5)
            ctx.fail(f"Kommandot {args[0]} finns inte." + (f" Menade du {nära[0]}?" if nära else ""))
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, [_med_prickar(a, self.get_params(ctx)) for a in _gemensamma_först(args)])

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rader = ["avtal – gör samverkansavtal av uppgifter om parter och beslut", ""]
        rader += ["Användning:  avtal KOMMANDO [flaggor]", ""]
        for avsnitt, kommandon in AVSNITT.items():
            rader += [avsnitt, *(f"  {namn:<12} {hjälp}" for namn, hjälp in kommandon.items()), ""]
        rader.append("Flaggor")
        for parameter in self.get_params(ctx):
            if post := parameter.get_help_record(ctx):
                rader.append(f"  {post[0]:<16} {post[1]}")
        formatter.write("\n".join(rader) + "\n")


def _gemensamma_först(args: Sequence[str]) -> list[str]:
    """Flaggorna som gäller alla kommandon får också stå efter kommandot."""
    först: list[str] = []
    rest: list[str] = []
    kvar = iter(args)
    for arg in kvar:
        namn = arg.partition("=")[0]
        ihopskrivet = arg.startswith("-C") and len(arg) > len("-C")
        if not ihopskrivet and not any(fäll(namn) == fäll(g) for g in GEMENSAMMA):
            rest.append(arg)
            continue
        först.append(arg)
        if "=" not in arg and not ihopskrivet and fäll(namn) != fäll("--utan-färg"):
            först += [v for v in [next(kvar, None)] if v is not None]
    return först + rest


if TYPE_CHECKING:
    _Typ = click.ParamType[date]
else:
    _Typ = click.ParamType


class Datum(_Typ):
    """En dag skriven 2024-01-01."""

    name = "DATUM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        from avtalsgenerator.modell.tid import tolka_datum

        try:
            dag: date = tolka_datum(value)
        except ValueError as fel:
            self.fail(str(fel), param, ctx)
        return dag


@click.group(
    cls=Grupp,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    invoke_without_command=False,
)
@click.option(
    "-C",
    "--mapp",
    "mapp",
    metavar="MAPP",
    type=click.Path(path_type=Path),
    help="Avtalsmapp (förval: närmaste mapp med parter/ och avtal/)",
)
@click.option("--utan-färg", "utan_färg", is_flag=True, help="Skriv utan färg (gäller också om NO_COLOR är satt)")
@click.version_option(__version__, prog_name="avtal", message="%(prog)s %(version)s", help="Visa version")
@click.pass_context
def grupp(ctx: click.Context, mapp: Path | None, utan_färg: bool) -> None:
    if utan_färg:
        os.environ["NO_COLOR"] = "1"
    ctx.obj = mapp


def avtalsmapp(ctx: click.Context) -> Path:
    """Mappen som kommandot ska arbeta i."""
    from avtalsgenerator.kedja import finn_mapp

    return finn_mapp(ctx.obj, Path.cwd())


def kör(args: Sequence[str]) -> int:
    """Kör ett kommando och ger slutkoden. Ett felskrivet kommando förklaras på svenska och ger 2."""
    os.environ["LANGUAGE"] = "sv"
    try:
        svar = grupp.main(list(args), prog_name="avtal", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as fel:
        click.echo(fel.format_message())
        return 0
    except click.UsageError as fel:
        click.echo(f"fel: {fel.format_message()}", err=True)
        if fel.ctx:
            click.echo(f"Hjälp: {fel.ctx.command_path} --help", err=True)
        return 2
    except click.Abort as fel:
        raise (fel.__cause__ or KeyboardInterrupt()) from None
    return svar if isinstance(svar, int) else 0
