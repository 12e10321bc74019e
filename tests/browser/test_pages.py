"""Every page, and every type of page in every setting, as readers meet it. Refuses to judge what is written."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image, ImageStat
from playwright.sync_api import Page, expect

from tests.browser import archives
from tests.browser.axe import AXE_COLOURS, AXE_STRICT
from tests.browser.case_inspection import cover_problems, picture_problems, print_problems, verdict_problems
from tests.browser.inspection import (
    NARROW,
    PHONE,
    WIDE,
    access_problems,
    addresses,
    alternate_problems,
    keyboard_problems,
    language_problems,
    large_letters,
    markup_problems,
    named,
    open_everything,
    policy_problems,
    reflow_problems,
    spacing_problems,
    usage_problems,
)
from tests.browser.tools import OpenPage, Watch

FLAGSHIP = "/cases/2017-11-14-ac130-gunship/"
IRAN = "/cases/2008-07-09-iran-missiles/"

CASES: Mapping[str, tuple[str, str]] = {
    "case": ("own", FLAGSHIP),
    "case file in yaml": ("own", IRAN),
    "edition": ("own", f"/ru{FLAGSHIP}"),
    "right-to-left edition": ("small", f"/ar/cases/{archives.TWO_PAIRS}/"),
    "case with two comparisons": ("small", f"/cases/{archives.TWO_PAIRS}/"),
    "covered case": ("small", f"/cases/{archives.COVERED}/"),
    "case of captions": ("small", f"/cases/{archives.TWO_CAPTIONS}/"),
    "right-to-left case of captions": ("small", f"/ar/cases/{archives.TWO_CAPTIONS}/"),
    "case of twins": ("small", f"/cases/{archives.TWINS}/"),
    "right-to-left case of twins": ("small", f"/ar/cases/{archives.TWINS}/"),
}
"""Each type of case page, with its archive and address."""

PAGE_TYPES: Mapping[str, tuple[str, str]] = {
    **CASES,
    "home": ("own", "/"),
    "home in another language": ("own", "/ru/"),
    "right-to-left home": ("small", "/ar/"),
    "empty home": ("empty", "/"),
    "list": ("own", "/cases/"),
    "right-to-left list": ("small", "/ar/cases/"),
    "empty list": ("empty", "/cases/"),
    "list of a rating": ("own", "/ratings/false/"),
    "list of a rating without a case": ("own", "/ratings/true/"),
    "list of a claimant": ("own", "/claimants/russian-ministry-of-defence/"),
    "list of a year": ("own", "/years/2017/"),
    "map of places": ("own", "/places/"),
    "right-to-left map of places": ("own", "/ar/places/"),
    "facet of verdicts": ("own", "/ratings/"),
    "ways into the archive": ("own", "/browse/"),
    "right-to-left ways into the archive": ("own", "/ar/browse/"),
    "table of counts": ("own", "/browse/techniques-and-years/"),
    "timeline of a topic": ("own", "/ru/topics/syria/timeline/"),
    "pictures used again": ("small", "/ar/pictures/"),
    "cases by chance": ("own", "/random/"),
    "entity": ("own", "/entities/russian-ministry-of-defence/"),
    "methodology": ("own", "/methodology/"),
    "corrections": ("own", "/corrections/"),
    "about": ("own", "/about/"),
    "search": ("own", "/search/?q=convoy"),
    "right-to-left search": ("small", "/ar/search/?q=%D8%B3%D8%AD%D8%A7%D8%A8%D8%A9"),
    "search that finds nothing": ("small", "/search/?q=quokka"),
    "search of an empty archive": ("empty", "/search/"),
    "picture check": ("small", "/check/"),
    "right-to-left picture check": ("small", "/ar/check/"),
    "right-to-left page about feeds": ("small", "/ar/subscribe/"),
    "comparison for other sites": ("own", f"{FLAGSHIP}embed/game-frame-against-claim/"),
    "right-to-left comparison for other sites": ("small", f"/ar/cases/{archives.TWO_PAIRS}/embed/inside/"),
    "covered comparison for other sites": ("small", f"/cases/{archives.COVERED}/embed/inside/"),
    "captions for other sites": ("small", f"/cases/{archives.TWO_CAPTIONS}/embed/words/"),
    "twins for other sites": ("small", f"/cases/{archives.TWINS}/embed/copies/"),
    "unknown address": ("own", "/404.html"),
    "versions of a case": ("small", f"/cases/{archives.TWO_PAIRS}/versions/"),
    "version of a case": ("small", f"/cases/{archives.TWO_PAIRS}/versions/2/"),
    "right-to-left versions of a case": ("small", f"/ar/cases/{archives.TWO_PAIRS}/versions/"),
    "right-to-left version of a case": ("small", f"/ar/cases/{archives.TWO_PAIRS}/versions/2/"),
    "data for programs": ("own", "/ar/data/"),
    "data of a year": ("small", "/data/2026/"),
    "who we are": ("small", "/ar/organisation/"),
    "tombstone": ("small", f"/cases/{archives.WITHDRAWN}/"),
    "redirect": ("small", f"/cases/{archives.FORMER}/"),
}
"""Each type of page, with the archive and the address where one stands."""

MADE_OF_THE_SAME_PARTS = frozenset(("edition", "case file in yaml"))
"""Long cases without a part that axe does not meet in the case of their kind that it looks at."""

Visit = Callable[..., Page]


@pytest.fixture
def visit(borrow_page: OpenPage, urls: Mapping[str, str]) -> Visit:
    """Opens a type of page; takes the options of a context."""

    def visit(page_type: str, **options: object) -> Page:
        archive, address = PAGE_TYPES[page_type]
        page = borrow_page(**{"viewport": WIDE, **options})
        if page_type == "redirect":
            # Nothing comes of going on, so the page stays to be looked at.
            page.route(f"**/cases/{archives.TWO_PAIRS}/", lambda route: route.fulfill(status=204))
        response = page.goto(urls[archive] + address)
        assert response
        assert response.ok
        return page

    return visit


@pytest.fixture(params=CASES)
def case_type(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


# ------------------------------------------------------------------------------------------ every page


def test_every_page_and_style_sheet_is_valid(site: Path, small_site: Path, empty_site: Path) -> None:
    """The Nu HTML Checker finds no error in any file of three archives."""
    folders = (site, small_site, empty_site)
    files = [file for folder in folders for kind in ("html", "css") for file in folder.rglob(f"*.{kind}")]
    assert len(files) > 100
    assert not (problems := markup_problems(files)), named(problems)


def test_each_type_of_page_uses_elements_as_they_are_meant(
    site: Path, small_site: Path, empty_site: Path
) -> None:
    """html-validate finds no error; it takes too long for every page."""
    folders = {"own": site, "small": small_site, "empty": empty_site}
    paths = {(archive, urlsplit(address).path) for archive, address in PAGE_TYPES.values()}
    files = [
        folders[archive] / (f"{path}index.html" if path.endswith("/") else path).lstrip("/")
        for archive, path in sorted(paths)
    ]
    assert not (problems := usage_problems(files)), named(problems)


@pytest.mark.parametrize("archive", ["own", "small", "empty"])
def test_every_page_has_the_strict_policy(request: pytest.FixtureRequest, archive: str) -> None:
    folder: Path = request.getfixturevalue("site" if archive == "own" else f"{archive}_site")
    problems = [
        f"{file}: {problem}"
        for file in folder.rglob("*.html")
        for problem in policy_problems(file.read_bytes())
    ]
    assert not problems, named(problems)


@pytest.mark.parametrize("part", [0, 1])
def test_every_page_is_quiet(
    borrow_page: OpenPage,
    watch: Watch,
    site: Path,
    site_url: str,
    small_site: Path,
    small_url: str,
    part: int,
) -> None:
    """No page says an error, breaks its policy or asks anybody else for anything.

    A former address goes on at once, to a page that is looked at here as well. Of lists, which differ in
    their entries alone, one of each kind and language is opened. `test_page_fits_and_has_no_barrier` listens
    to the pages that stand for their type, and needs not be repeated.
    """
    page = borrow_page()
    lists = {
        kind: url + address
        for url, folder in ((small_url, small_site), (site_url, site))
        for address in addresses(folder)
        if (kind := _kind_of(address)) != address
    }
    others = [
        url + address
        for url, folder in ((site_url, site), (small_url, small_site))
        for address in addresses(folder)
        if _kind_of(address) == address
        and archives.FORMER not in address
        and f"/embed/{archives.FORMER_EMBED}/" not in address
    ]
    of_types = {
        {"own": site_url, "small": small_url}[archive] + address
        for archive, address in PAGE_TYPES.values()
        if archive != "empty"
    }
    all_pages = [*lists.values(), *others]
    assert len(all_pages) > 100
    for address in [one for one in all_pages if one not in of_types][part::2]:
        response = page.goto(address)
        assert response
        assert response.ok
    assert not (verdict := watch.verdict()), verdict
    assert all(urlsplit(request).hostname == "127.0.0.1" for request in watch.requests)


def _kind_of(address: str) -> str:
    """Return the address itself; of a list that is one of many, what they have in common."""
    lists = "ratings|topics|techniques|claimants|places|platforms|languages|entities|years"
    kind = " of a timeline" if "/timeline/" in address else ""
    return re.sub(rf"(/(?:{lists})/).+", rf"\1{kind}", address)


def test_every_edition_names_the_others(site: Path, small_site: Path) -> None:
    """`hreflang` is mutual, or search engines ignore it."""
    problems = [*alternate_problems(site), *alternate_problems(small_site)]
    assert not problems, named(problems)


# -------------------------------------------------------------------------------------------- settings


@pytest.mark.parametrize("page_type", PAGE_TYPES)
def test_page_fits_and_has_no_barrier(visit: Visit, page_type: str) -> None:
    """Whoever opens it on the narrowest phone, in the dark, or with larger letters or wider lines can read all of it.

    Nothing is cut off or scrolls sideways at 320 px, nor there with wide spacing, nor at 640 px with large
    letters. axe finds nothing on a phone, closed and open, nor on a wide screen with everything open, nor
    in the dark. Opened, nothing is another but what was opened; the wide screen shows the page as a whole.
    In the dark only colours change, and with everything open all of them show. Contrast is held to WCAG's
    AAA in both schemes: 7 to 1.
    """
    page = visit(page_type, viewport=NARROW, color_scheme="light")
    has_axe = page_type not in MADE_OF_THE_SAME_PARTS
    problems = [*language_problems(page), *reflow_problems(page)]
    problems += access_problems(page, AXE_STRICT) if has_axe else []
    is_more_open = open_everything(page)
    problems += reflow_problems(page)
    problems += spacing_problems(page)
    problems += access_problems(page, AXE_STRICT, within="details") if has_axe and is_more_open else []
    page.set_viewport_size({"width": 640, "height": 900})
    with large_letters(page):
        problems += (f"with large letters, {problem}" for problem in reflow_problems(page))
    if has_axe:
        page.set_viewport_size(WIDE)
        problems += access_problems(page, AXE_STRICT)
        page.emulate_media(color_scheme="dark")
        problems += (f"in the dark, {problem}" for problem in access_problems(page, AXE_COLOURS))
    assert not problems, named(problems)


def test_case_has_no_barrier_in_the_readers_own_colours(visit: Visit) -> None:
    """Without its colour, a verdict still has its word, its shape and a visible ground to stand on."""
    page = visit("case", forced_colors="active")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    problems = [*access_problems(page, AXE_COLOURS), *verdict_problems(page)]
    assert not problems, named(problems)


@pytest.mark.parametrize(
    "page_type",
    ["home", "list", "map of places", "case file in yaml", "right-to-left edition", "covered case"],
)
def test_page_is_usable_with_the_keyboard_alone(visit: Visit, page_type: str) -> None:
    """Tab reaches every control once, shows where it is, and leaves the page."""
    page = visit(page_type)
    assert not (problems := keyboard_problems(page)), named(problems)


# ----------------------------------------------------------------------------------------------- cases


def test_case_is_told_at_once_printed_whole_and_shown_as_large_as_it_is(visit: Visit, case_type: str) -> None:
    """Verdict and finding stand above the first picture and within the first 600 px of a phone.

    Paper keeps the pair and the sources. Pictures have words and room, and are never enlarged.
    """
    page = visit(case_type)
    problems = verdict_problems(page)
    page.set_viewport_size(WIDE)
    problems += print_problems(page)
    open_everything(page)
    for width in (390, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        problems += (f"at {width} px, {problem}" for problem in picture_problems(page))
    assert not problems, named(problems)


def test_link_to_any_case_opens_one_and_leaves_no_page_between(borrow_page: OpenPage, site_url: str) -> None:
    page = borrow_page()
    page.goto(f"{site_url}/")
    page.get_by_role("link", name="Random case").click()
    page.wait_for_url("**/cases/*/")
    page.go_back()
    assert urlsplit(page.url).path == "/"


def test_cases_by_chance_are_a_list_with_a_button(visit: Visit) -> None:
    """Whoever comes to the page itself stays there."""
    page = visit("cases by chance")
    assert page.locator("#sample a").count() == len(list(Path("content/cases").iterdir()))
    page.get_by_role("button", name="Open one of them").press("Enter")
    page.wait_for_url("**/cases/*/")


@pytest.mark.parametrize("page_type", ["home", "list", "right-to-left list"])
def test_pictures_in_lists_are_never_enlarged(visit: Visit, page_type: str) -> None:
    page = visit(page_type)
    assert not (problems := picture_problems(page)), named(problems)


def test_paper_keeps_the_pair_after_the_reader_has_laid_it_over(visit: Visit) -> None:
    page = visit("case")
    page.get_by_role("radio", name="Swipe").check()
    assert not (problems := print_problems(page)), named(problems)


def test_paper_shows_all_of_both_pictures_whatever_the_reader_looks_at(visit: Visit) -> None:
    """Enlarged, moved, a detail chosen, the lists of keys and code open: paper has none of it."""
    page = visit("case")
    comparison = page.locator("image-comparison").first
    for mode in ("Swipe", "Fade", "Blink", "Difference", "Side by side"):
        page.get_by_role("radio", name=mode).first.check()
        comparison.locator("[data-do=closer]").click()
        assert not (problems := print_problems(page)), named(problems)
    comparison.locator(".region-link").first.click()
    comparison.locator("[data-do=closer]").click()
    for summary in comparison.locator(".take summary:visible").all():
        summary.click()
    assert not (problems := print_problems(page)), named(problems)


@pytest.mark.parametrize("mode", ["Side by side", "Swipe", "Difference"])
def test_frame_prints_its_pair_and_its_address(borrow_page: OpenPage, site_url: str, mode: str) -> None:
    page = borrow_page(viewport=PHONE)
    page.goto(f"{site_url}{FLAGSHIP}embed/game-frame-against-claim/")
    page.get_by_role("radio", name=mode).check()
    page.emulate_media(media="print")
    for image in page.locator("figure img").all():
        expect(image).to_be_visible()
    # What a figure is folded under is its heading on paper.
    controls = "button, input, summary:not(:has(~ figure)), a[download], .view-link"
    for control in page.locator(controls).all():
        expect(control).to_be_hidden()
    words = page.locator("footer a").evaluate("(link) => getComputedStyle(link, '::after').content")
    assert re.search(rf"https?://[^/]+{FLAGSHIP}", words)


def test_case_prints_as_a_document_with_its_pictures(visit: Visit) -> None:
    page = visit("case")
    document = page.pdf(tagged=True)
    assert document.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in document
    assert len(re.findall(rb"/Subtype\s*/Image", document)) >= page.locator("main figure img").count()


def test_sensitive_pictures_start_covered(visit: Visit) -> None:
    page = visit("covered case")
    assert not (problems := cover_problems(page)), named(problems)


# -------------------------------------------------------------------------------------------- going on


def test_former_address_leads_to_the_case(borrow_page: OpenPage, small_url: str) -> None:
    page = borrow_page()
    page.goto(f"{small_url}/cases/{archives.FORMER}/")
    page.wait_for_url(f"{small_url}/cases/{archives.TWO_PAIRS}/")


def test_skip_link_leads_past_the_masthead(visit: Visit) -> None:
    page = visit("case")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_reader_who_wants_no_motion_gets_none(visit: Visit) -> None:
    page = visit("case", reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    assert page.evaluate("document.getAnimations().length") == 0


def test_one_language_link_takes_no_row_of_its_own_on_a_phone(visit: Visit) -> None:
    """It stands beside the archive's name."""
    page = visit("case", viewport=PHONE)
    name = page.locator(".masthead-name").bounding_box()
    link = page.locator(".languages a").bounding_box()
    assert name
    assert link
    assert name["y"] < link["y"] + link["height"] / 2 < name["y"] + name["height"]


@pytest.mark.parametrize("page_type", ["home", "home in another language"])
def test_several_language_links_share_a_row_on_a_phone(visit: Visit, page_type: str) -> None:
    """It begins where every other row does."""
    page = visit(page_type, viewport=PHONE)
    links = page.locator(".languages a")
    assert links.count() > 1
    tops = links.evaluate_all("links => links.map((link) => Math.round(link.getBoundingClientRect().top))")
    assert len(set(tops)) == 1
    starts = page.evaluate(
        """() => [".languages a", "h1"].map((name) => {
          const { left, right } = document.querySelector(name).getBoundingClientRect();
          return Math.round(document.dir === "rtl" ? right : left);
        })"""
    )
    assert starts[0] == starts[1]


def test_card_says_what_its_pictures_are_in_one_line(visit: Visit) -> None:
    """On a phone as well: the strip above a small picture is an eighth of its height and a little more."""
    page = visit("home", viewport=PHONE)
    heights = page.eval_on_selector_all(
        ".thumb .label", "strips => strips.map((strip) => strip.offsetHeight)"
    )
    assert heights
    assert max(heights) <= 28


@pytest.mark.parametrize("address", ["/years/2013/", "/years/2023/"])
def test_stamp_of_a_schematic_is_seen_in_lists(borrow_page: OpenPage, site_url: str, address: str) -> None:
    """A list crops pictures; a drawing's foot, which says what it is, stays."""
    page = borrow_page(viewport=WIDE)
    page.goto(site_url + address)
    drawn = page.locator(".thumb:has(.label-kind) img")
    assert drawn.count()
    for place in range(drawn.count()):
        picture = drawn.nth(place)
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        with Image.open(io.BytesIO(picture.screenshot())) as image:
            middle = image.width // 2
            foot = image.convert("L").crop((middle - 20, image.height - 4, middle + 20, image.height - 1))
        # The drawings themselves are pale.
        assert ImageStat.Stat(foot).mean[0] < 110


def test_buttons_of_the_front_page_stand_apart_on_a_phone(visit: Visit) -> None:
    """They take more than one row there."""
    page = visit("home", viewport=PHONE)
    boxes = [button.bounding_box() for button in page.locator(".more .button").all()]
    rows = sorted({(box["y"], box["y"] + box["height"]) for box in boxes if box})
    assert len(rows) >= 3
    assert all(above[1] + 8 <= below[0] for above, below in itertools.pairwise(rows))


def test_margin_holds_the_facts_of_a_claim_where_there_is_room(visit: Visit) -> None:
    """They begin beside the verdict; the argument keeps its measure, and nothing stands on the other."""
    page = visit("case", viewport=WIDE)
    for kind in ("claim", "evidence"):
        item = page.locator(f".{kind}").first
        head, facts = item.locator(f".{kind}-head").bounding_box(), item.locator("> .facts").bounding_box()
        assert head
        assert facts
        assert abs(head["y"] - facts["y"]) <= 2
        assert head["x"] + head["width"] <= facts["x"]
