"""What a picture is known by, however it was copied: a hash of the whole, and what its details look like.

The hash is built as PDQ is (Facebook 2019): 256 low frequencies of the cosine transform of 64 × 64 grey
values, each against their median. Details are corners and blobs, where the determinant of the Hessian is
largest (Lindeberg 1998) at seven scales; each is described by 128 comparisons of sums over a grid of 4 × 4
cells, in the manner of LDB (Yang and Cheng 2012), and kept upright: copies are rarely turned.

All of it is integer arithmetic with fixed tables. `assets/js/lookup-fingerprint.js` does the same in a
reader's browser, and both agree on every byte. Refuses to compare pictures: see `fingerprint_match`.
"""

from __future__ import annotations

from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from irrefutable.media.decode import on_white
from irrefutable.model.lookup import Fingerprint

Whole: TypeAlias = NDArray[np.int64]

SIDE_PX: Final = 512
"""The longer side that details are looked for on. A smaller picture keeps its size."""
MOST_DETAILS: Final = 400
LEVELS: Final = (1024, 724, 512, 362, 256, 181, 128)
"""The scales, half an octave apart, in 1024ths of the working size."""
WORDS: Final = 64
"""Details of a picture that the shortlist knows, 4 bytes each."""

_CELL_PX: Final = 8
_REACH_PX: Final = 2 * _CELL_PX
_BORDER_PX: Final = _REACH_PX + 1
_LEAST_SIDE_PX: Final = 2 * _BORDER_PX + 8
_APART_PX: Final = 3
_LEAST_RESPONSE: Final = 400
"""Of the determinant, in 256ths of squared grey levels: what noise leaves of a smooth surface is less."""
_CELLS_ALONG: Final = 8
_WORD_CELLS_ALONG: Final = 4
_GREY_PX: Final = 64

# fmt: off
COSINES: Final = (
    1024, 1024, 1023, 1021, 1019, 1016, 1013, 1009, 1004, 999, 993, 987, 980, 972, 964, 955, 946, 936,
    926, 915, 903, 891, 878, 865, 851, 837, 822, 807, 792, 775, 759, 742, 724, 706, 688, 669, 650, 630,
    610, 590, 569, 548, 526, 505, 483, 460, 438, 415, 392, 369, 345, 321, 297, 273, 249, 224, 200, 175,
    150, 125, 100, 75, 50, 25, 0,
)
"""1024 times the cosine of m / 128 of a half turn, for m from 0 to 64."""
TESTS: Final = (
    85, 45, 100, 210, 8, 27, 103, 161, 175, 158, 212, 173, 198, 150, 138, 195, 171, 204, 135, 120, 167,
    169, 178, 202, 170, 152, 184, 177, 187, 193, 191, 188, 83, 146, 34, 111, 95, 60, 38, 9, 76, 145, 41,
    54, 43, 49, 89, 64, 26, 86, 57, 19, 101, 113, 21, 12, 17, 142, 147, 92, 209, 141, 28, 18, 32, 65,
    69, 7, 62, 44, 116, 10, 11, 144, 126, 3, 125, 24, 130, 129, 14, 2, 211, 6, 118, 205, 5, 206, 199,
    143, 208, 162, 200, 0, 196, 140, 172, 215, 190, 133, 197, 176, 122, 157, 174, 182, 134, 186, 121,
    139, 207, 149, 151, 160, 166, 148, 189, 137, 185, 163, 127, 181, 123, 131, 136, 128, 165, 156,
)
"""Of 216 comparisons, those that held best under changes and say least of each other; the first 32, which say
least, are a detail's word. Chosen on the tuning half of the benchmark's pictures."""
# fmt: on


class Detail(NamedTuple):
    """A place in a picture, and what it looks like there."""

    x: float
    """In pixels of the working size, from the left."""
    y: float
    """From the top."""
    level: int
    """Which of `LEVELS` it was found at."""
    bits: bytes
    """128 comparisons; the first four bytes are its word."""


def placed(known: Fingerprint) -> list[Detail]:
    """Return the details of a picture with their places."""
    found = []
    for start in range(0, len(known.details), 20):
        at = int.from_bytes(known.details[start : start + 4], "little")
        level = at >> 20
        width, height = ((side * LEVELS[level] + 512) >> 10 for side in (known.width_px, known.height_px))
        x = (2 * (at & 1023) + 1) * known.width_px / (2 * width)
        y = (2 * (at >> 10 & 1023) + 1) * known.height_px / (2 * height)
        found.append(Detail(x, y, level, known.details[start + 4 : start + 20]))
    return found


def fingerprint(image: Image.Image) -> Fingerprint:
    """Return what an upright picture is known by."""
    pixels = np.asarray(on_white(image).convert("RGB")).astype(np.int64)
    return fingerprint_of_grey((77 * pixels[..., 0] + 150 * pixels[..., 1] + 29 * pixels[..., 2]) >> 8)


def mirrored(image: Image.Image) -> Image.Image:
    """Return the mirror image of a picture."""
    return image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)


def fingerprint_of_grey(grey: Whole) -> Fingerprint:
    """Return what a picture is known by, from its grey values of 0 to 255."""
    height, width = grey.shape
    longer = max(height, width)
    if longer > SIDE_PX:
        width = max(1, (width * SIDE_PX + longer // 2) // longer)
        height = max(1, (height * SIDE_PX + longer // 2) // longer)
        grey = resized(grey, width, height)
    bits, contrast = hash_of(grey)
    details = _details(grey)
    words, places = words_of(details, width, height)
    return Fingerprint(width, height, bits, contrast, details.tobytes(), words, places)


def resized(grey: Whole, width: int, height: int) -> Whole:
    """Return a picture at another size, each pixel the mean of the area it covers."""
    return (_along(_along(grey, width, 16).T, height, 1).T + 8) >> 4


def _along(grey: Whole, count: int, unit: int) -> Whole:
    size = grey.shape[1]
    total = np.zeros((grey.shape[0], size + 1), np.int64)
    np.cumsum(grey, axis=1, out=total[:, 1:])
    edges = np.arange(count + 1) * size
    whole, rest = edges // count, edges % count
    padded = np.concatenate([grey, grey[:, -1:]], axis=1)
    reached = total[:, whole] * count + rest * padded[:, whole]
    means: Whole = ((reached[:, 1:] - reached[:, :-1]) * unit + size // 2) // size
    return means


# ------------------------------------------------------------------------------------------------ the whole


def hash_of(grey: Whole) -> tuple[bytes, int]:
    """Return the 256 bits of a whole picture, and its contrast: all steps between neighbours of 64 × 64."""
    small = resized(grey, _GREY_PX, _GREY_PX)
    frequencies = (_WAVES @ small @ _WAVES.T).reshape(-1)
    bits = frequencies > np.sort(frequencies)[127]
    steps = np.abs(np.diff(small, axis=0)).sum() + np.abs(np.diff(small, axis=1)).sum()
    return np.packbits(bits, bitorder="little").tobytes(), int(steps)


def _wave(place: int) -> int:
    place %= 256
    place = min(place, 256 - place)
    return COSINES[place] if place <= 64 else -COSINES[128 - place]


_WAVES: Final[Whole] = np.array(
    [[_wave((2 * column + 1) * row) for column in range(_GREY_PX)] for row in range(1, 17)], np.int64
)


# ---------------------------------------------------------------------------------------------- the details


def _details(grey: Whole) -> NDArray[np.uint32]:
    height, width = grey.shape
    sizes = [((width * scale + 512) >> 10, (height * scale + 512) >> 10) for scale in LEVELS]
    sizes = [size for size in sizes if min(size) >= _LEAST_SIDE_PX]
    shares = [64 >> level for level in range(len(sizes))]
    found = [np.zeros((0, 5), np.uint32)]
    for level, (across, down) in enumerate(sizes):
        smooth = _smooth(resized(grey, across, down) if level else grey)
        most = (2 * MOST_DETAILS * shares[level] + sum(shares)) // (2 * sum(shares))
        x, y = _corners(smooth, most)
        at = (x | y << 10 | level << 20).astype(np.uint32)
        found.append(np.column_stack([at, _described(smooth, x, y)]))
    return np.concatenate(found).astype("<u4")


def _smooth(grey: Whole) -> Whole:
    """Return a picture under a binomial of five, in 16ths of a grey level."""
    wide = np.pad(grey, ((0, 0), (2, 2)), "edge")
    across = wide[:, :-4] + 4 * wide[:, 1:-3] + 6 * wide[:, 2:-2] + 4 * wide[:, 3:-1] + wide[:, 4:]
    tall = np.pad(across, ((2, 2), (0, 0)), "edge")
    smooth: Whole = (tall[:-4] + 4 * tall[1:-3] + 6 * tall[2:-2] + 4 * tall[3:-1] + tall[4:]) >> 4
    return smooth


def _corners(smooth: Whole, most: int) -> tuple[Whole, Whole]:
    """Return columns and rows where the determinant peaks, the strongest of each cell first."""
    response = np.zeros_like(smooth)
    middle = 2 * smooth[2:-2, 2:-2]
    across = smooth[2:-2, 4:] - middle + smooth[2:-2, :-4]
    down = smooth[4:, 2:-2] - middle + smooth[:-4, 2:-2]
    askew = (smooth[4:, 4:] - smooth[4:, :-4] - smooth[:-4, 4:] + smooth[:-4, :-4]) >> 2
    response[2:-2, 2:-2] = across * down - askew * askew
    peak = response.copy()
    for axis in (0, 1):
        ahead, behind = peak.copy(), peak.copy()
        for _ in range(_APART_PX):
            ahead = _shifted(ahead, axis, 1)
            behind = _shifted(behind, axis, -1)
            peak = np.maximum(peak, np.maximum(ahead, behind))
    is_peak = (response == peak) & (response >= _LEAST_RESPONSE)
    is_peak[:_BORDER_PX] = is_peak[-_BORDER_PX:] = False
    is_peak[:, :_BORDER_PX] = is_peak[:, -_BORDER_PX:] = False
    y, x = np.nonzero(is_peak)
    height, width = smooth.shape
    cells = y * _CELLS_ALONG // height * _CELLS_ALONG + x * _CELLS_ALONG // width
    strength = response[y, x]
    order = _by_cells(cells, -strength, _CELLS_ALONG)[:most]
    return x[order], y[order]


def _shifted(values: Whole, axis: int, by: int) -> Whole:
    """Return values moved by one along an axis; what comes in is no peak."""
    moved = np.full_like(values, -(2**40))
    to, start = (slice(1, None), slice(None, -1)) if by > 0 else (slice(None, -1), slice(1, None))
    if axis:
        moved[:, to] = values[:, start]
    else:
        moved[to] = values[start]
    return moved


def _by_cells(cells: Whole, cost: Whole, along: int) -> Whole:
    """Return an order that takes the cheapest of each cell, then the second of each, and so on."""
    places = np.arange(len(cells))
    order = np.lexsort((places, cost, cells))
    starts = np.searchsorted(cells[order], np.arange(along * along))
    rank = np.empty(len(cells), np.int64)
    rank[order] = places - starts[cells[order]]
    return np.lexsort((places, cost, rank)).astype(np.int64)


def _described(smooth: Whole, x: Whole, y: Whole) -> NDArray[np.uint32]:
    """Return the 128 comparisons at each place as four numbers."""
    total = np.zeros((smooth.shape[0] + 1, smooth.shape[1] + 1), np.int64)
    total[1:, 1:] = smooth.cumsum(axis=0).cumsum(axis=1)
    steps = np.arange(-_REACH_PX, _REACH_PX + 1, _CELL_PX // 2)
    corners = total[(y[:, None] + steps)[:, :, None], (x[:, None] + steps)[:, None, :]]
    quarters = corners[:, 1:, 1:] - corners[:, :-1, 1:] - corners[:, 1:, :-1] + corners[:, :-1, :-1]
    cells = quarters.reshape(-1, 4, 2, 4, 2)
    values = cells.sum(axis=(2, 4)).reshape(-1, 16)
    right = (cells[..., 1] - cells[..., 0]).sum(axis=2).reshape(-1, 16)
    down = (cells[:, :, 1] - cells[:, :, 0]).sum(axis=3).reshape(-1, 16)
    first, second = np.array(_PAIRS).T
    one, other = np.array(_NEIGHBOURS).T
    tests = np.concatenate(
        [
            values[:, first] - values[:, second],
            right,
            down,
            np.abs(right) - np.abs(down),
            right[:, one] - right[:, other],
            down[:, one] - down[:, other],
        ],
        axis=1,
    )
    bits = np.packbits(tests[:, TESTS] > 0, axis=1, bitorder="little")
    return np.ascontiguousarray(bits).view("<u4")


_PAIRS: Final = [(cell, other) for cell in range(16) for other in range(cell)]
_NEIGHBOURS: Final = [
    *((cell, cell + 1) for cell in range(16) if cell % 4 < 3),
    *((cell, cell + 4) for cell in range(12)),
]


def words_of(details: NDArray[np.uint32], width: int, height: int) -> tuple[bytes, bytes]:
    """Return words and places of details from all over a picture, coarse ones before fine of a lower rank.

    Args:
        details: of each the place and four numbers, as in a fingerprint; by levels, in each the first first.
        width: of the working size, in pixels.
        height: the same.
    """
    if not len(details):
        return b"", b""
    at = details[:, 0].astype(np.int64)
    level = at >> 20
    scale = np.array(LEVELS)[level]
    across, down = (width * scale + 512) >> 10, (height * scale + 512) >> 10
    cells = (at >> 10 & 1023) * _WORD_CELLS_ALONG // down * _WORD_CELLS_ALONG
    cells += (at & 1023) * _WORD_CELLS_ALONG // across
    starts = np.searchsorted(level, np.arange(len(LEVELS)))
    rank = np.arange(len(details)) - starts[level]
    order = _by_cells(cells, rank << level, _WORD_CELLS_ALONG)[:WORDS]
    places = (at & 1023) * width // across >> 3
    places |= (at >> 10 & 1023) * height // down >> 3 << 6 | level << 12
    return bytes(details[order, 1].tobytes()), bytes(places[order].astype("<u2").tobytes())
