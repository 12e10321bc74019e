"""Blinking between two pictures, and the map of what differs in them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import ImageStat
from playwright.sync_api import expect

from tests.browser import archives
from tests.browser.comparing import (
    BLINK,
    DIFFERENCE,
    FADE,
    Comparison,
    Pair,
    difference,
)
from tests.browser.comparison_inspection import (
    blink_problems,
    difference_problems,
    map_of,
)
from tests.browser.conftest import Look
from tests.browser.inspection import (
    NARROW,
    WIDE,
    access_problems,
    named,
    reflow_problems,
)
from tests.browser.test_comparison import TWO_PAIRS
from tests.browser.tools import OpenPage

ALIKE = f"/cases/{archives.ALIKE}/"


# --------------------------------------------------------------------------------- blink and difference


def test_blink_switches_when_it_is_asked_to(
    look: Look, pair: Pair, open_page: OpenPage, small_url: str
) -> None:
    """By the button, or every second after the reader asked for it; never by itself; in words as well."""
    page = open_page(viewport=WIDE)
    page.clock.install()
    page.goto(small_url + TWO_PAIRS)
    assert not (problems := blink_problems(Comparison(page), pair)), named(problems)


def test_blink_says_by_its_label_which_picture_is_shown(look: Look) -> None:
    comparison = look(TWO_PAIRS)
    comparison.choose(BLINK)
    labels = comparison.figures.locator(".label")
    expect(labels.first).to_be_visible()
    expect(labels.last).to_be_hidden()
    comparison.tool("switch").click()
    expect(labels.first).to_be_hidden()
    expect(labels.last).to_be_visible()
    expect(comparison.status).to_have_text("The original is shown")


def test_blink_moves_nothing_for_a_reader_who_wants_no_motion(look: Look) -> None:
    comparison = look(TWO_PAIRS, reduced_motion="reduce")
    comparison.choose(BLINK)
    expect(comparison.tool("switch")).to_be_visible()
    expect(comparison.tool("play")).to_be_hidden()


def test_blink_stops_when_another_mode_is_chosen(open_page: OpenPage, small_url: str) -> None:
    page = open_page(viewport=WIDE)
    page.clock.install()
    page.goto(small_url + TWO_PAIRS)
    comparison = Comparison(page)
    comparison.choose(BLINK)
    comparison.tool("play").click()
    expect(comparison.tool("play")).to_have_attribute("aria-pressed", "true")
    comparison.choose(FADE)
    comparison.choose(BLINK)
    expect(comparison.tool("play")).to_have_attribute("aria-pressed", "false")
    page.clock.run_for(5000)
    expect(comparison.root).to_have_attribute("data-shown", "claimed")


def test_difference_of_a_picture_and_its_copy_is_black(look: Look) -> None:
    comparison = look(ALIKE)
    comparison.choose(DIFFERENCE)
    assert max(high for _, high in ImageStat.Stat(comparison.pixels()).extrema) <= 3
    comparison.press("+", "+", "Shift+ArrowRight")
    comparison.settle()
    assert max(high for _, high in ImageStat.Stat(comparison.pixels()).extrema) <= 3


@pytest.mark.parametrize("page", [TWO_PAIRS, f"/ar{TWO_PAIRS}"], ids=["left to right", "right to left"])
def test_difference_shows_the_map_of_what_differs(look: Look, small_site: Path, page: str) -> None:
    """By the keys, whole and enlarged, with its scale in words; what lies below it is not heard."""
    comparison = look(page)
    problems = difference_problems(comparison, map_of(small_site, archives.TWO_PAIRS, "inside"))
    assert not problems, named(problems)
    scale = comparison.root.locator(".difference-scale").get_by_role("listitem")
    black = {TWO_PAIRS: "Black: the same, or nearly"}.get(page, "أسود: متماثل أو يكاد")
    expect(scale.first).to_have_text(black)
    expect(scale.first).to_be_visible()


def test_map_of_a_mirror_image_lies_as_the_mirror_image_does(look: Look, small_site: Path) -> None:
    heat_map = map_of(small_site, archives.TWO_PAIRS, "reversed")
    problems = difference_problems(look(TWO_PAIRS, 1), heat_map)
    assert not problems, named(problems)


def test_enlarged_map_is_moved_by_a_drag(look: Look) -> None:
    """Though it lies over the picture that answers the drag."""
    comparison = look(TWO_PAIRS)
    comparison.choose(DIFFERENCE)
    comparison.press("+", "+")
    before = comparison.pixels()
    comparison.drag(comparison.at(0.5), -80, -40)
    assert difference(comparison.pixels(), before) > 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
def test_map_has_no_barrier(look: Look, size: Mapping[str, int], scheme: str) -> None:
    """In the mode and in the open figure."""
    comparison = look(TWO_PAIRS, viewport=size, color_scheme=scheme)
    comparison.choose(DIFFERENCE)
    comparison.root.locator("details:has(figure) > summary").click()
    problems = access_problems(comparison.page, within="image-comparison")
    problems += reflow_problems(comparison.page)
    assert not problems, named(problems)
