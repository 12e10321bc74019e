"""References and Markdown are found wherever the types say they may be, with the place in the file."""

from __future__ import annotations

from pydantic import Field

from irrefutable.model.case import Case
from irrefutable.model.edition import Edition
from irrefutable.model.fields import (
    ClaimRef,
    EntityRef,
    Model,
    Prose,
    RatingRef,
    Slug,
    SourceRef,
    Text,
)
from irrefutable.model.walk import Markdown, Reference, markdowns, references


class Inner(Model):
    sources: tuple[SourceRef, ...] = ()
    note: Prose | None = None


class Outer(Model):
    id: Slug
    by: EntityRef | None = None
    from_: RatingRef | None = Field(default=None, alias="from")
    words: Text | None = None
    steps: tuple[Prose, ...] = ()
    rows: tuple[tuple[ClaimRef, ...], ...] = ()
    inner: Inner | None = None
    parts: dict[Slug, Inner] = Field(default_factory=dict)


OUTER = Outer.model_validate(
    {
        "id": "own",
        "by": "anna",
        "from": "false",
        "words": "no [@markdown] here",
        "steps": ["One.", {"en": "Two.", "ru": "Два."}],
        "rows": [["a"], [], ["b", "c"]],
        "inner": {"sources": ["tass"], "note": "Three."},
        "parts": {"x": {"sources": ["afp", "bbc"]}, "y": {"note": "Four."}},
    }
)


def test_references_are_found_in_lists_of_lists_maps_and_behind_other_names() -> None:
    assert list(references(OUTER)) == [
        Reference(("by",), "entity", "anna"),
        Reference(("from",), "rating", "false"),
        Reference(("rows", 0, 0), "claim", "a"),
        Reference(("rows", 2, 0), "claim", "b"),
        Reference(("rows", 2, 1), "claim", "c"),
        Reference(("inner", "sources", 0), "source", "tass"),
        Reference(("parts", "x", "sources", 0), "source", "afp"),
        Reference(("parts", "x", "sources", 1), "source", "bbc"),
    ]


def test_markdown_is_found_in_each_language() -> None:
    assert list(markdowns(OUTER)) == [
        Markdown(("steps", 0), "One."),
        Markdown(("steps", 1, "en"), "Two."),
        Markdown(("steps", 1, "ru"), "Два."),
        Markdown(("inner", "note"), "Three."),
        Markdown(("parts", "y", "note"), "Four."),
    ]


def test_what_is_not_written_is_not_walked() -> None:
    empty = Outer(id="own")
    assert list(references(empty)) == []
    assert list(markdowns(empty)) == []


def test_every_kind_of_reference_of_a_case_is_found() -> None:
    """A kind that the walk misses would never be checked."""
    case = Case.model_validate(
        {
            "id": "x",
            "title": "X",
            "summary": {"claimed": "A.", "found": "B."},
            "language": "en",
            "status": "draft",
            "authors": ["anna"],
            "topics": ["war"],
            "related": [{"case": "other", "relation": "background"}],
            "claims": [
                {
                    "id": "c",
                    "text": "C.",
                    "made": "2020",
                    "rating": "false",
                    "about": ["m"],
                    "relations": [{"relation": "repeats", "claim": "other/c"}],
                }
            ],
            "evidence": [
                {
                    "id": "e",
                    "title": "E",
                    "bears_on": ["c"],
                    "weight": "refutes",
                    "method": "document",
                    "text": "E.",
                    "comparisons": ["p"],
                    "sources": ["s"],
                }
            ],
            "rebuttals": [{"id": "r", "by": "boris", "date": "2020", "to": "e", "text": "R.", "holds": "no"}],
        }
    )
    found = {(reference.kind, reference.id) for reference in references(case)}
    assert found == {
        ("entity", "anna"),
        ("topic", "war"),
        ("case", "other"),
        ("rating", "false"),
        ("media", "m"),
        ("claim-elsewhere", "other/c"),
        ("claim", "c"),
        ("comparison", "p"),
        ("source", "s"),
        ("entity", "boris"),
        ("argument", "e"),
    }


def test_an_edition_has_the_ids_of_the_case_in_its_places() -> None:
    edition = Edition.model_validate(
        {
            "language": "ru",
            "title": "Х",
            "summary": {"claimed": "А.", "found": "Б."},
            "translated_by": ["anna"],
            "evidence": {"e": {"text": "Э.", "reproduce": ["Раз."]}},
        }
    )
    assert list(references(edition)) == [Reference(("translated_by", 0), "entity", "anna")]
    assert [markdown.location for markdown in markdowns(edition)] == [
        ("evidence", "e", "text"),
        ("evidence", "e", "reproduce", 0),
    ]
