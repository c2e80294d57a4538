"""Bilderna och ordlistan i docs/ visar programmet som det är. Kör om med GODKANN=1 när en ändring är avsedd."""

from __future__ import annotations

import ast
import hashlib
import html
import inspect
import io
import os
import re
import subprocess
import typing

import pytest
from conftest import ROT
from fall import VERKLIGT
from kommando import kör
from pdf import gör_pdf
from rich.console import Console
from rich.text import Text
from wordfil import läsbar

from avtalsgenerator import underlag
from avtalsgenerator.dokument import DOKUMENT, medföljande_mallar
from avtalsgenerator.modell.loptext import Löptext
from avtalsgenerator.underlag import kostnadsfordelning, tillaggsavtal, underskrifter
from avtalsgenerator.underlag.begaran import Begäran
from avtalsgenerator.underlag.protokollsutdrag import Protokollsutdrag

DOCS = ROT / "docs"
GODKÄNN = bool(os.environ.get("GODKANN"))
SIDA = "Tilläggsavtal Ale och Lilla Edet (utkast).docx"


def test_bilden_av_en_anmärkning_är_aktuell(monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    svar = kör("kontrollera", VERKLIGT, mapp=ROT, bredd=110)
    avsnitt = svar.ut.split("\n\n")
    början, *_, summering = (i for i, a in enumerate(avsnitt) if "FIR03" in a or "gick bra" in a)
    text = "\n\n".join([*avsnitt[början : början + 1], avsnitt[summering]]).rstrip()
    svg = _svg(f"$ avtal kontrollera {VERKLIGT.split('/')[1]}\n…\n\n{text}")
    path = DOCS / "anmarkning.svg"
    if GODKÄNN:
        path.write_text(svg, encoding="utf-8")
    assert _synligt(path.read_text(encoding="utf-8")) == _synligt(svg)


def _svg(ansi: str) -> str:
    skärm = Console(record=True, width=112, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    skärm.print(Text.from_ansi(ansi))
    svg = skärm.export_svg(title="avtal", unique_id="avtal")
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL).replace("Fira Code", "Consolas")


def _synligt(svg: str) -> str:
    """Texten i bilden. Hur den är ritad beror på vilken version av rich som ritade."""
    return html.unescape(re.sub(r"<[^>]+>", "", svg.split("</defs>")[1])).replace("\u00a0", " ")


@pytest.mark.långsam
def test_bilden_av_en_sida_är_aktuell(alla, tmp_path):
    """Bilden gäller en viss text i en viss mall. Ändras någon av dem måste den göras om."""
    innehåll = alla["verkligt-tillagg-utkast", SIDA]
    mall = (medföljande_mallar() / "tillaggsavtal-anslutning.docx").read_bytes()
    gäller = hashlib.sha256(mall + läsbar(innehåll).encode()).hexdigest()
    if GODKÄNN:
        (tmp_path / "sida.docx").write_bytes(innehåll)
        gör_pdf([tmp_path / "sida.docx"], tmp_path)
        text = subprocess.run(["pdftotext", str(tmp_path / "sida.pdf"), "-"], capture_output=True, check=True).stdout
        nummer = next(i for i, sida in enumerate(text.decode().split("\f"), 1) if "\nTilläggsavtal\n" in sida)
        poppler = ["pdftoppm", "-r", "80", "-f", str(nummer), "-l", str(nummer), "-png", "-singlefile"]
        subprocess.run([*poppler, str(tmp_path / "sida.pdf"), str(DOCS / "sida")], check=True)
        (DOCS / "sida.sha256").write_text(f"{gäller}\n", encoding="utf-8")
    assert (DOCS / "sida.png").stat().st_size > 20_000
    assert (DOCS / "sida.sha256").read_text(encoding="utf-8").strip() == gäller


ORD = {
    "tillaggsavtal-anslutning": tillaggsavtal.Anslutning,
    "tillaggsavtal-fortida-uttrade": tillaggsavtal.FörtidaUtträde,
    "signatursidor": underskrifter.Signatursidor,
    "signaturlista": underskrifter.Signaturlista,
    "kostnadsfordelning": kostnadsfordelning.Kostnadsfördelning,
    "protokollsutdrag": Protokollsutdrag,
    "begaran-uttrade": Begäran,
}


def test_ordlistan_för_den_som_ändrar_mallar_är_aktuell():
    assert set(ORD) == {slag.mall for grupp in DOKUMENT.values() for slag in grupp}
    rader = [
        "# Orden i mallarna",
        "",
        "En mall får använda de här orden, och inga andra. En uppgift som inte är känd stoppar dokumentet;",
        "i ett utkast blir den en gul lucka. Ord som kan utebli visas med `{%p if ordet %}` omkring.",
    ]
    rader += ["", "## Alla mallar om avtal", "", *_tabell(underlag.Gemensamt)]
    for mall, klass in sorted(ORD.items()):
        rader += ["", f"## {mall}.docx", "", *_tabell(klass)]
    text = "\n".join(rader) + "\n"
    if GODKÄNN:
        (DOCS / "mallord.md").write_text(text, encoding="utf-8")
    assert (DOCS / "mallord.md").read_text(encoding="utf-8") == text


def _tabell(klass: type, stig: str = "") -> list[str]:
    """En rad för varje ord i klassen utöver de gemensamma; orden i en lista står med listans namn före."""
    rader = ["| Ord | Slag | Betyder |", "| --- | --- | --- |"] if not stig else []
    for ärvd in klass.__mro__[1:-1]:
        rader += _tabell(ärvd, stig)[0 if stig else 2 :] if ärvd is not underlag.Gemensamt else []
    typer, texter = typing.get_type_hints(klass), _texter(klass)
    assert set(texter) == set(klass.__annotations__), f"ett ord i {klass.__name__} saknar förklaring"
    for namn, text in texter.items():
        typ, delar = typer[namn], typing.get_args(typer[namn])
        inre = delar[0] if typing.get_origin(typ) is tuple else None
        slag = (
            "lista"
            if inre
            else "ja/nej"
            if typ is bool
            else "tal"
            if typ is int
            else "löpande text"
            if typ is Löptext
            else "text"
        )
        if underlag.Lucka in delar:
            slag += ", kan vara okänd"
        if type(None) in delar:
            slag += ", kan utebli"
        rader.append(f"| {stig}`{namn}` | {slag} | {text} |")
        if inre:
            rader += _tabell(inre, f"{stig}`{namn}` → ")
    return rader


def _texter(klass: type) -> dict[str, str]:
    """Texten under varje fält i klassen, på en rad."""
    (definition,) = ast.parse(inspect.getsource(klass)).body
    par = zip(definition.body, definition.body[1:], strict=False)
    return {
        fält.target.id: " ".join(text.value.value.split())
        for fält, text in par
        if isinstance(fält, ast.AnnAssign) and isinstance(text, ast.Expr)
    }
