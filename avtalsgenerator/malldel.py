"""Vet vad en del av en mall består av när den är läkt: fast text, ord, villkor och slingor, i den ordning de skrivs.

Följden är uppgifter, inte kod. Den byggs och prövas en gång (``mallbygge``), kan sparas (``mallminne``) och skrivs
sedan hur många gånger som helst (``fyllning``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeAlias, Union

from avtalsgenerator.paket import packad

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from avtalsgenerator.paket import Packad
    from avtalsgenerator.utskrift import Utskrift


FYLLS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml")
"""Delarna av ett Word-dokument som kan innehålla text och därför fylls."""
LÄNGSTA_VÄRDE = 20_000
"""Tecken. Ett längre värde är ett misstag, inte ett ord i ett avtal."""


def synlig(text: str) -> bool:
    """Om texten bara har synliga tecken och mellanslag, så som nästan all text."""
    return text.isprintable() or text.replace("\u00a0", " ").isprintable()


def skyddad(text: str) -> str:
    """Texten så som den skrivs i XML."""
    if "&" in text or "<" in text or ">" in text:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text


class _Fält(dict[type, frozenset[str]]):
    """Fälten i varje klass. Bara de går att nå från en mall."""

    def __missing__(self, klass: type) -> frozenset[str]:
        svar = self[klass] = frozenset(f.name for f in fields(klass)) if is_dataclass(klass) else frozenset()
        return svar


FÄLT = _Fält()


@dataclass(frozen=True, slots=True)
class Text:
    """Mallens egna ord: XML:en, och texten i den."""

    xml: str
    text: str

    def skriv(self, t: Utskrift) -> None:
        t.ut.append(self.xml)
        t.text.append(self.text)


@dataclass(frozen=True, slots=True)
class Ord:
    """Ett ord ur underlaget. ``stycke`` är numret på mallens stycke som det står i."""

    stig: tuple[str, ...]
    stycke: int
    hela: bool = False
    """Om ordet är löpande text som ersätter hela sitt stycke (``{{p ord }}``)."""

    def skriv(self, t: Utskrift) -> None:
        (t.stycken if self.hela else t.värde)(t.slå_upp(self.stig), self.stycke)


@dataclass(frozen=True)
class Rad:
    """Text och ord efter varandra. När alla värden är vanlig text, som de brukar, skrivs de på en gång."""

    delar: tuple[Text | Ord, ...]

    def skriv(self, t: Utskrift) -> None:
        if not self._skriv(t, [t.slå_upp(o.stig) for o in self._ord], 1):
            for del_ in self.delar:
                del_.skriv(t)

    def upprepa(self, t: Utskrift, namn: str, poster: tuple[object, ...]) -> bool:
        """Skriver alla varv i en slinga på en gång, om raden bara har fält i posterna och de är vanlig text."""
        fält = frozenset(o.stig[1:] for o in self._ord)
        if any(o.stig[0] != namn or len(o.stig) != 2 for o in self._ord):
            return False
        if not all({f for (f,) in fält} <= FÄLT[klass] for klass in {post.__class__ for post in poster}):
            return False
        läs = attrgetter(*(o.stig[1] for o in self._ord))
        värden = chain.from_iterable(map(läs, poster)) if len(self._ord) > 1 else map(läs, poster)
        return self._skriv(t, list(värden), len(poster))

    def _skriv(self, t: Utskrift, värden: list[Any], varv: int) -> bool:
        if set(map(type, värden)) != {str}:
            return False
        alla = "".join(värden)
        if not synlig(alla) or max(map(len, värden)) > LÄNGSTA_VÄRDE:
            return False
        skyddade = värden if skyddad(alla) is alla else [skyddad(v) for v in värden]
        t.ut.append(_inflätade(self._xml, skyddade, varv))
        t.text.append(_inflätade(self._text, värden, varv))
        t.värden.extend(zip(värden, self._stycken * varv, strict=True))
        return True

    @cached_property
    def _ord(self) -> tuple[Ord, ...]:
        return tuple(d for d in self.delar if isinstance(d, Ord))

    @cached_property
    def _stycken(self) -> tuple[int, ...]:
        return tuple(o.stycke for o in self._ord)

    @cached_property
    def _xml(self) -> list[str]:
        return self._varannan(lambda text: text.xml)

    @cached_property
    def _text(self) -> list[str]:
        return self._varannan(lambda text: text.text)

    def _varannan(self, av: Callable[[Text], str]) -> list[str]:
        """Fast text och plats för ett värde, varannan gång, med fast text först och sist."""
        svar = [""]
        for del_ in self.delar:
            if isinstance(del_, Text):
                svar[-1] += av(del_)
            else:
                svar += ["", ""]
        return svar


def _inflätade(varannan: list[str], värden: list[str], varv: int) -> str:
    """Värdena på sina platser mellan den fasta texten, ett varv efter ett annat."""
    först, *mellan, sist = varannan
    bitar = [sist + först, *mellan] * varv
    bitar[0] = först
    bitar[1::2] = värden
    bitar.append(sist)
    return "".join(bitar)


@dataclass(frozen=True, slots=True)
class Inte:
    """Gäller när villkoret inte gör det."""

    villkor: Villkor


@dataclass(frozen=True, slots=True)
class Båda:
    """Gäller när båda villkoren gör det."""

    ett: Villkor
    två: Villkor


@dataclass(frozen=True, slots=True)
class Någon:
    """Gäller när något av villkoren gör det."""

    ett: Villkor
    två: Villkor


@dataclass(frozen=True, slots=True)
class Gren:
    """Det som skrivs om villkoret gäller. Utan villkor skrivs det alltid (``else``)."""

    villkor: Villkor | None
    följd: Följd


@dataclass(frozen=True, slots=True)
class Om:
    """Den första gren vars villkor gäller."""

    grenar: tuple[Gren, ...]

    def skriv(self, t: Utskrift) -> None:
        for gren in self.grenar:
            if gren.villkor is None or t.gäller(gren.villkor):
                for nod in gren.följd:
                    nod.skriv(t)
                return


@dataclass(frozen=True, slots=True)
class Slinga:
    """En följd som skrivs en gång för varje post i en lista. ``storlek`` är antalet tecken i mallens egna ord."""

    namn: str
    lista: Ord
    följd: Följd
    storlek: int
    räknas: bool
    """Om något i följden frågar efter varvets nummer (``loop``)."""

    def skriv(self, t: Utskrift) -> None:
        t.upprepa(self)


@dataclass(frozen=True, slots=True)
class Märke:
    """Ett ställe som betyder något: en rubriks början och slut, ett bokmärke, en hänvisning, slutet av en cell …"""

    slag: str
    namn: str = ""

    def skriv(self, t: Utskrift) -> None:
        t.märk(self)


RUBRIK, RUBRIKSLUT, BOKMÄRKE, HÄNVISNING = "rubrik", "rubrikslut", "bokmärke", "hänvisning"
BEHÅLLARE, TABELL, SLUT = "behållare", "tabell", "slut"
"""Slagen av märken. ``behållare`` och ``tabell`` står sist i en cell eller ett sidhuvud, och sist i en tabell."""

Villkor: TypeAlias = Union[Ord, Inte, Båda, Någon]  # noqa: UP007  (klasserna hänvisar till varandra)
Nod: TypeAlias = Union[Text, Ord, Rad, Om, Slinga, Märke]  # noqa: UP007
Följd: TypeAlias = tuple[Nod, ...]


@dataclass(frozen=True)
class Malldel:
    """En del av mallen (brödtext, sidhuvud …), redo att fyllas många gånger."""

    följd: Följd
    mallstycken: tuple[str, ...]
    """Texten i mallens stycken som har ord, med taggarna kvar."""
    ord_: dict[str, int]
    """De ord på översta nivån som delen använder, och numret på stycket där vart och ett först står."""


@dataclass(frozen=True)
class Mall:
    """En läst och prövad mall: filens alla delar, och de delar som ska fyllas, redo att fyllas många gånger."""

    namn: str
    delar: Mapping[str, bytes]
    fyllbara: Mapping[str, Malldel]

    @cached_property
    def packade(self) -> dict[str, Packad]:
        """De delar som inte fylls, packade en gång för alla."""
        return {namn: packad(namn, innehåll) for namn, innehåll in self.delar.items() if namn not in self.fyllbara}


def alla_ord(följd: Iterable[Nod]) -> Iterator[Ord]:
    """Varje ord som skrivs, prövas eller upprepas."""
    for nod in följd:
        match nod:
            case Ord():
                yield nod
            case Rad():
                yield from alla_ord(nod.delar)
            case Slinga():
                yield nod.lista
                yield from alla_ord(nod.följd)
            case Om():
                for gren in nod.grenar:
                    yield from _i_villkor(gren.villkor)
                    yield from alla_ord(gren.följd)


def _i_villkor(villkor: Villkor | None) -> Iterator[Ord]:
    match villkor:
        case Ord():
            yield villkor
        case Inte():
            yield from _i_villkor(villkor.villkor)
        case Båda() | Någon():
            yield from _i_villkor(villkor.ett)
            yield from _i_villkor(villkor.två)
