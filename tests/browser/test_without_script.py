"""Every type of page without its script: whole, and without a control that does nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from playwright.sync_api import Page, expect

from tests.browser import archives
from tests.browser.case_inspection import cover_problems, print_problems, verdict_problems
from tests.browser.comparing import Comparison
from tests.browser.comparison_inspection import differing_problems, region_problems
from tests.browser.inspection import (
    PHONE,
    WIDE,
    access_problems,
    hidden_problems,
    keyboard_problems,
    named,
    reflow_problems,
)
from tests.browser.one_picture import caption_problems, twin_problems
from tests.browser.test_pages import CASES, FLAGSHIP, IRAN, PAGE_TYPES
from tests.browser.tools import Kind, OpenPage, Watch

Read = Callable[..., Page]


@pytest.fixture
def read(borrow_page: OpenPage, urls: Mapping[str, str]) -> Read:
    """Opens a type of page in a browser that runs no script; takes the options of a context."""

    def read(page_type: str, fragment: str = "", **options: object) -> Page:
        archive, address = PAGE_TYPES[page_type]
        page = borrow_page(**{"viewport": WIDE, "java_script_enabled": False, **options})
        if page_type == "redirect":
            page.route(f"**/cases/{archives.TWO_PAIRS}/", lambda route: route.fulfill(status=204))
        page.goto(urls[archive] + address + fragment)
        return page

    return read


@pytest.mark.parametrize("page_type", PAGE_TYPES)
def test_page_is_whole_without_script(read: Read, page_type: str) -> None:
    """Everything is shown, nothing shown is dead, nothing is too wide; a case begins with its finding."""
    page = read(page_type, viewport=PHONE)
    problems = [*hidden_problems(page), *reflow_problems(page)]
    if page_type in CASES:
        problems += verdict_problems(page)
    assert not problems, named(problems)


@pytest.mark.parametrize("page_type", ["case file in yaml", "right-to-left edition"])
def test_keyboard_needs_no_script(read: Read, page_type: str) -> None:
    page = read(page_type)
    assert not (problems := keyboard_problems(page)), named(problems)


@pytest.mark.parametrize("address", [IRAN, FLAGSHIP])
def test_script_that_never_arrives_leaves_a_page_without_barrier(
    borrow_page: OpenPage, watch: Watch, site_url: str, address: str
) -> None:
    """The browser would run scripts, but the only one is lost on the way."""
    watch.expect(Kind.CONSOLE_ERROR, "ERR_FAILED")
    page = borrow_page(viewport=PHONE)
    page.route("**/assets/js/**", lambda route: route.abort())
    page.goto(site_url + address, wait_until="commit")
    page.wait_for_load_state()
    problems = [*hidden_problems(page), *access_problems(page), *reflow_problems(page), *print_problems(page)]
    assert not problems, named(problems)


OF_TWO_PICTURES = [name for name in CASES if name != "covered case" and "twins" not in name]
WITH_A_MAP = ("case", "case file in yaml", "right-to-left edition")


@pytest.mark.parametrize("page_type", OF_TWO_PICTURES)
def test_both_pictures_stand_with_words_and_outlines(read: Read, page_type: str) -> None:
    """The argument is whole: two pictures beside each other, their captions, numbered outlines, the list.

    What differs is told in a folded figure: the map, its scale in words, outlines with the numbers of a list.
    """
    page = read(page_type)
    for number in range(page.locator("image-comparison:not(.alone)").count()):
        comparison = Comparison(page, number)
        assert not (problems := region_problems(comparison)), named(problems)
        first, second = (figure.locator("img").bounding_box() for figure in comparison.figures.all())
        assert first
        assert second
        assert first["x"] + first["width"] <= second["x"] or second["x"] + second["width"] <= first["x"]
        for figure in comparison.figures.all():
            expect(figure.locator("figcaption")).to_be_visible()
            outline = figure.locator("svg rect").first.bounding_box()
            assert outline
            assert outline["width"] > 10
    if page_type in WITH_A_MAP:
        assert page.locator("details:has(figure img[src*='/difference-'])").count()
        assert not (problems := differing_problems(page)), named(problems)


@pytest.mark.parametrize("page_type", ["case of captions", "right-to-left case of captions"])
def test_captions_stand_beside_each_other_without_script(read: Read, page_type: str) -> None:
    page = read(page_type)
    assert not (problems := caption_problems(page)), named(problems)


@pytest.mark.parametrize("page_type", ["case of twins", "right-to-left case of twins"])
def test_twins_are_outlined_and_cut_out_without_script(read: Read, page_type: str) -> None:
    """The cuts are the argument, so they need nothing but the page."""
    page = read(page_type)
    assert not (problems := twin_problems(page)), named(problems)


def test_link_of_a_detail_marks_its_outline(read: Read) -> None:
    """The list works by plain links: the outline that is the link's target stands out."""
    page = read("case")
    comparison = Comparison(page)
    (before,) = set(comparison.weights(2))
    comparison.links.nth(1).click()
    assert page.url.endswith("-vehicles")
    assert max(comparison.weights(2)) > before == max(comparison.weights(1))


def test_steps_to_repeat_can_be_opened(read: Read) -> None:
    page = read("case file in yaml")
    steps = page.locator("details.steps").first
    expect(steps.locator("li").first).to_be_hidden()
    steps.locator("summary").click()
    expect(steps.locator("li").first).to_be_visible()


def test_sensitive_pictures_are_covered_opened_and_covered_again(read: Read) -> None:
    page = read("covered case")
    assert not (problems := cover_problems(page)), named(problems)
    cover = page.locator("details:has(img)").first
    images = cover.locator(".pair figure img")
    for is_shown in (True, False):
        cover.locator("summary").first.click()
        for image in images.all():
            expect(image).to_be_visible(visible=is_shown)


def test_what_differs_is_on_paper_though_it_is_folded(open_page: OpenPage, site_url: str) -> None:
    """And its picture, which waits until it is wanted, is fetched for paper."""
    page = open_page(viewport=WIDE)
    page.goto(site_url + FLAGSHIP)
    image = page.locator("figure img[src*='/difference-']").first
    assert image.evaluate("(image) => image.currentSrc") == ""
    page.pdf()
    assert image.evaluate("(image) => image.naturalWidth") > 0


def test_paper_needs_no_script(read: Read) -> None:
    page = read("case")
    assert not (problems := print_problems(page)), named(problems)


def test_every_way_into_the_archive_is_a_link(read: Read) -> None:
    """From the front page to a case and back, by links alone."""
    page = read("home")
    page.get_by_role("link", name="Topics").first.click()
    page.get_by_role("main").get_by_role("link").first.click()
    page.get_by_role("article").get_by_role("link").first.click()
    expect(page.locator("main header a[href*='/ratings/']").first).to_be_visible()
    page.get_by_role("link", name="Irrefutable").first.click()
    page.locator(f"main a[href='{FLAGSHIP}']").first.click()
    assert page.url.endswith(FLAGSHIP)
