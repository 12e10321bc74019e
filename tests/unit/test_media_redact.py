"""What is left of a region that was redacted: nothing, or a few mean colours."""

from __future__ import annotations

import random

import pytest
from PIL import Image

from irrefutable.media.redact import COVER_COLOUR, redact
from irrefutable.model.media import BoxPx


def noise(size: tuple[int, int], mode: str = "RGB") -> Image.Image:
    chance = random.Random(5)  # noqa: S311 - repeatable, not secret
    bands = len(Image.new(mode, (1, 1)).getbands())
    return Image.frombytes(mode, size, chance.randbytes(size[0] * size[1] * bands))


def colours(image: Image.Image) -> list[tuple[int, object]]:
    found = image.getcolors(1 << 20)
    assert found is not None
    return [(count, colour) for count, colour in found]


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_covered_region_is_one_colour_and_the_rest_is_untouched(mode: str) -> None:
    before = noise((80, 60), mode)
    after = redact(before, (((10, 5, 30, 20), "cover"),))
    assert colours(after.crop((10, 5, 40, 25))) == [(600, COVER_COLOUR[: len(mode)])]
    for rest in ((0, 0, 80, 5), (0, 25, 80, 60), (0, 5, 10, 25), (40, 5, 80, 25)):
        assert after.crop(rest).tobytes() == before.crop(rest).tobytes()


def test_the_picture_itself_is_left_as_it_was() -> None:
    before = noise((80, 60))
    redact(before, (((0, 0, 80, 60), "cover"),))
    assert before.tobytes() == noise((80, 60)).tobytes()


def test_a_region_grows_to_whole_pixels() -> None:
    after = redact(Image.new("RGB", (20, 20), "white"), (((4.9, 4.9, 2.2, 0.2), "cover"),))
    assert after.getchannel(0).point(lambda value: 255 - value).getbbox() == (4, 4, 8, 6)


@pytest.mark.parametrize(
    ("box", "most"),
    [
        ((0, 0, 300, 200), 24),
        ((0, 0, 200, 300), 24),
        ((0, 0, 300, 300), 36),
        ((5, 5, 40, 40), 4),
        ((5, 5, 20, 20), 1),
        ((5, 5, 300, 4), 6),
        ((5, 5, 1, 1), 1),
    ],
)
def test_a_blurred_region_holds_at_most_a_few_colours(box: BoxPx, most: int) -> None:
    left, top, width, height = (int(side) for side in box)
    after = redact(noise((400, 400)), ((box, "blur"),))
    assert len(colours(after.crop((left, top, left + width, top + height)))) <= most


def test_a_blurred_block_is_the_mean_of_what_was_there() -> None:
    halves = Image.new("RGB", (20, 20), "black")
    halves.paste((200, 100, 50), (10, 0, 20, 20))
    assert colours(redact(halves, (((0, 0, 20, 20), "blur"),))) == [(400, (100, 50, 25))]


def test_a_region_that_reaches_out_of_the_picture_is_cut_at_its_edge() -> None:
    after = redact(noise((40, 40)), (((30, 30, 100, 100), "blur"), ((0, 0, 1000, 10), "cover")))
    assert after.size == (40, 40)
    assert len(colours(after.crop((30, 30, 40, 40)))) == 1
    assert len(colours(after.crop((0, 0, 40, 10)))) == 1


def test_a_region_outside_the_picture_changes_nothing() -> None:
    before = noise((40, 40))
    assert redact(before, (((50, 50, 10, 10), "cover"),)).tobytes() == before.tobytes()


def test_a_method_that_is_not_known_here_still_destroys() -> None:
    after = redact(noise((40, 40)), (((0, 0, 40, 40), "smudge"),))
    assert len(colours(after)) <= 4
