"""SPR: att en part heter likadant överallt, och att en person är stavad på ett sätt i hela ärendet."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from avtalsgenerator.regler.grund import ALLT, Allvar, Fynd, Märke, regel
from avtalsgenerator.regler.stavning import uttal
from avtalsgenerator.regler.utskrivet import Utskriven, utskrivna
from avtalsgenerator.svenska import genitiv

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avtalsgenerator.modell import Avtal, Part
    from avtalsgenerator.modell.avtal import Radperson
    from avtalsgenerator.modell.part import Befattning
    from avtalsgenerator.register import Register
    from avtalsgenerator.regler.grund import Läge
    from avtalsgenerator.regler.utskrivet import Ställe


@regel("SPR10", "Parten nämns inte med sitt namn", Allvar.VARNING, om=ALLT, källa="partens namn i underlaget")
def fel_partsnamn(läge: Läge) -> Iterator[Fynd]:
    """En gång för varje skrivsätt: ”Härryda Kommun”, ”Kungälv kommun”, ”Ulricehamnskommun”."""
    sedda: set[str] = set()
    for text in utskrivna(läge):
        allt = "\n".join(text.rader).casefold()
        for part in _nämnda_parter(läge.register, allt):
            namnen = (part.namn, part.kortnamn, part.juridiskt_namn.värde)
            rätta = {form for namn in namnen for form in (namn, genitiv(namn))}
            for ställe, _ in text.första(_skrivsätt(part)):
                if ställe.ord_ not in rätta and ställe.ord_ not in sedda:
                    sedda.add(ställe.ord_)
                    yield Fynd(
                        f"”{ställe.ord_}” står i texten, men parten heter {part.namn}",
                        ställe.plats,
                        f"Skriv {part.namn}. I en ordagrann återgivning kan källans skrivsätt stå kvar.",
                        andra=(Märke(part.plats("namn"), "så heter parten"),),
                    )


BÖRJAN = 3
"""Så många bokstäver i början av ett namn räcker för att sålla bort nästan alla andra."""


def _nämnda_parter(register: Register, text: str) -> list[Part]:
    """De parter vars kortnamn står i texten, i registrets ordning."""
    början = {"", *(ord_[:BÖRJAN] for ord_ in ORD.findall(text))}
    kan = {part.id: part for b in början for part in _på_början(register).get(b, ())}
    return [kan[id_] for id_ in sorted(kan) if kan[id_].kortnamn.casefold() in text]


ORD = re.compile(r"\w+")


@lru_cache(maxsize=1)
def _på_början(register: Register) -> dict[str, list[Part]]:
    """Parterna på kortnamnets början, som allt som liknar namnet har; tom om den är för kort för att sålla."""
    svar: dict[str, list[Part]] = {}
    for part in register.parter.values():
        första = ORD.match(part.kortnamn.casefold())
        början = första[0][:BÖRJAN] if första else ""
        if part.slag != "kommunalförbund":
            svar.setdefault(början if len(början) == BÖRJAN else "", []).append(part)
    return svar


def _skrivsätt(part: Part) -> re.Pattern[str]:
    """Allt som liknar partens namn: med eller utan genitiv, mellanslag och stor bokstav."""
    if part.slag == "kommun":
        return re.compile(rf"\b{re.escape(part.kortnamn)}s?[ -]?(?i:kommun|stad)s?\b")
    return re.compile(rf"\b{re.escape(part.kortnamn[0])}(?i:{re.escape(part.kortnamn[1:])})(?:s\b|\b)")


_ETT = r"[A-ZÅÄÖÉ]\w+(?:-[A-ZÅÄÖÉ]\w+)?"
NAMN = re.compile(rf"\b(?=(?P<ord>{_ETT} {_ETT})(?!\w))")
"""Två ord i rad med stor bokstav, också när de ingår i ett längre namn."""
UTSES = ("ordförande", "sekreterare", "justerare", "beslutande", "föredragande", "undertecknat_av", "namn")
"""Fälten i beslut och skrivelser som säger vem som har en uppgift."""


@regel("SPR11", "Samma person är stavad på två sätt", Allvar.VARNING, om=ALLT, källa="namnen i ärendet")
def person_på_två_sätt(läge: Läge) -> Iterator[Fynd]:
    """Namn som låter lika men stavas olika: Johan Feldt och Johan Fält. Två som står i samma lista är två personer."""
    nämnda = [ställe for text in utskrivna(läge) for ställe in text.sök(NAMN)]
    kända = list(_kända_personer(läge))
    först = {uttal(ställe.ord_): ställe for ställe in reversed(kända)}
    listan = _voteringslistan(läge)
    for namn, ställe in {s.ord_: s for s in reversed((*kända, *nämnda))}.items():
        känt = först.get(uttal(namn))
        if känt and känt.ord_ != namn and not {känt.ord_, namn} <= listan:
            yield Fynd(
                f"”{namn}” står här och ”{känt.ord_}” på ett annat ställe",
                ställe.plats,
                "Ta reda på hur namnet stavas och rätta det ena. Är det två personer kan båda stå kvar.",
                "så här",
                (Märke(känt.plats, "och så här"),),
            )


def _kända_personer(läge: Läge) -> Iterator[Ställe]:
    """Namnen på dem som har befattningar hos parterna, skriver under avtalet eller har en uppgift i texten."""
    parter, avtal = _ärendet(läge)
    personer: list[Befattning | Radperson] = [b for part in parter for b in part.befattningar]
    personer += [p for a in avtal for rad in a.underskrifter for p in rad.personer]
    texter = [Utskriven((p.namn,), p.plats("namn")) for p in personer if p.namn]
    for text in (*texter, *(t for t in utskrivna(läge) if t.fält in UTSES)):
        yield from text.sök(NAMN)


def _ärendet(läge: Läge) -> tuple[list[Part], list[Avtal]]:
    """Parterna och avtalen i lägets ärende."""
    if läge.om == "beslut":
        return ([läge.part], _avtalen(läge.register).get(läge.part.id, [])) if läge.part else ([], [])
    if läge.om == "skrivelse":
        return [läge.register.parter[p.part] for p in läge.avtal.parter], [läge.avtal]
    return [d.part for d in läge.deltaganden], [läge.avtal]


@lru_cache(maxsize=1)
def _avtalen(register: Register) -> dict[str, list[Avtal]]:
    """Avtalen som varje part är med i."""
    svar: dict[str, list[Avtal]] = {}
    for avtal in register.avtal.values():
        for part in dict.fromkeys(p.part for p in avtal.parter):
            svar.setdefault(part, []).append(avtal)
    return svar


def _voteringslistan(läge: Läge) -> set[str]:
    omröstningar = läge.protokoll.omröstningar if läge.om == "beslut" else ()
    return {namn for o in omröstningar for röst in o.röster for namn in NAMN.findall(röst.ledamot)}
