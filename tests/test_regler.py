"""Varje regel har en sida, och exemplen på sidan är testet: Avvisas ger precis den koden, Godtas ger ingen."""

import os
import re
import tempfile
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace

import pytest
from bygg import bygg, koder

from avtalsgenerator import kedja, regler
from avtalsgenerator.noder import Källtext, Plats
from avtalsgenerator.regler import Allvar
from avtalsgenerator.regler.grund import Fynd, Regel, gruppera, i_avtalet, regel
from avtalsgenerator.regler.stavning import avstånd, nära, register_över, skiljer_två

SIDOR = {
    p.name.removesuffix(".md"): p.read_text(encoding="utf-8")
    for p in files(regler).joinpath("texter").iterdir()
    if not p.name.startswith("MAL")  # de prövar mallar (test_mallregler.py)
}

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


@cache
def _funna(yaml):
    """Anmärkningarna som ett exempel ger. Två tester frågar efter dem."""
    with tempfile.TemporaryDirectory() as mapp:
        return kedja.kontrollera(bygg(Path(mapp), yaml)).anmärkningar


@pytest.mark.parametrize(("kod", "vad", "yaml"), list(exempel()))
def test_exemplen_ger_det_regelsidan_säger(kod, vad, yaml):
    väntat = {"Avvisas": {kod}, "Godtas": set()}[vad]
    kvitterade = set(re.findall(r"kod: (\w+)", yaml)) if kod.startswith("KVI") and väntat else set()
    assert {a.kod for a in _funna(yaml) if a.öppen} - kvitterade == väntat


@pytest.mark.parametrize("kod", sorted(SIDOR))
def test_regelns_meddelanden_är_de_godkända(kod):
    """Allt som varje exempel som avvisas ger, ord för ord: text, ställen, grund, råd och vem det gäller."""
    assert _är_godkända(f"{kod}.txt", [a for yaml in _exempel(kod, "Avvisas") for a in _funna(yaml)])


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
    with pytest.raises(ValueError, match="koden FIR01 används redan"):
        regel("FIR01", "x", Allvar.HINDER, källa="x")(lambda _: ())
    assert len(regler.REGLER) == len(SIDOR)


def test_en_regel_som_kraschar_stoppar_kontrollen(tmp_path, monkeypatch):
    from dataclasses import replace

    def krasch(_):
        raise RuntimeError("regeln är trasig")

    monkeypatch.setitem(regler.REGLER, "FIR01", replace(regler.REGLER["FIR01"], pröva=krasch))
    with pytest.raises(RuntimeError):
        koder(bygg(tmp_path))


SIDA = """# XYZ01 Numret saknas

Hinder.

## Varför

Utan nummer går
det inte att hitta.

## Avvisas

Inget nummer:

```yaml
# en kommentar
fil.yaml:
  nummer:
```

Slut #
"""


def test_regelsidans_rader_är_rubriker_text_och_indragna_exempel():
    assert [text for text, rubrik in regler.sidans_rader(SIDA) if rubrik] == [
        "XYZ01 Numret saknas",
        "Varför",
        "Avvisas",
    ]
    övriga = [text for text, rubrik in regler.sidans_rader(SIDA) if not rubrik and text]
    assert övriga == [
        *("Hinder.", "Utan nummer går", "det inte att hitta.", "Inget nummer:"),
        *("    # en kommentar", "    fil.yaml:", "      nummer:", "Slut #"),
    ]
    assert [text for text, _ in regler.sidans_rader("a\n\nb")] == ["a", "", "b"]


def test_varför_är_en_rad_ur_sidan():
    assert regler.varför(SIDA) == "Utan nummer går det inte att hitta."
    assert regler.varför(f"{SIDA}\n## Varför\n\nEn gång till.\n") == "Utan nummer går det inte att hitta."


def test_regelsidan_är_filen_med_regelns_kod():
    assert regler.regelsida("FRM01") == SIDOR["FRM01"]
    with pytest.raises(KeyError, match="XYZ01"):
        regler.regelsida("XYZ01")


def _plats(fil, rad=1, kolumn=1):
    return Plats(Källtext(fil), rad, kolumn)


def _regel(kod, allvar, *fynd, **mer):
    return Regel(kod, "Rubriken", allvar, "källan", ("skrivelse",), lambda _: fynd, **mer)


def test_det_allvarligaste_står_först_och_sedan_efter_kod_och_plats(påhittad, monkeypatch):
    platser = [("b", 1, 1), ("a", 2, 1), ("a", 1, 2), ("a", 1, 1), ("a", 1, 1)]
    fynd = [Fynd(text, _plats(*plats), "råd") for text, plats in zip("edcba", platser, strict=True)]
    egna = [
        _regel("X2", Allvar.VARNING, *fynd),
        _regel("X1", Allvar.VARNING, fynd[0]),
        _regel("X3", Allvar.HINDER, fynd[0]),
    ]
    inte_här = Regel("X4", "x", Allvar.HINDER, "x", ("avtal",), lambda _: fynd)
    monkeypatch.setattr(regler, "REGLER", {r.kod: r for r in (*egna, inte_här)})
    (läge,) = [läge for läge in kedja.lägen(påhittad) if läge.id.endswith("tjansteskrivelse-2025-10-06")]
    funna = [(a.kod, a.text) for a in regler.kontrollera(läge)]
    assert funna == [("X3", "e"), ("X1", "e"), *(("X2", text) for text in "abcde")]


def test_en_regel_gäller_sitt_slag_och_från_sin_första_till_och_med_sin_sista_dag():
    regeln = _regel("X1", Allvar.HINDER, gäller_från=date(2026, 1, 2), gäller_till=date(2026, 1, 4))
    dagar = [d for d in range(1, 6) if regeln.prövar(SimpleNamespace(om="skrivelse", dag=date(2026, 1, d)))]
    assert dagar == [2, 3, 4]
    assert not regeln.prövar(SimpleNamespace(om="avtal", dag=date(2026, 1, 3)))
    assert regeln.giltighet == "Gäller från och med 2026-01-02 till och med 2026-01-04."


def test_en_ny_regel_har_allt_som_den_skrevs_med(monkeypatch):
    monkeypatch.setattr("avtalsgenerator.regler.grund.REGLER", nya := {})

    def pröva(_):
        return ()

    från, till = date(2026, 1, 1), date(2026, 12, 31)
    märk = regel("X1", "Rubriken", Allvar.VARNING, källa="källan", gäller_från=från, gäller_till=till)
    assert märk(pröva) is pröva
    regel("X2", "x", Allvar.HINDER, källa="x", om="beslut")(pröva)
    regel("X3", "x", Allvar.HINDER, källa="x", om=("beslut", "skrivelse"))(pröva)
    assert nya["X1"] == Regel("X1", "Rubriken", Allvar.VARNING, "källan", ("avtal",), pröva, från, till)
    assert [r.om for r in nya.values()] == [("avtal",), ("beslut",), ("beslut", "skrivelse")]


def test_en_anmärkning_har_fyndets_grund_annars_regelns_källa():
    egen, ingen = (Fynd("text", _plats("a"), "råd", "märke", (), grund, "vem") for grund in ("§ 5", ""))
    anmärkningar = list(_regel("X1", Allvar.HINDER, egen, ingen).anmärkningar(SimpleNamespace()))
    assert [a.grund for a in anmärkningar] == ["§ 5", "källan"]
    assert {(a.kod, a.rubrik, a.råd, a.märke, a.vem) for a in anmärkningar} == {
        ("X1", "Rubriken", "råd", "märke", "vem")
    }


def test_anmärkningarna_grupperas_på_kod_i_den_ordning_de_kommer():
    ettan, tvåan, trean = (SimpleNamespace(kod=kod) for kod in ("X2", "X1", "X2"))
    assert gruppera([ettan, tvåan, trean]) == [[ettan, trean], [tvåan]]


def test_avtalets_paragraf_är_en_källa_om_den_är_känd():
    assert i_avtalet(17) == "samverkansavtalet §\u00a017"
    assert i_avtalet(None) == ""


@pytest.mark.parametrize(
    ("a", "b", "väntat"),
    [
        ("", "", 0), ("", "ab", 2), ("ab", "", 2), ("ab", "ab", 0), ("ab", "ba", 1), ("abcd", "abdc", 1),
        ("abc", "axc", 1), ("abc", "abxc", 1), ("abc", "cab", 2), ("aaa", "a", 2), ("kommun", "komun", 1),
    ],
)  # fmt: skip
def test_avståndet_är_antalet_bokstäver_som_skiljer(a, b, väntat):
    assert avstånd(a, b) == avstånd(b, a) == väntat


def test_ett_känt_ord_finns_på_varje_form_där_högst_en_bokstav_är_borta():
    assert register_över(["abc", "ab", "abc"]) == {
        "abc": ("abc",), "ab": ("abc", "ab"), "ac": ("abc",), "bc": ("abc",), "a": ("ab",), "b": ("ab",),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("ord_", "väntat"),
    [("abce", "abcd"), ("abd", "abcd"), ("abcde", "abcd"), ("abcd", None), ("bcde", None), ("x", None)],
)
def test_nära_är_det_kända_ord_som_en_bokstav_skiljer_från(ord_, väntat):
    assert nära(ord_, register_över(["abcd"])) == väntat


@pytest.mark.parametrize(
    ("a", "b", "väntat"),
    [
        ("abcdef", "abcd", True), ("abcdef", "abcxyf", True), ("abcdef", "abcdxf", False), ("abcdef", "abc", False),
        ("abcdef", "xbcdxf", False),
    ],
)  # fmt: skip
def test_två_bokstäver_skiljer_i_ord_som_börjar_likadant(a, b, väntat):
    assert skiljer_två(a, b) is väntat
