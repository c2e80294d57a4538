"""Läser en sida strängt, och texten i en vy med ändringar som om de vore godkända eller avvisade."""

from __future__ import annotations

from html.parser import HTMLParser

TOMMA = {"meta", "br", "link", "img", "input", "hr"}
_EGEN_RAD = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "br", "div"}


class Sida(HTMLParser):
    """Läser en sida strängt: varje märke stängs av sitt eget slut, och inget id står två gånger."""

    def __init__(self, html):
        super().__init__()
        self.öppna, self.märken, self.idn, self.text = [], [], [], []
        self.feed(html)
        self.close()
        assert self.öppna == []

    def handle_starttag(self, märke, egenskaper):
        self.märken.append((märke, dict(egenskaper)))
        self.idn += [v for n, v in egenskaper if n == "id"]
        if märke not in TOMMA:
            self.öppna.append(märke)

    def handle_endtag(self, märke):
        assert self.öppna.pop() == märke

    def handle_data(self, data):
        if self.öppna and self.öppna[-1] not in ("style", "script", "title"):
            self.text.append(data)

    def alla(self, märke):
        return [e for m, e in self.märken if m == märke]


class _Text(Sida):
    """Texten rad för rad, utan det som är märkt ``bort`` och utan det som har någon av klasserna."""

    def __init__(self, html, bort, utan):
        self.bort, self.utan, self.dolda, self.spårade = bort, utan, [], []
        super().__init__(html)

    def handle_starttag(self, märke, egenskaper):
        super().handle_starttag(märke, egenskaper)
        self.text += ["\n"] if märke in _EGEN_RAD else []
        if märke not in TOMMA:
            klasser = (dict(egenskaper).get("class") or "").split()
            self.dolda.append(märke == self.bort or bool(self.utan & set(klasser)))
        if märke in ("ins", "del") and not any(self.dolda):
            self.spårade.append([märke, ""])

    def handle_endtag(self, märke):
        super().handle_endtag(märke)
        self.text += ["\n"] if märke in _EGEN_RAD else []
        self.dolda.pop()

    def handle_data(self, data):
        if not any(self.dolda):
            self.text.append(data)
            if "ins" in self.öppna or "del" in self.öppna:
                self.spårade[-1][1] += data


def raderna(html, bort="", *, nummer=False):
    """Raderna i en bit av en sida, utan det som är märkt ``ins`` eller ``del``. Med ``nummer`` följer numren med."""
    läst = _Text(html, bort, {"dolt", "fotnot"} | (set() if nummer else {"nummer"}))
    return inte_tomma("".join(läst.text).split("\n"))


def spårat(html):
    """Allt som är tillagt och struket i en bit av en sida, i ordning, utan numren: (”ins”, ”12 kommuner”)."""
    return [(märke, text) for märke, text in _Text(html, "", {"dolt", "fotnot", "nummer"}).spårade]


def inte_tomma(rader):
    return [r for r in (" ".join(rad.split()) for rad in rader) if r]
