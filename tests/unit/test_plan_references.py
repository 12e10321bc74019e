"""A case is told to reference managers in forms that they read, whatever stands in its words."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

import pytest
import rispy
from pybtex.database import parse_string

from irrefutable.model.record import CaseRecord
from irrefutable.plan.references import reference_views

ODD = r'100 % of {this} & that_ "is" #1: $5 ~ \o/ ^ } and'
FORBIDDEN_IN_URLS = ' "#<>[]^`{|}\\\n\r\t'
PRINTED = {"backslash": "\\", "braceleft": "{", "braceright": "}", "asciitilde": "~", "asciicircum": "^"}
RIGHT_TO_LEFT = "الصورة «كما بيعت» (2013)"


def record(**changes: Any) -> CaseRecord:
    """Return a case in English and Arabic."""
    base: dict[str, Any] = {
        "id": "2026-flood",
        "language": "en",
        "title": {"en": ODD, "ar": RIGHT_TO_LEFT},
        "published": "2026-01-05",
        "updated": "2026-02-03T10:00:00+03:00",
        "editions": [
            {"language": "en", "url": "https://facts.test/archive/cases/2026-flood/"},
            {
                "language": "ar",
                "url": "https://facts.test/archive/ar/cases/2026-flood/",
                "translated_by": ["ben"],
                "updated": "2026-01-05",
            },
        ],
        "publisher": {"name": {"en": "Newsroom, Inc."}},
        "authors": ["ada", "club"],
        "entities": [
            {"id": "ada", "name": {"en": "Ada von Writer", "ar": "آدا الكاتبة"}},
            {"id": "ben", "name": {"en": "Ben Reader"}},
            {"id": "club", "name": {"en": "Birds and Clouds, Ltd"}},
        ],
    }
    return CaseRecord(**{**base, **changes})  # type: ignore[typeddict-item]


def forms(language: str, **changes: Any) -> Mapping[str, str]:
    """Return the case in each form."""
    views = reference_views(record(**changes), language, site_title="Facts & Pictures")
    for view in views:
        assert unquote(view.url.partition(",")[2]) == view.text
        assert not set(view.url) & set(FORBIDDEN_IN_URLS)
    return {view.name: view.text for view in views}


def as_read(value: str) -> str:
    """Return what TeX prints (LaTeX 2e: the special characters, and the names of those without an escape)."""
    value = value.removeprefix("{").removesuffix("}")
    return re.sub(r"\\(?:([&%$#_])|text(\w+)\{\})", lambda found: found[1] or PRINTED[found[2]], value)


def test_bibtex_is_read_as_it_was_meant() -> None:
    """Each sign that TeX would act on is there as a sign, and a name with "and" in it is one name."""
    (key, entry), *others = parse_string(forms("en")["BibTeX"], "bibtex").entries.items()
    assert not others
    read = {name: as_read(value) for name, value in entry.fields.items()}
    assert (key, entry.type, read["title"]) == ("2026-flood", "misc", ODD)
    assert (read["year"], read["month"], read["note"]) == ("2026", "January", "version of 3 February 2026")
    assert (read["howpublished"], read["url"]) == (
        "Facts & Pictures",
        "https://facts.test/archive/cases/2026-flood/",
    )
    assert [str(person) for person in entry.persons["author"]] == [
        "{Ada von Writer}",
        "{Birds and Clouds, Ltd}",
    ]


def test_ris_is_read_as_it_was_meant() -> None:
    text = forms("en")["RIS"]
    (entry,) = rispy.loads(text, newline="\r\n")
    assert entry["type_of_reference"] == "ELEC"
    assert entry["authors"] == ["Ada von Writer", "Birds and Clouds Ltd"]
    assert (entry["title"], entry["year"], entry["date"]) == (ODD, "2026", "2026/01/05/")
    assert entry["urls"] == ["https://facts.test/archive/cases/2026-flood/"]
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in text.split("\r\n")[:-1])


def test_csl_json_holds_what_its_schema_asks_for() -> None:
    (item,) = json.loads(forms("en")["CSL-JSON"])
    assert item == {
        "id": "2026-flood",
        "type": "webpage",
        "title": ODD,
        "author": [{"literal": "Ada von Writer"}, {"literal": "Birds and Clouds, Ltd"}],
        "container-title": "Facts & Pictures",
        "publisher": "Newsroom, Inc.",
        "issued": {"date-parts": [[2026, 1, 5]]},
        "version": "2026-02-03",
        "language": "en",
        "URL": "https://facts.test/archive/cases/2026-flood/",
    }


def test_edition_is_cited_in_its_own_words() -> None:
    """The Arabic edition has its own title and its own names."""
    texts = forms("ar")
    (item,) = json.loads(texts["CSL-JSON"])
    (entry,) = rispy.loads(texts["RIS"], newline="\r\n")
    (bibtex,) = parse_string(texts["BibTeX"], "bibtex").entries.values()
    assert item["title"] == entry["title"] == bibtex.fields["title"].strip("{}") == RIGHT_TO_LEFT
    assert item["author"][0] == {"literal": "آدا الكاتبة"}
    assert item["translator"] == [{"literal": "Ben Reader"}]
    assert (item["id"], item["URL"]) == (
        "2026-flood-ar",
        "https://facts.test/archive/ar/cases/2026-flood/",
    )


@pytest.mark.parametrize(
    ("original", "edition", "version"),
    [
        ("2026-02-03T10:00:00+03:00", "2026-01-05", "2026-02-03"),
        ("2026-02-03", "2026-02-07", "2026-02-07"),
        ("2026-01-05", "2026-01-05", None),
    ],
)
def test_version_of_an_edition_changes_with_its_words_and_with_its_case(
    original: str, edition: str, version: str | None
) -> None:
    """Its page has the verdicts, the corrections and the sources of the case."""
    own, arabic = record()["editions"]
    texts = forms("ar", updated=original, editions=[own, {**arabic, "updated": edition}])
    (item,) = json.loads(texts["CSL-JSON"])
    assert item.get("version") == version


@pytest.mark.parametrize("break_", ["\n", "\r\n", "\u2028", "\x85", "\nER  - \nTY  - BOOK\n"])
def test_words_cannot_begin_a_line_of_their_own(break_: str) -> None:
    """A line break in a title would end the entry, or begin another one."""
    texts = forms("en", title={"en": f"One{break_}Two"})
    assert len(rispy.loads(texts["RIS"], newline="\r\n")) == 1
    assert len(texts["RIS"].splitlines()) == len(forms("en")["RIS"].splitlines())
    assert len(texts["BibTeX"].splitlines()) == len(forms("en")["BibTeX"].splitlines())
