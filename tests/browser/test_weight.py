"""What a page weighs, and whether it stands still, on the slow line of a telephone."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Request, Route, ViewportSize, expect

from tests.browser.inspection import PHONE, WIDE, named, shift_problems
from tests.browser.tools import OpenPage, Watch

FLAGSHIP = "/cases/2017-11-14-ac130-gunship/"
IRAN = "/cases/2008-07-09-iran-missiles/"


@pytest.mark.parametrize(
    ("case", "viewport", "density"), [(FLAGSHIP, PHONE, 2), (IRAN, PHONE, 2), (IRAN, WIDE, 1)]
)
def test_case_is_light_at_first_view(
    open_page: OpenPage,
    watch: Watch,
    site: Path,
    site_url: str,
    case: str,
    viewport: ViewportSize,
    density: int,
) -> None:
    """What a browser fetches before the reader scrolls, as a host that compresses text sends it."""
    page = open_page(viewport=viewport, device_scale_factor=density)
    page.goto(site_url + case, wait_until="networkidle")
    files = [_published(site, request) for request in dict.fromkeys(watch.requests)]
    sizes = {file: _transferred(file) for file in files}
    assert sum(sizes.values()) <= 150_000, sizes
    assert len(watch.requests) <= 12
    assert sum(size for file, size in sizes.items() if file.suffix == ".js") <= 20 * 1024
    assert 0 < sum(size for file, size in sizes.items() if file.suffix == ".css") <= 10_000
    assert any(file.suffix == ".webp" for file in files)


@pytest.mark.parametrize(("viewport", "density"), [(PHONE, 2), (WIDE, 1)], ids=["phone", "wide"])
def test_case_with_two_pictures_is_light_to_its_end(
    open_page: OpenPage, watch: Watch, site: Path, site_url: str, viewport: ViewportSize, density: int
) -> None:
    page = open_page(viewport=viewport, device_scale_factor=density)
    page.goto(site_url + IRAN, wait_until="networkidle")
    at_first = len(watch.requests)
    page.evaluate(_SCROLLED)
    watch.settle()
    assert len(watch.requests) > at_first
    files = [_published(site, request) for request in dict.fromkeys(watch.requests)]
    assert sum(map(_transferred, files)) <= 300_000


_SCROLLED = """async () => {
  for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight / 2) {
    scrollTo({ top: y, behavior: "instant" });
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  }
  const shown = [...document.images].filter((image) => image.checkVisibility());
  await Promise.all(shown.map((image) => image.decode()));
}"""


@pytest.mark.parametrize("address", ["/", "/cases/", "/browse/", "/topics/syria/"])
def test_pages_of_the_archive_itself_need_little_script(
    open_page: OpenPage, watch: Watch, site: Path, site_url: str, address: str
) -> None:
    page = open_page(viewport=PHONE)
    page.goto(site_url + address, wait_until="networkidle")
    files = [_published(site, request) for request in dict.fromkeys(watch.requests)]
    assert sum(_transferred(file) for file in files if file.suffix == ".js") <= 10 * 1024


def test_page_without_pictures_is_light(open_page: OpenPage, watch: Watch, site: Path, site_url: str) -> None:
    page = open_page(viewport=PHONE)
    page.goto(f"{site_url}/methodology/", wait_until="networkidle")
    assert sum(_transferred(_published(site, request)) for request in watch.requests) <= 30_000


def _published(site: Path, address: str) -> Path:
    path = urlsplit(address).path
    return site / (f"{path}index.html" if path.endswith("/") else path).lstrip("/")


def _transferred(file: Path) -> int:
    content = file.read_bytes()
    is_text = file.suffix in (".html", ".css", ".js", ".svg")
    return len(gzip.compress(content, mtime=0)) if is_text else len(content)


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
@pytest.mark.parametrize("address", [FLAGSHIP, IRAN])
def test_nothing_moves_when_the_script_arrives_late(
    open_page: OpenPage, site_url: str, address: str, size: ViewportSize
) -> None:
    """The reader already sees the page when the script and the pictures come."""
    page = open_page(viewport=size)
    assert not (problems := shift_problems(page, site_url + address)), named(problems)


MODULES = re.compile(r"/js/(?:image-comparison|comparison-[a-z]+)-\w{10}\.js$")
ELEMENT_AND_ITS_PARTS = 6


_UNPAINTED = """
const observe = PerformanceObserver.prototype.observe;
performance.getEntriesByName = () => [];
PerformanceObserver.prototype.observe = function (asked) {
  globalThis.paint = () => observe.call(this, asked);
};
"""
"""A page that is told of its paint when a test says so."""
_HIDDEN = "Object.defineProperty(document, 'hidden', { get: () => true })"


def test_comparison_is_asked_for_when_the_page_is_painted(
    open_page: OpenPage, watch: Watch, site_url: str
) -> None:
    """On a slow line a script that nobody can use yet would hold up the words."""
    page = open_page(viewport=PHONE)
    page.add_init_script(_UNPAINTED)
    page.goto(site_url + FLAGSHIP, wait_until="commit")
    page.wait_for_load_state("networkidle")
    assert not list(filter(MODULES.search, watch.requests))
    page.evaluate("paint()")
    expect(page.locator("image-comparison .tools").first).to_be_visible()
    assert len(set(filter(MODULES.search, watch.requests))) == ELEMENT_AND_ITS_PARTS


def test_modules_of_a_comparison_do_not_wait_for_each_other(open_page: OpenPage, site_url: str) -> None:
    page = open_page(viewport=PHONE)
    held: list[Route] = []
    asked: set[str] = set()

    def hold(route: Route) -> None:
        held.append(route)

    def is_last(request: Request) -> bool:
        asked.update(MODULES.findall(request.url))
        return len(asked) == ELEMENT_AND_ITS_PARTS

    page.route(MODULES, hold)
    with page.expect_request(is_last):
        page.goto(site_url + FLAGSHIP, wait_until="commit")
    for route in held:
        route.continue_()
    expect(page.locator("image-comparison .tools").first).to_be_visible()


@pytest.mark.parametrize("is_left_at", ["first", "once"])
def test_comparison_of_a_page_that_nobody_looks_at_waits_for_no_paint(
    open_page: OpenPage, site_url: str, is_left_at: str
) -> None:
    """A tab in the background is painted when a reader comes to it, and is ready then."""
    page = open_page(viewport=PHONE)
    page.add_init_script(_UNPAINTED)
    if is_left_at == "first":
        page.add_init_script(_HIDDEN)
    page.goto(site_url + FLAGSHIP, wait_until="commit")
    if is_left_at == "once":
        page.wait_for_load_state()
        page.evaluate(f"() => {{ {_HIDDEN}; document.dispatchEvent(new Event('visibilitychange')); }}")
    expect(page.locator("image-comparison .tools").first).to_be_visible()
