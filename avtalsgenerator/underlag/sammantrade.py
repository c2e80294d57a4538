"""Orden i protokollets första sida och i anslaget om att protokollet är justerat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from avtalsgenerator import kalender
from avtalsgenerator.modell.sammantrade import finns_bland
from avtalsgenerator.svenska import datum, paragraf, uppräkning
from avtalsgenerator.underlag.grund import OmBeslut, om_beslut
from avtalsgenerator.ursprung import alla_ur, räknat, ur, ur_om, utan_märken
from avtalsgenerator.varden import Lucka

if TYPE_CHECKING:
    from datetime import date

    from avtalsgenerator.beslutslage import Beslutsläge
    from avtalsgenerator.modell.beslut import Anslagstavla
    from avtalsgenerator.noder import Plats


@dataclass(frozen=True)
class Närvarande:
    """En som var med på sammanträdet."""

    namn: str
    """Namnet, med parti eller befattning, och § som personen inte var med i på grund av jäv."""


@dataclass(frozen=True)
class Tjänstgörande(Närvarande):
    """En tjänstgörande ersättare."""

    för: str
    """Ledamoten som ersätts, och § som ersättaren inte var med i på grund av jäv."""


@dataclass(frozen=True)
class Sammanträdet(OmBeslut):
    """Ord som protokollets första sida och anslaget har gemensamt."""

    paragrafer: str | Lucka
    """Paragraferna som justeras: ”§ 32 och § 33”."""
    omedelbart_justerad: bool
    """Om paragraferna är omedelbart justerade."""
    justerad: str | None
    """Dagen för justeringen, om den inte är omedelbar."""


@dataclass(frozen=True)
class Förstasida(Sammanträdet):
    """Orden i protokollets första sida."""

    plats_och_tid: str | Lucka
    """Var och när sammanträdet hölls."""
    ledamöter: tuple[Närvarande, ...]
    """Ledamöterna som beslutade."""
    ersättare: tuple[Tjänstgörande, ...]
    """Tjänstgörande ersättare."""
    övriga_ledamöter: tuple[Närvarande, ...]
    """Ersättare som inte tjänstgjorde, och andra förtroendevalda."""
    tjänstepersoner: tuple[Närvarande, ...]
    """Tjänstepersoner och andra."""
    ordförande: str | Lucka
    """Ordförandens namn."""
    sekreterare: str | Lucka
    """Sekreterarens namn."""
    justerare: str | None
    """Justerarnas namn; utan namn när paragraferna är omedelbart justerade."""


@dataclass(frozen=True)
class AnslagHosAnnan:
    """Anslagstavlan hos en annan part i en gemensam nämnd."""

    part: str
    """Partens namn."""
    uppsatt: str
    """Dagen då anslaget sätts upp där."""
    tas_ned: str
    """Dagen då det tas ned där."""


@dataclass(frozen=True)
class Anslagsbevis(Sammanträdet):
    """Orden i anslaget."""

    sammanträdesdag: str | Lucka
    """Dagen för sammanträdet i löpande text."""
    medlem_i: str | Lucka
    """Den eller de parter vars medlemmar kan överklaga."""
    uppsatt: str
    """Dagen då anslaget sätts upp."""
    sista_dag: str
    """Sista dagen att överklaga, räknad från den dag då anslaget sitter på alla tavlorna."""
    tas_ned: str
    """Dagen då anslaget tas ned: den som beviset säger, annars dagen efter den sista dagen att överklaga."""
    förvaringsplats: str | Lucka
    """Var protokollet förvaras."""
    andra_tavlor: tuple[AnslagHosAnnan, ...]
    """De andra anslagstavlorna, när beslutet är en gemensam nämnds."""
    undertecknat_av: str | None
    """Den som skriver under beviset, om det är känt."""


def förstasida(läge: Beslutsläge) -> Förstasida:
    """Orden i mallen ``protokoll-forstasida``."""
    protokoll, s = läge.protokoll, läge.protokoll.sammanträde
    return Förstasida(
        **_sammanträdet(läge, "Protokoll"),  # type: ignore[arg-type]
        plats_och_tid=ur_om(s, "plats_och_tid") or Lucka("plats och tid"),
        ledamöter=_alla(läge, "ledamöter"),
        ersättare=tuple(
            Tjänstgörande(ur(e, "namn"), ur(e, "för") + _jäv(läge, e.namn)) for e in (s.ersättare if s else ())
        ),
        övriga_ledamöter=_alla(läge, "övriga_ledamöter"),
        tjänstepersoner=_alla(läge, "tjänstepersoner"),
        ordförande=ur_om(protokoll, "ordförande") or Lucka("ordförande"),
        sekreterare=ur_om(protokoll, "sekreterare") or Lucka("sekreterare"),
        justerare=uppräkning(alla_ur(protokoll, "justerare")) or None,
    )


def anslagsbevis(läge: Beslutsläge) -> Anslagsbevis:
    """Orden i mallen ``anslag``. Mallen väljs bara när beslutet har ett anslag."""
    anslag = läge.beslut.anslag
    if anslag is None:
        raise ValueError("mallen kräver ett anslag")
    sista = kalender.sista_överklagandedag(*anslag.dagar)
    hos = {t.part: ur(läge.register.parter[t.part], "namn") for t in anslag.andra_tavlor}
    uppsatta = [t.plats("uppsatt") for t in anslag.tavlor]
    return Anslagsbevis(
        **_sammanträdet(läge, "Anslag"),  # type: ignore[arg-type]
        medlem_i=uppräkning([ur(läge.part, "namn"), *hos.values()], "eller") if läge.part else Lucka("parten"),
        sammanträdesdag=ur_om(läge.beslut, "sammanträdesdatum", som=datum) or Lucka("sammanträdesdag"),
        uppsatt=ur(anslag, "uppsatt", som=datum),
        sista_dag=räknat(datum(sista), "sista dagen att överklaga", *uppsatta),
        tas_ned=_tas_ned(anslag, sista, uppsatta),
        förvaringsplats=ur_om(anslag, "förvaringsplats") or Lucka("protokollets förvaringsplats"),
        undertecknat_av=ur_om(anslag, "undertecknat_av"),
        andra_tavlor=tuple(
            AnslagHosAnnan(hos[t.part], ur(t, "uppsatt", som=datum), _tas_ned(t, sista, uppsatta))
            for t in anslag.andra_tavlor
        ),
    )


def _tas_ned(tavla: Anslagstavla, sista: date, uppsatta: list[Plats]) -> str:
    dagen_efter = datum(sista + timedelta(days=1))
    return ur_om(tavla, "nedtaget", som=datum) or räknat(dagen_efter, "dagen efter den sista", *uppsatta)


def _sammanträdet(läge: Beslutsläge, vad: str) -> dict[str, object]:
    b, s, justering = läge.beslut, läge.protokoll.sammanträde, läge.beslut.justering
    egen = ur_om(b, "paragraf", som=paragraf)
    nummer = alla_ur(s, "paragrafer", som=paragraf) if s and s.paragrafer else [egen] if egen else []
    return {
        **om_beslut(läge, vad),
        "titel": f"{vad} {ur(b, 'organ')} {ur_om(b, 'sammanträdesdatum') or ''}".strip(),
        "paragrafer": uppräkning(nummer) or Lucka("paragraf"),
        "omedelbart_justerad": bool(justering and justering.omedelbar),
        "justerad": ur_om(justering, "dag", som=datum),
    }


def _jäv(läge: Beslutsläge, namn: str) -> str:
    """Det som skrivs efter namnet på den som är jävig: § som personen inte var med i."""
    if not finns_bland(namn, tuple(j.namn for j in läge.protokoll.jäv)):
        return ""
    return f", inte {ur_om(läge.beslut, 'paragraf', som=paragraf) or 'i ärendet'} på grund av jäv"


def _alla(läge: Beslutsläge, vilka: str) -> tuple[Närvarande, ...]:
    if (s := läge.protokoll.sammanträde) is None:
        return ()
    return tuple(Närvarande(n + _jäv(läge, utan_märken(n))) for n in alla_ur(s, vilka))
