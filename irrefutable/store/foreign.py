"""The files of an output directory that are not ours. Refuses to touch them: they are named."""

from __future__ import annotations

import os
from collections.abc import Collection

from irrefutable.store.manifest import WORKSPACE_PATH, folders_above, is_of_manifest


def foreign_files(
    signs: Collection[str], planned: Collection[str], *, has_manifest: bool = True
) -> tuple[str, ...]:
    """Return the files that are not ours; a folder without any file of ours once, with a slash at its end.

    Args:
        signs: every file and folder of the output directory, folders with a slash at their ends.
        planned: the files that are ours.
        has_manifest: whether those of the manifest are ours as well.
    """

    def is_ours(path: str) -> bool:
        return path in planned or (has_manifest and is_of_manifest(path))

    ours = {path.rpartition("/")[0] for path in signs if is_ours(path)}
    folders = ours | {folder for path in ours for folder in folders_above(path)}
    found = set()
    for path in signs:
        bare = path.rstrip("/")
        if bare and not is_ours(path) and bare not in folders:
            found.add(next((f"{above}/" for above in folders_above(bare) if above not in folders), path))
    return tuple(sorted(_printable(path) for path in found - {f"{WORKSPACE_PATH}/"}))


def _printable(path: str) -> str:
    return os.fsencode(path).decode("utf-8", "replace")
