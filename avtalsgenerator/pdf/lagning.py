"""Vet vad som brister i LibreOffices PDF och lagar det, så att den följer PDF/A-2b och PDF/UA-1 på samma gång.

- Linjer och vattenmärken märks som utsmyckning; annars läses de upp eller räknas som omärkt innehåll.
- Tabellhuvuden säger om de gäller kolumnen eller raden, och en formatmall får inte heta som ett av PDF:s egna slag.
- Egenskaperna beskriver att filen följer båda, med dokumentets dag i stället för klockan, så att byten blir desamma.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import docx
import pikepdf
from pikepdf import Array, ContentStreamInstruction, Dictionary, Name, Operator

from avtalsgenerator import __version__
from avtalsgenerator.fel import Dokumentfel
from avtalsgenerator.pdf.egenskaper import info, xmp
from avtalsgenerator.pdf.struktur import SLAG, föräldrar, märke, taggade, utan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pikepdf import Object, Page, Pdf

    from avtalsgenerator.dokument import Dokument
    from avtalsgenerator.pdf.struktur import Rad

_UTSMYCKNING = ContentStreamInstruction([Name.Artifact], Operator("BMC"))
_SLUT = ContentStreamInstruction([], Operator("EMC"))
_BÖRJAR, _MÅLAR = {"m", "re"}, {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n"}
_BILD = Name.Figure
_INGEN_DAG = datetime(1900, 1, 1, tzinfo=UTC)
_PROFILENS_TID, _PROFILENS_SUMMA = slice(24, 36), slice(84, 100)
"""Var tiden och kontrollsumman står i en färgprofil (ICC.1:2010, 7.2)."""
_SKRIVER = {"Tj", "TJ", "'", '"'}


def laga(dokument: Dokument, pdf: bytes) -> bytes:
    """PDF:en lagad. Kastar ``Dokumentfel`` om den saknar märkning eller om en bild saknar alternativtext."""
    with pikepdf.open(io.BytesIO(pdf), attempt_recovery=False) as öppen:
        if not {"/StructTreeRoot", "/OutputIntents"} <= set(öppen.Root.keys()):
            raise Dokumentfel(
                f"LibreOffice gjorde en PDF utan märkta rubriker eller färgprofil av {dokument.filnamn}",
                "Installera LibreOffice 7.4 eller senare.",
            )
        ägare = föräldrar(öppen)
        for sida in öppen.pages:
            nummer = sida.obj.get("/StructParents")
            _laga_sida(öppen, sida, ägare.get(int(nummer), Array()) if nummer is not None else Array())
        _laga_strukturen(dokument, öppen)
        _sätt_egenskaper(dokument, öppen)
        _ta_bort_klockan(öppen)
        minne = io.BytesIO()
        öppen.save(minne, deterministic_id=True, fix_metadata_version=False)
    return minne.getvalue()


def _laga_sida(pdf: Pdf, sida: Page, element: Array) -> None:
    """Märker det som ritas utan märkning som utsmyckning, och det som bara ritas i en märkt bild utan text."""
    rader = list(pikepdf.parse_content_stream(sida))
    tecknat = _tecknat(rader, sida.obj.Resources)
    utsmyckning = set()
    for nummer, ägare in enumerate(list(element)):
        if isinstance(ägare, Dictionary) and nummer not in tecknat and _är_bild(ägare):
            utsmyckning.add(nummer)
            utan(ägare)
            element[nummer] = None
    sida.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(list(_märkta(rader, utsmyckning))))
    sida.obj.Tabs = Name.S


def _är_bild(element: Object) -> bool:
    return element.get("/S") in (Name.Figure, Name.Div) and "/Alt" not in element


def _tecknat(rader: Sequence[Rad], resurser: Object) -> set[int]:
    """Numren på de märkta delar som har text eller en bild av punkter, inte bara linjer och ytor."""
    öppna: list[int | None] = []
    svar = set()
    for rad in rader:
        op = str(rad.operator)
        if op in ("BMC", "BDC"):
            öppna.append(märke(rad))
        elif op == "EMC":
            öppna.pop()
        elif op in _SKRIVER or op == "INLINE IMAGE" or (op == "Do" and _har_mer_än_linjer(resurser, rad.operands[0])):
            svar |= {nummer for nummer in öppna if nummer is not None}
    return svar


def _har_mer_än_linjer(resurser: Object, namn: Object) -> bool:
    """Om det som ritas är en bild av punkter, eller innehåller text eller en sådan bild."""
    ritat = resurser.XObject[str(namn)]
    if ritat.Subtype != Name.Form:
        return True
    egna = ritat.get("/Resources", resurser)
    for rad in pikepdf.parse_content_stream(ritat):
        op = str(rad.operator)
        if op in _SKRIVER or op == "INLINE IMAGE" or (op == "Do" and _har_mer_än_linjer(egna, rad.operands[0])):
            return True
    return False


def _märkta(rader: Sequence[Rad], utsmyckning: set[int]) -> Iterator[Rad]:
    djup, i_linje = 0, False
    for rad in rader:
        op = str(rad.operator)
        if djup == 0 and not i_linje and op in _BÖRJAR:
            i_linje = True
            yield _UTSMYCKNING
        if djup == 0 and op in ("Do", "sh", "INLINE IMAGE"):
            yield from (_UTSMYCKNING, rad, _SLUT)
            continue
        yield _UTSMYCKNING if op == "BDC" and märke(rad) in utsmyckning else rad
        djup += {"BMC": 1, "BDC": 1, "EMC": -1}.get(op, 0)
        if i_linje and op in _MÅLAR:
            i_linje = False
            yield _SLUT


def _laga_strukturen(dokument: Dokument, pdf: Pdf) -> None:
    roller = pdf.Root.StructTreeRoot.get("/RoleMap", Dictionary())
    egna = {namn: roll for namn, roll in roller.items() if namn in SLAG}
    for element in taggade(pdf):
        if str(element.S) in egna:
            element.S = egna[str(element.S)]
        if element.S == Name.TR:
            _rikta_tabellhuvuden(element)
        if element.S == _BILD and "/Alt" not in element:
            raise Dokumentfel(
                f"en bild i {dokument.filnamn} saknar alternativtext, och då kan PDF:en inte läsas upp",
                "Högerklicka på bilden i mallen i Word, välj Visa alternativtext och beskriv den.",
            )
    for namn in egna:
        del roller[namn]


def _rikta_tabellhuvuden(rad: Object) -> None:
    """En rad av bara huvuden gäller kolumnerna; ett huvud bland andra celler gäller sin rad."""
    celler = [cell for cell in rad.get("/K", Array()) if isinstance(cell, Dictionary)]
    riktning = Name.Column if all(cell.S == Name.TH for cell in celler) else Name.Row
    for cell in celler:
        if cell.S == Name.TH:
            gamla = cell.get("/A", Array())
            attribut = Dictionary(O=Name.Table, Scope=riktning)
            cell.A = Array([*(gamla if isinstance(gamla, Array) else [gamla]), attribut])


def _sätt_egenskaper(dokument: Dokument, pdf: Pdf) -> None:
    egna = docx.Document(io.BytesIO(dokument.innehåll)).core_properties
    uppgifter = {
        "titel": egna.title or dokument.filnamn,
        "skapare": egna.author,
        "program": f"avtalsgenerator {__version__}",
        "producent": str(pdf.docinfo.get("/Producer", "LibreOffice")),
    }
    språk, dag = egna.language or "sv-SE", egna.modified or _INGEN_DAG
    pdf.Root.Lang = pikepdf.String(språk)
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.Root.Metadata = pdf.make_stream(xmp(**uppgifter, språk=språk, dag=dag), Type=Name.Metadata, Subtype=Name.XML)
    pdf.trailer.Info = pdf.make_indirect(Dictionary(info(**uppgifter, dag=dag)))


def _ta_bort_klockan(pdf: Pdf) -> None:
    """Tar bort det som skiljer från gång till gång: filens kännetecken, och tiden i färgprofilen."""
    for nyckel in ("/ID", "/DocChecksum"):  # ett nytt kännetecken räknas ur innehållet när filen sparas
        if nyckel in pdf.trailer:
            del pdf.trailer[nyckel]
    for avsikt in pdf.Root.OutputIntents:
        profil = bytearray(avsikt.DestOutputProfile.read_bytes())
        profil[_PROFILENS_TID] = bytes.fromhex("07d0 0001 0001 0000 0000 0000")  # 2000-01-01
        profil[_PROFILENS_SUMMA] = bytes(16)  # inte räknad
        avsikt.DestOutputProfile.write(bytes(profil))
