"""A mistake in a case hides no wrong id of it, and makes no right id look wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from irrefutable.load.archive import load
from irrefutable.pipeline import check
from tests.site_builder import SITE, build, edited, write_files

CASE = """\
title: The cloud was painted
summary: {claimed: A cloud had corners., found: It had none.}
language: en
status: draft
authors: [ada]
claims:
  - id: corners
    text: A cloud had four corners.
    claimant: cloud-club
    made: 2026-01-05
    rating: "false"
    rating_explanation: No cloud has corners [@diary].
    no_appearance: It was told by word of mouth.
evidence:
  - id: sky
    title: The sky
    bears_on: [corners]
    weight: refutes
    method: document
    text: The sky was clear [@diary].
    reproduce: [Look up., Look again.]
rebuttals:
  - id: denial
    by: cloud-club
    date: 2026-01-06
    to: sky
    text: It had corners.
    holds: "no"
sources:
  - id: diary
    publisher: Weather office
    title: Diary of the day
    language: en
    grade: primary
    kind: government
    url: https://weather.test/diary
report: |
  The sky was *clear* that day [@diary].

  [[evidence: sky]]
"""
EDITION = """\
title: Облако
summary: {claimed: Одно., found: Другое.}
claims: {corners: {text: У облака были углы.}}
evidence:
  sky: {text: "Небо [@diary].", reproduce: [Раз., Два.]}
"""


def told(root: Path, *changes: tuple[str, str], edition: str = EDITION) -> list[tuple[str, str]]:
    """Return code and message of each diagnostic about the case and its edition."""
    files = {"content/cases/cloud/case.yaml": edited(CASE, *changes)}
    if edition:
        files["content/cases/cloud/case.ru.yaml"] = edition
    site = edited(SITE["content/site.yaml"], ("[en]", "[en, ru]"))
    write_files(root, {**SITE, "content/site.yaml": site, **files})
    return [(item.code, item.message) for item in check(root).diagnostics if "/cloud/" in item.span.path]


BAD_DATE = ("made: 2026-01-05", "made: yesterday")
TOLD_BAD_DATE = ("bad-date", '"yesterday" is not a date')


def test_the_case_itself_is_right(tmp_path: Path) -> None:
    assert told(tmp_path) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("authors: [ada]", "authors: [adam]"), ("unknown-id", 'there is no entity "adam"')),
        (("claimant: cloud-club", "claimant: cloud-clib"), ("unknown-id", 'there is no entity "cloud-clib"')),
        (('rating: "false"', "rating: fake"), ("unknown-id", 'there is no rating "fake"')),
        (("bears_on: [corners]", "bears_on: [corner]"), ("unknown-id", 'there is no claim "corner"')),
        (("corners [@diary]", "corners [@dairy]"), ("unknown-citation", 'there is no source "dairy"')),
        (("day [@diary]", "day [@dairy]"), ("unknown-citation", 'there is no source "dairy"')),
        (("[[evidence: sky]]", "[[evidence: ski]]"), ("unknown-embed", 'there is no evidence item "ski"')),
        (("- id: denial", "- id: corners"), ("ambiguous-id", '"corners" is the id of a claim too')),
    ],
)
@pytest.mark.parametrize(
    ("mistake", "message"),
    [
        (BAD_DATE, TOLD_BAD_DATE),
        (
            ("title: The cloud was", "titel: The cloud was"),
            ("unknown-field", '"titel" is not a field of a case'),
        ),
        (
            ("    text: A cloud had", "    txt: A cloud had"),
            ("unknown-field", '"txt" is not a field of a claim'),
        ),
        (
            ("title: Diary of", "title: Diary: of"),
            ("yaml-colon", 'the colon after "Diary" makes a field\'s name of the words before it'),
        ),
        (("status: draft\n", "status: draft\ntitle: Twice\n"), ("duplicate-key", '"title" is written twice')),
    ],
)
def test_wrong_id_is_told_beside_another_mistake(
    change: tuple[str, str],
    expected: tuple[str, str],
    mistake: tuple[str, str],
    message: tuple[str, str],
    tmp_path: Path,
) -> None:
    """Nobody should mend a file one message at a time."""
    assert sorted(told(tmp_path, change, mistake)) == sorted((expected, message))


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (BAD_DATE, ["bad-date"]),
        (("- id: corners", "- id: Corners"), ["bad-id"]),
        (("- id: corners", "- idd: corners"), ["unknown-field"]),
        (("- id: corners\n    text", "- text"), ["missing-field"]),
        (("claims:", "clams:"), ["unknown-field"]),
        (("sources:", " sources:"), ["wrong-type", "yaml-indent"]),
        (("evidence:\n", " evidence:\n"), ["unknown-field", "yaml-indent"]),
        (("evidence:\n", "evidence: none\nevidences:\n"), ["unknown-field", "wrong-type"]),
        (("sources:\n", "sources: []\nsources:\n"), ["duplicate-key"]),
        (("sources:\n", "sources:\n  - Just words\n"), ["wrong-type"]),
        (
            ("sources:\n", "sources:\n  - &a\n    id: other\n    id: diaries\n"),
            ["duplicate-key", "yaml-anchor"],
        ),
        (("- id: diary", "- id: @diary"), ["yaml-special"]),
        (("- id: diary", "- &a id: diary"), ["yaml-anchor"]),
        (("weight: refutes", "weight: heavy"), ["not-a-choice"]),
        (("text: The sky was clear [@diary].", "text: [The sky]"), ["bad-text"]),
        (("reproduce: [Look up., Look again.]", "reproduce: Look up."), ["wrong-type"]),
        (("language: en\nstatus", "status"), ["missing-field"]),
    ],
)
def test_broken_item_is_not_also_unknown(change: tuple[str, str], codes: list[str], tmp_path: Path) -> None:
    """What is there and cannot be read makes no mistake of the references to it."""
    assert sorted(code for code, _ in told(tmp_path, change)) == codes


def test_edition_of_a_broken_case_is_checked(tmp_path: Path) -> None:
    edition = edited(EDITION, ("{corners:", "{corner:"), ("[@diary]", "[@dairy]"))
    assert told(tmp_path, BAD_DATE, edition=edition) == [
        ("edition-stranger", 'the case has no claim "corner"'),
        ("unknown-citation", 'there is no source "dairy"'),
        TOLD_BAD_DATE,
    ]


def test_broken_edition_is_checked(tmp_path: Path) -> None:
    edition = f"translated_by: [adam]\nupdated: today\n{edited(EDITION, ('{corners:', '{corner:'))}"
    assert told(tmp_path, edition=edition) == [
        ("unknown-id", 'there is no entity "adam"'),
        ("bad-date", '"today" is not a date'),
        ("edition-stranger", 'the case has no claim "corner"'),
    ]


def test_case_in_a_badly_named_folder_is_checked(tmp_path: Path) -> None:
    case = edited(CASE, ("[ada]", "[adam]"))
    write_files(tmp_path, {**SITE, "content/cases/The Cloud/case.yaml": case})
    assert [item.code for item in check(tmp_path).diagnostics] == ["bad-folder-name", "unknown-id"]


def test_nothing_partial_is_published(tmp_path: Path) -> None:
    """What could be read is there for the check only."""
    told(tmp_path, BAD_DATE)
    archive = load(tmp_path).archive
    assert archive is not None
    assert list(archive.cases) == []
    assert list(archive.broken) == ["cloud"]
    assert build(tmp_path).published is None
    assert not (tmp_path / "site").exists()
