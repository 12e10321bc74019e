"""What all tests share: names by which every process of a run knows them, and no deadlines."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes tells of what else the machine is busy with.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

_LONGEST_NAME = 60

_NEW_OBJECTS = 10_000
"""How many there are before garbage is looked for; Python's usual pace takes a twentieth of the time."""


def pytest_collection_finish() -> None:
    """Look for garbage in what tests make, and not again and again in all modules and tests."""
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)


@pytest.fixture(scope="session", autouse=True)
def disk_takes_its_time() -> Iterator[None]:
    """Wait for no disk to take what all tests have written so far: each published site would.

    That a publication asks for it, and when, is tested with a function that takes its place as well.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "sync", lambda: None)
        yield


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a long parameter by its place.

    Pictures hold the instant at which a profile was made, so their bytes would name a test otherwise in each
    process, and the run would end before it began.
    """
    return argname if isinstance(val, bytes | str) and len(val) > _LONGEST_NAME else None
