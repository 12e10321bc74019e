"""An index of 100,000 pictures to ask in, of which few are real. Refuses to be asked.

So many pictures that may be redistributed are not at hand. A member of the crowd is put together of four
quarters of as many pictures: of each the details that lie there, and a grey thumbnail for the hash, which is
that of the four. The quarters are taken from many cuttings of each picture, some in a mirror, at several
exposures. So every detail is one of a real picture, with its neighbours in their places; the whole is less.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageEnhance, ImageOps
from registration_pictures import Picture
from registration_scenes import generator

from irrefutable.media.fingerprint import LEVELS, fingerprint, hash_of, words_of
from irrefutable.model.lookup import Fingerprint
from irrefutable.work.lookups import MOST_PICTURES, VERSION

SIZE_PX: Final = (512, 384)
_THUMB_PX: Final = 64
_WORD_BYTES: Final = 256
_PLACE_BYTES: Final = 128


@dataclass(frozen=True, slots=True)
class Cutting:
    """A part of a picture, as a picture of its own."""

    picture: str
    print: Fingerprint
    details: NDArray[np.uint32]
    """Of each its place and four numbers."""
    quarters: NDArray[np.int64]
    """In which quarter each lies: 0 and 1 above, 2 and 3 below."""
    ranks: NDArray[np.int64]
    """By which details of different pictures are mixed: levels, and in each the first ones first."""
    thumb: NDArray[np.int64]


def cuttings(pictures: Sequence[Picture], each: int) -> Iterator[Cutting]:
    """Yield cuttings of pictures, so many of each."""
    for picture in pictures:
        image = picture.make()
        for number in range(each):
            yield _cutting(picture.name, cut(image, picture.name, number))


def cut(image: Image.Image, name: str, number: int) -> Image.Image:
    """Return a cutting of 50 to 100 % of the side, perhaps in a mirror, at another exposure."""
    noise = generator("cutting", name, number)
    width, height = image.size
    side = noise.uniform(0.5, 1.0)
    wide = min(width, height * 4 / 3) * side
    high = wide * 3 / 4
    left, top = noise.uniform(0, width - wide), noise.uniform(0, height - high)
    part = image.resize(SIZE_PX, Image.Resampling.LANCZOS, (left, top, left + wide, top + high))
    if noise.random() < 0.5:
        part = ImageOps.mirror(part)
    return ImageEnhance.Brightness(part).enhance(noise.uniform(0.8, 1.2))


def _cutting(name: str, image: Image.Image) -> Cutting:
    print_ = fingerprint(image)
    details = np.frombuffer(print_.details, "<u4").reshape(-1, 5)
    at = details[:, 0].astype(np.int64)
    level = at >> 20
    scale = np.array(LEVELS)[level]
    across, down = ((side * scale + 512) >> 10 for side in SIZE_PX)
    quarters = 2 * (2 * (at >> 10 & 1023) >= down) + (2 * (at & 1023) >= across)
    starts = np.searchsorted(level, np.arange(len(LEVELS)))
    ranks = (level << 12) + np.arange(len(level)) - starts[level]
    thumb = image.convert("L").resize((_THUMB_PX, _THUMB_PX), Image.Resampling.BOX)
    return Cutting(name, print_, details, quarters, ranks, np.asarray(thumb).astype(np.int64))


class Crowd:
    """Pictures that are put together, by their numbers."""

    def __init__(self, parts: Sequence[Cutting]) -> None:
        """Take the cuttings that every member is made of."""
        self._parts = parts

    def member(self, number: int) -> Fingerprint:
        """Return what a member is known by."""
        noise = generator("crowd", number)
        half = _THUMB_PX // 2
        thumb = np.zeros((_THUMB_PX, _THUMB_PX), np.int64)
        details, ranks = [], []
        for quarter, place in enumerate(noise.integers(0, len(self._parts), 4)):
            part = self._parts[place]
            box = np.s_[
                quarter // 2 * half : (quarter // 2 + 1) * half, quarter % 2 * half : (quarter % 2 + 1) * half
            ]
            thumb[box] = part.thumb[box]
            is_there = part.quarters == quarter
            details.append(part.details[is_there])
            ranks.append(part.ranks[is_there])
        mixed = np.concatenate(details)[np.argsort(np.concatenate(ranks), kind="stable")]
        bits, contrast = hash_of(thumb)
        return Fingerprint(*SIZE_PX, bits, contrast, mixed.tobytes(), *words_of(mixed, *SIZE_PX))


def write(folder: Path, named: Iterable[tuple[str, Fingerprint]]) -> None:
    """Write the index of pictures, each a case of its own, as a site has it, and all details in a file.

    `details.json` has, for each case, its size, its contrast, and where in `details.bin` its details are.
    """
    folder.mkdir(parents=True, exist_ok=True)
    listed: list[dict[str, str | int]] = []
    stored: dict[str, tuple[int, ...]] = {}
    at = 0
    some: list[tuple[str, Fingerprint]] = []
    with (folder / "details.bin").open("wb") as file:
        for name, print_ in named:
            some.append((name, print_))
            stored[name] = (print_.width_px, print_.height_px, print_.contrast, at, len(print_.details))
            at += file.write(print_.details)
            if len(some) == MOST_PICTURES:
                listed.append(_part(folder, len(listed), some))
                some = []
    if some:
        listed.append(_part(folder, len(listed), some))
    (folder / "index.json").write_text(json.dumps({"version": VERSION, "parts": listed}), "utf-8")
    (folder / "details.json").write_text(json.dumps(stored), "utf-8")


def _part(folder: Path, number: int, some: Sequence[tuple[str, Fingerprint]]) -> dict[str, str | int]:
    ids = "".join(f"1 {name}\n" for name, _ in some).encode()
    whole = len(some).to_bytes(4, "little") + b"".join(print_.hash for _, print_ in some) + ids
    words = b"".join(print_.words.ljust(_WORD_BYTES, b"\0") for _, print_ in some)
    places = b"".join(print_.places.ljust(_PLACE_BYTES, b"\0") for _, print_ in some)
    (folder / f"whole-{number}.bin").write_bytes(whole)
    (folder / f"words-{number}.bin").write_bytes(words + places)
    return {"whole": f"whole-{number}.bin", "words": f"words-{number}.bin", "pictures": len(some)}


def as_question(prints: Sequence[Fingerprint]) -> list[dict[str, object]]:
    """Return a picture and its mirror image as JSON."""
    return [
        {
            "width": each.width_px,
            "height": each.height_px,
            "contrast": each.contrast,
            "hash": base64.b64encode(each.hash).decode(),
            "details": base64.b64encode(each.details).decode(),
        }
        for each in prints
    ]
