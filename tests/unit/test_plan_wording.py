"""Dates, names and closed lists in a reader's language, no more exact than they are."""

from __future__ import annotations

from enum import StrEnum

import pytest

from irrefutable.core.dates import parse
from irrefutable.model import vocabulary
from irrefutable.plan.contexts.views import DateView
from irrefutable.plan.wording import wording

NEVER_SHOWN = (
    vocabulary.Alignment,
    vocabulary.ComparisonSubject,
    vocabulary.RedactionMethod,
    vocabulary.Tone,
)
"""Lists that decide how a page is made, and are not on it."""


@pytest.mark.parametrize(
    ("date", "words", "machine"),
    [
        ("2017-11-14", "14 November 2017", "2017-11-14"),
        ("2017-11", "November 2017", "2017-11"),
        ("2017", "2017", "2017"),
        ("201X", "the 2010s", ""),
        ("2017-21", "spring 2017", ""),
        ("2017-24", "winter 2017", ""),
        ("2016-06~", "about June 2016", "2016-06"),
        ("2016-06-01?", "1 June 2016 (uncertain)", "2016-06-01"),
        ("2016%", "about 2016 (uncertain)", "2016"),
        ("2015-03/2015-05-25", "March 2015 to 25 May 2015", ""),
        ("2015-03/..", "since March 2015", ""),
        ("2015-03/", "from March 2015, end not known", ""),
        ("../2015-03", "until March 2015", ""),
        ("/2015-03", "to March 2015, beginning not known", ""),
        ("2017-11-14T16:12:00+03:00", "14 November 2017, 16:12 UTC+03:00", "2017-11-14T16:12:00+03:00"),
        ("2017-11-14T16:12:00Z", "14 November 2017, 16:12 UTC", "2017-11-14T16:12:00+00:00"),
        ("2017-11-14T16:12:00-09:30", "14 November 2017, 16:12 UTC-09:30", "2017-11-14T16:12:00-09:30"),
    ],
)
def test_date_is_as_exact_as_it_is_known(date: str, words: str, machine: str) -> None:
    assert wording("en").date(parse(date)) == DateView(words, machine)


def test_date_is_in_the_language_of_the_reader() -> None:
    assert wording("ru").date(parse("2017-11-14")).text == "14 ноября 2017\N{NARROW NO-BREAK SPACE}г."
    assert wording("ru").date(parse("2017-11")).text == "ноябрь 2017\N{NARROW NO-BREAK SPACE}г."
    assert wording("uk").date(parse("2017-11-14")).text == "14 листопада 2017\N{NARROW NO-BREAK SPACE}р."
    assert wording("uk").date(parse("2017-11")).text == "листопад 2017\N{NARROW NO-BREAK SPACE}р."
    assert wording("ar").date(parse("2017-11-14")).text == "14 نوفمبر 2017"
    assert wording("ar").date(parse("2017-11-14T16:12Z")).text == "14 نوفمبر 2017، 16:12 UTC"
    assert wording("pt-BR").date(parse("2017-11-14")).text == "14 de novembro de 2017"


def test_month_begins_a_heading() -> None:
    assert wording("en").month("2017-11") == "November 2017"
    assert wording("ru").month("2017-11") == "Ноябрь 2017\N{NARROW NO-BREAK SPACE}г."
    assert wording("ar").month("2017-11") == "نوفمبر 2017"


def test_language_that_is_not_known_falls_back_to_english() -> None:
    assert wording("tlh").date(parse("2017-11-14")).text.startswith(("14 November", "November 14"))
    assert wording("tlh").language_name("tlh")


@pytest.mark.parametrize(
    "member",
    [
        member
        for kind in vars(vocabulary).values()
        if isinstance(kind, type) and issubclass(kind, StrEnum) and kind not in (StrEnum, *NEVER_SHOWN)
        for member in kind
    ],
    ids=lambda member: f"{type(member).__name__}.{member.name}",
)
def test_every_value_of_a_closed_list_has_words(member: StrEnum) -> None:
    """A page never shows a key; values of two lists that are spelt alike have words of their own."""
    words = wording("en").label(member)
    assert words
    assert words[0].isupper() or isinstance(member, vocabulary.ClaimRelation)


def test_lists_with_one_spelling_have_words_of_their_own() -> None:
    words = wording("en")
    assert words.label(vocabulary.MediaKind.DOCUMENT) == words.label(vocabulary.Method.DOCUMENT) == "Document"
    assert words.label(vocabulary.Intent.UNKNOWN) != words.label(vocabulary.Technique.UNKNOWN)


def test_names_of_languages_and_countries() -> None:
    assert wording("en").language_name("ar") == "Arabic"
    assert wording("ar").own_name() == "العربية"
    assert wording("ru").own_name() == "Русский"
    assert wording("en").country("SY") == "Syria"
    assert wording("en").country("XQ") == "XQ"
    assert [wording("uk").language_name(tag) for tag in ("ar", "en")] == ["арабська", "англійська"]
    assert [wording("ar").language_name(tag) for tag in ("uk", "en")] == ["الأوكرانية", "الإنجليزية"]
    assert (wording("uk").country("IQ"), wording("ar").country("IQ")) == ("Ірак", "العراق")
    assert wording("uk").own_name() == "Українська"
    assert wording("ar").number(12000) == "12,000"
    assert wording("ru").number(12000) == "12\N{NO-BREAK SPACE}000"


@pytest.mark.parametrize(
    ("licence", "words"),
    [
        ("CC-BY-4.0", "CC BY 4.0"),
        ("CC-BY-NC-SA-3.0-IGO", "CC BY-NC-SA 3.0 IGO"),
        ("CC0-1.0", "CC0 1.0"),
        ("GFDL-1.3-only", "GFDL-1.3-only"),
        ("fair-use", "fair use"),
    ],
)
def test_licences_are_called_what_people_call_them(licence: str, words: str) -> None:
    """And no line ends within the name."""
    assert wording("en").licence(licence) == (
        words if words == "fair use" else words.replace(" ", "\N{NO-BREAK SPACE}")
    )


def test_fair_use_has_words_in_each_language() -> None:
    assert wording("ar").licence("fair-use") == "استخدام عادل"
