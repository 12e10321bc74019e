"""Addresses that readers were given lead somewhere, in whichever clone the site is built."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from irrefutable.load.published import PUBLISHED_FILE
from irrefutable.results import Build
from tests.command_line import run
from tests.site_builder import CASE, Files, build, edited, png, site, tree, write_files

EDITION = "---\nlanguage: ar\ntitle: سحابة\nsummary: { claimed: لها زوايا., found: رسمها أحد. }\n---\n"
MEDIA = "".join(
    f"  - {{ id: {name}, file: {name}.png, kind: image, alt: One, licence: CC0-1.0 }}\n"
    for name in ("one", "two")
)
COMPARED = edited(
    CASE,
    (
        "sources:",
        f"media:\n{MEDIA}comparisons: [{{ id: sky, title: The sky, claimed: one, original: two }}]\nsources:",
    ),
)
FILES: Files = {
    **site(cloud=COMPARED, bell=CASE),
    "content/cases/cloud/case.ar.md": EDITION,
    "content/cases/cloud/one.png": png(),
    "content/cases/cloud/two.png": png(),
}
KEPT = ["/ar/cases/cloud/", "/cases/bell/", "/cases/cloud/", "/cases/cloud/embed/sky/"]
CLOUD = "content/cases/cloud/case.md"
RETRACTED = "status: retracted\ncorrections: [{ date: 2026-02-01, kind: retraction, text: Wrong. }]"


def told(result: Build) -> list[tuple[str, str]]:
    """Return severity and message of what is said about addresses."""
    return [(item.severity.value, item.message) for item in result.diagnostics if "address" in item.code]


def with_kept(files: Files, *addresses: str) -> Files:
    return {**files, PUBLISHED_FILE: "".join(f"{address}\n" for address in addresses)}


def test_command_keeps_what_the_site_has(tmp_path: Path) -> None:
    """It adds to the file, takes nothing out of it, and says what it added; the second time nothing."""
    write_files(tmp_path, with_kept(FILES, "/cases/bell/"))
    assert build(tmp_path).published
    missing = run(tmp_path, "addresses", "--check")
    assert missing.exit_code == 1
    assert missing.stdout.split() == [address for address in KEPT if address != "/cases/bell/"]
    assert (tmp_path / PUBLISHED_FILE).read_text() == "/cases/bell/\n"
    assert run(tmp_path, "addresses").exit_code == 0
    lines = (tmp_path / PUBLISHED_FILE).read_text().splitlines()
    assert [line for line in lines if not line.startswith("#")] == KEPT
    again = run(tmp_path, "addresses", "--check")
    assert (again.exit_code, again.stdout) == (0, "")
    assert build(tmp_path).published


def test_command_without_a_site_says_what_to_do(tmp_path: Path) -> None:
    write_files(tmp_path, FILES)
    ended = run(tmp_path, "addresses")
    assert ended.exit_code == 3
    assert "irrefutable build" in ended.stderr
    assert not (tmp_path / PUBLISHED_FILE).exists()


@pytest.mark.parametrize("is_clone", [False, True])
def test_address_that_leads_nowhere_ends_the_build(tmp_path: Path, *, is_clone: bool) -> None:
    """Also where no earlier build of this clone had a page there."""
    root = write_files(tmp_path / "a", with_kept(FILES, *KEPT))
    assert told(build(root)) == []
    before = tree(root / "site")
    if is_clone:
        root, before = tmp_path / "b", {}
        write_files(root, with_kept(FILES, *KEPT))
    (root / "content/cases/bell").rename(root / "content/cases/ring")
    result = build(root)
    assert told(result) == [("error", 'nothing stands at "/cases/bell/" any more')]
    assert result.published is None
    assert tree(root / "site") == before
    (lost,) = (item for item in result.diagnostics if item.is_error)
    assert "former_slugs: [bell]" in lost.hint
    assert "delete its line in content/published.lock" in lost.hint
    moved = edited(CASE, ("topics:", "former_slugs: [bell]\ntopics:"))
    assert build(write_files(root, {"content/cases/ring/case.md": moved})).published


@pytest.mark.parametrize(
    ("files", "said"),
    [
        pytest.param({CLOUD: edited(COMPARED, ("status: published", RETRACTED))}, [], id="a tombstone"),
        pytest.param(
            {CLOUD: edited(COMPARED, ("status: published", "status: draft"))},
            [("error", "the case was published and no longer is: draft")],
            id="a draft again",
        ),
        pytest.param(
            {CLOUD: edited(COMPARED, ("comparisons: [{ id: sky", "comparisons: [{ id: other"))},
            [("error", 'frames on other sites that show the comparison "sky" are empty from now on')],
            id="a comparison",
        ),
        pytest.param(
            {"content/cases/cloud/case.ar.md": None},
            [("error", 'nothing stands at "/ar/cases/cloud/" any more, nor in frames that show it')],
            id="an edition",
        ),
        pytest.param(
            {"content/cases/cloud/case.ar.md": None, PUBLISHED_FILE: "/cases/cloud/\n"},
            [("warning", 'nothing stands at "/ar/cases/cloud/" any more, nor in frames that show it')],
            id="an edition that nobody promised",
        ),
        pytest.param(
            {PUBLISHED_FILE: "/cases/never/\n"},
            [("error", 'nothing stands at "/cases/never/" any more')],
            id="a line by hand",
        ),
    ],
)
def test_what_counts_as_somewhere(
    files: dict[str, str | None], said: list[tuple[str, str]], tmp_path: Path
) -> None:
    write_files(tmp_path, with_kept(FILES, *KEPT))
    assert told(build(tmp_path)) == []
    for path, text in files.items():
        if text is None:
            (tmp_path / path).unlink()
        else:
            write_files(tmp_path, {path: text})
    assert told(build(tmp_path)) == said
    shutil.rmtree(tmp_path / ".cache")
    shutil.rmtree(tmp_path / "site")
    assert told(build(tmp_path)) == [item for item in said if item[0] == "error"]


def test_an_edit_does_not_read_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what takes a page away, or another file of addresses, is a reason to look."""
    write_files(tmp_path, with_kept(FILES, *KEPT))
    assert build(tmp_path, patience_seconds=2).published
    monkeypatch.setattr("irrefutable.work.given_addresses.read_published", None)
    write_files(tmp_path, {CLOUD: edited(COMPARED, ("was *clear*", "was dark"))})
    assert build(tmp_path).rendered
