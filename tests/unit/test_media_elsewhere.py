"""A soft picture has hardly a point to track; whole blocks of it tell the next frame of a burst from it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from irrefutable.media.agreement import Agreement, compare
from irrefutable.media.elsewhere import Blocks, blocks
from irrefutable.media.features import View
from irrefutable.media.register import register
from tests.scenes import compressed, next_frame

pytestmark = pytest.mark.xdist_group("registration")

SIZE = (640, 480)


def soft(seed: int = 1) -> Image.Image:
    """Return blurred blotches of forty grey levels, without an edge or a corner."""
    noise = np.random.default_rng(seed).standard_normal((SIZE[1], SIZE[0])).astype(np.float32)
    shapes = cv2.GaussianBlur(noise, (0, 0), 10)
    return Image.fromarray(np.clip(90 + 10 * shapes / shapes.std(), 0, 255).astype(np.uint8)).convert("RGB")


def laid_over(claimed: Image.Image, original: Image.Image) -> Agreement:
    agreement = compare(View.of(claimed), View.of(original), np.eye(2, 3))
    assert agreement is not None
    return agreement


def counted(claimed: Image.Image, part: tuple[float, float, float, float] = (0.0, 0.0, *SIZE)) -> Blocks:
    agreement = laid_over(claimed, soft())
    return blocks(agreement.frame, agreement.alike, part)


@pytest.mark.slow
def test_the_next_frame_of_a_soft_burst_makes_no_match() -> None:
    original = View.of(soft())
    assert not register(View.of(next_frame(soft())), original).match
    assert register(View.of(compressed(soft(), 30)), original).match


def test_blocks_that_moved_side_by_side_lie_elsewhere() -> None:
    found = counted(next_frame(soft()))
    assert found.elsewhere > 10
    assert found.in_place > found.elsewhere


@pytest.mark.parametrize("change", ["blurred", "compressed", "grain"])
def test_every_block_of_a_changed_copy_is_in_place(change: str) -> None:
    grain = np.random.default_rng(2).normal(0, 4, (SIZE[1], SIZE[0], 3))
    claimed = {
        "blurred": soft().filter(ImageFilter.GaussianBlur(4)),
        "compressed": compressed(soft(), 15),
        "grain": Image.fromarray(np.clip(np.asarray(soft()) + grain, 0, 255).astype(np.uint8)),
    }[change]
    found = counted(claimed)
    assert found.elsewhere == 0
    assert found.in_place > 100


def test_single_blocks_elsewhere_are_no_surface_that_moved() -> None:
    """Compression or a clipped highlight makes one like another here and there."""
    claimed = soft()
    for number, (column, row) in enumerate(
        (column, row) for column in range(1, 8, 2) for row in range(1, 6, 2)
    ):
        x, y = column * 80, row * 80
        piece = soft().crop((x, y, x + 54, y + 54))
        claimed.paste(piece, (x + (16, -16)[number % 2], y + (12, -10, 0)[number % 3]))
    assert counted(claimed).elsewhere < 5


def test_what_lies_outside_of_the_part_does_not_count() -> None:
    """A caption there may be like anything."""
    left, moved = soft().crop((0, 0, 320, 480)), next_frame(soft(), 9.0)
    moved.paste(left, (0, 0))
    assert counted(moved).elsewhere > 5
    assert counted(moved, (0.0, 0.0, 320.0, 480.0)).elsewhere == 0


def test_what_slides_along_lines_lies_nowhere_else() -> None:
    """Beside a bar that hides half of a block, the lines go on as they did in it."""
    lines = Image.new("RGB", SIZE, (90, 90, 90))
    for x in np.random.default_rng(5).integers(0, SIZE[0], 40).tolist():
        ImageDraw.Draw(lines).line((x, 0, x, SIZE[1]), (140, 140, 140), 5)
    barred = lines.copy()
    ImageDraw.Draw(barred).rectangle((0, 200, *SIZE), fill=(90, 90, 90))
    agreement = laid_over(barred, lines)
    found = blocks(agreement.frame, agreement.alike, (0.0, 0.0, *SIZE))
    assert found.elsewhere == 0
    assert found.in_place > 20


def test_what_was_hidden_is_not_asked() -> None:
    agreement = compare(View.of(soft()), View.of(soft(), [(320, 0, 320, 480)]), np.eye(2, 3))
    assert agreement is not None
    everywhere, shown = counted(soft()), blocks(agreement.frame, agreement.alike, (0.0, 0.0, *SIZE))
    assert 0 < shown.in_place < 0.6 * everywhere.in_place
