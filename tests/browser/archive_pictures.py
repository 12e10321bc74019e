"""The pictures of the small archives, drawn when they are asked for. Refuses to know which case has them."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageOps

SCENE_PX = (1000, 700)
CROP_PX = (200, 140, 800, 560)
"""The part of the scene that the claimed pictures show, as left, top, right, bottom."""
CLAIMED_PX = (480, 336)

LARGE_PX = (8000, 5600)
LARGE_CROP_PX = (2000, 1400, 6000, 4200)
"""The part of the large original that its claimed picture shows, as left, top, right, bottom."""
MARKS_PX = (4400, 2600, 4800, 2800)
"""Where the large original has stripes so fine that no smaller picture of it has them."""
STRIPE_PX = 3


def scene() -> Image.Image:
    """Return the whole original: blue, with marks that no two places share."""
    image = Image.linear_gradient("L").resize(SCENE_PX)
    image = ImageOps.colorize(image, "#203060", "#a0c0ff")
    draw = ImageDraw.Draw(image)
    for step in range(24):
        x, y = 30 + step * 40, 20 + (step * 211) % 640
        draw.ellipse((x, y, x + 24 + step, y + 50 - step), fill=(240 - 8 * step, 250, 20 + 9 * step))
    draw.line((0, 690, 999, 40), fill="white", width=9)
    draw.rectangle((310, 210, 389, 289), outline="white", width=8)
    return image


def cutting() -> Image.Image:
    """Return the claimed picture: the middle of the scene, smaller, its red and blue exchanged."""
    image = scene().crop(CROP_PX).resize(CLAIMED_PX, Image.Resampling.LANCZOS)
    red, green, blue = image.split()
    return Image.merge("RGB", (blue, green, red))


def panorama() -> Image.Image:
    """Return the large original: the scene eight times as large, with fine stripes in one place."""
    image = scene().resize(LARGE_PX, Image.Resampling.NEAREST)
    left, top, right, bottom = MARKS_PX
    draw = ImageDraw.Draw(image)
    draw.rectangle((left, top, right - 1, bottom - 1), fill="black")
    for x in range(left, right, 2 * STRIPE_PX):
        draw.rectangle((x, top, x + STRIPE_PX - 1, bottom - 1), fill="white")
    return image


def png(image: Image.Image) -> bytes:
    """Return a picture as a file."""
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()
