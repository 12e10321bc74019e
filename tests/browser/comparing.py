"""A comparison of two pictures as a reader handles it. Refuses to judge it, and to know more than a few selectors.

Everything a reader can tell by role, name or pixel is told so; what only the style sheet names stands here.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageOps, ImageStat
from playwright.sync_api import CDPSession, FloatRect, Locator, Page

SIDE_BY_SIDE, SWIPE, FADE, BLINK, DIFFERENCE = "side-by-side", "swipe", "fade", "blink", "difference"

SAME = 9.0
"""The mean difference, of 255, below which two pictures are the same picture at different sizes and qualities."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place in the window, in CSS pixels."""

    x: float
    y: float


Box = tuple[float, float, float, float]
"""Left, top, right, bottom, each from 0 to 1."""


@dataclass(frozen=True, slots=True)
class View:
    """How much larger the pictures are, and what place of the claimed one is in the middle."""

    zoom: float
    x: float
    y: float

    def box(self) -> Box:
        """Return the part that is seen."""
        edge = 0.5 / self.zoom
        return (self.x - edge, self.y - edge, self.x + edge, self.y + edge)


WHOLE = View(1, 0.5, 0.5)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two published pictures, and what is known of how the claimed one was cut from the original."""

    claimed: Path
    original: Path
    crop: tuple[float, float, float, float]
    """The part of the original that the claimed picture shows: left, top, right, bottom, each from 0 to 1."""
    is_mirrored: bool = False

    def claimed_at(self, size: tuple[int, int], view: View = WHOLE) -> Image.Image:
        """Return what a view shows of the claimed picture, at a size."""
        return part_of(self.claimed, size, view.box())

    def original_at(self, size: tuple[int, int], view: View = WHOLE) -> Image.Image:
        """Return what the original shows in the claimed picture's frame, at a size."""
        part = part_of(self.original, size, self._in_original(view.box()))
        return ImageOps.mirror(part) if self.is_mirrored else part

    def original_beside(self, size: tuple[int, int], view: View) -> Image.Image:
        """Return what the original's own frame shows when the claimed picture is seen in a view."""
        left, top, right, bottom = self._in_original(view.box())
        return part_of(self.original, size, View(view.zoom, (left + right) / 2, (top + bottom) / 2).box())

    def _in_original(self, box: Box) -> Box:
        left, top, right, bottom = self.crop
        start, end = (1 - box[2], 1 - box[0]) if self.is_mirrored else (box[0], box[2])
        width, height = right - left, bottom - top
        return (left + start * width, top + box[1] * height, left + end * width, top + box[3] * height)


def largest(site: Path, case: str, name: str) -> Path:
    """Return the largest published file of a picture, by the id or address of its case."""
    folder = site / "media" / Path(case).name
    # A file's name ends with its width and a digest; that of a cut has no width.
    return max(folder.glob(f"{name}-[0-9]*.webp"), key=lambda file: int(file.stem.split("-")[-2]))


def part_of(file: Path, size: tuple[int, int], box: Box) -> Image.Image:
    with Image.open(file) as image:
        whole = image.convert("RGB")
    pixels = (box[0] * whole.width, box[1] * whole.height, box[2] * whole.width, box[3] * whole.height)
    return whole.resize(size, Image.Resampling.LANCZOS, box=pixels)


class Comparison:
    """One comparison of a page."""

    def __init__(self, page: Page, number: int = 0) -> None:
        self.page = page
        self.root = page.locator("image-comparison:not(.alone)").nth(number)
        self.modes = self.root.get_by_role("radiogroup").or_(self.root.locator("fieldset"))
        self.radios = self.root.get_by_role("radio")
        self.slider = self.root.get_by_role("slider")
        self.figures = self.root.locator(".pair figure")
        self.links = self.root.locator("ol:not(figure ol)").get_by_role("link")
        self.status = self.root.get_by_role("status")

    def radio(self, mode: str) -> Locator:
        """Return the radio button of a mode."""
        return self.root.locator(f"input[type=radio][value={mode}]")

    @property
    def mode(self) -> str:
        """The mode that is chosen."""
        value: str = self.root.locator("input[type=radio]:checked").input_value()
        return value

    def choose(self, mode: str) -> None:
        """Choose a mode as a reader does, and wait for the pictures it needs."""
        self.radio(mode).check()
        self.settle()

    def settle(self) -> None:
        """Wait until both pictures are there, laid out and painted."""
        self.root.evaluate(
            """async (root) => {
              const images = [...root.querySelectorAll("img")];
              for (const image of images) image.loading = "eager";
              const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
              await painted();
              await painted();
              await Promise.all(images.map((image) => image.decode()));
            }"""
        )

    def stage(self, side: int = 0) -> FloatRect:
        """Return where a picture's frame, the claimed one's first, stands in the window, scrolled into view."""
        frame = self.figures.nth(side).locator(".frame")
        frame.scroll_into_view_if_needed()
        frame.evaluate("(frame) => frame.scrollIntoView({ block: 'center', behavior: 'instant' })")
        box = frame.bounding_box()
        assert box, "the picture is not shown"
        return box

    def at(self, across: float, down: float = 0.5, side: int = 0) -> Point:
        """Return a place on a frame, by its shares of width and height from the upper left."""
        box = self.stage(side)
        return Point(box["x"] + across * box["width"], box["y"] + down * box["height"])

    def divider_share(self) -> float:
        """Return how far from the left edge of the stage the divider is drawn, from 0 to 1."""
        box = self.stage()
        line = self.root.locator(".divider-line").bounding_box()
        assert line, "no divider is drawn"
        return (line["x"] + line["width"] / 2 - box["x"]) / box["width"]

    def tool(self, name: str) -> Locator:
        """Return a button by what it does."""
        return self.root.locator(f"[data-do={name}]")

    @property
    def zoom(self) -> int:
        """How large the pictures are said to be, in per cent."""
        return int(re.sub(r"\D", "", self.root.locator("[data-zoom]").inner_text()))

    def press(self, *keys: str) -> None:
        """Press keys while the focus is on the buttons that enlarge."""
        self.tool("closer").focus()
        for key in keys:
            self.page.keyboard.press(key)

    def drag(self, start: Point, across: float, down: float) -> None:
        """Drag with the mouse from a place, by CSS pixels."""
        mouse = self.page.mouse
        mouse.move(start.x, start.y)
        mouse.down()
        mouse.move(start.x + across, start.y + down, steps=4)
        mouse.up()

    def value(self) -> int:
        """Return the value of the slider that is shown."""
        return int(self.slider.input_value())

    def set_value(self, value: int) -> None:
        """Set the slider that is shown, with the keys that every reader has."""
        self.slider.focus()
        start, tens, ones = ("Home", "PageUp", "ArrowUp") if value <= 50 else ("End", "PageDown", "ArrowDown")
        steps = min(value, 100 - value)
        for key in (start, *[tens] * (steps // 10), *[ones] * (steps % 10)):
            self.page.keyboard.press(key)

    def pixels(self, side: int = 0) -> Image.Image:
        """Return a frame as it is painted, without outlines, numbers and handle."""
        box = self.stage(side)
        hide = "(root, value) => { for (const mark of root.querySelectorAll('svg, .divider-line')) mark.style.visibility = value; }"
        self.root.evaluate(hide, "hidden")
        left, top = round(box["x"]), round(box["y"])
        right, bottom = round(box["x"] + box["width"]), round(box["y"] + box["height"])
        clip: FloatRect = {"x": left, "y": top, "width": right - left, "height": bottom - top}
        content = self.page.screenshot(clip=clip)
        self.root.evaluate(hide, "")
        return Image.open(io.BytesIO(content)).convert("RGB")

    def weights(self, number: int) -> list[float]:
        """Return how heavily a region's outline is drawn, in each picture that has it."""
        found: list[float] = self.figures.evaluate_all(
            """(figures, number) => figures.flatMap((figure) => [...figure.querySelectorAll(
                 `[data-region="${number}"] .region-line`)].slice(0, 1).map(
                 (line) => Number.parseFloat(getComputedStyle(line).strokeWidth)))""",
            number,
        )
        return found

    def highlighted(self) -> list[int]:
        """Return the numbers of the regions that the list marks as chosen."""
        marked = [bool(link.get_attribute("aria-current")) for link in self.links.all()]
        return [number for number, is_marked in enumerate(marked, 1) if is_marked]


# -------------------------------------------------------------------------------------------- pictures


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return the mean difference of two pictures of one size, from 0 to 255."""
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3


def enlarge(comparison: Comparison) -> View:
    """Enlarge twice with the keyboard and drag the claimed picture; return what should be seen."""
    comparison.choose(SIDE_BY_SIDE)
    comparison.press("0", "+", "+")
    box = comparison.stage()
    across, down = round(0.12 * box["width"]), round(-0.1 * box["height"])
    comparison.drag(comparison.at(0.5), across, down)
    zoom = 1.5 * 1.5
    view = View(zoom, 0.5 - across / zoom / box["width"], 0.5 - down / zoom / box["height"])
    comparison.settle()
    return view


# -------------------------------------------------------------------------------------------- fingers


class Finger:
    """One finger on the window's glass."""

    def __init__(self, page: Page) -> None:
        self._session: CDPSession = page.context.new_cdp_session(page)
        self._session.send("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 1})

    def tap(self, point: Point) -> None:
        """Touch a place and let go."""
        self.draw(point, point)

    def draw(self, start: Point, end: Point, steps: int = 5) -> None:
        """Touch a place, move to another one and let go."""
        self._touch("touchStart", start)
        for step in range(1, steps + 1) if start != end else ():
            share = step / steps
            self._touch(
                "touchMove", Point(start.x + share * (end.x - start.x), start.y + share * (end.y - start.y))
            )
        self._session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    def _touch(self, kind: str, point: Point) -> None:
        places = [{"x": point.x, "y": point.y}]
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})
