"""Vet hur en uppgift läggs till, ersätts eller tas bort i en fil så att allt annat i den står kvar tecken för tecken.

Kommentarer, ordning, citattecken, radslut och märket i början av filen (BOM) rörs inte. Efter varje ändring läses den
nya texten, och säger den något annat än det gamla med just den ändringen kastas ``Dokumentfel``. Ingenting skrivs här.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from avtalsgenerator.fel import Dokumentfel, Underlagsfel
from avtalsgenerator.indata import läs_text
from avtalsgenerator.indata.bitar import läs_omfång, skriv_yaml

if TYPE_CHECKING:
    from avtalsgenerator.noder import Omfång, Värde

Stig: TypeAlias = tuple[str | int, ...]
"""Vägen till en uppgift: nycklar, och nummer från 0 i listor. ``("undertecknat", 0, "dag")``."""
BOM = "\ufeff"
OMÖJLIGT = ""
"""Texten när en ändring skulle röra något annat. Den säger inget, och avvisas därför när den prövas."""
_RADSLUT = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True)
class Ändring:
    """En fil före och efter. ``fil`` är namnet från avtalsmappen, med /.

    ``före`` saknas om filen är ny, och ``efter`` om den tas bort.
    """

    fil: str
    före: bytes | None
    efter: bytes | None


def ny_fil(fil: str, uppgifter: dict[str, Värde]) -> Ändring:
    """En ny fil med uppgifterna i den ordning de står, efter raden som visar editorn var schemat finns."""
    text = f"{schemarad(fil)}\n{skriv_yaml(uppgifter)}"
    _pröva(text, _i_nfc(uppgifter), fil)
    return Ändring(fil, None, text.encode())


def schemarad(fil: str) -> str:
    """Kommentaren som en editor hittar filens schema genom. ``fil`` är namnet från avtalsmappen, med /."""
    namn = fil.rpartition("/")[2].removesuffix(".yaml")
    schema = "beslut" if "/beslut/" in fil else namn if namn in ("part", "avtal") else "tillaggsavtal"
    return f"# yaml-language-server: $schema={'../' * fil.count('/')}mallar/scheman/{schema}.json"


def sätt(text: str, stig: Stig, värde: Värde, fil: str) -> str:
    """Texten med värdet under stigen: det som står där ersätts, och saknas nyckeln läggs den sist där den hör hemma."""
    uppgifter, kropp = _läs(text, fil)
    saknas = next((n for n in range(1, len(stig)) if not _finns(uppgifter, stig[:n])), len(stig))
    for steg in reversed(stig[saknas:]):
        värde = {str(steg): värde}
    return _ändrad(text, _satt(kropp, stig[:saknas], värde), _med(uppgifter, stig[:saknas], värde), fil)


def lägg_till(text: str, stig: Stig, post: Värde, fil: str) -> str:
    """Texten med en post sist i listan under stigen, skriven som de andra. Finns listan inte skapas den."""
    uppgifter, kropp = _läs(text, fil)
    if not _finns(uppgifter, stig):
        return sätt(text, stig, [post], fil)
    return _ändrad(text, _tillagd(kropp, stig, post), _med(uppgifter, (*stig, len(_i(uppgifter, stig))), post), fil)


def ta_bort(text: str, stig: Stig, fil: str) -> str:
    """Texten utan uppgiften eller posten. Blir listan eller tabellen tom tas den också bort."""
    uppgifter, kropp = _läs(text, fil)
    while len(stig) > 1 and len(_i(uppgifter, stig[:-1])) == 1:
        stig = stig[:-1]
    return _ändrad(text, _borttagen(kropp, stig), _utan(uppgifter, stig), fil)


# Uppgifterna: vad ändringen ska betyda


def _läs(text: str, fil: str) -> tuple[Any, str]:
    kropp = text.removeprefix(BOM)
    return läs_text(kropp, fil), kropp


def _i(uppgifter: Any, stig: Stig) -> Any:
    for steg in stig:
        uppgifter = uppgifter[steg]
    return uppgifter


def _finns(uppgifter: Any, stig: Stig) -> bool:
    try:
        _i(uppgifter, stig)
    except (KeyError, IndexError):
        return False
    return True


def _med(uppgifter: Any, stig: Stig, värde: Värde) -> Any:
    if not stig:
        return _i_nfc(värde)
    if isinstance(uppgifter, dict):
        return {**uppgifter, stig[0]: _med(uppgifter.get(str(stig[0])), stig[1:], värde)}
    nummer = int(stig[0])
    inre = _med(uppgifter[nummer] if nummer < len(uppgifter) else None, stig[1:], värde)
    return [*uppgifter[:nummer], inre, *uppgifter[nummer + 1 :]]


def _utan(uppgifter: Any, stig: Stig) -> Any:
    if len(stig) > 1:
        return _med(uppgifter, stig[:1], _utan(uppgifter[stig[0]], stig[1:]))
    if isinstance(uppgifter, dict):
        return {k: v for k, v in uppgifter.items() if k != stig[0]}
    return [v for n, v in enumerate(uppgifter) if n != stig[0]]


def _i_nfc(värde: Any) -> Any:
    if isinstance(värde, dict):
        return {_i_nfc(k): _i_nfc(v) for k, v in värde.items()}
    if isinstance(värde, list):
        return [_i_nfc(v) for v in värde]
    return unicodedata.normalize("NFC", värde)


def _ändrad(gammal: str, kropp: str, väntat: Any, fil: str) -> str:
    _pröva(kropp, väntat, fil)
    return BOM + kropp if gammal.startswith(BOM) else kropp


def _pröva(kropp: str, väntat: Any, fil: str) -> None:
    """Kastar ``Dokumentfel`` om texten inte säger det väntade, och inget annat."""
    try:
        rätt = läs_text(kropp, fil) == väntat
    except Underlagsfel:
        rätt = False
    if not rätt:
        raise _går_inte(fil)


def _går_inte(fil: str) -> Dokumentfel:
    return Dokumentfel(f"{fil} är skriven så att ändringen inte går att göra säkert", "Ändra i filen för hand.")


# Texten: var ändringen görs


def _omfång(text: str, stig: Stig) -> Omfång:
    omfång = läs_omfång(text)
    for steg in stig:
        omfång = omfång.delar[steg]
    return omfång


def _kolumn(text: str, läge: int) -> int:
    return läge - _radens_början(text, läge)


def _radens_början(text: str, läge: int) -> int:
    return max(text.rfind("\n", 0, läge), text.rfind("\r", 0, läge)) + 1


def _nästa_rad(text: str, läge: int) -> int:
    """Var raden efter den med ``läge`` börjar; textens slut om det inte finns någon."""
    träff = _RADSLUT.search(text, läge)
    return träff.end() if träff else len(text)


def _indragen(bit: str, kolumn: int) -> str:
    """Biten så många steg in, utan radbyte sist."""
    rader = bit.removesuffix("\n").split("\n")
    return "\n".join(f"{' ' * kolumn}{rad}" if rad else rad for rad in rader)


def _radslut(text: str) -> str:
    träff = _RADSLUT.search(text)
    return träff[0] if träff else "\n"


def _med_rader(text: str, läge: int, bit: str, kolumn: int) -> str:
    """Biten på egna rader efter raden med ``läge``. Saknar filen radslut sist gör den det också efteråt."""
    radslut, här = _radslut(text), _nästa_rad(text, läge)
    rader = _indragen(bit, kolumn).replace("\n", radslut)
    if här == len(text) and not text.endswith(("\n", "\r")):
        return text + radslut + rader
    return text[:här] + rader + radslut + text[här:]


def _inom_klamrar(text: str, samling: Omfång, bit: str) -> str:
    """Biten sist i en lista eller tabell inom klamrar."""
    if text[samling.start] not in "[{":
        return OMÖJLIGT  # ett par i en lista utan egna klamrar går inte att fylla på
    sist = max((d.slut for d in samling.delar.values()), default=0)
    if not sist:
        return f"{text[: samling.start + 1]}{bit}{text[samling.start + 1 :]}"
    return f"{text[:sist]}, {bit}{text[sist:]}"


def _bit_inom(värde: Värde) -> str:
    """Det som ska stå mellan klamrarna."""
    return skriv_yaml(värde, klamrar=True).strip()[1:-1]


def _satt(text: str, stig: Stig, värde: Värde) -> str:
    förälder, sist = _omfång(text, stig[:-1]), stig[-1]
    if sist in förälder.delar:
        return _ersatt(text, förälder, sist, värde)
    post: dict[str, Värde] = {str(sist): värde}
    if förälder.klamrar:
        return _inom_klamrar(text, förälder, _bit_inom(post))
    return _med_rader(text, förälder.slut, skriv_yaml(post), _kolumn(text, förälder.start))


def _ersatt(text: str, förälder: Omfång, sist: str | int, värde: Värde) -> str:
    """Texten med ett annat värde på det gamlas plats. En kommentar efter det står kvar."""
    gammalt = förälder.delar[sist]
    if förälder.klamrar:
        return text[: gammalt.start] + _bit_inom([värde]) + text[gammalt.slut :]
    if sist in förälder.nycklar:
        _, _, bit = skriv_yaml({"x": värde}).partition(":")
        början, indrag = text.index(":", förälder.nycklar[sist].slut) + 1, _kolumn(text, förälder.start)
    else:
        bit = skriv_yaml([värde]).removeprefix("-")
        början, indrag = gammalt.start - 1, _kolumn(text, gammalt.start) - len("- ")
    mellan = text[början : gammalt.start]
    första, radbyte, resten = bit.removesuffix("\n").partition("\n")
    resten = radbyte + _indragen(resten, indrag) if resten else ""
    kommentar = mellan.rstrip() if "#" in mellan else ""
    bit = (första + kommentar + resten).replace("\n", _radslut(text))
    return text[:början] + bit + text[gammalt.slut :]


def _tillagd(text: str, stig: Stig, post: Värde) -> str:
    lista = _omfång(text, stig)
    if lista.klamrar:
        return _inom_klamrar(text, lista, _bit_inom([post]))
    grannen = lista.delar[len(lista.delar) - 1]
    bit = skriv_yaml([post])
    if not isinstance(post, str) and (grannen.delar or grannen.klamrar):
        inre = skriv_yaml(post, klamrar=grannen.klamrar)
        bit = f"- {_indragen(inre, 2).lstrip()}\n"
    return _med_rader(text, lista.slut, bit, _kolumn(text, lista.start))


def _borttagen(text: str, stig: Stig) -> str:
    samling, sist = _omfång(text, stig[:-1]), stig[-1]
    ställen = list((samling.nycklar or samling.delar).items())
    nummer = [steg for steg, _ in ställen].index(sist)
    början, slut = ställen[nummer][1].start, samling.delar[sist].slut
    före = samling.delar[ställen[nummer - 1][0]].slut if nummer else samling.start
    nästa = ställen[nummer + 1][1].start if nummer + 1 < len(ställen) else None
    if samling.klamrar and nästa is None:
        return text[: början if "#" in text[före:början] else före] + text[slut:]
    rad = början
    if sist not in samling.nycklar and not samling.klamrar:  # posten börjar vid sitt streck
        rad = _strecket(text, _nästa_rad(text, före) if nummer else före)
    if samling.klamrar or text[_radens_början(text, rad) : rad].strip():
        if nästa is None or re.search(r"[\r\n] *#", text[slut:nästa]):
            return OMÖJLIGT
        return text[:början] + text[nästa:]
    ny = text[: _radens_början(text, rad)] + text[_nästa_rad(text, slut) :]
    return ny if text.endswith(("\n", "\r")) else re.sub(r"(\r\n|\n|\r)$", "", ny)


def _strecket(text: str, läge: int) -> int:
    """Nästa streck som inte står i en kommentar."""
    träff = re.compile(r"(?:[ ]*(?:#[^\r\n]*)?[\r\n])*[ ]*(?=-)").match(text, läge)
    return träff.end() if träff else läge
