"""PAR: vilka som får vara parter, ansluta sig och gå ur."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avtalsgenerator.regler.grund import Allvar, Fynd, Märke, i_avtalet, regel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avtalsgenerator.per_datum import Avtalsläge


@regel(
    "PAR01", "Den nya parten hör inte till avtalets krets", Allvar.HINDER, källa="avtalets bestämmelse om anslutning"
)
def utanför_kretsen(läge: Avtalsläge) -> Iterator[Fynd]:
    regel_ = läge.avtal.anslutning
    if regel_ is None:
        return
    krets = läge.register.parter[regel_.krets].namn
    for d in läge.nya:
        if d.part.slag != "kommun" or regel_.krets not in d.part.kretsar:
            yield Fynd(
                f"{d.part.namn} är inte en kommun i {krets} och kan inte ansluta sig",
                d.plats,
                "Ta bort parten ur tilläggsavtalet, eller ändra avtalet först.",
                "får inte ansluta sig",
                (Märke(d.part.plats("kretsar"), "partens kretsar"),),
                i_avtalet(regel_.paragraf),
            )


@regel("PAR02", "Den som ansluter är redan part", Allvar.HINDER, källa="avtalets uppräkning av parter")
def redan_part(läge: Avtalsläge) -> Iterator[Fynd]:
    redan = {d.part.id: d for d in läge.deltaganden if d not in läge.nya and d.gäller(läge.kostnadsdag)}
    for d in läge.nya:
        if d.part.id in redan:
            yield Fynd(
                f"{d.part.namn} är redan part i avtalet",
                d.plats,
                "Ta bort parten ur tilläggsavtalet.",
                "är redan part",
                (Märke(redan[d.part.id].plats, "här blev den part"),),
            )


@regel("PAR03", "Den som går ur är inte part", Allvar.HINDER, källa="avtalets uppräkning av parter")
def inte_part(läge: Avtalsläge) -> Iterator[Fynd]:
    if läge.handling is None:
        return
    före = {d.part.id for d in läge.parter_före}
    for nummer, id_ in enumerate(läge.handling.utträder):
        if id_ not in före:
            yield Fynd(
                f"{läge.register.parter[id_].namn} är inte part i avtalet och kan inte gå ur det",
                läge.handling.plats("utträder", nummer),
                "Kontrollera vilken part det gäller.",
                "är inte part",
            )


@regel(
    "PAR04",
    "Avtalet säger inget om anslutning",
    Allvar.VARNING,
    källa="praxis: nya parter kräver alla parters samtycke",
)
def ingen_anslutningsregel(läge: Avtalsläge) -> Iterator[Fynd]:
    if läge.nya and läge.avtal.anslutning is None:
        yield Fynd(
            f"{läge.avtal.kortnamn} har ingen bestämmelse om hur nya parter ansluter sig",
            läge.avtal.plats("namn"),
            "Lägg till anslutning i avtalets fil, om avtalet har en sådan bestämmelse.",
        )


@regel("PAR05", "Den som byter organ är inte part", Allvar.HINDER, källa="avtalets uppräkning av parter")
def byter_organ_utan_att_vara_part(läge: Avtalsläge) -> Iterator[Fynd]:
    parter = {d.part.id for d in läge.deltaganden}
    for ändring in läge.handling.ändrar if läge.handling else ():
        for nummer, byte in enumerate(ändring.organ):
            if byte.part not in parter:
                yield Fynd(
                    f"{läge.register.parter[byte.part].namn} är inte part i avtalet och kan inte byta organ i det",
                    ändring.plats("organ", nummer),
                    "Kontrollera vilken part ändringen gäller.",
                    "är inte part",
                )
