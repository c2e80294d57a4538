"""Vet hur kedjan bakom varje underskrift ser ut i terminalen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avtalsgenerator import export
from avtalsgenerator.behorighetskedja import Håller
from avtalsgenerator.regler import Allvar
from avtalsgenerator.svenska import antal
from avtalsgenerator.visning import FÄRG, Skärm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avtalsgenerator.behorighetskedja import Kedja, Länk
    from avtalsgenerator.per_datum import Avtalsläge

STIL = {Håller.HÅLLER: "green", Håller.OSÄKER: FÄRG[Allvar.VARNING], Håller.BRISTER: FÄRG[Allvar.HINDER]}


def visa_behörighet(läge: Avtalsläge, kedjor: Sequence[Kedja], format_: str) -> None:
    """Kedjan beslut → rätt → befattning → person → dag för varje underskrift, med källa, och var den brister."""
    skärm = Skärm()
    if format_ == "json":
        skärm.skriv(export.behörighet_json(läge, kedjor))
        return
    skärm.skriv(f"Behörighet för {läge.id} den {läge.dag}", "bold")
    skärm.skriv()
    for nummer, kedja in enumerate(kedjor, 1):
        skärm.skriv(f"{nummer}. {kedja.underskrift.vem}: kedjan {kedja.håller.ord_}", STIL[kedja.håller])
        for länk in kedja.länkar:
            _visa_länk(skärm, länk)
        skärm.skriv()
    hela = sum(k.håller is Håller.HÅLLER for k in kedjor)
    skärm.skriv(
        f"{antal(hela, 'kedja', 'kedjor')} av {len(kedjor)} håller. "
        f"Som dokument till juristen: avtal generera {läge.id} --bara behorighet"
    )


def _visa_länk(skärm: Skärm, länk: Länk) -> None:
    skärm.skriv(f"   {länk.vad}: {länk.håller.ord_}", STIL[länk.håller])
    for uppgift in länk.uppgifter or ("saknas i underlaget",):
        skärm.skriv(f"      {uppgift}")
    for källa in länk.källor:
        skärm.skriv(f"      {skärm.tecken.pil} {källa}", "cyan")
    for a in länk.anmärkningar:
        skärm.skriv(f"      {a.kod} {a.allvar.ord_ if a.öppen else 'besvarad'}: {a.text}")
