"""Vet vilka filer som finns i en avtalsmapp och vad var och en heter i den, innan någon av dem har öppnats.

Mappen ser ut så här::

    parter/<id>/part.yaml
    parter/<id>/beslut/<namn>.yaml
    parter/oplacerade/beslut/<namn>.yaml    beslut som inte kunnat knytas till någon part
    avtal/<id>/avtal.yaml
    avtal/<id>/<handling>.yaml              tilläggsavtal, och skrivelser i ärendet
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from avtalsgenerator.fel import Läsfel, systemets_ord
from avtalsgenerator.modell.nummer import är_id
from avtalsgenerator.noder import Källtext, Plats

if TYPE_CHECKING:
    from pathlib import Path

OPLACERADE = "oplacerade"


class Avtalsmapp:
    """En mapps filer på slag och id, ``filer["beslut", "ale/2020-ks-1"]``, och ``läsfel`` om det som ligger fel.

    Slagen är part, beslut, avtal och handling. Skrivelserna räknas dit: vad en fil bredvid ett avtal är sägs först
    inne i den. ``inom["beslut", "ale"]`` är id:n för Ales beslut, ``inom["handling", "heder"]`` för det som ligger
    bredvid avtalet heder.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.filer: dict[tuple[str, str], Path] = {}
        self.inom: dict[tuple[str, str], list[str]] = {}
        self.läsfel: list[Läsfel] = []
        self._sedda: set[Path] = set()
        for partmapp in self._undermappar("parter"):
            if partmapp.name != OPLACERADE:
                self._lägg("part", partmapp.name, partmapp / "part.yaml")
            for fil in self._yamlfiler(partmapp / "beslut"):
                self._lägg("beslut", f"{partmapp.name}/{fil.stem}", fil)
        for avtalsmapp in self._undermappar("avtal"):
            self._lägg("avtal", avtalsmapp.name, avtalsmapp / "avtal.yaml")
            for fil in self._yamlfiler(avtalsmapp):
                if fil.name != "avtal.yaml":
                    self._lägg("handling", f"{avtalsmapp.name}/{fil.stem}", fil)
        self._avvisa_vilsna()

    def namn(self, path: Path) -> str:
        """Filens väg från mappen, med /."""
        return path.relative_to(self.path).as_posix()

    def plats(self, slag: str, id_: str) -> Plats:
        """Filen, för den som vill visa var något finns utan att läsa det."""
        return Plats(Källtext(self.namn(self.filer[slag, id_])))

    def idn(self, *slag: str) -> list[str]:
        """Allt som finns av något av slagen."""
        return [id_ for vad, id_ in self.filer if vad in slag]

    def läsfel_för(self, avtal: str) -> list[Läsfel]:
        """Det som ligger eller heter fel hos parterna, i avtalets mapp eller direkt i avtal/: inte i andra avtal."""
        return [f for f in self.läsfel if not re.match(rf"avtal/(?!{re.escape(avtal)}/)[^/]+/", f.plats.fil)]

    def _lägg(self, slag: str, id_: str, path: Path) -> None:
        self._sedda.add(path)
        if dåliga := [del_ for del_ in id_.split("/") if not är_id(del_)]:
            self._fel(
                path,
                f"”{dåliga[0]}” kan inte vara ett namn i avtalsmappen",
                "Använd a–z, siffror och bindestreck, till exempel lilla-edet.",
            )
        elif not _finns(path):
            self._fel(path, f"filen saknas: mappen {path.parent.name}/ ska innehålla {path.name}")
        else:
            self.filer[slag, id_] = path
            self.inom.setdefault((slag, id_.partition("/")[0]), []).append(id_)

    def _undermappar(self, namn: str) -> list[Path]:
        mapp = self.path / namn
        if not mapp.is_dir():
            self._fel(mapp, f"mappen {namn}/ saknas", "En avtalsmapp har undermapparna parter/ och avtal/.")
            return []
        return [m for m in self._innehåll(mapp) if m.is_dir() and not m.name.startswith(".")]

    def _yamlfiler(self, mapp: Path) -> list[Path]:
        return [p for p in self._innehåll(mapp) if p.suffix == ".yaml"]

    def _innehåll(self, mapp: Path) -> list[Path]:
        """Allt i mappen, i ordning; tomt om den inte finns. En mapp som inte går att läsa är ett läsfel."""
        try:
            return sorted(mapp.iterdir())
        except FileNotFoundError:
            return []
        except OSError as fel:
            self._fel(mapp, f"mappen {mapp.name}/ går inte att läsa: {systemets_ord(fel)}")
            return []

    def _avvisa_vilsna(self) -> None:
        """En YAML-fil på fel ställe skulle aldrig läsas. Det sägs i stället för att tigas ihjäl."""
        finns = (p for m in ("parter", "avtal") for p in (self.path / m).rglob("*") if _är_yaml(p.name))
        for path in sorted(set(finns) - self._sedda):
            self._fel(
                path,
                "filen ligger där ingen läser den, eller har fel ändelse",
                "Parter heter part.yaml; beslut ligger i partens mapp beslut/; ändelsen är .yaml.",
            )

    def _fel(self, path: Path, text: str, råd: str = "") -> None:
        self.läsfel.append(Läsfel(Plats(Källtext(self.namn(path))), text, råd))


def _finns(path: Path) -> bool:
    """Falskt bara om filen inte finns; går mappen inte att läsa sägs det när filen läses."""
    try:
        return path.is_file()
    except OSError:
        return True


def _är_yaml(namn: str) -> bool:
    """Också ”beslut.YAML” och ”beslut.yaml.txt”, som ett anteckningsprogram kan ha gett den."""
    return bool(re.search(r"\.ya?ml\b", namn.casefold())) and not namn.startswith((".", "~"))
