"""avtal visa --om: svaret så som användaren möter det. Inget ändras, och bilden sparas bara när det begärs."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from conftest import ROT
from kommando import Ström, kör
from test_antagande import FRÅGAN, HEDER, IDAG, PÅHITTAT

from avtalsgenerator import kedja
from avtalsgenerator.fel import Användningsfel

if TYPE_CHECKING:
    from pathlib import Path


def tillstånd(mapp: Path):
    return {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in sorted(mapp.rglob("*")) if p.is_file()}


OM = ("visa", PÅHITTAT, "--om", "ansluter latsasby 2026-01-01", "--om", "kanske fabelas", "--befolkning", "2024-12-31")


def test_inget_i_mappen_ändras(övningsmapp):
    före = tillstånd(övningsmapp)
    for format_ in ("text", "json"):
        assert kör(*OM, "--format", format_, mapp=övningsmapp).kod == 0
    assert tillstånd(övningsmapp) == före


def test_json_har_avtalad_form(övningsmapp):
    svar = json.loads(kör(*OM, "--format", "json", mapp=övningsmapp).ut)
    assert set(svar) == {"schema", "avtal", "handling", "per", "antaganden", "utan_verkan", "parter", "summa", "fördelning", "krav", "villkor", "tillkommer", "försvinner", "delmängder"}  # fmt: skip
    assert (svar["schema"], svar["per"]) == (1, "2026-01-01")
    ny = next(p for p in svar["parter"] if p["id"] == "latsasby")
    assert (ny["före"], ny["efter"]["belopp"], ny["skillnad"], ny["ändring"]) == (None, 115_425, 115_425, None)
    assert svar["krav"][0]["slag"] == "anslutning"
    assert len(svar["krav"][0]["underskrifter"]) == 5
    assert svar["fördelning"]["efter"][0] == {"parter": "kommun", "belopp": 612_000, "befolkning_per": "2024-12-31", "avrundning": "krona", "rest": 0, "rest_på": "sagovik", "kan_räknas": True}  # fmt: skip
    (tak,) = svar["delmängder"]["villkor"]
    assert (tak["tål"], tak["fall"]) == (220_000, {"håller": 1, "inte med": 1})
    assert svar["delmängder"]["fall"] == 2


def test_bilden_sparas_men_aldrig_tyst_över_en_annan_fil(övningsmapp):
    fil = övningsmapp / "bilder/bidrag.svg"
    svar = kör(*OM, "--bild", "bilder/bidrag.svg", mapp=övningsmapp)
    assert (svar.kod, svar.ut.splitlines()[-1]) == (0, "✓ Sparade bilden bilder/bidrag.svg")
    första = fil.read_bytes()
    assert kör(*OM, "--bild", "bilder/bidrag.svg", mapp=övningsmapp).kod == 0
    assert fil.read_bytes() == första, "samma uppgifter ger samma byte"
    fil.write_bytes(b"min egen")
    svar = kör(*OM, "--bild", "bilder/bidrag.svg", mapp=övningsmapp)
    assert (svar.kod, fil.read_bytes()) == (4, b"min egen")
    assert "Spara någon annanstans med --bild, eller skriv över med --ersätt." in svar.fel
    assert kör(*OM, "--bild", "bilder/bidrag.svg", "--ersatt", mapp=övningsmapp).kod == 0
    assert fil.read_bytes() == första
    assert [p.name for p in fil.parent.iterdir()] == ["bidrag.svg"]


def test_utan_belopp_finns_inget_att_rita(tmp_path):
    svar = kör(
        "visa", "resurscentrum-alvsborg", "--om", "ansluter ale 2024-01-01", "--bild", str(tmp_path / "x.svg"), mapp=ROT
    )
    assert (svar.kod, list(tmp_path.iterdir())) == (2, [])
    assert "inget bidrag kan räknas" in svar.fel


@pytest.mark.parametrize("kodning", ["cp1252", "cp850"])
def test_utan_unicode_blir_staplar_och_minustecken_ascii(kodning):
    ut = Ström(kodning, terminal=True)
    assert kör("visa", HEDER, *(d for a in FRÅGAN for d in ("--om", a)), mapp=ROT, ut=ut, bredd=80).kod == 0
    text = re.sub(r"\x1b\[[0-9;]*m", "", ut.text)
    assert re.search(r"Göteborgs Stad +före +872\s100\skr #{30,}", text)
    assert re.search(r"-3\s600 \| +-0,41\|", text)
    assert "?" not in text


@pytest.mark.parametrize("bredd", [60, 80, 120, 200])
def test_staplarna_följer_bredden_och_värdena_står_som_text(bredd):
    text = kör("visa", HEDER, *(d for a in FRÅGAN for d in ("--om", a)), mapp=ROT, bredd=bredd).ut
    staplar = [r for r in text.splitlines() if re.search(r" (före|efter) +[\d\s]+kr [█-▏]+$", r)]
    assert len(staplar) == 25, "elva kommuner och regionen före, tolv och regionen efter"
    assert max(map(len, staplar)) <= bredd
    assert max(map(len, staplar)) > bredd - 3
    assert "\x1b" not in text


def test_kedjan_säger_till_när_antagandet_inte_har_något_att_prövas_mot(övningsmapp):
    with pytest.raises(Användningsfel, match="mot ett avtal eller en handling"):
        kedja.jämför(övningsmapp, None, ["ansluter latsasby 2026-01-01"], idag=IDAG)
