"""Vet hur ett godkännande skrivs, med en kopia av det som godkändes, och hur det tas bort."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from avtalsgenerator import kedja
from avtalsgenerator.andringar.grund import ändra
from avtalsgenerator.dokument import gör_dokument, välj_dokument
from avtalsgenerator.fel import Användningsfel
from avtalsgenerator.godkannande import kopians_mapp, läs_kopia
from avtalsgenerator.granskning.intyg import intygsnamn, summor_i
from avtalsgenerator.redigera import Ändring as Filändring
from avtalsgenerator.redigera import lägg_till, sätt, ta_bort
from avtalsgenerator.regler import Allvar
from avtalsgenerator.svenska import uppräkning
from avtalsgenerator.utdata import nuvarande

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from avtalsgenerator.andringar import Prövad
    from avtalsgenerator.dokument import Dokument
    from avtalsgenerator.dokumentslag import Dokumentslag
    from avtalsgenerator.noder import Värde
    from avtalsgenerator.regler import Anmärkning
    from avtalsgenerator.regler.grund import Läge


def att_godkänna(kontroll: kedja.Kontroll, bara: str | None) -> tuple[tuple[Dokumentslag, ...], list[Anmärkning]]:
    """Dokumenten som godkännandet gäller, och de hinder som gör att de inte kan godkännas.

    Kastar ``Användningsfel`` om ``bara`` inte hör till handlingen.
    """
    valda = välj_dokument(kontroll.lägen[0], bara, None)
    slag = tuple(s for s in valda if bara or not s.följer_underskrifterna)
    hinder = [a for a in kontroll.anmärkningar if a.allvar is Allvar.HINDER]
    return slag, [a for a in hinder if any(s.stoppas_av([a]) for s in slag)]


def godkänn(mapp: Path, läge: Läge, slag: Sequence[Dokumentslag], svar: Mapping[str, str]) -> Filändring:
    """Filen med ett godkännande av varje dokument så som det blir nu. ``svar`` är ``av`` och ``dag``.

    Personens tidigare godkännande av samma dokument ersätts. Kastar ``Mallfel`` om ett dokument inte kan göras.
    """
    fil = läge.mål.plats().fil
    förut = {(g.dokument, g.av): n for n, g in enumerate(läge.mål.granskningar)}
    poster = {s.namn: _post(s.namn, _gör(mapp, läge, s.namn), svar) for s in slag}

    def med_godkännanden(text: str) -> str:
        for namn, post in poster.items():
            n = förut.get((namn, svar["av"]))
            if n is None:
                text = lägg_till(text, ("granskningar",), post, fil)
            else:
                text = sätt(text, ("granskningar", n), post, fil)
        return text

    return ändra(mapp, fil, med_godkännanden)


def ångra(mapp: Path, läge: Läge, av: str, bara: str | None) -> Filändring:
    """Filen utan personens godkännanden. Kastar ``Användningsfel`` om personen inte har godkänt något."""
    alla, fil = läge.mål.granskningar, läge.mål.plats().fil
    egna = [n for n, g in enumerate(alla) if g.av == av and bara in (None, g.dokument)]
    if not egna:
        vilka = uppräkning(f"{g.dokument} av {g.av}" for g in alla)
        råd = f"Det som är godkänt: {vilka}." if vilka else "Inget är godkänt."
        raise Användningsfel(f"{av} har inte godkänt {bara or 'något'} här", råd)

    def utan_godkännanden(text: str) -> str:
        for n in reversed(egna):
            text = ta_bort(text, ("granskningar", n), fil)
        return text

    return ändra(mapp, fil, utan_godkännanden)


def med_kopior(prövad: Prövad, läge: Läge) -> Prövad:
    """Ändringen med kopiorna av det som är godkänt efter den, och utan dem som inget godkännande längre gäller.

    ``läge`` är läget före ändringen.
    """
    nytt = kedja.läget(prövad.register, läge.id)
    kopior = [*_som_sparas(prövad, nytt), *_som_tas_bort(prövad.mapp, läge, nytt)]
    return replace(prövad, ändringar=(*prövad.ändringar, *kopior))


def _gör(mapp: Path, läge: Läge, namn: str, anmärkningar: Sequence[Anmärkning] = ()) -> Dokument:
    (dokument,) = gör_dokument(läge, anmärkningar, mallmappar=kedja.egna_mallar(mapp), bara=namn)
    return dokument


def _post(namn: str, dokument: Dokument, svar: Mapping[str, str]) -> dict[str, Värde]:
    summor = zip(("ord", "uppgifter", "mall"), summor_i(json.loads(dokument.intyg)), strict=True)
    return {"dokument": namn, "av": svar["av"], "dag": svar["dag"], **dict(summor)}


def _som_sparas(prövad: Prövad, nytt: Läge) -> Iterator[Filändring]:
    """Kopiorna som saknas, med intyg där godkännandet står."""
    saknas = [g.granskning for g in kedja.granskat(prövad.mapp, nytt) if g.håller and not g.kopia]
    anmärkningar = kedja.kontrollera_lägen(prövad.register, (nytt,)).anmärkningar if saknas else ()
    for här, namn in {kopians_mapp(nytt.id, g): g.dokument for g in saknas}.items():
        dokument = _gör(prövad.mapp, nytt, namn, anmärkningar)
        innehåll = {dokument.filnamn: dokument.innehåll, intygsnamn(dokument.filnamn): dokument.intyg}
        for fil, byte in innehåll.items():
            yield Filändring(f"{här}/{fil}", nuvarande(prövad.mapp / här / fil), byte)


def _som_tas_bort(mapp: Path, läge: Läge, nytt: Läge) -> Iterator[Filändring]:
    """Kopiorna som inget godkännande längre gäller."""
    behövs = {kopians_mapp(läge.id, g) for g in nytt.mål.granskningar}
    borta = {m: g for g in läge.mål.granskningar if (m := kopians_mapp(läge.id, g)) not in behövs}
    for g in borta.values():
        if kopia := läs_kopia(mapp, läge.id, g):
            här, _, namn = kopia.fil.rpartition("/")
            for fil in (kopia.fil, f"{här}/{intygsnamn(namn)}"):
                if (före := nuvarande(mapp / fil)) is not None:
                    yield Filändring(fil, före, None)
