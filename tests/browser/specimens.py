"""A page that may be broken, and all checks that can be carried out on it. Refuses to break or to judge it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Error, Page, ViewportSize

from tests.browser import archives
from tests.browser.case_inspection import cover_problems, picture_problems, print_problems, verdict_problems
from tests.browser.comparing import (
    Comparison,
    Pair,
)
from tests.browser.comparison_inspection import (
    blink_problems,
    difference_problems,
    differing_problems,
    link_problems,
    map_of,
    region_problems,
    registration_problems,
    slider_problems,
    touch_problems,
    zoom_problems,
)
from tests.browser.inspection import (
    NARROW,
    WIDE,
    Problems,
    access_problems,
    alternate_problems,
    hidden_problems,
    keyboard_problems,
    language_problems,
    policy_problems,
    reflow_problems,
    shift_problems,
    spacing_problems,
)
from tests.browser.one_picture import (
    caption_problems,
    other_verdict_problems,
    twin_choice_problems,
    twin_problems,
)
from tests.browser.tabs import Tabs, patient
from tests.browser.tools import PATIENCE_MS, Watch

CASE = f"cases/{archives.TWO_PAIRS}"
ARABIC = f"ar/cases/{archives.TWO_PAIRS}"
COVERED = f"cases/{archives.COVERED}"
CAPTIONS = f"cases/{archives.TWO_CAPTIONS}"
TWINS = f"cases/{archives.TWINS}"

SHORT_PATIENCE_MS = 5000
"""How long a check waits for what a broken page may never do. To be loaded it has as long as any other."""


@dataclass(slots=True)
class Specimen:
    """A page of a site that may be broken."""

    folder: Path
    page: str
    url: str
    browser: Browser
    tabs: Tabs
    watch: Watch = field(default_factory=Watch)
    _lent: dict[bool, Page] = field(default_factory=dict)

    def tab(self, *, has_script: bool = True) -> Page:
        """Return a tab that runs scripts, or one that runs none."""
        if has_script not in self._lent:
            self._lent[has_script] = self.tabs.lend(self.watch, has_script=has_script)
            self._lent[has_script].set_default_timeout(SHORT_PATIENCE_MS)
            self._lent[has_script].set_default_navigation_timeout(PATIENCE_MS)
        return self._lent[has_script]

    def give_back(self) -> None:
        """Give back the tabs."""
        for has_script, tab in self._lent.items():
            self.tabs.take_back(tab, has_script=has_script)

    def opened(self, size: ViewportSize = WIDE) -> Page:
        """Return the page anew, as it stands when a reader arrives."""
        tab = self.tab()
        tab.emulate_media(media="null", reduced_motion="null")
        tab.set_viewport_size(size)
        tab.goto(self.url)
        return tab

    def incidents(self) -> Problems:
        """Return what the page does that no page may do."""
        self.opened()
        return self.watch.verdict().splitlines()

    def compared(self) -> Comparison:
        """Return the first comparison of the page as it stands when a reader arrives."""
        return Comparison(self.opened())

    @contextmanager
    def new_tab(self) -> Iterator[Page]:
        """Give a tab that nobody uses after this."""
        with self.browser.new_context(viewport=WIDE) as context:
            context.set_default_timeout(SHORT_PATIENCE_MS)
            context.set_default_navigation_timeout(PATIENCE_MS)
            yield patient(context.new_page())

    def moving(self) -> Problems:
        """Return what moves while the page comes."""
        with self.new_tab() as tab:
            return shift_problems(tab, self.url)

    def blinking(self) -> Problems:
        """Return how the page's first comparison fails to blink, in a tab with a clock of its own."""
        with self.new_tab() as tab:
            tab.clock.install()
            tab.goto(self.url)
            return blink_problems(Comparison(tab), self.pair())

    def silent(self) -> Page:
        """Return the page in a browser that runs no script."""
        tab = self.tab(has_script=False)
        tab.set_viewport_size(WIDE)
        tab.goto(self.url)
        return tab

    def pair(self) -> Pair:
        """Return the pictures of the page's first comparison as they were published."""
        media = self.folder / "media" / archives.TWO_PAIRS
        (claimed,), (original, *_) = (
            sorted(media.glob(f"{name}-*.webp"), key=lambda file: file.stat().st_size, reverse=True)
            for name in ("cutting", "scene")
        )
        return Pair(claimed, original, (0.2, 0.2, 0.8, 0.8))


Check = Callable[[Specimen], Problems]

ON_EVERY_PAGE: Mapping[str, Check] = {
    "incidents": lambda it: it.incidents(),
    "policy": lambda it: policy_problems((it.folder / it.page / "index.html").read_bytes()),
    "access": lambda it: access_problems(it.opened()),
    "reflow": lambda it: reflow_problems(it.opened(NARROW)),
    "spacing": lambda it: spacing_problems(it.opened(NARROW)),
    "shift": lambda it: it.moving(),
    "language": lambda it: language_problems(it.opened()),
    "alternates": lambda it: alternate_problems(it.folder),
    "keyboard": lambda it: keyboard_problems(it.opened()),
    "verdict": lambda it: verdict_problems(it.opened()),
    "pictures": lambda it: picture_problems(it.opened()),
    "print": lambda it: print_problems(it.opened()),
    "without script": lambda it: hidden_problems(it.silent()),
}
WITH_COMPARISON: Mapping[str, Check] = {
    "slider": lambda it: slider_problems(it.compared()),
    "regions": lambda it: region_problems(it.compared()),
    "registration": lambda it: registration_problems(
        it.compared(), it.pair(), is_right_to_left=it.page == ARABIC
    ),
    "touch": lambda it: touch_problems(it.compared()),
    "zoom": lambda it: zoom_problems(it.compared(), it.pair(), is_right_to_left=it.page == ARABIC),
    "blink": lambda it: it.blinking(),
    "difference": lambda it: difference_problems(
        it.compared(), map_of(it.folder, archives.TWO_PAIRS, "inside")
    ),
    "differing": lambda it: differing_problems(it.silent()),
    "link": lambda it: link_problems(it.compared()),
}
WITH_COVER: Mapping[str, Check] = {"covers": lambda it: cover_problems(it.opened())}
WITH_CAPTIONS: Mapping[str, Check] = {
    "captions": lambda it: caption_problems(it.opened()),
    "other verdicts": lambda it: other_verdict_problems(it.opened()),
}
WITH_TWINS: Mapping[str, Check] = {
    "twins": lambda it: twin_problems(it.opened()),
    "twin choice": lambda it: twin_choice_problems(it.opened()),
}
CHECKS = {**ON_EVERY_PAGE, **WITH_COMPARISON, **WITH_COVER, **WITH_CAPTIONS, **WITH_TWINS}


@contextmanager
def examined(browser: Browser, tabs: Tabs, folder: Path, url: str, page: str) -> Iterator[Specimen]:
    """Lend a page of a site that is served to the checks."""
    specimen = Specimen(folder, page, f"{url}/{page}/", browser, tabs)
    yield specimen
    specimen.give_back()


def found_by(name: str, specimen: Specimen) -> Problems:
    """Return what a check says; a page on which it cannot even be carried out is broken too."""
    try:
        return CHECKS[name](specimen)
    except Error as error:
        return [str(error)]
