"""Vet allt som finns i en avtalsmapp, eller det som ett enda ärende behöver, med varje hänvisning prövad åt båda håll.

Ett ärende är avtalet och allt i dess mapp, alla parter (språket prövas mot deras namn), besluten hos de parter som
nämns och de som inte kunnat knytas till någon, och andra parters beslut om de kan handla om avtalet. De andra avtalens
filer öppnas inte; det prövas bara att de finns när något pekar på dem.
"""

from __future__ import annotations

import contextlib
import gc
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from avtalsgenerator.avtalsmapp import OPLACERADE, Avtalsmapp
from avtalsgenerator.fel import Läsfel, Underlagsfel
from avtalsgenerator.hanvisningar import finns_inte, pekare_i
from avtalsgenerator.indata import kan_nämna, läs_yaml
from avtalsgenerator.modell import Avtal, Beslut, Handling, Part, Skrivelse, läs_som
from avtalsgenerator.modell.handling import TILLÄGGSAVTAL
from avtalsgenerator.modell.skrivelse import SKRIVELSESLAG
from avtalsgenerator.noder import Skalär

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from avtalsgenerator.hanvisningar import Pekare
    from avtalsgenerator.modell.grund import Faktum
    from avtalsgenerator.noder import Plats, Tabell

H = TypeVar("H", Handling, Skrivelse)
MODELLER: dict[str, type[Any]] = {"part": Part, "beslut": Beslut, "avtal": Avtal, "handling": Handling}
"""Det som en hänvisning kan peka på, utom organ och befattningar, som finns hos en part."""


@dataclass(frozen=True, eq=False)
class Register:
    """Parter, beslut, avtal och handlingar i en mapp, på sina id:n och i ordning efter dem.

    Ett register är lika med sig självt och inget annat, så att det som räknas ut ur det kan sparas (``cache``).
    """

    parter: Mapping[str, Part]
    beslut: Mapping[str, Beslut]
    avtal: Mapping[str, Avtal]
    handlingar: Mapping[str, Handling]
    skrivelser: Mapping[str, Skrivelse]
    hänvisningar: Mapping[tuple[str, str], Sequence[tuple[Faktum, Plats]]] = field(repr=False)
    """Vem som pekar på (slag, id), och var: ``hänvisningar["avtal", "stodcentrum-heder"]``."""

    def beslut_om(self, slag: str, mål: str, part: str | None = None) -> Sequence[Beslut]:
        """Beslut (alla, eller en parts) vars verkan eller villkor pekar på ett avtal eller en handling.

        De kommer i datumordning, okänd dag sist.
        """
        return self._besluten.get((slag, mål) if part is None else (slag, mål, part), ())

    def handlingar_till(self, avtal: str) -> Sequence[Handling]:
        """Avtalets handlingar i den ordning de ska gälla."""
        return self._handlingarna.get(avtal, ())

    def skrivelser_till(self, avtal: str) -> Sequence[Skrivelse]:
        """Skrivelserna i avtalets ärende, i datumordning (okänd dag sist)."""
        return self._skrivelserna.get(avtal, ())

    @cached_property
    def _besluten(self) -> Mapping[tuple[str, ...], Sequence[Beslut]]:
        svar: dict[tuple[str, ...], list[Beslut]] = {}
        for nyckel in [n for n in self.hänvisningar if n[0] in ("avtal", "handling")]:
            pekare = self.hänvisningar[nyckel]
            besluten = {rot.id: rot for rot, _ in pekare if isinstance(rot, Beslut)}
            for b in sorted(besluten.values(), key=lambda b: (str(b.sammanträdesdatum or "9999"), b.id)):
                svar.setdefault(nyckel, []).append(b)
                svar.setdefault((*nyckel, b.part), []).append(b)
        return svar

    @cached_property
    def _handlingarna(self) -> Mapping[str, Sequence[Handling]]:
        return _per_avtal(sorted(self.handlingar.values(), key=lambda h: (h.gäller_från.värde, h.id)))

    @cached_property
    def _skrivelserna(self) -> Mapping[str, Sequence[Skrivelse]]:
        return _per_avtal(sorted(self.skrivelser.values(), key=lambda s: (str(s.dag.värde if s.dag else "9999"), s.id)))


def _per_avtal(handlingar: Iterable[H]) -> dict[str, list[H]]:
    """Handlingarna avtal för avtal, i samma ordning."""
    svar: dict[str, list[H]] = {}
    for h in handlingar:
        svar.setdefault(h.avtal, []).append(h)
    return svar


def läs(mapp: Path) -> Register:
    """Läser allt i en avtalsmapp. Kastar ``Underlagsfel`` med alla läsfel i alla filer."""
    with utan_skräpsamling():
        läsning = _Läsning(Avtalsmapp(mapp))
        läsning.läs_allt()
        return läsning.register()


def läs_ärende(mapp: Avtalsmapp, id_: str) -> Register:
    """Läser det som behövs för ett avtal, en handling, en skrivelse eller ett beslut, och inga andra avtal.

    Kastar ``Underlagsfel`` med alla läsfel i det som läses.
    """
    with utan_skräpsamling():
        läsning = _Läsning(mapp)
        läsning.läs_ärende(id_)
        return läsning.register()


@contextlib.contextmanager
def utan_skräpsamling() -> Iterator[None]:
    """Stänger av skräpsamlingen så länge: det lästa behålls, och att leta skräp i det tar längre tid ju mer det är."""
    var_på = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if var_på:
            gc.enable()


class _Läsning:
    """Läser filer i en mapp och prövar deras hänvisningar; samlar felen i stället för att stanna vid det första."""

    def __init__(self, mapp: Avtalsmapp) -> None:
        self.mapp = mapp
        self.läsfel: list[Läsfel] = []
        self.öppnade: set[tuple[str, str]] = set()
        self.lästa: dict[type[Any], dict[str, Any]] = {m: {} for m in (Part, Beslut, Avtal, Handling, Skrivelse)}

    def läs_allt(self) -> None:
        for slag, id_ in self.mapp.filer:
            self.läs(slag, id_)
        self.läsfel += self.mapp.läsfel

    def läs_ärende(self, id_: str) -> None:
        """Läser det som id:t gäller, allt som det leder till, och besluten som kan handla om avtalet.

        För ett beslut läses i stället de avtal som parten kan vara med i, utan det som ligger bredvid dem.
        """
        ägare = id_.partition("/")[0]
        if ("beslut", id_) in self.mapp.filer:
            self.följ([("beslut", id_)])
            avtalen = [fil for fil, path in self.mapp.filer.items() if fil[0] == "avtal" and kan_nämna(path, ägare)]
            self.läs_de([*avtalen, *(("part", p) for p in self.mapp.idn("part"))])
            self.läsfel += self.mapp.läsfel_för("")
        else:
            self.läs_avtalet(ägare)

    def läs_avtalet(self, avtal: str) -> None:
        oplacerade = self.mapp.inom.get(("beslut", OPLACERADE), ())
        self.följ([("avtal", avtal), *(("beslut", b) for b in oplacerade)])
        andras = [
            (fil, path) for fil, path in self.mapp.filer.items() if fil[0] == "beslut" and fil not in self.öppnade
        ]
        self.följ([fil for fil, path in andras if kan_nämna(path, avtal)])
        self.läs_de(("part", p) for p in self.mapp.idn("part"))
        self.läsfel += self.mapp.läsfel_för(avtal)

    def läs_de(self, filer: Iterable[tuple[str, str]]) -> None:
        """Läser filerna, men inte det som de leder till."""
        for slag, id_ in filer:
            if (slag, id_) not in self.öppnade:
                self.läs(slag, id_)

    def följ(self, kö: list[tuple[str, str]]) -> None:
        """Läser det som står i kön, det som ligger hos det och de parter och beslut som det pekar på, tills kön är tom.

        En part har alltid med sig alla sina beslut: ett av dem kan ha ett felskrivet avtal, och det ska sägas.
        """
        while kö:
            slag, id_ = kö.pop()
            if (slag, id_) in self.öppnade or (slag, id_) not in self.mapp.filer:
                continue
            ägare = id_.partition("/")[0]
            if slag == "beslut":
                kö.append(("part", ägare))
            elif hos := {"part": "beslut", "avtal": "handling"}.get(slag):
                kö += [(hos, inom) for inom in self.mapp.inom.get((hos, ägare), ())]
            if läst := self.läs(slag, id_):
                kö += [(p.till, p.id) for p in pekare_i(läst) if p.till in ("part", "beslut")]

    def läs(self, slag: str, id_: str) -> Faktum | None:
        self.öppnade.add((slag, id_))
        path, ägare = self.mapp.filer[slag, id_], id_.partition("/")[0]
        try:
            tabell = läs_yaml(path, self.mapp.namn(path))
            läst: Any = läs_som(_slag(tabell) if slag == "handling" else MODELLER[slag], tabell)
        except Underlagsfel as fel:
            self.läsfel.extend(fel.läsfel)
            return None
        läst._id = id_
        if slag == "handling":
            läst._avtal = ägare
        elif slag == "beslut":
            läst._part = "" if ägare == OPLACERADE else ägare
        self.lästa[type(läst)][id_] = läst
        return läst  # type: ignore[no-any-return]

    def register(self) -> Register:
        """Det lästa, när varje hänvisning i det är prövad. Kastar ``Underlagsfel`` om något inte gick att läsa."""
        self._stanna_vid_läsfel()
        parter, beslut, avtal, handlingar, skrivelser = (dict(sorted(mängd.items())) for mängd in self.lästa.values())
        hänvisningar: dict[tuple[str, str], list[tuple[Faktum, Plats]]] = {}
        for mängd in (parter, beslut, avtal, handlingar, skrivelser):
            for rot in mängd.values():
                for pekar in pekare_i(rot):
                    hänvisningar.setdefault((pekar.till, pekar.id), []).append((rot, pekar.plats))
                    self.pröva(pekar)
        self._stanna_vid_läsfel()
        return Register(parter, beslut, avtal, handlingar, skrivelser, hänvisningar)

    def _stanna_vid_läsfel(self) -> None:
        if self.läsfel:
            raise Underlagsfel(sorted(self.läsfel, key=lambda f: f.plats.fil))

    def pröva(self, pekar: Pekare) -> None:
        """Om det som hänvisningen pekar på finns. Det som inte är läst finns om filen finns."""
        if modell := MODELLER.get(pekar.till):
            if pekar.id not in self.lästa[modell] and not self.oläst(pekar.till, pekar.id):
                olästa = (id_ for id_ in self.mapp.idn(pekar.till) if self.oläst(pekar.till, id_))
                val = {id_: self.mapp.plats(pekar.till, id_) for id_ in olästa}
                val |= {id_: mål.plats() for id_, mål in self.lästa[modell].items()}
                self.läsfel.append(finns_inte(pekar, val))
        elif part := self.lästa[Part].get(pekar.ägare or ""):
            poster = part.organ if pekar.till == "organ" else part.befattningar
            val = {getattr(p, "namn" if pekar.till == "organ" else "befattning"): p.plats() for p in poster}
            if pekar.id not in val:
                self.läsfel.append(finns_inte(pekar, val, part.namn))

    def oläst(self, slag: str, id_: str) -> bool:
        return (slag, id_) in self.mapp.filer and (slag, id_) not in self.öppnade


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
