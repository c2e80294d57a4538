"""Mätningarna går att köra. Hur fort det går prövas inte här: det mäts med kommandona i prestanda/."""

import pytest
from conftest import ROT

from avtalsgenerator import kedja


@pytest.fixture
def mangd(monkeypatch):
    monkeypatch.syspath_prepend(ROT / "prestanda")
    import mangd

    return mangd


def test_mätningen_av_mängd_går_att_köra_på_minsta_storlek(mangd, capsys):
    assert mangd.main(1, 1) == 0
    rubrik, rad, *tak = capsys.readouterr().out.splitlines()
    assert rubrik.split()[:5] == ["storlek", "kommuner", "avtal", "beslut", "uppgifter"]
    assert rad.split()[:4] == ["1", "18", "3", "195"]
    assert len(tak) == 2


def test_den_påhittade_mappen_är_utan_hinder_så_att_hela_vägen_mäts(mangd, tmp_path):
    mapp = mangd.bygg(tmp_path, 1)
    kontroll = kedja.kontrollera(mapp.path)
    assert not kontroll.stoppar()
    assert len(kontroll.register.beslut) == mapp.beslut
    assert len(kontroll.register.parter) == mapp.kommuner + mapp.storlek + 1
