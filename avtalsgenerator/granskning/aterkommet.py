"""Vet vad som står i ett utkast som har kommit tillbaka från Word, jämfört med det som skickades i väg."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from avtalsgenerator.fel import Användningsfel, Dokumentfel, Mallfel
from avtalsgenerator.granskning import FÖRFATTARE
from avtalsgenerator.granskning.andras_kommentarer import andras_kommentarer
from avtalsgenerator.granskning.besvarade import besvara, spårade
from avtalsgenerator.granskning.hogar import Ändradform, sortera
from avtalsgenerator.granskning.jamforbart import DOKUMENT, FRAMSIDA, SIDMÄRKE, jämförbart, med_text
from avtalsgenerator.granskning.kontroller import bakom_taggarna
from avtalsgenerator.granskning.original import originalet
from avtalsgenerator.granskning.rutor import märk_rutor
from avtalsgenerator.malltext import W, formatmall, text_i, tolka_xml, utifrån, val
from avtalsgenerator.paket import läs_paket, packa
from avtalsgenerator.svenska import antal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from lxml import etree

    from avtalsgenerator.granskning.andras_kommentarer import AnnansKommentar
    from avtalsgenerator.granskning.besvarade import Spårad
    from avtalsgenerator.granskning.hogar import Högar
    from avtalsgenerator.granskning.jamforbart import Jämförbart
    from avtalsgenerator.granskning.rutor import Ruta


INTE_SPÅRAD = "inte spårad"


@dataclass(frozen=True)
class Återkommet:
    """Ett utkast som har kommit tillbaka: vad det är ett utkast av, och allt som är annorlunda i det."""

    namn: str
    intyg: Mapping[str, Any]
    """Originalets intyg."""
    original: bytes
    rutor_i_original: tuple[Ruta, ...]
    högar: Högar
    """Skillnaden mot originalet när alla spårade ändringar godkänns."""
    ospårade: Högar
    """Den del av skillnaden som inte är spårad: det som skiljer när alla spårade ändringar avvisas."""
    spårade: tuple[Spårad, ...]
    kommentarer: tuple[AnnansKommentar, ...]
    på_framsidan: tuple[str, ...]
    """Stycken som är tillagda eller ändrade på utkastets första sidor, bland anmärkningarna, eller i raden UTKAST."""
    borta_från_framsidan: tuple[str, ...]
    """Stycken som stod där och som är strukna, eller som de stod innan de ändrades."""
    rutor: tuple[tuple[Ruta, int, int], ...]
    """Rutor som är färre eller fler än i originalet: rutan, antalet där och antalet nu."""
    utan_taggar: bool
    """Om programmet som sparade filen har tagit bort rutornas taggar, som LibreOffice gör."""

    @property
    def oförändrat(self) -> bool:
        """Om inget är ändrat eller kommenterat."""
        h = self.högar
        framsidan = self.på_framsidan or self.borta_från_framsidan
        return not (h.fakta or h.texter or h.former or self.kommentarer or framsidan or self.spårade)

    def vem(self, före: str, efter: str) -> str:
        """Vem som har ändrat orden, enligt spårningen: ”Karin Ek 2026-11-20”; tomt om inget alls är spårat."""
        if not self.spårade:
            return ""
        if (före, efter) in _orden(self.ospårade):
            return INTE_SPÅRAD
        par = [(s, s.ord_, före if s.slag == "struket" else efter) for s in self.spårade]
        alla = [s for s, a, b in par if _delar_ord(a, b, hela=True)] or [s for s, a, b in par if _delar_ord(a, b)]
        return ", ".join(dict.fromkeys(f"{s.av} {s.dag}".strip() for s in alla))

    def om_spårningen(self) -> str:
        """Om ändringarna är spårade; tomt om alla är det."""
        if not self.spårade:
            return "Ändringarna är inte spårade." if _orden(self.högar) else ""
        antalet = len(_orden(self.ospårade))
        är = "är inte spårad" if antalet == 1 else "är inte spårade"
        return f"{antal(antalet, 'ändring', 'ändringar')} {är}." if antalet else ""


def _orden(högar: Högar) -> list[tuple[str, str]]:
    return [(v.före, v.efter) for v in högar.fakta] + [(t.ändring.före, t.ändring.efter) for t in högar.texter]


def _delar_ord(a: str, b: str, *, hela: bool = False) -> bool:
    """Om den ena texten står i den andra, som hela ord om det begärs."""
    a, b = a.strip(), b.strip()
    if not hela:
        return bool(a and b) and (a in b or b in a)
    return bool(a and b) and any(re.search(rf"(?<!\w){re.escape(x)}(?!\w)", y) for x, y in ((a, b), (b, a)))


def läs_återkommet(fil: Path, mot: Path | None = None) -> Återkommet:
    """Läser ett utkast som har kommit tillbaka och jämför det med originalet i det, eller i utkastet ``mot``.

    Kastar ``Användningsfel`` om filen inte finns, och ``Dokumentfel`` om den inte är ett ofarligt Word-dokument eller
    inte är ett utkast som är gjort här.
    """
    delar = _läs(fil)
    källa = _läs(mot) if mot else delar
    original = originalet((mot or fil).name, källa)
    if original is None:
        raise Dokumentfel(
            f"{(mot or fil).name} är inget utkast som är gjort här, eller har förlorat sitt original",
            "Ange utkastet som skickades i väg: avtal granska FIL.docx --mot UTKAST.docx. "
            "Två andra dokument jämförs med: avtal skillnad A.docx B.docx",
        )
    packat = packa(delar)
    a, b = _berett(fil.name, original.innehåll, luckor=True), _berett(fil.name, packat)
    löpande = frozenset(tagg for tagg, bakom in bakom_taggarna(original.intyg).items() if bakom.löpande)
    högar = sortera(a.dokument, a.rutor, b.dokument, b.rutor, löpande)
    for vad in a.sidor:
        if a.sidor[vad] != b.sidor[vad]:
            högar.former.append(Ändradform("Hela dokumentet", "", f"{vad}: {a.sidor[vad]} → {b.sidor[vad]}"))
    spår = _spårade(fil.name, delar)
    ospårade = högar
    if spår:
        avvisat = _berett(fil.name, packat, godkänn=False)
        ospårade = sortera(a.dokument, a.rutor, avvisat.dokument, avvisat.rutor, löpande)
    utan_taggar = bool(b.rutor) and not any(r.tagg for r in b.rutor)
    return Återkommet(
        fil.name,
        original.intyg,
        original.innehåll,
        tuple(a.rutor),
        högar,
        ospårade,
        spår,
        tuple(andras_kommentarer(delar)),
        _bara_i(b.framsida, a.framsida),
        _bara_i(a.framsida, b.framsida),
        _olika_många(a.rutor, b.rutor, med_taggar=not utan_taggar),
        utan_taggar,
    )


def _läs(fil: Path) -> dict[str, bytes]:
    """Filens delar. Det som hämtar något utifrån avvisas."""
    try:
        if fil.is_dir() or not fil.exists():
            vad = "är en mapp" if fil.is_dir() else "finns inte"
            raise Användningsfel(f"{fil} {vad}", "Ange en Word-fil (.docx), och kontrollera namnet och mappen.")
        delar = läs_paket(fil)
        for namn, innehåll in delar.items():
            if namn.endswith(".rels") and (mål := next(utifrån(tolka_xml(fil.name, innehåll)), "")):
                råd = "Ta bort länken i Word (Arkiv, Info, Redigera länkar till filer) och spara."
                raise Dokumentfel(f"{fil.name}: filen hämtar något utifrån: {mål}", råd)
    except Mallfel as fel:
        raise Dokumentfel(str(fel), fel.råd) from None
    return delar


@dataclass(frozen=True)
class _Berett:
    """Ett dokument med sina spårade ändringar besvarade, rutorna i det, texten på dess första sidor och sidornas form.

    LibreOffice flyttar en sidbrytning från stycket efter den till stycket före; därför räknas de bara.
    """

    dokument: Jämförbart
    rutor: list[Ruta]
    framsida: list[str]
    sidor: Mapping[str, int]


def _berett(namn: str, innehåll: bytes, *, godkänn: bool = True, luckor: bool = False) -> _Berett:
    rutor: list[Ruta] = []
    framsida: list[str] = []
    märken: dict[str, None] = {}
    brytningar: list[etree._Element] = []
    sidor: dict[str, int] = {}

    def förbered(rötter: dict[str, etree._Element]) -> None:
        for del_ in med_text(rötter):
            besvara(rötter[del_], godkänn=True, av=FÖRFATTARE)  # en skillnad som skickades i väg
            besvara(rötter[del_], godkänn=godkänn)
            framsida.extend(text_i(p) for p in rötter[del_].iter(f"{W}p") if formatmall(p) in FRAMSIDA)
            märken.update(dict.fromkeys(text_i(p) for p in rötter[del_].iter(f"{W}p") if formatmall(p) == SIDMÄRKE))
        framsida.extend(märken)  # var och en en gång: raden UTKAST står i varje avsnitt
        brytningar.extend(b for b in rötter[DOKUMENT].iter(f"{W}br") if b.get(f"{W}type") in ("page", "column"))
        brytningar.extend(b for b in rötter[DOKUMENT].iter(f"{W}pageBreakBefore") if val(b) not in ("0", "false"))
        for brytning in brytningar:
            if brytning.tag == f"{W}br" and (körning := brytning.getparent()) is not None:
                körning.remove(brytning)
        rutor.extend(märk_rutor(rötter, luckor=luckor))
        sidor.update({"sidbrytningar": len(brytningar), **_avsnittens_form(rötter[DOKUMENT])})

    return _Berett(jämförbart(namn, innehåll, förbered), rutor, framsida, sidor)


def _avsnittens_form(rot: etree._Element) -> dict[str, int]:
    avsnitt = list(rot.iter(f"{W}sectPr"))
    liggande = [s for s in avsnitt if s.find(f"{W}pgSz[@{W}orient='landscape']") is not None]
    egen = [x for s in avsnitt if (x := s.find(f"{W}titlePg")) is not None and val(x) not in ("0", "false")]
    return {"avsnitt": len(avsnitt), "liggande avsnitt": len(liggande), "avsnitt med egen förstasida": len(egen)}


def _spårade(namn: str, delar: Mapping[str, bytes]) -> tuple[Spårad, ...]:
    rötter = {n: tolka_xml(namn, x) for n, x in delar.items() if n.startswith("word/") and n.endswith(".xml")}
    return tuple(s for del_ in med_text(rötter) for s in spårade(rötter[del_]))


def _bara_i(texter: list[str], andra: list[str]) -> tuple[str, ...]:
    return tuple(text for text in Counter(texter) - Counter(andra) if text.strip())


def _olika_många(a: list[Ruta], b: list[Ruta], *, med_taggar: bool) -> tuple[tuple[Ruta, int, int], ...]:
    if not med_taggar:
        return ()
    förut, nu = (Counter(r.tagg for r in rutor if not r.är_lucka) for rutor in (a, b))
    kända = {r.tagg: r for r in (*b, *a)}
    return tuple((kända[t], förut[t], nu[t]) for t in {**förut, **nu} if förut[t] != nu[t])
