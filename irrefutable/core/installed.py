"""Which libraries a program runs with, told by what was installed. Refuses to import any of them.

Each installed library has a list of its files with their digests. So the same library is told as the same
wherever and whenever it was installed, and one that was patched under its old version as another.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

_REQUIREMENT: Final = re.compile(
    r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)[^;]*(?:;(?:.*\bextra == ['\"](?P<extra>[^'\"]*))?)?"
)
_FOR_ITS_MAKERS: Final = ("dev", "doc", "test")
"""What the extras begin with that only those need who work on a library."""
_OF_THE_INSTALLATION: Final = re.compile(r"\.dist-info/(?!METADATA$|entry_points\.txt$)|^\.\./|\.pth$")
"""Who installed a library, how and from where decides nothing; lines of `.pth` files are told apart."""
_RUN_AT_START: Final = ("sitecustomize.py", "usercustomize.py")


class UntoldError(Exception):
    """A library does not say of which files it is."""


def libraries_of(name: str) -> tuple[str, ...]:
    """Return what tells of every library that may run with a distribution, and of what runs before it.

    Those are the ones that it names, those that these name, and those that any of them can do with or
    without; one that is missing is told as missing.

    Raises:
        UntoldError: the distribution, or a library, is not installed in the usual way.
    """
    own = _found(name)
    if own is None:
        raise UntoldError(f"{name} is not installed")
    needed: dict[str, Distribution | None] = {_normal(name): None}
    waiting = [required for required, _ in _required(own)]
    while waiting:
        library = waiting.pop()
        if library not in needed:
            needed[library] = _found(library)
            waiting += [required for required, is_extra in _required(needed[library]) if not is_extra]
    optional = {required for one in needed.values() for required, is_extra in _required(one) if is_extra}
    told = {library: _found(library) for library in optional} | needed
    return (*(f"{library} {_files(told[library])}" for library in sorted(told)), *_run_at_start())


def _found(library: str) -> Distribution | None:
    try:
        return distribution(library)
    except PackageNotFoundError:
        return None


def _required(library: Distribution | None) -> Iterator[tuple[str, bool]]:
    """Yield the libraries that one names, and whether it can do without them."""
    for requirement in (library and library.requires) or ():
        match = _REQUIREMENT.match(requirement)
        if match and not (match["extra"] or "").startswith(_FOR_ITS_MAKERS):
            yield _normal(match["name"]), bool(match["extra"])


def _normal(name: str) -> str:
    """Return the name of a library as all of its spellings have it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _files(library: Distribution | None) -> str:
    """Return the digest of the names and digests of a library's files; nothing where it is missing."""
    if library is None:
        return ""
    record = library.read_text("RECORD")
    if record is None:
        raise UntoldError(f"{library.name} has no list of its files")
    rows = (line.rsplit(",", 2) for line in record.splitlines())
    told = sorted(f"{row[0]} {row[1]}" for row in rows if row[1] and not _OF_THE_INSTALLATION.search(row[0]))
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _run_at_start() -> Iterator[str]:
    """Yield the code that installed files have Python run before anything else."""
    for folder in map(Path, sys.path):
        if not folder.name.endswith("-packages"):
            continue
        for file in sorted(folder.glob("*.pth")):
            for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
                if line.startswith(("import ", "import\t")):
                    yield line
        for name in _RUN_AT_START:
            if (folder / name).is_file():
                yield hashlib.sha256((folder / name).read_bytes()).hexdigest()
