"""Vet hur ett dokument görs: mall + underlag → byte i en .docx.

Varje dokument läses tillbaka och jämförs med den text som menades innan det lämnas ifrån sig.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import docx

from avtalsgenerator.beslutslage import Beslutsläge
from avtalsgenerator.dokumentslag import SIGNATURSIDOR, beslutets_namn, dokumentslag, lägets_slag
from avtalsgenerator.fel import Användningsfel, Dokumentfel, Mallbrist, Mallfel
from avtalsgenerator.fyllning import LUCKA, LUCKSLUT, fyll
from avtalsgenerator.granskning.andras_kommentarer import allas_kommentarer
from avtalsgenerator.granskning.intyg import gör_intyg, skriv_intyg
from avtalsgenerator.granskning.kontroller import innehållskontroller
from avtalsgenerator.granskning.original import med_original, är_utkast_av
from avtalsgenerator.malldel import skyddad
from avtalsgenerator.mallminne import byggd
from avtalsgenerator.malltext import tolka_xml
from avtalsgenerator.paket import läs_paket, med_egenskaper, packa, packa_upp
from avtalsgenerator.per_datum import Avtalsläge
from avtalsgenerator.skrivelselage import Skrivelseläge
from avtalsgenerator.underlag.grund import rubrik
from avtalsgenerator.ursprung import spåra, utan_märken
from avtalsgenerator.utkast import märk_utkast

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from avtalsgenerator.dokumentslag import Dokumentslag
    from avtalsgenerator.granskning.jamforbart import Jämförbart
    from avtalsgenerator.granskning.lassida import Läsida
    from avtalsgenerator.regler import Anmärkning
    from avtalsgenerator.regler.grund import Läge


@dataclass(frozen=True)
class Dokument:
    """Ett färdigt dokument: filnamn, byte, några ord om vad det innehåller, och intyget om vad det är gjort av."""

    filnamn: str
    innehåll: bytes
    beskrivning: str
    intyg: bytes = b""
    sida: Läsida | None = None
    """Sidan att läsa i webbläsaren, om ett utkast av den är beställt."""


def medföljande_mallar() -> Path:
    """Mappen med de mallar som följer med programmet, i paketet eller bredvid det i utcheckningen."""
    i_paketet = Path(__file__).parent / "mallar"
    return i_paketet if i_paketet.is_dir() else Path(__file__).parent.parent / "mallar"


def gör_dokument(
    läge: Läge,
    anmärkningar: Sequence[Anmärkning] = (),
    *,
    mallmappar: Sequence[Path] = (),
    bara: str | None = None,
    part: str | None = None,
    utkast: bool = False,
    sida: bool = False,
    tidigare: Sequence[Mapping[str, bytes]] = (),
    förut: Mapping[str, Jämförbart] | None = None,
) -> list[Dokument]:
    """Gör lägets dokument. ``mallmappar`` söks i ordning före de medföljande mallarna.

    ``bara`` väljer ett dokumentslag, ``part`` gör det som kan göras för bara den parten. ``utkast`` märker varje sida
    och skriver dokumentets anmärkningar vid orden; ``sida`` gör också en sida av utkastet att läsa i webbläsaren.
    ``tidigare`` är delarna i dokument som finns: andras kommentarer i utkast av samma dokument flyttas till det nya.
    ``förut`` är dokumenten som de var, på dokumentslagets namn: med dem visar sidan också ändringarna.
    Kastar ``Mallfel``, ``Dokumentfel`` eller ``Användningsfel``.
    """
    slag = välj_dokument(läge, bara, part)
    svar = []
    for s in slag:
        d = _gör(läge, s, anmärkningar, mallmappar, part, utkast, sida, tidigare)
        svar.append(d if d.sida is None or förut is None else _med_ändringar(d, d.sida, förut.get(s.namn), läge))
    return svar


def välj_dokument(läge: Läge, bara: str | None, part: str | None) -> tuple[Dokumentslag, ...]:
    """De dokument som ska göras. Kastar ``Användningsfel`` om valet inte finns, eller inte kan göras för en part."""
    finns = dokumentslag(läge)
    if part is not None and part not in (parter := undertecknande_parter(läge)):
        råd = f"Välj bland: {', '.join(parter)}." if parter else "Det skrivs inte under av parter."
        raise Användningsfel(f"{part} skriver inte under den här handlingen", råd)
    if bara is None:
        return tuple(s for s in finns if s.följer_med and (part is None or s.enskilt))
    valda = tuple(s for s in finns if s.namn == bara)
    if not valda:
        raise Användningsfel(
            f"dokumentet ”{bara}” hör inte till den här handlingen", f"Välj bland: {', '.join(s.namn for s in finns)}."
        )
    if part is not None and not valda[0].enskilt:
        enskilda = ", ".join(s.namn for s in finns if s.enskilt)
        raise Användningsfel(
            f"dokumentet ”{bara}” är gemensamt och kan inte göras för en part i taget",
            f"Utelämna --part, eller välj bland: {enskilda}.",
        )
    return valda


def undertecknande_parter(läge: Läge) -> tuple[str, ...]:
    """De parter som handlingen kan göras för, en i taget; inga om den inte skrivs under."""
    if not isinstance(läge, Avtalsläge) or SIGNATURSIDOR not in dokumentslag(läge):
        return ()
    return tuple(dict.fromkeys(u.part.id for u in läge.underskrifter))


def finn_mall(namn: str, mallmappar: Sequence[Path]) -> Path:
    """Filen som mallen läses ur: den första i mapparna, annars den medföljande. Kastar ``Mallfel``."""
    fil = f"{namn}.docx"
    try:
        path = next((p for m in (*mallmappar, medföljande_mallar()) if (p := m / fil).is_file()), None)
    except OSError:
        råd = "Be den som äger mappen om rätt att läsa den."
        raise Mallfel([Mallbrist(fil, "mappen mallar/ går inte att läsa", råd=råd)]) from None
    if path is None:
        raise Mallfel([Mallbrist(fil, "mallen finns inte", råd="Lägg mallen i mappen mallar/.")])
    return path


def _gör(
    läge: Läge,
    slag: Dokumentslag,
    anmärkningar: Sequence[Anmärkning],
    mallmappar: Sequence[Path],
    part: str | None,
    utkast: bool,
    sida: bool,
    tidigare: Sequence[Mapping[str, bytes]],
) -> Dokument:
    path = finn_mall(slag.mall, mallmappar)
    with spåra() as spår:
        ord_ = slag.ord_(läge, part) if part else slag.ord_(läge)
    malldelar = läs_paket(path)
    mall = byggd(path.name, tuple(malldelar.items()))
    fylld = fyll(mall, ord_, utkast=utkast)
    egenskaper = _egenskaper(utan_märken(ord_.titel), läge)
    rör = slag.rör(anmärkningar)
    kontroller = innehållskontroller(spår, läge.register) if utkast else ()
    tillägg = (f" {_entydigt(läge, part)}" if part else "") + (" (utkast)" if utkast else "")
    fil = f"{filnamn(slag.enskilt if part else slag.filnamn(läge), tillägg)}.docx"
    if utkast:
        egna = [delar for delar in tidigare if är_utkast_av(delar, läge.id, slag.namn, part)]
        märkta, andras = med_egenskaper(fylld.märkta, egenskaper), allas_kommentarer(egna)
        innehåll = märk_utkast(märkta, fylld.menad_text, rör, fylld.brister, kontroller, dag=läge.dag, andras=andras)
    else:
        innehåll = packa(med_egenskaper(fylld.delar, egenskaper), mall.packade)
    _läs_tillbaka(path.name, innehåll, fylld.menad_text, utkast=utkast)
    om = gör_intyg(
        fil=fil, slag=slag.namn, part=part, utkast=utkast, läge=läge, mall=(path.name, malldelar),
        anmärkningar=rör, menad_text=fylld.menad_text, utskrivet=fylld.utskrivet, spår=spår,
    )  # fmt: skip
    if utkast:
        innehåll = med_original(innehåll, skriv_intyg(om, innehåll))
    intyg = skriv_intyg(om, innehåll)
    svar = Dokument(fil, innehåll, utan_märken(slag.beskriv(ord_)), intyg)
    if not (sida and utkast):
        return svar
    from avtalsgenerator.granskning.textvy import utkastsida

    return replace(svar, sida=utkastsida(packa_upp(innehåll), utan_märken(ord_.titel), intyg, kontroller, rör))


def _entydigt(läge: Läge, part: str) -> str:
    """Partens korta namn, med id om någon annan som skriver under heter likadant."""
    parter = läge.register.parter
    lika = [p for p in undertecknande_parter(läge) if parter[p].kortnamn == parter[part].kortnamn]
    return parter[part].kortnamn if len(lika) < 2 else f"{parter[part].kortnamn} ({part})"


def _med_ändringar(dokument: Dokument, sida: Läsida, förut: Jämförbart | None, läge: Läge) -> Dokument:
    """Dokumentet med en sida som också visar vad som är ändrat sedan förut."""
    from avtalsgenerator.granskning.andringsvy import ändringsvy
    from avtalsgenerator.granskning.jamforbart import jämförbart
    from avtalsgenerator.granskning.skillnad import jämför

    nu = jämförbart(dokument.filnamn, dokument.innehåll)
    vy = ändringsvy(jämför(förut, nu, läge.dag) if förut else None)
    return replace(dokument, sida=replace(sida, vyer=(*sida.vyer, vy)))


def _läs_tillbaka(mall: str, innehåll: bytes, menad_text: Mapping[str, str], *, utkast: bool) -> None:
    """Öppnar det färdiga dokumentet och jämför texten i varje fylld del, tecken för tecken, med den som menades.

    Ett utkast har dessutom sin märkning och sina anmärkningar före texten.
    """
    if utkast:
        docx.Document(io.BytesIO(innehåll))
    with zipfile.ZipFile(io.BytesIO(innehåll)) as arkiv:
        finns = set(arkiv.namelist())  # en del som inget pekar på visas inte och faller bort ur ett utkast
        for namn, menad in ((n, m) for n, m in menad_text.items() if n in finns or not utkast):
            text = "".join(map(str, tolka_xml(mall, arkiv.read(namn)).itertext()))
            menad = menad.replace(LUCKA, "").replace(LUCKSLUT, "")
            if not (text.endswith(menad) if utkast else text == menad):
                raise Dokumentfel(
                    f"texten i dokumentet blev en annan än den som menades ({mall}, {namn})",
                    "Inget har sparats. Anmäl felet och bifoga mallen.",
                )


def _egenskaper(titel: str, läge: Läge) -> bytes:
    """Dokumentets egenskaper: titel, språk och fasta tider (dagen som uppgifterna gäller, inte klockan)."""
    tid = f"{läge.dag}T00:00:00Z"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{skyddad(titel)}</dc:title><dc:creator>avtalsgenerator</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{tid}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{tid}</dcterms:modified>'
        "<dc:language>sv-SE</dc:language></cp:coreProperties>"
    ).encode()


def filnamn(text: str, tillägg: str = "") -> str:
    """Texten som fil- eller mappnamn: utan tecken som Windows inte tillåter, högst 100 tecken, tillägget helt."""
    rent, slut = (re.sub(r'[<>:"/\\|?*]', "-", " ".join(t.replace("\u00a0", " ").split())) for t in (text, tillägg))
    return " ".join(filter(None, (rent[: 99 - len(slut) if slut else 100].rstrip(". "), slut)))


def mappnamn(läge: Läge) -> str:
    """Mappen som handlingens dokument läggs i: ”2024-01-01 tilläggsavtal Ale och Lilla Edet”."""
    if isinstance(läge, Beslutsläge):
        return filnamn(f"{läge.beslut.sammanträdesdatum or 'odaterat'} {beslutets_namn(läge).lower()}")
    if isinstance(läge, Skrivelseläge):
        return filnamn(läge.id.replace("/", " "))
    namn = rubrik(läge)
    vad = f"{namn[0].lower()}{namn[1:]}" if läge.handling else f"{lägets_slag(läge)} {namn}"
    return filnamn(f"{läge.dag} {vad}")
