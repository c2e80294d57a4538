"""Handlingens form: personnummer, hänvisningar till lagar, och reglerna som bara gäller en viss tid."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest
from bygg import GRUND, bygg
from hypothesis import given
from hypothesis import strategies as st

from avtalsgenerator import kedja, regler
from avtalsgenerator.modell.nummer import är_personnummer
from avtalsgenerator.regler.grund import Allvar, Fynd, regel
from avtalsgenerator.skrivelselage import Skrivelseläge

A = "avtal/konsumentvagledning"
AVTAL, BESLUT = f"{A}/avtal.yaml", "parter/sagovik/beslut/2025-11-05-ks-201.yaml"


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


def test_en_regel_som_inte_gällde_den_dagen_räknas_inte_som_prövad():
    gick_bra = {
        dag: kedja.kontrollera(GRUND, f"{A[6:]}/forslag-fullmaktige-2025-11-05", dag)
        for dag in (date(2009, 6, 29), date(2009, 6, 30))
    }
    före, efter = (k.utan_anmärkning for k in gick_bra.values())
    assert efter == före + 1


def test_tiden_som_en_regel_gäller_visas():
    tider = {k: r.giltighet for k, r in regler.REGLER.items() if r.giltighet}
    assert tider == {"FRM11": "Gäller från och med 2009-06-30."}
    alltid = dataclasses.replace(regler.REGLER["FRM11"], gäller_till=date(2030, 1, 1))
    assert alltid.giltighet == "Gäller från och med 2009-06-30 till och med 2030-01-01."


def test_kontrollerna_av_ett_dokuments_text_räknas_och_stoppar(tmp_path):
    mapp = bygg(tmp_path, {BESLUT: {"protokoll": {"beredning": "Kontakta Tolvan på 121212-1212."}}})
    resultat = kedja.generera(mapp, "sagovik/2025-11-05-ks-201")
    assert resultat.mapp is None
    assert [a.kod for a in resultat.kontroll.anmärkningar] == ["FRM12"]
    assert resultat.kan_göras == ()


# personnummer


def _luhn(nio: str) -> str:
    summa = sum(sum(divmod(int(t) * (2 - i % 2), 10)) for i, t in enumerate(nio))
    return nio + str(-summa % 10)


@given(st.dates(date(1900, 1, 1), date(2030, 12, 31)), st.integers(0, 999), st.sampled_from([0, 60]))
def test_varje_dag_med_rätt_kontrollsiffra_är_ett_personnummer(dag, löpnummer, samordning):
    nummer = _luhn(f"{dag:%y%m}{dag.day + samordning:02}{löpnummer:03}")
    assert är_personnummer(f"{nummer[:6]}-{nummer[6:]}")
    assert är_personnummer(f"{dag.year // 100}{nummer}")
    fel = (int(nummer[-1]) + 1) % 10
    assert not är_personnummer(f"{nummer[:6]}-{nummer[6:9]}{fel}")


@given(st.integers(1, 9), st.integers(20, 99), st.integers(0, 99999))
def test_ett_organisationsnummer_är_aldrig_ett_personnummer(grupp, mitten, resten):
    assert not är_personnummer(_luhn(f"{grupp}1{mitten}{resten:05}"))


def test_personnumret_skrivs_inte_i_anmärkningen(tmp_path):
    mapp = bygg(tmp_path, {AVTAL: {"avtalstext": {"syfte": "Tolvan, 121212-1212."}}})
    (a,) = kedja.kontrollera(mapp).anmärkningar
    assert "1212" not in a.text + a.råd + a.rubrik
    assert a.allvar is Allvar.HINDER


def test_varje_regel_som_är_ett_hinder_har_mer_än_praxis_som_grund():
    """Det som bara är praxis eller skrivregler får inte ensamt stoppa ett dokument."""
    egna = [r for k, r in regler.REGLER.items() if k[:3] == "SPR" or k in ("FRM07", "FRM08", "FRM09", "FRM10")]
    assert all(r.allvar < Allvar.HINDER for r in egna)
