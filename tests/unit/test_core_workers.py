"""Work is spread over processes, and nobody can tell from the results."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from pathlib import Path

import pytest

from irrefutable.core.workers import WORTH_A_POOL, Aside, Crew, WorkersError, default_workers, run_each


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


# ----------------------------------------------------------------------------------------- batches


def named(context: str, numbers: Sequence[int]) -> list[tuple[str, int, int, int]]:
    return [(context, number, len(numbers), os.getpid()) for number in numbers]


def elsewhere(context: str) -> str:
    return f"{context}, in another process"


def refuse_thirty(_context: str, numbers: Sequence[int]) -> list[int]:
    if 30 in numbers:
        raise ValueError("no 30")
    return list(numbers)


def die_at_thirty(_context: str, numbers: Sequence[int]) -> list[int]:
    if 30 in numbers:
        os._exit(7)
    return list(numbers)


def crew(workers: int = 2) -> Crew[str]:
    return Crew("here", elsewhere, workers=workers)


def batches(workers: int, size: int, items: int = 50) -> list[tuple[str, int, int, int]]:
    with crew(workers) as some:
        return list(some.run(named, range(items), size=size))


@pytest.mark.parametrize("size", [1, 7, 24, 49])
def test_batches_come_in_the_order_of_the_items(size: int) -> None:
    found = batches(2, size)
    assert [number for _, number, _, _ in found] == list(range(50))
    assert {context for context, _, _, _ in found} == {"here, in another process"}
    assert os.getpid() not in {process for _, _, _, process in found}
    assert max(together for _, _, together, _ in found) <= size


@pytest.mark.parametrize(("workers", "size", "items"), [(1, 7, 50), (2, 50, 50), (2, 7, 7), (2, 7, 0)])
def test_few_batches_stay_in_this_process(workers: int, size: int, items: int) -> None:
    found = batches(workers, size, items)
    assert [number for _, number, _, _ in found] == list(range(items))
    assert {(context, process) for context, _, _, process in found} <= {("here", os.getpid())}


@pytest.mark.parametrize("workers", [1, 2])
def test_an_exception_in_a_batch_comes_after_what_was_before_it(workers: int) -> None:
    found: list[int] = []
    with crew(workers) as some, pytest.raises(ValueError, match="no 30"):
        found.extend(some.run(refuse_thirty, range(50), size=10))
    assert found == list(range(30))
    assert multiprocessing.active_children() == []


def test_process_that_dies_is_no_silence() -> None:
    with crew() as some, pytest.raises(BrokenProcessPool):
        list(some.run(die_at_thirty, range(50), size=10))
    assert multiprocessing.active_children() == []


def test_processes_end_when_nobody_wants_the_rest() -> None:
    with crew() as some:
        results = some.run(named, range(500), size=2)
        assert next(results)[1] == 0
        results.close()
    assert multiprocessing.active_children() == []


def test_one_work_after_another_is_done_by_the_same_processes() -> None:
    with crew() as some:
        first = processes_of(list(some.run(named, range(50), size=10)))
        begun = {process.pid for process in multiprocessing.active_children()}
        second = processes_of(list(some.run(named, range(50), size=10)))
        assert len(begun) == 2
        assert first | second <= begun
        assert {process.pid for process in multiprocessing.active_children()} == begun
    assert multiprocessing.active_children() == []


def processes_of(results: Sequence[tuple[str, int, int, int]]) -> set[int]:
    return {process for *_, process in results}


def test_work_that_was_left_is_no_harm_to_the_next_one() -> None:
    with crew() as some:
        left = some.run(named, range(500), size=2)
        next(left)
        left.close()
        assert [number for _, number, *_ in some.run(named, range(50), size=2)] == list(range(50))


def test_no_process_is_begun_before_there_is_work_for_it() -> None:
    with crew() as some:
        list(some.run(named, range(5), size=10))
        assert multiprocessing.active_children() == []


def test_error_between_two_works_ends_the_processes() -> None:
    def fail() -> None:
        with crew() as some:
            list(some.run(named, range(50), size=10))
            raise ValueError("between")

    with pytest.raises(ValueError, match="between"):
        fail()
    assert multiprocessing.active_children() == []


def doubled_there(context: str, number: int) -> tuple[str, int, int]:
    return context, 2 * number, os.getpid()


def test_work_aside_is_done_in_a_process_of_its_own() -> None:
    with Aside("here", elsewhere) as aside:
        (begun,) = multiprocessing.active_children()
        context, found, process = aside.run(doubled_there, 21)
        assert (context, found, process) == ("here, in another process", 42, begun.pid)
        assert multiprocessing.active_children() == []


def test_work_aside_need_not_be_done() -> None:
    with Aside("here", elsewhere):
        assert len(multiprocessing.active_children()) == 1
    assert multiprocessing.active_children() == []


def fail_there(_context: str, words: str) -> None:
    raise ValueError(words)


def test_error_aside_reaches_the_caller() -> None:
    with Aside("", elsewhere) as aside, pytest.raises(ValueError, match="not so"):
        aside.run(fail_there, "not so")


def die_there(_context: str, code: int) -> None:
    os._exit(code)


def test_process_that_dies_aside_is_no_silence() -> None:
    with Aside("", elsewhere) as aside, pytest.raises(WorkersError, match="was killed at its work"):
        aside.run(die_there, 7)
    assert multiprocessing.active_children() == []


def sleep_there(_context: str, seconds: int) -> None:
    time.sleep(seconds)


def test_work_aside_ends_when_nobody_wants_it() -> None:
    """Others go on."""

    def stop() -> None:
        raise KeyboardInterrupt

    with crew() as some, Aside("", elsewhere) as aside:
        list(some.run(named, range(50), size=10))
        begun = time.monotonic()
        with pytest.raises(KeyboardInterrupt):
            aside.run(sleep_there, 60, stop)
        assert time.monotonic() - begun < 30
        assert len(list(some.run(named, range(50), size=10))) == 50
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize(("first", "second"), [(1, 4), (4, 1)])
def test_there_are_as_many_processes_as_there_are_batches(first: int, second: int) -> None:
    """At most: those that are there already do less work as well."""
    with crew(workers=3) as some:
        for batches, most in ((1 + first, 0), (1 + second, 1 + first)):
            assert len(list(some.run(named, range(batches), size=1))) == batches
            begun = len(multiprocessing.active_children())
            assert begun == min(3, max(batches, most))
    assert multiprocessing.active_children() == []


def large(_context: str, numbers: Sequence[int]) -> list[bytes]:
    return [bytes(4_000_000) for _ in numbers]


def test_what_watches_ends_processes_in_the_middle_of_their_results() -> None:
    """More than fits between two processes: whoever listens must not wait for the rest of it."""
    watched = 0

    def watch() -> None:
        nonlocal watched
        watched += 1
        if watched > 1:
            raise KeyboardInterrupt

    def watched_results() -> Iterator[bytes]:
        for result in results:
            watch()
            yield result

    with crew() as some:
        results = some.run(large, range(4000), size=24, watch=watch)
        with pytest.raises(KeyboardInterrupt):
            list(watched_results())
        results.close()
    assert multiprocessing.active_children() == []


PROGRAM = r"""
import os, signal, sys, time
from irrefutable.core.workers import Crew

# As in a shell; what runs in the background of one ignores it, and so do all that it begins.
signal.signal(signal.SIGINT, signal.default_int_handler)

def work(context, numbers):
    os.write(1, b"worker %d\n" % os.getpid())
    time.sleep(60)
    return list(numbers)

def same(context):
    return context

try:
    with Crew("", same, workers=2) as crew:
        list(crew.run(work, range(8), size=1))
except KeyboardInterrupt:
    print("stopped", flush=True)
"""


@pytest.fixture
def program(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    """A program with two processes at work, and their ids."""
    file = tmp_path / "program.py"
    file.write_text(PROGRAM, encoding="utf-8")
    command = [sys.executable, str(file)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, start_new_session=True) as process:
        assert process.stdout
        workers = [int(process.stdout.readline().split()[1]) for _ in range(2)]
        yield process, workers
        for pid in (*workers, process.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def test_no_process_outlives_the_one_that_began_it(program: tuple[subprocess.Popen[str], list[int]]) -> None:
    process, _workers = program
    process.kill()
    # Its output ends when the last process that could write to it is gone.
    process.communicate(timeout=30)


def test_ctrl_c_is_for_the_process_that_began_the_others(
    program: tuple[subprocess.Popen[str], list[int]],
) -> None:
    """A terminal sends it to all of them; only one may answer, and none of them with a traceback."""
    process, workers = program
    for pid in workers:
        os.kill(pid, signal.SIGINT)
    assert process.poll() is None
    os.kill(process.pid, signal.SIGINT)
    # It waits for the work in hand.
    for pid in workers:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    out, error = process.communicate(timeout=30)
    assert out.splitlines()[-1:] == ["stopped"]
    assert error == ""
