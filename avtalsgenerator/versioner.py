"""Vet vilka två versioner av ett dokument som ska jämföras.

Två filer; ett dokument gjort av uppgifterna nu och som de var förut (i git, eller i en annan mapp); eller ett dokument
och texten i dess mall eller en fil, till exempel kopian av det som godkändes.
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
from avtalsgenerator.granskning.andringsvy import skillnadssida
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
    from avtalsgenerator.granskning.jamforbart import Jämförbart
    from avtalsgenerator.granskning.skillnad import Skillnad
    from avtalsgenerator.regler.grund import Läge
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

    ``mot`` är en revision i git, en annan avtalsmapp, ”mall” eller en Word-fil, härifrån eller från avtalsmappen. Utan
    ``bara`` jämförs handlingens huvuddokument. Finns ett hinder är det nya dokumentet ett utkast, och märkt så.
    """
    if namn.lower().endswith(".docx"):
        raise Användningsfel(
            "--mot jämför en handling ur avtalsmappen, inte en fil", "Jämför två filer: avtal skillnad A.docx B.docx"
        )
    id_ = kedja.finn_id(Avtalsmapp(mapp), namn)
    dagen, slag, nytt = _gör(mapp, id_, dag, bara)
    if mot == MALLEN:
        gammalt = _mallens_text(mapp, slag)
    elif mot.lower().endswith(".docx"):
        fil = Path(mot)
        gammalt = replace(läs_dokument(fil if fil.exists() else mapp / fil), namn=mot)
    else:
        with _förut(mapp, mot) as förut, _i_versionen(förut, id_, mot):
            _, _, dokument = _gör(förut, id_, dag, bara)
        gammalt = jämförbart(f"{dokument.filnamn} i {mot}", dokument.innehåll)
    return jämför(gammalt, jämförbart(nytt.filnamn, nytt.innehåll), dagen)


def dokumenten_förut(
    mapp: Path, namn: str, mot: str, dag: date | None = None, *, bara: str | None = None, part: str | None = None
) -> dict[str, Jämförbart]:
    """Handlingens dokument som de var, på dokumentslagets namn. De som inte fanns är inte med.

    ``mot`` är en revision i git, en annan avtalsmapp eller ”mall”. Kastar ``Användningsfel`` om versionen eller
    handlingen i den inte finns, och ``Underlagsfel`` om uppgifterna i den inte går att läsa.
    """
    id_ = kedja.finn_id(Avtalsmapp(mapp), namn)
    if mot == MALLEN:
        _, (läge,) = kedja.ställ(mapp, id_, dag)
        return {slag.namn: _mallens_text(mapp, slag) for slag in välj_dokument(läge, bara, part)}
    with _förut(mapp, mot) as förut, _i_versionen(förut, id_, mot):
        _, (läge,) = kedja.ställ(förut, id_, dag)
        svar = {}
        for slag in _de_som_fanns(läge, bara, part):
            (d,) = gör_dokument(läge, mallmappar=kedja.egna_mallar(förut), bara=slag.namn, part=part, utkast=True)
            svar[slag.namn] = jämförbart(f"{d.filnamn} i {mot}", d.innehåll)
    return svar


def _de_som_fanns(läge: Läge, bara: str | None, part: str | None) -> tuple[Dokumentslag, ...]:
    try:
        return välj_dokument(läge, bara, part)
    except Användningsfel:  # om dokumentet eller parten finns nu prövas när dokumenten görs
        return ()


def är_sida(fil: Path) -> bool:
    """Om filen är en sida att läsa i webbläsaren, och inte ett Word-dokument."""
    return fil.suffix.lower() == ".html"


def spara_skillnad(skillnad: Skillnad, fil: Path, *, ersätt: bool = False) -> Sparad:
    """Sparar dokumentet med spårade ändringar, eller en sida med dem om filens namn slutar på .html."""
    innehåll = skillnadssida(skillnad) if är_sida(fil) else skillnad.innehåll
    (sparad,) = spara(fil.parent, {fil.name: innehåll}, ersätt=ersätt)
    return sparad


def _mallens_text(mapp: Path, slag: Dokumentslag) -> Jämförbart:
    mall = finn_mall(slag.mall, kedja.egna_mallar(mapp))
    return replace(läs_dokument(mall), namn=f"mallen {mall.name}")


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


@contextlib.contextmanager
def _i_versionen(mapp: Path, id_: str, mot: str) -> Iterator[None]:
    """Kräver att handlingen fanns. Ett fel säger att det är i den gamla versionen."""
    avtalsmapp = Avtalsmapp(mapp)
    if id_ not in avtalsmapp.idn("avtal", "handling", "beslut"):
        raise Användningsfel(f"{id_} finns inte i {mot}", "Välj en version där handlingen finns.")
    try:
        yield
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
