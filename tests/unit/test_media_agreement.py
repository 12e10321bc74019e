"""What disagrees within a placement is told from the noise of compression."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from irrefutable.media.agreement import Agreement, compare
from irrefutable.media.features import View

SIZE = (640, 480)


def haze(seed: int) -> Image.Image:
    """Return a gradient with five soft discs of a few grey levels, without grain."""
    noise = np.random.default_rng(seed)
    across, down = np.meshgrid(np.linspace(0, 1, SIZE[0]), np.linspace(0, 1, SIZE[1]))
    levels = 110 + 30 * across + 20 * down
    for _ in range(5):
        x, y, reach = (int(noise.integers(*limits)) for limits in ((0, 640), (0, 480), (40, 240)))
        disc = Image.new("L", SIZE)
        ImageDraw.Draw(disc).ellipse((x - reach, y - reach, x + reach, y + reach), fill=255)
        soft = disc.filter(ImageFilter.GaussianBlur(float(noise.choice((1, 4, 20)))))
        levels += np.asarray(soft, np.float64) / 255 * noise.choice((-10, -7, 7, 10))
    return Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8))


def laid_over(claimed: Image.Image, original: Image.Image) -> Agreement:
    agreement = compare(View.of(claimed), View.of(original), np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]))
    assert agreement is not None
    return agreement


def test_the_noise_of_hard_compression_on_plain_ground_is_not_another_picture() -> None:
    stream = io.BytesIO()
    haze(5).save(stream, "JPEG", quality=10)
    agreement = laid_over(Image.open(stream), haze(5))
    assert agreement.core_area > 0.8
    assert agreement.rift == 0


def test_another_haze_in_the_same_frame_is_another_picture() -> None:
    frames = []
    for seed in (5, 7):
        frame = Image.fromarray(np.random.default_rng(1).integers(0, 256, (800, 640), dtype=np.uint8))
        frame.paste(haze(seed).resize((400, 300)), (120, 250))
        frames.append(frame)
    agreement = laid_over(*frames)
    assert agreement.core_area > 0.5
    assert agreement.rift > 0.1
