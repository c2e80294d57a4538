"""Gemensamt för testerna: den verkliga mappen och den påhittade."""

from pathlib import Path

import pytest
from bygg import GRUND, bygg
from fall import gör_alla

from avtalsgenerator import register

ROT = Path(__file__).parent.parent


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
def alla(verklig, påhittad):
    """Alla dokument i alla fall: (fall, filnamn) → byte."""
    return gör_alla(verklig, påhittad)
