"""Measures what the map of differences makes of changes that are edits and of changes that are none.

The pictures are those of `bench/registration.py`, and so are the halves: thresholds are chosen on the tuning
half, and the held-out half is what is written into `docs/registration.md`. Each changed picture is found in
its original first, as in a build, so that a placement half a pixel off counts as well. `--pictures N` takes
the first N; `--print` writes nothing; `--half tuning` names each picture that comes out wrong.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter
from registration_changes import WORDS, compressed
from registration_pictures import Picture, pictures
from registration_scenes import Noise, generator

from irrefutable.media.difference import difference
from irrefutable.media.features import View
from irrefutable.media.register import register

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "registration.md"
BEGIN, END = "<!-- differences: begin -->", "<!-- differences: end -->"

Edges = tuple[int, int, int, int]
"""Left, top, right, bottom, in pixels of the changed picture."""

VISIBLE_LEVELS = 30.0
"""An edit that changes its place by less on average is drawn elsewhere: nobody would see it."""
TRIES = 20


@dataclass(frozen=True, slots=True)
class Innocent:
    """What happens to a picture that is passed on and not edited."""

    name: str
    make: Callable[[Image.Image], Image.Image]


@dataclass(frozen=True, slots=True)
class Edit:
    """Something that is put into a picture, or taken out of it, before it is passed on as JPEG 60."""

    name: str
    share: float
    """Its width, of the picture's longer side."""
    shape: float
    """Its height, of its width."""
    draw: Callable[[Image.Image, Edges, Noise], Image.Image]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was said of one changed picture."""

    picture: str
    differing: float
    """Per cent of what was compared."""
    boxes: int
    is_found: bool = False
    """Whether a box holds half of the edit, and is no more than six times as large."""
    stray: int = 0
    """Boxes that touch no edit."""


def innocents() -> tuple[Innocent, ...]:
    """Return the changes of which no box may be drawn."""
    return (
        *(Innocent(f"JPEG {quality}", partial(compressed, quality=quality)) for quality in (60, 40, 20)),
        Innocent("WebP 50", lambda image: _encoded(image, "WEBP", 50)),
        Innocent("half the size, JPEG 60", lambda image: compressed(_scaled(image, 0.5), 60)),
        Innocent("a third of the size, enlarged again, JPEG 60", _through_small),
        Innocent("passed on three times, JPEG 70", _passed_on),
        Innocent("crop to 80 %, JPEG 60", lambda image: compressed(_cropped(image), 60)),
        Innocent("blur, σ 1.5 px", lambda image: image.filter(ImageFilter.GaussianBlur(1.5))),
        Innocent("sharpened", lambda image: image.filter(ImageFilter.UnsharpMask(2, 120, 2))),
        Innocent("contrast × 1.3", lambda image: ImageEnhance.Contrast(image).enhance(1.3)),
        Innocent("brighter shadows (gamma 0.8)", _gamma),
        Innocent("warmer", lambda image: _gained(image, (1.12, 1.0, 0.85))),
        Innocent("grain, σ 8 levels", _grained),
    )


def edits() -> tuple[Edit, ...]:
    """Return the changes of which a box must be drawn."""
    return (
        Edit("logo pasted", 0.12, 0.4, _logo),
        Edit("small logo pasted", 0.06, 0.5, _logo),
        Edit("logo, a third opaque", 0.14, 0.4, _watermark),
        Edit("line of text", 0.4, 0.1, _line),
        Edit("piece of another place pasted", 0.12, 1.0, _clone),
        Edit("small piece of another place pasted", 0.05, 1.0, _clone),
        Edit("something painted out", 0.1, 1.0, _painted_out),
        Edit("something given another colour", 0.1, 1.0, _recoloured),
    )


# -------------------------------------------------------------------------------------------- changes


def _encoded(image: Image.Image, form: str, quality: int) -> Image.Image:
    stream = io.BytesIO()
    image.save(stream, form, quality=quality)
    return Image.open(stream).convert("RGB")


def _scaled(image: Image.Image, factor: float) -> Image.Image:
    size = max(1, round(image.width * factor)), max(1, round(image.height * factor))
    return image.resize(size, Image.Resampling.BICUBIC)


def _through_small(image: Image.Image) -> Image.Image:
    return compressed(_scaled(image, 1 / 3).resize(image.size, Image.Resampling.BICUBIC), 60)


def _passed_on(image: Image.Image) -> Image.Image:
    for factor in (0.9, 0.85, 0.8):
        image = compressed(_scaled(image, factor), 70)
    return image


def _cropped(image: Image.Image) -> Image.Image:
    width, height = image.size
    return image.crop((round(width * 0.13), round(height * 0.07), round(width * 0.93), round(height * 0.87)))


def _gamma(image: Image.Image) -> Image.Image:
    return image.point([round(255 * (level / 255) ** 0.8) for level in range(256)] * 3)


def _gained(image: Image.Image, gains: tuple[float, float, float]) -> Image.Image:
    return image.point([min(255, round(level * gain)) for gain in gains for level in range(256)])


def _grained(image: Image.Image) -> Image.Image:
    noise = generator("grain", image.width, image.height).normal(0, 8, (image.height, image.width, 1))
    return Image.fromarray(np.clip(np.asarray(image) + noise, 0, 255).astype(np.uint8))


def _logo(image: Image.Image, place: Edges, noise: Noise) -> Image.Image:
    copy = image.copy()
    draw = ImageDraw.Draw(copy)
    colours = ((200, 20, 30), (10, 60, 160), (250, 250, 250), (20, 20, 20))
    draw.rounded_rectangle(place, 6, fill=colours[int(noise.integers(4))])
    height = place[3] - place[1]
    text = (place[0] + height // 5, place[1] + height // 5)
    draw.text(text, "TV7", (255, 200, 0), font_size=max(8, height * 0.6))
    return copy


def _watermark(image: Image.Image, place: Edges, noise: Noise) -> Image.Image:
    return Image.blend(image, _logo(image, place, noise), 1 / 3)


def _line(image: Image.Image, place: Edges, noise: Noise) -> Image.Image:
    copy = image.copy()
    height = place[3] - place[1]
    words = " ".join(WORDS[int(noise.integers(len(WORDS)))] for _ in range(8))
    layer = Image.new("L", (place[2] - place[0], height))
    ImageDraw.Draw(layer).text((0, 0), words, 255, font_size=max(8, height * 0.8))
    colour = "white" if np.asarray(image.crop(place)).mean() < 128 else "black"
    copy.paste(Image.new("RGB", layer.size, colour), place[:2], layer)
    return copy


def _clone(image: Image.Image, place: Edges, noise: Noise) -> Image.Image:
    """Paste a soft-edged piece from elsewhere in the picture."""
    width, height = place[2] - place[0], place[3] - place[1]
    x, y = int(noise.integers(image.width - width)), int(noise.integers(image.height - height))
    mask = Image.new("L", (width, height))
    ImageDraw.Draw(mask).ellipse((2, 2, width - 3, height - 3), fill=255)
    copy = image.copy()
    copy.paste(image.crop((x, y, x + width, y + height)), place[:2], mask.filter(ImageFilter.GaussianBlur(2)))
    return copy


def _painted_out(image: Image.Image, place: Edges, _: Noise) -> Image.Image:
    mask = Image.new("L", image.size)
    ImageDraw.Draw(mask).ellipse(place, fill=255)
    return Image.fromarray(cv2.inpaint(np.asarray(image), np.asarray(mask), 5, cv2.INPAINT_TELEA))


def _recoloured(image: Image.Image, place: Edges, _: Noise) -> Image.Image:
    hue, saturation, value = image.crop(place).convert("HSV").split()
    hue = hue.point([(level + 110) % 256 for level in range(256)])
    saturation = saturation.point([min(255, 60 + level) for level in range(256)])
    copy = image.copy()
    mask = Image.new("L", hue.size)
    ImageDraw.Draw(mask).ellipse((0, 0, hue.width - 1, hue.height - 1), fill=255)
    copy.paste(Image.merge("HSV", (hue, saturation, value)).convert("RGB"), place[:2], mask)
    return copy


def edited(image: Image.Image, edit: Edit, noise: Noise) -> tuple[Image.Image, Edges] | None:
    """Return a picture with an edit that can be seen, and where that is; None where none could be drawn."""
    width = round(max(image.size) * edit.share)
    height = round(width * edit.shape)
    if width >= image.width - 8 or height >= image.height - 8:
        return None
    for _ in range(TRIES):
        left, top = (
            int(noise.integers(4, whole - 4)) for whole in (image.width - width, image.height - height)
        )
        place = (left, top, left + width, top + height)
        changed = edit.draw(image, place, noise)
        off = np.abs(np.asarray(changed, np.int16) - np.asarray(image, np.int16)).max(axis=2)
        if off[top : top + height, left : left + width].mean() >= VISIBLE_LEVELS * _faintness(edit):
            rows, columns = np.nonzero(off >= VISIBLE_LEVELS)
            left, top = int(columns.min()), int(rows.min())
            return compressed(changed, 60), (left, top, int(columns.max()) + 1, int(rows.max()) + 1)
    return None


def _faintness(edit: Edit) -> float:
    """Words cover a fraction of their line."""
    return 0.5 if edit.draw is _line else 1.0


# ------------------------------------------------------------------------------------------- measuring


def compare(picture: str, changed: Image.Image, original: Image.Image, place: Edges | None) -> Outcome | None:
    """Return what is said of a changed picture; None where it is not found in its original."""
    registration = register(View.of(changed), View.of(original))
    if not registration.match:
        return None
    found = difference(changed, original, registration).changes
    if place is None:
        return Outcome(picture, found.differing, len(found.added))
    area = (place[2] - place[0]) * (place[3] - place[1])
    common = [_common(box, place) for box in found.added]
    hits = [
        held >= area / 2 and box[2] * box[3] <= 6 * area
        for box, held in zip(found.added, common, strict=True)
    ]
    return Outcome(picture, found.differing, len(found.added), any(hits), sum(not held for held in common))


def _common(box: tuple[float, float, float, float], place: Edges) -> float:
    width = min(box[0] + box[2], place[2]) - max(box[0], place[0])
    height = min(box[1] + box[3], place[3]) - max(box[1], place[1])
    return max(0.0, width) * max(0.0, height)


def table(taken: Sequence[Picture], *, names_failures: bool) -> Iterator[str]:
    """Yield the lines of two tables."""
    originals = [(picture.name, picture.make()) for picture in taken]
    yield "| not edited | pictures | without a box | differing %, median | 95 % | most |"
    yield "|---|---|---|---|---|---|"
    for innocent in innocents():
        outcomes = [
            outcome
            for name, image in originals
            if (outcome := compare(name, innocent.make(image), image, None))
        ]
        clean = sum(not outcome.boxes for outcome in outcomes)
        shares = [outcome.differing for outcome in outcomes]
        middle, high, most = (np.quantile(shares, part) for part in (0.5, 0.95, 1))
        figures = f"{middle:.2f} | {high:.2f} | {most:.2f}"
        yield f"| {innocent.name} | {len(outcomes)} | {_part(clean, outcomes)} | {figures} |"
        if names_failures:
            yield from (f"    {item.picture}: {item}" for item in outcomes if item.boxes)
    yield ""
    yield "| edited, then JPEG 60 | pictures | edit boxed | without a stray box |"
    yield "|---|---|---|---|"
    for edit in edits():
        outcomes = []
        for name, image in originals:
            drawn = edited(image, edit, generator(edit.name, name))
            if drawn and (outcome := compare(name, drawn[0], image, drawn[1])):
                outcomes.append(outcome)
        found = sum(outcome.is_found for outcome in outcomes)
        clean = sum(not outcome.stray for outcome in outcomes)
        size = f"{edit.name}, {edit.share:.0%} of the longer side"
        yield f"| {size} | {len(outcomes)} | {_part(found, outcomes)} | {_part(clean, outcomes)} |"
        if names_failures:
            yield from (f"    {item.picture}: {item}" for item in outcomes if not item.is_found or item.stray)


def _part(count: int, outcomes: Sequence[Outcome]) -> str:
    return f"{count} ({count / max(1, len(outcomes)):.1%})"


def main() -> None:
    """Measure, print, and write what was measured into the document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("tuning", "held-out"), default="held-out")
    parser.add_argument("--pictures", type=int, default=0, help="how many; all without it")
    parser.add_argument("--print", action="store_true", dest="only_print")
    arguments = parser.parse_args()
    is_tuning = arguments.half == "tuning"
    known = [p for p in pictures(ROOT / ".cache" / "registration") if p.is_held_out != is_tuning]
    taken = known[: arguments.pictures or None]
    lines = []
    for line in table(taken, names_failures=is_tuning):
        print(line, flush=True)
        lines.append(line)
    if arguments.only_print or is_tuning:
        return
    text = DOCUMENT.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    written = "\n".join((BEGIN, f"{len(taken)} pictures of the held-out half.", "", *lines, END))
    DOCUMENT.write_text(before + written + after, encoding="utf-8")


if __name__ == "__main__":
    main()
