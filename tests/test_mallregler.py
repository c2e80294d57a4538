"""Varje regel om mallar har en sida, och exemplen på sidan är testet: Avvisas ger precis den koden, Godtas ger ingen."""

from __future__ import annotations

import os
import re
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from mallnotation import pröva

from avtalsgenerator import regler
from avtalsgenerator.regler import MALLREGLER, REGLER

SIDOR = {
    p.name.removesuffix(".md"): p.read_text(encoding="utf-8")
    for p in files(regler).joinpath("texter").iterdir()
    if p.name.startswith("MAL")
}
MEDDELANDEN = Path(__file__).parent / "regelmeddelanden"
prövad = cache(pröva)


def _exempel(kod, vad):
    avsnitt = SIDOR[kod].partition(f"\n## {vad}\n")[2].partition("\n## Godtas\n")[0]
    return re.findall(r"```mall\n(.*?)```", avsnitt, re.DOTALL)


FALL = [
    pytest.param(kod, vad, text, id=f"{kod}-{vad}-{nummer}")
    for kod in sorted(SIDOR)
    for vad in ("Avvisas", "Godtas")
    for nummer, text in enumerate(_exempel(kod, vad), 1)
]


@pytest.mark.parametrize(("kod", "vad", "text"), FALL)
def test_exemplen_ger_det_regelsidan_säger(kod, vad, text):
    assert {a.kod for a in prövad(text).anmärkningar} == {"Avvisas": {kod}, "Godtas": set()}[vad]


@pytest.mark.parametrize("kod", sorted(SIDOR))
def test_regelns_meddelanden_är_de_godkända(kod):
    rader = []
    for text in _exempel(kod, "Avvisas"):
        for a in prövad(text).anmärkningar:
            rader += [f"{a.allvar.ord_} {a.kod}: {a.text}", f"    plats: {a.plats}", f"    ord: {a.plats.ord_}"]
            rader += [f"    råd: {a.råd}"]
    path, text = MEDDELANDEN / f"{kod}.txt", "".join(f"{rad}\n" for rad in rader)
    if os.environ.get("GODKANN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_varje_regel_om_mallar_har_en_sida_och_inte_samma_kod_som_någon_annan():
    assert set(SIDOR) == set(MALLREGLER)
    assert not set(MALLREGLER) & set(REGLER)


@pytest.mark.parametrize("kod", sorted(MALLREGLER))
def test_sidan_har_regelns_rubrik_allvar_och_alla_avsnitt(kod):
    utan_exempel = re.sub(r"```mall\n.*?```", "", SIDOR[kod], flags=re.DOTALL)
    regel, rader = MALLREGLER[kod], utan_exempel.splitlines()
    assert rader[0] == f"# {kod} {regel.rubrik}"
    assert rader[2] == f"{regel.allvar.ord_.capitalize()}."
    assert [r for r in rader if r.startswith("## ")] == ["## Varför", "## Källa", "## Avvisas", "## Godtas"]
    assert _exempel(kod, "Avvisas")
    assert _exempel(kod, "Godtas")
