"""Every way into the archive leads to the cases that it counts, and says why it does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.site_builder import CASE, SITE, build, edited, png, tree, words, write_files

# The site is built once, by one of the test runner's processes.
pytestmark = pytest.mark.xdist_group("browsing")

_MORE = """\
    appearances: [{ platform: Radio, date: 2026-01, state: not-checked }]
    about: [view]
  - id: second
    text: It had five.
    claimant: cloud-club
    made: 2024~
    rating: unproven
    rating_explanation: Nobody saw.
    no_appearance: Nowhere.
timeline:
  - { id: rain, date: 2026-01-05, text: "It [rained](#claim-corners) [@diary].", sources: [diary] }
  - { id: year, date: 2025, text: It was dry., confidence: low }
media:
  - { id: view, file: view.png, kind: image, alt: A cloud., licence: CC0-1.0, technique: [composite] }
"""
_ENGLISH = edited(
    CASE,
    ("topics: [weather]\n", "topics: [weather, sea]\nplaces: [{ id: town, name: Town, country: SY }]\n"),
    ("    no_appearance: It was told by word of mouth.\n", _MORE),
)
_ARABIC = """\
---
language: ar
title: غيمة مرسومة
summary: { claimed: للغيمة زوايا., found: الغيمة مرسومة. }
timeline: { rain: { text: هطل المطر. } }
---

نص
"""
_AGAIN = edited(
    _ENGLISH,
    ("The cloud was painted\n", "The cloud came back\n"),
    ("made: 2026-01-05\n", "made: 2026-01-20\n"),
    ("{ id: rain, date: 2026-01-05", "{ id: rain, date: 2025-06~"),
    ("published: 2026-01-10", "published: 2026-01-25"),
    ("name: Town", "name: { en: The town, ar: البلدة }"),
)
_ALONE = edited(
    CASE,
    ("topics: [weather]", "topics: [ships]\nplaces: [{ id: base, name: Base, country: AQ }]"),
    ("claimant: cloud-club", "claimant_unknown: Nobody signed it."),
    ("made: 2026-01-05", "made: 2019"),
    (
        "    no_appearance: It was told by word of mouth.\n",
        "    appearances: [{ platform: A leaflet, date: 2019, state: not-checked }]\n",
    ),
)
_TOPICS = "{ id: weather, label: Weather }, { id: sea, label: Sea }, { id: ships, label: Ships }"


class _Table(HTMLParser):
    """The cells of the only table of a page, and where they lead."""

    def __init__(self, html: bytes) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.links: dict[str, str] = {}
        self._href = ""
        self.feed(html.decode().partition("<table")[2].partition("</table>")[0])

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
        elif tag == "a":
            self._href = dict(attributes)["href"] or ""

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] = f"{self.rows[-1][-1]}{data}".strip("\n").lstrip()
            self.links[self.rows[-1][-1].strip()] = self._href


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    root = tmp_path_factory.mktemp("browsing")
    files = {
        **SITE,
        "content/site.yaml": edited(SITE["content/site.yaml"], ("languages: [en]", "languages: [en, ar]")),
        "content/topics.yaml": f"topics: [{_TOPICS}]\n",
        "content/cases/first/case.md": _ENGLISH,
        "content/cases/first/case.ar.md": _ARABIC,
        "content/cases/first/view.png": png(),
        "content/cases/again/case.md": _AGAIN,
        "content/cases/again/view.png": png(),
        "content/cases/alone/case.md": _ALONE,
    }
    result = build(write_files(root, files))
    assert result.published, result.diagnostics
    return tree(root / "site")


def test_browse_page_leads_to_every_facet_with_counts(site: Mapping[str, bytes]) -> None:
    html = site["browse/index.html"].decode()
    facets = ("ratings", "topics", "techniques", "claimants", "places", "platforms", "languages", "years")
    assert all(f'href="/{facet}/"' in html for facet in facets)
    counted = dict(re.findall(r'class="tally" href="([^"]+)">.*?tally-count">(\d+)', html))
    assert counted["/techniques/composite/"] == "2"
    assert counted["/places/sy/"] == "2"
    assert counted["/platforms/radio/"] == "2"
    assert counted["/languages/en/"] == "3"
    assert counted["/languages/ar/"] == "1"


def test_names_of_places_and_platforms_are_in_the_readers_language(site: Mapping[str, bytes]) -> None:
    """Of two cases that name one place, the later one says how it is called."""
    assert "<bdi>البلدة</bdi>" in site["ar/places/sy/index.html"].decode()
    assert "The town" in words(site["places/sy/town/index.html"])
    assert "Syria 2 cases The town 2 cases" in words(site["places/index.html"])
    assert "سوريا" in words(site["ar/places/index.html"])


def test_map_leads_where_the_list_after_it_does(site: Mapping[str, bytes]) -> None:
    """What is south of it is in the list alone; who reads from the right meets the same map."""
    places = {}
    for language, prefix in (("en", ""), ("ar", "ar/")):
        before, _, after = site[f"{prefix}places/index.html"].decode().partition('id="list"')
        (mark,) = re.findall(
            r'<a class="mark" href="([^"]+)"><title>([^<]+)</title><circle ([^>]+)/>', before
        )
        assert f'href="{mark[0]}"' in after
        assert f'href="/{prefix}places/aq/"' in after
        places[language] = mark
    assert places["en"][:2] == ("/places/sy/", "Syria: 2 cases")
    assert places["ar"][:2] == ("/ar/places/sy/", "سوريا: تحقيقان")
    assert places["en"][2] == places["ar"][2]


def test_case_leads_to_the_lists_of_what_it_names(site: Mapping[str, bytes]) -> None:
    """What only one case has, such as a platform that is a sentence, has no list."""
    html = site["cases/first/index.html"].decode()
    assert '<a href="/places/sy/town/"><bdi>Town</bdi></a>' in html
    assert '<a href="/platforms/radio/"><bdi>Radio</bdi></a>' in html
    assert '<a href="/techniques/composite/"><bdi>Composite</bdi></a>' in html
    assert '<a href="/ar/platforms/radio/">' in site["ar/cases/first/index.html"].decode()
    assert "<b><bdi>A leaflet</bdi></b>" in site["cases/alone/index.html"].decode()


def test_table_has_a_cell_for_what_there_is_and_a_page_for_each_list(site: Mapping[str, bytes]) -> None:
    table = _Table(site["browse/ratings-and-topics/index.html"])
    assert [[cell.split(" ")[0] for cell in row] for row in table.rows] == [
        ["Topic", "False", "Unproven", "All"],
        ["Weather", "2", "2", "2"],
        ["Sea", "2", "2", "2"],
        ["Ships", "1", "–", "1"],
    ]
    assert table.links["2 cases: Sea, False"] == "/topics/sea/ratings/false/"
    assert "topics/sea/ratings/false/index.html" in site
    assert "Sea: False" in words(site["topics/sea/ratings/false/index.html"])


def test_what_only_one_case_is_filed_under_leads_to_it(site: Mapping[str, bytes]) -> None:
    """There would be very many lists of one case."""
    table = _Table(site["browse/ratings-and-topics/index.html"])
    assert table.links["1 case: Ships, False"] == "/cases/alone/"
    assert not [path for path in site if path.startswith("topics/ships/ratings/")]


def test_techniques_are_counted_by_year(site: Mapping[str, bytes]) -> None:
    table = _Table(site["browse/techniques-and-years/index.html"])
    assert table.rows[0] == ["Technique", "2026", "2019", "All"]
    assert table.links["2 cases: Composite, 2026"] == "/techniques/composite/2026/"


def test_claimant_has_a_record_of_its_own_claims_alone(site: Mapping[str, bytes]) -> None:
    html = site["claimants/cloud-club/index.html"]
    assert "4 claims . The earliest: about 2024 . The latest: 20 January 2026 ." in words(html)
    assert _Table(html).rows == [
        ["Year of the claim", "False", "Unproven", "All"],
        ["2026", "2", "–", "2"],
        ["2024", "–", "2", "2"],
        ["All", "2", "2", "4"],
    ]
    assert "do not say how often someone tells the truth" in words(html)


def test_timeline_of_a_topic_is_in_the_order_of_time(site: Mapping[str, bytes]) -> None:
    """What is less exact comes at its beginning; each entry leads to itself in its case."""
    html = site["topics/sea/timeline/index.html"].decode()
    assert re.findall(r'<h2 id="year-\d">(\d+)</h2>', html) == ["2025", "2026"]
    assert re.findall(r'class="moment[^"]*" id="([^"]+)"', html) == [
        "again-timeline-year",
        "first-timeline-year",
        "again-timeline-rain",
        "first-timeline-rain",
    ]
    assert '<a href="/cases/again/#timeline-rain"><bdi>The cloud came back</bdi></a>' in html
    # A link within the case leads there from here; sources stand there.
    assert 'href="/cases/first/#claim-corners"' in html
    assert 'role="doc-noteref"' not in html
    assert "هطل المطر" in site["ar/topics/sea/timeline/index.html"].decode()
    assert "topics/ships/timeline/index.html" not in site


def test_picture_used_again_is_told_on_both_cases_and_among_all(site: Mapping[str, bytes]) -> None:
    chains = words(site["pictures/index.html"])
    assert "One picture, 2 cases The cases have the same file." in chains
    assert chains.index("5 January 2026") < chains.index("20 January 2026")
    assert "Town" in chains
    first = site["cases/first/index.html"].decode().partition('id="again"')[2]
    assert '<a href="/cases/again/#claim-corners"><bdi>The cloud came back</bdi></a>' in first
    assert "This case" in first
    assert 'id="again"' not in site["cases/alone/index.html"].decode()


def test_related_cases_say_what_they_share(site: Mapping[str, bytes]) -> None:
    related = words(site["cases/first/index.html"]).partition("Related cases")[2]
    assert "Cloud Club, on the topic “Weather”" in related
    assert 'id="related"' not in site["cases/alone/index.html"].decode()


def test_cases_by_chance_are_listed(site: Mapping[str, bytes]) -> None:
    html = site["random/index.html"].decode().partition('id="sample"')[2]
    assert set(re.findall(r'<li><a href="(/cases/[^"]+)">', html)) == {
        "/cases/first/",
        "/cases/again/",
        "/cases/alone/",
    }


def test_new_pages_are_in_the_sitemap_in_each_language(site: Mapping[str, bytes]) -> None:
    sitemap = site["sitemap.xml"].decode()
    for address in (
        "browse/",
        "browse/techniques-and-years/",
        "topics/sea/timeline/",
        "places/sy/",
        "platforms/radio/",
        "pictures/",
        "random/",
        "techniques/composite/2026/",
    ):
        assert f"<loc>https://facts.test/{address}</loc>" in sitemap
        html = site[f"{address}index.html"].decode()
        assert f'hreflang="ar" href="https://facts.test/ar/{address}"' in html


def test_empty_archive_has_the_pages_and_says_so(tmp_path: Path) -> None:
    root = write_files(tmp_path, SITE)
    assert build(root).published
    pages = tree(root / "site")
    assert "Nothing here yet." in words(pages["browse/techniques-and-years/index.html"])
    assert "No two cases are about the same picture so far." in words(pages["pictures/index.html"])
    assert "No case has been published yet." in words(pages["random/index.html"])
