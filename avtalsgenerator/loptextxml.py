"""Vet hur löpande text sätts i Word: ett format för varje slag av stycke, och numrering som börjar om i varje lista."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from avtalsgenerator.fel import Mallbrist
from avtalsgenerator.ursprung import utan_märken
from avtalsgenerator.varden import Bit, Löptext, Tabell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FORMAT = {
    "stycke": "Normal",
    "rubrik": "Rubrik2",
    "underrubrik": "Rubrik3",
    "punkt": "Punktlista",
    "nummer": "Numreradlista",
    "citat": "Citat",
}
"""Formatmallen (styleId) för varje slag av stycke. En mall som har {{p ord }} måste ha dem alla."""
TABELL, CELL, RUBRIKCELL = "Avtalstabell", "Tabelltext", "Tabellrubrik"
TABELLBREDD = 9000
"""Tjugondels punkter; tabellen är lika bred som texten."""
TECKENBREDD, MARGINAL = 120, 220
"""Tjugondels punkter: ett tecken i tabelltext, i medeltal och med fet stil, och cellens marginaler."""
FÖRSTA_LISTA = 1000
"""Numret (numId) på den första lista som skapas. Mallens egna listor har låga nummer."""


def saknade_format(mall: str, delar: Mapping[str, bytes]) -> list[Mallbrist]:
    """De formatmallar som löpande text behöver och mallen inte har."""
    finns = set(re.findall(r'w:styleId="([^"]+)"', delar.get("word/styles.xml", b"").decode("utf-8", "replace")))
    behövs = (*FORMAT.values(), TABELL, CELL, RUBRIKCELL)
    if saknas := [namn for namn in behövs if namn not in finns]:
        råd = "Kopiera formatmallarna från en av mallarna som följer med."
        return [Mallbrist(mall, f"formatmallen {saknas[0]} saknas, som {{{{p ord }}}} behöver", råd=råd, kod="MAL13")]
    return []


_SKILJER = '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
"""Ett stycke utan höjd efter en tabell, så att två tabeller inte blir en."""


def som_xml(text: Löptext, listor_före: int) -> str:
    """Styckena som XML. ``listor_före`` är hur många numrerade listor som redan finns i dokumentet."""
    return "".join(
        _tabell(block) if isinstance(block, Tabell) else _stycke(block.slag, block.bitar, block.lista, listor_före)
        for block in text.block
    )


def antal_listor(text: Löptext) -> int:
    """Hur många numrerade listor texten har."""
    return max((b.lista for b in text.block if not isinstance(b, Tabell)), default=0)


def _stycke(slag: str, bitar: Sequence[Bit], lista: int, före: int) -> str:
    nummer = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{FÖRSTA_LISTA + före + lista}"/></w:numPr>' if lista else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{FORMAT[slag]}"/>{nummer}</w:pPr>{_bitar(bitar)}</w:p>'


def _bitar(bitar: Sequence[Bit]) -> str:
    delar = []
    for b in bitar:
        format_ = ("<w:b/><w:bCs/>" if b.fet else "") + ("<w:i/><w:iCs/>" if b.kursiv else "")
        egenskaper = f"<w:rPr>{format_}</w:rPr>" if format_ else ""
        delar.append(f'<w:r>{egenskaper}<w:t xml:space="preserve">{escape(b.text)}</w:t></w:r>')
    return "".join(delar)


def _tabell(tabell: Tabell) -> str:
    bredder = _bredder(tabell)
    kolumner = "".join(f'<w:gridCol w:w="{bredd}"/>' for bredd in bredder)
    rader = []
    for nummer, rad in enumerate(tabell.rader):
        rubrik = "<w:tblHeader/>" if nummer == 0 else ""
        format_ = RUBRIKCELL if nummer == 0 else CELL
        celler = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{bredd}" w:type="dxa"/></w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="{format_}"/></w:pPr>{_bitar(cell)}</w:p></w:tc>'
            for bredd, cell in zip(bredder, rad, strict=True)
        )
        rader.append(f"<w:tr><w:trPr><w:cantSplit/>{rubrik}</w:trPr>{celler}</w:tr>")
    kolumnnamn = (utan_märken("".join(b.text for b in cell)) for cell in tabell.rader[0])
    beskrivning = escape("Tabell med kolumnerna " + ", ".join(kolumnnamn))
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{TABELL}"/><w:tblW w:w="5000" w:type="pct"/>'
        f'<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0"'
        f' w:noVBand="1"/><w:tblDescription w:val="{beskrivning}"/></w:tblPr>'
        f"<w:tblGrid>{kolumner}</w:tblGrid>{''.join(rader)}</w:tbl>{_SKILJER}"
    )


def _bredder(tabell: Tabell) -> list[int]:
    """Kolumnernas bredd: plats för det längsta ordet, och resten efter hur lång den längsta texten är."""
    kolumner = [
        [utan_märken("".join(b.text for b in cell)) for cell in kolumn] for kolumn in zip(*tabell.rader, strict=True)
    ]
    minst = [MARGINAL + TECKENBREDD * max((len(o) for text in k for o in text.split()), default=0) for k in kolumner]
    if sum(minst) >= TABELLBREDD:
        return [TABELLBREDD * bredd // sum(minst) for bredd in minst]
    vikter = [min(max(map(len, k)), 60) or 1 for k in kolumner]
    rest = TABELLBREDD - sum(minst)
    return [bredd + rest * vikt // sum(vikter) for bredd, vikt in zip(minst, vikter, strict=True)]


def med_listor(delar: dict[str, bytes], antal: int) -> None:
    """Lägger till en numrering för varje lista, så att den börjar på 1 igen."""
    if not antal:
        return
    numrering, stilar = (delar[f"word/{n}.xml"].decode("utf-8") for n in ("numbering", "styles"))
    stil = re.search(rf'w:styleId="{FORMAT["nummer"]}".*?<w:numId w:val="(\d+)"/>', stilar, re.DOTALL)
    abstrakt = stil and re.search(rf'<w:num w:numId="{stil[1]}"[^>]*>\s*<w:abstractNumId w:val="(\d+)"/>', numrering)
    nya = "".join(
        f'<w:num w:numId="{FÖRSTA_LISTA + n}"><w:abstractNumId w:val="{abstrakt[1] if abstrakt else 0}"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        for n in range(1, antal + 1)
    )
    delar["word/numbering.xml"] = numrering.replace("</w:numbering>", f"{nya}</w:numbering>").encode("utf-8")
