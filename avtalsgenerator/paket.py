"""Vet hur ett Word-dokument är packat: läser det försiktigt och packar det så att samma innehåll ger samma byte."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from avtalsgenerator.fel import Dokumentfel, Mallbrist, Mallfel

PACKAS_MED = f"zlib {zlib.ZLIB_RUNTIME_VERSION}"
"""Biblioteken som packar, och deras versioner. Med andra blir filernas byte andra, men inte deras innehåll."""
try:
    import isal  # tillägget [snabb]
    from isal import isal_zlib as _fort
except ImportError:
    _fort = zlib
else:
    PACKAS_MED += f", isal {isal.__version__}"

if TYPE_CHECKING:
    from collections.abc import Mapping

STÖRSTA_UPPACKAD = 50_000_000
"""Byte. En mall är några tiotal kilobyte."""
FLEST_DELAR = 2_000
TÄTAST, LITEN = 100, 1_000_000
"""En del som är större än ``LITEN`` får inte ha packats till mindre än en hundradel; det är en bomb, inte text."""
_OTILLÅTET = re.compile(r'[\\:*?"<>|\x00-\x1f]')
_MAKRON = ("vbaproject.bin", "vbadata.xml")


def läs_paket(path: Path) -> dict[str, bytes]:
    """Delarna i en Word-fil. Kastar ``Mallfel`` om filen inte är en ofarlig .docx."""
    return öppna_paket(path.name, path)


def öppna_paket(namn: str, källa: Path | IO[bytes]) -> dict[str, bytes]:
    """Delarna i en Word-fil, som läses ur minnet eller på disken. Kastar ``Mallfel`` om den inte är ofarlig."""
    try:
        with zipfile.ZipFile(källa) as arkiv:
            poster = arkiv.infolist()
            if skäl := _farligt(poster):
                raise Mallfel([Mallbrist(namn, skäl, råd="Spara filen på nytt i Word som .docx.")])
            delar = {post.filename: arkiv.read(post) for post in poster if not post.is_dir()}
    except (OSError, zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error) as fel:
        skäl, råd = _varför_inte(fel, källa)
        raise Mallfel([Mallbrist(namn, skäl, råd=råd)]) from None
    delar = _med_vanligt_namn(delar)
    if "word/document.xml" not in delar or "[Content_Types].xml" not in delar:
        raise Mallfel([Mallbrist(namn, "filen är inte ett Word-dokument (.docx)", råd="Spara den i Word som .docx.")])
    if b"wordprocessingml.document.main+xml" not in delar["[Content_Types].xml"]:
        raise Mallfel(
            [Mallbrist(namn, "filen är en Word-mall (.dotx) eller har makron", råd="Spara den i Word som .docx.")]
        )
    return _utan_dokumentmall(delar)


_GAMLA_WORD = b"\xd0\xcf\x11\xe0"
"""Så börjar filer i Words äldre format, och filer som Word har krypterat."""


def _varför_inte(fel: Exception, källa: Path | IO[bytes]) -> tuple[str, str]:
    """Varför en fil inte går att öppna, och vad man gör."""
    skäl = "filen går inte att öppna som ett Word-dokument (.docx)"
    if isinstance(fel, OSError):
        nekad = isinstance(fel, PermissionError)
        return skäl, "Stäng filen i Word och försök igen." if nekad else "Kontrollera filens namn och mapp."
    innehåll = källa.read_bytes() if isinstance(källa, Path) else b""
    if not innehåll.startswith(_GAMLA_WORD):
        return skäl, "Spara om den i Word."
    if "EncryptedPackage".encode("utf-16-le") in innehåll:
        return f"{skäl}: filen är lösenordsskyddad", "Ta bort lösenordet i Word (Arkiv, Info) och spara."
    return f"{skäl}: filen är sparad i det äldre formatet .doc", "Öppna den i Word och spara den som .docx."


_HUVUDDELEN = re.compile(rb'<Relationship\b(?=[^>]*/officeDocument")[^>]*\bTarget="/?(word/[\w.-]+\.xml)"')


def _med_vanligt_namn(delar: dict[str, bytes]) -> dict[str, bytes]:
    """Delarna, med brödtexten i word/document.xml. Word på webben kallar den ibland document2.xml."""
    träff = _HUVUDDELEN.search(delar.get("_rels/.rels", b""))
    if träff is None or (gammal := träff[1].decode()) == "word/document.xml" or gammal not in delar:
        return delar
    byt = {gammal: "word/document.xml", f"word/_rels/{gammal[5:]}.rels": "word/_rels/document.xml.rels"}
    nya = {byt.get(namn, namn): innehåll for namn, innehåll in delar.items()}
    for namn in ("_rels/.rels", "[Content_Types].xml"):
        nya[namn] = nya[namn].replace(f'{gammal}"'.encode(), b'word/document.xml"')
    return nya


_KÄRNA = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_KÄRNTYP = "application/vnd.openxmlformats-package.core-properties+xml"


def _utan_dokumentmall(delar: dict[str, bytes]) -> dict[str, bytes]:
    """Utan Words koppling till den dokumentmall som filen en gång skapades från; den pekar ut ur filen."""
    for namn, mönster in (
        ("word/_rels/settings.xml.rels", rb'<Relationship [^>]*attachedTemplate"[^>]*/>'),
        ("word/settings.xml", rb"<w:attachedTemplate [^>]*/>"),
    ):
        if namn in delar:
            delar[namn] = re.sub(mönster, b"", delar[namn])
    return delar


def med_egenskaper(delar: Mapping[str, bytes], egenskaper: bytes) -> dict[str, bytes]:
    """Delarna med dokumentets egenskaper (titel, språk, tider), också när mallen inte hade några."""
    nya = {**delar, "docProps/core.xml": egenskaper}
    if _KÄRNA.encode() not in nya["_rels/.rels"]:
        koppling = f'<Relationship Id="rIdEgenskaper" Type="{_KÄRNA}" Target="docProps/core.xml"/></Relationships>'
        nya["_rels/.rels"] = nya["_rels/.rels"].replace(b"</Relationships>", koppling.encode())
    if _KÄRNTYP.encode() not in nya["[Content_Types].xml"]:
        typ = f'<Override PartName="/docProps/core.xml" ContentType="{_KÄRNTYP}"/></Types>'
        nya["[Content_Types].xml"] = nya["[Content_Types].xml"].replace(b"</Types>", typ.encode())
    return nya


def _farligt(poster: list[zipfile.ZipInfo]) -> str:
    namn = [post.filename for post in poster]
    if any(post.file_size > max(LITEN, TÄTAST * post.compress_size) for post in poster):
        return "filen innehåller en del som är orimligt hårt packad"
    if len(poster) > FLEST_DELAR or sum(post.file_size for post in poster) > STÖRSTA_UPPACKAD:
        return "filen är för stor för att läsas"
    if len({n.lower() for n in namn}) != len(namn):
        return "filen innehåller samma del två gånger"
    if any(n.startswith("/") or ".." in n.split("/") or _OTILLÅTET.search(n) for n in namn):
        return "filen innehåller en del med otillåtet namn"
    if any(n.lower().rsplit("/", 1)[-1] in _MAKRON for n in namn):
        return "filen innehåller makron"
    return "filen är lösenordsskyddad" if any(post.flag_bits & 1 for post in poster) else ""


def packa_upp(innehåll: bytes) -> dict[str, bytes]:
    """Delarna i ett dokument som programmet självt har packat."""
    with zipfile.ZipFile(io.BytesIO(innehåll)) as arkiv:
        return {namn: arkiv.read(namn) for namn in arkiv.namelist()}


class Packad(NamedTuple):
    """En del packad för sig: innehållet, dess kontrollsumma och det packade innehållet."""

    innehåll: bytes
    summa: int
    packat: bytes


_FYLLD_DEL = re.compile(r"word/(document|header|footer|footnotes|endnotes|comments)\d*\.xml|docProps/core\.xml")
"""Delar som är olika i varje dokument. De packas fort; de andra packas hårt, eftersom det bara görs en gång."""
FORT, HÅRT = 1, 6


def packad(namn: str, innehåll: bytes) -> Packad:
    """En del, packad. Samma innehåll ger samma byte."""
    fylld = _FYLLD_DEL.fullmatch(namn)
    packare = (_fort if fylld else zlib).compressobj(FORT if fylld else HÅRT, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Packad(innehåll, zlib.crc32(innehåll), packare.compress(innehåll) + packare.flush())


_FILHUVUD = struct.Struct("<4s5H3L2H")
_POST = struct.Struct("<4s6H3L5H2L")
_SLUTPOST = struct.Struct("<4s4H2LH")
_VERSION, _UNIX = 20, 3
_UTF8, _DEFLATE = 0x800, 8
_KLOCKA, _DATUM = 0, 0x21
"""Midnatt den 1 januari 1980, den första tid som en zip-fil kan ha."""
_RÄTTIGHETER = 0o600 << 16
STÖRSTA_PACKAD = 2**32 - 1


def packa(delar: Mapping[str, bytes], packade: Mapping[str, Packad] | None = None) -> bytes:
    """Ett Word-dokument av delarna. Ordning, tider och packning är fasta, så samma delar ger samma byte.

    En del som redan finns i ``packade``, med samma innehåll, kopieras som den är.
    """
    filer, register, läge = [], [], 0
    for namn in sorted(delar, key=lambda n: (n != "[Content_Types].xml", n != "_rels/.rels", n)):
        del_ = (packade or {}).get(namn)
        if del_ is None or del_.innehåll != delar[namn]:
            del_ = packad(namn, delar[namn])
        i_utf8 = namn.encode()
        om = (_UTF8 if len(i_utf8) > len(namn) else 0, _DEFLATE, _KLOCKA, _DATUM, del_.summa, len(del_.packat),
              len(del_.innehåll), len(i_utf8), 0)  # fmt: skip
        filer += [_FILHUVUD.pack(b"PK\3\4", _VERSION, *om), i_utf8, del_.packat]
        register += [_POST.pack(b"PK\1\2", _UNIX << 8 | _VERSION, _VERSION, *om, 0, 0, 0, _RÄTTIGHETER, läge), i_utf8]
        läge += _FILHUVUD.size + len(i_utf8) + len(del_.packat)
    i_registret = b"".join(register)
    if läge + len(i_registret) > STÖRSTA_PACKAD:
        raise Dokumentfel("dokumentet blev större än en Word-fil kan vara", "Dela upp det i flera dokument.")
    slut = _SLUTPOST.pack(b"PK\5\6", 0, 0, len(delar), len(delar), len(i_registret), läge, 0)
    return b"".join((*filer, i_registret, slut))
