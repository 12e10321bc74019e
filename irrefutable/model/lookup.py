"""What a reader's browser compares a picture with. Refuses to know how a picture is described."""

from __future__ import annotations

from typing import Final, NamedTuple

LOOKUP_FOLDER: Final = "lookup"
LOOKUP_LIST: Final = f"{LOOKUP_FOLDER}/index.json"
"""Says which parts of the index there are: the one file of it that a browser fetches anew each time."""


HASH_BYTES: Final = 32
"""Of what a whole picture is known by."""


class Imprint(NamedTuple):
    """A picture of a case, as the shortlist knows it."""

    hash: bytes
    """32 bytes of the whole."""
    words: bytes
    """Up to 256 bytes of its details."""
    places: bytes
    """Up to 128 bytes that say where these are."""
