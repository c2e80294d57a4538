"""Datum, belopp och uppräkningar enligt Myndigheternas skrivregler."""

from datetime import date
from fractions import Fraction

import pytest

from avtalsgenerator import svenska


def test_datum_i_löpande_text_har_hårda_mellanslag():
    assert svenska.datum(date(2023, 8, 22)) == "22\u00a0augusti\u00a02023"
    assert svenska.årsdag((12, 31)) == "31\u00a0december"


@pytest.mark.parametrize(
    ("belopp", "text"),
    [
        (872_100, "872 100 kr"),
        (0, "0 kr"),
        (-38_250, "−38 250 kr"),
        (Fraction(1, 2), "0,50 kr"),
        (Fraction(-12345, 10), "−1 234,50 kr"),
    ],
)
def test_belopp_har_hårda_mellanslag_och_riktigt_minustecken(belopp, text):
    assert svenska.kronor(belopp) == text.replace(" ", "\u00a0")


def test_bråkdelar_av_ören_skrivs_inte_ut():
    with pytest.raises(ValueError, match="helt antal ören"):
        svenska.kronor(Fraction(1, 3))


def test_ändring_har_tecken():
    assert svenska.ändring(900).startswith("+")
    assert svenska.ändring(-900).startswith("\u2212")
    assert svenska.ändring(0) == "0\u00a0kr"


@pytest.mark.parametrize(
    ("andel", "text"),
    [
        (Fraction(5814, 10_000), "58,14 %"),
        (Fraction(1, 3), "33,33 %"),
        (Fraction(1), "100,00 %"),
        (Fraction(1, 20_000), "0,01 %"),
    ],
)
def test_procent_med_två_decimaler(andel, text):
    assert svenska.procent(andel) == text.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("andel", "text"),
    [(Fraction(67, 100), "67 %"), (Fraction(24, 1000), "2,4 %"), (Fraction(0), "0 %"), (Fraction(1, 10), "10 %")],
)
def test_angiven_procent_har_bara_de_decimaler_som_behövs(andel, text):
    assert svenska.angiven_procent(andel) == text.replace(" ", "\u00a0")


def test_uppräkning():
    assert svenska.uppräkning(["Ale"]) == "Ale"
    assert svenska.uppräkning(["Ale", "Lerum"]) == "Ale och Lerum"
    assert svenska.uppräkning(["Ale", "Lerum", "Tjörn"]) == "Ale, Lerum och Tjörn"


@pytest.mark.parametrize(
    ("namn", "genitiv"),
    [("Ale kommun", "Ale kommuns"), ("Göteborgs Stad", "Göteborgs Stads"), ("Alingsås", "Alingsås"), ("GR", "GR:s")],
)
def test_genitiv(namn, genitiv):
    assert svenska.genitiv(namn) == genitiv


def test_å_ä_ö_sorteras_sist():
    namn = ["Öckerö", "Ale", "Åmål", "Ängelholm", "Zinkgruvan", "ale", "Tjörn"]
    assert sorted(namn, key=svenska.sorteringsnyckel) == [
        "Ale",
        "ale",
        "Tjörn",
        "Zinkgruvan",
        "Åmål",
        "Ängelholm",
        "Öckerö",
    ]


def test_genitiv_av_ett_namn_med_förkortning():
    assert svenska.genitiv("Göteborgsregionen (GR)") == "Göteborgsregionens (GR)"


def test_accenter_sorteras_som_bokstaven_utan_accent():
    assert sorted(["Éva", "Abe", "Örn", "Fia", "Åke", "Ärla"], key=svenska.sorteringsnyckel) == [
        "Abe", "Éva", "Fia", "Åke", "Ärla", "Örn",
    ]  # fmt: skip


def test_ett_belopp_i_bråkdelar_av_ören_sägs_vara_avrundat():
    assert svenska.ungefär_kronor(Fraction(100, 3)) == "33,33\u00a0kr (avrundat)"
