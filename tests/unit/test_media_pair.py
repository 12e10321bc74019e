"""A comparison as one sheet: both pictures whole, each with its label, credit and licence."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from irrefutable.media import canvas, drawing, pair
from irrefutable.model.drawing import PairSheet, Panel, Stamp
from irrefutable.model.fields import Phrase
from tests.unit.test_media_card import BLUE, PINK, hexed, picture, spread

Size = tuple[int, int]
ADDRESS = "https://facts.test/cases/a/#comparison-pair"


def panel(size: Size, tone: str = "", notes: tuple[str, ...] = ("Ministry", "Licence: fair-use")) -> Panel:
    return Panel(
        path="p.png",
        digest="d",
        width_px=size[0],
        height_px=size[1],
        redactions=(),
        verdict=Stamp(tone, Phrase("False", "en")) if tone else None,
        role=Phrase("The claimed picture" if tone else "The original", "en"),
        kind=None,
        notes=tuple(Phrase(note, "en") for note in notes),
    )


def sheet(claimed: Size = (800, 600), original: Size = (800, 600), language: str = "en") -> PairSheet:
    return PairSheet(
        id="pair",
        language=language,
        archive_name=Phrase("Archive", "en"),
        title=Phrase("What was cut away", "en"),
        panels=(panel(claimed, "false"), panel(original)),
        address=ADDRESS,
    )


def drawn(of: PairSheet) -> Image.Image:
    size = drawing.size_px(of)
    assert size
    contents = [
        picture(colour, (each.width_px, each.height_px))
        for colour, each in zip((PINK, BLUE), of.panels, strict=True)
    ]
    image = Image.open(io.BytesIO(drawing.draw(drawing.plan(of, size, "x"), contents)))
    assert image.size == size
    return image.convert("RGB")


@pytest.mark.parametrize(
    ("claimed", "original"),
    [
        ((1600, 900), (1600, 900)),
        ((600, 1200), (700, 1100)),
        ((2400, 400), (2400, 500)),
        ((2400, 400), (300, 900)),
        ((90, 60), (120, 80)),
    ],
)
def test_both_pictures_are_whole_and_apart(claimed: Size, original: Size) -> None:
    image = drawn(sheet(claimed, original))
    boxes = spread(image, PINK), spread(image, BLUE)
    for (left, top, right, bottom), (width, height) in zip(boxes, (claimed, original), strict=True):
        assert abs((right - left) / (bottom - top) - width / height) < 0.05 * width / height
    assert boxes[0][2] < boxes[1][0] or boxes[0][3] < boxes[1][1]


def test_pictures_side_by_side_are_equally_high() -> None:
    image = drawn(sheet((1600, 900), (900, 900)))
    claimed, original = spread(image, PINK), spread(image, BLUE)
    assert abs(claimed[1] - original[1]) <= 2
    assert abs(claimed[3] - original[3]) <= 2


def test_flat_pictures_stand_below_each_other() -> None:
    image = drawn(sheet((2400, 400), (2400, 500)))
    assert spread(image, PINK)[3] < spread(image, BLUE)[1]


def test_the_claimed_picture_stands_where_reading_begins() -> None:
    image = drawn(sheet())
    assert spread(image, PINK)[2] < spread(image, BLUE)[0]
    image = drawn(sheet(language="ar"))
    assert spread(image, BLUE)[2] < spread(image, PINK)[0]


def test_a_false_picture_stands_below_its_verdict() -> None:
    image = drawn(sheet())
    left, top, right, _ = spread(image, PINK)
    above = image.crop((left, top - 40, right, top))
    assert spread(above, hexed(canvas.TONES["false"]))


def test_pictures_are_not_enlarged_beyond_the_larger_one() -> None:
    image = drawn(sheet((400, 300), (800, 600)))
    top, bottom = spread(image, BLUE)[1::2]
    assert abs((bottom - top) - 600) <= 2 or bottom - top < 600


def test_no_word_of_a_caption_credit_or_licence_is_left_out() -> None:
    long = "The ministry's own page of the day, kept by three archives and read there by the desk, " * 4
    short, full = sheet(), sheet()
    captioned = replace(panel((800, 600), "false", (long, long)), caption=(Phrase(long, "en"),))
    full = replace(full, panels=(captioned, full.panels[1]))
    layout = pair._layout(full)
    assert layout.height > pair._layout(short).height
    written = " ".join(line for block, _, _ in layout.words for line in block.lines)
    assert written.split() == " ".join([long] * 3 + [note.text for note in full.panels[1].notes]).split()
    for block, frame, _ in layout.words:
        assert frame.top + block.height_px <= layout.rule_top


def test_the_address_is_written_out() -> None:
    for size in ((60, 60), (1600, 900)):
        (line,) = pair._layout(sheet(size, size)).address.lines
        assert line == ADDRESS


def test_a_redacted_region_is_destroyed_before_a_sheet_is_drawn() -> None:
    covered = replace(panel((320, 240), "false"), redactions=(((100, 60, 80, 80), "cover"),))
    of = replace(sheet((320, 240), (320, 240)), panels=(covered, panel((320, 240))))
    size = drawing.size_px(of)
    assert size
    sheets = []
    for colour in (PINK, BLUE):
        image = Image.new("RGB", (320, 240), "teal")
        image.paste(colour, (100, 60, 180, 140))
        stream = io.BytesIO()
        image.save(stream, "PNG")
        sheets.append(drawing.draw(drawing.plan(of, size, "x"), [stream.getvalue(), picture(BLUE)]))
    assert sheets[0] == sheets[1]


def test_each_comparison_and_language_has_its_own_file() -> None:
    paths = {
        drawing.plan(each, (10, 10), "x").path
        for each in (sheet(), sheet(language="ru"), replace(sheet(), id="other"))
    }
    assert len(paths) == 3
    assert all(path.startswith("media/x/pair-") and path.endswith(".jpg") for path in paths)


@settings(max_examples=40, deadline=None)
@given(*[st.integers(1, 9000)] * 4)
def test_a_sheet_of_any_two_pictures_is_of_a_sensible_size(a: int, b: int, c: int, d: int) -> None:
    layout = pair._layout(sheet((a, b), (c, d)))
    assert 900 <= layout.width <= 1600
    assert layout.height <= 2600
    for frame in layout.panels:
        assert frame.left >= 40
        assert frame.left + frame.width <= layout.width - 40
        assert frame.height > layout.strip_height
