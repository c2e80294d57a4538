"""Dokumenten som sidor, sedda genom LibreOffice: inga tomma sidor, inget avhugget, inget isärslitet."""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import dataclass

import docx
import pytest
from fall import FALL
from pdf import gör_pdf
from wordfil import läsbar

pytestmark = pytest.mark.långsam
HUVUD, FOT = 78, 62
"""Punkter överst och nederst på sidan där bara sidhuvudet och sidfoten får stå."""
SIDHUVUD = re.compile(r"Sida (\d+) \((\d+)\)")


@dataclass(frozen=True)
class Sida:
    rader: tuple[str, ...]
    """Raderna i läsordning, sidhuvud och sidfot medräknade."""
    utanför: tuple[str, ...]
    """Orden som ligger utanför papperet eller närmare kanten än 5 mm, dit många skrivare inte når."""

    brödtext: tuple[str, ...]
    """Raderna mellan sidhuvudet och sidfoten."""


@pytest.fixture(scope="module")
def sidor(alla, tmp_path_factory):
    """Sidorna i dokumenten, högst två av samma slag i samma ärende. LibreOffice startas en gång för alla."""
    mapp = tmp_path_factory.mktemp("sidor")
    slag = {nyckel: (nyckel[0].partition("-")[0], nyckel[1]) for nyckel in alla}
    först = {s: n for n, s in reversed(slag.items())}
    sist = {s: n for n, s in slag.items()}
    namn = {n: mapp / f"{i}.docx" for i, n in enumerate(alla) if n in (först[slag[n]], sist[slag[n]])}
    for nyckel, path in namn.items():
        path.write_bytes(alla[nyckel])
    gör_pdf(list(namn.values()), mapp)
    return {nyckel: _sidor(path.with_suffix(".pdf")) for nyckel, path in namn.items()}


def _sidor(pdf) -> list[Sida]:
    rader = _pdftotext(pdf, "-raw").removesuffix("\f").split("\f")
    lägen = _pdftotext(pdf, "-bbox").split("<page ")[1:]
    assert len(rader) == len(lägen)
    bredd, höjd = (int(float(tal)) for tal in re.match(r'width="([\d.]+)" height="([\d.]+)"', lägen[0]).groups())
    yta = ["-x", "0", "-W", str(bredd), "-y", str(HUVUD), "-H", str(höjd - HUVUD - FOT)]
    brödtext = _pdftotext(pdf, "-raw", *yta).removesuffix("\f").split("\f")
    delar = zip(rader, lägen, brödtext, strict=True)
    return [Sida(tuple(r.strip().splitlines()), _utanför(p), tuple(b.strip().splitlines())) for r, p, b in delar]


def _pdftotext(pdf, *sätt: str) -> str:
    svar = subprocess.run(["pdftotext", *sätt, str(pdf), "-"], check=True, capture_output=True, timeout=60)
    return svar.stdout.decode("utf-8")


def _utanför(sida: str) -> tuple[str, ...]:
    bredd, höjd = (float(tal) for tal in re.match(r'width="([\d.]+)" height="([\d.]+)"', sida).groups())
    ord_ = re.findall(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>', sida)
    kant = 0.5 * 72 / 2.54
    return tuple(
        text
        for x0, y0, x1, y1, text in ord_
        if float(x0) < kant or float(y0) < kant or float(x1) > bredd - kant or float(y1) > höjd - kant
    )


def test_ingen_sida_är_tom(sidor):
    for nyckel, dokument in sidor.items():
        for nummer, sida in enumerate(dokument, 1):
            assert sida.brödtext, f"{nyckel}, sida {nummer}"


def test_varje_sida_säger_sitt_nummer_och_hur_många_de_är(sidor):
    for nyckel, dokument in sidor.items():
        for nummer, sida in enumerate(dokument, 1):
            träffar = SIDHUVUD.findall("\n".join(sida.rader))
            assert träffar == [(str(nummer), str(len(dokument)))], nyckel


def test_utkast_står_på_varje_sida_av_ett_utkast_och_ingen_annan(sidor):
    for (fall, namn), dokument in sidor.items():
        for sida in dokument:
            assert ("UTKAST – får inte skrivas under" in sida.rader) is FALL[fall][3], namn


def test_ingen_text_ligger_utanför_papperet(sidor):
    for nyckel, dokument in sidor.items():
        for sida in dokument:
            assert sida.utanför == (), nyckel


def test_varje_ord_i_dokumentet_syns_på_sidorna(alla, sidor):
    """Ord kan brytas vid bindestreck och snedstreck; därför jämförs delarna."""
    delar = re.compile(r"[\s·/\-–]+")
    for nyckel, dokument in sidor.items():
        synliga = set(delar.split("\n".join(rad for sida in dokument for rad in sida.rader)))
        text = re.sub(r"^(?:---.*|#+ |§ |\| |______)", "", läsbar(alla[nyckel]), flags=re.MULTILINE)
        menade = set(delar.split(re.sub(r"Sida .* \(.*\)", "", text).replace(" | ", " ")))
        assert menade - synliga - {"", "|"} == set(), nyckel


def test_ingen_rubrik_står_ensam_sist_på_en_sida(alla, sidor):
    prövade = 0
    for nyckel, dokument in sidor.items():
        stycken = docx.Document(io.BytesIO(alla[nyckel])).paragraphs
        rubriker = {
            p.text for p in stycken if p.style.name.startswith(("Heading", "Title", "Utkastrubrik", "Utkastfel"))
        }
        prövade += len(rubriker)
        for nummer, sida in enumerate(dokument, 1):
            assert re.sub(r"^§? ?\d+ ", "", sida.brödtext[-1]) not in rubriker, f"{nyckel}, sida {nummer}"
    assert prövade > len(sidor)


def test_varje_underskriftsblock_får_en_egen_sida(alla, sidor):
    for nyckel, dokument in sidor.items():
        if not nyckel[1].startswith("Signatursidor"):
            continue
        antal = läsbar(alla[nyckel]).count("\nUnderskrift ")
        sidor_med_block = [sida for sida in dokument if any(r.startswith("Underskrift ") for r in sida.brödtext)]
        assert dokument[-antal:] == sidor_med_block, nyckel
        for nummer, sida in enumerate(sidor_med_block, 1):
            assert sum(r.startswith(f"Underskrift {nummer} av {antal}.") for r in sida.brödtext) == 1
