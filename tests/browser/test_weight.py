"""What a page weighs, and whether it stands still, on the slow line of a telephone."""

from __future__ import annotations

import gzip
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import ViewportSize

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
