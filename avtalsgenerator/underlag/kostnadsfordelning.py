"""Orden i bilagan om kostnadsfördelning: varje parts bidrag före och efter, och hur de är räknade."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from avtalsgenerator.svenska import genitiv, kronor, procent, sorteringsnyckel, tal, uppräkning, ändring
from avtalsgenerator.underlag.grund import FLERTAL, Gemensamt, bidragets_platser, gemensamt, i_kronor, postens_plats
from avtalsgenerator.underlag.tillaggsavtal import dagen_för_kostnader, folkmängdens_dag, prisnivån
from avtalsgenerator.ursprung import räknat, ur, ur_om
from avtalsgenerator.varden import Lucka

if TYPE_CHECKING:
    from collections.abc import Iterable

    from avtalsgenerator.kostnad import Bidrag, Kostnadsbild, Postbild
    from avtalsgenerator.modell import Part
    from avtalsgenerator.noder import Plats
    from avtalsgenerator.per_datum import Avtalsläge

INTE_PART = "–"
"""Står i tabellen där den som saknar bidrag inte är part."""


@dataclass(frozen=True)
class Bidragsrad:
    """En part i tabellen."""

    part: str
    """Partens namn."""
    folkmängd: str | Lucka
    """Folkmängden den dag som fördelningen bygger på."""
    andel: str | Lucka
    """Partens andel av gruppens belopp efter ändringen, i procent."""
    före: str | Lucka
    """Partens bidrag före ändringen."""
    efter: str | Lucka
    """Partens bidrag efter ändringen."""
    ändring: str | Lucka
    """Hur mycket bidraget ändras."""


@dataclass(frozen=True)
class Grupp:
    """En tabell: en grupp parter som delar ett belopp."""

    rubrik: str
    """Vilka som delar beloppet, med stor bokstav."""
    befolkning_per: str | Lucka
    """Dagen för folkmängden."""
    före_befolkning_per: str | None
    """Dagen för folkmängden i kolumnen Före, om den är en annan."""
    rader: tuple[Bidragsrad, ...]
    """En rad för varje part."""
    summa_folkmängd: str | Lucka
    """Folkmängden i gruppen."""
    summa_andel: str | Lucka
    """Andelarnas summa."""
    summa_före: str | Lucka
    """Bidragen före ändringen."""
    summa_efter: str | Lucka
    """Bidragen efter ändringen."""
    summa_ändring: str | Lucka
    """Hur mycket summan ändras."""
    avrundning: str
    """En mening om hur beloppen är avrundade."""
    rest: str
    """En mening om vart avrundningens rest har gått."""


@dataclass(frozen=True)
class AnnatBidrag:
    """En part som bidrar med ett eget belopp eller en insats."""

    part: str
    """Partens namn."""
    bidrag: str | Lucka
    """Beloppet per år, eller insatsen."""
    innefattar: str | None
    """Vad som ingår i beloppet."""


@dataclass(frozen=True)
class Kostnadsfördelning(Gemensamt):
    """Orden i bilagan om kostnadsfördelning."""

    gäller_från: str
    """Dagen som fördelningen börjar gälla."""
    någon_utanför: bool
    """Om någon part inte är med före eller efter, så att tabellen har tankstreck."""
    med_ändring: bool
    """Om tabellen visar före och efter; för avtalet självt finns inget före."""
    grupper: tuple[Grupp, ...]
    """En tabell för varje grupp som delar ett belopp efter folkmängd."""
    andra: tuple[AnnatBidrag, ...]
    """Parter som bidrar med ett eget belopp eller en insats."""
    prisnivå: str | None
    """Året vars nivå beloppen är i, om avtalet räknar upp dem."""
    saknade_steg: str | None
    """De år vars uppräkning inte är känd."""


def kostnadsfördelning(läge: Avtalsläge) -> Kostnadsfördelning:
    """Orden i mallen ``kostnadsfordelning``."""
    efter = läge.kostnad
    före = läge.kostnad_före if läge.handling else None
    grupper = tuple(_grupp(läge, bild, före) for bild in efter.poster if bild.post.parter and bild.belopp is not None)
    return Kostnadsfördelning(
        **gemensamt(läge, "Kostnadsfördelning"),  # type: ignore[arg-type]
        någon_utanför=any(INTE_PART in (rad.före, rad.efter) for grupp in grupper for rad in grupp.rader),
        gäller_från=dagen_för_kostnader(läge),
        med_ändring=före is not None,
        grupper=grupper,
        andra=tuple(_annat(b) for bild in efter.poster if bild.post.part or bild.belopp is None for b in bild.bidrag),
        prisnivå=prisnivån(läge),
        saknade_steg=saknade_år(läge),
    )


def saknade_år(läge: Avtalsläge) -> str | None:
    """De år vars uppräkning inte är inlagd, i en uppräkning."""
    år, index = läge.kostnad.saknade_steg, läge.finansiering.index
    return räknat(uppräkning(map(str, år)), "år utan procentsats", index.plats("steg")) if år and index else None


AVRUNDNING = {
    "andel_två_decimaler": "Andelen avrundas till två decimaler av en procent och beloppet till hel krona.",
    "närmaste_hundratal": "Beloppen avrundas till närmaste hundratal kronor.",
    "krona": "Beloppen avrundas till närmaste hela krona.",
    "exakt": "Beloppen avrundas inte.",
}


def _grupp(läge: Avtalsläge, bild: Postbild, före: Kostnadsbild | None) -> Grupp:
    var_med = {d.part.id: d.part for d in läge.parter_före if d.part.slag == bild.post.parter} if före else {}
    alla = var_med | {p.id: p for p in bild.deltar}
    parter = sorted(alla.values(), key=lambda p: sorteringsnyckel(p.namn))
    efter = {b.part.id: b for b in bild.bidrag}
    före_post = next((b for b in före.poster if b.post.parter == bild.post.parter), None) if före else None
    innan = {b.part.id: b for b in före_post.bidrag} if före_post else {}
    före_dag = före_post.befolkning_per if före_post else None
    nu, då = list(bidragets_platser(läge, [bild])), list(bidragets_platser(läge, [före_post] if före_post else []))
    andelar = sum((b.del_.andel for b in bild.bidrag if b.del_), Fraction(0))
    folk = sum(b.folkmängd.antal for b in bild.bidrag if b.folkmängd)
    return Grupp(
        rubrik=FLERTAL[bild.post.parter or "kommun"].capitalize(),
        befolkning_per=folkmängdens_dag(läge, bild) or Lucka("folkmängdens dag"),
        före_befolkning_per=folkmängdens_dag(läge, före_post)
        if före_post and före_dag != bild.befolkning_per
        else None,
        rader=tuple(_rad(läge, p, innan.get(p.id), efter.get(p.id), p.id in var_med, bild, före_post) for p in parter),
        summa_folkmängd=räknat(tal(folk), "summan av folkmängden", *nu) if efter else Lucka("folkmängd"),
        summa_andel=räknat(procent(andelar), "summan av andelarna", *nu) if efter else Lucka("andel"),
        summa_före=_summa(innan, då),
        summa_efter=_summa(efter, nu),
        summa_ändring=_skillnad(_total(innan), _total(efter), [*nu, *då]),
        avrundning=räknat(AVRUNDNING[bild.post.avrundning.värde], "avrundningen", bild.post.plats("avrundning")),
        rest=resten(läge, bild),
    )


def _rad(
    läge: Avtalsläge,
    part: Part,
    före: Bidrag | None,
    efter: Bidrag | None,
    var_med: bool,
    bild: Postbild,
    före_bild: Postbild | None,
) -> Bidragsrad:
    är_med = part in bild.deltar
    dag = bild.befolkning_per
    folkmängd = part.folkmängd_den(dag) if dag else None
    nu, då = (list(bidragets_platser(läge, [b] if b else [], part)) for b in (bild, före_bild))
    return Bidragsrad(
        part=ur(part, "namn"),
        folkmängd=ur_om(folkmängd, "antal", som=tal) or Lucka(f"folkmängd i {part.kortnamn}"),
        andel=_andel(efter, nu) if är_med else INTE_PART,
        före=_belopp(före, part, då) if var_med else INTE_PART,
        efter=_belopp(efter, part, nu) if är_med else INTE_PART,
        ändring=_skillnad(
            före.belopp if före else None if var_med else Fraction(0),
            efter.belopp if efter else None if är_med else Fraction(0),
            [*nu, *då],
        ),
    )


def _andel(bidrag: Bidrag | None, platser: Iterable[Plats]) -> str | Lucka:
    return räknat(procent(bidrag.del_.andel), "andelen", *platser) if bidrag and bidrag.del_ else Lucka("andel")


def _belopp(bidrag: Bidrag | None, part: Part, platser: Iterable[Plats]) -> str | Lucka:
    if bidrag is None or bidrag.belopp is None:
        return Lucka(f"bidrag för {part.kortnamn}")
    return i_kronor(bidrag.belopp, "bidraget", *platser)


def _total(bidrag: dict[str, Bidrag]) -> Fraction | None:
    belopp = [b.belopp for b in bidrag.values() if b.belopp is not None]
    return sum(belopp[1:], belopp[0]) if belopp else None


def _summa(bidrag: dict[str, Bidrag], platser: Iterable[Plats]) -> str | Lucka:
    total = _total(bidrag)
    return i_kronor(total, "summan av bidragen", *platser) if total is not None else Lucka("summa")


def _skillnad(före: Fraction | None, efter: Fraction | None, platser: Iterable[Plats]) -> str | Lucka:
    if före is None or efter is None:
        return Lucka("ändring")
    if ((efter - före) * 100).denominator != 1:
        return Lucka("ändring i hela ören")
    return räknat(ändring(efter - före), "skillnaden", *platser)


def resten(läge: Avtalsläge, bild: Postbild) -> str:
    """En mening om vart avrundningens rest har gått."""
    rest = bild.rest
    if not rest or bild.post.rest_på is None:
        return "Beloppen går jämnt ut, så det finns ingen rest att fördela."
    bärare = ur(läge.register.parter[bild.post.rest_på], "namn", som=genitiv)
    belopp = räknat(kronor(abs(rest)), "det som avrundningen lämnar", *bidragets_platser(läge, [bild]))
    if rest > 0:
        return f"Avrundningen lämnar {belopp} ofördelade. De läggs på {bärare} bidrag."
    return f"Avrundningen ger {belopp} för mycket. De dras av från {bärare} bidrag."


def _annat(bidrag: Bidrag) -> AnnatBidrag:
    egen_insats = ur_om(bidrag.post, "insats") or ""
    text: str | Lucka = egen_insats
    if bidrag.belopp is not None:
        belopp = i_kronor(bidrag.belopp, "bidraget", postens_plats(bidrag.post))
        insats = f" och {egen_insats}" if egen_insats else ""
        text = f"{belopp} per år{insats}" if isinstance(belopp, str) else belopp
    return AnnatBidrag(ur(bidrag.part, "namn"), text, ur_om(bidrag.post, "innefattar"))
