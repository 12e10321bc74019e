"""Pictures with enough detail to be told apart, drawn anew from a number. Refuses to look like anything."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageDraw

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
