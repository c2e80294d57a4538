"""Vet hur det som är fel i mallar, och det som skiljer två mallar, ser ut i terminalen och för andra program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from avtalsgenerator import mallexport
from avtalsgenerator.regler import Allvar
from avtalsgenerator.svenska import antal, uppräkning
from avtalsgenerator.visning import Skärm, kort, visa_anmärkningar
from avtalsgenerator.visning.skillnad import visa_skillnad

if TYPE_CHECKING:
    from avtalsgenerator.mallarbete import Mallkontroll, Mallskillnad
    from avtalsgenerator.utdata import Sparad

FLEST_HELA = 20
"""Så många anmärkningar med samma kod visas hela. De har ofta olika råd, som ska stå vid sina ord."""


def visa_mallkontroll(kontroll: Mallkontroll, format_: str) -> None:
    """Anmärkningarna om mallarna, mallarna utan anmärkning och var man läser mer."""
    skärm = Skärm()
    if format_ == "json":
        skärm.skriv(mallexport.mallkontroll_json(kontroll))
        return
    alla = sorted((a for p in kontroll.prov for a in p.anmärkningar), key=lambda a: (-a.allvar, a.kod))
    visa_anmärkningar(skärm, alla, FLEST_HELA)
    for prov in kontroll.prov:
        if not prov.känd:
            skärm.skriv(f"{prov.fil} heter inte som någon mall. Orden i den är därför inte prövade.", "yellow")
    for fil in kontroll.oanvända:
        skärm.skriv(
            f"{fil} heter inte som någon mall och används därför inte. Mallarna visas med: avtal mallar", "yellow"
        )
    skärm.skriv(_sammanfattning(kontroll))
    if alla:
        skärm.skriv(f"Läs mer om en regel: avtal regel {alla[0].kod}")


def _sammanfattning(kontroll: Mallkontroll) -> str:
    hur_många = antal(len(kontroll.prov), "mall", "mallar")
    nivåer = [a.allvar for p in kontroll.prov for a in p.anmärkningar]
    ord_ = (
        (Allvar.HINDER, "hinder", "hinder"),
        (Allvar.VARNING, "varning", "varningar"),
        (Allvar.UPPLYSNING, "upplysning", "upplysningar"),
    )
    delar = [antal(nivåer.count(nivå), ental, flertal) for nivå, ental, flertal in ord_ if nivå in nivåer]
    if not delar:
        return f"Inga anmärkningar på {hur_många}."
    med = sum(bool(p.anmärkningar) for p in kontroll.prov)
    return f"{uppräkning(delar)} i {med} av {hur_många}." if len(kontroll.prov) > 1 else f"{uppräkning(delar)}."


def visa_kommenterad(sparad: Sparad | None) -> None:
    """Var kopian med kommentarer finns; inget att spara om mallen inte har några brister."""
    skärm = Skärm()
    if sparad is None:
        skärm.skriv("Mallen har inget att kommentera, så ingen kopia sparades.")
        return
    gjort = "Sparade en kopia med kommentarer i" if sparad.ny else "Kopian med kommentarer finns redan i"
    skärm.skriv(f"{skärm.tecken.klart} {gjort} {kort(sparad.path)}")


def visa_mallskillnad(skillnad: Mallskillnad, sparad: Sparad | None, format_: str) -> None:
    """Orden, texten och handlingarna, i den ordningen."""
    skärm = Skärm()
    if format_ == "json":
        skärm.skriv(mallexport.mallskillnad_json(skillnad, sparad))
        return
    pil = skärm.tecken.pil
    if not skillnad.mall:
        skärm.skriv("Ingen av filerna heter som en mall. Orden i dem är därför inte jämförda.", "yellow")
    rader = [("nytt ord", f"{o} ({slag})") for o, slag in skillnad.nya]
    rader += [("borttaget ord", f"{o} ({slag})") for o, slag in skillnad.borta]
    rader += [("ändrat ord", f"{o}: {före} {pil} {efter}") for o, före, efter in skillnad.ändrade]
    for vad, text in rader:
        skärm.print(Text.assemble((f"{vad}:", "cyan"), f" {text}"))
    if skillnad.mall and not rader:
        skärm.skriv("Mallarna använder samma ord.")
    skärm.skriv()
    visa_skillnad(skillnad.text, sparad)
    if skillnad.mall:
        skärm.skriv()
        _visa_berörda(skärm, skillnad)


def _visa_berörda(skärm: Skärm, skillnad: Mallskillnad) -> None:
    if skillnad.skäl:
        skärm.skriv(f"Vilka handlingar det rör är inte känt: {skillnad.skäl}.")
    elif not skillnad.berör:
        skärm.skriv(f"Inget i avtalsmappen görs av {skillnad.mall}.docx.")
    else:
        skärm.skriv(f"Görs av {skillnad.mall}.docx:")
        for id_ in skillnad.berör:
            skärm.skriv(f"  {id_}")
