"""Where a long list of files is divided. Refuses to look at the parts that stay as they are.

A part ends behind a path that its checksum picks, or when it is long, whatever comes behind it. So an edit
changes few parts, and equal lists have equal parts.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from irrefutable.store.listing import Content, Listing, written_path

LINES_TOGETHER: Final = 2_048
"""About as many files share a part: some three hundred kilobytes."""
MOST_LINES: Final = 8_192
"""No part has more files, and a list without parts has not either."""


class Stretch(NamedTuple):
    """A part of a list, as it lies among the lines of all of it."""

    first: str
    """The path of its first file."""
    start: int
    end: int


def divided(
    lines: Listing,
    stretches: Sequence[Stretch],
    changed: Sequence[str],
    content_of: Callable[[str], Content | None],
) -> Iterator[int | bytes]:
    """Yield the parts of a list that was changed: new ones by their lines, the others by their numbers.

    Args:
        lines: the list before the change.
        stretches: its parts, none of them empty; they are of all lines, and were divided by this function.
        changed: the paths that were added, changed or removed, in their order.
        content_of: gives what is now at such a path; None where nothing is.
    """
    waiting: list[bytes] = []
    done = 0
    for number in range(max(len(stretches), 1)):
        is_last = number + 1 >= len(stretches)
        until = len(changed) if is_last else bisect_left(changed, stretches[number + 1].first, done)
        theirs, done = changed[done:until], until
        if stretches and not (waiting or theirs):
            yield number
            continue
        known = lines.within(stretches[number].start, stretches[number].end) if stretches else lines
        if stretches and not waiting and (same_files := known.with_contents(_now(theirs, content_of))):
            # Paths decide where a part ends, and these are the same.
            yield same_files
            continue
        for line in known.lines(_now(theirs, content_of)):
            waiting.append(line)
            if len(waiting) >= MOST_LINES or _ends(line):
                yield b"".join(waiting)
                waiting = []
    if waiting:
        yield b"".join(waiting)


def _now(
    paths: Sequence[str], content_of: Callable[[str], Content | None]
) -> Iterator[tuple[str, Content | None]]:
    """Yield paths with what is at them; a new list has all paths of the site."""
    return ((path, content_of(path)) for path in paths)


def _ends(line: bytes) -> bool:
    return zlib.crc32(written_path(line)) % LINES_TOGETHER == 0
