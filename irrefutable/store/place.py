"""A folder anywhere that fsspec can reach, on a disk or in a bucket. Refuses to fail a build.

The only module that knows fsspec. Whatever is wrong with the place is said once, in `trouble`; after that it
is not asked again.
"""

from __future__ import annotations

import errno
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar

Result = TypeVar("Result")

_OPTIONS: Final[Mapping[str, Mapping[str, object]]] = {
    "s3": {
        "config_kwargs": {"connect_timeout": 4, "read_timeout": 20, "retries": {"total_max_attempts": 1}},
        "use_listings_cache": False,
    }
}
"""By scheme. A build waits once, and not long: without the place it only takes longer."""
_EXTRAS: Final = {"s3": "s3"}
"""The optional dependencies that an address needs, by its scheme."""
_AT_ONCE: Final = 16
"""Requests, each for a few megabytes at most."""


class Place:
    """A folder with files that are never changed.

    Args:
        url: its fsspec address, such as `file:///mnt/desk/cache` or `s3://bucket/folder`.
    """

    def __init__(self, url: str) -> None:
        self.trouble = ""
        self.url = url.rstrip("/")
        self._files: Any = None
        self._root = ""

    def names(self, folder: str) -> list[str]:
        """Return the names of the files in a folder; none where there is no folder."""
        return self._tried("read", lambda: self._names(folder)) or []

    def read(self, paths: Sequence[str]) -> list[bytes]:
        """Return the bytes of each file; of one that is missing, none."""
        return self.read_parts([(path, 0, None) for path in paths])

    def read_parts(self, parts: Sequence[tuple[str, int, int | None]]) -> list[bytes]:
        """Return the bytes of parts of files, given by path, start and end; of one that is missing, none."""
        found: list[bytes] = []
        for start in range(0, len(parts), _AT_ONCE):
            some = parts[start : start + _AT_ONCE]
            read = self._tried("read", lambda some=some: self._read(some))  # type: ignore[misc]
            found += read or [b""] * len(some)
        return found

    def write(self, contents: Mapping[str, bytes]) -> bool:
        """Write files that are not there yet; return whether that was possible."""
        return self._tried("written", lambda: self._write(contents)) or False

    # ------------------------------------------------------------------------------------------ requests

    def _names(self, folder: str) -> list[str]:
        files = self._opened()
        try:
            found = files.ls(f"{self._root}/{folder}", detail=False)
        except FileNotFoundError:
            return []
        return sorted(path.rpartition("/")[2] for path in found)

    def _read(self, parts: Sequence[tuple[str, int, int | None]]) -> list[bytes]:
        files = self._opened()
        found = files.cat_ranges(
            [f"{self._root}/{path}" for path, _, _ in parts],
            [start for _, start, _ in parts],
            [end for _, _, end in parts],
            on_error="return",
        )
        contents = [content if isinstance(content, bytes) else b"" for content in found]
        if not any(contents):
            _raise_first(found)
        return contents

    def _write(self, contents: Mapping[str, bytes]) -> bool:
        files = self._opened()
        if not hasattr(files, "local_file"):
            files.pipe({f"{self._root}/{path}": content for path, content in contents.items()})
            return True
        # On a disk, what is half written could be met.
        for path, content in contents.items():
            files.makedirs(f"{self._root}/{path}".rpartition("/")[0], exist_ok=True)
            unfinished = f"{self._root}/{secrets.token_hex(8)}.unfinished"
            files.pipe_file(unfinished, content)
            files.mv(unfinished, f"{self._root}/{path}")
        return True

    # ------------------------------------------------------------------------------------------- itself

    def _tried(self, done: str, work: Callable[[], Result]) -> Result | None:
        """Do what needs the place; None where it refuses, once and for all."""
        if self.trouble:
            return None
        try:
            return work()
        # Each kind of place has errors of its own.
        except Exception as error:
            self.trouble = f"the shared cache {self.url} could not be {done}: {self._words(error)}"
            if done == "read":
                self.trouble += "; building without it"
            return None

    def _words(self, error: Exception) -> str:
        scheme = self.url.partition("://")[0]
        if isinstance(error, ImportError):
            extra = _EXTRAS.get(scheme)
            needed = f'"irrefutable[{extra}]"' if extra else f"what fsspec needs for {scheme}://"
            return f"a library for {scheme}:// is not installed, see `pip install {needed}`"
        return " ".join(str(error).split()) or type(error).__name__

    def _opened(self) -> Any:
        if self._files is None:
            # Most builds have no shared cache, or need nothing of it.
            from fsspec.core import url_to_fs  # noqa: PLC0415

            scheme = self.url.partition("://")[0]
            self._files, self._root = url_to_fs(
                self.url, **_OPTIONS.get(scheme, {}), skip_instance_cache=True
            )
            if scheme == "s3":
                self._files.retries = 1
        return self._files


def _raise_first(results: Iterable[object]) -> None:
    """Raise the first error that says more than that something is not there, or ends too early."""
    for result in results:
        is_missing = isinstance(result, FileNotFoundError)
        # What S3 says of a part beyond the end.
        is_short = isinstance(result, OSError) and result.errno == errno.EINVAL
        if isinstance(result, Exception) and not is_missing and not is_short:
            raise result
