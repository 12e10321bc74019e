"""What was added to a picture is boxed, what was cut away is named, and what is the same stays dark."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFont

from irrefutable.media.difference import NOT_COMPARED, UnplacedError, cut_away, difference
from irrefutable.media.features import View
from irrefutable.media.register import register
from irrefutable.model.media import Affine, BoxPx, Registration, RegistrationReason
from tests.scenes import compressed
from tests.unit.test_media_register import original, scene

pytestmark = pytest.mark.slow

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


def registered(claimed: Image.Image, seed: int) -> Registration:
    """Return where a picture lies in the scene of a seed."""
    registration = register(View.of(claimed), original(seed))
    assert registration.match
    return registration


def covers(box: BoxPx, edges: tuple[float, float, float, float]) -> bool:
    """Return whether a found box is where something was drawn, give or take 14 pixels."""
    left, top, width, height = box
    return (left, top, left + width, top + height) == pytest.approx(edges, abs=14)


def test_a_logo_and_a_banner_are_boxed() -> None:
    claimed = compressed(branded(scene(1)), 60)
    found = difference(claimed, scene(1), registered(claimed, 1))
    assert len(found.changes.added) == 2
    assert covers(found.changes.added[0], BANNER)
    assert covers(found.changes.added[1], LOGO)
    assert 10 < found.changes.differing < 30


def test_boxes_lie_in_the_claimed_picture_when_it_is_mirrored_and_turned() -> None:
    turned = scene(3).rotate(6, Image.Resampling.BICUBIC).crop((110, 80, 530, 400))
    claimed = turned.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    ImageDraw.Draw(claimed).ellipse((150, 100, 250, 200), outline=(255, 0, 0), width=8)
    found = difference(claimed, scene(3), registered(claimed, 3))
    assert len(found.changes.added) == 1
    assert covers(found.changes.added[0], (150, 100, 250, 200))


def test_the_same_picture_has_no_boxes_and_a_black_map() -> None:
    found = difference(scene(2), scene(2), registered(scene(2), 2))
    assert found.changes.added == ()
    assert found.changes.differing == 0
    assert found.heat.max() == 0
    assert found.ssim == pytest.approx(1)


def test_a_grey_copy_of_a_colour_picture_has_no_boxes() -> None:
    claimed = scene(2).convert("L").convert("RGB")
    assert difference(claimed, scene(2), registered(claimed, 2)).changes.added == ()


def test_a_compressed_picture_has_no_boxes() -> None:
    claimed = compressed(scene(2), 25)
    assert difference(claimed, scene(2), registered(claimed, 2)).changes.added == ()


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_picture_that_was_passed_on_does_not_look_edited(number: int) -> None:
    """JPEG 60, and three times smaller and compressed again: no box, and next to nothing counted."""
    passed_on = scene(number)
    for factor in (0.9, 0.85, 0.8):
        size = round(passed_on.width * factor), round(passed_on.height * factor)
        passed_on = compressed(passed_on.resize(size, Image.Resampling.BICUBIC), 70)
    for claimed in (compressed(scene(number), 60), passed_on):
        changes = difference(claimed, scene(number), registered(claimed, number)).changes
        assert changes.added == ()
        assert changes.differing < 0.1


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_small_logo_is_boxed_after_compression(number: int) -> None:
    """A sixteenth of the width, in a picture that was saved as JPEG 60 afterwards."""
    place = (300, 200, 340, 220)
    claimed = scene(number).copy()
    draw = ImageDraw.Draw(claimed)
    draw.rectangle(place, fill=(200, 20, 30))
    draw.text((304, 202), "TV7", (255, 200, 0), ImageFont.load_default(14))
    claimed = compressed(claimed, 60)
    (box,) = difference(claimed, scene(number), registered(claimed, number)).changes.added
    assert covers(box, place)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_raised_contrast_is_no_edit_though_highlights_are_cut_off(number: int) -> None:
    """Twice the contrast turns the lightest places white; what was pasted is boxed all the same."""
    raised = ImageEnhance.Contrast(scene(number)).enhance(2)
    assert np.mean(np.asarray(raised) == 255) > 0.05
    changes = difference(raised, scene(number), registered(raised, number)).changes
    assert changes.added == ()
    assert changes.differing < 0.1
    claimed = compressed(ImageEnhance.Contrast(branded(scene(number))).enhance(2), 60)
    assert len(difference(claimed, scene(number), registered(claimed, number)).changes.added) == 2


def test_the_pair_and_the_map_have_the_claimed_pictures_size_and_orientation() -> None:
    claimed = scene(3).crop((100, 100, 500, 400)).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    found = difference(claimed, scene(3), registered(claimed, 3))
    assert found.claimed.shape == found.original.shape == found.heat.shape == (300, 400, 3)
    assert found.changes.map_size_px == (400, 300)
    assert abs(found.claimed.astype(int) - np.asarray(claimed).astype(int)).mean() < 1
    assert abs(found.claimed.astype(int) - found.original.astype(int)).mean() < 3


def test_what_was_redacted_is_compared_in_neither_picture() -> None:
    """The map is grey there, whichever of the two it was; the other one's pixels do not show through."""
    claimed = branded(scene(1))
    hidden = (520.0, 20.0, 100.0, 50.0)
    covered = claimed.copy()
    covered.paste((34, 34, 34), (520, 20, 620, 70))
    registration = registered(covered, 1)
    for boxes in (((hidden,), ()), ((), (hidden,))):
        found = difference(covered, scene(1), registration, hidden=boxes)
        assert len(found.changes.added) == 1
        assert covers(found.changes.added[0], BANNER)
        assert {tuple(pixel) for pixel in found.heat[20:70, 520:620].reshape(-1, 3)} == {NOT_COMPARED}
        assert 95 < found.changes.compared < 99


def test_a_frame_around_the_picture_is_not_compared() -> None:
    """A screenshot of a post: what the app draws around the picture is neither the same nor different."""
    post = Image.new("RGB", (560, 760), (250, 250, 252))
    post.paste(scene(1).resize((480, 360)), (40, 200))
    ImageDraw.Draw(post).text((40, 60), "Look at this!", "black", ImageFont.load_default(40))
    found = difference(post, scene(1), registered(post, 1))
    assert tuple(found.heat[80, 100]) == tuple(found.heat[700, 300]) == NOT_COMPARED
    assert tuple(found.heat[380, 280]) == (0, 0, 0)
    assert found.changes.added == ()
    assert found.changes.compared == pytest.approx(100 * 480 * 360 / (560 * 760), abs=3)


def test_what_a_crop_leaves_out_is_named_by_side() -> None:
    claimed = scene(2).crop((64, 0, 640, 360))
    cut = difference(claimed, scene(2), registered(claimed, 2)).changes.cut_away
    assert (cut.left, cut.right, cut.top, cut.bottom) == pytest.approx((10, 0, 0, 25), abs=0.3)
    assert cut.share == pytest.approx(100 * (1 - 0.9 * 0.75), abs=0.3)


def test_nothing_is_cut_from_a_frame_that_is_larger_than_the_original() -> None:
    cut = cut_away(Affine(1, 0, 0, 1, -50, -50), (0, 0, 400, 400), (300, 300))
    assert (cut.share, cut.left, cut.right, cut.top, cut.bottom) == (0, 0, 0, 0, 0)


def test_without_a_match_there_is_nothing_to_lay_over_each_other() -> None:
    nothing = Registration(False, RegistrationReason.NOTHING_IN_COMMON, 0.0)
    with pytest.raises(UnplacedError, match="no details in common"):
        difference(scene(1), scene(2), nothing)
