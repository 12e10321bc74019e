"""What readers do, in Firefox, driven through WebDriver BiDi: the other engine draws and answers alike.

Playwright does not drive a Firefox that a distribution has built. One run of `firefox.mjs` looks at everything, for
the browser's start costs the most; each test judges a part of it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from PIL import Image

from tests.browser import archives
from tests.browser.comparing import SAME, WHOLE, Pair, View, difference, largest, part_of
from tests.browser.comparison_inspection import map_of
from tests.browser.looking_up import (
    CLAIMED,
    CROP,
    DESCRIBED,
    IN_BROWSER,
    MIRROR,
    NO_PICTURE,
    STRANGER,
    files,
    jpeg,
)
from tests.browser.looking_up import expected as described
from tests.browser.test_comparison import TWO_PAIRS
from tests.browser.tools import ToolFailureError, once, serve

# One of the test runner's processes waits for Firefox; the other goes on.
pytestmark = pytest.mark.xdist_group("firefox")

HERE = Path(__file__).parent
PUPPETEER = HERE / "node_modules/puppeteer-core"

BROKEN = """\
<!doctype html><meta http-equiv="Content-Security-Policy" content="script-src 'self'"><title>Broken</title>
<img src="http://elsewhere.test/x.gif" alt="x"><script>globalThis.slipped = 1;</script><script src="throws.js"></script>
"""


PICTURES = {name: DESCRIBED[name] for name in ("the claimed one", "a crop", "read in bands")}
ASKED = {
    "whole": jpeg(CLAIMED),
    "crop": CROP,
    "mirror": MIRROR,
    "stranger": STRANGER,
    "no picture": NO_PICTURE,
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen in Firefox."""

    pages: Mapping[str, Any]
    folder: Path

    def told(self, page: str) -> Any:
        """Return what happened on a page."""
        return self.pages[page]["told"]

    def picture(self, name: str) -> Image.Image:
        """Return the claimed picture's frame as it was painted."""
        with Image.open(self.folder / f"{name}.png") as image:
            return image.convert("RGB")


def firefox() -> str:
    """Return the browser's executable; without it, these tests are skipped.

    Raises:
        ToolFailureError: what drives it is not installed.
    """
    found = shutil.which("firefox-esr") or shutil.which("firefox")
    if not found:
        pytest.skip("no Firefox is installed; scripts/test-tools installs it")
    if not PUPPETEER.is_dir():
        raise ToolFailureError(f"{PUPPETEER.name} is missing; make test installs it")
    return found


@pytest.fixture(scope="session")
def seen(small_url: str, check_url: str, check_site: Path, shared: Path) -> Seen:
    """What one run in Firefox saw, for all workers."""
    folder, told = shared / "firefox", shared / "firefox.json"

    def look() -> None:
        broken = shared / "broken"
        for made in (folder, broken):
            made.mkdir(exist_ok=True)
        (broken / "index.html").write_text(BROKEN, encoding="utf-8")
        (broken / "throws.js").write_text('throw new Error("broken");', encoding="utf-8")
        for name, content in ASKED.items():
            (folder / f"{name}.jpg").write_bytes(content)
        with serve(broken) as broken_url:
            wanted = {
                "comparison": small_url + TWO_PAIRS,
                "archive": small_url,
                "check": check_url,
                "offline": (check_site / "cases/shared/offline.html").as_uri(),
                "broken": f"{broken_url}/",
                "asked": {name: str(folder / f"{name}.jpg") for name in ASKED},
                "describe": IN_BROWSER,
                "described": files(PICTURES),
            }
            (folder / "wanted.json").write_text(json.dumps(wanted), encoding="utf-8")
            command = ["node", "firefox.mjs", firefox(), str(folder), str(folder / "wanted.json")]
            done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False, timeout=300)
        if done.returncode:
            raise ToolFailureError(f"Firefox could not be driven:\n{done.stderr}{done.stdout}")
        told.write_text(done.stdout, encoding="utf-8")

    once(shared / "firefox.seen", look)
    return Seen(json.loads(told.read_text(encoding="utf-8")), folder)


@pytest.fixture
def pair(small_site: Path) -> Pair:
    """The cutting in the scene."""
    claimed, original = (largest(small_site, TWO_PAIRS, name) for name in ("cutting", "scene"))
    return Pair(claimed, original, (0.2, 0.2, 0.8, 0.8))


def test_component_upgrades_and_every_mode_shows_its_pixels(seen: Seen, pair: Pair, small_site: Path) -> None:
    assert seen.told("comparison")["isDefined"]
    pictures = {
        name: seen.picture(name)
        for name in ("side-by-side", "blink", "fade", "difference", "swipe-original", "swipe-claimed")
    }
    size = pictures["fade"].size
    claimed, original = pair.claimed_at(size), pair.original_at(size)
    wanted = {
        "side-by-side": pair.claimed_at(pictures["side-by-side"].size),
        "blink": claimed,
        "fade": Image.blend(claimed, original, 0.5),
        "difference": part_of(map_of(small_site, archives.TWO_PAIRS, "inside"), size, WHOLE.box()),
        "swipe-original": original,
        "swipe-claimed": claimed,
    }
    off = {name: round(difference(picture, wanted[name]), 1) for name, picture in pictures.items()}
    assert max(off.values()) < SAME, off
    assert difference(claimed, original) > 2 * SAME


def test_half_swiped_shows_both(seen: Seen, pair: Pair) -> None:
    shown = seen.picture("swipe")
    half = (0, 0, shown.width // 2 - 4, shown.height), (shown.width // 2 + 4, 0, *shown.size)
    for box, picture in zip(half, (pair.claimed_at, pair.original_at), strict=True):
        assert difference(shown.crop(box), picture(shown.size).crop(box)) < SAME


def test_keys_and_pointer_move_the_divider(seen: Seen) -> None:
    assert seen.told("comparison")["keys"] == {"Home": 0, "ArrowRight": 1, "PageUp": 11, "End": 100}
    assert seen.told("comparison")["pointer"] == {
        "click": pytest.approx(25, abs=1),
        "drag": pytest.approx(70, abs=1),
    }


def test_keys_and_buttons_enlarge(seen: Seen, pair: Pair) -> None:
    assert seen.told("comparison")["zooms"] == [100, 150, 225, 100]
    shown = seen.picture("enlarged")
    assert difference(shown, pair.claimed_at(shown.size, View(2.25, 0.5, 0.5))) < SAME


def test_picture_is_found_by_a_copy_a_part_and_a_mirror_image(seen: Seen) -> None:
    told = seen.told("check")
    assert {name: answer["status"] for name, answer in told.items()} == {
        "whole": "Cases found: 1",
        "crop": "Cases found: 1",
        "mirror": "Cases found: 1",
        "stranger": "It was not found here",
        "no picture": "This is no picture that your browser can read",
    }
    assert "is a copy of it" in told["whole"]["why"]
    assert "shows a part of it" in told["crop"]["why"]
    assert "mirror image" in told["mirror"]["why"]


def test_python_and_the_browser_agree(seen: Seen) -> None:
    """On every bit, as Chromium and Python do: so both browsers have the same hash."""
    assert seen.pages["described"] == described(PICTURES)


def test_words_are_searched(seen: Seen) -> None:
    told = seen.told("search")
    assert "A cloud that was cut out of a larger picture" in told["titles"]
    assert {word.lower() for word in told["marked"]} == {"cutting"}
    assert told["search"] == "?q=cutting"


def test_map_has_marks_that_lead_to_lists(seen: Seen) -> None:
    told = seen.told("places")
    (mark,) = told["marks"]
    assert mark["name"] == "Syria: 1 case"
    assert (mark["across"], mark["down"]) == pytest.approx((0.598, 0.263), abs=0.01)
    assert told["isOutlined"]
    assert told["opened"] == "/places/sy/"


def test_copy_of_a_case_is_whole_without_a_network(seen: Seen) -> None:
    told = seen.told("offline")
    assert told["title"] == "A claimed cloud"
    assert told["widths"]
    assert all(told["widths"])
    assert told["isStyled"]
    assert {urlsplit(request).scheme for request in seen.pages["offline"]["requests"]} <= {"file", "data"}


def test_pages_do_nothing_that_no_page_may_do(seen: Seen) -> None:
    """The broken page shows that it would have been seen."""
    for name in ("comparison", "search", "places", "check"):
        assert seen.pages[name]["errors"] == []
        assert seen.pages[name]["violations"] == []
        assert _hosts(seen.pages[name]) == {"127.0.0.1"}
    broken = seen.pages["broken"]
    assert broken["errors"]
    assert broken["violations"]
    assert _hosts(broken) == {"127.0.0.1", "elsewhere.test"}


def _hosts(page: Mapping[str, Any]) -> set[str | None]:
    # Firefox tells of the data that its own pages hold, too.
    addresses = (urlsplit(request) for request in page["requests"])
    return {address.hostname for address in addresses if address.scheme != "data"}
