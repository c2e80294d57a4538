"""Sammanträdet: vem som är vem, jäv, rättelser, delegationsbeslut och en gemensam nämnds anslag."""

from __future__ import annotations

from datetime import date

import pytest
from bygg import bygg
from fall import PÅHITTAT_BESLUT, läge_för
from hypothesis import given
from hypothesis import strategies as st
from kommando import kör
from wordfil import läsbar

from avtalsgenerator import kalender, register
from avtalsgenerator.dokument import gör_dokument
from avtalsgenerator.modell.sammantrade import Person, finns_bland, samma_person

FABELÅS, KS, KD = "fabelas/2025-11-11-ks-176", PÅHITTAT_BESLUT, "sagovik/2025-11-20-kommundirektor"
ord_ = st.text(st.characters(categories=["L"]), min_size=1, max_size=12)


def dokument(mapp, avvikelse, namn, slag):
    läst = register.läs(bygg(mapp, {f"parter/{n.replace('/', '/beslut/')}.yaml": vad for n, vad in avvikelse.items()}))
    (d,) = gör_dokument(läge_för(läst, namn), bara=slag)
    return läsbar(d.innehåll)


@given(ord_, ord_, ord_, st.sampled_from(["", ", §§ 1–4", ", ersättare"]))
def test_ett_namn_är_samma_person_med_och_utan_parti_och_tillägg(förnamn, efternamn, parti, tillägg):
    namn = f"{förnamn} {efternamn}"
    assert Person.ur(f"{namn} ({parti}){tillägg}") == Person(namn, parti, tillägg or None)
    assert samma_person(f"{namn} ({parti}){tillägg}", namn)
    assert samma_person(f"{namn} ({parti})", f"{namn} ({parti})")
    assert not samma_person(f"{namn} ({parti})", f"{namn} ({parti}x)")
    assert not samma_person(namn, f"{namn}x")


def test_två_med_samma_namn_i_olika_partier_är_två():
    assert not finns_bland("Anna Andersson (S)", ("Anna Andersson (M)",))
    assert finns_bland("Anna Andersson", ("Bo Berg (S)", "Anna Andersson (M)"))


@given(st.text(max_size=30))
def test_varje_text_går_att_läsa_som_ett_namn(text):
    assert samma_person(text, text)


def test_den_jäviga_syns_i_utdraget_och_på_första_sidan(tmp_path):
    avvikelse = {FABELÅS: {"protokoll": {"jäv": [{"namn": "Örjan Öppen", "skäl": "Han är anställd hos en part."}]}}}
    utdrag = dokument(tmp_path / "a", avvikelse, FABELÅS, "protokollsutdrag")
    assert (
        "## Jäv\nÖrjan Öppen anmäler jäv och lämnar rummet medan ärendet handläggs. Skäl: Han är anställd hos en part.\n"
    ) in utdrag
    första = dokument(tmp_path / "b", avvikelse, FABELÅS, "forstasida")
    assert "Örjan Öppen (ÖP), inte §·176 på grund av jäv\n" in första
    assert första.count("jäv") == 1


def test_en_jävig_ersättares_paragraf_skrivs_sist_på_raden(tmp_path):
    avvikelse = {FABELÅS: {"protokoll": {"jäv": [{"namn": "Åke Ärlig (FP)"}, {"namn": "Nora Närvarande"}]}}}
    text = dokument(tmp_path, avvikelse, FABELÅS, "forstasida")
    assert "Åke Ärlig (FP) för Frida Frånvarande (FP), inte §·176 på grund av jäv\n" in text
    assert "Nora Närvarande (SP), inte §·176 på grund av jäv\n" in text


def test_den_som_inte_måste_lämna_rummet_sägs_inte_ha_gjort_det(tmp_path):
    avvikelse = {KS: {"protokoll": {"jäv": [{"namn": "Inga Inte (FP)", "lämnade_rummet": "nej"}]}}}
    assert "Inga Inte (FP) anmäler jäv och deltar inte i handläggningen." in dokument(
        tmp_path, avvikelse, KS, "protokollsutdrag"
    )


def test_jäv_faller_inte_bort_ur_partens_form(verklig, tmp_path):
    läge = läge_för(verklig, "alingsas/2020-05-11-ks-78")
    assert "jäv" not in {vad for vad, _ in läge.avsnitt}
    mapp = bygg(tmp_path, "parter/sagovik/part.yaml:\n  protokollsformer: [{avsnitt: [beslut]}]\n"
                          "parter/sagovik/beslut/2025-11-20-kommundirektor.yaml:\n  protokoll: "
                          "{jäv: [{namn: Jonas Jurist}], rättelser: [{dag: 2025-11-21, ändring: Dagen.}]}")  # fmt: skip
    svar = kör("kontrollera", KD, mapp=mapp).ut
    assert "Protokollet har jäv, men formen" in svar
    assert "Protokollet har rättelser, men formen" in svar


@pytest.mark.parametrize(
    ("rättelse", "text"),
    [
        ({"dag": "2025-11-20", "ändring": "Beloppet ska vara 160 789 kr.", "av": "Siri Skrivare"},
         "Rättat den 20 november 2025 av Siri Skrivare: Beloppet ska vara 160·789·kr."),
        ({"ändring": "Ett skrivfel."}, "Rättat en dag som inte är antecknad: Ett skrivfel."),
        ({"dag": "2025-11-20"}, "Rättat den 20 november 2025: det är inte antecknat vad som ändrades."),
    ],
)  # fmt: skip
def test_en_rättelse_syns_i_utdraget_direkt_efter_beslutet(tmp_path, rättelse, text):
    utdrag = dokument(tmp_path, {KS: {"protokoll": {"rättelser": [rättelse]}}}, KS, "protokollsutdrag")
    assert f"## Rättelse\n{text}\n" in utdrag
    assert utdrag.index("## Beslut") < utdrag.index("## Rättelse") < utdrag.index("## Ärendet")


def test_ett_anmält_delegationsbeslut_säger_när_det_anmäldes(tmp_path):
    text = dokument(tmp_path / "a", {KD: {"anmält": "2025-12-03"}}, KD, "beslut")
    assert "Anmäls till\nkommunstyrelsen, anmält den 3·december·2025\n" in text
    utan = dokument(tmp_path / "b", {KD: {"anmält": "2025-12-03", "anmäls_till": ""}}, KD, "beslut")
    assert "Anmäls till\nanmält den 3·december·2025\n" in utan


def test_en_gemensam_nämnds_anslag_räknar_tiden_från_den_sista_tavlan(tmp_path):
    tavlor = [{"part": "sagovik", "uppsatt": "2025-11-12"},
              {"part": "latsasby", "uppsatt": "2025-11-13", "nedtaget": "2025-12-08"}]  # fmt: skip
    text = dokument(tmp_path, {FABELÅS: {"anslag": {"andra_tavlor": tavlor}}}, FABELÅS, "anslag")
    assert "| Sista dag att överklaga | 4·december·2025 |" in text
    assert "| Anslaget tas ned | 5·december·2025 |" in text
    assert "| Anslaget hos Sagoviks kommun | Sätts upp den 12·november·2025 och tas ned den 5·december·2025 |" in text
    assert "| Anslaget hos Låtsasby kommun | Sätts upp den 13·november·2025 och tas ned den 8·december·2025 |" in text
    assert "Den som är medlem i Fabelås kommun, Sagoviks kommun eller Låtsasby kommun kan överklaga" in text
    assert "från den dag anslaget sattes upp på den sista av anslagstavlorna." in text


def test_en_ensam_nämnds_anslag_nämner_bara_sin_egen_tavla(påhittad):
    (d,) = gör_dokument(läge_för(påhittad, FABELÅS), bara="anslag")
    text = läsbar(d.innehåll)
    assert "anslagstavlorna" not in text
    assert "Anslaget hos" not in text


def test_en_sluten_omröstning_har_ingen_lista_och_sägs_vara_sluten(tmp_path):
    sluten = {"sluten": "ja", "bilaga": ""}
    text = dokument(tmp_path / "a", {KS: {"protokoll": {"omröstningar[0]": sluten}}}, KS, "protokollsutdrag")
    assert "Omröstningen är sluten.\n" in text
    assert "Hur var och en röstade" not in text
    yaml = "parter/fabelas/beslut/2025-11-11-ks-176.yaml:\n  protokoll:\n    omröstningar[0]: {sluten: ja}"
    svar = kör("kontrollera", mapp=bygg(tmp_path / "b", yaml))
    assert (svar.kod, "en sluten omröstning har ingen voteringslista" in svar.fel) == (3, True)


def test_organets_platser_gäller_sin_tid(tmp_path):
    yaml = """
parter/sagovik/part.yaml:
  organ[1]: {platser: [{antal: 11, till: 2022-12-31}, {antal: 13, från: 2023-01-01}]}
"""
    organ = läge_för(register.läs(bygg(tmp_path, yaml)), KS).organ
    assert [organ.platser_den(date(år, 6, 1)).antal for år in (2022, 2023)] == [11, 13]
    assert läge_för(register.läs(bygg(tmp_path / "x")), KS).organ.platser_den(date(2025, 1, 1)) is None


@given(st.lists(st.dates(date(2018, 1, 1), date(2030, 1, 1)), min_size=1, max_size=4))
def test_tiden_räknas_från_den_sista_tavlan_i_vilken_ordning_de_än_står(dagar):
    sista = kalender.sista_överklagandedag(*dagar)
    assert sista == kalender.sista_överklagandedag(max(dagar)) == kalender.sista_överklagandedag(*reversed(dagar))
    assert all(sista >= kalender.sista_överklagandedag(dag) for dag in dagar)
