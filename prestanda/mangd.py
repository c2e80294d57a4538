"""Mäter hur tiden och minnet växer med mängden uppgifter: att läsa och kontrollera en hel mapp, och ett avtal i den.

    python prestanda/mangd.py [GÅNGER] [STORLEK ...]

Mapparna är påhittade: övningsmappens filer i många exemplar, i en tillfällig mapp. Storlek 1 är 18 kommuner och tre
avtal, storlek 16 ungefär hela landet: 288 kommuner, 48 avtal och 3 120 beslut. Utan STORLEK mäts 1, 4 och 16.

Storlekarna mäts om vartannat och jämförs varv för varv, i processortid, så att datorns egen fart inte spelar in. Talen
är medianer. Slutar med 1 om tiden per uppgift växer mer än TAK, eller om ett enda avtal tar mer än TAK_ETT av tiden för
hela den största mappen.
"""

from __future__ import annotations

import gc
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import yaml
from stdnum import luhn

from avtalsgenerator import kedja, uppslag

TAK = 1.3
TAK_ETT = 0.25
STORLEKAR = (1, 4, 16)
KOMMUNER, AVTAL, MEDLEMMAR = 18, 3, 15
"""Kommuner och avtal i storlek 1, och hur många kommuner som är med i varje avtal. Alla är med i ungefär lika många."""
ORDINARIE = ("2024-10-28-kf-112", "2025-05-06-ks-71", "2025-11-11-ks-176")
REGIONENS = ("2024-11-12-rf-77", "2025-05-06-rf-40", "2025-11-04-rf-91")
SKRIVARE = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
Nod = Any


@dataclass
class Mapp:
    """En påhittad avtalsmapp och vad som finns i den."""

    path: Path
    storlek: int
    beslut: int = 0
    uppgifter: int = 0

    @property
    def kommuner(self) -> int:
        return KOMMUNER * self.storlek

    @property
    def avtal(self) -> int:
        return AVTAL * self.storlek

    def skriv(self, fil: str, nod: Nod) -> None:
        path = self.path / fil
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.dump(nod, Dumper=SKRIVARE, allow_unicode=True, sort_keys=False), encoding="utf-8")
        self.beslut += "/beslut/" in fil
        self.uppgifter += antal_värden(nod)


def antal_värden(nod: Nod) -> int:
    """Hur många värden en uppställning har, oavsett hur djupt de ligger."""
    delar = nod.values() if isinstance(nod, dict) else nod if isinstance(nod, list) else None
    return 1 if delar is None else sum(map(antal_värden, delar))


def förlaga(fil: str, **byt: str) -> Nod:
    """En av övningsmappens filer, där varje ord i ``byt`` har ersatts i alla värden."""
    nod = yaml.load((uppslag.EXEMPEL / fil).read_text(encoding="utf-8"), yaml.BaseLoader)

    def bytt(nod: Nod) -> Nod:
        if isinstance(nod, dict):
            return {nyckel: bytt(värde) for nyckel, värde in nod.items()}
        if isinstance(nod, list):
            return [bytt(värde) for värde in nod]
        for gammal, ny in byt.items():
            nod = nod.replace(gammal, ny)
        return nod

    return bytt(nod)


def bygg(path: Path, storlek: int) -> Mapp:
    """Skriver en påhittad mapp: kommuner, regioner, avtal med sina handlingar, och parternas beslut om dem."""
    mapp = Mapp(path, storlek)
    behörighet: dict[str, list[Nod]] = {}
    mapp.skriv("parter/sagolandet/part.yaml", förlaga("parter/sagolandet/part.yaml"))
    for nr in range(mapp.avtal):
        kommuner = [f"pahittby-{(6 * nr + i) % mapp.kommuner}" for i in range(MEDLEMMAR + 1)]
        region = f"region-pahitt-{nr // AVTAL}"
        skriv_avtal(mapp, nr, kommuner, region)
        for part in (*kommuner, region):
            behörighet.setdefault(part, []).extend(skriv_beslut(mapp, nr, part, ny=part == kommuner[-1]))
    for nr, (part, rätter) in enumerate(behörighet.items()):
        slag = "region-sagolandet" if part.startswith("region") else "fabelas"
        ort = part.rpartition("-")[2]
        byt = {"Fabelås": f"Påhittby {ort}", "Ester Dikt": f"Ester {ort}", "Sagolandet": f"Påhitt {part}"}
        nod = förlaga(f"parter/{slag}/part.yaml", **byt)
        nod["behörighet"] = rätter
        början, löpnummer = nod["organisationsnummer"].split("-")[0], f"{(500 + nr) % 1000:03}"
        nod["organisationsnummer"] = f"{början}-{löpnummer}{luhn.calc_check_digit(början + löpnummer)}"
        if slag == "fabelas":
            nod["kommunkod"] = f"{9000 + nr}"
            nod["organ"].append({"namn": "kommundirektören", "slag": "tjänsteperson"})
        mapp.skriv(f"parter/{part}/part.yaml", nod)
    return mapp


def skriv_avtal(mapp: Mapp, nr: int, kommuner: list[str], region: str) -> None:
    *medlemmar, ny = kommuner
    byt = {"konsumentvagledning": f"samverkan-{nr}", "region-sagolandet": region, "sagovik": medlemmar[0],
           "fabelas": medlemmar[1], "latsasby": ny, " Sagolandet": f" Påhitt {region}"}  # fmt: skip
    for fil in sorted((uppslag.EXEMPEL / "avtal/konsumentvagledning").iterdir()):
        nod = förlaga(f"avtal/konsumentvagledning/{fil.name}", **byt)
        if fil.name == "avtal.yaml":
            nod["parter"] = [*medlemmar, *(p for p in nod["parter"] if isinstance(p, dict))]
            nod["underskrifter"] = [*(block_för(m) for m in medlemmar), *nod["underskrifter"][2:]]
            nod["exemplar"] = str(len(nod["underskrifter"]))
        mapp.skriv(f"avtal/samverkan-{nr}/{fil.name.replace('latsasby', 'ny')}", nod)


def block_för(part: str) -> Nod:
    return {"part": part, "personer": [{"befattning": "kommundirektör", "namn": f"Ester {part.rpartition('-')[2]}"}]}


def skriv_beslut(mapp: Mapp, nr: int, part: str, *, ny: bool) -> list[Nod]:
    """Partens beslut om ett avtal. Ger de behörigheter som besluten stöder."""
    förebild = "region-sagolandet" if part.startswith("region") else "fabelas"
    byt = {"konsumentvagledning": f"samverkan-{nr}", "tillagg-latsasby": "tillagg-ny",
           "Sagolandet": f"Påhitt {part}"}  # fmt: skip
    namn = REGIONENS if förebild == "region-sagolandet" else ORDINARIE
    for beslut in namn[::2] if ny else namn:
        mapp.skriv(
            f"parter/{part}/beslut/{beslut}-{nr}.yaml", förlaga(f"parter/{förebild}/beslut/{beslut}.yaml", **byt)
        )
    if förebild == "fabelas" and not ny:
        delegation = förlaga("parter/sagovik/beslut/2025-11-20-kommundirektor.yaml", **byt)
        mapp.skriv(f"parter/{part}/beslut/2025-11-20-kommundirektor-{nr}.yaml", delegation)
    rätter = förlaga(f"parter/{förebild}/part.yaml", **byt)["behörighet"]
    return [rätt | {"stöd": f"{part}/{namn[0]}-{nr}"} for rätt in rätter]


def sekunder(mapp: Mapp, namn: str | None) -> float:
    """Processortiden för att läsa och kontrollera allt i mappen, eller ett avtal i den."""
    gc.collect()
    början = time.process_time()
    kedja.kontrollera(mapp.path, namn)
    return time.process_time() - början


def toppminne(mapp: Mapp) -> str:
    """Det mesta minnet i en process som kontrollerar allt i mappen, i MB; tankstreck där systemet inte säger det."""
    kod = (
        "import resource, sys; from pathlib import Path; from avtalsgenerator import kedja;"
        "kedja.kontrollera(Path(sys.argv[1])); print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    )
    svar = subprocess.run([sys.executable, "-c", kod, str(mapp.path)], capture_output=True, text=True, check=False)
    return svar.stdout.strip() or "–"


def main(gånger: int = 5, *storlekar: int) -> int:
    with tempfile.TemporaryDirectory() as tillfällig:
        mappar = [bygg(Path(tillfällig) / str(s), s) for s in storlekar or STORLEKAR]
        minne = [toppminne(m) for m in mappar]  # först: en ny process ärver den här processens största minne
        sekunder(mappar[0], None)  # läser in biblioteken
        varv = [[(sekunder(m, None), sekunder(m, "samverkan-0")) for m in mappar] for _ in range(gånger)]
    rubriker = ("storlek", "kommuner", "avtal", "beslut", "uppgifter", "allt", "per uppgift", "ett avtal", "minne")
    print("".join(f"{r:>12}" for r in rubriker))
    kvoter = []
    for nr, m in enumerate(mappar):
        kvoter.append(median(v[nr][0] / m.uppgifter / (v[0][0] / mappar[0].uppgifter) for v in varv))
        allt, ett = (f"{median(v[nr][i] for v in varv):.2f} s" for i in (0, 1))
        rad = (
            m.storlek,
            m.kommuner,
            m.avtal,
            m.beslut,
            m.uppgifter,
            allt,
            f"{kvoter[-1]:.2f}x",
            ett,
            f"{minne[nr]} MB",
        )
        print("".join(f"{värde:>12}" for värde in rad).replace(".", ","))
    andel = median(v[-1][1] / v[-1][0] for v in varv)
    höll = max(kvoter) <= TAK, andel <= TAK_ETT or len(mappar) == 1
    for vad, tal, tak, höll_det in (
        ("Tid per uppgift mot minsta mappen, som mest", max(kvoter), TAK, höll[0]),
        ("Ett avtal mot allt i den största mappen", andel, TAK_ETT, höll[1]),
    ):
        print(f"{vad}: {tal:.2f} (tak {tak}: {'hölls' if höll_det else 'HÖLLS INTE'})".replace(".", ","))
    return 0 if all(höll) else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
