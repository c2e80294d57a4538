"""Vet vad ett dokument är gjort av, så att det går att visa och kontrollera långt senare och utan uppgifterna.

Intyget ligger bredvid dokumentet, i mappen intyg/. Det har dokumentets, mallens och uppgifternas kontrollsummor,
reglerna och vad de sa, kvittenserna, godkännandena, och varje ord ur uppgifterna med sitt ursprung.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from avtalsgenerator import __version__
from avtalsgenerator.noder import Tabell
from avtalsgenerator.regler import REGLER, regelsida
from avtalsgenerator.ursprung import bitar, led, väg

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from avtalsgenerator.fyllning import Utskrivet
    from avtalsgenerator.modell.grund import Faktum
    from avtalsgenerator.noder import Källtext, Plats
    from avtalsgenerator.register import Register
    from avtalsgenerator.regler import Anmärkning
    from avtalsgenerator.regler.grund import Läge
    from avtalsgenerator.ursprung import Ursprung

SCHEMA = 1
"""Intygets form. Höjs när ett fält byter namn eller betydelse."""
MAPP = "intyg"


def intygsnamn(filnamn: str) -> str:
    """Intygets plats, räknat från mappen där dokumentet, eller dess PDF, ligger."""
    return f"{MAPP}/{filnamn.removesuffix('.docx')}.json"


def gör_intyg(
    *,
    fil: str,
    slag: str,
    part: str | None,
    utkast: bool,
    läge: Läge,
    mall: tuple[str, Mapping[str, bytes]],
    anmärkningar: Sequence[Anmärkning],
    menad_text: Mapping[str, str],
    utskrivet: Sequence[Utskrivet],
    spår: Mapping[Ursprung, int],
) -> dict[str, Any]:
    """Intyget för ett färdigt dokument, utom dokumentets egen kontrollsumma."""
    mallnamn, malldelar = mall
    platser = {p: n for n, p in enumerate(dict.fromkeys(p for u in spår for p in u.platser))}
    svar: dict[str, Any] = {
        "schema": SCHEMA,
        "program": f"avtalsgenerator {__version__}",
        "dokument": {"fil": fil, "slag": slag, "utkast": utkast},
        "gäller": {"namn": läge.id, "dag": str(läge.dag), "part": part},
        "mall": {"namn": mallnamn, "sha256": _delarnas_summa(malldelar)},
        "ordens_sha256": _delarnas_summa({namn: text.encode() for namn, text in menad_text.items()}),
        "filer": _summor(läge.register, platser),
        "regler": {"antal": len(REGLER), "sha256": _reglernas_summa()},
        "anmärkningar": [_anmärkning(a) for a in anmärkningar],
        "uppgifter": [_uppgift(p, läge.register) for p in platser],
        "ursprung": [_ursprung(u, platser) for u in spår],
        "ord": list(_orden(utskrivet)),
    }
    summor = summor_i(svar)
    granskade = (g for g in läge.mål.granskningar if not utkast and g.dokument == slag and g.summor == summor)
    svar["granskad"] = [{"av": g.av, "dag": str(g.dag)} for g in granskade]
    return svar


def skriv_intyg(intyg: Mapping[str, Any], innehåll: bytes) -> bytes:
    """Intyget som JSON, med kontrollsumman av dokumentets byte. Varje post i en lista har en egen rad."""
    dokument = {**intyg["dokument"], "sha256": summa(innehåll)}
    rader = ",\n".join(f"{_json(nyckel)}: {_i_rader(v)}" for nyckel, v in {**intyg, "dokument": dokument}.items())
    return f"{{\n{rader}\n}}\n".encode()


def pdf_intyg(intyg: bytes, fil: str, innehåll: bytes) -> bytes:
    """Intyget för en PDF: dokumentets, med PDF:ens namn och kontrollsumma."""
    uppgifter = json.loads(intyg)
    return skriv_intyg({**uppgifter, "dokument": {**uppgifter["dokument"], "fil": fil}}, innehåll)


def _i_rader(värde: Any) -> str:
    if not isinstance(värde, list) or not värde:
        return _json(värde)
    return "[\n" + ",\n".join(f" {_json(v)}" for v in värde) + "\n]"


def _json(värde: Any) -> str:
    return json.dumps(värde, ensure_ascii=False)


def summor_i(intyg: Mapping[str, Any]) -> tuple[str, str, str]:
    """Kontrollsummorna av dokumentets ord, av uppgifterna bakom dem och av mallen.

    Var i filerna uppgifterna står, dagen och programmets version påverkar dem inte.
    """
    bakom = (x.encode() for ord_, vägar in ord_och_vägar(intyg) for x in (ord_, "\n".join(vägar)))
    return intyg["ordens_sha256"], summa(*bakom), intyg["mall"]["sha256"]


def ord_och_vägar(intyg: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Varje ord ur uppgifterna, del för del i den ordning de står, och vägarna till det som det kommer ur.

    Vägarna är utan platsen i en lista, som blir en annan när en post läggs till före.
    """
    vägar = [re.sub(r"\[\d+\]", "[]", u["väg"]) for u in intyg["uppgifter"]]
    bakom = [tuple(sorted(vägar[n] for n in u["uppgifter"])) for u in intyg["ursprung"]]
    return ((o["ord"], bakom[o["ursprung"]]) for o in sorted(intyg["ord"], key=lambda o: str(o["del"])))


def _delarnas_summa(delar: Mapping[str, bytes]) -> str:
    return summa(*(x for namn in sorted(delar) for x in (namn.encode(), delar[namn])))


def summa(*delar: bytes) -> str:
    """Kontrollsumman (SHA-256) av delarna efter varandra, var och en med sin längd."""
    s = hashlib.sha256()
    for del_ in delar:
        s.update(len(del_).to_bytes(8, "big") if len(delar) > 1 else b"")
        s.update(del_)
    return s.hexdigest()


@cache
def _reglernas_summa() -> str:
    return summa(*(regelsida(kod).encode() for kod in sorted(REGLER)))


def uppgiftssumma(källtext: Källtext) -> str:
    """Kontrollsumman av en fil med uppgifter, så som den läses: oberoende av radslut och teckenform."""
    return _radernas_summa(källtext.rader)


@lru_cache(maxsize=4096)
def _radernas_summa(rader: tuple[str, ...]) -> str:
    return summa("\n".join(rader).encode())


@lru_cache(maxsize=4)
def _filer(r: Register) -> dict[str, tuple[Faktum, str]]:
    """Filerna som registret är läst ur: vad var och en är, och dess kontrollsumma."""
    fakta: list[Faktum] = [*r.parter.values(), *r.beslut.values(), *r.avtal.values(), *r.handlingar.values()]
    fakta += r.skrivelser.values()
    return {f.plats().fil: (f, uppgiftssumma(f.plats().källtext)) for f in fakta}


def _summor(register: Register, platser: Iterable[Plats]) -> dict[str, str]:
    """Kontrollsumman av varje fil som registret är läst ur, och av textfilerna som platserna ligger i."""
    svar = {fil: summa for fil, (_, summa) in _filer(register).items()}
    svar |= {p.fil: uppgiftssumma(p.källtext) for p in platser if p.fil not in svar}
    return dict(sorted(svar.items()))


def _anmärkning(a: Anmärkning) -> dict[str, Any]:
    svar: dict[str, Any] = {
        "kod": a.kod,
        "nivå": a.allvar.ord_,
        "text": a.text,
        "plats": f"{a.plats.fil}:{a.plats.rad}",
    }
    if k := a.kvittens:
        svar["besvarad"] = {"av": k.av, "dag": str(k.dag), "motivering": k.motivering}
    return svar


@lru_cache(maxsize=512)
def _uppgift(plats: Plats, register: Register) -> dict[str, Any]:
    """Uppgiften som platsen ligger i. Handlingens andra dokument visar ofta samma."""
    vägen = väg(plats)
    mer = {"källa": _källan(plats, register), "beslut": beslutet_bakom(vägen, register)}
    return {"väg": vägen, "rad": plats.rad, **{namn: text for namn, text in mer.items() if text}}


def beslutet_bakom(vägen: str, register: Register) -> str:
    """Beslutet som uppgiften står i, eller som ger den rätt som den hör till."""
    fil, _, stig = vägen.partition("#")
    delar = fil.rpartition(".")[0].split("/")
    id_ = f"{delar[1]}/{delar[3]}" if delar[0] == "parter" and len(delar) == 4 else ""  # parter/ID/beslut/FIL
    steg = led(stig)
    if steg[:1] == ("behörighet",) and len(steg) > 1 and delar[1] in register.parter:
        id_ = register.parter[delar[1]].behörighet[int(steg[1])].stöd or ""
    return register.beslut[id_].med_status() if id_ in register.beslut else ""


def _ursprung(u: Ursprung, platser: Mapping[Plats, int]) -> dict[str, Any]:
    svar: dict[str, Any] = {"uppgifter": [platser[p] for p in u.platser]}
    return svar | ({"räknat": u.räknat} if u.räknat else {}) | ({"löpande": True} if u.löpande else {})


def _orden(utskrivet: Sequence[Utskrivet]) -> Iterator[dict[str, Any]]:
    """Varje ord ur uppgifterna i den ordning de står, med numret på sitt ursprung och mallens stycke."""
    for u in utskrivet:
        for bit, nummer in bitar(u.ord_):
            if nummer is not None:
                yield {"ord": bit, "del": u.del_.removeprefix("word/"), "ursprung": nummer, "mallstycke": u.mallstycke}


def _källan(plats: Plats, register: Register) -> str:
    """Den källa som underlaget anger för uppgiften: den närmaste utanför den."""
    if plats.fil not in _filer(register):
        return ""  # en textfil
    nod: Any = _filer(register)[plats.fil][0].tabell
    funnen = ""
    for steg in led(väg(plats).partition("#")[2]):
        funnen = _källa_i(nod) or funnen
        try:
            nod = nod[steg]
        except (KeyError, IndexError, TypeError):
            break
    return _källa_i(nod) or funnen


def _källa_i(nod: Any) -> str:
    if not isinstance(nod, Tabell) or "källa" not in nod:
        return ""
    källa = nod["källa"]
    if isinstance(källa, Tabell):
        return ", ".join(f"rad {v}" if n == "rader" else str(v) for n, v in källa.items())
    return str(källa)
