"""The stamp on a schematic: where it stands, and that it can be read."""

from __future__ import annotations

import pytest
from PIL import Image, ImageChops

from irrefutable.media.stamp import INK, stamped
from irrefutable.model.fields import Phrase

ENGLISH = Phrase("Schematic · not the evidence", "en")
ARABIC = Phrase("رسم تخطيطي · ليس الدليل نفسه", "ar")
GREEN = (40, 160, 60)


def strip(image: Image.Image) -> tuple[int, int, int, int]:
    """Return what of a green picture is green no longer."""
    green = Image.new(image.mode, image.size, GREEN)
    box = ImageChops.difference(image.convert("RGB"), green.convert("RGB")).getbbox()
    assert box
    return box


def letters(image: Image.Image) -> tuple[int, int, int, int]:
    """Return where something is drawn in the colour of paper."""
    light = image.convert("L").point(lambda value: 255 if value > 230 else 0)
    box = light.getbbox()
    assert box
    return box


@pytest.mark.parametrize("words", [ENGLISH, ARABIC])
@pytest.mark.parametrize("size", [(1120, 700), (720, 1600), (320, 200), (240, 150)])
def test_stamp_takes_the_whole_foot_and_no_more(words: Phrase, size: tuple[int, int]) -> None:
    image = stamped(Image.new("RGB", size, GREEN), words)
    left, top, right, bottom = strip(image)
    assert (left, right, bottom) == (0, *size)
    assert 26 <= bottom - top <= max(26, size[0] * 0.05)
    first, above, last, below = letters(image)
    # Whole lines of letters in the middle of the strip, large enough to be read.
    assert top < above < below < bottom
    assert below - above >= 9
    assert abs((first + last) / 2 - size[0] / 2) <= 2
    assert last - first > 0.25 * size[0]
    assert image.getpixel((0, size[1] - 1)) == tuple(int(INK[at : at + 2], 16) for at in (1, 3, 5))


def test_stamp_leaves_most_of_a_low_picture() -> None:
    """A banner's strip is no higher than that allows."""
    _, top, _, bottom = strip(stamped(Image.new("RGB", (2000, 60), GREEN), ENGLISH))
    assert bottom - top == 24


def test_stamp_is_opaque_where_a_picture_is_not() -> None:
    image = stamped(Image.new("RGBA", (300, 200), (0, 0, 0, 0)), ENGLISH)
    assert image.getchannel("A").getbbox() == (0, 174, 300, 200)


def test_picture_that_is_stamped_stays_as_it_is() -> None:
    """It is what other files are still made of."""
    image = Image.new("RGB", (300, 200), GREEN)
    stamped(image, ENGLISH)
    assert image.getcolors() == [(300 * 200, GREEN)]
