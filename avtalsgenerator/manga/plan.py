"""Vet vilka uppdrag en beställning blir: allt i mappen, raderna i en fil, eller en handling för varje part.

Hela mappen läses innan något skrivs. Går den inte att läsa görs inget, som i ``avtal kontrollera``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from avtalsgenerator import kedja
from avtalsgenerator.dokument import filnamn, mappnamn, undertecknande_parter, välj_dokument
from avtalsgenerator.dokumentslag import DOKUMENT
from avtalsgenerator.fel import Användningsfel, Läsfel, Underlagsfel
from avtalsgenerator.manga.arbete import minnet
from avtalsgenerator.manga.markning import märk
from avtalsgenerator.manga.rader import Rad, läs_rader
from avtalsgenerator.manga.uppdrag import ALLA, Beställning, Brist, Uppdrag
from avtalsgenerator.modell import läs_som
from avtalsgenerator.register import läs, läs_ärende

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from avtalsgenerator.noder import Tabell
    from avtalsgenerator.register import Register
    from avtalsgenerator.regler.grund import Läge


@dataclass(frozen=True)
class Plan:
    """Uppdragen, och de rader som inte kan bli något: var raden står och varför."""

    uppdrag: tuple[Uppdrag, ...]
    avvisade: tuple[tuple[str, Brist], ...] = ()

    @property
    def antal(self) -> int:
        """Hur många dokument det blir om allt går bra."""
        return sum(u.antal for u in self.uppdrag)


class Planering:
    """Ställer lägena i en mapp och gör uppdrag av dem. ``ut`` är var dokumentens mappar läggs."""

    def __init__(self, mapp: Path, ut: Path | None) -> None:
        self.mapp, self.ut = mapp.resolve(), (ut or mapp / "dokument").resolve()
        self.märke = märk(self.mapp)
        self.minne = minnet(self.mapp, self.märke)
        self._namn: dict[date | None, dict[str, set[str]]] = {}

    @cached_property
    def register(self) -> Register:
        """Allt i mappen. Kastar ``Underlagsfel`` om något inte går att läsa."""
        return läs(self.mapp, self.minne)

    def allt(self, beställning: Beställning) -> Plan:
        """Ett uppdrag för varje avtal, handling, skrivelse och beslut med protokoll som beställningen passar för.

        Kastar ``Användningsfel`` om den inte passar för något.
        """
        uppdrag, sist = [], Användningsfel("i mappen finns inget att göra dokument av")
        for läge in kedja.lägen(self.register, beställning.dag):
            try:
                uppdrag.append(self._uppdrag(läge, beställning))
            except Användningsfel as fel:
                sist = fel
        alla = {s.namn for grupp in DOKUMENT.values() for s in grupp}
        if beställning.bara and beställning.bara not in alla:
            raise Användningsfel(
                f"dokumentet ”{beställning.bara}” finns inte", f"Välj bland: {', '.join(sorted(alla))}."
            )
        if not uppdrag and beställning.part not in (None, ALLA, *self.register.parter):
            raise Användningsfel(f"parten {beställning.part} finns inte", "Parterna visas med: avtal visa HANDLING")
        if not uppdrag:
            raise Användningsfel(f"beställningen passar inte för något i mappen: {sist}", sist.råd)
        return Plan(tuple(uppdrag))

    def en(self, namn: str, beställning: Beställning, ut: Path | None) -> Plan:
        """Uppdraget för en enda handling. Kastar ``Användningsfel`` om den inte finns eller inte kan göras så."""
        id_ = kedja.finn_id(self.minne.mapp, namn)
        läge = kedja.läget(läs_ärende(self.minne.mapp, id_, self.minne), id_, beställning.dag)
        return Plan((self._uppdrag(läge, beställning, ut.resolve() if ut else self.ut / mappnamn(läge)),))

    def rader(self, fil: Path, beställning: Beställning) -> Plan:
        """Ett uppdrag för varje rad i filen. En rad som inte går att förstå, eller säger emot en annan, avvisas.

        Kastar ``Underlagsfel`` eller ``Användningsfel`` om filen inte går att läsa.
        """
        avvisade: list[tuple[str, Brist]] = []
        uppdrag: dict[Uppdrag, Uppdrag] = {}
        dagar: dict[Path, Uppdrag] = {}
        for rad in läs_rader(fil):
            try:
                u = self._ur_raden(rad, beställning)
            except Underlagsfel as fel:
                avvisade += [(str(f.plats), Brist(2, f.text, f.råd)) for f in fel.läsfel]
                continue
            först = dagar.setdefault(u.ut, u)
            if först.beställning.dag == u.beställning.dag:
                uppdrag.setdefault(replace(u, rad=""), u)
                continue
            varför = f"samma dokument görs redan för en annan dag (per), av {först.rad}"
            avvisade.append((u.rad, Brist(2, varför, "Gör raden för sig, med --per och --ut.")))
        return Plan(tuple(uppdrag.values()), tuple(avvisade))

    def _ur_raden(self, rad: Tabell | Underlagsfel, beställning: Beställning) -> Uppdrag:
        if isinstance(rad, Underlagsfel):
            raise rad
        r = läs_som(Rad, rad)
        utkast = beställning.utkast if r.utkast is None else r.utkast
        b = replace(beställning, bara=r.bara, part=r.part, dag=r.per, utkast=utkast)
        fält = "handling"
        try:
            läge = kedja.läget(self.register, kedja.finn_id(self.minne.mapp, r.handling), r.per)
            fält = "part"
            self._parter(läge, b.part)
            fält = "bara" if r.bara else "handling"
            return replace(self._uppdrag(läge, b), rad=str(r.plats()))
        except Användningsfel as fel:
            raise Underlagsfel([Läsfel(r.plats(fält), str(fel), fel.råd)]) from None

    def _uppdrag(self, läge: Läge, b: Beställning, ut: Path | None = None) -> Uppdrag:
        parter = self._parter(läge, b.part)
        valda = välj_dokument(läge, b.bara, parter[0] if parter else None)
        if not valda:
            raise Användningsfel(f"av {läge.id} blir inga dokument", "Välj ett dokument med --bara.")
        antal = len(valda) * max(1, len(parter)) * (2 if b.pdf else 1)
        ut = ut or self.ut / self._mappnamn(läge, b.dag)
        return Uppdrag(self.mapp, self.märke, läge.id, ut, b, antal, parter)

    def _parter(self, läge: Läge, part: str | None) -> tuple[str, ...]:
        if part is None:
            return ()
        if part != ALLA:
            välj_dokument(läge, None, part)
            return (part,)
        if parter := undertecknande_parter(läge):
            return parter
        raise Användningsfel(f"{läge.id} kan inte göras för en part i taget", "Det skrivs inte under av parter.")

    def _mappnamn(self, läge: Läge, dag: date | None) -> str:
        """Mappens namn, med id om något annat i avtalsmappen skulle läggas i en likadan."""
        if dag not in self._namn:
            namnen = self._namn[dag] = {}
            for annat in kedja.lägen(self.register, dag):
                namnen.setdefault(mappnamn(annat).casefold(), set()).add(annat.id)
        namn = mappnamn(läge)
        ensam = self._namn[dag].get(namn.casefold(), set()) <= {läge.id}
        return namn if ensam else filnamn(namn, f" ({läge.id.replace('/', ' ')})")
