"""Where each claimed picture sits in its original: by the editor's points, or found in the pixels.

A part of the pipeline, which alone may bring the stages together. What was found is remembered by the content
of both pictures; nothing is looked for twice. Refuses to judge: the rules are in `check.pictures`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter

from irrefutable.check import pictures
from irrefutable.core.diagnostics import Diagnostic
from irrefutable.core.digest import digest, digest_bytes
from irrefutable.core.spans import SpanMap
from irrefutable.media import align
from irrefutable.media.decode import PictureError, upright_pixels
from irrefutable.media.probe import probe
from irrefutable.media.redact import redact
from irrefutable.model.archive import CaseFiles, MediaFile
from irrefutable.model.media import Placement, Registration, Side
from irrefutable.model.picture import Comparison, Redaction
from irrefutable.model.vocabulary import Alignment
from irrefutable.store.memo import Memo

PlaceKey = tuple[str, str]
"""Ids of a case and of a comparison in it."""

_REGISTRATION = TypeAdapter(Registration)


class Placements(NamedTuple):
    """What is known of the pairs of an archive."""

    by_comparison: Mapping[PlaceKey, Placement]
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A comparison whose two files are there and can be read."""

    key: PlaceKey
    place: int
    comparison: Comparison
    claimed: MediaFile
    original: MediaFile
    sides: tuple[Side, Side]
    spans: SpanMap


def place_all(cases: Iterable[CaseFiles], root: Path, memo: Memo) -> Placements:
    """Place every claimed picture that is to be laid over its original.

    Args:
        cases: with the size of every picture file.
        root: the folder that the files' paths begin at.
        memo: what was found before.
    """
    found: dict[PlaceKey, Placement] = {}
    problems: list[Diagnostic] = []
    pairs = [pair for files in cases for pair in pairs_of(files)]
    automatic = [pair for pair in pairs if pair.comparison.align is Alignment.AUTO]
    registrations = _registrations(automatic, root, memo)
    for pair in pairs:
        if pair.comparison.align is Alignment.AUTO:
            registration = registrations[pair.key]
            problems += pictures.check_registration(pair.comparison, pair.place, registration, pair.spans)
            if registration.match:
                assert registration.transform  # noqa: S101 - a match has one
                found[pair.key] = Placement(registration.transform, registration.outline, 0.0, registration)
        elif pair.comparison.align is Alignment.POINTS and len(pair.comparison.points) > 1:
            placement = _by_points(pair)
            if isinstance(placement, Placement):
                found[pair.key] = placement
                size = (pair.original.width_px, pair.original.height_px)
                problems += pictures.check_points(pair.comparison, pair.place, placement, size, pair.spans)
            else:
                problems.append(placement)
    return Placements(found, tuple(problems))


def register_files(claimed: Path, original: Path) -> Registration:
    """Find one picture file in another, as a build does.

    Raises:
        PictureError: one of the two cannot be decoded within the limits; the message names it.
    """
    for path in (claimed, original):
        size, problem = probe(path.name, path.read_bytes())
        if size is None:
            raise PictureError(problem.message if problem else f"{path.name} cannot be read")
    return _register((Path(), sides_of(claimed, original)))


def sides_of(claimed: Path, original: Path) -> tuple[Side, Side]:
    """Return two picture files as the sides of a pair, nothing of which is redacted."""
    return Side(str(claimed.absolute()), "", ()), Side(str(original.absolute()), "", ())


def pairs_of(files: CaseFiles) -> Iterator[Pair]:
    """Yield the comparisons of a case that are between two files which can be read."""
    case = files.case.value
    media = {item.id: item for item in case.media}
    for place, comparison in enumerate(case.comparisons):
        sides = [media.get(comparison.claimed), media.get(comparison.original or "")]
        found = [files.files.get(item.file or "") if item else None for item in sides]
        claimed, original = found
        if claimed and original and claimed.width_px and original.width_px:
            both = tuple(
                _side(file, item.redactions)
                for file, item in zip((claimed, original), sides, strict=True)
                if item
            )
            yield Pair(
                (case.id, comparison.id),
                place,
                comparison,
                claimed,
                original,
                (both[0], both[1]),
                files.case.spans,
            )


def _side(file: MediaFile, redactions: Sequence[Redaction]) -> Side:
    return Side(file.path, file.digest, tuple((item.box, item.method.value) for item in redactions))


def _by_points(pair: Pair) -> Placement | Diagnostic:
    claimed, original = pair.claimed, pair.original
    try:
        return align.place(
            (claimed.width_px, claimed.height_px),
            (original.width_px, original.height_px),
            pair.comparison.points,
            pair.comparison.mirrored,
        )
    except align.AlignmentError as error:
        at = pair.spans.key(("comparisons", pair.place, "points"))
        is_mirror = isinstance(error, align.MirroredPointsError)
        hint = (
            "correct `mirrored:` or the points" if is_mirror else "choose points far apart and not in a row"
        )
        return pictures.POINTS_AT_ODDS.at(at, str(error), hint, source=pair.spans.source)


def _registrations(pairs: Sequence[Pair], root: Path, memo: Memo) -> Mapping[PlaceKey, Registration]:
    keys = {
        pair.key: digest((engine(), *((side.digest, side.redactions) for side in pair.sides)))
        for pair in pairs
    }
    stored = memo.get_many("registration", keys.values())
    for pair in pairs:
        key = keys[pair.key]
        if key not in stored:
            stored[key] = _REGISTRATION.dump_json(_register((root, pair.sides)))
            memo.put("registration", key, stored[key])
    return {pair.key: _REGISTRATION.validate_json(stored[keys[pair.key]]) for pair in pairs}


def _register(job: tuple[Path, tuple[Side, Side]]) -> Registration:
    # OpenCV takes a quarter of a second to import, and most builds look for nothing.
    from irrefutable.media.features import View  # noqa: PLC0415
    from irrefutable.media.register import register  # noqa: PLC0415

    root, (claimed, original) = job
    views = [
        View.of(
            redact(upright_pixels((root / side.path).read_bytes()), side.redactions),
            hidden=[box for box, _ in side.redactions],
        )
        for side in (claimed, original)
    ]
    return register(*views)


@lru_cache(maxsize=1)
def engine() -> str:
    """Return the digest of all that decides what is found, our code and others'."""
    code = {
        path.name: digest_bytes(path.read_bytes())
        for path in sorted(Path(align.__file__).parent.glob("*.py"))
    }
    return digest((code, {name: version(name) for name in ("numpy", "opencv-python-headless", "pillow")}))
