"""The list of every file that we published, with its SHA-256. Refuses to own what it cannot read whole.

It is published as `manifest.json`, so that a mirror can be checked against it, and it decides which
files of the output directory are ours. A long list stands in parts, each of them a file that is named by its
SHA-256, and `manifest.json` lists these: so it is another list all at once, and no reader has to fetch more
than a part to look up a file. Its format is known here only.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from irrefutable.store import division
from irrefutable.store.division import Stretch, divided
from irrefutable.store.errors import PlanError
from irrefutable.store.files import bytes_of
from irrefutable.store.listing import LINE_END, Content, Listing, Planned
from irrefutable.store.paths import MANIFEST_PATH, PARTS_FOLDER, check_path

_FORMAT = "irrefutable-manifest"
_VERSION = 1
_VERSION_IN_PARTS = 2
_HEAD = f'{{"format":"{_FORMAT}",'
_BEGINNING = f'{_HEAD}"version":{_VERSION},"files":[\n'.encode()
_BEGINNING_IN_PARTS = f'{_HEAD}"version":{_VERSION_IN_PARTS},"parts":[\n'.encode()
_END = b"\n]}\n"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_PART = re.compile(rf"{PARTS_FOLDER}/({_SHA256.pattern})\.json")


class Part(NamedTuple):
    """A file with some of the files of a long list."""

    first: str
    """The path of its first file; those of all others come behind it, and before that of the next part."""
    content: Content

    @property
    def path(self) -> str:
        """Where it stands."""
        return f"{PARTS_FOLDER}/{self.name}"

    @property
    def name(self) -> str:
        """Its name in its folder."""
        return f"{self.content.sha256}.json"

    def is_in(self, content: bytes) -> bool:
        """Whether these are its bytes."""
        is_as_long = len(content) == self.content.size_bytes
        return is_as_long and hashlib.sha256(content).hexdigest() == self.content.sha256


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files that we own, by path; those of the manifest itself are not among them.

    `damage` says what is wrong with the file that was read; such a manifest owns nothing. `is_ours` tells
    whether we wrote the file at its place, damaged or not. `parts` are those that it was read from.
    """

    files: Mapping[str, Content] = field(default_factory=dict)
    damage: str = ""
    is_ours: bool = True
    parts: Sequence[Part] = field(default=(), compare=False)

    def written(self, before: Manifest | None = None) -> Iterator[tuple[str, bytes | None]]:
        """Yield path and bytes of each file that it consists of, `manifest.json` last; equal for equal ones.

        Args:
            before: the one that its files were planned from; its parts that stay come without their bytes.
        """
        lines, stretches, changed = self._divisions(before)
        if len(self.files) <= division.MOST_LINES:
            yield MANIFEST_PATH, _framed(lines.lines((path, self.files.get(path)) for path in changed))
            return
        parts: list[Part] = []
        for piece in divided(lines, stretches, changed, self.files.get):
            if before and isinstance(piece, int):
                parts.append(before.parts[piece])
                yield parts[-1].path, None
            elif isinstance(piece, bytes):
                content = _framed((piece,))
                first = next(iter(Listing(piece)))
                parts.append(Part(first, Content(hashlib.sha256(content).hexdigest(), len(content))))
                yield parts[-1].path, content
        yield MANIFEST_PATH, _BEGINNING_IN_PARTS + ",\n".join(map(_line_of, parts)).encode() + _END

    def _divisions(self, before: Manifest | None) -> tuple[Listing, Sequence[Stretch], Sequence[str]]:
        """Return the lines to begin from, where they were divided, and the paths that are others since."""
        files = self.files
        if before and isinstance(files, Planned) and files.before is before.files:
            return files.before, _stretches(before.parts), files.changed
        return Listing(b""), (), sorted(self.files)


def read_manifest(folder: Path, *, untouched: Container[str] = (), parts_in: Sequence[Path] = ()) -> Manifest:
    """Read the manifest of an output directory; empty where there is none or it is damaged.

    Args:
        folder: the output directory.
        untouched: has the paths of its files that are surely as we wrote them, so that nobody need look at
            all of them.
        parts_in: where to look for its parts.  [default: their folder]
    """
    file = folder / MANIFEST_PATH
    if not os.path.lexists(file):
        return Manifest()
    content = bytes_of(file)
    if content is None:
        return Manifest(damage=f"{file} is no regular file", is_ours=False)

    def read(part: Part) -> bytes | None:
        for place in parts_in or (folder / PARTS_FOLDER,):
            found = bytes_of(place / part.name)
            if found is not None and (part.path in untouched or part.is_in(found)):
                return found
        return None

    if MANIFEST_PATH in untouched and (manifest := _as_written(content, read)):
        return manifest
    manifest = manifest_of(content, read)
    if manifest.damage:
        is_ours = content.startswith(_HEAD.encode())
        return Manifest(damage=f"{file} is damaged or of another version: {manifest.damage}", is_ours=is_ours)
    return manifest


def manifest_of(content: bytes, read: Callable[[Part], bytes | None], below: str = "") -> Manifest:
    """Read the bytes of a manifest; each of its entries is looked at.

    Args:
        content: of `manifest.json`.
        read: returns the bytes of a part, None where it is missing or not what its digest says.
        below: parts without a path that begins with this are not read.
    """
    try:
        value = json.loads(content)
        parts = parts_of(value)
        files = dict(_entries_of(parts, read, below) if parts else _entries(value))
        return Manifest(files, parts=parts)
    except (ValueError, TypeError, KeyError, RecursionError, PlanError) as error:
        return Manifest(damage=str(error) or "it is no manifest", is_ours=False)


def parts_of(value: Any) -> tuple[Part, ...]:
    """Return the parts that the value of a `manifest.json` lists; none where it lists the files themselves.

    Raises:
        ValueError, TypeError, KeyError: it lists neither.
    """
    if value["format"] != _FORMAT or value["version"] != _VERSION_IN_PARTS:
        return ()
    parts: list[Part] = []
    previous = ""
    for entry in value["parts"]:
        path, first = entry["path"], entry["first"]
        if not (isinstance(first, str) and first > previous):
            raise ValueError(f"{first!r} is out of order")
        part = Part(first, _content(entry, path))
        if part.path != path:
            raise ValueError(f"{path!r} is not the path of its part")
        previous = first
        parts.append(part)
    if not parts:
        raise ValueError("it has no parts")
    return tuple(parts)


def is_of_manifest(path: str) -> bool:
    """Whether a path is of a file that a manifest consists of."""
    return path == MANIFEST_PATH or sha256_of_part(path) is not None


def sha256_of_part(path: str) -> str | None:
    """Return the digest of the bytes that stand at a path, if it is that of a part of a manifest."""
    match = _PART.fullmatch(path) if path.startswith(PARTS_FOLDER) else None
    return match[1] if match else None


def _as_written(content: bytes, read: Callable[[Part], bytes | None]) -> Manifest | None:
    """Return a manifest whose bytes are those that we wrote; None where they are not."""
    if content.startswith(_BEGINNING) and content.endswith(_END):
        start, end = len(_BEGINNING), len(content) - len(_END)
        # The end of the last line is the beginning of what stands behind it.
        return Manifest(Listing(content, start, end + 1 if start < end else start))
    if not content.startswith(_BEGINNING_IN_PARTS):
        return None
    try:
        parts = parts_of(json.loads(content))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    lines = BytesIO()
    for part in parts:
        found = read(part)
        if found is None or len(found) != part.content.size_bytes:
            return None
        lines.write(memoryview(found)[len(_BEGINNING) : -len(_END)])
        lines.write(LINE_END)
    return Manifest(Listing(lines.getvalue()), parts=parts)


def _stretches(parts: Iterable[Part]) -> list[Stretch]:
    """Return where the lines of each part are among all of them, as `_as_written` puts them together."""
    stretches: list[Stretch] = []
    start = 0
    for part in parts:
        end = start + part.content.size_bytes - len(_BEGINNING) - len(_END) + len(LINE_END)
        stretches.append(Stretch(part.first, start, end))
        start = end
    return stretches


def _line_of(part: Part) -> str:
    sha256, size_bytes = part.content
    entry = {"path": part.path, "sha256": sha256, "size": size_bytes, "first": part.first}
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":"))


def _framed(lines: Iterable[bytes]) -> bytes:
    """Return the bytes of a file with these lines; the last one goes without what is between lines."""
    return _BEGINNING + b"".join(lines).removesuffix(LINE_END) + _END


def _is_beside(part: Part, following: Part | None, below: str) -> bool:
    """Whether no path that begins so can be in a part."""
    if following and following.first <= below:
        return True
    return part.first > below and not part.first.startswith(below)


def _entries_of(
    parts: Sequence[Part], read: Callable[[Part], bytes | None], below: str
) -> Iterator[tuple[str, Content]]:
    for part, following in zip(parts, (*parts[1:], None), strict=True):
        if _is_beside(part, following, below):
            continue
        content = read(part)
        if content is None:
            raise ValueError(f"{part.path} is missing or damaged")
        path = ""
        for path, known in _entries(json.loads(content), part.first):
            yield path, known
        if not path or (following and path >= following.first):
            raise ValueError(f"{part.path} has other files than it should")


def _entries(value: Any, first: str = "") -> Iterator[tuple[str, Content]]:
    if value["format"] != _FORMAT or value["version"] != _VERSION:
        raise ValueError("its format is unknown")
    previous = ""
    for entry in value["files"]:
        path = entry["path"]
        if not (isinstance(path, str) and path > previous and path >= first):
            raise ValueError(f"{path!r} is out of order")
        check_path(path)
        previous = path
        yield path, _content(entry, path)


def _content(entry: Any, path: str) -> Content:
    sha256, size = entry["sha256"], entry["size"]
    if not (isinstance(sha256, str) and _SHA256.fullmatch(sha256) and type(size) is int and size >= 0):
        raise ValueError(f"the entry of {path!r} is not a digest and a size")
    return Content(sha256, size)
