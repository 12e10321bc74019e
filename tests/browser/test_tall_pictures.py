"""Pictures that are much higher than wide: no stage is higher than the screen, and everything else still holds."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from irrefutable.core.diagnostics import as_text
from tests.browser.comparing import BLINK, FADE, SAME, SIDE_BY_SIDE, SWIPE, Comparison, View, difference
from tests.browser.inspection import PHONE, WIDE, access_problems, named, reflow_problems
from tests.browser.tools import OpenPage, once, serve
from tests.site_builder import SITE, build, write_files

ORIGINAL_PX = (500, 3000)
CROP_PX = (100, 600, 400, 2400)
"""The part of the original that the claimed picture shows: left, top, right, bottom."""
CLAIMED_PX = (240, 1440)
MARK_PX = (200, 1200, 100, 100)
"""A white square of the original: left, top, width, height."""

_CASE = """\
---
title: A long page that was shortened
summary:
  claimed: The page says no more.
  found: It goes on, above and below.
language: en
status: published
published: 2026-01-12
authors: [ada]
reviewed_by: [ben]
topics: [weather]
claims:
  - id: page
    text: The page says no more.
    claimant: cloud-club
    made: 2026-01-05
    rating: "false"
    rating_explanation: It goes on [@diary].
    no_appearance: It was told by word of mouth.
    about: [part]
media:
  - { id: part, file: part.png, kind: image, alt: A part of a page., licence: CC-BY-4.0 }
  - { id: whole, file: whole.png, kind: image, alt: A long page., licence: CC-BY-4.0 }
  - { id: wide, file: wide.png, kind: image, alt: A flat picture., licence: CC-BY-4.0 }
  - { id: alone, file: alone.png, kind: image, alt: The page again., licence: CC-BY-4.0 }
comparisons:
  - id: inside
    title: The part in the page
    claimed: part
    original: whole
    align: points
    points:
      - { claimed: [0, 0], original: [100, 600] }
      - { claimed: [240, 1440], original: [400, 2400] }
    regions:
      - { id: square, label: The same square., claimed: [80, 480, 80, 80], original: [200, 1200, 100, 100] }
  - id: apart
    title: A page and something else
    claimed: whole
    original: wide
sources:
  - id: diary
    publisher: Weather office
    title: Diary of the day
    language: en
    grade: primary
    kind: government
    url: https://weather.test/diary
    archived: https://archive.test/diary
---

The page is long [@diary].
"""


def _page() -> Image.Image:
    """Return the whole original: stripes and discs of which no two are alike."""
    image = Image.new("RGB", ORIGINAL_PX, "#204060")
    draw = ImageDraw.Draw(image)
    for step in range(60):
        colour = ((step * 67) % 200, (step * 131) % 220, (step * 29) % 250)
        draw.rectangle((0, step * 50, ORIGINAL_PX[0], step * 50 + 34), fill=colour)
        x = (step * 173) % 420
        draw.ellipse((x, step * 50, x + 60, step * 50 + 40), fill=(255 - colour[0], 240, 90))
    left, top, width, height = MARK_PX
    draw.rectangle((left, top, left + width - 1, top + height - 1), fill="white")
    return image


def _png(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def _files() -> dict[str, str | bytes]:
    folder, page = "content/cases/long-page", _page()
    part = page.crop(CROP_PX).resize(CLAIMED_PX, Image.Resampling.LANCZOS)
    return {
        **SITE,
        f"{folder}/case.md": _CASE,
        f"{folder}/whole.png": _png(page),
        f"{folder}/alone.png": _png(page.rotate(180)),
        f"{folder}/part.png": _png(part),
        f"{folder}/wide.png": _png(page.crop((0, 0, 500, 200))),
    }


@pytest.fixture(scope="module")
def tall_site(shared: Path) -> Path:
    root = shared / "tall"

    def make() -> None:
        result = build(write_files(root, _files()))
        assert result.published, "\n\n".join(as_text(item) for item in result.diagnostics)

    once(root.with_suffix(".built"), make)
    return root / "site"


@pytest.fixture(scope="module")
def tall_url(tall_site: Path) -> Iterator[str]:
    with serve(tall_site) as url:
        yield url


def _expected(
    file: Image.Image, size: tuple[int, int], view: View, crop: tuple[int, int, int, int]
) -> Image.Image:
    """Return what a frame shows of a part of a file that it shows whole at first, as high as the frame is."""
    left, top, right, bottom = crop
    scale = (bottom - top) / size[1] / view.zoom
    x, y = left + view.x * (right - left), top + view.y * (bottom - top)
    matrix = (scale, 0, x - scale * size[0] / 2, 0, scale, y - scale * size[1] / 2)
    return file.transform(size, Image.Transform.AFFINE, matrix, Image.Resampling.BICUBIC)


def _middle(image: Image.Image, width: int) -> Image.Image:
    """Return the part that a picture of a width fills, without the room beside it."""
    left = (image.width - width) // 2
    return image.crop((left, 0, left + width, image.height))


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_no_picture_is_higher_than_the_screen(
    borrow_page: OpenPage, tall_url: str, size: dict[str, int], has_script: bool
) -> None:
    page = borrow_page(viewport=size, java_script_enabled=has_script)
    page.goto(f"{tall_url}/cases/long-page/")
    heights = [
        box["height"] for frame in page.locator(".frame:visible").all() if (box := frame.bounding_box())
    ]
    assert len(heights) == 5
    assert max(heights) <= 0.8 * size["height"] + 1
    assert not (problems := reflow_problems(page)), named(problems)
    if not has_script:
        return
    comparison = Comparison(page)
    for mode in (SWIPE, FADE, BLINK):
        comparison.choose(mode)
        assert comparison.stage()["height"] <= 0.8 * size["height"] + 1
        assert comparison.stage() == comparison.stage(1)
    assert not (problems := [*access_problems(page), *reflow_problems(page)]), named(problems)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desktop", "phone"])
def test_tall_pictures_show_the_same_spot_in_every_mode(
    borrow_page: OpenPage, tall_url: str, size: dict[str, int]
) -> None:
    """The picture stands in the middle of a wider frame, and enlarged it uses all of the frame."""
    page = borrow_page(viewport=size)
    page.goto(f"{tall_url}/cases/long-page/")
    comparison, whole = Comparison(page), _page()
    # The detail's middle, which a choice brings to the middle of the frame.
    square = View(1.5**3, (250 - 100) / 300, (1250 - 600) / 1800)
    there = View(square.zoom, 250 / 500, 1250 / 3000)
    for mode in (SIDE_BY_SIDE, SWIPE, FADE):
        comparison.choose(mode)
        comparison.press("0")
        comparison.settle()
        shown = comparison.pixels()
        width = round(shown.height * CLAIMED_PX[0] / CLAIMED_PX[1])
        assert width < shown.width
        expected = _expected(whole, shown.size, View(1, 0.5, 0.5), CROP_PX)
        assert difference(_middle(shown, width - 4), _middle(expected, width - 4)) < SAME, mode
        comparison.press("+", "+", "+", "1")
        comparison.settle()
        shown = comparison.pixels()
        filled = min(shown.width, round(width * square.zoom)) - 4
        expected = _expected(whole, shown.size, square, CROP_PX)
        assert difference(_middle(shown, filled), _middle(expected, filled)) < SAME, mode
        if mode == SIDE_BY_SIDE:
            other = comparison.pixels(1)
            filled = min(other.width, round(other.height * there.zoom / 6)) - 4
            expected = _expected(whole, other.size, there, (0, 0, *ORIGINAL_PX))
            assert difference(_middle(other, filled), _middle(expected, filled)) < SAME
        comparison.press("1")


def test_drag_and_keys_stop_at_the_edges_of_a_tall_picture(borrow_page: OpenPage, tall_url: str) -> None:
    page = borrow_page(viewport=WIDE)
    page.goto(f"{tall_url}/cases/long-page/")
    comparison = Comparison(page)
    comparison.choose(FADE)
    comparison.set_value(0)
    comparison.press("+", *["Shift+ArrowLeft"] * 3)
    comparison.settle()
    shown = comparison.pixels()
    # Half as large again, the picture is still narrower than its frame: it stays in the middle.
    width = round(1.5 * shown.height * CLAIMED_PX[0] / CLAIMED_PX[1])
    assert width < shown.width
    expected = _expected(_page(), shown.size, View(1.5, 0.5, 0.5), CROP_PX)
    assert difference(_middle(shown, width - 4), _middle(expected, width - 4)) < SAME
    comparison.drag(comparison.at(0.5), 0, -5000)
    comparison.settle()
    shown = comparison.pixels()
    expected = _expected(_page(), shown.size, View(1.5, 0.5, 2 / 3), CROP_PX)
    assert difference(_middle(shown, width - 4), _middle(expected, width - 4)) < SAME


def test_tall_pictures_are_enlarged_until_their_pixels_can_be_told_apart(
    borrow_page: OpenPage, tall_url: str
) -> None:
    page = borrow_page(viewport=PHONE)
    page.goto(f"{tall_url}/cases/long-page/")
    comparison = Comparison(page)
    width = comparison.stage(1)["height"] / 6
    comparison.press(*["+"] * 12)
    assert comparison.zoom * width / 100 >= 2 * ORIGINAL_PX[0] - 1


def test_tall_picture_fits_on_paper(borrow_page: OpenPage, tall_url: str) -> None:
    page = borrow_page(viewport=WIDE)
    page.goto(f"{tall_url}/cases/long-page/")
    Comparison(page).choose(SWIPE)
    page.emulate_media(media="print")
    for frame in page.locator(".frame").all():
        box = frame.bounding_box()
        assert box
        assert box["height"] <= 650, "17 cm at 96 pixels an inch"
