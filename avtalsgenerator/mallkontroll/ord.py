"""Vet om en mall använder underlagets ord rätt: ord som finns, som det de är, och med villkor när de kan utebli."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from avtalsgenerator.mallkontroll.ordlista import LOOP, taggens_ord
from avtalsgenerator.malltaggar import granska_taggar, slingans_ord, villkorets_ord
from avtalsgenerator.malltext import menade_du

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avtalsgenerator.fel import Mallbrist
    from avtalsgenerator.mallblock import Block, Textdel
    from avtalsgenerator.mallkontroll.ordlista import Ordlista, Räckvidd
    from avtalsgenerator.mallord import Mallord
    from avtalsgenerator.mallstycken import Tagg

_SOM_TEXT = {
    "lista": ("”{}” är en lista och kan inte skrivas ut", "Upprepa listan: {{%p for x in {} %}} … {{%p endfor %}}."),
    "ja/nej": ("”{}” är ja eller nej och kan inte skrivas ut", "Fråga efter det: {{% if {} %}} … {{% endif %}}."),
}


def granska_ord(del_: Textdel, lista: Ordlista) -> Iterator[Mallbrist]:
    """Det som är fel med orden i en del av mallen."""
    for stycke in del_.stycken:
        if any(b.kod in ("MAL02", "MAL08") for b in granska_taggar(stycke)):
            continue
        for tagg in stycke.taggar:
            block = del_.omgivning(stycke, tagg.början)
            räckvidd = lista.räckvidd(block)
            okända = [b for o in taggens_ord(tagg) if (b := _okänt(tagg, o, lista, räckvidd))]
            yield from okända
            if not okända:
                yield from _fel_slag(tagg, lista, räckvidd)
                yield from _kan_utebli(tagg, lista, räckvidd, block)
                yield from _bara_okänt(tagg, lista, räckvidd)
            if tagg.styr == "for":
                yield from _samma_namn(tagg, lista, block)


def _okänt(tagg: Tagg, uttryck: str, lista: Ordlista, räckvidd: Räckvidd) -> Mallbrist | None:
    första, _, rest = uttryck.partition(".")
    if lista.slå_upp(uttryck, räckvidd) or (första in räckvidd and (not rest or räckvidd[första] is None)):
        return None
    if första == "loop":
        vad, råd = uttryck, f"I en slinga finns loop.{', loop.'.join(LOOP)}."
    elif (stig := räckvidd.get(första)) is not None:
        vad, råd = rest, menade_du(rest, lista.i(stig)) or f"I listan {stig[-1]} finns {', '.join(lista.i(stig))}."
    else:
        alla = f"Orden som finns visas med: avtal mallar {PurePath(tagg.stycke.mall).stem}"
        vad, råd = uttryck, _på_översta(uttryck, lista, räckvidd) or alla
    return tagg.brist("MAL14", f"ordet ”{vad}” finns inte i underlaget", råd)


def _på_översta(uttryck: str, lista: Ordlista, räckvidd: Räckvidd) -> str:
    if "." in uttryck:
        första = uttryck.partition(".")[0]
        return menade_du(första, räckvidd) or f"Upprepa listan som {första} är en post i: {{%p for {första} in … %}}."
    listor = [stig[-1] for stig, namn in lista.ord_ if stig and namn == uttryck]
    nära = menade_du(uttryck, [*lista.i(()), *räckvidd])
    if listor and not nära:
        return f"Ordet finns i listan {listor[0]}: {{%p for x in {listor[0]} %}} {{{{ x.{uttryck} }}}} {{%p endfor %}}."
    return nära


def _fel_slag(tagg: Tagg, lista: Ordlista, räckvidd: Räckvidd) -> Iterator[Mallbrist]:
    """Listor, ja och nej som skrivs ut, slingor över annat än listor, och löpande text som inte står ensam."""
    for uttryck in taggens_ord(tagg):
        ord_ = lista.slå_upp(uttryck, räckvidd)
        slag = ord_.slag.partition(",")[0] if ord_ else ""
        if tagg.styr == "for":
            if ord_ and slag != "lista":
                text = f"”{uttryck}” är inte en lista och kan inte upprepas"
                yield tagg.brist("MAL15", text, menade_du(uttryck, _listor(lista)) or "Skriv ordet som {{ ord }}.")
        elif not tagg.styr and slag in _SOM_TEXT:
            text, råd = (mönster.format(uttryck) for mönster in _SOM_TEXT[slag])
            yield tagg.brist("MAL15", text, råd)
        elif not tagg.styr and ord_ is None and räckvidd.get(uttryck):
            stig = räckvidd[uttryck] or ()
            råd = f"Skriv något av dess ord: {', '.join(f'{uttryck}.{n}' for n in lista.i(stig))}."
            yield tagg.brist("MAL15", f"”{uttryck}” är en hel post i listan {stig[-1]} och kan inte skrivas ut", råd)
        elif not tagg.styr and not tagg.nivå and slag == "löpande text":
            råd = f"Skriv {{{{p {uttryck} }}}} ensamt i ett stycke."
            yield tagg.brist("MAL15", f"”{uttryck}” är löpande text: flera stycken, listor och rubriker", råd)


def _listor(lista: Ordlista) -> list[str]:
    return [namn for (stig, namn), o in lista.ord_.items() if not stig and o.slag == "lista"]


def _kan_utebli(tagg: Tagg, lista: Ordlista, räckvidd: Räckvidd, block: tuple[Block, ...]) -> Iterator[Mallbrist]:
    """Ord som kan saknas och ändå skrivs ut. Står de i något villkor har den som skrev mallen tänkt på det."""
    if tagg.styr or not tagg.uttryck:
        return
    ord_ = lista.slå_upp(tagg.uttryck, räckvidd)
    if ord_ is None or "kan utebli" not in ord_.slag:
        return
    villkor = [b for b in block if b.öppnar.styr == "if" and _kan_vara_falskt(b, lista, räckvidd)]
    p = "p " if tagg.nivå else ""
    råd = f"Skriv {{%{p or ' '}if {tagg.uttryck} %}} före och {{%{p or ' '}endif %}} efter, med orden omkring."
    if not villkor:
        text = f"”{tagg.uttryck}” kan utebli, och då stannar dokumentet här"
        yield tagg.brist("MAL17", text, råd)
    elif any(_utan(b, tagg.uttryck) for b in villkor):
        text = f"”{tagg.uttryck}” skrivs just när det uteblir: villkoret är omvänt"
        yield tagg.brist("MAL17", text, "Byt plats på det som står före och efter else, eller ta bort not.")


def _bara_okänt(tagg: Tagg, lista: Ordlista, räckvidd: Räckvidd) -> Iterator[Mallbrist]:
    """Villkor på ord som kan vara okända men aldrig uteblir: de gäller alltid, eller så blir det inget utkast."""
    for uttryck in taggens_ord(tagg) if tagg.styr in ("if", "elif") else ():
        ord_ = lista.slå_upp(uttryck, räckvidd)
        if ord_ and "kan vara okänd" in ord_.slag and "kan utebli" not in ord_.slag:
            text = f"”{uttryck}” uteblir aldrig, men kan vara okänt, och då görs inte ens ett utkast"
            yield tagg.brist("MAL31", text, "Ta bort villkoret. Är uppgiften okänd blir den en gul lucka i utkastet.")


def _kan_vara_falskt(block: Block, lista: Ordlista, räckvidd: Räckvidd) -> bool:
    """Om villkoret frågar efter något som kan saknas. Ett ord som alltid finns skyddar inget."""
    orden = [o for g in (*block.förra, block.gren) if g.styr != "else" for o in villkorets_ord(g.uttryck) or []]
    slag = [funnet.slag for o in orden if (funnet := lista.slå_upp(o, räckvidd))]
    return not orden or len(slag) < len(orden) or any(s in ("ja/nej", "lista") or "kan utebli" in s for s in slag)


def _utan(block: Block, uttryck: str) -> bool:
    """Om grenen gäller just när ordet saknas."""
    omvänt = block.gren.styr == "else" and any(g.uttryck == uttryck for g in block.förra)
    return omvänt or block.gren.uttryck == f"not {uttryck}"


def _samma_namn(tagg: Tagg, lista: Ordlista, block: tuple[Block, ...]) -> Iterator[Mallbrist]:
    eget, _ = slingans_ord(tagg.uttryck)
    yttre = [b.öppnar for b in block if b.öppnar.styr == "for" and slingans_ord(b.öppnar.uttryck)[0] == eget]
    råd = "Kalla posten något annat, till exempel med listans namn i ental."
    if yttre:
        text = f"slingan kallar sin post ”{eget}”, och det gör också slingan omkring: {yttre[-1].text}"
        yield tagg.brist("MAL20", text, råd)
    elif ((), eget) in lista.ord_:
        yield tagg.brist("MAL20", f"slingan kallar sin post ”{eget}”, men det är också ett ord i underlaget", råd)


def villkor_om(block: tuple[Block, ...], uttryck: str) -> bool:
    """Om något av blocken är ett villkor som bara gäller när ordet finns."""
    return any(
        b.gren.styr in ("if", "elif")
        and uttryck in (villkorets_ord(b.gren.uttryck) or [])
        and f"not {uttryck}" not in b.gren.uttryck
        for b in block
    )


def mindre_än_förut(använda: dict[str, Mallord], medföljande: dict[str, Mallord]) -> list[str]:
    """Orden på översta nivån som den medföljande mallen visar men inte den här. Ja och nej räknas inte."""
    return [v for v, o in medföljande.items() if v not in använda and not o.stig and o.slag != "ja/nej"]
