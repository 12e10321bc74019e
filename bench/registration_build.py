"""Measures how well many pairs use the processors in a build. Refuses to time anything by hand.

Run it as `make bench-registration ARGS="--build 500"`. An archive of that many cases is written to a folder
that is deleted afterwards, each with a picture and a light change of it, and checked with nothing known
before: the part of a build in which pictures are registered. It prints the time by the clock, the time of the
processors, the time in line for one behind other work, and the share of all processors that this is. Needs
Linux.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

from PIL import Image
from registration_changes import changes
from registration_pictures import Picture
from registration_scenes import generator

from irrefutable.core.timings import Stopwatch
from irrefutable.core.workers import default_workers
from irrefutable.pipeline import check

_LOOK_S = 0.2
_LIGHT = (
    ("crop", "75%"),
    ("JPEG", "50"),
    ("grey", ""),
    ("scale", "0.5"),
    ("scale", "0.8"),
    ("tint", ""),
    ("contrast", "0.5"),
)
"""Changes after which every picture is found, so that all are placed; by name and strength."""

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


class Queue:
    """Notes how long this process and its children stand in line for a processor."""

    def __init__(self) -> None:
        self._waited: dict[str, float] = {}
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Queue:
        """Begin to watch."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End the watch."""
        self._is_over.set()
        self._thread.join()

    @property
    def waited_s(self) -> float:
        """Seconds in line, of all processes together."""
        return sum(self._waited.values())

    def _watch(self) -> None:
        while not self._is_over.wait(_LOOK_S):
            for pid in (str(os.getpid()), *_children()):
                with suppress(OSError):
                    _, nanoseconds, _ = Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()
                    self._waited[pid] = int(nanoseconds) / 1e9


def _children() -> list[str]:
    found: list[str] = []
    for path in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError):
            found += path.read_text(encoding="ascii").split()
    return found


def measure_build(pictures: Sequence[Picture], count: int) -> str:
    """Check an archive of `count` pairs, and say how that used the processors."""
    watch = Stopwatch()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _write(root, pictures, count)
        with Queue() as queue, watch.phase("check"):
            result = check(root)
    (phase,) = watch.phases
    workers = default_workers()
    used = phase.cpu_seconds / phase.wall_seconds / workers
    wanted = (phase.cpu_seconds + queue.waited_s) / phase.wall_seconds / workers
    return (
        f"{count} pairs, {len(result.diagnostics)} not placed, in {phase.wall_seconds:.0f} s by the clock: "
        f"{phase.cpu_seconds:.0f} s of CPU and {queue.waited_s:.0f} s in line, on {workers} processors. "
        f"That is {used:.0%} of them used, and {wanted:.0%} used or waited for."
    )


def _write(root: Path, pictures: Sequence[Picture], count: int) -> None:
    for number, (changed, original) in enumerate(islice(_pairs(pictures), count)):
        folder = root / f"content/cases/case-{number}"
        folder.mkdir(parents=True)
        (folder / "case.md").write_text(_CASE, encoding="utf-8")
        original.save(folder / "whole.jpg", quality=92)
        changed.convert("RGB").save(folder / "claimed.jpg", quality=92)
        if number % 50 == 0:
            print(f"{number}/{count} pairs written", file=sys.stderr)
    for path, text in _SITE.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def _pairs(pictures: Sequence[Picture]) -> Iterator[tuple[Image.Image, Image.Image]]:
    """Yield pictures after a change, and before; each picture is made once."""
    light = [
        change
        for change in changes()
        if any(change.name == name and strength in change.strength for name, strength in _LIGHT)
    ]
    for picture in pictures:
        original = picture.make()
        for change in light:
            noise = generator(picture.name, change.name, change.strength)
            yield change.make(original, noise).image, original
