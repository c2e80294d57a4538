"""Vet vad som står i en YAML-fil, och på vilken rad och kolumn varje uppgift står.

Filens text läses som den är skriven: inget värde blir tal, datum eller ja/nej här. Det avgör modellen,
som vet vad fältet ska innehålla. Därför betyder ``nej``, ``012345``, ``12:30`` och ``1_000`` vad de ser
ut att betyda. Mappen är den enda i paketet som öppnar YAML; ``bitar`` skriver.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn, cast

import yaml

from avtalsgenerator.fel import Läsfel, Underlagsfel, systemets_ord
from avtalsgenerator.noder import Källtext, Lista, Nod, Plats, Skalär, Tabell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STÖRSTA_FIL = 5_000_000
"""Byte. En avtalsfil är några kilobyte; en större fil är något annat."""
DJUPASTE = 100
"""Nivåer. Skyddar mot filer som är gjorda för att fälla läsaren."""

TOMMA = ("", "~", "null", "Null", "NULL")
"""Det som YAML läser som inget alls när det står utan citattecken."""

Läsare = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def läs_yaml(path: Path, fil: str) -> Tabell:
    """Läser en fil till en ``Tabell``. ``fil`` är namnet som visas i meddelanden.

    Ett värde ``{fil: namn.md}`` byts mot texten i den filen, i samma mapp.
    Kastar ``Underlagsfel`` med rad och kolumn om filen inte är UTF-8, är för stor eller tom, innehåller
    tecken som inte syns, eller använder delar av YAML som döljer vad som står (ankare, taggar, flera
    dokument, dubbla nycklar).
    """
    rot = läs_text(_läs_fil(path, Källtext(fil)), fil)
    _sätt_in_texter(rot, path, fil)
    return rot


def nämnda(path: Path) -> frozenset[str] | None:
    """De ord i filen som kan vara ett id; inget svar om den kan nämna andra, som inte syns utan att den tolkas.

    Det kan den inom citattecken med omvänt snedstreck, eller i en textfil bredvid. En fil som inte går att läsa
    kan också nämna vad som helst.
    """
    try:
        text = _läs_fil(path, Källtext(path.name))
    except Underlagsfel:
        return None
    return None if "\\" in text or ".md" in text else frozenset(re.findall("[a-z0-9-]+", text))


def _läs_fil(path: Path, källtext: Källtext) -> str:
    return _avkoda(läs_byte(path, källtext), källtext)


def läs_källtext(path: Path, fil: str) -> Källtext:
    """Filens rader så som de läses, utan att tolkas. Kastar ``Underlagsfel`` om den inte går att läsa som text."""
    return Källtext(fil, tuple(_normal(_läs_fil(path, Källtext(fil))).split("\n")))


def läs_byte(path: Path, källtext: Källtext) -> bytes:
    """Filen så som den ligger på disken. Kastar ``Underlagsfel`` om den inte går att öppna eller är för stor."""
    try:
        storlek = path.stat().st_size
        rå = path.read_bytes() if storlek <= STÖRSTA_FIL else b""
    except OSError as fel:
        _avvisa(Plats(källtext), "filen går inte att öppna", f"Systemet svarade: {systemets_ord(fel)}.")
    if storlek > STÖRSTA_FIL:
        _avvisa(
            Plats(källtext),
            f"filen är {storlek // 1_000_000} MB; största tillåtna storlek är {STÖRSTA_FIL // 1_000_000} MB",
            "Kontrollera att det är rätt fil. Dela annars upp den.",
        )
    return rå


def _sätt_in_texter(nod: Tabell | Lista, path: Path, fil: str) -> None:
    """Byter varje ``{fil: namn.md}`` mot texten i filen, som ska ligga i samma mapp som YAML-filen."""
    for nyckel, värde in list(nod.items() if isinstance(nod, Tabell) else enumerate(nod)):
        if isinstance(värde, Tabell) and set(värde) == {"fil"} and isinstance(namn := värde["fil"], Skalär):
            nod[nyckel] = _text_ur_fil(namn, path, fil)  # type: ignore[index, call-overload]
        elif isinstance(värde, Tabell | Lista):
            _sätt_in_texter(värde, path, fil)


def _text_ur_fil(namn: Skalär, path: Path, fil: str) -> Skalär:
    if not TEXTFIL.fullmatch(namn):
        _avvisa(
            namn.plats,
            f"”{namn}” är ingen textfil bredvid",
            "Skriv namnet på en fil i samma mapp: a–z, 0–9, -, och .md.",
        )
    textfil = path.with_name(str(namn))
    if textfil.is_symlink():
        _avvisa(namn.plats, f"{namn} är en länk till en fil någon annanstans", "Lägg själva filen i mappen.")
    if not textfil.is_file():
        _avvisa(namn.plats, f"filen {namn} finns inte i mappen", "Lägg den bredvid, eller rätta namnet.")
    text = _normal(_läs_fil(textfil, Källtext(visas := f"{fil.rpartition('/')[0]}/{namn}".lstrip("/"))))
    källtext = Källtext(visas, tuple(text.split("\n")))
    _kontrollera_tecken(källtext)
    return Skalär.på(text, Plats(källtext))


TEXTFIL = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.md")
"""Namnet på en textfil bredvid en YAML-fil."""


def _normal(text: str) -> str:
    """Tecken i sammansatt form, och radslut som de skrivs här."""
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n") + "\n"


def läs_text(text: str, fil: str) -> Tabell:
    """Läser YAML-text till en ``Tabell``, med samma krav som ``läs_yaml``."""
    rot = _läs_rot(text, fil)
    if not isinstance(rot, Tabell):
        _avvisa(rot.plats, "filen ska bestå av rader på formen ”nyckel: värde”")
    return rot


def läs_lista(path: Path, fil: str) -> list[Tabell]:
    """Läser en fil som är en lista av uppställningar, med samma krav som ``läs_yaml``."""
    rot = _läs_rot(_läs_fil(path, Källtext(fil)), fil)
    tabeller = [nod for nod in rot if isinstance(nod, Tabell)] if isinstance(rot, Lista) else []
    if not isinstance(rot, Lista) or len(tabeller) < len(rot):
        fel = next((nod for nod in rot if not isinstance(nod, Tabell)), rot) if isinstance(rot, Lista) else rot
        _avvisa(fel.plats, "filen ska vara en lista av uppställningar", "Börja var och en med ”- handling: …”.")
    return tabeller


def _läs_rot(text: str, fil: str) -> Nod:
    text = _normal(text)
    källtext = Källtext(fil, tuple(text.split("\n")))
    _kontrollera_tecken(källtext)
    try:
        return _Byggare(text, källtext).bygg()
    except yaml.MarkedYAMLError as fel:
        nyckeln = fel.context_mark if "expected ':'" in (fel.problem or "") else None  # raden där kolonet saknas
        märke = nyckeln or fel.problem_mark or fel.context_mark
        plats = Plats(källtext, märke.line + 1, märke.column + 1) if märke else Plats(källtext)
        text, råd = _på_svenska(fel)
        _avvisa(plats, text, råd)


def _avvisa(plats: Plats, text: str, råd: str = "") -> NoReturn:
    raise Underlagsfel([Läsfel(plats, text, råd)])


def _avkoda(rå: bytes, källtext: Källtext) -> str:
    try:
        return rå.decode("utf-8-sig")
    except UnicodeDecodeError as fel:
        före = rå[: fel.start]
        rad, kolumn = före.count(b"\n") + 1, len(före.rsplit(b"\n", 1)[-1]) + 1
        utf16 = rå[:2] in (b"\xff\xfe", b"\xfe\xff")
        _avvisa(
            Plats(källtext, rad, kolumn),
            "filen är sparad som UTF-16" if utf16 else "filen är inte sparad som UTF-8",
            "Spara om filen med teckenkodningen UTF-8.",
        )


def _förbjudet(tecken: str) -> bool:
    """Styrtecken, osynliga tecken, privata tecken och halva tecken: de syns inte eller blir något annat i Word."""
    return tecken not in "\n\t" and unicodedata.category(tecken) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def beskriv_tecken(tecken: str) -> str:
    """Ger tecknets kod och namn, till exempel ”U+202E (RIGHT-TO-LEFT OVERRIDE)”."""
    namn = unicodedata.name(tecken, "")
    return f"U+{ord(tecken):04X}" + (f" ({namn})" if namn else "")


def finn_förbjudet(text: str) -> int | None:
    """Ger läget för det första tecken som inte får stå i ett värde, eller ``None``."""
    if text.isprintable() or text.replace("\u00a0", " ").isprintable():
        return None  # bara styrtecken, osynliga tecken och mellanslag utöver det vanliga räknas som inte synliga
    return next((i for i, tecken in enumerate(text) if _förbjudet(tecken)), None)


_INDRAG = re.compile(r"^[ ]*(?:- +)*([^\S ])")
_HÅRT_EFTER_KOLON = re.compile(r":([\u00a0\u202f\u2007])")


def _kontrollera_tecken(källtext: Källtext) -> None:
    fel: list[Läsfel] = []
    for nummer, rad in enumerate(källtext.rader, 1):
        if (läge := finn_förbjudet(rad)) is not None:
            plats = Plats(källtext, nummer, läge + 1, läge + 2)
            text = f"tecknet {beskriv_tecken(rad[läge])} syns inte och får inte stå i uppgifterna"
            fel.append(Läsfel(plats, text, "Ta bort tecknet eller skriv om raden för hand."))
        elif träff := _INDRAG.match(rad) or _HÅRT_EFTER_KOLON.search(rad):
            vad = "en tabb" if träff[1] == "\t" else "ett hårt mellanslag"
            plats = Plats(källtext, nummer, träff.start(1) + 1, träff.start(1) + 2)
            fel.append(
                Läsfel(
                    plats,
                    f"här står {vad} i stället för vanligt mellanslag",
                    "Skriv vanliga mellanslag i indrag och efter kolon.",
                )
            )
    if fel:
        raise Underlagsfel(fel)


def _märken(händelse: yaml.Event) -> tuple[yaml.Mark, yaml.Mark]:
    """Var händelsen börjar och slutar. Tolken sätter alltid båda för händelser ur en fil."""
    return cast("yaml.Mark", händelse.start_mark), cast("yaml.Mark", händelse.end_mark)


def _är_tom(händelse: yaml.Event) -> bool:
    return isinstance(händelse, yaml.ScalarEvent) and händelse.value == "" and not händelse.style


class _Byggare:
    """Bygger noder av tolkens händelser, utan att tolka ett enda värde."""

    def __init__(self, text: str, källtext: Källtext) -> None:
        self.källtext = källtext
        self.händelser: Iterator[yaml.Event] = yaml.parse(text, Loader=Läsare)

    def bygg(self) -> Nod:
        next(self.händelser)  # strömmen börjar
        första = next(self.händelser)
        if isinstance(första, yaml.StreamEndEvent):
            _avvisa(Plats(self.källtext), "filen är tom", "Fyll i uppgifterna eller ta bort filen.")
        rot = self.nod(next(self.händelser), 0)
        next(self.händelser)  # dokumentet slutar
        if not isinstance(andra := next(self.händelser), yaml.StreamEndEvent):
            _avvisa(
                self.plats(andra),
                "filen innehåller flera dokument (en rad med ---)",
                "Lägg varje dokument i en egen fil.",
            )
        return rot

    def plats(self, händelse: yaml.Event) -> Plats:
        start, slut = _märken(händelse)
        kolumn = start.column + 1
        slutkolumn = slut.column + 1 if slut.line == start.line else len(self.källtext.rader[start.line]) + 1
        return Plats(self.källtext, start.line + 1, kolumn, max(slutkolumn, kolumn))

    def nod(self, händelse: yaml.Event, djup: int) -> Nod:
        if djup > DJUPASTE:
            _avvisa(self.plats(händelse), f"uppgifterna är inbäddade i mer än {DJUPASTE} nivåer")
        if isinstance(händelse, yaml.AliasEvent) or getattr(händelse, "anchor", None):
            _avvisa(self.plats(händelse), "ankare (& och *) får inte användas", "Skriv ut värdet på båda ställena.")
        if getattr(händelse, "tag", None):
            _avvisa(
                self.plats(händelse),
                f"taggen {händelse.tag} får inte användas",  # type: ignore[attr-defined]
                "Skriv värdet utan tagg.",
            )
        if isinstance(händelse, yaml.ScalarEvent):
            return self.skalär(händelse)
        if isinstance(händelse, yaml.SequenceStartEvent):
            lista = Lista(self.plats(händelse))
            while not isinstance(del_ := next(self.händelser), yaml.SequenceEndEvent):
                lista.append(self.nod(del_, djup + 1))
            lista.plats = self.sträck(lista.plats, del_, lista[0].plats if lista else None)
            return lista
        return self.tabell(händelse, djup)

    def sträck(self, plats: Plats, slut: yaml.Event, första: Plats | None) -> Plats:
        """En samling märks till sin slutparentes om den ryms på raden, annars till slutet av sitt första ord."""
        _, märke = _märken(slut)
        if märke.line + 1 == plats.rad:
            return replace(plats, slut=märke.column + 1)
        return replace(plats, slut=första.slut) if första and första.rad == plats.rad else plats

    def skalär(self, händelse: yaml.ScalarEvent) -> Skalär:
        plats = self.plats(händelse)
        if händelse.style is None or händelse.style == "":
            self.kontrollera_kommentar(händelse)
            if händelse.value in TOMMA:
                _avvisa(plats, "värdet är tomt", "Skriv ett värde eller ta bort raden.")
        elif (läge := finn_förbjudet(händelse.value)) is not None:
            _avvisa(
                plats, f"tecknet {beskriv_tecken(händelse.value[läge])} får inte stå i uppgifterna", "Ta bort tecknet."
            )
        return Skalär.på(unicodedata.normalize("NFC", händelse.value), plats)

    def kontrollera_kommentar(self, händelse: yaml.ScalarEvent) -> None:
        """”Avtal #5” läses i YAML som ”Avtal”: det som följer på # försvinner. Sådant avvisas."""
        _, slut = _märken(händelse)
        rest = self.källtext.rader[slut.line][slut.column :]
        if "#" in rest and re.match(r"\s+#\S", rest):
            kolumn = slut.column + rest.index("#") + 1
            _avvisa(
                Plats(self.källtext, slut.line + 1, kolumn, kolumn + 1),
                "det som följer på # läses som en kommentar och skulle försvinna",
                "Sätt hela värdet inom citattecken, eller skriv ett mellanslag efter # om det är en kommentar.",
            )

    def tabell(self, händelse: yaml.Event, djup: int) -> Tabell:
        tabell = Tabell(self.plats(händelse))
        while not isinstance(nyckelhändelse := next(self.händelser), yaml.MappingEndEvent):
            nyckel = self.nod(nyckelhändelse, djup + 1)
            if not isinstance(nyckel, Skalär):
                _avvisa(nyckel.plats, "nyckeln före kolonet ska vara ett ord")
            if nyckel in tabell:
                _avvisa(
                    nyckel.plats,
                    f"nyckeln ”{nyckel}” finns redan på rad {tabell.nycklar[nyckel].rad}",
                    "Behåll den rad som är rätt och ta bort den andra.",
                )
            värdehändelse = next(self.händelser)
            if getattr(händelse, "flow_style", False) and nyckel[:1].isdigit() and _är_tom(värdehändelse):
                _avvisa(
                    nyckel.plats,
                    f"kommat före {nyckel} delar värdet i två, eftersom det står inom klamrar",
                    'Sätt värdet inom citattecken, till exempel "2,4 %".',
                )
            värde = self.nod(värdehändelse, djup + 1)
            tabell[str(nyckel)], tabell.nycklar[str(nyckel)] = värde, nyckel.plats
        tabell.plats = self.sträck(tabell.plats, nyckelhändelse, next(iter(tabell.nycklar.values()), None))
        return tabell


_PROBLEM = (
    ("could not find expected ':'", "raden saknar kolon efter nyckeln", "Skriv ”nyckel: värde”."),
    (
        "mapping values are not allowed",
        "ett kolon står där det inte väntas",
        "Sätt värdet inom citattecken om kolonet hör till texten; kontrollera annars indraget.",
    ),
    (
        "did not find expected key",
        "indraget stämmer inte med raderna ovanför",
        "Låt rader som hör ihop börja i samma kolumn.",
    ),
    (
        "did not find expected '-' indicator",
        "listan är inte i linje med raderna ovanför",
        "Låt alla streck i listan börja i samma kolumn.",
    ),
    (
        "did not find expected ',' or",
        "en parentes [ … ] eller { … } är inte avslutad, eller ett komma saknas",
        "Kontrollera parenteser och komman på raden.",
    ),
    ("found unexpected end of stream", "ett citattecken är inte avslutat", "Avsluta texten med samma citattecken."),
    (
        "found unexpected document indicator",
        "ett citattecken är inte avslutat",
        "Avsluta texten med samma citattecken.",
    ),
    (
        "cannot start any token",
        "värdet börjar med ett tecken som har en särskild betydelse i YAML",
        "Sätt värdet inom citattecken.",
    ),
    (
        "unknown escape character",
        "omvänt snedstreck inom citattecken betyder något särskilt i YAML",
        "Skriv två snedstreck i rad, eller använd enkla citattecken.",
    ),
    ("undefined tag handle", "utropstecken i början av ett värde är en tagg i YAML", "Sätt värdet inom citattecken."),
    (
        "did not find expected alphabetic or numeric character",
        "värdet börjar med & eller *",
        "Sätt värdet inom citattecken.",
    ),
)


def _på_svenska(fel: yaml.MarkedYAMLError) -> tuple[str, str]:
    problem = f"{fel.problem or ''} {fel.context or ''}"
    for engelska, text, råd in _PROBLEM:
        if engelska in problem:
            return text, råd
    return (
        "raden går inte att läsa som YAML",
        "Jämför med raderna runt omkring, särskilt indrag, kolon och citattecken.",
    )
