"""Vet vad alla dokument har gemensamt, och hur en uppgift som saknas visas."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from avtalsgenerator.modell.loptext import tolka
from avtalsgenerator.per_datum import INGEN_FINANSIERING
from avtalsgenerator.svenska import kronor, paragraf, uppräkning
from avtalsgenerator.ursprung import räknat, ur, ur_om
from avtalsgenerator.varden import Bit, Lucka, Löptext, Stycke

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from avtalsgenerator.beslutslage import Beslutsläge
    from avtalsgenerator.kostnad import Kostnadsbild, Postbild
    from avtalsgenerator.modell import Beslut, Handling, Part
    from avtalsgenerator.modell.avtal import Post
    from avtalsgenerator.modell.grund import Faktum
    from avtalsgenerator.noder import Plats
    from avtalsgenerator.per_datum import Avtalsläge, Underskrift
    from avtalsgenerator.register import Register

FLERTAL = {
    "kommun": "kommunerna",
    "region": "regionerna",
    "statlig_myndighet": "myndigheterna",
    "kommunalförbund": "kommunalförbunden",
}
"""Ett slag av parter i bestämd form flertal."""

OBESTÄMT = {
    "kommun": "kommuner",
    "region": "regioner",
    "statlig_myndighet": "myndigheter",
    "kommunalförbund": "kommunalförbund",
}
"""Ett slag av parter i obestämd form flertal."""

FLEST_I_RUBRIK = 5
"""Fler namn än så gör fil- och mappnamnet för långt."""


@dataclass(frozen=True)
class Lydelse:
    """En ny lydelse som ersätter texten i en av mallens paragrafer."""

    paragraf: int
    """Paragrafens nummer."""
    text: Löptext
    """Den nya texten, med en rad om var den kommer från."""


@dataclass(frozen=True)
class Paragrafnummer:
    """Det nummer som en paragraf har i det undertecknade avtalet, och därför måste få i dokumentet."""

    bokmärke: str
    """Bokmärket i paragrafens rubrik."""
    nummer: int
    """Numret."""


@dataclass(frozen=True)
class Gemensamt:
    """Ord som finns i varje mall: för sidhuvud, sidfot och dokumentets egenskaper."""

    titel: str
    """Dokumentets namn i sidhuvudet och i filens egenskaper."""
    handling: str
    """Vad handlingen är, med den dag den gäller: ”Tilläggsavtal Ale och Lilla Edet, från 2024-01-01”."""
    avtalsnamn: str
    """Avtalets hela namn."""
    kortnamn: str
    """Avtalets korta namn."""
    diarienummer: str | None
    """Ärendets nummer."""
    datum: str
    """Dagen som uppgifterna gäller, 2024-01-01."""
    parterna: str
    """Parternas korta namn i en uppräkning."""


@dataclass(frozen=True)
class OmBeslut:
    """Ord som finns i varje mall om ett beslut."""

    titel: str
    """Dokumentets namn i sidhuvudet och i filens egenskaper."""
    utfärdare: str | Lucka
    """Partens namn."""
    organ: str
    """Organet som har beslutat."""
    sammanträdesdatum: str | Lucka
    """Dagen för sammanträdet eller beslutet, 2025-11-05."""
    paragraf: str | Lucka
    """”§ 201”, eller beslutets nummer."""
    diarienummer: str | None
    """Ärendets nummer."""
    rubrik: str
    """Ärendets rubrik."""


def beslutstitel(läge: Beslutsläge, dokument: str) -> str:
    """Dokumentets namn, organet och paragrafen eller beslutsnumret: ”Protokollsutdrag kommunstyrelsen § 78”."""
    return " ".join(filter(None, (dokument, ur(läge.beslut, "organ"), _nummer(läge.beslut))))


def _nummer(beslut: Beslut) -> str | None:
    return ur_om(beslut, "paragraf", som=paragraf) or ur_om(beslut, "beslutsnummer")


def beslutet(b: Beslut, text: str = "") -> str:
    """Beslutet med organ, dag, paragraf och status, eller så som ``text`` skriver det."""
    fält = ("organ", "sammanträdesdatum", "paragraf", "beslutsnummer", "status")
    return räknat(text or b.med_status(), "beslutet", *(b.plats(f) for f in fält if getattr(b, f) is not None))


def om_beslut(läge: Beslutsläge, dokument: str) -> dict[str, object]:
    """Orden i ``OmBeslut`` för ett beslut, som nyckelord. ``dokument`` inleder titeln."""
    b = läge.beslut
    return {
        "titel": beslutstitel(läge, dokument),
        "utfärdare": ur_om(läge.part, "namn") or Lucka("parten"),
        "organ": ur(b, "organ"),
        "sammanträdesdatum": ur_om(b, "sammanträdesdatum") or Lucka("sammanträdesdag"),
        "paragraf": _nummer(b) or Lucka("paragraf"),
        "diarienummer": ur_om(b, "diarienummer"),
        "rubrik": ur(b, "rubrik"),
    }


def rubrik(läge: Avtalsläge) -> str:
    """Kort rubrik som också blir mappens och filens namn: ”Tilläggsavtal Ale och Lilla Edet”."""
    return handlingens_rubrik(läge.register, läge.handling) if läge.handling else ur(läge.avtal, "kortnamn")


def handlingens_rubrik(register: Register, handling: Handling) -> str:
    """Vad handlingen är och vilka eller vad den gäller."""
    if handling.ändrar:
        return f"Tilläggsavtal ändring av {ändrade_paragrafer(handling)}"
    vilka = [p.part for p in handling.ansluter] or list(handling.utträder)
    namn = uppräkning(ur(register.parter[v], "kortnamn") for v in vilka)
    if len(vilka) > FLEST_I_RUBRIK:
        namn = f"{ur(register.parter[vilka[0]], 'kortnamn')} och {len(vilka) - 1} till"
    slag = {"anslutning": "Tilläggsavtal", "utträde": "Utträde"}
    return f"{slag.get(handling.slag, f'Tilläggsavtal {handling.slag}')} {namn}"


def ändrade_paragrafer(handling: Handling) -> str:
    """Paragraferna som får ny lydelse: ”§ 2 och § 8”; tomt om handlingen inte ändrar någon."""
    return uppräkning(ur(ä, "paragraf", som=paragraf) for ä in handling.ändrar)


def ändrar_kostnader(läge: Avtalsläge) -> bool:
    """Om handlingen har en bilaga om kostnaderna: en ändring av annat har det inte."""
    ändrar = läge.handling.ändrar if läge.handling else ()
    return bool(läge.finansiering.poster) and (not ändrar or any(ä.finansiering for ä in ändrar))


def gemensamt(läge: Avtalsläge, dokument: str) -> dict[str, object]:
    """Orden i ``Gemensamt`` för ett läge, som nyckelord."""
    mål = läge.handling or läge.avtal
    utträde = läge.handling is not None and läge.handling.slag == "utträde"
    från = f", från {ur(läge.handling, 'gäller_från')}" if läge.handling else ""
    return {
        "titel": f"{dokument}: {rubrik(läge)}" if dokument else rubrik(läge),
        "handling": f"{rubrik(läge)}{från}",
        "avtalsnamn": ur(läge.avtal, "namn"),
        "kortnamn": ur(läge.avtal, "kortnamn"),
        "diarienummer": ur_om(mål, "diarienummer"),
        "datum": str(läge.dag),
        "parterna": uppräkning(ur(d.part, "kortnamn") for d in (läge.parter_före if utträde else läge.undertecknande)),
    }


def organisationsnummer(part: Part) -> str | Lucka:
    """Numret så som det skrivs ut, eller en lucka."""
    return ur_om(part, "organisationsnummer") or Lucka(f"organisationsnummer för {part.namn}")


def i_kronor(belopp: Fraction | int, vad: str, *platser: Plats) -> str | Lucka:
    """Ett belopp och vad det är räknat ur.

    Ett belopp som inte är hela ören kan inte betalas och skrivs därför inte ut (regeln EKO07).
    """
    if (Fraction(belopp) * 100).denominator != 1:
        return Lucka("belopp i hela ören")
    return räknat(kronor(belopp), vad, *platser)


def bidragets_platser(läge: Avtalsläge, bilder: Iterable[Postbild], part: Part | None = None) -> Iterator[Plats]:
    """Uppgifterna som bidragen i posterna är räknade ur.

    Det är partens egen folkmängd, postens belopp, de andras folkmängd och uppräkningen. Utan poster är det den tomma
    finansieringen.
    """
    bilder = list(bilder)
    if not bilder:
        finns = läge.finansiering is not INGEN_FINANSIERING
        yield läge.finansiering.plats("poster") if finns else läge.avtal.plats("finansiering")
    for bild in bilder:
        folk = [(b.part is part, b.folkmängd.plats("antal")) for b in bild.bidrag if b.folkmängd]
        yield from (plats for egen, plats in folk if egen)
        yield postens_plats(bild.post)
        yield from (plats for egen, plats in folk if not egen)
    index = läge.finansiering.index
    if index and läge.kostnad.prisnivå > index.basår.värde:
        yield index.plats("steg")


def bidraget(läge: Avtalsläge, kostnad: Kostnadsbild, part: Part) -> str | Lucka | None:
    """Vad parten betalar per år; inget om den inte betalar eller det inte kan räknas."""
    belopp = kostnad.belopp_för(part)
    poster = [bild for bild in kostnad.poster if part in bild.deltar]
    return None if belopp is None else i_kronor(belopp, "bidraget", *bidragets_platser(läge, poster, part))


def postens_plats(post: Post) -> Plats:
    """Var beloppet står, eller andelen av budgeten om inget belopp är angivet."""
    return post.plats("belopp" if post.belopp is not None else "andel")


def ur_text(faktum: Faktum, fält: str) -> Löptext:
    """Löpande text ur en uppgift."""

    def märkta(bitar: tuple[Bit, ...]) -> tuple[Bit, ...]:
        return tuple(
            replace(b, text=ur(faktum, fält, som=lambda _, text=b.text: text, löpande=True))  # type: ignore[misc]
            for b in bitar
        )

    block = tolka(getattr(faktum, fält)).block
    return Löptext(
        tuple(
            replace(b, bitar=märkta(b.bitar))
            if isinstance(b, Stycke)
            else replace(b, rader=tuple(tuple(map(märkta, rad)) for rad in b.rader))
            for b in block
        )
    )


def genom(underskrift: Underskrift) -> str | None:
    """Organet som skriver under, om parten handlar genom ett."""
    return ur_om(underskrift.organ, "namn")
