"""Measures how well a build of many pairs uses the processors. Refuses to time anything by hand.

Run it as `make bench-registration ARGS="--build 500"`. An archive of that many cases is written to a folder
that is deleted afterwards, each with a picture and a light change of it, and built once with nothing known
before. For each phase of the build it prints the time by the clock, the time of the processors, and the share
of all processors that this is. Other work on the machine makes the share smaller.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from registration_changes import Change, changes
from registration_pictures import Picture, generator

from irrefutable.core.diagnostics import as_text
from irrefutable.core.workers import default_workers
from irrefutable.pipeline import build
from irrefutable.results import Settings

_LIGHT = (
    ("crop", "75%"),
    ("JPEG", "50"),
    ("JPEG", "20"),
    ("scale", "0.5"),
    ("scale", "0.8"),
    ("tint", ""),
    ("contrast", "0.5"),
)
"""Changes after which every picture is found, so that the build comes to its end; by name and strength."""

_SITE = {
    "content/site.yaml": """\
title: Many pairs
tagline: An archive that exists for a measurement
base_url: https://pairs.test
languages: [en]
publisher: { name: Test newsroom, url: https://newsroom.test }
licence: CC-BY-4.0
licence_url: https://creativecommons.org/licenses/by/4.0/
rating_scheme: house
""",
    "content/ratings.yaml": """\
schemes:
  - id: house
    title: House scale
    worst: 1
    best: 5
    ratings:
      - { key: "true", label: "True", explanation: It is so., number: 5, tone: "true" }
      - { key: "false", label: "False", explanation: It is not so., number: 1, tone: "false" }
""",
    "content/topics.yaml": "topics:\n  - { id: pictures, label: Pictures }\n",
    "content/entities/ada.yaml": "name: Ada Writer\nkind: person\n",
    "content/entities/ben.yaml": "name: Ben Reader\nkind: person\n",
}

_CASE = """\
---
title: The picture was changed
summary:
  claimed: A picture shows what happened.
  found: The picture was changed.
language: en
status: published
published: 2026-01-10
authors: [ada]
reviewed_by: [ben]
topics: [pictures]
claims:
  - id: shown
    text: A picture shows what happened.
    claimant: ada
    made: 2026-01-05
    rating: "false"
    rating_explanation: The picture was changed [@diary].
    no_appearance: It was told by word of mouth.
media:
  - { id: claimed, file: claimed.jpg, kind: image, alt: A picture, licence: CC0-1.0 }
  - { id: whole, file: whole.jpg, kind: image, alt: The picture before, licence: CC0-1.0 }
comparisons:
  - { id: pair, title: The pair, claimed: claimed, original: whole, align: auto }
sources:
  - id: diary
    publisher: Weather office
    title: Diary of the day
    language: en
    grade: primary
    kind: government
    url: https://weather.test/diary
---

The picture was *changed* [@diary].
"""


def measure_build(pictures: Sequence[Picture], count: int) -> str:
    """Build an archive of `count` pairs, and return a table of its phases."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _write(root, pictures, count)
        result = build(Settings(root, root / "site", dt.datetime(2026, 3, 1, tzinfo=dt.UTC)))
    if result.published is None:
        raise SystemExit("\n\n".join(as_text(item) for item in result.diagnostics[:5]))
    workers = default_workers()
    lines = ["| phase | s by the clock | s of CPU | of all processors |", "|---|---|---|---|"]
    lines += [
        f"| {phase.name} | {phase.wall_seconds:.1f} | {phase.cpu_seconds:.1f} "
        f"| {phase.cpu_seconds / phase.wall_seconds / workers:.0%} |"
        for phase in result.timings
        if phase.wall_seconds > 0
    ]
    found = f"{count} pairs, {len(result.diagnostics)} remarks; {workers} processors."
    return "\n".join((found, "", *lines))


def _write(root: Path, pictures: Sequence[Picture], count: int) -> None:
    files = dict(_SITE)
    for number, (picture, change) in enumerate(islice(_pairs(pictures), count)):
        case = f"content/cases/case-{number}"
        files[f"{case}/case.md"] = _CASE
        original = picture.make()
        changed = change.make(original, generator(picture.name, change.name, change.strength)).image
        (root / case).mkdir(parents=True)
        original.save(root / case / "whole.jpg", quality=92)
        changed.convert("RGB").save(root / case / "claimed.jpg", quality=92)
        if number % 50 == 0:
            print(f"{number}/{count} pairs written", file=sys.stderr)
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def _pairs(pictures: Sequence[Picture]) -> Iterator[tuple[Picture, Change]]:
    light = [
        change
        for change in changes()
        if any(change.name == name and strength in change.strength for name, strength in _LIGHT)
    ]
    for change in light:
        for picture in pictures:
            yield picture, change
