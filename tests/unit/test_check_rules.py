"""What the rules let pass, and what they do not say: their words stand in tests/messages."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from irrefutable.check.addresses import RESERVED
from irrefutable.pipeline import build, check
from irrefutable.results import Settings

BASE = Path(__file__).parents[1] / "messages" / "base"
CASE = "content/cases/2020-example/case.yaml"


def codes(root: Path, *changes: tuple[str, str], path: str = CASE) -> list[str]:
    """Return the codes that an editor is told after changes to one file of the base."""
    shutil.copytree(BASE, root, dirs_exist_ok=True)
    text = (root / path).read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (root / path).write_text(text, encoding="utf-8")
    return [item.code for item in check(root).diagnostics]


# ----------------------------------------------------------------------------------------- editorial


UNRATED = ('    rating: "false"\n    rating_explanation: It is a frame of a game [@channel].\n', "")
UNREVIEWED = ("reviewed_by: [boris]\n", "")


def test_a_draft_owes_less_than_a_published_case(tmp_path: Path) -> None:
    published = codes(tmp_path / "published", UNRATED, UNREVIEWED)
    draft = codes(tmp_path / "draft", UNRATED, UNREVIEWED, ("status: published", "status: draft"))
    assert published == ["one-pair-of-eyes", "claim-unrated"]
    assert draft == []


def test_a_relaxed_rule_is_not_held_and_no_other_is(tmp_path: Path) -> None:
    site = "licence: CC-BY-4.0\n"
    relaxed = f"{site}policies:\n  relax:\n    - rule: claim-unrated\n      reason: We only collect.\n"
    codes(tmp_path, (site, relaxed), path="content/site.yaml")
    text = (tmp_path / CASE).read_text(encoding="utf-8")
    for old, new in (UNRATED, UNREVIEWED):
        text = text.replace(old, new)
    (tmp_path / CASE).write_text(text, encoding="utf-8")
    assert [item.code for item in check(tmp_path).diagnostics] == ["one-pair-of-eyes"]


def test_a_true_claim_may_be_online_without_an_archived_copy(tmp_path: Path) -> None:
    live = (
        ("        archived: https://archive.example.org/post\n", ""),
        ("state: deleted", "state: live"),
    )
    assert codes(tmp_path / "false", *live) == ["live-without-archive"]
    assert codes(tmp_path / "true", *live, ('rating: "false"', 'rating: "true"')) == []


def test_a_qualified_rating_is_the_same_as_a_short_one(tmp_path: Path) -> None:
    """`plain/false` and `false` are one verdict, so the log and the claim tell one story."""
    correction = """\
corrections:
  - date: 2020-01-04
    kind: rating-change
    claim: convoy
    from: "true"
    to: plain/false
    text: It was rated true at first.
report: |
"""
    assert codes(tmp_path, ("report: |\n", correction)) == []


def test_of_two_changes_of_rating_the_later_counts(tmp_path: Path) -> None:
    """The order in the file is the editor's; the dates decide."""
    correction = """\
corrections:
  - { date: 2020-01-05, kind: rating-change, claim: convoy, from: "true", to: "false", text: It is. }
  - { date: 2020-01-04, kind: rating-change, claim: convoy, from: "false", to: "true", text: It is not. }
report: |
"""
    assert codes(tmp_path, ("report: |\n", correction)) == []


@pytest.mark.parametrize(("length", "expected"), [(280, []), (281, ["long-summary"])])
def test_a_summary_may_be_as_long_as_a_message(length: int, expected: list[str], tmp_path: Path) -> None:
    found = "The picture is a frame of a game."
    claimed = "x" * (length - len(found))
    assert (
        codes(tmp_path, ("A picture shows a convoy under guard.\n  found", f"{claimed}\n  found")) == expected
    )


# --------------------------------------------------------------------------------------------- marks


def test_a_citation_is_found_behind_a_longer_one(tmp_path: Path) -> None:
    """`[@channel]` is no citation of `chan`, so the place is that of `[@chan]`."""
    codes(tmp_path, ("It is a frame of a game [@channel].", "See [@channel; @chan]."))
    (found,) = check(tmp_path).diagnostics
    assert (found.code, found.excerpt[found.span.column - 1 :][: found.span.width]) == (
        "unknown-citation",
        "@chan",
    )
    assert found.excerpt[found.span.column - 1 :] == "@chan]."


def test_a_source_may_be_cited_in_a_list_alone(tmp_path: Path) -> None:
    uncited = (
        ("It is a frame of a game [@channel].", "It is a frame of a game."),
        ("game's own film [@channel].\n    media", "game's own film.\n    media"),
        ("The newsroom compared the picture with the game's own film [@channel].", "We looked."),
    )
    assert codes(tmp_path / "listed", *uncited) == []
    assert codes(tmp_path / "nowhere", *uncited, ("    sources: [channel]\n", "")) == ["uncited-source"]


def test_marks_in_code_are_examples(tmp_path: Path) -> None:
    code = "Write `[@anybody]` or:\n\n  ```\n  [[media: anything]]\n  ![x](y)\n  ```\n"
    assert codes(tmp_path, ("The newsroom compared", f"{code}\n  The newsroom compared")) == []


# ----------------------------------------------------------------------------------------- addresses


def test_reserved_addresses_are_those_of_the_site(tmp_path: Path) -> None:
    """A list that the site gains needs its address reserved, or a page could take it."""
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    result = build(Settings(root=tmp_path, out=tmp_path / "site", now=now, workers=1))
    assert result.published
    folders = {path.name for path in (tmp_path / "site").iterdir() if path.is_dir()}
    # A page of a list of the front page's would stand at /page/1/.
    # What an editor may write at these takes the place of what the site would say there.
    assert folders - {"ru", "corrections", "methodology"} == RESERVED - {"page"}


def test_a_former_address_of_nobody_is_fine(tmp_path: Path) -> None:
    assert codes(tmp_path, ("topics: [military]\n", "topics: [military]\nformer_slugs: [2020-old]\n")) == []
