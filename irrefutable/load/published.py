"""The addresses that readers were given, `content/published.lock`, to values and back. Refuses to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from irrefutable.core.diagnostics import Diagnostic
from irrefutable.core.spans import SourceText, Span
from irrefutable.load import rules

PUBLISHED_FILE: Final = "content/published.lock"
_ADDRESS: Final = re.compile(r"/(?:(?:[A-Za-z0-9-]+/)?cases/[a-z0-9-]+/|cases/[a-z0-9-]+/embed/[a-z0-9-]+/)")
"""What can be kept for ever: a case, its edition in a language, a comparison for frames on other sites."""
_HINT: Final = "take the file back from git; of a merge conflict, keep the addresses of both sides"
_PAGE: Final = "index.html"
_HEAD: Final = (
    "# Addresses that readers were given: each leads to its case, a redirect or a tombstone for ever.\n"
    "# `irrefutable addresses` adds to them. Delete a line only if nobody can have seen what stood there.\n"
)


def read_published(root: Path) -> tuple[frozenset[str], tuple[Diagnostic, ...]]:
    """Return the addresses below a site's root, and what is wrong; nothing where there is no file."""
    try:
        content = (root / PUBLISHED_FILE).read_bytes()
    except FileNotFoundError:
        return frozenset(), ()
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
        at = Span(PUBLISHED_FILE, 1, 1)
        return frozenset(), (
            rules.UNREADABLE_FILE.at(at, message, "check that it is a file and may be read"),
        )
    addresses = set()
    found = []
    source = SourceText(PUBLISHED_FILE, content.decode("utf-8", "replace"))
    for number, line in enumerate(source.lines(), 1):
        if _ADDRESS.fullmatch(line):
            addresses.add(line)
        elif line and not line.startswith("#"):
            message = "this line is no address that can be kept"
            found.append(rules.DAMAGED_ADDRESSES.at(source.whole_line(number), message, _HINT, source=source))
    return frozenset(addresses), tuple(found)


def written(addresses: Iterable[str]) -> str:
    """Return the text of the file."""
    return _HEAD + "".join(f"{address}\n" for address in sorted(addresses))


def address_of(path: str) -> str | None:
    """Return the address that a published file stands at, if it is one that can be kept."""
    address = f"/{path.removesuffix(_PAGE)}"
    return address if path.endswith(_PAGE) and _ADDRESS.fullmatch(address) else None


def path_of(address: str) -> str:
    """Return the published file that stands at an address."""
    return f"{address.removeprefix('/')}{_PAGE}"
