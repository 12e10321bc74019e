"""What does not fit the model is said in an editor's words, at its place."""

from __future__ import annotations

import pytest
from pydantic import BaseModel

from irrefutable.core.spans import SourceText
from irrefutable.load.binding import Bound, bind, boolean_fields, noun
from irrefutable.load.documents import read_case
from irrefutable.load.yamltree import read
from irrefutable.model.case import Case, Correction, TimelineEntry
from irrefutable.model.claim import Claim
from irrefutable.model.edition import Edition
from irrefutable.model.fields import Text
from irrefutable.model.picture import Comparison, Media
from irrefutable.model.site import Entity, Site
from irrefutable.model.vocabulary import EntityKind

WORDS = "title: T\nsummary: {claimed: C, found: F}\n"
CASE = f"{WORDS}language: en\nstatus: draft\n"


def bound(model: type[BaseModel], text: str, **given: str) -> Bound[BaseModel]:
    return bind(model, read(SourceText("f.yaml", text)), given)


def told(model: type[BaseModel], text: str, **given: str) -> list[tuple[int, int, str]]:
    """Return line, column and message of each diagnostic."""
    return [(d.span.line, d.span.column, d.message) for d in bound(model, text, **given).diagnostics]


def test_value_comes_with_its_places() -> None:
    """What the file's name decides needs no line in the file."""
    made = bound(Entity, "name: TASS\nkind: outlet\n", id="tass").located
    assert made is not None
    assert made.value == Entity(id="tass", name=Text("TASS"), kind=EntityKind.OUTLET)
    assert made.spans.value(("name",)).column == 7


def test_misspelt_field_is_one_mistake() -> None:
    """It is unknown and missing at once; only the first is told, with its cure."""
    (found,) = bound(Entity, "nmae: TASS\nkind: outlet\n", id="tass").diagnostics
    assert (found.code, found.message, found.hint) == (
        "unknown-field",
        '"nmae" is not a field of an entity',
        'did you mean "name"?',
    )
    assert (found.span.column, found.span.width) == (1, 4)


def test_fields_are_known_by_their_names_in_the_file() -> None:
    """A correction's `from` is written so, whatever Python calls it."""
    correct = "date: 2020-01-01\nkind: rating-change\ntext: Words\nfrom: fake\nto: true-word\n"
    assert bound(Correction, correct).diagnostics == ()
    assert told(Correction, correct.replace("from", "from_")) == [
        (4, 1, '"from_" is not a field of a correction')
    ]
    assert told(Correction, correct.replace("fake", "Fake!")) == [(4, 7, '"Fake!" is not an id')]


def test_missing_fields_of_one_place_are_one_diagnostic() -> None:
    """A claim that lacks three fields is told so once."""
    case = (
        "title: T\nsummary: {claimed: C, found: F}\nlanguage: en\nstatus: draft\nclaims:\n  - rating: fake\n"
    )
    assert told(Case, case, id="one") == [(6, 5, 'a claim needs "id", "text" and "made"')]


def test_item_that_is_no_map_is_named_for_what_it_should_be() -> None:
    """The nouns are the content model's."""
    assert told(Case, f"{CASE}claims:\n  - words\n", id="one") == [
        (6, 5, 'a claim is expected here, and this is the text "words"')
    ]


def test_id_of_a_translated_item_is_underlined_as_a_key() -> None:
    """In a translation the ids are keys."""
    text = f"{WORDS}claims:\n  Bad_Id:\n    text: Words\n  good:\n    txt: Words\n"
    assert told(Edition, text, language="ru") == [
        (4, 3, '"Bad_Id" is not an id'),
        (7, 5, '"txt" is not a field of a translated claim'),
    ]


def test_text_by_language_is_underlined_at_the_wrong_part() -> None:
    """The tag or the text that is wrong, not the whole map."""
    text = 'name:\n  en: TASS\n  RU: ТАСС\nkind: outlet\ndescription: {en: ""}\n'
    assert told(Entity, text, id="tass") == [
        (3, 3, '"RU" is not a language tag'),
        (5, 19, "the text is empty"),
    ]


def test_second_problem_at_a_faulty_place_is_not_told() -> None:
    """A value that could not be read is not also a wrong country."""
    assert [
        d.code for d in bound(Entity, "name: T\nkind: outlet\ncountry: @ru\n", id="tass").diagnostics
    ] == ["yaml-special"]


def test_fields_that_a_refused_merge_would_bring_are_not_missing() -> None:
    """The merge key is the mistake."""
    assert [d.code for d in bound(Entity, "<<: {kind: outlet}\n", id="tass").diagnostics] == [
        "yaml-merge-key"
    ]


def test_file_that_is_no_map_at_all_is_told_what_it_should_be() -> None:
    """A list or a sentence at the top of a file."""
    assert told(Site, "- one\n") == [(1, 1, "site.yaml is expected here, and this is a list")]
    assert told(Case, "Just words\n", id="one") == [
        (1, 1, 'a case is expected here, and this is the text "Just words"')
    ]


def test_unfinished_reading_makes_no_value() -> None:
    """What was read of a broken file is not judged for what it lacks."""
    assert [d.code for d in bound(Entity, "name: T\n: x\n", id="tass").diagnostics] == ["yaml-syntax"]


@pytest.mark.parametrize(
    ("model", "words"),
    [(Claim, "a claim"), (TimelineEntry, "a timeline entry"), (Media, "a picture"), (Entity, "an entity")],
)
def test_nouns_are_an_editors(model: type[BaseModel], words: str) -> None:
    """Class names do not reach an editor."""
    assert noun(model) == words


def test_switches_are_found_wherever_they_are() -> None:
    """A switch deep inside a case may be written plainly."""
    assert boolean_fields(Case) == {"mirrored"}
    assert boolean_fields(Comparison) == {"mirrored"}
    assert boolean_fields(Site) == {"headers_file", "lookup", "offline_copies", "search", "share_cards"}
    assert boolean_fields(Claim) == set()


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        ("country: “RU”", "bad-country", 'write "RU" with straight ones'),
        ("country: ‘RU’", "bad-country", 'write "RU" with straight ones'),
        ("kind: „person“", "not-a-choice", 'write "person" with straight ones'),
        ("“country”: RU", "unknown-field", 'did you mean "country"?'),
        ("country: R\u200bU", "bad-country", "delete that character"),
        ("same_as: [https://example.org/\u00a0]", "bad-url", "delete that character"),
    ],
)
def test_what_is_hard_to_see_is_named(text: str, code: str, hint: str) -> None:
    """Word processors put other characters in the place of those that were typed."""
    kind = "" if text.startswith("kind") else "kind: person\n"
    (found,) = bound(Entity, f"name: T\n{kind}{text}\n", id="t").diagnostics
    assert found.code == code
    assert hint in found.hint


def test_curly_quotes_around_words_for_readers_are_words() -> None:
    assert bound(Entity, "name: “The Times”\nkind: outlet\n", id="t").diagnostics == ()


def test_lists_name_nothing_twice() -> None:
    """A second address that redirects, or a second page in one language, would be the first one again."""
    case = (
        f"{CASE}former_slugs: [old, older, old]\n"
        "evidence:\n  - {id: e, title: T, bears_on: [c], weight: refutes, method: document, text: T, "
        "reproduce: [Look., Look.], sources: [s, s]}\n"
    )
    found = read_case(SourceText("f.yaml", case), "one").diagnostics
    assert sorted((d.code, d.span.line, d.message) for d in found) == [
        ("repeated-item", 5, '"old" is in this list already'),
        ("repeated-item", 7, '"s" is in this list already'),
    ]
