"""Ord i ett dokument blir tillbaka den uppgift som ger dem, eller ingen alls."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avtalsgenerator.granskning.omvant import med_stycke, uppgiften, utan_stycke
from avtalsgenerator.svenska import datum, genitiv, kronor, paragraf, stor_bokstav, tal


@pytest.mark.parametrize(
    ("rå", "före", "efter", "ny"),
    [
        ("Ale kommun", "Ale kommun", "Ale  stad ", "Ale stad"),
        ("2024-01-01", "2024-01-01", "2024-02-01", "2024-02-01"),
        ("2024-01-01", "1\u00a0januari\u00a02024", "1 mars 2024", "2024-03-01"),
        ("2024-01-01", "1\u00a0januari\u00a02024", "1 Mars 2024", "2024-03-01"),
        ("2024-01-01", "1\u00a0januari\u00a02024", "2024-03-01", "2024-03-01"),
        ("2024-01-01", "1\u00a0januari\u00a02024", "30 februari 2024", None),
        ("2024-01-01", "1\u00a0januari\u00a02024", "i vår", None),
        ("28", "§\u00a028", "§ 29", "29"),
        ("28", "§\u00a028", "29 §", None),
        ("2 250 000 kr", "2\u00a0250\u00a0000\u00a0kr", "2 300 000 kr", "2 300 000 kr"),
        ("2250000", "2\u00a0250\u00a0000\u00a0kr", "2300000 kr", "2300000 kr"),
        ("2 250 000 kr", "2\u00a0250\u00a0000\u00a0kr", "2,3 miljoner", None),
        ("579281", "579\u00a0281", "579 300", "579300"),
        ("67 %", "67\u00a0%", "66,5 %", "66,5 %"),
        ("67 %", "67\u00a0%", "två tredjedelar", None),
        ("kommunstyrelsen", "Kommunstyrelsen", "Socialnämnden", "socialnämnden"),
        ("Ale kommun", "Ale kommuns", "Lerums kommuns", "Lerums kommun"),
        ("Ale (AK)", "Ales (AK)", "Lerums (AK)", None),
        ("Ale", "Ales", "Borås", None),
        ("2024-01-01", "2024-01-01", "i vår", None),
        ("GR", "GR:s", "VGR:s", "VGR"),
        ("Ett stycke.\n\nEtt annat\nstycke här.", "Ett annat stycke här.", "Ett nytt stycke.", "Ett stycke.\n\nEtt nytt stycke."),
        ("samma och samma", "samma", "annan", None),
        ("Ale kommun", "något annat", "x", None),
        ("Ale kommunförbund", "Ale kommun", "Ale stad", None),
        ("Ale kommun", "Ale kommun", " ", None),
    ],
)  # fmt: skip
def test_uppgiften_bakom_orden(rå, före, efter, ny):
    assert uppgiften(rå, före, efter) == ny


SÄTT = [
    (st.dates(date(1901, 1, 1), date(2199, 12, 31)), str, datum),
    (st.integers(0, 999_999_999), str, kronor),
    (st.integers(1, 999_999_999), str, tal),
    (st.integers(1, 999), str, paragraf),
]
NAMN = (
    st.text("abcdefghijklmnopqrstuvwxyzåäö ", min_size=1, max_size=20).map(lambda t: " ".join(t.split())).filter(bool)
)


@pytest.mark.parametrize(("värden", "rå", "skrivet"), SÄTT, ids=lambda x: getattr(x, "__name__", ""))
def test_det_som_skrivs_på_ett_visst_sätt_läses_tillbaka(värden, rå, skrivet):
    @given(värden, värden)
    def pröva(gammalt, nytt):
        ny = uppgiften(rå(gammalt), skrivet(gammalt), skrivet(nytt))
        assert ny is not None
        assert "".join(ny.replace("kr", "").split()) == rå(nytt)

    pröva()


@given(NAMN, NAMN)
def test_ett_namn_ger_precis_de_nya_orden_i_den_form_som_det_står_eller_inget(gammalt, nytt):
    assert uppgiften(gammalt, gammalt, nytt) == nytt
    for form in (genitiv, stor_bokstav):
        ny = uppgiften(gammalt, form(gammalt), form(nytt))
        assert ny is None or form(ny) == form(nytt)


TEXT = "Ett stycke\növer två rader.\n\n- första,\n- andra.\n\n1. ett\n2. två\n\nSista.\n"


@pytest.mark.parametrize(
    ("stycke", "kvar"),
    [
        ("Ett stycke över två rader.", "- första,\n- andra.\n\n1. ett\n2. två\n\nSista.\n"),
        ("första,", "Ett stycke\növer två rader.\n\n- andra.\n\n1. ett\n2. två\n\nSista.\n"),
        ("Sista.", "Ett stycke\növer två rader.\n\n- första,\n- andra.\n\n1. ett\n2. två\n"),
        ("två", "Ett stycke\növer två rader.\n\n- första,\n- andra.\n\n1. ett\n\nSista.\n"),
        ("finns inte", None),
        ("stycke", None),
    ],
)
def test_ett_stycke_tas_bort_ur_en_löpande_text(stycke, kvar):
    assert utan_stycke(TEXT, stycke) == kvar


@pytest.mark.parametrize(
    ("efter", "nytt"),
    [
        ("Ett stycke över två rader.", TEXT.replace("rader.\n", "rader.\n\nNytt här.\n")),
        ("andra.", TEXT.replace("- andra.\n", "- andra.\n- Nytt här.\n")),
        ("Sista.", TEXT + "\nNytt här.\n"),
        ("två", None),
        ("finns inte", None),
    ],
)
def test_ett_stycke_läggs_till_i_en_löpande_text(efter, nytt):
    assert med_stycke(TEXT, efter, "Nytt  här. ") == nytt
