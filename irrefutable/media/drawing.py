"""Drawings of every kind: size, address, bytes. Refuses to know what any of them looks like."""

from __future__ import annotations

from collections.abc import Sequence

from irrefutable.core.digest import digest
from irrefutable.media import canvas, card, pair
from irrefutable.media.lettering import UndrawableError
from irrefutable.model.drawing import Drawing, ShareCard, Subject


def size_px(subject: Subject) -> tuple[int, int] | None:
    """Return a drawing's width and height; None where its words are in a script that would be drawn wrong."""
    try:
        return card.size_px(subject) if isinstance(subject, ShareCard) else pair.size_px(subject)
    except UndrawableError:
        return None


def plan(subject: Subject, size: tuple[int, int], folder: str) -> Drawing:
    """Return a drawing with its address in `media/FOLDER/`."""
    key = digest((canvas.engine(), subject, size, canvas.JPEG_SETTINGS))
    name = "card" if isinstance(subject, ShareCard) else f"pair-{subject.id}"
    path = f"media/{folder}/{name}-{subject.language.lower()}-{key[:8]}.jpg"
    return Drawing(subject, *size, path=path, key=key)


def draw(drawing: Drawing, contents: Sequence[bytes]) -> bytes:
    """Return the bytes of a drawing.

    The same bytes on each run; `drawing.key` names them.

    Args:
        drawing: what to draw.
        contents: the original files of its pictures, in their order.

    Raises:
        PictureError: a picture cannot be decoded within the limits.
    """
    if isinstance(drawing.subject, ShareCard):
        return card.draw(drawing.subject, contents)
    return pair.draw(drawing.subject, contents)
