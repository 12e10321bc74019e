"""The comparison in Firefox, driven through WebDriver BiDi: the other engine draws and answers alike.

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


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen in Firefox."""

    told: Mapping[str, Any]
    folder: Path

    def picture(self, name: str) -> Image.Image:
        """Return the claimed picture's frame as it was painted."""
        with Image.open(self.folder / f"{name}.png") as image:
            return image.convert("RGB")


def firefox() -> str:
    """Return the browser's executable.

    Raises:
        ToolFailureError: it is not installed, or what drives it is not.
    """
    found = shutil.which("firefox-esr") or shutil.which("firefox")
    if not found:
        raise ToolFailureError("no Firefox is installed; scripts/test-tools installs it")
    if not PUPPETEER.is_dir():
        raise ToolFailureError(f"{PUPPETEER.name} is missing; make test installs it")
    return found


@pytest.fixture(scope="session")
def seen(small_url: str, shared: Path) -> Seen:
    """What one run in Firefox saw, for all workers."""
    folder, told = shared / "firefox", shared / "firefox.json"

    def look() -> None:
        broken = shared / "broken"
        for made in (folder, broken):
            made.mkdir(exist_ok=True)
        (broken / "index.html").write_text(BROKEN, encoding="utf-8")
        (broken / "throws.js").write_text('throw new Error("broken");', encoding="utf-8")
        with serve(broken) as broken_url:
            command = ["node", "firefox.mjs", firefox(), small_url + TWO_PAIRS, f"{broken_url}/", str(folder)]
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
    assert seen.told["isDefined"]
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
    assert seen.told["keys"] == {"Home": 0, "ArrowRight": 1, "PageUp": 11, "End": 100}
    assert seen.told["pointer"] == {"click": pytest.approx(25, abs=1), "drag": pytest.approx(70, abs=1)}


def test_keys_and_buttons_enlarge(seen: Seen, pair: Pair) -> None:
    assert seen.told["zooms"] == [100, 150, 225, 100]
    shown = seen.picture("enlarged")
    assert difference(shown, pair.claimed_at(shown.size, View(2.25, 0.5, 0.5))) < SAME


def test_page_does_nothing_that_no_page_may_do(seen: Seen) -> None:
    """The broken page shows that it would have been seen."""
    for name in ("errors", "violations"):
        assert seen.told["sound"][name] == []
        assert seen.told["broken"][name] != []
    assert _hosts(seen.told["sound"]) == {"127.0.0.1"}
    assert _hosts(seen.told["broken"]) == {"127.0.0.1", "elsewhere.test"}


def _hosts(told: Mapping[str, Any]) -> set[str | None]:
    # Firefox tells of the data that its own pages hold, too.
    addresses = (urlsplit(request) for request in told["requests"])
    return {address.hostname for address in addresses if address.scheme != "data"}
