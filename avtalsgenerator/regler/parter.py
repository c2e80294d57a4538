"""PAR: vilka som får vara parter, ansluta sig och gå ur."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avtalsgenerator.regler.grund import Allvar, Fynd, Märke, i_avtalet, regel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avtalsgenerator.modell import Part
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


def _dubbla(läge: Avtalsläge, vad: str) -> Iterator[tuple[Part, Part, str]]:
    """Parter som har samma nummer av ett slag som en part före dem."""
    sedda: dict[str, Part] = {}
    for part in {d.part.id: d.part for d in läge.undertecknande}.values():
        organisationsnummer = part.organisationsnummer.värde if part.organisationsnummer else None
        nummer = part.kommunkod if vad == "kommunkod" else organisationsnummer
        if nummer and sedda.setdefault(nummer, part) is not part:
            yield sedda[nummer], part, nummer


@regel("PAR06", "Två parter har samma nummer", Allvar.HINDER, källa="praxis: parten ska gå att identifiera")
def samma_nummer(läge: Avtalsläge) -> Iterator[Fynd]:
    for vad in ("organisationsnummer", "kommunkod"):
        for första, part, nummer in _dubbla(läge, vad):
            yield Fynd(
                f"{första.namn} och {part.namn} har samma {vad}, {nummer}",
                part.plats(vad),
                "Rätta numret hos den av dem som har fel.",
                "samma nummer",
                (Märke(första.plats(vad), "den andra parten"),),
                vem=part.id,
            )


NUMMERGRUPP = {"kommun": "212000", "region": "232100", "statlig_myndighet": "202100", "kommunalförbund": "222000"}
"""De sex första siffrorna i numret, efter slag av part. Så är numren i underlaget och i öppna register."""


@regel(
    "PAR07",
    "Organisationsnumret är inte av det slag som parten är",
    Allvar.VARNING,
    källa="praxis: kommuner, regioner, myndigheter och kommunalförbund har nummer ur var sin serie",
)
def fel_nummergrupp(läge: Avtalsläge) -> Iterator[Fynd]:
    for d in läge.undertecknande:
        nummer, grupp = d.part.organisationsnummer, NUMMERGRUPP[d.part.slag]
        if nummer and not nummer.värde.startswith(grupp):
            yield Fynd(
                f"{d.part.namn} är {d.part.slag.replace('_', ' ')}, men numret {nummer.värde} börjar inte på {grupp}",
                nummer.plats("värde"),
                "Kontrollera numret och slaget mot registreringsbeviset.",
                "en annan serie",
                (Märke(d.part.plats("slag"), "partens slag"),),
                vem=d.part.id,
            )


@regel(
    "PAR08",
    "Det juridiska namnet är inte en kommuns eller regions",
    Allvar.VARNING,
    källa="praxis: part är den juridiska personen; stad och region är namn i dagligt tal",
)
def inte_juridiskt_namn(läge: Avtalsläge) -> Iterator[Fynd]:
    for d in läge.undertecknande:
        ord_ = {"kommun": ("kommun",), "region": ("region", "landsting")}.get(d.part.slag)
        namn = d.part.juridiskt_namn
        if ord_ and not any(o in namn.värde.casefold() for o in ord_):
            yield Fynd(
                f"”{namn.värde}” anges som juridiskt namn för en {d.part.slag}",
                namn.plats("värde"),
                "Skriv det registrerade namnet, till exempel Göteborgs kommun. Det vanliga namnet står i namn.",
                vem=d.part.id,
            )


@regel(
    "PAR09",
    "En part kan inte omfattas av kommunernas avtalssamverkan",
    Allvar.UPPLYSNING,
    källa="KL 9 kap. 37 § gäller kommuner och regioner; en myndighets del vilar på förvaltningslagen 8 §",
)
def utanför_avtalssamverkan(läge: Avtalsläge) -> Iterator[Fynd]:
    for d in läge.undertecknande if läge.handling is None else ():
        if d.part.slag == "statlig_myndighet":
            yield Fynd(
                f"{d.part.namn} är en myndighet, så kommunerna kan inte låta den utföra sina uppgifter genom avtalet",
                d.part.plats("slag"),
                "Se till att avtalet bara låter myndigheten bidra till samverkan.",
                vem=d.part.id,
            )
