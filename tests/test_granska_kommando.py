"""avtal granska FIL.docx: det som juristen har ändrat visas, och en ändrad uppgift sparas i sin fil först efter ett ja."""

import io
import json
import zipfile

import docx
import pytest
from bygg import bygg
from conftest import ROT
from kommando import kör
from ordredigering import VEM, Utkast
from wordfil import kommentarer

FIL = "Från juristen.docx"
TILLÄGG = "avtal/konsumentvagledning/tillagg-latsasby.yaml"


@pytest.fixture(scope="module")
def utkast(tmp_path_factory):
    """Utkastet av tilläggsavtalet, så som det skickas till juristen."""
    mapp = bygg(tmp_path_factory.mktemp("utkast") / "m")
    svar = kör("generera", "tillagg-latsasby", "--utkast", "--bara", "tillaggsavtal", "--ut", "ut", mapp=mapp)
    assert svar.kod == 0
    return (mapp / "ut" / "Tilläggsavtal Låtsasby (utkast).docx").read_bytes()


@pytest.fixture
def mapp(övningsmapp):
    return övningsmapp


def ändrat(utkast, *, dag="1 februari 2026"):
    u = Utkast(utkast, spåra=True)
    u.byt_värde("1 januari 2026", dag)
    return u


def granska(mapp, innehåll, *flaggor, **kw):
    (mapp / FIL).write_bytes(innehåll if isinstance(innehåll, bytes) else innehåll.byte())
    return kör("granska", FIL, *flaggor, mapp=mapp, **kw)


def innehåll(mapp):
    return {p: p.read_bytes() for p in mapp.rglob("*") if p.is_file() and p.name != FIL}


def test_en_uppgift_ändras_i_sin_fil_efter_ett_ja(mapp, utkast):
    före = innehåll(mapp)
    svar = granska(mapp, ändrat(utkast), svar=["ja"])
    assert svar.kod == 0
    ändrade = {p for p, byte in innehåll(mapp).items() if före[p] != byte}
    assert ändrade == {mapp / TILLÄGG}
    gammal, ny = före[mapp / TILLÄGG].decode(), (mapp / TILLÄGG).read_text(encoding="utf-8")
    assert ny == gammal.replace("gäller_från: 2026-01-01", "gäller_från: 2026-02-01")


@pytest.mark.parametrize("hur", [{"svar": ["nej"]}, {"flaggor": ["--torr"]}, {"flaggor": []}, {"flaggor": ["--format", "json"]}])  # fmt: skip
def test_utan_ett_ja_ändras_inget(mapp, utkast, hur):
    före = innehåll(mapp)
    svar = granska(mapp, ändrat(utkast), *hur.get("flaggor", ()), svar=hur.get("svar"))
    assert svar.kod == 0
    assert innehåll(mapp) == före
    assert "2026-02-01" in svar.ut


def test_flera_förslag_besvaras_vart_för_sig(mapp, utkast):
    u = ändrat(utkast)
    u.byt_värde("212000-9028", "212000-9036")
    svar = granska(mapp, u, svar=["nej", "ja", "ja"])
    assert "Ändra ”212000-9028” till ”212000-9036”?" in svar.ut
    assert "gäller_från: 2026-02-01" in (mapp / TILLÄGG).read_text(encoding="utf-8")
    assert "212000-9028" in (mapp / "parter/latsasby/part.yaml").read_text(encoding="utf-8")


def test_en_uppgift_som_inte_går_att_läsa_sparas_inte(mapp, utkast):
    före = innehåll(mapp)
    u = Utkast(utkast)
    u.byt_värde("212000-9028", "212000-9")
    svar = granska(mapp, u, "--ja")
    assert svar.kod == 3
    assert "212000-9" in svar.fel
    assert innehåll(mapp) == före


def test_det_nya_utkastet_har_juristens_ord_och_kommentarer_fast_filen_heter_något_annat(mapp, utkast):
    u = ändrat(utkast)
    u.kommentera("Giltighet", "Hur länge?")
    ut = mapp / "ut"
    ut.mkdir()
    (ut / "Tilläggsavtal Låtsasby (utkast) KE.docx").write_bytes(u.byte())
    svar = kör("granska", "ut/Tilläggsavtal Låtsasby (utkast) KE.docx", "--ja", mapp=mapp)
    assert "Behåll kommentarerna" in svar.ut
    assert kör("generera", "tillagg-latsasby", "--utkast", "--ut", "ut", mapp=mapp).kod == 0
    nytt = ut / "Tilläggsavtal Låtsasby (utkast).docx"
    assert [k for k in kommentarer(nytt.read_bytes()) if "Gör så här" not in k[1]] == [("Giltighet", "Hur länge?")]
    assert "1\u00a0februari\u00a02026" in "".join(t.text or "" for t in Utkast(nytt.read_bytes()).texter())
    assert kör("generera", "tillagg-latsasby", "--utkast", "--ut", "ut", "--ersätt", mapp=mapp).kod == 0
    assert len([k for k in kommentarer(nytt.read_bytes()) if k[1] == "Hur länge?"]) == 1


def test_ett_utkast_av_en_äldre_version_sägs_vara_det_och_bara_juristens_ändringar_räknas(mapp, utkast):
    path = mapp / "parter/latsasby/part.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("namn: Låtsasby kommun", "namn: Låtsasby stad", 1), "utf-8"
    )
    svar = granska(mapp, ändrat(utkast))
    assert "Uppgifter (1)" in svar.ut
    assert "Utkastet är av en äldre version." in svar.ut
    assert "Inledningen: kommun → stad" in svar.ut


def test_en_uppgift_som_har_ändrats_av_andra_sedan_dess_föreslås_inte(mapp, utkast):
    path = mapp / TILLÄGG
    path.write_text(
        path.read_text(encoding="utf-8").replace("gäller_från: 2026-01-01", "gäller_från: 2026-03-01"), "utf-8"
    )
    svar = granska(mapp, ändrat(utkast))
    assert "inget förslag: uppgiften har ändrats sedan utkastet gjordes, till ”1 mars 2026”" in svar.ut.replace(
        "\u00a0", " "
    )


@pytest.mark.parametrize("namnet", ["Låtsasby kommunförbund", "Låtsasby kommun och mer"])
def test_ord_som_är_en_del_av_en_ändrad_uppgift_byts_inte_i_den(mapp, utkast, namnet):
    path = mapp / "parter/latsasby/part.yaml"
    path.write_text(path.read_text("utf-8").replace("namn: Låtsasby kommun", f"namn: {namnet}", 1), "utf-8")
    u = Utkast(utkast)
    u.byt_värde("Låtsasby kommun", "Låtsasby stad")
    svar = granska(mapp, u, "--ja")
    assert f"uppgiften har ändrats sedan utkastet gjordes, till ”{namnet}”" in svar.ut
    assert f"namn: {namnet}\n" in path.read_text("utf-8")


def test_en_post_som_har_bytt_plats_i_sin_lista_får_inte_en_annan_posts_uppgift(mapp):
    svar = kör("generera", "konsumentvagledning", "--utkast", "--bara", "signatursidor", "--ut", "ut", mapp=mapp)
    assert svar.kod == 0
    u = Utkast((mapp / "ut/Signatursidor (utkast).docx").read_bytes())
    u.byt_värde("ordförande", "vice ordförande", 1)
    assert "vice ordförande" in granska(mapp, u, "--torr").ut.partition("Ändras:")[2]
    path = mapp / "avtal/konsumentvagledning/avtal.yaml"
    text = path.read_text("utf-8")
    namn = ("Gun Fantasi", "Nils Låtsas")
    path.write_text(text.replace(namn[0], "X").replace(namn[1], namn[0]).replace("X", namn[1]), "utf-8")
    svar = granska(mapp, u, "--ja")
    assert "listan som uppgiften står i har ändrats sedan utkastet gjordes" in svar.ut
    assert "vice ordförande" not in path.read_text("utf-8")


def test_en_uppgift_som_redan_är_ändrad_föreslås_inte_igen(mapp, utkast):
    assert granska(mapp, ändrat(utkast), "--ja").kod == 0
    svar = granska(mapp, ändrat(utkast), "--ja")
    assert "inget förslag: uppgiften är redan så" in svar.ut


def test_ett_annat_skrivsätt_sägs_bli_ett_annat_i_dokumentet(mapp, utkast):
    svar = granska(mapp, ändrat(utkast, dag="2026-02-01"), "--torr")
    assert "i dokumentet skrivs ”1 februari 2026”, inte ”2026-02-01”" in svar.ut.replace("\u00a0", " ")


def test_utan_avtalsmapp_visas_ändringarna_ändå(tmp_path, utkast):
    svar = granska(tmp_path, ändrat(utkast))
    assert svar.kod == 0
    assert "inget förslag: här finns ingen avtalsmapp" in svar.ut
    assert "Inga uppgifter kan ändras: här finns ingen avtalsmapp." in svar.ut


def test_handlingen_finns_inte_i_avtalsmappen(tmp_path, utkast):
    fil = tmp_path / FIL
    fil.write_bytes(ändrat(utkast).byte())
    for svar in (kör("granska", str(fil), mapp=ROT), kör("granska", str(fil), "-C", str(ROT), "--ja")):
        assert svar.kod == 0
        assert "1 januari 2026 → 1 februari 2026" in svar.ut.replace("\u00a0", " ")
        assert "konsumentvagledning/tillagg-latsasby finns inte i avtalsmappen" in svar.ut


def test_ett_utkast_som_har_förlorat_sitt_original_jämförs_med_det_som_skickades(mapp, utkast):
    utan = _utan(ändrat(utkast).byte(), "customXml/")
    svar = granska(mapp, utan)
    assert svar.kod == 4
    assert "--mot UTKAST.docx" in svar.fel
    (mapp / "skickat.docx").write_bytes(utkast)
    assert "gäller_från: 2026-02-01" in granska(mapp, utan, "--mot", "skickat.docx", "--torr").ut


def test_också_en_skillnad_som_skickades_i_väg_kan_komma_tillbaka(mapp, utkast):
    (mapp / "a.docx").write_bytes(utkast)
    ny = Utkast(utkast)
    ny.byt_ord("Giltighet", "Giltighetstid")
    (mapp / "b.docx").write_bytes(ny.byte())
    assert kör("skillnad", "b.docx", "a.docx", "--ut", "skillnad.docx", mapp=mapp).kod == 0
    u = Utkast((mapp / "skillnad.docx").read_bytes(), spåra=True)
    u.byt_ord("1\u00a0januari\u00a02026", "1 februari 2026")
    svar = granska(mapp, u, "--torr")
    assert "Uppgifter (1)" in svar.ut
    assert "Mallens text" not in svar.ut
    assert "gäller_från: 2026-02-01" in svar.ut


def test_spårade_ändringar_som_inte_ändrar_något_sägs(mapp, utkast):
    u = Utkast(utkast, spåra=True)
    tillagt, struket = u.märke("ins"), u.märke("del")
    struket.append(u._körning(tillagt.makeelement("x"), "ord", "w:delText"))
    tillagt.append(struket)
    u.stycke("Giltighet").append(tillagt)
    assert "De spårade ändringarna tar ut varandra" in granska(mapp, u).ut


def test_json_säger_allt(mapp, utkast):
    u = ändrat(utkast)
    u.byt_ord("rättigheter och skyldigheter", "åtaganden")
    u.kommentera("Giltighet", "Hur länge?")
    data = json.loads(granska(mapp, u, "--format", "json").ut)
    assert data["dokument"]["namn"] == "konsumentvagledning/tillagg-latsasby"
    assert data["uppgifter"][0]["förslag"] == {"före": "2026-01-01", "efter": "2026-02-01"}
    assert data["uppgifter"][0]["orden"][0]["av"] == f"{VEM} 2026-02-03"
    assert data["text"][0]["efter"] == "åtaganden"
    assert "{% if flera_nya %}" in data["text"][0]["mallen"]
    assert data["kommentarer"][0]["ord_"] == "Giltighet"


def test_en_fil_från_word_på_webben_har_ibland_brödtexten_under_ett_annat_namn(mapp, utkast):
    minne = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(ändrat(utkast).byte())) as gammal, zipfile.ZipFile(minne, "w") as ny:
        for namn in gammal.namelist():
            innehållet = gammal.read(namn)
            if namn in ("_rels/.rels", "[Content_Types].xml"):
                innehållet = innehållet.replace(b"word/document.xml", b"word/document2.xml")
            ny.writestr(namn.replace("document.xml", "document2.xml"), innehållet)
    assert "gäller_från: 2026-02-01" in granska(mapp, minne.getvalue(), "--torr").ut


# Filer som inte går att granska


def _utan(innehåll, början):
    minne = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(innehåll)) as gammal, zipfile.ZipFile(minne, "w") as ny:
        for namn in gammal.namelist():
            if not namn.startswith(början):
                ny.writestr(namn, gammal.read(namn))
    return minne.getvalue()


def _med(innehåll, namn, text, byt=None):
    minne = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(innehåll)) as gammal, zipfile.ZipFile(minne, "w", zipfile.ZIP_DEFLATED) as ny:
        for n in gammal.namelist():
            data = gammal.read(n)
            ny.writestr(n, data.replace(*byt) if byt and n == namn else data)
        if not byt:
            ny.writestr(namn, text)
    return minne.getvalue()


def _utifrån(innehåll):
    slag = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    koppling = f'<Relationship Id="rIdX" Type="{slag}" Target="https://exempel.se/x.png" TargetMode="External"/>'
    slut = b"</Relationships>"
    return _med(innehåll, "word/_rels/document.xml.rels", "", (slut, koppling.encode() + slut))


def _annat_dokument(_):
    minne = io.BytesIO()
    docx.Document().save(minne)
    return minne.getvalue()


@pytest.mark.parametrize(
    ("gör", "säger"),
    [
        (lambda _: b"\xd0\xcf\x11\xe0" + bytes(600), "äldre formatet .doc"),
        (lambda _: b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le") + bytes(600), "lösenordsskyddad"),
        (lambda b: b[: len(b) // 2], "går inte att öppna"),
        (lambda b: _med(b, "word/stor.bin", b"0" * 60_000_000), "orimligt hårt packad"),
        (lambda b: _med(b, "word/vbaProject.bin", b"x"), "makron"),
        (_utifrån, "hämtar något utifrån: https://exempel.se/x.png"),
        (_annat_dokument, "är inget utkast som är gjort här"),
        (lambda b: _med(b, "customXml/item1.xml", "", (b"UEsD", b"!!!!")), "original, som ska ligga dolt i filen, går inte att läsa"),
        (lambda b: _med(b, "word/document.xml", "", (b"<w:body>", b"<w:body><w:x>")), "inte giltig XML"),
    ],
)  # fmt: skip
def test_en_fil_som_inte_går_att_lita_på_avvisas_och_inget_skrivs(mapp, utkast, gör, säger):
    före = innehåll(mapp)
    svar = granska(mapp, gör(utkast), "--ja")
    assert svar.kod == 4
    assert säger in svar.fel
    assert svar.ut == ""
    assert innehåll(mapp) == före


def test_en_fil_som_inte_finns_och_en_som_inte_är_ett_dokument(mapp):
    assert kör("granska", "finns-inte.docx", mapp=mapp).kod == 2
    assert kör("granska", "tillagg-latsasby", mapp=mapp).kod == 2
