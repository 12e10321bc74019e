"""What stands on the pages of small sites, and what does not. Refuses to judge the look."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.site_builder import (
    ARABIC_EDITION,
    CASE,
    SITE,
    Element,
    edited,
    elements,
    png,
    published,
    site,
    words,
)

PAIR = edited(
    CASE,
    (
        "sources:\n",
        """\
media:
  - { id: cloud, file: cloud.png, kind: image, alt: A cloud., licence: CC0-1.0, shown_as: A cloud. }
  - { id: sea, file: sea.png, kind: image, alt: The sea., licence: CC0-1.0 }
comparisons:
  - { id: both, title: Cloud and sea, claimed: cloud, original: sea, modes: [side-by-side] }
sources:
""",
    ),
    ("    rating: ", "    about: [cloud]\n    rating: "),
    ("The sky was *clear* that day [@diary].", "Look again.\n\n[[comparison: both]]\n"),
)
PICTURES = {"content/cases/a/cloud.png": png(), "content/cases/a/sea.png": png(colour=(10, 20, 30))}


def inside(page: bytes, class_name: str) -> list[Element]:
    """Return the elements from the first one of a class on, as far as its section's end."""
    whole = list(elements(page))
    start = next(
        place
        for place, element in enumerate(whole)
        if class_name in element.attributes.get("class", "").split()
    )
    rest = whole[start:]
    end = next((place for place, element in enumerate(rest) if element.tag == "section"), len(rest))
    return rest[:end]


def test_comparison_that_is_shown_again_is_small_and_keeps_its_labels(tmp_path: Path) -> None:
    """The report shows the pair that leads the page once more, with the way back to it."""
    page = published(tmp_path, {**site(a=PAIR), **PICTURES})["cases/a/index.html"]
    again = inside(page, "reminder")
    assert sum(element.tag == "img" for element in again) == 2
    assert [element.attributes["href"] for element in again if element.tag == "a"] == ["#comparison-both"]
    assert [
        element.attributes["class"]
        for element in again
        if element.attributes.get("class", "").startswith("label ")
    ] == ["label tone-false"]
    assert page.count(b'id="comparison-both"') == 1
    assert page.count(b'id="media-cloud"') == 1


def test_covered_pictures_are_not_shown_again(tmp_path: Path) -> None:
    """What starts covered stands in one place only; from the report a link leads there."""
    covered = edited(PAIR, ("shown_as: A cloud.", "shown_as: A cloud., sensitive: it is sad"))
    page = published(tmp_path, {**site(a=covered), **PICTURES})["cases/a/index.html"]
    again = inside(page, "reminder")
    assert not [element for element in again if element.tag == "img"]
    assert [element.attributes["href"] for element in again if element.tag == "a"] == ["#comparison-both"]


@pytest.mark.parametrize("sensitive", [("cloud",), ("sea",), ("cloud", "sea")])
def test_cover_of_a_pair_tells_all_reasons(tmp_path: Path, sensitive: tuple[str, ...]) -> None:
    """Who uncovers one picture sees both, so both reasons stand on the cover, each with whose it is."""
    marked = [(f"id: {name},", f"id: {name}, sensitive: Blood on the {name}.,") for name in sensitive]
    files = published(tmp_path, {**site(a=edited(PAIR, *marked)), **PICTURES})
    for path in ("cases/a/index.html", "cases/a/embed/both/index.html"):
        (cover,) = re.findall(r'<summary class="cover-switch">.*?</summary>', files[path].decode(), re.DOTALL)
        told = words(cover.encode())
        if len(sensitive) == 1:
            assert told.startswith(f"Sensitive picture: Blood on the {sensitive[0]}. Show it")
        else:
            assert told.startswith(
                "Sensitive pictures: The claimed picture : Blood on the cloud."
                " The original : Blood on the sea. Show it"
            )


def test_pair_with_one_reason_for_both_tells_it_once(tmp_path: Path) -> None:
    marked = [(f"id: {name},", f"id: {name}, sensitive: Blood.,") for name in ("cloud", "sea")]
    page = published(tmp_path, {**site(a=edited(PAIR, *marked)), **PICTURES})["cases/a/index.html"]
    (cover,) = re.findall(r'<summary class="cover-switch">.*?</summary>', page.decode(), re.DOTALL)
    assert words(cover.encode()).startswith("Sensitive picture: Blood. Show it")


def test_picture_without_a_verdict_has_no_empty_strip(tmp_path: Path) -> None:
    """There is nothing to say of it, whether it has a file or not."""
    linked = edited(
        CASE,
        (
            "sources:\n",
            """\
media:
  - { id: one, url: "https://m.test/1", kind: image, alt: One., licence: CC0-1.0 }
  - { id: two, file: two.png, kind: image, alt: Two., licence: CC0-1.0 }
sources:
""",
        ),
    )
    files = {**site(a=linked), "content/cases/a/two.png": png()}
    page = published(tmp_path, files)["cases/a/index.html"]
    assert b"This picture is not shown here." in page
    assert not [element for element in elements(page) if element.attributes.get("class") == "label"]


def test_front_page_leads_nowhere_where_there_is_no_case(tmp_path: Path) -> None:
    """A rating that nobody has given is no way into the archive; the page of all ratings still has it."""
    files = published(tmp_path, site(a=CASE))
    to_ratings = {
        page: {
            element.attributes["href"]
            for element in elements(files[page])
            if "tally" in element.attributes.get("class", "").split()
            and element.attributes["href"].startswith("/ratings/")
        }
        for page in ("index.html", "ratings/index.html")
    }
    assert to_ratings == {
        "index.html": {"/ratings/false/"},
        "ratings/index.html": {"/ratings/true/", "/ratings/false/", "/ratings/unproven/"},
    }


EVIDENCE = """\
evidence:
  - id: brush
    title: The brush was found
    bears_on: [corners]
    weight: refutes
    method: document
    text: It was wet.
    sources: [diary]
rebuttals:
  - { id: dry, by: cloud-club, date: 2026-01-12, to: brush, text: It was dry., holds: "no", sources: [diary] }
corrections:
  - { date: 2026-01-20, kind: update, claim: corners, text: It rained later. }
sources:
"""


def test_links_say_in_which_language_their_words_are(tmp_path: Path) -> None:
    """What nobody has translated is read out and broken as its own language is, in a link as elsewhere."""
    config = edited(SITE["content/site.yaml"], ("languages: [en]", "languages: [en, ar]"))
    files = published(
        tmp_path,
        {
            **site(cloud=edited(CASE, ("sources:\n", EVIDENCE)), rain=CASE),
            "content/site.yaml": config,
            "content/cases/cloud/case.ar.md": ARABIC_EDITION,
            "content/pages/about.md": "---\ntitle: About us\nlanguage: en\n---\nWe look up.\n",
        },
    )

    def languages(path: str) -> dict[str, str | None]:
        """Return the language that the words of each link within the site name."""
        page = files[path].decode()
        linked = re.findall(r'<a href="[/#][^"]*">(<bdi[^>]*>)([^<]*)</bdi></a>', page)
        return {said: next(iter(re.findall('lang="(.*?)"', tag)), None) for tag, said in linked}

    page = languages("ar/cases/cloud/index.html")
    for said in ("The brush was found", "Weather", "About us"):
        assert page[said] == "en"
    assert page["الادعاء 1"] is None
    log = languages("ar/corrections/index.html")
    assert log["رُسمت السحابة"] is None
    role = languages("ar/entities/ada/index.html")
    assert role["The cloud was painted"] == "en"
    assert set(languages("cases/cloud/index.html").values()) == {None}


def test_names_that_nobody_translated_say_their_language(tmp_path: Path) -> None:
    """The archive's name and tagline, who answers for it, and who made a claim."""
    languages = edited(SITE["content/site.yaml"], ("languages: [en]", "languages: [en, ar]"))
    files = {
        **site(a=CASE),
        "content/site.yaml": edited(languages, ("name: Test newsroom", "name: { ar: غرفة أخبار }")),
        "content/cases/a/case.ar.md": ARABIC_EDITION,
    }
    there = published(tmp_path, files)
    home, of_case = there["ar/index.html"].decode(), there["ar/cases/a/index.html"].decode()
    for page, parts in ((home, ("h1", "p")), (of_case, ("a", "p"))):
        assert re.search(rf'<{parts[0]}\b[^>]*><bdi lang="en">Test archive</bdi>', page)
        assert re.search(r'<p class="foot-tagline"><bdi lang="en">Cases that exist for a test</bdi>', page)
        assert "<bdi>غرفة أخبار</bdi>" in page
    assert '<p class="card-meta"><bdi lang="en">Cloud Club</bdi>' in home
    assert (
        " lang="
        not in there["index.html"]
        .decode()
        .partition("<main")[0]
        .partition("masthead-name")[2]
        .partition("<nav")[0]
    )


def test_page_of_lost_addresses_leads_to_the_front_page_in_each_language(tmp_path: Path) -> None:
    """A host has one such page for all addresses, and whoever came by an Arabic one may read no English."""
    languages = edited(SITE["content/site.yaml"], ("languages: [en]", "languages: [en, ar]"))
    page = published(tmp_path, {**site(a=CASE), "content/site.yaml": languages})["404.html"]
    led_to = {
        item.attributes["href"]: item.attributes for item in elements(page) if item.attributes.get("hreflang")
    }
    assert led_to["/ar/"]["lang"] == "ar"
    assert not [item for item in elements(page) if item.tag == "link" and "hreflang" in item.attributes]
