"""Vet kedjan bakom varje underskrift, länk för länk: beslut → rätt → befattning → person → dag, och var den brister.

Länkarna visar vad underlaget säger och var det står. Om en länk håller avgör reglerna FIR och BES.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from avtalsgenerator import regler
from avtalsgenerator.modell.grund import Belagd
from avtalsgenerator.regler import Allvar
from avtalsgenerator.svenska import uppräkning
from avtalsgenerator.ursprung import räknat, ur

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avtalsgenerator.behorighet import Undertecknare
    from avtalsgenerator.modell import Beslut
    from avtalsgenerator.modell.grund import Faktum
    from avtalsgenerator.modell.part import Befattning
    from avtalsgenerator.per_datum import Avtalsläge, Underskrift
    from avtalsgenerator.regler import Anmärkning


class Håller(IntEnum):
    """Hur en länk står sig: den håller, den är osäker tills en varning är besvarad, eller den brister."""

    HÅLLER = 1
    OSÄKER = 2
    BRISTER = 3

    @property
    def ord_(self) -> str:
        return self.name.lower()


LÄNKAR: dict[str, tuple[str, ...]] = {
    "Beslut i saken": ("BES",),
    "Rätt att skriva under": ("FIR02", "FIR03", "FIR07", "FIR08", "FIR10", "FIR11", "FIR12", "FIR20", "FIR22"),
    "Befattning": ("FIR04", "FIR05", "FIR15"),
    "Person": ("FIR01", "FIR06", "FIR09", "FIR13", "FIR14", "FIR21", "FIR23"),
    "Dag": ("BES11", "BES12", "BES25", "BES26", "FIR16", "FIR17", "FIR18", "FIR19"),
}
"""Länkarna i ordning, och de regler (hela koder går före familjer) som säger att länken brister."""


@dataclass(frozen=True)
class Länk:
    """En länk: vad underlaget säger, var det står, och det som reglerna har anmärkt mot den."""

    vad: str
    uppgifter: tuple[str, ...]
    """Det som underlaget säger; tomt om det inte säger något."""
    källor: tuple[str, ...]
    """Fil och rad, och källan som underlaget anger."""
    anmärkningar: tuple[Anmärkning, ...] = ()

    @property
    def håller(self) -> Håller:
        öppna = [a.allvar for a in self.anmärkningar if a.öppen]
        if Allvar.HINDER in öppna or not self.uppgifter:
            return Håller.BRISTER
        return Håller.OSÄKER if Allvar.VARNING in öppna else Håller.HÅLLER


@dataclass(frozen=True)
class Kedja:
    """Kedjan bakom en underskrift."""

    underskrift: Underskrift
    länkar: tuple[Länk, ...]

    @property
    def håller(self) -> Håller:
        """Kedjan är inte starkare än sin svagaste länk."""
        return max(länk.håller for länk in self.länkar)


def behörighetskedjor(läge: Avtalsläge) -> tuple[Kedja, ...]:
    """En kedja för varje underskrift som krävs, i blockens ordning."""
    anmärkningar = [a for a in regler.kontrollera(läge) if a.kod[:3] in ("FIR", "BES")]
    return tuple(_kedja(läge, u, anmärkningar) for u in läge.underskrifter)


def _kedja(läge: Avtalsläge, u: Underskrift, alla: Sequence[Anmärkning]) -> Kedja:
    egna = [a for a in alla if a.vem in (u.part.id, u.id)]
    dag = [(_dag(läge, u), u.undertecknat or läge.mål)]
    fakta: tuple[Sequence[tuple[str, Faktum]], ...] = (
        _beslut(läge, u), _rätt(u), _befattningar(u), _personer(u), dag
    )  # fmt: skip
    return Kedja(
        u,
        tuple(
            Länk(
                vad,
                tuple({text: räknat(text, vad, faktum.plats()) for text, faktum in reversed(del_)}.values())[::-1],
                tuple(dict.fromkeys(_källa(faktum) for _, faktum in del_)),
                tuple(a for a in egna if länk_för(a.kod) == vad),
            )
            for vad, del_ in zip(LÄNKAR, fakta, strict=True)
        ),
    )


def länk_för(kod: str) -> str:
    """Länken som en regel gäller."""
    hel = (vad for vad, koder in LÄNKAR.items() if kod in koder)
    return next(hel, None) or next(vad for vad, koder in LÄNKAR.items() if kod[:3] in koder)


def _källa(faktum: Faktum) -> str:
    plats = faktum.plats()
    källa = f", {ur(faktum, 'källa')}" if isinstance(faktum, Belagd) and faktum.källa else ""
    return f"{plats.fil}:{plats.rad}{källa}"


def _beslut(läge: Avtalsläge, u: Underskrift) -> list[tuple[str, Beslut]]:
    beslut = {b.id: b for d in läge.undertecknande if d.part.id == u.part.id for b in läge.beslut_av(d)}
    return [(f"{b.med_status()}{f', dnr {b.diarienummer}' if b.diarienummer else ''}", b) for b in beslut.values()]


def _rätt(u: Underskrift) -> list[tuple[str, Faktum]]:
    behörighet, stöd = u.grund.behörighet, u.grund.stöd
    svar: list[tuple[str, Faktum]] = []
    if behörighet:
        organ = f" i {behörighet.organ}" if behörighet.organ else ""
        vilka = uppräkning(behörighet.undertecknas_av, "och" if u.grund.krävs > 1 else "eller") or "ingen utsedd"
        kontra = f", kontrasigneras av {behörighet.kontrasigneras_av}" if behörighet.kontrasigneras_av else ""
        svar.append((f"{vilka}{organ}, {behörighet.sätt}{kontra}", behörighet))
    return [*svar, *([(f"enligt {stöd.med_status()}", stöd)] if stöd else [])]


def _befattningar(u: Underskrift) -> list[tuple[str, Faktum]]:
    return [(f"{p.befattning}{_roll(p)}", p.innehav or u.grund.behörighet or u.part) for p in u.grund.undertecknare]


def _roll(p: Undertecknare) -> str:
    if p.kontrasignerar:
        return " (kontrasignerar)"
    return f" (ersätter {p.ersätter})" if p.ersätter else ""


def _personer(u: Underskrift) -> list[tuple[str, Faktum]]:
    return [(_innehav(i), i) for i in u.innehav if i.namn]


def _innehav(i: Befattning) -> str:
    tid = f"från {i.från or 'okänd dag'}{f' till {i.till}' if i.till else ''}"
    return f"{i.namn}, {i.befattning} {tid}{f', senast bekräftad {i.bekräftad}' if i.bekräftad else ''}"


def _dag(läge: Avtalsläge, u: Underskrift) -> str:
    if u.undertecknat:
        return f"undertecknad {u.undertecknat.dag} av {uppräkning(u.undertecknat.av)}"
    return f"prövad för underskrift {läge.dag}" if läge.dagen_är_vald else f"prövad för {läge.dag}, dagen är inte vald"
