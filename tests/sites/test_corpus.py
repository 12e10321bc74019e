"""A made-up archive is whole and sound, and every case in it is the same in an archive of any size."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from irrefutable.cli import main
from irrefutable.corpus import Corpus, case_id, write_corpus
from tests.site_builder import build, tree


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    write_corpus(tmp_path / "corpus", Corpus(12))
    return tmp_path / "corpus"


@pytest.mark.slow
def test_nothing_is_wrong_with_it(corpus: Path) -> None:
    result = build(corpus)
    assert result.published
    assert (result.diagnostics, result.cases) == ((), 12)
    first = (corpus / "site" / "cases" / case_id(1, 0) / "index.html").read_text()
    for mark in ("<table tabindex", "<blockquote>", "doc-noteref", 'hreflang="ru"'):
        assert mark in first, mark


def test_a_larger_one_has_the_same_cases(corpus: Path, tmp_path: Path) -> None:
    write_corpus(tmp_path / "larger", Corpus(30))
    larger = tree(tmp_path / "larger" / "content" / "cases")
    # Topics grow with the archive from 320 cases on; below, nothing but the number of cases differs.
    assert tree(corpus / "content" / "cases").items() <= larger.items()
    write_corpus(tmp_path / "other", Corpus(12, seed=2))
    assert not tree(tmp_path / "other" / "content" / "cases").keys() & larger.keys()


def test_a_plain_one_has_the_same_cases_in_one_language_without_cards(corpus: Path, tmp_path: Path) -> None:
    write_corpus(tmp_path / "plain", Corpus(12, is_plain=True))
    cases = tree(tmp_path / "plain" / "content" / "cases")
    assert {path for path in cases if not path.endswith("case.md")} == set()
    assert cases.items() <= tree(corpus / "content" / "cases").items()
    assert build(tmp_path / "plain").diagnostics == ()
    files = tree(tmp_path / "plain" / "site")
    assert not [path for path in files if path.startswith("ru/") or path.endswith(".jpg")]


def test_the_command_overwrites_nothing(tmp_path: Path) -> None:
    command = ["bench", "corpus", str(tmp_path / "new"), "--cases", "2"]
    assert CliRunner().invoke(main, command).exit_code == 0
    again = CliRunner().invoke(main, command)
    assert again.exit_code == 2
    assert "already" in again.output
