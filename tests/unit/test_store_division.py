"""A long list of files stands in parts, and what changes few files changes few of them."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irrefutable.store import division
from irrefutable.store.listing import Content, Planned
from irrefutable.store.manifest import Manifest, is_of_manifest, manifest_of, read_manifest
from tests.publications import have_parts, write_manifest

PATHS = st.text("abcdefgé漢\"'/", min_size=1, max_size=4).filter(
    lambda path: not path.startswith("/") and not path.endswith("/") and "//" not in path
)
CONTENTS = st.builds(Content, st.text("0123456789abcdef", min_size=64, max_size=64), st.integers(0, 2**40))
FILES = st.dictionaries(PATHS, CONTENTS, max_size=40)
CHANGES = st.lists(st.tuples(PATHS | st.integers(0, 40), CONTENTS | st.none()), max_size=8)
"""Of files by their paths, or by their places among those that are there."""


class Untouched:
    """Says of each file that nobody has touched it."""

    def __contains__(self, path: object) -> bool:
        return True


@pytest.fixture(autouse=True)
def parts() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        have_parts(patch)
        yield


def written(files: Mapping[str, Content]) -> dict[str, bytes]:
    return {path: content or b"" for path, content in Manifest(files).written()}


def many(number: int) -> dict[str, Content]:
    """As many files, none of which is like another."""
    paths = (f"cases/{at:03}.html" for at in range(number))
    return {path: Content(hashlib.sha256(path.encode()).hexdigest(), len(path)) for path in paths}


def as_it_lies(files: Mapping[str, Content]) -> Manifest:
    """Read a list as a build does that knows it to be its own."""
    found = written(files)
    content = found["manifest.json"]
    if len(found) == 1:
        return manifest_of(content, lambda _: None)
    return manifest_of(content, lambda part: found.get(part.path))


@given(FILES)
def test_parts_hold_every_file_once(files: dict[str, Content]) -> None:
    assert as_it_lies(files) == Manifest(files)
    for path, content in written(files).items():
        if path != "manifest.json":
            assert path == f"data/manifest/{hashlib.sha256(content).hexdigest()}.json"
            assert 0 < len(json.loads(content)["files"]) <= division.MOST_LINES


@given(files=FILES, changes=CHANGES)
def test_a_changed_list_is_divided_as_if_it_had_always_been_so(
    tmp_path_factory: pytest.TempPathFactory,
    files: dict[str, Content],
    changes: list[tuple[str | int, Content | None]],
) -> None:
    folder = tmp_path_factory.mktemp("list")
    write_manifest(folder, files)
    before = read_manifest(folder, untouched=Untouched())
    assert before == Manifest(files)
    plan, expected = Planned(before.files), dict(files)
    for named, content in changes:
        path = named if isinstance(named, str) else next(iter(sorted(files)[named:]), "new")
        if content is None:
            plan.drop(path)
            expected.pop(path, None)
        else:
            plan.put(path, content)
            expected[path] = content
    there = {part.path: (folder / part.path).read_bytes() for part in before.parts}
    found = {
        path: there[path] if content is None else content for path, content in Manifest(plan).written(before)
    }
    assert found == written(expected)


def test_one_edit_changes_one_part(tmp_path: Path) -> None:
    files = many(200)
    write_manifest(tmp_path, files)
    before = read_manifest(tmp_path, untouched=Untouched())
    plan = Planned(before.files)
    plan.put("cases/100.html", Content("0" * 64, 1))
    new = [path for path, content in Manifest(plan).written(before) if content is not None]
    assert len(new) == 2
    assert new[-1] == "manifest.json"
    assert all(map(is_of_manifest, new))


def test_list_is_found_in_parts_by_anyone() -> None:
    files = many(30)
    found = written(files)
    head = json.loads(found["manifest.json"])
    assert (head["format"], head["version"]) == ("irrefutable-manifest", 2)
    entries = []
    for part in head["parts"]:
        content = found[part["path"]]
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (part["sha256"], part["size"])
        inside = json.loads(content)["files"]
        assert inside[0]["path"] == part["first"]
        entries += inside
    assert {entry["path"]: Content(entry["sha256"], entry["size"]) for entry in entries} == files
    assert found.keys() == {"manifest.json", *(part["path"] for part in head["parts"])}


@pytest.mark.parametrize("below", ["", "c", "cases/01", "cases/029.html", "d", "a"])
def test_only_parts_that_are_asked_for_are_read(below: str) -> None:
    files = many(30)
    found = written(files)
    asked: list[str] = []

    def read(path: str) -> bytes:
        asked.append(path)
        return found[path]

    manifest = manifest_of(found["manifest.json"], lambda part: read(part.path), below)
    assert {path for path in manifest.files if path.startswith(below)} == {
        path for path in files if path.startswith(below)
    }
    if below in ("cases/01", "cases/029.html"):
        assert len(asked) < len(manifest.parts)
    if below in ("a", "d"):
        assert len(asked) <= 1


def damaged(head: bytes, part: bytes, name: str) -> Iterator[tuple[str, bytes, bytes | None]]:
    yield "a part is gone", head, None
    yield "a part is another", head, part.replace(b'"size":14', b'"size":15')
    yield "a part is cut", head, part[:-9]
    yield "no part of ours", head.replace(b"data/manifest", b"data/elsewhere"), part
    yield "a part of another name", head.replace(name.encode(), b"0" * 64, 1), part
    yield "parts out of order", head.replace(b'"first":"cases/000', b'"first":"dases/000'), part
    yield "a part that begins elsewhere", head.replace(b'"first":"cases/000', b'"first":"cases/0000'), part
    yield "a part of another size", head.replace(b'"size":', b'"size":1'), part
    yield "no size", head.replace(b'"size":', b'"size":-'), part
    yield "no parts", head.split(b"\n")[0] + b"]}", part
    yield "another version", head.replace(b'"version":2', b'"version":3'), part


def test_damaged_parts_own_nothing_and_say_so(tmp_path: Path) -> None:
    found = written(many(30))
    head = found["manifest.json"]
    first = json.loads(head)["parts"][0]
    for number, (what, new_head, part) in enumerate(damaged(head, found[first["path"]], first["sha256"])):
        folder = tmp_path / f"{number}"
        write_manifest(folder, many(30))
        (folder / "manifest.json").write_bytes(new_head)
        if part is None:
            (folder / first["path"]).unlink()
        else:
            (folder / first["path"]).write_bytes(part)
        manifest = read_manifest(folder)
        assert manifest.files == {}, what
        assert "manifest.json is damaged" in manifest.damage, what
        assert manifest.is_ours, what


def test_pipe_in_the_place_of_a_part_is_not_waited_for(tmp_path: Path) -> None:
    write_manifest(tmp_path, many(30))
    for part in read_manifest(tmp_path).parts:
        (tmp_path / part.path).unlink()
        os.mkfifo(tmp_path / part.path)
    assert "is missing or damaged" in read_manifest(tmp_path).damage
    (tmp_path / "manifest.json").unlink()
    os.mkfifo(tmp_path / "manifest.json")
    assert "is no regular file" in read_manifest(tmp_path).damage


def test_forged_part_with_the_right_digest_is_looked_into(tmp_path: Path) -> None:
    """Whoever wrote another part wrote another list as well."""
    write_manifest(tmp_path, many(30))
    head = (tmp_path / "manifest.json").read_text(encoding="utf-8")
    first = json.loads(head)["parts"][0]
    forged = (tmp_path / first["path"]).read_bytes().replace(b"cases/000.html", b"/etc/hosts.htm")
    sha256 = hashlib.sha256(forged).hexdigest()
    (tmp_path / "data" / "manifest" / f"{sha256}.json").write_bytes(forged)
    changed = head.replace(first["sha256"], sha256).replace("cases/000.html", "/etc/hosts.htm")
    (tmp_path / "manifest.json").write_text(changed, encoding="utf-8")
    manifest = read_manifest(tmp_path)
    assert manifest.files == {}
    assert "cannot be published" in manifest.damage
