"""``avtal generera --pdf``: vad som händer när LibreOffice saknas, hänger sig eller gör fel, och hur en PDF lagas och läses."""

from __future__ import annotations

import io
import os
import stat
import sys
import time
from pathlib import Path

import docx
import pikepdf
import pytest
from conftest import ROT
from fall import PÅHITTAT
from kommando import kör
from pikepdf import Array, Dictionary, Name
from test_utdata import innehåll as filer_i
from wordfil import packa_upp, stycke

from avtalsgenerator import kedja
from avtalsgenerator.dokument import Dokument, gör_dokument
from avtalsgenerator.fel import Dokumentfel
from avtalsgenerator.paket import packa
from avtalsgenerator.pdf import libreoffice, med_pdf
from avtalsgenerator.pdf.lagning import laga
from avtalsgenerator.pdf.ordprov import pröva_orden
from avtalsgenerator.pdf.text import Textläsare, _teckenkarta
from avtalsgenerator.pdf.typsnitt import ersatta
from avtalsgenerator.per_datum import ställ_per_datum

bara_posix = pytest.mark.skipif(sys.platform == "win32", reason="det låtsade LibreOffice är ett skript")


@pytest.fixture
def tillfälliga(tmp_path, monkeypatch):
    """Mappen där tillfälliga filer hamnar, för att se att de försvinner."""
    (tmp_path / "tillfälligt").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tillfälligt"))
    return tmp_path / "tillfälligt"


@pytest.fixture
def låtsas(tmp_path, monkeypatch):
    """Sätter ett skript i LibreOffices ställe. ``$MAPP`` är mappen där det ska lägga sina filer."""

    def sätt(skript: str) -> None:
        fil = tmp_path / "soffice"
        hitta = 'while [ "$1" != --outdir ]; do shift; done; MAPP=$2\n'
        fil.write_text(f"#!/bin/sh\n{hitta}{skript}\n", encoding="utf-8")
        fil.chmod(fil.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv(libreoffice.MILJÖ, str(fil))

    return sätt


@pytest.fixture(scope="module")
def dokument(påhittad):
    (d,) = gör_dokument(ställ_per_datum(påhittad, påhittad.handlingar[PÅHITTAT]), bara="signaturlista")
    return d


# det som behövs saknas


@pytest.mark.parametrize(
    ("system", "råd"),
    [
        ("linux", "sudo apt-get install libreoffice-writer-nogui"),
        ("win32", "https://www.libreoffice.org"),
        ("darwin", "https://www.libreoffice.org och lägg det i Program"),
    ],
)
def test_utan_libreoffice_sägs_hur_det_installeras_och_inget_sparas(övningsmapp, monkeypatch, system, råd):
    monkeypatch.setattr(libreoffice, "which", lambda *_, **__: None)
    monkeypatch.setattr(libreoffice.sys, "platform", system)
    monkeypatch.delenv(libreoffice.MILJÖ, raising=False)
    före = filer_i(övningsmapp)
    with pytest.raises(Dokumentfel, match="behövs LibreOffice, och det finns inte på datorn") as fel:
        kedja.generera(övningsmapp, PÅHITTAT, pdf=True)
    assert råd in fel.value.råd
    assert "AVTAL_SOFFICE" in fel.value.råd
    assert filer_i(övningsmapp) == före


def test_utan_libreoffice_är_slutkoden_fyra(övningsmapp, monkeypatch):
    monkeypatch.setattr(libreoffice, "which", lambda *_, **__: None)
    svar = kör("generera", PÅHITTAT, "--pdf", mapp=övningsmapp)
    assert (svar.kod, svar.ut) == (4, "")
    assert svar.fel.startswith("fel: för att göra PDF behövs LibreOffice")
    assert not (övningsmapp / "dokument").exists()


def test_utan_pikepdf_sägs_vad_som_installeras(övningsmapp, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda namn: None)
    svar = kör("generera", PÅHITTAT, "--pdf", mapp=övningsmapp)
    assert svar.kod == 4
    assert "pip install 'avtalsgenerator[pdf]'" in svar.fel
    assert not (övningsmapp / "dokument").exists()


def test_en_miljövariabel_som_pekar_fel_nämns(monkeypatch):
    monkeypatch.setenv(libreoffice.MILJÖ, "/finns/inte")
    with pytest.raises(Dokumentfel, match="AVTAL_SOFFICE pekar på /finns/inte, som inte är ett program"):
        libreoffice.finn_soffice()


@pytest.mark.parametrize(("system", "mapp"), [(s, m) for s, mappar in libreoffice._STÄLLEN.items() for m in mappar])
def test_libreoffice_hittas_också_där_det_brukar_ligga(monkeypatch, system, mapp):
    monkeypatch.delenv(libreoffice.MILJÖ, raising=False)
    monkeypatch.setattr(libreoffice.sys, "platform", system)
    väntat = Path(mapp).expanduser()
    monkeypatch.setattr(libreoffice, "which", lambda namn, path=None: f"{path}/{namn}" if path == str(väntat) else None)
    assert Path(libreoffice.finn_soffice()).parent == väntat


def test_ett_hinder_går_före_och_kräver_inget_libreoffice(tmp_path, monkeypatch):
    monkeypatch.setattr(libreoffice, "which", lambda *_, **__: None)
    svar = kör("-C", str(ROT), "generera", "tillagg-ale-lilla-edet", "--pdf", "--ut", str(tmp_path / "ut"))
    assert svar.kod == 1
    assert not (tmp_path / "ut").exists()


# LibreOffice gör fel


@bara_posix
@pytest.mark.parametrize(
    ("skript", "väntat"),
    [
        ("exit 0", r"LibreOffice gjorde ingen PDF av Tilläggsavtal Låtsasby\.docx"),
        ("exit 77", "LibreOffice slutade med fel 77"),
        ("kill -SEGV $$", "LibreOffice slutade med fel -11"),
        ("touch $MAPP/0.pdf", r"LibreOffice gjorde ingen PDF av Tilläggsavtal Låtsasby\.docx"),
        ('for i in 0 1 2 3; do printf "%%PDF-1.7 trasig" >$MAPP/$i.pdf; done', "LibreOffice gjorde en trasig PDF"),
    ],
)
def test_gör_libreoffice_fel_sparas_inget(övningsmapp, låtsas, tillfälliga, skript, väntat):
    låtsas(skript)
    före = filer_i(övningsmapp)
    with pytest.raises(Dokumentfel, match=väntat) as fel:
        kedja.generera(övningsmapp, PÅHITTAT, pdf=True)
    assert "Inget har sparats" in fel.value.råd
    assert filer_i(övningsmapp) == före
    assert list(tillfälliga.iterdir()) == []


@bara_posix
def test_ett_program_som_inte_går_att_starta_nämns(dokument, låtsas, tmp_path):
    låtsas("exit 0")
    (tmp_path / "soffice").write_bytes(b"\x7fELF inget program")
    with pytest.raises(Dokumentfel, match=r"LibreOffice \(.*soffice\) går inte att starta"):
        med_pdf([dokument])


@bara_posix
@pytest.mark.parametrize("avbrott", [None, KeyboardInterrupt])
def test_ett_libreoffice_som_inte_blir_klart_avslutas_med_allt_det_startat(
    dokument, låtsas, tillfälliga, tmp_path, monkeypatch, avbrott
):
    låtsas(f"sleep 60 & echo $! > {tmp_path}/barn; wait")
    monkeypatch.setattr(libreoffice, "START", 0.5)
    monkeypatch.setattr(libreoffice, "PER_DOKUMENT", 0)
    if avbrott:

        def avbryt(self, sekunder=None):
            if sekunder is None:
                return riktig(self)
            time.sleep(sekunder)
            raise avbrott

        riktig = libreoffice.subprocess.Popen.wait
        monkeypatch.setattr(libreoffice.subprocess.Popen, "wait", avbryt)
    with pytest.raises(
        avbrott or Dokumentfel, match=None if avbrott else "blev inte klart på 0 sekunder och avslutades"
    ):
        med_pdf([dokument])
    barn = int((tmp_path / "barn").read_text())
    for _ in range(50):
        if not lever(barn):
            break
        time.sleep(0.1)
    assert not lever(barn)
    assert list(tillfälliga.iterdir()) == []


def lever(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process}/stat")  # ett barn som ingen har hämtat svaret från är dött men finns kvar
    return not status.exists() or status.read_text().rsplit(")", 1)[1].split()[0] != "Z"


# lagning, text och typsnitt


def liten_pdf(sidan: bytes, *barn: Dictionary, bild: bool = False) -> pikepdf.Pdf:
    """En sida med ett typsnitt där koden är tecknet, och en del i strukturen för varje nummer."""
    pdf = pikepdf.new()
    sida = pdf.add_blank_page()
    karta = b"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <00> <FF> <0000> endbfrange"
    typsnitt = Dictionary(Type=Name.Font, BaseFont=Name("/AAAAAA+DejaVuSans-Bold"), ToUnicode=pdf.make_stream(karta))
    ritat = pdf.make_stream(b"0 0 m 9 9 l S", Type=Name.XObject, Subtype=Name.Image if bild else Name.Form)
    sida.obj.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(typsnitt)), XObject=Dictionary(X=ritat))
    sida.obj.Contents = pdf.make_stream(sidan)
    sida.obj.StructParents = 0
    träd = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    delar = [pdf.make_indirect(Dictionary({**dict(b), "/P": träd, "/Pg": sida.obj})) for b in barn]
    träd.K = Array(delar)
    träd.RoleMap = Dictionary(Quote=Name.P, Brödtext=Name.P)
    träd.ParentTree = Dictionary(Nums=Array([0, Array(delar)]))
    pdf.Root.StructTreeRoot = träd
    pdf.Root.OutputIntents = Array([Dictionary(DestOutputProfile=pdf.make_stream(bytes(range(128))))])
    return pdf


def del_(slag: str, nummer: int, **mer) -> Dictionary:
    return Dictionary(S=Name(f"/{slag}"), K=Array([nummer]), **mer)


def lagad(dokument: Dokument, pdf: pikepdf.Pdf) -> pikepdf.Pdf:
    minne = io.BytesIO()
    pdf.save(minne)
    return pikepdf.open(io.BytesIO(laga(dokument, minne.getvalue())))


TEXT = b"/P<</MCID 0>>BDC BT /F1 9 Tf (a) Tj ET EMC "


def test_en_omärkt_linje_blir_utsmyckning_men_inte_text(dokument):
    pdf = lagad(dokument, liten_pdf(TEXT + b"q 1 w 0 0 m 9 9 l S Q 5 5 re f BT /F1 9 Tf (b) Tj ET", del_("P", 0)))
    (sida,) = pdf.pages
    ordning = b" ".join(sida.obj.Contents.read_bytes().split())
    assert b"/Artifact BMC 0 0 m 9 9 l S EMC Q /Artifact BMC 5 5 re f EMC BT" in ordning
    assert Textläsare().läs(sida).märkt == {0: "a"}
    assert sida.obj.Tabs == Name.S


@pytest.mark.parametrize("slag", ["Figure", "Div"])
def test_ett_vattenmärke_läses_inte_upp(dokument, slag):
    pdf = lagad(dokument, liten_pdf(TEXT + b"/Figure<</MCID 1>>BDC /X Do EMC", del_("P", 0), del_(slag, 1)))
    assert b"/Figure" not in pdf.pages[0].obj.Contents.read_bytes()
    assert [e.S for e in pdf.Root.StructTreeRoot.K] == [Name.P]
    assert pdf.Root.StructTreeRoot.ParentTree.Nums[1][1] is None


def test_en_bild_utan_alternativtext_stoppar_och_säger_vad_som_görs(dokument):
    sidan = TEXT + b"/Figure<</MCID 1>>BDC /X Do EMC"
    with pytest.raises(Dokumentfel, match=r"en bild i Signaturlista\.docx saknar alternativtext") as fel:
        lagad(dokument, liten_pdf(sidan, del_("P", 0), del_("Figure", 1), bild=True))
    assert "Visa alternativtext" in fel.value.råd
    pdf = lagad(dokument, liten_pdf(sidan, del_("P", 0), del_("Figure", 1, Alt="Kommunens vapen"), bild=True))
    assert [e.S for e in pdf.Root.StructTreeRoot.K] == [Name.P, Name.Figure]


def test_en_formatmall_får_inte_heta_som_ett_av_pdfs_egna_slag(dokument):
    pdf = lagad(dokument, liten_pdf(TEXT, del_("Quote", 0), del_("Brödtext", 0)))
    assert [str(e.S) for e in pdf.Root.StructTreeRoot.K] == ["/P", "/Brödtext"]
    assert list(pdf.Root.StructTreeRoot.RoleMap.keys()) == ["/Brödtext"]


def test_tabellhuvuden_säger_vad_de_gäller(dokument):
    huvud, rad = (
        Dictionary(S=Name.TR, K=Array([Dictionary(S=Name(s), K=Array([])) for s in celler]))
        for celler in (("/TH", "/TH"), ("/TH", "/TD"))
    )
    pdf = lagad(dokument, liten_pdf(TEXT, huvud, rad))
    riktning = [[[str(a.Scope) for a in c.get("/A", Array())] for c in r.K] for r in pdf.Root.StructTreeRoot.K]
    assert riktning == [[["/Column"], ["/Column"]], [["/Row"], []]]


def test_en_pdf_utan_märkning_godtas_inte(dokument):
    pdf = pikepdf.new()
    pdf.add_blank_page()
    with pytest.raises(Dokumentfel, match="utan märkta rubriker eller färgprofil") as fel:
        lagad(dokument, pdf)
    assert fel.value.råd == "Installera LibreOffice 7.4 eller senare."


def test_sidans_text_läses_märkt_för_sig_och_omärkt_för_sig():
    sidan = (
        b"/Artifact BMC BT /F1 9 Tf (huvud) Tj ET EMC /P<</MCID 0>>BDC BT /F1 9 Tf [(a) -9 (b)] TJ "
        b"/Span<</ActualText<FEFF00A0>>>BDC (x) Tj EMC (c) Tj ET EMC"
    )
    pdf = liten_pdf(sidan, del_("P", 0))
    text = Textläsare().läs(pdf.pages[0])
    assert (text.märkt, text.omärkt) == ({0: "ab\u00a0c"}, "huvud")


@pytest.mark.parametrize(
    ("karta", "väntat"),
    [
        (b"<00> <FF>", (1, {})),
        (b"<00> <FF> endcodespacerange beginbfchar <01> <00E5> <02> <00660069> endbfchar", (1, {b"\1": "å", b"\2": "fi"})),
        (b"<0000> <FFFF> endcodespacerange beginbfrange <0003> <0005> <0041> endbfrange", (2, {b"\0\3": "A", b"\0\4": "B", b"\0\5": "C"})),
        (b"<00> <FF> endcodespacerange beginbfrange <03> <04> [<0041> <00D6>] endbfrange", (1, {b"\3": "A", b"\4": "Ö"})),
    ],
)  # fmt: skip
def test_typsnittets_teckenkarta_läses(karta, väntat):
    assert _teckenkarta(b"begincodespacerange " + karta) == väntat


def med_text(dokument: Dokument, *stycken: str) -> Dokument:
    """Dokumentet med bara styckena i kroppen."""
    delar = packa_upp(dokument.innehåll)
    hela = delar["word/document.xml"].decode()
    början, slut = hela.index("<w:body>") + len("<w:body>"), hela.rindex("<w:sectPr")
    delar["word/document.xml"] = (hela[:början] + "".join(stycken) + hela[slut:]).encode()
    return Dokument(dokument.filnamn, packa(delar), "")


FÄLT = (
    '<w:p><w:r><w:t xml:space="preserve">sida </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE'
    ' </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>9</w:t></w:r><w:r><w:fldChar'
    ' w:fldCharType="end"/></w:r><w:r><w:t> slut</w:t></w:r></w:p>'
)
DOLT = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>dolt</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    ("stycken", "i_pdf", "saknas"),
    [
        ([stycke("Ett avtal"), stycke("två")], "1. Ett avtaltvå", None),
        ([stycke("två"), stycke("två")], "två", "två"),
        ([stycke("Ett avtal")], "Ett avtl", "Ett avtal"),
        ([stycke("av\u00adtals\u2011part")], "avtals-part", None),
        ([stycke("Rubrik")], "RUBRIK", None),
        ([FÄLT], "sida 1 slut", None),
        ([FÄLT], "sida 1", "slut"),
        ([DOLT, stycke("synligt")], "synligt", None),
        ([stycke("x ± 1 × 2")], "x 1 2 ×±", None),
        ([stycke("x ± 1 × 2")], "x 1 2 ±", "x ± 1 × 2"),
    ],
)
def test_varje_ord_i_dokumentet_ska_finnas_i_pdf_en(dokument, monkeypatch, stycken, i_pdf, saknas):
    monkeypatch.setattr("avtalsgenerator.pdf.ordprov._sidhuvuden", lambda _: ())
    pdf = liten_pdf(
        b"/P<</MCID 0>>BDC BT /F1 9 Tf " + f"<{i_pdf.encode('latin-1').hex()}> Tj ET EMC".encode(), del_("P", 0)
    )
    nytt = med_text(dokument, *stycken)
    if saknas is None:
        pröva_orden(nytt, pdf)
    else:
        with pytest.raises(Dokumentfel, match=rf"orden ”{saknas}” i Signaturlista\.docx kom inte med i PDF:en"):
            pröva_orden(nytt, pdf)


def test_sidhuvudet_ska_finnas_utanför_den_märkta_texten(dokument):
    sidan = b"/P<</MCID 0>>BDC BT /F1 9 Tf (x) Tj ET EMC"
    with pytest.raises(Dokumentfel, match="kom inte med i PDF:en"):
        pröva_orden(med_text(dokument, stycke("x")), liten_pdf(sidan, del_("P", 0)))


def test_ett_typsnitt_som_datorn_saknar_sägs(dokument):
    assert ersatta(dokument.innehåll, liten_pdf(TEXT)) == (
        "Typsnittet Calibri (eller Carlito) finns inte på datorn. PDF:en är gjord med DejaVuSans i stället, "
        "så raderna och sidorna kan brytas på andra ställen än i Word."
    )
    for namn in ("/BAAAAA+Carlito-Bold", "/Calibri"):
        pdf = liten_pdf(TEXT)
        pdf.pages[0].obj.Resources.Font.F1.BaseFont = Name(namn)
        assert ersatta(dokument.innehåll, pdf) == ""


def test_typsnittet_är_formatmallens_eller_temats_också_genom_andra_formatmallar():
    med_tema = docx.Document()
    med_tema.add_paragraph("text", style="List Bullet")
    minne = io.BytesIO()
    med_tema.save(minne)
    assert "Typsnittet Cambria (eller Caladea) finns inte" in ersatta(minne.getvalue(), liten_pdf(TEXT))
    med_tema.paragraphs[0].style = "Heading 1"
    med_tema.styles["Heading 1"].base_style = med_tema.styles["Heading 2"]
    med_tema.styles["Heading 2"].base_style = med_tema.styles["Heading 1"]  # i ring, som en trasig mall
    med_tema.paragraphs[0].add_run("mer").font.name = "Skrivstil"
    med_tema.save(minne := io.BytesIO())
    varning = ersatta(minne.getvalue(), liten_pdf(TEXT))
    assert varning.startswith("Typsnitten Calibri (eller Carlito), Cambria (eller Caladea) och Skrivstil finns inte")
