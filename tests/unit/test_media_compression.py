"""How hard a picture was compressed is seen in its pixels, and can be done to another one."""

from __future__ import annotations

import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from irrefutable.media.compression import compressed, compression_step


def relief(seed: int) -> NDArray[np.uint8]:
    """Return soft hills, whose sides are no whole numbers of blocks."""
    noise = np.random.default_rng(seed).integers(60, 190, (6, 8), dtype=np.uint8)
    return np.asarray(Image.fromarray(noise).resize((330, 250), Image.Resampling.BICUBIC))


def from_jpeg(grey: NDArray[np.uint8], quality: int) -> NDArray[np.uint8]:
    stream = io.BytesIO()
    Image.fromarray(grey).save(stream, "JPEG", quality=quality)
    return np.asarray(Image.open(stream))


@pytest.mark.parametrize(("quality", "step"), [(10, 80), (20, 40), (30, 27)])
def test_the_step_of_hard_compression_is_seen_though_the_file_is_gone(quality: int, step: int) -> None:
    assert compression_step(from_jpeg(relief(1), quality)) == step


def test_no_step_is_seen_where_hardly_anything_was_compressed() -> None:
    assert compression_step(relief(1)) == 0
    assert compression_step(from_jpeg(relief(1), 80)) == 0


def test_a_cropped_picture_shows_no_step() -> None:
    """Its blocks begin elsewhere, so nothing that began at its corner would be like it."""
    assert compression_step(from_jpeg(relief(1), 10)[3:, 5:]) == 0


def wide_hills(seed: int) -> NDArray[np.uint8]:
    """Return hills so wide that neighbouring blocks are a step apart at most, or two."""
    noise = np.random.default_rng(seed).integers(60, 190, (3, 4), dtype=np.uint8)
    return np.asarray(Image.fromarray(noise).resize((660, 500), Image.Resampling.BICUBIC))


@pytest.mark.parametrize(("quality", "step"), [(10, 80), (14, 57), (20, 40), (30, 27), (35, 23)])
def test_the_step_is_told_from_its_neighbours_and_its_double(quality: int, step: int) -> None:
    """Jumps of two steps were taken for jumps of one twice as large."""
    for seed in (2, 3):
        assert compression_step(from_jpeg(wide_hills(seed), quality)) == step


@pytest.mark.parametrize(("quality", "step"), [(10, 80), (14, 57), (20, 40), (30, 27)])
def test_an_original_is_compressed_as_the_file_was(quality: int, step: int) -> None:
    """Plain blocks often lie in the middle between two steps, and go the way that they go in the file."""
    for hills in (relief(1), wide_hills(2)):
        assert (compressed(hills, step) == from_jpeg(hills, quality)).mean() > 0.99
    plain = np.full((64, 64), 133, np.uint8)
    assert (compressed(plain, 80) == from_jpeg(plain, 10)).all()
