"""What pages are planned from an archive, and what a case looks like to a reader of one language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import pytest

from irrefutable.corpus import Corpus, write_corpus
from irrefutable.model.fields import Phrase
from irrefutable.model.output import PlannedPage
from irrefutable.plan.case_view import case_view
from irrefutable.plan.contexts.browse import Way
from irrefutable.plan.contexts.case import CaseView
from irrefutable.plan.contexts.pages import FacetPage, ListPage
from irrefutable.plan.index import Index
from irrefutable.plan.pages import SitePages
from tests.plans import plans, plans_of
from tests.site_builder import CASE, Files, edited, site

Key = TypeVar("Key", str, int)


def indexed(root: Path, files: Files, *, is_preview: bool = False) -> Index:
    return plans(root, files, is_preview=is_preview).index


def viewed(root: Path, text: str, *, language: str = "en", edition: str = "") -> CaseView:
    files = site(a=text)
    if edition:
        files[f"content/cases/a/case.{language}.md"] = edition
    return case_view(plans(root, files).materials, "a", language)


def dated(published: str, *changes: tuple[str, str]) -> str:
    return edited(CASE, ("published: 2026-01-10\n", f"published: {published}\n"), *changes)


# ----------------------------------------------------------------------------------------------- index


def test_latest_case_comes_first(tmp_path: Path) -> None:
    cases = {
        "early": dated("2026-01-09"),
        "late": dated("2026-01-10T13:00:00+01:00"),
        "later": dated("2026-01-10T12:30:00Z"),
        "midnight": dated("2026-01-10"),
    }
    assert tuple(indexed(tmp_path, site(**cases)).listed) == ("later", "late", "midnight", "early")


def test_of_one_day_the_later_name_comes_first(tmp_path: Path) -> None:
    """Names begin with the date of the event by custom."""
    cases = site(a2008=CASE, a2017=CASE, a2012=CASE)
    assert tuple(indexed(tmp_path, cases).listed) == ("a2017", "a2012", "a2008")


def test_draft_without_a_date_is_the_newest_of_a_preview(tmp_path: Path) -> None:
    draft = edited(CASE, ("status: published\npublished: 2026-01-10\n", "status: draft\n"))
    assert tuple(indexed(tmp_path, site(old=CASE, new=draft)).listed) == ("old",)
    assert tuple(indexed(tmp_path, site(old=CASE, new=draft), is_preview=True).listed) == ("new", "old")


def keyed(filed: Mapping[Key, Sequence[str]]) -> dict[Key, tuple[str, ...]]:
    return {key: tuple(cases) for key, cases in filed.items()}


def test_retracted_case_has_a_page_and_is_in_no_list(tmp_path: Path) -> None:
    found = indexed(tmp_path, site(gone=edited(CASE, ("status: published", "status: retracted"))))
    assert tuple(found.built) == ("gone",)
    assert tuple(found.listed) == ()
    filed = (
        found.by_rating,
        found.by_topic,
        found.by_claimant,
        found.by_year,
        found.by_author,
        found.by_reviewer,
        found.by_part,
    )
    assert [mapping for mapping in filed if mapping] == []


def test_case_is_filed_once_under_each_of_its_things(tmp_path: Path) -> None:
    second = """\
  - id: second
    text: And it rained.
    claimant: cloud-club
    made: 2025
    rating: house/unproven
    rating_explanation: So they say.
    no_appearance: It was told.
sources:"""
    found = indexed(tmp_path, site(a=edited(CASE, ("sources:", second))))
    assert keyed(found.by_rating) == {"house/false": ("a",), "house/unproven": ("a",)}
    assert keyed(found.by_claimant) == {"cloud-club": ("a",)}
    assert keyed(found.by_year) == {2026: ("a",)}
    assert keyed(found.by_topic) == {"weather": ("a",)}
    assert keyed(found.by_author) == {"ada": ("a",)}
    assert keyed(found.by_reviewer) == {"ben": ("a",)}
    assert keyed(found.by_part) == {"ada": ("a",), "ben": ("a",), "cloud-club": ("a",)}
    assert found.named == {"ada", "ben", "cloud-club"}


# ----------------------------------------------------------------------------------------------- pages


def test_every_page_has_a_path_of_its_own(tmp_path: Path) -> None:
    pages = plans(tmp_path, site(a=CASE, b=dated("2025-01-01", ("2026-01-05", "2024")))).pages()
    paths = [page.path for page in pages]
    assert paths == sorted(set(paths))
    assert {
        "cases/a/index.html",
        "cases/b/index.html",
        "years/2024/index.html",
        "years/2026/index.html",
    } <= set(paths)


def test_month_is_a_list_of_its_own_below_its_year(tmp_path: Path) -> None:
    """A case whose claim is dated no closer than its year stands in the year alone."""
    made = {"a": "2024-11-14", "b": "2024-11", "c": "2024", "d": "2024-02-01/2024-03-05", "e": "2023-11-02"}
    cases = {name: dated("2025-01-01", ("2026-01-05", date)) for name, date in made.items()}
    pages = {page.path: page.context for page in plans(tmp_path, site(**cases)).pages()}
    year, november = pages["years/2024/index.html"], pages["years/2024/11/index.html"]
    assert isinstance(year, ListPage)
    assert isinstance(november, ListPage)
    assert [(tally.label.text, tally.url, tally.count) for tally in year.tallies] == [
        ("February 2024", "/years/2024/02/", 1),
        ("November 2024", "/years/2024/11/", 2),
    ]
    assert year.count == 4
    assert {card.url for card in november.cards} == {"/cases/a/", "/cases/b/"}
    assert november.heading.text == "November 2024"
    assert november.ways == (Way(Phrase("All of 2024", "en"), "/years/2024/"),)
    assert "years/2024/03/index.html" not in pages


def test_long_facet_is_divided_into_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("irrefutable.plan.lists.ENTRIES_OF_A_FACET_PAGE", 2)
    pages = {page.path: page for page in plans(tmp_path, site(a=CASE)).pages()}
    first, second = (pages[path].context for path in ("entities/index.html", "entities/page/2/index.html"))
    assert isinstance(first, FacetPage)
    assert isinstance(second, FacetPage)
    assert [tally.url for tally in (*first.tallies, *second.tallies)] == [
        "/entities/ada/",
        "/entities/ben/",
        "/entities/cloud-club/",
    ]
    assert (first.pagination.next_url, first.pagination.previous_url) == ("/entities/page/2/", "")
    assert (second.pagination.next_url, second.pagination.previous_url) == ("", "/entities/")
    assert "entities/page/3/index.html" not in pages


def test_plan_does_not_depend_on_the_order_of_files(tmp_path: Path) -> None:
    files = site(a=CASE, b=CASE, c=dated("2024-05-05"))
    first = plans(tmp_path / "one", files).pages()
    second = plans(tmp_path / "two", dict(reversed(files.items()))).pages()
    assert first == second


def test_list_does_not_change_with_a_report(tmp_path: Path) -> None:
    """Lists show no bodies, so that an edited report renders one page anew."""
    before = plans(tmp_path / "one", site(a=CASE)).pages()
    after = plans(tmp_path / "two", site(a=edited(CASE, ("The sky was", "The air was")))).pages()
    assert differing(before, after) == ["cases/a/index.html"]


def test_changed_title_changes_what_shows_it(tmp_path: Path) -> None:
    before = plans(tmp_path / "one", site(a=CASE)).pages()
    after = plans(
        tmp_path / "two", site(a=edited(CASE, ("The cloud was painted\n", "It was painted\n")))
    ).pages()
    found = differing(before, after)
    assert {"cases/a/index.html", "index.html", "feed.xml", "topics/weather/index.html"} <= set(found)
    assert not {"404.html", "sitemap.xml", "topics/index.html", "robots.txt"} & set(found)


def differing(before: tuple[PlannedPage, ...], after: tuple[PlannedPage, ...]) -> list[str]:
    return [old.path for old, new in zip(before, after, strict=True) if old != new]


# ------------------------------------------------------------------------------------------------ case

MANY = edited(
    CASE,
    (
        "sources:\n",
        """\
media:
  - { id: one, url: "https://m.test/1", kind: image, alt: One, licence: CC0-1.0, sources: [photo] }
  - { id: two, url: "https://m.test/2", kind: image, alt: Two, licence: CC0-1.0 }
evidence:
  - id: proof
    title: Proof
    bears_on: [corners]
    weight: refutes
    method: expert
    text: See [@diary; @map].
timeline: [{ id: day, date: 2026-01-05, text: It happened., sources: [late] }]
sources:
  - { id: late, publisher: P, title: Late, language: en, grade: primary, kind: online }
  - { id: photo, publisher: P, title: Photo, language: en, grade: primary, kind: online }
  - { id: map, publisher: P, title: Map, language: en, grade: primary, kind: online }
""",
    ),
    (
        "The sky was *clear* that day [@diary].",
        "The map [@map]. The diary [@diary].\n\n[[media: one]]\n\n[[media: one]]\n",
    ),
)


def test_sources_are_numbered_by_their_first_citation(tmp_path: Path) -> None:
    """In the order of the page: claims, report, evidence, timeline."""
    view = viewed(tmp_path, MANY)
    assert [(source.number, source.anchor) for source in view.sources] == [
        (1, "source-diary"),
        (2, "source-map"),
        (3, "source-photo"),
        (4, "source-late"),
    ]
    assert [citation.number for citation in view.timeline[0].citations] == [4]


def test_picture_is_shown_once_and_linked_after_that(tmp_path: Path) -> None:
    view = viewed(tmp_path, MANY)
    shown = [block.media.id for block in view.report if block.media]
    again = [block.reminder for block in view.report if block.reminder]
    assert (shown, [item.url for item in again]) == (["one"], ["#media-one"])
    assert [media.id for media in view.pictures] == ["two"]


def test_claim_leads_to_the_evidence_on_it(tmp_path: Path) -> None:
    (claim,) = viewed(tmp_path, MANY).claims
    assert [(link.label, link.url) for link in claim.evidence] == [("Proof", "#evidence-proof")]


def appearing(fields: str) -> str:
    return edited(
        CASE,
        (
            "no_appearance: It was told by word of mouth.",
            f"appearances: [{{ platform: P, date: 2026, {fields} }}]",
        ),
    )


def test_false_post_is_not_linked_where_a_copy_is(tmp_path: Path) -> None:
    links = {
        'state: live, url: "https://p.test/1", archived: "https://a.test/1"': "https://a.test/1",
        'state: live, url: "https://p.test/1"': "https://p.test/1",
        'state: deleted, url: "https://p.test/1"': "",
        'state: deleted, url: "https://p.test/1", archived: "https://a.test/1"': "https://a.test/1",
        "state: unavailable": "",
    }
    for number, (fields, url) in enumerate(links.items()):
        (claim,) = viewed(tmp_path / str(number), appearing(fields)).claims
        assert claim.appearances[0].url == url, fields


def test_source_of_a_claim_and_of_its_reach_is_cited_once(tmp_path: Path) -> None:
    text = appearing(
        "state: live, sources: [diary], reach: { number: 9, unit: views, date: 2026-01-06, source: diary }"
    )
    (claim,) = viewed(tmp_path, text).claims
    assert [citation.number for citation in claim.appearances[0].citations] == [1]


EDITION = """\
---
language: ar
title: عنوان
summary: { claimed: كذا, found: ليس كذا }
translates: 2026-01-10
---

نص
"""


def test_edition_keeps_what_nobody_translated_in_its_own_language(tmp_path: Path) -> None:
    view = viewed(tmp_path, CASE, language="ar", edition=EDITION)
    assert view.title == ("عنوان", "ar")
    assert view.claims[0].text == ("A cloud had four corners.", "en")
    assert view.original_edition
    assert view.original_edition.url == "/cases/a/"
    assert not view.is_older_than_original


def test_edition_of_an_older_text_says_so(tmp_path: Path) -> None:
    newer = edited(CASE, ("published: 2026-01-10\n", "published: 2026-01-10\nupdated: 2026-02-01\n"))
    assert viewed(tmp_path / "new", newer, language="ar", edition=EDITION).is_older_than_original
    translated = edited(EDITION, ("translates: 2026-01-10", "translates: 2026-02-01"))
    assert not viewed(tmp_path / "same", newer, language="ar", edition=translated).is_older_than_original


def test_thread_follows_who_answered_whom(tmp_path: Path) -> None:
    answers = """\
rebuttals:
  - { id: third, by: ben, date: 2026-01-09, to: second, text: And yet., holds: open }
  - { id: first, by: cloud-club, date: 2026-01-07, to: corners, text: It had., holds: "no" }
  - { id: second, by: ada, date: 2026-01-08, to: first, text: It had not., holds: "yes" }
  - { id: other, by: ben, date: 2026-01-06, to: corners, text: Who knows., holds: open }
sources:"""
    view = viewed(tmp_path, edited(CASE, ("sources:", answers)))
    assert [answer.id for answer in view.thread] == ["other", "first"]
    (second,) = view.thread[1].replies
    assert (second.id, [answer.id for answer in second.replies]) == ("second", ["third"])
    assert view.rebuttal_count == 4


def test_corrections_are_the_latest_first(tmp_path: Path) -> None:
    changes = """\
corrections:
  - { date: 2026-01-12, kind: correction, text: One. }
  - date: 2026-01-20
    kind: rating-change
    claim: corners
    from: unproven
    to: "false"
    text: Two [@diary].
sources:"""
    view = viewed(tmp_path, edited(CASE, ("sources:", changes)))
    assert [item.kind_label for item in view.corrections] == ["Change of rating", "Correction"]
    (change, _) = view.corrections
    assert change.from_rating
    assert change.to_rating
    assert (change.from_rating.label.text, change.to_rating.label.text) == ("Unproven", "False")
    assert change.claim
    assert change.claim.url == "#claim-corners"
    assert "source-diary" in change.text.html


def test_report_is_split_at_its_embeds(tmp_path: Path) -> None:
    """What is shown as code is no embed, and does not shift those behind it."""
    code = "Before `code`.\n\n```\n[[claim: nothing]]\n```"
    report = f"{code}\n\n[[claim: corners]]\n\nBetween.\n[[timeline]]\nAfter.\n"
    with_day = edited(
        MANY, ("The map [@map]. The diary [@diary].\n\n[[media: one]]\n\n[[media: one]]\n", report)
    )
    view = viewed(tmp_path, with_day)
    kinds = [
        "claim" if block.claim else "timeline" if block.is_timeline else "words" for block in view.report
    ]
    assert kinds == ["words", "claim", "words", "timeline", "words"]
    assert view.is_timeline_in_report


def test_pages_that_show_a_case_are_found_by_what_it_is_filed_under(tmp_path: Path) -> None:
    """Nobody looks at the other pages when only its words change."""
    write_corpus(tmp_path, Corpus(cases=70, seed=3))
    found = plans_of(tmp_path)
    pages = SitePages(found.materials, found.index)
    outlines = list(pages.outlines())
    for case_id in found.index.facts:
        shown = [item for item in outlines if case_id in item.cases]
        assert {item.path: item for item in pages.outlines_of({case_id})} == {
            item.path: item for item in shown
        }
