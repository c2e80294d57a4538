"""Vet vad som ska göras med det som är ändrat i ett utkast som har kommit tillbaka: vilken uppgift, och hur i filen."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from avtalsgenerator import kedja
from avtalsgenerator.andringar.grund import ändra
from avtalsgenerator.dokument import finn_mall, gör_dokument
from avtalsgenerator.fel import Användningsfel, Mallfel, Underlagsfel
from avtalsgenerator.granskning.aterkommet import läs_återkommet
from avtalsgenerator.granskning.jamforbart import jämförbart
from avtalsgenerator.granskning.kontroller import bakom_taggarna
from avtalsgenerator.granskning.omvant import enkel, uppgiften
from avtalsgenerator.granskning.parning import LIKT, andel_lika, ordmängd
from avtalsgenerator.granskning.rutor import märk_rutor
from avtalsgenerator.granskning.skillnad import jämför
from avtalsgenerator.indata import läs_källtext, läs_text, läs_yaml
from avtalsgenerator.mall import FYLLS
from avtalsgenerator.malltext import W, stycketext, tolka_xml
from avtalsgenerator.noder import Skalär, Tabell
from avtalsgenerator.paket import läs_paket
from avtalsgenerator.redigera import BOM, sätt
from avtalsgenerator.ursprung import led

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from avtalsgenerator.granskning.aterkommet import Återkommet
    from avtalsgenerator.granskning.hogar import Ändratvärde
    from avtalsgenerator.granskning.rutor import Ruta
    from avtalsgenerator.granskning.sammandrag import Ändring as Skillnaden
    from avtalsgenerator.redigera import Stig, Ändring
    from avtalsgenerator.register import Register


@dataclass(frozen=True)
class Ändraduppgift:
    """En uppgift vars ord är ändrade i dokumentet, på ett eller flera ställen."""

    ställen: tuple[Ändratvärde, ...]
    vägar: tuple[str, ...]
    """Vägen till uppgiften; flera om orden är räknade ur flera uppgifter, ingen om uppgiften saknas."""
    räknat: str
    """Vad som är räknat; tomt om uppgiften står som den är."""
    av: int
    """Så många ställen har samma ord i utkastet."""
    rad: int = 0
    """Raden i filen, när uppgiften finns där."""
    före: str = ""
    efter: str = ""
    """Uppgiften så som den står i filen och så som den föreslås bli; tomt om inget kan föreslås."""
    skäl: str = ""
    """Varför inget kan föreslås."""

    @property
    def orden(self) -> list[tuple[str, str]]:
        """Orden förut och nu, var och en en gång."""
        return list(dict.fromkeys((s.före, s.efter) for s in self.ställen))


@dataclass(frozen=True)
class Återkomst:
    """Det som har kommit tillbaka, vad varje ändrad uppgift betyder, och om utkastet är av en äldre version."""

    återkommet: Återkommet
    mapp: Path | None
    """Avtalsmappen; inget om ingen finns."""
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
    try:
        nu = _utkast_nu(kedja.läs(avtalsmapp), återkommet.intyg, avtalsmapp) if avtalsmapp else b""
    except Användningsfel:
        if mapp:
            raise
        avtalsmapp, nu = None, b""
    return Återkomst(
        återkommet,
        avtalsmapp,
        tuple(_uppgifter(återkommet, avtalsmapp, nu)),
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
    (dokument,) = gör_dokument(
        läge, mallmappar=kedja.egna_mallar(mapp), bara=None if part else slag, part=part, utkast=True
    )
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


def _uppgifter(återkommet: Återkommet, mapp: Path | None, nu: bytes) -> Iterator[Ändraduppgift]:
    """En ändrad uppgift för varje tagg."""
    grupper: dict[str, list[Ändratvärde]] = {}
    for v in återkommet.högar.fakta:
        grupper.setdefault(v.ruta.tagg or v.ruta.titel, []).append(v)
    bakom, orden_nu = bakom_taggarna(återkommet.intyg), orden_i(nu) if nu else {}
    for tagg, ställen in grupper.items():
        har = {s.före for s in ställen}
        av = sum((r.tagg or r.titel) == tagg and r.text in har for r in återkommet.rutor_i_original)
        vägar, räknat = bakom.get(tagg, ((), ""))
        uppgift = Ändraduppgift(tuple(ställen), vägar, räknat, av)
        skäl = _inget_förslag(uppgift)
        if not skäl and mapp is None:
            skäl = "här finns ingen avtalsmapp med uppgiften"
        if skäl or mapp is None:
            yield replace(uppgift, skäl=skäl)
        else:
            yield _föreslagen(uppgift, mapp, orden_nu.get(tagg, ()))


def orden_i(utkast: bytes) -> dict[str, tuple[str, ...]]:
    """Orden i varje ruta i ett utkast, på rutans tagg."""
    rutor: list[Ruta] = []
    jämförbart("utkastet", utkast, lambda rötter: rutor.extend(märk_rutor(rötter)))
    svar: dict[str, tuple[str, ...]] = {}
    for r in rutor:
        svar[r.tagg] = (*svar.get(r.tagg, ()), enkel(r.text))
    return svar


def _inget_förslag(u: Ändraduppgift) -> str:
    """Varför ändringen inte kan bli en ändrad uppgift; tomt om den kanske kan det."""
    if not u.vägar:
        return f"{u.ställen[0].ruta.titel} saknas i uppgifterna; lägg till det där"
    if u.räknat:
        return f"orden är räknade ({u.räknat}); ändra uppgifterna som de är räknade ur"
    if not all(enkel(efter) for _, efter in u.orden):
        return "orden är strukna; ta bort uppgiften i filen om den inte ska gälla, annars ändras mallen"
    if len({enkel(före) for före, _ in u.orden}) < len({(enkel(f), enkel(e)) for f, e in u.orden}):
        return "orden är ändrade på olika sätt på olika ställen"
    return ""


def _föreslagen(u: Ändraduppgift, mapp: Path, orden_nu: Sequence[str]) -> Ändraduppgift:
    """Uppgiften med förslag till ändring i filen, eller skälet till att inget föreslås."""
    fil, stig = _ställe(u)
    try:
        rå, rad = _rå(mapp, fil, stig)
    except (Underlagsfel, LookupError, TypeError):
        return replace(u, skäl=f"uppgiften finns inte längre i {fil}")
    ny = _ny_uppgift(rå, u.orden)
    u = replace(u, rad=rad, före=rå)
    if ny == rå or (orden_nu and {enkel(efter) for _, efter in u.orden} <= set(orden_nu)):
        return replace(u, skäl="uppgiften är redan så")
    if ny is not None:
        return replace(u, efter=ny)
    if orden_nu and not {enkel(före) for före, _ in u.orden} & set(orden_nu):
        return replace(u, skäl=f"uppgiften har ändrats sedan utkastet gjordes, till ”{orden_nu[0]}”")
    return replace(u, skäl="det går inte att säga vilken uppgift som ger de orden; ändra i filen för hand")


def _ny_uppgift(rå: str, orden: Sequence[tuple[str, str]]) -> str | None:
    """Uppgiften som ger de nya orden: alla ger samma, eller så ändrar de var sin del av en löpande text."""
    nya = {uppgiften(rå, före, efter) for före, efter in orden}
    if len(nya) == 1:
        return nya.pop()
    ny: str | None = rå
    for före, efter in orden:
        ny = uppgiften(ny, före, efter) if ny is not None else None
    return ny


def _ställe(u: Ändraduppgift) -> tuple[str, Stig]:
    fil, _, stig = u.vägar[0].partition("#")
    return fil, led(stig)


def _rå(mapp: Path, fil: str, stig: Stig) -> tuple[str, int]:
    """Uppgiften så som den står i filen, och raden. En text i en egen fil är hela filen."""
    if not stig:
        return "\n".join(läs_källtext(mapp / fil, fil).rader), 1
    nod, _ = _nod(läs_yaml(mapp / fil, fil), stig)
    if not isinstance(nod, Skalär):
        raise TypeError(fil)
    return str(nod), nod.plats.rad


def _nod(nod: Any, stig: Stig) -> tuple[Any, Stig]:
    """Värdet och hela vägen dit: en uppgift med källa står under ”värde”."""
    for steg in stig:
        nod = nod[steg]
    return (nod["värde"], (*stig, "värde")) if isinstance(nod, Tabell) else (nod, stig)


def ändringar(mapp: Path, uppgifter: Iterable[Ändraduppgift]) -> list[Ändring]:
    """Filerna med de föreslagna uppgifterna i."""
    per_fil: dict[str, list[Ändraduppgift]] = {}
    for u in uppgifter:
        per_fil.setdefault(_ställe(u)[0], []).append(u)

    def gör(text: str, fil: str) -> str:
        for u in per_fil[fil]:
            text = _ersatt(text, u, fil)
        return text

    return [ändra(mapp, fil, partial(gör, fil=fil)) for fil in per_fil]


def _ersatt(text: str, u: Ändraduppgift, fil: str) -> str:
    _, stig = _ställe(u)
    if not stig:
        return u.efter
    _, hela = _nod(läs_text(text.removeprefix(BOM), fil), stig)
    return sätt(text, hela, u.efter, fil)


def andra_ord(g: Återkomst, register: Register, uppgifter: Iterable[Ändraduppgift]) -> list[tuple[str, str, str]]:
    """Det som blir skrivet på ett annat sätt i dokumentet än någon skrev där: titeln, orden och de som det blir."""
    orden = orden_i(_utkast_nu(register, g.återkommet.intyg, g.mapp)) if g.mapp else {}
    return [
        (s.ruta.titel, enkel(s.efter), orden[s.ruta.tagg][0])
        for u in uppgifter
        for s in u.ställen[:1]
        if s.ruta.tagg in orden and not any(enkel(s.efter) in text for text in orden[s.ruta.tagg])
    ]
