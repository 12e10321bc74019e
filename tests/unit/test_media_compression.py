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


def test_an_original_is_compressed_as_the_file_was() -> None:
    same = compressed(relief(1), 80) == from_jpeg(relief(1), 10)
    assert same.mean() > 0.99
