"""Publishes picture files: what is there already is kept, the rest is made in as many processes as there are.

A part of the pipeline.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path

from irrefutable.core.workers import run_each
from irrefutable.media import derive, drawing, heatmap, tiles
from irrefutable.model.drawing import Drawing
from irrefutable.model.entries import PageEntry
from irrefutable.model.media import Derivative, HeatMap, Tile
from irrefutable.model.output import Turn
from irrefutable.store.blobs import Blobs
from irrefutable.store.publish import OutputDirectory, Stage
from irrefutable.work.cases import Made
from irrefutable.work.sharing import WORTH_ASKING, Sharing


def publish_pictures(  # noqa: PLR0917 - all places that a picture may come from or go to
    wanted: Sequence[Made],
    root: Path,
    blobs: Blobs,
    sharing: Sharing,
    directory: OutputDirectory,
    stage: Stage,
    *,
    is_whole: bool,
    workers: int,
    progress: Callable[[int, int], None],
) -> tuple[list[PageEntry], list[str]]:
    """Put picture files into the stage.

    Args:
        wanted: in the order of their paths.
        root: the folder that the paths of sources begin at.
        blobs: what was made before.
        sharing: what others made.
        directory: where they are published.
        stage: the publication in preparation.
        is_whole: whether this is a build of everything.
        workers: the number of processes that make them.
        progress: told how many of how many are made.

    Returns:
        what was published, and the keys of the files that had to be made.
    """
    missing = [item for item in wanted if not _is_made(item, blobs, directory, stage)]
    if missing and (is_whole or len(missing) >= WORTH_ASKING):
        sharing.take_files(missing, blobs)
        missing = [item for item in missing if not _is_made(item, blobs, directory, stage)]
    # The tiles of a picture are made together: it is decoded once for all of them.
    groups = [tuple(group) for _, group in groupby(missing, lambda item: getattr(item, "pyramid", item.path))]
    jobs = [(group, root) for group in groups]
    results = run_each(_make, jobs, workers=workers)
    for number, (group, contents) in enumerate(zip(groups, results, strict=True), 1):
        progress(number, len(groups))
        for item, content in zip(group, contents, strict=True):
            stage.copy(item.path, blobs.put(item.key, content), Turn.ASSET)
    entries = [PageEntry(item.path, "", *stage.planned[item.path]) for item in wanted]
    return entries, [item.key for item in missing]


def _is_made(item: Made, blobs: Blobs, directory: OutputDirectory, stage: Stage) -> bool:
    """Put a file that is there already into the stage; return whether it is."""
    made = blobs.content(item.key)
    if made and directory.holds(item.path, made.sha256):
        stage.keep(item.path, made.sha256, made.size_bytes)
    elif path := blobs.path(item.key):
        stage.copy(item.path, path, Turn.ASSET)
    else:
        return False
    return True


def _make(job: tuple[tuple[Made, ...], Path]) -> tuple[bytes, ...]:
    items, root = job
    squares = [item for item in items if isinstance(item, Tile)]
    if squares:
        return tiles.encode(squares, (root / squares[0].pyramid.source_path).read_bytes())
    return tuple(_made(item, root) for item in items if not isinstance(item, Tile))


def _made(item: Derivative | Drawing | HeatMap, root: Path) -> bytes:
    if isinstance(item, Derivative):
        return derive.encode(item, (root / item.source_path).read_bytes())
    if isinstance(item, HeatMap):
        return heatmap.encode(
            item, [(root / side.path).read_bytes() for side in (item.claimed, item.original)]
        )
    return drawing.draw(item, [(root / panel.path).read_bytes() for panel in item.subject.panels])
