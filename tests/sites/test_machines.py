"""What programs read: ClaimReview, feeds, sitemap and robots say what the pages say, in their own grammar."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from irrefutable.plan import sitemaps
from tests.site_builder import CASE, SITE, edited, elements, published, scripts, site, words

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"

TWO_CLAIMS = edited(
    CASE,
    ("published: 2026-01-10\n", "published: 2026-01-10\nupdated: 2026-02-01\n"),
    (
        "sources:",
        """\
  - id: painter
    text: A famous painter painted it & left.
    claimant_unknown: Nobody signed.
    made: 2026-01~
    rating: unproven
    rating_explanation: Nobody saw it.
    appearances:
      - platform: Birdsong
        url: https://bird.test/1
        archived: https://archive.test/1
        date: 2026-01-06
        state: live
      - { platform: Wall, url: "https://wall.test/1", date: 2026-01-07, state: deleted }
  - id: later
    text: Not rated yet.
    made: 2026-02
    claimant: ben
sources:""",
    ),
)


def bilingual(**cases: str) -> dict[str, str | bytes]:
    return {
        **site(**cases),
        "content/site.yaml": edited(SITE["content/site.yaml"], ("[en]", "[en, ar]")),
        "content/pages/about.md": "---\ntitle: About\n---\n\nUs.\n",
        "content/pages/about.ar.md": "---\ntitle: نحن\n---\n\nنحن.\n",
        "content/pages/method.md": "---\ntitle: Method\n---\n\nIn one language only.\n",
    }


ARABIC = """\
---
language: ar
title: السحابة مرسومة
summary: { claimed: للسحابة أربع زوايا., found: رسمت السحابة في الصورة. }
claims: { corners: { text: كان للسحابة أربع زوايا. } }
---

كانت السماء صافية.
"""


def json_ld(page: bytes, kind: str) -> list[dict[str, Any]]:
    objects = [json.loads(text) for form, text in scripts(page) if form == "application/ld+json"]
    return [item for item in objects if item["@type"] == kind]


def attributes(page: bytes, tag: str, **wanted: str) -> list[Mapping[str, str]]:
    return [
        element.attributes
        for element in elements(page)
        if element.tag == tag and wanted.items() <= element.attributes.items()
    ]


# ------------------------------------------------------------------------------------------ ClaimReview


def test_claim_review_says_what_the_page_says(tmp_path: Path) -> None:
    rules = ("claim-unrated", "no-appearance")
    relaxed = ", ".join(f"{{ rule: {rule}, reason: A test. }}" for rule in rules)
    settings = f"{SITE['content/site.yaml']!s}policies: {{ relax: [{relaxed}] }}\n"
    files = published(tmp_path, {**site(cloud=TWO_CLAIMS), "content/site.yaml": settings})
    page = files["cases/cloud/index.html"]
    shown, ids = words(page), {element.attributes.get("id") for element in elements(page)}
    reviews = json_ld(page, "ClaimReview")
    assert [review["claimReviewed"] for review in reviews] == [
        "A cloud had four corners.",
        "A famous painter painted it & left.",
    ]
    for review in reviews:
        assert review["claimReviewed"] in shown
        assert review["name"] in shown
        assert review["reviewBody"] in shown
        assert review["reviewRating"]["alternateName"] in shown
        address, _, fragment = review["url"].partition("#")
        assert address == "https://facts.test/cases/cloud/"
        assert fragment in ids
        assert review["inLanguage"] == "en"
        assert (review["datePublished"], review["dateModified"]) == ("2026-01-10", "2026-02-01")
        assert "10 January 2026" in shown
        assert "1 February 2026" in shown
    first, second = reviews
    assert first["reviewRating"] == {
        "@type": "Rating",
        "alternateName": "False",
        "ratingValue": 1,
        "worstRating": 1,
        "bestRating": 5,
    }
    assert second["reviewRating"] == {"@type": "Rating", "alternateName": "Unproven"}
    assert first["itemReviewed"]["author"] == {
        "@type": "Organization",
        "name": "Cloud Club",
        "sameAs": ["https://clouds.test/"],
    }
    assert first["itemReviewed"]["datePublished"] == "2026-01-05"
    assert "author" not in second["itemReviewed"]
    assert [item["url"] for item in second["itemReviewed"]["appearance"]] == ["https://archive.test/1"]


def test_date_that_is_not_exact_is_not_made_so_for_machines(tmp_path: Path) -> None:
    case = edited(CASE, ("made: 2026-01-05", "made: 2025-12/2026-01-05"))
    (review,) = json_ld(published(tmp_path, site(a=case))["cases/a/index.html"], "ClaimReview")
    assert "datePublished" not in review["itemReviewed"]


def test_claim_review_of_an_edition_is_in_its_language(tmp_path: Path) -> None:
    files = published(tmp_path, {**bilingual(cloud=CASE), "content/cases/cloud/case.ar.md": ARABIC})
    page = files["ar/cases/cloud/index.html"]
    (review,) = json_ld(page, "ClaimReview")
    assert review["inLanguage"] == "ar"
    assert review["claimReviewed"] == "كان للسحابة أربع زوايا."
    assert review["claimReviewed"] in words(page)
    assert review["url"] == "https://facts.test/ar/cases/cloud/#claim-corners"


def test_breadcrumbs_lead_from_the_front_page(tmp_path: Path) -> None:
    (trail,) = json_ld(published(tmp_path, site(cloud=CASE))["cases/cloud/index.html"], "BreadcrumbList")
    assert [item["item"] for item in trail["itemListElement"]] == [
        "https://facts.test/",
        "https://facts.test/cases/cloud/",
    ]


BREAKOUT = "</script><script>alert(1)</script><!-- & \u2028 ]]>"


def test_words_cannot_leave_the_structured_data(tmp_path: Path) -> None:
    """The markup ends where it should, and its words arrive as they were written."""
    case = edited(
        CASE,
        ("title: The cloud was painted\n", f'title: "{BREAKOUT}"\n'.replace("\u2028", "")),
        ("text: A cloud had four corners.", f'text: "{BREAKOUT}"'.replace("\u2028", "")),
    )
    page = published(tmp_path, site(a=case))["cases/a/index.html"]
    (review,) = json_ld(page, "ClaimReview")
    assert review["claimReviewed"] == review["name"] == BREAKOUT.replace("\u2028", "")
    assert {form for form, _ in scripts(page)} == {"application/ld+json"}


# ---------------------------------------------------------------------------------- feeds and sitemap


def test_feed_is_well_formed_and_dated(tmp_path: Path) -> None:
    cases = {
        "young": edited(
            CASE,
            ("The cloud was painted\n", "Young & new <b>\n"),
            ("2026-01-10", "2026-02-10T23:30:00+02:00"),
        ),
        "old": edited(CASE, ("published: 2026-01-10\n", "published: 2025-01-10\nupdated: 2026-02-20\n")),
    }
    root = ET.fromstring(published(tmp_path, site(**cases))["feed.xml"])  # noqa: S314 - our own bytes
    assert root.findtext(f"{ATOM}id") == "https://facts.test/feed.xml"
    assert root.findtext(f"{ATOM}updated") == "2026-02-20T00:00:00+00:00"
    entries = root.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == [
        "False: Young & new <b>",
        "False: The cloud was painted",
    ]
    assert [entry.findtext(f"{ATOM}published") for entry in entries] == [
        "2026-02-10T23:30:00+02:00",
        "2025-01-10T00:00:00+00:00",
    ]
    assert [entry.findtext(f"{ATOM}updated") for entry in entries] == [
        "2026-02-10T23:30:00+02:00",
        "2026-02-20T00:00:00+00:00",
    ]
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 2


def test_feed_without_cases_is_well_formed(tmp_path: Path) -> None:
    root = ET.fromstring(published(tmp_path, SITE)["feed.xml"])  # noqa: S314
    assert root.findall(f"{ATOM}entry") == []
    assert root.findtext(f"{ATOM}updated")


def test_entry_of_a_feed_is_the_same_in_every_language(tmp_path: Path) -> None:
    """A reader of two feeds meets one entry, not two: its id does not change with the language."""
    files = published(tmp_path, {**bilingual(cloud=CASE), "content/cases/cloud/case.ar.md": ARABIC})
    english, arabic = (ET.fromstring(files[path]) for path in ("feed.xml", "ar/feed.xml"))  # noqa: S314
    assert english.findtext(f"{ATOM}entry/{ATOM}id") == arabic.findtext(f"{ATOM}entry/{ATOM}id")
    assert arabic.findtext(f"{ATOM}entry/{ATOM}title", "").endswith("السحابة مرسومة")


def test_sitemap_names_every_page_that_may_be_found(tmp_path: Path) -> None:
    case = edited(
        CASE,
        ("published: 2026-01-10\n", "published: 2026-01-10\nupdated: 2026-02-20\nformer_slugs: [before]\n"),
    )
    files = published(tmp_path, {**bilingual(cloud=case), "content/cases/cloud/case.ar.md": ARABIC})
    urls = ET.fromstring(files["sitemap.xml"]).findall(f"{SITEMAP}url")  # noqa: S314
    listed = {url.findtext(f"{SITEMAP}loc", ""): url.findtext(f"{SITEMAP}lastmod") for url in urls}
    assert len(listed) == len(urls)
    assert listed["https://facts.test/cases/cloud/"] == "2026-02-20"
    not_indexed = {"404.html", "cases/before/index.html", "ar/cases/before/index.html"}
    pages = {path for path in files if path.endswith(".html")} - not_indexed
    assert set(listed) == {f"https://facts.test/{path.removesuffix('index.html')}" for path in pages}


def test_alternates_lead_back_and_forth(tmp_path: Path) -> None:
    """Search engines ignore a language link that is not returned; page and sitemap say the same."""
    files = published(
        tmp_path, {**bilingual(cloud=CASE, bell=CASE), "content/cases/cloud/case.ar.md": ARABIC}
    )
    of_pages: dict[str, dict[str, str]] = {}
    for path, content in files.items():
        own = attributes(content, "link", rel="canonical") if path.endswith(".html") else []
        if own:
            links = [link for link in attributes(content, "link", rel="alternate") if "hreflang" in link]
            of_pages[own[0]["href"]] = {link["hreflang"]: link["href"] for link in links}
    of_sitemap = {
        url.findtext(f"{SITEMAP}loc", ""): {
            link.attrib["hreflang"]: link.attrib["href"] for link in url.findall(f"{XHTML}link")
        }
        for url in ET.fromstring(files["sitemap.xml"])  # noqa: S314
    }
    assert of_pages == of_sitemap
    assert of_pages["https://facts.test/cases/cloud/"] == {
        "en": "https://facts.test/cases/cloud/",
        "ar": "https://facts.test/ar/cases/cloud/",
    }
    assert of_pages["https://facts.test/method/"] == of_pages["https://facts.test/cases/bell/"] == {}
    for canonical, alternates in of_pages.items():
        assert not alternates or canonical in alternates.values()
        for other in alternates.values():
            assert of_pages[other] == alternates


def test_edition_in_arabic_runs_from_right_to_left(tmp_path: Path) -> None:
    files = published(tmp_path, {**bilingual(cloud=CASE), "content/cases/cloud/case.ar.md": ARABIC})
    for path, language, direction in (
        ("cases/cloud/index.html", "en", "ltr"),
        ("ar/cases/cloud/index.html", "ar", "rtl"),
        ("ar/index.html", "ar", "rtl"),
    ):
        (html,) = attributes(files[path], "html")
        assert (html["lang"], html["dir"]) == (language, direction)


def test_a_large_archive_has_a_sitemap_for_each_year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = site(a=CASE, b=edited(CASE, ("published: 2026-01-10", "published: 2025-12-31")), c=CASE)
    whole = addresses(published(tmp_path / "one", one), "sitemap.xml")
    monkeypatch.setattr(sitemaps, "MOST_ADDRESSES", 1)
    files = published(tmp_path / "many", one)
    index = ET.fromstring(files["sitemap.xml"])  # noqa: S314
    parts = [f"{part.findtext(f'{SITEMAP}loc')}".removeprefix("https://facts.test/") for part in index]
    assert sorted(parts) == sorted(path for path in files if path.startswith("sitemaps/"))
    assert {"sitemaps/2025-1.xml", "sitemaps/2026-1.xml", "sitemaps/2026-2.xml"} < set(parts)
    assert sorted(url for part in parts for url in addresses(files, part)) == sorted(whole)
    assert index.find(f"{SITEMAP}sitemap/{SITEMAP}lastmod") is not None


def addresses(files: Mapping[str, bytes], path: str) -> list[str]:
    urls = ET.fromstring(files[path]).findall(f"{SITEMAP}url/{SITEMAP}loc")  # noqa: S314
    return [f"{url.text}" for url in urls]


def test_robots_names_the_sitemap(tmp_path: Path) -> None:
    lines = published(tmp_path, site(a=CASE))["robots.txt"].decode().splitlines()
    assert "User-agent: *" in lines
    assert "Sitemap: https://facts.test/sitemap.xml" in lines
