"""The picture in a screenshot is told from what is drawn around it."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw, ImageFont

from irrefutable.media.features import View
from irrefutable.media.inset import inset


def post(ground: str) -> Image.Image:
    """Return what an app shows around a picture: a bar, words, signs."""
    screen = Image.new("RGB", (540, 900), ground)
    draw = ImageDraw.Draw(screen)
    ink = "white" if ground == "black" else "black"
    draw.rectangle((0, 0, 540, 50), fill=(30, 100, 200))
    draw.ellipse((20, 70, 80, 130), fill=(200, 120, 60))
    for y, words in ((80, "Somebody · 3 hrs"), (140, "This happened last night!"), (600, "Like   Share")):
        draw.text((100, y), words, ink, ImageFont.load_default(24))
    return screen


@pytest.mark.parametrize("ground", ["white", "black"])
def test_a_plain_picture_in_a_post_is_cut_out_without_its_ground(ground: str) -> None:
    screen = post(ground)
    screen.paste(
        Image.linear_gradient("L").resize((500, 375)).point(lambda level: 60 + level // 4), (20, 180)
    )
    found = inset(View.of(screen))
    assert found is not None
    inner, (left, top) = found
    right, bottom = left + inner.size[0], top + inner.size[1]
    assert 20 <= left < 20 + 16
    assert 180 <= top < 180 + 16
    assert 520 - 16 < right <= 520
    assert 555 - 16 < bottom <= 555


def test_a_post_of_words_and_a_picture_without_ground_have_no_picture_in_them() -> None:
    assert inset(View.of(post("white"))) is None
    assert inset(View.of(Image.linear_gradient("L").rotate(90))) is None
