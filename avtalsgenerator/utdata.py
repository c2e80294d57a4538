"""Vet hur filer sparas: alla eller inga, och aldrig över något annat utan att någon bett om det.

Den enda filen i paketet som skriver i användarens mappar.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from avtalsgenerator.fel import Användningsfel, Dokumentfel, systemets_ord

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True)
class Sparad:
    """En fil som nu finns i mappen; ``ny`` är falskt om den redan fanns med samma innehåll."""

    path: Path
    ny: bool


def spara(mapp: Path, filer: Mapping[str, bytes], *, ersätt: bool = False, flagga: str = "--ut") -> list[Sparad]:
    """Sparar filerna i mappen, alla eller inga. Lika filer lämnas i fred. ``flagga`` är den som väljer var de hamnar.

    Kastar ``Dokumentfel`` om en annan fil finns där och ``ersätt`` är falskt, eller om systemet inte tillåter det;
    mappen är då precis som den var.
    """
    ändrade = {namn: innehåll for namn, innehåll in filer.items() if _nuvarande(mapp / namn, flagga) != innehåll}
    upptagna = [namn for namn in ändrade if (mapp / namn).exists()]
    if upptagna and not ersätt:
        raise Dokumentfel(
            f"{'här' if mapp == Path() else f'i {mapp}'} finns redan {', '.join(upptagna)}, med annat innehåll",
            f"Spara någon annanstans med {flagga}, eller skriv över med --ersätt.",
        )
    if ändrade:
        with _systemfel(mapp, flagga):
            _byt(mapp, ändrade)
    return [Sparad(mapp / namn, namn in ändrade) for namn in filer]


def _nuvarande(path: Path, flagga: str) -> bytes | None:
    with _systemfel(path, flagga):
        return path.read_bytes() if path.is_file() else None


def _byt(mapp: Path, filer: Mapping[str, bytes]) -> None:
    """Skriver allt vid sidan av och byter sedan plats; går ett byte fel återställs de som redan gjorts."""
    fanns = next(p for p in (mapp, *mapp.parents) if p.exists())
    mapp.mkdir(parents=True, exist_ok=True)
    sida = mapp / ".avtal-inget"
    bytta: list[str] = []
    try:
        sida = Path(tempfile.mkdtemp(prefix=".avtal-", dir=mapp))
        for namn, innehåll in filer.items():
            with (sida / namn).open("wb") as fil:
                fil.write(innehåll)
                fil.flush()
                os.fsync(fil.fileno())
            if (mapp / namn).exists():
                shutil.copy2(mapp / namn, sida / f"{namn}.förut")
        for namn in filer:
            bytta.append(namn)
            (sida / namn).replace(mapp / namn)
    except BaseException:
        _återställ(mapp, sida, bytta, fanns)
        raise
    shutil.rmtree(sida, ignore_errors=True)


def _återställ(mapp: Path, sida: Path, bytta: list[str], fanns: Path) -> None:
    for namn in bytta:
        if (sida / f"{namn}.förut").exists():
            (sida / f"{namn}.förut").replace(mapp / namn)
        elif not (sida / namn).exists():
            (mapp / namn).unlink(missing_ok=True)
    shutil.rmtree(sida, ignore_errors=True)
    while mapp != fanns and not any(mapp.iterdir()):
        mapp.rmdir()
        mapp = mapp.parent


@contextlib.contextmanager
def _systemfel(path: Path, flagga: str = "--ut") -> Iterator[None]:
    try:
        yield
    except PermissionError as fel:
        fil = Path(fel.filename2 or fel.filename or path)
        raise Dokumentfel(
            f"{fil.name} kan inte sparas: filen är öppen i ett annat program eller mappen är skrivskyddad",
            f"Stäng filen där och försök igen, eller spara någon annanstans med {flagga}.",
        ) from None
    except OSError as fel:
        raise Dokumentfel(
            f"det gick inte att spara i {path}: {systemets_ord(fel)}", f"Spara någon annanstans med {flagga}."
        ) from None


def skapa_mapp(mål: Path, delar: Mapping[str, Path]) -> None:
    """Kopierar mappar in i en ny mapp: allt eller inget. Kastar ``Användningsfel`` om målet inte är tomt."""
    if mål.exists() and (not mål.is_dir() or any(mål.iterdir())):
        raise Användningsfel(f"{mål} finns redan och är inte tom", "Välj ett namn som inte är upptaget.")
    with _systemfel(mål):
        mål.parent.mkdir(parents=True, exist_ok=True)
        sida = Path(tempfile.mkdtemp(prefix=".avtal-", dir=mål if mål.exists() else mål.parent))
        try:
            for namn, källa in delar.items():
                kopiera = shutil.copytree if källa.is_dir() else shutil.copy2
                kopiera(källa, sida / namn)
            sida.chmod(0o755)
            if mål.exists():  # en tom mapp, kanske den man står i, fylls utan att bytas ut
                for del_ in list(sida.iterdir()):
                    del_.rename(mål / del_.name)
                sida.rmdir()
            else:
                sida.rename(mål)
        except BaseException:
            shutil.rmtree(sida, ignore_errors=True)
            raise
