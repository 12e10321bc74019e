"""What sets a claimed picture apart from its original, once it is known where it lies. Refuses to place it.

Both are brought to equal size, brightness and contrast; what still differs then is drawn as a heat map, boxed
where it was added, and counted. What the claimed picture leaves out of the original is named by side.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from irrefutable.media.agreement import Mask, compose, inverse, structural_similarity
from irrefutable.media.features import Floats, Grey, Singles
from irrefutable.model.media import Affine, BoxPx, Registration

Colours: TypeAlias = NDArray[np.uint8]

COMPARED_PX: Final = 800
"""The longer side of the aligned pair. Finer differences are grain and compression."""

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


class UnplacedError(ValueError):
    """The registration found no match, so there is nothing to lay over each other."""


@dataclass(frozen=True, slots=True)
class CutAway:
    """What of the original's frame the claimed picture does not show, in per cent."""

    share: float
    """Of the area."""
    left: float
    """Of the width, missing on the left at least; the others likewise."""
    right: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """The aligned pair and what differs in it."""

    claimed: Colours
    """The part of the claimed picture that shows the original, turned and mirrored as the original is."""
    original: Colours
    """The same part of the original, at the same size."""
    heat: Colours
    """How much each place differs, from black over red and yellow to white."""
    added: tuple[BoxPx, ...]
    """Left, top, width and height, in pixels of the claimed picture, of what was added; the largest first."""
    differing_share: float
    """Of the part's area, how much differs visibly."""
    ssim: float
    """Structural similarity of the aligned pair (Wang et al. 2004)."""
    cut_away: CutAway


def difference(claimed: Image.Image, original: Image.Image, registration: Registration) -> Difference:
    """Return the aligned pair, a heat map, boxes of what was added, and what was cut away.

    Raises:
        UnplacedError: the registration says where nothing lies.
    """
    if registration.transform is None or registration.part is None:
        raise UnplacedError(registration.reason.sentence)
    matrix = np.array(registration.transform.matrix[:2])
    to_original, size = _frame(registration.transform, registration.outline)
    to_claimed = compose(inverse(matrix), to_original)
    ours, seen = _sampled(claimed, to_claimed, size)
    theirs, exists = _sampled(original, to_original, size)
    shown = seen & exists & _within_part(to_claimed, registration.part, size)
    pair = (ours, theirs)
    if _is_grey(ours):
        pair = (_grey(ours)[..., None], _grey(theirs)[..., None])
    delta = _delta(*pair, shown)
    differs = delta > _ADDED_LEVELS
    counted = int(shown.sum())
    return Difference(
        claimed=ours,
        original=theirs,
        heat=_heat(delta),
        added=_boxes(differs, to_claimed, registration.part),
        differing_share=float(differs.sum()) / counted if counted else 0.0,
        ssim=structural_similarity(_grey(ours), _grey(theirs), shown),
        cut_away=cut_away(registration.transform, registration.part, original.size),
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
    return round(100 * min(1.0, max(0.0, share)), 1)


def _frame(transform: Affine, outline: tuple[tuple[float, float], ...]) -> tuple[Floats, tuple[int, int]]:
    """Return the common frame: the outline's upright box in the original, no finer than either picture."""
    corners = np.array(outline)
    left, top = corners.min(axis=0)
    width, height = np.ptp(corners, axis=0)
    per_claimed = math.sqrt(abs(transform.a * transform.d - transform.b * transform.c))
    finest = min(1.0, 1 / per_claimed, COMPARED_PX / max(width, height))
    size = max(1, round(width * finest)), max(1, round(height * finest))
    return np.array([[width / size[0], 0.0, left], [0.0, height / size[1], top]]), size


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


def _within_part(to_claimed: Floats, part: BoxPx, size: tuple[int, int]) -> Mask:
    left, top, width, height = part
    box = np.array([(left, top), (left + width, top), (left + width, top + height), (left, top + height)])
    back = inverse(to_claimed)
    corners = box @ back[:, :2].T + back[:, 2]
    mask = np.zeros((size[1], size[0]), np.uint8)
    cv2.fillConvexPoly(mask, np.rint((corners - 0.5) * 16).astype(np.int32), 1, shift=4)
    return mask.astype(np.bool_)


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
    """Return one channel with the gain and offset that most of the pixels of the other ask for."""
    x, y = values[shown][::7], wanted[shown][::7]
    if len(x) < 64:
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
        miss = np.abs(gain * x + offset - y)
        kept = miss <= max(4.0, float(np.quantile(miss, 0.7)))
    return (gain * values + offset).astype(np.float32)


def _heat(delta: Singles) -> Colours:
    strength = np.clip(delta / 96, 0, 1)
    channels = [np.clip(strength * 3 - step, 0, 1) * 255 for step in range(3)]
    return np.dstack(channels).astype(np.uint8)


def _boxes(differs: Mask, to_claimed: Floats, part: BoxPx) -> tuple[BoxPx, ...]:
    height, width = differs.shape
    reach = max(3, round(_JOINED_SHARE * max(width, height)))
    speckless = cv2.morphologyEx(differs.astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    joined = cv2.morphologyEx(
        cv2.copyMakeBorder(speckless, reach, reach, reach, reach, cv2.BORDER_CONSTANT),
        cv2.MORPH_CLOSE,
        np.ones((reach, 2 * reach + 1), np.uint8),
    )[reach:-reach, reach:-reach]
    _, labels, figures, _ = cv2.connectedComponentsWithStats(joined)
    left, top, wide, high = part
    boxes = []
    for label, (x, y, w, h, _) in enumerate(figures[1:].tolist(), start=1):
        changed = int(speckless[y : y + h, x : x + w][labels[y : y + h, x : x + w] == label].sum())
        if w * h < _LEAST_SHARE * width * height or changed < _LEAST_SHARE * width * height / 3:
            continue
        corners = np.array([(x, y), (x + w, y), (x + w, y + h), (x, y + h)], np.float64)
        spots = corners @ to_claimed[:, :2].T + to_claimed[:, 2]
        x0, y0 = np.maximum(spots.min(axis=0), (left, top))
        x1, y1 = np.minimum(spots.max(axis=0), (left + wide, top + high))
        if x1 > x0 and y1 > y0:
            boxes.append((float(x0), float(y0), float(x1 - x0), float(y1 - y0)))
    boxes.sort(key=lambda box: -box[2] * box[3])
    return tuple(boxes[:_MOST_BOXES])
