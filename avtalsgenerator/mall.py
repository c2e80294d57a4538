"""Vet om en Word-mall är rätt gjord, och gör den redo att fyllas.

Mallen är ett Word-dokument med ord inom klamrar: ``{{ ord }}``, ``{% if ord %}``, ``{% for x in lista %}``;
``{%p … %}`` tar bort stycket den står i och ``{%tr … %}`` tabellraden. docxtpl läker taggar som Word har delat.
Resten gör vi själva, eftersom docxtpl tiger om det som går fel (skälen står i tests/test_mall.py):

* varje del fylls precis en gång, så att data aldrig blir kod;
* varje värde prövas och märks när det skrivs (``fyllning``), och resultatet jämförs med det som menades;
* bara det som räknas upp här tillåts: en mall kan visa, utelämna och upprepa, inget annat.
"""

from __future__ import annotations

import html
import re
import sys
from dataclasses import dataclass, field, fields, is_dataclass
from typing import TYPE_CHECKING, Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateSyntaxError, nodes, pass_context
from jinja2.meta import find_undeclared_variables
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from avtalsgenerator.fel import Fyllningsfel, Mallbrist, Mallfel
from avtalsgenerator.loptextxml import saknade_format
from avtalsgenerator.malltext import granska_text, menade_du, märk_löptext, rätta_mellanslag, tolka_xml, utifrån
from avtalsgenerator.paragrafer import märk_hänvisningar, rubrikstilar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Template

    from avtalsgenerator.paragrafer import Rubrikstilar

FYLLS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml")
"""Delarna av ett Word-dokument som kan innehålla text och därför fylls."""
LÖPTEXT = "löptext"
FYLLNING = "_fyllning"
"""Namnet som den pågående fyllningen nås under. Mallar kan inte använda ord som börjar med understreck."""


@dataclass(frozen=True)
class Mall:
    """En läst och prövad mall: filens alla delar, och de delar som ska fyllas, redo att fyllas många gånger."""

    namn: str
    delar: Mapping[str, bytes]
    fyllbara: Mapping[str, Malldel]
    stilar: Rubrikstilar
    """Formatmallarna för rubriker, och hur de numrerar paragrafer."""


@dataclass(frozen=True)
class Malldel:
    """En del av mallen (brödtext, sidhuvud …): läkt XML med ett stycke på varje rad, och den färdiga jinja-mallen."""

    källa: str
    jinja: Template = field(repr=False)
    ord_: frozenset[str]
    """De ord på översta nivån som delen använder."""

    def stycke_med(self, ord_: str) -> str:
        """Texten i det första stycket som använder ordet i en tagg."""
        tagg = re.compile(rf"\{{[{{%][^}}]*\b{re.escape(ord_)}\b")
        rader = self.källa.split("\n")
        return self.stycke(next((n for n, rad in enumerate(rader, 1) if tagg.search(rad)), 1))

    def stycke(self, rad: int) -> str:
        """Texten i stycket på en rad, med taggarna kvar."""
        rader = self.källa.split("\n")
        return html.unescape(re.sub(r"<[^>]+>", "", rader[min(rad, len(rader)) - 1]))


def bygg_mall(namn: str, delar: Mapping[str, bytes]) -> Mall:
    """Läker och prövar en mall. Kastar ``Mallfel`` med alla brister som går att finna utan uppgifter."""
    fyllbara: dict[str, Malldel] = {}
    brister: list[Mallbrist] = []
    for del_, innehåll in delar.items():
        if FYLLS.fullmatch(del_):
            try:
                fyllbara[del_] = _bygg_del(namn, innehåll)
            except Mallfel as fel:
                brister += fel.brister
        elif del_.endswith((".xml", ".rels")):
            brister += _övrig_del(namn, del_, innehåll)
    if any("|löptext" in del_.källa for del_ in fyllbara.values()):
        brister += saknade_format(namn, delar)
    if brister:
        raise Mallfel(brister)
    return Mall(namn, delar, fyllbara, rubrikstilar(delar))


def _övrig_del(mall: str, del_: str, innehåll: bytes) -> list[Mallbrist]:
    """En del som inte fylls: den ska vara ofarlig XML, utan ord inom klamrar, och inte hämta något utifrån."""
    try:
        rot = tolka_xml(mall, innehåll)
    except Mallfel as fel:
        return list(fel.brister)
    brister = []
    if re.search(rb"\{\{|\{%", innehåll):
        brister.append(Mallbrist(mall, f"ett ord inom klamrar står i {del_}, där inget fylls i", råd="Ta bort det."))
    råd = "Infoga bilden eller filen i mallen i stället för att länka till den."
    brister += (Mallbrist(mall, f"mallen hämtar något utifrån: {mål}", råd=råd) for mål in utifrån(rot))
    return brister


def _bygg_del(mall: str, innehåll: bytes) -> Malldel:
    rot = tolka_xml(mall, innehåll)
    if brister := list(granska_text(mall, rot)):
        raise Mallfel(brister)
    rätta_mellanslag(rot)
    märk_löptext(rot)
    if tomma := märk_hänvisningar(rot):
        råd = "Markera hela dokumentet i Word, tryck F9 så att fälten uppdateras, och spara."
        raise Mallfel([Mallbrist(mall, f"hänvisningen till {tomma[0]} har ingen text", råd=råd)])
    läkt: str = DocxTemplate(mall).patch_xml(etree.tostring(rot, encoding="unicode"))
    källa = re.sub(r"<w:p([ >])", r"\n<w:p\1", läkt.replace("\n", " "))
    tom = Malldel(källa, _MILJÖ.from_string(""), frozenset())
    try:
        träd = _MILJÖ.parse(källa)
    except TemplateSyntaxError as fel:
        råd = "Kontrollera att varje if har en endif, varje for en endfor, och att de inte korsar varandra."
        raise Mallfel(
            [Mallbrist(mall, "ett villkor eller en slinga är felskriven", tom.stycke(fel.lineno), råd)]
        ) from None
    if brister := [
        Mallbrist(mall, skäl, tom.stycke(nod.lineno), "En mall kan visa ord, utelämna med if och upprepa med for.")
        for nod in träd.find_all(nodes.Node)
        if nod.lineno and (skäl := _otillåten(nod))
    ]:
        raise Mallfel(brister)
    ord_ = frozenset(find_undeclared_variables(träd)) - {"loop"}
    for slinga in träd.find_all(nodes.For):
        slinga.iter = nodes.Filter(slinga.iter, "lista", [], [], None, None, lineno=slinga.lineno)
    return Malldel(källa, _MILJÖ.from_string(träd), ord_)


_TILLÅTET = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Name, nodes.Getattr,
             nodes.And, nodes.Or, nodes.Not)  # fmt: skip


def _otillåten(nod: nodes.Node) -> str:
    """Varför ett språkelement inte får stå i en mall; tomt om det får det."""
    match nod:
        case nodes.For() if nod.recursive or nod.test or nod.else_ or not isinstance(nod.target, nodes.Name):
            return "en slinga ska ha formen for x in lista"
        case nodes.Filter() if nod.name == LÖPTEXT and isinstance(nod.node, nodes.Name | nodes.Getattr):
            return ""
        case nodes.Name() if nod.name == "loop" and nod.ctx == "store":
            return "ordet loop kan inte användas i en slinga"
        case nodes.Name() if nod.name.startswith("_"):
            return f"ordet {nod.name} får inte börja med understreck"
        case nodes.Getattr() if nod.attr.startswith("_"):
            return f"ordet {nod.attr} får inte börja med understreck"
    return "" if isinstance(nod, _TILLÅTET) else f"uttrycket ({type(nod).__name__}) är inte tillåtet i en mall"


class OkäntOrd(StrictUndefined):
    """Ett ord som mallen använder men underlaget inte har."""

    @property
    def ord_(self) -> str:
        return str(self._undefined_name)

    @property
    def _undefined_message(self) -> str:
        ägare = self._undefined_obj
        val = [f.name for f in fields(ägare)] if is_dataclass(ägare) else []
        return f"ordet ”{self.ord_}” finns inte i underlaget. {menade_du(self.ord_, val)}".strip()


class _Miljö(ImmutableSandboxedEnvironment):
    """Mallspråket: inga filter, inga tester, inga anrop; bara fälten i underlagets ord går att nå."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if isinstance(obj, LoopContext):
            return attr in ("index", "first", "last", "length")
        return is_dataclass(obj) and attr in {f.name for f in fields(obj)}


@dataclass(frozen=True)
class HelaStycken:
    """Ett värde som ersätter hela sitt stycke (``{{p ord }}``)."""

    värde: object


def _lista(värde: object) -> tuple[object, ...]:
    """Bara listor går att upprepa. En text skulle annars upprepas bokstav för bokstav."""
    if isinstance(värde, OkäntOrd):
        värde._fail_with_undefined_error()
    if not isinstance(värde, tuple):
        raise Fyllningsfel("det som upprepas med for är inte en lista")
    return värde


@pass_context
def _skriv(sammanhang: Context, värde: object) -> str:
    text: str = sammanhang[FYLLNING].skriv(värde, sys._getframe(1))
    return text


_MILJÖ = _Miljö(undefined=OkäntOrd, autoescape=True, finalize=_skriv, keep_trailing_newline=True)
_MILJÖ.filters = {"lista": _lista, LÖPTEXT: HelaStycken}
_MILJÖ.tests = {}
_MILJÖ.globals = {}
