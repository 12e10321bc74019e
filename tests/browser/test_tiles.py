"""A large original in pieces: fetched only where its largest file is coarser than the screen, laid to the pixel."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from PIL import Image, ImageDraw, ImageOps, ImageStat
from playwright.sync_api import Page, Request, Route, expect

from tests.browser import archive_pictures, archives
from tests.browser.comparing import FADE, SAME, SIDE_BY_SIDE, SWIPE, Comparison, View, difference
from tests.browser.inspection import PHONE, WIDE
from tests.browser.test_comparison import TWO_PAIRS
from tests.browser.tools import PATIENCE_MS, OpenPage, Watch

FILE_PX = (4000, 2800)
"""The scene, four times as large as the file that the page shows."""
TILE_PX = 512


@dataclass
class Pieces:
    """A folder of pieces, and which of them were asked for."""

    page: Page
    asked: list[str] = field(default_factory=list)

    def answer(self, route: Route) -> None:
        """Answer with a piece, as a static host would: only what stands on the grid exists."""
        path = route.request.url.partition("/tiles/scene/")[2]
        self.asked.append(path)
        match = re.fullmatch(r"(\d+),(\d+),(\d+),(\d+)/(\d+),(\d+)/0/default\.jpg", path)
        assert match, path
        x, y, width, height, across, down = (int(part) for part in match.groups())
        factor = -(-width // across)
        step = factor * TILE_PX
        assert factor in (1, 2, 4), path
        assert (x % step, y % step) == (0, 0), path
        assert (width, height) == (min(step, FILE_PX[0] - x), min(step, FILE_PX[1] - y)), path
        assert (across, down) == (-(-width // factor), -(-height // factor)), path
        piece = large_scene().crop((x, y, x + width, y + height)).resize((across, down))
        stream = io.BytesIO()
        piece.save(stream, "JPEG", quality=90)
        route.fulfill(body=stream.getvalue(), content_type="image/jpeg")


def large_scene() -> Image.Image:
    """Return a picture that nobody takes for the one the page shows: bright stripes."""
    image = Image.new("RGB", FILE_PX, "black")
    draw = ImageDraw.Draw(image)
    for step in range(0, FILE_PX[0], 400):
        draw.rectangle((step, 0, step + 199, FILE_PX[1]), fill=(255, step * 255 // FILE_PX[0], 0))
    for step in range(0, FILE_PX[1], 350):
        draw.rectangle((0, step, FILE_PX[0], step + 79), fill=(0, 120, 255))
    return image


_HAS_FINE_PIXELS = """new Promise((done) => {
  const look = () => (devicePixelRatio === 2 ? done() : requestAnimationFrame(look));
  look();
})"""


@pytest.fixture
def pieces(open_page: OpenPage, small_url: str) -> Pieces:
    """The first comparison, its original said to be four times as large and to have pieces."""
    page = open_page(viewport=WIDE)
    page.set_default_timeout(PATIENCE_MS)
    found = Pieces(page)

    def document(route: Route) -> None:
        html = route.fetch().text()
        first, *rest = html.partition("</image-comparison>")
        said = first.replace(
            'data-original-width="1000" data-original-height="700"',
            'data-original-width="4000" data-original-height="2800"',
        )
        said = re.sub(r'data-matrix="[^"]*"', 'data-matrix="5 0 0 5 800 560"', said)
        # The map of what differs, the last picture, has none.
        head, side, original = said.partition('"side side-original"')
        attributes = f'data-tiles="/tiles/scene" data-tile-size="{TILE_PX}" data-scale-factors="1 2 4"'
        original = original.replace("<picture>", f"<picture {attributes}>", 1)
        route.fulfill(body=f"{head}{side}{original}{''.join(rest)}", content_type="text/html")

    page.route(f"**{TWO_PAIRS}", document)
    page.route("**/tiles/**", found.answer)
    page.goto(small_url + TWO_PAIRS)
    return found


def test_pieces_come_only_where_the_file_is_too_coarse(pieces: Pieces) -> None:
    """At 100 % nothing is asked for, not even the script that lays them; back at 100 % they are gone."""
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    pieces.page.on("request", note)
    comparison = Comparison(pieces.page)
    comparison.choose(SIDE_BY_SIDE)
    assert not pieces.asked
    assert not [url for url in asked if "tiles" in url]
    comparison.press("+", "+")
    tiles = comparison.figures.last.locator(".tiles img")
    expect(tiles.first).to_be_visible()
    assert comparison.figures.first.locator(".tiles").count() == 0
    assert {tile.get_attribute("alt") for tile in tiles.all()} == {""}
    comparison.press("0")
    assert comparison.root.locator(".tiles").count() == 0


@pytest.mark.parametrize("presses", [2, 4, 6])
def test_pieces_lie_where_the_picture_has_them(pieces: Pieces, presses: int) -> None:
    comparison = Comparison(pieces.page)
    comparison.choose(SIDE_BY_SIDE)
    comparison.press(*["+"] * presses, "Shift+ArrowRight")
    _settle(comparison)
    # No nearer than two pixels of the screen for one of the file.
    zoom = min(1.5**presses, 2 * FILE_PX[0] / comparison.stage(1)["width"])
    x, y = 0.2 + 0.6 * (0.5 + 0.1 / zoom), 0.5
    shown = comparison.pixels(1)
    left, top, right, bottom = View(zoom, x, y).box()
    box = (left * FILE_PX[0], top * FILE_PX[1], right * FILE_PX[0], bottom * FILE_PX[1])
    wanted = large_scene().resize(shown.size, Image.Resampling.LANCZOS, box=box)
    assert difference(shown, wanted) < SAME
    visible = comparison.figures.last.locator(".tiles img").count()
    assert visible <= 12


@pytest.mark.parametrize("mode", [SWIPE, FADE])
def test_pieces_are_laid_over_the_other_picture_as_well(pieces: Pieces, mode: str) -> None:
    comparison = Comparison(pieces.page)
    comparison.choose(mode)
    comparison.press("+", "+", "+")
    comparison.set_value({SWIPE: 0, FADE: 100}[mode])
    _settle(comparison)
    shown = comparison.pixels()
    edge = 0.5 / 1.5**3 * 0.6
    box = (
        (0.5 - edge) * FILE_PX[0],
        (0.5 - edge) * FILE_PX[1],
        (0.5 + edge) * FILE_PX[0],
        (0.5 + edge) * FILE_PX[1],
    )
    assert difference(shown, large_scene().resize(shown.size, Image.Resampling.LANCZOS, box=box)) < SAME


def test_pieces_come_where_the_original_stands_larger_below_the_other_picture(pieces: Pieces) -> None:
    """A sharp cutting beside a coarse original would show differences that neither has."""
    comparison = Comparison(pieces.page)
    session = pieces.page.context.new_cdp_session(pieces.page)
    session.send("Emulation.setDeviceMetricsOverride", {**WIDE, "deviceScaleFactor": 2, "mobile": False})
    pieces.page.evaluate(_HAS_FINE_PIXELS)
    comparison.choose(FADE)
    comparison.set_value(100)
    _settle(comparison)
    shown = comparison.pixels()
    box = (0.2 * FILE_PX[0], 0.2 * FILE_PX[1], 0.8 * FILE_PX[0], 0.8 * FILE_PX[1])
    assert difference(shown, large_scene().resize(shown.size, Image.Resampling.LANCZOS, box=box)) < SAME


def test_pieces_go_with_the_comparison(pieces: Pieces) -> None:
    comparison = Comparison(pieces.page)
    comparison.choose(SIDE_BY_SIDE)
    comparison.press("+", "+")
    expect(comparison.figures.last.locator(".tiles img").first).to_be_visible()
    left: int = comparison.root.evaluate(
        "(root) => { root.remove(); return root.querySelectorAll('.tiles').length; }"
    )
    assert left == 0


# -------------------------------------------------------------------------------------- from the build on

LARGE = f"/cases/{archives.LARGE}/"
MIDDLE = "?compare=inside&mode={mode}&view={zoom}+{x}+{y}"


def _marks() -> tuple[float, float]:
    """Return where the fine stripes are in the claimed picture, from 0 to 1."""
    left, top, right, bottom = archive_pictures.MARKS_PX
    box = archive_pictures.LARGE_CROP_PX
    return (
        ((left + right) / 2 - box[0]) / (box[2] - box[0]),
        ((top + bottom) / 2 - box[1]) / (box[3] - box[1]),
    )


def _middle(image: Image.Image) -> Image.Image:
    """Return the middle of a picture, where there are stripes and nothing else."""
    x, y = image.width // 2, image.height // 2
    return image.crop((x - 64, y - 64, x + 64, y + 64))


def _contrast(image: Image.Image) -> float:
    """Return how much a picture varies, from 0 to 127."""
    return ImageStat.Stat(image.convert("L")).stddev[0]


@pytest.mark.parametrize(("size", "scale"), [(WIDE, 1), (PHONE, 3)], ids=["wide", "phone"])
@pytest.mark.parametrize("mode", [SIDE_BY_SIDE, FADE])
def test_published_pieces_show_what_the_picture_alone_cannot(
    open_page: OpenPage, watch: Watch, large_url: str, mode: str, size: Mapping[str, int], scale: int
) -> None:
    """Stripes of three pixels in a file of 8,000: with its pieces they are seen, and where they stand."""
    x, y = _marks()
    page = open_page(viewport=size, device_scale_factor=scale)
    page.set_default_timeout(PATIENCE_MS)
    page.goto(large_url + LARGE + MIDDLE.format(mode=mode, zoom=99, x=x, y=y))
    comparison = Comparison(page)
    if mode == FADE:
        comparison.set_value(100)
    _settle(comparison)
    side = 1 if mode == SIDE_BY_SIDE else 0
    shown = comparison.pixels(side)
    zoom = comparison.root.evaluate("(root) => root.view.zoom")
    left, top, right, bottom = archive_pictures.MARKS_PX
    across = archive_pictures.LARGE_PX[0] / zoom * (1 if mode == SIDE_BY_SIDE else 0.5)
    down = across * shown.height / shown.width
    centre = (left + right) / 2, (top + bottom) / 2
    part = (centre[0] - across / 2, centre[1] - down / 2, centre[0] + across / 2, centre[1] + down / 2)
    wanted = archive_pictures.panorama().resize(shown.size, Image.Resampling.BILINEAR, box=part)
    middle = [_middle(image) for image in (shown, wanted, ImageOps.invert(wanted))]
    assert difference(middle[0], middle[1]) < 40 < difference(middle[0], middle[2])
    assert _contrast(middle[0]) > 80
    assert any("panorama-tiles" in request and request.endswith("/default.jpg") for request in watch.requests)
    comparison.root.evaluate(
        "(root) => { for (const tiles of root.querySelectorAll('.tiles')) tiles.hidden = true; }"
    )
    assert _contrast(_middle(comparison.pixels(side))) < 20


@pytest.mark.parametrize(("size", "scale"), [(WIDE, 1), (PHONE, 1), (PHONE, 3)])
def test_reader_comes_as_near_as_two_pixels_of_the_screen_for_one_of_the_file(
    open_page: OpenPage, large_url: str, size: Mapping[str, int], scale: int
) -> None:
    page = open_page(viewport=size, device_scale_factor=scale)
    page.goto(large_url + LARGE)
    comparison = Comparison(page)
    for mode, share in ((SIDE_BY_SIDE, 1), (SWIPE, 2)):
        comparison.choose(mode)
        comparison.press("0", *["+"] * 12)
        frame = comparison.stage(1 if mode == SIDE_BY_SIDE else 0)
        pixels = frame["width"] * share * comparison.zoom / 100 * scale / archive_pictures.LARGE_PX[0]
        assert pixels >= 1.99
        expect(comparison.tool("closer")).to_have_attribute("aria-disabled", "true")


def _settle(comparison: Comparison) -> None:
    expect(comparison.figures.last.locator(".tiles img").first).to_be_attached()
    comparison.settle()
