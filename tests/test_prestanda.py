"""Mätningarna går att köra. Hur fort det går prövas inte här: det mäts med kommandona i prestanda/."""

import pytest
from conftest import ROT
from wordfil import packa_upp, text_i

from avtalsgenerator import kedja


@pytest.fixture
def mangd(monkeypatch):
    monkeypatch.syspath_prepend(ROT / "prestanda")
    import mangd

    return mangd


def test_mätningen_av_mängd_går_att_köra_på_minsta_storlek(mangd, capsys, monkeypatch):
    monkeypatch.setattr(mangd, "KOMMUNER", 6)
    monkeypatch.setattr(mangd, "AVTAL", 1)
    monkeypatch.setattr(mangd, "MEDLEMMAR", 3)
    assert mangd.main(1, 1) == 0
    rubrik, rad, *tak = capsys.readouterr().out.splitlines()
    assert rubrik.split()[:5] == ["storlek", "kommuner", "avtal", "beslut", "uppgifter"]
    assert rad.split()[:4] == ["1", "6", "1", "17"]
    assert len(tak) == 2


def test_mätningen_av_många_dokument_gör_dem_alla_och_jämför_med_golvet(mangd, monkeypatch, capsys):
    import manga

    monkeypatch.setattr(mangd, "AVTAL", 1)
    monkeypatch.setattr(manga, "STEGEN", (1,))  # flera processer prövas i tests/test_manga.py
    monkeypatch.setattr(manga, "från_början", lambda *_: (1.0, "1"))
    assert manga.main(1, 1) == 0
    rader = capsys.readouterr().out.splitlines()
    assert rader[0].startswith("94 dokument av 38 handlingar")
    assert [rad.split()[0] for rad in rader[2:4]] == ["1", "golvet"]
    assert rader[-1].startswith("En process mot golvet: ")


def test_den_påhittade_mappen_är_utan_hinder_så_att_hela_vägen_mäts(mangd, tmp_path):
    mapp = mangd.bygg(tmp_path, 1)
    kontroll = kedja.kontrollera(mapp.path)
    assert not kontroll.stoppar()
    assert len(kontroll.register.beslut) == mapp.beslut
    assert len(kontroll.register.parter) == mapp.kommuner + mapp.storlek + 1


@pytest.fixture
def motorn(monkeypatch):
    monkeypatch.syspath_prepend(ROT / "prestanda/motor")
    import arbetare

    import avtal

    return avtal, arbetare


def test_avtalet_som_motorerna_jämförs_med_blir_detsamma_i_docxtpl_och_här(motorn, tmp_path):
    avtal, arbetare = motorn
    avtal.skriv(tmp_path, (3,))
    ord_ = avtal.uppgifter(3)
    våra, deras, golv = (arbetare.MOTORER[m](tmp_path / "jinja.docx", ord_)() for m in ("avtal", "docxtpl", "golv"))
    texter = {text_i(packa_upp(d)["word/document.xml"]) for d in (våra, deras, golv)}
    assert len(texter) == 1
    (text,) = texter
    assert text.count("Påhittby 2 kommun") == 3
    assert "vägledning & stöd" in text


def test_de_andra_motorernas_mallar_har_samma_ord_och_slingor(motorn):
    avtal, _ = motorn
    taggar = {
        s: text_i(packa_upp(avtal.mall(s))["word/document.xml"]) for s in (avtal.JINJA, avtal.KLAMMER, avtal.CARBONE)
    }
    assert taggar[avtal.JINJA].count("{{ part.namn }}") == taggar[avtal.KLAMMER].count("{namn}") == 3
    assert taggar[avtal.CARBONE].count("{d.parter[i].namn}") == taggar[avtal.CARBONE].count("{d.parter[i+1].namn}") == 3
    assert len(avtal.mall(avtal.JINJA, tunga_stilar=True)) > len(avtal.mall(avtal.JINJA))
