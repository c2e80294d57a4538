"""Vet hur uppgifterna i en avtalsmapp såg ut förut: så som de står i en viss revision i git."""

from __future__ import annotations

import io
import subprocess
import tarfile
from typing import TYPE_CHECKING

from avtalsgenerator.fel import Användningsfel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_ANNARS = "Jämför annars med en kopia av mappen: --mot MAPP."


def vid_revision(mapp: Path, revision: str, krävs: Sequence[str], också: Sequence[str] = ()) -> dict[str, bytes]:
    """Filerna i några av mappens undermappar, så som de står i revisionen.

    Kastar ``Användningsfel`` om git inte finns, om mappen inte ligger i git, eller om revisionen eller en mapp som
    ``krävs`` inte finns där. Inget hämtas utifrån och inget i mappen ändras.
    """
    klar = _git(mapp, "rev-parse", "--show-prefix")
    if klar.returncode:
        if b"dubious ownership" in klar.stderr:
            raise Användningsfel(f"git läser inte {mapp}, som ägs av någon annan", _ANNARS)
        raise Användningsfel(
            f"”{revision}” är ingen mapp, och ingen revision heller: {mapp} ligger inte i git", _ANNARS
        )
    if _rimlig(revision):
        klar = _git(mapp, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    if not _rimlig(revision) or klar.returncode:
        raise Användningsfel(
            f"”{revision}” är varken en mapp eller en revision i git", "Revisionerna visas med: git log --oneline"
        )
    hash_ = klar.stdout.decode("ascii").strip()
    finns = _git(mapp, "ls-tree", "-d", "-z", "--name-only", hash_).stdout.decode("utf-8", "replace").split("\0")
    if saknas := [m for m in krävs if m not in finns]:
        raise Användningsfel(f"i revisionen ”{revision}” saknas {saknas[0]}/", "Välj en senare revision.")
    arkiv = _git(mapp, "archive", "--format=tar", hash_, "--", *(m for m in (*krävs, *också) if m in finns))
    if arkiv.returncode:
        raise Användningsfel(f"git kunde inte läsa revisionen ”{revision}”", "Pröva mappen med: git fsck")
    with tarfile.open(fileobj=io.BytesIO(arkiv.stdout)) as tar:
        return {m.name: fil.read() for m in tar if m.isfile() and (fil := tar.extractfile(m)) is not None}


def _rimlig(revision: str) -> bool:
    """Om texten kan vara en revision; det som börjar med ett streck vore en flagga."""
    return bool(revision.strip()) and not revision.startswith("-") and "\0" not in revision


def _git(mapp: Path, *args: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["git", "-C", str(mapp), *args], capture_output=True, check=False)
    except OSError:
        raise Användningsfel("programmet git finns inte på den här datorn", f"Installera git. {_ANNARS}") from None
