"""Reglernas tid och slag: en regel prövas bara medan den gäller."""

from __future__ import annotations

from datetime import date

import pytest

from avtalsgenerator import regler
from avtalsgenerator.regler.grund import Allvar, Fynd, regel
from avtalsgenerator.skrivelselage import Skrivelseläge

# reglernas tid och slag


@pytest.mark.parametrize(
    ("från", "till", "prövas"),
    [
        (None, None, True),
        (date(2025, 10, 6), date(2025, 10, 6), True),
        (date(2025, 10, 7), None, False),
        (None, date(2025, 10, 5), False),
    ],
)
def test_en_regel_prövas_bara_medan_den_gäller(påhittad, monkeypatch, från, till, prövas):
    monkeypatch.setattr("avtalsgenerator.regler.grund.REGLER", egna := {})
    monkeypatch.setattr(regler, "REGLER", egna)
    regel("XXX01", "x", Allvar.VARNING, källa="x", om=("skrivelse", "beslut"), gäller_från=från, gäller_till=till)(
        lambda läge: [Fynd("x", läge.skrivelse.plats(), "x")]
    )
    s = påhittad.skrivelser["konsumentvagledning/tjansteskrivelse-2025-10-06"]
    assert bool(regler.kontrollera(Skrivelseläge(påhittad, s, s.dag.värde))) is prövas
