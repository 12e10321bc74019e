"""Destroys regions of a picture in its pixels. Refuses to leave anything that a filter could bring back."""

from __future__ import annotations

import math
from typing import Final

from PIL import Image

from irrefutable.model.media import BoxPx
from irrefutable.model.vocabulary import RedactionMethod

COVER_COLOUR: Final = (34, 34, 34, 255)

MOST_BLOCKS: Final = 6
"""Along the longer side of a blurred region: too few for a face, a plate or a word."""
LEAST_BLOCK_PX: Final = 16
"""A small region gets fewer blocks; blocks of few pixels would still draw what was there."""


def redact(image: Image.Image, redactions: tuple[tuple[BoxPx, str], ...]) -> Image.Image:
    """Return the picture with each region destroyed.

    A region grows to whole pixels, and what lies outside the picture is left out. Covering fills it with
    one colour. Blurring leaves the mean colour of each of a few blocks, and nothing else.
    """
    if not redactions:
        return image
    redacted = image.copy()
    for box, method in redactions:
        region = _within(box, image.size)
        if region is None:
            continue
        if method == RedactionMethod.COVER:
            redacted.paste(COVER_COLOUR[: len(image.getbands())], region)
        else:
            redacted.paste(_averaged(redacted.crop(region)), region)
    return redacted


def _within(box: BoxPx, size: tuple[int, int]) -> tuple[int, int, int, int] | None:
    left, top, width, height = box
    edges = (
        max(0, math.floor(left)),
        max(0, math.floor(top)),
        min(size[0], math.ceil(left + width)),
        min(size[1], math.ceil(top + height)),
    )
    return edges if edges[0] < edges[2] and edges[1] < edges[3] else None


def _averaged(region: Image.Image) -> Image.Image:
    longer = max(region.size)
    along = max(1, min(MOST_BLOCKS, longer // LEAST_BLOCK_PX))
    width, height = (max(1, round(side * along / longer)) for side in region.size)
    blocks = region.resize((width, height), Image.Resampling.BOX)
    return blocks.resize(region.size, Image.Resampling.NEAREST)
