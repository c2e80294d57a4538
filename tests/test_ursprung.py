"""Varje ord ur uppgifterna står i en innehållskontroll i utkastet, och resten av texten är mallens egen."""

import re
import shutil
from typing import get_args

import pytest
from bygg import GRUND
from fall import läge_för
from lxml import etree
from wordfil import Q, W, packa_upp

from avtalsgenerator import register
from avtalsgenerator.dokument import gör_dokument
from avtalsgenerator.dokumentslag import dokumentslag
from avtalsgenerator.modell.grund import Brödtext, Faktum, Hänvisning, Stycketext, Text
from avtalsgenerator.redigera import sätt
from avtalsgenerator.ursprung import led, väg

TEXT = [get_args(typ)[1] for typ in (Text, Brödtext, Stycketext)]
NAMN_SOM_ANDRA_NÄMNER = {("Organ", "namn"), ("Befattning", "befattning"), ("Person", "befattning")}
"""En ändring på ett enda ställe skulle göra hänvisningarna fel."""


def texter(faktum):
    """Varje text i en uppgift och i det som ligger i den: (väg, värde)."""
    for fält, info in type(faktum).model_fields.items():
        värden = getattr(faktum, fält)
        märken = [*info.metadata, *_märken(info.annotation)]
        for nummer, värde in enumerate(värden if isinstance(värden, tuple) else (värden,)):
            if isinstance(värde, Faktum):
                yield from texter(värde)
            elif isinstance(värde, str) and any(m in märken for m in TEXT):
                hänvisar = any(isinstance(m, Hänvisning) for m in märken)
                if not hänvisar and (type(faktum).__name__, fält) not in NAMN_SOM_ANDRA_NÄMNER:
                    yield faktum.plats(fält, nummer) if isinstance(värden, tuple) else faktum.plats(fält), värde


def _märken(typ):
    yield from getattr(typ, "__metadata__", ())
    for del_ in get_args(typ):
        yield from _märken(del_)


def delar_av(innehåll):
    """Texten utanför kontrollerna och texten i dem, i dokumentets alla delar."""
    fast, i_kontroller = [], []
    for namn, del_ in sorted(packa_upp(innehåll).items()):
        if re.fullmatch(r"word/(document|header\d*|footer\d*|footnotes)\.xml", namn):
            rot = etree.fromstring(del_)
            for stil in rot.xpath("//w:pStyle[starts-with(@w:val, 'Utkast')]", namespaces={"w": W}):
                stil.getparent().getparent().clear()
            for ruta in rot.iter(f"{Q}sdtContent"):
                i_kontroller.append("".join(t.text or "" for t in ruta.iter(f"{Q}t")))
                for t in ruta.iter(f"{Q}t"):
                    t.text = ""
            stycken = ("".join(t.text or "" for t in p.iter(f"{Q}t")) for p in rot.iter(f"{Q}p"))
            fast.append("|".join(filter(None, stycken)))
    return "\n".join(fast), i_kontroller


def alla_utkast(mapp):
    reg = register.läs(mapp)
    namn = (*reg.avtal, *reg.handlingar, *reg.skrivelser, *(b.id for b in reg.beslut.values() if b.protokoll))
    alla = {}
    for n in namn:
        läge = läge_för(reg, n)
        for slag in dokumentslag(läge):
            (d,) = gör_dokument(läge, bara=slag.namn, utkast=True)
            alla[n, slag.namn] = delar_av(d.innehåll)
    return alla


def ändra(mapp, fil, stig, värde):
    path = mapp / fil
    path.write_text(sätt(path.read_text(encoding="utf-8"), led(stig), värde, fil), encoding="utf-8")


@pytest.fixture
def mapp(tmp_path):
    return shutil.copytree(GRUND, tmp_path / "mapp")


def test_när_varje_text_i_uppgifterna_ändras_ändras_bara_det_som_står_i_kontroller(mapp, påhittad):
    r = påhittad
    fakta = [f for mängd in (r.parter, r.avtal, r.handlingar, r.skrivelser, r.beslut) for f in mängd.values()]
    for plats, värde in [x for f in fakta for x in texter(f)]:
        fil, _, stig = väg(plats).partition("#")
        nytt = f"{värde}\n\nqvarn" if "|" in värde else f"{värde} qvarn"
        if stig:
            ändra(mapp, fil, stig, nytt)
        else:
            (mapp / fil).write_text(f"{nytt}\n", encoding="utf-8")
    utkast = alla_utkast(mapp)
    rader = [(vilket, rad) for vilket, (fast, _) in utkast.items() for rad in fast.split("|") if "qvarn" in rad]
    assert [
        x for x in rader if not re.match(r"[A-ZÅÄÖ]{3}\d\d ", x[1])
    ] == []  # reglernas egna ord i underlaget för behörighet
    assert sum("qvarn" in ord_ for _, i_kontroller in utkast.values() for ord_ in i_kontroller) > 500


AVTAL = "avtal/konsumentvagledning/avtal.yaml"
TILLÄGG = "avtal/konsumentvagledning/tillagg-latsasby.yaml"
BESLUT = "parter/sagovik/beslut/2025-11-05-ks-201.yaml"
"""Ändringar som inte gör att mallen visar något annat än förut: bara orden i kontrollerna blir andra."""
ANDRA_VÄRDEN = [
    (AVTAL, "daterat", "2024-12-03"),
    (AVTAL, "avtalstid.till", "2027-12-30"),
    (AVTAL, "avtalstid.förlängning.år", "4"),
    (AVTAL, "avtalstid.förlängning.om_ej_uppsagt_senast", "2026-12-30"),
    (AVTAL, "utträde.per", "30 juni"),
    (AVTAL, "anslutning.paragraf", "11"),
    (AVTAL, "ändringar_paragraf", "9"),
    (AVTAL, "kontaktperson_paragraf", "2"),
    (AVTAL, "finansiering.paragraf", "6"),
    (AVTAL, "finansiering.index.steg[0].procent", "3,0 %"),
    (AVTAL, "betalning.paragraf", "7"),
    (AVTAL, "exemplar", "5"),
    (AVTAL, "finansiering.budget", "808 000 kr"),
    (AVTAL, "finansiering.poster[0].belopp", "606 000 kr"),
    (AVTAL, "finansiering.poster[1].belopp", "202 000 kr"),
    (TILLÄGG, "gäller_från", "2026-02-01"),
    ("parter/fabelas/part.yaml", "folkmängd[0].antal", "12 544"),
    ("parter/fabelas/part.yaml", "organisationsnummer", "212000-9028"),
    (BESLUT, "sammanträdesdatum", "2025-11-06"),
    (BESLUT, "paragraf", "202"),
    (BESLUT, "justering.dag", "2025-11-12"),
    (BESLUT, "anslag.uppsatt", "2025-11-13"),
    (BESLUT, "anslag.nedtaget", "2025-12-05"),
    (BESLUT, "protokoll.omröstningar[0].ja", "9"),
    (BESLUT, "protokoll.omröstningar[0].nej", "3"),
]


def test_när_tal_och_dagar_ändras_ändras_bara_det_som_står_i_kontroller(mapp, ursprungliga):
    for fil, stig, värde in ANDRA_VÄRDEN:
        ändra(mapp, fil, stig, värde)
    efter = alla_utkast(mapp)
    assert {k: fast for k, (fast, _) in efter.items()} == {k: fast for k, (fast, _) in ursprungliga.items()}
    nya = {ord_ for _, i_kontroller in efter.values() for ord_ in i_kontroller}
    assert len(nya - {ord_ for _, i_kontroller in ursprungliga.values() for ord_ in i_kontroller}) > len(ANDRA_VÄRDEN)


@pytest.fixture(scope="module")
def ursprungliga():
    return alla_utkast(GRUND)
