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
from avtalsgenerator.hanvisningar import finns_inte
from avtalsgenerator.lasminne import MODELLER, Läsminne
from avtalsgenerator.modell import Avtal, Beslut, Handling, Part, Skrivelse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from avtalsgenerator.hanvisningar import Pekare
    from avtalsgenerator.modell.grund import Faktum
    from avtalsgenerator.noder import Plats

H = TypeVar("H", Handling, Skrivelse)


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


def läs(mapp: Path, minne: Läsminne | None = None) -> Register:
    """Läser allt i en avtalsmapp. Kastar ``Underlagsfel`` med alla läsfel i alla filer.

    Det som redan finns i ``minne`` läses inte igen.
    """
    with utan_skräpsamling():
        läsning = _Läsning(minne or Läsminne(Avtalsmapp(mapp)))
        läsning.läs_allt()
        return läsning.register()


def läs_ärende(mapp: Avtalsmapp, id_: str, minne: Läsminne | None = None) -> Register:
    """Läser det som behövs för ett avtal, en handling, en skrivelse eller ett beslut, och inga andra avtal.

    Det som redan finns i ``minne`` läses inte igen. Kastar ``Underlagsfel`` med alla läsfel i det som läses.
    """
    with utan_skräpsamling():
        läsning = _Läsning(minne or Läsminne(mapp))
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

    def __init__(self, minne: Läsminne) -> None:
        self.minne, self.mapp = minne, minne.mapp
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
            avtalen = [fil for fil in self.mapp.filer if fil[0] == "avtal" and self.minne.kan_nämna(*fil, ägare)]
            self.läs_de([*avtalen, *(("part", p) for p in self.mapp.idn("part"))])
            self.läsfel += self.mapp.läsfel_för("")
        else:
            self.läs_avtalet(ägare)

    def läs_avtalet(self, avtal: str) -> None:
        oplacerade = self.mapp.inom.get(("beslut", OPLACERADE), ())
        self.följ([("avtal", avtal), *(("beslut", b) for b in oplacerade)])
        andras = [fil for fil in self.mapp.filer if fil[0] == "beslut" and fil not in self.öppnade]
        self.följ([fil for fil in andras if self.minne.kan_nämna(*fil, avtal)])
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
            if self.läs(slag, id_):
                kö += [(p.till, p.id) for p in self.minne.pekare(slag, id_) if p.till in ("part", "beslut")]

    def läs(self, slag: str, id_: str) -> bool:
        """Om filen gick att läsa."""
        self.öppnade.add((slag, id_))
        try:
            läst = self.minne.läs(slag, id_)
        except Underlagsfel as fel:
            self.läsfel.extend(fel.läsfel)
            return False
        self.lästa[type(läst)][id_] = läst
        return True

    def register(self) -> Register:
        """Det lästa, när varje hänvisning i det är prövad. Kastar ``Underlagsfel`` om något inte gick att läsa."""
        self._stanna_vid_läsfel()
        parter, beslut, avtal, handlingar, skrivelser = (dict(sorted(mängd.items())) for mängd in self.lästa.values())
        hänvisningar: dict[tuple[str, str], list[tuple[Faktum, Plats]]] = {}
        mängder = {"part": parter, "beslut": beslut, "avtal": avtal, "handling": handlingar | skrivelser}
        for slag, mängd in mängder.items():
            for id_, rot in mängd.items():
                for pekar in self.minne.pekare(slag, id_):
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
            poster, fält = (part.organ, "namn") if pekar.till == "organ" else (part.befattningar, "befattning")
            if all(getattr(p, fält) != pekar.id for p in poster):
                val = {getattr(p, fält): p.plats() for p in poster}
                self.läsfel.append(finns_inte(pekar, val, part.namn))

    def oläst(self, slag: str, id_: str) -> bool:
        return (slag, id_) in self.mapp.filer and (slag, id_) not in self.öppnade
