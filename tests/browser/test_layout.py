"""Where words come to stand: what no check of a page's code sees, and every reader does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from irrefutable.core.diagnostics import as_text
from tests.browser.archive_pictures import png, scene
from tests.browser.inspection import NARROW, PHONE, WIDE
from tests.browser.tools import OpenPage, once, serve
from tests.site_builder import SITE, build, write_files

FLAGSHIP = "/cases/2017-11-14-ac130-gunship/"

ORIGINAL_PX = (320, 240)
CROP_PX = (40, 30, 280, 210)
CLAIMED_PX = (120, 90)
"""Smaller than the words above and below it need."""

_CASE = """\
---
title: A stamp that was cut out
summary: { claimed: The stamp is alone., found: It is a part of a sheet. }
language: en
status: published
published: 2026-01-12
authors: [ada]
reviewed_by: [ben]
topics: [weather]
claims:
  - id: stamp
    text: The stamp is alone.
    claimant: cloud-club
    made: 2026-01-05
    rating: "false"
    rating_explanation: It is a part of a sheet [@diary].
    no_appearance: It was told by word of mouth.
    about: [stamp]
media:
  - { id: stamp, file: stamp.png, kind: image, alt: A stamp., licence: CC-BY-4.0, caption: It was sold as the only one. }
  - { id: sheet, file: sheet.png, kind: image, alt: A sheet of stamps., licence: CC-BY-4.0 }
comparisons:
  - id: inside
    title: The stamp in the sheet
    claimed: stamp
    original: sheet
    align: points
    points:
      - { claimed: [0, 0], original: [40, 30] }
      - { claimed: [120, 90], original: [280, 210] }
    modes: [swipe, side-by-side]
    conclusion: It was cut out.
sources:
  - id: diary
    publisher: Weather office
    title: Diary of the day
    language: en
    grade: primary
    kind: government
    url: https://weather.test/diary
    archived: https://archive.test/diary
---

The sheet has many stamps.
"""


@pytest.fixture(scope="module")
def stamp_url(shared: Path) -> Iterator[str]:
    """The address of a case with a picture of 120 pixels, whose comparison begins with swipe."""
    root = shared / "stamp"

    def make() -> None:
        sheet = scene().resize(ORIGINAL_PX, Image.Resampling.LANCZOS)
        stamp = sheet.crop(CROP_PX).resize(CLAIMED_PX, Image.Resampling.LANCZOS)
        folder = "content/cases/stamp"
        files = {
            **SITE,
            f"{folder}/case.md": _CASE,
            f"{folder}/stamp.png": png(stamp),
            f"{folder}/sheet.png": png(sheet),
        }
        result = build(write_files(root, files))
        assert result.published, "\n\n".join(as_text(item) for item in result.diagnostics)

    once(root.with_suffix(".built"), make)
    with serve(root / "site") as url:
        yield f"{url}/cases/stamp/"


def test_numbers_of_sources_stand_beside_the_words_they_belong_to(open_page: OpenPage, site_url: str) -> None:
    """None begins a line, as a footnote's number never does."""
    page = open_page(viewport=PHONE)
    page.goto(site_url + FLAGSHIP)
    told = page.evaluate(
        """() => [...document.querySelectorAll(".prose sup")].map((numbers) => {
          const before = numbers.previousSibling;
          if (!before?.data?.trim()) return null;
          const range = document.createRange();
          range.setStart(before, before.data.length - 1);
          range.setEnd(before, before.data.length);
          const words = [...range.getClientRects()].at(-1);
          return numbers.getBoundingClientRect().left >= words.left ? "" : before.data.slice(-20);
        }).filter((found) => found !== null)"""
    )
    assert len(told) > 50
    assert [words for words in told if words] == []


@pytest.mark.parametrize("viewport", [NARROW, PHONE, WIDE], ids=["narrow", "phone", "wide"])
def test_words_beside_a_small_picture_have_room(
    open_page: OpenPage, stamp_url: str, viewport: dict[str, int]
) -> None:
    page = open_page(viewport=viewport)
    page.goto(stamp_url)
    page.wait_for_selector("image-comparison.is-overlaid")
    widths = page.evaluate(
        """() => Object.fromEntries([".side-claimed > .label", ".side-original > .label", ".side-claimed > figcaption"]
          .map((part) => [part, document.querySelector(part).getBoundingClientRect().width]))"""
    )
    assert min(widths.values()) >= 140, widths


def test_a_small_picture_is_not_enlarged_and_lies_on_its_original(
    open_page: OpenPage, stamp_url: str
) -> None:
    page = open_page(viewport=PHONE)
    page.goto(stamp_url)
    page.wait_for_selector("image-comparison.is-overlaid")
    claimed, original = page.evaluate(
        """() => ["claimed", "original"].map((side) => {
          const { x, y, width, height } = document.querySelector(`.side-${side} picture > img`).getBoundingClientRect();
          return [x, y, width, height];
        })"""
    )
    left, top, right, bottom = CROP_PX
    across, down = original[2] / ORIGINAL_PX[0], original[3] / ORIGINAL_PX[1]
    lies = [
        original[0] + left * across,
        original[1] + top * down,
        (right - left) * across,
        (bottom - top) * down,
    ]
    assert claimed[2:] == list(CLAIMED_PX)
    assert lies == pytest.approx(claimed, abs=0.6)


def test_a_long_name_in_a_list_keeps_off_the_lines_around_it(open_page: OpenPage, site_url: str) -> None:
    page = open_page(viewport=PHONE)
    page.goto(f"{site_url}/platforms/")
    rooms = page.evaluate(
        """() => [...document.querySelectorAll(".tally")].map((tally) => {
          const words = tally.querySelector(".tally-label").getBoundingClientRect();
          const { top, bottom } = tally.getBoundingClientRect();
          return Math.min(words.top - top, bottom - words.bottom);
        })"""
    )
    assert min(rooms) >= 4


def test_a_correction_says_its_day_and_case_in_one_line_of_words(open_page: OpenPage, small_url: str) -> None:
    """A long headline goes on in the next line, and does not begin there."""
    page = open_page(viewport=NARROW)
    page.goto(f"{small_url}/corrections/")
    told = page.evaluate(
        """() => [...document.querySelectorAll(".correction-head a")].map((link) => {
          const range = document.createRange();
          range.selectNodeContents(link.previousSibling);
          const [before] = range.getClientRects();
          const [first, ...others] = link.getClientRects();
          return [others.length > 0, Math.abs(first.bottom - before.bottom) < 12];
        })"""
    )
    assert any(is_long for is_long, _ in told)
    assert all(begins_beside for is_long, begins_beside in told if is_long)


def test_on_paper_no_heading_is_parted_from_its_claim(open_page: OpenPage, site_url: str) -> None:
    """Browsers keep what follows together with a heading where both stand in lines, not in a grid."""
    page = open_page(viewport=WIDE)
    page.goto(site_url + FLAGSHIP)
    page.emulate_media(media="print")
    told = page.evaluate(
        """() => [".claim-head", ".evidence-head", ".claim .minor"].flatMap((kind) =>
          [...document.querySelectorAll(kind)].map((head) => [
            getComputedStyle(head).breakAfter, getComputedStyle(head.parentElement).display]))"""
    )
    assert told
    assert {*map(tuple, told)} == {("avoid", "block")}


def test_on_paper_a_reminder_of_a_picture_is_not_cut(open_page: OpenPage, site_url: str) -> None:
    page = open_page(viewport=WIDE)
    page.goto(site_url + FLAGSHIP)
    page.emulate_media(media="print")
    reminders = page.locator(".embed").all()
    assert reminders
    assert {item.evaluate("(item) => getComputedStyle(item).breakInside") for item in reminders} == {"avoid"}
