"""De handlingar som testerna gör alla dokument av: det verkliga ärendet som utkast, det påhittade färdigt."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from avtalsgenerator import regler
from avtalsgenerator.beslutslage import Beslutsläge
from avtalsgenerator.dokument import gör_dokument
from avtalsgenerator.dokumentslag import dokumentslag
from avtalsgenerator.kedja import OKÄND_DAG
from avtalsgenerator.per_datum import ställ_per_datum
from avtalsgenerator.skrivelselage import Skrivelseläge

if TYPE_CHECKING:
    from collections.abc import Iterable

    from avtalsgenerator.register import Register
    from avtalsgenerator.regler.grund import Läge

VERKLIGT, PÅHITTAT = "stodcentrum-heder/tillagg-ale-lilla-edet", "konsumentvagledning/tillagg-latsasby"
PÅHITTAD_ÄNDRING = "konsumentvagledning/andring-radgivning"
PÅHITTADE_SKRIVELSER = (
    "tjansteskrivelse-2025-10-06",
    "yrkande-2025-11-05",
    "forslag-fullmaktige-2025-11-05",
    "remiss-2025",
)
ORIGINAL = {
    "D01": "stodcentrum-heder/forslag-kf-2023-09-20",
    "D02": "stodcentrum-heder/tjansteutlatande-2023-08-22",
    "D03": "stodcentrum-heder/yrkande-tillagg-2020-11-20",
    "D04": "stodcentrum-heder/yrkande-aterremiss-2020-11-17",
    "D05": "stodcentrum-heder/tjansteutlatande-2020-10-20",
    "D06": "goteborg/2019-05-23-kf-7",
    "D08": "vastra-gotalandsregionen/2020-09-24-hsng-277",
    "D09": "vastra-gotalandsregionen/2020-09-25-hsnv-202",
    "D10": "polismyndigheten/2020-06-23-30",
    "D12": "molndal/2020-06-03-ks-114",
    "D13": "kungsbacka/2020-05-26-ks-111",
    "D14": "harryda/2020-05-27-vfn-161",
    "D15": "lerum/2020-05-12-kommundirektor",
    "D16": "oplacerade/2020-sn-127",
    "D18": "ockero/2020-05-28-sn-33",
    "D19": "stodcentrum-heder/tjansteskrivelse-partille-2020",
    "D21": "alingsas/2024-ks-28",
    "D22": "stodcentrum-heder/tjansteskrivelse-alingsas-2024-01-15",
    "D23": "resurscentrum-stockholm/remissammanstallning-ksl-2011",
}
"""Originalen som finns som uppgifter, utom avtalet (D20) och det som hör till ett annat original (D07, D11, D17)."""
FÖRTIDA = "stodcentrum-heder/fortida-uttrade-alingsas"
UTTRÄDE = "stodcentrum-heder/uttrade-alingsas"
PÅHITTAT_BESLUT, VERKLIGT_BESLUT = "sagovik/2025-11-05-ks-201", "alingsas/2020-05-11-ks-78"
FALL = {
    "verkligt-tillagg-utkast": ("verklig", VERKLIGT, None, True),
    "verkligt-tillagg-efter-alingsas-utkast": ("verklig", VERKLIGT, date(2026, 1, 1), True),
    "verkligt-avtal-utkast": ("verklig", "stodcentrum-heder", None, True),
    "verkligt-lydelse-utkast": ("verklig", "stodcentrum-heder", date(2026, 1, 1), True),
    "verkligt-uttrade-utkast": ("verklig", UTTRÄDE, None, True),
    "verkligt-fortida-utkast": ("verklig", FÖRTIDA, None, True),
    "verkligt-stockholm-utkast": ("verklig", "resurscentrum-stockholm", None, True),
    "verkligt-alvsborg-utkast": ("verklig", "resurscentrum-alvsborg", None, True),
    "pahittat-tillagg": ("påhittad", PÅHITTAT, None, False),
    "pahittat-avtal": ("påhittad", "konsumentvagledning", None, False),
    "undertecknat-lydelse": ("undertecknad", "konsumentvagledning", date(2027, 2, 1), False),
    "undertecknat-tillagg": ("undertecknad", PÅHITTAT, None, False),
    "pahittat-andring": ("påhittad", PÅHITTAD_ÄNDRING, None, False),
    "pahittat-beslut": ("påhittad", PÅHITTAT_BESLUT, None, False),
    "pahittat-beslut-voterat": ("påhittad", "fabelas/2025-11-11-ks-176", None, False),
    "pahittat-beslut-ensam": ("påhittad", "sagovik/2025-11-20-kommundirektor", None, False),
    **{f"pahittat-{namn}": ("påhittad", f"konsumentvagledning/{namn}", None, False) for namn in PÅHITTADE_SKRIVELSER},
    "verkligt-beslut-utkast": ("verklig", VERKLIGT_BESLUT, None, True),
    **{f"verkligt-{d.lower()}-utkast": ("verklig", namn, None, True) for d, namn in ORIGINAL.items()},
}


OM_AVTAL = {
    *(VERKLIGT, PÅHITTAT, PÅHITTAD_ÄNDRING, FÖRTIDA, UTTRÄDE),
    *("stodcentrum-heder", "konsumentvagledning", "resurscentrum-stockholm", "resurscentrum-alvsborg"),
}
"""Avtal och handlingar; de andra är beslut och skrivelser, som har en utfärdare i sidfoten i stället för parter."""


def läge_för(register: Register, namn: str, dag: date | None = None) -> Läge:
    if namn in register.beslut:
        beslut = register.beslut[namn]
        return Beslutsläge(register, beslut, beslut.sammanträdesdatum or OKÄND_DAG)
    if namn in register.skrivelser:
        s = register.skrivelser[namn]
        return Skrivelseläge(register, s, s.dag.värde if s.dag else OKÄND_DAG)
    return ställ_per_datum(register, {**register.avtal, **register.handlingar}[namn], dag)


UNDERTECKNAT = [
    {"part": "sagovik", "av": ["Ture Påhitt", "Maja Exempelsson"]},
    {"part": "fabelas", "av": "Ester Dikt"},
    {"part": "region-sagolandet", "organ": "nämnden för norra Sagolandet", "av": "Gun Fantasi"},
    {"part": "region-sagolandet", "organ": "nämnden för södra Sagolandet", "av": "Nils Låtsas"},
]
MED_UNDERSKRIFTER = {
    f"avtal/{PÅHITTAD_ÄNDRING}.yaml": {"undertecknat": [{**u, "dag": "2025-06-10"} for u in UNDERTECKNAT]},
    f"avtal/{PÅHITTAT}.yaml": {
        "undertecknat": [
            {**u, "dag": "2025-12-10"} for u in (*UNDERTECKNAT, {"part": "latsasby", "av": "Siv Sannsaga"})
        ]
    },
}
"""Det påhittade ärendet när alla har skrivit under båda handlingarna."""


def gör_alla(
    verklig: Register, påhittad: Register, undertecknad: Register, vilka: Iterable[str] = FALL
) -> dict[tuple[str, str], bytes]:
    """Alla dokument i fallen: (fall, filnamn) → byte."""
    svar = {}
    register = {"verklig": verklig, "påhittad": påhittad, "undertecknad": undertecknad}
    for fall in vilka:
        var, namn, dag, utkast = FALL[fall]
        läge = läge_för(register[var], namn, dag)
        anmärkningar = regler.kontrollera(läge)
        for slag in dokumentslag(läge):
            (d,) = gör_dokument(läge, anmärkningar, bara=slag.namn, utkast=utkast)
            svar[fall, d.filnamn] = d.innehåll
    return svar
