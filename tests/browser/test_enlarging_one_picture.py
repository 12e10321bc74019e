"""A picture that stands alone, or is compared with itself, can be looked at closely too; without script as well."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import archives
from tests.browser.comparing import SAME, Comparison, View, difference, largest, part_of
from tests.browser.conftest import Look
from tests.browser.inspection import NARROW, PHONE, WIDE, access_problems, named, reflow_problems
from tests.browser.tools import OpenPage

TWINS = f"/cases/{archives.TWINS}/"
CAPTIONS = f"/cases/{archives.TWO_CAPTIONS}/"


@pytest.mark.parametrize("address", [TWINS, f"/ar{TWINS}"], ids=["left to right", "right to left"])
def test_twins_are_enlarged_and_moved(look: Look, small_site: Path, address: str) -> None:
    comparison = look(address)
    file = largest(small_site, TWINS, "scene")
    comparison.press("+", "+", "Shift+ArrowRight")
    comparison.settle()
    assert comparison.zoom == 225
    shown = comparison.pixels()
    view = View(2.25, 0.5 + 0.1 / 2.25, 0.5)
    assert difference(shown, part_of(file, shown.size, view.box())) < SAME
    across = round(0.1 * comparison.stage()["width"])
    comparison.drag(comparison.at(0.5), across, 0)
    comparison.settle()
    shown = comparison.pixels()
    assert difference(shown, part_of(file, shown.size, View(2.25, 0.5, 0.5).box())) < SAME
    assert not (problems := [*access_problems(comparison.page), *reflow_problems(comparison.page)]), named(
        problems
    )
    comparison.page.keyboard.press("Escape")
    assert comparison.zoom == 100


@pytest.mark.parametrize("place", [0, 1], ids=["first", "second"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_cut_leads_to_its_place_and_enlarges_it(look: Look, place: int, size: dict[str, int]) -> None:
    """All of the place is in the frame, and fills the most part of one side; the link is a key away as well."""
    comparison = look(TWINS, viewport=size)
    comparison.root.locator(".cut-link").nth(place).focus()
    comparison.page.keyboard.press("Enter")
    comparison.settle()
    assert comparison.zoom > 100
    assert comparison.highlighted() == [1]
    frame = comparison.stage()
    outline = comparison.root.locator("[data-region='1'] .region-line").nth(place).bounding_box()
    assert outline
    assert outline["x"] >= frame["x"] - 1
    assert outline["y"] >= frame["y"] - 1
    assert outline["x"] + outline["width"] <= frame["x"] + frame["width"] + 1
    assert outline["y"] + outline["height"] <= frame["y"] + frame["height"] + 1
    filled = max(outline["width"] / frame["width"], outline["height"] / frame["height"])
    at_most = comparison.tool("closer").get_attribute("aria-disabled") == "true"
    assert at_most or filled > 0.7


def test_both_twins_are_seen_when_their_number_is_chosen(look: Look) -> None:
    comparison = look(TWINS)
    comparison.press(*["+"] * 5, "1")
    comparison.settle()
    frame = comparison.stage()
    for outline in comparison.root.locator("[data-region='1'] .region-line").all():
        box = outline.bounding_box()
        assert box
        assert box["x"] >= frame["x"]
        assert box["x"] + box["width"] <= frame["x"] + frame["width"]


def test_twins_have_a_list_of_keys_and_a_link_to_what_is_seen(look: Look) -> None:
    comparison = look(TWINS)
    comparison.press("?")
    expect(comparison.root.get_by_text("Move the enlarged pictures")).to_be_visible()
    assert comparison.root.get_by_text("Move the divider by 1 %").count() == 0
    comparison.press("+", "+")
    address = comparison.root.locator(".view-link").get_attribute("href")
    assert address
    comparison.page.goto(f"{comparison.page.url.partition('/cases/')[0]}{address}")
    assert Comparison(comparison.page).zoom == 225


def test_enlarged_twins_leave_no_trace_when_they_are_taken_out(look: Look) -> None:
    comparison = look(TWINS)
    before = comparison.root.locator(".plate").evaluate("(plate) => getComputedStyle(plate).transform")
    comparison.press("+", "+", "1")
    left = comparison.root.evaluate(
        "(root) => { globalThis.__place = root.parentElement; globalThis.__gone = root; root.remove();"
        " return [root.getAttribute('style'), root.className, root.querySelector('.tools').hidden]; }"
    )
    assert left == [None, "comparison twins", True]
    comparison.page.evaluate("() => { __place.append(__gone); }")
    assert comparison.zoom == 100
    after = comparison.root.locator(".plate").evaluate("(plate) => getComputedStyle(plate).transform")
    assert after == before


def test_picture_of_a_caption_is_enlarged(borrow_page: OpenPage, small_url: str, small_site: Path) -> None:
    """It keeps its place below its label: the whole screen would show it without."""
    page = borrow_page(viewport=WIDE)
    page.goto(small_url + CAPTIONS)
    root = page.locator("image-comparison.alone:visible").first
    root.get_by_role("button", name="Larger").click()
    expect(root.locator("[data-zoom]")).to_have_text("150 %")
    expect(root.get_by_role("status")).to_have_text("150 %")
    assert root.get_by_role("button", name="Full screen").count() == 0
    page.keyboard.press("Escape")
    expect(root.locator("[data-zoom]")).to_have_text("100 %")


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
@pytest.mark.parametrize("address", [TWINS, CAPTIONS, f"/cases/{archives.TWO_PAIRS}/"])
def test_pictures_are_enlarged_without_script(
    borrow_page: OpenPage, small_url: str, address: str, size: dict[str, int]
) -> None:
    """Each as large as its file, in a frame that scrolls and takes the focus, with its label above it."""
    page = borrow_page(viewport=size, java_script_enabled=False)
    page.goto(small_url + address)
    summary = page.locator(".larger summary:visible").first
    frames = summary.locator("xpath=..").locator(".larger-frame")
    expect(frames.first).to_be_hidden()
    summary.click()
    expect(frames.first).to_be_visible()
    for frame in frames.all():
        image = frame.locator("img")
        box, window = image.bounding_box(), frame.bounding_box()
        assert box
        assert window
        assert box["width"] == int(image.get_attribute("width") or 0)
        assert window["width"] <= size["width"]
        frame.focus()
        expect(frame).to_be_focused()
    if address != CAPTIONS:
        expect(summary.locator("xpath=..").get_by_text("The claimed picture")).to_be_visible()
    assert not (problems := reflow_problems(page)), named(problems)


def _larger(page: Page) -> int:
    return page.locator(".larger summary:visible").count()


def test_script_needs_no_larger_pictures_and_fetches_none(open_page: OpenPage, small_url: str) -> None:
    page = open_page(viewport=WIDE)
    page.goto(small_url + TWINS)
    assert _larger(page) == 0
    loaded = page.evaluate(
        "() => [...document.querySelectorAll('.larger img')].filter((image) => image.currentSrc && image.complete && image.naturalWidth).length"
    )
    assert loaded == 0


def test_covered_picture_offers_nothing_larger_until_it_is_uncovered(
    borrow_page: OpenPage, small_url: str
) -> None:
    page = borrow_page(viewport=WIDE, java_script_enabled=False)
    page.goto(f"{small_url}/cases/{archives.COVERED}/")
    assert _larger(page) == 0
    page.locator(".cover-switch").first.click()
    assert _larger(page) == 1
