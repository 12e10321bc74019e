"""A comparison in a frame on another site: whole, safe, of every width, and leading back to its case."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.browser import archives
from tests.browser.comparing import SWIPE, Comparison
from tests.browser.inspection import PHONE, WIDE, access_problems, hidden_problems, named, reflow_problems
from tests.browser.tabs import await_comparisons
from tests.browser.test_comparison import FLAGSHIP
from tests.browser.tools import OpenPage, serve

EMBED = f"{FLAGSHIP}embed/game-frame-against-claim/"


@pytest.fixture
def elsewhere(tmp_path: Path, site: Path, site_url: str) -> Iterator[str]:
    """A page of another site that shows the comparison with the words that the case gives for it."""
    page = (site / FLAGSHIP.strip("/") / "index.html").read_text(encoding="utf-8")
    found = re.search(r"<textarea[^>]*>([^<]*)</textarea>", page)
    assert found
    code = html.unescape(found[1])
    frame = re.sub(r'src="https?://[^/"]*', f'src="{site_url}', code)
    (tmp_path / "index.html").write_text(
        f"<!doctype html><title>Elsewhere</title><body>{frame}", encoding="utf-8"
    )
    with serve(tmp_path) as url:
        yield url


def _framed(page: Page) -> Frame:
    page.wait_for_load_state("networkidle")
    (frame,) = page.frames[1:]
    return frame


@pytest.mark.parametrize("width", [320, 700, 1200])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_comparison_works_in_a_frame_of_another_site(
    borrow_page: OpenPage, elsewhere: str, width: int, scheme: str
) -> None:
    page = borrow_page(viewport={"width": width + 16, "height": 900}, color_scheme=scheme)
    page.goto(elsewhere)
    frame = _framed(page)
    assert frame.url.endswith(EMBED)
    assert frame.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    expect(frame.locator("main .verdict").first).to_be_visible()
    frame.locator("input[value=swipe]").check()
    frame.locator("[data-do=closer]").click()
    expect(frame.locator("[data-zoom]")).to_have_text("150 %")
    slider = frame.get_by_role("slider")
    slider.press("End")
    expect(slider).to_have_value("100")


def test_frame_leads_to_the_case_in_the_whole_window(
    borrow_page: OpenPage, elsewhere: str, site_url: str
) -> None:
    page = borrow_page(viewport=WIDE)
    page.goto(elsewhere)
    frame = _framed(page)
    frame.locator("input[value=swipe]").check()
    frame.locator("[data-do=closer]").click()
    frame.locator(".view-link").click()
    page.wait_for_url(re.compile(re.escape(f"{site_url}{FLAGSHIP}?compare=")))
    await_comparisons(page)
    comparison = Comparison(page)
    assert (comparison.mode, comparison.zoom) == (SWIPE, 150)
    page.goto(elsewhere)
    _framed(page).locator("footer a").click()
    page.wait_for_url(f"{site_url}{FLAGSHIP}")


def test_frame_is_whole_without_script(borrow_page: OpenPage, site_url: str) -> None:
    page = borrow_page(viewport=PHONE, java_script_enabled=False)
    page.goto(site_url + EMBED)
    assert not (problems := hidden_problems(page)), named(problems)
    for image in page.locator(".pair figure img").all():
        expect(image).to_be_visible()


def test_code_can_be_copied_without_script(borrow_page: OpenPage, site_url: str) -> None:
    page = borrow_page(viewport=PHONE, java_script_enabled=False)
    page.goto(site_url + FLAGSHIP)
    page.locator(".embed-code summary").first.click()
    code = page.get_by_label("Copy this into your page:").first
    expect(code).to_be_visible()
    expect(code).not_to_be_editable()
    assert code.input_value().startswith("<iframe src=")


def test_search_engines_are_sent_to_the_case(site: Path) -> None:
    """`noindex`, canonical to the case, not in the sitemap; each edition has its own."""
    for language in ("", "/ru"):
        page = (site / f"{language}{EMBED}".strip("/") / "index.html").read_text(encoding="utf-8")
        assert '<meta name="robots" content="noindex">' in page
        assert re.search(rf'<link rel="canonical" href="https?://[^/"]+{language}{FLAGSHIP}">', page)
        assert f'lang="{language.strip("/") or "en"}"' in page
    assert "/embed/" not in (site / "sitemap.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("case", "name", "words"),
    [
        (archives.WITHDRAWN, "inside", "We have withdrawn this case."),
        (archives.TWO_PAIRS, "sky", "This comparison is no longer part of the case."),
    ],
    ids=["retracted", "taken out"],
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_frame_of_what_was_taken_back_says_so_and_leads_to_the_case(
    borrow_page: OpenPage, small_url: str, tmp_path: Path, case: str, name: str, words: str, scheme: str
) -> None:
    frame = f'<iframe src="{small_url}/cases/{case}/embed/{name}/" width="320" height="400"></iframe>'
    (tmp_path / "index.html").write_text(f"<!doctype html><title>Elsewhere</title>{frame}", encoding="utf-8")
    with serve(tmp_path) as elsewhere:
        page = borrow_page(color_scheme=scheme)
        page.goto(elsewhere)
        framed = _framed(page)
        expect(framed.get_by_role("main")).to_contain_text(words)
        assert framed.locator("img, figure").count() == 0
        framed.get_by_role("main").get_by_role("link").last.click()
        page.wait_for_url(f"{small_url}/cases/{case}/")
        page.goto(f"{small_url}/cases/{case}/embed/{name}/")
        assert not (problems := [*access_problems(page), *reflow_problems(page)]), named(problems)


@pytest.mark.parametrize("case", [archives.TWO_PAIRS, archives.FORMER])
def test_frame_of_a_renamed_comparison_shows_it(borrow_page: OpenPage, small_url: str, case: str) -> None:
    """By its earlier id, and by the case's earlier name as well."""
    page = borrow_page()
    page.goto(f"{small_url}/cases/{case}/embed/within/")
    page.wait_for_url(f"{small_url}/cases/{archives.TWO_PAIRS}/embed/inside/")
    expect(page.locator("figure img").first).to_be_visible()


def test_sensitive_comparison_starts_covered_in_a_frame(borrow_page: OpenPage, small_url: str) -> None:
    page = borrow_page()
    page.goto(f"{small_url}/cases/{archives.COVERED}/embed/inside/")
    for image in page.locator("img").all():
        expect(image).to_be_hidden()
    page.locator("summary").first.click()
    for image in page.locator(".pair figure img").all():
        expect(image).to_be_visible()
