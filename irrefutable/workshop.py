"""The process that builds a preview, again and again, so that the one that serves it always answers.

It is told what was saved and which pages are looked at, and tells what is in place. Refuses to trust what
it is told: when nothing happens, it looks at everything.
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Final, NoReturn

from irrefutable.results import Build, Settings
from irrefutable.store.ahead import Ahead

if TYPE_CHECKING:
    from irrefutable.pipeline import Series

SETTLED_SECONDS: Final = 3.0
"""So long after a build, everything is looked at: what was saved together is complete."""
IDLE_SECONDS: Final = 60.0
"""As often, everything is looked at while nothing happens."""
PAGES_LOOKED_AT: Final = 4
"""As many pages are made before all others, those that were asked for last."""


@dataclass(frozen=True, slots=True)
class Saved:
    """To the workshop: files may have been saved."""

    paths: frozenset[str] | None
    """Absolute; None where anything may have."""


@dataclass(frozen=True, slots=True)
class LookedAt:
    """To the workshop: somebody looks at a page."""

    path: str


@dataclass(frozen=True, slots=True)
class InPlace:
    """From the workshop: pages are in place; the rest of the build may not be."""


@dataclass(frozen=True, slots=True)
class Failure:
    """From the workshop: what kept a build from its end, in words."""

    kind: str
    words: str


class _Superseded(BaseException):
    """Files were saved since the build began. No error, so nothing on the way takes it for one."""


class _Left(BaseException):
    """Nobody listens any more."""


def work(connection: Connection, settings: Settings) -> None:
    """Build until the other end of the connection is closed; the main function of a process."""
    from irrefutable.core.garbage import look_seldom  # noqa: PLC0415 - the process that serves needs none of it
    from irrefutable.pipeline import Series  # noqa: PLC0415 - nor of this

    look_seldom()
    # A process that was spawned would spawn, where the system's own way is a fork with all that is imported.
    multiprocessing.set_start_method(multiprocessing.get_all_start_methods()[0], force=True)
    # Ctrl-C is for the process that began this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with Series(settings, Ahead(settings.out)) as series:
        try:
            _Workshop(connection, series).run()
        except _Left:
            return


class _Workshop:
    def __init__(self, connection: Connection, series: Series) -> None:
        self._connection = connection
        self._series = series
        self._saved: frozenset[str] | None = frozenset()
        """What the next build is told; None for anything."""
        self._is_waiting = False
        """Whether there is to be a next build."""
        self._looked_at: dict[str, None] = {}
        self._is_heeded: set[str] = set()
        self._last: tuple[object, ...] = ()

    def run(self) -> NoReturn:
        """Build whenever something was saved."""
        pause: float | None = None
        while True:
            self._listen(pause)
            paths = self._saved if self._is_waiting else None
            self._saved, self._is_waiting = frozenset(), False
            try:
                self._build(paths)
            except _Superseded:
                pause = 0.0
            else:
                self._series.recall()
                pause = SETTLED_SECONDS if paths is not None else IDLE_SECONDS

    def wanted(self) -> Sequence[str]:
        """Return the pages that are looked at, the last one first, each of them once in a build."""
        self._heed()
        wanted = [path for path in reversed(self._looked_at) if path not in self._is_heeded]
        self._is_heeded.update(wanted)
        return wanted

    def shown(self, _paths: Sequence[str]) -> None:
        """Tell that pages are in place."""
        self._tell(InPlace())

    def _build(self, paths: frozenset[str] | None) -> None:
        self._is_heeded.clear()
        result: Build | Failure
        try:
            result = self._series.build(
                dt.datetime.now(dt.UTC), lambda *_: self._heed(), paths=paths, attention=self
            )
        # Whatever a broken template or a full disk raises is shown, and the workshop goes on.
        except Exception as error:
            result = Failure(type(error).__name__, str(error))
            said: tuple[object, ...] = (result,)
            is_news = True
        else:
            said = (result.diagnostics, result.remarks, result.published is None)
            is_news = bool(result.rendered or (result.published and result.published.removed))
        if paths is not None or is_news or said != self._last:
            self._tell(result)
        self._last = said

    def _heed(self) -> None:
        """Hear what came since the last time.

        Raises:
            _Superseded: the build that is under way is of files that were saved again.
        """
        self._listen(0.0)
        if self._is_waiting:
            raise _Superseded

    def _listen(self, pause: float | None) -> None:
        """Wait so many seconds for something to be said, or for ever; then hear all of it."""
        deadline = None if pause is None else time.monotonic() + pause
        while True:
            remaining = None if deadline is None else max(0.0, deadline - time.monotonic())
            try:
                if not self._connection.poll(0.0 if self._is_waiting else remaining):
                    return
                message = self._connection.recv()
            except (EOFError, OSError):
                raise _Left from None
            if isinstance(message, Saved):
                is_all = message.paths is None or self._saved is None
                self._saved = None if is_all else frozenset((*(self._saved or ()), *(message.paths or ())))
                self._is_waiting = True
            elif isinstance(message, LookedAt):
                self._looked_at.pop(message.path, None)
                self._looked_at[message.path] = None
                while len(self._looked_at) > PAGES_LOOKED_AT:
                    del self._looked_at[next(iter(self._looked_at))]

    def _tell(self, message: object) -> None:
        try:
            self._connection.send(message)
        except OSError:
            raise _Left from None
