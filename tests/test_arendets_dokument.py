"""Originalen i ärendet: siffrorna, namnen och dagarna i dem kommer ut så som de står."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction

import pytest
from conftest import ROT
from fall import ORIGINAL, läge_för
from kommando import kör
from wordfil import läsbar

from avtalsgenerator.dokument import gör_dokument
from avtalsgenerator.dokumentslag import dokumentslag


def dokument(läst, namn, bara, **mer):
    (d,) = gör_dokument(läge_för(läst, namn), bara=bara, utkast=True, **mer)
    return läsbar(d.innehåll)


def rubriker(text):
    return re.findall(r"^## (.*)$", text, re.MULTILINE)


def test_voteringslistan_har_81_rader_och_räknade_summor(verklig):
    text = dokument(verklig, ORIGINAL["D06"], "voteringslista")
    rader = re.findall(r"^\| (.*) \| (\w+) \| (\d+) \| (.*) \| (Ja|Nej) \|$", text, re.MULTILINE)
    assert len(rader) == 81
    assert Counter(r[4] for r in rader) == {"Ja": 60, "Nej": 21}
    assert sorted(int(r[2]) for r in rader) == list(range(1, 82))
    assert "60 ja, 21 nej, 0 avstår och 0 frånvarande. Listan har 81 rader." in text
    assert "| Summa | 60 | 21 | 0 | 0 |" in text


def test_anslaget_räknar_sista_dagen_att_överklaga(verklig):
    text = dokument(verklig, ORIGINAL["D18"], "anslag")
    assert "| Sista dag att överklaga | 18·juni·2020 |" in text
    assert "| Anslaget tas ned | 18·juni·2020 |" in text
    assert "| Protokollet förvaras | Kommunkansliet, kommunhuset |" in text
    svar = kör("kontrollera", ORIGINAL["D18"], "--format", "kort", mapp=ROT)
    assert re.search(r"2020-05-28-sn-33\.yaml:\d+:\d+: varning PRO09: Anslaget togs ned 2020-06-18", svar.ut)


def test_förstasidan_har_alla_närvarande(verklig):
    text = dokument(verklig, ORIGINAL["D18"], "forstasida")
    assert rubriker(text)[-5:] == ["Plats och tid", "Beslutande", "Övriga närvarande", "Justering", "Underskrifter"]
    assert "Carina Wallhult (KD) för Jan-Eric Bäck (KD)" in text
    assert "§·32 och §·33, omedelbart justerat." in text
    assert "Protokollet anger ingen justerare med namn." in text


def test_tjänsteutlåtandet_har_originalets_avsnitt_i_ordning(verklig):
    assert [r for r in rubriker(dokument(verklig, ORIGINAL["D05"], "skrivelse")) if "hinder" not in r] == [
        "Förslag till beslut", "Sammanfattning", "Bedömning ur ekonomisk dimension", "Bedömning ur ekologisk dimension",
        "Bedömning ur social dimension", "Bilagor", "Ärendet", "Beskrivning av ärendet",
        "Stadsledningskontorets bedömning",
    ]  # fmt: skip


def test_remissen_går_ihop(verklig):
    text = dokument(verklig, ORIGINAL["D23"], "skrivelse")
    assert "21 av 26 har svarat; 5 har inte gjort det." in text
    tabell = text.split("tidplanen")[1] if "tidplanen" in text else text
    assert re.search(r"\| Orealistisk \| 13 \|", tabell)
    assert text.count("| Alla som har svarat | 21 | – |") >= 2


@pytest.mark.parametrize("namn", sorted(ORIGINAL.values()))
def test_varje_original_blir_ett_utkast_och_inget_rent_dokument_av_ett_sammandrag(verklig, namn, tmp_path):
    svar = kör("generera", namn, "--ut", str(tmp_path), mapp=ROT)
    assert (svar.kod, list(tmp_path.iterdir())) == (1, [])
    assert re.search("PRO03|SKR03", svar.ut)
    assert kör("generera", namn, "--utkast", "--ut", str(tmp_path), mapp=ROT).kod == 0
    assert len(list(tmp_path.glob("*.docx"))) == sum(s.följer_med for s in dokumentslag(läge_för(verklig, namn)))


def test_vallentunas_del_i_stockholm_är_43_976_kronor(verklig):
    läge = läge_för(verklig, "resurscentrum-stockholm")
    assert läge.kostnad.belopp_för(verklig.parter["vallentuna"]) == 43_976
    (kommunerna,) = (p for p in läge.kostnad.poster if p.post.parter == "kommun")
    assert len(kommunerna.deltar) == 26
    assert sum((b.belopp for b in läge.kostnad.bidrag), Fraction(0)) == 6_000_000


def test_älvsborg_säger_att_ingen_kostnadsnyckel_är_känd(verklig):
    svar = kör("generera", "resurscentrum-alvsborg", "--bara", "samverkansavtal", mapp=ROT)
    assert (svar.kod, "hinder EKO11" in svar.ut) == (1, True)
    text = dokument(verklig, "resurscentrum-alvsborg", "samverkansavtal")
    assert "Verksamhetens budget är [saknas: avtalets finansiering] per år." in text
    assert "kostnadsfordelning" not in [s.namn for s in dokumentslag(läge_för(verklig, "resurscentrum-alvsborg"))]


def test_samma_mall_gör_avtalen_i_tre_samarbeten(verklig):
    ord_ = [rubriker(dokument(verklig, namn, "samverkansavtal")) for namn in
            ("stodcentrum-heder", "resurscentrum-stockholm", "resurscentrum-alvsborg")]  # fmt: skip
    assert all("Sekretess och personuppgifter" in r and "Kostnader" in r for r in ord_)
    assert "Utträde" in ord_[0]
    assert "Utträde" not in ord_[1] + ord_[2]


def test_betalningsplanen_görs_färdig_fast_alla_inte_får_skriva_under(tmp_path):
    svar = kör(
        "generera",
        "stodcentrum-heder",
        "--bara",
        "betalningsplan",
        "--per",
        "2025-06-01",
        "--ut",
        str(tmp_path),
        mapp=ROT,
    )
    assert svar.kod == 0
    (fil,) = tmp_path.glob("*.docx")
    text = läsbar(fil.read_bytes())
    assert "senast den 2·januari·2025: den första vardagen i januari (§·9 i samverkansavtalet)" in text
    assert "| Göteborgs Stad | 872·100·kr |" in text
    assert "| Summa | 2·250·000·kr |" in text
    assert "| 2025 | inte inlagd | – |" in text
    assert "Polismyndigheten region Väst bidrar på annat sätt än med pengar." in text


def test_ett_hinder_säger_vilka_dokument_som_kan_göras_ändå():
    svar = kör("generera", "stodcentrum-heder", mapp=ROT)
    assert svar.kod == 1
    assert svar.ut.endswith(
        "Utan hinder kan göras, ett i taget med --bara: "
        "kostnadsfordelning, missiv, behorighet, betalningsplan, styrgruppslista\n"
    )


def test_lydelsen_av_ett_sammandrag_blir_bara_utkast(tmp_path):
    svar = kör("generera", "stodcentrum-heder", "--per", "2025-01-01", "--ut", str(tmp_path), mapp=ROT)
    assert (svar.kod, "hinder TXT01" in svar.ut, list(tmp_path.iterdir())) == (1, True, [])


def test_mallarna_visas_med_sina_ord(tmp_path):
    svar = kör("mallar", mapp=ROT)
    assert "tillaggsavtal-andring.docx" in svar.ut
    assert "23 mallar ligger i mallar" in svar.ut
    svar = kör("mallar", "voteringslista", mapp=ROT)
    assert re.search(r"utslagsröst\s+text, kan utebli", svar.ut)
    svar = kör("mallar", "voteringslistan", mapp=ROT)
    assert (svar.kod, "Menade du voteringslista?" in svar.fel) == (2, True)


def test_visa_säger_vad_som_kan_göras_av_en_skrivelse():
    svar = kör("visa", "tjansteutlatande-2023-08-22", mapp=ROT)
    assert "Tjänsteutlåtande: Ansvar för avtal" in svar.ut
    assert re.search(r"skrivelse\s+Tjänsteutlåtande, tjänsteskrivelse", svar.ut)
    assert '"diarienummer": "0713/23"' in kör("visa", "tjansteutlatande-2023-08-22", "--format", "json", mapp=ROT).ut
