"""Orden i samverkansavtalet: som det ska skrivas under, eller som det lyder en viss dag med ändringarna inarbetade."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from avtalsgenerator.kostnad import postens_belopp
from avtalsgenerator.per_datum import börjar_gälla
from avtalsgenerator.svenska import angiven_procent, datum, i_ord, kronor, stor_bokstav, tal, uppräkning, årsdag
from avtalsgenerator.underlag.grund import (
    FLERTAL,
    Gemensamt,
    Lydelse,
    Paragrafnummer,
    gemensamt,
    handlingens_rubrik,
    i_kronor,
    ur_text,
    ändrade_paragrafer,
)
from avtalsgenerator.underlag.tillaggsavtal import (
    Partsrad,
    antal_underskrifter,
    avtalsperiodens_slut,
    månader,
    partsrad,
)
from avtalsgenerator.ursprung import räknat, ur, ur_om
from avtalsgenerator.varden import Bit, Lucka, Löptext, Stycke

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from avtalsgenerator.kostnad import Postbild
    from avtalsgenerator.modell import Avtal, Handling
    from avtalsgenerator.modell.avtal import Finansiering, Post
    from avtalsgenerator.per_datum import Avtalsläge, Deltagande


ETT_ÅR = 12
"""Månader."""


@dataclass(frozen=True)
class Finansiär:
    """En del av finansieringen."""

    vilka: str
    """Vilka det är: ”Kommunerna” eller partens namn."""
    andel: str | None
    """Andelen av kostnaderna, om avtalet anger den."""
    betalar: bool
    """Om bidraget är pengar."""
    belopp: str | Lucka | None
    """Beloppet per år, så som avtalet anger det."""
    efter_folkmängd: bool
    """Om beloppet delas efter folkmängd."""
    insats: str | None
    """Något annat än pengar, till exempel en halvtidstjänst."""
    innefattar: str | None
    """Vad som ingår i beloppet."""


@dataclass(frozen=True)
class Inarbetad:
    """En handling som har ändrat avtalet."""

    rubrik: str
    """”Tilläggsavtal Ale och Lilla Edet”."""
    från: str
    """Dagen som ändringen gäller från."""
    ändrar_parter: bool
    """Om den ändrar vilka som är parter."""
    ändrar_kostnader: bool
    """Om den ändrar hur kostnaderna delas."""
    paragrafer: str | None
    """De paragrafer som har fått ny lydelse: ”§ 8”."""


@dataclass(frozen=True)
class Samverkansavtal(Gemensamt):
    """Orden i samverkansavtalet."""

    är_lydelse: bool
    """Om dokumentet visar hur avtalet lyder en viss dag, i stället för att skrivas under."""
    lyder_den: str
    """Dagen som lydelsen gäller."""
    daterat: str | Lucka
    """Dagen då avtalet är daterat."""
    inarbetade: tuple[Inarbetad, ...]
    """De handlingar som har ändrat avtalet, i ordning."""
    inte_inarbetade: str | None
    """Handlingar som inte har verkan den dagen, i en uppräkning med den dag de gäller eller är tänkta att gälla."""
    nya_lydelser: tuple[Lydelse, ...]
    """Paragrafer med ny lydelse. Programmet sätter in dem."""
    antal_paragrafer: int | None
    """Hur många paragrafer det undertecknade avtalet har. Programmet kontrollerar det."""
    paragrafnummer: tuple[Paragrafnummer, ...]
    """De nummer som det undertecknade avtalet har. Programmet kontrollerar dem."""
    värd: str
    """Parten som driver verksamheten."""
    parter: tuple[Partsrad, ...]
    """Parterna den dagen."""
    ingress: Löptext | None
    """Avtalets inledning."""
    kontaktpersoner: Löptext | None
    """Vad som gäller för kontaktpersoner."""
    uppdrag: Löptext | None
    """Vad den som driver verksamheten ska göra."""
    syfte: Löptext | None
    """Vad samarbetet ska leda till."""
    målgrupper: Löptext | None
    """Vilka verksamheten är till för."""
    mål: Löptext | None
    """Verksamhetens mål."""
    åtaganden: Löptext | None
    """Vad parterna åtar sig."""
    styrgrupp: Löptext | None
    """Vad som gäller för styrgruppen."""
    inflytande: Löptext | None
    """Parternas inflytande."""
    uppföljning: Löptext | None
    """Hur verksamheten följs upp."""
    anmäler_oro: bool
    """Om verksamheten omfattas av skyldigheten att anmäla oro för barn."""
    budget: str | Lucka
    """Budgeten per år."""
    finansiärer: tuple[Finansiär, ...]
    """Delarna av finansieringen."""
    fördelningsbilaga: str | None
    """Bilagan som visar varje parts bidrag."""
    index_serie: str | None
    """Indexet som beloppen räknas upp efter."""
    betalning: str | None
    """Till vem bidragen betalas."""
    från: str
    """Avtalets första dag."""
    till: str
    """Avtalets sista dag, utan förlängning."""
    förlängning: str | None
    """Hur länge avtalet förlängs: ”fem år”."""
    pågår_till: str | None
    """Sista dagen i den avtalsperiod som pågår den dagen."""
    uppsägning_senast: str | None
    """Sista dagen att säga upp avtalet så att det inte förlängs."""
    utvärderas_först: bool
    """Om verksamheten utvärderas innan avtalet förlängs."""
    exemplar: str
    """Hur många exemplar som skrivs under."""
    utträdesdag: str | None
    """Den dag på året som en part kan gå ur."""
    varsel: str | None
    """Hur lång tid i förväg utträde begärs."""
    året_innan: bool
    """Om varseltiden är ett år, så att begäran görs senast samma dag året innan."""
    slutredovisning: str | None
    """Hur lång tid värden har på sig att redovisa när avtalet har upphört: ”sex månader”."""
    krets: str | None
    """Kretsen som nya parter kommer från."""
    antal_underskrifter: str
    """Hur många underskrifter avtalet har."""


def samverkansavtal(läge: Avtalsläge) -> Samverkansavtal:
    """Orden i mallen ``samverkansavtal``, när avtalet ska skrivas under."""
    return _ord(läge, är_lydelse=False)


def lydelse(läge: Avtalsläge) -> Samverkansavtal:
    """Orden i samma mall, när den visar hur avtalet lyder en viss dag."""
    return _ord(läge, är_lydelse=True)


def _ord(läge: Avtalsläge, *, är_lydelse: bool) -> Samverkansavtal:
    avtal, finansiering, index = läge.avtal, läge.finansiering, läge.finansiering.index
    text, tid, förlängning = avtal.avtalstext, avtal.avtalstid, avtal.avtalstid.förlängning
    löptexter = {
        fält: ur_text(text, fält) if getattr(text, fält) else None
        for fält in ("ingress", "kontaktpersoner", "uppdrag", "syfte", "målgrupper", "mål", "åtaganden", "styrgrupp",
                     "inflytande", "uppföljning")
    }  # fmt: skip
    return Samverkansavtal(
        **gemensamt(läge, f"Samverkansavtal, lydelse {läge.dag}" if är_lydelse else "Samverkansavtal"),  # type: ignore[arg-type]
        **löptexter,  # type: ignore[arg-type]
        **_ändringar(läge),  # type: ignore[arg-type]
        är_lydelse=är_lydelse,
        lyder_den=datum(läge.dag),
        daterat=ur_om(avtal, "daterat", som=datum) or Lucka("dagen då avtalet är daterat"),
        antal_paragrafer=avtal.paragrafer,
        paragrafnummer=tuple(_kända_nummer(läge)),
        värd=ur(läge.värd, "namn"),
        parter=tuple(replace(partsrad(läge, d), genom=_genom(d)) for d in läge.parter),
        anmäler_oro=text.anmäler_oro,
        budget=ur(finansiering, "budget", som=kronor) if finansiering.poster else Lucka("avtalets finansiering"),
        finansiärer=tuple(_finansiär(bild, finansiering) for bild in läge.kostnad.poster),
        fördelningsbilaga=ur_om(finansiering, "fördelningsbilaga"),
        index_serie=ur_om(index, "serie"),
        betalning=ur(läge.register.parter[avtal.betalning.mottagare], "namn") if avtal.betalning else None,
        från=ur(tid, "från", som=datum),
        till=ur(tid, "till", som=datum),
        förlängning=ur_om(förlängning, "år", som=lambda år: f"{i_ord(år)} år"),
        pågår_till=avtalsperiodens_slut(läge),
        uppsägning_senast=ur_om(förlängning, "om_ej_uppsagt_senast", som=datum),
        utvärderas_först=bool(förlängning and förlängning.utvärderas_först),
        exemplar=ur_om(avtal, "exemplar", som=tal) or _ett_exemplar_var(avtal),
        utträdesdag=ur_om(avtal.utträde, "per", som=årsdag),
        varsel=ur_om(avtal.utträde, "varsel_månader", som=månader),
        året_innan=avtal.utträde is not None and avtal.utträde.varsel_månader == ETT_ÅR,
        slutredovisning=ur_om(avtal, "slutredovisning_månader", som=månader),
        krets=ur(läge.register.parter[avtal.anslutning.krets], "namn") if avtal.anslutning else None,
        antal_underskrifter=antal_underskrifter(läge),
    )


def _ett_exemplar_var(avtal: Avtal) -> str:
    antal = sum(len(p.genom) or 1 for p in avtal.parter)
    return räknat(tal(antal), "ett för varje underskrift", avtal.plats("parter"))


def _genom(d: Deltagande) -> str | None:
    """Organen som parten handlar genom enligt avtalet."""
    organ = (d.part.finn_organ(namn) for namn in d.genom)
    return uppräkning(ur(o, "namn") for o in organ if o) or None


def _finansiär(bild: Postbild, finansiering: Finansiering) -> Finansiär:
    """Beloppet är det som avtalet anger; uppräkningen visas i bilagan."""
    post, budget = bild.post, finansiering.budget
    belopp = postens_belopp(post, budget)
    delas = post.parter is not None and belopp is not None
    return Finansiär(
        vilka=stor_bokstav(FLERTAL[post.parter]) if post.parter else ur(bild.deltar[0], "namn"),
        andel=_andel(post, budget),
        betalar=belopp is not None,
        belopp=None if belopp is None else _belopp(post, belopp, finansiering),
        efter_folkmängd=delas,
        insats=ur_om(post, "insats"),
        innefattar=ur_om(post, "innefattar"),
    )


def _belopp(post: Post, belopp: Fraction, finansiering: Finansiering) -> str | Lucka:
    if post.belopp is not None:
        return ur(post, "belopp", som=kronor)
    return i_kronor(belopp, "andelen av budgeten", post.plats("andel"), finansiering.plats("budget"))


def _andel(post: Post, budget: int) -> str | None:
    """Andelen så som avtalet anger den; ”cirka” om beloppet, som gäller, inte är precis den andelen."""
    if post.andel is None:
        return None
    ungefär = post.belopp is not None and post.belopp != post.andel * budget
    return f"{'cirka ' if ungefär else ''}{ur(post, 'andel', som=angiven_procent)}"


def _ändringar(läge: Avtalsläge) -> dict[str, object]:
    """Handlingarna som gäller den dagen, vad de ändrar, och de som inte har fått verkan."""
    gällande = [h for h in läge.gällande if börjar_gälla(läge.avtal, h) <= läge.dag]
    senaste = {ä.paragraf: (h, ä) for h in gällande for ä in h.ändrar}
    väntar = [h for h in läge.register.handlingar_till(läge.avtal.id) if h not in gällande]
    return {
        "inarbetade": tuple(_inarbetad(läge, h) for h in gällande),
        "inte_inarbetade": uppräkning(f"{_namn(läge, h)} (från {_från(läge, h)})" for h in väntar) or None,
        "nya_lydelser": tuple(
            Lydelse(nummer, _med_ursprung(läge, h, nummer, gällande, ur_text(ä, "lydelse")))
            for nummer, (h, ä) in sorted(senaste.items())
        ),
    }


def _inarbetad(läge: Avtalsläge, h: Handling) -> Inarbetad:
    byter = bool(h.ansluter or h.utträder)
    return Inarbetad(
        rubrik=_namn(läge, h),
        från=_från(läge, h),
        ändrar_parter=byter or any(ä.organ for ä in h.ändrar),
        ändrar_kostnader=byter or any(ä.finansiering for ä in h.ändrar),
        paragrafer=ändrade_paragrafer(h) or None,
    )


def _från(läge: Avtalsläge, h: Handling) -> str:
    return räknat(str(börjar_gälla(läge.avtal, h)), "dagen då handlingen får verkan", h.plats("gäller_från"))


def _namn(läge: Avtalsläge, h: Handling) -> str:
    return handlingens_rubrik(läge.register, h)


def _med_ursprung(läge: Avtalsläge, h: Handling, nummer: int, gällande: list[Handling], text: Löptext) -> Löptext:
    """Lydelsen och en rad om var den kommer från, och om parter eller kostnader i den har ändrats sedan dess."""
    ursprung = f"Lydelse enligt {_namn(läge, h)} från {ur(h, 'gäller_från')}."
    kostnader = läge.avtal.finansiering.paragraf if läge.avtal.finansiering else None
    senare = [s for s in gällande[gällande.index(h) + 1 :] if s.ansluter or s.utträder]
    if senare and nummer in (läge.avtal.kontaktperson_paragraf, kostnader):
        ursprung += f" Sedan dess har {uppräkning(_namn(läge, s) for s in senare)} ändrat parterna och kostnaderna."
    return Löptext((*text.block, Stycke("stycke", (Bit(ursprung, kursiv=True),))))


def _kända_nummer(läge: Avtalsläge) -> Iterator[Paragrafnummer]:
    """Paragrafnumren i avtalets fil, på de bokmärken som mallen har."""
    avtal = läge.avtal
    delar = {"avtalstid": avtal.avtalstid, "utträde": avtal.utträde, "anslutning": avtal.anslutning,
             "finansiering": avtal.finansiering, "betalning": avtal.betalning}  # fmt: skip
    nummer = {namn: del_.paragraf for namn, del_ in delar.items() if del_ is not None}
    nummer |= {"ändringar": avtal.ändringar_paragraf, "parter": avtal.kontaktperson_paragraf}
    yield from (Paragrafnummer(namn, n) for namn, n in nummer.items() if n)
