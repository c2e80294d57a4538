"""Vet vilka slag av dokument som finns, vad de görs av och vilka kontroller som måste hålla för vart och ett."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from avtalsgenerator import underlag
from avtalsgenerator.beslutslage import Beslutsläge
from avtalsgenerator.skrivelselage import Skrivelseläge
from avtalsgenerator.svenska import antal, uppräkning
from avtalsgenerator.underlag.grund import beslutstitel, rubrik, ändrar_kostnader
from avtalsgenerator.underlag.protokollsutdrag import vad_beslutet_blir

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from avtalsgenerator.per_datum import Avtalsläge
    from avtalsgenerator.regler import Anmärkning
    from avtalsgenerator.regler.grund import Läge

SAKEN = frozenset({"UPG", "PAR", "EKO", "TID"})
"""Reglerna om uppgifterna, parterna, pengarna och tiden."""
TEXTEN = frozenset({"SPR", "FRM09", "FRM10", "FRM11", "FRM12", "FRM13", "FRM14"})
"""Det som rör varje dokument med löpande text: språket, och det som texten hänvisar till eller lämnar ut."""
UNDERSKRIFT = SAKEN | {"FIR", "BES", "FRM", "SPR"}
"""Det som ska hålla för en handling som skrivs under."""
LYDELSE = SAKEN | TEXTEN | {"TXT"}
"""Det som ska hålla för att visa hur avtalet lyder."""
PROTOKOLL, SKRIVELSE = TEXTEN | {"PRO"}, TEXTEN | {"SKR"}


def hör_till(kod: str, familjer: frozenset[str]) -> bool:
    """Om regeln ingår bland familjerna, som anges med sina tre bokstäver eller som enstaka koder."""
    return kod[:3] in familjer or kod in familjer


@dataclass(frozen=True)
class Dokumentslag:
    """Ett slag av dokument.

    ``namn`` skrivs på kommandoraden, ``vad`` är en kort beskrivning, ``ord_`` gör mallens ord och ``beskriv`` säger
    vad det färdiga dokumentet innehåller. Bara hinder ur ``familjer``, eller enstaka koder där, stoppar det. ``finns``
    säger om läget har det som dokumentet visar. Ett dokument som inte ``följer_med`` görs bara om det nämns med --bara,
    och ett som ``visar_brister`` stoppas inte av hinder: det är gjort för att visa dem. Ett som
    ``följer_underskrifterna`` visar vem som har skrivit under, och godkänns bara om det nämns. ``enskilt`` är filens
    namn när det görs för en part i taget; då tar ``ord_`` också emot partens id. Andra slag kan inte göras så.
    """

    namn: str
    mall: str
    vad: str
    filnamn: Callable[[Any], str]
    ord_: Callable[..., Any]
    beskriv: Callable[[Any], str]
    familjer: frozenset[str] = UNDERSKRIFT
    finns: Callable[[Any], bool] = lambda _: True
    följer_med: bool = True
    visar_brister: bool = False
    följer_underskrifterna: bool = False
    enskilt: str = ""

    def rör(self, anmärkningar: Iterable[Anmärkning]) -> list[Anmärkning]:
        """De anmärkningar som gäller det här dokumentet."""
        return [a for a in anmärkningar if hör_till(a.kod, self.familjer)]

    def stoppas_av(self, hinder: Iterable[Anmärkning]) -> bool:
        """Om hindren gör att dokumentet inte får göras annat än som utkast."""
        return not self.visar_brister and bool(self.rör(hinder))

    @property
    def ordklass(self) -> type:
        """Klassen med mallens ord."""
        klass: type = getattr(sys.modules[self.ord_.__module__], self.ord_.__annotations__["return"])
        return klass


def _parter(ord_: Any) -> str:
    return antal(len(ord_.parter), "part", "parter")


def _avsnitt(ord_: Any) -> str:
    return antal(len(ord_.avsnitt), "avsnitt", "avsnitt")


def _mottagare(ord_: Any) -> str:
    return antal(len(ord_.mottagare), "mottagare", "mottagare")


def _vilka_går_ur(läge: Avtalsläge) -> str:
    return uppräkning(d.part.kortnamn for d in läge.undertecknande)


def beslutets_namn(läge: Beslutsläge) -> str:
    """Namnet på utdraget ur protokollet, eller på beslutet om någon har fattat det ensam."""
    return beslutstitel(läge, vad_beslutet_blir(läge))


def skrivelsens_namn(läge: Skrivelseläge) -> str:
    """Slag, dag och början av rubriken."""
    s = läge.skrivelse
    dag = str(s.dag.värde) if s.dag else "odaterad"
    return f"{(s.yrkande or s.handling).capitalize()} {dag} {s.rubrik}"


def _med_begäran(läge: Avtalsläge) -> bool:
    """En begäran kan bara bekräftas när någon har kontrollerat att den har kommit in."""
    inkom = läge.handling.begäran_inkom if läge.handling else None
    return inkom is not None and inkom.verifierad and läge.avtal.utträde is not None


def _med_anslag(läge: Beslutsläge) -> bool:
    """Ett anslag måste säga var protokollet förvaras (KL 8 kap. 9 §)."""
    anslag = läge.beslut.anslag
    return anslag is not None and anslag.förvaringsplats is not None


SAMVERKANSAVTAL = Dokumentslag(
    "samverkansavtal", "samverkansavtal", "Samverkansavtalet, att skriva under",
    lambda läge: f"Samverkansavtal {läge.avtal.kortnamn}", underlag.samverkansavtal, _parter,
)  # fmt: skip
LYDELSEN = Dokumentslag(
    "lydelse", "samverkansavtal", "Samverkansavtalet som det lyder en viss dag, med ändringarna inarbetade",
    lambda läge: f"Lydelse {läge.dag} {läge.avtal.kortnamn}", underlag.lydelse,
    lambda ord_: f"{_parter(ord_)}, {antal(len(ord_.inarbetade), 'ändring', 'ändringar')}", LYDELSE,
)  # fmt: skip
SIGNATURSIDOR = Dokumentslag(
    "signatursidor", "signatursidor", "En sida för varje underskrift",
    lambda _: "Signatursidor", underlag.signatursidor, lambda ord_: antal(len(ord_.block), "sida", "sidor"),
    följer_underskrifterna=True, enskilt="Signatursidor",
)  # fmt: skip
SIGNATURLISTA = Dokumentslag(
    "signaturlista", "signaturlista", "Vem som ska skriva under och vem som har gjort det",
    lambda _: "Signaturlista", underlag.signaturlista,
    lambda ord_: f"{antal(sum(len(b.personer) for b in ord_.block), 'rad', 'rader')}, {ord_.undertecknade}",
    följer_underskrifterna=True,
)  # fmt: skip
KOSTNAD = Dokumentslag(
    "kostnadsfordelning", "kostnadsfordelning", "Bilagan med varje parts bidrag, före och efter",
    lambda _: "Bilaga 1 Kostnadsfördelning", underlag.kostnadsfördelning,
    lambda ord_: antal(sum(len(g.rader) for g in ord_.grupper) + len(ord_.andra), "part", "parter"),
    SAKEN, ändrar_kostnader,
)  # fmt: skip
BETALNINGSPLAN = Dokumentslag(
    "betalningsplan", "betalningsplan", "Vad varje part betalar ett år, till vem och senast när",
    lambda läge: f"Betalningsplan {läge.kostnadsdag.year}", underlag.betalningsplan,
    lambda ord_: f"{antal(len(ord_.betalningar), 'betalning', 'betalningar')}",
    SAKEN, lambda läge: läge.avtal.betalning is not None, följer_med=False,
)  # fmt: skip
STYRGRUPP = Dokumentslag(
    "styrgruppslista", "styrgruppslista", "Platserna i styrgruppen",
    lambda _: "Styrgruppslista", underlag.styrgruppslista, lambda ord_: ord_.antal,
    frozenset({"PAR", "TID"}), lambda läge: bool(läge.avtal.styrgrupp), följer_med=False,
)  # fmt: skip
MISSIV = Dokumentslag(
    "missiv", "missiv", "Följebrevet till parterna: vem som får vad och ska göra vad",
    lambda _: "Missiv", underlag.missiv, _mottagare, SAKEN | {"FRM"}, följer_med=False, enskilt="Missiv",
)  # fmt: skip
BESLUTSFÖRSLAG = Dokumentslag(
    "beslutsforslag", "beslutsforslag", "Ett förslag till beslut för varje organ som ska besluta om handlingen",
    lambda _: "Förslag till beslut", underlag.beslutsförslag,
    lambda ord_: f"{len(ord_.förslag)} förslag", SAKEN, följer_med=False, enskilt="Förslag till beslut",
)  # fmt: skip
BEHÖRIGHET = Dokumentslag(
    "behorighet", "behorighet", "Underlag för behörighet: en sida för varje part, med kedjan bakom dess underskrifter",
    lambda _: "Underlag för behörighet", underlag.behörighetsunderlag,
    lambda ord_: f"{ord_.antal}, {ord_.håller}", frozenset({"FIR", "BES"}), följer_med=False, visar_brister=True,
)  # fmt: skip
ANSLUTNING = Dokumentslag(
    "tillaggsavtal", "tillaggsavtal-anslutning", "Tilläggsavtalet om anslutning", rubrik, underlag.anslutning, _parter
)
FÖRTIDA = Dokumentslag(
    "tillaggsavtal", "tillaggsavtal-fortida-uttrade", "Tilläggsavtalet om förtida utträde", rubrik,
    underlag.förtida_utträde, _parter,
)  # fmt: skip
ÄNDRING = Dokumentslag(
    "tillaggsavtal", "tillaggsavtal-andring", "Tilläggsavtalet om ny lydelse av paragrafer", rubrik,
    underlag.ändring, lambda ord_: f"{_parter(ord_)}, {ord_.ändrade}",
)  # fmt: skip
BEGÄRAN = Dokumentslag(
    "begaran", "begaran-uttrade", "Partens begäran om utträde enligt avtalet",
    lambda läge: f"Begäran om utträde {_vilka_går_ur(läge)}", underlag.begäran, _parter, enskilt="Begäran om utträde",
)  # fmt: skip
BEKRÄFTELSE = Dokumentslag(
    "bekraftelse", "bekraftelse-uttrade", "Bekräftelsen till alla parter av ett utträde enligt avtalet",
    lambda läge: f"Bekräftelse av utträde {_vilka_går_ur(läge)}", underlag.bekräftelse,
    lambda ord_: f"sista dag {ord_.sista_dag}", SAKEN, _med_begäran, följer_med=False,
)  # fmt: skip
UTDRAG = Dokumentslag(
    "protokollsutdrag", "protokollsutdrag", "Utdraget ur protokollet, i partens egen form",
    beslutets_namn, underlag.protokollsutdrag, _avsnitt, PROTOKOLL, lambda läge: läge.beslut.beslutande is None,
)  # fmt: skip
BESLUT = Dokumentslag(
    "beslut", "beslut", "Ett beslut som en tjänsteperson eller myndighetschef har fattat",
    beslutets_namn, underlag.ensamt_beslut, _avsnitt, PROTOKOLL, lambda läge: läge.beslut.beslutande is not None,
)  # fmt: skip
VOTERINGSLISTA = Dokumentslag(
    "voteringslista", "voteringslista", "Hur var och en röstade, och antalen räknade ur listan",
    lambda läge: f"Voteringslista {läge.beslut.beteckning()}", underlag.voteringslista,
    lambda ord_: antal(sum(len(v.rader) for v in ord_.voteringar), "rad", "rader"), PROTOKOLL,
    lambda läge: any(o.röster for o in läge.protokoll.omröstningar),
)  # fmt: skip
FÖRSTASIDA = Dokumentslag(
    "forstasida", "protokoll-forstasida", "Protokollets första sida: plats, tid, närvarande och justering",
    lambda läge: f"Protokollets första sida {läge.beslut.beteckning()}",
    underlag.förstasida, lambda ord_: f"{len(ord_.ledamöter) + len(ord_.ersättare)} beslutande", PROTOKOLL,
    lambda läge: läge.protokoll.sammanträde is not None,
)  # fmt: skip
ANSLAG = Dokumentslag(
    "anslag", "anslag", "Anslaget om justerat protokoll, med sista dagen att överklaga",
    lambda läge: f"Anslag {läge.beslut.beteckning()}", underlag.anslagsbevis,
    lambda ord_: f"överklagas senast {ord_.sista_dag}", PROTOKOLL, _med_anslag,
)  # fmt: skip
EXPEDIERING = Dokumentslag(
    "expediering", "expediering", "Vem som får beslutet",
    lambda _: "Expediering", underlag.expediering, _mottagare, PROTOKOLL,
    lambda läge: bool(läge.protokoll.skickas_till), följer_med=False,
)  # fmt: skip


def _skrivelse(mall: str, vad: str, *slag: str) -> Dokumentslag:
    return Dokumentslag(
        mall, mall, vad, skrivelsens_namn, underlag.skrivelse, _avsnitt, SKRIVELSE,
        lambda läge: läge.skrivelse.handling in slag,
    )  # fmt: skip


AVTALETS = (BETALNINGSPLAN, STYRGRUPP)
HANDLINGENS = (SIGNATURSIDOR, SIGNATURLISTA, KOSTNAD, BESLUTSFÖRSLAG, MISSIV, BEHÖRIGHET)
DOKUMENT: Mapping[str, tuple[Dokumentslag, ...]] = {
    "samverkansavtal": (SAMVERKANSAVTAL, SIGNATURSIDOR, SIGNATURLISTA, KOSTNAD, MISSIV, BEHÖRIGHET, *AVTALETS),
    "lydelse": (LYDELSEN, KOSTNAD, *AVTALETS),
    "anslutning": (ANSLUTNING, *HANDLINGENS),
    "utträde": (BEGÄRAN, SIGNATURSIDOR, SIGNATURLISTA, KOSTNAD, BESLUTSFÖRSLAG, BEKRÄFTELSE, BEHÖRIGHET),
    "förtida utträde": (FÖRTIDA, *HANDLINGENS),
    "ändring": (ÄNDRING, *HANDLINGENS),
    "beslut": (UTDRAG, BESLUT, VOTERINGSLISTA, FÖRSTASIDA, ANSLAG, EXPEDIERING),
    "skrivelse": (
        _skrivelse("skrivelse", "Tjänsteutlåtande, tjänsteskrivelse eller remissammanställning",
                   "tjänsteutlåtande", "tjänsteskrivelse", "remissammanställning"),
        _skrivelse("yrkande", "Yrkande från partier eller ledamöter", "yrkande"),
        _skrivelse("forslag-till-fullmaktige", "Styrelsens förslag till fullmäktige", "förslag till fullmäktige"),
    ),
}  # fmt: skip
"""Dokumenten till avtalet och dess lydelse, till varje slag av handling, till ett beslut och till en skrivelse."""


def lägets_slag(läge: Läge) -> str:
    """Nyckeln i ``DOKUMENT``. Ett avtal som redan har börjat gälla visas som det lyder; innan dess skrivs det under."""
    if isinstance(läge, Beslutsläge | Skrivelseläge):
        return läge.om
    if läge.handling:
        return läge.handling.slag
    skrivs_under = läge.avtal.undertecknas_den or läge.avtal.avtalstid.från
    return "lydelse" if läge.dag > max(skrivs_under, läge.avtal.avtalstid.från) else "samverkansavtal"


def dokumentslag(läge: Läge) -> tuple[Dokumentslag, ...]:
    """De dokument som kan göras i läget, också de som bara görs när de nämns."""
    return tuple(s for s in DOKUMENT[lägets_slag(läge)] if s.finns(läge))


def rör_läget(anmärkning: Anmärkning, läge: Läge) -> bool:
    """Om anmärkningen gäller något som går att göra: ett avtal som redan gäller prövas inte för underskrift igen."""
    return lägets_slag(läge) != "lydelse" or any(s.rör([anmärkning]) for s in dokumentslag(läge))


def mallar() -> Iterator[tuple[str, type, tuple[Dokumentslag, ...]]]:
    """Varje mall, klassen med dess ord och de dokument den gör."""
    alla = tuple(dict.fromkeys(s for grupp in DOKUMENT.values() for s in grupp))
    for mall in sorted({s.mall for s in alla}):
        gör = tuple(s for s in alla if s.mall == mall)
        yield mall, gör[0].ordklass, gör
