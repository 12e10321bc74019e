"""The policy that pages carry is in force. Refuses to judge what it says."""

from __future__ import annotations

from pathlib import Path

from tests.browser.test_pages import FLAGSHIP
from tests.browser.tools import Kind, OpenPage, Watch


def test_policy_stops_a_script_that_was_slipped_in(
    borrow_page: OpenPage, watch: Watch, site: Path, site_url: str
) -> None:
    """The policy in the page is in force, not only written there."""
    watch.expect(Kind.POLICY_VIOLATION, "script-src")
    watch.expect(Kind.CONSOLE_ERROR, "Content Security Policy")
    page = borrow_page()
    html = (site / FLAGSHIP.strip("/") / "index.html").read_text(encoding="utf-8")
    seeded = html.replace("</main>", "<script>globalThis.slipped = true</script></main>")
    assert seeded != html
    page.route(f"**{FLAGSHIP}", lambda route: route.fulfill(body=seeded, content_type="text/html"))
    page.goto(site_url + FLAGSHIP)
    assert page.evaluate("globalThis.slipped") is None


def test_policy_lets_no_script_make_markup(borrow_page: OpenPage, watch: Watch, site_url: str) -> None:
    """Trusted Types are in force: a string cannot become markup, even in our own script."""
    watch.expect(Kind.POLICY_VIOLATION, "require-trusted-types-for")
    watch.expect(Kind.CONSOLE_ERROR, "TrustedHTML")
    page = borrow_page()
    page.goto(site_url + FLAGSHIP)
    said = page.evaluate(
        "() => { try { document.body.innerHTML = '<b>x</b>'; } catch (error) { return error.name; } }"
    )
    assert said == "TypeError"
