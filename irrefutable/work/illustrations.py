"""The pictures of a case on their way to its pages. Refuses to be needed by a case without any.

A part of the pipeline, imported for the cases that need it: Pillow and what it draws words with take longer
to import than a case without pictures to make.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, TypeVar

from irrefutable.core.digest import digest
from irrefutable.media import canvas, cuts, derive, drawing, tiles
from irrefutable.model.archive import CaseFiles, MediaFile
from irrefutable.model.case import Case
from irrefutable.model.drawing import Drawing, Made, Subject
from irrefutable.model.media import HeatMap, Placement, PublishedPicture
from irrefutable.model.picture import Media
from irrefutable.plan.picture_views import picture_stamp
from irrefutable.plan.routes import Routes
from irrefutable.store.memo import Memo
from irrefutable.work.differences import heat_maps

T = TypeVar("T")


class Illustrations(NamedTuple):
    """What is published of a case's pictures."""

    made: tuple[Made, ...]
    described: Mapping[str, bytes]
    """What describes them to programs, by its path."""
    heat_maps: Mapping[tuple[str, str], HeatMap]
    cuts: Mapping[tuple[str, str, str], tuple[PublishedPicture, PublishedPicture]]


def illustrated(
    files: CaseFiles,
    placements: Mapping[tuple[str, str], Placement],
    routes: Routes,
    root: Path,
    memo: Memo,
) -> Illustrations:
    """Return what is published of the pictures of a case that lists show."""
    case = files.case.value
    made: dict[str, Made] = {}
    described: dict[str, bytes] = {}
    details: dict[tuple[str, str, str], tuple[PublishedPicture, PublishedPicture]] = {}
    for medium in case.media:
        file = files.files.get(medium.file or "")
        if file is None:
            continue
        stamp = picture_stamp(medium, case.language)
        made.update((item.path, item) for item in derive.plan(file, medium.redactions, case.id, stamp))
        for at, twins in cuts.plan(case.id, case.comparisons, medium, file, stamp):
            details[at] = cuts.picture(twins[0]), cuts.picture(twins[1])
            made.update((item.path, item) for item in twins)
        pyramid = tiles.plan(file, medium.redactions, case.id, stamp)
        if pyramid:
            made.update((item.path, item) for item in tiles.tiles(pyramid))
            address = routes.canonical(routes.file(pyramid.path).url)
            described[f"{pyramid.path}/info.json"] = tiles.info(pyramid, address)
    maps = heat_maps([files], placements, root, memo)
    made.update((item.path, item) for item in maps.values())
    return Illustrations(tuple(made.values()), described, maps, details)


def picture(file: MediaFile, medium: Media, case: Case) -> PublishedPicture | None:
    """Return a picture as pages show it; None where there is nothing to publish."""
    stamp = picture_stamp(medium, case.language)
    shown = derive.picture(file, derive.plan(file, medium.redactions, case.id, stamp))
    return replace(shown, tiles=tiles.plan(file, medium.redactions, case.id, stamp)) if shown else None


def drawings(subjects: Iterable[tuple[T, Subject]], folder: str, memo: Memo) -> dict[T, Drawing]:
    """Return the drawings that can be made of some subjects, in `media/FOLDER/`."""
    return {at: drawn for at, subject in subjects if (drawn := _drawn(subject, folder, memo))}


def _drawn(subject: Subject, folder: str, memo: Memo) -> Drawing | None:
    """Return a drawing with its size, which is measured once; None where it cannot be drawn."""
    key = digest((canvas.engine(), subject))
    stored = memo.get("drawing", key)
    if stored is None:
        stored = json.dumps(drawing.size_px(subject)).encode()
        memo.put("drawing", key, stored)
    size = json.loads(stored)
    return drawing.plan(subject, (size[0], size[1]), folder) if size else None
