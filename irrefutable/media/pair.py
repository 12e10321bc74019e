"""Two pictures on one sheet to take away, with all that must be said of them burnt in.

Refuses to crop a picture, to part it from its verdict, caption, credit and licence, and to shorten these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageDraw

from irrefutable.core.text import direction
from irrefutable.media import canvas, lettering
from irrefutable.media.canvas import Frame, Strip
from irrefutable.media.lettering import Block, Weight
from irrefutable.model.drawing import PairSheet
from irrefutable.model.fields import Phrase

_WIDTH: Final = 1600
"""Of the widest sheet: a presentation or a printed column."""
_MARGIN: Final = 40
_GAP: Final = 20
_LEAST_PANEL: Final = 460
"""Room for a label and a licence, however narrow a picture is."""
_MOST_HEIGHT: Final = 1000
_LEAST_HEIGHT: Final = 240
_FLAT: Final = 340
"""Pictures that would be less high side by side stand below each other."""
_LABEL: Final = 28


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where everything stands, as read from the left."""

    width: int
    height: int
    title: Block
    strips: tuple[Strip, ...]
    strip_height: int
    panels: tuple[Frame, ...]
    words: tuple[tuple[Block, Frame, str], ...]
    """Captions and notes, each with its colour."""
    rule_top: int
    name: Block
    address: Block


def size_px(subject: PairSheet) -> tuple[int, int]:
    """Return the width and height of a sheet.

    Raises:
        UndrawableError: its words are in a script that would be drawn wrong.
    """
    layout = _layout(subject)
    return layout.width, layout.height


def draw(subject: PairSheet, contents: Sequence[bytes]) -> bytes:
    """Return the bytes of a sheet.

    Args:
        subject: what stands on it.
        contents: the original files of its pictures, in their order.

    Raises:
        PictureError: a picture cannot be decoded within the limits.
    """
    layout = _layout(subject)
    is_right_to_left = direction(subject.language) == "rtl"

    def placed(frame: Frame) -> Frame:
        return frame.mirrored(layout.width) if is_right_to_left else frame

    image = Image.new("RGB", (layout.width, layout.height), canvas.PAPER)
    paint = ImageDraw.Draw(image)
    inner = layout.width - 2 * _MARGIN
    layout.title.draw(paint, _MARGIN, _MARGIN - 8, inner, canvas.INK)
    for panel, strip, frame, content in zip(
        subject.panels, layout.strips, layout.panels, contents, strict=True
    ):
        canvas.draw_panel(
            image, panel, content, strip=strip, frame=placed(frame), strip_height_px=layout.strip_height
        )
    for block, frame, colour in layout.words:
        at = placed(frame)
        block.draw(paint, at.left, at.top, at.width, colour)
    paint.line((_MARGIN, layout.rule_top, layout.width - _MARGIN, layout.rule_top), fill=canvas.RULE, width=2)
    top = layout.rule_top + 14
    name = placed(Frame(_MARGIN, top, layout.name.width_px, 0))
    layout.name.draw(paint, name.left, name.top, name.width, canvas.INK)
    # An address is read from the left, wherever it stands.
    address = placed(Frame(layout.width - _MARGIN - layout.address.width_px, top, layout.address.width_px, 0))
    layout.address.draw(paint, address.left, address.top, address.width, canvas.QUIET)
    return canvas.as_jpeg(image)


def _layout(subject: PairSheet) -> _Layout:
    sizes, is_stacked = _panel_sizes(subject)
    widths = [width for width, _ in sizes]
    inner = max(widths) if is_stacked else sum(widths) + _GAP
    title = lettering.fitted(subject.title, (40,), Weight.BOLD, inner)
    strips, strip_height = canvas.strips(subject.panels, _LABEL, widths)
    row_top = _MARGIN - 8 + title.height_px + 20
    left, top, bottom = _MARGIN, row_top, row_top
    frames: list[Frame] = []
    words: list[tuple[Block, Frame, str]] = []
    for panel, (width, height) in zip(subject.panels, sizes, strict=True):
        frames.append(Frame(left, top, width, strip_height + height))
        below = top + strip_height + height + 10
        said = [(phrase, canvas.INK) for phrase in panel.caption]
        said += [(phrase, canvas.QUIET) for phrase in panel.notes]
        for phrase, colour in said:
            block = lettering.fitted(phrase, (22,), Weight.REGULAR, width)
            words.append((block, Frame(left, below, width, block.height_px), colour))
            below += block.height_px + 4
        bottom = max(bottom, below)
        if is_stacked:
            top = below + _GAP
        else:
            left += width + _GAP
    rule_top = bottom + 16
    name = lettering.in_line(subject.archive_name, 26, Weight.BOLD, inner // 3, 13)
    room = inner - name.width_px - 2 * _GAP
    address = lettering.in_line(Phrase(subject.address, "en"), 22, Weight.REGULAR, room, 11)
    height = rule_top + 14 + name.height_px + _MARGIN - 14
    return _Layout(
        width=inner + 2 * _MARGIN,
        height=height,
        title=title,
        strips=strips,
        strip_height=strip_height,
        panels=tuple(frames),
        words=tuple(words),
        rule_top=rule_top,
        name=name,
        address=address,
    )


def _panel_sizes(subject: PairSheet) -> tuple[list[tuple[int, int]], bool]:
    """Return the room for each picture, and whether they stand below each other.

    Side by side they are equally high: as high as the sheet allows, but no higher than the larger file.
    """
    inner = _WIDTH - 2 * _MARGIN
    ratios = [panel.width_px / panel.height_px for panel in subject.panels]
    whole = (inner - _GAP) / sum(ratios)
    if whole < _FLAT:
        widest = max(panel.width_px for panel in subject.panels)
        width = min(inner, max(widest, 2 * _LEAST_PANEL + _GAP))
        return [
            (width, max(1, min(_MOST_HEIGHT, panel.height_px, round(width / ratio))))
            for panel, ratio in zip(subject.panels, ratios, strict=True)
        ], True
    largest = max(_LEAST_HEIGHT, *(panel.height_px for panel in subject.panels))
    height = round(min(whole, _MOST_HEIGHT, largest))
    widths = [max(_LEAST_PANEL, round(height * ratio)) for ratio in ratios]
    surplus = sum(widths) + _GAP - inner
    if surplus > 0:
        widths[widths.index(max(widths))] -= surplus
    return [(width, height) for width in widths], False
