"""The archive is what lies in `content/`, in the order of its names."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from irrefutable.core.diagnostics import in_order
from irrefutable.core.digest import digest_bytes
from irrefutable.load.archive import Loaded, load

CASE = "title: T\nsummary: {claimed: C, found: F}\nlanguage: en\nstatus: draft\n"
EDITION = "---\ntitle: Т\nsummary: {claimed: У, found: Н}\n---\n\nТекст.\n"
FILES = {
    "site.yaml": "title: T\ntagline: T\nbase_url: https://example.org\nlanguages: [en, ru]\n"
    "publisher: {name: P}\nlicence: CC-BY-4.0\nrating_scheme: plain\n",
    "ratings.yaml": "schemes:\n  - {id: plain, title: P, ratings: "
    "[{key: fake, label: Fake, explanation: E, tone: misleading}]}\n",
    "entities/b.yaml": "name: B\nkind: person\n",
    "entities/a.yaml": "name: A\nkind: person\n",
    "cases/two/case.yaml": CASE,
    "cases/one/case.md": f"---\n{CASE}---\n\nReport.\n",
    "cases/one/case.ru.md": EDITION,
    "cases/one/frame.PNG": "picture",
    "pages/about.md": "---\ntitle: About\n---\nWords.\n",
    "pages/about.ru.md": "---\ntitle: О нас\n---\n",
}


def site(root: Path, **changes: str | None) -> Loaded:
    """Load an archive of small files; `None` leaves one out."""
    for name, text in {**FILES, **changes}.items():
        if text is not None:
            path = root / "content" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return load(root)


def test_everything_is_found_and_ordered(tmp_path: Path) -> None:
    """Ids come from names; the order of the file system leaves no trace."""
    loaded = site(tmp_path)
    archive = loaded.archive
    assert loaded.diagnostics == ()
    assert archive is not None
    assert list(archive.entities) == ["a", "b"]
    assert list(archive.cases) == ["one", "two"]
    assert list(archive.pages) == [("about", "en"), ("about", "ru")]
    one = archive.cases["one"]
    assert one.case.value.id == "one"
    assert one.case.value.report is not None
    assert one.case.value.report.root == "Report.\n"
    assert list(one.editions) == ["ru"]
    assert one.editions["ru"].value.language == "ru"
    assert archive.topics.value.topics == ()
    assert archive.unreadable == frozenset()


def test_picture_carries_its_digests(tmp_path: Path) -> None:
    """Size in pixels is for the stage that opens pictures."""
    archive = site(tmp_path).archive
    assert archive is not None
    picture = archive.cases["one"].files["frame.PNG"]
    assert picture.path == "content/cases/one/frame.PNG"
    assert picture.digest == digest_bytes(b"picture")
    assert picture.sha256 == hashlib.sha256(b"picture").hexdigest()
    assert (picture.size_bytes, picture.width_px, picture.height_px) == (7, 0, 0)


def test_broken_files_are_left_out_and_remembered(tmp_path: Path) -> None:
    """One bad file hides no other, and a reference to it is not a second mistake."""
    loaded = site(
        tmp_path,
        **{
            "cases/two/case.yaml": "tilte: T\n",
            "entities/b.yaml": "name: B: C\nkind: person\n",
            "entities/C_C.yaml": "name: C\nkind: person\n",
            "topics.yaml": "topics: one\n",
            "cases/three/frame.png": "x",
        },
    )
    archive = loaded.archive
    assert archive is not None
    assert list(archive.cases) == ["one"]
    assert list(archive.entities) == ["a"]
    assert archive.unreadable == {
        ("case", "two"),
        ("case", "three"),
        ("entity", "b"),
        ("entity", "C_C"),
        ("topic", "*"),
    }
    assert loaded.diagnostics == in_order(loaded.diagnostics)
    assert {d.span.path for d in loaded.diagnostics} == {
        "content/cases/three",
        "content/cases/two/case.yaml",
        "content/entities/C_C.yaml",
        "content/entities/b.yaml",
        "content/topics.yaml",
    }


@pytest.mark.parametrize("name", ["site.yaml", "ratings.yaml"])
@pytest.mark.parametrize("text", [None, "title: [\n", ""])
def test_without_site_or_ratings_there_is_no_archive(tmp_path: Path, name: str, text: str | None) -> None:
    """The problems of the other files are told all the same."""
    loaded = site(tmp_path, **{name: text, "entities/b.yaml": "kind: person\n"})
    assert loaded.archive is None
    paths = [diagnostic.span.path for diagnostic in loaded.diagnostics]
    assert f"content/{name}" in paths
    assert "content/entities/b.yaml" in paths


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("case.yml", "case.yaml"),
        ("Case.yaml", "case.yaml"),
        ("CASE.MD", "case.md"),
        ("case.md.txt", "case.md"),
    ],
)
def test_case_file_with_almost_the_right_name_is_to_be_renamed(tmp_path: Path, name: str, right: str) -> None:
    """The first cure must not be to remove what an editor wrote."""
    loaded = site(tmp_path, **{"cases/two/case.yaml": None, f"cases/two/{name}": CASE})
    assert [(found.code, found.hint) for found in loaded.diagnostics] == [
        ("missing-case-file", f"rename the file to {right}")
    ]


def test_edition_with_almost_the_right_name_is_to_be_renamed(tmp_path: Path) -> None:
    loaded = site(tmp_path, **{"cases/one/case.ru.md": None, "cases/one/Case.ru.YML": EDITION})
    assert [(found.code, found.hint) for found in loaded.diagnostics] == [
        ("unknown-file", 'did you mean "case.ru.yaml"?')
    ]


def test_entity_given_by_its_name_is_known_by_it(tmp_path: Path) -> None:
    """Editors know names; the id is the name of a file."""
    case = f"{CASE}authors: [bRAVO Tango, Nobody]\n"
    entity = "name: {en: Bravo Tango, ru: Б}\nkind: person\n"
    loaded = site(tmp_path, **{"cases/two/case.yaml": case, "entities/b.yaml": entity})
    assert [(found.code, found.hint) for found in loaded.diagnostics] == [
        ("bad-id", 'did you mean "b", the id of bRAVO Tango?'),
        ("bad-id", "use lower-case letters a to z, digits and single hyphens"),
    ]


def test_missing_content_is_one_diagnostic(tmp_path: Path) -> None:
    """Run in the wrong folder, the check says just that."""
    loaded = load(tmp_path)
    assert loaded.archive is None
    assert [d.code for d in loaded.diagnostics] == ["missing-content"]


def test_links_inside_content_are_followed(tmp_path: Path) -> None:
    """Two cases may share a picture; nothing outside is reached."""
    site(tmp_path)
    (tmp_path / "secret.png").write_text("secret")
    case = tmp_path / "content/cases/two"
    (case / "shared.png").symlink_to("../one/frame.PNG")
    (case / "stolen.png").symlink_to(tmp_path / "secret.png")
    (case / "loop.png").symlink_to("loop.png")
    (tmp_path / "content/cases/linked").symlink_to(tmp_path)
    loaded = load(tmp_path)
    assert loaded.archive is not None
    assert list(loaded.archive.cases) == ["one", "two"]
    assert list(loaded.archive.cases["two"].files) == ["shared.png"]
    assert [(d.code, d.span.path) for d in loaded.diagnostics] == [
        ("outside-content", "content/cases/linked"),
        ("unreadable-file", "content/cases/two/loop.png"),
        ("outside-content", "content/cases/two/stolen.png"),
    ]


def test_hidden_files_and_readmes_are_nobodys_business(tmp_path: Path) -> None:
    """Editors keep notes and swap files beside their work."""
    loaded = site(tmp_path, **{".gitkeep": "", "cases/README.md": "x", "cases/one/.case.md.swp": "x"})
    assert loaded.diagnostics == ()


def test_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    """Some editors write one; columns do not count it."""
    loaded = site(tmp_path, **{"entities/b.yaml": "\ufeffname: no\nkind: person\n"})
    (found,) = loaded.diagnostics
    assert (found.code, found.span.column) == ("yaml-boolean", 7)


def test_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    """A film that was saved as a case does not stop the check of the others."""
    loaded = site(tmp_path, **{"cases/two/case.yaml": "x" * 5_000_000})
    assert [d.code for d in loaded.diagnostics] == ["unreadable-file"]


def test_place_of_a_byte_that_is_no_text_is_given(tmp_path: Path) -> None:
    """An editor can find the letter."""
    site(tmp_path)
    (tmp_path / "content/entities/b.yaml").write_bytes("kind: person\nname: ё".encode() + b"\xe9\n")
    (found,) = load(tmp_path).diagnostics
    assert (found.code, found.span.line, found.span.column) == ("unreadable-file", 2, 8)
