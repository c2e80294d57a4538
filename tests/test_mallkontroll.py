"""En jurist som ändrar en mall får veta allt som är fel, var i Word det står, och vad det ändrar."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from kommando import Ström, kör
from mallnotation import delar, läs, pröva, stycke
from openxml_audit import OpenXmlValidator
from wordfil import kommentarer, packa_upp

from avtalsgenerator.dokument import medföljande_mallar
from avtalsgenerator.fel import Mallfel
from avtalsgenerator.mall import bygg_mall
from avtalsgenerator.mallkontroll import gränssnittet, pröva_mall
from avtalsgenerator.paket import läs_paket, packa

MALL = "tillaggsavtal-anslutning"
FACIT = Path(__file__).parent / "facit" / "mallarnas-granssnitt.txt"


@pytest.fixture(scope="module")
def övning(tmp_path_factory):
    mapp = tmp_path_factory.mktemp("mallar") / "övning"
    assert kör("exempel", str(mapp)).kod == 0
    return mapp


@pytest.fixture
def ändra(övning):
    """Skriver om den egna mallen i övningsmappen, och lägger sedan tillbaka den medföljande."""

    def gör(*byten, mall=MALL, del_="word/document.xml"):
        path = övning / "mallar" / f"{mall}.docx"
        upp = läs_paket(path)
        text = upp[del_].decode()
        for gammalt, nytt in byten:
            assert gammalt in text
            text = text.replace(gammalt, nytt, 1)
        path.write_bytes(packa({**upp, del_: text.encode()}))
        return path

    yield gör
    shutil.copy(medföljande_mallar() / f"{MALL}.docx", övning / "mallar")


def koder(text):
    return [a.kod for a in pröva(text).anmärkningar]


def ställen(text):
    return [(a.kod, str(a.plats).partition(", ")[2], a.plats.ord_) for a in pröva(text).anmärkningar]


# Vad som sägs


def test_de_medföljande_mallarna_har_inget_att_anmärka_på_och_en_fil_som_inte_används_nämns(övning):
    fil = övning / "mallar" / "tilläggsavtal.docx"
    shutil.copy(övning / "mallar" / f"{MALL}.docx", fil)
    svar = kör("mallar", "kontrollera", "--strikt", mapp=övning)
    fil.unlink()
    assert svar.kod == 0
    nämns, slut = svar.ut.splitlines()
    assert nämns.startswith("mallar/tilläggsavtal.docx heter inte som någon mall och används därför inte.")
    assert slut == "Inga anmärkningar på 23 mallar."


def test_alla_fel_sägs_på_en_gång_där_de_står():
    text = """
sidhuvud: {{ titeln }}
sidfot: {{ datumet
fotnot: {{ kortnamm }}
Inledning.
# Parter
|= Part | Nummer |
| {%tr for part in parter %} | |
| {{ part.namm }} | {{ part.organisationsnummer }} |
| {%tr endfor %} | |
Det gäller {{ kortnamn } och {{ diarienummer }}.
{%p if betalning %}
<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>{{ budgeten }}</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>
"""
    assert ställen(text) == [
        ("MAL01", "brödtext, under ”Parter”, stycke 3", "{{ kortnamn }"),
        ("MAL01", "sidfot, stycke 1", "{{"),
        ("MAL03", "brödtext, under ”Parter”, stycke 4", "{%p if betalning %}"),
        ("MAL14", "brödtext, under ”Parter”, tabell 1, rad 3, kolumn 1", "{{ part.namm }}"),
        ("MAL14", "textruta, under ”Parter”", "{{ budgeten }}"),
        ("MAL14", "sidhuvud, stycke 1", "{{ titeln }}"),
        ("MAL14", "fotnot, stycke 1", "{{ kortnamm }}"),
        ("MAL17", "brödtext, under ”Parter”, stycke 3", "{{ diarienummer }}"),
    ]


def test_det_som_stoppar_ett_dokument_sägs_med_samma_ord_i_kontrollen(ändra, övning):
    ändra(("{{ nya }} vill", "{{ nya } vill"), ("{%p if betalning %}", "{%p if betalning = 1 %}"))
    (fel,) = [kör("generera", "tillagg-latsasby", "--bara", "tillaggsavtal", "--utkast", "--ut", "x", mapp=övning).fel]
    kontroll = kör("mallar", "kontrollera", MALL, "--format", "json", mapp=övning)
    fynd = json.loads(kontroll.ut)["mallar"][0]["fynd"]
    assert [f["kod"] for f in fynd] == ["MAL01", "MAL02"]
    for f in fynd:
        s = f["ställe"]
        assert f"{f['kod']} {f['text']} ({s['del']}, under ”{s['rubrik']}”, {s['läge']})" in fel
    assert not (övning / "x").exists()


def test_en_tagg_som_word_har_delat_utan_att_den_ser_annorlunda_ut_lagas_tyst():
    delad = (
        '<w:p><w:r w:rsidR="00A1"><w:t>{{ kort</w:t></w:r><w:proofErr w:type="spellStart"/>'
        '<w:r w:rsidR="00B2"><w:rPr><w:noProof/><w:lang w:val="sv-SE"/></w:rPr><w:t>namn }}</w:t></w:r></w:p>'
    )
    assert koder(delad) == []


@pytest.mark.parametrize(
    ("egenskap", "vad"),
    [
        ("<w:b/>", "fetstil"),
        ('<w:color w:val="FF0000"/>', "färg"),
        ('<w:sz w:val="40"/>', "storlek"),
        ("<w:i/>", "kursiv"),
    ],
)
def test_en_halv_tagg_med_annat_utseende_nämner_vad_som_skiljer(egenskap, vad):
    delad = f"<w:p><w:r><w:t>{{{{ kort</w:t></w:r><w:r><w:rPr>{egenskap}</w:rPr><w:t>namn }}}}</w:t></w:r></w:p>"
    (a,) = pröva(delad).anmärkningar
    assert (a.kod, vad in a.text) == ("MAL18", True)


@pytest.mark.parametrize(
    "egenskap", ['<w:rFonts w:hint="eastAsia"/>', '<w:color w:val="auto"/>', '<w:b w:val="0"/>', "<w:bCs/>"]
)
def test_det_som_word_lägger_till_utan_att_det_syns_är_inget_annat_utseende(egenskap):
    assert (
        koder(f"<w:p><w:r><w:t>{{{{ kort</w:t></w:r><w:r><w:rPr>{egenskap}</w:rPr><w:t>namn }}}}</w:t></w:r></w:p>")
        == []
    )


def test_en_tabell_med_bara_rader_ur_en_lista_kan_bli_tom():
    tabell = "| {%tr for part in parter %} |\n| {{ part.namn }} |\n| {%tr endfor %} |"
    assert koder(tabell) == ["MAL23"]
    assert koder(f"{{%p if parter %}}\n{tabell}\n{{%p endif %}}") == []
    assert koder(f"|= Part |\n{tabell}") == []


def test_numret_prövas_i_den_innersta_slinga_som_har_mer_än_listan():
    yttre = "{%p for f in finansiärer %}\n# {{ f.vilka }}\n{%p for part in parter %}\n1. {{ part.namn }}\n{%p endfor %}\n{%p endfor %}"
    assert ställen(yttre) == [("MAL22", "brödtext, under ”{{ f.vilka }}”, stycke 4", "{{ part.namn }}")]


def test_en_reservform_av_en_textruta_ger_inte_felet_två_gånger():
    ruta = "<w:txbxContent><w:p><w:r><w:t>{{ kortnamm }}</w:t></w:r></w:p></w:txbxContent>"
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    text = f'<w:p><w:r><mc:A xmlns:mc="{mc}"><mc:Choice>{ruta}</mc:Choice><mc:Fallback>{ruta}</mc:Fallback></mc:A></w:r></w:p>'
    assert koder(text) == ["MAL14"]


def test_taggarna_prövas_så_som_de_blir_när_spårade_ändringar_är_godkända():
    text = (
        '<w:p><w:moveFrom w:id="1"><w:r><w:t>{{ gammalt }</w:t></w:r></w:moveFrom>'
        '<w:ins w:id="2"><w:r><w:t>{{ nytt }</w:t></w:r></w:ins></w:p>'
    )
    assert [(kod, ord_) for kod, _, ord_ in ställen(text)][:1] == [("MAL01", "{{ nytt }")]
    assert koder(text) == ["MAL01", "MAL09"]


def test_ett_ord_i_en_tabells_alternativtext_stoppar():
    tabell = '<w:tbl><w:tblPr><w:tblCaption w:val="{{ kortnamn }}"/></w:tblPr><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>'
    assert koder(tabell) == ["MAL07"]


@pytest.mark.parametrize(
    "kropp", ["{%p if är_lydelse %}\nx\n{%p endif %}", "|= A |\n| {% if är_lydelse %}x{% endif %} |"]
)
def test_en_rätt_mall_går_att_bygga(kropp):
    utanför, xml = läs(kropp)
    assert bygg_mall("x.docx", delar(utanför, xml))


def test_en_mall_med_ett_annat_namn_prövas_utom_orden(övning, tmp_path):
    path = tmp_path / "ny version.docx"
    andra = delar({}, stycke("{{ vad som helst }}") + stycke("{{ okänt }}"))
    path.write_bytes(packa(läs_paket(medföljande_mallar() / "yrkande.docx") | andra))
    svar = kör("mallar", "kontrollera", str(path), mapp=övning)
    assert svar.kod == 1
    assert "ny version.docx heter inte som någon mall. Orden i den är därför inte prövade." in svar.ut
    assert "MAL02" in svar.ut
    assert "MAL14" not in svar.ut


# Slutkoder och format


def test_slutkoden_säger_om_mallarna_går_att_använda(ändra, övning, tmp_path):
    ändra(("Parterna i tabellen", "Dnr {{ diarienummer }}. Parterna i tabellen"))
    assert kör("mallar", "kontrollera", MALL, mapp=övning).kod == 0
    assert kör("mallar", "kontrollera", MALL, "--strikt", mapp=övning).kod == 1
    ändra(("{{ nya }} vill", "{{ nyaa }} vill"))
    assert kör("mallar", "kontrollera", f"mallar/{MALL}.docx", mapp=övning).kod == 1
    assert kör("mallar", "kontrollera", "mallar", mapp=övning).kod == 2
    trasig = tmp_path / "trasig.docx"
    trasig.write_bytes(b"PK\x03\x04")
    svar = kör("mallar", "kontrollera", str(trasig), MALL, mapp=övning)
    assert (svar.kod, "går inte att öppna" in svar.fel, "MAL14" in svar.ut) == (4, True, True)


def test_en_del_som_inte_är_xml_säger_att_filen_inte_går_att_läsa(tmp_path):
    upp = läs_paket(medföljande_mallar() / f"{MALL}.docx")
    with pytest.raises(Mallfel, match="inte giltig XML"):
        pröva_mall("x.docx", {**upp, "word/header1.xml": b"<w:hdr>"}, MALL)


def test_json_har_anmärkningarna_och_orden_som_mallen_använder(ändra, övning):
    ändra(("{{ nya }} vill", "{{ nyaa }} vill"))
    (mall,) = json.loads(kör("mallar", "kontrollera", MALL, "--format", "json", mapp=övning).ut)["mallar"]
    assert {"ord": "parter[].organisationsnummer", "slag": "text, kan vara okänd"} in mall["gränssnitt"]
    (fynd,) = mall["fynd"]
    assert fynd["ställe"] == {"del": "brödtext", "rubrik": "Bakgrund", "läge": "stycke 7"}
    assert (fynd["kod"], fynd["nivå"], fynd["ord"], fynd["råd"]) == (
        "MAL14",
        "hinder",
        "{{ nyaa }}",
        "Menade du ”nya”?",
    )


def test_utskriften_ryms_i_en_terminal_utan_unicode(ändra, övning):
    ändra(("Bidragen från {{ övriga }} ändras inte.", f"{'Bidragen från alla ' * 9}{{{{ övriiga }}}} ändras inte."))
    ut = Ström("cp850", terminal=True)
    kör("--utan-färg", "mallar", "kontrollera", MALL, mapp=övning, ut=ut, bredd=60)
    rader = ut.text.splitlines()
    (rad,) = [r for r in rader if "övriiga }}" in r and r.startswith(" |")]
    assert len(rad) <= 60
    assert rad.index("{{ övriiga") == rader[rader.index(rad) + 1].index("^")


def test_regeln_förklaras_och_står_i_listan():
    assert "# MAL03" not in kör("regel", "mal03").ut
    assert kör("regel", "mal03").ut.startswith("MAL03 Ett villkor eller en slinga är inte hel")
    assert "MAL03  hinder" in kör("regel").ut


# Gränssnittet


def test_ändrade_ord_i_en_medföljande_mall_syns_i_facit():
    rader = []
    for path in sorted(medföljande_mallar().glob("*.docx")):
        rader += ["", path.name, *(f"  {o}: {slag}" for o, slag in gränssnittet(path.stem, läs_paket(path)).items())]
    text = "\n".join(rader[1:]) + "\n"
    if os.environ.get("GODKANN"):
        FACIT.write_text(text, encoding="utf-8")
    assert FACIT.read_text(encoding="utf-8") == text


def test_gränssnittet_är_orden_i_svensk_ordning_med_listorna_de_finns_i():
    text = "{%p for part in parter %}\n{{ part.namn }} {{ loop.index }}\n{%p endfor %}\n{% if är_lydelse and ingress %}{{ budget }}{% endif %}"
    assert pröva(text).gränssnitt == {
        "budget": "text, kan vara okänd",
        "ingress": "löpande text, kan utebli",
        "parter": "lista",
        "parter[].namn": "text",
        "är_lydelse": "ja/nej",
    }


# Kommentarerna


def test_felen_blir_kommentarer_vid_sina_ord_i_en_kopia(ändra, övning, tmp_path):
    mall = ändra(("{{ nya }} vill", "{{ nyaa }} vill"))
    ändra(("{{ titel }}", "{{ titeln }}"), del_="word/header1.xml")
    före, ut = mall.read_bytes(), tmp_path / "ut.docx"
    svar = kör("mallar", "kontrollera", MALL, "--kommentera", str(ut), mapp=övning)
    assert (svar.kod, "Sparade en kopia med kommentarer i" in svar.ut) == (1, True)
    assert mall.read_bytes() == före
    vid = {säger.splitlines()[1]: (ord_, säger) for ord_, säger in kommentarer(ut.read_bytes())}
    assert vid["ordet ”nyaa” finns inte i underlaget"][0] == "{{ nyaa }}"
    ord_, säger = vid["ordet ”titeln” finns inte i underlaget"]
    assert ord_ == "Tilläggsavtal"
    assert "Det står i sidhuvud, stycke 1: ”{{ titeln }}" in säger
    assert not OpenXmlValidator().validate(str(ut)).errors


def test_kopian_kan_inte_bli_mallen_själv_eller_en_annan_fil_som_finns(ändra, övning, tmp_path):
    mall = ändra(("{{ nya }} vill", "{{ nyaa }} vill"))
    assert kör("mallar", "kontrollera", MALL, "--kommentera", str(mall), "--ersätt", mapp=övning).kod == 2
    annan = tmp_path / "finns.docx"
    annan.write_bytes(b"x")
    svar = kör("mallar", "kontrollera", MALL, "--kommentera", str(annan), mapp=övning)
    assert (svar.kod, annan.read_bytes()) == (4, b"x")
    assert kör("mallar", "kontrollera", MALL, "--kommentera", str(tmp_path / "ut.pdf"), mapp=övning).kod == 2


def test_en_mall_utan_fel_ger_ingen_kopia(övning, tmp_path):
    svar = kör("mallar", "kontrollera", MALL, "--kommentera", str(tmp_path / "ut.docx"), mapp=övning)
    assert (svar.kod, list(tmp_path.iterdir())) == (0, [])
    assert "inget att kommentera" in svar.ut


def test_en_trasig_mall_får_inga_kommentarer(tmp_path):
    path, ut = tmp_path / "trasig.docx", tmp_path / "ut.docx"
    upp = packa_upp((medföljande_mallar() / f"{MALL}.docx").read_bytes())
    path.write_bytes(packa({**upp, "word/document.xml": b"<w:document>"}))
    svar = kör("mallar", "kontrollera", str(path), "--kommentera", str(ut))
    assert (svar.kod, ut.exists()) == (4, False)
    assert "inte giltig XML" in svar.fel


# Skillnaden


def test_skillnaden_mellan_två_mallar_är_ord_text_och_handlingar(ändra, övning):
    ändra(
        ("{{ nya }} vill bli", "Alla {{ nya }} vill i {{ värd }} bli"),
        ("{{ part.ställning }}", "{{ part.juridiskt_namn }}"),
        ("Bidragen från {{ övriga }}", "Bidragen från andra"),
    )
    svar = kör("mallar", "skillnad", str(medföljande_mallar() / f"{MALL}.docx"), MALL, mapp=övning)
    assert svar.kod == 0
    ord_, _, rest = svar.ut.partition("\n\n")
    assert ord_.splitlines() == ["nytt ord: värd (text)", "borttaget ord: parter[].ställning (text)"]
    assert "”Alla” tillagt" in rest
    assert svar.ut.endswith(f"Görs av {MALL}.docx:\n  konsumentvagledning/tillagg-latsasby\n")


def test_skillnaden_som_json(ändra, övning):
    ändra(("{{ nya }} vill bli", "{{ värd }} vill bli"))
    svar = kör("mallar", "skillnad", str(medföljande_mallar() / f"{MALL}.docx"), MALL, "--format", "json", mapp=övning)
    skillnad = json.loads(svar.ut)
    assert skillnad["ord"] == {"nya": [{"ord": "värd", "slag": "text"}], "borttagna": [], "ändrade": []}
    assert skillnad["sammanfattning"]["skillnader"] == len(skillnad["skillnader"]) == 1
    assert skillnad["handlingar"] == ["konsumentvagledning/tillagg-latsasby"]


def test_ord_som_är_något_annat_i_den_nya_sägs(övning):
    svar = kör("mallar", "skillnad", "begaran-uttrade", "bekraftelse-uttrade", mapp=övning)
    assert "ändrat ord: utträdesdag: text, kan utebli → text, kan vara okänd" in svar.ut


def test_utan_avtalsmapp_sägs_att_handlingarna_inte_är_kända(tmp_path):
    svar = kör("mallar", "skillnad", "yrkande", "yrkande", mapp=tmp_path)
    assert svar.kod == 0
    assert "Mallarna använder samma ord." in svar.ut
    assert "Vilka handlingar det rör är inte känt: här finns ingen avtalsmapp" in svar.ut


def test_skillnaden_sparas_som_spårade_ändringar(ändra, övning, tmp_path):
    ändra(("{{ nya }} vill bli", "{{ värd }} vill bli"))
    ut = tmp_path / "skillnad.docx"
    kör("mallar", "skillnad", str(medföljande_mallar() / f"{MALL}.docx"), MALL, "--ut", str(ut), mapp=övning)
    assert b"<w:ins " in packa_upp(ut.read_bytes())["word/document.xml"]


def test_hjälpen_visar_allt_som_går_att_göra_med_mallar():
    hjälp = kör("mallar", "--help").ut
    for rad in ("avtal mallar [MALL]", "--schema", "kontrollera", "skillnad"):
        assert rad in hjälp
