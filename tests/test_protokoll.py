"""Protokollsutdrag: partens egen form, alla uppgifter med, och inget utdrag ur det som inte är ett protokoll."""

from __future__ import annotations

import re

import pytest
from bygg import bygg
from conftest import ROT
from fall import PÅHITTAT_BESLUT, läge_för
from kommando import kör
from wordfil import läsbar

from avtalsgenerator import register, regler
from avtalsgenerator.dokument import gör_dokument, mappnamn
from avtalsgenerator.fel import Mallfel
from avtalsgenerator.modell.protokoll import STANDARDRUBRIKER, Avsnittsnamn
from avtalsgenerator.underlag.protokollsutdrag import avsnittstext


def utdrag(läst, namn, **mer):
    (d,) = gör_dokument(läge_för(läst, namn), regler.kontrollera(läge_för(läst, namn)), bara="protokollsutdrag", **mer)
    return läsbar(d.innehåll)


def rubriker(text):
    return [r for r in re.findall(r"^## (.*)$", text, re.MULTILINE) if r != "Vid protokollet"]


ORIGINALENS_RUBRIKER = {
    "goteborg/2019-05-23-kf-7": ["Beslut", "Tidigare behandling", "Handling", "Yrkanden", "Propositionsordning",
                                 "Omröstning – huvudvotering", "Protokollsutdrag skickas till"],
    "vastra-gotalandsregionen/2020-09-24-hsng-277": ["Beslut", "Protokollsanteckning", "Sammanfattning av ärendet",
                                                     "Beslutsunderlag", "Skickas till"],
    "alingsas/2020-05-11-ks-78": ["Ärendebeskrivning", "Beredning", "Förslag till beslut på sammanträdet", "Beslutsgång", "Beslut",
                                  "Reservation"],
    "molndal/2020-06-03-ks-114": ["Beslut", "Ärendet", "Ärendets behandling", "Förslag till beslut", "Beslutsgång",
                                  "Expedieras till"],
    "kungsbacka/2020-05-26-ks-111": ["Beslut", "Sammanfattning av ärendet", "Beslutsunderlag", "Beslutsgång",
                                     "Beslutet skickas till"],
    "harryda/2020-05-27-vfn-161": ["Ärendet", "Beslut"],
    "ockero/2020-05-28-sn-33": ["Ärendet", "Bilagor", "Beslutsgång", "Socialnämndens beslut"],
}  # fmt: skip


@pytest.mark.parametrize("namn", ORIGINALENS_RUBRIKER)
def test_varje_utfärdares_avsnitt_kommer_i_dess_egen_ordning(verklig, namn):
    assert rubriker(utdrag(verklig, namn, utkast=True)) == ORIGINALENS_RUBRIKER[namn]


def test_fullmäktiges_omröstning_har_originalets_siffror(verklig):
    text = utdrag(verklig, "goteborg/2019-05-23-kf-7", utkast=True)
    assert "Resultat: 60 ja och 21 nej." in text
    assert (
        "Ordförande\nAnneli Rhedin\nSekreterare\nChristina Hofmann\nJusterare\nStina Svensson och Ann Catrine" in text
    )
    assert "Justerad den\n2019-06-03" in text


def test_omedelbar_justering_står_i_utdraget(verklig):
    assert "Paragrafen är omedelbart justerad." in utdrag(verklig, "molndal/2020-06-03-ks-114", utkast=True)


def test_ett_sammandrag_blir_bara_utkast():
    svar = kör("generera", "ockero/2020-05-28-sn-33", mapp=ROT)
    assert (svar.kod, "hinder PRO03" in svar.ut) == (1, True)


def test_ett_förslag_blir_inget_utdrag():
    svar = kör("generera", "partille/2020-kf-forslag", mapp=ROT)
    assert (svar.kod, "hinder PRO01" in svar.ut) == (1, True)


def test_utan_dag_blir_det_inget_färdigt_utdrag_men_ett_utkast_med_lucka(verklig):
    läge = läge_för(verklig, "harryda/2020-05-27-vfn-161")
    odaterat = läge.beslut.model_copy(update={"sammanträdesdatum": None, "ordagrant": True})
    from dataclasses import replace

    läge = replace(läge, beslut=odaterat)
    assert [a.kod for a in regler.kontrollera(läge) if a.allvar is regler.Allvar.HINDER] == ["PRO02"]
    with pytest.raises(Mallfel, match="uppgiften saknas: sammanträdesdag"):
        gör_dokument(läge)
    assert "[saknas: sammanträdesdag]" in läsbar(gör_dokument(läge, utkast=True)[0].innehåll)
    assert mappnamn(läge) == "odaterat protokollsutdrag välfärdsnämnden § 161"


def test_alla_avsnitt_som_protokollet_kan_ha_kommer_med(tmp_path):
    """Ett protokoll med allt, i den vanliga formen: varje avsnitts text finns i dokumentet."""
    långa = ("sammanfattning", "barnkonsekvenser", "tidigare_behandling", "förslag_till_beslut", "information",
             "kostnad", "finansiering")  # fmt: skip
    texter = "\n".join(f"    {vad}: Texten om {vad}." for vad in långa)
    mapp = bygg(tmp_path, f"parter/sagovik/beslut/2025-11-05-ks-201.yaml:\n  protokoll:\n{texter}\n    bilagor: [A, B]\n"
                          "    anteckningar: [{av: [Olle Onekligen (SP)], text: Bra.}]\n"
                          "    rättelser: [{dag: 2025-11-20, ändring: Beloppet är rättat.}]\n"
                          "    jäv: [{namn: Inga Inte (FP)}]")  # fmt: skip
    läst = register.läs(mapp)
    läge = läge_för(läst, PÅHITTAT_BESLUT)
    text = utdrag(läst, PÅHITTAT_BESLUT)
    assert set(rubriker(text)) == set(STANDARDRUBRIKER.values())
    for vad in Avsnittsnamn.__args__:
        for block in avsnittstext(läge, vad).block:
            sedd = re.sub(r"[| \n]", "", text)
            assert block.text.replace("\u00a0", "·").replace(" ", "") in sedd, vad


def test_ett_avsnitt_utan_text_får_ingen_rubrik(påhittad):
    assert "Barnkonsekvenser" not in utdrag(påhittad, PÅHITTAT_BESLUT)


def test_visa_ett_beslut():
    svar = kör("visa", "alingsas/2020-05-11-ks-78", mapp=ROT)
    assert svar.ut.startswith("Alingsås kommun: kommunstyrelsen 2020-05-11 §\u00a078\n")
    assert "avtal generera alingsas/2020-05-11-ks-78" in svar.ut
    assert '"status": "beslutat"' in kör("visa", "alingsas/2020-05-11-ks-78", "--format", "json", mapp=ROT).ut


def test_part_hör_inte_till_ett_beslut():
    svar = kör("generera", "alingsas/2020-05-11-ks-78", "--part", "alingsas", mapp=ROT)
    assert (svar.kod, "Det skrivs inte under av parter." in svar.fel) == (2, True)


def test_fel_i_den_löpande_texten_sägs_med_rad_i_filen(tmp_path):
    avvikelse = "parter/sagovik/beslut/2025-11-05-ks-201.yaml:\n  protokoll: {beredning: '[länk](http://x)'}"
    svar = kör("kontrollera", mapp=bygg(tmp_path, avvikelse))
    assert svar.kod == 3
    assert re.search(r"2025-11-05-ks-201\.yaml:\d+:\d+", svar.fel)
    assert "en länk, en bild, kod eller en fast radbrytning" in svar.fel


def test_ett_särskilt_yttrande_sägs_vara_det(tmp_path):
    avvikelse = "parter/sagovik/beslut/2025-11-05-ks-201.yaml:\n  protokoll:\n    anteckningar:\n      - {av: [Olle Onekligen (SP)], slag: särskilt yttrande, text: Bra.}"
    text = utdrag(register.läs(bygg(tmp_path, avvikelse)), PÅHITTAT_BESLUT)
    assert "Olle Onekligen (SP) lämnar ett särskilt yttrande:\nBra." in text


def test_signaturerna_i_partens_sidfot_står_på_varje_sida_i_stället_för_sist(verklig):
    text = utdrag(verklig, "vastra-gotalandsregionen/2020-09-24-hsng-277", utkast=True)
    kropp, fot = text.split("--- footer1\n")
    assert fot.startswith("Justerare\nJusterare\nJusterare\nRätt utdraget intygar\n")
    assert "Rätt utdraget intygar" not in kropp
    assert "Rätt utdraget intygar" in utdrag(verklig, "alingsas/2020-05-11-ks-78", utkast=True)
