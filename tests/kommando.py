"""Kör kommandoraden i samma process och fångar det som skrivs."""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from avtalsgenerator.__main__ import main


@dataclass(frozen=True)
class Svar:
    kod: int
    ut: str
    fel: str


class Ström(io.TextIOWrapper):
    """En ström till minnet, med den kodning som en terminal eller fil har."""

    def __init__(self, kodning: str = "utf-8", *, terminal: bool = False) -> None:
        super().__init__(io.BytesIO(), encoding=kodning, write_through=True)
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal

    @property
    def text(self) -> str:
        return self.buffer.getvalue().decode(self.encoding)  # type: ignore[attr-defined]


def kör(
    *args: str, mapp: Path | None = None, ut: Ström | None = None, bredd: int = 100, svar: list[str] | None = None
) -> Svar:
    """Kör ett kommando. Med ``svar`` är det en terminal, där de skrivs i tur och ordning; sedan är den stängd."""
    ut, fel = ut or Ström(), Ström()
    gammal, miljö, in_ = Path.cwd(), dict(os.environ), sys.stdin
    if svar is not None:
        sys.stdin = Ström(terminal=True)
        sys.stdin.buffer.write("".join(f"{s}\n" for s in svar).encode())
        sys.stdin.buffer.seek(0)
    os.environ["COLUMNS"] = str(bredd)
    os.environ.pop("NO_COLOR", None)
    try:
        if mapp:
            os.chdir(mapp)
        with contextlib.redirect_stdout(ut), contextlib.redirect_stderr(fel):
            kod = main(list(args))
        return Svar(kod, ut.text, fel.text)
    finally:
        sys.stdin = in_
        os.chdir(gammal)
        os.environ.clear()
        os.environ.update(miljö)


def utan_tid_och_mapp(text: str, mapp: Path) -> str:
    """Utskriften utan det som skiljer från gång till gång."""
    return re.sub(r"\d+,\d s\b", "0,0 s", text.replace(str(mapp), "MAPP"))
