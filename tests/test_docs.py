"""Bilderna och ordlistan i docs/ visar programmet som det är. Kör om med GODKANN=1 när en ändring är avsedd."""

from __future__ import annotations

import dataclasses
import hashlib
import html
import io
import os
import re
import subprocess
from importlib import import_module

import pytest
from conftest import ROT
from fall import ORIGINAL, VERKLIGT, VERKLIGT_BESLUT, läge_för
from kommando import kör
from pdf import gör_pdf
from rich.console import Console
from rich.text import Text
from test_antagande import FRÅGAN
from wordfil import läsbar

from avtalsgenerator import mallord, regler, underlag
from avtalsgenerator.dokument import medföljande_mallar
from avtalsgenerator.dokumentslag import dokumentslag, mallar

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


def test_bilden_av_staplarna_är_aktuell(tmp_path):
    """Den som README:s kommando ger, byte för byte."""
    om = [d for antagande in FRÅGAN for d in ("--om", antagande)]
    assert kör("visa", "stodcentrum-heder", *om, "--bild", str(tmp_path / "b.svg"), mapp=ROT).kod == 0
    path = DOCS / "vad-hander-om.svg"
    if GODKÄNN:
        path.write_bytes((tmp_path / "b.svg").read_bytes())
    assert path.read_bytes() == (tmp_path / "b.svg").read_bytes()


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


def test_ordlistan_för_den_som_ändrar_mallar_är_aktuell():
    rader = [
        "# Orden i mallarna",
        "",
        "En mall får använda de här orden, och inga andra. En uppgift som inte är känd stoppar dokumentet;",
        "i ett utkast blir den en gul lucka. Ord som kan utebli visas med `{%p if ordet %}` omkring.",
        "",
        "## Alla mallar om avtal",
        *_tabell(mallord.ord_i(underlag.Gemensamt)),
    ]
    for mall, klass, slag in mallar():
        rader += ["", f"## {mall}.docx", "", *(f"- {s.vad} (`--bara {s.namn}`)" for s in slag)]
        rader += _tabell(mallord.ord_i(klass))
    _aktuell("mallord.md", rader)


VAD = {
    "D01": "Kommunstyrelsens förslag till kommunfullmäktige",
    "D02": "Tjänsteutlåtande 2023",
    "D03": "Tilläggsyrkande",
    "D04": "Återremissyrkande",
    "D05": "Tjänsteutlåtande 2020, med två tabeller",
    "D06": "Protokollsutdrag, kommunfullmäktige",
    "D07": "Voteringslista med 81 rader",
    "D08": "Protokollsutdrag, regional nämnd",
    "D09": "Protokollsutdrag, regional nämnd",
    "D10": "Myndighetsbeslut",
    "D11": "Protokollsutdrag med reservation",
    "D12": "Protokollsutdrag, omedelbart justerat",
    "D13": "Protokollsutdrag",
    "D14": "Protokollsutdrag, nämnd",
    "D15": "Beslut av tjänsteperson",
    "D16": "Protokollsutdrag av okänd kommun",
    "D17": "Protokollets första sida och anslag",
    "D18": "Protokollsutdrag, omedelbart justerat",
    "D19": "Tjänsteskrivelse till kommunfullmäktige",
    "D20": "Samverkansavtal §§ 1–19",
    "D21": "Protokollsutdrag utan känd dag",
    "D22": "Tjänsteskrivelse",
    "D23": "Tjänsteutlåtande med remissammanställning",
}
ÖVRIGA = {
    "D07": (ORIGINAL["D06"], ["voteringslista"]),
    "D11": (VERKLIGT_BESLUT, ["protokollsutdrag"]),
    "D17": (ORIGINAL["D18"], ["forstasida", "anslag"]),
    "D20": ("stodcentrum-heder", ["samverkansavtal", "signatursidor"]),
}
"""Original som finns i ett annat originals uppgifter, eller är avtalet självt: uppgifterna och dokumenten."""


def test_tabellen_över_originalen_är_aktuell(verklig):
    rader = [
        "# Originalen i ärendet",
        "",
        "De tjugotre handlingarna i ärendet, uppgifterna de finns som och mallen som gör dem. Meningarna är återgivna med",
        "egna ord, så det som är ett sammandrag blir bara ett märkt utkast (PRO03, SKR03).",
        "",
        "| Original | Vad det är | Uppgifter | Gör om det med | Mall |",
        "| --- | --- | --- | --- | --- |",
    ]
    for d, vad in VAD.items():
        namn, bara = ÖVRIGA.get(d) or (ORIGINAL[d], None)
        slag = [s for s in dokumentslag(läge_för(verklig, namn)) if (s.namn in bara if bara else s.följer_med)]
        slag = slag if bara else slag[:1]
        assert slag, d
        part, _, fil = namn.partition("/")
        ställen = [f"avtal/{namn}/avtal.yaml", f"avtal/{namn}.yaml", f"parter/{part}/beslut/{fil}.yaml"]
        (path,) = (ROT / ställe for ställe in ställen if (ROT / ställe).is_file())
        gör = "<br>".join(f"`avtal generera {namn} --utkast --bara {s.namn}`" for s in slag)
        mall = ", ".join(f"`{s.mall}.docx`" for s in slag)
        rader.append(f"| {d} | {vad} | [{path.name}](../{path.relative_to(ROT).as_posix()}) | {gör} | {mall} |")
    _aktuell("original.md", rader)


def test_listan_över_kontrollerna_är_aktuell():
    rader = [
        "# Kontrollerna",
        "",
        "Vad programmet prövar innan ett dokument görs. Ett **hinder** ger inget dokument, en **varning** ska rättas eller",
        "besvaras med en kvittens före underskrift, en **upplysning** är bra att veta. Varje kod leder till sidan med",
        "varför, källa och exempel; samma sida visas med `avtal regel KOD`.",
    ]
    alla = sorted((regler.REGLER | regler.MALLREGLER).items())
    for modul in (*regler.ÄMNEN, "mallar"):
        egna = [r for _, r in alla if r.pröva.__module__.endswith(f".{modul}")]
        vad = import_module(f"avtalsgenerator.regler.{modul}").__doc__.splitlines()[0]
        rader += ["", f"## {vad.rstrip('.')}", "", "| Kod | Allvar | Felet | Källa |", "| --- | --- | --- | --- |"]
        sida = "../avtalsgenerator/regler/texter"
        rader += [f"| [{r.kod}]({sida}/{r.kod}.md) | {r.allvar.ord_} | {r.rubrik} | {r.källa} |" for r in egna]
    _aktuell("regler.md", rader)
    assert sum(rad.startswith("| [") for rad in rader) == len(alla)


def _tabell(ord_):
    rader = ["", "| Ord | Slag | Betyder |", "| --- | --- | --- |"]
    return rader + [f"| {''.join(f'`{s}` → ' for s in o.stig)}`{o.namn}` | {o.slag} | {o.text} |" for o in ord_]


def _aktuell(namn, rader):
    text = "\n".join(rader) + "\n"
    if GODKÄNN:
        (DOCS / namn).write_text(text, encoding="utf-8")
    assert (DOCS / namn).read_text(encoding="utf-8") == text


@pytest.mark.parametrize("klass", [klass for _, klass, _ in mallar()], ids=lambda k: k.__name__)
def test_varje_ord_har_en_förklaring(klass):
    fält = {f.name for f in dataclasses.fields(klass)} - {f.name for f in dataclasses.fields(underlag.Gemensamt)}
    förklarade = {o.namn for o in mallord.ord_i(klass) if not o.stig}
    assert fält <= förklarade | {o.namn for o in mallord.ord_i(underlag.Gemensamt)}
