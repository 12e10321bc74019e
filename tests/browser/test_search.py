"""The page to search on, as readers use it: by words, filters, keys and address, and where it cannot be used."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser import archives
from tests.browser.inspection import PHONE, WIDE, Problems, keyboard_problems, named, policy_problems
from tests.browser.test_pages import FLAGSHIP
from tests.browser.tools import Kind, OpenPage, Watch, serve

SearchFor = Callable[..., Page]


@pytest.fixture
def search_for(borrow_page: OpenPage, site_url: str) -> SearchFor:
    """Opens the repository's own archive at the address of a search, when it has been answered."""

    def search_for(query: str, language: str = "", **options: object) -> Page:
        page = borrow_page(**{"viewport": WIDE, **options})
        page.goto(f"{site_url}{language}/search/{query}")
        expect(status(page)).to_contain_text("25")
        return page

    return search_for


def status(page: Page) -> Locator:
    return page.get_by_role("status")


def titles(page: Page) -> Locator:
    return page.locator(".search-result h2 a")


# ------------------------------------------------------------------------------------------------ words


@pytest.mark.parametrize("words", ["Abu Kamal", "Albu Kamal", "Абу-Кемаль", "gunship convoy", "convo"])
def test_a_case_is_found_by_every_name_of_its_place(search_for: SearchFor, words: str) -> None:
    page = search_for(f"?q={quote(words)}")
    assert FLAGSHIP in [link.get_attribute("href")[-len(FLAGSHIP) :] for link in titles(page).all()]  # type: ignore[index]


@pytest.mark.parametrize(("language", "words"), [("ru", "колонна"), ("ru", "Abu Kamal")])
def test_a_language_has_words_of_its_own(search_for: SearchFor, language: str, words: str) -> None:
    page = search_for(f"?q={quote(words)}", f"/{language}")
    assert f"/{language}{FLAGSHIP}" in (titles(page).first.get_attribute("href") or "")


def test_a_ukrainian_word_is_found_in_its_other_forms(search_for: SearchFor) -> None:
    """The engine knows no endings of the language: it would find what begins with “у”, a word of its own."""
    page = search_for(f"?q={quote('Україною')}", "/uk")
    expect(page.locator(".search-excerpt mark").first).to_have_text(re.compile("^україн", re.IGNORECASE))


def test_a_result_says_verdict_finding_and_claim(search_for: SearchFor) -> None:
    result = search_for("?q=convoy").locator(".search-result").first
    expect(result.locator(".verdict")).to_have_text("False")
    expect(result.locator(".verdict svg")).to_be_visible()
    expect(result.locator(".card-found mark").first).to_have_text("convoy")
    expect(result.locator(".card-claimed")).to_contain_text("Claimed: Russia’s Ministry of Defence")
    expect(result.locator(".card-meta")).to_contain_text("Russian Ministry of Defence · ")
    expect(result.locator(".search-excerpt mark").first).to_have_text("convoy")


def test_an_excerpt_marks_the_words_that_were_found(search_for: SearchFor) -> None:
    """And not all that stands between two spaces, which may be a sentence."""
    page = search_for("")
    told = page.evaluate(
        """async ([cases]) => {
          const [script] = performance.getEntriesByType("resource").filter(({ name }) => name.includes("search-results"));
          const { resultCard } = await import(script.name);
          return cases.map(([excerpt, words]) => {
            const place = { title: "Heading", url: "/cases/x/#y", excerpt };
            const fragment = { url: "/cases/x/", meta: { title: "x" }, sub_results: [place] };
            const card = resultCard(document.querySelector("case-search"), { language: "en", fragment }, words);
            return [...card.querySelectorAll(".search-excerpt mark")].map((mark) => mark.textContent);
          });
        }""",
        [
            [
                ["none shows the <mark>“convoy”[3].</mark> It", "convoy"],
                ["<mark>#Russian_Mod</mark> said", "russia"],
                ["they were <mark>launched[2],</mark> twice", "launching"],
                ["<mark>地図は古い写真から作られた。</mark> つぎ", "地図"],
                ["<mark>к</mark> берегу", "колона"],
            ]
        ],
    )
    assert told == [["convoy"], ["Russian"], ["launched"], ["地図"], []]


def test_an_excerpt_shows_where_words_are_left_out(search_for: SearchFor) -> None:
    told = search_for("").evaluate(
        """async ([excerpts]) => {
          const [script] = performance.getEntriesByType("resource").filter(({ name }) => name.includes("search-results"));
          const { resultCard } = await import(script.name);
          return excerpts.map((excerpt) => {
            const place = { title: "The report", url: "/cases/x/#y", excerpt };
            const fragment = { url: "/cases/x/", meta: { title: "x" }, sub_results: [place] };
            const card = resultCard(document.querySelector("case-search"), { language: "en", fragment }, "convoy");
            return card.querySelector(".search-excerpt span").textContent;
          });
        }""",
        [
            [
                "on the road a <mark>convoy</mark> was",
                "The report A <mark>convoy</mark> left.",
                "The report It “was a <mark>convoy.”</mark>",
            ]
        ],
    )
    assert told == ["… on the road a convoy was …", "A convoy left.", "It “was a convoy.”"]


def test_an_excerpt_does_not_run_on_from_the_name_of_its_section(search_for: SearchFor) -> None:
    excerpt = search_for("?q=convoy").locator(".search-excerpt").first
    name, words = excerpt.locator("a").bounding_box(), excerpt.locator("span").bounding_box()
    assert name
    assert words
    assert name["y"] + name["height"] <= words["y"] + 1


def test_an_excerpt_leads_to_its_section(search_for: SearchFor) -> None:
    page = search_for("?q=gunship")
    page.locator(".search-excerpt a").first.click()
    page.wait_for_url("**/cases/**#*")
    assert page.locator(f"[id='{page.url.partition('#')[2]}']").count() == 1


def test_nothing_found_says_what_it_does_not_mean(search_for: SearchFor) -> None:
    """The engine would answer with every case that has "the"."""
    page = search_for("?q=thermometer")
    expect(page.get_by_role("heading", name="Nothing was found")).to_be_visible()
    expect(page.locator(".search-empty")).to_contain_text("does not mean that a claim is true")
    expect(status(page)).to_contain_text("Cases found: 0 · Texts searched:")


def test_other_languages_are_searched_when_asked(search_for: SearchFor) -> None:
    """A case is shown in the reader's language where it is in that, and else in its own, which is said."""
    page = search_for("?q=BBC", "/ru")
    before = titles(page).count()
    page.locator('[data-do="further"]').click()
    expect(page.locator('.search-result [lang="en"]').first).to_be_visible()
    assert titles(page).count() > before
    assert "further=1" in page.url
    addresses = [link.get_attribute("href") or "" for link in titles(page).all()]
    assert len({address.rstrip("/").rpartition("/")[2] for address in addresses}) == len(addresses)


# ---------------------------------------------------------------------------------------------- address


def test_the_address_has_the_search(search_for: SearchFor) -> None:
    page = search_for("")
    expect(status(page)).to_contain_text("Texts that can be searched: 25")
    page.get_by_role("searchbox").fill("convoy")
    expect(titles(page)).to_have_count(1)
    assert page.url.endswith("/search/?q=convoy")
    page.get_by_role("searchbox").fill("missile")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url("**/search/?q=missile")
    expect(titles(page).first).to_contain_text("missile", ignore_case=True)
    page.reload()
    expect(page.get_by_role("searchbox")).to_have_value("missile")
    expect(titles(page).first).to_be_visible()


def test_filters_are_a_form_and_stand_in_the_address(search_for: SearchFor) -> None:
    page = search_for("?q=picture")
    page.locator(".search-filters summary").click()
    rating = page.get_by_role("group", name="Rating").get_by_role("checkbox", name="False")
    count = int(rating.locator("xpath=../span").inner_text())
    rating.check()
    expect(status(page)).to_contain_text(f"Cases found: {count}")
    assert page.url.endswith("?q=picture&rating=false")
    expect(rating).to_be_focused()
    year = page.get_by_role("group", name="Year of the claim").get_by_role("checkbox").first
    year.check()
    expect(status(page)).not_to_contain_text(f"Cases found: {count} ")
    page.go_back()
    expect(status(page)).to_contain_text(f"Cases found: {count}")
    page.get_by_role("button", name="Remove False").click()
    page.wait_for_url("**/search/?q=picture")
    expect(page.locator(".search-chosen")).to_be_hidden()


def test_filters_alone_find_the_latest(search_for: SearchFor) -> None:
    page = search_for("?topic=syria&claimant=russian-ministry-of-defence")
    expect(titles(page).first).to_be_visible()
    expect(page.locator(".search-chosen")).to_contain_text("The war in Syria")


def test_what_is_not_there_finds_nothing(search_for: SearchFor) -> None:
    expect(search_for("?q=picture&topic=no-such-topic").locator(".search-empty")).to_be_visible()


# ------------------------------------------------------------------------------------------------- keys


def test_keys_lead_to_the_box_through_the_results_and_into_a_case(search_for: SearchFor) -> None:
    page = search_for("")
    page.locator("h1").click()
    page.keyboard.press("/")
    box = page.get_by_role("searchbox")
    expect(box).to_be_focused()
    page.keyboard.type("missile")
    expect(titles(page).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(titles(page).first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(box).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/**")


def test_the_key_can_be_switched_off(search_for: SearchFor) -> None:
    """WCAG 2.1.4: who speaks to the machine types letters without meaning them."""
    page = search_for("")
    page.locator(".search-filters summary").click()
    page.get_by_label("The key / leads to the search box").uncheck()
    for _ in range(2):
        page.locator("h1").click()
        page.keyboard.press("/")
        expect(page.get_by_role("searchbox")).not_to_be_focused()
        page.reload()


@pytest.mark.parametrize("language", ["", "/ar"])
def test_every_control_is_reached_with_tab(search_for: SearchFor, language: str) -> None:
    page = search_for("?q=2014", language)
    assert not (problems := keyboard_problems(page)), named(problems)


# ---------------------------------------------------------------------------------------------- trouble


def trouble_problems(page: Page) -> Problems:
    """Return how a search that failed looks like one that found nothing."""
    expect(
        page.locator(".search-trouble, .search-empty, .search-result").locator("visible=true").first
    ).to_be_visible()
    problems = []
    if not page.locator(".search-trouble").is_visible():
        problems.append("nothing says that the search failed")
    if page.locator(".search-empty").is_visible():
        problems.append("a search that failed says that there is nothing")
    return problems


@pytest.mark.parametrize(
    "lost",
    ["**/index.json", "**/pagefind.js", "**/wasm.*", "**/*.pf_meta", "**/*.pf_index", "**/*.pf_fragment"],
)
def test_a_part_that_does_not_arrive_is_told(
    open_page: OpenPage, watch: Watch, site_url: str, lost: str
) -> None:
    """Pagefind itself only finds less. Once the part arrives, trying again is enough."""
    watch.expect(Kind.CONSOLE_ERROR)
    page = open_page()

    def lose(route: Route) -> None:
        route.abort("internetdisconnected")

    page.route(lost, lose)
    page.goto(f"{site_url}/search/?q=convoy")
    expect(page.get_by_role("heading", name="The search cannot be used now")).to_be_visible()
    assert not (problems := trouble_problems(page)), named(problems)
    page.unroute(lost, lose)
    page.get_by_role("button", name="Try again").click()
    expect(titles(page)).to_have_count(1)
    expect(page.locator(".search-trouble")).to_be_hidden()


def test_silence_about_a_lost_part_would_be_seen(
    open_page: OpenPage, watch: Watch, site: Path, tmp_path: Path
) -> None:
    """The check above turns red where nobody listens to what could not be fetched."""
    folder = shutil.copytree(site, tmp_path / "site")
    (script,) = folder.glob("assets/js/search-index-*.js")
    text = script.read_text()
    assert "tell(error)" in text
    script.write_text(text.replace("tell(error)", "tell"))
    watch.expect(Kind.CONSOLE_ERROR)
    page = open_page()
    page.route("**/*.pf_index", lambda route: route.abort("internetdisconnected"))
    with serve(folder) as url:
        page.goto(f"{url}/search/?q=convoy")
        assert len(trouble_problems(page)) == 2


@pytest.mark.parametrize("word", [" 'wasm-unsafe-eval'", " connect-src 'self';"])
def test_the_policy_has_no_word_too_many(
    open_page: OpenPage, watch: Watch, site: Path, tmp_path: Path, word: str
) -> None:
    folder = shutil.copytree(site, tmp_path / "site")
    file = folder / "search/index.html"
    text = file.read_text()
    escaped = word.replace("'", "&#39;")
    assert text.count(escaped) == 1
    file.write_text(text.replace(escaped, ""))
    assert policy_problems(file.read_bytes())
    watch.expect(Kind.POLICY_VIOLATION)
    watch.expect(Kind.CONSOLE_ERROR)
    page = open_page()
    with serve(folder) as url:
        page.goto(f"{url}/search/?q=convoy")
        expect(page.locator(".search-trouble")).to_be_visible()


# ------------------------------------------------------------------------------------------ without script


@pytest.mark.parametrize("archive", ["own", "empty"])
def test_without_script_the_page_leads_to_the_lists(
    borrow_page: OpenPage, urls: dict[str, str], archive: str
) -> None:
    page = borrow_page(viewport=PHONE, java_script_enabled=False)
    page.goto(f"{urls[archive]}/")
    page.get_by_role("link", name="Search").click()
    expect(page.locator("case-search")).to_be_hidden()
    expect(page.get_by_text("Searching needs JavaScript.")).to_be_visible()
    page.locator(".search-ways").get_by_role("link", name="Topics").click()
    page.wait_for_url("**/topics/")


def test_an_archive_without_a_case_can_be_asked(borrow_page: OpenPage, empty_url: str) -> None:
    page = borrow_page()
    page.goto(f"{empty_url}/search/?q=cloud")
    expect(page.locator(".search-empty")).to_be_visible()


def test_a_search_right_to_left(borrow_page: OpenPage, small_url: str) -> None:
    page = borrow_page(viewport=PHONE)
    page.goto(f"{small_url}/ar/search/?q={quote('سحابة')}")
    expect(titles(page).first).to_be_visible()
    assert any(archives.TWO_PAIRS in (link.get_attribute("href") or "") for link in titles(page).all())
