"""What has hardly a feature is found by laying it over its original at every place."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from irrefutable.media.features import View, apply
from irrefutable.media.sweep import sweep


def discs_beside_one_colour(seed: int) -> Image.Image:
    """Return soft discs of a few grey levels in the left half, and nothing in the right one."""
    noise = np.random.default_rng(seed)
    image = Image.new("L", (640, 480), 150)
    draw = ImageDraw.Draw(image)
    for _ in range(14):
        x, y, reach = (int(noise.integers(*limits)) for limits in ((20, 300), (20, 460), (12, 50)))
        draw.ellipse(
            (x - reach, y - reach, x + reach, y + reach), fill=int(noise.choice((135, 142, 158, 165)))
        )
    return image.filter(ImageFilter.GaussianBlur(6))


def test_a_captioned_crop_is_laid_where_it_was_cut_and_not_on_one_colour() -> None:
    original = discs_beside_one_colour(1)
    claimed = original.crop((60, 100, 380, 340))
    ImageDraw.Draw(claimed).text((20, 20), "SHARE before they", "white")
    (matrix, mirrored), *_ = sweep(View.of(claimed), View.of(original))
    assert not mirrored
    corners = apply(matrix, np.array([(0.0, 0.0), (320.0, 240.0)]))
    assert np.abs(corners - [(60, 100), (380, 340)]).max() < 8


def test_loud_letters_do_not_decide_where_faint_shapes_lie() -> None:
    """They correlate with nothing, and so much of the picture is theirs that nothing was proposed."""
    original = discs_beside_one_colour(2)
    claimed = original.crop((40, 120, 360, 360))
    font = ImageFont.load_default(30)
    for top in (8, 190):
        ImageDraw.Draw(claimed).text((8, top), "SHARE before they del", "white", font, stroke_width=3)
    (matrix, _), *_ = sweep(View.of(claimed), View.of(original))
    corners = apply(matrix, np.array([(0.0, 0.0), (320.0, 240.0)]))
    assert np.abs(corners - [(40, 120), (360, 360)]).max() < 6
