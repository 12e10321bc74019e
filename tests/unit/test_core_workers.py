"""Work is spread over processes, and nobody can tell from the results."""

from __future__ import annotations

import os

import pytest

from irrefutable.core.workers import WORTH_A_POOL, default_workers, run_each


def negative_and_process(number: int) -> tuple[int, int]:
    return -number, os.getpid()


def refuse(number: int) -> int:
    raise ValueError(f"no {number}")


ITEMS = list(range(WORTH_A_POOL * 3))


def test_results_come_in_the_order_of_the_items() -> None:
    results = list(run_each(negative_and_process, ITEMS, workers=2))
    assert [number for number, _ in results] == [-number for number in ITEMS]
    assert os.getpid() not in {process for _, process in results}


@pytest.mark.parametrize(
    ("items", "workers"), [(ITEMS, 1), (ITEMS, 0), (ITEMS[: WORTH_A_POOL - 1], 2), ([], 2)]
)
def test_little_work_stays_in_this_process(items: list[int], workers: int) -> None:
    results = list(run_each(negative_and_process, items, workers=workers))
    assert [number for number, _ in results] == [-number for number in items]
    assert {process for _, process in results} <= {os.getpid()}


@pytest.mark.parametrize("workers", [1, 2])
def test_an_exception_reaches_the_caller(workers: int) -> None:
    with pytest.raises(ValueError, match="no 0"):
        list(run_each(refuse, ITEMS, workers=workers))


def test_there_is_always_a_worker() -> None:
    assert default_workers() >= 1
