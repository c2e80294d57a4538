"""Ett bart skript som fyller tilläggsavtalets mall med docxtpl: ``bart.py MAPP [förbered]``.

``förbered`` sparar mallen och orden i mappen, så att skriptet självt inte behöver något av programmet.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path


def förbered(mapp: Path) -> None:
    from dataclasses import fields, is_dataclass

    from avtalsgenerator import kedja
    from avtalsgenerator.dokument import finn_mall
    from avtalsgenerator.dokumentslag import dokumentslag
    from avtalsgenerator.loptextxml import som_xml
    from avtalsgenerator.modell.loptext import Löptext

    def ord_(värde: object) -> object:
        if isinstance(värde, Löptext):
            return {"xml": som_xml(värde, 0)}
        if is_dataclass(värde):
            return {f.name: ord_(getattr(värde, f.name)) for f in fields(värde)}
        return [ord_(v) for v in värde] if isinstance(värde, tuple) else värde

    _, (läge,) = kedja.ställ(Path.cwd(), "tillagg-ale-lilla-edet", None)
    slag = next(s for s in dokumentslag(läge) if s.namn == "tillaggsavtal")
    (mapp / "bart.docx").write_bytes(finn_mall(slag.mall, ()).read_bytes())
    (mapp / "bart.json").write_text(json.dumps(ord_(slag.ord_(läge)), ensure_ascii=False), encoding="utf-8")


def fyll(mapp: Path) -> None:
    from docxtpl import DocxTemplate
    from markupsafe import Markup

    def krok(post: dict[str, object]) -> object:
        return Markup(post["xml"]) if post.keys() == {"xml"} else post

    dokument = DocxTemplate(mapp / "bart.docx")
    ord_ = json.loads((mapp / "bart.json").read_text(encoding="utf-8"), object_hook=krok)
    dokument.render(ord_, autoescape=True)
    dokument.save(mapp / "bart-ut.docx")


if __name__ == "__main__":
    (förbered if len(sys.argv) > 2 else fyll)(Path(sys.argv[1]))
