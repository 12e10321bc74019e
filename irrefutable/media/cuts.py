"""The details of twins, cut out of their picture to be seen next to each other.

Refuses to show one of them larger than the other: both are cut at the same size and the same scale.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from irrefutable.media import derive
from irrefutable.model.archive import MediaFile
from irrefutable.model.fields import Phrase
from irrefutable.model.media import BoxPx, Derivative, PublishedPicture
from irrefutable.model.picture import Comparison, Media
from irrefutable.model.vocabulary import ComparisonSubject

LONGEST_PX: Final = 480
"""Of a cut's longer side: one of two in a telephone's width, at twice the density and more."""
LEAST_PX: Final = 240
"""A smaller detail is enlarged to this, or else nobody could compare it."""
_MARGIN: Final = 0.15
"""Of the longer side, around each box: what is alike ends somewhere, and that is seen as well."""

CutKey = tuple[str, str, str]
"""Ids of the case, the comparison and the region."""


def plan(
    case_id: str,
    comparisons: Sequence[Comparison],
    media: Media,
    file: MediaFile,
    stamp: Phrase | None = None,
) -> Iterator[tuple[CutKey, tuple[Derivative, Derivative]]]:
    """Yield both cuts of each pair of twins in a picture; none where it could not be read."""
    if not file.width_px or not file.height_px:
        return
    for comparison in comparisons:
        if comparison.compares is not ComparisonSubject.TWINS or comparison.claimed != media.id:
            continue
        for region in comparison.regions:
            if region.claimed and region.twin:
                first, second = boxes(region.claimed, region.twin, (file.width_px, file.height_px))
                size = _size(first)
                one, other = (
                    derive.cut(file, media.redactions, case_id, box, size, stamp) for box in (first, second)
                )
                yield (case_id, comparison.id, region.id), (one, other)


def picture(cut: Derivative) -> PublishedPicture:
    """Return a cut as templates need it."""
    files = ((cut.path, cut.width_px),)
    return PublishedPicture(((cut.format.media_type, files),), cut, cut.width_px, cut.height_px)


def boxes(first: BoxPx, second: BoxPx, size_px: tuple[int, int]) -> tuple[BoxPx, BoxPx]:
    """Return what is cut out for two boxes: whole pixels around the middle of each, equally large."""
    longer = max(*first[2:], *second[2:])
    sides = [
        min(limit, round(max(one, other) + 2 * _MARGIN * longer))
        for one, other, limit in zip(first[2:], second[2:], size_px, strict=True)
    ]
    return _around(first, sides, size_px), _around(second, sides, size_px)


def _around(box: BoxPx, sides: Sequence[int], size_px: tuple[int, int]) -> BoxPx:
    left, top = (
        min(max(0, round(start + length / 2 - side / 2)), limit - side)
        for start, length, side, limit in zip(box[:2], box[2:], sides, size_px, strict=True)
    )
    return float(left), float(top), float(sides[0]), float(sides[1])


def _size(box: BoxPx) -> tuple[int, int]:
    longer = max(box[2:])
    scale = min(LONGEST_PX, max(LEAST_PX, longer)) / longer
    return max(1, round(box[2] * scale)), max(1, round(box[3] * scale))
