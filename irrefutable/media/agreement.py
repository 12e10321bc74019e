"""Weighs how the pixels of two pictures agree in a placement, and in which part. Refuses to find one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import cv2
import numpy as np

from irrefutable.media.features import Floats, Grey, View, apply
from irrefutable.media.likened import likened
from irrefutable.media.overlap import Mask, Overlap, overlap
from irrefutable.media.rectangles import best_rectangle, best_rectangles
from irrefutable.media.windows import (
    FINE_PX,
    LARGE_PX,
    PRIOR,
    SAME_TONE_LEVELS,
    SMALL_PX,
    STRONG,
    STRONG_UNDECIDED,
    UNDECIDED,
    WINDOW_PX,
    agreement_from_afar,
    between,
    covered_windows,
    is_repeated,
    not_overlaid,
    surprise,
    texture_agreement,
    tone_difference,
)

_COMPARED_PX: Final = 480
_BEYOND_CHANCE: Final = 8.0
"""Standard deviations. The best of a hundred thousand places by chance has five."""
_FAIR: Final = 0.65
"""How far a window must agree to speak for the part. Above a half: agreement around a picture must not
outweigh it."""
_PLAIN_GAIN: Final = 0.01
_PLAIN_LOSS: Final = 0.3
_TONE_LEVELS: Final = 32.0
"""A strong tint moves the grey of a saturated colour by a third as much."""
_TONE_GAIN: Final = 0.03
"""A plain place of the very tone that the rest lets expect speaks a little: skies fall off alike."""
_WHOLE: Final = 0.6
_SPREAD_AREA: Final = 0.5
_SPREAD_SHARE: Final = 0.45
"""Agreement all over the picture, between captions for example, is not a picture within a screenshot."""
_PLAIN_PEACE: Final = 0.001
_BARRIER: Final = 10.0
"""More than any window can lose, so that no rectangle of dissent reaches across a piece."""
_NEAR_EDGE: Final = 0.015
_FLAT_LEVELS: Final = 2
"""Between the darkest and the brightest of nine pixels. Grain and compression leave more in a photograph."""
_FLAT_SHARE: Final = 0.45
"""Screenshots and captions have 0.6 and more, photographs and paintings 0.42 at most."""
_OVERLAID_FLAT_SHARE: Final = 0.35
"""Of captions, whose letters are larger: 0.46 and more over screenshots. Other photographs have up to 0.2."""
_SPEAKS: Final = 0.3
_KEPT_TONE_LEVELS: Final = 6.0
_SILENCE: Final = 3.0
"""Standard deviations of chance. Two pictures in the same frame had 2 at most, however dark. A dark one had 4
and more with itself, compressed hard."""
_BROKEN: Final = 4.0
"""Windows without agreement that one with it outweighs."""
_LEAST_SHAPES: Final = 0.05
"""Grey levels of standard deviation. Ground of one tone has none, and can agree with nothing."""
_NEARLY_ALL: Final = 0.95
"""Of the windows. Hard compression keeps the tone of plain ground to 4.5 levels, and adds noise. Another
picture in the same frame, as plain and as dark, is 8.6 levels off or more."""


@dataclass(frozen=True, slots=True, eq=False)
class Agreement:
    """What a comparison of small windows says about a placement."""

    part: tuple[float, float, float, float]
    """Left, top, right and bottom of the part of the claimed picture that shows the original."""
    core: tuple[float, float, float, float]
    """The rectangle that agrees best. It is smaller than the part where captions divide the picture."""
    core_area: float
    """Of the claimed picture's area."""
    pieces: tuple[tuple[float, float, float, float], ...]
    """Up to three such rectangles, the best first, between which captions may lie."""
    dissent: float
    """Of the common frame, the largest rectangle between the pieces that disagrees."""
    dissent_breadth: float
    """Of the common frame's width or height, the smaller share that it spans: captions are strips."""
    rift: float
    """The same, within the pieces as well: another picture in the same frame. Nought where what disagrees is
    noise over the same shapes."""
    rift_breadth: float
    is_overlaid: bool
    """What disagrees is drawn, as captions are, and not another picture."""
    is_graphic: bool
    """What agrees stands on flat ground, as the letters of captions and of programs do."""
    share: float
    """Of the part's texture, how much agrees."""
    strong_share: float
    """Of the part's windows of much texture, how far they agree: what moved between two frames stands out."""
    kept_share: float
    """The same of the windows in which the original itself has much texture, and the claimed picture no more:
    what moved away is missing there, and what was laid over the picture is elsewhere."""
    come_share: float
    """The same the other way round: of the windows in which the claimed picture has much texture, and the
    original no more. What moved stands there now; what was painted out stands nowhere."""
    coarse_share: float
    """The same, seen from four times as far: a repeated pattern agrees near by only."""
    is_beyond_chance: bool
    """Small details correlate by more than chance, or larger shapes, which hard compression leaves."""
    surprise: float
    """How far the part's small details correlate, in standard deviations of chance."""
    is_repeated: bool
    """The claimed picture fits the original as well elsewhere as here."""
    frame: Overlap
    alike: Grey
    """The frame's original, compressed and blurred as the claimed picture is."""


def compare(claimed: View, original: View, matrix: Floats) -> Agreement | None:
    """Return how well the pixels agree, window by window, and in which part of the claimed picture."""
    frame = overlap(claimed, original, matrix, _COMPARED_PX)
    if frame is None:
        return None
    frame = frame.continued()
    # What compression or blur took away does not disagree.
    alike = likened(claimed, original, matrix, frame)
    originals = (frame.original,) if alike is frame.original else (frame.original, alike)
    height, width = frame.claimed.shape
    whole = 0, 0, width, height

    @cache
    def beyond_chance(box: tuple[int, int, int, int], band_px: tuple[float, float]) -> float:
        place = slice(box[1], box[3]), slice(box[0], box[2])
        return surprise(
            frame.claimed[place], [each[place] for each in originals], frame.covered[place], band_px
        )

    is_faint_heard = max(beyond_chance(whole, band_px) for band_px in (FINE_PX, SMALL_PX)) > _BEYOND_CHANCE
    weight, agrees = _the_best(
        [
            texture_agreement(frame.claimed, each, frame.covered, is_faint_heard=is_faint_heard)
            for each in originals
        ]
    )
    if not weight.any():
        return None
    rows, columns = weight.shape
    seen = covered_windows(frame.covered)
    # What is plain in both hardly speaks for the part; but it speaks against it where the tone is another.
    off_tone = tone_difference(frame, weight * agrees)
    is_graphic = _flat_share(frame.original, weight * agrees > _SPEAKS) > _FLAT_SHARE
    # Flat grounds are alike in many graphics; skies and shades fall off alike in one photograph.
    tone_gain = _PLAIN_GAIN if is_graphic else _TONE_GAIN
    plain = np.where(off_tone < SAME_TONE_LEVELS, tone_gain, _PLAIN_GAIN)
    plain = np.where(off_tone > _TONE_LEVELS, -_PLAIN_LOSS, plain) * seen
    pieces = best_rectangles(weight * (agrees - _FAIR) + (1 - weight) * plain)
    inside = np.zeros(weight.shape, np.bool_)
    for top, bottom, left, right in pieces:
        inside[top:bottom, left:right] = True
    within = float(weight[inside].sum())
    agreeing = float((weight * agrees)[inside].sum())
    strong = agrees[inside & (weight > STRONG)]
    kept = agrees[not_overlaid(frame.claimed, alike, agrees, inside & seen)]
    come = agrees[not_overlaid(alike, frame.claimed, agrees, inside & seen)]
    loss = weight * (_FAIR - agrees) + (1 - weight) * np.where(plain < 0, _PLAIN_LOSS, -_PLAIN_PEACE) * seen
    amid, rift = (_dissent(each, pieces) for each in (np.where(inside, -_BARRIER, loss), loss))
    differs = ~inside & (weight * (1 - agrees) > _SPEAKS)
    is_overlaid = _flat_share(frame.claimed, differs) > _OVERLAID_FLAT_SHARE
    if _is_beyond_chance(frame, rift, loss.shape) or _is_of_tone(off_tone, rift):
        rift = 0, 0, 0, 0
    if is_graphic:
        rift = max(rift, _silence(frame, originals, weight * agrees, pieces), key=_windows)
    top, bottom, left, right = pieces[0]
    claimed_area = claimed.size[0] * claimed.size[1]
    per_pixel = float(frame.to_claimed[0, 0] * frame.to_claimed[1, 1])
    covered_area = float(frame.covered.sum()) * per_pixel / claimed_area
    share_of_frame = (bottom - top) * (right - left) / (rows * columns)
    is_whole = share_of_frame * width * height * per_pixel > _WHOLE * claimed_area
    is_spread = covered_area > _SPREAD_AREA and float((weight * agrees).sum()) > _SPREAD_SHARE * weight.sum()
    boxes = [
        _grown(
            left * width // columns,
            top * height // rows,
            right * width // columns,
            bottom * height // rows,
            frame,
        )
        for top, bottom, left, right in pieces
    ]
    found = boxes[0]
    shown = whole if is_whole or is_spread else found
    x, y = slice(found[0], found[2]), slice(found[1], found[3])
    coarse_share = max(
        agreement_from_afar(frame.claimed[y, x], each[y, x], frame.covered[y, x]) for each in originals
    )
    by_details, by_relief = beyond_chance(shown, SMALL_PX), beyond_chance(whole, LARGE_PX)
    part, core = (_snapped(box, frame, claimed.size) for box in (shown, found))
    return Agreement(
        part=part,
        core=core,
        core_area=(core[2] - core[0]) * (core[3] - core[1]) / claimed_area,
        pieces=tuple(_snapped(box, frame, claimed.size) for box in boxes),
        dissent=_area(amid, loss.shape, shrunk=True),
        dissent_breadth=_breadth(amid, loss.shape),
        rift=_area(rift, loss.shape, shrunk=False),
        rift_breadth=_breadth(rift, loss.shape),
        is_overlaid=is_overlaid,
        is_graphic=is_graphic,
        share=(agreeing + PRIOR * UNDECIDED) / (within + PRIOR),
        strong_share=_mean(strong),
        kept_share=_mean(kept),
        come_share=_mean(come),
        coarse_share=coarse_share,
        is_beyond_chance=is_faint_heard or max(by_details, by_relief) > _BEYOND_CHANCE,
        surprise=by_details,
        is_repeated=is_repeated(frame.claimed[y, x], alike[y, x]),
        frame=frame,
        alike=alike,
    )


def _the_best(compared: Sequence[tuple[Floats, Floats]]) -> tuple[Floats, Floats]:
    """Return texture and agreement of the comparison that leaves least to disagree, window by window."""
    weights, agreements = (np.array(each) for each in zip(*compared, strict=True))
    least = np.argmin(weights * (1 - agreements), axis=0)[None]
    return np.take_along_axis(weights, least, 0)[0], np.take_along_axis(agreements, least, 0)[0]


def _mean(strong: Floats) -> float:
    return (float(strong.sum()) + PRIOR * STRONG_UNDECIDED) / (strong.size + PRIOR)


def _grown(left: int, top: int, right: int, bottom: int, frame: Overlap) -> tuple[int, int, int, int]:
    # A window that reaches over the part's edge disagrees, so the edge lies half a window further out.
    height, width = frame.claimed.shape
    reach = WINDOW_PX // 2
    return max(0, left - reach), max(0, top - reach), min(width, right + reach), min(height, bottom + reach)


def _snapped(
    box: tuple[int, int, int, int], frame: Overlap, size: tuple[int, int]
) -> tuple[float, float, float, float]:
    """Return a box of the frame in claimed pixels; its edges lie on the picture's where they nearly do."""
    (left, top), (right, bottom) = apply(frame.to_claimed, np.array(box, np.float64).reshape(2, 2))
    near_x, near_y = (_NEAR_EDGE * side for side in size)
    return (
        0.0 if left < near_x else float(left),
        0.0 if top < near_y else float(top),
        float(size[0]) if right > size[0] - near_x else float(right),
        float(size[1]) if bottom > size[1] - near_y else float(bottom),
    )


def _flat_share(grey: Grey, windows: Mask) -> float:
    """Return how much of some windows is flat, as it is around what is drawn: letters and lines."""
    height, width = grey.shape
    # Single windows are there by accident.
    together = cv2.morphologyEx(windows.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    where = cv2.resize(together, (width, height), interpolation=cv2.INTER_NEAREST) > 0
    flat = cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) <= _FLAT_LEVELS
    return float(flat[where].mean()) if where.any() else 0.0


def _dissent(loss: Floats, pieces: Sequence[tuple[int, int, int, int]]) -> tuple[int, int, int, int]:
    """Return the largest rectangle that disagrees, as far as the pieces reach; it may be empty."""
    top, bottom, left, right = _reach(pieces)
    within = loss[top:bottom, left:right]
    first, last, near, far = best_rectangle(within)
    if within[first:last, near:far].sum() <= 0:
        return 0, 0, 0, 0
    return top + first, top + last, left + near, left + far


def _silence(
    frame: Overlap, originals: Sequence[Grey], agreeing: Floats, pieces: Sequence[tuple[int, int, int, int]]
) -> tuple[int, int, int, int]:
    """Return the largest rectangle as far as the pieces reach in which nothing agrees, if that is chance.

    That is another picture in the same frame, be it too dark or too plain to disagree. It is empty where
    the original shows nothing there that could agree.
    """
    box = _dissent(np.where(agreeing < _SPEAKS, 1.0, -_BROKEN), pieces)
    place = _inside(frame, box, agreeing.shape)
    if place is None or float(between(frame.original[place], LARGE_PX).std()) < _LEAST_SHAPES:
        return 0, 0, 0, 0
    theirs, covered = [each[place] for each in originals], frame.covered[place]
    likeness = max(
        surprise(frame.claimed[place], theirs, covered, band_px) for band_px in (FINE_PX, SMALL_PX, LARGE_PX)
    )
    return box if likeness < _SILENCE else (0, 0, 0, 0)


def _reach(pieces: Sequence[tuple[int, int, int, int]]) -> tuple[int, int, int, int]:
    """Return the rectangle around all pieces."""
    tops, bottoms, lefts, rights = zip(*pieces, strict=True)
    return min(tops), max(bottoms), min(lefts), max(rights)


def _windows(box: tuple[int, int, int, int]) -> int:
    """Return how many windows a rectangle has."""
    top, bottom, left, right = box
    return (bottom - top) * (right - left)


def _is_beyond_chance(frame: Overlap, box: tuple[int, int, int, int], shape: tuple[int, ...]) -> bool:
    """Return whether small and large shapes inside a rectangle of windows correlate all the same."""
    place = _inside(frame, box, shape)
    if place is None:
        return False
    inside = frame.claimed[place], [frame.original[place]], frame.covered[place]
    return min(surprise(*inside, band_px) for band_px in (SMALL_PX, LARGE_PX)) > _BEYOND_CHANCE


def _inside(
    frame: Overlap, box: tuple[int, int, int, int], shape: tuple[int, ...]
) -> tuple[slice, slice] | None:
    """Return the pixels of a rectangle of windows, without those on its edge; None where none are left."""
    height, width = frame.claimed.shape
    top, bottom, left, right = box
    rows, columns = shape
    y = slice((top + 1) * height // rows, (bottom - 1) * height // rows)
    x = slice((left + 1) * width // columns, (right - 1) * width // columns)
    return None if y.stop <= y.start or x.stop <= x.start else (y, x)


def _is_of_tone(off_tone: Floats, box: tuple[int, int, int, int]) -> bool:
    """Return whether nearly all of a rectangle of windows is as bright as the rest lets expect."""
    top, bottom, left, right = box
    inside = off_tone[top:bottom, left:right]
    return inside.size > 0 and float((inside < _KEPT_TONE_LEVELS).mean()) > _NEARLY_ALL


def _area(box: tuple[int, int, int, int], shape: tuple[int, ...], *, shrunk: bool) -> float:
    """Return the share of the frame that a rectangle of windows takes.

    Shrunk, it is as large as what disagrees: a window that reaches over its edge disagrees as well.
    """
    top, bottom, left, right = box
    rows, columns = shape
    if shrunk:
        top, bottom = top + (top > 0), bottom - (bottom < rows)
        left, right = left + (left > 0), right - (right < columns)
    return max(0, bottom - top) * max(0, right - left) / (rows * columns)


def _breadth(box: tuple[int, int, int, int], shape: tuple[int, ...]) -> float:
    """Return the share of the frame's height or width that a rectangle of windows spans: the smaller."""
    top, bottom, left, right = box
    rows, columns = shape
    return min((bottom - top) / rows, (right - left) / columns)
