"""How to cite a case is taken along: by a button, by a download, or by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
import rispy
from playwright.sync_api import expect

from tests.browser import archives
from tests.browser.tools import OpenPage

CASE = f"/ar/cases/{archives.TWO_SCRIPTS}/"


def test_button_copies_the_words_beside_it(open_page: OpenPage, small_url: str) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(small_url + CASE)
    section = page.locator(".cite")
    section.locator("summary").click()
    for part in section.locator("copy-text").all():
        part.get_by_role("button").click()
        expect(part.get_by_role("status")).not_to_be_empty()
        shown = part.locator("textarea")
        words = shown.input_value() if shown.count() else part.locator("p").first.inner_text()
        copied = page.evaluate("() => navigator.clipboard.readText()")
        assert copied.split() == words.split()


def test_browser_that_refuses_leaves_the_words_selected(borrow_page: OpenPage, small_url: str) -> None:
    page = borrow_page()
    page.goto(small_url + CASE)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error()); }")
    page.locator(".cite summary").click()
    part = page.locator(".cite copy-text").nth(1)
    part.get_by_role("button").click()
    expect(part.get_by_role("status")).not_to_be_empty()
    selected = page.evaluate(
        "() => document.activeElement.value.slice(...[document.activeElement].flatMap((field) => [field.selectionStart, field.selectionEnd]))"
    )
    assert selected == part.locator("textarea").input_value()


@pytest.mark.parametrize("has_script", [True, False])
def test_reference_is_downloaded_from_the_page_itself(
    open_page: OpenPage, small_url: str, tmp_path: Path, has_script: bool
) -> None:
    """The page's policy lets nothing be loaded from elsewhere; the link holds the file."""
    page = open_page(java_script_enabled=has_script, accept_downloads=True)
    page.goto(small_url + CASE)
    page.locator(".cite summary").click()
    with page.expect_download() as download:
        page.locator(".cite a[download$='.ris']").click()
    download.value.save_as(tmp_path / "case.ris")
    assert download.value.suggested_filename == f"{archives.TWO_SCRIPTS}-ar.ris"
    (entry,) = rispy.loads((tmp_path / "case.ris").read_bytes().decode(), newline="\r\n")
    assert entry["title"] == "قناة عرضت فيلمًا على أنه خبر"
