"""A comparison when things go wrong: pictures that fail, odd shapes, refusals, old links, very large letters."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.browser.comparing import BLINK, DIFFERENCE, FADE, SIDE_BY_SIDE, SWIPE, Comparison
from tests.browser.inspection import NARROW, PHONE, WIDE, access_problems, named, reflow_problems
from tests.browser.test_comparison import TWO_PAIRS
from tests.browser.tools import PATIENCE_MS, Kind, OpenPage, Watch

Look = Callable[..., Comparison]


@pytest.fixture
def look(borrow_page: OpenPage, small_url: str) -> Look:
    """Opens a page of the small archive and gives one of its comparisons; takes the options of a context."""

    def look(address: str = TWO_PAIRS, number: int = 0, **options: object) -> Comparison:
        page = borrow_page(**{"viewport": WIDE, **options})
        page.set_default_timeout(PATIENCE_MS)
        page.goto(small_url + address)
        return Comparison(page, number)

    return look


# --------------------------------------------------------------------------------------------- pictures


@pytest.mark.parametrize("side", ["cutting", "scene"])
@pytest.mark.parametrize("query", ["", "?compare=inside&mode=difference"])
def test_picture_that_does_not_come_is_said_and_never_laid_over(
    borrow_page: OpenPage, watch: Watch, small_url: str, side: str, query: str
) -> None:
    """Over a picture that is not there, the other one would seem to be both."""
    watch.expect(Kind.CONSOLE_ERROR, "404")
    page = borrow_page(viewport=WIDE)
    page.set_default_timeout(PATIENCE_MS)
    page.route(f"**/media/**/{side}-*", lambda route: route.fulfill(status=404))
    page.goto(small_url + TWO_PAIRS + query)
    comparison = Comparison(page)
    expect(comparison.root.get_by_text("A picture could not be loaded.").first).to_be_visible()
    expect(comparison.status).to_contain_text("could not be loaded")
    assert comparison.mode == SIDE_BY_SIDE
    for mode in (SWIPE, FADE, BLINK, DIFFERENCE):
        expect(comparison.radio(mode)).to_be_disabled()
    missing, there = ("cutting", "scene").index(side), ("scene", "cutting").index(side)
    expect(comparison.figures.nth(missing).locator("svg.overlay")).to_be_hidden()
    expect(comparison.figures.nth(there).locator("svg.overlay")).to_be_visible()
    comparison.press("+")
    assert comparison.zoom == 150
    problems = [*access_problems(page, within="image-comparison"), *reflow_problems(page)]
    assert not problems, named(problems)


def test_picture_that_comes_after_all_can_be_laid_over(
    borrow_page: OpenPage, watch: Watch, small_url: str
) -> None:
    watch.expect(Kind.CONSOLE_ERROR, "404")
    page = borrow_page(viewport=WIDE)
    page.set_default_timeout(PATIENCE_MS)
    page.route("**/media/**/scene-*", lambda route: route.fulfill(status=404))
    page.goto(small_url + TWO_PAIRS)
    comparison = Comparison(page)
    expect(comparison.radio(SWIPE)).to_be_disabled()
    page.unroute("**/media/**/scene-*")
    comparison.figures.last.locator("img").evaluate("(image) => { image.src = image.src + '?again'; }")
    comparison.figures.last.locator("source").evaluate_all(
        "(all) => { for (const item of all) item.remove(); }"
    )
    expect(comparison.radio(SWIPE)).to_be_enabled()
    expect(comparison.root.get_by_text("A picture could not be loaded.").first).to_be_hidden()


def test_pictures_that_are_late_are_not_missing(look: Look) -> None:
    """The second comparison is further down: its pictures wait for the reader, and all its modes are there."""
    comparison = look(number=1, viewport=PHONE)
    for mode in (SWIPE, FADE, BLINK, DIFFERENCE):
        expect(comparison.radio(mode)).to_be_enabled()


def test_keys_are_harmless_where_a_picture_has_no_file(look: Look, small_url: str) -> None:
    """No tool is there for them; the watch would tell of an error."""
    comparison = look()
    page = comparison.page
    page.evaluate(
        """() => {
          const element = document.querySelector("image-comparison");
          const bare = element.cloneNode(true);
          for (const part of bare.querySelectorAll(".tools, .take, .side-original .frame, .divider, .fade, .blink")) {
            part.remove();
          }
          element.replaceWith(bare);
        }"""
    )
    comparison.links.first.focus()
    for key in ("+", "-", "0", "?", "Escape", "1", "Shift+ArrowLeft"):
        page.keyboard.press(key)
    assert comparison.highlighted() == [1]


# --------------------------------------------------------------------------------------------- refusals


def test_refused_full_screen_is_said(look: Look) -> None:
    comparison = look()
    comparison.root.evaluate(
        "(root) => { root.requestFullscreen = () => Promise.reject(new TypeError('no')); }"
    )
    comparison.tool("fullscreen").click()
    expect(comparison.status).to_have_text("The browser does not allow full screen here")
    expect(comparison.tool("fullscreen")).to_have_attribute("aria-pressed", "false")


# -------------------------------------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    "query",
    ["?compare=gone&mode=fade&view=2+0.4+0.6", "?compare=inside&mode=swipe&view=2+9+-9&at=-40&detail=0#gone"],
)
def test_old_link_shows_the_comparison_as_far_as_it_can(look: Look, query: str) -> None:
    comparison = look(TWO_PAIRS + query)
    assert comparison.mode == SWIPE
    assert 0 <= comparison.value() <= 100
    view = comparison.root.evaluate("(root) => root.view")
    assert all(0 <= view[axis] <= 1 for axis in "xy")
    assert comparison.highlighted() == []


@pytest.mark.parametrize("query", ["", "?compare=inside&mode=blink"])
def test_mode_that_is_marked_is_the_mode_that_is_shown_after_going_back(look: Look, query: str) -> None:
    """Browsers put back what a form held, and tell no script of it."""
    comparison = look(TWO_PAIRS + query)
    first = comparison.mode
    comparison.choose(FADE)
    comparison.set_value(80)
    page = comparison.page
    page.goto(f"{page.url.partition('/cases')[0]}/cases/")
    page.go_back()
    expect(comparison.root).to_have_attribute("data-mode", first)
    assert comparison.mode == first
    comparison.choose(FADE)
    page.reload()
    expect(comparison.root).to_have_attribute("data-mode", first)
    assert comparison.mode == first


def test_back_and_forward_lead_from_link_to_link(look: Look) -> None:
    comparison = look(f"{TWO_PAIRS}?compare=inside&mode=fade&at=20")
    page = comparison.page
    page.goto(page.url.replace("fade&at=20", "blink"))
    assert comparison.mode == BLINK
    page.go_back()
    assert (comparison.mode, comparison.value()) == (FADE, 20)
    page.go_forward()
    assert comparison.mode == BLINK


# ------------------------------------------------------------------------------------------------- room


@pytest.mark.parametrize("size", [NARROW, PHONE], ids=["narrow", "phone"])
@pytest.mark.parametrize("page", [TWO_PAIRS, f"/ar{TWO_PAIRS}"], ids=["left to right", "right to left"])
def test_letters_of_twice_the_size_leave_everything_within_reach(
    look: Look, size: ViewportSize, page: str
) -> None:
    comparison = look(page, viewport=size)
    comparison.page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
    for mode in (SIDE_BY_SIDE, SWIPE, FADE, BLINK, DIFFERENCE):
        comparison.choose(mode)
        comparison.press("+")
        assert not (problems := reflow_problems(comparison.page)), named(problems)
        for button in comparison.root.locator(
            "button:visible, .mode:visible, input[type=range]:visible"
        ).all():
            box = button.bounding_box()
            assert box
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= size["width"]


def test_one_key_works_on_the_comparison_that_has_the_focus(look: Look) -> None:
    """Of two on a page: what one does is neither done nor said by the other."""
    first = look()
    second = Comparison(first.page, 1)
    second.press("+", "1", "?")
    assert (first.zoom, second.zoom) == (100, 150)
    assert (first.highlighted(), second.highlighted()) == ([], [1])
    assert first.status.inner_text() == ""
    assert first.root.locator(".keys[open]").count() == 0
    names = first.page.locator("image-comparison input[type=radio]").evaluate_all(
        "(all) => all.map((item) => item.name)"
    )
    assert len(set(names)) == 2


# ---------------------------------------------------------------------------------------------- fingers


def _pinch(comparison: Comparison) -> Mapping[str, float]:
    """Spread two fingers on the claimed picture; return the state that they leave."""
    session = comparison.page.context.new_cdp_session(comparison.page)
    middle = comparison.at(0.5)
    for kind, reach in (
        ("touchStart", 20),
        *(("touchMove", 20 + 12 * step) for step in range(1, 6)),
        ("touchEnd", 0),
    ):
        points = [{"x": middle.x - reach, "y": middle.y}, {"x": middle.x + reach, "y": middle.y}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points if reach else []})
    found: Mapping[str, float] = comparison.root.evaluate("(root) => root.view")
    return found


@pytest.mark.parametrize("is_enlarged", [False, True])
def test_two_fingers_move_neither_divider_nor_pictures(look: Look, is_enlarged: bool) -> None:
    """A pinch is the browser's: it enlarges the page."""
    comparison = look(viewport=PHONE, has_touch=True, is_mobile=True)
    comparison.choose(SWIPE)
    if is_enlarged:
        comparison.press("+", "+")
    before = comparison.root.evaluate("(root) => root.view"), comparison.value()
    after = _pinch(comparison)
    assert (after, comparison.value()) == before
