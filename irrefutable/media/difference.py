"""What sets a claimed picture apart from its original, once it is known where it lies. Refuses to place it.

Both are brought to equal size, brightness and contrast; what still differs then is drawn as a heat map, boxed
where it was added, and counted. What the claimed picture leaves out of the original is named by side. Boxes
that were redacted in either of them are not compared.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from irrefutable.media.features import Floats, Grey, Singles
from irrefutable.media.overlap import Mask, compose, inverse, structural_similarity
from irrefutable.model.media import Affine, BoxPx, Changes, CutAway, Registration

Colours: TypeAlias = NDArray[np.uint8]

COMPARED_PX: Final = 800
"""The longer side of what is compared. Finer differences are grain and compression."""
LARGEST_PX: Final = 2400
"""The longer side of the aligned pair, where a small part of a long screenshot shows the original."""
NOT_COMPARED: Final = (96, 104, 112)
"""The grey of a heat map where there is nothing to compare. It is no step of the scale."""

_SMOOTHED_PX: Final = 1.5
_EDGE_PX: Final = 5
"""Along a sharp edge, half a pixel of blur makes a difference; it is forgiven within this reach."""
_ADDED_LEVELS: Final = 26.0
"""A tenth of black to white: grain and compression stay below it, faint watermarks too."""
_GREY_LEVELS: Final = 2.0
"""Mean spread of the channels. A picture below it has lost its colours, which is not an addition."""
_JOINED_SHARE: Final = 0.02
_LEAST_SHARE: Final = 0.0012
"""Of the part's area. A smaller box is a speck."""
_MOST_BOXES: Final = 12
_FULL_LEVELS: Final = 96.0
"""White begins here: at three eighths of black to white. Red is full at a third of it, yellow at two."""
_LEVELS: Final = (0, 255)
_LEAST_PIXELS: Final = 64
"""Fewer do not say how bright a picture is."""
_STEPS: Final = 24
"""Of the scale. Finer ones cannot be told apart and make the file larger."""
_HAIRLINE_PX: Final = 5
"""A narrower strip at an edge that is not compared is the coarseness of the placement."""


class UnplacedError(ValueError):
    """The registration found no match, so there is nothing to lay over each other."""


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """The aligned pair and what differs in it, all laid out as the claimed picture is."""

    claimed: Colours
    original: Colours
    """Turned, mirrored and scaled as the claimed picture is."""
    compared: Mask
    """Where both have something to show."""
    heat: Colours
    """How much each place differs: not at all (black), red, yellow, white. Grey was not compared."""
    ssim: float
    """Structural similarity of the aligned pair (Wang et al. 2004)."""
    changes: Changes
    """The figures."""


def difference(
    claimed: Image.Image,
    original: Image.Image,
    registration: Registration,
    *,
    hidden: tuple[Sequence[BoxPx], Sequence[BoxPx]] = ((), ()),
) -> Difference:
    """Return the aligned pair, a heat map, boxes of what was added, and what was cut away.

    Args:
        claimed: the claimed picture, upright.
        original: its original, upright.
        registration: where the one lies in the other.
        hidden: boxes of either that are not compared, because nothing is left there to compare.

    Raises:
        UnplacedError: the registration says where nothing lies.
    """
    if registration.transform is None or registration.part is None:
        raise UnplacedError(registration.reason.sentence)
    cv2.setNumThreads(1)
    matrix = np.array(registration.transform.matrix[:2])
    part = registration.part
    to_claimed, size = _frame(claimed.size, registration.transform, part)
    to_original = compose(matrix, to_claimed)
    ours, seen = _sampled(claimed, to_claimed, size)
    theirs, exists = _sampled(original, to_original, size)
    missing = ~(seen & exists & _within([part], to_claimed, size))
    for boxes, to_picture in zip(hidden, (to_claimed, to_original), strict=True):
        missing |= _within(boxes, to_picture, size)
    shown = ~_widened(missing)
    pair = (ours, theirs)
    if _is_grey(ours):
        pair = (_grey(ours)[..., None], _grey(theirs)[..., None])
    delta = _delta(*pair, shown)
    differs = delta > _ADDED_LEVELS
    counted = int(shown.sum())
    return Difference(
        claimed=ours,
        original=theirs,
        compared=shown,
        heat=_heat(delta, shown),
        ssim=structural_similarity(_grey(ours), _grey(theirs), shown),
        changes=Changes(
            added=_boxes(differs, to_claimed, part),
            differing=round(100 * float(differs.sum()) / counted, 2) if counted else 0.0,
            compared=round(100 * counted / shown.size, 1),
            cut_away=cut_away(registration.transform, part, original.size),
            map_size_px=size,
        ),
    )


def cut_away(transform: Affine, part: BoxPx, original_size: tuple[int, int]) -> CutAway:
    """Return how much of the original's frame a part of the claimed picture leaves out, by side."""
    width, height = original_size
    left, top, wide, high = part
    corners = np.array(
        [transform.apply(left + x * wide, top + y * high) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))]
    )
    frame = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    area, _ = cv2.intersectConvexConvex(frame, corners.astype(np.float32))
    (first_x, first_y), (last_x, last_y) = corners.min(axis=0), corners.max(axis=0)
    return CutAway(
        share=_per_cent(1 - area / (width * height)),
        left=_per_cent(first_x / width),
        right=_per_cent(1 - last_x / width),
        top=_per_cent(first_y / height),
        bottom=_per_cent(1 - last_y / height),
    )


def _per_cent(share: float) -> float:
    return round(100 * float(min(1.0, max(0.0, share))), 1)


def _frame(claimed_size: tuple[int, int], transform: Affine, part: BoxPx) -> tuple[Floats, tuple[int, int]]:
    """Return the common frame: the claimed picture's, no finer than either picture."""
    width, height = claimed_size
    per_claimed = math.sqrt(abs(transform.a * transform.d - transform.b * transform.c))
    finest = min(1.0, per_claimed, COMPARED_PX / max(part[2:]), LARGEST_PX / max(claimed_size))
    size = max(1, round(width * finest)), max(1, round(height * finest))
    return np.array([[width / size[0], 0.0, 0.0], [0.0, height / size[1], 0.0]]), size


def _sampled(image: Image.Image, matrix: Floats, size: tuple[int, int]) -> tuple[Colours, Mask]:
    step = math.sqrt(abs(np.linalg.det(matrix[:, :2])))
    width, height = image.size
    shrunk = max(1, round(width / max(1.0, step))), max(1, round(height / max(1.0, step)))
    pixels = np.asarray(image.convert("RGB").resize(shrunk, Image.Resampling.BOX))
    matrix = np.diag([shrunk[0] / width, shrunk[1] / height]) @ matrix
    centred = matrix.copy()
    centred[:, 2] += matrix[:, :2] @ (0.5, 0.5) - 0.5
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    sampled = cv2.warpAffine(pixels, centred, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    inside = cv2.warpAffine(np.ones(pixels.shape[:2], np.uint8), centred, size, flags=flags)
    return sampled.astype(np.uint8, copy=False), inside.astype(np.bool_)


def _within(boxes: Sequence[BoxPx], to_picture: Floats, size: tuple[int, int]) -> Mask:
    """Return which places of the frame lie in boxes of a picture."""
    back = inverse(to_picture)
    mask = np.zeros((size[1], size[0]), np.uint8)
    for left, top, width, height in boxes:
        right, bottom = left + width, top + height
        corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)])
        spots = corners @ back[:, :2].T + back[:, 2]
        cv2.fillConvexPoly(mask, np.rint((spots - 0.5) * 16).astype(np.int32), 1, shift=4)
    return mask.astype(np.bool_)


def _widened(mask: Mask) -> Mask:
    """Return a mask with all that smoothing and forgiving carry over its edge."""
    reach = 2 * math.ceil(2 * _SMOOTHED_PX + _EDGE_PX / 2) + 1
    return cv2.dilate(mask.astype(np.uint8), np.ones((reach, reach), np.uint8)).astype(np.bool_)


def _grey(colours: Colours) -> Grey:
    return cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY).astype(np.uint8, copy=False)


def _is_grey(colours: Colours) -> bool:
    return float(np.ptp(colours.astype(np.int16), axis=2).mean()) < _GREY_LEVELS


def _delta(ours: Colours, theirs: Colours, shown: Mask) -> Singles:
    """Return by how many grey levels each place differs after the whole was brought to the same tone."""
    reach = np.ones((_EDGE_PX, _EDGE_PX), np.uint8)
    delta = np.zeros(shown.shape, np.float32)
    for channel in range(ours.shape[2]):
        one, other = (_smoothed(each[..., channel]) for each in (ours, theirs))
        matched = _toned(other, one, shown)
        beyond = np.maximum(one - cv2.dilate(matched, reach), cv2.erode(matched, reach) - one)
        delta = np.maximum(delta, beyond)
    return np.where(shown, delta, 0).astype(np.float32)


def _smoothed(grey: Grey) -> Singles:
    return cv2.GaussianBlur(grey.astype(np.float32), (0, 0), _SMOOTHED_PX).astype(np.float32, copy=False)


def _toned(values: Singles, wanted: Singles, shown: Mask) -> Singles:
    """Return one channel with the gain and offset that most of the pixels of the other ask for.

    What that makes darker than black or lighter than white stays black or white, as it did in the other
    picture if somebody raised its contrast, and has no say in the gain.
    """
    x, y = values[shown][::7], wanted[shown][::7]
    if len(x) < _LEAST_PIXELS:
        return values
    kept = np.ones(len(x), np.bool_)
    gain, offset = 1.0, 0.0
    for _ in range(6):
        spread = float(x[kept].var())
        if spread < 1:
            offset = float(np.median(y[kept] - x[kept]))
            gain = 1.0
        else:
            centre_x, centre_y = float(x[kept].mean()), float(y[kept].mean())
            gain = float(((x[kept] - centre_x) * (y[kept] - centre_y)).mean()) / spread
            offset = centre_y - gain * centre_x
        wished = gain * x + offset
        miss = np.abs(np.clip(wished, *_LEVELS) - y)
        likely = miss <= max(4.0, float(np.quantile(miss, 0.7)))
        telling = likely & (wished > _LEVELS[0]) & (wished < _LEVELS[1])
        kept = telling if int(telling.sum()) >= _LEAST_PIXELS else likely
    toned: Singles = np.clip(gain * values + offset, *_LEVELS).astype(np.float32)
    return toned


def _heat(delta: Singles, shown: Mask) -> Colours:
    # What is forgiven is black, so that all that is coloured is what the figures count.
    counted = np.where(delta > _ADDED_LEVELS, delta, 0)
    strength = np.round(np.clip(counted / _FULL_LEVELS, 0, 1) * _STEPS) / _STEPS
    channels = [np.clip(strength * 3 - step, 0, 1) * 255 for step in range(3)]
    heat = np.dstack(channels).astype(np.uint8)
    missing = cv2.morphologyEx(
        (~shown).astype(np.uint8), cv2.MORPH_OPEN, np.ones((_HAIRLINE_PX, _HAIRLINE_PX), np.uint8)
    )
    heat[missing.astype(np.bool_)] = NOT_COMPARED
    return heat


def _boxes(differs: Mask, to_claimed: Floats, part: BoxPx) -> tuple[BoxPx, ...]:
    left, top, wide, high = part
    across, down = float(to_claimed[0, 0]), float(to_claimed[1, 1])
    reach = max(3, round(_JOINED_SHARE * max(wide / across, high / down)))
    least = _LEAST_SHARE * (wide / across) * (high / down)
    speckless = cv2.morphologyEx(differs.astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    joined = cv2.morphologyEx(
        cv2.copyMakeBorder(speckless, reach, reach, reach, reach, cv2.BORDER_CONSTANT),
        cv2.MORPH_CLOSE,
        np.ones((reach, 2 * reach + 1), np.uint8),
    )[reach:-reach, reach:-reach]
    _, labels, figures, _ = cv2.connectedComponentsWithStats(joined)
    boxes = []
    for label, (x, y, w, h, _) in enumerate(figures[1:].tolist(), start=1):
        changed = int(speckless[y : y + h, x : x + w][labels[y : y + h, x : x + w] == label].sum())
        if w * h < least or changed < least / 3:
            continue
        x0, y0 = max(x * across, left), max(y * down, top)
        x1, y1 = min((x + w) * across, left + wide), min((y + h) * down, top + high)
        if x1 > x0 and y1 > y0:
            boxes.append((x0, y0, x1 - x0, y1 - y0))
    boxes.sort(key=lambda box: -box[2] * box[3])
    return tuple(boxes[:_MOST_BOXES])
