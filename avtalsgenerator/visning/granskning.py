"""Vet hur det visas vem som har godkänt vad, och om det fortfarande gäller."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avtalsgenerator.regler.granskning import Granskat
    from avtalsgenerator.visning import Skärm


def visa_granskat(skärm: Skärm, granskat: Sequence[Granskat]) -> None:
    """En rad för varje godkännande."""
    for g in granskat:
        p, stil = g.granskning, "green" if g.håller else "yellow"
        skärm.skriv(f"{p.dokument} granskad och godkänd av {p.av} den {p.dag} ({_gäller(g)})", stil)


def _gäller(g: Granskat) -> str:
    if g.håller:
        return "gäller"
    if not g.finns:
        return "gäller inte: dokumentet görs inte"
    fler = f"; och {len(g.ändrat) - 1} till" if len(g.ändrat) > 1 else ""
    return f"gäller inte längre: {g.ändrat[0]}{fler}"
