"""``avtal ny``: parter, beslut och avtal läggs upp utan att någon skriver YAML; det okända lämnas utanför."""

from __future__ import annotations

import pytest
from bygg import koder
from conftest import ROT
from hypothesis import given, settings
from hypothesis import strategies as st
from kommando import kör

from avtalsgenerator import kedja, register
from avtalsgenerator.andringar.avtal import nytt_avtal
from avtalsgenerator.andringar.part import ny_part
from avtalsgenerator.indata import finn_förbjudet, läs_text
from avtalsgenerator.modell import Part, läs_som
from avtalsgenerator.redigera import schemarad

STORBY = ("ny", "part", "storby", "--namn", "Storby stad", "--juridiskt-namn", "Storby kommun", "--kortnamn", "Storby")
BESLUT = ("ny", "beslut", "fabelas", "--organ", "kommunstyrelsen", "--rubrik", "En rubrik")


def filer(mapp):
    """Varje fil utan raden om schemat, som alla ska börja med."""
    svar = {}
    for path in mapp.rglob("*.yaml"):
        fil = path.relative_to(mapp).as_posix()
        första, _, resten = path.read_text(encoding="utf-8").partition("\n")
        svar[fil] = resten if första == schemarad(fil) else f"{första}\n{resten}"
    return svar


def nytt(före, mapp):
    """Filerna som har tillkommit eller ändrats."""
    return {fil: text for fil, text in filer(mapp).items() if före.get(fil) != text}


# part


def test_en_part_läggs_upp_med_det_som_är_känt(övningsmapp):
    före = filer(övningsmapp)
    svar = kör(*STORBY, "--slag", "kommun", "--krets", "Sagolandet", "--kommunkod", "0114", "--ja", mapp=övningsmapp)
    assert svar.kod == 0
    assert nytt(före, övningsmapp) == {
        "parter/storby/part.yaml": "namn: Storby stad\njuridiskt_namn: Storby kommun\nkortnamn: Storby\nslag: kommun\n"
        'kommunkod: "0114"\nkretsar: [sagolandet]\n'
    }
    assert "avtal ny beslut storby" in svar.ut
    assert koder(övningsmapp) == set()


def test_i_en_terminal_frågas_efter_resten_och_varje_svar_prövas(övningsmapp):
    svar = kör("ny", "part", "storby", "--slag", "region", mapp=övningsmapp,
               svar=["Storby region", "", "Storby", "212000-1356", "212000-9010", "212000-1355", "ingenstans", "1", "", "register", "ja"])  # fmt: skip
    assert svar.kod == 0
    assert "Fel: kontrollsiffran i 212000-1356 stämmer inte" in svar.ut
    assert "Fel: numret hör till Fabelås kommun (fabelas), som redan finns" in svar.ut
    assert "Fel: parten ”ingenstans” finns inte." in svar.ut
    assert "Kommunkod" not in svar.ut  # en region har ingen
    part = register.läs(övningsmapp).parter["storby"]
    assert (part.juridiskt_namn.värde, part.kretsar, str(part.källa)) == ("Storby region", ("sagolandet",), "register")


@given(
    st.text(min_size=1, max_size=40).filter(
        lambda t: finn_förbjudet(t) is None and t.strip() and not set("\n\t") & set(t)
    )
)
@settings(max_examples=60)
def test_vilket_namn_som_helst_kommer_fram_så_som_det_skrevs(påhittad, namn):
    from avtalsgenerator.andringar.grund import städa

    namn = städa(namn)
    ändring = ny_part(
        påhittad, "x", {"namn": namn, "juridiskt_namn": namn, "kortnamn": namn, "slag": "kommun", "källa": ""}
    )
    part = läs_som(Part, läs_text(ändring.efter.decode(), "x"))
    assert (part.namn, part.juridiskt_namn.värde, part.källa) == (namn, namn, None)


def test_en_tom_avtalsmapp_går_att_börja_i(tmp_path):
    for del_ in kedja.MAPPAR:
        (tmp_path / del_).mkdir()
    assert kör(*STORBY, "--slag", "kommun", "--ja", mapp=tmp_path).kod == 0
    assert kör("ny", "avtal", "a", "--namn", "A", "--kortnamn", "A", "--part", "storby", "--värd", "storby",
               "--från", "2027-01-01", "--till", "2028-12-31", "--ja", mapp=tmp_path).kod == 0  # fmt: skip
    assert koder(tmp_path) >= {"BES01", "FIR02", "EKO11"}


def test_tecken_som_inte_syns_avvisas(övningsmapp):
    svar = kör("ny", "part", "storby", "--namn", "Stor\u200bby", "--ja", mapp=övningsmapp)
    assert (svar.kod, "--namn: tecknet U+200B (ZERO WIDTH SPACE) får inte stå i uppgifterna" in svar.fel) == (2, True)


def test_det_som_är_sparat_sägs_när_man_avbryter_efteråt(övningsmapp, monkeypatch):
    from avtalsgenerator.visning import andring

    def avbryt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(andring, "visa_sparat", avbryt)
    svar = kör(*STORBY, "--slag", "kommun", "--ja", mapp=övningsmapp)
    assert (svar.kod, svar.fel.strip()) == (130, "Avbrutet. Ändringen är sparad.")
    assert (övningsmapp / "parter/storby/part.yaml").is_file()


# beslut


def test_ett_beslut_får_namn_efter_dag_organ_och_paragraf(övningsmapp):
    före = filer(övningsmapp)
    svar = kör(*BESLUT, "--status", "beslutat", "--dag", "2025-12-01", "--paragraf", "190", "--dnr", "2025.9 KS",
               "--sats", "Fabelås kommun godkänner.", "godkanner=andring-radgivning", "--sats", "Saken är klar.", "ingen", "--ja",
               mapp=övningsmapp)  # fmt: skip
    assert svar.kod == 0, svar.fel
    assert nytt(före, övningsmapp) == {
        "parter/fabelas/beslut/2025-12-01-ks-190.yaml": "organ: kommunstyrelsen\nrubrik: En rubrik\nstatus: beslutat\n"
        "sammanträdesdatum: 2025-12-01\nparagraf: 190\ndiarienummer: 2025.9 KS\nbeslutssatser:\n"
        "  - text: Fabelås kommun godkänner.\n    verkan: {godkänner: konsumentvagledning/andring-radgivning}\n"
        "  - {text: Saken är klar.}\n"
    }
    assert kör("visa", "fabelas/2025-12-01-ks-190", mapp=övningsmapp).kod == 0


@pytest.mark.parametrize(
    ("organ", "slag", "flaggor", "namn"),
    [
        ("socialnämnden", "nämnd", ["--status", "beslutat", "--paragraf", "3"], "socialnamnden-3"),
        ("kommunfullmäktige", None, ["--status", "förslag"], "kf-forslag"),
        ("nämnden för å, ä & ö", "nämnd", ["--status", "bordlagt", "--dag", "2026-01-02"], "2026-01-02-namnden-for-a-a-o"),
    ],
)  # fmt: skip
def test_det_som_inte_är_känt_lämnas_utanför_namnet(övningsmapp, organ, slag, flaggor, namn):
    args = ["ny", "beslut", "fabelas", "--organ", organ, *(["--organslag", slag] if slag else []), "--rubrik", "R"]
    for nummer in ("", "" if "3" in flaggor else "-2"):
        svar = kör(*args, *flaggor, "--sats", "Text.", "ingen", "--ja", mapp=övningsmapp)
        if "3" in flaggor and (övningsmapp / f"parter/fabelas/beslut/{namn}.yaml").exists() and svar.kod:
            assert f"beslutet fabelas/{namn} finns redan" in svar.fel
        else:
            assert svar.kod == 0, svar.fel
            assert (övningsmapp / f"parter/fabelas/beslut/{namn}{nummer}.yaml").is_file()


def test_organets_förkortning_är_den_dess_beslut_redan_har(tmp_path):
    import shutil

    for mapp in kedja.MAPPAR:
        shutil.copytree(ROT / mapp, tmp_path / mapp)
    svar = kör("ny", "beslut", "Öckerö", "--organ", "socialnämnden", "--status", "beslutat", "--dag", "2023-11-01",
               "--paragraf", "5", "--rubrik", "R", "--sats", "T", "godkänner=tillagg-ale-lilla-edet", "--ja", mapp=tmp_path)  # fmt: skip
    assert "✓ Skapade parter/ockero/beslut/2023-11-01-sn-5.yaml" in svar.ut
    assert "Anmärkningar som försvinner (1)\n  hinder BES01: Öckerö kommun" in svar.ut


def test_ett_beslut_om_rätten_att_skriva_under_lägger_till_organ_befattning_och_behörighet(övningsmapp):
    före = filer(övningsmapp)
    svar = kör("ny", "beslut", "fabelas", "--organ", "socialnämnden", "--organslag", "nämnd", "--status", "beslutat",
               "--dag", "2025-12-01", "--paragraf", "4", "--rubrik", "R", "--innehavare", "socialchef", "Sten Social",
               "--sats", "Socialchefen och kommundirektören skriver under tillägg.",
               "underskriftsratt=konsumentvagledning:tillaggsavtal:socialchef,kommundirektör", "--tillsammans", "--ja",
               mapp=övningsmapp)  # fmt: skip
    assert svar.kod == 0, svar.fel
    tillagt = nytt(före, övningsmapp)["parter/fabelas/part.yaml"]
    assert "  - {namn: socialnämnden, slag: nämnd}\n" in tillagt
    assert "  - {befattning: socialchef, namn: Sten Social}\n" in tillagt
    assert tillagt.count("befattning: kommundirektör") == 1
    b = register.läs(övningsmapp).parter["fabelas"].behörighet[-1]
    assert (b.avser, b.omfattar, b.undertecknas_av, b.sätt, str(b.från), b.stöd) == (
        "konsumentvagledning", "tilläggsavtal", ("socialchef", "kommundirektör"), "två i förening", "2025-12-01",
        "fabelas/2025-12-01-socialnamnden-4",
    )  # fmt: skip
    signera = ("signera", "tillagg-latsasby", "fabelas", "--av", "Sten Social", "--av", "Ester Dikt")
    assert kör(*signera, "--dag", "2025-12-10", "--sätt", "penna", "--ja", mapp=övningsmapp).kod == 0


def test_ett_förslag_ger_ingen_rätt_förrän_det_är_fattat(övningsmapp):
    före = filer(övningsmapp)
    sats = (
        "--sats",
        "Biträdande kommundirektören skriver under.",
        "underskriftsrätt=konsumentvagledning:biträdande kommundirektör",
    )
    assert kör(*BESLUT, "--status", "förslag", *sats, "--ja", mapp=övningsmapp).kod == 0
    assert set(nytt(före, övningsmapp)) == {"parter/fabelas/beslut/ks-forslag.yaml"}
    fattat = (
        "ny",
        "beslut",
        "fabelas",
        "--förslag",
        "ks-forslag",
        "--status",
        "beslutat",
        "--dag",
        "2025-12-01",
        "--paragraf",
        "9",
    )
    svar = kör(*fattat, "--ja", mapp=övningsmapp)
    assert svar.kod == 0, svar.fel
    beslut = register.läs(övningsmapp).beslut["fabelas/ks-forslag"]
    assert (beslut.status, beslut.paragraf, str(beslut.sammanträdesdatum)) == ("beslutat", 9, "2025-12-01")
    assert register.läs(övningsmapp).parter["fabelas"].behörighet[-1].stöd == "fabelas/ks-forslag"
    svar = kör(*fattat, "--ja", mapp=övningsmapp)
    assert (svar.kod, "har inget förslag till beslut" in svar.fel) == (2, True)


def test_rätten_för_en_part_med_flera_nämnder_gäller_den_nämnd_som_anges(övningsmapp):
    region = ("ny", "beslut", "region-sagolandet", "--status", "beslutat", "--dag", "2026-12-01", "--paragraf", "1",
              "--rubrik", "R", "--sats", "T", "underskriftsrätt=konsumentvagledning:ordförande", "--ja")  # fmt: skip
    svar = kör(*region, "--organ", "regionfullmäktige", mapp=övningsmapp)
    assert (svar.kod, "Det här saknas: --genom" in svar.fel) == (2, True)
    nämnden = "nämnden för södra Sagolandet"
    assert kör(*region, "--organ", "regionfullmäktige", "--genom", nämnden, mapp=övningsmapp).kod == 0
    assert kör(*region, "--organ", nämnden, mapp=övningsmapp).kod == 0  # nämnden beslutar om sin egen
    b = register.läs(övningsmapp).parter["region-sagolandet"].behörighet[-2:]
    assert [x.organ for x in b] == [nämnden, nämnden]


def test_i_en_terminal_byggs_beslutet_punkt_för_punkt(övningsmapp):
    svar = kör("ny", "beslut", "latsasby", mapp=övningsmapp, svar=[
        "kommunstyrelsen", "2", "2", "Firmatecknare", "2025-11-04", "trettio", "30", "", "Vi godkänner.", "4", "2",
        "Ordföranden skriver under.", "5", "1", "2", "kommunstyrelsens ordförande", "", "", "", "", "ja",
    ])  # fmt: skip
    assert svar.kod == 0, svar.ut + svar.fel
    assert "Fel: skriv ett helt tal med siffror; här står ”trettio”" in svar.ut
    beslut = register.läs(övningsmapp).beslut["latsasby/2025-11-04-ks-30"]
    assert beslut.beslutssatser[0].verkan.godkänner == "konsumentvagledning/tillagg-latsasby"
    assert beslut.beslutssatser[1].verkan.underskriftsrätt.befattningar == ("kommunstyrelsens ordförande",)
    part = register.läs(övningsmapp).parter["latsasby"]
    assert part.finn_organ("kommunstyrelsen").slag == "styrelse"
    assert [b.namn for b in part.befattningar if b.befattning == "kommunstyrelsens ordförande"] == [None]


# avtal

AVTAL = ("ny", "avtal", "medling", "--namn", "Avtal om medling", "--kortnamn", "Medlingen", "--värd", "sagovik", "--part",
         "sagovik", "--part", "Fabelås", "--part", "region-sagolandet", "--från", "2027-01-01", "--till", "2029-12-31")  # fmt: skip


def test_det_minsta_avtalet_går_att_läsa_och_kontrolleras_sedan(övningsmapp):
    före = filer(övningsmapp)
    svar = kör(*AVTAL, "--ja", mapp=övningsmapp)
    assert svar.kod == 0, svar.fel
    assert nytt(före, övningsmapp) == {
        "avtal/medling/avtal.yaml": "namn: Avtal om medling\nkortnamn: Medlingen\nvärd: sagovik\n"
        "parter: [sagovik, fabelas, region-sagolandet]\navtalstid: {från: 2027-01-01, till: 2029-12-31}\n"
    }
    assert "hinder EKO11: Medlingen har ingen finansiering i underlaget" in svar.ut
    assert kör("generera", "medling", "--utkast", mapp=övningsmapp).kod == 0


def test_budget_utträde_och_förlängning(övningsmapp):
    svar = kör(*AVTAL, "--budget", "600 000 kr", "--post", "kommun", "500 000", "--post", "region-sagolandet", "100000",
               "--rest", "sagovik", "--befolkning", "2024-12-31", "--utträde", "31 december", "--varsel", "12",
               "--förlängning", "3", "--uppsägning", "2028-12-31", "--krets", "sagolandet", "--dnr", "1", "--ja", mapp=övningsmapp)  # fmt: skip
    assert svar.kod == 0, svar.fel
    avtal = register.läs(övningsmapp).avtal["medling"]
    assert (avtal.utträde.per, avtal.utträde.varsel_månader, avtal.avtalstid.förlängning.år) == ((12, 31), 12, 3)
    assert [p.belopp for p in avtal.finansiering.poster] == [500_000, 100_000]
    assert "EKO" not in svar.ut


@pytest.mark.parametrize(
    ("flaggor", "väntat"),
    [
        (["--post", "kommun", "1"], "--post hör ihop med --budget"),
        (["--budget", "1", "--post", "polisen", "1"], "--post: ”polisen” delar inte kostnaden. Välj bland: kommun, region-sagolandet."),
        (["--budget", "1", "--post", "kommun", "1.000"], "--post: skriv beloppet i hela kronor"),
        (["--budget", "1", "--post", "kommun", "1"], "Det här saknas: --rest"),
        (["--varsel", "12"], "Det här saknas: --utträde"),
        (["--utträde", "31 december"], "Det här saknas: --varsel"),
        (["--krets", "inget"], "--krets: parten ”inget” finns inte."),
    ],
)  # fmt: skip
def test_det_som_inte_hänger_ihop_sägs(övningsmapp, flaggor, väntat):
    svar = kör(*AVTAL, *flaggor, "--ja", mapp=övningsmapp)
    assert (svar.kod, väntat in svar.fel) == (2, True), svar.fel
    assert not (övningsmapp / "avtal/medling").exists()


def test_ett_avtal_med_alla_parter_av_ett_slag_läses_tillbaka(verklig):
    svar = {"namn": "A", "kortnamn": "A", "värd": "ale", "från": "2027-01-01", "till": "2027-12-31"}
    parter = [p.id for p in verklig.parter.values() if p.slag == "kommun"]
    text = nytt_avtal(verklig, "x", svar, parter, {}).efter.decode()
    assert text.count("\n  - ") == len(parter)  # får inte plats på en rad


# gemensamt


def test_en_ändring_som_inte_skulle_gå_att_läsa_görs_inte(övningsmapp, monkeypatch):
    from avtalsgenerator.andringar import beslut

    monkeypatch.setattr(beslut, "_med_befattning", lambda text, *_: text)  # då finns befattningen inte hos parten
    före = filer(övningsmapp)
    svar = kör(
        *BESLUT,
        "--status",
        "beslutat",
        "--sats",
        "T",
        "underskriftsrätt=konsumentvagledning:vaktmästare",
        "--ja",
        mapp=övningsmapp,
    )
    assert (svar.kod, nytt(före, övningsmapp)) == (3, {})
    assert "fel: befattningen ”vaktmästare” finns inte hos Fabelås kommun" in svar.fel
    assert svar.fel.endswith("1 fel i 1 fil. Ändringen görs inte.\n")


@pytest.mark.parametrize("vad", ["part", "beslut", "avtal"])
def test_utan_terminal_räknas_allt_som_saknas_upp_på_en_gång(övningsmapp, vad):
    svar = kör("ny", vad, "fabelas" if vad == "beslut" else "x", mapp=övningsmapp)
    assert svar.kod == 2
    assert svar.fel.splitlines()[0].endswith("--ja (eller --torr)")
    assert svar.fel.count("--") > 4


def test_en_ny_fil_visar_editorn_var_schemat_finns(övningsmapp):
    assert kör(*STORBY, "--slag", "kommun", "--ja", mapp=övningsmapp).kod == 0
    första, *_ = (övningsmapp / "parter/storby/part.yaml").read_text(encoding="utf-8").split("\n")
    assert första == "# yaml-language-server: $schema=../../mallar/scheman/part.json"


def test_beslutet_kan_säga_vilken_version_det_godkänner(övningsmapp):
    args = ("ny", "beslut", "fabelas", "--organ", "kommunstyrelsen", "--status", "beslutat", "--dag", "2025-12-01",
            "--paragraf", "191", "--rubrik", "Rådgivning", "--ja")  # fmt: skip
    sats = ("--sats", "Tilläggsavtalet godkänns.", "godkänner=andring-radgivning:159c-fc89")
    assert kör(*args, *sats, mapp=övningsmapp).kod == 0
    text = (övningsmapp / "parter/fabelas/beslut/2025-12-01-ks-191.yaml").read_text(encoding="utf-8")
    assert "verkan: {godkänner: konsumentvagledning/andring-radgivning, version: 159c-fc89}" in text
