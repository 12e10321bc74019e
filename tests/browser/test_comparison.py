"""Two pictures laid beside and over each other, with mouse, finger, keys and screen reader, to the pixel."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser import archives
from tests.browser.comparing import (
    BLINK,
    FADE,
    SAME,
    SIDE_BY_SIDE,
    SWIPE,
    Comparison,
    Pair,
    difference,
    largest,
)
from tests.browser.comparison_inspection import (
    region_problems,
    registration_problems,
    slider_problems,
    touch_problems,
)
from tests.browser.inspection import NARROW, PHONE, WIDE, named
from tests.browser.tools import OpenPage

FLAGSHIP = "/cases/2017-11-14-ac130-gunship/"
IRAN = "/cases/2008-07-09-iran-missiles/"
TWO_PAIRS = f"/cases/{archives.TWO_PAIRS}/"

PAGES: Mapping[str, tuple[str, str]] = {
    "flagship": ("own", FLAGSHIP),
    "russian": ("own", f"/ru{FLAGSHIP}"),
    "iran": ("own", IRAN),
    "small": ("small", TWO_PAIRS),
    "arabic": ("small", f"/ar{TWO_PAIRS}"),
}
RIGHT_TO_LEFT = "arabic"

Compare = Callable[..., Comparison]


@pytest.fixture
def compare(borrow_page: OpenPage, urls: Mapping[str, str]) -> Compare:
    """Opens a page and gives its first comparison; takes the options of a context."""

    def compare(name: str, fragment: str = "", **options: object) -> Comparison:
        archive, address = PAGES[name]
        page = borrow_page(**{"viewport": WIDE, **options})
        page.goto(urls[archive] + address + fragment)
        return Comparison(page)

    return compare


@pytest.fixture
def pairs(site: Path, small_site: Path) -> Mapping[str, Pair]:
    """The published pictures of each page's first comparison; the flagship's is cut as 1.25 x + [190, 110]."""
    flagship = Pair(
        largest(site, FLAGSHIP, "claimed-1"),
        largest(site, FLAGSHIP, "game-frame"),
        (190 / 1600, 110 / 1000, (190 + 1.25 * 832) / 1600, (110 + 1.25 * 520) / 1000),
    )
    small = Pair(
        largest(small_site, TWO_PAIRS, "cutting"),
        largest(small_site, TWO_PAIRS, "scene"),
        (0.2, 0.2, 0.8, 0.8),
    )
    iran = Pair(largest(site, IRAN, "four-missiles"), largest(site, IRAN, "three-missiles"), (0, 0, 1, 1))
    return {"flagship": flagship, "russian": flagship, "iran": iran, "small": small, "arabic": small}


# ----------------------------------------------------------------------------------------------- modes


@pytest.mark.parametrize(("name", "mode"), [("flagship", SIDE_BY_SIDE), ("iran", SWIPE), ("arabic", SWIPE)])
def test_comparison_starts_in_the_mode_its_editor_chose(compare: Compare, name: str, mode: str) -> None:
    comparison = compare(name)
    assert comparison.mode == mode
    expect(comparison.slider).to_have_count(1 if mode == SWIPE else 0)


@pytest.mark.parametrize(("name", "count"), [("flagship", 5), ("iran", 3)])
def test_modes_are_a_group_of_radio_buttons(compare: Compare, name: str, count: int) -> None:
    """The group and each mode have a name, and the arrow keys go from one to the next and around.

    There are five, or those that the editor chose.
    """
    comparison = compare(name)
    expect(comparison.root.get_by_role("group", name=re.compile("two pictures"))).to_have_count(1)
    expect(comparison.radios).to_have_count(count)
    for radio in comparison.radios.all():
        expect(radio).to_have_accessible_name(re.compile(r"\w{4}"))
    comparison.radios.first.focus()
    seen = []
    for _ in range(count + 1):
        seen.append(comparison.mode)
        comparison.page.keyboard.press("ArrowRight")
    assert len(set(seen)) == count
    assert seen[count] == seen[0]
    expect(comparison.root.get_by_role("radio", checked=True)).to_be_focused()


def test_each_mode_shows_its_own_controls(compare: Compare) -> None:
    comparison = compare("flagship")
    names = {}
    for mode in (SWIPE, FADE):
        comparison.choose(mode)
        expect(comparison.slider).to_have_count(1)
        names[mode] = comparison.slider.get_attribute("aria-label")
    assert names[SWIPE] != names[FADE]
    comparison.choose(SIDE_BY_SIDE)
    expect(comparison.slider).to_have_count(0)


def test_side_by_side_shows_both_pictures_whole(compare: Compare) -> None:
    comparison = compare("flagship")
    boxes = [figure.locator("img").bounding_box() for figure in comparison.figures.all()]
    first, second = boxes
    assert first
    assert second
    assert first["x"] + first["width"] <= second["x"]
    assert first["y"] == pytest.approx(second["y"], abs=1)


def test_side_by_side_stacks_the_pictures_on_a_phone(compare: Compare) -> None:
    comparison = compare("flagship", viewport=PHONE)
    first, second = (figure.locator("img").bounding_box() for figure in comparison.figures.all())
    assert first
    assert second
    assert first["y"] + first["height"] <= second["y"]
    assert min(first["width"], second["width"]) > 340
    # Both captions stand below both pictures.
    roles = comparison.figures.locator("> figcaption").evaluate_all(
        "(captions) => captions.map((caption) => getComputedStyle(caption, '::before').content)"
    )
    assert roles == ['"The claimed picture"', '"The original"']


def test_outlines_stand_where_the_editor_drew_them(compare: Compare) -> None:
    """The vehicles are at [296, 284, 246, 112] of 832 × 520 and [560, 465, 307.5, 140] of 1600 × 1000."""
    comparison = compare("flagship")
    boxes = ((296 / 832, 284 / 520, 246 / 832, 112 / 520), (0.35, 0.465, 307.5 / 1600, 0.14))
    for figure, wanted in zip(comparison.figures.all(), boxes, strict=True):
        stage = figure.locator("img").bounding_box()
        outline = figure.locator("[data-region='2'] rect").last.bounding_box()
        assert stage
        assert outline
        found = (
            (outline["x"] - stage["x"]) / stage["width"],
            (outline["y"] - stage["y"]) / stage["height"],
            outline["width"] / stage["width"],
            outline["height"] / stage["height"],
        )
        assert found == pytest.approx(wanted, abs=0.012)


# ---------------------------------------------------------------------------------------------- pixels


@pytest.mark.parametrize("name", PAGES)
def test_details_have_one_number_and_swipe_shows_each_picture_on_its_side(
    compare: Compare, pairs: Mapping[str, Pair], name: str
) -> None:
    """Details are listed and outlined under one number, and lines go on across the divider.

    Arrows move it by 1 %, PageUp and PageDown by 10 %, Home and End to the ends; its value is words.
    """
    comparison = compare(name)
    problems = [*region_problems(comparison), *slider_problems(comparison)]
    problems += registration_problems(comparison, pairs[name], is_right_to_left=name == RIGHT_TO_LEFT)
    assert not problems, named(problems)


def test_swipe_holds_on_a_phone(compare: Compare, pairs: Mapping[str, Pair]) -> None:
    comparison = compare("flagship", viewport=PHONE)
    assert not (problems := registration_problems(comparison, pairs["flagship"])), named(problems)


def test_swipe_holds_after_the_window_has_changed(compare: Compare, pairs: Mapping[str, Pair]) -> None:
    comparison = compare("flagship")
    comparison.choose(SWIPE)
    comparison.page.set_viewport_size({"width": 700, "height": 900})
    assert not (problems := registration_problems(comparison, pairs["flagship"])), named(problems)


@pytest.mark.parametrize("name", ["small", "arabic"])
def test_mirror_image_is_laid_over_its_original(compare: Compare, small_site: Path, name: str) -> None:
    mirror = largest(small_site, TWO_PAIRS, "mirror")
    pair = Pair(mirror, largest(small_site, TWO_PAIRS, "scene"), (0.2, 0.2, 0.8, 0.8), is_mirrored=True)
    comparison = Comparison(compare(name).page, 1)
    problems = registration_problems(comparison, pair, is_right_to_left=name == RIGHT_TO_LEFT)
    assert not problems, named(problems)


@pytest.mark.parametrize("name", ["flagship", "iran", "arabic"])
def test_fade_goes_from_one_picture_to_the_other(
    compare: Compare, pairs: Mapping[str, Pair], name: str
) -> None:
    """Half way, each pixel is the mean of both pictures."""
    comparison = compare(name)
    comparison.choose(FADE)
    shown = {}
    for value in (50, 100, 0):
        comparison.set_value(value)
        shown[value] = comparison.pixels()
    claimed, original = (
        picture(shown[0].size) for picture in (pairs[name].claimed_at, pairs[name].original_at)
    )
    wanted = {0: claimed, 50: Image.blend(claimed, original, 0.5), 100: original}
    assert {value: difference(shown[value], wanted[value]) < SAME for value in wanted} == dict.fromkeys(
        wanted, True
    )
    assert difference(shown[0], shown[100]) > difference(shown[0], shown[50]) > 0


# ---------------------------------------------------------------------------------------- the divider


@pytest.mark.parametrize("name", ["flagship", "arabic"])
def test_left_and_right_move_the_divider_left_and_right(compare: Compare, name: str) -> None:
    """On the screen, in either direction of writing, by a hundredth."""
    comparison = compare(name)
    comparison.choose(SWIPE)
    comparison.set_value(50)
    assert comparison.divider_share() == pytest.approx(0.5, abs=0.005)
    comparison.page.keyboard.press("ArrowLeft")
    assert comparison.divider_share() == pytest.approx(0.49, abs=0.005)
    comparison.page.keyboard.press("ArrowRight")
    comparison.page.keyboard.press("ArrowRight")
    assert comparison.divider_share() == pytest.approx(0.51, abs=0.005)


@pytest.mark.parametrize("name", ["flagship", "iran", "arabic"])
def test_click_and_drag_set_the_divider(compare: Compare, name: str) -> None:
    comparison = compare(name)
    comparison.choose(SWIPE)
    mouse = comparison.page.mouse
    for share in (0.25, 0.8):
        place = comparison.at(share, 0.3)
        mouse.click(place.x, place.y)
        assert comparison.divider_share() == pytest.approx(share, abs=0.011)
    expect(comparison.slider).to_be_focused()
    start, end = comparison.at(0.8), comparison.at(0.4, 0.9)
    mouse.move(start.x, start.y)
    mouse.down()
    mouse.move(end.x, end.y, steps=5)
    assert comparison.divider_share() == pytest.approx(0.4, abs=0.011)
    mouse.up()
    mouse.move(start.x, start.y)
    assert comparison.divider_share() == pytest.approx(0.4, abs=0.011)


def test_drag_beyond_the_pictures_stops_at_their_edge(compare: Compare) -> None:
    comparison = compare("flagship")
    comparison.choose(SWIPE)
    start, end = comparison.at(0.5), comparison.at(1.2)
    mouse = comparison.page.mouse
    mouse.move(start.x, start.y)
    mouse.down()
    mouse.move(end.x, end.y, steps=5)
    mouse.up()
    assert comparison.value() == 100


def test_other_mouse_buttons_leave_the_divider(compare: Compare) -> None:
    comparison = compare("iran")
    place = comparison.at(0.2)
    comparison.page.mouse.click(place.x, place.y, button="right")
    assert comparison.value() == 50


@pytest.mark.parametrize("name", ["flagship", "iran", "arabic"])
def test_finger_taps_drags_and_scrolls(compare: Compare, name: str) -> None:
    """A tap sets the divider, a drag moves it, a vertical swipe scrolls the page and leaves it alone."""
    comparison = compare(name, viewport=PHONE, has_touch=True, is_mobile=True)
    assert not (problems := touch_problems(comparison)), named(problems)


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
def test_controls_are_large_enough_for_a_thumb(compare: Compare, size: Mapping[str, int]) -> None:
    """Modes, sliders, buttons and details are at least 44 px high and wide."""
    comparison = compare("flagship", viewport=size)
    controls = [*comparison.radios.all(), *comparison.links.all()]
    boxes = [control.bounding_box() for control in controls]
    for mode in (SWIPE, FADE):
        comparison.choose(mode)
        boxes.append(comparison.slider.bounding_box())
    boxes += [
        button.bounding_box() for button in comparison.root.locator("button:visible, summary:visible").all()
    ]
    comparison.choose(BLINK)
    boxes += [button.bounding_box() for button in comparison.root.locator(".blink button").all()]
    assert len(boxes) == 21
    assert all(box and box["width"] >= 44 and box["height"] >= 44 for box in boxes), boxes


# ------------------------------------------------------------------------------------------ the details


@pytest.mark.parametrize("mode", [SIDE_BY_SIDE, SWIPE])
def test_chosen_detail_stands_out_in_both_pictures_and_is_read_out(compare: Compare, mode: str) -> None:
    comparison = compare("flagship")
    comparison.choose(mode)
    comparison.links.nth(1).click()
    assert comparison.highlighted() == [2]
    chosen, others = comparison.weights(2), comparison.weights(1)
    assert len(chosen) == len(others) == 2
    assert min(chosen) > max(others)
    expect(comparison.status).to_contain_text("The same vehicles on the same road.")
    assert comparison.page.url.endswith("-vehicles")
    comparison.links.nth(1).click()
    assert comparison.highlighted() == []
    expect(comparison.status).not_to_contain_text("vehicles")


def test_detail_of_one_picture_alone_says_so(compare: Compare) -> None:
    comparison = compare("flagship")
    comparison.links.nth(3).click()
    assert len(comparison.weights(4)) == 1
    expect(comparison.status).to_contain_text("Only in the original.")


def test_number_on_a_picture_chooses_its_detail(compare: Compare) -> None:
    comparison = compare("flagship")
    comparison.figures.last.locator("[data-region='2'] circle").click()
    assert comparison.highlighted() == [2]


def test_number_keys_work_only_while_the_focus_is_inside(compare: Compare) -> None:
    """A single key must not act on a reader who is elsewhere (WCAG 2.1.4)."""
    comparison = compare("flagship")
    keyboard = comparison.page.keyboard
    comparison.page.get_by_role("main").get_by_role("link").first.focus()
    keyboard.press("2")
    assert comparison.highlighted() == []
    comparison.radios.first.focus()
    keyboard.press("2")
    assert comparison.highlighted() == [2]
    keyboard.press("9")
    keyboard.press("Control+1")
    assert comparison.highlighted() == [2]
    keyboard.press("2")
    assert comparison.highlighted() == []


def test_escape_clears_the_detail_and_keeps_the_focus(compare: Compare) -> None:
    comparison = compare("flagship")
    comparison.links.nth(2).focus()
    comparison.page.keyboard.press("Enter")
    assert comparison.highlighted() == [3]
    comparison.page.keyboard.press("Escape")
    assert comparison.highlighted() == []
    assert "#" not in comparison.page.url
    expect(comparison.links.nth(2)).to_be_focused()


def test_link_to_a_detail_arrives_with_it_chosen(compare: Compare) -> None:
    comparison = compare("flagship", "#comparison-game-frame-against-claim-ground")
    assert comparison.highlighted() == [3]
    expect(comparison.figures.first.locator("[data-region='3'] rect").last).to_be_in_viewport()


# ------------------------------------------------------------------------------------- several, and gone


def test_two_comparisons_on_one_page_are_independent(compare: Compare) -> None:
    first = compare("small")
    second = Comparison(first.page, 1)
    assert (first.mode, second.mode) == (SWIPE, SIDE_BY_SIDE)
    second.choose(FADE)
    assert (first.mode, second.mode) == (SWIPE, FADE)
    first.slider.focus()
    first.page.keyboard.press("End")
    first.page.keyboard.press("1")
    assert (first.value(), second.value()) == (100, 50)
    assert (first.highlighted(), second.highlighted()) == ([1], [])
    second.links.first.click()
    first.slider.focus()
    first.page.keyboard.press("Escape")
    assert (first.highlighted(), second.highlighted()) == ([], [1])


def test_comparison_that_leaves_the_page_lets_go_of_it(compare: Compare) -> None:
    """Taken out, it is plain figures again and hears nothing; put back, it works once and not twice."""
    comparison = compare("flagship")
    page = comparison.page
    comparison.choose(SWIPE)
    before = _listeners(page)
    for _ in range(3):
        page.evaluate(
            """() => {
              const element = document.querySelector("image-comparison");
              globalThis.__place = element.parentElement;
              globalThis.__gone = element;
              element.remove();
            }"""
        )
        gone = page.evaluate(
            "() => [__gone.querySelector('.tools').hidden, __gone.getAttribute('style'), __gone.className]"
        )
        assert gone == [True, None, "comparison"]
        assert _listeners(page) == before - 2
        page.evaluate("() => { __place.append(__gone); }")
    assert _listeners(page) == before
    expect(comparison.root.locator("fieldset")).to_have_count(1)
    expect(comparison.radios).to_have_count(5)
    assert comparison.mode == SWIPE
    assert comparison.slider.count() == 1
    comparison.radio(SWIPE).focus()
    page.keyboard.press("2")
    assert comparison.highlighted() == [2]


def _listeners(page: Page) -> int:
    """Return how many listeners the window itself has."""
    session = page.context.new_cdp_session(page)
    window = session.send("Runtime.evaluate", {"expression": "window"})["result"]["objectId"]
    return len(session.send("DOMDebugger.getEventListeners", {"objectId": window})["listeners"])


def test_setting_what_is_already_so_changes_nothing(compare: Compare) -> None:
    comparison = compare("flagship")
    comparison.choose(SWIPE)
    comparison.links.first.click()
    changes = comparison.root.evaluate(
        """(root) => {
          const observer = new MutationObserver(() => {});
          observer.observe(root, { attributes: true, childList: true, subtree: true, characterData: true });
          root.mode = root.mode;
          root.mode = "no such mode";
          root.choose("1");
          for (const input of root.querySelectorAll("input:checked")) {
            input.dispatchEvent(new Event("change", { bubbles: true }));
          }
          return observer.takeRecords().length;
        }"""
    )
    assert changes == 0
    root = "(root) => { const { first } = root.dataset; root.dataset.first = first; return root.mode; }"
    assert comparison.root.evaluate(root) == SWIPE
    assert comparison.highlighted() == [1]


def test_comparison_works_without_motion(compare: Compare) -> None:
    comparison = compare("flagship", reduced_motion="reduce")
    for mode in (SWIPE, FADE):
        comparison.choose(mode)
        comparison.set_value(73)
        assert comparison.value() == 73
        assert comparison.page.evaluate("document.getAnimations().length") == 0


def test_covered_comparison_is_laid_out_when_it_is_uncovered(
    borrow_page: OpenPage, small_site: Path, small_url: str
) -> None:
    page = borrow_page(viewport=WIDE)
    page.goto(f"{small_url}/cases/{archives.COVERED}/")
    page.locator("summary").first.click()
    case = f"/cases/{archives.COVERED}/"
    pair = Pair(
        largest(small_site, case, "cutting"), largest(small_site, case, "scene"), (0.2, 0.2, 0.8, 0.8)
    )
    assert not (problems := registration_problems(Comparison(page), pair)), named(problems)
