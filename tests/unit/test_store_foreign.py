"""What is not ours is the same, whether all files are looked at or only those that changed."""

from __future__ import annotations

from collections.abc import Collection

from hypothesis import given
from hypothesis import strategies as st

from irrefutable.store.foreign import foreign_files, foreign_since
from irrefutable.store.listing import Content, Listing, Planned, line
from irrefutable.store.paths import folders_above

CONTENT = Content("0" * 64, 1)
NAMES = st.sampled_from(["a", "b", "data", "manifest"])
PATHS = st.builds(
    lambda folders, name: "/".join((*folders, name)),
    st.lists(NAMES, max_size=3),
    st.sampled_from(["f.html", "g.html", f"{'0' * 64}.json"]),
)
TREES = st.sets(PATHS, max_size=8)
PART = f"data/manifest/{'0' * 64}.json"


def signs_of(paths: Collection[str]) -> set[str]:
    return {*paths, *(f"{folder}/" for path in paths for folder in folders_above(path))}


def planned(before: set[str], after: set[str]) -> Planned:
    lines = b"".join(line(path, CONTENT) for path in sorted(before))
    plan = Planned(Listing(lines))
    for path in before - after:
        plan.drop(path)
    for path in after - before:
        plan.put(path, CONTENT)
    return plan


def changed_between(before: set[str], after: set[str]) -> set[str]:
    """Return the files that are new or gone, and the folders in which something is."""
    files = before ^ after
    return {*files, *(f"{path.rstrip('/').rpartition('/')[0]}/" for path in files)} - {"/"}


@given(TREES, TREES, TREES, TREES)
def test_what_changed_tells_what_is_foreign(
    old: set[str], new: set[str], others: set[str], other_others: set[str]
) -> None:
    mine = old - {PART}, new - {PART}
    theirs = others - old, other_others - new
    before, after = signs_of(mine[0] | theirs[0]), signs_of(mine[1] | theirs[1])
    # A file that is another one's now is not what it was.
    changed = changed_between(before, after) | (mine[0] ^ mine[1])
    found = foreign_since(foreign_files(before, mine[0]), changed, after, planned(*mine))
    assert found is None or found == foreign_files(after, mine[1])


def test_edit_beside_files_of_others_looks_at_what_changed() -> None:
    mine = {"index.html", "cases/a/index.html", "cases/b/index.html"}, {"index.html", "cases/a/index.html"}
    theirs = {"CNAME", "cases/b/notes.txt", "shelf/x/y"}
    before, after = signs_of(mine[0] | theirs), signs_of(mine[1] | theirs)
    named = foreign_files(before, mine[0])
    assert named == ("CNAME", "cases/b/notes.txt", "shelf/")
    found = foreign_since(named, changed_between(before, after), after, planned(*mine))
    assert found == ("CNAME", "cases/b/", "shelf/")
