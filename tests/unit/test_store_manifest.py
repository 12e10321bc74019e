"""The manifest owns what it names, and nothing where it is damaged."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from irrefutable.store.errors import PlanError
from irrefutable.store.listing import Content, Listing, Planned, line
from irrefutable.store.manifest import Manifest, read_manifest
from irrefutable.store.paths import check_beside, check_path, check_together

SHA256 = hashlib.sha256(b"").hexdigest()
MANIFEST = Manifest(
    {"кейс/index.html": Content(SHA256, 3), "a.css": Content(SHA256, 0), "a/b": Content(SHA256, 7)}
)


def encoded(manifest: Manifest) -> bytes:
    """The bytes of a manifest without parts."""
    ((path, content),) = manifest.written()
    assert path == "manifest.json"
    assert content
    return content


def test_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_bytes(encoded(MANIFEST))
    assert read_manifest(tmp_path) == MANIFEST


def test_manifest_lists_every_file_with_its_digest_for_anyone() -> None:
    published = json.loads(encoded(MANIFEST))
    assert published["files"] == [
        {"path": "a.css", "sha256": SHA256, "size": 0},
        {"path": "a/b", "sha256": SHA256, "size": 7},
        {"path": "кейс/index.html", "sha256": SHA256, "size": 3},
    ]


def test_equal_manifests_have_equal_bytes_in_any_order() -> None:
    assert encoded(Manifest(dict(reversed(list(MANIFEST.files.items()))))) == encoded(MANIFEST)


def test_no_manifest_is_an_empty_one_without_damage(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) == Manifest({}, damage="", is_ours=True)


@pytest.mark.parametrize("count", [0, 1, 2000])
@pytest.mark.parametrize("path", ["0/first", "p/01000.html", "p/zzz"])
@pytest.mark.parametrize("content", [Content(SHA256, 9), None])
def test_manifest_that_is_sure_to_be_whole_is_changed_where_it_lies(
    tmp_path: Path, count: int, path: str, content: Content | None
) -> None:
    """Two thousand lines are more than one piece; the last of them has no comma."""
    files = {f"p/{number:05}.html": Content(SHA256, number) for number in range(count)}
    (tmp_path / "manifest.json").write_bytes(encoded(Manifest(files)))
    owned = read_manifest(tmp_path, untouched={"manifest.json"})
    assert owned == Manifest(files)
    planned = Planned(owned.files)
    if content:
        planned.put(path, content)
        files[path] = content
    else:
        planned.drop(path)
        files.pop(path, None)
    assert encoded(Manifest(planned)) == encoded(Manifest(files))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"version":1', b'"version":2'),
        (b'"size":7', b'"size":-7'),
        (b'"size":7', b'"size":true'),
        (b'"size":7', b'"size":"7"'),
        (SHA256[:8].encode(), b"zzzzzzzz"),
        (b'"a/b"', b'"a/../b"'),
        (b'"a/b"', b'"/a/b"'),
        (b'"a/b"', b'"a.css"'),
        (b'"a/b"', b"17"),
        (b'"a/b"', b'"\\ud800"'),
        (b'"files"', b'"filez"'),
        (b"]}\n", b""),
        (b'"a/b"', b'"a/\xff"'),
    ],
)
def test_damaged_manifest_owns_nothing_and_says_so(tmp_path: Path, old: bytes, new: bytes) -> None:
    content = encoded(MANIFEST)
    assert old in content
    (tmp_path / "manifest.json").write_bytes(content.replace(old, new))
    manifest = read_manifest(tmp_path)
    assert manifest.files == {}
    assert "manifest.json is damaged" in manifest.damage
    assert manifest.is_ours


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"name":"an app"}', b"[" * 100_000])
def test_manifest_of_another_program_is_not_ours(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "manifest.json").write_bytes(content)
    manifest = read_manifest(tmp_path)
    assert (manifest.files, manifest.is_ours) == ({}, False)
    assert manifest.damage


def test_linked_manifest_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(encoded(MANIFEST))
    (tmp_path / "manifest.json").symlink_to("elsewhere")
    assert not read_manifest(tmp_path).is_ours


@pytest.mark.parametrize(
    "path",
    ["a", "a/b.html", ".well-known/x", "..a/b", "cases/Абу-Кемаль/index.html", "A B.txt", "a" * 255],
)
def test_ordinary_path_is_accepted(path: str) -> None:
    check_path(path)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/etc/passwd",
        "a/",
        "a//b",
        "./a",
        "a/..",
        "../a",
        "a/../b",
        "a\\b",
        "C:\\a",
        "a\0b",
        "a\nb",
        "a\x7f",
        "\udc80",
        "a" * 256,
        "я" * 128,
        "manifest.json",
        "Manifest.JSON",
        ".irrefutable",
        ".irrefutable/journal.json",
        ".Irrefutable/x",
    ],
)
def test_path_that_is_not_safe_everywhere_is_refused(path: str) -> None:
    with pytest.raises(PlanError, match="cannot be published"):
        check_path(path)


@pytest.mark.parametrize(
    "paths",
    [
        ("a", "A"),
        ("x/Straße", "x/STRASSE"),
        ("\u00e9", "e\u0301"),
        ("a", "a/b"),
        ("a/b/c", "A"),
        ("a/b", "a/b/c/d"),
        ("manifest.json/a",),
    ],
)
def test_paths_that_are_one_file_on_some_hosts_are_refused(paths: tuple[str, ...]) -> None:
    for order in (paths, paths[::-1]):
        with pytest.raises(PlanError, match="rename one"):
            check_together(order)


def test_different_paths_stand_together() -> None:
    check_together(["a", "b/a", "b/c", "a.html", "B2/x", "b2/y"])


NAMES = st.sampled_from(["a", "b", "A", "é", "e\u0301", "data", "manifest.json", "c.html"])
TREES = st.sets(st.lists(NAMES, min_size=1, max_size=3).map("/".join), max_size=6)


def can_stand(refuses: Callable[[], None]) -> bool:
    try:
        refuses()
    except PlanError:
        return False
    return True


@given(TREES, TREES, TREES)
@example({"A", "é/b"}, {"A", "é/b"}, {"a", "e\u0301/b"})
@example({"A", "é/b"}, set(), {"a/b"})
def test_what_is_added_is_refused_beside_what_was_there(old: set[str], gone: set[str], new: set[str]) -> None:
    assume(can_stand(partial(check_together, old)))
    content = Content(SHA256, 1)
    planned = Planned(Listing(b"".join(line(path, content) for path in sorted(old))))
    for path in old & gone:
        planned.drop(path)
    for path in new - planned.keys():
        planned.put(path, content)
    everything = can_stand(partial(check_together, list(planned)))
    assert can_stand(partial(check_beside, planned.added, planned)) == everything
