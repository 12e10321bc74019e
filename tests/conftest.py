"""What all tests share: names by which every process of a run knows them."""

from __future__ import annotations

_LONGEST_NAME = 60


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a long parameter by its place.

    Pictures hold the instant at which a profile was made, so their bytes would name a test otherwise in each
    process, and the run would end before it began.
    """
    return argname if isinstance(val, bytes | str) and len(val) > _LONGEST_NAME else None
