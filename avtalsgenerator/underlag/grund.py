"""Vet vad alla dokument har gemensamt, och hur en uppgift som saknas visas."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, NoReturn

from avtalsgenerator.fel import Fyllningsfel
from avtalsgenerator.modell.loptext import Löptext  # noqa: TC001  (mallord läser klassernas typer)
from avtalsgenerator.svenska import kronor, paragraf, uppräkning

if TYPE_CHECKING:
    from avtalsgenerator.beslutslage import Beslutsläge
    from avtalsgenerator.modell import Beslut, Handling, Part
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
class Lucka:
    """En uppgift som inte är känd. I ett utkast syns den som en märkt lucka; annars blir det inget dokument."""

    vad: str

    def __bool__(self) -> NoReturn:
        raise Fyllningsfel(f"uppgiften saknas: {self.vad}")


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
    return " ".join(filter(None, (dokument, läge.beslut.organ, _nummer(läge.beslut))))


def _nummer(beslut: Beslut) -> str | None:
    return paragraf(beslut.paragraf) if beslut.paragraf else beslut.beslutsnummer


def om_beslut(läge: Beslutsläge, dokument: str) -> dict[str, object]:
    """Orden i ``OmBeslut`` för ett beslut, som nyckelord. ``dokument`` inleder titeln."""
    b = läge.beslut
    return {
        "titel": beslutstitel(läge, dokument),
        "utfärdare": läge.part.namn if läge.part else Lucka("parten"),
        "organ": b.organ,
        "sammanträdesdatum": str(b.sammanträdesdatum) if b.sammanträdesdatum else Lucka("sammanträdesdag"),
        "paragraf": _nummer(b) or Lucka("paragraf"),
        "diarienummer": b.diarienummer,
        "rubrik": b.rubrik,
    }


def rubrik(läge: Avtalsläge) -> str:
    """Kort rubrik som också blir mappens och filens namn: ”Tilläggsavtal Ale och Lilla Edet”."""
    return handlingens_rubrik(läge.register, läge.handling) if läge.handling else läge.avtal.kortnamn


def handlingens_rubrik(register: Register, handling: Handling) -> str:
    """Vad handlingen är och vilka eller vad den gäller."""
    if handling.ändrar:
        return f"Tilläggsavtal ändring av {ändrade_paragrafer(handling)}"
    vilka = [p.part for p in handling.ansluter] or list(handling.utträder)
    namn = uppräkning(register.parter[v].kortnamn for v in vilka)
    if len(vilka) > FLEST_I_RUBRIK:
        namn = f"{register.parter[vilka[0]].kortnamn} och {len(vilka) - 1} till"
    slag = {"anslutning": "Tilläggsavtal", "utträde": "Utträde"}
    return f"{slag.get(handling.slag, f'Tilläggsavtal {handling.slag}')} {namn}"


def ändrade_paragrafer(handling: Handling) -> str:
    """Paragraferna som får ny lydelse: ”§ 2 och § 8”; tomt om handlingen inte ändrar någon."""
    return uppräkning(paragraf(ä.paragraf) for ä in handling.ändrar)


def ändrar_kostnader(läge: Avtalsläge) -> bool:
    """Om handlingen har en bilaga om kostnaderna: en ändring av annat har det inte."""
    ändrar = läge.handling.ändrar if läge.handling else ()
    return bool(läge.finansiering.poster) and (not ändrar or any(ä.finansiering for ä in ändrar))


def gemensamt(läge: Avtalsläge, dokument: str) -> dict[str, object]:
    """Orden i ``Gemensamt`` för ett läge, som nyckelord."""
    mål = läge.handling or läge.avtal
    utträde = läge.handling is not None and läge.handling.slag == "utträde"
    från = f", från {läge.handling.gäller_från.värde}" if läge.handling else ""
    return {
        "titel": f"{dokument}: {rubrik(läge)}" if dokument else rubrik(läge),
        "handling": f"{rubrik(läge)}{från}",
        "avtalsnamn": läge.avtal.namn,
        "kortnamn": läge.avtal.kortnamn,
        "diarienummer": mål.diarienummer,
        "datum": str(läge.dag),
        "parterna": uppräkning(d.part.kortnamn for d in (läge.parter_före if utträde else läge.undertecknande)),
    }


def organisationsnummer(part: Part) -> str | Lucka:
    """Numret så som det skrivs ut, eller en lucka."""
    nummer = part.organisationsnummer
    return nummer.värde if nummer else Lucka(f"organisationsnummer för {part.namn}")


def i_kronor(belopp: Fraction | int) -> str | Lucka:
    """Ett belopp som inte är hela ören kan inte betalas och skrivs därför inte ut (regeln EKO07)."""
    return kronor(belopp) if (Fraction(belopp) * 100).denominator == 1 else Lucka("belopp i hela ören")


def genom(underskrift: Underskrift) -> str | None:
    """Organet som skriver under, om parten handlar genom ett."""
    return underskrift.organ.namn if underskrift.organ else None
