"""Publishes picture files: what is there already is kept, the rest is made in as many processes as there are.

A part of the pipeline.
"""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from irrefutable import __version__
from irrefutable.core.cluster import run_on_cluster
from irrefutable.core.workers import WorkersError, run_each
from irrefutable.media import derive, drawing, heatmap, tiles
from irrefutable.model.drawing import Drawing, Made
from irrefutable.model.entries import PageEntry
from irrefutable.model.media import Derivative, HeatMap, Tile
from irrefutable.model.output import Turn
from irrefutable.store.blobs import Blobs
from irrefutable.store.publish import OutputDirectory, Stage
from irrefutable.work import placements
from irrefutable.work.sharing import WORTH_ASKING, Sharing
from irrefutable.work.world import engine


def publish_pictures(  # noqa: PLR0917 - all places that a picture may come from or go to
    wanted: Sequence[Made],
    root: Path,
    blobs: Blobs,
    sharing: Sharing | None,
    directory: OutputDirectory,
    stage: Stage,
    *,
    is_whole: bool,
    workers: int,
    executor: str,
    progress: Callable[[int, int], None],
) -> tuple[list[PageEntry], list[str]]:
    """Put picture files into the stage.

    Args:
        wanted: in the order of their paths.
        root: the folder that the paths of sources begin at.
        blobs: what was made before.
        sharing: what others made; None where nothing is shared.
        directory: where they are published.
        stage: the publication in preparation.
        is_whole: whether this is a build of everything.
        workers: the number of processes that make them.
        executor: the address of a cluster that makes them instead; or empty.
        progress: told how many of how many are made.

    Raises:
        WorkersError: the cluster cannot.

    Returns:
        what was published, and the keys of the files that had to be made.
    """
    missing = [item for item in wanted if not _is_made(item, blobs, directory, stage)]
    if missing and sharing and (is_whole or len(missing) >= WORTH_ASKING):
        sharing.take_files(missing, blobs)
        missing = [item for item in missing if not _is_made(item, blobs, directory, stage)]
    groups = [tuple(group) for _, group in groupby(missing, _decoded)]
    results = _made_by(groups, root, workers, executor)
    for number, (group, contents) in enumerate(zip(groups, results, strict=True), 1):
        progress(number, len(groups))
        for item, content in zip(group, contents, strict=True):
            blobs.put(item.key, content)
            stage.write(item.path, content, Turn.ASSET)
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


def _decoded(item: Made) -> object:
    """Return what is decoded for a file: those of one picture are made together."""
    if isinstance(item, Tile):
        return item.pyramid
    if isinstance(item, Derivative):
        return item.source_path, item.source_digest, item.redactions
    return item.path


def _made_by(
    groups: Sequence[tuple[Made, ...]], root: Path, workers: int, executor: str
) -> Iterator[tuple[bytes, ...]]:
    """Yield the bytes of each group."""
    if not (executor and groups):
        yield from run_each(_make, [(group, root) for group in groups], workers=workers)
        return
    own = maker()
    # Read when they are sent: an archive's pictures are larger than a machine's memory.
    jobs = ((group, _sources(group, root), own) for group in groups)
    yield from run_on_cluster(_make_elsewhere, jobs, address=executor)


def maker() -> dict[str, str]:
    """Return everything that decides what bytes a machine makes of a picture."""
    return {
        "irrefutable": f"{__version__} ({engine()[:8]})",
        "Python": platform.python_version(),
        "Pillow": derive.engine(),
        "OpenCV": f"{placements.engine()[:8]}",
        "processor": platform.machine(),
    }


def _sources(group: Sequence[Made], root: Path) -> dict[str, bytes]:
    """Return the files that a group is made from, by their paths."""
    return {path: (root / path).read_bytes() for item in group for path in _paths(item)}


def _paths(item: Made) -> list[str]:
    if isinstance(item, Tile):
        return [item.pyramid.source_path]
    if isinstance(item, Derivative):
        return [item.source_path]
    if isinstance(item, HeatMap):
        return [item.claimed.path, item.original.path]
    return [panel.path for panel in item.subject.panels]


def _make(job: tuple[tuple[Made, ...], Path]) -> tuple[bytes, ...]:
    group, root = job
    return _encoded(group, _sources(group, root))


def _make_elsewhere(
    job: tuple[tuple[Made, ...], Mapping[str, bytes], Mapping[str, str]],
) -> tuple[bytes, ...]:
    """Make picture files on another machine, if it makes the same bytes as the one that asks."""
    group, sources, asking = job
    own = maker()
    for name, version in asking.items():
        if own.get(name) != version:
            raise WorkersError(
                f"a worker on {platform.node()} would make other bytes: it has {name} {own.get(name)}, "
                f"and here is {version}; install the same there"
            )
    return _encoded(group, sources)


def _encoded(group: Sequence[Made], sources: Mapping[str, bytes]) -> tuple[bytes, ...]:
    squares = [item for item in group if isinstance(item, Tile)]
    if squares:
        return tiles.encode(squares, sources[squares[0].pyramid.source_path])
    derivatives = [item for item in group if isinstance(item, Derivative)]
    if derivatives:
        return derive.encode(derivatives, sources[derivatives[0].source_path])
    return tuple(
        _made(item, [sources[path] for path in _paths(item)])
        for item in group
        if not isinstance(item, Tile | Derivative)
    )


def _made(item: Drawing | HeatMap, sources: Sequence[bytes]) -> bytes:
    if isinstance(item, HeatMap):
        return heatmap.encode(item, sources)
    return drawing.draw(item, sources)
