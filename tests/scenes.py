"""Pictures with enough detail to be told apart, drawn anew from a number. Refuses to look like anything."""

from __future__ import annotations

import io
import random

import numpy as np
from PIL import Image, ImageDraw, ImageFont

SIZE = (240, 180)


def scene(seed: int, size: tuple[int, int] = SIZE) -> Image.Image:
    """Return a picture of scattered shapes; two numbers give two unrelated pictures."""
    choice = random.Random(seed)  # noqa: S311 - a picture, not a key
    grey = choice.randrange(90, 200)
    image = Image.new("RGB", size, (grey, grey, grey))
    draw = ImageDraw.Draw(image)
    for _ in range(90):
        left, top = choice.randrange(size[0]), choice.randrange(size[1])
        box = (left, top, left + choice.randrange(4, 40), top + choice.randrange(4, 40))
        colour = tuple(choice.randrange(256) for _ in range(3))
        (draw.ellipse if choice.random() < 0.5 else draw.rectangle)(box, fill=colour)
    return image


def png_bytes(image: Image.Image) -> bytes:
    """Return the bytes of a picture's PNG file."""
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def compressed(image: Image.Image, quality: int) -> Image.Image:
    """Return a picture as its JPEG file of that quality, of 1 to 95, shows it."""
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=quality)
    return Image.open(stream).convert("RGB")


def next_frame(image: Image.Image, reach_px: float = 6.0) -> Image.Image:
    """Return what a moving hand sees next: each surface moves by its own few pixels."""
    width, height = image.size
    grid = np.random.default_rng(3).standard_normal((4, 5)).astype(np.float32)
    depth = np.asarray(Image.fromarray(grid).resize(image.size, Image.Resampling.BICUBIC))
    rows, columns = np.mgrid[:height, :width]
    across = np.clip(np.rint(columns + reach_px * depth), 0, width - 1).astype(np.int64)
    return Image.fromarray(np.asarray(image)[rows, across])


ALTERED_SIZE = (480, 360)
ADDITIONS = {"caption": (0, 316, 480, 360), "circle": (60, 90, 170, 200), "logo": (390, 12, 468, 52)}
"""Left, top, right and bottom of what `altered` draws into a picture of that size; the largest first."""


def altered(picture: Image.Image) -> Image.Image:
    """Return a picture with what is added to pictures that are passed on: a logo, a circle, a caption."""
    copy = picture.copy()
    draw = ImageDraw.Draw(copy)
    draw.rectangle(_inner(ADDITIONS["caption"]), fill=(12, 14, 40))
    draw.text((16, 324), "WHAT REALLY HAPPENED", (250, 250, 250), ImageFont.load_default(26))
    draw.ellipse(_inner(ADDITIONS["circle"]), outline=(255, 0, 200), width=9)
    draw.rectangle(_inner(ADDITIONS["logo"]), fill=(0, 250, 60))
    draw.text((398, 18), "NEWS", (0, 0, 0), ImageFont.load_default(22))
    return copy


def _inner(edges: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """Pillow draws the last pixel too."""
    left, top, right, bottom = edges
    return left, top, right - 1, bottom - 1
