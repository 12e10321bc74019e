"""The files of an output directory that are not ours. Refuses to touch them: they are named."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable

from irrefutable.store.listing import Planned
from irrefutable.store.paths import WORKSPACE_PATH, folders_above


def foreign_files(
    signs: Collection[str], planned: Collection[str], own: Collection[str] = ()
) -> tuple[str, ...]:
    """Return the files that are not ours; a folder without any file of ours once, with a slash at its end.

    Args:
        signs: every file and folder of the output directory, folders with a slash at their ends.
        planned: the files that are ours.
        own: those of the manifest, which are ours as well.
    """

    def is_ours(path: str) -> bool:
        return path in planned or path in own

    folders = {path.rpartition("/")[0] for path in signs if is_ours(path)}
    folders |= {above for folder in folders for above in folders_above(folder)}
    found = set()
    for path in signs:
        bare = path.rstrip("/")
        if bare and not is_ours(path) and bare not in folders:
            found.add(next((f"{above}/" for above in folders_above(bare) if above not in folders), path))
    return _told(found)


def foreign_since(
    before: Collection[str],
    changed: Iterable[str],
    signs: Collection[str],
    planned: Planned,
    own: Collection[str] = (),
) -> tuple[str, ...] | None:
    """Return what `foreign_files` does, from what it returned before the last publication.

    Args:
        before: what was not ours by then.
        changed: the files and folders that are others since; those that hold a file of ours may be left out.
        signs: every file and folder of the output directory.
        planned: the files that are ours.
        own: those of the manifest.

    Returns:
        None where that does not tell: all files have to be looked at.
    """

    def has_ours(folder: str) -> bool:
        return planned.has_below(folder) or any(path.startswith(folder) for path in own)

    found = set()
    others = frozenset(changed)
    for path in (*before, *others):
        if path not in signs:
            if path not in others:
                # It was told in letters that are not its own.
                return None
        elif path.endswith("/") and has_ours(path):
            if path in before:
                return None
        elif path not in planned and path not in own:
            above = (f"{folder}/" for folder in folders_above(path))
            found.add(next((folder for folder in above if not has_ours(folder)), path))
    return _told(found)


def _told(found: set[str]) -> tuple[str, ...]:
    return tuple(sorted(_printable(path) for path in found - {f"{WORKSPACE_PATH}/"}))


def _printable(path: str) -> str:
    return os.fsencode(path).decode("utf-8", "replace")
