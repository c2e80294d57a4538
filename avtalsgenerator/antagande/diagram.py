"""Vet hur bidragen ritas som staplar: två för varje part, i terminalen och som en fristående bild (SVG).

Bilden behöver inget utifrån: inga typsnitt, skript eller andra filer. Varje värde står också som text, staplarna
skiljer sig åt utan färg, och samma uppgifter ger samma byte.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from textwrap import wrap
from typing import TYPE_CHECKING

from avtalsgenerator.svenska import datum, procent, tal, ungefär_kronor, uppräkning, ändring

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from fractions import Fraction

    from avtalsgenerator.antagande.delmangder import Delmängder
    from avtalsgenerator.antagande.jamforelse import Jämförelse, Rad
    from avtalsgenerator.antagande.tolkning import Antagande
    from avtalsgenerator.register import Register


@dataclass(frozen=True)
class Stapel:
    """En stapel: serien, värdet och texten bredvid. ``värde`` saknas om det inte finns något att rita."""

    serie: str
    värde: Fraction | None
    text: str
    mer: str = ""
    """Det som får plats i bilden men inte i terminalen."""


@dataclass(frozen=True)
class Diagram:
    """Två staplar för varje part. Bidrag i annat än pengar ritas inte."""

    rubrik: str
    underrubrik: str
    grupper: tuple[tuple[str, tuple[Stapel, Stapel]], ...]

    @property
    def störst(self) -> Fraction | int:
        """Det värde som fyller bredden."""
        return max((s.värde for _, staplar in self.grupper for s in staplar if s.värde), default=1)


def diagram(jämförelse: Jämförelse) -> Diagram:
    """Lägsta och högsta bidrag om någon part är obestämd, annars bidragen utan och med antagandena."""
    läge = jämförelse.efter
    rubrik = f"{läge.avtal.kortnamn}: bidrag per år från {datum(jämförelse.dag)}"
    antaganden = "; ".join(_i_ord(a, läge.register) for a in jämförelse.antaganden)
    if jämförelse.delmängder:
        d = jämförelse.delmängder
        av = f" av {tal(d.antal)}" if d.räknade != d.antal else ""
        vad = f"Lägst och högst i {tal(d.räknade)}{av} fall, beroende på vilka som är med"
        return Diagram(rubrik, f"{vad} ({antaganden})", tuple(_spann(d)))
    return Diagram(rubrik, f"Före och efter: {antaganden}", tuple(_rad(rad) for rad in jämförelse.rader if _ritas(rad)))


def _i_ord(a: Antagande, register: Register) -> str:
    """Ale och Lilla Edet ansluter 2024-01-01."""
    verb = {"ansluter": "ansluter", "utträder": "utträder efter", "kanske": "är kanske med"}[a.slag]
    dag = f" {a.dag}" if a.dag and a.slag != "kanske" else ""
    return f"{uppräkning(register.parter[p].kortnamn for p in a.parter)} {verb}{dag}"


def _spann(d: Delmängder) -> Iterator[tuple[str, tuple[Stapel, Stapel]]]:
    for s in d.spann:
        lägst, högst = s.lägst.belopp, s.högst.belopp
        texter = (ungefär_kronor(lägst), ungefär_kronor(högst))
        yield s.part.namn, (Stapel("lägst", lägst, texter[0]), Stapel("högst", högst, texter[1]))


def _ritas(rad: Rad) -> bool:
    return bool(rad.belopp_före or rad.belopp_efter)


def _rad(rad: Rad) -> tuple[str, tuple[Stapel, Stapel]]:
    före = Stapel("före", rad.belopp_före, "inte part" if rad.före is None else i_text(rad.belopp_före))
    text = "inte part" if rad.efter is None else i_text(rad.belopp_efter)
    efter = Stapel("efter", rad.belopp_efter, text, _ändrat(rad))
    return rad.part.namn, (före, efter)


def i_text(belopp: Fraction | None) -> str:
    """Beloppet i kronor, eller att det inte kan räknas."""
    return "kan inte räknas" if belopp is None else ungefär_kronor(belopp)


def _ändrat(rad: Rad) -> str:
    if rad.före is None or rad.efter is None or rad.skillnad is None or (rad.skillnad * 100).denominator != 1:
        return ""
    andel = f", {procent_ändring(rad.ändring)}" if rad.ändring is not None else ""
    return f" ({ändring(rad.skillnad)}{andel})"


def procent_ändring(andel: Fraction) -> str:
    """+4,14 %, −3,00 % och 0,00 %."""
    return f"+{procent(andel)}" if andel > 0 else procent(andel)


def tecken(värde: Fraction | None, störst: Fraction | int, bredd: int, delar: str) -> str:
    """En stapel av tecken. ``delar`` är en rutas delar från den minsta till den hela; det som är mer än noll syns."""
    if not värde or värde < 0:
        return ""
    hela, rest = divmod(max(1, round(värde / störst * bredd * len(delar))), len(delar))
    return delar[-1] * hela + (delar[rest - 1] if rest else "")


KANT, STAPLARNAS_BREDD, RAD, LUFT = 16, 360, 17, 10
TYP, RUBRIK = 13, 18
TECKENBREDD = 0.68
"""Ett teckens bredd av typens storlek, tilltagen för breda typsnitt så att inget går in i något annat."""
STIL = """
.yta{fill:#ffffff}.ord{fill:#1a1a1a;font:13px Arial,Helvetica,sans-serif}.rubrik{font-size:18px;font-weight:bold}
.linje{stroke:#1a1a1a}.ett{fill:#ffffff;stroke:#1a1a1a}.tva{fill:#1b4f8f;stroke:#1a1a1a}
@media (prefers-color-scheme:dark){.yta{fill:#121212}.ord{fill:#f2f2f2}.linje{stroke:#f2f2f2}
.ett{fill:#121212;stroke:#f2f2f2}.tva{fill:#8ec1ff;stroke:#f2f2f2}}
"""


def svg(d: Diagram) -> bytes:
    """Diagrammet som en fristående bild, med titel och beskrivning för skärmläsare."""
    vänster = KANT + _bredd(namn for namn, _ in d.grupper) + LUFT
    bredd = round(vänster + STAPLARNAS_BREDD + LUFT + _bredd(_värdetext(s) for _, ss in d.grupper for s in ss) + KANT)
    under = wrap(d.underrubrik, max(20, int((bredd - 2 * KANT) / (TYP * TECKENBREDD))))
    rubriker = wrap(d.rubrik, max(20, int((bredd - 2 * KANT) / (RUBRIK * TECKENBREDD))))
    rader, y = [], KANT
    for klass, texter, höjd in (("ord rubrik", rubriker, RUBRIK + 6), ("ord", under, RAD)):
        for text in texter:
            y += höjd
            rader.append(_text(KANT, y, text, klass))
    y += LUFT
    topp = y
    for namn, staplar in d.grupper:
        rader.append(_text(vänster - LUFT, y + RAD + 4, namn, "ord", 'text-anchor="end"'))
        for klass, stapel in zip(("ett", "tva"), staplar, strict=True):
            längd = float(max(stapel.värde or 0, 0) / d.störst) * STAPLARNAS_BREDD
            if längd:
                rader.append(
                    f'<rect class="{klass}" x="{vänster}" y="{y + 3}" width="{längd:.1f}" height="{RAD - 5}"/>'
                )
            rader.append(_text(round(vänster + längd) + LUFT, y + RAD - 4, _värdetext(stapel), "ord"))
            y += RAD
        y += LUFT
    rader.append(f'<line class="linje" x1="{vänster}" y1="{topp}" x2="{vänster}" y2="{y - LUFT}"/>')
    return _hela(d, bredd, y + KANT, rader).encode()


def _hela(d: Diagram, bredd: int, höjd: int, rader: Iterable[str]) -> str:
    värden = " ".join(f"{namn}: {', '.join(map(_värdetext, staplar))}." for namn, staplar in d.grupper)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{bredd}" height="{höjd}" viewBox="0 0 {bredd} {höjd}" '
            'lang="sv" xml:lang="sv" role="img" aria-labelledby="titel beskrivning">',
            f'<title id="titel">{escape(d.rubrik)}</title>',
            f'<desc id="beskrivning">{escape(d.underrubrik)}. {escape(värden)}</desc>',
            f"<style>{STIL}</style>",
            f'<rect class="yta" width="{bredd}" height="{höjd}"/>',
            *rader,
            "</svg>\n",
        ]
    )


def _text(x: float, y: float, text: str, klass: str, mer: str = "") -> str:
    return f'<text class="{klass}" x="{x:g}" y="{y:g}"{f" {mer}" if mer else ""}>{escape(text)}</text>'


def _bredd(texter: Iterable[str]) -> int:
    return round(max(map(len, texter), default=0) * TYP * TECKENBREDD)


def _värdetext(stapel: Stapel) -> str:
    return f"{stapel.serie} {stapel.text}{stapel.mer}"
