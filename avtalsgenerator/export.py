"""Vet hur resultat skrivs som JSON, för andra program. Formatet har ett versionsnummer (``schema``)."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from avtalsgenerator.frister import kommande
from avtalsgenerator.regler import Allvar
from avtalsgenerator.textversion import version
from avtalsgenerator.underlag import signaturlista

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from avtalsgenerator.andringar.aterkomst import Återkomst
    from avtalsgenerator.antagande import Jämförelse
    from avtalsgenerator.antagande.delmangder import Delmängder, Takräkning
    from avtalsgenerator.antagande.hypotes import Krav
    from avtalsgenerator.antagande.jamforelse import Rad, Tak
    from avtalsgenerator.behorighetskedja import Kedja
    from avtalsgenerator.beslutslage import Beslutsläge
    from avtalsgenerator.granskning.skillnad import Skillnad
    from avtalsgenerator.kedja import Kontroll
    from avtalsgenerator.kostnad import Bidrag
    from avtalsgenerator.modell import Part
    from avtalsgenerator.modell.kvittens import Kvittens
    from avtalsgenerator.per_datum import Avtalsläge, Deltagande, Underskrift
    from avtalsgenerator.register import Register
    from avtalsgenerator.regler import Anmärkning
    from avtalsgenerator.regler.granskning import Granskat
    from avtalsgenerator.skrivelselage import Skrivelseläge
    from avtalsgenerator.underlag.underskrifter import Block
    from avtalsgenerator.utdata import Sparad

SCHEMA = 1


def kontroll_json(kontroll: Kontroll) -> str:
    """Anmärkningarna. ``nivå`` är hinder, varning eller upplysning."""
    fynd = [
        {
            "kod": a.kod,
            "nivå": a.allvar.ord_,
            "rubrik": a.rubrik,
            "text": a.text,
            "plats": {"fil": a.plats.fil, "rad": a.plats.rad, "kolumn": a.plats.kolumn},
            "grund": a.grund,
            "råd": a.råd,
            "part": a.vem.partition("/")[0] or None,
            "kvittens": _kvittens(a.kvittens),
        }
        for a in kontroll.anmärkningar
    ]
    sammanfattning = {
        "hinder": kontroll.antal(Allvar.HINDER),
        "varningar": kontroll.antal(Allvar.VARNING),
        "upplysningar": kontroll.antal(Allvar.UPPLYSNING),
        "besvarade": len(kontroll.besvarade),
        "utan_anmärkning": kontroll.utan_anmärkning,
        "kontrollerat": [{"id": läge.id, "per": str(läge.dag)} for läge in kontroll.lägen],
    }
    return som_json({"sammanfattning": sammanfattning, "fynd": fynd})


def _kvittens(k: Kvittens | None) -> dict[str, str] | None:
    return {"av": k.av, "dag": str(k.dag), "motivering": k.motivering} if k else None


def läge_json(läge: Avtalsläge, granskat: Sequence[Granskat] = ()) -> str:
    """Parter, belopp, underskrifter och kommande dagar. Belopp är kronor per år, ``null`` om de inte kan räknas."""
    period = läge.avtalsperiod
    return som_json(
        {
            "avtal": läge.avtal.id,
            "handling": läge.handling.id if läge.handling else None,
            "per": str(läge.dag),
            "version": version(läge),
            "avtalsperiod": {"från": str(period[0]), "till": str(period[1])} if period else None,
            "prisnivå": läge.kostnad.prisnivå,
            "parter": [
                {
                    "id": d.part.id,
                    "namn": d.part.namn,
                    "från": str(d.från),
                    "till": str(d.till),
                    "ny": d in läge.nya,
                    "bidrag": [_bidrag(b) for b in läge.kostnad.för(d.part)],
                }
                for d in läge.parter
            ],
            "underskrifter": [
                _underskrift(u, block) for u, block in zip(läge.underskrifter, signaturlista(läge).block, strict=True)
            ],
            "dagar": [
                {
                    "dag": str(f.dag),
                    "vad": f.vad,
                    "text": f.text,
                    "grund": f.grund,
                    "plats": {"fil": f.plats.fil, "rad": f.plats.rad, "kolumn": f.plats.kolumn},
                    "verifierad": f.säker,
                }
                for f in kommande(läge)
            ],
            "godkänt": _godkänt(granskat),
        }
    )


def behörighet_json(läge: Avtalsläge, kedjor: Sequence[Kedja]) -> str:
    """Kedjan bakom varje underskrift, länk för länk."""
    return som_json(
        {
            "handling": läge.id,
            "per": str(läge.dag),
            "kedjor": [
                {
                    "underskrift": k.underskrift.id,
                    "håller": k.håller.ord_,
                    "länkar": [
                        {
                            "länk": länk.vad,
                            "håller": länk.håller.ord_,
                            "uppgifter": länk.uppgifter,
                            "källor": länk.källor,
                            "koder": [a.kod for a in länk.anmärkningar],
                        }
                        for länk in k.länkar
                    ],
                }
                for k in kedjor
            ],
        }
    )


def jämförelse_json(j: Jämförelse) -> str:
    """Vad antaganden ändrar. Belopp är kronor per år; ``ändring`` är skillnaden som del av beloppet före."""
    före, efter = j.summa
    return som_json(
        {
            "avtal": j.efter.avtal.id,
            "handling": j.efter.handling.id if j.efter.handling else None,
            "per": str(j.dag),
            "antaganden": [
                {"text": a.text, "slag": a.slag, "parter": a.parter, "dag": str(a.dag) if a.dag else None}
                for a in j.antaganden
            ],
            "utan_verkan": [a.text for a in j.utan_verkan],
            "parter": [_rad(j, rad) for rad in j.rader],
            "summa": {"före": _tal(före), "efter": _tal(efter)},
            "fördelning": {"före": _fördelning(j.före), "efter": _fördelning(j.efter)},
            "krav": [_krav(k) for k in j.krav],
            "villkor": [
                {**_villkor(t), "före": _tal(t.före), "efter": _tal(t.efter), "höll": t.höll, "håller": t.håller}
                for t in j.tak
            ],
            "tillkommer": [_kort(a) for a in j.tillkommer],
            "försvinner": [_kort(a) for a in j.försvinner],
            "delmängder": _delmängder(j.delmängder) if j.delmängder else None,
        }
    )


def _rad(j: Jämförelse, rad: Rad) -> dict[str, Any]:
    return {
        "id": rad.part.id,
        "namn": rad.part.namn,
        "före": _sida(j.före, rad.part, rad.före, rad.belopp_före),
        "efter": _sida(j.efter, rad.part, rad.efter, rad.belopp_efter),
        "skillnad": _tal(rad.skillnad),
        "ändring": _tal(rad.ändring),
    }


def _sida(läge: Avtalsläge, part: Part, d: Deltagande | None, belopp: Fraction | None) -> dict[str, Any] | None:
    """Partens belopp och bidrag; ``null`` om den inte är part."""
    return {"belopp": _tal(belopp), "bidrag": [_bidrag(b) for b in läge.kostnad.för(part)]} if d else None


def _fördelning(läge: Avtalsläge) -> list[dict[str, Any]]:
    """Posterna som delas efter folkmängd."""
    return [
        {
            "parter": bild.post.parter,
            "belopp": _tal(bild.belopp),
            "befolkning_per": str(bild.befolkning_per) if bild.befolkning_per else None,
            "avrundning": bild.post.avrundning.värde,
            "rest": _tal(bild.rest),
            "rest_på": bild.post.rest_på,
            "kan_räknas": bild.kan_räknas,
        }
        for bild in läge.kostnad.poster
        if bild.post.parter and bild.belopp is not None
    ]


def _krav(k: Krav) -> dict[str, Any]:
    return {
        "antagande": k.antagande.text,
        "slag": k.handling.slag,
        "begäran_inkom": str(k.begäran.inkom) if k.begäran else None,
        "tidigast": str(k.tidigast) if k.tidigast else None,
        "underskrifter": [
            {"part": u.part.id, "organ": u.organ.namn if u.organ else None} for u in k.läge.underskrifter
        ],
    }


def _villkor(t: Tak | Takräkning) -> dict[str, Any]:
    v = t.villkor
    return {"part": t.part.id, "beslut": t.beslut.id, "text": v.text, "högst": v.kostnad_högst, "tål": _tal(v.tål)}


def _kort(a: Anmärkning) -> dict[str, str]:
    return {"kod": a.kod, "nivå": a.allvar.ord_, "text": a.text}


def _delmängder(d: Delmängder) -> dict[str, Any]:
    return {
        "obestämda": [p.id for p in d.osäkra],
        "fall": d.antal,
        "räknade": d.räknade,
        "kan_inte_räknas": d.kan_inte_räknas,
        "saknar_folkmängd": [p.id for p in d.saknar_folkmängd],
        "utan_betalare": d.utan_betalare,
        "befolkning_per": [str(dag) for dag in d.befolkning_per],
        "spann": [
            {
                "id": s.part.id,
                "lägst": {"belopp": _tal(s.lägst.belopp), "med": [p.id for p in s.lägst.med]},
                "högst": {"belopp": _tal(s.högst.belopp), "med": [p.id for p in s.högst.med]},
                "alla": _tal(s.alla),
                "ingen": _tal(s.ingen),
            }
            for s in d.spann
        ],
        "villkor": [{**_villkor(t), "fall": t.fall} for t in d.tak],
        "anmärkningar": [_kort(a) for a in d.anmärkningar],
    }


def beslut_json(läge: Beslutsläge, granskat: Sequence[Granskat] = ()) -> str:
    """Ett beslut."""
    b = läge.beslut
    return som_json(
        {
            "beslut": b.id,
            "part": b.part or None,
            "organ": b.organ,
            "sammanträdesdatum": str(b.sammanträdesdatum) if b.sammanträdesdatum else None,
            "paragraf": b.paragraf,
            "diarienummer": b.diarienummer,
            "status": b.status,
            "rubrik": b.rubrik,
            "beslutssatser": [sats.text for sats in b.beslutssatser],
            "godkänt": _godkänt(granskat),
        }
    )


def skrivelse_json(läge: Skrivelseläge, granskat: Sequence[Granskat] = ()) -> str:
    """En skrivelse."""
    s = läge.skrivelse
    return som_json(
        {
            "id": s.id,
            "handling": s.handling,
            "part": s.part,
            "rubrik": s.rubrik,
            "dag": str(s.dag.värde) if s.dag else None,
            "diarienummer": s.diarienummer,
            "avsnitt": [a.namn for a in s.avsnitt],
            "godkänt": _godkänt(granskat),
        }
    )


def _godkänt(granskat: Sequence[Granskat]) -> list[dict[str, Any]]:
    """Godkännandena av dokumenten, och vad som har ändrats sedan dess."""
    return [
        {
            "dokument": g.granskning.dokument,
            "av": g.granskning.av,
            "dag": str(g.granskning.dag),
            "håller": g.håller,
            "ändrat": list(g.ändrat),
            "kopia": g.kopia or None,
        }
        for g in granskat
    ]


def _bidrag(b: Bidrag) -> dict[str, Any]:
    return {
        "folkmängd": b.folkmängd.antal if b.folkmängd else None,
        "andel": _tal(b.del_.andel if b.del_ and b.post.parter else None),
        "belopp": _tal(b.belopp),
        "insats": b.post.insats,
    }


def _underskrift(u: Underskrift, block: Block) -> dict[str, Any]:
    return {
        "part": u.part.id,
        "organ": u.organ.namn if u.organ else None,
        "krävs": u.grund.krävs,
        "personer": [{"befattning": p.befattning, "namn": p.namn} for p in u.grund.undertecknare],
        "stöd": u.grund.stöd.id if u.grund.stöd else None,
        "undertecknat": str(u.undertecknat.dag) if u.undertecknat else None,
        "sätt": u.undertecknat.sätt if u.undertecknat else None,
        "läge": block.status,
        "skickas": block.skickas,
    }


def innehåll_json(register: Register) -> str:
    """Avtal och handlingar i mappen."""
    avtal = [{"id": a.id, "namn": a.namn, "från": str(a.avtalstid.från)} for a in register.avtal.values()]
    handlingar = [
        {"id": h.id, "handling": h.handling, "slag": h.slag, "gäller_från": str(h.gäller_från.värde)}
        for h in register.handlingar.values()
    ]
    skrivelser = [{"id": s.id, "handling": s.handling, "rubrik": s.rubrik} for s in register.skrivelser.values()]
    return som_json({"avtal": avtal, "handlingar": handlingar, "skrivelser": skrivelser})


def _tal(tal: Fraction | None) -> int | float | None:
    if tal is None:
        return None
    return int(tal) if tal.denominator == 1 else float(tal)


def skillnad_json(skillnad: Skillnad, sparad: Sparad | None) -> str:
    """Skillnaderna i ordning: ord, stycke, rad, tabell, paragraf, avsnitt eller formatmall."""
    return som_json(skillnaden(skillnad, sparad))


def skillnaden(skillnad: Skillnad, sparad: Sparad | None) -> dict[str, Any]:
    """Det som skiljer två dokument, som en del av JSON."""
    ändringar = [{**asdict(ä), "rad": ä.rad or None} for ä in skillnad.ändringar]
    return {
        "sammanfattning": {
            "gammalt": skillnad.gammalt,
            "nytt": skillnad.nytt,
            "skillnader": len(ändringar),
            "fil": str(sparad.path) if sparad else None,
        },
        "skillnader": ändringar,
        "nya_nummer": [{"före": före, "efter": efter} for före, efter in skillnad.nya_nummer],
    }


def återkomst_json(g: Återkomst) -> str:
    """Det som är ändrat i ett utkast som har kommit tillbaka: uppgifter, text, form, kommentarer och det att veta."""
    å = g.återkommet
    return som_json(
        {
            "dokument": {"fil": å.namn, "slag": å.intyg["dokument"]["slag"], **å.intyg["gäller"]},
            "uppgifter": [
                {
                    "ställen": [{"plats": s.plats, "rad": s.rad or None} for s in u.ställen],
                    "av": u.av,
                    "orden": [{"före": före, "efter": efter, "av": å.vem(före, efter)} for före, efter in u.orden],
                    "vägar": u.vägar,
                    "räknat": u.räknat or None,
                    "förslag": {"före": u.före, "efter": u.efter} if u.efter else None,
                    "skäl": u.skäl or None,
                }
                for u in g.uppgifter
            ],
            "text": [
                {
                    **asdict(t.ändring),
                    "stycke": t.stycke,
                    "mallen": g.mallstycke(t.stycke) if t.stycke else "",
                    "av": å.vem(t.ändring.före, t.ändring.efter),
                }
                for t in å.högar.texter
            ],
            "form": [asdict(f) for f in å.högar.former],
            "kommentarer": [asdict(k) for k in å.kommentarer],
            "framsidan": å.på_framsidan,
            "borta_från_framsidan": å.borta_från_framsidan,
            "rutor": [{"titel": r.titel, "tagg": r.tagg, "i_utkastet": a, "nu": b} for r, a, b in å.rutor],
            "sedan_dess": [asdict(ä) for ä in g.sedan_dess],
        }
    )


def som_json(värde: dict[str, Any]) -> str:
    """Värdet som JSON, med formatets versionsnummer."""
    return json.dumps({"schema": SCHEMA, **värde}, ensure_ascii=False, indent=2)
