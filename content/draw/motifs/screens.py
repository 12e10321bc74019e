"""What a picture was seen through: sights, screens, posts and pages."""

from __future__ import annotations

from collections.abc import Sequence

from content.draw.pen import INK, MID, PALE, PAPER, SAND, Colour, Sheet


def brackets(sheet: Sheet, x: float, y: float, *, width: float, height: float, reach: float) -> None:
    """Draw the four corners of a frame."""
    for right, down in ((0, 0), (1, 0), (1, 1), (0, 1)):
        corner_x, corner_y = x + right * width, y + down * height
        inward_x, inward_y = corner_x + reach * (1 - 2 * right), corner_y + reach * (1 - 2 * down)
        sheet.line([(inward_x, corner_y), (corner_x, corner_y), (corner_x, inward_y)], INK, 3)


def label(sheet: Sheet, x: float, y: float, number: str, text: str) -> None:
    """Write a numbered label: the number on a dark square, the words beside it."""
    sheet.box(x, y, sheet.words_width(text, 34) + 116, 68, fill=PAPER, ink=INK, line=3)
    sheet.box(x, y, 68, 68, fill=INK, line=0)
    sheet.words(x + 34, y + 34, number, 40, ink=PAPER, anchor="mm")
    sheet.words(x + 86, y + 34, text, 34, anchor="lm")


def lower_third(sheet: Sheet, text: str, *, top: float, height: float = 84) -> None:
    """Draw a broadcaster's caption strip across the picture, with a block where its logo would be."""
    sheet.box(0, top, sheet.width, height, fill=PAPER, line=0)
    sheet.line([(0, top), (sheet.width, top)], INK, 3)
    sheet.box(0, top, height * 1.6, height, fill=INK, line=0)
    sheet.words(height * 1.6 + 32, top + height / 2, text, height * 0.46, anchor="lm")


def logo_block(sheet: Sheet, x: float, y: float, *, width: float = 120, height: float = 56) -> None:
    """Draw where a channel's logo stood, without imitating it."""
    sheet.box(x, y, width, height, fill=PAPER, ink=INK, line=3)
    sheet.words(x + width / 2, y + height / 2, "LOGO", height * 0.46, anchor="mm")


def phone(sheet: Sheet, x: float, y: float, width: float, height: float) -> tuple[float, float, float, float]:
    """Draw a telephone; return the left, top, width and height of its screen."""
    rim = width * 0.045
    sheet.rounded(x, y, width, height, radius=width * 0.11, fill=INK, line=0)
    screen = (x + rim, y + rim * 2.4, width - 2 * rim, height - 4.8 * rim)
    sheet.box(*screen, fill=PAPER, line=0)
    sheet.rounded(x + width * 0.4, y + rim * 0.9, width * 0.2, rim * 0.6, radius=rim * 0.3, fill=MID, line=0)
    return screen


def post(
    sheet: Sheet, x: float, y: float, width: float, height: float, *, lines: int = 2
) -> tuple[float, float, float, float]:
    """Draw a post with bars for its words; return the left, top, width and height of its picture."""
    unit = width / 20
    sheet.rounded(x, y, width, height, radius=unit * 0.6, fill=PAPER, ink=INK, line=4)
    sheet.circle(x + 2 * unit, y + 2 * unit, unit, fill=PALE, ink=MID, width=3)
    sheet.box(x + 3.6 * unit, y + 1.3 * unit, 6 * unit, unit * 0.55, fill=INK, line=0)
    sheet.box(x + 3.6 * unit, y + 2.2 * unit, 4 * unit, unit * 0.45, fill=MID, line=0)
    top = y + 3.9 * unit
    for line in range(lines):
        text_lines(sheet, x + unit, top + line * unit * 1.1, (16.5 if line < lines - 1 else 10) * unit)
    top += lines * unit * 1.1 + unit * 0.3
    return x + unit, top, width - 2 * unit, y + height - unit - top


def page(sheet: Sheet, x: float, y: float, width: float, height: float) -> tuple[float, float, float, float]:
    """Draw a printed page with bars for its words; return the box of the picture in its upper half."""
    unit = width / 20
    sheet.box(x + unit * 0.5, y + unit * 0.5, width, height, fill=PALE, line=0)
    sheet.box(x, y, width, height, fill=PAPER, ink=INK, line=3)
    picture = (x + 2 * unit, y + 2 * unit, 16 * unit, height * 0.48)
    top = y + 2 * unit + height * 0.48 + unit * 1.4
    while top < y + height - 2 * unit:
        text_lines(sheet, x + 2 * unit, top, 16 * unit)
        top += unit * 1.2
    return picture


def text_lines(sheet: Sheet, x: float, y: float, width: float) -> None:
    """Draw a bar that stands for a line of words which are not repeated."""
    sheet.box(x, y, width, max(6, width * 0.022), fill=PALE, line=0)


def withheld(sheet: Sheet, x: float, y: float, width: float, height: float, *, words: str) -> None:
    """Draw the place of a picture that is not shown: an empty field that says so."""
    sheet.box(x, y, width, height, fill=SAND, ink=MID, line=3)
    sheet.line([(x, y), (x + width, y + height)], PALE, 3)
    sheet.line([(x, y + height), (x + width, y)], PALE, 3)
    size = min(height * 0.16, 38)
    room = sheet.words_width(words, size) + size
    sheet.box(x + (width - room) / 2, y + height / 2 - size, room, size * 2, fill=PAPER, ink=MID, line=2)
    sheet.words(x + width / 2, y + height / 2, words, size, anchor="mm")


def part(
    sheet: Sheet, box: tuple[float, float, float, float], lines: Sequence[str], *, ink: Colour = INK
) -> None:
    """Draw a field that names in words what a sign has there, so that the sign need not be imitated."""
    x, y, width, height = box
    sheet.rounded(x, y, width, height, radius=14, fill=PAPER, ink=ink, line=5)
    size = min(
        52, height / (len(lines) * 1.7), *(width * 0.86 / sheet.words_width(text, 1) for text in lines)
    )
    for number, text in enumerate(lines):
        middle = y + height / 2 + (number - (len(lines) - 1) / 2) * size * 1.4
        sheet.words(x + width / 2, middle, text, size, ink=ink, anchor="mm")


def desk(sheet: Sheet, x: float, top: float, width: float, height: float) -> None:
    """Draw a newsreader's desk, seen from the front: a board upon a panel that narrows towards the floor."""
    inset = width * 0.06
    panel = [(x + inset, top), (x + width - inset, top), (x + width - inset * 2, top + height)]
    sheet.shape([*panel, (x + inset * 2, top + height)], PALE, INK, 4)
    sheet.box(x, top - height * 0.12, width, height * 0.12, fill=PAPER, ink=INK, line=4)
