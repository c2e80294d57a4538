"""Vet hur ”vad händer om” ser ut i terminalen: före och efter, staplar, villkor, krav och alla fall."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from avtalsgenerator import export
from avtalsgenerator.antagande.delmangder import UTFALLEN
from avtalsgenerator.antagande.diagram import diagram, i_text, procent_ändring, tecken
from avtalsgenerator.antagande.formulering import (
    delas,
    inte_räknade,
    räknesätt,
    vad_som_krävs,
    vilka_som_skriver_under,
    villkoret,
    ytterst_när,
)
from avtalsgenerator.regler.villkor import VILLKORSREGLER
from avtalsgenerator.svenska import antal, procent, tal, ungefär_kronor, uppräkning
from avtalsgenerator.visning import FÄRG, Skärm, visa_andra_handlingar

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction
    from pathlib import Path

    from avtalsgenerator.antagande import Jämförelse
    from avtalsgenerator.antagande.delmangder import Delmängder
    from avtalsgenerator.antagande.jamforelse import Rad
    from avtalsgenerator.per_datum import Avtalsläge
    from avtalsgenerator.regler import Anmärkning

SMALAST, MINSTA_STAPELBREDD = 40, 10
"""Text och staplar görs inte smalare än så."""
SERIE = ("dim", "bold cyan")
UTFALL = {True: ("håller", "bold green"), False: ("brister", "bold red"), None: ("prövas inte", "dim")}


def visa_jämförelse(j: Jämförelse, format_: str, bild: Path | None = None) -> None:
    """Vad antagandena ändrar, och vad som krävs för att de ska bli av."""
    skärm = Skärm()
    if format_ == "json":
        skärm.skriv(export.jämförelse_json(j))
        return
    for a in j.antaganden:
        skärm.skriv(f"Om {a.text}", "bold")
    skärm.skriv(j.efter.avtal.namn)
    vad = f" med {j.efter.handling.id}" if j.efter.handling else ""
    jämfört = ", utan och med antagandena" if j.krav else ""
    skärm.skriv(f"Räknat för {j.dag}{vad}{jämfört}. Inget i underlaget ändras.")
    visa_andra_handlingar(skärm, j.före)
    for a in j.utan_verkan:
        skärm.skriv(f"Har inte börjat gälla {j.dag}: {a.text}", "yellow")
    skärm.skriv()
    if j.krav:
        _visa_bidrag(skärm, j)
        _visa_villkor(skärm, j)
        _visa_krav(skärm, j)
        _visa_skillnad(skärm, "Anmärkningar som tillkommer", j.tillkommer)
        _visa_skillnad(skärm, "Anmärkningar som försvinner", j.försvinner)
    if j.delmängder:
        _visa_delmängder(skärm, j.efter, j.delmängder)
    _visa_staplar(skärm, j)
    if bild:
        skärm.skriv()
        skärm.skriv(f"{skärm.tecken.klart} Sparade bilden {bild}")


def _stycke(skärm: Skärm, text: str, indrag: str = "", stil: str = "") -> None:
    bredd = max(SMALAST, skärm.width)
    for rad in wrap(text, bredd, initial_indent=indrag, subsequent_indent=indrag, break_on_hyphens=False):
        skärm.skriv(rad, stil)


def _visa_bidrag(skärm: Skärm, j: Jämförelse) -> None:
    rubrik = f"Kronor per år ({antal(len(j.före.parter), 'part', 'parter')}, sedan {len(j.efter.parter)})"
    tabell = skärm.tabell(rubrik, "Part", "Före", "Andel", "Efter", "Andel", "Skillnad", "i %")
    tabell.padding = (0, 1, 0, 0)  # så får alla kolumner plats på 80 tecken
    for kolumn in tabell.columns[1:]:
        kolumn.justify = "right"
    for rad in j.rader:
        märke = " (ny)" if rad.före is None else " (går ur)" if rad.efter is None else ""
        före, efter = _belopp(j.före, rad, rad.belopp_före), _belopp(j.efter, rad, rad.belopp_efter)
        före, efter = före if rad.före else ("inte part", ""), efter if rad.efter else ("inte part", "")
        tabell.add_row(f"{rad.part.kortnamn}{märke}", *före, *efter, *_ändrat(rad.skillnad, rad.ändring))
    före_, efter_ = j.summa
    skillnad = None if före_ is None or efter_ is None else efter_ - före_
    andel = skillnad / före_ if skillnad is not None and före_ else None
    tabell.add_section()
    tabell.add_row("Summa", _kr(före_), "", _kr(efter_), "", *_ändrat(skillnad, andel))
    skärm.print(tabell)
    _visa_fördelning(skärm, j)


def _visa_fördelning(skärm: Skärm, j: Jämförelse) -> None:
    """Hur beloppen är räknade: folkmängdens dag, avrundningen och vem som bär resten."""
    for när, läge in (("Utan antagandena", j.före), ("Med antagandena", j.efter)):
        for bild in läge.kostnad.poster:
            if bild.post.parter and bild.belopp is not None:
                _stycke(skärm, f"{när}: {delas(läge, bild)}")
    for text in räknesätt(j.efter):
        _stycke(skärm, text)
    for b in (b for b in j.efter.kostnad.bidrag if b.post.insats):
        _stycke(skärm, f"Insats: {b.part.namn} bidrar med {b.post.insats}.")
    skärm.skriv()


def _kr(belopp: Fraction | None) -> str:
    """Beloppet utan ”kr”, som står i tabellens rubrik."""
    return "okänt" if belopp is None else ungefär_kronor(belopp).replace("\u00a0kr", "")


def _belopp(läge: Avtalsläge, rad: Rad, belopp: Fraction | None) -> tuple[str, str]:
    """Beloppet, och andelen av det som delas efter folkmängd."""
    bidrag = läge.kostnad.för(rad.part)
    andelar = [procent(b.del_.andel) for b in bidrag if b.del_ and b.post.parter]
    if belopp == 0 and any(b.post.insats for b in bidrag):
        return "insats", ""
    return _kr(belopp), andelar[0] if len(andelar) == 1 else ""


def _ändrat(skillnad: Fraction | None, andel: Fraction | None) -> tuple[str, str]:
    if skillnad is None:
        return "–", "–"
    i_procent = procent_ändring(andel).removesuffix("\u00a0%") if andel is not None else "–"
    return f"{'+' if skillnad > 0 else ''}{_kr(skillnad)}", i_procent


def _visa_staplar(skärm: Skärm, j: Jämförelse) -> None:
    d = diagram(j)
    if not d.grupper:
        return
    skärm.skriv(d.rubrik, "bold")
    namnbredd = max(len(namn) for namn, _ in d.grupper)
    textbredd = max(len(s.text) for _, staplar in d.grupper for s in staplar)
    kvar = max(MINSTA_STAPELBREDD, skärm.width - namnbredd - textbredd - 9)
    for namn, staplar in d.grupper:
        for vem, stil, s in zip((namn, ""), SERIE, staplar, strict=True):
            rad = f"{vem:<{namnbredd}} {s.serie:<5} {s.text:>{textbredd}} "
            skärm.skriv(f"{rad}{tecken(s.värde, d.störst, kvar, skärm.tecken.stapel)}".rstrip(), stil)


def _visa_villkor(skärm: Skärm, j: Jämförelse) -> None:
    skärm.skriv("Villkor i besluten", "bold")
    for t in sorted(j.tak, key=lambda t: (t.håller is not False, t.håller is None)):
        ord_, stil = UTFALL[t.håller]
        _stycke(skärm, f"{ord_}: {t.part.namn}, {villkoret(t)}", "  ", stil)
        före, efter = (
            f"{i_text(b)} ({UTFALL[h][0]})" if b is not None else "inget belopp"
            for b, h in ((t.före, t.höll), (t.efter, t.håller))
        )
        skärm.skriv(f"    före {före}, efter {efter}")
    for vad, anmärkningar in (("tillkommer", j.tillkommer), ("försvinner", j.försvinner)):
        for a in (a for a in anmärkningar if a.kod in VILLKORSREGLER):
            _stycke(skärm, f"{vad} {a.kod}: {a.text}", "  ")
    if not j.tak:
        skärm.skriv("  Inget beslut i underlaget har en högsta kostnad.")
    skärm.skriv()


def _visa_krav(skärm: Skärm, j: Jämförelse) -> None:
    skärm.skriv("Beslut och underskrifter", "bold")
    for nummer, k in enumerate(j.krav, 1):
        skärm.skriv(f"  {nummer}. {k.antagande.text}")
        for text in (*vad_som_krävs(k), vilka_som_skriver_under(k)):
            _stycke(skärm, text, "     ")
    skärm.skriv()


def _visa_skillnad(skärm: Skärm, rubrik: str, anmärkningar: Iterable[Anmärkning]) -> None:
    visas = [a for a in anmärkningar if a.kod not in VILLKORSREGLER]
    skärm.skriv(f"{rubrik} ({len(visas)})", "bold")
    for a in visas:
        _stycke(skärm, f"{a.allvar.ord_} {a.kod}: {a.text}", "  ", FÄRG[a.allvar])
    skärm.skriv()


def _visa_delmängder(skärm: Skärm, läge: Avtalsläge, d: Delmängder) -> None:
    skärm.skriv(f"Beroende på vilka som är med: {antal(d.antal, 'fall', 'fall')}", "bold")
    dagar = f" Folkmängd: {uppräkning(map(str, d.befolkning_per))}." if d.befolkning_per else ""
    _stycke(skärm, f"Obestämda ({len(d.osäkra)}): {uppräkning(p.kortnamn for p in d.osäkra)}.{dagar}")
    for text in (*räknesätt(läge), *inte_räknade(läge, d)):
        _stycke(skärm, text)
    tabell = skärm.tabell("Kronor per år", "Part", "Lägst", "Högst", "Alla är med", "Ingen är med")
    for kolumn in tabell.columns[1:]:
        kolumn.justify = "right"
    for s in d.spann:
        ytterst = (_kr(b) if b is not None else "–" for b in (s.alla, s.ingen))
        tabell.add_row(s.part.namn, _kr(s.lägst.belopp), _kr(s.högst.belopp), *ytterst)
    if d.spann:
        skärm.print(tabell)
    grupper: dict[str, list[str]] = {}
    for s in d.spann:
        grupper.setdefault(ytterst_när(s, d), []).append(s.part.kortnamn)
    for när, namn in grupper.items():
        _stycke(skärm, f"{när}: {uppräkning(namn)}.")
    _visa_takräkning(skärm, d)
    skärm.skriv()


def _visa_takräkning(skärm: Skärm, d: Delmängder) -> None:
    for t in d.tak:
        håller, brister, inte_med, okänt = (t.fall[u] for u in UTFALLEN)
        _stycke(skärm, f"{t.part.namn}, {villkoret(t)}")
        rest = [f"{tal(inte_med)} där parten inte är med"] if inte_med else []
        rest += [f"{tal(okänt)} som inte kan räknas"] if okänt else []
        _stycke(skärm, f"håller i {tal(håller)} och brister i {tal(brister)} av {antal(d.antal, 'fall', 'fall')}"
                f"{f'; utöver dem {uppräkning(rest)}' if rest else ''}.", "  ")  # fmt: skip
