"""Tiles of large pictures, at the addresses that the IIIF Image API 3.0 gives them."""

from __future__ import annotations

import io
import json
import math
import re
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from irrefutable.media import tiles
from irrefutable.model.archive import MediaFile
from irrefutable.model.fields import Text
from irrefutable.model.media import Pyramid
from irrefutable.model.picture import Redaction
from irrefutable.model.vocabulary import RedactionMethod


def planned(width: int, height: int, *redactions: Redaction) -> Pyramid:
    file = MediaFile("content/cases/x/Large 1.png", "d", "s", 1, width, height)
    pyramid = tiles.plan(file, redactions, "x")
    assert pyramid
    return pyramid


def saved(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "PNG", compress_level=1)
    return stream.getvalue()


def test_only_large_pictures_have_tiles() -> None:
    for size in ((3000, 3000), (10, 10), (0, 0)):
        assert tiles.plan(MediaFile("p.png", "d", "s", 1, *size), (), "x") is None
    assert planned(3001, 5).scale_factors == (1, 2, 4, 8)


def test_addresses_are_those_of_the_specification() -> None:
    """The example of the Image API's static tiles, worked out by hand for 3,200 × 1,100 pixels."""
    pyramid = planned(3200, 1100)
    assert pyramid.scale_factors == (1, 2, 4, 8)
    below = [tile.path.removeprefix(pyramid.path) for tile in tiles.tiles(pyramid)]
    assert len(below) == 7 * 3 + 4 * 2 + 2 * 1 + 1
    for expected in (
        "/0,0,512,512/512,512/0/default.jpg",
        "/3072,1024,128,76/128,76/0/default.jpg",
        "/2048,0,1024,1024/512,512/0/default.jpg",
        "/3072,1024,128,76/64,38/0/default.jpg",
        "/2048,0,1152,1100/288,275/0/default.jpg",
        "/full/400,138/0/default.jpg",
    ):
        assert expected in below
    assert pyramid.path.startswith("media/x/large-1-tiles-")


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 20_000), st.integers(3001, 20_000))
@example(1025, 4097)
@example(1, 4098)
def test_every_tile_that_a_viewer_asks_for_is_there(width: int, height: int) -> None:
    """The addresses are worked out as the specification's implementation notes do (Image API 3.0, 8.1)."""
    pyramid = planned(width, height)
    asked = set()
    for factor in pyramid.scale_factors:
        step = 512 * factor
        for x, y in product(range(0, width, step), range(0, height, step)):
            w, h = min(step, width - x), min(step, height - y)
            region = "full" if (w, h) == (width, height) else f"{x},{y},{w},{h}"
            asked.add(f"/{region}/{math.ceil(w / factor)},{math.ceil(h / factor)}/0/default.jpg")
    made = [tile.path.removeprefix(pyramid.path) for tile in tiles.tiles(pyramid)]
    assert set(made) == asked
    assert len(made) == len(asked)
    assert sum("/full/" in address for address in made) == 1


def test_a_viewer_is_told_all_it_needs() -> None:
    pyramid = planned(3200, 1100)
    told = json.loads(tiles.info(pyramid, "https://facts.test/media/x/large"))
    assert told["@context"] == "http://iiif.io/api/image/3/context.json"
    assert told["id"] == "https://facts.test/media/x/large"
    assert told["type"] == "ImageService3"
    assert told["protocol"] == "http://iiif.io/api/image"
    assert told["profile"] == "level0"
    assert (told["width"], told["height"]) == (3200, 1100)
    assert told["tiles"] == [{"width": 512, "scaleFactors": [1, 2, 4, 8]}]
    assert f"/full/{told['sizes'][0]['width']},{told['sizes'][0]['height']}/" in tiles.tiles(pyramid)[-1].path


def test_each_tile_shows_its_part_of_the_picture() -> None:
    image = Image.linear_gradient("L").resize((3200, 700)).convert("RGB")
    image.paste("red", (3072, 512, 3200, 700))
    pyramid = planned(3200, 700)
    wanted = tiles.tiles(pyramid)
    for tile, content in zip(wanted, tiles.encode(wanted, saved(image)), strict=True):
        made = Image.open(io.BytesIO(content)).convert("RGB")
        size = re.search(r"/(\d+),(\d+)/0/", tile.path)
        assert size
        assert made.size == (int(size[1]), int(size[2]))
        expected = image.resize((-(-3200 // tile.factor), -(-700 // tile.factor)))
        x, y = tile.column * 512 + made.width // 2, tile.row * 512 + made.height // 2
        here, there = made.getpixel((made.width // 2, made.height // 2)), expected.getpixel((x, y))
        assert here == pytest.approx(there, abs=12)


def test_each_scale_is_made_once_whatever_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """A build asks for tiles by their addresses, where the scales take turns."""
    image = Image.linear_gradient("L").resize((3200, 1100)).convert("RGB")
    wanted = tiles.tiles(planned(3200, 1100))
    made = dict(zip(wanted, tiles.encode(wanted, saved(image)), strict=True))
    shuffled = sorted(wanted, key=lambda tile: tile.path)
    assert shuffled != list(wanted)
    sizes: list[tuple[int, int]] = []
    resize = Image.Image.resize

    def counted(image: Image.Image, size: tuple[int, int], resampling: Image.Resampling) -> Image.Image:
        sizes.append(size)
        return resize(image, size, resampling)

    monkeypatch.setattr(Image.Image, "resize", counted)
    assert tiles.encode(shuffled, saved(image)) == tuple(made[tile] for tile in shuffled)
    assert sorted(sizes) == sorted(set(sizes))


def test_redacted_regions_are_in_no_tile() -> None:
    box = Redaction(box=(100, 100, 700, 300), method=RedactionMethod.COVER, reason=Text("a face"))
    sets = []
    for colour in ("red", "blue"):
        image = Image.new("RGB", (3100, 600), "teal")
        image.paste(colour, (100, 100, 800, 400))
        sets.append(tiles.encode(tiles.tiles(planned(3100, 600, box)), saved(image)))
    assert sets[0] == sets[1]
    assert planned(3100, 600, box).path != planned(3100, 600).path
