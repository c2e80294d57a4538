"""Varje regel har en sida, och exemplen på sidan är testet: Avvisas ger precis den koden, Godtas ger ingen."""

import os
import re
from importlib.resources import files
from pathlib import Path

import pytest
from bygg import bygg, koder

from avtalsgenerator import kedja, regler
from avtalsgenerator.regler import Allvar

SIDOR = {p.name.removesuffix(".md"): p.read_text(encoding="utf-8") for p in files(regler).joinpath("texter").iterdir()}

FALL = {p.stem: p.read_text(encoding="utf-8") for p in (Path(__file__).parent / "regelfall").iterdir()}
"""Fler exempel för en regel, skrivna som på sidan, som inte lär läsaren något nytt: varje gren i meddelandet."""
MEDDELANDEN = Path(__file__).parent / "regelmeddelanden"
"""Det godkända meddelandet för varje regel. Skrivs om med GODKANN=1."""


def exempel():
    for kod in sorted(SIDOR):
        for vad in ("Avvisas", "Godtas"):
            for nummer, yaml in enumerate(_exempel(kod, vad), 1):
                yield pytest.param(kod, vad, yaml, id=f"{kod}-{vad}-{nummer}")


def _exempel(kod, vad):
    """Exemplen under en rubrik, först sidans och sedan fallens."""
    text = "\n".join(
        del_
        for källa in (SIDOR[kod], FALL.get(kod, ""))
        for del_ in re.findall(rf"^## {vad}\n(.*?)(?=^## |\Z)", källa, re.DOTALL | re.MULTILINE)
    )
    return re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)


@pytest.mark.parametrize(("kod", "vad", "yaml"), list(exempel()))
def test_exemplen_ger_det_regelsidan_säger(kod, vad, yaml, tmp_path):
    väntat = {"Avvisas": {kod}, "Godtas": set()}[vad]
    kvitterade = set(re.findall(r"kod: (\w+)", yaml)) if kod.startswith("KVI") and väntat else set()
    assert koder(bygg(tmp_path, yaml)) - kvitterade == väntat


@pytest.mark.parametrize("kod", sorted(SIDOR))
def test_regelns_meddelanden_är_de_godkända(kod, tmp_path):
    """Allt som varje exempel som avvisas ger, ord för ord: text, ställen, grund, råd och vem det gäller."""
    mappar = [bygg(tmp_path / str(nummer), yaml) for nummer, yaml in enumerate(_exempel(kod, "Avvisas"))]
    assert _är_godkända(f"{kod}.txt", [a for mapp in mappar for a in kedja.kontrollera(mapp).anmärkningar])


def test_det_verkliga_ärendets_alla_meddelanden_är_de_godkända(verklig):
    assert _är_godkända("verkligt.txt", kedja.kontrollera_lägen(verklig, kedja.lägen(verklig)).anmärkningar)


def _är_godkända(fil, anmärkningar):
    rader = []
    for a in anmärkningar:
        rader += [f"{a.allvar.ord_} {a.kod}: {a.text}", f"    plats: {a.plats} {a.märke}".rstrip()]
        rader += [f"    också: {m.plats} {m.text}".rstrip() for m in a.andra]
        rader += [f"    grund: {a.grund}", f"    råd: {a.råd}", *([f"    vem: {a.vem}"] if a.vem else [])]
    path, text = MEDDELANDEN / fil, "".join(f"{rad}\n" for rad in rader)
    if os.environ.get("GODKANN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
    return True


def _avvisas(kod):
    return SIDOR[kod].partition("\n## Avvisas\n")[2].partition("\n## Godtas\n")[0]


def test_grunden_har_ingen_anmärkning(tmp_path):
    assert koder(bygg(tmp_path)) == set()


def test_varje_regel_har_en_sida_och_varje_sida_en_regel():
    assert set(SIDOR) == set(regler.REGLER)
    assert set(FALL) <= set(SIDOR)


@pytest.mark.parametrize("kod", sorted(regler.REGLER))
def test_sidan_har_regelns_rubrik_allvar_och_alla_avsnitt(kod):
    regel, rader = regler.REGLER[kod], SIDOR[kod].splitlines()
    assert rader[0] == f"# {kod} {regel.rubrik}"
    assert rader[2] == f"{regel.allvar.ord_.capitalize()}. {regel.giltighet}".strip()
    rubriker = [r.removeprefix("## ") for r in rader if r.startswith("## ")]
    assert rubriker == ["Varför", "Källa", "Avvisas", "Godtas"]


HINDER_PÅ_PRAXIS = {
    "FIR04": "rätten är given befattningen (Kommuninvest)",
    "FIR15": "rätten är given befattningen (Kommuninvest)",
    "FIR18": "parten beslutar, den som skriver under verkställer (KL 5 kap. 1 §, 6 kap. 2–3 §§)",
    "FRM03": "tillägget hänvisar till avtalet med dess datum (D02, D20 § 19)",
    "PAR06": "två juridiska personer kan inte ha samma nummer",
    "SKR01": "handlingarna i ärendet har alla dag och avsändare",
}
"""Hinder som kallas praxis, och vad de vilar på utom minnet. Ett nytt hinder på praxis ska ha ett skäl här."""


def test_ett_hinder_vilar_aldrig_bara_på_praxis_eller_minne():
    på_praxis = {k for k, r in regler.REGLER.items() if r.allvar is Allvar.HINDER and "praxis" in r.källa}
    assert på_praxis == set(HINDER_PÅ_PRAXIS)


def test_en_kod_kan_inte_användas_två_gånger():
    from avtalsgenerator.regler.grund import regel

    with pytest.raises(ValueError, match="FIR01"):
        regel("FIR01", "x", Allvar.HINDER, källa="x")(lambda _: ())
    assert len(regler.REGLER) == len(SIDOR)


def test_en_regel_som_kraschar_stoppar_kontrollen(tmp_path, monkeypatch):
    from dataclasses import replace

    def krasch(_):
        raise RuntimeError("regeln är trasig")

    monkeypatch.setitem(regler.REGLER, "FIR01", replace(regler.REGLER["FIR01"], pröva=krasch))
    with pytest.raises(RuntimeError):
        koder(bygg(tmp_path))
