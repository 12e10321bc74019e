"""Pictures that no rule of the lookup was made with, and none of which is in its index.

Photographs of landscapes and drawings, from Debian's packages, which are fetched and unpacked as those of
`registration_pictures.py` are. The drawings are the first by a checksum of their names, so a part of them
has every subject; left out are icons, shapes and what is no larger than an icon. The licences stand in
`docs/lookup.md`. Refuses to choose by results.
"""

from __future__ import annotations

import subprocess
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from PIL import Image
from registration_pictures import Picture, scaled

_PHOTOGRAPHS: Final = "endless-sky-data/usr/share/games/endless-sky/images/land"
_DRAWINGS: Final = "openclipart-png/usr/share/openclipart/png"
_NO_DRAWINGS: Final = ("computer/icons/", "shapes/", "special/")
_LEAST_PX: Final = 300
_MOST_PX: Final = 16_000_000


def fresh_strangers(folder: Path, drawings: int) -> Iterator[Picture]:
    """Yield all photographs and so many of the drawings, from packages in a folder."""
    for package in (_PHOTOGRAPHS.partition("/")[0], _DRAWINGS.partition("/")[0]):
        if not (folder / package).is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            subprocess.run(["apt-get", "download", package], cwd=folder, check=True, capture_output=True)
            (archive,) = folder.glob(f"{package}_*.deb")
            subprocess.run(["dpkg-deb", "-x", archive, folder / package], check=True)
            archive.unlink()
    for path in sorted((folder / _PHOTOGRAPHS).glob("*.jpg")):
        yield Picture(f"land {path.stem}", "photograph", partial(scaled, path))
    left = drawings
    for path in sorted((folder / _DRAWINGS).rglob("*.png"), key=_checksum):
        if left and _is_drawing(path.relative_to(folder / _DRAWINGS).as_posix(), path):
            left -= 1
            yield Picture(f"clip art {path.stem}", "drawing", partial(scaled, path))


def _checksum(path: Path) -> tuple[int, str]:
    return zlib.crc32(path.name.encode()), path.name


def _is_drawing(name: str, path: Path) -> bool:
    if name.startswith(_NO_DRAWINGS):
        return False
    try:
        with Image.open(path) as image:
            return min(image.size) >= _LEAST_PX and image.width * image.height <= _MOST_PX
    except Image.DecompressionBombError:
        return False
