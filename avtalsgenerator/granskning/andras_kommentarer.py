"""Vet vad granskarna har skrivit i ett tidigare utkast, och flyttar det till samma ord när utkastet görs på nytt."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from avtalsgenerator.granskning import FÖRFATTARE
from avtalsgenerator.granskning.kommentarer import sätt_kommentar
from avtalsgenerator.malltext import W, text_i, tolka_xml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from docx.document import Document
    from lxml import etree

_MED_TEXT = re.compile(r"word/(document|(header|footer)\d*|footnotes|endnotes)\.xml")
LIKT = 0.6
"""Så likt ska ett stycke vara för att en kommentar ska flyttas till det, när orden har ändrats."""


@dataclass(frozen=True)
class AnnansKommentar:
    """En kommentar som någon annan än programmet har skrivit: vem, när, vad, och orden den står vid."""

    av: str
    initialer: str
    dag: str
    stycken: tuple[str, ...]
    ord_: str
    """Orden som kommentaren gäller; tomt om den bara står på ett ställe."""
    tagg: str
    """Taggen på den innehållskontroll som orden står i eller börjar med, om det är en."""
    stycke: str
    """Hela stycket som orden står i."""


def andras_kommentarer(delar: Mapping[str, bytes]) -> list[AnnansKommentar]:
    """De andras kommentarer i ett dokument, i den ordning de står i texten. De som inte står någonstans kommer sist."""
    if "word/comments.xml" not in delar:
        return []
    skrivna = tolka_xml("dokumentet", delar["word/comments.xml"]).iter(f"{W}comment")
    andras = {k.get(f"{W}id", ""): k for k in skrivna if k.get(f"{W}author") != FÖRFATTARE}
    svar = []
    for del_ in sorted((n for n in delar if _MED_TEXT.fullmatch(n)), key=lambda n: n != "word/document.xml"):
        for id_, omfång in _omfången(tolka_xml("dokumentet", delar[del_])):
            if id_ in andras:
                svar.append(omfång.läst(andras.pop(id_)))
    return [*svar, *(_Omfång(k).läst(k) for k in andras.values())]


def _omfången(rot: etree._Element) -> Iterator[tuple[str, _Omfång]]:
    """Varje kommentars id och det som den står runt, eller bara stycket om den står på ett ställe."""
    öppna: dict[str, _Omfång] = {}
    klara = set()
    for element in rot.iter():
        id_ = element.get(f"{W}id", "")
        if element.tag == f"{W}commentRangeStart":
            öppna[id_] = _Omfång(element)
        elif element.tag == f"{W}commentRangeEnd" and id_ in öppna:
            klara.add(id_)
            yield id_, öppna.pop(id_)
        elif element.tag == f"{W}commentReference" and id_ not in klara and id_ not in öppna:
            yield id_, _Omfång(element)
        for omfång in öppna.values():
            omfång.ta_med(element)
    yield from öppna.items()


def allas_kommentarer(utkast: Sequence[Mapping[str, bytes]]) -> list[AnnansKommentar]:
    """Kommentarerna i flera exemplar av ett utkast. Samma kommentar i två av dem räknas en gång."""
    alla = {}
    for delar in reversed(utkast):
        sedda: Counter[tuple[str, str, tuple[str, ...]]] = Counter()
        for k in reversed(andras_kommentarer(delar)):
            lika = (k.av, k.dag, k.stycken)  # Word anger bara minuten: två lika i samma exemplar är två
            sedda[lika] += 1
            alla[lika, sedda[lika]] = k
    return list(reversed(alla.values()))


class _Omfång:
    """Det som en kommentar står runt, medan det läses."""

    def __init__(self, början: etree._Element) -> None:
        self._stycke = next(början.iterancestors(f"{W}p"), None)
        self._ruta = next(början.iterancestors(f"{W}sdt"), None)
        self._orden: list[str] = []
        self._strukna: list[str] = []

    def ta_med(self, element: etree._Element) -> None:
        if element.tag == f"{W}t":
            self._orden.append(element.text or "")
        elif element.tag == f"{W}delText":
            self._strukna.append(element.text or "")
        elif element.tag == f"{W}sdt" and self._ruta is None and not self._orden:
            self._ruta = element

    def läst(self, kommentar: etree._Element) -> AnnansKommentar:
        return AnnansKommentar(
            kommentar.get(f"{W}author", ""),
            kommentar.get(f"{W}initials", ""),
            kommentar.get(f"{W}date", ""),
            tuple(text_i(p) for p in kommentar.iter(f"{W}p")),
            "".join(self._orden or self._strukna),
            next(_taggar(self._ruta), "") if self._ruta is not None else "",
            text_i(self._stycke) if self._stycke is not None else "",
        )


def flytta(dokument: Document, kommentarer: Sequence[AnnansKommentar]) -> list[AnnansKommentar]:
    """Skriver kommentarerna vid samma ord i ett nytt utkast. Ger dem vars ord inte längre finns."""
    utan_plats = []
    stycken = list(dokument.element.body.iter(f"{W}p"))
    for k in kommentarer:
        plats = _finn(k, stycken)
        if plats is None:
            utan_plats.append(k)
        else:
            sätt_kommentar(dokument, *plats, k.stycken, (k.av, k.initialer, k.dag))
    return utan_plats


def _finn(k: AnnansKommentar, stycken: Sequence[etree._Element]) -> tuple[etree._Element, etree._Element] | None:
    """Det första och det sista elementet som kommentaren ska stå runt: samma ord i samma stycke, eller det likaste."""
    texter = [text_i(p) for p in stycken]
    if k.stycke in texter:
        stycke = stycken[texter.index(k.stycke)]
    else:
        med_taggen = [p for p in stycken if k.tagg and any(t == k.tagg for t in _taggar(p))]
        lika = difflib.get_close_matches(k.stycke, [text_i(p) for p in med_taggen] or texter, n=1, cutoff=LIKT)
        if lika:
            stycke = next(p for p in med_taggen or stycken if text_i(p) == lika[0])
        elif med_taggen:
            stycke = med_taggen[0]
        else:
            return None
    return _omfattar(stycke, k)


def _omfattar(stycke: etree._Element, k: AnnansKommentar) -> tuple[etree._Element, etree._Element] | None:
    """Styckets delar som har orden; står de inte där längre, kontrollen med samma tagg, annars hela stycket."""
    delar = [e for e in stycke if e.tag in (f"{W}r", f"{W}sdt", f"{W}hyperlink") and text_i(e)]
    if not delar:
        return None
    början = text_i(stycke).find(k.ord_) if k.ord_ else -1
    if början < 0:
        egna = [e for e in delar if e.tag == f"{W}sdt" and k.tagg in _taggar(e)]
        return (egna[0], egna[0]) if egna and k.tagg else (delar[0], delar[-1])
    slut, läge = början + len(k.ord_), 0
    inom = []
    for e in delar:
        if läge < slut and läge + len(text_i(e)) > början:
            inom.append(e)
        läge += len(text_i(e))
    return inom[0], inom[-1]


def _taggar(element: etree._Element) -> Iterator[str]:
    yield from (t.get(f"{W}val", "") for t in element.iter(f"{W}tag"))
