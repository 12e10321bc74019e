"""The list of every file that we published, with its SHA-256. Refuses to own what it cannot read whole.

It is published as `manifest.json`, so that a mirror can be checked against it, and it decides which
files of the output directory are ours. Its format is known here only.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from irrefutable.store.errors import PlanError
from irrefutable.store.listing import LINE_END, Content, Listing, pieces_of

MANIFEST_PATH = "manifest.json"
WORKSPACE_PATH = ".irrefutable"
"""Where an output directory keeps its stage and journal while it is published."""

_FORMAT = "irrefutable-manifest"
_VERSION = 1
_HEAD = f'{{"format":"{_FORMAT}",'
_BEGINNING = f'{_HEAD}"version":{_VERSION},"files":[\n'.encode()
_END = b"\n]}\n"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SIMPLE = re.compile(r"(?:[a-z0-9_-][a-z0-9._-]{0,99}/)*[a-z0-9_-][a-z0-9._-]{0,99}")
"""Nearly every path; a quarter of a million are checked in each build."""
_COMPONENT_BYTES = 255
"""The longest file name of the usual file systems."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files that we own, by path.

    `damage` says what is wrong with the file that was read; such a manifest owns nothing. `is_ours` tells
    whether we wrote the file at its place, damaged or not.
    """

    files: Mapping[str, Content] = field(default_factory=dict)
    damage: str = ""
    is_ours: bool = True

    def pieces(self) -> Iterator[bytes | memoryview]:
        """Yield the bytes of its file: equal for equal manifests, one line for each file.

        A large site has tens of megabytes of them.
        """
        yield _BEGINNING
        last: bytes | memoryview = b""
        for piece in pieces_of(self.files):
            # The last line goes without what is between lines, and ends a piece that has it whole.
            if piece:
                yield last
                last = piece
        yield last[: -len(LINE_END)]
        yield _END

    def encode(self) -> bytes:
        """Return the bytes of its file."""
        return b"".join(self.pieces())


def read_manifest(folder: Path, *, is_untouched: bool = False) -> Manifest:
    """Read the manifest of an output directory; empty where there is none or it is damaged.

    Args:
        folder: the output directory.
        is_untouched: whether the file is surely as we wrote it, so that nobody need look at all of it.
    """
    file = folder / MANIFEST_PATH
    try:
        content = b"" if file.is_symlink() else file.read_bytes()
    except FileNotFoundError:
        return Manifest()
    except IsADirectoryError:
        return Manifest(damage="it is a directory", is_ours=False)
    is_ours = content.startswith(_HEAD.encode())
    if is_untouched and content.startswith(_BEGINNING) and content.endswith(_END):
        start, end = len(_BEGINNING), len(content) - len(_END)
        # The end of the last line is the beginning of what stands behind it.
        return Manifest(Listing(content, start, end + 1 if start < end else start))
    manifest = manifest_of(content)
    if manifest.damage:
        return Manifest(damage=f"{file} is damaged or of another version: {manifest.damage}", is_ours=is_ours)
    return manifest


def manifest_of(content: bytes) -> Manifest:
    """Read the bytes of a manifest; each of its entries is looked at."""
    try:
        return Manifest(dict(_entries(json.loads(content))))
    except (ValueError, TypeError, KeyError, RecursionError, PlanError) as error:
        return Manifest(damage=str(error) or "it is no manifest", is_ours=False)


def check_path(path: str) -> None:
    """Refuse a path that is not relative, POSIX and the same file on every host.

    Raises:
        PlanError: it is such a path, or one that is reserved.
    """
    if _SIMPLE.fullmatch(path) and path != MANIFEST_PATH:
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
    by_fold: dict[str, str] = {fold(MANIFEST_PATH): MANIFEST_PATH}
    for path in paths:
        other = by_fold.setdefault(fold(path), path)
        if other != path:
            raise PlanError(f"{other} and {path} are the same file on hosts that ignore case: rename one")
    for folded, path in by_fold.items():
        for folder in folders_above(folded):
            if file := by_fold.get(folder):
                raise PlanError(f"{file} cannot be both a file and the folder of {path}: rename one")


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
    if fold(path) == MANIFEST_PATH or fold(parts[0]) == WORKSPACE_PATH:
        return "the name is reserved for the publication itself"
    return ""


def _entries(value: Any) -> Iterator[tuple[str, Content]]:
    if value["format"] != _FORMAT or value["version"] != _VERSION:
        raise ValueError("its format is unknown")
    previous = ""
    for entry in value["files"]:
        path, sha256, size = entry["path"], entry["sha256"], entry["size"]
        if not (isinstance(path, str) and path > previous):
            raise ValueError(f"{path!r} is out of order")
        check_path(path)
        if not (isinstance(sha256, str) and _SHA256.fullmatch(sha256) and type(size) is int and size >= 0):
            raise ValueError(f"the entry of {path!r} is not a digest and a size")
        previous = path
        yield path, Content(sha256, size)
