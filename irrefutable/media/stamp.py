"""What a schematic says in its own pixels: a strip over its foot says that it is not the evidence.

Refuses to leave it to a page: a file that is saved and passed on takes nothing along but its pixels.
"""

from __future__ import annotations

from typing import Final

from PIL import Image, ImageDraw

from irrefutable.model.fields import Phrase

INK: Final = "#16181d"
PAPER: Final = "#fbfaf7"
"""As in `canvas.py`."""

_SHARE: Final = 0.047
"""Of the picture's width: the words are still read where it is 320 pixels wide."""
_LEAST_PX: Final = 26
"""A detail that is cut out is small, and so are the places that it is shown in."""
_MOST_SHARE: Final = 0.4
"""Of the picture's height, however wide it is."""
_LETTERS: Final = 0.6
"""Of the strip's height."""
_LEAST_LETTERS_PX: Final = 9
_PROCESS: Final = 1
"""Counts the changes to stamping that change bytes."""


def stamped(image: Image.Image, words: Phrase) -> Image.Image:
    """Return an upright picture with a stamp over its foot, as wide as the picture.

    Raises:
        UndrawableError: the words are in a script that would be drawn wrong.
    """
    # What words are drawn with takes long to import, and few pictures have any.
    from irrefutable.media import lettering  # noqa: PLC0415

    result = image.copy()
    height = min(max(_LEAST_PX, round(image.width * _SHARE)), max(1, round(image.height * _MOST_SHARE)))
    top = image.height - height
    room = max(1, image.width - height // 2)
    size = max(1, round(height * _LETTERS))
    block = lettering.in_line(words, size, lettering.Weight.BOLD, room, min(size, _LEAST_LETTERS_PX))
    canvas = ImageDraw.Draw(result)
    canvas.rectangle((0, top, image.width - 1, image.height - 1), fill=INK)
    left = (image.width - block.width_px) // 2
    block.draw(canvas, left, top + (height - block.line_height_px) // 2, block.width_px, PAPER)
    return result


def stamp_engine() -> str:
    """Return the versions of all the code that decides how a stamp looks."""
    from irrefutable.media import lettering  # noqa: PLC0415 - as above

    return f"stamp {_PROCESS}, {lettering.engine()}"
