"""Vet hur ett utkast märks: UTKAST på varje sida, anmärkningarna vid orden de gäller och luckorna synliga."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Pt, RGBColor

from avtalsgenerator.granskning.andras_kommentarer import flytta
from avtalsgenerator.granskning.jamforbart import FRAMSIDA, SIDMÄRKE
from avtalsgenerator.granskning.kommentarer import kommentera
from avtalsgenerator.granskning.kontroller import Utpekare
from avtalsgenerator.granskning.vattenmarke import vattenmärke
from avtalsgenerator.paket import packa, packa_upp
from avtalsgenerator.regler import Allvar, gruppera
from avtalsgenerator.svenska import antal, stor_bokstav

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from docx.document import Document
    from docx.section import _Header
    from docx.text.paragraph import Paragraph

    from avtalsgenerator.fel import Mallbrist
    from avtalsgenerator.granskning.andras_kommentarer import AnnansKommentar
    from avtalsgenerator.granskning.kontroller import Innehållskontroll
    from avtalsgenerator.regler import Anmärkning

RUBRIK, FEL, TEXT = FRAMSIDA
MÄRKE = "UTKAST – får inte skrivas under"
_RÖD = RGBColor(0xA0, 0x1C, 0x1C)


def märk_utkast(
    delar: Mapping[str, bytes],
    fyllda: Iterable[str],
    anmärkningar: Sequence[Anmärkning],
    brister: Sequence[Mallbrist] = (),
    kontroller: Sequence[Innehållskontroll] = (),
    *,
    dag: date,
    andras: Sequence[AnnansKommentar] = (),
) -> bytes:
    """Ett utkast av ett dokument: märkt på varje sida, med luckor i gult och anmärkningarna som kommentarer.

    De anmärkningar som inte gäller några ord i texten står först, på egna sidor. ``dag`` är kommentarernas dag.
    ``fyllda`` är de delar där ord ur uppgifterna och luckor kan finnas, ``brister`` det i mallen som inte stämmer med
    uppgifterna, ``kontroller`` det som varje märkt ord pekas ut med och ``andras`` kommentarerna i ett tidigare utkast.
    """
    utpekare = Utpekare(kontroller)
    utpekade = {namn: utpekare.peka_ut(delar[namn]) for namn in fyllda}
    dokument = docx.Document(io.BytesIO(packa({**delar, **utpekade})))
    _lägg_till_format(dokument)
    for huvud in _sidhuvuden(dokument):
        första = huvud.paragraphs[0] if huvud.paragraphs else huvud.add_paragraph()
        märke = första.insert_paragraph_before(MÄRKE, style=SIDMÄRKE)
        märke._p.append(vattenmärke())
    utan_plats = kommentera(dokument, anmärkningar, kontroller, dag)
    borta = flytta(dokument, andras)
    _lägg_anmärkningar_först(dokument, anmärkningar, utan_plats, brister, borta)
    minne = io.BytesIO()
    dokument.save(minne)
    return packa(packa_upp(minne.getvalue()))


def _lägg_till_format(dokument: Document) -> None:
    for namn, storlek, fet, färg in (
        (SIDMÄRKE, 11, True, _RÖD), (RUBRIK, 16, True, _RÖD),
        (FEL, 10.5, True, None), (TEXT, 10, False, None),
    ):  # fmt: skip
        finns = namn in dokument.styles
        format_ = dokument.styles[namn] if finns else dokument.styles.add_style(namn, WD_STYLE_TYPE.PARAGRAPH)
        format_.base_style = dokument.styles.default(WD_STYLE_TYPE.PARAGRAPH)
        format_.font.size, format_.font.bold = Pt(storlek), fet
        format_.font.color.rgb = färg
        format_.paragraph_format.space_after = Pt(2)
        format_.paragraph_format.space_before = Pt(8 if namn == FEL else 0)
        format_.paragraph_format.keep_with_next = namn == FEL


def _sidhuvuden(dokument: Document) -> Iterator[_Header]:
    """Sidhuvudena som visas, ett för varje del i filen (avsnitt delar ofta sidhuvud)."""
    sedda = set()
    for avsnitt in dokument.sections:
        huvuden = [avsnitt.header]
        if avsnitt.different_first_page_header_footer:
            huvuden.append(avsnitt.first_page_header)
        if dokument.settings.odd_and_even_pages_header_footer:
            huvuden.append(avsnitt.even_page_header)
        for huvud in huvuden:
            if huvud.part.partname not in sedda:
                sedda.add(huvud.part.partname)
                yield huvud


def _lägg_anmärkningar_först(
    dokument: Document,
    alla: Sequence[Anmärkning],
    utan_plats: Sequence[Anmärkning],
    brister: Sequence[Mallbrist],
    borta: Sequence[AnnansKommentar],
) -> None:
    första = dokument.element.body[0]

    def skriv(text: str, format_: str) -> Paragraph:
        stycke = dokument.add_paragraph(text, style=format_)
        första.addprevious(stycke._p)
        return stycke

    skriv("Utkast: det här återstår", RUBRIK)
    skriv(_sammanfattning(alla), TEXT)
    if kommentarer := len(alla) - len(utan_plats):
        skriv(_om_kommentarer(kommentarer), TEXT)
    for grupp in gruppera(utan_plats):
        a = grupp[0]
        skriv(f"{a.allvar.ord_} {a.kod}: {a.rubrik}", FEL)
        for anmärkning in grupp:
            skriv(f"• {anmärkning.text} ({anmärkning.plats.fil}:{anmärkning.plats.rad})", TEXT)
            if k := anmärkning.kvittens:
                skriv(f"Besvarad av {k.av} {k.dag}: {k.motivering}", TEXT)
        for råd in dict.fromkeys(x.råd for x in grupp):
            skriv(f"Gör så här: {råd}", TEXT)
        for grund in dict.fromkeys(x.grund for x in grupp):
            skriv(f"Grund: {grund}", TEXT)
    for brist in brister:
        skriv(f"hinder i mallen: {brist.text}", FEL)
        skriv(f"• {brist.mall}", TEXT)
        skriv(f"Gör så här: {brist.råd}" if brist.råd else "Rätta mallen eller uppgifterna.", TEXT)
    for annans in borta:
        skriv(f"Kommentar av {annans.av}, vars ord inte längre finns i texten", FEL)
        skriv(f"• ”{annans.ord_ or annans.stycke}”", TEXT)
        for stycke in filter(None, annans.stycken):
            skriv(stycke, TEXT)
    _ny_sida(dokument, första)


def _om_kommentarer(hur_många: int) -> str:
    alla = antal(hur_många, "anmärkning står som kommentar", "anmärkningar står som kommentarer")
    return f"{stor_bokstav(alla)} vid de ord som den gäller. Nedan står de som inte gäller några ord i texten."


def _sammanfattning(anmärkningar: Sequence[Anmärkning]) -> str:
    if not anmärkningar:
        return "Kontrollerna har inga anmärkningar. Dokumentet är ändå bara ett utkast."
    hinder, varningar, upplysningar = (sum(a.allvar is x and a.öppen for a in anmärkningar) for x in reversed(Allvar))
    return (
        f"{antal(hinder, 'hinder', 'hinder')}, {antal(varningar, 'varning', 'varningar')} och "
        f"{antal(upplysningar, 'upplysning', 'upplysningar')}. Hinder måste bort innan dokumentet kan göras utan "
        "märkning; varningar ska besvaras före underskrift. Det som saknas är markerat med gult i texten."
    )


def _ny_sida(dokument: Document, element: object) -> None:
    """Låter dokumentet börja på en ny sida efter anmärkningarna."""
    for stycke in dokument.paragraphs:
        if stycke._p is element:
            stycke.paragraph_format.page_break_before = True
            return
    brytning = dokument.add_paragraph()
    brytning.paragraph_format.page_break_before = True
    element.addprevious(brytning._p)  # type: ignore[attr-defined]
