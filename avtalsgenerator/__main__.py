"""Startar kommandoraden. Här, och bara här, blir ett fel en text och en slutkod.

0 klart    1 anmärkningar stoppar    2 fel i kommandot    3 uppgifterna går inte att läsa
4 ett dokument kunde inte göras    70 fel i programmet    130 avbrutet
"""

from __future__ import annotations

import codecs
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

AVBRUTET, PROGRAMFEL = 130, 70


def main(argv: Sequence[str] | None = None) -> int:
    """Kör ett kommando och ger slutkoden. Visar aldrig en stackspårning."""
    args = list(sys.argv[1:] if argv is None else argv)
    try:
        _ställ_in_strömmar()
        os.environ["PYDANTIC_DISABLE_PLUGINS"] = "true"  # inget annat program får ändra hur uppgifterna prövas
        from avtalsgenerator.cli import kör

        return kör(args)
    except KeyboardInterrupt as fel:
        print(f"Avbrutet. {_vad_som_ändrats(fel)}", file=sys.stderr)
        return AVBRUTET
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as fel:
        from avtalsgenerator.fel import AvtalsgeneratorFel
        from avtalsgenerator.visning import visa_fel

        if isinstance(fel, AvtalsgeneratorFel):
            visa_fel(fel)
            return fel.slutkod
        print(_felrapport(fel, args), file=sys.stderr)
        return PROGRAMFEL


def _ställ_in_strömmar() -> None:
    """Till en fil eller ett rör skrivs UTF-8; i en terminal ersätts tecken som den inte kan visa."""
    codecs.register_error(_läsbart.__name__, _läsbart)
    for ström in (sys.stdout, sys.stderr):
        if hasattr(ström, "reconfigure"):
            if ström.isatty():
                ström.reconfigure(errors=_läsbart.__name__)
            else:
                ström.reconfigure(encoding="utf-8", errors="backslashreplace")


def _läsbart(fel: UnicodeError) -> tuple[str, int]:
    """Minustecken och tankstreck blir bindestreck, så att ett belopp inte ser ut som ett annat; andra tecken ”?”."""
    if not isinstance(fel, UnicodeEncodeError):
        raise fel
    return "".join("-" if t in "\u2212\u2013\u2014" else "?" for t in fel.object[fel.start : fel.end]), fel.end


def _vad_som_ändrats(fel: BaseException) -> str:
    """Kommandot lägger en anteckning på felet om något redan är sparat."""
    return " ".join(getattr(fel, "__notes__", [])) or "Inget har ändrats."


def _felrapport(fel: Exception, args: Sequence[str]) -> str:
    """Sparar vad som hände, utan uppgifter ur filerna, och säger var."""
    import platform
    import tempfile
    import traceback
    from pathlib import Path

    from avtalsgenerator import __version__

    rapport = (
        f"avtalsgenerator {__version__}, Python {platform.python_version()}, {platform.platform()}\n"
        f"avtal {' '.join(args)}\n\n{''.join(traceback.format_exception(fel))}"
    )
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", prefix="avtal-felrapport-", suffix=".txt", delete=False
    ) as fil:
        fil.write(rapport)
    return (
        f"Det blev fel i programmet ({type(fel).__name__}). Det beror inte på dig. {_vad_som_ändrats(fel)}\n"
        f"En felrapport finns i {Path(fil.name)}. Bifoga den när du anmäler felet."
    )


if __name__ == "__main__":
    sys.exit(main())
