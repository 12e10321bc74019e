"""What is done to pictures before registration must find them again, each change with its true placement.

Also pairs that must not match. Everything is drawn from seeds made of names, so that a change means the same
on every run. Refuses to know how registration works.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont
from registration_pictures import Picture
from registration_scenes import Noise, generator, octaves, thermal

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Changed:
    """A claimed picture with the truth about it."""

    image: Image.Image
    to_original: Matrix
    """3 × 3, from its pixels to the original's."""
    part: tuple[float, float, float, float]
    """Left, top, right, bottom of what shows the original."""
    is_mirrored: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of change at one strength, and the share of pictures that must be found."""

    name: str
    strength: str
    target: float
    make: Callable[[Image.Image, Noise], Changed]


_SENTENCES = (
    "SHARE before they delete this! What they do not want you to see: secret footage from last night, "
    "confirmed by a friend of mine who was there. Look closely at the left side of the picture and think "
    "for yourself. The media will never show it. Breaking: officials refuse to comment on what happened"
)
WORDS = _SENTENCES.split()


def changes() -> list[Change]:
    """Return every change at every strength."""
    return [
        *(Change("crop", f"to {side:.0%} of the side", target, _crop(side)) for side, target in CROPS),
        *(Change("scale", f"× {factor:g}", 0.995, _scale(factor)) for factor in (0.3, 0.5, 0.8, 2.0)),
        *(Change("JPEG", f"quality {quality}", 0.995, _jpeg(quality)) for quality in (50, 20, 10)),
        *(Change("rotation", f"{degrees}°", 0.995, _rotation(degrees)) for degrees in (2, 5, 10)),
        Change("mirror", "", 0.995, _mirror),
        *(Change("text", strength, target, _text(heavy)) for strength, heavy, target in TEXTS),
        Change("logo", "in a corner", 0.995, _logo),
        Change("grey", "", 0.995, lambda image, _: _same(image.convert("L").convert("RGB"), image)),
        *(Change("blur", f"σ {sigma} px", 0.995, _blur(sigma)) for sigma in (1, 2, 4)),
        *(Change("contrast", f"× {factor:g}", 0.995, _contrast(factor)) for factor in (0.5, 1.8)),
        Change("tint", "warm", 0.995, _tint((1.15, 1.0, 0.7))),
        Change("tint", "blue", 0.995, _tint((0.7, 0.9, 1.2))),
        Change("together", "crop 60 %, scale × 0.6, JPEG 30, text", 0.97, _together),
        Change("together", "crop 70 %, mirror, rotation 5°, JPEG 50", 0.97, _turned_mirror),
        Change("post", "screenshot of a post with a crop to 80 %", 0.95, _post),
    ]


CROPS = ((0.75, 0.995), (0.5, 0.995), (0.3, 0.95), (0.2, 0.85))
TEXTS = (("a line", False, 0.995), ("heavy, a third of the picture", True, 0.95))


def _same(image: Image.Image, original: Image.Image) -> Changed:
    """Return a changed picture that is the whole original, at whatever size."""
    across, down = original.width / image.width, original.height / image.height
    return Changed(image, np.diag([across, down, 1.0]), (0.0, 0.0, float(image.width), float(image.height)))


def _crop(side: float) -> Callable[[Image.Image, Noise], Changed]:
    def make(image: Image.Image, noise: Noise) -> Changed:
        width, height = round(image.width * side), round(image.height * side)
        left, top = _place(image, width, height, noise)
        cropped = image.crop((left, top, left + width, top + height))
        return Changed(cropped, _shift(left, top), (0.0, 0.0, float(width), float(height)))

    return make


def _place(image: Image.Image, width: int, height: int, noise: Noise) -> tuple[int, int]:
    """Return where a crop of this size has something to show: the best of four random places."""
    grey = np.asarray(image.convert("L"), np.float32)
    spots = [
        (int(noise.integers(0, image.width - width + 1)), int(noise.integers(0, image.height - height + 1)))
        for _ in range(4)
    ]
    return max(
        spots, key=lambda spot: float(grey[spot[1] : spot[1] + height, spot[0] : spot[0] + width].std())
    )


def _shift(x: float, y: float) -> Matrix:
    return np.array([[1.0, 0.0, x], [0.0, 1.0, y], [0.0, 0.0, 1.0]])


def _scale(factor: float) -> Callable[[Image.Image, Noise], Changed]:
    def make(image: Image.Image, _: Noise) -> Changed:
        size = round(image.width * factor), round(image.height * factor)
        return _same(image.resize(size, Image.Resampling.LANCZOS), image)

    return make


def compressed(image: Image.Image, quality: int) -> Image.Image:
    """Return a picture as it comes back from JPEG."""
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=quality)
    return Image.open(stream).convert("RGB")


def _jpeg(quality: int) -> Callable[[Image.Image, Noise], Changed]:
    return lambda image, _: _same(compressed(image, quality), image)


def _rotation(degrees: float) -> Callable[[Image.Image, Noise], Changed]:
    def make(image: Image.Image, noise: Noise) -> Changed:
        angle = math.radians(degrees if noise.random() < 0.5 else -degrees)
        x, y = image.width / 2, image.height / 2
        turn = np.array(
            [[math.cos(angle), -math.sin(angle), 0], [math.sin(angle), math.cos(angle), 0], [0, 0, 1.0]]
        )
        to_original = _shift(x, y) @ turn @ _shift(-x, -y)
        turned = image.transform(
            image.size, Image.Transform.AFFINE, tuple(to_original[:2].ravel()), Image.Resampling.BICUBIC
        )
        return Changed(turned, to_original, (0.0, 0.0, float(image.width), float(image.height)))

    return make


def _mirror(image: Image.Image, _: Noise) -> Changed:
    flip = np.array([[-1.0, 0.0, image.width], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    flipped = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return Changed(flipped, flip, (0.0, 0.0, float(image.width), float(image.height)), is_mirrored=True)


def _font(size_px: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(max(8, size_px))


def _sentence(noise: Noise, count: int) -> str:
    start = int(noise.integers(0, len(WORDS) - count)) if count < len(WORDS) else 0
    return " ".join(WORDS[start : start + count])


def _text(heavy: bool) -> Callable[[Image.Image, Noise], Changed]:
    def make(image: Image.Image, noise: Noise) -> Changed:
        captioned = image.copy()
        draw = ImageDraw.Draw(captioned)
        width, height = image.size
        if not heavy:
            size = height * 0.055
            y = height * (0.05 if noise.random() < 0.5 else 0.86)
            draw.text(
                (width * 0.05, y),
                _sentence(noise, 6),
                "white",
                _font(size),
                stroke_width=2,
                stroke_fill="black",
            )
            return _same(captioned, image)
        for top, bottom in ((0.0, 0.13), (0.4, 0.52), (0.86, 1.0)):
            colour = tuple(int(value) for value in noise.integers(0, 256, 3))
            draw.rectangle((0, height * top, width, height * bottom), fill=colour)
            size = height * (bottom - top) * 0.42
            for line in range(2):
                at = (width * 0.02, height * top + line * size * 1.1)
                draw.text(at, _sentence(noise, 8), "white", _font(size), stroke_width=2, stroke_fill="black")
        return _same(captioned, image)

    return make


def _logo(image: Image.Image, noise: Noise) -> Changed:
    branded = image.copy()
    draw = ImageDraw.Draw(branded)
    width, height = image.size
    left, top = width * 0.8, height * 0.05
    draw.rounded_rectangle((left, top, width * 0.97, height * 0.17), 12, fill=(200, 20, 30))
    draw.text((left + width * 0.02, top + height * 0.02), "NEWS 7", "white", _font(height * 0.07))
    return _same(branded, image)


def _blur(sigma: float) -> Callable[[Image.Image, Noise], Changed]:
    return lambda image, _: _same(image.filter(ImageFilter.GaussianBlur(sigma)), image)


def _contrast(factor: float) -> Callable[[Image.Image, Noise], Changed]:
    return lambda image, _: _same(ImageEnhance.Contrast(image).enhance(factor), image)


def _tint(gains: tuple[float, float, float]) -> Callable[[Image.Image, Noise], Changed]:
    def make(image: Image.Image, _: Noise) -> Changed:
        values = np.asarray(image, np.float32) * np.array(gains, np.float32)
        return _same(Image.fromarray(np.clip(values, 0, 255).astype(np.uint8)), image)

    return make


def _together(image: Image.Image, noise: Noise) -> Changed:
    cropped = _crop(0.6)(image, noise)
    scaled = _scale(0.6)(cropped.image, noise)
    captioned = _text(False)(scaled.image, noise)
    posted = compressed(captioned.image, 30)
    return Changed(
        posted,
        cropped.to_original @ scaled.to_original,
        (0.0, 0.0, float(posted.width), float(posted.height)),
    )


def _turned_mirror(image: Image.Image, noise: Noise) -> Changed:
    turned = _rotation(5)(image, noise)
    cropped = _crop(0.7)(turned.image, noise)
    flipped = _mirror(cropped.image, noise)
    to_original = turned.to_original @ cropped.to_original @ flipped.to_original
    return Changed(compressed(flipped.image, 50), to_original, flipped.part, is_mirrored=True)


def _post(image: Image.Image, noise: Noise) -> Changed:
    cropped = _crop(0.8)(image, noise)
    width = 1000
    height = round(width * cropped.image.height / cropped.image.width)
    shown = _same(cropped.image.resize((width, height), Image.Resampling.LANCZOS), cropped.image)
    top = 330
    frame = post_frame(noise, (1080, top + height + 420))
    frame.paste(shown.image, (40, top))
    to_original = cropped.to_original @ shown.to_original @ _shift(-40, -top)
    return Changed(compressed(frame, 70), to_original, (40.0, float(top), 40.0 + width, float(top + height)))


def post_frame(noise: Noise, size: tuple[int, int]) -> Image.Image:
    """Return what a network's app shows around a picture: who, when, words, buttons."""
    frame = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(frame)
    draw.rectangle((0, 0, size[0], 90), fill=(24, 110, 210))
    draw.text((40, 20), "friendspace", "white", _font(44))
    draw.ellipse((40, 120, 130, 210), fill=tuple(int(value) for value in noise.integers(60, 220, 3)))
    draw.text((150, 130), _sentence(noise, 2), "black", _font(34))
    draw.text((150, 175), "3 hrs · public", (110, 110, 110), _font(26))
    draw.text((40, 235), _sentence(noise, 9), "black", _font(32))
    for index, word in enumerate(("Like", "Comment", "Share")):
        draw.text((80 + 340 * index, size[1] - 330), word, (70, 70, 70), _font(36))
    draw.line((40, size[1] - 270, size[0] - 40, size[1] - 270), fill=(200, 200, 200), width=3)
    for row in range(2):
        draw.ellipse((40, size[1] - 240 + 110 * row, 110, size[1] - 170 + 110 * row), fill=(180, 180, 190))
        draw.text((130, size[1] - 225 + 110 * row), _sentence(noise, 6), "black", _font(30))
    return frame


def with_bar(image: Image.Image) -> Image.Image:
    """Return a picture under the bar of a broadcaster, the same on every picture."""
    barred = image.resize((1280, 720), Image.Resampling.LANCZOS)
    draw = ImageDraw.Draw(barred)
    draw.rectangle((0, 620, 1280, 720), fill=(150, 10, 20))
    draw.rectangle((0, 620, 230, 720), fill="white")
    draw.text((20, 635), "NEWS 7", (150, 10, 20), _font(54))
    draw.text((260, 630), "BREAKING NEWS", "white", _font(40))
    draw.text((260, 676), "live · international desk · news7.example", "white", _font(28))
    draw.rounded_rectangle((1100, 30, 1240, 90), 10, fill=(150, 10, 20))
    draw.text((1125, 38), "LIVE", "white", _font(40))
    return barred


def with_caption(image: Image.Image) -> Image.Image:
    """Return a picture between two strips of white words on black, the same around every picture."""
    shown = image.resize((1080, 720), Image.Resampling.LANCZOS)
    meme = Image.new("RGB", (1080, 1080), "black")
    meme.paste(shown, (0, 200))
    draw = ImageDraw.Draw(meme)
    draw.text((40, 20), " ".join(WORDS[:8]), "white", _font(50))
    draw.text((40, 100), " ".join(WORDS[8:14]), "white", _font(50))
    draw.text((40, 950), " ".join(WORDS[14:24]), "white", _font(50))
    return meme


def posted(image: Image.Image) -> Image.Image:
    """Return a picture in a post by one and the same person."""
    frame = post_frame(generator("the same post"), (1080, 1500))
    frame.paste(image.resize((1000, 740), Image.Resampling.LANCZOS), (40, 330))
    return frame


def pattern(number: int) -> Image.Image:
    """Return a repeated texture; sixteen of them share their motif, and differ in what is not repeated."""
    noise = generator("motif", number // 16)
    kind = number // 16 % 3
    size = (1200, 900)
    image = Image.new("RGB", size, (160, 150, 140))
    draw = ImageDraw.Draw(image)
    step = int(noise.integers(40, 80))
    own = generator("pattern", number)
    dx, dy = (int(value) for value in own.integers(0, step, 2))
    for row in range(-1, size[1] // step + 2):
        for column in range(-1, size[0] // step + 2):
            x, y = column * step + dx + (step // 2 if row % 2 and kind == 0 else 0), row * step + dy
            shade = int(150 + own.normal(0, 14))
            if kind == 0:
                draw.rectangle((x, y, x + step - 5, y + step - 5), fill=(shade, shade // 2, shade // 3))
            elif kind == 1:
                draw.ellipse((x + 4, y + 4, x + step - 4, y + step - 4), fill=(shade, shade, shade - 40))
            else:
                draw.rectangle((x, y, x + step - 8, y + step * 2 // 3), fill=(40, 60, shade), outline="white")
    grain = own.standard_normal((size[1], size[0], 1)) * 3 + 10 * octaves(own, size, 400, 30, 0.6)[..., None]
    return Image.fromarray(np.clip(np.asarray(image, np.float32) + grain, 0, 255).astype(np.uint8))


def neighbour(image: Image.Image, number: int) -> Image.Image:
    """Return what the next frame of a burst shows: the hand moved, near things more than far ones, new grain.

    The near and the far are two to five smooth layers, up to a fiftieth of the picture apart.
    """
    noise = generator("burst", number)
    width, height = image.size
    smooth = octaves(noise, image.size, width / 2.5, width / 10, 0.5)
    depth = smooth + np.round(smooth)
    reach = width * noise.uniform(0.006, 0.012)
    angle = noise.uniform(0, 2 * math.pi)
    columns, rows = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    x = columns + math.cos(angle) * reach * depth + noise.uniform(-20, 20)
    y = rows + math.sin(angle) * reach * depth + noise.uniform(-20, 20)
    pixels = np.asarray(image)
    moved = pixels[
        np.clip(np.rint(y), 0, height - 1).astype(np.int64),
        np.clip(np.rint(x), 0, width - 1).astype(np.int64),
    ]
    values = moved * noise.uniform(0.92, 1.08) + noise.standard_normal(pixels.shape) * 4
    return compressed(Image.fromarray(np.clip(values, 0, 255).astype(np.uint8)), 85)


@dataclass(frozen=True, slots=True)
class Apart:
    """A pair of different pictures: names of what `stranger` makes."""

    kind: str
    claimed: str
    original: str


def strangers(pictures: list[Picture], share: float = 1.0, patterns: range = range(48)) -> list[Apart]:
    """Return the pairs that must not match; a smaller share of them for a quicker run."""
    noise = generator("strangers")
    names = [picture.name for picture in pictures]
    by_kind: dict[str, list[str]] = {}
    for picture in pictures:
        by_kind.setdefault(picture.kind, []).append(picture.name)
    families = [range(first, first + 16) for first in range(patterns.start, patterns.stop, 16)]
    plan: list[tuple[str, int, list[list[str]]]] = [
        ("unrelated", 700, [names]),
        ("same kind of scene", 600, list(by_kind.values())),
        ("same logo bar", 200, [[f"bar/{name}" for name in names[:40]]]),
        ("same caption strips", 200, [[f"caption/{name}" for name in names[:40]]]),
        ("same post around it", 150, [[f"post/{name}" for name in names[:30]]]),
        ("repeated texture", 150, [[f"pattern/{number}" for number in family] for family in families]),
        ("skies compressed alike", 100, [[f"rough/{name}" for name in by_kind.get("sky or wall", [])]]),
    ]
    pairs = []
    for kind, count, pools in plan:
        # A few pictures alone may leave none of a kind to pair one with.
        drawn_from = [pool for pool in pools if len(pool) > 1]
        if not drawn_from:
            continue
        seen: set[tuple[str, str]] = set()
        wanted = round(count * share)
        for _ in range(wanted * 20):
            if len(seen) == wanted:
                break
            seen.add(_two(noise, drawn_from[int(noise.integers(len(drawn_from)))]))
        pairs += [Apart(kind, *pair) for pair in sorted(seen)]
    burst = [name for kind in ("photograph", "drawing") for name in by_kind.get(kind, [])]
    pairs += [Apart("burst neighbour", f"burst/{name}", name) for name in burst[: round(60 * share) or 1]]
    pairs += [
        Apart("burst neighbour", f"frame/{n}", f"thermal {n}") for n in range(10) if f"thermal {n}" in names
    ]
    return pairs


def stranger(name: str, pictures: dict[str, Picture]) -> Image.Image:
    """Return the picture that a name in `strangers` stands for."""
    how, _, rest = name.partition("/")
    if not rest:
        return pictures[name].make()
    if how == "pattern":
        return pattern(int(rest))
    if how == "frame":
        return thermal(int(rest), (30.0, 12.0))
    if how == "burst":
        return neighbour(pictures[rest].make(), sum(map(ord, rest)))
    if how == "rough":
        return compressed(pictures[rest].make(), 10)
    return {"bar": with_bar, "caption": with_caption, "post": posted}[how](pictures[rest].make())


def _two(noise: Noise, names: list[str]) -> tuple[str, str]:
    one, other = noise.choice(len(names), 2, replace=False)
    return names[int(one)], names[int(other)]
