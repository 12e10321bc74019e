"""Whether names of another script keep their place in a line, as a reader sees it. Refuses to read markup.

A line of names, dates and separators is right where each piece of it stands beyond the one before, in the
direction of the page, and where the words of each piece stand in the direction of their own script.
"""

from __future__ import annotations

import itertools
from typing import NamedTuple

import pytest
from playwright.sync_api import Page

from tests.browser import archives
from tests.browser.tools import OpenPage

CASE = f"/cases/{archives.TWO_SCRIPTS}/"
ARABIC_CASE = f"/ar{CASE}"

VERY_WIDE = {"width": 2400, "height": 1000}
"""So wide that a line that may not be broken has room."""

LINES = [
    (CASE, ".claimed-by", ["قناة السماء", "2 January 2026"]),
    (CASE, ".facts-strip .aliases", ["also:", "البلدة القديمة", "المدينة القديمة", "Altstadt", "Oude Stad"]),
    (CASE, ".appearance-place", ["قناة", "السماء"]),
    (CASE, ".appearance-when", ["2 January 2026", "English", "1,200", "قارئ", "3 January 2026"]),
    (
        CASE,
        ".picture-facts + .credit",
        ["قناة السماء", "Licence:", "CC\N{NO-BREAK SPACE}BY\N{NO-BREAK SPACE}4.0"],
    ),
    (CASE, ".source-meta", ["ليلى حداد", "سامي نصر", "قناة السماء", "2 January 2026", "Arabic"]),
    (CASE, ".rebuttal-meta", ["3 January 2026", "In answer to:", "Claim 1"]),
    (CASE, ".foot-legal", ["Published by", "Words:", "Pictures carry"]),
    ("/cases/", ".card-meta", ["قناة السماء", "4 January 2026"]),
    ("/entities/sky-channel/", ".kicker", ["News outlet", "Syria"]),
    (ARABIC_CASE, ".claimed-by", ["قناة السماء", "يناير"]),
    (ARABIC_CASE, ".facts-strip dd", ["Ada Writer", "Cloud Club"]),
    (ARABIC_CASE, ".facts-strip .aliases", ["البلدة", "المدينة", "Altstadt", "Oude Stad"]),
    (ARABIC_CASE, ".facts-strip li", ["Old Town", "سوريا"]),
    (ARABIC_CASE, ".appearance-place", ["Cloudbook", "Weather Watch"]),
    (ARABIC_CASE, ".appearance-when", ["يناير", "الإنجليزية", "1,200", "قارئ"]),
    (ARABIC_CASE, ".picture-facts dd", ["تصوير تمثيلي", "ألوان مغيَّرة"]),
    (
        ARABIC_CASE,
        ".picture-facts + .credit",
        ["قناة السماء", "الترخيص:", "CC\N{NO-BREAK SPACE}BY\N{NO-BREAK SPACE}4.0"],
    ),
    (
        ARABIC_CASE,
        ".source-meta",
        ["Ada Writer", "Ben Reader", "Weather office", "Cloud Club", "يناير", "الإنجليزية"],
    ),
    (ARABIC_CASE, ".rebuttal-meta", ["يناير", "ردًّا على:", "الادعاء 1"]),
    (ARABIC_CASE, ".correction-head", ["توضيح", "يناير", "الادعاء 1"]),
    (
        ARABIC_CASE,
        ".citation-text",
        ["Ada Writer", "قناة عرضت", "Test archive", "يناير", "https://facts.test"],
    ),
    (ARABIC_CASE, ".foot-legal", ["الناشر:", "Test newsroom", "النصوص:", "للصور"]),
    (ARABIC_CASE, ".note", ["هذه ترجمة.", "الإنجليزية"]),
    ("/ar/cases/", ".card-meta", ["Cloud Club", "يناير"]),
    ("/ar/entities/sky-channel/", ".kicker", ["وسيلة إعلام", "سوريا"]),
]
"""Pages, places on them, and the pieces of a line in the order in which it is read."""


class Piece(NamedTuple):
    """Where a piece of a line stands, in pixels from the left."""

    left: float
    right: float


def pieces(page: Page, selector: str, words: list[str]) -> list[Piece]:
    """Return where words stand in the first element of a kind that has them all, each after the one before."""
    found = page.evaluate(FIND_PIECES, [selector, words])
    assert found, f"nothing that is {selector} reads {words}"
    return [Piece(*piece) for piece in found]


FIND_PIECES = """([selector, words]) => {
  for (const element of document.querySelectorAll(selector)) {
    const nodes = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) nodes.push(walker.currentNode);
    const text = nodes.map((node) => node.data).join("");
    const boundary = (offset, isEnd) => {
      for (const node of nodes) {
        if (offset < node.length || (isEnd && offset === node.length)) return [node, offset];
        offset -= node.length;
      }
    };
    let from = 0;
    const starts = words.map((word) => {
      const start = from < 0 ? -1 : text.indexOf(word, from);
      from = start < 0 ? -1 : start + word.length;
      return start;
    });
    if (from < 0) continue;
    element.style.whiteSpace = "nowrap";
    return words.map((word, place) => {
      const range = document.createRange();
      range.setStart(...boundary(starts[place], false));
      range.setEnd(...boundary(starts[place] + word.length, true));
      const box = range.getBoundingClientRect();
      return [box.left, box.right];
    });
  }
}"""


@pytest.mark.parametrize("address", dict.fromkeys(address for address, *_ in LINES))
def test_a_line_is_read_in_the_direction_of_its_page(
    borrow_page: OpenPage, small_url: str, address: str
) -> None:
    """A name of the other script takes neither its neighbours nor the numbers beside it along."""
    page = borrow_page(viewport=VERY_WIDE)
    page.goto(small_url + address)
    is_right_to_left = page.evaluate("document.documentElement.dir") == "rtl"
    lines = [(selector, words) for where, selector, words in LINES if where == address]
    assert [
        words
        for selector, words in lines
        if not runs(page, selector, words, is_right_to_left=is_right_to_left)
    ] == []


WORDS = [
    (CASE, ".source-title", ["فيضان", "المدينة"]),
    (CASE, ".claimed-by", ["قناة", "السماء"]),
    (ARABIC_CASE, ".source-title", ["Diary", "day"]),
    (ARABIC_CASE, ".source-meta", ["Weather", "office"]),
    (ARABIC_CASE, ".permalink a", ["https", "facts", "ar"]),
    (ARABIC_CASE, ".foot-legal", ["Test", "newsroom"]),
    (ARABIC_CASE, ".missing-head", ["هذه", "الصورة", "هنا", "."]),
    (ARABIC_CASE, ".picture-facts + .credit", ["CC", "BY", "4.0"]),
    (ARABIC_CASE, ".source-meta", ["نشره", "أولًا"]),
    ("/ar/", ".about p", ["يبدأ", "تحقيق", "ثبت"]),
]


@pytest.mark.parametrize("address", dict.fromkeys(address for address, *_ in WORDS))
def test_words_are_read_in_the_direction_of_their_script(
    borrow_page: OpenPage, small_url: str, address: str
) -> None:
    page = borrow_page(viewport=VERY_WIDE)
    page.goto(small_url + address)
    pieces_of_words = [(selector, words) for where, selector, words in WORDS if where == address]
    wrong = [
        words
        for selector, words in pieces_of_words
        if not runs(page, selector, words, is_right_to_left=words[0][0] > "\u0600")
    ]
    assert wrong == []


def runs(page: Page, selector: str, words: list[str], *, is_right_to_left: bool) -> bool:
    """Return whether each piece of a line stands beyond the one before."""
    return all(
        after.right <= before.left + 1 if is_right_to_left else before.right <= after.left + 1
        for before, after in itertools.pairwise(pieces(page, selector, words))
    )
