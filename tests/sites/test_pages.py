"""What stands on the pages of small sites, and what does not. Refuses to judge the look."""

from __future__ import annotations

from pathlib import Path

from tests.site_builder import CASE, Element, edited, elements, png, published, site

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
