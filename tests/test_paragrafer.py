"""Paragrafernas nummer följer med när en paragraf faller bort, och en hänvisning leder alltid någonstans."""

from __future__ import annotations

import re
from datetime import date

import pytest
from bygg import bygg
from fall import MED_UNDERSKRIFTER, PÅHITTAD_ÄNDRING, läge_för
from wordfil import läsbar, packa_upp

from avtalsgenerator import register
from avtalsgenerator.dokument import gör_dokument, medföljande_mallar, packa
from avtalsgenerator.fel import Mallfel

AVTAL = "avtal/konsumentvagledning/avtal.yaml"


def avtalet(mapp, dag=None, **mer):
    """Texten i samverkansavtalet, och dess paragrafer i ordning."""
    läge = läge_för(register.läs(mapp), "konsumentvagledning", dag)
    bara = "lydelse" if dag else "samverkansavtal"
    (d,) = gör_dokument(läge, bara=bara, **mer)
    text = läsbar(d.innehåll)
    return text, re.findall(r"^## (.*)$", text, re.MULTILINE)


def test_det_verkliga_avtalets_nitton_paragrafer_får_avtalets_nummer(verklig):
    läge = läge_för(verklig, "stodcentrum-heder")
    (d,) = gör_dokument(läge, bara="samverkansavtal", utkast=True)
    rubriker = re.findall(r"^## (.*)$", läsbar(d.innehåll).split("# Samverkansavtal")[1], re.MULTILINE)
    assert len(rubriker) == 19
    assert [
        rubriker.index(r) + 1 for r in ("Kostnader", "Betalning", "Ändringar och tillägg", "Utträde", "Nya parter")
    ] == [
        läge.avtal.finansiering.paragraf,
        läge.avtal.betalning.paragraf,
        läge.avtal.ändringar_paragraf,
        läge.avtal.utträde.paragraf,
        läge.avtal.anslutning.paragraf,
    ]


def test_hänvisningarna_följer_med_när_en_paragraf_faller_bort(tmp_path):
    text, rubriker = avtalet(bygg(tmp_path / "a"))
    nummer = rubriker.index("Kostnader") + 1
    assert f"enligt §·{nummer}. Anslutningen" in text
    utan = {AVTAL: {"avtalstext": {"syfte": ""}, "ändringar_paragraf": "", "paragrafer": "", "betalning": {"paragraf": ""},
                    **{vad: {"paragraf": ""} for vad in ("finansiering", "avtalstid", "utträde", "anslutning")}}}  # fmt: skip
    text, färre = avtalet(bygg(tmp_path / "b", utan))
    assert len(färre) == len(rubriker) - 1
    assert f"enligt §·{nummer - 1}. Anslutningen" in text
    assert "styrgruppen (§·3)" in text


def test_en_paragraf_som_får_ett_annat_nummer_än_avtalets_stoppar(tmp_path):
    with pytest.raises(Mallfel) as fel:
        avtalet(bygg(tmp_path, f"{AVTAL}:\n  utträde: {{paragraf: 17}}"))
    assert "paragrafen utträde blir § 12, men i avtalet är den § 17" in str(fel.value)


def _mall(tmp_path, gammalt, nytt):
    """Samverkansavtalets mall med något utbytt."""
    upp = packa_upp((medföljande_mallar() / "samverkansavtal.docx").read_bytes())
    kropp = upp["word/document.xml"].decode()
    assert gammalt in kropp
    mapp = tmp_path / "mallar"
    mapp.mkdir()
    upp["word/document.xml"] = kropp.replace(gammalt, nytt).encode()
    (mapp / "samverkansavtal.docx").write_bytes(packa(upp))
    return mapp


def test_en_hänvisning_till_en_paragraf_som_inte_finns_stoppar(påhittad, tmp_path):
    mapp = _mall(tmp_path, " REF finansiering ", " REF målgrupper ")
    läge = läge_för(påhittad, "konsumentvagledning")
    with pytest.raises(Mallfel, match="hänvisning går till paragrafen målgrupper, som inte finns") as fel:
        gör_dokument(läge, bara="samverkansavtal", mallmappar=[mapp])
    assert "samma villkor" in fel.value.råd
    (utkast,) = gör_dokument(läge, bara="samverkansavtal", mallmappar=[mapp], utkast=True)
    text = läsbar(utkast.innehåll)
    assert "enligt [saknas: paragraf]. Anslutningen" in text
    assert "hinder i mallen: en hänvisning går till paragrafen målgrupper, som inte finns i dokumentet" in text


def test_words_egen_korshänvisning_i_ett_enkelt_fält_får_också_rätt_nummer(påhittad, tmp_path):
    mapp = _mall(
        tmp_path,
        '<w:r><w:t xml:space="preserve">Ingen part svarar',
        '<w:fldSimple w:instr=" REF betalning \\r \\h "><w:r><w:t>§ 99</w:t></w:r></w:fldSimple>'
        '<w:r><w:t xml:space="preserve">Ingen part svarar',
    )
    (d,) = gör_dokument(läge_för(påhittad, "konsumentvagledning"), bara="samverkansavtal", mallmappar=[mapp])
    assert "§·6Ingen part svarar" in läsbar(d.innehåll)


def test_lydelsen_har_ändringarna_från_den_dag_de_gäller(tmp_path):
    mapp = bygg(tmp_path, MED_UNDERSKRIFTER)
    före, _ = avtalet(mapp, date(2025, 6, 30))
    mellan, _ = avtalet(mapp, date(2025, 7, 1))
    efter, _ = avtalet(mapp, date(2026, 1, 1))
    assert "på besök i Sagovik efter bokning" in före
    assert "Ingen handling har ändrat avtalet till och med den dagen." in före
    assert "Tilläggsavtal ändring av §·2 (från 2025-07-01) och Tilläggsavtal Låtsasby (från 2026-01-01)" in före
    assert "på besök i Sagovik och i Fabelås efter bokning" in mellan
    assert "på besök i Sagovik efter bokning" not in mellan
    assert "Lydelse enligt Tilläggsavtal ändring av §·2 från 2025-07-01." in mellan
    assert "| Låtsasby kommun | 212000-9028 |" not in mellan
    assert "| Låtsasby kommun | 212000-9028 |" in efter
    assert "| Tilläggsavtal Låtsasby | 2026-01-01 | Parterna, §·1. Kostnaderna, §·5. " in efter


def test_den_senaste_lydelsen_av_en_paragraf_gäller(tmp_path):
    fil = f"avtal/{PÅHITTAD_ÄNDRING}.yaml"
    senare = {**register_fil(fil), "gäller_från": "2026-07-01", "undertecknas_den": "2025-06-10",
              "ändrar": [{"paragraf": "2", "lydelse": "Senast gäller detta."}], **MED_UNDERSKRIFTER[fil]}  # fmt: skip
    mapp = bygg(tmp_path, {fil: MED_UNDERSKRIFTER[fil], "avtal/konsumentvagledning/andring-senare.yaml": senare})
    assert "Senast gäller detta." not in avtalet(mapp, date(2026, 6, 30))[0]
    text, _ = avtalet(mapp, date(2026, 7, 1))
    assert "Senast gäller detta." in text
    assert "på besök i Sagovik" not in text


def register_fil(fil):
    import yaml
    from bygg import GRUND

    return yaml.load((GRUND / fil).read_text(encoding="utf-8"), yaml.BaseLoader)


def test_en_lydelse_av_en_paragraf_som_mallen_inte_har_stoppar(tmp_path):
    fil = f"avtal/{PÅHITTAD_ÄNDRING}.yaml"
    with pytest.raises(Mallfel, match="§ 55 ska få en ny lydelse, men mallen har ingen sådan paragraf"):
        avtalet(bygg(tmp_path, {fil: {"ändrar[0]": {"paragraf": "55"}, **MED_UNDERSKRIFTER[fil]}}), date(2025, 7, 1))


def test_en_ny_finansiering_och_ett_nytt_organ_gäller_från_sin_dag(tmp_path):
    fil = f"avtal/{PÅHITTAD_ÄNDRING}.yaml"
    ändrar = [
        {"paragraf": "5", "lydelse": "Ny.", "finansiering": {
            "budget": "900 000 kr",
            "poster": [{"part": "sagovik", "belopp": "900 000 kr"}]}},
        {"paragraf": "1", "lydelse": "Ny.", "organ": [{"part": "region-sagolandet", "genom": ["nämnden för norra Sagolandet"]}]},
    ]  # fmt: skip
    läst = register.läs(bygg(tmp_path, {fil: {"ändrar": ändrar, **MED_UNDERSKRIFTER[fil]}}))
    före, efter = (läge_för(läst, "konsumentvagledning", dag) for dag in (date(2025, 6, 30), date(2025, 7, 1)))
    assert [len(läge.underskrifter) for läge in (före, efter)] == [4, 3]
    assert [läge.finansiering.budget for läge in (före, efter)] == [800_000, 900_000]
    assert efter.kostnad.belopp_för(läst.parter["sagovik"]) == 900_000


@pytest.mark.parametrize(
    ("gammalt", "nytt"),
    [
        (
            '<w:instrText xml:space="preserve"> REF finansiering \\r \\h </w:instrText>',
            '<w:instrText xml:space="preserve"> ref finansi</w:instrText></w:r><w:r>'
            '<w:instrText xml:space="preserve">ering \\r \\h </w:instrText>',
        ),
        (" REF finansiering \\r \\h ", " REF finansiering \\h \\w "),
    ],
)
def test_ett_fält_som_word_har_delat_eller_skrivit_på_annat_sätt_känns_igen(tmp_path, gammalt, nytt):
    mapp = _mall(tmp_path, gammalt, nytt)
    utan = {AVTAL: {"avtalstext": {"syfte": ""}, "ändringar_paragraf": "", "paragrafer": "", "betalning": {"paragraf": ""},
                    **{vad: {"paragraf": ""} for vad in ("finansiering", "avtalstid", "utträde", "anslutning")}}}  # fmt: skip
    text, _ = avtalet(bygg(tmp_path / "m", utan), mallmappar=[mapp])
    assert "enligt §·4. Anslutningen" in text


def test_ett_fält_utan_text_stoppar(påhittad, tmp_path):
    mapp = _mall(tmp_path, '<w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t xml:space="preserve">§\u00a01</w:t></w:r>',
                 '<w:fldChar w:fldCharType="separate"/></w:r>')  # fmt: skip
    with pytest.raises(Mallfel, match="hänvisningen till parter har ingen text") as fel:
        gör_dokument(läge_för(påhittad, "konsumentvagledning"), bara="samverkansavtal", mallmappar=[mapp])
    assert "F9" in fel.value.råd


def test_ett_bokmärke_i_två_rubriker_stoppar(påhittad, tmp_path):
    mapp = _mall(tmp_path, 'w:name="information"', 'w:name="finansiering"')
    with pytest.raises(Mallfel, match="bokmärket finansiering står i flera paragrafer"):
        gör_dokument(läge_för(påhittad, "konsumentvagledning"), bara="samverkansavtal", mallmappar=[mapp])


def test_ett_annat_antal_paragrafer_än_avtalets_stoppar(tmp_path):
    with pytest.raises(Mallfel, match="mallen ger 14 paragrafer, men avtalet har 15"):
        avtalet(bygg(tmp_path, f"{AVTAL}:\n  paragrafer: 15"))


def test_två_paragrafer_med_listor_kan_få_ny_lydelse_samtidigt(tmp_path):
    fil = f"avtal/{PÅHITTAD_ÄNDRING}.yaml"
    ändrar = [
        {"paragraf": "3", "lydelse": "Tre:\n\n1. a\n2. b\n"},
        {"paragraf": "2", "lydelse": "Två:\n\n1. c\n2. d\n"},
    ]
    mapp = bygg(tmp_path, {fil: {"ändrar": ändrar, **MED_UNDERSKRIFTER[fil]}})
    text, _ = avtalet(mapp, date(2025, 7, 1))
    två, tre = text.index("Två:\nc\nd\nLydelse enligt"), text.index("Tre:\na\nb\nLydelse enligt")
    assert två < tre
    assert "Råden är gratis" not in text
    assert "ta till vara sin rätt" not in text


def test_en_lydelse_som_räknar_upp_parter_säger_att_de_har_ändrats_sedan(tmp_path):
    fil, tillägg = f"avtal/{PÅHITTAD_ÄNDRING}.yaml", "avtal/konsumentvagledning/tillagg-latsasby.yaml"
    mapp = bygg(tmp_path, {**MED_UNDERSKRIFTER, fil: {"ändrar[0]": {"paragraf": "1"}, **MED_UNDERSKRIFTER[fil]}})
    assert tillägg in MED_UNDERSKRIFTER
    sedan = "Sedan dess har Tilläggsavtal Låtsasby ändrat parterna och kostnaderna."
    assert sedan in avtalet(mapp, date(2026, 1, 1))[0]
    assert sedan not in avtalet(mapp, date(2025, 7, 1))[0]
