"""Pictures and comparisons: the files are there, the boxes lie inside them, the points make sense."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from irrefutable.check.passages import Passage
from irrefutable.core.diagnostics import Diagnostic, Rule, Severity
from irrefutable.core.spans import Location, Span, SpanMap
from irrefutable.core.text import did_you_mean
from irrefutable.model.archive import CaseFiles, MediaFile
from irrefutable.model.picture import Comparison, Media, VideoReference
from irrefutable.model.vocabulary import Alignment, ComparisonSubject, MediaKind

if TYPE_CHECKING:
    from irrefutable.model.media import Placement, Registration

SURE = 0.9
"""The confidence from which a match is shown without a warning."""
FARTHEST_MISS = 0.05
"""Of the original's diagonal. A hand misses by a tenth of that; a point on another thing, by more."""

MISSING_FILE = Rule(
    "missing-file",
    what="Every `file` of a picture lies in the case's folder.",
    why="The page would show a broken picture.",
    example="file: game-frmae.png",
    cure="Correct the name, or put the file beside the case file.",
)
UNUSED_FILE = Rule(
    "unused-file",
    what="Every picture in a case's folder is named by an item of `media`.",
    why="A picture that nothing names is not published; usually its entry was forgotten.",
    example="a file frame-2.png that no `file:` names",
    cure="Add it to `media`, or remove the file.",
    severity=Severity.WARNING,
)
WRONG_HASH = Rule(
    "wrong-hash",
    what="A picture file has the SHA-256 that the case gives for it.",
    why="The evidence on disk would not be the evidence that was reviewed.",
    example="a file that was saved again after `sha256` was written",
    cure="Restore the file, or review the new one and correct `sha256`.",
)
BOX_OUTSIDE = Rule(
    "box-outside",
    what="Regions, points and redactions lie inside their picture.",
    why="An outline beyond the edge points at nothing; a redaction there hides nothing.",
    example="claimed: [900, 40, 200, 30] in a picture 1000 px wide",
    cure="Measure again, in pixels of the upright file.",
)
EMPTY_BOX = Rule(
    "empty-box",
    what="A region and a redaction have a width and a height.",
    why="A box without an area outlines nothing and, worse, hides nothing.",
    example="box: [120, 40, 0, 30]",
    cure="Measure again: left, top, width, height.",
)
LAID_BARE = Rule(
    "laid-bare",
    what="What one picture hides by a redaction or a cover, no other one of the case shows of that file.",
    why="Who is protected in one place would be seen in the other; a covered picture would stand in lists.",
    example="two items of `media` with one `file`, and `redactions` in the first alone",
    cure="Hide the same in both, or use one item in both places.",
)
NOT_COMPARABLE = Rule(
    "not-comparable",
    what="Both pictures of a comparison are files, and not one and the same. Captions are compared without "
    "files; twins are in one picture, which is a file.",
    why="Pictures can only be laid beside each other when both can be shown.",
    example="a comparison whose original has only a `url`",
    cure="Add the file; or compare the captions, where the words differ and the picture does not; or "
    "describe the original in words and leave the comparison out.",
)
POINTS_MISSING = Rule(
    "points-missing",
    what="`align: points` has two or more pairs of points, not all at one spot; other alignments have none.",
    why="Where a picture sits in another cannot be computed from less.",
    example="align: points with one pair",
    cure="Add pairs of points far apart, or write `align: none`.",
)
POINTS_AT_ODDS = Rule(
    "points-at-odds",
    what="The points of a comparison decide where the claimed picture sits in its original. Of four or more, "
    f"none lies farther from where all put it than {FARTHEST_MISS:.0%} of the original's diagonal.",
    why="Points on one line, or those of a mirror image that is not declared, place it nowhere. One that is "
    "far off pulls the whole picture askew.",
    example="three points along the horizon, or two pairs that were exchanged",
    cure="Choose points far apart and not on one line. Set `mirrored` where the picture is mirrored. Measure "
    "a point that is far off again.",
)
NO_MATCH = Rule(
    "no-match",
    what="With `align: auto` the claimed picture is found in its original, or `no_match` says why not.",
    why="A pair that was to be laid over each other would stand side by side, and nobody would know why.",
    example="align: auto for two pictures of different scenes",
    cure="Compare the right pictures; place points by hand with `align: points`; or, where the point is that "
    "the two do not match, say so in `no_match`.",
)
UNEXPECTED_MATCH = Rule(
    "unexpected-match",
    what="Where `no_match` says that the claimed picture is not in the other one, it is not found there.",
    why="The page would say that the two pictures do not match beside figures that say they do.",
    example="no_match with two copies of one picture",
    cure="Look again; remove `no_match`, or write `align: none`.",
)
UNSURE_MATCH = Rule(
    "unsure-match",
    what=f"A claimed picture that is found is found with a confidence of {SURE:.0%} or more.",
    why="Below that, one match in ten is wrong; the page would show a likeness as a proof.",
    example="a tenth of a picture, much compressed",
    cure="Look at the outline in the preview; where it is right, place points by hand with `align: points`.",
    severity=Severity.WARNING,
)
MIRROR_MISMATCH = Rule(
    "mirror-mismatch",
    what="`mirrored` says what the pixels say.",
    why="The page tells readers in words whether the claimed picture is a mirror image.",
    example="a mirrored copy without `mirrored: true`",
    cure="Write `mirrored: true`, or remove it.",
)
EMPTY_REGION = Rule(
    "empty-region",
    what="A region has a box in at least one of the two pictures.",
    why="A number in the list would stand for nothing on the pictures.",
    example="a region with a label and no box",
    cure="Add `claimed:` or `original:`, or both.",
)
VIDEO_FRAME = Rule(
    "video-frame",
    what="A picture of the kind `video-frame` names its video and the place in it.",
    why="A reader must be able to find the frame.",
    example="kind: video-frame without `video`",
    cure="Add `video:` with `time_code:` and an address; of a video that stands nowhere, say in `original:` "
    "what it is.",
)

RULES = (
    MISSING_FILE,
    UNUSED_FILE,
    WRONG_HASH,
    BOX_OUTSIDE,
    EMPTY_BOX,
    LAID_BARE,
    NOT_COMPARABLE,
    POINTS_MISSING,
    POINTS_AT_ODDS,
    NO_MATCH,
    UNEXPECTED_MATCH,
    UNSURE_MATCH,
    MIRROR_MISMATCH,
    EMPTY_REGION,
    VIDEO_FRAME,
)

_Box = tuple[float, float, float, float]


def check_case(files: CaseFiles) -> Iterator[Diagnostic]:
    """Yield what is wrong with the pictures and comparisons of a case."""
    case, spans = files.case.value, files.case.spans
    for place, item in enumerate(case.media):
        yield from _medium(item, ("media", place), files.files, spans)
    yield from _laid_bare(case.media, files.files, spans)
    used = {item.file for item in case.media}
    for name in sorted(set(files.files) - used):
        yield UNUSED_FILE.at(
            Span(files.files[name].path, 1, 1),
            f'the case does not use "{name}"',
            f"add an item with `file: {name}` to `media:`, or remove the picture",
        )
    media = {item.id: item for item in case.media}
    for place, comparison in enumerate(case.comparisons):
        yield from _comparison(comparison, ("comparisons", place), media, files.files, spans)


def check_registration(
    comparison: Comparison, place: int, registration: Registration, spans: SpanMap
) -> Iterator[Diagnostic]:
    """Yield where the pixels of a pair say something else than its editor."""
    location: Location = ("comparisons", place)
    claimed, original = f'"{comparison.claimed}"', f'"{comparison.original}"'
    sure, why = f"{registration.confidence:.2f}", registration.reason.sentence
    align = Passage(spans, (*location, "align"))
    if not registration.match and not comparison.no_match:
        yield NO_MATCH.at(
            align.start,
            f"{claimed} is not in {original}: {why[:1].lower()}{why[1:].rstrip('.')}",
            "compare other pictures, place points by hand, or say in `no_match:` why it is not there",
            source=spans.source,
        )
    if registration.match and comparison.no_match:
        yield UNEXPECTED_MATCH.at(
            spans.value((*location, "no_match")),
            f"{claimed} is in {original} (confidence {sure})",
            "look again; remove `no_match:`, or write `align: none`",
            source=spans.source,
        )
    if registration.match and registration.confidence < SURE:
        yield UNSURE_MATCH.at(
            align.start,
            f"{claimed} was found with a confidence of only {sure}",
            "look at the outline in the preview; place points by hand where it is right",
            source=spans.source,
        )
    if registration.match and registration.mirrored != comparison.mirrored:
        says = "is a mirror image" if registration.mirrored else "is no mirror image"
        yield MIRROR_MISMATCH.at(
            spans.value((*location, "mirrored" if comparison.mirrored else "align")),
            f"{claimed} {says} of {original}",
            "write `mirrored: true`" if registration.mirrored else "remove `mirrored:`",
            source=spans.source,
        )


def check_points(
    comparison: Comparison, place: int, placement: Placement, original_size: tuple[int, int], spans: SpanMap
) -> Iterator[Diagnostic]:
    """Yield the pair of points that lies farthest from where the others put it, if that is too far."""
    worst = max(placement.residuals_px, default=0.0)
    most = FARTHEST_MISS * math.hypot(*original_size)
    if worst > most:
        pair = placement.residuals_px.index(worst)
        yield POINTS_AT_ODDS.at(
            spans.key(("comparisons", place, "points", pair, "original")),
            f"point {pair + 1} lies {worst:.0f} px from where all points together put it; "
            f"the most is {most:.0f} px",
            "measure this point again in both pictures, then the others",
            source=spans.source,
        )


def _is_named(item: Media, video: VideoReference) -> bool:
    return bool(video.url or video.archived or item.original or item.actually)


def _medium(
    item: Media, location: Location, files: Mapping[str, MediaFile], spans: SpanMap
) -> Iterator[Diagnostic]:
    if item.kind is MediaKind.VIDEO_FRAME and not item.video:
        at = spans.value((*location, "kind"))
        yield VIDEO_FRAME.at(at, f'the frame "{item.id}" names no video', "add `video:`", source=spans.source)
    elif item.kind is MediaKind.VIDEO_FRAME and item.video and not _is_named(item, item.video):
        at = spans.value((*location, "video"))
        message = f'the video of "{item.id}" is not named: it has a place and no address'
        hint = "add `url:` or `archived:`; of a video that stands nowhere, say in `original:` what it is"
        yield VIDEO_FRAME.at(at, message, hint, source=spans.source)
    if not item.file:
        return
    file = files.get(item.file)
    if file is None:
        yield MISSING_FILE.at(
            spans.value((*location, "file")),
            f'there is no picture "{item.file}" beside the case',
            did_you_mean(item.file, files) or "put the file beside the case file",
            source=spans.source,
        )
        return
    if item.sha256 and item.sha256 != file.sha256:
        yield WRONG_HASH.at(
            spans.value((*location, "sha256")),
            f'"{item.file}" is not the file that was reviewed: its SHA-256 is {file.sha256}',
            "restore the file, or review the new one and correct `sha256:`",
            source=spans.source,
        )
    for place, redaction in enumerate(item.redactions):
        yield from _box(redaction.box, file, (*location, "redactions", place, "box"), spans)


def _laid_bare(
    media: Sequence[Media], files: Mapping[str, MediaFile], spans: SpanMap
) -> Iterator[Diagnostic]:
    """Yield pictures that show what another one of the same file hides."""
    for place, item in enumerate(media):
        for other in media:
            if item is other or not _are_one_file(item, other, files):
                continue
            boxes = [redaction.box for redaction in item.redactions]
            bare = [each.box for each in other.redactions if not any(_holds(box, each.box) for box in boxes)]
            if bare:
                message = f'"{item.id}" shows what is redacted in "{other.id}", which is the same file'
                hint = f"add the redaction of [{', '.join(f'{edge:g}' for edge in bare[0])}] here as well"
            elif other.sensitive and not item.sensitive:
                message = f'"{item.id}" starts bare and "{other.id}" covered, and they are the same file'
                hint = "add `sensitive:` here as well"
            else:
                continue
            yield LAID_BARE.at(spans.value(("media", place, "file")), message, hint, source=spans.source)
            break


def _are_one_file(one: Media, other: Media, files: Mapping[str, MediaFile]) -> bool:
    first, second = (files.get(item.file or "") for item in (one, other))
    return first is not None and second is not None and first.sha256 == second.sha256


def _holds(outer: _Box, inner: _Box) -> bool:
    """Whether a box lies wholly inside another one."""
    ends = zip(outer[:2], outer[2:], inner[:2], inner[2:], strict=True)
    return all(start <= at and at + length <= start + room for start, room, at, length in ends)


def _comparison(
    comparison: Comparison,
    location: Location,
    media: Mapping[str, Media],
    files: Mapping[str, MediaFile],
    spans: SpanMap,
) -> Iterator[Diagnostic]:
    is_of_twins = comparison.compares is ComparisonSubject.TWINS
    if comparison.claimed == comparison.original and comparison.claimed in media and not is_of_twins:
        yield NOT_COMPARABLE.at(
            spans.value((*location, "original")),
            f'"{comparison.id}" compares a picture with itself',
            "name another picture, or write `compares: twins` for two places of one picture",
            source=spans.source,
        )
    if comparison.compares is ComparisonSubject.CAPTIONS:
        return
    sides = {}
    for side, media_id in (("claimed", comparison.claimed), ("original", comparison.original)):
        medium = media.get(media_id or "")
        if medium and not medium.file:
            yield NOT_COMPARABLE.at(
                spans.value((*location, side)),
                f'"{media_id}" has no file that could be shown',
                "add the file, or leave the comparison out",
                source=spans.source,
            )
        if medium and medium.file and medium.file in files:
            sides[side] = files[medium.file]
    if is_of_twins:
        # Both places are in the one picture; what else such a comparison needs is checked apart.
        yield from _boxes(
            comparison, location, {side: sides["claimed"] for side in ("claimed", "twin") if sides}, spans
        )
        return
    yield from _alignment(comparison, location, spans)
    yield from _geometry(comparison, location, sides, spans)


def _geometry(
    comparison: Comparison, location: Location, sides: Mapping[str, MediaFile], spans: SpanMap
) -> Iterator[Diagnostic]:
    for place, pair in enumerate(comparison.points):
        for side, point in (("claimed", pair.claimed), ("original", pair.original)):
            if side in sides:
                yield from _point(point, sides[side], (*location, "points", place, side), spans)
    for place, region in enumerate(comparison.regions):
        if not region.claimed and not region.original:
            yield EMPTY_REGION.at(
                spans.value((*location, "regions", place, "id")),
                f'the region "{region.id}" has no box in either picture',
                "add `claimed:` or `original:`",
                source=spans.source,
            )
    yield from _boxes(comparison, location, sides, spans)


def _boxes(
    comparison: Comparison, location: Location, sides: Mapping[str, MediaFile], spans: SpanMap
) -> Iterator[Diagnostic]:
    for place, region in enumerate(comparison.regions):
        for side, file in sides.items():
            box = getattr(region, side)
            if box:
                yield from _box(box, file, (*location, "regions", place, side), spans)


def _alignment(comparison: Comparison, location: Location, spans: SpanMap) -> Iterator[Diagnostic]:
    at = spans.value((*location, "align"))
    is_enough = all(
        len({getattr(pair, side) for pair in comparison.points}) > 1 for side in ("claimed", "original")
    )
    if comparison.align is Alignment.POINTS and not is_enough:
        yield POINTS_MISSING.at(
            at, f'"{comparison.id}" needs two pairs of points or more', "add `points:`", source=spans.source
        )
    if comparison.align is not Alignment.POINTS and comparison.points:
        yield POINTS_MISSING.at(
            spans.key((*location, "points")),
            f"points are given, but the alignment is {comparison.align.value}",
            "write `align: points`, or remove the points",
            source=spans.source,
        )


def _point(
    point: tuple[float, float], file: MediaFile, location: Location, spans: SpanMap
) -> Iterator[Diagnostic]:
    if not _is_inside(*point, file):
        yield _beyond("the point lies", point, file, location, spans)


def _box(box: _Box, file: MediaFile, location: Location, spans: SpanMap) -> Iterator[Diagnostic]:
    left, top, width, height = box
    if not width or not height:
        yield EMPTY_BOX.at(
            spans.value(location),
            f"the box is {width:g} px wide and {height:g} px high",
            "measure again: [left, top, width, height]",
            source=spans.source,
        )
    if not _is_inside(left + width, top + height, file):
        yield _beyond("the box ends", (left + width, top + height), file, location, spans)


def _is_inside(x: float, y: float, file: MediaFile) -> bool:
    # A file whose size is not known could not be read, which its own diagnostic says.
    return not file.width_px or (x <= file.width_px and y <= file.height_px)


def _beyond(
    what: str, corner: tuple[float, float], file: MediaFile, location: Location, spans: SpanMap
) -> Diagnostic:
    x, y = corner
    return BOX_OUTSIDE.at(
        spans.value(location),
        f"{what} at [{x:g}, {y:g}], outside the picture of {file.width_px} × {file.height_px} px",
        "measure again, in pixels of the upright file",
        source=spans.source,
    )
