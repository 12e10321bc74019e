"""When garbage is looked for. Refuses to keep what is none: it only tells what lasts from what passes."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_NEW_OBJECTS: Final = 5_000
"""At Python's usual pace, a twentieth of a whole build went into looking; at this one, next to nothing."""


def look_seldom() -> None:
    """Look for garbage after more new objects than usual: a build makes many, and few of them are garbage."""
    gc.set_threshold(_NEW_OBJECTS)


@contextmanager
def lasting() -> Iterator[None]:
    """Look for no garbage in what is made within, now or later: modules, and what a whole build needs.

    Importing makes hundreds of thousands of objects and no garbage, and looking through them takes a quarter
    of the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()
