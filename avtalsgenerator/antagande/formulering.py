"""Vet hur svaren på ”vad händer om” sägs: hur det delas, vad som krävs och när bidragen är lägst och högst."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avtalsgenerator.regler.grund import i_avtalet
from avtalsgenerator.svenska import antal, stor_bokstav, ungefär_kronor, uppräkning
from avtalsgenerator.underlag.grund import OBESTÄMT
from avtalsgenerator.underlag.kostnadsfordelning import AVRUNDNING, resten
from avtalsgenerator.underlag.tillaggsavtal import utträdesord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avtalsgenerator.antagande.delmangder import Delmängder, Fall, Spann, Takräkning
    from avtalsgenerator.antagande.hypotes import Begäran, Krav
    from avtalsgenerator.antagande.jamforelse import Tak
    from avtalsgenerator.kostnad import Postbild
    from avtalsgenerator.modell import Part
    from avtalsgenerator.per_datum import Avtalsläge


def delas(läge: Avtalsläge, bild: Postbild) -> str:
    """Vilka som delar ett belopp efter vilken dags folkmängd, och vart resten går; eller varför det inte går."""
    vilka = f"{len(bild.deltar)} {OBESTÄMT[bild.post.parter or 'kommun']} delar"
    vilka = vilka if len(bild.deltar) > 1 else f"{bild.deltar[0].namn} betalar ensam"
    dag = f" efter folkmängden {bild.befolkning_per}" if bild.befolkning_per else ""
    hur = f"{vilka} {ungefär_kronor(bild.belopp or 0)}{dag}"
    if bild.saknad_folkmängd:
        return f"{hur}, men folkmängd saknas för {uppräkning(p.namn for p in bild.saknad_folkmängd)}."
    if bild.utan_befolkningsdag:
        return f"{hur}, men det framgår inte vilken dags folkmängd som används."
    if bild.rest_utan_bärare:
        bärare = läge.register.parter.get(bild.post.rest_på or "")
        return f"{hur}, men {bärare.namn if bärare else 'den'}, som bär resten, är inte med."
    return f"{hur}. {resten(läge, bild)}"


def räknesätt(läge: Avtalsläge) -> Iterator[str]:
    """Hur beloppen avrundas, och vilken prisnivå de är i."""
    if not läge.finansiering.poster:
        yield "Avtalet säger inte hur kostnaderna delas, så inget bidrag kan räknas."
    delade = (b.post for b in läge.kostnad.poster if b.post.parter and b.belopp is not None)
    for regel in dict.fromkeys(post.avrundning.värde for post in delade):
        yield AVRUNDNING[regel]
    if saknas := läge.kostnad.saknade_steg:
        år = uppräkning(map(str, saknas))
        yield f"Beloppen är i {läge.kostnad.prisnivå} års nivå; uppräkningen för {år} är inte inlagd."


def villkoret(t: Tak | Takräkning) -> str:
    """Beslutet, villkoret i det och vad det tål."""
    väsentligt = t.villkor.väsentligt
    tolkning = ", en tolkning" if väsentligt and not väsentligt.verifierad else ""
    text = " ".join(t.villkor.text.split())
    return f"{t.beslut.beteckning()}: {text} (tål {ungefär_kronor(t.villkor.tål or 0)}{tolkning})"


def vad_som_krävs(k: Krav) -> Iterator[str]:
    """Om avtalet tillåter antagandet, annars vilken dag som är den tidigaste, och vem som måste besluta."""
    avtal = k.läge.avtal
    if k.begäran is None:
        stöd = i_avtalet(avtal.anslutning.paragraf) if avtal.anslutning else ""
        säger = "" if avtal.anslutning else " Avtalet säger inget om anslutning."
        yield f"Ett tilläggsavtal som alla parter och de nya beslutar om och skriver under{_inom(stöd)}.{säger}"
        return
    stöd = _inom(i_avtalet(avtal.utträde.paragraf) if avtal.utträde else "")
    if k.enligt_avtalet:
        yield f"Avtalet tillåter den dagen{stöd}, {begäran_i_ord(k.begäran)}. Bara den som går ur beslutar."
        return
    if avtal.utträde is None:
        yield "Avtalet har ingen bestämmelse om utträde."
    else:
        ord_ = utträdesord(k.läge)
        yield (
            f"Avtalet tillåter inte {k.antagande.dag}{stöd}: en part går ur den {ord_['utträdesdag']} "
            f"och begär det minst {ord_['varsel']} i förväg."
        )
        dag = f"är {k.tidigast} den tidigaste dagen" if k.tidigast else "hinner parten inte gå ur medan avtalet gäller"
        yield f"{stor_bokstav(begäran_i_ord(k.begäran))} {dag}."
    yield "Det kräver en överenskommelse om förtida utträde som alla parter beslutar om och skriver under."


def _inom(stöd: str) -> str:
    return f" ({stöd})" if stöd else ""


def begäran_i_ord(begäran: Begäran) -> str:
    """Dagen för begäran, och handlingen den står i om den redan har kommit in."""
    if begäran.handling is None:
        return f"med en begäran som kommer in {begäran.inkom}"
    inkom = begäran.handling.begäran_inkom
    okänd = "" if inkom and inkom.verifierad else ", inte kontrollerad"
    return f"med den begäran som kom in {begäran.inkom} ({begäran.handling.id}{okänd})"


def vilka_som_skriver_under(k: Krav) -> str:
    """Antalet parter och underskrifter, och parterna med de organ som de skriver under genom."""
    vilka: dict[str, list[str]] = {}
    for u in k.läge.underskrifter:
        vilka.setdefault(u.part.kortnamn, []).extend([u.organ.namn] if u.organ else [])
    namn = [f"{part} (genom {uppräkning(organ)})" if organ else part for part, organ in vilka.items()]
    antal_ = (
        f"{antal(len(vilka), 'part', 'parter')}, {antal(len(k.läge.underskrifter), 'underskrift', 'underskrifter')}"
    )
    return f"{antal_}: {', '.join(namn)}."


def inte_räknade(läge: Avtalsläge, d: Delmängder) -> Iterator[str]:
    """Vilka fall som inte kan räknas, och varför; inget fall är tyst borta."""
    rest_på = {p.rest_på for p in läge.finansiering.poster if p.rest_på}
    bärare = uppräkning((läge.register.parter[p].namn for p in sorted(rest_på)), "eller")
    saknar = uppräkning(p.namn for p in d.saknar_folkmängd)
    for skäl, fall in d.kan_inte_räknas.items():
        vad = {
            "resten har ingen bärare": f"{bärare}, som bär avrundningens rest, är inte med",
            "folkmängd saknas": f"folkmängd saknas för {saknar}",
            "folkmängdens dag saknas": "det framgår inte vilken dags folkmängd som används",
        }[skäl]
        yield f"{antal(fall, 'fall', 'fall')} kan inte räknas: {vad}. {antal(d.räknade, 'fall', 'fall')} är räknade."
    if d.utan_betalare:
        yield f"I {antal(d.utan_betalare, 'räknat fall', 'räknade fall')} har en del av budgeten ingen som betalar."
    for a in d.anmärkningar:
        yield f"{a.allvar.ord_} {a.kod}: {a.text}"


def ytterst_när(s: Spann, d: Delmängder) -> str:
    """Vilka av de obestämda som är med när parten betalar lägst och högst."""
    if s.lägst.belopp == s.högst.belopp:
        return "Lika i alla fall"
    return f"Lägst när {_med(s.lägst, s.part, d)}, högst när {_med(s.högst, s.part, d)}"


def _med(fall: Fall, part: Part, d: Delmängder) -> str:
    """Vilka av de obestämda som är med utöver parten själv: ”alla andra är med”."""
    andra = [p for p in d.osäkra if p.id != part.id]
    med = [p for p in andra if p in fall.med]
    själv = len(andra) < len(d.osäkra)
    if len(med) == len(andra):
        return f"alla{' andra' if själv else ''} är med"
    if not med:
        return f"ingen{' annan' if själv else ''} är med"
    if len(med) <= len(andra) / 2:
        return f"bara {uppräkning(p.kortnamn for p in med)} är med"
    return f"alla{' andra' if själv else ''} utom {uppräkning(p.kortnamn for p in andra if p not in med)} är med"
