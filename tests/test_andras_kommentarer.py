"""Det som granskarna har skrivit i ett utkast följer med till samma ord när utkastet görs på nytt."""

from datetime import UTC, datetime

import docx
import pytest
from kommando import kör
from test_ursprung import ändra
from wordfil import Q, kommentarer, läsbar

TILLÄGG = "tillagg-latsasby"
UTKAST = "ut/Tilläggsavtal Låtsasby (utkast).docx"
BESLUT = "parter/latsasby/beslut/2025-10-27-kf-88.yaml"


def gör(mapp, *flaggor):
    return kör("generera", TILLÄGG, "--utkast", "--ut", "ut", *flaggor, mapp=mapp)


def kommentera(mapp, ord_, text, *, nr=0):
    """Kommenterar textkörningen som har orden, så som Word gör; i en kontroll hela kontrollen."""
    dok = docx.Document(mapp / UTKAST)
    körningar = [r for r in dok.element.body.iter(f"{Q}r") if ord_ in "".join(t.text or "" for t in r.iter(f"{Q}t"))]
    element = next(körningar[nr].iterancestors(f"{Q}sdt"), körningar[nr])
    k = dok.part._comments_part.comments.add_comment(text, "Jura Jurist", "JJ")
    k._comment_elm.date = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)
    for märke, lägg in (("commentRangeStart", element.addprevious), ("commentRangeEnd", element.addnext)):
        lägg(element.makeelement(f"{Q}{märke}", {f"{Q}id": str(k.comment_id)}))
    dok.save(mapp / UTKAST)


def kvar(mapp):
    """De andras kommentarer i utkastet: orden och texten."""
    return [(ord_, text) for ord_, text in kommentarer((mapp / UTKAST).read_bytes()) if "Gör så här" not in text]


@pytest.fixture
def mapp(övningsmapp):
    assert gör(övningsmapp).kod == 0
    return övningsmapp


def test_en_kommentar_vid_mallens_ord_följer_med(mapp):
    kommentera(mapp, "gäller samverkansavtalets rättigheter", "Är det alla?")
    före = kvar(mapp)
    assert gör(mapp, "--ersätt").kod == 0
    assert kvar(mapp) == före
    assert före[0][1] == "Är det alla?"


def test_en_kommentar_vid_en_uppgift_följer_med_fast_uppgiften_har_ändrats(mapp):
    kommentera(mapp, "Låtsasby kommun", "Heter de så?", nr=1)
    ändra(mapp, "parter/latsasby/part.yaml", "namn", "Låtsasby nya kommun")
    assert gör(mapp, "--ersätt").kod == 0
    assert kvar(mapp) == [("Låtsasby nya kommun", "Heter de så?")]


def test_vem_och_när_står_kvar(mapp):
    kommentera(mapp, "Låtsasby kommun", "Första raden.\nAndra raden.")
    assert gör(mapp, "--ersätt").kod == 0
    (k,) = [k for k in docx.Document(mapp / UTKAST).comments if k.author == "Jura Jurist"]
    assert (k.initials, k.timestamp) == ("JJ", datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC))
    assert [p.text for p in k.paragraphs] == ["Första raden.", "Andra raden."]


def test_flera_kommentarer_vid_samma_ord_står_alla_kvar(mapp):
    for n in range(3):
        kommentera(mapp, "Låtsasby kommun", f"Nummer {n}", nr=2)
    assert gör(mapp, "--ersätt").kod == 0
    assert sorted(text for _, text in kvar(mapp)) == ["Nummer 0", "Nummer 1", "Nummer 2"]
    assert {ord_ for ord_, _ in kvar(mapp)} == {"Låtsasby kommun"}


def test_en_kommentar_vars_ord_är_borta_står_först_i_utkastet(mapp):
    kommentera(mapp, "Låtsasby kommun", "Vad händer nu?")
    dok = docx.Document(mapp / UTKAST)
    for t in dok.element.body.iter(f"{Q}t"):
        t.text = f"zzz{t.text[::-1]}" if t.text else t.text
    for tagg in dok.element.body.iter(f"{Q}tag"):
        tagg.set(f"{Q}val", "borta")
    dok.save(mapp / UTKAST)
    assert gör(mapp, "--ersätt").kod == 0
    assert kvar(mapp) == []
    text = läsbar((mapp / UTKAST).read_bytes())
    assert "Kommentar av Jura Jurist, vars ord inte längre finns i texten\n" in text
    assert "\nVad händer nu?\n" in text


def test_utan_ersätt_står_det_kommenterade_utkastet_kvar(mapp):
    kommentera(mapp, "Låtsasby kommun", "Rör inte.")
    före = (mapp / UTKAST).read_bytes()
    assert gör(mapp).kod == 4
    assert (mapp / UTKAST).read_bytes() == före


def test_utkastet_blir_detsamma_byte_för_byte_när_det_görs_en_gång_till(mapp):
    kommentera(mapp, "gäller samverkansavtalets rättigheter", "Är det alla?")
    assert gör(mapp, "--ersätt").kod == 0
    före = (mapp / UTKAST).read_bytes()
    assert gör(mapp).kod == 0
    assert (mapp / UTKAST).read_bytes() == före


def test_en_fil_som_inte_är_ett_dokument_hindrar_inte(mapp):
    (mapp / UTKAST).write_bytes(b"inte Word")
    assert gör(mapp).kod == 4
    assert gör(mapp, "--ersätt").kod == 0
    assert kvar(mapp) == []
