"""Gör en mall av några rader text, så att exemplen på regelsidorna om mallar går att läsa och köra.

    mallen: tillaggsavtal-anslutning        orden i en annan mall än samverkansavtalet
    sidhuvud: {{ titel }}                   (också sidfot, fotnot)
    # Rubrik (bokmärke parter)              ## och ### för nivåerna under
    Ett stycke, **fet text** och [§ parter] som är en korshänvisning
    1. i en numrerad lista                  - i en punktlista
    |= Part | Nummer |                      rubrikraden i en tabell; de andra raderna utan =
    <w:p>…</w:p>                            så som Word skriver det

Det som står utanför texten: språk, kommentar, koppling, utan formatmall och medföljande (den andra mallens ord).
"""

from __future__ import annotations

import re
from functools import cache
from xml.sax.saxutils import escape

from wordfil import NS

from avtalsgenerator.dokument import medföljande_mallar
from avtalsgenerator.mallkontroll import pröva_mall
from avtalsgenerator.paket import läs_paket

NAMN = (
    f'{NS} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_UTANFÖR = (
    "mallen",
    "medföljande",
    "sidhuvud",
    "sidfot",
    "fotnot",
    "språk",
    "kommentar",
    "koppling",
    "utan formatmall",
)


@cache
def _grund() -> dict[str, bytes]:
    alla = läs_paket(medföljande_mallar() / "samverkansavtal.docx")
    return {n: d for n, d in alla.items() if n.endswith(("styles.xml", "numbering.xml", "document.xml.rels"))}


def pröva(text: str):
    """Prövningen av mallen som några rader beskriver."""
    utanför, kropp = läs(text)
    mall = utanför.get("mallen", "samverkansavtal")
    medföljande = utanför.get("medföljande")
    andra = delar({}, "".join(stycke(f"{{{{ {o} }}}}") for o in medföljande.split(", "))) if medföljande else None
    return pröva_mall(f"{mall}.docx", delar(utanför, kropp), mall, andra)


def läs(text: str) -> tuple[dict[str, str], str]:
    """Det som står utanför texten, och textens XML."""
    utanför, kropp, tabell = {}, [], []
    for rad in [*filter(str.strip, text.splitlines()), ""]:
        if not rad.startswith("|") and tabell:
            kropp.append(f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(tabell)}</w:tbl>")
            tabell = []
        namn, kolon, värde = rad.partition(": ")
        if kolon and namn in _UTANFÖR:
            utanför[namn] = värde
        elif rad.startswith("|"):
            tabell.append(_rad(rad))
        elif rad:
            kropp.append(rad if rad.startswith("<w:") else _block(rad))
    return utanför, "".join(kropp)


def _rad(rad: str) -> str:
    celler = [c.strip() for c in rad.strip().removeprefix("|=").strip("|").split("|")]
    huvud = "<w:trPr><w:tblHeader/></w:trPr>" if rad.startswith("|=") else ""
    return f"<w:tr>{huvud}{''.join(f'<w:tc><w:tcPr/>{stycke(c)}</w:tc>' for c in celler)}</w:tr>"


def _block(rad: str) -> str:
    for märke, stil in (
        ("### ", "Rubrik3"),
        ("## ", "Rubrik2"),
        ("# ", "Rubrik1"),
        ("- ", "Punktlista"),
        ("1. ", "Numreradlista"),
    ):
        if rad.startswith(märke):
            return stycke(rad.removeprefix(märke), stil)
    return stycke(rad)


def stycke(text: str, stil: str = "") -> str:
    text, _, bokmärke = text.partition(" (bokmärke ")
    märke = f'<w:bookmarkStart w:id="1" w:name="{bokmärke.rstrip(")")}"/><w:bookmarkEnd w:id="1"/>' if bokmärke else ""
    form = f'<w:pPr><w:pStyle w:val="{stil}"/></w:pPr>' if stil else ""
    bitar = re.split(r"(\*\*.*?\*\*|\[§ \w+\])", text)
    return f"<w:p>{form}{märke}{''.join(map(_bit, bitar))}</w:p>"


def _bit(bit: str) -> str:
    if bit.startswith("[§ "):
        return (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            f"<w:r><w:instrText> REF {bit[3:-1]} \\r \\h </w:instrText></w:r>"
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>§ 1</w:t></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )
    fet = bit.startswith("**")
    text = escape(bit.strip("*") if fet else bit)
    return f'<w:r>{"<w:rPr><w:b/></w:rPr>" if fet else ""}<w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""


def delar(utanför: dict[str, str], kropp: str) -> dict[str, bytes]:
    """Delarna i en mall med samma formatmallar som samverkansavtalet."""
    svar = dict(_grund())
    svar["word/document.xml"] = f"<w:document {NAMN}><w:body>{kropp}</w:body></w:document>".encode()
    for namn, del_, rot in (("sidhuvud", "header1", "hdr"), ("sidfot", "footer1", "ftr")):
        if namn in utanför:
            svar[f"word/{del_}.xml"] = f"<w:{rot} {NAMN}>{stycke(utanför[namn])}</w:{rot}>".encode()
    if "fotnot" in utanför:
        not_ = f'<w:footnote w:id="1">{stycke(utanför["fotnot"])}</w:footnote>'
        svar["word/footnotes.xml"] = f"<w:footnotes {NAMN}>{not_}</w:footnotes>".encode()
    if "kommentar" in utanför:
        kommentar = f'<w:comment w:id="1">{stycke(utanför["kommentar"])}</w:comment>'
        svar["word/comments.xml"] = f"<w:comments {NAMN}>{kommentar}</w:comments>".encode()
    if "koppling" in utanför:
        mål = f'<Relationship Id="x" Type="http://x/image" Target="{utanför["koppling"]}" TargetMode="External"/>'
        namn = "word/_rels/document.xml.rels"
        svar[namn] = svar[namn].replace(b"</Relationships>", f"{mål}</Relationships>".encode())
    stilar = svar["word/styles.xml"].decode()
    if "språk" in utanför:
        stilar = stilar.replace('<w:lang w:val="sv-SE"', f'<w:lang w:val="{utanför["språk"]}"')
    if "utan formatmall" in utanför:
        stilar = stilar.replace(f'w:styleId="{utanför["utan formatmall"]}"', 'w:styleId="Annan"')
    svar["word/styles.xml"] = stilar.encode()
    return svar
