"""What can go wrong while writing, as exceptions. Refuses content problems: those are diagnostics."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from pathlib import Path

from irrefutable.core.text import listed

_FULL = "free some space there, then build again"
_FORBIDDEN = "give yourself the right to write there, or publish into another folder"
_MISPLACED = "a file stands where a folder must be, or the reverse: move it away, then build again"
_CURES = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: _FULL,
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.EROFS: _FORBIDDEN,
    errno.EEXIST: _MISPLACED,
    errno.ENOTDIR: _MISPLACED,
    errno.EISDIR: _MISPLACED,
    errno.ENAMETOOLONG: "publish into a folder with a shorter path",
    errno.EIO: "look after the disk: it answers with errors",
}
_NAMED = 20
"""So many files fit on a screen."""


class StoreError(Exception):
    """Nothing was published; the message says why and what to do."""


class PlanError(StoreError):
    """The plan names a path that cannot be published everywhere."""


class ForeignFileError(StoreError):
    """Files that we did not write stand where we must write. Nothing was changed."""

    def __init__(self, out: Path, paths: Iterable[str]) -> None:
        self.paths = tuple(sorted(paths))
        named, others = self.paths[:_NAMED], len(self.paths) - _NAMED
        shown = (*named, f"{others:,} other{'s' if others > 1 else ''}") if others > 0 else named
        are = "is" if len(self.paths) == 1 else "are"
        them = "it" if len(self.paths) == 1 else "them"
        super().__init__(
            f"{listed(shown)} in {out} {are} in the way and not from an earlier build: "
            f"move {them} elsewhere or delete {them}, then build again"
        )


class DamagedManifestError(StoreError):
    """Nothing tells which files of an output directory are ours. Nothing was changed."""

    def __init__(self, out: Path, damage: str) -> None:
        super().__init__(
            f"{damage}; nothing tells which files in {out} are ours, so nothing was changed: "
            "bring manifest.json back from a copy of the site, with data/manifest/ if it has that, or move "
            "the folder away and build anew"
        )


class LockedError(StoreError):
    """Another build holds the output directory."""

    def __init__(self, out: Path) -> None:
        super().__init__(f"another build is writing to {out}: wait until it ends, then build again")


class OutputError(StoreError):
    """The file system refused: no space, no permission, no directory.

    `consequence` says in what state that leaves the site. What is published changes as a whole, so that is
    the state before, unless someone says otherwise.
    """

    def __init__(self, path: Path, error: OSError, consequence: str = "The site is as it was") -> None:
        self.path = path
        self.reason = error.strerror or str(error)
        cure = _CURES.get(error.errno or 0, "mend that, then build again")
        super().__init__(f"cannot write {path}: {self.reason}. {consequence}; {cure}")
