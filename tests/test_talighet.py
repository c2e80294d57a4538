"""En ändring var som helst i uppgifterna ger dokument, anmärkningar eller läsfel. Aldrig en krasch, aldrig en tyst lucka."""

from __future__ import annotations

import random
import re

import pytest
from bygg import bygg

from avtalsgenerator import export, kedja, regler
from avtalsgenerator.beslutslage import Beslutsläge
from avtalsgenerator.dokument import gör_dokument
from avtalsgenerator.dokumentslag import dokumentslag
from avtalsgenerator.fel import Mallfel, Underlagsfel
from avtalsgenerator.per_datum import Avtalsläge
from avtalsgenerator.regler import Allvar

VÄRDEN = [
    "0", "1", "-1", "x", "''", "[]", "{}", "[a]", "ja", "nej", "2024-01-01", "1900-01-01", "2199-12-31", "0 kr", "1 kr",
    "999 999 999 999 kr", "0 %", "100 %", "0,0001 %", "sagovik", "fabelas", "okänd", "kommun", "förslag", "beslutat",
]  # fmt: skip
GILTIGA = {
    r"\d{4}-\d\d-\d\d": [
        "2024-12-31",
        "2025-01-01",
        "2025-12-10",
        "2026-01-01",
        "2027-12-31",
        "2030-12-31",
        "2199-12-31",
    ],
    r"[\d ]+ kr": ["0 kr", "1 kr", "800 050 kr", "999 999 kr"],
    r"\"?-?[\d,]+ %\"?": ["0 %", "75,333 %", "100 %", "2,1234567 %"],
    "krona": ["exakt", "andel_två_decimaler", "närmaste_hundratal"],
    "beslutat": ["förslag", "återremitterat", "bordlagt", "upphävt"],
    "sagovik|fabelas|latsasby|region-sagolandet": ["sagovik", "fabelas", "latsasby", "region-sagolandet", "sagolandet"],
    r"\d+": ["0", "1", "2", "99"],
}
"""Värden av samma slag som det som står, så att uppgifterna går att läsa men säger något annat."""


def ändra(text: str, slump: random.Random) -> str:
    """Tar bort eller upprepar en rad, eller byter ett värde på den."""
    rader = text.splitlines()
    nummer, sätt = slump.randrange(len(rader)), slump.random()
    värden = list(re.finditer(r"(?<=: )[^,\]}\n#]+", rader[nummer]))
    if sätt < 0.1 or not värden:
        del rader[nummer]
    elif sätt < 0.15:
        rader.insert(nummer, rader[nummer])
    else:
        träff = slump.choice(värden)
        giltiga = next((v for mönster, v in GILTIGA.items() if re.fullmatch(mönster, träff[0])), VÄRDEN)
        nytt = slump.choice(VÄRDEN if slump.random() < 0.1 else giltiga)
        rader[nummer] = rader[nummer][: träff.start()] + nytt + rader[nummer][träff.end() :]
    return "\n".join(rader) + "\n"


def _mallfel(läge, bara: str) -> str:
    """Vad som stoppade ett dokument utan hinder: bara att avtalets fil ger en paragraf ett annat nummer än mallen."""
    try:
        gör_dokument(läge, bara=bara)
    except Mallfel as fel:
        return str(fel)
    return ""


@pytest.mark.parametrize("frö", range(16))
def test_en_ändring_var_som_helst_ger_ett_ordnat_svar(frö, tmp_path):
    slump = random.Random(frö)
    mapp = bygg(tmp_path)
    fil = slump.choice(sorted(mapp.rglob("*.yaml")))
    fil.write_text(ändra(fil.read_text(encoding="utf-8"), slump), encoding="utf-8")
    try:
        lägen = kedja.kontrollera(mapp).lägen
    except Underlagsfel:
        lägen = ()
    for läge in lägen:
        anmärkningar = regler.kontrollera(läge)
        hinder = [a for a in anmärkningar if a.allvar is Allvar.HINDER]
        for slag in dokumentslag(läge):
            assert gör_dokument(läge, anmärkningar, bara=slag.namn, utkast=True)
            if not slag.rör(hinder):
                assert re.search("^$|men i avtalet är den §|ska få en ny lydelse", _mallfel(läge, slag.namn))
        if not isinstance(läge, Avtalsläge):
            assert export.beslut_json(läge) if isinstance(läge, Beslutsläge) else export.skrivelse_json(läge)
            continue
        if läge.handling and läge.handling.slag != "utträde":
            assert {d.part.id for d in läge.parter} <= {d.part.id for d in läge.undertecknande}
        assert export.läge_json(läge)
