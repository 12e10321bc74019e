"""Checks a copy of a site against the site's own list of its files. Refuses to ask anybody but the copy.

A copy is a folder, or an address that serves one. Over HTTP only what stands below that address is fetched: a
redirect to somewhere else is no answer.
"""

from __future__ import annotations

import hashlib
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import IO, Final, NamedTuple, Protocol, TypeVar
from urllib.parse import quote

from irrefutable.store.errors import StoreError
from irrefutable.store.listing import Content
from irrefutable.store.manifest import Manifest, Part, manifest_of
from irrefutable.store.paths import MANIFEST_PATH

_Read = TypeVar("_Read")

AT_ONCE: Final = 4
"""Requests to a host: few enough for a small one."""
PATIENCE_SECONDS: Final = 30.0
_CHUNK_BYTES: Final = 1 << 20
_MOST_BYTES: Final = 1 << 28
"""Of a list of files, with all of its parts: a million of them."""
FOR_HOSTS: Final = frozenset({"_headers"})
"""Files that a host reads and does not serve."""


class MirrorError(StoreError):
    """A copy cannot be checked; the message says why."""


class Verified(NamedTuple):
    """What was found in a copy."""

    checked: int
    missing: tuple[str, ...]
    """Files that are not there, or cannot be fetched."""
    altered: tuple[str, ...]
    """Files with other bytes."""
    list_sha256: str
    """Of the list that the files were held against: who has it from elsewhere knows whose list it is."""

    @property
    def is_whole(self) -> bool:
        """Whether all files are as the list says."""
        return not (self.missing or self.altered)


class Copy(Protocol):
    """A copy of a site, in which files are found by their paths."""

    def digest(self, path: str, most_bytes: int) -> Content | None:
        """Return what identifies a file, of which no more than that is read; None where there is none."""

    def read(self, path: str, most_bytes: int) -> bytes | None:
        """Return a file, of which no more than that is read; None where there is none."""

    def serves(self, path: str) -> bool:
        """Whether a file of a site can be there at all."""


def copy_at(place: str) -> Copy:
    """Return the copy at an address, or in a folder.

    Raises:
        MirrorError: there is no such folder.
    """
    if place.startswith(("http://", "https://")):
        return _Served(place.rstrip("/"))
    folder = Path(place)
    if not folder.is_dir():
        raise MirrorError(f"{place} is no folder: name one, or an address that begins with https://")
    return _Folder(folder)


def verify(
    copy: Copy,
    *,
    against: Copy | None = None,
    below: str = "",
    progress: Callable[[str, int, int], None] = lambda *_: None,
) -> Verified:
    """Hold the files of a copy against a list of them.

    Args:
        copy: what is checked.
        against: where the list is taken from; from the copy itself where that is None.
        below: only files whose paths begin with this are checked.
        progress: told how many files are done, of how many.

    Raises:
        MirrorError: there is no list, or it is damaged.
    """
    manifest, listed = _list_of(against or copy, below)
    own = {MANIFEST_PATH: listed, **{part.path: part.content for part in manifest.parts}}
    # Of a list that was just read there, nobody need ask again.
    files = {**manifest.files, **own} if against else manifest.files
    wanted = {
        path: content
        for path, content in sorted(files.items())
        if path.startswith(below) and copy.serves(path)
    }
    if not wanted:
        raise MirrorError(f'no file on the list begins with "{below}"' if below else "the list is empty")
    missing, altered = [], []
    for number, (path, found) in enumerate(_digests(copy, wanted.items()), 1):
        progress("Files", number, len(wanted))
        if found is None:
            missing.append(path)
        elif found != wanted[path]:
            altered.append(path)
    return Verified(len(wanted), tuple(missing), tuple(altered), listed.sha256)


def _digests(copy: Copy, wanted: Iterable[tuple[str, Content]]) -> Iterator[tuple[str, Content | None]]:
    def found(entry: tuple[str, Content]) -> tuple[str, Content | None]:
        path, content = entry
        return path, copy.digest(path, content.size_bytes + 1)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        yield from threads.map(found, wanted)


def _list_of(copy: Copy, below: str) -> tuple[Manifest, Content]:
    content = copy.read(MANIFEST_PATH, _MOST_BYTES)
    if content is None:
        raise MirrorError(f"no {MANIFEST_PATH} can be read there, which lists the files of a site")

    left_bytes = _MOST_BYTES

    def read(part: Part) -> bytes | None:
        nonlocal left_bytes
        left_bytes -= part.content.size_bytes
        found = copy.read(part.path, part.content.size_bytes + 1) if left_bytes >= 0 else None
        return found if found and part.is_in(found) else None

    manifest = manifest_of(content, read, below)
    if manifest.damage:
        raise MirrorError(f"{MANIFEST_PATH} is damaged or of another version: {manifest.damage}")
    return manifest, Content(hashlib.sha256(content).hexdigest(), len(content))


def _digest(stream: IO[bytes], most_bytes: int) -> Content:
    made, size = hashlib.sha256(), 0
    while size < most_bytes and (chunk := stream.read(min(_CHUNK_BYTES, most_bytes - size))):
        made.update(chunk)
        size += len(chunk)
    return Content(made.hexdigest(), size)


@dataclass(frozen=True, slots=True)
class _Folder:
    """A copy on a disk."""

    folder: Path

    def digest(self, path: str, most_bytes: int) -> Content | None:
        file = self.folder / path
        if not file.is_file():
            return None
        with file.open("rb") as stream:
            return _digest(stream, most_bytes)

    def read(self, path: str, most_bytes: int) -> bytes | None:
        file = self.folder / path
        if not file.is_file():
            return None
        with file.open("rb") as stream:
            return stream.read(most_bytes)

    def serves(self, path: str) -> bool:
        return True


class _Within(urllib.request.HTTPRedirectHandler):
    """Follows redirects that stay below an address."""

    def __init__(self, address: str) -> None:
        self._address = address

    def redirect_request(  # noqa: PLR0917 - urllib passes them by place
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        if not newurl.startswith(f"{self._address}/"):
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


@dataclass(frozen=True, slots=True)
class _Served:
    """A copy behind an address."""

    address: str

    def digest(self, path: str, most_bytes: int) -> Content | None:
        return self._fetched(path, partial(_digest, most_bytes=most_bytes))

    def read(self, path: str, most_bytes: int) -> bytes | None:
        return self._fetched(path, lambda stream: stream.read(most_bytes))

    def serves(self, path: str) -> bool:
        return path not in FOR_HOSTS

    def _fetched(self, path: str, reads: Callable[[IO[bytes]], _Read]) -> _Read | None:
        # Hosts lead from the file of a folder's page to the folder.
        names = (path, path.removesuffix("index.html")) if path.endswith("index.html") else (path,)
        opener = urllib.request.build_opener(_Within(self.address))
        for name in names:
            request = urllib.request.Request(  # noqa: S310 - http or https, as `copy_at` saw to
                f"{self.address}/{quote(name)}", headers={"Accept-Encoding": "identity"}
            )
            try:
                with opener.open(request, timeout=PATIENCE_SECONDS) as answer:
                    return reads(answer)
            except urllib.error.HTTPError as error:
                # The page for what is not there is served as such.
                if path == "404.html":
                    return reads(error)
            except (OSError, HTTPException):
                continue
        return None
