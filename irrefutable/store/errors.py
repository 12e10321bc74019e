"""What can go wrong while writing, as exceptions. Refuses content problems: those are diagnostics."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from irrefutable.core.text import listed


class StoreError(Exception):
    """Nothing was published; the message says why and what to do."""


class PlanError(StoreError):
    """The plan names a path that cannot be published everywhere."""


class ForeignFileError(StoreError):
    """Files that we did not write stand where we must write. Nothing was changed."""

    def __init__(self, out: Path, paths: Iterable[str]) -> None:
        self.paths = tuple(sorted(paths))
        are = "is" if len(self.paths) == 1 else "are"
        them = "it" if len(self.paths) == 1 else "them"
        super().__init__(
            f"{listed(self.paths)} in {out} {are} in the way and not from an earlier build: "
            f"move {them} elsewhere or delete {them}, then build again"
        )


class DamagedManifestError(StoreError):
    """Nothing tells which files of an output directory are ours. Nothing was changed."""

    def __init__(self, out: Path, damage: str) -> None:
        super().__init__(
            f"{damage}; nothing tells which files in {out} are ours, so nothing was changed: "
            "bring manifest.json back from a copy of the site, or move the folder away and build anew"
        )


class LockedError(StoreError):
    """Another build holds the output directory."""

    def __init__(self, out: Path) -> None:
        super().__init__(f"another build is writing to {out}: wait until it ends, then build again")


class OutputError(StoreError):
    """The file system refused: no space, no permission, no directory."""

    def __init__(self, path: Path, error: OSError, consequence: str = "") -> None:
        self.path = path
        self.reason = error.strerror or str(error)
        super().__init__(f"cannot write {path}: {self.reason}{consequence and '; '}{consequence}")
