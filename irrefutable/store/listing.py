"""The lines of a manifest, searched and changed where they lie. Refuses lines that nobody knows to be whole.

A site of sixty thousand cases has ninety thousand files. Reading a line for each of them takes longer than
making the page that was edited; finding one among lines in the order of their paths takes seventeen looks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import NamedTuple


class Content(NamedTuple):
    """The identity of a file's bytes."""

    sha256: str
    size_bytes: int


class Listing(Mapping[str, Content]):
    """Files and their contents by path: a line each, in the order of the paths, with a comma at its end."""

    def __init__(self, lines: bytes) -> None:
        self._lines = lines

    def __getitem__(self, path: str) -> Content:
        start, end = self._place(path)
        if start == end:
            raise KeyError(path)
        return _content(self._lines[start:end])

    def __contains__(self, path: object) -> bool:
        start, end = self._place(path) if isinstance(path, str) else (0, 0)
        return start < end

    def __iter__(self) -> Iterator[str]:
        return map(_path, self._lines.splitlines())

    def __len__(self) -> int:
        return self._lines.count(b"\n")

    def lines(self, changed: Mapping[str, Content | None]) -> bytes:
        """Return the lines with some files changed or added; without those that are None."""
        parts = []
        done = 0
        for path in sorted(changed):
            content = changed[path]
            start, end = self._place(path)
            parts.append(self._lines[done:start])
            if content:
                parts.append(line(path, content))
            done = end
        return b"".join((*parts, self._lines[done:]))

    def _place(self, path: str) -> tuple[int, int]:
        """Return where the line of a path begins and ends; twice where it would stand, if there is none."""
        low, high = 0, len(self._lines)
        while low < high:
            middle = (low + high) // 2
            start = max(low, self._lines.rfind(b"\n", low, middle) + 1)
            end = self._lines.index(b"\n", middle) + 1
            found = _path(self._lines[start:end])
            if found == path:
                return start, end
            if found < path:
                low = end
            else:
                high = start
        return low, low


_SHA256_BYTES = 32
_SIZE_BYTES = 6


class Planned(Mapping[str, Content]):
    """Files that were there before, and what is to become of them."""

    def __init__(self, before: Mapping[str, Content]) -> None:
        self._before = before
        self._changed: dict[str, bytes] = {}
        """The digest and the size of each, half as large as these are as a value; empty for none."""

    def __getitem__(self, path: str) -> Content:
        if path not in self._changed:
            return self._before[path]
        if packed := self._changed[path]:
            return Content(packed[:_SHA256_BYTES].hex(), int.from_bytes(packed[_SHA256_BYTES:]))
        raise KeyError(path)

    def __contains__(self, path: object) -> bool:
        return self._changed[path] != b"" if path in self._changed else path in self._before

    def __iter__(self) -> Iterator[str]:
        yield from (path for path in self._before if path not in self._changed)
        yield from (path for path, content in self._changed.items() if content)

    def __len__(self) -> int:
        return len(self._before) + len(self.added) - len(self.gone)

    def put(self, path: str, content: Content) -> None:
        """Plan a file."""
        self._changed[path] = bytes.fromhex(content.sha256) + content.size_bytes.to_bytes(_SIZE_BYTES)

    def drop(self, path: str) -> None:
        """Plan a file no more."""
        if path in self._before:
            self._changed[path] = b""
        else:
            self._changed.pop(path, None)

    @property
    def added(self) -> set[str]:
        """The files that were not there before."""
        return {path for path, content in self._changed.items() if content and path not in self._before}

    @property
    def gone(self) -> set[str]:
        """The files that were there before and are to be no more."""
        return {path for path, content in self._changed.items() if not content}

    def lines(self) -> bytes:
        """Return a line for each file, in the order of their paths."""
        before = self._before
        return (before if isinstance(before, Listing) else Listing(lines_of(before))).lines(
            {path: self[path] if content else None for path, content in self._changed.items()}
        )


def lines_of(files: Mapping[str, Content]) -> bytes:
    """Return a line for each file, in the order of their paths."""
    if isinstance(files, Planned):
        return files.lines()
    return b"".join(line(path, files[path]) for path in sorted(files))


def line(path: str, content: Content) -> bytes:
    """Return the line of a file."""
    name = json.dumps(path, ensure_ascii=False)
    return f'{{"path":{name},"sha256":"{content.sha256}","size":{content.size_bytes}}},\n'.encode()


_BEFORE_PATH = len(b'{"path":"')
_AFTER_PATH = b'","sha256":"'


def _path(written: bytes) -> str:
    name = written[_BEFORE_PATH : written.index(_AFTER_PATH)]
    return str(json.loads(b'"%s"' % name)) if b"\\" in name else name.decode()


def _content(written: bytes) -> Content:
    entry = json.loads(written.rstrip(b",\n"))
    return Content(entry["sha256"], entry["size"])
