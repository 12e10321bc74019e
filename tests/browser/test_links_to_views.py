"""Links to what is seen, full screen, and what all of the script weighs."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import archives
from tests.browser.comparing import (
    BLINK,
    FADE,
    SIDE_BY_SIDE,
    SWIPE,
    Comparison,
)
from tests.browser.comparison_inspection import (
    link_problems,
)
from tests.browser.conftest import Look
from tests.browser.inspection import (
    access_problems,
    named,
)
from tests.browser.test_comparison import FLAGSHIP, TWO_PAIRS

ALIKE = f"/cases/{archives.ALIKE}/"


# ---------------------------------------------------------------------------------------- links to a state


@pytest.mark.parametrize("page", [TWO_PAIRS, f"/ar{TWO_PAIRS}"])
def test_link_brings_back_what_was_seen(look: Look, page: str) -> None:
    assert not (problems := link_problems(look(page))), named(problems)


def test_link_is_copied_and_stands_in_the_address_bar(look: Look) -> None:
    comparison = look(TWO_PAIRS, permissions=["clipboard-read", "clipboard-write"])
    comparison.choose(FADE)
    comparison.set_value(80)
    comparison.root.locator(".view-link").click()
    expect(comparison.status).to_contain_text("copied")
    page = comparison.page
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    assert page.url.endswith("?compare=inside&mode=fade&at=80#comparison-inside")


def test_link_opens_the_comparison_that_it_names_and_no_other(look: Look) -> None:
    query = "?compare=reversed&mode=fade&at=100&view=2+0.4+0.6&mirrored=#comparison-reversed"
    second = look(TWO_PAIRS + query, 1)
    first = Comparison(second.page)
    assert (second.mode, second.value(), second.zoom) == (FADE, 100, 200)
    assert (first.mode, first.zoom) == (SWIPE, 100)
    expect(second.root).to_be_in_viewport()


def test_link_to_a_detail_of_enlarged_pictures_keeps_its_view(look: Look) -> None:
    comparison = look(f"{TWO_PAIRS}?compare=inside&mode=swipe&view=4+0.7+0.7&detail=1#comparison-inside")
    assert comparison.highlighted() == [1]
    assert comparison.root.evaluate("(root) => root.view") == {"zoom": 4, "x": 0.7, "y": 0.7}


@pytest.mark.parametrize(
    "query",
    [
        "?compare=inside&mode=toString&at=many&view=NaN+%22&detail=%22%5D&mirrored=perhaps",
        "?compare=inside&at=1e99&view=-5+Infinity+-Infinity&detail=constructor",
        "?compare=&mode=swipe",
        "?compare=%3Cimg%20src=x%3E&mode=%22%5D",
        "?compare=inside&mode=swipe&mode=fade&view=1e309+1e309+1e309&detail=99",
        "?compare=inside&view=%E0%A4%A",
    ],
)
def test_nonsense_in_the_address_does_nothing(look: Look, query: str) -> None:
    """No error, which the watch would tell, and the comparison works."""
    comparison = look(TWO_PAIRS + query)
    assert comparison.mode == SWIPE
    assert comparison.zoom == 100
    assert 0 <= comparison.value() <= 100
    assert comparison.highlighted() == []
    comparison.choose(BLINK)
    comparison.press("+")
    assert comparison.zoom == 150


# -------------------------------------------------------------------------------- full screen, and gone


def test_full_screen_gives_the_pictures_more_room(look: Look) -> None:
    comparison = look(FLAGSHIP, archive="own")
    button = comparison.tool("fullscreen")
    comparison.page.set_viewport_size({"width": 1600, "height": 1000})
    comparison.choose(FADE)
    column = comparison.stage()["width"]
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    comparison.settle()
    laid_over, other = comparison.stage(), comparison.stage(1)
    assert laid_over["width"] > column + 200
    assert laid_over["height"] < 1000
    assert other == laid_over
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    comparison.choose(SIDE_BY_SIDE)
    before = comparison.stage(1)["width"]
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert comparison.page.evaluate("document.fullscreenElement.localName") == "image-comparison"
    assert comparison.stage(1)["width"] > before + 20
    problems = access_problems(comparison.page, within="image-comparison")
    assert not problems, named(problems)
    comparison.page.keyboard.press("Escape")
    expect(button).to_have_attribute("aria-pressed", "false")
    assert comparison.page.evaluate("document.fullscreenElement") is None
    assert comparison.stage(1)["width"] == before
    expect(button).to_be_focused()


# ------------------------------------------------------------------------------------------------ weight


def test_all_script_of_a_case_is_small(site: Path) -> None:
    """What is fetched only for large originals included, as a host that compresses text sends it."""

    sizes = {
        file.name: len(gzip.compress(file.read_bytes(), mtime=0))
        for file in site.glob("assets/js/*comparison*.js")
    }
    assert len(sizes) == 8
    assert sum(sizes.values()) <= 20 * 1024, sizes
