"""The golden site is published as it was reviewed: file by file, word by word."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

from tests.golden.archive import RENEW, expected, published

FILES_SHOWN = 5
LINES_SHOWN = 40


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    """Yield a diff for each file that is not the same."""
    for path in sorted({*before, *after}):
        if before.get(path) != after.get(path):
            old, new = (files.get(path, "").splitlines() for files in (before, after))
            lines = list(difflib.unified_diff(old, new, f"expected/{path}", path, lineterm="", n=1))
            rest = [f"… {len(lines) - LINES_SHOWN} more lines"] if len(lines) > LINES_SHOWN else []
            yield "\n".join((*lines[:LINES_SHOWN], *rest))


def test_golden_site_is_published_as_it_was_reviewed() -> None:
    """A change to a page is a decision: this is where it is seen."""
    found = list(differences(expected(), published()))
    shown = "\n\n".join(found[:FILES_SHOWN])
    assert not found, (
        f"{len(found)} files differ:\n\n{shown}\n\n"
        f"If that is right: {RENEW}, then review git diff tests/golden"
    )


def test_a_difference_is_seen_and_shown() -> None:
    changes = list(
        differences({"a": "one\ntwo\n", "b": "same"}, {"a": "one\nthree\n", "b": "same", "c": "new"})
    )
    assert changes == [
        "--- expected/a\n+++ a\n@@ -1,2 +1,2 @@\n one\n-two\n+three",
        "--- expected/c\n+++ c\n@@ -0,0 +1 @@\n+new",
    ]
