"""De färdiga dokumenten: facit, samma byte, tillgängliga, utan luckor, och lästa tillbaka."""

from __future__ import annotations

import io
import json
import os
import re
from pathlib import Path

import docx
import pytest
from bygg import bygg
from fall import FALL, OM_AVTAL, PÅHITTAT, VERKLIGT, gör_alla, läge_för
from lxml import etree
from openxml_audit import OpenXmlValidator
from wordfil import Q, kommentarer, läsbar, packa_upp

from avtalsgenerator import dokument, dokumentslag
from avtalsgenerator.dokument import filnamn, gör_dokument, mappnamn, medföljande_mallar
from avtalsgenerator.fel import Användningsfel, Dokumentfel, Mallfel
from avtalsgenerator.register import läs

FACIT = Path(__file__).parent / "facit"
GODKÄNN = bool(os.environ.get("GODKANN"))
NAMN = sorted((mapp.name, f"{p.stem}.docx") for mapp in FACIT.iterdir() if mapp.is_dir() for p in mapp.glob("*.txt"))
"""Alla dokument i facit: (fall, filnamn)."""
varje_dokument = pytest.mark.parametrize("nyckel", NAMN, ids=["/".join(n) for n in NAMN])


def test_varje_fall_ger_de_väntade_dokumenten(alla):
    """Med GODKANN=1 skrivs hela facit om; kör sedan testerna igen."""
    if GODKÄNN:
        for path in (p for p in FACIT.rglob("*.txt") if p.parent != FACIT):
            path.unlink()
        for nyckel, innehåll in alla.items():
            _facit(nyckel).parent.mkdir(parents=True, exist_ok=True)
            _facit(nyckel).write_text(_facittext(nyckel, innehåll), encoding="utf-8")
    assert sorted(alla) == sorted(NAMN)


def _facit(nyckel):
    return FACIT / nyckel[0] / f"{nyckel[1].removesuffix('.docx')}.txt"


def _facittext(nyckel, innehåll):
    """Texten; anmärkningarna, som är desamma i handlingens alla utkast, bara i tilläggsavtalet."""
    text = läsbar(innehåll)
    if nyckel[1].startswith("Tilläggsavtal"):
        vid_orden = "\n".join(f"”{ord_}”: {text}" for ord_, text in kommentarer(innehåll))
        text += f"--- kommentarer\n{vid_orden}\n" if vid_orden else ""
    else:
        text = re.sub(r"(?<=\nUtkast: det här återstår\n).*?(?=\n#)", "(anmärkningarna)", text, flags=re.DOTALL)
    return text


@varje_dokument
def test_texten_är_facit(alla, nyckel):
    """Kör om med GODKANN=1 när en ändring är avsedd, och läs skillnaden i git."""
    assert _facittext(nyckel, alla[nyckel]) == _facit(nyckel).read_text(encoding="utf-8")


@varje_dokument
def test_inga_klamrar_märken_eller_tomma_rader_blir_kvar(alla, nyckel):
    text = läsbar(alla[nyckel])
    assert not re.search(r"[{}\ue000-\uf8ff]|None|Lucka\(|Fraction", text)
    assert "\n\n\n" not in text


@varje_dokument
def test_word_skulle_inte_vilja_reparera_filen(alla, nyckel, tmp_path):
    path = tmp_path / "prov.docx"
    path.write_bytes(alla[nyckel])
    svar = OpenXmlValidator().validate(str(path))
    assert [f"{fel.part_uri} {fel.description}" for fel in svar.errors] == []


@varje_dokument
def test_dokumentet_är_tillgängligt(alla, nyckel):
    dok = docx.Document(io.BytesIO(alla[nyckel]))
    assert dok.core_properties.title
    assert dok.core_properties.language == "sv-SE"
    upp = packa_upp(alla[nyckel])
    stilar = etree.fromstring(upp["word/styles.xml"])
    assert stilar.find(f".//{Q}rPrDefault//{Q}lang").get(f"{Q}val") == "sv-SE"
    rot = etree.fromstring(upp["word/document.xml"])
    for tabell in rot.iter(f"{Q}tbl"):
        rubrikrad = tabell.find(f"{Q}tr")
        assert rubrikrad.find(f"{Q}trPr/{Q}tblHeader") is not None
        assert tabell.find(f"{Q}tblPr/{Q}tblDescription").get(f"{Q}val")
        assert all(rad.find(f"{Q}trPr/{Q}cantSplit") is not None for rad in tabell.iter(f"{Q}tr"))
    nivåer = [int(p.style.name[-1]) for p in dok.paragraphs if p.style.name.startswith("Heading")]
    assert all(b - a <= 1 for a, b in zip([0, *nivåer], nivåer, strict=False))


@varje_dokument
def test_sidhuvudet_har_sidnummer_och_sidfoten_parterna(alla, nyckel):
    upp = packa_upp(alla[nyckel])
    assert re.findall(r'instr=" (\w+) "', upp["word/header1.xml"].decode()) == ["PAGE", "NUMPAGES"]
    om_avtal = FALL[nyckel[0]][1] in OM_AVTAL
    assert ("Parter: " in upp["word/footer1.xml"].decode()) is om_avtal


def test_samma_uppgifter_ger_samma_byte(alla, verklig, påhittad, undertecknad):
    vart_tredje = list(FALL)[::3]
    igen = gör_alla(verklig, påhittad, undertecknad, vart_tredje)
    assert igen == {nyckel: innehåll for nyckel, innehåll in alla.items() if nyckel[0] in vart_tredje}


def test_det_rena_dokumentet_är_detsamma_om_ett_utkast_har_gjorts(påhittad):
    läge = läge_för(påhittad, PÅHITTAT)
    före = gör_dokument(läge)
    gör_dokument(läge, utkast=True)
    assert gör_dokument(läge) == före


def test_ett_utkast_säger_utkast_på_varje_sida_och_räknar_upp_anmärkningarna_först(alla):
    for (fall, namn), innehåll in alla.items():
        text = läsbar(innehåll)
        är_utkast = FALL[fall][3]
        assert text.startswith("--- header1\nUTKAST – får inte skrivas under\n") is är_utkast
        assert ("Utkast: det här återstår" in text) is är_utkast
        if är_utkast:
            kropp = text.split("--- document\n")[1]
            assert kropp.startswith("Utkast: det här återstår\n"), namn


def test_ett_utkast_räknar_bara_upp_det_som_rör_dokumentet(alla):
    def koder(namn):
        innehåll = alla["verkligt-tillagg-utkast", f"{namn} (utkast).docx"]
        text = läsbar(innehåll).split("--- document\n")[1] + "\n".join(vad for _, vad in kommentarer(innehåll))
        return set(re.findall(r"(?:hinder|varning|upplysning) ([A-Z]{3})\d\d", text))

    assert koder("Tilläggsavtal Ale och Lilla Edet") >= {"BES", "FIR", "EKO"}
    assert koder("Bilaga 1 Kostnadsfördelning") == {"EKO", "TID", "UPG"}


def test_luckorna_i_ett_utkast_är_gula(alla):
    dok = docx.Document(io.BytesIO(alla["verkligt-tillagg-utkast", "Signatursidor (utkast).docx"]))
    gula = [k.text for p in dok.paragraphs for k in p.runs if k.font.highlight_color is not None]
    assert gula.count("[saknas: namn]") == 16
    assert not any("[saknas" in k.text for p in dok.paragraphs for k in p.runs if k.font.highlight_color is None)


def test_utan_utkast_blir_det_inget_dokument_med_luckor(verklig):
    with pytest.raises(Mallfel, match="uppgiften saknas: namn"):
        gör_dokument(läge_för(verklig, VERKLIGT), bara="signatursidor")


def test_namn_med_särskilda_tecken_kommer_ut_rätt_överallt(tmp_path):
    from bygg import bygg

    from avtalsgenerator import register

    namn = "Bygg & Miljö <Låtsasby> ”kommun” {{ titel }}"
    mapp = bygg(tmp_path, {"parter/latsasby/part.yaml": {"namn": namn, "kortnamn": "L & Å {% x %}"}})
    läst = register.läs(mapp)
    for d in gör_dokument(läge_för(läst, PÅHITTAT)):
        dok = docx.Document(io.BytesIO(d.innehåll))
        assert namn in läsbar(d.innehåll).replace("·", "\u00a0")
        assert "L & Å {% x %}" in dok.core_properties.title
        assert "amp;" not in dok.core_properties.title


def test_två_i_förening_ger_två_underskrifter_på_samma_sida(alla):
    text = läsbar(alla["pahittat-tillagg", "Signatursidor.docx"])
    sagovik = text.split("## Sagoviks kommun")[1].split("## ")[0]
    assert sagovik.count("Ort och datum") == sagovik.count("Namnförtydligande") == 2
    assert sagovik.index("Ture Påhitt") < sagovik.index("Maja Exempelsson")


def test_e_underskrift_ger_inget_ord_om_exemplar(tmp_path):
    from bygg import bygg

    from avtalsgenerator import register

    läst = register.läs(
        bygg(tmp_path, "avtal/konsumentvagledning/tillagg-latsasby.yaml:\n  underskrifter: e-underskrift")
    )
    (tillägg,) = gör_dokument(läge_för(läst, PÅHITTAT), bara="tillaggsavtal")
    assert "skrivs under elektroniskt" in läsbar(tillägg.innehåll)
    assert "exemplar med samma innehåll" not in läsbar(tillägg.innehåll)
    (sidor,) = gör_dokument(läge_för(läst, PÅHITTAT), bara="signatursidor")
    assert läsbar(sidor.innehåll).count("Elektronisk underskrift") == 6
    assert "Ort och datum" not in läsbar(sidor.innehåll)
    assert "______" not in läsbar(sidor.innehåll)


def test_bara_och_part_väljer_dokument(påhittad):
    läge = läge_för(påhittad, PÅHITTAT)
    assert [d.filnamn for d in gör_dokument(läge, bara="signaturlista")] == ["Signaturlista.docx"]
    (sidor,) = gör_dokument(läge, part="region-sagolandet")
    assert (sidor.filnamn, sidor.beskrivning) == ("Signatursidor Region Sagolandet.docx", "2 sidor")
    assert "Underskrift 3 av 5." in läsbar(sidor.innehåll)
    with pytest.raises(Användningsfel, match="hör inte till"):
        gör_dokument(läge, bara="protokoll")
    with pytest.raises(Användningsfel, match="skriver inte under"):
        gör_dokument(läge, part="sagolandet")


def test_det_som_går_till_en_part_i_taget_kan_göras_för_bara_den(verklig, påhittad):
    läge = läge_för(påhittad, PÅHITTAT)
    for bara, namn in (("missiv", "Missiv"), ("beslutsforslag", "Förslag till beslut"), (None, "Signatursidor")):
        (d,) = gör_dokument(läge, bara=bara, part="region-sagolandet")
        assert d.filnamn == f"{namn} Region Sagolandet.docx"
        (gemensamt,) = gör_dokument(läge, bara=bara or "signatursidor")
        rader, alla = (läsbar(x.innehåll).splitlines() for x in (d, gemensamt))
        assert not any("Fabelås kommun" in rad for rad in rader)
        assert any("Fabelås kommun" in rad for rad in alla)
        assert set(rader) < set(alla)
        assert json.loads(d.intyg)["gäller"]["part"] == "region-sagolandet"
    utträde = läge_för(verklig, "stodcentrum-heder/uttrade-alingsas")
    begäran, _ = gör_dokument(utträde, part="alingsas", utkast=True)
    assert begäran.filnamn == "Begäran om utträde Alingsås (utkast).docx"
    with pytest.raises(Användningsfel, match="är gemensamt och kan inte göras för en part i taget") as fel:
        gör_dokument(läge, bara="tillaggsavtal", part="latsasby")
    assert fel.value.råd.endswith("välj bland: signatursidor, beslutsforslag, missiv.")


def test_två_parter_med_samma_korta_namn_får_var_sin_fil(tmp_path):
    läst = läs(bygg(tmp_path, "parter/fabelas/part.yaml: {kortnamn: Sagovik}"))
    läge = läge_för(läst, PÅHITTAT)
    filer = [gör_dokument(läge, part=p)[0].filnamn for p in ("fabelas", "sagovik", "latsasby")]
    assert filer == [
        "Signatursidor Sagovik (fabelas).docx",
        "Signatursidor Sagovik (sagovik).docx",
        "Signatursidor Låtsasby.docx",
    ]


def test_mappens_egna_mallar_går_före_de_medföljande(påhittad, tmp_path):
    mall = docx.Document(str(medföljande_mallar() / "signaturlista.docx"))
    mall.add_paragraph("Egen rad för {{ kortnamn }}")
    mall.save(str(tmp_path / "signaturlista.docx"))
    läge = läge_för(påhittad, PÅHITTAT)
    egen, _ = (gör_dokument(läge, mallmappar=[tmp_path], bara=b)[0] for b in ("signaturlista", "signatursidor"))
    assert "Egen rad för Sagolandets konsumentvägledning" in läsbar(egen.innehåll)


def test_ett_fel_i_en_egen_mall_nämner_mall_stycke_och_ord(påhittad, tmp_path):
    mall = docx.Document(str(medföljande_mallar() / "signaturlista.docx"))
    mall.add_paragraph("Dnr: {{ diarienumer }}")
    mall.save(str(tmp_path / "signaturlista.docx"))
    with pytest.raises(Mallfel) as fel:
        gör_dokument(läge_för(påhittad, PÅHITTAT), mallmappar=[tmp_path], bara="signaturlista")
    assert str(fel.value) == (
        "signaturlista.docx: MAL14 ordet ”diarienumer” finns inte i underlaget\n    i stycket ”Dnr: {{ diarienumer }}”"
    )
    assert fel.value.råd == "Menade du ”diarienummer”?"


def test_ett_dokument_vars_text_blivit_en_annan_lämnas_aldrig_ut(påhittad, monkeypatch):
    packa = dokument.packa
    förvanska = lambda delar, _: packa({n: d.replace("Låtsasby".encode(), b"X") for n, d in delar.items()})  # noqa: E731
    monkeypatch.setattr(dokument, "packa", förvanska)
    with pytest.raises(Dokumentfel, match="en annan än den som menades"):
        gör_dokument(läge_för(påhittad, PÅHITTAT))


def test_alla_mallar_är_hela_och_används(påhittad):
    from avtalsgenerator.mall import bygg_mall
    from avtalsgenerator.paket import läs_paket

    mallar = {p.stem: bygg_mall(p.name, läs_paket(p)) for p in medföljande_mallar().glob("*.docx")}
    assert set(mallar) == {mall for mall, _, _ in dokumentslag.mallar()}


@pytest.mark.parametrize(
    ("text", "namn"),
    [("a/b: c?", "a-b- c-"), ("x" * 200, "x" * 100), ("Ale\u00a0kommun ", "Ale kommun"), ("slut.", "slut")],
)
def test_filnamn_fungerar_på_alla_datorer(text, namn):
    assert filnamn(text) == namn


def test_mappen_har_dag_och_handling(verklig):
    assert mappnamn(läge_för(verklig, VERKLIGT)) == "2024-01-01 tilläggsavtal Ale och Lilla Edet"
    assert mappnamn(läge_för(verklig, "stodcentrum-heder")) == "2021-01-01 samverkansavtal Regionalt stödcentrum heder"


def test_tillägget_utkast_står_kvar_i_ett_långt_filnamn():
    assert filnamn("x" * 200, " (utkast)").endswith("x (utkast)")
    assert len(filnamn("x" * 200, " (utkast)")) == 100


def _utan(mall, borta, tmp_path, **nya):
    upp = {n: d for n, d in packa_upp((medföljande_mallar() / mall).read_bytes()).items() if n not in borta}
    for namn in ("_rels/.rels", "[Content_Types].xml"):
        for bort in borta:
            upp[namn] = re.sub(rb'<(Relationship|Override) [^>]*"/?%s"[^>]*/>' % bort.encode(), b"", upp[namn])
    (tmp_path / mall).write_bytes(dokument.packa({**upp, **nya}))


def test_titel_och_språk_finns_också_när_mallen_saknar_egenskaper(påhittad, tmp_path):
    _utan("signaturlista.docx", ["docProps/core.xml"], tmp_path)
    (lista,) = gör_dokument(läge_för(påhittad, PÅHITTAT), mallmappar=[tmp_path], bara="signaturlista")
    egenskaper = docx.Document(io.BytesIO(lista.innehåll)).core_properties
    assert (egenskaper.title, egenskaper.language) == ("Signaturlista: Tilläggsavtal Låtsasby", "sv-SE")


def test_ett_utkast_av_en_mall_med_lös_del_eller_utkastets_egna_format_går_bra(påhittad, tmp_path):
    (utkast,) = gör_dokument(läge_för(påhittad, PÅHITTAT), bara="signaturlista", utkast=True)
    stilar = packa_upp(utkast.innehåll)["word/styles.xml"]
    lös = b'<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p/></w:hdr>'
    _utan("signaturlista.docx", [], tmp_path, **{"word/styles.xml": stilar, "word/header9.xml": lös})
    assert gör_dokument(läge_för(påhittad, PÅHITTAT), mallmappar=[tmp_path], bara="signaturlista", utkast=True)
