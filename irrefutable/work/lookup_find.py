"""Whether a picture file is in the index that a site published, as a reader's browser would find out.

A part of the pipeline. Refuses to look at anything but published files, so it answers for any copy of a site.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from irrefutable.media.decode import PictureError, upright_pixels
from irrefutable.media.fingerprint import WORDS, fingerprint, mirrored
from irrefutable.media.fingerprint_match import (
    LEAST_CONTRAST,
    LEAST_WORDS,
    PERHAPS_WHOLE,
    SURELY_AGREEING,
    SURELY_WHOLE,
    compare,
    distance,
    is_plain,
    votes,
)
from irrefutable.media.probe import probe
from irrefutable.model.lookup import LOOKUP_FOLDER, LOOKUP_LIST, Fingerprint

MOST_WHOLE: Final = 16
MOST_PARTS: Final = 32
"""Candidates that are compared detail by detail, for whole copies and for parts."""


class NoIndexError(Exception):
    """The site has no index of pictures, or one that cannot be read; the message says why."""


class FoundPicture(NamedTuple):
    """A picture of a case in which an asked one was found."""

    case: str
    media: str
    url: str
    """The address of the case in the site's first language, as the site writes it."""
    title: str
    verdict: str
    """On the case's first claim, in words; empty where there is none yet."""
    is_claimed: bool
    """Whether the picture is one that was claimed, and not what such a one was compared with."""
    is_sure: bool
    is_mirrored: bool
    agreeing: int
    """Details in the same places."""
    shown: float
    """How much of the known picture the asked one shows, 0 to 1."""
    filled: float
    """How much of the asked picture is the known one, 0 to 1."""


class Asked(NamedTuple):
    """A picture that is asked for, as it is compared."""

    upright: Fingerprint
    mirrored: Fingerprint
    """Of its mirror image."""

    @property
    def is_too_plain(self) -> bool:
        """Whether it shows too little detail for its parts to be told from those of others."""
        return is_plain(self.upright)


class _Candidate(NamedTuple):
    case: str
    number: int
    mirror: int
    bits: int


def described(picture: Path) -> Asked:
    """Return what a picture file is compared by.

    Raises:
        PictureError: it cannot be decoded within the limits; the message names it.
    """
    content = picture.read_bytes()
    size, problem = probe(picture.name, content)
    if size is None:
        raise PictureError(problem.message if problem else f"{picture.name} cannot be read")
    pixels = upright_pixels(content)
    return Asked(fingerprint(pixels), fingerprint(mirrored(pixels)))


def find(asked: Asked, site: Path) -> list[FoundPicture]:
    """Return where a picture is in a site, the best first; of each case one picture.

    Raises:
        NoIndexError: the site has no index.
    """
    try:
        parts = json.loads((site / LOOKUP_LIST).read_bytes())["parts"]
        index = [_Part.read(site / LOOKUP_FOLDER, part) for part in parts]
        whole = _verified(_near_whole(index, asked), asked, site)
        return whole or _verified(_near_parts(index, asked), asked, site)
    except OSError as error:
        raise NoIndexError(f"{site} has no index of pictures: {error.strerror}; build it first") from error
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise NoIndexError(f"the index of pictures in {site} is damaged; build it again") from error


class _Part(NamedTuple):
    owners: tuple[tuple[str, int], ...]
    hashes: bytes
    words: bytes
    places: bytes

    @classmethod
    def read(cls, folder: Path, part: Mapping[str, str]) -> _Part:
        whole = (folder / part["whole"]).read_bytes()
        count = int.from_bytes(whole[:4], "little")
        lines = [line.split(" ") for line in whole[4 + 32 * count :].decode().splitlines()]
        owners = tuple((case_id, number) for pictures, case_id in lines for number in range(int(pictures)))
        words = (folder / part["words"]).read_bytes()
        return cls(owners, whole[4 : 4 + 32 * count], words[: 4 * WORDS * count], words[4 * WORDS * count :])


def _near_whole(index: Iterable[_Part], asked: Asked) -> list[_Candidate]:
    near = [
        _Candidate(case_id, number, mirror, bits)
        for part in index
        for place, (case_id, number) in enumerate(part.owners)
        for mirror, print_ in enumerate(asked)
        if (bits := distance(print_.hash, part.hashes[32 * place : 32 * place + 32])) <= PERHAPS_WHOLE
    ]
    return sorted(near, key=lambda each: (each.bits, each.case, each.number, each.mirror))[:MOST_WHOLE]


def _near_parts(index: Iterable[_Part], asked: Asked) -> list[_Candidate]:
    near = []
    for part in index:
        for place, (case_id, number) in enumerate(part.owners):
            for mirror, print_ in enumerate(asked):
                start, end = WORDS * place, WORDS * (place + 1)
                count = votes(print_, part.words[4 * start : 4 * end], part.places[2 * start : 2 * end])
                if count >= LEAST_WORDS:
                    near.append((-count, _Candidate(case_id, number, mirror, 256)))
    return [each for _, each in sorted(near)[:MOST_PARTS]]


def _verified(candidates: Iterable[_Candidate], asked: Asked, site: Path) -> list[FoundPicture]:
    """Compare candidates detail by detail; of each case the best one is left."""
    best: dict[str, tuple[tuple[bool, int], FoundPicture]] = {}

    @lru_cache
    def record(case_id: str) -> Mapping[str, Any]:
        told: Mapping[str, Any] = json.loads((site / f"cases/{case_id}/lookup.json").read_bytes())
        return told

    for each in candidates:
        told = record(each.case)
        picture = told["pictures"][each.number]
        details = base64.b64decode(picture["details"])
        known = Fingerprint(picture["width"], picture["height"], b"", picture["contrast"], details, b"", b"")
        match = compare(asked[each.mirror], known)
        is_same = each.bits <= SURELY_WHOLE and min(asked[0].contrast, known.contrast) >= LEAST_CONTRAST
        if not (match or is_same):
            continue
        agreeing = match.agreeing if match else 0
        if each.case in best and best[each.case][0] >= (is_same, agreeing):
            continue
        said = next(iter(told["says"].values()))
        found = FoundPicture(
            case=each.case,
            media=picture["id"],
            url=said["url"],
            title=said["title"],
            verdict=said["verdict"]["text"] if said["verdict"] else "",
            is_claimed=picture["isClaimed"],
            is_sure=is_same or agreeing >= SURELY_AGREEING,
            is_mirrored=each.mirror == 1,
            agreeing=agreeing,
            shown=round(match.shown, 3) if match else 1.0,
            filled=round(match.filled, 3) if match else 1.0,
        )
        best[each.case] = ((is_same, agreeing), found)
    return [found for _, found in sorted(best.values(), key=lambda item: item[0], reverse=True)]
