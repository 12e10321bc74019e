"""Draws every schematic of the archive, or those of the cases that are named; run by `make drawings`.

Each drawing stands for a picture that may not be shown. It says what is where, never what it looked
like; a realistic imitation of a false picture would be a new one. The same scenes give the same files.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, cast

from PIL import Image

from content.draw import scenes

CASES = Path(__file__).resolve().parent.parent / "cases"


def main(chosen: list[str]) -> int:
    """Draw what was chosen, or everything, and print what the case files need to know."""
    known = {scene.CASE for scene in all_scenes()}
    for stranger in sorted(set(chosen) - known):
        print(f"error: no scene draws for {stranger}; there are {', '.join(sorted(known))}", file=sys.stderr)
    if not known.issuperset(chosen):
        return 2
    for scene in all_scenes():
        if not chosen or scene.CASE in chosen:
            for name, picture in scene.pictures():
                path = CASES / scene.CASE / name
                save(picture, path)
                print(f"{scene.CASE}/{name}: {picture.width} x {picture.height}, {path.stat().st_size} bytes")
    return 0


class Scene(Protocol):
    """What a module in `scenes` offers."""

    CASE: str

    def pictures(self) -> Iterator[tuple[str, Image.Image]]:
        """Yield each drawing with the name of its file."""


def all_scenes() -> tuple[Scene, ...]:
    """Return every scene there is, by the names of their modules."""
    names = sorted(module.name for module in pkgutil.iter_modules(scenes.__path__))
    return tuple(cast("Scene", importlib.import_module(f"{scenes.__name__}.{name}")) for name in names)


def save(picture: Image.Image, path: Path) -> None:
    """Write a drawing: small, and with the same bytes every time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".jpg":
        picture.convert("L").save(path, quality=60, optimize=True)
    else:
        # Sixty-four colours hold every flat tone and its smoothed edges.
        picture.quantize(64, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
