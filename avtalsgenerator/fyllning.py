"""Vet hur en mall fylls, och vad det färdiga dokumentet ska innehålla för text.

Varje värde skyddas, prövas och märks medan det skrivs. Texten som menades sparas vid sidan av XML:en, så att det
färdiga dokumentet kan läsas tillbaka och jämföras med den.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

from jinja2 import TemplateRuntimeError
from lxml import etree
from markupsafe import Markup

from avtalsgenerator.fel import Fyllningsfel, Mallbrist, Mallfel
from avtalsgenerator.indata import beskriv_tecken, finn_förbjudet
from avtalsgenerator.loptextxml import antal_listor, med_listor, som_xml
from avtalsgenerator.mall import FYLLNING, HelaStycken, Mall, Malldel, OkäntOrd
from avtalsgenerator.malltext import W, menade_du, tolka_xml
from avtalsgenerator.modell.loptext import Löptext, Stycke
from avtalsgenerator.paragrafer import dubbla_bokmärken, räkna, sätt_nummer
from avtalsgenerator.underlag.grund import Lucka
from avtalsgenerator.ursprung import utan_märken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import FrameType

    from jinja2 import Template

    from avtalsgenerator.paragrafer import Paragraf

BÖRJAN, SLUT, LUCKA, LUCKSLUT = "\ue000", "\ue001", "\ue002", "\ue003"
"""Märken runt värden under fyllningen. De kan inte förekomma i uppgifter (indata) eller mallar (malltext)."""
HUVUDDEL = "word/document.xml"
LÄNGSTA_VÄRDE = 20_000
"""Tecken. Ett längre värde är ett misstag, inte ett ord i ett avtal."""


@dataclass(frozen=True)
class Utskrivet:
    """Några ord som har fyllts i, med märken för sitt ursprung, och stycket i mallen som de står i."""

    del_: str
    ord_: str
    mallstycke: str


@dataclass(frozen=True)
class Fylld:
    """En fylld mall: delarna, den text som menades i varje fylld del, och bristerna i ett utkast.

    I ``märkta`` är de fyllda delarnas ord märkta med sitt ursprung; i ``delar`` är märkena borta.
    """

    märkta: Mapping[str, bytes]
    menad_text: Mapping[str, str]
    utskrivet: tuple[Utskrivet, ...] = ()
    brister: tuple[Mallbrist, ...] = ()

    @property
    def delar(self) -> dict[str, bytes]:
        """Dokumentets alla delar."""
        rena = {namn: utan_märken(self.märkta[namn].decode("utf-8")).encode("utf-8") for namn in self.menad_text}
        return {**self.märkta, **rena}


@dataclass
class _Fyllning:
    """Det som händer medan en del fylls: vilka värden som skrevs och vilka brister."""

    mall: str
    del_: Malldel
    utkast: bool
    värden: list[tuple[str, int]] = field(default_factory=list)
    """Orden, och raden i den färdiga jinja-mallen som skrev dem."""
    brister: list[Mallbrist] = field(default_factory=list)
    listor: int = 0
    """Numrerade listor som hittills skrivits i dokumentet."""

    def skriv(self, värde: object, ram: FrameType) -> str:
        """Gör märkt text av ett värde. Bara text, heltal och luckor kan skrivas; allt annat är en brist."""
        if isinstance(värde, HelaStycken):
            return self.stycken(värde.värde, ram)
        if isinstance(värde, Löptext):
            return self.lucka("värde", "löpande text ska stå som {{p ord }} ensamt i ett stycke", ram)
        if isinstance(värde, Lucka):
            return self.lucka(värde.vad, f"uppgiften saknas: {värde.vad}", ram)
        if isinstance(värde, OkäntOrd):
            return self.lucka(värde.ord_, värde._undefined_message, ram)
        if isinstance(värde, int) and not isinstance(värde, bool):
            värde = str(värde)
        if not isinstance(värde, str):
            return self.lucka("värde", _SLAG.get(type(värde), "en lista kan inte skrivas ut"), ram)
        if fel := _fel_i_text(värde):
            return self.lucka("värde", fel, ram)
        self.värden.append((värde, ram.f_lineno))
        return f"{BÖRJAN}{värde}{SLUT}"

    def stycken(self, värde: object, ram: FrameType) -> str:
        """Löpande text blir hela stycken; allt annat ett enda stycke."""
        if not isinstance(värde, Löptext):
            return Markup("<w:p><w:r><w:t>%s</w:t></w:r></w:p>") % self.skriv(värde, ram)
        if fel := next((f for f in map(_fel_i_text, _texter(värde)) if f), ""):
            return Markup("<w:p><w:r><w:t>%s</w:t></w:r></w:p>") % self.lucka("text", fel, ram)
        self.värden.append((värde.text, ram.f_lineno))
        xml = som_xml(värde, self.listor)
        self.listor += antal_listor(värde)
        return Markup(f"{BÖRJAN}{xml}{SLUT}")

    def byt(self, märkt: str, paragraf: Paragraf, text: Löptext) -> str:
        """Texten med en ny lydelse under paragrafens rubrik i stället för den gamla."""
        före, gammal = (märkt[: paragraf.början].count(BÖRJAN), märkt[paragraf.början : paragraf.slut].count(BÖRJAN))
        self.värden[före : före + gammal] = [(text.text, 0)]
        xml = som_xml(text, self.listor)
        self.listor += antal_listor(text)
        return f"{märkt[: paragraf.början]}{BÖRJAN}{xml}{SLUT}{märkt[paragraf.slut :]}"

    def brist(self, text: str, råd: str) -> None:
        """En brist i dokumentet som helhet. Ett utkast görs ändå, med bristen bland det som återstår."""
        self.brister.append(Mallbrist(self.mall, text, råd=råd))

    def lucka(self, vad: str, text: str, ram: FrameType) -> str:
        if not self.utkast:
            self.brister.append(Mallbrist(self.mall, text, self.mallstycke(ram.f_lineno)))
        märkt = f"{LUCKA}[saknas: {vad}]{LUCKSLUT}"
        self.värden.append((märkt, ram.f_lineno))
        return f"{BÖRJAN}{märkt}{SLUT}"

    def mallstycke(self, rad: int) -> str:
        """Mallens stycke på en rad i den färdiga jinja-mallen; 0 är en ny lydelse, som ersätter mallens stycken."""
        return self.del_.stycke(self.del_.jinja.get_corresponding_lineno(rad)) if rad else ""

    def utskrivet(self, namn: str) -> Iterator[Utskrivet]:
        stycken = {rad: self.mallstycke(rad) for rad in {rad for _, rad in self.värden}}
        return (Utskrivet(namn, ord_, stycken[rad]) for ord_, rad in self.värden)


_SLAG = {type(None): "ordet är tomt i underlaget", bool: "ett ja eller nej kan bara stå i if, inte skrivas ut"}


def _texter(text: Löptext) -> Iterator[str]:
    for block in text.block:
        yield from (b.text for b in block.bitar) if isinstance(block, Stycke) else (block.text,)


def _fel_i_text(värde: str) -> str:
    värde = utan_märken(värde)
    läge = finn_förbjudet(värde)
    if läge is None:
        läge = next((i for i, t in enumerate(värde) if t in "\n\t"), None)
    if läge is not None:
        return f"värdet innehåller tecknet {beskriv_tecken(värde[läge])}, som inte kan skrivas ut"
    return f"värdet är längre än {LÄNGSTA_VÄRDE} tecken" if len(värde) > LÄNGSTA_VÄRDE else ""


def fyll(mall: Mall, ord_: object, *, utkast: bool = False) -> Fylld:
    """Fyller mallen med ett underlag (en dataklass). Kastar ``Mallfel`` med alla ord som saknas.

    I ett utkast blir det som saknas en märkt lucka i stället.
    """
    sammanhang = {f.name: getattr(ord_, f.name) for f in fields(ord_)}  # type: ignore[arg-type]
    delar, menad_text = dict(mall.delar), {}
    utskrivet: list[Utskrivet] = []
    brister: list[Mallbrist] = []
    if not utkast and (okända := _okända_ord(mall, sammanhang)):
        raise Mallfel(okända)
    märkta: dict[str, tuple[_Fyllning, str]] = {}
    listor = 0
    for namn, del_ in mall.fyllbara.items():
        fyllning = _Fyllning(mall.namn, del_, utkast, listor=listor)
        märkta[namn] = fyllning, _kör(fyllning, sammanhang)
        listor = fyllning.listor
    for namn, märkt in _med_paragrafer(mall, ord_, märkta).items():
        fyllning = märkta[namn][0]
        brister += fyllning.brister
        listor = max(listor, fyllning.listor)
        menad_text[namn] = _menad_text(märkt, [ord_ for ord_, _ in fyllning.värden])
        utskrivet += fyllning.utskrivet(namn)
        delar[namn] = _utan_märken(mall.namn, märkt)
    if brister and not utkast:
        raise Mallfel(brister)
    med_listor(delar, listor)
    return Fylld(delar, menad_text, tuple(utskrivet), tuple(brister))


def _med_paragrafer(mall: Mall, ord_: object, märkta: Mapping[str, tuple[_Fyllning, str]]) -> dict[str, str]:
    """Delarna med nya lydelser insatta och paragrafernas nummer i hänvisningarna."""
    svar = {namn: märkt for namn, (_, märkt) in märkta.items()}
    if HUVUDDEL not in märkta:
        return svar
    fyllning = märkta[HUVUDDEL][0]
    paragrafer = räkna(svar[HUVUDDEL], mall.stilar)
    for bokmärke in dubbla_bokmärken(paragrafer):
        fyllning.brist(f"bokmärket {bokmärke} står i flera paragrafer", "Låt varje bokmärke stå i en enda rubrik.")
    antal = getattr(ord_, "antal_paragrafer", None)
    if antal is not None and antal != len(paragrafer):
        text = f"mallen ger {len(paragrafer)} paragrafer, men avtalet har {antal}"
        fyllning.brist(text, "Ändra mallen eller avtalets texter så att paragraferna blir avtalets.")
    finns = {b: p.nummer for p in paragrafer for b in p.bokmärken}
    for krav in getattr(ord_, "paragrafnummer", ()):
        if finns.get(krav.bokmärke, krav.nummer) != krav.nummer:
            text = f"paragrafen {krav.bokmärke} blir § {finns[krav.bokmärke]}, men i avtalet är den § {krav.nummer}"
            fyllning.brist(text, "Ändra ordningen i mallen, eller numret i avtalets fil.")
    for lydelse in sorted(getattr(ord_, "nya_lydelser", ()), key=lambda ny: -ny.paragraf):
        paragraf = next((p for p in paragrafer if p.nummer == lydelse.paragraf), None)
        if paragraf is None:
            fyllning.brist(f"§ {lydelse.paragraf} ska få en ny lydelse, men mallen har ingen sådan paragraf", "")
        else:
            svar[HUVUDDEL] = fyllning.byt(svar[HUVUDDEL], paragraf, lydelse.text)
    for namn, märkt in svar.items():
        svar[namn], saknas = sätt_nummer(märkt, paragrafer, f"{LUCKA}[saknas: paragraf]{LUCKSLUT}")
        for bokmärke in saknas:
            fyllning.brist(
                f"en hänvisning går till paragrafen {bokmärke}, som inte finns i dokumentet",
                "Ta bort hänvisningen, eller låt samma villkor gälla för den som för paragrafen.",
            )
    return svar


def _okända_ord(mall: Mall, sammanhang: Mapping[str, object]) -> list[Mallbrist]:
    """Ord på översta nivån som mallen använder men underlaget inte har, var och en där den först används."""
    return [
        Mallbrist(
            mall.namn, f"ordet ”{ord_}” finns inte i underlaget", del_.stycke_med(ord_), menade_du(ord_, sammanhang)
        )
        for del_ in mall.fyllbara.values()
        for ord_ in sorted(del_.ord_ - set(sammanhang))
    ]


def _kör(fyllning: _Fyllning, sammanhang: Mapping[str, object]) -> str:
    jinja = fyllning.del_.jinja
    text: Iterator[str] = jinja.root_render_func(jinja.new_context({**sammanhang, FYLLNING: fyllning}))
    try:
        return "".join(text).replace("\n<w:p", "<w:p")
    except (TemplateRuntimeError, Fyllningsfel) as fel:
        ram = _ram_i(fel, jinja)
        stycke = fyllning.mallstycke(ram.f_lineno) if ram else ""
        raise Mallfel([Mallbrist(fyllning.mall, str(fel), stycke)]) from fel


def _ram_i(fel: BaseException, jinja: Template) -> FrameType | None:
    """Stället i mallen där felet uppstod."""
    spår, funnen = fel.__traceback__, None
    while spår:
        if spår.tb_frame.f_code.co_filename == jinja.root_render_func.__code__.co_filename:
            funnen = spår.tb_frame
        spår = spår.tb_next
    return funnen


def _menad_text(märkt: str, värden: list[str]) -> str:
    """Texten som dokumentet ska innehålla: mallens fasta text utan XML, och värdena så som de gavs."""
    bitar = re.split(f"{BÖRJAN}.*?{SLUT}", märkt, flags=re.DOTALL)
    fasta = [html.unescape(re.sub(r"<[^>]*>", "", bit)) for bit in bitar]
    return fasta[0] + "".join(utan_märken(värde) + fast for värde, fast in zip(värden, fasta[1:], strict=True))


def _utan_märken(mall: str, märkt: str) -> bytes:
    """Strängt tolkad XML. En cell som ett villkor har tömt får det tomma stycke som Word kräver."""
    rot = tolka_xml(mall, märkt.replace(BÖRJAN, "").replace(SLUT, "").encode("utf-8"))
    for cell in rot.iter(f"{W}tc"):
        if len(cell) == 0 or cell[-1].tag != f"{W}p":
            etree.SubElement(cell, f"{W}p")
    if any(tabell.find(f"{W}tr") is None for tabell in rot.iter(f"{W}tbl")):
        råd = "Ge tabellen en rubrikrad, eller ta bort hela tabellen med {%p if … %}."
        raise Mallfel([Mallbrist(mall, "en tabell blir utan rader", råd=råd)])
    svar: bytes = etree.tostring(rot, xml_declaration=True, encoding="UTF-8", standalone=True)
    return svar
