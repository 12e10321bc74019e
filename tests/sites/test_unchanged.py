"""A build without changes does nothing, and no edit passes for none, however it hides."""

from __future__ import annotations

import datetime as dt
import errno
import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from irrefutable import pipeline
from irrefutable.core.installed import UntoldError
from irrefutable.model.archive import CaseFiles
from irrefutable.pipeline import build as build_pages
from irrefutable.results import PATIENCE_SECONDS, Build, Settings
from irrefutable.store.errors import DamagedManifestError
from irrefutable.unchanged import first_sight
from irrefutable.work import builder, former, knowledge, reading
from tests.publications import have_parts
from tests.site_builder import CASE, NOW, SITE, edited, site, tree, write_files
from tests.site_builder import build as build_site

PAGE = "content/pages/methodology.md"
FILES: dict[str, str | bytes] = {**SITE, PAGE: "---\ntitle: Method\n---\n\nThe weather is seen.\n"}


def build(root: Path, *, now: dt.datetime = NOW) -> Build:
    """Build as the command does."""
    return build_site(root, now=now, patience_seconds=PATIENCE_SECONDS)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site that was built."""
    root = write_files(tmp_path / "archive", FILES)
    assert build(root).published
    return root


def nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_root: Path) -> None:
        raise AssertionError("the content was read again")

    monkeypatch.setattr(builder.Builder, "_read", refuse)


def test_nothing_is_read_again_where_nothing_changed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = tree(root / "site")
    nothing_is_read(monkeypatch)
    again = build(root)
    assert again.published
    assert (again.published.written, again.published.removed) == ((), ())
    assert again.published.kept == len(whole) - 1  # the manifest does not count itself
    assert tree(root / "site") == whole


def test_warnings_and_strangers_are_told_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_files(tmp_path, {**FILES, "templates/unused.html": "x", "site/mine.txt": "x"})
    first = build(root)
    assert first.diagnostics
    assert first.published
    nothing_is_read(monkeypatch)
    again = build(root)
    assert again.published
    assert again.diagnostics == first.diagnostics
    assert again.published.foreign == first.published.foreign == ("mine.txt",)


def in_place(file: Path, content: bytes) -> None:
    """The file keeps its size and its time of modification."""
    before = file.stat()
    file.write_bytes(content)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def renamed(file: Path, content: bytes) -> None:
    """Another file of the same size and time takes the name."""
    other = file.with_suffix(".new")
    other.write_bytes(content)
    shutil.copystat(file, other)
    other.replace(file)


def set_back(file: Path, content: bytes) -> None:
    """The file is saved with a clock that is a year late."""
    file.write_bytes(content)
    year_ago = time.time() - 365 * 86400
    os.utime(file, (year_ago, year_ago))


EDITS = pytest.mark.parametrize("edit", [in_place, renamed, set_back])


@EDITS
def test_every_edit_of_the_content_is_seen(root: Path, edit: Callable[[Path, bytes], None]) -> None:
    before = tree(root / "site")
    file = root / PAGE
    edit(file, file.read_bytes().replace(b"weather", b"whether"))
    assert build(root).published
    after = tree(root / "site")
    assert b"whether" in after["methodology/index.html"]
    assert before.keys() == after.keys()


@EDITS
def test_every_edit_of_the_site_is_mended(root: Path, edit: Callable[[Path, bytes], None]) -> None:
    whole = tree(root / "site")
    file = root / "site" / "methodology" / "index.html"
    edit(file, file.read_bytes().replace(b"weather", b"whether"))
    assert tree(root / "site") != whole
    build(root)
    assert tree(root / "site") == whole


@EDITS
@pytest.mark.parametrize("is_edited", [False, True])
def test_every_edit_of_a_part_of_the_manifest_is_seen(
    tmp_path: Path, edit: Callable[[Path, bytes], None], is_edited: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is mended; where the plan is another one, too, nothing tells which files are ours."""
    have_parts(monkeypatch)
    root = write_files(tmp_path / "archive", FILES)
    build(root)
    whole = tree(root / "site")
    part = min((root / "site" / "data" / "manifest").iterdir())
    edit(part, part.read_bytes().replace(b"e", b"f", 1))
    if is_edited:
        write_files(root, {PAGE: "---\ntitle: Method\n---\n\nThe whether is seen.\n"})
        with pytest.raises(DamagedManifestError, match=part.name):
            build(root)
        return
    assert build(root).published
    assert tree(root / "site") == whole


@pytest.mark.parametrize("path", ["content/topics/new.yaml", "templates/404.html", "assets/css/own.css"])
def test_every_new_file_is_seen(root: Path, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(root, {path: "new"})
    nothing_is_read(monkeypatch)
    with pytest.raises(AssertionError, match="read again"):
        build(root)


def test_an_edit_in_the_instant_of_the_build_is_seen(tmp_path: Path) -> None:
    root = write_files(tmp_path, FILES)
    build_site(root)
    last = b"weather"
    for word in (b"weathor", b"weathir", b"weathur"):
        file = root / PAGE
        file.write_bytes(file.read_bytes().replace(last, word))
        last = word
        build(root)
        assert word in (root / "site" / "methodology" / "index.html").read_bytes()


def test_the_clock_decides_on_embargoes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = CASE.replace("status: published", "status: published\npublish_after: 2026-05-01")
    root = write_files(tmp_path, {**FILES, "content/cases/cloud/case.md": case})
    build(root)
    page = root / "site" / "cases" / "cloud" / "index.html"
    assert not page.exists()
    build(root, now=dt.datetime(2026, 5, 2, tzinfo=dt.UTC))
    assert page.exists()
    build(root, now=NOW)
    assert not page.exists()
    nothing_is_read(monkeypatch)
    build(root, now=NOW + dt.timedelta(days=1))


def test_a_damaged_seal_is_no_seal(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (ledger,) = (root / ".cache").glob("ledger-*.sqlite")
    with closing(sqlite3.connect(ledger)) as connection, connection:
        connection.execute("UPDATE entry SET value = value || 'x' WHERE kind = 'seal'")
    nothing_is_read(monkeypatch)
    with pytest.raises(AssertionError, match="read again"):
        build(root)


def test_what_a_link_leads_to_is_not_taken_on_trust(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "methodology.md"
    (root / PAGE).rename(elsewhere)
    (root / PAGE).symlink_to(elsewhere)
    build(root)
    nothing_is_read(monkeypatch)
    with pytest.raises(AssertionError, match="read again"):
        build(root)


def test_empty_stage_of_a_killed_build_is_cleared(root: Path) -> None:
    """No file tells of it, but it would stand in what is published."""
    (root / "site" / ".irrefutable" / "stage").mkdir(parents=True)
    assert build(root).published
    assert not (root / "site" / ".irrefutable").exists()


def test_seal_that_finds_no_room_does_not_fail_the_build(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_text = Path.write_text

    def full(self: Path, *arguments: Any, **options: Any) -> int:
        if self.name.startswith("seal-"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write_text(self, *arguments, **options)

    (root / PAGE).write_text("---\ntitle: Method\n---\n\nThe weather is *seen*.\n", encoding="utf-8")
    monkeypatch.setattr(Path, "write_text", full)
    assert build(root).published


def test_what_was_seen_before_another_build_ended_is_looked_at_anew(root: Path) -> None:
    """Between the look and the build, another one may have published an edit and kept its ledger."""
    settings = Settings(root, root / "site", NOW, workers=1, patience_seconds=PATIENCE_SECONDS)
    page = root / PAGE
    before = page.read_text(encoding="utf-8")
    page.write_text(before.replace("weather", "sea"), encoding="utf-8")
    seen = first_sight(settings)
    assert build(root).rendered != ()
    page.write_text(before, encoding="utf-8")
    assert build_pages(settings, seen=seen).rendered != ()
    assert b"weather" in (root / "site/methodology/index.html").read_bytes()
    assert build(root).rendered == ()


def test_what_was_seen_need_not_be_looked_at_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(root, root / "site", NOW, workers=1, patience_seconds=PATIENCE_SECONDS)
    page = root / PAGE
    page.write_text(page.read_text(encoding="utf-8").replace("weather", "sea"), encoding="utf-8")
    seen = first_sight(settings)
    monkeypatch.setattr(pipeline, "sight", None)
    assert build_pages(settings, seen=seen).rendered == ("methodology/index.html",)
    monkeypatch.undo()
    assert build(root).rendered == ()


def test_newer_code_reads_nothing_that_an_older_one_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it writes may have another form, though it tells the same."""
    rain = "timeline: [{ id: rain, date: 2026-01-04, text: Rain., kind: background, sources: [diary] }]"
    write_files(tmp_path, site(a=edited(CASE, ("sources:", f"{rain}\nsources:")), b=CASE))
    assert build(tmp_path).published
    written, read = knowledge.packed_case, knowledge.unpacked_case

    def packed_case(files: CaseFiles) -> bytes:
        return b"newer" + written(files)

    def unpacked_case(content: bytes, root: Path, paths: Mapping[str, str]) -> CaseFiles:
        assert content.startswith(b"newer")
        return read(content.removeprefix(b"newer"), root, paths)

    for module in (knowledge, reading):
        monkeypatch.setattr(module, "packed_case", packed_case)
        monkeypatch.setattr(module, "unpacked_case", unpacked_case)
    monkeypatch.setattr(former.Former, "_engine", lambda _self: "newer")
    # Something must be new, or nothing would be looked into at all.
    write_files(tmp_path, {"content/cases/b/case.md": edited(CASE, ("*clear*", "*grey*"))})
    assert "topics/weather/timeline/index.html" in build(tmp_path).rendered


def installed(packages: Path, name: str, number: str = "1.0") -> None:
    """Install something as installers do."""
    said = packages / f"{name}-{number}.dist-info"
    said.mkdir(parents=True)
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {number}\n"
    (said / "METADATA").write_text(metadata, encoding="utf-8")
    (said / "RECORD").write_text(f"{name}.py,sha256=1,1\n", encoding="utf-8")


def test_what_decides_nothing_may_be_installed_beside_us(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One build looks closer and takes note of it, and the next one looks at no more than ever."""
    packages = tmp_path / "more-packages"
    installed(packages, "notebook")
    monkeypatch.setattr(sys, "path", [str(packages), *sys.path])
    again = build(root)
    assert again.published
    assert (again.rendered, again.published.written) == ((), ())
    nothing_is_read(monkeypatch)
    assert build(root).rendered == ()


def test_library_with_other_files_makes_everything_again(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its version is the old one."""
    packages = tmp_path / "more-packages"
    installed(packages, "markupsafe", version("markupsafe"))
    monkeypatch.setattr(sys, "path", [str(packages), *sys.path])
    again = build(root)
    assert len(again.rendered) == again.pages > 1
    assert build(root).rendered == ()


def test_libraries_that_cannot_be_told_count_as_others(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where something was installed, and nobody knows what."""

    def refused(_name: str) -> tuple[str, ...]:
        raise UntoldError

    monkeypatch.setattr(sys, "path", [str(root / "new-packages"), *sys.path])
    (root / "new-packages").mkdir()
    monkeypatch.setattr("irrefutable.core.installed.libraries_of", refused)
    again = build(root)
    assert len(again.rendered) == again.pages > 1
    assert build(root).rendered == ()
