"""The archive of this repository keeps to its own rules: sourced, whole, explained, careful with people."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from content.draw.__main__ import all_scenes
from irrefutable.core.diagnostics import as_text
from irrefutable.core.text import direction
from irrefutable.load.archive import load
from irrefutable.model.archive import Archive
from irrefutable.model.case import Case
from irrefutable.model.fields import Text
from irrefutable.model.prose import citations
from irrefutable.model.vocabulary import Holds, Intent, MediaKind
from irrefutable.model.walk import markdowns, references
from irrefutable.pipeline import check
from irrefutable.work.findings import Checked

ROOT = Path(__file__).parents[2]
CASES = sorted(path.name for path in (ROOT / "content" / "cases").iterdir())
LONGEST_SUMMARY = 280
NEWSROOM_ERRORS = (
    "2011-09-26-itv-arma2",
    "2012-05-24-bbc-halo-emblem",
    "2012-05-27-houla-photograph",
    "2013-02-26-tv2-assassins-creed",
    "2019-10-13-knob-creek",
)
NEVER_SHOWN = ("2012-05-27-houla-photograph", "2017-09-23-pakistan-un-photograph")
"""Cases about pictures of the dead, or of an injured child: nothing of them is drawn."""

# The archive is read once, by one of the test runner's processes.
pytestmark = pytest.mark.xdist_group("archive")

every_case = pytest.mark.parametrize("case_id", CASES)


@pytest.fixture(scope="module")
def checked() -> Checked:
    return check(ROOT)


@pytest.fixture(scope="module")
def archive() -> Archive:
    archive = load(ROOT).archive
    assert archive
    return archive


def case_of(archive: Archive, case_id: str) -> Case:
    return archive.cases[case_id].case.value


def cited(*texts: Text | None) -> Iterator[str]:
    """Yield the sources that Markdown cites."""
    for text in texts:
        for words in text.strings() if text else ():
            yield from citations(words)


def test_one_worker_alone_reads_it(request: pytest.FixtureRequest, worker_id: str) -> None:
    """Groups of tests were once lost in silence, and all that they share was built twice."""
    assert worker_id == "master" or request.node.nodeid.endswith("@archive")


def test_nothing_is_wrong_with_it(checked: Checked) -> None:
    assert [as_text(item) for item in checked.diagnostics] == []


def test_it_has_the_flagship_and_eighteen_more(archive: Archive) -> None:
    assert len(archive.cases) >= 19
    assert "2017-11-14-ac130-gunship" in archive.cases
    assert all(files.is_visible for files in archive.cases.values())


@every_case
def test_a_summary_says_claim_and_finding_in_a_message(archive: Archive, case_id: str) -> None:
    files = archive.cases[case_id]
    summaries = [
        (files.case.value.summary.claimed, files.case.value.summary.found),
        *((item.value.summary.claimed, item.value.summary.found) for item in files.editions.values()),
    ]
    for both in summaries:
        for claimed, found in zip(*(text.strings() for text in both), strict=True):
            assert len(claimed) + len(found) <= LONGEST_SUMMARY
            assert claimed != found
            for part in (claimed, found):
                assert len(part.split()) >= 4, part
                assert part.endswith((".", "؟", "?", "»", "”")), part


@every_case
def test_every_claim_is_sourced_and_its_rating_explained(archive: Archive, case_id: str) -> None:
    case = case_of(archive, case_id)
    for claim in case.claims:
        assert claim.rating, claim.id
        assert claim.rating_explanation, claim.id
        evidence = [item for item in case.evidence if claim.id in item.bears_on]
        sources = {
            *cited(claim.rating_explanation),
            *(source for quote in claim.quotes for source in quote.sources),
            *(source for item in claim.appearances for source in item.sources),
            *(source for item in evidence for source in (*item.sources, *cited(item.text))),
        }
        assert sources, f"{claim.id} rests on nothing"


@every_case
def test_what_happened_and_who_answered_is_sourced(archive: Archive, case_id: str) -> None:
    case = case_of(archive, case_id)
    assert case.timeline
    assert case.evidence
    assert case.rebuttals
    assert case.not_found
    for entry in case.timeline:
        assert entry.sources or list(cited(entry.text)), entry.id
    for answer in case.rebuttals:
        assert answer.sources or list(cited(answer.text)), answer.id
        assert answer.response or answer.holds is Holds.YES, answer.id
    for item in case.evidence:
        assert item.sources or list(cited(item.text)), item.id
    assert any(item.reproduce for item in case.evidence)


@every_case
def test_every_disagreement_is_explained(archive: Archive, case_id: str) -> None:
    case = case_of(archive, case_id)
    assert case.disagreements
    for item in case.disagreements:
        assert len(item.variants) >= 2, item.id
        assert any(variant.sources or list(cited(variant.text)) for variant in item.variants), item.id
        assert all(words.strip() for words in item.resolution.strings()), item.id


@every_case
def test_no_source_stands_for_itself_alone(archive: Archive, case_id: str) -> None:
    case = case_of(archive, case_id)
    pointed_at = {item.id for item in references(case) if item.kind == "source"}
    pointed_at |= {source for item in markdowns(case) for source in citations(item.text)}
    assert {source.id for source in case.sources} <= pointed_at
    publishers = {source.original_publisher or source.publisher for source in case.sources}
    assert len(publishers) >= 3
    for claim in case.claims:
        own = archive.entities[claim.claimant].value.name.strings() if claim.claimant else ()
        evidence = [item for item in case.evidence if claim.id in item.bears_on]
        by_whom = {
            source.original_publisher or source.publisher
            for source in case.sources
            for item in evidence
            if source.id in {*item.sources, *cited(item.text)}
        }
        assert not by_whom or not by_whom <= set(own), f"only its claimant speaks of {claim.id}"


@every_case
def test_pictures_that_may_not_be_shown_are_drawn(archive: Archive, case_id: str) -> None:
    files = archive.cases[case_id]
    for medium in files.case.value.media:
        if medium.file:
            assert medium.kind is MediaKind.SCHEMATIC, medium.id
            assert medium.licence != "fair-use", medium.id
        else:
            assert medium.published_caption or medium.url or medium.sensitive, medium.id
    if case_id in NEVER_SHOWN:
        assert not files.files


@pytest.mark.parametrize("case_id", NEWSROOM_ERRORS)
def test_errors_of_newsrooms_are_told_as_errors(archive: Archive, case_id: str) -> None:
    lead = case_of(archive, case_id).claims[0]
    assert lead.intent is Intent.ERROR


@every_case
def test_each_case_leads_to_others_and_is_led_to(archive: Archive, case_id: str) -> None:
    related = {other: case_of(archive, other).related for other in CASES}
    assert related[case_id]
    assert all(item.reason for item in related[case_id])
    assert any(item.case == case_id for items in related.values() for item in items)


def test_several_editions_are_in_other_scripts(archive: Archive) -> None:
    languages = list(itertools.chain.from_iterable(files.editions for files in archive.cases.values()))
    assert len(languages) >= 5
    others = [tag for tag in languages if direction(tag) == "rtl" or tag in ("ru", "uk")]
    assert len(others) >= 3
    assert any(direction(tag) == "rtl" for tag in languages)


@pytest.mark.parametrize("name", ["ac130", "iran_missiles", "myanmar_book"])
def test_the_drawings_are_those_of_the_scenes(name: str) -> None:
    (scene,) = (scene for scene in all_scenes() if getattr(scene, "__name__", "").endswith(f".{name}"))
    for file, picture in scene.pictures():
        with Image.open(ROOT / "content" / "cases" / scene.CASE / file) as drawn:
            expected = picture.convert("L")
            difference = ImageChops.difference(drawn.convert("L"), expected)
        assert difference.size == expected.size
        # The file has fewer tones, or JPEG's grain.
        assert sum(count for level, count in enumerate(difference.histogram()) if level > 24) < 2000
