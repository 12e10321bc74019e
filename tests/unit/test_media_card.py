"""The card of a case: what is in it, where it stands, and what never is in it."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from irrefutable.media import canvas, card, drawing
from irrefutable.media.decode import PictureUnreadableError
from irrefutable.model.drawing import Panel, ShareCard, Stamp
from irrefutable.model.fields import Phrase

PINK, BLUE, GREEN = (230, 40, 220), (30, 60, 200), (20, 160, 60)


def picture(colour: tuple[int, int, int], size: tuple[int, int] = (320, 240)) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, colour).save(stream, "PNG")
    return stream.getvalue()


def panel(role: str, tone: str = "", size: tuple[int, int] = (320, 240), language: str = "en") -> Panel:
    return Panel(
        path="content/cases/x/p.png",
        digest="d",
        width_px=size[0],
        height_px=size[1],
        redactions=(),
        verdict=Stamp(tone, Phrase(tone.title(), language)) if tone else None,
        role=Phrase(role, language) if role else None,
        kind=None,
    )


def subject(*panels: Panel, tone: str = "false", language: str = "en") -> ShareCard:
    return ShareCard(
        language=language,
        archive_name=Phrase("Archive", "en"),
        verdict=Stamp(tone, Phrase("Rated", language)),
        title=Phrase("A cloud was painted into the picture", language),
        found=Phrase("It was a clear day.", language),
        panels=panels,
    )


PAIR = subject(panel("The claimed picture", "false"), panel("The original"))


def drawn(of: ShareCard, *contents: bytes) -> Image.Image:
    size = drawing.size_px(of)
    assert size == (1200, 630)
    image = Image.open(io.BytesIO(drawing.draw(drawing.plan(of, size, "x"), contents)))
    assert image.size == size
    assert image.format == "JPEG"
    return image.convert("RGB")


def spread(image: Image.Image, colour: tuple[int, int, int]) -> tuple[int, int, int, int]:
    """Where a colour stands: left, top, right, bottom; fails where it is nowhere."""
    nearness = Image.merge(
        "RGB",
        [
            band.point(lambda value, level=level: 255 if abs(value - level) < 16 else 0)
            for band, level in zip(image.split(), colour, strict=True)
        ],
    )
    mask = nearness.split()[0]
    for band in nearness.split()[1:]:
        mask = Image.composite(mask, Image.new("L", mask.size, 0), band)
    box = mask.getbbox()
    assert box
    return box


def hexed(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def test_the_claimed_picture_stands_where_reading_begins() -> None:
    image = drawn(PAIR, picture(PINK), picture(BLUE))
    assert spread(image, PINK)[2] < spread(image, BLUE)[0]
    mirrored = subject(*PAIR.panels, language="ar")
    image = drawn(mirrored, picture(PINK), picture(BLUE))
    assert spread(image, BLUE)[2] < spread(image, PINK)[0]


def test_pictures_are_shown_whole_and_in_their_proportions() -> None:
    for size in ((320, 240), (900, 200), (150, 400), (64, 64)):
        pair = subject(panel("The claimed picture", "false", size), panel("The original", "", size))
        image = drawn(pair, picture(PINK, size), picture(BLUE, size))
        for colour in (PINK, BLUE):
            left, top, right, bottom = spread(image, colour)
            assert abs((right - left) / (bottom - top) - size[0] / size[1]) < 0.05 * size[0] / size[1]


def test_flat_pictures_stand_below_the_words_and_tall_ones_beside_them() -> None:
    for size, is_beside in (((900, 300), False), ((300, 600), True)):
        pair = subject(panel("The claimed picture", "false", size), panel("The original", "", size))
        top = spread(drawn(pair, picture(PINK, size), picture(BLUE, size)), BLUE)[1]
        assert (top < 200) is is_beside


@pytest.mark.parametrize("tone", ["false", "misleading", "unproven", "mostly-true", "true", ""])
def test_a_verdict_has_its_own_colour_and_shape(tone: str) -> None:
    image = drawn(subject(tone=tone))
    assert spread(image, hexed(canvas.TONES[tone]))[:3] == (0, 0, 1200)
    shapes = {name: canvas._shape_mask(name, 48).tobytes() for name in canvas.TONES}
    assert len(set(shapes.values())) == len(shapes)


def test_every_picture_carries_its_label() -> None:
    """The strip above a picture: the verdict's colour above the claimed one, ink above the original."""
    image = drawn(PAIR, picture(PINK), picture(BLUE))
    claimed, original = spread(image, PINK), spread(image, BLUE)
    assert image.getpixel((claimed[2] - 20, claimed[1] - 6)) == pytest.approx(
        hexed(canvas.TONES["false"]), abs=6
    )
    assert image.getpixel((original[2] - 20, original[1] - 6)) == pytest.approx(hexed(canvas.INK), abs=6)


def test_a_long_verdict_and_a_long_role_stand_below_each_other() -> None:
    long = replace(
        panel("Показанный министерством снимок", "misleading", (300, 600), "ru"),
        verdict=Stamp("misleading", Phrase("Вводит в заблуждение", "ru")),
    )
    _, one_row = canvas.strips([panel("The original")], 24, [290])
    (strip,), height = canvas.strips([long], 24, [290])
    assert strip.is_stacked
    assert height == 2 * one_row


def test_a_schematic_is_stamped_in_the_picture() -> None:
    plain = drawn(PAIR, picture(PINK), picture(BLUE))
    stamped = replace(PAIR.panels[0], kind=Phrase("Schematic", "en"))
    image = drawn(replace(PAIR, panels=(stamped, PAIR.panels[1])), picture(PINK), picture(BLUE))
    left, top, right, _ = spread(plain, PINK)
    corner = (left, top, left + 150, top + 60)
    assert image.crop(corner).tobytes() != plain.crop(corner).tobytes()
    assert spread(image.crop(corner), hexed(canvas.INK))
    assert (
        image.crop((right - 40, 0, 1200, 630)).tobytes() == plain.crop((right - 40, 0, 1200, 630)).tobytes()
    )


def test_one_picture_without_a_label_has_no_empty_strip() -> None:
    image = drawn(subject(panel("")), picture(GREEN))
    left, top, _, _ = spread(image, GREEN)
    assert image.getpixel((left + 5, top - 8)) == pytest.approx(hexed(canvas.PAPER), abs=6)


def test_a_card_without_pictures_says_what_is_true() -> None:
    without = drawn(replace(subject(), found=Phrase("–", "en")))
    assert drawn(subject()).tobytes() != without.tobytes()


def test_a_redacted_region_is_destroyed_before_a_card_is_drawn() -> None:
    """Pictures that differ under a cover alone make the same card."""
    cards = []
    for colour in (PINK, GREEN):
        image = Image.new("RGB", (320, 240), BLUE)
        image.paste(colour, (100, 60, 180, 140))
        stream = io.BytesIO()
        image.save(stream, "PNG")
        covered = replace(panel("The claimed picture", "false"), redactions=(((100, 60, 80, 80), "cover"),))
        of = subject(covered)
        cards.append(drawing.draw(drawing.plan(of, (1200, 630), "x"), [stream.getvalue()]))
    assert cards[0] == cards[1]


def test_a_card_carries_nothing_but_pixels() -> None:
    stream = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    Image.new("RGB", (320, 240), PINK).save(stream, "JPEG", exif=exif, comment=b"secret")
    made = drawing.draw(drawing.plan(subject(panel("")), (1200, 630), "x"), [stream.getvalue()])
    assert b"ecret" not in made
    assert b"Exif" not in made
    assert Image.open(io.BytesIO(made)).info.keys() == {
        "jfif",
        "jfif_density",
        "jfif_unit",
        "jfif_version",
        "progressive",
        "progression",
    }


def test_a_damaged_picture_is_no_card() -> None:
    with pytest.raises(PictureUnreadableError):
        drawing.draw(drawing.plan(subject(panel("")), (1200, 630), "x"), [b"no picture"])


def test_words_in_a_script_that_would_be_misspelt_make_no_card() -> None:
    assert drawing.size_px(replace(PAIR, title=Phrase("ข่าวปลอม", "th"))) is None


def test_all_that_is_drawn_decides_the_address_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    def path(of: ShareCard) -> str:
        return drawing.plan(of, (1200, 630), "x").path

    first = path(PAIR)
    assert first.startswith("media/x/card-en-")
    moved = replace(PAIR, panels=(replace(PAIR.panels[0], path="elsewhere.png"), PAIR.panels[1]))
    assert path(moved) == first
    others = {
        path(replace(PAIR, title=Phrase("Another", "en"))),
        path(replace(PAIR, panels=PAIR.panels[:1])),
        path(replace(PAIR, panels=(replace(PAIR.panels[0], digest="e"), PAIR.panels[1]))),
        path(replace(PAIR, language="ru")),
    }
    monkeypatch.setattr(canvas, "engine", lambda: "another library")
    others.add(path(PAIR))
    assert len(others | {first}) == 6


def test_long_words_are_never_drawn_over_each_other() -> None:
    """The headline ends above the pictures, whatever its length."""
    long = "Министерство выдало кадры из мобильной игры за доказательство сотрудничества " * 3
    for size in ((320, 240), (300, 600), (900, 300)):
        pair = subject(panel("Показанный снимок", "false", size), panel("Оригинал", "", size), language="ru")
        layout = card._layout(replace(pair, title=Phrase(long, "ru")))
        title = layout.title_frame
        for frame in layout.panels:
            assert title.top + title.height <= frame.top or title.left + title.width <= frame.left
        assert title.top + title.height <= 630
