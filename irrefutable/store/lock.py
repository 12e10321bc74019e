"""One build at a time for each output directory. Refuses to wait, and to leave a file behind.

The directory itself carries the lock (flock), so builds from different roots exclude each other and
taking it changes nothing on disk. The kernel drops it with the process, however that ends.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from irrefutable.store.errors import LockedError

_held: set[int] = set()


class DirectoryLock:
    """An exclusive lock on a directory that exists."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Take the lock.

        Raises:
            LockedError: another process has it.
            OSError: there is no such directory, or its file system knows no locks.
        """
        while True:
            descriptor = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                # Between opening and locking, the directory may have been deleted and made anew.
                is_current = os.path.samestat(os.fstat(descriptor), self._folder.stat())
            except BlockingIOError as error:
                os.close(descriptor)
                raise LockedError(self._folder) from error
            except OSError:
                os.close(descriptor)
                raise
            if is_current:
                self._descriptor = descriptor
                _held.add(descriptor)
                return
            os.close(descriptor)

    def release(self) -> None:
        """Give the lock back; a second time does nothing."""
        if self._descriptor is None:
            return
        _held.discard(self._descriptor)
        fcntl.flock(self._descriptor, fcntl.LOCK_UN)
        os.close(self._descriptor)
        self._descriptor = None


def _let_go() -> None:
    while _held:
        os.close(_held.pop())


# A forked worker shares the lock and may outlive a build that was killed; it would block the next one.
os.register_at_fork(after_in_child=_let_go)
