"""Finds a claimed picture in its original and says how sure that is. Refuses to call a likeness a match.

First features propose placements, then tracked points make each exact, then the pixels decide: what counts is
how much of the overlap agrees, window by window, and not how many points do. How well that works is measured
in `docs/registration.md`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import cv2
import numpy as np

from irrefutable.media import align
from irrefutable.media.agreement import Agreement, compare
from irrefutable.media.compression import BLOCK_PX
from irrefutable.media.elsewhere import blocks
from irrefutable.media.features import LEVELS, Floats, Proposal, View, apply, propose
from irrefutable.media.inset import cut, inset
from irrefutable.media.likened import likened
from irrefutable.media.overlap import overlap, structural_similarity
from irrefutable.media.refine import Refined, refine, settle, tracked
from irrefutable.media.sweep import cut_out, sweep
from irrefutable.media.windows import SMALL_PX, UNDECIDED, surprise
from irrefutable.model.media import Affine, Registration, RegistrationReason
from irrefutable.model.picture import PointPair

LEAST_SIDE_PX: Final = 48
"""A smaller picture has no more detail than many others."""
LEAST_DEVIATION: Final = 1.0
"""Grey levels. A picture below it is of one colour."""

_SCALES: Final = (1 / 12, 12.0)
_LEAST_ASPECT: Final = 0.6
_WHOLE_AREA: Final = 0.5
_LEAST_PART: Final = 0.3
_LEAST_GRAPHIC_PART: Final = 0.45
"""Of the original's width and of its height. What is smaller amid what disagrees is a logo or a bar. Graphics
must be larger, since what an app draws around a post is."""
_MOST_DISSENT: Final = 0.26
"""Of the common frame. Captions laid over a picture divide it; in another picture between the same captions,
or in the same post, one large piece disagrees."""
_MOST_RIFT: Final = 0.25
"""A picture in a post is larger. The bars of heavy captions are apart."""
_MOST_BREADTH: Final = 0.3
"""A picture in a post is as broad even where half of it is plain. The bars of captions are not."""
_MANY: Final = 100
"""Features, in a photograph. As many that span it show what is too faint for windows."""
_LEAST_COARSE: Final = 0.5
_LEAST_STEADY: Final = 0.5
"""For a part of a larger picture. The next frame of a burst agrees in parts, where nothing moved much."""
_SAME_GROUND: Final = 40.0
"""Standard deviations of chance. Where faint details agree so well, the original's strong ones must agree as
well: a vehicle that moved is gone from where it was. Under a logo, more stands out than before."""
_LEAST_KEPT: Final = 0.92
"""Of what the original has and of what the claimed picture has: vehicles that moved are missing in both, and
left 0.89 at most. Changed copies kept 0.95 of the one or of the other."""
_MOST_SHIFTED: Final = 0.15
"""Of the details. In changed copies 0.09 at most. In neighbours of a burst 0.2 and more, where near
things moved by a pixel against far ones."""
_LEAST_STAYED: Final = 0.4
"""Of the details, where both pictures are blurred and compressed alike. Copies had 0.49 and more."""
_LEAST_CLEAR: Final = 0.5
"""Of those that were clear before the original was blurred as well. Copies keep seven tenths and more."""
_MOST_ELSEWHERE: Final = 0.03
_MANY_ELSEWHERE: Final = 5
"""Blocks of the original. Changed copies had four at most, less than a fortieth of all. Soft neighbours of a
burst had five to seventy, a twenty-fifth to a third."""
_SAME_PLACE: Final = 0.03
"""Of the original's longer side. The edges of what stands in a screenshot are known to a hundredth of it."""
_LEAST_ALIKE: Final = 0.85
"""Of the texture of what stands in both. Copies had 0.88 and more, where they are not sure by themselves."""
_LEAST_AREA: Final = 0.01
_SIMILARITY_PX: Final = 800
_WEIGHTS: Final = (-34.09, 3.09, 7.29, 4.33, 5.93, -1.31, 1.11, 4.68, 1.64)
"""A constant and the weights of the evidence, fitted to placements of the benchmark's tuning half."""
_CERTAIN: Final = 0.65
"""What is less sure may be a look-alike: the next frame of a fixed camera, a program with other words."""
_ENOUGH: Final = 0.9
_MOSTLY: Final = 0.7
"""A placement this sure, of so much of the claimed picture, is not compared with others."""
_SAME_ASPECT: Final = 0.02
_NEAR: Final = 0.035
"""Of the original's longer side, a placement of the whole picture that tracking missed by little. Where a
soft curve is all that can be tracked, it slides along that by 0.03."""


@dataclass(frozen=True, eq=False)
class Judgement:
    """A placement with all that speaks for and against it."""

    mirrored: bool
    refined: Refined
    agreement: Agreement
    is_strip: bool

    @property
    def is_ruled_out(self) -> bool:
        """Whether it says nothing, however well it agrees: a logo, a pattern, chance."""
        is_loose_part = self.agreement.core_area < _WHOLE_AREA and self.steady_share < _LEAST_STEADY
        is_alike_nearby = self.agreement.is_repeated or self.agreement.coarse_share < _LEAST_COARSE
        is_gone = (
            self.agreement.surprise > _SAME_GROUND
            and max(self.agreement.kept_share, self.agreement.come_share) < _LEAST_KEPT
        )
        is_chance = not self.agreement.is_beyond_chance
        is_other = self.is_strip or is_loose_part or is_alike_nearby or is_gone or self.has_moved or is_chance
        return is_other or self.lies_elsewhere

    @property
    def steady_share(self) -> float:
        """Of the details in the part, those that are exactly where the placement says."""
        # For a part of the picture it is not enough that nothing is known to have moved.
        undecided = UNDECIDED if self.agreement.core_area > _WHOLE_AREA else _LEAST_STEADY
        return self.refined.steady_within(self.agreement.core, undecided)[0]

    @cached_property
    def drift(self) -> tuple[int, int]:
        """How many details of the part went elsewhere with their neighbours, and how many stayed."""
        return self.refined.drifting_within(self.agreement.core)

    @property
    def is_adrift(self) -> bool:
        """Whether more details went elsewhere with their neighbours than stayed."""
        drifted, stayed = self.drift
        return drifted > stayed

    @cached_property
    def is_shifted(self) -> bool:
        """Whether surfaces within the part shifted against each other, as in the next frame of a burst."""
        return self.refined.shifted_within(self.agreement.core) > _MOST_SHIFTED

    @cached_property
    def has_left(self) -> bool:
        """Whether most details are elsewhere than the placement says, each its own way if need be."""
        return self.refined.stayed_within(self.agreement.core, UNDECIDED) < _LEAST_STAYED

    @cached_property
    def lies_elsewhere(self) -> bool:
        """Whether blocks of the original lie elsewhere side by side, as in the next frame of a soft burst."""
        found = blocks(self.agreement.frame, self.agreement.alike, self.agreement.core)
        least = max(_MANY_ELSEWHERE, _MOST_ELSEWHERE * (found.elsewhere + found.in_place))
        return found.elsewhere >= least

    @property
    def has_moved(self) -> bool:
        """Whether tracked details tell that this is another moment."""
        return self.is_adrift or self.is_shifted or self.has_left

    @property
    def details(self) -> int:
        """How many details of the part are exactly where the placement says."""
        return self.refined.steady_within(self.agreement.part, UNDECIDED)[1]

    @property
    def evidence(self) -> tuple[float, ...]:
        """What the confidence is computed from."""
        return (
            self.agreement.share,
            self.agreement.strong_share,
            self.agreement.coarse_share,
            self.steady_share,
            math.log1p(self.drift[0]),
            math.log1p(self.details),
            math.log1p(self.agreement.surprise),
            math.log(max(self.agreement.core_area, _LEAST_AREA)),
        )

    @cached_property
    def confidence(self) -> float:
        """The probability that the placement is right, by logistic regression on the evidence."""
        if self.is_ruled_out:
            return 0.0
        constant, *weights = _WEIGHTS
        log_odds = constant + sum(w * value for w, value in zip(weights, self.evidence, strict=True))
        return 1 / (1 + math.exp(-log_odds))


def register(claimed: View, original: View) -> Registration:
    """Find `claimed` inside `original` and say how sure that is.

    Coordinates are pixels of the full-size, upright original, origin top left, x to the right.
    The outline is a quadrilateral: a claimed picture may be cropped, scaled, rotated or mirrored, or
    stand within a screenshot. The same pictures give the same answer on every run.
    """
    cv2.setNumThreads(1)
    is_small = min(*claimed.full_size, *original.full_size) < LEAST_SIDE_PX
    if is_small or min(float(view.grey.std()) for view in (claimed, original)) < LEAST_DEVIATION:
        return Registration(False, RegistrationReason.TOO_LITTLE_DETAIL, 0.0)
    best = judge(claimed, original)
    if best is None:
        return Registration(False, RegistrationReason.NOTHING_IN_COMMON, 0.0)
    confidence = round(best.confidence, 4)
    if confidence < _CERTAIN:
        reason = RegistrationReason.ONLY_A_STRIP if best.is_strip else RegistrationReason.PIXELS_DISAGREE
        return Registration(False, reason, confidence)
    return _registration(claimed, original, best, confidence)


def place_by_hand(claimed: View, original: View, pairs: Sequence[PointPair], mirrored: bool) -> Registration:
    """Place `claimed` by pairs of points, and say how well the pictures agree there.

    The placement is that of `align.place`, and is not improved: a person decided it. `residuals_px` has the
    miss of each pair; with fewer than four it is nought and says nothing.

    Raises:
        AlignmentError: the points do not decide a placement, or contradict `mirrored`.
    """
    cv2.setNumThreads(1)
    placement = align.place(claimed.full_size, original.full_size, pairs, mirrored)
    transform = placement.transform
    matrix = np.array(transform.matrix[:2])
    working = np.diag([1 / side for side in original.scale]) @ matrix @ np.diag([*claimed.scale, 1.0])
    frame = overlap(claimed, original, working, _SIMILARITY_PX)
    similarity = structural_similarity(frame.claimed, frame.original, frame.covered) if frame else 0.0
    judgement = _judged(claimed, original, working, mirrored)
    width, height = claimed.full_size
    return Registration(
        match=True,
        reason=RegistrationReason.PLACED_BY_HAND,
        confidence=round(judgement.confidence, 4) if judgement else 0.0,
        transform=transform,
        part=(0.0, 0.0, float(width), float(height)),
        outline=placement.outline,
        mirrored=mirrored,
        inliers=len(pairs),
        ssim=round(similarity, 4),
        residuals_px=align.residuals_px(transform, pairs),
    )


def judge(claimed: View, original: View) -> Judgement | None:
    """Return the best placement with its evidence, or None where nothing suggests one."""
    best: Judgement | None = None
    for judgement in judgements(claimed, original):
        if best is None or judgement.confidence > best.confidence:
            best = judgement
        if best.confidence > _ENOUGH and best.agreement.core_area > _MOSTLY:
            break
    return best


def judgements(claimed: View, original: View) -> Iterator[Judgement]:
    """Yield the placements that features suggest, the cheap ones first, of two the likelier first."""
    for matrix, mirrored, proposal in _suggestions(claimed, original):
        judgement = _judged(claimed, original, matrix, mirrored, proposal)
        if judgement is not None:
            yield judgement


def _suggestions(claimed: View, original: View) -> Iterator[tuple[Floats, bool, Proposal | None]]:
    yield from _searched(claimed, original)
    # What is drawn around a plain picture has all the features, and none is left for the picture.
    found = inset(claimed) if original.features(0).are_faint else None
    if found is not None:
        inner, (left, top) = found
        for matrix, mirrored, _ in _searched(inner, original):
            shift = matrix[:, 2] - matrix[:, :2] @ (left, top)
            yield np.column_stack([matrix[:, :2], shift]), mirrored, None


def _searched(claimed: View, original: View) -> Iterator[tuple[Floats, bool, Proposal | None]]:
    is_faint = claimed.features(0).are_faint or original.features(0).are_faint
    if is_faint:
        for matrix, mirrored in cut_out(claimed, original):
            yield matrix, mirrored, None
    for level in range(len(LEVELS)):
        ours, theirs = claimed.features(level), original.features(level)
        proposals = [(propose(ours, theirs), False), (propose(ours.mirrored(claimed.size[0]), theirs), True)]
        for proposal, mirrored in sorted(proposals, key=lambda each: -each[0].supporters if each[0] else 0):
            if proposal is None:
                continue
            matrix = proposal.matrix
            if mirrored:
                across, down, shift = matrix.T
                matrix = np.column_stack([-across, down, shift + across * claimed.size[0]])
            yield matrix, mirrored, proposal
    for matrix, mirrored in _same_view(claimed, original):
        yield matrix, mirrored, None
    if is_faint:
        for matrix, mirrored in sweep(claimed, original):
            yield matrix, mirrored, None


def _same_view(claimed: View, original: View) -> Iterator[tuple[Floats, bool]]:
    """Yield the whole picture and its mirror image, if both pictures have the same shape."""
    across, down = original.size[0] / claimed.size[0], original.size[1] / claimed.size[1]
    if abs(math.log(across / down)) < _SAME_ASPECT:
        yield np.array([[across, 0.0, 0.0], [0.0, down, 0.0]]), False
        yield np.array([[-across, 0.0, original.size[0]], [0.0, down, 0.0]]), True


def _judged(
    claimed: View, original: View, matrix: Floats, mirrored: bool, proposal: Proposal | None = None
) -> Judgement | None:
    if not _is_plausible(matrix):
        return None
    refined = refine(claimed, original, matrix)
    if not _is_plausible(refined.matrix):
        return None
    refined = _snapped(claimed, original, refined, matrix, mirrored)
    agreement = compare(claimed, original, refined.matrix)
    if agreement is None:
        return None
    is_strip = _is_strip(original, refined.matrix, agreement, proposal)
    judgement = Judgement(mirrored, refined, agreement, is_strip)
    if judgement.has_moved:
        # Letters that are blurred together lead points astray side by side, as a surface does that moved.
        judgement = replace(judgement, refined=_tracked_alike(claimed, original, refined))
    if judgement.confidence >= _CERTAIN and _frames_another(claimed, original, judgement):
        judgement = replace(judgement, is_strip=True)
    return judgement


def _frames_another(claimed: View, original: View, judgement: Judgement) -> bool:
    """Return whether both are screenshots in which different pictures stand in the same place.

    All that is drawn around them may agree. So they are laid over each other by themselves.
    """
    ours, theirs = inset(claimed), inset(original)
    if ours is None or theirs is None:
        return False
    (shown, (left, top)), (known, (x, y)) = ours, theirs
    matrix = judgement.refined.matrix
    right, bottom = left + shown.size[0], top + shown.size[1]
    found = np.sort(apply(matrix, np.array([(left, top), (right, bottom)], np.float64)), axis=0)
    there = np.array([(x, y), (x + known.size[0], y + known.size[1])])
    if np.abs(found - there).max() > _SAME_PLACE * max(original.size):
        return False
    # Hard compression is seen only where its blocks begin at the corner.
    left, top = left + -left % BLOCK_PX, top + -top % BLOCK_PX
    inner = np.column_stack([matrix[:, :2], apply(matrix, np.array([(left, top)], np.float64))[0] - (x, y)])
    within = _judged(cut(claimed, left, top, right, bottom), known, inner, judgement.mirrored)
    if within is None:
        return False
    is_partly_alike = within.agreement.core_area < _WHOLE_AREA or within.agreement.share < _LEAST_ALIKE
    return within.confidence < _CERTAIN and is_partly_alike


def _tracked_alike(claimed: View, original: View, refined: Refined) -> Refined:
    """Return a placement with the points that are tracked where both are blurred and compressed alike.

    Where that leaves few of them clear, it says nothing: what moved looks blurred as well.
    """
    frame = overlap(claimed, original, refined.matrix, _SIMILARITY_PX)
    if frame is None:
        return refined
    alike = likened(claimed, original, refined.matrix, frame)
    if alike is frame.original:
        return refined
    again = tracked(replace(frame, original=alike), refined.matrix)
    return again if again.clear.sum() > _LEAST_CLEAR * refined.clear.sum() else refined


def _snapped(claimed: View, original: View, refined: Refined, suggested: Floats, mirrored: bool) -> Refined:
    """Return an upright placement instead, if it is near and small details agree no less.

    That is the whole picture, or a piece as it was cut out. Few points can be tracked in what is soft or was
    compressed hard, and those lead a little astray.
    """
    upright = [matrix for matrix, is_mirrored in _same_view(claimed, original) if is_mirrored == mirrored]
    is_turned = suggested[[0, 1], [1, 0]].any()
    if not is_turned and not any(np.array_equal(suggested, whole) for whole in upright):
        upright.append(suggested)
    width, height = claimed.size
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64)
    for matrix in upright:
        apart = np.abs(apply(matrix, corners) - apply(refined.matrix, corners)).max()
        if apart > _NEAR * max(original.size):
            continue
        exact, found = (_likeness(claimed, original, each) for each in (matrix, refined.matrix))
        if exact >= found:
            return settle(claimed, original, matrix)
    return refined


def _likeness(claimed: View, original: View, matrix: Floats) -> float:
    """Return how far small details correlate in a placement, in standard deviations of chance."""
    frame = overlap(claimed, original, matrix, _SIMILARITY_PX)
    if frame is None:
        return 0.0
    return surprise(frame.claimed, [likened(claimed, original, matrix, frame)], frame.covered, SMALL_PX)


def _is_plausible(matrix: Floats) -> bool:
    if not np.isfinite(matrix).all():
        return False
    larger, smaller = np.linalg.svd(matrix[:, :2], compute_uv=False)
    across, down = matrix[:, 0], matrix[:, 1]
    # Upside down is not upright, whichever way the mirror stands.
    if abs(across[0]) < abs(across[1]) or down[1] < abs(down[0]):
        return False
    return bool(_SCALES[0] < smaller and larger < _SCALES[1] and smaller > _LEAST_ASPECT * larger)


def _is_strip(original: View, matrix: Floats, agreement: Agreement, proposal: Proposal | None) -> bool:
    if agreement.core_area > _WHOLE_AREA:
        return agreement.rift > _MOST_RIFT or agreement.rift_breadth > _MOST_BREADTH
    least = _LEAST_GRAPHIC_PART if agreement.is_graphic else _LEAST_PART
    if min(_reach(original, matrix, [agreement.core])) >= least:
        return False
    is_divided = (
        min(_reach(original, matrix, agreement.pieces)) >= least
        and agreement.dissent <= _MOST_DISSENT
        and agreement.dissent_breadth <= _MOST_BREADTH
    )
    if agreement.is_graphic:
        return not (is_divided and agreement.is_overlaid)
    is_spread = (
        proposal is not None and proposal.supporters >= _MANY and min(proposal.reach / original.size) >= least
    )
    return not (is_divided or (is_spread and agreement.is_overlaid))


def _reach(original: View, matrix: Floats, boxes: Sequence[tuple[float, ...]]) -> tuple[float, float]:
    """Return how much of the original's width and height boxes of the claimed picture span."""
    spots = [
        (x, y)
        for left, top, right, bottom in boxes
        for x, y in ((left, top), (right, top), (right, bottom), (left, bottom))
    ]
    width, height = np.ptp(apply(matrix, np.array(spots)), axis=0)
    return float(width) / original.size[0], float(height) / original.size[1]


def _registration(claimed: View, original: View, best: Judgement, confidence: float) -> Registration:
    matrix = best.refined.matrix
    affine = full_size(matrix, claimed, original)
    left, top, right, bottom = best.agreement.part
    across, down = claimed.scale
    x, y, width, height = left * across, top * down, (right - left) * across, (bottom - top) * down
    corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
    frame = overlap(claimed, original, matrix, _SIMILARITY_PX)
    similarity = structural_similarity(frame.claimed, frame.original, frame.covered) if frame else 0.0
    return Registration(
        match=True,
        reason=RegistrationReason.FOUND,
        confidence=confidence,
        transform=affine,
        part=(x, y, width, height),
        outline=tuple(affine.apply(*corner) for corner in corners),
        mirrored=best.mirrored,
        inliers=best.details,
        ssim=round(similarity, 4),
    )


def full_size(matrix: Floats, claimed: View, original: View) -> Affine:
    """Return a placement of working pixels as one of the pictures' own pixels."""
    full = np.diag(original.scale) @ matrix
    full[:, :2] = full[:, :2] / np.array(claimed.scale)
    (a, c, e), (b, d, f) = full.tolist()
    return Affine(a, b, c, d, e, f)
