"""What was added to a picture is boxed, what was cut away is named, and what is the same stays dark."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw, ImageFont

from irrefutable.media.difference import UnplacedError, cut_away, difference
from irrefutable.media.features import View
from irrefutable.media.register import register
from irrefutable.model.media import Affine, BoxPx, Registration, RegistrationReason
from tests.unit.test_media_register import compressed, scene

BANNER = (0, 400, 640, 480)
LOGO = (520, 20, 620, 70)


def branded(image: Image.Image) -> Image.Image:
    copy = image.copy()
    draw = ImageDraw.Draw(copy)
    draw.rectangle(LOGO, fill=(220, 20, 30))
    draw.text((530, 30), "NEWS", "white", ImageFont.load_default(30))
    draw.rectangle(BANNER, fill=(20, 20, 60))
    draw.text((20, 420), "WHAT REALLY HAPPENED", "white", ImageFont.load_default(40))
    return copy


def registered(claimed: Image.Image, original: Image.Image) -> Registration:
    registration = register(View.of(claimed), View.of(original))
    assert registration.match
    return registration


def covers(box: BoxPx, edges: tuple[float, float, float, float]) -> bool:
    """Return whether a found box is where something was drawn, give or take 14 pixels."""
    left, top, width, height = box
    return (left, top, left + width, top + height) == pytest.approx(edges, abs=14)


def test_a_logo_and_a_banner_are_boxed() -> None:
    claimed = compressed(branded(scene(1)), 60)
    found = difference(claimed, scene(1), registered(claimed, scene(1)))
    assert len(found.added) == 2
    assert covers(found.added[0], BANNER)
    assert covers(found.added[1], LOGO)
    assert 0.1 < found.differing_share < 0.3


def test_boxes_lie_in_the_claimed_picture_when_it_is_mirrored_and_turned() -> None:
    turned = scene(3).rotate(6, Image.Resampling.BICUBIC).crop((110, 80, 530, 400))
    claimed = turned.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    ImageDraw.Draw(claimed).ellipse((150, 100, 250, 200), outline=(255, 0, 0), width=8)
    found = difference(claimed, scene(3), registered(claimed, scene(3)))
    assert len(found.added) == 1
    assert covers(found.added[0], (150, 100, 250, 200))


def test_the_same_picture_has_no_boxes_and_a_black_map() -> None:
    found = difference(scene(2), scene(2), registered(scene(2), scene(2)))
    assert found.added == ()
    assert found.differing_share == 0
    assert found.heat.max() == 0
    assert found.ssim == pytest.approx(1)


def test_a_grey_copy_of_a_colour_picture_has_no_boxes() -> None:
    claimed = scene(2).convert("L").convert("RGB")
    assert difference(claimed, scene(2), registered(claimed, scene(2))).added == ()


def test_a_compressed_picture_has_no_boxes() -> None:
    claimed = compressed(scene(2), 25)
    assert difference(claimed, scene(2), registered(claimed, scene(2))).added == ()


def test_the_pair_and_the_map_have_one_size_and_the_originals_orientation() -> None:
    claimed = scene(3).crop((100, 100, 500, 400)).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    found = difference(claimed, scene(3), registered(claimed, scene(3)))
    assert found.claimed.shape == found.original.shape == found.heat.shape
    assert found.claimed.shape[1] == pytest.approx(400, abs=2)
    assert abs(found.claimed.astype(int) - found.original.astype(int)).mean() < 3


def test_what_a_crop_leaves_out_is_named_by_side() -> None:
    claimed = scene(2).crop((64, 0, 640, 360))
    cut = difference(claimed, scene(2), registered(claimed, scene(2))).cut_away
    assert (cut.left, cut.right, cut.top, cut.bottom) == pytest.approx((10, 0, 0, 25), abs=0.3)
    assert cut.share == pytest.approx(100 * (1 - 0.9 * 0.75), abs=0.3)


def test_nothing_is_cut_from_a_frame_that_is_larger_than_the_original() -> None:
    cut = cut_away(Affine(1, 0, 0, 1, -50, -50), (0, 0, 400, 400), (300, 300))
    assert (cut.share, cut.left, cut.right, cut.top, cut.bottom) == (0, 0, 0, 0, 0)


def test_without_a_match_there_is_nothing_to_lay_over_each_other() -> None:
    nothing = Registration(False, RegistrationReason.NOTHING_IN_COMMON, 0.0)
    with pytest.raises(UnplacedError, match="no details in common"):
        difference(scene(1), scene(2), nothing)
