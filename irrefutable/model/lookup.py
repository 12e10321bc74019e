"""What a reader's browser compares a picture with. Refuses to know how a picture is described."""

from typing import Final, NamedTuple

LOOKUP_FOLDER: Final = "lookup"
LOOKUP_LIST: Final = f"{LOOKUP_FOLDER}/index.json"
"""Says which parts of the index there are: the one file of it that a browser fetches anew each time."""


HASH_BYTES: Final = 32
"""Of what a whole picture is known by."""


class Fingerprint(NamedTuple):
    """What a picture is known by."""

    width_px: int
    """Of the size that its details were looked for on."""
    height_px: int
    hash: bytes
    """256 bits."""
    contrast: int
    """The sum of all steps between neighbours of 64 × 64 grey values: how much there is to hash."""
    details: bytes
    """20 bytes each: place and level in one number, then 128 comparisons; little-endian."""
    words: bytes
    """The first four bytes of the comparisons of those details that the shortlist knows."""
    places: bytes
    """Where those are, 2 bytes each: column and row in steps of 8 pixels, and level; little-endian."""


class Imprint(NamedTuple):
    """A picture of a case, as the shortlist knows it."""

    hash: bytes
    """32 bytes of the whole."""
    words: bytes
    """Up to 256 bytes of its details."""
    places: bytes
    """Up to 128 bytes that say where these are."""
