"""Files are found among the lines of a manifest, and only the lines of those that changed are others."""

from __future__ import annotations

import string
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from irrefutable.store.listing import Content, Listing, Planned, line
from irrefutable.store.paths import folders_above

PATHS = st.text(string.ascii_letters + "/.-_\"é漢'", min_size=1, max_size=8)
CONTENTS = st.builds(Content, st.text("0123456789abcdef", min_size=64, max_size=64), st.integers(0, 2**40))
FILES = st.dictionaries(PATHS, CONTENTS, max_size=30)
AROUND = st.tuples(st.sampled_from([b"", b"[\n"]), st.booleans())
"""What stands before the lines, and whether the last one has its comma."""
CHANGES = st.lists(st.tuples(PATHS, CONTENTS | st.none()), max_size=10)


def lines_of(files: Mapping[str, Content]) -> bytes:
    return b"".join(line(path, files[path]) for path in sorted(files))


def listing_of(files: Mapping[str, Content], around: tuple[bytes, bool]) -> Listing:
    head, has_comma = around
    lines = lines_of(files)
    if lines and not has_comma:
        lines = lines.removesuffix(b",\n") + b"\n"
    return Listing(head + lines + b"]}\n", len(head), len(head) + len(lines))


@given(FILES, PATHS, AROUND)
def test_a_file_is_found_or_is_not_there(
    files: dict[str, Content], path: str, around: tuple[bytes, bool]
) -> None:
    listing = listing_of(files, around)
    assert dict(listing) == files
    assert len(listing) == len(files)
    assert list(listing) == sorted(files)
    assert listing.get(path) == files.get(path)
    assert (path in listing) == (path in files)


@given(FILES, PATHS, AROUND)
def test_what_begins_with_some_letters_is_found(
    files: dict[str, Content], beginning: str, around: tuple[bytes, bool]
) -> None:
    expected = sorted(path for path in files if path.startswith(beginning))
    assert list(listing_of(files, around).below(beginning)) == expected


@given(FILES, st.sampled_from(["a/", "b/", "a/b/"]), AROUND)
def test_what_is_in_a_folder_is_found(
    files: dict[str, Content], folder: str, around: tuple[bytes, bool]
) -> None:
    inside = {f"{folder}{path}": content for path, content in files.items()}
    found = list(listing_of({**files, **inside}, around).inside(folder))
    names = {
        path.removeprefix(folder).partition("/")[:2]
        for path in {**files, **inside}
        if path.startswith(folder)
    }
    assert sorted(found) == sorted(f"{folder}{name}{slash}" for name, slash in names)


@given(FILES, CHANGES, AROUND)
def test_a_plan_is_what_was_there_with_what_changed(
    files: dict[str, Content], changes: list[tuple[str, Content | None]], around: tuple[bytes, bool]
) -> None:
    expected = dict(files)
    plan = Planned(listing_of(files, around))
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
    for path in expected:
        assert all(plan.has_below(f"{folder}/") for folder in folders_above(path))
    changed = {path for path, _ in changes}
    carried = sorted(path for path in files.keys() & expected.keys() - changed if path.startswith("a"))
    assert [path for path in plan.carried("a") if path not in changed] == carried
    differing = {path for path in {*files, *expected} if files.get(path) != expected.get(path)}
    assert differing <= set(plan.changed)
    lines = listing_of(files, around).lines((path, plan.get(path)) for path in plan.changed)
    assert b"".join(lines) == lines_of(expected)
