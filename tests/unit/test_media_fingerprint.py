"""What a picture is known by, and whether two pictures are copies."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from irrefutable.media import fingerprint_match
from irrefutable.media.fingerprint import MOST_DETAILS, WORDS, fingerprint, mirrored
from irrefutable.media.fingerprint_match import (
    LEAST_WORDS,
    SURELY_AGREEING,
    SURELY_WHOLE,
    compare,
    distance,
    is_plain,
    votes,
)
from irrefutable.model.lookup import HASH_BYTES, Fingerprint
from tests.scenes import compressed, scene

SIZE = (640, 480)
SCENE = scene(1, SIZE)
KNOWN = fingerprint(SCENE)


def test_a_fingerprint_has_the_size_that_the_index_is_made_for() -> None:
    assert len(KNOWN.hash) == HASH_BYTES
    assert len(KNOWN.words) == 4 * WORDS
    assert 0 < len(KNOWN.details) <= 20 * MOST_DETAILS
    assert (KNOWN.width_px, KNOWN.height_px) == (512, 384)


@pytest.mark.parametrize(
    "change",
    [
        lambda image: compressed(image, 30),
        lambda image: image.resize((320, 240), Image.Resampling.LANCZOS),
        lambda image: image.resize((1000, 750), Image.Resampling.BICUBIC),
        lambda image: image.convert("L").convert("RGB"),
        lambda image: image.filter(ImageFilter.GaussianBlur(2)),
    ],
    ids=["JPEG", "smaller", "larger", "grey", "blurred"],
)
def test_a_whole_copy_keeps_its_hash(change: Callable[[Image.Image], Image.Image]) -> None:
    copy = fingerprint(change(SCENE))
    assert distance(copy.hash, KNOWN.hash) <= SURELY_WHOLE
    match = compare(copy, KNOWN)
    assert match
    assert match.agreeing >= SURELY_AGREEING
    assert min(match.shown, match.filled) > 0.95


def test_a_crop_is_found_where_it_was_cut_out() -> None:
    crop = fingerprint(compressed(SCENE.crop((160, 120, 480, 360)), 60))
    match = compare(crop, KNOWN)
    assert votes(crop, KNOWN.words, KNOWN.places) >= LEAST_WORDS
    assert match
    assert match.shown == pytest.approx(0.25, abs=0.03)
    assert match.filled > 0.95
    a, b, c, d, e, f = match.matrix
    # The crop is smaller than the working size, and the known picture was scaled to it.
    assert (a, d) == pytest.approx((0.8, 0.8), abs=0.02)
    assert (b, c) == pytest.approx((0, 0), abs=0.02)
    assert (e, f) == pytest.approx((128, 96), abs=4)


def test_a_mirror_image_is_found_as_one() -> None:
    flipped = compressed(ImageOps.mirror(SCENE), 60)
    assert compare(fingerprint(flipped), KNOWN) is None
    assert distance(fingerprint(mirrored(flipped)).hash, KNOWN.hash) <= SURELY_WHOLE
    assert compare(fingerprint(mirrored(flipped)), KNOWN)


def test_a_picture_in_a_post_is_found() -> None:
    post = Image.new("RGB", (700, 1200), "white")
    ImageDraw.Draw(post).text((40, 60), "Look at this " * 8, "black")
    post.paste(SCENE, (30, 200))
    match = compare(fingerprint(post), KNOWN)
    assert match
    assert match.shown > 0.9
    assert match.filled == pytest.approx(640 * 480 / (700 * 1200), abs=0.05)


@pytest.mark.parametrize("seed", range(2, 8))
def test_other_pictures_are_not_found(seed: int) -> None:
    other = fingerprint(scene(seed, SIZE))
    assert distance(other.hash, KNOWN.hash) > SURELY_WHOLE
    assert compare(other, KNOWN) is None


def test_the_same_frame_around_other_pictures_is_no_match() -> None:
    """Two posts of one network agree in many details, and all of these lie in its frame."""

    def framed(seed: int) -> Fingerprint:
        frame = scene(99, (640, 800))
        frame.paste(scene(seed, (640, 480)), (0, 160))
        return fingerprint(frame)

    assert compare(framed(1), framed(2)) is None
    assert compare(framed(1), framed(1))


def waves(seed: int, shift: int) -> Image.Image:
    """Return a picture of seven waves, alike in every picture, before a gradient that is another in each."""
    noise = np.random.default_rng(seed)
    y, x = np.mgrid[0:480, 0:640].astype(float)
    values = (
        40 + noise.normal(0, 1, (480, 640)) + 60 * np.sin(x / 400 + seed) + 40 * np.cos(y / 300 + seed * 2)
    )
    for wave in range(7):
        line = 60 * wave + 30 + shift + 18 * np.sin(x / 70 + 0.9 * wave)
        values += 90 * np.exp(-(((y - line) / 6) ** 2))
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))


def test_details_that_are_alike_all_over_a_picture_make_no_match(monkeypatch: pytest.MonkeyPatch) -> None:
    """Enough of them agree by chance, and none tells one picture from the other."""
    one, other = fingerprint(waves(0, 0)), fingerprint(waves(1, 25))
    assert compare(one, other) is None
    assert is_plain(one)
    assert not is_plain(KNOWN)
    monkeypatch.setattr(fingerprint_match, "_LEAST_TELLING", 0)
    assert compare(one, other)


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (41, 41), (2000, 50)])
def test_plain_and_odd_pictures_have_a_fingerprint(size: tuple[int, int]) -> None:
    plain = fingerprint(Image.new("RGB", size, (120, 130, 140)))
    assert plain.contrast == 0
    assert plain.details == plain.words == b""
    assert compare(plain, KNOWN) is None
    assert is_plain(plain)
    assert votes(plain, KNOWN.words, KNOWN.places) == 0


def test_what_is_transparent_is_white() -> None:
    clear = SCENE.convert("RGBA")
    clear.paste((0, 0, 0, 0), (0, 0, 640, 100))
    white = SCENE.copy()
    white.paste((255, 255, 255), (0, 0, 640, 100))
    assert fingerprint(clear) == fingerprint(white)
