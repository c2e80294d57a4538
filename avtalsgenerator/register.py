"""Vet allt som finns i en avtalsmapp, med varje hänvisning kontrollerad åt båda håll.

Mappen ser ut så här::

    parter/<id>/part.yaml
    parter/<id>/beslut/<namn>.yaml
    parter/oplacerade/beslut/<namn>.yaml    beslut som inte kunnat knytas till någon part
    avtal/<id>/avtal.yaml
    avtal/<id>/<handling>.yaml              tilläggsavtal, och skrivelser i ärendet
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, get_args

from avtalsgenerator.fel import Läsfel, Underlagsfel, systemets_ord
from avtalsgenerator.indata import läs_yaml
from avtalsgenerator.modell import Avtal, Beslut, Handling, Part, Skrivelse, läs_som
from avtalsgenerator.modell.grund import Faktum, Hänvisning
from avtalsgenerator.modell.handling import TILLÄGGSAVTAL
from avtalsgenerator.modell.nummer import är_id
from avtalsgenerator.modell.skrivelse import SKRIVELSESLAG
from avtalsgenerator.noder import Källtext, Plats, Skalär

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from avtalsgenerator.noder import Tabell

OPLACERADE = "oplacerade"


@dataclass(frozen=True)
class Register:
    """Alla parter, beslut, avtal och handlingar i en mapp, på sina id:n."""

    parter: Mapping[str, Part]
    beslut: Mapping[str, Beslut]
    avtal: Mapping[str, Avtal]
    handlingar: Mapping[str, Handling]
    skrivelser: Mapping[str, Skrivelse]
    hänvisningar: Mapping[tuple[str, str], tuple[tuple[Faktum, Plats], ...]] = field(repr=False)
    """Vem som pekar på (slag, id), och var: ``hänvisningar["avtal", "stodcentrum-heder"]``."""

    def beslut_om(self, slag: str, mål: str) -> tuple[Beslut, ...]:
        """Beslut vars verkan eller villkor pekar på ett avtal eller en handling, i datumordning (okänd dag sist)."""
        funna = {rot.id: rot for rot, _ in self.hänvisningar.get((slag, mål), ()) if isinstance(rot, Beslut)}
        return tuple(sorted(funna.values(), key=lambda b: (str(b.sammanträdesdatum or "9999"), b.id)))

    def handlingar_till(self, avtal: str) -> tuple[Handling, ...]:
        """Avtalets handlingar i den ordning de ska gälla."""
        egna = (h for h in self.handlingar.values() if h.avtal == avtal)
        return tuple(sorted(egna, key=lambda h: (h.gäller_från.värde, h.id)))

    def skrivelser_till(self, avtal: str) -> tuple[Skrivelse, ...]:
        """Skrivelserna i avtalets ärende, i datumordning (okänd dag sist)."""
        egna = (s for s in self.skrivelser.values() if s.avtal == avtal)
        return tuple(sorted(egna, key=lambda s: (str(s.dag.värde if s.dag else "9999"), s.id)))


def läs(mapp: Path) -> Register:
    """Läser en avtalsmapp. Kastar ``Underlagsfel`` med alla läsfel i alla filer."""
    filer = _Filer(mapp)
    filer.läs_allt()
    if filer.läsfel:
        raise Underlagsfel(filer.läsfel)
    parter, beslut, avtal, handlingar, skrivelser = filer.lästa.values()
    hänvisningar, läsfel = _slå_samman(parter, beslut, avtal, handlingar, skrivelser)
    if läsfel:
        raise Underlagsfel(läsfel)
    return Register(parter, beslut, avtal, handlingar, skrivelser, hänvisningar)


class _Filer:
    """Går igenom mappen och läser varje fil på sin plats; samlar felen i stället för att stanna vid det första."""

    def __init__(self, mapp: Path) -> None:
        self.mapp = mapp
        self.läsfel: list[Läsfel] = []
        self.prövade: set[Path] = set()
        self.lästa: dict[type[Any], dict[str, Any]] = {m: {} for m in (Part, Beslut, Avtal, Handling, Skrivelse)}

    def läs_allt(self) -> None:
        for partmapp in self.undermappar("parter"):
            if partmapp.name != OPLACERADE:
                self.läs(partmapp / "part.yaml", Part, partmapp.name)
            for path in self.yamlfiler(partmapp / "beslut"):
                if läst := self.läs(path, Beslut, f"{partmapp.name}/{path.stem}"):
                    läst._part = "" if partmapp.name == OPLACERADE else partmapp.name
        for avtalsmapp in self.undermappar("avtal"):
            self.läs(avtalsmapp / "avtal.yaml", Avtal, avtalsmapp.name)
            for path in self.yamlfiler(avtalsmapp):
                if path.name != "avtal.yaml" and (läst := self.läs(path, _slag, f"{avtalsmapp.name}/{path.stem}")):
                    läst._avtal = avtalsmapp.name
        self.avvisa_vilsna()

    def undermappar(self, namn: str) -> list[Path]:
        mapp = self.mapp / namn
        if not mapp.is_dir():
            self.fel(mapp, f"mappen {namn}/ saknas", "En avtalsmapp har undermapparna parter/ och avtal/.")
            return []
        return [m for m in self.innehåll(mapp) if m.is_dir() and not m.name.startswith(".")]

    def yamlfiler(self, mapp: Path) -> list[Path]:
        return [p for p in self.innehåll(mapp) if p.suffix == ".yaml"]

    def innehåll(self, mapp: Path) -> list[Path]:
        """Allt i mappen, i ordning; tomt om den inte finns. En mapp som inte går att läsa är ett läsfel."""
        try:
            return sorted(mapp.iterdir())
        except FileNotFoundError:
            return []
        except OSError as fel:
            self.fel(mapp, f"mappen {mapp.name}/ går inte att läsa: {systemets_ord(fel)}")
            return []

    def avvisa_vilsna(self) -> None:
        """En YAML-fil på fel ställe skulle aldrig läsas. Det sägs i stället för att tigas ihjäl."""
        finns = (p for m in ("parter", "avtal") for p in (self.mapp / m).rglob("*") if _är_yaml(p.name))
        for path in sorted(set(finns) - self.prövade):
            self.fel(
                path,
                "filen ligger där ingen läser den, eller har fel ändelse",
                "Parter heter part.yaml; beslut ligger i partens mapp beslut/; ändelsen är .yaml.",
            )

    def läs(self, path: Path, modell: type[Any] | Callable[[Tabell], type[Any]], id_: str) -> Any:
        self.prövade.add(path)
        if dåliga := [del_ for del_ in id_.split("/") if not är_id(del_)]:
            self.fel(
                path,
                f"”{dåliga[0]}” kan inte vara ett namn i avtalsmappen",
                "Använd a–z, siffror och bindestreck, till exempel lilla-edet.",
            )
            return None
        if not _finns(path):
            self.fel(path, f"filen saknas: mappen {path.parent.name}/ ska innehålla {path.name}")
            return None
        try:
            tabell = läs_yaml(path, self.namn(path))
            läst: Any = läs_som(modell if isinstance(modell, type) else modell(tabell), tabell)
        except Underlagsfel as fel:
            self.läsfel.extend(fel.läsfel)
            return None
        läst._id = id_
        self.lästa[type(läst)][id_] = läst
        return läst

    def namn(self, path: Path) -> str:
        return path.relative_to(self.mapp).as_posix()

    def fel(self, path: Path, text: str, råd: str = "") -> None:
        self.läsfel.append(Läsfel(Plats(Källtext(self.namn(path))), text, råd))


def _slag(tabell: Tabell) -> type[Faktum]:
    """Vad en fil i avtalets mapp är: raden ”handling” säger om den är ett tilläggsavtal eller en skrivelse."""
    handling = tabell.get("handling")
    if handling not in (TILLÄGGSAVTAL, *SKRIVELSESLAG):
        val = f"Välj bland: {', '.join((TILLÄGGSAVTAL, *SKRIVELSESLAG))}."
        if handling is None:
            raise Underlagsfel([Läsfel(tabell.plats, "handling saknas: raden som säger vad filen är", val)])
        vad = f"”{handling}”" if isinstance(handling, Skalär) else "en lista eller uppställning"
        raise Underlagsfel([Läsfel(handling.plats, f"handling kan inte vara {vad}", val)])
    return Skrivelse if handling in SKRIVELSESLAG else Handling


def _slå_samman(
    parter: dict[str, Part],
    beslut: dict[str, Beslut],
    avtal: dict[str, Avtal],
    handlingar: dict[str, Handling],
    skrivelser: dict[str, Skrivelse],
) -> tuple[dict[tuple[str, str], tuple[tuple[Faktum, Plats], ...]], list[Läsfel]]:
    finns: dict[str, Mapping[str, Faktum]] = {"part": parter, "beslut": beslut, "avtal": avtal, "handling": handlingar}
    pekare: dict[tuple[str, str], list[tuple[Faktum, Plats]]] = {}
    läsfel: list[Läsfel] = []
    for mängd in (*finns.values(), skrivelser):
        for rot in mängd.values():
            for pekar in _pekare(rot, _ägare(rot)):
                pekare.setdefault((pekar.till, pekar.id), []).append((rot, pekar.plats))
                if fel := _pröva(pekar, finns, parter):
                    läsfel.append(fel)
    return {nyckel: tuple(värde) for nyckel, värde in pekare.items()}, läsfel


def _finns(path: Path) -> bool:
    """Falskt bara om filen inte finns; går mappen inte att läsa sägs det när filen läses."""
    try:
        return path.is_file()
    except OSError:
        return True


def _är_yaml(namn: str) -> bool:
    """Också ”beslut.YAML” och ”beslut.yaml.txt”, som ett anteckningsprogram kan ha gett den."""
    return bool(re.search(r"\.ya?ml\b", namn.casefold())) and not namn.startswith((".", "~"))


@dataclass(frozen=True)
class _Pekare:
    till: str
    id: str
    plats: Plats
    ägare: str | None
    """Parten som ett organ eller en befattning hör till."""


def _ägare(rot: Faktum) -> str | None:
    if isinstance(rot, Part):
        return rot.id
    return (rot.part or None) if isinstance(rot, Beslut) else None


def _pekare(faktum: Faktum, ägare: str | None) -> Iterator[_Pekare]:
    egen = getattr(faktum, "part", None)
    if not isinstance(faktum, Beslut) and isinstance(egen, str):
        ägare = egen
    for fält, till in _märkta(type(faktum)).items():
        värden = getattr(faktum, fält)
        for nummer, värde in enumerate(värden if isinstance(värden, tuple) else (värden,)):
            stig: tuple[str | int, ...] = (fält, nummer) if isinstance(värden, tuple) else (fält,)
            if isinstance(värde, Faktum):
                yield from _pekare(värde, ägare)
            elif till and isinstance(värde, str):
                yield _Pekare(till, värde, faktum.plats(*stig), ägare)


@lru_cache
def _märkta(modell: type[Faktum]) -> dict[str, str]:
    """Modellens fält, och vad de pekar på (tomt om fältet inte är en hänvisning)."""
    return {
        namn: next((m.till for m in info.metadata if isinstance(m, Hänvisning)), "") or _märke(info.annotation)
        for namn, info in modell.model_fields.items()
    }


def _märke(typ: Any) -> str:
    for märke in getattr(typ, "__metadata__", ()):
        if isinstance(märke, Hänvisning):
            return märke.till
    return next((m for del_ in get_args(typ) if (m := _märke(del_))), "")


def _pröva(pekar: _Pekare, finns: dict[str, Mapping[str, Faktum]], parter: dict[str, Part]) -> Läsfel | None:
    if pekar.till in finns:
        val: dict[str, Plats] = {id_: mål.plats() for id_, mål in finns[pekar.till].items()}
    elif pekar.ägare in parter:
        part = parter[pekar.ägare]
        poster = part.organ if pekar.till == "organ" else part.befattningar
        val = {getattr(p, "namn" if pekar.till == "organ" else "befattning"): p.plats() for p in poster}
    else:
        return None
    if pekar.id in val:
        return None
    var = f" hos {parter[pekar.ägare].namn}" if pekar.till not in finns and pekar.ägare else ""
    return Läsfel(pekar.plats, f"{_VAD[pekar.till]} ”{pekar.id}” finns inte{var}", _förslag(pekar.id, val))


_VAD = {
    "part": "parten",
    "beslut": "beslutet",
    "avtal": "avtalet",
    "handling": "handlingen",
    "organ": "organet",
    "befattning": "befattningen",
}


def _förslag(id_: str, val: dict[str, Plats]) -> str:
    slutar = [v for v in val if v.endswith(f"/{id_}")]
    if len(slutar) > 1:
        return "Flera slutar så: " + ", ".join(f"{v} ({val[v]})" for v in slutar) + ". Skriv hela namnet."
    nära = slutar or difflib.get_close_matches(id_, list(val), n=1, cutoff=0.5)
    if nära:
        return f"Menade du ”{nära[0]}” ({val[nära[0]]})?"
    return "Lägg upp det först, eller rätta namnet."
