"""Whole sites with pictures that must not give themselves away, in any file that is published."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image

from tests.hostile.picture_files import noise, saved
from tests.hostile.test_pictures import SECRETS, exif_block
from tests.site_builder import CASE, build, edited, elements, published, site, with_cards

MEDIA = """\
media:
  - id: shown
    file: shown.jpg
    kind: image
    alt: A square cloud
    licence: CC0-1.0
    redactions: [{ box: [320, 160, 640, 320], reason: A face }]
  - { id: real, file: real.png, kind: video-frame, alt: A clear sky, licence: CC0-1.0,
      video: { url: "https://video.test/sky", time_code: "1:02:03" } }
comparisons:
  - { id: pair, title: The two, claimed: shown, original: real }
sources:"""
CASE_WITH_PAIR = edited(CASE, ("sources:", MEDIA))


def large(colour: str) -> Image.Image:
    """A picture large enough for tiles; only what is redacted has the colour."""
    image = noise((155, 40), seed=7).resize((3100, 800), Image.Resampling.NEAREST)
    image.paste(colour, (320, 160, 960, 480))
    return image


def built(root: Path, colour: str, text: str = CASE_WITH_PAIR) -> dict[str, bytes]:
    exif = b"Exif\0\0" + exif_block()
    return published(
        root,
        {
            **with_cards(site(a=text)),
            "content/cases/a/shown.jpg": saved(
                large(colour), "JPEG", quality=95, subsampling=0, exif=exif, comment=b"secret-text"
            ),
            "content/cases/a/real.png": saved(noise((400, 300)), "PNG", exif=exif),
        },
    )


# Their pictures are made once, by one of the test runner's processes.
pytestmark = pytest.mark.xdist_group("published pictures")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    return built(tmp_path_factory.mktemp("site"), "red")


def kinds(files: Mapping[str, bytes]) -> dict[str, list[str]]:
    media = [path for path in files if path.startswith("media/")]
    return {
        "webp": [path for path in media if path.endswith(".webp")],
        "card": [path for path in media if "/card-" in path],
        "pair": [path for path in media if "/pair-" in path],
        "tile": [path for path in media if path.endswith("/default.jpg")],
        "info": [path for path in media if path.endswith("/info.json")],
    }


def test_every_kind_of_picture_file_is_there_to_be_looked_at(files: Mapping[str, bytes]) -> None:
    found = kinds(files)
    assert {kind: len(paths) for kind, paths in found.items()} == {
        "webp": 3,
        "card": 1,
        "pair": 1,
        "tile": 14 + 4 + 2 + 1,
        "info": 1,
    }
    assert sum(map(len, found.values())) == len([path for path in files if path.startswith("media/")])


def test_no_published_byte_says_where_or_with_what_a_picture_was_taken(files: Mapping[str, bytes]) -> None:
    """EXIF, its position and its thumbnail, and comments: in no file of the site, whatever its kind."""
    for path, content in files.items():
        # A page may say "GPS"; a picture has no words.
        secrets = SECRETS if path.startswith("media/") else (b"SecretCamera", b"secret-", SECRETS[-1])
        assert [secret for secret in secrets if secret in content] == [], path


def test_no_published_pixel_comes_from_under_a_cover(files: Mapping[str, bytes], tmp_path: Path) -> None:
    """Originals that differ under the cover alone give the same files, but for their names.

    A JPEG spreads what is inside over the block around it: the cover ends where blocks do.
    """
    other = built(tmp_path, "blue")
    for kind in ("webp", "card", "pair", "tile"):
        here, there = ([each[path] for path in kinds(each)[kind]] for each in (files, other))
        assert sorted(here) == sorted(there), kind
    assert kinds(files)["tile"] != kinds(other)["tile"]


def test_the_page_says_where_the_tiles_are(files: Mapping[str, bytes]) -> None:
    (image,) = (
        item.attributes for item in elements(files["cases/a/index.html"]) if "data-tiles" in item.attributes
    )
    folder = image["data-tiles"].lstrip("/")
    told = json.loads(files[f"{folder}/info.json"])
    assert told["id"] == f"https://facts.test/{folder}"
    assert image["data-tile-size"] == str(told["tiles"][0]["width"])
    assert image["data-scale-factors"].split() == [str(each) for each in told["tiles"][0]["scaleFactors"]]
    viewed = [item["items"][0]["items"][0] for item in json.loads(files["cases/a/iiif.json"])["items"]]
    services = [service for item in viewed for service in item["body"].get("service", ())]
    assert services == [{"id": told["id"], "type": "ImageService3", "profile": "level0"}]
    for path in kinds(files)["tile"]:
        assert path.startswith(f"{folder}/")
        region, size = path.removeprefix(f"{folder}/").split("/")[:2]
        assert region == "full" or len(region.split(",")) == 4
        with Image.open(io.BytesIO(files[path])) as tile:
            assert ",".join(map(str, tile.size)) == size


def test_a_frame_names_its_place_in_the_video_and_links_to_it(files: Mapping[str, bytes]) -> None:
    page = files["cases/a/index.html"].decode()
    assert '<a href="https://video.test/sky" rel="external"><bdi>1:02:03</bdi></a>' in page


def test_a_covered_picture_is_on_its_own_pages_alone(tmp_path: Path) -> None:
    """Not in a list, a feed, the home page, a card or a sheet; on its pages inside its cover."""
    text = edited(CASE_WITH_PAIR, ("alt: A square cloud", "alt: A square cloud\n    sensitive: It is cruel"))
    files = built(tmp_path, "red", text)
    found = kinds(files)
    assert found["pair"] == []
    assert len(found["card"]) == 1
    names = [path.rpartition("/")[2] for path in found["webp"]] + [
        path.split("/")[2] for path in found["info"]
    ]
    for name in names:
        holders = [path for path, content in files.items() if name.encode() in content]
        pages = {path for path in holders if not path.endswith((".json", ".jsonl"))}
        assert pages == {"cases/a/index.html", "cases/a/embed/pair/index.html"}
    told = {medium["id"]: medium for medium in json.loads(files["cases/a/case.json"])["media"]}
    assert [name for name, medium in told.items() if "files" not in medium] == ["shown"]
    assert told["shown"]["sensitive"] == {"en": "It is cruel"}
    assert "/shown-" not in files["cases/a/iiif.json"].decode()
    for path in ("cases/a/index.html", "cases/a/embed/pair/index.html"):
        page = files[path].decode()
        assert page.index("<details") < page.index(names[0]) < page.index("</details>")
        # A browser would open it for whoever follows an address that ends in an id from below it.
        below = page.partition('<details class="cover">')[2].partition("</summary>")[2]
        assert ' id="' not in below.partition("</image-comparison>")[0]
    switch = files["cases/a/index.html"].partition(b'<details class="cover">')[2].partition(b"</summary>")[0]
    assert b' id="media-shown"' in switch


def test_tiles_are_made_once(tmp_path: Path) -> None:
    built(tmp_path, "red")
    again = build(tmp_path)
    assert again.published is not None
    assert again.published.written == ()
    assert again.encoded == 0
