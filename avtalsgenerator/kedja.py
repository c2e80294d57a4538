"""Vet hela vägen: mapp → uppgifter → läge → anmärkningar → dokument → filer. Kommandona anropar bara detta.

läs            register          alla filer i mappen, eller ett ärendes, med varje hänvisning kontrollerad
ställ          per_datum         vad som gäller den dagen
kontrollera    regler            vad som är fel
jämför         antagande         vad som händer om …
gör_dokument   dokument          mall + underlag → byte
med_pdf        pdf               dokument → dokument och PDF
spara          utdata            alla filer eller inga
"""

from __future__ import annotations

import contextlib
import difflib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from avtalsgenerator.avtalsmapp import Avtalsmapp
from avtalsgenerator.behorighetskedja import behörighetskedjor
from avtalsgenerator.beslutslage import Beslutsläge
from avtalsgenerator.dokument import gör_dokument, mappnamn, välj_dokument
from avtalsgenerator.dokumentslag import dokumentslag
from avtalsgenerator.fel import Användningsfel, Mallfel, Underlagsfel
from avtalsgenerator.godkannande import pröva_godkännanden
from avtalsgenerator.granskning.intyg import intygsnamn
from avtalsgenerator.granskning.original import vad_det_är
from avtalsgenerator.kontroll import Kontroll, kontrollera_lägen
from avtalsgenerator.modell import Beslut, Skrivelse
from avtalsgenerator.paket import läs_paket
from avtalsgenerator.per_datum import Avtalsläge, ställ_per_datum
from avtalsgenerator.register import Register, läs, läs_ärende, utan_skräpsamling
from avtalsgenerator.regler import REGLER, Allvar
from avtalsgenerator.skrivelselage import Skrivelseläge
from avtalsgenerator.utdata import Sparad, spara

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from avtalsgenerator.antagande import Jämförelse
    from avtalsgenerator.behorighetskedja import Kedja
    from avtalsgenerator.dokument import Dokument
    from avtalsgenerator.granskning.jamforbart import Jämförbart
    from avtalsgenerator.granskning.ordets_ursprung import Dokumentets
    from avtalsgenerator.modell import Avtal, Handling
    from avtalsgenerator.regler.granskning import Granskat
    from avtalsgenerator.regler.grund import Läge

    Mål: TypeAlias = "Avtal | Handling | Skrivelse | Beslut"

__all__ = [
    "REGLER",
    "Kontroll",
    "Resultat",
    "behörighet",
    "finn_mapp",
    "generera",
    "granskat",
    "jämför",
    "kontrollera",
    "kontrollera_lägen",
    "lägen",
    "läget",
    "läs",
    "spara_bild",
    "spara_kalender",
    "ställ",
    "ursprung",
]

MAPPAR = ("parter", "avtal")
FLEST_VAL = 40
"""Finns fler handlingar att välja bland räknas de inte upp; bara de som liknar det som skrevs."""
OKÄND_DAG = date(1900, 1, 1)
"""Dagen för ett utkast av ett beslut eller en skrivelse vars dag inte är känd; den syns bara i filens egenskaper."""


@dataclass(frozen=True)
class Resultat:
    """Vad ``generera`` gjorde. ``mapp`` saknas om ett hinder gjorde att inget skrevs.

    ``kan_göras`` är de dokument som inga hinder rör och som därför kan göras var för sig. ``varningar`` gäller datorn
    eller dokument som fanns förut, inte uppgifterna.
    """

    kontroll: Kontroll
    mapp: Path | None = None
    dokument: tuple[Dokument, ...] = ()
    sparade: tuple[Sparad, ...] = ()
    kan_göras: tuple[str, ...] = ()
    utkast: bool = False
    varningar: tuple[str, ...] = ()


def finn_mapp(angiven: Path | None, här: Path) -> Path:
    """Avtalsmappen: den angivna, annars närmaste mapp uppåt som har parter/ och avtal/."""
    for mapp in [angiven] if angiven else [här, *här.parents]:
        if all((mapp / m).is_dir() for m in MAPPAR):
            return mapp
    var = f"{angiven} är ingen avtalsmapp" if angiven else "här finns ingen avtalsmapp"
    raise Användningsfel(
        f"{var}: mapparna parter/ och avtal/ saknas",
        "Ange mappen med -C, eller skapa en övningsmapp med: avtal exempel MAPP",
    )


def finn_id(mapp: Avtalsmapp, namn: str) -> str:
    """Id:t för ett avtal, en handling, en skrivelse eller ett beslut; en entydig ändelse räcker."""
    handlingar = [*mapp.idn("avtal"), *mapp.idn("handling")]
    alla = [*handlingar, *mapp.idn("beslut")]
    if mapp.läsfel and namn.strip() and not _slutar_så(namn, alla):
        raise Underlagsfel(mapp.läsfel)  # det som söks kan vara det som heter eller ligger fel
    return välj_id(namn, alla, handlingar, " Ett beslut skrivs PART/FIL, som i mappen parter/.")


def välj_id(namn: str, alla: Sequence[str], visas: Sequence[str], råd: str = "") -> str:
    """Det id som slutar så. Kastar ``Användningsfel`` om inget eller flera gör det, med ``visas`` att välja bland."""
    if not namn.strip():
        raise Användningsfel("namnet på handlingen är tomt", f"Välj bland: {', '.join(visas)}.")
    träffar = _slutar_så(namn, alla)
    if len(träffar) == 1:
        return träffar[0]
    if träffar:
        raise Användningsfel(f"”{namn}” kan vara flera handlingar: {', '.join(träffar)}", "Skriv hela namnet.")
    val = f"Välj bland: {', '.join(visas)}.{råd}"
    if len(visas) > FLEST_VAL:
        nära = difflib.get_close_matches(namn, [*visas, *(v.rpartition("/")[2] for v in visas)], n=3)
        val = (f"Menade du {' eller '.join(nära)}? " if nära else "") + "Allt som finns visas med: avtal visa"
    raise Användningsfel(f"handlingen ”{namn}” finns inte", val)


def _slutar_så(namn: str, alla: Sequence[str]) -> list[str]:
    """Id:t självt, annars de som har det som sista led, annars de som slutar på det."""
    if namn in alla:
        return [namn]
    return [id_ for id_ in alla if id_.endswith(f"/{namn}")] or [id_ for id_ in alla if id_.endswith(namn)]


def ställ(mapp: Path, namn: str | None, dag: date | None, *, allt: bool = False) -> tuple[Register, tuple[Läge, ...]]:
    """Läser mappen och ställer läget för en handling eller ett beslut, eller för allt i mappen om inget anges.

    För en handling läses bara det som den behöver, om inte ``allt`` behövs. Besluten prövas för sig bara om de har ett
    protokoll att göra utdrag ur.
    """
    if namn is not None:
        avtalsmapp = Avtalsmapp(mapp)
        id_ = finn_id(avtalsmapp, namn)
        register = läs(mapp) if allt else läs_ärende(avtalsmapp, id_)
        return register, (läget(register, id_, dag),)
    register = läs(mapp)
    return register, lägen(register, dag)


def lägen(register: Register, dag: date | None = None) -> tuple[Läge, ...]:
    """Läget för allt som är läst. Kastar ``Användningsfel`` om det inte finns något avtal."""
    mål: list[Mål] = [*register.avtal.values(), *register.handlingar.values(), *register.skrivelser.values()]
    if not mål:
        raise Användningsfel(
            "i mappen finns inget avtal", "Lägg avtalet i avtal/NAMN/avtal.yaml, eller prova med: avtal exempel MAPP"
        )
    mål += (b for b in register.beslut.values() if b.protokoll)
    return tuple(_läge(register, m, dag) for m in mål)


def läget(register: Register, id_: str, dag: date | None = None) -> Läge:
    """Läget för det som har just det id:t. Kastar ``Användningsfel`` om det inte finns."""
    alla: dict[str, Mål] = {**register.avtal, **register.handlingar, **register.skrivelser, **register.beslut}
    if id_ not in alla:
        raise Användningsfel(f"{id_} finns inte i avtalsmappen", "Handlingarna visas med: avtal visa")
    return _läge(register, alla[id_], dag)


def _läge(register: Register, mål: Mål, dag: date | None) -> Läge:
    if isinstance(mål, Beslut):
        return Beslutsläge(register, mål, dag or mål.sammanträdesdatum or OKÄND_DAG)
    if isinstance(mål, Skrivelse):
        return Skrivelseläge(register, mål, dag or (mål.dag.värde if mål.dag else OKÄND_DAG))
    return ställ_per_datum(register, mål, dag)


def kontrollera(mapp: Path, namn: str | None = None, dag: date | None = None) -> Kontroll:
    """Prövar en handling, eller allt i mappen."""
    with utan_skräpsamling():
        return kontrollera_lägen(*ställ(mapp, namn, dag), lambda läge: granskat(mapp, läge))


def granskat(mapp: Path, läge: Läge) -> tuple[Granskat, ...]:
    """Det som någon har godkänt, och om det fortfarande är det som står i dokumenten."""
    return pröva_godkännanden(mapp, egna_mallar(mapp), läge)


def behörighet(mapp: Path, namn: str | None, dag: date | None = None) -> tuple[Avtalsläge, tuple[Kedja, ...]]:
    """Läget och kedjan bakom varje underskrift. Kastar ``Användningsfel`` om det som nämns inte skrivs under."""
    if namn is None:
        raise Användningsfel("säg vilken handling behörigheten gäller", "Handlingarna visas med: avtal visa")
    _, (läge,) = ställ(mapp, namn, dag)
    if not isinstance(läge, Avtalsläge):
        raise Användningsfel(
            f"{läge.id} skrivs inte under", "Välj ett avtal eller en handling som parterna skriver under."
        )
    return läge, behörighetskedjor(läge)


def jämför(
    mapp: Path,
    namn: str | None,
    om: Sequence[str],
    *,
    idag: date,
    per: date | None = None,
    befolkning: date | None = None,
    begäran: date | None = None,
) -> Jämförelse:
    """Vad som händer med ett avtal eller en handling om antagandena blir av. Inget skrivs.

    Kastar ``Användningsfel`` om ett antagande är felskrivet eller inte går ihop med avtalet.
    """
    from avtalsgenerator.antagande import jämför as jämför_lägen
    from avtalsgenerator.antagande import tolka

    register, (läge, *_) = ställ(mapp, namn, per, allt=True)  # antagandet kan nämna vilken part som helst
    if namn is None or not isinstance(läge, Avtalsläge):
        raise Användningsfel(
            "ett antagande (--om) prövas mot ett avtal eller en handling",
            f"Välj bland: {', '.join([*register.avtal, *register.handlingar])}.",
        )
    antaganden = [tolka(text, register.parter) for text in om]
    return jämför_lägen(läge, antaganden, idag=idag, per=per, befolkning=befolkning, begäran=begäran)


def spara_bild(jämförelse: Jämförelse, fil: Path, *, ersätt: bool = False) -> Sparad:
    """Sparar stapeldiagrammet som en fristående SVG. Kastar ``Användningsfel`` om namnet inte slutar på .svg.

    Finns inga bidrag att rita kastas också ``Användningsfel``.
    """
    from avtalsgenerator.antagande.diagram import diagram, svg

    staplar = diagram(jämförelse)
    if not staplar.grupper:
        råd = "Lägg till avtalets finansiering, eller utelämna --bild."
        raise Användningsfel("inget bidrag kan räknas, så det finns inget att rita", råd)
    if fil.suffix.lower() != ".svg":
        raise Användningsfel(f"bilden kan inte heta {fil.name}", "Låt namnet sluta på .svg, till exempel bidrag.svg.")
    (sparad,) = spara(fil.parent, {fil.name: svg(staplar)}, ersätt=ersätt, flagga="--bild")
    return sparad


def generera(
    mapp: Path,
    namn: str,
    dag: date | None = None,
    *,
    ut: Path | None = None,
    bara: str | None = None,
    part: str | None = None,
    utkast: bool = False,
    sida: bool = False,
    pdf: bool = False,
    ersätt: bool = False,
    förut: Mapping[str, Jämförbart] | None = None,
) -> Resultat:
    """Gör handlingens dokument och sparar dem. Ett hinder ger inga dokument, om det inte är ett utkast.

    Med ``pdf`` görs också en PDF av varje dokument; kan någon inte göras sparas inget. ``förut`` är dokumenten som de
    var (``versioner``); med dem visar sidan att läsa också ändringarna.
    Kastar ``Användningsfel`` om ``bara`` eller ``part`` inte hör till handlingen, också när ett hinder finns.
    """
    if sida and not utkast:
        raise Användningsfel("en sida att läsa görs bara av ett utkast", "Lägg till --utkast.")
    kontroll = kontrollera(mapp, namn, dag)
    return generera_kontrollerat(
        mapp, kontroll, (part,), ut=ut, bara=bara, utkast=utkast, sida=sida, pdf=pdf, ersätt=ersätt, förut=förut
    )


def generera_kontrollerat(
    mapp: Path,
    kontroll: Kontroll,
    parter: Sequence[str | None] = (None,),
    *,
    ut: Path | None = None,
    bara: str | None = None,
    utkast: bool = False,
    sida: bool = False,
    pdf: bool = False,
    ersätt: bool = False,
    förut: Mapping[str, Jämförbart] | None = None,
) -> Resultat:
    """Som ``generera``, av en handling som redan är kontrollerad: en gång för var och en av ``parter``."""
    (läge,) = kontroll.lägen
    valda = tuple(dict.fromkeys(s for part in parter for s in välj_dokument(läge, bara, part)))
    hinder = [a for a in kontroll.anmärkningar if a.allvar is Allvar.HINDER]
    if not utkast and any(s.stoppas_av(hinder) for s in valda):
        kan_göras = tuple(s.namn for s in dokumentslag(läge) if not s.stoppas_av(hinder))
        return Resultat(kontroll, kan_göras=kan_göras)
    kontroll = kontroll.för(frozenset().union(*(s.familjer for s in valda)))
    målmapp = ut or mapp / "dokument" / mappnamn(läge)
    tidigare = _tidigare_utkast(målmapp) if utkast else {}
    dokument = [
        d
        for part in parter
        for d in gör_dokument(
            läge,
            kontroll.anmärkningar,
            mallmappar=egna_mallar(mapp),
            bara=bara,
            part=part,
            utkast=utkast,
            sida=sida,
            tidigare=tidigare.get(part, ()),
            förut=förut,
        )
    ]
    varningar: tuple[str, ...] = ()
    if pdf:
        from avtalsgenerator.pdf import med_pdf

        dokument, varningar = med_pdf(dokument)
    if borta := sorted({*(förut or ())} - {s.namn for s in valda}):
        varningar += (f"förut gjordes också {', '.join(borta)}; nu finns inget att göra det av",)
    intyg = {intygsnamn(d.filnamn): d.intyg for d in dokument if d.intyg}
    sidor = {f"{d.filnamn.removesuffix('.docx')}.html": d.sida.html() for d in dokument if d.sida}
    sparade = spara(målmapp, {d.filnamn: d.innehåll for d in dokument}, ersätt=ersätt, hör_till=intyg | sidor)
    return Resultat(kontroll, målmapp, tuple(dokument), tuple(sparade), utkast=utkast, varningar=varningar)


def _tidigare_utkast(mapp: Path) -> dict[str | None, list[dict[str, bytes]]]:
    """Delarna i de utkast som redan finns i mappen, part för part. En fil som inte går att läsa är inget utkast."""
    svar: dict[str | None, list[dict[str, bytes]]] = {}
    for fil in sorted(mapp.glob("[!~]*.docx")) if mapp.is_dir() else ():
        with contextlib.suppress(Mallfel):
            delar = läs_paket(fil)
            if vad := vad_det_är(delar):
                svar.setdefault(vad[2], []).append(delar)
    return svar


def ursprung(fil: Path, text: str | None, mapp: Path | None) -> Dokumentets:
    """Varifrån orden i ett dokument kommer, enligt dess intyg. Finns en avtalsmapp jämförs uppgifterna med den.

    Kastar ``Användningsfel`` om filen inte finns, och ``Dokumentfel`` om den saknar intyg eller inte går att läsa.
    """
    from avtalsgenerator.granskning.ordets_ursprung import finn_ursprung

    if not fil.is_file():
        raise Användningsfel(f"filen {fil} finns inte", "Skriv sökvägen till ett Word-dokument som är gjort här.")
    try:
        avtalsmapp = finn_mapp(mapp, fil.resolve().parent)
    except Användningsfel:
        if mapp:
            raise
        avtalsmapp = None
    return finn_ursprung(fil, text, avtalsmapp)


def spara_kalender(
    mapp: Path, namn: str | None, dag: date | None, fil: Path, *, ersätt: bool = False
) -> tuple[Avtalsläge, Sparad]:
    """Sparar dagarna i ett avtal eller en handling som en kalenderfil. En beslutsdag har ingen egen kalender."""
    from avtalsgenerator.kalenderfil import kalenderfil

    if fil.suffix.lower() != ".ics":
        raise Användningsfel(f"{fil} är ingen kalenderfil", "Ge filen ett namn som slutar på .ics.")
    läge = ställ(mapp, namn, dag)[1][0] if namn else None
    if not isinstance(läge, Avtalsläge):
        raise Användningsfel("en kalenderfil görs av ett avtal eller ett tilläggsavtal", "Skriv namnet på ett sådant.")
    (sparad,) = spara(fil.parent, {fil.name: kalenderfil(läge)}, ersätt=ersätt, flagga="--kalender")
    return läge, sparad


def egna_mallar(mapp: Path) -> Sequence[Path]:
    """Mappens egna mallar går före de medföljande."""
    return [mapp / "mallar"]
