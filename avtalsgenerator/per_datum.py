"""Vet vad som gäller för ett avtal en viss dag: parter, avtalstid, andelar och vem som ska skriva under.

Ett läge prövas för avtalet självt eller för en handling som ska ändra det. Med en handling är ``dag`` den dag
då den ska skrivas under; kostnaderna räknas från den dag den börjar gälla.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Literal

from avtalsgenerator import kalender
from avtalsgenerator.behorighet import Underskriftsgrund, finn_grund
from avtalsgenerator.kostnad import Kostnadsbild, räkna
from avtalsgenerator.modell import Handling
from avtalsgenerator.modell.avtal import Finansiering

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from avtalsgenerator.modell import Avtal, Beslut, Part
    from avtalsgenerator.modell.avtal import Avtalspart, Underskriftsrad
    from avtalsgenerator.modell.handling import Anslutande
    from avtalsgenerator.modell.part import Befattning, Organ
    from avtalsgenerator.modell.underskrift import Undertecknat
    from avtalsgenerator.noder import Plats
    from avtalsgenerator.register import Register

EN_DAG = timedelta(days=1)


@dataclass(frozen=True)
class Deltagande:
    """Att någon är part: från och till och med vilken dag, genom vilka organ, och var det står."""

    part: Part
    från: date
    till: date
    genom: tuple[str, ...]
    plats: Plats
    handling: Handling | None = None
    """Handlingen som partens deltagande bygger på, om det inte är avtalet självt."""

    def gäller(self, dag: date) -> bool:
        return self.från <= dag <= self.till


@dataclass(frozen=True)
class Underskrift:
    """En underskrift som krävs: av vilken part, genom vilket organ, på vilken grund.

    ``rad`` är blocket i avtalets text om det finns ett; ``undertecknat`` att det redan är undertecknat.
    """

    part: Part
    organ: Organ | None
    avtalets_organ: Organ | None
    """Organet som avtalet nämner; ett annat än ``organ`` om det har fått en efterträdare."""
    grund: Underskriftsgrund
    plats: Plats
    rad: Underskriftsrad | None = None
    undertecknat: Undertecknat | None = None
    grund_då: Underskriftsgrund | None = None
    """Vem som kunde skriva under den dag då det undertecknades."""

    @property
    def id(self) -> str:
        """Partens id, och organets namn om parten skriver under genom flera organ."""
        return f"{self.part.id}/{self.avtalets_organ.namn}" if self.avtalets_organ else self.part.id

    @property
    def vem(self) -> str:
        """Partens namn, och organet den skriver under genom."""
        return f"{self.part.namn} genom {self.organ.namn}" if self.organ else self.part.namn

    @property
    def klar(self) -> bool:
        """Om alla som krävs har skrivit under, och hade rätt till det den dagen."""
        u, g = self.undertecknat, self.grund_då
        return u is not None and g is not None and len(u.av) >= g.krävs and g.kan.issuperset(u.av)

    @property
    def innehav(self) -> tuple[Befattning, ...]:
        """De befattningar som underskriften bygger på, så långt de är kända i underlaget."""
        if self.rad:
            return tuple(b for b in self.part.befattningar if b.namn and b.namn in self.namn)
        return tuple(u.innehav for u in self.grund.undertecknare if u.innehav)

    @property
    def namn(self) -> tuple[str | None, ...]:
        """Namnen på dem som ska skriva under; ``None`` där personen inte är känd."""
        if self.rad:
            return tuple(p.namn for p in self.rad.personer) or (None,)
        return tuple(u.namn for u in self.grund.undertecknare) or (None,)


@dataclass(frozen=True, eq=False)
class Avtalsläge:
    """Vad som gäller för ``avtal`` den ``dag`` då det (eller ``handling``) ska skrivas under."""

    om: ClassVar[Literal["avtal"]] = "avtal"
    """Vilka regler som prövar läget."""

    register: Register
    avtal: Avtal
    handling: Handling | None
    dag: date
    räknade: tuple[Handling, ...] = ()
    """Avtalets andra handlingar som redan har verkan och därför räknas in."""
    dagen_är_vald: bool = True
    """Falskt om ingen har sagt när avtalet ska skrivas under; då är ``dag`` den då det börjar gälla."""

    @property
    def id(self) -> str:
        return self.mål.id

    @property
    def mål(self) -> Handling | Avtal:
        """Det som prövas: handlingen, eller avtalet självt."""
        return self.handling or self.avtal

    @property
    def kostnadsdag(self) -> date:
        """Dagen som kostnaderna räknas för: underskriftsdagen, men tidigast när det som skrivs under börjar gälla.

        Tillåter avtalet inte utträde den begärda dagen räknas den dag då utträdet ändå får verkan.
        """
        return max(self.dag, börjar_gälla(self.avtal, self.handling) if self.handling else self.avtal.avtalstid.från)

    @property
    def värd(self) -> Part:
        """Parten som driver verksamheten."""
        return self.register.parter[self.avtal.värd]

    @property
    def med_penna(self) -> bool:
        """Om det som skrivs under skrivs under på papper."""
        return self.handling is None or self.handling.underskrifter == "penna"

    @property
    def exemplar(self) -> int:
        """Hur många exemplar som skrivs under: det angivna antalet, annars ett för varje underskrift."""
        return self.mål.exemplar or len(self.underskrifter)

    @property
    def vad(self) -> str:
        return self.handling.handling if self.handling else "samverkansavtal"

    @cached_property
    def deltaganden(self) -> tuple[Deltagande, ...]:
        """Alla deltaganden över tid, handlingen inräknad."""
        return _deltaganden(self, med_handling=True)

    @cached_property
    def parter(self) -> tuple[Deltagande, ...]:
        """Parterna på kostnadsdagen, de nya inräknade, i avtalets ordning."""
        return _en_gång(d for d in self.deltaganden if d.gäller(self.kostnadsdag))

    @cached_property
    def parter_före(self) -> tuple[Deltagande, ...]:
        """Parterna utan handlingen: på underskriftsdagen vid en anslutning, dagen innan vid ett utträde."""
        utan = _deltaganden(self, med_handling=False)
        utträde = self.handling is not None and self.handling.är_utträde
        dag = self.kostnadsdag - EN_DAG if utträde else self.kostnadsdag
        return _en_gång(d for d in utan if d.gäller(dag))

    @cached_property
    def nya(self) -> tuple[Deltagande, ...]:
        """De som handlingen ansluter."""
        return tuple(d for d in self.deltaganden if d.handling is not None and d.handling is self.handling)

    @cached_property
    def undertecknande(self) -> tuple[Deltagande, ...]:
        """De som ska skriva under: parterna på underskriftsdagen eller när det börjar gälla, de nya och de som går ur.

        Ett utträde enligt avtalet skrivs bara under av den som går ur.
        """
        if self.handling and self.handling.slag == "utträde":
            return tuple({d.part.id: d for d in self.deltaganden if d.part.id in self.handling.utträder}.values())
        går_ur = self.handling.utträder if self.handling else ()
        bundna = [
            d for d in self.deltaganden if d.gäller(self.dag) or d.gäller(self.kostnadsdag) or d.part.id in går_ur
        ]
        return _en_gång((*(d for d in bundna if d not in self.nya), *self.nya))

    @property
    def avtalsperiod(self) -> tuple[date, date] | None:
        """Den avtalsperiod som kostnadsdagen ligger i. ``None`` utanför avtalstiden."""
        return avtalsperiod(self.avtal, self.kostnadsdag)

    @cached_property
    def kostnad(self) -> Kostnadsbild:
        """Bidragen från kostnadsdagen, handlingen inräknad."""
        return self._räkna(self.parter, self.finansiering, self.befolkningsdag)

    @cached_property
    def kostnad_före(self) -> Kostnadsbild:
        """Bidragen samma år om handlingen inte fanns, efter den folkmängd som då hade gällt."""
        return self._räkna(self.parter_före, self.finansiering_före, _befolkningsdag(self._gällande(None)))

    @cached_property
    def befolkningsdag(self) -> date | None:
        """Dagen för folkmängden enligt handlingarna; ``None`` om det är den som posterna själva anger."""
        return _befolkningsdag(self._gällande(self.handling))

    @cached_property
    def finansiering(self) -> Finansiering:
        """Finansieringen på kostnadsdagen, handlingens ändring inräknad; tom om avtalet inte har någon (EKO11)."""
        return _finansiering(self.avtal, self._gällande(self.handling))

    @property
    def finansiering_före(self) -> Finansiering:
        """Finansieringen på kostnadsdagen om handlingen inte fanns."""
        return _finansiering(self.avtal, self._gällande(None))

    @property
    def gällande(self) -> tuple[Handling, ...]:
        """De andra handlingar som gäller på kostnadsdagen, i den ordning de började gälla."""
        return self._gällande(None)

    def _gällande(self, handling: Handling | None) -> tuple[Handling, ...]:
        """Som ``gällande``, och handlingen på sin plats: sist av dem som börjar gälla samma dag."""
        alla = (*self.räknade, handling) if handling else self.räknade
        då = (h for h in alla if börjar_gälla(self.avtal, h) <= self.kostnadsdag)
        return tuple(sorted(då, key=lambda h: (börjar_gälla(self.avtal, h), h is handling, h.id)))

    def _räkna(
        self, parter: tuple[Deltagande, ...], finansiering: Finansiering, befolkningsdag: date | None
    ) -> Kostnadsbild:
        return räkna(finansiering, [d.part for d in parter], self.kostnadsdag.year, befolkningsdag)

    def beslut_av(self, d: Deltagande) -> list[Beslut]:
        """Partens beslut om just detta: att vara med i avtalet, att godkänna tillägget, eller att gå ur."""
        om_avtalet = self.register.beslut_om("avtal", self.avtal.id, d.part.id)
        if self.handling is None or self.handling.slag == "utträde":
            verkan = "utträder" if self.handling else "ansluter"
            return [b for b in om_avtalet if any(b.med_verkan(verkan, self.avtal.id))]
        om_tillägget = [*self.register.beslut_om("handling", self.handling.id, d.part.id)]
        verkan = "ansluter" if d in self.nya else "utträder" if d.part.id in self.handling.utträder else ""
        om_tillägget += [b for b in om_avtalet if verkan and any(b.med_verkan(verkan, self.avtal.id))]
        return om_tillägget

    @cached_property
    def underskrifter(self) -> tuple[Underskrift, ...]:
        """Varje underskrift som krävs. En part som handlar genom flera organ har en för varje."""
        return tuple(self._underskrift(d, organ) for d in self.undertecknande for organ in (d.genom or (None,)))

    def _underskrift(self, deltagande: Deltagande, organnamn: str | None) -> Underskrift:
        part = deltagande.part
        i_avtalet = part.finn_organ(organnamn) if organnamn else None
        organ = _den_dagen(part, i_avtalet, self.dag)
        grund = finn_grund(self.register, part, organ, self.avtal.id, self.vad, self.dag)
        if organ is None and grund.behörighet and grund.behörighet.organ:
            organ = part.finn_organ(grund.behörighet.organ)
        rad = None
        if self.handling is None:
            rad = next((r for r in self.avtal.underskrifter if (r.part, r.organ) == (part.id, organnamn)), None)
        namn = {organnamn, organ.namn if organ else None, None if len(deltagande.genom) < 2 else organnamn}
        klart = next((u for u in self.mål.undertecknat if u.part == part.id and u.organ in namn), None)
        då = finn_grund(self.register, part, organ, self.avtal.id, self.vad, klart.dag) if klart else None
        return Underskrift(part, organ, i_avtalet, grund, rad.plats() if rad else deltagande.plats, rad, klart, då)


INGEN_FINANSIERING = Finansiering(budget=0, poster=())


def _finansiering(avtal: Avtal, handlingar: Iterable[Handling]) -> Finansiering:
    """Avtalets finansiering, eller den som den senaste handlingen har ersatt den med."""
    nya = [ä.finansiering for h in handlingar for ä in h.ändrar if ä.finansiering]
    return nya[-1] if nya else avtal.finansiering or INGEN_FINANSIERING


def _befolkningsdag(handlingar: Sequence[Handling]) -> date | None:
    """Den dag som den senaste handlingen anger; en ny finansiering går före äldre handlingars dag."""
    nya = [nr for nr, h in enumerate(handlingar) if any(ä.finansiering for ä in h.ändrar)]
    dagar = [h.befolkning_per.värde for h in handlingar[nya[-1] if nya else 0 :] if h.befolkning_per]
    return dagar[-1] if dagar else None


def avtalets_slut(avtal: Avtal) -> date:
    """Avtalets sista dag, för den som inte har sagt upp det före en förlängning."""
    tid = avtal.avtalstid
    return kalender.plus_år(tid.till, tid.förlängning.år) if tid.förlängning else tid.till


def avtalsperiod(avtal: Avtal, dag: date) -> tuple[date, date] | None:
    """Den period, första eller förlängd, som dagen ligger i. ``None`` utanför avtalstiden."""
    tid = avtal.avtalstid
    if tid.från <= dag <= tid.till:
        return tid.från, tid.till
    slut = avtalets_slut(avtal)
    return (tid.till + EN_DAG, slut) if tid.till < dag <= slut else None


def ställ_per_datum(register: Register, mål: Avtal | Handling, dag: date | None = None) -> Avtalsläge:
    """Läget för ett avtal eller en handling. Utan ``dag`` gäller dagen det ska undertecknas, annars börjar gälla."""
    if isinstance(mål, Handling):
        avtal = register.avtal[mål.avtal]
        andra = tuple(h for h in _med_verkan(register, avtal) if h is not mål)
        return Avtalsläge(register, avtal, mål, dag or _underskriftsdag(mål), andra)
    vald = dag or mål.undertecknas_den
    return Avtalsläge(register, mål, None, vald or mål.avtalstid.från, _med_verkan(register, mål), vald is not None)


def _underskriftsdag(handling: Handling) -> date:
    return handling.undertecknas_den or handling.gäller_från.värde


def _med_verkan(register: Register, avtal: Avtal) -> tuple[Handling, ...]:
    """Handlingar som har verkan: utträden som begärts, och det som alla som ska har skrivit under."""
    klara: tuple[Handling, ...] = ()
    for handling in register.handlingar_till(avtal.id):
        läge = Avtalsläge(register, avtal, handling, _underskriftsdag(handling), klara)
        begärt = handling.slag == "utträde" and handling.begäran_inkom is not None
        if begärt or all(u.klar for u in läge.underskrifter):
            klara = (*klara, handling)
    return klara


def utträdesdag(avtal: Avtal, handling: Handling) -> date | None:
    """Sista dagen som part: den begärda om avtalet tillåter den, annars den tidigaste som gör det.

    ``None`` om avtalet kräver en begäran och ingen har kommit in.
    """
    begärd = handling.sista_dag
    if avtal.utträde is None or handling.slag == "förtida utträde":
        return begärd
    if handling.begäran_inkom is None:
        return None
    tidigast = kalender.tidigaste_utträde(handling.begäran_inkom.värde, avtal.utträde.per, avtal.utträde.varsel_månader)
    rätt_dag = (begärd.month, begärd.day) == avtal.utträde.per
    return begärd if rätt_dag and begärd >= tidigast else tidigast


def börjar_gälla(avtal: Avtal, handling: Handling) -> date:
    """Första dagen som handlingen har verkan; ett utträde tidigast när avtalet tillåter det."""
    sista = utträdesdag(avtal, handling) if handling.slag == "utträde" else None
    return sista + EN_DAG if sista else handling.gäller_från.värde


def _en_gång(deltaganden: Iterable[Deltagande]) -> tuple[Deltagande, ...]:
    """Varje part en gång, även om den felaktigt har anslutits två gånger (regeln PAR02)."""
    första: dict[str, Deltagande] = {}
    for d in deltaganden:
        första.setdefault(d.part.id, d)
    return tuple(första.values())


def _den_dagen(part: Part, organ: Organ | None, dag: date) -> Organ | None:
    """Organet, eller dess efterträdare om det har upphört den dagen."""
    while organ and organ.till and organ.till < dag and organ.efterträds_av:
        organ = part.finn_organ(organ.efterträds_av)
    return organ


def _slut(avtal: Avtal, part: str) -> date:
    """Avtalets sista dag för en part, med förlängning om parten inte har sagt upp det i tid."""
    tid = avtal.avtalstid
    if tid.förlängning is None:
        return tid.till
    senast = tid.förlängning.om_ej_uppsagt_senast
    i_tid = any(u.part == part and u.dag <= senast for u in avtal.uppsägningar)
    return tid.till if i_tid else avtalets_slut(avtal)


def _deltaganden(läge: Avtalsläge, *, med_handling: bool) -> tuple[Deltagande, ...]:
    avtal = läge.avtal
    deltaganden = [
        _deltagande(läge, p, (p.från or avtal.avtalstid.från, p.till or date.max), None) for p in avtal.parter
    ]
    egen = (läge.handling,) if läge.handling and med_handling else ()
    for handling in sorted((*läge.räknade, *egen), key=lambda h: (h.gäller_från.värde, h.id)):
        tid = handling.gäller_från.värde, date.max
        deltaganden += [_deltagande(läge, p, tid, handling) for p in handling.ansluter]
        for byte in (o for ä in handling.ändrar for o in ä.organ):
            deltaganden = [ny for d in deltaganden for ny in _med_organ(d, byte, handling.gäller_från.värde)]
        if handling.är_utträde and (sista := utträdesdag(avtal, handling)):
            deltaganden = [
                replace(d, till=min(d.till, sista)) if d.part.id in handling.utträder else d for d in deltaganden
            ]
    return tuple(deltaganden)


def _med_organ(d: Deltagande, byte: Anslutande, dag: date) -> Iterable[Deltagande]:
    """Deltagandet före och efter den dag då parten börjar handla genom andra organ."""
    if d.part.id != byte.part or d.till < dag:
        return [d]
    sedan = replace(d, från=max(d.från, dag), genom=byte.genom)
    return [sedan] if d.från >= dag else [replace(d, till=dag - EN_DAG), sedan]


def _deltagande(
    läge: Avtalsläge, p: Avtalspart | Anslutande, tid: tuple[date, date], handling: Handling | None
) -> Deltagande:
    från, till = tid
    sista = min(_slut(läge.avtal, p.part), till)
    return Deltagande(läge.register.parter[p.part], från, sista, p.genom, p.plats("part"), handling)
