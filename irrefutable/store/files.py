"""What stands at a path of an output directory. Refuses to follow a link to it, and to wait for a pipe."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from io import BufferedReader
from pathlib import Path, PurePosixPath


def is_folder(file: str | Path) -> bool:
    """Whether a folder is there, not a link to one."""
    try:
        return stat.S_ISDIR(os.lstat(file).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False


def is_file_inside(root: Path, path: str) -> bool:
    """Whether something other than a folder is at a path that leads through real folders only."""
    if any(not is_folder(root / folder) for folder in PurePosixPath(path).parents):
        return False
    target = root / path
    return os.path.lexists(target) and not is_folder(target)


def is_same_file(root: Path, path: str, other: str | None) -> bool:
    """Whether two names lead to one file."""
    try:
        return other is not None and os.path.samestat(os.lstat(root / path), os.lstat(root / other))
    except (FileNotFoundError, NotADirectoryError):
        return False


def sha256_of(file: Path) -> str | None:
    """Return the SHA-256 of a file; None where there is no regular file."""
    stream = opened(file)
    if stream is None:
        return None
    with stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def bytes_of(file: Path) -> bytes | None:
    """Return the bytes of a file; None where there is no regular file."""
    stream = opened(file)
    if stream is None:
        return None
    with stream:
        return stream.read()


def opened(file: Path) -> BufferedReader | None:
    """Open a file to be read; None where there is no regular file."""
    try:
        # Not to wait for a writer where a pipe took the file's place.
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        if error.errno == errno.ELOOP:
            return None
        raise
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        return None
    return os.fdopen(descriptor, "rb")
