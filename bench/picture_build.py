"""Measures what a build adds to the work of the encoders. Refuses to count anything but pictures.

Run it as `python bench/picture_build.py`. An archive of made-up photographs, two to a case, is built; beside
it the same files are decoded, made smaller and encoded by a plain pool of as many processes, without a
build. The ratio of the two, by the clock, goes to standard output for each round.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import median
from typing import Final

from derivatives import photograph
from PIL import Image, ImageChops

from irrefutable.core.workers import default_workers
from irrefutable.media import derive
from irrefutable.model.archive import MediaFile

_SIZE_PX: Final = (1600, 1067)
_PHOTOGRAPHS: Final = 6
"""Drawn anew; all others are parts of these in another light."""
_SITE: Final = """\
title: Pictures
tagline: Made for measuring
base_url: https://pictures.test
languages: [en]
publisher: { name: Desk, url: https://desk.test }
licence: CC-BY-4.0
licence_url: https://creativecommons.org/licenses/by/4.0/
rating_scheme: house
build: { search: false, lookup: false, share_cards: false }
"""
_RATINGS: Final = """\
schemes:
  - id: house
    title: House scale
    worst: 1
    best: 2
    ratings:
      - { key: "false", label: "False", explanation: It is not so., number: 1, tone: "false" }
"""
_CASE: Final = """\
---
title: Case number {number}
summary: {{ claimed: A picture., found: Another picture. }}
language: en
status: published
published: 2026-01-10
authors: [desk]
reviewed_by: [other]
no_primary_source: Nothing is claimed of anything.
claims:
  - id: one
    text: A picture.
    made: 2026-01-05
    rating: "false"
    rating_explanation: Seen.
    claimant_unknown: Nobody says it.
    no_appearance: Nowhere.
media:
  - {{ id: a, file: a.jpg, kind: image, alt: A made-up photograph, licence: CC0-1.0 }}
  - {{ id: b, file: b.jpg, kind: image, alt: Another one, licence: CC0-1.0 }}
---

Two pictures.

[[media: a]]

[[media: b]]
"""


def main() -> None:
    """Measure, and print a line for each round and one for all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--runs", type=int, default=3)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        files = write(root, wanted.cases)
        ratios = []
        for number in range(1, wanted.runs + 1):
            plain, built = plain_seconds(files), build_seconds(root)
            ratios.append(built / plain)
            print(
                f"round {number}: encoders {plain:.1f} s, build {built:.1f} s, {ratios[-1]:.2f} ×", flush=True
            )
        print(f"{2 * wanted.cases} pictures, {default_workers()} processes: {median(ratios):.2f} ×")


def write(root: Path, cases: int) -> list[Path]:
    """Write an archive; return its pictures."""
    chance = random.Random(1)  # noqa: S311 - measuring, not secrets
    drawn = [photograph(seed) for seed in range(_PHOTOGRAPHS)]
    (root / "content").mkdir()
    (root / "content" / "site.yaml").write_text(_SITE, encoding="utf-8")
    (root / "content" / "ratings.yaml").write_text(_RATINGS, encoding="utf-8")
    (root / "content" / "entities").mkdir()
    for name in ("desk", "other"):
        entity = root / "content" / "entities" / f"{name}.yaml"
        entity.write_text(f"name: {name.title()}\nkind: person\n", encoding="utf-8")
    files = []
    for number in range(cases):
        case = root / "content" / "cases" / f"case-{number}"
        case.mkdir(parents=True)
        (case / "case.md").write_text(_CASE.format(number=number), encoding="utf-8")
        for name in ("a.jpg", "b.jpg"):
            files.append(case / name)
            files[-1].write_bytes(_variant(chance.choice(drawn), chance))
    return files


def plain_seconds(files: Sequence[Path]) -> float:
    """Return how long the published files take in a plain pool, by the clock."""
    with ProcessPoolExecutor(default_workers()) as pool:
        # The first use of a process imports what all of its work needs.
        list(pool.map(_encoded, files[: 2 * default_workers()]))
        started = time.perf_counter()
        for _ in pool.map(_encoded, files, chunksize=4):
            pass
        return time.perf_counter() - started


def build_seconds(root: Path) -> float:
    """Return how long a build without any cache takes for its pictures, by the clock."""
    for name in ("site", ".cache"):
        shutil.rmtree(root / name, ignore_errors=True)
    command = [str(Path(sys.executable).parent / "irrefutable"), "build", "--quiet", "--timings", "json"]
    said = subprocess.run([*command, "--root", str(root)], check=True, capture_output=True, text=True)
    phases = {phase["name"]: phase["wall_seconds"] for phase in json.loads(said.stdout)}
    return float(phases["pictures"])


def _variant(whole: Image.Image, chance: random.Random) -> bytes:
    left = chance.randrange(whole.width - _SIZE_PX[0] + 1)
    shifted = ImageChops.offset(whole, left, chance.randrange(whole.height))
    light = chance.uniform(0.8, 1.2)
    part = shifted.resize(_SIZE_PX).point([min(255, round(value * light)) for value in range(256)] * 3)
    stream = io.BytesIO()
    part.save(stream, "JPEG", quality=90)
    return stream.getvalue()


def _encoded(file: Path) -> int:
    content = file.read_bytes()
    known = MediaFile(file.name, "digest", "sha256", len(content), *_SIZE_PX)
    return sum(map(len, derive.encode(derive.plan(known, (), "bench"), content)))


if __name__ == "__main__":
    main()
