"""Work spread over processes, with results in the order of the items. Refuses to know what the work is."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

WORTH_A_POOL = 4
"""Starting processes costs about as much as this many pictures."""


def default_workers() -> int:
    """Return how many processes this machine has room for: one for each core we may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_each(work: Callable[[Item], Result], items: Sequence[Item], *, workers: int) -> Iterator[Result]:
    """Yield the result for each item, in their order.

    Args:
        work: a function of the top level of a module, so that it can be sent to another process.
        items: what to work on.
        workers: the number of processes; with 1 everything happens in this one.
    """
    if workers < 2 or len(items) < WORTH_A_POOL:
        yield from map(work, items)
        return
    with ProcessPoolExecutor(max_workers=min(workers, len(items))) as pool:
        yield from pool.map(work, items)


def run_batches(
    work: Callable[[Sequence[Item]], list[Result]], items: Sequence[Item], *, workers: int, size: int
) -> Iterator[Result]:
    """Yield the result for each item, in their order; each process is handed `size` items at a time.

    For items that take about as long to send as to work on. Args are those of `run_each`, but `work` takes
    the items of a batch and returns their results.
    """
    batches = [items[start : start + size] for start in range(0, len(items), size)]
    yield from chain.from_iterable(run_each(work, batches, workers=workers))
