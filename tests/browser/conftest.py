"""Fixtures of the browser tests: one browser for each worker, built sites for all. Refuses the network."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Generator, Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from irrefutable.core.diagnostics import as_text
from tests import lookup_archive
from tests.browser import archives
from tests.browser.comparing import Comparison, Pair, largest
from tests.browser.inspection import WIDE
from tests.browser.tabs import Pages, Tabs
from tests.browser.tools import PATIENCE_MS, OpenPage, Watch, chromium, chromium_arguments, once, serve
from tests.site_builder import Files, build, edited, write_files

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, and run them last.

    Playwright keeps an event loop running in its thread until its worker ends; a test that runs a loop of
    its own must come before.
    """
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: item.path.is_relative_to(HERE))


HAS_FAILED = pytest.StashKey[bool]()
"""Whether a test failed, so that nobody uses what it leaves behind."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note a failure where fixtures see it when they end."""
    report = yield
    if report.failed:
        item.stash[HAS_FAILED] = True
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=chromium_arguments())
        yield browser
        browser.close()


@pytest.fixture
def watch() -> Watch:
    """What the pages of this test asked for and did wrong; `open_page` fails the test for it."""
    return Watch()


@pytest.fixture(scope="session")
def tabs(browser: Browser) -> Tabs:
    """The tabs that the tests of a worker lend to each other."""
    return Tabs(browser)


@pytest.fixture
def open_page(pages: Pages) -> OpenPage:
    """Opens a watched page in a context of its own; takes the options of one."""
    return pages.open


@pytest.fixture
def borrow_page(pages: Pages) -> OpenPage:
    """Opens a watched page in a tab that others had before, where that can take on the options of a context."""
    return pages.borrow


@pytest.fixture
def pages(request: pytest.FixtureRequest, browser: Browser, tabs: Tabs, watch: Watch) -> Iterator[Pages]:
    pages = Pages(browser, tabs, watch)
    yield pages
    verdict = ""
    try:
        verdict = watch.verdict()
    finally:
        pages.close(is_sound=not verdict and not request.node.stash.get(HAS_FAILED, False))
    if verdict:
        pytest.fail(verdict, pytrace=False)


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page()


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all workers of this run have in common."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def site(shared: Path) -> Path:
    """The repository's own archive, built once for all workers."""
    folder = shared / "site"

    def make() -> None:
        command = [sys.executable, "build.py", "--out", str(folder)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.fail(f"the archive does not build:\n{done.stdout}{done.stderr}", pytrace=False)

    once(shared / "site.built", make)
    return folder


@pytest.fixture(scope="session")
def site_url(site: Path) -> Iterator[str]:
    """The base address of the built archive, without a final slash."""
    with serve(site, is_kept=True) as url:
        yield url


@pytest.fixture(scope="session")
def small_site(shared: Path) -> Path:
    """The small archive with what the repository's own one does not have, built once for all workers."""
    return _small(shared / "small", archives.small)


@pytest.fixture(scope="session")
def small_url(small_site: Path) -> Iterator[str]:
    """The base address of the small archive."""
    with serve(small_site, is_kept=True) as url:
        yield url


@pytest.fixture(scope="session")
def large_site(shared: Path) -> Path:
    """An archive with an original of 8,000 pixels, built once for all workers."""
    return _small(shared / "large", archives.large)


@pytest.fixture(scope="session")
def large_url(large_site: Path) -> Iterator[str]:
    """The base address of the archive with the large original."""
    with serve(large_site, is_kept=True) as url:
        yield url


@pytest.fixture(scope="session")
def check_site(shared: Path) -> Path:
    """An archive whose pictures can be asked for, in English and Arabic, built once for all workers."""

    def files() -> Files:
        files = lookup_archive.archive()
        site = edited(
            files["content/site.yaml"],
            ("languages: [en]", "languages: [en, ar]"),
            ("lookup: true", "lookup: true, offline_copies: true"),
        )
        return {**files, "content/site.yaml": site}

    return _small(shared / "check", files)


@pytest.fixture(scope="session")
def check_url(check_site: Path) -> Iterator[str]:
    """The base address of the archive whose pictures can be asked for."""
    with serve(check_site) as url:
        yield url


@pytest.fixture(scope="session")
def empty_site(shared: Path) -> Path:
    """An archive without a case, built once for all workers."""
    return _small(shared / "empty", archives.empty)


@pytest.fixture(scope="session")
def empty_url(empty_site: Path) -> Iterator[str]:
    """The base address of the archive without a case."""
    with serve(empty_site, is_kept=True) as url:
        yield url


@pytest.fixture(scope="session")
def urls(site_url: str, small_url: str, empty_url: str) -> Mapping[str, str]:
    """The base address of each archive by its name."""
    return {"own": site_url, "small": small_url, "empty": empty_url}


def _small(root: Path, files: Callable[[], Files]) -> Path:
    def make() -> None:
        result = build(write_files(root, files()))
        assert result.published, "\n\n".join(as_text(item) for item in result.diagnostics)

    once(root.with_suffix(".built"), make)
    return root / "site"


# -------------------------------------------------------------------------------------------- comparisons

Look = Callable[..., Comparison]


@pytest.fixture
def look(borrow_page: OpenPage, urls: Mapping[str, str]) -> Look:
    """Opens a page and gives one of its comparisons; takes the options of a context."""

    def look(address: str, number: int = 0, archive: str = "small", **options: object) -> Comparison:
        page = borrow_page(**{"viewport": WIDE, **options})
        page.set_default_timeout(PATIENCE_MS)
        page.goto(urls[archive] + address)
        return Comparison(page, number)

    return look


@pytest.fixture
def pair(small_site: Path) -> Pair:
    """The cutting in the scene."""
    return Pair(
        largest(small_site, archives.TWO_PAIRS, "cutting"),
        largest(small_site, archives.TWO_PAIRS, "scene"),
        (0.2, 0.2, 0.8, 0.8),
    )


@pytest.fixture
def mirrored(small_site: Path) -> Pair:
    """The mirrored cutting in the scene."""
    return Pair(
        largest(small_site, archives.TWO_PAIRS, "mirror"),
        largest(small_site, archives.TWO_PAIRS, "scene"),
        (0.2, 0.2, 0.8, 0.8),
        is_mirrored=True,
    )
