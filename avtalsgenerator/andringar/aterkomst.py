"""Vet vad som ska göras med det som är ändrat i ett utkast som har kommit tillbaka: vilken uppgift, och hur i filen."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from avtalsgenerator import kedja
from avtalsgenerator.andringar.andrad_uppgift import Ändraduppgift, föreslagen, inget_förslag
from avtalsgenerator.dokument import finn_mall, gör_dokument
from avtalsgenerator.fel import Användningsfel, Mallfel
from avtalsgenerator.granskning.aterkommet import läs_återkommet
from avtalsgenerator.granskning.jamforbart import jämförbart
from avtalsgenerator.granskning.kontroller import Bakom, bakom_taggarna
from avtalsgenerator.granskning.omvant import enkel
from avtalsgenerator.granskning.parning import LIKT, andel_lika, ordmängd
from avtalsgenerator.granskning.rutor import märk_rutor
from avtalsgenerator.granskning.skillnad import jämför
from avtalsgenerator.malldel import FYLLS
from avtalsgenerator.malltext import W, stycketext, tolka_xml
from avtalsgenerator.paket import läs_paket

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from avtalsgenerator.granskning.aterkommet import Återkommet
    from avtalsgenerator.granskning.hogar import Ändratvärde
    from avtalsgenerator.granskning.rutor import Ruta
    from avtalsgenerator.granskning.sammandrag import Ändring as Skillnaden
    from avtalsgenerator.register import Register


@dataclass(frozen=True)
class Återkomst:
    """Det som har kommit tillbaka, vad varje ändrad uppgift betyder, och om utkastet är av en äldre version."""

    återkommet: Återkommet
    mapp: Path | None
    """Avtalsmappen; inget om ingen finns, eller om dokumentet inte går att göra av den längre."""
    varför_inte: str
    """Varför inga uppgifter kan ändras; tomt om de kan det."""
    uppgifter: tuple[Ändraduppgift, ...]
    mallens_stycken: tuple[str, ...]
    sedan_dess: tuple[Skillnaden, ...]
    """Det som är annorlunda i dokumentet, om det görs på nytt, än i utkastet som skickades i väg."""

    def mallstycke(self, stycke: str) -> str:
        """Det stycke i mallen som ett stycke i dokumentet är gjort av; tomt om inget är tillräckligt likt."""
        orden = ordmängd(stycke)
        likhet, bäst = max(((andel_lika(ordmängd(m), orden), m) for m in self.mallens_stycken), default=(0.0, ""))
        return bäst if likhet >= LIKT else ""


def granska(fil: Path, mot: Path | None, mapp: Path | None) -> Återkomst:
    """Läser ett utkast som har kommit tillbaka, och söker uppgifterna i avtalsmappen.

    ``mapp`` är den angivna avtalsmappen; annars söks en där filen ligger och där man står, och finns ingen föreslås
    inget. Kastar ``Användningsfel``, ``Dokumentfel`` eller ``Underlagsfel``.
    """
    återkommet = läs_återkommet(fil, mot)
    avtalsmapp = _finn_mapp(mapp, fil)
    nu, varför_inte = b"", "här finns ingen avtalsmapp"
    if avtalsmapp:
        try:
            nu, varför_inte = _utkast_nu(kedja.läs(avtalsmapp), återkommet.intyg, avtalsmapp), ""
        except Användningsfel as fel:  # handlingen, parten eller dokumentet är borta
            avtalsmapp, varför_inte = None, str(fel)
    return Återkomst(
        återkommet,
        avtalsmapp,
        varför_inte,
        tuple(_uppgifter(återkommet, avtalsmapp, nu, varför_inte)),
        _mallens_stycken(återkommet.intyg["mall"]["namn"], avtalsmapp),
        _sedan(återkommet, nu) if nu else (),
    )


def _finn_mapp(mapp: Path | None, fil: Path) -> Path | None:
    if mapp:
        return kedja.finn_mapp(mapp, fil)
    for där in (fil.resolve().parent, Path.cwd()):
        with contextlib.suppress(Användningsfel):
            return kedja.finn_mapp(None, där)
    return None


def _utkast_nu(register: Register, intyg: Mapping[str, Any], mapp: Path) -> bytes:
    """Utkastet av samma dokument, gjort av uppgifterna så som de är.

    Kastar ``Användningsfel`` om handlingen inte finns.
    """
    gäller = intyg["gäller"]
    läge = kedja.läget(register, gäller["namn"], date.fromisoformat(gäller["dag"]))
    part, slag = gäller["part"], intyg["dokument"]["slag"]
    (dokument,) = gör_dokument(läge, mallmappar=kedja.egna_mallar(mapp), bara=slag, part=part, utkast=True)
    return dokument.innehåll


def _sedan(återkommet: Återkommet, nu: bytes) -> tuple[Skillnaden, ...]:
    dag = date.fromisoformat(återkommet.intyg["gäller"]["dag"])
    return jämför(jämförbart("då", återkommet.original), jämförbart("nu", nu), dag).ändringar


def _mallens_stycken(mall: str, mapp: Path | None) -> tuple[str, ...]:
    try:
        delar = läs_paket(finn_mall(mall.removesuffix(".docx"), kedja.egna_mallar(mapp) if mapp else ()))
    except Mallfel:
        return ()
    rötter = (tolka_xml(mall, innehåll) for del_, innehåll in delar.items() if FYLLS.fullmatch(del_))
    return tuple(dict.fromkeys(text for rot in rötter for p in rot.iter(f"{W}p") if (text := stycketext(p).strip())))


def _uppgifter(återkommet: Återkommet, mapp: Path | None, nu: bytes, varför_inte: str) -> Iterator[Ändraduppgift]:
    """En ändrad uppgift för varje tagg."""
    grupper: dict[str, list[Ändratvärde]] = {}
    for v in återkommet.högar.fakta:
        grupper.setdefault(v.ruta.tagg or v.ruta.titel, []).append(v)
    bakom, orden_nu = bakom_taggarna(återkommet.intyg), orden_i(nu) if nu else {}
    for tagg, ställen in grupper.items():
        har = {s.före for s in ställen}
        av = sum((r.tagg or r.titel) == tagg and r.text in har for r in återkommet.rutor_i_original)
        ur = bakom.get(tagg, Bakom())
        uppgift = Ändraduppgift(tuple(ställen), ur.vägar, ur.räknat, av)
        skäl = inget_förslag(uppgift)
        skäl = skäl or varför_inte
        if not skäl and ur.vägar and _listan_är_en_annan(återkommet, ur.vägar[0], orden_nu):
            skäl = "listan som uppgiften står i har ändrats sedan utkastet gjordes; ändra i filen för hand"
        if skäl or mapp is None:
            yield replace(uppgift, skäl=skäl)
        else:
            yield föreslagen(uppgift, mapp, orden_nu.get(tagg, ()), löpande=ur.löpande)


def _listan_är_en_annan(återkommet: Återkommet, väg: str, orden_nu: Mapping[str, tuple[str, ...]]) -> bool:
    """Om någon uppgift i samma lista blir andra ord nu än i utkastet: då kan samma plats vara en annan post."""
    lista, klammer, _ = väg.partition("[")
    if not klammer:
        return False
    bakom = bakom_taggarna(återkommet.intyg).items()
    i_listan = {tagg for tagg, b in bakom if not b.räknat and b.vägar[0].startswith(f"{lista}[")}
    kända: dict[str, set[str]] = {}
    for tagg, ord_ in (
        *((r.tagg, r.text) for r in återkommet.rutor_i_original),
        *((v.ruta.tagg, v.efter) for v in återkommet.högar.fakta),
    ):
        kända.setdefault(tagg, set()).add(enkel(ord_))
    return any(not orden_nu.get(tagg) or not set(orden_nu[tagg]) <= kända[tagg] for tagg in i_listan & kända.keys())


def orden_i(utkast: bytes) -> dict[str, tuple[str, ...]]:
    """Orden i varje ruta i ett utkast, på rutans tagg."""
    rutor: list[Ruta] = []
    jämförbart("utkastet", utkast, lambda rötter: rutor.extend(märk_rutor(rötter)))
    svar: dict[str, tuple[str, ...]] = {}
    for r in rutor:
        svar[r.tagg] = (*svar.get(r.tagg, ()), enkel(r.text))
    return svar


def andra_ord(g: Återkomst, register: Register, uppgifter: Iterable[Ändraduppgift]) -> list[tuple[str, str, str]]:
    """Det som blir skrivet på ett annat sätt i dokumentet än någon skrev där: titeln, orden och de som det blir."""
    orden = orden_i(_utkast_nu(register, g.återkommet.intyg, g.mapp)) if g.mapp else {}
    return [
        (s.ruta.titel, enkel(s.efter), orden[s.ruta.tagg][0])
        for u in uppgifter
        for s in u.ställen[:1]
        if s.ruta.tagg in orden and not any(enkel(s.efter) in text for text in orden[s.ruta.tagg])
    ]
