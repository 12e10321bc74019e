"""What sets each claimed picture apart from its original, once it is placed: figures, and a map to draw.

A part of the pipeline, as `placements` is. What was found is remembered by the content of both pictures
and by where the one lies in the other. Refuses to compare what nobody placed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import TypeAdapter

from irrefutable.core.digest import digest
from irrefutable.media import heatmap
from irrefutable.model.archive import CaseFiles
from irrefutable.model.media import Changes, HeatMap, Placement, Registration, RegistrationReason, Side
from irrefutable.model.vocabulary import ComparisonSubject
from irrefutable.store.memo import Memo
from irrefutable.work.placements import Pair, PlaceKey, engine, pairs_of, sides_of

_Job = tuple[Path, tuple[Side, Side], Registration]
_CHANGES = TypeAdapter(Changes)


def heat_maps(
    cases: Iterable[CaseFiles],
    placements: Mapping[PlaceKey, Placement],
    root: Path,
    memo: Memo,
) -> Mapping[PlaceKey, HeatMap]:
    """Return a map of the differences of every pair that is placed, with its figures.

    Args:
        cases: those that are published.
        placements: where claimed pictures sit.
        root: the folder that the files' paths begin at.
        memo: what was found before.
    """
    pairs = [
        pair
        for files in cases
        for pair in pairs_of(files)
        if pair.key in placements and pair.comparison.compares is ComparisonSubject.PICTURES
    ]
    registrations = {pair.key: _registration(pair, placements[pair.key]) for pair in pairs}
    keys = {
        pair.key: digest((engine(), pair.sides, _where(registrations[pair.key]), heatmap.engine()))
        for pair in pairs
    }
    stored = memo.get_many("difference", keys.values())
    for pair in pairs:
        key = keys[pair.key]
        if key not in stored:
            changes = _changes((root, pair.sides, registrations[pair.key]))
            stored[key] = _CHANGES.dump_json(changes)
            memo.put("difference", key, stored[key])
    return {
        pair.key: heatmap.plan(
            pair.sides,
            registrations[pair.key],
            _CHANGES.validate_json(stored[keys[pair.key]]),
            *pair.key,
        )
        for pair in pairs
    }


def changes_of_files(claimed: Path, original: Path, registration: Registration) -> Changes:
    """Say what sets a picture file apart from another, in which it was found.

    Raises:
        PictureError: one of the two cannot be decoded within the limits.
    """
    return _changes((Path(), sides_of(claimed, original), registration))


def _registration(pair: Pair, placement: Placement) -> Registration:
    """Return how a picture was found. Placed by hand, all of it is taken to show the original."""
    if placement.registration:
        return placement.registration
    return Registration(
        match=True,
        reason=RegistrationReason.PLACED_BY_HAND,
        confidence=0.0,
        transform=placement.transform,
        part=(0.0, 0.0, float(pair.claimed.width_px), float(pair.claimed.height_px)),
        outline=placement.outline,
        mirrored=pair.comparison.mirrored,
    )


def _where(registration: Registration) -> tuple[object, ...]:
    return registration.transform, registration.part


def _changes(job: _Job) -> Changes:
    root, sides, registration = job
    return heatmap.changes(sides, [(root / side.path).read_bytes() for side in sides], registration)
