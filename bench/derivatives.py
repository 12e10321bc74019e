"""Measures formats, widths and encoder settings for published pictures. Refuses to decide for us.

Run it as `python bench/derivatives.py`; the table goes to standard output in Markdown. Bytes, and the
structural similarity (SSIM) of the decoded file to the picture that went into the encoder, are the same on
every machine with the same libraries; the milliseconds are CPU time of this one.
"""

from __future__ import annotations

import argparse
import io
import random
import time
from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeAlias

from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageMath

Options: TypeAlias = Mapping[str, int | bool | str]

WIDTHS_PX = (480, 560, 720, 960, 1120, 1600)
SOURCE_PX = (1920, 1080)


@dataclass(frozen=True, slots=True)
class Encoder:
    """A format with its settings, under the name it has in the table."""

    name: str
    format: str
    options: Options


@dataclass(frozen=True, slots=True)
class Result:
    """What one encoder made of one picture at one width."""

    size_bytes: int
    cpu_ms: float
    similarity: float


def _encoders() -> Iterator[Encoder]:
    for quality in (72, 78, 84):
        yield Encoder(
            f"JPEG {quality} 4:2:0",
            "JPEG",
            {"quality": quality, "progressive": True, "optimize": True, "subsampling": "4:2:0"},
        )
    yield Encoder(
        "JPEG 78 4:4:4",
        "JPEG",
        {"quality": 78, "progressive": True, "optimize": True, "subsampling": "4:4:4"},
    )
    for quality in (76, 80, 84):
        yield Encoder(f"WebP {quality} method 4", "WEBP", {"quality": quality, "method": 4})
    yield Encoder("WebP 80 method 6", "WEBP", {"quality": 80, "method": 6})
    for quality in (52, 60, 68):
        yield Encoder(
            f"AVIF {quality} speed 6",
            "AVIF",
            {"quality": quality, "speed": 6, "max_threads": 1, "subsampling": "4:2:0"},
        )
    yield Encoder(
        "AVIF 60 speed 8",
        "AVIF",
        {"quality": 60, "speed": 8, "max_threads": 1, "subsampling": "4:2:0"},
    )
    yield Encoder(
        "AVIF 60 speed 4",
        "AVIF",
        {"quality": 60, "speed": 4, "max_threads": 1, "subsampling": "4:2:0"},
    )


def schematic(seed: int = 7) -> Image.Image:
    """Draw flat greys, fine lines, small words and grain: what a drawing that stands for a picture has."""
    width, height = SOURCE_PX
    image = Image.new("RGB", SOURCE_PX, (58, 60, 62))
    draw = ImageDraw.Draw(image)
    chance = random.Random(seed)  # noqa: S311 - the same picture each time, not a secret
    for x in range(0, width, 160):
        draw.line((x, 0, x + 300, height), fill=(74, 77, 80), width=2)
    draw.polygon([(0, 700), (width, 520), (width, 640), (0, 840)], fill=(92, 94, 95))
    for number in range(14):
        x, y = 120 + number * 125, 760 - number * 12
        draw.rectangle((x, y, x + 46, y + 22), fill=(206, 206, 202), outline=(30, 30, 30), width=2)
    centre_x, centre_y = width // 2, height // 2
    draw.line((centre_x - 220, centre_y, centre_x + 220, centre_y), fill=(232, 232, 228), width=3)
    draw.line((centre_x, centre_y - 160, centre_x, centre_y + 160), fill=(232, 232, 228), width=3)
    draw.rectangle((centre_x - 120, centre_y - 80, centre_x + 120, centre_y + 80), outline="white", width=3)
    for line in range(12):
        words = " ".join(str(chance.randrange(10**5)) for _ in range(6))
        size = 18 + 2 * (line % 6)
        draw.text((60, 40 + line * 34), words, fill=(225, 225, 220), font=ImageFont.load_default(size))
    draw.text((1180, 960), "SCHEMATIC, NOT THE PICTURE", fill=(196, 40, 30), font=ImageFont.load_default(44))
    grain = _noise(chance, SOURCE_PX, SOURCE_PX).point(lambda value: value // 16)
    return ImageChops.add(image, Image.merge("RGB", (grain, grain, grain)), offset=-8)


def photograph(seed: int = 11) -> Image.Image:
    """Synthesise a picture with detail at every scale, as a photograph has it: noise in ten octaves."""
    chance = random.Random(seed)  # noqa: S311 - the same picture each time, not a secret
    bands = []
    for _ in range(3):
        band = Image.new("F", SOURCE_PX, 0.0)
        weight, cells = 1.0, 3
        for _ in range(10):
            octave = _noise(chance, (cells, max(2, cells * 9 // 16)), SOURCE_PX).convert("F")
            band = _sum(band, octave.point(lambda value, scale=weight: value * scale - 127.5 * scale))
            weight, cells = weight * 0.8, cells * 2
        bands.append(band.point(lambda value: value * 0.3 + 118.0).convert("L"))
    red, green, blue = bands
    grey = ImageChops.blend(red, green, 0.5)
    # A scene's colours go together: a third of each band is its own, the rest is the common light.
    return Image.merge("RGB", tuple(ImageChops.blend(grey, band, 0.33) for band in (red, green, blue)))


def similarity(first: Image.Image, second: Image.Image) -> float:
    """Return the mean SSIM (Wang et al. 2004) over the three channels.

    Windows are 8 × 8 pixels with equal weights, at two offsets; the constants are those of the paper.
    """
    values = []
    for one, other in zip(first.split(), second.split(), strict=True):
        for offset in (0, 4):
            right, bottom = (side - side % 8 - 8 + offset for side in one.size)
            box = (offset, offset, right, bottom)
            values.append(_channel_similarity(one.crop(box).convert("F"), other.crop(box).convert("F")))
    return sum(values) / len(values)


def measure(image: Image.Image, encoder: Encoder) -> Result:
    """Encode a picture and measure the bytes, the CPU time and the similarity of what comes out."""
    stream = io.BytesIO()
    began = time.process_time()
    image.save(stream, encoder.format, **encoder.options)
    cpu_ms = (time.process_time() - began) * 1000
    with Image.open(io.BytesIO(stream.getvalue())) as decoded:
        return Result(stream.tell(), cpu_ms, similarity(image, decoded.convert("RGB")))


def main() -> None:
    """Print one table for each kind of picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--widths", type=int, nargs="+", default=WIDTHS_PX, help="widths in pixels")
    widths = parser.parse_args().widths
    kinds: Mapping[str, Callable[[], Image.Image]] = MappingProxyType(
        {"Schematic": schematic, "Photograph": photograph}
    )
    for encoder in _encoders():
        measure(Image.new("RGB", (64, 64)), encoder)  # the first use of a codec loads it
    for kind, draw in kinds.items():
        source = draw()
        heights = [round(width * source.height / source.width) for width in widths]
        sizes = list(zip(widths, heights, strict=True))
        print(f"\n### {kind}: kB, SSIM, CPU ms\n")
        print(f"| encoder | {' | '.join(f'{width} px' for width in widths)} |")
        print(f"|---{'|---' * len(widths)}|")
        pictures = [source.resize(size, Image.Resampling.LANCZOS) for size in sizes]
        for encoder in _encoders():
            cells = [_cell(measure(picture, encoder)) for picture in pictures]
            print(f"| {encoder.name} | {' | '.join(cells)} |", flush=True)


def _cell(result: Result) -> str:
    return f"{result.size_bytes / 1000:.1f}, {result.similarity:.3f}, {result.cpu_ms:.0f}"


def _noise(chance: random.Random, cells: tuple[int, int], size: tuple[int, int]) -> Image.Image:
    image = Image.frombytes("L", cells, chance.randbytes(cells[0] * cells[1]))
    return image if cells == size else image.resize(size, Image.Resampling.BICUBIC)


def _channel_similarity(one: Image.Image, other: Image.Image) -> float:
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    mean_one, mean_other = one.reduce(8), other.reduce(8)
    square_one, square_other, product = (
        _product(one, one).reduce(8),
        _product(other, other).reduce(8),
        _product(one, other).reduce(8),
    )

    def formula(names: Mapping[str, Any]) -> Any:
        m1, m2 = names["m1"], names["m2"]
        variance_1, variance_2 = names["s1"] - m1 * m1, names["s2"] - m2 * m2
        covariance = names["p"] - m1 * m2
        return ((m1 * m2 * 2 + c1) * (covariance * 2 + c2)) / (
            (m1 * m1 + m2 * m2 + c1) * (variance_1 + variance_2 + c2)
        )

    windows = _as_image(
        ImageMath.lambda_eval(formula, m1=mean_one, m2=mean_other, s1=square_one, s2=square_other, p=product)
    )
    pixels = array("f", windows.tobytes())
    return sum(pixels) / len(pixels)


def _sum(one: Image.Image, other: Image.Image) -> Image.Image:
    return _as_image(ImageMath.lambda_eval(lambda names: names["one"] + names["other"], one=one, other=other))


def _product(one: Image.Image, other: Image.Image) -> Image.Image:
    return _as_image(ImageMath.lambda_eval(lambda names: names["one"] * names["other"], one=one, other=other))


def _as_image(value: object) -> Image.Image:
    if not isinstance(value, Image.Image):
        raise TypeError(f"{value!r} is not a picture")
    return value


if __name__ == "__main__":
    main()
