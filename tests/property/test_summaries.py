"""What other pages may show of a case is all in its summary, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from irrefutable.core.dates import parse
from irrefutable.core.timings import Stopwatch
from irrefutable.load.archive import load
from irrefutable.model.archive import CaseFiles, Located
from irrefutable.model.case import Case
from irrefutable.model.claim import Claim
from irrefutable.model.edition import Edition
from irrefutable.model.fields import Text
from irrefutable.results import Settings
from irrefutable.store.ledger import Ledger
from irrefutable.store.memo import Memo
from irrefutable.unchanged import sight
from irrefutable.work import knowledge, originals, placements
from irrefutable.work.builder import Builder
from irrefutable.work.facts import Remembered, facts_of
from irrefutable.work.findings import Plan
from irrefutable.work.knowledge import packed_summary
from irrefutable.work.placements import Placements
from tests.site_builder import NOW

# The archives are read once, by one of the test runner's processes.
pytestmark = [pytest.mark.xdist_group("summaries"), pytest.mark.slow]

GOLDEN = Path(__file__).parents[1] / "golden" / "site"
REAL = Path(__file__).parents[2]
ROOTS = pytest.mark.parametrize("root", [GOLDEN, REAL], ids=["golden", "real"])

SHOWN_OF_A_CASE = frozenset(
    (
        *("id", "title", "summary", "language", "status", "published", "updated", "publish_after"),
        *("authors", "topics", "claims", "media", "comparisons", "former_comparisons", "corrections"),
        "former_slugs",
    )
)
"""Of media and comparisons, those that a card shows."""
NOT_SHOWN_OF_A_CASE = frozenset(
    (
        *("evidence", "rebuttals", "timeline", "disagreements", "not_found", "sources", "places"),
        *("no_primary_source", "related", "report", "checked", "recheck_after", "reviewed_by"),
        "former_editions",
    )
)
SHOWN_OF_A_CLAIM = frozenset(("about", "claimant", "id", "intent", "made", "rating", "text"))
NOT_SHOWN_OF_A_CLAIM = frozenset(
    (
        *("quotes", "claimant_unknown", "rating_explanation", "appearances", "no_appearance"),
        *("other_verdicts", "relations"),
    )
)
SHOWN_OF_AN_EDITION = frozenset(("language", "summary", "title", "translated_by", "translates", "updated"))
NOT_SHOWN_OF_AN_EDITION = frozenset(
    (
        *("claims", "media", "evidence", "rebuttals", "comparisons", "timeline", "disagreements"),
        *("not_found", "report"),
    )
)


DATE = parse("2017-01-01")
WRITTEN_NOWHERE: Mapping[str, tuple[object, ...]] = {
    "language": ("en", "ru"),
    "publish_after": (DATE,),
    "recheck_after": (DATE,),
    "no_primary_source": (Text("x"),),
    "no_appearance": (Text("x"),),
    "claimant_unknown": (Text("x"),),
    "former_comparisons": (("x",),),
    "former_editions": (("ru",),),
    "former_slugs": (("x",),),
    "checked": (DATE,),
    "updated": (DATE,),
    "translates": (DATE,),
}
"""Values for fields that the cases of the two archives may not have."""


# --------------------------------------------------------------------------------------- every field


@pytest.mark.parametrize(
    ("model", "shown", "not_shown"),
    [
        (Case, SHOWN_OF_A_CASE, NOT_SHOWN_OF_A_CASE),
        (Claim, SHOWN_OF_A_CLAIM, NOT_SHOWN_OF_A_CLAIM),
        (Edition, SHOWN_OF_AN_EDITION, NOT_SHOWN_OF_AN_EDITION),
    ],
)
def test_every_field_is_either_shown_or_not(
    model: type[BaseModel], shown: frozenset[str], not_shown: frozenset[str]
) -> None:
    """A new field must be thought of here and in `summary_of`."""
    assert shown | not_shown == model.model_fields.keys()
    assert not shown & not_shown


@lru_cache(maxsize=1)
def all_cases() -> tuple[CaseFiles, ...]:
    archives = [load(root).archive for root in (GOLDEN, REAL)]
    return tuple(files for archive in archives if archive for files in archive.cases.values())


def key(files: CaseFiles) -> tuple[str, tuple[str, ...]]:
    """Return what a page that shows the case depends on."""
    digest = packed_summary(files)[0]
    return digest, facts_of(
        files, Remembered("", digest, "", ""), dict.fromkeys(("", *files.editions), "")
    ).shown


def with_case(files: CaseFiles, case: BaseModel) -> CaseFiles:
    assert isinstance(case, Case)
    return replace(files, case=Located(case, files.case.spans))


def with_claim(files: CaseFiles, claim: BaseModel) -> CaseFiles:
    claims = (claim, *files.case.value.claims[1:])
    return with_case(files, files.case.value.model_copy(update={"claims": claims}))


def with_edition(files: CaseFiles, tag: str, edition: BaseModel) -> CaseFiles:
    assert isinstance(edition, Edition)
    return replace(files, editions={**files.editions, tag: Located(edition, files.editions[tag].spans)})


def edits(model: type[BaseModel], field: str) -> Iterator[tuple[CaseFiles, CaseFiles]]:
    """Yield cases, and the same cases with another value in one field of the case, a claim or an edition."""
    every = all_cases()
    parts: list[tuple[CaseFiles, Any, Callable[[BaseModel], CaseFiles]]]
    if model is Case:
        parts = [(files, files.case.value, partial(with_case, files)) for files in every]
    elif model is Claim:
        parts = [(files, files.case.value.claims[0], partial(with_claim, files)) for files in every]
    else:
        parts = [
            (files, edition.value, partial(with_edition, files, tag))
            for files in every
            for tag, edition in files.editions.items()
        ]
    values = [*(getattr(value, field) for _, value, _ in parts), *WRITTEN_NOWHERE.get(field, ())]
    for files, value, put in parts:
        mine = getattr(value, field)
        others = [item for item in values if item != mine]
        assert others, f"write {field} in WRITTEN_NOWHERE"
        yield files, put(value.model_copy(update={field: others[0]}))


FIELDS = {Case: NOT_SHOWN_OF_A_CASE, Claim: NOT_SHOWN_OF_A_CLAIM, Edition: NOT_SHOWN_OF_AN_EDITION}
PRUNED = {"media", "comparisons"}
SHOWN = {Case: SHOWN_OF_A_CASE, Claim: SHOWN_OF_A_CLAIM, Edition: SHOWN_OF_AN_EDITION}


@pytest.mark.parametrize(
    ("model", "field"),
    [(model, field) for model, fields in FIELDS.items() for field in sorted(fields)],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_what_is_not_shown_may_change(model: type[BaseModel], field: str) -> None:
    for before, after in edits(model, field):
        assert key(after) == key(before), before.case.value.id


@pytest.mark.parametrize(
    ("model", "field"),
    [
        (model, field)
        for model, fields in SHOWN.items()
        for field in sorted(fields - {"media", "comparisons"})
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_what_is_shown_may_not_change_unseen(model: type[BaseModel], field: str) -> None:
    for before, after in edits(model, field):
        assert key(after) != key(before), before.case.value.id


# --------------------------------------------------------------------------------------- every page


def pages_of(root: Path, out: Path, memo: Memo) -> Mapping[str, bytes]:
    """Return every page of an archive but for its placements: no other case shows them."""
    settings = Settings(root, out, NOW, workers=1)
    with Ledger(None) as ledger:
        seen = sight(settings, ledger)
        builder = Builder(settings, lambda *_: None, Stopwatch(), memo, ledger, seen)
        plan = builder.planned()
        assert isinstance(plan, Plan)
        with builder.crew() as crew:
            made_cases = builder.made(plan.dirty, crew)
            pages = {page.path: page.content for made in made_cases for page in made.pages}
        catalogue = builder.catalogue()
        lists = catalogue.pages(list(catalogue.outlines()))
    return pages | {made.page.path: made.page.content for made in lists}


@ROOTS
def test_page_is_the_same_from_summaries_and_from_whole_cases(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placements, "place_all", lambda *_: Placements({}, ()))
    monkeypatch.setattr(originals, "inspected", lambda *_: "")
    with Memo(None) as memo:
        summaries = pages_of(root, tmp_path / "site", memo)
        monkeypatch.setattr(knowledge, "summary_of", lambda files: files)
        whole = pages_of(root, tmp_path / "site", memo)
    assert summaries.keys() == whole.keys()
    assert [path for path in whole if whole[path] != summaries[path]] == []
