"""What is redacted decides no published byte, whatever else is done to the picture."""

from __future__ import annotations

import io

from PIL import Image

from irrefutable.model.vocabulary import RedactionMethod
from tests.hostile.picture_files import is_near, noise, published, redaction, saved


def with_face(seed: int) -> Image.Image:
    """A picture that differs from its siblings inside the redacted box alone."""
    picture = noise((1300, 200), seed=99)
    picture.paste(noise((128, 96), seed=seed), (96, 64))
    return picture


def test_nothing_under_a_cover_decides_a_single_published_byte() -> None:
    cover = redaction(RedactionMethod.COVER)
    one, other = (published(saved(with_face(seed), "PNG"), "p.png", cover) for seed in (1, 2))
    assert len(one) == 2
    assert one == other
    assert published(saved(with_face(1), "PNG")).values() != one.values()


def test_nothing_of_a_blurred_region_is_published_but_the_mean_of_its_blocks() -> None:
    blur = redaction(RedactionMethod.BLUR, (96, 64, 96, 96))
    results = []
    for turn in (Image.Transpose.ROTATE_180, Image.Transpose.FLIP_LEFT_RIGHT):
        picture = with_face(1)
        for left in range(96, 192, 16):
            for top in range(64, 160, 16):
                box = (left, top, left + 16, top + 16)
                picture.paste(picture.crop(box).transpose(turn), box)
        results.append(published(saved(picture, "PNG"), "p.png", blur))
    assert results[0] == results[1]


def test_a_cover_is_one_colour_in_every_derivative() -> None:
    for each in published(saved(with_face(1), "PNG"), "p.png", redaction(RedactionMethod.COVER)).values():
        with Image.open(io.BytesIO(each)) as picture:
            scale = picture.width / 1300
            inside = [
                round((edge + inset) * scale)
                for edge, inset in zip((96, 64, 224, 160), (16, 16, -16, -16), strict=True)
            ]
            region = picture.convert("RGB").crop((inside[0], inside[1], inside[2], inside[3]))
        for band in region.split():
            levels = [level for level, count in enumerate(band.histogram()) if count]
            assert levels[-1] - levels[0] <= 6


def test_redactions_follow_the_upright_picture() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = Image.new("RGB", (200, 100), "white")
    content = saved(lying, "PNG", exif=exif)
    covered = published(content, "p.png", redaction(RedactionMethod.COVER, (0, 150, 100, 50)))
    for each in covered.values():
        with Image.open(io.BytesIO(each)) as picture:
            assert picture.size == (100, 200)
            assert is_near(picture.convert("RGB").getpixel((50, 175)), (34, 34, 34))
            assert is_near(picture.convert("RGB").getpixel((50, 125)), (255, 255, 255))


def test_a_covered_region_of_a_transparent_picture_is_opaque() -> None:
    content = saved(noise((400, 300), "RGBA"), "PNG")
    for each in published(content, "p.png", redaction(RedactionMethod.COVER)).values():
        with Image.open(io.BytesIO(each)) as picture:
            assert is_near(picture.convert("RGBA").getpixel((150, 110)), (34, 34, 34, 255))


def test_colours_hidden_under_full_transparency_are_not_published() -> None:
    hidden = [noise((300, 200), seed=seed) for seed in (1, 2)]
    for picture in hidden:
        picture.putalpha(0)
    one, other = (published(saved(picture, "PNG")) for picture in hidden)
    assert one == other
