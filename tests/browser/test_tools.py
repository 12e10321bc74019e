"""The tools of the browser tests turn red when they must. Refuses to look at the archive itself."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.axe import AXE_COLOURS, AXE_STRICT, axe_check
from tests.browser.tools import (
    CONTENT_TYPES,
    Expectation,
    Kind,
    OpenPage,
    ToolFailureError,
    Watch,
    nu_check,
    serve,
    validate,
)

STRICT = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
}

SOUND = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>A sound page</title>
<link rel="icon" href="/icon.svg">
<main><h1>A sound page</h1><p>Nothing is wrong here.</p></main>
</html>
"""


ICON = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'


def write(folder: Path, name: str, content: str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, encoding="utf-8")
    return file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder to serve to a browser, which asks for an icon."""
    write(tmp_path, "icon.svg", ICON)
    return tmp_path


def answer(url: str, method: str = "GET") -> tuple[http.client.HTTPResponse, bytes]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc)
    connection.request(method, parts.path + (f"?{parts.query}" if parts.query else ""))
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


class TestServer:
    def test_folder_address_gives_its_index(self, tmp_path: Path) -> None:
        write(tmp_path, "x/index.html", "the index")
        with serve(tmp_path) as url:
            response, body = answer(f"{url}/x/")
        assert (response.status, body) == (200, b"the index")

    def test_folder_without_slash_is_sent_on_with_its_query(self, tmp_path: Path) -> None:
        write(tmp_path, "x/index.html", "")
        with serve(tmp_path) as url:
            response, _ = answer(f"{url}/x?q=1")
        assert (response.status, response.headers["Location"]) == (301, "/x/?q=1")

    def test_unknown_address_gives_the_404_page(self, tmp_path: Path) -> None:
        write(tmp_path, "404.html", "not here")
        write(tmp_path, "x/note.txt", "")
        with serve(tmp_path) as url:
            for path in ("/y", "/y/", "/x/", "/x/note.txt/"):
                response, body = answer(url + path)
                assert (path, response.status, body) == (path, 404, b"not here")

    def test_address_outside_the_folder_is_unknown(self, tmp_path: Path) -> None:
        write(tmp_path, "secret.txt", "secret")
        write(tmp_path, "site/index.html", "")
        with serve(tmp_path / "site") as url:
            for path in ("/../secret.txt", "/%2e%2e/secret.txt"):
                response, body = answer(url + path)
                assert response.status == 404
                assert b"secret" not in body

    @pytest.mark.parametrize("suffix", sorted(CONTENT_TYPES))
    def test_file_has_its_type_and_is_not_cached(self, tmp_path: Path, suffix: str) -> None:
        write(tmp_path, f"file{suffix}", "")
        with serve(tmp_path) as url:
            response, _ = answer(f"{url}/file{suffix}")
        assert response.headers["Content-Type"] == CONTENT_TYPES[suffix]
        assert response.headers["Cache-Control"] == "no-store"

    def test_head_has_the_length_and_no_body(self, tmp_path: Path) -> None:
        write(tmp_path, "index.html", "four")
        with serve(tmp_path) as url:
            response, body = answer(f"{url}/", "HEAD")
        assert (response.headers["Content-Length"], body) == ("4", b"")

    def test_given_headers_are_sent_with_every_answer(self, tmp_path: Path) -> None:
        write(tmp_path, "index.html", "")
        with serve(tmp_path, STRICT) as url:
            for path in ("/", "/unknown"):
                response, _ = answer(url + path)
                assert response.headers["Content-Security-Policy"] == STRICT["Content-Security-Policy"]


class TestMarkupChecker:
    def test_each_problem_is_reported_where_it_is(self, tmp_path: Path) -> None:
        sound = write(tmp_path, "sound.html", SOUND)
        twice = write(tmp_path, "twice id.html", SOUND.replace("<p>", '<p id="a">\n<b id="a">bold</b>'))
        unclosed = write(tmp_path, "unclosed.html", SOUND.replace("<p>", "<div><p>"))
        style = write(tmp_path, "style.css", "p {\n  colr: red;\n}\n")
        drawing = write(
            tmp_path, "drawing.svg", '<svg xmlns="http://www.w3.org/2000/svg">\n<circl r="1"/></svg>\n'
        )
        problems = nu_check([sound, twice, unclosed, style, drawing])
        found = {(problem.path.name, problem.line) for problem in problems}
        assert ("twice id.html", 8) in found
        assert ("unclosed.html", 7) in found
        assert ("style.css", 2) in found
        assert ("drawing.svg", 2) in found
        assert "sound.html" not in {problem.path.name for problem in problems}
        assert any("Duplicate ID" in problem.message for problem in problems)

    def test_checker_that_would_check_nothing_is_a_failure(self, tmp_path: Path) -> None:
        with pytest.raises(ToolFailureError, match="no files were given"):
            nu_check([])
        with pytest.raises(ToolFailureError, match=r"absent\.html"):
            nu_check([write(tmp_path, "a.html", SOUND), tmp_path / "absent.html"])
        with pytest.raises(ToolFailureError, match=r"notes\.txt"):
            nu_check([write(tmp_path, "notes.txt", "")])


class TestUsageChecker:
    def test_each_problem_is_reported_where_it_is(self, tmp_path: Path) -> None:
        text = '<!doctype html>\n<html lang="en">\n<head><title>A</title></head>\n<body>\n<p>A</p>\n</body>\n</html>\n'
        sound = write(tmp_path, "sound.html", text)
        button = write(tmp_path, "some button.html", text.replace("<p>", "<p>\n<button>Send</button>"))
        (problem,) = validate([sound, button])
        assert (problem.path, problem.line, problem.column) == (button, 6, 2)
        assert "no-implicit-button-type" in problem.message

    def test_checker_that_would_check_nothing_is_a_failure(self, tmp_path: Path) -> None:
        with pytest.raises(ToolFailureError, match="no files were given"):
            validate([])
        with pytest.raises(ToolFailureError, match=r"absent\.html"):
            validate([tmp_path / "absent.html"])


class TestAxe:
    def test_sound_page_has_no_barrier(self, page: Page, folder: Path) -> None:
        write(folder, "index.html", SOUND)
        with serve(folder, STRICT) as url:
            page.goto(f"{url}/")
            assert axe_check(page) == []

    def test_barriers_are_reported_with_their_elements(self, page: Page, folder: Path) -> None:
        write(folder, "grey.css", ".grey { color: #bbb; background: #fff }")
        broken = '<link rel="stylesheet" href="/grey.css"><p class="grey">Pale</p><img src="/icon.svg">'
        write(folder, "index.html", SOUND.replace("<p>", f"{broken}<p>"))
        with serve(folder, STRICT) as url:
            page.goto(f"{url}/")
            barriers = {barrier.rule: barrier for barrier in axe_check(page)}
        assert set(barriers) == {"color-contrast", "image-alt"}
        assert barriers["image-alt"].elements[0].html == '<img src="/icon.svg">'
        assert barriers["color-contrast"].elements[0].selector == ".grey"

    def test_small_targets_are_found(self, page: Page, folder: Path) -> None:
        """The rules of WCAG 2.2 are off in axe unless they are asked for."""
        write(folder, "small.css", "button { width: 12px; height: 12px; padding: 0; margin: 0 }")
        small = '<button aria-label="one"></button><button aria-label="two"></button>'
        page_text = SOUND.replace("<p>", f'<link rel="stylesheet" href="/small.css">{small}<p>')
        write(folder, "index.html", page_text)
        with serve(folder, STRICT) as url:
            page.goto(f"{url}/")
            assert [barrier.rule for barrier in axe_check(page)] == ["target-size"]

    def test_pale_words_are_found_whatever_contrast_is_asked_for(self, page: Page, folder: Path) -> None:
        """axe's stricter rule passes over what its other one tells; words that are set otherwise are seen each."""
        style = ".pale { color: #999 } .grey { color: #666 } b { font-weight: 400 } [lang=de] { color: #888 }"
        write(folder, "grey.css", style)
        words = "".join(
            f"<p class={name}>One</p><p class={name}>Two <b>three</b></p>" for name in ("pale", "grey")
        )
        words += "<p>Sound</p><p lang=de>Blass</p>"
        write(
            folder,
            "index.html",
            SOUND.replace("<p>", f'<link rel="stylesheet" href="/grey.css">{words}<p>'),
        )
        with serve(folder, STRICT) as url:
            for tags in (AXE_STRICT, AXE_COLOURS):
                page.goto(f"{url}/")
                (barrier,) = axe_check(page, tags)
                assert barrier.rule == "color-contrast-enhanced"
                found = [element.html for element in barrier.elements]
                assert found == [
                    *('<p class="pale">One</p>', "<b>three</b>", '<p class="grey">One</p>', "<b>three</b>"),
                    '<p lang="de">Blass</p>',
                ]
                assert axe_check(page, tags) == []
                page.locator("main").evaluate("(main) => main.classList.add('elsewhere')")
                (barrier,) = axe_check(page, tags)
                assert [element.html for element in barrier.elements] == found

    def test_run_without_any_rule_is_a_failure(self, page: Page) -> None:
        with pytest.raises(ToolFailureError, match="wcag99"):
            axe_check(page, ["wcag99"])


class TestWatch:
    def test_sound_page_has_no_incident(self, page: Page, watch: Watch, folder: Path) -> None:
        write(folder, "index.html", SOUND)
        with serve(folder, STRICT) as url:
            page.goto(f"{url}/")
            assert watch.verdict() == ""
            assert watch.requests[0] == f"{url}/"

    @pytest.mark.parametrize(
        ("markup", "incident"),
        [
            (
                "<script>document.title = 'ran'</script>",
                Expectation(Kind.POLICY_VIOLATION, "script-src-elem"),
            ),
            ("<p style='color: red'>", Expectation(Kind.POLICY_VIOLATION, "style-src-attr")),
            ("<script src='/sink.js'></script>", Expectation(Kind.POLICY_VIOLATION, "require-trusted-types")),
            ("<script src='/error.js'></script>", Expectation(Kind.CONSOLE_ERROR, "said so")),
            ("<script src='/throw.js'></script>", Expectation(Kind.PAGE_ERROR, "thrown")),
            ("<script src='/reject.js'></script>", Expectation(Kind.PAGE_ERROR, "rejected")),
            ("<img src='/missing.webp' alt=''>", Expectation(Kind.CONSOLE_ERROR, "missing.webp")),
        ],
        ids=["inline script", "inline style", "sink", "console", "exception", "rejection", "missing file"],
    )
    def test_incident_is_recorded_under_the_policy(
        self, page: Page, watch: Watch, folder: Path, markup: str, incident: Expectation
    ) -> None:
        write(folder, "index.html", SOUND.replace("<p>", f"{markup}<p>"))
        write(folder, "sink.js", "document.documentElement.innerHTML = '<p>'")
        write(folder, "error.js", "console.error('said so')")
        write(folder, "throw.js", "throw new Error('thrown')")
        write(folder, "reject.js", "Promise.reject(new Error('rejected'))")
        with serve(folder, STRICT) as url:
            page.goto(f"{url}/")
            assert page.title() == "A sound page"
            watch.settle()
        assert any(map(incident.covers, watch.incidents)), watch.incidents
        assert watch.verdict()
        # Chromium tells some incidents twice: by their own event and on the console.
        for kind in {told.kind for told in watch.incidents}:
            watch.expect(kind)

    def test_third_party_request_is_recorded_and_goes_nowhere(
        self, page: Page, watch: Watch, folder: Path
    ) -> None:
        write(folder, "index.html", SOUND.replace("<p>", '<img src="http://tracker.example/" alt=""><p>'))
        with serve(folder) as url:
            page.goto(f"{url}/")
            watch.settle()
        watch.expect(Kind.THIRD_PARTY_REQUEST, "http://tracker.example/")
        watch.expect(Kind.CONSOLE_ERROR, "ERR_NAME_NOT_RESOLVED")

    def test_page_without_script_is_watched(self, open_page: OpenPage, watch: Watch, folder: Path) -> None:
        write(folder, "index.html", SOUND.replace("<p>", "<p style='color: red'>"))
        with serve(folder, STRICT) as url:
            open_page(java_script_enabled=False).goto(f"{url}/")
            watch.settle()
        watch.expect(Kind.CONSOLE_ERROR, "style-src")

    def test_expected_incident_that_stays_away_is_named(self, watch: Watch) -> None:
        watch.expect(Kind.PAGE_ERROR, "thrown")
        assert watch.verdict() == 'expected, but not seen: uncaught exception "thrown"'

    def test_incident_fails_the_test_that_caused_it(self, tmp_path: Path) -> None:
        """The verdict is passed when the test is over, without the test's doing."""
        test = write(
            tmp_path,
            "test_of_a_page.py",
            "def test_that_looks_away(page):\n"
            "    page.set_content('<!doctype html><title>x</title><script>console.error(1)</script>')\n",
        )
        command = [sys.executable, "-m", "pytest", "-p", "tests.browser.conftest", "-p", "no:cacheprovider"]
        root = Path(__file__).parents[2]
        done = subprocess.run(
            [*command, "--rootdir", str(tmp_path), "-c", os.devnull, str(test)],
            cwd=root,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert "console error: 1" in done.stdout
        assert "1 passed, 1 error" in done.stdout
