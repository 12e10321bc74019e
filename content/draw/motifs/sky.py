"""What rises and hangs in the air: clouds and smoke."""

from __future__ import annotations

from collections.abc import Sequence

from content.draw.pen import Colour, Sheet


def cloud(sheet: Sheet, puffs: Sequence[tuple[float, float, float]], fill: Colour, ink: Colour) -> None:
    """Draw a cloud of round puffs (x, y and radius of each) with one outline around them all."""
    for x, y, radius in puffs:
        sheet.circle(x, y, radius + 4, fill=ink, width=0)
    for x, y, radius in puffs:
        sheet.circle(x, y, radius, fill=fill, width=0)
