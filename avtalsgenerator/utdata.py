"""Vet hur filer sparas: alla eller inga, och aldrig över något annat utan att någon bett om det.

Den enda filen i paketet som skriver i användarens mappar.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from avtalsgenerator.fel import Användningsfel, Dokumentfel, systemets_ord

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from avtalsgenerator.redigera import Ändring


VID_SIDAN = ".avtal-"
"""Början av namnet på den mapp där filer skrivs innan de byter plats med dem som finns."""
ETT_DYGN = 24 * 3600


@dataclass(frozen=True)
class Sparad:
    """En fil som nu finns i mappen; ``ny`` är falskt om den redan fanns med samma innehåll."""

    path: Path
    ny: bool


def spara(
    mapp: Path,
    filer: Mapping[str, bytes],
    *,
    ersätt: bool = False,
    flagga: str = "--ut",
    hör_till: Mapping[str, bytes] | None = None,
) -> list[Sparad]:
    """Sparar filerna i mappen, alla eller inga. Lika filer lämnas i fred. ``flagga`` är den som väljer var de hamnar.

    Det som ``hör_till`` filerna sparas med dem och skrivs över utan att någon bett om det: det säger bara vad de är.
    Kastar ``Dokumentfel`` om en annan fil finns där och ``ersätt`` är falskt, eller om systemet inte tillåter det;
    mappen är då precis som den var.
    """
    ändrade = {namn: innehåll for namn, innehåll in filer.items() if nuvarande(mapp / namn, flagga) != innehåll}
    upptagna = [namn for namn in ändrade if (mapp / namn).exists()]
    if upptagna and not ersätt:
        raise Dokumentfel(
            f"{'här' if mapp == Path() else f'i {mapp}'} finns redan {', '.join(upptagna)}, med annat innehåll",
            f"Spara någon annanstans med {flagga}, eller skriv över med --ersätt.",
        )
    ändrade |= {
        namn: innehåll for namn, innehåll in (hör_till or {}).items() if nuvarande(mapp / namn, flagga) != innehåll
    }
    if ändrade:
        with _systemfel(mapp, flagga):
            _byt(mapp, ändrade)
    return [Sparad(mapp / namn, namn in ändrade) for namn in filer]


def nuvarande(path: Path, flagga: str = "--ut") -> bytes | None:
    """Det som står i filen; inget om den inte finns. Kastar ``Dokumentfel`` om den inte går att läsa."""
    with _systemfel(path, flagga):
        return path.read_bytes() if path.is_file() else None


def spara_ändringar(mapp: Path, ändringar: Sequence[Ändring]) -> None:
    """Sparar ändrade och nya filer i avtalsmappens undermappar och tar bort de som ska bort, alla eller inga.

    Kastar ``Dokumentfel`` om någon av filerna inte längre är som när den lästes; då ändras ingen.
    """
    with _systemfel(mapp, råd="Stäng filen i andra program och kör kommandot igen."):
        for länk in (ä.fil for ä in ändringar if (mapp / ä.fil).is_symlink()):
            raise Dokumentfel(f"{länk} är en länk till en fil någon annanstans", "Ändra i den filen för hand.")
        _byt(mapp, {ä.fil: ä.efter for ä in ändringar}, {ä.fil: ä.före for ä in ändringar})


def _byt(mapp: Path, filer: Mapping[str, bytes | None], läst: Mapping[str, bytes | None] | None = None) -> None:
    """Skriver allt vid sidan av och byter sedan plats; går ett byte fel återställs de som redan gjorts."""
    bort = [namn for namn, innehåll in filer.items() if innehåll is None]
    skapade = _saknade_mappar((mapp / namn).parent for namn in filer if namn not in bort)
    sida = mapp / ".avtal-inget"
    bytta: list[str] = []
    try:
        for ny in skapade:
            ny.mkdir(exist_ok=True)  # en annan process kan just ha skapat samma mapp
        sida = Path(tempfile.mkdtemp(prefix=VID_SIDAN, dir=mapp))
        städa(mapp, äldre_än=sida)
        for namn, innehåll in filer.items():
            finns = (mapp / namn).exists()
            (sida / namn).parent.mkdir(parents=True, exist_ok=True)
            if finns:
                shutil.copy2(mapp / namn, sida / f"{namn}.förut")
            if innehåll is not None:
                _skriv(sida / namn, innehåll)
                if finns:
                    shutil.copymode(mapp / namn, sida / namn)
        for namn, då in (läst or {}).items():
            _kräv_oförändrad(mapp / namn, då, namn)
        for namn in filer:
            bytta.append(namn)
            if namn in bort:
                (mapp / namn).unlink()
            else:
                (sida / namn).replace(mapp / namn)
    except BaseException:
        _återställ(mapp, sida, bytta, skapade)
        raise
    try:
        _ta_bort_tomma((mapp / namn).parent for namn in bort)
        shutil.rmtree(sida, ignore_errors=True)
    except KeyboardInterrupt as fel:
        fel.add_note("Filerna är sparade.")
        raise


def minns(fil: Path, innehåll: bytes, flest: int) -> None:
    """Sparar något som går att göra om i användarens egen mapp för sådant. Går det inte blir det inget sparat."""
    with contextlib.suppress(OSError):
        fil.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        nummer, namn = tempfile.mkstemp(dir=fil.parent)
        try:
            with os.fdopen(nummer, "wb") as ny:
                ny.write(innehåll)
            Path(namn).replace(fil)
        except OSError:
            Path(namn).unlink(missing_ok=True)
            raise
        for gammal in sorted(fil.parent.iterdir(), key=lambda f: -f.stat().st_mtime)[flest:]:
            gammal.unlink(missing_ok=True)


def _ta_bort_tomma(mappar: Iterable[Path]) -> None:
    """Tar bort mapparna, och de som de ligger i, om det inte finns något kvar i dem."""
    for mapp in mappar:
        for tom in (mapp, *mapp.parents):
            try:
                tom.rmdir()
            except FileNotFoundError:
                continue
            except OSError:
                break


def städa(mapp: Path, äldre_än: Path | None = None) -> None:
    """Tar bort det som en process har lämnat vid sidan av filerna i mappen när den dog mitt i.

    Med ``äldre_än`` tas bara det bort som är ett dygn äldre än den mappen; annat kan någon hålla på med.
    """
    for lämnad in mapp.glob(f"{VID_SIDAN}*"):
        with contextlib.suppress(OSError):  # den som äger den kan just ha tagit bort den
            if äldre_än is None or äldre_än.stat().st_mtime - lämnad.stat().st_mtime > ETT_DYGN:
                shutil.rmtree(lämnad, ignore_errors=True)


def _saknade_mappar(mappar: Iterable[Path]) -> list[Path]:
    """De mappar som måste skapas, en överordnad före dem som ligger i den."""
    return sorted({m for mapp in mappar for m in (mapp, *mapp.parents) if not m.exists()})


def _skriv(path: Path, innehåll: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as fil:
        fil.write(innehåll)
        fil.flush()
        os.fsync(fil.fileno())


def _kräv_oförändrad(path: Path, läst: bytes | None, namn: str) -> None:
    if nuvarande(path) != läst:
        raise Dokumentfel(f"{namn} har ändrats av någon annan sedan den lästes", "Kör kommandot igen.")


def _återställ(mapp: Path, sida: Path, bytta: list[str], skapade: list[Path]) -> None:
    for namn in bytta:
        if (sida / f"{namn}.förut").exists():
            (sida / f"{namn}.förut").replace(mapp / namn)
        elif not (sida / namn).exists():
            (mapp / namn).unlink(missing_ok=True)
    shutil.rmtree(sida, ignore_errors=True)
    for ny in reversed(skapade):
        with contextlib.suppress(OSError):  # en annan process har redan tagit bort den, eller sparat något i den
            ny.rmdir()


@contextlib.contextmanager
def tänkt_kopia(mapp: Path, delar: Iterable[str], ändringar: Sequence[Ändring]) -> Iterator[Path]:
    """En tillfällig kopia av uppgifterna så som de skulle bli. Den försvinner efteråt, och i mappen ändras inget."""
    with tempfile.TemporaryDirectory(prefix="avtal-") as kopia:
        with _systemfel(mapp, råd="Kontrollera att filerna i mappen går att läsa."):
            for del_ in delar:
                shutil.copytree(mapp / del_, Path(kopia, del_), ignore=_inga_uppgifter, ignore_dangling_symlinks=True)
            for ä in ändringar:
                if ä.efter is None:
                    Path(kopia, ä.fil).unlink(missing_ok=True)
                else:
                    _skriv(Path(kopia, ä.fil), ä.efter)
        yield Path(kopia)


@contextlib.contextmanager
def tillfällig_mapp(filer: Mapping[str, bytes]) -> Iterator[Path]:
    """En mapp med filerna, på vägar skrivna med /. Den försvinner efteråt."""
    with tempfile.TemporaryDirectory(prefix="avtal-") as mapp:
        with _systemfel(Path(mapp), råd="Se till att det finns plats för tillfälliga filer."):
            for namn, innehåll in filer.items():
                _skriv(Path(mapp, namn), innehåll)
        yield Path(mapp)


def _inga_uppgifter(mapp: str, namn: list[str]) -> list[str]:
    """Filer som inte läses som uppgifter (allt utom YAML och text) och därför inte behöver följa med i kopian."""
    return [n for n in namn if not re.search(r"\.(ya?ml|md)\b", n.casefold()) and Path(mapp, n).is_file()]


@contextlib.contextmanager
def arbetsmapp(filer: Mapping[str, bytes]) -> Iterator[Path]:
    """En tillfällig mapp med filerna i, där ett annat program kan arbeta. Den försvinner efteråt."""
    with tempfile.TemporaryDirectory(prefix="avtal-", ignore_cleanup_errors=True) as mapp:
        with _systemfel(Path(mapp), råd="Kontrollera att det finns plats där datorn lägger tillfälliga filer."):
            for namn, innehåll in filer.items():
                _skriv(Path(mapp, namn), innehåll)
        yield Path(mapp)


@contextlib.contextmanager
def _systemfel(path: Path, flagga: str = "--ut", råd: str = "") -> Iterator[None]:
    try:
        yield
    except PermissionError as fel:
        fil = Path(fel.filename2 or fel.filename or path)
        raise Dokumentfel(
            f"{fil.name} kan inte sparas: filen är öppen i ett annat program eller mappen är skrivskyddad",
            råd or f"Stäng filen där och försök igen, eller spara någon annanstans med {flagga}.",
        ) from None
    except OSError as fel:
        raise Dokumentfel(
            f"det gick inte att spara i {path}: {systemets_ord(fel)}", råd or f"Spara någon annanstans med {flagga}."
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
