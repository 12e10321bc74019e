"""A tab that tests lend to each other is as good as a new one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.inspection import NARROW
from tests.browser.tabs import Pages, Tabs
from tests.browser.tools import Expectation, Kind, Watch, serve

STATE = """() => [
  innerWidth, document.body.textContent.trim(), getComputedStyle(document.body).fontSize,
  ...["(prefers-color-scheme: dark)", "(prefers-reduced-motion: reduce)", "(forced-colors: active)", "print"].map(
    (query) => matchMedia(query).matches),
]"""


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    (tmp_path / "index.html").write_text(
        '<!doctype html><title>x</title><link rel="icon" href="data:,">As served', encoding="utf-8"
    )
    (tmp_path / "loud.html").write_text("<script>console.error('loud')</script>", encoding="utf-8")
    with serve(tmp_path) as url:
        yield url


def test_lent_tab_tells_nothing_of_its_last_reader(browser: Browser, url: str) -> None:
    tabs = Tabs(browser)
    first = Pages(browser, tabs, Watch())
    page = first.borrow(viewport=NARROW, color_scheme="dark", reduced_motion="reduce", forced_colors="active")
    page.route("**/*", lambda route: route.fulfill(body="As routed", content_type="text/html"))
    page.goto(url)
    page.emulate_media(media="print")
    page.context.new_page()
    assert page.evaluate(STATE) == [320, "As routed", "16px", True, True, True, True]
    first.close(is_sound=True)
    second = Pages(browser, tabs, Watch())
    again = second.borrow()
    assert again is page
    assert again.url == "about:blank"
    assert again.context.pages == [again]
    again.goto(url)
    assert again.evaluate(STATE) == [1280, "As served", "16px", False, False, False, False]
    second.close(is_sound=False)


def test_tab_of_a_failed_test_is_not_lent_again(browser: Browser) -> None:
    tabs = Tabs(browser)
    first, second = Pages(browser, tabs, Watch()), Pages(browser, tabs, Watch())
    page = first.borrow()
    first.close(is_sound=False)
    assert page.is_closed()
    assert second.borrow() is not page
    second.close(is_sound=False)


def test_tab_is_lent_to_one_at_a_time_and_only_as_it_can_be(browser: Browser) -> None:
    tabs = Tabs(browser)
    pages = Pages(browser, tabs, Watch())
    first, second = pages.borrow(), pages.borrow()
    silent = pages.borrow(java_script_enabled=False)
    touched = pages.borrow(has_touch=True)
    assert len({page.context for page in (first, second, silent, touched)}) == 4
    assert touched.evaluate("navigator.maxTouchPoints") > 0
    pages.close(is_sound=False)


def test_watch_hears_the_tab_for_as_long_as_it_is_lent(browser: Browser, url: str) -> None:
    tabs = Tabs(browser)
    loud = Expectation(Kind.CONSOLE_ERROR, "loud")
    heard = []
    for addresses in (("/",), ("/loud.html", "/"), ("/",)):
        watch = Watch()
        pages = Pages(browser, tabs, watch)
        page = pages.borrow()
        for address in addresses:
            page.goto(url + address)
        watch.settle()
        heard.append(any(map(loud.covers, watch.incidents)))
        assert watch.requests
        pages.close(is_sound=True)
    assert heard == [False, True, False]
    page.context.close()
