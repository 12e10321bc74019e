"""Picture files as bytes, and what readers would get of them. Refuses to judge it."""

from __future__ import annotations

import io
import random

from PIL import Image

from irrefutable.media import derive
from irrefutable.media.probe import probe
from irrefutable.model.archive import MediaFile
from irrefutable.model.fields import Text
from irrefutable.model.picture import Redaction
from irrefutable.model.vocabulary import RedactionMethod

BOX = (96.0, 64.0, 128.0, 96.0)
"""A redacted region: left, top, width and height in pixels."""


def noise(size: tuple[int, int] = (120, 90), mode: str = "RGB", seed: int = 1) -> Image.Image:
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    bands = len(Image.new(mode, (1, 1)).getbands())
    return Image.frombytes(mode, size, chance.randbytes(size[0] * size[1] * bands))


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def published(content: bytes, path: str = "p.png", *redactions: Redaction) -> dict[str, bytes]:
    """Every file that readers would get of a picture, by its path."""
    size, diagnostic = probe(path, content)
    assert size, diagnostic
    file = MediaFile(path, "d", "s", len(content), *size)
    derivatives = derive.plan(file, redactions, "case")
    return dict(zip((each.path for each in derivatives), derive.encode(derivatives, content), strict=True))


def shown(content: bytes, path: str = "p.png") -> list[Image.Image]:
    """The pixels of every file that readers would get, as they would see them on white."""
    pictures = []
    for each in published(content, path).values():
        picture = Image.open(io.BytesIO(each)).convert("RGBA")
        pictures.append(
            Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB")
        )
    return pictures


def is_near(colour: object, expected: tuple[int, ...], most: int = 12) -> bool:
    assert isinstance(colour, tuple)
    return all(abs(one - other) <= most for one, other in zip(colour, expected, strict=True))


def redaction(method: RedactionMethod, box: tuple[float, float, float, float] = BOX) -> Redaction:
    return Redaction(box=box, method=method, reason=Text("a bystander's face"))
