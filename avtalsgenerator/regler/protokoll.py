"""PRO: om ett protokollsutdrag kan göras av beslutet, och om det som står i det räcker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avtalsgenerator.modell.protokoll import STANDARDFORM
from avtalsgenerator.regler.firmatecknare import STATUS
from avtalsgenerator.regler.grund import Allvar, Fynd, Märke, regel
from avtalsgenerator.regler.uppgifter import okontrollerat
from avtalsgenerator.svenska import uppräkning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avtalsgenerator.beslutslage import Beslutsläge


@regel("PRO01", "Utdraget gäller ett beslut som inte är fattat", Allvar.HINDER, om="beslut", källa="KL 5 kap. 66 §")
def inte_fattat(läge: Beslutsläge) -> Iterator[Fynd]:
    b = läge.beslut
    if b.status == "förslag":
        yield Fynd(
            f"”{b.beteckning()}” är {STATUS[b.status]}, så det finns inget protokoll att göra utdrag ur",
            b.plats("status"),
            "Vänta tills beslutet är fattat. Skriv då in status, dag och paragraf.",
            f"status är {b.status}",
        )


@regel("PRO02", "Utdraget saknar dag eller paragraf", Allvar.HINDER, om="beslut", källa="KL 5 kap. 66 §")
def utan_dag_eller_paragraf(läge: Beslutsläge) -> Iterator[Fynd]:
    b = läge.beslut
    saknas = [
        vad
        for vad, finns in (
            ("sammanträdesdag", b.sammanträdesdatum),
            ("paragraf", b.paragraf or b.beslutsnummer or b.beslutande),
            ("känd part", läge.part),
        )
        if not finns
    ]
    if b.status != "förslag" and saknas:
        yield Fynd(
            f"”{b.rubrik}” har ingen {uppräkning(saknas, 'eller')}",
            b.plats("organ"),
            "Hämta uppgifterna ur protokollet.",
        )


@regel(
    "PRO03",
    "Beslutet är återgivet, inte ordagrant",
    Allvar.HINDER,
    om="beslut",
    källa="ett utdrag ska återge protokollets ord",
)
def inte_ordagrant(läge: Beslutsläge) -> Iterator[Fynd]:
    if not läge.beslut.ordagrant:
        yield Fynd(
            f"”{läge.beslut.beteckning()}” är inlagt i sammandrag med egna ord",
            läge.beslut.plats("ordagrant"),
            "Ersätt texterna med handlingens ordalydelse och ta bort raden ”ordagrant: nej”.",
        )


@regel(
    "PRO04",
    "Partens form visar inte allt i protokollet",
    Allvar.HINDER,
    om="beslut",
    källa="inget får falla bort i ett utdrag",
)
def faller_bort(läge: Beslutsläge) -> Iterator[Fynd]:
    visas = {vad for vad, _ in läge.avsnitt}
    for vad in STANDARDFORM:
        var, fält = (läge.beslut, "beslutssatser") if vad == "beslut" else (läge.protokoll, vad)
        if vad not in visas and getattr(var, fält) and läge.form:
            yield Fynd(
                f"Protokollet har {vad.replace('_', ' ')}, men formen för protokollsutdrag har inget sådant avsnitt",
                var.nyckelplats(fält),
                f"Lägg till {vad} bland avsnitten i partens form.",
                "skulle falla bort",
                (Märke(läge.form.nyckelplats("avsnitt"), "partens form"),),
            )


@regel(
    "PRO13", "Uppgiften är inte kontrollerad mot källan", Allvar.UPPLYSNING, om="beslut", källa="märkt verifierad: nej"
)
def okontrollerad(läge: Beslutsläge) -> Iterator[Fynd]:
    return okontrollerat(läge.beslut, "beslutet")


@regel(
    "PRO20",
    "Yrkandena går isär men beslutsgången saknas",
    Allvar.VARNING,
    om="beslut",
    källa="KL 5 kap. 67 § punkt 1 och 2",
)
def ingen_beslutsgång(läge: Beslutsläge) -> Iterator[Fynd]:
    yrkanden = läge.protokoll.yrkanden
    olika = {y.yrkar.rstrip(".").casefold() for y in yrkanden}
    if len(olika) > 1 and not läge.protokoll.beslutsgång:
        yield Fynd(
            "Yrkandena går isär, men protokollet säger inte i vilken ordning ordföranden ställde dem under proposition",
            läge.protokoll.nyckelplats("yrkanden"),
            "Lägg till beslutsgång: hur ordföranden lade fram förslagen, och vad hen fann att organet beslutade.",
            "yrkandena",
        )


@regel(
    "PRO29",
    "Rättelsen säger inte när den gjordes eller vad som ändrades",
    Allvar.VARNING,
    om="beslut",
    källa="JO 581-2013",
)
def ofullständig_rättelse(läge: Beslutsläge) -> Iterator[Fynd]:
    for r in läge.protokoll.rättelser:
        saknas = [
            vad for vad, finns in (("vilken dag den gjordes", r.dag), ("vad som ändrades", r.ändring)) if not finns
        ]
        if saknas:
            yield Fynd(
                f"Rättelsen säger inte {uppräkning(saknas, 'eller')}",
                r.plats(),
                "Lägg till dag och ändring. Den som läser protokollet ska se att det är rättat, när och hur.",
            )


@regel(
    "PRO31",
    "Delegationsbeslutet säger inte vart det anmäls",
    Allvar.VARNING,
    om="beslut",
    källa="KL 6 kap. 40 § och 7 kap. 8 §",
)
def utan_anmälan(läge: Beslutsläge) -> Iterator[Fynd]:
    b = läge.beslut
    på_delegation = b.delegation or b.beslutande
    if på_delegation and b.status != "förslag" and not läge.i_statlig_myndighet and not b.anmäls_till:
        hur = "på delegation" if b.delegation else f"av {b.beslutande} ensam, alltså på delegation"
        yield Fynd(
            f"”{b.beteckning()}” är fattat {hur}, men det framgår inte vart det anmäls",
            b.plats("delegation" if b.delegation else "beslutande"),
            "Lägg till anmäls_till: nämnden som har delegerat. Har nämnden bestämt att sådana beslut inte behöver "
            "anmälas ska beslutet i stället protokolleras särskilt.",
            "fattat på delegation",
        )


@regel(
    "PRO32",
    "Delegationsbeslutet anmäldes innan det var fattat",
    Allvar.VARNING,
    om="beslut",
    källa="KL 6 kap. 40 § och 7 kap. 8 §",
)
def anmält_för_tidigt(läge: Beslutsläge) -> Iterator[Fynd]:
    b = läge.beslut
    if b.anmält and b.sammanträdesdatum and b.anmält < b.sammanträdesdatum:
        yield Fynd(
            f"”{b.beteckning()}” anmäldes {b.anmält}, innan det var fattat",
            b.plats("anmält"),
            "Rätta någon av dagarna. Det är ett fattat beslut som anmäls.",
            "anmält",
            (Märke(b.plats("sammanträdesdatum"), "fattat"),),
        )
