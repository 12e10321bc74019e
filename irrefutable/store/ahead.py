"""Files of a preview that are in place before the rest of their build is. Refuses to forget what was there.

A publication is all or nothing; somebody who looks at one page need not wait for all of them. What is put
ahead is published again with the rest, or taken back where there is no rest. For the next build, it is a file
that somebody changed.
"""

from __future__ import annotations

import os
from collections.abc import Container
from contextlib import suppress
from pathlib import Path

from irrefutable.store.errors import OutputError
from irrefutable.store.files import sha256_of


class Ahead:
    """The files that are ahead in one output directory."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._before: dict[str, bytes | None] = {}

    @property
    def paths(self) -> tuple[str, ...]:
        """The files that are in place and in no manifest."""
        return tuple(self._before)

    def put(self, path: str, content: bytes) -> bool:
        """Put a file in place at once; return whether that changed anything.

        Raises:
            OutputError: the file system refused.
        """
        target = self._out / path
        try:
            old = target.read_bytes() if sha256_of(target) else None
            if old == content:
                return False
            self._before.setdefault(path, old)
            self._write(target, content)
        except OSError as error:
            raise OutputError(target, error) from error
        return True

    def take_back(self) -> None:
        """Put back what was there before.

        Raises:
            OutputError: the file system refused.
        """
        for path, old in self._before.items():
            target = self._out / path
            try:
                if old is None:
                    target.unlink(missing_ok=True)
                else:
                    self._write(target, old)
            except OSError as error:
                raise OutputError(target, error) from error

    def settle(self, planned: Container[str]) -> tuple[str, ...]:
        """Return and forget what is ahead: the rest is published. What is no part of it is removed."""
        paths = self.paths
        for path, old in self._before.items():
            if old is None and path not in planned:
                with suppress(OSError):
                    (self._out / path).unlink()
        self._before.clear()
        return paths

    def _write(self, target: Path, content: bytes) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            draft.write_bytes(content)
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
