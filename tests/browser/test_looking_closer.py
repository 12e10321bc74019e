"""Enlarging and moving two pictures together, and leaving them as they were."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser import archives
from tests.browser.comparing import (
    BLINK,
    DIFFERENCE,
    FADE,
    SAME,
    SIDE_BY_SIDE,
    SWIPE,
    Comparison,
    Finger,
    Pair,
    Point,
    View,
    difference,
    largest,
)
from tests.browser.comparison_inspection import (
    zoom_problems,
)
from tests.browser.conftest import Look
from tests.browser.inspection import (
    NARROW,
    PHONE,
    WIDE,
    access_problems,
    named,
    reflow_problems,
)
from tests.browser.test_comparison import TWO_PAIRS

ALIKE = f"/cases/{archives.ALIKE}/"


# ------------------------------------------------------------------------------------- enlarge and move


@pytest.mark.parametrize("page", [TWO_PAIRS, f"/ar{TWO_PAIRS}"], ids=["left to right", "right to left"])
def test_both_pictures_show_the_same_spot_in_every_mode(look: Look, pair: Pair, page: str) -> None:
    """The spot in the middle of one frame is in the middle of the other; laid over each other, lines go on."""
    comparison = look(page)
    problems = zoom_problems(comparison, pair, is_right_to_left=page.startswith("/ar"))
    assert not problems, named(problems)


def test_mirrored_pictures_show_the_same_spot_in_every_mode(look: Look, mirrored: Pair) -> None:
    problems = zoom_problems(look(TWO_PAIRS, 1), mirrored)
    assert not problems, named(problems)


@pytest.mark.parametrize("mode", [SIDE_BY_SIDE, SWIPE, FADE, BLINK, DIFFERENCE])
def test_buttons_and_keys_enlarge_and_say_how_much(look: Look, mode: str) -> None:
    comparison = look(TWO_PAIRS)
    comparison.choose(mode)
    assert comparison.zoom == 100
    expect(comparison.tool("further")).to_have_attribute("aria-disabled", "true")
    comparison.tool("closer").click()
    assert comparison.zoom == 150
    expect(comparison.status).to_have_text("150 %")
    comparison.press("+")
    assert comparison.zoom == 225
    comparison.press("-")
    assert comparison.zoom == 150
    comparison.tool("whole").click()
    assert comparison.zoom == 100
    comparison.press(*["+"] * 8)
    assert comparison.zoom == 800
    expect(comparison.tool("closer")).to_have_attribute("aria-disabled", "true")
    comparison.tool("closer").click(force=True)
    assert comparison.zoom == 800
    comparison.press("0")
    assert comparison.zoom == 100


def test_enlarged_page_has_no_barrier(look: Look) -> None:
    comparison = look(TWO_PAIRS)
    for size in (NARROW, WIDE):
        comparison.page.set_viewport_size(size)
        for mode in (SIDE_BY_SIDE, SWIPE, BLINK, DIFFERENCE):
            comparison.choose(mode)
            comparison.press("+")
            problems = access_problems(comparison.page, within="image-comparison")
            problems += reflow_problems(comparison.page)
            assert not problems, named(problems)


def test_shift_and_arrows_move_the_enlarged_pictures(look: Look, pair: Pair) -> None:
    """Right shows what is further right, by a tenth of what is seen."""
    comparison = look(TWO_PAIRS)
    comparison.choose(SIDE_BY_SIDE)
    comparison.press("Shift+ArrowRight")
    assert comparison.mode == SIDE_BY_SIDE
    comparison.press("+", "+", "Shift+ArrowRight", "Shift+ArrowDown")
    comparison.settle()
    view = View(2.25, 0.5 + 0.1 / 2.25, 0.5 + 0.1 / 2.25)
    for side, picture in enumerate((pair.claimed_at, pair.original_beside)):
        shown = comparison.pixels(side)
        assert difference(shown, picture(shown.size, view)) < SAME


def test_original_can_be_dragged_beyond_the_claimed_picture(look: Look, pair: Pair) -> None:
    """What the cutting leaves out is what a reader wants to see closely."""
    comparison = look(TWO_PAIRS)
    comparison.choose(SIDE_BY_SIDE)
    comparison.press("+", "+")
    box = comparison.stage(1)
    for _ in range(4):
        comparison.drag(comparison.at(0.2, 0.2, 1), 0.5 * box["width"], 0.5 * box["height"])
    comparison.settle()
    shown = comparison.pixels(1)
    corner = Pair(pair.original, pair.original, (0, 0, 1, 1)).claimed_at(
        shown.size, View(2.25, 0.5 / 2.25, 0.5 / 2.25)
    )
    assert difference(shown, corner) < SAME


@pytest.mark.parametrize("mode", [SIDE_BY_SIDE, FADE, SWIPE])
def test_drag_moves_enlarged_pictures_with_the_pointer(look: Look, pair: Pair, mode: str) -> None:
    comparison = look(TWO_PAIRS)
    comparison.choose(mode)
    comparison.press("+", "+")
    box = comparison.stage()
    comparison.drag(comparison.at(0.25, 0.25), 0.1 * box["width"], 0.1 * box["height"])
    comparison.settle()
    if mode != SIDE_BY_SIDE:
        comparison.set_value({FADE: 0, SWIPE: 100}[mode])
    shown = comparison.pixels()
    wanted = pair.claimed_at(shown.size, View(2.25, 0.5 - 0.1 / 2.25, 0.5 - 0.1 / 2.25))
    assert difference(shown, wanted) < SAME


def test_drag_at_the_handle_moves_the_divider_of_enlarged_pictures(look: Look) -> None:
    comparison = look(TWO_PAIRS)
    comparison.choose(SWIPE)
    comparison.press("+", "+")
    box = comparison.stage()
    before = comparison.root.evaluate("(root) => root.view")
    comparison.drag(comparison.at(0.5), 0.2 * box["width"], 30)
    assert comparison.divider_share() == pytest.approx(0.7, abs=0.011)
    assert comparison.root.evaluate("(root) => root.view") == before
    comparison.drag(comparison.at(0.2), 0.1 * box["width"], 0)
    assert comparison.divider_share() == pytest.approx(0.7, abs=0.011)
    assert comparison.root.evaluate("(root) => root.view") != before


@pytest.mark.parametrize("mode", [SIDE_BY_SIDE, SWIPE, FADE])
def test_finger_scrolls_at_first_and_moves_what_is_enlarged(look: Look, mode: str) -> None:
    comparison = look(TWO_PAIRS, viewport=PHONE, has_touch=True, is_mobile=True)
    page = comparison.page
    comparison.choose(mode)
    finger = Finger(page)

    def swipe() -> tuple[bool, bool]:
        start = comparison.at(0.3, 0.8)
        before = page.evaluate("scrollY"), comparison.root.evaluate("(root) => root.view.y")
        finger.draw(start, Point(start.x + 4, start.y - 120))
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        after = page.evaluate("scrollY"), comparison.root.evaluate("(root) => root.view.y")
        return after[0] - before[0] > 40, after[1] > before[1] + 0.05

    assert swipe() == (True, False)
    comparison.press("+", "+")
    assert swipe() == (False, True)


def test_pen_moves_what_is_enlarged(look: Look) -> None:
    comparison = look(TWO_PAIRS)
    comparison.choose(SIDE_BY_SIDE)
    comparison.press("+", "+")
    session = comparison.page.context.new_cdp_session(comparison.page)
    start = comparison.at(0.5)
    for kind, x in (("mousePressed", 0), ("mouseMoved", -20), ("mouseMoved", -60), ("mouseReleased", -60)):
        place = {"x": start.x + x, "y": start.y, "button": "left", "pointerType": "pen", "clickCount": 1}
        session.send("Input.dispatchMouseEvent", {"type": kind, "buttons": 1, **place})
    assert comparison.root.evaluate("(root) => root.view.x") > 0.52


def test_detail_comes_into_view_while_enlarged(look: Look) -> None:
    """Also one that only the original has, beyond what the claimed picture shows, and one that was chosen before."""
    comparison = look(TWO_PAIRS)
    comparison.choose(SIDE_BY_SIDE)
    comparison.press(*["+"] * 4)
    for number, sides in ((1, (0, 1)), (2, (1,))):
        comparison.press(str(number))
        for side in sides:
            assert _is_inside(comparison, side, number)
    comparison.press("0", "1", *["+"] * 4)
    assert [_is_inside(comparison, side, 1) for side in (0, 1)] == [True, True]


def test_detail_beyond_the_frame_is_shown_beside_the_claimed_picture(look: Look) -> None:
    """Laid over each other, the pictures would show nothing of it; the keyboard stays in the comparison."""
    comparison = look(TWO_PAIRS)
    comparison.choose(SWIPE)
    comparison.slider.focus()
    comparison.page.keyboard.press("1")
    assert (comparison.mode, comparison.highlighted()) == (SWIPE, [1])
    comparison.page.keyboard.press("2")
    assert (comparison.mode, comparison.highlighted()) == (SIDE_BY_SIDE, [2])
    assert _is_inside(comparison, 1, 2)
    comparison.page.keyboard.press("1")
    assert comparison.highlighted() == [1]


def _is_inside(comparison: Comparison, side: int, number: int) -> bool:
    """Return whether the middle of a detail is seen in a frame."""
    frame = comparison.stage(side)
    box = comparison.figures.nth(side).locator(f"[data-region='{number}'] rect").last.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    across, down = (x - frame["x"]) / frame["width"], (y - frame["y"]) / frame["height"]
    return 0 <= across <= 1 and 0 <= down <= 1


def test_escape_leaves_the_enlargement_and_keeps_the_focus(look: Look) -> None:
    """First the enlargement, then the detail; the button that can do no more keeps the focus as well."""
    comparison = look(TWO_PAIRS)
    comparison.press("1", "+", "+")
    comparison.tool("further").focus()
    comparison.page.keyboard.press("Escape")
    assert (comparison.zoom, comparison.highlighted()) == (100, [1])
    expect(comparison.tool("further")).to_be_focused()
    comparison.page.keyboard.press("Escape")
    assert comparison.highlighted() == []
    expect(comparison.tool("further")).to_be_focused()


def test_keys_that_enlarge_work_only_inside(look: Look) -> None:
    comparison = look(TWO_PAIRS)
    comparison.page.get_by_role("main").get_by_role("link").first.focus()
    for key in ("+", "?", "-", "1"):
        comparison.page.keyboard.press(key)
    assert comparison.zoom == 100
    assert not comparison.root.locator(".keys[open]").count()
    comparison.root.locator("textarea").evaluate(
        "(words) => { words.closest('details').open = true; words.focus(); }"
    )
    comparison.page.keyboard.press("+")
    assert comparison.zoom == 100


def test_question_mark_opens_the_list_of_keys_and_leads_back(look: Look) -> None:
    comparison = look(TWO_PAIRS)
    comparison.press("?")
    keys = comparison.root.locator(".keys")
    expect(keys).to_have_attribute("open", "")
    expect(keys.locator("summary")).to_be_focused()
    assert {"←", "Home", "+", "Esc", "?"} <= set(keys.locator("kbd").all_inner_texts())
    comparison.page.keyboard.press("?")
    expect(keys).not_to_have_attribute("open", "")
    expect(comparison.tool("closer")).to_be_focused()


def test_mirror_turns_the_claimed_picture_beside_its_original(look: Look, mirrored: Pair) -> None:
    """Pressed, it looks as the original does; laid over each other it makes no difference."""
    comparison = look(TWO_PAIRS, 1)
    mirror = comparison.tool("mirror")
    expect(mirror).to_have_accessible_name("Mirror the claimed picture")
    mirror.click()
    expect(mirror).to_have_attribute("aria-pressed", "true")
    comparison.settle()
    shown = comparison.pixels()
    plain = mirrored.claimed_at(shown.size)
    turned = plain.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    assert difference(shown, turned) < SAME < difference(shown, plain)
    comparison.choose(FADE)
    comparison.set_value(0)
    shown = comparison.pixels()
    assert difference(shown, mirrored.claimed_at(shown.size)) < SAME
    expect(mirror).to_have_attribute("aria-disabled", "true")
    expect(comparison.root).to_contain_text("Laid over each other, the original is shown mirrored as well.")
    comparison.choose(SIDE_BY_SIDE)
    mirror.click()
    assert difference(comparison.pixels(), plain) < SAME
    assert not look(TWO_PAIRS).tool("mirror").count()


def test_enlarged_mirror_image_shows_the_same_spot(look: Look, mirrored: Pair) -> None:
    comparison = look(TWO_PAIRS, 1)
    comparison.tool("mirror").click()
    comparison.press("+", "+", "Shift+ArrowRight")
    comparison.settle()
    view = View(2.25, 0.5 - 0.1 / 2.25, 0.5)
    shown = comparison.pixels()
    assert (
        difference(shown, mirrored.claimed_at(shown.size, view).transpose(Image.Transpose.FLIP_LEFT_RIGHT))
        < SAME
    )
    shown = comparison.pixels(1)
    assert difference(shown, mirrored.original_beside(shown.size, view)) < SAME


# ------------------------------------------------------------------------------- two that are not aligned


def test_pictures_that_are_not_aligned_stay_beside_each_other_and_say_so(look: Look) -> None:
    comparison = look(ALIKE, 1)
    expect(comparison.radios).to_have_count(0)
    expect(comparison.root).to_contain_text("not aligned")
    assert not comparison.root.evaluate("(root) => root.classList.contains('is-overlaid')")
    comparison.root.evaluate("(root) => { root.mode = 'swipe'; }")
    assert comparison.root.evaluate("(root) => root.mode") == SIDE_BY_SIDE


def test_pictures_that_are_not_aligned_show_the_same_relative_place(look: Look, small_site: Path) -> None:
    pair = Pair(largest(small_site, ALIKE, "cutting"), largest(small_site, ALIKE, "scene"), (0, 0, 1, 1))
    comparison = look(ALIKE, 1)
    comparison.press("+", "+", "Shift+ArrowLeft", "Shift+ArrowUp")
    comparison.settle()
    view = View(2.25, 0.5 - 0.1 / 2.25, 0.5 - 0.1 / 2.25)
    for side, picture in enumerate((pair.claimed_at, pair.original_at)):
        shown = comparison.pixels(side)
        assert difference(shown, picture(shown.size, view)) < SAME
    comparison.press("1", "+", "+")
    assert [_is_inside(comparison, side, 1) for side in (0, 1)] == [True, True]


def test_tools_of_two_comparisons_are_independent(look: Look) -> None:
    first = look(TWO_PAIRS)
    second = Comparison(first.page, 1)
    first.press("+", "+")
    second.press("+")
    assert (first.zoom, second.zoom) == (225, 150)
    second.press("Escape")
    assert (first.zoom, second.zoom) == (225, 100)
    first.choose(BLINK)
    assert second.mode == SIDE_BY_SIDE


def test_enlarged_comparison_leaves_no_trace_when_it_is_taken_out(look: Look) -> None:
    """Its figures, buttons and links are as they came from the build; put back, it starts anew."""
    comparison = look(TWO_PAIRS, 1)
    page = comparison.page
    comparison.tool("mirror").click()
    comparison.press("1", "+", "+")
    comparison.choose(SWIPE)
    comparison.choose(BLINK)
    comparison.tool("play").click()
    found = comparison.root.evaluate(
        f"(root) => {{ globalThis.__place = root.parentElement; globalThis.__gone = root; root.remove(); return ({_TRACES})(root); }}"
    )
    source = page.request.get(page.url.partition("#")[0]).text()
    untouched = page.context.new_page()
    untouched.set_content(re.findall(r"<image-comparison.*?</image-comparison>", source, re.DOTALL)[1])
    assert found == untouched.locator("image-comparison").evaluate(_TRACES)
    page.evaluate("() => { __place.append(__gone); }")
    assert comparison.zoom == 100
    comparison.press("+")
    assert comparison.zoom == 150


_TRACES = """(root) => [root, ...root.querySelectorAll("*")].map((element) => {
  const attributes = [...element.attributes].filter(({ name }) => name !== "loading");
  const words = element.children.length ? "" : element.textContent;
  return [element.localName, words, ...attributes.map(({ name, value }) => `${name}=${value}`).sort()].join(" ");
})"""
