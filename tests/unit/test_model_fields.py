"""What a field accepts, what it refuses and in which words, and what text says to whom."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from irrefutable.model import fields
from irrefutable.model.fields import Phrase, Prose, Text, WholeNumber

BOTH = Text({"en": "Twitter", "ru": "Твиттер"})
PLAIN = Text("Твиттер")


# --------------------------------------------------------------------------------------------- text


@pytest.mark.parametrize(
    ("wanted", "default", "expected"),
    [
        ("ru", "en", Phrase("Твиттер", "ru")),
        ("ru-RU", "en", Phrase("Твиттер", "ru")),
        ("de", "ru", Phrase("Твиттер", "ru")),
        ("de", "fr", Phrase("Twitter", "en")),
        ("en", "ru", Phrase("Twitter", "en")),
    ],
)
def test_text_falls_back_to_what_there_is(wanted: str, default: str, expected: Phrase) -> None:
    """First the language, then without its region, then the file's, then the first given."""
    assert BOTH.phrase(wanted, default) == expected


def test_a_plain_string_is_in_the_language_of_its_file() -> None:
    """It says so even to a reader of another language, whose page then marks it."""
    assert PLAIN.phrase("en", "ru") == Phrase("Твиттер", "ru")
    assert PLAIN.languages() == ()
    assert PLAIN.strings() == ("Твиттер",)


def test_a_map_knows_its_languages() -> None:
    assert BOTH.languages() == ("en", "ru")
    assert BOTH.strings() == ("Twitter", "Твиттер")


def test_text_is_a_value() -> None:
    assert Text("a") == Text("a")
    assert hash(Text({"en": "a"})) == hash(Text({"en": "a"}))
    assert Text.model_validate(Text("a")) == Text("a")
    assert Prose("a") != Text("a")


# -------------------------------------------------------------------------------------------- errors


def refusals(kind: Any, value: object) -> set[tuple[str, str]]:
    """Return code and message of each error."""
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError as refused:
        return {(error["type"], error["msg"]) for error in refused.errors()}
    return set()


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (fields.LanguageTag, "sr-Latn"),
        (fields.Slug, "2017-ac-130"),
        (fields.Slug, "a"),
        (fields.RatingRef, "false"),
        (fields.RatingRef, "house/mostly-true"),
        (fields.ClaimElsewhereRef, "2008-iran/four-missiles"),
        (fields.EdtfDate, "2015-03/2015-05-25"),
        (fields.ExactDate, "2017-11-14"),
        (fields.ExactDate, "2017-11-14T16:12:00+03:00"),
        (fields.Url, "https://example.org/a?b=c#d"),
        (fields.Url, "http://xn--e1afmkfd.xn--p1ai/"),
        (fields.Url, "https://пример.рф/путь"),
        (fields.Email, "desk@example.org"),
        (fields.Country, "SY"),
        (fields.FileName, "game frame.png"),
        (fields.Point, ["1", "2.5"]),
        (fields.Box, [0, 0, 10, 20]),
        (Text, "words"),
        (Text, {"en": "words", "pt-BR": "palavras"}),
    ],
)
def test_accepted(kind: Any, value: object) -> None:
    assert refusals(kind, value) == set()


@pytest.mark.parametrize(
    ("kind", "value", "code", "message"),
    [
        (fields.LanguageTag, "EN", "bad-language", '"EN" is not a language tag'),
        (fields.Slug, "AC-130", "bad-id", '"AC-130" is not an id'),
        (fields.Slug, "a--b", "bad-id", '"a--b" is not an id'),
        (fields.Slug, "-a", "bad-id", '"-a" is not an id'),
        (fields.Slug, "a\n", "bad-id", '"a\n" is not an id'),
        (fields.Slug, "{message}", "bad-id", '"{message}" is not an id'),
        (fields.RatingRef, "house/", "bad-id", '"" is not an id'),
        (fields.RatingRef, "a/b/c", "bad-id", '"b/c" is not an id'),
        (fields.EdtfDate, "14.11.2017", "bad-date", '"14.11.2017" is not a date'),
        (fields.EdtfDate, ["2017"], "bad-date", "a date is expected here"),
        (fields.ExactDate, "2017-11", "bad-date", '"2017-11" is not an exact day'),
        (fields.ExactDate, "2017-11-14~", "bad-date", '"2017-11-14~" is not an exact day'),
        (fields.ExactDate, "2017/2018", "bad-date", '"2017/2018" is not an exact day'),
        (fields.Url, "www.example.org", "bad-url", '"www.example.org" is not a web address'),
        (fields.Url, "javascript:alert(1)", "bad-url", '"javascript:alert(1)" is not a web address'),
        (fields.Url, "data:text/html,x", "bad-url", '"data:text/html,x" is not a web address'),
        (fields.Url, "https://", "bad-url", '"https://" is not a web address'),
        (fields.Url, "https://a b", "bad-url", '"https://a b" is not a web address'),
        (fields.Url, 'https://a/"onclick', "bad-url", '"https://a/"onclick" is not a web address'),
        (fields.Url, "https://[::1", "bad-url", '"https://[::1" is not a web address'),
        (fields.CacheUrl, "/mnt/cache", "bad-url", '"/mnt/cache" is not the address of a folder'),
        (fields.CacheUrl, "s3://", "bad-url", '"s3://" is not the address of a folder'),
        (
            fields.CacheUrl,
            "s3://key:word@bucket/cache",
            "bad-url",
            "the address of the cache holds more than a place",
        ),
        (
            fields.CacheUrl,
            "s3://bucket/?key=word",
            "bad-url",
            "the address of the cache holds more than a place",
        ),
        (fields.Email, "desk at example.org", "bad-email", '"desk at example.org" is not a mail address'),
        (fields.Country, "Syria", "bad-country", '"Syria" is not a country code'),
        (fields.FileName, "../x.png", "bad-file-name", '"../x.png" is not a file beside the case'),
        (fields.FileName, ".hidden", "bad-file-name", '".hidden" is not a file beside the case'),
        (fields.Point, [1], "bad-geometry", "a point is expected here"),
        (fields.Point, [1, "nan"], "bad-geometry", "a point is expected here"),
        (fields.Point, [1, "inf"], "bad-geometry", "a point is expected here"),
        (fields.Point, [1, -1], "bad-geometry", "a point is expected here"),
        (fields.Box, [1, 2, 3], "bad-geometry", "a box is expected here"),
        (fields.Box, "1, 2, 3, 4", "bad-geometry", "a box is expected here"),
        (Text, "", "empty-value", "the text is empty"),
        (Text, " \n", "empty-value", "the text is empty"),
        (Text, {"en": ""}, "empty-value", "the text is empty"),
        (Text, {}, "bad-text", "text is expected here"),
        (Text, {"EN": "a"}, "bad-language", '"EN" is not a language tag'),
        (Text, {"en": ["a"]}, "bad-text", "text is expected here"),
        (Text, ["a"], "bad-text", "text is expected here"),
    ],
)
def test_refused_in_an_editors_words(kind: Any, value: object, code: str, message: str) -> None:
    assert refusals(kind, value) == {(code, message)}


def test_models_have_no_room_for_what_they_do_not_know() -> None:
    class Noun(fields.Model):
        name: str

    assert refusals(Noun, {"name": "a", "nmae": "b"}) == {
        ("extra_forbidden", "Extra inputs are not permitted")
    }
    noun = Noun(name="a")
    with pytest.raises(ValidationError):
        noun.name = "b"  # type: ignore[misc]


@pytest.mark.parametrize("written", ["412.000", "412,000", "-5", "1e3", ""])
def test_count_is_written_in_digits_only(written: str) -> None:
    """To one editor `412.000` is four hundred thousand, to a program 412: neither is guessed."""
    with pytest.raises(ValidationError):
        TypeAdapter(WholeNumber).validate_python(written)
    assert TypeAdapter(WholeNumber).validate_python("412000") == 412000
