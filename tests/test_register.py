"""En hel mapp: varje hänvisning finns, varje fil läses, och alla fel kommer på en gång."""

import pytest
from bygg import bygg

from avtalsgenerator import register
from avtalsgenerator.fel import Underlagsfel
from avtalsgenerator.modell.skrivelse import SKRIVELSESLAG


def läsfel(mapp):
    with pytest.raises(Underlagsfel) as fel:
        register.läs(mapp)
    return {(f.plats.fil, f.text): f for f in fel.value.läsfel}


def test_allt_i_mappen_läses_med_sina_id(påhittad):
    assert set(påhittad.parter) == {"sagovik", "fabelas", "latsasby", "region-sagolandet", "sagolandet"}
    assert set(påhittad.handlingar) == {
        "konsumentvagledning/tillagg-latsasby",
        "konsumentvagledning/andring-radgivning",
    }
    assert {s.handling for s in påhittad.skrivelser.values()} == set(SKRIVELSESLAG) - {"tjänsteutlåtande"}
    assert all(s.avtal == "konsumentvagledning" for s in påhittad.skrivelser.values())
    assert påhittad.beslut["fabelas/2024-10-28-kf-112"].part == "fabelas"


def test_hänvisningar_kan_följas_åt_båda_håll(påhittad):
    om_avtalet = [b.id for b in påhittad.beslut_om("avtal", "konsumentvagledning")]
    assert om_avtalet == [
        "sagovik/2024-10-21-kf-98",
        "fabelas/2024-10-28-kf-112",
        "region-sagolandet/2024-11-12-rf-77",
        "latsasby/2025-10-27-kf-88",
    ]
    pekar = påhittad.hänvisningar["beslut", "sagovik/2024-10-21-kf-98"]
    assert [(rot.id, plats.fil) for rot, plats in pekar] == [("sagovik", "parter/sagovik/part.yaml")]


HÄNVISNINGAR = {
    "part": ("avtal/konsumentvagledning/tillagg-latsasby.yaml:\n  ansluter: [latsasbyn]", "parten ”latsasbyn” finns inte",
             "Menade du ”latsasby” (parter/latsasby/part.yaml:3:1)?"),
    "beslut": ("parter/fabelas/part.yaml:\n  behörighet[0]: {stöd: fabelas/2024-10-28-kf-121}",
               "beslutet ”fabelas/2024-10-28-kf-121” finns inte", "Menade du ”fabelas/2024-10-28-kf-112”"),
    "beslut utan part": ("parter/fabelas/part.yaml:\n  behörighet[0]: {stöd: 2024-10-28-kf-112}",
                         "beslutet ”2024-10-28-kf-112” finns inte", "Menade du ”fabelas/2024-10-28-kf-112”"),
    "avtal": ("parter/fabelas/part.yaml:\n  behörighet[0]: {avser: konsumentradgivning}",
              "avtalet ”konsumentradgivning” finns inte", "Menade du ”konsumentvagledning”"),
    "handling": ("parter/sagovik/beslut/2025-11-05-ks-201.yaml:\n  beslutssatser: [{text: x, verkan: {godkänner: tillagg}}]",
                 "handlingen ”tillagg” finns inte", "Lägg upp det först, eller rätta namnet."),
    "organ": ("parter/fabelas/beslut/2025-11-11-ks-176.yaml:\n  organ: kommunstyrelse",
              "organet ”kommunstyrelse” finns inte hos Fabelås kommun", "Menade du ”kommunstyrelsen”"),
    "befattning": ("parter/fabelas/part.yaml:\n  behörighet[0]: {undertecknas_av: [kommunchef]}",
                   "befattningen ”kommunchef” finns inte hos Fabelås kommun", "Menade du ”kommundirektör”"),
    "organ i avtalet": ("avtal/konsumentvagledning/avtal.yaml:\n  parter: [sagovik, fabelas, {part: region-sagolandet, genom: [norra]}]",
                        "organet ”norra” finns inte hos Region Sagolandet", ""),
}  # fmt: skip


@pytest.mark.parametrize("vad", HÄNVISNINGAR)
def test_en_hänvisning_som_inte_finns_nämner_båda_ställena(vad, tmp_path):
    avvikelse, väntat, råd = HÄNVISNINGAR[vad]
    fel = läsfel(bygg(tmp_path, avvikelse))
    träff = next(f for (_, text), f in fel.items() if text == väntat)
    assert träff.råd.startswith(råd)
    rad = träff.plats.källtext.rader[träff.plats.rad - 1]
    assert rad[träff.plats.kolumn - 1 :].strip("'\"- ").startswith(väntat.split("”")[1])


def test_ett_tvetydigt_namn_räknar_upp_alla_som_passar(tmp_path):
    mapp = bygg(tmp_path)
    for part in ("sagovik", "fabelas"):
        original = (mapp / "parter/fabelas/beslut/2025-11-11-ks-176.yaml").read_text(encoding="utf-8")
        (mapp / f"parter/{part}/beslut/lika.yaml").write_text(original, encoding="utf-8")
    path = mapp / "parter/fabelas/part.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("fabelas/2024-10-28-kf-112", "lika"), encoding="utf-8")
    (fel,) = läsfel(mapp).values()
    assert "fabelas/lika (parter/fabelas/beslut/lika.yaml:2:1)" in fel.råd
    assert "sagovik/lika (parter/sagovik/beslut/lika.yaml:2:1)" in fel.råd


def test_fel_i_flera_filer_kommer_på_en_gång(tmp_path):
    mapp = bygg(tmp_path)
    for fil in ("parter/fabelas/part.yaml", "parter/sagovik/part.yaml"):
        (mapp / fil).write_text("namn: x\n", encoding="utf-8")
    (mapp / "avtal/konsumentvagledning/avtal.yaml").write_text("a: 'b", encoding="utf-8")
    filer = {fil for fil, _ in läsfel(mapp)}
    assert filer == {"parter/fabelas/part.yaml", "parter/sagovik/part.yaml", "avtal/konsumentvagledning/avtal.yaml"}


@pytest.mark.parametrize(
    "fil",
    [
        "parter/fabelas.yaml",
        "parter/fabelas/part.yml",
        "parter/fabelas/beslut/x.yml",
        "parter/fabelas/extra.yaml",
        "avtal/x.yaml",
    ],
)
def test_en_fil_på_fel_ställe_sägs_till_om(fil, tmp_path):
    mapp = bygg(tmp_path)
    (mapp / fil).write_text("a: b\n", encoding="utf-8")
    assert (fil, "filen ligger där ingen läser den, eller har fel ändelse") in läsfel(mapp)


@pytest.mark.parametrize("namn", ["Öckerö", "lilla edet", "con", "A", "a_b"])
def test_mappnamn_som_inte_fungerar_överallt_avvisas(namn, tmp_path):
    mapp = bygg(tmp_path)
    (mapp / "parter/fabelas").rename(mapp / "parter" / namn)
    assert any("kan inte vara ett namn" in text for _, text in läsfel(mapp))


def test_en_part_utan_fil_sägs_till_om(tmp_path):
    mapp = bygg(tmp_path)
    (mapp / "parter/tom").mkdir()
    assert ("parter/tom/part.yaml", "filen saknas: mappen tom/ ska innehålla part.yaml") in läsfel(mapp)


def test_en_mapp_utan_avtal_sägs_till_om(tmp_path):
    (tmp_path / "parter").mkdir()
    assert ("avtal", "mappen avtal/ saknas") in läsfel(tmp_path)


TILLÄGG = "avtal/konsumentvagledning/tillagg-latsasby.yaml"
AVTAL = "avtal/konsumentvagledning/avtal.yaml"
TVÅ_GÅNGER = {
    "part i avtalet": f"{AVTAL}:\n  parter: [sagovik, fabelas, sagovik]",
    "organ i en part": f"{AVTAL}:\n  parter: [sagovik, {{part: fabelas, genom: [kommunstyrelsen, kommunstyrelsen]}}]",
    "index": f'{AVTAL}:\n  finansiering: {{index: {{steg: [{{år: 2026, procent: "2,0 %"}}, {{år: 2026, procent: "3,0 %"}}]}}}}',
    "post": f"{AVTAL}:\n  finansiering: {{poster: [{{part: sagovik, belopp: 1 kr}}, {{part: sagovik, belopp: 2 kr}}]}}",
    "folkmängd": "parter/fabelas/part.yaml:\n  folkmängd: [{dag: 2023-12-31, antal: 1}, {dag: 2023-12-31, antal: 2}]",
    "krets": "parter/fabelas/part.yaml:\n  kretsar: [sagolandet, sagolandet]",
    "befattning": "parter/fabelas/part.yaml:\n  befattningar: [{befattning: kommundirektör, namn: A}, {befattning: kommundirektör, namn: B}]",
    "den som ansluter": f"{TILLÄGG}:\n  ansluter: [latsasby, latsasby]",
    "block i avtalet": f"{AVTAL}:\n  underskrifter: [{{part: sagovik}}, {{part: sagovik}}]",
    "underskrift": f"{TILLÄGG}:\n  undertecknat: [{{part: fabelas, av: A, dag: 2025-12-10}}, {{part: fabelas, av: B, dag: 2025-12-10}}]",
}


@pytest.mark.parametrize("vad", TVÅ_GÅNGER)
def test_samma_uppgift_två_gånger_avvisas_hellre_än_att_den_ena_tappas(vad, tmp_path):
    texter = [text for _, text in läsfel(bygg(tmp_path, TVÅ_GÅNGER[vad]))]
    assert any("står två gånger" in text for text in texter), texter


@pytest.mark.parametrize("namn", ["extra.YAML", "extra.yml", "extra.yaml.txt", "Extra.Yaml"])
def test_en_fil_som_ingen_läser_sägs_det_till_om(namn, tmp_path):
    mapp = bygg(tmp_path)
    (mapp / "parter/fabelas/beslut" / namn).write_text("x: y\n", encoding="utf-8")
    assert [text for _, text in läsfel(mapp)] == ["filen ligger där ingen läser den, eller har fel ändelse"]


def test_den_som_ansluter_har_ingen_egen_tid(tmp_path):
    avvikelse = f"{TILLÄGG}:\n  ansluter: [{{part: latsasby, från: 2027-01-01}}]"
    assert [text for _, text in läsfel(bygg(tmp_path, avvikelse))] == ["nyckeln ”från” finns inte här"]


def test_organ_som_efterträder_varandra_i_cirkel_avvisas(tmp_path):
    avvikelse = """
parter/fabelas/part.yaml:
  organ:
    - {namn: kommunfullmäktige, slag: fullmäktige}
    - {namn: kommunstyrelsen, slag: styrelse, till: 2023-12-31, efterträds_av: servicenämnden}
    - {namn: servicenämnden, slag: nämnd, till: 2024-12-31, efterträds_av: kommunstyrelsen}
"""
    ((_, text),) = läsfel(bygg(tmp_path, avvikelse))
    assert text == "organen efterträder varandra i en cirkel: kommunstyrelsen, servicenämnden"


def test_en_part_kan_ha_varit_med_i_två_omgångar(tmp_path):
    avvikelse = f"{AVTAL}:\n  parter: [sagovik, {{part: fabelas, till: 2025-06-30}}, {{part: fabelas, från: 2025-07-01}}, region-sagolandet]"
    assert [p.part for p in register.läs(bygg(tmp_path, avvikelse)).avtal["konsumentvagledning"].parter].count(
        "fabelas"
    ) == 2
