"""The card that other sites show for a link to a case: verdict, headline, pictures with their labels.

Refuses to crop a picture, to show one without its label, and to draw words in a script it would misspell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageDraw

from irrefutable.core.text import direction
from irrefutable.media import canvas, lettering
from irrefutable.media.canvas import Frame, Pill, Strip
from irrefutable.media.lettering import Block, Weight
from irrefutable.model.drawing import ShareCard

WIDTH_PX: Final = 1200
HEIGHT_PX: Final = 630
"""1.91 to 1, which the services that show cards ask for."""

_MARGIN: Final = 44
_BAND: Final = 14
"""The band in the verdict's colour along the upper edge."""
_GAP: Final = 16
_PICTURES_WIDTH: Final = 620
"""Where the pictures stand beside the words."""
_PILL: Final = 36
_LABEL: Final = 24
_TITLE: Final = 138
"""The height of three lines of small letters, or two of larger ones, above the pictures."""
_LEAST_GAIN: Final = (0.8, 1.15)
"""So much higher must one picture be beside the words, or two, to stand there."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where everything stands, as read from the left."""

    pill: Pill
    title: Block
    title_frame: Frame
    found: Block | None
    found_frame: Frame
    name: Block
    name_frame: Frame
    strips: tuple[Strip, ...]
    strip_height: int
    panels: tuple[Frame, ...]


def size_px(subject: ShareCard) -> tuple[int, int]:
    """Return the width and height of a card.

    Raises:
        UndrawableError: its words are in a script that would be drawn wrong.
    """
    _layout(subject)
    return WIDTH_PX, HEIGHT_PX


def draw(subject: ShareCard, contents: Sequence[bytes]) -> bytes:
    """Return the bytes of a card.

    Args:
        subject: what stands in it.
        contents: the original files of its pictures, in their order.

    Raises:
        PictureError: a picture cannot be decoded within the limits.
    """
    layout = _layout(subject)
    is_right_to_left = direction(subject.language) == "rtl"

    def placed(frame: Frame) -> Frame:
        return frame.mirrored(WIDTH_PX) if is_right_to_left else frame

    image = Image.new("RGB", (WIDTH_PX, HEIGHT_PX), canvas.PAPER)
    paint = ImageDraw.Draw(image)
    paint.rectangle((0, 0, WIDTH_PX, _BAND - 1), fill=canvas.TONES[subject.verdict.tone])
    pill = placed(Frame(_MARGIN, _MARGIN, layout.pill.width_px, layout.pill.height_px))
    layout.pill.draw(image, pill.left, pill.top, is_right_to_left=is_right_to_left)
    for block, frame, colour in (
        (layout.title, layout.title_frame, canvas.INK),
        (layout.found, layout.found_frame, canvas.QUIET),
        (layout.name, layout.name_frame, canvas.QUIET),
    ):
        if block:
            at = placed(frame)
            block.draw(paint, at.left, at.top, at.width, colour)
    for panel, strip, frame, content in zip(
        subject.panels, layout.strips, layout.panels, contents, strict=True
    ):
        canvas.draw_panel(
            image, panel, content, strip=strip, frame=placed(frame), strip_height_px=layout.strip_height
        )
    return canvas.as_jpeg(image)


def _layout(subject: ShareCard) -> _Layout:
    if not subject.panels:
        return _words_only(subject)
    ratios = [panel.width_px / panel.height_px for panel in subject.panels]
    below = _below(subject)
    beside = _beside(subject)

    def height(layout: _Layout) -> float:
        """The height of the highest picture."""
        frame = layout.panels[0]
        return max(min(frame.width / ratio, frame.height - layout.strip_height) for ratio in ratios)

    return beside if height(beside) >= height(below) * _LEAST_GAIN[len(ratios) - 1] else below


def _words_only(subject: ShareCard) -> _Layout:
    width = WIDTH_PX - 2 * _MARGIN
    pill = Pill.of(subject.verdict, 44, width)
    name = lettering.in_line(subject.archive_name, 30, Weight.REGULAR, width, 20)
    name_frame = Frame(_MARGIN, HEIGHT_PX - _MARGIN - name.height_px, width, name.height_px)
    top = _MARGIN + pill.height_px + 32
    title = lettering.fitted(
        subject.title, (64, 58, 52, 46, 40), Weight.BOLD, width, most_lines=4, height_px=260
    )
    title_frame = Frame(_MARGIN, top, width, title.height_px)
    found_frame = Frame(_MARGIN, top + title.height_px + 20, width, 0)
    found = _found(subject, width, name_frame.top - 24 - found_frame.top)
    return _Layout(pill, title, title_frame, found, found_frame, name, name_frame, (), 0, ())


def _below(subject: ShareCard) -> _Layout:
    """The pictures below the words, across the whole card."""
    width = WIDTH_PX - 2 * _MARGIN
    pill = Pill.of(subject.verdict, _PILL, width * 2 // 3)
    rest = width - pill.width_px - 2 * _GAP
    name = lettering.in_line(subject.archive_name, 28, Weight.REGULAR, rest, 18)
    name_top = _MARGIN + (pill.height_px - name.line_height_px) // 2
    # In a frame as wide as itself: a name of another direction still stands at the card's end.
    name_frame = Frame(WIDTH_PX - _MARGIN - name.width_px, name_top, name.width_px, name.height_px)
    top = _MARGIN + pill.height_px + 14
    room = Frame(_MARGIN, top, width, HEIGHT_PX - 32 - top)
    wanted = _panels(subject, room, is_centred=False)[0][0].height
    # Flat pictures leave room for larger words, and more of them.
    title = lettering.fitted(
        subject.title,
        (58, 54, 50, 46, 42, 38, 34),
        Weight.BOLD,
        width,
        most_lines=3,
        height_px=max(_TITLE, room.height - wanted - 2 * 18),
    )
    title_frame = Frame(_MARGIN, top, width, title.height_px)
    top += title.height_px
    found_frame = Frame(_MARGIN, top + 10, width, 0)
    found = _found(subject, width, HEIGHT_PX - 32 - wanted - 18 - found_frame.top)
    if found:
        top = found_frame.top + found.height_px
    room = Frame(_MARGIN, top + 18, width, HEIGHT_PX - 32 - top - 18)
    panels, strips, strip_height = _panels(subject, room, is_centred=False)
    return _Layout(
        pill, title, title_frame, found, found_frame, name, name_frame, strips, strip_height, panels
    )


def _beside(subject: ShareCard) -> _Layout:
    """The words on one side, the pictures on the other."""
    width = WIDTH_PX - 3 * _MARGIN - _PICTURES_WIDTH
    pill = Pill.of(subject.verdict, _PILL, width)
    name = lettering.in_line(subject.archive_name, 28, Weight.REGULAR, width, 18)
    name_frame = Frame(_MARGIN, HEIGHT_PX - _MARGIN - name.height_px, width, name.height_px)
    top = _MARGIN + pill.height_px + 24
    title = lettering.fitted(
        subject.title, (46, 42, 38, 34, 31, 28), Weight.BOLD, width, height_px=name_frame.top - 40 - top
    )
    title_frame = Frame(_MARGIN, top, width, title.height_px)
    found_frame = Frame(_MARGIN, top + title.height_px + 16, width, 0)
    found = _found(subject, width, name_frame.top - 20 - found_frame.top)
    left = 2 * _MARGIN + width
    room = Frame(left, _MARGIN, _PICTURES_WIDTH, HEIGHT_PX - 2 * _MARGIN)
    panels, strips, strip_height = _panels(subject, room, is_centred=True)
    return _Layout(
        pill, title, title_frame, found, found_frame, name, name_frame, strips, strip_height, panels
    )


def _found(subject: ShareCard, width: int, height: int) -> Block | None:
    """What is true, where there is room for all of it."""
    for size in (32, 30, 28, 26, 24, 22):
        block = lettering.fitted(subject.found, (size,), Weight.REGULAR, width)
        if block.height_px <= height:
            return block
    return None


def _panels(
    subject: ShareCard, room: Frame, *, is_centred: bool
) -> tuple[tuple[Frame, ...], tuple[Strip, ...], int]:
    """Stand the pictures side by side in equal frames, no higher than the highest of them needs."""
    count = len(subject.panels)
    width = (room.width - _GAP * (count - 1)) // count
    strips, strip_height = canvas.strips(subject.panels, _LABEL, [width] * count)
    tallest = max(width * panel.height_px / panel.width_px for panel in subject.panels)
    height = min(room.height, strip_height + max(1, round(tallest)))
    top = room.top + ((room.height - height) // 2 if is_centred else 0)
    frames = tuple(Frame(room.left + number * (width + _GAP), top, width, height) for number in range(count))
    return frames, strips, strip_height
