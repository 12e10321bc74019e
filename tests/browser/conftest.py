"""Fixtures of the browser tests: one browser for each worker, one built site for all. Refuses the network."""

from __future__ import annotations

import fcntl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.tools import OpenPage, Watch, chromium, chromium_arguments, serve

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


@pytest.fixture
def open_page(browser: Browser, watch: Watch) -> Iterator[OpenPage]:
    contexts: list[BrowserContext] = []

    def open_page(**options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        watch.follow(context, has_script=options.get("java_script_enabled", True))
        return context.new_page()

    yield open_page
    try:
        verdict = watch.verdict()
    finally:
        for context in contexts:
            context.close()
    if verdict:
        pytest.fail(verdict, pytrace=False)


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The repository's own archive, built once for all workers."""
    base = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        base = base.parent
    folder = base / "site"
    with _alone(base / "site.lock"):
        if not (base / "site.built").exists():
            command = [sys.executable, "build.py", "--out", str(folder)]
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
            if done.returncode:
                pytest.fail(f"the archive does not build:\n{done.stdout}{done.stderr}", pytrace=False)
            (base / "site.built").touch()
    return folder


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def site_url(site: Path) -> Iterator[str]:
    """The base address of the built archive, without a final slash."""
    with serve(site) as url:
        yield url
