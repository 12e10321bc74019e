"""What a publication did. Refuses to publish: a build without changes only tells of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication changed, as paths relative to the output directory.

    `foreign` names files that are not ours; a folder without any file of ours is named once, with a
    slash at its end.
    """

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept: int = 0
    foreign: tuple[str, ...] = ()
