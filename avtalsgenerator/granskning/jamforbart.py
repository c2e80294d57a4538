"""Vet vad i ett dokument som jämförs: orden i text, tabeller, sidhuvuden, sidfötter och noter.

Innehållskontroller, kommentarer och det som ett utkast har utöver sin text räknas inte dit, och faller bort.
"""

from __future__ import annotations

import hashlib
import io
import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from avtalsgenerator.fel import Användningsfel, Dokumentfel, Mallfel
from avtalsgenerator.malltext import SPÅRADE, W, formatmall, tolka_xml
from avtalsgenerator.paket import läs_paket, packa, öppna_paket
from avtalsgenerator.paragrafer import Rubrikstilar, rubrikstilar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PAKET = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPER = "{http://schemas.openxmlformats.org/package/2006/content-types}"
KOPPLING = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DOKUMENT = "word/document.xml"
SIDMÄRKE = "Utkastrad"
"""Formatmallen för raden UTKAST i ett utkasts sidhuvud. Den jämförs inte men står kvar."""
FRAMSIDA = ("Utkastrubrik", "Utkastfel", "Utkasttext")
"""Formatmallarna på de sidor som ett utkast börjar med."""
_SKAL = {f"{W}{namn}" for namn in ("sdt", "sdtContent", "smartTag", "customXml", "dir", "bdo")}
"""Element som bara omger text; det som står i dem flyttas ut."""
_SKALENS = {f"{W}{namn}" for namn in ("sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr")}
_BORT = {f"{W}{namn}" for namn in ("commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef",
         "proofErr", "lastRenderedPageBreak", "permStart", "permEnd")}  # fmt: skip
_BEHÅLLARE = tuple(f"{W}{namn}" for namn in ("body", "tc", "hdr", "ftr", "footnote", "endnote"))
_BLOCK = (f"{W}p", f"{W}tbl")


@dataclass
class Jämförbart:
    """Ett läst dokument: namnet, filens delar, de av dem som är XML, och hur dess rubriker numreras."""

    namn: str
    delar: dict[str, bytes]
    rötter: dict[str, etree._Element]
    stilar: Rubrikstilar

    @property
    def kropp(self) -> etree._Element:
        """Brödtexten."""
        return self.rötter[DOKUMENT][0]

    def kopplingar(self, del_: str) -> dict[str, etree._Element]:
        """Det som en del hänvisar till, på id."""
        rot = self.rötter.get(kopplingsfil(del_))
        return {} if rot is None else {k.get("Id", ""): k for k in rot if k.tag == f"{PAKET}Relationship"}

    def delen(self, del_: str, slag: str) -> str:
        """Namnet på den del av ett visst slag (”footnotes”) som en annan hänvisar till; tomt om den inte finns."""
        mål = (mål_för(del_, k) for k in self.kopplingar(del_).values() if k.get("Type", "").endswith(f"/{slag}"))
        return next((m for m in mål if m in self.rötter), "")

    def siddelar(self, avsnitt: etree._Element, tagg: str) -> dict[str, str]:
        """Delarna som ett avsnitt har som sidhuvuden eller sidfötter, på vilka sidor de gäller."""
        kopplingar, svar = self.kopplingar(DOKUMENT), {}
        for e in avsnitt.iterchildren(tagg):
            koppling = kopplingar.get(e.get(f"{R}id", ""))
            mål = "" if koppling is None else mål_för(DOKUMENT, koppling)
            if mål in self.rötter:
                svar[e.get(f"{W}type", "default")] = mål
        return svar

    def noten(self, slag: str, id_: str) -> etree._Element | None:
        """Noten med ett visst id; inget om den inte finns."""
        rot = self.rötter.get(self.delen(DOKUMENT, slag)) if id_ else None
        return next((e for e in (() if rot is None else rot) if e.get(f"{W}id") == id_), None)

    def packat(self) -> bytes:
        """Dokumentet som en fil."""
        xml = {
            n: etree.tostring(rot, xml_declaration=True, encoding="UTF-8", standalone=True)
            for n, rot in self.rötter.items()
        }
        return packa({**self.delar, **xml})


def kopplingsfil(del_: str) -> str:
    """Filen med det som en del hänvisar till."""
    mapp, namn = posixpath.split(del_)
    return posixpath.join(mapp, "_rels", f"{namn}.rels")


def mål_för(del_: str, koppling: etree._Element) -> str:
    """Namnet på den del som en koppling leder till."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(del_), koppling.get("Target", ""))).lstrip("/")


def läs_dokument(path: Path) -> Jämförbart:
    """Läser en Word-fil. Kastar ``Användningsfel`` om det inte finns någon fil där, annars ``Dokumentfel``."""
    try:
        är_mapp, finns = path.is_dir(), path.exists()
    except OSError:
        är_mapp, finns = False, True  # går filen inte att se säger läsningen det
    if är_mapp:
        raise Användningsfel(f"{path} är en mapp", "Ange en Word-fil (.docx).")
    if not finns:
        raise Användningsfel(f"filen {path} finns inte", "Kontrollera namnet, och mappen som du står i.")
    return jämförbart(path.name, path)


def jämförbart(
    namn: str, källa: Path | bytes, förbered: Callable[[dict[str, etree._Element]], None] | None = None
) -> Jämförbart:
    """Ett dokument så som det jämförs. Kastar ``Dokumentfel`` om det inte är ett ofarligt och färdigt Word-dokument.

    ``förbered`` får delarna innan det som inte jämförs tas bort ur dem.
    """
    try:
        delar = öppna_paket(namn, io.BytesIO(källa)) if isinstance(källa, bytes) else läs_paket(källa)
        rötter = {n: tolka_xml(namn, x) for n, x in delar.items() if n.endswith((".xml", ".rels"))}
    except Mallfel as fel:
        raise Dokumentfel(str(fel), fel.råd) from None
    rot = rötter[DOKUMENT]
    if rot.tag != f"{W}document" or len(rot) == 0 or rot[0].tag != f"{W}body":
        råd = "Spara den i Word som ett vanligt Word-dokument (.docx), inte Strict Open XML."
        raise Dokumentfel(f"{namn}: filen har en form av Word-dokument som inte går att läsa", råd)
    if förbered:
        förbered(rötter)
    dokument = Jämförbart(namn, delar, rötter, rubrikstilar(delar))
    _utan_kommentarer(dokument)
    for del_ in textdelar(dokument):
        _städa(namn, rötter[del_])
        _kopplingar_efter_innehåll(dokument, del_)
    _utan_framsida(dokument.kropp)
    return dokument


def textdelar(dokument: Jämförbart) -> list[str]:
    """Delarna med text: brödtexten, sidhuvudena, sidfötterna och noterna."""
    return med_text(dokument.rötter)


def med_text(rötter: Mapping[str, etree._Element]) -> list[str]:
    """Namnen på de delar som har text."""
    slag = ("document", "hdr", "ftr", "footnotes", "endnotes")
    return [n for n, rot in rötter.items() if rot.tag in {f"{W}{s}" for s in slag}]


def blocken(behållare: etree._Element) -> list[etree._Element]:
    """Styckena och tabellerna i en behållare, utan raden UTKAST."""
    return [b for b in behållare if b.tag in _BLOCK and not är_sidmärke(b)]


def är_sidmärke(block: etree._Element) -> bool:
    """Om blocket är raden UTKAST i ett sidhuvud."""
    return block.tag == f"{W}p" and formatmall(block) == SIDMÄRKE


def _städa(namn: str, rot: etree._Element) -> None:
    if any(element.tag in SPÅRADE for element in rot.iter()):
        råd = "Godkänn eller avvisa dem i Word (Granska), spara och jämför igen."
        raise Dokumentfel(f"{namn}: dokumentet har spårade ändringar", råd)
    for element in list(rot.iter()):
        if element.tag in _BORT | _SKALENS:
            _ta_bort(element)
        for attribut in list(element.attrib):
            if etree.QName(attribut).localname.startswith(("rsid", "paraId", "textId")):
                del element.attrib[attribut]
    for skal in list(rot.iter(*_SKAL)):
        for inre in list(skal):
            skal.addprevious(inre)
        _ta_bort(skal)
    for behållare in list(rot.iter(*_BEHÅLLARE)):
        _städa_behållare(namn, behållare)


def _ta_bort(element: etree._Element) -> None:
    ägare = element.getparent()
    if ägare is not None:
        ägare.remove(element)
        if ägare.tag == f"{W}r" and all(inre.tag == f"{W}rPr" for inre in ägare):
            _ta_bort(ägare)


def _städa_behållare(namn: str, behållare: etree._Element) -> None:
    """Bara stycken och tabeller i behållaren, och ett stycke sist, utom i brödtexten: så vill Word ha det."""
    for element in list(behållare):
        lokalt = etree.QName(element).localname
        if lokalt in ("bookmarkStart", "bookmarkEnd"):
            _in_i_stycke(element)
        elif element.tag not in _BLOCK and lokalt not in ("sectPr", "tcPr"):
            råd = "Ta bort det i Word, eller klistra in det som text."
            raise Dokumentfel(f"{namn}: dokumentet har något som inte går att jämföra ({lokalt})", råd)
    if behållare.tag != f"{W}body":
        sluta_med_stycke(behållare)


def slutar_med_tabell(behållare: etree._Element) -> bool:
    """Om det sista i behållaren är en tabell. Word lägger då själv till ett tomt stycke när filen öppnas."""
    sista = blocken(behållare)[-1:]
    return bool(sista) and sista[0].tag == f"{W}tbl"


def sluta_med_stycke(behållare: etree._Element) -> None:
    """Lägger till ett tomt stycke sist, om det sista inte är ett stycke eller om det bär ett avsnitts egenskaper."""
    block = [b for b in behållare if b.tag in _BLOCK]
    if block and block[-1].tag == f"{W}p" and block[-1].find(f"{W}pPr/{W}sectPr") is None:
        return
    sist = etree.Element(f"{W}p")
    if block:
        block[-1].addnext(sist)
    else:
        behållare.insert(1 if len(behållare) and behållare[0].tag == f"{W}tcPr" else 0, sist)


def _in_i_stycke(bokmärke: etree._Element) -> None:
    """Ett bokmärke mellan stycken flyttas in i nästa stycke, eller sist i det förra."""
    nästa = next((p for s in bokmärke.itersiblings() for p in s.iter(f"{W}p")), None)
    förra = next((p for s in bokmärke.itersiblings(preceding=True) for p in s.iter(f"{W}p")), None)
    if nästa is not None:
        nästa.insert(1 if len(nästa) and nästa[0].tag == f"{W}pPr" else 0, bokmärke)
    elif förra is not None:
        förra.append(bokmärke)
    else:
        _ta_bort(bokmärke)


def _utan_framsida(kropp: etree._Element) -> None:
    """Tar bort utkastets första sidor, och sidbrytningen efter dem."""
    framsida = [b for b in kropp if b.tag == f"{W}p" and formatmall(b) in FRAMSIDA]
    for stycke in framsida:
        kropp.remove(stycke)
    första = blocken(kropp)[:2]
    brytning = första[0].find(f"{W}pPr/{W}pageBreakBefore") if framsida and första else None
    if brytning is None:
        return
    _ta_bort(brytning)
    if len(första) > 1 and första[1].tag == f"{W}tbl" and första[0].find(f"{W}r") is None:
        kropp.remove(första[0])  # stycket fanns bara för att bryta sidan före en tabell


def _utan_kommentarer(dokument: Jämförbart) -> None:
    """Tar bort delarna med kommentarer, och det som leder till dem."""
    typer = dokument.rötter["[Content_Types].xml"]
    bort = {n for n in dokument.rötter if n.startswith("word/") and _är_om_kommentarer(n)}
    for namn in bort:
        for del_ in (namn, kopplingsfil(namn)):
            dokument.rötter.pop(del_, None)
            dokument.delar.pop(del_, None)
    for typ in list(typer):
        if typ.get("PartName", "").lstrip("/") in bort:
            typer.remove(typ)
    for koppling in dokument.kopplingar(DOKUMENT).values():
        if mål_för(DOKUMENT, koppling) in bort:
            _ta_bort(koppling)


def _kopplingar_efter_innehåll(dokument: Jämförbart, del_: str) -> None:
    """Ger varje koppling ett id som följer av det den leder till, så att samma bild heter lika i två dokument."""
    nya: dict[str, str] = {}
    for id_, koppling in dokument.kopplingar(del_).items():
        mål = mål_för(del_, koppling)
        delar: tuple[bytes, ...] = (koppling.get("Type", "").encode(), koppling.get("Target", "").encode())
        if koppling.get("TargetMode") != "External" and mål in dokument.delar:
            delar = (delar[0], dokument.delar[mål], dokument.delar.get(kopplingsfil(mål), b""))
        nya[id_] = f"rId{hashlib.sha256(bytes(0).join(delar)).hexdigest()[:16]}"
        if nya[id_] in list(nya.values())[:-1]:
            _ta_bort(koppling)
        koppling.set("Id", nya[id_])
    for element in dokument.rötter[del_].iter():
        for attribut in kopplingsattribut(element):
            element.set(attribut, nya.get(element.get(attribut, ""), ""))


def kopplingsattribut(element: etree._Element) -> list[str]:
    """De attribut hos ett element som hänvisar till en annan del."""
    return [str(a) for a in element.attrib if str(a).startswith(R) or etree.QName(a).localname == "relid"]


def _är_om_kommentarer(del_: str) -> bool:
    return posixpath.basename(del_).startswith(("comments", "people."))
