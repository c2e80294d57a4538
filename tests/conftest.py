"""Gemensamt för testerna: den verkliga mappen och den påhittade."""

from datetime import date
from pathlib import Path

import pytest
from bygg import GRUND, bygg
from fall import MED_UNDERSKRIFTER, gör_alla
from hypothesis import settings

from avtalsgenerator import register

ROT = Path(__file__).parent.parent
settings.register_profile("svit", max_examples=50)
settings.load_profile("svit")  # fler exempel, för den som letar: pytest --hypothesis-profile default


I_DAG = date(2026, 3, 1)
"""Den dag som det är i testerna, för de kommandon som frågar."""


TUNGA = ("test_skillnad.py", "test_talighet.py", "test_pdfa.py", "test_regler.py", "test_sidor.py", "test_dokument.py")


def pytest_collection_modifyitems(items):
    """Filerna som tar längst tid körs först, så att ingen av processorerna får en av dem sist."""
    items.sort(key=lambda test: TUNGA.index(test.path.name) if test.path.name in TUNGA else len(TUNGA))


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory):
    """Testerna har en egen mapp för byggda mallar, som också programmet i egna processer använder."""
    with pytest.MonkeyPatch.context() as m:
        m.setenv("AVTAL_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(autouse=True)
def dagen(monkeypatch):
    for modul in ("fraga", "uttrade", "skillnad", "granska"):
        monkeypatch.setattr(f"avtalsgenerator.cli.{modul}.i_dag", lambda: I_DAG)


@pytest.fixture(scope="session")
def verklig():
    """Det verkliga ärendet, Regionalt stödcentrum heder."""
    return register.läs(ROT)


@pytest.fixture
def övningsmapp(tmp_path):
    """En egen kopia av den påhittade mappen."""
    return bygg(tmp_path / "mapp")


@pytest.fixture(scope="session")
def påhittad():
    return register.läs(GRUND)


@pytest.fixture(scope="session")
def undertecknad(tmp_path_factory):
    """Det påhittade ärendet när alla har skrivit under båda handlingarna."""
    return register.läs(bygg(tmp_path_factory.mktemp("undertecknad"), MED_UNDERSKRIFTER))


@pytest.fixture(scope="session")
def alla(verklig, påhittad, undertecknad):
    """Alla dokument i alla fall: (fall, filnamn) → byte."""
    return gör_alla(verklig, påhittad, undertecknad)
