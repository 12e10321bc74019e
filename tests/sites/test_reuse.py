"""What readers, other sites and programs take away says what the pages say, as it is read elsewhere."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import pytest

from tests.golden.archive import HERE
from tests.site_builder import (
    CASE,
    SITE,
    Files,
    build,
    edited,
    elements,
    png,
    scripts,
    set_build,
    site,
    tree,
    write_files,
)

# The site is built once, by one of the test runner's processes.
pytestmark = pytest.mark.xdist_group("reuse")

ATOM = "{http://www.w3.org/2005/Atom}"
OPEN_SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
FLOCKS = "cases/2020-two-flocks"


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """Return the files of the golden site, which has English and Arabic pages."""
    root = tmp_path_factory.mktemp("golden")
    shutil.copytree(HERE / "site", root, dirs_exist_ok=True)
    assert build(root).published
    return tree(root / "site")


def path_of(address: str) -> str:
    """Return the file at an address of the golden site."""
    path = unquote(urlsplit(address).path).removeprefix("/archive/")
    return f"{path}index.html" if path.endswith("/") or not path else path


def links(page: bytes, relation: str) -> Iterator[Mapping[str, str | None]]:
    """Yield the attributes of the links of a page that stand in such a relation."""
    for element in elements(page):
        if element.tag == "link" and element.attributes.get("rel") == relation:
            yield element.attributes


def linked(golden: Mapping[str, bytes], page: str, media_type: str) -> list[str]:
    """Return the files of a type that a page says the same in."""
    found = links(golden[page], "alternate")
    return [path_of(item["href"] or "") for item in found if item.get("type") == media_type]


# ------------------------------------------------------------------------------------------------ feeds


def test_each_feed_says_the_same_in_both_forms(golden: Mapping[str, bytes]) -> None:
    feeds = [path for path in golden if path.endswith("feed.xml")]
    assert {"feed.xml", "ar/feed.xml", "topics/birds/feed.xml", "ar/ratings/false/feed.xml"} <= set(feeds)
    for path in feeds:
        atom = ET.fromstring(golden[path])  # noqa: S314 - our own bytes
        feed = json.loads(golden[path.replace(".xml", ".json")])
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert (atom.findtext(f"{ATOM}title"), path_of(atom.findtext(f"{ATOM}id", ""))) == (
            feed["title"],
            path,
        )
        assert path_of(feed["feed_url"]) == path.replace(".xml", ".json")
        assert path_of(feed["home_page_url"]) in golden
        assert feed["items"]
        said = [
            {
                "id": entry.findtext(f"{ATOM}id"),
                "title": entry.findtext(f"{ATOM}title"),
                "content_text": entry.findtext(f"{ATOM}summary"),
                "date_published": entry.findtext(f"{ATOM}published"),
                "date_modified": entry.findtext(f"{ATOM}updated"),
                "url": next(link.get("href") for link in entry.iter(f"{ATOM}link")),
            }
            for entry in atom.iter(f"{ATOM}entry")
        ]
        assert said == [{name: item[name] for name in said[0]} for item in feed["items"]]
        for item in feed["items"]:
            assert dt.datetime.fromisoformat(item["date_modified"]).tzinfo
            assert path_of(item["url"]) in golden


def test_feeds_show_no_pictures(golden: Mapping[str, bytes]) -> None:
    """A reader of feeds could not cover a sensitive one, nor keep the label of a false one."""
    assert not [path for path in golden if "/feed." in f"/{path}" and b"/media/" in golden[path]]


def test_page_names_the_feeds_of_what_it_shows(golden: Mapping[str, bytes]) -> None:
    atom, other = "application/atom+xml", "application/feed+json"
    of_topic = ["topics/birds/feed.xml"]
    assert linked(golden, "topics/birds/index.html", atom) == of_topic
    assert linked(golden, "topics/birds/index.html", other) == ["topics/birds/feed.json"]
    assert linked(golden, "techniques/cropped/index.html", atom) == ["techniques/cropped/feed.xml"]
    assert linked(golden, "ar/index.html", other) == ["ar/feed.json"]
    assert linked(golden, f"{FLOCKS}/index.html", atom) == ["feed.xml"]


def test_page_about_feeds_leads_to_each_of_them(golden: Mapping[str, bytes]) -> None:
    page = elements(golden["subscribe/index.html"])
    led_to = {path_of(item.attributes.get("href") or "") for item in page if item.tag == "a"}
    feeds = {path for path in golden if path.endswith(("feed.xml", "feed.json")) and path[:3] != "ar/"}
    assert feeds <= led_to


TOPICS = """\
topics:
  - { id: weather, label: Weather }
  - { id: birds, label: Birds }
  - { id: bridges, label: Bridges }
"""


def two_topics() -> Files:
    bird = edited(CASE, ("topics: [weather]", "topics: [birds]"), ('rating: "false"', "rating: unproven"))
    return {**site(cloud=CASE, bird=bird), "content/topics.yaml": TOPICS}


def test_edit_rewrites_the_feeds_it_shows_in(tmp_path: Path) -> None:
    """What has no case has no feed, and a title is written anew where it is shown."""
    write_files(tmp_path, two_topics())
    first = build(tmp_path)
    feeds = {path for path in first.rendered if path.endswith("feed.json")}
    of_bird = {"feed.json", "ratings/unproven/feed.json", "topics/birds/feed.json"}
    assert feeds == of_bird | {"ratings/false/feed.json", "topics/weather/feed.json"}
    file = tmp_path / "content/cases/bird/case.md"
    file.write_text(file.read_text("utf-8").replace("The cloud was painted\n", "A bird\n"), "utf-8")
    again = build(tmp_path)
    assert {path for path in again.rendered if path.endswith("feed.json")} == of_bird
    assert "subscribe/index.html" not in again.rendered


# --------------------------------------------------------------------------------- other sites and viewers


def test_oembed_leads_to_the_frame_and_the_card(golden: Mapping[str, bytes]) -> None:
    for language in ("", "ar/"):
        page = f"{language}{FLOCKS}/index.html"
        (path,) = linked(golden, page, "application/json+oembed")
        said = json.loads(golden[path])
        assert (said["version"], said["type"]) == ("1.0", "rich")
        (frame,) = (item for item in elements(said["html"].encode()) if item.tag == "iframe")
        framed = path_of(frame.attributes["src"] or "")
        assert framed.startswith(f"{language}{FLOCKS}/embed/")
        assert linked(golden, framed, "application/json+oembed") == [path]
        assert frame.attributes["height"] == f"{said['height']}"
        assert isinstance(said["width"], int)
        assert path_of(said["thumbnail_url"]) in golden
        assert {
            "title",
            "provider_name",
            "provider_url",
            "thumbnail_width",
            "thumbnail_height",
        } <= said.keys()


def test_linked_data_is_what_the_pages_of_a_case_say(golden: Mapping[str, bytes]) -> None:
    smoke = "cases/2019-harbour-smoke"
    (path,) = linked(golden, f"ar/{smoke}/index.html", "application/ld+json")
    document = json.loads(golden[path])
    on_pages = [
        {name: value for name, value in item.items() if name != "@context"}
        for page in (f"{smoke}/index.html", f"ar/{smoke}/index.html")
        for item in json_ld(golden[page])
        if item["@type"] != "BreadcrumbList"
    ]
    assert document == {"@context": "https://schema.org", "@graph": on_pages}


def json_ld(page: bytes) -> Iterator[Any]:
    return (json.loads(text) for form, text in scripts(page) if form == "application/ld+json")


def test_claim_and_picture_lead_to_each_other(golden: Mapping[str, bytes]) -> None:
    """The picture is bound to the file that was looked at, but where parts of it were destroyed."""
    path = "cases/2019-harbour-smoke/index.html"
    items = {item["@id"]: item for item in json_ld(golden[path]) if "@id" in item}
    pictures = [item for item in items.values() if item["@type"] == "MediaReview"]
    assert pictures
    ids = {item.attributes.get("id") for item in elements(golden[path])}
    for picture in pictures:
        assert picture["@id"].partition("#")[2] in ids
        for claim in picture["associatedClaimReview"]:
            assert {"@type": "MediaReview", "@id": picture["@id"]} in items[claim["@id"]][
                "associatedMediaReview"
            ]
    record = json.loads(golden["cases/2019-harbour-smoke/case.json"])
    known = {f"media-{media['id']}": media.get("sha256") for media in record["media"]}
    for picture in pictures:
        (shown,) = picture["itemReviewed"]["mediaItemAppearance"]
        assert shown.get("isBasedOn", {}).get("sha256") == known[picture["@id"].partition("#")[2]]


def test_viewers_of_pictures_see_none_that_starts_covered(golden: Mapping[str, bytes]) -> None:
    """And each comes with its verdict, which a viewer must show."""
    manifest = json.loads(golden[f"{FLOCKS}/iiif.json"])
    assert manifest["@context"] == "http://iiif.io/api/presentation/3/context.json"
    assert manifest["type"] == "Manifest"
    media = json.loads(golden[f"{FLOCKS}/case.json"])["media"]
    shown = [item["id"].rpartition("/")[2] for item in manifest["items"]]
    assert shown == [item["id"] for item in media if "files" in item]
    assert [item["id"] for item in media if "sensitive" in item and item["id"] not in shown]
    for canvas in manifest["items"]:
        ((annotation,),) = (page["items"] for page in canvas["items"])
        assert annotation["target"] == canvas["id"]
        assert path_of(annotation["body"]["id"]) in golden
        assert canvas["requiredStatement"]["value"]["en"] == ["False"]


def test_record_stands_at_former_addresses_as_well(golden: Mapping[str, bytes]) -> None:
    """No plain host redirects a file that is no page."""
    record = golden["cases/2019-harbour-smoke/case.json"]
    assert golden["cases/harbour-fire/case.json"] == record


# ------------------------------------------------------------------------------------------------ citing


def test_reference_on_the_page_is_what_is_downloaded(golden: Mapping[str, bytes]) -> None:
    page = golden[f"ar/{FLOCKS}/index.html"]
    shown = unescape(page.decode()).replace("\r\n", "\n")
    links = [item.attributes for item in elements(page) if item.tag == "a"]
    files = {item["download"]: item["href"] for item in links if item.get("download")}
    assert {name.rpartition(".")[0] for name in files} == {"2020-two-flocks-ar"}
    for href in files.values():
        text = unquote(href.partition(",")[2]).replace("\r\n", "\n")
        assert text
        assert text in shown


def test_changed_case_is_cited_with_its_version(golden: Mapping[str, bytes]) -> None:
    page = golden["cases/2019-harbour-smoke/index.html"].decode()
    assert "<bdi>version of 1 June 2019</bdi>" in page
    assert "version of" not in golden[f"{FLOCKS}/index.html"].decode()


# ---------------------------------------------------------------------------------------------- browsers


def test_browser_learns_how_the_site_is_searched(golden: Mapping[str, bytes]) -> None:
    (link,) = links(golden[f"ar/{FLOCKS}/index.html"], "search")
    described = ET.fromstring(golden[path_of(link["href"] or "")])  # noqa: S314 - our own bytes
    assert len(described.findtext(f"{OPEN_SEARCH}ShortName", "")) <= 16
    address = next(item for item in described.iter(f"{OPEN_SEARCH}Url") if item.get("type") == "text/html")
    page, _, query = address.attrib["template"].partition("?")
    assert path_of(page) == "ar/search/index.html"
    assert query == "q={searchTerms}"
    assert path_of(described.findtext(f"{OPEN_SEARCH}Image", "")) in golden


def test_browser_learns_what_the_site_is_called(golden: Mapping[str, bytes]) -> None:
    (link,) = links(golden["ar/index.html"], "manifest")
    said = json.loads(golden[path_of(link["href"] or "")])
    assert (said["lang"], said["dir"]) == ("ar", "rtl")
    assert path_of(said["start_url"]) == "ar/index.html"
    assert {path_of(icon["src"]) for icon in said["icons"]} <= golden.keys()
    assert "192x192" in {icon["sizes"] for icon in said["icons"]}
    (icon,) = links(golden["ar/index.html"], "apple-touch-icon")
    assert path_of(icon["href"] or "") in golden


# ------------------------------------------------------------------------------- reading without a network

PICTURES = """\
media:
  - { id: one, file: one.png, kind: image, alt: One., licence: CC-BY-4.0, sensitive: It shows blood. }
  - { id: two, file: two.png, kind: image, alt: Two., licence: CC-BY-4.0 }
sources:"""


def test_copy_for_reading_without_a_network_needs_nothing_else(tmp_path: Path) -> None:
    """What starts covered starts covered there; the copy changes with its page and goes with the setting."""
    folder = "content/cases/cloud"
    files = {
        **site(cloud=edited(CASE, ("sources:", PICTURES))),
        "content/site.yaml": set_build(SITE, "search: false, share_cards: false, offline_copies: true"),
        f"{folder}/one.png": png(),
        f"{folder}/two.png": png(colour=(90, 40, 160)),
    }
    write_files(tmp_path, files)
    build(tmp_path)
    copy = tmp_path / "site/cases/cloud/offline.html"
    there = list(elements(copy.read_bytes()))
    assert not scripts(copy.read_bytes())
    addresses = [value for item in there for name, value in item.attributes.items() if name == "src"]
    assert len(addresses) == 2
    assert all(value.startswith("data:image/webp;base64,") for value in addresses)
    led_to = [item.attributes["href"] for item in there if "href" in item.attributes]
    assert all(href.startswith(("https://", "#")) for href in led_to)
    assert not [item for item in there if item.tag in ("script", "source") or "srcset" in item.attributes]
    assert [item.tag for item in there].count("style") == 1
    (cover,) = (item for item in there if item.attributes.get("class") == "cover")
    assert "open" not in cover.attributes
    note = copy.read_text("utf-8").partition("<main")[2].partition("</p>")[0]
    assert "This is a copy for reading without a network." in note
    assert '<a href="https://facts.test/cases/cloud/">The case as it is now</a>' in note
    assert any("/cases/cloud/offline.html" in link for link in hrefs(tmp_path))

    case = tmp_path / folder / "case.md"
    case.write_text(case.read_text("utf-8").replace("The sky was", "The air was"), "utf-8")
    build(tmp_path)
    assert "The air was" in copy.read_text("utf-8")
    (tmp_path / "content/site.yaml").write_text(
        edited(files["content/site.yaml"], (", offline_copies: true", "")), "utf-8"
    )
    build(tmp_path)
    assert not copy.exists()
    assert not any("offline.html" in link for link in hrefs(tmp_path))


def hrefs(root: Path) -> list[str]:
    page = (root / "site/cases/cloud/index.html").read_bytes()
    return [item.attributes["href"] for item in elements(page) if "href" in item.attributes]
