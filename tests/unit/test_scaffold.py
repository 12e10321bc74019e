"""New cases: names that make good addresses, words that stay as they were typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from irrefutable.load.archive import load
from irrefutable.pipeline import check
from irrefutable.scaffold import NewCase, ScaffoldError, new_case, slug
from tests.site_builder import SITE, write_files

CASE = NewCase(title="Title", claim="Claim.", made="2026-01-05", language="en")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2017-11-14 An AC-130, over Syria!", "2017-11-14-an-ac-130-over-syria"),
        ("Café Société", "cafe-societe"),
        ("  --  ", ""),
        ("Сирия 2017", "2017"),
        ("a" * 70, ""),
        (f"{'a' * 50} {'b' * 50}", "a" * 50),
    ],
)
def test_slug_is_plain_and_short(words: str, expected: str) -> None:
    assert slug(words) == expected


@pytest.mark.parametrize("form", ["md", "yaml"])
@pytest.mark.parametrize(
    "words",
    [
        '"quoted"',
        "a: b",
        "# no comment",
        "- item",
        "{brace}",
        "it's",
        "back\\slash",
        "no",
        "12:30",
        "شاحنة 🚛",
        "two\nlines",
    ],
)
def test_any_words_make_a_case_that_passes(words: str, form: str, tmp_path: Path) -> None:
    write_files(tmp_path, SITE)
    new_case(tmp_path, NewCase(words, words, "2026~", "en", id="new", format=form))
    checked = check(tmp_path)
    assert checked.diagnostics == ()
    archive = load(tmp_path).archive
    assert archive
    case = archive.cases["new"].case.value
    assert (case.title.root, case.claims[0].text.root) == (" ".join(words.split()),) * 2
    assert case.status == "draft"


def test_what_nobody_can_see_is_not_written(tmp_path: Path) -> None:
    """A paste from elsewhere brings control characters along, and the check would refuse them."""
    write_files(tmp_path, SITE)
    words = "A\x07 b\x7fc\u202e d\u2067 e\udc80"
    path = new_case(tmp_path, NewCase(words, words, "2026", "en", id="new"))
    assert 'title: "A bc d e"' in path.read_text(encoding="utf-8")
    assert check(tmp_path).diagnostics == ()


def test_case_whose_name_holds_no_letter_needs_an_id(tmp_path: Path) -> None:
    write_files(tmp_path, SITE)
    with pytest.raises(ScaffoldError, match="--id"):
        new_case(tmp_path, NewCase("Сирия", "Claim.", "", "en"))


@pytest.mark.parametrize("case_id", ["../outside", "a/b", "A", "a--b", ".hidden", "a b"])
def test_id_that_is_no_address_is_refused(case_id: str, tmp_path: Path) -> None:
    write_files(tmp_path, SITE)
    with pytest.raises(ScaffoldError, match="cannot be an address"):
        new_case(tmp_path, NewCase("Title", "Claim.", "2026", "en", id=case_id))
    assert not (tmp_path / "content/cases").exists()


def test_second_case_of_a_name_is_refused(tmp_path: Path) -> None:
    write_files(tmp_path, SITE)
    path = new_case(tmp_path, CASE)
    path.write_text("changed since")
    with pytest.raises(ScaffoldError, match="there is a case 2026-01-05-title already"):
        new_case(tmp_path, CASE)
    assert path.read_text() == "changed since"


def test_headline_without_latin_letters_needs_an_id(tmp_path: Path) -> None:
    """Its date alone would become the permanent address, and the next such case would be refused."""
    write_files(tmp_path, SITE)
    with pytest.raises(ScaffoldError, match="--id"):
        new_case(tmp_path, NewCase("Мост обрушился", "Мост обрушился.", "2024-05", "ru"))
