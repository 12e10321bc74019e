"""A comparison of two pictures as a reader handles it. Refuses to judge it, and to know more than a few selectors.

Everything a reader can tell by role, name or pixel is told so; what only the style sheet names stands here.
"""

from __future__ import annotations

import base64
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
    """One comparison of a page.

    What is asked of the page as it stands is asked once, in one script: a locator asks several times, to be sure
    that it need not wait.
    """

    def __init__(self, page: Page, number: int = 0) -> None:
        self.page = page
        self.root = page.locator(_COMPARISON).nth(number)
        self.modes = self.root.get_by_role("radiogroup").or_(self.root.locator("fieldset"))
        self.radios = self.root.get_by_role("radio")
        self.slider = self.root.get_by_role("slider")
        self.figures = self.root.locator(".pair figure")
        self.links = self.root.locator("ol:not(figure ol)").get_by_role("link")
        self.status = self.root.get_by_role("status")
        self._number = number

    def _ask(self, script: str, value: object = None) -> Any:
        """Return what a function says of the comparison's element and a value."""
        root = f"document.querySelectorAll('{_COMPARISON}')[number]"
        return self.page.evaluate(f"([number, value]) => ({script})({root}, value)", [self._number, value])

    def radio(self, mode: str) -> Locator:
        """Return the radio button of a mode."""
        return self.root.locator(f"input[type=radio][value={mode}]")

    @property
    def mode(self) -> str:
        """The mode that is chosen."""
        value: str = self._ask("(root) => root.querySelector('input[type=radio]:checked').value")
        return value

    def choose(self, mode: str) -> None:
        """Choose a mode as a reader does, with the mouse, and wait for the pictures it needs."""
        if place := self._ask(_PLACE_OF_MODE, mode):
            self.page.mouse.click(*place)
        # Says what is in the way where the mouse could not do it.
        if self.mode != mode:
            self.radio(mode).check()
        self.settle()

    def settle(self) -> None:
        """Wait until both pictures are there, laid out and painted."""
        self._ask(_SETTLED)

    def stage(self, side: int = 0) -> FloatRect:
        """Return where a picture's frame, the claimed one's first, stands in the window, scrolled into view."""
        return self._stage(side)[0]

    def _stage(self, side: int, marks: str = "") -> tuple[FloatRect, Point]:
        """Return where a frame stands, and how far the page is scrolled; its marks may be made invisible."""
        found: tuple[FloatRect, list[float]] | None = self._ask(_STAGE, [side, marks])
        assert found, "the picture is not shown"
        return found[0], Point(*found[1])

    def at(self, across: float, down: float = 0.5, side: int = 0) -> Point:
        """Return a place on a frame, by its shares of width and height from the upper left."""
        box = self.stage(side)
        return Point(box["x"] + across * box["width"], box["y"] + down * box["height"])

    def divider_share(self) -> float:
        """Return how far from the left edge of the stage the divider is drawn, from 0 to 1."""
        box = self.stage()
        middle: float | None = self._ask(
            """(root) => {
              const { left, width } = root.querySelector(".divider-line").getBoundingClientRect();
              return width ? left + width / 2 : null;
            }"""
        )
        assert middle is not None, "no divider is drawn"
        return (middle - box["x"]) / box["width"]

    def tool(self, name: str) -> Locator:
        """Return a button by what it does."""
        return self.root.locator(f"[data-do={name}]")

    @property
    def zoom(self) -> int:
        """How large the pictures are said to be, in per cent."""
        return int(re.sub(r"\D", "", self._ask("(root) => root.querySelector('[data-zoom]').innerText")))

    def press(self, *keys: str) -> None:
        """Press keys while the focus is on the buttons that enlarge."""
        # A focus that scrolls does so smoothly, and the page would still move under what comes next.
        self._ask("(root) => root.querySelector('[data-do=closer]').focus({ preventScroll: true })")
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
        return int(self._ask(f"(root) => ({_SLIDER})(root).value"))

    def set_value(self, value: int) -> None:
        """Set the slider that is shown, with the keys that every reader has, if it is not there already."""
        is_at = int(
            self._ask(
                f"(root) => {{ const item = ({_SLIDER})(root); item.focus({{ preventScroll: true }}); return item.value; }}"
            )
        )
        if is_at == value:
            return
        start, tens, ones = ("Home", "PageUp", "ArrowUp") if value <= 50 else ("End", "PageDown", "ArrowDown")
        steps = min(value, 100 - value)
        for key in (start, *[tens] * (steps // 10), *[ones] * (steps % 10)):
            self.page.keyboard.press(key)

    def pixels(self, side: int = 0) -> Image.Image:
        """Return a frame as it is painted, without outlines, numbers and handle."""
        # A page that scrolls smoothly stands still now and then on a busy machine.
        for _ in range(20):
            box, scrolled = self._stage(side, "hidden")
            painted = self._painted(box, scrolled)
            if self._ask(_PLACE, side) == box:
                self._ask(_MARKS, "")
                return painted
        raise AssertionError("the picture does not stand still")

    def _painted(self, box: FloatRect, scrolled: Point) -> Image.Image:
        """Return what is painted at a place of the window, given how far the page is scrolled."""
        left, top = round(box["x"]), round(box["y"])
        right, bottom = round(box["x"] + box["width"]), round(box["y"] + box["height"])
        clip = {"x": left + scrolled.x, "y": top + scrolled.y, "width": right - left, "height": bottom - top}
        # Playwright's own pictures cost twice as much: it looks for carets and animations first.
        session = self.page.context.new_cdp_session(self.page)
        wanted = {"format": "png", "optimizeForSpeed": True, "clip": {**clip, "scale": 1}}
        content = base64.b64decode(session.send("Page.captureScreenshot", wanted)["data"])
        session.detach()
        return Image.open(io.BytesIO(content)).convert("RGB")

    def weights(self, number: int) -> list[float]:
        """Return how heavily a region's outline is drawn, in each picture that has it."""
        found: list[float] = self._ask(
            """(root, number) => [...root.querySelectorAll(".pair figure")].flatMap((figure) => [...figure.querySelectorAll(
                 `[data-region="${number}"] .region-line`)].slice(0, 1).map(
                 (line) => Number.parseFloat(getComputedStyle(line).strokeWidth)))""",
            number,
        )
        return found

    def highlighted(self) -> list[int]:
        """Return the numbers of the regions that the list marks as chosen."""
        marked: list[bool] = self._ask(
            """(root) => [...root.querySelectorAll("ol:not(figure ol) a[href]")].filter((link) => link.checkVisibility())
                 .map((link) => Boolean(link.getAttribute("aria-current")))"""
        )
        return [number for number, is_marked in enumerate(marked, 1) if is_marked]


_COMPARISON = "image-comparison:not(.alone)"

_SLIDER = "(root) => [...root.querySelectorAll('input[type=range]')].find((item) => item.checkVisibility())"
"""The one that is shown."""

_PLACE_OF_MODE = """(root, mode) => {
  const radio = root.querySelector(`input[type=radio][value="${mode}"]`);
  if (!radio || radio.disabled || radio.checked) return null;
  radio.scrollIntoView({ block: "nearest", behavior: "instant" });
  const { x, y, width, height } = radio.getBoundingClientRect();
  const place = [x + width / 2, y + height / 2];
  const hit = document.elementFromPoint(...place);
  return hit === radio || hit?.closest("label")?.control === radio ? place : null;
}"""
"""Where a click would choose a mode, if it is not chosen and nothing is in the way."""

_SETTLED = """async (root) => {
  const images = [...root.querySelectorAll("img")];
  for (const image of images) image.loading = "eager";
  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  await painted();
  await painted();
  // One that is to be replaced by a larger one is whole already; it is complete when that has come.
  while (images.some((image) => !image.complete)) await painted();
  await Promise.all(images.map((image) => image.decode()));
  await painted();
}"""

_MARKS = """(root, value) => {
  for (const mark of root.querySelectorAll("svg, .divider-line")) mark.style.visibility = value;
}"""

_PLACE = """(root, side) => {
  const frame = root.querySelectorAll(".pair figure")[side].querySelector(".frame");
  const { x, y, width, height } = frame.getBoundingClientRect();
  return { x, y, width, height };
}"""

_STAGE = f"""async (root, [side, marks]) => {{
  const frame = root.querySelectorAll(".pair figure")[side].querySelector(".frame");
  if (marks) ({_MARKS})(root, marks);
  frame.scrollIntoView({{ block: "center", behavior: "instant" }});
  let [seen, place] = ["", null];
  for (let frames = 0; frames < 200; frames += 1) {{
    place = ({_PLACE})(root, side);
    if (frame.checkVisibility() && place.width && place.height && seen === JSON.stringify(place)) return [place, [scrollX, scrollY]];
    seen = JSON.stringify(place);
    await new Promise((done) => requestAnimationFrame(done));
  }}
  return null;
}}"""
"""Where a frame stands as soon as it stands still."""


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
