"""Vet hur svaret på varifrån ett ord kommer ser ut i terminalen."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from avtalsgenerator.svenska import antal, uppräkning
from avtalsgenerator.visning import Skärm

if TYPE_CHECKING:
    from avtalsgenerator.granskning.ordets_ursprung import Dokumentets, Träff

FLEST_UPPGIFTER = 3
"""Så många av uppgifterna bakom ett räknat ord visas; resten räknas."""


def visa_ursprung(svar: Dokumentets, text: str | None, format_: str) -> None:
    """Dokumentet och om det stämmer, och varje sökt ord med uppgift, källa, beslut och mallens stycke."""
    skärm = Skärm()
    if format_ == "json":
        skärm.skriv(_json(svar))
        return
    _visa_dokumentet(skärm, svar)
    for träff in svar.träffar:
        if text:
            _visa_träff(skärm, träff)
        else:
            var = uppräkning(f"{n} {v}" for v, n in träff.ställen)
            skärm.skriv(f"”{träff.ord_}” ({var}) {skärm.tecken.pil} {_vägar(träff)}")
    for stycke in svar.mallens_egna:
        skärm.skriv(f"I mallen {svar.intyg['mall']['namn']} står: ”{stycke}”")
    if svar.mallens_egna:
        skärm.skriv("Orden är mallens egna. De ändras i mallen.")
    elif not svar.träffar:
        skärm.skriv(f"Dokumentet har inte orden ”{text}”." if text else "Dokumentet har inga ord ur uppgifterna.")


def _visa_dokumentet(skärm: Skärm, svar: Dokumentets) -> None:
    gäller, mall = svar.intyg["gäller"], svar.intyg["mall"]["namn"]
    skärm.skriv(svar.fil.name, "bold")
    skärm.skriv(f"   gjort av {gäller['namn']}, så som det är {gäller['dag']}, med mallen {mall}")
    if svar.oförändrat:
        skärm.skriv("   filen är densamma som när den gjordes", "green")
    else:
        skärm.skriv("   filen har ändrats sedan den gjordes; svaren gäller den som gjordes", "yellow")
    for g in svar.intyg.get("granskad", ()):
        skärm.skriv(f"   granskad och godkänd av {g['av']} den {g['dag']}", "green")
    if svar.ändrade_filer:
        skärm.skriv(f"   uppgifter som har ändrats sedan dess: {', '.join(svar.ändrade_filer)}", "yellow")
    elif svar.ändrade_filer is not None:
        filer = antal(len(svar.intyg["filer"]), "fil", "filer")
        skärm.skriv(f"   uppgifterna är desamma som då ({filer})", "green")
    skärm.skriv()


def _visa_träff(skärm: Skärm, träff: Träff) -> None:
    ställen = uppräkning(f"{antal(n, 'gång', 'gånger')} {var}" for var, n in träff.ställen)
    skärm.skriv(f"”{träff.ord_}” {ställen}", "bold")
    if träff.räknat:
        skärm.skriv(f"   räknat: {träff.räknat}, ur {antal(len(träff.uppgifter), 'uppgift', 'uppgifter')}")
    for u in träff.uppgifter[:FLEST_UPPGIFTER]:
        fil, _, stig = u.väg.partition("#")
        skärm.skriv(f"   {skärm.tecken.pil} {fil}:{u.rad}{f'  {stig}' if stig else ''}", "cyan")
        if u.källa:
            skärm.skriv(f"     källa: {u.källa}")
        if u.beslut:
            skärm.skriv(f"     beslut: {u.beslut}")
    if (fler := len(träff.uppgifter) - FLEST_UPPGIFTER) > 0:
        skärm.skriv(f"   och {fler} till", "cyan")
    for stycke in träff.mallstycken:
        skärm.skriv(f"   mallen: {stycke}" if stycke else "   en ny lydelse, som ersätter mallens paragraf")
    if träff.andra:
        skärm.skriv(f"   också i {', '.join(f'{namn} ({n})' for namn, n in träff.andra)}")
    skärm.skriv()


def _vägar(träff: Träff) -> str:
    första = träff.uppgifter[0]
    mer = f" och {len(träff.uppgifter) - 1} till" if len(träff.uppgifter) > 1 else ""
    return f"{första.väg.partition('#')[0]}:{första.rad}{mer}{f' ({träff.räknat})' if träff.räknat else ''}"


def _json(svar: Dokumentets) -> str:
    data = {
        "schema": 1,
        "dokument": svar.fil.name,
        "gäller": svar.intyg["gäller"],
        "mall": svar.intyg["mall"],
        "granskad": svar.intyg.get("granskad", []),
        "oförändrat": svar.oförändrat,
        "ändrade_filer": svar.ändrade_filer,
        "ord": [asdict(t) for t in svar.träffar],
        "mallens_egna": svar.mallens_egna,
    }
    return json.dumps(data, ensure_ascii=False, indent=2)
