"""Addresses: where each page stands, in each language, at the root of a host or below it."""

from __future__ import annotations

import pytest

from irrefutable.plan.routes import Route, Routes

AT_ROOT = Routes("https://facts.test", "en")
BELOW = Routes("https://facts.test:8080/deep/er/", "en")


def test_first_language_has_no_prefix() -> None:
    assert AT_ROOT.home("en") == Route("index.html", "/")
    assert AT_ROOT.home("ar") == Route("ar/index.html", "/ar/")
    assert AT_ROOT.topic("weather", "ar") == Route("ar/topics/weather/index.html", "/ar/topics/weather/")


def test_case_stands_at_one_address_whatever_its_language() -> None:
    assert AT_ROOT.case("a") == Route("cases/a/index.html", "/cases/a/")
    assert AT_ROOT.edition("a", "en") == Route("en/cases/a/index.html", "/en/cases/a/")


def test_path_of_the_site_stands_before_urls_and_not_before_files() -> None:
    assert BELOW.base_path == "/deep/er"
    assert BELOW.case("a") == Route("cases/a/index.html", "/deep/er/cases/a/")
    assert BELOW.file("assets/style.css") == Route("assets/style.css", "/deep/er/assets/style.css")


@pytest.mark.parametrize("routes", [AT_ROOT, BELOW])
def test_canonical_address_is_whole(routes: Routes) -> None:
    base = routes.base_url.rstrip("/")
    assert routes.canonical(routes.case("a").url) == f"{base}/cases/a/"
    assert routes.canonical(routes.home("en").url) == f"{base}/"


def test_page_at_the_address_of_a_list_has_no_number() -> None:
    """It is the latest of some lists, the others counted from the oldest, and the first of others."""
    assert AT_ROOT.cases("en").url == AT_ROOT.cases("en", 0).url == "/cases/"
    assert [AT_ROOT.cases("en", number).url for number in (1, 2)] == ["/cases/page/1/", "/cases/page/2/"]
    assert AT_ROOT.facet("topics", "en").url == AT_ROOT.facet("topics", "en", 1).url == "/topics/"
    assert AT_ROOT.facet("topics", "en", 2).url == "/topics/page/2/"
    assert AT_ROOT.rating("pictures/old", "ar", 3).path == "ar/ratings/pictures/old/page/3/index.html"
    assert AT_ROOT.year(987, "en").url == "/years/0987/"


def test_url_is_escaped_and_path_is_not() -> None:
    assert AT_ROOT.file("media/a/ж 1.jpg") == Route("media/a/ж 1.jpg", "/media/a/%D0%B6%201.jpg")
