"""Which files were saved, as far as the system says. Refuses to be relied upon: what it says is a hint.

The system drops what nobody fetches in time, and does not say what was put into a folder before it was
watched. Whoever acts on hints looks at everything from time to time.
"""

from __future__ import annotations

import errno
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from watchfiles import watch

QUIET_MS: Final = 10
"""So long must nothing more be saved before a save is told. It is asked as often, for 0.4 % of a core."""
TOGETHER_MS: Final = 500
"""So long are saves gathered that come one upon the other."""
_BEGUN_MS: Final = 200
MANY: Final = 1000
"""From as many changes at once, more may have been dropped (the queue of Linux holds 16,384 of a user)."""

Notice = Callable[[frozenset[str] | None], None]


class Watch:
    """Watches folders, and for their coming and going.

    Args:
        folders: absolute paths; they need not exist.
        outputs: absolute paths of folders of which only the disappearance is told.
        notice: called in a thread of ours with the absolute paths of files and folders that may have changed;
            with None where anything may have, as at the beginning.
        trouble: called once, in a thread of ours, with the reason why nothing more will be noticed.
    """

    def __init__(
        self, folders: Iterable[Path], outputs: Iterable[Path], notice: Notice, trouble: Callable[[str], None]
    ) -> None:
        self._folders = frozenset(folders)
        self._outputs = frozenset(outputs)
        self._notice = notice
        self._trouble = trouble
        self._ended = threading.Event()
        self._again = threading.Event()
        self._is_told = False

    def start(self) -> None:
        """Begin to watch."""
        for work in (self._watch_folders, self._watch_places):
            threading.Thread(target=self._kept_up, args=(work,), daemon=True).start()

    def close(self) -> None:
        """Watch no more."""
        self._ended.set()
        self._again.set()

    def _kept_up(self, work: Callable[[], None]) -> None:
        try:
            while not self._ended.is_set():
                work()
        # What the library raises of its own is a RuntimeError.
        except (OSError, RuntimeError) as error:
            self.close()
            if not self._is_told:
                self._is_told = True
                self._trouble(_reason(error))

    def _watch_folders(self) -> None:
        """Tell what is saved, until one of the folders comes or goes."""
        there = [folder for folder in self._folders if folder.is_dir()]
        self._again.clear()
        if not there:
            self._again.wait()
            return
        is_begun = False
        changes = watch(
            *there,
            watch_filter=None,
            debounce=TOGETHER_MS,
            step=QUIET_MS,
            stop_event=self._again,
            rust_timeout=_BEGUN_MS,
            yield_on_timeout=True,
            raise_interrupt=False,
        )
        for batch in changes:
            paths = frozenset(path for _, path in batch if not _is_hidden(path))
            if not is_begun or len(batch) >= MANY:
                is_begun = True
                self._notice(None)
            elif paths:
                self._notice(paths)

    def _watch_places(self) -> None:
        """Tell when one of the folders comes or goes."""
        wanted = self._folders | self._outputs
        parents = {path.parent for path in wanted}
        around = parents | {path.parent for path in parents}
        there = [folder for folder in around if folder.is_dir()]
        changes = watch(
            *there,
            watch_filter=None,
            recursive=False,
            stop_event=self._ended,
            raise_interrupt=False,
        )
        for batch in changes:
            touched = {Path(path) for _, path in batch}
            if touched & self._folders:
                self._again.set()
            if any(not path.exists() for path in touched & (self._outputs | parents)):
                self._notice(None)
            if touched & parents:
                self._again.set()
                return


def _is_hidden(path: str) -> bool:
    return path.rpartition("/")[2].startswith(".")


def _reason(error: Exception) -> str:
    said = str(error)
    if getattr(error, "errno", None) == errno.ENOSPC or "limit reached" in said or "os error 28" in said:
        return "the system watches no more folders for you; on Linux, raise fs.inotify.max_user_watches"
    if getattr(error, "errno", None) == errno.EMFILE or "os error 24" in said:
        return "too many programs watch folders here; on Linux, raise fs.inotify.max_user_instances"
    return said
