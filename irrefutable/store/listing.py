"""The lines of a manifest, searched and changed where they lie. Refuses lines that nobody knows to be whole.

A site of sixty thousand cases has ninety thousand files. Reading a line for each of them takes longer than
making the page that was edited; finding one among lines in the order of their paths takes seventeen looks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from irrefutable.core.packed_records import PackedRecords

LINE_END: Final = b",\n"
_UNCOMMON: Final = re.compile(rb"[A-Z\x80-\xff]")
_BEHIND_SLASH: Final = chr(ord("/") + 1)


class Content(NamedTuple):
    """The identity of a file's bytes."""

    sha256: str
    size_bytes: int


class Listing(Mapping[str, Content]):
    """Files and their contents by path: a line each, in the order of the paths, with a comma at its end.

    The last line may be without its comma.

    Args:
        content: the lines, and what stands around them.
        start: where the first one begins.
        end: behind the last one; as in a slice.
    """

    def __init__(self, content: bytes, start: int = 0, end: int | None = None) -> None:
        self._content = content
        self._start, self._end, _ = slice(start, end).indices(len(content))
        self._count: int | None = None
        """How many there are, once somebody asked: counting them reads all of it."""

    def __getitem__(self, path: str) -> Content:
        start, end = self._place(path)
        if start == end:
            raise KeyError(path)
        return _content(self._content[start:end])

    def __contains__(self, path: object) -> bool:
        start, end = self._place(path) if isinstance(path, str) else (0, 0)
        return start < end

    def __iter__(self) -> Iterator[str]:
        return map(_path, self._content[self._start : self._end].splitlines())

    def __len__(self) -> int:
        if self._count is None:
            self._count = self._content.count(b"\n", self._start, self._end)
        return self._count

    def below(self, beginning: str) -> Iterator[str]:
        """Yield the paths that begin so, in their order."""
        start, _ = self._place(beginning)
        while start < self._end:
            path, end = self._path_at(start)
            if not path.startswith(beginning):
                return
            yield path
            start = end

    def inside(self, folder: str) -> Iterator[str]:
        """Yield what is in a folder: the paths of its files, and of its folders with a slash at the end.

        Args:
            folder: its path, with a slash at the end.
        """
        start, _ = self._place(folder)
        while start < self._end:
            path, end = self._path_at(start)
            if not path.startswith(folder):
                return
            name, slash, _ = path.removeprefix(folder).partition("/")
            yield f"{folder}{name}{slash}"
            start = self._place(f"{folder}{name}{_BEHIND_SLASH}")[0] if slash else end

    def uncommon(self) -> Iterator[str]:
        """Yield the paths with a capital or a letter beyond ASCII: hosts take all others as they are."""
        at = self._start
        while found := _UNCOMMON.search(self._content, at, self._end):
            line_start = self._content.rfind(b"\n", at, found.start()) + 1
            path, at = self._path_at(line_start or at)
            yield path

    def within(self, start: int, end: int) -> Listing:
        """Return the lines between two places, the first of all lines being at 0."""
        return Listing(self._content, self._start + start, self._start + end)

    def lines(self, changed: Iterable[tuple[str, Content | None]] = ()) -> Iterator[bytes]:
        """Yield the lines with some files changed or added; without those that are None. Each has its comma.

        Args:
            changed: each file once, in the order of their paths.
        """
        done = self._start
        for path, content in changed:
            start, end = self._place(path)
            yield from self._between(done, start)
            if content:
                yield line(path, content)
            done = end
        yield from self._between(done, self._end)

    def with_contents(self, changed: Iterable[tuple[str, Content | None]]) -> bytes | None:
        """Return the lines of the same files, the contents of some of them being others.

        Args:
            changed: each file once, in the order of their paths.

        Returns:
            None where one of them is not listed, or has no content.
        """
        pieces: list[bytes] = []
        done = self._start
        for path, content in changed:
            start, end = self._place(path)
            if content is None or start == end:
                return None
            pieces += self._content[done:start], line(path, content)
            done = end
        pieces.append(self._content[done : self._end])
        return b"".join(pieces)

    def _between(self, start: int, end: int) -> Iterator[bytes]:
        """Yield the lines from one place to another, in full."""
        for written in self._content[start:end].splitlines(keepends=True):
            yield written if written.endswith(LINE_END) else written[:-1] + LINE_END

    def _path_at(self, start: int) -> tuple[str, int]:
        """Return the path of the line that begins at a place, and where that line ends."""
        end = self._content.index(b"\n", start) + 1
        return _path(self._content[start:end]), end

    def _place(self, path: str) -> tuple[int, int]:
        """Return where the line of a path begins and ends; twice where it would stand, if there is none."""
        low, high = self._start, self._end
        while low < high:
            middle = (low + high) // 2
            start = max(low, self._content.rfind(b"\n", low, middle) + 1)
            found, end = self._path_at(start)
            if found == path:
                return start, end
            if found < path:
                low = end
            else:
                high = start
        return low, low


_SHA256_BYTES = 32
_SIZE_BYTES = 6
_CONTENT_BYTES = _SHA256_BYTES + _SIZE_BYTES
_NO_MORE = bytes(_SHA256_BYTES) + b"\xff" * _SIZE_BYTES
"""A size that no file has."""


class Planned(Mapping[str, Content]):
    """Files that were there before, and what is to become of them."""

    def __init__(self, before: Mapping[str, Content]) -> None:
        self._before = before if isinstance(before, Listing) else listing_of(before)
        self._changed = PackedRecords(_CONTENT_BYTES)
        """The digest and the size of each; `_NO_MORE` for one that was there before and is to go."""

    def __getitem__(self, path: str) -> Content:
        packed = self._changed.get(path)
        if packed is None:
            return self._before[path]
        if packed == _NO_MORE:
            raise KeyError(path)
        return _unpacked(packed)

    def __contains__(self, path: object) -> bool:
        packed = self._changed.get(path) if isinstance(path, str) else None
        return path in self._before if packed is None else packed != _NO_MORE

    def __iter__(self) -> Iterator[str]:
        yield from (path for path in self._before if self._changed.get(path) is None)
        yield from (path for path, packed in self._changed.items() if packed != _NO_MORE)

    def __len__(self) -> int:
        return len(self._before) + len(self.added) - len(self.gone) if self._before else len(self._changed)

    def put(self, path: str, content: Content) -> None:
        """Plan a file."""
        packed = bytes.fromhex(content.sha256) + content.size_bytes.to_bytes(_SIZE_BYTES)
        self._changed.put(path, packed)

    def drop(self, path: str) -> None:
        """Plan a file no more."""
        if path in self._before:
            self._changed.put(path, _NO_MORE)
        else:
            self._changed.remove(path)

    def carried(self, beginning: str) -> Iterator[str]:
        """Yield the files whose paths begin so, that were there before and that nobody has planned anew."""
        return (path for path in self._before.below(beginning) if self._changed.get(path) is None)

    def has_below(self, folder: str) -> bool:
        """Whether a file is in a folder, which has a slash at its end."""
        changed = self._changed.items()
        return next(self.carried(folder), None) is not None or any(
            path.startswith(folder) and packed != _NO_MORE for path, packed in changed
        )

    @property
    def added(self) -> set[str]:
        """The files that were not there before."""
        changed = self._changed.items()
        return {path for path, packed in changed if packed != _NO_MORE and path not in self._before}

    @property
    def gone(self) -> set[str]:
        """The files that were there before and are to be no more."""
        return {path for path, packed in self._changed.items() if packed == _NO_MORE}

    @property
    def before(self) -> Listing:
        """The files that were there before."""
        return self._before

    @property
    def changed(self) -> list[str]:
        """The files that were looked into, whatever became of them, in their order."""
        return sorted(path for path, _ in self._changed.items())


def _unpacked(packed: bytes) -> Content:
    return Content(packed[:_SHA256_BYTES].hex(), int.from_bytes(packed[_SHA256_BYTES:]))


def listing_of(files: Mapping[str, Content]) -> Listing:
    """Return files as the lines of a manifest."""
    return Listing(b"".join(line(path, files[path]) for path in sorted(files)))


def line(path: str, content: Content) -> bytes:
    """Return the line of a file."""
    name = json.dumps(path, ensure_ascii=False)
    return f'{{"path":{name},"sha256":"{content.sha256}","size":{content.size_bytes}}},\n'.encode()


_BEFORE_PATH = len(b'{"path":"')
_AFTER_PATH = b'","sha256":"'


def written_path(written: bytes) -> bytes:
    """Return the path in a line, as it is written there."""
    return written[_BEFORE_PATH : written.index(_AFTER_PATH)]


def _path(written: bytes) -> str:
    name = written_path(written)
    return str(json.loads(b'"%s"' % name)) if b"\\" in name else name.decode()


def _content(written: bytes) -> Content:
    entry = json.loads(written.rstrip(LINE_END))
    return Content(entry["sha256"], entry["size"])
