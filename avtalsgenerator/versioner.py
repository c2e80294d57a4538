"""Vet vilka två versioner av ett dokument som ska jämföras.

Två filer; ett dokument gjort av uppgifterna nu och som de var förut (i git, eller i en annan mapp); eller ett dokument
och texten i dess mall.
"""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from avtalsgenerator import kedja
from avtalsgenerator.avtalsmapp import Avtalsmapp
from avtalsgenerator.dokument import finn_mall, gör_dokument, välj_dokument
from avtalsgenerator.fel import Användningsfel, Underlagsfel
from avtalsgenerator.granskning.forut import vid_revision
from avtalsgenerator.granskning.jamforbart import jämförbart, läs_dokument
from avtalsgenerator.granskning.skillnad import jämför
from avtalsgenerator.regler import Allvar
from avtalsgenerator.utdata import spara, tillfällig_mapp

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from avtalsgenerator.dokument import Dokument
    from avtalsgenerator.dokumentslag import Dokumentslag
    from avtalsgenerator.granskning.skillnad import Skillnad
    from avtalsgenerator.utdata import Sparad

MALLEN = "mall"
"""Skrivs efter --mot för att jämföra ett dokument med texten i dess mall."""


def jämför_filer(a: Path, b: Path, dag: date) -> Skillnad:
    """Skillnaden mellan två Word-filer. ``dag`` står på de spårade ändringarna.

    Kastar ``Användningsfel`` om en fil inte finns, och ``Dokumentfel`` om den inte går att läsa.
    """
    gammalt, nytt = läs_dokument(a), läs_dokument(b)
    if a.name == b.name:  # två mappar med samma slags dokument: då är det mappen som skiljer dem
        gammalt, nytt = (replace(d, namn=path.as_posix()) for d, path in ((gammalt, a), (nytt, b)))
    return jämför(gammalt, nytt, dag)


def jämför_handling(mapp: Path, namn: str, mot: str, dag: date | None = None, *, bara: str | None = None) -> Skillnad:
    """Skillnaden mellan handlingens dokument förut och nu.

    ``mot`` är en revision i git, en annan avtalsmapp eller ”mall”. Utan ``bara`` jämförs handlingens huvuddokument.
    Finns ett hinder är det nya dokumentet ett utkast, och märkt så.
    """
    if namn.lower().endswith(".docx"):
        raise Användningsfel(
            "--mot jämför en handling ur avtalsmappen, inte en fil", "Jämför två filer: avtal skillnad A.docx B.docx"
        )
    id_ = kedja.finn_id(Avtalsmapp(mapp), namn)
    dagen, slag, nytt = _gör(mapp, id_, dag, bara)
    if mot == MALLEN:
        mall = finn_mall(slag.mall, kedja.egna_mallar(mapp))
        gammalt = replace(läs_dokument(mall), namn=f"mallen {mall.name}")
    else:
        with _förut(mapp, mot) as förut:
            _, _, dokument = _gör_förut(förut, id_, dag, bara, mot)
        gammalt = jämförbart(f"{dokument.filnamn} i {mot}", dokument.innehåll)
    return jämför(gammalt, jämförbart(nytt.filnamn, nytt.innehåll), dagen)


def spara_skillnad(skillnad: Skillnad, fil: Path, *, ersätt: bool = False) -> Sparad:
    """Sparar dokumentet med spårade ändringar."""
    (sparad,) = spara(fil.parent, {fil.name: skillnad.innehåll}, ersätt=ersätt)
    return sparad


def _gör(mapp: Path, namn: str, dag: date | None, bara: str | None) -> tuple[date, Dokumentslag, Dokument]:
    kontroll = kedja.kontrollera(mapp, namn, dag)
    (läge,) = kontroll.lägen
    slag = välj_dokument(läge, bara, None)[0]
    utkast = slag.stoppas_av([a for a in kontroll.anmärkningar if a.allvar is Allvar.HINDER])
    (dokument,) = gör_dokument(
        läge,
        kontroll.för(slag.familjer).anmärkningar,
        mallmappar=kedja.egna_mallar(mapp),
        bara=slag.namn,
        utkast=utkast,
    )
    return läge.dag, slag, dokument


def _gör_förut(
    mapp: Path, id_: str, dag: date | None, bara: str | None, mot: str
) -> tuple[date, Dokumentslag, Dokument]:
    """Dokumentet som det var. Ett fel säger att det är i den gamla versionen."""
    avtalsmapp = Avtalsmapp(mapp)
    if id_ not in avtalsmapp.idn("avtal", "handling", "beslut"):
        raise Användningsfel(f"{id_} finns inte i {mot}", "Välj en version där handlingen finns.")
    try:
        return _gör(mapp, id_, dag, bara)
    except Underlagsfel as fel:
        raise Underlagsfel([replace(f, text=f"i {mot}: {f.text}") for f in fel.läsfel]) from None


@contextlib.contextmanager
def _förut(mapp: Path, mot: str) -> Iterator[Path]:
    """Avtalsmappen som den var: en annan mapp, annars revisionen i git utlagd i en tillfällig mapp."""
    if Path(mot).is_dir():
        yield kedja.finn_mapp(Path(mot), mapp)
        return
    with tillfällig_mapp(vid_revision(mapp, mot, kedja.MAPPAR, ["mallar"])) as utlagd:
        yield utlagd
