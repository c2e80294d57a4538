"""Vet vad den som äger mallarna kan göra med dem: kontrollera dem, få bristerna som kommentarer och jämföra två."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from avtalsgenerator import kedja, uppslag
from avtalsgenerator.dokument import medföljande_mallar
from avtalsgenerator.dokumentslag import dokumentslag
from avtalsgenerator.fel import Användningsfel, Mallfel, Underlagsfel
from avtalsgenerator.mallkontroll import gränssnittet, pröva_mall
from avtalsgenerator.mallkontroll.kommentarer import kommenterad
from avtalsgenerator.paket import läs_paket
from avtalsgenerator.utdata import spara
from avtalsgenerator.versioner import jämför_filer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from avtalsgenerator.fel import Mallbrist
    from avtalsgenerator.granskning.skillnad import Skillnad
    from avtalsgenerator.mallkontroll import Mallprov
    from avtalsgenerator.utdata import Sparad


@dataclass(frozen=True)
class Mallkontroll:
    """Vad en kontroll av flera mallar kom fram till, och de som inte gick att läsa."""

    prov: tuple[Mallprov, ...]
    olästa: tuple[Mallbrist, ...] = ()
    oanvända: tuple[str, ...] = ()
    """Filer i avtalsmappens mallar/ som inte heter som någon mall, och därför aldrig används."""

    def stoppar(self, *, strikt: bool = False) -> bool:
        """Om någon mall har ett hinder; med ``strikt`` också en varning."""
        return any(p.stoppar(strikt=strikt) for p in self.prov)


@dataclass(frozen=True)
class Mallskillnad:
    """Vad som skiljer två versioner av en mall: orden, texten, och vilka handlingar som görs av den."""

    text: Skillnad
    nya: tuple[tuple[str, str], ...]
    """Ord som bara den nya använder, och vad de är."""
    borta: tuple[tuple[str, str], ...]
    ändrade: tuple[tuple[str, str, str], ...]
    """Ord som är något annat i den nya: ordet, vad det var och vad det är."""
    mall: str
    """Mallens namn; tomt om ingen av filerna heter som en mall, och orden därför inte är jämförda."""
    berör: tuple[str, ...] = ()
    """Handlingarna i avtalsmappen som görs av mallen."""
    skäl: str = ""
    """Varför det inte är känt vilka handlingar den berör."""


def kontrollera(valda: Sequence[str], mapp: Path | None) -> Mallkontroll:
    """Prövar mallarna: filer eller namn, annars alla som ``avtal mallar`` visar. Läser inga uppgifter.

    Kastar ``Användningsfel`` om en vald mall inte finns.
    """
    alla = {namn: väg for namn, väg, _ in uppslag.mallar(mapp)}
    prov, olästa = [], list[Mallfel]()
    for väg in [_finn(v, alla) for v in valda] if valda else alla.values():
        try:
            prov.append(_pröva(väg))
        except Mallfel as fel:
            olästa.append(fel)
    oanvända = () if valda else _oanvända(alla)
    return Mallkontroll(tuple(prov), tuple(b for fel in olästa for b in fel.brister), oanvända)


def _oanvända(alla: dict[str, Path]) -> tuple[str, ...]:
    egna = {väg.parent for väg in alla.values()} - {medföljande_mallar()}
    filer = sorted(f for mapp in egna for f in mapp.glob("*.docx") if not f.name.startswith("~$"))
    return tuple(_kort(f) for f in filer if f.stem not in alla)


def _pröva(väg: Path) -> Mallprov:
    medföljande = medföljande_mallar() / väg.name
    egen = medföljande.is_file() and medföljande.resolve() != väg.resolve()
    return pröva_mall(_kort(väg), läs_paket(väg), väg.stem, läs_paket(medföljande) if egen else None)


def _kort(väg: Path) -> str:
    """Vägen härifrån, om filen ligger här nedanför; en medföljande mall annars bara vid namn."""
    här = Path.cwd()
    if väg.resolve().is_relative_to(här):
        return väg.resolve().relative_to(här).as_posix()
    return väg.name if väg.parent == medföljande_mallar() else väg.as_posix()


def _finn(vald: str, alla: dict[str, Path]) -> Path:
    väg, namn = Path(vald), vald.removesuffix(".docx")
    if väg.is_dir():
        raise Användningsfel(f"{vald} är en mapp", "Ange en Word-fil (.docx), eller namnet på en mall.")
    if väg.is_file():
        return väg
    if namn in alla:
        return alla[namn]
    nära = difflib.get_close_matches(namn, alla, n=1)
    råd = f"Menade du {nära[0]}?" if nära else "Ange en Word-fil (.docx), eller en mall som visas med: avtal mallar"
    raise Användningsfel(f"mallen ”{vald}” finns inte", råd)


def spara_kommenterad(
    vald: str, kontroll: Mallkontroll, ut: Path, dag: date, mapp: Path | None, *, ersätt: bool
) -> Sparad | None:
    """Sparar en kopia av mallen med bristerna som kommentarer, om den har några. Mallen själv ändras aldrig.

    Kastar ``Användningsfel`` om kopian skulle hamna på mallen.
    """
    (prov,) = kontroll.prov
    väg = _finn(vald, {namn: väg for namn, väg, _ in uppslag.mallar(mapp)})
    if ut.suffix.lower() != ".docx":
        raise Användningsfel(f"filen kan inte heta {ut.name}", "Låt namnet sluta på .docx.")
    if ut.resolve() == väg.resolve():
        raise Användningsfel(f"{ut} är mallen själv, som inte ändras", "Ge kopian ett annat namn.")
    if not prov.brister:
        return None
    innehåll = kommenterad(läs_paket(väg), prov.brister, dag)
    (sparad,) = spara(ut.parent, {ut.name: innehåll}, ersätt=ersätt, flagga="--kommentera")
    return sparad


def jämför(a: str, b: str, dag: date, mapp: Path | None) -> Mallskillnad:
    """Vad som skiljer två mallar, filer eller namn: den gamla och den nya. ``dag`` står på de spårade ändringarna."""
    mallar = {namn: väg for namn, väg, _ in uppslag.mallar(mapp)}
    gammal, ny = _finn(a, mallar), _finn(b, mallar)
    text = jämför_filer(gammal, ny, dag)
    namn = next((v.stem for v in (ny, gammal) if v.stem in mallar), "")
    före, efter = (gränssnittet(v.stem if v.stem in mallar else namn, läs_paket(v)) for v in (gammal, ny))
    berör, skäl = _berör(namn, mapp) if namn else ((), "")
    return Mallskillnad(
        text,
        tuple((o, slag) for o, slag in efter.items() if o not in före),
        tuple((o, slag) for o, slag in före.items() if o not in efter),
        tuple((o, före[o], slag) for o, slag in efter.items() if före.get(o, slag) != slag),
        namn,
        berör,
        skäl,
    )


def _berör(mall: str, mapp: Path | None) -> tuple[tuple[str, ...], str]:
    """Det i avtalsmappen som görs av mallen, eller varför det inte är känt."""
    try:
        lägen = kedja.lägen(kedja.läs(kedja.finn_mapp(mapp, Path.cwd())))
    except Användningsfel as fel:
        if mapp:
            raise
        return (), str(fel)
    except Underlagsfel:
        return (), "uppgifterna i avtalsmappen går inte att läsa (avtal kontrollera säger varför)"
    return tuple(läge.id for läge in lägen if any(s.mall == mall for s in dokumentslag(läge))), ""
