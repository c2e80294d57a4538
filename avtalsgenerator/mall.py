"""Vet om en Word-mall är rätt gjord, och gör den redo att fyllas.

Mallen är ett Word-dokument med ord inom klamrar: ``{{ ord }}``, ``{% if ord %}``, ``{% for x in lista %}``;
``{%p … %}`` tar bort stycket den står i och ``{%tr … %}`` tabellraden. docxtpl läker taggar som Word har delat, och
jinja tolkar dem i sin sandlåda. Resten gör vi själva, eftersom docxtpl tiger om det som går fel (skälen står i
tests/test_mall.py):

* en mall kan visa, utelämna och upprepa, inget annat. Den körs aldrig som kod: den blir en följd av text och ord
  (``malldel``), så det finns ingen väg från en mall till Python;
* varje del fylls precis en gång, så att data aldrig blir kod;
* allt som bara beror på mallen görs en gång: taggarna läks, nivåerna prövas och de delar som inte fylls packas.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from avtalsgenerator.fel import Mallbrist, Mallfel
from avtalsgenerator.loptextxml import saknade_format
from avtalsgenerator.mallbygge import FÖR_DJUPT, LÖPTEXT, bygg_del, mallstycke
from avtalsgenerator.malldel import FYLLS, Mall, alla_ord
from avtalsgenerator.malltext import W, granska_text, märk_löptext, rätta_mellanslag, tolka_xml, utifrån
from avtalsgenerator.paragrafer import Rubrikstilar, märk_hänvisningar, rubrikstilar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from avtalsgenerator.malldel import Malldel


_INBÄDDAT = re.compile(r"word/(embeddings|activeX|afchunk)", re.IGNORECASE)


def bygg_mall(namn: str, delar: Mapping[str, bytes]) -> Mall:
    """Läker och prövar en mall. Kastar ``Mallfel`` med alla brister som går att finna utan uppgifter."""
    fyllbara: dict[str, Malldel] = {}
    brister: list[Mallbrist] = []
    for del_ in (d for d in delar if _INBÄDDAT.match(d)):
        text = f"mallen har en inbäddad fil eller ett inbäddat program ({del_})"
        brister.append(
            Mallbrist(namn, text, råd="Ta bort den, eller infoga det som en bild eller vanlig text.", kod="MAL12")
        )
    for del_, innehåll in delar.items():
        if not FYLLS.fullmatch(del_) and del_.endswith((".xml", ".rels")):
            brister += _övrig_del(namn, del_, innehåll)
    stilar = Rubrikstilar() if brister else rubrikstilar(delar)
    for del_, innehåll in delar.items():
        if FYLLS.fullmatch(del_):
            try:
                fyllbara[del_] = _bygg_del(namn, innehåll, stilar)
            except Mallfel as fel:
                brister += fel.brister
    if any(ord_.hela for del_ in fyllbara.values() for ord_ in alla_ord(del_.följd)):
        brister += saknade_format(namn, delar)
    if brister:
        raise Mallfel(brister)
    return Mall(namn, delar, fyllbara)


def _övrig_del(mall: str, del_: str, innehåll: bytes) -> list[Mallbrist]:
    """En del som inte fylls: den ska vara ofarlig XML, utan ord inom klamrar, och inte hämta något utifrån."""
    try:
        rot = tolka_xml(mall, innehåll)
    except Mallfel as fel:
        return list(fel.brister)
    brister = []
    if re.search(rb"\{\{|\{%", innehåll):
        brister.append(
            Mallbrist(mall, f"ett ord inom klamrar står i {del_}, där inget fylls i", råd="Ta bort det.", kod="MAL07")
        )
    råd = "Infoga bilden eller filen i mallen i stället för att länka till den."
    brister += (Mallbrist(mall, f"mallen hämtar något utifrån: {mål}", råd=råd, kod="MAL12") for mål in utifrån(rot))
    return brister


def _bygg_del(mall: str, innehåll: bytes, stilar: Rubrikstilar) -> Malldel:
    rot = tolka_xml(mall, innehåll)
    if brister := list(granska_text(mall, rot)):
        raise Mallfel(brister)
    if rot.find(f".//{W}altChunk") is not None:
        råd = "Öppna mallen i Word och spara den, så blir den infogade texten en del av mallen."
        raise Mallfel(
            [Mallbrist(mall, "mallen har infogad text från en annan fil, som inte kan prövas", råd=råd, kod="MAL12")]
        )
    rätta_mellanslag(rot)
    märk_löptext(rot)
    if tomma := märk_hänvisningar(rot):
        råd = "Markera hela dokumentet i Word, tryck F9 så att fälten uppdateras, och spara."
        raise Mallfel([Mallbrist(mall, f"hänvisningen till {tomma[0]} har ingen text", råd=råd, kod="MAL16")])
    läkt: str = DocxTemplate(mall).patch_xml(etree.tostring(rot, encoding="unicode"))
    källa = re.sub(r"<w:p([ >])", r"\n<w:p\1", läkt.replace("\n", " "))
    rader = källa.split("\n")
    try:
        träd = _SPRÅK.parse(källa)
        otillåtna = [
            Mallbrist(mall, skäl, mallstycke(rader[nod.lineno - 1]), _RÅD, "MAL02")
            for nod in träd.find_all(nodes.Node)
            if nod.lineno and (skäl := _otillåten(nod))
        ]
        if otillåtna:
            raise Mallfel(otillåtna)
        del_, brister = bygg_del(mall, källa, träd, stilar)
    except RecursionError:
        raise Mallfel(
            [Mallbrist(mall, FÖR_DJUPT, råd="Dela upp mallen, eller gör villkoren enklare.", kod="MAL02")]
        ) from None
    except TemplateSyntaxError as fel:
        råd = "Kontrollera att varje if har en endif, varje for en endfor, och att de inte korsar varandra."
        stycke = mallstycke(rader[min(fel.lineno, len(rader)) - 1])
        raise Mallfel([Mallbrist(mall, "ett villkor eller en slinga är felskriven", stycke, råd, "MAL03")]) from None
    if brister:
        raise Mallfel(brister)
    return del_


_RÅD = "En mall kan visa ord, utelämna med if och upprepa med for."
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


_SPRÅK = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True, keep_trailing_newline=True)
_SPRÅK.filters = {LÖPTEXT: str}
_SPRÅK.tests = {}
_SPRÅK.globals = {}
