"""Vet hur ett utkast blir en vy på sidan att läsa: texten, anmärkningarna bredvid och varje ords ursprung.

Utan skript leder länkarna ner till uppgiften i stället för att visa den bredvid.
"""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any

from lxml import etree

from avtalsgenerator.granskning.lassida import Läsida, Vy, ifylld
from avtalsgenerator.granskning.textsida import Textsida
from avtalsgenerator.malltext import W, text_i
from avtalsgenerator.regler import Allvar
from avtalsgenerator.svenska import antal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from avtalsgenerator.granskning.kontroller import Innehållskontroll
    from avtalsgenerator.regler import Anmärkning

FLEST_UPPGIFTER = 5
"""Så många av uppgifterna bakom ett räknat ord räknas upp; resten sägs som ett antal."""


def utkastsida(
    delar: Mapping[str, bytes],
    titel: str,
    intyg: bytes,
    kontroller: Sequence[Innehållskontroll],
    anmärkningar: Sequence[Anmärkning],
) -> Läsida:
    """Sidan för ett utkast, med innehållskontroller och kommentarer i ``delar``."""
    vad: dict[str, Any] = json.loads(intyg)
    länkar = {k.tagg: f"u{nummer}" for nummer, k in enumerate(kontroller)}
    text = Textsida(delar, lambda tagg: länkar.get(tagg, ""))
    brödtext, sidhuvud = text.brödtext(), text.sidhuvud()
    vy = ifylld(
        "textvy.html",
        sidhuvud=sidhuvud,
        brödtext=brödtext,
        anmärkningar="\n".join(_kommentarer(delar, text.anmärkta)),
        först="\n".join(text.först[1:]),
        uppgifter="\n".join(_uppgift(n, k, vad) for n, k in enumerate(kontroller)),
    )
    om = (
        _om(vad),
        f"{_läget(anmärkningar)}. Ett prickat ord kommer ur uppgifterna: välj det för att se varifrån. "
        "En siffra leder till en anmärkning.",
    )
    return Läsida(f"{titel} (utkast)", text.utkastmärke(), om, (Vy("texten", "Texten", vy),))


def _om(intyg: Mapping[str, Any]) -> str:
    gäller = intyg["gäller"]
    return f"{gäller['namn']}, så som det är {gäller['dag']}. Mall: {intyg['mall']['namn']}."


def _läget(anmärkningar: Sequence[Anmärkning]) -> str:
    hinder, varningar, upplysningar = (sum(a.allvar is x and a.öppen for a in anmärkningar) for x in reversed(Allvar))
    return (
        f"{antal(hinder, 'hinder', 'hinder')}, {antal(varningar, 'varning', 'varningar')} och "
        f"{antal(upplysningar, 'upplysning', 'upplysningar')}"
    )


def _kommentarer(delar: Mapping[str, bytes], ordning: Sequence[str]) -> list[str]:
    """Anmärkningarna vid orden, i den ordning de har sina nummer i texten."""
    if "word/comments.xml" not in delar:
        return []
    svar = []
    alla = {k.get(f"{W}id", ""): k for k in etree.fromstring(delar["word/comments.xml"]).iter(f"{W}comment")}
    for nummer, id_ in enumerate(ordning, 1):
        k = alla[id_]
        stycken = [text_i(p) for p in k.iter(f"{W}p")]
        rubrik, *resten = [escape(s) for s in stycken if s]
        slag = rubrik.partition(" ")[0]
        svar.append(
            f'<li id="a{id_}" class="{slag}"><h3><a href="#v{id_}">{nummer}. {rubrik}</a></h3>'
            f"{''.join(f'<p>{s}</p>' for s in resten)}</li>"
        )
    return svar


def _uppgift(nummer: int, kontroll: Innehållskontroll, intyg: Mapping[str, Any]) -> str:
    ursprung = intyg["ursprung"][nummer]
    alla = [intyg["uppgifter"][n] for n in ursprung["uppgifter"]]
    rader = []
    if räknat := ursprung.get("räknat"):
        rader.append(f"<p>Räknat: {escape(räknat)}, ur {antal(len(alla), 'uppgift', 'uppgifter')}.</p>")
    for u in alla[:FLEST_UPPGIFTER]:
        fil, _, stig = u["väg"].partition("#")
        delar = [f"<code>{escape(fil)}:{u['rad']}</code>", f"<span>{escape(stig)}</span>" if stig else ""]
        delar += [f"<span>{namn.capitalize()}: {escape(u[namn])}</span>" for namn in ("källa", "beslut") if namn in u]
        rader.append(f"<p>{'<br>'.join(filter(None, delar))}</p>")
    if len(alla) > FLEST_UPPGIFTER:
        rader.append(f"<p>och {len(alla) - FLEST_UPPGIFTER} till</p>")
    return f'<li id="u{nummer}"><h3>{escape(kontroll.titel)}</h3>{"".join(rader)}</li>'
