"""Vet hur resultat ser ut i terminalen. Den enda filen som använder rich.

Färg, bredd och linjer anpassas: en terminal som inte kan visa Unicode får ASCII, och NO_COLOR respekteras.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from avtalsgenerator import export, utbyte
from avtalsgenerator.dokumentslag import dokumentslag, lägets_slag
from avtalsgenerator.fel import Underlagsfel, Ändringsfel
from avtalsgenerator.regler import Allvar, gruppera, sidans_rader
from avtalsgenerator.svenska import antal, procent, tal, ungefär_kronor, uppräkning
from avtalsgenerator.textversion import version
from avtalsgenerator.underlag import signaturlista
from avtalsgenerator.utdrag import ASCII, Tecken, utdrag
from avtalsgenerator.varden import Lucka
from avtalsgenerator.visning.dagar import visa_dagar
from avtalsgenerator.visning.granskning import visa_granskat

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from contextlib import AbstractContextManager
    from typing import TextIO

    from avtalsgenerator.beslutslage import Beslutsläge
    from avtalsgenerator.fel import AvtalsgeneratorFel
    from avtalsgenerator.kedja import Kontroll, Resultat
    from avtalsgenerator.kostnad import Bidrag
    from avtalsgenerator.noder import Plats
    from avtalsgenerator.per_datum import Avtalsläge
    from avtalsgenerator.register import Register
    from avtalsgenerator.regler import Anmärkning, Regel
    from avtalsgenerator.regler.granskning import Granskat
    from avtalsgenerator.regler.grund import Läge, Märke
    from avtalsgenerator.skrivelselage import Skrivelseläge
    from avtalsgenerator.utdata import Sparad

FÄRG = {Allvar.HINDER: "bold red", Allvar.VARNING: "bold yellow", Allvar.UPPLYSNING: "bold cyan"}
STIL = {"plats": "cyan", "rad": "dim", "märke": "bold red"}
FLEST_HELA = 3
"""Så många anmärkningar med samma kod visas hela; är de fler blir de en lista under en rubrik."""


class Skärm(Console):
    """En terminal eller fil att skriva till, utan att något i texten tolkas som formatering."""

    def __init__(self, ström: TextIO | None = None) -> None:
        ström = ström or sys.stdout
        färg: Literal["auto"] | None = None if os.environ.get("NO_COLOR") else "auto"
        super().__init__(file=ström, color_system=färg, highlight=False, markup=False, emoji=False, soft_wrap=True)
        self.tecken = Tecken() if _kan_visa(ström.encoding or "ascii", "→│…✓█") else ASCII

    def on_broken_pipe(self) -> None:
        """Den som läste utskriften har slutat läsa; det är inget fel (``__main__``)."""
        raise BrokenPipeError

    def skriv(self, text: str = "", stil: str = "") -> None:
        self.print(Text(text, style=stil))

    def tabell(self, rubrik: str, *kolumner: str) -> Table:
        linjer = box.SIMPLE_HEAD if self.tecken is not ASCII else box.ASCII
        tabell = Table(title=Text(rubrik, style="bold"), title_justify="left", box=linjer, pad_edge=False)
        for kolumn in kolumner:
            tabell.add_column(kolumn, overflow="fold")  # annars kortas långa ord
        return tabell


def _kan_visa(kodning: str, tecken: str) -> bool:
    try:
        tecken.encode(kodning)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def arbetar(vad: str) -> AbstractContextManager[object]:
    """Visar att något pågår, om det är en terminal."""
    return Skärm(sys.stderr).status(vad)


def visa_fel(fel: AvtalsgeneratorFel) -> None:
    """Ett fel på stderr: alla läsfel med rad, eller vad som gick fel och vad man gör."""
    skärm = Skärm(sys.stderr)
    if isinstance(fel, Underlagsfel):
        for läsfel in fel.läsfel:
            skärm.print(Text.assemble(("fel:", "bold red"), (f" {läsfel.text}", "bold")))
            _visa_utdrag(skärm, läsfel.plats)
            skärm.skriv(f"   = gör så här: {läsfel.råd}\n" if läsfel.råd else "")
        filer = antal(len({f.plats.fil for f in fel.läsfel}), "fil", "filer")
        slut = "Ändringen görs inte." if isinstance(fel, Ändringsfel) else "Uppgifterna gick inte att läsa."
        skärm.skriv(f"{antal(len(fel.läsfel), 'fel', 'fel')} i {filer}. {slut}")
        return
    skärm.skriv(f"fel: {fel}", "bold red")
    if fel.råd:
        skärm.skriv(f"gör så här: {fel.råd}")


def visa_kontroll(kontroll: Kontroll, format_: str = "text", mapp: Path = Path()) -> None:
    """Anmärkningarna som text, en rad per anmärkning, eller i en form för andra program."""
    skärm = Skärm()
    if format_ == "json":
        skärm.skriv(export.kontroll_json(kontroll))
    elif format_ == "sarif":
        skärm.skriv(utbyte.sarif(kontroll))
    elif format_ == "github":
        härifrån = kort(mapp)
        for rad in utbyte.github(kontroll, Path() if härifrån.is_absolute() else härifrån):
            skärm.skriv(rad)
    elif format_ == "kort":
        for a in kontroll.anmärkningar:
            skärm.skriv(f"{a.plats}: {a.allvar.ord_} {a.kod}: {a.text}{'' if a.öppen else ' (besvarad)'}")
    else:
        visa_anmärkningar(skärm, [a for a in kontroll.anmärkningar if a.öppen])
        _visa_besvarade(skärm, kontroll.besvarade)
        skärm.skriv(_sammanfattning(kontroll))
        if kontroll.anmärkningar:
            skärm.skriv(f"Läs mer om en regel: avtal regel {kontroll.anmärkningar[0].kod}")


def visa_anmärkningar(skärm: Skärm, anmärkningar: Sequence[Anmärkning], flest: int = FLEST_HELA) -> None:
    """Anmärkningarna med utdrag ur filerna; är de fler än ``flest`` med samma kod blir de en lista under en rubrik."""
    for grupp in gruppera(anmärkningar):
        if len(grupp) <= flest and grupp[0].allvar > Allvar.UPPLYSNING:
            for a in grupp:
                _visa_anmärkning(skärm, a)
        else:
            _visa_grupp(skärm, grupp)


def _visa_besvarade(skärm: Skärm, besvarade: Sequence[Anmärkning]) -> None:
    for a in besvarade:
        skärm.print(Text.assemble((f"besvarad {a.kod}:", "bold green"), f" {a.text}"))
        if a.kvittens:
            skärm.skriv(f"   {a.kvittens.motivering} ({a.kvittens.av} {a.kvittens.dag})\n")


def _visa_anmärkning(skärm: Skärm, a: Anmärkning) -> None:
    skärm.print(Text.assemble((f"{a.allvar.ord_} {a.kod}:", FÄRG[a.allvar]), (f" {a.text}", "bold")))
    _visa_utdrag(skärm, a.plats, a.märke, a.andra)
    _visa_grund(skärm, [a])


def _visa_utdrag(skärm: Skärm, plats: Plats, text: str = "", andra: Sequence[Märke] = ()) -> None:
    for rad, slag in utdrag(plats, text, andra, skärm.tecken, skärm.width):
        skärm.skriv(rad, STIL[slag])


def _visa_grupp(skärm: Skärm, grupp: Sequence[Anmärkning]) -> None:
    a = grupp[0]
    skärm.print(
        Text.assemble((f"{a.allvar.ord_} {a.kod}:", FÄRG[a.allvar]), (f" {a.rubrik}", "bold"), f" ({len(grupp)} st)")
    )
    for a in grupp:
        skärm.skriv(f"   {skärm.tecken.pil} {a.plats}", STIL["plats"])
        skärm.skriv(f"      {a.text}")
    _visa_grund(skärm, grupp)


def _visa_grund(skärm: Skärm, grupp: Sequence[Anmärkning]) -> None:
    for ord_, texter in (("grund", [a.grund for a in grupp]), ("gör så här", [a.råd for a in grupp])):
        for text in dict.fromkeys(filter(None, texter)):
            skärm.skriv(f"   = {ord_}: {text}")
    skärm.skriv()


def _sammanfattning(kontroll: Kontroll) -> str:
    hinder, varningar = kontroll.antal(Allvar.HINDER), kontroll.antal(Allvar.VARNING)
    bra = antal(kontroll.utan_anmärkning, "kontroll", "kontroller")
    delar = [f"{hinder} hinder" if hinder else "", antal(varningar, "varning", "varningar") if varningar else ""]
    if upplysningar := kontroll.antal(Allvar.UPPLYSNING):
        delar.append(antal(upplysningar, "upplysning", "upplysningar"))
    if kontroll.besvarade:
        delar.append(antal(len(kontroll.besvarade), "besvarad", "besvarade"))
    funna = [d for d in delar if d]
    if not funna:
        return f"Inga anmärkningar. {bra} gick bra."
    filer = antal(len({a.plats.fil for a in kontroll.anmärkningar}), "fil", "filer")
    return f"{uppräkning(funna)} i {filer}. {bra} gick bra."


def visa_resultat(resultat: Resultat, sekunder: float) -> None:
    """Vad ``generera`` gjorde, eller varför inget gjordes."""
    skärm, kontroll = Skärm(), resultat.kontroll
    if resultat.mapp is None:
        visa_kontroll(kontroll)
        skärm.skriv("Inga dokument skapades. Ett märkt utkast görs ändå med --utkast.")
        if resultat.kan_göras:
            skärm.skriv(f"Utan hinder kan göras, ett i taget med --bara: {', '.join(resultat.kan_göras)}")
        return
    r, klart = kontroll.register, skärm.tecken.klart
    läst = f"{antal(len(r.parter), 'part', 'parter')}, {len(r.beslut)} beslut"
    läst += f", {antal(len(r.handlingar), 'handling', 'handlingar')}"
    skärm.skriv(f"{klart} {'Läste underlaget':<26}{läst}")
    skärm.skriv(f"{klart} {'Kontrollerade':<26}{_sammanfattning(kontroll)}")
    tid = f"{sekunder:.1f} s".replace(".", ",")
    i_word = sum(d.filnamn.endswith(".docx") for d in resultat.dokument)
    skärm.skriv(f"{klart} {f'Skapade {i_word} dokument':<26}{tid}")
    skärm.skriv()
    skärm.skriv(f"  {kort(resultat.mapp)}")
    bredd = max(len(d.filnamn) for d in resultat.dokument) + 2
    for dokument, sparad in zip(resultat.dokument, resultat.sparade, strict=True):
        skärm.skriv(f"    {dokument.filnamn:<{bredd}}{dokument.beskrivning}{'' if sparad.ny else ' (oförändrad)'}")
    skärm.skriv()
    for text in resultat.varningar:
        skärm.print(Text.assemble(("varning:", FÄRG[Allvar.VARNING]), f" {text}"))
    _visa_kvar(skärm, kontroll, utkast=resultat.utkast)
    if resultat.utkast and i_word < len(resultat.dokument):
        skärm.skriv("Kommentarerna finns bara i Word-filerna, inte i PDF:erna.")


def kort(path: Path) -> Path:
    """Vägen härifrån om filen ligger här nedanför, annars hela."""
    här = Path.cwd()
    return path.relative_to(här) if path.is_relative_to(här) else path


def _visa_kvar(skärm: Skärm, kontroll: Kontroll, *, utkast: bool) -> None:
    """Det som återstår efter en generering: hinder i ett utkast, och varningar att besvara."""
    if hinder := kontroll.antal(Allvar.HINDER):
        text = f"Handlingen får inte skrivas under: {hinder} hinder. De står i dokumentet."
        if utkast:
            text = f"Utkastet får inte skrivas under: {hinder} hinder. De står i dokumenten, vid orden de gäller."
        skärm.skriv(text, FÄRG[Allvar.HINDER])
    for grupp in gruppera(a for a in kontroll.anmärkningar if a.allvar is Allvar.VARNING and a.öppen):
        for a in grupp:
            skärm.print(Text.assemble((f"varning {a.kod}:", FÄRG[a.allvar]), f" {a.text}"))
            skärm.skriv(f"   {a.råd} ({a.plats.fil}:{a.plats.rad})")
    skärm.skriv("Läs igenom dokumenten i Word innan de skickas.")


def visa_innehåll(register: Register, format_: str) -> None:
    """Avtalen och handlingarna i en mapp."""
    skärm = Skärm()
    if format_ == "json":
        skärm.skriv(export.innehåll_json(register))
        return
    for avtal in register.avtal.values():
        rader = [(str(avtal.avtalstid.från), avtal.id, "samverkansavtal")]
        rader += [
            (str(h.gäller_från.värde), h.id, f"{h.handling}, {h.slag}") for h in register.handlingar_till(avtal.id)
        ]
        rader += [
            (str(s.dag.värde) if s.dag else "odaterad", s.id, s.yrkande or s.handling)
            for s in register.skrivelser_till(avtal.id)
        ]
        skärm.skriv(avtal.kortnamn, "bold")
        for dag, id_, vad in rader:
            skärm.skriv(f"  {dag:<10}  {id_.split('/')[-1]:<38}  {vad}")
        skärm.skriv()
    if beslut := [b for b in register.beslut.values() if b.protokoll]:
        skärm.skriv("Beslut med protokoll", "bold")
        for b in beslut:
            skärm.skriv(f"  {b.sammanträdesdatum or 'dag okänd'!s:<10}  {b.id:<44}  {b.organ}")
        skärm.skriv()
    skärm.skriv("Vad som kan göras av var och en visas med: avtal visa NAMN")


def visa_läge(läge: Avtalsläge, granskat: Sequence[Granskat], format_: str) -> None:
    """Parter, belopp och underskrifter en viss dag."""
    from avtalsgenerator.visning.underskrifter import visa_block

    skärm = Skärm()
    if format_ == "json":
        skärm.skriv(export.läge_json(läge, granskat))
        return
    lista = signaturlista(läge)
    skärm.skriv(f"{lista.handling}, så som det är {läge.dag}", "bold")
    skärm.skriv(läge.avtal.namn)
    period = läge.avtalsperiod
    skärm.skriv(f"Textens version: {version(läge)}")
    skärm.skriv(f"Avtalsperiod: {period[0]}–{period[1]}" if period else "Avtalet gäller inte då.")
    if period and läge.dag < läge.avtal.avtalstid.från:
        skärm.skriv(f"Avtalet gäller inte än. Det visas så som det blir {läge.avtal.avtalstid.från}.")
    visa_andra_handlingar(skärm, läge)
    skärm.skriv()
    tabell = skärm.tabell(f"Parter ({len(läge.parter)})", "Part", "Till och med", "Folkmängd", "Andel", "Bidrag per år")
    for d in läge.parter:
        bidrag = [_bidragsord(b) for b in läge.kostnad.för(d.part)] or [("–", "–", "kan inte räknas")]
        kolumner = ("\n".join(ord_) for ord_ in zip(*bidrag, strict=True))
        tabell.add_row(f"{d.part.namn}{' (ny)' if d in läge.nya else ''}", str(d.till), *kolumner)
    if läge.parter:
        skärm.print(tabell)
    visa_block(skärm, lista.block, att_skicka=lägets_slag(läge) != "lydelse")
    visa_dagar(skärm, läge)
    _visa_dokument(skärm, läge, granskat)


def visa_beslut(läge: Beslutsläge, granskat: Sequence[Granskat], format_: str) -> None:
    """Ett beslut: vem som beslutade, när, vad, och vad som går att göra av det."""
    skärm, b = Skärm(), läge.beslut
    if format_ == "json":
        skärm.skriv(export.beslut_json(läge, granskat))
        return
    skärm.skriv(f"{läge.part.namn if läge.part else 'Okänd part'}: {b.beteckning()}", "bold")
    skärm.skriv(f"{b.rubrik} ({b.status}{f', dnr {b.diarienummer}' if b.diarienummer else ''})")
    for nummer, sats in enumerate(b.beslutssatser, 1):
        skärm.skriv(f"  {nummer}. {' '.join(sats.text.split())}")
    _visa_dokument(skärm, läge, granskat)


def visa_skrivelse(läge: Skrivelseläge, granskat: Sequence[Granskat], format_: str) -> None:
    """En skrivelse: vem som skriver, när, om vad, och vad som går att göra av den."""
    skärm, s = Skärm(), läge.skrivelse
    if format_ == "json":
        skärm.skriv(export.skrivelse_json(läge, granskat))
        return
    vem = läge.part.namn if läge.part else "Okänd utfärdare"
    skärm.skriv(f"{(s.yrkande or s.handling).capitalize()}: {s.rubrik}", "bold")
    skärm.skriv(f"{vem}{f', {s.från}' if s.från else ''}, {s.dag.värde if s.dag else 'odaterad'}")
    for avsnitt in s.avsnitt:
        skärm.skriv(f"  {avsnitt.namn}")
    _visa_dokument(skärm, läge, granskat)


def _visa_dokument(skärm: Skärm, läge: Läge, granskat: Sequence[Granskat]) -> None:
    """Vad som går att göra i läget, hur, och vem som har godkänt det."""
    skärm.skriv()
    tabell = skärm.tabell(f"Dokument (avtal generera {läge.id})", "Namn att skriva efter --bara", "Vad det är", "Görs")
    for slag in dokumentslag(läge):
        tabell.add_row(slag.namn, slag.vad, "alltid" if slag.följer_med else "med --bara")
    skärm.print(tabell)
    visa_granskat(skärm, granskat)


def visa_sparade(sparade: Sequence[Sparad]) -> None:
    """Filer som har sparats, en på varje rad."""
    skärm = Skärm()
    for s in sparade:
        skärm.skriv(f"{skärm.tecken.klart} {kort(s.path)}{'' if s.ny else ' (oförändrad)'}")


def _bidragsord(bidrag: Bidrag) -> tuple[str, str, str]:
    """Folkmängd, andel och bidrag så som de visas; tankstreck där de inte finns."""
    if bidrag.del_ is None:
        return "–", "–", bidrag.post.insats or "kan inte räknas"
    i_kronor = ungefär_kronor(bidrag.del_.belopp)
    andel = procent(bidrag.del_.andel) if bidrag.post.parter else "–"
    return tal(bidrag.folkmängd.antal) if bidrag.folkmängd else "–", andel, i_kronor


def visa_andra_handlingar(skärm: Skärm, läge: Avtalsläge) -> None:
    """Vilka av avtalets andra handlingar som räknas in, och vilka som inte gör det."""
    for h in läge.register.handlingar_till(läge.avtal.id):
        if h in läge.räknade:
            skärm.skriv(f"Inräknat: {h.id} ({h.slag})")
        elif h is not läge.handling:
            från = h.gäller_från.värde
            skärm.skriv(f"Inte inräknat, eftersom alla inte har skrivit under: {h.id} (från {från})", "yellow")


def ord_(värde: str | Lucka) -> str:
    """Uppgiften, eller att den saknas."""
    return f"{värde.vad} saknas" if isinstance(värde, Lucka) else värde


def visa_regler(regler: Iterable[Regel]) -> None:
    """Alla regler med kod, allvar och rubrik."""
    skärm = Skärm()
    for regel in sorted(regler, key=lambda r: r.kod):
        skärm.print(
            Text.assemble(
                (regel.kod, "bold"),
                "  ",
                (f"{regel.allvar.ord_:<11}", FÄRG[regel.allvar]),
                f"{regel.rubrik}. {regel.giltighet}" if regel.giltighet else regel.rubrik,
            )
        )


def visa_regel(sida: str) -> None:
    """En regels sida. Rubriker blir feta och exempel dras in."""
    skärm = Skärm()
    for rad, är_rubrik in sidans_rader(sida):
        skärm.skriv(rad, "bold" if är_rubrik else "")


def visa_exempel(mål: Path) -> None:
    """Vad övningsmappen innehåller och vad man kan prova."""
    skärm = Skärm()
    skärm.skriv(f"{skärm.tecken.klart} Skapade övningsmappen {mål}")
    skärm.skriv()
    skärm.skriv("Allt i den är påhittat. Prova:")
    for rad in ("kontrollera", "visa tillagg-latsasby", "generera tillagg-latsasby"):
        skärm.skriv(f"  avtal -C {mål} {rad}")
