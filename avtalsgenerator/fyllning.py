"""Vet hur en mall fylls: delarna skrivs, paragraferna får sina nummer och de nya lydelserna sätts in."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING

from avtalsgenerator.fel import Mallbrist, Mallfel
from avtalsgenerator.loptextxml import med_listor
from avtalsgenerator.malldel import HÄNVISNING
from avtalsgenerator.malltext import menade_du, tolka_xml
from avtalsgenerator.paragrafer import dubbla_bokmärken, räkna
from avtalsgenerator.ursprung import rena_byte
from avtalsgenerator.utskrift import LUCKA, LUCKSLUT, Utskrift, lucka

if TYPE_CHECKING:
    from collections.abc import Mapping

    from avtalsgenerator.malldel import Mall, Malldel
    from avtalsgenerator.paragrafer import Paragraf

__all__ = ["LUCKA", "LUCKSLUT", "Fylld", "Utskrivet", "fyll"]

HUVUDDEL = "word/document.xml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True)
class Utskrivet:
    """Några ord som har fyllts i, med märken för sitt ursprung, och stycket i mallen som de står i."""

    del_: str
    ord_: str
    mallstycke: str


@dataclass(frozen=True)
class Fylld:
    """En fylld mall: delarna, den text som menades i varje fylld del, och bristerna i ett utkast.

    I ``märkta`` är orden i ett utkasts fyllda delar märkta med sitt ursprung; i ``delar`` är märkena borta.
    """

    märkta: Mapping[str, bytes]
    menad_text: Mapping[str, str]
    skrivet: tuple[tuple[str, Malldel, list[tuple[str, int]]], ...] = ()
    """Varje del, dess namn och orden som är ifyllda i den, med numret på mallens stycke."""
    brister: tuple[Mallbrist, ...] = ()
    utkast: bool = False

    @property
    def delar(self) -> dict[str, bytes]:
        """Dokumentets alla delar."""
        rena = {namn: rena_byte(self.märkta[namn]) for namn in self.menad_text} if self.utkast else {}
        return {**self.märkta, **rena}

    @cached_property
    def utskrivet(self) -> tuple[Utskrivet, ...]:
        """Varje ord som är ifyllt, i den ordning de står; en ny lydelse ersätter mallens stycken och har inget."""
        return tuple(
            Utskrivet(namn, ord_, del_.mallstycken[nr] if nr >= 0 else "")
            for namn, del_, värden in self.skrivet
            for ord_, nr in värden
        )


def fyll(mall: Mall, ord_: object, *, utkast: bool = False) -> Fylld:
    """Fyller mallen med ett underlag (en dataklass). Kastar ``Mallfel`` med alla ord som saknas.

    I ett utkast blir det som saknas en märkt lucka i stället.
    """
    sammanhang = {f.name: getattr(ord_, f.name) for f in fields(ord_)}  # type: ignore[arg-type]
    if not utkast and (okända := _okända_ord(mall, sammanhang)):
        raise Mallfel(okända)
    skrivna: dict[str, Utskrift] = {}
    listor = 0
    for namn, del_ in mall.fyllbara.items():
        skrivna[namn] = Utskrift(mall.namn, del_, sammanhang, utkast, listor)
        skrivna[namn].kör()
        listor = skrivna[namn].listor
    if HUVUDDEL in skrivna:
        _numrera(mall, ord_, skrivna)
    brister = tuple(b for skriven in skrivna.values() for b in skriven.brister)
    hinder = [b for skriven in skrivna.values() for b in skriven.hinder]
    if hinder or (brister and not utkast):
        raise Mallfel((*hinder, *brister))
    delar = dict(mall.delar)
    for namn, skriven in skrivna.items():
        delar[namn] = "".join((_XML, *skriven.ut)).encode("utf-8")
    med_listor(delar, max((skriven.listor for skriven in skrivna.values()), default=0))
    menad_text = {namn: "".join(skriven.text) for namn, skriven in skrivna.items()}
    return Fylld(delar, menad_text, tuple((n, s.del_, s.värden) for n, s in skrivna.items()), brister, utkast)


def _numrera(mall: Mall, ord_: object, skrivna: Mapping[str, Utskrift]) -> None:
    """Sätter paragrafernas nummer i hänvisningarna, och de nya lydelserna under sina rubriker."""
    huvuddel = skrivna[HUVUDDEL]
    paragrafer = räkna(huvuddel.märken, (len(huvuddel.ut), len(huvuddel.värden)))
    _pröva_paragrafer(huvuddel, ord_, paragrafer)
    byts = []
    for lydelse in sorted(getattr(ord_, "nya_lydelser", ()), key=lambda ny: -ny.paragraf):
        paragraf = next((p for p in paragrafer if p.nummer == lydelse.paragraf), None)
        if paragraf is None:
            huvuddel.brist(f"§ {lydelse.paragraf} ska få en ny lydelse, men mallen har ingen sådan paragraf", "")
        else:
            byts.append((paragraf, lydelse.text))
    nummer = {b: p.text for p in paragrafer for b in p.bokmärken}
    for skriven in skrivna.values():
        utbytt = [p for p, _ in byts] if skriven is huvuddel else []
        _sätt_nummer(skriven, nummer, utbytt)
    for paragraf, text in byts:
        huvuddel.byt(paragraf, text)
    if byts:
        tolka_xml(mall.namn, "".join(huvuddel.ut).encode())  # texten under en rubrik kan i mallen sluta i en tabell


def _pröva_paragrafer(huvuddel: Utskrift, ord_: object, paragrafer: list[Paragraf]) -> None:
    for bokmärke in dubbla_bokmärken(paragrafer):
        huvuddel.brist(f"bokmärket {bokmärke} står i flera paragrafer", "Låt varje bokmärke stå i en enda rubrik.")
    antal = getattr(ord_, "antal_paragrafer", None)
    if antal is not None and antal != len(paragrafer):
        text = f"mallen ger {len(paragrafer)} paragrafer, men avtalet har {antal}"
        huvuddel.brist(text, "Ändra mallen eller avtalets texter så att paragraferna blir avtalets.")
    finns = {b: p.nummer for p in paragrafer for b in p.bokmärken}
    for krav in getattr(ord_, "paragrafnummer", ()):
        if finns.get(krav.bokmärke, krav.nummer) != krav.nummer:
            text = f"paragrafen {krav.bokmärke} blir § {finns[krav.bokmärke]}, men i avtalet är den § {krav.nummer}"
            huvuddel.brist(text, "Ändra ordningen i mallen, eller numret i avtalets fil.")


def _sätt_nummer(skriven: Utskrift, nummer: Mapping[str, str], utbytt: list[Paragraf]) -> None:
    """Paragrafens nummer i varje hänvisning. Går den till en paragraf som inte finns blir det en lucka."""
    saknas: dict[str, None] = {}
    for märke, bit, _ in skriven.märken:
        if märke.slag == HÄNVISNING and not any(p.början[0] <= bit < p.slut[0] for p in utbytt):
            if märke.namn not in nummer:
                saknas[märke.namn] = None
            skriven.ut[bit] = skriven.text[bit] = nummer.get(märke.namn, lucka("paragraf"))
    for bokmärke in saknas:
        skriven.brist(
            f"en hänvisning går till paragrafen {bokmärke}, som inte finns i dokumentet",
            "Ta bort hänvisningen, eller låt samma villkor gälla för den som för paragrafen.",
        )


def _okända_ord(mall: Mall, sammanhang: Mapping[str, object]) -> list[Mallbrist]:
    """Ord på översta nivån som mallen använder men underlaget inte har, var och en där den först används."""
    return [
        Mallbrist(
            mall.namn,
            f"ordet ”{ord_}” finns inte i underlaget",
            del_.mallstycken[del_.ord_[ord_]],
            menade_du(ord_, sammanhang),
            "MAL14",
        )
        for del_ in mall.fyllbara.values()
        for ord_ in sorted(del_.ord_.keys() - sammanhang.keys())
    ]
