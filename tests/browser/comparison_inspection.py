"""Checks of a comparison: what is wrong with it as a reader handles it. Refuses to know where it stands."""

from __future__ import annotations

import re
from pathlib import Path

from PIL import Image, ImageChops, ImageOps, ImageStat
from playwright.sync_api import Page

from tests.browser.comparing import (
    BLINK,
    DIFFERENCE,
    FADE,
    SAME,
    SWIPE,
    WHOLE,
    Comparison,
    Finger,
    Pair,
    Point,
    View,
    difference,
    enlarge,
    part_of,
)
from tests.browser.inspection import Problems


def grey_difference(one: Image.Image, other: Image.Image) -> float:
    """Return the mean difference of two pictures' lines, whatever their tints, from 0 to 255."""
    flat = [ImageOps.autocontrast(image.convert("L"), cutoff=2) for image in (one, other)]
    return ImageStat.Stat(ImageChops.difference(*flat)).mean[0]


def halves(image: Image.Image, at: float) -> tuple[Image.Image, Image.Image]:
    """Return a picture's parts left and right of a divider, without the few pixels beside it."""
    cut = round(at * image.width)
    return image.crop((0, 0, cut - 4, image.height)), image.crop((cut + 4, 0, image.width, image.height))


def registration_problems(
    comparison: Comparison, pair: Pair, *, is_right_to_left: bool = False, view: View = WHOLE
) -> Problems:
    """Return where the stage, in swipe mode, does not show what it says it shows."""
    comparison.choose(SWIPE)
    problems = []
    shown = {}
    # From the middle, where it stands at first, either end is a key away.
    for value in (50, 100, 0):
        comparison.set_value(value)
        shown[value] = comparison.pixels()
    size = shown[0].size
    claimed, original = pair.claimed_at(size, view), pair.original_at(size, view)
    expected = {0: original, 100: claimed}
    for value, picture in expected.items():
        other = expected[100 - value]
        off = difference(shown[value], picture)
        if off > SAME or off >= difference(shown[value], other):
            problems.append(
                f"with the divider at {value} %, the stage is {off:.1f} from the picture it should show"
            )
    start, end = (original, claimed) if is_right_to_left else (claimed, original)
    sides = zip(("left", "right"), halves(shown[50], 0.5), (start, end), (end, start), strict=True)
    for side, (name, part, picture, other) in enumerate(sides):
        off, otherwise = (difference(part, halves(each, 0.5)[side]) for each in (picture, other))
        if off > SAME or off >= otherwise:
            problems.append(
                f"the {name} half is {off:.1f} from the picture it should show, {otherwise:.1f} from the other"
            )
    problems += _seam_problems(shown[0], shown[100])
    return problems


def _seam_problems(original: Image.Image, claimed: Image.Image) -> Problems:
    """Return how lines break at the divider: both pictures must agree best exactly where they stand."""
    here = grey_difference(original, claimed)
    shifts = ((6, 0), (-6, 0), (0, 6), (0, -6))
    return [
        f"the lines agree better {x}, {y} px beside ({there:.1f}) than where they stand ({here:.1f})"
        for x, y in shifts
        if (there := grey_difference(ImageChops.offset(original, x, y), claimed)) <= here
    ]


# ---------------------------------------------------------------------------------------- looking closer


def zoom_problems(comparison: Comparison, pair: Pair, *, is_right_to_left: bool = False) -> Problems:
    """Return where the pictures, enlarged and moved, do not show the same spot in each mode."""
    view = enlarge(comparison)
    problems = [] if comparison.zoom == 225 else [f"the zoom is said to be {comparison.zoom} %"]
    for side, (name, picture) in enumerate(
        (("claimed picture", pair.claimed_at), ("original", pair.original_beside))
    ):
        shown = comparison.pixels(side)
        off = difference(shown, picture(shown.size, view))
        if off > SAME or off >= difference(shown, picture(shown.size, WHOLE)):
            problems.append(f"beside the other, the {name} is {off:.1f} from what should be seen")
    problems += registration_problems(comparison, pair, is_right_to_left=is_right_to_left, view=view)
    comparison.choose(FADE)
    comparison.set_value(50)
    shown = comparison.pixels()
    half = Image.blend(pair.claimed_at(shown.size, view), pair.original_at(shown.size, view), 0.5)
    if (off := difference(shown, half)) > SAME:
        problems.append(f"half faded, the pictures are {off:.1f} from what should be seen")
    comparison.press("0")
    return problems if comparison.zoom == 100 else [*problems, f"0 leads to {comparison.zoom} %"]


def blink_problems(comparison: Comparison, pair: Pair) -> Problems:
    """Return how blinking fails: by itself, too fast, without a word, or with the wrong picture.

    The page's clock must be installed.
    """
    comparison.choose(BLINK)
    clock, problems = comparison.page.clock, []
    size = comparison.pixels().size
    pictures = {"claimed": pair.claimed_at(size), "original": pair.original_at(size)}

    def shown() -> str:
        pixels = comparison.pixels()
        found = [name for name, picture in pictures.items() if difference(pixels, picture) < SAME]
        return found[0] if len(found) == 1 else f"{len(found)} of the pictures"

    if shown() != "claimed":
        problems.append(f"{shown()} is shown first")
    clock.run_for(5000)
    if shown() != "claimed":
        problems.append("the pictures switch by themselves")
    comparison.tool("switch").click()
    if shown() != "original":
        problems.append(f"after a switch {shown()} is shown")
    if not re.search(r"\w{3}", comparison.status.inner_text()):
        problems.append("after a switch the status says nothing")
    comparison.tool("play").click()
    changes = comparison.root.evaluate_handle(
        """(root) => {
          const changes = [];
          new MutationObserver((list) => changes.push(...list)).observe(root, { attributeFilter: ["data-shown"] });
          return changes;
        }"""
    )
    clock.run_for(10_500)

    def count() -> int:
        number: int = changes.evaluate("async (list) => { await null; return list.length; }")
        return number

    if not 5 <= count() <= 10:
        problems.append(f"the pictures switch {count()} times in ten seconds")
    comparison.tool("play").click()
    last = count()
    clock.run_for(5000)
    if count() != last:
        problems.append("the pictures go on switching after they were stopped")
    return problems


def map_of(site: Path, case: str, comparison: str) -> Path:
    """Return the published map of what differs in a comparison."""
    (found,) = (site / "media" / case).glob(f"difference-{comparison}-????????.webp")
    return found


def difference_problems(comparison: Comparison, heat_map: Path) -> Problems:
    """Return where the stage, in difference mode, does not show the map of what differs, or not in words.

    The mode is reached with the arrow keys, and the map is looked at whole and enlarged.
    """
    comparison.radios.first.focus()
    for _ in comparison.radios.all():
        if comparison.mode == DIFFERENCE:
            break
        comparison.page.keyboard.press("ArrowRight")
    else:
        return ["the keys do not lead to the map"]
    comparison.settle()
    problems = []
    # What lies below the map is out of sight, and so out of hearing.
    heard = comparison.root.locator(".pair").get_by_role("img").all()
    if len(heard) != 1:
        problems.append(f"{len(heard)} pictures are heard, not the map alone")
    elif not re.search(r"\w{3}.*\w{3}", heard[0].get_attribute("alt") or ""):
        problems.append("the map says nothing")
    seen = [(WHOLE, comparison.pixels())]
    view = enlarge(comparison)
    comparison.choose(DIFFERENCE)
    seen.append((view, comparison.pixels()))
    for view, shown in seen:
        off = difference(shown, part_of(heat_map, shown.size, view.box()))
        if off > SAME:
            problems.append(f"the stage is {off:.1f} from the map at {view}")
    return problems


def differing_problems(page: Page) -> Problems:
    """Return what the figure with the map of what differs, which needs no script, does not say or show."""
    found: Problems = page.evaluate(_DIFFERING)
    return found


_DIFFERING = """async () => {
  const problems = [];
  for (const comparison of document.querySelectorAll("image-comparison[data-matrix]")) {
    const folded = comparison.querySelector("details:has(figure)");
    if (!folded) {
      problems.push("no figure shows what differs");
      continue;
    }
    if (!folded.checkVisibility()) problems.push("the figure cannot be opened");
    if (!/\\p{L}{3}/u.test(folded.querySelector("summary").textContent)) problems.push("the figure has no heading");
    folded.open = true;
    const image = folded.querySelector("figure img");
    image.loading = "eager";
    await image.decode().catch(() => problems.push("the map does not load"));
    if (!image.checkVisibility()) problems.push("the map is not shown");
    if (!/\\p{L}{3}.*\\p{L}{3}/u.test(image.alt)) problems.push("the map says nothing");
    if (folded.querySelectorAll("figcaption ul > li").length < 4) problems.push("nothing says what the colours mean");
    const frame = image.getBoundingClientRect();
    const texts = (selector) => [...folded.querySelectorAll(selector)].map((item) => item.textContent.trim());
    const outlined = texts("svg text");
    const listed = texts("figcaption ol > li > [aria-hidden]");
    if (String(outlined) !== String(listed)) problems.push(`${outlined} are outlined and ${listed} listed`);
    for (const box of folded.querySelectorAll("svg > rect")) {
      const { left, top, right, bottom } = box.getBoundingClientRect();
      const isInside = left > frame.left - 3 && top > frame.top - 3 && right < frame.right + 3 && bottom < frame.bottom + 3;
      if (!isInside || right - left < 3) problems.push("an outline lies beside the map");
    }
  }
  return problems;
}"""


def link_problems(comparison: Comparison) -> Problems:
    """Return what of a state its own link does not bring back. Leaves the page."""
    comparison.choose(SWIPE)
    comparison.set_value(30)
    comparison.links.first.click()
    comparison.press("+", "+", "Shift+ArrowRight")
    seen = (comparison.mode, comparison.value(), comparison.zoom, comparison.highlighted())
    pixels = comparison.pixels()
    comparison.page.goto(comparison.root.locator(".view-link").evaluate("(link) => link.href"))
    comparison.settle()
    found = (comparison.mode, comparison.value(), comparison.zoom, comparison.highlighted())
    problems = [] if found == seen else [f"{seen} became {found}"]
    if difference(comparison.pixels(), pixels) > 2:
        problems.append("the link leads to another sight")
    return problems


# ------------------------------------------------------------------------------------------ the slider


def slider_problems(comparison: Comparison) -> Problems:
    """Return what a reader with a keyboard or a screen reader cannot do with the divider."""
    comparison.choose(SWIPE)
    if comparison.slider.count() != 1:
        return [f"{comparison.slider.count()} sliders"]
    problems = []
    names = comparison.root.get_by_role("slider", name=re.compile(r"\S{3}"))
    if not names.count():
        problems.append("the slider has no name")
    comparison.slider.focus()
    heard = set()
    for key, value in (
        ("Home", 0),
        ("End", 100),
        ("PageDown", 90),
        ("ArrowDown", 89),
        ("ArrowUp", 90),
        ("PageUp", 100),
    ):
        comparison.page.keyboard.press(key)
        if comparison.value() != value:
            problems.append(f"{key} goes to {comparison.value()}, not {value}")
        words = comparison.slider.get_attribute("aria-valuetext") or ""
        heard.add(words)
        if str(value) not in words or not re.search(r"[^\W\d]{3}", words):
            problems.append(f'at {value} the slider says "{words}"')
    if len(heard) != 4:
        problems.append(f"the slider says {len(heard)} different things at 4 values")
    return problems


def region_problems(comparison: Comparison) -> Problems:
    """Return where the list of details does not lead to the outlines, or the outlines are not numbered alike."""
    found: Problems = comparison.root.evaluate(_REGIONS)
    return found


_REGIONS = """(root) => {
  const problems = [];
  const items = [...root.querySelectorAll("ol:not(figure ol) > li")];
  if (!items.length) problems.push("no detail is listed");
  const numbers = [...root.querySelectorAll("figure")].map((figure) =>
    new Map([...figure.querySelectorAll("svg g[data-region]")].map((region) =>
      [region.querySelector("text")?.textContent.trim(), region])));
  items.forEach((item, place) => {
    const number = String(place + 1);
    const link = item.querySelector("a[href]");
    if (!link) return problems.push(`detail ${number} is no link`);
    const target = document.getElementById(link.hash.slice(1));
    if (!target || !root.contains(target)) problems.push(`detail ${number} leads nowhere: ${link.hash}`);
    if (!link.textContent.trim().startsWith(number)) problems.push(`detail ${number} has another number`);
    if (!numbers.some((outlines) => outlines.has(number))) problems.push(`detail ${number} is not outlined`);
  });
  for (const outlines of numbers) {
    for (const number of outlines.keys()) {
      if (!items[number - 1]) problems.push(`outline ${number} is not listed`);
    }
  }
  return problems;
}"""


# -------------------------------------------------------------------------------------------- fingers


def touch_problems(comparison: Comparison) -> Problems:
    """Return what a finger on the pictures does that it should not, or does not that it should."""
    page, problems = comparison.page, []
    comparison.choose(SWIPE)
    comparison.set_value(50)
    finger = Finger(page)
    finger.tap(comparison.at(0.25))
    if abs(comparison.divider_share() - 0.25) > 0.02:
        problems.append(f"after a tap at 25 % the divider stands at {comparison.divider_share():.0%}")
    finger.draw(comparison.at(0.25), comparison.at(0.7))
    if abs(comparison.divider_share() - 0.7) > 0.02:
        problems.append(f"after a drag to 70 % the divider stands at {comparison.divider_share():.0%}")
    start = comparison.at(0.3, 0.9)
    before: float = page.evaluate("scrollY")
    page.evaluate(
        "() => { globalThis.__scrolled = new Promise((done) => addEventListener('scroll', done, { once: true })); }"
    )
    finger.draw(start, Point(start.x + 6, start.y - 160))
    page.evaluate("Promise.race([__scrolled, new Promise((done) => setTimeout(done, 500))])")
    if page.evaluate("scrollY") - before < 40:
        problems.append("a vertical swipe that begins on the pictures does not scroll the page")
    if abs(comparison.divider_share() - 0.7) > 0.02:
        problems.append(f"a vertical swipe moves the divider to {comparison.divider_share():.0%}")
    return problems
