"""The command that begins a case."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command_line import run
from tests.site_builder import tree

ANSWERS = "A bridge that flew\nThe bridge flew.\n2026-02\n\n"


@pytest.mark.parametrize("form", ["md", "yaml"])
def test_new_case_passes_the_check_and_stays_a_draft(form: str, archive: Path) -> None:
    result = run(archive, "new", "--format", form, typed=ANSWERS)
    assert result.exit_code == 0
    path = archive / f"content/cases/2026-02-a-bridge-that-flew/case.{form}"
    assert result.stdout.endswith(f"{path}\n")
    checked = run(archive, "check")
    assert (checked.exit_code, checked.stdout) == (0, "")
    run(archive, "build")
    assert not [name for name in tree(archive / "site") if "bridge" in name]


def test_new_case_takes_options_instead_of_answers(archive: Path) -> None:
    options = (
        "--title",
        'He said: "No" # twice',
        "--claim",
        "It's: so",
        "--made",
        "2026",
        "--claimant",
        "cloud-club",
    )
    result = run(archive, "new", *options, "--id", "no-twice")
    assert result.exit_code == 0
    checked = run(archive, "check")
    assert (checked.exit_code, checked.stdout) == (0, "")
    assert "claimant: cloud-club" in (archive / "content/cases/no-twice/case.md").read_text()


def test_new_case_overwrites_nothing(archive: Path) -> None:
    before = tree(archive / "content")
    result = run(archive, "new", "--id", "cloud", typed=ANSWERS)
    assert result.exit_code == 2
    assert "there is a case cloud already" in result.output
    assert tree(archive / "content") == before


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--made", "14.11.2017"), "write it as 2017-11-14"),
        (("--made", "2017", "--claimant", "cloud-clib"), 'did you mean "cloud-club"?'),
        (("--made", "2017", "--title", " "), "write the title in a few words"),
        (("--made", "2017", "--claim", ""), "write the claim in a few words"),
        (("--made", "2017", "--language", "English"), "write a tag such as"),
        (("--made", "2017", "--id", "Not An Id"), "lower-case letters"),
    ],
)
def test_new_case_refuses_what_would_not_pass(options: tuple[str, ...], words: str, archive: Path) -> None:
    before = tree(archive / "content")
    result = run(archive, "new", "--title", "T", "--claim", "C", *options)
    assert result.exit_code == 2
    assert words in result.output
    assert tree(archive / "content") == before


def test_new_case_asks_again_for_what_would_not_pass(archive: Path) -> None:
    """A wrong answer costs one question, not all of them."""
    answers = " \nA bridge that flew\nThe bridge flew.\n14.11.2017\n2026-02\ncloud-clib\ncloud-club\n"
    result = run(archive, "new", typed=answers)
    assert result.exit_code == 0
    assert "write it as 2017-11-14" in result.output
    assert 'did you mean "cloud-club"?' in result.output
    case = (archive / "content/cases/2026-02-a-bridge-that-flew/case.md").read_text()
    assert "claimant: cloud-club" in case


def test_new_case_asks_nothing_where_everything_is_said(archive: Path) -> None:
    """A script answers no questions."""
    result = run(archive, "new", "--title", "T", "--claim", "C", "--made", "2017")
    assert result.exit_code == 0
    assert "?" not in result.output
    assert "Who" not in result.output


def test_new_case_needs_an_archive(tmp_path: Path) -> None:
    result = run(tmp_path, "new", typed=ANSWERS)
    assert result.exit_code == 2
    assert "there is no content/" in result.output
    assert "Headline" not in result.output
    assert list(tmp_path.iterdir()) == []
