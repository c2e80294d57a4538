"""Bygger avtalet som motorerna fyller: samma text och samma uppgifter, i varje motors eget skrivsätt.

Avtalet är en verklig mall med sidhuvud, sidfot och formatmallar (samverkansavtal.docx), med en brödtext som bara
använder det som alla motorerna kan: ord, och slingor över stycken och tabellrader. Med 14 parter blir det tio sidor.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from avtalsgenerator.dokument import medföljande_mallar
from avtalsgenerator.paket import läs_paket, packa

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

JINJA, KLAMMER, CARBONE = "jinja", "klammer", "carbone"
"""Skrivsätten: ``{{ part.namn }}`` med for, ``{namn}`` med ``{#parter}``, och ``{d.parter[i].namn}`` med ``[i+1]``."""
PARAGRAFER = 24
_MENINGAR = (
    "Den som behöver stöd ska möta en enda verksamhet, oavsett vilken part som först får kännedom om behovet.",
    "Verksamheten är öppen för alla invånare i «område» och drivs av «värd» & övriga parter tillsammans.",
    "Styrgruppen fastställer budgeten före utgången av «månad» året innan den ska gälla.",
    "Varje part utser en ledamot och en ersättare, och meddelar «värd» när någon av dem byts.",
    "Uppgifter om enskilda lämnas bara ut när det finns stöd i lag eller när den enskilde har samtyckt.",
    "Handlingar som inkommer till eller upprättas i verksamheten är allmänna hos den part som driver den.",
    "En part som vill lämna samarbetet säger upp avtalet skriftligen, senast sex månader före årsskiftet.",
    "Tvister om hur avtalet ska tolkas avgörs i första hand genom att parternas chefer kommer överens.",
    "Lokaler, utrustning och personal upphandlas enligt de regler som gäller för «värd».",
    "Kostnader som uppstår därför att en part lämnar samarbetet bärs av den parten under ett år.",
    "Ändringar av avtalet är giltiga först när de är skriftliga och undertecknade av samtliga parter.",
    "Verksamheten följs upp varje år, och rapporten om «ämne» lämnas till parternas nämnder.",
)


_STIL = (
    '<w:style w:type="paragraph" w:styleId="Lager{n}"><w:name w:val="Lager {n}"/><w:pPr><w:spacing w:before="{n}"'
    ' w:after="{n}" w:line="276" w:lineRule="auto"/><w:ind w:left="{n}"/></w:pPr><w:rPr><w:rFonts w:ascii="Calibri"'
    ' w:hAnsi="Calibri" w:cs="Calibri"/><w:sz w:val="22"/><w:szCs w:val="22"/>'
    '<w:lang w:val="sv-SE" w:eastAsia="en-US" w:bidi="ar-SA"/></w:rPr></w:style>'
)


def mall(skrivsätt: str, *, tunga_stilar: bool = False) -> bytes:
    """Mallen i ett skrivsätt. Med ``tunga_stilar`` har den lika många formatmallar som ett gammalt Word-dokument."""
    delar = läs_paket(medföljande_mallar() / "samverkansavtal.docx")
    kropp = "".join(_stycken(skrivsätt))
    dokument = delar["word/document.xml"].decode()
    avsnitt = dokument[dokument.rindex("<w:sectPr") : dokument.rindex("</w:body>")]
    början = dokument[: dokument.index("<w:body>")]
    delar["word/document.xml"] = f"{början}<w:body>{kropp}{avsnitt}</w:body></w:document>".encode()
    for namn in [n for n in delar if re.fullmatch(r"word/(header|footer)\d\.xml", n)]:
        delar[namn] = re.sub(r"\{[{%].*?[}%]\}", "", delar[namn].decode()).encode()
    if tunga_stilar:
        extra = "".join(_STIL.format(n=n) for n in range(850_000 // len(_STIL)))
        delar["word/styles.xml"] = delar["word/styles.xml"].replace(b"</w:styles>", f"{extra}</w:styles>".encode())
    return packa(delar)


def _stycken(skrivsätt: str) -> Iterator[str]:
    def text(rad: str, i: str = "") -> str:
        return escape(re.sub("«(.*?)»", lambda m: _ord(skrivsätt, m[1], i), rad))

    def stycke(rad: str, i: str = "") -> str:
        return f'<w:p><w:r><w:t xml:space="preserve">{text(rad, i)}</w:t></w:r></w:p>'

    def rad(celler: list[str], i: str = "") -> str:
        return (
            "<w:tr>"
            + "".join(f'<w:tc><w:tcPr><w:tcW w:w="2250" w:type="dxa"/></w:tcPr>{stycke(c, i)}</w:tc>' for c in celler)
            + "</w:tr>"
        )

    def slinga(stycken: list[str]) -> Iterator[str]:
        if skrivsätt == CARBONE:
            yield "".join(stycke(s, "i") for s in stycken)
            yield stycke(stycken[0], "i+1")
        else:
            börja, sluta = (
                ("{%p for part in parter %}", "{%p endfor %}") if skrivsätt == JINJA else ("{#parter}", "{/parter}")
            )
            yield stycke(börja) + "".join(stycke(s, "i") for s in stycken) + stycke(sluta)

    def rader(celler: list[str]) -> Iterator[str]:
        if skrivsätt == JINJA:
            yield rad(["{%tr for part in parter %}"]) + rad(celler, "i") + rad(["{%tr endfor %}"])
        elif skrivsätt == KLAMMER:
            yield rad([f"{{#parter}}{celler[0]}", *celler[1:-1], f"{celler[-1]}{{/parter}}"], "i")
        else:
            yield rad(celler, "i") + rad(celler, "i+1")

    yield stycke("Samverkansavtal om «ämne»")
    yield stycke("Följande parter har ingått detta avtal.")
    yield from slinga(["«i.namn», organisationsnummer «i.nummer»"])
    for nr in range(1, PARAGRAFER + 1):
        yield stycke(f"§ {nr} Samverkan, del {nr}")
        for i in (0, 1):
            yield stycke(" ".join(_MENINGAR[(5 * nr + 7 * i + k * (1 + nr % 3)) % len(_MENINGAR)] for k in range(4)))
    yield stycke("Kostnaden fördelas så här.")
    kolumner = "".join('<w:gridCol w:w="2250"/>' for _ in range(4))
    yield f'<w:tbl><w:tblPr><w:tblW w:w="9000" w:type="dxa"/></w:tblPr><w:tblGrid>{kolumner}</w:tblGrid>'
    yield rad(["Part", "Folkmängd", "Andel", "Belopp"])
    yield from rader(["«i.namn»", "«i.folkmängd»", "«i.andel»", "«i.belopp»"])
    yield "</w:tbl>"
    yield stycke("Avtalet är upprättat i «exemplar» exemplar, ett till varje part.")
    yield from slinga(["För «i.namn»", "Ort och datum", "«i.ort»", "Underskrift", "", "«i.person»", "«i.befattning»"])


def _ord(skrivsätt: str, ord_: str, i: str) -> str:
    lista, _, fält = ord_.rpartition(".")
    if skrivsätt == CARBONE:
        return f"{{d.parter[{i}].{fält}}}" if lista else f"{{d.{fält}}}"
    if skrivsätt == JINJA:
        return f"{{{{ part.{fält} }}}}" if lista else f"{{{{ {fält} }}}}"
    return f"{{{fält}}}"


def uppgifter(antal: int) -> dict[str, object]:
    """Uppgifterna för ett avtal med så många parter. Allt är påhittat."""
    parter = [
        {"namn": f"Påhittby {n} kommun", "nummer": f"212000-{n:04}", "folkmängd": f"{10_000 + 37 * n}",
         "ort": f"Påhittby {n}", "andel": f"{n % 90},25 %", "belopp": f"{1000 + 13 * n} kr",
         "person": f"Ester Dikt {n}", "befattning": "kommundirektör"}
        for n in range(1, antal + 1)
    ]  # fmt: skip
    return {"ämne": "vägledning & stöd", "område": "Sagolandet", "värd": "Påhittby 1 kommun", "månad": "september",
            "exemplar": str(antal), "parter": parter}  # fmt: skip


def skriv(mapp: Path, antal: tuple[int, ...]) -> None:
    """Mallarna och uppgifterna som filer."""
    for skrivsätt in (JINJA, KLAMMER, CARBONE):
        (mapp / f"{skrivsätt}.docx").write_bytes(mall(skrivsätt))
    (mapp / f"{JINJA}-tung.docx").write_bytes(mall(JINJA, tunga_stilar=True))
    for n in antal:
        (mapp / f"{n}.json").write_text(json.dumps(uppgifter(n), ensure_ascii=False), encoding="utf-8")
