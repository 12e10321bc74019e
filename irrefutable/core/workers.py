"""Work spread over processes, with results in the order of the items. Refuses to know what the work is."""

from __future__ import annotations

import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from threading import Thread
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

# A build of one case begins no process.
if TYPE_CHECKING:
    from concurrent.futures import Executor, Future, ProcessPoolExecutor
    from multiprocessing.connection import Connection
    from multiprocessing.synchronize import Event

Item = TypeVar("Item")
Result = TypeVar("Result")
Context = TypeVar("Context")

WORTH_A_POOL = 4
"""Starting processes costs about as much as this many pictures."""
AHEAD = 3
"""Pieces of work sent ahead for each process: none waits for the next, and not all of them wait in memory."""
_WATCH_SECONDS = 0.1


class WorkersError(Exception):
    """Those who should do the work cannot; the message says why and names the cure."""


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
    with _pool(min(workers, len(items)), _end_with_parent, ()) as pool:
        yield from pool.map(work, items)


class Crew(Generic[Context]):
    """Processes that do one kind of work after another in one context. Use it as a context manager.

    They begin with the first work that there is enough of, no more of them than batches, and know the context
    as it was then.
    """

    def __init__(self, context: Context, abroad: Callable[[Context], Context], *, workers: int) -> None:
        """Begin no process yet.

        Args:
            context: what all of the work needs; reaches each process once.
            abroad: makes of the context what another process needs, in that process: open files stay behind.
            workers: the number of processes; with 1 everything happens in this one.
        """
        self._context = context
        self._abroad = abroad
        self._workers = workers
        self._stack = ExitStack()
        self._pool: ProcessPoolExecutor | None = None
        self._processes = 0
        self._ended: Event | None = None

    def __enter__(self) -> Crew[Context]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end(is_wanted=error is None)

    def is_alone(self, items: int, size: int) -> bool:
        """Whether so much work, `size` items at a time, is done in this process."""
        return self._workers < 2 or items <= size

    def run(
        self,
        work: Callable[[Context, Sequence[Item]], list[Result]],
        items: Sequence[Item],
        *,
        size: int,
        watch: Callable[[], None] = lambda: None,
    ) -> Generator[Result, None, None]:
        """Yield the result for each item, in their order; each process is handed `size` items at a time.

        For items that take about as long to send as to work on. Where somebody leaves before the last result,
        the processes end; other work begins others.

        Args:
            work: takes the context and some items, and returns the result of each; it is sent along.
            items: what to work on; each is looked at when it is sent.
            size: of a batch.
            watch: called ten times a second while other processes work; what it raises ends them.
        """
        batches = (items[start : start + size] for start in range(0, len(items), size))
        if self.is_alone(len(items), size):
            for batch in batches:
                yield from work(self._context, batch)
            return
        pool, ahead = self._begun(min(self._workers, -(-len(items) // size))), AHEAD * self._workers
        try:
            for results in run_on(pool, partial(_work, work), batches, ahead=ahead, watch=watch):
                yield from results
        except BaseException:
            self._end(is_wanted=False)
            raise

    def _begun(self, processes: int) -> ProcessPoolExecutor:
        if self._pool is None or self._processes < processes:
            from multiprocessing import Event  # noqa: PLC0415

            self._end(is_wanted=True)
            self._ended, self._processes = Event(), processes
            told = (self._context, self._abroad, self._ended)
            self._pool = self._stack.enter_context(_pool(processes, _begin, told))
        return self._pool

    def _end(self, *, is_wanted: bool) -> None:
        """End the processes; first of all their work, if nobody wants it."""
        if self._ended and not is_wanted:
            # A process that is killed while it sends leaves whoever listens waiting for the rest.
            self._ended.set()
        self._stack.close()
        self._pool = self._ended = None


class Aside(Generic[Context]):
    """A process for one piece of work, whose memory it takes along when it ends. Use it as a context manager.

    It begins at once, as small as this process is then. No thread here listens to it: others are begun later.
    """

    def __init__(self, context: Context, abroad: Callable[[Context], Context]) -> None:
        """Begin no process yet. Context and `abroad` are as a `Crew` has them."""
        from multiprocessing import Pipe, Process  # noqa: PLC0415

        self._context = context
        self._abroad = abroad
        self._here, self._there = Pipe()
        self._process = Process(target=_wait_aside, args=(self._there, context, abroad), daemon=True)

    def __enter__(self) -> Aside[Context]:
        with _unheard():
            self._process.start()
        self._there.close()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Its work is done, or nobody wants it.
        self._process.kill()
        self._process.join()
        self._here.close()

    def run(
        self, work: Callable[[Context, Item], Result], item: Item, watch: Callable[[], None] = lambda: None
    ) -> Result:
        """Return the result of the work, and end the process.

        Args:
            work: of the top level of a module.
            item: what to work on.
            watch: called ten times a second meanwhile; what it raises ends the process, too.

        Raises:
            WorkersError: somebody has killed it.
        """
        try:
            self._here.send((work, item))
            while not self._here.poll(_WATCH_SECONDS):
                watch()
            result, error = self._here.recv()
        except (EOFError, OSError) as broken:
            raise WorkersError("a process was killed at its work; build again") from broken
        finally:
            self._process.kill()
            self._process.join()
        if error:
            raise error
        found: Result = result
        return found


def _wait_aside(
    connection: Connection[Any, Any], context: Context, abroad: Callable[[Context], Context]
) -> None:
    _begin(context, abroad, None)
    work, item = connection.recv()
    found: tuple[Any, BaseException | None]
    try:
        found = work(_context, item), None
    # Whoever asked for it decides.
    except BaseException as error:
        found = None, error
    connection.send(found)


def run_on(
    executor: Executor,
    work: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    ahead: int,
    watch: Callable[[], None] = lambda: None,
) -> Iterator[Result]:
    """Yield the result for each item, in their order.

    Args:
        executor: does the work, wherever it likes.
        work: a function of the top level of a module.
        items: what to work on; taken when it is sent.
        ahead: how many may be sent before a result is taken.
        watch: called ten times a second while nothing comes; raises where nothing will.
    """
    waiting: deque[Future[Result]] = deque()
    for item in items:
        waiting.append(executor.submit(work, item))
        if len(waiting) > ahead:
            yield _awaited(waiting.popleft(), watch)
    while waiting:
        yield _awaited(waiting.popleft(), watch)


def _awaited(future: Future[Result], watch: Callable[[], None]) -> Result:
    from concurrent.futures import wait  # noqa: PLC0415

    while not wait((future,), timeout=_WATCH_SECONDS).done:
        watch()
    return future.result()


@contextmanager
def _pool(
    processes: int, begin: Callable[..., None], arguments: tuple[object, ...]
) -> Iterator[ProcessPoolExecutor]:
    """Begin processes, and end them when their work is done or nobody wants it any more."""
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

    pool = ProcessPoolExecutor(max_workers=processes, initializer=begin, initargs=arguments)
    try:
        with _unheard():
            # The first piece of work begins all of them.
            pool.submit(os.getpid)
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _unheard() -> Iterator[None]:
    """Begin processes that never hear of Ctrl-C: it is for the one that began them."""
    heard = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, heard)


def _end_with_parent() -> None:
    """End this process when the one that began it is gone, killed perhaps: it would wait for ever."""
    from multiprocessing import parent_process  # noqa: PLC0415
    from multiprocessing.connection import wait  # noqa: PLC0415

    parent = parent_process()
    if parent:

        def watch() -> None:
            wait([parent.sentinel])
            os._exit(1)

        Thread(target=watch, daemon=True).start()


_context: Any = None
_ended: Any = None


def _begin(context: Context, abroad: Callable[[Context], Context], ended: object) -> None:
    global _context, _ended
    # What is looked at for garbage is copied; what came from the process that began this one stays shared.
    gc.freeze()
    _end_with_parent()
    _context, _ended = abroad(context), ended


def _work(work: Callable[[Any, Sequence[Item]], list[Result]], batch: Sequence[Item]) -> list[Result]:
    results: list[Result] = []
    for item in batch:
        # Nobody takes them any more.
        if _ended.is_set():
            break
        results += work(_context, (item,))
    return results
