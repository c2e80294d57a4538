"""README säger som det är: utskrifterna, exemplen och kommandona prövas så som de står där."""

from __future__ import annotations

import re
import shlex
import shutil
import tomllib

import pytest
from conftest import ROT
from kommando import kör
from ordredigering import Utkast

from avtalsgenerator import kedja

README = (ROT / "README.md").read_text(encoding="utf-8")


def block(språk: str) -> list[str]:
    return re.findall(rf"```{språk}\n(.*?)```", README, re.DOTALL)


@pytest.fixture
def ärendet(tmp_path):
    """En kopia av det verkliga ärendet att gå igenom."""
    for mapp in kedja.MAPPAR:
        shutil.copytree(ROT / mapp, tmp_path / mapp)
    return tmp_path


@pytest.fixture
def från_juristen(ärendet):
    """Ett utkast av tilläggsavtalet som juristen har ändrat i."""
    utkast = ["--utkast", "--bara", "tillaggsavtal", "--ut", "."]
    assert kör("generera", "tillagg-ale-lilla-edet", *utkast, mapp=ärendet).kod == 0
    (fil,) = ärendet.glob("*.docx")
    u = Utkast(fil.read_bytes(), spåra=True)
    u.byt_värde("31 december 2019", "31 december 2022")
    u.byt_ord("rättigheter och skyldigheter", "åtaganden")
    u.kommentera("Giltighet", "Behövs en sista dag?")
    (ärendet / "Från juristen.docx").write_bytes(u.byte())
    fil.unlink()
    shutil.rmtree(ärendet / "intyg")


@pytest.mark.usefixtures("från_juristen")
def test_genomgången_ger_det_som_står(ärendet):
    for avsnitt in block("console"):
        for kommando, väntat in re.findall(r"^\$ avtal (.*)\n((?:(?!\$ ).*\n)*)", avsnitt, re.MULTILINE):
            svar = kör(*shlex.split(kommando), mapp=ärendet, bredd=80)
            mönster = "\n".join(".*" if rad == "…" else re.escape(rad) for rad in väntat.splitlines())
            mönster = mönster.replace(re.escape("0,7 s"), r"\d+,\d s")
            utskrift = "\n".join(rad.rstrip() for rad in svar.ut.replace("\u00a0", " ").splitlines())
            assert re.fullmatch(mönster + r"\s*", utskrift, re.DOTALL), f"{kommando}\n{svar.ut}{svar.fel}"


def test_exemplen_på_part_och_beslut_går_att_läsa_och_ger_inga_egna_hinder(ärendet):
    före = {a.text for a in kedja.kontrollera(ärendet).anmärkningar}
    for text in block("yaml"):
        path = ärendet / re.match(r"# (\S+)\n", text)[1]
        path.parent.mkdir(parents=True, exist_ok=True)
        gammalt = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(gammalt + text, encoding="utf-8")
    assert {a.text for a in kedja.kontrollera(ärendet).anmärkningar} - före == set()
    assert [a.kod for a in kedja.kontrollera(ärendet, "tillagg-ale-lilla-edet").besvarade] == ["FRM02"]
    tillägg = ärendet / "avtal/stodcentrum-heder/tillagg-ale-lilla-edet.yaml"
    med_den_nya = tillägg.read_text(encoding="utf-8").replace("[ale, lilla-edet]", "[ale, exempelby]")
    tillägg.write_text(med_den_nya, encoding="utf-8")
    assert not [a for a in kedja.kontrollera(ärendet).anmärkningar if "Exempelby" in a.text]


def test_kommandona_som_installerar_är_en_rad_var():
    installera, testa = block("sh")
    assert installera.count("\n") == testa.count("\n") == 1
    assert testa.endswith("-m pytest -n auto --dist loadfile\n")
    assert testa.strip() in README


def test_kartan_nämner_varje_del_av_paketet():
    karta = README.split("## Paketets karta")[1].split("```")[1]
    nämnda = set(re.findall(r"[a-z_]+", " ".join(rad[:21] for rad in karta.splitlines())))
    finns = {p.stem for p in (ROT / "avtalsgenerator").iterdir() if not p.name.startswith(("__", "py."))}
    assert nämnda == finns


def test_varje_länk_leder_någonstans():
    for mål in re.findall(r"\]\(([^)]+)\)", README):
        assert (ROT / mål).is_file(), mål


def test_regeln_som_visas_finns_så_i_koden():
    (exempel,) = block("python")
    assert exempel.strip() in (ROT / "avtalsgenerator/regler/ekonomi.py").read_text(encoding="utf-8")


def test_varje_beroende_har_sitt_skäl():
    projekt = tomllib.loads((ROT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    namn = [*projekt["dependencies"], *(b for extra in projekt["optional-dependencies"].values() for b in extra)]
    rader = (ROT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    for beroende in namn:
        if not beroende.startswith("avtalsgenerator"):
            assert any(f'"{beroende}"' in rad and " # " in rad for rad in rader), beroende
