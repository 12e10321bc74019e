"""Big results of pure functions, one file each: derivatives of pictures. Refuses to return damaged ones.

Beside each file stands its SHA-256 and size, written after it: a file without a true one is a miss.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

from irrefutable.store.errors import OutputError
from irrefutable.store.listing import Content

_KEY = re.compile(r"[0-9a-f]{8,128}")
_SEAL_SUFFIX = ".sha256"
_SEAL = re.compile(rb"([0-9a-f]{64}) (\d{1,18})\n")


class Blobs:
    """Files under keys that are digests of all that decides their bytes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def content(self, key: str) -> Content | None:
        """Return the SHA-256 and size of a blob as they were when it was put, without reading it."""
        file = self._file(key)
        try:
            match = _SEAL.fullmatch(_seal(file).read_bytes())
            is_complete = match is not None and file.stat().st_size == int(match[2])
        except OSError:
            return None
        return Content(match[1].decode(), int(match[2])) if match and is_complete else None

    def path(self, key: str) -> Path | None:
        """Return the file of a blob, whose bytes were just checked, or None."""
        content = self.content(key)
        if content is None:
            return None
        file = self._file(key)
        try:
            with file.open("rb") as stream:
                is_whole = hashlib.file_digest(stream, "sha256").hexdigest() == content.sha256
        except OSError:
            return None
        return file if is_whole else None

    def put(self, key: str, content: bytes) -> Path:
        """Keep a blob and return its file.

        Raises:
            OutputError: the file system refused.
        """
        file = self._file(key)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            _replace(file, content)
            _replace(_seal(file), b"%s %d\n" % (hashlib.sha256(content).hexdigest().encode(), len(content)))
        except OSError as error:
            raise OutputError(file, error) from error
        return file

    def prune(self, keep: Iterable[str]) -> None:
        """Delete the blobs outside `keep`, once they are more than those inside."""
        kept = frozenset(keep)
        files = [file for file in self._folder.glob("*/*") if file.suffix != _SEAL_SUFFIX]
        surplus = [file for file in files if file.name not in kept]
        if len(surplus) <= len(files) - len(surplus):
            return
        for file in surplus:
            try:
                _seal(file).unlink(missing_ok=True)
                file.unlink(missing_ok=True)
            except OSError as error:
                raise OutputError(file, error) from error

    def _file(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError(f"{key!r} is not a digest in hexadecimal")
        return self._folder / key[:2] / key


def _seal(file: Path) -> Path:
    return file.with_name(file.name + _SEAL_SUFFIX)


def _replace(file: Path, content: bytes) -> None:
    descriptor, name = tempfile.mkstemp(prefix=".", dir=file.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
