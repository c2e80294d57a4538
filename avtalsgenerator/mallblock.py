"""Vet vilka villkor och slingor varje ställe i en mall står i, och säger när de inte går ihop."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from avtalsgenerator.mallstycken import W, egna_texter, styckena

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

    from avtalsgenerator.fel import Mallbrist
    from avtalsgenerator.mallstycken import Mallstycke, Tagg

_SLUT = {"if": "endif", "for": "endfor"}


@dataclass(frozen=True, eq=False)
class Block:
    """Ett öppet villkor eller en öppen slinga: taggen som öppnar, och grenen som man står i."""

    öppnar: Tagg
    gren: Tagg
    """Den if, elif, else eller for som gäller här."""
    förra: tuple[Tagg, ...] = ()
    """Villkorets tidigare grenar, som alltså inte gällde."""
    slut: list[Tagg] = field(default_factory=list)
    """Taggen som stänger; tom om den saknas."""


@dataclass
class Textdel:
    """En del av mallen (brödtext, sidhuvud …): styckena, blocken i dem, och det som inte går ihop."""

    rot: etree._Element
    stycken: list[Mallstycke]
    brister: list[Mallbrist] = field(default_factory=list)
    block: list[Block] = field(default_factory=list)
    """Villkor och slingor i den ordning de öppnas."""
    _lägen: dict[int, list[tuple[int, tuple[Block, ...]]]] = field(default_factory=dict)

    def omgivning(self, stycke: Mallstycke, läge: int = 0) -> tuple[Block, ...]:
        """Blocken runt ett ställe i ett stycke, det yttersta först."""
        gäller: tuple[Block, ...] = ()
        for från, öppna in self._lägen.get(stycke.plats.nummer, ()):
            if från <= läge:
                gäller = öppna
        return gäller

    def notera(self, stycke: Mallstycke, läge: int, öppna: Sequence[Block]) -> None:
        """Sparar vilka block som är öppna från ett ställe i ett stycke."""
        self._lägen.setdefault(stycke.plats.nummer, []).append((läge, tuple(öppna)))


def läs_del(mall: str, rot: etree._Element) -> Textdel:
    """En del av mallen, med blocken runt varje ställe. En textruta har sina egna block, som inte når utanför den."""
    del_ = Textdel(rot, styckena(mall, rot))
    stapel = _Stapel(del_)
    yttre = {s.element: s for s in del_.stycken}
    for stycke in (s for s in del_.stycken if s.ruta is None):
        stapel.stycke(stycke)
    stapel.avsluta()
    for ruta in dict.fromkeys(s.ruta for s in del_.stycken if s.ruta is not None):
        värd = yttre.get(next(ruta.iterancestors(f"{W}p"), ruta))
        stapel = _Stapel(del_, del_.omgivning(värd) if värd else ())
        for stycke in (s for s in del_.stycken if s.ruta is ruta):
            stapel.stycke(stycke)
        stapel.avsluta()
    return del_


class _Stapel:
    """De block som är öppna, det yttersta först, medan taggarna läses i ordning."""

    def __init__(self, del_: Textdel, yttre: tuple[Block, ...] = ()) -> None:
        self.del_, self.yttre = del_, yttre
        self.öppna: list[Block] = []
        self.korsade: list[Block] = []
        """Block som ett annat stängdes före, och som det redan är sagt om."""

    def stycke(self, stycke: Mallstycke) -> None:
        self.del_.notera(stycke, 0, (*self.yttre, *self.öppna))
        for tagg in stycke.taggar:
            if tagg.styr in ("if", "for"):
                self.öppna.append(Block(tagg, tagg))
                self.del_.block.append(self.öppna[-1])
            elif tagg.styr in ("elif", "else"):
                self._gren(tagg)
            elif tagg.styr:
                self._stäng(tagg)
            self.del_.notera(stycke, tagg.slut, (*self.yttre, *self.öppna))

    def avsluta(self) -> None:
        """Säger vilka block som aldrig stängdes."""
        for block in self.öppna:
            o = block.öppnar
            self._brist(o, "MAL03", f"{o.text} stängs aldrig", f"Skriv {_slut(o)} där det ska sluta.")

    def _gren(self, tagg: Tagg) -> None:
        block = self.öppna[-1] if self.öppna else None
        if block is None or block.öppnar.styr != "if":
            i_slinga = f" utan i slingan {_var(block.öppnar)}" if block else ""
            self._brist(tagg, "MAL03", f"{tagg.text} står inte i något if{i_slinga}", "Flytta eller ta bort taggen.")
            return
        if block.gren.styr == "else":
            råd = "Låt else stå sist, och bara en gång."
            self._brist(tagg, "MAL03", f"{tagg.text} kommer efter {_var(block.gren)}", råd)
        self._pröva(block.öppnar, tagg)
        self.öppna[-1] = Block(block.öppnar, tagg, (*block.förra, block.gren), block.slut)

    def _stäng(self, tagg: Tagg) -> None:
        slag = tagg.styr.removeprefix("end")
        djup = next((i for i in reversed(range(len(self.öppna))) if self.öppna[i].öppnar.styr == slag), None)
        if djup is None:
            if lös := next((b for b in self.korsade if b.öppnar.styr == slag), None):
                self.korsade.remove(lös)
            else:
                råd = f"Ta bort den, eller skriv {slag} där det ska börja."
                if self.öppna:
                    öppet = self.öppna[-1].öppnar
                    råd = f"Det som är öppet här är {_var(öppet)}: skriv {_slut(öppet)}, eller ta bort taggen."
                self._brist(tagg, "MAL03", f"{tagg.text} har inget {slag} som den hör till", råd)
            return
        block, inre = self.öppna[djup], self.öppna[djup + 1 :]
        if inre:
            text = f"{tagg.text} stänger {_var(block.öppnar)}, men {_var(inre[-1].öppnar)} är inte stängd än"
            self._brist(tagg, "MAL03", text, "Stäng det som öppnades sist först.")
        self.korsade += inre
        del self.öppna[djup:]
        block.slut.append(tagg)
        self._pröva(block.öppnar, tagg)

    def _pröva(self, öppnar: Tagg, tagg: Tagg) -> None:
        """Att två taggar som hör ihop står så att det mellan dem kan tas bort utan att filen går sönder."""
        if öppnar.nivå != tagg.nivå:
            text = (
                f"{tagg.text} hör till {_var(öppnar)}, men den ena gäller hela {_vad(öppnar, tagg)} och den andra inte"
            )
            self._brist(tagg, "MAL04", text, "Skriv båda med samma bokstav (p eller tr), eller båda utan.")
        elif _behållare(öppnar) != _behållare(tagg) and not i_följd(öppnar, tagg):
            text = f"{tagg.text} hör till {_var(öppnar)}, men de står inte i samma {_rum(öppnar)}"
            råd = "Låt dem börja och sluta på samma ställe. Med {%tr i egna rader gäller de hela tabellrader."
            self._brist(tagg, "MAL04", text, råd)

    def _brist(self, tagg: Tagg, kod: str, text: str, råd: str) -> None:
        self.del_.brister.append(tagg.brist(kod, text, råd))


def _var(tagg: Tagg) -> str:
    return f"{tagg.text} ({tagg.ställe.läge or tagg.ställe.del_})"


def _slut(öppnar: Tagg) -> str:
    """Taggen som stänger det som en annan öppnar."""
    return f"{{%{öppnar.nivå} {_SLUT[öppnar.styr]} %}}"


def _vad(*taggar: Tagg) -> str:
    return "tabellrader" if any(t.nivå == "tr" for t in taggar) else "stycken"


def _rum(tagg: Tagg) -> str:
    return {"p": "cell eller textruta", "tr": "tabell"}.get(tagg.nivå, "stycke, länk eller fält")


def i_följd(a: Tagg, b: Tagg) -> bool:
    """Om två taggar i löpande text står direkt i var sitt stycke på samma ställe: då flyter styckena ihop."""
    direkt = all(_körningens_ägare(t) is t.stycke.element for t in (a, b))
    olika = a.stycke.element is not b.stycke.element
    return not a.nivå and olika and direkt and a.stycke.element.getparent() is b.stycke.element.getparent()


def _behållare(tagg: Tagg) -> etree._Element | None:
    if tagg.nivå == "tr":
        rad = next(tagg.stycke.element.iterancestors(f"{W}tr"), None)
        return None if rad is None else next(rad.iterancestors(f"{W}tbl"), None)
    return tagg.stycke.element.getparent() if tagg.nivå else _körningens_ägare(tagg)


def _körningens_ägare(tagg: Tagg) -> etree._Element | None:
    """Det som körningen med taggens första tecken står i: stycket, eller en länk eller kontroll i det."""
    läge = 0
    for t in egna_texter(tagg.stycke.element):
        läge += len(t.text or "")
        if tagg.början < läge:
            körning = t.getparent()
            return None if körning is None else körning.getparent()
    return None
