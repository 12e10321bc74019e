"""The picture in a screenshot is told from what is drawn around it."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from irrefutable.media.features import View
from irrefutable.media.inset import inset
from irrefutable.media.register import register


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


def test_what_is_hidden_in_a_screenshot_is_hidden_in_its_picture() -> None:
    screen = post("white")
    screen.paste(Image.linear_gradient("L").resize((500, 375)), (20, 180))
    found = inset(View.of(screen, [(100, 200, 50, 40)]))
    assert found is not None
    inner, (left, top) = found
    assert inner.hidden == ((100 - left, 200 - top, 50, 40),)


def window(seed: int) -> Image.Image:
    """Return a window of one program, with other words on every line."""
    noise = np.random.default_rng(seed)
    shown = Image.new("RGB", (500, 375), (200, 200, 204))
    draw = ImageDraw.Draw(shown)
    draw.rectangle((0, 0, 500, 94), fill=(40, 40, 48))
    draw.text((20, 23), "Installer  11.2", "white", ImageFont.load_default(31))
    draw.rectangle((0, 328, 500, 375), fill=(90, 90, 100))
    draw.text((20, 336), "Back     Next      Cancel", "white", ImageFont.load_default(19))
    for y in range(98, 300, 28):
        ground = tuple(int(value) for value in noise.integers(60, 255, 3))
        draw.rectangle((16, y, int(noise.integers(160, 480)), y + 19), fill=ground)
        words = "".join(chr(97 + int(letter)) for letter in noise.integers(0, 26, 20))
        draw.text((23, y), words, "black", ImageFont.load_default(19))
    return shown


def posted(shown: Image.Image) -> View:
    screen = post("white")
    screen.paste(shown, (20, 180))
    return View.of(screen)


@pytest.mark.slow
def test_two_windows_of_one_program_in_the_same_post_make_no_match() -> None:
    """Around them all agrees, and within them what every such window has. By themselves they make none."""
    assert not register(posted(window(1)), posted(window(2))).match
    blurred = window(1).filter(ImageFilter.GaussianBlur(1.5))
    assert register(posted(blurred), posted(window(1))).match
