"""Pictures that the benchmark of registration makes itself, from seeds made of names. Reads no file."""

from __future__ import annotations

import math
import zlib

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

LONGER_PX = 1600

Noise = np.random.Generator


def generator(*seed: object) -> Noise:
    """Return random numbers that depend on the seed's words alone."""
    return np.random.default_rng(zlib.crc32(" ".join(map(str, seed)).encode()))


def octaves(
    noise: Noise, size: tuple[int, int], coarsest_px: float, finest_px: float, fall: float
) -> NDArray[np.float32]:
    """Return smooth noise of mean 0 and deviation 1: each octave half as large, and `fall` as strong."""
    width, height = size
    total = np.zeros((height, width), np.float32)
    cell, strength = coarsest_px, 1.0
    while cell >= finest_px:
        grid = noise.standard_normal((max(2, round(height / cell) + 1), max(2, round(width / cell) + 1)))
        layer = Image.fromarray(grid.astype(np.float32)).resize(size, Image.Resampling.BICUBIC)
        total += strength * np.asarray(layer, np.float32)
        cell, strength = cell / 2, strength * fall
    levelled: NDArray[np.float32] = (total - total.mean()) / total.std()
    return levelled


def thermal(number: int, shift: tuple[float, float] = (0.0, 0.0)) -> Image.Image:
    """Return a scene as an infrared camera shows it: grey ground, roads, roofs, hot vehicles, a sight.

    With a `shift` the camera and the vehicles have moved on.
    """
    noise = generator("thermal", number)
    size = LONGER_PX // 2, LONGER_PX * 3 // 8
    ground = 95 + 16 * octaves(noise, (size[0] * 2, size[1] * 2), 300, 6, 0.62)
    image = Image.fromarray(np.clip(ground, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    for _ in range(3):
        ends = [tuple(int(noise.integers(0, side)) for side in image.size) for _ in range(3)]
        draw.line(ends, fill=int(noise.integers(60, 140)), width=int(noise.integers(10, 26)), joint="curve")
    for _ in range(int(noise.integers(6, 16))):
        x, y = (int(noise.integers(0, side)) for side in image.size)
        w, h = (int(side) for side in noise.integers(24, 110, 2))
        draw.rectangle(
            (x, y, x + w, y + h),
            fill=int(noise.integers(40, 150)),
            outline=int(noise.integers(30, 90)),
            width=3,
        )
    x, y = (image.size[0] // 4 + 60 + int(shift[0] * 1.6), image.size[1] // 4 + 40 + int(shift[1]))
    view = (x - 60, y - 40, x - 60 + size[0], y - 40 + size[1])
    for _ in range(int(noise.integers(3, 9))):
        cx, cy = (int(noise.integers(view[i], view[i + 2])) for i in (0, 1))
        cx, cy = cx + int(3 * shift[0] * noise.random()), cy + int(3 * shift[1] * noise.random())
        w, h = int(noise.integers(8, 22)), int(noise.integers(6, 12))
        draw.ellipse((cx, cy, cx + w, cy + h), fill=int(noise.integers(215, 256)))
    image = image.filter(ImageFilter.GaussianBlur(1.4)).crop(view)
    grain = generator("grain", number, shift).standard_normal((size[1], size[0])) * 5
    image = Image.fromarray(np.clip(np.asarray(image, np.float32) + grain, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    middle = size[0] // 2, size[1] // 2
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        near, far = 18, 70
        draw.line(
            (middle[0] + dx * near, middle[1] + dy * near, middle[0] + dx * far, middle[1] + dy * far),
            fill=240,
            width=2,
        )
    return image.resize((LONGER_PX, LONGER_PX * 3 // 4), Image.Resampling.BICUBIC).convert("RGB")


def sky(number: int) -> Image.Image:
    """Return a faintly clouded sky: a gradient, soft clouds of a few grey levels, fine grain."""
    noise = generator("sky", number)
    size = LONGER_PX, LONGER_PX * 2 // 3
    clouds = octaves(noise, size, 500, 8, 0.55)[..., None] * noise.uniform(5, 12)
    fall = np.linspace(0, 1, size[1], dtype=np.float32)[:, None, None]
    colour = np.array((95, 140, 200), np.float32) * (1 - fall) + np.array((190, 205, 220), np.float32) * fall
    grain = noise.standard_normal((size[1], size[0], 1)) * 1.2
    return Image.fromarray(np.clip(colour + clouds + grain, 0, 255).astype(np.uint8))


def wall(number: int) -> Image.Image:
    """Return a plastered wall: stains, a few cracks and nail holes, fine grain."""
    noise = generator("wall", number)
    size = LONGER_PX, LONGER_PX * 3 // 4
    plaster = octaves(noise, size, 400, 5, 0.7)[..., None] * noise.uniform(3, 6)
    colour = np.array((200, 190, 175), np.float32) + noise.uniform(-20, 20, 3).astype(np.float32)
    grain = noise.standard_normal((size[1], size[0], 1)) * 1.2
    image = Image.fromarray(np.clip(colour + plaster + grain, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    for _ in range(4):
        steps = np.cumsum(noise.normal((8, 3), 7, (60, 2)), axis=0) + noise.uniform(0, 1, 2) * size
        draw.line([tuple(point) for point in steps], fill=(150, 140, 128), width=2)
    for _ in range(10):
        x, y = noise.uniform(0, 1, 2) * size
        draw.ellipse((x, y, x + 7, y + 7), fill=(120, 112, 104))
    return image.filter(ImageFilter.GaussianBlur(0.7))


def haze(number: int) -> Image.Image:
    """Return a plain background: a gradient, a few soft shapes of a few grey levels, and no grain."""
    noise = generator("haze", number)
    size = LONGER_PX, LONGER_PX * 5 // 8
    columns, rows = np.meshgrid(np.linspace(0, 1, size[0]), np.linspace(0, 1, size[1]))
    angle = noise.uniform(0, 2 * math.pi)
    values = 110 + noise.uniform(20, 60) * (columns * math.cos(angle) + rows * math.sin(angle))
    for _ in range(int(noise.integers(3, 8))):
        shape = Image.new("L", size)
        middle = noise.uniform(0, 1, 2) * size
        reach = noise.uniform(0.1, 0.7, 2) * size[0]
        ImageDraw.Draw(shape).ellipse([*(middle - reach), *(middle + reach)], fill=255)
        soft = shape.filter(ImageFilter.GaussianBlur(float(noise.choice((1, 4, 20, 60)))))
        values += np.asarray(soft, np.float64) / 255 * noise.uniform(3, 12) * noise.choice((-1, 1))
    colour = noise.uniform(0.6, 1.2, 3)
    return Image.fromarray(np.clip(values[..., None] * colour, 0, 255).astype(np.uint8))
