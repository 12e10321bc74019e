"""Pages for tests, in new tabs and in some that they lend to each other. Refuses to lend one after a failure.

The process of a new tab costs more than most pages that are opened in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Response, ViewportSize

from tests.browser.tools import Watch, listen

_PLAIN_SIZE: ViewportSize = {"width": 1280, "height": 720}
"""Of a page in Playwright for which nothing else is asked."""

_TIMEOUT_MS = 30_000
"""How long Playwright waits where nothing else is asked."""

_OF_A_TAB = frozenset(("viewport", "color_scheme", "reduced_motion", "forced_colors", "java_script_enabled"))
"""Options that a lent tab has or can take on; the others are those of a context for as long as it lives."""


class Tabs:
    """One tab that runs scripts and one that runs none, each for a test at a time."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._on_duty = Watch()
        self._free: dict[bool, Page] = {}

    def lend(self, watch: Watch, *, has_script: bool) -> Page:
        """Return an empty tab, of which the watch hears everything."""
        page = self._free.pop(has_script, None) or self._new(has_script)
        self._on_duty = watch
        watch.attend(page.context, has_script=has_script)
        return page

    def take_back(self, page: Page, *, has_script: bool) -> None:
        """Empty a tab for the next test."""
        for other in page.context.pages:
            if other is not page:
                other.close()
        page.unroute_all()
        page.set_default_timeout(_TIMEOUT_MS)
        page.set_default_navigation_timeout(_TIMEOUT_MS)
        page.goto("about:blank")
        # There the pointer is over nothing, as in a new tab.
        page.mouse.move(0, 0)
        self._free[has_script] = page

    def _new(self, has_script: bool) -> Page:
        context = self._browser.new_context(java_script_enabled=has_script)
        listen(context, lambda: self._on_duty)
        return patient(context.new_page()) if has_script else context.new_page()


class Pages:
    """What a test opens."""

    def __init__(self, browser: Browser, tabs: Tabs, watch: Watch) -> None:
        self._browser = browser
        self._tabs = tabs
        self._watch = watch
        self._contexts: list[BrowserContext] = []
        self._borrowed: dict[bool, Page] = {}

    def open(self, **options: Any) -> Page:
        """Open a page in a context of its own, with the options of one."""
        context = self._browser.new_context(**options)
        self._contexts.append(context)
        has_script: bool = options.get("java_script_enabled", True)
        self._watch.follow(context, has_script=has_script)
        return patient(context.new_page()) if has_script else context.new_page()

    def borrow(self, **options: Any) -> Page:
        """Open a page in a tab that others had before; in a new one where that is lent, or cannot be as asked."""
        has_script: bool = options.get("java_script_enabled", True)
        if has_script in self._borrowed or options.keys() - _OF_A_TAB:
            return self.open(**options)
        page = self._tabs.lend(self._watch, has_script=has_script)
        self._borrowed[has_script] = page
        _set(page, options)
        return page

    def close(self, *, is_sound: bool) -> None:
        """Close what was opened, and give back what was borrowed if nothing went wrong in it."""
        for context in self._contexts:
            context.close()
        for has_script, page in self._borrowed.items():
            if is_sound and not page.is_closed():
                self._tabs.take_back(page, has_script=has_script)
            else:
                page.context.close()


def patient(page: Page) -> Page:
    """Let visits that wait until a page has loaded wait for its comparisons as well, which come when it is painted."""
    for name in ("goto", "reload", "go_back", "go_forward"):
        setattr(page, name, _to_the_end(page, getattr(page, name)))
    return page


def await_comparisons(page: Page) -> None:
    """Wait until the comparisons of a page work, of which a page that has loaded need not have any yet."""
    page.wait_for_selector("html:not(:has(image-comparison:not(:defined)))", state="attached")


def _to_the_end(page: Page, visit: Callable[..., Response | None]) -> Callable[..., Response | None]:
    @wraps(visit)
    def visit_to_the_end(*arguments: Any, **options: Any) -> Response | None:
        response = visit(*arguments, **options)
        if options.get("wait_until", "load") in ("load", "networkidle"):
            await_comparisons(page)
        return response

    return visit_to_the_end


def _set(page: Page, options: Mapping[str, Any]) -> None:
    page.set_viewport_size(options.get("viewport", _PLAIN_SIZE))
    page.emulate_media(
        media="null",
        color_scheme=options.get("color_scheme", "light"),
        reduced_motion=options.get("reduced_motion", "no-preference"),
        forced_colors=options.get("forced_colors", "none"),
    )
