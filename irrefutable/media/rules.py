"""Every kind of problem a picture file can have by itself. Refuses to find any: the probe does.

The texts become `docs/diagnostics.md`. A code is permanent: it is never renamed and never reused.
"""

from __future__ import annotations

from typing import Final

from irrefutable.core.diagnostics import Rule, Severity

PICTURE_UNREADABLE: Final = Rule(
    code="picture-unreadable",
    what="A picture file is empty, cut off, damaged, or no picture at all.",
    why="Readers would see a broken picture, or half of the evidence.",
    example="clip.jpg ends in the middle, because its download was broken off.",
    cure="Get the file again from where it came; open it in a picture viewer before you put it back.",
)
PICTURE_FORMAT: Final = Rule(
    code="picture-format",
    what="A picture file is of a kind that is not opened, or its ending says another kind than its content.",
    why=(
        "A file that lies about itself may be harmful, and an SVG can carry scripts. "
        "Programs that go by the ending would fail on it."
    ),
    example="frame.png is a GIF; photo.jpg is a HEIC picture as telephones make it.",
    cure="Give it the ending of its content, or export it as JPEG, PNG, WebP, GIF, AVIF or TIFF.",
)
PICTURE_TOO_LARGE: Final = Rule(
    code="picture-too-large",
    what="A picture has more than 120 million pixels, or its file more than 64 MiB.",
    why="A small file can unpack to more than a machine's memory, by accident or by malice.",
    example="map.png says that it is 60,000 × 60,000 pixels.",
    cure="Scale it down or cut out the part that matters; readers are sent 1,120 pixels across at most.",
)
PICTURE_ANIMATED: Final = Rule(
    code="picture-animated",
    what="A picture file holds more than one frame or page. Only the first is published.",
    why="The frame that matters may be another one, and readers would not know that there is more.",
    example="clip.gif is an animation of 40 frames.",
    cure="Save the frame that matters as a picture of its own, and link to the whole as the original.",
    severity=Severity.WARNING,
)

RULES: Final = (PICTURE_UNREADABLE, PICTURE_FORMAT, PICTURE_TOO_LARGE, PICTURE_ANIMATED)
"""Every rule of this stage."""
