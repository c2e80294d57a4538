"""Ett ärende läses för sig: samma svar som när allt läses, utan att de andra avtalens filer öppnas."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from bygg import GRUND, bygg
from conftest import ROT
from test_talighet import ändra

from avtalsgenerator import kedja, lasminne, register, regler
from avtalsgenerator.avtalsmapp import Avtalsmapp
from avtalsgenerator.dokumentslag import rör_läget
from avtalsgenerator.fel import Underlagsfel
from avtalsgenerator.lasminne import Läsminne

AVTAL, TILLÄGG = "konsumentvagledning", "konsumentvagledning/tillagg-latsasby"


@pytest.fixture
def två_avtal(tmp_path):
    """Övningsmappen, ett avtal till som Sagovik och Annanby är med i, och Annanbys egna beslut."""
    mapp = bygg(tmp_path / "mapp")
    shutil.copytree(mapp / "avtal/konsumentvagledning", mapp / "avtal/annat")
    shutil.copytree(mapp / "parter/fabelas", mapp / "parter/annanby")
    for path in [*(mapp / "avtal/annat").iterdir(), *(mapp / "parter/annanby").rglob("*.yaml")]:
        text = path.read_text(encoding="utf-8").replace("konsumentvagledning", "annat").replace("fabelas", "annanby")
        path.write_text(text, encoding="utf-8")
    om_det_andra = (mapp / "parter/sagovik/beslut/2024-10-21-kf-98.yaml").read_text(encoding="utf-8")
    (mapp / "parter/sagovik/beslut/om-annat.yaml").write_text(om_det_andra.replace(AVTAL, "annat"), encoding="utf-8")
    return mapp


def ärende(mapp: Path, id_: str = AVTAL) -> register.Register:
    return register.läs_ärende(Avtalsmapp(mapp), id_)


def läsfel(läs, *args) -> set[tuple[str, str]]:
    try:
        läs(*args)
    except Underlagsfel as fel:
        return {(str(f.plats), f.text) for f in fel.läsfel}
    return set()


@pytest.mark.parametrize("mapp", [ROT, GRUND], ids=["verkliga", "påhittade"])
def test_samma_anmärkningar_som_när_allt_läses(mapp):
    """Avtalen, handlingarna, skrivelserna och besluten med protokoll."""
    for läge in kedja.kontrollera(mapp).lägen:
        alla = {(a.kod, a.plats, a.text): a for a in regler.kontrollera(läge) if rör_läget(a, läge)}
        assert set(kedja.kontrollera(mapp, läge.id).anmärkningar) == set(alla.values()), läge.id


def test_ett_trasigt_annat_avtal_hindrar_inte_och_dess_filer_öppnas_inte(två_avtal, monkeypatch):
    före = kedja.kontrollera(två_avtal, TILLÄGG).anmärkningar
    for path in (två_avtal / "avtal/annat").iterdir():
        path.write_text("namn: 'trasig", encoding="utf-8")
    öppnade: list[str] = []
    läs_bytes = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: (öppnade.append(path.as_posix()), läs_bytes(path))[1])
    assert kedja.kontrollera(två_avtal, TILLÄGG).anmärkningar == före
    avtalets, parternas, deras_beslut, genomsökta = 7, 6, 12, 3
    assert len(öppnade) == len(set(öppnade)) == avtalets + parternas + deras_beslut + genomsökta
    assert not [p for p in öppnade if "/avtal/annat/" in p]
    assert all("avtal/annat/" in plats for plats, _ in läsfel(kedja.kontrollera, två_avtal))
    assert läsfel(kedja.kontrollera, två_avtal)


def test_en_parts_beslut_läses_bara_om_parten_är_med_eller_beslutet_kan_handla_om_ärendet(två_avtal):
    id_ = "annanby/2025-05-06-ks-71"
    assert "annanby" in ärende(två_avtal).parter
    assert id_ not in ärende(två_avtal).beslut
    beslut = två_avtal / "parter/annanby/beslut/2025-05-06-ks-71.yaml"
    text = beslut.read_text(encoding="utf-8")
    for nämner in (f"# {AVTAL}\n", '# "konsument\\x76agledning"\n', "# se bilaga.md\n"):
        beslut.write_text(nämner + text, encoding="utf-8")
        assert id_ in ärende(två_avtal).beslut, nämner
    beslut.write_text(f"# x{AVTAL}\n" + text, encoding="utf-8")
    assert id_ not in ärende(två_avtal).beslut
    beslut.write_bytes(text.encode("utf-16"))
    assert [t for _, t in läsfel(ärende, två_avtal)] == ["filen är sparad som UTF-16"]


def test_beslut_utan_känd_part_läses_alltid(två_avtal):
    mapp = två_avtal / "parter/oplacerade/beslut"
    mapp.mkdir(parents=True)
    shutil.copy(två_avtal / "parter/annanby/beslut/2025-05-06-ks-71.yaml", mapp / "okand.yaml")
    assert "oplacerade/okand" in ärende(två_avtal).beslut


@pytest.mark.parametrize(
    ("fil", "byt"),
    [
        ("avtal/konsumentvagledning/avtal.yaml", ("värd: sagovik", "värd: sagovikk")),
        ("avtal/konsumentvagledning/remiss-2025.yaml", ("handling:", "handlng:")),
        ("parter/latsasby/part.yaml", ("kortnamn:", "kortnmn:")),
        ("parter/sagolandet/part.yaml", ("slag: kommunalförbund", "slag: förbund")),
        ("parter/sagovik/beslut/2025-11-05-ks-201.yaml", ("{godkänner: konsum", "{godkänner: consum")),
        ("parter/sagovik/beslut/om-annat.yaml", ("ansluter: annat", "ansluter: annatt")),
    ],
)
def test_ett_fel_i_ärendet_stoppar_det_som_förut(fil, byt, två_avtal):
    path = två_avtal / fil
    path.write_text(path.read_text(encoding="utf-8").replace(*byt), encoding="utf-8")
    fel = läsfel(ärende, två_avtal)
    assert fel
    assert fel == läsfel(register.läs, två_avtal)


@pytest.mark.parametrize("frö", range(60))
def test_ett_ärende_ger_samma_läsfel_som_allt_utom_dem_i_det_som_inte_hör_dit(frö, två_avtal):
    slump = random.Random(frö)
    path = slump.choice(sorted(två_avtal.rglob("*.yaml")))
    path.write_text(ändra(path.read_text(encoding="utf-8"), slump), encoding="utf-8")
    i_allt = läsfel(register.läs, två_avtal)
    hör_dit = {f for f in i_allt if not f[0].startswith(("avtal/annat/", "parter/annanby/beslut/"))}
    assert läsfel(ärende, två_avtal) == hör_dit
    if not i_allt:
        assert set(kedja.kontrollera(två_avtal, AVTAL).anmärkningar) <= set(kedja.kontrollera(två_avtal).anmärkningar)


def test_en_hänvisning_till_ett_avtal_som_inte_läses_prövas_mot_mappen(två_avtal):
    part = två_avtal / "parter/sagovik/part.yaml"
    text = part.read_text(encoding="utf-8")
    part.write_text(
        text.replace("  - avser: konsumentvagledning", "  - avser: annat\n  - avser: konsumentvagledning"), "utf-8"
    )
    assert "annat" not in ärende(två_avtal).avtal
    shutil.move(två_avtal / "avtal/annat", två_avtal / "avtal/ett-annat")
    with pytest.raises(Underlagsfel) as fel:
        ärende(två_avtal)
    träff = next(f for f in fel.value.läsfel if f.plats.fil == "parter/sagovik/part.yaml")
    assert träff.text == "avtalet ”annat” finns inte"
    assert träff.råd == "Menade du ”ett-annat” (avtal/ett-annat/avtal.yaml:1:1)?"


def test_den_som_söker_något_som_heter_fel_får_veta_det(två_avtal):
    (två_avtal / "avtal/annat").rename(två_avtal / "avtal/Ännu ett")
    with pytest.raises(Underlagsfel, match="kan inte vara ett namn i avtalsmappen"):
        kedja.kontrollera(två_avtal, "Ännu ett")


def test_ärenden_som_delar_minne_blir_desamma_som_var_för_sig_och_varje_fil_läses_en_gång(två_avtal, monkeypatch):
    (två_avtal / "parter/sagovik/beslut/trasigt.yaml").write_text("organ: [x", encoding="utf-8")
    lästa: list[Path] = []
    riktig = lasminne.läs_yaml
    monkeypatch.setattr(lasminne, "läs_yaml", lambda path, fil: lästa.append(path) or riktig(path, fil))
    mapp = Avtalsmapp(två_avtal)
    minne, svar = Läsminne(mapp), {}
    for id_ in [id_ for id_ in mapp.idn("avtal", "handling", "beslut") if "trasigt" not in id_] * 2:
        svar[id_] = _hela(mapp, id_, minne)
    assert len(lästa) == len(set(lästa)) == len(mapp.filer)
    assert svar == {id_: _hela(mapp, id_, None) for id_ in svar}
    assert any(isinstance(s, list) for s in svar.values())
    assert any(isinstance(s, str) for s in svar.values())


def _hela(mapp: Avtalsmapp, id_: str, minne: Läsminne | None) -> object:
    """Allt i registret i ordning, eller läsfelen som text."""
    try:
        r = register.läs_ärende(mapp, id_, minne)
    except Underlagsfel as fel:
        return str(fel)
    pekare = [(till, [(rot.id, str(plats)) for rot, plats in var]) for till, var in r.hänvisningar.items()]
    return [list(map(list, (r.parter, r.beslut, r.avtal, r.handlingar, r.skrivelser))), pekare]
