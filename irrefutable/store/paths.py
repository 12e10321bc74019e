"""Where files may stand in an output directory so that every host serves them. Refuses to ask a disk."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Final

from irrefutable.store.errors import PlanError
from irrefutable.store.listing import Planned

MANIFEST_PATH = "manifest.json"
PARTS_FOLDER: Final = "data/manifest"
_OWN = (MANIFEST_PATH, PARTS_FOLDER)
WORKSPACE_PATH = ".irrefutable"
"""Where an output directory keeps its stage and journal while it is published."""
_SIMPLE = re.compile(r"(?:[a-z0-9_-][a-z0-9._-]{0,99}/)*[a-z0-9_-][a-z0-9._-]{0,99}")
"""Nearly every path; a quarter of a million are checked in each build."""
_COMPONENT_BYTES = 255
"""The longest file name of the usual file systems."""


def check_path(path: str) -> None:
    """Refuse a path that is not relative, POSIX and the same file on every host.

    Raises:
        PlanError: it is such a path, or one that is reserved.
    """
    if _SIMPLE.fullmatch(path) and not path.startswith(_OWN):
        return
    if reason := _reason_against(path):
        raise PlanError(f"{path!r} cannot be published: {reason}")


def fold(path: str) -> str:
    """Return what hosts that ignore case or Unicode's forms make of a path."""
    if path.isascii():
        lower = path.lower()
        # Nearly every path is its own, which takes no room of its own.
        return path if lower == path else lower
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def folders_above(path: str) -> Iterator[str]:
    """Return the folders that a path is in, the outermost first."""
    position = path.find("/")
    while position >= 0:
        yield path[:position]
        position = path.find("/", position + 1)


def check_together(paths: Iterable[str]) -> None:
    """Refuse paths that cannot stand side by side on every host.

    Raises:
        PlanError: two of them differ only in case, or one is a folder of another.
    """
    by_fold: dict[str, str] = {fold(path): path for path in _OWN}
    for path in paths:
        other = by_fold.setdefault(fold(path), path)
        if other != path:
            raise PlanError(f"{other} and {path} are the same file on hosts that ignore case: rename one")
    for folded, path in by_fold.items():
        for folder in folders_above(folded):
            if file := by_fold.get(folder):
                raise PlanError(f"{file} cannot be both a file and the folder of {path}: rename one")


def check_beside(added: Collection[str], planned: Planned) -> None:
    """Refuse paths that cannot stand beside those of the plan that were there before, nor side by side.

    Raises:
        PlanError: as `check_together`.
    """
    if not added:
        return
    # Of those that were there before, each stands for itself, or is found by what hosts make of the new one.
    beside = {*added, *(path for path in planned.before.uncommon() if path in planned)}
    for folded in map(fold, added):
        beside.update(path for path in (folded, *folders_above(folded)) if path in planned)
        beside.update(islice(planned.carried(f"{folded}/"), 1))
    check_together(beside)


def _reason_against(path: str) -> str:
    if any(
        character < " " or character in "\x7f\\" or "\ud800" <= character <= "\udfff" for character in path
    ):
        return "it has a control character, a backslash or half a character"
    parts = path.split("/")
    if any(part in ("", ".", "..") for part in parts):
        return 'it is not relative to the site, or a part of it is empty, "." or ".."'
    if any(len(part.encode()) > _COMPONENT_BYTES for part in parts):
        return f"a part of it is longer than {_COMPONENT_BYTES} bytes"
    folded = fold(path)
    if folded in _OWN or folded.startswith(f"{PARTS_FOLDER}/") or fold(parts[0]) == WORKSPACE_PATH:
        return "the name is reserved for the publication itself"
    return ""
