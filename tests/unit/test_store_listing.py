"""Files are found among the lines of a manifest, and only the lines of those that changed are others."""

from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st

from irrefutable.store.listing import Content, Listing, Planned, lines_of

PATHS = st.text(string.ascii_letters + "/.-_\"é漢'", min_size=1, max_size=8)
CONTENTS = st.builds(Content, st.text("0123456789abcdef", min_size=64, max_size=64), st.integers(0, 2**40))
FILES = st.dictionaries(PATHS, CONTENTS, max_size=30)
CHANGES = st.lists(st.tuples(PATHS, CONTENTS | st.none()), max_size=10)


@given(FILES, PATHS)
def test_a_file_is_found_or_is_not_there(files: dict[str, Content], path: str) -> None:
    listing = Listing(bytes(lines_of(files)))
    assert dict(listing) == files
    assert len(listing) == len(files)
    assert list(listing) == sorted(files)
    assert listing.get(path) == files.get(path)
    assert (path in listing) == (path in files)


@given(FILES, CHANGES)
def test_a_plan_is_what_was_there_with_what_changed(
    files: dict[str, Content], changes: list[tuple[str, Content | None]]
) -> None:
    expected = dict(files)
    plan = Planned(Listing(bytes(lines_of(files))))
    for path, content in changes:
        if content is None:
            expected.pop(path, None)
            plan.drop(path)
        else:
            expected[path] = content
            plan.put(path, content)
    assert dict(plan) == expected
    assert len(plan) == len(expected)
    assert plan.added == expected.keys() - files.keys()
    assert plan.gone == files.keys() - expected.keys()
    assert all((path in plan) == (path in expected) for path in {*files, *expected})
    assert plan.lines() == lines_of(expected)
