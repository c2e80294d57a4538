"""Vet hur ett utkast som har kommit tillbaka visas: de tre högarna, kommentarerna och det som är bra att veta."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from rich.text import Text

from avtalsgenerator import export
from avtalsgenerator.granskning.aterkommet import INTE_SPÅRAD
from avtalsgenerator.granskning.sammandrag import kort
from avtalsgenerator.granskning.skillnad_i_ord import i_ord, var
from avtalsgenerator.svenska import antal
from avtalsgenerator.visning import Skärm
from avtalsgenerator.visning.andring import visa_nästa

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from avtalsgenerator.andringar.andrad_uppgift import Ändraduppgift
    from avtalsgenerator.andringar.aterkomst import Återkomst
    from avtalsgenerator.granskning.rutor import Ruta

LÄNGST = 70
"""Tecken av en text som visas. Hela texten finns i dokumentet och i JSON."""
FLEST_SEDAN = 5
"""Så många av skillnaderna mot dokumentet som det blir nu visas."""


def visa_återkomst(g: Återkomst, format_: str = "text") -> None:
    """Allt som är annorlunda i utkastet, i tre högar, kommentarerna och det som man bör veta om filen."""
    skärm = Skärm()
    if format_ == "json":
        skärm.skriv(export.återkomst_json(g))
        return
    å, gäller = g.återkommet, g.återkommet.intyg["gäller"]
    skärm.skriv(å.namn, "bold")
    parten = f", {gäller['part']}" if gäller["part"] else ""
    skärm.skriv(
        f"   utkast av {gäller['namn']} ({å.intyg['dokument']['slag']}{parten}), så som det var {gäller['dag']}"
    )
    skärm.skriv()
    _visa_hög(skärm, f"Uppgifter ({len(g.uppgifter)})", (_uppgiften(g, u, skärm.tecken.pil) for u in g.uppgifter))
    _visa_hög(skärm, f"Mallens text ({len(å.högar.texter)})", _texterna(g, skärm.tecken.pil))
    former = list(_formerna(g, skärm.tecken.pil))
    _visa_hög(skärm, f"Form ({len(former)})", former)
    _visa_hög(skärm, f"Kommentarer ({len(å.kommentarer)})", _kommentarerna(g))
    _visa_hög(skärm, "Att veta", ((rad, "", ()) for rad in _att_veta(g, skärm.tecken.pil)))


def _visa_hög(skärm: Skärm, rubrik: str, poster: Iterable[tuple[str, str, Iterable[str]]]) -> None:
    """Rubriken och varje post: var den är, vad den är, och fler rader om den. En tom hög visas inte."""
    alla = list(poster)
    if not alla:
        return
    skärm.skriv(rubrik, "bold")
    for plats, text, mer in alla:
        skärm.print(Text.assemble((f"  {plats}{':' if text else ''}", "cyan" if text else ""), f" {text}".rstrip()))
        for rad in filter(None, mer):
            skärm.skriv(f"     {rad}")
    skärm.skriv()


def _uppgiften(g: Återkomst, u: Ändraduppgift, pil: str) -> tuple[str, str, list[str]]:
    s = u.ställen[0]
    plats = f"{s.plats}, {kort(s.rad, LÄNGST)}" if s.rad else s.plats
    orden = "; ".join(_byte(före, efter, pil) for före, efter in u.orden)
    fil, _, stig = (u.vägar[0] if u.vägar else "").partition("#")
    ställe = f"{pil} {fil}{f':{u.rad}' if u.rad else ''}{f'  {stig}' if stig else ''}" if fil else ""
    if len(u.vägar) > 1:
        ställe += f" och {len(u.vägar) - 1} till"
    av = ""
    if len(u.ställen) < u.av and not any(s.helt for s in u.ställen):
        av = f"ändrat på {len(u.ställen)} av {antal(u.av, 'ställe', 'ställen')} där orden står"
    utan = "rutan runt orden är borta" if not all(s.rutan_kvar for s in u.ställen) and u.vägar else ""
    skäl = f"inget förslag: {u.skäl}" if u.skäl else "ändras i filen, om svaret är ja"
    return plats, orden, [ställe, av, utan, skäl, _av(g, *u.orden[0])]


def _byte(före: str, efter: str, pil: str) -> str:
    if före.strip() and efter.strip():
        före, efter = _det_som_skiljer(före.split(), efter.split())
        return f"{kort(före, LÄNGST)} {pil} {kort(efter, LÄNGST)}"
    return f"”{kort(före, LÄNGST)}” struket" if före else f"nytt stycke: ”{kort(efter, LÄNGST)}”"


def _det_som_skiljer(a: list[str], b: list[str]) -> tuple[str, str]:
    """Två långa texter utan orden som är lika i början och i slutet, utom det närmaste."""
    före = max(_lika_i_början(a, b) - 1, 0)
    efter = max(_lika_i_början(a[före:][::-1], b[före:][::-1]) - 1, 0)
    if max(len(" ".join(a)), len(" ".join(b))) <= LÄNGST:
        före = efter = 0
    början, slut = "… " if före else "", " …" if efter else ""
    ord_ = (" ".join(x[före : len(x) - efter]) for x in (a, b))
    return f"{början}{next(ord_)}{slut}", f"{början}{next(ord_)}{slut}"


def _lika_i_början(a: list[str], b: list[str]) -> int:
    return sum(1 for _ in takewhile(lambda par: par[0] == par[1], zip(a, b, strict=False)))


def _av(g: Återkomst, före: str, efter: str) -> str:
    vem = g.återkommet.vem(före, efter)
    return vem if vem in ("", INTE_SPÅRAD) else f"ändrat av {vem}"


def _texterna(g: Återkomst, pil: str) -> Iterator[tuple[str, str, list[str]]]:
    mall = g.återkommet.intyg["mall"]["namn"]
    for t in g.återkommet.högar.texter:
        ä = t.ändring
        mallens = g.mallstycke(t.stycke) if t.stycke else ""
        visat = f"{mall}: ”{kort(mallens, 2 * LÄNGST)}”" if mallens else f"{mall} har inget sådant stycke"
        uppgifter = f"bland orden står uppgifter: {', '.join(r.titel for r in t.rutor)}" if t.rutor else ""
        yield var(ä), i_ord(ä, pil), [visat, uppgifter, _av(g, ä.före, ä.efter)]


def _formerna(g: Återkomst, pil: str) -> Iterator[tuple[str, str, list[str]]]:
    for f in dict.fromkeys(g.återkommet.högar.former):
        på = f" på ”{kort(f.ord_, LÄNGST)}”" if f.ord_ else ""
        yield f.plats, f"{f.vad.replace('→', pil)}{på}", []


def _kommentarerna(g: Återkomst) -> Iterator[tuple[str, str, list[str]]]:
    for k in g.återkommet.kommentarer:
        vid = k.ord_ or k.stycke
        text = " ".join(filter(None, k.stycken))
        yield " ".join(filter(None, (k.av, k.dag[:10]))), text or "(tom)", [f"vid ”{kort(vid, LÄNGST)}”" if vid else ""]


def _att_veta(g: Återkomst, pil: str) -> Iterator[str]:
    """Det som gäller filen som helhet."""
    å = g.återkommet
    if å.oförändrat:
        yield "Inget är ändrat, och ingen har skrivit någon kommentar."
    elif ospårat := å.om_spårningen():
        yield ospårat
    elif not (å.högar.fakta or å.högar.texter or å.högar.former) and å.spårade:
        yield "De spårade ändringarna tar ut varandra, eller gäller sådant som inte jämförs: typsnitt, storlek."
    if å.utan_taggar:
        yield "Filen är sparad i ett program som tar bort rutornas namn (LibreOffice). Uppgifterna är ändå igenkända."
    yield from (_rutan(*x) for x in å.rutor)
    yield from (f"Bland utkastets egna ord är skrivet: ”{text}”" for text in å.på_framsidan)
    yield from (f"Bland utkastets egna ord är struket: ”{kort(text, LÄNGST)}”" for text in å.borta_från_framsidan)
    if g.varför_inte:
        yield f"Inga uppgifter kan ändras: {g.varför_inte}."
    if g.sedan_dess:
        yield (
            "Utkastet är av en äldre version. Görs det på nytt ändras också "
            f"{antal(len(g.sedan_dess), 'sak', 'saker')}, som inte räknas hit:"
        )
        yield from (f"  {var(ä)}: {i_ord(ä, pil)}" for ä in g.sedan_dess[:FLEST_SEDAN])


def _rutan(ruta: Ruta, förut: int, nu: int) -> str:
    om = f"Rutan ”{ruta.titel}” (”{kort(ruta.text, LÄNGST)}”)"
    if not förut:
        return f"{om} fanns inte i utkastet."
    return f"{om} står på {antal(nu, 'ställe', 'ställen')}, men i utkastet på {förut}."


def visa_andra_ord(andra_ord: Iterable[tuple[str, str, str]]) -> None:
    """Uppgifter som i dokumentet skrivs på ett annat sätt än det som någon skrev där."""
    skärm = Skärm()
    for titel, skrivet, blir in andra_ord:
        skärm.skriv(f"{titel}: i dokumentet skrivs ”{blir}”, inte ”{skrivet}”.", "yellow")


def visa_sedan(g: Återkomst) -> None:
    """Vad man gör sedan."""
    gäller = g.återkommet.intyg["gäller"]
    visa_nästa(
        ("Gör utkastet på nytt", f"avtal generera {gäller['namn']} --utkast --ersätt"),
        *(
            [("Behåll kommentarerna", "lägg filen bredvid det gamla utkastet först")]
            if g.återkommet.kommentarer
            else []
        ),
    )


def visa_hur_man_sparar() -> None:
    """Hur förslagen sparas när ingen kan svara på frågan."""
    Skärm().skriv("Inget har ändrats. Förslagen sparas med --ja.")
