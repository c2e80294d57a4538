"""Varje villkor i varje mall prövas åt båda hållen av något exempel, så att ingen text i en mall är osedd."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from bygg import bygg
from fall import FALL, läge_för

from avtalsgenerator import mall, mallminne, register
from avtalsgenerator.dokument import finn_mall
from avtalsgenerator.dokumentslag import dokumentslag
from avtalsgenerator.fyllning import fyll
from avtalsgenerator.malldel import Inte, Om, Ord, Slinga
from avtalsgenerator.paket import läs_paket
from avtalsgenerator.utskrift import Utskrift

if TYPE_CHECKING:
    from collections.abc import Iterator

A = "avtal/konsumentvagledning"
AVTAL, TILLÄGG, ÄNDRING = f"{A}/avtal.yaml", f"{A}/tillagg-latsasby.yaml", f"{A}/andring-radgivning.yaml"
KS, FKS, KD = (f"parter/{b}.yaml" for b in ("sagovik/beslut/2025-11-05-ks-201", "fabelas/beslut/2025-11-11-ks-176",
                                            "sagovik/beslut/2025-11-20-kommundirektor"))  # fmt: skip
UTTRÄDE = {"handling": "tilläggsavtal", "utträder": ["fabelas", "region-sagolandet"], "gäller_från": "2027-01-01"}
FRÅNVARO = {"parter/fabelas/part.yaml": {"befattningar[0]": {"frånvaro": [{"från": "2025-12-01"}]}}}
BAR = {
    AVTAL: {
        **dict.fromkeys(["diarienummer", "ändringar_paragraf", "kontaktperson_paragraf", "betalning", "styrgrupp",
                         "avtalstext"], ""),
        "utträde": {"paragraf": "", "varsel_månader": "6"}, "anslutning": {"paragraf": ""},
        "finansiering": {
            "budget": "600 000 kr", "paragraf": "", "index": "",
            "poster": [{"parter": "kommun", "belopp": "600 000 kr", "befolkning_per": "2023-12-31", "rest_på": "sagovik"}],
        },
    },
    TILLÄGG: {"diarienummer": "", "underskrifter": "e-underskrift"},
    ÄNDRING: {
        "diarienummer": "", "underskrifter": "e-underskrift",
        "ändrar": [{"paragraf": "5", "lydelse": "Ny.", "finansiering": {"budget": "0 kr", "poster": []}}],
    },
    **FRÅNVARO,
    f"{A}/x-ut.yaml": {**UTTRÄDE, "slag": "utträde", "begäran_inkom": "2026-12-01"},
    f"{A}/x-fortida.yaml": {**UTTRÄDE, "slag": "förtida utträde", "underskrifter": "e-underskrift"},
    f"{A}/x-ensam.yaml": {**UTTRÄDE, "slag": "utträde", "utträder": ["fabelas"], "begäran_inkom": "2026-12-01"},
}  # fmt: skip
"""Ett avtal med så lite som möjligt."""
RIK = {
    AVTAL: {
        "styrgrupp": "", "avtalstext": {"styrgrupp": "Parterna har en styrgrupp."},
        "finansiering": {
            "fördelningsbilaga": "bilaga 1", "index": {"steg[0]": {"källa": "cirkulär 1"}}, "poster[1]": {"insats": "en tjänst"},
        },
    },
    ÄNDRING: {
        "ändrar": [
            {
                "paragraf": "5", "lydelse": "Ny.",
                "finansiering": {
                    "budget": "600 000 kr", "index": {"serie": "x", "basår": "2025"}, "fördelningsbilaga": "bilaga 1",
                    "poster": [{"parter": "kommun", "belopp": "600 000 kr", "befolkning_per": "2023-12-31", "rest_på": "sagovik"}],
                },
            }
        ]
    },
    TILLÄGG: {"undertecknat": [{"part": "latsasby", "av": "Siv Sannsaga", "dag": "2025-12-10", "sätt": "penna"}]},
    f"{A}/x-ut.yaml": {**UTTRÄDE, "slag": "utträde", "diarienummer": "1", "begäran_inkom": "2025-12-01"},
    f"{A}/x-fortida.yaml": {**UTTRÄDE, "slag": "förtida utträde", "diarienummer": "1"},
    f"{A}/x-ensam.yaml": {**UTTRÄDE, "slag": "utträde", "utträder": ["fabelas"], "begäran_inkom": "2025-12-01"},
    **FRÅNVARO,
}  # fmt: skip
UTAN_REGEL = {
    AVTAL: {"utträde": "", "finansiering": {"paragraf": ""}},
    FKS: {
        "anslag": {"andra_tavlor": [{"part": "sagovik", "uppsatt": "2025-11-12"}]},
        "protokoll": {"sammanträde": {"tjänstepersoner": ""}},
    },
    **{f: RIK[f] for f in RIK if "x-" in f},
    f"{A}/x-ensam.yaml": {**UTTRÄDE, "slag": "utträde", "utträder": ["fabelas"], "begäran_inkom": "2025-12-01"},
}
UTAN_NUMMER = {
    AVTAL: {"diarienummer": "", "betalning": {"paragraf": ""}, "finansiering": {"index": ""}},
    f"{A}/yrkande-2025-11-05.yaml": {
        "ärende": "",
        "från": "x",
        "till": "y",
        "underskrifter": [{"namn": "N", "befattning": "b"}],
    },
    f"{A}/forslag-fullmaktige-2025-11-05.yaml": dict.fromkeys(["från", "till", "tillstyrker", "underskrifter"], ""),
    KS: {
        "diarienummer": "",
        "protokoll": {
            "föredragande": "F",
            "övriga_deltagande": ["D"],
            "sammanträde": {"plats_och_tid": "x", "ledamöter": ["N"], "tjänstepersoner": ["N"]},
        },
    },
    f"{A}/tjansteskrivelse-2025-10-06.yaml": {"ärende": "7"},
    KD: {
        "diarienummer": "",
        "justering": {"dag": "2025-11-21"},
        "protokoll": {"föredragande": "", "sekreterare": "", "justerare": ["N"]},
    },
    FKS: {
        "justering": {"omedelbar": "nej"},
        "protokoll": {
            "justerare": ["N"],
            "omröstningar[0]": {"bilaga": ""},
            "sammanträde": dict.fromkeys(["ersättare", "övriga_ledamöter", "tjänstepersoner"], ""),
        },
    },
}
AVVIKELSER = [
    *((BAR, f"konsumentvagledning{h}")
      for h in ("", "/tillagg-latsasby", "/andring-radgivning", "/x-ut", "/x-fortida", "/x-ensam")),
    *((RIK, f"konsumentvagledning{h}")
      for h in ("", "/tillagg-latsasby", "/andring-radgivning", "/x-ut", "/x-fortida", "/x-ensam")),
    *((UTAN_REGEL, f"konsumentvagledning{h}") for h in ("/tillagg-latsasby", "/x-ut", "/x-ensam", "/x-fortida")),
    (UTAN_REGEL, "fabelas/2025-11-11-ks-176"),
    *((UTAN_NUMMER, f"konsumentvagledning{h}") for h in ("", "/yrkande-2025-11-05", "/forslag-fullmaktige-2025-11-05", "/tjansteskrivelse-2025-10-06")),
    *((UTAN_NUMMER, b) for b in ("sagovik/2025-11-05-ks-201", "sagovik/2025-11-20-kommundirektor",
                                 "fabelas/2025-11-11-ks-176")),
]  # fmt: skip
"""Det som inget exempel har: avvikelsen, och det som görs av den."""


@pytest.fixture
def grenar(monkeypatch):
    """(mall, villkor) → de svar som villkoret har gett medan testet körs."""
    sedda: dict[tuple[str, int, str], set[bool]] = {}

    def bygg_del(namn, *annat):
        del_ = byggd_del(namn, *annat)
        sedda.update({(namn, id(v), _text(v)): set() for v in _villkor(del_.följd)})
        return del_

    def gäller(self, villkor):
        svar = gällde(self, villkor)
        if (nyckel := (self.mall, id(villkor), _text(villkor))) in sedda:
            sedda[nyckel].add(svar)
        return svar

    mallminne.byggd.cache_clear()
    byggd_del, gällde = mall._bygg_del, Utskrift.gäller
    monkeypatch.setattr(mall, "_bygg_del", bygg_del)
    monkeypatch.setenv("AVTAL_CACHE", "")
    monkeypatch.setattr(Utskrift, "gäller", gäller)
    yield sedda
    mallminne.byggd.cache_clear()


def _villkor(följd) -> Iterator:
    for nod in följd:
        if isinstance(nod, Slinga):
            yield from _villkor(nod.följd)
        for gren in nod.grenar if isinstance(nod, Om) else ():
            yield from (gren.villkor,) if gren.villkor else ()
            yield from _villkor(gren.följd)


def _text(villkor) -> str:
    match villkor:
        case Ord():
            return ".".join(villkor.stig)
        case Inte():
            return f"inte {_text(villkor.villkor)}"
    return f"{_text(villkor.ett)} {type(villkor).__name__.lower()} {_text(villkor.två)}"


def fyll_alla(läge) -> None:
    for slag in dokumentslag(läge):
        fil = finn_mall(slag.mall, ())
        fyll(mallminne.byggd(fil.name, tuple(läs_paket(fil).items())), slag.ord_(läge), utkast=True)


def test_varje_gren_i_varje_mall_tas_av_något_exempel(grenar, verklig, påhittad, undertecknad, tmp_path):
    läst = {"verklig": verklig, "påhittad": påhittad, "undertecknad": undertecknad}
    for var, namn, dag, _ in FALL.values():
        fyll_alla(läge_för(läst[var], namn, dag))
    lästa = {id(a): register.läs(bygg(tmp_path / str(id(a)), a)) for a in (BAR, RIK, UTAN_REGEL, UTAN_NUMMER)}
    for avvikelse, namn in AVVIKELSER:
        for dag in (None, date(2026, 1, 1), date(2040, 1, 1))[: 3 if namn == "konsumentvagledning" else 1]:
            fyll_alla(läge_för(lästa[id(avvikelse)], namn, dag))
    otagna = [f"{m}: {text} är aldrig {'sant' if True not in sedda else 'falskt'}"
              for (m, _, text), sedda in sorted(grenar.items()) if len(sedda) < 2]  # fmt: skip
    print(f"{2 * len(grenar) - len(otagna)} av {2 * len(grenar)} grenar i {len({m for m, *_ in grenar})} mallar tas")
    assert not otagna, "\n".join(otagna)
