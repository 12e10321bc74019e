"""What all tests share: names by which every process of a run knows them."""

from __future__ import annotations

import gc

_LONGEST_NAME = 60

_NEW_OBJECTS = 10_000
"""How many there are before garbage is looked for; Python's usual pace takes a twentieth of the time."""


def pytest_collection_finish() -> None:
    """Look for garbage in what tests make, and not again and again in all modules and tests."""
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a long parameter by its place.

    Pictures hold the instant at which a profile was made, so their bytes would name a test otherwise in each
    process, and the run would end before it began.
    """
    return argname if isinstance(val, bytes | str) and len(val) > _LONGEST_NAME else None
