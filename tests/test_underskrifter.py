"""Underskrifterna visas block för block: undertecknad, väntar eller utan behörig, och vad som ska skickas till vem."""

from __future__ import annotations

import json

import pytest
from bygg import bygg
from kommando import kör

TILLÄGG = "avtal/konsumentvagledning/tillagg-latsasby.yaml"
LÅTSASBY = "parter/latsasby/part.yaml"
TECKNAT = {"part": "latsasby", "av": "Siv Sannsaga", "dag": "2025-12-10"}


def block(mapp, part="latsasby"):
    läge = json.loads(kör("visa", "tillagg-latsasby", "--format", "json", mapp=mapp).ut)
    return next(u for u in läge["underskrifter"] if u["part"] == part)


@pytest.mark.parametrize(
    ("avvikelse", "läge", "skickas"),
    [
        ({}, "väntar", "5 pappersexemplar till partens kontaktperson, som inte är känd"),
        ({LÅTSASBY: {"kontaktperson": {"namn": "Karin Kontakt", "epost": "k@l.example", "telefon": "0999-1"}}},
         "väntar", "5 pappersexemplar till Karin Kontakt (k@l.example, 0999-1)"),
        ({LÅTSASBY: {"kontaktperson": {"namn": "Karin Kontakt"}}}, "väntar", "5 pappersexemplar till Karin Kontakt"),
        ({TILLÄGG: {"underskrifter": "e-underskrift"}}, "väntar", "begäran om e-underskrift till Siv Sannsaga (kommunchef)"),
        ({LÅTSASBY: {"behörighet": ""}}, "behörig saknas", "inget än: det är inte känt vem som får skriva under"),
        ({LÅTSASBY: {"befattningar": [{"befattning": "kommunchef"}]}, TILLÄGG: {"underskrifter": "e-underskrift"}},
         "behörig saknas", "inget än: det är inte känt vem som får skriva under"),
        ({TILLÄGG: {"undertecknat": [TECKNAT]}}, "undertecknad", None),
        ({TILLÄGG: {"undertecknat": [{**TECKNAT, "av": "Någon Annan"}]}},
         "ofullständig", "inget än: det som är antecknat om underskriften måste rättas"),
    ],
)  # fmt: skip
def test_läget_för_ett_block_och_vad_som_ska_skickas(tmp_path, avvikelse, läge, skickas):
    b = block(bygg(tmp_path / "m", avvikelse))
    assert (b["läge"], b["skickas"]) == (läge, skickas)


def test_två_i_förening_får_var_sin_begäran(tmp_path):
    mapp = bygg(tmp_path / "m", {TILLÄGG: {"underskrifter": "e-underskrift"}})
    assert block(mapp, "sagovik")["skickas"] == (
        "begäran om e-underskrift till Ture Påhitt (kommunstyrelsens ordförande) och Maja Exempelsson (kommundirektör)"
    )


def test_visa_säger_hur_och_när_det_undertecknades_och_vad_som_återstår(tmp_path):
    mapp = bygg(tmp_path / "m", {TILLÄGG: {"undertecknat": [{**TECKNAT, "sätt": "penna"}]}})
    assert block(mapp)["sätt"] == "penna"
    text = kör("visa", "tillagg-latsasby", mapp=mapp).ut
    assert "2025-12-10, penna" in text
    assert "som inte är känd\n    Sagoviks kommun, Fabelås kommun och Region Sagolandet\n" in text


def test_ett_avtal_som_redan_gäller_skickas_inte_ut_igen(övningsmapp):
    assert "Att skicka" in kör("visa", "konsumentvagledning", mapp=övningsmapp).ut
    assert "Att skicka" not in kör("visa", "konsumentvagledning", "--per", "2026-06-01", mapp=övningsmapp).ut


def test_ett_okänt_sätt_avvisas(tmp_path):
    mapp = bygg(tmp_path / "m", {TILLÄGG: {"undertecknat": [{**TECKNAT, "sätt": "stämpel"}]}})
    svar = kör("visa", "tillagg-latsasby", mapp=mapp)
    assert (svar.kod, "sätt kan inte vara ”stämpel”" in svar.fel) == (3, True)
