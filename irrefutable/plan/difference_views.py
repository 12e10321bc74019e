"""What differs in a pair, in words: how much, where, and which places the editors have not drawn themselves.

Refuses to say what a difference means: a program found it, and the case is argued by its editors.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from irrefutable.model.picture import Comparison
from irrefutable.plan.contexts.views import AddedView, BoxView, DifferenceView
from irrefutable.plan.reading import Reading
from irrefutable.plan.wording import N_, Wording

if TYPE_CHECKING:
    from irrefutable.model.media import BoxPx

_COVERED_SHARE = 0.7
"""So much of a marked place must lie in one region of the editors', and the two are the same finding."""
_LONG = 0.6
"""Of a side. What is longer runs along it."""
_THIRDS = (1 / 3, 2 / 3)
_WHOLE = N_("over most of the picture")
_ALONG = (N_("along the top"), N_("across the middle"), N_("along the bottom"))
_UPRIGHT = (N_("along the left side"), N_("down the middle"), N_("along the right side"))
_SPOTS = (
    (N_("at the top left"), N_("at the top"), N_("at the top right")),
    (N_("on the left"), N_("in the middle"), N_("on the right")),
    (N_("at the bottom left"), N_("at the bottom"), N_("at the bottom right")),
)
_LEAST_PER_CENT = 0.1
_WHOLE_PER_CENT = 99.5


def difference_view(reading: Reading, comparison: Comparison) -> DifferenceView | None:
    """Return what differs in a pair; None where nobody knows how one lies in the other."""
    heat_map = reading.materials.heat_maps.get((reading.case_id, comparison.id))
    medium = reading.media[comparison.claimed]
    file = reading.materials.case_files(reading.case_id).files.get(medium.file or "")
    if heat_map is None or file is None:
        return None
    size = (file.width_px, file.height_px)
    changes, words = heat_map.changes, reading.wording
    drawn = [region.claimed for region in comparison.regions if region.claimed]
    marked = [box for box in changes.added if not is_covered(box, drawn)]
    added = tuple(
        AddedView(number, _sentence(place(words, box, size)), BoxView(*(round(side, 1) for side in box)))
        for number, box in enumerate(marked, 1)
    )
    differing = _per_cent(words, changes.differing) if changes.differing else ""
    covered = len(changes.added) - len(marked)
    return DifferenceView(
        url=reading.materials.routes.file(heat_map.path).url,
        width_px=heat_map.width_px,
        height_px=heat_map.height_px,
        alt=_alt(words, differing, [place(words, box, size) for box in marked], covered),
        differing=differing,
        added=added,
        covered=covered,
        is_partial=changes.compared < _WHOLE_PER_CENT,
        method_url=reading.method_url,
    )


def is_covered(box: BoxPx, regions: Sequence[BoxPx]) -> bool:
    """Whether a region that somebody drew says what a box says: most of the box lies in it."""
    return any(_common(box, region) >= _COVERED_SHARE * box[2] * box[3] for region in regions)


def place(words: Wording, box: BoxPx, size: tuple[int, int]) -> str:
    """Return where in a picture a box is, and how large, in words."""
    share = 100 * box[2] * box[3] / (size[0] * size[1])
    where = words.say(whereabouts(box, size))
    if share < 1:
        return words.say(N_("%(where)s, less than 1 %% of the picture"), where=where)
    return words.say(N_("%(where)s, about %(share)s %% of the picture"), where=where, share=round(share))


def whereabouts(box: BoxPx, size: tuple[int, int]) -> str:
    """Return where in a picture a box is, as a message of the interface."""
    left, top, width, height = box
    is_wide, is_high = width > _LONG * size[0], height > _LONG * size[1]
    column, row = (
        sum((start + length / 2) / whole > third for third in _THIRDS)
        for start, length, whole in ((left, width, size[0]), (top, height, size[1]))
    )
    if is_wide and is_high:
        return _WHOLE
    if is_wide:
        return _ALONG[row]
    return _UPRIGHT[column] if is_high else _SPOTS[row][column]


def _common(one: BoxPx, other: BoxPx) -> float:
    """Return the area that two boxes have in common."""
    sides = (
        min(one[axis] + one[axis + 2], other[axis] + other[axis + 2]) - max(one[axis], other[axis])
        for axis in (0, 1)
    )
    width, height = (max(0.0, side) for side in sides)
    return width * height


def _alt(words: Wording, differing: str, places: Sequence[str], covered: int) -> str:
    parts = [
        words.say(
            N_(
                "Map of the differences between the claimed picture and the original: black where both are "
                "the same, brighter the more they differ."
            )
        )
    ]
    if differing:
        parts.append(words.say(N_("%(share)s %% of what was compared differs."), share=differing))
    else:
        parts.append(words.say(N_("Nothing differs but what compression and blur explain.")))
    if places:
        marked = "; ".join(f"{number}: {where}" for number, where in enumerate(places, 1))
        parts.append(words.say(N_("Places marked: %(number)s."), number=len(places)))
        parts.append(f"{_sentence(marked)}")
    if covered:
        named = N_("Places that the list of details names: %(number)s.")
        parts.append(words.say(named, number=covered))
    return " ".join(parts)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _per_cent(words: Wording, share: float) -> str:
    if share < _LEAST_PER_CENT:
        return f"< {words.number(_LEAST_PER_CENT)}"
    return words.number(round(share) if share >= 10 else round(share, 1))
