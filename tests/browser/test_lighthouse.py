"""Lighthouse finds nothing to mend on any type of page that search engines may show.

A floor, never evidence: what the other tests of this folder find, it mostly does not. Runs where it is
installed, by `make lighthouse`. Its figures for speed are of the machine as well, so the best of three counts.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.browser.tools import chromium, chromium_arguments, serve

LIGHTHOUSE = Path(__file__).parents[1] / "lighthouse" / "node_modules" / ".bin" / "lighthouse"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
SKIPPED = ("robots-txt",)
"""Lighthouse fetches that file from within the page, whose policy lets no page fetch anything."""
LARGEST: Mapping[str, float] = {
    "largest-contentful-paint": 1_500,
    "total-blocking-time": 50,
    "cumulative-layout-shift": 0.01,
}
"""Milliseconds, and a share of the window, on the slow line and the slow processor that Lighthouse reckons with."""
ATTEMPTS = 3
ADDRESSES = (
    "/",
    "/ru/",
    "/cases/",
    "/cases/2017-11-14-ac130-gunship/",
    "/ru/cases/2017-11-14-ac130-gunship/",
    "/cases/2008-07-09-iran-missiles/",
    "/browse/",
    "/browse/techniques-and-years/",
    "/check/",
    "/topics/",
    "/topics/syria/timeline/",
    "/ratings/false/",
    "/entities/russian-ministry-of-defence/",
    "/methodology/",
    "/data/",
)

pytestmark = [
    pytest.mark.xdist_group("lighthouse"),
    pytest.mark.skipif(not LIGHTHOUSE.exists(), reason="make lighthouse installs it"),
]


@pytest.fixture(scope="module")
def host(site: Path) -> Iterator[str]:
    """The base address of the archive on a host that compresses text, as all do."""
    with serve(site, compresses=True) as url:
        yield url


@pytest.mark.parametrize("address", ADDRESSES)
def test_lighthouse_finds_nothing_to_mend(host: str, address: str) -> None:
    best = dict.fromkeys(CATEGORIES, 0.0)
    least = dict.fromkeys(LARGEST, math.inf)
    flaws: list[str] = []
    for _ in range(ATTEMPTS):
        found = report(host + address)
        audits: Mapping[str, Any] = found["audits"]
        best = {name: max(score, found["categories"][name]["score"] or 0) for name, score in best.items()}
        least = {name: min(value, audits[name]["numericValue"]) for name, value in least.items()}
        flaws = [name for name, audit in audits.items() if (audit["score"] or 0) < 0.9 and is_rated(audit)]
        if min(best.values()) == 1 and all(least[name] <= most for name, most in LARGEST.items()):
            return
    assert best == dict.fromkeys(CATEGORIES, 1), flaws
    assert {name: value for name, value in least.items() if value > LARGEST[name]} == {}


def is_rated(audit: Mapping[str, Any]) -> bool:
    return audit["scoreDisplayMode"] in ("binary", "numeric", "metricSavings")


def report(url: str) -> Mapping[str, Any]:
    """Return what Lighthouse says of a page on a phone."""
    command = [
        str(LIGHTHOUSE),
        url,
        "--quiet",
        "--output=json",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--skip-audits={','.join(SKIPPED)}",
        f"--chrome-flags={' '.join(['--headless', *map(quoted, chromium_arguments())])}",
    ]
    environment = {**os.environ, "CHROME_PATH": str(chromium())}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    answer: Mapping[str, Any] = json.loads(done.stdout)
    assert "runtimeError" not in answer, answer["runtimeError"]
    return answer


def quoted(switch: str) -> str:
    name, equals, value = switch.partition("=")
    return f'{name}="{value}"' if equals else name
